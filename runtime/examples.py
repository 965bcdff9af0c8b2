"""Examples for the laws: records of a pair's two sides, made of nasty values and all three nothings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET, Struct

from .model import Binding, Kind, ObjectPair, ObjectType, Property, Record, Side

__all__ = ["Case", "cases"]


class Case(Struct, frozen=True):
    """Two left and two right records."""

    left: Record
    right: Record
    other_left: Record
    other_right: Record

    def record(self, side: Side) -> Record:
        return self.left if side is Side.LEFT else self.right

    def other(self, side: Side) -> Record:
        return self.other_left if side is Side.LEFT else self.other_right


_TEXTS = (
    *(
        "Nordlys AS",
        "  Fjell og Fjære ",
        "e\u0301cole",
        "ﬁeld",
        "İstanbul",
        "Straße",
        "ΣΑΣ",
        "a\u200bb",
        "\u00a0x",
    ),
    *(
        "kari@example.org",
        " Kari.Nordmann@Example.ORG ",
        "ola@example.com",
        "",
        " ",
        "-",
        "007",
        "0",
        "-0",
        "+5",
    ),
    *(
        "12",
        "12.50",
        "-3.10",
        "1e3",
        "1_000",
        "\u0663",
        "99999999999999999999",
        "0.000",
        "true",
        "False",
        "yes",
    ),
    *(
        "+47 900 00 000",
        "0047 900 00 000",
        "22 33 44 55",
        "(22) 33-44",
        "phone",
        "987 654 321",
        "NO987654321MVA",
    ),
    *(
        "0150",
        "NL-1012 AB",
        "2024-02-29",
        "2024-02-29T10:11:12+05:45",
        "29.02.2024",
        "0001-01-01",
        "9999-12-31",
    ),
    *(
        "2024-13-01",
        "NO",
        "nok",
        'a"b',
        "x'); import os",
        "{{ 7*7 }}",
        "../../x",
        "line\nbreak",
        "tab\there",
        "日本",
    ),
)
_NUMBERS = tuple(
    Decimal(text) for text in ("0", "-0", "1", "1.0", "12.50", "0.1", "-3.10", "1E+3", "99999999.99")
)
_DAYS = tuple(
    dt.date.fromisoformat(text) for text in ("2024-02-29", "1582-10-10", "9999-12-31", "2025-03-30")
)
_CLOCKS = tuple(
    dt.datetime.fromisoformat(text)
    for text in ("2024-02-29T23:59:59+00:00", "2025-03-30T02:30:00+02:00", "2024-06-01T00:00:00+00:00")
)
_POOLS: dict[Kind, tuple[Any, ...]] = {
    Kind.TEXT: _TEXTS,
    Kind.INTEGER: (0, 1, -1, 7, 42, 999, 2**31, 2**53 + 1, -(10**17)),
    Kind.DECIMAL: _NUMBERS,
    Kind.BOOLEAN: (True, False),
    Kind.DATE: _DAYS,
    Kind.DATETIME: _CLOCKS,
}
_WILD: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.text(max_size=12),
    Kind.INTEGER: st.integers(-(10**6), 10**6),
    Kind.DECIMAL: st.decimals(-9999, 9999, places=2),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    Kind.DATETIME: st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2050, 1, 1), timezones=st.just(dt.UTC)),
}
_NOTHINGS = 8  # one value in about this many is absent, and as many are blank


def _value(prop: Property) -> st.SearchStrategy[Any]:
    """One draw for most values: a pool of nasty ones, with absent and blank among them."""
    if prop.kind is Kind.LIST and prop.element is not None:
        element = _records(prop.element, prop.children)
        return st.lists(element, min_size=0, max_size=2).map(lambda found: tuple(found) or None)
    pool = _POOLS[prop.kind]
    nothings = max(1, len(pool) // _NOTHINGS)
    return st.sampled_from(pool + (None,) * nothings + (UNSET,) * nothings)


def _records(record: type[Record], properties: tuple[Property, ...]) -> st.SearchStrategy[Any]:
    return st.builds(record, **{prop.attribute: _value(prop) for prop in properties})


def _mapped(pair: ObjectPair, side: Side) -> st.SearchStrategy[Any]:
    """Records in which the properties the pair's rows touch have values."""
    kind: ObjectType = pair.side(side).type
    used = {row.left if side is Side.LEFT else row.right for row in pair.rows}
    return _records(kind.record, tuple(prop for prop in kind.properties if prop.attribute in used))


@st.composite
def cases(draw: st.DrawFn, pair: ObjectPair) -> Case:
    """Examples for a pair: two records of each side, nasty values and all three nothings among them.

    One property of the other left record gets a value from the whole of its type.
    """
    left, right = _mapped(pair, Side.LEFT), _mapped(pair, Side.RIGHT)
    case = Case(draw(left), draw(right), draw(left), draw(right))
    rows = [row for row in pair.rows if row.binding is Binding.TWO_WAY]
    single = [row.left for row in rows if pair.left.type.property_named(row.left).kind is not Kind.LIST]
    if not single:
        return case
    attribute = draw(st.sampled_from(single))
    wild = draw(_WILD[pair.left.type.property_named(attribute).kind])
    other = msgspec.structs.replace(case.other_left, **{attribute: wild})
    return msgspec.structs.replace(case, other_left=other)
