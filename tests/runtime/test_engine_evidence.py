"""What is known of edits when passes failed between: clears, values on their way, writes that other flows asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.endpoint import Untold, Write
from runtime.errors import Duplicate
from runtime.model import Snapshot
from runtime.policies import Choice, Policies
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror


def test_a_blank_that_had_a_value_before_the_first_write_arrived_was_cleared(tmp_path: Path) -> None:
    """The first merge fills a blank, the fill fails, and the value is cleared where it came from (SEMANTICS 6)."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit=None)
    scene.of("b").has(name="Nordlys", email="x@x.example", limit="7")
    scene.of("a").refuse = lambda document: "not now"
    scene.of("a").down_after = 0
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.of("a").value("a1", "limit") is None
    scene.of("a").down_after, scene.of("a").down = None, False
    scene.of("a").refuse = lambda document: ""
    scene.of("b").edit("b1", limit=None)
    scene.of("a").edit("a1", limit="5")
    scene.run()
    assert (scene.of("a").value("a1", "limit"), scene.of("b").value("b1", "limit")) == (5, None)
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("limit > limit", "held")]


def test_a_lost_create_and_a_twin_that_a_person_made_are_told_apart_by_what_it_shows(tmp_path: Path) -> None:
    """What matches shows less than half of what was sent: its blank is not taken for a clear, its values for edits."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="7")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.of("b").documents.clear()  # it never arrived
    scene.of("b").has(name="Nordlys by hand", email="x@x.example", limit=None)
    scene.run()
    assert len(scene.linked()) == 1
    assert (scene.of("a").value("a1", "name"), scene.of("a").value("a1", "limit")) == ("Nordlys", 7)
    held = {entry.row: entry.reason for entry in scene.entries("held")}
    assert held.keys() == {"name > name", "limit > limit"} and "never filled" in held["limit > limit"]


def test_a_write_is_settled_where_a_flow_that_asked_for_it_is_run(tmp_path: Path) -> None:
    """Another flow that reads the record cannot tell the links of the first what may have arrived there."""
    one, other = customers("a", "b"), customers("c", "b")
    scene = Scene(tmp_path, one, other)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run(one)
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").loses_answers = True
    scene.run_flows(flow_of((one,)))
    scene.of("b").loses_answers = False
    scene.run_flows(flow_of((other,), name="other"))
    assert [one.state for one in scene.store.open_intents()] == ["unknown"]
    scene.of("a").edit("a1", name="Nordlys ASA")
    scene.run_flows(flow_of((one,)))
    assert scene.store.open_intents() == [] and scene.conflicts() == []
    assert scene.of("b").column("name") == ["Nordlys ASA"]


def test_a_record_that_is_linked_is_matched_from_neither_side_of_another_pair(tmp_path: Path) -> None:
    """The order in which the pairs and the records are listed does not decide (SEMANTICS section 4)."""
    kind = structs.replace(customer_type("a"), name="person")
    pairs = customers("a", "b"), customers("a", "b", left_type=kind)
    for is_before, is_mirrored in ((True, False), (True, True), (False, True)):
        scene = Scene(tmp_path / f"{is_before} {is_mirrored}", *pairs)
        scene.of("a").has(name="Nordlys", email="x@x.example")
        scene.of("b").has(name="Nordlys", email="x@x.example")
        if is_before:
            scene.run(pairs[0])
        scene.of("a", "person").has(name="Nordlys", email="x@x.example")
        flow = flow_of((), (mirror(pairs[1]),)) if is_mirrored else flow_of(pairs[1:])
        scene.run_flows(flow_of(pairs[:1]), flow)
        assert [(link.pair, link.left_key) for link in scene.links()] == [(pairs[0].key, "a1")]
        assert "already linked" in " ".join(entry.reason for entry in scene.entries("review"))


def tells_nothing(endpoint: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers to its updates are empty, and it goes away before anyone looks."""

    def untold(writes: Sequence[Write]) -> list[Untold]:
        done = Memory.update_all(endpoint, writes)
        endpoint.down = True
        return [Untold() for _ in done]

    monkeypatch.setattr(endpoint, "update_all", untold)


