"""The state between passes: what systems said, links with their bases, writes, and what a person is to know.

An SQLite file or a PostgreSQL database, chosen by flowc.toml's `state`. Every public method is one transaction (full
sync), or is called inside `transaction()`. Values from systems are only ever parameters. One store serves one set of
accounts, and refuses another; one writer at a time has its lease.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .driver import Driver, SqliteDriver, connect
from .erased import REMOVED, ErasedRecords
from .errors import UsageError
from .lease import Lease
from .migration import turn, upgrade
from .outbox import Settled
from .tables import (
    INDEXES,
    SCHEMA,
    TABLES,
    ConflictRow,
    DecisionRow,
    EntryRow,
    IntentRow,
    LinkRow,
    MarkRow,
    SnapshotRow,
)

__all__ = [
    "REMOVED",
    "ConflictRow",
    "DecisionRow",
    "EntryRow",
    "IntentRow",
    "LinkRow",
    "MarkRow",
    "Settled",
    "SnapshotRow",
    "Store",
]


class Store(ErasedRecords, Lease):
    """The state of one set of flows: a file, or the address of a PostgreSQL database."""

    def __init__(self, state: Path | str) -> None:
        self._start(connect(state))

    def _start(self, driver: Driver) -> None:
        super().__init__(driver)
        try:
            self._check_schema()
        except BaseException:
            driver.close()
            raise

    @classmethod
    def over(cls, driver: Driver) -> Store:
        """A store over a connection that is open already."""
        store = cls.__new__(cls)
        store._start(driver)
        return store

    @classmethod
    def memory(cls) -> Store:
        """A store that lives as long as the process: for simulations."""
        return cls.over(SqliteDriver(None))

    @property
    def place(self) -> str:
        """The store's name for people."""
        return self.driver.place

    def close(self) -> None:
        self.driver.close()

    def _check_schema(self) -> None:
        """Make the tables, or bring those of an older flowc up to date; refuse what a newer one made."""
        if self._schema() == str(SCHEMA):
            return
        with self.transaction():
            found = self._schema()  # somebody else may have made the tables meanwhile
            if found == str(SCHEMA):
                return
            if found is not None:
                upgrade(self, found)
                return
            for statement in (*definitions(self.driver), *INDEXES):
                self.driver.all(statement, {})
            self.set_note("schema", str(SCHEMA))

    def _schema(self) -> str | None:
        """The number of the tables there are; None where there are none."""
        return self.note("schema") if "meta" in self.driver.tables() else None

    # ---- accounts ----

    def check_accounts(self, accounts: Mapping[str, str]) -> None:
        """Refuse to mix accounts: a store made against one company is never used for another."""
        with self.transaction():
            for system, account in sorted(accounts.items()):
                known = self.note(f"account:{system}")
                if known is None:
                    self.set_note(f"account:{system}", account)
                elif known != account:
                    raise UsageError(
                        f"the store {self.place} was made for {system} at {known}, not {account}; "
                        "name another `state` in flowc.toml"
                    )

    # ---- the whole ----

    def turn(self, old: str, new: str) -> None:
        """What is stored of a pair becomes that of the same pair turned round (SEMANTICS section 1)."""
        with self.transaction():
            turn(self, old, new)

    def dump(self) -> dict[str, list[list[Any]]]:
        """Everything but cursors and the lease, as plain values in a canonical order: equal for equal histories."""
        found: dict[str, list[list[Any]]] = {}
        for table in TABLES:
            if table not in ("cursor", "lease"):
                # random, and of one store only; and a part of the lease
                own = " WHERE name NOT IN ('identity', 'lease:since')" if table == "meta" else ""
                rows = self._all(f"SELECT * FROM {table}{own}")
                plain = [[bytes(v).decode() if isinstance(v, bytes | memoryview) else v for v in row] for row in rows]
                found[table] = sorted(plain, key=json.dumps)
        return found


def definitions(driver: Driver) -> list[str]:
    """The statements that make the tables."""
    return [
        f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(columns)})".format_map(driver.words)
        for name, columns in TABLES.items()
    ]
