"""A compiled document laid open: every section and row as written, and what it came to.

Built from what the author wrote, so that nothing is missing: a row or section that was left out is shown with the
conversion `error` and the binding `inert`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from . import expression, ir, syntax
from .build import Result
from .diagnostic import Diagnostic, harmless

__all__ = ["ShownDocument", "show", "to_json", "to_lines"]


class ShownCreation(Struct, frozen=True):
    """The section's rule for new records."""

    rule: Literal["every", "when", "match-only", "connected"]
    prose: str
    types: tuple[str, ...]
    into: str


class ShownMatch(Struct, frozen=True):
    """A row of the match table."""

    left: str
    right: str
    line: int


class ShownCondition(Struct, frozen=True):
    """A condition glued to a path of a row."""

    side: Literal["left", "right"]
    path: str
    value: str


class ShownRow(Struct, frozen=True):
    """A row of the property table. `restored` is the expression of a third cell in the old print."""

    left: str
    right: str
    type: str
    restored: str | None
    conditions: tuple[ShownCondition, ...]
    conversion: str
    binding: ir.Binding
    reference: bool
    line: int


class ShownPair(Struct, frozen=True):
    """A section. `identity` is that of its links, which a mirrored section shares; None if it was left out."""

    identity: str | None
    line: int
    left_label: str
    right_label: str
    creation: ShownCreation
    match: tuple[ShownMatch, ...]
    rows: tuple[ShownRow, ...]


class ShownFinding(Struct, frozen=True):
    """A finding in this document."""

    code: str
    severity: str
    line: int
    column: int
    length: int
    message: str
    hint: str


class ShownDocument(Struct, frozen=True):
    """A document; `left` and `right` are the title's system labels, empty if it has no title that can be read."""

    path: str
    left: str
    right: str
    pairs: tuple[ShownPair, ...]
    diagnostics: tuple[ShownFinding, ...]


def show(result: Result, files: Iterable[str]) -> Iterator[ShownDocument]:
    """Each of these files of a compiled set, in this order."""
    found: dict[str, list[Diagnostic]] = {}
    for one in result.findings:
        found.setdefault(one.span.file, []).append(one)
    places = _places(result.program)
    for file in files:
        document = result.documents.get(file)
        yield ShownDocument(
            file,
            document.left.value if document else "",
            document.right.value if document else "",
            tuple(_pair(section, places) for section in document.sections) if document else (),
            tuple(map(_finding, found.get(file, ()))),
        )


class _Places(Struct):
    """What became of each section and row, by file and line of where it stands."""

    identities: dict[tuple[str, int], str] = {}
    mirrored: set[tuple[str, int]] = set()
    rows: dict[tuple[str, int], ir.Row] = {}


def _places(program: ir.Program) -> _Places:
    places = _Places()
    for flow in program.flows:
        for pair in flow.pairs:
            for span in (pair.span, *pair.twins):
                places.identities[span.file, span.line] = _identity(pair.identity, pair.discriminator)
            for row in pair.rows:
                for span in (row.span, *row.twins):
                    places.rows[span.file, span.line] = row
        for mirror in flow.mirrors:
            for span in (mirror.own.span, *mirror.own.twins):
                places.identities[span.file, span.line] = _identity(mirror.identity, mirror.discriminator)
                places.mirrored.add((span.file, span.line))
    return places


def _pair(section: syntax.Section, places: _Places) -> ShownPair:
    rule, span = section.rule, section.title.span
    mirrored = (span.file, span.line) in places.mirrored
    return ShownPair(
        places.identities.get((span.file, span.line)),
        span.line,
        section.left.value,
        section.right.value,
        ShownCreation(rule.kind, rule.prose, tuple(text.value for text in rule.types), rule.into),
        tuple(ShownMatch(row.left.value, row.right.value, row.span.line) for row in section.match),
        tuple(_row(row, places.rows.get((span.file, row.span.line)), mirrored) for row in section.rows),
    )


