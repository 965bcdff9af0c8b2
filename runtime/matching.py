"""Which records of a group's two sides show the same matching values (SEMANTICS section 4). Pure.

Seen from either side the answer is the same, so two directions of creation never judge one match differently.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec import Struct, UnsetType

from .model import Record, Side
from .world import Group, World

__all__ = ["MatchIndex", "Matched"]


class Matched(Struct, frozen=True):
    """What a record matches: keys of the other side, keys of its own side that match the same, and why."""

    others: tuple[str, ...]
    own: tuple[str, ...]
    why: str


class MatchIndex:
    """Records of both sides by the canonical values of each alternative of the match tables."""

    def __init__(self, world: World, group: Group) -> None:
        self._matches = [match for pair in group.pairs for match in pair.match]
        self._records = {side: dict(world.in_scope(group, side)) for side in Side}
        self._keys: dict[Side, list[dict[Any, set[str]]]] = {
            side: [defaultdict(set) for _ in self._matches] for side in Side
        }
        for side in Side:
            for key, known in self._records[side].items():
                for number in range(len(self._matches)):
                    self._keys[side][number][self._value(number, side, known.record)].add(key)

    def matches(self, side: Side, key: str) -> Matched | None:
        """Candidates of all alternatives together, for an in-scope record; blank matches nothing."""
        others, why = self._others(side, key)
        if not others:
            return None
        # one candidate may have other suitors by another alternative; with several it is a review entry anyway
        backs = (self._others(side.other, other)[0] for other in sorted(others)[:1])
        own = {key}.union(*backs)
        return Matched(tuple(sorted(others)), tuple(sorted(own)), "; ".join(why))

    def _others(self, side: Side, key: str) -> tuple[set[str], list[str]]:
        found: set[str] = set()
        why: list[str] = []
        for number, match in enumerate(self._matches):
            value = self._value(number, side, self._records[side][key].record)
            if value is None or isinstance(value, UnsetType):
                continue
            others = self._keys[side.other][number].get(value, set())
            if others:
                found |= others
                why.append(match.label)
        return found, why

    def _value(self, number: int, side: Side, record: Record) -> Any:
        match = self._matches[number]
        return match.left(record) if side is Side.LEFT else match.right(record)
