"""`flowc system check`: what it says of profiles that do not fit, of systems that are not there, and what it sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compiler.described import CUSTOMERP
from tests.end_to_end.world import ROOT, Outcome, World, flowc

SYSTEMS = ("customerp", "customcrm", "tripletex", "powerofficego", "exact", "businesscentral")


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


def check(world: World, name: str, *more: str) -> Outcome:
    return flowc("system", "check", name, "--config", str(world.toml), *more)


def spoiled(world: World, profiles: Path, was: str, now: str, only: str = "Customer") -> dict[tuple[str, str], str]:
    """What is told of Customerp when one line of its profile is wrong; by sort and path."""
    path = profiles / "customerp.toml"
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, now))
    outcome = check(world, "customerp", "--profiles", str(profiles), "--only", only, "--format", "json")
    assert outcome.code in (0, 1), outcome
    found = json.loads(outcome.out)
    assert (outcome.code == 1) == (found["differences"] > 0)
    (one,) = found["types"]
    return {(d["what"], d["path"]): d["text"] for d in one["differences"] if not d["is_note"]}


@pytest.mark.parametrize("name", SYSTEMS)
def test_it_reads_a_little_and_writes_nothing(world: World, name: str) -> None:
    world.forget()
    outcome = check(world, name)
    assert outcome.code in (0, 1), outcome
    assert world.writes() == dict.fromkeys(world.systems, 0)
    lines = outcome.out.splitlines()
    kinds = [line for line in lines if line.startswith(f"{name}.")]
    assert kinds and not [line for line in lines if "Traceback" in line]
    sent = world.requests(name)
    assert {entry["method"] for entry in sent if "oken" not in entry["path"]} == {"GET"}
    assert len(sent) <= 5 * len(kinds) + 1


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("phone = { form", "telephone = { form", ("absent", "telephone")),
        ('credit_limit = { type = "decimal" }', 'credit_limit = { type = "boolean" }', ("type", "credit_limit")),
        ("name = { required = true }", "name = { required = true, max_length = 4 }", ("length", "name")),
        ('rows = "items"', 'rows = "values"', ("envelope", "")),
        ('size = "limit"', 'size = "count"', ("paging", "")),
        ('start = "offset"', 'start = "skip"', ("paging", "")),
        ('item = "/customers/{key}"', 'item = "/contacts/{key}x"', ("item", "")),
        ('list = "/customers"', 'list = "/clients"', ("list", "")),
        ('[types.Customer]\nversion = "revision"', '[types.Customer]\nversion = "rev"', ("version", "rev")),
        ('parameter = "modified_since"', 'parameter = "changed_since"', ("feed", "")),
    ],
)
def test_each_sort_of_drift_is_told(world: World, profiles: Path, was: str, now: str, told: tuple[str, str]) -> None:
    path = profiles / "customerp.toml"
    if told == ("version", "rev"):
        path.write_text(
            path.read_text().replace("[types.Customer.properties]\n", "[types.Customer.properties]\nrev = {}\n")
        )
    if told[0] == "list":  # the others are still found, so it is the profile that is wrong
        path.write_text(path.read_text().replace(was, now))
        outcome = check(world, "customerp", "--profiles", str(profiles))
        assert outcome.code == 1
        assert "there is nothing at the list /clients" in outcome.out
        return
    if told[0] == "type":
        for key in world.records("customerp", "customers"):
            world.edit("customerp", "customers", key, credit_limit=100)
    found = spoiled(world, profiles, was, now)
    assert told in found, found


def test_an_empty_list_compares_nothing_and_says_so(world: World) -> None:
    outcome = check(world, "customerp", "--only", "Order")
    assert outcome.code == 0
    assert "nothing could be compared where there are no records: Order" in outcome.out


# ---- not there, not let in ----------------------------------------------------------------------


def one_line(outcome: Outcome, code: int, *parts: str) -> None:
    assert outcome.code == code, outcome
    (line,) = outcome.err.splitlines()
    assert line.startswith("flowc: ") and all(part in line for part in parts), line


def test_what_is_wrong_with_the_way_in_is_one_line(world: World) -> None:
    original = world.toml.read_text()
    address = world.systems["customerp"]["address"]
    secret = world.secrets["customerp", "key"]
    kept = secret.read_text()
    try:
        world.toml.write_text(original.replace(address, "http://127.0.0.1:1/api"))
        one_line(check(world, "customerp"), 3, "customerp")
        world.toml.write_text(original.replace(address, f"{address}/old"))
        one_line(check(world, "customerp"), 3, "see to the address", "/api/old")
        world.toml.write_text(original)
        secret.write_text("wrong-key-of-somebody")
        outcome = check(world, "customerp")
        one_line(outcome, 3, "credentials are not accepted")
        assert "wrong-key" not in outcome.err + outcome.out
    finally:
        secret.write_text(kept)
        world.toml.write_text(original)


def test_a_refused_login_is_one_line(world: World) -> None:
    secret = world.secrets["powerofficego", "client_secret"]
    kept = secret.read_text()
    try:
        secret.write_text("wrong-word-of-somebody")
        one_line(check(world, "powerofficego"), 3, "login was refused")
    finally:
        secret.write_text(kept)


def test_a_wrong_account_is_told_with_the_address(world: World) -> None:
    original = world.toml.read_text()
    account = world.systems["exact"]["account"]
    try:
        world.toml.write_text(original.replace(f'account = "{account}"', 'account = "999"'))
        one_line(check(world, "exact"), 3, "999")
    finally:
        world.toml.write_text(original)


def test_usage(world: World, profiles: Path) -> None:
    one_line(check(world, "nobody"), 2, "no profile of 'nobody'", "customerp")
    one_line(check(world, "../evil"), 2, "no profile")
    one_line(check(world, "customerp", "--only", "Nothing"), 2, "'Nothing'")
    (profiles / "fresh.toml").write_text((profiles / "customerp.toml").read_text())
    one_line(check(world, "fresh", "--profiles", str(profiles)), 2, "[systems.fresh]")


def test_a_newer_description_is_compared_too(world: World, profiles: Path, tmp_path: Path) -> None:
    newer = json.loads(json.dumps(CUSTOMERP))
    said = newer["components"]["schemas"]["Customer"]["allOf"][1]["properties"]
    said["phone"] = {"type": "integer"}
    said["name"] = {"type": "string", "maxLength": 30}
    said["website"]["readOnly"] = True
    del said["email"]
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(newer))
    outcome = check(world, "customerp", "--only", "Customer", "--openapi", str(path), "--format", "json")
    assert outcome.code == 1, outcome
    told = {change["path"]: change["text"] for change in json.loads(outcome.out)["description"]}
    assert {"phone", "name", "website", "email"} <= told.keys()
    assert "organisation_number" not in told and "address.city" not in told
    path.write_text("{}")
    one_line(check(world, "customerp", "--openapi", str(path)), 2, "neither")
