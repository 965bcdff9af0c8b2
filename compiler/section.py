"""Reads one section: its labels, its sentences and its two tables, from pieces that `parse` found in order.

What is wrong with a sentence is reported on its line; what is wrong with a row costs that row only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Formatter
from typing import Literal, NamedTuple

from msgspec import Struct

from .diagnostic import Diagnostic, Span, finding
from .naming import fold
from .syntax import (
    CONDITION,
    SENTENCES,
    Condition,
    MatchRow,
    PathCell,
    PropertyRow,
    Rule,
    Section,
    Text,
    TypeCell,
)

__all__ = ["Piece", "Reader", "words_of"]

_MOST_SPLITS = 20
_ARTICLE = re.compile(r"\ban\b")
_WHEN = re.compile(r",\s*it\s+will\s+be\s+synchronized\s+with\s+an?(?=\s)")
_CONNECTED = re.compile(r"\bif\s+it\s+is\s+connected\s+to\s+an?(?=\s)")
_INTO = re.compile(r"\bthat\s+is\s+synchronized\s+into\b")
_ALMOST_CONDITION = re.compile(r"\( *depend[ae]nt ", re.IGNORECASE)
_HEADER_ROWS = re.compile(r":header-rows:\s*1\s*")

Kind = Literal["every", "when", "connected", "match-only"]
_KINDS: dict[str, Kind] = {"EVERY": "every", "WHEN": "when", "CONNECTED": "connected", "FIRST": "match-only"}


class Piece(NamedTuple):
    """A line or block of a section by its kind (a terminal of the grammar). `text` is empty if it was missing."""

    kind: str
    text: str
    line: int
    column: int


class _Row(Struct):
    """A row of a table: its cells and its first line."""

    cells: list[Text]
    span: Span


class Reader(Struct):
    """Reads pieces of one file and adds what it finds to `findings`."""

    file: str
    findings: list[Diagnostic]

    def section(self, pieces: Sequence[Piece]) -> Section | None:
        """The section made of these pieces, in the order of the grammar; None if its labels cannot be known."""
        by_kind = {piece.kind: piece for piece in pieces}
        title = self.heading(by_kind["HEADING"])
        head, body = self._table(pieces[-1], 3)
        labels = self._labels(title, head, by_kind["LINKED"])
        if labels is None:
            return None
        left, right = labels
        if head:
            self._check_third_column(head.cells[2], right)
        rule = self._rule(by_kind, left, right)
        for piece in pieces:
            if piece.kind in SENTENCES and piece.kind not in ("WHEN", "CONNECTED"):
                self._check(piece, left=left, right=right)
        match = self._match_rows(pieces, left, right)
        rows = tuple(row for row in map(self._property_row, body) if row)
        if rule is None:
            return None
        left_text, right_text = _label_texts(title, left, right)
        system = _without(head.cells[2].value, "Data Type") if head else None
        return Section(title, left_text, right_text, system or "", rule, match, rows, title.span)

    def heading(self, piece: Piece) -> Text:
        """The text of a heading and its rule; a rule too short is noted."""
        line, _, underline = piece.text.partition("\n")
        underline = underline.partition("\n")[0]
        if underline and len(underline.rstrip()) < len(line.rstrip()):
            self.add("F105", self.span(piece.line + 1, 1, len(underline.rstrip())))
        return self._text(line, piece.line, piece.column, single_spaced=True)

    def add(self, code: str, span: Span, did_you_mean: str = "", **parts: str) -> None:
        """Adds one finding."""
        self.findings.append(finding(code, span, did_you_mean, **parts))

    def span(self, line: int, column: int, length: int) -> Span:
        """A place in this file."""
        return Span(self.file, line, column, length)

    def whole(self, piece: Piece) -> Span:
        """The place of a piece's first line."""
        return self.span(piece.line, piece.column, len(piece.text.partition("\n")[0].rstrip()))

    # ---- labels ----

    def _labels(self, title: Text, head: _Row | None, linked: Piece) -> tuple[str, str] | None:
        """The two labels: those of the column headings if title or sentence agree, else the title's.

        Reports whichever of title and column headings stands alone.
        """
        headed = _without(head.cells[0].value, "Property") if head else None
        headed_right = _without(head.cells[1].value, "Property") if head else None
        pair = (headed, headed_right) if headed is not None and headed_right is not None else None
        if pair and fold(f"{pair[0]} to {pair[1]}") == fold(title.value):
            return pair
        splits = _splits(title.value)
        agreeing = [s for s in splits if _same(linked.text, _sentence("LINKED", *s))]
        if pair and (not agreeing or _same(linked.text, _sentence("LINKED", *pair))):
            if title.value:
                self.add("F117", title.span, title=title.value, left=pair[0], right=pair[1])
            return pair
        if len(agreeing or splits) != 1:
            if title.value and head:
                self.add("F117", title.span, title=title.value, left=headed or "?", right=headed_right or "?")
            return None
        [labels] = agreeing or splits
        if head:
            self._check_columns(head, labels)
        return labels

    def _check_columns(self, head: _Row, labels: tuple[str, str]) -> None:
        """Reports each of the first two columns that is not headed by its label."""
        for cell, label in zip(head.cells, labels, strict=False):
            wanted = f"{label} Property".strip()
            if fold(cell.value) != fold(wanted):
                self.add("F122", cell.span, found=cell.value, wanted=wanted)

    def _check_third_column(self, cell: Text, right: str) -> None:
        """Reports a third column that is not headed by the right system; `Exact Online` may head `Exact`'s."""
        system = _without(cell.value, "Data Type")
        if system is None:
            self.add("F122", cell.span, found=cell.value, wanted="<right system> Data Type")
            return
        first_word = fold((right.split() or [""])[0])
        if not fold(right).startswith(fold(system)) and not (first_word and fold(system).startswith(first_word)):
            self.add("F127", cell.span, found=system, label=right)

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
        parts = list(_WHEN.finditer(piece.text))
        if not parts:
            return None
        prose = piece.text[: parts[-1].start()].strip()
        self._check(piece, left="", right=right, prose=prose)
        return Rule("when", prose, (), "", self.whole(piece))

    def _connected(self, piece: Piece, left: str, right: str) -> Rule | None:
        start = _CONNECTED.search(piece.text)
        ends = list(_INTO.finditer(piece.text, start.end())) if start else []
        if not start or not ends:
            self._check(piece, left=left, right=right, types="X, Y, or Z", into="…")
            return None
        types = piece.text[start.end() : ends[-1].start()]
        into = " ".join(piece.text[ends[-1].end() :].rstrip().removesuffix(".").split())
        self._check(piece, left=left, right=right, types=types, into=into)
        names = tuple(self._names(types, piece, start.end()))
        return Rule("connected", "", names, into, self.whole(piece))

    def _names(self, types: str, piece: Piece, offset: int) -> Iterator[Text]:
        """The names of `X, Y, or Z`, each with its place."""
        parts = types.split(",")
        for number, part in enumerate(parts):
            skip = len(part) - len(part.lstrip())
            if number and number == len(parts) - 1 and part.split()[:1] == ["or"]:
                skip += 2
            name = self._text(part[skip:], piece.line, piece.column + offset + skip, single_spaced=True)
            if name.value:
                yield name
            else:
                self.add("F116", self.span(piece.line, name.span.column, 1))
            offset += len(part) + 1

    def _check(self, piece: Piece, **fields: str) -> None:
        """Reports a sentence that does not read as `SENTENCES` has it with these fields."""
        sentence = SENTENCES[piece.kind].format_map(fields)
        if not piece.text or _same(piece.text, sentence):
            return
        misfit = _misfit(piece.text.rstrip(), SENTENCES[piece.kind], fields)
        if misfit is None:
            self.add("F115", self.whole(piece), sentence=sentence)
            return
        offset, found, label = misfit
        span = self.span(piece.line, piece.column + offset, len(found))
        self.add("F114", span, found=found, label=label)

    # ---- tables ----

    def _match_rows(self, pieces: Sequence[Piece], left: str, right: str) -> tuple[MatchRow, ...]:
        """The rows of the table that follows the MATCH sentence, if there is one."""
        place = next((number for number, piece in enumerate(pieces) if piece.kind == "MATCH"), None)
        if place is None:
            return ()
        head, body = self._table(pieces[place + 1], 2)
        if head:
            self._check_columns(head, (left, right))
            if not body:
                self.add("F128", self.whole(pieces[place + 1]))
        return tuple(MatchRow(row.cells[0], row.cells[1], row.span) for row in body)

    def _property_row(self, row: _Row) -> PropertyRow | None:
        left, right = self._path(row.cells[0]), self._path(row.cells[1])
        if left is None or right is None:
            return None
        return PropertyRow(left, right, TypeCell(row.cells[2]), row.span)

    def _table(self, piece: Piece, columns: int) -> tuple[_Row | None, list[_Row]]:
        """The heading row and the other rows of a table. A row with another number of cells is reported."""
        if not piece.text:
            return None, []
        rows = self._rows(piece, columns)
        if not rows:
            self.add("F120", self.whole(piece))
            return None, []
        for row in rows:
            if len(row.cells) != columns:
                self.add("F121", row.span, found=str(len(row.cells)), wanted=str(columns))
        head = rows[0] if len(rows[0].cells) == columns else None
        return head, [row for row in rows[1:] if len(row.cells) == columns]

    def _rows(self, piece: Piece, columns: int) -> list[_Row]:
        """All rows with the cells they have. A line that is no part of one is reported.

        A line at column 0 is the third cell of a row that has only two, and reported as such.
        """
        rows: list[_Row] = []
        cells: list[Text] | None = None
        options = []
        for number, line in enumerate(piece.text.split("\n")[1:], piece.line + 1):
            body = line.lstrip(" \t")
            column = len(line) - len(body) + 1
            if not body:
                continue
            if body.startswith("* -") and body[3:4] in ("", " ", "\t"):
                cells = [self._text(body[4:], number, column + 4)]
                rows.append(_Row(cells, self.span(number, column, len(body.rstrip()))))
            elif cells is not None and body[0] == "-" and body[1:2] in ("", " ", "\t"):
                cells.append(self._text(body[2:], number, column + 2))
            elif cells is not None and column == 1 and columns == 3 and len(cells) == 2:
                cells.append(self._text(body, number, column))
                self.add("F123", cells[2].span)
            elif body[0] == ":" and not rows:
                options.append(body)
            else:
                self.add("F124", self.span(number, column, len(body.rstrip())))
                cells = [] if body[0] == "*" else cells
        if not any(_HEADER_ROWS.fullmatch(option) for option in options):
            self.add("F125", self.whole(piece))
        return rows

    def _path(self, cell: Text) -> PathCell | None:
        """A path and its conditions; None, and a finding, if a condition cannot be read."""
        value = cell.value
        start = value.find(f"({CONDITION}")
        if start < 0 and not _ALMOST_CONDITION.search(value):
            return PathCell(cell, (), cell.span)
        if start < 0 or not value.endswith(")"):
            self.add("F126", cell.span)
            return None
        line, column = cell.span.line, cell.span.column
        conditions = []
        offset = start + 1 + len(CONDITION)
        for part in value[offset:-1].split(CONDITION):
            wanted, found, path = (f"{_unglued(part)} ").rpartition(" in ")
            if not found:
                self.add("F126", self.span(line, column + offset, len(part)))
                return None
            place = column + offset
            conditions.append(
                Condition(
                    path=self._text(path, line, place + len(wanted) + len(found)),
                    value=self._text(wanted, line, place),
                )
            )
            offset += len(part) + len(CONDITION)
        return PathCell(self._text(value[:start], line, column), tuple(conditions), cell.span)

    def _text(self, raw: str, line: int, column: int, single_spaced: bool = False) -> Text:
        """What is written at a place, without the spaces around it."""
        if single_spaced:
            body = raw.strip()
            value = " ".join(body.split())
            lead = len(raw) - len(raw.lstrip())
        else:
            value = body = raw.strip(" ")
            lead = len(raw) - len(raw.lstrip(" "))
        return Text(value, Span(self.file, line, column + lead, len(body)))


