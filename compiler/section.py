"""Reads one section: its labels, its sentences and its two tables, from pieces that `parse` found in order.

What is wrong with a sentence is reported on its line; what is wrong with a row costs that row only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from .diagnostic import Span
from .naming import fold
from .sentence import misfit
from .syntax import (
    SENTENCES,
    MatchRow,
    PropertyRow,
    Rule,
    Section,
    Text,
    TypeCell,
)
from .table import Piece, Row, Source, read_path, read_table

__all__ = ["LONGEST_HEADING", "Reader", "is_longer", "names", "words_of"]

LONGEST_HEADING = 200
_MOST_SPLITS = 20
_LONGEST_TITLE = 10_000
_MOST_NAMES = 1_000
_WHEN = re.compile(r",\s*it\s+will\s+be\s+synchronized\s+with\s+an?(?=\s)")
_CONNECTED = re.compile(r"\bif\s+it\s+is\s+connected\s+to\s+an?(?=\s)")
_INTO = re.compile(r"\bthat\s+is\s+synchronized\s+into\b")
_RULE = re.compile(r"-{3,}")
_AFTER_PROSE = SENTENCES["WHEN"].removeprefix("{prose}")
_BEFORE_TYPES = SENTENCES["CONNECTED"].partition("a {types}")[0]

Kind = Literal["every", "when", "connected", "match-only"]
_KINDS: dict[str, Kind] = {"EVERY": "every", "WHEN": "when", "CONNECTED": "connected", "FIRST": "match-only"}


class Reader(Source):
    """Reads pieces of one file and adds what it finds to `findings`.

    `ways` are the two system labels of the title, for each way to divide it. `columns` collects the systems that head
    the third columns, but for those that were reported.
    """

    ways: Sequence[tuple[Text, Text]] = ()
    columns: set[str] = msgspec.field(default_factory=set)

    def section(self, pieces: Sequence[Piece]) -> Section | None:
        """The section made of these pieces, in the order of the grammar; None if its labels cannot be known."""
        by_kind = {piece.kind: piece for piece in pieces}
        title = self.heading(by_kind["HEADING"])
        head, body = read_table(self, pieces[-1], 3)
        labels = self._labels(title, head, by_kind["LINKED"])
        if labels is None:
            return None
        left, right = labels
        system = self._third_column(head.cells[2], right) if head else ""
        rule = self._rule(by_kind, left, right)
        for piece in pieces:
            if piece.kind in SENTENCES and piece.kind not in ("WHEN", "CONNECTED"):
                self._check(piece, SENTENCES[piece.kind], left=left, right=right)
        match = self._match_rows(pieces, left, right)
        rows = tuple([row for row in map(self._property_row, body) if row])
        if rule is None:
            return None
        left_text, right_text = _label_texts(title, left, right)
        return Section(title, left_text, right_text, system, rule, match, rows, title.span)

    def heading(self, piece: Piece) -> Text:
        """The text of a heading and its rule; a rule too short is noted."""
        line, _, underline = piece.text.partition("\n")
        underline = underline.partition("\n")[0]
        if underline and len(underline.rstrip()) < len(line.rstrip()):
            self.add("F105", self.span(piece.line + 1, 1, len(underline.rstrip())))
        return self.single_spaced(line, piece.line, piece.column)

    def introduction(self, piece: Piece, following: str) -> None:
        """Prose is free, but for what is the structure of a document and has lost its place.

        That is a rule below the introduction's own, and a heading without one: a line of its own that names objects
        of both systems of the title, or repeats the heading that comes right after the introduction.
        """
        self.heading(piece)
        written = piece.text.split("\n")
        lines = [*map(str.strip, written), ""]
        last = len(lines) - 2
        for number, line in enumerate(lines[2:], 2):
            code = ""
            if _RULE.fullmatch(line) and lines[number - 1] == lines[1]:
                code = "F110"
            elif " to " in line and _may_be_heading(line):
                alone = not lines[number + 1] and (number == 2 or not lines[number - 1])
                repeated = number == last and line == following
                if repeated or (alone and any(_names_objects(line, *way) for way in self.ways)):
                    code = "F107"
            if code:
                self.add(code, self.span(piece.line + number, written[number].index(line) + 1, len(line)))

    # ---- labels ----

    def _labels(self, title: Text, head: Row | None, linked: Piece) -> tuple[str, str] | None:
        """The two labels: those of the column headings if title or sentence agree, else the title's.

        Reports whichever of title and column headings stands alone.
        """
        headed = _without(head.cells[0].value, "Property") if head else None
        headed_right = _without(head.cells[1].value, "Property") if head else None
        pair = (headed, headed_right) if headed is not None and headed_right is not None else None
        if pair and _equal(f"{pair[0]} to {pair[1]}", title.value):
            return pair
        splits = _splits(title.value)
        agreeing = [labels for labels in splits if _is_linked(linked, *labels)]
        if pair and (not agreeing or _is_linked(linked, *pair)):
            if title.value:
                self.add("F117", title.span, title=title.value, left=pair[0], right=pair[1])
            return pair
        if len(agreeing or splits) != 1:
            if title.value and not head and not splits:
                self.add("F110", title.span, "did you mean `Introduction`?" if _is_introduction(title.value) else "")
            elif title.value and head:
                self.add("F117", title.span, title=title.value, left=headed or "?", right=headed_right or "?")
            return None
        [labels] = agreeing or splits
        if head:
            self._check_columns(head, labels)
        return labels

    def _check_columns(self, head: Row, labels: tuple[str, str]) -> None:
        """Reports each of the first two columns that is not headed by its label."""
        for cell, label in zip(head.cells, labels, strict=False):
            wanted = f"{label} Property".strip()
            if not _equal(cell.value, wanted):
                self.add("F122", cell.span, found=cell.value, wanted=wanted)

    def _third_column(self, cell: Text, right: str) -> str:
        """The system that heads the third column; reported if it is not that of the right label."""
        system = _without(cell.value, "Data Type")
        if system is None:
            self.add("F122", cell.span, found=cell.value, wanted="<right system> Data Type")
        elif not self._is_system_of(system, right):
            self.add("F127", cell.span, found=system, label=right)
        else:
            self.columns.add(system)
        return system or ""

    def _is_system_of(self, system: str, label: str) -> bool:
        """Whether a right label starts with a system's words, or the title has it: `Exact Online` for `Exact Item`."""
        if not self.ways or (system and _starts_with_words(label, system)):
            return True
        if any(_equal(right.value, system) for _, right in self.ways):
            return True
        return any(_equal(left.value, system) and is_longer(system, label.split()[:1]) for left, _ in self.ways)

    # ---- sentences ----

    def _rule(self, by_kind: dict[str, Piece], left: str, right: str) -> Rule | None:
        """The section's rule for new records; None if its sentence cannot be taken apart."""
        name = next(name for name in ("CONNECTED", "WHEN", "EVERY", "FIRST") if name in by_kind)
        piece = by_kind[name]
        if name == "WHEN":
            return self._when(piece, right)
        if name == "CONNECTED":
            return self._connected(piece, left, right)
        return Rule(_KINDS[name], "", (), "", self.whole(piece))

    def _when(self, piece: Piece, right: str) -> Rule | None:
        start = end = -1
        for part in _WHEN.finditer(piece.text):  # the last one: the prose may have the same words
            start, end = part.span()
        if end < 0:
            return None
        self._check(piece, _AFTER_PROSE, start, right=right)
        return Rule("when", piece.text[:start].strip(), (), "", self.whole(piece))

    def _connected(self, piece: Piece, left: str, right: str) -> Rule | None:
        start = _CONNECTED.search(piece.text)
        end = after = -1
        for part in _INTO.finditer(piece.text, start.end() if start else 0):
            end, after = part.span()
        if not start or end < 0:
            self._check(piece, SENTENCES["CONNECTED"], left=left, right=right, types="X, Y, or Z", into="…")
            return None
        types = piece.text[start.end() : end]
        into = piece.text[after:].rstrip().removesuffix(".").split()
        words = types.split()
        article = start.group().split()[-1]
        if words[:1] == [article] or words[-1:] == ["that"] or into[:1] == ["into"]:  # fixed words, doubled
            self._other_words(piece, left=left, right=right)
        else:
            self._check(piece, _BEFORE_TYPES, 0, piece.text.rindex("a", 0, start.end()), left=left, right=right)
        names = tuple(self._names(types, piece, start.end()))
        return Rule("connected", "", names, " ".join(into), self.whole(piece))

    def _names(self, types: str, piece: Piece, offset: int) -> Iterator[Text]:
        """The names of `X, Y, or Z`, each with its place. `X or Y` is read as two where there is no comma at all."""
        parts = types.split(",", _MOST_NAMES)
        if len(parts) > _MOST_NAMES:
            self._other_words(piece)
            return
        first, found, last = types.rstrip().rpartition(" or ")
        if len(parts) == 1 and first.strip():
            parts = [first, f"{found[1:]}{last}"]
        for number, part in enumerate(parts):
            skip = len(part) - len(part.lstrip())
            if number and number == len(parts) - 1 and part.split(None, 1)[:1] == ["or"]:
                skip += 2
            name = self.single_spaced(part[skip:], piece.line, piece.column + offset + skip)
            if name.value:
                yield name
            else:
                self.add("F116", self.span(piece.line, name.span.column, 1))
            offset += len(part) + 1

    def _check(self, piece: Piece, template: str, start: int = 0, end: int | None = None, **fields: str) -> None:
        """Reports a sentence whose part from `start` to `end` does not read as the template with these fields."""
        found = misfit(piece.text[start:end], template, fields) if piece.text else None
        if found is None:
            return
        if found.label is None:
            self._other_words(piece, **fields)
            return
        span = self.span(piece.line, piece.column + start + found.offset, found.length)
        self.add("F114", span, found=found.found, label=found.label)

    def _other_words(self, piece: Piece, **fields: str) -> None:
        sentence = SENTENCES[piece.kind].format_map(
            {"left": "…", "right": "…", "types": "X, Y, or Z", "into": "…", "prose": "…", **fields}
        )
        self.add("F115", self.whole(piece), sentence=sentence)

    # ---- tables ----

    def _match_rows(self, pieces: Sequence[Piece], left: str, right: str) -> tuple[MatchRow, ...]:
        """The rows of the table that follows the MATCH sentence, if there is one."""
        place = next((number for number, piece in enumerate(pieces) if piece.kind == "MATCH"), None)
        if place is None:
            return ()
        head, body = read_table(self, pieces[place + 1], 2)
        if head:
            self._check_columns(head, (left, right))
            if not body:
                self.add("F128", self.whole(pieces[place + 1]))
        return tuple([MatchRow(row.cells[0], row.cells[1], row.span) for row in body])

    def _property_row(self, row: Row) -> PropertyRow | None:
        left, right = read_path(self, row.cells[0]), read_path(self, row.cells[1])
        if left is None or right is None:
            return None
        return PropertyRow(left, right, TypeCell(row.cells[2]), row.span)


