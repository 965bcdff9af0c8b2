"""The merge table and the follow table, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, structs

from runtime.model import Side
from runtime.reconcile import (
    Decision,
    Follow,
    Following,
    Origin,
    Outcome,
    Policy,
    Settled,
    Terms,
    are_close,
    follow,
    merge,
    same,
    settled,
)

EARLY = Origin("2026-03-01T08:00:00", "a.customer", "1", "name")
LATE = Origin("2026-03-01T09:00:00", "b.customer", "1", "name")

NOTHING = Decision(Outcome.NOTHING)
ADOPT = Decision(Outcome.ADOPT)
HOLD = Decision(Outcome.HOLD, rule="first merge")
TO_LEFT = Decision(Outcome.WRITE, Side.LEFT)
TO_RIGHT = Decision(Outcome.WRITE, Side.RIGHT)
RIGHT_WINS = Decision(Outcome.WRITE, Side.LEFT, conflict=True, rule="newest")
LEFT_WINS = Decision(Outcome.WRITE, Side.RIGHT, conflict=True, rule="newest")


@pytest.mark.parametrize(
    ("left", "left_base", "right", "right_base", "expected"),
    [
        # both as they were, each in its own spelling
        ("x", "x", "x", "x", NOTHING),
        ("V", "V", "v", "v", NOTHING),
        (None, None, None, None, NOTHING),
        # one side changed or cleared
        ("y", "x", "x", "x", TO_RIGHT),
        ("x", "x", "y", "x", TO_LEFT),
        (None, "x", "x", "x", TO_RIGHT),
        ("x", "x", None, "x", TO_LEFT),
        ("y", "V", "v", "v", TO_RIGHT),
        (0, None, None, None, TO_RIGHT),
        # both changed
        ("y", "x", "y", "x", ADOPT),
        (None, "x", None, "x", ADOPT),
        ("y", "x", "z", "x", RIGHT_WINS),
        (None, "x", "z", "x", RIGHT_WINS),
        ("y", "x", None, "x", RIGHT_WINS),
        (1, None, True, None, RIGHT_WINS),
        # one changed to what the other shows anyway
        ("v", "V", "v", "v", ADOPT),
        # a side that does not say is as it was
        (UNSET, "x", "y", "x", TO_LEFT),
        ("y", "x", UNSET, "x", TO_RIGHT),
        (UNSET, "x", UNSET, "x", NOTHING),
        (UNSET, "x", "x", "x", NOTHING),
        (UNSET, UNSET, "y", UNSET, NOTHING),
        ("y", UNSET, UNSET, UNSET, NOTHING),
        # the first merge
        ("x", UNSET, "x", UNSET, ADOPT),
        (None, UNSET, None, UNSET, ADOPT),
        ("x", UNSET, None, UNSET, TO_RIGHT),
        (None, UNSET, "x", UNSET, TO_LEFT),
        ("x", UNSET, "y", UNSET, HOLD),
        (True, UNSET, 1, UNSET, HOLD),
        ("x", "x", "y", UNSET, HOLD),
    ],
)
def test_the_merge_table(left: Any, left_base: Any, right: Any, right_base: Any, expected: Decision) -> None:
    assert merge(left, left_base, right, right_base, EARLY, LATE) == expected


def test_the_newest_edit_wins_on_either_side() -> None:
    assert merge("y", "x", "z", "x", LATE, EARLY) == LEFT_WINS
    assert merge("y", "x", "z", "x", EARLY, LATE) == RIGHT_WINS


@pytest.mark.parametrize("position", range(4))
def test_newest_is_a_total_order(position: int) -> None:
    low, high = ["same"] * 4, ["same"] * 4
    low[position], high[position] = "1", "2"
    assert _winner(Origin(*low), Origin(*high)) is Side.RIGHT
    assert _winner(Origin(*high), Origin(*low)) is Side.LEFT


def _winner(left: Origin, right: Origin) -> Side | None:
    decision = merge("y", "x", "z", "x", left, right)
    assert decision.conflict
    return decision.target.other if decision.target else None


def test_an_edit_without_a_stamp_loses_to_one_with() -> None:
    assert _winner(EARLY._replace(stamp=""), LATE) is Side.RIGHT


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("2026-03-01T08:00:00+00:00", "2026-03-01T08:01:59+00:00", True),
        ("2026-03-01T08:00:00+00:00", "2026-03-01T08:02:00+00:00", False),
        ("2026-03-01T08:00:00+00:00", "2026-03-01T10:01:00+02:00", True),
        ("2026-03-01T08:00:00", "2026-03-01T08:01:00+00:00", True),
        ("", "2026-03-01T08:00:00+00:00", True),
        ("", "", True),
        ("yesterday", "2026-03-01T08:00:00+00:00", True),
    ],
)
def test_edits_that_lie_close_together_are_marked_and_the_winner_is_the_same(
    one: str, other: str, close: bool
) -> None:
    left, right = EARLY._replace(stamp=one), LATE._replace(stamp=other)
    here, there = merge("y", "x", "z", "x", left, right), merge("z", "x", "y", "x", right, left)
    assert here.close is there.close is are_close(one, other) is close
    assert here.target is not None and there.target is here.target.other


# ---- policies -----------------------------------------------------------------------------------

LEFT_RULES = Decision(Outcome.WRITE, Side.RIGHT, conflict=True, rule="left")
RIGHT_RULES = Decision(Outcome.WRITE, Side.LEFT, conflict=True, rule="right")
HELD = Decision(Outcome.HOLD, conflict=True, rule="hold")


@pytest.mark.parametrize(
    ("policy", "own", "expected"),
    [
        (Policy.NEWEST, True, RIGHT_WINS),
        (Policy.LEFT, True, LEFT_RULES),
        (Policy.RIGHT, True, RIGHT_RULES),
        (Policy.HOLD, True, HELD),
        # a side decides only between edits of the link's own two records
        (Policy.LEFT, False, RIGHT_WINS),
        (Policy.RIGHT, False, RIGHT_WINS),
        (Policy.HOLD, False, HELD),
    ],
)
def test_the_policy_decides_a_conflict(policy: Policy, own: bool, expected: Decision) -> None:
    assert merge("y", "x", "z", "x", EARLY, LATE, Terms(policy=policy, own=own)) == expected


@pytest.mark.parametrize("policy", Policy)
def test_a_policy_says_nothing_of_one_edit_and_of_equal_ones(policy: Policy) -> None:
    terms = Terms(policy=policy)
    assert merge("y", "x", "x", "x", EARLY, LATE, terms) == TO_RIGHT
    assert merge("x", "x", "y", "x", EARLY, LATE, terms) == TO_LEFT
    assert merge("y", "x", "y", "x", EARLY, LATE, terms) == ADOPT
    assert merge("y", "x", "z", "x", EARLY, EARLY, terms) == ADOPT, "one edit by two routes"


@pytest.mark.parametrize(
    ("left", "right", "first", "expected"),
    [
        ("x", "y", Policy.HOLD, HOLD),
        ("x", "y", Policy.LEFT, Decision(Outcome.WRITE, Side.RIGHT, conflict=True, rule="first merge")),
        ("x", "y", Policy.RIGHT, Decision(Outcome.WRITE, Side.LEFT, conflict=True, rule="first merge")),
        ("x", None, Policy.RIGHT, TO_RIGHT),
        (None, "y", Policy.LEFT, TO_LEFT),
        ("x", "x", Policy.LEFT, ADOPT),
    ],
)
def test_a_first_merge_takes_a_side_only_where_it_is_named(
    left: Any, right: Any, first: Policy, expected: Decision
) -> None:
    assert merge(left, UNSET, right, UNSET, EARLY, LATE, Terms(first=first)) == expected


@pytest.mark.parametrize(
    ("left", "right", "edited", "expected"),
    [
        (None, "y", {Side.LEFT}, HOLD),
        ("x", None, {Side.RIGHT}, HOLD),
        (None, "y", {Side.RIGHT}, TO_LEFT),
        ("x", None, {Side.LEFT}, TO_RIGHT),
        (None, None, {Side.LEFT}, ADOPT),
    ],
)
def test_a_value_cleared_on_purpose_is_not_filled(
    left: Any, right: Any, edited: set[Side], expected: Decision
) -> None:
    assert merge(left, UNSET, right, UNSET, EARLY, LATE, Terms(edited=frozenset(edited))) == expected


@pytest.mark.parametrize(
    ("left", "right", "edited", "expected"),
    [
        ("x", "x", {Side.LEFT}, NOTHING),  # there and back, and nobody else was here
        ("x", "x", {Side.LEFT, Side.RIGHT}, NOTHING),
        ("x", "z", {Side.LEFT}, RIGHT_WINS),
        ("z", "x", {Side.RIGHT}, RIGHT_WINS),
        ("z", "x", {Side.LEFT}, TO_RIGHT),
    ],
)
def test_there_and_back_is_an_edit(left: Any, right: Any, edited: set[Side], expected: Decision) -> None:
    assert merge(left, "x", right, "x", EARLY, LATE, Terms(edited=frozenset(edited))) == expected


@pytest.mark.parametrize(
    ("left", "right", "latest", "expected"),
    [
        (None, "x", Side.LEFT, TO_RIGHT),
        ("x", None, Side.RIGHT, TO_LEFT),
        (None, "x", Side.RIGHT, TO_LEFT),
        ("x", "y", Side.LEFT, HOLD),
    ],
)
def test_in_a_first_merge_a_blank_that_is_the_later_edit_clears_what_it_was_cleared_over(
    left: Any, right: Any, latest: Side, expected: Decision
) -> None:
    assert merge(left, UNSET, right, UNSET, EARLY, LATE, Terms(latest=latest)) == expected


@pytest.mark.parametrize("policy", Policy)
def test_a_hold_closes_only_when_both_sides_are_equal(policy: Policy) -> None:
    terms = Terms(policy=policy, held=True)
    hold = Decision(Outcome.HOLD, rule="hold")
    assert merge("y", "x", "z", "x", EARLY, LATE, terms) == hold
    assert merge("x", "x", "z", "x", EARLY, LATE, terms) == hold, "taken back on one side"
    assert merge("x", "x", "x", "x", EARLY, LATE, terms) == ADOPT
    assert merge("z", "x", "z", "x", EARLY, LATE, terms) == ADOPT
    assert merge("y", UNSET, None, UNSET, EARLY, LATE, terms) == HOLD
    assert merge(UNSET, UNSET, None, UNSET, EARLY, LATE, terms) == NOTHING


def test_a_held_first_merge_closes_when_a_side_is_named() -> None:
    terms = Terms(first=Policy.LEFT, held=True)
    assert merge("x", UNSET, "y", UNSET, EARLY, LATE, terms).target is Side.RIGHT


# ---- writes that may have arrived ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "base", "possible", "expected"),
    [
        ("x", "x", [], None),
        (UNSET, "x", ["v"], None),
        ("v", "x", ["v"], Settled(base="v")),
        ("v", "x", ["u", "v"], Settled(base="v")),
        (None, "x", [None], Settled(base=None)),
        ("x", "x", ["v"], Settled()),
        (None, UNSET, ["v"], Settled()),
        ("v", UNSET, ["v"], Settled(base="v")),
        ("w", "x", ["v"], Settled(unclear=True)),
        ("w", UNSET, ["v"], Settled(unclear=True)),
        (1, "x", [True], Settled(unclear=True)),
    ],
)
def test_a_write_arrived_or_did_not_or_nobody_knows(
    value: Any, base: Any, possible: list[Any], expected: Settled | None
) -> None:
    assert settled(value, base, possible) == expected


AMBIGUOUS_RIGHT = Decision(Outcome.WRITE, Side.LEFT, conflict=True, rule="ambiguous")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        # the left was edited from x to v, an update of the right to v was sent and not answered
        ("v", "v", NOTHING),  # arrived
        ("v", "x", TO_RIGHT),  # did not arrive, and is wanted still
        ("x", "x", NOTHING),  # did not arrive, and is not wanted any more
        ("w", "v", TO_RIGHT),  # arrived, and the left was edited again
        ("w", "x", TO_RIGHT),
        ("v", "w", AMBIGUOUS_RIGHT),  # what the right shows is kept, and travels
        ("u", "w", AMBIGUOUS_RIGHT),
        ("w", "w", ADOPT),
        ("x", "w", TO_LEFT),  # our edit was taken back: nothing of ours is lost
        ("x", "v", TO_RIGHT),  # arrived, and was taken back
    ],
)
def test_the_table_of_a_write_without_an_answer(left: Any, right: Any, expected: Decision) -> None:
    found = settled(right, "x", ["v"])
    assert found is not None
    base = "x" if found.base is UNSET else found.base
    terms = Terms(unclear=frozenset({Side.RIGHT} if found.unclear else ()))
    assert merge(left, base, right, base, LATE, EARLY, terms) == expected


def test_where_both_sides_are_unclear_the_newest_counts_and_a_hold_holds() -> None:
    both = frozenset(Side)
    assert merge("v", "x", "w", "x", EARLY, LATE, Terms(unclear=both)) == RIGHT_WINS
    one = frozenset({Side.RIGHT})
    assert merge("v", "x", "w", "x", EARLY, LATE, Terms(policy=Policy.HOLD, unclear=one)) == HELD


def test_one_edit_by_two_routes_is_no_conflict() -> None:
    assert merge("Y", "x", "y", "x", EARLY, EARLY) == ADOPT


VALUES = st.sampled_from([UNSET, None, "x", "y", 0, False, 1, True])
ORIGINS = st.builds(Origin, *[st.sampled_from(["", "1", "2"])] * 4)


SIDES = st.frozensets(st.sampled_from(Side))
TERMS = st.builds(
    Terms,
    policy=st.sampled_from(Policy),
    first=st.sampled_from([Policy.HOLD, Policy.LEFT, Policy.RIGHT]),
    own=st.booleans(),
    edited=SIDES,
    held=st.booleans(),
    unclear=SIDES,
)
MIRRORED = {Policy.LEFT: Policy.RIGHT, Policy.RIGHT: Policy.LEFT}


def _mirrored(terms: Terms) -> Terms:
    return structs.replace(
        terms,
        policy=MIRRORED.get(terms.policy, terms.policy),
        first=MIRRORED.get(terms.first, terms.first),
        edited=frozenset(side.other for side in terms.edited),
        unclear=frozenset(side.other for side in terms.unclear),
    )


@given(
    left=VALUES, left_base=VALUES, right=VALUES, right_base=VALUES, one=ORIGINS, other=ORIGINS, terms=TERMS
)
def test_a_merge_seen_from_the_other_side_is_its_mirror(
    left: Any, left_base: Any, right: Any, right_base: Any, one: Origin, other: Origin, terms: Terms
) -> None:
    here = merge(left, left_base, right, right_base, one, other, terms)
    there = merge(right, right_base, left, left_base, other, one, _mirrored(terms))
    assert (here.outcome, here.conflict, here.close) == (there.outcome, there.conflict, there.close)
    assert MIRRORED_RULES.get(here.rule, here.rule) == there.rule
    assert (here.target and here.target.other) == there.target


MIRRORED_RULES = {"left": "right", "right": "left"}


@given(left=VALUES, left_base=VALUES, right=VALUES, right_base=VALUES)
def test_after_what_a_merge_asks_for_nothing_is_left_to_do(
    left: Any, left_base: Any, right: Any, right_base: Any
) -> None:
    decision = merge(left, left_base, right, right_base, EARLY, LATE)
    left, right = left_base if left is UNSET else left, right_base if right is UNSET else right
    if decision.outcome is Outcome.WRITE:
        value = left if decision.target is Side.RIGHT else right
        left = right = value
    if decision.outcome in (Outcome.WRITE, Outcome.ADOPT):
        assert merge(left, left, right, right, EARLY, LATE) == NOTHING


def test_equal_means_equal_in_type_too() -> None:
    assert same("1", "1") and same(None, None)
    assert not same(1, True) and not same(1, "1") and not same(0, None) and not same("", None)


# ---- copies and one-way rows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "write", "own"),
    [("x", None, True, False), ("x", "x", False, False), ("x", "y", False, True), (None, "y", False, True)],
)
def test_at_link_time_a_blank_is_filled_and_a_different_value_is_its_own(
    source: Any, target: Any, write: bool, own: bool
) -> None:
    assert follow(source, target, None) == Follow(write, Following(source, target, own), newly_own=own)


@pytest.mark.parametrize(("source", "target"), [(UNSET, "x"), ("x", UNSET)])
def test_nothing_is_decided_before_both_sides_say(source: Any, target: Any) -> None:
    first = follow(source, target, None)
    assert first == Follow(False, Following())
    assert follow("x", None, first.state) == Follow(True, Following("x", None))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("x", "x", Follow(False, Following("x", "x"))),
        ("y", "x", Follow(True, Following("y", "x"))),
        (None, "x", Follow(True, Following(None, "x"))),
        ("y", "y", Follow(False, Following("y", "y"))),
        ("x", "z", Follow(False, Following("x", "z", own=True), newly_own=True)),
        ("y", "z", Follow(False, Following("y", "z", own=True), newly_own=True)),
        ("x", None, Follow(False, Following("x", None, own=True), newly_own=True)),
        (UNSET, "z", Follow(False, Following("x", "x"))),
        ("y", UNSET, Follow(True, Following("y", "x"))),
    ],
)
def test_a_follower_follows_until_it_is_edited_or_cleared(source: Any, target: Any, expected: Follow) -> None:
    assert follow(source, target, Following("x", "x")) == expected


@given(source=VALUES, target=VALUES)
def test_what_is_its_own_stays_so(source: Any, target: Any) -> None:
    state = Following("x", "z", own=True)
    assert follow(source, target, state) == Follow(False, state)
