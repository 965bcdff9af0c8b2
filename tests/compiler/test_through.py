"""Expressions with an inverse as lenses: the laws hold for every value, and most values are good for something."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import cache, partial
from itertools import product
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from compiler.conversion import Refused, convert
from compiler.expression import HERE, Apply, Expression, Literal, inverse, parse, to_text
from compiler.ir import Conversion
from compiler.profile import Kind, Property
from runtime import computed, functions
from runtime.functions import Value
from runtime.lens import Lens
from tests.compiler.expression_interpreter import evaluate
from tests.compiler.expressions import KINDS, NOW, VALUES, made, right_lens, same


def _applied(name: str, *arguments: Expression) -> Expression:
    return Apply(name, arguments)


def obeys(own: Lens[Any, Any], stored: Any, seen: Any) -> None:
    """GetPut (M-04, M-05), PutGet (M-06), the three nothings (M-13), each also where there is no old value."""
    shown = own.get(stored)
    if shown is not UNSET:
        assert own.put(shown, stored) is stored
    for old in (stored, None, UNSET):
        written = own.put(seen, old)
        assert written is UNSET or same(own.get(written), seen)
        assert own.put(UNSET, old) is UNSET
    assert own.get(None) is None
    assert own.get(UNSET) is UNSET
    assert own.put(None, stored) in (None, stored)
    assert own.get(own.put(None, stored)) is None


# ---- each conversion that a document can ask for ------------------------------------------------

numbers = st.integers(-(10**6), 10**6).map(str)
fractions = st.decimals(-(10**6), 10**6, places=2).map(str)
moments = st.datetimes(timezones=st.just(dt.UTC))
stamps = moments.map(lambda moment: f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z")
written_days = st.dates().map(lambda day: f"{day.day:02d}.{day.month:02d}.{day.year:04d}")
USUAL: list[tuple[str, Kind, Kind, st.SearchStrategy[Any]]] = [
    ('["integer", ["decimal", "_."]]', "text", "integer", numbers | fractions),
    ('["string", ["integer", ["decimal", "_."]]]', "text", "text", numbers | fractions),
    ('["integer", ["decimal", "_."]]', "decimal", "integer", st.decimals(-(10**6), 10**6, places=2)),
    ('["decimal", ["float", "_."]]', "text", "decimal", numbers | fractions),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "text", "text", numbers | st.just("X")),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "text", "integer", numbers | st.just("X")),
    ('["if", ["eq", "_.", "X"], "none", ["decimal", "_."]]', "text", "text", fractions | st.just("X")),
    ('["if", ["eq", "yes", "_."], "ja", ["boolean", "_."]]', "text", "text", st.sampled_from(["yes", "true", "FALSE"])),
    ('["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "text", "decimal", numbers),
    ('["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "decimal", "decimal", st.decimals(-9, 9, places=3)),
    ('["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]', "text", "datetime", stamps),
    ('["datetime-parse", "%d.%m.%Y", "_."]', "text", "date", written_days),
    ('["datetime-parse", "%d.%m.%Y", "_."]', "text", "text", written_days),
    ('["datetime-format", "%Y-%m-%dT%H:%M:%SZ", "_."]', "datetime", "text", moments),
    ('["datetime-format", "%Y-%m-%dT%H:%M:%SZ", "_."]', "text", "text", moments.map(dt.datetime.isoformat)),
    ('["datetime-format", "%Y-%m-%dT%H:%M:%S", "_."]', "text", "text", moments.map(dt.datetime.isoformat)),
    ('["datetime-format", "Europe/Oslo", "%Y-%m-%d %H:%M%z", "_."]', "datetime", "text", moments),
    ('["datetime-format", "%e.%m.%Y", "_."]', "date", "text", st.dates()),
    ('["datetime-format", "%Y%m%d", "_."]', "date", "integer", st.dates(dt.date(1000, 1, 1))),
    (
        '["datetime-format", "%Y-%m-%d", ["datetime-parse", "%d.%m.%Y", "_."]]',
        *("text", "text"),
        written_days,
    ),
    (
        '["datetime-format", "%Y-%m-%d", ["datetime-parse", "%d.%m.%Y", "_."]]',
        *("text", "date"),
        written_days,
    ),
    ('["list", ["datetime-format", "%e.%m.%Y", "_."]]', "date", "text", st.dates()),
]


@pytest.mark.parametrize(("cell", "left", "right", "usual"), USUAL)
def test_usual_values_go_there_and_back(cell: str, left: Kind, right: Kind, usual: st.SearchStrategy[Any]) -> None:
    conversion = convert(Property(type=left), Property(type=right), cell)
    own = made(conversion, left, right)
    met: Counter[str] = Counter()

    @given(usual | usual | VALUES[left], usual)
    @settings(max_examples=150)
    def holds(stored: Any, other: Any) -> None:
        seen = own.get(other)
        obeys(own, stored, seen)
        met["examples"] += 1
        met["seen"] += seen not in (None, UNSET)
        met["written"] += own.put(seen, None) not in (None, UNSET)

    holds()
    assert met["seen"] >= 0.6 * met["examples"], met
    assert met["written"] >= 0.6 * met["seen"], met


# ---- all that classify as two-way ---------------------------------------------------------------

FORMS = ["%Y-%m-%d", "%d.%m.%Y %H:%M:%S.%f", "%Y%m%dT%I%p", "%e/%m/%Y", "%Y-%m-%d%z", "%Y%m%d", "%y"]
STEPS: list[Callable[[Expression], Expression]] = [
    *(partial(_applied, name) for name in ("string", "integer", "decimal", "float", "boolean", "list", "first")),
    *(partial(_applied, name, Literal(form)) for form in FORMS for name in ("datetime-format", "datetime-parse")),
    lambda tree: Apply("if", (Apply("eq", (HERE, Literal("X"))), Literal("Y"), tree)),
    lambda tree: Apply("if", (Apply("is-decimal", (HERE,)), tree, Apply("integer", (tree,)))),
]


@cache
def two_way() -> list[tuple[Conversion, Kind, Kind]]:
    """Every conversion of one to three steps between any two kinds that goes both ways by its expression."""
    trees: list[Expression] = [HERE]
    chains: dict[str, Expression] = {}
    for _ in range(3):
        trees = [step(tree) for tree in trees for step in STEPS if inverse(tree, "text") or inverse(tree, "date")]
        chains |= {to_text(tree): tree for tree in trees if any(inverse(tree, kind) for kind in KINDS)}
    found = []
    for cell, left, right in product(chains, KINDS, KINDS):
        with suppress(Refused):
            conversion = convert(Property(type=left), Property(type=right), cell)
            if conversion.back is not None:
                found.append((conversion, left, right))
    return found


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_what_has_an_inverse_obeys_the_laws(data: st.DataObject) -> None:
    conversion, left, right = data.draw(st.sampled_from(two_way()))
    assert conversion.klass in ("exact", "canonical")
    own = made(conversion, left, right)
    other = data.draw(VALUES[left])
    seen = own.get(other) if data.draw(st.booleans()) else right_lens(conversion).get(data.draw(VALUES[right]))
    obeys(own, data.draw(VALUES[left]), seen)
    event("nothing seen" if seen in (None, UNSET) else "written" if own.put(seen, None) is not UNSET else "not held")


def test_there_are_many_that_go_both_ways() -> None:
    found = two_way()
    assert len(found) > 200
    assert {left for _, left, _ in found} == {right for _, _, right in found} == set(KINDS)


# ---- what it is to be rejected, and what to be blank --------------------------------------------

REJECTED, BLANK = UNSET, None
RESULTS: list[tuple[str, Value, Any]] = [
    ('["integer", "_."]', "abc", REJECTED),
    ('["integer", "_."]', "", BLANK),
    ('["integer", "_."]', None, BLANK),
    ('["integer", "_."]', "7", "7"),
    ('["if", ["neq", "_.", "X"], ["integer", "_."]]', "abc", REJECTED),
    ('["if", ["neq", "_.", "X"], ["integer", "_."]]', "X", BLANK),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], null]', "X", BLANK),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "abc", REJECTED),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "X", "X"),
    ('["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "1.5", REJECTED),
    ('["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]', "1.50", "1.50"),
    ('["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]', "abc", REJECTED),
    ('["if-null", ["integer", "_."], null]', "abc", BLANK),
    ('["if-null", ["integer", "_."], "none"]', "abc", "none"),
    ('["if-null", ["if", ["eq", "_.", "abc"], null], ["integer", "_."]]', "abc", REJECTED),
    ('["if", ["is-null", ["integer", "_."]], "none", "_."]', "abc", "none"),
    ('["if", ["boolean", "_."], "yes"]', "abc", BLANK),
    ('["integer", null, "_."]', "abc", BLANK),
    ('["integer", ["integer", ["decimal", "_."]], "_."]', "abc", REJECTED),
    ('["if", ["or", ["is-empty", "_."], ["eq", "", "_."]], "-", "_."]', None, "-"),
    ('["if", ["or", ["is-empty", "_."], ["eq", "", "_."]], "-", "_."]', "", "-"),
    ('["if", ["is-empty", "_."], true, ["boolean", "_."]]', None, "true"),
    ('["if", ["is-empty", "_."], true, ["boolean", "_."]]', "abc", REJECTED),
    ('["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]', None, BLANK),
    ('["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]', "+4 7", "7"),
    ('["replace", " ", "", ["string", "_."]]', " ", BLANK),
    ('["replace", " ", "", "_."]', 5, REJECTED),
    ('["datetime-format", "%H:%M", "_."]', "no date", REJECTED),
    ('["datetime-format", "%Q", "_."]', "2026-03-01", REJECTED),
    ('["abs", ["datetime-diff", "year", "_.", ["now"]]]', "no date", REJECTED),
    ('["abs", ["datetime-diff", "year", null, ["now"]]]', "no date", BLANK),
    ('["first", ["integer", ["split", "-", "_."]]]', "a-b", REJECTED),
    ('["integer", ["split", "-", "_."]]', "a-b", REJECTED),
    ('["integer", ["split", "-", "_."]]', "a-2", "2"),
    ('["split", "-", "_."]', "a-b", REJECTED),
    ('["list", "_."]', "a", "a"),
    ('["list"]', "a", BLANK),
    ('["list", ["integer", "_."]]', "a", REJECTED),
    ('["if", ["is-null", "_.there"], "integer"]', "abc", REJECTED),
    ('["if", ["is-null", "_.there"], "_.there"]', "abc", BLANK),
    ('["integer", "abc"]', None, BLANK),
    ("null", "abc", BLANK),
]


@pytest.mark.parametrize(("cell", "value", "wanted"), RESULTS)
def test_a_failed_cast_is_rejected_and_a_meant_null_is_blank(cell: str, value: Value, wanted: Any) -> None:
    """Of the null at the end, not of one on the way: what a choice gave, and where that came from."""
    tree = parse(f'["if", true, {cell}]').expression
    assert tree is not None
    assert computed.as_text(value, lambda given: evaluate(tree, given, NOW)) == wanted  # type: ignore[arg-type]


def test_a_value_that_its_kind_cannot_hold_is_rejected() -> None:
    assert computed.as_integer("x", lambda value: functions.string(value)) is UNSET
    assert computed.as_integer("x", lambda value: "") is None
    assert computed.as_flag("x", lambda value: 1) is UNSET
    assert computed.as_number("x", lambda value: ["1", "2"]) is UNSET
    assert computed.as_number("x", lambda value: ["1"]) == Decimal(1)
    assert computed.as_date("x", lambda value: "2026-03-01T23:30:00-01:00") == dt.date(2026, 3, 2)
    assert computed.as_datetime("x", lambda value: 5) is UNSET


def test_what_is_not_told_is_not_computed_unless_something_below_it_is() -> None:
    assert computed.as_text(UNSET, lambda value: "-") is UNSET
    assert computed.as_text(UNSET, lambda value: "-", UNSET) is UNSET
    assert computed.as_text(UNSET, lambda value: "-", UNSET, None) == "-"
    assert computed.as_text("x", lambda value: "-", UNSET) == "-"


def test_a_value_that_is_seen_as_it_should_be_keeps_its_spelling() -> None:
    own = made(convert(Property(), Property(type="integer"), '["integer", ["decimal", "_."]]'), "text", "integer")
    assert own.put(12, "12.0") == "12.0"
    assert own.put(13, "12.0") == "13"
    assert own.put(None, "12.0") is None
    assert own.put(None, "") == ""
    assert own.get("abc") is UNSET


def test_what_is_not_seen_again_is_not_stored() -> None:
    cell = '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]'
    own = made(convert(Property(), Property(), cell), "text", "text")
    assert own.put("X", "5") == "X"
    assert own.put("6", "5") == "6"
    assert own.put("abc", "5") is UNSET
    assert own.put("6.5", None) is UNSET
