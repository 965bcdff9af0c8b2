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
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from .creating import Create, Creating, GroupState
from .delivery import Delivery
from .endpoint import Endpoint
from .errors import Gone, Halted, LoginRefused, Rejected, Unavailable
from .model import CreationRule, Flow, Mirror, ObjectPair, ObjectType, Side, Snapshot
from .paging import elements, reach
from .passes import Options, Outage, Plan, Report, Tally
from .planning import Conflict, Entry, Merging, Update
from .points import point
from .store import ConflictRow, EntryRow, IntentRow, LinkRow, MarkRow, Store
from .turning import turned_pair
from .world import Group, Known, Link, RecordId, World

__all__ = ["Endpoint", "Engine", "Options", "Outage", "Plan", "Report", "Tally", "world_of"]

ROUNDS = 20
"""A pass stops hard after this many rounds (S-20)."""

_BRAKE_RECORDS, _BRAKE_SHARE = 10, 0.05


class Engine:
    """Runs passes of these flows over these endpoints, with this store.

    `clock` gives the present as an aware datetime. `run_id` names the pass, at random where it is "". `progress` is told (stage, done, of how many): the stage is
    "pull", or the name of the flow whose writes are being sent.
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
    ) -> None:
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
        self.run_id = run_id or uuid.uuid4().hex[:12]
        self.owner = f"{self.run_id}@{socket.gethostname()}:{os.getpid()}"
        self.report = Report(self.run_id, pairs={pair.key: Tally() for pair in every})
        self.now = clock()
        self.world = World(self.pairs, self.now, self.mirrors)
        self.types = self.world.types
        self.failed: set[tuple[str, str, str]] = set()
        self.unfinished: set[tuple[str, str, str]] = set()
        self.duplicates: set[tuple[str, str, str]] = set()

    def run(self) -> Report:
        """One pass. Halted if the brake or another writer stops it; a system that fails is an Outage."""
        self.store.acquire(self.owner, self.clock())
        try:
            self._turn()
            if not self.options.dry_run:
                self._recover()
            self._pull()
            self._load()
            for number in range(1, ROUNDS + 1):
                plan = self._plan()
                if self.report.first is None:
                    self.report.first = plan
                if self.options.dry_run:
                    break
                self._guard(plan)
                self._record_and_deliver(plan)
                self.report.rounds = number
                if not plan:
                    break
                self._load()
            else:
                raise Halted(f"not quiet after {ROUNDS} rounds; see `flowc status`")
            return self.report
        finally:
            self.store.release(self.owner)

    def _turn(self) -> None:
        """Pairs that a document more or less has turned round keep what is stored of them (SEMANTICS section 1).

        A dry run does so too: it changes no meaning, and without it the plan would make everything again.
        """
        with self.store.transaction():
            for key in self.world.groups:
                if turned_pair(key) not in self.world.groups:
                    self.store.turn(turned_pair(key), key)

    def _recover(self) -> None:
        """Intents of a run that was cut off. What was only planned never left; an update is settled by looking.

        A create that left and was not answered stays unknown: it is never sent again (S-16).
        """
        with self.store.transaction("recover"):
            for number, intent, state in self.store.unsettled():
                if state == "planned":
                    if intent.action == "create":
                        about = (intent.pair, Side(intent.source_side), intent.source_key)
                        self._postpone(about, "the pass that planned it was cut off")
                    self.store.settle(number, "rejected", "never sent")
                elif intent.action == "update":
                    self.store.settle(number, "rejected", "cut off; settled by the next pull")
                elif state == "sent":
                    self.store.settle(number, "unknown", "cut off before the answer")

    def _postpone(self, about: tuple[str, Side, str], reason: str) -> None:
        """Make the next plan look at an unlinked record again, though nothing about it changes."""
        pair, side, key = about
        entry = EntryRow(pair, side.value, key, "", "waiting", reason)
        self.store.replace_entries(self.run_id, [], [entry])

    # ---- pull ----

    def _pull(self) -> None:
        for number, (system, name) in enumerate(sorted(self.types)):
            self.progress("pull", number, len(self.types))
            if system in self.report.down:
                continue
            self._read(system, name)
        self.progress("pull", len(self.types), len(self.types))

    def _pull_type(self, system: str, name: str, kind: ObjectType) -> None:
        """Read what changed, page by page. The cursor moves when all that it covers is stored."""
        cursor = self._cursor(system, name, kind)
        told, end = False, ""
        for page in self.endpoints[system, name].pull(cursor, _Stored(self.store, system, name)):
            told = told or bool(page.snapshots or page.listed)
            end = page.cursor or end
            point("pull.page")
            if page.snapshots:
                self.store.put_snapshots(system, name, page.snapshots)
        linked = 0 if told or cursor else sum(1 for link in self.store.links() if self._touches(link, system, name))
        if linked:
            raise Halted(
                f"{system} says it has no {name} at all, where {linked} were linked; nothing is done"
            )
        with self.store.transaction("pull.cursor"):
            if end:
                self.store.set_cursor(system, name, end)
            if not cursor and kind.operations.feed is not None:
                self.store.set_note(f"whole:{system}.{name}", self.now.isoformat())

    def _cursor(self, system: str, name: str, kind: ObjectType) -> str:
        """Where reading goes on; "" to read all, which is due now and then where the feed misses something."""
        feed = kind.operations.feed
        if feed is None:
            return ""
        last = self.store.note(f"whole:{system}.{name}")
        if feed.full_every and last is not None:
            due = dt.datetime.fromisoformat(last) + dt.timedelta(hours=feed.full_every)
            if self.now >= due:
                return ""
        return self.store.cursor(system, name)

    def _read(self, system: str, name: str) -> None:
        """Read one ObjectType's changes; what fails is an outage."""
        try:
            self._pull_type(system, name, self.types[system, name])
        except (Unavailable, LoginRefused) as error:
            self.report.outage(system, error.reason)
        except (Rejected, Gone) as error:
            # this list is not for us, which says nothing of the system's other ones
            self.report.outage(system, error.reason, name)

    def _touches(self, link: LinkRow, system: str, name: str) -> bool:
        return (system, name) in self.world.ends(link.pair)

    # ---- what is known ----

    def _load(self) -> None:
        """Read records and links anew; links of other flows too, since references and routes follow them."""
        pairs = [pair for pair in self.pairs if not self._is_out(pair)]
        mirrors = [mirror for mirror in self.mirrors if not self._is_out(mirror.pair)]
        self.world = world_of(self.store, pairs, self.now, mirrors, self.types)

    def _is_out(self, pair: ObjectPair) -> bool:
        kinds = [pair.side(side).type for side in Side]
        return any(self.report.is_out(kind.system.name, kind.name) for kind in kinds)

    # ---- plan ----

    def _plan(self) -> Plan:
        sequence = self.store.sequence()
        said = self.store.entries()
        failed = {(entry.pair, entry.side, entry.key) for entry in said if entry.kind == "failed"}
        again: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in said:
            if (entry.pair, entry.side, entry.key) not in failed | self.unfinished:
                again[entry.pair, entry.side].add(entry.key)
        lost = self._lost()
        plan = Plan()
        merging = Merging(self.world, self.options.policies)
        states: dict[tuple[str, Side], GroupState] = {}
        dirty: list[Link] = []
        unlinked: list[tuple[Group, Side, str]] = []
        for key, group in self.world.groups.items():
            marks = self._marks(group)
            plan.marks += [msgspec.structs.replace(mark, sequence=sequence) for mark in marks.values()]
            for link in self.world.by_left[key].values():
                unfinished = link.dirty and (key, Side.LEFT.value, link.left.key) not in self.failed
                about = link.left.key in again[key, Side.LEFT.value]
                if unfinished or about or self._is_new(link, marks["links"]):
                    dirty.append(link)
            for side in Side:
                mark = marks.get(side.value)
                states[key, side] = self._state(group, side, mark, lost[key, side.value])
                if mark is not None:
                    place = (key, side.value)
                    unlinked += self._unlinked(group, side, mark, lost[place] | again[place])
        merging.run(dirty)
        creating = Creating(self.world, merging, states)
        plan.creates = creating.run(unlinked)
        plan.adopts = creating.adopts
        plan.entries = creating.entries
        plan.looked_at = creating.looked_at
        self._take_over(plan, merging)
        return plan

    def _unlinked(
        self, group: Group, side: Side, mark: MarkRow, again: set[str]
    ) -> Iterable[tuple[Group, Side, str]]:
        """Records without a link that are new since the mark, or to be looked at again."""
        for key, known in self.world.in_scope(group, side):
            is_due = key in again or known.sequence > mark.sequence
            if is_due and self.world.link_at(group.key, side, key) is None:
                yield (group, side, key)

    def _lost(self) -> dict[tuple[str, str], set[str]]:
        """Keys of records whose create was sent and never answered, by pair and side."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for _, intent, _ in self.store.unsettled():
            found[intent.pair, intent.source_side].add(intent.source_key)
        return found

    def _take_over(self, plan: Plan, merging: Merging) -> None:
        """What the links plan, without what may not be written."""
        for link_id, linking in sorted(merging.plans.items()):
            link = merging.links[link_id]
            plan.moves += linking.moves
            plan.follows += linking.follows
            plan.settled[link_id] = linking.settled
            plan.dropped[link_id] = linking.dropped
            plan.holds[link_id] = linking.holds
            plan.conflicts += [found for found in linking.conflicts if self._may_settle(link, found)]
            plan.entries += linking.entries
            # what was said of the right record was said before it had a link
            plan.looked_at += [(link.pair, side, link.end(side).key) for side in Side]
        for update in merging.updates():
            if update.record.system in self.options.read_only:
                self._note_read_only(plan, update)
            else:
                plan.updates.append(update)

    def _may_settle(self, link: Link, conflict: Conflict) -> bool:
        """Whether the losing side may be written: a conflict is recorded when it is decided, and once."""
        return conflict.winner is None or link.end(conflict.winner.other).system not in self.options.read_only

    def _note_read_only(self, plan: Plan, update: Update) -> None:
        for link in self.world.links_of[update.record]:
            if link.pair in self.world.groups:
                reason = f"{update.record.system} was opened read-only"
                plan.entries.append(Entry(link.pair, Side.LEFT, link.left.key, "", "held", reason))
                plan.looked_at.append((link.pair, Side.LEFT, link.left.key))

    def _marks(self, group: Group) -> dict[str, MarkRow]:
        """How far the pair has looked, at its links and at the unlinked records of each side that has a rule.

        From the start again where the meaning has changed. A direction that runs for the first time counts what
        is on the other side (SEMANTICS section 3).
        """
        stored = self.store.marks(group.key)
        found: dict[str, MarkRow] = {}
        for about, meaning in _meanings(group).items():
            mark = stored.get(about)
            if mark is None:
                other = Side(about).other if about != "links" else None
                existing = sum(1 for _ in self.world.in_scope(group, other)) if other else 0
                mark = MarkRow(pair=group.key, about=about, meaning=meaning, existing=existing)
                if not self.options.dry_run:
                    self.store.set_mark(mark)
            if mark.meaning != meaning:
                mark = msgspec.structs.replace(mark, meaning=meaning, sequence=0)
            if about != "links" and group.seen_from(Side(about)) in self.options.create_all:
                mark = msgspec.structs.replace(mark, released=True)
            found[about] = mark
        return found

    def _state(self, group: Group, source: Side, mark: MarkRow | None, lost: set[str]) -> GroupState:
        writable = group.type(source.other).system.name not in self.options.read_only
        mark = mark or MarkRow(pair=group.key)
        return GroupState(mark.existing, mark.released, frozenset(lost), writable)

    def _is_new(self, link: Link, mark: MarkRow) -> bool:
        ends = (self.world.known(link.left), self.world.known(link.right))
        return any(known is not None and known.sequence > mark.sequence for known in ends)

    # ---- guard ----

    def _guard(self, plan: Plan) -> None:
        """Stop before rewriting more of a side than max(10, 5 %). Filling a blank rewrites nothing."""
        if self.options.allow_rewrites:
            return
        counts = Counter(update.record[:2] for update in plan.updates if update.overwrites)
        for (system, name), count in sorted(counts.items()):
            limit = max(_BRAKE_RECORDS, int(len(self.world.records[system, name]) * _BRAKE_SHARE))
            if count > limit:
                of = len(self.world.records[system, name])
                raise Halted(
                    f"would rewrite {count} of {of} {name} in {system}, more than {limit}; "
                    "look at --dry-run, then run with --allow-rewrites"
                )

    # ---- record and deliver ----

    def _record_and_deliver(self, plan: Plan) -> None:
        now = self.clock().isoformat()
        asked = frozenset(self.duplicates)
        delivery = Delivery(plan, self.world, self.store, self.endpoints, self.types, self.report, asked)
        with self.store.transaction("record"):
            self.store.renew(self.clock())
            self._record(plan, now)
            creates = [(self.store.add_intent(_create_intent(self.run_id, c), now), c) for c in plan.creates]
            updates = [
                (self.store.add_intent(_update_intent(self.run_id, u, self.world.known(u.record)), now), u)
                for u in plan.updates
            ]
        delivery.settle_free()
        waiting = Counter([self._flow_of(u) for u in plan.updates] + [self._flow_of(c) for c in plan.creates])
        sent: Counter[str] = Counter()
        creates.sort(key=lambda one: one[1].target)
        for works in self._portions([*updates, *creates]):
            flows = [self._flow_of(work) for _, work in works]
            for flow in dict.fromkeys(flows):
                self.progress(flow, sent[flow], waiting[flow])
            for _, work in works:
                if isinstance(work, Create) and self.report.is_out(*work.target):
                    self._postpone((work.pair, work.side, work.source.key), "the system is out of reach")
            delivery.send(works)
            sent.update(flows)
            self.report.sent.update(flows)
            for flow in dict.fromkeys(flows):
                self.progress(flow, sent[flow], waiting[flow])
        delivery.look_again(self._read)
        self.unfinished |= delivery.unfinished
        self.duplicates |= {(one.pair, one.side.value, one.source.key) for one, _ in delivery.duplicates}
        # what failed is not tried again in this pass, unless one of its records changes meanwhile
        self.failed = {
            (entry.pair, entry.side, entry.key) for entry in self.store.entries() if entry.kind == "failed"
        }

    def _portions(
        self, every: list[tuple[int, Update | Create]]
    ) -> Iterator[list[tuple[int, Update | Create]]]:
        """Writes of one kind to one ObjectType, as many together as its endpoint takes at once."""
        for (is_create, place), works in itertools.groupby(every, lambda one: _target_of(one[1])):
            waiting = list(works)
            while waiting:
                endpoint = self.endpoints[place]
                count = endpoint.creates_at_once if is_create else endpoint.updates_at_once
                yield waiting[:count]
                waiting = waiting[count:]

    def _flow_of(self, work: Update | Create) -> str:
        """The flow a write is counted with: its pair's, or the first one whose row is in it."""
        if isinstance(work, Create):
            return self.flow_of[work.pair, work.side]
        return next(
            self.flow_of[link.pair, Side.LEFT]
            for link in sorted(self.world.links_of[work.record], key=lambda link: link.pair)
            if (link.pair, Side.LEFT) in self.flow_of
        )

    def _record(self, plan: Plan, now: str) -> None:
        about = {(pair, side.value, key) for pair, side, key in plan.looked_at}
        rows = [EntryRow(e.pair, e.side.value, e.key, e.row, e.kind, e.reason, e.evidence) for e in _entry_rows(plan)]
        self.store.replace_entries(self.run_id, sorted(about), rows)
        for mark in plan.marks:
            self.store.set_mark(mark)
        for conflict in plan.conflicts:
            row = ConflictRow(
                link=conflict.link,
                row=conflict.row,
                left_value=_text(conflict.left),
                right_value=_text(conflict.right),
                winner=conflict.winner.value if conflict.winner else "",
                rule=conflict.rule,
                close=conflict.close,
            )
            self.store.add_conflict(self.run_id, row, now)
        links = {link.id: link for link in self.store.links()}
        pairs = Counter(links[conflict.link].pair for conflict in plan.conflicts)
        for pair, count in pairs.items():
            self.report.pairs[pair].conflicts += count
        lost = self.store.unsettled() if plan.adopts else []
        for adopt in plan.adopts:
            link = self.store.add_link(adopt.pair, adopt.left.key, adopt.right.key)
            link.dirty = True
            self.store.save_link(link)
            self.report.pairs[adopt.pair].linked += 1
            ends = {Side.LEFT.value: adopt.left.key, Side.RIGHT.value: adopt.right.key}
            for number, intent, _ in lost:
                if intent.pair == adopt.pair and ends.get(intent.source_side) == intent.source_key:
                    other = ends[Side(intent.source_side).other.value]
                    self.store.settle(number, "applied", f"found as {other}")
        for link_id in {move.link for move in plan.moves} | {move.link for move in plan.follows}:
            links[link_id].dirty = True
            self.store.save_link(links[link_id])


