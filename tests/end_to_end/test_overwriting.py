"""Files that a person names to be written: what is there is replaced by its like only, and nothing else is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
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


# ---- the log ------------------------------------------------------------------------------------


@contextmanager
def logging_to(world: World, path: str) -> Iterator[None]:
    """Meanwhile flowc.toml names this log."""
    before = world.toml.read_text()
    world.toml.write_text(before.replace(f'log = "{world.log.name}"', f"log = {json.dumps(path)}"))
    try:
        yield
    finally:
        world.toml.write_text(before)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mine.txt", "is there already and is not a log that flowc wrote, so it was left as it is"),
        ("mine.json", "is there already and is not a log that flowc wrote, so it was left as it is"),
        ("flowc.toml", "is there already and is not a log that flowc wrote, so it was left as it is"),
        ("state.db", "is a file of the state"),
        ("link", "is a file of the state"),
        ("state.db.runs", "is a file of the state"),
        ("budgets.db", "is a file of the state"),
        ("folder", "cannot be written: Is a directory; let this user write it"),
        ("mine.txt/flowc.log", "cannot be written: "),
    ],
)
def test_a_log_is_added_to_no_other_file(world: World, name: str, said: str) -> None:
    (world.folder / "mine.txt").write_text("precious")
    (world.folder / "mine.json").write_text('{"at": "home", "level": 1}\n')
    (world.folder / "folder").mkdir(exist_ok=True)
    (world.folder / "link").unlink(missing_ok=True)
    (world.folder / "link").symlink_to(world.state)
    with logging_to(world, name):
        kept = [world.folder / one for one in ("mine.txt", "mine.json", "flowc.toml", "state.db", "state.db.runs")]
        before = [path.read_bytes() for path in kept]
        world.forget()
        outcome = world.flowc("sync", FLOW)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert f"flowc: the log {world.folder / name} {said}" in outcome.err
        assert "name another `log` in flowc.toml" in outcome.err
        assert [path.read_bytes() for path in kept] == before
    assert world.requests("customerp") == []


def test_a_log_is_not_begun_where_the_state_will_be(tmp_path: Path) -> None:
    with World.opened(tmp_path) as world, logging_to(world, world.state.name):
        assert world.flowc("sync", FLOW).code == 2
        assert not world.state.exists()


def test_a_log_goes_on_where_it_ended(world: World) -> None:
    (world.folder / "empty").touch()
    with logging_to(world, "empty"):
        for times in (1, 2):
            world.sync(FLOW)
            texts = [json.loads(line)["text"] for line in (world.folder / "empty").read_text().splitlines()]
            assert len([text for text in texts if text.endswith("ended with code 0")]) == times


def test_a_log_whose_disk_is_full_is_told_once_and_stops_nothing(world: World) -> None:
    with logging_to(world, "/dev/full"):
        outcome = world.flowc("sync", FLOW)
    said = "the run goes on, and what it does is in `flowc history`"
    assert outcome.code == 0
    assert outcome.err == f"flowc: the log /dev/full cannot be written: No space left on device; {said}\n"


# ---- what may not be used -----------------------------------------------------------------------

_LONG = "x" * 300


@pytest.mark.parametrize(
    ("command", "key", "said"),
    [
        (("status",), "state", "the state {path} cannot be opened: File name too long"),
        (("conflicts",), "state", "the state {path} cannot be opened: File name too long"),
        (("sync",), "generated", "cannot be used: File name too long"),
        (("build",), "generated", "cannot be used: File name too long"),
        (("build",), "profiles", "{path} cannot be used: File name too long"),
        (("build",), "documents", "cannot be used: File name too long"),
        (("check", "--config", _LONG), "log", "cannot be used: File name too long"),
        (("check", _LONG), "log", "cannot be used: File name too long"),
        (("demo", "--folder", "flowc.toml"), "log", "flowc.toml cannot be used: Not a directory"),
    ],
)
def test_a_place_that_the_machine_does_not_let_us_use_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], key: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowc.toml").write_text(f"{key} = {json.dumps([_LONG] if key == 'documents' else _LONG)}\n")
    for name in ("state/flowc.db", "specs/a-b.rst", "specs/systems/a.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    outcome = flowc(*command)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1), outcome
    assert said.format(path=tmp_path / _LONG) in outcome.err and "let this user read and write" in outcome.err


@pytest.mark.parametrize("pattern", ["specs/**.rst", "/"])
def test_what_is_no_pattern_of_documents_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowc.toml").write_text(f"documents = [{json.dumps(pattern)}]\n")
    outcome = flowc("build")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert f"{tmp_path / pattern} (`documents` in flowc.toml) is no pattern of files" in outcome.err
