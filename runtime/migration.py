"""Stored state carried over: from the tables of an older flowc, and from a pair to the same pair turned round.

Both are called by the Store, inside its transaction.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from .tables import conflict_table, entry_table, intent_table, link_table, mark_table
from .turning import turned_row

__all__ = ["turn", "upgrade"]

_OTHER = {"left": "right", "right": "left"}
_FROM_1 = (
    "ALTER TABLE mark RENAME TO mark_1",
    "CREATE TABLE mark (pair VARCHAR NOT NULL, about VARCHAR NOT NULL, sequence INTEGER NOT NULL, "
    "meaning VARCHAR NOT NULL, existing INTEGER NOT NULL, released INTEGER NOT NULL, PRIMARY KEY (pair, about))",
    # links are looked at once more: what they meant was written down together with the creation rule
    "INSERT INTO mark SELECT pair, 'left', sequence, meaning, first_right, released FROM mark_1",
    "DROP TABLE mark_1",
    "ALTER TABLE intent ADD COLUMN source_side VARCHAR NOT NULL DEFAULT ''",
    "UPDATE intent SET source_side = 'left' WHERE action = 'create'",
)
_STEPS = {"1": _FROM_1}


def upgrade(connection: Connection, found: str) -> bool:
    """Bring tables of an older schema up to date. False if nothing is known of that schema."""
    for statement in _STEPS.get(found, ()):
        connection.execute(sa.text(statement))
    return found in _STEPS


# ---- a pair turned round ------------------------------------------------------------------------


def turn(connection: Connection, old: str, new: str) -> None:
    """Make what is stored under the pair `old` part of the pair `new`, whose left is the right of `old`.

    A link stays where it is if one of its records has a link in `new` already, and so does what is said of it.
    """
    moved, kept = _turn_links(connection, old, new)
    _turn_entries(connection, old, new, moved, kept)
    _turn_marks(connection, old, new)
    side = intent_table.c.source_side
    turned = sa.case(_OTHER, value=side, else_=side)
    where = intent_table.c.pair == old
    connection.execute(sa.update(intent_table).where(where).values(pair=new, source_side=turned))


def _turn_links(connection: Connection, old: str, new: str) -> tuple[dict[str, str], set[str]]:
    """Move the links. Returns the right key by left key of those that moved, and the left keys of those that stay."""
    table = link_table
    taken = connection.execute(sa.select(table).where(table.c.pair == new)).all()
    lefts = {(row.left_key, row.generation) for row in taken}
    rights = {(row.right_key, row.generation) for row in taken}
    moved: dict[str, str] = {}
    kept: set[str] = set()
    for row in connection.execute(sa.select(table).where(table.c.pair == old)).all():
        if (row.right_key, row.generation) in lefts or (row.left_key, row.generation) in rights:
            kept.add(row.left_key)
            continue
        values = {
            "pair": new,
            "left_key": row.right_key,
            "right_key": row.left_key,
            "left_base": _renamed(row.right_base),
            "right_base": _renamed(row.left_base),
            "followers": _renamed(row.followers),
        }
        connection.execute(sa.update(table).where(table.c.id == row.id).values(**values))
        _turn_conflicts(connection, row.id)
        moved[row.left_key] = row.right_key
    return moved, kept


def _turn_conflicts(connection: Connection, link: int) -> None:
    where = conflict_table.c.link == link
    rows = connection.execute(sa.select(conflict_table).where(where)).all()
    # all at once: two conflicts of one row may be each other's mirror image
    connection.execute(sa.delete(conflict_table).where(where))
    for row in rows:
        values = {
            **row._mapping,
            "row": turned_row(row.row),
            "left_value": row.right_value,
            "right_value": row.left_value,
            "winner": _OTHER.get(row.winner, row.winner),
        }
        connection.execute(sa.insert(conflict_table).values(**values))


def _turn_entries(connection: Connection, old: str, new: str, moved: dict[str, str], kept: set[str]) -> None:
    """What is said of a link is kept under its left key; of an unlinked record, under its own side and key."""
    where = entry_table.c.pair == old
    for row in connection.execute(sa.select(entry_table).where(where)).all():
        if row.side == "left" and row.key in kept:
            continue
        side, key = _OTHER[row.side], row.key
        if row.side == "left" and row.key in moved:
            side, key = "left", moved[row.key]
        values = {**row._mapping, "pair": new, "side": side, "key": key, "row": turned_row(row.row)}
        named = {column.name: getattr(row, column.name) for column in entry_table.primary_key.columns}
        this = sa.and_(*(entry_table.c[name] == value for name, value in named.items()))
        connection.execute(sa.delete(entry_table).where(this))
        connection.execute(insert(entry_table).values(**values).on_conflict_do_nothing())


def _turn_marks(connection: Connection, old: str, new: str) -> None:
    where = mark_table.c.pair == old
    for row in connection.execute(sa.select(mark_table).where(where)).all():
        values = {**row._mapping, "pair": new, "about": _OTHER.get(row.about, row.about)}
        connection.execute(insert(mark_table).values(**values).on_conflict_do_nothing())
    connection.execute(sa.delete(mark_table).where(where))


def _renamed(stored: str) -> str:
    """Bases or followers, which are JSON by row identity, under the turned identities."""
    values: dict[str, Any] = json.loads(stored)
    turned = {turned_row(identity): value for identity, value in values.items()}
    return json.dumps(turned, sort_keys=True, ensure_ascii=False)
