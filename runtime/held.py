"""Rows that are held, frozen, rejected or wait: what is planned and said of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from .lines import says_something
from .model import ObjectPair, Record, Row, Side, System, UnsetType
from .planned import Conflict, Entry, Linking, Move, json_of
from .reconcile import FIRST, is_filled, same
from .rewrites import FROZEN, is_cut, is_kept
from .sides import SideNow, Sides, said_of
from .wire import at
from .world import Known, Link, RecordId, World, unread_in

__all__ = [
    "BLANK_OR_CLEARED",
    "cannot_read",
    "disagreeing",
    "entry_of",
    "forgotten",
    "freeze",
    "frozen",
    "hold",
    "left_out",
    "untold",
    "waiting",
]


BLANK_OR_CLEARED = "the new record has no value: it cannot be told whether it was cleared there or never filled"


def hold(row: Row, link: Link, plan: Linking, sides: Sides, rule: str) -> None:
    """Both values stay where they are until they are equal or a person decides."""
    remembered = said_of(link, row)
    said = remembered.get("hold")
    if not isinstance(said, str) or not said:
        what = "lines" if row.keyed else "a value"
        edited = f"both sides have {what} and they differ" if rule == FIRST else "both sides were edited"
        edited = "it was edited after it was decided; decide again" if "side" in remembered else edited
        plan.holds[row.identity] = said = edited
    plan.entries.append(_both(link, row, "held", said, sides[Side.LEFT], sides[Side.RIGHT]))


def freeze(row: Row, link: Link, plan: Linking, lhs: SideNow, rhs: SideNow) -> None:
    """Both sides keep what they show: writing again would be answered with another change.

    If it was a person after all, the value is kept: nobody else has it.
    """
    values = json_of(lhs.now(row)), json_of(rhs.now(row))
    plan.conflicts.append(Conflict(link.id, row.identity, *values, None, "frozen"))
    plan.entries.append(frozen(link, row, lhs, rhs))
    plan.moves.append(Move(link.id, row.identity, lhs.expected(row), rhs.expected(row), written=FROZEN))


def frozen(link: Link, row: Row, lhs: SideNow, rhs: SideNow) -> Entry:
    reason = "the servers change each other's value again and again; nothing is written until somebody edits it"
    return _both(link, row, "frozen", reason, lhs, rhs)


def disagreeing(link: Link, row: Row, sides: Sides, kept: bool = False) -> list[Entry]:
    """What is said of two values that differ though neither was edited since: a system kept its own, or cut what it was
    sent (F-29, F-30). Any other form that it gave to it is its own affair."""
    lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
    if same(lhs.now(row), rhs.now(row)):
        return []
    kept = kept or is_kept(link.rewrites.get(row.identity))
    cut = is_cut(lhs.now(row), rhs.now(row)) or is_cut(rhs.now(row), lhs.now(row))
    said = _KEPT if kept else _CUT if cut else ""
    return [_both(link, row, "rejected", said, lhs, rhs)] if said else []


_CUT = "a system cut what it was sent; the whole value stays where it is"
_KEPT = "a system answered and kept another value than it was sent; it is not sent again until somebody edits it"


def _both(link: Link, row: Row, kind: str, reason: str, lhs: SideNow, rhs: SideNow) -> Entry:
    """An entry with the values of both sides."""
    left, right = json_of(lhs.now(row)), json_of(rhs.now(row))
    evidence = msgspec.json.encode({"left": left, "right": right}).decode()
    return Entry(
        link.pair,
        Side.LEFT,
        link.left.key,
        row.identity,
        kind,
        f"{reason} (left {_short(left)}, right {_short(right)})",
        evidence,
    )


def _short(value: Any) -> str:
    """A value as people read it, and not too long."""
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else f"{text[:57]}..."


def forgotten(rows: Iterable[Row], link: Link) -> list[str]:
    """Those of these rows of which the link remembers something."""
    remembered = link.left_base.keys() | link.right_base.keys() | link.followers.keys() | link.decided.keys()
    return [row.identity for row in rows if row.identity in remembered]


def entry_of(link: Link, row: str, kind: str, reason: str) -> Entry:
    return Entry(link.pair, Side.LEFT, link.left.key, row, kind, reason)


def cannot_read(world: World, pair: ObjectPair, side: Side, known: Known, record: Record, row: Row, value: Any) -> str:
    """Why a row has no value on this side though something is there, with what is there; "" where nothing is. `record`
    is what is known of it as it is planned to be, `value` the row's canonical value."""
    attribute = row.left if side is Side.LEFT else row.right
    unreadable, stored = unread_in(attribute, known.unreadable), getattr(record, attribute)
    # an expression may read what is below an unreadable value, and then the View has one
    if not isinstance(value, UnsetType) or not (unreadable or is_filled(stored)):
        return ""
    reason = f"the {side.value} value cannot be read"
    kind = pair.side(side).type
    names = [kind.path_of(name) for name in unreadable if name != attribute]
    if names:
        return f"{reason}: {', '.join(names)}"
    prop = kind.property_named(attribute)
    lines = getattr(pair.side(side).view(record, world.now), row.name) if row.keyed else None
    named = [line.key for line in lines if not says_something(line)] if isinstance(lines, tuple) else []
    if named:
        return f"{reason}: {kind.system.name} names line {named[0]} and never showed what is in it. {_REMEDY}"
    fields = [child for child in prop.children if child.path == prop.key or not row.keyed]
    missing = [
        ".".join(child.path)
        for child in fields
        if isinstance(stored, tuple) and any(getattr(line, child.attribute) is UNSET for line in stored)
    ]
    if missing:
        return f"{reason}: not every line shows {', '.join(missing)}"
    there = at(known.snapshot.document, prop.path)
    return reason if isinstance(there, UnsetType) else f"{reason}: {_short(there)}"


def untold(link: Link, row: Row, system: System, side: Side, fields: Sequence[tuple[str, Any]] = ()) -> Entry:
    """A value that is not sent since its place was never shown; of a keyed list `fields`, each with its element."""
    what = f"the {side.value} value"
    if fields:
        what = ", ".join(f"{name} of line {line.key}" for name, line in fields[:_NAMED])
        what += f" and {len(fields) - _NAMED} more" if len(fields) > _NAMED else ""
    reason = f"{system.name} never showed {what}, so what is there is not known and nothing is written over it. "
    return entry_of(link, row.identity, "rejected", reason + _REMEDY)


def left_out(link: Link, row: Row, system: System, side: Side, was: Any) -> Entry:
    """A value that was shown and no longer is: absent is unknown and never blank, so the other side keeps it."""
    reason = f"{system.name} leaves out the {side.value} value, which was {_short(json_of(was))}"
    remedy = f"If it was cleared, clear it on the {side.other.value} too"
    return entry_of(link, row.identity, "rejected", f"{reason}, so nothing is known of it. {remedy}")


_NAMED = 3
_REMEDY = "If it leaves out what was never set, its profile needs fills_absent = true"


def waiting(world: World, link: Link, row: Row, targets: tuple[RecordId, ...]) -> Entry:
    barred = world.barred(targets, {link.left.system, link.right.system})
    if barred:
        return entry_of(link, row.identity, "blocked", f"refers to {barred}")
    names = ", ".join(sorted({f"{target.type} {target.key}" for target in targets}))
    return entry_of(link, row.identity, "waiting", f"refers to {names}, which is not linked")
