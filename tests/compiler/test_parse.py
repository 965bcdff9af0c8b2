"""The front end: every form of the language, and every mistake on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostic import Diagnostic, Severity
from compiler.parse import parse
from compiler.syntax import Document
from tests.compiler.documents import EXAMPLE, without_places

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


def good(text: str) -> Document:
    """The document of a text that has no findings."""
    document, findings = parse(text, "a.rst")
    assert findings == []
    assert document is not None
    return document


def found(text: str) -> list[tuple[str, int]]:
    """The codes and lines of a text's findings."""
    return [(finding.code, finding.span.line) for finding in parse(text, "a.rst")[1]]


def line_of(text: str, start: str) -> int:
    """The number of the first line that starts so."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def quoted(text: str, finding: Diagnostic) -> str:
    """What the span of a finding covers."""
    start = finding.span.column - 1
    return text.split("\n")[finding.span.line - 1][start : start + finding.span.length]


# ---- forms ----


def test_example_reads_as_written() -> None:
    document = good(EXAMPLE)
    assert (document.left.value, document.right.value) == ("Northwind", "Ledgr")
    first, second = document.sections
    assert (first.left.value, first.right.value, first.right_system) == (
        "Northwind Client",
        "Ledgr Party",
        "Ledgr",
    )
    assert [(row.left.value, row.right.value) for row in first.match] == [("email", "contact.mail")]
    assert [row.type.text.value for row in first.rows] == ['"string"', '"integer"']
    [condition] = first.rows[1].left.conditions
    assert (condition.value.value, condition.path.value) == ("NO", "addr.country")
    assert second.rule.kind == "connected"
    assert [name.value for name in second.rule.types] == ["Northwind Client", "Lead", "Owner"]
    assert second.rule.into == "Ledgr"


def test_every_text_stands_where_its_span_says() -> None:
    document = good(EXAMPLE)
    lines = EXAMPLE.split("\n")
    first, second = document.sections
    row = first.rows[1]
    condition = row.left.conditions[0]
    written = [document.left, document.right, first.title, first.left, first.right, row.left.path, row.right.path]
    written += [row.type.text, condition.path, condition.value, *second.rule.types, first.match[0].right]
    for text in written:
        start = text.span.column - 1
        assert lines[text.span.line - 1][start : start + text.span.length] == text.value


def test_shapes_are_told_apart() -> None:
    every = good(EXAMPLE).sections[0]
    assert every.rule.kind == "every"
    when = EXAMPLE.replace("Every Northwind Client will be", "When a Client is old, or so, it  will be")
    rule = good(when).sections[0].rule
    assert (rule.kind, rule.prose) == ("when", "When a Client is old, or so")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Introduction\n------------", "Introduction.\n-------------"),
        ("\n\n", "\n\n\n"),
        ("with a Ledgr", "with an  Ledgr"),
        ("Generated: 2024-01-02 03:04:05\n\n", ""),
        ("Introduction\n------------\n\nInvented for tests.\n\n", ""),
        ("Invented for tests.", "A to B.\n\nEvery word. If no matching: skip.\n   * - indented"),
        ("existing one.\n\nIf no", "existing one. If no"),
        ("     - title", "\t -  title "),
    ],
)
def test_tolerated_spellings_mean_the_same(old: str, new: str) -> None:
    assert old in EXAMPLE
    assert without_places(good(EXAMPLE.replace(old, new))) == without_places(good(EXAMPLE))


def test_introduction_with_a_short_rule_is_noted() -> None:
    text = EXAMPLE.replace("Introduction\n", "Introduction.\n")
    document, [finding] = parse(text, "a.rst")
    assert document is not None
    assert (finding.code, finding.severity) == ("F105", Severity.NOTE)


def test_document_without_sections_is_an_empty_flow() -> None:
    assert good(EXAMPLE[: EXAMPLE.index("Northwind Client to")]).sections == ()


def test_empty_system_labels() -> None:
    text = EXAMPLE.replace("to Ledgr", "to ").replace(" Ledgr ", "  ").replace("- Ledgr", "- ").replace("Ledgr.", ".")
    document = good(text)
    assert document.right.value == ""
    assert [(s.right.value, s.right_system) for s in document.sections] == [("Party", ""), ("Invoice", "")]


def test_title_spelled_otherwise_than_sections() -> None:
    text = EXAMPLE.replace("Northwind to Ledgr Dataflow", "North Wind to LEDGR Dataflow")
    text = text.replace("===========================", "=" * 28)
    assert good(text).left.value == "North Wind"


def test_label_that_contains_to_is_read_from_the_tables() -> None:
    text = EXAMPLE.replace("Northwind Client", "Northwind Lead to Cash")
    text = text.replace("-------------------------------", "-" * 40)
    assert good(text).sections[0].left.value == "Northwind Lead to Cash"


def test_same_title_twice_gives_two_sections() -> None:
    start = EXAMPLE.index("Northwind Deal to")
    assert len(good(f"{EXAMPLE}\n{EXAMPLE[start:]}").sections) == 3


def test_third_cell_at_column_zero_is_taken_and_reported() -> None:
    text = EXAMPLE.replace('     - "string"', '"string"')
    document, [finding] = parse(text, "a.rst")
    assert document is not None
    assert without_places(document) == without_places(good(EXAMPLE))
    assert (finding.code, finding.severity, quoted(text, finding)) == ("F123", Severity.WARNING, '"string"')


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Order", ["Order"]),
        ("Order, or Quote", ["Order", "Quote"]),
        ("Order or Quote", ["Order", "Quote"]),
        ("Order, Quote, or Lead", ["Order", "Quote", "Lead"]),
        ("Order, Quote or Lead", ["Order", "Quote or Lead"]),
        ("Order, Created by, Kite-orders, or Northwind Deal", ["Order", "Created by", "Kite-orders", "Northwind Deal"]),
        ("Order,  or  Quote", ["Order", "Quote"]),
        ("Order, Oracle", ["Order", "Oracle"]),
        ("Northwind Order, or Quote", ["Northwind Order", "Quote"]),
    ],
)
def test_names_of_a_list(listed: str, names: list[str]) -> None:
    text = EXAMPLE.replace("Northwind Client, Lead, or Owner", listed)
    types = good(text).sections[1].rule.types
    assert [name.value for name in types] == names
    for name in types:
        start = name.span.column - 1
        assert text.split("\n")[name.span.line - 1][start : start + name.span.length] == name.value


@pytest.mark.parametrize(
    ("title", "column", "seen"),
    [
        ("North Wind", "Ledgr", True),
        ("Northwind Cloud", "Ledgr", True),
        ("Northwynd", "Ledgr", False),
        ("Northwindy", "Ledgr", False),
        ("North", "Ledgr", False),
    ],
)
def test_title_that_no_section_speaks_of(title: str, column: str, seen: bool) -> None:
    text = EXAMPLE.replace("Northwind to Ledgr Dataflow", f"{title} to {column} Dataflow").replace("==", "===")
    assert [code for code, _ in found(text)] == ([] if seen else ["F118"])


@pytest.mark.parametrize(
    ("right", "column", "code"),
    [
        ("Ledgr GO", "Ledgr", ""),
        ("Ledgr GO", "Ledgr GO", ""),
        ("Ledgr GO", "Ledgrgo", ""),
        ("Ledgr", "LEDGR", ""),
        ("Ledgr", "Ledgr Party", ""),
        ("Ledgr", "Ledg", "F127"),
        ("Ledgr", "Ledgrs", "F127"),
        ("Ledgr", "", "F127"),
        ("Ledgr", "Other", "F127"),
    ],
)
def test_third_column_names_the_right_system(right: str, column: str, code: str) -> None:
    text = EXAMPLE.replace("to Ledgr Dataflow", f"to {right} Dataflow").replace("==", "===")
    text = text.replace("- Ledgr Data Type\n   * - name", f"- {column} Data Type\n   * - name")
    assert [found for found, _ in found(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("cell", "path", "conditions"),
    [
        ("a", "a", []),
        ("Name\t", "Name\t", []),
        ("", "", []),
        ("a (old)", "a (old)", []),
        ("a (Dependant on having NO in b.c)", "a", [("NO", "b.c")]),
        ("a (Dependant on having NO in bDependant on having NOR in c)", "a", [("NO", "b"), ("NOR", "c")]),
        ("a (Dependant on having NO in b)(Dependant on having NOR in c)", "a", [("NO", "b"), ("NOR", "c")]),
        ("a (Dependant on having  in type)", "a", [("", "type")]),
        ("a (Dependant on having x in  )", "a", [("x", "")]),
        ("a (Dependant on having  in  )", "a", [("", "")]),
        ("a (Dependant on having wd:Q1 in p-c:T)", "a", [("wd:Q1", "p-c:T")]),
    ],
)
def test_conditions(cell: str, path: str, conditions: list[tuple[str, str]]) -> None:
    left = good(EXAMPLE.replace("* - name", f"* - {cell}")).sections[0].rows[0].left
    assert left.path.value == path
    assert [(c.value.value, c.path.value) for c in left.conditions] == conditions


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five seed documents are not beside this checkout")
def test_seeds_have_no_findings() -> None:
    counts = []
    for path in sorted(SEEDS.glob("*.rst")):
        document = good(path.read_text(encoding="utf-8"))
        counts.append(len(document.sections))
    assert counts == [7, 4, 8, 4, 4]


# ---- mistakes ----


def _structural_lines() -> list[int]:
    """The lines that carry structure: all but blank ones, the time stamp and the introduction's prose."""
    free = ("", "Generated: 2024-01-02 03:04:05", "Invented for tests.", "===========================")
    return [number for number, line in enumerate(EXAMPLE.split("\n"), 1) if line not in free]


