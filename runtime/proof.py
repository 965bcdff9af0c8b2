"""What the answers to a round's writes prove of the values that were sent.

A base moves to what the server returned only if nothing can have come between; otherwise to what was planned
(SEMANTICS section 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from . import wire
from .creating import Create, given_first
from .held import BLANK_OR_CLEARED
from .lines import answered, in_form, keyed, new, told
from .model import Binding, ObjectPair, Record, Row, Side, Snapshot
from .planned import Expected, FollowMove, Move, Update, following_json, json_of, unchanged
from .reconcile import Following, is_filled, same
from .rewrites import Written, is_form_of, is_like, is_taken
from .rewrites import answered as written_down
from .rows import Rows
from .store import LinkRow
from .world import Link, RecordId, World

__all__ = ["Proof", "known_pairs"]


class Proof:
    """The updates of a round, and in `done` the records as they were answered or read after them."""

    def __init__(self, world: World, links: Rows, updates: Mapping[RecordId, Update]) -> None:
        self.done: dict[RecordId, Snapshot] = {}
        self._world = world
        self._links = links
        self._updates = updates

    def shown(self, expected: Expected, record: RecordId, move: Move | FollowMove, side: Side) -> Any:
        """The value to remember for a side: what its server answered, where that proves anything."""
        if expected.attribute is None:
            return expected.value
        update = self._updates.get(record)
        sent = update.values.get(expected.attribute, UNSET) if update else UNSET
        is_ours = not isinstance(sent, UnsetType) and sent == expected.sent
        if not is_ours and (isinstance(sent, UnsetType) or not self.is_keyed(move)):
            return expected.value
        proven = self._answered(expected.attribute, record, move, side, update) if is_ours else UNSET
        if self.is_keyed(move):
            return self._shown_lines(expected, record, move, side, proven)
        return expected.value if isinstance(proven, UnsetType) else json_of(proven)

    def is_unclear(self, move: Move, link: Link, side: Side) -> bool:
        """Whether a record that was sent a value shows one that has nothing of it: it may be an edit of what was sent,
        or of what was there before, if that was never taken."""
        expected, record = (move.left, link.left) if side is Side.LEFT else (move.right, link.right)
        update, name = self._updates.get(record), expected.attribute
        if name is None or update is None or update.values.get(name, UNSET) != expected.sent or self.is_keyed(move):
            return False
        shown = getattr(self._after(record), name)
        if isinstance(shown, UnsetType) or same(shown, expected.sent) or is_like(expected.sent, shown):
            return False
        return isinstance(self._answered(name, record, move, side, update), UnsetType)

    def is_outvoted(self, expected: Expected, record: RecordId) -> bool:
        """Whether another link's value was sent in the place of this link's: it has to look at what came of that, also
        where the record showed that value already and does not change."""
        update = self._updates.get(record)
        sent = update.values.get(expected.attribute, UNSET) if update and expected.attribute is not None else UNSET
        return not isinstance(sent, UnsetType) and sent != expected.sent

    def is_kept(self, expected: Expected, record: RecordId) -> bool:
        """Whether a record shows of an attribute that was sent what it showed before, and no form of what was sent."""
        update, name = self._updates.get(record), expected.attribute
        if name is None or update is None or name not in update.values or record not in self.done:
            return False
        return self.keeps(record, name, update.values[name], getattr(self._after(record), name))

    def keeps(self, record: RecordId, attribute: str, sent: Any, shown: Any) -> bool:
        """The same of a value that was sent and one that is shown."""
        known = self._world.known(record) if record in self._updates else None  # what was made showed nothing before
        before = getattr(known.record, attribute) if known is not None else UNSET
        return known is not None and same(before, shown) and not is_taken(sent, shown, before)

    def is_own_form(self, record: RecordId, attribute: str, sent: Mapping[str, Any], answer: Snapshot) -> bool:
        """Whether a value in the answer to what was `sent` is what its system made of that, and nobody's edit.

        Nothing came between where the rest of the record is as before, and it is the answer itself that shows it
        (SEMANTICS section 6). A form of what was sent tells by itself whose it is.
        """
        kind = self._world.types[record[:2]]
        after = wire.decode(kind, answer.document).record
        if is_form_of(sent.get(attribute), getattr(after, attribute)):
            return True
        before = self._world.known(record) if record in self._updates else None  # what was made showed nothing before
        return not answer.read_back and (before is None or unchanged(before.record, after, kind.properties, sent))

    def is_keyed(self, move: Move | FollowMove) -> bool:
        """Whether it moves the bases of a list of lines that have keys."""
        return any(row.keyed for _, row in self.rows_of(move))

    def rows_of(self, move: Move | FollowMove) -> Iterator[tuple[ObjectPair, Row]]:
        """The rows that it speaks of, in each section of its pair."""
        group = self._world.groups.get(self._links[move.link].pair)
        for pair in group.pairs if group else ():
            yield from ((pair, row) for row in pair.rows if row.identity == move.row)

    def values_of(self, pair: ObjectPair, side: Side, snapshot: Snapshot) -> dict[str, Any]:
        """The canonical values of a record's rows, by name."""
        record = wire.decode(pair.side(side).type, snapshot.document).record
        return self._world.shown(pair, side, record)

    def _shown_lines(
        self, expected: Expected, record: RecordId, move: Move | FollowMove, side: Side, proven: Any
    ) -> Any:
        """The elements to remember, with the keys that new ones were given; as answered, where that proves anything."""
        pair, row = next(self.rows_of(move))
        wanted = getattr(msgspec.convert({row.name: expected.value}, pair.view), row.name) or ()
        known = self._world.known(record)
        before = self.values_of(pair, side, known.snapshot)[row.name] if known else None
        shown = self.values_of(pair, side, self.done[record])[row.name]
        if not isinstance(shown, tuple):
            return expected.value
        lines = answered(wanted, shown, set(keyed(before if isinstance(before, tuple) else ())))
        if isinstance(proven, UnsetType):
            return json_of(in_form(lines, shown))
        by_key = keyed(proven)
        return json_of(_told(lines, by_key))

    def _answered(
        self, attribute: str, record: RecordId, move: Move | FollowMove, side: Side, update: Update | None
    ) -> Any:
        """The canonical value in the answer; UNSET where something else may have come between.

        What shows the value that it had before did not take ours: both values stay where they are, and are told (F-30).
        """
        before = self._world.known(record)
        if before is None or update is None:
            return UNSET
        is_as_before = same(getattr(before.record, attribute), getattr(self._after(record), attribute))
        if not is_as_before and not self.is_own_form(record, attribute, update.values, self.done[record]):
            return UNSET
        found = next(self.rows_of(move), None)
        return UNSET if found is None else self.values_of(found[0], side, self.done[record])[found[1].name]

    def _after(self, record: RecordId) -> Record:
        return wire.decode(self._world.types[record[:2]], self.done[record].document).record

    # ---- creates ----

    def first_bases(self, link: LinkRow, create: Create, answer: Snapshot | None) -> None:
        """Bases of what was sent, as answered if that is known. What was not sent has none yet: the first merge fills
        blanks both ways."""
        group = self._world.groups[create.pair]
        kind, made = self._world.types[create.target], create.side.other
        record = wire.decode(kind, answer.document).record if answer is not None else kind.record()
        for pair, patch, values in zip(group.pairs, create.patches, create.values, strict=True):
            shown = self._world.shown(pair, made, record)
            before, present = self._before(pair, create), self._present(pair, create)
            edited = self._edited(pair, create)
            for row in pair.rows:
                value = values[row.name]
                attribute = row.right if made is Side.RIGHT else row.left
                sent = getattr(patch, attribute, UNSET)
                if row.binding.target is create.side or not is_filled(sent) or not is_filled(value):
                    continue
                if not row.keyed and not same(sent, given_first(create.patches, attribute)):
                    continue  # another section's value was sent in the place of this one: a first merge tells
                is_proven = answer is not None and (
                    not answer.read_back or is_form_of(sent, getattr(record, attribute))
                )
                is_told = is_proven and not isinstance(shown[row.name], UnsetType)
                told = shown[row.name] if is_told else value
                is_blank = answer is not None and shown[row.name] is None
                if row.keyed:
                    lines = _same_lines(value, shown[row.name], create.side)
                    if lines is not None:
                        link.left_base[row.identity], link.right_base[row.identity] = lines
                elif row.binding is Binding.TWO_WAY and is_blank and not is_proven:
                    # its server may have left it out, or somebody cleared it since
                    link.decided[row.identity] = {"hold": BLANK_OR_CLEARED}
                elif row.binding is Binding.TWO_WAY:
                    if is_blank:
                        link.rewrites[row.identity] = written_down(Written(made.value), "", kept=True)
                    # the value may be on its way to the source too: until it is there, only the new record has it
                    own = value if isinstance(present[row.name], UnsetType) else present[row.name]
                    # the source shows its own form of what was sent there, and the create gave it as edited
                    is_form = same(own, before[row.name]) and same(edited[row.name], value)
                    if same(own, value) or self._took(create, row) or is_form:
                        bases = {create.side: json_of(own), made: json_of(told)}
                    elif same(own, before[row.name]):
                        bases = dict.fromkeys(Side, json_of(own))
                    else:  # edited while ours was on its way
                        bases = {create.side: json_of(value), made: json_of(told)}
                    link.left_base[row.identity] = bases[Side.LEFT]
                    link.right_base[row.identity] = bases[Side.RIGHT]
                else:
                    link.followers[row.identity] = following_json(Following(value, told))

    def _took(self, create: Create, row: Row) -> bool:
        """Whether the source of a create was sent the row's value in the same round, and shows what it made of that."""
        update, shown = self._updates.get(create.source), self.done.get(create.source)
        name = row.left if create.side is Side.LEFT else row.right
        if update is None or shown is None or name not in update.values:
            return False
        after = getattr(self._after(create.source), name)
        if shown.read_back:
            return is_taken(update.values[name], after, UNSET)
        return not self.keeps(create.source, name, update.values[name], after)

    def _edited(self, pair: ObjectPair, create: Create) -> dict[str, Any]:
        """What its source shows as it was edited, where that is its system's own form of what was sent there."""
        known = self._world.known(create.source)
        if known is None:
            return self._before(pair, create)
        view = pair.side(create.side).view(self._world.as_edited(create.source, known), self._world.now)
        return self._world.canonical(pair, create.side, view)[0]

    def _before(self, pair: ObjectPair, create: Create) -> dict[str, Any]:
        """What the source of a create showed when it was planned."""
        known = self._world.known(create.source)
        return self.values_of(pair, create.side, known.snapshot) if known is not None else {
            row.name: UNSET for row in pair.rows
        }

    def _present(self, pair: ObjectPair, create: Create) -> dict[str, Any]:
        """What it shows now: what was planned for it, once that arrived."""
        shown = self.done.get(create.source)
        return self._before(pair, create) if shown is None else self.values_of(pair, create.side, shown)


def known_pairs(left: Any, right: Any) -> tuple[list[Any], list[Any]]:
    """Elements that belong together, both of whose keys are known: what a base can remember."""
    ends = [(one, other) for one, other in zip(left or (), right or (), strict=False) if one["key"] and other["key"]]
    return [one for one, _ in ends], [other for _, other in ends]


def _same_lines(sent: Any, shown: Any, source: Side) -> tuple[Any, Any] | None:
    """The bases of a list that a record was made with: what was sent with the keys of its source, and what is shown.

    None where the answer does not show it: then the next plan finds out by itself.
    """
    if not isinstance(shown, tuple) or not isinstance(sent, tuple):
        return None
    made = answered(new(sent), shown, set())
    by_key = keyed(shown)
    bases = json_of(list(sent)), json_of(_told(made, by_key))
    return known_pairs(*(bases if source is Side.LEFT else bases[::-1]))


def _told(expected: list[Any], shown: dict[Any, Any]) -> list[Any]:
    """Expected elements as they are shown, by key; as expected where they are not."""
    return [told(line, shown[line.key]) if line.key in shown else line for line in expected]
