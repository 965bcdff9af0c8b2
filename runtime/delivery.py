"""Sending one round: every answer settles its Intent, and moves the bases it proves, in one transaction.

A base moves to what the server returned only if nothing can have come between; otherwise to what was planned
(SEMANTICS section 6). What failed leaves its bases where they were, so that nobody's edit is lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, UnsetType

from . import wire
from .creating import Create
from .errors import Changed, LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable
from .model import Binding, ObjectType, Side, Snapshot
from .passes import Endpoint, Plan, Report
from .planning import Expected, FollowMove, Move, Update, following_json, json_of, unchanged
from .reconcile import Following
from .store import EntryRow, LinkRow, Store
from .world import Link, RecordId, World

__all__ = ["Delivery"]


def _memories(link: LinkRow) -> tuple[dict[str, Any], ...]:
    """All that a link remembers of its rows."""
    return link.left_base, link.right_base, link.followers



class Delivery:
    """Sends one round, one write at a time; each answer settles its Intent and moves bases in one transaction."""

    def __init__(
        self,
        plan: Plan,
        world: World,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        report: Report,
    ) -> None:
        self.plan = plan
        self.world = world
        self.store = store
        self.endpoints = endpoints
        self.types = types
        self.report = report
        self.links = {link.id: link for link in self.store.links()}
        self.done: dict[RecordId, Snapshot] = {}
        self.updates = {update.record: update for update in plan.updates}
        every: list[Move | FollowMove] = [*plan.moves, *plan.follows]
        self.waiting: dict[int, int] = Counter(move.link for move in every)
        self.moves_of: dict[RecordId, list[Move | FollowMove]] = defaultdict(list)
        self.free: list[Move | FollowMove] = []
        for move in every:
            needed = self._needs(move)
            for record in needed:
                self.moves_of[record].append(move)
            if not needed:
                self.free.append(move)

    # ---- moving bases ----

    def settle_free(self) -> None:
        """Bases that depend on no write: both sides already show the value."""
        with self.store.transaction():
            for link_id, states in self.plan.settled.items():
                for row, state in states.items():
                    self.links[link_id].followers[row] = following_json(state)
                for row in self.plan.dropped.get(link_id, ()):
                    for remembered in _memories(self.links[link_id]):
                        remembered.pop(row, None)
                if states or self.plan.dropped.get(link_id):
                    self.store.save_link(self.links[link_id])
            self._move(self.free)

    def _needs(self, move: Move | FollowMove) -> set[RecordId]:
        """The records that must be written before this base moves."""
        link = self._link(move.link)
        if isinstance(move, FollowMove):
            return {link.end(move.side)} if move.expected.attribute is not None else set()
        sides = ((move.left, link.left), (move.right, link.right))
        return {record for expected, record in sides if expected.attribute is not None}

    def _move(self, moves: list[Move | FollowMove]) -> None:
        """Move the bases whose writes are all done, and clear a link's flag when none of its moves is left."""
        touched: set[int] = set()
        for move in moves:
            if not self._needs(move) <= self.done.keys():
                continue
            row, link = self.links[move.link], self._link(move.link)
            if isinstance(move, FollowMove):
                shown = self._shown(move.expected, link.end(move.side), move, move.side)
                row.followers[move.row] = following_json(move.state) | {"target": shown}
            else:
                row.left_base[move.row] = self._shown(move.left, link.left, move, Side.LEFT)
                row.right_base[move.row] = self._shown(move.right, link.right, move, Side.RIGHT)
            self.waiting[move.link] -= 1
            touched.add(move.link)
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
        update = self.updates.get(record)
        sent = update.values.get(expected.attribute, UNSET) if update else UNSET
        if isinstance(sent, UnsetType) or sent != expected.sent:
            return expected.value
        answered = self._answered(record, move, side, update)
        return expected.value if isinstance(answered, UnsetType) else json_of(answered)

    def _answered(self, record: RecordId, move: Move | FollowMove, side: Side, update: Update | None) -> Any:
        """The canonical value in the answer; UNSET where something else may have come between."""
        kind = self.types[record.system, record.type]
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
                    values, _ = self.world.canonical(pair, side, pair.side(side).view(after, self.world.now))
                    return values[row.name]
        return UNSET

    # ---- writes ----

    def update(self, intent: int, update: Update) -> None:
        record = update.record
        kind = self.types[record.system, record.type]
        known = self.world.known(record)
        assert known is not None
        if record.system in self.report.down:
            self.store.settle(intent, "rejected", "the system is out of reach")
            return
        patch = kind.patch(**update.values)
        changes = wire.encode(kind, patch, known.snapshot.document)
        try:
            self.store.settle(intent, "sent")
            answer = self.endpoints[record.system, record.type].update(known.snapshot, changes)
        except RemoteError as error:
            self._failed_update(intent, update, error)
            return
        with self.store.transaction():
            self.store.settle(intent, "applied")
            self.store.put_snapshots(record.system, record.type, [answer])
            self.done[record] = answer
            self._move(self.moves_of[record])
        for pair in sorted({pair for pair, _ in update.rows}):
            self.report.pairs[pair].updated += 1

    def _failed_update(self, intent: int, update: Update, error: RemoteError) -> None:
        record = update.record
        with self.store.transaction():
            if isinstance(error, Changed):
                self.store.settle(intent, "rejected", error.reason)
                self._look_again(record)
                return
            # an update whose answer was lost is settled by looking: the next pull shows whether it arrived
            looking = "; settled by the next pull" if isinstance(error, OutcomeUnknown) else ""
            self.store.settle(intent, "rejected", error.reason + looking)
            for link in self.world.links_of[record]:
                if link.pair in self.world.groups:
                    reason = f"{record.system} {record.type} {record.key}: {error.reason}"
                    self._fail((link.pair, Side.LEFT, link.left.key), reason)
                    row = self.links[link.id]
                    row.dirty = not isinstance(error, Rejected)
                    self.store.save_link(row)
        if isinstance(error, Unavailable | LoginRefused):
            self.report.outage(record.system, error.reason)

    def _look_again(self, record: RecordId) -> None:
        """Somebody was faster: read the record again, so that the next round merges with it."""
        known = self.world.known(record)
        try:
            found = self.endpoints[record.system, record.type].fetch(
                record.key, known.snapshot.document if known else None
            )
        except RemoteError:
            found = None
        if found is not None:
            self.store.put_snapshots(record.system, record.type, [found])

    def create(self, intent: int, create: Create) -> None:
        """Send a create; its answer makes the link."""
        system, name = create.target
        if self.report.is_out(system, name):
            self.store.settle(intent, "rejected", "the system is out of reach")
            return
        try:
            self.store.settle(intent, "sent")
            answer = self.endpoints[system, name].create(create.document)
        except RemoteError as error:
            self._failed_create(intent, create, error)
            return
        keys = {create.side: create.source.key, create.side.other: answer.key}
        with self.store.transaction():
            self.store.settle(intent, "applied")
            self.store.put_snapshots(system, name, [answer])
            link = self.store.add_link(create.pair, keys[Side.LEFT], keys[Side.RIGHT])
            link.dirty = True
            self._first_bases(link, create, answer)
            self.store.save_link(link)
        self.report.pairs[create.pair].created += 1
        self.report.pairs[create.pair].linked += 1

    def _first_bases(self, link: LinkRow, create: Create, answer: Snapshot) -> None:
        """Bases of what was sent. What was not sent has none yet: the first merge fills blanks both ways."""
        group = self.world.groups[create.pair]
        kind, made = self.types[create.target], create.side.other
        record = wire.decode(kind, answer.document).record
        for pair, patch, values in zip(group.pairs, create.patches, create.values, strict=True):
            shown, _ = self.world.canonical(pair, made, pair.side(made).view(record, self.world.now))
            for row in pair.rows:
                value = values[row.name]
                sent = getattr(patch, row.right if made is Side.RIGHT else row.left, UNSET)
                if made not in _WRITES[row.binding] or not _is_filled(sent) or not _is_filled(value):
                    continue
                answered = value if isinstance(shown[row.name], UnsetType) else shown[row.name]
                if row.binding is Binding.TWO_WAY:
                    bases = {create.side: json_of(value), made: json_of(answered)}
                    link.left_base[row.identity] = bases[Side.LEFT]
                    link.right_base[row.identity] = bases[Side.RIGHT]
                else:
                    link.followers[row.identity] = following_json(Following(value, answered))

    def _failed_create(self, intent: int, create: Create, error: RemoteError) -> None:
        unknown = isinstance(error, OutcomeUnknown)
        away = isinstance(error, Unavailable | LoginRefused)
        kind = "waiting" if away else "review" if unknown else "failed"
        with self.store.transaction():
            self.store.settle(intent, "unknown" if unknown else "rejected", error.reason)
            self._fail((create.pair, create.side, create.source.key), error.reason, kind)
        if away:
            self.report.outage(create.target[0], error.reason)

    def _fail(self, about: tuple[str, Side, str], reason: str, kind: str = "failed") -> None:
        """Say what went wrong with a link or with a record that has none: (pair, side, key)."""
        pair, side, key = about
        entry = EntryRow(pair, side.value, key, "", kind, reason)
        self.store.replace_entries(self.report.run, [], [entry])
        if kind in ("failed", "review"):
            self.report.pairs[pair].failed += 1


_WRITES = {
    Binding.TWO_WAY: {Side.LEFT, Side.RIGHT},
    Binding.RIGHT: {Side.RIGHT},
    Binding.COPY_RIGHT: {Side.RIGHT},
    Binding.LEFT: {Side.LEFT},
    Binding.COPY_LEFT: {Side.LEFT},
}
"""The sides that rows of a binding are written to."""


def _is_filled(value: Any) -> bool:
    return value is not None and not isinstance(value, UnsetType)
