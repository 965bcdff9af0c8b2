"""What the engine asks of one ObjectType of a system, whatever is behind it: HTTP, a database, a test's memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from .errors import RemoteError
from .model import Json, Snapshot

__all__ = ["Changes", "Done", "Endpoint", "NothingSeen", "Page", "Seen", "Untold", "Write"]

Changes: TypeAlias = list[tuple[tuple[str, ...], Json]]
"""What an update sets: wire paths and their new JSON values."""

Write: TypeAlias = tuple[Snapshot, Changes]
"""A record as last seen, and what to set on it."""


class Page(Struct, frozen=True):
    """A part of what was read.

    `cursor` is where the next pull may go on, once everything up to this page is stored: text that only the endpoint
    understands, "" where this page moves nothing. `keys` are those of all records that this part of the list told of,
    also of those that are known to be unchanged and left out of `snapshots`.

    `whole`, on the last page of a pull, says that the pages together told of every record there is: what none of them
    has in its `keys` was not listed. It is false after a cursor, where a page was left out as unchanged, and where
    several pages are counted in a way that may lose a record when others go meanwhile. A list that moved was read from
    its start again, so that the pages may tell of more than there is, never of less. What is not shown to us any more
    (another filter, no right to it) is not listed either: only a look by key tells whether it is gone.

    `to_end`, on the last page of a pull, says that a complete list was read to its end, though its pages may have lost
    a record on the way: a look by key tells what became of what is not listed, and the list by itself proves nothing.

    `gone` are keys that the system itself says are no more: named by a feed, or looked for by key, and not found. A key
    may be in an earlier page's `keys` and gone in a later one; the later word counts.
    """

    snapshots: list[Snapshot]
    cursor: str = ""
    keys: tuple[str, ...] = ()
    whole: bool = False
    gone: tuple[str, ...] = ()
    to_end: bool = False


class Untold(Struct, frozen=True):
    """The write was accepted, and the answer does not show the record: the next pull will."""


class Done(Struct, frozen=True):
    """The record is no more: we deleted it, or it was gone already."""


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
        """The record as it is now; None if there is none. `document` fills other places of its address. Rejected where
        it lives on as something else: then nobody has deleted it."""

    def create_all(
        self, documents: Sequence[dict[str, Any]], keys: Sequence[str] = ()
    ) -> list[Snapshot | RemoteError]:
        """Make records from these bodies, at most `creates_at_once`; what became of each, in their order.

        `keys` are idempotency keys, one for each document, "" for none; () for none at all. They are sent where the
        system knows such keys (`System.idempotency`). Then the same document with the same key, alone or among others,
        makes one record however often it is sent within `System.idempotency_hours`, and is answered as at first;
        another document with that key is Rejected. Where the system knows no keys they change nothing, and a create
        that is sent again may make a second record.
        """

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        """Set values on records, each if it is still as last seen; what became of each, in their order."""

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        """Delete records, each if it is still as last seen; what became of each, in their order.

        Done where the record is no more, whoever deleted it. Changed where it is not as last seen: nothing was deleted.
        Rejected where the system deletes no such records, or not this one (it is in use, has transactions).
        OutcomeUnknown where no answer came and the record, looked for at once, is still there or cannot be looked for:
        the delete may still arrive.
        """