def words_of(text: Text, first: int, last: int) -> Text:
    """The words from `first` to before `last` of a single-spaced text, with their place."""
    words = text.value.split()
    value = " ".join(words[first:last])
    before = len(" ".join(words[:first]))
    column = text.span.column + before + (1 if before else 0)
    return Text(value, Span(text.span.file, text.span.line, column, len(value)))


def _label_texts(title: Text, left: str, right: str) -> tuple[Text, Text]:
    """Both labels at their place in the title, as far as it has them."""
    count = len(left.split())
    places = words_of(title, 0, count).span, words_of(title, count + 1, len(title.value.split())).span
    return Text(left, places[0]), Text(right, places[1])


def _splits(title: str) -> list[tuple[str, str]]:
    """All ways to divide a title at a ` to `; none if there are absurdly many."""
    words = title.split()
    places = [number for number, word in enumerate(words) if word == "to"]
    if len(places) > _MOST_SPLITS:
        return []
    return [(" ".join(words[:place]), " ".join(words[place + 1 :])) for place in places]


def _without(cell: str, ending: str) -> str | None:
    """The words of a column heading before its ending, None if it ends in other words."""
    text = " ".join(cell.split())
    if text != ending and not text.endswith(f" {ending}"):
        return None
    return text.removesuffix(ending).rstrip()


