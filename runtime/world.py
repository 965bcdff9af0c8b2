"""What the engine knows while it plans: records as last seen, links, and the pairs between them.

A World reads from a `Source` when it is asked, and each thing once: a plan costs what it looks at, not what exists. It
changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import wire
from .lines import says_something
from .model import Binding, CreationRule, Mirror, ObjectPair, ObjectType, Record, Reference, Row, Side, Snapshot, View
from .origins import DECIDED, EDITED, KEPT, Ours, digest_of, instant, ours_of, plain
from .reconcile import Origin, are_close, same
from .tables import LinkRow, SnapshotRow
from .turning import turned_pair

__all__ = [
    "Group",
    "Known",
    "Link",
    "RecordId",
    "Source",
    "Waiting",
    "World",
    "bases_of",
    "origin_of",
    "unread_in",
]


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
    gone: str = ""
    wrote: dict[str, list[Any]] = {}
    denied: bool = False


class Link(Struct, kw_only=True):
    """An active link or a tombstone, with what it remembers as plain JSON values by row identity.

    `decided` is by row what a person chose, {"value", "side", "other", "open", "seen"}, with the value that gives way,
    whether a hold was open, and the values that the entry showed where one waited; or a hold that is open, {"hold":
    why}, that of an undo with its run as "by" and the hold that it came over as "before". `maybe` is by side and row
    what updates were to write whose outcome is unknown. `rewrites` is by row what `Written` keeps. `looked` is by row
    the number of the newest Snapshot when its bases moved; "" stands for the other rows. `why` is what made it a link
    or a tombstone.
    """

    id: int
    pair: str
    left: RecordId
    right: RecordId
    state: str = "active"
    dirty: bool = False
    left_base: dict[str, Any] = {}
    right_base: dict[str, Any] = {}
    followers: dict[str, Any] = {}
    decided: dict[str, Any] = {}
    maybe: dict[str, Any] = {}
    rewrites: dict[str, Any] = {}
    looked: dict[str, int] = {}
    why: str = ""

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

    def end(self, row: LinkRow, side: Side) -> RecordId:
        """The record at one end of a stored link."""
        return self.record_id(side, row.left_key if side is Side.LEFT else row.right_key)

    def in_scope(self, side: Side, document: dict[str, Any]) -> bool:
        return wire.in_facet(self.first.side(side).facet, document)


class Waiting(Struct, frozen=True):
    """A reference that no link answers yet: the record it points to, as far as it is known."""

    targets: tuple[RecordId, ...]


class Source(Protocol):
    """Where a World reads: the part of the Store that it needs."""

    def snapshot_rows(self, system: str, kind: str, keys: Iterable[str]) -> list[SnapshotRow]: ...

    def every_snapshot(self, system: str, kind: str) -> Iterator[SnapshotRow]: ...

    def earlier(self, system: str, kind: str, keys: Iterable[str], after: int) -> dict[str, list[Snapshot]]: ...

    def links_of(self, system: str, kind: str, keys: Iterable[str]) -> list[LinkRow]: ...

    def link(self, number: int) -> LinkRow | None: ...

    def match_keys(self, pair: str, side: str, alternative: int, value: str) -> list[str]: ...

    def referring(self, system: str, kind: str, key: str) -> list[tuple[str, str]]: ...


class _LinksOf(dict[RecordId, list[Link]]):
    """The active links of records, read when they are first asked for."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def __missing__(self, record: RecordId) -> list[Link]:
        self._world.read_links([record])
        return self[record]


