"""What a person's words on the command line mean: pairs, records, runs. UsageError names what comes near."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import os
import socket
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from .errors import UsageError
from .model import CreationRule, Flow, ObjectPair, ObjectType, Side
from .store import REMOVED, EntryRow, LinkRow, Settled, Store
from .turning import ends_of, turned_pair
from .world import Group, RecordId

__all__ = ["Named", "Names", "brief", "clean", "entry_id", "leased", "removed", "run_of", "shown"]


_SHOWN = 10
_BRIEF = 160


class Named(Struct, frozen=True):
    """A pair as a person named it; `turned` where they have its sides the other way round."""

    key: str
    turned: bool = False


class Names:
    """The pairs and ObjectTypes of these flows, and the records that the store knows."""

    def __init__(self, store: Store, flows: Iterable[Flow]) -> None:
        self._store = store
        self.flows = tuple(flows)
        self.pairs: dict[str, ObjectPair] = {}
        self.titles: dict[str, set[Named]] = {}
        for flow in self.flows:
            for pair in flow.pairs:
                self.pairs.setdefault(pair.key, pair)
                self.titles.setdefault(pair.title, set()).add(Named(pair.key))
            for mirror in flow.mirrors:
                self.pairs.setdefault(mirror.pair.key, mirror.pair)
                self.titles.setdefault(mirror.title, set()).add(Named(mirror.pair.key, turned=True))

    def pair(self, text: str) -> Named:
        """A pair by its key, by its mirrored key, or by a title that only one pair has."""
        if text in self.pairs:
            return Named(text)
        if "|" in text and turned_pair(text) in self.pairs:
            return Named(turned_pair(text), turned=True)
        found = self.titles.get(text, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UsageError(f"{text!r} is the title of several pairs: {', '.join(sorted(one.key for one in found))}")
        hint = near(text, [*self.pairs, *self.titles]) or _there_are(self.pairs)
        raise UsageError(f"there is no pair {clean(text)!r}{hint}")

    def group(self, key: str) -> Group:
        """All sections that share one pair's links."""
        found: list[ObjectPair] = []
        for flow in self.flows:
            for pair in (*flow.pairs, *(mirror.pair for mirror in flow.mirrors)):
                if pair.key == key and pair not in found:
                    found.append(pair)
        return Group(key, tuple(found))

    def rules(self, key: str, side: Side) -> list[CreationRule]:
        """What the sections say of new records of one side of a pair; none where no section speaks of them."""
        if side is Side.LEFT:
            return [pair.rule for flow in self.flows for pair in flow.pairs if pair.key == key]
        return [mirror.rule for flow in self.flows for mirror in flow.mirrors if mirror.pair.key == key]

    def places(self) -> list[tuple[str, str]]:
        """(system, ObjectType) of every side of every pair."""
        kinds = {pair.side(side).type for pair in self.pairs.values() for side in Side}
        return sorted((kind.system.name, kind.name) for kind in kinds)

    def type(self, system: str, name: str) -> ObjectType | None:
        """An ObjectType of these flows."""
        kinds = (pair.side(side).type for pair in self.pairs.values() for side in Side)
        return next((kind for kind in kinds if (kind.system.name, kind.name) == (system, name)), None)

    def record(self, place: str, key: str) -> RecordId:
        """A record by SYSTEM.TYPE and key, or by SYSTEM and key where only one of its types has that key."""
        places = [one for one in self.places() if place in (f"{one[0]}.{one[1]}", one[0])]
        if not places:
            known = [f"{system}.{kind}" for system, kind in self.places()]
            raise UsageError(f"there is no {clean(place)!r}{near(place, known) or _there_are(known)}")
        found = [one for one in places if self.is_known(RecordId(*one, key))]
        if len(found) > 1:
            listed = ", ".join(f"{system}.{kind}" for system, kind in found)
            raise UsageError(f"{clean(place)} {clean(key)} may be one of {listed}: say which")
        if found:
            return RecordId(*found[0], key)
        keys = [row.snapshot.key for one in places for row in self._store.every_snapshot(*one)]
        raise UsageError(f"{clean(place)} has no record {clean(key)!r} that was ever seen{near(key, keys)}")

    def is_known(self, record: RecordId) -> bool:
        """Whether the record was ever seen, linked or written."""
        store = self._store
        return bool(store.snapshot_rows(*record[:2], [record.key]) or store.intents_of(*record))

    def ends(self, key: str) -> dict[Side, tuple[str, str]]:
        """(system, ObjectType) of both sides of a pair."""
        return {side: tuple_of(end) for side, end in zip(Side, ends_of(key), strict=True)}

    def sides(self, record: RecordId) -> list[tuple[str, Side]]:
        """Where a record may stand: (pair, side)."""
        return [(k, side) for k in sorted(self.pairs) for side, end in self.ends(k).items() if end == record[:2]]

    def link_at(self, pair: str, side: Side, key: str) -> LinkRow | None:
        """The link or tombstone of a record in a pair."""
        for link in self._store.links_of(*self.ends(pair)[side], [key]):
            if link.pair == pair and (link.left_key if side is Side.LEFT else link.right_key) == key:
                return link
        return None