def _target_of(work: Update | Create) -> tuple[bool, tuple[str, str]]:
    if isinstance(work, Create):
        return True, work.target
    return False, (work.record.system, work.record.type)


class _Stored:
    """What the store knows of one ObjectType's records, for reading on."""

    def __init__(self, store: Store, system: str, name: str) -> None:
        self._store, self._place = store, (system, name)

    def get(self, key: str) -> Snapshot | None:
        return self._store.snapshot(*self._place, key)

    def holding(self, path: tuple[str, ...], within: tuple[str, ...], value: str) -> Snapshot | None:
        for row in self._store.snapshots(*self._place):
            if any(str(reach(element, within)) == value for element in elements(row.snapshot.document, path)):
                return row.snapshot
        return None


def _entry_rows(plan: Plan) -> list[Entry]:
    """One entry per (pair, side, key, row): the last word counts."""
    return list({(e.pair, e.side, e.key, e.row): e for e in plan.entries}.values())


def world_of(
    store: Store,
    pairs: Iterable[ObjectPair],
    now: dt.datetime,
    mirrors: Iterable[Mirror] = (),
    types: Mapping[tuple[str, str], ObjectType] | None = None,
) -> World:
    """The stored Snapshots and active Links, ready for planning or for looking at."""
    world = World(pairs, now, mirrors)
    world.types |= types or {}
    for (system, name), kind in world.types.items():
        for row in store.snapshots(system, name):
            world.learn(kind, row.snapshot, row.sequence)
    for link in store.links():
        if link.state == "active":
            left, right = world.ends(link.pair)
            world.add_link(
                Link(
                    id=link.id,
                    pair=link.pair,
                    left=RecordId(*left, link.left_key),
                    right=RecordId(*right, link.right_key),
                    dirty=link.dirty,
                    left_base=link.left_base,
                    right_base=link.right_base,
                    followers=link.followers,
                    decided=link.decided,
                    maybe=link.maybe,
                    rewrites=link.rewrites,
                )
            )
    return world


def _meanings(group: Group) -> dict[str, str]:
    """What a change of would make the pair look at everything again: its links, and records a rule speaks of."""
    rows = [[(row.identity, row.binding.value) for row in pair.rows] for pair in group.pairs]
    matches = [match.label for pair in group.pairs for match in pair.match]
    found = {"links": _text(rows)}
    for side in Side:
        if group.rules(side):
            rules = [_rule_text(rule) for rule in group.rules(side)]
            found[side.value] = _text([rows, matches, rules, sorted(group.missing(side))])
    return found


def _rule_text(rule: CreationRule) -> str:
    return _text([rule.kind.value, rule.prose, rule.connected])


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _create_intent(run: str, create: Create) -> IntentRow:
    return IntentRow(
        run=run,
        action="create",
        system=create.target[0],
        type=create.target[1],
        key="",
        pair=create.pair,
        source_key=create.source.key,
        source_side=create.side.value,
        body=_text(create.document),
    )


def _update_intent(run: str, update: Update, known: Known | None) -> IntentRow:
    return IntentRow(
        run=run,
        action="update",
        system=update.record.system,
        type=update.record.type,
        key=update.record.key,
        body=_text(msgspec.to_builtins(update.values)),
        precondition=known.snapshot.version if known else "",
    )
