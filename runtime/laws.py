"""The laws of an ObjectPair, as hypothesis properties over its generated functions.

Numbers refer to the project's list of laws: GetPut is M-04, PutGet M-06, byte-exactness M-05, stability and
convergence are what S-07 and S-01 ask of one link. Two-way rows obey these; copies and one-way rows are outside
the merged View and obey `following`. Each law says whether an example meant anything, and `prove`
asserts that at least 60 % did (M-26).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from msgspec import UNSET, Struct, UnsetType

from .examples import Case, cases
from .model import Binding, ObjectPair, Record, Row, Side, View
from .reconcile import Following, Origin, Outcome, follow, merge, same

__all__ = [
    "LAWS",
    "Case",
    "LawBroken",
    "Share",
    "cases",
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
_PRESENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


# ---- what laws speak of -------------------------------------------------------------------------


def _rows(pair: ObjectPair, side: Side | None = None) -> list[Row]:
    """The two-way rows that this side may write at any time."""
    rows = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
    if side is None:
        return rows
    return [row for row in rows if _attribute(row, side)]


def _attribute(row: Row, side: Side) -> str:
    return row.left if side is Side.LEFT else row.right


def _seen(pair: ObjectPair, side: Side, record: Record) -> View:
    return pair.side(side).view(record, _PRESENT)


def _put(pair: ObjectPair, side: Side, view: View, record: Record) -> tuple[Record, set[str]]:
    """The record after the View is written, and the rows this side could not hold."""
    patch = pair.side(side).from_view(view, record)
    values = {name: getattr(patch, name) for name in patch.__struct_fields__}
    given = {name: value for name, value in values.items() if not isinstance(value, UnsetType)}
    refused = {
        row.name
        for row in _rows(pair)
        if not isinstance(getattr(view, row.name), UnsetType) and _attribute(row, side) not in given
    }
    return msgspec.structs.replace(record, **given), refused


def _has_value(view: View, rows: list[Row]) -> bool:
    return any(getattr(view, row.name) not in (None, UNSET) for row in rows)


def _require(holds: bool, law: str, pair: ObjectPair, row: Row, *values: object) -> None:
    if not holds:
        raise LawBroken(f"{law} does not hold for {pair.name}, row {row.identity}: {values!r}")


# ---- the laws -----------------------------------------------------------------------------------


def get_put(pair: ObjectPair, case: Case) -> bool:
    """Writing back what a record shows changes no stored value, whatever its spelling."""
    meaningful = False
    for side in Side:
        record = case.record(side)
        view = _seen(pair, side, record)
        after, _ = _put(pair, side, view, record)
        for row in _rows(pair, side):
            before, now = getattr(record, _attribute(row, side)), getattr(after, _attribute(row, side))
            _require(_identical(before, now), "GetPut", pair, row, before, now)
        meaningful |= _has_value(view, _rows(pair, side))
    return meaningful


def put_get(pair: ObjectPair, case: Case) -> bool:
    """Whatever a side can hold arrives: it shows the View that was written."""
    meaningful = False
    for side in Side:
        for source in Side:
            view = _seen(pair, source, case.other(source))
            after, refused = _put(pair, side, view, case.record(side))
            shown = _seen(pair, side, after)
            for row in _rows(pair, side):
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
        respelled = _respelled(record, {_attribute(row, side) for row in _rows(pair, side)})
        view, again = _seen(pair, side, record), _seen(pair, side, respelled)
        after, _ = _put(pair, side, view, respelled)
        for row in _rows(pair, side):
            if same(getattr(view, row.name), getattr(again, row.name)):
                attribute = _attribute(row, side)
                before, now = getattr(respelled, attribute), getattr(after, attribute)
                _require(_identical(before, now), "byte-exact no-op", pair, row, before, now)
                meaningful |= getattr(view, row.name) not in (None, UNSET)
    return meaningful


def convergence(pair: ObjectPair, case: Case) -> bool:
    """After edits on both sides one merge makes both show the same, but for what a side cannot hold."""
    link = _Link(pair, case.left, case.right)
    link.merge()
    edited = link.edit(case.other_left, case.other_right)
    refused = link.merge()
    left, right = _seen(pair, Side.LEFT, link.left), _seen(pair, Side.RIGHT, link.right)
    for row in _rows(pair):
        one, other = getattr(left, row.name), getattr(right, row.name)
        if row.name not in refused and not isinstance(one, UnsetType) and not isinstance(other, UnsetType):
            _require(same(one, other), "convergence", pair, row, one, other)
    return edited


def stability(pair: ObjectPair, case: Case) -> bool:
    """A second merge writes nothing."""
    link = _Link(pair, case.left, case.right)
    link.merge()
    edited = link.edit(case.other_left, case.other_right)
    link.merge()
    before = (link.left, link.right)
    link.merge()
    for row in _rows(pair):
        for side, was in zip(Side, before, strict=True):
            attribute = _attribute(row, side)
            now = getattr(link.record(side), attribute)
            _require(_identical(getattr(was, attribute), now), "stability", pair, row, now)
    return edited


def following(pair: ObjectPair, case: Case) -> bool:
    """A copy or one-way row: a blank target is filled, then follows its source, until it is edited."""
    meaningful = False
    for row in pair.rows:
        if row.binding is Binding.TWO_WAY:
            continue
        side = Side.LEFT if row.binding in (Binding.LEFT, Binding.COPY_LEFT) else Side.RIGHT
        target = msgspec.structs.replace(case.record(side), **{_attribute(row, side): None})
        state: Following | None = None
        for source in (case.record(side.other), case.other(side.other)):
            target, state, arrived = _follow_once(pair, row, side, source, target, state)
            wanted = getattr(_seen(pair, side.other, source), row.name)
            if arrived and not isinstance(wanted, UnsetType):
                shown = getattr(_seen(pair, side, target), row.name)
                _require(same(wanted, shown), "following", pair, row, wanted, shown)
                meaningful |= wanted is not None
        edited = getattr(case.other(side), _attribute(row, side))
        own = msgspec.structs.replace(target, **{_attribute(row, side): edited})
        kept, _state, _ = _follow_once(pair, row, side, case.record(side.other), own, state)
        if _is_edit(pair, row, side, target, own):
            before, after = getattr(own, _attribute(row, side)), getattr(kept, _attribute(row, side))
            _require(_identical(before, after), "following: an edited copy is kept", pair, row, before, after)
    return meaningful


def _follow_once(
    pair: ObjectPair, row: Row, side: Side, source: Record, target: Record, state: Following | None
) -> tuple[Record, Following | None, bool]:
    """One round of a follower: the target, its state, and whether it holds the source's value now."""
    wanted = getattr(_seen(pair, side.other, source), row.name)
    needed = follow(wanted, getattr(_seen(pair, side, target), row.name), state)
    if not needed.write:
        return target, needed.state, False
    patch = pair.side(side).from_view(pair.view(**{row.name: wanted}), target)
    stored = getattr(patch, _attribute(row, side))
    if isinstance(stored, UnsetType):
        return target, state, False
    target = msgspec.structs.replace(target, **{_attribute(row, side): stored})
    return target, Following(wanted, getattr(_seen(pair, side, target), row.name)), True


