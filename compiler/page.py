"""From the program to pages: finished names and literals. The last place that decides anything.

A page holds only closed types. `Name` is an identifier (or a dotted one) made by `naming` or written here,
`Lit` a literal, `Call` a constructor with named arguments made of these. A template that is handed anything
else refuses to render, so text from a document or a profile can only ever become a literal (G-01, G-02, G-03).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

__all__ = [
    "Argument",
    "Call",
    "ElementPage",
    "Expr",
    "FieldPage",
    "FlowPage",
    "FunctionPage",
    "Given",
    "LensPage",
    "Lit",
    "Many",
    "MatchPage",
    "MirrorPage",
    "Name",
    "PairPage",
    "PutPage",
    "RecordPage",
    "SystemPage",
    "TypePage",
    "WhenPage",
    "call",
    "called",
    "import_order",
    "member",
    "segments",
]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")


class Name(Struct, frozen=True):
    """An identifier, dotted or not; ValueError for anything else."""

    text: str

    def __post_init__(self) -> None:
        parts = self.text.split(".")
        if not _NAME.fullmatch(self.text) or any(keyword.iskeyword(part) for part in parts):
            raise ValueError(f"not an identifier: {self.text!r}")

    def __str__(self) -> str:
        return self.text


class Lit(Struct, frozen=True):
    """A literal: text, number, flag, None, or a tuple of these; printed in ASCII only."""

    value: str | int | bool | tuple[object, ...] | None

    def __str__(self) -> str:
        return _literal(self.value)


class Many(Struct, frozen=True):
    """A tuple of expressions."""

    members: tuple[Expr, ...]


class Argument(Struct, frozen=True):
    """A named argument."""

    name: Name
    value: Expr


class Call(Struct, frozen=True):
    """A call with named arguments, after `given` ones without a name."""

    name: Name
    arguments: tuple[Argument, ...] = ()
    given: tuple[Expr, ...] = ()


class Given(Struct, frozen=True):
    """A function of one value, `lambda value: body`."""

    body: Expr


Expr: TypeAlias = Name | Lit | Many | Call | Given


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        inner = ", ".join(_literal(part) for part in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, str):
        # surrogates survive ascii() but not a UTF-8 file; double quotes are what black would print
        plain = ascii(value)[1:-1]
        plain = plain.replace("\\'", "'") if "'" in value else plain
        return '"' + plain.replace('"', '\\"') + '"'
    raise TypeError(f"no literal for {type(value).__name__}")


class FieldPage(Struct, frozen=True):
    """A field of a class: its name, the alias of its type, and that type's element for a list."""

    name: Name
    type: Name
    element: Name | None = None


class RecordPage(Struct, frozen=True):
    """A class of fields."""

    name: Name
    fields: tuple[FieldPage, ...]


class TypePage(Struct, frozen=True):
    """One ObjectType of a system module."""

    elements: tuple[RecordPage, ...]
    record: RecordPage
    patch: RecordPage
    constant: Name
    value: Call


class SystemPage(Struct, frozen=True):
    """`generated/systems/<module>.py`."""

    module: Name
    imports: tuple[Name, ...]
    system: Call
    types: tuple[TypePage, ...]


class FunctionPage(Struct, frozen=True):
    """One line of a function from or to a View: `name=lens(argument).get(...attribute)`.

    `computed` stands for the attribute where an expression makes the value. A list is `seen_by` a function of its
    elements and `spelled_by` another one, with `back`, the lens that writes it.
    """

    name: Name
    attribute: Name
    lens: Name
    argument: Lit | None = None
    computed: Call | None = None
    seen_by: Name | None = None
    spelled_by: Name | None = None
    blank: Name | None = None
    back: Name | None = None


class PutPage(Struct, frozen=True):
    """One attribute of a Patch: what its line writes, or whichever of several lines has something to write."""

    attribute: Name
    lines: tuple[FunctionPage, ...]


