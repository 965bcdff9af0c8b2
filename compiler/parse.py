"""From text to `syntax.Document`. The only module that knows lark.

The grammar has the shape of a document in whole lines; `Reader` reads what stands in them. Where the grammar does
not fit, `_Recovery` reports it, puts in what is missing or leaves out what is too much, and the parse goes on.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken
from lark.common import LexerConf
from lark.lexer import Lexer, LexerState
from lark.parsers.lalr_interactive_parser import InteractiveParser

from .diagnostic import Diagnostic, Span, finding
from .section import LONGEST_HEADING, Reader
from .syntax import SENTENCES, Document
from .table import Piece, TooManyFindings
from .title import Title, read_title

__all__ = ["parse"]

_MOST_BYTES = 8 * 1024 * 1024
_MOST_ROWS = 100_000
_MOST_REPAIRS = 1_000
_COMPARED = 120

_WORDING = {
    name: sentence.format(left="…", right="…", prose="…", types="…", into="…") for name, sentence in SENTENCES.items()
}
_BLOCKS = {
    "TITLE": "the title",
    "GENERATED": "the time stamp",
    "INTRODUCTION": "an introduction",
    "HEADING": "a section's heading",
    "TABLE": "a table",
    "STRAY": "a row outside of a table",
    "$END": "the end of the document",
}
_INSERTABLE = ("TITLE", "EVERY", "LINKED", "PROPERTIES", "TABLE", "MATCHED", "UNMATCHED", "MATCH", "CONNECTED", "FIRST")
_MOST_INSERTED = 3
_MOST_INSERTED_AT_END = 6
_ROW = re.compile(r"(?:^|[\r\n])[ \t]*\* -")
_BLANK = re.compile(r"\s*+").match


def parse(
    text: str, file: str, *, max_bytes: int = _MOST_BYTES, max_rows: int = _MOST_ROWS
) -> tuple[Document | None, list[Diagnostic]]:
    """The document and everything that is wrong with its text, in the order of lines. Never raises.

    A row that cannot be read is left out, and so is a section whose sentences are not one of the seven shapes;
    there is no document if it has no title that can be read, or is larger than the limits. Line ends may be LF
    or CRLF, a BOM is dropped; the time stamp and the introduction are not kept.
    """
    findings: list[Diagnostic] = []
    reader = Reader(file, findings)
    for code, count, limit in (("F100", _bytes, max_bytes), ("F101", _rows, max_rows)):
        size = count(text, limit)
        if size > limit:
            return None, [finding(code, reader.span(1, 1, 0), size=f"{size:,}", limit=f"{limit:,}")]
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")  # as `source_lines` has them
    recovery = _Recovery(reader)
    try:
        tree = _grammar().parse(plain, start="start", on_error=recovery)
        document = _document(tree, reader, recovery.places)
    except (UnexpectedInput, TooManyFindings):
        document = None
    findings.sort(key=lambda found: (found.span.line, found.span.column, found.code))
    return document, findings


def _bytes(text: str, limit: int) -> int:
    return len(text) if text.isascii() or len(text) > limit else len(text.encode("utf-8", "surrogatepass"))


def _rows(text: str, limit: int) -> int:
    return sum(1 for _ in _ROW.finditer(text)) if text.count("* -") > limit else 0


@cache
def _grammar() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Lines, start=["start", "misfit"])


class _Lines(Lexer):
    """Takes a text apart into lines and blocks, and leaves out what is blank between them.

    Not lark's own lexer, because that one takes longer than all the rest of a parse, and an expression for the whole
    of a block takes 100 bytes for each of its lines.
    """

    __future_interface__ = 2

    def __init__(self, conf: LexerConf) -> None:
        known = {terminal.name: terminal.pattern.to_regexp() for terminal in conf.terminals}
        ordered = sorted(conf.terminals, key=lambda terminal: -terminal.priority)
        kinds = [t.name for t in ordered if t.name not in conf.ignore and not t.name.startswith("AFTER_")]
        within = [kind for kind in kinds if kind in ("FIRST", *SENTENCES, "OTHER") and kind != "WHEN"]
        self._at_start, self._within = (
            re.compile("|".join(f"(?P<{kind}>{known[kind]})" for kind in group)).match for group in (kinds, within)
        )
        self._after = {kind: re.compile(known[f"AFTER_{kind}"]).search for kind in kinds if f"AFTER_{kind}" in known}

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens from where the state is. Where one ended within a line, only a sentence may start."""
        text: str = lexer_state.text.text
        place = lexer_state.line_ctr  # an error makes lark ask anew, so it is kept up to date
        end, line, line_start = place.char_pos, place.line, place.line_start_pos
        while blank := _BLANK(text, end):
            start = blank.end()
            breaks = text.count("\n", end, start)
            if breaks:
                line += breaks
                line_start = text.rindex("\n", end, start) + 1
            found = (self._at_start if breaks or not end else self._within)(text, start)
            if found is None:  # the end: OTHER takes any line
                return
            kind, end = found.lastgroup or "", found.end()
            if kind in self._after:
                last = self._after[kind](text, end)
                end = last.end() - 1 if last else len(text)
            lexer_state.last_token = token = Token(kind, text[start:end], start, line, start - line_start + 1)
            if kind in _BLOCKS:  # else it is one line
                line += text.count("\n", start, end)
                line_start = text.rfind("\n", 0, end) + 1
            place.char_pos, place.line, place.line_start_pos = end, line, line_start
            yield token


