"""What a record without a link is on the other side already: by its match, or by a route of links. Pure.

The first thing that is asked of every record, since what is known there is linked and never made again
(SEMANTICS sections 1 and 4).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from .matching import MatchIndex, shown, shown_by
from .model import Side
from .planned import Adopt
from .rules import Unlinked
from .world import Group, RecordId, World

__all__ = ["Counterparts", "Found"]


class Found(Struct, frozen=True):
    """A record is known on the other side. Without a `reason` it is linked; otherwise an entry of this kind is due."""

    kind: str = ""
    reason: str = ""
    evidence: str = ""


_LINKED = Found()


def _evidence(candidates: Sequence[str], own: Sequence[str], why: str) -> str:
    """What a person decides on, for programs."""
    return json.dumps({"candidates": list(candidates), "own": list(own), "why": why})


class Counterparts:
    """The links of a round between records that are there.

    `planned` are the (system, ObjectType)s that the round makes records of, by the record they are made for.
    `is_left` says of a pair, side and key whether a person said that the record is to be left alone.
    """

    def __init__(self, world: World, is_left: Callable[[str, Side, str], bool]) -> None:
        self.adopts: list[Adopt] = []
        self.planned: dict[RecordId, list[tuple[str, str]]] = defaultdict(list)
        self._world = world
        self._is_left = is_left
        self._indexes: dict[str, MatchIndex] = {}
        self._adopted: dict[RecordId, list[RecordId]] = defaultdict(list)
        self._ends: set[tuple[str, Side, str]] = set()
        self._gone: dict[RecordId, set[str]] = defaultdict(set)
        self._taken: set[tuple[frozenset[str], RecordId]] = set()
        for source, lost in world.lost.items():
            for target, document in lost:
                self._expect(source, target, document)

    def is_linked(self, one: Unlinked) -> bool:
        """Whether this round links the record in its group, maybe from the other side."""
        return one.place in self._ends

    def by_match(self, one: Unlinked) -> Found | None:
        """What the match tables find. Links it if it is one record that no pair of the two systems has linked."""
        if self.is_linked(one):
            return _LINKED
        group = one.group
        matched = self._index(group).matches(one.side, one.record.key)
        if matched is None:
            return None
        others = [group.record_id(one.side.other, key) for key in matched.others]
        here, there = one.record.system, others[0].system
        systems = frozenset((here, there))
        if len(others) > 1 or len(matched.own) > 1:
            there_are = f"{len(others)} on the {one.side.other.value} ({', '.join(matched.others)})"
            reason = f"{matched.why} matches {there_are} and {len(matched.own)} on the {one.side.value}"
            return Found("review", reason, _evidence(matched.others, matched.own, matched.why))
        if self._is_survivor(one, others[0]):
            reason = f"{matched.why} matches {others[0].key}, whose counterpart was deleted"
            return Found("review", reason, _evidence(matched.others, matched.own, matched.why))
        for end in (others[0], one.record):  # whichever of the two asks, the answer is the same
            if (systems, end) in self._taken or self._world.linked_between(here, there, end):
                reason = f"{matched.why} matches {others[0].key}, and {end.key} is already linked"
                return Found("review", reason, _evidence(matched.others, matched.own, matched.why))
        unsure = self._unsure(one, others[0], f"{matched.why} matches {others[0].key}")
        if unsure is not None:
            return unsure
        self._taken |= {(systems, others[0]), (systems, one.record)}
        return self._adopt(one, others[0], matched.why)

    def make(self, one: Unlinked, document: dict[str, Any]) -> None:
        """Note that this round makes a record's counterpart."""
        self.planned[one.record].append(one.target)
        self._expect(one.record, one.target, document)

    def _expect(self, source: RecordId, target: tuple[str, str], document: dict[str, Any]) -> None:
        for value in shown_by(self._world.groups, target, document):
            self._world.making.setdefault(value, source)

    def being_made(self, one: Unlinked) -> tuple[RecordId, str] | None:
        """The record for which another is being made, or may be, that this one will match, and why."""
        labels = [match.label for pair in one.group.pairs for match in pair.match]
        for number, value in shown(one.group, one.side, one.known.record):
            source = self._world.making.get((one.group.key, one.side.other.value, number, value))
            if source is not None:
                return source, labels[number]
        return None

    def _is_survivor(self, one: Unlinked, other: RecordId) -> bool:
        """Whether the counterpart that the other record had in this pair was deleted, also where its link becomes a
        tombstone only in this round."""
        pair, side = one.group.key, one.side
        link = self._world.link_at(pair, side.other, other.key)
        known = self._world.seen(link.end(side)) if link is not None else None
        is_ending = known is not None and known.gone == "deleted"
        return is_ending or any(link.pair == pair for link in self._world.tombstones(other))

    def after(self, group: Group, side: Side, key: str, gone: RecordId) -> Found | None:
        """What matches a survivor on the side of its deleted counterpart, where no section speaks of new records: those
        are asked about nowhere else (SEMANTICS section 7)."""
        matched = None if group.rules(side.other) else self._index(group).matches(side, key)
        others = [other for other in matched.others if self._is_free(group, side.other, other)] if matched else []
        if matched is None or not others:
            return None
        names = ", ".join(f"{gone.type} {other}" for other in others)
        reason = f"{gone.type} {gone.key} of {gone.system} was deleted, and {matched.why} matches {names} there"
        return Found("review", reason, _evidence(others, [key], matched.why))

    def _is_free(self, group: Group, side: Side, key: str) -> bool:
        """Whether a record takes part in a pair, and neither a link nor a person has said yet what it is there."""
        record = group.record_id(side, key)
        known = self._world.known(record)
        has_link = self._has_link(group, side, key) or any(
            link.pair == group.key for link in self._world.tombstones(record)
        )
        is_open = not has_link and not self._is_left(group.key, side, key)
        return is_open and known is not None and self._world.takes(record, known)

    def _index(self, group: Group) -> MatchIndex:
        if group.key not in self._indexes:
            self._indexes[group.key] = MatchIndex(self._world, group)
        return self._indexes[group.key]

    def by_route(self, one: Unlinked) -> Found | None:
        """What comes back to the other side by links of other pairs. Links it if it is one, without a link here."""
        found = self.relatives(one)
        if not found:
            gone = sorted(self._gone[one.record])
            reason = f"it comes back as {', '.join(gone)}, which was deleted; it is made again by nobody"
            return Found("deleted", reason) if gone else None
        keys = [key for key in found if key]
        if len(found) > 1:
            reason = f"comes back as more than one: {', '.join(keys)}"
            return Found("review", reason, _evidence(keys, [one.record.key], "known by other routes"))
        if not keys:
            return Found("waiting", "its counterpart is being made by another route")
        if self._has_link(one.group, one.side.other, keys[0]):
            reason = f"comes back as {keys[0]}, which is already linked in this pair"
            return Found("review", reason, _evidence(keys, [one.record.key], "known by another route"))
        other = one.group.record_id(one.side.other, keys[0])
        unsure = self._unsure(one, other, f"comes back as {keys[0]}")
        return unsure or self._adopt(one, other, "known by another route")

    def relatives(self, one: Unlinked) -> list[str]:
        """Keys of in-scope records of the other side that this one is linked to by any route; "" if planned.

        Listed or not: what a list leaves out is still there. A route visits no system twice but the last, and a record
        is no relative of itself. It follows what this round links and makes, too.
        """
        found: set[str] = set()

        def walk(record: RecordId, visited: frozenset[str]) -> None:
            lost = (target for target, _ in self._world.lost.get(record, ()))
            for made in (*self.planned.get(record, ()), *lost):
                if made == one.target and record != one.record:
                    found.add("")
            every = [*self._world.links_of[record], *self._world.tombstones(record)]
            links = [link.right if link.left == record else link.left for link in every]
            for other in [*links, *self._adopted.get(record, ())]:
                if (other.system, other.type) == one.target and other != one.record:
                    found.add(other.key)
                    known = self._world.seen(other)
                    if known is not None and known.gone == "deleted":
                        self._gone[one.record].add(other.key)
                if other.system not in visited:
                    walk(other, visited | {other.system})

        walk(one.record, frozenset({one.record.system}))
        return sorted(key for key in found if not key or self._is_in_scope(one.group, one.side.other, key))

    def _unsure(self, one: Unlinked, other: RecordId, why: str) -> Found | None:
        """What is said of a counterpart that its list left out, or that a person did: nothing is linked with it, and
        nothing is made beside it."""
        known = self._world.there(other)
        if self._is_left(one.group.key, one.side.other, other.key):
            reason = f"{why}, which a person said is to be left alone"
        elif known is None or not known.gone:
            return None
        elif known.gone == "missing":
            reason = "which was not in the last list and could not be looked up: nothing is concluded yet"
            return Found("waiting", f"{why}, {reason}")
        else:
            reason = f"{why}, which is there but listed no more (inactive, archived or not ours to see)"
        return Found("review", reason, _evidence([other.key], [one.record.key], why))

    def _adopt(self, one: Unlinked, other: RecordId, why: str) -> Found:
        left, right = (one.record, other) if one.side is Side.LEFT else (other, one.record)
        self.adopts.append(Adopt(one.group.key, left, right, why))
        self._adopted[left].append(right)
        self._adopted[right].append(left)
        self._ends |= {(one.group.key, Side.LEFT, left.key), (one.group.key, Side.RIGHT, right.key)}
        return _LINKED

    def _has_link(self, group: Group, side: Side, key: str) -> bool:
        """Whether a record has a link in this pair, or gets one in this round."""
        return (group.key, side, key) in self._ends or self._world.link_at(group.key, side, key) is not None

    def _is_in_scope(self, group: Group, side: Side, key: str) -> bool:
        known = self._world.there(group.record_id(side, key))
        return known is not None and group.in_scope(side, known.snapshot.document)
