"""What one property, one follower, needs. Pure: no clock, no store, no network, no randomness.

A side's value is a canonical value, None (blank) or UNSET (this side does not say). Each side is compared
with its own base, which holds what that server itself is known to hold, so two sides that normalise
differently never fight (SEMANTICS section 6).
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from .model import Side

__all__ = ["Decision", "Follow", "Following", "Origin", "Outcome", "follow", "merge", "same"]


class Origin(NamedTuple):
    """Where an edit was made: a total order for `newest` (SEMANTICS section 6).

    `stamp` is the server's stamp of the record, an ISO 8601 instant or "" where there is none.
    """

    stamp: str
    type: str
    key: str
    attribute: str


class Outcome(Enum):
    """What a property needs."""

    NOTHING = "nothing"
    ADOPT = "adopt"  # both sides are equal, or come from one edit: remember them, send nothing
    WRITE = "write"  # one side's value goes to the other
    HOLD = "hold"  # both have a value, and nothing says which is right


class Decision(Struct, frozen=True):
    """The outcome for one property. `target` is the side to write; `conflict` if somebody's edit loses."""

    outcome: Outcome
    target: Side | None = None
    conflict: bool = False


_NOTHING = Decision(Outcome.NOTHING)
_ADOPT = Decision(Outcome.ADOPT)
_HOLD = Decision(Outcome.HOLD)


def same(one: Any, other: Any) -> bool:
    """Equal in type and value: True is not 1, and 1 is not "1" (M-12)."""
    return type(one) is type(other) and bool(one == other)


def merge(
    left: Any,
    left_base: Any,
    right: Any,
    right_base: Any,
    left_origin: Origin,
    right_origin: Origin,
) -> Decision:
    """Decide one two-way property of a link, by the table of SEMANTICS section 6, policy `newest`.

    A side that does not say is taken to be as it was. Without bases it is the link's first merge: blank is
    filled, and two different values are held.
    """
    left = left_base if isinstance(left, UnsetType) else left
    right = right_base if isinstance(right, UnsetType) else right
    if isinstance(left, UnsetType) or isinstance(right, UnsetType):
        return _NOTHING
    if isinstance(left_base, UnsetType) or isinstance(right_base, UnsetType):
        return _first(left, right)
    left_changed, right_changed = not same(left, left_base), not same(right, right_base)
    if not left_changed and not right_changed:
        return _NOTHING
    if same(left, right):
        return _ADOPT
    if left_changed and right_changed:
        if left_origin == right_origin:
            return _ADOPT
        winner = Side.LEFT if left_origin > right_origin else Side.RIGHT
        return Decision(Outcome.WRITE, winner.other, conflict=True)
    return Decision(Outcome.WRITE, Side.RIGHT if left_changed else Side.LEFT)


def _first(left: Any, right: Any) -> Decision:
    if same(left, right):
        return _ADOPT
    if right is None:
        return Decision(Outcome.WRITE, Side.RIGHT)
    if left is None:
        return Decision(Outcome.WRITE, Side.LEFT)
    return _HOLD


# ---- copies and one-way rows --------------------------------------------------------------------


class Following(Struct, frozen=True):
    """The state of a copy or one-way row on a link: what the source was, and what the target then showed.

    `own` says that somebody gave the target a value of its own, which is kept.
    """

    source: Any = UNSET
    target: Any = UNSET
    own: bool = False


class Follow(Struct, frozen=True):
    """What such a row needs: write the source's value or not, and the state afterwards."""

    write: bool
    state: Following
    newly_own: bool = False


def follow(source: Any, target: Any, state: Following | None) -> Follow:
    """Decide a copy or one-way row (SEMANTICS section 5).

    At link time a blank target is filled and an equal one follows; a different one is its own. Later the
    target follows the source's changes until somebody changes or clears it.
    """
    if state is None:
        if isinstance(source, UnsetType) or isinstance(target, UnsetType):
            return Follow(False, Following())
        if same(source, target):
            return Follow(False, Following(source, target))
        own = target is not None
        return Follow(not own, Following(source, target, own), newly_own=own)
    if state.own or isinstance(source, UnsetType):
        return Follow(False, state)
    if isinstance(state.source, UnsetType):
        return follow(source, target, None)
    if not isinstance(target, UnsetType) and not same(target, state.target):
        if same(target, source):
            return Follow(False, Following(source, target))
        return Follow(False, Following(source, target, own=True), newly_own=True)
    if same(source, state.source):
        return Follow(False, state)
    return Follow(True, Following(source, state.target))
