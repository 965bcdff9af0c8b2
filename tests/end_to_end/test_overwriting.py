"""Files that a person names to be written: what is there is replaced by its like only, and nothing else is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import Outcome, World, flowc

FLOW = "customcrm-customerp"
COMMANDS = {
    "a plan": ("sync", FLOW, "--dry-run", "--save"),
    "an archive": ("sync", FLOW, "--dry-run", "--har"),
    "a list of links": ("links", "export"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World.opened(tmp_path_factory.mktemp("files"), "people") as opened:
        opened.sync(FLOW)
        yield opened


def run(world: World, what: str, path: Path) -> Outcome:
    first, *rest = COMMANDS[what]
    place = ("--config", str(world.toml))
    return flowc(first, *place, *rest, str(path))


@pytest.mark.parametrize("what", COMMANDS)
def test_what_is_there_is_replaced_only_by_its_like(world: World, tmp_path: Path, what: str) -> None:
    mine, ours, other = tmp_path / "mine.txt", tmp_path / "ours", tmp_path / "link"
    mine.write_text("precious")
    os.mkfifo(tmp_path / "pipe")
    refused = {
        mine: f"is there already and is not {what} that `flowc",
        tmp_path / "pipe": "is no file that can be replaced",
        tmp_path / "missing" / "file": "cannot be written: there is no folder",
        tmp_path: "is a folder: name a file in it" if what == "a list of links" else "is a directory",
        world.state: f"is not {what}",
    }
    for path, line in refused.items():
        world.forget()
        outcome = run(world, what, path)
        assert outcome.code == 2 and line in outcome.err, outcome
        assert world.requests("customerp") == [], "it is said before anything else is done"
    assert mine.read_text() == "precious" and len(list(tmp_path.iterdir())) == 2
    ours.touch()
    for _ in range(2):
        before = ours.stat().st_ino
        assert run(world, what, ours).code == 0
        assert ours.stat().st_ino != before and ours.stat().st_size, "in one step"
    other.symlink_to(mine)
    assert run(world, what, other).code == 2
    assert mine.read_text() == "precious" and len(list(tmp_path.iterdir())) == 4


def test_a_list_that_cannot_be_written_whole_leaves_the_one_before(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "links.csv"
    assert run(world, "a list of links", path).code == 0
    before = path.read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = run(world, "a list of links", path)
    assert (outcome.code, outcome.err) == (2, f"flowc: {path} cannot be written: No space left on device\n")
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_a_configuration_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowc.toml").mkdir()
    outcome = flowc("init", "--force")
    assert (outcome.code, outcome.err) == (2, "flowc: flowc.toml is a folder: name a file in it\n")
