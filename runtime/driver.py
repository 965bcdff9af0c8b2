"""A connection to the state: an SQLite file, SQLite in memory, or a PostgreSQL server. The one place for their drivers.

Statements are plain SQL that both take, with `:name` for values; what differs is said here and nowhere else. Every
driver's exception leaves as a FlowcError. SQLAlchemy is not used for the state: composing a small statement costs it
some twenty times what running it does (`python -m tests.bench.store`), and a pass is made of small statements.
"""

from __future__ import annotations

import glob
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from .errors import Halted, Taken, UsageError

__all__ = ["Driver", "PostgresDriver", "SqliteDriver", "connect", "is_address"]

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

    locked: str
    """What a SELECT ends in, so that nobody changes its rows before this transaction is over."""

    def among(self, column: str, name: str) -> str:
        """The condition that a column is one of the values given as `list_of`."""

    def list_of(self, values: Iterable[str]) -> Any:
        """Several texts as one value."""

    def tables(self) -> set[str]:
        """The names of the tables there are."""

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in their order."""

    def back_up(self, suffix: str) -> str:
        """Copy everything to a safe place before tables are changed; the name of the copy, "" where there is none."""

    def purge(self) -> list[str]:
        """Leave nothing of what was deleted or overwritten: not in the database, not in copies that `back_up` made.

        Outside of transactions. The names of the copies, which are no more.
        """

    def close(self) -> None: ...


def is_address(state: str) -> bool:
    """Whether flowc.toml's `state` is the address of a PostgreSQL database, and no file."""
    return state.startswith(("postgresql://", "postgres://"))


def connect(state: Path | str) -> Driver:
    """Open a state. UsageError, with what to do, where it cannot be opened."""
    if isinstance(state, str) and is_address(state):
        return PostgresDriver(state)
    return SqliteDriver(Path(state))


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

    words: Mapping[str, str] = {"bytes": "BLOB", "number": "INTEGER", "serial": "INTEGER PRIMARY KEY AUTOINCREMENT",
                                "text": "TEXT"}

    locked = ""  # BEGIN IMMEDIATE has locked everything

    def __init__(self, path: Path | None) -> None:
        self.place = str(path) if path is not None else "memory"
        self._path = path
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            except OSError as error:
                raise UsageError(f"the state {path} cannot be opened: {error.strerror}") from error
            if not path.is_file():
                raise UsageError(f"the state {path} cannot be opened: it is no file")
        try:
            self._connection = sqlite3.connect(
                path if path is not None else ":memory:", isolation_level=None, check_same_thread=False
            )
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{self.place} is not a store of flowc: {error}") from error

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
        return f"{column} IN (SELECT value FROM json_each(:{name}))"

    def list_of(self, values: Iterable[str]) -> Any:
        return json.dumps(list(values))

    def tables(self) -> set[str]:
        return {row[0] for row in self.all("SELECT name FROM sqlite_master WHERE type = 'table'", {})}

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.all("SELECT name FROM pragma_table_info(:table) ORDER BY cid", {"table": table})]

    def back_up(self, suffix: str) -> str:
        if self._path is None:
            return ""
        copy = self._path.with_name(f"{self._path.name}.{suffix}")
        copy.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        with sqlite3.connect(copy) as target:
            self._connection.backup(target)
        target.close()
        return copy.name

    def purge(self) -> list[str]:
        if self._path is None:
            return []
        copies = sorted(self._path.parent.glob(f"{glob.escape(self._path.name)}.*.backup"))
        for copy in copies:
            copy.unlink()
        self.all("VACUUM", {})
        [(busy, *_)] = self.all("PRAGMA wal_checkpoint(TRUNCATE)", {})
        if busy:
            raise Halted(f"another process reads {self.place}, which keeps old pages in its log; do this once more")
        return [copy.name for copy in copies]

    def close(self) -> None:
        self._connection.close()

    def _failed(self, error: sqlite3.DatabaseError) -> Halted | UsageError:
        if "locked" in str(error) or "busy" in str(error):
            return Halted(f"another process has been writing to {self.place} for long; try again")
        if "disk" in str(error) or "full" in str(error) or "readonly" in str(error):
            return Halted(f"{self.place} cannot be written: {error}; what was committed is kept")
        return UsageError(f"{self.place} is not a store of flowc: {error}")


# ---- PostgreSQL ---------------------------------------------------------------------------------

_SCHEMA = "flowc"
_NUL, _MARK = "\x00", "\x01"


class PostgresDriver:
    """A database at an address as libpq takes it. Tables lie in the schema `flowc`, which is made if it is not there.

    A password does not stand in the address: libpq finds it in PGPASSWORD or in the file that PGPASSFILE names.
    """

    words: Mapping[str, str] = {
        "bytes": "BYTEA",
        "number": "BIGINT",
        "serial": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "text": 'TEXT COLLATE "C"',  # texts order as in SQLite, by their bytes
    }

    locked = " FOR UPDATE"  # a reader without a lock might commit after another process took the lease

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
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
            self._connection.execute(f"SET search_path TO {_SCHEMA}")
        except psycopg.Error as error:
            raise UsageError(f"the state {self.place} cannot be opened: {_line(error)}") from None

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
        self.all("BEGIN", {})

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

    def back_up(self, suffix: str) -> str:
        copy = f"{_SCHEMA}_{re.sub('[^a-z0-9]', '_', suffix)}"
        self.all(f"DROP SCHEMA IF EXISTS {copy} CASCADE", {})
        self.all(f"CREATE SCHEMA {copy}", {})
        for table in sorted(self.tables()):
            if re.fullmatch("[a-z_]+", table):
                self.all(f"CREATE TABLE {copy}.{table} AS TABLE {_SCHEMA}.{table}", {})
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

    def _failed(self, error: Exception) -> Halted:
        return Halted(f"the state {self.place} could not be used: {_line(error)}; what was committed is kept")


def _without_password(address: str) -> str:
    hidden = re.sub(r"^([a-z]+://[^/@]*?):[^@/]*@", r"\1@", address)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", hidden)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@lru_cache(maxsize=512)
def _pyformat(statement: str) -> str:
    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", statement.replace("%", "%%"))


def _escaped(values: Values) -> dict[str, Any]:
    return {name: _escape(value) if type(value) is str else value for name, value in values.items()}


def _escape(text: str) -> str:
    """PostgreSQL's texts hold no NUL, and keys are whatever a server says."""
    if _NUL in text or _MARK in text:
        return text.replace(_MARK, _MARK + "1").replace(_NUL, _MARK + "0")
    return text


def _unescaped(value: Any) -> Any:
    if type(value) is str and _MARK in value:
        return value.replace(_MARK + "0", _NUL).replace(_MARK + "1", _MARK)
    return value
