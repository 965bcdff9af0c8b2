"""What a person decides of reviews, conflicts and failures is done by the next pass, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.again import retry
from runtime.asking import Names, entry_id
from runtime.errors import UsageError
from runtime.forgetting import forget
from runtime.model import Side
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.resolving import choose, conflicts_json, entries_of, review
from runtime.status import status_lines
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers

HOLD = Policies(default=Choice(policy=Policy.HOLD))


def names(scene: Scene) -> Names:
    return Names(scene.store, [flow_of(scene.pairs)])


def decide(scene: Scene, choice: str, other: str = "") -> str:
    """Decide the one review there is, by its id."""
    [entry] = entries_of(scene.store)
    return review(scene.store, names(scene), entry_id(entry), choice, scene.clock().isoformat(), other)


def passes(scene: Scene) -> dict[str, int]:
    """Writes of three passes, in which the record itself is edited too."""
    scene.writes()
    scene.run()
    scene.of("a").edit("a1", limit="8")
    scene.run()
    scene.run()
    return scene.writes()


def in_review(folder: Path) -> Scene:
    """A customer of a who matches two of b."""
    scene = Scene(folder, customers("a", "b"))
    for name in ("one", "two"):
        scene.of("b").has(name=name, email="x@x.example", limit="8")
    scene.of("a").has(name="one", email="x@x.example", limit="8")
    scene.run()
    assert [entry.kind for entry in scene.entries()] == ["review"] and scene.writes() == {}
    return scene


def test_a_review_is_linked_and_the_rest_is_a_first_merge(tmp_path: Path) -> None:
    scene = in_review(tmp_path)
    assert "linked with b2" in decide(scene, "link", "b2")
    assert passes(scene) == {} and scene.linked() == [("a1", "b2")]
    assert [(entry.kind, entry.row) for entry in scene.entries()] == [("held", "name > name")]


def beside_a_tombstone(folder: Path) -> Scene:
    """A customer of a was deleted, and made again under another key: the one of b is left over, and a review."""
    scene = Scene(folder, customers("a", "b"))
    scene.of("a").has(name="N", email="x@x.example", limit="1")
    scene.run()
    scene.of("a").remove("a1")
    scene.of("a").has(name="N", email="x@x.example", limit="1")
    scene.run(allow_deletes=True)
    [entry] = entries_of(scene.store)
    assert (entry.key, entry.reason) == ("a2", "email = email matches b1, whose counterpart was deleted")
    scene.writes()
    return scene


def test_what_a_tombstone_left_over_is_linked_anew_by_a_person(tmp_path: Path) -> None:
    scene = beside_a_tombstone(tmp_path)
    assert "linked with b1" in decide(scene, "link", "b1")
    assert [(one.left_key, one.state) for one in scene.links()] == [("a1", "ended"), ("a2", "active")]
    scene.run()
    scene.of("b").edit("b1", name="M")
    scene.run()
    assert scene.of("a").value("a2", "name") == "M" and scene.entries() == []


def test_a_record_that_comes_back_when_its_place_was_taken_is_a_review(tmp_path: Path) -> None:
    scene = beside_a_tombstone(tmp_path)
    decide(scene, "link", "b1")
    scene.run()
    scene.writes()
    scene.of("a").documents["a1"] = dict(scene.of("a").documents["a2"], id="a1", version=9)
    scene.run()
    assert scene.writes() == {} and [(one.key, one.kind) for one in scene.entries()] == [("a1", "review")]


def test_a_review_is_made_anew_once(tmp_path: Path) -> None:
    scene = in_review(tmp_path)
    decide(scene, "create")
    assert passes(scene) == {"b": 1} and scene.linked() == [("a1", "b3")] and scene.entries() == []


def test_a_review_that_is_left_alone_stays_so(tmp_path: Path) -> None:
    scene = in_review(tmp_path)
    decide(scene, "leave")
    assert passes(scene) == {} and scene.linked() == [] and entries_of(scene.store)[0].kind == "held"


def test_what_was_left_alone_can_be_made_after_all(tmp_path: Path) -> None:
    scene = in_review(tmp_path)
    decide(scene, "leave")
    scene.run()
    decide(scene, "create")
    assert passes(scene) == {"b": 1} and scene.linked() == [("a1", "b3")]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("by", ["number", "id", "name"])
def test_a_held_value_is_put_in_place_and_stays(tmp_path: Path, side: str, by: str) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="N", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    scene.run(policies=HOLD)
    found = conflicts_json(scene.store)
    about = {"number": str(found["conflicts"][0]["number"]), "id": found["entries"][0]["id"]}.get(by)
    assert (found["conflicts"][0]["left"], found["conflicts"][0]["right"]) == ("left", "right")
    choose(scene.store, names(scene), about or found["entries"][0]["entry"], Side(side))
    assert scene.run(policies=HOLD).exit_code == 0
    assert scene.of("a").column("name") == scene.of("b").column("name") == [side]
    assert scene.entries() == [] and len(scene.conflicts()) == 1
    scene.writes()
    scene.run(policies=HOLD)
    assert scene.writes() == {}


@pytest.mark.parametrize("system", ["a", "b"])
@pytest.mark.parametrize("was_merged", [True, False])
@pytest.mark.parametrize("value", ["later", "N"])
def test_an_edit_after_a_decision_is_asked_again(tmp_path: Path, system: str, was_merged: bool, value: str) -> None:
    """Also one that goes back to what both agreed on before; what was not known when it was decided is written over
    nowhere."""
    scene = held(tmp_path, was_merged)
    [entry] = entries_of(scene.store)
    choose(scene.store, names(scene), entry_id(entry), Side.LEFT)
    scene.of(system).edit(f"{system}1", name=value)
    scene.writes()
    scene.run(policies=HOLD)
    scene.run(policies=HOLD)
    assert scene.writes() == {} and scene.of(system).column("name") == [value]
    [entry] = entries_of(scene.store)
    assert "decide again" in entry.reason and value in entry.evidence
    choose(scene.store, names(scene), entry_id(entry), Side.RIGHT)
    scene.run(policies=HOLD)
    wanted = value if system == "b" else "right"
    assert scene.of("a").column("name") == scene.of("b").column("name") == [wanted] and scene.entries() == []


def test_a_conflict_decided_long_after_overwrites_what_both_agreed_on_since(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="N", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    scene.run()
    scene.of("b").edit("b1", name="since")
    scene.run()
    choose(scene.store, names(scene), "1", Side.LEFT)
    scene.run()
    assert scene.of("a").column("name") == scene.of("b").column("name") == ["left"] and scene.entries() == []


def test_a_value_that_lost_is_put_back_and_then_the_other_one(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="N", email="x@x.example")
    scene.run()
    scene.of("b").edit("b1", name="right")
    scene.clock.later()
    scene.of("a").edit("a1", name="left")
    scene.run()
    [conflict] = conflicts_json(scene.store)["conflicts"]
    assert (conflict["winner"], scene.of("b").column("name")) == ("left", ["left"])
    for side in ("right", "left", "right"):
        choose(scene.store, names(scene), str(conflict["number"]), Side(side))
        scene.run()
        assert scene.of("a").column("name") == scene.of("b").column("name") == [side]
    assert conflicts_json(scene.store, str(conflict["number"]))["conflicts"][0]["number"] == conflict["number"]


# ---- what gives way -----------------------------------------------------------------------------


def held(folder: Path, was_merged: bool = True) -> Scene:
    """A name that both sides have edited, or always had otherwise, and that is held."""
    scene = Scene(folder, customers("a", "b"))
    scene.of("a").has(name="N" if was_merged else "left", email="x@x.example")
    if was_merged:
        scene.run()
        scene.of("a").edit("a1", name="left")
        scene.of("b").edit("b1", name="right")
    else:
        scene.of("b").has(name="right", email="x@x.example")
    scene.run(policies=HOLD)
    return scene


def decided(scene: Scene, about: str, side: Side) -> str:
    return choose(scene.store, names(scene), about, side)


def listed(scene: Scene) -> set[tuple[str, str]]:
    return {(one["left"], one["right"]) for one in conflicts_json(scene.store)["conflicts"]}


def names_shown(scene: Scene) -> list[str]:
    return [*scene.of("a").column("name"), *scene.of("b").column("name")]


@pytest.mark.parametrize("was_merged", [True, False])
def test_a_later_value_that_gives_way_is_listed_and_can_be_put_back(tmp_path: Path, was_merged: bool) -> None:
    scene = held(tmp_path, was_merged)
    scene.of("b").edit("b1", name="later")
    assert scene.run(policies=HOLD).exit_code == 0
    [entry] = entries_of(scene.store)
    said = decided(scene, entry_id(entry), Side.LEFT)
    assert said.endswith('the next pass sends the left value, "left"; what is there now gives way: "later"')
    assert scene.run(policies=HOLD).exit_code == 0, "a person's own word is no new conflict"
    assert names_shown(scene) == ["left", "left"] and ("left", "later") in listed(scene)
    [number] = [one["number"] for one in conflicts_json(scene.store)["conflicts"] if one["right"] == "later"]
    decided(scene, str(number), Side.RIGHT)
    scene.run(policies=HOLD)
    assert names_shown(scene) == ["later", "later"] and scene.entries() == []


def test_an_earlier_value_of_an_open_hold_is_put_back_by_its_number(tmp_path: Path) -> None:
    scene = held(tmp_path)
    scene.of("b").edit("b1", name="later")
    scene.run(policies=HOLD)
    said = decided(scene, "1", Side.RIGHT)
    assert said.endswith('sends the right value, "right"; what is there now gives way: "later", "left"')
    scene.run(policies=HOLD)
    assert names_shown(scene) == ["right", "right"] and scene.entries() == []
    assert listed(scene) == {("left", "right"), ("left", "later")}


def test_what_both_agreed_on_since_is_listed_where_it_gives_way(tmp_path: Path) -> None:
    scene = held(tmp_path)
    decided(scene, "1", Side.LEFT)
    scene.run(policies=HOLD)
    scene.of("b").edit("b1", name="since")
    scene.run(policies=HOLD)
    assert decided(scene, "1", Side.RIGHT).endswith('what is there now gives way: "since"')
    scene.run(policies=HOLD)
    assert names_shown(scene) == ["right", "right"] and ("since", "right") in listed(scene)


def test_what_gives_way_is_listed_once_however_often_it_is_sent(tmp_path: Path) -> None:
    scene = held(tmp_path)
    scene.of("b").edit("b1", name="later")
    scene.run(policies=HOLD)
    scene.run(policies=HOLD)
    decided(scene, entry_id(entries_of(scene.store)[0]), Side.LEFT)
    scene.of("b").down_after = 0
    for _ in range(3):
        scene.run(policies=HOLD)
    scene.of("b").down, scene.of("b").down_after = False, None
    scene.run(policies=HOLD)
    assert names_shown(scene) == ["left", "left"]
    assert sorted((one.left_value, one.right_value) for one in scene.conflicts()) == [
        ('"left"', '"later"'),
        ('"left"', '"right"'),
    ]


@pytest.mark.parametrize("about", ["1", "entry"])
@pytest.mark.parametrize("side", list(Side))
def test_a_decision_names_what_gives_way_and_not_what_both_had_before(tmp_path: Path, about: str, side: Side) -> None:
    scene = held(tmp_path)
    [entry] = entries_of(scene.store)
    said = decided(scene, entry_id(entry) if about == "entry" else about, side)
    assert said.endswith(f'the {side.value} value, "{side.value}"; what is there now gives way: "{side.other.value}"')


def test_a_decision_that_was_changed_before_a_pass_still_knows_no_later_edit(tmp_path: Path) -> None:
    """The hold was open, so that going back to what both agreed on before is an edit."""
    scene = held(tmp_path)
    [entry] = entries_of(scene.store)
    for side in (Side.LEFT, Side.RIGHT):
        decided(scene, entry_id(entry), side)
    scene.of("b").edit("b1", name="N")
    scene.writes()
    scene.run(policies=HOLD)
    assert scene.writes() == {} and "decide again" in entries_of(scene.store)[0].reason


# ---- holds that are closed ----------------------------------------------------------------------


def held_again(folder: Path, left: str = "left 2", right: str = "right 2") -> Scene:
    """A name that was held until both sides were equal, and is held anew."""
    scene = held(folder)
    for values in (("equal", "equal"), (left, right)):
        for system, value in zip("ab", values, strict=True):
            scene.of(system).edit(f"{system}1", name=value)
        scene.run(policies=HOLD)
    assert len(entries_of(scene.store)) == 1
    return scene


def told(scene: Scene) -> list[tuple[bool, str, str]]:
    """Of each conflict: whether it is open, who won it, and what a person decided of it."""
    return [(one["open"], one["winner"], one["decided"]) for one in conflicts_json(scene.store)["conflicts"]]


def test_a_closed_hold_stays_closed_when_its_row_is_held_anew(tmp_path: Path) -> None:
    scene = held_again(tmp_path)
    assert told(scene) == [(False, "", ""), (True, "", "")]
    lines = [line for line in status_lines(scene.store) if "= b1 [name > name]" in line]
    assert ["nobody won" in line for line in lines] == [False, True] and "closed since" in lines[0]


def test_a_value_of_a_closed_hold_says_that_it_decides_the_open_one(tmp_path: Path) -> None:
    scene = held_again(tmp_path)
    [entry] = entries_of(scene.store)
    said = decided(scene, "1", Side.LEFT)
    assert 'the next pass sends the left value, "left"; what is there now gives way: "left 2", "right 2"' in said
    assert said.endswith(f"conflict 1 is closed, and {entry_id(entry)} is decided by it")
    assert [one for *_, one in told(scene)] == ["left", ""], "the other one's value is not what is sent"
    scene.run(policies=HOLD)
    assert names_shown(scene) == ["left", "left"] and scene.entries() == []
    assert told(scene) == [(False, "left", ""), (False, "", "")]
    assert decided(scene, "2", Side.RIGHT).endswith('what is there now gives way: "left"')
    scene.run(policies=HOLD)
    assert told(scene)[1] == (False, "right", "") and names_shown(scene) == ["right 2", "right 2"]


@pytest.mark.parametrize("about", ["2", "entry"])
@pytest.mark.parametrize("right", ["right", "right 2"])
def test_the_open_hold_is_won_by_who_decided_it_and_no_earlier_one(tmp_path: Path, about: str, right: str) -> None:
    """Also where a value is that of the earlier one."""
    scene = held_again(tmp_path, left="left", right=right)
    said = decided(scene, entry_id(entries_of(scene.store)[0]) if about == "entry" else about, Side.LEFT)
    assert "closed" not in said
    scene.run(policies=HOLD)
    assert told(scene) == [(False, "", ""), (False, "left", "")]


@pytest.mark.parametrize("about", ["0", "7", "1" * 40, "e1234567", "²", "", "a.customer|b.customer left a1"])
def test_what_is_not_there_is_refused(tmp_path: Path, about: str) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    with pytest.raises(UsageError):
        choose(scene.store, names(scene), about, Side.LEFT)
    with pytest.raises(UsageError):
        review(scene.store, names(scene), about, "leave", "")


# ---- retry --------------------------------------------------------------------------------------


def failed(folder: Path) -> Scene:
    """A create and an update that b refused, one customer each, and a third that went through."""
    scene = Scene(folder, customers("a", "b"))
    for number in range(3):
        scene.of("a").has(name=f"N{number}", email=f"{number}@x.example")
    scene.of("b").refuse = lambda document: "no such name" if document["name"] == "N1" else ""
    scene.run()
    scene.of("b").refuse = lambda document: "no such limit" if document["name"] in ("N1", "N2") else ""
    scene.of("a").edit("a3", limit="9")
    scene.run()
    scene.of("b").refuse = lambda document: ""
    assert [entry.kind for entry in scene.entries()] == ["failed", "failed"]
    scene.writes()
    scene.run()
    assert scene.writes() == {}, "what failed is not sent again by itself"
    return scene


def test_retry_of_all_empties_the_quarantine(tmp_path: Path) -> None:
    scene = failed(tmp_path)
    assert retry(scene.store, names(scene), None, scene.clock().isoformat()) == 2
    scene.run()
    assert scene.writes() == {"b": 2} and scene.entries() == []


@pytest.mark.parametrize(("system", "key"), [("a", "a3"), ("b", "b2")])
def test_retry_of_one_record_by_either_end_leaves_the_others(tmp_path: Path, system: str, key: str) -> None:
    scene = failed(tmp_path)
    assert retry(scene.store, names(scene), RecordId(system, "customer", key), scene.clock().isoformat()) == 1
    scene.run()
    assert scene.of("b").value("b2", "limit") == 9 and [entry.key for entry in scene.entries()] == ["a2"]


def test_retry_of_one_entry_by_its_id(tmp_path: Path) -> None:
    scene = failed(tmp_path)
    [entry] = [entry for entry in scene.entries() if entry.key == "a2"]
    assert retry(scene.store, names(scene), None, "", about=entry_id(entry)) == 1
    scene.run()
    assert len(scene.of("b").documents) == 3
    with pytest.raises(UsageError, match="nothing failed"):
        retry(scene.store, names(scene), None, "", about=entry_id(entry))


def test_a_create_that_is_surely_not_there_is_made_again_on_a_persons_word(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="N", email="x@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.of("b").documents.clear()
    scene.run()
    assert retry(scene.store, names(scene), RecordId("a", "customer", "a1"), scene.clock().isoformat()) == 1
    scene.writes()
    scene.run()
    assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["review"]
    retry(scene.store, names(scene), RecordId("a", "customer", "a1"), scene.clock().isoformat(), create=True)
    scene.run()
    assert scene.writes() == {"b": 1} and len(scene.of("b").documents) == 1 and scene.entries() == []
    scene.run()
    assert scene.writes() == {}


def test_a_conflict_whose_values_were_erased_cannot_be_decided(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="N", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    scene.run()
    forget(scene.store, names(scene), RecordId("a", "customer", "a1"), scene.clock())
    with pytest.raises(UsageError, match="erased"):
        choose(scene.store, names(scene), "1", Side.LEFT)