class World:
    """Records, links and groups, with the look-ups planning needs. `now` is the instant the pass began.

    `pairs` are those of the flows that are run, `mirrors` the sections of these flows that speak of a pair from its
    right. A pair that only a mirror brings keeps its rows and loses its own rule (SEMANTICS section 1).
    """

    def __init__(
        self,
        pairs: Iterable[ObjectPair],
        now: dt.datetime,
        mirrors: Iterable[Mirror] = (),
        source: Source | None = None,
        types: Mapping[tuple[str, str], ObjectType] | None = None,
    ) -> None:
        """`types` are ObjectTypes that no pair here has, but whose records may be looked at.
        Without a source there is nothing to know. `looked` says up to which number of Snapshots each pair has looked,
        `busy` for which records nothing is planned, and why: the outcome of a write is not known, or they never rest.
        `fighting` are properties that their server changed after every write of this pass. `unread` are (system, type)
        that this pass could not read, so that a record that was never seen may be there. `suspects` may be what a lost
        create made, `lost` the ObjectTypes and documents of creates whose outcome is not known, by the record each was
        for. `making` is what the records will be matched by that are being made, planned ones too: (pair,
        side, alternative, value), with the record each is made for. `takes` says which records are in scope. `ended`
        are links of which a record was deleted, and which end in this round: they connect nothing any more, and what
        refers to the other record waits.
        """
        self.looked: dict[str, int] = {}
        self.busy: Mapping[RecordId, str] = {}
        self.unread: frozenset[tuple[str, str]] = frozenset()
        self.suspects: frozenset[RecordId] = frozenset()
        self.ended: frozenset[int] = frozenset()
        self.fighting: frozenset[tuple[RecordId, str]] = frozenset()
        self.chased: frozenset[tuple[RecordId, str]] = frozenset()
        self.lost: dict[RecordId, list[tuple[tuple[str, str], dict[str, Any]]]] = {}
        self.making: dict[tuple[str, str, int, str], RecordId] = {}
        self.takes: Callable[[RecordId, Known], bool] = lambda _record, _known: True
        self.now = now
        self.source = source
        self.groups = _grouped(tuple(pairs), tuple(mirrors))
        self.types = {
            (group.type(side).system.name, group.type(side).name): group.type(side)
            for group in self.groups.values()
            for side in Side
        } | dict(types or {})
        self.links_of = _LinksOf(self)
        self._known: dict[RecordId, Known | None] = {}
        self._tombstones: dict[RecordId, list[Link]] = {}
        self._links: dict[int, Link | None] = {}
        self._ends: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {}

    # ---- records ----

    def read(self, records: Iterable[RecordId]) -> None:
        """Read records that will be looked at, with few questions."""
        for (system, name), keys in _by_type(records, self._known).items():
            for key in keys:
                self._known[RecordId(system, name, key)] = None
            kind = self.types.get((system, name))
            if kind is not None and self.source is not None:
                for row in self.source.snapshot_rows(system, name, keys):
                    self._known[RecordId(system, name, row.snapshot.key)] = _known(kind, row)

    def seen(self, record: RecordId) -> Known | None:
        """A record as last seen, also one that is gone since; None if it was never seen."""
        if record not in self._known:
            self.read([record])
        return self._known[record]

    def known(self, record: RecordId) -> Known | None:
        """A record as last seen; None if it was never seen or is gone."""
        known = self.seen(record)
        return None if known is None or known.gone else known

    def there(self, record: RecordId) -> Known | None:
        """The same, but also where a list left it out: only what was deleted is not what another record may be."""
        known = self.seen(record)
        return None if known is None or known.gone == "deleted" else known

    def looked_at(self, link: Link, row: str) -> int:
        """The number of the newest Snapshot when a link last had nothing to do for a row."""
        rest = link.looked.get("", self.looked.get(link.pair, 0))
        return link.looked.get(row, rest)

    def earlier(self, record: RecordId, after: int) -> tuple[Record, ...]:
        """What a record showed since a Snapshot was stored and before the present one, oldest first."""
        kind = self.types.get((record.system, record.type))
        if kind is None or self.source is None:
            return ()
        found = self.source.earlier(record.system, record.type, [record.key], after).get(record.key, [])
        return tuple(wire.decode(kind, snapshot.document).record for snapshot in found)

    def origin(self, record: RecordId, known: Known, attribute: str) -> Origin:
        """Where the value that a record shows was edited: there, or where it came from when we wrote it."""
        return self._remembered(record, attribute) or origin_of(record, known, attribute)

    def traced(self, origin: Origin) -> Origin:
        """Where an edit was made, if the record that it is known from had it from elsewhere: that may have been found
        after it was brought on, where a write to that record had no answer and its flow was not run."""
        passed: set[Origin] = set()
        while origin not in passed:
            passed.add(origin)
            record, known = self._at(origin)
            ours = self._ours(record, origin.attribute) if known is not None else None
            if ours is None or ours.state or digest_of(ours.shown) != origin.change:
                break
            origin = ours.origin
        return origin

    def wrote(self, record: RecordId, attribute: str) -> Origin | None:
        """Where a value was edited, if it is what the answer to our own write of it showed."""
        found = self._remembered(record, attribute)
        is_its_own = found is not None and found[1:4] == (f"{record.system}.{record.type}", record.key, attribute)
        return None if is_its_own else found

    def wrote_after(self, record: RecordId, attribute: str, number: int) -> bool:
        """Whether a record shows what we wrote there after a Snapshot was stored."""
        found = self._ours(record, attribute)
        return found is not None and found.sequence > number and self.wrote(record, attribute) is not None

    def as_edited(self, record: RecordId, known: Known) -> Record:
        """A record as its values were edited, where it shows its system's own forms of what we sent: what is made of
        it elsewhere, or written there, is the value as edited (SEMANTICS section 6)."""
        sent = {
            name: ours.sent
            for name in known.wrote
            if (ours := ours_of(known.wrote[name])).sent is not None and self.wrote(record, name) is not None
        }
        try:
            edited = msgspec.convert(sent, type(known.record), strict=False)
        except msgspec.ValidationError:  # the profile says another type since
            return known.record
        return msgspec.structs.replace(known.record, **{name: getattr(edited, name) for name in sent})

    def kept(self, record: RecordId, attribute: str) -> bool:
        """Whether a record answered our write of a value, and showed the one that it had before (F-30)."""
        found = self._ours(record, attribute)
        return found is not None and found.state == KEPT and self._remembered(record, attribute) is not None

    def is_over(self, later: Origin, earlier: Origin, before: int | None = None) -> bool:
        """Whether a record shows an edit by itself, and before it showed the other: its own, or what we wrote there.

        So does an edit over one that is itself over the other. Stamps say less: they move with any property of a
        record. What was edited again since we wrote it, if to the same value, is not over. `before`: only what was
        written under a smaller number counts.
        """
        record, known = self._at(later)
        if known is None or self.wrote(record, later.attribute) is not None or earlier.change == later.change:
            return False
        if origin_of(record, known, later.attribute).change != later.change:
            return False
        if earlier[1:4] == later[1:4]:
            return not earlier.change.startswith(DECIDED)
        found = self._ours(record, later.attribute)
        if found is None or not (before is None or found.sequence < before):
            return False
        if found.origin[1:] != earlier[1:] and not self.is_over(found.origin, earlier, found.sequence):
            return False
        source, there = self._at(earlier)
        if there is None:
            return are_close(earlier.stamp, later.stamp)
        theirs = self._ours(source, earlier.attribute)
        if theirs is not None and theirs.state == EDITED and theirs.sequence > found.sequence:
            return False  # we wrote there since, and that was edited: the same value again is another edit
        now = getattr(there.record, earlier.attribute, None)
        return all(same(getattr(one, earlier.attribute, None), now) for one in self.earlier(source, found.sequence))

    def was_brought_after(self, later: tuple[RecordId, str], earlier: tuple[RecordId, str]) -> bool:
        """Whether what two properties show are edits of one property of a third record, the first of them made later.

        Known by when they were read and written, whatever is known of that record: it may be of a flow that is not
        run now.
        """
        if self.wrote(*later) is None or self.wrote(*earlier) is None:
            return False
        one, other = self._ours(*later), self._ours(*earlier)
        if one is None or other is None or one.origin[1:4] != other.origin[1:4] or one.change == other.change:
            return False
        if one.change.startswith(DECIDED) or other.change.startswith(DECIDED):
            return False
        has_stamps = bool(one.stamp and other.stamp)
        return (one.stamp if has_stamps else "", one.sequence) > (other.stamp if has_stamps else "", other.sequence)

    def is_back(self, origin: Origin, value: Any) -> bool:
        """Whether a record shows this canonical value again, and not any more what an edit had made of it there."""
        record, known = self._at(origin)
        if known is None or origin.change.startswith(DECIDED):
            return False
        if origin_of(record, known, origin.attribute).change == origin.change:
            return False
        return any(same(value, one) for one in self._canonicals(record, known, origin.attribute))

    def _canonicals(self, record: RecordId, known: Known, attribute: str) -> Iterator[Any]:
        """What a property is in each pair in which the record is linked."""
        for link in self.links_of[record]:
            side, group = (Side.LEFT if link.left == record else Side.RIGHT), self.groups.get(link.pair)
            for pair in group.pairs if group is not None else ():
                values = self.shown(pair, side, known.record)
                for row in pair.rows:
                    if (row.left if side is Side.LEFT else row.right) == attribute:
                        yield values[row.name]

    def was_edited_since(self, record: RecordId, attribute: str) -> bool:
        """Whether what we wrote there was edited since: a blank there was cleared."""
        found = self._ours(record, attribute)
        return found is not None and found.state == EDITED

    def was_cleared(self, record: RecordId, attribute: str, beside: RecordId) -> bool:
        """Whether somebody made a blank, there or at a record that it has it from: it counts as filled where it first
        meets the record `beside` (SEMANTICS section 6). Not if the two have agreed on it since."""
        if self.was_edited_since(record, attribute):
            return True
        seen = {record, beside}
        places = [(record, attribute)]
        while places:
            for other, name in self._blanks_with(*places.pop(), seen):
                if self.was_edited_since(other, name) and not self._agreed_blank(other, name, beside):
                    return True
                seen.add(other)
                places.append((other, name))
        return False

    def _blanks_with(
        self, record: RecordId, attribute: str, seen: Container[RecordId]
    ) -> Iterator[tuple[RecordId, str]]:
        """The properties of linked records that are kept equal to this one, and are blank; but for those of `seen`."""
        for link, side, row in self._rows_of(record, attribute):
            other, name = link.end(side.other), row.right if side is Side.LEFT else row.left
            known = self.known(other) if other not in seen else None
            if known is not None and getattr(known.record, name) is None:
                yield other, name

    def _agreed_blank(self, record: RecordId, attribute: str, beside: RecordId) -> bool:
        """Whether two records have agreed that this property is blank."""
        return any(
            link.base(end).get(row.identity, UNSET) is None
            for link, side, row in self._rows_of(record, attribute)
            if link.end(side.other) == beside
            for end in Side
        )

    def _rows_of(self, record: RecordId, attribute: str) -> Iterator[tuple[Link, Side, Row]]:
        """The links that keep a property of a record equal to another one, the side it is on, and the row that does."""
        for link in self.links_of[record]:
            side, group = (Side.LEFT if link.left == record else Side.RIGHT), self.groups.get(link.pair)
            for pair in group.pairs if group is not None else ():
                for row in pair.rows:
                    if row.binding is Binding.TWO_WAY and (row.left if side is Side.LEFT else row.right) == attribute:
                        yield link, side, row

    def was_edited_over(self, record: RecordId, attribute: str, source: RecordId) -> bool:
        """Whether what we wrote there from another record was edited since."""
        found = self._ours(record, attribute)
        place = (f"{source.system}.{source.type}", source.key)
        return found is not None and found.state == EDITED and (found.type, found.key) == place

    def _at(self, origin: Origin) -> tuple[RecordId, Known | None]:
        """The record where an edit was made, as it is known."""
        system, _, kind = origin.type.partition(".")
        record = RecordId(system, kind, origin.key)
        return record, self.known(record)

    def _remembered(self, record: RecordId, attribute: str) -> Origin | None:
        """The origin of a value when we last wrote there; None if it shows another one since."""
        known, found = self.seen(record), self._ours(record, attribute)
        if known is None or found is None or found.state == EDITED:
            return None
        return found.origin if found.shown == plain(getattr(known.record, attribute)) else None

    def _ours(self, record: RecordId, attribute: str) -> Ours | None:
        known = self.seen(record)
        return ours_of(known.wrote[attribute]) if known is not None and attribute in known.wrote else None

    def in_scope(self, group: Group, side: Side) -> Iterator[tuple[str, Known]]:
        """The records of one side of a group, by key: all of them are read."""
        kind = group.type(side)
        for row in self.source.every_snapshot(kind.system.name, kind.name) if self.source is not None else ():
            if not row.gone and group.in_scope(side, row.snapshot.document):
                yield row.snapshot.key, _known(kind, row)

    # ---- links ----

    def read_links(self, records: Iterable[RecordId]) -> None:
        """Read the links and tombstones of records that will be looked at, with few questions."""
        for (system, name), keys in _by_type(records, self.links_of).items():
            wanted = {RecordId(system, name, key) for key in keys}
            for record in wanted:
                self.links_of[record], self._tombstones[record] = [], []
            for row in self.source.links_of(system, name, keys) if self.source is not None else ():
                link = self._link(row)
                for record in {link.left, link.right} & wanted:
                    (self.links_of if link.state == "active" else self._tombstones)[record].append(link)

    def link(self, number: int) -> Link | None:
        """A link by its number."""
        if number not in self._links:
            row = self.source.link(number) if self.source is not None else None
            self._links[number] = self._link(row) if row is not None else None
        return self._links[number]

    def take(self, rows: Iterable[LinkRow]) -> list[Link]:
        """The Links of rows that were read elsewhere."""
        return [self._link(row) for row in rows]

    def link_at(self, pair: str, side: Side, key: str) -> Link | None:
        """The active link of a record in a pair."""
        record = RecordId(*self.ends(pair)[0 if side is Side.LEFT else 1], key)
        found = (link for link in self.links_of[record] if link.pair == pair and link.end(side) == record)
        return next(found, None)

    def tombstones(self, record: RecordId) -> list[Link]:
        """The links that a record had when one of its counterparts, or itself, was deleted."""
        if record not in self._tombstones:
            self.read_links([record])
        return self._tombstones[record]

    def _link(self, row: LinkRow) -> Link:
        """The Link of a row; the same one each time it is come by."""
        found = self._links.get(row.id)
        if found is None:
            left, right = self.ends(row.pair)
            found = self._links[row.id] = Link(
                id=row.id,
                pair=row.pair,
                left=RecordId(*left, row.left_key),
                right=RecordId(*right, row.right_key),
                state=row.state,
                dirty=row.dirty,
                left_base=row.left_base,
                right_base=row.right_base,
                followers=row.followers,
                decided=row.decided,
                maybe=row.maybe,
                rewrites=row.rewrites,
                looked=row.looked,
                why=row.why,
            )
        return found

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

    def barred(self, targets: Iterable[RecordId], systems: set[str]) -> str:
        """Why none of these records will ever be linked between two systems; "" if one of them may be."""
        reasons = [self._barred(target, systems) for target in targets]
        return "; ".join(reasons) if all(reasons) else ""

    def _barred(self, target: RecordId, systems: set[str]) -> str:
        known = self.seen(target)
        if known is not None and known.gone == "deleted":
            return f"{target.type} {target.key}, which was deleted"
        place = (target.system, target.type)
        if known is None and place in self.types and place not in self.unread:
            return f"{target.type} {target.key}, which does not exist"
        for link in self.tombstones(target):
            other = link.right if link.left == target else link.left
            if {link.left.system, link.right.system} == systems:
                return f"{target.type} {target.key}, whose {other.type} {other.key} in {other.system} was deleted"
        return ""

    def to_link(self, pair: ObjectPair, reference: Reference, side: Side, key: str) -> str | Waiting:
        """A reference's key on one side as the link it stands for, or what it waits for."""
        here = pair.side(side).type.system.name
        names = reference.left if side is Side.LEFT else reference.right
        for name in names:
            for link in self.links_of[RecordId(here, name, key)]:
                if link.id not in self.ended and self._side_of(link, pair, reference, side):
                    return f"link {link.id}"
        return Waiting(tuple(RecordId(here, name, key) for name in names))

    def from_link(self, pair: ObjectPair, reference: Reference, side: Side, value: str) -> str | None:
        """The key that stands for a link on one side."""
        link = self.link(int(value.removeprefix("link "))) if value.startswith("link ") else None
        return link.end(self._side_of(link, pair, reference, side) or side).key if link else None

    def _side_of(self, link: Link, pair: ObjectPair, reference: Reference, side: Side) -> Side | None:
        """Which side of a link is this side of a pair that refers to it: the other one where a mirrored document holds
        the link's pair the other way round. None where it links no such records."""
        systems = (pair.left.type.system.name, pair.right.type.system.name)
        ends = self.ends(link.pair)
        for found, (left, right) in ((side, ends), (side.other, ends[::-1])):
            if (left[0], right[0]) == systems and left[1] in reference.left and right[1] in reference.right:
                return found
        return None

    # ---- views ----

    def shown(self, pair: ObjectPair, side: Side, record: Record) -> dict[str, Any]:
        """What a record shows in a View's fields, as far as it is known."""
        return self.canonical(pair, side, pair.side(side).view(record, self.now))[0]

    def canonical(
        self, pair: ObjectPair, side: Side, view: View, unreadable: Iterable[str] = ()
    ) -> tuple[dict[str, Any], dict[str, tuple[RecordId, ...]]]:
        """A View's fields with references as links, and the fields that wait, with what they wait for.

        A keyed list is unknown where something in it is `unreadable`, or where it only names an element: no new element
        is made of that, unless the system leaves out what was never set.
        """
        values = {name: getattr(view, name) for name in view.__struct_fields__}
        fills = pair.side(side).type.system.fills_absent
        for row in pair.rows:
            lines = values[row.name] if row.keyed else None
            if isinstance(lines, tuple) and (
                not (fills or all(map(says_something, lines)))
                or unread_in(row.left if side is Side.LEFT else row.right, unreadable)
            ):
                values[row.name] = UNSET
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

    def spelled(self, pair: ObjectPair, side: Side, values: dict[str, Any]) -> View:
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
                        element, **{child: self._back(pair, reference, side, element, child)}
                    )
                    for element in value
                )
            else:
                values[field] = self.from_link(pair, reference, side, value)
        return pair.view(**values)

    def _back(
        self, pair: ObjectPair, reference: Reference, side: Side, element: View, child: str
    ) -> str | None | UnsetType:
        value: str | None | UnsetType = getattr(element, child)
        return self.from_link(pair, reference, side, value) if isinstance(value, str) else value


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


