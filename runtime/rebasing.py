"""Rows whose conversion changed: what both sides show is taken as their base, and nothing is written (S-32).

What was edited since the link last looked cannot be told from what the new conversion makes of it, nor what waits
for something, was refused or took no part: it is held, unless both sides show the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from msgspec import UNSET

from .model import ObjectPair, Row, Side
from .planned import json_of
from .reconcile import same
from .store import LinkRow, Store
from .world import Group, Known, World

__all__ = ["rebase"]

_PORTION = 1000
_REASON = "its conversion changed, and a side was edited since the two were last equal"


def rebase(store: Store, groups: Mapping[str, Group], world: Callable[[], World]) -> dict[str, int]:
    """Re-base the rows with another conversion than in the last pass, each pair in one transaction; how many links have
    one, by pair. A row whose conversion was never noted is as it was."""
    counted: dict[str, int] = {}
    for key, group in groups.items():
        name = f"conversions:{key}"
        before: dict[str, str] = json.loads(store.note(name) or "{}")
        rows = {row.identity: (pair, row) for pair in group.pairs for row in pair.rows}
        now = before | {identity: row.conversion for identity, (_, row) in rows.items()}
        if now == before:
            continue
        changed = [found for identity, found in rows.items() if before.get(identity, now[identity]) != now[identity]]
        # as it is stored: a new row, say, makes the pair look at everything again, and that is no edit
        mark = store.marks(key).get("links")
        looked = mark.sequence if mark is not None else 0
        with store.transaction():
            every = store.every_link(key) if changed else iter(())
            said = {(entry.key, entry.row) for entry in store.entries(key, Side.LEFT.value)} if changed else set()
            while links := list(islice(every, _PORTION)):
                there = world()
                for link in links:
                    if link.state == "active":
                        for pair, row in changed:
                            is_open = bool({(link.left_key, ""), (link.left_key, row.identity)} & said)
                            _rebase(there, group, pair, row, link, looked, is_open)
                        store.save_link(link)
                        counted[key] = counted.get(key, 0) + 1
            store.set_note(name, json.dumps(now, sort_keys=True))
    return counted


def _rebase(
    world: World, group: Group, pair: ObjectPair, row: Row, link: LinkRow, looked: int, is_open: bool
) -> None:
    """Re-base a row of a link. `is_open`: something is said of it, so that an edit may never have got across."""
    identity = row.identity
    if identity not in link.left_base.keys() | link.followers.keys() | link.maybe.get("left", {}).keys():
        return
    looked = link.looked.get(identity, link.looked.get("", looked))
    shown: dict[Side, Any] = {}
    for side, key in ((Side.LEFT, link.left_key), (Side.RIGHT, link.right_key)):
        known = world.known(group.record_id(side, key))
        is_sure = known is not None and known.sequence <= looked and identity not in link.maybe.get(side.value, {})
        shown[side] = _shown(world, pair, side, known, row) if known is not None and is_sure else UNSET
    is_sure = UNSET not in shown.values() and not row.keyed and identity not in link.decided
    is_sure = is_sure and (not is_open or same(shown[Side.LEFT], shown[Side.RIGHT]))
    link.dirty = link.dirty or is_open  # what is said of it may be true no more
    target = row.binding.target
    if target is None:
        link.left_base.pop(identity, None)
        link.right_base.pop(identity, None)
        link.rewrites.pop(identity, None)
        if is_sure:
            link.left_base[identity], link.right_base[identity] = json_of(shown[Side.LEFT]), json_of(shown[Side.RIGHT])
        else:
            link.decided.setdefault(identity, {"hold": _REASON})
            link.dirty = True
    elif not link.followers.get(identity, {}).get("own"):
        link.followers.pop(identity, None)
        if is_sure:
            state = {"own": False, "source": json_of(shown[target.other]), "target": json_of(shown[target])}
            link.followers[identity] = state


def _shown(world: World, pair: ObjectPair, side: Side, known: Known, row: Row) -> Any:
    return world.shown(pair, side, known.record)[row.name]
