"""The canonical text of a document: `parse` reads from it the same document, but for the places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from .syntax import CONDITION, SENTENCES, Document, PathCell, Rule, Section

__all__ = ["print_document", "print_meaning"]

_FIRST_SENTENCES = {
    "every": ("EVERY",),
    "when": ("WHEN",),
    "connected": ("FIRST", "CONNECTED"),
    "match-only": ("FIRST",),
}
_MATCH_FIRST = ("MATCHED", "UNMATCHED")


def print_document(document: Document) -> str:
    """The text of a document: LF, one space everywhere, no time stamp, no introduction."""
    title = f"{document.left.value} to {document.right.value} Dataflow".strip()
    rule = "=" * len(title)
    lines = [rule, title, rule, ""]
    for section in document.sections:
        lines += _section(section)
    return "\n".join(lines)


def print_meaning(document: Document) -> str:
    """The same text for every order of a document's sections and rows, which is no meaning."""
    sections = tuple(
        structs.replace(
            section,
            match=tuple(sorted(section.match, key=lambda row: (row.left.value, row.right.value))),
            rows=tuple(sorted(section.rows, key=lambda row: (_path(row.left), _path(row.right), row.type.text.value))),
        )
        for section in document.sections
    )
    ordered = sorted(sections, key=lambda section: list(_section(section)))
    return print_document(structs.replace(document, sections=tuple(ordered)))


def _section(section: Section) -> Iterator[str]:
    yield section.title.value
    yield "-" * max(3, len(section.title.value))
    left, right = section.left.value, section.right.value
    fields = {
        "left": left,
        "right": right,
        "prose": section.rule.prose,
        "types": _listed(section.rule),
        "into": section.rule.into,
    }
    headings = (f"{left} Property", f"{right} Property")
    for name in _sentences(section):
        yield SENTENCES[name].format_map(fields)
        yield ""
        if name == "MATCH":
            yield from _table([headings, *((row.left.value, row.right.value) for row in section.match)])
    rows = [(_path(row.left), _path(row.right), row.type.text.value) for row in section.rows]
    yield from _table([(*headings, f"{section.right_system} Data Type"), *rows])


def _sentences(section: Section) -> Iterator[str]:
    """The names of a section's sentences, in the order of its shape."""
    yield from _FIRST_SENTENCES[section.rule.kind]
    if section.match or section.rule.kind == "match-only":
        if section.rule.kind in ("every", "when"):
            yield from _MATCH_FIRST
        yield "MATCH"
    yield "LINKED"
    yield "PROPERTIES"


def _listed(rule: Rule) -> str:
    """`X`, `X, or Y`, `X, Y, or Z`."""
    names = [name.value for name in rule.types]
    return ", ".join([*names[:-1], f"or {names[-1]}"]) if len(names) > 1 else "".join(names)


def _path(cell: PathCell) -> str:
    conditions = "".join(f"{CONDITION}{c.value.value} in {c.path.value}" for c in cell.conditions)
    return f"{cell.path.value} ({conditions})" if conditions else cell.path.value


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield ""
    for row in rows:
        for mark, cell in zip(("*", *" " * (len(row) - 1)), row, strict=True):
            yield f"   {mark} - {cell}".rstrip(" ")
    yield ""
