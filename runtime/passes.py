"""What a pass is made of: its options, its plan as a value, and its report. Imports no engine and does no I/O."""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec import Struct

from .creating import Create
from .model import Side
from .planning import Adopt, Conflict, Entry, FollowMove, Move, Update
from .policies import Policies
from .reconcile import Following
from .store import MarkRow

__all__ = ["Options", "Outage", "Plan", "Report", "Tally"]


class Options(Struct, frozen=True, kw_only=True):
    """What the command line and flowc.toml add to a pass.

    `create_all` are keys of pairs, each read from the side that creating starts from: "a.x|b.y" allows making
    b.y beside those that are there, "b.y|a.x" the other way round. `policies` say who decides a Conflict.
    """

    dry_run: bool = False
    read_only: frozenset[str] = frozenset()
    create_all: frozenset[str] = frozenset()
    allow_rewrites: bool = False
    policies: Policies = Policies()


class Plan(Struct):
    """The Actions of one round, as a value."""

    adopts: list[Adopt] = []
    creates: list[Create] = []
    updates: list[Update] = []
    moves: list[Move] = []
    follows: list[FollowMove] = []
    settled: dict[int, dict[str, Following]] = {}
    dropped: dict[int, list[str]] = {}
    holds: dict[int, dict[str, str]] = {}
    conflicts: list[Conflict] = []
    entries: list[Entry] = []
    looked_at: list[tuple[str, Side, str]] = []
    marks: list[MarkRow] = []

    @property
    def writes(self) -> int:
        return len(self.creates) + len(self.updates)

    def __bool__(self) -> bool:
        return bool(self.writes or self.adopts)


class Tally(Struct):
    """What happened to one pair in a pass."""

    linked: int = 0
    created: int = 0
    updated: int = 0
    conflicts: int = 0
    failed: int = 0


class Outage(Struct, frozen=True):
    """A system that could not be used, or only one ObjectType of it (`type`), and why; its pairs were left out."""

    system: str
    reason: str
    type: str = ""


class Report(Struct):
    """What a pass did. `first` is the plan of its first round, `sent` counts write requests by flow.

    `read_only` says of systems that nothing was written to by rule how to change that.
    """

    run: str
    rounds: int = 0
    pairs: dict[str, Tally] = {}
    outages: list[Outage] = []
    first: Plan | None = None
    sent: Counter[str] = msgspec.field(default_factory=Counter)
    read_only: dict[str, str] = {}

    @property
    def down(self) -> set[str]:
        """Systems not to be asked again in this pass."""
        return {outage.system for outage in self.outages if not outage.type}

    def is_out(self, system: str, kind: str) -> bool:
        """Whether an ObjectType cannot be used in this pass, alone or with its whole system."""
        return any(outage.system == system and outage.type in ("", kind) for outage in self.outages)

    def outage(self, system: str, reason: str, kind: str = "") -> None:
        """Note that a system cannot be used, or one ObjectType of it; the first reason counts."""
        if not self.is_out(system, kind):
            self.outages.append(Outage(system, reason, kind))

    @property
    def exit_code(self) -> int:
        if self.outages:
            return 3
        return 1 if any(tally.conflicts or tally.failed for tally in self.pairs.values()) else 0