def _is_edit(pair: ObjectPair, row: Row, side: Side, before: Record, after: Record) -> bool:
    was, now = (getattr(_seen(pair, side, record), row.name) for record in (before, after))
    return not isinstance(now, UnsetType) and not isinstance(was, UnsetType) and not same(was, now)


LAWS: dict[str, Law] = {
    "get_put": get_put,
    "put_get": put_get,
    "stability": stability,
    "convergence": convergence,
    "no_op": no_op,
    "following": following,
}


class _Link:
    """Two records, merged as the engine merges them: `reconcile.merge` with one base per side."""

    def __init__(self, pair: ObjectPair, left: Record, right: Record) -> None:
        self.pair, self.left, self.right = pair, left, right
        self.bases: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        self.turn = 0

    def record(self, side: Side) -> Record:
        return self.left if side is Side.LEFT else self.right

    def edit(self, left: Record, right: Record) -> bool:
        """Take every second row's left property and every third's right one from other records."""
        changes: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        for number, row in enumerate(_rows(self.pair)):
            if number % 2 == 0:
                changes[Side.LEFT][row.left] = getattr(left, row.left)
            if number % 3 == 0:
                changes[Side.RIGHT][row.right] = getattr(right, row.right)
        before = (self.left, self.right)
        self.left = msgspec.structs.replace(self.left, **changes[Side.LEFT])
        self.right = msgspec.structs.replace(self.right, **changes[Side.RIGHT])
        return before != (self.left, self.right)

    def merge(self) -> set[str]:
        """One merge. Returns rows that are held, or that a side could not hold."""
        self.turn += 1
        views = {side: _seen(self.pair, side, self.record(side)) for side in Side}
        wanted: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        held: set[str] = set()
        adopted: set[str] = set()
        for row in _rows(self.pair):
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
            after, refused = _put(self.pair, side, self.pair.view(**fields), self.record(side))
            held |= refused & fields.keys()
            adopted |= fields.keys() - refused
            if side is Side.LEFT:
                self.left = after
            else:
                self.right = after
        for side in Side:
            view = _seen(self.pair, side, self.record(side))
            for name in adopted:
                value = getattr(view, name)
                if not isinstance(value, UnsetType):
                    self.bases[side][name] = value
        return held


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
    """Whether the pair has a row the law speaks of."""
    return any((row.binding is Binding.TWO_WAY) != (law is following) for row in pair.rows)


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
