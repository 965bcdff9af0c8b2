"""What is sent is what the vendors' own descriptions allow, where that takes more than the right path and names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from runtime.sandbox.people import organisation_number
from tests.end_to_end.world import World


class Sent(NamedTuple):
    """One request as the archive of a pass shows it."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path) as world:
        yield world


def sent(world: World, flow: str) -> list[Sent]:
    """The requests of one pass of a flow that names what it sends in JSON."""
    archive = world.folder / "pass.har"
    world.flowc("sync", "--har", str(archive), flow)
    found = []
    for entry in json.loads(archive.read_text())["log"]["entries"]:
        request = entry["request"]
        headers = {header["name"].lower(): header["value"] for header in request["headers"]}
        text = request.get("postData", {}).get("text", "") if "json" in headers.get("content-type", "") else ""
        body = json.loads(text) if text.startswith(("{", "[")) else None
        found.append(Sent(request["method"], request["url"].partition("?")[0], headers, body))
    return found


def bodies(requests: list[Sent], method: str, path: str) -> list[Any]:
    return [request.body for request in requests if request.method == method and path in request.path]


def test_a_number_that_the_vendor_cannot_leave_empty_is_cleared_by_zero(world: World) -> None:
    key = world.insert("customerp", "products", {"number": "R-1", "name": "Tau", "price": 10, "cost": 4})
    world.sync("customerp-tripletex")
    world.edit("customerp", "products", key, cost=None)
    [body] = bodies(sent(world, "customerp-tripletex"), "PUT", "/product/")
    assert body.keys() == {"costExcludingVatCurrency", "version"}
    assert body["costExcludingVatCurrency"] == 0
    world.sync("customerp-tripletex")
    world.quiet("customerp-tripletex")


def test_a_part_of_an_address_that_the_vendor_does_not_take_is_left_out_and_told(world: World) -> None:
    number = organisation_number(31_300_000)
    address = {"street": "Kaigata 4", "city": "Bodø"}
    world.insert("customerp", "customers", {"name": "Havn AS", "organisation_number": number, "address": address})
    [body] = bodies(sent(world, "customerp-powerofficego"), "POST", "/Customers")
    assert body["Name"] == "Havn AS"
    assert "MailAddress" not in body
    assert "MailAddress.ZipCode" in world.flowc("status", "--format", "json").out


def test_exact_is_asked_for_whole_records_only_where_one_is_made(world: World) -> None:
    number = organisation_number(31_300_000)
    key = world.insert("customerp", "customers", {"name": "Havn AS", "organisation_number": number})
    first = sent(world, "customerp-exact")
    world.edit("customerp", "customers", key, name="Havna AS")
    second = sent(world, "customerp-exact")
    made = [request for request in first + second if request.method == "POST" and "/crm/" in request.path]
    assert [request.headers["prefer"] for request in made] == ["return=representation"]
    changed = [request for request in second if request.method == "PUT"]
    assert len(changed) == 1
    assert [request for request in first + second if "prefer" in request.headers] == made
