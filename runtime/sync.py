"""One pass: pull every list once, then rounds of plan, guard, record, deliver until nothing is ready.

The engine. It sees systems only through `Endpoint`s and state only through the Store; it knows nothing of
HTTP, of SQL, or of any particular system. What it must not do: send anything that is not first in the outbox,
move a cursor apart from what it covers, or move a base on anything but an answer (SEMANTICS sections 2, 6).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import wire
from .creating import Creating, GroupState
from .errors import Changed, Gone, Halted, LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable
from .model import Binding, Flow, Json, ObjectPair, ObjectType, Side, Snapshot
from .planning import (
    Adopt,
    Conflict,
    Create,
    Entry,
    Expected,
    FollowMove,
    Merging,
    Move,
    Update,
    following_json,
    json_of,
    unchanged,
)
from .reconcile import Following
from .store import ConflictRow, EntryRow, IntentRow, LinkRow, MarkRow, Store
from .world import Group, Known, Link, RecordId, World

__all__ = ["Endpoint", "Engine", "Options", "Outage", "Plan", "Report", "Tally", "world_of"]

ROUNDS = 20
"""A pass stops hard after this many rounds (S-20)."""

_BRAKE_RECORDS, _BRAKE_SHARE = 10, 0.05


class Endpoint(Protocol):
    """One ObjectType of one remote system."""

    def pull(self, since: str) -> Iterator[list[Snapshot]]: ...
    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None: ...
    def create(self, document: dict[str, Any]) -> Snapshot: ...
    def update(self, current: Snapshot, changes: list[tuple[tuple[str, ...], Json]]) -> Snapshot: ...


class Options(Struct, frozen=True, kw_only=True):
    """What the command line and flowc.toml add to a pass."""

    dry_run: bool = False
    read_only: frozenset[str] = frozenset()
    create_all: frozenset[str] = frozenset()
    allow_rewrites: bool = False


class Plan(Struct):
    """The Actions of one round, as a value."""

    adopts: list[Adopt] = []
    creates: list[Create] = []
    updates: list[Update] = []
    moves: list[Move] = []
    follows: list[FollowMove] = []
    settled: dict[int, dict[str, Following]] = {}
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    looked_at: list[tuple[str, Side, str]] = []
    marks: list[MarkRow] = []

    @property
    def writes(self) -> int:
        return len(self.creates) + len(self.updates)

    def __bool__(self) -> bool:
        return bool(self.writes or self.adopts)


class Tally(Struct):
    """What happened to one pair in a pass."""

    linked: int = 0
    created: int = 0
    updated: int = 0
    conflicts: int = 0
    failed: int = 0


class Outage(Struct, frozen=True):
    """A system that could not be used, and why; its pairs were left out."""

    system: str
    reason: str


class Report(Struct):
    """What a pass did. `first` is the plan of its first round, `sent` counts write requests by flow."""

    run: str
    rounds: int = 0
    pairs: dict[str, Tally] = {}
    outages: list[Outage] = []
    first: Plan | None = None
    sent: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def exit_code(self) -> int:
        if self.outages:
            return 3
        return 1 if any(tally.conflicts or tally.failed for tally in self.pairs.values()) else 0


class Engine:
    """Runs passes of these flows over these endpoints, with this store.

    `clock` gives the present as an aware datetime. `progress` is told (stage, done, of how many): the stage is
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
    ) -> None:
        self.pairs = tuple(pair for flow in flows for pair in flow.pairs)
        self.flow_of = {pair.key: flow.name for flow in flows for pair in flow.pairs}
        self.endpoints = endpoints
        self.store = store
        self.options = options
        self.clock = clock
        self.progress = progress
        self.run_id = uuid.uuid4().hex[:12]
        self.report = Report(self.run_id, pairs={pair.key: Tally() for pair in self.pairs})
        self.world = World(self.pairs)
        self.types = _types(self.pairs)
        self.down: set[str] = set()

    def run(self) -> Report:
        """One pass. Halted if the brake or another writer stops it; a system that fails is an Outage."""
        self.store.acquire(self.run_id, self.clock())
        try:
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
                if not plan and not plan.moves:
                    break
                self._load()
            else:
                raise Halted(f"not quiet after {ROUNDS} rounds; see `flowc status`")
            return self.report
        finally:
            self.store.release(self.run_id)

    # ---- pull ----

    def _pull(self) -> None:
        for number, ((system, name), kind) in enumerate(sorted(self.types.items())):
            self.progress("pull", number, len(self.types))
            if system in self.down:
                continue
            try:
                self._pull_type(system, name, kind)
            except (Unavailable, LoginRefused, Rejected, Gone) as error:
                self._outage(system, error)
        self.progress("pull", len(self.types), len(self.types))

    def _pull_type(self, system: str, name: str, kind: ObjectType) -> None:
        operations = kind.operations
        cursor = self.store.cursor(system, name) if operations.since_query else ""
        newest, seen = cursor, 0
        pages: list[list[Snapshot]] = []
        for page in self.endpoints[system, name].pull(_since(cursor, kind)):
            pages.append(page)
            seen += len(page)
            newest = max([newest, *(_moment(snapshot.modified) for snapshot in page)])
        linked = sum(1 for link in self.store.links() if self._touches(link, system, name))
        if not seen and not cursor and linked:
            raise Halted(
                f"{system} says it has no {name} at all, where {linked} were linked; nothing is done"
            )
        with self.store.transaction():
            self.store.put_snapshots(system, name, [snapshot for page in pages for snapshot in page])
            if operations.since_query and newest:
                self.store.set_cursor(system, name, newest)

    def _touches(self, link: LinkRow, system: str, name: str) -> bool:
        return (system, name) in self.world.ends(link.pair)

    def _outage(self, system: str, error: RemoteError) -> None:
        if system not in self.down:
            self.down.add(system)
            self.report.outages.append(Outage(system, error.reason))

    # ---- what is known ----

    def _load(self) -> None:
        """Read records and links anew; links of other flows too, since references and routes follow them."""
        self.world = world_of(
            self.store, [pair for pair in self.pairs if not self._is_down(pair)], self.types
        )

    def _is_down(self, pair: ObjectPair) -> bool:
        return any(pair.side(side).type.system.name in self.down for side in Side)

    # ---- plan ----

    def _plan(self) -> Plan:
        sequence = self.store.sequence()
        entries = {(entry.pair, entry.key): entry for entry in self.store.entries()}
        plan = Plan([], [], [], [], [], {}, [], [], [], [])
        merging = Merging(self.world)
        states: dict[str, GroupState] = {}
        dirty: list[Link] = []
        unlinked: list[tuple[Group, str]] = []
        for key, group in self.world.groups.items():
            mark = self._mark(group)
            plan.marks.append(msgspec.structs.replace(mark, sequence=sequence))
            states[key] = self._state(group, mark)
            for link in self.world.by_left[key].values():
                if link.dirty or self._is_new(link, mark) or (key, link.left.key) in entries:
                    dirty.append(link)
            for left, known in self.world.in_scope(group, Side.LEFT):
                if self.world.link_at(key, Side.LEFT, left) is None:
                    entry = entries.get((key, left))
                    if known.sequence > mark.sequence or (entry is not None and entry.kind != "failed"):
                        unlinked.append((group, left))
        merging.run(dirty)
        creating = Creating(self.world, merging, states)
        plan.creates = creating.run(unlinked)
        plan.adopts = creating.adopts
        plan.entries = creating.entries
        plan.looked_at = creating.looked_at
        self._take_over(plan, merging)
        return plan

    def _take_over(self, plan: Plan, merging: Merging) -> None:
        """What the links plan, without what may not be written."""
        for link_id, linking in sorted(merging.plans.items()):
            link = merging.links[link_id]
            plan.moves += linking.moves
            plan.follows += linking.follows
            plan.settled[link_id] = linking.settled
            plan.conflicts += linking.conflicts
            plan.entries += linking.entries
            plan.looked_at.append((link.pair, Side.LEFT, link.left.key))
        for update in merging.updates():
            if update.record.system in self.options.read_only:
                self._note_read_only(plan, update)
            else:
                plan.updates.append(update)

    def _note_read_only(self, plan: Plan, update: Update) -> None:
        for link in self.world.links_of[update.record]:
            if link.pair in self.world.groups:
                reason = f"write = false for {update.record.system}"
                plan.entries.append(Entry(link.pair, Side.LEFT, link.left.key, "", "held", reason))
                plan.looked_at.append((link.pair, Side.LEFT, link.left.key))

    def _mark(self, group: Group) -> MarkRow:
        """How far the pair has looked; from the start again where its meaning changed."""
        meaning = _meaning(group)
        mark = self.store.mark(group.key)
        if mark is None:
            first = sum(1 for _ in self.world.in_scope(group, Side.RIGHT))
            mark = MarkRow(pair=group.key, meaning=meaning, first_right=first)
            if not self.options.dry_run:
                self.store.set_mark(mark)
        if mark.meaning != meaning:
            mark = msgspec.structs.replace(mark, meaning=meaning, sequence=0)
        if group.key in self.options.create_all:
            mark = msgspec.structs.replace(mark, released=True)
        return mark

    def _state(self, group: Group, mark: MarkRow) -> GroupState:
        unsettled = frozenset(
            intent.source_key for _, intent, _ in self.store.unsettled() if intent.pair == group.key
        )
        right = group.type(Side.RIGHT).system.name
        return GroupState(mark.first_right, mark.released, unsettled, right not in self.options.read_only)

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
        delivery = _Delivery(self, plan)
        with self.store.transaction():
            self.store.still_ours(self.run_id)
            self._record(plan, now)
            creates = [(self.store.add_intent(_create_intent(self.run_id, c), now), c) for c in plan.creates]
            updates = [
                (self.store.add_intent(_update_intent(self.run_id, u, self.world.known(u.record)), now), u)
                for u in plan.updates
            ]
        delivery.settle_free()
        waiting = Counter([self._flow_of(u) for u in plan.updates] + [self._flow_of(c) for c in plan.creates])
        sent: Counter[str] = Counter()
        every: list[tuple[int, Update | Create]] = [*updates, *creates]
        for intent, work in every:
            flow = self._flow_of(work)
            self.progress(flow, sent[flow], waiting[flow])
            if isinstance(work, Update):
                delivery.update(intent, work)
            else:
                delivery.create(intent, work)
            sent[flow] += 1
            self.report.sent[flow] += 1
            self.progress(flow, sent[flow], waiting[flow])

    def _flow_of(self, work: Update | Create) -> str:
        """The flow a write is counted with: its pair's, or the first one whose row is in it."""
        if isinstance(work, Create):
            return self.flow_of[work.pair]
        return next(
            self.flow_of[link.pair]
            for link in sorted(self.world.links_of[work.record], key=lambda link: link.pair)
            if link.pair in self.flow_of
        )

    def _record(self, plan: Plan, now: str) -> None:
        about = {(pair, side.value, key) for pair, side, key in plan.looked_at}
        rows = [EntryRow(e.pair, e.side.value, e.key, e.row, e.kind, e.reason) for e in _entry_rows(plan)]
        self.store.replace_entries(self.run_id, sorted(about), rows)
        for mark in plan.marks:
            self.store.set_mark(mark)
        for conflict in plan.conflicts:
            row = ConflictRow(
                link=conflict.link,
                row=conflict.row,
                left_value=_text(conflict.left),
                right_value=_text(conflict.right),
                winner=conflict.winner.value,
            )
            self.store.add_conflict(self.run_id, row, now)
        links = {link.id: link for link in self.store.links()}
        pairs = Counter(links[conflict.link].pair for conflict in plan.conflicts)
        for pair, count in pairs.items():
            self.report.pairs[pair].conflicts += count
        for adopt in plan.adopts:
            link = self.store.add_link(adopt.pair, adopt.left.key, adopt.right.key)
            link.dirty = True
            self.store.save_link(link)
            self.report.pairs[adopt.pair].linked += 1
        for link_id in {move.link for move in plan.moves} | {move.link for move in plan.follows}:
            links[link_id].dirty = True
            self.store.save_link(links[link_id])


