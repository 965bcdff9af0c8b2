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
from .lines import MergedLines, composed, keyed, made, merge_lines, taken
from .model import Binding, ObjectPair, Property, Record, Row, Side, System
from .policies import Policies
from .reconcile import FIRST, Decision, Following, Origin, Outcome, Policy, Settled, Terms, follow, merge, same, settled
from .rewrites import FROZEN, Written, counted, is_frozen
from .vanished import Fate, verdict
from .world import Known, Link, RecordId, World, bases_of, instant, origin_of

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
    "Why",
    "following_json",
    "json_of",
    "unchanged",
]

REPEATS = 30
"""How often a link may be planned again in one round before its properties that still move are held."""
SETTLING = 30
"""How often after that, for the others, before the link is held whole."""


_NEWEST = Policies()


class Entry(Struct, frozen=True):
    """Something to tell of a record, or of one of its rows (`row` is "" for the record).

    `evidence` is JSON for programs: the two values of a row that is held.
    """

    pair: str
    side: Side
    key: str
    row: str
    kind: str
    reason: str
    evidence: str = ""


class Why(Struct, frozen=True):
    """Why a value is written: the pair and the row that ask for it, the rule that decided, the record it comes from."""

    pair: str
    row: str
    rule: str
    source: RecordId


class Assignment(Struct, frozen=True):
    """A value that one link plans for an attribute of a record."""

    value: Any
    origin: Origin
    why: Why


class Expected(Struct, frozen=True):
    """What a side will show for a row once its record is written: `value` is canonical, as plain JSON.

    `attribute` and `sent` say which value of which attribute this link planned or read; None, if the side
    already shows the value and needs no write.
    """

    value: Any
    attribute: str | None = None
    sent: Any = None


class Move(Struct, frozen=True):
    """Bases to move, when the writes they depend on are done. What the link had as `maybe` of the row is over then.

    `uses`: so is what it had as `decided`. `written` replaces its `rewrites`, with the stamp of the answer; where
    nothing is written they are forgotten.
    """

    link: int
    row: str
    left: Expected
    right: Expected
    uses: bool = False
    written: Written | None = None


class FollowMove(Struct, frozen=True):
    """The state of a copy or one-way row, when its target is written."""

    link: int
    row: str
    side: Side
    state: Following
    expected: Expected


class Update(Struct, frozen=True):
    """Write these attributes of a record. `overwrites` says that a value that is there gives way.

    `rows` names the pair and the row each value comes from, `why` says by attribute what decided it, and
    `origins` where each was edited.
    """

    record: RecordId
    values: dict[str, Any]
    overwrites: bool
    rows: tuple[tuple[str, str], ...]
    why: dict[str, Why] = {}
    origins: dict[str, Origin] = {}

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
    """Two edits of one property: both values as canonical JSON, and the side that wins; None while it is held.

    `rule` is what decided; `close`: the edits lie too near to be told apart for sure.
    """

    link: int
    row: str
    left: Any
    right: Any
    winner: Side | None
    rule: str = Policy.NEWEST.value
    close: bool = False


class Linking(Struct):
    """What one link plans; made anew each time the link is planned.

    `dropped` are rows whose conditions are false: what is remembered of them is forgotten, so that turning true is a
    first merge. `holds` are rows that are held from now on, with the reason: a hold stays open until both sides are
    equal or a person decides.
    """

    moves: list[Move] = []
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    follows: list[FollowMove] = []
    settled: dict[str, Following] = {}
    dropped: list[str] = []
    is_moving: bool = False
    holds: dict[str, str] = {}


