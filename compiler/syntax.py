"""What the author of a document wrote: sections, sentences, cells, every one with its place.

Labels and titles have single spaces, whatever the document has; paths, values and cells are as written, without the
spaces around them (a TAB stays). `SENTENCES` is the wording of the language, for reading and for printing.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .diagnostic import Span

__all__ = [
    "CONDITION",
    "SENTENCES",
    "Condition",
    "Document",
    "MatchRow",
    "PathCell",
    "PropertyRow",
    "Rule",
    "Section",
    "Text",
    "TypeCell",
]

SENTENCES = {
    "EVERY": "Every {left} will be synchronized with a {right}.",
    "FIRST": "Before any synchronization can take place, a link between a {left} and a {right} must be established.",
    "CONNECTED": "A new {right} will be created from a {left} if it is connected to a {types} "
    "that is synchronized into {into}.",
    "MATCHED": "If a matching {right} already exists, the {left} will be merged with the existing one.",
    "UNMATCHED": "If no matching {right} is found, a new {right} will be created.",
    "MATCH": "A {left} will merge with a {right} if one of the following property combinations match:",
    "WHEN": "{prose}, it  will be synchronized with a {right}.",
    "LINKED": "Once a link between a {left} and a {right} is established, it will keep in sync between the two "
    "systems, regardless of where it is edited.",
    "PROPERTIES": "The following properties are synchronized between a {left} and a {right}:",
}
"""The sentences of a section by name; `{left}` and `{right}` are the two labels."""

CONDITION = "Dependant on having "
"""What every condition of a cell starts with."""


class Text(Struct, frozen=True, gc=False):
    """Something written, and where."""

    value: str
    span: Span


class Condition(Struct, frozen=True, gc=False):
    """The row holds only where `path` is, or contains, `value`. Either may be empty."""

    path: Text
    value: Text


class PathCell(Struct, frozen=True, gc=False):
    """A property's path and the conditions glued to it, any of which suffices."""

    path: Text
    conditions: tuple[Condition, ...]
    span: Span


class TypeCell(Struct, frozen=True, gc=False):
    """The third cell as written."""

    text: Text


class MatchRow(Struct, frozen=True, gc=False):
    """Two paths by whose equal values records are matched."""

    left: Text
    right: Text
    span: Span


class PropertyRow(Struct, frozen=True, gc=False):
    """Two properties kept equal, and the third cell."""

    left: PathCell
    right: PathCell
    type: TypeCell
    span: Span


class Rule(Struct, frozen=True):
    """When a left record gets a right record. `prose` is WHEN's, `types` and `into` are CONNECTED's."""

    kind: Literal["every", "when", "connected", "match-only"]
    prose: str
    types: tuple[Text, ...]
    into: str
    span: Span


class Section(Struct, frozen=True):
    """One ObjectPair. `left` and `right` are labels with their system's; `right_system` heads the third column."""

    title: Text
    left: Text
    right: Text
    right_system: str
    rule: Rule
    match: tuple[MatchRow, ...]
    rows: tuple[PropertyRow, ...]
    span: Span


class Document(Struct, frozen=True):
    """A whole document; `left` and `right` are the title's two system labels."""

    file: str
    left: Text
    right: Text
    sections: tuple[Section, ...]
