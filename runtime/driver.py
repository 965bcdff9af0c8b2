"""A connection to the state: an SQLite file, SQLite in memory, or a PostgreSQL server. The one place for their drivers.

Statements are plain SQL that both take, with `:name` for values; what differs is said here and nowhere else. Every
driver's exception leaves as a FlowcError: Halted where the state cannot be written now, StateUnavailable where its
database does not answer, UsageError where it is damaged or none of ours, Taken where a rule refuses. SQLAlchemy is not
used for the state: composing a small statement costs it some twenty times what running it does
(`python -m tests.bench.store`), and a pass is made of small statements.
"""

from __future__ import annotations

import glob
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from .errors import FlowcError, Halted, StateUnavailable, Taken, UsageError

__all__ = ["Driver", "PostgresDriver", "SqliteDriver", "check_place", "check_there", "connect", "is_address"]

Values = Mapping[str, Any]


class Driver(Protocol):
    """What the Store asks of a database. `place` is its name for people; `words` fill `{...}` in table definitions."""

    place: str
    words: Mapping[str, str]

    def all(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """Run one statement; its rows, if it gives any."""

    def many(self, statement: str, values: Iterable[Values]) -> None:
        """Run one statement for each set of values."""

    def begin(self) -> None:
        """Begin a transaction that no other writer can interleave with."""

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def among(self, column: str, name: str) -> str:
        """The condition that a column is one of the values given as `list_of`."""

    def list_of(self, values: Iterable[str]) -> Any:
        """Several texts as one value."""

    def tables(self) -> set[str]:
        """The names of the tables there are."""

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in their order."""

    def check(self) -> None:
        """UsageError where the database is damaged, as far as it can tell. Reads all of it."""

    def back_up(self, suffix: str) -> str:
        """Inside a transaction: copy everything to a safe place; the name of the copy, "" where there is none.

        Halted where there can be no copy: no room, a folder that is read only, no right to make a schema.
        """

    def purge(self) -> list[str]:
        """Leave nothing of what was deleted or overwritten: not in the database, not in copies that `back_up` made.

        Outside of transactions. The names of the copies, which are no more.
        """

    def close(self) -> None: ...


def is_address(state: str) -> bool:
    """Whether flowc.toml's `state` is the address of a PostgreSQL database, and no file."""
    return state.startswith(("postgresql://", "postgres://"))


def check_place(state: str) -> None:
    """UsageError where flowc.toml's `state` is an address of a kind that is not known: no file is to bear its name."""
    found = re.match(r"[a-z][a-z0-9+.-]+:/+|postgres(ql)?(:|//)", state, re.IGNORECASE)
    if found and not is_address(state):  # the rest of it may be a password
        raise UsageError(
            f"`state` begins with {found[0]!r}, which is no address that is known; name an SQLite file by its path, or "
            "a PostgreSQL database as postgresql://user@host:5432/database"
        )


def check_there(state: Path | str) -> None:
    """UsageError where a state's file was not made yet, or nobody may look whether it was."""
    try:
        if isinstance(state, Path) and not state.exists():
            raise UsageError(f"{state} does not exist: nothing was synced yet")
    except OSError as error:
        raise UsageError(
            f"the state {state} cannot be opened: {error.strerror}; let this user read and write its folder"
        ) from None


def connect(state: Path | str) -> Driver:
    """Open a state. UsageError, with what to do, where it cannot be opened or is another program's."""
    if isinstance(state, str) and is_address(state):
        return PostgresDriver(state)
    return SqliteDriver(Path(state))


_NOT_CHANGED = "nothing was changed. The state of an older flowc is backed up before it is brought up to date"
_OTHERWISE = "restore a backup (a pass over an old one only compares), or name another `state` in flowc.toml"


def _check_ours(driver: Driver) -> None:
    """UsageError where there are tables, and no note of ours that tells their schema. Changes nothing."""
    there = driver.tables()
    told = "meta" in there and {"name", "value"} <= set(driver.columns("meta"))
    if there and not (told and driver.all("SELECT 1 FROM meta WHERE name = 'schema'", {})):
        raise UsageError(
            f"{driver.place} is not a store of flowc: it has tables of another program, and was left as it is; "
            "name another `state` in flowc.toml"
        )


# ---- SQLite -------------------------------------------------------------------------------------

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # with NORMAL a power cut loses intents whose requests were sent
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)


