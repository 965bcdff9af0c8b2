"""One ObjectType of a living system looked at, with a few GETs: is it as its profile says? Nothing is written.

A page of the list, a second and smaller one, one record by its key, and the feed; what their answers tell is compared
in `drift`. What the system refuses is a difference of the ObjectType; being unreachable or not let in is raised.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from .connector import Connector
from .drift import Difference, differences, records_in
from .errors import Gone, LoginRefused, Rejected, RemoteError, Unavailable
from .http import Answer, Client
from .model import FeedScheme, ObjectType, PagingScheme
from .paging import Query, first, following, reach

__all__ = ["Survey", "surveyed"]

_FAR = "2999-01-01T00:00:00"
_FORBIDDEN = 403


class Survey(Struct, frozen=True, kw_only=True):
    """What was seen of an ObjectType: how many records were looked at, and the differences."""

    type: str
    records: int
    differences: tuple[Difference, ...]


def surveyed(
    client: Client, kind: ObjectType, account: str, codes: Mapping[str, frozenset[str]] | None = None
) -> Survey:
    """Look at one ObjectType. LoginRefused or Unavailable where the system lets nobody in or does not answer."""
    return _Look(client, kind, account).survey(codes or {})


class _Look:
    """The requests for one ObjectType, and the differences so far."""

    def __init__(self, client: Client, kind: ObjectType, account: str) -> None:
        self._client = client
        self._kind = kind
        self._account = account
        self._connector = Connector(client, kind, account)
        self._found: list[Difference] = []

    def _tell(self, what: str, text: str, path: str = "") -> None:
        self._found.append(Difference(type=self._kind.name, what=what, path=path, text=text))

    def survey(self, codes: Mapping[str, frozenset[str]]) -> Survey:
        """All of it, in the order in which one thing makes sense of the next."""
        answer, query = self._listed()
        rows = self._rows(answer) if answer is not None else None
        if not rows or answer is None:
            return Survey(type=self._kind.name, records=0, differences=tuple(self._found))
        self._follow(answer, rows, query)
        one = self._one(rows)
        self._feed(len(rows), query)
        documents = [*rows, *([one] if one is not None else [])]
        self._found += differences(self._kind, documents, codes)
        return Survey(type=self._kind.name, records=len(rows), differences=tuple(self._found))

    # ---- requests -------------------------------------------------------------------------------

    def _get(self, target: str, query: Query, what: str, names: str) -> Answer | None:
        """An answer; None, with a difference, where the system refuses just this."""
        headers = {"Accept": "application/json"}
        if self._kind.system.protocol == "odata-v4" and self._kind.system.paging.rows:
            headers["Prefer"] = f"odata.maxpagesize={self._kind.system.paging.rows}"
        try:
            return self._client.request("GET", target, query, headers=headers)
        except (Gone, Rejected) as refused:
            word = "there is nothing at" if isinstance(refused, Gone) else "the system refuses"
            self._tell(what, f"{word} {names}: {refused.reason}")
        except LoginRefused as refused:
            if refused.status != _FORBIDDEN:
                raise
            self._tell("access", f"we may not read {names}: {refused.reason}")
        return None

    def _address(self) -> str:
        return self._kind.operations.list.replace("{account}", urllib.parse.quote(self._account, safe=""))

    def _listed(self) -> tuple[Answer | None, Query]:
        """The first page, asked for as a first pull would."""
        operations, query = self._kind.operations, self._kind.operations.list_query
        feed = operations.feed
        if feed is not None and feed.first and feed.parameter and not feed.list:
            query = (*query, (feed.parameter, feed.value.replace("{since}", feed.first)))
        asked = first(self._kind.system.paging, query)
        if "{" in self._address():
            self._tell("list", f"the address {operations.list} has places that nothing fills")
            return None, asked
        return self._get(self._address(), asked, "list", f"the list {operations.list}"), asked

    def _rows(self, answer: Answer) -> list[dict[str, Any]] | None:
        """The records of a page; None, with a difference, where they are not where the envelope says."""
        if answer.body is None:
            return []
        path = self._kind.system.envelope.rows
        value = reach(answer.body, path)
        if not isinstance(value, list) and self._kind.system.protocol == "odata-v2":
            value = reach(answer.body, path[:-1])  # {"d": [...]}, without "results"
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            return value
        elsewhere = [".".join(where) or "the root" for where, _ in records_in(answer.body)][:3]
        hint = f"; there are some at {' and '.join(elsewhere)}" if elsewhere else ""
        self._tell("envelope", f"an answer of the list has no records at {'.'.join(path) or 'the root'}{hint}")
        return None

    # ---- pages ----------------------------------------------------------------------------------

    def _follow(self, answer: Answer, rows: list[dict[str, Any]], query: Query) -> None:
        """Whether pages are as long as asked for, and the second is another one than the first."""
        paging = self._kind.system.paging
        if paging.size and len(rows) > paging.rows:
            self._tell("paging", f"asked for {paging.rows} rows by {paging.size!r}, and got {len(rows)}")
            return
        if paging.scheme in (PagingScheme.NEXT_LINK, PagingScheme.SKIP_TOKEN):
            self._follow_link(answer, rows, query)
        elif paging.scheme in (PagingScheme.OFFSET, PagingScheme.PAGE) and len(rows) > 1:
            self._follow_number(rows, query)

    def _follow_number(self, rows: list[dict[str, Any]], query: Query) -> None:
        """Two pages of half the rows, so that a short list shows it too."""
        half = len(rows) // 2
        paging = msgspec.structs.replace(self._kind.system.paging, rows=half)
        own = tuple(pair for pair in query if pair[0] not in (paging.size, paging.start))
        asked = first(paging, own)
        one = self._page(self._address(), asked)
        if one is None:
            return
        if paging.size and len(one) > half:
            self._tell("paging", f"asked for {half} rows by {paging.size!r}, and got {len(one)}: the name may be wrong")
            return
        step = following(paging, asked, None, len(one))
        if isinstance(step, tuple):
            two = self._page(self._address(), step)
            if two is not None and self._keys(two) & self._keys(one):
                self._tell("paging", f"the second page, asked for by {paging.start!r}, repeats records of the first")

    def _follow_link(self, answer: Answer, rows: list[dict[str, Any]], query: Query) -> None:
        try:
            step = following(self._kind.system.paging, query, answer.body, len(rows))
        except ValueError as broken:
            self._tell("paging", str(broken))
            return
        if step is None:
            return
        target = urllib.parse.urljoin(answer.address, step) if isinstance(step, str) else self._address()
        two = self._page(target, () if isinstance(step, str) else step)
        if two is not None and self._keys(two) & self._keys(rows):
            self._tell("paging", "the second page repeats records of the first")

    def _page(self, target: str, query: Query) -> list[dict[str, Any]] | None:
        try:
            answer = self._get(target, query, "paging", "a further page")
        except Unavailable as refused:  # a link that leads elsewhere is not followed
            self._tell("paging", f"a further page cannot be read: {refused.reason}")
            return None
        return self._rows(answer) if answer is not None else None

    def _keys(self, rows: list[dict[str, Any]]) -> set[str]:
        return {str(key) for row in rows if (key := reach(row, self._kind.key)) is not None}

    # ---- one record, and the feed ---------------------------------------------------------------

    def _one(self, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The first record again, by its key."""
        row = next((row for row in rows if reach(row, self._kind.key) is not None), None)
        if row is None:
            return None
        key = str(reach(row, self._kind.key))
        try:
            snapshot = self._connector.fetch(key, row)
        except LoginRefused as refused:
            if refused.status != _FORBIDDEN:
                raise
            self._tell("access", f"we may not read one record at {self._kind.operations.item}: {refused.reason}")
            return None
        except RemoteError as refused:
            self._tell("item", f"one record cannot be read at {self._kind.operations.item}: {refused.reason}")
            return None
        if snapshot is None:
            self._tell("item", f"a record of the list is not found at {self._kind.operations.item}")
            return None
        if snapshot.key != key:
            self._tell("item", f"the address {self._kind.operations.item} answers with another record than asked for")
        return snapshot.document

    def _feed(self, rows: int, query: Query) -> None:
        """Whether the parameter is accepted, and narrows: asked for a far future there should be nothing."""
        feed = self._kind.operations.feed
        if feed is None or not feed.parameter or feed.list or feed.scheme is not FeedScheme.MODIFIED:
            return
        since = _FAR if self._kind.system.dates == "ms" else f"{_FAR}Z"
        own = tuple(pair for pair in query if pair[0] != feed.parameter)
        asked = (*own, (feed.parameter, feed.value.replace("{since}", since)))
        answer = self._get(self._address(), asked, "feed", f"the parameter {feed.parameter!r} that asks for changes")
        body = answer.body if answer is not None else None
        changed = reach(body, self._kind.system.envelope.rows)
        if isinstance(changed, list) and len(changed) >= rows:
            self._tell("feed", f"the parameter {feed.parameter!r} narrows nothing: the name may be wrong")
