"""Examples for the laws: records of a pair's two sides, made of nasty values and all three nothings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType

from .conditions import literal
from .model import Binding, Kind, ObjectPair, ObjectType, Property, Record, Row, Side

__all__ = ["PRESENT", "Case", "cases", "telling"]

PRESENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
"""The instant that rows which say `now` are tried at."""


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
        "2024-02-29T10:11:12",
        "2023-11-05T01:30:00Z",
        "2025-06-30T23:59:59.250000Z",
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
_OFTEN = 2  # the literals of conditions come up twice as often as all other values together
_NOTHINGS = 8  # one value in about this many is absent, and as many are blank


def _pool(prop: Property, literals: list[str]) -> tuple[Any, ...]:
    """Values for a property: nasty ones, the literals of conditions more often than not, absent and blank."""
    pool = _POOLS[prop.kind] * (1 + _NOTHINGS * 2 // len(_POOLS[prop.kind]))
    nothings = max(1, len(pool) // _NOTHINGS)
    told = tuple(v for v in (literal(text, prop.kind) for text in literals if text) if v is not UNSET)
    often = told * (_OFTEN * len(pool) // len(told)) if told else ()
    blanks = (None,) * (len(pool) if "" in literals else nothings)
    return often + pool + blanks + (UNSET,) * nothings


def _elements(prop: Property, literals: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Lists of up to two elements; `literals` are what conditions want, by child."""
    assert prop.element is not None
    fields = {
        child.attribute: st.sampled_from(_pool(child, literals.get(child.attribute, []))) for child in prop.children
    }
    element: st.SearchStrategy[Any] = st.builds(prop.element, **fields)
    lists = st.lists(element, min_size=0, max_size=2)
    key = next((child for child in prop.children if child.path == prop.key), None)
    if key is None:
        return lists.map(lambda found: tuple(found) or None)
    first = 7 if key.kind is Kind.INTEGER else "L-7"
    keys = st.permutations([first, 8 if key.kind is Kind.INTEGER else "L-8"])
    return st.builds(partial(_with_keys, key.attribute), lists, keys)


def _with_keys(attribute: str, lines: list[Any], keys: list[Any]) -> tuple[Any, ...] | None:
    """Elements of a list with keys, as a system gives them: each its own."""
    named = zip(lines, keys, strict=False)
    return tuple(msgspec.structs.replace(line, **{attribute: key}) for line, key in named) or None


def telling(pair: ObjectPair, row: Row, side: Side) -> tuple[Any, ...]:
    """The values of the pool that mean something to a row: this side shows a value, which the other side can hold.

    An expression may be blind to most values; where this is empty, examples say nothing about the row.
    """
    kind = pair.side(side).type
    prop = kind.property_named(row.left if side is Side.LEFT else row.right)
    if prop.kind is Kind.LIST:
        return ()
    found = []
    for value in _POOLS[prop.kind]:
        shown = getattr(pair.side(side).view(kind.record(**{prop.attribute: value}), PRESENT), row.name)
        if shown is not None and not isinstance(shown, UnsetType) and _can_hold(pair, row, side.other, shown):
            found.append(value)
    return tuple(found)


def _can_hold(pair: ObjectPair, row: Row, side: Side, shown: Any) -> bool:
    """Whether a side can spell a value; a side that is never written holds what it likes."""
    end = pair.side(side)
    patch = end.from_view(pair.view(**{row.name: shown}), end.type.record())
    attribute = row.left if side is Side.LEFT else row.right
    writes_here = row.binding is not (Binding.RIGHT if side is Side.LEFT else Binding.LEFT)
    return not writes_here or getattr(patch, attribute, None) is not UNSET


def _records(pair: ObjectPair, side: Side) -> st.SearchStrategy[Any]:
    """Records in which the properties that the pair's rows and their conditions touch have values."""
    kind: ObjectType = pair.side(side).type
    wanted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    meant: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in pair.rows:
        times = 1 if row.binding is Binding.TWO_WAY else 6
        meant[row.left if side is Side.LEFT else row.right] += [telling(pair, row, side)] * times
        for condition in row.conditions:
            if condition.side is side and condition.attribute:
                wanted[condition.attribute][condition.child].append(condition.value)
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for prop in kind.properties:
        if prop.attribute not in meant and prop.attribute not in wanted:
            continue
        if prop.kind is Kind.LIST and prop.element is not None:
            fields[prop.attribute] = _elements(prop, wanted[prop.attribute])
            continue
        literals = wanted[prop.attribute][""]
        pool = _pool(prop, literals)
        few = [told for told in meant[prop.attribute] if told]
        scarce = [told * (2 * len(pool) // len(told)) for told in few if len(told) * 2 < len(pool)]
        fields[prop.attribute] = st.sampled_from(sum(scarce, pool))
    return st.builds(kind.record, **fields)


def cases(pair: ObjectPair) -> st.SearchStrategy[Case]:
    """Examples for a pair: two records of each side, nasty values and all three nothings among them.

    One property of the other left record gets a value from the whole of its type, if most values mean something there.
    """
    left, right = _records(pair, Side.LEFT), _records(pair, Side.RIGHT)
    plain = st.builds(Case, left, right, left, right)
    wild = [
        st.tuples(st.just(row.left), _WILD[pair.left.type.property_named(row.left).kind])
        for row in pair.rows
        if row.binding is Binding.TWO_WAY and _is_plain(pair, row)
    ]
    return st.builds(_with_wild, plain, st.one_of(wild)) if wild else plain


def _is_plain(pair: ObjectPair, row: Row) -> bool:
    kind = pair.left.type.property_named(row.left).kind
    return kind is not Kind.LIST and 2 * len(telling(pair, row, Side.LEFT)) > len(_POOLS[kind])


def _with_wild(case: Case, value: tuple[str, Any]) -> Case:
    changed: dict[str, Any] = dict([value])
    return msgspec.structs.replace(case, other_left=msgspec.structs.replace(case.other_left, **changed))