class SqliteDriver:
    """A file, made with mode 0600 if it is not there; None for a database in memory."""

    words: Mapping[str, str] = {
        "bytes": "BLOB",
        "number": "INTEGER",
        "serial": "INTEGER PRIMARY KEY",
        "text": "TEXT",
    }

    def __init__(self, path: Path | None) -> None:
        self.place = str(path) if path is not None else "memory"
        self._path = path
        if path is not None:
            _made_file(path)
            self._look(path)
        try:
            self._connection = sqlite3.connect(
                path if path is not None else ":memory:", isolation_level=None, check_same_thread=False
            )
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error
        try:
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise self._failed(error) from error

    def _look(self, path: Path) -> None:
        """Whose file it is, without writing to it: already the kind of log that we keep would change its first page."""
        # what was cut off in a transaction cannot be read before somebody takes that back
        mode = "rw" if path.with_name(f"{path.name}-journal").exists() else "ro"
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=10
            )
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error
        with closing(self._connection):
            _check_ours(self)

    def all(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.IntegrityError as error:
            raise Taken(f"the state {self.place} refuses this: {error}") from error
        except UnicodeEncodeError as error:
            raise Taken(f"the state {self.place} cannot keep a text that is no Unicode") from error
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def many(self, statement: str, values: Iterable[Values]) -> None:
        try:
            self._connection.executemany(statement, values)
        except sqlite3.IntegrityError as error:
            raise Taken(f"the state {self.place} refuses this: {error}") from error
        except UnicodeEncodeError as error:
            raise Taken(f"the state {self.place} cannot keep a text that is no Unicode") from error
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def begin(self) -> None:
        self.all("BEGIN IMMEDIATE", {})

    def commit(self) -> None:
        self.all("COMMIT", {})

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self.all("ROLLBACK", {})

    def among(self, column: str, name: str) -> str:
        # json_each ends a text at its NUL
        back = "replace(replace(value, char(1, 48), char(0)), char(1, 49), char(1))"
        return f"{column} IN (SELECT {back} FROM json_each(:{name}))"

    def list_of(self, values: Iterable[str]) -> Any:
        return json.dumps([_escape(value) for value in values])

    def tables(self) -> set[str]:
        return {row[0] for row in self.all("SELECT name FROM sqlite_master WHERE type = 'table'", {})}

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.all("SELECT name FROM pragma_table_info(:table) ORDER BY cid", {"table": table})]

    def check(self) -> None:
        found = self.all("PRAGMA quick_check(1)", {})
        if found != [("ok",)]:
            why = " ".join(str(found[0][0]).split()) if found else "it cannot be checked"
            raise UsageError(f"the state {self.place} is damaged: {why}; {_OTHERWISE}")

    def back_up(self, suffix: str) -> str:
        if self._path is None:
            return ""
        copy = self._path.with_name(f"{self._path.name}.{suffix}")
        part = copy.with_name(f"{copy.name}.part")  # what bears the name of a backup is a whole one
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            # by a connection of its own: in a transaction that may write, the copying would wait for itself for ever
            with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(part)) as target:
                source.backup(target)
            part.replace(copy)
        except (OSError, sqlite3.DatabaseError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise Halted(f"the state {self.place} cannot be backed up as {copy}: {why}; {_NOT_CHANGED}") from error
        return copy.name

    def purge(self) -> list[str]:
        if self._path is None:
            return []
        name = glob.escape(self._path.name)
        copies = sorted(path for end in ("backup", "part") for path in self._path.parent.glob(f"{name}.*.{end}"))
        for copy in copies:
            copy.unlink()
        self.all("VACUUM", {})
        [(busy, *_)] = self.all("PRAGMA wal_checkpoint(TRUNCATE)", {})
        if busy:
            raise Halted(f"another process reads {self.place}, which keeps old pages in its log; do this once more")
        return [copy.name for copy in copies]

    def close(self) -> None:
        self._connection.close()

    def _failed(self, error: sqlite3.DatabaseError) -> FlowcError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more exactly where
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return Halted(f"another process has been writing to {self.place} for long; try again")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            hint = "Allow this user to write the file and its folder"
            return Halted(f"the state {self.place} cannot be written: {error}; what was committed is kept. {hint}")
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            hint = "See to its disk, then run again"
            return Halted(f"the state {self.place} cannot be written: {error}; what was committed is kept. {hint}")
        if code == sqlite3.SQLITE_NOTADB:
            return UsageError(f"{self.place} is not a store of flowc: {error}; {_OTHERWISE}")
        return UsageError(f"the state {self.place} is damaged: {error}; {_OTHERWISE}")


def _made_file(path: Path) -> None:
    """A new file is its owner's alone. UsageError where there can be none; one that may only be read will do."""
    denied = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if not path.exists():  # one that is there keeps its times
                path.touch(mode=0o600)
        except PermissionError as error:
            denied = error.strerror or ""
        if path.is_file():
            return
    except OSError as error:
        denied = error.strerror or ""
    raise UsageError(f"the state {path} cannot be opened: {denied or 'it is no file'}")


# ---- PostgreSQL ---------------------------------------------------------------------------------

_SCHEMA = "flowc"
_ALONE = 7_093_815_204  # any number that no other program locks
_LOCK_TIMEOUT = "10s"  # as SQLite's busy_timeout
_UNREACHABLE = ("08", "57P")  # connection exceptions; shut down, crashed, starting up, dropped
_UNWRITABLE = ("53", "25006", "58")  # no room; read only, as a standby is; its disk
_WAITED = ("55P03", "40P01", "40001")  # a lock that was not given; a deadlock; a transaction that has to be repeated
_DAMAGED = ("XX", "42P01", "42703", "22021")  # pages; a table or a column that is missing; a text that is none
_NUL, _MARK = "\x00", "\x01"


class PostgresDriver:
    """A database at an address as libpq takes it. Tables lie in the schema `flowc`, which is made if it is not there.

    A password does not stand in the address: libpq finds it in PGPASSWORD or in the file that PGPASSFILE names.
    """

    words: Mapping[str, str] = {
        "bytes": "BYTEA",
        "number": "BIGINT",
        "serial": "BIGINT PRIMARY KEY",
        "text": 'TEXT COLLATE "C"',  # texts order as in SQLite, by their bytes
    }

    def __init__(self, address: str) -> None:
        self.place = _without_password(address)
        if self.place != address:
            hint = "give it in PGPASSWORD or in libpq's password file"
            raise UsageError(f"`state` in flowc.toml holds a password; {hint}")
        try:
            import psycopg
        except ImportError:
            raise UsageError("a state in PostgreSQL needs the package psycopg: pip install 'psycopg[binary]'") from None
        self._psycopg = psycopg
        try:
            self._connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            hint = "see that the database runs, and to `state` in flowc.toml and PGPASSWORD"
            raise StateUnavailable(f"the state {self.place} cannot be reached: {_line(error)}; {hint}") from None
        except psycopg.Error as error:
            raise UsageError(f"the state {self.place} cannot be opened: {_line(error)}") from None
        try:
            self._connection.execute(f"SET search_path TO {_SCHEMA}")
            # where it is off a crash loses intents whose requests were sent
            self._connection.execute("SET synchronous_commit = on")
            self._connection.execute(f"SET lock_timeout TO '{_LOCK_TIMEOUT}'")
            self._make_schema()
            _check_ours(self)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, psycopg.Error):
                raise UsageError(f"the state {self.place} cannot be opened: {_line(error)}") from None
            raise

    def _make_schema(self) -> None:
        """Whoever may not make a schema may use one that is there. Tables of other programs lie in other schemas, and
        share the database with it."""
        there = self._connection.execute(f"SELECT to_regnamespace('{_SCHEMA}') IS NOT NULL").fetchone()
        if there is None or not there[0]:
            # in one transaction: two that come at once would both make it
            self._connection.execute(f"SELECT pg_advisory_xact_lock({_ALONE}); CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")

    def all(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        try:
            cursor = self._connection.execute(_pyformat(statement).encode(), _escaped(values))
            if cursor.description is None:
                return []
            return [tuple(map(_unescaped, row)) for row in cursor.fetchall()]
        except self._psycopg.IntegrityError as error:
            raise Taken(f"the state {self.place} refuses this: {_line(error)}") from error
        except UnicodeEncodeError as error:
            raise Taken(f"the state {self.place} cannot keep a text that is no Unicode") from error
        except self._psycopg.Error as error:
            raise self._failed(error) from error

    def many(self, statement: str, values: Iterable[Values]) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(_pyformat(statement).encode(), [_escaped(one) for one in values])
        except self._psycopg.IntegrityError as error:
            raise Taken(f"the state {self.place} refuses this: {_line(error)}") from error
        except UnicodeEncodeError as error:
            raise Taken(f"the state {self.place} cannot keep a text that is no Unicode") from error
        except self._psycopg.Error as error:
            raise self._failed(error) from error

    def begin(self) -> None:
        """One writer at a time, as in SQLite: without the lock two that read and then write lose updates."""
        try:
            self.all(f"BEGIN; SELECT pg_advisory_xact_lock({_ALONE})", {})
        except FlowcError:
            self.rollback()
            raise

    def commit(self) -> None:
        self.all("COMMIT", {})

    def rollback(self) -> None:
        if not self._connection.closed and self._connection.info.transaction_status:
            self.all("ROLLBACK", {})

    def among(self, column: str, name: str) -> str:
        return f"{column} = ANY(:{name})"

    def list_of(self, values: Iterable[str]) -> Any:
        return [_escape(value) for value in values]

    def tables(self) -> set[str]:
        rows = self.all("SELECT tablename FROM pg_tables WHERE schemaname = :schema", {"schema": _SCHEMA})
        return {row[0] for row in rows}

    def columns(self, table: str) -> list[str]:
        rows = self.all(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = :schema AND table_name = :table "
            "ORDER BY ordinal_position",
            {"schema": _SCHEMA, "table": table},
        )
        return [row[0] for row in rows]

    def check(self) -> None:
        """Nothing: the server looks after its own pages when it starts after a crash."""

    def back_up(self, suffix: str) -> str:
        copy = f"{_SCHEMA}_{re.sub('[^a-z0-9]', '_', suffix)}"
        try:
            self.all(f"DROP SCHEMA IF EXISTS {copy} CASCADE", {})
            self.all(f"CREATE SCHEMA {copy}", {})
            for table in sorted(self.tables()):
                if re.fullmatch("[a-z_]+", table):
                    self.all(f"CREATE TABLE {copy}.{table} AS TABLE {_SCHEMA}.{table}", {})
        except (Halted, UsageError) as error:
            raise Halted(f"the state {self.place} cannot be backed up as {copy}: {error}; {_NOT_CHANGED}") from error
        return copy

    def purge(self) -> list[str]:
        like = f"{_SCHEMA}\\_%\\_backup"
        found = self.all("SELECT nspname FROM pg_namespace WHERE nspname LIKE :like ORDER BY 1", {"like": like})
        copies = [row[0] for row in found if re.fullmatch("[a-z0-9_]+", row[0])]
        for copy in copies:
            self.all(f"DROP SCHEMA {copy} CASCADE", {})
        for table in sorted(self.tables()):
            if re.fullmatch("[a-z_]+", table):
                self.all(f"VACUUM FULL {_SCHEMA}.{table}", {})
        return copies

    def close(self) -> None:
        self._connection.close()

    def _failed(self, error: Exception) -> FlowcError:
        code = getattr(error, "sqlstate", None) or ""
        if self._connection.closed or code.startswith(_UNREACHABLE):
            hint = "what was committed is kept. Run again when the database answers"
            return StateUnavailable(f"the state {self.place} was lost: {_line(error)}; {hint}")
        if code.startswith(_WAITED):
            return Halted(f"another process has been writing to {self.place} for long ({_line(error)}); try again")
        if code.startswith(_UNWRITABLE):
            hint = "what was committed is kept. See to the database, then run again"
            return Halted(f"the state {self.place} cannot be written: {_line(error)}; {hint}")
        if code == "42501":
            return UsageError(f"the state {self.place} is closed to its user: {_line(error)}; grant what is missing")
        if code.startswith(_DAMAGED):
            return UsageError(f"the state {self.place} is damaged: {_line(error)}; {_OTHERWISE}")
        return Halted(f"the state {self.place} could not be used: {_line(error)}; what was committed is kept")


def _without_password(address: str) -> str:
    hidden = re.sub(r"^([a-z]+://[^/@]*?):[^@/]*@", r"\1@", address)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", hidden)


def _line(error: Exception) -> str:
    """What a server said, as one line that a terminal shows as it stands."""
    line = " ".join(str(error).split()) or type(error).__name__
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


@lru_cache(maxsize=512)
def _pyformat(statement: str) -> str:
    return re.sub(r"('[^']*')|(?<!:):([a-z_]+)", _placed, statement.replace("%", "%%"))


def _placed(found: re.Match[str]) -> str:
    return found[1] or f"%({found[2]})s"  # what stands in quotes is a text


def _escaped(values: Values) -> dict[str, Any]:
    return {name: _escape(value) if type(value) is str else value for name, value in values.items()}


def _escape(text: str) -> str:
    """PostgreSQL's texts hold no NUL, nor do SQLite's lists, and keys are whatever a server says."""
    if _NUL in text or _MARK in text:
        return text.replace(_MARK, _MARK + "1").replace(_NUL, _MARK + "0")
    return text


def _unescaped(value: Any) -> Any:
    if type(value) is str and _MARK in value:
        return value.replace(_MARK + "0", _NUL).replace(_MARK + "1", _MARK)
    return value
