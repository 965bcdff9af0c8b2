"""A database that cannot be used, or breaks off: one clear line, and nobody is told that something was done or not done
who cannot know it."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runtime.database import Database
from runtime.errors import LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable, UsageError
from runtime.model import Snapshot
from tests.runtime.databases import DIALECTS, Cluster, Place, cluster, kind, opened, place, pulled, system

__all__ = ["cluster"]

ITEM = {"id": "integer read", "name": "text"}


@pytest.fixture(params=DIALECTS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path, request) as found:
        found.script("CREATE TABLE item (id {key}, name TEXT)")
        found.do("INSERT INTO item (name) VALUES ('a')")
        yield found


# ---- getting in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "sqlite:///"),
        ("sqlite:place.db", "sqlite:///"),
        ("sqlite:///", "sqlite:///"),
        ("sqlite:///nowhere.db", "no file"),
        ("sqlite:///.", "no file"),
        ("mysql://localhost/erp", "postgresql://"),
        ("postgresql://localhost", "postgresql://"),
        ("postgresql://localhost:port/erp", "cannot be read"),
        ("postgresql://[localhost/erp", "cannot be read"),
        ("postgresql://localhost/erp?sslmode=disable", "postgresql://"),
        ("postgresql://admin:hunter2@localhost/erp", "secrets"),
    ],
)
def test_an_address_that_is_none_is_a_mistake_with_a_remedy(tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        Database(system(), address, {"user": "u", "password": "p"}, folder=tmp_path)
    assert said in str(caught.value) and "systems.erp" in str(caught.value)
    assert "hunter2" not in str(caught.value) and "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_relative_path_starts_at_the_configuration(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a ?#%20.db")) as connection:
        connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
    there = Place("sqlite", "sqlite:///a ?#%20.db", None)
    with opened(there, kind("item", ITEM), folder=tmp_path) as table:
        assert pulled(table)[0] == []


def test_a_file_that_is_no_database_is_out_of_use(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("years of work " * 100)
    with opened(Place("sqlite", f"sqlite:///{tmp_path / 'x.db'}", None), kind("item", ITEM)) as table:
        _one_line(Unavailable, lambda: pulled(table), "no SQLite database")


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match="extra `postgres`"):
        Database(system(), "postgresql://localhost/erp", {"user": "u", "password": "p"})


def test_a_login_that_is_not_accepted(cluster: Cluster) -> None:
    there = cluster.place()
    for secrets in ({"user": "admin", "password": "hunter2"}, {"user": "nobody", "password": "hunter2"}):
        there.secrets = secrets
        with opened(there, kind("item", ITEM)) as table:
            error = _one_line(LoginRefused, lambda: pulled(table), "login")
            assert "hunter2" not in str(error)
            outcome = table.create_all([{"name": "x"}])[0]
            assert isinstance(outcome, LoginRefused)
    with pytest.raises(UsageError, match="password"):
        Database(system(), there.address, {"user": "admin"})


def test_a_server_or_database_that_is_not_there(cluster: Cluster) -> None:
    there = cluster.place()
    there.address = there.address.replace("/postgres", "/nowhere")
    with opened(there, kind("item", ITEM)) as table:
        _one_line(Unavailable, lambda: pulled(table), "nowhere")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        there.address = f"postgresql://127.0.0.1:{probe.getsockname()[1]}/erp"
        with opened(there, kind("item", ITEM)) as table:
            _one_line(Unavailable, lambda: pulled(table), "cannot be reached")


def test_beyond_the_loopback_a_certificate_is_demanded(cluster: Cluster) -> None:
    """This machine by another name than the loopback's: the server has no certificate, so nothing is sent to it."""
    there = cluster.place()
    there.address = there.address.replace("127.0.0.1", "127.0.0.2")
    with opened(there, kind("item", ITEM)) as table, pytest.raises(Unavailable):
        pulled(table)
    assert Database(system(), "postgresql://db.example/erp", there.secrets)._engine.url.render_as_string().count("***")


def test_a_table_or_column_that_is_not_there_is_refused_by_name(there: Place) -> None:
    for object_type in (kind("nowhere", ITEM), kind("item", ITEM | {"nothing": "text"})):
        with opened(there, object_type) as table:
            _one_line(Rejected, lambda: pulled(table), "nowhere" if object_type.name == "Nowhere" else "nothing")


def _one_line(expected: type[RemoteError], act: Callable[[], object], said: str) -> RemoteError:
    with pytest.raises(expected) as caught:
        act()
    assert said in str(caught.value) and str(caught.value).isprintable()
    return caught.value


# ---- looking and not touching -------------------------------------------------------------------


