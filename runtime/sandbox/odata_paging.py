"""Pages of an OData list that neither lose nor repeat a row while rows change between two requests.

A skip token holds the order key of the last row sent; the next page starts with the first key behind it.
Clients must treat the token as opaque.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import msgspec

from runtime.sandbox.records import Document, decode, encode

OrderKey: TypeAlias = tuple[Any, ...]


def skip_token(key: OrderKey) -> str:
    """The token for the row with this key."""
    return base64.urlsafe_b64encode(encode(list(key))).decode()


def read_skip_token(token: str) -> OrderKey:
    """The key in a token; raises `ValueError`."""
    try:
        return tuple(decode(base64.urlsafe_b64decode(token)))
    except (msgspec.DecodeError, TypeError):
        raise ValueError(token) from None


def ordered_after(
    rows: Iterable[Document], key_of: Callable[[Document], OrderKey], descending: bool, last: OrderKey | None
) -> list[Document]:
    """The rows in the order of their keys, beginning behind the key `last`; none behind a key of another order."""
    ordered = sorted(rows, key=key_of, reverse=descending)
    if last is None:
        return ordered
    try:
        return [row for row in ordered if (key_of(row) < last if descending else key_of(row) > last)]
    except TypeError:
        return []
