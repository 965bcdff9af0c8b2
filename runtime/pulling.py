"""Reading what changed, and finding out what is gone. The first thing a pass does.

A cursor moves in the transaction that stores what it covers. A record that a complete list does not tell of is looked
up by its key before anything is concluded; where that cannot be done, a second complete list must agree (S-13), unless
its pages are counted and may lose a record twice: then nothing is concluded. So is
a record that is read older than it is known, one that may lag behind our own write (S-10, S-11), and another record
under a known key (S-30): it is doubted, and looked up in each pass until nothing is doubtful any more, whatever the
lists and feeds tell meanwhile. What was told of it is kept: a feed tells it once, and where no look-up says anything
in two passes, nothing else was told and nothing written there, it is believed.

A record that was deleted and is listed, since its system lists what it keeps of it or the list lags, is there again
once its own address shows it. Where that denies it, it is asked again when the list shows news of it, and now and then.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any

import msgspec

from .endpoint import Endpoint, Page
from .errors import Gone, Halted, LivesOn, LoginRefused, Rejected, RemoteError, Unavailable
from .intake import take_in
from .lag import Lag, order
from .model import ObjectType, Snapshot
from .paging import elements, reach
from .passes import Report
from .points import point
from .renewed import is_another, renew
from .state import document_bytes, document_of
from .store import SnapshotRow, Store

__all__ = ["Pulling", "doubt", "doubted_note", "told_note"]

MOST_LOOKED_UP = 1000
"""How many records that a list left out are looked up in one pass; more than that is no deletion but another list."""

_MOST_OTHERS, _SHARE_OF_OTHERS = 10, 0.05
"""More keys than both that show other records stop a pass, as deletes do (SEMANTICS section 7)."""

_NOT_LOOKED_UP = "cannot be looked up"


class Pulling:
    """Pulls ObjectTypes into the store, by (system, ObjectType). `audit_hours`: how often everything is read where the
    changes alone would not tell of deletions; 0 for never. `allow_deletes`: an empty list is believed. `keep` is called
    between any two requests."""

    def __init__(
        self,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        store: Store,
        report: Report,
        now: dt.datetime,
        audit_hours: int,
        allow_deletes: bool = False,
        keep: Callable[[], None] = lambda: None,
    ) -> None:
        self._keep = keep
        self._endpoints, self._types, self._store, self._report = endpoints, types, store, report
        self._now = now
        self._audit_hours = audit_hours
        self._allow_deletes = allow_deletes
        self._lag = Lag(store, types, now)
        self._others = set[tuple[str, str, str]]()
        self._denied = set[tuple[str, str]]()
        self.slippery = set[tuple[str, str]]()
        """(system, ObjectType) of lists that were read to their end, though they may have lost a record on the way."""

    def all(self, progress: Callable[[str, int, int], None]) -> None:
        """Read every ObjectType's changes."""
        for number, (system, name) in enumerate(sorted(self._types)):
            progress("pull", number, len(self._types))
            if system not in self._report.down:
                self.read(system, name)
        progress("pull", len(self._types), len(self._types))

    def read(self, system: str, name: str) -> None:
        """Read one ObjectType's changes; what fails is an outage."""
        try:
            self._pull(system, name)
        except (Unavailable, LoginRefused) as error:
            self._report.outage(system, error)
        except (Rejected, Gone) as error:
            # this list is not for us, which says nothing of the system's other ones
            self._report.outage(system, error, name)

    def _pull(self, system: str, name: str) -> None:
        cursor = self._cursor(system, name)
        told, end, whole, to_end = False, "", False, False
        keys: list[str] = []
        gone: dict[str, None] = {}
        is_first = not self._store.newest().get((system, name))
        denied = f"denied:{system}.{name}"
        is_due = self._has_passed(self._store.note(denied), self._audit_hours)
        for page in self._endpoints[system, name].pull(cursor, _Stored(self._store, system, name)):
            told = told or bool(page.snapshots or page.keys)
            end, whole, to_end = page.cursor or end, page.whole, page.whole or page.to_end
            self._take(system, name, self._without_denied(system, name, page, is_due))
            for snapshot in page.snapshots:
                gone.pop(snapshot.key, None)
            gone |= dict.fromkeys(page.gone)
            if not is_first:
                keys += page.keys  # in a first read there is nothing that could be missing
        rows = self._store.snapshot_rows(system, name, gone) if gone else []
        deleted = [row.snapshot.key for row in rows if row.gone != "deleted"]
        self._refuse_empty(system, name, deleted, is_empty=not told and not cursor)
        if deleted:
            with self._store.transaction():
                self._set_gone(system, name, rows)
        self._refuse_others(system, name)
        self._clear_up(system, name, set(keys))
        if to_end and not whole:
            self.slippery.add((system, name))
        if to_end and not is_first:
            self._find_missing(system, name, keys, whole)
        with self._store.transaction("pull.cursor"):
            if end:
                self._store.set_cursor(system, name, end)
            if not cursor and self._types[system, name].operations.feed is not None:
                self._store.set_note(f"whole:{system}.{name}", self._now.isoformat())
            if is_due and self._denied:
                self._store.set_note(denied, self._now.isoformat())

    def _refuse_empty(self, system: str, name: str, deleted: list[str], is_empty: bool) -> None:
        """Stop where a side has gone empty: by its list (`is_empty`), or by all that it says is `deleted`.

        Nothing of that is stored before, else the next pass would not see it happen.
        """
        if self._allow_deletes or not (is_empty or deleted):
            return
        here = self._store.count(system, name, len(deleted) + 1)
        linked = self._store.has_links(system, name) if here and (is_empty or here == len(deleted)) else 0
        if linked:
            raise Halted(
                f"{system} says it has no {name} at all, where {linked} were linked; nothing is done. "
                "If they were really deleted, run with --allow-deletes"
            )

    def _refuse_others(self, system: str, name: str) -> None:
        """Stop where many keys show other records at once: that is rather a stamp that moves, or another set of data.

        Nothing of them is stored before, and the cursor has not moved: the next pass sees them too.
        """
        others = sum(place[:2] == (system, name) for place in self._others)
        if others <= _MOST_OTHERS or self._allow_deletes:
            return
        if others > self._store.count(system, name) * _SHARE_OF_OTHERS:
            raise Halted(
                f"{others} {name} of {system} were made at another time than the records that had their keys; nothing "
                "is done with them. If those were really deleted, run with --allow-deletes; else `created` in the "
                "profile names a property that changes"
            )

    def _take(self, system: str, name: str, page: Page) -> None:
        self._keep()
        point("pull.page")
        if page.snapshots:
            self._store_read(system, name, page.snapshots)

    def _without_denied(self, system: str, name: str, page: Page, is_due: bool) -> Page:
        """A page without the records that were deleted and are not back."""
        keys = [snapshot.key for snapshot in page.snapshots]
        dead = {row.snapshot.key: row for row in self._store.deleted(system, name, keys)} if keys else {}
        shown = [one for one in page.snapshots if one.key not in dead or self._is_back(one, dead[one.key], is_due)]
        return msgspec.structs.replace(page, snapshots=shown) if dead else page

    def _is_back(self, read: Snapshot, row: SnapshotRow, is_due: bool) -> bool:
        """Whether a list is to be believed that shows a record which was deleted: not where its own address denies it.

        `is_due`: that is asked again, though the list shows nothing new. Where it cannot be asked, or may lag behind
        what is new, the list is the only word.
        """
        system, name, held = row.system, row.type, row.snapshot
        kind, age = self._types[system, name], order(read, held)
        if is_another(kind, read, held) or (kind.system.lag and age > 0):
            return True
        is_news = age > 0 or (age == 0 and (read.version, read.document) != (held.version, held.document))
        if row.denied and not is_news and not is_due:
            return False
        self._keep()
        try:
            found = self._endpoints[system, name].fetch(read.key, read.document)
        except (Unavailable, LoginRefused):
            raise  # a feed would not tell it again
        except RemoteError:
            return True
        if found is not None:
            self._store_read(system, name, [found], is_looked_up=True)
            return False
        self._denied.add((system, name))
        if is_news or not row.denied:
            self._store.set_denied(system, name, read.key, read if is_news else None)
        return False

    def _store_read(self, system: str, name: str, snapshots: Sequence[Snapshot], is_looked_up: bool = False) -> None:
        """Store what was read, but for what is older than what is known, which is looked up first. A look-up is doubted
        only while it may lag, and so is a list of what cannot be looked up."""
        kind, before, doubted = self._types[system, name], self._doubted(system, name), list[str]()

        def is_sure(key: str) -> bool:
            is_proof = is_looked_up or before.get(key) == _NOT_LOOKED_UP
            return is_proof and not self._lag.is_within(system, name, key)

        def is_doubted(read: Snapshot, held: Snapshot) -> bool:
            if is_another(kind, read, held):
                self._others.add((system, name, read.key))
            elif not self._lag.is_doubted(system, name, read, held) or is_sure(read.key):
                return False
            doubted.append(read.key)
            return True

        with self._store.transaction():
            for read in snapshots if kind.created else ():
                if is_sure(read.key):
                    renew(self._store, kind, read)
            take_in(self._store, kind, snapshots, is_doubted)
            self._doubt(system, name, doubted)
            agreed = sorted(before.keys() & {read.key for read in snapshots} - set(doubted))
            for key in agreed:
                self._drop_told(system, name, key)  # what is shown now counts
            self._settle(system, name, [key for key in agreed if is_sure(key)])
            # until that is settled nothing is written there: versions of two records may be the same by chance
            others = [key for key in doubted if (system, name, key) in self._others]
            held = self._store.snapshot_rows(system, name, others) if others else []
            self._store.set_gone(system, name, {row.snapshot.key: "missing" for row in held if not row.gone})
            self._keep_told(system, name, [read for read in snapshots if read.key in doubted])

    def _cursor(self, system: str, name: str) -> str:
        """Where reading goes on; "" to read all, which is due now and then where the feed misses something."""
        feed = self._types[system, name].operations.feed
        if feed is None:
            return ""
        last = self._store.note(f"whole:{system}.{name}")
        hours = min((h for h in (feed.full_every, self._audit_hours) if h), default=0)
        if last is not None and self._has_passed(last, hours):
            return ""
        return self._store.cursor(system, name)

    # ---- what is doubted ----

    def _doubted(self, system: str, name: str) -> dict[str, str]:
        """Keys of records whose last read is not believed, and whether they could not be looked up."""
        return dict(json.loads(self._store.note(doubted_note(system, name)) or "{}"))

    def _doubt(self, system: str, name: str, keys: Iterable[str]) -> None:
        doubt(self._store, system, name, keys)

    def _keep_doubted(self, system: str, name: str, doubted: Mapping[str, str]) -> None:
        self._store.set_note(doubted_note(system, name), json.dumps(doubted, sort_keys=True))

    def _settle(self, system: str, name: str, keys: Iterable[str]) -> None:
        """These records are not doubtful any more."""
        doubted = self._doubted(system, name)
        settled = [key for key in keys if key in doubted]
        for key in settled:
            self._drop_told(system, name, key)
            del doubted[key]
        if settled:
            self._keep_doubted(system, name, doubted)

    def _keep_told(self, system: str, name: str, reads: Sequence[Snapshot]) -> None:
        """Keep what is doubted, and what it was told against: a feed does not tell it a second time."""
        rows = self._store.snapshot_rows(system, name, [read.key for read in reads]) if reads else []
        against = {row.snapshot.key: _against(row) for row in rows}
        for read in reads:
            kept = [document_bytes(read.document).decode(), read.version, read.modified, against[read.key]]
            note = told_note(system, name, read.key)
            before = json.loads(self._store.note(note) or "[]")
            at = before[4] if before[:4] == kept and before[4:] else self._now.isoformat()
            self._store.set_note(note, json.dumps([*kept, at]))

    def _told(self, system: str, name: str, row: SnapshotRow) -> Snapshot | None:
        """What was told of a record and not believed; None where it was written or deleted since."""
        key = row.snapshot.key
        kept = json.loads(self._store.note(told_note(system, name, key)) or "null")
        if kept is None or kept[3] != _against(row):
            return None
        return Snapshot(key=key, document=document_of(kept[0].encode()), version=kept[1], modified=kept[2])

    def _may_be_behind(self, system: str, name: str, row: SnapshotRow, found: Snapshot | None) -> bool:
        """Whether a look-up may lag behind what was told just now: that another record has the key. A feed tells it but
        once."""
        kind, told = self._types[system, name], self._told(system, name, row)
        if told is None or not is_another(kind, told, row.snapshot) or order(told, row.snapshot) < 0:
            return False
        if found is not None and is_another(kind, found, row.snapshot):
            return False
        at = json.loads(self._store.note(told_note(system, name, row.snapshot.key)) or "[]")[4:]
        return any(self._now < dt.datetime.fromisoformat(one) + dt.timedelta(seconds=kind.system.lag) for one in at)

    def _drop_told(self, system: str, name: str, key: str) -> None:
        self._store.drop_note(told_note(system, name, key))

    def _clear_up(self, system: str, name: str, listed: Set[str]) -> None:
        """Look up the records that are doubted. They stay so while reads may lag, or if they cannot be looked up.

        Where one that was `listed` just now is not found, the look-up says nothing. If it says nothing in a second pass
        too, and nothing else was told or written meanwhile, what was told is believed.
        """
        before = self._doubted(system, name)
        every = sorted(before)
        for row in self._store.snapshot_rows(system, name, every[:MOST_LOOKED_UP]) if every else ():
            key = row.snapshot.key
            try:
                found = self._endpoints[system, name].fetch(key, row.snapshot.document)
                says_nothing = found is None and key in listed
            except (Unavailable, LoginRefused):
                return
            except RemoteError:
                found, says_nothing = None, True
            if not says_nothing and self._may_be_behind(system, name, row, found):
                continue
            if says_nothing and before[key] == _NOT_LOOKED_UP and not self._lag.is_within(system, name, key):
                told = self._told(system, name, row)
                with self._store.transaction():
                    if told is not None:
                        self._store_read(system, name, [told])
                    elif row.gone != "missing":
                        self._settle(system, name, [key])
                continue
            if says_nothing:
                self._keep_doubted(system, name, self._doubted(system, name) | {key: _NOT_LOOKED_UP})
                continue
            with self._store.transaction():
                if found is not None:
                    self._store_read(system, name, [found], is_looked_up=True)
                else:
                    self._set_gone(system, name, [row])
                if not self._lag.is_within(system, name, key):
                    self._settle(system, name, [key])

    def _set_gone(self, system: str, name: str, rows: Iterable[SnapshotRow]) -> None:
        states = {r.snapshot.key: (r.gone, self._gone(system, name, r)) for r in rows if r.gone != "deleted"}
        self._store.set_gone(system, name, {key: now for key, (before, now) in states.items() if now != before})
        self._settle(system, name, [key for key, (_, now) in states.items() if now == "deleted"])

    def _gone(self, system: str, name: str, row: SnapshotRow) -> str:
        """What a record is that there seems to be no more: "deleted", or only "missing" while reads may lag (S-11)."""
        if not self._lag.is_within(system, name, row.snapshot.key):
            return "deleted"
        self._doubt(system, name, [row.snapshot.key])
        return "missing"

    # ---- what is gone ----

    def _find_missing(self, system: str, name: str, keys: Iterable[str], is_whole: bool) -> None:
        """Verify what a complete list does not tell of, and say so of the records.

        What is known to be there and not listed is looked up again when that is due, after all else. Where the pages of
        the list may have lost a record (not `is_whole`), what is left out and found is taken as it was found; only what
        the next such list leaves out too is not listed any more.
        """
        unlisted = self._store.unlisted(system, name, keys)
        agreed = {row.snapshot.key: "deleted" for row in unlisted if row.denied}
        if agreed:
            self._store.set_gone(system, name, agreed)  # the list says so too by now
        missing = [row for row in unlisted if not row.denied]
        again = self._due(system, name, [row for row in missing if row.gone == "unlisted"])
        rows = [row for row in missing if row.gone != "unlisted"]
        states: dict[str, str] = {row.snapshot.key: "missing" for row in rows[MOST_LOOKED_UP:] if is_whole}
        slipped = f"slipped:{system}.{name}"
        before, now = set(json.loads(self._store.note(slipped) or "[]")), dict[str, Snapshot]()
        for row in [*rows, *again][:MOST_LOOKED_UP]:
            self._keep()
            key = row.snapshot.key
            state, found = self._looked_up(system, name, row, is_whole)
            if found is None or is_whole or row.gone == "unlisted" or key in before:
                states[key] = state
            else:
                now[key] = found
        told = {row.snapshot.key: row.gone for row in missing}
        states = {key: found for key, found in states.items() if found != told[key]}
        if now:
            self._store_read(system, name, list(now.values()), is_looked_up=True)
        with self._store.transaction():
            if now:
                self._store.set_note(slipped, json.dumps(sorted(now)))
            elif before:
                self._store.drop_note(slipped)
            if states:
                self._store.set_gone(system, name, states)
                self._settle(system, name, [key for key, found in states.items() if found == "deleted"])
            self._looked_at(system, name, again, max(0, MOST_LOOKED_UP - len(rows)))

    def _due(self, system: str, name: str, rows: Iterable[SnapshotRow]) -> list[SnapshotRow]:
        """What is there and not listed, and is to be looked at again: it may be deleted by now, and no list would tell.

        A round that is more than one pass may look up goes on in the next one.
        """
        note = f"unlisted:{system}.{name}"
        last = self._store.note(f"{note} last")
        if last or self._has_passed(self._store.note(note), self._audit_hours):
            return sorted((r for r in rows if r.snapshot.key > (last or "")), key=lambda row: row.snapshot.key)
        return []

    def _looked_at(self, system: str, name: str, due: Sequence[SnapshotRow], most: int) -> None:
        """Keep how far a round has come, of which so many were looked up in this pass."""
        note = f"unlisted:{system}.{name}"
        if len(due) > most:
            if most:
                self._store.set_note(f"{note} last", due[most - 1].snapshot.key)
        elif due or self._store.note(f"{note} last"):
            self._store.drop_note(f"{note} last")
            self._store.set_note(note, self._now.isoformat())

    def _has_passed(self, since: str | None, hours: int) -> bool:
        """Whether so many hours have passed; 0 hours never do, nor do more than a calendar has."""
        return bool(hours) and (
            since is None or (self._now - dt.datetime.fromisoformat(since)) / dt.timedelta(hours=1) >= hours
        )

    def _looked_up(self, system: str, name: str, row: SnapshotRow, is_whole: bool) -> tuple[str, Snapshot | None]:
        """What a look-up says of a record that a complete list left out: "deleted", "unlisted", or "missing"; and what
        it found.

        Where it cannot be looked up, a second complete list without it is the proof, if both are whole. That we may not
        read it is none: a lost permission hides many records at once, from lists and look-ups alike (F-36).
        """
        try:
            found = self._endpoints[system, name].fetch(row.snapshot.key, row.snapshot.document)
        except LivesOn:
            return "unlisted", None
        except RemoteError as error:
            if not is_whole:
                return row.gone, None
            if isinstance(error, (Unavailable, LoginRefused)) or error.status == 403 or row.gone == "unlisted":
                return row.gone or "missing", None
            return self._gone(system, name, row) if row.gone == "missing" else "missing", None
        return self._gone(system, name, row) if found is None else "unlisted", found