def words_of(text: Text, first: int, last: int) -> Text:
    """The words from `first` to before `last` of a single-spaced text, with their place."""
    words = text.value.split()
    value = " ".join(words[first:last])
    before = len(" ".join(words[:first]))
    column = text.span.column + before + (1 if before else 0)
    return Text(value, Span(text.span.file, text.span.line, column, len(value)))


def _label_texts(title: Text, left: str, right: str) -> tuple[Text, Text]:
    """Both labels at their place in the title, as far as it has them."""
    file, line, column, _ = msgspec.structs.astuple(title.span)
    if title.value == f"{left} to {right}":
        after = column + len(left) + len(" to ")
        return Text(left, Span(file, line, column, len(left))), Text(right, Span(file, line, after, len(right)))
    count = len(left.split())
    places = words_of(title, 0, count).span, words_of(title, count + 1, len(title.value.split())).span
    return Text(left, places[0]), Text(right, places[1])


def _splits(title: str) -> list[tuple[str, str]]:
    """All ways to divide a title at a ` to `; none if there are absurdly many, or it is absurdly long."""
    words = title.split() if len(title) < _LONGEST_TITLE else []
    places = [number for number, word in enumerate(words) if word == "to"]
    if len(places) > _MOST_SPLITS:
        return []
    return [(" ".join(words[:place]), " ".join(words[place + 1 :])) for place in places]


