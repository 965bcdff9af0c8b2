"""What would follow from a round: a later plan on top of what this one would do. Changes nothing.

What a system will answer is not known. So a record that is to be made has a stand-in for its key, which people read
as "key of action 12", and nothing is said of it but what refers to it or is patched into it with such a key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from .connected import References
from .creating import Create
from .due import Portion
from .matching import shown_by
from .model import Side, Snapshot
from .passes import Plan, Work
from .planned import Entry, Update, json_of
from .saved import SavedAction, actions
from .state import document_of, exact_text
from .store import LinkRow, SnapshotRow, Store
from .world import RecordId, Source, World

__all__ = ["Ahead", "Foreseen", "foresee", "spoken"]

_BASE = 710_200_000_000_000
"""Added to an Action's number: a key that no system gives, and that goes for a number, a code or a text."""
_STAND_IN = re.compile(r"(?<!\d)7102\d{11}(?!\d)")
_FIRST_LINK = 1_000_000_000_000
_ROUNDS = 20
_MANY = 20_000


def stand_in(number: int) -> str:
    """The key of a record that Action `number` is to make."""
    return str(_BASE + number)


def spoken(text: str) -> str:
    """A text with stand-ins as people read them."""
    return _STAND_IN.sub(lambda found: f"key of action {int(found.group()) - _BASE}", text)


def _spoken_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _spoken_value(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_spoken_value(inner) for inner in value]
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        text = str(value)
        return spoken(text) if _STAND_IN.search(text) else value
    return value


class Ahead:
    """A Store as it would be after a round, for a World to read: with the links that the round makes or revives, and
    the records that it creates as they were sent. `numbers` are those of the Actions, by the link that each made so."""

    def __init__(self, store: Store) -> None:
        self.numbers: dict[int, int] = {}
        self._store = store
        self._links: dict[int, LinkRow] = {}
        self._of: dict[tuple[str, str, str], list[LinkRow]] = {}
        self._made: dict[tuple[str, str, str], SnapshotRow] = {}
        self._matching: dict[tuple[str, str, int, str], list[str]] = {}

    def add(self, plan: Plan, numbered: Iterable[SavedAction], world: World) -> list[LinkRow]:
        """Take in what a plan links, makes and revives; the links that are new, or there again."""
        numbers = {action.about: action.number for action in numbered}
        found = []
        for adopt in plan.adopts:
            found.append(self._link(numbers[adopt.about], adopt.pair, adopt.left.key, adopt.right.key, world))
        for create in plan.creates:
            number = numbers[create.about]
            key = stand_in(number)
            self._made[(*create.target, key)] = self._snapshot(create, key, world)
            for value in shown_by(world.groups, create.target, create.document):
                self._matching.setdefault(value, []).append(key)
            ends = {create.side: create.source.key, create.side.other: key}
            found.append(self._link(number, create.pair, ends[Side.LEFT], ends[Side.RIGHT], world))
        for revive in plan.revived:
            row = self._store.link(revive.link)
            if row is not None:
                row.state, row.dirty = "active", True
                found.append(self._keep(row, numbers[revive.about], world))
        return found

    def _link(self, number: int, pair: str, left: str, right: str, world: World) -> LinkRow:
        row = LinkRow(id=_FIRST_LINK + number, pair=pair, left_key=left, right_key=right, dirty=True)
        return self._keep(row, number, world)

    def _keep(self, row: LinkRow, number: int, world: World) -> LinkRow:
        self._links[row.id], self.numbers[row.id] = row, number
        for place, key in zip(world.ends(row.pair), (row.left_key, row.right_key), strict=True):
            self._of.setdefault((*place, key), []).append(row)
        return row

    def _snapshot(self, create: Create, key: str, world: World) -> SnapshotRow:
        document = document_of(exact_text(create.document).encode())
        inner = document
        *folders, last = world.types[create.target].key
        for name in folders:
            inner = inner.setdefault(name, {})
        inner[last] = key
        return SnapshotRow(*create.target, Snapshot(key=key, document=document), self._store.sequence())

    # ---- what a World reads ----

    def snapshot_rows(self, system: str, kind: str, keys: Iterable[str]) -> list[SnapshotRow]:
        listed = list(keys)
        made = [self._made[system, kind, key] for key in listed if (system, kind, key) in self._made]
        return [*self._store.snapshot_rows(system, kind, listed), *made]

    def every_snapshot(self, system: str, kind: str) -> Iterator[SnapshotRow]:
        yield from self._store.every_snapshot(system, kind)

    def earlier(self, system: str, kind: str, keys: Iterable[str], after: int) -> dict[str, list[Snapshot]]:
        return self._store.earlier(system, kind, keys, after)

    def links_of(self, system: str, kind: str, keys: Iterable[str]) -> list[LinkRow]:
        listed = list(keys)
        new = {row.id: row for key in listed for row in self._of.get((system, kind, key), ())}
        stored = [row for row in self._store.links_of(system, kind, listed) if row.id not in new]
        return [*stored, *(new[number] for number in sorted(new))]

    def link(self, number: int) -> LinkRow | None:
        return self._links.get(number) or self._store.link(number)

    def match_keys(self, pair: str, side: str, alternative: int, value: str) -> list[str]:
        made = self._matching.get((pair, side, alternative, value), ())
        return [*self._store.match_keys(pair, side, alternative, value), *made]

    def referring(self, system: str, kind: str, key: str) -> list[tuple[str, str]]:
        return self._store.referring(system, kind, key)


