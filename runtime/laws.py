"""The laws of an ObjectPair, as hypothesis properties over its generated functions.

Numbers refer to the project's list of laws: GetPut is M-04, PutGet M-06, byte-exactness M-05, stability and
convergence are what S-07 and S-01 ask of one link. Two-way rows obey these; copies and one-way rows are outside
the merged View and obey `following`. Each law says whether an example meant anything, and `prove`
asserts that at least 60 % did (M-26).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from msgspec import UNSET, Struct, UnsetType

from .conditions import for_creation, holds, literal
from .examples import Case, cases, telling
from .merged import MergedLink, attribute_of, has_value, put, seen, two_way
from .model import Binding, Condition, Kind, ObjectPair, Record, Row, Side, View
from .reconcile import Following, follow, same

__all__ = [
    "LAWS",
    "Case",
    "LawBroken",
    "Share",
    "cases",
    "conditions",
    "convergence",
    "following",
    "get_put",
    "no_op",
    "prove",
    "prove_all",
    "put_get",
    "stability",
]

MEANINGFUL = 0.6
EXAMPLES = 100


class LawBroken(AssertionError):
    """A law does not hold: which one, for which row, with which values."""


class Share(Struct):
    """How many examples were tried, and how many meant anything."""

    tried: int = 0
    meaningful: int = 0

    @property
    def ratio(self) -> float:
        return self.meaningful / self.tried if self.tried else 0.0


Law = Callable[[ObjectPair, Case], bool]


# ---- what laws speak of -------------------------------------------------------------------------


def _worlds(pair: ObjectPair, side: Side) -> list[list[Row]]:
    """The two-way rows in sets that write each property of a side once: rows that share one never hold at once."""
    by_attribute: dict[str, list[Row]] = defaultdict(list)
    for row in two_way(pair):
        by_attribute[attribute_of(row, side)].append(row)
    count = max(map(len, by_attribute.values()), default=0)
    return [[rows[at] for rows in by_attribute.values() if at < len(rows)] for at in range(count)]


def _only(view: View, rows: list[Row]) -> View:
    """The View without the fields of other rows."""
    kept = {row.name for row in rows}
    others: dict[str, Any] = {name: UNSET for name in view.__struct_fields__ if name not in kept}
    return msgspec.structs.replace(view, **others) if others else view


def _require(holds: bool, law: str, pair: ObjectPair, row: Row, *values: object) -> None:
    if not holds:
        raise LawBroken(f"{law} does not hold for {pair.name}, row {row.identity}: {values!r}")


# ---- the laws -----------------------------------------------------------------------------------


def get_put(pair: ObjectPair, case: Case) -> bool:
    """Writing back what a record shows changes no stored value, whatever its spelling."""
    meaningful = False
    for side in Side:
        record = case.record(side)
        for rows in _worlds(pair, side):
            view = _only(seen(pair, side, record), rows)
            after, _ = put(pair, side, view, record)
            for row in rows:
                before, now = getattr(record, attribute_of(row, side)), getattr(after, attribute_of(row, side))
                _require(_identical(before, now), "GetPut", pair, row, before, now)
            meaningful |= has_value(view, rows)
    return meaningful


def put_get(pair: ObjectPair, case: Case) -> bool:
    """Whatever a side can hold arrives: it shows the View that was written."""
    meaningful = False
    for side in Side:
        for source in Side:
            for rows in _worlds(pair, side):
                view = _only(seen(pair, source, case.other(source)), rows)
                after, refused = put(pair, side, view, case.record(side))
                shown = seen(pair, side, after)
                for row in rows:
                    wanted = getattr(view, row.name)
                    if row.name in refused or isinstance(wanted, UnsetType):
                        continue
                    got = getattr(shown, row.name)
                    _require(same(wanted, got), "PutGet", pair, row, wanted, got)
                    meaningful |= wanted is not None
    return meaningful


def no_op(pair: ObjectPair, case: Case) -> bool:
    """A View that differs from the record's only in spelling writes the very same bytes (M-05)."""
    meaningful = False
    for side in Side:
        record = case.record(side)
        respelled = _respelled(record, {attribute_of(row, side) for row in two_way(pair)})
        again = seen(pair, side, respelled)
        for rows in _worlds(pair, side):
            view = _only(seen(pair, side, record), rows)
            after, _ = put(pair, side, view, respelled)
            for row in rows:
                if same(getattr(view, row.name), getattr(again, row.name)):
                    attribute = attribute_of(row, side)
                    before, now = getattr(respelled, attribute), getattr(after, attribute)
                    _require(_identical(before, now), "byte-exact no-op", pair, row, before, now)
                    meaningful |= getattr(view, row.name) not in (None, UNSET)
    return meaningful


