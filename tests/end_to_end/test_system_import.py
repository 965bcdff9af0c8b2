"""`flowc system import` as a person uses it: what it writes and prints, what it refuses and how."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from compiler.profile import load
from tests.compiler.described import CUSTOMERP, content
from tests.compiler.test_import_edmx import V4
from tests.end_to_end.world import Outcome, child, flowc


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with three descriptions, that is where we are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWC_DB_PASSWORD", raising=False)
    (tmp_path / "erp.json").write_bytes(content(CUSTOMERP))
    (tmp_path / "erp.xml").write_text(V4)
    with sqlite3.connect(tmp_path / "erp.db") as connection:
        connection.execute("create table customer (id integer primary key, name text, version integer)")
    connection.close()
    return tmp_path


def imported(*arguments: str) -> Outcome:
    return flowc("system", "import", *arguments)


def one_line(outcome: Outcome, *parts: str) -> None:
    """Refused as a mistake of usage, in one line on stderr."""
    assert outcome.code == 2, outcome
    (line,) = outcome.err.splitlines()
    assert line.startswith("flowc: ") and all(part in line for part in parts), line


SOURCES = [("--openapi", "erp.json"), ("--edmx", "erp.xml"), ("--database", "sqlite:///erp.db")]


@pytest.mark.parametrize("source", SOURCES)
def test_it_writes_a_profile_that_loads_and_lists_its_questions(project: Path, source: tuple[str, str]) -> None:
    outcome = imported("erp", *source)
    assert outcome.code == 0, outcome
    path = project / "specs" / "systems" / "erp.toml"
    text = path.read_text()
    profile, findings = load(text.encode(), path.name)
    assert profile is not None and [found.code for found in findings] == ["F229"]
    asked = re.findall(r"^(?:.*erp\.toml):(\d+): question (\d+): (.+)$", outcome.out, re.M)
    assert [int(number) for _, number, _ in asked] == list(range(1, text.count("# QUESTION ") + 1))
    for line, number, words in asked:
        assert text.splitlines()[int(line) - 2] == f"# QUESTION {number}: {words}"


def test_flowc_check_shows_open_questions_until_they_are_answered(project: Path) -> None:
    imported("erp", "--openapi", "erp.json")
    title = "====================\nErp to Shop Dataflow\n====================\n"
    (project / "specs" / "erp-shop.rst").write_text(title)
    first = flowc("check")
    assert "F229" in first.out and "4 questions" in first.out
    path = project / "specs" / "systems" / "erp.toml"
    path.write_text("\n".join(line for line in path.read_text().split("\n") if not line.startswith("# QUESTION")))
    assert "F229" not in flowc("check").out


def test_what_is_there_is_not_overwritten_unless_told(project: Path) -> None:
    path = project / "mine.toml"
    path.write_text("kept")
    one_line(imported("erp", "--openapi", "erp.json", "--out", "mine.toml"), "mine.toml is there already", "--force")
    assert path.read_text() == "kept"
    assert imported("erp", "--openapi", "erp.json", "--out", "mine.toml", "--force").code == 0
    assert path.read_text() != "kept"


@pytest.mark.parametrize(
    "name", ["", "Erp", "../evil", "a/b", "class", "con", "datetime", "a" * 41, "e\u0301", "1abc", "a_b"]
)
def test_a_name_that_makes_no_module_is_refused(project: Path, name: str) -> None:
    before = sorted(project.rglob("*"))
    one_line(imported("--openapi", "erp.json", "--", name), "cannot name a system")
    assert sorted(project.rglob("*")) == before


def test_one_source_and_no_more(project: Path) -> None:
    one_line(imported("erp"), "say what to import")
    one_line(imported("erp", "--openapi", "erp.json", "--edmx", "erp.xml"), "say what to import")
    one_line(imported("erp", "--openapi", "nowhere.json"), "nowhere.json cannot be read")
    one_line(imported("erp", "--openapi", "."), "cannot be read")
    one_line(imported("erp", "--openapi", "erp.xml"), "not JSON")
    one_line(imported("erp", "--edmx", "erp.json"), "not XML")
    one_line(imported("erp", "--database", "postgresql://me:hidden-word@h/d"), "FLOWC_DB_PASSWORD")
    assert "hidden-word" not in imported("erp", "--database", "postgresql://me:hidden-word@h/d").err
    one_line(imported("erp", "--openapi", "erp.json", "--only", "Nobody"), "nothing can be imported", "Nobody")
    assert not (project / "specs").exists()


def test_hostile_text_reaches_no_terminal(project: Path) -> None:
    text = json.dumps(CUSTOMERP).replace("/customers", "/custom\\u001b[2Jers")
    (project / "evil.json").write_text(text)
    outcome = imported("erp", "--openapi", "evil.json")
    assert "\x1b" not in outcome.out + outcome.err


def test_it_works_as_a_process_and_loads_no_driver_for_help(project: Path) -> None:
    outcome = child("system", "import", "erp", "--openapi", "erp.json", cwd=project)
    assert outcome.code == 0, outcome
    assert child("system", "--help", cwd=project).out.count("import") == 1
