"""How a list is read to its end, as one question: given this answer, what is asked next? Pure.

A page is followed by another query (offset, page number), by a link the answer names, or by nothing. Totals
in answers are never believed: at least one vendor's "full result size" is only "there is more".
"""

from __future__ import annotations

from typing import Any, TypeAlias

from .model import Paging, PagingScheme

__all__ = ["Query", "first", "following", "reach"]

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


def first(paging: Paging, query: Query) -> Query:
    """The query of the first page: the list's own, with the page size and the start where they have names."""
    if paging.size:
        query = _with(query, paging.size, paging.rows)
    if paging.start and paging.scheme in _FIRST:
        query = _with(query, paging.start, _FIRST[paging.scheme])
    return query


def following(paging: Paging, query: Query, body: Any, rows: int) -> Query | str | None:
    """What follows a page of `rows` rows that answered `query`: the next query, a link, or None at the end.

    Offset and page numbers end with a short or empty page, `until_empty` with an empty one only; links where the answer
    names none. ValueError for a link that is not text: stopping there would pass for the end of the list.
    """
    if paging.scheme is PagingScheme.NONE:
        return None
    if paging.scheme is PagingScheme.NEXT_LINK:
        link = reach(body, paging.next_path)
        if link is not None and not isinstance(link, str):
            raise ValueError("the link to the next page is not text")
        return link or None
    if rows == 0 or (rows < paging.rows and not paging.until_empty):
        return None
    step = rows if paging.scheme is PagingScheme.OFFSET else 1
    start = int(dict(query).get(paging.start, _FIRST[paging.scheme]))
    return _with(query, paging.start, start + step)


def _with(query: Query, name: str, value: int) -> Query:
    return (*(pair for pair in query if pair[0] != name), (name, str(value)))