def conditions(pair: ObjectPair, case: Case) -> bool:
    """Rows that share a property never hold at once, and a new record gets only rows that hold for it."""
    meaningful = False
    for wanted in two_way(pair):
        if not wanted.conditions or not _can_hold(pair, wanted):
            continue
        left, right = (_meeting(pair, wanted, side, case.record(side)) for side in Side)
        held = [row for row in two_way(pair) if holds(row, left, right)]
        for side in Side:
            for attribute, count in Counter(attribute_of(row, side) for row in held).items():
                _require(count == 1, "disjoint conditions", pair, wanted, attribute)
        meaningful |= wanted in held
    for side in Side:
        record, kind = case.record(side), pair.side(side.other).type
        view = seen(pair, side, record)
        values = {name: getattr(view, name) for name in view.__struct_fields__}
        left_out, given = for_creation(pair, side, record, values, kind.record())
        made = msgspec.structs.replace(kind.record(), **given)
        for row in two_way(pair):
            ends = (record, made) if side is Side.LEFT else (made, record)
            kept = row.name not in left_out
            _require(kept == holds(row, *ends), "conditions of a new record", pair, row, kept)
    return meaningful


def convergence(pair: ObjectPair, case: Case) -> bool:
    """After edits on both sides one merge makes both show the same, but for what a side cannot hold."""
    link = MergedLink(pair, case.left, case.right)
    link.merge()
    link.edit(case.other_left, case.other_right)
    refused = link.merge()
    left, right = seen(pair, Side.LEFT, link.left), seen(pair, Side.RIGHT, link.right)
    for row in two_way(pair):
        one, other = getattr(left, row.name), getattr(right, row.name)
        if row.name not in refused and not isinstance(one, UnsetType) and not isinstance(other, UnsetType):
            _require(same(one, other), "convergence", pair, row, one, other)
    return link.has_value()


def stability(pair: ObjectPair, case: Case) -> bool:
    """A second merge writes nothing."""
    link = MergedLink(pair, case.left, case.right)
    link.merge()
    link.edit(case.other_left, case.other_right)
    link.merge()
    before = (link.left, link.right)
    link.merge()
    for row in two_way(pair):
        for side, was in zip(Side, before, strict=True):
            attribute = attribute_of(row, side)
            now = getattr(link.record(side), attribute)
            _require(_identical(getattr(was, attribute), now), "stability", pair, row, now)
    return link.has_value()


def following(pair: ObjectPair, case: Case) -> bool:
    """A copy or one-way row: a blank target is filled, then follows its source, until it is edited."""
    meaningful = False
    for row in pair.rows:
        if row.binding is Binding.TWO_WAY:
            continue
        side = _source_of(row).other
        target = msgspec.structs.replace(case.record(side), **{attribute_of(row, side): None})
        state: Following | None = None
        for source in (case.record(side.other), case.other(side.other)):
            target, state, arrived = _follow_once(pair, row, side, source, target, state)
            wanted = getattr(seen(pair, side.other, source), row.name)
            if arrived and not isinstance(wanted, UnsetType):
                shown = getattr(seen(pair, side, target), row.name)
                _require(same(wanted, shown), "following", pair, row, wanted, shown)
                meaningful |= wanted is not None
        edited = getattr(case.other(side), attribute_of(row, side))
        own = msgspec.structs.replace(target, **{attribute_of(row, side): edited})
        kept, _state, _ = _follow_once(pair, row, side, case.record(side.other), own, state)
        if _is_edit(pair, row, side, target, own):
            before, after = getattr(own, attribute_of(row, side)), getattr(kept, attribute_of(row, side))
            _require(_identical(before, after), "following: an edited copy is kept", pair, row, before, after)
    return meaningful


def _follow_once(
    pair: ObjectPair, row: Row, side: Side, source: Record, target: Record, state: Following | None
) -> tuple[Record, Following | None, bool]:
    """One round of a follower: the target, its state, and whether it holds the source's value now."""
    wanted = getattr(seen(pair, side.other, source), row.name)
    needed = follow(wanted, getattr(seen(pair, side, target), row.name), state)
    if not needed.write:
        return target, needed.state, False
    patch = pair.side(side).from_view(pair.view(**{row.name: wanted}), target)
    stored = getattr(patch, attribute_of(row, side))
    if isinstance(stored, UnsetType):
        return target, state, False
    target = msgspec.structs.replace(target, **{attribute_of(row, side): stored})
    return target, Following(wanted, getattr(seen(pair, side, target), row.name)), True


