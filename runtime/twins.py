"""What the systems themselves say of a state that is older than they are: a restored copy, also on another machine.

Runs that the state knows nothing of leave traces that people hardly ever leave. Of records that are new to the state,
none linked anywhere, two show the same on both sides of a pair: twins. And both ends of a link show one new value that
neither got from a write that the state knows of. One such trace may be a person who did a thing twice: a twin is then a
review entry and no reason for a second record (SEMANTICS section 1: nothing comes back as its own copy). Two traces in
one pass make it a pass that only compares (F-45).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .lines import without_keys
from .matching import MatchIndex
from .model import Binding, Side
from .planned import json_of
from .reconcile import same
from .store import Store
from .world import Group, Known, Link, RecordId, World, bases_of

__all__ = ["BEHIND", "TRACES", "UNKNOWN_RUNS", "Twins", "content", "is_whole"]

BEHIND = "behind"
"""The note in a store that was found to be older than the systems, until a person accepts it."""

UNKNOWN_RUNS = "the systems show the same new records or values on both sides, which no pass that it knows of wrote"

TRACES = 2
"""So many traces of unknown runs in one pass, and it only compares."""

_PORTION = 1000
_WAITS = "waits:"
_WHY = "shows the same in every row, and both are new"


class Twins:
    """What is new to the state in this pass, by what it shows. Made before the first round; costs what changed.

    A pair that never finished a round has nothing to be older than.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        marks = store.every_mark()
        self._since = {pair: found["links"].sequence for pair, found in marks.items() if "links" in found}
        self._newest = store.newest()
        self._upto = store.sequence()
        self._new: dict[tuple[str, Side], dict[str, list[str]]] = {}
        self._looked: dict[tuple[str, Side], World] = {}

    def of(self, world: World, group: Group, side: Side, key: str, known: Known) -> list[str]:
        """Keys of new, nowhere linked records of the other side that show what this one shows; also those that an
        open review entry told of in an earlier pass."""
        shows = content(world, group, side, known)
        if not shows:
            return []
        keys = set(self._contents(world, group, side.other).get(shows, ()))
        for entry in self._store.entries(group.key, side.value, key):
            if entry.kind == "review" and entry.evidence:
                told = json.loads(entry.evidence)
                keys |= set(told["candidates"]) if told.get("why") == _WHY else set()
        found = []
        for other in sorted(keys):
            record = group.record_id(side.other, other)
            seen = world.known(record)
            if seen is None or not self._is_free(world, record) or record in world.suspects:
                continue
            if content(world, group, side.other, seen) == shows:
                found.append(other)
        return found

    @staticmethod
    def evidence(keys: list[str], own: str) -> str:
        """What a person decides on, for programs."""
        return json.dumps({"candidates": keys, "own": [own], "why": _WHY})

    def traces(self, world: World) -> list[RecordId]:
        """The records of the left sides that are traces of unknown runs, TRACES of them at most."""
        found: list[RecordId] = []
        for group in world.groups.values():
            if all(self._has_news(group, side) for side in Side):
                for key in self._traces(world, group):
                    found.append(group.record_id(Side.LEFT, key))
                    if len(found) >= TRACES:
                        return found
        return found

    def _traces(self, world: World, group: Group) -> Iterator[str]:
        if any(group.rules(side) for side in Side):
            matches = MatchIndex(world, group)
            left, right = (self._contents(world, group, side) for side in Side)
            for shows in sorted(filter(is_whole, left.keys() & right.keys())):
                # what a match table finds is linked, however often people make it twice
                if all(matches.matches(Side.LEFT, key) is None for key in left[shows]):
                    yield from left[shows][: len(right[shows])]
        for keys in self._portions(group, Side.LEFT):
            kind = group.type(Side.LEFT)
            for link in world.take(self._store.links_of(kind.system.name, kind.name, keys)):
                if link.pair == group.key and link.state == "active" and self._agrees(world, group, link):
                    yield link.left.key

    def _agrees(self, world: World, group: Group, link: Link) -> bool:
        """Whether both ends went to one value since the pair looked, and no write of ours brought either there."""
        ends = {side: world.known(link.end(side)) for side in Side}
        since = self._since[group.key]
        if link.dirty or link.maybe or any(link.end(side) in world.busy for side in Side):
            return False
        for pair in group.pairs:
            values = {}
            for side, known in ends.items():
                if known is None or known.sequence <= since:
                    return False
                values[side] = world.shown(pair, side, known.record)
            bases = bases_of(pair, link.left_base)
            for row in pair.rows:
                value, other, base = values[Side.LEFT][row.name], values[Side.RIGHT][row.name], bases.get(row.name)
                if row.binding is not Binding.TWO_WAY or row.keyed or base is None or value is None:
                    continue
                if isinstance(value, UnsetType) or isinstance(other, UnsetType) or isinstance(base, UnsetType):
                    continue
                wrote = (world.wrote(link.left, row.left), world.wrote(link.right, row.right))
                if same(value, other) and not same(value, base) and wrote == (None, None):
                    return True
        return False

    # ---- what is new ----

    def _has_news(self, group: Group, side: Side) -> bool:
        kind, since = group.type(side), self._since.get(group.key, 0)
        return bool(since) and self._newest.get((kind.system.name, kind.name), 0) > since

    def _contents(self, world: World, group: Group, side: Side) -> dict[str, list[str]]:
        """Keys of the new records of a side that are linked nowhere, by what they show.

        Those that show nothing whole yet are looked at again in every later World: what they wait for may be linked.
        """
        place, kind = (group.key, side), group.type(side)
        if place not in self._new:
            self._new[place] = defaultdict(list)
            for keys in self._portions(group, side):
                new = self._store.new_keys(kind.system.name, kind.name, keys, self._since[group.key])
                self._sort(world, group, side, new)
        elif self._looked[place] is not world:
            waiting = [shows for shows in self._new[place] if not is_whole(shows)]
            self._sort(world, group, side, [key for shows in waiting for key in self._new[place].pop(shows)])
        self._looked[place] = world
        return self._new[place]

    def _sort(self, world: World, group: Group, side: Side, keys: list[str]) -> None:
        records = [group.record_id(side, key) for key in keys]
        world.read(records)
        world.read_links(records)
        for record in records:
            known = world.known(record)
            is_here = known is not None and group.in_scope(side, known.snapshot.document)
            if known is not None and is_here and self._is_free(world, record) and record not in world.suspects:
                self._new[group.key, side][content(world, group, side, known)].append(record.key)

    def _portions(self, group: Group, side: Side) -> Iterator[list[str]]:
        """Keys of what was stored of a side since the pair looked, up to the beginning of this pass's rounds."""
        kind, after = group.type(side), self._since.get(group.key, 0)
        while self._has_news(group, side) and after < self._upto:
            rows = self._store.changed_keys(kind.system.name, kind.name, after, _PORTION)
            keys = [key for key, sequence in rows if sequence <= self._upto]
            if keys:
                yield keys
            if len(rows) < _PORTION:
                return
            after = rows[-1][1]

    @staticmethod
    def _is_free(world: World, record: RecordId) -> bool:
        """Whether no pair links a record, or did."""
        return not world.links_of[record] and not world.tombstones(record)


def content(world: World, group: Group, side: Side, known: Known) -> str:
    """What a record shows in all rows of its pair, blanks left out, as text; of a keyed list its elements without keys.

    "" where it shows nothing. It is not whole where references wait, of which nobody can tell yet what they show.
    """
    shown: dict[str, Any] = {}
    waiting: list[str] = []
    for pair in group.pairs:
        values, waits = world.canonical(pair, side, pair.side(side).view(known.record, world.now))
        for row in pair.rows:
            value = without_keys(values[row.name]) if row.keyed else values[row.name]
            if row.name in waits:
                waiting.append(row.identity)
            elif value is not None and value is not UNSET and not (row.keyed and value == ()):
                shown[row.identity] = json_of(value)
    text = msgspec.json.encode(shown, order="sorted").decode() if shown else ""
    return " ".join([_WAITS, *waiting, text]) if text and waiting else text


def is_whole(shows: str) -> bool:
    """Whether a content is known in every row, so that what is equal to it shows the same."""
    return bool(shows) and not shows.startswith(_WAITS)
