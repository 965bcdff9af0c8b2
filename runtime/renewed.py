"""A key that is used again: another record stands where a known one stood (S-30, F-35).

A link binds a record by its key and by what tells when the record was made (`ObjectType.created`). Where that differs,
the known record was deleted and a new one was made. The known one then moves aside, under a key that no system gives,
with its links and its history: its link becomes a tombstone like any other, and the new record is seen for the first
time. Where the old record comes back under its key, it moves back.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from . import wire
from .model import ObjectType, Snapshot, UnsetType
from .origins import instant

if TYPE_CHECKING:
    from .store import Store

__all__ = ["is_another", "is_aside", "renew"]

_NEAR = dt.timedelta(seconds=1)
"""Answers may give one moment with and without fractions."""


def is_another(kind: ObjectType, read: Snapshot, held: Snapshot) -> bool:
    """Whether what was read under a key was made at another time than what is held there. Not where either tells
    nothing."""
    if not kind.created or wire.at(read.document, kind.created) == wire.at(held.document, kind.created):
        return False
    one, other = _made(kind, read), _made(kind, held)
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return abs(one - other) > _NEAR
    return one is not None and other is not None and one != other


def is_aside(key: str) -> bool:
    """Whether this is the key of a record that moved aside."""
    return re.search(r" \(made [^()]+\)$", key) is not None


def renew(store: Store, kind: ObjectType, read: Snapshot) -> str:
    """Make room for what was read, if its key has another record: that one is deleted, and moves aside.

    A record that stood there before and is back finds its links again. Returns the key of what moved aside, or "".
    """
    held = store.snapshot(kind.system.name, kind.name, read.key)
    if held is None or not is_another(kind, read, held):
        return ""
    with store.transaction():
        aside = _aside(kind, held)
        while store.snapshot(kind.system.name, kind.name, aside) is not None:
            aside = f"{aside[:-1]}, again)"
        _move(store, kind, read.key, aside)
        store.set_gone(kind.system.name, kind.name, {aside: "deleted"})
        _look_again(store, kind, read.key)
        if store.snapshot(kind.system.name, kind.name, _aside(kind, read)) is not None:
            _move(store, kind, _aside(kind, read), read.key)
    return aside


def _look_again(store: Store, kind: ObjectType, key: str) -> None:
    """What refers to the key refers to another record now, though nothing about it changed."""
    for name, referring in store.referring(kind.system.name, kind.name, key):
        for link in store.links_of(kind.system.name, name, [referring]):
            link.dirty = True
            store.save_link(link)


def _made(kind: ObjectType, shown: Snapshot) -> Any:
    """What tells when a record was made; None where the answer says nothing of it."""
    prop = next((one for one in kind.properties if one.path == kind.created and one.within is None), None)
    if prop is None:
        value: Any = wire.at(shown.document, kind.created)
    else:
        value = getattr(wire.decode(kind, shown.document).record, prop.attribute)
    if isinstance(value, UnsetType) or value in (None, "") or str(value).startswith("0001-01-01"):
        return None
    stamp = instant(value.isoformat() if isinstance(value, dt.date) else str(value))
    return dt.datetime.fromisoformat(stamp) if stamp else value


def _aside(kind: ObjectType, shown: Snapshot) -> str:
    made = _made(kind, shown)
    text = made.isoformat(timespec="seconds") if isinstance(made, dt.datetime) else re.sub(r"[()]", "", str(made))
    return f"{shown.key} (made {text})"


def _move(store: Store, kind: ObjectType, key: str, to: str) -> None:
    """Keep under another key what is kept of a record. What it is looked up by follows its new Snapshot."""
    system, name = kind.system.name, kind.name
    values = {"system": system, "type": name, "place": f"{system}.{name}", "key": key, "to": to}
    for one in store.intents_of(system, name, key):
        if one.state in ("planned", "sent", "unknown"):  # as where a look-up finds nothing: no answer can come any more
            store.settle(one.id, "applied" if one.intent.action == "delete" else "rejected", "the record is gone")
    for table in ("snapshot", "earlier", "intent"):
        where = "system = :system AND type = :type AND key = :key"
        store.driver.all(f"UPDATE {table} SET key = :to WHERE {where}", values)
    for side in ("left", "right"):
        where = f"{side}_type = :place AND {side}_key = :key"
        store.driver.all(f"UPDATE link SET {side}_key = :to WHERE {where}", values)
    for one in store.creates_for(system, name, key):
        store.driver.all("UPDATE intent SET source_key = :to WHERE id = :id", {"to": to, "id": one.id})
    said = {(entry.pair, entry.side) for entry in store.entries_at(system, name, key)}
    for pair, side in sorted(said | store.decided_at(system, name, key)):
        for table in ("entry", "decision"):
            where = "pair = :pair AND side = :side AND key = :key"
            store.driver.all(f"UPDATE {table} SET key = :to WHERE {where}", values | {"pair": pair, "side": side})
