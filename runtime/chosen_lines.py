"""One element of a keyed list, put in place as a person chose it. Pure."""

from __future__ import annotations

from msgspec import UnsetType, structs

from .lines import Ends, MergedLines, keyed, made, merge_lines, stands_twice, values
from .model import Side
from .reconcile import Outcome, Terms, same

__all__ = ["chosen"]


def chosen(lines: Ends, bases: Ends, conflict: Ends, side: Side, origins: Ends, terms: Terms) -> MergedLines | None:
    """Both lists merged as ever, with one element of a conflict as a person chose it: that of this side.

    It is written where the two elements differ; one without a key was removed, one that is on no side is made anew.
    None where a side shows there what is neither in the two nor in the bases: it was edited since.
    """
    if any(isinstance(now, UnsetType) for now in lines):
        return MergedLines(Outcome.NOTHING)
    value, other = conflict if side is Side.LEFT else conflict[::-1]
    differ = {name: now for name, now in values(value).items() if not same(now, getattr(other, name))}
    if stands_twice(*lines):
        return MergedLines(Outcome.HOLD)
    known = [keyed(made(now)) for now in lines]
    before: list[Ends] = list(zip(bases[0] or (), bases[1] or (), strict=False))
    keys = [end.key for end in conflict]
    ends = next((pair for pair in before if any(one.key == key for one, key in zip(pair, keys, strict=True))), None)
    if ends is not None:
        for now, end in zip(known, ends, strict=True):
            line = now.get(end.key)
            if line is None or not all(
                any(same(getattr(line, name), getattr(one, name)) for one in (value, other, *ends)) for name in differ
            ):
                return None
            now[end.key] = structs.replace(line, **differ)
            if value.key is None:
                del now[end.key]
    elif any(key in now for now, key in zip(known, keys, strict=True)):
        return None
    left, right = (tuple(now.values()) for now in known)
    found = merge_lines(left, bases[0], right, bases[1], *origins, terms)
    if found.outcome is not Outcome.HOLD:
        found.outcome = Outcome.WRITE
        if ends is None and value.key is not None:
            line = structs.replace(value, key=None)
            found.wanted = {end: (*there, line) for end, there in found.wanted.items()}
            found.moved = dict.fromkeys(Side, True)
            found.bases.append((line, line))
    return found
