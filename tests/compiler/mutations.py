"""Single-line mutations of documents, each with the lines where a finding about it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from string import Formatter
from typing import NamedTuple, TypeAlias

import msgspec

from compiler.naming import fold
from compiler.syntax import SENTENCES, Document, PropertyRow, Text
from tests.compiler.anatomy import Line, anatomy, fields

__all__ = ["Field", "Mutation", "edits", "mutations"]


MOST = 2
"""Lines of a kind that are tried with each way to change one."""


class Mutation(NamedTuple):
    """A changed text. No finding at all may come of a harmless one; else one is right on any of `lines`.

    Lines from `line` on stand `shift` lines further down than before.
    """

    kind: str
    text: str
    lines: frozenset[int]
    line: int
    shift: int
    harmless: bool = False


# ---- mutations ----------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A line of a document to be changed."""

    document: Document
    lines: list[Line]
    number: int
    random: Random

    @property
    def line(self) -> Line:
        return self.lines[self.number]

    def changed(self, kind: str, text: str, *others: int, harmless: bool = False) -> Mutation:
        """The line replaced. Right is the line itself, or another that is named by its distance."""
        texts = [line.text for line in self.lines]
        texts[self.number] = text
        right = {self.number, *(self.number + other for other in others)}
        return self._mutation(kind, texts, right, 0, harmless)

    def inserted(self, kind: str, text: str, below: bool = True, harmless: bool = False) -> Mutation:
        """A line put in below or above the line."""
        texts = [line.text for line in self.lines]
        texts.insert(self.number + below, text)
        mutation = self._mutation(kind, texts, {self.number, self.number + 1}, 1, harmless)
        return mutation._replace(line=mutation.line + below)

    def removed(self, kind: str, harmless: bool = False) -> Mutation:
        """The line left out. Right are its neighbours, blank lines not counted."""
        texts = [line.text for line in self.lines]
        del texts[self.number]
        return self._mutation(kind, texts, self._neighbours(texts), -1, harmless)

    def joined(self, kind: str) -> Mutation:
        """The line and the next made one."""
        texts = [line.text for line in self.lines]
        texts[self.number : self.number + 2] = ["".join(texts[self.number : self.number + 2])]
        return self._mutation(kind, texts, {self.number, self.number + 1}, -1, False)

    def cut(self, kind: str, harmless: bool) -> Mutation:
        """The document ends with the line."""
        texts = [line.text for line in self.lines[: self.number + 1]]
        written = [place for place, text in enumerate(texts) if text.strip()]
        right = {*written[-1:]} if self.line.kind != "option" else {self.number, self.number - 1}
        return self._mutation(kind, texts, right, 0, harmless)

    def _neighbours(self, texts: list[str]) -> set[int]:
        above = [place for place in range(self.number) if texts[place].strip()]
        below = [place for place in range(self.number, len(texts)) if texts[place].strip()]
        return {*above[-1:], *below[:1]}

    def _mutation(self, kind: str, texts: list[str], right: set[int], shift: int, harmless: bool) -> Mutation:
        first, last = self.line.row
        if last:  # what is wrong with a row may be said on any of its lines
            right |= set(range(first, last + 1 + shift))
        lines = frozenset(place + 1 for place in right)
        return Mutation(kind, "\n".join(texts), lines, self.number + 1, shift, harmless)


def mutations(document: Document, text: str, random: Random) -> Iterator[Mutation]:
    """Mutations of a document: all that are known, of up to `MOST` lines of each kind, chosen by `random`."""
    lines = anatomy(document, text)
    numbers = list(range(len(lines)))
    for mutate in _MUTATORS:
        random.shuffle(numbers)
        tried: Counter[tuple[str, bool]] = Counter()
        for number in numbers:
            line = lines[number]
            if tried[line.kind, line.head] < MOST:
                tried[line.kind, line.head] += 1
                yield from (one for one in mutate(_Place(document, lines, number, random)) if one.text != text)


_TABLE = ("row", "cell")
_FREE = ("blank", "prose", "dedented")


def _delete(at: _Place) -> Iterator[Mutation]:
    kind, section = at.line.kind, at.document.sections[at.line.section] if at.line.section >= 0 else None
    if kind in _FREE or kind == "stamp":
        return  # a document need not have a time stamp
    if kind == "CONNECTED" and section and section.match:
        return  # what is left is another of the seven shapes
    yield at.removed(f"a {_class(kind)} deleted")


def _class(kind: str) -> str:
    return "sentence" if kind in SENTENCES else kind.removeprefix("title ").removeprefix("heading ")


def _duplicate(at: _Place) -> Iterator[Mutation]:
    if at.line.kind not in _FREE:
        yield at.inserted(f"a {_class(at.line.kind)} doubled", at.line.text)


