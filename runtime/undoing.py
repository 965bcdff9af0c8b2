"""Taking back what a run wrote: each value that nobody touched since, through the outbox, in a run of its own.

A write is undone if the record, read now, still shows what the write left (canonically). The rows are held before the
request leaves, so that no pass does again what was undone, whenever this is cut off. So are the rows of the record's
other links that speak of the same properties: in a hub they would carry the undone value on, over what somebody
entered there since, or bring it back.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from . import wire
from .asking import run_of
from .endpoint import Done, Endpoint
from .errors import OutcomeUnknown, RemoteError
from .forgetting import is_erased
from .history import parsed
from .model import Binding, ObjectPair, ObjectType, Side, Snapshot
from .planned import json_of
from .points import point
from .store import DecisionRow, EntryRow, IntentRow, LinkRow, Settled, Store
from .turning import ends_of

__all__ = ["Undoing", "Undone"]

_UNDONE = "undone"


class Undone(Struct, frozen=True):
    """What became of one write: `done`, or the reason why it stays."""

    write: Settled
    done: bool
    reason: str = ""


class Undoing:
    """Undoes runs in a store over these endpoints. Nothing is sent to systems of `read_only`, which say why."""

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        read_only: Mapping[str, str],
        clock: Callable[[], dt.datetime],
        run_id: str = "",
        pairs: Iterable[ObjectPair] = (),
    ) -> None:
        """`pairs` are all sections that were built: their rows say which links speak of a property."""
        self._store, self._endpoints, self._types = store, endpoints, types
        self._read_only, self._clock = read_only, clock
        self._pairs: dict[str, list[ObjectPair]] = defaultdict(list)
        for pair in pairs:
            self._pairs[pair.key].append(pair)
        self.run_id = run_id or uuid.uuid4().hex[:12]

    def run(self, run: str, dry_run: bool = False) -> list[Undone]:
        """Undo a run, its last write first. With `dry_run` the same is looked up, and nothing is sent or stored."""
        writes = run_of(self._store, run)
        made = {_record(write) for write in writes if write.intent.action == "create"}
        found = [self._one(write, writes, made, dry_run) for write in reversed(writes)]
        deleted = {_record(one.write) for one in found if one.done and one.write.intent.action == "create"}
        # what a run wrote to a record that it made goes with the record
        return [
            Undone(one.write, True, "with its record")
            if one.write.intent.action == "update" and one.write.state == "applied" and _record(one.write) in deleted
            else one
            for one in found
        ]

    def _one(
        self, write: Settled, writes: list[Settled], made: Collection[tuple[str, str, str]], dry_run: bool
    ) -> Undone:
        intent = write.intent
        place = (intent.system, intent.type)
        if write.state != "applied":
            return Undone(write, False, f"it was not applied ({write.state})")
        if place not in self._endpoints:
            return Undone(write, False, f"no flow that was built has {'.'.join(place)}")
        if intent.action == "delete":
            return self._allow_again(write, dry_run)
        if intent.system in self._read_only:
            return Undone(write, False, f"opened read-only: {self._read_only[intent.system]}")
        if intent.action == "update" and (*place, intent.key) in made:
            return Undone(write, False, "the record was made by this run: see its create")
        try:
            now = self._endpoints[place].fetch(intent.key)
        except RemoteError as error:
            return Undone(write, False, error.reason)
        if now is None:
            return Undone(write, False, "the record is gone")
        kind = self._types[place]
        record = wire.decode(kind, now.document).record
        if is_erased(parsed(intent.after, None)):
            return Undone(write, False, "what it wrote was erased by `flowc forget`")
        touched = sorted(
            name for name, value in self._left(write, writes).items() if json_of(getattr(record, name, None)) != value
        )
        if touched:
            return Undone(write, False, f"changed since: {', '.join(touched)}")
        if intent.action == "create":
            if not kind.operations.deletable:
                return Undone(write, False, f"{intent.system} deletes no {intent.type}; delete it there by hand")
            return Undone(write, True) if dry_run else self._delete(write, now)
        if not intent.before or not intent.after:
            return Undone(write, False, "what the record showed before is not known any more")
        return Undone(write, True) if dry_run else self._restore(write, now)

    def _left(self, write: Settled, writes: list[Settled]) -> dict[str, Any]:
        """What the write, and for a create the run's later ones, left in the record: JSON by attribute."""
        intent = write.intent
        after: dict[str, Any] = parsed(intent.after, {})
        if intent.action != "create":
            return after
        kind = self._types[intent.system, intent.type]
        record = wire.decode(kind, after).record
        stamps = {kind.version, kind.modified}
        found = {
            prop.attribute: json_of(getattr(record, prop.attribute))
            for prop in kind.properties
            if prop.path not in stamps
        }
        for other in writes:
            is_later = _record(other) == _record(write) and other.id > write.id
            if is_later and other.intent.action == "update" and other.state == "applied":
                found |= parsed(other.intent.after, {})
        return found

    # ---- updates ----

    def _restore(self, write: Settled, now: Snapshot) -> Undone:
        intent = write.intent
        kind = self._types[intent.system, intent.type]
        before = parsed(intent.before, {})
        try:
            patch = msgspec.convert(before, kind.patch)
        except msgspec.ValidationError as error:
            return Undone(write, False, f"the profile reads this record otherwise now ({error})")
        changes = wire.encode(kind, patch, now.document)
        with self._store.transaction("record"):
            number = self._note(write, now, before=intent.after, body=intent.before)
            held, was_undo = self._rows(intent), _is_undo(intent)
            self._hold(held, "" if was_undo else f"{_UNDONE}: the write of run {intent.run}")
        self._store.settle_all([number], "sent")
        point("send.before")
        [answer] = self._endpoints[intent.system, intent.type].update_all([(now, changes)])
        point("send.after")
        if isinstance(answer, RemoteError):
            return self._failed(write, number, answer, held)
        shown = before
        with self._store.transaction("settle"):
            if isinstance(answer, Snapshot):
                record = wire.decode(kind, answer.document).record
                shown = {name: json_of(getattr(record, name)) for name in before}
                self._store.put_snapshots(intent.system, intent.type, [answer])
            self._store.settle(number, "applied", after=json.dumps(shown))
        return Undone(write, True)

    def _rows(self, intent: IntentRow) -> set[tuple[int, str]]:
        """(link, row) of every row that asked for a write, and of every two-way row that speaks of what it wrote."""
        asked = {(why.get("pair"), why.get("row")) for why in parsed(intent.why, []) if why.get("row")}
        written = set(parsed(intent.before, {}))
        found: set[tuple[int, str]] = set()
        for link in self._store.links_of(intent.system, intent.type, [intent.key]):
            found |= {(link.id, row) for pair, row in asked if pair == link.pair}
            for side in Side:
                if link.state != "active" or not _is_at(link, side, intent):
                    continue
                for pair in self._pairs.get(link.pair, ()):
                    two_way = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
                    named = {row.identity: row.left if side is Side.LEFT else row.right for row in two_way}
                    found |= {(link.id, row) for row, attribute in named.items() if attribute in written}
        return found

    def _hold(self, rows: Iterable[tuple[int, str]], why: str) -> None:
        """Hold these rows, or with "" end the holds of an undo. What a person decided of a row meanwhile stands."""
        for number, row in sorted(rows):
            link = self._store.link(number)
            said = link.decided.get(row, {}) if link is not None else {}
            if link is None or "value" in said:
                continue
            if why:
                link.decided[row] = {"hold": why}
            elif str(said.get("hold", "")).startswith(_UNDONE):
                del link.decided[row]
            link.dirty = True
            self._store.save_link(link)

    # ---- creates ----

    def _delete(self, write: Settled, now: Snapshot) -> Undone:
        intent = write.intent
        with self._store.transaction("record"):
            number = self._note(write, now, before=json.dumps(now.document, default=str), action="delete")
        self._store.settle_all([number], "sent")
        point("send.before")
        [answer] = self._endpoints[intent.system, intent.type].delete_all([now])
        point("send.after")
        if not isinstance(answer, Done):
            return self._failed(write, number, answer, [])
        with self._store.transaction("settle"):
            self._store.settle(number, "applied")
            self._store.set_gone(intent.system, intent.type, {intent.key: "deleted"})
            for link in self._store.links_of(intent.system, intent.type, [intent.key]):
                self._end(link, intent)
        return Undone(write, True)

    def _end(self, link: LinkRow, intent: IntentRow) -> None:
        """The link to what it was made for ends, and that is left alone. Others become tombstones: it was deleted."""
        link.state, link.dirty = ("ended", False) if link.pair == intent.pair else ("tombstone", False)
        self._store.save_link(link)
        if link.pair == intent.pair:
            self._say(intent, "leave")

    def _say(self, intent: IntentRow, choice: str) -> None:
        at = self._clock().isoformat()
        self._store.decide(DecisionRow(intent.pair, intent.source_side, intent.source_key, choice), at)

    def _allow_again(self, write: Settled, dry_run: bool) -> Undone:
        """A record that an undo deleted is made again by the next pass; what else was deleted stays so."""
        if not _is_undo(write.intent) or not write.intent.source_key:
            return Undone(write, False, "a deleted record is not made again; its values are in `flowc history`")
        if not dry_run:
            intent = write.intent
            about = (intent.pair, Side(intent.source_side).value, intent.source_key)
            with self._store.transaction():
                self._say(intent, "create")
                said = EntryRow(*about, "", "waiting", "the undo that deleted its record was undone")
                self._store.replace_entries(self.run_id, [about], [said])
        return Undone(write, True, "the next pass makes it again")

    # ---- the outbox ----

    def _note(self, write: Settled, now: Snapshot, before: str, body: str = "", action: str = "update") -> int:
        """Write down what is about to leave."""
        intent = write.intent
        source = f"{intent.system}.{intent.type} {intent.key}"
        why = [one | {"rule": "undo", "from": source} for one in parsed(intent.why, []) if isinstance(one, dict)]
        row = IntentRow(
            run=self.run_id,
            action=action,
            system=intent.system,
            type=intent.type,
            key=intent.key,
            pair=intent.pair,
            source_key=intent.source_key,
            source_side=intent.source_side,
            body=body,
            precondition=now.version,
            sequence=self._store.sequence(),
            before=before,
            why=json.dumps(why),
        )
        return self._store.add_intent(row, self._clock().isoformat())

    def _failed(self, write: Settled, number: int, error: Any, held: Iterable[tuple[int, str]]) -> Undone:
        """A refusal takes its holds back; an outcome that is not known is settled by the next pass, held till then."""
        unknown = isinstance(error, OutcomeUnknown)
        with self._store.transaction("settle"):
            self._store.settle(number, "unknown" if unknown else "rejected", error.reason)
            if not unknown:
                self._hold(held, _UNDONE if _is_undo(write.intent) else "")
        return Undone(write, False, f"{'no answer came' if unknown else 'refused'}: {error.reason}")


def _record(write: Settled) -> tuple[str, str, str]:
    """The record that a write was to."""
    return write.intent.system, write.intent.type, write.intent.key


def _is_undo(intent: IntentRow) -> bool:
    """Whether a write took back another one."""
    rules = [why.get("rule") for why in parsed(intent.why, [])]
    return bool(rules) and set(rules) == {"undo"}


def _is_at(link: LinkRow, side: Side, intent: IntentRow) -> bool:
    """Whether this end of a link is the record of a write."""
    key = link.left_key if side is Side.LEFT else link.right_key
    return key == intent.key and ends_of(link.pair)[side is Side.RIGHT] == f"{intent.system}.{intent.type}"
