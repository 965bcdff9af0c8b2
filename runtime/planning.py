"""One round's plan for links: what each needs, as values that can be printed instead of done.

Pure. Links are planned in the order of (pair, left key, right key). Each sees what other links already plan
for its two records; planning repeats over links whose records gained or changed a planned value until nothing
moves, so a record gets one write, merged from all its links (SEMANTICS section 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import acceptance
from .conditions import holds
from .lines import composed, keyed, made, merge_lines
from .model import Binding, ObjectPair, Property, Record, Row, Side
from .reconcile import Following, Origin, Outcome, follow, merge, same
from .vanished import Fate, verdict
from .world import Known, Link, RecordId, World, bases_of, origin_of

__all__ = [
    "Adopt",
    "Conflict",
    "Entry",
    "Expected",
    "FollowMove",
    "Linking",
    "Merging",
    "Move",
    "Update",
    "following_json",
    "json_of",
    "unchanged",
]

REPEATS = 30
"""How often a link may be planned again in one round before its properties are held."""


class Entry(Struct, frozen=True):
    """Something to tell of a record, or of one of its rows (`row` is "" for the record)."""

    pair: str
    side: Side
    key: str
    row: str
    kind: str
    reason: str
    evidence: str = ""


class Assignment(Struct, frozen=True):
    """A value that one link plans for an attribute of a record."""

    value: Any
    origin: Origin


class Expected(Struct, frozen=True):
    """What a side will show for a row once its record is written: `value` is canonical, as plain JSON.

    `attribute` and `sent` say which value of which attribute this link planned or read; None, if the side
    already shows the value and needs no write.
    """

    value: Any
    attribute: str | None = None
    sent: Any = None


class Move(Struct, frozen=True):
    """Bases to move, when the writes they depend on are done."""

    link: int
    row: str
    left: Expected
    right: Expected


class FollowMove(Struct, frozen=True):
    """The state of a copy or one-way row, when its target is written."""

    link: int
    row: str
    side: Side
    state: Following
    expected: Expected


class Update(Struct, frozen=True):
    """Write these attributes of a record. `overwrites` says that a value that is there gives way.

    `rows` names the pair and the row each value comes from.
    """

    record: RecordId
    values: dict[str, Any]
    overwrites: bool
    rows: tuple[tuple[str, str], ...]

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this write from every other one of its round."""
        return ("update", *self.record)


