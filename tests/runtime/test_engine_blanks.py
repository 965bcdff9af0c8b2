"""Blanks that say something: a value that a server left out of what it made, and one that was cleared long ago."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.asking import Names
from runtime.linking import add
from runtime.model import Creation, CreationRule
from tests.runtime.memory import Document, Scene, flow_of
from tests.runtime.pairs import customers
from tests.runtime.test_engine_lost import knowing

NEVER = CreationRule(kind=Creation.MATCH_ONLY)


def without_name(document: Document) -> Document:
    return {**document, "name": None}


@pytest.mark.parametrize("reads_back", [False, True])
def test_a_value_that_a_server_leaves_out_of_what_it_makes_is_cleared_nowhere(tmp_path: Path, reads_back: bool) -> None:
    """In its own answer it is what the server kept; read back, somebody may have cleared it (SEMANTICS section 6)."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="1")
    scene.of("b").normalise, scene.of("b").reads_back = without_name, reads_back
    scene.run()
    said = [(entry.row, entry.kind) for entry in scene.entries()]
    assert said == [("name > name", "held" if reads_back else "rejected")]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.of("a").value("a1", "name") == "Nordlys"

    scene.of("a").edit("a1", limit="2")
    scene.run()
    assert scene.writes() == {"b": 1} and scene.of("b").value("b1", "limit") == 2, "the rest of the record goes on"
    scene.of("b").normalise = lambda document: document
    scene.of("b").edit("b1", name="Nordlys")
    scene.run()
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    assert scene.entries() == [] and scene.of("b").value("b1", "name") == "Nordlys AS"


@pytest.mark.parametrize("is_linked_by_a_person", [False, True])
def test_what_a_server_left_out_of_a_lost_create_is_cleared_nowhere(
    tmp_path: Path, is_linked_by_a_person: bool
) -> None:
    facts = {} if is_linked_by_a_person else {"idempotency": "Idempotency-Key"}
    scene = Scene(tmp_path, customers("a", "b", match=(), right_type=knowing(**facts)))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").normalise, scene.of("b").loses_answers = without_name, True
    scene.run()
    scene.of("b").loses_answers = False
    if is_linked_by_a_person:
        scene.run()  # the person has seen it
        names = Names(scene.store, [flow_of(scene.pairs)])
        add(scene.store, names, scene.pairs[0].key, "a1", "b1", scene.clock().isoformat())
    else:
        scene.of("b").knows_keys = True
    scene.run()
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.of("a").value("a1", "name") == "Nordlys"
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]


@pytest.mark.parametrize("is_linked_elsewhere", [False, True])
def test_a_blank_that_was_cleared_before_its_record_was_linked_counts_as_filled(
    tmp_path: Path, is_linked_elsewhere: bool
) -> None:
    """However many passes have looked at it since."""
    others = [customers("b", "c")] if is_linked_elsewhere else []
    scene = Scene(tmp_path, customers("a", "b", rule=NEVER), *others)
    scene.of("b").has(name="Old", email="x@x.example", limit="1")
    scene.run()
    scene.of("b").edit("b1", name=None)
    scene.run()
    scene.run()
    scene.of("a").has(name="New", email="x@x.example")
    scene.run()
    assert [link.left_key for link in scene.links()].count("a1") == 1
    assert (scene.of("a").value("a1", "name"), scene.of("b").value("b1", "name")) == ("New", None)
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]
    assert scene.of("a").value("a1", "limit") == 1, "what was never filled is filled"
    scene.of("b").edit("b1", name="Newer")
    scene.of("b").edit("b1", name="New")
    scene.run()
    assert scene.entries() == []


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_blank_that_may_have_been_cleared_before_its_record_was_seen_is_filled_by_no_other_link(
    tmp_path: Path, is_lost: bool
) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"), customers("c", "a"))
    scene.of("b").has(name="Nordlys", email="x@x.example", limit="1")
    a = scene.of("a")
    a.reads_back, a.loses_answers = not is_lost, is_lost

    def clears() -> None:
        a.before_look = lambda: None
        a.edit("a1", name=None)

    a.before_look = clears
    scene.run()
    if is_lost:
        a.loses_answers = False
        a.edit("a1", name=None)
    for _ in range(3):
        scene.run()
    assert len(scene.links()) == 3 and [len(scene.of(system).documents) for system in "abc"] == [1, 1, 1]
    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == [None, "Nordlys", "Nordlys"]
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")] * 2
    scene.writes()
    scene.run()
    assert scene.writes() == {}


@pytest.mark.parametrize("is_made_from_it", [False, True])
def test_a_blank_that_comes_from_a_record_that_was_cleared_is_filled_by_no_other_link(
    tmp_path: Path, is_made_from_it: bool
) -> None:
    """It is a clear where its origin had a value (SEMANTICS section 6): written there, or left out when it was made."""
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c", rule=NEVER))
    scene.of("a").has(name="Old", email="x@x.example", limit="1")
    scene.of("b").down = is_made_from_it
    scene.run()
    scene.of("b").down = False
    scene.of("a").edit("a1", name=None)
    scene.run()
    scene.of("c").has(name="New", email="x@x.example")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == [None, None, "New"]
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]
    assert scene.of("c").value("c1", "limit") == 1, "what was never filled is filled"
    scene.of("a").edit("a1", name="New")
    scene.run()
    assert scene.entries() == [] and scene.of("b").value("b1", "name") == "New"


def test_a_clear_that_both_had_agreed_on_is_no_clear_of_what_one_of_them_was_given_since(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"), customers("b", "c"))
    scene.of("a").has(name="Old", email="x@x.example")
    scene.of("b").down = True
    scene.run()
    scene.of("a").edit("a1", name=None)
    scene.run()
    assert scene.of("c").value("c1", "name") is None
    scene.of("a").refuse = lambda document: "not now"
    scene.of("c").edit("c1", name="New")
    scene.run()
    scene.of("b").down = False
    scene.run()
    assert [scene.of(system).column("name") for system in "abc"] == [[None], ["New"], ["New"]]
    assert scene.entries("held") == []
