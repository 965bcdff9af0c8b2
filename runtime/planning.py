"""One round's plan for links: what each needs, as values that can be printed instead of done.

Pure. Links are planned in the order of (pair, left key, right key). Each sees what other links already plan
for its two records; planning repeats over links whose records gained or changed a planned value until nothing
moves, so a record gets one write, merged from all its links (SEMANTICS section 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from . import acceptance
from .chosen_lines import chosen
from .conditions import holds
from .held import cannot_read, disagreeing, entry_of, forgotten, freeze, frozen, hold, left_out, untold, waiting
from .line_paths import is_unclear, joined
from .lines import MergedLines, completed, composed, keyed, made, merge_lines, taken, without_keys
from .model import Binding, ObjectPair, Record, Row, Side
from .origins import DECIDED, digest_of, instant
from .planned import Assignment, Conflict, Expected, FollowMove, Linking, Move, Update, Why, json_of
from .policies import Policies
from .reconcile import (
    AMBIGUOUS,
    FIRST,
    KEPT,
    Decision,
    Following,
    Origin,
    Outcome,
    Policy,
    Terms,
    are_close,
    follow,
    is_filled,
    merge,
    same,
)
from .rewrites import FROZEN, Written, counted, is_cut, is_frozen, is_kept
from .sides import SideNow, Sides, laid_over, moved_on, overtaken, said_of, settle
from .vanished import Fate, verdict
from .world import Known, Link, RecordId, World, bases_of

__all__ = ["Merging"]

REPEATS = 30
"""How often a link may be planned again in one round before its properties that still move are held."""
SETTLING = 30
"""How often after that, for the others, before the link is held whole."""


_NEWEST = Policies()
_Place: TypeAlias = "tuple[int, str]"
"""What plans a value: a link and the identity of its row."""


class Merging:
    """Plans updates over links, to the fixed point. `policies` say who decides a Conflict."""

    def __init__(self, world: World, policies: Policies = _NEWEST) -> None:
        self.world = world
        self.policies = policies
        self.links: dict[int, Link] = {}
        self.plans: dict[int, Linking] = {}
        self._planned: dict[RecordId, dict[str, dict[_Place, Assignment]]] = defaultdict(lambda: defaultdict(dict))
        self._moving: dict[int, set[tuple[RecordId, str]]] = defaultdict(set)
        self._stopped: dict[int, set[tuple[RecordId, str]]] = defaultdict(set)
        self._behind: set[int] = set()

    # ---- what is planned ----

    def record(self, record: RecordId, known: Known) -> Record:
        """The record with planned values laid over it."""
        return laid_over(known.record, self._effective(record))

    def edited(self, record: RecordId, known: Known) -> Record:
        """The same with its values as they were edited, and not in the forms that its system gave to them."""
        return laid_over(self.world.as_edited(record, known), self._effective(record))

    def _sides(
        self, pair: ObjectPair, link: Link, left: Known, right: Known, without: frozenset[_Place] = frozenset()
    ) -> Sides:
        """Both sides of a link, with what is planned for them; what the rows `without` plan left out, and where there
        are such, the lists that other links plan."""
        own = link.id if without else None
        return {
            Side.LEFT: SideNow(self.world, pair, link, Side.LEFT, left, self._effective(link.left, without, own)),
            Side.RIGHT: SideNow(self.world, pair, link, Side.RIGHT, right, self._effective(link.right, without, own)),
        }

    def _effective(
        self, record: RecordId, without: frozenset[_Place] = frozenset(), own: int | None = None
    ) -> dict[str, Assignment]:
        found: dict[str, Assignment] = {}
        kind = self.world.types.get((record.system, record.type))
        for attribute, by_row in self._planned.get(record, {}).items():
            others = own is None or kind is None or not kind.property_named(attribute).key
            candidates = [
                (a.origin, place, a)
                for place, a in sorted(by_row.items())
                if place not in without and (others or place[0] == own)
            ]
            if candidates:
                newest = max(candidates, key=lambda candidate: candidate[:2])[2]
                found[attribute] = self._together(record, attribute, newest, [a for _, _, a in sorted(candidates)])
        return found

    def _together(self, record: RecordId, attribute: str, newest: Assignment, every: list[Assignment]) -> Assignment:
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
            overwrites = any(is_filled(getattr(known.record, name, UNSET)) for name in values)
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
                group = self.world.groups.get(link.pair)
                # sections of one pair may write one property: each sees what the others plan, as links do
                is_shared = group is not None and len(group.pairs) > 1
                for record in self._plan(link, held=times[link.id] > REPEATS + SETTLING):
                    for other in self.world.links_of[record]:
                        if (other.id != link.id or is_shared) and times[other.id] <= REPEATS + SETTLING:
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
        self.links[link.id] = link
        plan = self.plans[link.id] = Linking()
        paused = verdict(self.world, link, propagates=False)
        is_behind = paused.fate is Fate.MERGE and not held and self._is_behind(link)
        (self._behind.add if is_behind else self._behind.discard)(link.id)
        if paused.fate is not Fate.MERGE or held or is_behind:
            self._withdraw(link, [place for found in before.values() for rows in found.values() for place in rows])
        if paused.fate is Fate.PAUSE:
            plan.is_moving = paused.is_short
            plan.entries.append(entry_of(link, "", paused.kind, paused.reason))
        elif group is not None and left is not None and right is not None and paused.fate is Fate.MERGE:
            if held:
                plan.is_moving = True
                plan.entries.append(entry_of(link, "", "held", f"still moving after {REPEATS + SETTLING} repeats"))
            elif is_behind:
                plan.is_moving = True
                plan.entries.append(entry_of(link, "", "waiting", "its lines are written from another link first"))
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

    def _is_behind(self, link: Link) -> bool:
        """Whether a link before this one plans a keyed list of its records.

        Elements have keys only once they are made, and an edit of one of them may come by two ways: a list is merged
        from what is stored, by one link at a time. The record is to get one write, so all of the link waits.
        """
        group = self.world.groups.get(link.pair)
        rows = [row for pair in group.pairs for row in pair.rows if row.keyed] if group is not None else []
        lists = {(link.left, row.left) for row in rows} | {(link.right, row.right) for row in rows}
        return any(
            _order(self.links[other]) < _order(link)
            for record, attribute in lists
            for other, _ in self._planned.get(record, {}).get(attribute, ())
            if other != link.id
        )

    def _contributions(self, link: Link) -> dict[RecordId, dict[str, dict[_Place, Assignment]]]:
        return {
            record: {
                name: mine
                for name, by_row in self._planned.get(record, {}).items()
                if (mine := {place: planned for place, planned in by_row.items() if place[0] == link.id})
            }
            for record in (link.left, link.right)
        }

    def _withdraw(self, link: Link, places: Iterable[_Place]) -> None:
        for record in (link.left, link.right):
            for by_row in self._planned.get(record, {}).values():
                for place in places:
                    by_row.pop(place, None)

    def _merge(self, pair: ObjectPair, link: Link, plan: Linking, left: Known, right: Known) -> None:
        rows = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
        mine = frozenset((link.id, row.identity) for row in rows)
        self._withdraw(link, mine)
        sides = self._sides(pair, link, left, right, mine)
        self._merge_rows([row for row in rows if not row.conditions], pair, link, plan, sides)
        conditional = [row for row in rows if row.conditions]
        if conditional:
            merged = (self.record(link.left, left), self.record(link.right, right))
            kept = [row for row in conditional if holds(row, *merged)]
            plan.dropped += forgotten([row for row in conditional if row not in kept], link)
            self._merge_rows(kept, pair, link, plan, sides)

    def _merge_rows(self, rows: list[Row], pair: ObjectPair, link: Link, plan: Linking, sides: Sides) -> None:
        """Decide these rows, and plan the writes they need."""
        targets: dict[Side, dict[str, tuple[Decision, str, Written]]] = {Side.LEFT: {}, Side.RIGHT: {}}
        for row in rows:
            lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
            if self._cannot_read(row, pair, link, plan, lhs) or self._cannot_read(row, pair, link, plan, rhs):
                continue
            ends = {(link.left, row.left), (link.right, row.right)}
            if ends & self._stopped[link.id]:
                plan.is_moving = True
                plan.entries.append(entry_of(link, row.identity, "held", f"still moving after {REPEATS} repeats"))
            elif row.keyed:
                self._merge_lines(row, pair, link, plan, sides)
            elif "side" in said_of(link, row) and not overtaken(row, link, sides):
                self._obey(row, pair, link, plan, sides)
            else:
                found = self._decided(row, pair, link, plan, sides)
                if found.outcome is Outcome.WRITE and found.target is not None:
                    source = sides[found.target.other]
                    stored = None if found.conflict else link.rewrites.get(row.identity)
                    stamp, base = source.origin(row).stamp, source.base(row)
                    written = counted(stored, found.target, stamp, self.world.now, base, source.value(row))
                    ends_now = {(now.id, now.attribute(row)) for now in sides.values()}
                    if (written == FROZEN and not source.is_planned(row)) or ends_now & self.world.fighting:
                        freeze(row, link, plan, lhs, rhs)
                    else:
                        rule = found.rule or ("edit" if source.has_base(row) else FIRST)
                        targets[found.target][row.name] = (found, rule, written)
        for side, fields in targets.items():
            self._assign(pair, link, plan, sides, side, fields)

    def _decided(self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: Sides) -> Decision:
        """What a property needs by itself; what needs no write is planned."""
        lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
        ended, unclear, blank = settle(row, link, sides)
        left, right = lhs.origin(row), rhs.origin(row)
        if not same(lhs.value(row), rhs.value(row)):
            left, right = self.world.traced(left), self.world.traced(right)
        choice = self.policies.of(link.pair, row.identity)
        is_held = bool(said_of(link, row))  # or decided, but edited since: then a person is asked again
        terms = Terms(
            policy=choice.policy,
            first=choice.first,
            own=lhs.is_own(row) and rhs.is_own(row),
            edited=frozenset(side for side, now in sides.items() if now.was_edited(row))
            | moved_on(row, link, sides, unclear),
            held=is_held,
            unclear=unclear,
            latest=self._latest(row, sides, left, right) if left[1:4] == right[1:4] or not ended else None,
            outdated=frozenset(side for side, now in sides.items() if now.is_outdated(row, sides[side.other])),
        )
        found = merge(lhs.value(row), lhs.base(row), rhs.value(row), rhs.base(row), left, right, terms)
        if found.rule == FIRST and same(lhs.given(row), rhs.given(row)):
            found = Decision(Outcome.ADOPT)  # as it was edited, in the forms that the two systems gave to it
        may_be_ours = any(link.maybe.get(side.value, {}).get(row.identity) for side in Side)
        if found.conflict and found.rule not in (FIRST, Policy.HOLD.value) and may_be_ours:
            found = msgspec.structs.replace(found, rule=AMBIGUOUS)  # it follows from what a lost write may have brought
        if found.target is not None and not found.conflict:
            over = KEPT if _was_never_taken(row, link, sides, found.target) else ""
            over = over or (AMBIGUOUS if found.target in blank else "")  # S-05: what comes back is named
            if over and choice.policy is Policy.HOLD:
                found = Decision(Outcome.HOLD, conflict=True, rule=Policy.HOLD.value)
            elif over:
                found = msgspec.structs.replace(found, conflict=True, rule=over)
        if found.outcome is Outcome.ADOPT or (found.outcome is Outcome.NOTHING and ended):
            plan.moves.append(Move(link.id, row.identity, lhs.expected(row), rhs.expected(row), uses=is_held))
            plan.entries += disagreeing(link, row, sides, any(now.is_kept(row) for now in sides.values()))
        elif found.outcome is Outcome.NOTHING and is_frozen(link.rewrites.get(row.identity)):
            plan.entries.append(frozen(link, row, lhs, rhs))
        elif found.outcome is Outcome.NOTHING and lhs.has_base(row) and rhs.has_base(row):
            plan.entries += disagreeing(link, row, sides)
        elif found.outcome is Outcome.HOLD:
            hold(row, link, plan, sides, found.rule)
            if not is_held:
                self._note_conflict(row, link, plan, sides, found)
        for side, now in sides.items():
            if now.is_untold(row) and sides[side.other].now(row) not in (None, UNSET):
                plan.entries.append(untold(link, row, pair.side(side).type.system, side))
            elif now.is_left_out(row, now.base(row)) and is_filled(sides[side.other].value(row)):
                plan.entries.append(left_out(link, row, pair.side(side).type.system, side, now.base(row)))
        return found

    def _latest(self, row: Row, sides: Sides, left: Origin, right: Origin) -> Side | None:
        """Which of two edits is known to be the later, whatever their stamps say."""
        origins = {Side.LEFT: left, Side.RIGHT: right}
        later = [side for side in sides if self.world.is_over(origins[side], origins[side.other])]
        if not later:
            later = [now.side for now in sides.values() if now.was_brought_after(row, sides[now.side.other])]
        return later[0] if len(later) == 1 else None

    def _is_later(self, origin: Origin, other: Origin) -> bool:
        """Whether two edits are one, or the first is known to be the later of two of one property."""
        return origin[1:4] == other[1:4] or self.world.is_over(origin, other)

    def _note_conflict(self, row: Row, link: Link, plan: Linking, sides: Sides, found: Decision) -> None:
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
                    wrote = self.world.wrote(record, attribute)
                    is_ours = wrote is not None and self._is_later(assignment.origin, self.world.traced(wrote))
                    is_ours = is_ours or json_of(own) == said_of(link, row).get("other", UNSET)
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
        return named or any(
            move.row == row and value == move.left.value == move.right.value for plan in plans for move in plan.moves
        )

    def _obey(self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: Sides) -> None:
        """What a person decided: the newest edit of both sides, written to whichever side differs."""
        said = said_of(link, row)
        value = bases_of(pair, {row.identity: said.get("value")}).get(row.name, UNSET)
        if isinstance(value, UnsetType) or said["side"] not in _SIDES:
            reason = "what was decided no longer fits the row; decide again"
            plan.entries.append(entry_of(link, row.identity, "held", reason))
            return
        source = _SIDES[said["side"]]
        change = f"{DECIDED} {digest_of(json_of(value))}"
        origin = sides[source].origin(row)._replace(stamp=instant(self.world.now.isoformat()), change=change)
        expected = {side: Expected(json_of(value)) for side in Side}
        written: dict[Side, Any] = {}
        for side, now in sides.items():
            if same(now.value(row), value):
                expected[side] = now.expected(row)
                continue
            stored, problem = self._spelled(pair, side, now, row, value)
            if problem:
                plan.entries.append(entry_of(link, row.identity, "rejected", f"{row.identity}: {problem}"))
                return
            written[side] = stored
            expected[side] = Expected(json_of(value), now.attribute(row), stored)
        why = Why(link.pair, row.identity, DECIDED, link.end(source))
        for side, stored in written.items():
            attribute = sides[side].attribute(row)
            self._planned[link.end(side)][attribute][link.id, row.identity] = Assignment(stored, origin, why)
        if written:
            self._note_given_way(row, link, plan, sides, source, value)
        plan.moves.append(Move(link.id, row.identity, expected[Side.LEFT], expected[Side.RIGHT], uses=True))

    def _note_given_way(
        self, row: Row, link: Link, plan: Linking, sides: Sides, source: Side, value: Any
    ) -> None:
        """What a person's word overwrites may have been edited after the conflict: it is a candidate like any other."""
        there = {side: json_of(now.now(row)) for side, now in sides.items()}
        if there[Side.LEFT] == there[Side.RIGHT]:  # both agreed on another value since
            there[source] = json_of(value)
        lost = Conflict(link.id, row.identity, there[Side.LEFT], there[Side.RIGHT], source, DECIDED)
        plan.conflicts.append(lost)

    def _spelled(self, pair: ObjectPair, side: Side, now: SideNow, row: Row, value: Any) -> tuple[Any, str]:
        """A canonical value as a side stores it, and why it cannot; "" where it can."""
        view = self.world.spelled(pair, side, {row.name: value})
        patch = pair.side(side).from_view(view, now.record)
        stored = getattr(patch, now.attribute(row), UNSET)
        problem = acceptance.problems(pair.side(side).type, patch, creating=False).get(now.attribute(row), "")
        if isinstance(stored, UnsetType):
            problem = problem or f"the {side.value} cannot hold {'these lines' if row.keyed else 'this value'}"
        return stored, problem

    def _merge_lines(self, row: Row, pair: ObjectPair, link: Link, plan: Linking, sides: Sides) -> None:
        """Decide a keyed list, and plan what either side needs; both may need something."""
        if not said_of(link, row) and is_unclear(self.world, link, row):
            plan.is_moving = True
            reason = "of another link it cannot be told which lines a lost write made; decide that first"
            plan.entries.append(entry_of(link, row.identity, "waiting", reason))
            return
        found = self._merged_lines(row, link, sides)
        if found.outcome is Outcome.HOLD:
            if found.stays:
                is_first = not all(now.has_base(row) for now in sides.values())
                rule = FIRST if is_first else Policy.HOLD.value
                hold(row, link, plan, sides, rule)
                if not (is_first or said_of(link, row)):
                    close = are_close(*(now.origin(row).stamp for now in sides.values()))
                    self._note_conflict(row, link, plan, sides, Decision(Outcome.HOLD, None, True, rule, close))
            else:
                reason = "two lines of one side have the same key"
                plan.entries.append(entry_of(link, row.identity, "held", reason))
            return
        for side, fields in found.untold.items():
            if fields:
                plan.entries.append(untold(link, row, pair.side(side).type.system, side, fields))
        if found.outcome is Outcome.NOTHING:
            return
        written: dict[Side, Any] = {}
        for place, (side, now) in enumerate(sides.items()):
            wanted = found.wanted[side]
            asked = found.moved[side] or keyed(wanted) != keyed(made(now.value(row)))
            if not asked or keyed(wanted) == keyed(now.stored(row)):
                continue
            wanted = completed(wanted, [ends[place] for ends in found.bases])
            stored, problem = self._spelled(pair, side, now, row, wanted or None)
            if problem:
                plan.entries.append(entry_of(link, row.identity, "rejected", f"{row.identity}: {problem}"))
                return
            written[side] = stored
        for lost in found.conflicts:
            plan.conflicts.append(
                Conflict(
                    link.id, row.identity, json_of(lost.left), json_of(lost.right), lost.winner, lost.rule, lost.close
                )
            )
        rule = DECIDED if said_of(link, row) else found.conflicts[0].rule if found.conflicts else "edit"
        for side, stored in written.items():
            why = Why(link.pair, row.identity, rule, link.end(side.other))
            origin = sides[side.other].origin(row)
            if len(written) > 1:  # what both then show was edited by two, and is none of the two edits
                newest = max(now.origin(row) for now in sides.values())
                origin = newest._replace(change=digest_of(json_of(without_keys(found.wanted[Side.LEFT]))))
            assignment = Assignment(stored, origin, why)
            self._planned[link.end(side)][sides[side].attribute(row)][link.id, row.identity] = assignment
        left, right = (
            sides[side].expected_lines(row, [ends[place] for ends in found.bases], written.get(side, UNSET))
            for place, side in enumerate(Side)
        )
        plan.moves.append(Move(link.id, row.identity, left, right, uses=bool(said_of(link, row))))

    def _merged_lines(self, row: Row, link: Link, sides: Sides) -> MergedLines:
        """What a keyed list needs: by itself, or as a person decided, who takes the lines of one side, or one line."""
        lhs, rhs = sides[Side.LEFT], sides[Side.RIGHT]
        said = said_of(link, row)
        side = _SIDES.get(said.get("side", ""))
        choice = self.policies.of(link.pair, row.identity)
        own = lhs.is_own(row) and rhs.is_own(row)
        fills = frozenset(end for end, now in sides.items() if now.fills)
        is_chased = any((now.id, now.attribute(row)) in self.world.chased for now in sides.values())
        edited = frozenset(Side) if is_chased else frozenset[Side]()
        terms = Terms(policy=choice.policy, first=choice.first, own=own, edited=edited, fills=fills)
        lines, bases = (lhs.value(row), rhs.value(row)), joined(self.world, link, row, sides)
        origins = lhs.origin(row), rhs.origin(row)
        found = None
        if side is not None and isinstance(said.get("other"), dict):
            one, other = (lhs.read(row, [said[name]]) for name in ("value", "other"))
            if not said.get("open") and isinstance(one, tuple) and isinstance(other, tuple):
                ends = (one[0], other[0]) if side is Side.LEFT else (other[0], one[0])
                found = chosen(lines, bases, ends, side, origins, terms)
        elif side is not None and not overtaken(row, link, sides):
            found = taken(*lines, side, DECIDED)
        terms = msgspec.structs.replace(terms, held=bool(said))  # what was edited since is asked again
        found = found or merge_lines(lines[0], bases[0], lines[1], bases[1], *origins, terms)
        if found.outcome is Outcome.NOTHING and bases != (lhs.base(row), rhs.base(row)):
            found.outcome = Outcome.ADOPT
        return found

    def _cannot_read(self, row: Row, pair: ObjectPair, link: Link, plan: Linking, now: SideNow) -> bool:
        """Whether a row must wait on this side; says why."""
        if row.name in now.waits:
            plan.entries.append(waiting(self.world, link, row, now.waits[row.name]))
            return True
        value = now.values[row.name]
        reason = cannot_read(self.world, pair, now.side, now.known, now.record, row, value)
        if reason:
            plan.entries.append(entry_of(link, row.identity, "rejected", reason))
        return bool(reason)

    def _assign(
        self,
        pair: ObjectPair,
        link: Link,
        plan: Linking,
        sides: Sides,
        side: Side,
        fields: dict[str, tuple[Decision, str, Written]],
    ) -> None:
        """Plan one side's new values, each with its rule, and the bases that move once they are there.

        Only what can be written wins a Conflict: else both values stay."""
        if not fields:
            return
        now, source = sides[side], sides[side.other]
        kind = pair.side(side).type
        view = self.world.spelled(pair, side, {row.name: source.given(row) for row in pair.rows if row.name in fields})
        patch = pair.side(side).from_view(view, now.record)
        problems = acceptance.problems(kind, patch, creating=False)
        for row in pair.rows:
            if row.name not in fields:
                continue
            found, rule, written = fields[row.name]
            attribute = now.attribute(row)
            stored = getattr(patch, attribute, UNSET)
            if isinstance(stored, UnsetType):
                plan.entries.append(
                    entry_of(link, row.identity, "rejected", f"the {side.value} cannot hold this value")
                )
            elif attribute in problems:
                plan.entries.append(entry_of(link, row.identity, "rejected", f"{row.identity}: {problems[attribute]}"))
            else:
                why = Why(link.pair, row.identity, rule, link.end(side.other))
                self._planned[link.end(side)][attribute][link.id, row.identity] = Assignment(
                    stored, source.origin(row), why
                )
                wanted = Expected(json_of(source.given(row)), attribute, stored)
                given = source.expected(row)
                left, right = (wanted, given) if side is Side.LEFT else (given, wanted)
                uses = bool(said_of(link, row))
                plan.moves.append(Move(link.id, row.identity, left, right, uses, written))
                self._note_conflict(row, link, plan, sides, found)

    def _is_paused(self, link: Link) -> bool:
        return link.id in self._behind or verdict(self.world, link, propagates=False).fate is not Fate.MERGE

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
            sides = self._sides(pair, link, left, right)
            for row in rows:
                if not row.conditions or holds(row, sides[Side.LEFT].record, sides[Side.RIGHT].record):
                    self._follow_row(pair, link, row, sides)
                else:
                    self.plans[link.id].dropped += forgotten([row], link)

    def _follow_row(self, pair: ObjectPair, link: Link, row: Row, sides: Sides) -> None:
        plan = self.plans[link.id]
        side = row.binding.target
        assert side is not None, "a row that goes one way"
        now, source = sides[side], sides[side.other]
        if self._cannot_read(row, pair, link, plan, source):
            return
        state = _following(link.followers.get(row.identity), pair, row)
        if state is not None and not state.own and source.is_left_out(row, state.source) and is_filled(now.value(row)):
            plan.entries.append(left_out(link, row, pair.side(side.other).type.system, side.other, state.source))
        needed = follow(source.now(row), now.now(row), state)
        if needed.newly_own or needed.state.own:
            reason = f"the {side.value} has a value of its own; it is kept and no longer follows"
            plan.entries.append(entry_of(link, row.identity, "own", reason))
        if not needed.write:
            if needed.state != state:
                plan.settled[row.identity] = needed.state
            elif not needed.state.own and not isinstance(needed.state.source, UnsetType):
                plan.entries += disagreeing(link, row, sides)
            return
        stored, problem = self._spelled(pair, side, now, row, source.now(row))
        if problem:
            plan.entries.append(entry_of(link, row.identity, "rejected", problem))
            return
        attribute, rule = now.attribute(row), "copy" if row.binding in _COPIES else "edit"
        why = Why(link.pair, row.identity, rule, link.end(side.other))
        self._planned[link.end(side)][attribute][link.id, row.identity] = Assignment(stored, source.origin(row), why)
        expected = Expected(json_of(source.now(row)), attribute, stored)
        plan.follows.append(FollowMove(link.id, row.identity, side, needed.state, expected))


_SIDES = {side.value: side for side in Side}
_COPIES = (Binding.COPY_LEFT, Binding.COPY_RIGHT)


def _was_never_taken(row: Row, link: Link, sides: Sides, target: Side) -> bool:
    """Whether the edit that is to be written over a value comes from a system that never took that value, or cut it:
    whoever edited there did not see it (F-29, F-30)."""
    if is_kept(link.rewrites.get(row.identity)):
        return True
    bases = sides[target].base(row), sides[target.other].base(row)
    return is_cut(*bases) and not same(*bases)  # else they were equal before the edit


def _order(link: Link) -> tuple[str, str, str]:
    return (link.pair, link.left.key, link.right.key)


def _following(stored: Any, pair: ObjectPair, row: Row) -> Following | None:
    if not isinstance(stored, dict):
        return None
    values = {}
    for name in ("source", "target"):
        if name in stored:
            values[name] = bases_of(pair, {row.identity: stored[name]}).get(row.name, UNSET)
    return Following(own=bool(stored.get("own")), **values)