class Foreseen(Struct):
    """What a pass would do: its first round's Actions, what follows from them, and what is to be told of which record.

    `plans` are the portions of the first round, `updates` how many records it would change for each pair.
    """

    actions: list[SavedAction] = []
    following: list[SavedAction] = []
    entries: list[Entry] = []
    plans: list[Plan] = []
    updates: Counter[str] = msgspec.field(default_factory=Counter)


def foresee(
    store: Store,
    portions: Iterable[Portion],
    world: Callable[[Source], World],
    planned: Callable[[Portion, World, int], Plan],
    limit: int,
    counts_only: bool = False,
) -> Foreseen:
    """Plan all portions of a round and what follows from them, up to `limit` writes (0: any number).

    `world` makes the World of what a Source knows, `planned` the Plan of a portion in it after so many writes. With
    `counts_only` nothing large is kept, so that a first load of any size needs the same memory: no bodies, no plans,
    and beyond `_MANY` Actions not what follows.
    """
    found = Foreseen()
    ahead = Ahead(store)
    later = _Later()
    links: list[LinkRow] = []
    waiting: dict[tuple[str, Side, str], None] = {}
    done = 0
    making: dict[tuple[str, str, int, str], RecordId] = {}
    for portion in portions:
        at = world(store)
        at.making = making  # what a pass has made by then
        plan = planned(portion, at, done)
        done += plan.writes
        numbered = actions(plan, at, len(found.actions) + 1)
        found.actions += map(_light, numbered) if counts_only else numbered
        found.entries += plan.entries
        found.updates.update(pair for update in plan.updates for pair in {pair for pair, _ in update.rows})
        if not counts_only:
            found.plans.append(plan)
        elif len(found.actions) > _MANY:
            links, ahead = [], Ahead(store)
            continue
        later.saw(plan)
        links += ahead.add(plan, numbered, at)
        waiting |= dict.fromkeys(_waiting(plan))
    for _ in range(_ROUNDS):
        if not links or (limit and done >= limit):
            break
        at = world(ahead)
        later.links(links, ahead.numbers, at)
        held = [at.link_at(*place) for place in waiting]
        again = [row for link in held if link is not None and (row := ahead.link(link.id)) is not None]
        every = {row.id: row for row in [*links, *again]}
        plan = planned(Portion(links=list(every.values()), unlinked=[(p, s.value, k) for p, s, k in waiting]), at, done)
        found.entries += plan.entries
        waiting = dict.fromkeys(_waiting(plan))
        narrowed = later.narrowed(plan)
        done += narrowed.writes
        numbered = actions(narrowed, at, len(found.actions) + len(found.following) + 1)
        found.following += later.told(narrowed, numbered, at)
        links = ahead.add(narrowed, numbered, at)
    return found


