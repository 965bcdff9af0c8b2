"""What a keyed list tells of a write to it whose answer was lost (S-16). Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import structs

from .lines import Ends, Lines, alike, in_form, keyed
from .model import Side

__all__ = ["LINES_LOST", "Traced", "traced"]

LINES_LOST = "an answer was lost, and it cannot be told which of these lines it made"
"""Why a list is held where that is so."""


class Traced(NamedTuple):
    """The elements that belong together then, left and right; whether all of the write is there; and whether it cannot
    be told which elements it made."""

    bases: list[Ends]
    is_whole: bool
    is_unclear: bool


def traced(expected: Ends, shown: Lines, bases: Ends, side: Side, is_alone: bool) -> Traced:
    """Compare what this side shows with what was to belong together once it was written, and what did before.

    An element without a key meets a new one that shows what was sent, and never one that only stands in its place:
    somebody else may have made it. Values of known elements move only where the other side was not to be written as
    well (`is_alone`): what has yet to arrive there is nobody's base.
    """
    place = 0 if side is Side.LEFT else 1
    found = _pairs(bases)
    wanted = _pairs(expected)
    there = keyed(shown)
    known = {ends[place].key for ends in (*found, *wanted)}
    fresh = {line.key: line for line in shown if line.key not in known}
    is_whole, has_arrived = True, False
    missing: list[Ends] = []
    for ends in wanted:
        mine, other = ends[place], ends[1 - place]
        is_new = mine.key is None
        possible = fresh.values() if is_new else [there[mine.key]] if mine.key in there else []
        seen = next((now for line in possible if alike(now := _formed(mine, line), line)), None)
        if seen is None:
            is_whole = False
            missing += [ends] if is_new else []
            continue
        has_arrived = has_arrived or is_new
        fresh.pop(seen.key, None)
        if other.key is None:
            continue
        both = (seen, other) if side is Side.LEFT else (other, seen)
        at = next((at for at, pair in enumerate(found) if any(map(_is_one, pair, both))), None)
        if at is None:
            found.append(both)
        elif is_new or is_alone:
            found[at] = both
    if has_arrived and not fresh:  # a request arrives as a whole: what is missing was there, and somebody removed it
        for ends in missing:
            gone = structs.replace(ends[place], key="")
            found.append((gone, ends[1]) if side is Side.LEFT else (ends[0], gone))
    return Traced(found, is_whole, bool(missing and fresh))


def _pairs(ends: Ends) -> list[Ends]:
    left, right = (lines if isinstance(lines, tuple) else () for lines in ends)
    return list(zip(left, right, strict=False))


def _is_one(one: Any, other: Any) -> bool:
    return bool(one.key == other.key)


def _formed(sent: Any, shown: Any) -> Any:
    """An element that was sent under the key of one that is shown, each field in its server's form of it."""
    return in_form([structs.replace(sent, key=shown.key)], [shown])[0]
