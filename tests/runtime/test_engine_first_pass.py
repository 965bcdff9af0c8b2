"""What a first pass links, makes and leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from runtime.model import Property
from tests.runtime.memory import Scene
from tests.runtime.pairs import customer_type, customers, order_type, orders


def test_a_first_pass_creates_and_the_next_sends_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="post@nordlys.example", limit="10.50")
    scene.of("a").has(name="Fjell", email="post@fjell.example")

    report = scene.run()

    assert report.exit_code == 0
    assert scene.of("b").column("name") == ["Nordlys", "Fjell"]
    assert scene.of("b").column("email") == ["post@nordlys.example", "post@fjell.example"]
    assert scene.linked() == [("a1", "b1"), ("a2", "b2")]
    assert scene.writes() == {"b": 2}
    again = scene.run()
    assert scene.writes() == {} and again.rounds == 1 and again.exit_code == 0


def test_what_matches_is_linked_and_blanks_are_filled_both_ways(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="Post@Nordlys.example ", limit=None)
    scene.of("b").has(name="", email="post@nordlys.example", limit="7")

    report = scene.run()

    assert scene.linked() == [("a1", "b1")]
    assert len(scene.of("b").documents) == 1
    assert report.pairs[scene.pairs[0].key].created == 0
    assert scene.of("b").value("b1", "name") == "Nordlys"
    assert scene.of("a").value("a1", "limit") == 7
    assert scene.of("a").value("a1", "email") == "Post@Nordlys.example ", "a spelling nobody changed stays"
    scene.writes()
    scene.run()
    assert scene.writes() == {}


def test_two_different_values_at_first_sight_are_held_and_listed(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Nordlys AS", email="x@x.example")
    scene.run()
    assert (scene.of("a").value("a1", "name"), scene.of("b").value("b1", "name")) == ("Nordlys", "Nordlys AS")
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]
    assert scene.writes() == {}

    scene.of("b").edit("b1", name="Nordlys")
    scene.run()
    assert scene.entries() == [], "a hold closes when both sides are equal"


@pytest.mark.parametrize("lefts, rights", [(1, 2), (2, 1), (2, 2)])
def test_an_ambiguous_match_is_for_a_person(tmp_path: Path, lefts: int, rights: int) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(lefts):
        scene.of("a").has(name=f"left {number}", email="same@x.example")
    for number in range(rights):
        scene.of("b").has(name=f"right {number}", email="same@x.example")

    scene.run()

    assert scene.linked() == [] and scene.writes() == {}
    assert len(scene.entries("review")) == lefts
    assert f"{rights} on the right" in scene.entries("review")[0].reason
    assert f"{lefts} on the left" in scene.entries("review")[0].reason


def test_nothing_matches_a_blank(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="")
    scene.of("b").has(name="Fjell", email="  ")
    scene.run()
    assert scene.of("b").column("name") == ["Fjell", "Nordlys"]


def test_creating_beside_existing_records_waits_for_permission(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    for number in range(3):
        scene.of("a").has(name=f"left {number}")
    for number in range(2):
        scene.of("b").has(name=f"right {number}")

    scene.run()
    assert scene.writes() == {}
    reasons = {entry.reason for entry in scene.entries("held")}
    assert len(scene.entries("held")) == 3
    assert len(reasons) == 1
    assert "beside 2 existing" in reasons.pop()

    scene.run(create_all=frozenset({pair.key}))
    assert scene.writes() == {"b": 3}
    scene.of("a").has(name="one more")
    scene.run()
    assert scene.writes() == {"b": 1}, "the permission stays"


def test_an_empty_right_side_needs_no_permission(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys")
    scene.run()
    scene.of("a").has(name="Fjell")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys", "Fjell"]


def test_a_pair_without_a_row_for_something_required_holds_its_records(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", missing=("vatZone",)))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    assert scene.writes() == {}
    assert [entry.kind for entry in scene.entries()] == ["held"]
    assert "vatZone" in scene.entries()[0].reason


def test_a_record_without_a_required_value_is_held_until_it_has_one(tmp_path: Path) -> None:
    right = customer_type("b", name=Property(attribute="name", path=("name",), required=True))
    scene = Scene(tmp_path, customers("a", "b", right_type=right))
    scene.of("a").has(name="  ", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.run()
    assert scene.of("b").column("name") == ["Fjell"]
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "held")]
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    assert scene.of("b").column("name") == ["Fjell", "Nordlys"] and scene.entries() == []


# ---- references ---------------------------------------------------------------------------------


def test_a_default_that_a_profile_gains_wakes_what_was_held_for_it(tmp_path: Path) -> None:
    required = Property(attribute="name", path=("name",), required=True)
    scene = Scene(tmp_path, customers("a", "b", right_type=customer_type("b", name=required)))
    scene.of("a").has(email="x@x.example")
    scene.run()
    assert [entry.kind for entry in scene.entries()] == ["held"]
    scene.run(customers("a", "b", right_type=customer_type("b", name=structs.replace(required, default="(none)"))))
    assert scene.linked() == [("a1", "b1")]


def test_an_order_is_made_after_its_customer_in_one_pass(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    customer = scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer=customer)

    scene.run()

    assert scene.of("b", "order").column("customer") == ["b1"]
    assert scene.writes() == {"b": 2}, "one create each, no patch afterwards"
    scene.run()
    assert scene.writes() == {}


def test_a_required_reference_waits_until_its_target_is_linked(tmp_path: Path) -> None:
    required = order_type(
        "b",
        customer=Property(
            attribute="customer", path=("customer", "id"), targets=("customer",), required=True
        ),
    )
    customer_pair = customers("a", "b", missing=("vatZone",))
    order_pair = orders("a", "b", right_type=required)
    scene = Scene(tmp_path, customer_pair, order_pair)
    customer = scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer=customer)
    scene.of("a", "order").has(title="Order 2", customer="nobody")

    scene.run()
    assert scene.writes() == {}
    kinds = {(entry.pair, entry.key): entry.kind for entry in scene.entries()}
    assert kinds[order_pair.key, "a1"] == "waiting"
    assert kinds[order_pair.key, "a2"] == "blocked"

    scene.run(customers("a", "b"), order_pair)
    assert scene.of("b", "order").column("customer") == ["b1"]


def test_a_reference_to_an_existing_record_is_filled_once_that_is_linked(tmp_path: Path) -> None:
    order_pair = orders("a", "b")
    scene = Scene(tmp_path, customers("a", "b"), order_pair)
    customer = scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Twin", email="x@x.example")
    scene.of("b").has(name="Twin", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer=customer)
    scene.run()
    assert scene.of("b", "order").column("customer") == [None], "optional, so the order does not wait"

    del scene.of("b").documents["b1"]
    scene.of("b").edit("b2", email="z@x.example")
    scene.of("a").edit("a1", email="z@x.example")
    scene.run()
    assert scene.of("b", "order").column("customer") == ["b2"]


def test_a_circle_of_references_is_made_and_then_closed(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=("name", "email", "favourite")), orders("a", "b"))
    customer = scene.of("a").has(name="Nordlys", email="x@x.example", favourite="a1")
    scene.of("a", "order").has(title="Order 1", customer=customer)

    scene.run()

    assert scene.of("b", "order").column("customer") == ["b1"]
    assert scene.of("b").column("favourite") == ["b1"]
    assert len(scene.of("b").documents) == len(scene.of("b", "order").documents) == 1
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.entries() == []


def test_a_wide_circle_of_references_is_made_and_then_closed(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=("name", "email", "favourite")), orders("a", "b"))
    for number in (1, 2):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example", favourite=f"a{number}")
        scene.of("a", "order").has(title=f"Order {number}", customer=f"a{3 - number}")
    scene.run()
    assert scene.of("b", "order").column("customer") == ["b2", "b1"]
    assert scene.of("b").column("favourite") == ["b1", "b2"] and scene.entries() == []


# ---- nothing comes back as its own copy ---------------------------------------------------------


def test_a_cycle_of_three_systems_does_not_grow(tmp_path: Path) -> None:
    pairs = [customers(left, right, match=()) for left, right in ("ab", "bc", "ca")]
    scene = Scene(tmp_path, *pairs)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    for _ in range(4):
        scene.run()
    assert {system: len(scene.of(system).documents) for system in "abc"} == {"a": 1, "b": 1, "c": 1}
    assert len(scene.links()) == 3
    scene.of("b").edit("b1", name="Nordlys AS")
    scene.writes()
    scene.run()
    assert {scene.of(system).value(f"{system}1", "name") for system in "abc"} == {"Nordlys AS"}
    assert scene.conflicts() == [] and scene.writes() == {"a": 1, "c": 1}


def test_two_records_that_come_back_as_one_are_not_both_linked_to_it(tmp_path: Path) -> None:
    routes = [customers(left, right, match=()) for left, right in ("ab", "bc", "ad", "dc")]
    scene = Scene(tmp_path, *routes, customers("a", "c", match=()))
    for system, name in ("aN", "aM", "bN", "dM", "cN"):
        scene.of(system).has(name=name)
    for pair, (left, right) in zip(routes, (("a1", "b1"), ("b1", "c1"), ("a2", "d1"), ("d1", "c1")), strict=True):
        scene.store.add_link(pair.key, left, right)

    scene.run(scene.pairs[-1])

    assert [(link.left_key, link.right_key) for link in scene.links() if link.pair == scene.pairs[-1].key] == [
        ("a1", "c1")
    ]
    assert [(entry.key, "already linked" in entry.reason) for entry in scene.entries("review")] == [("a2", True)]
    assert scene.of("c").column("name") == ["N"]


def test_the_same_records_are_not_made_again_through_the_mirrored_pair(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()), customers("b", "a", match=()))
    scene.of("a").has(name="from a")
    scene.of("b").has(name="from b")
    scene.run(create_all=frozenset(pair.key for pair in scene.pairs))
    scene.run()
    assert sorted(scene.of("a").column("name")) == ["from a", "from b"]
    assert sorted(scene.of("b").column("name")) == ["from a", "from b"]