@pytest.mark.parametrize(("edit", "shown"), [("9", (7, 9)), (None, (7, None))])
def test_a_write_that_could_not_be_looked_at_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: str | None, shown: tuple[int, int | None]
) -> None:
    """The answer was empty and the system went away before the look: of what is there since nobody can tell
    what it was written over, and what shows its old value may have been kept: both values stay, and are told."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="7")
    scene.of("b").has(name="Nordlys", email="x@x.example", limit=None)
    endpoint = scene.of("b")

    tells_nothing(endpoint, monkeypatch)
    scene.run()
    monkeypatch.undo()
    endpoint.down = False
    assert endpoint.value("b1", "limit") == 7
    endpoint.edit("b1", limit=edit)
    scene.run()
    assert (scene.of("a").value("a1", "limit"), endpoint.value("b1", "limit")) == shown
    assert len(scene.entries()) == 1


def test_what_arrived_before_it_could_be_looked_at_is_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor was it there and back: an edit of where it came from is no conflict with it."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Old", email="x@x.example")
    scene.run()
    endpoint = scene.of("b")

    scene.of("a").edit("a1", name="New")
    endpoint.edit("b1", limit="5")  # it shows the old name still when it is read
    tells_nothing(endpoint, monkeypatch)
    scene.run()
    monkeypatch.undo()
    endpoint.down = False
    scene.of("a").edit("a1", name="Newer")
    scene.run()
    assert scene.of("a").column("name") + endpoint.column("name") == ["Newer"] * 2 and scene.conflicts() == []


def test_what_a_server_made_of_a_write_that_could_not_be_looked_at_is_no_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cuts what it is sent: the whole value stays where it was typed."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="1")
    scene.run()
    endpoint = scene.of("b")
    endpoint.normalise = lambda document: document | {"name": document["name"][:5]}

    scene.of("a").edit("a1", name="Fjell og Fjord")
    tells_nothing(endpoint, monkeypatch)
    scene.run()
    monkeypatch.undo()
    endpoint.down = False
    scene.writes()
    scene.run()
    scene.run()
    assert scene.of("a").column("name") + endpoint.column("name") == ["Fjell og Fjord", "Fjell"]
    assert scene.writes() == {} and scene.conflicts() == []
    assert ["cut what it was sent" in entry.reason for entry in scene.entries()] == [True]


@pytest.mark.parametrize("is_first", [True, False])
def test_what_was_edited_and_cleared_over_an_empty_answer_was_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    """The edit is seen when the system is read, the blank when it is looked at: so what was there before is no answer
    to the write, and what arrived was edited."""
    scene = Scene(tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    for end in (a, b):
        end.has(name="Nordlys", email="x@x.example")
    if not is_first:
        scene.run()
    a.edit("a1", limit="20")
    tells_nothing(b, monkeypatch)
    scene.run()
    monkeypatch.undo()
    b.down = False
    assert b.value("b1", "limit") == 20
    b.edit("b1", limit="30")

    def clears(key: str, document: Document | None = None) -> Snapshot | None:
        monkeypatch.undo()
        b.edit("b1", limit=None)
        return b.fetch(key, document)

    monkeypatch.setattr(b, "fetch", clears)
    scene.run()
    scene.run()
    assert [a.value("a1", "limit"), b.value("b1", "limit")] == [None, None] and scene.entries() == []


def test_what_a_read_leaves_out_is_no_other_value_than_the_one_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system answers nothing and keeps its value, and its list leaves the property out before it is looked at."""
    scene = Scene(tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    for end in (a, b):
        end.has(name="Nordlys", email="x@x.example")
    scene.run()
    b.normalise = lambda document: document | {"name": "Nordlys"}
    a.edit("a1", name="Sydlys")
    tells_nothing(b, monkeypatch)
    scene.run()
    monkeypatch.undo()
    b.down = False
    b.shows = lambda document: {path: value for path, value in document.items() if path != "name"}

    def shows_all(key: str, document: Document | None = None) -> Snapshot | None:
        monkeypatch.undo()
        b.shows = lambda document: document
        return b.fetch(key, document)

    monkeypatch.setattr(b, "fetch", shows_all)
    scene.run()
    scene.run()
    assert [a.value("a1", "name"), b.value("b1", "name"), b.sent] == ["Sydlys", "Nordlys", 1]
    assert scene.conflicts() == [] and "kept" in " ".join(entry.reason for entry in scene.entries())


def test_the_delete_of_a_record_travels_over_nothing_that_arrived_through_it_and_was_never_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="1")
    scene.run()
    middle, end = scene.of("b"), scene.of("c")

    def deletes() -> None:
        middle.hook = lambda: None
        middle.remove("b1")

    middle.hook = deletes
    tells_nothing(end, monkeypatch)
    options: dict[str, Any] = {"policies": Policies(default=Choice(propagate=True)), "allow_deletes": True}
    scene.of("a").edit("a1", limit="9")
    scene.run(**options)
    monkeypatch.undo()
    end.down = False
    for _ in range(2):
        scene.run(**options)
    assert scene.of("a").column("limit") == [9] and end.column("limit") == [9]
    assert middle.documents == {}


def test_a_blank_of_a_record_that_was_there_already_clears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A create is refused, since somebody made the record in the meantime and left a value out (F-06)."""
    kind = structs.replace(customer_type("b"), unique=("email",))
    scene = Scene(tmp_path, customers("a", "b", match=(), right_type=kind))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="7")
    endpoint = scene.of("b")

    def refused(documents: Sequence[dict[str, object]], keys: Sequence[str] = ()) -> list[Duplicate]:
        endpoint.has(name="Nordlys", email="x@x.example", limit=None)
        return [Duplicate("b", "there is one", status=409) for _ in documents]

    monkeypatch.setattr(endpoint, "create_all", refused)
    scene.run()
    monkeypatch.undo()
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.of("a").value("a1", "limit") == 7
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("limit > limit", "held")]