def test_a_system_that_is_only_read_is_opened_for_reading(there: Place) -> None:
    with opened(there, kind("item", ITEM), read_only=True) as table:
        (seen,), _ = pulled(table)
        refused = [*table.create_all([{"name": "b"}]), *table.update_all([(seen, [(("name",), "b")])])]
        assert [type(outcome) for outcome in refused] == [Rejected, Rejected]
        # the database itself refuses, should we ever try
        with table.database._engine.connect() as connection, pytest.raises(Exception, match=r"(?i)read.?only"):
            connection.exec_driver_sql("DELETE FROM item")
    assert there.one("SELECT count(*) FROM item") == 1


# ---- others at work -----------------------------------------------------------------------------


def test_a_writer_who_is_in_the_way_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "erp.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
        other.execute("BEGIN IMMEDIATE")
        there = Place("sqlite", f"sqlite:///{path}", None)
        waits: list[float] = []
        with opened(there, kind("item", ITEM), patience=0.01, sleep=waits.append) as table:
            (busy,) = table.create_all([{"name": "a"}])
            assert isinstance(busy, Unavailable) and len(waits) == 3

            def leave(seconds: float) -> None:
                waits.append(seconds)
                if len(waits) == 5:
                    other.execute("COMMIT")

            with opened(there, kind("item", ITEM), patience=0.01, sleep=leave) as again:
                (made,) = again.create_all([{"name": "a"}])
        assert isinstance(made, Snapshot) and len(waits) == 5


@pytest.mark.parametrize(("times", "expected"), [(3, Snapshot), (99, Unavailable)])
def test_a_conflict_of_transactions_is_tried_again_and_then_given_up(
    cluster: Cluster, times: int, expected: type[object]
) -> None:
    there = cluster.place()
    there.script(
        f"""CREATE TABLE item (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text);
        CREATE SEQUENCE tries;
        CREATE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'clash' USING ERRCODE = '40001'; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER clash BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION clash()"""
    )
    waits: list[float] = []
    with opened(there, kind("item", ITEM), sleep=waits.append) as table:
        (outcome,) = table.create_all([{"name": "a"}])
    assert isinstance(outcome, expected)
    assert len(waits) == 3 and waits == sorted(waits)
    assert there.one("SELECT count(*) FROM item") == (1 if expected is Snapshot else 0)


def test_a_record_that_is_locked_for_too_long_is_left_for_later(cluster: Cluster) -> None:
    there = cluster.place()
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    there.do("INSERT INTO item (name) VALUES ('a')")
    with opened(there, kind("item", ITEM), patience=0.2) as table, there.connection() as other:
        (seen,), _ = pulled(table)
        with other.transaction():
            other.execute("UPDATE item SET name = 'b'")
            assert isinstance(table.update_all([(seen, [(("name",), "c")])])[0], Unavailable)


# ---- breaking off -------------------------------------------------------------------------------


class Wire:
    """A way to the server that is cut when a word comes by: before it is passed on, or right after."""

    def __init__(self, port: int, word: bytes, after: bool) -> None:
        self._port, self._word, self._after = port, word, after
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, watched: bool) -> None:
        cut = False
        with contextlib.suppress(OSError):
            while not cut and (content := source.recv(65536)):
                cut = watched and self._word in content
                if not cut:
                    target.sendall(content)
                elif self._after:
                    source.shutdown(socket.SHUT_RDWR)  # whoever asked hears nothing any more
                    target.sendall(content)
        if not (cut and self._after):
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)  # wakes the other thread, which close alone does not

    def close(self) -> None:
        self._listening.close()


@pytest.mark.parametrize(
    ("word", "after", "expected", "arrives"),
    [
        (b"INSERT", False, Unavailable, False),
        (b"COMMIT", False, OutcomeUnknown, False),
        (b"COMMIT", True, OutcomeUnknown, True),
    ],
)
def test_whether_a_write_that_was_cut_off_arrived_is_known_only_before_the_commit(
    cluster: Cluster, word: bytes, after: bool, expected: type[RemoteError], arrives: bool
) -> None:
    there = cluster.place()
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    with closing(Wire(cluster.port, word, after)) as wire:
        direct, there.address = there.address, there.address.replace(str(cluster.port), str(wire.port))
        with opened(there, kind("item", ITEM)) as table:
            outcomes = table.create_all([{"name": "a"}, {"name": "b"}])
        assert [type(outcome) for outcome in outcomes] == [expected, expected]
        there.address = direct
        _settled(there)
        assert there.one("SELECT count(*) FROM item") == (2 if arrives else 0)


def _settled(there: Place) -> None:
    """The server has noticed that nobody is there any more: nobody else holds the table."""
    with there.connection() as connection, connection.transaction():
        connection.execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE")
