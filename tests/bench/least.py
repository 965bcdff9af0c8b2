"""The fewest requests that the facts in profiles make necessary, worked out apart from engine and connectors."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from runtime.model import FeedScheme, ObjectType, PagingScheme, Precondition

__all__ = ["changing", "creating", "reading_all", "reading_changes", "standing"]


def pages(kind: ObjectType, rows: int, size: int = 0) -> int:
    """Requests that show a list of so many rows to its end."""
    paging = kind.system.paging
    size = size or paging.rows
    if paging.scheme is PagingScheme.NONE:
        return 1
    if paging.scheme in (PagingScheme.NEXT_LINK, PagingScheme.SKIP_TOKEN):
        return max(1, ceil(rows / size))
    return rows // size + 1  # only a page that is not full says that it is the last


def reading_all(kind: ObjectType, rows: int) -> int:
    """A list of so many records read for the first time; what it leaves out is read record by record."""
    operations, feed = kind.operations, kind.operations.feed
    variants = max(1, len(operations.variants))
    size = feed.rows if feed is not None else 0
    if feed is not None and feed.scheme is FeedScheme.SEQUENCE:
        own = pages(kind, rows, size)
        others = len(feed.also)  # each further source is read at least once
        return own + others + (pages(kind, rows) if feed.partial else 0)
    partial = operations.partial or (feed is not None and feed.partial)
    return pages(kind, rows, size) + variants - 1 + (rows if partial else 0)


def reading_changes(kind: ObjectType, rows: int, changed: int) -> int:
    """A list of so many records, some of which changed since it was read last."""
    operations, feed = kind.operations, kind.operations.feed
    if feed is None:
        return pages(kind, rows) + max(1, len(operations.variants)) - 1 + (changed if operations.partial else 0)
    if feed.scheme is FeedScheme.DIGEST:
        return pages(kind, rows, feed.rows) + max(1, len(operations.variants)) - 1
    partial = changed if feed.partial or operations.partial else 0
    return pages(kind, changed, feed.rows) + len(feed.also) + max(1, len(operations.variants)) - 1 + partial


def standing(kinds: Iterable[ObjectType]) -> int:
    """What each pass asks of a system besides its lists: whether its numbers have started again."""
    counting = {
        kind.system.name
        for kind in kinds
        if kind.system.epoch is not None
        and kind.operations.feed is not None
        and kind.operations.feed.scheme is FeedScheme.SEQUENCE
    }
    return len(counting)


def creating(kind: ObjectType, records: int) -> int:
    """New records made, and read back where the answer to a create is incomplete."""
    bulk = kind.operations.bulk
    at_once = bulk.rows if bulk.create else kind.system.batch.rows if kind.system.batch.address else 1
    writes = ceil(records / at_once)
    if not kind.operations.read_back:
        return writes
    return writes + (writes if bulk.create and bulk.keys else records)


def changing(kind: ObjectType, records: int) -> int:
    """Records changed: looked at first where nothing else guards them, and seen again where the answer is empty."""
    bulk, guard = kind.operations.bulk, kind.system.precondition is Precondition.COMPARE
    at_once = bulk.rows if bulk.update else kind.system.batch.rows if kind.system.batch.address else 1
    writes = ceil(records / (1 if guard else at_once))
    looks = records if guard else 0
    if kind.system.protocol == "odata-v2":  # a PUT is answered with nothing
        return writes + looks + reading_changes(kind, 0, records)
    if not kind.operations.read_back:
        return writes + looks
    return writes + looks + (writes if bulk.update and bulk.keys else records)
