"""What a resolved program may do: every row's Binding, what creation lacks, and the findings of the rules.

Binding is decided on resolved rows alone, so the order of a document's rows, sections and of the documents
never matters (SEMANTICS section 5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import structs

from .diagnostic import Diagnostic, finding
from .ir import Binding, Endpoint, Flow, LineList, Pair, Program, Reference, Row
from .naming import digest
from .profile import Profile

__all__ = ["RULES", "analyse"]

Linked: TypeAlias = frozenset[tuple[str, str]]
"""The identities of both sides of every pair."""

_WRITES_RIGHT = ("two-way", "right", "copy-right")


def analyse(program: Program) -> tuple[Program, list[Diagnostic]]:
    """The program with rows bound and pairs told apart, and what the rules found."""
    linked = frozenset((pair.left.identity, pair.right.identity) for pair in _pairs(program))
    bound = structs.replace(program, flows=tuple(_flow(flow, linked) for flow in program.flows))
    findings = [found for rule in RULES.values() for found in rule(bound)]
    return bound, findings


def _flow(flow: Flow, linked: Linked) -> Flow:
    pairs = [_bound(pair, linked) for pair in flow.pairs]
    times: dict[str, int] = defaultdict(int)
    for pair in pairs:
        times[pair.identity] += 1
    pairs = [
        structs.replace(p, discriminator=_discriminator(p) if times[p.identity] > 1 else "") for p in pairs
    ]
    return structs.replace(flow, pairs=tuple(sorted(pairs, key=lambda p: (p.identity, p.discriminator))))


def _discriminator(pair: Pair) -> str:
    """Made from content, so that neither position nor a neighbour changes it."""
    content = (
        msgspec.to_builtins(pair.rule),
        [(row.left.path, row.right.path) for row in pair.match],
        [row.order for row in pair.rows],
    )
    return digest(repr(content))


# ---- binding ------------------------------------------------------------------------------------


def _bound(pair: Pair, linked: Linked) -> Pair:
    rows = [_referenced(row, pair, linked) for row in pair.rows]
    single = [row for row in rows if not row.left.within and not row.right.within]
    groups = _groups([row for row in rows if row.left.within and row.right.within])
    mixed = [
        structs.replace(row, binding="inert", why="only one side is a list")
        for row in rows
        if bool(row.left.within) != bool(row.right.within)
    ]
    bound = _bind(single)
    partners = _partners(groups)
    lists = tuple(_bind_list(*paths, groups[paths]) for paths in partners)
    listed = [row for group in lists for row in group.rows]
    alone = [
        structs.replace(row, binding="inert", why="the list already has a partner")
        for paths, members in groups.items()
        if paths not in partners
        for row in members
    ]
    everything = sorted([*bound, *mixed, *listed, *alone], key=lambda row: row.order)
    pair = structs.replace(pair, rows=tuple(everything), lists=lists)
    return structs.replace(pair, missing=tuple(_missing(pair)))


def _partners(groups: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lists that meet, each with one other: paths that end alike first, then a stable order."""
    found: list[tuple[str, str]] = []
    for left, right in sorted(groups, key=lambda paths: (not _end_alike(*paths), paths)):
        if all(left != taken and right != other for taken, other in found):
            found.append((left, right))
    return sorted(found)


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
    if not left:
        return row
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


def _pairs(program: Program) -> Iterator[Pair]:
    for flow in program.flows:
        yield from flow.pairs


def _preference(row: Row) -> tuple[bool, tuple[str, str, str]]:
    """Rows whose paths end alike come first, then a stable order."""
    return (not _end_alike(row.left.path, row.right.path), row.order)


def _bind(rows: list[Row]) -> list[Row]:
    """Give each row its Binding: rows able to go both ways choose first, a row takes the sides it writes."""
    left_taken: set[str] = set()
    right_taken: set[str] = set()
    bound: list[Row] = []

    def settle(row: Row, binding: Binding, why: str = "") -> None:
        if binding in ("two-way", "left"):
            left_taken.add(row.left.path)
        if binding in _WRITES_RIGHT:
            right_taken.add(row.right.path)
        bound.append(structs.replace(row, binding=binding, why=why or row.why))

    waiting: list[Row] = []
    for row in sorted(rows, key=_preference):
        free = row.left.path not in left_taken and row.right.path not in right_taken
        if row.left.is_key and row.right.is_key:
            settle(row, "identity")
        elif row.binding == "inert":
            settle(row, "inert")
        elif _writes_left(row) and _writes_right(row) and free:
            settle(row, "two-way")
        else:
            waiting.append(row)
    for row in waiting:
        settle(row, *_one_way(row, left_taken, right_taken))
    return bound


