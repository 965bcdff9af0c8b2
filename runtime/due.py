"""What a round has to look at, in portions: what changed since each pair last looked, and what is left to do.

A round costs what changed. A portion holds at most a few thousand records of all pairs together, so that a first load
of any size needs the same memory; what a small pass looks at is one portion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import msgspec
from msgspec import Struct

from .model import Side
from .store import LinkRow, MarkRow, Store
from .world import Group

__all__ = ["AGAIN", "Due", "Portion"]

PORTION = 1000
"""How many changed records of one ObjectType a pair looks at in one portion."""

AGAIN = ("waiting", "blocked", "review")
"""Kinds of entries that may be answered by something that happens elsewhere: they are looked at again in every round.
All others close when their own record changes, or when a person does something about them."""

Place = tuple[str, str, str]
"""Where entries are kept: (pair, side, key)."""


class Portion(Struct):
    """Links and records without a link to plan together, and how far the pairs have looked when that is written down.

    `unlinked` are (pair, side, key). `is_first`, `is_only`: whether it is the first, or all, of its round.
    """

    links: list[LinkRow] = []
    unlinked: list[Place] = []
    marks: list[MarkRow] = []
    is_first: bool = False
    is_only: bool = False

    def __len__(self) -> int:
        return len(self.links) + len(self.unlinked)


class Due:
    """The due of one round. `marks` are those of every group, by what they are about."""

    def __init__(
        self,
        store: Store,
        groups: Mapping[str, Group],
        marks: Mapping[str, Mapping[str, MarkRow]],
        failed: Set[Place],
        lost: Mapping[tuple[str, str], Mapping[str, str]],
    ) -> None:
        self._store = store
        self._groups = [groups[key] for key in _referred_first(groups)]
        self._marks = marks
        self._failed = failed
        self._lost = lost
        self._upto = store.sequence()
        self._newest = store.newest()
        self._few: dict[tuple[str, str, int], list[tuple[str, int]]] = {}

    def portions(self) -> Iterator[Portion]:
        """All of it; at least one portion, maybe an empty one, so that marks move. Each is asked for when the one
        before is done with."""
        filled: list[Portion] = []
        current = Portion()
        given = 0
        for part in self._parts():
            current.links += part.links
            current.unlinked += part.unlinked
            current.marks += part.marks
            if len(current) >= PORTION:
                if filled:
                    yield filled.pop()
                filled.append(_without_doubles(current))
                filled[0].is_first = given == 0
                given += 1
                current = Portion()
        yield from filled
        if len(current) or current.marks or not filled:
            last = _without_doubles(current)
            last.is_first = last.is_only = given == 0
            yield last

    def _parts(self) -> Iterator[Portion]:
        for group in self._groups:
            yield from self._links_to_do(group)
            yield from self._changed_links(group)
        for group in self._groups:
            for side in Side:
                if side.value in self._marks[group.key]:
                    yield from self._unlinked_again(group, side)
                    yield from self._new_unlinked(group, side)

    # ---- links ----

    def _links_to_do(self, group: Group) -> Iterator[Portion]:
        """Links with something left to do, and those of which something is said that may be answered elsewhere."""
        last = 0
        while True:
            rows = self._store.dirty_links(group.key, after=last, limit=PORTION)
            if rows:
                last = rows[-1].id
                yield Portion(links=[row for row in rows if self._place(row) not in self._failed])
            if len(rows) < PORTION:
                break
        kind = group.type(Side.LEFT)
        for keys in self._keys_again(group, Side.LEFT):
            found = self._store.links_of(kind.system.name, kind.name, keys)
            mine = [row for row in found if row.pair == group.key and row.left_key in keys]
            yield Portion(links=[row for row in mine if self._place(row) not in self._failed])

    def _changed_links(self, group: Group) -> Iterator[Portion]:
        """Links whose records changed since the pair looked. Tombstones too: a record may be there again."""
        mark = self._marks[group.key]["links"]
        while mark.sequence < self._upto:
            both = [(side, *self._place_of(group, side)) for side in Side]
            changed = {side: self._changed(system, name, mark.sequence) for side, system, name in both}
            bound = _bound(self._upto, *changed.values())
            links: dict[int, LinkRow] = {}
            for side, system, name in both:
                keys = {key for key, sequence in changed[side] if sequence <= bound}
                for row in self._store.links_of(system, name, keys) if keys else ():
                    own = row.left_key if side is Side.LEFT else row.right_key
                    if row.pair == group.key and own in keys:
                        links[row.id] = row
            links |= {row.id: row for row in self._beyond_failed(group, list(links.values()))}
            mark = msgspec.structs.replace(mark, sequence=bound)
            yield Portion(links=list(links.values()), marks=[mark])

    def _beyond_failed(self, group: Group, rows: list[LinkRow]) -> Iterator[LinkRow]:
        """The other links of records of which a write failed in an earlier pass: what came through them got further,
        and what is mended now is to get there too."""
        failed = self._store.failed_keys(group.key, Side.LEFT.value, [row.left_key for row in rows])
        keys = {group.key for group in self._groups}
        for row in rows if failed else ():
            if row.left_key in failed and self._place(row) not in self._failed:
                for side, key in ((Side.LEFT, row.left_key), (Side.RIGHT, row.right_key)):
                    every = self._store.links_of(*self._place_of(group, side), [key])
                    yield from (other for other in every if other.pair in keys)

    # ---- records without a link ----

    def _new_unlinked(self, group: Group, side: Side) -> Iterator[Portion]:
        mark = self._marks[group.key][side.value]
        has_matches = any(pair.match for pair in group.pairs)
        while mark.sequence < self._upto:
            changed = self._changed(*self._place_of(group, side), mark.sequence)
            # a record of the other side may be what one of this side was waiting for
            others = self._changed(*self._place_of(group, side.other), mark.sequence) if has_matches else []
            bound = _bound(self._upto, changed, others)
            keys = [key for key, sequence in changed if sequence <= bound]
            met = [key for key, sequence in others if sequence <= bound]
            if met:
                keys += self._store.matching(group.key, side.value, met)
            mark = msgspec.structs.replace(mark, sequence=bound)
            yield Portion(unlinked=[(group.key, side.value, key) for key in keys], marks=[mark])

    def _unlinked_again(self, group: Group, side: Side) -> Iterator[Portion]:
        lost = self._lost.get((group.key, side.value), {})
        if lost:
            yield Portion(unlinked=[(group.key, side.value, key) for key in sorted(lost)])
        for keys in self._keys_again(group, side):
            places = [(group.key, side.value, key) for key in sorted(keys)]
            yield Portion(unlinked=[place for place in places if place not in self._failed])

    def _keys_again(self, group: Group, side: Side) -> Iterator[set[str]]:
        # whether a record is connected changes with other records' links
        is_connected = any(rule.connected is not None for rule in group.rules(side))
        kinds = (*AGAIN, "held") if is_connected else AGAIN
        last = ""
        while True:
            keys = self._store.entry_keys(group.key, side.value, kinds, after=last, limit=PORTION)
            if keys:
                last = keys[-1]
                yield set(keys)
            if len(keys) < PORTION:
                return

    # ---- small questions ----

    def _changed(self, system: str, name: str, after: int) -> list[tuple[str, int]]:
        """Keys and numbers of what changed. Several pairs ask the same; few are kept, but not a load in portions."""
        place = (system, name, after)
        if self._newest.get((system, name), 0) <= after:
            return []
        if place in self._few:
            return self._few[place]
        rows = self._store.changed_keys(system, name, after, PORTION)
        found = [(key, sequence) for key, sequence in rows if sequence <= self._upto]
        if len(rows) < PORTION:
            self._few[place] = found
        return found

    def _place_of(self, group: Group, side: Side) -> tuple[str, str]:
        kind = group.type(side)
        return kind.system.name, kind.name

    def _place(self, row: LinkRow) -> Place:
        return (row.pair, Side.LEFT.value, row.left_key)


def _bound(upto: int, *changed: list[tuple[str, int]]) -> int:
    """The number up to which these lists, of which a long one is only a beginning, tell everything."""
    return min([upto, *(found[PORTION - 1][1] for found in changed if len(found) >= PORTION)])


def _without_doubles(portion: Portion) -> Portion:
    links = {row.id: row for row in portion.links}
    marks = {(mark.pair, mark.about): mark for mark in portion.marks}
    return Portion(list(links.values()), list(dict.fromkeys(portion.unlinked)), list(marks.values()))


def _referred_first(groups: Mapping[str, Group]) -> list[str]:
    """The groups' keys, those of ObjectTypes that others refer to first: so a reference's target is made before it is
    asked for, whatever the size of a first load. Circles are cut where they are met."""
    makes: dict[tuple[str, str], list[str]] = {}
    for key, group in sorted(groups.items()):
        for side in Side:
            kind = group.type(side)
            makes.setdefault((kind.system.name, kind.name), []).append(key)
    found: dict[str, None] = {}
    entered: set[str] = set()

    def visit(key: str) -> None:
        if key in entered:
            return
        entered.add(key)
        system = groups[key].type(Side.LEFT).system.name
        for pair in groups[key].pairs:  # what no row sends need not be there before
            for reference in pair.references:
                for name in reference.left:
                    for other in makes.get((system, name), ()):
                        visit(other)
        found[key] = None

    for key in sorted(groups):
        visit(key)
    return list(found)
