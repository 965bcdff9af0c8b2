"""What the compiler has to say about a document: findings with a stable code, a place, a sentence and a hint.

`CODES` is the registry of all codes. A code is never reused or renumbered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

__all__ = ["CODES", "Diagnostic", "Severity", "Span", "finding", "harmless", "source_lines", "to_text"]

_PART_LENGTH = 80
_SENTENCE_LENGTH = 400
_LINE_LENGTH = 160


class Severity(StrEnum):
    """How much a finding matters. Only an error keeps a document from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(Struct, frozen=True, gc=False):
    """A place in a document: line and column count from 1, the length is in characters of that line."""

    file: str
    line: int
    column: int
    length: int


class Diagnostic(Struct, frozen=True):
    """One finding. `hint` says what to do about it; it may be empty."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, tuple[Severity, str, str]] = {
    # F1xx: the text of a document
    "F100": (_E, "the document has {size} bytes, more than the {limit} allowed", "Split the document."),
    "F101": (_E, "the document has {size} table rows, more than the {limit} allowed", "Split the document."),
    "F102": (_E, "the document does not start with a title", "Write `Alpha to Beta Dataflow` between lines of `=`."),
    "F103": (_E, "`{title}` is not a title of a dataflow document", "Write `Alpha to Beta Dataflow`."),
    "F104": (_E, "`{title}` can be divided in several ways", "Leave one ` to `, between the two system labels."),
    "F105": (_N, "the rule is shorter than the heading", "Make the rule as long as the heading."),
    "F106": (_E, "more than {limit} lines cannot be understood; the rest is not read", "Is this a dataflow document?"),
    "F107": (_E, "this heading has no rule below it", "Write a line of `-` below it, as long as the heading."),
    "F108": (
        _E,
        "the third cells hold more than {limit} characters of different expressions; the document is not compiled",
        "Split the document.",
    ),
    "F110": (_E, "this line is not part of the language", "Remove it, or correct its first words."),
    "F111": (_E, "{what} does not belong here", "Here may follow: {expected}."),
    "F112": (_E, "before this line, {what} is missing", "See the seven shapes of a section."),
    "F113": (_E, "the section ends without {what}", "See the seven shapes of a section."),
    "F114": (_E, "this sentence speaks of `{found}`, its section of `{label}`", "Write the same label in both."),
    "F115": (_E, "this sentence is not worded as the language has it", "Write: {sentence}"),
    "F116": (_E, "the list of connected types has an empty name", "Write `X`, `X, or Y` or `X, Y, or Z`."),
    "F117": (_E, "the heading says `{title}`, the property table `{left}` and `{right}`", "Write the same in both."),
    "F118": (_W, "the title names `{name}`, and no section does", "Write the same label in both."),
    "F119": (_E, "this is not how a table starts; it is read as if it did", "Write `.. list-table::`."),
    "F120": (_E, "the table has no heading row", "A table starts with a row of column headings."),
    "F121": (_E, "this row has {found} cells, the table has {wanted} columns", "Each cell is a line with `- `."),
    "F122": (_E, "this column is headed `{found}`, not `{wanted}`", "Write `{wanted}`."),
    "F123": (_W, "this has lost its place; it is read as {what}", "Indent it as the other rows are."),
    "F124": (_E, "this line belongs to no cell of the table", "A row starts with `* - `, a cell with `- `."),
    "F125": (_W, "the table does not say that its first row is its heading", "Add `:header-rows: 1` to it."),
    "F126": (_E, "this condition cannot be read", "Write `path (Dependant on having VALUE in PATH)`."),
    "F127": (_W, "`{found}` is not the system of `{label}`", "Write `<right system> Data Type`."),
    "F128": (_W, "the match table has no rows: nothing is matched", "Name the properties that tell equal records."),
    "F129": (_W, "`{found}` is not read", "A table has nothing but `:header-rows: 1`, once, above its rows."),
    # F2xx: names, cells and profiles
    "F200": (
        _W,
        "no profile describes the system `{name}`; it is taken for plain REST with what the documents name",
        "Add a profile, or an alias to one that is there.",
    ),
    "F201": (
        _W,
        "the profile of {system} has no ObjectType `{name}`; it is taken for a collection that can only be read",
        "Add it to the system's profile, or a label to one that is there.",
    ),
    "F202": (
        _W,
        "the profile of {system} does not list `{path}` in {type}; it is taken as it is",
        "Add the property to the profile, so that its type, length and access are known.",
    ),
    "F203": (
        _E,
        "`{cell}` is no type and no expression that can be read; the row is left out",
        'Write "string", "integer", "decimal", "boolean", or an expression: {why}',
    ),
    "F207": (
        _E,
        "`{name}` is no function; the row is left out",
        "Did you mean `{nearest}`? specs/README.md lists the functions.",
    ),
    "F208": (
        _E,
        "`{cell}` has lost its brackets and can be read in more than one way; the row is left out",
        "Write the expression with all its brackets: {why}",
    ),
    "F209": (_N, "the cell has lost its brackets; it is read as {restored}", "Write it like that."),
    "F204": (_W, "the conversion is unknown (N/A); the value passes as it is", "Write the type or expression."),
    "F205": (_E, "there is no conversion between {left} and {right}; the row is left out", "Choose another property."),
    "F210": (_W, "the cell names no property: this row matches nothing", "Write the path of a property."),
    "F211": (_W, "`{left}` and `{right}` cannot match records: {why}", "Match by other properties."),
    "F212": (_E, "another document is already called `{name}`", "A flow is named by its file; rename one."),
    "F220": (_E, "the profile is not TOML: {what}", "Correct the line."),
    "F221": (_E, "the profile does not fit its format: {what}", "specs/README.md lists every key."),
    "F222": (_E, "`{name}` cannot name a system", "Name the file in small letters and digits, no word of Python."),
    "F223": (_E, "the {what} `{path}` of {type} is not among its properties", "List it under properties."),
    "F224": (_E, "a reference of {type} points to `{target}`, which is no ObjectType here", "Correct the name."),
    "F226": (_E, "a test of `{prose}` in {type} {what}", "specs/README.md tells how prose is bound."),
    "F227": (_E, "`{path}` of {type} names the code table `{codes}`, which is not there", "Add it under `codes`."),
    "F225": (_E, "{type} has neither a `create` path nor a `why_not`", "Say where it is created, or why it cannot be."),
    "F228": (_E, "{type} {what}", "specs/README.md tells what each protocol needs."),
    "F229": (
        _W,
        "{count} questions of this imported profile are open, in lines {lines}",
        "See to the line below each `# QUESTION`, correct it if need be, then delete the comment.",
    ),
    # F3xx: what it all means
    "F300": (
        _N,
        "the property table of {left} and {right} is empty: existence and link are kept, no property is",
        "Add rows to keep properties equal.",
    ),
    "F301": (
        _W,
        "no row or default gives the required {paths} of {right}; new records are held",
        "Add a row for it, or a default to the profile.",
    ),
    "F302": (_W, "the row of `{left}` and `{right}` does nothing: {why}", "Remove it, or map another property."),
    "F304": (
        _W,
        "{names} all create {right}: one deal may become several records",
        "Check that they are different things.",
    ),
    "F305": (
        _W,
        "the condition `{prose}` is not bound in the profile of {system}; the pair creates nothing",
        "Existing links are kept in sync.",
    ),
    "F306": (
        _W,
        "`{name}` is neither an ObjectType of {system} nor a reference property; it connects nothing",
        "Add it to the profile of the system, or a label to an ObjectType.",
    ),
    "F307": (_W, "nobody can create {right}: {why}", "Records that are there are linked by the match table."),
    "F308": (_W, "the condition's `{path}` names no property: it counts as blank", "Write `VALUE in PATH`."),
    "F309": (
        _W,
        "the conditions select elements by {paths}; none of them is looked at",
        "Select the elements of a list by one property.",
    ),
    "F310": (
        _W,
        "no code table of {system} has exactly one code for `{value}`; it is compared as it is written",
        "Add it to `codes` in the profile.",
    ),
    "F311": (_W, "no system is called `{name}`; the pair creates nothing", "Write the label of a system."),
    "F312": (
        _W,
        "{name} reaches {right} by two routes, {one} and {other}: a record may come back as two",
        "Such records are listed for review; keep one of the routes if both mean the same thing.",
    ),
    "F313": (
        _W,
        "this document's sections are kept by `{name}`, which has errors: neither is written",
        "Correct the other document, or build with --keep-going.",
    ),
    "F314": (
        _E,
        "flowc.toml lets one side of {name} win, and the pair lies in a cycle of pairs: edits would go round for ever",
        'Say policy = "newest" or "hold" for it, or break the cycle.',
    ),
    "F315": (
        _W,
        "`{path}` is written from `{one}` in another section of this pair, and from `{other}` here: all become equal",
        "Keep one of the rows, or map the other to a property of its own.",
    ),
}  # fmt: skip
"""By code: the severity, the message with its parts in braces, and what to do (also with parts)."""


class _Parts(dict[str, str]):
    """The parts of a message; one that was not given shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def finding(code: str, span: Span, /, did_you_mean: str = "", **parts: str) -> Diagnostic:
    """A Diagnostic made from the registry. `did_you_mean` is a hint of its own. KeyError for an unknown code."""
    severity, message, hint = CODES[code]
    shown = _Parts({name: _clipped(text, _PART_LENGTH) for name, text in parts.items() if name != "sentence"})
    shown["sentence"] = _clipped(parts.get("sentence", ""), _SENTENCE_LENGTH)
    return Diagnostic(code, severity, message.format_map(shown), span, did_you_mean or hint.format_map(shown))