def _writes_left(row: Row) -> bool:
    return row.left.access == "both" and row.conversion.klass != "one-way"


def _writes_right(row: Row) -> bool:
    return row.right.access in ("both", "create")


def _one_way(row: Row, left_taken: set[str], right_taken: set[str]) -> tuple[Binding, str]:
    both = _writes_left(row) and _writes_right(row)
    if _writes_right(row) and row.right.path not in right_taken:
        return ("copy-right" if both else "right"), ""
    if both and row.left.path not in left_taken:
        return "inert", "the right property already has a partner, and copies into the left are off"
    if _writes_left(row) and not both and row.left.path not in left_taken:
        return "left", ""
    taken = row.right.path in right_taken or row.left.path in left_taken
    return "inert", "another row already writes this property" if taken else "neither side can be written"


def _bind_list(left: str, right: str, rows: list[Row]) -> LineList:
    """All rows between one pair of lists travel as one value; a part that cannot be written is inert."""
    bound = []
    for row in _bind(rows):
        written = row.binding == "two-way"
        bound.append(
            row if written else structs.replace(row, binding="inert", why=row.why or "is not writable")
        )
    sample = rows[0]
    line_list = sample.left.line_list
    left_writable = line_list is not None and line_list.access == "both"
    binding: Binding = "two-way" if left_writable else "right"
    return LineList(left=left, right=right, rows=tuple(bound), binding=binding)


def _missing(pair: Pair) -> Iterator[str]:
    """Required right properties that no row, default or facet gives a value (SEMANTICS section 3)."""
    given = {row.right.path for row in pair.rows if row.binding in _WRITES_RIGHT}
    lists = {line_list.right: line_list for line_list in pair.lists}
    facet = {pair.right.facet.path} if pair.right.facet else set()
    for path, prop in sorted(pair.right.type.properties.items()):
        if prop.required and prop.default is None and path not in given | facet:
            yield path
    for path, line_list in sorted(pair.right.type.lists.items()):
        if path not in lists:
            if line_list.required:
                yield path
            continue
        children = {row.right.child for row in lists[path].rows if row.binding == "two-way"}
        for child, prop in sorted(line_list.properties.items()):
            if prop.required and prop.default is None and child not in children:
                yield f"{path}.{child}"


# ---- rules --------------------------------------------------------------------------------------


def _empty_tables(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        if not pair.rows:
            yield finding("F300", pair.span, left=pair.left_label, right=pair.right_label)


def _lacks_required(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        if pair.missing and pair.rule.kind != "match-only" and pair.right.type.operations.create:
            yield finding("F301", pair.span, right=pair.right_label, paths=", ".join(pair.missing))


def _inert_rows(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        for row in pair.rows:
            if row.binding == "inert":
                yield finding("F302", row.span, left=row.left.path, right=row.right.path, why=row.why)


def _same_target(program: Program) -> Iterator[Diagnostic]:
    makers: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in _pairs(program):
        if pair.rule.kind != "match-only":
            makers[pair.left.profile.name, pair.right.identity].append(pair)
    for pairs in makers.values():
        if len({pair.left.identity for pair in pairs}) > 1:
            names = ", ".join(sorted({pair.left_label for pair in pairs}))
            yield finding("F304", pairs[-1].span, right=pairs[-1].right_label, names=names)


def _unbound_when(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        if pair.rule.kind == "when":
            yield finding("F305", pair.span, prose=pair.rule.prose, system=pair.left.profile.label)


def _connected(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        if pair.rule.kind == "connected":
            yield finding("F306", pair.span, right=pair.right_label)


def _nobody_creates(program: Program) -> Iterator[Diagnostic]:
    for pair in _pairs(program):
        if pair.rule.kind != "match-only" and not pair.right.type.operations.create:
            yield finding("F307", pair.span, right=pair.right_label, why=pair.right.type.operations.why_not)


RULES: dict[str, Callable[[Program], Iterator[Diagnostic]]] = {
    "F300": _empty_tables,
    "F301": _lacks_required,
    "F302": _inert_rows,
    "F304": _same_target,
    "F305": _unbound_when,
    "F306": _connected,
    "F307": _nobody_creates,
}
"""What is checked once everything is resolved: a code and the function that finds it."""


def used_profiles(program: Program) -> tuple[Profile, ...]:
    """The profiles the flows name, by name."""
    names = {side.name for flow in program.flows for side in (flow.left, flow.right)}
    names |= {end.profile.name for pair in _pairs(program) for end in (pair.left, pair.right)}
    return tuple(profile for profile in program.profiles if profile.name in names)
