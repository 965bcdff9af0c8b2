"""What a resolved program may do: every row's Binding, and what creation lacks.

Binding is decided on resolved rows alone, so the order of a document's rows, sections and of the documents
never matters (SEMANTICS section 5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import structs

from .diagnostic import Diagnostic
from .ir import Binding, Endpoint, FieldPath, Flow, LineList, Mirror, Pair, Program, Reference, Row
from .mirror import unite
from .naming import digest
from .profile import Profile
from .rules import RULES, pairs_of

__all__ = ["analyse", "used_profiles"]

Linked: TypeAlias = frozenset[tuple[str, str]]
"""The identities of both sides of every pair, in either order: which document's left is a pair's left says nothing of
the pairs that refer to it."""

_WRITES_RIGHT = ("two-way", "right", "copy-right")
_MANY = 40


def analyse(program: Program) -> tuple[Program, list[Diagnostic]]:
    """The program with pairs told apart and mirrored sections united, rows bound, and what the rules found."""
    united = unite(structs.replace(program, flows=tuple(map(_told_apart, program.flows))))
    straight = {(pair.left.identity, pair.right.identity) for pair in pairs_of(united)}
    linked = frozenset(straight | {(right, left) for left, right in straight})
    flows = [
        structs.replace(flow, pairs=tuple(_bound(pair, linked) for pair in flow.pairs)) for flow in united.flows
    ]
    held = {(flow.name, pair.identity, pair.discriminator): pair for flow in flows for pair in flow.pairs}
    bound = structs.replace(
        united,
        flows=tuple(
            structs.replace(flow, mirrors=tuple(_lacking(mirror, held) for mirror in flow.mirrors))
            if flow.mirrors
            else flow
            for flow in flows
        ),
    )
    return bound, [found for rule in RULES.values() for found in rule(bound)]


def _told_apart(flow: Flow) -> Flow:
    """Sections with the same two types get a discriminator; the order of sections does not matter."""
    times: dict[str, int] = defaultdict(int)
    for pair in flow.pairs:
        times[pair.identity] += 1
    pairs = [
        structs.replace(p, discriminator=_discriminator(p)) if times[p.identity] > 1 else p for p in flow.pairs
    ]
    distinct: dict[tuple[str, str], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.span.line):
        key = (pair.identity, pair.discriminator)
        distinct[key] = _with_twin(distinct[key], pair) if key in distinct else pair
    return structs.replace(flow, pairs=tuple(distinct[key] for key in sorted(distinct)))


def _with_twin(pair: Pair, twin: Pair) -> Pair:
    """One pair for two sections that say the same: rows in the stable order meet one by one."""
    rows = [
        structs.replace(row, twins=(*row.twins, other.span))
        for row, other in zip(pair.rows, twin.rows, strict=True)
    ]
    return structs.replace(pair, rows=tuple(rows), twins=(*pair.twins, twin.span))


def _lacking(mirror: Mirror, held: dict[tuple[str, str, str], Pair]) -> Mirror:
    pair = held[mirror.flow, mirror.identity, mirror.discriminator]
    return structs.replace(mirror, missing=tuple(_missing(pair, "left")))


def _discriminator(pair: Pair) -> str:
    """Made from content, so that neither position nor a neighbour changes it."""
    rule = pair.rule
    content = (
        {"kind": rule.kind, "prose": rule.prose, "types": rule.types, "into": rule.into},
        [(row.left.path, row.right.path) for row in pair.match],
        [row.order for row in pair.rows],
    )
    return digest(repr(content))


# ---- binding ------------------------------------------------------------------------------------


def _bound(pair: Pair, linked: Linked) -> Pair:
    if not pair.rows:
        return structs.replace(pair, missing=tuple(_missing(pair, "right")))
    rows = [
        _referenced(row, pair, linked) if row.left.prop.references or row.right.prop.references else row
        for row in pair.rows
    ]
    groups = _groups([row for row in rows if row.left.is_listed and row.right.is_listed])
    partners = _partners(groups)
    whole = {path for paths in partners for path in paths}
    single, bound = [], []
    for row in rows:
        why = _no_part(row, whole) if row.left.within or row.right.within else ""
        if why:
            bound.append(structs.replace(row, binding="inert", why=why))
        elif not row.left.is_listed:
            single.append(row)
    lists = []
    for paths in partners:
        if not all(_is_keyed(groups[paths][0], side) for side in ("left", "right")):
            bound += [structs.replace(row, binding="inert", why=_NO_KEY) for row in groups[paths]]
            continue
        group, others = _bind_list(*paths, groups[paths])
        lists.append(group)
        bound += [*group.rows, *others]
    bound += [
        structs.replace(row, binding="inert", why="the list already has a partner")
        for paths, members in groups.items()
        if paths not in partners
        for row in members
    ]
    everything = sorted([*_bind(single, pair.mirrored), *bound], key=lambda row: row.order)
    pair = structs.replace(pair, rows=tuple(everything), lists=tuple(lists))
    return structs.replace(pair, missing=tuple(_missing(pair, "right")))


def _no_part(row: Row, whole: set[str]) -> str:
    """Why a row cannot be one value on each side, or ""."""
    if row.left.is_listed != row.right.is_listed:
        return "only one side is a list"
    if any(field.pick and field.within in whole for field in (row.left, row.right)):
        return "the list is already kept as a whole"
    return ""


def _partners(groups: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lists that meet, each with one other: paths that end alike first, then a stable order."""
    found: list[tuple[str, str]] = []
    for left, right in sorted(groups, key=lambda paths: (not _end_alike(*paths), paths)):
        if all(left != taken and right != other for taken, other in found):
            found.append((left, right))
    return sorted(found)


