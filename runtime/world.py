"""What the engine knows while it plans: records as last seen, links, and the pairs between them. No I/O."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import wire
from .model import CreationRule, Mirror, ObjectPair, ObjectType, Record, Reference, Side, Snapshot, View
from .reconcile import Origin
from .turning import turned_pair

__all__ = ["Group", "Known", "Link", "RecordId", "Waiting", "World", "instant", "origin_of"]


class RecordId(NamedTuple):
    """A record, by resolved names and its key as text."""

    system: str
    type: str
    key: str


class Known(Struct, frozen=True):
    """A Snapshot, read as a Record."""

    snapshot: Snapshot
    record: Record
    unreadable: tuple[str, ...]
    sequence: int


class Link(Struct, kw_only=True):
    """An active link, with its bases as plain JSON values by row identity.

    `decided` is by row what a person chose, {"value", "side"}, or a hold that is open, {"hold": why}. `maybe` is by
    side and row what updates were to write whose outcome is unknown. `rewrites` is by row what `Written` keeps.
    """

    id: int
    pair: str
    left: RecordId
    right: RecordId
    dirty: bool = False
    left_base: dict[str, Any] = {}
    right_base: dict[str, Any] = {}
    followers: dict[str, Any] = {}
    decided: dict[str, Any] = {}
    maybe: dict[str, Any] = {}
    rewrites: dict[str, Any] = {}

    def end(self, side: Side) -> RecordId:
        return self.left if side is Side.LEFT else self.right

    def base(self, side: Side) -> dict[str, Any]:
        return self.left_base if side is Side.LEFT else self.right_base


class Group(Struct, frozen=True):
    """The sections that share one set of links: pairs with equal types and facets.

    `from_left` are the rules of the sections that say when a left record gets a right one, `from_right` those of
    their mirrors. A side has no rules where no flow that is run speaks of it: then nothing is made from that side.
    """

    key: str
    pairs: tuple[ObjectPair, ...]
    from_left: tuple[CreationRule, ...] = ()
    from_right: tuple[CreationRule, ...] = ()

    @property
    def first(self) -> ObjectPair:
        return self.pairs[0]

    def rules(self, source: Side) -> tuple[CreationRule, ...]:
        """The creation rules for records of this side."""
        return self.from_left if source is Side.LEFT else self.from_right

    def missing(self, source: Side) -> set[str]:
        """Required properties of the other side that no section of the group gives a value."""
        # all left sections' rows count, also those of a flow that is not run: they are in the patches too
        rules = [pair.rule for pair in self.pairs] if source is Side.LEFT else self.from_right
        return set.intersection(*(set(rule.missing) for rule in rules)) if rules else set()

    def seen_from(self, source: Side) -> str:
        """The key as it reads from one side: that side's type first."""
        return self.key if source is Side.LEFT else turned_pair(self.key)

    def type(self, side: Side) -> ObjectType:
        return self.first.side(side).type

    def record_id(self, side: Side, key: str) -> RecordId:
        kind = self.type(side)
        return RecordId(kind.system.name, kind.name, key)

    def in_scope(self, side: Side, document: dict[str, Any]) -> bool:
        return wire.in_facet(self.first.side(side).facet, document)


class Waiting(Struct, frozen=True):
    """A reference that no link answers yet: the record it points to, as far as it is known."""

    targets: tuple[RecordId, ...]


