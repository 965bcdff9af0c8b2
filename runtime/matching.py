"""Which records of a group's two sides show the same matching values (SEMANTICS section 4).

Seen from either side the answer is the same, so two directions of creation never judge one match differently. What
records show is kept in the store by value (`indexed`), so that a new record is matched without reading the others.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct, UnsetType

from . import wire
from .model import Record, Side
from .world import Group, World

__all__ = ["MatchIndex", "Matched", "shown", "shown_by"]


class Matched(Struct, frozen=True):
    """What a record matches: keys of the other side, keys of its own side that match the same, and why."""

    others: tuple[str, ...]
    own: tuple[str, ...]
    why: str


class MatchIndex:
    """Looks records of both sides up by the canonical values of each alternative of the match tables."""

    def __init__(self, world: World, group: Group) -> None:
        self._world, self._group = world, group
        self._labels = [match.label for pair in group.pairs for match in pair.match]

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
        known = self._world.there(self._group.record_id(side, key))
        source = self._world.source
        if known is None or source is None:
            return found, why
        for number, value in shown(self._group, side, known.record):
            others = source.match_keys(self._group.key, side.other.value, number, value)
            if others:
                found |= set(others)
                why.append(self._labels[number])
        return found, why


def shown(group: Group, side: Side, record: Record) -> Iterator[tuple[int, str]]:
    """What a record is looked up by: (alternative, canonical value as text), blanks left out."""
    matches = [match for pair in group.pairs for match in pair.match]
    for number, match in enumerate(matches):
        value = match.left(record) if side is Side.LEFT else match.right(record)
        if value is not None and not isinstance(value, UnsetType):
            yield number, _text(value)


def shown_by(
    groups: Mapping[str, Group], place: tuple[str, str], document: dict[str, Any]
) -> Iterator[tuple[str, str, int, str]]:
    """What a document that is to be a record of a (system, ObjectType) would be looked up by, in every group:
    (pair, side, alternative, value)."""
    for group in groups.values():
        for side in Side if any(pair.match for pair in group.pairs) else ():
            kind = group.type(side)
            if (kind.system.name, kind.name) == place and group.in_scope(side, document):
                record = wire.decode(kind, document).record
                yield from ((group.key, side.value, *found) for found in shown(group, side, record))


def _text(value: object) -> str:
    """A canonical value as text: different for different kinds, equal for equal numbers."""
    if isinstance(value, decimal.Decimal | int) and not isinstance(value, bool):
        return f"number {decimal.Decimal(value).normalize():f}"
    if isinstance(value, dt.datetime | dt.date):
        return f"time {value.isoformat()}"
    if isinstance(value, str):
        return f"text {value}"
    return f"other {msgspec.json.encode(value, order='sorted').decode()}"