@lru_cache(maxsize=65536)
def _end_alike(left: str, right: str) -> bool:
    return left.split(".")[-1].casefold() == right.split(".")[-1].casefold()


def _groups(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.left.within, row.right.within].append(row)
    return groups


def _referenced(row: Row, pair: Pair, linked: Linked) -> Row:
    """A row between two references carries a link, if some pair links the types they may point to."""
    left, right = row.left.prop.references, row.right.prop.references
    if bool(left) != bool(right):
        return structs.replace(row, binding="inert", why="only one side is a reference")
    met = {
        (a, b)
        for a in left
        for b in right
        for end_a in _ends(pair.left, a)
        for end_b in _ends(pair.right, b)
        if (end_a, end_b) in linked
    }
    if not met:
        return structs.replace(
            row, binding="inert", why="no pair links the records these references point to"
        )
    return structs.replace(
        row,
        reference=Reference(
            left=tuple(sorted({a for a, _ in met})), right=tuple(sorted({b for _, b in met}))
        ),
    )


def _ends(end: Endpoint, name: str) -> list[str]:
    """The identities of an ObjectType of the same system: the whole type, and each of its facets."""
    kind = end.profile.types.get(name)
    base = f"{end.profile.name}.{name}"
    return [base, *(f"{base}/{facet}" for facet in (kind.facets if kind else ()))]


def _preference(row: Row) -> bool:
    """Rows whose paths end alike come first; what is equal keeps its stable order."""
    return not _end_alike(row.left.path, row.right.path)


class _Taken:
    """The properties that rows write on one side, each with the conditions under which it is written."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._literals: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._speaking: dict[tuple[str, str, str], int] = defaultdict(int)

    def add(self, field: FieldPath, row: Row) -> None:
        self._rows[field.name].append(row)
        if not row.conditions:
            return
        for side in ("left", "right"):
            found = _literals(row, side)
            if found:
                self._literals[field.name, side, found[0]] |= found[1]
                self._speaking[field.name, side, found[0]] += 1

    def is_free(self, field: FieldPath, row: Row) -> bool:
        """Whether nobody else writes it when this row does. Of very many others, all must speak of one property."""
        others = self._rows.get(field.name)
        if not others:
            return True
        if len(others) <= _MANY:
            return all(_disjoint(row, other) for other in others)
        for side in ("left", "right"):
            found = _literals(row, side)
            key = (field.name, side, found[0]) if found else None
            if found and key and self._speaking[key] == len(others):
                return found[1].isdisjoint(self._literals[key])
        return False


def _disjoint(one: Row, other: Row) -> bool:
    """Whether both can never hold at once: they want different literals of one single-valued property."""
    for side in ("left", "right"):
        wanted, others = _literals(one, side), _literals(other, side)
        if wanted and others and wanted[0] == others[0] and not wanted[1] & others[1]:
            return True
    return False


def _literals(row: Row, side: str) -> tuple[str, frozenset[str]] | None:
    """The one single-valued property that a side's conditions speak of, and the literals that suffice."""
    found = [one for one in row.conditions if one.side == side]
    paths = {one.path for one in found}
    if len(paths) != 1 or any(one.field is None or one.field.within for one in found):
        return None
    return paths.pop(), frozenset(one.value for one in found)


