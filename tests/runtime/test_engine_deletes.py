"""Deletions, what leaves the scope, and what comes back (SEMANTICS section 7, S-13, S-14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.errors import Halted, Rejected, Unavailable
from runtime.model import Facet, ObjectPair, Property, Snapshot
from runtime.pilot import Criterion, Scope
from runtime.policies import Choice, Policies
from runtime.printing import report_lines
from runtime.store import DecisionRow
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers, mirror, order_type, orders

PROPAGATE = {"policies": Policies(default=Choice(propagate=True))}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Two customers in a and b, linked and equal; both directions create."""
    return _linked(tmp_path)


def _linked(folder: Path, count: int = 2, pair: ObjectPair | None = None) -> Scene:
    scene = Scene(folder, pair or customers("a", "b"))
    for number in range(1, count + 1):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    _run(scene)
    scene.writes()
    return scene


def _run(scene: Scene, **options: Any) -> Any:
    [pair] = scene.pairs
    return scene.run_flows(flow_of((pair,), (mirror(pair),)), **options)


def _kinds(scene: Scene) -> list[tuple[str, str, str]]:
    return [(entry.side, entry.key, entry.kind) for entry in scene.entries()]


def test_a_delete_is_kept_to_its_side_and_nothing_is_made_again(scene: Scene) -> None:
    scene.of("b").remove("b1")
    for _ in range(3):
        assert _run(scene).exit_code == 0
        assert scene.writes() == {} and set(scene.of("a").documents) == {"a1", "a2"}
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    assert ("left", "a1", "deleted") in _kinds(scene)
    scene.of("a").edit("a1", name="Customer one")
    _run(scene)
    assert scene.writes() == {}, "the survivor is written nowhere and made nowhere"


def test_a_delete_travels_where_the_pair_says_so(scene: Scene) -> None:
    scene.of("a").remove("a1")
    report = _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b2"} and scene.writes() == {"b": 1}
    assert report.pairs[scene.pairs[0].key].deleted == 1
    assert any(line.endswith(" 1 deleted") for line in report_lines(report, (flow_of(scene.pairs),), False))
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    [intent] = [one for one in scene.store.intents_of("b", "customer", "b1") if one.intent.action == "delete"]
    assert intent.state == "applied" and '"Customer 1"' in intent.intent.before
    _run(scene, **PROPAGATE)
    assert scene.writes() == {}


def test_an_edit_beats_a_delete_and_nothing_is_made_again(scene: Scene) -> None:
    scene.of("b").edit("b1", name="Edited")
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and scene.of("b").value("b1", "name") == "Edited"
    assert any("has values that it did not have (name > name)" in entry.reason for entry in scene.entries("deleted"))


def test_an_edit_that_arrives_while_we_delete_beats_the_delete(scene: Scene) -> None:
    scene.of("b").changed_once = lambda: scene.of("b").edit("b1", name="Edited")
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    _run(scene, **PROPAGATE)
    assert scene.of("b").value("b1", "name") == "Edited"
    assert [link.state for link in scene.links()] == ["tombstone", "active"]


def test_both_deleted_is_the_end_of_a_link(scene: Scene) -> None:
    scene.of("a").remove("a1")
    scene.of("b").remove("b1")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["tombstone", "active"]


def test_a_restored_key_revives_the_link_with_its_bases(scene: Scene) -> None:
    kept = dict(scene.of("b").documents["b1"])
    scene.of("b").remove("b1")
    _run(scene)
    scene.of("b").documents["b1"] = kept
    scene.of("a").edit("a1", name="Edited meanwhile")
    _run(scene)
    assert [link.state for link in scene.links()] == ["active", "active"]
    assert scene.of("b").value("b1", "name") == "Edited meanwhile" and scene.conflicts() == []


def test_a_new_record_that_matches_a_survivor_is_for_a_person_to_decide(scene: Scene) -> None:
    scene.of("b").remove("b1")
    _run(scene)
    twin = scene.of("b").has(name="Again", email="1@x.example")
    for _ in range(2):
        _run(scene)
        assert scene.writes() == {}
    [entry] = [entry for entry in scene.entries("review") if entry.key == twin]
    assert "whose counterpart was deleted" in entry.reason and "a1" in entry.evidence
    scene.store.decide(DecisionRow(scene.pairs[0].key, "right", twin, "create"), "now")
    _run(scene)
    assert scene.writes() == {"a": 1} and len(scene.of("a").documents) == 3


def test_a_list_that_fails_or_is_cut_short_deletes_nothing(scene: Scene) -> None:
    """A page is lost, the list ends early, the system is down, the list is refused: nothing is concluded."""
    memory = scene.of("b")
    usual = memory.pull

    def cut(cursor: str, seen: Any) -> Any:
        yield from list(usual(cursor, seen))[:1][:0]
        raise Unavailable("b", "the page could not be read")

    memory.pull = cut  # type: ignore[method-assign]  # the server breaks off in the middle of its list
    _run(scene, **PROPAGATE)
    memory.pull = usual  # type: ignore[method-assign]  # and is well again
    memory.no_list = Rejected("b", "not for you", status=403)
    _run(scene, **PROPAGATE)
    memory.no_list = None
    assert _run(scene, **PROPAGATE).exit_code == 0
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["active", "active"]


