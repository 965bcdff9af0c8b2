"""Links whose records are gone, out of scope, or back again (SEMANTICS section 7). Pure.

A record that a list does not tell of is not a deleted one: who reads it verifies that first. Here it is known, and
what is left to decide is what becomes of the link.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import UNSET, Struct

from .model import Side
from .planned import json_of
from .reconcile import same
from .renewed import is_aside
from .rewrites import is_kept
from .sides import unordered
from .world import Known, Link, RecordId, World, bases_of

__all__ = ["BOTH_DELETED", "Delete", "Detach", "Fate", "Revive", "Verdict", "kept_alone", "verdict"]

BOTH_DELETED = "both records were deleted"


class Fate(Enum):
    """What becomes of a link."""

    MERGE = "merge"  # both records are there: the two are kept equal
    PAUSE = "pause"  # one of them is out of scope, it is not known yet whether it is gone, or a person is to delete it
    DETACH = "detach"  # one of them was deleted: the link becomes a tombstone
    DELETE = "delete"  # one of them was deleted, and the other is to be
    REVIVE = "revive"  # a tombstone whose records are both there again
    REST = "rest"  # a tombstone


class Verdict(Struct, frozen=True):
    """What becomes of a link and why. `gone` is the side whose record was deleted. A tombstone that rests has a reason
    where what was said of it holds no more."""

    fate: Fate
    reason: str = ""
    kind: str = ""
    gone: Side | None = None

    @property
    def is_short(self) -> bool:
        """Whether a pause ends by itself, as soon as something is known: the link has something left to do."""
        return self.fate is Fate.PAUSE and self.kind == "waiting"


class Detach(Struct, frozen=True):
    """Make a link a tombstone."""

    link: int
    reason: str
    pair: str
    left: RecordId
    right: RecordId

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this Action from every other one of its round."""
        return ("detach", self.pair, self.left.key, self.right.key)


class Revive(Struct, frozen=True):
    """Make a tombstone whose records are both there again a link."""

    link: int
    pair: str
    left: RecordId
    right: RecordId

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this Action from every other one of its round."""
        return ("revive", self.pair, self.left.key, self.right.key)


class Delete(Struct, frozen=True):
    """Delete the record at the other end of a link, if it is still as last seen."""

    link: int
    pair: str
    side: Side
    record: RecordId
    source: RecordId

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this write from every other one of its round."""
        return ("delete", *self.record)


_MERGE, _REST = Verdict(Fate.MERGE), Verdict(Fate.REST)


def verdict(world: World, link: Link, propagates: bool) -> Verdict:
    """What becomes of a link, from what is known of both records. `propagates`: a delete travels."""
    ends = {side: world.seen(link.end(side)) for side in Side}
    deleted = [side for side in Side if _is(ends[side], "deleted")]
    if link.state != "active":
        if not deleted and None not in ends.values():
            return Verdict(Fate.REVIVE)
        return _at_rest(link, deleted, ends)
    if len(deleted) == 2:
        return Verdict(Fate.DETACH, BOTH_DELETED, "deleted")
    if deleted:
        return _after_delete(world, link, deleted[0], ends, propagates)
    return _in_scope(world, link, ends)


def _at_rest(link: Link, deleted: list[Side], ends: dict[Side, Known | None]) -> Verdict:
    """A tombstone of which one record is there again, after both were deleted, or the other one is gone too; or one of
    which the record that was deleted is listed, or listed no more."""
    if not deleted or (len(deleted) == 2 and link.why == BOTH_DELETED):
        return _REST
    if len(deleted) == 1 and link.why != BOTH_DELETED:
        return _as_listed(link, deleted[0], ends[deleted[0]])
    if len(deleted) == 2:
        return Verdict(Fate.REST, BOTH_DELETED, "deleted")
    gone, there = link.end(deleted[0]), link.end(deleted[0].other)
    reason = (
        f"{there.system} {there.type} {there.key} is there again, and its counterpart {gone.system} {gone.type} "
        f"{gone.key} was deleted: it is left alone; `flowc unlink --again` lets the rules look at it"
    )
    return Verdict(Fate.REST, reason, "deleted", deleted[0])


def _as_listed(link: Link, gone: Side, known: Known | None) -> Verdict:
    name = " ".join(link.end(gone))
    note = f"; the list of {link.end(gone).system} shows {name}, its own address does not: it is taken for deleted"
    reason = link.why.removesuffix(note)
    if known is not None and known.denied:
        reason += note
    return _REST if reason == link.why else Verdict(Fate.REST, reason, "deleted", gone)