def _bind(rows: list[Row], mirrored: bool) -> list[Row]:
    """Give each row its Binding: rows able to go both ways choose first, a row takes the sides it writes.

    `rows` are in the stable order.
    """
    lefts, rights = _Taken(), _Taken()
    bound: list[Row] = []

    def settle(row: Row, binding: Binding, why: str = "") -> None:
        if binding in ("two-way", "left"):
            lefts.add(row.left, row)
        if binding in _WRITES_RIGHT:
            rights.add(row.right, row)
        if binding != row.binding or why:
            row = structs.replace(row, binding=binding, why=why or row.why)
        bound.append(row)

    waiting: list[Row] = []
    for row in sorted(rows, key=_preference):
        if row.left.is_key and row.right.is_key:
            settle(row, "identity")
        elif row.binding == "inert":
            settle(row, "inert")
        elif (
            _writes_left(row, mirrored)
            and _writes_right(row)
            and lefts.is_free(row.left, row)
            and rights.is_free(row.right, row)
        ):
            settle(row, "two-way")
        else:
            waiting.append(row)
    for row in waiting:
        settle(row, *_one_way(row, lefts, rights, mirrored))
    return bound


def _writes_left(row: Row, mirrored: bool) -> bool:
    """Whether a row can write its left property, at creation at least if left records are created."""
    able = row.conversion.klass != "one-way" or row.turned
    return able and row.only != "right" and row.left.access in (("both", "create") if mirrored else ("both",))


def _writes_right(row: Row) -> bool:
    able = row.conversion.klass != "one-way" or not row.turned
    return able and row.only != "left" and row.right.access in ("both", "create")


def _one_way(row: Row, lefts: _Taken, rights: _Taken, mirrored: bool) -> tuple[Binding, str]:
    writes_left, writes_right = _writes_left(row, mirrored), _writes_right(row)
    both = writes_left and writes_right
    left_free, right_free = lefts.is_free(row.left, row), rights.is_free(row.right, row)
    if writes_right and right_free:
        return ("copy-right" if both else "right"), ""
    if both and left_free:
        return "inert", "the right property already has a partner, and copies into the left are off"
    if writes_left and not both and left_free:
        return "left", ""
    free = left_free and right_free
    return "inert", "neither side can be written" if free else "another row already writes this property"


_NO_KEY = "a profile does not say by which `key` the list's elements are told apart"


def _is_keyed(row: Row, side: Literal["left", "right"]) -> bool:
    line_list = _on(row, side).line_list
    return line_list is not None and bool(line_list.key)


def _bind_list(left: str, right: str, rows: list[Row]) -> tuple[LineList, list[Row]]:
    """All rows between one pair of lists travel as one value, under one condition; a part that cannot is inert."""
    ordered = sorted(rows, key=lambda row: row.order)
    together = [row for row in ordered if row.conditions == ordered[0].conditions]
    others = [
        structs.replace(row, binding="inert", why="the rows of its list hold under another condition")
        for row in ordered
        if row.conditions != ordered[0].conditions
    ]
    bound = []
    for row in _bind(together, mirrored=False):
        written = row.binding == "two-way"
        bound.append(row if written else structs.replace(row, binding="inert", why=row.why or "is not writable"))
    line_list, other_list = ordered[0].left.line_list, ordered[0].right.line_list
    left_writable = line_list is not None and line_list.access == "both"
    binding: Binding = "two-way" if left_writable else "right"
    keyed = left_writable and all(found is not None and found.key for found in (line_list, other_list))
    return LineList(left=left, right=right, rows=tuple(bound), binding=binding, keyed=keyed), others


def _missing(pair: Pair, side: Literal["left", "right"]) -> Iterator[str]:
    """Required properties of a new record that no row, default or facet gives a value (SEMANTICS section 3)."""
    end = pair.right if side == "right" else pair.left
    writes = _WRITES_RIGHT if side == "right" else ("two-way", "left", "copy-left")
    required = [path for path, prop in end.type.properties.items() if prop.required and prop.default is None]
    if not required and not end.type.lists:
        return
    given = {_on(row, side).name for row in pair.rows if row.binding in writes}
    lists = {line_list.right if side == "right" else line_list.left: line_list for line_list in pair.lists}
    facet = {end.facet.path} if end.facet else set()
    yield from sorted(path for path in required if path not in given | facet)
    for path, line_list in sorted(end.type.lists.items()):
        if path not in lists:
            if line_list.required:
                yield path
            continue
        children = {_on(row, side).child for row in lists[path].rows if row.binding == "two-way"}
        for child, prop in sorted(line_list.properties.items()):
            if prop.required and prop.default is None and child not in children:
                yield f"{path}.{child}"


def _on(row: Row, side: Literal["left", "right"]) -> FieldPath:
    return row.right if side == "right" else row.left


def used_profiles(program: Program) -> tuple[Profile, ...]:
    """The profiles the flows name, by name."""
    names = {side.name for flow in program.flows for side in (flow.left, flow.right)}
    names |= {end.profile.name for pair in pairs_of(program) for end in (pair.left, pair.right)}
    return tuple(profile for profile in program.profiles if profile.name in names)
