"""What was spent of each account's budget, in one SQLite file that all processes of a machine share.

A file of its own beside the store, one row for each account: taking a request never waits for the store's
transactions. Losing it costs nothing but a pause that a server may ask for again, so nothing is forced to disk.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from .budget import Spent, Turn
from .errors import FlowcError, Halted, UsageError

__all__ = ["BUDGETS", "BudgetState"]

BUDGETS = "budgets.db"
"""The file beside the store that says how much of each account's budget was spent."""

_METADATA = sa.MetaData()
_TABLE = sa.Table(
    "budget",
    _METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("spent", sa.LargeBinary, nullable=False),
)


class BudgetState:
    """Budgets in the file `path` (made with mode 0600), or of this object alone without one. Threads may share it.
    UsageError where it is another file, Halted where it cannot be written."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            except OSError as error:
                raise self._unwritable(error.strerror or "") from None
        self._lock = threading.Lock()
        self._engine = sa.create_engine(
            f"sqlite:///{path}" if path is not None else "sqlite://",
            poolclass=sa.pool.StaticPool,
            connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 30},
        )
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA synchronous=OFF")
                connection.exec_driver_sql("PRAGMA trusted_schema=OFF")
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # another process may be making the table too
                _METADATA.create_all(connection)
                connection.exec_driver_sql("PRAGMA user_version=1")  # writes: what cannot be written says so now
                connection.exec_driver_sql("COMMIT")
        except sa.exc.DatabaseError as error:
            raise self._failed(error) from error

    def change(self, key: str, alter: Callable[[Spent], Turn]) -> Turn:
        """Let `alter` change what is spent of `key` and give its answer; nobody else does so meanwhile.
        UsageError and Halted as above: nothing is changed then."""
        try:
            with self._lock, self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    found = self._changed(connection, key, alter)
                    connection.exec_driver_sql("COMMIT")
                except BaseException:
                    with suppress(sa.exc.DatabaseError):  # a disk that is full has ended it already
                        connection.exec_driver_sql("ROLLBACK")
                    raise
                return found
        except sa.exc.DatabaseError as error:
            raise self._failed(error) from error

    def _failed(self, error: sa.exc.DatabaseError) -> FlowcError:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest says more exactly where
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            return UsageError(f"{self._path} is not a file of request budgets: {error.orig}; delete it")
        return self._unwritable(str(error.orig))

    def _unwritable(self, why: str) -> Halted:
        hint = "Allow this user to write the file and its folder, and see to its disk; then run again"
        return Halted(f"the file of request budgets {self._path} cannot be written: {why}. {hint}")

    @staticmethod
    def _changed(connection: sa.Connection, key: str, alter: Callable[[Spent], Turn]) -> Turn:
        stored = connection.execute(sa.select(_TABLE.c.spent).where(_TABLE.c.key == key)).scalar()
        try:
            spent = msgspec.json.decode(stored, type=Spent) if stored else Spent()
        except msgspec.MsgspecError:
            spent = Spent()  # of another version: it is only a memory of the last minutes
        found = alter(spent)
        raw = msgspec.json.encode(spent)
        if raw != stored:
            statement = insert(_TABLE).values(key=key, spent=raw)
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"spent": raw}))
        return found

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()
