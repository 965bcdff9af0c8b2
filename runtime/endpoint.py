"""What the engine asks of one ObjectType of a system, whatever is behind it: HTTP, a database, a test's memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from .errors import RemoteError
from .model import Json, Snapshot

__all__ = ["Changes", "Endpoint", "NothingSeen", "Page", "Seen", "Untold", "Write"]

Changes: TypeAlias = list[tuple[tuple[str, ...], Json]]
"""What an update sets: wire paths and their new JSON values."""

Write: TypeAlias = tuple[Snapshot, Changes]
"""A record as last seen, and what to set on it."""


class Page(Struct, frozen=True):
    """A part of what was read.

    `cursor` is where the next pull may go on, once everything up to this page is stored: text that only the endpoint
    understands, "" where this page moves nothing. `listed` counts the records that a list told of, also those that are
    known to be unchanged and left out.
    """

    snapshots: list[Snapshot]
    cursor: str = ""
    listed: int = 0


class Untold(Struct, frozen=True):
    """The write was accepted, and the answer does not show the record: the next pull will."""


class Seen(Protocol):
    """What is stored of an ObjectType's records."""

    def get(self, key: str) -> Snapshot | None:
        """The record as last seen."""

    def holding(self, path: tuple[str, ...], within: tuple[str, ...], value: str) -> Snapshot | None:
        """The record whose list at `path` has an element with this value, as text, at `within`."""


class NothingSeen:
    """Nothing is stored yet."""

    def get(self, key: str) -> Snapshot | None:
        return None

    def holding(self, path: tuple[str, ...], within: tuple[str, ...], value: str) -> Snapshot | None:
        return None


class Endpoint(Protocol):
    """One ObjectType of one remote system. Errors are RemoteErrors; nothing is half true."""

    @property
    def creates_at_once(self) -> int:
        """How many new records one request takes; 1 where there are no batches."""

    @property
    def updates_at_once(self) -> int:
        """How many changed records one request takes."""

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        """What changed since a cursor of an earlier pull, or everything for "". A partial list is never passed off
        as a whole one: Unavailable where a page cannot be understood, Rejected where there is no such list."""

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        """The record as it is now; None if there is none. `document` fills other places of its address."""

    def create_all(self, documents: Sequence[dict[str, Any]]) -> list[Snapshot | RemoteError]:
        """Make records from these bodies, at most `creates_at_once`; what became of each, in their order."""

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        """Set values on records, each if it is still as last seen; what became of each, in their order."""
