"""What every line of a laid out document is, told without the parser that is tested."""

from __future__ import annotations

from typing import NamedTuple

from compiler.syntax import SENTENCES, Document, Section

__all__ = ["Line", "anatomy", "fields"]


class Line(NamedTuple):
    """A line and what it is. `section` and `row` count from 0; `head` is set in a table's heading row."""

    kind: str
    text: str
    section: int = -1
    row: tuple[int, int] = (0, 0)
    head: bool = False
    columns: int = 0


_HEAD = {0: "title rule", 1: "title", 2: "title rule"}


def anatomy(document: Document, text: str) -> list[Line]:
    """The lines of a document's text, as `laid_out` writes it with LF."""
    lines = text.split("\n")
    found: list[Line] = []
    section = -1
    for number, line in enumerate(lines):
        rule = lines[number + 1 : number + 2]
        titled = document.sections[section + 1].title.value if section + 1 < len(document.sections) else None
        if line == titled and rule and set(rule[0]) == {"-"}:
            section += 1
        last = found[-1].kind if found else ""
        found.append(Line(_kind(line, number, last, section, document), line, section))
    return _with_rows(found)


def _kind(line: str, number: int, last: str, section: int, document: Document) -> str:
    if number in _HEAD:
        return _HEAD[number]
    if last in ("heading", "introduction"):
        return f"{last} rule"
    if section < 0:
        if line.startswith("Generated:"):
            return "stamp"
        return "introduction" if line in ("Introduction", "Introduction.") else "prose" if line else "blank"
    if not line or line.isspace():
        return "blank"
    for start, kind in (("   * -", "row"), ("     -", "cell"), ("   :", "option"), (".. list", "directive")):
        if line.startswith(start):
            return kind
    one = document.sections[section]
    if line == one.title.value:
        return "heading"
    names = [name for name in SENTENCES if line == SENTENCES[name].format_map(fields(one))]
    return names[0] if names else "dedented"


def fields(section: Section) -> dict[str, str]:
    """What stands in the sentences of a section."""
    names = [name.value for name in section.rule.types]
    listed = ", ".join([*names[:-1], f"or {names[-1]}"]) if len(names) > 1 else "".join(names)
    labels = {"left": section.left.value, "right": section.right.value}
    return {**labels, "prose": section.rule.prose, "types": listed, "into": section.rule.into}


def _with_rows(lines: list[Line]) -> list[Line]:
    """The same lines, those of tables with the first and last line of their row."""
    found = list(lines)
    columns, head = 2, False
    for number, line in enumerate(lines):
        if line.kind == "directive":
            before = [other.kind for other in lines[:number] if other.kind in SENTENCES]
            columns, head = (2 if before[-1] == "MATCH" else 3), True
        elif line.kind == "row":
            last = number + columns - 1
            for place in range(number, last + 1):
                found[place] = lines[place]._replace(row=(number, last), head=head, columns=columns)
            head = False
    return found
