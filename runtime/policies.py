"""Who decides a Conflict: what flowc.toml says of flows, pairs and properties, resolved to pairs and rows. Pure.

A table is named by a flow or by a pair. What is said nearer to a property counts: property of a pair, pair, property of
a flow, flow, the whole file. `left` and `right` are meant as the table's name has them, so a mirrored document that
turns a pair round turns no policy.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, structs

from .config import Config, PolicyConfig
from .errors import UsageError
from .model import Flow
from .reconcile import Policy
from .turning import ends_of, in_cycles, turned_pair, turned_row

__all__ = ["Choice", "Known", "Policies", "known_of", "known_of_manifest", "resolved"]

Rows: TypeAlias = "tuple[str, ...]"


class Choice(Struct, frozen=True, kw_only=True):
    """What holds for one property: whose edit wins, whose value a first merge takes, what becomes of a deletion."""

    policy: Policy = Policy.NEWEST
    first: Policy = Policy.HOLD
    propagate: bool = False


_TURNED = {Policy.LEFT: Policy.RIGHT, Policy.RIGHT: Policy.LEFT}


class Policies(Struct, frozen=True):
    """The policies of a pass. `of_rows` are by pair's key and row identity, `of_pairs` by pair's key."""

    default: Choice = Choice()
    of_pairs: dict[str, Choice] = {}
    of_rows: dict[tuple[str, str], Choice] = {}

    def of(self, pair: str, row: str = "") -> Choice:
        """What holds for a property of a pair, or for the pair. A pair that was turned round is found as well."""
        for key, identity, is_turned in ((pair, row, False), (turned_pair(pair), turned_row(row), True)):
            found = self.of_rows.get((key, identity)) or self.of_pairs.get(key)
            if found is not None:
                return _turned(found) if is_turned else found
        return self.default

    def propagates(self, pair: str) -> bool:
        """Whether a deletion on one side of a pair deletes the other side."""
        return self.of(pair).propagate

    def sided(self) -> list[str]:
        """Keys of the pairs where one side's edits win, in at least one property."""
        found = {pair for pair, choice in self.of_pairs.items() if choice.policy in _TURNED}
        return sorted(found | {pair for (pair, _), choice in self.of_rows.items() if choice.policy in _TURNED})


class Known(Struct):
    """The names that flowc.toml may use: of each flow its left system and its pairs' keys, of each pair its rows."""

    flows: dict[str, tuple[str, tuple[str, ...]]] = {}
    rows: dict[str, set[str]] = {}

    @property
    def types(self) -> set[str]:
        """The "system.type" of every side of every pair."""
        return {end for pair in self.rows for end in ends_of(pair)}


def known_of(flows: Iterable[Flow]) -> Known:
    """The names of flows as they were built."""
    known = Known({}, defaultdict(set))
    for flow in flows:
        pairs = [*flow.pairs, *(mirror.pair for mirror in flow.mirrors)]
        known.flows[flow.name] = (flow.left.name, tuple(dict.fromkeys(pair.key for pair in pairs)))
        for pair in pairs:
            known.rows[pair.key] |= {row.identity for row in pair.rows}
    return known


def known_of_manifest(manifest: Mapping[str, Any]) -> Known:
    """The names of everything that was built, from manifest.json. KeyError, TypeError where it is damaged."""
    known = Known({}, defaultdict(set))
    for name, entry in manifest["flows"].items():
        sections = [*entry["pairs"], *entry.get("mirrors", ())]
        keys = [section["identity"].partition("#")[0] for section in sections]
        known.flows[name] = (entry["left"], tuple(dict.fromkeys(keys)))
        for pair in entry["pairs"]:
            identities = {row["identity"] for row in pair["rows"]}
            known.rows[pair["identity"].partition("#")[0]] |= identities | {_above(one) for one in identities}
    return known


def _above(identity: str) -> str:
    """The row of the lists that both paths of a row lie in: lists with keys are one row when they run."""
    left, _, right = identity.partition(" [")[0].partition(" > ")
    return f"{left.partition('.')[0]} > {right.partition('.')[0]}" if "." in left and "." in right else identity


def resolved(config: Config, known: Known, strict: bool = True) -> Policies:
    """The policies of flowc.toml for what is known. Without `strict` nothing is refused, and names not known are left.

    UsageError for a name that is not known, with names near to it; where two flows say different things of one pair;
    and for `left` or `right` in a cycle of pairs, where edits would be passed on for ever (SEMANTICS section 1).
    """
    known = Known(known.flows, {key: set(known.rows.get(key, ())) for key in _pairs(known)})
    default = Choice(policy=Policy(config.policy), propagate=config.deletes == "propagate")
    work = _Work(known, default, strict)
    tables = sorted(config.policies.items(), key=lambda one: "|" in one[0])
    for name, table in tables:
        if "|" in name:
            work.pair(name, table)
        else:
            work.flow(name, table)
    found = Policies(default, work.pairs, work.rows)
    for pair in in_cycles(found.sided(), known.rows) if strict else ():
        raise UsageError(
            f"flowc.toml: the policy of {pair} names a side, and the pair lies in a cycle of pairs, where such edits "
            'would go round for ever; say "newest" or "hold"'
        )
    return found


def _pairs(known: Known) -> list[str]:
    return sorted({*known.rows, *(key for _, keys in known.flows.values() for key in keys)})


