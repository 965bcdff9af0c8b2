"""From text to `syntax.Document`. The only module that knows lark.

The grammar has the shape of a document in whole lines; `Reader` reads what stands in them. Where the grammar does
not fit, `_Recovery` reports it, puts in what is missing or leaves out what is too much, and the parse goes on.
"""

from __future__ import annotations

import difflib
import re
from copy import copy
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from .diagnostic import Diagnostic, finding, source_lines
from .naming import fold
from .section import Piece, Reader, words_of
from .syntax import SENTENCES, Document, Section, Text

__all__ = ["parse"]

_MOST_BYTES = 8 * 1024 * 1024
_MOST_ROWS = 100_000
_MOST_REPAIRS = 1_000
_LONGEST_HEADING = 200
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
    plain = "\n".join(source_lines(text))
    recovery = _Recovery(reader)
    try:
        tree = _grammar().parse(plain, start="start", on_error=recovery)
    except UnexpectedInput:
        tree = Tree("start", [])
    document = _document(tree, reader, recovery.places)
    findings.sort(key=lambda found: (found.span.line, found.span.column, found.code))
    return document, findings


def _bytes(text: str, limit: int) -> int:
    return len(text) if text.isascii() or len(text) > limit else len(text.encode("utf-8", "surrogatepass"))


def _rows(text: str, limit: int) -> int:
    return sum(1 for _ in _ROW.finditer(text)) if text.count("* -") > limit else 0


@cache
def _grammar() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", start=["start", "misfit"])


def _piece(token: Token) -> Piece:
    return Piece(token.type, str(token), token.line or 1, token.column or 1)


def _document(tree: Tree[Token], reader: Reader, repaired: set[int]) -> Document | None:
    """The document of a parse. `repaired` are ids of headings of sections that are only half there."""
    title: Piece | None = None
    sections = []
    for child in tree.children:
        if isinstance(child, Tree):
            pieces = [_piece(token) for token in child.children if isinstance(token, Token)]
            section = reader.section(pieces)
            if section and id(child.children[0]) not in repaired:
                sections.append(section)
        elif child.type == "TITLE":
            title = _piece(child)
        elif child.type == "INTRODUCTION":
            reader.heading(_piece(child))
    return _titled(title, tuple(sections), reader) if title and title.text else None


def _titled(piece: Piece, sections: tuple[Section, ...], reader: Reader) -> Document | None:
    """The document under its title; None, and a finding, if the two system labels cannot be told apart."""
    lines = piece.text.split("\n")
    overline = len(lines) - 2
    title = reader.heading(Piece("TITLE", "\n".join(lines[overline:]), piece.line + overline, piece.column))
    rule = lines[0].rstrip() if overline else ""
    if len(rule) < len(lines[overline].rstrip()):
        reader.add("F105", reader.span(piece.line, piece.column, len(rule)))
    words = title.value.split()
    last = len(words) - 1
    places = [number for number, word in enumerate(words[:-1]) if word == "to"]
    if words[last] != "Dataflow" or not places:
        reader.add("F103", title.span, title=title.value)
        return None
    ways = [(words_of(title, 0, place), words_of(title, place + 1, last)) for place in places[:20]]
    if len(places) > 1:
        ways = [way for way in ways if any(_fits(section, *way) for section in sections)]
    if len(ways) != 1:
        reader.add("F104", title.span, title=title.value)
        return None
    left, right = ways[0]
    return Document(reader.file, left, right, sections)


def _fits(section: Section, left: Text, right: Text) -> bool:
    """Whether the labels of a section start with these two system labels."""
    return fold(section.left.value).startswith(fold(left.value)) and fold(section.right_system) == fold(right.value)


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
        if "HEADING" in accepted and "to" in words and len(token) < _LONGEST_HEADING and words[-1][-1] != ".":
            self.reader.add("F107", span)
            parser.feed_token(Token.new_borrow_pos("HEADING", token, token))
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
        place = self.reader.whole(_piece(before) if at_end and before else piece)
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