def bases_of(pair: ObjectPair, stored: dict[str, Any]) -> dict[str, Any]:
    """The bases of a pair's rows as canonical values; one that no longer fits its type is unknown."""
    found: dict[str, Any] = {}
    for row in pair.rows:
        if row.identity in stored:
            try:
                view = msgspec.convert({row.name: stored[row.identity]}, pair.view)
            except msgspec.ValidationError:
                continue
            found[row.name] = getattr(view, row.name)
    return found


def _by_type(records: Iterable[RecordId], there: Container[RecordId]) -> dict[tuple[str, str], list[str]]:
    """The keys of the records that are not there yet, by (system, ObjectType)."""
    wanted: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for record in records:
        if record not in there:
            wanted[record.system, record.type][record.key] = None
    return {place: list(keys) for place, keys in wanted.items()}


def unread_in(attribute: str, unreadable: Iterable[str]) -> list[str]:
    """What cannot be read of an attribute: itself, or what is in its elements."""
    return [name for name in unreadable if name.split(".")[0] == attribute]


def _known(kind: ObjectType, row: SnapshotRow) -> Known:
    decoded = wire.decode(kind, row.snapshot.document)
    return Known(row.snapshot, decoded.record, decoded.unreadable, row.sequence, row.gone, row.wrote, row.denied)


def _type_of(identity: str) -> tuple[str, str]:
    system, _, rest = identity.partition(".")
    return system, rest.partition("/")[0]


def origin_of(record: RecordId, known: Known, attribute: str) -> Origin:
    """Where a value that a record shows by itself was edited."""
    change = digest_of(plain(getattr(known.record, attribute, None)))
    return Origin(instant(known.snapshot.modified), f"{record.system}.{record.type}", record.key, attribute, change)

