"""Writes whose outcome is not known, settled by evidence (S-16, S-17). It never sends a second create on a guess.

An update is settled by looking at its record: what it shows is what was sent, or what it showed before, or neither. The
link is told, and planning decides with all three as possible bases. A create is settled by its idempotency key, by the
record that shows what was sent, or by the proof that there is none; where nothing can be proved, a person is asked.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import wire
from .bodies import leaves
from .endpoint import Endpoint
from .errors import OutcomeUnknown, Rejected, RemoteError
from .held import BLANK_OR_CLEARED
from .lag import Lag
from .line_paths import with_past
from .lost_lines import LINES_LOST, traced
from .model import Binding, ObjectPair, Record, Row, Side, Snapshot
from .outbox import ASKED, UNSEEN
from .passes import Report
from .planned import following_json, json_of
from .points import point
from .pulling import doubt, doubted_note
from .reconcile import Following, is_filled, same
from .renewed import is_another, renew
from .rewrites import Written, is_taken
from .rewrites import answered as written_down
from .stamps import rounded
from .state import exact_text
from .store import EntryRow, IntentRow, LinkRow, Settled, SnapshotRow, Store
from .turning import turned_pair
from .world import Group, RecordId, World, as_written, bases_of, cleared

__all__ = [
    "Settlement",
    "remember_made",
    "remember_sent",
    "shown_by",
    "sources",
    "suspects",
    "unlinked_since",
]

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
ASSUMED_SECONDS = 3600
"""After so long an update without an answer is taken for done or not done, where the profile does not say."""


class _Lost(Struct, frozen=True):
    """A create whose outcome is not known, with what it says: the pair's group, and where it leads."""

    one: Settled
    group: Group
    source: Side
    document: dict[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        return (self.one.intent.system, self.one.intent.type)


class Settlement:
    """Settles what a run before left open, or this one. `world` makes a World of what is stored now."""

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        report: Report,
        now: dt.datetime,
        world: Callable[[], World],
        groups: Mapping[str, Group],
        keep: Callable[[], None] = lambda: None,
        slippery: Container[tuple[str, str]] = (),
    ) -> None:
        """`groups` are those of every flow that is run, also where a system is out of reach and the World leaves them
        out. `keep` is called between any two requests. `slippery` are (system, ObjectType) whose list may have lost a
        record while it was read."""
        self._keep = keep
        self._slippery = slippery
        self._store, self._endpoints, self._report, self._now = store, endpoints, report, now
        self._groups = groups
        self._waiting: list[Settled] = []
        self._world_of = world
        self._world = world()
        self._lag = Lag(store, self._world.types, now)
        self._over: dict[str, tuple[str, int]] = json.loads(store.note(_OVER) or "{}")

    def run(self) -> dict[RecordId, str]:
        """Settle what can be settled without sending; `finish` settles the rest.

        Returns the records of which a write is still open, which are left alone, each with what it waits for.
        """
        open_records: dict[RecordId, str] = {}
        self._forget_over()
        left = {(one.pair, one.side, one.key) for one in self._store.decisions() if one.choice == "leave"}
        for one in self._store.open_intents():
            self._keep()
            intent = one.intent
            place = (intent.system, intent.type)
            if one.state == "planned" or place not in self._world.types:
                continue
            if intent.action != "create" and not self._is_ours(intent):
                # its own links tell which elements of a list it made, and they are not here
                for made in _decoded(intent.bases or "{}").get("lists", ())[:1]:
                    open_records[RecordId(*place, intent.key)] = f"a pass over {made['pair']} looks at it"
                continue
            if self._report.is_out(*place):
                if intent.action != "create":
                    open_records[RecordId(*place, intent.key)] = f"a pass that reaches {intent.system} looks at it"
                continue
            self._world = self._world_of()
            if intent.action == "create" and not intent.until and self._would_be_listed(one, ASSUMED_SECONDS):
                self._store.set_until(one.id, self._store.sequence())
            if intent.action == "create" and (intent.pair, intent.source_side, intent.source_key) in left:
                self._leave(one)
            elif intent.action == "create":
                self._create(one)
            elif waits := self._update(one):
                open_records[RecordId(*place, intent.key)] = waits
        return open_records

    def finish(self, sends: bool) -> None:
        """Settle the creates that may be sent once more. `sends`: whether they are; not where a pass only compares."""
        for one in self._waiting:
            self._keep()
            self._world = self._world_of()
            self._create(one, sends)

    def _is_ours(self, intent: IntentRow) -> bool:
        """Whether a flow that is run asked for the write; its own links are to be told, and others are not here."""
        pairs = {end for why in json.loads(intent.why or "[]") for end in (why["pair"], turned_pair(why["pair"]))}
        return not pairs or bool(pairs & self._groups.keys())

    # ---- updates and deletes ----

    def _update(self, one: Settled) -> str:
        """Look at the record, and settle the write: "". Where it cannot be looked at, or may still change by what was
        sent: what that waits for."""
        intent = one.intent
        known = self._store.snapshot(intent.system, intent.type, intent.key)
        try:
            found = self._endpoints[intent.system, intent.type].fetch(intent.key, known.document if known else None)
        except Rejected:
            found = known  # it cannot be looked at alone: what the pull just showed has to do
        except RemoteError as error:
            return f"the next pass looks at it again: {error.reason}"
        if self._lag.is_stale(intent.system, intent.type, intent.key, found):
            kind = self._world.types[intent.system, intent.type]
            if found is not None and known is not None and is_another(kind, found, known):
                doubt(self._store, intent.system, intent.type, [intent.key])  # a feed may have told of it, and lagged
            return _LAGS
        if found is None:
            with self._store.transaction("settle"):
                self._store.set_gone(intent.system, intent.type, {intent.key: "deleted"})
                done = intent.action == "delete"
                self._store.settle(one.id, "applied" if done else "rejected", "the record is gone")
            return ""
        untouched = self._is_as_before(intent, found)
        if untouched and self._lag.may_lag(one):
            return _LAGS
        is_done = one.reason == UNSEEN
        # a guarded write is harmless when it comes late: it is refused, or ours is and merges with it
        is_late = not intent.precondition and one.reason != ASKED and not self._is_over(one, ASSUMED_SECONDS)
        if untouched and is_late:
            until = f"until {self._ends(one, ASSUMED_SECONDS).isoformat(timespec='seconds')} it may still arrive"
            name = f"{intent.system}.{intent.type} {intent.key}"
            return until if is_done else f"{until}; `flowc retry {name}` settles it by what the record shows"
        with self._store.transaction("settle"):
            if not untouched and not is_done and intent.action != "delete":
                self._remember_undone(intent, found)
            self._store.put_snapshots(intent.system, intent.type, [found])
            if is_done and intent.action == "update":
                self._tell_links(intent, found, is_done)
                self._store.settle(one.id, "applied")
            elif untouched or intent.action == "delete":
                self._store.settle(one.id, "rejected", "the record is as it was before")
                self._look_again(intent)
            else:
                arrived = self._tell_links(intent, found)
                self._store.settle(one.id, "applied" if arrived else "ambiguous", "" if arrived else _UNCLEAR)
        return ""

    def _remember_undone(self, intent: IntentRow, found: Snapshot) -> None:
        """Keep what the record showed right after our write, where that is proven and somebody took a part of it back.

        A request arrives as a whole: if one attribute shows what was sent, and did not before, then the others that
        show what they were before went there and back, which is an edit (SEMANTICS section 6). So they did where all
        shows what it was before under another version.
        """
        kind = self._world.types[intent.system, intent.type]
        present, sent = wire.decode(kind, found.document).record, self._sent(intent)
        before = _decoded(intent.before or "{}")
        now = {n: value for n in sent if not isinstance(value := getattr(present, n), UnsetType)}
        as_before = {n for n, value in now.items() if exact_text(json_of(value)) == exact_text(before.get(n))}
        was = self._typed(intent, intent.before)
        shown = {n for n, value in now.items() if is_taken(sent[n], value, was.get(n, UNSET))}
        undone = {n: sent[n] for n in sorted(as_before - shown) if not kind.property_named(n).key}
        if undone and (shown - as_before or self._is_back(intent, found)):
            document = wire.patched(kind, kind.patch(**undone), found.document)
            self._store.put_snapshots(intent.system, intent.type, [msgspec.structs.replace(found, document=document)])
            self._store.set_wrote(intent.system, intent.type, intent.key, {name: [] for name in undone})

    def _is_back(self, intent: IntentRow, found: Snapshot) -> bool:
        """Whether a record was written since our write was planned, and shows all that it showed then.

        Its stamp has to say so too, if it has one: there are servers whose versions move by themselves.
        """
        kind = self._world.types[intent.system, intent.type]
        known = self._store.snapshot(intent.system, intent.type, intent.key)
        seen = self._store.earlier(intent.system, intent.type, [intent.key], 0).get(intent.key, [])
        before = next((one for one in (*seen, known) if one and one.version == intent.precondition != ""), None)
        counts = (kind.version, kind.modified)
        if before is None or rounded(before.modified) == rounded(found.modified) != "":
            return False
        then, now = (
            {path: value for path, value in leaves(one.document) if value is not None and path not in counts}
            for one in (before, found)
        )
        return then == now

    def _sent(self, intent: IntentRow) -> dict[str, Any]:
        """The values that an update sent, by attribute."""
        return self._typed(intent, intent.body)

    def _typed(self, intent: IntentRow, body: str) -> dict[str, Any]:
        values = _decoded(body or "{}")
        patch = msgspec.convert(values, self._world.types[intent.system, intent.type].patch, strict=False)
        return {name: getattr(patch, name) for name in values}

    def _tell_links(self, intent: IntentRow, found: Snapshot, is_done: bool = False) -> bool:
        """Let the links that asked for the write know what it may have brought. Whether all of it is there.

        What other links of the record see is an edit like any other: they did not plan it. `is_done`: it arrived; what
        shows what it was before was kept by its system; of anything else nobody can tell what it was written over.
        """
        reasons = json.loads(intent.why)
        asked = {(why["pair"], why["row"]) for why in reasons}
        kind = self._world.types[intent.system, intent.type]
        present, sent = wire.decode(kind, found.document).record, self._sent(intent)
        patched = msgspec.structs.replace(present, **sent)
        was = self._typed(intent, intent.before)
        before = msgspec.structs.replace(present, **was)
        taken = {name for name in sent if is_taken(sent[name], getattr(present, name), was.get(name, UNSET))}
        # what is there is no edit made there: it was made where it came from
        origins = {why["attribute"]: why["origin"] for why in reasons if why.get("origin")}
        there = {name: origin for name, origin in origins.items() if name in taken}
        wrote = {
            name: as_written(getattr(present, name), origin, intent.sequence, sent[name])
            for name, origin in there.items()
        }
        self._store.set_wrote(intent.system, intent.type, intent.key, wrote)
        arrived = True
        for row in self._store.links_of(intent.system, intent.type, [intent.key]):
            group = self._groups.get(row.pair)
            if row.state != "active" or group is None:
                continue
            for side in Side:
                if _end(group, row, side) != RecordId(intent.system, intent.type, intent.key):
                    continue
                for pair, line in _rows(group, side, sent):
                    attribute, other = (line.right, line.left) if side is Side.RIGHT else (line.left, line.right)
                    is_asked = (row.pair, line.identity) in asked
                    # where it is as it was sent, what we wrote tells every link; where not, also those need to know it
                    # whose other end shows the edit that was sent
                    origin = None if attribute in taken else origins.get(attribute)
                    if not is_asked and not self._is_from(_end(group, row, side.other), other, origin):
                        continue
                    now, then = (self._canonical(pair, side, record)[line.name] for record in (present, patched))
                    is_form = attribute in taken
                    is_there = is_form or same(now, then)
                    arrived = arrived and is_there
                    if line.binding is not Binding.TWO_WAY:
                        if is_there and not isinstance(now, UnsetType):  # else it is as it was, or its own
                            row.followers[line.identity] = following_json(Following(then, now))
                        continue
                    is_kept = UNSET not in (now, then) and same(now, self._canonical(pair, side, before)[line.name])
                    if is_done and (is_kept or is_there):
                        bases = {Side.LEFT: row.left_base, Side.RIGHT: row.right_base}
                        bases[side][line.identity] = json_of(now)
                        bases[side.other][line.identity] = json_of(then)
                        row.looked = row.looked | {line.identity: intent.sequence}
                        if is_kept and not is_there:
                            row.rewrites[line.identity] = written_down(Written(side.value), "", kept=True)
                        continue
                    told = row.maybe.setdefault(side.value, {}).setdefault(line.identity, [])
                    for value in (then, now) if is_form else (then,):
                        if not isinstance(value, UnsetType) and json_of(value) not in told:
                            told.append(json_of(value))
                    if is_there:
                        row.looked = row.looked | {line.identity: intent.sequence}
                for one in _decoded(intent.bases or "{}").get("lists", ()):
                    if (one["link"], one["pair"]) == (row.id, row.pair):
                        arrived = self._tell_list(row, group, side, one, present) and arrived
            row.dirty = True
            self._store.save_link(row)
        return arrived

    def _is_from(self, record: RecordId, attribute: str, origin: Sequence[str] | None) -> bool:
        """Whether a value was edited on this record, or what it shows was edited where that one was."""
        if origin is None:
            return False
        if tuple(origin[1:4]) == (f"{record.system}.{record.type}", record.key, attribute):
            return True
        known = self._world.known(record)
        return known is not None and self._world.origin(record, known, attribute)[1:] == tuple(origin[1:])

    def _tell_list(self, link: LinkRow, group: Group, side: Side, one: dict[str, Any], present: Record) -> bool:
        """Let a link know which elements of a keyed list a write has made. Whether all of it is there.

        Where that cannot be told the list is held: making them again would double them.
        """
        for pair in group.pairs:
            for row in pair.rows:
                if row.identity != one["row"]:
                    continue
                stored = (link.left_base, link.right_base)
                bases = [bases_of(pair, base).get(row.name, UNSET) for base in stored]
                lines = [bases_of(pair, {row.identity: ends}).get(row.name, UNSET) for ends in one["lines"]]
                shown = self._canonical(pair, side, present)[row.name]
                if not all(isinstance(ends, tuple) for ends in (*lines, shown)):
                    return False
                found = traced((lines[0], lines[1]), shown, (bases[0], bases[1]), side, bool(one["alone"]))
                if found.bases:
                    before = stored[0].get(row.identity), stored[1].get(row.identity)
                    now = tuple(json_of([ends[place] for ends in found.bases]) for place in (0, 1))
                    stored[0][row.identity], stored[1][row.identity] = with_past(before, (now[0], now[1]))
                if found.is_unclear:
                    link.decided.setdefault(row.identity, {"hold": LINES_LOST})
                return found.is_whole
        return True

    def _canonical(self, pair: ObjectPair, side: Side, record: Record) -> dict[str, Any]:
        return self._world.canonical(pair, side, pair.side(side).view(record, self._world.now))[0]

    def _look_again(self, intent: IntentRow) -> None:
        for row in self._store.links_of(intent.system, intent.type, [intent.key]):
            row.dirty = True
            self._store.save_link(row)

    def _is_as_before(self, intent: IntentRow, found: Snapshot) -> bool:
        """Whether nothing was written to the record: its version says so, or all that was sent shows what it was."""
        if intent.precondition:
            return found.version == intent.precondition
        before = _decoded(intent.before or "{}")
        if intent.action == "delete":
            return found.document == before
        record = wire.decode(self._world.types[intent.system, intent.type], found.document).record
        return bool(before) and exact_text({name: json_of(getattr(record, name)) for name in before}) == intent.before

    def _is_over(self, one: Settled, assumed: int = 0) -> bool:
        """Whether a write that was sent then is surely done by now, or surely not."""
        system = self._world.types[one.intent.system, one.intent.type].system
        return bool(system.settles_within or assumed) and self._now >= self._ends(one, assumed)

    def _would_be_listed(self, one: Settled, assumed: int = 0) -> bool:
        """Whether a create is surely done or not by now, and a list since would show what it made.

        Pages that are counted lose a record where another goes or moves meanwhile: such a list has lost none if all
        that was known after it is as it was when the next one was read.
        """
        place, run = (one.intent.system, one.intent.type), self._report.run
        if not self._is_over(one, assumed):
            return False
        if self._world.types[place].created and json.loads(self._store.note(doubted_note(*place)) or "{}"):
            return False  # what it made may have been given the key of a record that went, and is not believed yet
        then, number = self._over.get(str(one.id), ("", 0))
        if place not in self._slippery or (then not in ("", run) and not self._has_moved(place, number)):
            return True
        if then != run:
            self._over[str(one.id)] = (run, self._store.sequence())
            self._store.set_note(_OVER, json.dumps(self._over))
        return False

    def _has_moved(self, place: tuple[str, str], after: int) -> bool:
        """Whether a record that was known then changed or went since."""
        last = after
        while changed := self._store.changed_keys(*place, last, 1000):
            if any(self._store.first_seen(*place, key) <= after for key, _ in changed):
                return True
            last = changed[-1][1]
        return False

    def _forget_over(self) -> None:
        """Of creates that are settled nothing more is to be known."""
        there = {str(one.id) for one in self._store.open_intents()} if self._over else set()
        if not self._over.keys() <= there:
            self._over = {number: noted for number, noted in self._over.items() if number in there}
            self._store.set_note(_OVER, json.dumps(self._over))

    def _ends(self, one: Settled, assumed: int) -> dt.datetime:
        """When a write that was sent then has surely been done, or surely not."""
        system = self._world.types[one.intent.system, one.intent.type].system
        sent = dt.datetime.fromisoformat(one.intent.again or one.at)
        return sent + dt.timedelta(seconds=(system.settles_within or assumed) + system.lag)

    # ---- creates ----

    def _leave(self, one: Settled) -> None:
        """A person said that the record is to be left alone: nothing is linked or made for it any more. What its create
        makes all the same is still no record to copy, however late it arrives."""
        is_over = bool(one.intent.until)
        if is_over and not any(unlinked_since(self._store, self._world, one.intent)):
            self._store.settle(one.id, "rejected", "a person decided: leave it")

    def _create(self, one: Settled, sends: bool | None = None) -> None:
        group = self._world.groups.get(one.intent.pair)
        if group is None:
            return
        lost = _Lost(one, group, Side(one.intent.source_side), _decoded(one.intent.body))
        source = group.record_id(lost.source, one.intent.source_key)
        link = self._world.link_at(group.key, lost.source, source.key)
        if link is not None:
            self._store.settle(one.id, "applied", "linked since", key=link.end(lost.source.other).key)
            return
        can_be_sent = self._can_be_sent_again(lost)
        if can_be_sent and sends is None:
            self._waiting.append(one)
            return
        again = self._sent_again(lost) if can_be_sent and sends else None
        if again is True:
            return
        found, others = self._candidates(lost)
        if len(found) == 1:
            self._adopt(lost, found[0], "it shows what was sent, or a value that its system gives but once")
        elif found or others:
            keys = [snapshot.key for snapshot in found or others]
            self._ask(lost, "the answer to a create was lost, and it may have made " + ", ".join(keys), keys)
        elif again is None and (self._has_natural_key(lost) or self._would_be_listed(one)):
            reason = "there is no such record" if self._is_over(one) else "a second one would be refused"
            with self._store.transaction("settle"):
                self._store.settle(one.id, "rejected", reason)
                self._say(lost, "waiting", "its create did not arrive; it is made again")
        else:
            self._ask(lost, "the answer to a create was lost, and no such record is to be seen yet", [])

    def _can_be_sent_again(self, lost: _Lost) -> bool:
        """Whether its system still remembers the create's idempotency key, so that it cannot make two."""
        system = self._world.types[lost.place].system
        lasts = dt.datetime.fromisoformat(lost.one.at) + dt.timedelta(hours=system.idempotency_hours)
        is_there = self._world.known(self._source(lost)) is not None
        return bool(lost.one.intent.idempotency) and self._now < lasts and is_there

    def _sent_again(self, lost: _Lost) -> bool | None:
        """Send the same create with its idempotency key.

        Whether that settled it: True; False where it may still arrive; None where nothing can be said.
        """
        one, intent = lost.one, lost.one.intent
        self._store.sent_again(one.id, self._now.isoformat())
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
                (pair, self._canonical(pair, target, meant), self._canonical(pair, target, record))
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
        if any(_end(lost.group, row, lost.source.other) == (*lost.place, snapshot.key) for row in active):
            self._store.settle(lost.one.id, "applied", "already linked", key=snapshot.key)
            return
        row = self._store.add_link(
            intent.pair, keys[Side.LEFT], keys[Side.RIGHT], f"created; {why}", self._now.isoformat()
        )
        row.dirty = True
        shown = None if is_proven else shown_by(self._world, lost.group, lost.source.other, snapshot)
        remember_sent(row, lost.group, _decoded(intent.bases or "{}"), shown)
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


