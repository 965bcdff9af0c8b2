"""`flowc undo` where a record has many links: what is undone stays so, and what somebody touched is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.asking import Names
from runtime.model import Creation, CreationRule, Side, Snapshot
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.resolving import choose, conflicts_json
from runtime.undoing import Undoing, Undone
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customer_type, customers, undeletable

HUB = (("a", "b"), ("b", "c"), ("b", "d"))


def hub(folder: Path, *pairs: tuple[str, str]) -> Scene:
    chosen = pairs or HUB
    return Scene(folder, *(customers(*pair) for pair in chosen))


def filled(folder: Path) -> Scene:
    scene = hub(folder)
    scene.of("a").has(name="old", email="x@x.example", limit="1")
    scene.run()
    scene.writes()
    return scene


def undo(scene: Scene, run: str) -> dict[str, Undone]:
    """What became of each write, by system."""
    scene.clock.later()
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    undoing = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock, pairs=scene.pairs)
    found = undoing.run(run)
    scene.clock.later()
    return {one.write.intent.system: one for one in found}


def names(scene: Scene) -> dict[str, str]:
    return {system: scene.of(system).value(f"{system}1", "name") for system, _ in scene.endpoints}


def passes(scene: Scene) -> dict[str, int]:
    """Writes of two passes."""
    scene.writes()
    scene.run()
    scene.run()
    return scene.writes()


@pytest.mark.parametrize("edited", ["a", "b", "c", "d"])
def test_what_is_undone_in_a_hub_stays_undone(tmp_path: Path, edited: str) -> None:
    scene = filled(tmp_path)
    scene.of(edited).edit(f"{edited}1", name="new")
    run = scene.run().run
    assert names(scene) == dict.fromkeys("abcd", "new")
    assert all(one.done for one in undo(scene, run).values())
    undone = dict.fromkeys("abcd", "old") | {edited: "new"}
    assert names(scene) == undone
    assert passes(scene) == {} and names(scene) == undone


@pytest.mark.parametrize("touched", ["a", "b", "c", "d"])
@pytest.mark.parametrize("edited", ["a", "b", "c"])
def test_what_somebody_touched_since_is_listed_and_left_alone(tmp_path: Path, edited: str, touched: str) -> None:
    scene = filled(tmp_path)
    scene.of(edited).edit(f"{edited}1", name="new")
    run = scene.run().run
    scene.of(touched).edit(f"{touched}1", name="touched")
    found = undo(scene, run)
    stays = [system for system, one in found.items() if not one.done]
    assert stays == ([touched] if touched != edited else [])
    undone = dict.fromkeys("abcd", "old") | {edited: "new"} | {touched: "touched"}
    assert names(scene) == undone
    # a link of which no write was undone goes on as ever
    goes_on = touched != edited and "b" in (touched, edited)
    assert passes(scene) == ({edited: 1} if goes_on else {})
    assert names(scene) == (undone | {edited: "touched"} if goes_on else undone)
    scene.of("a").edit("a1", limit="7")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "limit") for system in "abcd"] == [7, 7, 7, 7]


def test_other_edits_of_the_same_record_since_go_on(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    run = scene.run().run
    scene.of("c").edit("c1", limit="9")
    assert all(one.done for one in undo(scene, run).values())
    scene.run()
    assert scene.of("a").value("a1", "limit") == 9 and names(scene)["d"] == "old"


def test_an_undo_that_is_undone_brings_everything_back(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    run = scene.run().run
    undo(scene, run)
    scene.run()
    last = scene.store.runs(1)[0][0]
    assert all(one.done for one in undo(scene, last).values())
    assert names(scene) == dict.fromkeys("abcd", "new")
    assert passes(scene) == {}
    assert [link.decided for link in scene.links()] == [{}, {}, {}] and scene.entries() == []
    scene.of("d").edit("d1", name="newer")
    scene.run()
    assert names(scene) == dict.fromkeys("abcd", "newer")


@pytest.mark.parametrize("pairs", [(("a", "b"),), HUB])
@pytest.mark.parametrize("edited", ["a", "b"])
def test_undo_after_undo_no_pass_writes_over_what_somebody_entered(
    tmp_path: Path, edited: str, pairs: tuple[tuple[str, str], ...]
) -> None:
    scene = hub(tmp_path, *pairs)
    scene.of("a").has(name="old", email="x@x.example")
    scene.run()
    scene.of(edited).edit(f"{edited}1", name="new")
    run = scene.run().run
    new = dict.fromkeys(names(scene), "new")
    undone = dict.fromkeys(new, "old") | {edited: "new"}
    for times in range(1, 6):
        shown = undone if times % 2 else new
        assert all(one.done for one in undo(scene, run).values()) and names(scene) == shown
        run = scene.store.runs(1)[0][0]
        assert passes(scene) == {} and names(scene) == shown, f"after {times}"
        apart = [pair for pair in pairs if shown[pair[0]] != shown[pair[1]]]
        assert len(scene.entries("held")) == len([link for link in scene.links() if link.decided]) == len(apart)


@pytest.mark.parametrize("system", ["b", "c", "d"])
def test_what_an_undo_of_an_undo_could_not_bring_back_stays_held(tmp_path: Path, system: str) -> None:
    """Else a pass would take what the first undo restored there for somebody's edit, and carry it to the others."""
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    undo(scene, scene.run().run)
    scene.run()
    first = scene.store.runs(1)[0][0]
    scene.of(system).refuse = lambda document: "closed"
    found = undo(scene, first)
    assert [one for one in found if not found[one].done] == [system]
    scene.of(system).refuse = lambda document: ""
    back = dict.fromkeys("abcd", "new")
    assert passes(scene) == {} and names(scene) == back | {system: "old"}
    assert undo(scene, first)[system].done and names(scene) == back
    assert passes(scene) == {} and scene.entries() == []
    assert [link.decided for link in scene.links()] == [{}, {}, {}]


