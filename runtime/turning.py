"""Names of pairs and rows, seen from the other side. Pure; imports nothing of ours.

Mirrored documents compile to one pair, and which document's left is its LEFT follows from the names of all of them
(SEMANTICS section 1). So a document that is added may turn a pair round, and what was stored of it with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["ends_of", "in_cycles", "is_at", "turned_pair", "turned_row"]

_SIDES = {"left": "right", "right": "left"}
_CONDITION_ENDS = re.compile(r"; (?=(?:left|right) )")


def turned_pair(key: str) -> str:
    """A pair's key with its sides swapped: "a.x|b.y" gives "b.y|a.x"."""
    left, _, right = key.partition("|")
    return f"{right}|{left}"


def ends_of(key: str) -> tuple[str, str]:
    """The "system.type" of both sides of a pair's key; facets dropped."""
    left, _, right = key.partition("|")
    return left.partition("/")[0], right.partition("/")[0]


def is_at(key: str, side: str, system: str, kind: str) -> bool:
    """Whether this side of a pair has this ObjectType."""
    return dict(zip(_SIDES, ends_of(key), strict=True)).get(side) == f"{system}.{kind}"


def turned_row(identity: str) -> str:
    """A row's identity as the turned pair has it; what is no identity stays as it is.

    "vat > orgNo [left country = NO]" gives "orgNo > vat [right country = NO]": paths swapped, each condition on the
    other side, and conditions in the order of their text, as they are written down.
    """
    arrow = _outside(identity, " > ", 0)
    if arrow < 0:
        return identity
    bracket = _outside(identity, " [", arrow)
    end = bracket if bracket >= 0 else len(identity)
    paths = f"{identity[arrow + 3 : end]} > {identity[:arrow]}"
    if bracket < 0:
        return paths
    conditions = _CONDITION_ENDS.split(identity[bracket + 2 :].removesuffix("]"))
    return f"{paths} [{'; '.join(sorted(_turned_condition(text) for text in conditions))}]"


def _turned_condition(text: str) -> str:
    side, space, rest = text.partition(" ")
    return f"{_SIDES.get(side, side)}{space}{rest}"


def _outside(text: str, wanted: str, start: int) -> int:
    """Where `wanted` stands outside of square brackets, which paths into lists have too; -1 if nowhere."""
    depth = 0
    for place in range(start, len(text)):
        if depth == 0 and text.startswith(wanted, place):
            return place
        depth += {"[": 1, "]": -1}.get(text[place], 0)
    return -1


def in_cycles(asked: Iterable[str], pairs: Iterable[str]) -> list[str]:
    """Those of the asked pairs that lie in a cycle of pairs, A-B, B-C, C-A, by the types of their sides.

    A pair of a type with itself is a cycle: its records may be chained to a ring.
    """
    near: dict[str, set[str]] = {}
    for pair in pairs:
        left, right = ends_of(pair)
        near.setdefault(left, set()).add(right)
        near.setdefault(right, set()).add(left)
    return [pair for pair in asked if _come_back(*ends_of(pair), near)]


def _come_back(start: str, end: str, near: dict[str, set[str]]) -> bool:
    """Whether `start` reaches `end` by another way than directly."""
    if start == end:
        return True
    seen, waiting = {start}, [one for one in near.get(start, ()) if one != end]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            waiting += near.get(here, ())
    return False
