"""Pilot scopes in flowc.toml: what is outside is read and listed, and neither written, deleted nor copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.world import World, sent_to

FLOW = "customcrm-customerp"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        yield opened


def say(world: World, *lines: str) -> None:
    """Add tables to flowc.toml, in place of what was added before."""
    world.write_toml()
    with world.toml.open("a") as file:
        file.write("\n" + "\n".join(lines) + "\n")


def written(sent: list[tuple[str, str, str, Any]], kind: str) -> list[dict[str, Any]]:
    """The bodies of what was written to a kind of record, those of a bulk request one by one."""
    bodies = [body for _, _, path, body in sent if f"/{kind}" in path]
    return [one for body in bodies for one in (body if isinstance(body, list) else [body])]


def test_listed_keys_alone_are_copied_and_the_rest_is_listed(world: World) -> None:
    say(world, "[systems.customcrm.types.Customer.scope]", 'keys = ["C-1002", "C-1003"]')
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    emails = {body.get("email") for body in written(sent, "customers")}
    assert emails == {"post@fjellvik.example", "post@solhaug.example"}
    entries = world.entries("customcrm.Customer|customerp.Customer", "")
    outside = {key for key, (kind, _) in entries.items() if kind == "out-of-scope"}
    there = set(world.records("customcrm", "customers"))
    linked = {"C-1002", "C-1003"}
    matched = {"C-1001", "C-1004", "C-1006", "C-1008"}  # what matches is linked from the other side, and rests
    assert outside == there - linked and matched < outside
    assert "[systems.customcrm.types.Customer.scope]" in entries["C-1005"][1]


def test_a_predicate_on_properties_and_what_leaves_it_and_comes_back(world: World) -> None:
    table = "[systems.customcrm.types.Customer.scope]"
    say(world, table, 'all = [{ path = "city", equals = "Bergen" }]')
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert [body.get("email") for body in written(sent, "customers")] == ["post@bergtun.example"]
    [(made, _)] = [
        (key, row) for key, row in world.records("customerp", "customers").items()
        if row["email"] == "post@bergtun.example"
    ]
    world.edit("customcrm", "customers", "C-1007", city="Oslo")
    world.edit("customerp", "customers", made, website="https://other.example")
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert written(sent, "customers") == [], "it left the scope: neither side is written"
    world.edit("customcrm", "customers", "C-1007", city="Bergen")
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert {system for system, *_ in sent} == {"customcrm"}, "what was edited meanwhile travels once it is back"
    assert world.records("customcrm", "customers")["C-1007"]["web"] == "https://other.example"


def test_nothing_outside_is_written_from_either_side(world: World) -> None:
    world.sync(FLOW)
    say(world, "[systems.customerp.types.Customer.scope]", 'keys = ["1001"]')
    for key in ("1001", "1002"):
        world.edit("customerp", "customers", key, website=f"https://{key}.example")
    world.edit("customcrm", "customers", "C-1004", web="https://edited.example")
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert [(system, path) for system, _, path, _ in sent] == [("customcrm", "/api/customers/C-1001")]
    world.write_toml()
    world.flowc("sync", FLOW)
    assert world.records("customerp", "customers")["1002"]["website"] == "https://edited.example"


def test_no_record_is_made_that_would_be_outside_itself(world: World) -> None:
    say(world, "[systems.customerp.types.Customer.scope]", 'all = [{ path = "address.city", equals = "Hamar" }]')
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert [body.get("email") for body in written(sent, "customers")] == ["post@solhaug.example"]
    kind, reason = world.entries("customcrm.Customer|customerp.Customer", "")["C-1002"]
    assert kind == "out-of-scope" and "would be made is outside of [systems.customerp.types.Customer.scope]" in reason


def test_a_type_that_is_not_written_is_read_and_planned_for_nothing(world: World) -> None:
    say(world, "[systems.customerp.types.Customer]", "write = false")
    with sent_to(world) as sent:
        outcome = world.flowc("sync", FLOW)
    assert written(sent, "customers") == [] and written(sent, "products") != []
    how = "remove `write = false` from [systems.customerp.types.Customer] to change that"
    assert f"customerp.Customer was opened read-only: {how}" in outcome.out
    kind, reason = world.entries("customcrm.Customer|customerp.Customer", "")["C-1002"]
    assert kind == "held" and "customerp.Customer is read only, as flowc.toml says" in reason
    dry = json.loads(world.flowc("sync", FLOW, "--dry-run", "--format", "json").out)
    assert not [one for one in dry["actions"] + dry["following"] if one["record"].startswith("customerp.Customer")]
    world.write_toml()
    with sent_to(world) as sent:
        world.flowc("sync", FLOW)
    assert len(written(sent, "customers")) >= 8, "once it may be written, all is done"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("[systems.customcrm.types.Custmer]", "write = false"), "customcrm.Customer"),
        (("[systems.customcrm.types.Customer.scope]",), "says nothing"),
        (("[systems.customcrm.types.Customer.scope]", 'all = [{ path = "ctiy", equals = "x" }]'), "city"),
        (("[systems.customcrm.types.Customer.scope]", 'all = [{ path = "city" }]'), "exactly one test"),
        (("[systems.customcrm.types.Customer.scope]", "kyes = []"), "kyes"),
        (("[systems.customcrm.types.Customer]", 'write = "no"'), "bool"),
    ],
)
def test_a_mistake_in_a_scope_is_one_line_that_names_it(world: World, lines: tuple[str, ...], told: str) -> None:
    say(world, *lines)
    outcome = world.flowc("sync", FLOW)
    assert outcome.code == 2 and told in outcome.err and outcome.err.count("\n") == 1, outcome
    assert sum(world.writes().values()) == 0


def test_a_flow_run_alone_minds_no_scope_of_another_flow(world: World) -> None:
    say(world, "[systems.tripletex.types.Customer]", "write = false")
    assert world.flowc("sync", FLOW).code == 0
