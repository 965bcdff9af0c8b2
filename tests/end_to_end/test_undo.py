"""`flowc undo` within the limits of a pass: pilots, old copies, values that were touched, systems that are away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.test_operating import FLOW, edited, last_update, one_link, told
from tests.end_to_end.world import World

PAIR = "customcrm.Customer|customerp.Customer"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        opened.sync(FLOW)
        yield opened


def undone(world: World, run: str, code: int, *arguments: str) -> dict[str, Any]:
    """What an undo that ends with this code tells a program; servers count from here on."""
    world.forget()
    outcome = world.flowc("undo", run, "--format", "json", *arguments)
    assert outcome.code == code, outcome
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def sent(world: World) -> int:
    return sum(world.writes().values())


# ---- pilots -------------------------------------------------------------------------------------

READ_ONLY = ("[systems.customerp.types.Customer]", "write = false")
OUTSIDE = ("[systems.customerp.types.Customer.scope]", 'keys = ["1"]')
ITS_SOURCE = ("[systems.customcrm.types.Customer.scope]", 'keys = ["1"]')


@pytest.mark.parametrize("lines", [READ_ONLY, OUTSIDE, ITS_SOURCE])
def test_undo_writes_nothing_that_a_pass_would_not_write(world: World, lines: tuple[str, str]) -> None:
    edited(world)
    run = last_update(world)["run"]
    world.toml.write_text(world.toml.read_text() + "\n" + "\n".join(lines) + "\n")
    for look in (("--dry-run",), ()):
        [write] = undone(world, run, 1, *look)["writes"]
        assert not write["done"] and lines[0] in write["reason"], write
        assert sent(world) == 0
    assert "stays" in world.flowc("undo", run).out
    world.write_toml()
    assert undone(world, run, 0)["writes"][0]["done"] and sent(world) == 1


def test_undo_deletes_nothing_that_is_linked_with_what_is_outside(world: World) -> None:
    world.insert("customcrm", "customers", {"company_name": "Made AS", "org_number": "923609016"})
    world.sync(FLOW)
    run = told(world, "history")[0]["run"]
    world.toml.write_text(world.toml.read_text() + "\n" + "\n".join(ITS_SOURCE) + "\n")
    [write] = undone(world, run, 1)["writes"]
    assert ITS_SOURCE[0] in write["reason"] and sent(world) == 0


# ---- old copies ---------------------------------------------------------------------------------


def test_undo_over_an_old_copy_of_the_state_writes_nothing(world: World) -> None:
    edited(world)
    run = last_update(world)["run"]
    old = world.folder / "old.db"
    shutil.copy(world.state, old)
    _, left, _ = one_link(world)
    world.edit("customcrm", "customers", left, web="https://later.example")
    world.sync(FLOW)
    shutil.copy(old, world.state)
    world.forget()
    for look in (("--dry-run",), ()):
        outcome = world.flowc("undo", run, *look)
        assert outcome.code == 4 and "is an old copy" in outcome.err and "Nothing was written" in outcome.err, outcome
        assert "flowc sync --go-on" in outcome.err and sent(world) == 0
    world.flowc("sync", FLOW, "--go-on")
    assert undone(world, run, 0)["writes"][0]["done"]


def test_a_copy_of_the_state_from_before_an_undo_is_an_old_copy(world: World) -> None:
    """It would take what was restored for edits of people, and send it on."""
    edited(world)
    run = last_update(world)["run"]
    old = world.folder / "old.db"
    shutil.copy(world.state, old)
    assert undone(world, run, 0)["writes"][0]["done"]
    shutil.copy(old, world.state)
    world.forget()
    outcome = world.flowc("sync", FLOW)
    assert outcome.code == 4 and "is an old copy" in outcome.err + outcome.out and sent(world) == 0, outcome


# ---- values -------------------------------------------------------------------------------------


def test_undo_restores_each_value_that_nobody_touched_and_names_the_others(world: World) -> None:
    _, left, right = one_link(world)
    before = world.records("customerp", "customers")[right]
    world.edit("customcrm", "customers", left, company_name="Renamed AS", web="https://renamed.example")
    world.sync(FLOW)
    run = last_update(world)["run"]
    world.edit("customerp", "customers", right, website="https://touched.example")
    assert undone(world, run, 1, "--dry-run")["writes"][0]["restored"] == ["name"] and sent(world) == 0
    found = undone(world, run, 1)
    [write] = found["writes"]
    assert (write["done"], write["restored"], write["reason"]) == (False, ["name"], "changed since: website")
    now = world.records("customerp", "customers")[right]
    assert (now["name"], now["website"]) == (before["name"], "https://touched.example")
    [noted] = told(world, "history", "--run", found["run"])
    assert noted["after"] == {"name": before["name"]} and noted["before"] == {"name": "Renamed AS"}
    assert {why["attribute"] for why in noted["why"]} == {"name"}
    world.sync(FLOW)  # what was touched travels on, and what was restored is held
    there = world.records("customcrm", "customers")[left]
    assert (there["company_name"], there["web"]) == ("Renamed AS", "https://touched.example")
    world.quiet(FLOW)
    assert undone(world, found["run"], 0)["writes"][0]["restored"] == ["name"]
    now = world.records("customerp", "customers")[right]
    assert (now["name"], now["website"]) == ("Renamed AS", "https://touched.example")
    world.quiet(FLOW)
    assert left not in world.entries(PAIR, "company_name > name")


def test_a_write_undone_in_part_is_told_to_people(world: World) -> None:
    _, left, right = one_link(world)
    world.edit("customcrm", "customers", left, company_name="Renamed AS", web="https://renamed.example")
    world.sync(FLOW)
    world.edit("customerp", "customers", right, website="https://touched.example")
    outcome = world.flowc("undo", last_update(world)["run"])
    assert f"in part     update customerp.Customer {right}: only name; changed since: website\n" in outcome.out
    assert "0 of 1 writes, and 1 in part, undone in run " in outcome.out


def test_what_a_run_held_is_listed_as_untouched_by_its_undo(world: World) -> None:
    _, left, right = one_link(world)
    world.toml.write_text(f'{world.toml.read_text()}\n[policies."{PAIR}"]\npolicy = "hold"\n')
    world.edit("customcrm", "customers", left, company_name="Left AS", web="https://renamed.example")
    world.edit("customerp", "customers", right, name="Right AS")
    assert world.flowc("sync", FLOW).code == 1
    run = last_update(world)["run"]
    [waits] = [one for one in told(world, "conflicts")["entries"] if "Left AS" in one["reason"]]
    assert waits in undone(world, run, 0, "--dry-run")["held"]
    outcome = world.flowc("undo", run)
    assert outcome.code == 0 and f"untouched   held {waits['id']} {waits['entry']}: {waits['reason']}\n" in outcome.out
    assert [one for one in told(world, "conflicts")["entries"] if "Left AS" in one["reason"]] == [waits]
    assert world.records("customerp", "customers")[right]["name"] == "Right AS"


def test_an_undo_that_sends_nothing_names_no_run(world: World) -> None:
    """What it names is what `flowc history` knows, and what can be undone."""
    edited(world)
    run = last_update(world)["run"]
    assert undone(world, run, 0, "--dry-run")["run"] == ""
    found = undone(world, run, 0)
    assert found["run"] == told(world, "history")[0]["run"] and sent(world) == 1
    again = undone(world, run, 0)
    assert again["run"] == "" and again["writes"][0]["done"] and sent(world) == 0
    assert world.flowc("undo", run).out.endswith("1 of 1 writes undone; nothing was sent\n")


# ---- creates ------------------------------------------------------------------------------------


def test_what_an_undo_deleted_is_listed_as_what_a_person_deleted(world: World) -> None:
    left = world.insert("customcrm", "customers", {"company_name": "Made AS", "org_number": "923609016"})
    world.sync(FLOW)
    run = told(world, "history")[0]["run"]
    undoing = undone(world, run, 0)["run"]
    kind, reason = world.entries(PAIR, "")[left]
    assert kind == "deleted" and reason.endswith("the two are kept equal no more")
    world.quiet(FLOW)
    assert world.entries(PAIR, "")[left] == (kind, reason)
    assert f"deleted: {reason}" in world.flowc("why", "customcrm.Customer", left).out
    assert undone(world, undoing, 0)["writes"][0]["done"]
    world.sync(FLOW)
    assert left not in world.entries(PAIR, "") and "linked with" in world.flowc("why", "customcrm.Customer", left).out
    world.quiet(FLOW)


# ---- systems that are away ----------------------------------------------------------------------


def test_a_system_that_lets_nobody_in_is_asked_for_one_write_only(world: World) -> None:
    keys = list(world.records("customcrm", "customers"))[:4]
    for key in keys:
        world.edit("customcrm", "customers", key, web=f"https://{key.lower()}.example")
    world.sync(FLOW)
    run = told(world, "history")[0]["run"]
    world.fail("customerp", action="status", status=401, times=100, path_contains="/customers")
    writes = undone(world, run, 3)["writes"]
    assert len(writes) == 4 and not any(write["done"] for write in writes)
    assert all(write["reason"].startswith("customerp is out of reach: our credentials") for write in writes), writes
    asked = [one["path"] for one in world.requests("customerp") if "/customers" in one["path"]]
    assert len(set(asked)) == 1, asked
    world.fail("customerp")
    assert all(write["done"] for write in undone(world, run, 0)["writes"])
