"""Findings: the registry, and how one is shown."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostic import CODES, Diagnostic, Severity, Span, finding, source_lines, to_text


def test_shows_place_message_line_carets_and_help() -> None:
    found = Diagnostic("F121", Severity.ERROR, "this row has 2 cells", Span("a.rst", 2, 6, 4), "Add one.")
    assert to_text(found, ["first", "  * - name"]).split("\n") == [
        "a.rst:2:6: error F121: this row has 2 cells",
        "      * - name",
        "         ^^^^",
        "help: Add one.",
    ]


def test_without_hint_or_line_only_the_first_line_is_shown() -> None:
    found = Diagnostic("F100", Severity.NOTE, "large", Span("a.rst", 9, 1, 1))
    assert to_text(found, ["only"]) == "a.rst:9:1: note F100: large"


def test_carets_stand_under_wide_and_combining_characters() -> None:
    line = "客e\u0301 name"
    found = Diagnostic("F121", Severity.ERROR, "x", Span("a.rst", 1, 5, 4))
    shown, carets = to_text(found, [line]).split("\n")[1:3]
    assert shown == f"    {line}"
    assert carets == "    " + " " * 4 + "^^^^"


def test_long_line_is_shown_around_the_span() -> None:
    line = "x" * 1_000_000 + "name" + "y" * 1_000_000
    text = to_text(Diagnostic("F121", Severity.ERROR, "m", Span("a.rst", 1, 1_000_001, 4)), [line])
    shown, carets = text.split("\n")[1:3]
    assert len(shown) < 200
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "name"


@given(st.text(max_size=60), st.integers(-3, 70), st.integers(-3, 70))
def test_document_text_is_shown_harmless_and_never_raises(text: str, column: int, length: int) -> None:
    shown = to_text(Diagnostic("F110", Severity.ERROR, text, Span(text, 1, column, length), text), [text])
    assert shown.count("\n") == (3 if text else 2)
    assert not [c for c in shown.replace("\n", "") if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_codes_are_well_formed_and_complete() -> None:
    for code, (severity, message, hint) in CODES.items():
        assert re.fullmatch(r"F[1-9]\d\d", code)
        assert isinstance(severity, Severity)
        assert message
        assert hint


def test_finding_fills_in_its_parts_once() -> None:
    found = finding("F122", Span("a", 1, 1, 1), found="{wanted}", wanted="B")
    assert found.message == "this column is headed `{wanted}`, not `B`"
    assert found.hint == "Write `B`."
    assert finding("F110", Span("a", 1, 1, 1), "did you mean `x`?").hint == "did you mean `x`?"


def test_finding_clips_what_it_quotes() -> None:
    assert len(finding("F103", Span("a", 1, 1, 1), title="x" * 10**6).message) < 200


def test_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        finding("F999", Span("a", 1, 1, 1))


def test_lines_count_the_same_for_all_line_ends() -> None:
    assert source_lines("\ufeffa\r\nb\rc\nd\u2028e") == ["a", "b", "c", "d\u2028e"]
