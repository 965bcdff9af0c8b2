"""A document with twenty mistakes gives twenty findings in one run, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.cli import main
from tests.compiler.sample import compiled, document, pair_of, section

SYSTEMS = Path(__file__).with_name("cases") / "systems"
S = '"string"'
TYPE_CELLS = ['["upper", "_."]', '""if", "eq"]]"', '["integer"', '{"a": 1}', "maybe"]
CONDITIONS = [
    "email (Dependant on having NO)",
    "number (Dependent on having 1 in born)",
    "born (Dependant on having 1 in number",
]


def faulty() -> str:
    """Sections whose mistakes have nothing to do with each other."""
    rows = [("name", "title", S)]
    cells = section("Client", "Party", [("name", "title", cell) for cell in TYPE_CELLS])
    conditions = section("Client", "Invoice", [(cell, "text", S) for cell in CONDITIONS])
    table = section("Deal", "Invoice", [("title", "text", S), ("client", "party", S), ("id", "id", S)])
    table = table.replace('     - text\n     - "string"', "     - text")
    table = table.replace("   * - client", "   * client")
    table = table.replace('     - id\n     - "string"', '     - id\n     - "string"\n     - more')
    words = section("Deal", "Party", rows)
    words = words.replace("Every Northwind", "Evry Northwind").replace("regardless of where", "no matter where")
    labels = section("Client", "Payslip", [("name", "name", S)])
    labels = labels.replace("between a Northwind Client and a Ledgr Payslip:", "between a Clerk and a Ledgr Payslip:")
    labels = labels.replace("     - Ledgr Payslip Property", "     - Ledgr Party Property")
    missing = section("Deal", "Payslip", [("title", "name", S)], rule="match-only", match=[("title", "name")])
    missing = missing.replace("A Northwind Deal will merge with", "A Northwind Deal may merge with")
    names = section("Deal", "Deal", rows, rule="connected", types="Northwind Deal, , or Client")
    ruleless = section("Client", "Deal", rows).replace("\n" + "-" * len("Northwind Client to Ledgr Deal"), "")
    stray = section("Client", "Client", rows, systems=("Ledgr", "Northwind")) + "\nWhat is this?\n\nAnd this?\n"
    return document(cells, conditions, table, words, labels, missing, names, ruleless, stray)


def test_all_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "northwind-ledgr.rst"
    path.write_text(faulty())
    out = tmp_path / "generated"
    arguments = ["build", str(path), "--profiles", str(SYSTEMS), "--out", str(out), "--format", "json"]
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 1
    errors = [found for found in json.loads(outcome.stdout)["diagnostics"] if found["severity"] == "error"]
    assert len({found["line"] for found in errors}) == 20, [(found["line"], found["code"]) for found in errors]
    assert not list(out.rglob("*northwind_ledgr*"))


def test_a_document_of_very_many_expressions_is_refused() -> None:
    cells = [("name", f"p{number}", f'["replace", "{"x" * 1000}", "{number}", "_."]') for number in range(100)]
    result = compiled(section("Client", "Party", cells))
    assert [found.code for found in result.errors] == ["F108"]
    assert compiled(section("Client", "Party", cells[:90])).errors == []


def test_very_many_rows_may_share_a_property() -> None:
    """Each with a literal of its own; one that comes twice writes nothing the second time."""
    rows = [(f"name (Dependant on having {number} in number)", "title", S) for number in range(60)]
    rows += [("total (Dependant on having 7 in number)", "title", S), ("code", "title", S)]
    pair = pair_of(compiled(section("Client", "Party", rows)))
    inert = [row.left.path for row in pair.rows if row.binding == "inert"]
    assert inert == ["code", "total"]


def test_limits_of_documents_are_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowc.toml").write_text("[limits]\ndocument_bytes = 100\n")
    outcome = CliRunner().invoke(main, ["check", str(SYSTEMS.parent / "good.rst"), "--profiles", str(SYSTEMS)])
    assert outcome.exit_code == 1
    assert "F100" in outcome.output
    (tmp_path / "flowc.toml").write_text("[limits]\ntable_rows = 0\n")
    refused = CliRunner().invoke(main, ["check", str(SYSTEMS.parent / "good.rst"), "--profiles", str(SYSTEMS)])
    assert refused.exit_code == 2
    assert "limits.table_rows" in refused.output
