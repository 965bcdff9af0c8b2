"""A pass over a store that is older than the systems: what is equal is taken over, nothing is written.

Runs that the store knows nothing of may have made records and moved values. So a record without a link is no reason to
make one: it is linked with the one record on the other side that shows the same, and else listed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from msgspec import UNSET

from .creating import Create
from .model import Side
from .passes import Plan
from .planned import Adopt, Entry, json_of
from .world import Group, Known, World

__all__ = ["compared"]

_HELD = "the store is older than the systems: nothing is written until `flowc sync --go-on`"


def compared(plan: Plan, world: World) -> None:
    """Turn a plan into one that writes nothing: creates become links with what shows the same, or entries."""
    twins: dict[str, dict[str, list[str]]] = {}
    taken: set[tuple[str, str]] = set()
    for create in plan.creates:
        group = world.groups[create.pair]
        place = f"{create.pair} {create.side.value}"
        if place not in twins:
            twins[place] = _unlinked_by_content(world, group, create.side.other)
        source = world.known(create.source)
        found = twins[place].get(_content(world, group, create.side, source), []) if source is not None else []
        free = [key for key in found if (create.pair, key) not in taken]
        if len(free) == 1:
            taken.add((create.pair, free[0]))
            plan.adopts.append(_adopt(create, group, free[0]))
        else:
            reason = f"{len(free)} records show the same; {_HELD}" if free else _HELD
            plan.entries.append(Entry(create.pair, create.side, create.source.key, "", "held", reason))
    for update in plan.updates:
        for link in world.links_of[update.record]:
            if link.pair in world.groups:
                plan.entries.append(Entry(link.pair, Side.LEFT, link.left.key, "", "held", _HELD))
    plan.without({work.about for work in plan.works}, world)


def _adopt(create: Create, group: Group, key: str) -> Adopt:
    other = group.record_id(create.side.other, key)
    left, right = (create.source, other) if create.side is Side.LEFT else (other, create.source)
    return Adopt(create.pair, left, right, "shows the same, where the store is older than the systems")


def _unlinked_by_content(world: World, group: Group, side: Side) -> dict[str, list[str]]:
    """Keys of the records of one side without a link, by what they show."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, known in world.in_scope(group, side):
        if world.link_at(group.key, side, key) is None:
            found[_content(world, group, side, known)].append(key)
    return found


def _content(world: World, group: Group, side: Side, known: Known) -> str:
    """What a record shows in all rows of its pair, blanks left out, as text."""
    shown: dict[str, Any] = {}
    for pair in group.pairs:
        values, _ = world.canonical(pair, side, pair.side(side).view(known.record, world.now))
        for row in pair.rows:
            value = values[row.name]
            if value is not None and value is not UNSET and not row.keyed:
                shown[row.identity] = json_of(value)
    return msgspec.json.encode(shown, order="sorted").decode()
