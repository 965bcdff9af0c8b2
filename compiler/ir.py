"""The resolved program: every name is a reference, every cell a Conversion, every row has a Binding.

Nodes keep the Span of what they were made from, for findings; nothing below `page` looks at Spans, so the
same meaning gives the same output. Imports `profile` and `diagnostic` only.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .diagnostic import Span
from .expression import Expression
from .profile import Facet, ListProperty, ObjectType, Profile, Property

__all__ = [
    "Binding",
    "Cell",
    "Condition",
    "Conversion",
    "Endpoint",
    "FieldPath",
    "Flow",
    "LensUse",
    "LineList",
    "MatchRow",
    "Pair",
    "Program",
    "Reference",
    "Row",
    "Rule",
]

Binding = Literal["two-way", "right", "left", "copy-right", "copy-left", "identity", "inert"]
Class = Literal["exact", "canonical", "one-way", "unknown", "error"]
SeenType = Literal["Text", "Integer", "Number", "Flag", "Day", "Moment"]


class Endpoint(Struct, frozen=True, kw_only=True):
    """One side of a pair: an ObjectType of a system, or a facet of one."""

    profile: Profile
    name: str
    type: ObjectType
    facet_name: str = ""
    facet: Facet | None = None

    @property
    def identity(self) -> str:
        """Resolved system, type and facet: what links know."""
        facet = f"/{self.facet_name}" if self.facet_name else ""
        return f"{self.profile.name}.{self.name}{facet}"


class FieldPath(Struct, frozen=True, kw_only=True):
    """A Property a cell names. `within` is the path of the list it is an element's field of, or "".

    `path` is the path as written; for a field of a list, `child` is the part below the list.
    """

    path: str
    prop: Property
    within: str = ""
    child: str = ""
    line_list: ListProperty | None = None
    is_key: bool = False

    @property
    def access(self) -> str:
        if self.line_list is not None and self.prop.access == "both":
            return self.line_list.access
        return self.prop.access


class LensUse(Struct, frozen=True):
    """A lens of `runtime.lens` by name; with an argument it is made by calling it."""

    name: str
    argument: str | None = None


class Conversion(Struct, frozen=True, kw_only=True):
    """How both properties of a row are seen: the canonical type, a lens for each side, the class.

    `expression` makes the right value from the left one where the conversion is one-way; the left lens is then
    the right one, seeing what the expression gives. `restored` is the text of a cell that was read as more than
    it says (LANGUAGE section 3).
    """

    seen: SeenType = "Text"
    left: LensUse = LensUse("text")
    right: LensUse = LensUse("text")
    klass: Class = "exact"
    expression: Expression | None = None
    restored: str = ""


class Condition(Struct, frozen=True, kw_only=True):
    """A row holds only for records whose property at `path` is, or contains, `value`."""

    side: Literal["left", "right"]
    path: str
    value: str


class Cell(Struct, frozen=True, kw_only=True):
    """The third cell as written, and where."""

    text: str
    span: Span


class Reference(Struct, frozen=True, kw_only=True):
    """A row that carries a link: the ObjectTypes that may be meant on each side."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Row(Struct, frozen=True, kw_only=True):
    """A line of a property table, resolved and bound."""

    left: FieldPath
    right: FieldPath
    cell: Cell
    conversion: Conversion
    binding: Binding
    conditions: tuple[Condition, ...] = ()
    reference: Reference | None = None
    why: str = ""
    span: Span

    @property
    def identity(self) -> str:
        """What bases remember it by: both paths, and the cell where it converts."""
        return f"{self.left.path} > {self.right.path}"

    @property
    def order(self) -> tuple[str, str, str]:
        """The stable order of rows (SEMANTICS section 5), whatever the document's."""
        return (self.left.path, self.right.path, self.cell.text)


class LineList(Struct, frozen=True, kw_only=True):
    """The rows that meet in one pair of lists: one field of the View, whose elements have these rows."""

    left: str
    right: str
    rows: tuple[Row, ...]
    binding: Binding


class Rule(Struct, frozen=True, kw_only=True):
    """The section's creation rule."""

    kind: Literal["every", "when", "connected", "match-only"]
    prose: str = ""
    types: tuple[str, ...] = ()
    into: str = ""


class MatchRow(Struct, frozen=True, kw_only=True):
    """One alternative of the match table."""

    left: FieldPath
    right: FieldPath
    conversion: Conversion


class Pair(Struct, frozen=True, kw_only=True):
    """An ObjectPair. `identity` is what its links belong to, `discriminator` tells sections of equal types apart."""

    left: Endpoint
    right: Endpoint
    left_label: str
    right_label: str
    rule: Rule
    match: tuple[MatchRow, ...] = ()
    rows: tuple[Row, ...] = ()
    lists: tuple[LineList, ...] = ()
    missing: tuple[str, ...] = ()
    discriminator: str = ""
    span: Span

    @property
    def identity(self) -> str:
        return f"{self.left.identity}|{self.right.identity}"


class Flow(Struct, frozen=True, kw_only=True):
    """A document. `name` is its file's stem."""

    name: str
    file: str
    left: Profile
    right: Profile
    pairs: tuple[Pair, ...]


class Program(Struct, frozen=True, kw_only=True):
    """All flows compiled together, and the profiles they use."""

    flows: tuple[Flow, ...]
    profiles: tuple[Profile, ...]
