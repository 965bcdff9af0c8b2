"""A run that is asked to stop ends between two requests (C-13); one that is stopped keeps its lease."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runtime.budget_state import BUDGETS
from runtime.store import Store
from tests.end_to_end.world import just_before, running, until
from tests.kill.stage import FLOW, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Linked customers, and people who have just worked at both systems."""
    with Stage.opened(tmp_path) as stage:
        yield stage


def _sync_disturbed(
    stage: Stage,
    patch: pytest.MonkeyPatch,
    act: Callable[[int], None],
    meanwhile: Callable[[], None] = lambda: None,
    command: tuple[str, ...] = (),
) -> tuple[int, str, str]:
    """A run in a child that is acted upon while its first write is on its way; its code and what it printed."""
    pids: list[int] = []
    started = threading.Event()

    def now() -> None:
        started.wait(20)
        act(pids[0])

    happened = just_before(stage.world, patch, "customcrm", ("POST", "PATCH", "PUT"), now)
    with running(*(command or ("sync", FLOW)), "--config", str(stage.world.toml), cwd=stage.world.folder) as process:
        pids.append(process.pid)
        started.set()
        until(happened)
        meanwhile()
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_a_run_settles_what_is_in_flight_and_sends_nothing_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    said = stage.work()
    stage.world.forget()
    code, out, err = _sync_disturbed(stage, monkeypatch, lambda pid: os.kill(pid, number))
    assert code == 130 and all(line.startswith("first pass of ") for line in out.splitlines())
    assert err == "flowc: interrupted; what was in flight is settled, and the next run goes on from here\n"
    sent = [one for system in stage.world.systems for one in stage.world.requests(system) if one["write"]]
    assert len(sent) == 1, sent
    assert stage.world.status()["unsettled"] == []
    assert stage.quiet() == []
    assert (stage.duplicates(), stage.lost(said)) == ([], [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_an_undo_ends_after_the_record_and_lists_what_was_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    customers = stage.world.records("customerp", "customers")
    for key in customers:
        stage.world.edit("customerp", "customers", key, website=f"https://new-{key}.example")
    assert stage.quiet() == []
    [run] = {one["run"] for one in json.loads(stage.world.flowc("history", "--limit", "1", "--format", "json").out)}
    stage.world.forget()
    code, out, err = _sync_disturbed(
        stage, monkeypatch, lambda pid: os.kill(pid, number), command=("undo", run, "--write")
    )
    lines = out.splitlines()
    assert (code, err) == (130, ""), (out, err)
    assert [line.split()[0] for line in lines[:-1]] == ["undone"] + ["stays"] * (len(customers) - 1)
    assert all(line.endswith("the undo was interrupted before it") for line in lines[1:-1])
    assert f"1 of {len(customers)} writes undone in run " in lines[-1] and lines[-1].endswith("; it was interrupted")
    assert stage.world.writes()["customcrm"] == 1 and stage.world.status()["unsettled"] == []
    assert stage.quiet() == []


def test_asked_twice_a_run_ends_at_once_and_the_next_settles_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said = stage.work()

    def twice(pid: int) -> None:
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)

    code, _, err = _sync_disturbed(stage, monkeypatch, twice)
    assert (code, err) == (130, "flowc: interrupted; the next run goes on from here\n")
    assert len(stage.world.status()["unsettled"]) >= 1
    assert stage.quiet() == []
    assert (stage.duplicates(), stage.lost(said)) == ([], [])


def test_a_stopped_run_keeps_its_lease_and_goes_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said = stage.work()
    pids: list[int] = []

    def stop(pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        pids.append(pid)

    def another_tries() -> None:
        until(lambda: bool(pids))
        outcome = stage.world.flowc("sync", FLOW)
        assert outcome.code == 4 and "is running on" in outcome.err, outcome
        os.kill(pids[0], signal.SIGCONT)

    code, _, err = _sync_disturbed(stage, monkeypatch, stop, another_tries)
    assert code in (0, 1), err
    assert stage.quiet() == []
    assert (stage.duplicates(), stage.lost(said)) == ([], [])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_asked_to_stop_a_run_that_waits_for_a_server_ends_and_the_next_one_finishes(stage: Stage, method: str) -> None:
    """A server that wants to be left alone for minutes: whoever presses Ctrl-C does not wait for it."""
    said = stage.work()
    later = {"Retry-After": "240"}
    stage.world.fail("customerp", action="status", status=429, method=method, headers=later, path_contains="/api/")
    arguments = ("sync", "--config", str(stage.world.toml), FLOW)
    with running(*arguments, cwd=stage.world.folder) as process:
        until(lambda: stage.world.struck("customerp"))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err.count("\n") == 1 and "interrupted" in err, err
    assert stage.world.status()["unsettled"] == []
    (stage.world.folder / BUDGETS).unlink()  # the minutes that the server asked for are over
    assert stage.quiet() == []
    assert (stage.duplicates(), stage.lost(said)) == ([], [])


def test_asked_to_stop_a_run_that_waits_for_another_ends_and_has_begun_nothing(stage: Stage) -> None:
    stage.work()
    stage.world.forget()
    (stage.world.folder / BUDGETS).unlink()
    store = Store(stage.world.state)
    store.acquire("abc@elsewhere:77", dt.datetime.now(dt.UTC))
    arguments = ("sync", "--config", str(stage.world.toml), "--wait", "500", FLOW)
    with running(*arguments, cwd=stage.world.folder) as process:
        until(lambda: (stage.world.folder / BUDGETS).exists())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted" in err and "Traceback" not in err
    assert sum(stage.world.writes().values()) == 0
    store.close()