def _is_edit(pair: ObjectPair, row: Row, side: Side, before: Record, after: Record) -> bool:
    was, now = (getattr(seen(pair, side, record), row.name) for record in (before, after))
    return not isinstance(now, UnsetType) and not isinstance(was, UnsetType) and not same(was, now)


LAWS: dict[str, Law] = {
    "get_put": get_put,
    "put_get": put_get,
    "stability": stability,
    "convergence": convergence,
    "no_op": no_op,
    "conditions": conditions,
    "following": following,
}


def _identical(one: Any, other: Any) -> bool:
    """The same value in the same spelling: Decimal("1.0") is not Decimal("1")."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.as_tuple() == other.as_tuple()
    return same(one, other)


def _respelled(record: Record, attributes: set[str]) -> Record:
    """Text with blanks around it and in capitals, numbers with another zero."""
    changes: dict[str, Any] = {}
    for name in sorted(attributes):
        value = getattr(record, name)
        if isinstance(value, str):
            changes[name] = f"  {value.upper() if '@' in value else value} "
        elif isinstance(value, Decimal) and value.is_finite():
            changes[name] = value + Decimal("0.0000")
    return msgspec.structs.replace(record, **changes) if changes else record


# ---- proving ------------------------------------------------------------------------------------


def prove(law: Law, pair: ObjectPair, examples: int = EXAMPLES) -> Share:
    """Try a law on examples; LawBroken with the smallest example found, or too few meaningful ones."""
    return _prove({"law": law}, pair, examples)["law"]


def prove_all(pair: ObjectPair, examples: int) -> dict[str, Share]:
    """Try every law that speaks of the pair's rows, on the same examples."""
    return _prove({name: law for name, law in LAWS.items() if _concerns(law, pair)}, pair, examples)


def _concerns(law: Law, pair: ObjectPair) -> bool:
    """Whether the pair has a row the law speaks of, and examples can say anything about it."""
    if law is conditions:
        return any(_can_hold(pair, row) for row in two_way(pair) if row.conditions)
    if law is following:
        return any(_tells(pair, row, _source_of(row)) for row in pair.rows if row.binding is not Binding.TWO_WAY)
    return any(_tells(pair, row, side) for row in two_way(pair) for side in Side)


def _tells(pair: ObjectPair, row: Row, side: Side) -> bool:
    kind = pair.side(side).type.property_named(attribute_of(row, side)).kind
    return kind is Kind.LIST or bool(telling(pair, row, side))


def _source_of(row: Row) -> Side:
    return Side.RIGHT if row.binding.target is Side.LEFT else Side.LEFT


def _meeting(pair: ObjectPair, row: Row, side: Side, record: Record) -> Record:
    """The record with what the first possible condition of a side wants."""
    for one in row.conditions:
        if one.side is side and _is_possible(pair, one):
            if not one.attribute:
                return record
            prop = pair.side(side).type.property_named(one.attribute)
            child = next((child for child in prop.children if child.attribute == one.child), prop)
            value = literal(one.value, child.kind) if one.value else None
            if one.child and prop.element is not None:
                value = (prop.element(**{one.child: value}),)
            return msgspec.structs.replace(record, **{one.attribute: value})
    return record


def _can_hold(pair: ObjectPair, row: Row) -> bool:
    """Whether a record can show what is wanted: not where a condition looks at nothing, or wants a word of a number."""
    for side in Side:
        mine = [one for one in row.conditions if one.side is side]
        if mine and not any(_is_possible(pair, one) for one in mine):
            return False
    return True


def _is_possible(pair: ObjectPair, one: Condition) -> bool:
    if not one.value or not one.attribute:
        return not one.value
    prop = pair.side(one.side).type.property_named(one.attribute)
    child = next((child for child in prop.children if child.attribute == one.child), prop)
    return not isinstance(literal(one.value, child.kind), UnsetType)


def _prove(laws: dict[str, Law], pair: ObjectPair, examples: int) -> dict[str, Share]:
    shares = {name: Share() for name in laws}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(cases(pair))
    def run(case: Case) -> None:
        for name, law in laws.items():
            shares[name].tried += 1
            shares[name].meaningful += law(pair, case)

    run()
    for name, share in shares.items():
        if _concerns(laws[name], pair) and share.ratio < MEANINGFUL:
            raise LawBroken(
                f"only {share.ratio:.0%} of the examples for {pair.name} meant anything to {name}"
            )
    return shares
