"""What the first real pass of a pair would do, or the first one with new rows, counted before anything is sent.

A report for whoever is to agree (S-32).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set

from msgspec import Struct

from .ahead import Foreseen
from .model import Side
from .store import Store
from .world import Group

__all__ = ["Contact", "contacts", "not_met", "note_rows", "with_new_rows"]

_REASONS = 5
"""How many different reasons are told of one pair; the rest is counted together."""


class Contact(Struct, frozen=True, kw_only=True):
    """What a pair would do in its first pass, or one that has rows which it had not in its last pass (`is_changed`), in
    numbers of records.

    `create` is by the ObjectType that would be made, `system.type`; `ask` are matches that a person must decide,
    `held` and `waiting` are by reason. `differ` are properties of records that would be linked, where both sides have
    a value and neither would be written. `update` are records of a changed pair that would be written.
    """

    pair: str
    title: str
    link: int = 0
    create: dict[str, int] = {}
    ask: int = 0
    differ: int = 0
    held: dict[str, int] = {}
    waiting: dict[str, int] = {}
    is_changed: bool = False
    update: int = 0


def not_met(store: Store, pairs: Iterable[str]) -> set[str]:
    """The pairs whose first pass is yet to come: nothing of theirs was ever linked, and no pass that told of all of it
    was gone on with."""
    return {pair for pair in pairs if not (_noted(store, pair) or store.was_linked(pair))}


def with_new_rows(store: Store, groups: Mapping[str, Group]) -> set[str]:
    """The pairs that have a row which they had not when their rows were last noted. One that was never noted is as it
    was: what a state of before knew is not told."""
    found = set()
    for key, group in groups.items():
        before = _noted(store, key)
        new = (set(rows) - set(before.get(section, ())) for section, rows in _rows(group).items())
        if before and any(new):
            found.add(key)
    return found


def note_rows(store: Store, groups: Mapping[str, Group]) -> None:
    """Remember the rows of pairs for the next pass; sections of flows that are not run keep theirs."""
    for key, group in groups.items():
        before = _noted(store, key)
        now = before | _rows(group)
        if now != before:
            store.set_note(f"rows:{key}", json.dumps(now, sort_keys=True))


def _noted(store: Store, pair: str) -> dict[str, list[str]]:
    noted: dict[str, list[str]] = json.loads(store.note(f"rows:{pair}") or "{}")
    return noted


def _rows(group: Group) -> dict[str, list[str]]:
    """By section what each row reads and writes, as text."""
    return {pair.name: sorted(f"{row.identity}: {row.binding.value}" for row in pair.rows) for pair in group.pairs}


def contacts(
    foreseen: Foreseen, groups: Mapping[str, Group], new: Set[str], changed: Set[str] = frozenset()
) -> list[Contact]:
    """The Contacts of the pairs `new` and `changed`, in a stable order; those with nothing to tell are left out, and
    of `changed` those that would write and link nothing."""
    every = [*foreseen.actions, *foreseen.following]
    links = Counter(action.about[1] for action in every if action.action == "link")
    creates = Counter((action.about[1], action.record) for action in every if action.action == "create")
    made = {(*action.about[1:3], action.about[-1]) for action in every if action.action == "create"}
    ends = [action.about[1:] for action in every if action.action == "link"]
    linked = {(pair, side.value, key) for pair, *keys in ends for side, key in zip(Side, keys, strict=True)}
    words = {(e.pair, e.side.value, e.key, e.row): e for e in foreseen.entries}
    found = []
    for pair in sorted(new | changed):
        mine = [e for place, e in words.items() if e.pair == pair and place[:3] not in made]
        whole = [e for e in mine if not e.row and (e.pair, e.side.value, e.key) not in linked]
        group = groups[pair]
        targets = [f"{group.type(side).system.name}.{group.type(side).name}" for side in (Side.RIGHT, Side.LEFT)]
        contact = Contact(
            pair=pair,
            title=group.first.title,
            link=links[pair],
            create={target: creates[pair, target] for target in targets if creates[pair, target]},
            ask=sum(e.kind == "review" for e in whole),
            differ=sum(e.kind == "held" for e in mine if e.row),
            held=_by_reason([e.reason for e in whole if e.kind not in ("review", "waiting")]),
            waiting=_by_reason([e.reason for e in whole if e.kind == "waiting"]),
            is_changed=pair not in new,
            update=foreseen.updates[pair] if pair not in new else 0,
        )
        told: tuple[object, ...] = (contact.link, contact.create, contact.update)
        if not contact.is_changed:
            told += (contact.ask, contact.differ, contact.held, contact.waiting)
        if any(told):
            found.append(contact)
    return found


def _by_reason(reasons: list[str]) -> dict[str, int]:
    """The most frequent reasons with how many records each holds, and the others together."""
    counted = Counter(reasons)
    told = dict(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_REASONS])
    rest = counted.total() - sum(told.values())
    return told | ({"other reasons": rest} if rest else {})
