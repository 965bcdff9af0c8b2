"""The idempotency keys of the plain REST applications: a create that is sent again is answered as at first.

A key is good for 24 hours of the server's clock, or as many as the setting `replay_hours` says. Within them the same
key with the same body makes nothing and gets the first answer, and with another body it is refused. A create that was
refused has not used its key.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

from runtime.sandbox.records import Clock, Document, Record

__all__ = ["HOURS", "Misused", "Replays", "keys_of"]

HOURS = 24


class Misused(Exception):
    """A key that cannot be taken, and why."""


@dataclass(frozen=True)
class _Made:
    """What a key made, and from what."""

    at: datetime
    kind: str
    body: Document
    record: Record


class Replays:
    """What was made with which key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: dict[str, _Made] = {}

    def first(self, key: str, kind: str, body: Document, hours: float) -> Record | None:
        """The record as it was made for this key, None where the key is new; `Misused` where it made something else."""
        made = self._made.get(key)
        if made is None or self._clock.now() - made.at >= timedelta(hours=hours):
            return None
        if (made.kind, made.body) != (kind, body):
            raise Misused("The idempotency key was used for another body.")
        return made.record

    def keep(self, key: str, kind: str, body: Document, record: Record) -> Record:
        """Remember a new record as it is now; without a key nothing is remembered."""
        if key:
            self._made[key] = _Made(self._clock.now(), kind, deepcopy(body), deepcopy(record))
        return record


def keys_of(header: str, count: int) -> list[str]:
    """The keys of so many documents, "" for each where there is no header; `Misused` where they are not as many."""
    keys = [key.strip() for key in header.split(",")] if header else [""] * count
    if len(keys) != count or (header and (not all(keys) or len(set(keys)) < count)):
        raise Misused("A bulk request takes as many idempotency keys as documents, each another one.")
    return keys
