"""Writing a round down before its first request: intents, conflicts with all candidates, entries, marks, links.

All in one transaction of the caller's, with full sync: what was not written down was not sent (S-15).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from typing import Any

import msgspec

from .creating import Create, given_first, origins_of
from .first_bases import remember_made, remember_sent, shown_by
from .model import Side
from .origins import DECIDED
from .passes import Plan, Report, Work
from .planned import Conflict, Entry, Update, json_of
from .reconcile import Origin, same
from .rows import Rows
from .state import exact_text
from .store import ConflictRow, EntryRow, IntentRow, Store
from .vanished import Delete
from .world import RecordId, World

__all__ = ["Recording"]



class Recording:
    """Writes plans of a run down. `at` is the instant as text."""

    def __init__(self, store: Store, world: World, report: Report, at: str, run: str) -> None:
        self._store, self._world, self._report, self._at, self._run = store, world, report, at, run
        self._travelling: dict[RecordId, dict[str, Origin]] = {}

    def write_down(self, plan: Plan, links: Rows) -> list[tuple[int, Work]]:
        """Write a plan down; its writes with the numbers of their intents."""
        about = {(pair, side.value, key) for pair, side, key in plan.looked_at}
        entries = [_entry_row(entry) for entry in _last_words(plan)]
        self._rejected(entries)
        self._store.replace_entries(self._run, sorted(about), entries)
        for mark in plan.marks:
            self._store.set_mark(mark)
        self._conflicts(plan, links)
        self._links(plan, links)
        self._adopts(plan)
        sequence = self._store.sequence() if plan.works else 0
        lists = self._lists(plan, links)
        self._travelling = {update.record: update.origins for update in plan.updates}
        return [(self._store.add_intent(self._intent(work, sequence, lists), self._at), work) for work in plan.works]

    def _rejected(self, entries: list[EntryRow]) -> None:
        """Note the values that are rejected, and of which that was not said before."""
        for one in entries:
            if one.kind == "rejected" and one not in self._store.entries(one.pair, one.side, one.key):
                self._report.rejected.add((one.pair, one.side, one.key, one.row))

    def _lists(self, plan: Plan, links: Rows) -> dict[RecordId, list[dict[str, Any]]]:
        """By record that is written, which elements of its keyed lists are to belong together: a settlement needs it
        where the answer that tells new keys is lost (S-16)."""
        found: dict[RecordId, list[dict[str, Any]]] = defaultdict(list)
        for move in plan.moves:
            link = links[move.link]
            group = self._world.groups.get(link.pair)
            rows = [row for pair in group.pairs for row in pair.rows] if group is not None else []
            if group is None or not any(row.keyed and row.identity == move.row for row in rows):
                continue
            lines = [move.left.value, move.right.value]
            about = {"link": move.link, "pair": link.pair, "row": move.row, "lines": lines}
            ends = {Side.LEFT: (move.left, link.left_key), Side.RIGHT: (move.right, link.right_key)}
            for side, (expected, key) in ends.items():
                is_alone = ends[side.other][0].attribute is None
                if expected.attribute is not None:
                    found[group.record_id(side, key)].append({**about, "alone": is_alone})
        return found

    def _conflicts(self, plan: Plan, links: Rows) -> None:
        """All candidates; those of a decision, which is no new conflict, only where none of its row has them yet."""
        for conflict in plan.conflicts:
            row = ConflictRow(
                link=conflict.link,
                row=conflict.row,
                left_value=exact_text(conflict.left),
                right_value=exact_text(conflict.right),
                winner=conflict.winner.value if conflict.winner else "",
                rule=conflict.rule,
                close=conflict.close,
            )
            is_told = self._store.is_listed(row) if conflict.rule == DECIDED else self._is_told(row, conflict, links)
            if not is_told:
                self._store.add_conflict(self._run, row, self._at)
        new = [conflict for conflict in plan.conflicts if conflict.rule != DECIDED]
        for pair, count in Counter(links[conflict.link].pair for conflict in new).items():
            self._report.pairs[pair].conflicts += count

    def _is_told(self, row: ConflictRow, conflict: Conflict, links: Rows) -> bool:
        """Whether it is the last conflict of its row, whose winner never arrived: that pass was cut off."""
        found = self._store.newest_conflict(row.link, row.row)
        if found is None or conflict.winner is None or msgspec.structs.replace(found[0], close=row.close) != row:
            return False
        link, group = links[row.link], self._world.groups[links[row.link].pair]
        side = conflict.winner.other
        loser = group.end(link, side)
        return not self._store.was_written(*loser, since=found[1])

    def _links(self, plan: Plan, links: Rows) -> None:
        """Links that wait for a write stay dirty until it is done; those with nothing left to do are clean."""
        moving = {move.link for move in plan.moves} | {move.link for move in plan.follows} | plan.undone
        moving |= {delete.link for delete in plan.deletes}
        for link_id in plan.planned:
            row, is_moving = links[link_id], link_id in moving
            looked = {"": self._world.looked.get(row.pair, 0)} | (row.looked if row.dirty else {})
            if row.dirty != is_moving or (is_moving and row.looked != looked):
                row.dirty, row.looked = is_moving, looked
                self._store.save_link(row)
        for detach in plan.detaches:
            row = links[detach.link]
            row.state, row.dirty, row.why = "tombstone", False, detach.reason
            self._store.save_link(row)
        for link_id, reason in plan.retold.items():
            row = links[link_id]
            row.why = reason
            self._store.save_link(row)
        for revive in plan.revived:
            row = links[revive.link]
            row.state, row.dirty = "active", True
            self._store.save_link(row)

    def _adopts(self, plan: Plan) -> None:
        open_intents = self._store.unsettled() if plan.adopts else []
        for adopt in plan.adopts:
            link = self._store.add_link(adopt.pair, adopt.left.key, adopt.right.key, adopt.why, self._at)
            link.dirty = True
            self._report.pairs[adopt.pair].linked += 1
            ends = {Side.LEFT.value: adopt.left.key, Side.RIGHT.value: adopt.right.key}
            for number, intent, _ in open_intents:
                if intent.pair == adopt.pair and ends.get(intent.source_side) == intent.source_key:
                    other = ends[Side(intent.source_side).other.value]
                    self._store.settle(number, "applied", f"found as {other}", key=other)
                    # what was sent is what both sides had in common: what differs now was edited since (S-17)
                    group, side = self._world.groups[adopt.pair], Side(intent.source_side).other
                    known = self._world.known(adopt.left if side is Side.LEFT else adopt.right)
                    shown = shown_by(self._world, group, side, known.snapshot) if known else {}
                    remember_sent(link, group, json.loads(intent.bases or "{}"), shown)
                    if known:
                        remember_made(self._store, self._world, link, group, side, intent, known.snapshot)
            self._store.save_link(link)

    def _intent(self, work: Work, sequence: int, lists: dict[RecordId, list[dict[str, Any]]]) -> IntentRow:
        if isinstance(work, Create):
            return self._create_intent(work, sequence)
        if isinstance(work, Delete):
            return self._delete_intent(work, sequence)
        return self._update_intent(work, sequence, lists.get(work.record, []))

    def _create_intent(self, create: Create, sequence: int) -> IntentRow:
        group = self._world.groups[create.pair]
        rule = group.rules(create.side)[0].kind.value if group.rules(create.side) else ""
        system = self._world.types[create.target].system
        about = f"{create.pair} {create.side.value} {create.source.key}"
        why = {"pair": create.pair, "row": "", "rule": rule, "from": _name(create.source)}
        origins = origins_of(self._world, create, self._travelling.get(create.source, {}))
        return IntentRow(
            run=self._run,
            action="create",
            system=create.target[0],
            type=create.target[1],
            key="",
            pair=create.pair,
            source_key=create.source.key,
            source_side=create.side.value,
            body=exact_text(create.document),
            idempotency=_key_for(self._run, about, sequence) if system.idempotency else "",
            sequence=sequence,
            bases=exact_text(self._sent_values(create)),
            why=exact_text([why | {"origins": {name: list(origin) for name, origin in origins.items()}}]),
        )

    def _sent_values(self, create: Create) -> dict[str, list[Any]]:
        """What the source shows and what is sent, canonical, by row identity: what the link's bases will be (S-17).

        The two differ where a write to the source is planned as well, and it is not known yet whether it arrives.
        """
        found: dict[str, list[Any]] = {}
        made, known = create.side.other, self._world.known(create.source)
        for pair, patch, values in zip(
            self._world.groups[create.pair].pairs, create.patches, create.values, strict=True
        ):
            shown = self._world.shown(pair, create.side, known.record) if known else {}
            for row in pair.rows:
                attribute = row.right if made is Side.RIGHT else row.left
                sent = getattr(patch, attribute, msgspec.UNSET)
                value, own = values[row.name], shown.get(row.name, msgspec.UNSET)
                if sent not in (None, msgspec.UNSET) and value not in (None, msgspec.UNSET):
                    if not row.keyed and not same(sent, given_first(create.patches, attribute)):
                        continue  # another section's value is sent in its place
                    found[row.identity] = [json_of(value if own is msgspec.UNSET else own), json_of(value)]
        return found

    def _delete_intent(self, delete: Delete, sequence: int) -> IntentRow:
        known = self._world.seen(delete.record)
        return IntentRow(
            run=self._run,
            action="delete",
            system=delete.record.system,
            type=delete.record.type,
            key=delete.record.key,
            pair=delete.pair,
            body="",
            precondition=known.snapshot.version if known else "",
            sequence=sequence,
            before=exact_text(known.snapshot.document) if known else "",
            why=exact_text([{"pair": delete.pair, "row": "", "rule": "delete", "from": _name(delete.source)}]),
        )

    def _update_intent(self, update: Update, sequence: int, lists: list[dict[str, Any]]) -> IntentRow:
        known = self._world.known(update.record)
        before = {name: json_of(getattr(known.record, name)) for name in update.values} if known else {}
        return IntentRow(
            run=self._run,
            action="update",
            system=update.record.system,
            type=update.record.type,
            key=update.record.key,
            body=exact_text(msgspec.to_builtins(update.values)),
            precondition=known.snapshot.version if known else "",
            sequence=sequence,
            before=exact_text(before),
            bases=exact_text({"lists": lists}) if lists else "",
            why=exact_text(
                [
                    {
                        "pair": w.pair,
                        "row": w.row,
                        "rule": w.rule,
                        "from": _name(w.source),
                        "attribute": name,
                        "origin": list(update.origins.get(name, ())),
                    }
                    for name, w in sorted(update.why.items())
                ]
            ),
        )


def _key_for(run: str, about: str, sequence: int) -> str:
    """An idempotency key: another one for every attempt that was written down (S-31)."""
    return hashlib.sha256(f"{run} {about} {sequence}".encode()).hexdigest()[:32]


def _name(record: Any) -> str:
    return f"{record.system}.{record.type} {record.key}"


def _last_words(plan: Plan) -> list[Entry]:
    """One entry per (pair, side, key, row): the last word counts."""
    return list({(e.pair, e.side, e.key, e.row): e for e in plan.entries}.values())


def _entry_row(entry: Entry) -> EntryRow:
    return EntryRow(entry.pair, entry.side.value, entry.key, entry.row, entry.kind, entry.reason, entry.evidence)


