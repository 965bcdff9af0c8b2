"""What the state promises: nothing lost, nothing readable by others, nothing mixed up."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from runtime.errors import Halted, Taken, UsageError
from runtime.model import Snapshot
from runtime.store import EntryRow, IntentRow, MarkRow, Store
from tests.runtime.databases import PASSWORD, Cluster
from tests.runtime.stores import cluster, state

__all__ = ["cluster", "state"]

NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def store(state: Path | str) -> Iterator[Store]:
    """An empty one, on either database."""
    opened = Store(state)
    yield opened
    opened.close()


def test_two_connections_lose_no_update(state: Path | str) -> None:
    turns = 40
    with closing(Store(state)) as store:
        store.set_note("count", "0")
    start, failed = threading.Barrier(2), list[Exception]()

    def count() -> None:
        with closing(Store(state)) as store:
            start.wait()
            for _ in range(turns):
                with store.transaction():
                    store.set_note("count", str(int(store.note("count") or 0) + 1))

    def tried() -> None:
        try:
            count()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=tried) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(Store(state)) as store:
        assert (store.note("count"), failed) == (str(2 * turns), [])


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.db"
    store = Store(path)
    store.set_note("a", "b")
    files = list(path.parent.iterdir())
    assert {file.name for file in files} >= {"state.db", "state.db-wal"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_commits_are_on_disk_before_they_return(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "state.db")) as store, store.transaction():
        found = {
            name: store.driver.all(f"pragma {name}", {})[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_commits_in_postgresql_are_on_disk_before_they_return_whatever_the_database_says(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = cluster.place()
    place.do("ALTER ROLE admin SET synchronous_commit = off")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    try:
        with closing(Store(place.address.replace("://", "://admin@"))) as store:
            assert store.driver.all("SHOW synchronous_commit", {}) == [("on",)]
    finally:
        place.do("ALTER ROLE admin RESET synchronous_commit")


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.set_note("one", "1")
        store.put_snapshots("a", "customer", [Snapshot(key="1", document={})])
        raise ZeroDivisionError
    assert store.note("one") is None and store.snapshots("a", "customer") == []
    assert store.sequence() == 0


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 100)
    with pytest.raises(UsageError, match="is not a store of flowc"):
        Store(path)
    assert path.read_text().startswith("Dear customer")


def test_another_schema_is_refused(state: Path | str) -> None:
    with closing(Store(state)) as store:
        store.set_note("schema", "99")
    with pytest.raises(UsageError, match=r"has schema 99.*a newer flowc made it"):
        Store(state)


# ---- snapshots ----------------------------------------------------------------------------------


def _snapshot(key: str, version: str = "1", **document: object) -> Snapshot:
    return Snapshot(key=key, document=dict(document), version=version)


def test_only_what_differs_gets_a_new_number(store: Store) -> None:
    store.put_snapshots("a", "customer", [_snapshot("1", name="x", limit=1), _snapshot("2", name="y")])
    assert store.sequence() == 2
    again = [_snapshot("1", limit=1, name="x"), _snapshot("2", name="z")]
    assert [row.snapshot.key for row in store.put_snapshots("a", "customer", again)] == ["2"]
    assert {row.snapshot.key: row.sequence for row in store.snapshots("a", "customer")} == {"1": 1, "2": 3}
    store.put_snapshots("a", "customer", [_snapshot("2", "2", name="z")])
    store.put_snapshots("b", "customer", [_snapshot("2", name="z")])
    assert store.sequence() == 5
    assert [row.sequence for row in store.snapshots("b", "customer")] == [5]


@pytest.mark.parametrize("number", ["0.1", "12.50", "1E+3", "12345678901234567890.123456789", "-0.00", "3"])
def test_decimals_survive_exactly(store: Store, number: str) -> None:
    store.put_snapshots("a", "customer", [_snapshot("1", limit={"of": [Decimal(number)]})])
    [row] = store.snapshots("a", "customer")
    kept = row.snapshot.document["limit"]["of"][0]
    assert str(kept) == number and not isinstance(kept, float)
    assert store.put_snapshots("a", "customer", [row.snapshot]) == [], "what was read back is the same"


def test_text_is_only_ever_a_value(store: Store) -> None:
    nasty = "'); drop table snapshot; -- \u0000 \u202e \U0001f600"
    store.put_snapshots("a", nasty, [_snapshot(nasty, name=nasty)])
    [row] = store.snapshots("a", nasty)
    assert (row.snapshot.key, row.snapshot.document) == (nasty, {"name": nasty})


# ---- links, marks, entries, intents -------------------------------------------------------------


def test_a_record_is_in_one_link_of_a_pair_at_most(store: Store) -> None:
    store.add_link("a.x|b.x", "1", "1")
    store.add_link("a.x|c.x", "1", "1")
    for left, right in (("1", "2"), ("2", "1")):
        with pytest.raises(Taken):
            store.add_link("a.x|b.x", left, right)
    assert len(store.links()) == 2


def test_what_a_link_knows_is_kept(store: Store) -> None:
    link = store.add_link("a.x|b.x", "1", "2")
    link.left_base, link.right_base = {"name > name": "Fjære"}, {"name > name": None}
    link.followers, link.dirty = {"name > alias": {"own": True}}, True
    store.save_link(link)
    assert store.links() == [link]


def test_marks_and_cursors_are_kept(store: Store) -> None:
    links = MarkRow(pair="p", sequence=3)
    mark = MarkRow(pair="p", about="right", sequence=7, meaning="m", existing=3, released=True)
    for one in (links, MarkRow(pair="p", about="right"), mark):
        store.set_mark(one)
    assert store.marks("p") == {"links": links, "right": mark} and store.marks("q") == {}
    store.set_cursor("a", "x", "1")
    store.set_cursor("a", "x", "2")
    assert (store.cursor("a", "x"), store.cursor("b", "x")) == ("2", "")


def test_entries_are_replaced_by_what_is_said_last(store: Store) -> None:
    first = EntryRow("p", "left", "1", "name", "held", "because")
    other = EntryRow("p", "left", "2", "", "waiting", "for it")
    store.replace_entries("run", [], [first, other])
    later = EntryRow("p", "left", "1", "", "failed", "refused")
    store.replace_entries("run", [("p", "left", "1")], [later])
    assert store.entries() == [later, other]


def test_an_intent_is_open_until_it_is_answered(store: Store) -> None:
    intent = IntentRow(run="r", action="create", system="b", type="x", key="", source_key="1", body="{}")
    numbers = [store.add_intent(intent, "now") for _ in range(4)]
    for number, outcome in zip(numbers, ("sent", "unknown", "applied", "rejected"), strict=True):
        store.settle(number, outcome)
    assert [(number, outcome) for number, _, outcome in store.unsettled()] == [
        (numbers[0], "sent"),
        (numbers[1], "unknown"),
    ]


# ---- the lease ----------------------------------------------------------------------------------


def test_one_writer_at_a_time(state: Path | str) -> None:
    one, other = Store(state), Store(state)
    one.acquire("one", NOW)
    one.acquire("one", NOW)
    with pytest.raises(Halted):
        other.acquire("other", NOW)
    other.release("other")
    one.set_note("a", "b")
    other.acquire("other", NOW + dt.timedelta(hours=1))
    with pytest.raises(Halted, match="taken over"):
        one.set_note("a", "c")
    with pytest.raises(Halted, match="taken over"):
        one.renew(NOW)
    assert other.note("a") == "b"
    other.release("other")
    one.acquire("one", NOW + dt.timedelta(hours=2))
    one.set_note("a", "d")
    one.close()
    other.close()


def test_a_plain_reader_sees_what_is_committed(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    store.set_note("a", "b")
    reader = sqlite3.connect(tmp_path / "state.db")
    assert reader.execute("select value from meta where name = 'a'").fetchone() == ("b",)
    reader.close()


# ---- a disk that fails (F-43) -------------------------------------------------------------------


def test_after_an_unclean_stop_the_file_is_checked_before_anything_is_done(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with closing(Store(path)) as store:
        store.acquire("run@elsewhere:1", NOW)
        store.set_note("a", "b")
        page, size = (
            store.driver.all("SELECT rootpage FROM sqlite_master WHERE name = 'earlier'", {})[0][0],
            store.driver.all("PRAGMA page_size", {})[0][0],
        )
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    later = NOW + dt.timedelta(hours=1)
    with closing(Store(path)) as store:
        assert store.note("a") == "b", "what is read at the start tells nothing"
        for _ in range(2):
            with pytest.raises(UsageError, match=r"is damaged: .*restore a backup"):
                store.acquire("another", later)
        assert store.driver.all("SELECT owner FROM lease", {}) == [("run@elsewhere:1",)]


def test_a_lease_that_was_given_back_needs_no_check(state: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(state)) as store:
        checked: list[str] = []
        monkeypatch.setattr(store.driver, "check", lambda: checked.append("checked"))
        store.acquire("one", NOW)
        store.release("one")
        store.acquire("two", NOW)
        assert checked == []
        store.acquire("three", NOW + dt.timedelta(hours=1))
        assert checked == ["checked"]
