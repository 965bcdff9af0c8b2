"""The store's tables, and its rows as values. Changing a table means a new schema number and a migration."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

from .model import Snapshot

__all__ = [
    "ConflictRow",
    "EntryRow",
    "IntentRow",
    "LinkRow",
    "MarkRow",
    "SnapshotRow",
    "conflict_table",
    "cursor_table",
    "entry_table",
    "intent_table",
    "lease_table",
    "link_table",
    "mark_table",
    "meta_table",
    "metadata",
    "snapshot_table",
]

metadata = MetaData()
meta_table = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String))
lease_table = Table(
    "lease",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", String, nullable=False),
)
cursor_table = Table(
    "cursor",
    metadata,
    Column("system", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("value", String, nullable=False),
)
snapshot_table = Table(
    "snapshot",
    metadata,
    Column("system", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("version", String, nullable=False),
    Column("modified", String, nullable=False),
    Column("sequence", Integer, nullable=False),
)
mark_table = Table(
    "mark",
    metadata,
    Column("pair", String, primary_key=True),
    Column("about", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("meaning", String, nullable=False),
    Column("existing", Integer, nullable=False),
    Column("released", Integer, nullable=False),
)
link_table = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("pair", String, nullable=False),
    Column("left_key", String, nullable=False),
    Column("right_key", String, nullable=False),
    Column("generation", Integer, nullable=False, default=1),
    Column("state", String, nullable=False, default="active"),
    Column("dirty", Integer, nullable=False, default=0),
    Column("left_base", Text, nullable=False, default="{}"),
    Column("right_base", Text, nullable=False, default="{}"),
    Column("followers", Text, nullable=False, default="{}"),
    sa.UniqueConstraint("pair", "left_key", "generation"),
    sa.UniqueConstraint("pair", "right_key", "generation"),
)
intent_table = Table(
    "intent",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", String, nullable=False),
    Column("action", String, nullable=False),
    Column("system", String, nullable=False),
    Column("type", String, nullable=False),
    Column("key", String, nullable=False),
    Column("pair", String, nullable=False),
    Column("source_key", String, nullable=False),
    Column("source_side", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("precondition", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", String, nullable=False),
    Index("intent_state", "state"),
)
conflict_table = Table(
    "conflict",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", String, nullable=False),
    Column("link", Integer, ForeignKey("link.id"), nullable=False),
    Column("row", String, nullable=False),
    Column("left_value", Text, nullable=False),
    Column("right_value", Text, nullable=False),
    Column("winner", String, nullable=False),
    Column("at", String, nullable=False),
    sa.UniqueConstraint("link", "row", "left_value", "right_value", "run"),
)
entry_table = Table(
    "entry",
    metadata,
    Column("pair", String, primary_key=True),
    Column("side", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("row", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", String, nullable=False),
)


class SnapshotRow(Struct, frozen=True):
    """A stored Snapshot with the number it was stored under."""

    system: str
    type: str
    snapshot: Snapshot
    sequence: int


class LinkRow(Struct, kw_only=True):
    """A Link. Bases and followers are plain JSON values by row identity."""

    id: int
    pair: str
    left_key: str
    right_key: str
    generation: int = 1
    state: str = "active"
    dirty: bool = False
    left_base: dict[str, Any] = {}
    right_base: dict[str, Any] = {}
    followers: dict[str, Any] = {}


class MarkRow(Struct, frozen=True, kw_only=True):
    """How far a pair has looked, and what it meant then.

    `about` is "links" for the pair's links, else the side ("left", "right") whose unlinked records are meant: each
    direction may be run without the other. `existing` counts the records on the other side when the direction first
    ran, and `released` says that a person allowed creating beside them.
    """

    pair: str
    about: str = "links"
    sequence: int = 0
    meaning: str = ""
    existing: int = 0
    released: bool = False


class EntryRow(Struct, frozen=True):
    """Something a person may want to know of a record or one of its rows (`row` is "" for the record).

    `kind`: waiting, held, blocked, failed, rejected, review, own.
    """

    pair: str
    side: str
    key: str
    row: str
    kind: str
    reason: str


class IntentRow(Struct, frozen=True, kw_only=True):
    """A write written down before it leaves.

    For a create `key` is "", and `source_key` and `source_side` say which record of the pair it is made for.
    """

    run: str
    action: str
    system: str
    type: str
    key: str
    pair: str = ""
    source_key: str = ""
    source_side: str = ""
    body: str
    precondition: str = ""


class ConflictRow(Struct, frozen=True, kw_only=True):
    """Two edits of one property, both values kept as JSON, and the side that won."""

    link: int
    row: str
    left_value: str
    right_value: str
    winner: str
