"""Which elements of two records' lists are one line, as links between other records know. Pure.

A line that came by another link is not this link's to make again: before it is taken for new, its counterparts are
followed along a path that visits no system twice, like those of a record (SEMANTICS section 1). One that was removed
and made again, since somebody edited it elsewhere, has another key; bases remember as `was` the keys it had.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from msgspec import UnsetType, structs

from .lines import Ends, is_edited, keyed, made, values
from .lost_lines import LINES_LOST
from .model import Row, Side
from .planned import json_of
from .sides import SideNow, Sides
from .world import Link, RecordId, World

__all__ = ["is_unclear", "joined", "with_past"]


class _Place(NamedTuple):
    """An element of a record's list, whose path is as rows name it, at one side of a link that knows it."""

    link: Link
    side: Side
    row: str
    key: str

    @property
    def record(self) -> RecordId:
        return self.link.end(self.side)

    @property
    def list(self) -> tuple[RecordId, str]:
        return self.record, self.row.split(" > ")[self.side is Side.RIGHT]


def joined(world: World, link: Link, row: Row, sides: Sides) -> Ends:
    """The bases of a keyed list, with what belongs together by the bases of other links: elements that are in none of
    these, and what took the place of one that was removed.

    The base of what took a place is that of what was there. That of others is what they show, and blank where that was
    edited, here or on its way, since the links on the path agreed; or where that cannot be told of either. Bases as
    they are where a side does not say, or has none.
    """
    bases, there = {}, {}
    for side, now in sides.items():
        bases[side], there[side] = now.base(row), made(now.value(row))
    if any(isinstance(one, UnsetType) for one in (*bases.values(), *there.values())):
        return bases[Side.LEFT], bases[Side.RIGHT]
    every = zip(bases[Side.LEFT] or (), bases[Side.RIGHT] or (), strict=False)
    known = [dict(zip(Side, ends, strict=True)) for ends in every]
    shown = {side: keyed(lines) for side, lines in there.items()}
    for side in Side:
        for key, line in shown[side].items():
            if any(ends[side].key == key for ends in known):
                continue
            start, target = _Place(link, side, row.identity, key), _Place(link, side.other, row.identity, "")
            keys = _keys(world, start)
            replaced = next((ends for ends in known if ends[side].key in keys), None)
            found = None if replaced else next(_reached(world, start, target, {start.record.system}), None)
            if found is not None:
                last = found[-1][1]
                keys = _keys(world, last)
                replaced = next((ends for ends in known if ends[side.other].key in keys), None)
            if replaced is not None and replaced[side].key not in shown[side]:
                known.remove(replaced)
                known.append({**replaced, side: structs.replace(replaced[side], key=key)})
            elif replaced is None and found is not None:
                other = next((shown[side.other][one] for one in keys if one in shown[side.other]), None)
                if other is not None:
                    edited = _edited(world, found)
                    ends = zip((line, other), edited, strict=True)
                    mine, theirs = (_blank(one) if was or None in edited else one for one, was in ends)
                    known.append({side: mine, side.other: theirs})
                elif _was_edited(world, found[-1][0]) is not True:  # it was removed there; who edited it here keeps it
                    mine = line if _edited(world, found)[0] is False else _blank(line)
                    known.append({side: mine, side.other: structs.replace(line, key=last.key)})
            elif replaced is None and _is_leaving(world, start, line):
                known.append({side: line, side.other: structs.replace(line, key="")})
    return tuple(ends[Side.LEFT] for ends in known), tuple(ends[Side.RIGHT] for ends in known)


def is_unclear(world: World, link: Link, row: Row) -> bool:
    """Whether another link is held since it cannot be told which elements of one of the lists a lost write made: what
    they belong to is not known here either."""
    for side in Side:
        at = _Place(link, side, row.identity, "")
        for other in world.links_of[at.record]:
            end = Side.LEFT if other.left == at.record else Side.RIGHT
            for name, said in other.decided.items() if other.id != link.id else ():
                is_lost = isinstance(said, dict) and said.get("hold") == LINES_LOST
                if is_lost and _Place(other, end, name, "").list == at.list:
                    return True
    return False


def with_past(before: tuple[Any, Any], now: tuple[Any, Any]) -> tuple[list[Any], list[Any]]:
    """A list's new bases as JSON, with what the old ones tell of earlier keys: what belongs to the same element as
    another did is what that was."""
    lists = [list(lines or ()) for lines in now]
    old = list(zip(*(lines or () for lines in before), strict=False))
    for place, mine in enumerate(lists):
        was = {ends[1 - place]["key"]: ends[place] for ends in old}
        for at, (line, other) in enumerate(zip(mine, lists[1 - place], strict=False)):
            then = was.get(other["key"])
            if then is not None:
                past = [key for key in (*then.get("was", ()), then["key"]) if key and key != line["key"]]
                mine[at] = {**line, "was": past} if past else line
    return lists[0], lists[1]


