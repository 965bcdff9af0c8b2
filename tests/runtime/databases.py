"""Databases to test on: an SQLite file each, and one throw-away PostgreSQL cluster where its programs are installed."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from runtime.database import Database
from runtime.database_table import Table
from runtime.endpoint import NothingSeen, Page
from runtime.model import (
    Access,
    Auth,
    AuthScheme,
    Feed,
    FeedScheme,
    Kind,
    ObjectType,
    Operations,
    Paging,
    Patch,
    Precondition,
    Property,
    Record,
    Snapshot,
    System,
)

__all__ = [
    *("DIALECTS", "PASSWORD", "SPECS", "Cluster", "Place", "cluster", "keys", "kind", "opened", "place", "pulled"),
    *("started", "system"),
]

DIALECTS = ("sqlite", "postgresql")
SPECS = Path(__file__).resolve().parents[2] / "specs" / "databases"
PASSWORD = "correct horse battery"


# ---- places -------------------------------------------------------------------------------------


class Cluster:
    """A PostgreSQL server on a free port of the loopback, which keeps nothing."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        secret = folder / "password"
        secret.write_text(PASSWORD)
        self._owner = _owner()
        for path in (folder, secret):
            shutil.chown(path, self._owner)
        made = "-D data -U admin --auth=scram-sha-256 --pwfile=password --encoding=UTF8 --no-sync"
        with self._program("initdb", *made.split()) as making:
            _, said = making.communicate(timeout=120)
            assert making.returncode == 0, said
        for _ in range(3):  # the port is free now, and somebody may be quicker
            self.port = _free_port()
            if self._starts():
                return
        raise AssertionError("the PostgreSQL server does not start")

    def _starts(self) -> bool:
        quick = "-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c max_connections=40"
        self._server = self._program("postgres", *f"-D data {quick} -p {self.port} -k {self._folder}".split())
        assert self._server.stderr is not None
        if not any("ready to accept connections" in line for line in self._server.stderr):
            self._server.wait(timeout=60)
            return False
        threading.Thread(target=self._server.stderr.read, daemon=True).start()  # or its log would fill the pipe
        return True

    def _program(self, name: str, *arguments: str) -> subprocess.Popen[str]:
        """A program of PostgreSQL, which refuses to be run by root."""
        return subprocess.Popen(
            [self._programs / name, *arguments],
            cwd=self._folder,
            user=self._owner if os.getuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self._folder)},
            text=True,
        )

    def stop(self) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(timeout=60)

    def place(self) -> Place:
        """The server's database, emptied."""
        with closing(_connected(self.port)) as connection:
            connection.execute("DROP SCHEMA IF EXISTS sales CASCADE")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        address = f"postgresql://127.0.0.1:{self.port}/postgres"
        return Place("postgresql", address, lambda: _connected(self.port))