@pytest.mark.parametrize("by_undo", [False, True])
def test_an_undo_of_an_undo_whose_answer_was_lost_is_settled(tmp_path: Path, by_undo: bool) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    undo(scene, scene.run().run)
    scene.run()
    first = scene.store.runs(1)[0][0]
    scene.of("b").loses_answers = True
    assert not undo(scene, first)["b"].done
    scene.of("b").loses_answers = False
    if by_undo:
        assert all(one.done for one in undo(scene, first).values())
    assert passes(scene) == {} and names(scene) == dict.fromkeys("abcd", "new")
    assert [link.decided for link in scene.links()] == [{}, {}, {}] and scene.entries() == []


def test_a_value_that_was_cleared_is_restored_and_cleared_again(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    scene.of("a").has(name="old", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name=None)
    run = scene.run().run
    assert undo(scene, run)["b"].done and scene.of("b").value("b1", "name") == "old"
    scene.run()
    assert undo(scene, scene.store.runs(1)[0][0])["b"].done
    assert scene.of("b").value("b1", "name") is None and passes(scene) == {} and scene.entries() == []


@pytest.mark.parametrize("is_refused", [False, True])
def test_the_hold_that_an_undo_came_over_is_there_again_after_it(tmp_path: Path, is_refused: bool) -> None:
    """Else what waits for a person would be sent, or asked anew, since something else was undone."""
    scene = filled(tmp_path)
    [link] = [link for link in scene.links() if link.left_key == "a1"]
    link.decided["name > name"] = held = {"hold": "it may have been cleared"}
    scene.store.save_link(link)
    scene.of("b").edit("b1", name=None)
    scene.run()
    scene.of("c").edit("c1", name="new")
    run = scene.run().run
    assert names(scene) == {"a": "old", "b": "new", "c": "new", "d": "new"}
    scene.of("b").refuse = lambda document: "closed" if is_refused else ""
    undo(scene, run)
    if not is_refused:
        assert scene.store.link(link.id).decided["name > name"]["hold"].startswith("undone")  # type: ignore[union-attr]
        scene.run()
        assert all(one.done for one in undo(scene, scene.store.runs(1)[0][0]).values())
        assert scene.entries() == [], "nothing is held for the sake of the undo any more"
    assert scene.store.link(link.id).decided == {"name > name": held}  # type: ignore[union-attr]
    scene.run()
    assert [entry.reason[:24] for entry in scene.entries("held") if entry.key == "a1"] == ["it may have been cleared"]
    assert scene.of("a").value("a1", "name") == "old"


def test_a_decision_that_is_undone_twice_is_as_it_was_decided_and_not_asked_again(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"), ("b", "c"))
    hold = Policies(default=Choice(policy=Policy.HOLD))
    scene.of("a").has(name="old", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    scene.run(policies=hold)
    choose(scene.store, Names(scene.store, [flow_of(scene.pairs)]), "1", Side.LEFT)
    run = scene.run(policies=hold).run
    assert all(one.done for one in undo(scene, run).values())
    scene.run(policies=hold)
    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == ["left", "right", "right"]
    assert [entry.kind for entry in scene.entries()] == ["held"]
    assert all(one.done for one in undo(scene, scene.store.runs(1)[0][0]).values())
    assert conflicts_json(scene.store)["entries"] == [], "it is not asked until a pass came by"
    scene.writes()
    scene.run(policies=hold)
    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == ["left"] * 3
    assert scene.writes() == {} and scene.entries() == [] and len(scene.conflicts()) == 1


def test_a_refused_undo_leaves_no_hold(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    run = scene.run().run
    for system in "bcd":
        scene.of(system).refuse = lambda document: "closed"
    assert not any(one.done for one in undo(scene, run).values())
    for system in "bcd":
        scene.of(system).refuse = lambda document: ""
    assert [link.decided for link in scene.links()] == [{}, {}, {}]
    scene.of("a").edit("a1", name="newer")
    scene.run()
    assert names(scene) == dict.fromkeys("abcd", "newer")


def _lost_undo(scene: Scene) -> str:
    """The run that gave a1 a new name and limit; the answer to its undo was lost."""
    scene.of("a").edit("a1", name="new", limit="2")
    run = scene.run().run
    scene.of("b").loses_answers = True
    [found] = undo(scene, run).values()
    scene.of("b").loses_answers = False
    assert (found.done, found.reason) == (False, "no answer came: no answer came")
    scene.writes()
    return run


def test_an_undo_whose_answer_was_lost_is_settled_by_the_next_one(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    scene.of("a").has(name="old", email="x@x.example", limit="1")
    scene.run()
    run = _lost_undo(scene)
    [lost] = scene.store.open_intents()
    refused = undo(scene, lost.intent.run)["b"]
    assert (refused.done, refused.reason) == (
        False, "it is not known yet whether it arrived; `flowc sync` settles that"
    )
    found = undo(scene, run)["b"]
    assert (found.done, found.restored) == (True, ("terms.limit", "name")) and "answer was lost" in found.reason
    assert scene.writes() == {} and scene.store.open_intents() == []
    assert passes(scene) == {} and names(scene) == {"a": "new", "b": "old"}
    held = [entry.row for entry in scene.entries("held")]
    assert sorted(held) == ["limit > limit", "name > name"], "it stays undone until a person decides"
    assert undo(scene, lost.intent.run)["b"].done and names(scene)["b"] == "new"


def test_what_somebody_touched_since_an_undo_without_an_answer_is_listed(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    scene.of("a").has(name="old", email="x@x.example", limit="1")
    scene.run()
    run = _lost_undo(scene)
    scene.of("b").edit("b1", limit="9")
    found = undo(scene, run)["b"]
    assert (found.done, found.restored, found.reason) == (False, ("name",), "changed since: terms.limit")
    assert scene.writes() == {} and scene.of("b").value("b1", "limit") == 9 and names(scene)["b"] == "old"


def test_an_undo_that_is_asked_for_again_has_nothing_left_to_do(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    made = scene.store.runs(1)[0][0]
    scene.of("a").edit("a1", name="new", limit="2")
    run = scene.run().run
    undo(scene, run)
    scene.of("b").edit("b1", limit="9")
    scene.writes()
    found = undo(scene, run)
    assert {(found[one].done, found[one].reason) for one in "cd"} == {(True, "it shows already what it showed before")}
    assert (found["b"].restored, found["b"].reason) == (("name",), "changed since: terms.limit")
    scene.of("b").edit("b1", name="new", limit="1")
    again = undo(scene, run)["b"]
    assert (again.done, again.restored) == (True, ("terms.limit", "name")), "one is back already"
    assert scene.writes() == {"b": 1} and names(scene)["b"] == "old"

    assert undo(scene, made)["d"].done and scene.of("d").documents == {}
    found = undo(scene, made)
    assert (found["d"].done, found["d"].reason) == (True, "an earlier undo deleted it")


def test_a_look_at_an_undo_without_an_answer_settles_nothing(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    scene.of("a").has(name="old", email="x@x.example", limit="1")
    scene.run()
    run = _lost_undo(scene)
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    undoing = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock, pairs=scene.pairs)
    [found] = undoing.run(run, dry_run=True)
    assert found.done and len(scene.store.open_intents()) == 1


def test_what_a_person_decided_since_stands(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    run = scene.run().run
    link = next(link for link in scene.links() if link.right_key == "c1")
    link.decided["name > name"] = {"value": "decided", "side": "left"}
    scene.store.save_link(link)
    undo(scene, run)
    kept = scene.store.link(link.id)
    assert kept is not None and kept.decided == {"name > name": {"value": "decided", "side": "left"}}


def test_one_touched_value_keeps_no_other_of_its_write(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new", limit="2")
    run = scene.run().run
    scene.of("b").edit("b1", limit="9")
    found = undo(scene, run)
    assert (found["b"].done, found["b"].restored, found["b"].reason) == (False, ("name",), "changed since: terms.limit")
    assert found["c"].done and found["d"].done
    held = {row for link in scene.links() if link.right_key == "b1" for row in link.decided}
    assert held == {"name > name"}, "what stays goes on as ever"
    assert names(scene) == {"a": "new", "b": "old", "c": "old", "d": "old"}
    scene.run()
    assert scene.of("a").value("a1", "limit") == 9 and passes(scene) == {}


def test_what_stays_and_what_is_restored_is_named_by_its_path(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new", limit="2")
    run = scene.run().run
    scene.of("b").edit("b1", name="touched")
    found = undo(scene, run)
    assert (found["b"].restored, found["b"].reason) == (("terms.limit",), "changed since: name")
    assert found["c"].restored == ("terms.limit", "name")

    made = scene.of("a").has(name="Other", email="y@x.example", limit="1")
    run = scene.run().run
    scene.of("d").edit("d2", limit="9")
    assert undo(scene, run)["d"].reason == "changed since: terms.limit", made


def test_a_system_that_is_away_is_asked_once_and_its_writes_are_listed(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    for number in range(4):
        scene.of("a").has(name="old", email=f"{number}@x.example")
    run = scene.run().run
    asked: list[str] = []
    down, fetch = scene.of("b"), scene.of("b").fetch

    def counted(key: str, document: dict[str, object] | None = None) -> Snapshot | None:
        asked.append(key)
        return fetch(key, document)

    down.down, down.fetch = True, counted  # type: ignore[method-assign]
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    found = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock).run(run)
    assert len(found) == 4 and len(asked) == 1
    assert {(one.done, one.reason, one.exit_code) for one in found} == {
        (False, "b is out of reach: is being repaired", 3)
    }


def test_asked_to_stop_an_undo_ends_after_the_record_and_lists_the_rest(tmp_path: Path) -> None:
    scene = filled(tmp_path)
    scene.of("a").edit("a1", name="new")
    run = scene.run().run
    scene.writes()
    came: list[bool] = []
    for system in "bcd":
        scene.of(system).hook = lambda: came.append(True)
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    found = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock, stop=lambda: bool(came)).run(run)
    assert [one.done for one in found] == [True, False, False]
    assert {one.reason for one in found[1:]} == {"the undo was interrupted before it"}
    assert sum(scene.writes().values()) == 1


# ---- creates ------------------------------------------------------------------------------------


def test_what_a_run_made_along_a_hub_is_deleted_and_not_made_again(tmp_path: Path) -> None:
    scene = hub(tmp_path)
    scene.of("a").has(name="old", email="x@x.example")
    run = scene.run().run
    assert all(one.done for one in undo(scene, run).values())
    assert {system: len(scene.of(system).documents) for system in "abcd"} == {"a": 1, "b": 0, "c": 0, "d": 0}
    assert passes(scene) == {}
    both = "both records were deleted"
    kept = "b customer b1 was deleted; a customer a1 is kept, and the two are kept equal no more"
    assert [(one.key, one.kind, one.reason) for one in scene.entries()] == [
        ("a1", "deleted", kept),
        ("b1", "deleted", both),
        ("b1", "deleted", both),
    ]


def test_an_undone_create_whose_answer_was_lost_is_settled_by_the_next_undo(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    for number in (1, 2):
        scene.of("a").has(name="old", email=f"{number}@x.example")
    run = scene.run().run
    scene.of("b").loses_answers = True
    undo(scene, run)
    scene.of("b").loses_answers = False
    assert scene.of("b").documents == {} and len(scene.store.open_intents()) == 2
    assert undo(scene, run)["b"].done and scene.store.open_intents() == []
    assert [link.state for link in scene.links()] == ["tombstone"] * 2 and len(scene.entries("deleted")) == 2


def test_what_was_made_and_edited_since_is_listed_and_left_alone(tmp_path: Path) -> None:
    scene = hub(tmp_path)
    scene.of("a").has(name="old", email="x@x.example")
    run = scene.run().run
    scene.of("b").edit("b1", name="touched")
    found = undo(scene, run)
    assert {system: one.done for system, one in found.items()} == {"b": False, "c": True, "d": True}
    assert "changed since: name" in found["b"].reason
    assert passes(scene) == {"a": 1} and scene.of("b").value("b1", "name") == "touched"


def test_a_system_that_deletes_nothing_is_told_of(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", right_type=undeletable(customer_type("b"))))
    scene.of("a").has(name="old", email="x@x.example")
    run = scene.run().run
    found = undo(scene, run)
    assert not found["b"].done and "by hand" in found["b"].reason
    assert passes(scene) == {} and len(scene.of("b").documents) == 1


def test_what_another_pair_linked_with_what_was_made_makes_no_second_one(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"), ("c", "b"))
    scene.of("a").has(name="old", email="x@x.example")
    run = scene.run().run
    scene.of("c").has(name="old", email="x@x.example")
    scene.run()
    assert len(scene.linked()) == 2
    found = undo(scene, run)
    assert found["b"].done, found["b"].reason
    scene.of("c").edit("c1", limit="3")
    assert passes(scene) == {} and scene.of("b").documents == {}


def test_an_undone_create_is_made_again_when_the_undo_is_undone(tmp_path: Path) -> None:
    scene = hub(tmp_path, ("a", "b"))
    scene.of("a").has(name="old", email="x@x.example")
    undo(scene, scene.run().run)
    scene.run()
    undo(scene, scene.store.runs(1)[0][0])
    scene.run()
    assert len(scene.of("b").documents) == 1 and passes(scene) == {}


def test_what_is_made_again_along_a_hub_leaves_nothing_to_wait_for(tmp_path: Path) -> None:
    scene = hub(tmp_path)
    scene.of("a").has(name="old", email="x@x.example")
    undo(scene, scene.run().run)
    scene.run()
    undoing = scene.store.runs(1)[0][0]
    assert all(one.done for one in undo(scene, undoing).values())
    scene.run()
    assert {system: len(scene.of(system).documents) for system in "abcd"} == dict.fromkeys("abcd", 1)
    assert passes(scene) == {}
    both = "both records were deleted"
    assert [(one.key, one.kind, one.reason) for one in scene.entries()] == [("b1", "deleted", both)] * 2


def test_what_was_made_again_is_not_made_once_more_when_a_person_deletes_it(tmp_path: Path) -> None:
    scene = hub(tmp_path)
    for name in ("old", "kept"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
        made = scene.run().run
    undo(scene, made)
    scene.run()
    undoing = scene.store.runs(1)[0][0]
    undo(scene, undoing)
    scene.run()
    found = undo(scene, undoing)
    assert {(one.done, one.reason) for one in found.values()} == {(True, "it was made again")}
    scene.run()
    scene.of("b").remove("b3")
    assert passes(scene) == {} and list(scene.of("b").documents) == ["b1"]


def test_nothing_is_made_again_for_a_record_that_a_person_deleted_since(tmp_path: Path) -> None:
    scene = hub(tmp_path)
    a, b = scene.of("a"), scene.of("b")
    a.has(name="old", email="x@x.example")
    made = scene.run().run
    undo(scene, made)
    a.remove("a1")
    scene.run()
    scene.run()
    undoing = scene.store.runs(1)[0][0]
    found = undo(scene, undoing)
    assert {(one.done, one.reason) for one in found.values()} == {(False, "what it was made for was deleted")}
    assert passes(scene) == {} and b.documents == {} and scene.entries("waiting") == []


def test_what_a_run_wrote_to_a_record_that_it_made_goes_with_the_record(tmp_path: Path) -> None:
    never = CreationRule(kind=Creation.MATCH_ONLY)
    scene = Scene(tmp_path, customers("a", "b"), customers("c", "b", rule=never))
    scene.of("a").has(name="old", email="x@x.example")
    scene.of("c").has(name="old", email="x@x.example", limit="5")
    run = scene.run().run
    written = [(one.intent.action, one.intent.system) for one in scene.store.intents_of_run(run)]
    assert ("create", "b") in written and ("update", "b") in written
    undoing = Undoing(
        scene.store, scene.endpoints, {place: one.kind for place, one in scene.endpoints.items()}, {}, scene.clock
    )
    found = undoing.run(run)
    assert all(one.done for one in found if one.write.intent.system == "b") and scene.of("b").documents == {}
    assert passes(scene) == {} and scene.of("b").documents == {}
