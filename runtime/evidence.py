"""What a store proves after a pass: every in-scope record linked or explained, every View equal. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct, UnsetType

from .model import Binding, Flow, Side
from .reconcile import same
from .store import Store
from .sync import world_of
from .world import Group, Link, World

__all__ = ["PairEvidence", "evidence"]


class PairEvidence(Struct):
    """One pair: how many left records are in scope, linked, or held with a reason; what contradicts the document.

    `unexplained` lists records with neither link nor reason, `unequal` rows whose two sides differ without an
    open entry, as (left key, row).
    """

    pair: str
    title: str
    in_scope: int = 0
    linked: int = 0
    held: int = 0
    reasons: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    unequal: tuple[tuple[str, str], ...] = ()
    rows: int = 0

    @property
    def holds(self) -> bool:
        return not self.unexplained and not self.unequal


def evidence(flows: Iterable[Flow], store: Store, now: dt.datetime) -> dict[str, list[PairEvidence]]:
    """For each flow, its pairs' evidence, from what the last pass read. `now` is the present, for timed rows."""
    chosen = tuple(flows)
    world = world_of(store, [pair for flow in chosen for pair in flow.pairs], now)
    entries = {(entry.pair, entry.key): entry.reason for entry in store.entries() if not entry.row}
    excused = {(entry.pair, entry.key, entry.row) for entry in store.entries() if entry.row}
    return {
        flow.name: [
            _pair(world, world.groups[key], entries, excused) for key in sorted({pair.key for pair in flow.pairs})
        ]
        for flow in chosen
    }


def _pair(
    world: World, group: Group, entries: dict[tuple[str, str], str], excused: set[tuple[str, str, str]]
) -> PairEvidence:
    found = PairEvidence(group.key, group.first.title)
    unexplained, unequal, reasons = [], [], set()
    for key, _known in world.in_scope(group, Side.LEFT):
        found.in_scope += 1
        link = world.link_at(group.key, Side.LEFT, key)
        if link is not None:
            found.linked += 1
            unequal += _unequal(world, group, link, excused)
        elif (group.key, key) in entries:
            found.held += 1
            reasons.add(entries[group.key, key])
        else:
            unexplained.append(key)
    found.rows = sum(len(pair.rows) for pair in group.pairs)
    found.reasons = tuple(sorted(reasons))
    found.unexplained, found.unequal = tuple(unexplained), tuple(unequal)
    return found


def _unequal(
    world: World, group: Group, link: Link, excused: set[tuple[str, str, str]]
) -> list[tuple[str, str]]:
    left, right = world.known(link.left), world.known(link.right)
    if left is None or right is None:
        return [(link.left.key, "a record is gone")]
    found = []
    for pair in group.pairs:
        lefts, _ = world.canonical(pair, Side.LEFT, pair.left.view(left.record, world.now))
        rights, _ = world.canonical(pair, Side.RIGHT, pair.right.view(right.record, world.now))
        for row in pair.rows:
            one, other = lefts[row.name], rights[row.name]
            unknown = isinstance(one, UnsetType) or isinstance(other, UnsetType)
            excuse = (group.key, link.left.key, row.identity) in excused
            if row.binding is Binding.TWO_WAY and not unknown and not excuse and not same(one, other):
                found.append((link.left.key, row.identity))
    return found
