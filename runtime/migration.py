"""Stored state carried over: from the tables of an older flowc, and from a pair to the same pair turned round.

Both are called by the Store. An older state is backed up first, and changed in one transaction: old or new, never both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .errors import UsageError
from .linked import LinkedRecords
from .points import point
from .state import json_text
from .tables import INDEXES, SCHEMA, TABLES
from .turning import ends_of, turned_row

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
_KNOWN = ("1", "2")
_NEITHER = "no flowc made that: restore a backup of it, or name another `state` in flowc.toml"


def upgrade(store: LinkedRecords, found: str) -> None:
    """Bring tables of an older schema up to date, in the transaction that looked at its number.

    UsageError where nothing is known of that schema, Halted where no backup can be made: nothing is changed then.
    """
    if found not in _KNOWN:
        newer = found.isdigit() and int(found) > SCHEMA
        hint = "a newer flowc made it: run that one, or name another `state` in flowc.toml" if newer else _NEITHER
        raise UsageError(f"{store.driver.place} has schema {found}; this flowc reads schema {SCHEMA}; {hint}")
    store.driver.back_up(f"schema-{found}.backup")
    point("migrate.before")
    if found == "1":
        for statement in _FROM_1:
            store.driver.all(statement, {})
    _made_anew(store)
    store.set_note("schema", str(SCHEMA))


def _made_anew(store: LinkedRecords) -> None:
    """Every table as it is defined now, with the rows of the one before."""
    driver = store.driver
    there = driver.tables()
    old = [name for name in TABLES if name in there]
    columns = {name: driver.columns(name) for name in old}
    for name in old:
        driver.all(f"ALTER TABLE {name} RENAME TO old_{name}", {})
    for name, defined in TABLES.items():
        driver.all(f"CREATE TABLE {name} ({', '.join(defined)})".format_map(driver.words), {})
    point("migrate.inside")
    for name in old:
        kept = [column for column in columns[name] if column in driver.columns(name)]
        names = ", ".join(kept)
        added = {"link": ", left_type, right_type", "lease": ""}.get(name, "")
        given = ", '', ''" if name == "link" else ""
        driver.all(f"INSERT INTO {name} ({names}{added}) SELECT {names}{given} FROM old_{name}", {})
    for (pair,) in driver.all("SELECT DISTINCT pair FROM link", {}):
        left, right = ends_of(pair)
        driver.all(
            "UPDATE link SET left_type = :left, right_type = :right WHERE pair = :pair",
            {"left": left, "right": right, "pair": pair},
        )
    for name in reversed(old):
        driver.all(f"DROP TABLE old_{name}", {})
    for statement in INDEXES:
        driver.all(statement, {})
    rows = driver.all("SELECT system, type, max(sequence) FROM snapshot GROUP BY system, type", {})
    for system, kind, newest in rows:
        store.set_note(f"newest:{system} {kind}", str(newest))


# ---- a pair turned round ------------------------------------------------------------------------


def turn(store: LinkedRecords, old: str, new: str) -> None:
    """Make what is stored under the pair `old` part of the pair `new`, whose left is the right of `old`.

    A link stays where it is if one of its records has a link in `new` already, and so does what is said of it.
    """
    marks = store.marks(old)
    if not marks and not store.links(old):
        return
    moved, kept = _turn_links(store, old, new)
    _turn_entries(store, old, new, moved, kept)
    _turn_marks(store, old, new)
    driver, ends = store.driver, {"old": old, "new": new}
    turned = "CASE {0} WHEN 'left' THEN 'right' WHEN 'right' THEN 'left' ELSE {0} END"
    driver.all(f"UPDATE intent SET pair = :new, source_side = {turned.format('source_side')} WHERE pair = :old", ends)
    driver.all(f"UPDATE decision SET pair = :new, side = {turned.format('side')} WHERE pair = :old", ends)
    # what records are looked up by is made anew, since the alternatives of a match table may be numbered otherwise
    for key in (old, new):
        driver.all("DELETE FROM match_value WHERE pair = :pair", {"pair": key})
        store.set_note(f"matched:{key}", "")


def _turn_links(store: LinkedRecords, old: str, new: str) -> tuple[dict[str, str], set[str]]:
    """Move the links. Returns the right key by left key of those that moved, and the left keys of those that stay."""
    left_type, right_type = ends_of(new)
    taken = [link for link in store.links(new) if link.state != "ended"]
    lefts, rights = {link.left_key for link in taken}, {link.right_key for link in taken}
    moved: dict[str, str] = {}
    kept: set[str] = set()
    for link in store.links(old):
        if link.state != "ended" and (link.right_key in lefts or link.left_key in rights):
            kept.add(link.left_key)
            continue
        store.driver.all(
            "UPDATE link SET pair = :pair, left_type = :left_type, right_type = :right_type, left_key = :left, "
            "right_key = :right, left_base = :left_base, right_base = :right_base, followers = :followers, "
            "decided = :decided, maybe = :maybe, rewrites = :rewrites, looked = '{}' WHERE id = :id",
            {
                "id": link.id,
                "pair": new,
                "left_type": left_type,
                "right_type": right_type,
                "left": link.right_key,
                "right": link.left_key,
                "left_base": _renamed(link.right_base),
                "right_base": _renamed(link.left_base),
                "followers": _renamed(link.followers),
                "decided": _renamed(link.decided),
                "maybe": json_text({_OTHER.get(side, side): _names(rows) for side, rows in link.maybe.items()}),
                "rewrites": _renamed(link.rewrites),
            },
        )
        _turn_conflicts(store, link.id)
        moved[link.left_key] = link.right_key
    return moved, kept


def _turn_conflicts(store: LinkedRecords, link: int) -> None:
    named = "id, run, link, row, left_value, right_value, winner, rule, close, at"
    rows = store.driver.all(f"SELECT {named} FROM conflict WHERE link = :link", {"link": link})
    # all at once: two conflicts of one row may be each other's mirror image
    store.driver.all("DELETE FROM conflict WHERE link = :link", {"link": link})
    for ident, run, _, row, left, right, winner, rule, close, at in rows:
        store.driver.all(
            f"INSERT INTO conflict ({named}) VALUES "
            "(:id, :run, :link, :row, :left, :right, :winner, :rule, :close, :at)",
            {
                "id": ident,
                "run": run,
                "link": link,
                "row": turned_row(row),
                "left": right,
                "right": left,
                "winner": _OTHER.get(winner, winner),
                "rule": _OTHER.get(rule, rule),
                "close": close,
                "at": at,
            },
        )


def _turn_entries(store: LinkedRecords, old: str, new: str, moved: Mapping[str, str], kept: set[str]) -> None:
    """What is said of a link is kept under its left key; of an unlinked record, under its own side and key."""
    named = "pair, side, key, row, kind, reason, evidence, run"
    for row in store.driver.all(f"SELECT {named} FROM entry WHERE pair = :old", {"old": old}):
        _, side, key, place, kind, reason, evidence, run = row
        if side == "left" and key in kept:
            continue
        store.driver.all(
            "DELETE FROM entry WHERE pair = :pair AND side = :side AND key = :key AND row = :row",
            {"pair": old, "side": side, "key": key, "row": place},
        )
        side, key = ("left", moved[key]) if side == "left" and key in moved else (_OTHER[side], key)
        store.driver.all(
            f"INSERT INTO entry ({named}) VALUES (:pair, :side, :key, :row, :kind, :reason, :evidence, :run) "
            "ON CONFLICT DO NOTHING",
            {
                "pair": new,
                "side": side,
                "key": key,
                "row": turned_row(place),
                "kind": kind,
                "reason": reason,
                "evidence": evidence,
                "run": run,
            },
        )


def _turn_marks(store: LinkedRecords, old: str, new: str) -> None:
    there = store.marks(new)
    for mark in store.marks(old).values():
        about = _OTHER.get(mark.about, mark.about)
        if about not in there:
            store.driver.all(
                "UPDATE mark SET pair = :new, about = :about WHERE pair = :old AND about = :before",
                {"new": new, "about": f"{about} turned", "old": old, "before": mark.about},
            )
    store.driver.all("DELETE FROM mark WHERE pair = :old", {"old": old})
    store.driver.all("UPDATE mark SET about = replace(about, ' turned', '') WHERE pair = :new", {"new": new})


def _names(values: Mapping[str, Any]) -> dict[str, Any]:
    return {turned_row(identity): value for identity, value in values.items()}


def _renamed(values: Mapping[str, Any]) -> str:
    """What is remembered by row identity, under the turned identities."""
    return json.dumps(_names(values), sort_keys=True)
