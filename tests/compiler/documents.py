"""Hypothesis strategies for documents of the language: values of `syntax.Document`, all invented; and their layouts.

`documents()` draws what a document says, `layouts()` how it is written down: every form of the language comes up.
"""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import Struct

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

__all__ = ["EXAMPLE", "Layout", "documents", "laid_out", "layouts", "texts", "without_places"]

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

# ---- words --------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    ["Client", "Contacts", "person", "Kite-lines", "Fjær", "class", "to", "123", "客户", "{x}", "a.b", "an", "or"]
)
_ODD_OBJECTS = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda text: text.split()[0] != "to")
_OBJECTS = st.one_of(
    st.sampled_from(
        [
            *("Client", "Parcel", "Orderline", "Kite-orders", "Customers company", "Contacts person"),
            *("Customers (organisation data)", "Contacts (human data)", "Created by", "Lead to Cash"),
        ]
    ),
    _ODD_OBJECTS,
)
_SYSTEMS = st.sampled_from(["Alpha", "Beta", "North Wind", "Ledgr GO", "Ærø", 'Q"uote', "Jinja{{x}}", ""])
_PATHS = st.one_of(
    st.sampled_from(
        [
            *("email", "Account_Name", "$first_key", "a.b.c", "properties.kite_id", "xy:P42", "Tårn", "Fødselsår"),
            *("Emails.Value", "lines.quantity", "info.places.items.place.city", "Name\t", "class", "id", "ID", "Id"),
            *("", "- x", "* - y", "x (old)", ":header-rows: 1", "-----", ".. list-table::"),
        ]
    ),
    st.text(alphabet="abcXYZ.:_$ø'\"{}<>\u202e\x00\t/", max_size=12).map(lambda text: text.strip(" ")),
)
_VALUES = st.sampled_from(
    ["", "NO", "NOR", "wd:Q1199", "xy:Q42", "two words", "northwind-kite-no", "x\t", "is in y", "100%", "(a)"]
)
_TYPES = st.sampled_from(
    [
        *('"string"', "N/A", '"integer"', '"float"', '"decimal"', '"boolean"', '"list"', '"first"', ""),
        '["datetime-format", "%Y-%m-%d", "_."]',
        '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]',
        '["if", ["is-null", "_.xy:DefaultValue"], "integer"]',
        '["join", " ", ["slice", 1, ["split", " ", "_."]]]',
        '"if", "neq", "_.", "X"], "integer", "string"]',
        '"replace"," ","", "string"]',
        '""if", "eq"]]"',
    ]
)
_PROSE = st.sampled_from(
    [
        "When a Parcel is 50% on its way, {or} so",
        'When a Kite gets the colour "Red"',
        "When a Northwind Client is of type Agent",
        "Every Kite that flies",
        "If a matching code is there",
        "left out until spring. When it is of paper",
        "removed kites for now, until that pattern is resolved",
        "A new one, it seems",
        "Once a link was there, or two",
    ]
)


def _written(value: str) -> Text:
    return Text(value, NOWHERE)


def _label(system: str, name: str) -> str:
    return f"{system} {name}".strip()


# ---- rows ---------------------------------------------------------------------------------------

