"""Sending one round: every answer settles its Intent, and moves the bases it proves, in one transaction.

A base moves to what the server returned only if nothing can have come between; otherwise to what was planned
(SEMANTICS section 6). What failed leaves its bases where they were, so that nobody's edit is lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from . import wire
from .creating import Create, origins_of
from .endpoint import Endpoint, Untold
from .errors import AWAY, Changed, Duplicate, Gone, OutcomeUnknown, Rejected, RemoteError, Unmoved
from .first_bases import shown_by
from .held import BLANK_OR_CLEARED
from .intake import take_in
from .lag import Lag, order
from .line_paths import with_past
from .model import ObjectType, Side, Snapshot
from .origins import as_written, cleared, instant
from .outbox import UNSEEN
from .paging import reach
from .passes import Plan, Report, Work
from .planned import FollowMove, Move, Update, following_json, json_of
from .points import point
from .proof import Proof, known_pairs
from .reconcile import Origin, same
from .renewed import is_another, renew
from .rewrites import Written, is_kept, is_taken
from .rewrites import answered as written_down
from .rows import Rows
from .sides import unordered
from .state import exact_text
from .store import EntryRow, LinkRow, Store
from .vanished import Delete
from .world import Link, RecordId, World, bases_of

__all__ = ["RACED", "RACES", "Delivery"]

RACED = "it counted as changed each time it was to be written"
RACES = 8
"""After so many refusals of one record, since it changed meanwhile, a pass leaves it to the next one."""

OVERWRITTEN = "the record was answered to a create for another one, which may have written over it"


def _memories(link: LinkRow) -> tuple[dict[str, Any], ...]:
    """All that a link remembers of its rows."""
    return link.left_base, link.right_base, link.followers, link.decided, link.rewrites, *link.maybe.values()


class Delivery:
    """Sends one round; each answer settles its Intent and moves bases in one transaction."""

    def __init__(
        self,
        plan: Plan,
        world: World,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        report: Report,
        asked: frozenset[tuple[str, str, str]] = frozenset(),
        raced: Counter[RecordId] | None = None,
    ) -> None:
        """`asked` are records whose create an earlier round of the pass found to be a duplicate; `raced` counts how
        often in the pass a record had changed when it was to be written."""
        self.plan = plan
        self.asked = asked
        self.raced = raced if raced is not None else Counter()
        self.world = world
        self.store = store
        self.endpoints = endpoints
        self.types = types
        self.report = report
        self.links = Rows(store)
        self.lag = Lag(store, types, world.now)
        self.untold: dict[RecordId, int] = {}
        self.again: set[int] = set()
        self.duplicates: list[tuple[Create, str]] = []
        self.unfinished: set[tuple[str, str, str]] = set()
        self.failed: set[tuple[str, str, str]] = set()
        self.open_records: set[RecordId] = set()
        self.rewritten: list[tuple[RecordId, str]] = []
        self.lists: list[tuple[RecordId, str]] = []
        self.aside: dict[RecordId, str] = {}
        self.updates = {update.record: update for update in plan.updates}
        self.proof = Proof(world, self.links, self.updates)
        self.done = self.proof.done
        every: list[Move | FollowMove] = [*plan.moves, *plan.follows]
        self.moving = {move.link for move in every}
        self.refused: set[RecordId] = set()
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
        """What depends on no write: bases of values that both sides already show, holds, copies that need nothing.

        It belongs into the transaction that writes the round down."""
        with self.store.transaction():
            for link_id, states in self.plan.settled.items():
                for row, state in states.items():
                    self.links[link_id].followers[row] = following_json(state)
                for row in self.plan.dropped.get(link_id, ()):
                    for remembered in _memories(self.links[link_id]):
                        remembered.pop(row, None)
                for row, why in self.plan.holds.get(link_id, {}).items():
                    self.links[link_id].decided[row] = {"hold": why}
                if states or self.plan.dropped.get(link_id) or self.plan.holds.get(link_id):
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
        """Move the bases whose writes are all done, and clear a link's flag when nothing is left to do for it."""
        touched: dict[int, list[str]] = defaultdict(list)
        for move in moves:
            row, link = self.links[move.link], self._link(move.link)
            if not self._needs(move) <= self.done.keys():
                if isinstance(move, Move) and self.proof.is_keyed(move):
                    self._join_made(row, link, move)
                continue
            if isinstance(move, FollowMove):
                shown = self.proof.shown(move.expected, link.end(move.side), move, move.side)
                row.followers[move.row] = following_json(move.state) | {"target": shown}
                row.rewrites.pop(move.row, None)
                if self.proof.is_kept(move.expected, link.end(move.side)):
                    row.rewrites[move.row] = written_down(Written(move.side.value), "", kept=True)
            elif unclear := [side for side in Side if self.proof.is_unclear(move, link, side)]:
                for side in unclear:
                    told = row.maybe.setdefault(side.value, {}).setdefault(move.row, [])
                    sent = (move.left if side is Side.LEFT else move.right).value
                    told += [sent] if sent not in told else []
                self.again.add(move.link)
                touched[move.link] += ()
                continue
            else:
                left = self.proof.shown(move.left, link.left, move, Side.LEFT)
                right = self.proof.shown(move.right, link.right, move, Side.RIGHT)
                if self.proof.is_keyed(move):
                    before = row.left_base.get(move.row), row.right_base.get(move.row)
                    left, right = with_past(before, known_pairs(left, right))
                row.left_base[move.row], row.right_base[move.row] = left, right
                self._remember(row, link, move)
                ends = ((move.left, link.left), (move.right, link.right))
                if any(self.proof.is_outvoted(*one) for one in ends):
                    self.again.add(move.link)
            touched[move.link].append(move.row)
        sequence = self.store.sequence() if touched else 0
        for link_id in sorted(touched):
            row = self.links[link_id]
            row.dirty = self._has_more(link_id)
            row.looked = row.looked | dict.fromkeys(touched[link_id], sequence)
            self.store.save_link(row)

    def _join_made(self, row: LinkRow, link: Link, move: Move) -> None:
        """The elements that one side has made belong to those they were made for, whatever becomes of the other's."""
        ends = [(move.left, link.left, Side.LEFT), (move.right, link.right, Side.RIGHT)]
        made_by = [place for place, (_, record, _) in enumerate(ends) if record in self.done]
        if not made_by or move.row not in row.left_base:
            return
        lists = [
            self.proof.shown(expected, record, move, side) if record in self.done else expected.value
            for expected, record, side in ends
        ]
        bases = [row.left_base.get(move.row), row.right_base.get(move.row)]
        before = list(zip(*(base or () for base in bases), strict=False))
        known = [{ends[place]["key"] for ends in before} for place in (0, 1)]
        met = list(zip(*known_pairs(*lists), strict=False))
        made = [ends for ends in met if any(ends[place]["key"] not in known[place] for place in made_by)]
        new = [{ends[place]["key"] for ends in made} for place in (0, 1)]
        if made:  # what was removed and made again takes the place of what it was
            kept = [ends for ends in before if not any(ends[place]["key"] in new[place] for place in (0, 1))]
            now = tuple([ends[place] for ends in (*kept, *made)] for place in (0, 1))
            row.left_base[move.row], row.right_base[move.row] = with_past((bases[0], bases[1]), (now[0], now[1]))
            self.store.save_link(row)

    def _has_more(self, link_id: int) -> bool:
        """Whether a link has something left to do: a write that is not done, but for one that was refused, or one that
        was left out, outvoted or ignored. A refused one is sent again when its record changes."""
        if link_id in self.plan.undone | self.again:
            return True
        link = self._link(link_id)
        moves = (move for side in Side for move in self.moves_of[link.end(side)] if move.link == link_id)
        return any(self._needs(move) - self.done.keys() - self.refused for move in moves)

    def _remember(self, row: LinkRow, link: Link, move: Move) -> None:
        """What else is over once a row's bases moved, and what the brake for rewriting servers wants to know."""
        said = row.decided.pop(move.row, {}) if move.uses else {}
        there = [unordered(now.value) for now in (move.left, move.right)]
        if "side" in said and unordered(said["value"]) in there:
            values = exact_text(said["value"]), exact_text(said.get("other"))
            self.store.decide_conflict(row.id, move.row, said["side"], *values)
        for values in row.maybe.values():
            values.pop(move.row, None)
        for _, found in self.proof.rows_of(move) if not self._needs(move) else ():
            for record, other, attribute in ((link.left, link.right, found.left), (link.right, link.left, found.right)):
                if self.world.was_edited_over(record, attribute, other):
                    self.store.set_wrote(*record, {attribute: []})  # both were edited to the same: neither is over
        stays = not self._needs(move) and row.left_base[move.row] != row.right_base[move.row]
        kept = (is_kept(row.rewrites.pop(move.row, None)) or self._was_kept(link, move)) and stays
        kept = kept or self.proof.is_kept(move.left, link.left) or self.proof.is_kept(move.right, link.right)
        if move.written is not None or kept:
            written = move.written or Written()
            shown = self.done.get(link.end(Side(written.side))) if written.side else None
            row.rewrites[move.row] = written_down(written, instant(shown.modified) if shown else "", kept)

    def _was_kept(self, link: Link, move: Move) -> bool:
        """Whether one of the values was to be written over by another link, and its system kept it."""
        found = [row for _, row in self.proof.rows_of(move)]
        return any(self.world.kept(link.left, row.left) or self.world.kept(link.right, row.right) for row in found)

    def _link(self, link_id: int) -> Link:
        row = self.links[link_id]
        left, right = self.world.ends(row.pair)
        return Link(
            id=row.id,
            pair=row.pair,
            left=RecordId(*left, row.left_key),
            right=RecordId(*right, row.right_key),
        )

    def _look_at_ignored(self, record: RecordId) -> None:
        """Let all links of a record that was written look at it, where it shows what it showed before: they counted on
        what was written, and no change of it will say so (F-30)."""
        known = self.world.known(record)
        if known is None or self.done[record].document != known.snapshot.document:
            return
        for link in self.world.links_of[record]:
            if link.pair in self.world.groups:
                self.again.add(link.id)
                self.links[link.id].dirty = True
                self.store.save_link(self.links[link.id])

    # ---- writes ----

    def send(self, works: Sequence[tuple[int, Work]]) -> None:
        """Send writes of one kind to one ObjectType, as many as its endpoint takes at once."""
        first = works[0][1]
        if isinstance(first, Update):
            self._update([(intent, work) for intent, work in works if isinstance(work, Update)])
        elif isinstance(first, Create):
            self._create([(intent, work) for intent, work in works if isinstance(work, Create)])
        else:
            self._delete([(intent, work) for intent, work in works if isinstance(work, Delete)])

    def _leave(self, works: Sequence[tuple[int, Work]]) -> None:
        self.store.settle_all([intent for intent, _ in works], "rejected", "the system is out of reach")

    def _mark_sent(self, works: Sequence[tuple[int, Work]]) -> None:
        self.store.settle_all([intent for intent, _ in works], "sent")

    def _delete(self, works: list[tuple[int, Delete]]) -> None:
        """Delete records whose counterparts were deleted; each link becomes a tombstone when that is done."""
        system, name, _ = works[0][1].record
        if self.report.is_out(system, name):
            self._leave(works)
            return
        known = [self.world.seen(work.record) for _, work in works]
        self._mark_sent(works)
        point("send.before")
        answers = self.endpoints[system, name].delete_all([one.snapshot for one in known if one is not None])
        point("send.after")
        with self.store.transaction("settle"):
            for (intent, work), answer in zip(works, answers, strict=True):
                if isinstance(answer, RemoteError):
                    self._failed_delete(intent, work, answer)
                    continue
                self.store.settle(intent, "applied")
                self.store.set_gone(system, name, {work.record.key: "deleted"})
                self.report.pairs[work.pair].deleted += 1

    def _failed_delete(self, intent: int, work: Delete, error: RemoteError) -> None:
        link = self.links[work.link]
        if isinstance(error, Changed):
            self.store.settle(intent, "rejected", error.reason)
            self._look_again(work.record, error)
        elif isinstance(error, OutcomeUnknown):
            self.store.settle(intent, "unknown", error.reason)
            self.open_records.add(work.record)
        else:
            self.store.settle(intent, "rejected", error.reason)
            reason = f"{work.record.type} {work.record.key}: {error.reason}"
            self._fail((work.pair, Side.LEFT, link.left_key), reason, _kind_of(error))
        link.dirty = not isinstance(error, Rejected)
        self.store.save_link(link)
        if isinstance(error, AWAY):
            self.report.outage(work.record.system, error)

    def _update(self, works: list[tuple[int, Update]]) -> None:
        system, name, _ = works[0][1].record
        if self.report.is_out(system, name):
            self._leave(works)
            return
        kind = self.types[system, name]
        writes = []
        for _, update in works:
            known = self.world.known(update.record)
            assert known is not None
            patch = kind.patch(**update.values)
            writes.append((known.snapshot, wire.encode(kind, patch, known.snapshot.document)))
        self._mark_sent(works)
        point("send.before")
        answers = self.endpoints[system, name].update_all(writes)
        point("send.after")
        with self.store.transaction("settle"):
            shown = [(w[0], a) for w, a in zip(writes, answers, strict=True) if isinstance(a, Snapshot)]
            # another record under the key: the next pull sees to it
            told = [answer for held, answer in shown if not is_another(kind, answer, held)]
            take_in(self.store, kind, told, sent={update.record.key: update.values for _, update in works})
            for (intent, update), answer in zip(works, answers, strict=True):
                if isinstance(answer, RemoteError):
                    self._failed_update(intent, update, answer)
                    continue
                if isinstance(answer, Snapshot):
                    self.store.settle(intent, "applied", after=self._shown_values(update, answer))
                    self._remember_written(update.record, answer, update.origins, update.values)
                    self._arrived(update.record, answer)
                else:
                    self.store.settle(intent, "unknown", UNSEEN, after=self._shown_values(update, answer))
                    self.untold[update.record] = intent
                for pair in sorted({pair for pair, _ in update.rows}):
                    self.report.pairs[pair].updated += 1

    def _remember_written(
        self, record: RecordId, shown: Snapshot, origins: Mapping[str, Origin], sent: Mapping[str, Any]
    ) -> None:
        """What a record shows of our own writes is no edit made there: it was made where it came from."""
        values = wire.decode(self.types[record.system, record.type], shown.document).record
        written = {name: value for name, value in sent.items() if value is not UNSET}  # the rest are its own defaults
        kept = {name for name, value in written.items() if self.proof.keeps(record, name, value, getattr(values, name))}
        ours = {n for n in origins if not shown.read_back or is_taken(sent.get(n), getattr(values, n), UNSET)} - kept
        sequence = self.store.sequence()
        wrote = {
            name: as_written(
                getattr(values, name),
                origins[name],
                sequence,
                sent.get(name) if self.proof.is_own_form(record, name, sent, shown) else None,
            )
            for name in ours
        }
        before = self.world.known(record)
        if before is not None:
            for name in kept:
                origin = self.world.origin(record, before, name)
                wrote[name] = as_written(getattr(values, name), origin, sequence, None, kept=True)
        self.rewritten += [
            (record, name)
            for name, value in written.items()
            if not same(getattr(values, name), value)
            and (name in kept or not self.proof.is_own_form(record, name, sent, shown))
        ]
        kind = self.types[record.system, record.type]
        self.lists += [(record, name) for name in written if kind.property_named(name).key]
        self.store.set_wrote(*record, wrote)

    def _shown_values(self, update: Update, answer: Snapshot | Untold) -> str:
        """What an answer shows of the attributes that were sent, as JSON; what was sent where it shows nothing."""
        shown = update.values
        if isinstance(answer, Snapshot):
            record = wire.decode(self.types[update.record.system, update.record.type], answer.document).record
            shown = {name: getattr(record, name) for name in update.values}
        return exact_text({name: json_of(value) for name, value in shown.items()})

    def _arrived(self, record: RecordId, shown: Snapshot) -> None:
        """A written record as its server shows it: the bases that waited for it move."""
        self.done[record] = shown
        self._look_at_ignored(record)
        self._move(self.moves_of[record])

    def look_again(self, pull: Callable[[str, str], None]) -> None:
        """What answers did not tell: `pull` reads an ObjectType's changes, then what was written or is there is found.

        What the pull does not show stays unfinished, and the next pass settles it.
        """
        places = {record[:2] for record in self.untold} | {create.target for create, _ in self.duplicates}
        for system, name in sorted(places):
            if not self.report.is_out(system, name):
                pull(system, name)
        for record in self.untold:
            shown = self.store.snapshot(*record)
            if shown is not None and not self.report.is_out(*record[:2]) and self.lag.is_replaced(*record[:2], shown):
                self._look_again(record)
        with self.store.transaction():
            for record, intent in self.untold.items():
                found = self.store.snapshot(*record)
                if found is None or self.report.is_out(record.system, record.type) or self._may_lag(record, found):
                    self.open_records.add(record)
                    continue
                self.store.settle(intent, "applied")
                found = msgspec.structs.replace(found, read_back=True)
                update = self.updates[record]
                self._remember_written(record, found, update.origins, update.values)
                self._arrived(record, found)
            for create, reason in self.duplicates:
                self._adopt(create, reason)

    def _may_lag(self, record: RecordId, found: Snapshot) -> bool:
        """Whether a read shows a record as it was before the write, and may lag behind it: its stamp or number, which
        every write moves, did not move."""
        before = self.world.known(record)
        is_told = bool(found.modified or found.version) and before is not None and order(found, before.snapshot) <= 0
        return is_told and self.lag.is_within(*record) and self.lag.is_replaced(record.system, record.type, found)

    def _adopt(self, create: Create, refused: str) -> None:
        """Link the record that is there already, if a value that its system gives but once tells which it is.

        Its bases are what we meant to send: what it shows otherwise was somebody's edit (S-17). A blank is none: it may
        never have been filled.
        """
        kind = self.types[create.target]
        paths = [kind.property_named(attribute).path for attribute in kind.unique]
        wanted = [(path, reach(create.document, path)) for path in paths]
        given = [(path, value) for path, value in wanted if value not in (None, "")]
        found = [
            row.snapshot
            for row in (self.store.every_snapshot(*create.target) if given else ())
            if any(same(reach(row.snapshot.document, path), value) for path, value in given)
        ]
        about = (create.pair, create.side, create.source.key)
        if len(found) != 1 or self._linked(create.pair, create.side.other, RecordId(*create.target, found[0].key)):
            place = (create.pair, create.side.value, create.source.key)
            by_match = any(pair.match for pair in self.world.groups[create.pair].pairs)
            may_match = by_match and not found and place not in self.asked  # the next round plans on what was just read
            reason = f"the system says that such a record is there already, and it cannot be told which: {refused}"
            self._fail(about, reason, "review" if found else "waiting" if may_match else "failed")
            if not may_match:
                self.unfinished.add(place)
            return
        shown = shown_by(self.world, self.world.groups[create.pair], create.side.other, found[0])
        blanks = [row for row, value in shown.items() if value is None]
        self._link_to(create, found[0].key, None, "the system says that it is there already", blanks)
        self.report.pairs[create.pair].linked += 1

    def _link_to(
        self, create: Create, key: str, told: Snapshot | None, why: str = "created", blanks: Collection[str] = ()
    ) -> None:
        """Link what was made, or is there. `blanks` are rows of which it shows no value, and may never have had one."""
        keys = {create.side: self.aside.get(create.source, create.source.key), create.side.other: key}
        at = self.world.now.isoformat()
        link = self.store.add_link(create.pair, keys[Side.LEFT], keys[Side.RIGHT], why, at)
        link.dirty = True
        self.proof.first_bases(link, create, told)
        for row in blanks:
            if link.left_base.pop(row, None) is not None:
                link.right_base.pop(row, None)
                link.decided[row] = {"hold": BLANK_OR_CLEARED}
        self.store.save_link(link)

    def _failed_update(self, intent: int, update: Update, error: RemoteError) -> None:
        record = update.record
        with self.store.transaction():
            if isinstance(error, Changed):
                self.store.settle(intent, "rejected", error.reason)
                self._look_again(record, error)
                return
            # an update whose answer was lost is settled by looking, when the next pass begins
            unknown = isinstance(error, OutcomeUnknown)
            self.store.settle(intent, "unknown" if unknown else "rejected", error.reason)
            if unknown:
                self.open_records.add(record)
            if isinstance(error, Gone):
                there = self._looked_up(record, error)
                if there is None:
                    self.store.set_gone(record.system, record.type, {record.key: "deleted"})
                    return
                error = there
            if isinstance(error, Rejected):
                self.refused.add(record)
            for link in self.world.links_of[record]:
                if link.pair in self.world.groups:
                    reason = f"{record.system} {record.type} {record.key}: {error.reason}"
                    evidence = exact_text({"intent": intent})
                    self._fail((link.pair, Side.LEFT, link.left.key), reason, _kind_of(error), evidence)
                    row = self.links[link.id]
                    if not isinstance(error, Rejected):
                        row.dirty = True
                    elif link.id in self.moving:
                        row.dirty = self._has_more(link.id)
                    self.store.save_link(row)
        if isinstance(error, AWAY):
            self.report.outage(record.system, error)

    def _looked_up(self, record: RecordId, error: Gone) -> RemoteError | None:
        """What is wrong with a record that is no more, as the answer to a write says; None where that is so.

        It is no proof: a system also says so of what we may not write (F-36).
        """
        known = self.world.known(record)
        try:
            found = self.endpoints[record.system, record.type].fetch(
                record.key, known.snapshot.document if known else None
            )
        except RemoteError as failed:
            if isinstance(failed, AWAY) and failed.status != 403:
                return failed
            return Rejected(error.system, f"{error.reason}; whether it was deleted cannot be looked up")
        if found is None:
            return None
        if known is None or not is_another(self.types[record.system, record.type], found, known.snapshot):
            take_in(self.store, self.types[record.system, record.type], [found])
        return Rejected(error.system, f"{error.reason}, and yet it can be read; nothing is written to it")

    def _look_again(self, record: RecordId, refused: Changed | None = None) -> None:
        """Somebody was faster: read the record again, so that the next round merges with it.

        Who is faster every time, such as a server that counts looks, does not keep all others waiting (S-20, S-21): the
        next pass goes on with such a record, and with one that its system takes for changed though it is not.
        """
        self.raced[record] = RACES if isinstance(refused, Unmoved) else self.raced[record] + 1
        if self.raced[record] >= RACES:
            said = f": {refused.reason}" if refused is not None else ""
            reason = f"{record.system} {record.type} {record.key}: {RACED}{said}"
            for link in self.world.links_of[record]:
                if link.pair in self.world.groups:
                    self._fail((link.pair, Side.LEFT, link.left.key), reason, "waiting")
                    self.unfinished.add((link.pair, Side.LEFT.value, link.left.key))
            return
        known = self.world.known(record)
        try:
            found = self.endpoints[record.system, record.type].fetch(
                record.key, known.snapshot.document if known else None
            )
        except RemoteError:
            found = None
        if found is not None and not self.lag.is_stale(*record, found):
            take_in(self.store, self.types[record.system, record.type], [found])

    def _create(self, works: list[tuple[int, Create]]) -> None:
        """Send creates; their answers make the links."""
        system, name = works[0][1].target
        if self.report.is_out(system, name):
            self._leave(works)
            return
        self._mark_sent(works)
        point("send.before")
        keys = self._idempotency_keys([intent for intent, _ in works])
        answers = self.endpoints[system, name].create_all([create.document for _, create in works], keys)
        point("send.after")
        with self.store.transaction("settle"):
            told = [one for one in answers if isinstance(one, Snapshot)]
            for one in told:
                # a create's own answer is proof enough
                if aside := renew(self.store, self.types[system, name], one):
                    self.aside[RecordId(system, name, one.key)] = aside
            self.store.put_snapshots(system, name, told)
            for (intent, create), answer in zip(works, answers, strict=True):
                if isinstance(answer, RemoteError):
                    self._failed_create(intent, create, answer)
                    continue
                if self._is_anothers(intent, create, answer):
                    continue
                self.store.settle(intent, "applied", key=answer.key, after=exact_text(answer.document))
                self._link_to(create, answer.key, answer)
                made = RecordId(system, name, answer.key)
                sent = wire.decode(self.types[system, name], create.document).record
                values = {prop.attribute: getattr(sent, prop.attribute) for prop in self.types[system, name].properties}
                self._remember_written(made, answer, self._origins(create), values)
                if answer.read_back:  # what is blank in it may have been cleared before we looked
                    shown = wire.decode(self.types[system, name], answer.document).record
                    self.store.set_wrote(*made, cleared(sent, shown, values))
                self.report.pairs[create.pair].created += 1
                self.report.pairs[create.pair].linked += 1

    def _is_anothers(self, intent: int, create: Create, answer: Snapshot) -> bool:
        """Whether a create was answered with a record that is linked in its pair already: the system keeps one for two.

        Such a record is linked with nobody else (S-21). What the request may have written over in it is nobody's edit:
        where it differs from what its links remember, it is held.
        """
        made = RecordId(*create.target, answer.key)
        mine = self._linked(create.pair, create.side.other, made)
        if mine is None:
            return False
        for one in self.store.links_of(*made[:2], [made.key]):
            group, link, row = self.world.groups.get(one.pair), self._link(one.id), self.links[one.id]
            side = Side.LEFT if link.left == made else Side.RIGHT
            for pair in group.pairs if group is not None and row.state == "active" else ():
                shown = self.proof.values_of(pair, side, answer)
                for name, base in bases_of(pair, row.left_base if side is Side.LEFT else row.right_base).items():
                    line = next(line for line in pair.rows if line.name == name)
                    if shown[name] is not UNSET and not same(shown[name], base) and line.identity not in row.decided:
                        row.decided[line.identity] = {"hold": OVERWRITTEN}
                        row.dirty = True
            self.store.save_link(row)
        reason = (
            f"{made.system} answered with {made.type} {made.key}, which is linked with {mine.end(create.side).key}: "
            "it keeps one record for both"
        )
        self.store.settle(intent, "rejected", reason)
        self._fail((create.pair, create.side, create.source.key), reason, "failed", exact_text({"intent": intent}))
        return True

    def _linked(self, pair: str, side: Side, record: RecordId) -> Link | None:
        """The active link of a record in a pair, also one that this round made."""
        rows = self.store.links_of(record.system, record.type, [record.key])
        links = (self._link(row.id) for row in rows if row.pair == pair and row.state == "active")
        return next((link for link in links if link.end(side) == record), None)

    def _origins(self, create: Create) -> dict[str, Origin]:
        planned = self.updates.get(create.source)
        return origins_of(self.world, create, planned.origins if planned is not None else {})

    def _idempotency_keys(self, intents: list[int]) -> list[str]:
        found = [self.store.intent(number) for number in intents]
        return [one.intent.idempotency if one is not None else "" for one in found]

    def _failed_create(self, intent: int, create: Create, error: RemoteError) -> None:
        if isinstance(error, Duplicate):
            self.store.settle(intent, "rejected", error.reason)
            self.duplicates.append((create, error.reason))
            return
        unknown = isinstance(error, OutcomeUnknown)
        kind = "review" if unknown else _kind_of(error)
        with self.store.transaction():
            self.store.settle(intent, "unknown" if unknown else "rejected", error.reason)
            evidence = exact_text({"intent": intent})
            self._fail((create.pair, create.side, create.source.key), error.reason, kind, evidence)
        if isinstance(error, AWAY):
            self.report.outage(create.target[0], error)

    def _fail(self, about: tuple[str, Side, str], reason: str, kind: str = "failed", evidence: str = "") -> None:
        """Say what went wrong with a link or with a record that has none: (pair, side, key)."""
        pair, side, key = about
        entry = EntryRow(pair, side.value, key, "", kind, reason, evidence)
        self.store.replace_entries(self.report.run, [], [entry])
        if kind in ("failed", "review"):
            self.failed.add((pair, side.value, key))
            self.report.pairs[pair].failed += 1


def _kind_of(error: RemoteError) -> str:
    """The kind of entry for a refused write: one that was not even looked at is sent again by itself."""
    return "waiting" if isinstance(error, AWAY) else "failed"
