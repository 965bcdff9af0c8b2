"""Between plain JSON and typed Records, both ways."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, structs

from runtime.acceptance import problems
from runtime.model import (
    Access,
    Day,
    Facet,
    Flag,
    Integer,
    Kind,
    Many,
    Moment,
    Number,
    ObjectType,
    Operations,
    Patch,
    Property,
    Record,
    System,
    Text,
)
from runtime.wire import Decoded, at, decode, document, encode, in_facet, patched


class Line(Record, frozen=True, kw_only=True):
    title: Text = UNSET
    amount: Number = UNSET


class Order(Record, frozen=True, kw_only=True):
    title: Text = UNSET
    count: Integer = UNSET
    amount: Number = UNSET
    open: Flag = UNSET
    day: Day = UNSET
    at: Moment = UNSET
    customer: Text = UNSET
    country: Text = UNSET
    lines: Many[Line] = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    title: Text = UNSET
    count: Integer = UNSET
    amount: Number = UNSET
    open: Flag = UNSET
    day: Day = UNSET
    at: Moment = UNSET
    customer: Text = UNSET
    country: Text = UNSET
    lines: Many[Line] = UNSET


LINES = Property(
    attribute="lines",
    path=("lines",),
    kind=Kind.LIST,
    element=Line,
    children=(
        Property(attribute="title", path=("text", "title")),
        Property(attribute="amount", path=("amount",), kind=Kind.DECIMAL),
    ),
)


def _type(dates: str = "iso", /, **changes: Property) -> ObjectType:
    properties = {
        "title": Property(attribute="title", path=("title",)),
        "count": Property(attribute="count", path=("count",), kind=Kind.INTEGER),
        "amount": Property(attribute="amount", path=("terms", "amount"), kind=Kind.DECIMAL),
        "open": Property(attribute="open", path=("open",), kind=Kind.BOOLEAN),
        "day": Property(attribute="day", path=("day",), kind=Kind.DATE),
        "at": Property(attribute="at", path=("at",), kind=Kind.DATETIME),
        "customer": Property(attribute="customer", path=("customer", "id"), targets=("customer",)),
        "country": Property(attribute="country", path=("address", "country")),
        "lines": LINES,
    } | changes
    return ObjectType(
        system=System(name="demo", label="Demo", protocol="rest-json", dates=dates),
        name="order",
        record=Order,
        patch=OrderPatch,
        properties=tuple(properties.values()),
        operations=Operations(list="", item=""),
        key=("id",),
    )


ORDER = _type()
MS = _type("ms")


def _body(changes: list[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for path, value in changes:
        parent = root
        for segment in path[:-1]:
            parent = parent.setdefault(segment, {})
        parent[path[-1]] = value
    return root


# ---- reading ------------------------------------------------------------------------------------


def test_absent_is_unknown_and_null_is_blank() -> None:
    assert decode(ORDER, {}) == Decoded(Order())
    found = decode(ORDER, {"title": None, "terms": None, "customer": {}, "lines": None}).record
    assert found == Order(title=None, amount=None, lines=None)


@pytest.mark.parametrize(
    ("attribute", "kind", "blanks", "stored"),
    [
        ("title", Kind.TEXT, ("", "-"), "-"),
        ("count", Kind.INTEGER, (0,), 0),
        ("amount", Kind.DECIMAL, (0,), Decimal("0.00")),
        ("open", Kind.BOOLEAN, (False,), False),
        ("day", Kind.DATE, ("0001-01-01",), "0001-01-01"),
        ("at", Kind.DATETIME, ("0001-01-01T00:00:00Z",), "0001-01-01T00:00:00Z"),
    ],
)
def test_each_kind_has_its_own_spellings_of_blank(
    attribute: str, kind: Kind, blanks: tuple[Any, ...], stored: Any
) -> None:
    changed = Property(attribute=attribute, path=(attribute,), kind=kind, blanks=blanks)
    kind_with = _type(**{attribute: changed})
    assert decode(kind_with, {attribute: stored}) == Decoded(Order(**{attribute: None}))
    plain = _type(**{attribute: Property(attribute=attribute, path=(attribute,), kind=kind)})
    assert getattr(decode(plain, {attribute: stored}).record, attribute) is not None
    assert encode(kind_with, OrderPatch(**{attribute: None})) == [((attribute,), blanks[0])]


@pytest.mark.parametrize(("blank", "stored"), [(0, False), (False, 0), (1, True), ("", 0), ("0", 0)])
def test_a_blank_of_another_type_is_no_blank(blank: Any, stored: Any) -> None:
    kind = Kind.BOOLEAN if isinstance(stored, bool) else Kind.INTEGER
    odd = _type(count=Property(attribute="count", path=("count",), kind=kind, blanks=(blank,)))
    assert decode(odd, {"count": stored}).record == Order(count=stored)


@pytest.mark.parametrize(
    ("attribute", "path", "value"),
    [
        ("title", "title", 7),
        ("title", "title", {"no": "Ordre"}),
        ("count", "count", True),
        ("count", "count", "7"),
        ("count", "count", Decimal("7.5")),
        ("open", "open", 1),
        ("open", "open", "true"),
        ("day", "day", 20260301),
        ("day", "day", "01.03.2026"),
        ("day", "day", "2026-02-30"),
        ("day", "day", "2026-03-01T10:00:00"),
        ("day", "day", "/Date(1772323200000)/"),
        ("at", "at", "soon"),
        ("at", "at", False),
        ("lines", "lines", "none"),
    ],
)
def test_a_value_of_another_type_is_unreadable_and_not_blank(attribute: str, path: str, value: Any) -> None:
    found = decode(ORDER, {path: value})
    assert getattr(found.record, attribute) is UNSET
    assert found.unreadable == (attribute,)


def test_true_is_not_one_and_one_is_not_true() -> None:
    assert decode(ORDER, {"terms": {"amount": True}}).unreadable == ("amount",)
    assert decode(ORDER, {"terms": {"amount": 1}}).record == Order(amount=Decimal(1))
    assert decode(ORDER, {"count": Decimal("7.0")}).record == Order(count=7)


def test_an_unreadable_value_in_a_list_is_named_with_the_list() -> None:
    found = decode(ORDER, {"lines": [{"text": {"title": 3}, "amount": 1}]})
    assert found.unreadable == ("lines.title",)
    assert found.record == Order(lines=(Line(amount=Decimal(1)),))
    wrapped = decode(ORDER, {"lines": {"results": [{"amount": 1}]}})
    assert wrapped.record == Order(lines=(Line(amount=Decimal(1)),))


# ---- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["2026-03-01", "2026-03-01T00:00:00", "2026-03-01T00:00:00.000Z"])
def test_a_day_may_come_with_midnight(value: str) -> None:
    assert decode(ORDER, {"day": value}).record == Order(day=dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (dt.datetime(2026, 1, 15, 12), dt.datetime(2026, 1, 15, 11, tzinfo=dt.UTC)),
        (dt.datetime(2026, 7, 15, 12), dt.datetime(2026, 7, 15, 10, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 29, 4), dt.datetime(2026, 3, 29, 2, tzinfo=dt.UTC)),
    ],
)
def test_milliseconds_count_local_time_in_winter_and_in_summer(local: dt.datetime, utc: dt.datetime) -> None:
    ms = int((local - dt.datetime(1970, 1, 1)).total_seconds() * 1000)
    assert decode(MS, {"at": f"/Date({ms})/"}).record == Order(at=utc)
    assert decode(MS, {"day": f"/Date({ms})/"}).record == Order(day=local.date())
    assert encode(MS, OrderPatch(at=utc)) == [(("at",), local.isoformat())]


@pytest.mark.parametrize("value", ["/Date(999999999999999)/", "/Date(1)/x", "/Date()/", "/Date(1e3)/"])
def test_a_date_beyond_the_calendar_is_unreadable(value: str) -> None:
    assert decode(MS, {"at": value}).unreadable == ("at",)


def test_dates_are_written_as_the_system_takes_them() -> None:
    day, moment = dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    patch = OrderPatch(day=day, at=moment)
    assert encode(ORDER, patch) == [(("day",), "2026-03-01"), (("at",), "2026-03-01T10:00:00Z")]
    assert encode(MS, patch) == [(("day",), "2026-03-01T00:00:00"), (("at",), "2026-03-01T11:00:00")]


# ---- writing ------------------------------------------------------------------------------------


_DECIMALS = st.decimals(-(10**9), 10**9, places=3)
_MOMENTS = st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
PATCHES = st.builds(
    OrderPatch,
    title=st.text() | st.none(),
    count=st.integers() | st.none(),
    amount=_DECIMALS | st.none(),
    open=st.booleans() | st.none(),
    day=st.dates() | st.none(),
    at=_MOMENTS | st.none(),
    country=st.text() | st.none(),
    lines=st.lists(st.builds(Line, title=st.text(), amount=_DECIMALS), min_size=1).map(tuple),
)


@given(patch=PATCHES, customer=st.text(min_size=1))
def test_what_is_written_can_be_read_again(patch: OrderPatch, customer: str) -> None:
    body = _body([*encode(ORDER, patch), *encode(ORDER, OrderPatch(customer=customer))])
    found = decode(ORDER, body)
    assert found.unreadable == ()
    expected = {name: getattr(patch, name) for name in patch.__struct_fields__} | {"customer": customer}
    assert found.record == Order(**expected)


@given(before=PATCHES, patch=PATCHES, names=st.sets(st.sampled_from(["title", "amount", "day", "country", "lines"])))
def test_a_document_that_a_patch_was_written_to_shows_it_and_all_else_as_before(
    before: OrderPatch, patch: OrderPatch, names: set[str]
) -> None:
    was = _body(encode(ORDER, before)) | {"of": {"nobody": 1}}
    sent = {name: getattr(patch, name) for name in sorted(names)}
    found = patched(ORDER, OrderPatch(**sent), was)
    assert decode(ORDER, found).record == structs.replace(decode(ORDER, was).record, **sent)
    assert found["of"] == {"nobody": 1} and was == _body(encode(ORDER, before)) | {"of": {"nobody": 1}}


def test_only_what_is_set_is_sent() -> None:
    assert encode(ORDER, OrderPatch()) == []
    assert encode(ORDER, OrderPatch(country="NO", title="x")) == [
        (("title",), "x"),
        (("address", "country"), "NO"),
    ]


def test_clearing_sends_null_and_a_nested_reference_goes_as_a_whole() -> None:
    patch = OrderPatch(title=None, amount=None, customer=None, lines=None)
    assert _body(encode(ORDER, patch)) == {
        "title": None,
        "terms": {"amount": None},
        "customer": None,
        "lines": [],
    }
    zero = Property(attribute="customer", path=("customer", "id"), targets=("customer",), blanks=("0-0",))
    assert _body(encode(_type(customer=zero), OrderPatch(customer=None))) == {"customer": {"id": "0-0"}}


def test_what_says_nothing_already_is_not_cleared_again() -> None:
    kind = _type(title=Property(attribute="title", path=("title",), blanks=("",)))
    patch = OrderPatch(title=None, country=None, customer=None, day=None)
    assert encode(kind, patch, {"title": None, "address": None, "customer": {"id": None}, "day": None}) == []
    assert _body(encode(kind, patch, {"title": "x", "address": {"country": "NO"}})) == {
        "title": "",
        "day": None,
        "customer": None,
        "address": {"country": None},
    }


def test_an_object_named_by_its_id_is_cleared_as_a_whole_whatever_it_refers_to() -> None:
    nobody_knows_what = Property(attribute="count", path=("category", "id"), kind=Kind.INTEGER)
    assert _body(encode(_type(count=nobody_knows_what), OrderPatch(count=None))) == {"category": None}


def test_what_has_no_spelling_of_nothing_is_cleared_by_the_value_the_system_wants() -> None:
    amount = Property(attribute="amount", path=("amount",), kind=Kind.DECIMAL, cleared=0)
    flag = Property(attribute="open", path=("open",), kind=Kind.BOOLEAN, cleared=False)
    kind = _type(amount=amount, open=flag)
    assert _body(encode(kind, OrderPatch(amount=None, open=None))) == {"amount": 0, "open": False}
    assert decode(kind, {"amount": 0, "open": False}).record == Order(amount=Decimal(0), open=False)
    assert document(kind, OrderPatch(title="x", amount=None, open=None), None) == {"title": "x"}


def test_elements_of_a_list_keep_the_fields_that_no_row_maps() -> None:
    current = {
        "lines": [
            {"id": 1, "text": {"title": "one", "language": "no"}, "amount": 1, "vat": 25},
            {"id": 2, "text": {"title": "two"}, "amount": 2},
        ]
    }
    lines = tuple(Line(title=title, amount=Decimal(5)) for title in ("eins", "two", "three"))
    [(path, sent)] = encode(ORDER, OrderPatch(lines=lines), current)
    assert path == ("lines",)
    assert sent == [
        {"id": 1, "text": {"title": "eins", "language": "no"}, "amount": 5, "vat": 25},
        {"id": 2, "text": {"title": "two"}, "amount": 5},
        {"text": {"title": "three"}, "amount": 5},
    ]
    [(_, shorter)] = encode(ORDER, OrderPatch(lines=lines[:1]), current)
    assert isinstance(shorter, list) and len(shorter) == 1
    assert current["lines"][0]["amount"] == 1, "the document itself is not touched"


# ---- new records --------------------------------------------------------------------------------


def test_a_new_record_has_no_blanks_but_its_facet_and_the_defaults() -> None:
    kind = _type(
        country=Property(attribute="country", path=("address", "country"), default="NO"),
        count=Property(attribute="count", path=("count",), kind=Kind.INTEGER, default=1),
        title=Property(attribute="title", path=("title",), blanks=("",)),
    )
    facet = Facet(name="open", path=("status", "code"), value="open")
    patch = OrderPatch(title=None, amount=Decimal(3), count=7, customer=None, lines=None)
    assert document(kind, patch, facet) == {
        "count": 7,
        "terms": {"amount": Decimal(3)},
        "address": {"country": "NO"},
        "status": {"code": "open"},
    }
    assert document(kind, OrderPatch(country=None, count=None), None) == {
        "address": {"country": "NO"},
        "count": 1,
    }


def test_the_facet_wins_over_a_value_and_a_default() -> None:
    kind = _type(open=Property(attribute="open", path=("open",), kind=Kind.BOOLEAN, default=True))
    facet = Facet(name="closed", path=("open",), value=False)
    assert document(kind, OrderPatch(), facet) == {"open": False}
    assert document(kind, OrderPatch(open=True), facet) == {"open": False}


@pytest.mark.parametrize(("value", "inside"), [(True, True), (1, False), ("true", False), (None, False)])
def test_a_facet_is_a_value_of_the_same_type(value: Any, inside: bool) -> None:
    assert in_facet(Facet(name="f", path=("a", "b"), value=True), {"a": {"b": value}}) is inside
    assert in_facet(None, {}) and not in_facet(Facet(name="f", path=("a",), value=True), {})


def test_a_path_through_null_is_null_and_through_anything_else_unknown() -> None:
    assert at({"a": None}, ("a", "b")) is None
    assert at({"a": 3}, ("a", "b")) is UNSET and at({}, ("a",)) is UNSET


# ---- what a system is known to refuse -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "patch", "creating", "reason"),
    [
        ({"max_length": 3}, OrderPatch(title="four"), False, "at most 3"),
        ({"max_length": 4}, OrderPatch(title="four"), False, ""),
        ({"required": True}, OrderPatch(), True, "required"),
        ({"required": True}, OrderPatch(title=None), True, "required"),
        ({"required": True}, OrderPatch(), False, ""),
        ({"required": True}, OrderPatch(title=None), False, "required"),
        ({"required": True, "default": "x"}, OrderPatch(), True, ""),
        ({"required": True, "default": "x"}, OrderPatch(title=None), False, "required"),
        ({"access": Access.CREATE}, OrderPatch(title="x"), True, ""),
        ({"access": Access.CREATE}, OrderPatch(title="x"), False, "cannot be changed"),
        ({"access": Access.CREATE}, OrderPatch(), False, ""),
    ],
)
def test_what_a_system_refuses_is_known_before_it_is_sent(
    changed: dict[str, Any], patch: OrderPatch, creating: bool, reason: str
) -> None:
    kind = _type(title=Property(**{"attribute": "title", "path": ("title",)} | changed))
    found = problems(kind, patch, creating)
    assert list(found) == (["title"] if reason else [])
    assert reason in found.get("title", "")


def test_a_new_record_gives_no_part_of_an_object_that_lacks_what_it_needs() -> None:
    country = Property(attribute="country", path=("address", "country"), required_within=True)
    kind = _type(title=Property(attribute="title", path=("address", "street")), country=country)
    assert problems(kind, OrderPatch(title="Kaigata 4", amount=Decimal(1)), creating=True) == {
        "title": "is not taken without address.country"
    }
    assert problems(kind, OrderPatch(title="Kaigata 4", country="NO"), creating=True) == {}
    assert problems(kind, OrderPatch(amount=Decimal(1)), creating=True) == {}
    assert problems(kind, OrderPatch(title="Kaigata 4"), creating=False) == {}
