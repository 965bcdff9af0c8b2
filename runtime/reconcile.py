"""What one property, one follower, needs. Pure: no clock, no store, no network, no randomness.

A side's value is a canonical value, None (blank) or UNSET (this side does not say). Each side is compared
with its own base, which holds what that server itself is known to hold, so two sides that normalise
differently never fight (SEMANTICS section 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from .model import Side

__all__ = [
    "AMBIGUOUS",
    "FIRST",
    "KEPT",
    "Decision",
    "Follow",
    "Following",
    "Origin",
    "Outcome",
    "Policy",
    "Settled",
    "Terms",
    "are_close",
    "follow",
    "is_filled",
    "merge",
    "same",
    "settled",
]

CLOSE = dt.timedelta(minutes=2)
"""Edits nearer than this cannot be told apart for sure: servers' clocks differ (SEMANTICS section 6)."""

AMBIGUOUS, FIRST, KEPT = "ambiguous", "first merge", "kept"
"""Rules that decide beside the policies: a write that may have arrived, a link that was never merged, and an edit over
a value that the edited side never took."""


class Origin(NamedTuple):
    """Where an edit was made: a total order for `newest` (SEMANTICS section 6).

    `stamp` is the server's stamp of the record, an ISO 8601 instant or "" where there is none; `change`
    is a digest of the value, which tells two edits of one property apart where there are no stamps.
    """

    stamp: str
    type: str
    key: str
    attribute: str
    change: str = ""


class Outcome(Enum):
    """What a property needs."""

    NOTHING = "nothing"
    ADOPT = "adopt"  # both sides are equal, or come from one edit: remember them, send nothing
    WRITE = "write"  # one side's value goes to the other
    HOLD = "hold"  # both have a value, and nothing says which is right


class Policy(Enum):
    """Whose edit wins a Conflict: the newest, that of one side, or nobody's until a person decides."""

    NEWEST = "newest"
    LEFT = "left"
    RIGHT = "right"
    HOLD = "hold"


class Terms(Struct, frozen=True, kw_only=True):
    """What a property is decided by, beside its values, bases and origins.

    `first` is the policy of a link's first merge. `own`: both candidates are edits made on this link's own two
    records, and no value that another link brought; `left` and `right` decide only then. `edited` are sides that
    were edited though their value may equal the base: there and back, or planned anew by another link. In a first
    merge a blank of such a side was cleared on purpose. `held` is a hold of an earlier pass that is still open.
    `unclear` are sides of which it cannot be told whether our last write arrived. `latest` is the side whose value was
    edited later, by whoever saw the other one, or a later one than that. `outdated` are sides that show what we wrote
    there of an edit which was taken back since where it was made. `fills` are sides whose systems leave out what was
    never set: in the elements of a list such a field is blank.
    """

    policy: Policy = Policy.NEWEST
    first: Policy = Policy.HOLD
    own: bool = True
    edited: frozenset[Side] = frozenset()
    held: bool = False
    unclear: frozenset[Side] = frozenset()
    latest: Side | None = None
    outdated: frozenset[Side] = frozenset()
    fills: frozenset[Side] = frozenset()


class Decision(Struct, frozen=True):
    """The outcome for one property. `target` is the side to write; `conflict` if somebody's edit loses or waits.

    `rule` says what decided a Conflict or a hold; `close` that the two edits lie too near to be told apart.
    """

    outcome: Outcome
    target: Side | None = None
    conflict: bool = False
    rule: str = ""
    close: bool = False


_NOTHING = Decision(Outcome.NOTHING)
_ADOPT = Decision(Outcome.ADOPT)
_TERMS = Terms()


def same(one: Any, other: Any) -> bool:
    """Equal in type and value: True is not 1, and 1 is not "1" (M-12)."""
    return type(one) is type(other) and bool(one == other)


def is_filled(value: Any) -> bool:
    """Whether there is a value: neither a blank nor one that is not told."""
    return value is not None and not isinstance(value, UnsetType)


