"""What a pass is made of: its options, its plan as a value, and its report. Imports no engine and does no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from .creating import Create
from .errors import RemoteError
from .model import Side
from .pilot import Scope
from .planned import Adopt, Conflict, Entry, FollowMove, Move, Update
from .policies import Policies
from .reconcile import Following
from .store import MarkRow
from .vanished import Delete, Detach, Revive
from .world import RecordId, World

__all__ = ["Options", "Outage", "Plan", "Report", "Scope", "Tally", "Work"]

Work: TypeAlias = "Create | Update | Delete"
"""A write to a system."""

Free: TypeAlias = "Adopt | Detach | Revive"
"""An Action that sends nothing."""


class Options(Struct, frozen=True, kw_only=True):
    """What the command line and flowc.toml add to a pass.

    `create_all` are keys of pairs, each read from the side that creating starts from: "a.x|b.y" allows making
    b.y beside those that are there, "b.y|a.x" the other way round.
    `audit_hours`: how often everything is read where changes alone tell of no deletions; 0 for never.
    `compare_only`: the store is older than the systems, so that nothing is written and no record made; `accepted`: a
    person said that it is not, or does no harm. `limit` is the
    most writes of a pass (0: any number), `scope` what of each "system.type" takes part at all, `only` records to which
    and to whose counterparts a pass is narrowed (none: to nothing). `read_only` are systems, and "system.type" of
    single ObjectTypes, that are not written, each with how to change that.
    `policies` who decides a Conflict and what a delete does.
    """

    dry_run: bool = False
    read_only: Mapping[str, str] = {}
    create_all: frozenset[str] = frozenset()
    allow_rewrites: bool = False
    allow_deletes: bool = False
    compare_only: bool = False
    accepted: bool = False
    limit: int = 0
    scope: Mapping[str, Scope] = {}
    only: frozenset[RecordId] = frozenset()
    policies: Policies = Policies()
    audit_hours: int = 24

    def propagates(self, pair: str) -> bool:
        """Whether a delete on one side of a pair deletes the other side."""
        return self.policies.propagates(pair)

    def closed(self, system: str, kind: str) -> str:
        """Why nothing may be written to an ObjectType and how to change that, or ""."""
        if system in self.read_only:
            return f"{system} was opened read-only: {self.read_only[system]}"
        name = f"{system}.{kind}"
        return f"{name} is read only, as flowc.toml says: {self.read_only[name]}" if name in self.read_only else ""


class Plan(Struct):
    """The Actions of one round, or of a portion of it, as a value.

    `planned` are the links that were looked at; those in `undone` have writes that were left out. `retold` says of
    tombstones what is so now.
    """

    adopts: list[Adopt] = []
    creates: list[Create] = []
    updates: list[Update] = []
    deletes: list[Delete] = []
    detaches: list[Detach] = []
    revived: list[Revive] = []
    moves: list[Move] = []
    follows: list[FollowMove] = []
    settled: dict[int, dict[str, Following]] = {}
    dropped: dict[int, list[str]] = {}
    holds: dict[int, dict[str, str]] = {}
    retold: dict[int, str] = {}
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    looked_at: list[tuple[str, Side, str]] = []
    planned: list[int] = []
    undone: set[int] = msgspec.field(default_factory=set)
    marks: list[MarkRow] = []

    @property
    def works(self) -> list[Work]:
        """The writes, in the order in which they leave."""
        return sorted([*self.updates, *self.deletes, *self.creates], key=lambda one: (turn_of(one), place_of(one)))

    @property
    def free(self) -> list[Free]:
        """The Actions that send nothing."""
        return [*self.adopts, *self.detaches, *self.revived]

    @property
    def writes(self) -> int:
        return len(self.works)

    def __bool__(self) -> bool:
        return bool(self.writes or self.adopts or self.revived)

    def without(self, closed: Set[tuple[str, ...]], world: World) -> None:
        """Take these writes and adoptions out (by their `about`), with the bases and conflicts that depend on them.

        Their links stay dirty, so that they are planned again.
        """
        left_out = {update.record for update in self.updates if update.about in closed}
        self.updates = [update for update in self.updates if update.about not in closed]
        self.undone |= {delete.link for delete in self.deletes if delete.about in closed}
        self.deletes = [delete for delete in self.deletes if delete.about not in closed]
        self.creates = [create for create in self.creates if create.about not in closed]
        self.adopts = [adopt for adopt in self.adopts if adopt.about not in closed]
        self.undone |= {detach.link for detach in self.detaches if detach.about in closed}
        self.undone |= {revive.link for revive in self.revived if revive.about in closed}
        self.detaches = [detach for detach in self.detaches if detach.about not in closed]
        self.revived = [revive for revive in self.revived if revive.about not in closed]
        moves = [move for move in self.moves if not _needed(move, world) & left_out]
        follows = [follow for follow in self.follows if not _needed(follow, world) & left_out]
        kept = {(move.link, move.row) for move in moves}
        lost = [move for move in self.moves if (move.link, move.row) not in kept]
        self.undone |= {move.link for move in lost} | {f.link for f in self.follows if f not in follows}
        gone = {(move.link, move.row) for move in lost}
        self.conflicts = [found for found in self.conflicts if (found.link, found.row) not in gone]
        self.moves, self.follows = moves, follows


def turn_of(work: Work) -> int:
    """When a kind of write leaves: what makes room for a record goes before it."""
    return 0 if isinstance(work, Update) else 1 if isinstance(work, Delete) else 2


def place_of(work: Work) -> tuple[str, str]:
    """The (system, ObjectType) that a write goes to."""
    return work.target if isinstance(work, Create) else (work.record.system, work.record.type)


def _needed(move: Move | FollowMove, world: World) -> set[RecordId]:
    """The records that must be written before a base moves."""
    link = world.link(move.link)
    assert link is not None
    if isinstance(move, FollowMove):
        return {link.end(move.side)} if move.expected.attribute is not None else set()
    sides = ((move.left, link.left), (move.right, link.right))
    return {record for expected, record in sides if expected.attribute is not None}


class Tally(Struct):
    """What happened to one pair in a pass. `failed` are records that a system refused, `rejected` single values that
    are, and were not before the pass, read or written by nobody."""

    linked: int = 0
    created: int = 0
    updated: int = 0
    deleted: int = 0
    conflicts: int = 0
    failed: int = 0
    rejected: int = 0


class Outage(Struct, frozen=True):
    """A system that could not be used, or only one ObjectType of it (`type`), and why; its pairs were left out.

    `advice` is what a person can do, `since` the beginning of the first of the passes that could not use it.
    `exit_code` is that of the pass: 4 where the cause is on this machine.
    """

    system: str
    reason: str
    type: str = ""
    advice: str = ""
    since: str = ""
    exit_code: int = 3

    @property
    def name(self) -> str:
        """What is out of reach, for people."""
        return f"{self.system}.{self.type}" if self.type else self.system

    def told(self, meanwhile: str) -> str:
        """Why it is out of reach, what becomes of its pairs meanwhile, and what a person can do."""
        return "; ".join(filter(None, (self.reason, meanwhile, self.advice)))

    def concerns(self, system: str, kind: str) -> bool:
        """Whether an ObjectType cannot be used, alone or with its whole system."""
        return self.system == system and self.type in ("", kind)


class Report(Struct):
    """What a pass did. `first` is the plan of its first round (of its first portion only, where there are several and
    they were sent), `sent` counts write requests by flow. `actions` are the Actions of a dry run as a file keeps them,
    `following` what would follow from them, `contacts` what a first pass of pairs would do,
    `notes` what else a person is to know.

    `read_only` says of systems that nothing was written to by rule how to change that, `behind` that the state is
    an old copy. `at` is the instant the pass began, `earlier` what passes before it could not use, `rejected` the
    (pair, side, key, row) of values of which it was first said in this pass that they are rejected.
    """

    run: str
    rounds: int = 0
    pairs: dict[str, Tally] = {}
    outages: list[Outage] = []
    earlier: list[Outage] = []
    first: Plan | None = None
    actions: list[Any] = []
    following: list[Any] = []
    contacts: list[Any] = []
    notes: list[str] = []
    sent: Counter[str] = msgspec.field(default_factory=Counter)
    read_only: dict[str, str] = {}
    behind: str = ""
    at: str = ""
    rejected: set[tuple[str, str, str, str]] = msgspec.field(default_factory=set)

    @property
    def down(self) -> set[str]:
        """Systems not to be asked again in this pass."""
        return {outage.system for outage in self.outages if not outage.type}

    def is_out(self, system: str, kind: str) -> bool:
        """Whether an ObjectType cannot be used in this pass, alone or with its whole system."""
        return any(outage.concerns(system, kind) for outage in self.outages)

    def away(self, system: str, kind: str) -> str:
        """What is out of reach where an ObjectType cannot be used, and why; "" where it can."""
        outage = next((one for one in self.outages if one.concerns(system, kind)), None)
        return f"{outage.name} is out of reach: {outage.told('')}" if outage is not None else ""

    def outage(self, system: str, error: RemoteError, kind: str = "") -> None:
        """Note that a system cannot be used, or one ObjectType of it; the first reason counts."""
        if not self.is_out(system, kind):
            new = Outage(system, error.reason, kind, error.advice, self.at, error.exit_code)
            since = next((one.since for one in self.earlier if one.name == new.name), self.at)
            self.outages.append(msgspec.structs.replace(new, since=since))

    def plan(self, plan: Plan) -> None:
        """Note a portion of the first round's plan."""
        if self.first is None:
            self.first = plan
            return
        for name in ("adopts", "creates", "updates", "deletes", "detaches", "revived", "conflicts", "entries"):
            getattr(self.first, name).extend(getattr(plan, name))

    @property
    def exit_code(self) -> int:
        if self.behind:
            return 4  # nothing goes on until a person says so, also once its systems are back
        if self.outages:
            return max(outage.exit_code for outage in self.outages)
        return 1 if any(one.conflicts or one.failed for one in self.pairs.values()) else 0