class World:
    """Records, links and groups, with the look-ups planning needs. `now` is the instant the pass began.

    `pairs` are those of the flows that are run, `mirrors` the sections of these flows that speak of a pair from its
    right. A pair that only a mirror brings keeps its rows and loses its own rule (SEMANTICS section 1).
    """

    def __init__(self, pairs: Iterable[ObjectPair], now: dt.datetime, mirrors: Iterable[Mirror] = ()) -> None:
        self.now = now
        self.groups = _grouped(tuple(pairs), tuple(mirrors))
        self.types = {
            (group.type(side).system.name, group.type(side).name): group.type(side)
            for group in self.groups.values()
            for side in Side
        }
        self.records: dict[tuple[str, str], dict[str, Known]] = defaultdict(dict)
        self.by_left: dict[str, dict[str, Link]] = defaultdict(dict)
        self.by_right: dict[str, dict[str, Link]] = defaultdict(dict)
        self.links_of: dict[RecordId, list[Link]] = defaultdict(list)
        self._ends: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {}

    # ---- records ----

    def learn(self, object_type: ObjectType, snapshot: Snapshot, sequence: int) -> None:
        """Remember what a system said last."""
        self.types[object_type.system.name, object_type.name] = object_type
        decoded = wire.decode(object_type, snapshot.document)
        known = Known(snapshot, decoded.record, decoded.unreadable, sequence)
        self.records[object_type.system.name, object_type.name][snapshot.key] = known

    def known(self, record: RecordId) -> Known | None:
        return self.records[record.system, record.type].get(record.key)

    def earlier(self, record: RecordId, pair: str) -> tuple[Record, ...]:
        """What the record was since the pair last looked, oldest first, without what it is now."""
        return ()

    def in_scope(self, group: Group, side: Side) -> Iterator[tuple[str, Known]]:
        """The records of one side of a group, by key."""
        kind = group.type(side)
        for key, known in sorted(self.records[kind.system.name, kind.name].items()):
            if group.in_scope(side, known.snapshot.document):
                yield key, known

    # ---- links ----

    def add_link(self, link: Link) -> None:
        self.by_left[link.pair][link.left.key] = link
        self.by_right[link.pair][link.right.key] = link
        self.links_of[link.left].append(link)
        self.links_of[link.right].append(link)

    def link_at(self, pair: str, side: Side, key: str) -> Link | None:
        return (self.by_left if side is Side.LEFT else self.by_right)[pair].get(key)

    def ends(self, pair: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """The (system, type) of both sides of a pair's key; facets dropped."""
        if pair not in self._ends:
            left, right = pair.split("|")
            self._ends[pair] = (_type_of(left), _type_of(right))
        return self._ends[pair]

    def linked_between(self, one: str, other: str, record: RecordId) -> bool:
        """Whether any pair of these two systems links the record."""
        return any({link.left.system, link.right.system} == {one, other} for link in self.links_of[record])

    # ---- references ----

    def to_link(self, pair: ObjectPair, reference: Reference, side: Side, key: str) -> str | Waiting:
        """A reference's key on one side as the link it stands for, or what it waits for."""
        systems = (pair.left.type.system.name, pair.right.type.system.name)
        here = systems[0] if side is Side.LEFT else systems[1]
        names = reference.left if side is Side.LEFT else reference.right
        for name in names:
            for link in self.links_of[RecordId(here, name, key)]:
                if self._meets(link, reference, systems):
                    return f"link {link.id}"
        return Waiting(tuple(RecordId(here, name, key) for name in names))

    def from_link(self, reference: Reference, side: Side, value: str, links: dict[int, Link]) -> str | None:
        """The key that stands for a link on one side."""
        link = links.get(int(value.removeprefix("link "))) if value.startswith("link ") else None
        return link.end(side).key if link else None

    def _meets(self, link: Link, reference: Reference, systems: tuple[str, str]) -> bool:
        left, right = self.ends(link.pair)
        return (left[0], right[0]) == systems and left[1] in reference.left and right[1] in reference.right

    # ---- views ----

    def canonical(
        self, pair: ObjectPair, side: Side, view: View
    ) -> tuple[dict[str, Any], dict[str, tuple[RecordId, ...]]]:
        """A View's fields with references as links, and the fields that wait, with what they wait for."""
        values = {name: getattr(view, name) for name in view.__struct_fields__}
        waits: dict[str, tuple[RecordId, ...]] = {}
        for reference in pair.references:
            field, _, child = reference.field.partition(".")
            value = values[field]
            if value is None or isinstance(value, UnsetType):
                continue
            if child:
                elements = [self._element(pair, reference, side, element, child) for element in value]
                found = [element for element in elements if isinstance(element, Waiting)]
                values[field] = UNSET if found else tuple(elements)
                targets = tuple(target for wait in found for target in wait.targets)
            else:
                link = self.to_link(pair, reference, side, value)
                targets = link.targets if isinstance(link, Waiting) else ()
                values[field] = UNSET if targets else link
            if targets:
                waits[field] = targets
        return values, waits

    def _element(self, pair: ObjectPair, reference: Reference, side: Side, element: View, child: str) -> Any:
        key = getattr(element, child)
        if key is None or isinstance(key, UnsetType):
            return element
        link = self.to_link(pair, reference, side, key)
        return link if isinstance(link, Waiting) else msgspec.structs.replace(element, **{child: link})

    def spelled(self, pair: ObjectPair, side: Side, values: dict[str, Any], links: dict[int, Link]) -> View:
        """Canonical fields as a View whose references are keys of one side. The inverse of `canonical`."""
        values = dict(values)
        for reference in pair.references:
            field, _, child = reference.field.partition(".")
            value = values.get(field, UNSET)
            if value is None or isinstance(value, UnsetType):
                continue
            if child:
                values[field] = tuple(
                    msgspec.structs.replace(
                        element, **{child: self._back(reference, side, element, child, links)}
                    )
                    for element in value
                )
            else:
                values[field] = self.from_link(reference, side, value, links)
        return pair.view(**values)

    def _back(
        self, reference: Reference, side: Side, element: View, child: str, links: dict[int, Link]
    ) -> str | None:
        value = getattr(element, child)
        return self.from_link(reference, side, value, links) if isinstance(value, str) else None


def _grouped(pairs: tuple[ObjectPair, ...], mirrors: tuple[Mirror, ...]) -> dict[str, Group]:
    """Groups by key. A pair that two flows bring is in its group once."""
    members: dict[str, list[ObjectPair]] = defaultdict(list)
    for pair in (*pairs, *(mirror.pair for mirror in mirrors)):
        if pair not in members[pair.key]:
            members[pair.key].append(pair)
    return {
        key: Group(
            key,
            tuple(sorted(found, key=lambda pair: pair.name)),
            tuple(pair.rule for pair in found if pair in pairs),
            tuple(mirror.rule for mirror in mirrors if mirror.pair.key == key),
        )
        for key, found in sorted(members.items())
    }


def _type_of(identity: str) -> tuple[str, str]:
    system, _, rest = identity.partition(".")
    return system, rest.partition("/")[0]


def instant(stamp: str) -> str:
    """A stamp in one spelling, so that texts order as times do; "" for none."""
    if not stamp:
        return ""
    try:
        moment = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def origin_of(record: RecordId, known: Known, attribute: str) -> Origin:
    """Where a value that a record shows by itself was edited."""
    return Origin(instant(known.snapshot.modified), f"{record.system}.{record.type}", record.key, attribute)

