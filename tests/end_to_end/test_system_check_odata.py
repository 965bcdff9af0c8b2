"""`flowc system check` of OData services: what they say of themselves at `$metadata` is compared too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.world import ROOT, World, flowc

SERVICES = {
    "businesscentral": ["/v2.0/sandbox/api/v2.0/$metadata"],
    "exact": [f"/api/v1/123456/{one}/$metadata" for one in ("crm", "logistics", "payroll", "salesorder", "system")],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World.opened(tmp_path_factory.mktemp("check"), "people") as world:
        yield world


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A copy of the profiles, to spoil."""
    for path in (ROOT / "specs" / "systems").glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text())
    return tmp_path


def told(world: World, profiles: Path, name: str, *more: str) -> tuple[dict[str, Any], str]:
    """What is reported, and what stands beside it."""
    world.forget()
    found = ("--profiles", str(profiles), "--format", "json", *more)
    outcome = flowc("system", "check", name, "--config", str(world.toml), *found)
    assert outcome.code in (0, 1), outcome
    assert world.writes() == dict.fromkeys(world.systems, 0)
    return json.loads(outcome.out), outcome.err


@pytest.mark.parametrize("name", SERVICES)
def test_our_profiles_say_what_the_vendors_do(world: World, profiles: Path, name: str) -> None:
    found, beside = told(world, profiles, name)
    assert found["description"] == []
    assert beside == ""
    asked = [(entry["method"], entry["path"]) for entry in world.requests(name) if "metadata" in entry["path"]]
    assert sorted(asked) == [("GET", path) for path in SERVICES[name]]


@pytest.mark.parametrize(
    ("name", "kind", "was", "now", "told_of"),
    [
        ("businesscentral", "Customers", "displayName = { required = true, max_length = 100 }",
         "displayName = { required = true, max_length = 120 }", "displayName"),
        ("businesscentral", "Customers", "taxLiable = {", "taxable = {", "taxable"),
        ("businesscentral", "Customers", 'taxLiable = { type = "boolean" }', "taxLiable = {}", "taxLiable"),
        ("businesscentral", "Salesorders", "lists.salesOrderLines", "lists.orderLines", "orderLines"),
        ("exact", "Accounts", 'StartDate = { type = "date" }', 'StartDate = { type = "integer" }', "StartDate"),
        ("exact", "Accounts", "Postcode = {", "ZipCode = {", "ZipCode"),
        ("exact", "Quotations", "lists.QuotationLines", "lists.Lines", "Lines"),
    ],
)  # fmt: skip
def test_what_the_service_says_otherwise_is_told(
    world: World, profiles: Path, name: str, kind: str, was: str, now: str, told_of: str
) -> None:
    path = profiles / f"{name}.toml"
    text = path.read_text()
    start = text.index(f"[types.{kind}]")
    assert was in text[start:]
    path.write_text(text[:start] + text[start:].replace(was, now))
    found, _ = told(world, profiles, name, "--only", kind)
    assert [(one["type"], one["path"]) for one in found["description"]] == [(kind, told_of)]
    assert found["differences"] > 0


@pytest.mark.parametrize("status", [404, 403, 400])
def test_nothing_is_said_where_there_is_no_such_thing(world: World, profiles: Path, status: int) -> None:
    world.fail("businesscentral", action="status", path_contains="metadata", status=status)
    found, beside = told(world, profiles, "businesscentral", "--only", "Customers")
    assert world.struck("businesscentral")
    assert (found["differences"], found["description"], beside) == (0, [], "")


def test_what_is_no_description_is_a_note(world: World, profiles: Path) -> None:
    world.fail("businesscentral", action="garbage", path_contains="metadata")
    found, beside = told(world, profiles, "businesscentral", "--only", "Customers")
    assert (found["differences"], found["description"]) == (0, [])
    (line,) = beside.splitlines()
    assert line.startswith("note: ") and "not XML" in line


def test_a_system_that_is_not_odata_is_not_asked(world: World, profiles: Path) -> None:
    told(world, profiles, "tripletex")
    assert not [entry for entry in world.requests("tripletex") if "metadata" in entry["path"]]
