"""Reads that lag: a list, a replica or a look-up may show a record as it was before what is known of it (S-10, S-11).

What is older by its own stamp or version, or shows what our last write took the place of, is not believed until a
look-up of that record alone shows the same. Within `System.lag` of an own write no look-up is believed either that
shows what was there before it, or nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from . import wire
from .model import ObjectType, Snapshot
from .outbox import Settled
from .planned import json_of
from .state import exact_text
from .store import Store
from .world import instant

__all__ = ["Lag", "order"]

_MOST_DIGITS = 30


def order(read: Snapshot, held: Snapshot) -> int:
    """-1 where a read is older than what is held, 1 where it is newer, 0 where nothing tells.

    Stamps tell first: a record that was made again, or restored, has a new stamp and may count its versions anew.
    Versions tell where both are whole numbers.
    """
    stamps = instant(read.modified), instant(held.modified)
    if all(stamps) and stamps[0] != stamps[1]:
        return -1 if stamps[0] < stamps[1] else 1
    if not (_is_number(read.version) and _is_number(held.version)):
        return 0
    one, other = int(read.version), int(held.version)
    return (one > other) - (one < other)


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdecimal() and len(version) <= _MOST_DIGITS


class Lag:
    """What of a read is to be believed, by our own writes of a record and the lag that its system declares."""

    def __init__(self, store: Store, types: Mapping[tuple[str, str], ObjectType], now: dt.datetime) -> None:
        self._store, self._types, self._now = store, types, now

    def is_within(self, system: str, name: str, key: str) -> bool:
        """Whether reads may still lag behind a write of our own to this record."""
        seconds = self._types[system, name].system.lag
        since = self._now - dt.timedelta(seconds=seconds)
        return bool(seconds) and any(_sent_at(one) >= since for one in self._writes(system, name, key))

    def is_doubted(self, system: str, name: str, read: Snapshot, held: Snapshot) -> bool:
        """Whether a read is older than what is held; or, where nothing tells, shows what was there before an own write:
        the last one, or while reads may lag any one."""
        told = order(read, held)
        if told:
            return told < 0
        writes = self._writes(system, name, read.key)
        if not self.is_within(system, name, read.key):
            writes = writes[-1:]
        return any(self._is_before(one, read) for one in writes)

    def is_stale(self, system: str, name: str, key: str, found: Snapshot | None) -> bool:
        """Whether a look-up of one record is not to be believed: it may lag, and shows nothing or something older."""
        if not self.is_within(system, name, key):
            return False
        held = self._store.snapshot(system, name, key)
        return found is None or (held is not None and self.is_doubted(system, name, found, held))

    def _writes(self, system: str, name: str, key: str) -> list[Settled]:
        """Our own writes to a record that were answered, oldest first."""
        return [one for one in self._store.intents_of(system, name, key) if one.state == "applied"]

    def _is_before(self, one: Settled, read: Snapshot) -> bool:
        """Whether a read shows a record as it was before a write: by its version, or in all that was sent."""
        intent = one.intent
        if intent.action == "delete":
            return True
        if intent.precondition and read.version == intent.precondition:
            return True
        before = json.loads(intent.before or "{}")
        record = wire.decode(self._types[intent.system, intent.type], read.document).record
        shown = {name: json_of(getattr(record, name, None)) for name in before}
        return bool(before) and json.loads(exact_text(shown)) == before


def _sent_at(one: Settled) -> dt.datetime:
    return dt.datetime.fromisoformat(one.intent.again or one.at)
