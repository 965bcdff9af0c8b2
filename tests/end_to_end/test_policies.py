"""Policies of flowc.toml as the command takes them: what is refused, where and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import ROOT, World, flowc

# With the committed documents quotes and orders of three systems meet in a ring.
RING = '[policies."customcrm.Quote|customerp.Order"]\npolicy = "left"\n'
CHAIN = '[policies."customcrm.Customer|customerp.Customer"]\npolicy = "left"\n'


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as world:
        yield world


def project(folder: Path, monkeypatch: pytest.MonkeyPatch, policies: str) -> None:
    monkeypatch.chdir(folder)
    documents = json.dumps(str(ROOT / "specs" / "*.rst"))
    profiles = json.dumps(str(ROOT / "specs" / "systems"))
    (folder / "flowc.toml").write_text(f"documents = [{documents}]\nprofiles = {profiles}\n{policies}")


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_side_in_a_cycle_of_pairs_is_an_error_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    project(tmp_path, monkeypatch, RING)
    outcome = flowc(command, "--format", "json")
    assert outcome.code == 1
    answer = json.loads(outcome.out)
    errors = [one for one in (answer if command == "check" else answer["diagnostics"]) if one["severity"] == "error"]
    assert [(one["code"], Path(one["file"]).name) for one in errors] == [("F314", "customcrm-customerp.rst")]
    assert errors[0]["line"] == 20 and "customcrm.Quote|customerp.Order" in errors[0]["message"]
    if command == "build":
        assert not (tmp_path / "generated" / "flows" / "customcrm_customerp.py").exists()


@pytest.mark.parametrize("policies", [CHAIN, RING.replace("left", "hold"), RING.replace("policy", "first")])
def test_elsewhere_a_side_may_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policies: str) -> None:
    project(tmp_path, monkeypatch, policies)
    assert flowc("check").code == 0


@pytest.mark.parametrize(
    ("policies", "parts"),
    [
        (RING, ("customcrm.Quote|customerp.Order", "cycle of pairs")),
        ('[policies."customerp.Customer|customcrm.Custmer"]\npolicy = "hold"\n', ("near to it", "customcrm.Customer")),
        ('[policies.customcrm-customerpp]\npolicy = "hold"\n', ("near to it", "customcrm-customerp")),
        ('[policies.customcrm-customerp.properties]\nemial = "hold"\n', ("near to it", "email")),
        ('[policies.customcrm-customerp]\npolicy = "oldest"\n', ("oldest", "policies")),
    ],
)
def test_sync_refuses_before_anything_is_read(world: World, policies: str, parts: tuple[str, ...]) -> None:
    world.toml.write_text(f"{world.toml.read_text()}\n{policies}")
    world.forget()
    outcome = world.flowc("sync", "customcrm-customerp")
    assert all(world.requests(system) == [] for system in world.systems)
    assert outcome.code == 2 and outcome.out == "" and not world.state.exists()
    [line] = outcome.err.splitlines()
    assert all(part in line for part in parts), line


def test_a_policy_of_a_flow_that_is_not_run_is_known(world: World) -> None:
    world.toml.write_text(f'{world.toml.read_text()}\n[policies.customerp-exact.properties]\nemail = "hold"\n')
    world.sync("customcrm-customerp")


def test_a_table_of_a_system_that_nobody_has_is_told_and_stops_nothing(world: World, tmp_path: Path) -> None:
    said = "flowc.toml: no flow and no profile has the system of"
    assert said not in world.sync("customcrm-customerp").out
    before = world.toml.read_text()
    world.toml.write_text(f"{before}\n[systems.attic]\n[systems.customrep]\nwrite = false\n")
    lines = world.sync("customcrm-customerp").out.splitlines()
    then = "so the table changes nothing: correct its name, or remove it"
    assert [line for line in lines if line.startswith(said)] == [
        f"{said} [systems.attic], {then}",
        f"{said} [systems.customrep], {then}; did you mean customerp or customcrm?",
    ]
    assert len(world.report("customcrm-customerp")["notes"]) == 2

    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "attic.toml").touch()
    own = re.sub(r"(?m)^profiles = .*$", 'profiles = "profiles"', before)
    world.toml.write_text(f"{own}\n[systems.attic]\n")
    assert said not in world.sync("customcrm-customerp").out, "a system may have a profile before it has a flow"
