"""Documents and profiles with what must be found in them, as files in `cases/`. A new case is two new files.

`NAME.rst` is a case, and a folder of documents that are compiled together; both against `cases/systems/*.toml`.
`NAME.toml` is a profile. `NAME.expect.json` (`NAME.toml.expect.json` for a profile) lists code, line, column and
length of each finding, in a folder also the file. The message of a failing case shows what was found, ready to copy.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compiler.build import compile_documents, load_profiles
from compiler.diagnostic import CODES, Diagnostic
from compiler.profile import Profile, load

CASES = Path(__file__).with_name("cases")
INPUTS = sorted(path for path in CASES.iterdir() if path.suffix != ".json" and path.name != "systems")
WITHOUT_A_CASE = {
    "F100",  # 8 MB
    "F101",  # 100,000 rows
    "F108",  # 100 kB
    "F314",  # flowc.toml: tests/end_to_end/test_policies.py
}


@cache
def known() -> list[Profile]:
    """The profiles of the cases."""
    profiles, problems = load_profiles(CASES / "systems")
    assert problems == []
    return profiles


def expectation(path: Path) -> Path:
    """The file that says what is found in a case."""
    name = path.name if path.suffix == ".toml" else path.stem
    return CASES / f"{name}.expect.json"


def findings_in(path: Path) -> list[Diagnostic]:
    """What is found in a case."""
    if path.suffix == ".toml":
        return load(path.read_bytes(), path.name)[1]
    files = sorted(path.glob("*.rst")) if path.is_dir() else [path]
    return compile_documents({file.name: file.read_bytes().decode() for file in files}, known()).findings


def as_entry(found: Diagnostic, with_file: bool) -> dict[str, Any]:
    """A finding as the files have it."""
    span = found.span
    entry = {"code": found.code, "line": span.line, "column": span.column, "length": span.length}
    return {"file": span.file, **entry} if with_file else entry


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_finds_what_is_expected(path: Path) -> None:
    found = [as_entry(one, path.is_dir()) for one in findings_in(path)]
    wanted = json.loads(expectation(path).read_text())
    shown = "[\n  " + ",\n  ".join(map(json.dumps, found)) + "\n]"
    assert found == wanted, f"{expectation(path)} should be, if this is right:\n{shown}"


@pytest.mark.parametrize("path", [path for path in INPUTS if path.suffix == ".rst"], ids=lambda path: path.name)
def test_findings_lie_within_the_document(path: Path) -> None:
    lines = path.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for found in findings_in(path):
        span = found.span
        assert 1 <= span.line <= len(lines)
        assert span.column >= 1
        assert not span.length or span.column - 1 + span.length <= len(lines[span.line - 1])


def test_every_expectation_has_its_case() -> None:
    assert {expectation(path) for path in INPUTS} == set(CASES.glob("*.json"))


def test_a_case_finds_the_code_in_its_name() -> None:
    named = {path: path.name[:4].upper() for path in INPUTS if path.name[:4].upper() in CODES}
    assert named
    for path, code in named.items():
        assert code in {entry["code"] for entry in json.loads(expectation(path).read_text())}, path.name


def test_every_code_has_a_case() -> None:
    covered = {entry["code"] for path in INPUTS for entry in json.loads(expectation(path).read_text())}
    assert set(CODES) - covered == WITHOUT_A_CASE
