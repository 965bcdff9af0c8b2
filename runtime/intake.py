"""Taking in what a system says of records: stored, and what it tells of our own writes remembered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from . import wire
from .model import ObjectType, Snapshot
from .origins import cleared, edited_over
from .store import SnapshotRow, Store

__all__ = ["take_in"]


def take_in(
    store: Store,
    kind: ObjectType,
    snapshots: Iterable[Snapshot],
    is_doubted: Callable[[Snapshot, Snapshot], bool] = lambda _read, _held: False,
    sent: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Store Snapshots of an ObjectType as `Store.put_snapshots` does.

    Of each that is news, the attributes that show another value than our own write did are remembered as edited: what
    comes back to it is an edit, not ours. So are those that were cleared (SEMANTICS section 6). What was just `sent`,
    by key, is judged by whoever sent it.
    """
    held: dict[str, Snapshot] = {}

    def noted(read: Snapshot, before: Snapshot) -> bool:
        held[read.key] = before
        return is_doubted(read, before)

    for row in store.put_snapshots(kind.system.name, kind.name, snapshots, noted):
        ours = (sent or {}).get(row.snapshot.key, ())
        edited = _edited_since(kind, row, held.get(row.snapshot.key), ours)
        store.set_wrote(kind.system.name, kind.name, row.snapshot.key, edited)


def _edited_since(
    kind: ObjectType, row: SnapshotRow, was: Snapshot | None, ours: Collection[str]
) -> dict[str, list[Any]]:
    """What to remember of a record that was read, and `was` held as another one, by attribute; but for `ours`."""
    if was is None and not row.wrote:
        return {}
    record = wire.decode(kind, row.snapshot.document).record
    every = {name: edited_over(found, getattr(record, name)) for name, found in row.wrote.items()}
    if was is not None:
        names = [prop.attribute for prop in kind.properties if prop.attribute not in row.wrote]
        every |= cleared(wire.decode(kind, was.document).record, record, names)
    return {name: found for name, found in every.items() if found is not None and name not in ours}