_CONDITIONS = st.builds(Condition, path=_PATHS.map(_written), value=_VALUES.map(_written))
_CELLS = st.builds(
    PathCell,
    path=_PATHS.map(_written),
    conditions=st.one_of(st.just(()), st.just(()), st.lists(_CONDITIONS, max_size=3).map(tuple)),
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


def _plain_row(number: int) -> PropertyRow:
    left, right = (PathCell(_written(f"{side}.f{number}"), (), NOWHERE) for side in ("left", "right"))
    return PropertyRow(left, right, TypeCell(_written('"string"')), NOWHERE)


_TABLES: st.SearchStrategy[list[PropertyRow]] = st.one_of(
    st.lists(_ROWS, max_size=4),
    st.just([]),
    st.integers(5, 300).map(lambda count: [_plain_row(number) for number in range(count)]),
)


# ---- sections -----------------------------------------------------------------------------------


def _spellings(system: str) -> st.SearchStrategy[str]:
    """How sections may spell the title's system: `Ledgr GO` as `Ledgrgo`, or as the first word alone."""
    words = system.split()
    return st.sampled_from([system, system, "".join(words).capitalize(), *words[:1]])


@st.composite
def _rules(draw: st.DrawFn, left: str, label: str, into: str) -> Rule:
    """A rule. The first of its types is named with its system; one of them may be the section's own left label."""
    kind = draw(st.sampled_from(_KINDS))
    if kind == "when":
        return Rule(kind, draw(_PROSE), (), "", NOWHERE)
    if kind != "connected":
        return Rule(kind, "", (), "", NOWHERE)
    names = draw(st.lists(_TYPE_NAMES, min_size=1, max_size=13))
    names[0] = _label(left, names[0]) if draw(st.booleans()) else label
    types = tuple(_written(name) for name in names if not (len(names) == 1 and " or " in name))
    return Rule(kind, "", types or (_written("Kite-orders"),), into, NOWHERE)


_TYPE_NAMES = st.one_of(_OBJECTS, st.sampled_from(["Kite-orders", "Ledgrgo-parcels", "Created by", "Lead"])).filter(
    lambda name: not name.startswith("or ") and name != "or"
)


@st.composite
def _sections(draw: st.DrawFn, left: str, right: str) -> Section:
    """A section between systems with these labels, of any of the seven shapes."""
    spelt = draw(_spellings(left)), draw(_spellings(right))
    one, other = _label(spelt[0], draw(_OBJECTS)), _label(spelt[1], draw(_OBJECTS))
    system = draw(st.sampled_from([right, spelt[1]]))
    rule = draw(_rules(spelt[0], one, draw(st.sampled_from([right, spelt[1]]))))
    fewest = 1 if rule.kind == "match-only" else 0
    return Section(
        title=_written(f"{one} to {other}"),
        left=_written(one),
        right=_written(other),
        right_system=system,
        rule=rule,
        match=tuple(draw(st.one_of(st.lists(_MATCH_ROWS, min_size=fewest, max_size=10)))),
        rows=tuple(draw(_TABLES)),
        span=NOWHERE,
    )


@st.composite
def documents(draw: st.DrawFn, fewest: int = 0) -> Document:
    """A document of up to four sections.

    Its title may name the same system twice, or one without a label; a section may have a system of its own on the
    left, or the title of the one before it.
    """
    left, right = draw(_SYSTEMS), draw(_SYSTEMS)
    found: list[Section] = []
    for _ in range(draw(st.integers(fewest, 4))):
        third = found and draw(st.integers(0, 5)) == 0
        section = draw(_sections("Third Party" if third else left, right))
        if found and draw(st.integers(0, 5)) == 0:
            section = msgspec.structs.replace(found[-1], rows=section.rows)
        found.append(section)
    return Document("alpha-beta.rst", _written(left), _written(right), tuple(found))


# ---- text ---------------------------------------------------------------------------------------


class Layout(Struct, frozen=True):
    """How a document is written down: none of it is meaning."""

    introduction: Literal["", "Introduction", "Introduction."] = "Introduction"
    prose: str = "Invented for tests."
    stamp: str = "2024-01-02 03:04:05"
    line_end: Literal["\n", "\r\n"] = "\n"
    byte_order_mark: bool = False
    blank_below_rules: bool = False
    dedented: bool = False


_INTRODUCTIONS: tuple[Literal["", "Introduction", "Introduction."], ...] = ("Introduction", "Introduction.", "")
_LINE_ENDS: tuple[Literal["\n", "\r\n"], ...] = ("\r\n", "\n")


def layouts() -> st.SearchStrategy[Layout]:
    """All layouts."""
    return st.builds(
        Layout,
        introduction=st.sampled_from(_INTRODUCTIONS),
        prose=st.sampled_from(
            ["Invented for tests.", "From A to B.\n\nEvery word of it. Once a link - or two:\n   * - indented", ""]
        ),
        stamp=st.sampled_from(["2024-01-02 03:04:05", "today", ""]),
        line_end=st.sampled_from(_LINE_ENDS),
        byte_order_mark=st.booleans(),
        blank_below_rules=st.booleans(),
        dedented=st.booleans(),
    )


def laid_out(document: Document, layout: Layout) -> str:
    """The text of a document in a layout. The rule of `Introduction.` is one character short, as it is in old ones."""
    over, title, under, *rest = print_document(document).split("\n")
    lines = [over, title, under, ""]
    if layout.stamp:
        lines += [f"Generated: {layout.stamp}", ""]
    if layout.introduction:
        lines += [layout.introduction, "-" * len("Introduction"), "", *layout.prose.split("\n"), ""]
    for line in rest[1:]:
        lines.append(line)
        if layout.blank_below_rules and line.startswith("---"):
            lines.append("")
    if layout.dedented:
        lines = _dedented(lines)
    return "\ufeff" * layout.byte_order_mark + layout.line_end.join(lines)


def _dedented(lines: list[str]) -> list[str]:
    """The same lines, the third cell of each property row at column 0 and without its mark."""
    changed = list(lines)
    for number in range(2, len(lines)):
        cells = lines[number - 2 : number + 1]
        third = cells[2].removeprefix("     - ")
        starts = [cells[0].startswith("   * -"), cells[1].startswith("     -"), third.startswith(('"', "[", "N/A"))]
        if all(starts) and third != cells[2]:
            changed[number] = third
    return changed


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