def tuple_of(end: str) -> tuple[str, str]:
    system, _, kind = end.partition(".")
    return system, kind


def entry_id(entry: EntryRow) -> str:
    """A short name of an entry that stays the same as long as the entry is about the same: "e" and eight digits."""
    about = "\0".join((entry.pair, entry.side, entry.key, entry.row)).encode(errors="surrogatepass")
    return f"e{hashlib.blake2b(about, digest_size=4).hexdigest()}"


def run_of(store: Store, run: str) -> list[Settled]:
    """The writes of a run. UsageError where there is no such run."""
    found = store.intents_of_run(run)
    if not found:
        known = [name for name, _, _ in store.runs(1000)]
        hint = near(run, known) or (f"; {removed(store)}" if removed(store) else "")
        raise UsageError(f"there is no run {clean(run)!r} that wrote anything{hint}; see `flowc history`")
    return found


def removed(store: Store) -> str:
    """That older history is kept no more, and since when; "" where all of it is there."""
    at = store.note(REMOVED)
    return f"what was before {at[:19]} was removed by its age (history_days in flowc.toml)" if at else ""


def near(text: str, known: Iterable[str]) -> str:
    """A hint at the names that come near, for the end of an error."""
    found = difflib.get_close_matches(text, list(known)[:20_000], 3, 0.5)
    return f"; did you mean {' or '.join(map(clean, found))}?" if found else ""


def _there_are(known: Iterable[str]) -> str:
    """The first names there are, where none comes near."""
    names = sorted(known)
    return f"; there are {', '.join(map(clean, names[:_SHOWN]))}{' and more' if len(names) > _SHOWN else ''}"


def clean(text: str) -> str:
    """Remote text for a terminal: no control characters, no direction marks (G-26)."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def shown(value: Any) -> str:
    """A value for a terminal: as JSON, so that a blank and a missing one can be told apart."""
    return clean(json.dumps(value, ensure_ascii=False))


def brief(value: Any) -> str:
    """The same in a list of many: a long one is cut between two words, or else where it is long enough, and its length
    is told."""
    text = shown(value)
    if len(text) <= _BRIEF:
        return text
    start = text[: text.rfind(" ", _BRIEF // 2, _BRIEF)] if " " in text[_BRIEF // 2 : _BRIEF] else text[:_BRIEF]
    return f"{start}… ({len(text)} characters)"


@contextmanager
def leased(store: Store, now: dt.datetime, run: str = "") -> Iterator[None]:
    """Hold the lease meanwhile: a pass that runs would write over what is changed here. Halted where one does."""
    owner = f"{run or uuid.uuid4().hex[:12]}@{socket.gethostname()}:{os.getpid()}"
    store.acquire(owner, now)
    try:
        yield
    finally:
        store.release(owner)
