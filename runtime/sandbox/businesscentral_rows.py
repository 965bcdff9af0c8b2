"""Rows of Business Central as they are sent, ordered and filtered."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any, TypeAlias

from runtime.sandbox.businesscentral_fields import TYPES
from runtime.sandbox.businesscentral_query import NAVIGATION, Query
from runtime.sandbox.businesscentral_values import comparable, kind_of
from runtime.sandbox.odata_filter import Filter, comparisons, holds
from runtime.sandbox.odata_paging import OrderKey, ordered_after
from runtime.sandbox.world import Document, encode

Look: TypeAlias = Callable[[str, str, str], Document | None]
"""The document of a kind where a property has a value."""

COMPANY = "6f1a1c5e-5d3b-4f0e-9b61-0e7f2c6a9d10"


def etag(content: bytes) -> str:
    """A weak etag in the form of the vendor."""
    digest = base64.b64encode(b"'20;" + sha256(content).digest()[:12] + b";'").decode()
    return f'W/"{digest}"'


def etag_of(document: Document) -> str:
    """The etag of a row. That of a line, which is kept within its order, comes from what it holds."""
    return document.get("@odata.etag") or etag(encode(document))


def filter_value(kind: str, document: Document, name: str) -> Any:
    """A property as a filter sees it."""
    return comparable(kind_of(TYPES[kind], name), document[name])


def order_key(query: Query, document: Document) -> OrderKey:
    """What `$orderby` says, then the number (the sequence of a line), then the id."""
    own = document.get("number") or document.get("sequence")
    return (*(document[name] for name in query.order), own, document["id"])


def names_one_order(tree: Filter | None) -> bool:
    """Whether a filter on lines says which line, or the lines of which order."""
    parts = comparisons(tree) if tree is not None else ()
    return any(part.field in ("id", "documentId") and part.operator == "eq" for part in parts)


def matching(kind: str, rows: list[Document], query: Query) -> list[Document]:
    """The rows that a filter lets through, in their order, from behind the last one of the page before."""
    tree = query.filter
    fitting = rows if tree is None else [row for row in rows if holds(tree, partial(filter_value, kind, row))]
    return ordered_after(fitting, partial(order_key, query), query.descending, query.after)


def wire_row(kind: str, document: Document, query: Query, look: Look) -> Document:
    """A row as it is sent, with what it expands; the etag is there whatever `$select` says."""
    names = ["id", *TYPES[kind].kinds, *(["lastModifiedDateTime"] if TYPES[kind].is_stamped else [])]
    row: Document = {"@odata.etag": etag_of(document)}
    row |= {name: document[name] for name in names if query.select is None or name in query.select}
    for name, nested in query.expand.items():
        target, by = NAVIGATION[kind][name]
        if by:
            found = look(target, "id", document[by])
            row[name] = wire_row(target, found, nested, look) if found else None
        else:
            rows = matching(target, document[name], nested)[: nested.top]
            row[name] = [wire_row(target, inner, nested, look) for inner in rows]
    return row


def company_row() -> Document:
    """The only company."""
    made = "2026-01-01T08:00:00.000Z"
    nobody = "00000000-0000-0000-0000-000000000001"
    return {
        "id": COMPANY,
        "systemVersion": "26.0.0.0",
        "timestamp": 1,
        "name": "Sandbox",
        "displayName": "Sandbox",
        "businessProfileId": "",
        "systemCreatedAt": made,
        "systemCreatedBy": nobody,
        "systemModifiedAt": made,
        "systemModifiedBy": nobody,
    }
