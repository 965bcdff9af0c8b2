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
from .origins import instant
from .outbox import UNSEEN, Settled
from .planned import json_of
from .renewed import is_another
from .state import exact_text
from .store import Store

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
        return any(self.may_lag(one) for one in self._writes(system, name, key))

    def may_lag(self, one: Settled) -> bool:
        """Whether reads may still lag behind a write."""
        seconds = self._types[one.intent.system, one.intent.type].system.lag
        sent = dt.datetime.fromisoformat(one.intent.again or one.at)
        return bool(seconds) and sent >= self._now - dt.timedelta(seconds=seconds)

    def is_doubted(self, system: str, name: str, read: Snapshot, held: Snapshot) -> bool:
        """Whether a read is older than what is held, or, where nothing tells, shows what an own write replaced."""
        told = order(read, held)
        return told < 0 or (told == 0 and self.is_replaced(system, name, read))

    def is_replaced(self, system: str, name: str, read: Snapshot) -> bool:
        """Whether a read shows what was there before a write of the last two runs that wrote here, or before any that
        reads may lag behind."""
        writes = self._writes(system, name, read.key)
        last = writes[-1] if writes else None
        if last is None or (last.intent.action == "update" and self._shows(last, last.intent.after, read)):
            return False
        runs = list(dict.fromkeys(one.intent.run for one in reversed(writes)))[:2]
        return any(self._is_before(one, read) for one in writes if one.intent.run in runs or self.may_lag(one))

    def is_stale(self, system: str, name: str, key: str, found: Snapshot | None) -> bool:
        """Whether a look-up of one record is not to be believed: it may lag, and shows nothing or something older,
        or it shows another record under this key."""
        held = self._store.snapshot(system, name, key)
        if found is not None and held is not None and is_another(self._types[system, name], found, held):
            return True  # it says nothing of the record that is known; the next pull sees to it
        if not self.is_within(system, name, key):
            return False
        return found is None or (held is not None and self.is_doubted(system, name, found, held))

    def _writes(self, system: str, name: str, key: str) -> list[Settled]:
        """Our own writes to a record that were answered, oldest first."""
        every = self._store.intents_of(system, name, key)
        return [one for one in every if one.state == "applied" or one.reason == UNSEEN]

    def _is_before(self, one: Settled, read: Snapshot) -> bool:
        """Whether a read shows a record as it was before a write: by its version, or in all that was sent."""
        intent = one.intent
        if intent.action == "delete":
            return True
        if intent.precondition and read.version == intent.precondition:
            return True
        return self._shows(one, intent.before, read)

    def _shows(self, one: Settled, values: str, read: Snapshot) -> bool:
        """Whether a read shows these values (JSON, by attribute); not where there are none."""
        wanted = json.loads(values or "{}")
        record = wire.decode(self._types[one.intent.system, one.intent.type], read.document).record
        shown = {name: json_of(getattr(record, name, None)) for name in wanted}
        return bool(wanted) and json.loads(exact_text(shown)) == wanted
