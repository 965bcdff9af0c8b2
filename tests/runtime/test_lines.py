"""Keyed lists: what each side gets, what is remembered, and that nothing is lost or made twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, structs

from runtime.lines import LostLine, MergedLines, alike, answered, in_form, keyed, merge_lines, paired, taken
from runtime.model import Number, Side, Text, View
from runtime.reconcile import Origin, Outcome, Policy, Terms


class Line(View, frozen=True, kw_only=True):
    key: Text = UNSET
    text: Text = UNSET
    count: Number = UNSET


EARLY, LATE = (Origin(f"2026-01-0{day}T00:00:00Z", "s.T", "1", "lines") for day in (1, 2))


def line(key: str | None, text: str = "Rope", count: int | None = 1) -> Line:
    return Line(key=key, text=text, count=None if count is None else Decimal(count))


def merged(left: Any, left_base: Any, right: Any, right_base: Any) -> MergedLines:
    return merge_lines(left, left_base, right, right_base, EARLY, LATE)


BASES = ((line("a"), line("b", "Anchor")), (line("1"), line("2", "Anchor")))


def test_nothing_changed_needs_nothing() -> None:
    assert merged(BASES[0], BASES[0], BASES[1], BASES[1]).outcome is Outcome.NOTHING


def test_an_order_of_elements_is_no_change() -> None:
    assert merged(BASES[0][::-1], BASES[0], BASES[1], BASES[1]).outcome is Outcome.NOTHING


def test_a_side_that_does_not_say_changes_nothing() -> None:
    assert merged(UNSET, BASES[0], BASES[1], BASES[1]).outcome is Outcome.NOTHING
    assert merged(BASES[0], BASES[0], UNSET, BASES[1]).outcome is Outcome.NOTHING


def test_different_fields_of_one_line_both_survive() -> None:
    left = (line("a", count=5), BASES[0][1])
    right = (line("1", "Cord"), BASES[1][1])
    found = merged(left, BASES[0], right, BASES[1])
    assert found.wanted == {
        Side.LEFT: (line("a", "Cord", 5), BASES[0][1]),
        Side.RIGHT: (line("1", "Cord", 5), BASES[1][1]),
    }
    assert found.conflicts == []


def test_one_field_edited_on_both_sides_is_a_conflict_and_the_newer_wins() -> None:
    found = merged((line("a", count=5),), BASES[0][:1], (line("1", count=7),), BASES[1][:1])
    assert found.wanted[Side.LEFT] == (line("a", count=7),)
    assert found.conflicts == [LostLine(line("a", count=5), line("1", count=7), Side.RIGHT, "newest")]


def test_a_removed_line_is_removed_on_the_other_side() -> None:
    found = merged(BASES[0][:1], BASES[0], BASES[1], BASES[1])
    assert found.wanted == {Side.LEFT: BASES[0][:1], Side.RIGHT: BASES[1][:1]}
    assert found.bases == [(BASES[0][0], BASES[1][0])]


def test_an_edit_beats_a_removal_and_is_listed() -> None:
    found = merged((BASES[0][1],), BASES[0], (line("1", count=9), BASES[1][1]), BASES[1])
    assert found.wanted[Side.RIGHT] == (line("1", count=9), BASES[1][1])
    assert found.wanted[Side.LEFT] == (BASES[0][1], line(None, count=9))
    assert [lost.winner for lost in found.conflicts] == [Side.RIGHT]


def test_lines_made_alike_on_both_sides_are_one() -> None:
    left, right = (*BASES[0], line("c", "Buoy", 4)), (*BASES[1], line("3", "Buoy", 4))
    found = merged(left, BASES[0], right, BASES[1])
    assert found.outcome is Outcome.ADOPT
    assert found.bases[-1] == (line("c", "Buoy", 4), line("3", "Buoy", 4))


def test_a_first_merge_fills_an_empty_side_and_holds_what_differs() -> None:
    filled = merged(BASES[0], UNSET, None, UNSET)
    assert filled.wanted[Side.RIGHT] == (line(None), line(None, "Anchor"))
    assert merged(BASES[0], UNSET, BASES[1][:1], UNSET).outcome is Outcome.HOLD
    assert merged(BASES[0], UNSET, BASES[1][::-1], UNSET).outcome is Outcome.ADOPT


def test_a_list_in_which_a_key_stands_twice_is_held() -> None:
    twice = (*BASES[0], line("a", "Other"))
    assert merged(twice, BASES[0], (line("1", count=9), BASES[1][1]), BASES[1]).outcome is Outcome.HOLD


def test_what_another_link_is_making_is_left_for_later_and_holds_nothing_up() -> None:
    assert merged((*BASES[0], line(None, "Buoy")), BASES[0], BASES[1], BASES[1]).outcome is Outcome.NOTHING
    found = merged((*BASES[0], line(None, "Buoy")), BASES[0], (line("1", count=9), BASES[1][1]), BASES[1])
    assert found.wanted[Side.LEFT] == (line("a", count=9), BASES[0][1])


def test_new_elements_find_the_keys_they_were_given() -> None:
    wanted = [line("a"), line(None, "Buoy", 4), line(None, "Flag", 2)]
    shown = [line("a"), line("x", "FLAG", 2), line("y", "Buoy", 4)]
    assert [found.key for found in answered(wanted, shown, {"a"})] == ["a", "y", "x"]


def test_a_new_element_that_may_be_another_has_no_key() -> None:
    shown = [line("x", "Somebody's", 2), line("y", "Else's", 4)]
    assert [found.key for found in answered([line(None, "Buoy", 4)], shown, set())] == [None]


# ---- laws -----------------------------------------------------------------------------------------

TEXT = st.sampled_from(["Rope", "Anchor", "Chain", None])
COUNT = st.sampled_from([None, Decimal(1), Decimal(2)])
EDIT = st.one_of(st.just("keep"), st.just("keep"), st.just("remove"), st.tuples(TEXT, COUNT))
NEW = st.lists(st.tuples(TEXT, COUNT), max_size=2)


def edited(base: tuple[Line, ...], edits: list[Any], new: list[Any], side: str) -> tuple[Line, ...]:
    kept = [
        one if edit == "keep" else structs.replace(one, text=edit[0], count=edit[1])
        for one, edit in zip(base, edits, strict=True)
        if edit != "remove"
    ]
    made = [Line(key=f"{side}new{n}", text=text, count=count) for n, (text, count) in enumerate(new)]
    return (*kept, *made)


def given_keys(lines: tuple[Line, ...], side: str) -> tuple[Line, ...]:
    """What a server shows once new lines were made there."""
    return tuple(
        structs.replace(one, key=f"{side}made{n}") if one.key is None else one for n, one in enumerate(lines)
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXT, COUNT, EDIT, EDIT), max_size=3), NEW, NEW)
def test_after_one_merge_both_sides_say_the_same_and_a_second_needs_nothing(
    lines: list[Any], left_new: list[Any], right_new: list[Any]
) -> None:
    bases = [
        tuple(Line(key=f"{side}{n}", text=text, count=count) for n, (text, count, _, _) in enumerate(lines))
        for side in "lr"
    ]
    left = edited(bases[0], [edit for _, _, edit, _ in lines], left_new, "l")
    right = edited(bases[1], [edit for _, _, _, edit in lines], right_new, "r")
    found = merged(left, bases[0], right, bases[1])
    event("meaningful" if found.outcome is not Outcome.NOTHING else "nothing to do")
    if found.outcome is Outcome.NOTHING:
        return
    shown = {side: given_keys(found.wanted[side], side.value) for side in Side}
    assert len(paired(shown[Side.LEFT], shown[Side.RIGHT])) == len(shown[Side.LEFT]) == len(shown[Side.RIGHT])
    remembered = [
        tuple(answered([ends[place] for ends in found.bases], shown[side], set(keyed(now))))
        for place, (side, now) in enumerate(zip(Side, (left, right), strict=True))
    ]
    assert all(one.key for side in remembered for one in side)
    again = merged(shown[Side.LEFT], remembered[0], shown[Side.RIGHT], remembered[1])
    assert again.outcome is Outcome.NOTHING
    for one, other in zip(*remembered, strict=True):
        assert alike(one, other)


# ---- policies -----------------------------------------------------------------------------------

EDITED = ((line("a", count=5), BASES[0][1]), (line("1", count=7), BASES[1][1]))
REMOVED = ((BASES[0][1],), (line("1", count=9), BASES[1][1]))


def decided(lines: tuple[Any, Any], terms: Terms) -> MergedLines:
    return merge_lines(lines[0], BASES[0], lines[1], BASES[1], EARLY, LATE, terms)


@pytest.mark.parametrize(("policy", "count"), [(Policy.LEFT, 5), (Policy.RIGHT, 7), (Policy.NEWEST, 7)])
def test_the_policy_decides_a_line_that_both_sides_edited(policy: Policy, count: int) -> None:
    found = decided(EDITED, Terms(policy=policy))
    assert [lines[0].count for lines in found.wanted.values()] == [count, count]
    assert [lost.rule for lost in found.conflicts] == [policy.value]
    assert decided(EDITED, Terms(policy=policy, own=False)).wanted[Side.LEFT][0].count == 7


@pytest.mark.parametrize(
    ("policy", "own", "left", "rule"),
    [
        (Policy.LEFT, True, 1, "left"),
        (Policy.LEFT, False, 2, "edit"),
        (Policy.RIGHT, True, 2, "edit"),
        (Policy.NEWEST, True, 2, "edit"),
    ],
)
def test_a_removal_beats_an_edit_only_where_its_side_is_named(
    policy: Policy, own: bool, left: int, rule: str
) -> None:
    found = decided(REMOVED, Terms(policy=policy, own=own))
    assert len(found.wanted[Side.LEFT]) == len(found.wanted[Side.RIGHT]) == left
    assert [lost.rule for lost in found.conflicts] == [rule]


@pytest.mark.parametrize("lines", [EDITED, REMOVED])
def test_the_policy_hold_holds_the_list_until_both_are_alike(lines: tuple[Any, Any]) -> None:
    found = decided(lines, Terms(policy=Policy.HOLD))
    assert found.outcome is Outcome.HOLD and found.stays and found.wanted == {}
    taken_back = (BASES[0], lines[1])
    assert decided(taken_back, Terms(held=True)).outcome is Outcome.HOLD
    closed = decided(((line("a", count=9), BASES[0][1]), (line("1", count=9), BASES[1][1])), Terms(held=True))
    assert closed.outcome is Outcome.ADOPT and len(closed.bases) == 2


def test_a_key_that_stands_twice_is_no_hold_that_stays() -> None:
    found = decided(((line("a"), line("a")), BASES[1]), Terms(policy=Policy.HOLD))
    assert found.outcome is Outcome.HOLD and not found.stays


def test_a_first_merge_takes_the_lines_of_the_side_that_is_named() -> None:
    left, right = (line("a"), line("b", "Anchor")), (line("1"), line("2", "Sail"))
    found = merge_lines(left, UNSET, right, UNSET, EARLY, LATE, Terms(first=Policy.LEFT))
    assert found.wanted == {Side.LEFT: left, Side.RIGHT: (line("1"), line(None, "Anchor"))}
    assert [(lost.right, lost.winner, lost.rule) for lost in found.conflicts] == [
        (line("2", "Sail"), Side.LEFT, "first merge")
    ]


def test_a_person_takes_the_lines_of_one_side() -> None:
    left, right = (line("a"), line("b", "Anchor")), (line("1"), line("2", "Sail"))
    found = taken(left, right, Side.RIGHT)
    assert found.wanted == {Side.LEFT: (line("a"), line(None, "Sail")), Side.RIGHT: right}
    assert found.moved == {Side.LEFT: True, Side.RIGHT: False} and found.conflicts == []
    assert [(one.key, other.key) for one, other in found.bases] == [("a", "1"), (None, "2")]
    assert taken(UNSET, right, Side.RIGHT).outcome is Outcome.NOTHING


def test_a_servers_form_of_a_line_is_what_is_remembered_of_it() -> None:
    sent = (line("1", "Rope and  anchor"), line("2", "Chain"), line(None, "Buoy"), line("4", "Gone"))
    shown = (line("1", "Rope and"), line("2", "Somebody's", 7), line("3", "Buo"))
    assert in_form(sent, shown) == [line("1", "Rope and"), *sent[1:]]
