"""TOML that is written reads back as what it was, whatever is in it; and nobody is fooled by how it looks."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostic import harmless
from compiler.draft import Draft
from compiler.profile import ObjectType, Operations, Profile, Property, load
from compiler.write_profile import profile_text, toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_written_reads_back(value: Any) -> None:
    text = f"value = {toml_text(value)}"
    assert "\n" not in text
    assert tomllib.loads(text) == {"value": value}


@given(st.text(max_size=12))
def test_nothing_invisible_is_written_as_it_is(value: str) -> None:
    assert harmless(toml_text(value)) == toml_text(value)


def test_bidirectional_and_control_characters_are_numbers() -> None:
    assert toml_text('a"\\\u202e\x00\x7f\u2066\n') == '"a\\"\\\\\\u202E\\u0000\\u007F\\u2066\\u000A"'
    assert toml_text("\ud800") == '"\ufffd"'


@given(TEXTS, TEXTS, st.text(max_size=20), st.text(max_size=20))
def test_questions_and_comments_hold_any_text(name: str, path: str, question: str, comment: str) -> None:
    operations = Operations(list="/x", item="/x/{key}", create="/x")
    kind = ObjectType(
        key="id", operations=operations, properties={"id": Property(), path or "p": Property(type="integer")}
    )
    draft = Draft(profile=Profile(label="L", protocol="rest-json", types={name or "N": kind}))
    draft.ask("types", name or "N", "properties", path or "p", question=question)
    draft.comments["types", name or "N", "properties", path or "p"] = comment
    written = profile_text(draft)
    profile, findings = load(written.text.encode(), "system.toml")
    assert profile is not None, findings
    assert profile.types == {name or "N": kind}
    assert [found.span.line for found in findings] == [written.questions[0].line - 1]


def test_a_question_about_a_line_that_holds_the_default_writes_the_line() -> None:
    draft = Draft(profile=Profile(label="L", protocol="odata-v4"))
    draft.ask("address", question="where?")
    draft.ask("auth", "scheme", question="how?")
    assert profile_text(draft).text == (
        'label = "L"\nprotocol = "odata-v4"\n# QUESTION 1: where?\naddress = ""\n\n'
        '[auth]\n# QUESTION 2: how?\nscheme = "none"\n'
    )