def _identity(identity: str, discriminator: str) -> str:
    return f"{identity}#{discriminator}" if discriminator else identity


_TURNED: dict[ir.Binding, ir.Binding] = {
    "right": "left",
    "left": "right",
    "copy-right": "copy-left",
    "copy-left": "copy-right",
}
"""A Binding as the mirrored section sees it."""


def _row(row: syntax.PropertyRow, resolved: ir.Row | None, mirrored: bool) -> ShownRow:
    cell = row.type.text.value
    left = [ShownCondition("left", one.path.value, one.value.value) for one in row.left.conditions]
    right = [ShownCondition("right", one.path.value, one.value.value) for one in row.right.conditions]
    binding: ir.Binding = resolved.binding if resolved else "inert"
    return ShownRow(
        row.left.path.value,
        row.right.path.value,
        cell,
        _restored(cell),
        (*left, *right),
        resolved.conversion.klass if resolved else "error",
        _TURNED.get(binding, binding) if mirrored else binding,
        resolved is not None and resolved.reference is not None,
        row.span.line,
    )


@lru_cache(maxsize=4096)
def _restored(cell: str) -> str | None:
    return expression.parse(cell).restored


def _finding(found: Diagnostic) -> ShownFinding:
    span = found.span
    return ShownFinding(
        found.code, found.severity.value, span.line, span.column, span.length, found.message, found.hint
    )


# ---- printing -----------------------------------------------------------------------------------


def to_json(document: ShownDocument) -> str:
    """The document as one line of JSON, in ASCII: no character of the document can end the line."""
    return json.dumps(msgspec.to_builtins(document))


def to_lines(document: ShownDocument) -> Iterator[str]:
    """The document as an outline for people. Text of the document is shown harmless."""
    yield from map(harmless, _outline(document))


def _outline(document: ShownDocument) -> Iterator[str]:
    title = f"{document.left or '-'} to {document.right or '-'}"
    yield f"{document.path}: {title}, {_count(len(document.pairs), 'pair')}"
    for pair in document.pairs:
        yield ""
        yield from (f"  {line}" for line in _pair_lines(pair))
    if document.diagnostics:
        yield ""
    for found in document.diagnostics:
        yield f"  {found.line}:{found.column} {found.severity} {found.code}: {found.message}"


def _pair_lines(pair: ShownPair) -> Iterator[str]:
    yield f"{pair.left_label} to {pair.right_label} (line {pair.line})"
    yield f"  links: {pair.identity or 'none; this section is left out'}"
    yield f"  new records: {_creation(pair.creation)}"
    for match in pair.match:
        yield f"  match: {match.left} = {match.right}"
    if not pair.rows:
        yield "  no properties"
    width = max((len(row.left) for row in pair.rows), default=0)
    for row in pair.rows:
        yield f"  {row.left:<{min(width, 40)}} {_ARROWS[row.binding]} {_row_words(row)}"


def _row_words(row: ShownRow) -> str:
    words = [row.right, f" {row.type}", f" [{row.conversion}, {row.binding}"]
    words.append(", reference]" if row.reference else "]")
    if row.restored is not None:
        words.append(f" read as {row.restored}")
    for number, condition in enumerate(row.conditions):
        words.append(f" {'or' if number else 'if'} {condition.side} {condition.path} has {condition.value!r}")
    return "".join(words)


def _creation(creation: ShownCreation) -> str:
    if creation.rule == "when":
        return f"when: {creation.prose}"
    if creation.rule == "connected":
        return f"connected to {', '.join(creation.types)} in {creation.into}"
    return "for every left record" if creation.rule == "every" else "never; only what matches is linked"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_ARROWS: dict[ir.Binding, str] = {
    "two-way": "<->",
    "right": "-->",
    "left": "<--",
    "copy-right": "-->",
    "copy-left": "<--",
    "identity": "===",
    "inert": "-x-",
}