class Adopt(Struct, frozen=True):
    """Link two records that are there already. `why` is the evidence."""

    pair: str
    left: RecordId
    right: RecordId
    why: str

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this Action from every other one of its round."""
        return ("link", self.pair, self.left.key, self.right.key)


class Conflict(Struct, frozen=True):
    """Two edits of one property: both values as canonical JSON, and the side that wins."""

    link: int
    row: str
    left: Any
    right: Any
    winner: Side


class Linking(Struct):
    """What one link plans; made anew each time the link is planned.

    `dropped` are rows whose conditions are false: what is remembered of them is forgotten, so that turning true is a
    first merge.
    """

    moves: list[Move] = []
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    follows: list[FollowMove] = []
    settled: dict[str, Following] = {}
    dropped: list[str] = []


class Merging:
    """Plans updates over links, to the fixed point."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.links: dict[int, Link] = {}
        self.plans: dict[int, Linking] = {}
        self._planned: dict[RecordId, dict[str, dict[int, Assignment]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._rows: dict[tuple[RecordId, str], tuple[str, str]] = {}

    # ---- what is planned ----

    def record(self, record: RecordId, known: Known, without: int | None = None) -> Record:
        """The record with planned values laid over it; those of link `without` left out."""
        values = {name: found.value for name, found in self._effective(record, without).items()}
        return msgspec.structs.replace(known.record, **values) if values else known.record

    def _effective(self, record: RecordId, without: int | None = None) -> dict[str, Assignment]:
        found: dict[str, Assignment] = {}
        for attribute, by_link in self._planned.get(record, {}).items():
            candidates = [(a.origin, link, a) for link, a in sorted(by_link.items()) if link != without]
            if candidates:
                newest = max(candidates, key=lambda candidate: candidate[:2])[2]
                found[attribute] = self._together(record, attribute, newest, [a for _, _, a in sorted(candidates)])
        return found

    def _together(
        self, record: RecordId, attribute: str, newest: Assignment, every: list[Assignment]
    ) -> Assignment:
        """What several links plan for one attribute: the newest value, but of a keyed list every link's changes."""
        prop = self.world.types[record.system, record.type].property_named(attribute)
        known = self.world.known(record)
        if len(every) == 1 or not prop.key or known is None:
            return newest
        lines = composed(prop, getattr(known.record, attribute), [one.value for one in every])
        return Assignment(lines, newest.origin)

    def planned_records(self) -> list[RecordId]:
        """The records that something is planned for."""
        return sorted(record for record in self._planned if self._effective(record))

    def updates(self) -> list[Update]:
        """One write per record, merged from all links, in a stable order."""
        found = []
        for record in sorted(self._planned):
            known = self.world.known(record)
            effective = self._effective(record)
            if known is None or not effective:
                continue
            values = {name: a.value for name, a in sorted(effective.items())}
            overwrites = any(not _is_blank(getattr(known.record, name, UNSET)) for name in values)
            rows = tuple(sorted({self._rows[record, name] for name in values}))
            found.append(Update(record, values, overwrites, rows))
        return found

    # ---- planning ----

    def run(self, links: Iterable[Link]) -> None:
        """Plan these links, and every link that a planned value reaches."""
        queue = sorted(links, key=_order)
        times: dict[int, int] = defaultdict(int)
        while queue:
            again: dict[int, Link] = {}
            for link in queue:
                times[link.id] += 1
                for record in self._plan(link, held=times[link.id] > REPEATS):
                    for other in self.world.links_of[record]:
                        if other.id != link.id and times[other.id] <= REPEATS:
                            again[other.id] = other
            queue = sorted(again.values(), key=_order)
        for link_id in sorted(self.plans):
            self._follow(self.links[link_id])

    def _plan(self, link: Link, held: bool) -> list[RecordId]:
        """Plan one link anew. Returns the records for which planned values changed."""
        group = self.world.groups.get(link.pair)
        left, right = self.world.known(link.left), self.world.known(link.right)
        before = self._contributions(link)
        self._withdraw(link)
        self.links[link.id] = link
        plan = self.plans[link.id] = Linking()
        paused = verdict(self.world, link, propagates=False)
        if paused.fate is Fate.PAUSE:
            plan.entries.append(_entry(link, "", paused.kind, paused.reason))
        elif group is not None and left is not None and right is not None and paused.fate is Fate.MERGE:
            if held:
                plan.entries.append(_entry(link, "", "held", f"still moving after {REPEATS} repeats"))
            else:
                for pair in group.pairs:
                    self._merge(pair, link, plan, left, right)
        after = self._contributions(link)
        return sorted(record for record in (link.left, link.right) if before.get(record) != after.get(record))

    def _contributions(self, link: Link) -> dict[RecordId, dict[str, Assignment]]:
        return {
            record: {
                name: by_link[link.id]
                for name, by_link in self._planned.get(record, {}).items()
                if link.id in by_link
            }
            for record in (link.left, link.right)
        }

    def _withdraw(self, link: Link) -> None:
        for record in (link.left, link.right):
            for by_link in self._planned.get(record, {}).values():
                by_link.pop(link.id, None)

    def _merge(self, pair: ObjectPair, link: Link, plan: Linking, left: Known, right: Known) -> None:
        sides = {
            Side.LEFT: _SideNow(self, pair, link, Side.LEFT, left),
            Side.RIGHT: _SideNow(self, pair, link, Side.RIGHT, right),
        }
        rows = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
        self._merge_rows([row for row in rows if not row.conditions], pair, link, plan, sides)
        conditional = [row for row in rows if row.conditions]
        if conditional:
            merged = (self.record(link.left, left), self.record(link.right, right))
            kept = [row for row in conditional if holds(row, *merged)]
            plan.dropped += _forgotten([row for row in conditional if row not in kept], link)
            self._merge_rows(kept, pair, link, plan, sides)

    def _merge_rows(
        self, rows: list[Row], pair: ObjectPair, link: Link, plan: Linking, sides: dict[Side, _SideNow]
    ) -> None:
        """Decide these rows, and plan the writes they need."""
        targets: dict[Side, dict[str, Any]] = {Side.LEFT: {}, Side.RIGHT: {}}
        for row in rows:
            lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
            if self._cannot_read(row, link, plan, lhs) or self._cannot_read(row, link, plan, rhs):
                continue
            if row.keyed:
                self._merge_lines(row, pair, link, plan, sides)
                continue
            decision = merge(
                lhs.value(row), lhs.base(row), rhs.value(row), rhs.base(row), lhs.origin(row), rhs.origin(row)
            )
            if decision.outcome is Outcome.ADOPT:
                plan.moves.append(Move(link.id, row.identity, lhs.expected(row), rhs.expected(row)))
            elif decision.outcome is Outcome.HOLD:
                plan.entries.append(
                    _entry(link, row.identity, "held", "both sides have a value and they differ")
                )
            elif decision.outcome is Outcome.WRITE and decision.target is not None:
                if decision.conflict:
                    values = (json_of(lhs.now(row)), json_of(rhs.now(row)))
                    plan.conflicts.append(Conflict(link.id, row.identity, *values, decision.target.other))
                targets[decision.target][row.name] = sides[decision.target.other].now(row)
        for side, fields in targets.items():
            self._assign(pair, link, plan, sides, side, fields)

    def _merge_lines(
        self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: dict[Side, _SideNow]
    ) -> None:
        """Decide a keyed list, and plan what either side needs; both may need something."""
        lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
        found = merge_lines(
            lhs.value(row), lhs.base(row), rhs.value(row), rhs.base(row), lhs.origin(row), rhs.origin(row)
        )
        if found.outcome is Outcome.HOLD:
            reason = "both sides have lines and they differ, or two lines of one side have the same key"
            plan.entries.append(_entry(link, row.identity, "held", reason))
            return
        if any(now.is_making(row) for now in sides.values()):
            plan.entries.append(_entry(link, row.identity, "waiting", "a line is made first"))
        if found.outcome is Outcome.NOTHING:
            return
        written: dict[Side, Any] = {}
        for side, now in sides.items():
            wanted = found.wanted[side]
            asked = found.moved[side] or keyed(wanted) != keyed(made(now.value(row)))
            if not asked or keyed(wanted) == keyed(now.stored(row)):
                continue
            view = self.world.spelled(pair, side, {row.name: wanted or None})
            patch = pair.side(side).from_view(view, now.record)
            attribute = row.left if side is Side.LEFT else row.right
            stored = getattr(patch, attribute, UNSET)
            problem = acceptance.problems(pair.side(side).type, patch, creating=False).get(attribute, "")
            if isinstance(stored, UnsetType) or problem:
                reason = problem or f"the {side.value} cannot hold these lines"
                plan.entries.append(_entry(link, row.identity, "rejected", f"{row.identity}: {reason}"))
                return
            written[side] = stored
        for one, other, winner in found.conflicts:
            plan.conflicts.append(Conflict(link.id, row.identity, json_of(one), json_of(other), winner))
        for side, stored in written.items():
            record, attribute = link.end(side), row.left if side is Side.LEFT else row.right
            self._planned[record][attribute][link.id] = Assignment(stored, sides[side.other].origin(row))
            self._rows[record, attribute] = (link.pair, row.identity)
        expected = [
            sides[side].expected_lines(row, [ends[place] for ends in found.bases], written.get(side, UNSET))
            for place, side in enumerate(Side)
        ]
        plan.moves.append(Move(link.id, row.identity, *expected))

    def _cannot_read(self, row: Row, link: Link, plan: Linking, now: _SideNow) -> bool:
        """Whether a row must wait on this side; says why."""
        if row.name in now.waits:
            plan.entries.append(_waiting(self.world, link, row, now.waits[row.name]))
            return True
        stored = getattr(now.record, row.left if now.side is Side.LEFT else row.right)
        attribute = row.left if now.side is Side.LEFT else row.right
        unreadable = any(name.split(".")[0] == attribute for name in now.known.unreadable)
        # an expression may read what is below an unreadable value, and then the View has one
        if isinstance(now.values[row.name], UnsetType) and (unreadable or not _is_blank(stored)):
            plan.entries.append(
                _entry(link, row.identity, "rejected", f"the {now.side.value} value cannot be read")
            )
            return True
        return False

    def _assign(
        self,
        pair: ObjectPair,
        link: Link,
        plan: Linking,
        sides: dict[Side, _SideNow],
        side: Side,
        fields: dict[str, Any],
    ) -> None:
        """Plan one side's new values, and the bases that move once they are there."""
        if not fields:
            return
        now, source = sides[side], sides[side.other]
        kind = pair.side(side).type
        view = self.world.spelled(pair, side, fields)
        patch = pair.side(side).from_view(view, now.record)
        problems = acceptance.problems(kind, patch, creating=False)
        for row in pair.rows:
            if row.name not in fields:
                continue
            attribute = row.left if side is Side.LEFT else row.right
            stored = getattr(patch, attribute, UNSET)
            if isinstance(stored, UnsetType):
                plan.entries.append(
                    _entry(link, row.identity, "rejected", f"the {side.value} cannot hold this value")
                )
            elif attribute in problems:
                plan.entries.append(
                    _entry(link, row.identity, "rejected", f"{row.identity}: {problems[attribute]}")
                )
            else:
                record = link.end(side)
                self._planned[record][attribute][link.id] = Assignment(stored, source.origin(row))
                self._rows[record, attribute] = (link.pair, row.identity)
                wanted = Expected(json_of(fields[row.name]), attribute, stored)
                given = source.expected(row)
                left, right = (wanted, given) if side is Side.LEFT else (given, wanted)
                plan.moves.append(Move(link.id, row.identity, left, right))

    def _is_paused(self, link: Link) -> bool:
        return verdict(self.world, link, propagates=False).fate is not Fate.MERGE

    # ---- copies and one-way rows ----

    def _follow(self, link: Link) -> None:
        """After all two-way rows of the round: copies and one-way rows (SEMANTICS section 2)."""
        group = self.world.groups.get(link.pair)
        left, right = self.world.known(link.left), self.world.known(link.right)
        if group is None or left is None or right is None or self._is_paused(link):
            return
        for pair in group.pairs:
            rows = [row for row in pair.rows if row.binding is not Binding.TWO_WAY]
            if not rows:
                continue
            sides = {
                Side.LEFT: _SideNow(self, pair, link, Side.LEFT, left, whole=True),
                Side.RIGHT: _SideNow(self, pair, link, Side.RIGHT, right, whole=True),
            }
            for row in rows:
                if not row.conditions or holds(row, sides[Side.LEFT].record, sides[Side.RIGHT].record):
                    self._follow_row(pair, link, row, sides)
                else:
                    self.plans[link.id].dropped += _forgotten([row], link)

    def _follow_row(self, pair: ObjectPair, link: Link, row: Row, sides: dict[Side, _SideNow]) -> None:
        plan = self.plans[link.id]
        side = Side.LEFT if row.binding in (Binding.LEFT, Binding.COPY_LEFT) else Side.RIGHT
        now, source = sides[side], sides[side.other]
        if self._cannot_read(row, link, plan, source):
            return
        state = _following(link.followers.get(row.identity), pair, row)
        needed = follow(source.now(row), now.now(row), state)
        if needed.newly_own or needed.state.own:
            reason = f"the {side.value} has a value of its own; it is kept and no longer follows"
            plan.entries.append(_entry(link, row.identity, "own", reason))
        if not needed.write:
            if needed.state != state:
                plan.settled[row.identity] = needed.state
            return
        view = self.world.spelled(pair, side, {row.name: source.now(row)})
        patch = pair.side(side).from_view(view, now.record)
        attribute = row.left if side is Side.LEFT else row.right
        stored = getattr(patch, attribute, UNSET)
        problem = acceptance.problems(pair.side(side).type, patch, creating=False).get(attribute)
        if isinstance(stored, UnsetType) or problem:
            reason = problem or f"the {side.value} cannot hold this value"
            plan.entries.append(_entry(link, row.identity, "rejected", reason))
            return
        record = link.end(side)
        self._planned[record][attribute][link.id] = Assignment(stored, source.origin(row))
        self._rows[record, attribute] = (link.pair, row.identity)
        expected = Expected(json_of(source.now(row)), attribute, stored)
        plan.follows.append(FollowMove(link.id, row.identity, side, needed.state, expected))


class _SideNow:
    """One side of a link as it is planned to be: canonical values, bases and origins by row."""

    def __init__(
        self, merging: Merging, pair: ObjectPair, link: Link, side: Side, known: Known, whole: bool = False
    ) -> None:
        self.side = side
        self.known = known
        self.id = link.end(side)
        self.planned = merging._effective(self.id, None if whole else link.id)
        self.record = merging.record(self.id, known, None if whole else link.id)
        view = pair.side(side).view(self.record, merging.world.now)
        self.values, self.waits = merging.world.canonical(pair, side, view)
        self._merging, self._pair = merging, pair
        self._bases = bases_of(pair, link.base(side))
        self._fills = pair.side(side).type.system.fills_absent

    def _attribute(self, row: Row) -> str:
        return row.left if self.side is Side.LEFT else row.right

    def value(self, row: Row) -> Any:
        """The value; blank where the system leaves out what was never set, and this has never been seen."""
        value = self.values[row.name]
        fills = self._fills and isinstance(value, UnsetType) and isinstance(self.base(row), UnsetType)
        return None if fills and self._is_absent(row) else value

    def _is_absent(self, row: Row) -> bool:
        attribute = self._attribute(row)
        unreadable = {name.split(".")[0] for name in self.known.unreadable}
        return row.name not in self.waits and attribute not in unreadable and getattr(self.record, attribute) is UNSET

    def base(self, row: Row) -> Any:
        return self._bases.get(row.name, UNSET)

    def now(self, row: Row) -> Any:
        """The value, or the base where this side does not say."""
        value = self.value(row)
        return self.base(row) if isinstance(value, UnsetType) else value

    def origin(self, row: Row) -> Origin:
        attribute = self._attribute(row)
        planned = self.planned.get(attribute)
        return planned.origin if planned else origin_of(self.id, self.known, attribute)

    def expected(self, row: Row) -> Expected:
        """What this side shows already, or will once another link's value is written."""
        planned = self.planned.get(self._attribute(row))
        if planned is None:
            return Expected(json_of(self.now(row)))
        return Expected(json_of(self.now(row)), self._attribute(row), planned.value)


    # ---- keyed lists ----

    def stored(self, row: Row) -> Any:
        """A list as the system shows it, whatever is planned."""
        if self._attribute(row) not in self.planned:
            return self.value(row)
        view = self._pair.side(self.side).view(self.known.record, self._merging.world.now)
        return self._merging.world.canonical(self._pair, self.side, view)[0][row.name]

    def is_making(self, row: Row) -> bool:
        """Whether an element is planned that has no key yet."""
        value = self.values[row.name]
        return isinstance(value, tuple) and any(line.key is None for line in value)

    def expected_lines(self, row: Row, lines: list[Any], sent: Any) -> Expected:
        """What this side will show of the elements that belong together, once it is written."""
        planned = self.planned.get(self._attribute(row))
        if isinstance(sent, UnsetType) and planned is None:
            return Expected(json_of(lines))
        value = planned.value if planned is not None and isinstance(sent, UnsetType) else sent
        return Expected(json_of(lines), self._attribute(row), value)


def _forgotten(rows: Iterable[Row], link: Link) -> list[str]:
    """Those of these rows of which the link remembers something."""
    remembered = link.left_base.keys() | link.right_base.keys() | link.followers.keys()
    return [row.identity for row in rows if row.identity in remembered]


def _order(link: Link) -> tuple[str, str, str]:
    return (link.pair, link.left.key, link.right.key)


def _entry(link: Link, row: str, kind: str, reason: str) -> Entry:
    return Entry(link.pair, Side.LEFT, link.left.key, row, kind, reason)


def _waiting(world: World, link: Link, row: Row, targets: tuple[RecordId, ...]) -> Entry:
    names = ", ".join(sorted({f"{target.type} {target.key}" for target in targets}))
    return _entry(link, row.identity, "waiting", f"refers to {names}, which is not linked")


def _following(stored: Any, pair: ObjectPair, row: Row) -> Following | None:
    if not isinstance(stored, dict):
        return None
    values = {}
    for name in ("source", "target"):
        if name in stored:
            values[name] = bases_of(pair, {row.identity: stored[name]}).get(row.name, UNSET)
    return Following(own=bool(stored.get("own")), **values)


def following_json(state: Following) -> dict[str, Any]:
    """A follower's state as plain JSON."""
    found: dict[str, Any] = {"own": state.own}
    if not isinstance(state.source, UnsetType):
        found["source"] = json_of(state.source)
    if not isinstance(state.target, UnsetType):
        found["target"] = json_of(state.target)
    return found


def json_of(value: Any) -> Any:
    """A canonical value as plain JSON, as bases keep it; None for UNSET."""
    return None if isinstance(value, UnsetType) else msgspec.to_builtins(value)


def _is_blank(value: Any) -> bool:
    return value is None or isinstance(value, UnsetType)


def unchanged(before: Record, after: Record, properties: tuple[Property, ...], sent: Iterable[str]) -> bool:
    """Whether a record read back differs from the one before in nothing but what we sent.

    Read-only properties do not count: stamps and numbers move by themselves.
    """
    ours = set(sent)
    return all(
        same(getattr(before, prop.attribute), getattr(after, prop.attribute))
        for prop in properties
        if prop.attribute not in ours and prop.access.value != "read"
    )