def _entry_rows(plan: Plan) -> list[Entry]:
    """One entry per (pair, side, key, row): the last word counts."""
    return list({(e.pair, e.side, e.key, e.row): e for e in plan.entries}.values())


class _Delivery:
    """Sends one round, one write at a time; each answer settles its Intent and moves bases in one transaction."""

    def __init__(self, engine: Engine, plan: Plan) -> None:
        self.engine = engine
        self.store = engine.store
        self.world = engine.world
        self.plan = plan
        self.links = {link.id: link for link in self.store.links()}
        self.done: dict[RecordId, Snapshot] = {}
        self.waiting: dict[int, int] = Counter(
            [move.link for move in plan.moves] + [move.link for move in plan.follows]
        )

    # ---- moving bases ----

    def settle_free(self) -> None:
        """Bases that depend on no write: both sides already show the value."""
        with self.store.transaction():
            for link_id, states in self.plan.settled.items():
                for row, state in states.items():
                    self.links[link_id].followers[row] = following_json(state)
                if states:
                    self.store.save_link(self.links[link_id])
            self._move({})

    def _move(self, answers: dict[RecordId, Known]) -> None:
        """Move every base whose writes are all done, and clear the link's flag when none is left."""
        touched: set[int] = set()
        for move in list(self.plan.moves):
            link = self._link(move.link)
            left = self._shown(move.left, link.left, move, Side.LEFT)
            right = self._shown(move.right, link.right, move, Side.RIGHT)
            if left is not _PENDING and right is not _PENDING:
                row = self.links[move.link]
                row.left_base[move.row], row.right_base[move.row] = left, right
                self.plan.moves.remove(move)
                self.waiting[move.link] -= 1
                touched.add(move.link)
        for follow in list(self.plan.follows):
            link = self._link(follow.link)
            shown = self._shown(follow.expected, link.end(follow.side), follow, follow.side)
            if shown is not _PENDING:
                state = following_json(follow.state) | {"target": shown}
                self.links[follow.link].followers[follow.row] = state
                self.plan.follows.remove(follow)
                self.waiting[follow.link] -= 1
                touched.add(follow.link)
        for link_id in sorted(touched):
            self.links[link_id].dirty = self.waiting[link_id] > 0
            self.store.save_link(self.links[link_id])

    def _link(self, link_id: int) -> Link:
        row = self.links[link_id]
        left, right = self.world.ends(row.pair)
        return Link(
            id=row.id,
            pair=row.pair,
            left=RecordId(*left, row.left_key),
            right=RecordId(*right, row.right_key),
        )

    def _shown(self, expected: Expected, record: RecordId, move: Move | FollowMove, side: Side) -> Any:
        """The value to remember for a side: what its server answered, where that proves anything."""
        if expected.attribute is None:
            return expected.value
        if record not in self.done:
            return _PENDING
        update = next((u for u in self.plan.updates if u.record == record), None)
        sent = update.values.get(expected.attribute, UNSET) if update else UNSET
        if isinstance(sent, UnsetType) or sent != expected.sent:
            return expected.value
        answered = self._answered(record, move, side, update)
        return expected.value if isinstance(answered, UnsetType) else json_of(answered)

    def _answered(self, record: RecordId, move: Move | FollowMove, side: Side, update: Update | None) -> Any:
        """The canonical value in the answer; UNSET where something else may have come between."""
        kind = self.engine.types[record.system, record.type]
        before = self.world.known(record)
        after = wire.decode(kind, self.done[record].document).record
        if (
            before is None
            or update is None
            or not unchanged(before.record, after, kind.properties, update.values)
        ):
            return UNSET
        group = self.world.groups.get(self.links[move.link].pair)
        for pair in group.pairs if group else ():
            for row in pair.rows:
                if row.identity == move.row:
                    values, _ = self.world.canonical(pair, side, pair.side(side).to_view(after))
                    return values[row.name]
        return UNSET

    # ---- writes ----

    def update(self, intent: int, update: Update) -> None:
        record = update.record
        kind = self.engine.types[record.system, record.type]
        known = self.world.known(record)
        assert known is not None
        if record.system in self.engine.down:
            self.store.settle(intent, "rejected", "the system is out of reach")
            return
        patch = kind.patch(**update.values)
        changes = wire.encode(kind, patch, known.snapshot.document)
        try:
            self.store.settle(intent, "sent")
            answer = self.engine.endpoints[record.system, record.type].update(known.snapshot, changes)
        except RemoteError as error:
            self._failed_update(intent, update, error)
            return
        with self.store.transaction():
            self.store.settle(intent, "applied")
            self.store.put_snapshots(record.system, record.type, [answer])
            self.done[record] = answer
            self._move({})
        for pair in sorted({pair for pair, _ in update.rows}):
            self.engine.report.pairs[pair].updated += 1

    def _failed_update(self, intent: int, update: Update, error: RemoteError) -> None:
        record = update.record
        with self.store.transaction():
            if isinstance(error, Changed):
                self.store.settle(intent, "rejected", error.reason)
                self._look_again(record)
                return
            unknown = isinstance(error, OutcomeUnknown)
            self.store.settle(intent, "unknown" if unknown else "rejected", error.reason)
            if unknown:
                # an update is settled by looking: the next pull shows whether it arrived
                self.store.settle(intent, "rejected", f"{error.reason}; settled by the next pull")
            for link in self.world.links_of[record]:
                if link.pair in self.world.groups:
                    self._fail(
                        link.pair,
                        link.left.key,
                        f"{record.system} {record.type} {record.key}: {error.reason}",
                    )
                    row = self.links[link.id]
                    row.dirty = not isinstance(error, Rejected)
                    self.store.save_link(row)
        if isinstance(error, Unavailable | LoginRefused):
            self.engine._outage(record.system, error)

    def _look_again(self, record: RecordId) -> None:
        """Somebody was faster: read the record again, so that the next round merges with it."""
        known = self.world.known(record)
        try:
            found = self.engine.endpoints[record.system, record.type].fetch(
                record.key, known.snapshot.document if known else None
            )
        except RemoteError:
            found = None
        if found is not None:
            self.store.put_snapshots(record.system, record.type, [found])

    def create(self, intent: int, create: Create) -> None:
        system, name = create.right
        if system in self.engine.down:
            self.store.settle(intent, "rejected", "the system is out of reach")
            return
        try:
            self.store.settle(intent, "sent")
            answer = self.engine.endpoints[system, name].create(create.document)
        except RemoteError as error:
            self._failed_create(intent, create, error)
            return
        with self.store.transaction():
            self.store.settle(intent, "applied")
            self.store.put_snapshots(system, name, [answer])
            link = self.store.add_link(create.pair, create.left.key, answer.key)
            link.dirty = True
            self._first_bases(link, create, answer)
            self.store.save_link(link)
        self.engine.report.pairs[create.pair].created += 1
        self.engine.report.pairs[create.pair].linked += 1

    def _first_bases(self, link: LinkRow, create: Create, answer: Snapshot) -> None:
        """Bases of what was sent. What was not sent has none yet: the first merge fills blanks both ways."""
        group = self.world.groups[create.pair]
        kind = self.engine.types[create.right]
        record = wire.decode(kind, answer.document).record
        for pair, patch, values in zip(group.pairs, create.patches, create.values, strict=True):
            shown, _ = self.world.canonical(pair, Side.RIGHT, pair.right.to_view(record))
            for row in pair.rows:
                value = values[row.name]
                sent = getattr(patch, row.right, UNSET)
                if (
                    sent is None
                    or isinstance(sent, UnsetType)
                    or value is None
                    or isinstance(value, UnsetType)
                ):
                    continue
                answered = value if isinstance(shown[row.name], UnsetType) else shown[row.name]
                if row.binding is Binding.TWO_WAY:
                    link.left_base[row.identity] = json_of(value)
                    link.right_base[row.identity] = json_of(answered)
                else:
                    link.followers[row.identity] = following_json(Following(value, answered))

    def _failed_create(self, intent: int, create: Create, error: RemoteError) -> None:
        unknown = isinstance(error, OutcomeUnknown)
        with self.store.transaction():
            self.store.settle(intent, "unknown" if unknown else "rejected", error.reason)
            if isinstance(error, Unavailable | LoginRefused):
                self._fail(create.pair, create.left.key, error.reason, kind="waiting")
            else:
                self._fail(create.pair, create.left.key, error.reason, kind="review" if unknown else "failed")
        if isinstance(error, Unavailable | LoginRefused):
            self.engine._outage(create.right[0], error)

    def _fail(self, pair: str, key: str, reason: str, kind: str = "failed") -> None:
        entry = EntryRow(pair, Side.LEFT.value, key, "", kind, reason)
        self.store.replace_entries(self.engine.run_id, [], [entry])
        if kind in ("failed", "review"):
            self.engine.report.pairs[pair].failed += 1