class Merging:
    """Plans updates over links, to the fixed point. `policies` say who decides a Conflict."""

    def __init__(self, world: World, policies: Policies = _NEWEST) -> None:
        self.world = world
        self.policies = policies
        self.links: dict[int, Link] = {}
        self.plans: dict[int, Linking] = {}
        self._planned: dict[RecordId, dict[str, dict[int, Assignment]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._moving: dict[int, set[tuple[RecordId, str]]] = defaultdict(set)
        self._stopped: dict[int, set[tuple[RecordId, str]]] = defaultdict(set)

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
        return msgspec.structs.replace(newest, value=lines)

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
            why = {name: a.why for name, a in sorted(effective.items())}
            rows = tuple(sorted({(reason.pair, reason.row) for reason in why.values()}))
            origins = {name: a.origin for name, a in effective.items()}
            found.append(Update(record, values, overwrites, rows, why, origins))
        return found

    # ---- planning ----

    def run(self, links: Iterable[Link]) -> None:
        """Plan these links, and every link that a planned value reaches.

        What still moves after `REPEATS` is held, property by property; a link that then moves on is held whole.
        """
        queue = sorted(links, key=_order)
        times: dict[int, int] = defaultdict(int)
        while queue:
            again: dict[int, Link] = {}
            for link in queue:
                times[link.id] += 1
                if times[link.id] > REPEATS:
                    self._stopped[link.id] |= self._moving[link.id]
                for record in self._plan(link, held=times[link.id] > REPEATS + SETTLING):
                    for other in self.world.links_of[record]:
                        if other.id != link.id and times[other.id] <= REPEATS + SETTLING:
                            again[other.id] = other
            queue = sorted(again.values(), key=_order)
        for link_id in sorted(self.plans):
            self._note_hidden(self.links[link_id])
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
            plan.is_moving = paused.is_short
            plan.entries.append(_entry(link, "", paused.kind, paused.reason))
        elif group is not None and left is not None and right is not None and paused.fate is Fate.MERGE:
            if held:
                plan.is_moving = True
                plan.entries.append(_entry(link, "", "held", f"still moving after {REPEATS + SETTLING} repeats"))
            else:
                for pair in group.pairs:
                    self._merge(pair, link, plan, left, right)
        after = self._contributions(link)
        self._moving[link.id] = {
            (record, name)
            for record in (link.left, link.right)
            for name in before[record].keys() | after[record].keys()
            if before[record].get(name) != after[record].get(name)
        }
        return sorted({record for record, _ in self._moving[link.id]})

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
        targets: dict[Side, dict[str, tuple[Any, str, Written]]] = {Side.LEFT: {}, Side.RIGHT: {}}
        for row in rows:
            lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
            if self._cannot_read(row, link, plan, lhs) or self._cannot_read(row, link, plan, rhs):
                continue
            ends = {(link.left, row.left), (link.right, row.right)}
            if ends & self._stopped[link.id]:
                plan.is_moving = True
                plan.entries.append(_entry(link, row.identity, "held", f"still moving after {REPEATS} repeats"))
            elif row.keyed:
                self._merge_lines(row, pair, link, plan, sides)
            elif "side" in _said(link, row):
                self._obey(row, pair, link, plan, sides)
            else:
                found = self._decided(row, pair, link, plan, sides)
                if found.outcome is Outcome.WRITE and found.target is not None:
                    source = sides[found.target.other]
                    stored = None if found.conflict else link.rewrites.get(row.identity)
                    written = counted(stored, found.target, source.origin(row).stamp, self.world.now)
                    ends_now = {(now.id, now.attribute(row)) for now in sides.values()}
                    if (written == FROZEN and not source.is_planned(row)) or ends_now & self.world.fighting:
                        _freeze(row, link, plan, lhs, rhs)
                    else:
                        rule = found.rule or ("edit" if source.has_base(row) else FIRST)
                        targets[found.target][row.name] = (source.now(row), rule, written)
                        self._note_conflict(row, link, plan, sides, found)
        for side, fields in targets.items():
            self._assign(pair, link, plan, sides, side, fields)

    def _decided(
        self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: dict[Side, _SideNow]
    ) -> Decision:
        """What a property needs by itself; what needs no write is planned."""
        lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
        ended, unclear = _settle(row, link, sides)
        choice = self.policies.of(link.pair, row.identity)
        is_held = "hold" in _said(link, row)
        terms = Terms(
            policy=choice.policy,
            first=choice.first,
            own=lhs.is_own(row) and rhs.is_own(row),
            edited=frozenset(side for side, now in sides.items() if now.was_edited(row))
            | _moved_on(row, link, sides, unclear),
            held=is_held,
            unclear=unclear,
            latest=self._latest(lhs.origin(row), rhs.origin(row)),
        )
        found = merge(
            lhs.value(row), lhs.base(row), rhs.value(row), rhs.base(row), lhs.origin(row), rhs.origin(row), terms
        )
        if found.outcome is Outcome.ADOPT or (found.outcome is Outcome.NOTHING and ended):
            plan.moves.append(Move(link.id, row.identity, lhs.expected(row), rhs.expected(row), uses=is_held))
        elif found.outcome is Outcome.NOTHING and is_frozen(link.rewrites.get(row.identity)):
            plan.entries.append(_frozen(link, row, lhs, rhs))
        elif found.outcome is Outcome.HOLD:
            _hold(row, link, plan, sides, found.rule)
            if not is_held:
                self._note_conflict(row, link, plan, sides, found)
        for side, now in sides.items():
            if now.is_untold(row) and sides[side.other].now(row) not in (None, UNSET):
                plan.entries.append(_entry(link, row.identity, "rejected", _untold(pair.side(side).type.system, side)))
        return found

    def _latest(self, left: Origin, right: Origin) -> Side | None:
        """Which of two edits of one property of one record is the later: the one that the record shows now."""
        if left[1:4] != right[1:4] or left.change == right.change:
            return None
        system, _, kind = left.type.partition(".")
        record = RecordId(system, kind, left.key)
        known = self.world.known(record)
        if known is None or self.world.wrote(record, left.attribute) is not None:
            return None
        now = origin_of(record, known, left.attribute).change
        return {left.change: Side.LEFT, right.change: Side.RIGHT}.get(now)

    def _note_conflict(
        self, row: Row, link: Link, plan: Linking, sides: dict[Side, _SideNow], found: Decision
    ) -> None:
        if found.conflict:
            left, right = json_of(sides[Side.LEFT].now(row)), json_of(sides[Side.RIGHT].now(row))
            winner = found.target.other if found.target is not None else None
            plan.conflicts.append(Conflict(link.id, row.identity, left, right, winner, found.rule, found.close))

    def _note_hidden(self, link: Link) -> None:
        """Edits that every link saw only behind a value that another one plans: they lose too, and are kept as well."""
        group = self.world.groups.get(link.pair)
        for pair in group.pairs if group is not None and not self._is_paused(link) else ():
            for side in Side:
                record = link.end(side)
                known, planned = self.world.known(record), self._effective(record)
                rows = [row for row in pair.rows if row.binding is Binding.TWO_WAY and not row.keyed]
                hidden = [row for row in rows if (row.left if side is Side.LEFT else row.right) in planned]
                if known is None or not hidden:
                    continue
                view = pair.side(side).view(known.record, self.world.now)
                shown, _ = self.world.canonical(pair, side, view)
                bases = bases_of(pair, link.base(side))
                for row in hidden:
                    attribute = row.left if side is Side.LEFT else row.right
                    assignment = planned[attribute]
                    own, base = shown[row.name], bases.get(row.name, UNSET)
                    is_edit = not isinstance(own, UnsetType) and not isinstance(base, UnsetType) and not same(own, base)
                    is_ours = self.world.wrote(record, attribute) is not None
                    is_ours = is_ours or json_of(own) == _said(link, row).get("other", UNSET)
                    is_ours = is_ours or json_of(own) in link.maybe.get(side.value, {}).get(row.identity, [])
                    if not is_edit or is_ours or self._is_named(record, row.identity, json_of(own)):
                        continue
                    given = json_of(assignment.value)
                    values = (json_of(own), given) if side is Side.LEFT else (given, json_of(own))
                    conflict = Conflict(link.id, row.identity, *values, side.other, assignment.why.rule)
                    self.plans[link.id].conflicts.append(conflict)

    def _is_named(self, record: RecordId, row: str, value: Any) -> bool:
        """Whether a value is in a conflict of one of the record's links, or what one of them is to be written."""
        plans = [self.plans[link.id] for link in self.world.links_of[record] if link.id in self.plans]
        named = any(value in (found.left, found.right) for plan in plans for found in plan.conflicts)
        return named or any(move.row == row and value == move.left.value == move.right.value for plan in plans
                            for move in plan.moves)

    def _obey(
        self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: dict[Side, _SideNow]
    ) -> None:
        """What a person decided: the newest edit of both sides, written to whichever side differs."""
        said = _said(link, row)
        value = bases_of(pair, {row.identity: said.get("value")}).get(row.name, UNSET)
        if isinstance(value, UnsetType) or said["side"] not in _SIDES:
            reason = "what was decided no longer fits the row; decide again"
            plan.entries.append(_entry(link, row.identity, "held", reason))
            return
        source = _SIDES[said["side"]]
        origin = sides[source].origin(row)._replace(stamp=instant(self.world.now.isoformat()))
        expected = {side: Expected(json_of(value)) for side in Side}
        written: dict[Side, Any] = {}
        for side, now in sides.items():
            if same(now.value(row), value):
                expected[side] = now.expected(row)
                continue
            stored, problem = self._spelled(pair, side, now, row, value)
            if problem:
                plan.entries.append(_entry(link, row.identity, "rejected", f"{row.identity}: {problem}"))
                return
            written[side] = stored
            expected[side] = Expected(json_of(value), now.attribute(row), stored)
        why = Why(link.pair, row.identity, "decided", link.end(source))
        for side, stored in written.items():
            attribute = sides[side].attribute(row)
            self._planned[link.end(side)][attribute][link.id] = Assignment(stored, origin, why)
        plan.moves.append(Move(link.id, row.identity, expected[Side.LEFT], expected[Side.RIGHT], uses=True))

    def _spelled(self, pair: ObjectPair, side: Side, now: _SideNow, row: Row, value: Any) -> tuple[Any, str]:
        """A canonical value as a side stores it, and why it cannot; "" where it can."""
        view = self.world.spelled(pair, side, {row.name: value})
        patch = pair.side(side).from_view(view, now.record)
        stored = getattr(patch, now.attribute(row), UNSET)
        problem = acceptance.problems(pair.side(side).type, patch, creating=False).get(now.attribute(row), "")
        if isinstance(stored, UnsetType):
            problem = problem or f"the {side.value} cannot hold {'these lines' if row.keyed else 'this value'}"
        return stored, problem

    def _merge_lines(
        self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: dict[Side, _SideNow]
    ) -> None:
        """Decide a keyed list, and plan what either side needs; both may need something."""
        found = self._merged_lines(row, link, sides)
        if found.outcome is Outcome.HOLD:
            reason = "both sides have lines and they differ, or two lines of one side have the same key"
            plan.entries.append(_entry(link, row.identity, "held", reason))
            plan.holds |= {row.identity: reason} if found.stays else {}
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
            stored, problem = self._spelled(pair, side, now, row, wanted or None)
            if problem:
                plan.entries.append(_entry(link, row.identity, "rejected", f"{row.identity}: {problem}"))
                return
            written[side] = stored
        for lost in found.conflicts:
            plan.conflicts.append(
                Conflict(
                    link.id, row.identity, json_of(lost.left), json_of(lost.right), lost.winner, lost.rule, lost.close
                )
            )
        rule = "decided" if _said(link, row) else found.conflicts[0].rule if found.conflicts else "edit"
        for side, stored in written.items():
            why = Why(link.pair, row.identity, rule, link.end(side.other))
            assignment = Assignment(stored, sides[side.other].origin(row), why)
            self._planned[link.end(side)][sides[side].attribute(row)][link.id] = assignment
        left, right = (
            sides[side].expected_lines(row, [ends[place] for ends in found.bases], written.get(side, UNSET))
            for place, side in enumerate(Side)
        )
        plan.moves.append(Move(link.id, row.identity, left, right, uses=bool(_said(link, row))))

    def _merged_lines(self, row: Row, link: Link, sides: dict[Side, _SideNow]) -> MergedLines:
        """What a keyed list needs: by itself, or as a person decided, who takes the lines of one side."""
        lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
        said = _said(link, row)
        if said.get("side") in _SIDES:
            return taken(lhs.value(row), rhs.value(row), _SIDES[said["side"]])
        choice = self.policies.of(link.pair, row.identity)
        own = lhs.is_own(row) and rhs.is_own(row)
        terms = Terms(policy=choice.policy, first=choice.first, own=own, held="hold" in said)
        values = lhs.value(row), lhs.base(row), rhs.value(row), rhs.base(row)
        return merge_lines(*values, lhs.origin(row), rhs.origin(row), terms)

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
        fields: dict[str, tuple[Any, str, Written]],
    ) -> None:
        """Plan one side's new values, each with its rule, and the bases that move once they are there."""
        if not fields:
            return
        now, source = sides[side], sides[side.other]
        kind = pair.side(side).type
        view = self.world.spelled(pair, side, {name: value for name, (value, _, _) in fields.items()})
        patch = pair.side(side).from_view(view, now.record)
        problems = acceptance.problems(kind, patch, creating=False)
        for row in pair.rows:
            if row.name not in fields:
                continue
            value, rule, written = fields[row.name]
            attribute = now.attribute(row)
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
                why = Why(link.pair, row.identity, rule, link.end(side.other))
                self._planned[link.end(side)][attribute][link.id] = Assignment(stored, source.origin(row), why)
                wanted = Expected(json_of(value), attribute, stored)
                given = source.expected(row)
                left, right = (wanted, given) if side is Side.LEFT else (given, wanted)
                uses = bool(_said(link, row))
                plan.moves.append(Move(link.id, row.identity, left, right, uses, written))

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
        stored, problem = self._spelled(pair, side, now, row, source.now(row))
        if problem:
            plan.entries.append(_entry(link, row.identity, "rejected", problem))
            return
        attribute, rule = now.attribute(row), "copy" if row.binding in _COPIES else "edit"
        why = Why(link.pair, row.identity, rule, link.end(side.other))
        self._planned[link.end(side)][attribute][link.id] = Assignment(stored, source.origin(row), why)
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
        self._link = link
        self._earlier: dict[int, list[dict[str, Any]]] = {}
        self._fills = pair.side(side).type.system.fills_absent

    def attribute(self, row: Row) -> str:
        return row.left if self.side is Side.LEFT else row.right

    def value(self, row: Row) -> Any:
        """The value; blank where the system leaves out what was never set, and this has never been seen."""
        value = self.values[row.name]
        fills = self._fills and isinstance(value, UnsetType) and isinstance(self.base(row), UnsetType)
        return None if fills and self._is_absent(row) else value

    def is_untold(self, row: Row) -> bool:
        """Whether the system has never told what is there, though it could be read: nothing may be written over it."""
        return isinstance(self.now(row), UnsetType) and self._is_absent(row)

    def _is_absent(self, row: Row) -> bool:
        attribute = self.attribute(row)
        unreadable = {name.split(".")[0] for name in self.known.unreadable}
        return row.name not in self.waits and attribute not in unreadable and getattr(self.record, attribute) is UNSET

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
        return not self.is_planned(row) and self._merging.world.wrote(self.id, self.attribute(row)) is None

    def was_edited(self, row: Row) -> bool:
        """Whether the value was edited though it may equal the base: planned by another link, or there and back.

        Without a base: whether a blank had a value before.
        """
        if self.is_planned(row):
            return True
        base = self.base(row)
        is_first = isinstance(base, UnsetType)
        if is_first and self.value(row) is not None:
            return False
        for values in self._values_since(0 if is_first else self._merging.world.looked_at(self._link, row.identity)):
            value = values[row.name]
            if isinstance(value, UnsetType):
                continue
            if value is not None if is_first else not same(value, base):
                return True
        return False

    def _values_since(self, looked: int) -> list[dict[str, Any]]:
        """What this side showed since a Snapshot was stored and before the present one, oldest first."""
        if looked not in self._earlier:
            world, pair = self._merging.world, self._pair
            records = world.earlier(self.id, looked)
            views = [pair.side(self.side).view(record, world.now) for record in records]
            self._earlier[looked] = [world.canonical(pair, self.side, view)[0] for view in views]
        return self._earlier[looked]

    def now(self, row: Row) -> Any:
        """The value, or the base where this side does not say."""
        value = self.value(row)
        return self.base(row) if isinstance(value, UnsetType) else value

    def origin(self, row: Row) -> Origin:
        attribute = self.attribute(row)
        planned = self.planned.get(attribute)
        if planned is not None:
            return planned.origin
        return self._merging.world.wrote(self.id, attribute) or origin_of(self.id, self.known, attribute)

    def expected(self, row: Row) -> Expected:
        """What this side shows already, or will once another link's value is written."""
        planned = self.planned.get(self.attribute(row))
        if planned is None:
            return Expected(json_of(self.now(row)))
        return Expected(json_of(self.now(row)), self.attribute(row), planned.value)


    # ---- keyed lists ----

    def stored(self, row: Row) -> Any:
        """A list as the system shows it, whatever is planned."""
        if self.attribute(row) not in self.planned:
            return self.value(row)
        view = self._pair.side(self.side).view(self.known.record, self._merging.world.now)
        return self._merging.world.canonical(self._pair, self.side, view)[0][row.name]

    def is_making(self, row: Row) -> bool:
        """Whether an element is planned that has no key yet."""
        value = self.values[row.name]
        return isinstance(value, tuple) and any(line.key is None for line in value)

    def expected_lines(self, row: Row, lines: list[Any], sent: Any) -> Expected:
        """What this side will show of the elements that belong together, once it is written."""
        planned = self.planned.get(self.attribute(row))
        if isinstance(sent, UnsetType) and planned is None:
            return Expected(json_of(lines))
        value = planned.value if planned is not None and isinstance(sent, UnsetType) else sent
        return Expected(json_of(lines), self.attribute(row), value)


_SIDES = {side.value: side for side in Side}
_COPIES = (Binding.COPY_LEFT, Binding.COPY_RIGHT)


def _said(link: Link, row: Row) -> dict[str, Any]:
    """What a person decided for a row, or the hold that is open for it; {} for neither."""
    said = link.decided.get(row.identity)
    return said if isinstance(said, dict) else {}


def _settle(row: Row, link: Link, sides: dict[Side, _SideNow]) -> tuple[bool, frozenset[Side]]:
    """Compare both sides with writes to them whose outcome is unknown, and go on with the bases that follow (S-16).

    Gives whether it is known now what became of a write, and the sides where that cannot be told.
    """
    found: dict[Side, Settled] = {}
    for side, now in sides.items():
        stored = link.maybe.get(side.value, {}).get(row.identity, ())
        possible = [value for one in stored if not isinstance(value := now.read(row, one), UnsetType)]
        outcome = settled(now.value(row), now.base(row), possible)
        if outcome is None:
            continue
        found[side] = outcome
        if not isinstance(outcome.base, UnsetType):
            for end in sides.values():
                end.rebase(row, outcome.base)
    unclear = frozenset(side for side, outcome in found.items() if outcome.unclear)
    has_bases = all(now.has_base(row) for now in sides.values())
    return bool(found) and not unclear and has_bases, unclear


def _moved_on(row: Row, link: Link, sides: dict[Side, _SideNow], unclear: frozenset[Side]) -> frozenset[Side]:
    """Sides that show another value than they had when they were written over to an unclear one: they were edited."""
    found = set()
    for side in unclear:
        source = sides[side.other]
        sent = [source.read(row, one) for one in link.maybe.get(side.value, {}).get(row.identity, ())]
        if not any(same(source.value(row), one) for one in sent):
            found.add(side.other)
    return frozenset(found)


def _hold(row: Row, link: Link, plan: Linking, sides: dict[Side, _SideNow], rule: str) -> None:
    """Both values stay where they are until they are equal or a person decides."""
    said = _said(link, row).get("hold")
    if not isinstance(said, str) or not said:
        edited = "both sides have a value and they differ" if rule == FIRST else "both sides were edited"
        plan.holds[row.identity] = said = edited
    plan.entries.append(_both(link, row, "held", said, sides[Side.LEFT], sides[Side.RIGHT]))


def _freeze(row: Row, link: Link, plan: Linking, lhs: _SideNow, rhs: _SideNow) -> None:
    """Both sides keep what they show: writing again would be answered with another change.

    If it was a person after all, the value is kept: nobody else has it.
    """
    values = json_of(lhs.now(row)), json_of(rhs.now(row))
    plan.conflicts.append(Conflict(link.id, row.identity, *values, None, "frozen"))
    plan.entries.append(_frozen(link, row, lhs, rhs))
    plan.moves.append(Move(link.id, row.identity, lhs.expected(row), rhs.expected(row), written=FROZEN))


def _frozen(link: Link, row: Row, lhs: _SideNow, rhs: _SideNow) -> Entry:
    reason = "the servers change each other's value again and again; nothing is written until somebody edits it"
    return _both(link, row, "frozen", reason, lhs, rhs)


def _both(link: Link, row: Row, kind: str, reason: str, lhs: _SideNow, rhs: _SideNow) -> Entry:
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


def _forgotten(rows: Iterable[Row], link: Link) -> list[str]:
    """Those of these rows of which the link remembers something."""
    remembered = link.left_base.keys() | link.right_base.keys() | link.followers.keys() | link.decided.keys()
    return [row.identity for row in rows if row.identity in remembered]


def _order(link: Link) -> tuple[str, str, str]:
    return (link.pair, link.left.key, link.right.key)


def _entry(link: Link, row: str, kind: str, reason: str) -> Entry:
    return Entry(link.pair, Side.LEFT, link.left.key, row, kind, reason)


def _untold(system: System, side: Side) -> str:
    return (
        f"{system.name} never showed the {side.value} value, so what is there is not known and nothing is written over "
        "it. If it leaves out what was never set, its profile needs fills_absent = true"
    )


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

