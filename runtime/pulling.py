"""Reading what changed, and finding out what is gone. The first thing a pass does.

A cursor moves in the transaction that stores what it covers. A record that a complete list does not tell of is looked
up by its key before anything is concluded; where that cannot be done, a second complete list must agree (S-13). So is
a record that is read older than it is known, and one that may lag behind our own write (S-10, S-11): it is doubted, and
looked up in each pass until nothing is doubtful any more, whatever the lists and feeds tell meanwhile.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any

from . import wire
from .endpoint import Endpoint, Page
from .errors import Gone, Halted, LoginRefused, Rejected, RemoteError, Unavailable
from .lag import Lag
from .model import ObjectType, Snapshot
from .paging import elements, reach
from .passes import Report
from .points import point
from .store import SnapshotRow, Store
from .world import plain

__all__ = ["Pulling"]

MOST_LOOKED_UP = 1000
"""How many records that a list left out are looked up in one pass; more than that is no deletion but another list."""

_NOT_LOOKED_UP = "cannot be looked up"


class Pulling:
    """Pulls ObjectTypes into the store, by (system, ObjectType). `audit_hours`: how often everything is read where the
    changes alone would not tell of deletions; 0 for never. `allow_deletes`: an empty list is believed."""

    def __init__(
        self,
        endpoints: Mapping[tuple[str, str], Endpoint],
        types: Mapping[tuple[str, str], ObjectType],
        store: Store,
        report: Report,
        now: dt.datetime,
        audit_hours: int,
        allow_deletes: bool = False,
    ) -> None:
        self._endpoints, self._types, self._store, self._report = endpoints, types, store, report
        self._now = now
        self._audit_hours = audit_hours
        self._allow_deletes = allow_deletes
        self._lag = Lag(store, types, now)

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
            self._report.outage(system, error.reason)
        except (Rejected, Gone) as error:
            # this list is not for us, which says nothing of the system's other ones
            self._report.outage(system, error.reason, name)

    def _pull(self, system: str, name: str) -> None:
        cursor = self._cursor(system, name)
        told, end, whole = False, "", False
        keys: list[str] = []
        is_first = not self._store.newest().get((system, name))
        for page in self._endpoints[system, name].pull(cursor, _Stored(self._store, system, name)):
            told = told or bool(page.snapshots or page.keys)
            end, whole = page.cursor or end, page.whole
            self._take(system, name, page)
            if not is_first:
                keys += page.keys  # in a first read there is nothing that could be missing
        is_empty = not told and not cursor and not self._allow_deletes
        linked = self._store.has_links(system, name) if is_empty and self._store.count(system, name, 1) else 0
        if linked:
            raise Halted(
                f"{system} says it has no {name} at all, where {linked} were linked; nothing is done. "
                "If they were really deleted, run with --allow-deletes"
            )
        self._clear_up(system, name, set(keys))
        if whole and not is_first:
            self._find_missing(system, name, keys)
        with self._store.transaction("pull.cursor"):
            if end:
                self._store.set_cursor(system, name, end)
            if not cursor and self._types[system, name].operations.feed is not None:
                self._store.set_note(f"whole:{system}.{name}", self._now.isoformat())

    def _take(self, system: str, name: str, page: Page) -> None:
        point("pull.page")
        if page.snapshots:
            self._store_read(system, name, page.snapshots)
        if page.gone:
            rows = self._store.snapshot_rows(system, name, page.gone)
            with self._store.transaction():
                self._set_gone(system, name, rows)

    def _store_read(self, system: str, name: str, snapshots: Sequence[Snapshot], is_looked_up: bool = False) -> None:
        """Store what was read, but for what is older than what is known, which is looked up first. A look-up is doubted
        only while it may lag, and so is a list of what cannot be looked up."""
        before, doubted = self._doubted(system, name), list[str]()

        def is_doubted(read: Snapshot, held: Snapshot) -> bool:
            if not self._lag.is_doubted(system, name, read, held):
                return False
            is_sure = is_looked_up or before.get(read.key) == _NOT_LOOKED_UP
            if is_sure and not self._lag.is_within(system, name, read.key):
                return False
            doubted.append(read.key)
            return True

        with self._store.transaction():
            for row in self._store.put_snapshots(system, name, snapshots, is_doubted):
                self._store.set_wrote(system, name, row.snapshot.key, self._edited_since(row))
            self._doubt(system, name, doubted)

    def _edited_since(self, row: SnapshotRow) -> dict[str, list[Any]]:
        """The attributes that show another value than our own write did: what comes back to it is an edit, not ours."""
        if not row.wrote:
            return {}
        record = wire.decode(self._types[row.system, row.type], row.snapshot.document).record
        return {name: [] for name, found in row.wrote.items() if found[0] != plain(getattr(record, name))}

    def _cursor(self, system: str, name: str) -> str:
        """Where reading goes on; "" to read all, which is due now and then where the feed misses something."""
        feed = self._types[system, name].operations.feed
        if feed is None:
            return ""
        last = self._store.note(f"whole:{system}.{name}")
        hours = min((h for h in (feed.full_every, self._audit_hours) if h), default=0)
        if hours and last is not None and self._now >= dt.datetime.fromisoformat(last) + dt.timedelta(hours=hours):
            return ""
        return self._store.cursor(system, name)

    # ---- what is doubted ----

    def _doubted(self, system: str, name: str) -> dict[str, str]:
        """Keys of records whose last read is not believed, and whether they could not be looked up."""
        return dict(json.loads(self._store.note(f"doubted:{system}.{name}") or "{}"))

    def _doubt(self, system: str, name: str, keys: Iterable[str]) -> None:
        doubted = self._doubted(system, name)
        new = {key: "" for key in keys if key not in doubted}
        if new:
            self._keep_doubted(system, name, doubted | new)

    def _keep_doubted(self, system: str, name: str, doubted: Mapping[str, str]) -> None:
        self._store.set_note(f"doubted:{system}.{name}", json.dumps(doubted, sort_keys=True))

    def _clear_up(self, system: str, name: str, listed: Set[str]) -> None:
        """Look up the records that are doubted. They stay so while reads may lag, or if they cannot be looked up.

        Where one that was `listed` just now is not found, the look-up says nothing.
        """
        every = sorted(self._doubted(system, name))
        for row in self._store.snapshot_rows(system, name, every[:MOST_LOOKED_UP]) if every else ():
            key = row.snapshot.key
            try:
                found = self._endpoints[system, name].fetch(key, row.snapshot.document)
                says_nothing = found is None and key in listed
            except (Unavailable, LoginRefused):
                return
            except RemoteError:
                found, says_nothing = None, True
            if says_nothing:
                self._keep_doubted(system, name, self._doubted(system, name) | {key: _NOT_LOOKED_UP})
                continue
            with self._store.transaction():
                if found is not None:
                    self._store_read(system, name, [found], is_looked_up=True)
                else:
                    self._set_gone(system, name, [row])
                if not self._lag.is_within(system, name, key):
                    doubted = self._doubted(system, name)
                    doubted.pop(key, None)
                    self._keep_doubted(system, name, doubted)

    def _set_gone(self, system: str, name: str, rows: Iterable[SnapshotRow]) -> None:
        states = {r.snapshot.key: (r.gone, self._gone(system, name, r)) for r in rows if r.gone != "deleted"}
        self._store.set_gone(system, name, {key: now for key, (before, now) in states.items() if now != before})

    def _gone(self, system: str, name: str, row: SnapshotRow) -> str:
        """What a record is that there seems to be no more: "deleted", or only "missing" while reads may lag (S-11)."""
        if not self._lag.is_within(system, name, row.snapshot.key):
            return "deleted"
        self._doubt(system, name, [row.snapshot.key])
        return "missing"

    # ---- what is gone ----

    def _find_missing(self, system: str, name: str, keys: Iterable[str]) -> None:
        """Verify what a complete list does not tell of, and say so of the records."""
        missing = self._store.unlisted(system, name, keys)
        states: dict[str, str] = {}
        for number, row in enumerate(missing):
            if row.gone == "unlisted" and self._audit_hours:
                continue  # known to be there and not listed; its key is asked for again when it is read by itself
            found = self._looked_up(system, name, row) if number < MOST_LOOKED_UP else "missing"
            if found != row.gone:
                states[row.snapshot.key] = found
        if states:
            self._store.set_gone(system, name, states)

    def _looked_up(self, system: str, name: str, row: SnapshotRow) -> str:
        """What a look-up says of a record that a complete list left out: "deleted", "unlisted", or "missing".

        Where it cannot be looked up, a second complete list without it is the proof.
        """
        try:
            found = self._endpoints[system, name].fetch(row.snapshot.key, row.snapshot.document)
        except (Unavailable, LoginRefused):
            return row.gone or "missing"
        except RemoteError:
            return self._gone(system, name, row) if row.gone == "missing" else "missing"
        return self._gone(system, name, row) if found is None else "unlisted"


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
