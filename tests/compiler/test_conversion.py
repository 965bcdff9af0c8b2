"""The verdict table: which canonical form two properties meet in, by kinds and third cell."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from compiler.conversion import PLAIN_CELLS, Refused, convert
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
    assert there.klass == back.klass == ("exact" if kinds[0] == kinds[1] else "canonical")


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

DAY_FORM, CLOCK_FORM = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
FORMATTED: dict[tuple[Kind, Kind, str], tuple[str, str, str | None, str, str | None]] = {
    ("text", "text", DAY_FORM): ("Day", "day_in_text", "", "day_in_text", DAY_FORM),
    ("date", "text", DAY_FORM): ("Day", "day", None, "day_in_text", DAY_FORM),
    ("date", "date", DAY_FORM): ("Day", "day", None, "day", None),
    ("text", "date", DAY_FORM): ("Day", "day_in_text", "", "day", None),
    ("datetime", "date", DAY_FORM): ("Day", "day_of_moment", None, "day", None),
    ("datetime", "text", DAY_FORM): ("Day", "day_of_moment", None, "day_in_text", DAY_FORM),
    ("datetime", "datetime", DAY_FORM): ("Day", "day_of_moment", None, "day_of_moment", None),
    ("text", "text", CLOCK_FORM): ("Moment", "moment_in_text", "", "moment_in_text", CLOCK_FORM),
    ("datetime", "text", CLOCK_FORM): ("Moment", "moment", None, "moment_in_text", CLOCK_FORM),
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


@pytest.mark.parametrize("form", ["%d.%m.%y", "%m/%d/%Y", "%Y%m%d", "100%% %Y-%m-%d", "%e %B"])
def test_other_forms_of_days(form: str) -> None:
    if "%B" in form:
        with pytest.raises(Refused):
            convert(of("date"), of("text"), f'["datetime-format", "{form}", "_."]')
    else:
        assert convert(of("date"), of("text"), f'["datetime-format", "{form}", "_."]').right.argument == form


@pytest.mark.parametrize("form", ["%H:%M", "%I %p", "%Y %f", "%Y%z"])
def test_a_form_with_a_clock_is_a_moment(form: str) -> None:
    assert convert(of("datetime"), of("text"), f'["datetime-format", "{form}", "_."]').seen == "Moment"


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
        '["datetime-format", "", "_."]',
        '["datetime-format", "words", "_."]',
        '["datetime-format", "%Q", "_."]',
        '["datetime-format", 7, "_."]',
        '["datetime-format", "%Y", "_.", 1]',
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
        convert(of("text"), of("text"), '"if", "neq", "_.", "X"], "integer", "string"]')
    assert refusal.value.code == "F208"


@pytest.mark.parametrize("cell", ['"list"', '"first"'])
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
