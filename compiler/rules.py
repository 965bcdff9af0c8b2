"""What is checked once everything is bound: the rules, a code and the function that finds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from msgspec import structs

from .diagnostic import Diagnostic, finding
from .ir import Pair, Program, Row

__all__ = ["RULES", "pairs_of"]

_MOST_STEPS = 2_000_000
"""How far routes are followed. A set of documents that is larger has other worries."""


def pairs_of(program: Program) -> Iterator[Pair]:
    """Every pair, with the rows that are kept."""
    for flow in program.flows:
        yield from flow.pairs


def _sections(program: Program) -> Iterator[Pair]:
    """Every section as it stands in its document, with what its new records lack."""
    for flow in program.flows:
        yield from flow.pairs
        for mirror in flow.mirrors:
            yield structs.replace(mirror.own, missing=mirror.missing)


def _empty_tables(program: Program) -> Iterator[Diagnostic]:
    for pair in _sections(program):
        if not pair.rows:
            yield finding("F300", pair.span, left=pair.left_label, right=pair.right_label)


def _lacks_required(program: Program) -> Iterator[Diagnostic]:
    for pair in _sections(program):
        if pair.missing and pair.rule.kind != "match-only" and pair.right.type.operations.creatable:
            yield finding("F301", pair.span, right=pair.right_label, paths=", ".join(pair.missing))


def _inert_rows(program: Program) -> Iterator[Diagnostic]:
    for pair in pairs_of(program):
        for row in pair.rows:
            if row.binding == "inert":
                yield finding("F302", row.span, left=row.left.path, right=row.right.path, why=row.why)


def _same_target(program: Program) -> Iterator[Diagnostic]:
    makers: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in _sections(program):
        if pair.rule.kind != "match-only":
            makers[pair.left.profile.name, pair.right.identity].append(pair)
    for pairs in makers.values():
        if len({pair.left.identity for pair in pairs}) > 1:
            names = ", ".join(sorted({pair.left_label for pair in pairs}))
            yield finding("F304", pairs[-1].span, right=pairs[-1].right_label, names=names)


def _unbound_when(program: Program) -> Iterator[Diagnostic]:
    for pair in _sections(program):
        if pair.rule.kind == "when" and pair.rule.when is None:
            yield finding("F305", pair.span, prose=pair.rule.prose, system=pair.left.profile.label)


def _nobody_creates(program: Program) -> Iterator[Diagnostic]:
    for pair in _sections(program):
        if pair.rule.kind != "match-only" and not pair.right.type.operations.creatable:
            yield finding("F307", pair.span, right=pair.right_label, why=pair.right.type.operations.why_not)


def _two_routes(program: Program) -> Iterator[Diagnostic]:
    """A-B.y and A-B.z, and both y and z to C: one record of A may come to C twice (SEMANTICS section 1).

    Told once for each ObjectType and system between.
    """
    near: dict[str, dict[str, Pair]] = defaultdict(dict)
    for pair in pairs_of(program):
        near[pair.left.identity].setdefault(pair.right.identity, pair)
        near[pair.right.identity].setdefault(pair.left.identity, pair)
    steps = 0
    for start in sorted(near):
        if len(near[start]) < 2:
            continue
        steps += sum(len(near[middle]) for middle in near[start])
        if steps > _MOST_STEPS:
            return
        ways: dict[str, dict[str, str]] = defaultdict(dict)
        told: set[str] = set()
        for middle, pair in sorted(near[start].items()):
            system = pair.right.profile.name if pair.right.identity == middle else pair.left.profile.name
            ends = sorted(end for end in near[middle] if end != start)
            twice = [end for end in ends if end in ways[system] and start < end]
            if twice and system not in told:
                told.add(system)
                end = twice[0]
                one = ways[system][end]
                yield finding("F312", pair.span, name=start, right=end, one=one, other=middle)
            for end in ends:
                ways[system].setdefault(end, middle)


def _shared_property(program: Program) -> Iterator[Diagnostic]:
    """Sections with the same two types share their links: what two of them write to one property is one value.

    Rows that both have conditions may exclude each other, and are not told of.
    """
    writers: dict[tuple[str, str, str], list[tuple[Pair, Row]]] = defaultdict(list)
    for pair in pairs_of(program):
        for row in pair.rows:
            for side, bindings in _WRITERS.items():
                if row.binding in bindings:
                    field = row.left if side == "left" else row.right
                    writers[pair.identity, side, field.name].append((pair, row))
    for (_, side, _), found in sorted(writers.items()):
        first, *others = sorted(found, key=lambda one: (one[1].span.file, one[1].span.line))
        for pair, row in others:
            (path, one), (_, other) = (_ends_of(line, side) for line in (first[1], row))
            if pair is not first[0] and one != other and not (first[1].conditions and row.conditions):
                yield finding("F315", row.span, path=path, one=one, other=other)


_WRITERS = {"left": ("two-way", "left", "copy-left"), "right": ("two-way", "right", "copy-right")}


def _ends_of(row: Row, side: str) -> tuple[str, str]:
    """A row's path on this side, and on the other one."""
    return (row.left.path, row.right.path) if side == "left" else (row.right.path, row.left.path)


RULES: dict[str, Callable[[Program], Iterator[Diagnostic]]] = {
    "F300": _empty_tables,
    "F301": _lacks_required,
    "F302": _inert_rows,
    "F304": _same_target,
    "F305": _unbound_when,
    "F307": _nobody_creates,
    "F312": _two_routes,
    "F315": _shared_property,
}
"""By code, the function that finds it."""
