"""Keyed lists whose answers leave out what was never set in a line, or what nobody can read, through whole passes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.evidence import evidence
from runtime.model import Side
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.test_engine_lines import SHEETS, Numbering, decide, sheet_side

FILLS = pytest.mark.parametrize("fills", [False, True])
Rows = list[tuple[str, int | None]]


def scene(folder: Path, fills: bool = False, thin: str = "b", systems: str = "ab") -> Scene:
    """Orders in a row of systems; the answers of those that are `thin` leave out what is blank in a line."""
    found = Scene(folder, *(_between(*ends, fills) for ends in pairwise(systems)))
    for system in systems:
        memory = found.of(system, "order")
        memory.normalise = Numbering(system)
        if system in thin:
            memory.shows = without_blanks
    return found


def _between(left: str, right: str, fills: bool) -> Any:
    ends = []
    for name in (left, right):
        end = sheet_side(name)
        system = structs.replace(end.type.system, fills_absent=fills)
        ends.append(structs.replace(end, type=structs.replace(end.type, system=system)))
    return structs.replace(SHEETS, name=f"{left}{right}", left=ends[0], right=ends[1])


def without_blanks(document: Document) -> Document:
    rows = [{name: value for name, value in line.items() if value is not None} for line in document["lines"] or ()]
    return {**document, "lines": rows}


def without(name: str) -> Callable[[Document], Document]:
    """Answers that never tell this of a line."""

    def shows(document: Document) -> Document:
        rows = [{field: value for field, value in line.items() if field != name} for line in document["lines"] or ()]
        return {**document, "lines": rows}

    return shows


def have(memory: Memory, *lines: tuple[str, int | None]) -> None:
    """Somebody gives the order these lines; those that were there by their name keep their keys."""
    there = {line["what"]: line["id"] for one in memory.documents.values() for line in one["lines"] or ()}
    wanted: list[Document] = [{"id": there.get(what, ""), "what": what, "count": count} for what, count in lines]
    document = memory.normalise({"title": "T", "lines": wanted})
    if memory.documents:
        memory.edit(next(iter(memory.documents)), **document)
    else:
        memory.has(**document)


def shown(memory: Memory) -> Rows:
    found: Rows = []
    for one in memory.documents.values():
        for line in one["lines"] or ():
            count = line.get("count")
            found.append((line["what"], None if count is None else int(count)))
    return sorted(found, key=str)


def settles(found: Scene) -> None:
    found.writes()
    found.run()
    found.run()
    assert found.writes() == {}
    for one in evidence([flow_of(found.pairs)], found.store, found.clock())["flow"]:
        assert one.holds, one


def ends_of(found: Scene) -> tuple[Memory, Memory]:
    return found.of("a", "order"), found.of("b", "order")


# ---- what was never set -------------------------------------------------------------------------


@FILLS
@pytest.mark.parametrize("thin", ["a", "b", "ab"])
def test_lines_that_leave_out_what_was_never_set_are_kept_in_sync(tmp_path: Path, fills: bool, thin: str) -> None:
    found = scene(tmp_path, fills, thin)
    left, right = ends_of(found)
    have(left, ("Rope", None), ("Sail", 1), ("Oar", None))
    found.run()
    settles(found)
    have(left, ("Hawser", None), ("Jib", 7), ("Rope", None), ("Sail", 1), ("Oar", None))
    have(right, ("Rope", None), ("Sail", 2), ("Anchor", 9), ("Buoy", None))
    found.run()
    assert shown(left) == shown(right)
    wanted: Rows = [("Anchor", 9), ("Buoy", None), ("Hawser", None), ("Jib", 7), ("Rope", None), ("Sail", 2)]
    assert shown(left) == wanted
    assert found.entries() == [] and found.conflicts() == []
    settles(found)


@pytest.mark.parametrize("system", ["a", "b"])
def test_what_was_never_set_in_a_line_is_filled_from_either_side(tmp_path: Path, system: str) -> None:
    found = scene(tmp_path, fills=True, thin="ab")
    left, right = ends_of(found)
    for memory in (left, right):
        have(memory, ("Rope", None), ("Sail", None))
    found.run()
    have(found.of(system, "order"), ("Rope", 5), ("Sail", None))
    found.run()
    assert shown(left) == shown(right) == [("Rope", 5), ("Sail", None)] and found.entries() == []
    settles(found)


def test_nothing_is_written_over_what_was_never_told_of_a_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = scene(tmp_path)
    left, right = ends_of(found)
    for memory in (left, right):
        have(memory, ("Rope", None), ("Sail", None))
    found.run()
    left.edit("a1", lines=[{"id": "a-1", "what": "Rope", "count": 5}, {"id": "a-2", "what": "Oar", "count": None}])
    found.run()
    assert shown(right) == [("Oar", None), ("Rope", None)]
    [entry] = found.entries()
    assert "count of line b-1" in entry.reason and "fills_absent = true" in entry.reason
    assert (entry.kind, entry.row) == ("rejected", "lines > lines")
    settles(found)
    have(right, ("Rope", 5), ("Oar", None))
    found.run()
    assert found.entries() == []
    have(left, ("Rope", 6), ("Oar", None))
    found.run()
    assert shown(left) == shown(right) == [("Oar", None), ("Rope", 6)]
    settles(found)


@FILLS
@pytest.mark.parametrize("system", ["a", "b"])
def test_what_an_answer_no_longer_tells_of_a_line_is_not_cleared(tmp_path: Path, fills: bool, system: str) -> None:
    found = scene(tmp_path, fills, thin="")
    left, right = ends_of(found)
    have(left, ("Rope", 5), ("Sail", 1))
    found.run()
    found.run()
    found.of(system, "order").shows = without("count")
    have(found.of(system, "order"), ("Rope", 5), ("Sail", 1), ("Oar", 4))
    found.run()
    assert {("Rope", 5), ("Sail", 1)} < set(shown(left)) and {("Rope", 5), ("Sail", 1)} < set(shown(right))
    assert {what for what, _ in shown(left)} == {what for what, _ in shown(right)} == {"Rope", "Sail", "Oar"}
    settles(found)


@FILLS
def test_a_line_is_sent_what_its_system_takes_and_never_tells(tmp_path: Path, fills: bool) -> None:
    found = scene(tmp_path, fills)
    left, right = ends_of(found)
    right.shows = without("count")
    have(left, ("Rope", 5))
    found.run()
    have(left, ("Rope", 6), ("Sail", 1))
    found.run()
    have(left, ("Rope", 6), ("Sail", 2))
    found.run()
    assert shown(left) == shown(right) == [("Rope", 6), ("Sail", 2)] and found.entries() == []
    settles(found)


@FILLS
def test_a_line_without_a_value_whose_answer_was_lost_is_one_line(tmp_path: Path, fills: bool) -> None:
    found = scene(tmp_path, fills, thin="ab")
    left, right = ends_of(found)
    have(left, ("Rope", 1))
    found.run()
    have(left, ("Rope", 1), ("Buoy", None))
    right.loses_answers = True
    found.run()
    right.loses_answers = False
    found.run()
    found.run()
    assert shown(left) == shown(right) == [("Buoy", None), ("Rope", 1)] and found.entries() == []
    settles(found)


@FILLS
@pytest.mark.parametrize("side", list(Side))
def test_a_line_without_a_value_can_be_decided(tmp_path: Path, fills: bool, side: Side) -> None:
    found = scene(tmp_path, fills, thin="ab")
    left, right = ends_of(found)
    have(left, ("Rope", None), ("Sail", 1))
    found.run()
    found.run()
    have(left, ("Sail", 1))
    line, *others = right.documents["b1"]["lines"]
    right.edit("b1", lines=[{**line, "what": "Hawser"}, *others])
    found.run()
    assert shown(left) == shown(right) == [("Hawser", None), ("Sail", 1)]
    decide(found, "1", side)
    found.run()
    wanted: Rows = [("Sail", 1)] if side is Side.LEFT else [("Hawser", None), ("Sail", 1)]
    assert shown(left) == shown(right) == wanted and found.entries() == []
    settles(found)


# ---- chains -------------------------------------------------------------------------------------


@FILLS
def test_what_is_made_along_a_chain_has_its_lines(tmp_path: Path, fills: bool) -> None:
    found = scene(tmp_path, fills, systems="abc")
    left, right = found.of("a", "order"), found.of("c", "order")
    have(left, ("Rope", None), ("Sail", 1))
    found.run()
    found.run()
    assert shown(right) == shown(left) == [("Rope", None), ("Sail", 1)]
    have(right, ("Rope", 5), ("Buoy", None))
    found.run()
    wanted = [("Buoy", None), ("Rope", 5 if fills else None)]
    assert shown(left) == shown(found.of("b", "order")) == wanted
    assert ["count of line b-1" in entry.reason for entry in found.entries()] == ([] if fills else [True])
    settles(found)


# ---- lines that cannot be read ------------------------------------------------------------------


def test_nothing_is_made_without_the_lines_of_its_source(tmp_path: Path) -> None:
    found = scene(tmp_path, thin="")
    left, right = ends_of(found)
    left.has(title="T", lines=[{"id": "1", "what": "Rope", "count": "five"}])
    settles(found)
    [entry] = found.entries()
    assert entry.kind == "held" and "lines.count" in entry.reason
    left.edit("a1", lines=[{"id": "1", "what": "Rope", "count": 5}])
    found.run()
    assert shown(right) == [("Rope", 5)] and found.entries() == []
    settles(found)


@FILLS
def test_lines_that_are_only_named_are_waited_for(tmp_path: Path, fills: bool) -> None:
    """They are no blank lines, unless answers leave out what was never set."""
    found = scene(tmp_path, fills, thin="")
    left, right = ends_of(found)
    have(left, ("Rope", 5))
    left.shows = lambda document: {**document, "lines": [{"id": line["id"]} for line in document["lines"]]}
    found.run()
    if not fills:
        assert found.writes() == {}
        [entry] = found.entries()
        assert "line a-1" in entry.reason and "fills_absent = true" in entry.reason
    left.shows = lambda document: document
    left.edit("a1", title="T")
    found.run()
    found.run()
    assert shown(right) == [("Rope", 5)] and found.entries() == []
    settles(found)


@pytest.mark.parametrize("system", ["a", "b"])
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_lost(tmp_path: Path, system: str) -> None:
    found = scene(tmp_path, fills=True, thin="")
    left, right = ends_of(found)
    have(left, ("Rope", 5), ("Sail", 1))
    found.run()
    found.run()
    here, other = (left, right) if system == "a" else (right, left)
    key = next(iter(here.documents))
    mine = here.documents[key]["lines"][0]["id"]
    here.edit(key, lines=[{"id": mine, "what": "Rope", "count": "five"}, *here.documents[key]["lines"][1:]])
    settles(found)
    [entry] = found.entries()
    assert entry.kind == "rejected" and "lines.count" in entry.reason
    assert shown(other) == [("Rope", 5), ("Sail", 1)]


