"""Creates that have no answer, settled by evidence; a second one is never sent on a guess (S-16, S-17).

By the idempotency key, by the record that shows what was sent, or by the proof that there is none; where nothing can be
proved, a person is asked.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from . import wire
from .arrivals import Arrivals
from .endpoint import Endpoint
from .errors import OutcomeUnknown
from .first_bases import remember_made, remember_sent, shown_by
from .model import Side, Snapshot
from .passes import Report
from .points import point
from .reconcile import is_filled, same
from .renewed import renew
from .state import values_in
from .store import EntryRow, IntentRow, Settled, SnapshotRow, Store
from .world import Group, RecordId, World

__all__ = ["LostCreates", "sources", "suspects", "unlinked_since"]


class _Lost(Struct, frozen=True):
    """A create whose outcome is not known, with what it says: the pair's group, and where it leads."""

    one: Settled
    group: Group
    source: Side
    document: dict[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        return (self.one.intent.system, self.one.intent.type)


class LostCreates:
    """Settles creates by what a World knows of the records that they may have made."""

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        report: Report,
        world: World,
        arrivals: Arrivals,
    ) -> None:
        self._store, self._endpoints, self._report, self._world = store, endpoints, report, world
        self._arrivals = arrivals

    def leave(self, one: Settled) -> None:
        """A person said that the record is to be left alone: nothing is linked or made for it any more. What its create
        makes all the same is still no record to copy, however late it arrives."""
        is_over = bool(one.intent.until)
        if is_over and not any(unlinked_since(self._store, self._world, one.intent)):
            self._store.settle(one.id, "rejected", "a person decided: leave it")

    def settle(self, one: Settled, sends: bool | None = None) -> bool:
        """Settle a create as far as it can be. `sends`: whether it may be sent once more; None: not yet.

        Whether that was all; False where sending it once more would settle it.
        """
        group = self._world.groups.get(one.intent.pair)
        if group is None:
            return True
        lost = _Lost(one, group, Side(one.intent.source_side), values_in(one.intent.body))
        link = self._world.link_at(group.key, lost.source, self._source(lost).key)
        if link is not None:
            self._store.settle(one.id, "applied", "linked since", key=link.end(lost.source.other).key)
            return True
        can_be_sent = self._can_be_sent_again(lost)
        if can_be_sent and sends is None:
            return False
        again = self._sent_again(lost) if can_be_sent and sends else None
        if again is not True:
            self._judge(lost, again)
        return True

    def _judge(self, lost: _Lost, again: bool | None) -> None:
        """Settle a create by what is to be seen. `again` is what sending it once more has told."""
        found, others = self._candidates(lost)
        if len(found) == 1:
            self._adopt(lost, found[0], "it shows what was sent, or a value that its system gives but once")
        elif found or others:
            keys = [snapshot.key for snapshot in found or others]
            self._ask(lost, "the answer to a create was lost, and it may have made " + ", ".join(keys), keys)
        elif again is None and (self._has_natural_key(lost) or self._arrivals.would_be_listed(lost.one)):
            reason = "there is no such record" if self._arrivals.is_over(lost.one) else "a second one would be refused"
            with self._store.transaction("settle"):
                self._store.settle(lost.one.id, "rejected", reason)
                self._say(lost, "waiting", "its create did not arrive; it is made again")
        else:
            self._ask(lost, "the answer to a create was lost, and no such record is to be seen yet", [])

    def _can_be_sent_again(self, lost: _Lost) -> bool:
        """Whether its system still remembers the create's idempotency key, so that it cannot make two."""
        system = self._world.types[lost.place].system
        lasts = dt.datetime.fromisoformat(lost.one.at) + dt.timedelta(hours=system.idempotency_hours)
        is_there = self._world.known(self._source(lost)) is not None
        return bool(lost.one.intent.idempotency) and self._world.now < lasts and is_there

    def _sent_again(self, lost: _Lost) -> bool | None:
        """Send the same create with its idempotency key.

        Whether that settled it: True; False where it may still arrive; None where nothing can be said.
        """
        one, intent = lost.one, lost.one.intent
        self._store.sent_again(one.id, self._world.now.isoformat())
        point("send.before")
        answer = self._endpoints[lost.place].create_all([lost.document], [intent.idempotency])[0]
        point("send.after")
        if isinstance(answer, Snapshot):
            with self._store.transaction("settle"):
                renew(self._store, self._world.types[lost.place], answer)  # a create's own answer is proof enough
                # it may be a repetition of the first one, and older than what was read since (S-10)
                if self._store.snapshot(*lost.place, answer.key) is None:
                    self._store.put_snapshots(*lost.place, [answer])
                self._link(lost, answer, "answered under its idempotency key", is_proven=True)
            return True
        # a refusal says nothing of the first time: what can be seen decides (F-13)
        return False if isinstance(answer, OutcomeUnknown) else None

    def _candidates(self, lost: _Lost) -> tuple[list[Snapshot], list[Snapshot]]:
        """Records first seen since the create was planned, without a link in its pair: those that show all that was
        sent, and the rest. One that shows a value its system gives but once is the one, edited or not."""
        kind = self._world.types[lost.place]
        meant = wire.decode(kind, lost.document).record
        target = lost.source.other
        equal: list[Snapshot] = []
        others: list[Snapshot] = []
        natural: list[Snapshot] = []
        for snapshot in self._new_records(lost):
            record = wire.decode(kind, snapshot.document).record
            if any(is_filled(getattr(meant, n)) and same(getattr(meant, n), getattr(record, n)) for n in kind.unique):
                natural.append(snapshot)
            pairs = [
                (pair, self._world.shown(pair, target, meant), self._world.shown(pair, target, record))
                for pair in lost.group.pairs
            ]
            sent = [
                (wanted[row.name], shown[row.name])
                for pair, wanted, shown in pairs
                for row in pair.rows
                if is_filled(wanted[row.name]) and not row.keyed
            ]
            is_equal = bool(sent) and all(same(wanted, shown) for wanted, shown in sent)
            (equal if is_equal else others).append(snapshot)
        return (natural, []) if natural else (equal, others)

    def _new_records(self, lost: _Lost) -> Iterator[Snapshot]:
        for row in unlinked_since(self._store, self._world, lost.one.intent):
            if lost.group.in_scope(lost.source.other, row.snapshot.document):
                yield row.snapshot

    def _has_natural_key(self, lost: _Lost) -> bool:
        kind = self._world.types[lost.place]
        meant = wire.decode(kind, lost.document).record
        return any(is_filled(getattr(meant, name)) for name in kind.unique)

    def _adopt(self, lost: _Lost, snapshot: Snapshot, why: str) -> None:
        with self._store.transaction("settle"):
            self._link(lost, snapshot, why)

    def _link(self, lost: _Lost, snapshot: Snapshot, why: str, is_proven: bool = False) -> None:
        """Link the record that was made. Its bases are what was sent: what it shows otherwise is an edit (S-17)."""
        intent = lost.one.intent
        keys = {lost.source: intent.source_key, lost.source.other: snapshot.key}
        links = self._store.links_of(intent.system, intent.type, [snapshot.key])
        active = [row for row in links if row.pair == intent.pair and row.state == "active"]
        if any(lost.group.end(row, lost.source.other) == (*lost.place, snapshot.key) for row in active):
            self._store.settle(lost.one.id, "applied", "already linked", key=snapshot.key)
            return
        row = self._store.add_link(
            intent.pair, keys[Side.LEFT], keys[Side.RIGHT], f"created; {why}", self._world.now.isoformat()
        )
        row.dirty = True
        shown = None if is_proven else shown_by(self._world, lost.group, lost.source.other, snapshot)
        remember_sent(row, lost.group, values_in(intent.bases), shown)
        remember_made(self._store, self._world, row, lost.group, lost.source.other, intent, snapshot)
        self._store.save_link(row)
        self._store.settle(lost.one.id, "applied", why, key=snapshot.key)
        self._store.replace_entries(self._report.run, [(intent.pair, lost.source.value, intent.source_key)], [])
        self._report.pairs[intent.pair].linked += 1

    def _ask(self, lost: _Lost, reason: str, candidates: list[str]) -> None:
        evidence = json.dumps({"candidates": candidates, "intent": lost.one.id})
        with self._store.transaction("settle"):
            self._store.settle(lost.one.id, "unknown", reason)
            self._say(lost, "review", reason, evidence)

    def _say(self, lost: _Lost, kind: str, reason: str, evidence: str = "") -> None:
        intent = lost.one.intent
        entry = EntryRow(intent.pair, intent.source_side, intent.source_key, "", kind, reason, evidence)
        self._store.replace_entries(self._report.run, [], [entry])

    def _source(self, lost: _Lost) -> RecordId:
        return lost.group.record_id(lost.source, lost.one.intent.source_key)