def _without(cell: str, ending: str) -> str | None:
    """The words of a column heading before its ending, None if it ends in other words."""
    text = " ".join(cell.split())
    if not text.endswith(ending):
        return None
    rest = text[: -len(ending)]
    return rest.rstrip() if not rest or rest[-1] == " " else None


def _is_linked(linked: Piece, left: str, right: str) -> bool:
    """Whether a section's LINKED sentence speaks of these two labels."""
    return misfit(linked.text, SENTENCES["LINKED"], {"left": left, "right": right}) is None


def _equal(one: str, other: str) -> bool:
    """Equal as labels are (LANGUAGE section 1)."""
    return one == other or fold(one) == fold(other)


def _starts_with_words(label: str, start: str) -> bool:
    """Whether a label starts with the words of another."""
    if f"{label} ".startswith(f"{start} "):
        return True
    wanted = fold(start)
    words = label.split()
    length = 0
    for count, word in enumerate(words, 1):
        length += len(fold(word))
        if length >= len(wanted):
            return bool(wanted) and fold("".join(words[:count])) == wanted
    return False


def names(system: str, label: str) -> bool:
    """Whether a label may start with a system's: its first word suffices, as `Exact` is `Exact Online`."""
    return _starts_with_words(label, system) or is_longer(system, label.split()[:1])


def is_longer(system: str, words: Sequence[str]) -> bool:
    """Whether a system's label goes on after these words: `Exact Online` after `Exact`. Not with words of a title."""
    own = system.split()
    return bool(words) and _starts_with_words(system, "".join(words)) and len(set(own) - {"Dataflow"}) == len(own)


def _is_introduction(line: str) -> bool:
    """Whether a heading may have been meant to be the introduction's."""
    return line[:2].casefold() == "in" or line.rstrip(".")[-4:].casefold() == "tion"


def _may_be_heading(line: str) -> bool:
    return len(line) < LONGEST_HEADING and not line.endswith(".")


def _names_objects(line: str, left: Text, right: Text) -> bool:
    """Whether a line reads as the heading of a section between these systems, with an object on both sides."""
    for ends in _splits(line):
        pairs = [(end, system.value) for end, system in zip(ends, (left, right), strict=True)]
        if (left.value or right.value) and all(_names_object(end, system) for end, system in pairs):
            return True
    return False


def _names_object(label: str, system: str) -> bool:
    """Whether a label starts with a system's, or its first word, and goes on."""
    words = label.split()
    if not system:
        return bool(words)
    return len(words) > 1 and not _equal(label, system) and names(system, label)
