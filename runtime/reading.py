"""Reading one ObjectType over HTTP: whole lists, feeds of changes, single records.

Every answer is checked before it is believed: a partial list is never passed off as a whole one, and a cursor
covers only what was given out before it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from .endpoint import NothingSeen, Page, Seen
from .errors import Gone, LivesOn, Rejected, RemoteError
from .exchange import Answer, Request
from .http import Client
from .model import Feed, FeedScheme, Paging, PagingScheme, Snapshot, Source
from .paging import Query, Told, digests_in, first, following, joined, narrowed, reach, repeated
from .protocols.rest_json import RestJson
from .stamps import answered, earlier, is_later, rounded

__all__ = ["Reader"]

_log = logging.getLogger("flowc.reading")

_MOST_PAGES = 100_000
_MOST_STALE = 50
"""Pages in a row that hold nothing new: an answer may be empty and name a next one, but not for ever (F-22)."""
_TRIES = 3
"""How often a list is read from its start, if its pages move or their cursor ends while it is read."""
_PORTION = 100
_NO_DIGEST = "none"


class _Ended(Rejected):
    """The list is refused, and that may be because of what it was asked with."""


class _Moved(Exception):
    """A list cannot be read on from where we are."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reader:
    """Takes the system's client and the protocol of the ObjectType."""

    def __init__(self, client: Client, protocol: RestJson) -> None:
        self.client = client
        self.protocol = protocol
        self._operations = protocol.operations
        self._variants: tuple[Query, ...] = protocol.operations.variants or ((),)

    # ---- single records -------------------------------------------------------------------------

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        """The record as it is now; None if there is none (404, 410). `document` fills other places in the path.

        Unavailable where an answer has no record in it: that is no proof that there is none. LivesOn where it is not
        there any more but lives on as something else (`Operations.lives_on`): nobody has deleted it.
        """
        try:
            answer = self._send(self.protocol.fetch(key, document or {}))
        except Gone:
            elsewhere = self.protocol.elsewhere(key, document or {})
            if elsewhere is not None and self._is_there(elsewhere):
                raise LivesOn(self.client.system.name, f"{key} lives on as something else, not deleted") from None
            return None
        record = self.protocol.record(answer)
        if record is None:
            raise self.protocol.unreadable("the answer does not hold the record")
        return self.protocol.snapshot(record, answer)

    def _is_there(self, asked: Request) -> bool:
        try:
            self._send(asked)
        except Gone:
            return False
        return True

    def _looked(self, key: str, document: dict[str, Any]) -> tuple[list[Snapshot], list[str]]:
        """The record in a list of its own, or its key in one if it is gone; neither where it lives on elsewhere."""
        try:
            found = self.fetch(key, document)
        except LivesOn:
            return [], []
        return ([], [key]) if found is None else ([found], [])

    def fetch_listed(self, parameter: str, keys: list[str]) -> dict[str, Snapshot]:
        """Several records in one read, by a parameter of the list that takes keys."""
        query = narrowed(self._operations.list_query, ((parameter, ",".join(keys)),))
        target = self.protocol.address(self._operations.list)
        rows = [row for page in self._rows(target, query, self._paging()) for row in page]
        return {found.key: found for found in map(self.protocol.snapshot, rows)}

    def _send(self, request: Request, unchanged: bool = False) -> Answer:
        return self.client.request(
            request.method, request.target, request.query, request.body, request.headers, unchanged
        )

    # ---- pulling --------------------------------------------------------------------------------

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        """See `Endpoint.pull`."""
        if cursor:
            try:
                yield from self._pulled(cursor, seen)
                return
            except _Ended as ended:
                _log.warning("%s %s: read whole, since %s", ended.system, self.protocol.kind.name, ended.reason)
        yield from self._pulled("", seen)

    def _pulled(self, cursor: str, seen: Seen) -> Iterator[Page]:
        feed = self._operations.feed
        if feed is None:
            yield from self._everything(seen)
        elif feed.scheme is FeedScheme.MODIFIED:
            yield from self._modified(feed, cursor, seen)
        elif feed.scheme is FeedScheme.SEQUENCE:
            yield from self._sequence(feed, cursor, seen)
        else:
            yield from self._digested(feed, cursor, seen)

    def _everything(self, seen: Seen, cursor: str = "") -> Iterator[Page]:
        """The whole list, and behind it the cursor."""
        target = self.protocol.address(self._operations.list)
        told = Told()
        for variant in self._variants:
            query = narrowed(self._operations.list_query, variant)
            for rows in self._rows(target, query, self._paging(), told=told):
                yield self._complete(map(self.protocol.snapshot, rows), seen, self._operations.partial)
        yield Page([], cursor, whole=told.everything, to_end=told.to_end)

    def _paging(self, feed: Feed | None = None) -> Paging:
        paging = self.protocol.system.paging
        return msgspec.structs.replace(paging, rows=feed.rows) if feed is not None and feed.rows else paging

    def _complete(self, snapshots: Iterable[Snapshot], seen: Seen, partial: bool) -> Page:
        """The records; where a list leaves things out each is read by itself, if it moved since it was last seen."""
        listed = list(snapshots)
        if not partial:
            return Page(listed, keys=_keys(listed))
        found: list[Snapshot] = []
        gone: list[str] = []
        for snapshot in listed:
            known = seen.get(snapshot.key)
            if known is None or not known.modified or known.modified != snapshot.modified:
                there, lost = self._looked(snapshot.key, snapshot.document)
                found += there
                gone += lost
        return Page(found, keys=_keys(listed), gone=tuple(gone))

    def _modified(self, feed: Feed, cursor: str, seen: Seen) -> Iterator[Page]:
        """What is stamped since the cursor, a stamp, less the overlap. The stamp moves when all is read.

        It moves to the newest one that is not later than the server's own time at the first answer (its Date header).
        A later one is of an edit during this read, whose record may have been told of before, or it is wrong; and what
        is changed until that time comes would never be told of (F-25). All later: to that time itself. A server without
        a Date is believed: our own clock says nothing about its stamps.
        """
        since = earlier(cursor, feed.overlap) if cursor else ""
        wanted = self.protocol.spelled(since) if cursor else feed.first
        query = feed.query if feed.list else self._operations.list_query
        if wanted:
            query = narrowed(query, ((feed.parameter, feed.value.replace("{since}", wanted)),))
        target = self.protocol.address(feed.list or self._operations.list)
        newest, late, told = cursor, "", Told(bool(wanted or feed.list))
        seen = seen if cursor else NothingSeen()  # a whole read is there to find what stamps do not tell
        for variant in self._variants:
            for rows in self._rows(target, narrowed(query, variant), self._paging(feed), told=told):
                if is_later(since, told.began):
                    raise _Ended(self.protocol.system.name, "the cursor is later than the server's own time")
                snapshots = [self.protocol.snapshot(row) for row in rows]
                for stamp in (rounded(snapshot.modified) for snapshot in snapshots):
                    if is_later(stamp, told.began):
                        late = told.began
                    else:
                        newest = max(newest, stamp)
                yield self._complete(snapshots, seen, feed.partial or self._operations.partial)
        yield Page([], newest or late, whole=told.everything, to_end=told.to_end)

    # ---- numbered changes -----------------------------------------------------------------------

    def _sequence(self, feed: Feed, cursor: str, seen: Seen) -> Iterator[Page]:
        """What is numbered above the cursor: one number for the feed, and one for each further source."""
        key = feed.key or self.protocol.kind.key
        own = Source(list=feed.list, query=feed.query, value=feed.value, stamp=feed.stamp, key=key)
        sources = (own, *feed.also)
        epoch = self._epoch()
        before, _, counted = cursor.rpartition("|")
        marks = counted.split()
        if len(marks) != len(sources) or before != epoch:
            marks = []
        if not marks and feed.partial:
            # numbers before rows: what changes while the list is read is told again
            numbers = [self._drained(source, feed) for source in sources]
            yield from self._everything(seen, f"{epoch}|{' '.join(numbers)}")
            return
        told, here = Told(bool(marks)), set[str]()
        touched: dict[str, None] = {}
        numbers = []
        for place, source in enumerate(sources):
            mark = marks[place] if marks else (feed.first or "0")
            newest = int(mark)
            for rows in self._changes(source, feed, mark, told):
                newest = max([newest, *(self._number(source, row) for row in rows)])
                if place == 0 and not feed.partial:
                    overlaid = [self._overlaid(row, key, seen) for row in rows]
                    here |= set() if marks else {snapshot.key for snapshot in overlaid}
                    yield Page(overlaid, keys=_keys(overlaid))
                else:
                    touched |= dict.fromkeys(self._touched(source, rows, seen))
            numbers.append(str(newest))
        # a first read has told of every record there is: what else further sources name is long gone
        yield from self._looked_at([one for one in touched if marks or one in here], seen)
        yield Page([], f"{epoch}|{' '.join(numbers)}", whole=told.everything, to_end=told.to_end)

    def _looked_at(self, keys: list[str], seen: Seen) -> Iterator[Page]:
        """Records that a feed names, each read by itself; those that are not there are gone."""
        for start in range(0, len(keys), _PORTION):
            looked = [self._looked(key, _document(seen.get(key))) for key in keys[start : start + _PORTION]]
            found = [snapshot for there, _ in looked for snapshot in there]
            yield Page(found, keys=_keys(found), gone=tuple(key for _, lost in looked for key in lost))

    def _epoch(self) -> str:
        """What numbers count from, as text without blanks; "" where they never start again."""
        epoch = self.protocol.system.epoch
        if epoch is None:
            return ""
        target = self.protocol.address(epoch.list)
        query = tuple((name, value.replace("{account}", self.protocol.account)) for name, value in epoch.query)
        answer = self.client.once(target, query, self.protocol.reading())
        told = [[reach(row, path) for path in epoch.paths] for row in self.protocol.rows(answer)]
        return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]

    def _changes(
        self, source: Source, feed: Feed, mark: str, told: Told | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        wanted = ((feed.parameter, source.value.replace("{since}", mark)),)
        target = self.protocol.address(source.list)
        yield from self._rows(target, narrowed(source.query, wanted), self._paging(feed), source.key, told)

    def _drained(self, source: Source, feed: Feed) -> str:
        """The highest number of a source as it is now."""
        newest = int(feed.first or 0)
        for rows in self._changes(source, feed, str(newest)):
            newest = max([newest, *(self._number(source, row) for row in rows)])
        return str(newest)

    def _number(self, source: Source, row: dict[str, Any]) -> int:
        text = str(reach(row, source.stamp))
        if not text.isascii() or not text.isdigit() or len(text) > 30:
            raise self.protocol.unreadable(f"a row of {source.list} has no number at {'.'.join(source.stamp)}")
        return int(text)

    def _touched(self, source: Source, rows: list[dict[str, Any]], seen: Seen) -> Iterator[str]:
        """The keys of the records that rows of a source speak of."""
        within = next((p for p in self.protocol.kind.properties if source.within and p.path == source.within), None)
        for row in rows:
            key = self.protocol.key(row, source.key)
            if within is not None:
                holder = seen.holding(within.path, within.key, key)
                key = holder.key if holder is not None else ""
            if key:
                yield key

    def _overlaid(self, row: dict[str, Any], key: tuple[str, ...], seen: Seen) -> Snapshot:
        """A feed's row laid over the record as last seen: a feed may leave out what the list tells."""
        known = seen.get(self.protocol.key(row, key))
        return self.protocol.snapshot({**_document(known), **row})

    # ---- digests --------------------------------------------------------------------------------

    def _digested(self, feed: Feed, cursor: str, seen: Seen) -> Iterator[Page]:
        """Each page of the list, unless its digest says that nothing in it changed (304)."""
        known, told = digests_in(cursor), Told(bool(feed.list))
        digests: list[str] = []
        paging = self._paging(feed)
        target = self.protocol.address(feed.list or self._operations.list)
        for variant in self._variants:
            query: Query | None = first(paging, narrowed(self._operations.list_query, variant))
            keys: list[str] | None = None
            while query is not None:
                place = len(digests)
                before, rows = known[place] if place < len(known) else (_NO_DIGEST, 0)
                headers = self.protocol.reading(paging.rows) | {"If-None-Match": before}
                request = Request(method="GET", target=target, query=query, headers=headers)
                answer = self._send(request, unchanged=before != _NO_DIGEST)
                if answer.status != 304:
                    found = [self.protocol.snapshot(row) for row in self.protocol.rows(answer)]
                    rows, before = len(found), _usable(reach(answer.body, feed.stamp))
                    if keys is not None:
                        told.further(paging, [one.key for one in found], keys)
                    keys = [one.key for one in found]
                    yield self._complete(found, seen, self._operations.partial)
                else:
                    told.everything = told.to_end = False
                digests.append(json.dumps([before, rows]))
                step = following(paging, query, None, rows)
                query = step if isinstance(step, tuple) else None
                if len(digests) > _MOST_PAGES:
                    raise self.protocol.unreadable("the list has no end")
        yield Page([], f"[{', '.join(digests)}]", whole=told.everything, to_end=told.to_end)

    # ---- pages ----------------------------------------------------------------------------------

    def _rows(
        self, target: str, query: Query, paging: Paging, key: tuple[str, ...] = (), told: Told | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """The rows of a list, page by page; from its start again where it moved under us (F-20, F-21)."""
        told = told or Told()
        for attempt in range(1, _TRIES + 1):
            try:
                yield from self._pages(target, query, paging, key or self.protocol.kind.key, told)
                return
            except _Moved as moved:
                if attempt == _TRIES:
                    raise self.protocol.unreadable(moved.reason) from None

    def _pages(
        self, target: str, query: Query, paging: Paging, key: tuple[str, ...], told: Told
    ) -> Iterator[list[dict[str, Any]]]:
        asked: Query = first(paging, query)
        address, known, visited, stale = target, set[str](), set[str](), 0
        before: list[str] = []
        last: list[dict[str, Any]] = []
        for number in range(_MOST_PAGES):
            answer = self._page(address, asked, paging, number > 0)
            told.began = told.began or answered(answer.headers)
            rows = self.protocol.rows(answer)
            keys = [self.protocol.key(row, key) for row in rows]
            if number and repeated(paging) and keys[:1] != before[-1:] and keys != before:
                raise _Moved("the list keeps moving while its pages are read")
            if number and (not known.issuperset(keys) or (not keys and len(before) >= paging.rows)):
                told.further(paging, keys, before)
            yield rows
            stale = stale + 1 if rows in ([], last) else 0
            try:
                step = following(paging, asked, answer.body, len(rows), rows[-1] if rows else None)
            except ValueError as broken:
                raise self.protocol.unreadable(str(broken)) from None
            if step is None:
                return
            if paging.scheme in _NUMBERED and set(keys) <= known:
                if paging.until_empty and len(rows) < paging.rows:
                    return  # a short list, and a server that does not know about pages
                raise self.protocol.unreadable("the pages of the list go round in circles: one holds nothing new")
            if stale > _MOST_STALE:
                raise self.protocol.unreadable("the pages of the list go round in circles: none holds anything new")
            known |= set(keys)
            before, last = keys, rows
            visited.add(f"{answer.address} {asked}")
            address, asked = (joined(answer.address, step), ()) if isinstance(step, str) else (address, step)
            if f"{address} {asked}" in visited or (isinstance(step, str) and f"{address} ()" in visited):
                raise self.protocol.unreadable("the pages of the list go round in circles")
        raise self.protocol.unreadable("the list has no end")

    def _page(self, target: str, query: Query, paging: Paging, further: bool) -> Answer:
        """One page of the list. Rejected, naming the list, where there is none or it is not given to us."""
        headers = self.protocol.reading(paging.rows)
        try:
            return self._send(Request(method="GET", target=target, query=query, headers=headers))
        except (Gone, Rejected) as refused:
            if further and paging.scheme in _TOKENS:
                raise _Moved(f"a further page is refused: {refused.reason}") from None
            raise self._no_list(refused) from None

    def _no_list(self, refused: RemoteError) -> Rejected:
        what = "there is no such list" if isinstance(refused, Gone) else "the list is refused"
        asked = f"; is the account {self.protocol.account!r} right?" if "{account}" in self._operations.list else ""
        text = f"{what} at {self._operations.list}: {refused.reason}{asked}"
        kind = _Ended if refused.status in _ENDED else Rejected
        return kind(refused.system, text, status=refused.status, code=refused.code, advice=refused.advice)


_NUMBERED = frozenset({PagingScheme.OFFSET, PagingScheme.PAGE, PagingScheme.KEYSET})
_ENDED = frozenset({400, 410})
"""How servers say that a cursor has ended (F-21)."""
_TOKENS = frozenset({PagingScheme.NEXT_LINK, PagingScheme.SKIP_TOKEN})


def _keys(snapshots: Iterable[Snapshot]) -> tuple[str, ...]:
    return tuple(snapshot.key for snapshot in snapshots)


def _document(snapshot: Snapshot | None) -> dict[str, Any]:
    return snapshot.document if snapshot is not None else {}


def _usable(digest: Any) -> str:
    """A digest that can be sent back. An explanation in its place, which has blanks, is none (seen at one vendor)."""
    is_digest = isinstance(digest, str) and digest.isascii() and digest.isprintable() and " " not in digest
    return digest if is_digest and digest else _NO_DIGEST
