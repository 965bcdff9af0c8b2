"""Findings as other programs read them, and the page that explains every code."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from compiler.causes import CAUSES
from compiler.cli import main
from compiler.diagnostic import CODES, Diagnostic, Severity, Span, finding
from compiler.findings import findings_page, section_of, to_github, to_json, to_junit

CASES = Path(__file__).with_name("cases")
PAGE = Path(__file__).parents[2] / "docs" / "findings.md"

ANNOTATION = re.compile(
    r"::(error|warning|notice) file=([^:,]*),line=(\d+),col=(\d+),endColumn=(\d+),title=(F\d{3})::(.*)"
)
HOSTILE = '</failure>]]> & <x y="1">\x1b[31m\x00\n::error file=a::b,c:d%0A\r\u202e\u2028\ud800\ufffe"'


def unescaped(text: str) -> str:
    """What GitHub makes of an escaped text."""
    for escape, char in {"%2C": ",", "%3A": ":", "%0A": "\n", "%0D": "\r", "%25": "%"}.items():
        text = text.replace(escape, char)
    return text


def hostile(severity: Severity = Severity.ERROR, text: str = HOSTILE) -> Diagnostic:
    return Diagnostic("F201", severity, text, Span(text, 3, 5, 4), text)


def checked(form: str, *names: str) -> tuple[int, str]:
    """Exit code and output of `flowc check` for these cases."""
    files = [str(CASES / name) for name in names]
    outcome = CliRunner().invoke(main, ["check", *files, "--profiles", str(CASES / "systems"), "--format", form])
    return outcome.exit_code, outcome.stdout


# ---- GitHub -------------------------------------------------------------------------------------


def test_an_annotation_names_place_code_and_message() -> None:
    found = finding("F225", Span("a/b.rst", 12, 3, 16), type="Client")
    assert to_github(found) == (
        "::error file=a/b.rst,line=12,col=3,endColumn=19,title=F225::Client has neither a `create` path nor a `why_not`"
        "%0Ahelp: Say where it is created, or why it cannot be."
    )


def test_severities_have_githubs_names() -> None:
    words = [to_github(hostile(severity)).split(" ")[0] for severity in Severity]
    assert words == ["::error", "::warning", "::notice"]


@pytest.mark.parametrize("text", [HOSTILE, "%", "%0A", "%25", "a:b,c", "\r\n", "::set-output name=x::y"])
def test_no_text_breaks_out_of_an_annotation(text: str) -> None:
    line = to_github(hostile(text=text))
    assert len(line.splitlines()) == 1
    match = ANNOTATION.fullmatch(line)
    assert match is not None
    if text.isprintable():
        assert unescaped(match.group(2)) == text
        assert unescaped(match.group(7)) == f"{text}\nhelp: {text}"


@given(st.text())
def test_every_text_gives_one_harmless_annotation(text: str) -> None:
    line = to_github(hostile(text=text))
    assert ANNOTATION.fullmatch(line)
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


# ---- JUnit --------------------------------------------------------------------------------------


def test_every_document_is_a_testcase() -> None:
    error = finding("F212", Span("a.rst", 1, 2, 3), name="X")
    warning = finding("F204", Span("a.rst", 4, 5, 6))
    profile = finding("F225", Span("y.toml", 1, 1, 1), type="X")
    root = ElementTree.fromstring(to_junit([error, warning, profile], ["a.rst", "b.rst"]))
    [suite] = root.findall("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "0")
    cases = {case.get("name"): case for case in suite.findall("testcase")}
    assert list(cases) == ["a.rst", "b.rst", "y.toml"]
    [failure] = cases["a.rst"].findall("failure")
    assert (failure.get("type"), failure.get("message")) == ("F212", error.message)
    assert failure.text is not None and failure.text.startswith("a.rst:1:2: error F212: ")
    assert "F204" in (cases["a.rst"].findtext("system-out") or "")
    assert list(cases["b.rst"]) == []


@given(st.text())
def test_no_text_breaks_out_of_an_element(text: str) -> None:
    for one in (text, HOSTILE):
        xml = to_junit([hostile(text=one), hostile(Severity.WARNING, one)], [one])
        root = ElementTree.fromstring(xml)
        assert [element.tag for element in root.iter()] == [
            *("testsuites", "testsuite", "testcase", "failure", "system-out")
        ]
        assert not [char for char in xml if unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"]


def test_text_is_kept_in_xml() -> None:
    root = ElementTree.fromstring(to_junit([hostile(text='<Ø & "客">')], []))
    [failure] = root.iter("failure")
    assert failure.get("message") == '<Ø & "客">'


# ---- the command --------------------------------------------------------------------------------


def test_check_prints_every_format() -> None:
    names = ("f203-beyond-repair.rst", "f204-unknown.rst", "good.rst")
    code, github = checked("github", *names)
    annotations = [ANNOTATION.fullmatch(line) for line in github.splitlines()]
    assert code == 1
    assert [(match.group(1), match.group(6)) for match in annotations if match] == [
        ("error", "F203"),
        ("warning", "F204"),
    ]
    code, junit = checked("junit", *names)
    assert code == 1
    assert [Path(case.get("name", "")).name for case in ElementTree.fromstring(junit).iter("testcase")] == [*names]
    code, listed = checked("json", *names)
    assert code == 1
    assert [(found["code"], found["line"]) for found in json.loads(listed)] == [
        (match.group(6), int(match.group(3))) for match in annotations if match
    ]


@pytest.mark.parametrize("form", ["text", "json", "github", "junit"])
def test_check_ends_with_0_where_there_is_no_error(form: str) -> None:
    assert checked(form, "good.rst", "f204-unknown.rst")[0] == 0


def test_hostile_documents_give_well_formed_output() -> None:
    files = ["hostile-text.rst"]
    assert len(json.loads(checked("json", *files)[1])) == len(checked("github", *files)[1].splitlines())
    assert all(ANNOTATION.fullmatch(line) for line in checked("github", *files)[1].splitlines())
    assert [case.tag for case in ElementTree.fromstring(checked("junit", *files)[1]).iter("testcase")] == ["testcase"]


def test_json_has_every_key() -> None:
    [one] = json.loads(to_json([hostile()]))
    assert list(one) == ["code", "severity", "file", "line", "column", "length", "message", "hint"]
    assert one["message"] == HOSTILE


# ---- the page -----------------------------------------------------------------------------------


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text() == findings_page(), "run `flowc explain > docs/findings.md`"


def test_every_code_has_a_section_and_a_cause() -> None:
    assert re.findall(r"^### (F\d{3}) \((?:error|warning|note)\)$", findings_page(), re.M) == sorted(CODES)
    assert CAUSES.keys() == CODES.keys()


def test_sections_name_no_bare_parts() -> None:
    for code in CODES:
        prose = section_of(code).partition("```")[0]
        assert not re.search(r"\{\w+\}", prose)
        assert "\n\n**Cause.** " in prose
        assert "\n\n**What to do.** " in prose


def test_explain_prints_the_section() -> None:
    outcome = CliRunner().invoke(main, ["explain", "f201"])
    assert outcome.exit_code == 0
    assert outcome.output == section_of("F201").removeprefix("### ")


def test_explain_without_a_code_prints_the_page() -> None:
    outcome = CliRunner().invoke(main, ["explain"])
    assert (outcome.exit_code, outcome.output) == (0, findings_page())
