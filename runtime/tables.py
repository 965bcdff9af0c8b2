"""The store's tables, and its rows as values. Changing a table means a new schema number and a migration.

Definitions are SQL for both databases; `{...}` are filled by the driver. Instants are ISO 8601 texts in UTC, values of
properties are JSON.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from .model import Snapshot

__all__ = [
    "INDEXES",
    "SCHEMA",
    "TABLES",
    "ConflictRow",
    "DecisionRow",
    "EntryRow",
    "IntentRow",
    "LinkRow",
    "MarkRow",
    "SnapshotRow",
]

SCHEMA = 3

TABLES: dict[str, tuple[str, ...]] = {
    "meta": ("name {text} PRIMARY KEY", "value {text} NOT NULL"),
    "lease": (
        "name {text} PRIMARY KEY",
        "owner {text} NOT NULL",
        "until {text} NOT NULL",
        "number {number} NOT NULL DEFAULT 1",
    ),
    "cursor": ("system {text}", "type {text}", "value {text} NOT NULL", "PRIMARY KEY (system, type)"),
    "snapshot": (
        "system {text}",
        "type {text}",
        "key {text}",
        "document {bytes} NOT NULL",
        "version {text} NOT NULL",
        "modified {text} NOT NULL",
        "sequence {number} NOT NULL",
        "gone {text} NOT NULL DEFAULT ''",
        "wrote {text} NOT NULL DEFAULT ''",  # what our own writes of its properties showed, and where they came from
        "first {number} NOT NULL DEFAULT 0",  # the number under which the record was seen first
        "PRIMARY KEY (system, type, key)",
    ),
    # Snapshots that a pair has not looked at before a newer one came: what goes there and back is an edit too
    "earlier": (
        "system {text}",
        "type {text}",
        "key {text}",
        "sequence {number} NOT NULL",
        "document {bytes} NOT NULL",
        "version {text} NOT NULL",
        "modified {text} NOT NULL",
        "PRIMARY KEY (system, type, key, sequence)",
    ),
    "mark": (
        "pair {text}",
        "about {text}",
        "sequence {number} NOT NULL",
        "meaning {text} NOT NULL",
        "existing {number} NOT NULL",
        "released {number} NOT NULL",
        "PRIMARY KEY (pair, about)",
    ),
    "link": (
        "id {serial}",
        "pair {text} NOT NULL",
        "left_type {text} NOT NULL",
        "left_key {text} NOT NULL",
        "right_type {text} NOT NULL",
        "right_key {text} NOT NULL",
        "generation {number} NOT NULL DEFAULT 1",
        "state {text} NOT NULL DEFAULT 'active'",
        "dirty {number} NOT NULL DEFAULT 0",
        "left_base {text} NOT NULL DEFAULT '{{}}'",
        "right_base {text} NOT NULL DEFAULT '{{}}'",
        "followers {text} NOT NULL DEFAULT '{{}}'",
        "decided {text} NOT NULL DEFAULT '{{}}'",
        "maybe {text} NOT NULL DEFAULT '{{}}'",
        "rewrites {text} NOT NULL DEFAULT '{{}}'",
        "looked {text} NOT NULL DEFAULT '{{}}'",
        "why {text} NOT NULL DEFAULT ''",
        "at {text} NOT NULL DEFAULT ''",
    ),
    "intent": (
        "id {serial}",
        "run {text} NOT NULL",
        "action {text} NOT NULL",
        "system {text} NOT NULL",
        "type {text} NOT NULL",
        "key {text} NOT NULL",
        "pair {text} NOT NULL",
        "source_key {text} NOT NULL",
        "source_side {text} NOT NULL",
        "body {text} NOT NULL",
        "precondition {text} NOT NULL",
        "idempotency {text} NOT NULL DEFAULT ''",
        "generation {number} NOT NULL DEFAULT 1",
        "sequence {number} NOT NULL DEFAULT 0",
        "until {number} NOT NULL DEFAULT 0",
        "again {text} NOT NULL DEFAULT ''",
        "before {text} NOT NULL DEFAULT ''",
        "after {text} NOT NULL DEFAULT ''",
        "bases {text} NOT NULL DEFAULT ''",
        "why {text} NOT NULL DEFAULT '[]'",
        "state {text} NOT NULL",
        "reason {text} NOT NULL DEFAULT ''",
        "at {text} NOT NULL",
    ),
    "conflict": (
        "id {serial}",
        "run {text} NOT NULL",
        "link {number} NOT NULL REFERENCES link (id)",
        "row {text} NOT NULL",
        "left_value {text} NOT NULL",
        "right_value {text} NOT NULL",
        "winner {text} NOT NULL",
        "rule {text} NOT NULL DEFAULT 'newest'",
        "close {number} NOT NULL DEFAULT 0",
        "at {text} NOT NULL",
        "UNIQUE (link, row, left_value, right_value, run)",
    ),
    "entry": (
        "pair {text}",
        "side {text}",
        "key {text}",
        "row {text}",
        "kind {text} NOT NULL",
        "reason {text} NOT NULL",
        "evidence {text} NOT NULL DEFAULT ''",
        "run {text} NOT NULL",
        "PRIMARY KEY (pair, side, key, row)",
    ),
    # what a person said of a record without a link: "create" or "leave", whatever else the rules say
    "decision": (
        "pair {text}",
        "side {text}",
        "key {text}",
        "choice {text} NOT NULL",
        "at {text} NOT NULL",
        "PRIMARY KEY (pair, side, key)",
    ),
    # what matching looks records up by, so that a pass reads what changed and no more
    "match_value": (
        "pair {text}",
        "side {text}",
        "alternative {number}",
        "value {text}",
        "key {text}",
        "PRIMARY KEY (pair, side, alternative, value, key)",
    ),
    "reference": (
        "system {text}",
        "type {text}",
        "key {text}",
        "target_type {text}",
        "target_key {text}",
        "PRIMARY KEY (system, type, key, target_type, target_key)",
    ),
}
"""The columns of every table, in the order in which tables are made."""

INDEXES = (
    "CREATE INDEX IF NOT EXISTS snapshot_sequence ON snapshot (system, type, sequence)",
    "CREATE UNIQUE INDEX IF NOT EXISTS link_left ON link (pair, left_key) WHERE state <> 'ended'",
    "CREATE UNIQUE INDEX IF NOT EXISTS link_right ON link (pair, right_key) WHERE state <> 'ended'",
    "CREATE INDEX IF NOT EXISTS link_of_left ON link (left_type, left_key)",
    "CREATE INDEX IF NOT EXISTS link_of_right ON link (right_type, right_key)",
    "CREATE INDEX IF NOT EXISTS link_order ON link (pair, left_key, id)",
    "CREATE INDEX IF NOT EXISTS link_dirty ON link (pair) WHERE dirty <> 0",
    "CREATE INDEX IF NOT EXISTS intent_open ON intent (state) WHERE state IN ('planned', 'sent', 'unknown')",
    "CREATE INDEX IF NOT EXISTS intent_record ON intent (system, type, key)",
    "CREATE INDEX IF NOT EXISTS intent_run ON intent (run)",
    "CREATE INDEX IF NOT EXISTS conflict_link ON conflict (link)",
    "CREATE INDEX IF NOT EXISTS match_value_key ON match_value (pair, side, key)",
    "CREATE INDEX IF NOT EXISTS reference_target ON reference (system, target_type, target_key)",
)


class SnapshotRow(Struct, frozen=True):
    """A stored Snapshot with the number it was stored under.

    `gone`: "" as long as nothing says that the record is no more, "missing" where a complete list did not tell of it,
    "deleted" where that was verified (SEMANTICS section 7); `denied`, where a list shows it all the same, and its own
    address does not. `wrote` is by attribute what `world.Ours` keeps of our own writes.
    """

    system: str
    type: str
    snapshot: Snapshot
    sequence: int
    gone: str = ""
    wrote: dict[str, list[Any]] = {}
    denied: bool = False


class LinkRow(Struct, kw_only=True):
    """A Link. Bases, followers and what else it remembers are plain JSON values by row identity.

    `state`: "active"; "tombstone", where one of its records was deleted: nothing is written, created or matched for
    either key; "ended" by a person. `why` is the evidence it was made on. `looked` is by row the number of the newest
    Snapshot when its bases moved, while the link has something left to do; for the other rows ("") when it began to.
    """

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
    decided: dict[str, Any] = {}
    maybe: dict[str, Any] = {}
    rewrites: dict[str, Any] = {}
    looked: dict[str, int] = {}
    why: str = ""
    at: str = ""


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

    `kind`: waiting, held, blocked, failed, rejected, review, own, frozen, out-of-scope, deleted. `evidence` is JSON for
    programs: the candidates of a review, the values of a held property, the intent of what failed.
    """

    pair: str
    side: str
    key: str
    row: str
    kind: str
    reason: str
    evidence: str = ""


