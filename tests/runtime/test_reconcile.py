"""The merge table and the follow table, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from runtime.model import Side
from runtime.reconcile import Decision, Follow, Following, Origin, Outcome, follow, merge, same

EARLY = Origin("2026-03-01T08:00:00", "a.customer", "1", "name")
LATE = Origin("2026-03-01T09:00:00", "b.customer", "1", "name")

NOTHING = Decision(Outcome.NOTHING)
ADOPT = Decision(Outcome.ADOPT)
HOLD = Decision(Outcome.HOLD)
TO_LEFT = Decision(Outcome.WRITE, Side.LEFT)
TO_RIGHT = Decision(Outcome.WRITE, Side.RIGHT)
RIGHT_WINS = Decision(Outcome.WRITE, Side.LEFT, conflict=True)
LEFT_WINS = Decision(Outcome.WRITE, Side.RIGHT, conflict=True)


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
    assert merge("y", "x", "z", "x", Origin(*low), Origin(*high)) == RIGHT_WINS
    assert merge("y", "x", "z", "x", Origin(*high), Origin(*low)) == LEFT_WINS


def test_an_edit_without_a_stamp_loses_to_one_with() -> None:
    assert merge("y", "x", "z", "x", EARLY._replace(stamp=""), LATE) == RIGHT_WINS


def test_one_edit_by_two_routes_is_no_conflict() -> None:
    assert merge("Y", "x", "y", "x", EARLY, EARLY) == ADOPT


VALUES = st.sampled_from([UNSET, None, "x", "y", 0, False, 1, True])
ORIGINS = st.builds(Origin, *[st.sampled_from(["", "1", "2"])] * 4)


@given(left=VALUES, left_base=VALUES, right=VALUES, right_base=VALUES, one=ORIGINS, other=ORIGINS)
def test_a_merge_seen_from_the_other_side_is_its_mirror(
    left: Any, left_base: Any, right: Any, right_base: Any, one: Origin, other: Origin
) -> None:
    here = merge(left, left_base, right, right_base, one, other)
    there = merge(right, right_base, left, left_base, other, one)
    assert (here.outcome, here.conflict) == (there.outcome, there.conflict)
    assert (here.target and here.target.other) == there.target


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
