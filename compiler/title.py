"""Reads the title: the ways to divide it into two system labels, and which of them the sections bear out."""

from __future__ import annotations

from msgspec import Struct

from .naming import fold
from .section import Reader, is_longer, names, words_of
from .syntax import Document, Section, Text
from .table import Piece

__all__ = ["Title", "read_title"]

_MOST_WAYS = 20
_LONGEST = 10_000


class Title(Struct, frozen=True):
    """A title, and the two labels for each way to divide it."""

    text: Text
    ways: tuple[tuple[Text, Text], ...]

    def document(self, reader: Reader, sections: tuple[Section, ...], all_read: bool) -> Document | None:
        """The document under this title; None, and a finding, if its two system labels cannot be told apart."""
        if not self.ways:
            return None
        ways = self.ways
        if len(ways) > 1:
            ways = tuple(way for way in ways if any(_fits(section, *way) for section in sections))
        if len(ways) != 1:
            reader.add("F104", self.text.span, title=self.text.value)
            return None
        [(left, right)] = ways
        if sections and all_read:
            self._check(reader, left, right, sections)
        return Document(reader.file, left, right, sections)

    def _check(self, reader: Reader, left: Text, right: Text, sections: tuple[Section, ...]) -> None:
        """Reports a system that no section has: the right one heads third columns, the left one starts labels."""
        labels = {label.value for section in sections for label in (section.left, section.right)}
        if left.value and not any(names(left.value, label) for label in labels):
            reader.add("F118", left.span, name=left.value)
        columns = reader.columns
        doubled = "Dataflow" in right.value.split()  # no column has that, so all of them were reported
        if (columns or doubled) and not any(column == right.value or _heads(column, right.value) for column in columns):
            reader.add("F118", right.span if right.value else self.text.span, name=right.value)


def read_title(reader: Reader, piece: Piece) -> Title:
    """The title of a document. It is reported if it cannot be one; its rules, if they are shorter."""
    lines = piece.text.split("\n")
    overline = max(len(lines) - 2, 0)
    text = reader.heading(Piece("TITLE", "\n".join(lines[overline:]), piece.line + overline, piece.column))
    rule = lines[0].rstrip() if overline else ""
    if len(rule) < len(lines[overline].rstrip()) and len(lines) > 1:
        reader.add("F105", reader.span(piece.line, piece.column, len(rule)))
    words = text.value.split() if len(text.value) < _LONGEST else []
    places = [number for number, word in enumerate(words[:-1]) if word == "to"]
    if not places or words[-1] != "Dataflow":
        reader.add("F103", text.span, title=text.value)
        return Title(text, ())
    ways = [(words_of(text, 0, place), words_of(text, place + 1, len(words) - 1)) for place in places[:_MOST_WAYS]]
    return Title(text, tuple(ways))


def _heads(column: str, system: str) -> bool:
    """Whether a system may head a third column so: in another spelling, or with its first words alone."""
    return fold(column) == fold(system) or is_longer(system, column.split())


def _fits(section: Section, left: Text, right: Text) -> bool:
    """Whether the labels of a section start with these two system labels."""
    return fold(section.left.value).startswith(fold(left.value)) and fold(section.right_system) == fold(right.value)
