"""Mirrored sections become one pair: `Alpha X to Beta Y` and `Beta Y to Alpha X` say the same records are kept equal.

The left of the pair is that of the document whose file name sorts first, and its flow holds the pair with the union of
the rows; the other section only adds its creation rule (SEMANTICS section 1). Rows are not bound yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import structs

from . import expression
from .conversion import is_plain
from .ir import Condition, Conversion, Flow, MatchRow, Mirror, Pair, Program, Row

__all__ = ["unite"]

_Paths: TypeAlias = tuple[str, str, frozenset[tuple[str, str, str]]]


def unite(program: Program) -> Program:
    """The program with every mirrored section folded into the pair it mirrors."""
    ways: dict[frozenset[str], list[tuple[Flow, Pair]]] = defaultdict(list)
    for flow in program.flows:
        for pair in flow.pairs:
            ways[frozenset((pair.left.identity, pair.right.identity))].append((flow, pair))
    hosts: dict[int, Pair] = {}
    mirrors: dict[int, Mirror] = {}
    for members in ways.values():
        if len({pair.identity for _, pair in members}) > 1:
            _fold(members, hosts, mirrors)
    if not mirrors:
        return program
    flows = []
    for flow in program.flows:
        pairs = tuple(hosts.get(id(pair), pair) for pair in flow.pairs if id(pair) not in mirrors)
        found = tuple(mirrors[id(pair)] for pair in flow.pairs if id(pair) in mirrors)
        flows.append(structs.replace(flow, pairs=pairs, mirrors=found))
    return structs.replace(program, flows=tuple(flows))


def _fold(members: list[tuple[Flow, Pair]], hosts: dict[int, Pair], mirrors: dict[int, Mirror]) -> None:
    """Folds the sections of one direction into those of the other, by identity of the sections as they were."""
    first = min(members, key=lambda member: (member[0].name, member[1].identity))[1].identity
    kept = sorted(
        (member for member in members if member[1].identity == first),
        key=lambda member: (member[0].name, member[1].discriminator),
    )
    turned = [member for member in members if member[1].identity != first]
    flow, host = kept[0]
    rows = {id(pair): list(pair.rows) for _, pair in kept}
    place: dict[_Paths, tuple[int, int]] = {}
    for _, pair in kept:
        for number, row in enumerate(pair.rows):
            place.setdefault(_paths(row), (id(pair), number))
    for _, pair in turned:
        for row in pair.rows:
            _add(_turned(row), rows, place, id(host))
        mirrors[id(pair)] = Mirror(
            flow=flow.name, identity=host.identity, discriminator=host.discriminator, own=pair
        )
    match = _united_match(host.match, (row for _, pair in turned for row in pair.match))
    for _, pair in kept:
        ordered = tuple(sorted(rows[id(pair)], key=lambda row: (row.order, row.turned)))
        hosts[id(pair)] = structs.replace(
            pair, rows=ordered, match=match if pair is host else pair.match, mirrored=pair is host
        )


def _add(row: Row, rows: dict[int, list[Row]], place: dict[_Paths, tuple[int, int]], host: int) -> None:
    """Adds a turned row: one with the row of the same properties if their cells agree, else a row of its own."""
    key = _paths(row)
    if key not in place:
        place[key] = (host, len(rows[host]))
        rows[host].append(row)
        return
    pair, number = place[key]
    there = rows[pair][number]
    if there.turned or _agree(there, row):
        rows[pair][number] = structs.replace(there, twins=(*there.twins, row.span))
        return
    rows[pair][number] = structs.replace(there, only="right")
    rows[pair].append(structs.replace(row, only="left"))


def _agree(row: Row, turned: Row) -> bool:
    """Whether one cell inverts the other, or both are plain types (SEMANTICS section 1)."""
    if is_plain(row.cell.text) and is_plain(turned.cell.text):
        return True
    there = expression.parse(row.cell.text).expression
    back = expression.parse(turned.cell.text).expression
    if there is None or back is None:
        return False
    kinds = (row.left.prop.type, row.right.prop.type)
    return expression.inverse(there, kinds[0]) == back or expression.inverse(back, kinds[1]) == there


def _paths(row: Row) -> _Paths:
    return row.left.name, row.right.name, frozenset((one.side, one.path, one.value) for one in row.conditions)


def _turned(row: Row) -> Row:
    conditions = tuple(
        structs.replace(one, side="right" if one.side == "left" else "left") for one in row.conditions
    )
    return structs.replace(
        row,
        left=row.right,
        right=row.left,
        conditions=tuple(sorted(conditions, key=_condition_order)),
        conversion=_turned_conversion(row.conversion),
        turned=True,
    )


def _condition_order(one: Condition) -> tuple[str, str, str]:
    return one.side, one.path, one.value


def _turned_conversion(conversion: Conversion) -> Conversion:
    return structs.replace(conversion, left=conversion.right, right=conversion.left)


def _united_match(own: tuple[MatchRow, ...], others: Iterable[MatchRow]) -> tuple[MatchRow, ...]:
    """All alternatives of both match tables, each once."""
    found = {(row.left.path, row.right.path): row for row in own}
    for row in others:
        turned = MatchRow(left=row.right, right=row.left, conversion=_turned_conversion(row.conversion))
        found.setdefault((turned.left.path, turned.right.path), turned)
    return tuple(found[paths] for paths in sorted(found))