def _mark(at: _Place) -> Iterator[Mutation]:
    text = at.line.text
    if at.line.kind == "row" and not text.startswith(("   * - -", "   * - *")):  # whose cell may be taken for a mark
        for other in ("- - ", "*- ", "* ", "- ", ""):
            yield at.changed("mark of a row", text.replace("* - ", other, 1) if "* - " in text else f"   {other}x")
        yield at.changed("indentation lost", text.lstrip(" "))
    elif at.line.kind == "cell" and not text.startswith("     - -"):
        for other in ("* ", "+ ", "-x", "* - ", ""):
            yield at.changed("mark of a cell", text.replace("- ", other, 1) if "- " in text else f"     {other}x")
        yield at.changed("indentation lost", text.lstrip(" "))


def _directive(at: _Place) -> Iterator[Mutation]:
    text = at.line.text
    if at.line.kind == "directive":
        for other in (".. list-table:", ".. list-tabel::", ". list-table::", "..list-table::", "list-table::"):
            yield at.changed("directive", other)
        for other in (".. list-table", ".. table::", f"{text} x", f"{text} {text}", ".. list-table: :"):
            yield at.changed("directive", other)
    elif at.line.kind == "option":
        for other in (":header-rows: 2", ":header-rows:", "header-rows: 1", ":header-row: 1", ":header-rows: 11"):
            yield at.changed("option", f"   {other}", -1)
        for other in (":heder-rows: 1", ":header-rows 1", "header rows", ":header-rows: one", ":widths: auto"):
            yield at.changed("option", f"   {other}", -1)
        yield at.inserted("option", "   :widths: auto")
        yield at.changed("option", text.lstrip(), -1)


def _rules(at: _Place) -> Iterator[Mutation]:
    text, kind = at.line.text, at.line.kind
    if not kind.endswith(" rule"):
        return
    other = 1 if kind == "title rule" and at.number == 0 else -1
    place = at.random.randrange(1, len(text) - 1)
    if at.lines[at.number - 1].text != "Introduction.":  # whose rule is short anyway
        yield at.changed("rule", text[:-1], other)
    yield at.changed("rule", text[:2], other)
    yield at.changed("rule", f"{text[:place]}~{text[place + 1 :]}", other)
    yield at.changed("rule", f"{text[:place]} {text[place + 1 :]}", other)
    yield at.changed("rule", "~" * len(text), other)
    yield at.changed("rule", ("=" if text[0] == "-" else "-") * len(text), other)
    yield at.changed("rule", "", other)


# ---- words --------------------------------------------------------------------------------------


def _misspelt(word: str, random: Random) -> str | None:
    """The word with one letter changed, or left out; None if it has none."""
    places = [place for place, char in enumerate(word) if char.isalnum()]
    if not places:
        return None
    place = random.choice(places)
    letter = random.choice([char for char in "bdfgjkqwxyz" if char != word[place].casefold()])
    if len(places) > 1 and random.random() < 0.3 and fold(f"{word[:place]}{word[place + 1 :]}"):
        letter = ""
    return f"{word[:place]}{letter}{word[place + 1 :]}"


def _edits(text: str, start: int, end: int, random: Random) -> Iterator[str]:
    """The text with a word between two places misspelt, left out and doubled."""
    words = [(place, word) for place, word in _words(text, start, end) if any(char.isalnum() for char in word)]
    if not words:
        return
    place, word = random.choice(words)
    before, after = text[:place], text[place + len(word) :]
    misspelt = _misspelt(word, random)
    if misspelt is not None:
        yield f"{before}{misspelt}{after}"
    place, word = random.choice(words)
    before, after = text[:place], text[place + len(word) :]
    yield f"{before.rstrip()} {after.lstrip()}".strip() if before.strip() else after.lstrip()
    yield f"{before}{word} {word}{after}"


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    place = start
    for word in text[start:end].split():
        place = text.index(word, place)
        yield place, word
        place += len(word)