def merge(
    left: Any,
    left_base: Any,
    right: Any,
    right_base: Any,
    left_origin: Origin,
    right_origin: Origin,
    terms: Terms = _TERMS,
) -> Decision:
    """Decide one two-way property of a link, by the table of SEMANTICS section 6.

    A side that does not say is taken to be as it was. Without bases it is the link's first merge: blank is
    filled, and two different values are held. A hold closes only when both sides are equal, or in a first merge when
    flowc.toml names a side.
    """
    left = left_base if isinstance(left, UnsetType) else left
    right = right_base if isinstance(right, UnsetType) else right
    if isinstance(left, UnsetType) or isinstance(right, UnsetType):
        return _NOTHING
    is_first = isinstance(left_base, UnsetType) or isinstance(right_base, UnsetType)
    if terms.held and not (is_first and terms.first in _WINNERS):
        return _ADOPT if same(left, right) else Decision(Outcome.HOLD, rule=FIRST if is_first else Policy.HOLD.value)
    if is_first:
        return _first(left, right, terms)
    at_base = same(left, left_base), same(right, right_base)
    if all(at_base):
        return _NOTHING  # both show what they agreed on, wherever they were meanwhile
    if same(left, right):
        return _ADOPT
    left_changed = not at_base[0] or Side.LEFT in terms.edited or terms.latest is Side.LEFT
    right_changed = not at_base[1] or Side.RIGHT in terms.edited or terms.latest is Side.RIGHT
    if left_changed and right_changed:
        if left_origin == right_origin:
            return _ADOPT
        if terms.latest is not None and (left_origin[1:4] == right_origin[1:4] or not terms.unclear):
            return Decision(Outcome.WRITE, terms.latest.other)  # whoever made it saw the other, or a later one
        return _conflict(left_origin, right_origin, terms)
    source = Side.LEFT if left_changed else Side.RIGHT
    return Decision(Outcome.WRITE, source if source in terms.outdated else source.other)


def _first(left: Any, right: Any, terms: Terms) -> Decision:
    """A blank is filled unless somebody cleared it; two different values are what the policy says.

    A blank that was cleared over the very value of the other side, which comes by another route, clears that too.
    """
    if same(left, right):
        return _ADOPT
    blank = Side.RIGHT if right is None else Side.LEFT if left is None else None
    if blank is not None and terms.latest is blank:
        return Decision(Outcome.WRITE, blank.other)
    if blank is not None and blank not in terms.edited:
        return Decision(Outcome.WRITE, blank)
    if terms.first in _WINNERS:
        return Decision(Outcome.WRITE, _WINNERS[terms.first].other, conflict=True, rule=FIRST)
    return Decision(Outcome.HOLD, rule=FIRST)


_WINNERS = {Policy.LEFT: Side.LEFT, Policy.RIGHT: Side.RIGHT}


def _conflict(left: Origin, right: Origin, terms: Terms) -> Decision:
    """Two edits of one property: whose it is. The same from every side, whichever link asks."""
    close = are_close(left.stamp, right.stamp)
    if terms.policy is Policy.HOLD:
        return Decision(Outcome.HOLD, None, True, Policy.HOLD.value, close)
    if len(terms.unclear) == 1:  # what the server shows is kept, and travels (S-16)
        shown = next(iter(terms.unclear))
        return Decision(Outcome.WRITE, shown.other, True, AMBIGUOUS, close)
    if terms.latest is not None:
        return Decision(Outcome.WRITE, terms.latest.other, True, Policy.NEWEST.value)
    if terms.policy in _WINNERS and terms.own:
        return Decision(Outcome.WRITE, _WINNERS[terms.policy].other, True, terms.policy.value, close)
    winner = Side.LEFT if left > right else Side.RIGHT
    return Decision(Outcome.WRITE, winner.other, True, Policy.NEWEST.value, close)


def are_close(one: str, other: str) -> bool:
    """Whether two stamps lie nearer than `CLOSE`, or one of them is none: then no order of edits is sure."""
    try:
        moments = [dt.datetime.fromisoformat(stamp) for stamp in (one, other)]
    except ValueError:
        return True
    first, second = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC) for moment in moments)
    return abs(first - second) < CLOSE


# ---- writes that may have arrived ---------------------------------------------------------------


class Settled(Struct, frozen=True):
    """What a side shows of writes to it whose outcome was unknown.

    `base` is the value as it was planned, if one of them arrived: both bases are that. UNSET, if none did.
    `unclear`: the side shows neither such a value nor its base.
    """

    base: Any = UNSET
    unclear: bool = False


def settled(value: Any, base: Any, possible: Sequence[Any]) -> Settled | None:
    """Compare a side with its base and with the values that may have arrived there (S-16).

    None where nothing is to be settled, or the side does not say yet. `possible` are canonical values, as planned.
    """
    if not possible or isinstance(value, UnsetType):
        return None
    arrived = next((one for one in possible if same(one, value)), UNSET)
    if not isinstance(arrived, UnsetType):
        return Settled(base=arrived)
    before = None if isinstance(base, UnsetType) else base
    return Settled(unclear=not same(value, before))


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
