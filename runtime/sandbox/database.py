"""Customerp as a database: an SQLite file with the schema of `specs/databases`, and a side door as any sandbox system.

There is no server to ask: whoever has the file works in it. People work through the side door, and what others did is
told from the change table. So `requests` shows each change of a record or of one of its lines that the side door did
not make, as a write; reads leave no trace in a file and are not counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from runtime.sandbox.rest import Customerp
from runtime.sandbox.world import Document, Record, RequestLog, SandboxServer, Table, Way, deep_merge, instant

SCHEMA = Path(__file__).resolve().parents[2] / "specs" / "databases" / "customerp-sqlite.sql"
LINES = {"orders": ("order_lines", "order_id"), "quotes": ("quote_lines", "quote_id")}
GIVEN = ("id", "revision", "modified")


class ChangeLog(RequestLog):
    """The changes that somebody else made, since they were last forgotten."""

    def __init__(self, server: CustomerpDatabase) -> None:
        self._server = server
        super().__init__()

    @property
    def entries(self) -> list[Document]:
        """One entry for each change, oldest first."""
        self._kept += self._server.foreign_changes()
        return self._kept

    @entries.setter
    def entries(self, entries: list[Document]) -> None:
        self._kept = entries


class CustomerpDatabase(SandboxServer):
    """The home-made ERP in a file. `path` must not be there yet."""

    name = "customerp"
    kinds = Customerp.kinds

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path.resolve()
        self.place = f"sqlite:///{self.path}"
        self._told = 0
        self._own: set[int] = set()
        self.path.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(f"BEGIN; {SCHEMA.read_text()} COMMIT")
        self.log = ChangeLog(self)

    def routes(self) -> list[Way]:
        """Nothing is offered over HTTP."""
        return []

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """The database itself gives keys and defaults."""
        raise NotImplementedError(kind)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """What the side door does in the file, noted as its own."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
            before = _last(connection)
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            self._own |= set(range(before + 1, _last(connection) + 1))
            connection.execute("COMMIT")

    def foreign_changes(self) -> list[Document]:
        """Changes since the last call that the side door did not make."""
        with self.lock, self._transaction() as connection:
            rows = connection.execute("SELECT id, type, key FROM flowc_change WHERE id > ?", (self._told,)).fetchall()
        self._told = max([self._told, *(row["id"] for row in rows)])
        at = instant(datetime.now(UTC))
        seen = {"method": "CHANGE", "query": {}, "status": 200, "write": True, "at": at}
        return [seen | {"path": f"/{row['type']}/{row['key']}"} for row in rows if row["id"] not in self._own]

    # ---- the side door ----

    def table(self, kind: str) -> Table | None:
        """The records of a kind as they are now."""
        if kind not in self.kinds:
            return None
        found = Table(self.clock)
        with self.lock, self._transaction() as connection:
            for row in connection.execute(f"SELECT * FROM {kind} ORDER BY id"):  # a name of `kinds`, nothing else
                found.insert(str(row["id"]), self._document(connection, kind, row))
        return found

    def insert(self, kind: str, document: Document) -> Record:
        """A new record, as a person types it in."""
        if kind not in self.kinds:
            raise KeyError(kind)
        with self.lock, self._transaction() as connection:
            values, lines = _columns(kind, document)
            key = _insert(connection, kind, values)
            self._set_lines(connection, kind, key, lines)
        return self._record(kind, str(key))

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """Merge changes into a record; lines are replaced by those that are told, and with an `id` stay themselves."""
        before = self._record(kind, key).document
        values, lines = _columns(kind, deep_merge(before, changes))
        was, _ = _columns(kind, before)
        with self.lock, self._transaction() as connection:
            changed = {name: value for name, value in values.items() if value != was.get(name)}
            if changed:
                sets = ", ".join(f'"{name}" = ?' for name in changed)
                connection.execute(f"UPDATE {kind} SET {sets} WHERE id = ?", (*changed.values(), key))
            if "lines" in changes:
                self._set_lines(connection, kind, int(key), lines)
        return self._record(kind, key)

    def remove(self, kind: str, key: str) -> bool:
        """Delete a record with its lines; tells whether there was one."""
        with self.lock, self._transaction() as connection:
            return connection.execute(f"DELETE FROM {kind} WHERE id = ?", (key,)).rowcount > 0

    def _record(self, kind: str, key: str) -> Record:
        table = self.table(kind)
        record = table.get(key) if table else None
        if record is None:
            raise KeyError(key)
        return record

    def _set_lines(self, connection: sqlite3.Connection, kind: str, key: int, lines: list[Document]) -> None:
        if kind not in LINES:
            return
        table, parent = LINES[kind]
        kept = [line["id"] for line in lines if "id" in line]
        marks = ", ".join("?" * len(kept))
        connection.execute(f"DELETE FROM {table} WHERE {parent} = ? AND id NOT IN ({marks})", (key, *kept))
        for line in lines:
            values = {name: _stored(value) for name, value in line.items() if name != "id"}
            if "id" in line:
                sets = ", ".join(f'"{name}" = ?' for name in values)
                connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), line["id"]))
            else:
                _insert(connection, table, {parent: key} | values)

    def _document(self, connection: sqlite3.Connection, kind: str, row: sqlite3.Row) -> Document:
        shape = Customerp.shapes[kind].fields
        document: Document = {name: row[name] for name in GIVEN}
        document |= _shown(shape, row, "")
        if kind in LINES:
            table, parent = LINES[kind]
            lines = connection.execute(f"SELECT * FROM {table} WHERE {parent} = ? ORDER BY id", (row["id"],))
            document["lines"] = [{"id": line["id"]} | _shown(shape["lines"][0], line, "") for line in lines]
        return document


def _last(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM flowc_change").fetchone()[0])


def _insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    done = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
    return int(done.lastrowid or 0)


def _columns(kind: str, document: Document) -> tuple[dict[str, Any], list[Document]]:
    """A document as values by column, and its lines. Only what the ERP has: names are never taken from elsewhere."""
    values: dict[str, Any] = {}
    for name, shape in Customerp.shapes[kind].fields.items():
        if isinstance(shape, dict) and isinstance(document.get(name), dict):
            values |= {f"{name}.{part}": _stored(document[name][part]) for part in shape if part in document[name]}
        elif isinstance(shape, str) and name in document:
            values[name] = _stored(document[name])
    return values, list(document.get("lines") or [])


def _stored(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


def _shown(shape: Mapping[str, Any], row: sqlite3.Row, prefix: str) -> Document:
    shown: Document = {}
    for name, field in shape.items():
        if isinstance(field, dict):
            shown[name] = _shown(field, row, f"{prefix}{name}.")
        elif isinstance(field, str):
            value = row[f"{prefix}{name}"]
            number = field == "number" and value is not None
            shown[name] = Decimal(value) if number else bool(value) if field == "flag" else value
    return shown
