"""What a store proves after a pass: every in-scope record linked or explained, every View equal. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct, UnsetType

from .conditions import holds
from .lines import comparable
from .model import Binding, Flow, Side
from .reconcile import same
from .store import EntryRow, Store
from .sync import world_of
from .world import Group, Link, World

__all__ = ["PairEvidence", "evidence"]


class PairEvidence(Struct):
    """One section: how many records of its `side` of the pair are in scope, linked, or held with a reason; what
    contradicts the document. The side is the right for a section that mirrors another one's pair.

    `unexplained` lists records with neither link nor reason, `unequal` rows whose two sides differ without an
    open entry, as (left key, row).
    """

    pair: str
    title: str
    side: str = "left"
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
    """For each flow, the evidence of its pairs and mirrors, from what the last pass read. `now` is for timed rows."""
    chosen = tuple(flows)
    mirrors = [mirror for flow in chosen for mirror in flow.mirrors]
    world = world_of(store, [pair for flow in chosen for pair in flow.pairs], now, mirrors)
    look = _Look(world, store.entries())
    found: dict[str, list[PairEvidence]] = {}
    for flow in chosen:
        keys = sorted({pair.key for pair in flow.pairs})
        found[flow.name] = [look.at(key, Side.LEFT, world.groups[key].first.title) for key in keys]
        titles = {mirror.pair.key: mirror.title for mirror in flow.mirrors}
        found[flow.name] += [look.at(key, Side.RIGHT, title) for key, title in sorted(titles.items())]
    return found


class _Look:
    """What is known and what was said of it; each link's rows are compared in the first section that has it."""

    def __init__(self, world: World, entries: Iterable[EntryRow]) -> None:
        self._world = world
        said = tuple(entries)
        self._reasons = {(entry.pair, entry.side, entry.key): entry.reason for entry in said if not entry.row}
        self._excused = {(entry.pair, entry.key, entry.row) for entry in said if entry.row}
        self._compared: set[int] = set()

    def at(self, key: str, side: Side, title: str) -> PairEvidence:
        """One section, from the side that it makes records for."""
        group = self._world.groups[key]
        found = PairEvidence(key, title, side.value)
        unexplained, unequal, reasons = [], [], set()
        for own, _known in self._world.in_scope(group, side):
            found.in_scope += 1
            link = self._world.link_at(key, side, own)
            if link is not None:
                found.linked += 1
                if link.id not in self._compared:
                    self._compared.add(link.id)
                    unequal += _unequal(self._world, group, link, self._excused)
            elif (key, side.value, own) in self._reasons:
                found.held += 1
                reasons.add(self._reasons[key, side.value, own])
            else:
                unexplained.append(own)
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
        lefts = world.shown(pair, Side.LEFT, left.record)
        rights = world.shown(pair, Side.RIGHT, right.record)
        for row in pair.rows:
            one, other = lefts[row.name], rights[row.name]
            if row.keyed:
                one, other = comparable(one, other)
            unknown = isinstance(one, UnsetType) or isinstance(other, UnsetType)
            excuse = (group.key, link.left.key, row.identity) in excused or not holds(row, left.record, right.record)
            if row.binding is Binding.TWO_WAY and not unknown and not excuse and not same(one, other):
                found.append((link.left.key, row.identity))
    return found
