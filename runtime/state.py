"""What the parts of the Store share: a driver, transactions that join each other, and notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

import msgspec

from .driver import Driver
from .errors import FlowcError, UsageError
from .points import point

__all__ = ["State", "document_bytes", "document_of", "exact_text", "json_text", "next_number", "plain_of", "values_in"]

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
            with suppress(FlowcError):  # what went wrong first says more, and nothing of this is committed anyway
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

    def _numbers_are_used(self, table: str) -> None:
        """Remember a table's highest number before rows of it are dropped: no number names two things, one after
        the other."""
        [(newest,)] = self._all(f"SELECT {next_number(table)} - 1")
        self.set_note(f"last:{table}", str(newest))

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

    def drop_note(self, name: str) -> None:
        self._write("DELETE FROM meta WHERE name = :name", name=name)


def next_number(table: str) -> str:
    """The number of a new row, as SQL.

    Numbers are not left to the database: PostgreSQL spends one on a row that it then refuses or rolls back, SQLite
    does not, and equal histories would not be equal (S-34).
    """
    return (
        f"(SELECT coalesce(max(number), 0) + 1 FROM (SELECT max(id) AS number FROM {table} "
        f"UNION ALL SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'last:{table}') AS numbers)"
    )


def document_bytes(document: dict[str, Any]) -> bytes:
    """A document as it is stored: sorted, numbers byte-exact."""
    return _ENCODER.encode(document)


def exact_text(value: Any) -> str:
    """Any value as JSON text: sorted, numbers byte-exact."""
    return _ENCODER.encode(value).decode()


def document_of(content: bytes) -> dict[str, Any]:
    """A stored document. UsageError where it is damaged: no database notices a wrong byte in a value."""
    try:
        decoded = _DECODER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(error) from None
    return decoded if isinstance(decoded, dict) else {}


def values_in(text: str) -> dict[str, Any]:
    """Values as they were sent, by name, numbers byte-exact; none in "". UsageError where they are damaged."""
    return document_of((text or "{}").encode())


def plain_of(text: str) -> dict[str, Any]:
    """Stored plain values by name. UsageError where they are damaged."""
    if text in ("{}", ""):
        return {}
    try:
        decoded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(error) from None
    return decoded if isinstance(decoded, dict) else {}


def _damaged(error: Exception) -> UsageError:
    why = " ".join(str(error).split())
    return UsageError(f"the state is damaged, a value in it is no JSON: {why}; restore a backup of it")


def json_text(value: Any) -> str:
    """Plain values as JSON in ASCII: no database has trouble with any character of a server then."""
    return json.dumps(value, sort_keys=True)
