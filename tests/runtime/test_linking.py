"""Links by a person, also of a record whose create was never answered: nothing is made twice or written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.asking import Names
from runtime.linking import add, take_in
from runtime.points import on
from runtime.store import Settled
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers

PAIR = "a.customer|b.customer"


def lost_create(folder: Path) -> Scene:
    """A customer of a was sent to b, no answer came, and it was changed there before anybody looked."""
    scene = Scene(folder, customers("a", "b", match=()))
    scene.of("b").has(name="there before", email="t@x.example", limit="1")
    scene.run(create_all=frozenset({PAIR}))
    scene.of("a").has(name="Nordlys", email="n@x.example", limit="2")
    scene.of("b").loses_answers = True
    scene.run(create_all=frozenset({PAIR}))
    scene.of("b").loses_answers = False
    scene.of("b").edit("b2", name="Nordlys AS", limit="3")
    scene.writes()
    return scene


def linked(scene: Scene, right: str, by_import: bool = False) -> None:
    names = Names(scene.store, [flow_of(scene.pairs)])
    if by_import:
        take_in(scene.store, names, [(2, PAIR, "a1", right)], scene.clock().isoformat())
    else:
        add(scene.store, names, PAIR, "a1", right, scene.clock().isoformat())


def create_of(scene: Scene) -> Settled:
    return scene.store.intents_for(PAIR, "left", "a1")[-1]


@pytest.mark.parametrize("by_import", [False, True], ids=["link", "import"])
def test_linking_what_a_lost_create_made_settles_it(tmp_path: Path, by_import: bool) -> None:
    scene = lost_create(tmp_path)
    scene.run()  # edited twice, it is not recognised: a review
    assert [entry.kind for entry in scene.entries()] == ["review"]
    scene.of("a").edit("a1", email="new@x.example")
    linked(scene, "b2", by_import)
    assert (create_of(scene).state, create_of(scene).intent.key) == ("applied", "b2")
    scene.run()
    assert len(scene.of("b").documents) == 2 and scene.entries() == [] and scene.conflicts() == []
    shown = {system: [scene.of(system).value(key, name) for name in ("name", "email", "limit")]
             for system, key in (("a", "a1"), ("b", "b2"))}
    assert shown["a"] == shown["b"] == ["Nordlys AS", "new@x.example", 3]
    scene.writes()
    scene.run()
    assert scene.writes() == {}


def test_linking_what_was_there_before_writes_over_nothing(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.run()
    linked(scene, "b1")
    assert create_of(scene).state == "ambiguous"
    scene.run()
    assert scene.writes() == {} and len(scene.of("b").documents) == 2
    assert {entry.kind for entry in scene.entries()} == {"held"}


def test_linking_before_any_pass_settled_sends_no_second_create(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.run(dry_run=True)
    linked(scene, "b2")
    scene.run()
    assert len(scene.of("b").documents) == 2 and scene.of("a").value("a1", "name") == "Nordlys AS"


class Cut(BaseException):
    """The process dies here."""


def test_linking_what_a_cut_off_pass_only_planned_forgets_the_create(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.run()
    scene.of("a").has(name="Nordlys", email="n@x.example", limit="2")

    def cut(name: str) -> None:
        if name == "record.after":
            raise Cut

    with on(cut), pytest.raises(Cut):
        scene.run()
    scene.of("b").has(name="Nordlys", email="n@x.example", limit="2")
    scene.run(dry_run=True)
    linked(scene, "b1")
    assert create_of(scene).state == "rejected"
    scene.run()
    assert scene.writes() == {} and scene.entries() == []
