"""What the first pass of a pair says before it sends anything, and how somebody at a terminal declines it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import ROOT, World

FLOW = "customcrm-customerp"
_COMMAND = (sys.executable, "-c", "from compiler.cli import main; main(prog_name='flowc')")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        yield opened


def at_a_terminal(world: World, answer: str, *arguments: str) -> tuple[int, str]:
    """Run the command at a terminal at which somebody types an answer; its code and all that was shown."""
    ours, theirs = pty.openpty()
    command = [*_COMMAND, "sync", FLOW, "--config", str(world.toml), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "TERM": "dumb"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        while True:
            try:
                portion = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not portion:
                break
            shown += portion
        code = process.wait(60)
    os.close(ours)
    return code, shown.decode()


def test_declined_at_a_terminal_nothing_is_sent(world: World) -> None:
    code, shown = at_a_terminal(world, "n\n")
    assert code == 4 and "nothing was sent" in shown, shown
    assert "would link 4, would create 8 customerp.Customer, would ask 0, hold 0, wait 0" in shown
    assert sum(world.writes().values()) == 0 and world.status()["links"] == {}


def test_agreed_to_at_a_terminal_or_beforehand_it_is_done(world: World) -> None:
    code, shown = at_a_terminal(world, "y\n", "--limit", "1")
    assert code in (0, 1) and "Go on?" in shown and sum(world.writes().values()) == 1
    code, shown = at_a_terminal(world, "", "--yes")
    assert code in (0, 1) and "Go on?" not in shown
    code, shown = at_a_terminal(world, "")
    assert code == 0 and "first pass of" not in shown, "it is no first pass any more"


def test_without_a_terminal_it_is_told_and_done(world: World) -> None:
    dry = world.flowc("sync", FLOW, "--dry-run")
    told = [line for line in dry.out.splitlines() if line.startswith("first pass of ")]
    real = world.flowc("sync", FLOW)
    assert told and [line for line in real.out.splitlines() if line.startswith("first pass of ")] == told
    assert "would link 0, would create 6 customerp.Order" in "\n".join(told), "what follows is counted"
    links = world.status()["links"]
    assert links["customcrm.Customer|customerp.Customer"] == 12 and links["customcrm.Order|customerp.Order"] == 6


def test_a_program_reads_the_same(world: World) -> None:
    outcome = world.flowc("sync", FLOW, "--dry-run", "--format", "json")
    found = {one["pair"]: one for one in json.loads(outcome.out)["first_contact"]}
    customers = found["customcrm.Customer|customerp.Customer"]
    assert (customers["link"], customers["create"], customers["ask"]) == (4, {"customerp.Customer": 8}, 0)
    assert customers["differ"] == 5 and customers["held"] == {}
    assert json.loads(world.flowc("sync", FLOW, "--format", "json").out)["first_contact"]
    assert json.loads(world.flowc("sync", FLOW, "--format", "json").out)["first_contact"] == []
