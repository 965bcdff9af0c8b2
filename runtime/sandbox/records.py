"""Stored records: exact JSON, a clock that never repeats itself, tables that keep revisions and stamps."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

Document: TypeAlias = dict[str, Any]

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


def decode(body: bytes) -> Any:
    """Read JSON, keeping every fraction exactly as a `Decimal`; raises `msgspec.DecodeError`."""
    return _decoder.decode(body)


def encode(value: Any) -> bytes:
    """Write JSON; a `Decimal` becomes a JSON number with the digits it has."""
    return _encoder.encode(value)


def instant(moment: datetime) -> str:
    """Write a moment as `2026-01-31T12:00:00.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def deep_merge(old: Document, changes: Mapping[str, Any]) -> Document:
    """Lay `changes` over a copy of `old`; nested objects are merged, lists and plain values replaced."""
    merged = deepcopy(old)
    for name, value in changes.items():
        before = merged.get(name)
        if isinstance(before, dict) and isinstance(value, Mapping):
            merged[name] = deep_merge(before, value)
        else:
            merged[name] = deepcopy(value)
    return merged


class Clock:
    """The real time in UTC, but never the same millisecond twice."""

    def __init__(self) -> None:
        self._last = datetime.fromtimestamp(0, UTC)

    def now(self) -> datetime:
        """The present moment in whole milliseconds, later than any moment handed out before."""
        real = datetime.now(UTC)
        real = real.replace(microsecond=real.microsecond // 1000 * 1000)
        self._last = max(real, self._last + timedelta(milliseconds=1))
        return self._last


@dataclass
class Record:
    """One stored document with the stamps that the server keeps about it."""

    key: str
    document: Document
    created: datetime
    modified: datetime
    revision: int = 1


class Table:
    """The records of one kind, in the order they were inserted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._records: dict[str, Record] = {}

    def insert(self, key: str, document: Document) -> Record:
        """Store a new document; raises `KeyError` if the key is taken."""
        if key in self._records:
            raise KeyError(key)
        now = self._clock.now()
        record = Record(key, document, now, now)
        self._records[key] = record
        return record

    def update(self, key: str, document: Document) -> Record:
        """Replace a document, raising its revision and moving its modified stamp."""
        record = self._records[key]
        record.document = document
        record.modified = self._clock.now()
        record.revision += 1
        return record

    def delete(self, key: str) -> bool:
        """Drop a record; tells whether there was one."""
        return self._records.pop(key, None) is not None

    def get(self, key: str) -> Record | None:
        """The record with this key, if there is one."""
        return self._records.get(key)

    def kept(self) -> dict[str, Record]:
        """A copy of all records, for `restore`."""
        return deepcopy(self._records)

    def restore(self, kept: dict[str, Record]) -> None:
        """Go back to what was there when `kept` was asked for."""
        self._records = kept

    def records(self) -> list[Record]:
        """All records, oldest first."""
        return list(self._records.values())