class _Work:
    """Resolving under way."""

    def __init__(self, known: Known, default: Choice, strict: bool) -> None:
        self.known, self.default, self.strict = known, default, strict
        self.pairs: dict[str, Choice] = {}
        self.rows: dict[tuple[str, str], Choice] = {}
        self.said_by: dict[str, str] = {}
        self.spelled: dict[str, str] = {}

    def pair(self, name: str, table: PolicyConfig) -> None:
        """A table of one pair, spelled from either side. It wins over what a flow says of the pair."""
        key, is_turned = (name, False) if name in self.known.rows else (turned_pair(name), True)
        if key not in self.known.rows:
            if not self.strict:
                return
            every = sorted({*self.known.rows, *map(turned_pair, self.known.rows)})
            raise _unknown("pair", name, every, f'[policies."{name}"]')
        before = self._said_of(key)
        used = self._take(name, key, is_turned, table)
        if self.strict and key in self.spelled and before != self._said_of(key):
            raise UsageError(
                f'flowc.toml: [policies."{self.spelled[key]}"] and [policies."{name}"] are one pair, and say different '
                "things of it; put them into one table"
            )
        self.spelled[key] = name
        self._must_be_used(name, table, [key], used)

    def flow(self, name: str, table: PolicyConfig) -> None:
        """A table of one flow: its document's left is left in all of its pairs."""
        if name not in self.known.flows:
            if not self.strict:
                return
            raise _unknown("flow", name, sorted(self.known.flows), f"[policies.{name}]")
        left, keys = self.known.flows[name]
        used: set[str] = set()
        for key in keys:
            before = self._said_of(key)
            used |= self._take(name, key, ends_of(key)[0].partition(".")[0] != left, table)
            if self.strict and key in self.said_by and before != self._said_of(key):
                raise UsageError(
                    f"flowc.toml: [policies.{self.said_by[key]}] and [policies.{name}] say different things of {key}, "
                    f'which both flows have; add [policies."{key}"] in their place'
                )
            self.said_by[key] = name
        self._must_be_used(name, table, keys, used)

    def _said_of(self, key: str) -> tuple[Choice | None, dict[tuple[str, str], Choice]]:
        return self.pairs.get(key), {row: choice for row, choice in self.rows.items() if row[0] == key}

    def _take(self, name: str, key: str, is_turned: bool, table: PolicyConfig) -> set[str]:
        """Take what a table says of a pair. Gives the properties of the table that the pair has."""
        taken: set[str] = set()
        by_row: dict[str, str] = {}
        general = _with(self.pairs.get(key, self.default), table, is_turned)
        self.pairs[key] = general
        for place in [place for place in self.rows if place[0] == key]:
            if table.policy is not None:  # it comes after what a flow said of the pair's properties
                del self.rows[place]
            else:
                self.rows[place] = structs.replace(general, policy=self.rows[place].policy)
        for path, policy in table.properties.items():
            for row in self._rows_of(key, path, is_turned):
                other = by_row.setdefault(row, path)
                if self.strict and table.properties[other] != policy:
                    raise UsageError(
                        f'flowc.toml: [policies."{name}"] properties: {other!r} and {path!r} say different things of '
                        f"{row}; leave one out"
                    )
                taken.add(path)
                chosen = Policy(policy)
                self.rows[key, row] = structs.replace(
                    general, policy=_TURNED.get(chosen, chosen) if is_turned else chosen
                )
        return taken

    def _rows_of(self, key: str, path: str, is_turned: bool) -> list[str]:
        found = []
        for row in sorted(self.known.rows[key]):
            seen = turned_row(row) if is_turned else row
            paths = seen.partition(" [")[0]
            if path in (seen, paths, *paths.split(" > ")):
                found.append(row)
        return found

    def _must_be_used(self, name: str, table: PolicyConfig, keys: Iterable[str], used: set[str]) -> None:
        for path in table.properties if self.strict else ():
            if path not in used:
                rows = {row.partition(" [")[0] for key in keys for row in self.known.rows[key]}
                paths = {one for row in rows for one in row.split(" > ")}
                raise _unknown("property", path, sorted(rows | paths), f'[policies."{name}"] properties')


def _with(before: Choice, table: PolicyConfig, is_turned: bool) -> Choice:
    given = Choice(
        policy=Policy(table.policy) if table.policy else Policy.NEWEST,
        first=Policy(table.first) if table.first else Policy.HOLD,
        propagate=table.deletes == "propagate",
    )
    given = _turned(given) if is_turned else given
    return Choice(
        policy=given.policy if table.policy else before.policy,
        first=given.first if table.first else before.first,
        propagate=given.propagate if table.deletes else before.propagate,
    )


def _turned(choice: Choice) -> Choice:
    return structs.replace(
        choice,
        policy=_TURNED.get(choice.policy, choice.policy),
        first=_TURNED.get(choice.first, choice.first),
    )


def _unknown(what: str, name: str, every: list[str], place: str) -> UsageError:
    near = difflib.get_close_matches(name, every, 3, 0.5)
    there = f"near to it: {', '.join(near)}" if near else f"there are {', '.join(every[:10])}" if every else "none is"
    return UsageError(f"flowc.toml: {place}: no {what} is called {name!r}; {there}")
