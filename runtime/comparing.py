"""A pass over a store that is older than the systems: what is equal is taken over, nothing is written.

Runs that the store knows nothing of may have made records and moved values. So a record without a link is no reason to
make one: it is linked with the one record on the other side that shows the same, and else listed.
"""

from __future__ import annotations

from collections import defaultdict

from .creating import Create
from .model import Side
from .passes import Plan
from .planned import Adopt, Entry
from .twins import content, is_whole
from .world import Group, World

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
        shows = content(world, group, create.side, source) if source is not None else ""
        found = twins[place].get(shows, []) if is_whole(shows) else []
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
            found[content(world, group, side, known)].append(key)
    return found
