"""Keyed lists through whole passes: what a person decides of them, and what a lost answer leaves behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.asking import Names, entry_id
from runtime.errors import UsageError
from runtime.lens import each, key_in_text, keyed_back, number, text
from runtime.model import (
    UNSET,
    CreationRule,
    Kind,
    Many,
    Number,
    ObjectPair,
    ObjectType,
    Operations,
    Patch,
    Property,
    Record,
    Row,
    Side,
    System,
    Text,
    View,
    ViewSide,
)
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.resolving import choose, conflicts_json, entries_of
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.pairs import BY_TITLE

HOLD = Policies(default=Choice(policy=Policy.HOLD))
PROPAGATE = Policies(default=Choice(propagate=True))
README = (Path(__file__).parents[2] / "runtime" / "README.md").read_text()
Lines = list[tuple[str, int]]

# ---- orders with lines --------------------------------------------------------------------------


class Line(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    what: Text = UNSET
    count: Number = UNSET


class Sheet(Record, frozen=True, kw_only=True):
    title: Text = UNSET
    lines: Many[Line] = UNSET


class SheetPatch(Patch, frozen=True, kw_only=True):
    title: Text = UNSET
    lines: Many[Line] = UNSET


class LineView(View, frozen=True, kw_only=True):
    key: Text = UNSET
    what: Text = UNSET
    count: Number = UNSET


class SheetView(View, frozen=True, kw_only=True):
    title: Text = UNSET
    lines: Many[LineView] = UNSET


def _see_line(line: Line) -> LineView:
    return LineView(key=key_in_text.get(line.id), what=text.get(line.what), count=number.get(line.count))


def _spell_line(view: LineView, old: Line) -> Line:
    key, what = key_in_text.put(view.key, old.id), text.put(view.what, old.what)
    return Line(id=key, what=what, count=number.put(view.count, old.count))


def _see(record: Sheet) -> SheetView:
    return SheetView(title=text.get(record.title), lines=each(record.lines, _see_line))


def _spell(view: SheetView, old: Sheet) -> SheetPatch:
    lines = keyed_back(view.lines, old.lines, _see_line, _spell_line, Line())
    return SheetPatch(title=text.put(view.title, old.title), lines=lines)


def sheet_side(system: str) -> ViewSide:
    children = (
        Property(attribute="id", path=("id",)),
        Property(attribute="what", path=("what",)),
        Property(attribute="count", path=("count",), kind=Kind.DECIMAL),
    )
    lines = Property(
        attribute="lines", path=("lines",), kind=Kind.LIST, children=children, element=Line, key=("id",)
    )
    kind = ObjectType(
        system=System(name=system, label=system.upper(), protocol="memory"),
        name="order",
        record=Sheet,
        patch=SheetPatch,
        properties=(Property(attribute="title", path=("title",)), lines),
        operations=Operations(list="", item="", create="yes", delete="yes"),
        key=("id",),
        version=("version",),
        modified=("modified",),
    )
    return ViewSide(type=kind, to_view=_see, from_view=_spell)


SHEETS = ObjectPair(
    name="sheets",
    title="sheets",
    view=SheetView,
    left=sheet_side("a"),
    right=sheet_side("b"),
    rows=(
        Row(name="title", left="title", right="title", identity="title > title"),
        Row(name="lines", left="lines", right="lines", identity="lines > lines", keyed=True),
    ),
    match=(BY_TITLE,),
    rule=CreationRule(),
)


def scene(folder: Path) -> Scene:
    found = Scene(folder, SHEETS)
    for system in ("a", "b"):
        found.of(system, "order").normalise = Numbering(system)
    return found


class Numbering:
    """A server that gives new lines keys."""

    def __init__(self, system: str) -> None:
        self.system, self.given = system, 0

    def __call__(self, document: Document) -> Document:
        return {**document, "lines": [self._kept(line) for line in document.get("lines") or ()]}

    def _kept(self, line: Document) -> Document:
        if line.get("id"):
            return line
        self.given += 1
        return {**line, "id": f"{self.system}-{self.given}"}


def have(memory: Memory, *lines: tuple[str, int]) -> None:
    """Somebody gives the order these lines; those that were there by their name keep their keys."""
    there = {line["what"]: line["id"] for one in memory.documents.values() for line in one["lines"] or ()}
    wanted: list[Document] = [{"id": there.get(what, ""), "what": what, "count": count} for what, count in lines]
    document: dict[str, Any] = memory.normalise({"title": "T", "lines": wanted})
    if memory.documents:
        memory.edit(next(iter(memory.documents)), **document)
    else:
        memory.has(**document)


def shown(memory: Memory) -> Lines:
    return [(line["what"], int(line["count"])) for one in memory.documents.values() for line in one["lines"] or ()]


def linked(folder: Path, *lines: tuple[str, int]) -> tuple[Scene, Memory, Memory]:
    """An order that both sides have, with these lines."""
    found = scene(folder)
    left, right = found.of("a", "order"), found.of("b", "order")
    have(left, *lines)
    found.run()
    found.run()
    assert shown(left) == shown(right) == list(lines)
    return found, left, right


def decide(found: Scene, about: str, side: Side) -> None:
    choose(found.store, Names(found.store, [flow_of(found.pairs)]), about, side)


def settles(found: Scene, **options: Any) -> None:
    """Two more passes write nothing."""
    found.writes()
    found.run(**options)
    found.run(**options)
    assert found.writes() == {}


# ---- deletes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("had", [[], [("Rope", 1)]])
def test_a_delete_travels_to_a_record_that_has_no_lines(tmp_path: Path, had: Lines) -> None:
    """Whether it never had any, or both sides have lost theirs."""
    found, left, right = linked(tmp_path, *had)
    have(left)
    found.run()
    left.remove("a1")
    found.run(policies=PROPAGATE, allow_deletes=True)
    assert right.documents == {}
    assert [entry.reason for entry in found.entries()] == ["both records were deleted"]


def test_a_delete_travels_to_a_record_whose_lines_stand_in_another_order(tmp_path: Path) -> None:
    found = scene(tmp_path)
    left, right = found.of("a", "order"), found.of("b", "order")
    have(left, ("Rope", 5), ("Sail", 1))
    have(right, ("Sail", 1), ("Rope", 5))
    found.run()
    left.remove("a1")
    found.run(policies=PROPAGATE, allow_deletes=True)
    assert right.documents == {}


@pytest.mark.parametrize("had", [[], [("Rope", 1)]])
def test_a_line_that_had_no_time_to_travel_beats_a_delete(tmp_path: Path, had: Lines) -> None:
    found, left, right = linked(tmp_path, *had)
    have(right, *had, ("Sail", 2))
    left.remove("a1")
    found.run(policies=PROPAGATE, allow_deletes=True)
    assert shown(right) == [*had, ("Sail", 2)]
    assert "did not have (lines > lines)" in found.entries()[0].reason


# ---- a person decides ---------------------------------------------------------------------------


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("is_first", [True, False])
def test_a_held_list_is_decided(tmp_path: Path, side: Side, is_first: bool) -> None:
    found = scene(tmp_path) if is_first else linked(tmp_path, ("Rope", 1))[0]
    left, right = found.of("a", "order"), found.of("b", "order")
    have(left, ("Rope", 5))
    have(right, ("Rope", 7), ("Anchor", 9))
    found.run(policies=HOLD)
    [entry] = entries_of(found.store)
    assert "Anchor" in entry.evidence and (shown(left), len(shown(right))) == ([("Rope", 5)], 2)
    decide(found, entry_id(entry), side)
    found.run(policies=HOLD)
    wanted = [("Rope", 5)] if side is Side.LEFT else [("Rope", 7), ("Anchor", 9)]
    assert sorted(shown(left)) == sorted(shown(right)) == sorted(wanted)
    assert found.entries() == [] and found.links()[0].decided == {}
    settles(found, policies=HOLD)


def test_a_line_of_a_held_list_that_gave_way_is_listed_and_can_be_put_back(tmp_path: Path) -> None:
    found, left, right = linked(tmp_path, ("Rope", 1))
    have(left, ("Rope", 5))
    have(right, ("Rope", 7), ("Anchor", 9))
    found.run(policies=HOLD)
    decide(found, entry_id(entries_of(found.store)[0]), Side.LEFT)
    assert found.run(policies=HOLD).exit_code == 0
    assert shown(left) == shown(right) == [("Rope", 5)]
    lines = [one for one in conflicts_json(found.store)["conflicts"] if isinstance(one["right"], dict)]
    [number] = [one["number"] for one in lines if one["right"]["what"] == "Anchor"]
    decide(found, str(number), Side.RIGHT)
    found.run(policies=HOLD)
    assert sorted(shown(left)) == sorted(shown(right)) == [("Anchor", 9), ("Rope", 5)]
    settles(found, policies=HOLD)


def held_lines(folder: Path) -> tuple[Scene, Memory, Memory]:
    """A line that both sides edited, and that holds its list."""
    found, left, right = linked(folder, ("Sail", 1), ("Rope", 1))
    have(left, ("Sail", 1), ("Rope", 5))
    have(right, ("Sail", 1), ("Rope", 7))
    assert found.run(policies=HOLD).exit_code == 1, "a new conflict"
    return found, left, right


def test_a_line_that_holds_its_list_is_a_conflict_once(tmp_path: Path) -> None:
    found, _, right = held_lines(tmp_path)
    assert found.run(policies=HOLD).exit_code == 0
    [conflict] = conflicts_json(found.store)["conflicts"]
    assert (conflict["open"], conflict["winner"], conflict["rule"], conflict["close"]) == (True, "", "hold", True)
    assert [[line["count"] for line in conflict[side]] for side in ("left", "right")] == [["1", "5"], ["1", "7"]]
    have(right, ("Sail", 1), ("Rope", 5))
    found.run(policies=HOLD)
    [conflict] = conflicts_json(found.store)["conflicts"]
    assert (conflict["open"], conflict["winner"]) == (False, "") and found.entries() == []
    with pytest.raises(UsageError, match="conflict 1 is closed"):
        decide(found, "1", Side.RIGHT)


def test_a_first_merge_of_lists_that_differ_is_held_and_no_conflict(tmp_path: Path) -> None:
    found = scene(tmp_path)
    have(found.of("a", "order"), ("Rope", 5))
    have(found.of("b", "order"), ("Anchor", 9))
    assert found.run(policies=HOLD).exit_code == 0
    assert len(entries_of(found.store)) == 1 and found.conflicts() == []


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("by", ["number", "id"])
def test_a_line_that_holds_its_list_is_decided(tmp_path: Path, side: Side, by: str) -> None:
    found, left, right = held_lines(tmp_path)
    decide(found, "1" if by == "number" else entry_id(entries_of(found.store)[0]), side)
    assert found.run(policies=HOLD).exit_code == 0
    assert sorted(shown(left)) == sorted(shown(right)) == [("Rope", 5 if side is Side.LEFT else 7), ("Sail", 1)]
    conflict = conflicts_json(found.store)["conflicts"][0]
    assert (conflict["open"], conflict["winner"], conflict["rule"]) == (False, side.value, "decided")
    assert found.entries() == []
    settles(found, policies=HOLD)


def test_the_number_of_a_held_list_stands_for_what_is_there_now(tmp_path: Path) -> None:
    found, left, right = held_lines(tmp_path)
    have(left, ("Sail", 1), ("Rope", 6))
    found.run(policies=HOLD)
    said = choose(found.store, Names(found.store, [flow_of(found.pairs)]), "1", Side.LEFT)
    assert '"count": "6"' in said and '"count": "5"' not in said
    found.run(policies=HOLD)
    assert sorted(shown(left)) == sorted(shown(right)) == [("Rope", 6), ("Sail", 1)] and found.entries() == []


def test_a_list_that_was_held_before_is_decided_by_its_own_number(tmp_path: Path) -> None:
    found, left, right = held_lines(tmp_path)
    have(right, ("Sail", 1), ("Rope", 5))
    found.run(policies=HOLD)
    have(left, ("Sail", 2), ("Rope", 5))
    have(right, ("Sail", 3), ("Rope", 5))
    found.run(policies=HOLD)
    with pytest.raises(UsageError, match=f"conflict 1 is closed.*decide {entry_id(entries_of(found.store)[0])}"):
        decide(found, "1", Side.LEFT)
    decide(found, "2", Side.LEFT)
    found.run(policies=HOLD)
    assert sorted(shown(left)) == sorted(shown(right)) == [("Rope", 5), ("Sail", 2)]


def test_one_line_is_not_decided_while_the_whole_list_waits(tmp_path: Path) -> None:
    found, left, right = conflict_of(tmp_path)
    have(left, ("Rope", 8), ("Sail", 1))
    have(right, ("Rope", 9), ("Sail", 1))
    found.run(policies=HOLD)
    [entry] = entries_of(found.store)
    with pytest.raises(UsageError, match=entry_id(entry)):
        decide(found, "1", Side.LEFT)


@pytest.mark.parametrize("system", ["a", "b"])
def test_a_list_that_was_edited_since_it_was_decided_is_asked_again(tmp_path: Path, system: str) -> None:
    found = scene(tmp_path)
    left, right = found.of("a", "order"), found.of("b", "order")
    have(left, ("Rope", 5))
    have(right, ("Anchor", 9))
    found.run()
    decide(found, entry_id(entries_of(found.store)[0]), Side.LEFT)
    have(found.of(system, "order"), ("Buoy", 3))
    settles(found)
    [entry] = entries_of(found.store)
    assert shown(found.of(system, "order")) == [("Buoy", 3)]
    assert "decide again" in entry.reason and "Buoy" in entry.evidence
    decide(found, entry_id(entry), Side.RIGHT)
    found.run()
    assert shown(left) == shown(right) and found.entries() == []


def conflict_of(folder: Path) -> tuple[Scene, Memory, Memory]:
    """Both sides edited one line, and the right one won."""
    found, left, right = linked(folder, ("Rope", 1), ("Sail", 1))
    have(left, ("Rope", 5), ("Sail", 1))
    found.clock.later()
    have(right, ("Rope", 7), ("Sail", 1))
    found.run()
    [conflict] = conflicts_json(found.store)["conflicts"]
    assert conflict["winner"] == "right" and shown(left) == shown(right) == [("Rope", 7), ("Sail", 1)]
    return found, left, right


def test_a_line_that_lost_is_put_back_and_nothing_else_is_touched(tmp_path: Path) -> None:
    found, left, right = conflict_of(tmp_path)
    decide(found, "1", Side.LEFT)
    have(right, ("Rope", 7), ("Sail", 2), ("Buoy", 3))
    have(left, ("Rope", 7), ("Sail", 1), ("Oar", 4))
    found.run()
    wanted = [("Buoy", 3), ("Oar", 4), ("Rope", 5), ("Sail", 2)]
    assert sorted(shown(left)) == sorted(shown(right)) == wanted
    assert found.entries() == [] and found.links()[0].decided == {} and len(found.conflicts()) == 1
    settles(found)
    decide(found, "1", Side.RIGHT)
    found.run()
    assert ("Rope", 7) in shown(left) and ("Rope", 7) in shown(right)


@pytest.mark.parametrize("system", ["a", "b"])
@pytest.mark.parametrize("lines", [[("Rope", 8), ("Sail", 1)], [("Sail", 1)]])
def test_a_line_that_was_edited_since_it_was_decided_is_asked_again(
    tmp_path: Path, system: str, lines: Lines
) -> None:
    found, _, _ = conflict_of(tmp_path)
    decide(found, "1", Side.LEFT)
    have(found.of(system, "order"), *lines)
    settles(found)
    [entry] = entries_of(found.store)
    assert shown(found.of(system, "order")) == lines and "decide again" in entry.reason


@pytest.mark.parametrize("is_removed", [True, False])
def test_an_edit_that_lost_against_a_removal_can_be_had_again(tmp_path: Path, is_removed: bool) -> None:
    """And a removal that lost against an edit."""
    first = Policies(default=Choice(policy=Policy.LEFT if is_removed else Policy.NEWEST))
    found, left, right = linked(tmp_path, ("Rope", 1), ("Sail", 1))
    have(left, ("Sail", 1))
    have(right, ("Rope", 7), ("Sail", 1))
    found.run(policies=first)
    there = [("Sail", 1)] if is_removed else [("Rope", 7), ("Sail", 1)]
    assert sorted(shown(left)) == sorted(shown(right)) == there
    [conflict] = found.conflicts()
    assert conflict.rule == ("left" if is_removed else "edit") and f"`{conflict.rule}`" in README.replace('"', "")
    decide(found, "1", Side.RIGHT if is_removed else Side.LEFT)
    found.run(policies=first)
    there = [("Rope", 7), ("Sail", 1)] if is_removed else [("Sail", 1)]
    assert sorted(shown(left)) == sorted(shown(right)) == there and found.entries() == []
    settles(found, policies=first)


@pytest.mark.parametrize("is_line", [True, False])
def test_a_list_with_a_key_twice_is_not_decided_by_losing_a_line(tmp_path: Path, is_line: bool) -> None:
    found = conflict_of(tmp_path)[0] if is_line else scene(tmp_path)
    left, right = found.of("a", "order"), found.of("b", "order")
    if not is_line:
        have(left, ("Rope", 5))
        have(right, ("Anchor", 9))
        found.run()
    there = shown(right)
    decide(found, "1" if is_line else entry_id(entries_of(found.store)[0]), Side.LEFT)
    twice = [dict(line) for line in left.documents["a1"]["lines"] * 2]
    left.edit("a1", lines=twice)
    settles(found)
    assert shown(right) == there and len(shown(left)) == len(twice)
    assert [entry.kind for entry in found.entries()] == ["held"]


# ---- a lost answer ------------------------------------------------------------------------------


def lost(folder: Path, arrives: bool = True) -> tuple[Scene, Memory, Memory]:
    """A line that was added on the left, and the answer to whose write was lost."""
    found, left, right = linked(folder, ("Rope", 1))
    have(left, ("Rope", 5), ("Buoy", 2))
    right.loses_answers = True
    before = right.documents["b1"]
    found.run()
    right.loses_answers = False
    assert shown(right) == [("Rope", 5), ("Buoy", 2)]
    if not arrives:
        right.documents["b1"] = before
    return found, left, right


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize(
    "lines",
    [
        [("Rope", 5), ("Buoy", 2)],
        [("Rope", 5), ("Buoy", 3)],
        [("Rope", 5)],
        [("Buoy", 2)],
        [("Rope", 6), ("Buoy", 2), ("Oar", 4)],
    ],
)
def test_a_line_whose_answer_was_lost_is_one_line(tmp_path: Path, arrives: bool, lines: Lines) -> None:
    """Whatever becomes of it on the side it comes from, before anybody looks."""
    found, left, right = lost(tmp_path, arrives)
    have(left, *lines)
    found.run()
    found.run()
    assert shown(left) == lines and sorted(shown(right)) == sorted(lines)
    assert found.entries() == [] and found.conflicts() == []
    settles(found)


def test_a_line_whose_answer_was_lost_and_another_one_of_a_user_are_two(tmp_path: Path) -> None:
    found, left, right = lost(tmp_path)
    have(right, ("Rope", 5), ("Buoy", 2), ("Anchor", 9))
    have(left, ("Rope", 5), ("Buoy", 3))
    found.run()
    found.run()
    assert sorted(shown(left)) == sorted(shown(right)) == [("Anchor", 9), ("Buoy", 3), ("Rope", 5)]
    settles(found)


def test_a_list_is_held_where_it_cannot_be_told_which_line_a_lost_answer_made(tmp_path: Path) -> None:
    found, left, right = lost(tmp_path)
    have(right, ("Rope", 5), ("Buoy", 8))
    settles(found)
    [entry] = entries_of(found.store)
    assert "an answer was lost" in entry.reason
    assert (shown(left), shown(right)) == ([("Rope", 5), ("Buoy", 2)], [("Rope", 5), ("Buoy", 8)])
    decide(found, entry_id(entry), Side.RIGHT)
    found.run()
    assert shown(left) == shown(right) == [("Rope", 5), ("Buoy", 8)] and found.entries() == []
    settles(found)


def test_lines_added_on_both_sides_and_both_answers_lost_stay_one_each(tmp_path: Path) -> None:
    found, left, right = linked(tmp_path, ("Rope", 1))
    have(left, ("Rope", 1), ("Buoy", 2))
    have(right, ("Rope", 1), ("Oar", 4))
    left.loses_answers = right.loses_answers = True
    found.run()
    left.loses_answers = right.loses_answers = False
    have(left, ("Rope", 1), ("Buoy", 3), ("Oar", 4))
    have(right, ("Rope", 1), ("Oar", 5), ("Buoy", 2))
    found.run()
    found.run()
    assert sorted(shown(left)) == sorted(shown(right)) == [("Buoy", 3), ("Oar", 5), ("Rope", 1)]
    assert found.entries() == [] and found.conflicts() == []
    settles(found)


def test_a_first_list_whose_answer_was_lost_is_not_held(tmp_path: Path) -> None:
    found, left, right = linked(tmp_path)
    have(left, ("Buoy", 2), ("Oar", 4))
    right.loses_answers = True
    found.run()
    right.loses_answers = False
    have(left, ("Buoy", 3))
    found.run()
    found.run()
    assert shown(left) == shown(right) == [("Buoy", 3)] and found.entries() == []
    settles(found)


def test_new_orders_of_one_title_and_other_lines_are_not_the_same(tmp_path: Path) -> None:
    found = Scene(tmp_path, structs.replace(SHEETS, match=()))
    left, right = (found.of(system, "order") for system in ("a", "b"))
    for memory in (left, right):
        memory.normalise = Numbering(memory.system)
    left.has(title="First", lines=[])
    found.run()
    found.run()
    found.writes()
    for week in ("Week 1", "Week 2"):
        left.has(**left.normalise({"title": week, "lines": [{"what": "Rope", "count": 1}]}))
        right.has(**right.normalise({"title": week, "lines": [{"what": "Sail", "count": 5}]}))
    assert found.run().behind == "" and found.writes() == {"b": 2}


def test_new_orders_of_one_title_and_the_same_lines_tell_of_unknown_runs(tmp_path: Path) -> None:
    found = Scene(tmp_path, structs.replace(SHEETS, match=()))
    left, right = (found.of(system, "order") for system in ("a", "b"))
    for memory in (left, right):
        memory.normalise = Numbering(memory.system)
    left.has(title="First", lines=[])
    found.run()
    found.run()
    found.writes()
    lines: list[Document] = [{"what": "Rope", "count": 1}, {"what": "Sail", "count": 5}]
    for week in ("Week 1", "Week 2"):
        left.has(**left.normalise({"title": week, "lines": lines}))
        right.has(**right.normalise({"title": week, "lines": lines[::-1]}))
    assert found.run().behind and found.writes() == {} and len(found.linked()) == 3
