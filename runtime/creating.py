"""One round's plan for records without a link: match before create, never make one record twice. Pure.

A record is linked if exactly one counterpart matches, created by its section's rule if none does, and
otherwise left alone with an Entry that says why (SEMANTICS sections 1, 3 and 4). Both directions of a pair are
planned together: first everything that matches, then what is to be made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import acceptance, wire
from .conditions import for_creation
from .counterparts import Counterparts, Found
from .held import cannot_read
from .lines import new
from .model import Kind, ObjectPair, Patch, Record, Side
from .planned import Adopt, Entry
from .planning import Merging
from .reconcile import Origin, is_filled
from .rules import Rules, Unlinked
from .twins import Twins
from .world import Group, RecordId, World

__all__ = ["Create", "Creating", "GroupState", "given_first", "origins_of"]


class Create(Struct, frozen=True):
    """Make a record for one on the side `side`; `target` is the (system, ObjectType) on the other."""

    pair: str
    side: Side
    source: RecordId
    target: tuple[str, str]
    document: dict[str, Any]
    patches: tuple[Patch, ...]
    values: tuple[dict[str, Any], ...]

    @property
    def about(self) -> tuple[str, ...]:
        """What tells this write from every other one of its round."""
        return ("create", self.pair, self.side.value, *self.source)


class GroupState(Struct, frozen=True):
    """What the engine knows, beyond records, of creating from one side of a group.

    `existing` counts the records on the other side when this direction first ran, `released` says that a person
    allowed creating beside them, `unsettled` holds keys of this side whose create was sent and never answered,
    and `closed` says why nothing may be written to the other side. `unsettled` says of each what is known;
    `decided` is what a person said of a key: "create" or "leave".
    """

    existing: int = 0
    released: bool = False
    unsettled: Mapping[str, str] = {}
    closed: str = ""
    decided: Mapping[str, str] = {}


class _Attempt(Struct, frozen=True):
    """What making a record comes to. Without `create` it cannot be made; `entries` say why, or what is left out.

    `needs` are records that must be linked first, for required references; `waits` those of any reference that do
    not refer back, worth waiting for if they are being made in this pass.
    """

    create: Create | None = None
    needs: frozenset[RecordId] = frozenset()
    waits: frozenset[RecordId] = frozenset()
    entries: tuple[Entry, ...] = ()


class Creating:
    """Plans links and creations for unlinked records. `states` are by pair and the side a creation starts from."""

    def __init__(
        self,
        world: World,
        merging: Merging,
        states: dict[tuple[str, Side], GroupState],
        twins: Twins | None = None,
    ) -> None:
        self.world = world
        self._twins = twins
        self.merging = merging
        self.states = states
        self.entries: list[Entry] = []
        self.looked_at: list[tuple[str, Side, str]] = []
        self._counterparts = Counterparts(world, self._is_left)
        self._rules = Rules(world, merging)
        self._attempts: dict[tuple[str, Side, str], _Attempt] = {}
        self._candidates: list[tuple[Create, frozenset[RecordId]]] = []

    def run(self, unlinked: Iterable[tuple[Group, Side, str]]) -> list[Create]:
        """Plan these records; returns the creates that need to wait for no other."""
        queue: list[Unlinked] = []
        for group, side, key in sorted(unlinked, key=lambda entry: (entry[0].key, entry[1].value, entry[2])):
            record = group.record_id(side, key)
            known = self.world.known(record)
            if known is not None:
                self.looked_at.append((group.key, side, key))
                queue.append(Unlinked(group, side, record, known))
        queue = [one for one in queue if not self._is_settled(one)]
        unmatched = [
            one
            for one in queue
            if self._decision(one) == "create" or not self._is_known(one, self._counterparts.by_match(one))
        ]
        self._find_awaited(unmatched)
        for one in unmatched:
            # what an earlier record of this round was linked to gets nothing of its own
            if not self._counterparts.is_linked(one):
                self._plan(one)
        return self._ready()

    @property
    def adopts(self) -> list[Adopt]:
        """The records to link with what is there already."""
        return self._counterparts.adopts

    def _decision(self, one: Unlinked) -> str:
        return self._state(one).decided.get(one.record.key, "")

    def _is_left(self, pair: str, side: Side, key: str) -> bool:
        return self.states[pair, side].decided.get(key) == "leave"

    def _is_settled(self, one: Unlinked) -> bool:
        """Whether a record is to be left alone: its counterpart was deleted, or a person said so."""
        decision = self._decision(one)
        if decision == "leave":
            self._say(one, "held", "a person said that it is to be left alone")
            return True
        tombstones = [link for link in self.world.tombstones(one.record) if link.pair == one.group.key]
        if tombstones and decision != "create":
            gone = tombstones[0].end(one.side.other)
            if not self.asks(one.group, one.side, one.record.key, gone):
                reason = f"{gone.type} {gone.key} of {gone.system} was deleted; this one is left alone"
                self._say(one, "deleted", reason)
            return True
        return False

    def asks(self, group: Group, side: Side, survivor: str, gone: RecordId) -> bool:
        """Whether a person is asked if something that matches a survivor is its counterpart now."""
        found = self._counterparts.after(group, side, survivor, gone)
        if found is not None:
            self.entries.append(Entry(group.key, side, survivor, "", found.kind, found.reason, found.evidence))
        return found is not None

    def _is_known(self, one: Unlinked, found: Found | None) -> bool:
        """Whether a record's counterpart is there already, or a person must say which it is."""
        if found is not None and found.reason:
            self.entries.append(_entry(one, found.kind, found.reason, evidence=found.evidence))
        return found is not None

    # ---- what is to be made ----

    def _plan(self, one: Unlinked) -> None:
        """Create a record's counterpart if everything allows it; say why not otherwise."""
        if one.record.key in self._state(one).unsettled:
            # what is known of a lost create was said when it was looked for
            self.looked_at.remove(one.place)
            return
        is_decided = self._decision(one) == "create"
        if not is_decided and self._is_known(one, self._counterparts.by_route(one)):
            return
        reason = self._held(one) if is_decided else self._rules.reason(one) or self._held(one)
        if reason:
            self._say(one, "held", reason)
            return
        if self._lost(one):
            self._say(one, "review", self._lost(one))
            return
        if not is_decided and self._is_twin(one):
            return
        if not is_decided and self._is_being_made(one):
            return
        attempt = self._attempt(one)
        self.entries += attempt.entries
        if attempt.create is not None and not attempt.needs:
            self._candidates.append((attempt.create, attempt.waits))
            self._counterparts.make(one, attempt.create.document)

    def _is_being_made(self, one: Unlinked) -> bool:
        """Whether what this record will match is being made for another one: match before create."""
        found = self._counterparts.being_made(one)
        if found is not None:
            source, why = found
            whom = f"{source.type} {source.key} of {source.system}"
            is_lost = source in self.world.lost
            how = f"a lost create may have made for {whom}: that is settled" if is_lost else f"is made for {whom}"
            self._say(one, "waiting", f"{why} matches the {one.kind.name} that {how} first")
        return found is not None

    def _is_twin(self, one: Unlinked) -> bool:
        """Whether the other side has a new record that shows the same already: a person says what it is (F-45)."""
        group, key = one.group, one.record.key
        found = self._twins.of(self.world, group, one.side, key, one.known) if self._twins is not None else []
        if found:
            reason = f"{', '.join(found)} shows the same, and both are new: link them, or say that it is to be made"
            self.entries.append(_entry(one, "review", reason, evidence=Twins.evidence(found, key)))
        return bool(found)

    def _lost(self, one: Unlinked) -> str:
        """Why a lost answer forbids a create: its own, or one that may have made this record."""
        if one.record.key in self._state(one).unsettled:
            return "a create was sent and its answer was lost"
        if one.record in self.world.suspects and self._decision(one) != "create":
            return "it may be what a create made whose answer was lost: its own counterpart would come back as a copy"
        return ""

    def _held(self, one: Unlinked) -> str:
        """Why nothing is created on the other side now, whatever the rule says; or ""."""
        group, state = one.group, self._state(one)
        if not one.kind.operations.creatable:
            return one.kind.operations.why_not
        if state.closed:
            return state.closed
        is_decided = self._decision(one) == "create"
        if not any(pair.match for pair in group.pairs) and state.existing and not state.released and not is_decided:
            return (
                f"would be created beside {state.existing} existing in {one.kind.system.name}: "
                f"add a match table, or --create-all '{group.seen_from(one.side)}'"
            )
        missing = group.missing(one.side)
        return f"no row or default gives the required {', '.join(sorted(missing))}" if missing else ""

    def _attempt(self, one: Unlinked) -> _Attempt:
        """`_try_create`, once a round: a record may be asked about by everything that is connected to it."""
        if one.place not in self._attempts:
            self._attempts[one.place] = self._try_create(one)
        return self._attempts[one.place]

    def _try_create(self, one: Unlinked) -> _Attempt:
        """The create that the patches of all pairs of the group come to, or why there is none. Changes nothing."""
        kind, target = one.kind, one.side.other
        record = self.merging.edited(one.record, one.known)
        patches: list[Patch] = []
        values: list[dict[str, Any]] = []
        needs: dict[str, _Need] = {}
        waits: set[RecordId] = set()
        lists: list[Entry] = []
        for pair in one.group.pairs:
            view = pair.side(one.side).view(record, self.world.now)
            canonical, waiting = self.world.canonical(pair, one.side, view, one.known.unreadable)
            lists += self._unread_lists(pair, one, record, {**canonical, **waiting})
            needs |= _needs(pair, target, waiting)
            waits |= {end for ends in waiting.values() for end in ends if not self._refers_back(end, one.record)}
            kept, given = self._conditional(pair, one, record, canonical)
            patches.append(msgspec.structs.replace(self._spelled(pair, one, kept), **given))
            values.append(kept)
        if lists:
            return _Attempt(entries=tuple(lists))
        problems = acceptance.problems(kind, _united(patches), creating=True)
        patches = [_without(patch, problems) for patch in patches]
        document = wire.document(kind, _united(patches), one.group.first.side(target).facet)
        create = Create(one.group.key, one.side, one.record, one.target, document, tuple(patches), tuple(values))
        return self._judged(one, create, problems, needs, frozenset(waits))

    def _unread_lists(self, pair: ObjectPair, one: Unlinked, record: Record, values: dict[str, Any]) -> list[Entry]:
        """The lists of the source that cannot be read, though there is something in them: nothing is made without."""
        found = []
        for row in pair.rows:
            prop = pair.side(one.side).type.property_named(row.left if one.side is Side.LEFT else row.right)
            if row.binding.target is one.side or prop.kind is not Kind.LIST:
                continue
            reason = cannot_read(self.world, pair, one.side, one.known, record, row, values[row.name])
            if reason:
                found.append(_entry(one, "held", f"{row.identity}: {reason}"))
        return found

    def _spelled(self, pair: ObjectPair, one: Unlinked, values: dict[str, Any]) -> Patch:
        made = {row.name: new(values[row.name]) for row in pair.rows if row.keyed}
        spelled = self.world.spelled(pair, one.side.other, values | made)
        return pair.side(one.side.other).from_view(spelled, one.kind.record())

    def _conditional(
        self, pair: ObjectPair, one: Unlinked, record: Record, values: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of rows whose conditions hold for the new record, and what is set so that they do."""
        conditional = {row.name for row in pair.rows if row.conditions}
        if not conditional:
            return values, {}
        plain = {name: UNSET if name in conditional else value for name, value in values.items()}
        made = _as_made(one, self._spelled(pair, one, plain))
        left_out, given = for_creation(pair, one.side, record, values, made)
        return {name: UNSET if name in left_out else value for name, value in values.items()}, given

    def _judged(
        self,
        one: Unlinked,
        create: Create,
        problems: dict[str, str],
        needs: dict[str, _Need],
        waits: frozenset[RecordId],
    ) -> _Attempt:
        """The create as it stands, with what it waits for or lacks (SEMANTICS sections 3 and 5)."""
        for need in needs.values():
            if not any(self.world.known(end) for end in need.ends):
                reason = f"{need.row} refers to {_names(need.ends)}, which does not exist"
                return _Attempt(entries=(_entry(one, "blocked", reason),))
            barred = self.world.barred(need.ends, {one.record.system, one.kind.system.name})
            if barred:
                return _Attempt(entries=(_entry(one, "blocked", f"{need.row} refers to {barred}"),))
        lacking = [
            f"{prop.name} {self._unreadable(one, prop.attribute) or problems[prop.attribute]}"
            for prop in one.kind.properties
            if prop.required
            and prop.attribute in problems
            and prop.attribute not in needs
            and isinstance(wire.at(create.document, prop.path), UnsetType)  # a facet may give it
        ]
        if lacking:
            return _Attempt(entries=(_entry(one, "held", "; ".join(lacking)),))
        for need in needs.values():
            ends = tuple(end for end in need.ends if self.world.known(end))
            reason = f"{need.row} refers to {_names(ends)}, which is not linked yet"
            every = frozenset(end for other in needs.values() for end in other.ends if self.world.known(end))
            return _Attempt(create, every, waits, (_entry(one, "waiting", reason),))
        optional = sorted(problems.keys() - {prop.attribute for prop in one.kind.properties if prop.required})
        rows = _rows_of(one)
        left_out = (_entry(one, "rejected", f"left out: {problems[name]}", rows[name]) for name in optional)
        return _Attempt(create, frozenset(), waits, tuple(left_out))

    def _unreadable(self, one: Unlinked, attribute: str) -> str:
        """Why an attribute has no value though its record has one: it cannot be read. Or ""."""
        record = self.merging.record(one.record, one.known)
        for pair in one.group.pairs:
            view = pair.side(one.side).view(record, self.world.now)
            values, _ = self.world.canonical(pair, one.side, view, one.known.unreadable)
            for row in pair.rows:
                if attribute == (row.right if one.side is Side.LEFT else row.left):
                    reason = cannot_read(self.world, pair, one.side, one.known, record, row, values[row.name])
                    if reason:
                        return f"is required, and {reason}"
        return ""

    # ---- references ----

    def _find_awaited(self, unmatched: Iterable[Unlinked]) -> None:
        """Which records others only wait for, so that a customer and the order that requires it do not wait for each
        other (SEMANTICS section 3).

        From what a rule allows by itself to what that waits for, and on from there: two records that are made only
        when connected to each other stay where they are.
        """
        rest = {one.place: one for one in unmatched if not self._counterparts.is_linked(one)}
        if not any(rule.connected for one in rest.values() for rule in one.group.rules(one.side)):
            return
        places: dict[RecordId, list[tuple[str, Side, str]]] = defaultdict(list)
        for place, one in rest.items():
            places[one.record].append(place)
        asked = list(rest.values())
        while asked:
            touched: set[RecordId] = set()
            for one in [one for one in asked if not self._rules.reason(one)]:
                del rest[one.place]
                for end in self._waits_for(one):
                    self._rules.awaited[end, one.kind.system.name].add(one.record)
                    touched.add(end)
            asked = [rest[place] for end in sorted(touched) for place in places[end] if place in rest]

    def _waits_for(self, one: Unlinked) -> frozenset[RecordId]:
        """The records each of which is all that a create waits for; none if it has other obstacles."""
        if self._lost(one) or self._held(one) or self._counterparts.relatives(one):
            return frozenset()
        attempt = self._attempt(one)
        return attempt.needs or attempt.waits if len(attempt.needs) < 2 else frozenset()

    def _refers_back(self, target: RecordId, record: RecordId) -> bool:
        return record in self._rules.references.of(target)

    def _ready(self) -> list[Create]:
        """The candidates whose references do not point to another candidate; all, if they only wait in circles."""
        making = {create.source for create, _waits in self._candidates}
        ready = [create for create, waits in self._candidates if not waits & making]
        if not ready:
            # somebody must be made first; what is left out is patched once it is linked
            return [create for create, _waits in self._candidates]
        for create, waits in self._candidates:
            if waits & making:
                reason = f"{_names(waits & making)} is made first"
                self.entries.append(Entry(create.pair, create.side, create.source.key, "", "waiting", reason))
        return ready

    def _state(self, one: Unlinked) -> GroupState:
        return self.states[one.group.key, one.side]

    def _say(self, one: Unlinked, kind: str, reason: str) -> None:
        self.entries.append(_entry(one, kind, reason))


class _Need(Struct, frozen=True):
    """A required reference without a link: the row it stands in, and what it may point to."""

    row: str
    ends: tuple[RecordId, ...]


def _needs(pair: ObjectPair, target: Side, waiting: dict[str, tuple[RecordId, ...]]) -> dict[str, _Need]:
    """The waiting references that the target cannot be made without, by its attribute."""
    required = {prop.attribute for prop in pair.side(target).type.properties if prop.required}
    rows = [(row.left if target is Side.LEFT else row.right, row) for row in pair.rows if row.name in waiting]
    return {name: _Need(row.identity, waiting[row.name]) for name, row in rows if name in required}


def _rows_of(one: Unlinked) -> dict[str, str]:
    """What a new record's attributes are called: by the row that gives them, else by their path."""
    every = [row for pair in reversed(one.group.pairs) for row in pair.rows]
    given = {(row.right if one.side is Side.LEFT else row.left): row.identity for row in every}
    return {prop.attribute: given.get(prop.attribute, prop.name) for prop in one.kind.properties}


def _entry(one: Unlinked, kind: str, reason: str, row: str = "", evidence: str = "") -> Entry:
    return Entry(one.group.key, one.side, one.record.key, row, kind, reason, evidence)


def _names(records: Iterable[RecordId]) -> str:
    return ", ".join(sorted({f"{record.type} {record.key}" for record in records}))


def _as_made(one: Unlinked, patch: Patch) -> Record:
    """What a new record shows of a Patch, the profile's defaults and the facet."""
    facet = one.group.first.side(one.side.other).facet
    shown: dict[str, Any] = {prop.attribute: prop.default for prop in one.kind.properties if prop.default is not None}
    for prop in one.kind.properties:
        value = getattr(patch, prop.attribute, UNSET)
        if facet is not None and prop.path == facet.path and prop.within is None:
            shown[prop.attribute] = facet.value
        elif value is not None and not isinstance(value, UnsetType):
            shown[prop.attribute] = value
    return one.kind.record(**shown)


def _without(patch: Patch, problems: dict[str, str]) -> Patch:
    dropped: dict[str, Any] = {name: UNSET for name in patch.__struct_fields__ if name in problems}
    return msgspec.structs.replace(patch, **dropped) if dropped else patch


def origins_of(world: World, create: Create, travelling: Mapping[str, Origin]) -> dict[str, Origin]:
    """Where the values that a create sends were edited, by attribute of the new record. `travelling` are the origins of
    what is written to its source in the same round."""
    source, found = world.known(create.source), dict[str, Origin]()
    if source is None:
        return found
    for pair, patch in zip(world.groups[create.pair].pairs, create.patches, strict=True):
        for row in pair.rows:
            own, made = (row.left, row.right) if create.side is Side.LEFT else (row.right, row.left)
            if row.binding.target is not create.side and made and is_filled(getattr(patch, made, UNSET)):
                found[made] = travelling.get(own, world.origin(create.source, source, own))
    return found


def given_first(patches: Sequence[Patch], attribute: str) -> Any:
    """The value of an attribute that is sent where several sections of a group give one: the first one's; or UNSET."""
    given = [value for patch in patches if not isinstance(value := getattr(patch, attribute), UnsetType)]
    return next((value for value in given if value is not None), None) if given else UNSET


def _united(patches: list[Patch]) -> Patch:
    """What all sections of a group give together; the first one's value where several give one."""
    first, *others = patches
    values: dict[str, Any] = {name: given_first(patches, name) for name in first.__struct_fields__}
    return msgspec.structs.replace(first, **values) if others else first