def source_lines(text: str) -> list[str]:
    """The lines of a document as spans count them: ends are LF, CRLF or CR, a BOM does not count."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def to_text(diagnostic: Diagnostic, source_lines: Sequence[str]) -> str:
    """The finding for a terminal: place and message, the line with carets under the span, the hint.

    Text of the document is shown harmless: control, bidirectional and invisible characters become `\ufffd`.
    A line that does not exist is left out, a long one is shown around the span only.
    """
    span = diagnostic.span
    head = f"{span.file}:{span.line}:{span.column}: {diagnostic.severity.value} {diagnostic.code}: "
    shown = [harmless(head + diagnostic.message)]
    if 1 <= span.line <= len(source_lines):
        shown += _marked(source_lines[span.line - 1], span)
    if diagnostic.hint:
        shown.append(harmless(f"help: {diagnostic.hint}"))
    return "\n".join(shown)


def _marked(line: str, span: Span) -> tuple[str, str]:
    """The line and the line of carets below it, both cut to what a terminal shows."""
    first = min(max(span.column - 1, 0), len(line))
    start = 0 if len(line) <= _LINE_LENGTH else max(0, first - _LINE_LENGTH // 4)
    seen = line[start : start + _LINE_LENGTH]
    before = seen[: first - start]
    under = seen[first - start : first - start + max(span.length, 0)]
    carets = "^" * max(1, sum(map(_width, under)))
    return f"    {harmless(seen)}", f"    {' ' * sum(map(_width, before))}{carets}"


def harmless(text: str) -> str:
    """Text for a terminal: control, bidirectional and invisible characters, line ends too, become `\ufffd`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if char == "\t" else "\ufffd" if unicodedata.category(char) in _UNSHOWN else char for char in text
    )


def _width(char: str) -> int:
    """How many places of a terminal a character takes."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
