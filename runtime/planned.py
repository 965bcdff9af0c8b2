"""What a round plans for links and records, as values that can be printed, kept in a file, or done. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct, UnsetType

from .model import Property, Record, Side
from .reconcile import Following, Origin, Policy, same
from .rewrites import Written
from .world import RecordId

__all__ = [
    "Adopt",
    "Assignment",
    "Conflict",
    "Entry",
    "Expected",
    "FollowMove",
    "Linking",
    "Move",
    "Update",
    "Why",
    "following_json",
    "json_of",
    "unchanged",
]


class Entry(Struct, frozen=True):
    """Something to tell of a record, or of one of its rows (`row` is "" for the record).

    `evidence` is JSON for programs: the two values of a row that is held.
    """

    pair: str
    side: Side
    key: str
    row: str
    kind: str
    reason: str
    evidence: str = ""


class Why(Struct, frozen=True):
    """Why a value is written: the pair and the row that ask for it, the rule that decided, the record it comes from."""

    pair: str
    row: str
    rule: str
    source: RecordId


class Assignment(Struct, frozen=True):
    """A value that one link plans for an attribute of a record."""

    value: Any
    origin: Origin
    why: Why


class Expected(Struct, frozen=True):
    """What a side will show for a row once its record is written: `value` is canonical, as plain JSON.

    `attribute` and `sent` say which value of which attribute this link planned or read; None, if the side
    already shows the value and needs no write.
    """

    value: Any
    attribute: str | None = None
    sent: Any = None


class Move(Struct, frozen=True):
    """Bases to move, when the writes they depend on are done. What the link had as `maybe` of the row is over then.

    `uses`: so is what it had as `decided`. `written` replaces its `rewrites`, with the stamp of the answer; where
    nothing is written they are forgotten.
    """

    link: int
    row: str
    left: Expected
    right: Expected
    uses: bool = False
    written: Written | None = None


class FollowMove(Struct, frozen=True):
    """The state of a copy or one-way row, when its target is written."""

    link: int
    row: str
    side: Side
    state: Following
    expected: Expected


class Update(Struct, frozen=True):
    """Write these attributes of a record. `overwrites` says that a value that is there gives way.

    `rows` names the pair and the row each value comes from, `why` says by attribute what decided it, and
    `origins` where each was edited.
    """

    record: RecordId
    values: dict[str, Any]
    overwrites: bool
    rows: tuple[tuple[str, str], ...]
    why: dict[str, Why] = {}
    origins: dict[str, Origin] = {}

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this write from every other one of its round."""
        return ("update", *self.record)


class Adopt(Struct, frozen=True):
    """Link two records that are there already. `why` is the evidence."""

    pair: str
    left: RecordId
    right: RecordId
    why: str

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this Action from every other one of its round."""
        return ("link", self.pair, self.left.key, self.right.key)


class Conflict(Struct, frozen=True):
    """Two edits of one property: both values as canonical JSON, and the side that wins; None while it is held.

    `rule` is what decided; `close`: the edits lie too near to be told apart for sure.
    """

    link: int
    row: str
    left: Any
    right: Any
    winner: Side | None
    rule: str = Policy.NEWEST.value
    close: bool = False


class Linking(Struct):
    """What one link plans; made anew each time the link is planned.

    `dropped` are rows whose conditions are false: what is remembered of them is forgotten, so that turning true is a
    first merge. `holds` are rows that are held from now on, with the reason: a hold stays open until both sides are
    equal or a person decides.
    """

    moves: list[Move] = []
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    follows: list[FollowMove] = []
    settled: dict[str, Following] = {}
    dropped: list[str] = []
    is_moving: bool = False
    holds: dict[str, str] = {}


def following_json(state: Following) -> dict[str, Any]:
    """A follower's state as plain JSON."""
    found: dict[str, Any] = {"own": state.own}
    if not isinstance(state.source, UnsetType):
        found["source"] = json_of(state.source)
    if not isinstance(state.target, UnsetType):
        found["target"] = json_of(state.target)
    return found


def json_of(value: Any) -> Any:
    """A canonical value as plain JSON, as bases keep it; None for UNSET."""
    return None if isinstance(value, UnsetType) else msgspec.to_builtins(value)


def unchanged(before: Record, after: Record, properties: tuple[Property, ...], sent: Iterable[str]) -> bool:
    """Whether a record read back differs from the one before in nothing but what we sent.

    Read-only properties do not count: stamps and numbers move by themselves.
    """
    ours = set(sent)
    return all(
        same(getattr(before, prop.attribute), getattr(after, prop.attribute))
        for prop in properties
        if prop.attribute not in ours and prop.access.value != "read"
    )
