"""The state between passes: what systems said, links with their bases, writes, and what a person is to know.

An SQLite file or a PostgreSQL database, chosen by flowc.toml's `state`. Every public method is one transaction (full
sync), or is called inside `transaction()`. Values from systems are only ever parameters. One store serves one set of
accounts, and refuses another; one writer at a time has its lease.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .driver import Driver, SqliteDriver, connect
from .errors import Busy, Halted, UsageError
from .linked import LinkedRecords
from .migration import turn, upgrade
from .outbox import Outbox, Settled
from .seen import SeenRecords
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

LEASE_SECONDS = 600


class Store(SeenRecords, LinkedRecords, Outbox):
    """The state of one set of flows: a file, or the address of a PostgreSQL database."""

    def __init__(self, state: Path | str) -> None:
        self._start(connect(state))

    def _start(self, driver: Driver) -> None:
        super().__init__(driver)
        self._owner = ""
        try:
            self._check_schema()
        except BaseException:
            driver.close()
            raise

    @classmethod
    def memory(cls) -> Store:
        """A store that lives as long as the process: for simulations."""
        store = cls.__new__(cls)
        store._start(SqliteDriver(None))
        return store

    @property
    def place(self) -> str:
        """The store's name for people."""
        return self.driver.place

    def close(self) -> None:
        self.driver.close()

    def _check_schema(self) -> None:
        """Make the tables, or bring those of an older flowc up to date; refuse what a newer one made."""
        found = self.note("schema") if "meta" in self.driver.tables() else None
        if found not in (None, str(SCHEMA)):
            upgrade(self, found)
        if found is None and self.driver.tables() & {"link", "intent", "snapshot"}:
            raise UsageError(f"{self.place} is not a store of flowc: it has tables of another program")
        if found == str(SCHEMA):
            return
        with self.transaction():
            for statement in (*definitions(self.driver), *INDEXES):
                self.driver.all(statement, {})
            self.set_note("schema", str(SCHEMA))

    # ---- accounts, lease ----

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

    def acquire(self, owner: str, now: dt.datetime) -> None:
        """Take or renew the lease of the one writer; Busy if somebody else holds it.

        From now on every transaction of this Store checks that the lease is still `owner`'s (S-24). `owner` ends in
        `@host:pid`: the lease of a process of this machine that is no more is free at once.
        """
        until = (now + dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
        self._owner = ""
        with self.transaction():
            # a row that is not there yet cannot be locked, and two processes would both take the lease
            self._write(
                "INSERT INTO lease (name, owner, until, number) VALUES ('sync', '', '', 0) ON CONFLICT DO NOTHING"
            )
            rows = self._all(f"SELECT owner, until, number FROM lease WHERE name = 'sync'{self.driver.locked}")
            holder, ends, number = rows[0]
            if holder != owner and ends > now.isoformat() and not _is_dead(holder):
                raise Busy(f"another sync ({_who(holder)}) is running on {self.place}; its lease ends at {ends}")
            number += holder != owner
            self._write(
                "UPDATE lease SET owner = :owner, until = :until, number = :number WHERE name = 'sync'",
                owner=owner,
                until=until,
                number=number,
            )
        self._owner = owner

    def renew(self, now: dt.datetime) -> None:
        """Hold the lease for longer; Halted if it was taken over."""
        until = (now + dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
        statement = "UPDATE lease SET until = :until WHERE name = 'sync' AND owner = :owner"
        self._write(statement, until=until, owner=self._owner)

    def release(self, owner: str) -> None:
        """Give the lease back. Its number stays: it only grows, so no two holders ever have the same."""
        self._owner = ""
        self._write("UPDATE lease SET owner = '', until = '' WHERE name = 'sync' AND owner = :owner", owner=owner)

    def _begun(self) -> None:
        """Halted in a transaction of a writer whose lease was taken over: it cannot commit or send any more."""
        if self._owner:
            rows = self._all(f"SELECT owner FROM lease WHERE name = 'sync'{self.driver.locked}")
            if not rows or rows[0][0] != self._owner:
                raise Halted(f"the lease on {self.place} was taken over; nothing more is sent")

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
                own = " WHERE name <> 'identity'" if table == "meta" else ""  # random, and of one store only
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


def _who(owner: str) -> str:
    """The lease's owner, `run since instant@host:pid`, for people."""
    what, at, place = owner.rpartition("@")
    if not at:
        return owner
    host, _, pid = place.rpartition(":")
    run, _, since = what.partition(" since ")
    return f"process {pid} on {host}, run {run}" + (f", since {since}" if since else "")


def _is_dead(owner: str) -> bool:
    """Whether the lease's owner was a process of this machine that has ended."""
    host, _, pid = owner.rpartition("@")[2].rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