def _parts(template: str, values: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """The parts of a sentence: the name of its field, or none for fixed words, and from where to where."""
    place = 0
    for literal, name, _, _ in Formatter().parse(template):
        yield "", place, place + len(literal)
        place += len(literal)
        if name:
            yield name, place, place + len(values[name])
            place += len(values[name])


def _sentence_words(at: _Place) -> Iterator[Mutation]:
    if at.line.kind not in SENTENCES:
        return
    values = fields(at.document.sections[at.line.section])
    for name, start, end in _parts(SENTENCES[at.line.kind], values):
        if name in ("prose", "types", "into"):
            continue  # free text, or looked up among all systems that are known
        for text in _edits(at.line.text, start, end, at.random):
            yield at.changed("label in a sentence" if name else "word of a sentence", text)


def _heading_words(at: _Place) -> Iterator[Mutation]:
    text, kind, end = at.line.text, at.line.kind, len(at.line.text)
    if kind == "title":
        yield from (at.changed("word of the title", new) for new in _edits(text, end - len("Dataflow"), end, at.random))
        if at.document.sections:
            labels = [new for new in _edits(text, 0, end - len(" Dataflow"), at.random) if _is_told(new, at.document)]
            yield from (at.changed("label in the title", new) for new in labels)
    elif kind == "heading":
        yield from (at.changed("label in a heading", new) for new in _edits(text, 0, end, at.random))
    elif kind in ("introduction", "stamp"):
        fixed = len(text.split(":")[0])
        yield from (at.changed("word of the introduction", new, 1) for new in _edits(text, 0, fixed, at.random))
    elif kind in _TABLE and at.line.head:
        start = 7
        yield from (at.changed("column heading", new) for new in _edits(text, start, end, at.random))


def _is_told(title: str, document: Document) -> bool:
    """Whether the sections tell that a label of the title was changed.

    Nothing tells that the left one was emptied; `Exact Online` may be written as `Exact`, so the other words of a
    label may be changed unless a third column has them.
    """
    if title.startswith("to ") or " to " not in title:
        return not title.startswith("to ")
    left, right = title.split(" to ", 1)
    for now, before, is_left in ((left, document.left.value, True), (right, document.right.value, False)):
        first = before.split()[:1]
        shortened = is_left or first == [section.right_system for section in document.sections][:1]
        if now != f"{before}{' Dataflow' * (not is_left)}" and shortened and first == now.split()[:1] and " " in before:
            return False
    return True


# ---- cells and lines ----------------------------------------------------------------------------


def _cells(at: _Place) -> Iterator[Mutation]:
    if at.line.kind in _TABLE:
        yield at.inserted("a cell too many", "     - x")
        yield at.inserted("a cell too many", "     -")
    if at.line.kind == "cell":
        yield at.removed("a cell too few")
    following = at.lines[at.number + 1].kind if at.number + 1 < len(at.lines) else ""
    if at.line.kind in (*_TABLE, "directive", "option") and following in (*_TABLE, "option", "dedented"):
        yield at.joined("lines joined")
    if at.line.kind == "row" and not at.line.head:
        yield at.inserted("a row of one cell", "   * - x", below=False)


def _blanks(at: _Place) -> Iterator[Mutation]:
    following = at.lines[at.number + 1].kind if at.number + 1 < len(at.lines) else ""
    if at.line.kind == "blank":
        yield at.removed("blank line removed", harmless=True)
    inside = following.endswith(" rule") or following == "dedented" or (at.line.kind == "title rule" and at.number == 0)
    if not inside:
        yield at.inserted("blank line added", at.random.choice(["", "", "  ", "\t"]), harmless=True)


def _cut(at: _Place) -> Iterator[Mutation]:
    kind = at.line.kind
    written = [line for line in at.lines[: at.number + 1] if line.text.strip()]
    if kind == "blank" or not written:
        return
    last = at.number == at.line.row[1] and at.line.columns == 3
    harmless = kind in ("stamp", "prose", "introduction rule") or at.number == 2 or last
    yield at.cut("cut off", harmless)


_MUTATORS: tuple[Callable[[_Place], Iterator[Mutation]], ...] = (
    *(_delete, _duplicate, _mark, _directive, _rules, _sentence_words, _heading_words, _cells, _blanks, _cut),
)


# ---- free text ----------------------------------------------------------------------------------

Field: TypeAlias = tuple[str | int, ...]
"""The way from a document to one of its fields: names of attributes and places in tuples."""


def edits(document: Document, text: str) -> Iterator[tuple[Field, str, str]]:
    """Each free text of a document with a word added, and replaced: the field, its new value, the changed text."""
    lines = text.split("\n")
    for field, written in _free_texts(document):
        span = written.span
        line = lines[span.line - 1].ljust(span.column - 1)
        start, end = span.column - 1, span.column - 1 + span.length
        for value in (f"{written.value}x", "changed"):
            changed = [*lines[: span.line - 1], line[:start] + value + line[end:], *lines[span.line :]]
            yield field, value, "\n".join(changed)


def _free_texts(document: Document) -> Iterator[tuple[Field, Text]]:
    for number, section in enumerate(document.sections):
        place = ("sections", number)
        rule = section.rule
        if rule.kind == "when":
            span = msgspec.structs.replace(rule.span, length=len(rule.prose))
            yield (*place, "rule", "prose"), Text(rule.prose, span)
        for which, name in enumerate(rule.types):
            yield (*place, "rule", "types", which, "value"), name
        for which, match in enumerate(section.match):
            yield (*place, "match", which, "left", "value"), match.left
            yield (*place, "match", which, "right", "value"), match.right
        for which, row in enumerate(section.rows):
            yield from _free_cells((*place, "rows", which), row)


def _free_cells(place: Field, row: PropertyRow) -> Iterator[tuple[Field, Text]]:
    yield (*place, "type", "text", "value"), row.type.text
    for side, cell in (("left", row.left), ("right", row.right)):
        yield (*place, side, "path", "value"), cell.path
        for which, condition in enumerate(cell.conditions):
            yield (*place, side, "conditions", which, "path", "value"), condition.path
            yield (*place, side, "conditions", which, "value", "value"), condition.value
