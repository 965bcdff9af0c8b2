"""Taking back what a run wrote: each value that nobody touched since, through the outbox, in a run of its own.

A value is put back if the record, read now, still shows what the write left (canonically); the others stay, and so do
those that a pass would not write either (`pilot`). The rows are held before the request leaves, so that no pass does
again what was undone, whenever this is cut off. So are the rows of the record's other links that speak of the same
properties: in a hub they would carry the undone value on, over what somebody entered there since, or bring it back.
A record that is deleted leaves what it leaves where a person deletes it: tombstones, and an entry for each.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from . import wire
from .asking import run_of, tuple_of
from .endpoint import Done, Endpoint
from .errors import AWAY, OutcomeUnknown, RemoteError
from .forgetting import is_erased
from .history import parsed
from .model import Binding, ObjectPair, ObjectType, Record, Side, Snapshot
from .pilot import Scope
from .planned import json_of
from .points import point
from .store import DecisionRow, EntryRow, IntentRow, LinkRow, Settled, Store
from .turning import ends_of
from .vanished import BOTH_DELETED, kept_alone
from .world import RecordId

__all__ = ["Undoing", "Undone"]

_UNANSWERED = ("sent", "unknown")
_UNDONE, _TOUCHED = "undone", "changed since"
_ARRIVED = "an earlier undo did it, and its answer was lost"
_AS_BEFORE = "it shows already what it showed before"
_DELETED = "an earlier undo deleted it"
_TO_MAKE, _MADE = "the next pass makes it again", "it was made again"


class Undone(Struct, frozen=True):
    """What became of one write: `done`, or the `reason` why it stays, or why values stay beside those `restored`,
    by path."""

    write: Settled
    done: bool
    reason: str = ""
    restored: tuple[str, ...] = ()
    code: int = 1

    @property
    def is_partial(self) -> bool:
        return bool(self.restored) and not self.done

    @property
    def exit_code(self) -> int:
        """What the command leaves with for its sake (DESIGN section 8)."""
        return 0 if self.done else self.code


class Undoing:
    """Undoes runs in a store over these endpoints.

    Nothing is sent to systems, or "system.type"s, of `read_only`, which say why; nor to records outside of the `scope`
    of their "system.type", and for no pair in which the other record is outside. Once `stop` says so, nothing more is.
    """

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        read_only: Mapping[str, str],
        clock: Callable[[], dt.datetime],
        run_id: str = "",
        pairs: Iterable[ObjectPair] = (),
        scope: Mapping[str, Scope] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """`pairs` are all sections that were built: their rows say which links speak of a property."""
        self._store, self._endpoints, self._types = store, endpoints, types
        self._read_only, self._clock, self._scope, self._stop = read_only, clock, scope or {}, stop
        self._away: dict[str, str] = {}
        self._open: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._again: dict[tuple[str, str, str], str] = {}
        self._pairs: dict[str, list[ObjectPair]] = defaultdict(list)
        for pair in pairs:
            self._pairs[pair.key].append(pair)
        self.run_id = run_id or uuid.uuid4().hex[:12]

    def run(self, run: str, dry_run: bool = False) -> list[Undone]:
        """Undo a run, its last write first. With `dry_run` the same is looked up, and nothing is sent or stored."""
        writes = run_of(self._store, run)
        made = {_record(write) for write in writes if write.intent.action == "create"}
        for write in writes:
            if write.intent.action == "update" and write.state == "applied" and _is_undo(write.intent):
                for row in self._rows(write.intent, parsed(write.intent.before, {})):
                    self._open[row].add(write.id)
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
        if reason := self._barred(write, made):
            return Undone(write, False, reason)
        if self._stop():
            return _interrupted(write)
        if intent.action == "delete":
            return self._allow_again(write, dry_run)
        if intent.system in self._away:
            return Undone(write, False, self._away[intent.system], code=RemoteError.exit_code)
        self._store.keep(self._clock())
        try:
            now = self._endpoints[place].fetch(intent.key)
        except RemoteError as error:
            return self._stays(write, error, error.reason)
        undos = self._undos(write)
        if now is None:
            return self._gone(write, [one for one in undos if one.intent.action == "delete"], dry_run)
        record = wire.decode(self._types[place], now.document).record
        if outside := self._outside(RecordId(*place, intent.key), record):
            return Undone(write, False, outside)
        left = self._left(write, writes)
        touched = [name for name, value in left.items() if json_of(getattr(record, name, None)) != value]
        if intent.action == "create":
            return self._create(write, now, sorted(touched), dry_run)
        before: dict[str, Any] = parsed(intent.before, {})
        arrived = self._arrived(write, now, undos, dry_run)
        back = {name for name in touched if name in before and json_of(getattr(record, name, None)) == before[name]}
        told = dict.fromkeys(back, _AS_BEFORE) | dict.fromkeys(arrived, _ARRIVED)
        return self._update(write, now, touched, told, dry_run)

    def _barred(self, write: Settled, made: Collection[tuple[str, str, str]]) -> str:
        """Why a write stays, whatever its record shows; else ""."""
        intent = write.intent
        place = f"{intent.system}.{intent.type}"
        if write.state in _UNANSWERED:
            return "it is not known yet whether it arrived; `flowc sync` settles that"
        if write.state != "applied":
            return f"it was not applied ({write.state})"
        if (intent.system, intent.type) not in self._endpoints:
            return f"no flow that was built has {place}"
        if intent.action == "delete":
            is_again = _is_undo(intent) and intent.source_key
            return "" if is_again else "a deleted record is not made again; its values are in `flowc history`"
        if why := self._read_only.get(intent.system) or self._read_only.get(place):
            return f"opened read-only: {why}"
        if intent.action == "update" and _record(write) in made:
            return "the record was made by this run: see its create"
        if is_erased(parsed(intent.after, None)):
            return "what it wrote was erased by `flowc forget`"
        is_known = intent.action == "create" or (intent.before and intent.after)
        return "" if is_known else "what the record showed before is not known any more"

    def _create(self, write: Settled, now: Snapshot, touched: list[str], dry_run: bool) -> Undone:
        """Delete what the write made, whole or not at all."""
        intent = write.intent
        if touched:
            return Undone(write, False, f"{_TOUCHED}: {', '.join(self._paths(intent, touched))}")
        if outside := self._linked_outside(intent):
            return Undone(write, False, min(outside.values()))
        if not self._types[intent.system, intent.type].operations.deletable:
            return Undone(write, False, f"{intent.system} deletes no {intent.type}; delete it there by hand")
        return Undone(write, True) if dry_run else self._delete(write, now)

    def _update(
        self, write: Settled, now: Snapshot, touched: Collection[str], back: Mapping[str, str], dry_run: bool
    ) -> Undone:
        """Put back each value that may be, but for those that are `back` already, and why."""
        intent = write.intent
        outside = self._linked_outside(intent)
        pair_of = {str(why.get("attribute")): str(why.get("pair")) for why in _whys(intent, None)}
        stays: dict[str, list[str]] = defaultdict(list)
        values = {}
        for name, value in sorted(parsed(intent.before, {}).items()):
            if name in back:
                continue
            if name in touched:
                stays[_TOUCHED].append(name)
            elif why_not := outside.get(pair_of.get(name, "")):
                stays[why_not].append(name)
            else:
                values[name] = value
        reason = "; ".join(f"{why}: {', '.join(self._paths(intent, names))}" for why, names in stays.items())
        if back and not dry_run:
            with self._store.transaction():
                self._release(write, self._rows(intent, back))
        if not values or dry_run:
            why = reason or ("" if values else "; ".join(sorted(set(back.values()))))
            return Undone(write, not reason, why, self._paths(intent, sorted({*back, *values})))
        found = self._restore(write, now, values, reason)
        return msgspec.structs.replace(found, restored=(*self._paths(intent, sorted(back)), *found.restored))

    # ---- undone before ----

    def _undos(self, write: Settled) -> list[Settled]:
        """The writes to the same record of undos before this one, but for those that were refused."""
        every = self._store.intents_of(*_record(write))
        return [one for one in every if one.state in (*_UNANSWERED, "applied") and _is_undo(one.intent)]

    def _arrived(self, write: Settled, now: Snapshot, undos: Iterable[Settled], dry_run: bool) -> list[str]:
        """The values that are back already, since an undo before this one sent them. One that arrived as a whole is
        settled as if its answer had come."""
        place = (write.intent.system, write.intent.type)
        record = wire.decode(self._types[place], now.document).record
        wanted, found = parsed(write.intent.before, {}), set[str]()
        for one in undos:
            if one.state not in _UNANSWERED:
                continue
            sent: dict[str, Any] = parsed(one.intent.body, {})
            shown = {name for name, value in sent.items() if json_of(getattr(record, name, None)) == value}
            found |= {name for name in shown if name in wanted and wanted[name] == sent[name]}
            if shown and shown == sent.keys() and not dry_run:
                with self._store.transaction("settle"):
                    self._store.put_snapshots(*place, [now])
                    self._store.settle(one.id, "applied", after=json.dumps(sent))
        return sorted(found)

    def _gone(self, write: Settled, deletes: Sequence[Settled], dry_run: bool) -> Undone:
        """A record that is there no more: an undo before this one has deleted it, if it sent that."""
        if not deletes:
            return Undone(write, False, "the record is gone")
        lost = [one for one in deletes if one.state in _UNANSWERED]
        for one in lost if not dry_run else ():
            self._deleted(write.intent, one.id)
        return Undone(write, True, _ARRIVED if lost else _DELETED)

    # ---- what takes part ----

    def _outside(self, one: RecordId, record: Record) -> str:
        """That a record is outside of its pilot scope; else ""."""
        scope = self._scope.get(f"{one.system}.{one.type}")
        if scope is None or scope.holds(one.key, record):
            return ""
        return f"{' '.join(one)} is outside of [systems.{one.system}.types.{one.type}.scope] in flowc.toml"

    def _linked_outside(self, intent: IntentRow) -> dict[str, str]:
        """The pairs in which the record of a write is linked with one that is outside, as last seen; and with which."""
        found: dict[str, str] = {}
        for link in self._store.links_of(intent.system, intent.type, [intent.key]):
            for other in (one for one in _ends(link) if one != (intent.system, intent.type, intent.key)):
                kind = self._types.get((other.system, other.type))
                seen = self._store.snapshot(*other) if kind is not None and link.state == "active" else None
                if kind is not None and seen is not None:
                    reason = self._outside(other, wire.decode(kind, seen.document).record)
                    found |= {link.pair: reason} if reason else {}
        return found

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

    def _restore(self, write: Settled, now: Snapshot, values: Mapping[str, Any], reason: str) -> Undone:
        """Set these values; `reason` says why others stay, if any do."""
        intent = write.intent
        kind = self._types[intent.system, intent.type]
        try:
            patch = msgspec.convert(values, kind.patch)
        except msgspec.ValidationError as error:
            return Undone(write, False, f"the profile reads this record otherwise now ({error})")
        changes = wire.encode(kind, patch, now.document)
        with self._store.transaction("record"):
            number = self._note(write, now, values=values)
            rows = self._rows(intent, values)
            held = self._hold(intent, rows)
        self._store.settle_all([number], "sent")
        point("send.before")
        [answer] = self._endpoints[intent.system, intent.type].update_all([(now, changes)])
        point("send.after")
        if isinstance(answer, RemoteError):
            return self._failed(write, number, answer, held)
        shown = dict(values)
        with self._store.transaction("settle"):
            if isinstance(answer, Snapshot):
                record = wire.decode(kind, answer.document).record
                shown = {name: json_of(getattr(record, name)) for name in values}
                self._store.put_snapshots(intent.system, intent.type, [answer])
            self._store.settle(number, "applied", after=json.dumps(shown))
            self._release(write, rows)
        return Undone(write, not reason, reason, self._paths(intent, values))

    def _paths(self, intent: IntentRow, attributes: Iterable[str]) -> tuple[str, ...]:
        """What people call these attributes of a written record."""
        return tuple(map(self._types[intent.system, intent.type].path_of, attributes))

    def _rows(self, intent: IntentRow, values: Collection[str]) -> set[tuple[int, str]]:
        """(link, row) of every row that asked for these values of a write, and of every two-way one that has them."""
        asked = {(str(why.get("pair")), str(why["row"])) for why in _whys(intent, values) if why.get("row")}
        found: set[tuple[int, str]] = set()
        for link in self._store.links_of(intent.system, intent.type, [intent.key]):
            found |= {(link.id, row) for pair, row in asked if pair == link.pair}
            for side in Side:
                if link.state != "active" or not _is_at(link, side, intent):
                    continue
                for pair in self._pairs.get(link.pair, ()):
                    two_way = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
                    named = {row.identity: row.left if side is Side.LEFT else row.right for row in two_way}
                    found |= {(link.id, row) for row, attribute in named.items() if attribute in values}
        return found

    def _hold(self, intent: IntentRow, rows: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Any]:
        """Hold these rows, but for those that the write itself holds since it was an undo.

        What a person decided of a row meanwhile stands. Gives what was remembered of those that are held anew.
        """
        found: dict[tuple[int, str], Any] = {}
        for number, row in sorted(rows):
            link = self._store.link(number)
            said = link.decided.get(row, {}) if link is not None else {}
            if link is None or "value" in said or said.get("by") == self.run_id or _is_its_own(said, intent):
                continue
            found[number, row] = said
            hold = {"hold": f"{_UNDONE}: the write of run {intent.run}", "by": self.run_id}
            self._remember(link, row, hold | ({"before": said} if said else {}))
        return found

    def _release(self, write: Settled, rows: Iterable[tuple[int, str]]) -> None:
        """End the holds that an undo made of these rows, since the write is undone; what was there before goes on.

        The last of its run's writes that speak of a row ends its hold: till then the records differ by our own doing.
        """
        for number, row in sorted(rows):
            self._open[number, row].discard(write.id)
            link = self._store.link(number)
            said = link.decided.get(row, {}) if link is not None else {}
            if link is None or self._open[number, row] or not _is_its_own(said, write.intent):
                continue
            self._remember(link, row, said.get("before", {}))
            listed = self._store.entries(link.pair, Side.LEFT.value, link.left_key)
            self._store.erase_entries([one for one in listed if (one.row, one.kind) == (row, "held")], [])

    def _remember(self, link: LinkRow, row: str, said: Any) -> None:
        """Say this of a row; the next pass looks at it."""
        if said:
            link.decided[row] = said
        else:
            link.decided.pop(row, None)
        link.dirty = True
        self._store.save_link(link)

    # ---- creates ----

    def _delete(self, write: Settled, now: Snapshot) -> Undone:
        intent = write.intent
        with self._store.transaction("record"):
            number = self._note(write, now)
        self._store.settle_all([number], "sent")
        point("send.before")
        [answer] = self._endpoints[intent.system, intent.type].delete_all([now])
        point("send.after")
        if not isinstance(answer, Done):
            return self._failed(write, number, answer, {})
        self._deleted(intent, number)
        return Undone(write, True)

    def _deleted(self, intent: IntentRow, number: int) -> None:
        """Settle the delete of what a write made."""
        with self._store.transaction("settle"):
            self._store.settle(number, "applied")
            self._store.set_gone(intent.system, intent.type, {intent.key: "deleted"})
            for link in self._store.links_of(intent.system, intent.type, [intent.key]):
                self._end(link, RecordId(intent.system, intent.type, intent.key))

    def _end(self, link: LinkRow, gone: RecordId) -> None:
        """Make the link of a record that was deleted a tombstone, and say so."""
        rest = next((one for one in _ends(link) if one != gone), gone)
        is_gone = any(row.gone == "deleted" for row in self._store.snapshot_rows(*rest[:2], [rest.key]))
        link.state, link.dirty, link.why = "tombstone", False, BOTH_DELETED if is_gone else kept_alone(gone, rest)
        self._store.save_link(link)
        about = [(link.pair, Side.LEFT.value, link.left_key), (link.pair, Side.RIGHT.value, link.right_key)]
        self._store.replace_entries(self.run_id, about, [EntryRow(*about[0], "", "deleted", link.why)])

    def _allow_again(self, write: Settled, dry_run: bool) -> Undone:
        """Have the next pass make again what an undo deleted.

        What was made for a record that the same undo deleted comes with that one, under whatever key it has then.
        """
        intent = write.intent
        source = Side(intent.source_side)
        place, key = tuple_of(ends_of(intent.pair)[source is Side.RIGHT]), intent.source_key
        is_gone = any(row.gone == "deleted" for row in self._store.snapshot_rows(*place, [key]))
        links = self._store.links_of(*place, [key])
        is_made = any(link.pair == intent.pair and link.state == "active" for link in links)
        told = self._again.get((*place, key), "") if is_gone else _MADE if is_made else _TO_MAKE
        if not told:
            return Undone(write, False, "what it was made for was deleted")
        self._again[_record(write)] = told
        if not (is_gone or is_made or dry_run):
            about = (intent.pair, source.value, key)
            with self._store.transaction():
                self._store.decide(DecisionRow(*about, "create"), self._clock().isoformat())
                said = EntryRow(*about, "", "waiting", "the undo that deleted its record was undone")
                self._store.replace_entries(self.run_id, [about, (intent.pair, source.other.value, intent.key)], [said])
        return Undone(write, True, told)

    # ---- the outbox ----

    def _note(self, write: Settled, now: Snapshot, values: Mapping[str, Any] | None = None) -> int:
        """Write down what is about to leave: an update to these values, or without any a delete."""
        intent = write.intent
        source = f"{intent.system}.{intent.type} {intent.key}"
        why = [one | {"rule": "undo", "from": source} for one in _whys(intent, values)]
        written = parsed(intent.after, {})
        before = now.document if values is None else {name: written[name] for name in values}
        row = IntentRow(
            run=self.run_id,
            action="delete" if values is None else "update",
            system=intent.system,
            type=intent.type,
            key=intent.key,
            pair=intent.pair,
            source_key=intent.source_key,
            source_side=intent.source_side,
            body="" if values is None else json.dumps(values),
            precondition=now.version,
            sequence=self._store.sequence(),
            before=json.dumps(before, default=str),
            why=json.dumps(why),
        )
        return self._store.add_intent(row, self._clock().isoformat())

    def _failed(self, write: Settled, number: int, error: Any, held: Mapping[tuple[int, str], Any]) -> Undone:
        """A refusal puts back what was remembered of `held` rows; an outcome that is not known is settled by the next
        pass, held till then."""
        unknown = isinstance(error, OutcomeUnknown)
        with self._store.transaction("settle"):
            self._store.settle(number, "unknown" if unknown else "rejected", error.reason)
            for (link, row), said in held.items() if not unknown else ():
                if (found := self._store.link(link)) is not None:
                    self._remember(found, row, said)
        return self._stays(write, error, f"{'no answer came' if unknown else 'refused'}: {error.reason}")

    def _stays(self, write: Settled, error: RemoteError, reason: str) -> Undone:
        """What an error leaves as it is. A system that is not there for one write is not asked for its others."""
        if not isinstance(error, AWAY) or error.status == 403:  # that is about this record alone
            return Undone(write, False, reason)
        if self._stop():  # which ended the wait for its turn
            return _interrupted(write)
        self._away[error.system] = f"{error.system} is out of reach: {error.reason}"
        return Undone(write, False, self._away[error.system], code=error.exit_code)


def _record(write: Settled) -> tuple[str, str, str]:
    """The record that a write was to."""
    return write.intent.system, write.intent.type, write.intent.key


def _interrupted(write: Settled) -> Undone:
    """A write that is left since somebody asked the run to stop."""
    return Undone(write, False, "the undo was interrupted before it")


def _whys(intent: IntentRow, values: Collection[str] | None) -> list[dict[str, Any]]:
    """What asked for a write, or of an update for these values."""
    whys = [one for one in parsed(intent.why, []) if isinstance(one, dict)]
    return [one for one in whys if values is None or one.get("attribute") in (None, *values)]


def _is_undo(intent: IntentRow) -> bool:
    """Whether a write took back another one."""
    rules = [why.get("rule") for why in parsed(intent.why, [])]
    return bool(rules) and set(rules) == {"undo"}


def _is_its_own(said: Mapping[str, Any], intent: IntentRow) -> bool:
    """Whether a row is held since this write, of an undo, was sent."""
    is_undone = str(said.get("hold", "")).startswith(_UNDONE)
    return is_undone and _is_undo(intent) and said.get("by", intent.run) == intent.run


def _ends(link: LinkRow) -> tuple[RecordId, RecordId]:
    """Both records of a link."""
    left, right = map(tuple_of, ends_of(link.pair))
    return RecordId(*left, link.left_key), RecordId(*right, link.right_key)


def _is_at(link: LinkRow, side: Side, intent: IntentRow) -> bool:
    """Whether this end of a link is the record of a write."""
    return _ends(link)[side is Side.RIGHT] == (intent.system, intent.type, intent.key)
