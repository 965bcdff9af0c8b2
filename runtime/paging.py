"""How a list is read to its end, as one question: given this answer, what is asked next? Pure.

A page is followed by another query (offset, page number), by a link the answer names, or by nothing. Totals
in answers are never believed: at least one vendor's "full result size" is only "there is more".
"""

from __future__ import annotations

import urllib.parse
from typing import Any, TypeAlias

import msgspec

from .model import Paging, PagingScheme

__all__ = ["Query", "Told", "digests_in", "elements", "first", "following", "joined", "narrowed", "reach", "repeated"]

Query: TypeAlias = tuple[tuple[str, str], ...]
"""Query parameters in the order they are sent, not yet encoded."""

_FIRST = {PagingScheme.OFFSET: 0, PagingScheme.PAGE: 1}


def reach(document: Any, path: tuple[str, ...], otherwise: Any = None) -> Any:
    """The value at a path of a JSON document; None below a null, `otherwise` where a segment is absent."""
    for segment in path:
        if document is None:
            return None
        if not isinstance(document, dict) or segment not in document:
            return otherwise
        document = document[segment]
    return document


def elements(document: Any, path: tuple[str, ...]) -> list[dict[str, Any]]:
    """The elements of the list at a path, as OData v2 wraps it or bare; none where there is no list."""
    value = reach(document, path)
    rows = value.get("results") if isinstance(value, dict) else value
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def first(paging: Paging, query: Query) -> Query:
    """The query of the first page: the list's own, with the page size and the start where they have names."""
    if paging.size:
        query = _with(query, paging.size, paging.rows)
    if paging.start and paging.scheme in _FIRST:
        query = _with(query, paging.start, _FIRST[paging.scheme])
    return query


def following(paging: Paging, query: Query, body: Any, rows: int, last: Any = None) -> Query | str | None:
    """What follows a page of `rows` rows that answered `query`: the next query, a link, or None at the end.

    Offset and page numbers end with a short or empty page, `until_empty` with an empty one only; a keyset, whose
    `last` row is given, with a short one; links and skip tokens where the answer names none. An offset goes back by one
    row, so that a list that moved meanwhile is noticed (F-20). ValueError for a link that is not text: stopping there
    would pass for the end of the list.
    """
    if paging.scheme is PagingScheme.NONE:
        return None
    if paging.scheme in (PagingScheme.NEXT_LINK, PagingScheme.SKIP_TOKEN):
        named = reach(body, paging.next_path)
        if named is not None and not isinstance(named, str):
            raise ValueError("the link to the next page is not text")
        if not named:
            return None
        return named if paging.scheme is PagingScheme.NEXT_LINK else _with(query, paging.start, named)
    if rows == 0 or (rows < paging.rows and not paging.until_empty):
        return None
    if paging.scheme is PagingScheme.KEYSET:
        behind = reach(last, paging.next_path)
        if isinstance(behind, bool) or not isinstance(behind, str | int):
            raise ValueError("the last row of a page has nothing to go on from")
        return _with(query, paging.start, paging.value.replace("{last}", str(behind)))
    start = int(dict(query).get(paging.start, _FIRST[paging.scheme]))
    return _with(query, paging.start, start + (rows - repeated(paging) if paging.scheme is PagingScheme.OFFSET else 1))


def repeated(paging: Paging) -> int:
    """How many rows of a page the next one repeats: one by offset, where a page is known to be full."""
    return 1 if paging.scheme is PagingScheme.OFFSET and not paging.until_empty and paging.rows > 1 else 0


def _with(query: Query, name: str, value: int | str) -> Query:
    return (*(pair for pair in query if pair[0] != name), (name, str(value)))


def narrowed(query: Query, further: Query) -> Query:
    """The query with further parameters, each in place of one of the same name."""
    names = {name for name, _ in further}
    return (*(pair for pair in query if pair[0] not in names), *further)


def joined(address: str, link: str) -> str:
    """A link as an absolute one. Unreadable ones are left as they are, for the client to refuse."""
    try:
        return urllib.parse.urljoin(address, link)
    except ValueError:
        return link if "://" in link else f"invalid:{link}"


def digests_in(cursor: str) -> list[tuple[str, int]]:
    """The digests of a list's pages with their rows; none where the cursor is of another kind."""
    try:
        return msgspec.json.decode(cursor or "[]", type=list[tuple[str, int]])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return []


class Told:
    """Whether lists that are being read have told of every record there is, as far as their pages can prove it.

    `in_part`: they were asked for a part only. `to_end`: they were not, and no page was left out; `everything`: nor can
    a record have been lost between two pages. Links and keys lead on from a record. Numbers of rows do not: when a
    record goes while the list is read, those behind it move up, and the one at a page's edge is never shown. Where
    pages repeat one row that is noticed; elsewhere several pages prove nothing.
    `began`: the server's own time at the first answer, as a stamp; "" until one says.
    """

    def __init__(self, in_part: bool = False) -> None:
        self.everything = self.to_end = not in_part
        self.began = ""

    def further(self, paging: Paging, keys: list[str], before: list[str]) -> None:
        """A page that follows another one, and told of something new, or of nothing after a full one."""
        is_counted = paging.scheme in (PagingScheme.OFFSET, PagingScheme.PAGE)
        is_joined = repeated(paging) and keys and before and keys[0] == before[-1]
        self.everything &= bool(not is_counted or is_joined)