def _piece(token: Token) -> Piece:
    return Piece(token.type, str(token), token.line or 1, token.column or 1)


def _document(tree: Tree[Token], reader: Reader, repaired: set[int]) -> Document | None:
    """The document of a parse. `repaired` are ids of headings of sections that are only half there."""
    title: Title | None = None
    sections = []
    all_read = True
    for number, child in enumerate(tree.children):
        if isinstance(child, Tree):
            pieces = [_piece(token) for token in child.children if isinstance(token, Token)]
            section = reader.section(pieces)
            if section and id(child.children[0]) not in repaired:
                sections.append(section)
            else:
                all_read = False
        elif child.type == "TITLE" and child:
            title = read_title(reader, _piece(child))
            reader.ways = title.ways
        elif child.type == "INTRODUCTION":
            following = tree.children[number + 1 : number + 2]
            heading = next((str(token) for part in following if isinstance(part, Tree) for token in part.children), "")
            reader.introduction(_piece(child), heading.partition("\n")[0].strip())
    return title.document(reader, tuple(sections), all_read) if title else None


class _Recovery:
    """What lark asks where the grammar does not fit. Each answer is a finding and one step that helps.

    `places` are the ids of the heading tokens of the sections that had to be repaired.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.places: set[int] = set()
        self._repairs = 0
        self._left_out = False

    def __call__(self, error: UnexpectedInput) -> bool:
        """Repairs the parse at an unexpected line; False gives up, as there are too many."""
        if not isinstance(error, UnexpectedToken):
            return False  # no text leads here: OTHER takes any line
        self._repairs += 1
        parser, token = error.interactive_parser, error.token
        if self._repairs > _MOST_REPAIRS:
            self.reader.add("F106", self.reader.whole(_piece(token)), limit=f"{_MOST_REPAIRS:,}")
            return False
        accepted = _accepted(parser)
        if "HEADING" not in accepted:
            self._mark(parser)
        if token.type == "OTHER":
            self._unknown(parser, token, accepted)
        else:
            self._unexpected(parser, token, accepted)
        return True

    def _mark(self, parser: InteractiveParser) -> None:
        """Remembers the heading of the section that is being read."""
        for value in reversed(parser.parser_state.value_stack):
            if isinstance(value, Token) and value.type == "HEADING":
                self.places.add(id(value))
                return

    def _unknown(self, parser: InteractiveParser, token: Token, accepted: set[str]) -> None:
        """A line of no kind: taken for what it is nearest to if that may stand here, else left out."""
        span = self.reader.whole(_piece(token))
        words = token.split()
        heading = "HEADING" in accepted and words[-1][-1] != "."
        titled = "TITLE" in accepted and words[-1] == "Dataflow"
        if (heading or titled) and "to" in words and len(token) < LONGEST_HEADING:
            self.reader.add("F107", span, "Write a line of `=` above and below it." if titled else "")
            parser.feed_token(Token.new_borrow_pos("TITLE" if titled else "HEADING", token, token))
            return
        kind = _nearest(token)
        self.reader.add("F110", span, f"did you mean `{_WORDING[kind]}`?" if kind else "")
        if kind in accepted:
            parser.feed_token(Token.new_borrow_pos(kind, "", token))
        else:
            self._left_out = True

    def _unexpected(self, parser: InteractiveParser, token: Token, accepted: set[str]) -> None:
        """A known line in the wrong place: what is missing before it is put in, or the line is left out."""
        at_end = token.type in ("HEADING", "$END")
        way = _way(parser, token.type, _MOST_INSERTED_AT_END if at_end else _MOST_INSERTED)
        piece = _piece(token)
        if way is None:
            expected = " or ".join(sorted(_words(kind) for kind in accepted))
            self.reader.add("F111", self.reader.whole(piece), what=_words(token.type), expected=expected)
            return
        before = _last_token(parser)
        place = self._end(before) if at_end and before else self.reader.whole(piece)
        what = " and ".join(_words(kind) for kind in way)
        if way[0] == "TITLE":
            self.reader.add("F102", place)
        elif not self._left_out:
            self.reader.add("F113" if at_end else "F112", place, what=what)
        self._left_out = False
        for kind in way:
            parser.feed_token(Token(kind, "", line=piece.line, column=piece.column))
            self._mark(parser)
        if token.type != "$END":
            parser.feed_token(token)

    def _end(self, token: Token) -> Span:
        """The last line of a token that says anything."""
        lines = token.rstrip().split("\n")
        line = (token.line or 1) + len(lines) - 1
        column = 1 if len(lines) > 1 else token.column or 1
        return self.reader.span(line, column, len(lines[-1]))


def _words(kind: str) -> str:
    return _BLOCKS.get(kind) or f"`{_WORDING[kind]}`"


def _nearest(line: str) -> str:
    """The kind of sentence a line is most like; empty if it is like none."""
    openings = {wording[:_COMPARED]: kind for kind, wording in _WORDING.items()}
    near = difflib.get_close_matches(line[:_COMPARED], openings, n=1, cutoff=0.6)
    return openings[near[0]] if near else ""


def _last_token(parser: InteractiveParser) -> Token | None:
    """The last line that was understood."""
    stack = parser.parser_state.value_stack
    value = stack[-1] if stack else None
    while isinstance(value, Tree):
        value = value.children[-1] if value.children else None
    return value if isinstance(value, Token) else None


def _accepted(parser: InteractiveParser) -> set[str]:
    """The kinds of lines that may follow."""
    kinds: set[str] = parser.accepts()  # type: ignore[no-untyped-call]  # lark leaves it untyped
    return kinds


def _copied(parser: InteractiveParser) -> InteractiveParser:
    """A parser at the same place that shares what was read."""
    parser_copy: InteractiveParser = parser.copy(deepcopy_values=False)  # type: ignore[no-untyped-call]  # the same
    return parser_copy


def _way(parser: InteractiveParser, kind: str, most: int) -> tuple[str, ...] | None:
    """The fewest kinds of lines to put in so that `kind` may follow; None if there is no such way.

    A heading is put in only right before the sentence that starts its section.
    """
    start = _copied(parser)
    start.parser_state.parse_conf = copy(start.parser_state.parse_conf)
    start.parser_state.parse_conf.callbacks = {}  # the copies only look ahead: they must not build trees
    ways: list[tuple[tuple[str, ...], InteractiveParser]] = [((), start)]
    for _ in range(most + 1):
        longer = []
        for way, at in ways:
            accepted = _accepted(at)
            if kind in accepted:
                return way
            insertable = ("HEADING",) if "HEADING" in accepted and kind in ("EVERY", "FIRST", "WHEN") else _INSERTABLE
            for other in insertable:
                if other in accepted and not (other == "HEADING" and way):
                    further = _copied(at)
                    further.feed_token(Token(other, ""))
                    longer.append(((*way, other), further))
        ways = longer
    return None
