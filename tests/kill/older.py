"""A state as an older flowc left it: the tables of schema 2, with what a present SQLite store holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["SCHEMA_2", "is_whole", "made_older"]

SCHEMA_2 = {
    "meta": "name VARCHAR PRIMARY KEY, value VARCHAR",
    "lease": "name VARCHAR PRIMARY KEY, owner VARCHAR NOT NULL, until VARCHAR NOT NULL",
    "cursor": "system VARCHAR, type VARCHAR, value VARCHAR NOT NULL, PRIMARY KEY (system, type)",
    "snapshot": "system VARCHAR, type VARCHAR, key VARCHAR, document BLOB NOT NULL, version VARCHAR NOT NULL, "
    "modified VARCHAR NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (system, type, key)",
    "mark": "pair VARCHAR, about VARCHAR, sequence INTEGER NOT NULL, meaning VARCHAR NOT NULL, "
    "existing INTEGER NOT NULL, released INTEGER NOT NULL, PRIMARY KEY (pair, about)",
    "link": "id INTEGER PRIMARY KEY AUTOINCREMENT, pair VARCHAR NOT NULL, left_key VARCHAR NOT NULL, "
    "right_key VARCHAR NOT NULL, generation INTEGER NOT NULL DEFAULT 1, state VARCHAR NOT NULL DEFAULT 'active', "
    "dirty INTEGER NOT NULL DEFAULT 0, left_base TEXT NOT NULL DEFAULT '{}', right_base TEXT NOT NULL DEFAULT '{}', "
    "followers TEXT NOT NULL DEFAULT '{}', UNIQUE (pair, left_key, generation), UNIQUE (pair, right_key, generation)",
    "intent": "id INTEGER PRIMARY KEY AUTOINCREMENT, run VARCHAR NOT NULL, action VARCHAR NOT NULL, "
    "system VARCHAR NOT NULL, type VARCHAR NOT NULL, key VARCHAR NOT NULL, pair VARCHAR NOT NULL, "
    "source_key VARCHAR NOT NULL, source_side VARCHAR NOT NULL, body TEXT NOT NULL, precondition VARCHAR NOT NULL, "
    "state VARCHAR NOT NULL, reason TEXT NOT NULL, at VARCHAR NOT NULL",
    "conflict": "id INTEGER PRIMARY KEY AUTOINCREMENT, run VARCHAR NOT NULL, link INTEGER NOT NULL REFERENCES link (id)"
    ", row VARCHAR NOT NULL, left_value TEXT NOT NULL, right_value TEXT NOT NULL, winner VARCHAR NOT NULL, "
    "at VARCHAR NOT NULL, UNIQUE (link, row, left_value, right_value, run)",
    "entry": "pair VARCHAR, side VARCHAR, key VARCHAR, row VARCHAR, kind VARCHAR NOT NULL, reason TEXT NOT NULL, "
    "run VARCHAR NOT NULL, PRIMARY KEY (pair, side, key, row)",
}


def made_older(path: Path) -> None:
    """Give a store the tables of schema 2, and remove what a migration left beside it."""
    for backup in path.parent.glob(f"{path.name}.schema-*.backup"):
        backup.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute("BEGIN")
        there = _tables(store)
        for table, columns in SCHEMA_2.items():
            store.execute(f"CREATE TABLE older_{table} ({columns})")
            names = sorted(_columns(store, table) & _columns(store, f"older_{table}"))
            chosen = ", ".join(names)
            store.execute(f"INSERT INTO older_{table} ({chosen}) SELECT {chosen} FROM {table}")
        for table in sorted(there - {"sqlite_sequence"}):
            store.execute(f"DROP TABLE {table}")
        for table in SCHEMA_2:
            store.execute(f"ALTER TABLE older_{table} RENAME TO {table}")
        store.execute("UPDATE meta SET value = '2' WHERE name = 'schema'")
        store.execute("COMMIT")


def is_whole(path: Path) -> bool:
    """Whether the tables are all of the schema that the store names: 2, or one with tables and columns of now."""
    with closing(sqlite3.connect(path)) as store:
        if "meta" not in _tables(store):
            return False
        schema = dict(store.execute("SELECT name, value FROM meta")).get("schema")
        tables = _tables(store) - {"sqlite_sequence"}
        is_old = tables == set(SCHEMA_2) and "left_type" not in _columns(store, "link")
        is_new = tables > set(SCHEMA_2) and "left_type" in _columns(store, "link")
        mixed = any(name.startswith("old") for name in tables)
        return not mixed and (is_old if schema == "2" else is_new)


def _tables(store: sqlite3.Connection) -> set[str]:
    return {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _columns(store: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in store.execute(f"PRAGMA table_info({table})")}