def _connected(port: int) -> Any:
    import psycopg

    where = f"host=127.0.0.1 port={port} dbname=postgres user=admin sslmode=disable"
    return psycopg.connect(where, password=PASSWORD, autocommit=True)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _owner() -> str:
    """Who runs the server: ourselves, or somebody who is not root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@cache
def _programs() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextmanager
def started() -> Iterator[Cluster]:
    """A server of one's own. Skips where there is none to start."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, postgres) are not installed")
    pytest.importorskip("psycopg", reason="psycopg, the driver for PostgreSQL, is not installed")
    folder = Path(tempfile.mkdtemp(prefix="flowc-postgresql-", dir="/tmp"))
    try:
        running = Cluster(programs, folder)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The server, once for all tests of a process."""
    with started() as running:
        yield running


class Place:
    """One empty database, and a person who works in it with statements. `?` stands for a value in both dialects."""

    def __init__(self, dialect: str, address: str, connect: Any) -> None:
        self.dialect = dialect
        self.address = address
        self.secrets = {"user": "admin", "password": PASSWORD}
        self._connect = connect

    @property
    def is_sqlite(self) -> bool:
        return self.dialect == "sqlite"

    @contextmanager
    def connection(self) -> Iterator[Any]:
        with closing(self._connect()) as connection:
            yield connection

    def script(self, text: str) -> None:
        """Statements of this dialect; words in braces are types that the dialects spell differently."""
        for word, (lite, post) in _WORDS.items():
            text = text.replace(f"{{{word}}}", lite if self.is_sqlite else post)
        with self.connection() as connection:
            if self.is_sqlite:
                connection.executescript(f"BEGIN; {text}; COMMIT")
            else:
                connection.execute(text)

    def schema(self) -> None:
        """Customerp's."""
        self.script((SPECS / f"customerp-{self.dialect}.sql").read_text())

    def do(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """One statement of a person, committed; its rows, if any."""
        with self.connection() as connection:
            done = connection.execute(statement if self.is_sqlite else statement.replace("?", "%s"), values)
            return [tuple(row) for row in done.fetchall()] if done.description else []

    def one(self, statement: str, *values: Any) -> Any:
        return self.do(statement, *values)[0][0]


_WORDS = {
    "key": ("INTEGER PRIMARY KEY AUTOINCREMENT", "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    "decimal": ("TEXT", "numeric"),
    "boolean": ("INTEGER", "boolean"),
    "long": ("INTEGER", "bigint"),
    "date": ("TEXT", "date"),
    "datetime": ("TEXT", "timestamp"),
    "instant": ("TEXT", "timestamptz"),
}


@contextmanager
def place(dialect: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An empty database of a dialect."""
    if dialect == "postgresql":
        yield request.getfixturevalue("cluster").place()
        return
    path = folder / "place.db"
    path.touch()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    yield Place("sqlite", f"sqlite:///{path}", connect)


# ---- what flowc knows of them -------------------------------------------------------------------


def system(precondition: Precondition = Precondition.VERSION, rows: int = 3) -> System:
    return System(
        name="erp",
        label="Erp",
        protocol="sql",
        auth=Auth(scheme=AuthScheme.BASIC),
        paging=Paging(rows=rows),
        precondition=precondition,
    )


def _property(path: str, said: str) -> Property:
    """From `integer`, `text read`, `date create`."""
    words = said.split()
    attribute = re.sub(r"\W", "_", path).strip("_") or "p"
    access = next((Access(word) for word in words if word in ("read", "create")), Access.BOTH)
    return Property(attribute=attribute, path=tuple(path.split(".")), kind=Kind(words[0]), access=access)


def kind(
    table: str,
    columns: dict[str, str],
    *,
    lines: tuple[str, str, dict[str, str]] | None = None,
    feed: Feed | str | None = None,
    key: str = "id",
    version: str = "",
    modified: str = "",
    of: System | None = None,
    why_not: str = "",
) -> ObjectType:
    """An ObjectType over a table. `lines` are table, parent and columns of a list; `feed` a Feed, or the type of a
    sequence feed in `flowc_changes`."""
    properties = [_property(path, said) for path, said in columns.items()]
    if lines:
        children = tuple(_property(path, said) for path, said in lines[2].items())
        element = _struct("Line", children, Record)
        properties.append(
            Property(
                attribute="lines",
                path=("lines",),
                kind=Kind.LIST,
                key=("id",),
                table=lines[0],
                parent=lines[1],
                children=children,
                element=element,
            )
        )
    if isinstance(feed, str):
        feed = Feed(
            scheme=FeedScheme.SEQUENCE, list="flowc_changes", stamp=("id",), key=("key",), query=(("type", feed),)
        )
    return ObjectType(
        system=of or system(),
        name=table.title(),
        record=_struct("Row", tuple(properties), Record),
        patch=_struct("RowPatch", tuple(properties), Patch),
        properties=tuple(properties),
        operations=Operations(table=table, feed=feed, why_not=why_not),
        key=tuple(key.split(".")),
        version=(version,) if version else (),
        modified=(modified,) if modified else (),
    )


def _struct(name: str, properties: tuple[Property, ...], base: type[Any]) -> type[Any]:
    fields = [(prop.attribute, Any, UNSET) for prop in properties]
    return msgspec.defstruct(name, fields, bases=(base,), frozen=True, kw_only=True)


@contextmanager
def opened(where: Place, object_type: ObjectType, **options: Any) -> Iterator[Table]:
    """The ObjectType's Table in that database."""
    with Database(object_type.system, where.address, where.secrets, **options) as database:
        yield Table(database, object_type)


def pulled(table: Table, cursor: str = "") -> tuple[list[Snapshot], str]:
    """Everything a pull tells, and where the next may go on."""
    pages: list[Page] = list(table.pull(cursor, NothingSeen()))
    moved = [page.cursor for page in pages if page.cursor]
    return [snapshot for page in pages for snapshot in page.snapshots], moved[-1] if moved else cursor


def keys(snapshots: list[Snapshot]) -> list[str]:
    return [snapshot.key for snapshot in snapshots]


