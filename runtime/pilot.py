"""What takes part in a pass: which ObjectTypes, and in a pilot which of their records (SEMANTICS section 7).

A record that takes no part is read and listed, and neither written, deleted nor copied to the other side.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from . import predicates
from .asking import clean
from .config import Config, CriterionConfig, ScopeConfig, TypeConfig
from .errors import UsageError
from .model import Flow, ObjectType, Side, System
from .turning import turned_pair
from .world import Known, RecordId, World

__all__ = [
    *("Criterion", "Scope", "beside", "listed", "read_only_types", "scopes", "systems_of", "taking_part", "types_of"),
]


class Criterion(Struct, frozen=True):
    """What one attribute of a record must be: `predicate` names a function of `predicates`."""

    attribute: str
    predicate: str
    given: tuple[Any, ...] = ()

    def holds(self, record: object) -> bool:
        test: Callable[..., bool] = getattr(predicates, self.predicate)
        return test(getattr(record, self.attribute), *self.given)


class Scope(Struct, frozen=True, kw_only=True):
    """The records of an ObjectType that take part: those of these keys for which all of `all` and any of `any` hold.

    What is empty restricts nothing. What an answer does not tell satisfies no test.
    """

    keys: frozenset[str] = frozenset()
    all: tuple[Criterion, ...] = ()
    any: tuple[Criterion, ...] = ()

    def holds(self, key: str, record: object) -> bool:
        """Whether a record is one of them."""
        return (not self.keys or key in self.keys) and self.shows(record)

    def shows(self, record: object) -> bool:
        """Whether a record's values are those of one of them, whatever its key."""
        some = not self.any or any(test.holds(record) for test in self.any)
        return some and all(test.holds(record) for test in self.all)

    @property
    def meaning(self) -> list[Any]:
        """The same as plain values: what a change of makes pairs look at everything again."""
        tests = [[[t.attribute, t.predicate, list(t.given)] for t in tests] for tests in (self.all, self.any)]
        return [sorted(self.keys), *tests]


def taking_part(
    world: World, scope: Mapping[str, Scope], only: Collection[RecordId]
) -> Callable[[RecordId, Known], bool]:
    """Whether a record takes part: it is in the scope of its ObjectType, and one of the records in `only`, or linked
    with one of them, straight or by links of others."""
    near: set[RecordId] = set()
    far: set[RecordId] = set()

    def is_near(record: RecordId) -> bool:
        if record not in near and record not in far:
            found, queue = {record}, [record]
            while queue:
                for link in world.links_of[queue.pop()]:
                    new = {link.left, link.right} - found
                    found |= new
                    queue += sorted(new)
            (far if found.isdisjoint(only) else near).update(found)
        return record in near

    def takes(record: RecordId, known: Known) -> bool:
        wanted = scope.get(f"{record.system}.{record.type}")
        if wanted is not None and not wanted.holds(record.key, known.record):
            return False
        return not only or is_near(record)

    return takes


# ---- what people name ---------------------------------------------------------------------------


def listed(only: Iterable[str], flows: Iterable[Flow]) -> frozenset[RecordId]:
    """The records that `--only SYSTEM.TYPE=KEY` names; UsageError where no flow has such a type."""
    known = {f"{kind.system.name}.{kind.name}": kind for kind in types_of(flows)}
    found = set()
    for text in only:
        place, equals, key = text.partition("=")
        if not equals or "." not in place or not key:
            raise UsageError(f"--only: {text!r} is not SYSTEM.TYPE=KEY")
        if place not in known:
            raise UsageError(f"--only: no flow has {clean(place)}; there are {', '.join(_near(place, known))}")
        found.add(RecordId(known[place].system.name, known[place].name, key))
    return frozenset(found)


def beside(pairs: Iterable[str], flows: Iterable[Flow]) -> frozenset[str]:
    """The pairs that `--create-all FROM|TO` names; UsageError where no flow creates from that side of such a pair."""
    chosen = tuple(flows)
    known = {pair.key for flow in chosen for pair in flow.pairs}
    known |= {turned_pair(mirror.pair.key) for flow in chosen for mirror in flow.mirrors}
    for pair in pairs:
        if pair not in known:
            there = ", ".join(_near(pair, known))
            raise UsageError(f"--create-all: no flow creates by {clean(pair)!r}; there are {there}")
    return frozenset(pairs)


