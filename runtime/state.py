"""What the parts of the Store share: a driver, transactions that join each other, and notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import msgspec

from .driver import Driver
from .points import point

__all__ = ["State", "document_bytes", "document_of", "exact_text", "json_text"]

_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class State:
    """A driver with transactions. Values from systems are only ever parameters."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._depth = 0

    @contextmanager
    def transaction(self, name: str = "") -> Iterator[None]:
        """One transaction; calls inside it join it. All or nothing. `name` names the crash points around its commit."""
        if self._depth:
            yield
            return
        self.driver.begin()
        self._depth = 1
        try:
            self._begun()
            yield
            if name:
                point(f"{name}.before")
            self._depth = 0
            self.driver.commit()
        except BaseException:
            self._depth = 0
            self.driver.rollback()
            raise
        if name:
            point(f"{name}.after")

    def _begun(self) -> None:
        """Called at the beginning of every transaction, inside it."""

    def _all(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.driver.all(statement, values)

    def _write(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.transaction():
            return self.driver.all(statement, values)

    def _many(self, statement: str, values: Iterable[Mapping[str, Any]]) -> None:
        with self.transaction():
            self.driver.many(statement, values)

    # ---- notes ----

    def note(self, name: str) -> str | None:
        rows = self._all("SELECT value FROM meta WHERE name = :name", name=name)
        return rows[0][0] if rows else None

    def set_note(self, name: str, value: str) -> None:
        self._write(
            "INSERT INTO meta (name, value) VALUES (:name, :value) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name=name,
            value=value,
        )


def document_bytes(document: dict[str, Any]) -> bytes:
    """A document as it is stored: sorted, numbers byte-exact."""
    return _ENCODER.encode(document)


def exact_text(value: Any) -> str:
    """Any value as JSON text: sorted, numbers byte-exact."""
    return _ENCODER.encode(value).decode()


def document_of(content: bytes) -> dict[str, Any]:
    decoded = _DECODER.decode(content)
    return decoded if isinstance(decoded, dict) else {}


def json_text(value: Any) -> str:
    """Plain values as JSON in ASCII: no database has trouble with any character of a server then."""
    return json.dumps(value, sort_keys=True)
