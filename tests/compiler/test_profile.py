"""Profiles: the six that are there load, and whatever is wrong with one is said with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostic import Severity, source_lines
from compiler.profile import load, load_folder, schema
from tests.compiler.sample import KINDS, kind, profile_text, system

ROOT = Path(__file__).parents[2]
SYSTEMS = ("businesscentral", "customcrm", "customerp", "exact", "powerofficego", "tripletex")

GOOD = """\
label = "Ledgr"
protocol = "rest-json"

[types.Party.operations]
list = "/parties"
item = "/parties/{key}"
create = "/parties"

[types.Party.properties]
id = { type = "integer" }
title = { required = true }
"""


def test_the_profiles_of_the_project_load_without_findings() -> None:
    loaded, findings = load_folder(ROOT / "specs" / "systems")
    assert findings == []
    assert tuple(profile.name for profile in loaded) == SYSTEMS
    assert all(profile.types and profile.label for profile in loaded)


def test_a_profile_is_named_by_its_file() -> None:
    profile, findings = load(GOOD.encode(), "ledgr.toml")
    assert findings == []
    assert profile is not None
    assert (profile.name, profile.label) == ("ledgr", "Ledgr")
    assert profile.types["Party"].properties["title"].required


def test_crlf_makes_no_difference() -> None:
    assert load(GOOD.replace("\n", "\r\n").encode(), "ledgr.toml") == load(GOOD.encode(), "ledgr.toml")


WRONG = {
    "no TOML": (GOOD.replace("rest-json", 'rest-json"x'), "F220", 'protocol = "rest-json"x"'),
    "unknown key": (GOOD.replace("label", "lable"), "F221", None),
    "unknown key of a property": (GOOD.replace("required", "requierd"), "F221", "title = { requierd = true }"),
    "wrong type": (GOOD.replace('"/parties/{key}"', "7"), "F221", "item = 7"),
    "wrong type of a property": (GOOD.replace("required = true", 'max_length = "x"'), "F221", None),
    "unknown kind": (GOOD.replace('"integer"', '"number"'), "F221", None),
    "unknown protocol": (GOOD.replace("rest-json", "soap"), "F221", 'protocol = "soap"'),
    "no address of one record": (GOOD.replace('item = "/parties/{key}"\n', ""), "F228", None),
    "a delete of no one record": (
        GOOD.replace('item = "/parties/{key}"\n', 'item = "/parties/{key}"\ndelete = "/parties"\n'),
        "F228",
        None,
    ),
    "no property of the key": (GOOD.replace("id = ", "no = "), "F223", None),
    "no property of the stamp": (
        GOOD.replace("[types.Party.operations]", '[types.Party]\nmodified = "at"\n[types.Party.operations]'),
        "F223",
        None,
    ),
    "reference to nothing": (GOOD.replace("required = true", 'references = ["Nobody"]'), "F224", None),
    "neither create nor why not": (GOOD.replace('create = "/parties"\n', ""), "F225", None),
}


@pytest.mark.parametrize(("text", "code", "line"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_with_its_place(text: str, code: str, line: str | None) -> None:
    profile, findings = load(text.encode(), "ledgr.toml")
    assert [found.code for found in findings] == [code]
    assert (profile is None) == (code in ("F220", "F221"))
    [found] = findings
    assert found.severity is Severity.ERROR
    assert found.span.file == "ledgr.toml"
    lines = source_lines(text)
    assert 1 <= found.span.line <= len(lines)
    if line is not None:
        assert lines[found.span.line - 1] == line


def test_a_reference_inside_a_list_is_checked_too() -> None:
    lines = {"lines": {"properties": {"party": {"references": ["Nobody"]}}}}
    text = profile_text(system("Ledgr", {"Party": kind({}, lists=lines)}))
    assert [found.code for found in load(text.encode(), "ledgr.toml")[1]] == ["F224"]


@pytest.mark.parametrize(
    "file",
    [
        *("Ledgr.toml", "led-gr.toml", "1ledgr.toml", ".toml", "é.toml", "a\n.toml", "\uff4cedgr.toml"),
        *("class.toml", "import.toml", "text.toml", "number.toml", "each.toml", "con.toml", "nul.toml"),
        "l" * 80 + ".toml",
    ],
)
def test_a_file_that_cannot_name_a_module_is_refused(file: str) -> None:
    profile, findings = load(GOOD.encode(), file)
    assert profile is None
    assert [found.code for found in findings] == ["F222"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"label = \x00", b"[" * 50_000, b"a = " + b"[" * 50_000, b"a = " + b"9" * 5_000]
)
def test_bytes_that_are_no_text_are_a_finding(content: bytes) -> None:
    profile, findings = load(content, "ledgr.toml")
    assert profile is None
    assert [found.code for found in findings] == ["F220"]


@given(st.binary(max_size=40) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_loading_never_raises(content: bytes) -> None:
    profile, findings = load(content, "ledgr.toml")
    assert profile is not None or findings


def test_a_folder_reports_every_bad_file_and_loads_the_others(tmp_path: Path) -> None:
    (tmp_path / "ledgr.toml").write_text(GOOD)
    (tmp_path / "broken.toml").write_text("label = ")
    (tmp_path / "unknown.toml").write_text(f"colour = 1\n{GOOD}")
    loaded, findings = load_folder(tmp_path)
    assert [profile.name for profile in loaded] == ["ledgr"]
    assert [(found.code, found.span.file) for found in findings] == [("F220", "broken.toml"), ("F221", "unknown.toml")]


def test_the_samples_load() -> None:
    for name, types in KINDS.items():
        assert load(profile_text(system(name.capitalize(), types)).encode(), f"{name}.toml")[1] == []


def test_the_committed_schema_is_that_of_the_types() -> None:
    committed = (ROOT / "specs" / "profile.schema.json").read_bytes()
    assert committed == schema()


def test_the_schema_lets_no_unknown_key_pass() -> None:
    definitions = json.loads(schema())["$defs"]
    assert {"Profile", "ObjectType", "Property", "Operations"} <= definitions.keys()
    assert all(found["additionalProperties"] is False for found in definitions.values() if "properties" in found)