_OVER = "over"
"""The note of the creates without an answer that were over when a list was read that may have lost a record: the run of
that list and the number of the newest Snapshot then, by intent."""
_LAGS = "reads of its system may lag behind, and the next pass looks at it again"
_UNCLEAR = "the record shows neither what was sent nor what it showed before"


def shown_by(world: World, group: Group, side: Side, snapshot: Snapshot) -> dict[str, Any]:
    """What a record shows by row identity, canonical, as plain JSON."""
    found: dict[str, Any] = {}
    for pair in group.pairs:
        end = pair.side(side)
        record = wire.decode(end.type, snapshot.document).record
        values, _ = world.canonical(pair, side, end.view(record, world.now))
        found |= {row.identity: json_of(values[row.name]) for row in pair.rows}
    return found


def remember_sent(
    link: LinkRow, group: Group, values: Mapping[str, Any], shown: Mapping[str, Any] | None = None
) -> None:
    """Give a new link the bases of what was sent: by row identity, what the source showed and what was sent (S-17).

    `shown` is what the record shows, where nothing proves that our create made it: a person may have made it too. Then
    a blank in it waits for a person, and unless it shows more than half of what was sent it has bases only where it
    does.
    """
    equal = {name for name, (_, sent) in values.items() if shown is None or shown.get(name) == sent}
    is_ours = 2 * len(equal) > len(values)
    for pair in group.pairs:
        for row in pair.rows:
            if row.identity not in values or row.keyed:
                continue
            own, sent = values[row.identity]
            if row.identity not in equal and shown is not None and row.binding is Binding.TWO_WAY:
                if shown.get(row.identity) is None:
                    link.decided[row.identity] = {"hold": BLANK_OR_CLEARED}
                    continue
                if not is_ours:
                    continue
            if row.binding is Binding.TWO_WAY:
                # where the value is on its way to the source too, only the new record has it
                link.left_base[row.identity] = link.right_base[row.identity] = own
            else:
                link.followers[row.identity] = {"own": False, "source": sent, "target": sent}


