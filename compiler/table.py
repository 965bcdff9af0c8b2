"""Reads what stands in a table: rows, cells, and the conditions of a cell.

What is wrong with a row costs that row only, and is reported on the line that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .diagnostic import Diagnostic, Span, finding
from .syntax import CONDITION, Condition, PathCell, Text

__all__ = ["Piece", "Row", "Source", "TooManyFindings", "read_path", "read_table"]

_MOST_FINDINGS = 10_000
_ALMOST_CONDITION = re.compile(r"\( *depend[ae]nt ", re.IGNORECASE)
_HEADER_ROWS = re.compile(r":header-rows:\s*1\s*")
_DIRECTIVE = ".. list-table::"
# the lines that nearly all of a table consists of, as they are printed
_ROW_START, _CELL_START, _OPTION = "   * - ", "     - ", "   :header-rows: 1"


class TooManyFindings(Exception):
    """A document has more findings than anybody will read; it is most likely something else."""


class Piece(Struct, frozen=True):
    """A line or block of a section by its kind (a terminal of the grammar). `text` is empty if it was missing."""

    kind: str
    text: str
    line: int
    column: int


class Row(Struct):
    """A row of a table: its cells and its first line."""

    cells: list[Text]
    span: Span


class Source(Struct):
    """One file and what is found in it."""

    file: str
    findings: list[Diagnostic]

    def add(self, code: str, span: Span, did_you_mean: str = "", **parts: str) -> None:
        """Adds one finding. Raises TooManyFindings where there are absurdly many already."""
        if len(self.findings) >= _MOST_FINDINGS:
            self.findings.append(finding("F106", span, limit=f"{_MOST_FINDINGS:,}"))
            raise TooManyFindings
        self.findings.append(finding(code, span, did_you_mean, **parts))

    def span(self, line: int, column: int, length: int) -> Span:
        """A place in this file."""
        return Span(self.file, line, column, length)

    def whole(self, piece: Piece) -> Span:
        """The place of a piece's first line."""
        return self.span(piece.line, piece.column, len(piece.text.partition("\n")[0].rstrip()))

    def text(self, raw: str, line: int, column: int) -> Text:
        """What is written at a place, without the spaces around it."""
        value = raw.strip(" ")
        length = len(value)
        if length and length != len(raw):
            column += len(raw) - len(raw.lstrip(" "))
        return Text(value, Span(self.file, line, column, length))

    def single_spaced(self, raw: str, line: int, column: int) -> Text:
        """What is written at a place, with single spaces between its words."""
        body = raw.strip()
        lead = len(raw) - len(raw.lstrip())
        return Text(" ".join(body.split()), Span(self.file, line, column + lead, len(body)))


# ---- rows ---------------------------------------------------------------------------------------


def read_table(source: Source, piece: Piece, columns: int) -> tuple[Row | None, list[Row]]:
    """The heading row and the other rows of a table. A row with another number of cells is reported."""
    if not piece.text:
        return None, []
    lines = _Lines(source, piece, columns)
    rows = lines.read()
    if not rows:
        source.add("F120", source.whole(piece))
        return None, []
    for row in rows:
        if len(row.cells) != columns:
            source.add("F121", _miscounted(row, columns), found=str(len(row.cells)), wanted=str(columns))
    body = [row for row in rows if len(row.cells) == columns]
    if lines.lost_heading:
        return None, body
    return (body[0], body[1:]) if len(rows[0].cells) == columns else (None, body)


def _miscounted(row: Row, columns: int) -> Span:
    """Where a row has another number of cells: its first line, or the first cell that is one too many."""
    return row.cells[columns].span if len(row.cells) > columns else row.span


