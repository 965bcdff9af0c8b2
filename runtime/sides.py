"""One side of a link while it is planned: what it shows, with what other links plan for it laid over. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from .model import ObjectPair, Record, Row, Side
from .planned import Assignment, Expected, json_of
from .reconcile import Origin, Settled, is_filled, same, settled
from .rewrites import is_form_of
from .world import Known, Link, World, bases_of, unread_in

__all__ = ["SideNow", "Sides", "laid_over", "moved_on", "overtaken", "said_of", "settle", "unordered"]


def laid_over(record: Record, planned: Mapping[str, Assignment]) -> Record:
    """A record with planned values laid over it, by attribute."""
    values = {name: found.value for name, found in planned.items()}
    return msgspec.structs.replace(record, **values) if values else record


class SideNow:
    """One side of a link as it is planned to be: canonical values, bases and origins by row."""

    def __init__(
        self, world: World, pair: ObjectPair, link: Link, side: Side, known: Known, planned: dict[str, Assignment]
    ) -> None:
        """`planned` is what other links plan for the record, by attribute."""
        self.side = side
        self.known = known
        self.id = link.end(side)
        self.planned = planned
        self.record = laid_over(known.record, planned)
        view = pair.side(side).view(self.record, world.now)
        self.values, self.waits = world.canonical(pair, side, view, known.unreadable)
        self._world, self._pair = world, pair
        self._bases = bases_of(pair, link.base(side))
        self._link = link
        self._earlier: dict[int, list[dict[str, Any]]] = {}
        self.fills = pair.side(side).type.system.fills_absent

    def attribute(self, row: Row) -> str:
        return row.left if self.side is Side.LEFT else row.right

    def value(self, row: Row) -> Any:
        """The value; blank where the system leaves out what was never set, and this has never been seen."""
        value = self.values[row.name]
        fills = self.fills and isinstance(value, UnsetType) and isinstance(self.base(row), UnsetType)
        return None if fills and self._is_absent(row) else value

    def is_untold(self, row: Row) -> bool:
        """Whether the system has never told what is there, though it could be read: nothing may be written over it."""
        return isinstance(self.now(row), UnsetType) and self._is_absent(row)

    def is_left_out(self, row: Row, was: Any) -> bool:
        """Whether the system showed the value that it `was`, and leaves it out now: it may have been cleared."""
        return is_filled(was) and self._is_absent(row)

    def _is_absent(self, row: Row) -> bool:
        attribute = self.attribute(row)
        is_read = row.name not in self.waits and not unread_in(attribute, self.known.unreadable)
        return is_read and getattr(self.record, attribute) is UNSET

    def base(self, row: Row) -> Any:
        return self._bases.get(row.name, UNSET)

    def rebase(self, row: Row, base: Any) -> None:
        """Go on with another base: what a write whose outcome was unknown has brought."""
        self._bases[row.name] = base

    def read(self, row: Row, stored: Any) -> Any:
        """A canonical value that was kept as JSON; UNSET if it no longer fits."""
        return bases_of(self._pair, {row.identity: stored}).get(row.name, UNSET)

    def has_base(self, row: Row) -> bool:
        return row.name in self._bases

    def is_planned(self, row: Row) -> bool:
        """Whether another link plans the value."""
        return self.attribute(row) in self.planned

    def is_own(self, row: Row) -> bool:
        """Whether the value was edited on this record, and not brought by another link."""
        return not self.is_planned(row) and self._world.wrote(self.id, self.attribute(row)) is None

    def was_brought(self, row: Row) -> bool:
        """Whether another link brings the value, or brought it since this one looked."""
        since = self._world.looked_at(self._link, row.identity)
        return self.is_planned(row) or self._world.wrote_after(self.id, self.attribute(row), since)

    def is_kept(self, row: Row) -> bool:
        """Whether the system answered a write of another value, and kept this one."""
        return not self.is_planned(row) and self._world.kept(self.id, self.attribute(row))

    def is_outdated(self, row: Row, other: SideNow) -> bool:
        """Whether we wrote the value there, and where it came from shows again what the other side never ceased to."""
        wrote = None if self.is_planned(row) else self._world.wrote(self.id, self.attribute(row))
        return wrote is not None and self._world.is_back(wrote, other.value(row))

    def was_brought_after(self, row: Row, other: SideNow) -> bool:
        """Whether both sides were brought edits of one property of a third record, and the other was brought its
        earlier."""
        ends = [(now.id, now.attribute(row)) for now in (self, other)]
        return not self.is_planned(row) and not other.is_planned(row) and self._world.was_brought_after(*ends)

    def was_edited(self, row: Row) -> bool:
        """Whether the value was edited though it may equal the base: planned by another link, or there and back.

        Without a base: whether a blank had a value before.
        """
        return self.is_planned(row) or self.went_back(row)

    def went_back(self, row: Row) -> bool:
        """Whether it showed another value meanwhile, whatever it shows now. Without a base: a blank that had one."""
        base = self.base(row)
        is_first = isinstance(base, UnsetType)
        if is_first and self.value(row) is not None:
            return False
        if is_first and self._world.was_cleared(self.id, self.attribute(row), self._link.end(self.side.other)):
            return True
        for values in self._values_since(0 if is_first else self._world.looked_at(self._link, row.identity)):
            value = values[row.name]
            if isinstance(value, UnsetType):
                continue
            if value is not None if is_first else not same(value, base):
                return True
        return False

    def _values_since(self, looked: int) -> list[dict[str, Any]]:
        """What this side showed since a Snapshot was stored and before the present one, oldest first."""
        if looked not in self._earlier:
            world, pair = self._world, self._pair
            records = world.earlier(self.id, looked)
            views = [pair.side(self.side).view(record, world.now) for record in records]
            self._earlier[looked] = [world.canonical(pair, self.side, view)[0] for view in views]
        return self._earlier[looked]

    def now(self, row: Row) -> Any:
        """The value, or the base where this side does not say."""
        value = self.value(row)
        return self.base(row) if isinstance(value, UnsetType) else value

    def given(self, row: Row) -> Any:
        """What the other side is written: the same, as it was edited where the system shows its own form of it."""
        now = self.now(row)
        if self.is_planned(row) or not is_filled(now):
            return now
        view = self._pair.side(self.side).view(self._world.as_edited(self.id, self.known), self._world.now)
        value = self._world.canonical(self._pair, self.side, view, self.known.unreadable)[0][row.name]
        return value if is_filled(value) else now

    def origin(self, row: Row) -> Origin:
        attribute = self.attribute(row)
        planned = self.planned.get(attribute)
        if planned is not None:
            return planned.origin
        return self._world.origin(self.id, self.known, attribute)

    def expected(self, row: Row) -> Expected:
        """What this side shows already, or will once another link's value is written."""
        planned = self.planned.get(self.attribute(row))
        if planned is None:
            return Expected(json_of(self.now(row)))
        return Expected(json_of(self.now(row)), self.attribute(row), planned.value)

    # ---- keyed lists ----

    def stored(self, row: Row) -> Any:
        """The value as the system shows it, whatever is planned."""
        if self.attribute(row) not in self.planned:
            return self.value(row)
        view = self._pair.side(self.side).view(self.known.record, self._world.now)
        return self._world.canonical(self._pair, self.side, view)[0][row.name]

    def expected_lines(self, row: Row, lines: list[Any], sent: Any) -> Expected:
        """What this side will show of the elements that belong together, once it is written."""
        planned = self.planned.get(self.attribute(row))
        if isinstance(sent, UnsetType) and planned is None:
            return Expected(json_of(lines))
        value = planned.value if planned is not None and isinstance(sent, UnsetType) else sent
        return Expected(json_of(lines), self.attribute(row), value)


