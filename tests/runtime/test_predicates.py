"""What the predicates of a WHEN sentence hold of, and that they never hold of what is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.model import UNSET
from runtime.predicates import above, at_least, at_most, below, blank, equal, filled, one_of

DAY, LATER = dt.date(2026, 3, 1), dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
NOON_IN_OSLO = dt.datetime(2026, 3, 1, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("NO", "NO"),
        (" NO ", "NO"),
        ("A\u030a", "\u00c5"),
        (3, 3),
        (Decimal("3.00"), 3),
        (3, Decimal("3")),
        (True, True),
        (False, False),
        (DAY, DAY),
        (DAY, "2026-03-01"),
        (NOON, NOON_IN_OSLO),
        (NOON, "2026-03-01T13:00:00+01:00"),
        (NOON.replace(tzinfo=None), "2026-03-01T12:00:00Z"),
        (("SE", "NO"), "NO"),
        ((1, Decimal("2.0")), 2),
    ],
)
def test_equal_compares_what_is_of_one_kind(value: object, wanted: object) -> None:
    assert equal(value, wanted)
    assert one_of(value, "something else", wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("no", "NO"),
        ("N O", "NO"),
        ("NORWAY", "NO"),
        ("1", 1),
        (1, "1"),
        (True, 1),
        (1, True),
        (0, False),
        (Decimal(1), True),
        ("True", True),
        (DAY, "1 March"),
        (DAY, NOON),
        (NOON, DAY),
        ("2026-03-01", DAY),
        (None, ""),
        (None, False),
        (None, None),
        (UNSET, UNSET),
        ((), "NO"),
        (("NORWAY", None), "NO"),
    ],
)
def test_equal_does_not_hold_across_kinds(value: object, wanted: object) -> None:
    assert not equal(value, wanted)
    assert not one_of(value, wanted)


def test_one_of_nothing_is_nothing() -> None:
    assert not one_of("NO")


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (1, 2),
        (Decimal("1.5"), 2),
        (1, Decimal("1.01")),
        (Decimal("1.5"), "1.75"),
        (DAY, LATER),
        (DAY, "2026-03-02"),
        (NOON, NOON_IN_OSLO + dt.timedelta(seconds=1)),
        (NOON, "2026-03-02"),
        (NOON, "2026-03-01T14:00+01:00"),
        (NOON.replace(tzinfo=None), NOON + dt.timedelta(1)),
    ],
)
def test_bounds_are_in_the_order_of_numbers_and_of_time(low: Any, high: Any) -> None:
    assert at_most(low, high) and below(low, high)
    assert not at_least(low, high) and not above(low, high)
    assert at_least(low, low) and at_most(low, low)
    assert not above(low, low) and not below(low, low)


BOUNDS: list[Callable[[object, object], bool]] = [at_least, at_most, above, below]


@pytest.mark.parametrize("bounded", BOUNDS)
@pytest.mark.parametrize(
    ("value", "bound"),
    [
        (UNSET, 0),
        (None, 0),
        (True, 0),
        ("5", 0),
        ("2026-03-01", DAY),
        ((5,), 0),
        (5, "five"),
        (5, "NaN"),
        (5, True),
        (5, None),
        (DAY, NOON),
        (NOON, DAY),
        (DAY, "soon"),
        (NOON, "2026-02-30"),
        (DAY, 5),
    ],
)
def test_what_has_no_order_is_within_no_bound(
    bounded: Callable[[object, object], bool], value: object, bound: object
) -> None:
    assert not bounded(value, bound)


@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0\n", ()])
def test_nothing_is_blank(value: object) -> None:
    assert blank(value) and not filled(value)


@pytest.mark.parametrize("value", ["x", 0, False, Decimal(0), DAY, (None,), ("",)])
def test_zero_and_false_are_something(value: object) -> None:
    assert filled(value) and not blank(value)


def test_what_is_not_told_is_neither_blank_nor_filled() -> None:
    assert not blank(UNSET) and not filled(UNSET)


SCALARS = (
    st.none()
    | st.just(UNSET)
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.just(dt.timezone(dt.timedelta(hours=-12))))
)


@given(SCALARS | st.lists(SCALARS, max_size=3).map(tuple), SCALARS)
def test_every_predicate_answers_for_any_value(value: object, wanted: object) -> None:
    answers = [equal(value, wanted), one_of(value, wanted), *(bounded(value, wanted) for bounded in BOUNDS)]
    assert {type(answer) for answer in answers} == {bool}
    assert not (above(value, wanted) and below(value, wanted))
    assert at_least(value, wanted) or not above(value, wanted)
    assert not (blank(value) and filled(value))
    if value is UNSET:
        assert not any(answers)