def test_a_record_that_is_listed_no_more_but_is_there_is_out_of_scope(scene: Scene) -> None:
    memory = scene.of("b")
    hidden = memory.documents["b1"]
    usual = memory.fetch

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        if key != "b1" or "b1" in memory.documents:
            return usual(key, document)
        return Snapshot(key="b1", document=hidden, version="1", modified="")

    memory.fetch = fetch  # type: ignore[method-assign]  # an archived record: no list tells of it
    del memory.documents["b1"]
    scene.of("a").edit("a1", name="Edited")
    for _ in range(2):
        _run(scene, **PROPAGATE)
        assert scene.writes() == {} and ("left", "a1", "out-of-scope") in _kinds(scene)
    assert [link.state for link in scene.links()] == ["active", "active"]
    memory.documents["b1"] = hidden
    _run(scene)
    assert memory.value("b1", "name") == "Edited", "back in scope, the edit arrives"


def test_without_a_look_up_two_complete_lists_are_the_proof(scene: Scene) -> None:
    memory = scene.of("b")

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        raise Rejected("b", "records cannot be read one by one", status=405)

    memory.fetch = fetch  # type: ignore[method-assign]  # an API without single records
    memory.remove("b1")
    _run(scene, **PROPAGATE)
    assert ("left", "a1", "waiting") in _kinds(scene) and scene.writes() == {}
    _run(scene, **PROPAGATE)
    assert scene.writes() == {"a": 1} and set(scene.of("a").documents) == {"a2"}


def test_more_deletes_than_the_brake_allows_stop_before_anything_is_sent(tmp_path: Path) -> None:
    scene = _linked(tmp_path, 30)
    for number in range(1, 13):
        scene.of("a").remove(f"a{number}")
    with pytest.raises(Halted, match="would delete 12 of 30 customer in b") as halted:
        _run(scene, **PROPAGATE)
    assert halted.value.exit_code == 4 and scene.writes() == {}
    _run(scene, allow_deletes=True, **PROPAGATE)
    assert scene.writes() == {"b": 12} and len(scene.of("b").documents) == 18


def test_a_side_that_is_empty_all_at_once_stops_the_pass(scene: Scene) -> None:
    scene.of("a").documents.clear()
    with pytest.raises(Halted, match="says it has no customer at all"):
        _run(scene, **PROPAGATE)
    assert scene.writes() == {}


def test_a_feed_that_names_what_is_gone_needs_no_look_up(scene: Scene) -> None:
    scene.of("a").tells_gone = scene.of("b").tells_gone = True
    scene.of("a").remove("a2")
    _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b1"}


def test_leaving_the_facet_pauses_the_link(tmp_path: Path) -> None:
    usual = customers("a", "b")
    facet = Facet(name="person", path=("name",), value="Person")
    scene = Scene(tmp_path, structs.replace(usual, left=structs.replace(usual.left, facet=facet)))
    scene.of("a").has(name="Person", email="1@x.example")
    scene.run()
    assert scene.linked() == [("a1", "b1")]
    scene.of("a").edit("a1", name="Company", limit="7")
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.of("b").value("b1", "limit") is None
    [entry] = scene.entries("out-of-scope")
    assert "is no person any more" in entry.reason
    scene.of("a").edit("a1", name="Person")
    scene.run()
    assert scene.of("b").value("b1", "limit") == 7


# ---- pilot scope --------------------------------------------------------------------------------


def test_only_what_is_in_the_pilot_scope_takes_part(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for name in ("one", "two", "three"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scope = {"a.customer": Scope(keys=frozenset({"a2"}))}
    scene.run(scope=scope)
    assert scene.of("b").column("name") == ["two"]
    named = {"a.customer": Scope(all=(Criterion("name", "equal", ("one",)),))}
    scene.run(scope=named)
    assert scene.of("b").column("name") == ["two", "one"], "another scope is looked at from the start"
    scene.of("a").edit("a2", name="two changed")
    scene.run(scope=named)
    assert scene.of("b").column("name") == ["two", "one"]
    assert {entry.key for entry in scene.entries("out-of-scope")} == {"a2", "a3"}, "one is linked, the other never was"
    scene.run()
    assert scene.of("b").column("name") == ["two changed", "one", "three"] and scene.entries() == []


def test_a_limit_sends_so_many_writes_and_leaves_the_rest_for_later(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(5):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
    scene.run(limit=2)
    assert scene.writes() == {"b": 2} and len(scene.entries("waiting")) == 3
    scene.run(limit=2)
    assert scene.writes() == {"b": 2}
    scene.of("a").edit("a1", name="new")
    scene.of("a").edit("a2", name="newer")
    scene.run(limit=2)
    assert scene.writes() == {"b": 2}
    scene.run()
    assert scene.writes() == {"b": 1} and scene.entries() == []
    assert sorted(scene.of("b").column("name")) == ["2", "3", "4", "new", "newer"]


@pytest.mark.parametrize("is_required", [False, True])
def test_a_reference_to_a_survivor_is_blocked_and_says_why(tmp_path: Path, is_required: bool) -> None:
    customer = Property(attribute="customer", path=("customer", "id"), targets=("customer",), required=is_required)
    pairs = customers("a", "b"), orders("a", "b", right_type=order_type("b", customer=customer))
    scene = Scene(tmp_path, *pairs)
    for number in (1, 2):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    order = scene.of("a", "order")
    order.has(title="Old", customer="a2")
    scene.run()
    scene.of("b").remove("b1")
    scene.run()
    scene.writes()
    order.edit("a1", customer="a1", title="Edited")
    order.has(title="New", customer="a1")
    for _ in range(2):
        scene.run()
    new = [("a2", "")] if is_required else [("a2", "customer.id > customer.id")]
    blocked = [entry for entry in scene.entries("blocked") if entry.pair == pairs[1].key]
    assert [(entry.key, entry.row) for entry in blocked] == [("a1", "customer.id > customer.id"), *new]
    assert all("customer b1 in b was deleted" in entry.reason for entry in blocked)
    assert scene.of("b", "order").column("title") == (["Edited"] if is_required else ["Edited", "New"])
    assert not scene.entries("waiting")
