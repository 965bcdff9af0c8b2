"""`flowc show`: every section and row of a document as written, with what it came to."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.build import compile_documents, load_profiles
from compiler.cli import main
from compiler.parse import parse
from compiler.show import show, to_json, to_lines
from compiler.syntax import Document
from tests.compiler.documents import texts
from tests.compiler.sample import document, profiles, section

CASES = Path(__file__).with_name("cases")
SPECS = Path(__file__).parents[2] / "specs"

DOCUMENT_KEYS = ["path", "left", "right", "pairs", "diagnostics"]
PAIR_KEYS = ["identity", "line", "left_label", "right_label", "creation", "match", "rows"]
ROW_KEYS = ["left", "right", "type", "restored", "conditions", "conversion", "binding", "reference", "line"]
FINDING_KEYS = ["code", "severity", "line", "column", "length", "message", "hint"]
CLASSES = {"exact", "canonical", "one-way", "unknown", "error"}
BINDINGS = {"two-way", "right", "left", "copy-right", "copy-left", "identity", "inert"}


def shown(text: str, *more: str) -> dict[str, Any]:
    """The first of these documents, as JSON reads it."""
    texts = {f"{number}.rst": one for number, one in enumerate((text, *more))}
    result = compile_documents(texts, profiles())
    loaded: dict[str, Any] = json.loads(to_json(next(show(result, ["0.rst"]))))
    return loaded


def outline(text: str) -> list[str]:
    """A document as people read it."""
    return list(to_lines(next(show(compile_documents({"0.rst": text}, profiles()), ["0.rst"]))))


def lines_of(*args: str | Path) -> list[dict[str, Any]]:
    """What `flowc show --format jsonl` prints."""
    outcome = CliRunner().invoke(main, ["show", "--format", "jsonl", *map(str, args)])
    assert outcome.exit_code == 0, outcome.output
    return [json.loads(line) for line in outcome.stdout.splitlines()]


# ---- what is listed -----------------------------------------------------------------------------


def test_the_keys_are_exactly_these() -> None:
    rows = [("name (Dependant on having NO in email)", "title", '"string"'), ("email", "mail", "N/A")]
    one = shown(document(section("Client", "Party", rows, match=[("email", "mail")])))
    assert list(one) == DOCUMENT_KEYS
    [pair] = one["pairs"]
    assert list(pair) == PAIR_KEYS
    assert list(pair["creation"]) == ["rule", "prose", "types", "into"]
    assert [list(match) for match in pair["match"]] == [["left", "right", "line"]]
    assert [list(row) for row in pair["rows"]] == [ROW_KEYS, ROW_KEYS]
    assert pair["rows"][0]["conditions"] == [{"side": "left", "path": "email", "value": "NO"}]
    assert [list(found) for found in one["diagnostics"]] == [FINDING_KEYS] * len(one["diagnostics"])


def test_rows_are_as_written_in_the_documents_order() -> None:
    text = document(
        section("Deal", "Invoice", [("title", "text", '"string"')], rule="connected"),
        section("Client", "Party", [("number", "no", '"string"'), ("name", "title", '"string"')], rule="when"),
    )
    pairs = shown(text)["pairs"]
    assert [pair["left_label"] for pair in pairs] == ["Northwind Deal", "Northwind Client"]
    assert [(row["left"], row["right"], row["type"]) for row in pairs[1]["rows"]] == [
        ("number", "no", '"string"'),
        ("name", "title", '"string"'),
    ]
    lines = text.split("\n")
    assert [lines[row["line"] - 1].strip() for row in pairs[1]["rows"]] == ["* - number", "* - name"]
    assert lines[pairs[0]["line"] - 1] == "Northwind Deal to Ledgr Invoice"
    types = ["Northwind Client", "Deal"]
    assert pairs[0]["creation"] == {"rule": "connected", "prose": "", "types": types, "into": "Ledgr"}
    assert pairs[1]["creation"]["prose"] == "When a Client is sold to"


def test_a_row_that_is_left_out_is_listed() -> None:
    one = shown(document(section("Client", "Party", [("name", "title", '""if", "eq"]]"'), ("email", "mail", "N/A")])))
    left_out, kept = one["pairs"][0]["rows"]
    assert (left_out["conversion"], left_out["binding"], left_out["restored"]) == ("error", "inert", None)
    assert left_out["type"] == '""if", "eq"]]"'
    assert (kept["conversion"], kept["binding"]) == ("unknown", "two-way")
    assert "F203" in {found["code"] for found in one["diagnostics"]}


def test_a_section_of_a_type_nobody_described_is_listed() -> None:
    one = shown(document(section("Clinet", "Party", [("name", "title", '"string"')]), section("Deal", "Invoice")))
    unknown, known = one["pairs"]
    identities = ("northwind.clinet|ledgr.Party", "northwind.Deal|ledgr.Invoice")
    assert (unknown["identity"], known["identity"]) == identities
    assert [(row["conversion"], row["binding"]) for row in unknown["rows"]] == [("canonical", "two-way")]


def test_a_document_of_unknown_systems_is_listed() -> None:
    one = shown(document(section("Client", "Party", [("a", "b", "x")]), left="Elsewhere"))
    assert (one["left"], one["right"]) == ("Elsewhere", "Ledgr")
    assert [row["binding"] for row in one["pairs"][0]["rows"]] == ["inert"]


def test_a_document_that_cannot_be_parsed_has_its_findings() -> None:
    one = shown("What is this?\n")
    assert (one["left"], one["right"], one["pairs"]) == ("", "", [])
    assert one["diagnostics"]


def test_a_cell_in_the_old_print_is_restored() -> None:
    rows = [("number", "no", '"integer", "decimal"]'), ("name", "title", '["integer", "_."]')]
    old, new = shown(document(section("Client", "Party", rows)))["pairs"][0]["rows"]
    assert old["restored"] == '["integer", ["decimal", "_."]]'
    assert new["restored"] is None


def test_sections_of_the_same_types_have_identities_of_their_own() -> None:
    one = shown(document(section("Deal", "Invoice"), section("Deal", "Invoice", rule="match-only")))
    first, second = (pair["identity"] for pair in one["pairs"])
    assert first != second
    assert first.startswith("northwind.Deal|ledgr.Invoice#")


def test_references_need_the_other_documents() -> None:
    text = document(section("Deal", "Invoice", [("client_id", "party", '"string"')]))
    other = document(section("Client", "Party"))
    alone, together = (one["pairs"][0]["rows"][0] for one in (shown(text), shown(text, other)))
    assert (alone["reference"], alone["binding"]) == (False, "inert")
    assert (together["reference"], together["binding"]) == (True, "two-way")


@settings(deadline=None)
@given(texts())
def test_nothing_of_the_syntax_tree_is_missing(text: str) -> None:
    tree = parse(text, "0.rst")[0]
    one = shown(text)
    listed = [
        (pair["line"], [(row["left"], row["right"], row["type"]) for row in pair["rows"]]) for pair in one["pairs"]
    ]
    assert listed == (_tree_rows(tree) if tree else [])
    for pair in one["pairs"]:
        for row in pair["rows"]:
            assert row["conversion"] in CLASSES
            assert row["binding"] in BINDINGS


def _tree_rows(tree: Document) -> list[tuple[int, list[tuple[str, str, str]]]]:
    return [
        (one.title.span.line, [(row.left.path.value, row.right.path.value, row.type.text.value) for row in one.rows])
        for one in tree.sections
    ]


# ---- printing -----------------------------------------------------------------------------------


def test_a_document_is_one_line_whatever_it_holds() -> None:
    row = ("a\u2028b\x85c\x0b", 'd"\\\u202e', "\x1b[31m\x00")
    line = to_json(next(show(compile_documents({"0.rst": document(section("Client", "Party", [row]))}, []), ["0.rst"])))
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["pairs"][0]["rows"][0]["left"] == row[0]


def test_the_outline_names_pairs_rows_and_findings() -> None:
    rows = [("name", "title", '"string"'), ("number", "no", '"integer", "decimal"]'), ("email", "mail", "what?")]
    text = "\n".join(outline(document(section("Client", "Party", rows, match=[("email", "mail")]))))
    for part in ("Northwind to Ledgr, 1 pair", "northwind.Client|ledgr.Party", "match: email = mail", "name", "<->"):
        assert part in text
    assert 'read as ["integer", ["decimal", "_."]]' in text
    assert "-x- mail what? [error, inert]" in text
    assert " error F203: " in text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30))
def test_the_outline_is_harmless(cell: str) -> None:
    for line in outline(document(section("Client", "Party", [(cell, cell, cell)], rule="when", prose=f"x{cell}"))):
        assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


# ---- the command --------------------------------------------------------------------------------


def test_the_command_shows_files_and_folders() -> None:
    files = sorted(CASES.rglob("*.rst"))
    shown_files = lines_of(CASES, "--profiles", CASES / "systems")
    assert [one["path"] for one in shown_files] == [str(file) for file in files]
    assert all(list(one) == DOCUMENT_KEYS for one in shown_files)
    [one] = lines_of(CASES / "good.rst", "--profiles", CASES / "systems")
    assert one["diagnostics"] == []


def test_the_command_shows_the_configured_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPECS.parent)
    by_path = {one["path"]: one for one in lines_of()}
    assert [*by_path] == [str(path.relative_to(SPECS.parent)) for path in sorted(SPECS.glob("*.rst"))]
    chosen = sorted(by_path)[0]
    assert lines_of(chosen) == [by_path[chosen]]
    outcome = CliRunner().invoke(main, ["show"])
    assert outcome.exit_code == 0
    assert all(path in outcome.output for path in by_path)


def test_the_command_agrees_with_the_program() -> None:
    profiles_there, _ = load_profiles(SPECS / "systems")
    texts_there = {str(path): path.read_text() for path in sorted(SPECS.glob("*-*.rst"))}
    result = compile_documents(texts_there, profiles_there)
    rows = {
        (flow.file, row.span.line): (row.conversion.klass, row.binding, row.reference is not None)
        for flow in result.program.flows
        for pair in flow.pairs
        for row in pair.rows
    }
    listed = {
        (one.path, row.line): (row.conversion, row.binding, row.reference)
        for one in show(result, texts_there)
        for pair in one.pairs
        for row in pair.rows
    }
    assert listed == rows


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["show", str(tmp_path)])
    assert outcome.exit_code == 2
    assert "holds no documents" in outcome.output


def test_what_is_wrong_with_a_profile_goes_to_stderr(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("label = Beta")
    outcome = CliRunner().invoke(
        main, ["show", str(CASES / "good.rst"), "--profiles", str(tmp_path), "--format", "jsonl"]
    )
    assert outcome.exit_code == 0
    assert "F220" in outcome.stderr
    [line] = outcome.stdout.splitlines()
    assert {found["code"] for found in json.loads(line)["diagnostics"]} == {"F200"}