class _Lines:
    """The lines of one table, one after the other."""

    def __init__(self, source: Source, piece: Piece, columns: int) -> None:
        self.source, self.piece, self.columns = source, piece, columns
        self.rows: list[Row] = []
        self.cells: list[Text] | None = None
        self.lost_heading = False
        self.header_rows = 0

    def read(self) -> list[Row]:
        """All rows with the cells they have. A line that is no part of one is reported."""
        first, *lines = self.piece.text.split("\n")
        file, text = self.source.file, self.source.text
        if first != _DIRECTIVE:
            self._directive(first.rstrip())
        for number, line in enumerate(lines, self.piece.line + 1):
            start = line[:7]
            if start == _CELL_START and self.cells is not None:
                self.cells.append(text(line[7:], number, 8))
            elif start == _ROW_START:
                self.cells = [text(line[7:], number, 8)]
                self.rows.append(Row(self.cells, Span(file, number, 4, len(line.rstrip()) - 3)))
            elif line == _OPTION and not self.rows and not self.header_rows:
                self.header_rows = 1
            elif line and not line.isspace():
                self._line(number, line)
        if not self.header_rows:
            self.source.add("F125", self.source.whole(self.piece))
        return self.rows

    def _directive(self, first: str) -> None:
        """A first line that is more than the directive, or another."""
        rest = first.removeprefix(_DIRECTIVE)
        title = rest.strip()
        if len(rest) == len(first):
            self.source.add("F119", self.source.whole(self.piece))
        elif title:
            column = self.piece.column + len(first) - len(title)
            self.source.add("F129", self.source.span(self.piece.line, column, len(title)), found=title)

    def _line(self, number: int, line: str) -> None:
        """A line that is not spaced as usual, or has lost something."""
        body = line.lstrip(" \t")
        column = len(line) - len(body) + 1
        span = self.source.span(number, column, len(body.rstrip()))
        cells = self.cells
        if body.startswith("* -") and body[3:4] in ("", " ", "\t"):
            self.cells = [self.source.text(body[4:], number, column + 4)]
            self.rows.append(Row(self.cells, span))
        elif cells is not None and body[0] == "-" and body[1:2] in ("", " ", "\t"):
            cells.append(self.source.text(body[2:], number, column + 2))
        elif cells is not None and column == 1 and self.columns == 3 and len(cells) == 2:
            cells.append(self.source.text(body, number, column))
        elif body[0] == ":" and not self.rows:
            self.header_rows += body.startswith(":header-rows:")
            if self.header_rows != 1 or not _HEADER_ROWS.fullmatch(body):
                self.source.add("F129", span, found=body.rstrip())
            elif column == 1:
                self.source.add("F123", span, what="the table's option")
            return
        else:
            self._misfit(span, body)
            return
        if column == 1 and self.cells:
            self.source.add("F123", span, what=f"cell {len(self.cells)} of its row")

    def _misfit(self, span: Span, body: str) -> None:
        """A line that is no part of a row. One that lost its mark takes no cells from the row before it."""
        self.source.add("F124", span)
        lost_heading = not self.rows and body[0] in "*-"
        self.lost_heading = self.lost_heading or lost_heading
        if lost_heading or body[0] == "*":
            self.cells = []


# ---- cells --------------------------------------------------------------------------------------


def read_path(source: Source, cell: Text) -> PathCell | None:
    """A path and its conditions; None, and a finding, if a condition cannot be read."""
    value = cell.value
    if "(" not in value:
        return PathCell(cell, (), cell.span)
    start = value.find(f"({CONDITION}")
    if start < 0 and not _ALMOST_CONDITION.search(value):
        return PathCell(cell, (), cell.span)
    if start < 0 or not value.endswith(")"):
        source.add("F126", cell.span)
        return None
    conditions = []
    for condition in _conditions(source, cell, start + 1 + len(CONDITION)):
        if condition is None:
            return None
        conditions.append(condition)
    return PathCell(source.text(value[:start], cell.span.line, cell.span.column), tuple(conditions), cell.span)


def _conditions(source: Source, cell: Text, offset: int) -> Iterator[Condition | None]:
    """The conditions from an offset on; None, and a finding, for one that cannot be read."""
    line, column = cell.span.line, cell.span.column
    for part in cell.value[offset:-1].split(CONDITION):
        wanted, found, path = (f"{_unglued(part)} ").rpartition(" in ")
        if not found:
            source.add("F126", source.span(line, column + offset, len(part)))
            yield None
            return
        place = column + offset
        yield Condition(
            path=source.text(path, line, place + len(wanted) + len(found)), value=source.text(wanted, line, place)
        )
        offset += len(part) + len(CONDITION)


def _unglued(part: str) -> str:
    """A condition without the parentheses between it and the next, as `)(`, however often they stand there."""
    end = kept = len(part)
    while True:  # by index: a slice at each step would take quadratic time
        for mark in "()":
            while end and part[end - 1] == " ":
                end -= 1
            if not part.endswith(mark, 0, end):
                return part[:kept]
            end -= 1
        kept = end
