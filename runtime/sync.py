"""One pass: pull every list once, then rounds of plan, guard, record, deliver until nothing is ready.

The engine. It sees systems only through `Endpoint`s and state only through the Store; it knows nothing of
HTTP, of SQL, or of any particular system. What it must not do: send anything that is not first in the outbox,
move a cursor apart from what it covers, or move a base on anything but an answer (SEMANTICS sections 2, 6).
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import socket
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any, TypeAlias

import msgspec

from . import wire
from .ahead import foresee
from .comparing import compared
from .contact import Contact, contacts, not_met, note_rows, with_new_rows
from .creating import Create, Creating, GroupState
from .delivery import RACED, RACES, Delivery
from .due import Due, Portion
from .endpoint import Endpoint
from .errors import Halted, Interrupted
from .lookups import Lookups
from .lost_creates import sources, suspects
from .marks import Marks
from .model import Flow, Mirror, ObjectPair, ObjectType, Side
from .outages import keep_outages, outages_of
from .passes import Options, Outage, Plan, Report, Tally, Work, place_of, turn_of
from .pilot import taking_part
from .planned import Entry, Update
from .planning import Merging
from .pulling import Pulling
from .rebasing import rebase
from .recording import Recording
from .rewrites import CHASES, REWRITES
from .saved import SavedAction, SavedPlan, actions, differences, name_of, version_of
from .settlement import Settlement
from .state import document_of
from .store import DecisionRow, EntryRow, MarkRow, Store
from .turning import ends_of, turned_pair
from .twins import BEHIND, TRACES, UNKNOWN_RUNS, Twins
from .vanished import Delete, Detach, Fate, Revive, verdict
from .world import Link, RecordId, Source, World

__all__ = ["Endpoint", "Engine", "Options", "Outage", "Plan", "Report", "Tally", "world_of"]

_LEAVING = "it is deleted now, as its counterpart was; if that fails, it is looked at again"
Lost: TypeAlias = "dict[tuple[str, str], dict[str, str]]"

ROUNDS = 20
"""A pass stops hard after this many rounds (S-20)."""

_BRAKE_RECORDS, _BRAKE_SHARE = 10, 0.05
_TOLD = 5
"""So many records that wait for an answer are named after a pass."""


class Engine:
    """Runs passes of these flows over these endpoints, with this store.

    `clock` gives the present as an aware datetime, `run_id` names the pass (at random where it is ""). `progress` is
    told (stage, done, of how many): the stage is "pull", or the name of the flow whose writes are being sent.
    """

    def __init__(
        self,
        flows: tuple[Flow, ...],
        endpoints: Mapping[tuple[str, str], Endpoint],
        store: Store,
        options: Options,
        clock: Callable[[], dt.datetime],
        progress: Callable[[str, int, int], None] = lambda _stage, _done, _of: None,
        run_id: str = "",
        saved: SavedPlan | None = None,
        follow: bool = False,
        stop: Callable[[], bool] = lambda: False,
        confirm: Callable[[list[Contact]], bool] | None = None,
    ) -> None:
        """With a `saved` plan exactly its Actions are sent, or none; and no further round without `follow`. What it
        was narrowed to is in the `options`, which further rounds keep to: what it sends counts for their limit.

        `stop` is asked before each request to write and each list to read: True ends the pass there, by Interrupted.
        `confirm` is told what the first pass of pairs, or their first one with new rows, would do, before anything is
        sent: False ends it.
        """
        self.pairs = tuple(pair for flow in flows for pair in flow.pairs)
        self.mirrors = tuple(mirror for flow in flows for mirror in flow.mirrors)
        every = (*self.pairs, *(mirror.pair for mirror in self.mirrors))
        self.flow_of = {(m.pair.key, side): flow.name for flow in flows for m in flow.mirrors for side in Side}
        self.flow_of |= {(pair.key, Side.LEFT): flow.name for flow in flows for pair in flow.pairs}
        self.endpoints = endpoints
        self.store = store
        self.options = options
        self.clock = clock
        self.progress = progress
        self.saved, self.follow, self.stop, self.confirm = saved, follow, stop, confirm
        self.run_id = run_id or uuid.uuid4().hex[:12]
        self.report = Report(self.run_id, pairs={pair.key: Tally() for pair in every})
        self.now = clock()
        self.report.at = self.now.isoformat()
        self.owner = f"{self.run_id}@{socket.gethostname()}:{os.getpid()}"
        world = World(self.pairs, self.now, self.mirrors)
        self.types = world.types
        self.groups = world.groups
        self.failed: set[tuple[str, str, str]] = set()
        self.unfinished: set[tuple[str, str, str]] = set()
        self.duplicates: set[tuple[str, str, str]] = set()
        self.open_records: dict[RecordId, str] = {}
        self.rewritten: Counter[tuple[RecordId, str]] = Counter()
        self.lists: Counter[tuple[RecordId, str]] = Counter()
        self.raced: Counter[RecordId] = Counter()
        self.decisions: list[DecisionRow] = []
        self.twins: Twins | None = None
        self.pulling = Pulling(
            endpoints, self.types, store, self.report, self.now, options.audit_hours, options.allow_deletes, self._renew
        )

    def run(self) -> Report:
        """One pass. Halted if the brake or another writer stops it; a system that fails is an Outage."""
        self.store.acquire(self.owner, self.clock())
        try:
            self._turn()
            if not self.options.dry_run:
                self._recover()
            self.report.earlier = outages_of(self.store)
            self.pulling.all(self._pulled)
            self._keep_outages()
            settlement = Settlement(
                self.store,
                self.endpoints,
                self.report,
                self.now,
                self._world,
                self.groups,
                self._renew,
                self.pulling.slippery,
            )
            if not self.options.dry_run:
                self.open_records = settlement.run()
            self._look_for_unknown_runs()
            if not self.options.dry_run:
                settlement.finish(sends=not self.options.compare_only)
            self.twins = Twins(self.store)
            for number in range(1, ROUNDS + 1):
                self._go_on()
                is_done = not self._round(self._world(), self.saved if number == 1 else None)
                self.report.rounds = number
                self._keep_outages()
                if is_done or self.options.dry_run or (self.saved and not self.follow):
                    break
            else:
                raise Halted(f"not quiet after {ROUNDS} rounds; see `flowc status`")
            if self.report.outages:
                self._go_on()  # a wait that somebody ended is no outage
            self.store.forget_earlier()
            self._count_rejected()
            world = self._world()
            missed = [record for record in sorted(self.options.only) if world.seen(record) is None]
            self.report.notes += [f"--only: no {name_of(record)} was read" for record in missed]
            self.report.notes += [*self._waits(), *self._not_done()]
            return self.report
        finally:
            self.store.release(self.owner)

    def _waits(self) -> Iterator[str]:
        """Which records wait since the answer to a write was lost, and for what; the first of them."""
        every = sorted(self.open_records.items())
        for record, waits in every[:_TOLD]:
            yield f"no answer came to the last write to {name_of(record)}: {waits}"
        if len(every) > _TOLD:
            yield f"{len(every) - _TOLD} more records wait so: `flowc status` lists them"

    def _not_done(self) -> Iterator[str]:
        """Which writes of a saved plan were not done, where no further round sees to them; the first of them."""
        is_last = self.saved is not None and not self.follow
        every = [one for one in self.store.intents_of_run(self.run_id) if one.state == "rejected"] if is_last else []
        for one in every[:_TOLD]:
            intent = one.intent
            record = f"{intent.system}.{intent.type} {intent.key or f'for {intent.source_key}'}"
            yield f"not done: {intent.action} {record}: {one.reason}"
        if len(every) > _TOLD:
            yield f"{len(every) - _TOLD} more were not done: see `flowc history --run {self.run_id}`"

    def _count_rejected(self) -> None:
        """Count the values that are newly rejected, but for those that a later round has settled."""
        for pair, side, key, row in self.report.rejected:
            said = self.store.entries(pair, side, key)
            self.report.pairs[pair].rejected += any((one.row, one.kind) == (row, "rejected") for one in said)

    def _look_for_unknown_runs(self) -> None:
        """Only compare from here on where the systems show what runs did that the store knows nothing of (F-45)."""
        if self.options.compare_only or self.options.accepted:
            return
        world = self._world()
        world.busy = self._busy()
        world.suspects = sources(self.store, world)
        Lookups(self.store, world.groups, self.types).refresh()
        found = Twins(self.store).traces(world)
        if len(found) < TRACES:
            return
        behind = f"{self.store.place} is an old copy: {UNKNOWN_RUNS}"
        self.report.behind = f"{behind} ({', '.join(name_of(record) for record in found)})"
        self.options = msgspec.structs.replace(self.options, compare_only=True)
        if not self.options.dry_run:
            self.store.set_note(BEHIND, behind)  # without the records, which a person may want forgotten

    def _keep_outages(self) -> None:
        """For who looks afterwards, also where the pass is stopped. A dry run is no pass."""
        if not self.options.dry_run:
            keep_outages(self.store, self.report, self.types)

    def _pulled(self, stage: str, done: int, of: int) -> None:
        self._go_on()
        self.progress(stage, done, of)

    def _go_on(self) -> None:
        """Interrupted if somebody asked the pass to stop (C-13)."""
        if self.stop():
            raise Interrupted("interrupted; what was in flight is settled, and the next run goes on from here")
        self._renew()

    def _renew(self) -> None:
        """Hold the lease however long a list or a round is (S-24)."""
        self.store.keep(self.clock())

    def _turn(self) -> None:
        """Pairs that a document more or less has turned round keep what is stored of them (SEMANTICS section 1).

        A dry run does so too: it changes no meaning, and without it the plan would make everything again.
        """
        with self.store.transaction():
            for key in self.groups:
                if turned_pair(key) not in self.groups:
                    self.store.turn(turned_pair(key), key)

    def _recover(self) -> None:
        """Intents of a run that was cut off or asked to stop: what was only planned never left."""
        open_intents = self.store.unsettled()
        if not open_intents:
            return
        with self.store.transaction("recover"):
            for number, intent, state in open_intents:
                if state != "planned":
                    continue
                if intent.action == "create":
                    about = (intent.pair, Side(intent.source_side), intent.source_key)
                    self._postpone(about, "the pass that planned it was cut off")
                self.store.settle(number, "rejected", "never sent")

    def _postpone(self, about: tuple[str, Side, str], reason: str) -> None:
        """Make the next plan look at an unlinked record again, though nothing about it changes."""
        pair, side, key = about
        entry = EntryRow(pair, side.value, key, "", "waiting", reason)
        self.store.replace_entries(self.run_id, [], [entry])

    # ---- what is known ----

    def _world(self, source: Source | None = None) -> World:
        """What is stored now, or what a source knows; links of other flows too, since references and routes follow
        them."""
        pairs = [pair for pair in self.pairs if not self._is_out(pair)]
        mirrors = [mirror for mirror in self.mirrors if not self._is_out(mirror.pair)]
        world = World(pairs, self.now, mirrors, source or self.store, self.types)
        world.unread = frozenset(place for place in self.types if self.report.is_out(*place))
        return world

    def _is_out(self, pair: ObjectPair) -> bool:
        kinds = [pair.side(side).type for side in Side]
        return any(self.report.is_out(kind.system.name, kind.name) for kind in kinds)

    # ---- rounds ----

    def _round(self, world: World, saved: SavedPlan | None) -> bool:
        """One round over all that is due, or of it only what a saved plan says. Whether anything was done."""
        marks = Marks(self.store, world, self.options).all()
        if not (self.options.dry_run or self.options.compare_only):
            for pair, count in rebase(self.store, world.groups, self._world).items():
                self.report.notes.append(f"conversions of {pair} changed: {count} links go on from what they show now")
        lost = self._lost()
        self.decisions = self.store.decisions()
        Lookups(self.store, world.groups, self.types).refresh()

        def portions() -> Iterator[Portion]:
            failed = frozenset(self.failed | self.unfinished)
            return Due(self.store, world.groups, marks, failed, lost).portions()

        def planned(portion: Portion, world: World, done: int) -> Plan:
            plan = self._plan(portion, world, marks, lost)
            if self.options.limit:
                self._limit(plan, world, done)
            return plan

        is_first = self.report.first is None and saved is None
        new = not_met(self.store, self.groups) if is_first else set()
        changed = with_new_rows(self.store, world.groups) - new if is_first else set()
        if self.options.dry_run or (new | changed and self.confirm is not None):
            counts_only = not self.options.dry_run
            foreseen = foresee(self.store, portions(), self._world, planned, self.options.limit, counts_only)
            self.report.contacts = contacts(foreseen, self.groups, new, changed)
            if self.options.dry_run:
                self.report.actions, self.report.following = foreseen.actions, foreseen.following
                for plan in foreseen.plans:
                    self.report.plan(plan)
                return False
            if self.report.contacts and self.confirm is not None and not self.confirm(self.report.contacts):
                raise Halted("nothing was sent: the pass was not agreed to")
        did = False
        for portion in portions():
            if portion.is_first and (saved or not portion.is_only):
                self._weigh(marks, lost, portions(), saved)
            world = self._world()
            plan = self._plan(portion, world, marks, lost)
            if saved is None:
                self._guard(self._weight(plan))  # all that is due: else --limit would take it past the brake bit by bit
            if self.options.limit and saved is None:
                self._limit(plan, world, sum(self.report.sent.values()))
            if saved is not None:  # it was planned within the limit
                self._keep(plan, world, {action.about for action in saved.actions}, "not in the plan that is applied")
                self._guard(self._weight(plan))
            if self.report.first is None:
                self.report.plan(plan)
            self._record_and_deliver(plan, world)
            did = did or bool(plan)
            Lookups(self.store, world.groups, self.types).refresh()
        if is_first and not (self.options.only or self.options.limit or self.options.compare_only):
            note_rows(self.store, self._world().groups)  # a pass that leaves something out has not told of all
        return did

    def _weigh(
        self,
        marks: Mapping[str, Mapping[str, MarkRow]],
        lost: Lost,
        portions: Iterable[Portion],
        saved: SavedPlan | None,
    ) -> None:
        """A round of several portions, or of a saved plan, is planned once before anything is sent: for the guard, and
        to see whether the plan still holds."""
        total: Counter[tuple[str, str, str]] = Counter()
        found: list[SavedAction] = []
        making: dict[tuple[str, str, int, str], RecordId] = {}
        for portion in portions:
            world = self._world()
            world.making = making
            plan = self._plan(portion, world, marks, lost)
            total.update(self._weight(plan))
            found += actions(plan, world) if saved is not None else ()
        if saved is not None:
            now = self._world()
            problems = list(differences(saved, found, lambda name: version_of(now, name), self.report.away))
            if problems:
                raise Halted("the saved plan does not hold any more, nothing was sent: " + "; ".join(problems[:20]))
            return
        self._guard(total)

    def _limit(self, plan: Plan, world: World, done: int) -> None:
        """Leave out what is beyond the most writes of this pass, of which so many are done."""
        rest = max(self.options.limit - done, 0)
        kept = {one.about for one in (*plan.works[:rest], *plan.free)}
        self._keep(plan, world, kept, f"left for later by --limit {self.options.limit}")

    def _keep(self, plan: Plan, world: World, kept: Set[tuple[str, ...]], reason: str) -> None:
        """Keep only these Actions of a plan; the rest is planned again in the next pass."""
        every = {one.about for one in (*plan.works, *plan.free)}
        for create in plan.creates:
            if create.about not in kept:
                plan.entries.append(Entry(create.pair, create.side, create.source.key, "", "waiting", reason))
        for adopt in plan.adopts:
            if adopt.about not in kept:
                plan.entries.append(Entry(adopt.pair, Side.LEFT, adopt.left.key, "", "waiting", reason))
        for revive in plan.revived:
            if revive.about not in kept:
                plan.entries.append(Entry(revive.pair, Side.LEFT, revive.left.key, "", "waiting", reason))
        for delete in plan.deletes:
            if delete.about not in kept:
                left = delete.record if delete.side is Side.LEFT else delete.source
                plan.entries.append(Entry(delete.pair, Side.LEFT, left.key, "", "waiting", f"its delete is {reason}"))
        if every - kept:
            plan.without(every - kept, world)

    def _lost(self) -> Lost:
        """What is known of records whose create was sent and never answered, by key, by pair and side."""
        found: Lost = defaultdict(dict)
        for one in self.store.open_intents():
            if one.intent.action == "create":
                found[one.intent.pair, one.intent.source_side][one.intent.source_key] = one.reason
        return found

    # ---- plan ----

    def _busy(self) -> dict[RecordId, str]:
        """The records for which nothing is planned in what is left of the pass, each with the reason."""
        unknown = "it is not known yet whether the last write to it arrived"
        raced = {record: RACED for record, times in self.raced.items() if times >= RACES}
        return raced | {record: f"{unknown}: {waits}" for record, waits in self.open_records.items()}

    def _plan(
        self,
        portion: Portion,
        world: World,
        marks: Mapping[str, Mapping[str, MarkRow]],
        lost: Lost,
    ) -> Plan:
        world.looked = {pair: found["links"].sequence for pair, found in marks.items()}
        world.busy = self._busy()
        world.fighting = frozenset(place for place, times in self.rewritten.items() if times > REWRITES)
        world.chased = frozenset(place for place, times in self.lists.items() if times >= CHASES)
        world.suspects = suspects(self.store, self._world())
        world.lost = _lost_targets(self.store)
        world.takes = taking_part(world, self.options.scope, self.options.only)
        links = world.take(portion.links)
        unlinked = [(pair, Side(side), key) for pair, side, key in portion.unlinked if pair in world.groups]
        ends = [world.groups[pair].record_id(side, key) for pair, side, key in unlinked]
        world.read_links([*ends, *(link.end(side) for link in links for side in Side)])
        world.read([*ends, *(link.end(side) for link in links for side in Side)])
        plan = Plan(marks=portion.marks)
        merging = Merging(world, self.options.policies)
        living = list(self._living(world, links, plan))
        world.ended = frozenset([*(end.link for end in plan.detaches), *(delete.link for delete in plan.deletes)])
        merging.run(living)
        states = {
            (key, side): self._state(world, marks[key].get(side.value), key, side, lost)
            for key in world.groups
            for side in Side
        }
        twins = None if self.options.compare_only else self.twins  # else what is equal is linked
        creating = Creating(world, merging, states, twins)
        # what is planned for a record may be just what its creation rule waits for, and a new link a route to it
        touched = [*merging.planned_records(), *_neighbours(world, (link for link in links if link.dirty))]
        met = [place for place in _places_of(world, touched, marks) if not self._has_failed(world, *place)]
        unlinked = list(dict.fromkeys([*unlinked, *met]))
        leaving = {delete.record for delete in plan.deletes}  # what is deleted now gets no counterpart any more
        again = {
            (revive.pair, side, end.key)
            for revive in plan.revived
            for side, end in ((Side.LEFT, revive.left), (Side.RIGHT, revive.right))
        }
        here = [
            (pair, side, key)
            for pair, side, key in unlinked
            if (pair, side, key) not in again  # its counterpart is there again
            if world.link_at(pair, side, key) is None and self._is_here(world, pair, side, key)
        ]
        staying = [place for place in here if world.groups[place[0]].record_id(*place[1:]) not in leaving]
        plan.creates = creating.run((world.groups[pair], side, key) for pair, side, key in staying)
        for detach in plan.detaches:
            for side, survivor in ((Side.LEFT, detach.left), (Side.RIGHT, detach.right)):
                if world.known(survivor) is not None:
                    gone = detach.right if side is Side.LEFT else detach.left
                    creating.asks(world.groups[detach.pair], side, survivor.key, gone)
        kept = set(staying)
        plan.entries += [Entry(*place, "", "waiting", _LEAVING) for place in here if place not in kept]
        # nothing that was said holds any more of what is gone, or is in this pair's part no longer; but for what a lost
        # create may have made of it, and what a tombstone says
        plan.looked_at += [
            (pair, side, key)
            for pair, side, key in unlinked
            if world.link_at(pair, side, key) is None and not self._is_here(world, pair, side, key)
            if key not in lost.get((pair, side.value), {})
            if not any(link.pair == pair for link in world.tombstones(world.groups[pair].record_id(side, key)))
        ]
        plan.adopts = creating.adopts
        plan.entries += creating.entries
        plan.entries += self._left_out(world, unlinked)
        plan.looked_at += creating.looked_at
        self._take_over(plan, world, merging)
        if self.options.compare_only:
            compared(plan, world)
        return plan

    def _has_failed(self, world: World, pair: str, side: Side, key: str) -> bool:
        """Whether a record is linked, or its create failed: that is tried again when the record itself changes."""
        if world.link_at(pair, side, key) is not None:
            return True
        place = (pair, side.value, key)
        return place in self.failed | self.unfinished or any(e.kind == "failed" for e in self.store.entries(*place))

    def _left_out(self, world: World, unlinked: Iterable[tuple[str, Side, str]]) -> Iterator[Entry]:
        """What is said of records without a link that flowc.toml leaves out. Those that --only leaves out are not told
        of: it is for one pass, and the next would say the opposite."""
        for pair, side, key in unlinked:
            group, record = world.groups[pair], world.groups[pair].record_id(side, key)
            scope = self.options.scope.get(f"{record.system}.{record.type}")
            known = world.known(record) if scope is not None else None
            if scope is None or known is None or scope.holds(key, known.record):
                continue
            if group.in_scope(side, known.snapshot.document) and world.link_at(pair, side, key) is None:
                reason = f"outside of [systems.{record.system}.types.{record.type}.scope] in flowc.toml"
                yield Entry(pair, side, key, "", "out-of-scope", reason)

    def _is_here(self, world: World, pair: str, side: Side, key: str) -> bool:
        group = world.groups[pair]
        record = group.record_id(side, key)
        known = world.known(record)
        if known is None or not group.in_scope(side, known.snapshot.document):
            return False
        return world.takes(record, known)

    def _living(self, world: World, links: Iterable[Link], plan: Plan) -> Iterator[Link]:
        """The links to merge; what became of the others goes into the plan (SEMANTICS section 7)."""
        for link in links:
            if link.pair not in world.groups:
                continue
            found = verdict(world, link, self.options.propagates(link.pair))
            if found.fate is Fate.MERGE:
                yield link
                continue
            if found.kind:
                plan.entries.append(Entry(link.pair, Side.LEFT, link.left.key, "", found.kind, found.reason))
            is_retold = found.fate is Fate.REST and bool(found.reason) and link.state != "active"
            if found.fate is not Fate.REST or is_retold:
                plan.looked_at += [(link.pair, side, link.end(side).key) for side in Side]
            if is_retold:
                plan.retold[link.id] = found.reason
            if found.fate is Fate.REST:
                continue
            plan.planned.append(link.id)
            if found.is_short:
                plan.undone.add(link.id)
            if found.fate is Fate.DETACH:
                plan.detaches.append(Detach(link.id, found.reason, link.pair, link.left, link.right))
            elif found.fate is Fate.REVIVE:
                plan.revived.append(Revive(link.id, link.pair, link.left, link.right))
            elif found.fate is Fate.DELETE and found.gone is not None:
                other = found.gone.other
                plan.deletes.append(Delete(link.id, link.pair, other, link.end(other), link.end(found.gone)))

    def _take_over(self, plan: Plan, world: World, merging: Merging) -> None:
        """What the links plan, without what may not be written."""
        for link_id, linking in sorted(merging.plans.items()):
            link = merging.links[link_id]
            if link.pair not in world.groups:
                continue
            plan.planned.append(link_id)
            if linking.is_moving:
                plan.undone.add(link_id)  # it may come to rest once what moved it has changed
            plan.moves += linking.moves
            plan.follows += linking.follows
            plan.settled[link_id] = linking.settled
            plan.dropped[link_id] = linking.dropped
            plan.holds[link_id] = linking.holds
            plan.conflicts += linking.conflicts
            plan.entries += linking.entries
            # what was said of the right record was said before it had a link
            plan.looked_at += [(link.pair, side, link.end(side).key) for side in Side]
        plan.updates = merging.updates()
        self._leave_out(plan, world)

    def _leave_out(self, plan: Plan, world: World) -> None:
        """Take writes to systems that are only read out of a plan; they are planned again once they may be sent."""
        closed: set[tuple[str, ...]] = set()
        works: list[Update | Delete] = [*plan.updates, *plan.deletes]
        for work in works:
            reason = self.options.closed(work.record.system, work.record.type)
            if not reason:
                continue
            closed.add(work.about)
            for link in world.links_of[work.record]:
                if link.id in plan.undone | set(plan.planned) and link.pair in world.groups:
                    plan.undone.add(link.id)
                    plan.entries.append(Entry(link.pair, Side.LEFT, link.left.key, "", "held", reason))
        for create in plan.creates:
            scope = self.options.scope.get(".".join(create.target))
            if scope is not None and not scope.shows(wire.decode(self.types[create.target], create.document).record):
                closed.add(create.about)
                reason = f"what would be made is outside of [systems.{create.target[0]}.types.{create.target[1]}.scope]"
                plan.entries.append(Entry(create.pair, create.side, create.source.key, "", "out-of-scope", reason))
        if closed:
            plan.without(closed, world)

    def _state(
        self,
        world: World,
        mark: MarkRow | None,
        key: str,
        source: Side,
        lost: Lost,
    ) -> GroupState:
        kind = world.groups[key].type(source.other)
        closed = self.options.closed(kind.system.name, kind.name)
        mark = mark or MarkRow(pair=key)
        mine = lost.get((key, source.value), {})
        decided = {one.key: one.choice for one in self.decisions if (one.pair, one.side) == (key, source.value)}
        return GroupState(mark.existing, mark.released, mine, closed, decided)

    # ---- guard ----

    def _weight(self, plan: Plan) -> Counter[tuple[str, str, str]]:
        """How many records of each ObjectType a plan rewrites and deletes. Filling a blank rewrites nothing."""
        found = Counter(("rewrite", *update.record[:2]) for update in plan.updates if update.overwrites)
        found.update(("delete", *delete.record[:2]) for delete in plan.deletes)
        return found

    def _guard(self, counts: Counter[tuple[str, str, str]]) -> None:
        """Stop before rewriting or deleting more of a side than max(10, 5 %)."""
        allowed = {"rewrite": self.options.allow_rewrites, "delete": self.options.allow_deletes}
        for (what, system, name), count in sorted(counts.items()):
            if allowed[what] or count <= _BRAKE_RECORDS:
                continue
            # counting on would change nothing: a pass of a hundred changes must not read a million records
            of = self.store.count(system, name, at_most=int((count + 1) / _BRAKE_SHARE))
            limit = max(_BRAKE_RECORDS, int(of * _BRAKE_SHARE))
            if count > limit:
                raise Halted(
                    f"would {what} {count} of {of} {name} in {system}, more than {limit}; "
                    f"look at --dry-run, then run with --allow-{what}s"
                )

    # ---- record and deliver ----

    def _record_and_deliver(self, plan: Plan, world: World) -> None:
        delivery = Delivery(
            plan, world, self.store, self.endpoints, self.types, self.report, frozenset(self.duplicates), self.raced
        )
        recording = Recording(self.store, world, self.report, self.clock().isoformat(), self.run_id)
        with self.store.transaction("record"):
            self.store.renew(self.clock())
            works = recording.write_down(plan, delivery.links)
            delivery.settle_free()  # links that are clean from here on are planned again by nobody
        works.sort(key=lambda one: (turn_of(one[1]), place_of(one[1])))
        waiting = Counter(self._flow_of(work) for _, work in works)
        sent: Counter[str] = Counter()
        for portion in self._portions(works):
            if self.stop():
                self._recover()  # nothing is in flight, so what is open was only planned
            self._go_on()
            flows = [self._flow_of(work) for _, work in portion]
            for flow in dict.fromkeys(flows):
                self.progress(flow, sent[flow], waiting[flow])
            for _, work in portion:
                if isinstance(work, Create) and self.report.is_out(*work.target):
                    self._postpone((work.pair, work.side, work.source.key), "the system is out of reach")
            delivery.send(portion)
            sent.update(flows)
            self.report.sent.update(flows)
            for flow in dict.fromkeys(flows):
                self.progress(flow, sent[flow], waiting[flow])
        delivery.look_again(self.pulling.read)
        # what failed is not tried again in this pass, unless one of its records changes meanwhile
        self.failed |= delivery.failed
        self.unfinished |= delivery.unfinished
        self.open_records |= dict.fromkeys(delivery.open_records, "the next pass looks at it")
        self.rewritten.update(delivery.rewritten)
        self.lists.update(delivery.lists)
        self.duplicates |= {(one.pair, one.side.value, one.source.key) for one, _ in delivery.duplicates}

    def _portions(self, every: list[tuple[int, Work]]) -> Iterator[list[tuple[int, Work]]]:
        """Writes of one kind to one ObjectType, as many together as its endpoint takes at once."""
        for (turn, place), works in itertools.groupby(every, lambda one: (turn_of(one[1]), place_of(one[1]))):
            waiting = list(works)
            while waiting:
                endpoint = self.endpoints[place]
                count = (endpoint.updates_at_once, 1, endpoint.creates_at_once)[turn]
                yield waiting[:count]
                waiting = waiting[count:]

    def _flow_of(self, work: Work) -> str:
        """The flow a write is counted with: its pair's, or the first one whose row is in it."""
        if isinstance(work, Create):
            return self.flow_of[work.pair, work.side]
        if isinstance(work, Delete):
            return self.flow_of[work.pair, Side.LEFT]
        return next(self.flow_of[pair, Side.LEFT] for pair, _ in work.rows if (pair, Side.LEFT) in self.flow_of)