def _light(action: SavedAction) -> SavedAction:
    """An Action without what it sends and was built on: enough to be counted."""
    return msgspec.structs.replace(action, sends="", built_on={})


def _waiting(plan: Plan) -> Iterator[tuple[str, Side, str]]:
    """Where something is said that a link made elsewhere may answer."""
    return ((entry.pair, entry.side, entry.key) for entry in plan.entries if entry.kind in ("waiting", "blocked"))


class _Later:
    """Tells what is new in a later plan, and what that follows."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()
        self._values: dict[tuple[RecordId, str], Any] = {}
        self._numbers: dict[RecordId, set[int]] = {}

    def saw(self, plan: Plan) -> None:
        """Note what a plan does, so that it is not told again."""
        self._seen |= {one.about for one in (*plan.works, *plan.free) if not isinstance(one, Update)}
        self._values |= {(one.record, name): value for one in plan.updates for name, value in one.values.items()}

    def links(self, rows: Iterable[LinkRow], numbers: Mapping[int, int], world: World) -> None:
        """Note which Action links each record."""
        for row in rows:
            for place, key in zip(world.ends(row.pair), (row.left_key, row.right_key), strict=True):
                self._numbers.setdefault(RecordId(*place, key), set()).add(numbers[row.id])

    def narrowed(self, plan: Plan) -> Plan:
        """Of a later plan what was not planned before; of records that are not there, only what is known of them."""
        updates = [self._known(update) for update in plan.updates]
        return Plan(
            adopts=[adopt for adopt in plan.adopts if adopt.about not in self._seen],
            creates=[create for create in plan.creates if create.about not in self._seen],
            updates=[update for update in updates if update.values],
        )

    def _known(self, update: Update) -> Update:
        def stays(name: str, value: Any) -> bool:
            if (update.record, name) in self._values and self._values[update.record, name] == value:
                return False
            if _STAND_IN.search(exact_text(json_of(value))):
                return True
            source = update.why[name].source.key if name in update.why else ""
            return not any(_STAND_IN.fullmatch(key) for key in (update.record.key, source))

        values = {name: value for name, value in update.values.items() if stays(name, value)}
        why = {name: found for name, found in update.why.items() if name in values}
        return msgspec.structs.replace(update, values=values, why=why)

    def told(self, plan: Plan, numbered: list[SavedAction], world: World) -> list[SavedAction]:
        """A narrowed plan's Actions as people read them, with what each follows."""
        self.saw(plan)
        follows = {work.about: self._follows(work, world) for work in plan.works}
        follows |= {adopt.about: self._near((adopt.left, adopt.right)) for adopt in plan.adopts}
        return [
            msgspec.structs.replace(
                action,
                about=tuple(spoken(part) for part in action.about),
                record=spoken(action.record),
                source=spoken(action.source),
                sends=exact_text(_spoken_value(document_of(action.sends.encode()))) if action.sends else "",
                built_on={},
                follows=tuple(sorted(number for number in follows[action.about] if number < numbered[0].number)),
            )
            for action in numbered
        ]

    def _follows(self, work: Work, world: World) -> set[int]:
        """The Actions whose outcome a write needs: those whose keys it sends, and those that link what it refers to."""
        if isinstance(work, Create):
            sent, near = exact_text(work.document), References(world).of(work.source) | {work.source}
        elif isinstance(work, Update):
            sent = exact_text({name: json_of(value) for name, value in work.values.items()})
            near = {work.record, *(why.source for why in work.why.values())}
        else:
            return set()
        return {int(found) - _BASE for found in _STAND_IN.findall(sent)} | self._near(near)

    def _near(self, records: Iterable[RecordId]) -> set[int]:
        return {number for record in records for number in self._numbers.get(record, ())}
