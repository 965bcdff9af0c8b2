"""`flowc forget`: erasing what the state holds of one person's record, wherever it was carried.

What links say is the same record is erased together, in all systems. Values become "erased", structure stays: keys,
links, tombstones, what was decided. So nothing is made a second time, and nobody's edit is lost: where a base is erased
that no side shows any more, the row is held until both sides are equal or a person decides. What a record that is
still there shows now is kept, since every pass reads it anew.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct, UnsetType

from .asking import Names, clean
from .errors import UsageError
from .history import parsed
from .lookups import Lookups
from .model import ObjectPair, Row, Side
from .origins import without_sent
from .outages import erase_outages
from .pulling import doubted_note, told_note
from .reconcile import same
from .state import document_bytes
from .store import EntryRow, LinkRow, Settled, SnapshotRow, Store
from .sync import world_of
from .turning import ends_of
from .world import RecordId, World, bases_of

__all__ = ["ERASED", "Forgotten", "forget", "forgotten_json", "forgotten_lines", "is_erased"]

ERASED = "erased"
_OPEN = ("planned", "sent", "unknown")
_NAMES_ONLY = ("deleted", "out-of-scope", "own", "blocked")
"""Kinds of entries whose reasons are made of keys and names."""
_KEPT_EVIDENCE = ("candidates", "own", "why", "intent")
"""Evidence that is made of keys, labels and numbers."""
_HELD = "its base was erased by `flowc forget`"


class Forgotten(Struct, frozen=True):
    """What was erased: of which records, in how many places (none where all of it was erased before), and copies of the
    state that were removed.

    `there` are those records that their systems still have, `apart` records that one of them was once linked with.
    """

    records: tuple[RecordId, ...]
    places: int
    there: tuple[RecordId, ...]
    apart: tuple[RecordId, ...]
    copies: tuple[str, ...] = ()


def forget(store: Store, names: Names, record: RecordId, now: dt.datetime) -> Forgotten:
    """Erase a record and all that links say is the same. UsageError while something of it is not settled."""
    forgetting = _Forgetting(store, names, record, now)
    with store.transaction():
        found = forgetting.run()
    return msgspec.structs.replace(found, copies=tuple(store.driver.purge()))


class _Forgetting:
    """One erasing. The records are found first, with all links they ever had."""

    def __init__(self, store: Store, names: Names, record: RecordId, now: dt.datetime) -> None:
        self._store = store
        pairs = [pair for flow in names.flows for pair in flow.pairs]
        mirrors = [mirror for flow in names.flows for mirror in flow.mirrors]
        self._world: World = world_of(store, pairs, now, mirrors)
        self._links: dict[int, LinkRow] = {}
        self._writes: dict[int, Settled] = {}
        self._apart: set[RecordId] = set()
        self._records = self._same(record)
        self._apart -= self._records
        rows = {one: store.snapshot_rows(*one[:2], [one.key]) for one in self._records}
        self._seen: dict[RecordId, SnapshotRow] = {one: found[0] for one, found in rows.items() if found}
        self._count = 0

    def run(self) -> Forgotten:
        self._check()
        Lookups(self._store, self._world.groups, self._world.types).refresh()
        for one in self._writes.values():
            self._erase_write(one, None)
        self._erase_sent_apart()
        self._erase_entries()
        erase_outages(self._store, ERASED)
        for link in self._links.values():
            self._count += self._store.erase_conflicts(link.id, json.dumps(ERASED))
            self._erase_link(link)
        for record in sorted(self._records):
            self._erase_record(record)
        for pair in self._store.pairs_looked_up():
            if pair not in self._world.groups:
                self._store.erase_lookups(pair)
        there = tuple(sorted(one for one in self._seen if not self._is_gone(one)))
        return Forgotten(tuple(sorted(self._records)), self._count, there, tuple(sorted(self._apart)))

    # ---- what belongs together ----

    def _same(self, first: RecordId) -> set[RecordId]:
        """The record, what is linked with it or was till a delete, and what was made for it; and on from there.

        An ended link leads on only to what is gone: a person may have ended it since the two are not the same.
        """
        found: set[RecordId] = set()
        queue = [first]
        while queue:
            record = queue.pop()
            if record in found:
                continue
            found.add(record)
            for link in self._store.links_ever(*record):
                self._links[link.id] = link
                for other in (_end_of(link, side) for side in Side):
                    if link.state != "ended" or self._was_deleted(other):
                        queue.append(other)
                    else:
                        self._apart.add(other)
            for one in [*self._store.intents_of(*record), *self._store.creates_for(*record)]:
                self._writes[one.id] = one
        return found

    def _was_deleted(self, record: RecordId) -> bool:
        rows = self._store.snapshot_rows(*record[:2], [record.key]) if record.key else []
        return any(row.gone == "deleted" for row in rows)

    def _is_gone(self, record: RecordId) -> bool:
        row = self._seen.get(record)
        return row is not None and row.gone == "deleted"

    def _check(self) -> None:
        if any(one.state in _OPEN for one in self._writes.values()):
            raise UsageError("a write of this record is not settled yet; run `flowc sync` first")
        for link in self._links.values():
            gone = [end for side in Side if self._is_gone(end := _end_of(link, side))]
            if gone and link.state == "active" and link.pair in self._world.groups:
                name = clean(_name(gone[0]))
                raise UsageError(f"no pass has done yet what follows from the delete of {name}; run `flowc sync` first")

    # ---- writes ----

    def _erase_write(self, one: Settled, only: Collection[str] | None) -> None:
        """Erase what a write held: all of it, or only these attributes."""
        intent = one.intent
        body, before, after = (_erased_text(text, only) for text in (intent.body, intent.before, intent.after))
        whys = [why for why in parsed(intent.why, []) if isinstance(why, dict)]
        for why in whys:
            if only is None or why.get("attribute") in only:
                why.pop("origin", None)  # a digest of a short value tells the value
            origins = {name: origin for name, origin in why.pop("origins", {}).items() if only and name not in only}
            why |= {"origins": origins} if origins else {}
        new = (body, before, after, json.dumps(whys))
        self._store.erase_write(one.id, *new)
        is_told = bool(intent.bases) or one.reason not in ("", ERASED)
        self._count += is_told or new != (intent.body, intent.before, intent.after, intent.why)

    def _erase_sent_apart(self) -> None:
        """What writes brought from here to records that are linked with these no more."""
        names = {_name(record) for record in self._records}
        for other in sorted(self._apart):
            for one in self._store.intents_of(*other):
                whys = [why for why in parsed(one.intent.why, []) if isinstance(why, dict) and why.get("from") in names]
                if whys and one.state not in _OPEN:
                    whole = any("attribute" not in why for why in whys)
                    self._erase_write(one, None if whole else {str(why["attribute"]) for why in whys})

    # ---- entries ----

    def _erase_entries(self) -> None:
        """What is said of what is there is said anew by the next pass; of what is gone only what it is."""
        for record in sorted(self._records):
            said = self._store.entries_at(*record)
            instead = []
            for entry in said:
                kind, reason = entry.kind, entry.reason
                if kind not in _NAMES_ONLY:
                    reason = ERASED
                if kind in ("held", "rejected") and not entry.row and not self._is_gone(record):
                    kind, reason = "waiting", f"{ERASED}; the next pass looks at it again"
                evidence = parsed(entry.evidence, {})
                kept = {name: value for name, value in evidence.items() if name in _KEPT_EVIDENCE}
                text = json.dumps(kept) if kept else ""
                instead.append(EntryRow(entry.pair, entry.side, entry.key, entry.row, kind, reason, text))
            self._store.erase_entries(said, instead)
            self._count += sum(old != new for old, new in zip(said, instead, strict=True))

    # ---- links ----

    def _erase_link(self, link: LinkRow) -> None:
        """Bases that a side shows now are no history, and kept; every other memory goes."""
        before = _memory(link)
        is_live = link.state == "active" and not any(self._is_gone(_end_of(link, side)) for side in Side)
        rows = dict(self._rows(link)) if is_live else {}

        def is_past(row: str, *values: Any) -> bool:
            return row not in rows or not all(map(rows[row].shows, values))

        lost: set[str] = set()
        for base in (link.left_base, link.right_base):
            lost |= {row for row, value in base.items() if is_past(row, value)}
        for maybe in link.maybe.values():
            lost |= {row for row, values in maybe.items() if is_past(row, *values)}
        for memory in (link.left_base, link.right_base, *link.maybe.values()):
            for row in lost & memory.keys():
                del memory[row]
        for row, state in link.followers.items():
            if is_past(row, *(state[end] for end in ("source", "target") if end in state)):
                link.followers[row] = {"own": bool(state.get("own"))}
        for row, said in link.decided.items():
            values = [said[name] for name in ("value", "other") if name in said] + said.get("seen", [])
            if is_past(row, *values) and "value" in said:
                lost.add(row)
        if is_live:
            held = lost | self._cleared(link, rows)
            link.decided |= {row: {"hold": _HELD} for row in held}
            link.dirty = link.dirty or bool(held or self._store.entries_at(*_end_of(link, Side.LEFT)))
        else:
            link.followers, link.decided = {}, {}
        self._store.save_link(link)
        self._count += before != _memory(link)

    def _cleared(self, link: LinkRow, rows: Mapping[str, _Shown]) -> set[str]:
        """Rows without a base of which one side is blank, where earlier Snapshots might say that it was cleared."""
        records = [_end_of(link, side) for side in Side]
        if not link.dirty or not any(self._store.earlier(*one[:2], [one.key], 0) for one in records):
            return set()
        new = {row: shown for row, shown in rows.items() if row not in link.left_base}
        return {row for row, shown in new.items() if (shown.left is None) != (shown.right is None)}

    def _rows(self, link: LinkRow) -> Iterator[tuple[str, _Shown]]:
        """What both sides of a link show now, by row."""
        group = self._world.groups.get(link.pair)
        known = [self._world.known(_end_of(link, side)) for side in Side]
        left, right = known
        if group is None or left is None or right is None:
            return
        for pair in group.pairs:
            lefts = self._world.shown(pair, Side.LEFT, left.record)
            rights = self._world.shown(pair, Side.RIGHT, right.record)
            for row in pair.rows:
                yield row.identity, _Shown(pair, row, lefts[row.name], rights[row.name])

    # ---- records ----

    def _erase_record(self, record: RecordId) -> None:
        self._count += self._store.erase_earlier(*record)
        doubted = json.loads(self._store.note(doubted_note(*record[:2])) or "{}")
        if doubted.pop(record.key, None) is not None:
            self._store.set_note(doubted_note(*record[:2]), json.dumps(doubted, sort_keys=True))
        self._store.drop_note(told_note(*record))
        row = self._seen.get(record)
        if row is None:
            return
        if row.gone == "deleted":
            erased = _erased(row.snapshot.document)
            self._store.erase_snapshot(*record, document_bytes(erased))
            self._count += erased != row.snapshot.document or bool(row.wrote)
            return
        known = self._world.seen(record)
        old = [name for name in row.wrote if known is None or self._world.wrote(record, name) is None]
        ours = {name: without_sent(stored) for name, stored in row.wrote.items()}  # it shows less than what was sent
        self._store.set_wrote(*record, ours | {name: [] for name in old})


class _Shown(Struct, frozen=True):
    """What both sides of a link show of a row, canonically."""

    pair: ObjectPair
    row: Row
    left: Any
    right: Any

    def shows(self, stored: Any) -> bool:
        """Whether a stored value is what one of them shows, or stands for a link."""
        if stored is None or (isinstance(stored, str) and stored.startswith("link ") and self._is_reference()):
            return True
        value = bases_of(self.pair, {self.row.identity: stored}).get(self.row.name, msgspec.UNSET)
        return not isinstance(value, UnsetType) and any(same(value, shown) for shown in (self.left, self.right))

    def _is_reference(self) -> bool:
        return any(reference.field == self.row.name for reference in self.pair.references)


def _memory(link: LinkRow) -> bytes:
    """All that a link remembers of values."""
    return msgspec.json.encode([link.left_base, link.right_base, link.maybe, link.followers, link.decided])


def _end_of(link: LinkRow, side: Side) -> RecordId:
    system, _, kind = ends_of(link.pair)[side is Side.RIGHT].partition(".")
    return RecordId(system, kind, link.left_key if side is Side.LEFT else link.right_key)


def _erased_text(text: str, only: Collection[str] | None) -> str:
    """A JSON text with its values erased; of an object maybe only these fields."""
    value = parsed(text, None)
    if only is not None and isinstance(value, dict):
        value = {name: _erased(one) if name in only else one for name, one in value.items()}
    else:
        value = _erased(value)
    return json.dumps(value) if text else ""


def _erased(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _erased(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_erased(one) for one in value]
    return value if value is None else ERASED


def is_erased(value: Any) -> bool:
    """Whether a JSON value of the store holds nothing any more, since it was erased; blanks alone were not."""
    return _has_erased(value) and _erased(value) == value


def _has_erased(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_erased, value.values() if isinstance(value, dict) else value))
    return bool(value == ERASED)


def _name(record: RecordId) -> str:
    return f"{record.system}.{record.type} {record.key}"


# ---- what a person reads ------------------------------------------------------------------------


def forgotten_json(found: Forgotten) -> dict[str, Any]:
    """What was erased, for programs."""
    named = {name: [_name(one) for one in getattr(found, name)] for name in ("records", "there", "apart")}
    return {**named, "places": found.places, "copies": list(found.copies)}


def forgotten_lines(found: Forgotten) -> Iterator[str]:
    """The same for people."""
    told = f"erased in {found.places} places" if found.places else "nothing was left to erase"
    yield clean(f"{told}: {', '.join(map(_name, found.records))}")
    for record in found.there:
        then = f"delete it in {record.system}, `flowc sync`, and forget it again"
        yield clean(f"{_name(record)} is still there: what it shows now is kept, since every pass reads it; {then}")
    for record in found.apart:
        yield clean(f"{_name(record)} was linked with it once, and is a record of its own: forget it by itself")
    if found.copies:
        yield clean(f"removed copies of an older state: {', '.join(found.copies)}")
    yield "plans (--save) and archives of exchanges (--har) lie where you said: delete those that tell of it"