@pytest.mark.parametrize("number", _structural_lines())
def test_lost_line_is_reported_where_it_was(number: int) -> None:
    lines = EXAMPLE.split("\n")
    del lines[number - 1]
    findings = found("\n".join(lines))
    assert findings, "accepted silently"
    assert min(abs(line - number) for _, line in findings) <= 3


@pytest.mark.parametrize("number", _structural_lines())
def test_garbled_line_is_reported_there(number: int) -> None:
    lines = EXAMPLE.split("\n")
    lines[number - 1] = "~ ~ ~ garbled ~ ~ ~"
    assert number in {line for _, line in found("\n".join(lines))} | {n - 1 for _, n in found("\n".join(lines))}


@pytest.mark.parametrize("number", [n for n in _structural_lines() if n > 12])
def test_other_sections_come_out(number: int) -> None:
    lines = EXAMPLE.split("\n")
    lines[number - 1] = "~ ~ ~ garbled ~ ~ ~"
    document = parse("\n".join(lines), "a")[0]
    assert document is not None
    other = 1 if number < line_of(EXAMPLE, "Northwind Deal to") else 0
    assert without_places(good(EXAMPLE).sections[other]) in [without_places(s) for s in document.sections]


@pytest.mark.parametrize("cells", [1, 2, 4, 5])
def test_wrong_number_of_cells_costs_the_row_only(cells: int) -> None:
    row = "\n".join(["   * - name", *["     - x"] * (cells - 1)])
    text = EXAMPLE.replace('   * - name\n     - title\n     - "string"', row)
    document, [finding] = parse(text, "a.rst")
    surplus = 3 if cells > 3 else 0  # the first cell too many, or the row that has too few
    assert (finding.code, finding.span.line) == ("F121", line_of(text, "   * - name") + surplus)
    assert document is not None
    assert len(document.sections[0].rows) == 1