def doubt(store: Store, system: str, name: str, keys: Iterable[str]) -> None:
    """Let these records be looked up until nothing is doubtful any more."""
    note = doubted_note(system, name)
    doubted = json.loads(store.note(note) or "{}")
    new = {key: "" for key in keys if key not in doubted}
    if new:
        store.set_note(note, json.dumps(doubted | new, sort_keys=True))


def doubted_note(system: str, name: str) -> str:
    """The note that names the records of an ObjectType whose last read is not believed."""
    return f"doubted:{system}.{name}"


def told_note(system: str, name: str, key: str) -> str:
    """The note that keeps what was told of a record and is not believed."""
    return f"told:{system}.{name} {key}"


def _against(row: SnapshotRow) -> list[Any]:
    return [row.sequence, row.gone == "deleted"]


class _Stored:
    """What the store knows of one ObjectType's records, for reading on."""

    def __init__(self, store: Store, system: str, name: str) -> None:
        self._store, self._place = store, (system, name)

    def get(self, key: str) -> Snapshot | None:
        return self._store.snapshot(*self._place, key)

    def holding(self, path: tuple[str, ...], within: tuple[str, ...], value: str) -> Snapshot | None:
        for row in self._store.every_snapshot(*self._place):
            if any(str(reach(element, within)) == value for element in elements(row.snapshot.document, path)):
                return row.snapshot
        return None
