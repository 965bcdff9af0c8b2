"""A run that is killed at any named place, and once more while it recovers, loses nothing and doubles nothing."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runtime.driver import SqliteDriver
from runtime.points import POINTS
from tests.kill.__main__ import cycles, state_at
from tests.kill.stage import Stage

KILLS = 5


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_place_a_sync_loses_nothing_and_doubles_nothing(point: str) -> None:
    done = list(cycles(point, KILLS))
    assert [(hit, cycle.violations) for hit, cycle in done if cycle.violations] == []
    assert any(cycle.was_reached for _, cycle in done), f"no run comes by {point}"
    assert sum(cycle.kills for _, cycle in done) >= KILLS


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with state_at("postgresql") as state:
        yield state


# no older flowc kept its state in PostgreSQL, so there is none to migrate
@pytest.mark.parametrize("point", [point for point in POINTS if not point.startswith("migrate.")])
def test_a_state_in_postgresql_survives_a_killed_run_too(point: str, postgresql: str) -> None:
    done = list(cycles(point, KILLS, postgresql))
    assert [(hit, cycle.violations) for hit, cycle in done if cycle.violations] == []
    assert any(cycle.was_reached for _, cycle in done), f"no run comes by {point}"
    assert sum(cycle.kills for _, cycle in done) >= KILLS


def test_what_is_doubled_or_lost_is_seen(tmp_path: Path) -> None:
    """The laws themselves: a record that is there twice, a value that never arrived, a state that does not open."""
    with Stage.opened(tmp_path) as stage:
        said = stage.work()
        assert stage.quiet() == [] and stage.duplicates() == [] and stage.lost(said) == []
        [order] = stage.world.records("customerp", "orders").values()
        copied = {name: value for name, value in order.items() if name not in ("id", "number", "version", "modified")}
        stage.world.insert("customerp", "orders", copied)
        assert stage.duplicates() == [f"2 orders {order['reference']}"]
        said["never"] = ("customers", "customcrm", True)
        assert stage.lost(said) == ["never (customers, written in customcrm)"]
        stage.world.state.write_bytes(b"no state")
        assert stage._opened() != []


# ---- a power cut (C-14) -------------------------------------------------------------------------


def _checkpoint(state: Path) -> None:
    """What earlier runs committed is in the file itself: the log holds the last run, and no more."""
    if state.exists():
        with closing(sqlite3.connect(state)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_lost_tail_of_the_write_ahead_log_doubles_nothing_either(tmp_path: Path, is_lost: bool) -> None:
    """What a power cut may leave with synchronous=NORMAL: the requests are sent, and what was written down is gone.

    Then the records that nobody knows of show the same on both sides, and a person is asked (F-45).
    """
    with Stage.opened(tmp_path) as stage:
        stage.work()
        for number in range(9):
            _checkpoint(stage.world.state)
            # later runs first send once more what the run before left open
            outcome = stage.run("send.after", min(number + 1, 2))
            if stage.world.records("customerp", "orders"):
                break
        assert outcome.code == -signal.SIGKILL
        state = stage.world.state
        log = state.with_name(f"{state.name}-wal")
        assert log.stat().st_size
        if is_lost:
            log.unlink()
            state.with_name(f"{state.name}-shm").unlink(missing_ok=True)
        assert stage.quiet() == []
        assert stage.duplicates() == []
        assert ("shows the same" in stage.world.flowc("status").out) == is_lost


def test_a_state_in_sqlite_is_written_through_to_the_disk_at_every_commit(tmp_path: Path) -> None:
    """Then no intent whose request was sent can be missing, as far as the disk is honest about fsync."""
    driver = SqliteDriver(tmp_path / "state.db")
    assert driver.all("PRAGMA synchronous", {}) == [(2,)]
    driver.close()