_Path: TypeAlias = "tuple[tuple[_Place, _Place], ...]"
"""From an element to one of another list: of each link on the way both ends, the nearer one first."""


def _reached(world: World, at: _Place, target: _Place, seen: set[str]) -> Iterator[_Path]:
    """The ways on which other links lead from an element to one of the target's list."""
    for place in _places(world, at):
        end = place._replace(side=place.side.other, key=_element(place, place.side.other))
        if end.list == target.list:
            yield ((place, end),)
        elif end.record.system not in seen and end.record.system != target.record.system:
            for path in _reached(world, end, target, seen | {end.record.system}):
                yield ((place, end), *path)


def _edited(world: World, path: _Path) -> tuple[bool | None, bool | None]:
    """Whether what each end of a path shows was edited since the links agreed, at that end or on its way there; None
    where that cannot be told. What was removed at the far end was edited by nobody."""
    gone = path[-1][1]
    shown = _shown(world, gone)
    is_gone = shown is not None and not shown & _keys(world, gone)
    ends = [
        (_was_edited(world, near), False if is_gone and far is gone else _was_edited(world, far)) for near, far in path
    ]
    if any(None in link for link in ends):
        return None, None
    moved = [link for link in ends if link != (False, False)] or [(False, False)]
    return moved[0][0], moved[-1][1]


def _places(world: World, at: _Place) -> Iterator[_Place]:
    """Where other links know an element, by whatever key."""
    keys = _keys(world, at)
    for place, element in _elements(world, at):
        if place.link.id != at.link.id and element["key"] in keys and _element(place, place.side.other):
            yield place


def _keys(world: World, at: _Place) -> set[str]:
    """An element's key, and those it had or has since."""
    keys = {at.key}
    for _, element in _elements(world, at):
        names = {element["key"], *element.get("was", ())}
        keys |= names if at.key in names else set()
    return keys


def _elements(world: World, at: _Place) -> Iterator[tuple[_Place, dict[str, Any]]]:
    """The elements of a list in all bases that have them."""
    for link in world.links_of[at.record]:
        side = Side.LEFT if link.left == at.record else Side.RIGHT
        for row, lines in link.base(side).items():
            place = _Place(link, side, row, "")
            for line in lines if isinstance(lines, list) and place.list == at.list else ():
                if isinstance(line, dict) and line.get("key"):
                    yield place._replace(key=line["key"]), line


def _is_leaving(world: World, at: _Place, line: Any) -> bool:
    """Whether an element was removed where it came from, or where it went, and nobody edited it since: the link between
    the two has yet to take it away."""
    for place in _places(world, at):
        end = place._replace(side=place.side.other, key=_element(place, place.side.other))
        shown = _shown(world, end)
        if shown is not None and not shown & _keys(world, end) and _was_edited(world, place, line) is False:
            return True
    return False


def _shown(world: World, at: _Place) -> set[str] | None:
    """The keys of the elements that a list shows; None where that cannot be told."""
    known = world.known(at.record)
    for link in world.links_of[at.record] if known is not None else ():
        group, side = world.groups.get(link.pair), Side.LEFT if link.left == at.record else Side.RIGHT
        for pair in group.pairs if group is not None else ():
            for row in pair.rows:
                if row.keyed and known is not None and _Place(link, side, row.identity, "").list == at.list:
                    lines = SideNow(world, pair, link, side, known, {}).value(row)
                    return None if isinstance(lines, UnsetType) else set(keyed(made(lines)))
    return None


def _element(place: _Place, side: Side) -> str:
    """The key of the element on a side of the link that belongs to this one; "" for none."""
    mine, others = (place.link.base(one).get(place.row) or () for one in (place.side, side))
    ends = zip(mine, others, strict=False)
    return next((other["key"] or "" for one, other in ends if one["key"] == place.key), "")


def _blank(line: Any) -> Any:
    return structs.replace(line, **dict.fromkeys(values(line)))


def _was_edited(world: World, place: _Place, line: Any = None) -> bool | None:
    """Whether an element shows something else than the link has for it; None where that cannot be told. `line` is the
    element as another link sees it, for what belongs to a flow that is not run now."""
    group, known = world.groups.get(place.link.pair), world.known(place.record)
    for pair in group.pairs if group is not None else ():
        for row in pair.rows:
            if row.identity == place.row and known is not None:
                now = SideNow(world, pair, place.link, place.side, known, {})
                shown, base = (keyed(lines).get(place.key) for lines in (made(now.value(row)), now.base(row)))
                return None if shown is None or base is None else is_edited(shown, base)
    now = json_of(line)
    base = next((one for found, one in _elements(world, place) if found == place), None)
    if group is None and base is not None and isinstance(now, dict) and now.keys() == base.keys() - {"was"}:
        return any(now[name] != base[name] for name in now if name != "key")
    return None
