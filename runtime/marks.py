"""How far each pair has looked at what was read, and what it meant then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from .model import CreationRule, Side
from .passes import Options
from .store import MarkRow, Store
from .world import Group, World

__all__ = ["Marks"]


class Marks:
    """The marks of a World's groups: for the links of each, and for the unlinked records of each side that has a rule.

    A mark starts anew where what it meant has changed. A direction that runs for the first time counts what is on the
    other side (SEMANTICS section 3).
    """

    def __init__(self, store: Store, world: World, options: Options) -> None:
        self._store, self._world, self._options = store, world, options

    def all(self) -> dict[str, dict[str, MarkRow]]:
        """By pair and by what each mark is about ("links", "left", "right")."""
        stored = self._store.every_mark()
        return {key: dict(self._of(group, stored.get(key, {}))) for key, group in self._world.groups.items()}

    def _of(self, group: Group, stored: dict[str, MarkRow]) -> Iterator[tuple[str, MarkRow]]:
        for about, meaning in self._meanings(group).items():
            mark = stored.get(about)
            if mark is None:
                existing = self._existing(group, Side(about).other) if about != "links" else 0
                mark = MarkRow(pair=group.key, about=about, existing=existing)
                if not self._options.dry_run:
                    self._store.set_mark(mark)
            if about != "links" and group.seen_from(Side(about)) in self._options.create_all:
                mark = msgspec.structs.replace(mark, released=True)
            told = [self._is_closed(group, about), self._scopes(group), self._options.compare_only]
            whole = _text([meaning, mark.released, told])
            if mark.meaning != whole:
                mark = msgspec.structs.replace(mark, meaning=whole, sequence=0)
            yield about, mark

    def _existing(self, group: Group, side: Side) -> int:
        kind = group.type(side)
        if group.first.side(side).facet is None:
            return self._store.count(kind.system.name, kind.name)
        return sum(1 for _ in self._world.in_scope(group, side))

    def _is_closed(self, group: Group, about: str) -> bool:
        """Whether nothing may be made on the other side: what was held for that is looked at again once it may."""
        if about == "links":
            return False
        kind = group.type(Side(about).other)
        return bool(self._options.closed(kind.system.name, kind.name))

    def _scopes(self, group: Group) -> list[Any]:
        """What takes part of both sides: what is left out now is looked at once it takes part."""
        places = [f"{group.type(side).system.name}.{group.type(side).name}" for side in Side]
        scopes = [self._options.scope.get(place) for place in places]
        return [*(scope.meaning if scope is not None else None for scope in scopes), sorted(self._options.only)]

    def _meanings(self, group: Group) -> dict[str, Any]:
        """What a change of would make the pair look at everything again: its links, and records a rule speaks of."""
        rows = [[[(row.identity, row.binding.value) for row in pair.rows] for pair in group.pairs], _facts(group)]
        matches = [match.label for pair in group.pairs for match in pair.match]
        policies = self._options.policies
        choices = [[policies.of(group.key, row.identity) for row in pair.rows] for pair in group.pairs]
        found: dict[str, Any] = {"links": [rows, choices, *self._deletes(group)]}
        for side in Side:
            if group.rules(side):
                rules = [_rule_text(rule) for rule in group.rules(side)]
                found[side.value] = [rows, matches, rules, sorted(group.missing(side))]
        return found

    def _deletes(self, group: Group) -> list[Any]:
        """Where deletes travel: on which sides records can be deleted. Where not, a person is to."""
        if not self._options.propagates(group.key):
            return []
        return [[group.type(side).operations.deletable for side in Side]]


def _facts(group: Group) -> list[Any]:
    """What the profiles say that decides whether a value may be sent: mended, what it kept back is looked at again."""
    facts: list[Any] = []
    for side in Side:
        kind = group.type(side)
        named = {row.left if side is Side.LEFT else row.right for pair in group.pairs for row in pair.rows}
        used = [prop for prop in kind.properties if prop.attribute in named]
        fields = [field for prop in used for field in (prop, *prop.children)]
        told = [(p.attribute, p.access.value, p.required, p.max_length, p.default) for p in fields]
        facts.append([kind.system.fills_absent, kind.operations.creatable, told])
    return facts


def _rule_text(rule: CreationRule) -> str:
    return _text([rule.kind.value, rule.prose, rule.connected])


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
