"""Defects of the engine, each a small patch of the real modules: what a mistake in its code would do.

`@_defect(sentence, where)` takes a function that is given what is there and returns what takes its place. `where` is
"module:Class.name" or "module:name"; a name that is no longer there is an error, so that no defect vanishes unseen.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from msgspec import UNSET, Struct, structs

from runtime.model import Side
from runtime.reconcile import Decision, Following, Outcome, Policy, Settled, Terms
from runtime.vanished import Fate, Verdict

__all__ = ["DEFECTS", "Defect", "seeded"]

Change = Callable[[Any], Any]


class Defect(Struct, frozen=True):
    """What is wrong, and the patches that make it so: (where, change)."""

    sentence: str
    patches: tuple[tuple[str, Change], ...]


DEFECTS: dict[str, Defect] = {}


@contextmanager
def seeded(*names: str) -> Iterator[None]:
    """The engine with these defects, as long as the context lasts."""
    with ExitStack() as stack:
        for name in names:
            for where, change in DEFECTS[name].patches:
                stack.enter_context(_patched(where, change))
        yield


@contextmanager
def _patched(where: str, change: Change) -> Iterator[None]:
    module, _, path = where.partition(":")
    *outer, last = path.split(".")
    owner: Any = importlib.import_module(module)
    for name in outer:
        owner = vars(owner).get(name) if owner is not None else None
    was = vars(owner).get(last) if owner is not None else None
    if was is None:
        raise LookupError(f"{where} is no more: the defect that is seeded there needs another place")
    setattr(owner, last, change(was))
    try:
        yield
    finally:
        setattr(owner, last, was)


def _defect(sentence: str, *places: str) -> Callable[[Change], Change]:
    def take(change: Change) -> Change:
        DEFECTS[change.__name__.replace("_", " ")] = Defect(sentence, tuple((where, change) for where in places))
        return change

    return take


def _nothing(*_given: Any, **_named: Any) -> None:
    return None


# ---- merging ------------------------------------------------------------------------------------


@_defect("A conflict is decided, and the value that loses is written down nowhere.", "runtime.linked:LinkedRecords.add_conflict")
def conflicts_not_kept(_was: Any) -> Any:
    return _nothing


@_defect("The left side always wins, and no conflict is seen.", "runtime.planning:merge")
def left_always_wins(was: Any) -> Any:
    def merge(left: Any, left_base: Any, right: Any, right_base: Any, *rest: Any) -> Decision:
        found: Decision = was(left, left_base, right, right_base, *rest)
        return Decision(Outcome.WRITE, Side.RIGHT) if found.conflict else found

    return merge


@_defect("Two edits of one property are taken for settled as they stand.", "runtime.planning:merge")
def differing_edits_adopted(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.ADOPT) if found.conflict else found

    return merge


@_defect("Two edits of one property: nothing is done and nothing said.", "runtime.planning:merge")
def nothing_on_conflict(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.NOTHING) if found.conflict else found

    return merge


@_defect("A held conflict is written to the right.", "runtime.planning:merge")
def hold_ignored(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.WRITE, Side.RIGHT) if found.outcome is Outcome.HOLD else found

    return merge


@_defect("An open hold is forgotten by the next pass.", "runtime.delivery:Delivery.settle_free")
def holds_not_kept(was: Any) -> Any:
    def settle_free(self: Any) -> None:
        self.plan.holds.clear()
        was(self)

    return settle_free


@_defect("A value is written to the side that it comes from.", "runtime.planning:merge")
def wrong_direction(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return structs.replace(found, target=found.target.other) if found.target and not found.conflict else found

    return merge


@_defect("A blank never travels: clearing a property is undone by the other side.", "runtime.planning:merge")
def clears_undone(was: Any) -> Any:
    def merge(left: Any, left_base: Any, right: Any, *rest: Any) -> Decision:
        found: Decision = was(left, left_base, right, *rest)
        source = left if found.target is Side.RIGHT else right
        other = right if found.target is Side.RIGHT else left
        if found.target and source is None and other not in (None, UNSET) and not found.conflict:
            return structs.replace(found, target=found.target.other)
        return found

    return merge


@_defect("A first merge takes the left value where both sides have one.", "runtime.planning:merge")
def first_merge_overwrites(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        is_first = given[1] is UNSET or given[3] is UNSET
        return Decision(Outcome.WRITE, Side.RIGHT) if is_first and found.outcome is Outcome.HOLD else found

    return merge


@_defect("A value that goes there and back between two passes is no edit.", "runtime.planning:_SideNow.was_edited")
def there_and_back_unseen(_was: Any) -> Any:
    return lambda self, row: False


@_defect("What a record showed before it was looked at is not kept.", "runtime.seen:SeenRecords._keep_earlier")
def earlier_never_kept(_was: Any) -> Any:
    return _nothing


@_defect("An edit hidden behind another link's value is not written down.", "runtime.planning:Merging._note_hidden")
def hidden_edits_not_noted(_was: Any) -> Any:
    return _nothing


@_defect("What our own writes brought counts as an edit made there.", "runtime.seen:SeenRecords.set_wrote")
def own_writes_are_edits(_was: Any) -> Any:
    return _nothing


@_defect("A value that another link plans has the origin of the record it goes to.", "runtime.planning:_SideNow.origin")
def planned_origin_lost(was: Any) -> Any:
    def origin(self: Any, row: Any) -> Any:
        planned, self.planned = self.planned, {}
        try:
            return was(self, row)
        finally:
            self.planned = planned

    return origin