class LensPage(Struct, frozen=True):
    """A lens of a pair's own: the constant and what makes it."""

    name: Name
    value: Call


class WhenPage(Struct, frozen=True):
    """The predicate that a WHEN sentence is bound to: all of its tests, or any."""

    function: Name
    record: Name
    tests: tuple[Call, ...]
    is_any: bool


class MirrorPage(Struct, frozen=True):
    """A section whose pair another one holds."""

    pair: Name
    title: Lit
    rule: Call
    when: WhenPage | None


class ElementPage(Struct, frozen=True):
    """The View of a list's elements, and its four functions."""

    view: RecordPage
    function: Name
    left: Name
    right: Name
    left_lines: tuple[FunctionPage, ...]
    right_lines: tuple[FunctionPage, ...]
    left_puts: tuple[PutPage, ...]
    right_puts: tuple[PutPage, ...]


class MatchPage(Struct, frozen=True):
    """One alternative of a match table."""

    label: Lit
    left: FunctionPage
    right: FunctionPage


class PairPage(Struct, frozen=True):
    """One ObjectPair of a flow module."""

    name: Name
    name_literal: Lit
    constant: Name
    title: Lit
    view: RecordPage
    elements: tuple[ElementPage, ...]
    left: Name
    right: Name
    left_patch: Name
    right_patch: Name
    left_type: Name
    right_type: Name
    left_facet: Call | None
    right_facet: Call | None
    left_lines: tuple[FunctionPage, ...]
    right_lines: tuple[FunctionPage, ...]
    left_puts: tuple[PutPage, ...]
    right_puts: tuple[PutPage, ...]
    matches: tuple[MatchPage, ...]
    lenses: tuple[LensPage, ...]
    when: WhenPage | None
    left_timed: bool
    right_timed: bool
    options: tuple[Argument, ...]
    laws: tuple[Name, ...]


class FlowPage(Struct, frozen=True):
    """`generated/flows/<module>.py` and `generated/qa/test_<module>.py`."""

    module: Name
    title: Lit
    flow_name: Lit
    systems: tuple[Name, ...]
    left_system: Name
    right_system: Name
    lenses: tuple[Name, ...]
    imports: tuple[Name, ...]
    computed: tuple[Name, ...]
    predicates: tuple[Name, ...]
    flows: tuple[Name, ...]
    functions: bool
    timed: bool
    pairs: tuple[PairPage, ...]
    mirrors: tuple[MirrorPage, ...]


# ---- making them --------------------------------------------------------------------------------


def import_order(used: set[str]) -> tuple[Name, ...]:
    """Names in the order import sorters want: constants, classes, functions."""
    return tuple(Name(name) for name in sorted(used, key=lambda name: (not name.isupper(), name)))


def called(expr: Expr) -> Iterable[str]:
    """The runtime names an expression uses."""
    if isinstance(expr, Call):
        yield expr.name.text
        for argument in expr.arguments:
            yield from called(argument.value)
        for value in expr.given:
            yield from called(value)
    elif isinstance(expr, Given):
        yield from called(expr.body)
    elif isinstance(expr, Many):
        for member in expr.members:
            yield from called(member)
    elif isinstance(expr, Name) and "." in expr.text:
        yield expr.text.split(".")[0]


def call(name: str, /, **values: Expr | str | int | bool | tuple[object, ...] | None) -> Call:
    arguments = tuple(
        Argument(Name(key), value if isinstance(value, Name | Lit | Many | Call | Given) else Lit(value))
        for key, value in values.items()
        if value not in (None, "", (), False) or (isinstance(value, int) and not isinstance(value, bool))
    )
    return Call(Name(name), arguments)


def member(enum: str, value: str) -> Name:
    return Name(f"{enum}.{value.upper().replace('-', '_')}")


def segments(path: str) -> tuple[str, ...]:
    """A wire path's segments; a name that starts with "@" is one segment (OData annotations hold dots)."""
    if not path:
        return ()
    return (path,) if path.startswith("@") else tuple(path.split("."))
