"""The functions of expression cells: every documented case, every trap, and that nothing makes them fail."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from runtime import functions as f
from runtime.functions import MOST, Value

NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 1)

SINGLE: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=10),
    st.dates(),
    st.datetimes(timezones=st.none() | st.timezones()),
    st.sampled_from(
        ["", "_.", "007", "-0", "+5", "1_000", "٣", "1e3", "0xff", "true", "TRUE", "2026-03-01", "2024-W01-1", "\ud800"]
    ),
    st.sampled_from(
        ["%Y-%m-%d", "%", "%q", "%z%Y", "%I %p", "%f", "UTC", "Europe/Oslo", "../etc", "year", "*", "a*?b"]
    ),
    st.sampled_from([10**400, 10**4200, Decimal("1E+999999"), Decimal("sNaN"), Decimal("-0"), 1e308, 5e-324]),
    st.sampled_from(
        [
            dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
            dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-12))),
        ]
    ),
)
VALUES: st.SearchStrategy[Value] = st.recursive(SINGLE, lambda below: st.lists(below, max_size=4), max_leaves=8)
CALLS: list[tuple[Callable[..., Value], tuple[str, ...]]] = [
    *((one, ("value",)) for one in (f.string, f.first, f.abs_, f.is_decimal, f.is_boolean, f.is_null, f.is_empty)),
    *((one, ("value",)) for one in (f.integer, f.decimal, f.float_, f.boolean)),
    *((one, ("left", "right")) for one in (f.eq, f.neq, f.gt)),
    (f.if_, ("condition", "then", "otherwise")),
    (f.if_null, ("value", "fallback")),
    (f.matches, ("pattern", "value")),
    (f.replace, ("old", "new", "value")),
    (f.split, ("value", "separator")),
    (f.join, ("separator", "value")),
    (f.slice_, ("start", "end", "stride", "value")),
    (f.datetime_parse, ("zone", "form", "value")),
    (f.datetime_format, ("zone", "form", "value")),
    (f.datetime_diff, ("part", "moment", "since")),
]


@given(st.data())
@pytest.mark.parametrize(("function", "names"), CALLS, ids=lambda part: getattr(part, "__name__", ""))
def test_no_value_makes_a_function_fail(function: Callable[..., Value], names: tuple[str, ...], data: Any) -> None:
    given_values = {name: data.draw(VALUES, name) for name in names}
    once, again = function(**given_values), function(**given_values)
    assert repr(once) == repr(again)
    assert not isinstance(once, list | str) or len(once) <= MOST


@given(VALUES, VALUES)
def test_logic_never_fails(one: Value, other: Value) -> None:
    assert f.and_(one, other) == (f.and_(one) and f.and_(other))
    assert f.or_(one, other) == (f.or_(one) or f.or_(other))
    assert f.list_(one, other) == [one, other] or repr(f.list_(one, other)) == repr([one, other])


def same(found: Value, wanted: Value) -> bool:
    return repr(found) == repr(wanted)


CASTS: list[tuple[Callable[[Value], Value], Value, Value]] = [
    (f.string, None, None),
    (f.string, "", ""),
    (f.string, True, "true"),
    (f.string, 12, "12"),
    (f.string, 1.0, "1.0"),
    (f.string, math.nan, UNSET),
    (f.string, Decimal("1.50"), "1.50"),
    (f.string, Decimal("1E+3"), "1000"),
    (f.string, Decimal("1E+999999"), UNSET),
    (f.string, 10**4200, UNSET),
    (f.string, DAY, "2026-03-01"),
    (f.string, NOON, "2026-03-01T12:00:00Z"),
    (f.string, [1, None, "a"], ["1", None, "a"]),
    (f.string, [[1, "a", None, [], Decimal("1.5"), DAY]], ['[1, "a", null, [], 1.5, "2026-03-01"]']),
    (f.integer, "12", 12),
    (f.integer, " 12 ", 12),
    (f.integer, "007", 7),
    (f.integer, "-0", 0),
    (f.integer, "+5", UNSET),
    (f.integer, "1_000", UNSET),
    (f.integer, "٣", UNSET),
    (f.integer, "10^2", UNSET),
    (f.integer, "12.0", UNSET),
    (f.integer, "", UNSET),
    (f.integer, "9" * 5000, UNSET),
    (f.integer, "0xff", -1),
    (f.integer, "0x00ff", 255),
    (f.integer, "0x7", 7),
    (f.integer, "0xf", -1),
    (f.integer, "-0x1", UNSET),
    (f.integer, 124.4, 124),
    (f.integer, -124.9, -124),
    (f.integer, Decimal("-1.9"), -1),
    (f.integer, True, UNSET),
    (f.integer, DAY, UNSET),
    (f.integer, math.inf, UNSET),
    (f.integer, Decimal("1E+999999"), UNSET),
    (f.integer, [[1]], []),
    (f.decimal, "12.50", Decimal("12.50")),
    (f.decimal, "1e3", Decimal("1E+3")),
    (f.decimal, "1e9999", UNSET),
    (f.decimal, "1,5", UNSET),
    (f.decimal, "NaN", UNSET),
    (f.decimal, 0.1, Decimal("0.1")),
    (f.decimal, 3, Decimal(3)),
    (f.decimal, False, UNSET),
    (f.float_, "0.5", 0.5),
    (f.float_, Decimal("0.1"), 0.1),
    (f.float_, "1e400", UNSET),
    (f.float_, 10**400, UNSET),
    (f.boolean, "TRUE", True),
    (f.boolean, " false ", False),
    (f.boolean, "falſe", UNSET),
    (f.boolean, 1, UNSET),
    (f.boolean, "yes", UNSET),
    (f.boolean, None, None),
]


@pytest.mark.parametrize(("cast", "value", "wanted"), CASTS)
def test_casts(cast: Callable[[Value], Value], value: Value, wanted: Value) -> None:
    assert same(cast(value), wanted)


def test_a_default_stands_for_a_bad_value_never_for_null() -> None:
    assert f.integer(["1", "x", None], default=lambda bad: 0) == [1, 0, None]
    assert f.integer("x", default=lambda bad: bad) == "x"
    assert f.integer(None, default=lambda bad: 0) is None
    assert f.decimal("x", default=lambda bad: [bad]) is UNSET
    assert f.decimal("x", default=lambda bad: None) is None
    assert f.boolean(["yes", "no"], default=lambda bad: f.eq(bad, "yes")) == [True, False]


def test_a_list_nested_too_deep_has_no_text() -> None:
    deep: Value = []
    for _ in range(5000):
        deep = [deep]
    assert f.string(deep) == []


TESTS: list[tuple[Callable[..., bool], tuple[Value, ...], bool]] = [
    (f.is_decimal, (Decimal(1),), True),
    (f.is_decimal, (1.0,), False),
    (f.is_decimal, (1,), False),
    (f.is_decimal, ("1.5",), False),
    (f.is_decimal, (None,), False),
    (f.is_decimal, ([Decimal(1), "a"],), True),
    (f.is_decimal, (["a", Decimal(1)],), False),
    (f.is_decimal, ([],), False),
    (f.is_boolean, (False,), True),
    (f.is_boolean, ("True",), False),
    (f.is_boolean, (None,), False),
    (f.is_null, (None,), True),
    (f.is_null, ([],), True),
    (f.is_null, ([None, 1],), True),
    (f.is_null, ([1, None],), False),
    (f.is_null, ("",), False),
    (f.is_empty, (None,), True),
    (f.is_empty, ([],), True),
    (f.is_empty, ([None],), False),
    (f.is_empty, (0,), False),
    (f.eq, (None, []), True),
    (f.eq, (None, ""), False),
    (f.eq, ("a", ["a"]), True),
    (f.eq, (["a", "b"], ["b", "a"]), False),
    (f.eq, (1, 1.0), True),
    (f.eq, (1, Decimal("1.0")), True),
    (f.eq, (0.0, -0.0), True),
    (f.eq, (True, 1), False),
    (f.eq, ("1", 1), False),
    (f.eq, (DAY, dt.datetime(2026, 3, 1)), True),
    (f.eq, (NOON, NOON.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=45)))), True),
    (f.eq, (math.nan, math.nan), True),
    (f.eq, ([[1], 2], [[1.0], 2]), True),
    (f.neq, ("a", "b"), True),
    (f.neq, (None, []), False),
    (f.gt, (2, 1), True),
    (f.gt, (1, 1), False),
    (f.gt, ([2, 0], [1, 9]), True),
    (f.gt, (False, None), True),
    (f.gt, (None, None), False),
    (f.gt, (0, True), True),
    (f.gt, (DAY, 10**9), True),
    (f.gt, ("", NOON), True),
    (f.gt, ("a", "B"), True),
    (f.gt, ([[1]], [["z"]]), False),
    (f.and_, (True, 0, ""), True),
    (f.and_, (True, []), False),
    (f.or_, (None, False, []), False),
    (f.or_, (None, 0), True),
]


@pytest.mark.parametrize(("test", "values", "wanted"), TESTS)
def test_questions(test: Callable[..., bool], values: tuple[Value, ...], wanted: bool) -> None:
    assert test(*values) is wanted


def test_choices() -> None:
    assert f.if_("", 1, 2) == 1
    assert f.if_(None, 1, 2) == 2
    assert f.if_(False, 1) is None
    assert f.if_null([None, 1], "x") == "x"
    assert f.if_null([1, None], "x") == [1, None]
    assert f.if_null("", "x") == ""


MATCHES: list[tuple[Value, Value, bool]] = [
    ("+* *", "+47 900 00 000", True),
    ("+* *", "+4790000000", False),
    ("*", "", True),
    ("", "", True),
    ("?", "", False),
    ("?", "é", True),
    ("a*b*c", "aXbYbZc", True),
    ("a*b*c", "aXbYbZ", False),
    ("**a**", "bab", True),
    ("A", "a", False),
    ("a.c", "abc", False),
    ("\\*", "\\anything", True),
    ("*", "two\nlines", True),
    (["a*", "z"], "ab", True),
    ([], "a", False),
    ("a*", ["ab", "ac"], True),
    ("a*", ["ab", "b"], False),
    ("*", ["ab", 1], False),
    ("*", ["ab", None], False),
    ("*", 5, False),
    ("*", [], False),
    (5, "5", False),
    ("*" * 256, "a", True),
    ("*" * 257, "a", False),
]


@pytest.mark.parametrize(("pattern", "value", "wanted"), MATCHES)
def test_wildcards(pattern: Value, value: Value, wanted: bool) -> None:
    assert f.matches(pattern, value) is wanted


@given(st.text("ab*?", max_size=6), st.text("ab", max_size=8))
def test_wildcards_mean_what_the_regular_expression_means(pattern: str, text: str) -> None:
    form = "".join({"*": ".*", "?": "."}.get(char, char) for char in pattern)
    assert f.matches(pattern, text) is (re.fullmatch(form, text, re.DOTALL) is not None)


def test_no_pattern_runs_away() -> None:
    # a backtracking engine would not come back from this
    assert f.matches("*a" * 127 + "b", "a" * 100_000) is False


def test_texts_have_a_largest_size() -> None:
    large = "a" * MOST
    assert f.matches("*", large + "a") is False
    assert f.string(large + "a") is UNSET
    assert f.replace("a", "b" * 1000, large) is UNSET
    assert f.replace("a", "b" * 1000, ["a" * 1000] * 100) is UNSET
    assert f.join("-", ["a" * 1000] * 1100) is UNSET
    assert f.split([large, "a"], separator="") is UNSET
    assert f.string([[large, "a"]]) == []


TEXT: list[tuple[Value, Value]] = [
    (f.replace(" ", "", "a b c"), "abc"),
    (f.replace(" ", "", ["a b", 1, None, "c "]), ["ab", "c"]),
    (f.replace(" ", "", 5), UNSET),
    (f.replace(" ", "", None), None),
    (f.replace("", "x", "abc"), "abc"),
    (f.replace(".", "x", "a.b"), "axb"),
    (f.replace(["a", "ab", "b"], ["1", "2", "a"], "abab a b"), "22 1 a"),
    (f.replace(["a"], ["b", "c"], "a"), UNSET),
    (f.replace(1, "b", "a"), UNSET),
    (f.split("a-b-", separator="-"), ["a", "b", ""]),
    (f.split(["a-b", 1, None, "c"], separator="-"), ["a", "b", "c"]),
    (f.split("abc", separator=""), ["a", "b", "c"]),
    (f.split(" a  b "), ["a", "b"]),
    (f.split(None, separator="-"), None),
    (f.split(5, separator="-"), []),
    (f.split("a", separator=5), UNSET),
    (f.join("-", ["a", "b", 123, "c"]), "a-b-c"),
    (f.join("-", "a"), "a"),
    (f.join("-", []), ""),
    (f.join("-", None), None),
    (f.join("-", 5), ""),
    (f.join(None, ["a"]), UNSET),
    (f.list_(), []),
    (f.list_(1, [2], None), [1, [2], None]),
    (f.first([]), None),
    (f.first("ab"), "ab"),
    (f.slice_(1, [1, 2, 3]), [2, 3]),
    (f.slice_(0, [1, 2, 3], end=-1), [1, 2]),
    (f.slice_(2, [1, 2, 3], end=None, stride=-1), [3, 2, 1]),
    (f.slice_(0, "abc"), ["abc"]),
    (f.slice_(0, None), None),
    (f.slice_(0, [1], stride=0), UNSET),
    (f.slice_("1", [1, 2]), UNSET),
    (f.abs_([-1, Decimal("-1.50"), -0.5, "x", None, True]), [1, Decimal("1.50"), 0.5, None]),
    (f.abs_("x"), UNSET),
    (f.abs_(Decimal("-" + "9" * 50)), Decimal("9" * 50)),
]


@pytest.mark.parametrize(("found", "wanted"), TEXT)
def test_texts_and_lists(found: Value, wanted: Value) -> None:
    assert same(found, wanted)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc, arg-type]  # mypy counts no starred arguments


PARSED: list[tuple[Value, Value, Value]] = [
    ("%Y-%m-%dT%H:%M:%S.%fZ", "2026-03-01T12:00:00.12345Z", utc(2026, 3, 1, 12, 0, 0, 123450)),
    ("%S.%f", "01.123456789", utc(1970, 1, 1, 0, 0, 1, 123456)),
    ("%y", "68", utc(2068, 1, 1)),
    ("%y", "69", utc(1969, 1, 1)),
    ("%Y", "999", UNSET),
    ("%d.%m.%Y", "1.3.2026", utc(2026, 3, 1)),
    ("%e.%m.%Y", "31.3.2026", utc(2026, 3, 31)),
    ("%I %p", "12 am", utc(1970, 1, 1, 0)),
    ("%I %p", "12 PM", utc(1970, 1, 1, 12)),
    ("%I", "13", UNSET),
    ("%Y-%m-%d %H:%M%z", "2026-03-01 12:00+0130", utc(2026, 3, 1, 10, 30)),
    ("%Y-%m-%d %H:%M%z", "2026-03-01 12:00-01:30", utc(2026, 3, 1, 13, 30)),
    ("%Y%z", "0001+01:00", UNSET),
    ("%z%Y", "+01:002026", UNSET),
    ("100%%%Y", "100%2026", utc(2026, 1, 1)),
    ("%q", "q", UNSET),
    ("%Y", "2026 ", UNSET),
    ("%Y-%m-%d", "2026-02-30", UNSET),
    ("%H:%M:%S", "23:59:60", UNSET),
    ("%Y", None, None),
    ("%Y", ["2026", 1, "x", None], [utc(2026, 1, 1), None]),
    ("%Y", NOON, UNSET),
    (5, "2026", UNSET),
]


@pytest.mark.parametrize(("form", "value", "wanted"), PARSED)
def test_parsing_datetimes(form: Value, value: Value, wanted: Value) -> None:
    assert same(f.datetime_parse(form, value), wanted)


FORMATTED: list[tuple[Value, Value, Value]] = [
    ("%Y-%m-%dT%H:%M:%SZ", NOON, "2026-03-01T12:00:00Z"),
    ("%Y-%m-%d", dt.date(999, 1, 2), "0999-01-02"),
    ("%e/%m/%y %I:%M %p %f%%%z", NOON, "1/03/26 12:00 PM 000000%+0000"),
    ("%Y-%m-%d", "2026-03-01", "2026-03-01"),
    ("%Y-%m-%d", "2026-03-01T23:30:00-01:00", "2026-03-02"),
    ("%f", "2026-03-01T12:00:00.1234567Z", "123456"),
    ("%Y", "2024-W01-1", UNSET),
    ("%Y", "2026-03-01T24:00:00", UNSET),
    ("%Y", ["2026-03-01", "x", 5, None], ["2026", None]),
    ("%Y", True, UNSET),
    ("%z-", NOON, UNSET),
    ("%", NOON, UNSET),
]


@pytest.mark.parametrize(("form", "value", "wanted"), FORMATTED)
def test_formatting_datetimes(form: Value, value: Value, wanted: Value) -> None:
    assert f.datetime_format(form, value) == wanted


def test_zones_move_instants_never_days() -> None:
    form = "%Y-%m-%d %H:%M%z"
    assert f.datetime_format(form, NOON, zone="Europe/Oslo") == "2026-03-01 13:00+0100"
    assert f.datetime_format(form, DAY, zone="America/New_York") == "2026-03-01 00:00+0000"
    assert f.datetime_parse("%Y-%m-%d %H:%M", "2026-03-01 13:00", zone="Europe/Oslo") == NOON
    assert f.datetime_format(form, NOON, zone="Nowhere/Land") is UNSET
    assert f.datetime_parse("%Y", "2026", zone="../../etc/passwd") is UNSET


def test_no_form_runs_away() -> None:
    # a backtracking engine would not come back from this
    assert f.datetime_parse("%e" * 128, "1" * 200 + "x") is UNSET


@pytest.mark.parametrize(
    ("part", "moment", "since", "wanted"),
    [
        ("day", dt.date(2026, 3, 28), dt.date(2026, 3, 29), -1),
        ("year", dt.date(2026, 2, 1), dt.date(2025, 3, 1), 0),
        ("year", dt.date(2025, 3, 1), dt.date(2026, 2, 1), 0),
        ("month", dt.date(2026, 2, 1), dt.date(2025, 3, 1), 11),
        ("month", dt.date(2026, 2, 28), dt.date(2026, 1, 31), 0),
        ("year", "1900-05-05", NOON, -125),
        ("week", NOON, "2026-02-01", 4),
        ("hour", NOON, DAY, 12),
        ("nanosecond", NOON, NOON - dt.timedelta(microseconds=1), 1000),
        ("millisecond", NOON - dt.timedelta(microseconds=1500), NOON, -1),
        ("day", ["2026-03-02", "x"], ["2026-03-01"], 1),
        ("century", NOON, DAY, UNSET),
        ("day", None, DAY, None),
        ("day", "x", DAY, UNSET),
        ("day", "x", None, None),
    ],
)
def test_differences(part: str, moment: Value, since: Value, wanted: Value) -> None:
    assert f.datetime_diff(part, moment, since) == wanted


# ---- the two nulls ------------------------------------------------------------------------------


def _without_failing(value: Value) -> Value:
    """The value with null for everything that could not be done."""
    if isinstance(value, list):
        return [_without_failing(element) for element in value]
    return None if value is UNSET else value


@given(st.data())
@pytest.mark.parametrize(("function", "names"), CALLS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_null_that_was_not_meant_is_null_to_every_function(
    function: Callable[..., Value], names: tuple[str, ...], data: Any
) -> None:
    nulls = st.none() | st.just(UNSET)
    given_values = {name: data.draw(VALUES | nulls | st.lists(SINGLE | nulls, max_size=3), name) for name in names}
    plain = {name: _without_failing(value) for name, value in given_values.items()}
    assert repr(_without_failing(function(**given_values))) == repr(_without_failing(function(**plain)))


def test_a_null_that_was_not_meant_goes_on_being_one() -> None:
    failed = f.integer("x")
    for made in (
        *(one(failed) for one in (f.string, f.integer, f.decimal, f.float_, f.boolean, f.first, f.abs_)),
        *(f.replace("a", "b", failed), f.split(failed), f.join("-", failed), f.slice_(0, failed)),
        *(f.datetime_parse("%Y", failed), f.datetime_format("%Y", failed), f.datetime_diff("day", failed, NOON)),
        *(f.if_(True, failed), f.if_null(failed, failed), f.first(f.list_(failed)), f.first([failed, 1])),
        *(f.first(f.integer(["x"])), f.first(f.string(f.integer(["x"]))), f.first(f.slice_(0, f.integer(["x"])))),
        f.first(f.split(5)),
    ):
        assert made is UNSET


def test_a_null_that_is_meant_stays_one() -> None:
    for made in (
        *(one(None) for one in (f.string, f.integer, f.decimal, f.float_, f.boolean, f.first, f.abs_)),
        *(f.replace("a", "b", None), f.split(None), f.join("-", None), f.slice_(0, None)),
        *(f.datetime_parse("%Y", None), f.datetime_format("%Y", None), f.datetime_diff("day", None, "x")),
        *(f.if_(f.integer("x"), 1), f.if_(None, 1), f.if_null(f.integer("x"), None), f.first([]), f.first([None])),
        *(f.first(f.integer([])), f.first(f.replace("a", "b", [None])), f.first(f.split([]))),
    ):
        assert made is None


# ---- the traps of the language ------------------------------------------------------------------


def test_trap_1_the_empty_text_is_not_empty_not_null_and_true() -> None:
    assert (f.is_empty(""), f.is_null(""), f.and_("")) == (False, False, True)


def test_trap_2_a_cast_may_shorten_a_list() -> None:
    assert f.integer(["1", "x", "3"]) == [1, 3]


def test_trap_3_formatting_a_text_that_is_no_iso_date_yields_nothing() -> None:
    assert f.datetime_format("%Y-%m-%d", "01.03.2026") is UNSET
    assert f.datetime_format("%Y-%m-%d", f.datetime_parse("%d.%m.%Y", "01.03.2026")) == "2026-03-01"


def test_trap_4_join_drops_numbers() -> None:
    assert f.join("-", f.integer(["1", "2"])) == ""


def test_trap_5_null_matches_nothing_so_the_other_branch_sees_null() -> None:
    assert f.if_(f.matches("*", None), "then", None) is None


@pytest.mark.parametrize(
    ("pattern", "phone", "wanted"),
    [("+* *", "+47 900 00 000", "900 00 000"), ("+* *", "+4790000000", "+4790000000"), ("+*", "+4790000000", "")],
)
def test_trap_6_the_phone_idiom_loses_the_prefix(pattern: str, phone: str, wanted: str) -> None:
    local = f.join(" ", f.slice_(1, f.split(phone, separator=" ")))
    assert f.if_(f.matches(pattern, phone), local, phone) == wanted


def test_trap_7_the_type_of_a_literal_or_a_cast_depends_on_the_value() -> None:
    kinds = [type(f.if_(f.neq(value, "X"), f.integer(value), f.string(value))) for value in ("5", "X")]
    assert kinds == [int, str]


def test_trap_8_a_dash_for_blanks_is_a_text_like_any_other() -> None:
    shown = [f.if_(f.or_(f.is_empty(value), f.eq("", value)), "-", value) for value in (None, "", "-")]
    assert shown == ["-", "-", "-"]


@pytest.mark.parametrize(("now", "wanted"), [(NOON, "1930-01-01"), (utc(2040, 1, 1), "1935-01-01")])
def test_trap_9_the_clamp_of_birth_dates_depends_on_the_clock(now: dt.datetime, wanted: str) -> None:
    born = "1930-01-01"
    age = f.abs_(f.datetime_diff("year", born, now))
    assert f.if_(f.gt(age, 100), "1935-01-01", f.datetime_format("%Y-%m-%d", born)) == wanted


def test_trap_10_parsing_gives_the_day_that_is_written() -> None:
    assert f.datetime_parse("%d/%m/%y", "28/07/15") == utc(2015, 7, 28)