def _lost_targets(store: Store) -> dict[RecordId, list[tuple[tuple[str, str], dict[str, Any]]]]:
    """Where creates lead whose outcome is not known, and what they send, by the record each was for; of all pairs, also
    those not run."""
    found: dict[RecordId, list[tuple[tuple[str, str], dict[str, Any]]]] = defaultdict(list)
    for one in store.open_intents():
        intent = one.intent
        if intent.action == "create":
            source = ends_of(intent.pair)[intent.source_side != Side.LEFT.value]
            system, name = source.split(".", 1)
            document = document_of(intent.body.encode())
            found[RecordId(system, name, intent.source_key)].append(((intent.system, intent.type), document))
    return found


def _neighbours(world: World, links: Iterable[Link]) -> list[RecordId]:
    """The records that links join, and all that these are linked with."""
    found: dict[RecordId, None] = {}
    queue = [link.end(side) for link in links for side in Side]
    while queue:
        record = queue.pop()
        if record not in found:
            found[record] = None
            queue += [link.end(side) for link in world.links_of[record] for side in Side]
    return sorted(found)


def _places_of(
    world: World, records: Iterable[RecordId], marks: Mapping[str, Mapping[str, MarkRow]]
) -> Iterator[tuple[str, Side, str]]:
    """Where records may be without a link: (pair, side, key)."""
    for record in records:
        for key, group in world.groups.items():
            for side in Side:
                if side.value in marks[key] and group.record_id(side, record.key) == record:
                    yield key, side, record.key


def world_of(
    store: Store,
    pairs: Iterable[ObjectPair],
    now: dt.datetime,
    mirrors: Iterable[Mirror] = (),
    types: Mapping[tuple[str, str], ObjectType] | None = None,
) -> World:
    """A World of what is stored, ready for planning or for looking at."""
    return World(pairs, now, mirrors, store, types)
