"""Two records of a pair, merged as the engine merges them: what the laws of a link are tried on."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .conditions import holds
from .examples import PRESENT
from .model import Binding, ObjectPair, Record, Row, Side, View
from .reconcile import Origin, Outcome, merge

__all__ = ["MergedLink", "attribute_of", "has_value", "put", "seen", "two_way"]

_ROUNDS = 6


def two_way(pair: ObjectPair) -> list[Row]:
    """The two-way rows."""
    return [row for row in pair.rows if row.binding is Binding.TWO_WAY]


def attribute_of(row: Row, side: Side) -> str:
    return row.left if side is Side.LEFT else row.right


def seen(pair: ObjectPair, side: Side, record: Record) -> View:
    """The record's View. Elements of keyed lists are named by their place: each side has keys of its own."""
    view = pair.side(side).view(record, PRESENT)
    lists = {row.name: getattr(view, row.name) for row in two_way(pair) if row.keyed}
    placed: dict[str, Any] = {
        name: tuple(msgspec.structs.replace(line, key=str(place)) for place, line in enumerate(lines))
        for name, lines in lists.items()
        if isinstance(lines, tuple)
    }
    return msgspec.structs.replace(view, **placed) if placed else view


def _spelled(pair: ObjectPair, side: Side, view: View, record: Record) -> View:
    """The View with the keys of this side's elements, by place; without one where the list grows."""
    own = pair.side(side).view(record, PRESENT)
    changes: dict[str, Any] = {}
    for row in two_way(pair):
        lines, there = getattr(view, row.name), getattr(own, row.name)
        if row.keyed and isinstance(lines, tuple):
            keys = [line.key for line in there] if isinstance(there, tuple) else []
            keys += [None] * len(lines)
            changes[row.name] = tuple(
                msgspec.structs.replace(line, key=key) for line, key in zip(lines, keys, strict=False)
            )
    return msgspec.structs.replace(view, **changes) if changes else view


def put(pair: ObjectPair, side: Side, view: View, record: Record) -> tuple[Record, set[str]]:
    """The record after the View is written, and the rows this side could not hold."""
    patch = pair.side(side).from_view(_spelled(pair, side, view, record), record)
    values = {name: getattr(patch, name) for name in patch.__struct_fields__}
    given = {name: value for name, value in values.items() if not isinstance(value, UnsetType)}
    refused = {
        row.name
        for row in two_way(pair)
        if not isinstance(getattr(view, row.name), UnsetType) and attribute_of(row, side) not in given
    }
    return msgspec.structs.replace(record, **given), refused


def has_value(view: View, rows: list[Row]) -> bool:
    return any(getattr(view, row.name) not in (None, UNSET) for row in rows)


class MergedLink:
    """Two records, merged as the engine merges them: `reconcile.merge` with one base per side."""

    def __init__(self, pair: ObjectPair, left: Record, right: Record) -> None:
        self.pair, self.left, self.right = pair, left, right
        self.bases: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        self.turn = 0

    def record(self, side: Side) -> Record:
        return self.left if side is Side.LEFT else self.right

    def has_value(self) -> bool:
        """Whether a row shows a value on either side."""
        return any(has_value(seen(self.pair, side, self.record(side)), two_way(self.pair)) for side in Side)

    def edit(self, left: Record, right: Record) -> None:
        """Take the left or the right property of every row from other records, and both of some."""
        changes: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        for number, row in enumerate(two_way(self.pair)):
            if number % 2 == 0:
                changes[Side.LEFT][row.left] = getattr(left, row.left)
            if number % 2 or number % 3 == 0:
                changes[Side.RIGHT][row.right] = getattr(right, row.right)
        self.left = msgspec.structs.replace(self.left, **changes[Side.LEFT])
        self.right = msgspec.structs.replace(self.right, **changes[Side.RIGHT])

    def merge(self) -> set[str]:
        """Merges until nothing moves, as rounds do. Returns rows held, rows that do not hold, and those refused."""
        for _ in range(_ROUNDS):
            before = (self.left, self.right)
            refused = self._merge_once()
            if before == (self.left, self.right):
                break
        return refused

    def _merge_once(self) -> set[str]:
        """Rows without conditions first, then those whose conditions hold on what came of it."""
        self.turn += 1
        rows = two_way(self.pair)
        refused = self._merge_rows([row for row in rows if not row.conditions])
        conditional = [row for row in rows if row.conditions]
        kept = [row for row in conditional if holds(row, self.left, self.right)]
        dropped = {row.name for row in conditional if row not in kept}
        for bases in self.bases.values():
            for name in dropped:
                bases.pop(name, None)
        return refused | self._merge_rows(kept) | dropped

    def _merge_rows(self, rows: list[Row]) -> set[str]:
        views = {side: seen(self.pair, side, self.record(side)) for side in Side}
        wanted: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        held: set[str] = set()
        adopted: set[str] = set()
        for row in rows:
            left, right = (getattr(views[side], row.name) for side in Side)
            bases = [self.bases[side].get(row.name, UNSET) for side in Side]
            origins = [Origin(str(self.turn), side.value, "1", row.name) for side in Side]
            decision = merge(left, bases[0], right, bases[1], origins[0], origins[1])
            if decision.outcome is Outcome.HOLD:
                held.add(row.name)
            elif decision.outcome is Outcome.ADOPT:
                adopted.add(row.name)
            elif decision.target is not None:
                source = left if decision.target is Side.RIGHT else right
                if isinstance(source, UnsetType):  # this side does not say: its base stands for it
                    source = bases[0] if decision.target is Side.RIGHT else bases[1]
                wanted[decision.target][row.name] = source
        for side, fields in wanted.items():
            after, refused = put(self.pair, side, self.pair.view(**fields), self.record(side))
            held |= refused & fields.keys()
            adopted |= fields.keys() - refused
            if side is Side.LEFT:
                self.left = after
            else:
                self.right = after
        for side in Side:
            view = seen(self.pair, side, self.record(side))
            for name in adopted:
                value = getattr(view, name)
                if not isinstance(value, UnsetType):
                    self.bases[side][name] = value
        return held
