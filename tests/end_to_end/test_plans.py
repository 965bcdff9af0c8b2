"""Plans that are saved and applied, limits and scopes, and a state that is an old copy: through the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import World

FLOW = "customcrm-customerp"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World.opened(tmp_path_factory.mktemp("plans"), "people") as opened:
        yield opened


def writes(world: World) -> int:
    return sum(world.writes().values())


def test_a_saved_plan_is_sent_exactly_and_only_once(world: World) -> None:
    plan = world.folder / "plan.json"
    before = writes(world)
    looked = world.flowc("sync", FLOW, "--dry-run", "--save", str(plan))
    assert looked.code == 0 and writes(world) == before, "a look writes nothing"
    assert "actions are kept in" in looked.out
    actions = json.loads(plan.read_text())["actions"]
    sent = [action for action in actions if action["action"] != "link"]
    assert len(sent) > 5 and plan.stat().st_mode & 0o777 == 0o600

    applied = world.flowc("sync", "--apply", str(plan), "--format", "json")
    assert applied.code in (0, 1), applied
    tallies = [tally for pairs in json.loads(applied.out)["flows"].values() for tally in pairs]
    assert sum(tally["created"] + tally["updated"] for tally in tallies) == len(sent)
    done = writes(world)
    again = world.flowc("sync", "--apply", str(plan))
    assert again.code == 4 and "does not hold any more" in again.err and "Traceback" not in again.err
    assert writes(world) == done > before


@pytest.mark.parametrize(
    "arguments",
    [("--save", "x.json"), ("--apply", "x.json", "--dry-run"), ("--follow",), ("--only", "nonsense"), ("--limit", "0")],
)
def test_options_that_make_no_sense_together_are_refused(world: World, arguments: tuple[str, ...]) -> None:
    outcome = world.flowc("sync", FLOW, *arguments)
    assert outcome.code == 2 and "Traceback" not in outcome.err


def test_what_is_no_plan_is_refused(world: World) -> None:
    path = world.folder / "no-plan.json"
    path.write_text('{"actions": 1}')
    outcome = world.flowc("sync", "--apply", str(path))
    assert outcome.code == 2 and "is no plan" in outcome.err
    outcome = world.flowc("sync", "--apply", str(world.folder / "missing.json"))
    assert outcome.code == 2 and "cannot be read" in outcome.err


def test_an_old_copy_of_the_state_only_compares_until_it_is_accepted(world: World) -> None:
    world.flowc("sync", FLOW)
    copy = world.folder / "old.db"
    shutil.copy(world.state, copy)
    world.flowc("sync", FLOW)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{world.state}{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, world.state)
    before = writes(world)
    outcome = world.flowc("sync", FLOW)
    assert "is an old copy" in outcome.out and "--go-on" in outcome.out and writes(world) == before
    assert "is an old copy" in json.loads(world.flowc("sync", FLOW, "--format", "json").out)["behind"]
    assert "is an old copy" not in world.flowc("sync", FLOW, "--go-on").out
