"""When a write that has no answer has surely been done, or surely not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Mapping

from .model import ObjectType
from .pulling import doubted_note
from .store import Settled, Store

__all__ = ["ASSUMED_SECONDS", "Arrivals"]

ASSUMED_SECONDS = 3600
"""After so long an update without an answer is taken for done or not done, where the profile does not say."""

_OVER = "over"
"""The note of the creates without an answer that were over when a list was read that may have lost a record: the run of
that list and the number of the newest Snapshot then, by intent."""


class Arrivals:
    """Judges by the time that systems declare, and by the lists that were read since."""

    def __init__(
        self,
        store: Store,
        types: Mapping[tuple[str, str], ObjectType],
        now: dt.datetime,
        run: str,
        slippery: Container[tuple[str, str]],
    ) -> None:
        """`slippery` are (system, ObjectType) whose list may have lost a record while it was read, in this `run`."""
        self._store, self._types, self._now, self._run, self._slippery = store, types, now, run, slippery
        self._over: dict[str, tuple[str, int]] = json.loads(store.note(_OVER) or "{}")

    def is_over(self, one: Settled, assumed: int = 0) -> bool:
        """Whether a write that was sent then is surely done by now, or surely not."""
        system = self._types[one.intent.system, one.intent.type].system
        return bool(system.settles_within or assumed) and self._now >= self.ends(one, assumed)

    def would_be_listed(self, one: Settled, assumed: int = 0) -> bool:
        """Whether a create is surely done or not by now, and a list since would show what it made.

        Pages that are counted lose a record where another goes or moves meanwhile: such a list has lost none if all
        that was known after it is as it was when the next one was read.
        """
        place, run = (one.intent.system, one.intent.type), self._run
        if not self.is_over(one, assumed):
            return False
        if self._types[place].created and json.loads(self._store.note(doubted_note(*place)) or "{}"):
            return False  # what it made may have been given the key of a record that went, and is not believed yet
        then, number = self._over.get(str(one.id), ("", 0))
        if place not in self._slippery or (then not in ("", run) and not self._has_moved(place, number)):
            return True
        if then != run:
            self._over[str(one.id)] = (run, self._store.sequence())
            self._store.set_note(_OVER, json.dumps(self._over))
        return False

    def _has_moved(self, place: tuple[str, str], after: int) -> bool:
        """Whether a record that was known then changed or went since."""
        last = after
        while changed := self._store.changed_keys(*place, last, 1000):
            if any(self._store.first_seen(*place, key) <= after for key, _ in changed):
                return True
            last = changed[-1][1]
        return False

    def forget_settled(self) -> None:
        """Of creates that are settled nothing more is to be known."""
        there = {str(one.id) for one in self._store.open_intents()} if self._over else set()
        if not self._over.keys() <= there:
            self._over = {number: noted for number, noted in self._over.items() if number in there}
            self._store.set_note(_OVER, json.dumps(self._over))

    def ends(self, one: Settled, assumed: int) -> dt.datetime:
        """When a write that was sent then has surely been done, or surely not."""
        system = self._types[one.intent.system, one.intent.type].system
        sent = dt.datetime.fromisoformat(one.intent.again or one.at)
        return sent + dt.timedelta(seconds=(system.settles_within or assumed) + system.lag)
