"""Hypothesis strategies for documents of the language: values of `syntax.Document`, all invented."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec
from hypothesis import strategies as st

from compiler.diagnostic import Span
from compiler.print import print_document
from compiler.syntax import (
    Condition,
    Document,
    MatchRow,
    PathCell,
    PropertyRow,
    Rule,
    Section,
    Text,
    TypeCell,
)

__all__ = ["EXAMPLE", "documents", "sections", "texts", "without_places"]

D = TypeVar("D")

Kind = Literal["every", "when", "connected", "match-only"]
_KINDS: tuple[Kind, ...] = ("every", "when", "connected", "match-only")

NOWHERE = Span("", 1, 1, 0)

EXAMPLE = """\
===========================
Northwind to Ledgr Dataflow
===========================

Generated: 2024-01-02 03:04:05

Introduction
------------

Invented for tests.

Northwind Client to Ledgr Party
-------------------------------
Every Northwind Client will be synchronized with a Ledgr Party.

If a matching Ledgr Party already exists, the Northwind Client will be merged with the existing one.

If no matching Ledgr Party is found, a new Ledgr Party will be created.

A Northwind Client will merge with a Ledgr Party if one of the following property combinations match:

.. list-table::
   :header-rows: 1

   * - Northwind Client Property
     - Ledgr Party Property
   * - email
     - contact.mail

Once a link between a Northwind Client and a Ledgr Party is established, it will keep in sync between the two systems, \
regardless of where it is edited.

The following properties are synchronized between a Northwind Client and a Ledgr Party:

.. list-table::
   :header-rows: 1

   * - Northwind Client Property
     - Ledgr Party Property
     - Ledgr Data Type
   * - name
     - title
     - "string"
   * - number (Dependant on having NO in addr.country)
     - org.no
     - "integer"

Northwind Deal to Ledgr Invoice
-------------------------------
Before any synchronization can take place, a link between a Northwind Deal and a Ledgr Invoice must be established.

A new Ledgr Invoice will be created from a Northwind Deal if it is connected to a Northwind Client, Lead, or Owner \
that is synchronized into Ledgr.

Once a link between a Northwind Deal and a Ledgr Invoice is established, it will keep in sync between the two systems, \
regardless of where it is edited.

The following properties are synchronized between a Northwind Deal and a Ledgr Invoice:

.. list-table::
   :header-rows: 1

   * - Northwind Deal Property
     - Ledgr Invoice Property
     - Ledgr Data Type
   * - total
     - sum
     - "decimal"
"""
"""Two sections, of shapes 4 and 3."""

_WORDS = st.sampled_from(
    ["Client", "Contacts", "person", "(human data)", "Kite-lines", "Fjær", "class", "to", "123", "客户", "{x}", "a.b"]
)
_OBJECTS = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda text: text.split()[0] != "to")
_SYSTEMS = st.sampled_from(["", "Alpha", "Beta", "North Wind", "Ledgr GO", "Ærø", 'Q"uote', "Jinja{{x}}"])
_PATHS = st.one_of(
    st.sampled_from(
        [
            "",
            "email",
            "$first_key",
            "a.b.c",
            "xy:P42",
            "Tårn",
            "Name\t",
            "class",
            "id",
            "ID",
            "- x",
            "* - y",
            "x (old)",
        ]
    ),
    st.text(alphabet="abcXYZ.:_$ø'\"{}<>\u202e\x00\t/", max_size=12).map(lambda text: text.strip(" ")),
)
_VALUES = st.sampled_from(["", "NO", "xy:Q42", "two words", "northwind-kite-no", "x\t", "is in y"])
_TYPES = st.sampled_from(
    [
        "",
        '"string"',
        "N/A",
        '"integer"',
        '["datetime-format", "%Y-%m-%d", "_."]',
        '""if", "eq"]]"',
        '"if", "neq", "_.", "X"]',
    ]
)
_PROSE = st.sampled_from(
    [
        "When a Parcel is 50% on its way, {or} so",
        'When a Kite gets the colour "Red"',
        "Every Kite that flies",
        "If a matching code is there",
        "left out until spring. When it is of paper",
        "A new one, it seems",
    ]
)


def _written(value: str) -> Text:
    return Text(value, NOWHERE)


def _label(system: str, name: str) -> str:
    return f"{system} {name}".strip()


_CONDITIONS = st.builds(Condition, path=_PATHS.map(_written), value=_VALUES.map(_written))
_CELLS = st.builds(
    PathCell,
    path=_PATHS.map(_written),
    conditions=st.one_of(st.just(()), st.lists(_CONDITIONS, max_size=3).map(tuple)),
    span=st.just(NOWHERE),
)
_MATCH_ROWS = st.builds(MatchRow, left=_PATHS.map(_written), right=_PATHS.map(_written), span=st.just(NOWHERE))
_ROWS = st.builds(
    PropertyRow,
    left=_CELLS,
    right=_CELLS,
    type=_TYPES.map(_written).map(TypeCell),
    span=st.just(NOWHERE),
)


@st.composite
def _rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(_KINDS))
    prose = draw(_PROSE) if kind == "when" else ""
    types = draw(st.lists(_OBJECTS, min_size=1, max_size=13)) if kind == "connected" else []
    into = draw(_SYSTEMS) if kind == "connected" else ""
    return Rule(kind, prose, tuple(map(_written, types)), into, NOWHERE)


@st.composite
def sections(draw: st.DrawFn, left: str = "Alpha", right: str = "Beta") -> Section:
    """A section between these two systems, of any of the seven shapes."""
    rule = draw(_rules())
    fewest = 1 if rule.kind == "match-only" else 0
    match = draw(st.lists(_MATCH_ROWS, min_size=fewest, max_size=3))
    one, other = _label(left, draw(_OBJECTS)), _label(right, draw(_OBJECTS))
    return Section(
        title=_written(f"{one} to {other}"),
        left=_written(one),
        right=_written(other),
        right_system=right,
        rule=rule,
        match=tuple(match),
        rows=tuple(draw(st.lists(_ROWS, max_size=4))),
        span=NOWHERE,
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of up to four sections; its title may name the same system twice, or one without a label."""
    left, right = draw(_SYSTEMS), draw(_SYSTEMS)
    found = draw(st.lists(sections(left, right), max_size=4))
    return Document("alpha-beta.rst", _written(left), _written(right), tuple(found))


def texts() -> st.SearchStrategy[str]:
    """The canonical texts of documents."""
    return documents().map(print_document)


def without_places(document: D) -> D:
    """The same value with every place in it blanked, to compare what was written only."""
    return msgspec.convert(_blank(msgspec.to_builtins(document)), type(document))


def _blank(value: object) -> object:
    if isinstance(value, dict):
        return {key: msgspec.to_builtins(NOWHERE) if key == "span" else _blank(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_blank(part) for part in value]
    return value
