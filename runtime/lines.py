"""Merging the elements of keyed lists, such as an order's lines: one three-way merge for each element. Pure.

Each side names its elements by keys of its own. What belongs together is remembered in the bases: two lists of the
same length, whose elements at one place are one line (SEMANTICS section 5). An element that neither base has is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from msgspec import UNSET, Struct, UnsetType, structs

from .model import Property, Side
from .reconcile import FIRST, Decision, Origin, Outcome, Policy, Terms, are_close, is_filled, merge, same
from .rewrites import is_form_of

__all__ = [
    "Ends",
    "Lines",
    "LostLine",
    "MergedLines",
    "alike",
    "answered",
    "comparable",
    "completed",
    "composed",
    "in_form",
    "is_edited",
    "keyed",
    "made",
    "merge_lines",
    "new",
    "paired",
    "says_something",
    "stands_twice",
    "taken",
    "told",
    "values",
    "without_keys",
]

Lines: TypeAlias = "tuple[Any, ...]"
"""Elements of a list as canonical values, each with its side's `key`; None for one that is not made yet."""


Ends: TypeAlias = "tuple[Any, Any]"
"""What stands on the left and on the right."""


class LostLine(NamedTuple):
    """Two edits of one line, of which one lost: both elements, the winner, the rule, whether the edits are close."""

    left: Any
    right: Any
    winner: Side
    rule: str
    close: bool = False


class MergedLines(Struct):
    """What a keyed list needs.

    `wanted` is what each side is to show, `moved` whether this link's other side asks for it, `bases` the elements that
    belong together. `conflicts` are edits of one line that lost. `stays`: the hold is open until both sides are equal
    or a person decides. `untold` are by side fields that the other side has a value for, and this one never told: each
    with its element.
    """

    outcome: Outcome
    wanted: dict[Side, Lines] = {}
    moved: dict[Side, bool] = {}
    bases: list[tuple[Any, Any]] = []
    conflicts: list[LostLine] = []
    stays: bool = False
    untold: dict[Side, list[tuple[str, Any]]] = {}


def keyed(lines: Any) -> dict[Any, Any]:
    """Elements by key."""
    return {line.key: line for line in lines or ()}


def made(lines: Any) -> Any:
    """The elements that are there already: those with a key."""
    return tuple(line for line in lines if line.key is not None) if isinstance(lines, tuple) else lines


def composed(prop: Property, stored: Any, every: Sequence[Any]) -> Lines:
    """A record's list with the changes of several links, each of which planned it from what is stored.

    `stored` and `every` are elements as records hold them; of two changes of one field the later one counts.
    """
    name = next(child.attribute for child in prop.children if child.path == prop.key)
    before = {getattr(line, name): line for line in stored or ()} if isinstance(stored, tuple) else {}
    now, removed, added = dict(before), set[Any](), list[Any]()
    for planned in every:
        lines = [line for line in planned or () if getattr(line, name) in before]
        added += [line for line in planned or () if getattr(line, name) not in before]
        removed |= before.keys() - {getattr(line, name) for line in lines}
        for line in lines:
            key = getattr(line, name)
            changed = {
                field: value
                for field in line.__struct_fields__
                if not isinstance(value := getattr(line, field), UnsetType)
                and not same(value, getattr(before[key], field))
            }
            now[key] = structs.replace(now[key], **changed)
    return (*(line for key, line in now.items() if key not in removed), *added)


def values(line: Any) -> dict[str, Any]:
    """An element's canonical values, without its key."""
    return {name: getattr(line, name) for name in line.__struct_fields__ if name != "key"}


def says_something(line: Any) -> bool:
    """Whether an element tells more than its key."""
    return any(not isinstance(value, UnsetType) for value in values(line).values())


def alike(one: Any, other: Any) -> bool:
    """Whether two elements say the same, whatever their keys. What one does not say is like a blank."""
    mine, others = _values_or_blank(one), _values_or_blank(other)
    return all(same(mine[name], others[name]) for name in mine)


def _values_or_blank(line: Any) -> dict[str, Any]:
    return {name: None if isinstance(value, UnsetType) else value for name, value in values(line).items()}


def without_keys(lines: Any) -> Any:
    """A list's elements in a stable order and without keys: equal on both sides where they say the same."""
    if not isinstance(lines, tuple):
        return lines
    plain = [structs.replace(line, key=None, **_values_or_blank(line)) for line in lines]
    return tuple(sorted(plain, key=repr))


