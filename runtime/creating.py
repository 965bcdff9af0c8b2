"""One round's plan for records without a link: match before create, never make one record twice. Pure.

A record is linked if exactly one counterpart matches, created by its section's rule if none does, and
otherwise left alone with an Entry that says why (SEMANTICS sections 1, 3 and 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from . import wire
from .model import Creation, ObjectPair, Patch, Side
from .planning import Adopt, Create, Entry, Merging
from .world import Group, Known, RecordId, World

__all__ = ["Creating", "GroupState"]


class GroupState(Struct, frozen=True):
    """What the engine knows of a group beyond its records.

    `first_right` counts the right records when the pair first ran, `released` says that a person allowed
    creating beside them, `unsettled` holds left keys whose create was sent and never answered, and
    `writable` is what flowc.toml says of the right system.
    """

    first_right: int = 0
    released: bool = False
    unsettled: frozenset[str] = frozenset()
    writable: bool = True


class _Candidate(Struct):
    """A create that its own record allows, and the optional references it would wait for."""

    create: Create
    waits: tuple[RecordId, ...]


class Creating:
    """Plans links and creations for unlinked left records."""

    def __init__(self, world: World, merging: Merging, states: dict[str, GroupState]) -> None:
        self.world = world
        self.merging = merging
        self.states = states
        self.adopts: list[Adopt] = []
        self.entries: list[Entry] = []
        self.looked_at: list[tuple[str, Side, str]] = []
        self._candidates: list[_Candidate] = []
        self._planned: dict[RecordId, list[tuple[str, str]]] = defaultdict(list)
        self._taken: set[tuple[str, str, RecordId]] = set()

    def run(self, unlinked: Iterable[tuple[Group, str]]) -> list[Create]:
        """Plan these left records; returns the creates that need to wait for no other."""
        indexes: dict[str, _MatchIndex] = {}
        for group, key in sorted(unlinked, key=lambda entry: (entry[0].key, entry[1])):
            record = group.record_id(Side.LEFT, key)
            known = self.world.known(record)
            if known is None:
                continue
            self.looked_at.append((group.key, Side.LEFT, key))
            if group.key not in indexes:
                indexes[group.key] = _MatchIndex(self.world, group)
            self._plan(group, record, known, indexes[group.key])
        return self._ready()

    # ---- one record ----

    def _plan(self, group: Group, record: RecordId, known: Known, index: _MatchIndex) -> None:
        matched = index.matches(known)
        if matched is not None:
            self._adopt(group, record, matched)
            return
        if record.key in self.states[group.key].unsettled:
            self._say(
                group, record, "review", "a create was sent and its answer was lost; look for the record"
            )
            return
        if self._came_back(group, record):
            return
        reason = self._not_allowed(group)
        if reason:
            self._say(group, record, "held", reason)
            return
        self._try_create(group, record, known)

    def _adopt(self, group: Group, record: RecordId, matched: _Matched) -> None:
        left, right = group.type(Side.LEFT).system.name, group.type(Side.RIGHT).system.name
        ids = [group.record_id(Side.RIGHT, key) for key in matched.rights]
        if len(ids) > 1 or len(matched.lefts) > 1:
            names = ", ".join(matched.rights)
            counts = f"{len(ids)} on the right ({names}) and {len(matched.lefts)} on the left"
            reason = f"{matched.why} matches {counts}"
            self._say(group, record, "review", reason)
            return
        taken = any((left, right, end) in self._taken for end in (ids[0], record))
        if taken or self.world.linked_between(left, right, ids[0]):
            self._say(group, record, "review", f"{matched.why} matches {ids[0].key}, which is already linked")
            return
        self._taken |= {(left, right, ids[0])}
        self.adopts.append(Adopt(group.key, record, ids[0], matched.why))

    def _came_back(self, group: Group, record: RecordId) -> bool:
        """Whether this record is known on the right by another route: then it is linked, not copied."""
        kind = group.type(Side.RIGHT)
        target = (kind.system.name, kind.name)
        relatives = _relatives(self.world, self._planned, record, target)
        found = sorted(key for key in relatives if not key or self._is_in_scope(group, key))
        if not found:
            return False
        keys = [key for key in found if key]
        if len(found) > 1:
            self._say(group, record, "review", f"comes back as more than one: {', '.join(keys)}")
        elif not keys:
            self._say(group, record, "waiting", "its counterpart is being made by another route")
        elif self._is_linked(group, keys[0]):
            self._say(
                group, record, "review", f"comes back as {keys[0]}, which is already linked in this pair"
            )
        else:
            right = group.record_id(Side.RIGHT, keys[0])
            self.adopts.append(Adopt(group.key, record, right, "known by another route"))
        return True

    def _is_linked(self, group: Group, key: str) -> bool:
        """Whether the right record has a link in this pair, or gets one in this round."""
        planned = any(adopt.pair == group.key and adopt.right.key == key for adopt in self.adopts)
        return planned or self.world.link_at(group.key, Side.RIGHT, key) is not None

    def _is_in_scope(self, group: Group, key: str) -> bool:
        known = self.world.known(group.record_id(Side.RIGHT, key))
        return known is not None and group.in_scope(Side.RIGHT, known.snapshot.document)

    def _not_allowed(self, group: Group) -> str:
        """Why this pair creates nothing now, or ""."""
        pair, state = group.first, self.states[group.key]
        operations = pair.right.type.operations
        rules = {member.creation for member in group.pairs}
        if Creation.EVERY not in rules:
            if Creation.WHEN in rules:
                return "the section's condition is not bound in the source profile, so it creates nothing"
            if Creation.CONNECTED in rules:
                return "created only when connected, which is not evaluated"
            return "nothing matches, and this section never creates"
        if not operations.create:
            return operations.why_not
        if not state.writable:
            return f"write = false for {pair.right.type.system.name}"
        if not any(member.match for member in group.pairs) and state.first_right and not state.released:
            return (
                f"would be created beside {state.first_right} existing: add a match table, "
                f"or --create-all '{group.key}'"
            )
        missing = set.intersection(*(set(member.missing) for member in group.pairs))
        if missing:
            return f"no row or default gives the required {', '.join(sorted(missing))}"
        return ""

    def _try_create(self, group: Group, record: RecordId, known: Known) -> None:
        kind = group.type(Side.RIGHT)
        patches: list[Patch] = []
        values: list[dict[str, Any]] = []
        document: dict[str, Any] = {}
        waits: list[RecordId] = []
        problems: dict[str, str] = {}
        for pair in group.pairs:
            view = pair.left.view(self.merging.record(record, known), self.world.now)
            canonical, waiting = self.world.canonical(pair, Side.LEFT, view)
            waits += self._waits(group, pair, record, waiting)
            if self._blocked(group, pair, record, waiting):
                return
            spelled = self.world.spelled(pair, Side.RIGHT, canonical, self.merging.links)
            patch = pair.right.from_view(spelled, kind.record())
            problems |= wire.problems(kind, patch, creating=True)
            patches.append(patch)
            values.append(canonical)
        kept = [_without(patch, problems) for patch in patches]
        for patch in kept:
            _overlay(document, wire.document(kind, patch, group.first.right.facet))
        still = [
            f"{prop.path[-1]} {problems[prop.attribute]}"
            for prop in kind.properties
            if prop.required
            and prop.attribute in problems
            and isinstance(wire.at(document, prop.path), UnsetType)
        ]
        if still:
            self._say(group, record, "held", "; ".join(still))
            return
        for attribute in sorted(
            set(problems) - {prop.attribute for prop in kind.properties if prop.required}
        ):
            self._say(group, record, "rejected", f"left out: {problems[attribute]}", row=attribute)
        create = Create(
            group.key, record, (kind.system.name, kind.name), document, tuple(kept), tuple(values)
        )
        self._candidates.append(_Candidate(create, tuple(waits)))
        self._planned[record].append((kind.system.name, kind.name))

    # ---- references ----

    def _blocked(
        self, group: Group, pair: ObjectPair, record: RecordId, waiting: dict[str, tuple[RecordId, ...]]
    ) -> bool:
        """Whether a required reference waits; says what for, and whether it is hopeless."""
        required = {prop.attribute for prop in pair.right.type.properties if prop.required}
        for row in pair.rows:
            if row.name not in waiting or row.right not in required:
                continue
            targets = [target for target in waiting[row.name] if self.world.known(target) is not None]
            if not targets:
                names = ", ".join(sorted({f"{t.type} {t.key}" for t in waiting[row.name]}))
                self._say(group, record, "blocked", f"{row.identity} refers to {names}, which does not exist")
            else:
                names = ", ".join(sorted({f"{t.type} {t.key}" for t in targets}))
                self._say(
                    group, record, "waiting", f"{row.identity} refers to {names}, which is not linked yet"
                )
            return True
        return False

    def _waits(
        self, group: Group, pair: ObjectPair, record: RecordId, waiting: dict[str, tuple[RecordId, ...]]
    ) -> list[RecordId]:
        """Targets of optional references that do not refer back: worth waiting for if they are being made."""
        found = []
        for targets in waiting.values():
            found += [target for target in targets if not self._refers_back(target, record)]
        return found

    def _refers_back(self, target: RecordId, record: RecordId) -> bool:
        known = self.world.known(target)
        if known is None:
            return False
        group = next((g for g in self.world.groups.values() if _is_left_of(g, target)), None)
        if group is None:
            return False
        for prop in group.type(Side.LEFT).properties:
            value = getattr(known.record, prop.attribute, UNSET)
            if record.type in prop.targets and str(value) == record.key and target.system == record.system:
                return True
        return False

    def _ready(self) -> list[Create]:
        """The candidates whose optional references do not point to another candidate."""
        making = {candidate.create.left for candidate in self._candidates}
        ready = []
        for candidate in self._candidates:
            pending = sorted(set(candidate.waits) & making)
            if pending:
                create = candidate.create
                names = ", ".join(f"{target.type} {target.key}" for target in pending)
                self.entries.append(
                    Entry(create.pair, Side.LEFT, create.left.key, "", "waiting", f"{names} is made first")
                )
            else:
                ready.append(candidate.create)
        return ready

    def _say(self, group: Group, record: RecordId, kind: str, reason: str, row: str = "") -> None:
        self.entries.append(Entry(group.key, Side.LEFT, record.key, row, kind, reason))


def _is_left_of(group: Group, record: RecordId) -> bool:
    kind = group.type(Side.LEFT)
    return (kind.system.name, kind.name) == (record.system, record.type)


def _without(patch: Patch, problems: dict[str, str]) -> Patch:
    dropped: dict[str, Any] = {name: UNSET for name in patch.__struct_fields__ if name in problems}
    return msgspec.structs.replace(patch, **dropped) if dropped else patch


def _overlay(target: dict[str, Any], source: dict[str, Any]) -> None:
    for name, value in source.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict):
            _overlay(target[name], value)
        else:
            target.setdefault(name, value)


def _relatives(
    world: World,
    planned: dict[RecordId, list[tuple[str, str]]],
    start: RecordId,
    target: tuple[str, str],
) -> set[str]:
    """Keys of target records reached from `start` along links, no system twice but the last; "" if planned.

    A record is no relative of itself (SEMANTICS section 1).
    """
    found: set[str] = set()

    def walk(record: RecordId, visited: frozenset[str]) -> None:
        for made in planned.get(record, ()):
            if made == target and record != start:
                found.add("")
        for link in world.links_of[record]:
            other = link.right if link.left == record else link.left
            if (other.system, other.type) == target and other != start:
                found.add(other.key)
            if other.system not in visited:
                walk(other, visited | {other.system})

    walk(start, frozenset({start.system}))
    return found


# ---- matching -----------------------------------------------------------------------------------


class _Matched(Struct, frozen=True):
    """Everything that shares a matching value: keys on both sides, and which alternative said so."""

    rights: tuple[str, ...]
    lefts: tuple[str, ...]
    why: str


class _MatchIndex:
    """Records of both sides by the canonical values of each alternative of the match tables."""

    def __init__(self, world: World, group: Group) -> None:
        self._matches = [match for pair in group.pairs for match in pair.match]
        self._rights: list[dict[Any, set[str]]] = [defaultdict(set) for _ in self._matches]
        self._lefts: list[dict[Any, set[str]]] = [defaultdict(set) for _ in self._matches]
        for number, match in enumerate(self._matches):
            for key, known in world.in_scope(group, Side.RIGHT):
                self._rights[number][match.right(known.record)].add(key)
            for key, known in world.in_scope(group, Side.LEFT):
                self._lefts[number][match.left(known.record)].add(key)

    def matches(self, known: Known) -> _Matched | None:
        """Candidates of all alternatives together; blank matches nothing."""
        rights: set[str] = set()
        lefts: set[str] = set()
        why: list[str] = []
        for number, match in enumerate(self._matches):
            value = match.left(known.record)
            if value is None or isinstance(value, UnsetType) or not self._rights[number].get(value):
                continue
            rights |= self._rights[number][value]
            lefts |= self._lefts[number][value]
            why.append(match.label)
        return _Matched(tuple(sorted(rights)), tuple(sorted(lefts)), "; ".join(why)) if rights else None
