"""Conflicts and who decides them: policies, holds, decisions of persons, writes without an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runtime.model import Creation, CreationRule, Feed, FeedScheme
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.store import LinkRow
from tests.runtime.faults.bench import Bench
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import ROWS, customers
from tests.runtime.scripted import vendor

PAIR, NAME, LIMIT = "a.customer|b.customer", "name > name", "limit > limit"


def policy(policy: Policy = Policy.NEWEST, first: Policy = Policy.HOLD, pair: str = PAIR) -> Policies:
    return Policies(of_pairs={pair: Choice(policy=policy, first=first)})


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One customer in a and b, linked and equal."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    scene.writes()
    return scene


def both_edited(scene: Scene, newer: str = "b") -> None:
    older = "a" if newer == "b" else "b"
    scene.of(older).edit(f"{older}1", name=f"from {older}")
    scene.clock.later()
    scene.of(newer).edit(f"{newer}1", name=f"from {newer}")


def names(scene: Scene) -> list[Any]:
    return [scene.of(system).value(f"{system}1", "name") for system in "ab"]


def remember(scene: Scene, **memories: Any) -> None:
    """Change what the only link remembers."""
    [link] = scene.links()
    scene.store.save_link(msgspec.structs.replace(link, dirty=True, **memories))


def is_quiet(scene: Scene, **options: Any) -> bool:
    """Whether one more pass sends nothing and changes no link."""
    scene.writes()
    before = scene.links()
    scene.run(**options)
    return scene.writes() == {} and scene.links() == before


# ---- policies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("later", ["a", "b"])
def test_an_edit_that_is_newer_by_microseconds_wins(tmp_path: Path, later: str) -> None:
    with vendor() as place:
        bench = Bench("rest-json", tmp_path, place)
        bench.set_up(feed=Feed(scheme=FeedScheme.MODIFIED, parameter="changed"))
        (ada,) = bench.start("Ada")
        stamps = [f"2026-03-02T10:00:00.123{part}Z" for part in ("400", "420")]
        at = dict(zip("ab" if later == "b" else "ba", stamps, strict=True))
        bench.left.edit(ada, name="from a")
        bench.left.documents[ada]["modified"] = at["a"]
        bench.books.edit("1", name="from b", modified=at["b"])
        bench.run()
        assert bench.left.column("name") == bench.books.column("name") == [f"from {later}"]
        bench.client.close()
        bench.store.close()


@pytest.mark.parametrize("newer", ["a", "b"])
@pytest.mark.parametrize(("side", "wins"), [(Policy.LEFT, "a"), (Policy.RIGHT, "b")])
def test_a_side_wins_whoever_was_last(scene: Scene, newer: str, side: Policy, wins: str) -> None:
    both_edited(scene, newer)
    report = scene.run(policies=policy(side))
    assert names(scene) == [f"from {wins}"] * 2 and report.exit_code == 1
    [conflict] = scene.conflicts()
    assert (conflict.winner, conflict.rule, conflict.close) == (side.value, side.value, False)
    assert is_quiet(scene, policies=policy(side))


def test_a_property_has_a_policy_of_its_own(scene: Scene) -> None:
    chosen = Policies(of_rows={(PAIR, LIMIT): Choice(policy=Policy.LEFT)})
    scene.of("a").edit("a1", name="from a", limit="1")
    scene.clock.later()
    scene.of("b").edit("b1", name="from b", limit="2")
    scene.run(policies=chosen)
    assert names(scene) == ["from b"] * 2 and scene.of("b").value("b1", "limit") == 1
    assert {one.row: one.rule for one in scene.conflicts()} == {NAME: "newest", LIMIT: "left"}


@pytest.mark.parametrize(("minutes", "close"), [(1, True), (2, False)])
def test_edits_that_lie_close_together_are_marked(scene: Scene, minutes: int, close: bool) -> None:
    scene.of("a").edit("a1", name="from a")
    scene.clock.later(minutes)
    scene.of("b").edit("b1", name="from b")
    scene.run()
    [conflict] = scene.conflicts()
    assert (conflict.winner, conflict.rule, conflict.close) == ("right", "newest", close)


def test_a_side_does_not_decide_over_what_another_link_brought(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("c").edit("c1", name="from c")
    scene.clock.later()
    scene.of("b").edit("b1", name="from b")
    # in the pair of a and c the left wins, but a's value comes from b: the newest counts
    chosen = policy(Policy.LEFT, pair="a.customer|c.customer")
    scene.run(policies=chosen)
    assert {scene.of(system).value(f"{system}1", "name") for system in "abc"} == {"from b"}
    assert [one.rule for one in scene.conflicts()] == ["newest"]
    assert scene.run(policies=chosen).exit_code == 0


def test_a_side_does_not_decide_over_what_another_link_brought_in_an_earlier_pass(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    chosen = policy(Policy.LEFT, pair="a.customer|c.customer")
    scene.of("b").edit("b1", name="from b")
    scene.clock.later()
    scene.of("c").edit("c1", name="from c")
    scene.of("c").down = True
    scene.run(policies=chosen)
    assert scene.of("a").value("a1", "name") == "from b"
    scene.of("c").down = False
    scene.run(policies=chosen)
    assert {scene.of(system).value(f"{system}1", "name") for system in "abc"} == {"from c"}
    assert [(one.rule, one.winner) for one in scene.conflicts()] == [("newest", "right")]


@pytest.mark.parametrize(("older", "newer"), [("11", "22"), ("11.1", "22.2")])
def test_a_number_that_a_flow_brought_alone_keeps_the_stamp_of_its_edit(tmp_path: Path, older: str, newer: str) -> None:
    near, far = customers("a", "b"), customers("b", "c")
    scene = Scene(tmp_path, near, far)
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="1")
    scene.run()
    scene.of("a").edit("a1", limit=older)
    scene.clock.later()
    scene.of("c").edit("c1", limit=newer)
    scene.run_flows(flow_of((near,)))
    scene.run()
    assert [str(scene.of(system).value(f"{system}1", "limit")) for system in "abc"] == [newer] * 3
    assert [(one.rule, one.winner) for one in scene.conflicts()] == [("newest", "right")]


# ---- holds --------------------------------------------------------------------------------------

HOLD = policy(Policy.HOLD)


@pytest.fixture
def held(scene: Scene) -> Scene:
    """Its name was edited on both sides, and is held."""
    both_edited(scene)
    assert scene.run(policies=HOLD).exit_code == 1, "a new conflict"
    return scene


def test_a_held_conflict_overwrites_nothing_and_lists_both_values(held: Scene) -> None:
    assert names(held) == ["from a", "from b"]
    [entry] = held.entries()
    assert (entry.kind, entry.row) == ("held", NAME)
    assert json.loads(entry.evidence) == {"left": "from a", "right": "from b"}
    assert "from a" in entry.reason and "from b" in entry.reason
    [conflict] = held.conflicts()
    assert (conflict.winner, conflict.rule) == ("", "hold")
    assert is_quiet(held, policies=HOLD) and len(held.entries()) == len(held.conflicts()) == 1
    assert held.run(policies=HOLD).exit_code == 0, "it is new but once"


def test_the_rest_of_a_held_record_syncs(held: Scene) -> None:
    held.of("b").edit("b1", limit="99")
    held.run(policies=HOLD)
    assert held.of("a").value("a1", "limit") == 99 and names(held) == ["from a", "from b"]


@pytest.mark.parametrize("later", [HOLD, Policies()])
def test_a_hold_stays_when_one_side_takes_its_edit_back(held: Scene, later: Policies) -> None:
    held.of("a").edit("a1", name="Nordlys")
    held.run(policies=later)
    assert names(held) == ["Nordlys", "from b"] and len(held.entries("held")) == 1


def test_a_hold_closes_when_both_sides_are_equal(held: Scene) -> None:
    held.of("a").edit("a1", name="from b")
    held.run(policies=HOLD)
    assert names(held) == ["from b"] * 2 and held.entries() == [] and held.links()[0].decided == {}
    held.of("a").edit("a1", name="Nordlys AS")
    held.run(policies=HOLD)
    assert names(held) == ["Nordlys AS"] * 2


@pytest.mark.parametrize("value", ["from a", "from b", "something else"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_person_decides_a_hold(held: Scene, value: str, side: str) -> None:
    remember(held, decided={NAME: {"value": value, "side": side}})
    held.writes()
    held.run(policies=HOLD)
    assert names(held) == [value] * 2 and held.entries() == []
    assert held.writes() == {system: 1 for system in "ab" if value != f"from {system}"}
    assert held.links()[0].decided == {}, "it is used up"
    assert is_quiet(held, policies=HOLD)
    held.of("b").edit("b1", name="Nordlys AS")
    held.run(policies=HOLD)
    assert names(held) == ["Nordlys AS"] * 2


def test_a_decision_waits_while_a_side_is_away_and_is_not_lost(held: Scene) -> None:
    remember(held, decided={NAME: {"value": "from a", "side": "left"}})
    held.of("b").down = True
    held.run(policies=HOLD)
    assert names(held) == ["from a", "from b"] and held.links()[0].decided != {}
    held.of("b").down = False
    held.run(policies=HOLD)
    assert names(held) == ["from a"] * 2 and held.links()[0].decided == {}


@pytest.mark.parametrize("said", [{"value": 17, "side": "left"}, {"value": "x", "side": "top"}])
def test_a_decision_that_no_longer_fits_is_told(held: Scene, said: dict[str, Any]) -> None:
    remember(held, decided={NAME: said})
    held.run(policies=HOLD)
    assert names(held) == ["from a", "from b"]
    assert ["decide again" in entry.reason for entry in held.entries("held")] == [True]


def test_a_loser_is_put_back_and_goes_everywhere(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    both_edited(scene)
    scene.run()
    lost = next(json.loads(one.left_value) for one in scene.conflicts())
    link = next(link for link in scene.links() if link.pair == PAIR)
    scene.store.save_link(msgspec.structs.replace(link, dirty=True, decided={NAME: {"value": lost, "side": "left"}}))
    scene.run()
    assert {scene.of(system).value(f"{system}1", "name") for system in "abc"} == {"from a"}
    assert len(scene.conflicts()) == 1, "a decision is no conflict"
    scene.writes()
    scene.run()
    assert scene.writes() == {}


def test_a_decision_is_newer_than_every_edit(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    both_edited(scene)
    scene.run()
    scene.of("c").edit("c1", name="from c")
    link = next(link for link in scene.links() if link.pair == PAIR)
    decided = {NAME: {"value": "from a", "side": "left"}}
    scene.store.save_link(msgspec.structs.replace(link, dirty=True, decided=decided))
    scene.run()
    assert {scene.of(system).value(f"{system}1", "name") for system in "abc"} == {"from a"}
    assert json.loads(scene.conflicts()[-1].right_value) == "from c", "its edit is listed"


def first_meeting(folder: Path, **right: Any) -> Scene:
    scene = Scene(folder, customers("a", "b"))
    scene.of("a").has(name="from a", email="x@x.example")
    scene.of("b").has(**{"name": "from b", "email": "x@x.example"} | right)
    return scene


@pytest.mark.parametrize(("side", "wins"), [(Policy.LEFT, "a"), (Policy.RIGHT, "b")])
def test_a_first_merge_takes_the_side_that_is_named(tmp_path: Path, side: Policy, wins: str) -> None:
    scene = first_meeting(tmp_path, limit="5")
    scene.run(policies=policy(first=side))
    assert names(scene) == [f"from {wins}"] * 2
    assert scene.of("a").value("a1", "limit") == 5, "a blank is filled whoever is named"
    [conflict] = scene.conflicts()
    assert (conflict.winner, conflict.rule) == (side.value, "first merge")


@pytest.mark.parametrize("by", ["equality", "a person", "a named side"])
def test_a_held_first_merge_closes_by(tmp_path: Path, by: str) -> None:
    scene = first_meeting(tmp_path)
    scene.run()
    assert names(scene) == ["from a", "from b"] and len(scene.entries("held")) == 1
    assert scene.conflicts() == [] and is_quiet(scene)
    scene.of("b").edit("b1", name=None)
    scene.run()
    assert names(scene) == ["from a", None], "cleared while held: nobody fills it"
    scene.of("b").edit("b1", name="from a" if by == "equality" else "from b")
    if by == "a person":
        remember(scene, decided={NAME: {"value": "from a", "side": "left"}})
    scene.run(policies=policy(first=Policy.LEFT if by == "a named side" else Policy.HOLD))
    assert names(scene) == ["from a"] * 2 and scene.entries() == [] and scene.links()[0].decided == {}
    assert is_quiet(scene)


def test_a_hold_that_a_named_side_closes_is_closed_though_the_server_spells_otherwise(tmp_path: Path) -> None:
    scene = first_meeting(tmp_path)
    scene.run()
    scene.of("b").normalise = lambda document: {**document, "name": document["name"].upper()}
    scene.run(policies=policy(first=Policy.LEFT))
    assert names(scene) == ["from a", "FROM A"] and scene.entries() == [] and scene.links()[0].decided == {}
    assert is_quiet(scene)


# ---- writes without an answer -------------------------------------------------------------------


def without_answer(scene: Scene, left: str, right: str) -> None:
    """The left name was edited to "v", a write of it to the right was not answered; what both show now."""
    if left != "Nordlys":
        scene.of("a").edit("a1", name=left)
    if right != "Nordlys":
        scene.of("b").edit("b1", name=right)
    remember(scene, maybe={"right": {NAME: ["v"]}})


@pytest.mark.parametrize(
    ("left", "right", "after", "writes", "rules"),
    [
        ("v", "v", "v", {}, []),
        ("v", "Nordlys", "v", {"b": 1}, []),
        ("w", "v", "w", {"b": 1}, []),
        ("w", "Nordlys", "w", {"b": 1}, []),
        ("Nordlys", "Nordlys", "Nordlys", {}, []),
        ("Nordlys", "v", "Nordlys", {"b": 1}, []),
        ("v", "z", "z", {"a": 1}, ["ambiguous"]),
        ("w", "z", "z", {"a": 1}, ["ambiguous"]),
        ("Nordlys", "z", "z", {"a": 1}, ["ambiguous"]),
    ],
)
def test_a_write_without_an_answer_is_settled_by_looking(
    scene: Scene, left: str, right: str, after: str, writes: dict[str, int], rules: list[str]
) -> None:
    without_answer(scene, left, right)
    scene.run()
    assert names(scene) == [after] * 2 and scene.writes() == writes
    assert [one.rule for one in scene.conflicts()] == rules
    [link] = scene.links()
    assert link.maybe == {"right": {}} and (link.left_base[NAME], link.right_base[NAME]) == (after, after)
    scene.of("b").edit("b1", name="v")
    scene.run()
    assert names(scene) == ["v", "v"], "afterwards that value is an edit like any other"
    assert is_quiet(scene)


def test_every_write_without_an_answer_may_have_arrived(scene: Scene) -> None:
    scene.of("b").edit("b1", name="u")
    scene.of("a").edit("a1", name="v")
    remember(scene, maybe={"right": {NAME: ["u", "v"]}})
    scene.run()
    assert names(scene) == ["v", "v"] and scene.conflicts() == []


# ---- there and back, and blanks cleared on purpose ----------------------------------------------


def seen_before(scene: Scene, monkeypatch: pytest.MonkeyPatch, **by_key: dict[str, Any]) -> None:
    """What records showed since their pairs last looked."""
    from runtime.world import World

    def earlier(world: World, record: Any, pair: str) -> tuple[Any, ...]:
        known = world.known(record)
        changes = by_key.get(record.key)
        return (msgspec.structs.replace(known.record, **changes),) if known and changes else ()

    monkeypatch.setattr(World, "earlier", earlier)


def test_there_and_back_is_an_edit_that_may_win(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_before(scene, monkeypatch, a1={"name": "meanwhile"})
    scene.of("b").edit("b1", name="from b")
    scene.clock.later()
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    assert names(scene) == ["Nordlys"] * 2
    assert [(one.winner, one.rule) for one in scene.conflicts()] == [("left", "newest")]


def test_there_and_back_with_nobody_else_there_is_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_before(scene, monkeypatch, a1={"name": "meanwhile"})
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    assert scene.writes() == {} and scene.conflicts() == []


BLANK, VALUE, OTHER = None, "Nordlys", "Fjell"
SAME, FIRST = "Nordlys", "no base"


def _link(scene: Scene) -> LinkRow:
    return next(iter(scene.links()))


# Blank, absent, cleared on purpose and a value, on each side, with a base and without: what each side shows afterwards.
# "cleared" is blank now and was a value before; "absent" is a property the answer leaves out.
_STATES = ("value", "blank", "cleared", "absent")
_WITH_BASE = {
    # both had "Nordlys" when they last agreed, so a blank is a clear whatever was seen
    ("value", "value"): ("value", "value"),
    ("value", "blank"): ("blank", "blank"),
    ("value", "cleared"): ("blank", "blank"),
    ("value", "absent"): ("value", "absent"),
    ("blank", "value"): ("blank", "blank"),
    ("blank", "blank"): ("blank", "blank"),
    ("blank", "cleared"): ("blank", "blank"),
    ("blank", "absent"): ("blank", "blank"),
    ("cleared", "value"): ("blank", "blank"),
    ("cleared", "blank"): ("blank", "blank"),
    ("cleared", "cleared"): ("blank", "blank"),
    ("cleared", "absent"): ("blank", "blank"),
    ("absent", "value"): ("absent", "value"),
    ("absent", "blank"): ("blank", "blank"),
    ("absent", "cleared"): ("blank", "blank"),
    ("absent", "absent"): ("absent", "absent"),
}
_FIRST_MERGE = {
    ("value", "value"): ("value", "value"),
    ("value", "blank"): ("value", "value"),
    ("value", "cleared"): ("value", "blank"),  # held
    ("value", "absent"): ("value", "absent"),
    ("blank", "value"): ("value", "value"),
    ("blank", "blank"): ("blank", "blank"),
    ("blank", "cleared"): ("blank", "blank"),
    ("blank", "absent"): ("blank", "absent"),
    ("cleared", "value"): ("blank", "value"),  # held
    ("cleared", "blank"): ("blank", "blank"),
    ("cleared", "cleared"): ("blank", "blank"),
    ("cleared", "absent"): ("blank", "absent"),
    ("absent", "value"): ("absent", "value"),
    ("absent", "blank"): ("absent", "blank"),
    ("absent", "cleared"): ("absent", "blank"),
    ("absent", "absent"): ("absent", "absent"),
}


@pytest.mark.parametrize("states", _WITH_BASE, ids="-".join)
@pytest.mark.parametrize("with_base", [True, False], ids=["base", "first"])
def test_blank_absent_and_cleared_on_purpose(tmp_path: Path, states: tuple[str, str], with_base: bool) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=CreationRule(kind=Creation.MATCH_ONLY)))
    for system, state in zip("ab", states, strict=True):
        name = "Nordlys" if with_base or state != "blank" else None
        scene.of(system).has(name=name, email="x@x.example" if with_base else f"{system}@x.example")
    scene.run()
    for system, state in zip("ab", states, strict=True):
        if state in ("blank", "cleared"):
            scene.of(system).edit(f"{system}1", name=None)
    if not with_base:  # they are linked when what was cleared was read long ago
        scene.run()
        for system in "ab":
            scene.of(system).edit(f"{system}1", email="x@x.example")
    for system, state in zip("ab", states, strict=True):
        if state == "absent":
            del scene.of(system).documents[f"{system}1"]["name"]
    scene.run()
    found = tuple(_state(scene.of(system).documents[f"{system}1"]) for system in "ab")
    assert found == (_WITH_BASE if with_base else _FIRST_MERGE)[states]
    said = {("absent", "value"): ["rejected"]} | ({} if with_base else {("cleared", "value"): ["held"]})
    assert [entry.kind for entry in scene.entries()] == said.get((min(states), max(states)), [])
    assert scene.conflicts() == [] and is_quiet(scene)


def _state(document: dict[str, Any]) -> str:
    if "name" not in document:
        return "absent"
    return "blank" if document["name"] in (None, "") else "value"


# ---- many pairs ---------------------------------------------------------------------------------


def test_disjoint_edits_of_many_pairs_all_survive(tmp_path: Path) -> None:
    count = 40
    scene = Scene(tmp_path, customers("a", "b", rows=ROWS))
    for number in range(count):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example", limit="1")
    scene.run()
    scene.writes()
    for link in scene.links():
        scene.of("a").edit(link.left_key, name=f"Renamed {link.left_key}")
        scene.of("b").edit(link.right_key, limit="2")
    scene.run(allow_rewrites=True)
    for link in scene.links():
        for system, key in (("a", link.left_key), ("b", link.right_key)):
            assert scene.of(system).value(key, "name") == f"Renamed {link.left_key}"
            assert scene.of(system).value(key, "limit") == 2
    assert scene.conflicts() == [] and scene.writes() == {"a": count, "b": count}
    assert is_quiet(scene)
