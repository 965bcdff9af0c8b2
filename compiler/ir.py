"""The resolved program: every name is a reference, every cell a Conversion, every row has a Binding.

Nodes keep the Span of what they were made from, for findings; nothing below `page` looks at Spans, so the
same meaning gives the same output. Imports `profile`, `syntax` and `diagnostic` only.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .diagnostic import Span
from .expression import Expression
from .profile import Facet, ListProperty, ObjectType, Profile, Property, When
from .syntax import Document

__all__ = [
    "Binding",
    "Cell",
    "Condition",
    "Connected",
    "Conversion",
    "Endpoint",
    "FieldPath",
    "Flow",
    "LensUse",
    "LineList",
    "MatchRow",
    "Mirror",
    "Pair",
    "Pick",
    "Program",
    "Reference",
    "Row",
    "Rule",
    "conditions_text",
]

Binding = Literal["two-way", "right", "left", "copy-right", "copy-left", "identity", "inert"]
Class = Literal["exact", "canonical", "one-way", "unknown", "error"]
SeenType = Literal["Text", "Integer", "Number", "Flag", "Day", "Moment"]


class Endpoint(Struct, frozen=True, kw_only=True, gc=False):
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


class Pick(Struct, frozen=True, kw_only=True, gc=False):
    """Which element of the list a field is of: one whose `where`, a path below the list, is one of `values`."""

    where: str
    values: tuple[str, ...]


class FieldPath(Struct, frozen=True, kw_only=True, gc=False):
    """A Property a cell names. `within` is the path of the list it is an element's field of, or "".

    `path` is the path as written; for a field of a list, `child` is the part below the list. With `pick` it is a
    single value: that of the element the row's condition selects. With `is_nothing` it names no property at all.
    """

    path: str
    prop: Property
    within: str = ""
    child: str = ""
    line_list: ListProperty | None = None
    is_key: bool = False
    is_nothing: bool = False
    pick: Pick | None = None

    @property
    def name(self) -> str:
        """What tells it from every other field of its ObjectType."""
        if self.pick is None:
            return self.path
        return f"{self.within}[{self.pick.where}={'|'.join(self.pick.values)}].{self.child}"

    @property
    def is_listed(self) -> bool:
        """Whether it is a value of each element of a list."""
        return bool(self.within) and self.pick is None

    @property
    def access(self) -> str:
        if self.line_list is not None and self.prop.access == "both":
            return self.line_list.access
        return self.prop.access


class LensUse(Struct, frozen=True, gc=False):
    """A lens of `runtime.lens` by name; with an argument it is made by calling it."""

    name: str
    argument: str | None = None


class Conversion(Struct, frozen=True, kw_only=True, gc=False):
    """How both properties of a row are seen: the canonical type, a lens for each side, the class.

    `expression` makes the right value from the left one where no lens does; the left lens is then the right one,
    seeing what the expression gives. `back` makes the left value from the right one, where the expression has an
    inverse. `restored` is the text of a cell that was read as more than it says (LANGUAGE section 3).
    """

    seen: SeenType = "Text"
    left: LensUse = LensUse("text")
    right: LensUse = LensUse("text")
    klass: Class = "exact"
    expression: Expression | None = None
    back: Expression | None = None
    restored: str = ""


class Condition(Struct, frozen=True, kw_only=True, gc=False):
    """A row holds only for records whose property at `path` is, or contains, `value`.

    `value` is what is compared: a code table may have turned what is written into it. `field` is None where the
    path names no property.
    """

    side: Literal["left", "right"]
    path: str
    value: str
    field: FieldPath | None


class Cell(Struct, frozen=True, kw_only=True, gc=False):
    """The third cell as written, and where."""

    text: str
    span: Span


class Reference(Struct, frozen=True, kw_only=True, gc=False):
    """A row that carries a link: the ObjectTypes that may be meant on each side."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def conditions_text(conditions: tuple[Condition, ...]) -> str:
    """What conditions add to the identity of a row: nothing for none."""
    if not conditions:
        return ""
    return f" [{'; '.join(sorted(f'{one.side} {one.path} = {one.value}' for one in conditions))}]"


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """A line of a property table, resolved and bound.

    A row of a mirrored section stands here turned round, `turned`; `only` is the one side it may write, "" for
    both. `twins` are the places of mirrored rows that are one with this one.
    """

    left: FieldPath
    right: FieldPath
    cell: Cell
    conversion: Conversion
    binding: Binding
    conditions: tuple[Condition, ...] = ()
    reference: Reference | None = None
    why: str = ""
    span: Span
    turned: bool = False
    only: Literal["", "left", "right"] = ""
    twins: tuple[Span, ...] = ()

    @property
    def identity(self) -> str:
        """What bases remember it by: both paths and the conditions; a row and its mirror may be two."""
        back = " (back)" if self.only == "left" else ""
        return f"{self.left.name} > {self.right.name}{conditions_text(self.conditions)}{back}"

    @property
    def order(self) -> tuple[str, str, str]:
        """The stable order of rows (SEMANTICS section 5), whatever the document's."""
        return (self.left.name, self.right.name, f"{self.cell.text}{conditions_text(self.conditions)}")