def _after_delete(
    world: World, link: Link, gone: Side, ends: dict[Side, Known | None], propagates: bool
) -> Verdict:
    survivor = ends[gone.other]
    name = f"{link.end(gone).system} {link.end(gone).type} {link.end(gone).key}"
    rest = f"{link.end(gone.other).system} {link.end(gone.other).type} {link.end(gone.other).key}"
    if is_aside(link.end(gone).key):
        reason = f"{name} was deleted, and its key is another record's now; {rest} is kept, whatever the policy"
        return Verdict(Fate.DETACH, reason, "deleted", gone)
    if not propagates or survivor is None or _is(survivor, "unlisted"):
        return Verdict(Fate.DETACH, kept_alone(link.end(gone), link.end(gone.other)), "deleted", gone)
    paused = _in_scope(world, link, ends)
    if paused.fate is Fate.PAUSE:
        return paused  # what takes no part is not deleted, and a delete of it does not travel
    own = _own_rows(world, link, gone.other, survivor)
    if own:
        rows = ", ".join(own)
        reason = f"{name} was deleted, and {rest} has values that it did not have ({rows}): they are kept"
        return Verdict(Fate.DETACH, reason, "deleted", gone)
    end = link.end(gone.other)
    if not world.types[end.system, end.type].operations.deletable:
        reason = f"{name} was deleted, and {rest} cannot be deleted over the API of {end.system}"
        return Verdict(Fate.PAUSE, f"{reason}: delete it there by hand", "held", gone)
    return Verdict(Fate.DELETE, f"{name} was deleted", "deleted", gone)


def kept_alone(gone: RecordId, rest: RecordId) -> str:
    """What a tombstone says of a record that was deleted, and of its counterpart that was not."""
    return f"{' '.join(gone)} was deleted; {' '.join(rest)} is kept, and the two are kept equal no more"


def _in_scope(world: World, link: Link, ends: dict[Side, Known | None]) -> Verdict:
    group = world.groups.get(link.pair)
    for side, known in ends.items():
        record = link.end(side)
        name = f"{record.system} {record.type} {record.key}"
        if record in world.busy:
            return Verdict(Fate.PAUSE, f"{name}: {world.busy[record]}", "waiting")
        if _is(known, "missing"):
            reason = f"{name} was not in the last list and could not be looked up: nothing is concluded yet"
            return Verdict(Fate.PAUSE, reason, "waiting")
        if _is(known, "unlisted"):
            reason = f"{name} is there but listed no more (inactive, archived or not ours to see); it is left alone"
            return Verdict(Fate.PAUSE, reason, "out-of-scope")
        if known is not None and not world.takes(record, known):
            return Verdict(Fate.PAUSE, f"{name} is outside of what flowc.toml or --only names", "out-of-scope")
        if group is not None and known is not None and not group.in_scope(side, known.snapshot.document):
            facet = group.first.side(side).facet
            called = facet.name if facet is not None else "the scope"
            return Verdict(Fate.PAUSE, f"{name} is no {called} any more; it is left alone", "out-of-scope")
    return _MERGE


def _own_rows(world: World, link: Link, side: Side, known: Known) -> list[str]:
    """Rows in which a record has what its deleted counterpart did not have: edits that had no time to travel, values of
    its own, references that wait; its edits in its other links, and what is on its way to it there."""
    own, shared = [], set()
    for row in _compared(world, link, side, known):
        if row.differs:
            own.append(row.identity)
        else:
            shared.add(row.attribute)
    record = link.end(side)
    for other in world.links_of[record]:
        for end in Side if other.id != link.id else ():
            there, is_there = world.known(other.end(end)), other.end(end) == record
            for row in _compared(world, other, end, there) if there is not None else ():
                # what we wrote there ourselves came from another record, and stays with that
                is_known = row.attribute in shared or world.wrote(record, row.attribute) is not None
                if row.differs and (not is_known if is_there else row.has_base and row.travels):
                    own.append(row.identity)
    return list(dict.fromkeys(own))


class _Compared(Struct, frozen=True):
    """A row of a link, from one side: whether its attribute shows another value than the link remembers, or a value
    where it remembers none. `travels`: whether the other side is written from it."""

    identity: str
    attribute: str
    differs: bool
    has_base: bool
    travels: bool


def _compared(world: World, link: Link, side: Side, known: Known) -> Iterator[_Compared]:
    group = world.groups.get(link.pair)
    for pair in group.pairs if group is not None else ():
        values, waits = world.canonical(pair, side, pair.side(side).view(known.record, world.now))
        bases = bases_of(pair, link.base(side))
        for row in pair.rows:
            target = row.binding.target
            value, base = values[row.name], bases.get(row.name, UNSET)
            is_own = False
            if target is not None:
                state = link.followers.get(row.identity, {})
                is_own = target is side and bool(state.get("own"))
                told = state.get("target" if target is side else "source", UNSET)
                base = bases_of(pair, {row.identity: told} if told is not UNSET else {}).get(row.name, UNSET)
            if row.name in waits:
                differs = not any(f"link {dead.id}" == base for to in waits[row.name] for dead in world.tombstones(to))
            elif value is UNSET:
                continue
            else:
                # what was never agreed on, such as a first merge that is held, is known to nobody else
                is_new = not same(value, None if base is UNSET else base)
                if row.keyed:
                    is_new = unordered(json_of(value)) != unordered(json_of(base))
                differs = is_own or is_new
                # nor has the other side what it never took
                differs = differs or is_kept(link.rewrites.get(row.identity))
            attribute = row.left if side is Side.LEFT else row.right
            yield _Compared(row.identity, attribute, differs, base is not UNSET, target is not side)


def _is(known: Known | None, gone: str) -> bool:
    return known is not None and known.gone == gone
