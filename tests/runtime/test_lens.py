"""The laws of every lens over nasty values, and examples of what each one means."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from runtime import lens
from runtime.lens import Lens
from runtime.model import Number, Record, Text, View

PIECES = (
    *(
        "",
        " ",
        "0",
        "00",
        "007",
        "-0",
        "+",
        "-",
        "(00)47",
        "+47",
        "(",
        "NO",
        "MVA",
        "999 999 999",
        "1e3",
        ".",
    ),
    *(
        "12.50",
        "1_000",
        "٣",
        "\u00a0",
        "\u200b",
        "e\u0301",
        "ﬁ",
        "İ",
        "ß",
        "ΣΑΣ",
        "ŉ",
        "９",
        "@",
        "A",
        "\x1c",
    ),
    *("true", "False", "31.12.0999", "2026-03-01", "T23:30:00", "+02:00", "-00:30", "Z", "0999-01-01"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.text(max_size=12), st.sampled_from(PIECES)
)
INTEGERS = st.one_of(st.integers(), st.sampled_from([0, -1, 10**17, 10**18, 2**63, 10**40 + 1]))
DECIMALS = st.one_of(
    st.decimals(-(10**20), 10**20),
    st.sampled_from(
        [
            Decimal(text)
            for text in ("-0", "0E+9", "1E+3", "1.500", "1E-9", "1E+999999", "9" * 35, "1." + "1" * 40)
        ]
    ),
)
MOMENTS = st.one_of(
    st.datetimes(timezones=st.timezones()),
    st.datetimes(),
    st.sampled_from(
        [
            dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-2))),
        ]
    ),
)
DAYS = st.dates()

LENSES: dict[str, tuple[Lens[Any, Any], st.SearchStrategy[Any]]] = {
    "text": (lens.text, TEXTS),
    "email": (lens.email, TEXTS),
    "phone": (lens.phone, TEXTS),
    "organisation_number": (lens.organisation_number, TEXTS),
    "postcode": (lens.postcode, TEXTS),
    "code": (lens.code, TEXTS),
    "key_in_text": (lens.key_in_text, TEXTS),
    "key_in_integer": (lens.key_in_integer, INTEGERS),
    "whole": (lens.whole, INTEGERS),
    "whole_in_text": (lens.whole_in_text, TEXTS),
    "number": (lens.number, DECIMALS),
    "number_in_integer": (lens.number_in_integer, INTEGERS),
    "number_in_text": (lens.number_in_text, TEXTS),
    "flag": (lens.flag, st.booleans()),
    "flag_in_text": (lens.flag_in_text, TEXTS),
    "day": (lens.day, DAYS),
    "day_in_text": (lens.day_in_text(), TEXTS),
    "day_in_text, Norwegian": (lens.day_in_text("%d.%m.%Y"), TEXTS | DAYS.map(lambda day: f"{day:%d.%m.%Y}")),
    "moment": (lens.moment, MOMENTS),
    "moment_in_text": (lens.moment_in_text(), TEXTS | MOMENTS.map(lambda moment: moment.isoformat())),
    "moment_in_text, compact": (lens.moment_in_text("%Y%m%d%H%M"), TEXTS),
    "day_of_moment": (lens.day_of_moment, MOMENTS),
}

SAME_VIEW = (
    ("text", "number_in_text", "whole_in_text", "flag_in_text", "key_in_text"),
    ("number", "number_in_integer", "number_in_text"),
    ("whole", "whole_in_text"),
    ("key_in_text", "key_in_integer"),
    ("day", "day_in_text", "day_in_text, Norwegian", "day_of_moment"),
    ("moment", "moment_in_text", "moment_in_text, compact"),
    ("flag", "flag_in_text"),
)
CROSSINGS = sorted(
    {(name, name) for name in LENSES}
    | {(one, other) for kin in SAME_VIEW[1:] for one in kin for other in kin}
)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("name", LENSES)
@given(data=st.data())
def test_a_value_nobody_changed_keeps_its_spelling(name: str, data: st.DataObject) -> None:
    tried, values = LENSES[name]
    stored = data.draw(values | st.none())
    seen = tried.get(stored)
    if not isinstance(seen, UnsetType):
        assert tried.put(seen, stored) is stored


@pytest.mark.parametrize(("source", "target"), CROSSINGS)
@given(data=st.data())
def test_whatever_can_be_written_arrives(source: str, target: str, data: st.DataObject) -> None:
    seen = LENSES[source][0].get(data.draw(LENSES[source][1]))
    old = data.draw(LENSES[target][1] | st.none() | st.just(UNSET))
    written = LENSES[target][0].put(seen, old)
    if not isinstance(written, UnsetType):
        assert _same(LENSES[target][0].get(written), seen)


@pytest.mark.parametrize("name", ["text", "email", "phone", "organisation_number", "postcode", "code"])
@given(stored=TEXTS)
def test_a_canonical_text_is_its_own_canonical_form(name: str, stored: str) -> None:
    tried = LENSES[name][0]
    seen = tried.get(stored)
    assert tried.get(seen) == seen
    assert tried.put(seen, None) == seen, "whatever one side shows, the other can spell"


@given(stored=DECIMALS)
def test_a_canonical_number_is_its_own_canonical_form_and_the_same_number(stored: Decimal) -> None:
    seen = lens.number.get(stored)
    if isinstance(seen, Decimal):
        assert str(lens.number.get(seen)) == str(seen)
        assert seen == stored


@given(stored=MOMENTS)
def test_a_canonical_moment_is_its_own_canonical_form(stored: dt.datetime) -> None:
    seen = lens.moment.get(stored)
    if isinstance(seen, dt.datetime):
        assert seen.tzinfo is dt.UTC and lens.moment.get(seen) == seen


@pytest.mark.parametrize("name", LENSES)
@given(data=st.data())
def test_the_three_nothings_stay_three(name: str, data: st.DataObject) -> None:
    tried, values = LENSES[name]
    stored = data.draw(values)
    assert tried.get(UNSET) is UNSET and tried.get(None) is None
    assert tried.put(UNSET, stored) is UNSET
    if tried.get(stored) is not None:
        assert tried.put(None, stored) is None


# ---- examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tried", "stored", "seen"),
    [
        (lens.text, "  Fjell og Fj\u00e6re ", "Fjell og Fj\u00e6re"),
        (lens.text, "e\u0301cole", "\u00e9cole"),
        (lens.text, " \u00a0 ", None),
        (lens.text, "Straße", "Straße"),
        (lens.email, " Kari.Nordmann@Example.ORG ", "kari.nordmann@example.org"),
        (lens.phone, "+47 900 00 000", "+4790000000"),
        (lens.phone, "0047 90 00 00 00", "+4790000000"),
        (lens.phone, "(22) 33-44 55", "22334455"),
        (lens.phone, "(00)47 90000000", "+4790000000"),
        (lens.phone, "ring meg", "ring meg"),
        (lens.number, Decimal("1E+999999"), UNSET),
        (lens.number, Decimal("NaN"), UNSET),
        (lens.organisation_number, "NO 999 888 777 MVA", "999888777"),
        (lens.organisation_number, "999888777mva", "999888777"),
        (lens.organisation_number, "999 888 777", "999888777"),
        (lens.organisation_number, "se 556677-8899", "SE556677-8899"),
        (lens.postcode, "sw1a 1aa", "SW1A1AA"),
        (lens.postcode, "0150", "0150"),
        (lens.code, " nok", "NOK"),
        (lens.whole_in_text, " 12 ", 12),
        (lens.whole_in_text, "-3", -3),
        *((lens.whole_in_text, text, UNSET) for text in ("007", "-0", "+5", "1_000", "٣", "1e3", "9" * 19)),
        (lens.number_in_text, "12.50", Decimal("12.5")),
        (lens.number_in_text, "007", Decimal(7)),
        *((lens.number_in_text, text, UNSET) for text in ("1e3", "NaN", "12,50", "Infinity", ".5")),
        (lens.number_in_integer, 3, Decimal(3)),
        (lens.flag_in_text, "TRUE", True),
        (lens.flag_in_text, "yes", UNSET),
        (lens.key_in_integer, 7, "7"),
        (lens.day_in_text(), "2026-03-01", dt.date(2026, 3, 1)),
        (lens.day_in_text("%d.%m.%Y"), "01.03.2026", dt.date(2026, 3, 1)),
        (lens.day_in_text("%d.%m.%Y"), "31.02.2026", UNSET),
        (lens.day_in_text("%d.%m.%Y"), "  ", None),
        (lens.moment_in_text(), "2026-03-01T12:00:00+02:00", dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)),
        (lens.day_of_moment, dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC), dt.date(2026, 3, 1)),
    ],
)
def test_what_a_stored_value_looks_like(tried: Lens[Any, Any], stored: Any, seen: Any) -> None:
    assert _same(tried.get(stored), seen)


@pytest.mark.parametrize("stored", ["-0", "0E+9", "0.00", "-0.0E-5"])
def test_every_zero_is_the_same_zero(stored: str) -> None:
    assert str(lens.number.get(Decimal(stored))) == "0"


@pytest.mark.parametrize(("stored", "seen"), [("1E+3", "1000"), ("12.500", "12.5"), ("-1.0E-2", "-0.01")])
def test_a_decimal_is_seen_without_exponent_and_trailing_zeros(stored: str, seen: str) -> None:
    assert str(lens.number.get(Decimal(stored))) == seen


@pytest.mark.parametrize(
    ("tried", "seen"),
    [
        (lens.number_in_integer, Decimal("1.5")),
        (lens.key_in_integer, "007"),
        (lens.key_in_integer, "-0"),
        (lens.key_in_integer, "a1"),
        (lens.number_in_text, Decimal("1E+30")),
        (lens.whole_in_text, 10**18),
        (lens.email, "Kari@example.org"),
        (lens.moment_in_text("%Y%m%d"), dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)),
    ],
)
def test_what_a_side_cannot_hold_is_not_spelled(tried: Lens[Any, Any], seen: Any) -> None:
    assert tried.put(seen, None) is UNSET


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(999, 12, 31), dt.date(2026, 3, 1)])
def test_a_day_is_spelled_with_four_digits_of_year(day: dt.date) -> None:
    spelled = lens.day_in_text("%d.%m.%Y").put(day, None)
    assert spelled == f"{day.day:02}.{day.month:02}.{day.year:04}"
    assert lens.day_in_text().put(day, None) == day.isoformat()


def test_writing_another_day_keeps_the_time_of_day() -> None:
    old = dt.datetime(2026, 3, 1, 23, 30, 15, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    written = lens.day_of_moment.put(dt.date(2026, 4, 2), old)
    assert written == dt.datetime(2026, 4, 2, 22, 30, 15, tzinfo=dt.UTC)
    assert lens.day_of_moment.put(dt.date(2026, 4, 2), None) == dt.datetime(2026, 4, 2, tzinfo=dt.UTC)


def test_a_time_without_zone_is_utc_wherever_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        written = lens.day_of_moment.put(dt.date(2026, 4, 2), dt.datetime(2026, 3, 1, 23, 30))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert written == dt.datetime(2026, 4, 2, 23, 30, tzinfo=dt.UTC)


# ---- lists --------------------------------------------------------------------------------------


class Line(Record, frozen=True, kw_only=True):
    title: Text = UNSET
    note: Text = UNSET


class LineView(View, frozen=True, kw_only=True):
    title: Text = UNSET


def _see(line: Line) -> LineView:
    return LineView(title=lens.text.get(line.title))


def _spell(seen: LineView, old: Line) -> Line:
    return Line(title=lens.text.put(seen.title, old.title), note=old.note)


def _back(seen: Any, old: Any) -> Any:
    return lens.each_back(seen, old, _see, _spell, Line())


LINES = st.lists(st.builds(Line, title=TEXTS | st.none(), note=TEXTS), max_size=4).map(tuple)


@given(old=LINES)
def test_a_list_nobody_changed_stays_as_it_is(old: tuple[Line, ...]) -> None:
    assert _back(lens.each(old, _see), old) is old


@given(seen=LINES.map(lambda lines: lens.each(lines, _see)), old=LINES | st.none())
def test_a_written_list_arrives(seen: Any, old: Any) -> None:
    assert lens.each(_back(seen, old), _see) == seen


class KeyedView(View, frozen=True, kw_only=True):
    key: Text = UNSET
    title: Text = UNSET
    note: Number = UNSET


def _see_keyed(line: Line) -> KeyedView:
    key = lens.text.get(line.note) if line.note != "none" else UNSET
    return KeyedView(key=key, title=lens.text.get(line.title), note=lens.number_in_text.get(line.title))


def test_an_element_with_a_key_may_leave_something_out() -> None:
    whole, partial = Line(title="1", note="a"), Line(note="b")
    seen = (KeyedView(key="a", title="1", note=Decimal(1)), KeyedView(key="b"))
    assert lens.each((whole, partial), _see_keyed) == seen
    assert lens.each((whole, Line(title="one", note="b")), _see_keyed) is UNSET, "a value that cannot be read"
    assert lens.each((whole, Line(title="1")), _see_keyed) is UNSET, "no key"
    assert lens.each((whole, Line(note="none")), _see_keyed) is UNSET, "a key that cannot be read"


def test_an_element_that_does_not_say_everything_makes_the_list_unknown() -> None:
    assert lens.each((Line(title="one", note="n"), Line(note="n")), _see) is UNSET
    assert lens.each((), _see) is None
    assert lens.each(None, _see) is None
    assert lens.each(UNSET, _see) is UNSET


def test_elements_keep_what_no_row_sees_by_their_place() -> None:
    old = (Line(title="one ", note="first"), Line(title="two", note="second"))
    written = _back((LineView(title="one"), LineView(title="zwei"), LineView(title="three")), old)
    assert written == (
        Line(title="one ", note="first"),
        Line(title="zwei", note="second"),
        Line(title="three"),
    )
    assert _back(None, old) is None and _back(UNSET, old) is UNSET
