"""Reading what changed, and finding out what is gone. The first thing a pass does.

A cursor moves in the transaction that stores what it covers. A record that a complete list does not tell of is looked
up by its key before anything is concluded; where that cannot be done, a second complete list must agree (S-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import wire
from .endpoint import Endpoint, Page
from .errors import Gone, Halted, LoginRefused, Rejected, RemoteError, Unavailable
from .model import ObjectType, Snapshot
from .paging import elements, reach
from .passes import Report
from .points import point
from .store import SnapshotRow, Store
from .world import plain

__all__ = ["Pulling"]

MOST_LOOKED_UP = 1000
"""How many records that a list left out are looked up in one pass; more than that is no deletion but another list."""


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
        if whole and not is_first:
            self._find_missing(system, name, keys)
        with self._store.transaction("pull.cursor"):
            if end:
                self._store.set_cursor(system, name, end)
            if not cursor and self._types[system, name].operations.feed is not None:
                self._store.set_note(f"whole:{system}.{name}", self._now.isoformat())

    def _take(self, system: str, name: str, page: Page) -> None:
        self._keep()
        point("pull.page")
        if page.snapshots:
            with self._store.transaction():
                for row in self._store.put_snapshots(system, name, page.snapshots):
                    self._store.set_wrote(system, name, row.snapshot.key, self._edited_since(row))
        if page.gone:
            rows = self._store.snapshot_rows(system, name, page.gone)
            self._store.set_gone(system, name, {r.snapshot.key: "deleted" for r in rows if r.gone != "deleted"})

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

    # ---- what is gone ----

    def _find_missing(self, system: str, name: str, keys: Iterable[str]) -> None:
        """Verify what a complete list does not tell of, and say so of the records."""
        missing = self._store.unlisted(system, name, keys)
        states: dict[str, str] = {}
        for number, row in enumerate(missing):
            self._keep()
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
            return "deleted" if row.gone == "missing" else "missing"
        return "deleted" if found is None else "unlisted"


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
