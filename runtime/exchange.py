"""A request as it is to be sent and an answer as it came, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, Struct

from .paging import Query

__all__ = ["Answer", "Request"]


class Request(Struct, frozen=True, kw_only=True):
    """One request: `target` is a path below the system's address, its values percent-encoded, or a link of an answer.

    `query` is not yet encoded; `body` is a JSON value, UNSET for none.
    """

    method: str
    target: str
    query: Query = ()
    body: Any = UNSET
    headers: dict[str, str] = {}


class Answer(Struct, frozen=True):
    """An answer: headers by lower-case name, the decoded body (None if empty), the address it came from."""

    status: int
    headers: Mapping[str, str]
    body: Any
    address: str