_PENDING = object()


def world_of(
    store: Store, pairs: Iterable[ObjectPair], types: Mapping[tuple[str, str], ObjectType] | None = None
) -> World:
    """The stored Snapshots and active Links, ready for planning or for looking at."""
    members = tuple(pairs)
    world = World(members)
    for (system, name), kind in (types or _types(members)).items():
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
                )
            )
    return world


def _types(pairs: tuple[ObjectPair, ...]) -> dict[tuple[str, str], ObjectType]:
    found: dict[tuple[str, str], ObjectType] = {}
    for pair in pairs:
        for side in Side:
            kind = pair.side(side).type
            found[kind.system.name, kind.name] = kind
    return found


def _meaning(group: Group) -> str:
    """What a change of would make the pair look at everything again."""
    parts: dict[str, Any] = defaultdict(list)
    for pair in group.pairs:
        parts["rows"].append([(row.identity, row.binding.value) for row in pair.rows])
        parts["rule"].append(
            [pair.creation.value, pair.prose, [match.label for match in pair.match], pair.missing]
        )
    return _text(parts)


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _moment(stamp: str) -> str:
    return stamp


def _since(cursor: str, kind: ObjectType) -> str:
    """The cursor less the overlap the profile asks for, in the spelling its lists take."""
    if not cursor:
        return ""
    moment = dt.datetime.fromisoformat(cursor) - dt.timedelta(seconds=kind.operations.overlap)
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _create_intent(run: str, create: Create) -> IntentRow:
    return IntentRow(
        run=run,
        action="create",
        system=create.right[0],
        type=create.right[1],
        key="",
        pair=create.pair,
        source_key=create.left.key,
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