Sides: TypeAlias = "dict[Side, SideNow]"
"""Both sides of a link."""


def said_of(link: Link, row: Row) -> dict[str, Any]:
    """What a person decided for a row, or the hold that is open for it; {} for neither."""
    said = link.decided.get(row.identity)
    return said if isinstance(said, dict) else {}


def overtaken(row: Row, link: Link, sides: Sides) -> bool:
    """Whether a side shows what whoever decided the row did not know of: it was edited since, so it is asked again."""
    said = said_of(link, row)
    if "other" not in said:
        return False
    known = [said.get("value"), said["other"], *said.get("seen", ())]
    if not said.get("open", True):
        known += [json_of(now.base(row)) for now in sides.values() if now.has_base(row)]
    return any(
        not isinstance(value := now.value(row), UnsetType)
        and unordered(json_of(value)) not in [unordered(one) for one in (*known, *_maybe(link, side, row))]
        for side, now in sides.items()
    )


def unordered(value: Any) -> Any:
    """A keyed list's elements in one order, None for an empty one: another order is no edit."""
    if not isinstance(value, list | tuple):
        return value
    return sorted(msgspec.json.encode(one, order="deterministic") for one in value) or None


def _maybe(link: Link, side: Side, row: Row) -> list[Any]:
    """What writes whose outcome is unknown may have brought, as JSON."""
    return list(link.maybe.get(side.value, {}).get(row.identity, ()))


