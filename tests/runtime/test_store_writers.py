"""One writer at a time on both databases, and a state that is older than its witness."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from runtime.errors import Busy, Halted, Taken, UsageError
from runtime.model import Snapshot
from runtime.store import Store
from runtime.witness import accept, is_behind, note_run
from tests.runtime.stores import cluster, state

__all__ = ["cluster", "state"]

NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


def test_the_stale_writer_cannot_commit(state: Path | str) -> None:
    one, other = Store(state), Store(state)
    one.acquire("one", NOW)
    with pytest.raises(Halted, match=r"another sync \(one\) is running"):
        other.acquire("other", NOW)
    other.acquire("other", NOW + dt.timedelta(hours=1))
    with pytest.raises(Halted, match="taken over"):
        one.set_note("a", "b")
    assert other.note("a") is None
    one.close()
    other.close()


def test_a_lease_is_not_taken_inside_a_transaction_of_its_holder(state: Path | str) -> None:
    one, other = Store(state), Store(state)
    one.acquire("one", NOW)
    order: list[str] = []

    def take() -> None:
        other.acquire("other", NOW + dt.timedelta(hours=1))
        order.append("taken")

    taking = threading.Thread(target=take)
    with one.transaction():
        taking.start()
        taking.join(0.3)
        one.set_note("a", "b")
        order.append("written")
    taking.join()
    assert order == ["written", "taken"] and other.note("a") == "b"
    one.close()
    other.close()


def test_two_that_come_at_once_do_not_both_get_the_lease(state: Path | str) -> None:
    stores = [Store(state), Store(state)]
    start, got = threading.Barrier(2), list[str]()

    def take(number: int) -> None:
        start.wait()
        try:
            stores[number].acquire(f"w{number}", NOW)
        except Halted:
            return
        got.append(f"w{number}")

    threads = [threading.Thread(target=take, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    for store in stores:
        store.close()


def test_a_second_process_is_told_who_holds_the_lease_and_since_when(state: Path | str) -> None:
    one, other = Store(state), Store(state)
    one.acquire("ab12@elsewhere:77", NOW)
    one.renew(NOW + dt.timedelta(minutes=5))
    with pytest.raises(Halted) as halted:
        other.acquire("cd34@here:1", NOW + dt.timedelta(minutes=6))
    assert "another sync (run ab12 on elsewhere, process 77) is running on" in str(halted.value)
    assert "since 2026-03-01T08:00:00+00:00, until 2026-03-01T08:15:00+00:00 at the latest" in str(halted.value)
    one.release("ab12@elsewhere:77")
    other.acquire("cd34@here:1", NOW + dt.timedelta(minutes=7))
    with pytest.raises(Halted, match=r"run cd34 on here, process 1\).* since 2026-03-01T08:07:00"):
        one.acquire("ab12@elsewhere:77", NOW + dt.timedelta(minutes=8))
    one.close()
    other.close()


def test_the_lease_of_a_process_that_ended_is_free_at_once(state: Path | str) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    host, store = socket.gethostname(), Store(state)
    store.acquire(f"dead@{host}:{ended.pid}", NOW)
    store.acquire(f"alive@{host}:{os.getpid()}", NOW)
    with pytest.raises(Busy):
        store.acquire("other", NOW)
    store.close()


@pytest.mark.parametrize("key", ["a\0b", "\x01", "\x010", "\u2028", "'\"%s:name", "\U0001f600"])
def test_any_key_comes_back(state: Path | str, key: str) -> None:
    store = Store(state)
    store.put_snapshots("a", "t", [Snapshot(key=key, document={"x": key})])
    assert [row.snapshot.key for row in store.snapshots("a", "t")] == [key]
    store.close()


def test_half_a_character_is_refused_with_a_sentence(state: Path | str) -> None:
    store = Store(state)
    with pytest.raises(Taken, match="no Unicode"):
        store.set_note("a", "\ud800")
    store.set_note("a", "b")
    assert store.note("a") == "b"
    store.close()


@pytest.mark.parametrize("where", ["file/state.db", "."])
def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be opened"):
        Store(tmp_path / where)


def test_a_restored_copy_is_noticed_until_it_is_accepted(tmp_path: Path) -> None:
    path, copy = tmp_path / "state.db", tmp_path / "copy.db"
    store = Store(path)
    note_run(store, tmp_path)
    assert is_behind(store, tmp_path) == ""
    store.close()
    shutil.copy(path, copy)
    store = Store(path)
    note_run(store, tmp_path)
    store.close()
    shutil.copy(copy, path)
    store = Store(path)
    assert "knows of 1 passes, and 2 were finished" in is_behind(store, tmp_path)
    accept(store, tmp_path)
    assert is_behind(store, tmp_path) == ""
    assert (tmp_path / "state.db.runs").stat().st_mode & 0o777 == 0o600