class IntentRow(Struct, frozen=True, kw_only=True):
    """A write written down before it leaves, and the history of it afterwards.

    For a create `key` is "" until it is known, and `source_key` and `source_side` say which record of the pair it is
    made for. `sequence` is the number of the newest Snapshot when it was planned, and `until` the one after which
    nothing that is seen first can be what a lost create made (0: not known yet); `again` is the instant at which it
    was sent once more under its key. `before` and `after` are JSON by attribute, `bases` by row identity what a
    create's source showed and what it sends, and of an update by "lists" the elements of keyed lists that are to belong
    together; `why` is a JSON list of the pairs, rows and rules that asked for it.
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
    idempotency: str = ""
    generation: int = 1
    sequence: int = 0
    until: int = 0
    again: str = ""
    before: str = ""
    after: str = ""
    bases: str = ""
    why: str = "[]"


class ConflictRow(Struct, frozen=True, kw_only=True):
    """Two edits of one property, both values kept as JSON, and the side that won ("" while a person is to decide).

    `rule` is the policy that decided; `close` says that the edits lie too close together to be told apart for sure.
    """

    link: int
    row: str
    left_value: str
    right_value: str
    winner: str
    rule: str = "newest"
    close: bool = False


class DecisionRow(Struct, frozen=True):
    """What a person said of a record without a link: "create" or "leave"."""

    pair: str
    side: str
    key: str
    choice: str