def unlinked_since(store: Store, world: World, intent: IntentRow) -> Iterator[SnapshotRow]:
    """The records that a create may have made: first seen since it was planned, and without a link in its pair.

    Those that were seen first long after it was sent are not meant: it was done by then, or never.
    """
    after = intent.sequence
    while changed := store.changed_keys(intent.system, intent.type, after, 1000):
        after = changed[-1][1]
        for row in store.snapshot_rows(intent.system, intent.type, [key for key, _ in changed]):
            first = store.first_seen(intent.system, intent.type, row.snapshot.key)
            if row.gone == "deleted" or first <= intent.sequence or (intent.until and first > intent.until):
                continue
            links = world.links_of[RecordId(intent.system, intent.type, row.snapshot.key)]
            if not any(link.pair == intent.pair for link in links):
                yield row


def suspects(store: Store, world: World) -> frozenset[RecordId]:
    """The records that creates may have made whose answers were lost: nobody makes a copy of them."""
    return frozenset(
        RecordId(row.system, row.type, row.snapshot.key)
        for intent in _lost_creates(store)
        for row in unlinked_since(store, world, intent)
    )


def sources(store: Store, world: World) -> frozenset[RecordId]:
    """The records for which creates were sent whose answers were lost: what shows the same may be what they made."""
    return frozenset(
        world.groups[intent.pair].record_id(Side(intent.source_side), intent.source_key)
        for intent in _lost_creates(store)
        if intent.pair in world.groups
    )


def _lost_creates(store: Store) -> list[IntentRow]:
    return [one.intent for one in store.open_intents() if one.intent.action == "create" and one.state != "planned"]