def test_wrong_number_of_cells_in_a_match_row() -> None:
    text = EXAMPLE.replace("     - contact.mail\n", "")
    assert ("F121", line_of(text, "   * - email")) in found(text)


@pytest.mark.parametrize(
    "start", ["Every", "If a matching", "If no", "A Northwind", "Once a", "The following", "Before", "A new"]
)
def test_sentence_with_another_label_is_reported_there(start: str) -> None:
    number = line_of(EXAMPLE, start)
    lines = EXAMPLE.split("\n")
    wrong = lines[number - 1].replace("Ledgr Party", "Ledgr Person").replace("Ledgr Invoice", "Ledgr Person")
    lines[number - 1] = wrong
    _, [finding] = parse("\n".join(lines), "a.rst")
    assert (finding.code, finding.span.line) == ("F114", number)
    assert quoted("\n".join(lines), finding) == "Ledgr Person"


@pytest.mark.parametrize(
    ("start", "code"), [("Northwind Client to", "F117"), ("     - Ledgr Party Property\n     - Ledgr", "F122")]
)
def test_label_that_stands_alone_is_the_one_reported(start: str, code: str) -> None:
    text = EXAMPLE.replace(start, start.replace("Client", "Klient").replace("Party", "Person"))
    _, findings = parse(text, "a.rst")
    assert [finding.code for finding in findings] == [code]


def test_misspelled_sentence_gets_a_suggestion() -> None:
    text = EXAMPLE.replace("Every Northwind", "Evry Northwind")
    _, findings = parse(text, "a.rst")
    assert [(finding.code, finding.span.line) for finding in findings] == [("F110", line_of(text, "Evry"))]
    assert "did you mean `Every …" in findings[0].hint


def test_all_findings_come_in_one_run() -> None:
    text = EXAMPLE.replace("Every Northwind", "Evry Northwind").replace("     - title\n", "")
    text = text.replace("     - sum\n", "")
    assert [code for code, _ in found(text)] == ["F110", "F121", "F121"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Northwind to Ledgr Dataflow", "Northwind and Ledgr Dataflow", "F103"),
        ("Northwind to Ledgr Dataflow\n", "A to B to Ledgr Dataflow\n", "F104"),
        ("-------------------------------\nEvery", "-----\nEvery", "F105"),
        ("-------------------------------\nEvery", "Every", "F107"),
        ("Client, Lead, or", "Client, , or", "F116"),
        ("in addr.country)", "in addr.country", "F126"),
        ("having NO in addr.country", "having NO", "F126"),
        ("(Dependant on having", "(Dependent on having", "F126"),
        ("- Ledgr Data Type\n   * - name", "- Other Data Type\n   * - name", "F127"),
        ("   * - email\n     - contact.mail\n", "", "F128"),
    ],
)
def test_codes(old: str, new: str, code: str) -> None:
    assert old in EXAMPLE
    assert code in [finding for finding, _ in found(EXAMPLE.replace(old, new))]


def test_text_without_title_gives_no_document() -> None:
    assert parse("", "a")[0] is None
    assert found("") == [("F102", 1)]
    document, findings = parse(EXAMPLE[EXAMPLE.index("Northwind Client to") :], "a")
    assert document is None
    assert [finding.code for finding in findings] == ["F102"]
