"""What the first real pass of a pair would do, counted before anything is sent: a report for whoever is to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from msgspec import Struct

from .ahead import Foreseen
from .model import Side
from .world import Group

__all__ = ["Contact", "contacts"]

_REASONS = 5
"""How many different reasons are told of one pair; the rest is counted together."""


class Contact(Struct, frozen=True, kw_only=True):
    """What a pair without links would do, in numbers of records.

    `create` is by the ObjectType that would be made, `system.type`; `ask` are matches that a person must decide,
    `held` and `waiting` are by reason. `differ` are properties of records that would be linked, where both sides have
    a value and neither would be written.
    """

    pair: str
    title: str
    link: int = 0
    create: dict[str, int] = {}
    ask: int = 0
    differ: int = 0
    held: dict[str, int] = {}
    waiting: dict[str, int] = {}


def contacts(foreseen: Foreseen, groups: Mapping[str, Group], new: Set[str]) -> list[Contact]:
    """The Contacts of the pairs `new`, in a stable order; those with nothing to tell are left out."""
    every = [*foreseen.actions, *foreseen.following]
    links = Counter(action.about[1] for action in every if action.action == "link")
    creates = Counter((action.about[1], action.record) for action in every if action.action == "create")
    made = {(*action.about[1:3], action.about[-1]) for action in every if action.action == "create"}
    words = {(e.pair, e.side.value, e.key, e.row): e for e in foreseen.entries}
    found = []
    for pair in sorted(new):
        mine = [e for place, e in words.items() if e.pair == pair and place[:3] not in made]
        whole = [e for e in mine if not e.row]
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
        )
        if any((contact.link, contact.create, contact.ask, contact.differ, contact.held, contact.waiting)):
            found.append(contact)
    return found


def _by_reason(reasons: list[str]) -> dict[str, int]:
    """The most frequent reasons with how many records each holds, and the others together."""
    counted = Counter(reasons)
    told = dict(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_REASONS])
    rest = counted.total() - sum(told.values())
    return told | ({"other reasons": rest} if rest else {})