def comparable(*lists: Any) -> list[Any]:
    """Lists as `without_keys`, and without the fields that an element of one of them does not tell."""
    every = [line for lines in lists if isinstance(lines, tuple) for line in lines]
    untold = {name: None for line in every for name, value in values(line).items() if value is UNSET}
    return [
        without_keys(tuple(structs.replace(line, **untold) for line in lines) if isinstance(lines, tuple) else lines)
        for lines in lists
    ]


def completed(lines: Any, bases: Sequence[Any]) -> Any:
    """A list as it is sent: what its side does not tell of an element goes as it is known, by key, unless blank."""
    there = [base for base in bases if base.key is not None]
    known = {base.key: {name: value for name, value in values(base).items() if is_filled(value)} for base in there}
    return tuple(
        structs.replace(line, **{n: v for n, v in known.get(line.key, {}).items() if getattr(line, n) is UNSET})
        for line in lines
    )


def new(lines: Any) -> Any:
    """A list's elements as a side that has none of them is to get them: without keys."""
    return tuple(structs.replace(line, key=None) for line in lines) if isinstance(lines, tuple) else lines


def paired(lefts: Sequence[Any], rights: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Elements that say the same, each with one of the other side, in order."""
    rest = list(rights)
    found = []
    for left in lefts:
        right = next((one for one in rest if alike(left, one)), None)
        if right is not None:
            rest = [one for one in rest if one is not right]
            found.append((left, right))
    return found


_TERMS = Terms()
_NOWHERE = Origin("", "", "", "")
_WINNERS = {Policy.LEFT: Side.LEFT, Policy.RIGHT: Side.RIGHT}


def merge_lines(
    left: Any,
    left_base: Any,
    right: Any,
    right_base: Any,
    left_origin: Origin,
    right_origin: Origin,
    terms: Terms = _TERMS,
) -> MergedLines:
    """Decide a keyed list of a link: element by element, and in each element field by field.

    NOTHING where a side does not say; HOLD in a first merge of two lists that differ, and where a key stands twice.
    With the policy `hold` one line that both sides edited holds the list. A removal gives way to an edit of the same
    line, unless the policy names the side that removed it. Nothing is taken for new whose like is new as well, or has
    lost its like: whoever removed that made it again. Elements without a key are about to be made, and left alone.
    """
    if isinstance(left, UnsetType) or isinstance(right, UnsetType):
        return MergedLines(Outcome.NOTHING)
    left, right = made(left), made(right)
    lefts, rights = keyed(left), keyed(right)
    if stands_twice(left, right):
        return MergedLines(Outcome.HOLD)  # two elements of one key: writing the list would lose one of them (M-18)
    is_first = isinstance(left_base, UnsetType) or isinstance(right_base, UnsetType)
    are_alike = len(lefts) == len(rights) == len(paired(left or (), right or ()))
    if not are_alike and ((is_first and lefts and rights) or terms.held):
        if is_first and terms.first in _WINNERS:
            return taken(left, right, _WINNERS[terms.first], FIRST)
        return MergedLines(Outcome.HOLD, stays=True)
    is_first = is_first or terms.held
    work = _Work(lefts, rights, left_origin, right_origin, structs.replace(terms, held=False))
    before = [] if is_first else list(zip(left_base or (), right_base or (), strict=False))
    work.done = {side: {ends[place].key for ends in before} for place, side in enumerate(Side)}
    for one, other in before:
        work.known(one, other)
    if work.held:
        return MergedLines(Outcome.HOLD, stays=True)
    work.fresh()
    outcome = Outcome.WRITE if any(work.differs(side) for side in Side) else Outcome.ADOPT
    if outcome is Outcome.ADOPT and not is_first and before == work.bases:
        outcome = Outcome.NOTHING
    return MergedLines(outcome, work.wanted(), work.moved, work.bases, work.conflicts, untold=work.untold)


def taken(left: Any, right: Any, side: Side, rule: str = "") -> MergedLines:
    """One side's lines for both: alike ones stay, the other side's others go, and it gets what it lacks.

    With a `rule`, what goes is told as a conflict. NOTHING where a side does not say, HOLD where a key stands twice.
    """
    if isinstance(left, UnsetType) or isinstance(right, UnsetType):
        return MergedLines(Outcome.NOTHING)
    if stands_twice(left, right):
        return MergedLines(Outcome.HOLD)
    work = _Work(keyed(made(left)), keyed(made(right)), _NOWHERE, _NOWHERE, _TERMS)
    work.take(side, rule)
    return MergedLines(Outcome.WRITE, work.wanted(), work.moved, work.bases, work.conflicts)


class _Work:
    """The merge under way: what each side shows, what it is to show, and what belongs together."""

    def __init__(
        self,
        lefts: dict[Any, Any],
        rights: dict[Any, Any],
        left_origin: Origin,
        right_origin: Origin,
        terms: Terms,
    ) -> None:
        self.terms = terms
        self.held = False
        self.now = {Side.LEFT: lefts, Side.RIGHT: rights}
        self.origins = (left_origin, right_origin)
        self.kept: dict[Side, dict[Any, Any]] = {side: {} for side in Side}
        self.added: dict[Side, list[Any]] = {side: [] for side in Side}
        self.done: dict[Side, set[Any]] = {side: set() for side in Side}
        self.moved = dict.fromkeys(Side, False)
        self.bases: list[tuple[Any, Any]] = []
        self.conflicts: list[LostLine] = []
        self.untold: dict[Side, list[tuple[str, Any]]] = {side: [] for side in Side}

    def wanted(self) -> dict[Side, Lines]:
        """Each side's elements in their own order, new ones behind them."""
        return {
            side: (*(self.kept[side][key] for key in now if key in self.kept[side]), *self.added[side])
            for side, now in self.now.items()
        }

    def differs(self, side: Side) -> bool:
        return bool(self.added[side]) or self.kept[side] != self.now[side]

    # ---- lines that belong together -------------------------------------------------------------

    def known(self, left_base: Any, right_base: Any) -> None:
        """A line that both sides had when they last agreed."""
        left = self.now[Side.LEFT].get(left_base.key)
        right = self.now[Side.RIGHT].get(right_base.key)
        if left is not None and right is not None:
            self._both(left, left_base, right, right_base)
        elif left is not None:
            self._one(Side.LEFT, left, left_base)
        elif right is not None:
            self._one(Side.RIGHT, right, right_base)

    def _one(self, side: Side, line: Any, base: Any) -> None:
        """A line that the other side has removed: removed here too, unless somebody edited it here."""
        again = next((one for one in self._fresh(side.other) if alike(one, line)), None)
        if again is not None:  # by somebody who saved all lines anew, or by another link that gave the edit to it
            self.kept[side][line.key], self.kept[side.other][again.key] = line, again
            self.done[side.other].add(again.key)
            self.bases.append((line, again) if side is Side.LEFT else (again, line))
            return
        if not is_edited(line, base) and not self.terms.edited:
            self.moved[side] = True
            return
        if self.terms.policy is Policy.HOLD:
            self.held = True
            return
        gone = structs.replace(line, **dict.fromkeys(values(line)), key=None)
        ends = (line, gone) if side is Side.LEFT else (gone, line)
        close = are_close(self.origins[0].stamp, self.origins[1].stamp)
        if self.terms.own and _WINNERS.get(self.terms.policy) is side.other:
            self.conflicts.append(LostLine(*ends, side.other, self.terms.policy.value, close))
            self.moved[side] = True
            return
        self.conflicts.append(LostLine(*ends, side, "edit", close))
        self._make(side, line)

    def _both(self, left: Any, left_base: Any, right: Any, right_base: Any) -> None:
        lines = {Side.LEFT: left, Side.RIGHT: right}
        before = {Side.LEFT: values(left_base), Side.RIGHT: values(right_base)}
        now = {side: self._said(side, lines[side], before[side]) for side in Side}
        bases, written = {side: dict(before[side]) for side in Side}, {side: dict[str, Any]() for side in Side}
        lost: Decision | None = None
        for name in now[Side.LEFT]:
            values_now, values_before = ({side: each[side][name] for side in Side} for each in (now, before))
            decision = merge(
                values_now[Side.LEFT],
                values_before[Side.LEFT],
                values_now[Side.RIGHT],
                values_before[Side.RIGHT],
                *self.origins,
                self.terms,
            )
            self.held = self.held or decision.outcome is Outcome.HOLD
            for side in Side:
                is_known = not isinstance(values_before[side], UnsetType)
                self.moved[side.other] |= is_known and not same(values_now[side], values_before[side])
                if isinstance(values_now[side], UnsetType) and is_filled(values_now[side.other]):
                    self.untold[side].append((name, lines[side]))
            if decision.target is not None:
                self.moved[decision.target] = True
                values_now[decision.target] = written[decision.target][name] = values_now[decision.target.other]
                lost = decision if decision.conflict else lost
            if decision.outcome in (Outcome.WRITE, Outcome.ADOPT):
                for side in Side:
                    bases[side][name] = values_now[side]
        if lost is not None and lost.target is not None:
            self.conflicts.append(LostLine(left, right, lost.target.other, lost.rule, lost.close))
        for side, line in lines.items():
            self.kept[side][line.key] = structs.replace(line, **written[side])
        self.bases.append((structs.replace(left, **bases[Side.LEFT]), structs.replace(right, **bases[Side.RIGHT])))

    def _said(self, side: Side, line: Any, before: dict[str, Any]) -> dict[str, Any]:
        """An element's values; what its side leaves out is as it was, and blank if it was never told by a system that
        leaves out what was never set."""
        never = None if side in self.terms.fills else UNSET
        return {
            name: value if not isinstance(value, UnsetType) else never if before[name] is UNSET else before[name]
            for name, value in values(line).items()
        }

    # ---- new lines ------------------------------------------------------------------------------

    def fresh(self) -> None:
        """Lines that no base has: alike on both sides they belong together, else the other side gets them."""
        found = {side: self._fresh(side) for side in Side}
        for left, right in paired(found[Side.LEFT], found[Side.RIGHT]):
            self.kept[Side.LEFT][left.key], self.kept[Side.RIGHT][right.key] = left, right
            self.bases.append((left, right))
        for side, lines in found.items():
            for line in lines:
                if line.key not in self.kept[side]:
                    self._make(side, line)

    def _fresh(self, side: Side) -> list[Any]:
        return [line for key, line in self.now[side].items() if key not in self.done[side]]

    def take(self, side: Side, rule: str) -> None:
        """This side's lines for both."""
        for left, right in paired(list(self.now[Side.LEFT].values()), list(self.now[Side.RIGHT].values())):
            self.kept[Side.LEFT][left.key], self.kept[Side.RIGHT][right.key] = left, right
            self.bases.append((left, right))
        for key, line in self.now[side].items():
            if key not in self.kept[side]:
                self._make(side, line)
        for key, line in self.now[side.other].items():
            if key not in self.kept[side.other]:
                self.moved[side.other] = True
                gone = structs.replace(line, **dict.fromkeys(values(line)), key=None)
                if rule:
                    self.conflicts.append(LostLine(*((gone, line) if side is Side.LEFT else (line, gone)), side, rule))

    def _make(self, side: Side, line: Any) -> None:
        """The other side gets this line."""
        self.kept[side][line.key] = line
        copy = structs.replace(line, key=None)
        self.added[side.other].append(copy)
        self.moved[side.other] = True
        self.bases.append((line, copy) if side is Side.LEFT else (copy, line))


def stands_twice(*lists: Any) -> bool:
    """Whether two elements of one of these lists have the same key."""
    return any(len(keyed(made(lines))) != len(made(lines) or ()) for lines in lists)


def is_edited(line: Any, base: Any) -> bool:
    """Whether an element says something else than its base."""
    before = values(base)
    return any(_changed(now, before[name]) for name, now in values(line).items())


def _changed(now: Any, base: Any) -> bool:
    """Whether a value was edited; a blank that was never told before was not."""
    return is_filled(now) if isinstance(base, UnsetType) else not isinstance(now, UnsetType) and not same(now, base)


def told(sent: Any, shown: Any) -> Any:
    """An element as its server shows it, and as it was sent in what that does not tell."""
    left_out = {name: value for name, value in values(sent).items() if getattr(shown, name) is UNSET}
    return structs.replace(shown, **left_out)


def answered(expected: Sequence[Any], shown: Sequence[Any], before: set[Any]) -> list[Any]:
    """Expected elements with the keys that their server gave: an element without a key meets one that was not there.

    Alike ones first; what is left in order, if as many are left on both sides. Who finds nobody has the key None.
    """
    fresh = [line for line in shown if line.key not in before]
    waiting = [line for line in expected if line.key is None]
    found = {id(one): other for one, other in paired(waiting, fresh)}
    rest = [line for line in waiting if id(line) not in found]
    taken = {id(other) for other in found.values()}
    left = [line for line in fresh if id(line) not in taken]
    if len(rest) == len(left):
        found |= {id(one): other for one, other in zip(rest, left, strict=True)}
    return [structs.replace(line, key=found[id(line)].key) if id(line) in found else line for line in expected]


def in_form(expected: Sequence[Any], shown: Sequence[Any]) -> list[Any]:
    """Expected elements, each field as its server shows it where that is a form of what was sent."""
    there = keyed(line for line in shown if line.key is not None)
    return [_formed(line, there[line.key]) if line.key in there else line for line in expected]


def _formed(line: Any, shown: Any) -> Any:
    pairs = {name: (getattr(line, name), getattr(shown, name)) for name in line.__struct_fields__ if name != "key"}
    return structs.replace(line, **{name: now for name, (sent, now) in pairs.items() if is_form_of(sent, now)})
