"""The verdict table: which canonical form two properties meet in, by kinds and third cell."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from msgspec import structs

from compiler import expression
from compiler.conversion import PLAIN_CELLS, SEEN, Refused, convert
from compiler.expression import Class
from compiler.ir import LensUse
from compiler.profile import Form, Kind, Property
from runtime import lens

KINDS: tuple[Kind, ...] = get_args(Kind)

# What both sides are seen as, by (left kind, right kind); the cell decides only where both are text.
MEETING: dict[tuple[str, str], tuple[str, str, str]] = {
    ("text", "integer"): ("Integer", "whole_in_text", "whole"),
    ("text", "decimal"): ("Number", "number_in_text", "number"),
    ("text", "boolean"): ("Flag", "flag_in_text", "flag"),
    ("text", "date"): ("Day", "day_in_text", "day"),
    ("text", "datetime"): ("Moment", "moment_in_text", "moment"),
    ("integer", "integer"): ("Integer", "whole", "whole"),
    ("integer", "decimal"): ("Number", "number_in_integer", "number"),
    ("decimal", "decimal"): ("Number", "number", "number"),
    ("boolean", "boolean"): ("Flag", "flag", "flag"),
    ("date", "date"): ("Day", "day", "day"),
    ("date", "datetime"): ("Day", "day", "day_of_moment"),
    ("datetime", "datetime"): ("Moment", "moment", "moment"),
}
TEXT_BY_CELL = {
    "string": ("Text", "text"),
    "integer": ("Integer", "whole_in_text"),
    "float": ("Number", "number_in_text"),
    "decimal": ("Number", "number_in_text"),
    "boolean": ("Flag", "flag_in_text"),
}
REFUSED_PAIRS = [
    (a, b) for a, b in product(KINDS, KINDS) if a != "text" and (a, b) not in MEETING and (b, a) not in MEETING
]


def of(kind: Kind, form: Form = "") -> Property:
    return Property(type=kind, form=form)


@pytest.mark.parametrize("cell", PLAIN_CELLS)
@pytest.mark.parametrize(("kinds", "expected"), MEETING.items())
def test_two_kinds_meet_in_one(cell: str, kinds: tuple[Kind, Kind], expected: tuple[str, str, str]) -> None:
    seen, left, right = expected
    there, back = convert(of(kinds[0]), of(kinds[1]), cell), convert(of(kinds[1]), of(kinds[0]), cell)
    assert (there.seen, there.left.name, there.right.name) == (seen, left, right)
    assert (back.seen, back.left.name, back.right.name) == (seen, right, left)
    exact = kinds[0] == kinds[1] or kinds == ("date", "datetime")
    assert there.klass == back.klass == ("exact" if exact else "canonical")


@pytest.mark.parametrize(("cell", "expected"), TEXT_BY_CELL.items())
def test_two_texts_meet_in_what_the_cell_says(cell: str, expected: tuple[str, str]) -> None:
    for spelled in (cell, f'"{cell}"', f'  "{cell}" '):
        found = convert(of("text"), of("text"), spelled)
        assert (found.seen, found.left.name, found.right.name) == (expected[0], expected[1], expected[1])
        assert found.klass == "canonical"


@pytest.mark.parametrize("cell", [*PLAIN_CELLS, "N/A"])
@pytest.mark.parametrize("kinds", REFUSED_PAIRS)
def test_kinds_that_have_nothing_in_common_are_refused(cell: str, kinds: tuple[Kind, Kind]) -> None:
    with pytest.raises(Refused) as refusal:
        convert(of(kinds[0]), of(kinds[1]), cell)
    assert refusal.value.code == "F205"
    assert refusal.value.parts == {"left": kinds[0], "right": kinds[1]}


def test_every_pair_of_kinds_is_met_or_refused() -> None:
    met = {pair for a, b in MEETING for pair in ((a, b), (b, a))} | {("text", "text")}
    assert met.isdisjoint(REFUSED_PAIRS)
    assert met | set(REFUSED_PAIRS) == set(product(KINDS, KINDS))


@pytest.mark.parametrize("kinds", [("text", "text"), ("integer", "decimal"), ("date", "text")])
def test_an_unknown_conversion_passes_the_value_as_it_is(kinds: tuple[Kind, Kind]) -> None:
    unknown, plain = convert(of(kinds[0]), of(kinds[1]), "N/A"), convert(of(kinds[0]), of(kinds[1]), "string")
    assert unknown.klass == "unknown"
    assert (unknown.seen, unknown.left, unknown.right) == (plain.seen, plain.left, plain.right)


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("email", "email", "email"),
        ("email", "", "email"),
        ("", "phone", "phone"),
        ("organisation-number", "", "organisation_number"),
        ("postcode", "code", "text"),
        ("", "", "text"),
    ],
)
def test_texts_are_compared_in_the_form_the_profiles_name(left: Form, right: Form, name: str) -> None:
    found = convert(of("text", left), of("text", right), "string")
    assert found.left.name == found.right.name == name


# ---- datetime-format -----------------------------------------------------------------------------

DAY_FORM, CLOCK_FORM, FINE_FORM = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"
FORMATTED: dict[tuple[Kind, Kind, str], tuple[str, str, str | None, str, str | None]] = {
    ("text", "text", DAY_FORM): ("Day", "day_in_text", "", "day_in_text", DAY_FORM),
    ("date", "text", DAY_FORM): ("Day", "day", None, "day_in_text", DAY_FORM),
    ("date", "date", DAY_FORM): ("Day", "day", None, "day", None),
    ("text", "date", DAY_FORM): ("Day", "day_in_text", "", "day", None),
    ("datetime", "date", DAY_FORM): ("Day", "day_of_moment", None, "day", None),
    ("datetime", "text", DAY_FORM): ("Day", "day_of_moment", None, "day_in_text", DAY_FORM),
    ("datetime", "datetime", DAY_FORM): ("Day", "day_of_moment", None, "day_of_moment", None),
    ("text", "text", FINE_FORM): ("Moment", "moment_in_text", "", "moment_in_text", FINE_FORM),
    ("datetime", "text", FINE_FORM): ("Moment", "moment", None, "moment_in_text", FINE_FORM),
    ("datetime", "datetime", CLOCK_FORM): ("Moment", "moment", None, "moment", None),
    ("date", "text", CLOCK_FORM): ("Day", "day", None, "day_in_text", CLOCK_FORM),
    ("datetime", "date", CLOCK_FORM): ("Day", "day_of_moment", None, "day", None),
}


@pytest.mark.parametrize(("row", "expected"), FORMATTED.items())
def test_datetime_format_gives_the_right_side_its_form(
    row: tuple[Kind, Kind, str], expected: tuple[str, str, str | None, str, str | None]
) -> None:
    left, right, form = row
    for cell in (f'["datetime-format", "{form}", "_."]', f'["datetime-format","{form}","_."]'):
        found = convert(of(left), of(right), cell)
        got = (found.seen, found.left.name, found.left.argument, found.right.name, found.right.argument)
        assert got == expected
        assert found.klass == "canonical"


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%Y%m%d", "100%% %Y-%m-%d"])
def test_other_forms_of_days(form: str) -> None:
    assert convert(of("date"), of("text"), f'["datetime-format", "{form}", "_."]').right.argument == form


@pytest.mark.parametrize("form", [CLOCK_FORM, "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %I%p", "%Y%m%dT%H%z"])
@pytest.mark.parametrize("left", ["text", "datetime"])
def test_instants_are_seen_at_the_precision_of_the_form(left: Kind, form: str) -> None:
    cell = f'["datetime-format", "{form}", "_."]'
    found = convert(of(left), of("text"), cell)
    assert (found.seen, found.klass) == ("Moment", "canonical")
    assert found.left == found.right == LensUse("moment_in_text", form)
    assert found.expression == expression.parse(cell).expression
    parsed = f'["datetime-parse", "{form}", "_."]'
    assert found.back == expression.parse(f'["string", {parsed}]' if left == "text" else parsed).expression


@pytest.mark.parametrize("form", ["%e.%m.%Y", "%e.%m.%Y %H:%M"])
def test_a_form_that_the_lenses_do_not_know_is_computed_both_ways(form: str) -> None:
    found = convert(of("datetime"), of("text"), f'["datetime-format", "{form}", "_."]')
    assert (found.seen, found.left, found.right) == ("Text", LensUse("text"), LensUse("text"))
    assert found.back == expression.parse(f'["datetime-parse", "{form}", "_."]').expression


@pytest.mark.parametrize("form", ["%H:%M", "%I %p", "%Y %f", "%Y%z", "%d.%m.%y", "%Y", "%Y-%m-%d %p", "", "%Q", "%B"])
@pytest.mark.parametrize("left", ["text", "date", "datetime"])
def test_a_form_that_does_not_say_the_date_goes_one_way(left: Kind, form: str) -> None:
    found = convert(of(left), of("text"), f'["datetime-format", "{form}", "_."]')
    assert (found.klass, found.seen, found.left, found.back) == ("one-way", "Text", LensUse("text"), None)
    assert found.expression is not None


@pytest.mark.parametrize(
    ("right", "form", "klass"),
    [("integer", "%Y", "one-way"), ("integer", "%Y%m%d", "canonical"), ("decimal", "%H%M%S", "one-way")],
)
def test_a_date_in_digits_is_a_number(right: Kind, form: str, klass: Class) -> None:
    found = convert(of("date"), of(right), f'["datetime-format", "{form}", "_."]')
    assert (found.klass, found.seen) == (klass, SEEN[right])
    back = f'["datetime-parse", "{form}", ["string", "_."]]'
    assert found.back == (expression.parse(back).expression if klass == "canonical" else None)


@pytest.mark.parametrize("kinds", [("integer", "text"), ("text", "decimal"), ("boolean", "boolean")])
def test_datetime_format_is_for_times_and_texts(kinds: tuple[Kind, Kind]) -> None:
    with pytest.raises(Refused) as refusal:
        convert(of(kinds[0]), of(kinds[1]), f'["datetime-format", "{DAY_FORM}", "_."]')
    assert refusal.value.code == "F205"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        '""',
        "text",
        "String",
        '["datetime-format"]',
        '["datetime-format", "%Y", "_.", 1, 2]',
        '["eq", "_S.name", "_."]',
        '[1, 2]',
        '{"datetime-format": "%Y"}',
        '""if", "eq"]]"',
        "[" * 100_000,
        "1" * 5_000,
        "9**9**9",
        '__import__("os").system("id")',
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(cell: str) -> None:
    with pytest.raises(Refused) as refusal:
        convert(of("text"), of("text"), cell)
    assert refusal.value.code == "F203"
    assert refusal.value.parts["why"]


def test_a_function_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(Refused) as refusal:
        convert(of("text"), of("text"), '["splitt", " ", "_."]')
    assert (refusal.value.code, refusal.value.parts) == ("F207", {"name": "splitt", "nearest": "split"})


def test_a_cell_with_two_readings_is_never_guessed() -> None:
    with pytest.raises(Refused) as refusal:
        convert(of("text"), of("text"), '"if-null", "integer", "datetime-format", "%Y"]')
    assert refusal.value.code == "F208"


def test_a_cell_without_its_brackets_is_what_it_was() -> None:
    cell = '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]'
    found = convert(of("text"), of("text"), '"if", "neq", "_.", "X"], "integer", "string"]')
    assert found.restored == cell
    assert structs.replace(found, restored="") == convert(of("text"), of("text"), cell)


@pytest.mark.parametrize("cell", ['"list"', '"first"', '["list", "_."]', '["first", ["list", "_."]]', '"_."'])
def test_a_single_value_is_its_own_list_and_its_own_first(cell: str) -> None:
    assert convert(of("text"), of("text"), cell) == convert(of("text"), of("text"), '"string"')


@pytest.mark.parametrize("kinds", list(product(KINDS, KINDS)))
def test_every_lens_named_is_in_the_vocabulary(kinds: tuple[Kind, Kind]) -> None:
    for cell in (*PLAIN_CELLS, "N/A", f'["datetime-format", "{DAY_FORM}", "_."]'):
        try:
            found = convert(of(kinds[0]), of(kinds[1]), cell)
        except Refused:
            continue
        for use in (found.left, found.right):
            named = getattr(lens, use.name)
            made = named if use.argument is None else named(use.argument)
            assert isinstance(made, lens.Lens)


# ---- the verdict table --------------------------------------------------------------------------
# reference/laws-faults-attacks.md section 2, row by row: what a third cell can say of it, between two kinds.
# ISO and LENS are exact, QUOTIENT and RESIDUE canonical. Not to be said in a cell: arithmetic, list maps by key and
# look-ups by reference (rows of references have a lens of their own).

VERDICTS: list[tuple[str, str, Kind, Kind, Class]] = [
    ("rename, move", '"integer"', "integer", "integer", "exact"),
    ("rename, move", '"decimal"', "decimal", "decimal", "exact"),
    ("rename, move", '"boolean"', "boolean", "boolean", "exact"),
    ("rename, move", '"string"', "date", "date", "exact"),
    ("rename, move", '"_."', "datetime", "datetime", "exact"),
    ("rename, move, trimmed and composed", '"string"', "text", "text", "canonical"),
    ("enum map, domain open", '["replace", {"a": "1", "b": "2"}, "_."]', "text", "text", "one-way"),
    ("enum map, domain open", '["if", ["eq", "_.", "a"], "1", "_."]', "text", "text", "one-way"),
    ("enum map, domain open", '["if", ["eq", "_.", "a"], "1"]', "text", "text", "one-way"),
    ("str <-> int", '"integer"', "text", "integer", "canonical"),
    ("str <-> int", '["integer", "_."]', "text", "text", "canonical"),
    ("str <-> int", '"string"', "integer", "text", "canonical"),
    ("str <-> int", '["string", ["integer", ["decimal", "_."]]]', "text", "text", "canonical"),
    ("datetime formats", '["datetime-format", "%Y-%m-%d", "_."]', "text", "text", "canonical"),
    ("datetime formats", '["datetime-format", "%Y-%m-%d", "_."]', "datetime", "text", "canonical"),
    ("datetime formats", '["datetime-format", "%Y-%m-%dT%H:%M:%S", "_."]', "text", "text", "canonical"),
    ("datetime formats", '["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]', "text", "datetime", "canonical"),
    ("datetime formats", '["datetime-parse", "%d.%m.%Y", "_."]', "text", "date", "canonical"),
    ("datetime formats, not the date", '["datetime-format", "%H:%M", "_."]', "datetime", "text", "one-way"),
    ("date <-> datetime", '"string"', "date", "datetime", "exact"),
    ("date <-> datetime", '"_."', "datetime", "date", "exact"),
    ("decimal <-> float, string", '"decimal"', "text", "decimal", "canonical"),
    ("decimal <-> float, string", '"float"', "decimal", "text", "canonical"),
    ("decimal <-> float, string", '["decimal", ["float", "_."]]', "text", "decimal", "canonical"),
    ("decimal <-> int", '"integer"', "decimal", "integer", "canonical"),
    ("flag <-> string", '["boolean", "_."]', "text", "boolean", "canonical"),
    ("x or default", '["if-null", "_.", "none"]', "text", "text", "one-way"),
    ("x or default", '["integer", 0, "_."]', "text", "integer", "one-way"),
    ("x or default", '["if", ["or", ["is-empty", "_."], ["eq", "", "_."]], "-", "_."]', "text", "text", "one-way"),
    ("x or default", '["if", ["is-empty", "_."], true, ["boolean", "_."]]', "text", "boolean", "one-way"),
    ("concat", '["join", "-", ["list", "_.", "x"]]', "text", "text", "one-way"),
    ("truncate", '["join", "", ["slice", 0, 5, ["split", "", "_."]]]', "text", "text", "one-way"),
    ("replace", '["replace", " ", "", ["string", "_."]]', "text", "text", "one-way"),
    ("join, now", '["join", " ", ["slice", 1, ["split", " ", "_."]]]', "text", "text", "one-way"),
    ("join, now", '["now"]', "text", "datetime", "one-way"),
    ("join, now", '["datetime-diff", "year", "_.", ["now"]]', "date", "integer", "one-way"),
    ("abs", '["abs", "_."]', "integer", "integer", "one-way"),
    ("if, disjoint", '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "text", "text", "canonical"),
    ("if, disjoint", '["if", ["eq", "_.", "X"], "none", ["decimal", "_."]]', "text", "text", "canonical"),
    ("if, one branch", '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "decimal", "decimal", "exact"),
    ("if, one branch", '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "text", "integer", "canonical"),
    ("if, branches meet", '["if", ["neq", "_.", "X"], ["integer", "_."], 0]', "text", "text", "one-way"),
    ("if, branches meet", '["if", ["neq", "_.", "X"], ["string", "_."], "Y"]', "text", "text", "one-way"),
    ("if, branches meet", '["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]', "text", "text", "one-way"),
    ("if, below", '["if", ["is-null", "_.DefaultValue"], "integer"]', "integer", "integer", "one-way"),
    (
        "clamp",
        '["if", ["gt", ["abs", ["datetime-diff", "year", "_.", ["now"]]], 100], "1935-01-01", '
        '["datetime-format", "%Y-%m-%d", "_."]]',
        *("text", "text", "one-way"),
    ),
    ("not told", "N/A", "text", "text", "unknown"),
]


@pytest.mark.parametrize(("row", "cell", "left", "right", "klass"), VERDICTS)
def test_verdicts(row: str, cell: str, left: Kind, right: Kind, klass: Class) -> None:
    found = convert(of(left), of(right), cell)
    assert found.klass == klass, row
    if klass == "one-way":
        assert found.expression is not None
        assert found.back is None
    else:
        assert (found.expression is None) == (found.back is None)


ODD = ['["list"]', '["integer", "-", "_."]', '["join", 5, 6]', '["datetime-format", 7, "_."]']


@pytest.mark.parametrize("cell", ODD)
def test_what_is_in_brackets_has_a_conversion(cell: str) -> None:
    for left, right in product(KINDS, KINDS):
        assert convert(of(left), of(right), cell).klass == "one-way"