def scopes(config: Config, flows: Iterable[Flow], built: Collection[str]) -> dict[str, Scope]:
    """The pilot scopes of flowc.toml, by "system.type"; UsageError where one names what is not there.

    `built` are the types of all flows, by the same names: a flow may be run alone.
    """
    found: dict[str, Scope] = {}
    for kind, where, chosen in _types_configured(config, flows, built):
        if chosen.scope is not None:
            found[f"{kind.system.name}.{kind.name}"] = _scope(chosen.scope, kind, f"{where}.scope")
    return found


def read_only_types(config: Config, flows: Iterable[Flow], built: Collection[str]) -> dict[str, str]:
    """The ObjectTypes that are never written, by "system.type", and how to change that."""
    return {
        f"{kind.system.name}.{kind.name}": f"remove `write = false` from [{where}] to change that"
        for kind, where, chosen in _types_configured(config, flows, built)
        if not chosen.write
    }


def _types_configured(
    config: Config, flows: Iterable[Flow], built: Collection[str]
) -> Iterator[tuple[ObjectType, str, TypeConfig]]:
    """The ObjectTypes of these flows that flowc.toml speaks of, with the name of its table."""
    kinds = {f"{kind.system.name}.{kind.name}": kind for kind in types_of(flows)}
    every = {*kinds, *built}
    for system, entry in sorted(config.systems.items()):
        for name, chosen in sorted(entry.types.items()):
            place, where = f"{system}.{name}", f"systems.{system}.types.{name}"
            if place in kinds:
                yield kinds[place], where, chosen
            elif place not in every:
                there = [known for known in every if known.startswith(f"{system}.")]
                told = ", ".join(_near(place, there or every))
                raise UsageError(f"flowc.toml: [{where}] is the table of no type of any flow; there are {told}")


def _scope(chosen: ScopeConfig, kind: ObjectType, where: str) -> Scope:
    tests = [tuple(_test(test, kind, where) for test in tests) for tests in (chosen.all, chosen.any)]
    if not chosen.keys and not any(tests):
        raise UsageError(f"flowc.toml: [{where}] says nothing; give `keys`, `all` or `any`")
    return Scope(keys=frozenset(chosen.keys), all=tests[0], any=tests[1])


def _test(test: CriterionConfig, kind: ObjectType, where: str) -> Criterion:
    paths = {".".join(prop.path): prop.attribute for prop in kind.properties if prop.within is None}
    if test.path not in paths:
        raise UsageError(f"flowc.toml: [{where}] names `{test.path}`; properties of {kind.name} are "
                         f"{', '.join(_near(test.path, paths))}")
    given = {name: getattr(test, name) for name in test.__struct_fields__ if name != "path"}
    given = {name: value for name, value in given.items() if value is not None}
    if len(given) != 1:
        said = ", ".join(given) or "nothing"
        raise UsageError(f"flowc.toml: [{where}] says {said} of `{test.path}`; give exactly one test of it")
    [(name, value)] = given.items()
    if name == "blank":
        return Criterion(paths[test.path], "blank" if value else "filled")
    values = tuple(value) if name == "one_of" else (value,)
    return Criterion(paths[test.path], "equal" if name == "equals" else name, tuple(map(_exact, values)))


def _exact(value: Any) -> Any:
    """A number of TOML as people wrote it: predicates compare decimals, never binary fractions."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _near(name: str, known: Iterable[str]) -> list[str]:
    there = sorted(known)
    return difflib.get_close_matches(name, there, 3, 0.5) or there


# ---- what flows touch ---------------------------------------------------------------------------


def systems_of(flows: Iterable[Flow]) -> dict[str, System]:
    """Every system these flows touch, by resolved name."""
    chosen = tuple(flows)
    return {kind.system.name: kind.system for kind in types_of(chosen)} | {
        system.name: system for flow in chosen for system in (flow.left, flow.right)
    }


def types_of(flows: Iterable[Flow]) -> list[ObjectType]:
    """Every ObjectType these flows read, once."""
    found: dict[tuple[str, str], ObjectType] = {}
    for flow in flows:
        for pair in (*flow.pairs, *(mirror.pair for mirror in flow.mirrors)):
            for side in Side:
                kind = pair.side(side).type
                found[kind.system.name, kind.name] = kind
    return [found[name] for name in sorted(found)]
