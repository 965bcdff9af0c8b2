"""Records of several systems that match each other get one counterpart, though none of it is there yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from runtime import due
from runtime.errors import OutcomeUnknown
from runtime.model import ObjectType, Snapshot
from runtime.saved import SavedPlan
from runtime.store import DecisionRow, Store
from runtime.sync import Engine, Options
from tests.runtime.memory import Document, Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror
from tests.runtime.stores import cluster, state

__all__ = ["cluster", "state"]

AC, BC = customers("a", "c"), customers("b", "c")


def _scene(folder: Path, c: ObjectType | None = None) -> Scene:
    scene = Scene(folder, customers("a", "c", right_type=c), customers("b", "c", right_type=c))
    scene.of("a").has(name="Ann", email="ann@x")
    scene.of("b").has(name="Ann", email="ANN@x")
    return scene


def _is_one(scene: Scene) -> bool:
    return scene.of("c").column("email") == ["ann@x"] and scene.linked() == [("a1", "c1"), ("b1", "c1")]


def test_one_pass_makes_one_record_and_links_both_with_it(tmp_path: Path, state: Path | str) -> None:
    scene = _scene(tmp_path)
    scene.store = Store(state)
    scene.run()
    assert _is_one(scene)
    assert scene.entries() == []
    scene.writes()
    scene.run()
    assert scene.writes() == {}
    scene.store.close()


def test_a_dry_run_says_the_same(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    report = scene.run(dry_run=True)
    assert [(one.action, one.about[1]) for one in report.actions] == [("create", AC.key)]
    assert [(one.action, one.about[1], one.about[3]) for one in report.following] == [
        ("link", BC.key, "key of action 1")
    ]
    assert [(one.pair, one.link, one.create, one.waiting) for one in report.contacts] == [
        (AC.key, 0, {"c.customer": 1}, {}),
        (BC.key, 1, {}, {}),
    ]
    assert scene.writes() == {}


def test_what_is_refused_for_one_is_made_for_the_other(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    scene.of("b").edit("b1", name="Ann Bo")
    scene.of("c").refuse = lambda document: "no such names" if document["name"] == "Ann" else ""
    scene.run()
    assert scene.of("c").column("name") == ["Ann Bo"]
    assert sorted(scene.linked()) == [("a1", "c1"), ("b1", "c1")]
    scene.run()
    assert [(entry.key, entry.row, entry.kind) for entry in scene.entries()] == [("a1", "name > name", "held")]


def _lost(document: Document, idempotency: str = "") -> Snapshot:
    raise OutcomeUnknown("c", "no answer came")


def _patient(kind: ObjectType) -> ObjectType:
    return structs.replace(kind, system=structs.replace(kind.system, settles_within=7200))


@pytest.mark.parametrize("apart", [False, True], ids=["together", "flow by flow"])
def test_a_create_without_an_answer_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    """Also by a flow that is run by itself, until it is known that nothing was made."""
    scene = _scene(tmp_path, _patient(customer_type("c")))
    runs = [(pair,) for pair in scene.pairs] if apart else [scene.pairs]
    with monkeypatch.context() as broken:
        broken.setattr(scene.of("c"), "_create", _lost)
        scene.run(*runs[0])
    for _ in range(2):
        for pairs in reversed(runs):
            scene.run(*pairs)
        assert scene.writes() == {}
        assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "review"), ("b1", "waiting")]
        assert "a lost create may have made for customer a1 of a: that is settled first" in scene.entries()[1].reason
    scene.clock.later(180)
    for pairs in runs:
        scene.run(*pairs)
    assert _is_one(scene)
    assert scene.entries() == []


@pytest.mark.parametrize("apart", [False, True], ids=["together", "flow by flow"])
def test_what_a_create_without_an_answer_made_is_linked_with_both(tmp_path: Path, apart: bool) -> None:
    scene = _scene(tmp_path)
    runs = [(pair,) for pair in scene.pairs] if apart else [scene.pairs]
    scene.of("c").loses_answers = True
    for pairs in (*runs, *runs):
        scene.run(*pairs)
    assert scene.of("c").column("email") == ["ann@x"]
    assert sorted(scene.linked()) == [("a1", "c1"), ("b1", "c1")]
    assert scene.entries() == []


def test_a_person_may_say_that_it_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = _scene(tmp_path)
    monkeypatch.setattr(scene.of("c"), "_create", _lost)
    scene.run()
    monkeypatch.undo()
    with scene.store.transaction():
        scene.store.decide(DecisionRow(BC.key, "left", "b1", "create"), scene.clock().isoformat())
    scene.run()
    assert scene.of("c").column("email") == ["ann@x"]
    assert ("b1", "c1") in scene.linked()


def test_of_two_that_match_the_same_in_one_system_a_person_says_which_it_is(tmp_path: Path) -> None:
    """As it is where the second one came in a later pass."""
    scene = Scene(tmp_path, AC)
    for name in ("Ann", "Ann Bo"):
        scene.of("a").has(name=name, email="ann@x")
    for _ in range(2):
        scene.run()
        assert scene.of("c").column("name") == ["Ann"]
        assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a2", "review")]


def test_what_comes_from_either_side_of_a_pair_waits_too(tmp_path: Path) -> None:
    """b gets one record: what a makes there is what c has as well."""
    ab, bc = customers("a", "b"), customers("b", "c")
    scene = Scene(tmp_path, ab, bc)
    scene.of("a").has(name="Ann", email="ann@x")
    scene.of("c").has(name="Ann", email="ann@x")
    scene.run_flows(flow_of((ab, bc), (mirror(bc),)))
    assert scene.of("b").column("email") == ["ann@x"]
    assert sorted(scene.linked()) == [("a1", "b1"), ("b1", "c1")]


def test_what_another_portion_makes_counts_in_a_plan_as_in_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "PORTION", 1)
    scene = _scene(tmp_path)
    report = scene.run(dry_run=True)
    assert [one.action for one in report.actions] == ["create"]
    assert [one.action for one in report.following] == ["link"]
    plan = SavedPlan(planned_at="now", flows=("flow",), actions=tuple(report.actions))
    flows = (flow_of(scene.pairs),)
    Engine(flows, scene.endpoints, scene.store, Options(), scene.clock, saved=plan).run()
    assert scene.linked() == [("a1", "c1")]
    assert scene.writes() == {"c": 1}
    scene.run()
    assert _is_one(scene)