def _sentence(kind: str, left: str, right: str) -> str:
    return SENTENCES[kind].format(left=left, right=right)


def _same(text: str, sentence: str) -> bool:
    """Equal but for spacing, punctuation, case and `a`/`an`."""
    return text.rstrip() == sentence or fold(_ARTICLE.sub("a", text)) == fold(_ARTICLE.sub("a", sentence))


def _misfit(text: str, template: str, fields: dict[str, str]) -> tuple[int, str, str] | None:
    """Where a field of a sentence has another text than it should: offset, that text, the field's.

    None if the words around the fields differ.
    """
    place, name = 0, None
    found: tuple[int, str, str] | None = None
    for literal, following, _, _ in Formatter().parse(template):
        start = text.find(literal, place) if following is not None else len(text) - len(literal)
        if start < place or not text.startswith(literal, start) or (name is None and start):
            return None
        if name is not None and found is None and fold(text[place:start]) != fold(fields[name]):
            found = place, text[place:start], fields[name]
        place, name = start + len(literal), following
    return found


def _unglued(part: str) -> str:
    """A condition without the parentheses between it and the next."""
    body = part.rstrip(" ")
    while body.endswith("(") and body[:-1].rstrip(" ").endswith(")"):
        body = body[:-1].rstrip(" ")[:-1]
        part = body
    return part