class LineList(Struct, frozen=True, kw_only=True, gc=False):
    """The rows that meet in one pair of lists: one field of the View, whose elements have these rows.

    `keyed`: both profiles say what tells elements apart, so that they are merged one by one.
    """

    left: str
    right: str
    rows: tuple[Row, ...]
    binding: Binding
    keyed: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those of all its rows."""
        return self.rows[0].conditions

    @property
    def identity(self) -> str:
        """What bases remember it by."""
        return f"{self.left} > {self.right}{conditions_text(self.conditions)}"


class Connected(Struct, frozen=True, kw_only=True, gc=False):
    """What a CONNECTED sentence names, resolved: ObjectTypes of the left system, reference properties of the left
    ObjectType by path, and the system that connected records are linked into."""

    types: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    into: str


class Rule(Struct, frozen=True, kw_only=True, gc=False):
    """The section's creation rule. `types` and `into` are as written; `when` is what the profile binds the prose to."""

    kind: Literal["every", "when", "connected", "match-only"]
    prose: str = ""
    types: tuple[str, ...] = ()
    into: str = ""
    when: When | None = None
    connected: Connected | None = None


class MatchRow(Struct, frozen=True, kw_only=True, gc=False):
    """One alternative of the match table."""

    left: FieldPath
    right: FieldPath
    conversion: Conversion


class Pair(Struct, frozen=True, kw_only=True, gc=False):
    """An ObjectPair. `identity` is what its links belong to, `discriminator` tells sections of equal types apart.

    `mirrored` says that a section with the two types swapped adds a creation rule for the other direction; `twins` are
    the places of sections that say exactly the same.
    """

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
    mirrored: bool = False
    twins: tuple[Span, ...] = ()
    span: Span

    @property
    def identity(self) -> str:
        return f"{self.left.identity}|{self.right.identity}"


class Mirror(Struct, frozen=True, kw_only=True):
    """A section whose pair, turned round, another section holds: it only adds its creation rule to that.

    `flow`, `identity` and `discriminator` say which pair; `own` is the section as it stands in its document, its rows
    not bound. `missing` are required properties of its right, which is the pair's left.
    """

    flow: str
    identity: str
    discriminator: str
    own: Pair
    missing: tuple[str, ...] = ()


class Flow(Struct, frozen=True, kw_only=True):
    """A document. `name` is its file's stem."""

    name: str
    file: str
    document: Document
    left: Profile
    right: Profile
    pairs: tuple[Pair, ...]
    mirrors: tuple[Mirror, ...] = ()


class Program(Struct, frozen=True, kw_only=True):
    """All flows compiled together, and the profiles they use."""

    flows: tuple[Flow, ...]
    profiles: tuple[Profile, ...]