def settle(row: Row, link: Link, sides: Sides) -> tuple[bool, frozenset[Side], frozenset[Side]]:
    """Compare both sides with writes to them whose outcome is unknown, and go on with the bases that follow (S-16).

    Gives whether it is known now what became of a write, the sides where that cannot be told, and those that are blank
    as before it: it did not arrive, or somebody cleared it before anyone saw it. Another value as before is proof
    enough that it did not arrive: nobody writes the same by chance.
    """
    found: dict[Side, Settled] = {}
    for side, now in sides.items():
        stored = link.maybe.get(side.value, {}).get(row.identity, ())
        possible = [value for one in stored if not isinstance(value := now.read(row, one), UnsetType)]
        outcome = settled(now.stored(row), now.base(row), possible)
        if outcome is None:
            continue
        if isinstance(outcome.base, UnsetType) and now.went_back(row) and _shows(sides[side.other], row, possible):
            outcome = Settled(unclear=True)  # it may have gone back from what we wrote, which nobody edited since
        found[side] = outcome
        if not isinstance(outcome.base, UnsetType) and not _is_on_its_way(row, now, sides[side.other]):
            for end in sides.values():
                # the other side keeps its spelling of it, where what arrived is the server's form of that
                value = end.value(row)
                is_sent = any(same(value, one) for one in possible) and is_form_of(value, outcome.base)
                end.rebase(row, value if is_sent and end is not now else outcome.base)
    unclear = frozenset(side for side, outcome in found.items() if outcome.unclear)
    as_before = [sides[side] for side, outcome in found.items() if isinstance(outcome.base, UnsetType)]
    blank = frozenset(now.side for now in as_before if now.value(row) is None and not now.was_brought(row)) - unclear
    has_bases = all(now.has_base(row) for now in sides.values())
    # what another link plans, or a later write brought, is no riddle: it is known where that was edited
    riddles = frozenset(side for side in unclear if sides[side].is_own(row))
    return bool(found) and not unclear and has_bases, riddles, blank


def _is_on_its_way(row: Row, now: SideNow, other: SideNow) -> bool:
    """Whether what arrived on a side came from a third record, and the other side does not have it yet: it is no edit
    of that other side that it shows what it showed before."""
    place = now.origin(row)[1:3]
    ends = [(f"{end.id.system}.{end.id.type}", end.id.key) for end in (now, other)]
    return place not in ends and same(other.value(row), other.base(row)) and not other.was_edited(row)


def moved_on(row: Row, link: Link, sides: Sides, unclear: frozenset[Side]) -> frozenset[Side]:
    """Sides that show another value than they had when they were written over to an unclear one: they were edited."""
    found = set()
    for side in unclear:
        source = sides[side.other]
        sent = [source.read(row, one) for one in link.maybe.get(side.value, {}).get(row.identity, ())]
        if not _shows(source, row, sent):
            found.add(side.other)
    return frozenset(found)


def _shows(now: SideNow, row: Row, values: Sequence[Any]) -> bool:
    return any(same(now.value(row), one) for one in values)