def remember_made(
    store: Store, world: World, link: LinkRow, group: Group, side: Side, intent: IntentRow, snapshot: Snapshot
) -> None:
    """Remember of a record that a create made, or may have made, where the values were edited that it shows of what was
    sent, and in which form; a value that it does not show waits for a person. A create that is answered a second time
    may show what was edited since."""
    kind, reasons = group.type(side), json.loads(intent.why or "[]")
    origins: dict[str, list[str]] = reasons[0].get("origins", {}) if reasons else {}
    record, sent = wire.decode(kind, snapshot.document).record, wire.decode(kind, _decoded(intent.body)).record
    taken = {
        name for name in origins if is_taken(getattr(sent, name, UNSET), getattr(record, name, UNSET), UNSET)
    }
    wrote = {
        name: as_written(getattr(record, name), origins[name], intent.sequence, getattr(sent, name))
        for name in sorted(taken)
    }
    blank = cleared(sent, record, [prop.attribute for prop in kind.properties])  # or it was never taken
    store.set_wrote(intent.system, intent.type, snapshot.key, blank | wrote)
    told, base = shown_by(world, group, side, snapshot), link.right_base if side is Side.RIGHT else link.left_base
    values = _decoded(intent.bases or "{}")
    for pair in group.pairs:
        for row in pair.rows:
            own, value = values.get(row.identity, (None, None))
            if value is not None and told[row.identity] is None and row.identity in base and not row.keyed:
                link.left_base.pop(row.identity)
                link.right_base.pop(row.identity)
                link.decided[row.identity] = {"hold": BLANK_OR_CLEARED}
            is_there = (row.right if side is Side.RIGHT else row.left) in taken and own == value
            if is_there and row.identity in base and not row.keyed:
                base[row.identity] = told[row.identity]


def _decoded(body: str) -> dict[str, Any]:
    found = _DECODER.decode(body)
    return found if isinstance(found, dict) else {}


def _rows(group: Group, side: Side, sent: Mapping[str, Any]) -> Iterator[tuple[ObjectPair, Row]]:
    """The rows that write what was sent, lists of lines aside."""
    for pair in group.pairs:
        for row in pair.rows:
            attribute = row.left if side is Side.LEFT else row.right
            if attribute in sent and row.binding.target in (None, side) and not row.keyed:
                yield pair, row


def _end(group: Group, row: LinkRow, side: Side) -> RecordId:
    return group.record_id(side, row.left_key if side is Side.LEFT else row.right_key)
