"""Mirrored documents: one pair, records made in both directions, and what is stored when the pair turns round."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from runtime.evidence import evidence
from runtime.model import Creation, CreationRule, Flow, Kind, ObjectPair, Operations, Property
from runtime.printing import plan_lines, report_json, report_lines
from runtime.run import systems_of, types_of
from runtime.status import status_lines
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror, order_type, orders, turned

PAIR = customers("a", "b")
LEFT_ONLY = flow_of((PAIR,), name="a-b")
RIGHT_ONLY = flow_of((), (mirror(PAIR),), name="b-a")
BOTH = (LEFT_ONLY, RIGHT_ONLY)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, PAIR)


def mirrored(*pairs: ObjectPair) -> Flow:
    """One flow that holds these pairs and mirrors each of them."""
    return flow_of(pairs, tuple(mirror(pair) for pair in pairs))


# ---- making records in both directions ----------------------------------------------------------


def test_new_records_of_both_sides_get_one_each_and_the_next_pass_sends_nothing(scene: Scene) -> None:
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="5")
    scene.of("b").has(name="Fjell", email="y@x.example", limit="7")

    report = scene.run_flows(*BOTH)

    assert scene.of("a").column("name") == ["Nordlys", "Fjell"]
    assert scene.of("b").column("name") == ["Fjell", "Nordlys"]
    assert scene.of("a").value("a2", "limit") == 7
    assert sorted(scene.linked()) == [("a1", "b2"), ("a2", "b1")]
    assert scene.writes() == {"a": 1, "b": 1} and report.exit_code == 0 and scene.entries() == []
    assert scene.run_flows(*BOTH).rounds == 1
    assert scene.writes() == {}


def test_a_record_made_from_the_right_is_kept_equal_like_any_other(scene: Scene) -> None:
    scene.of("b").has(name="Fjell", email="y@x.example", limit="7")
    scene.run_flows(*BOTH)
    scene.writes()
    scene.of("a").edit("a1", name="Fjell AS")
    scene.of("b").edit("b1", limit="8")
    scene.run_flows(*BOTH)
    assert (scene.of("b").value("b1", "name"), scene.of("a").value("a1", "limit")) == ("Fjell AS", 8)
    assert scene.writes() == {"a": 1, "b": 1} and scene.conflicts() == []


def test_the_bases_of_a_record_made_from_the_right_are_what_each_side_shows(tmp_path: Path) -> None:
    pair = customers("a", "b", rows=("name", "email", "alias"))
    scene = Scene(tmp_path, pair)
    scene.of("a").normalise = lambda document: document | {"name": str(document["name"]).upper()}
    scene.of("b").has(name="Fjell", email="y@x.example", alias="F")

    scene.run_flows(mirrored(pair))

    [link] = scene.links()
    assert (link.left_base["name > name"], link.right_base["name > name"]) == ("FJELL", "Fjell")
    assert link.followers == {"name > alias": {"own": True, "source": "FJELL", "target": "F"}}
    assert scene.of("b").column("alias") == ["F"], "a copy of the left name has a value of its own"
    assert [(entry.kind, entry.row) for entry in scene.entries()] == [("own", "name > alias")]


def test_a_copy_into_the_right_is_filled_after_its_left_record_is_made(tmp_path: Path) -> None:
    pair = customers("a", "b", rows=("name", "email", "alias"))
    scene = Scene(tmp_path, pair)
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(mirrored(pair))
    assert scene.of("b").column("alias") == ["Fjell"]
    assert scene.writes() == {"a": 1, "b": 1} and scene.entries() == []
    scene.of("b").edit("b1", name="Fjell AS")
    scene.run_flows(mirrored(pair))
    assert scene.of("b").column("alias") == ["Fjell AS"]


def test_what_is_the_same_on_both_sides_is_linked_once(scene: Scene) -> None:
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Nordlys", email="X@x.example")
    report = scene.run_flows(*BOTH)
    assert scene.linked() == [("a1", "b1")] and scene.writes() == {}
    assert report.pairs[PAIR.key].linked == 1 and scene.entries() == []
    assert report.first is not None and report.first.entries == [], "nothing is said of it, not even for a round"


def test_what_is_known_by_another_route_is_linked_once(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    routes = [customers("a", "c"), customers("b", "c")]
    scene = Scene(tmp_path, pair, *routes)
    for system in "abc":
        scene.of(system).has(name="Nordlys")
    for route in routes:
        scene.store.add_link(route.key, f"{route.key[0]}1", "c1")
    plan = scene.run_flows(mirrored(pair)).first
    assert plan is not None and (len(plan.adopts), plan.creates, plan.entries) == (1, [], [])
    assert [(link.left_key, link.right_key) for link in scene.links() if link.pair == pair.key] == [("a1", "b1")]


def test_a_route_goes_over_what_the_same_round_links(tmp_path: Path) -> None:
    pairs = (customers("a", "b"), customers("a", "c", match=()))
    scene = Scene(tmp_path, *pairs, customers("b", "c"))
    for system in "abc":
        scene.of(system).has(name="Nordlys", email="x@x.example")
    scene.store.add_link("b.customer|c.customer", "b1", "c1")
    plan = scene.run_flows(mirrored(*pairs)).first
    assert plan is not None and len(plan.adopts) == 2 and plan.entries == []


def test_a_record_that_is_being_made_by_another_route_is_waited_for(tmp_path: Path) -> None:
    pairs = (customers("a", "c", match=()), customers("b", "c", match=()))
    scene = Scene(tmp_path, *pairs, customers("a", "b"))
    for system in "ab":
        scene.of(system).has(name="Nordlys")
    scene.store.add_link("a.customer|b.customer", "a1", "b1")
    plan = scene.run_flows(mirrored(*pairs)).first
    assert plan is not None and [(entry.key, entry.kind) for entry in plan.entries] == [("b1", "waiting")]
    assert scene.writes() == {"c": 1} and len(scene.links()) == 3 and scene.entries() == []


def test_two_pairs_of_the_same_systems_do_not_both_take_a_record(tmp_path: Path) -> None:
    leads = structs.replace(customer_type("a"), name="lead")
    pairs = (customers("a", "b"), structs.replace(customers("a", "b", left_type=leads), name="leads"))
    scene = Scene(tmp_path, *pairs)
    for system, kind in (("a", "customer"), ("a", "lead"), ("b", "customer")):
        scene.of(system, kind).has(name="Nordlys", email="x@x.example")
    plan = scene.run().first
    assert plan is not None and [adopt.pair for adopt in plan.adopts] == [pairs[0].key]
    assert [(e.pair, e.kind) for e in scene.entries()] == [(pairs[1].key, "review")]


@pytest.mark.parametrize(("lefts", "rights"), [(1, 2), (2, 1), (2, 2)])
def test_an_ambiguous_match_makes_nothing_in_either_direction(scene: Scene, lefts: int, rights: int) -> None:
    for system, count in (("a", lefts), ("b", rights)):
        for number in range(count):
            scene.of(system).has(name=f"{system} {number}", email="same@x.example")
    scene.run_flows(*BOTH)
    assert scene.linked() == [] and scene.writes() == {}
    sides = [(entry.side, entry.kind) for entry in scene.entries()]
    assert sides == [("left", "review")] * lefts + [("right", "review")] * rights
    assert f"matches {lefts} on the left (" in scene.entries()[-1].reason
    assert f"and {rights} on the right" in scene.entries()[-1].reason


def test_a_match_is_judged_the_same_from_both_sides(tmp_path: Path) -> None:
    by_name = structs.replace(PAIR.match[0], label="name", left=lambda r: r.name, right=lambda r: r.name)
    pair = customers("a", "b", match=(*PAIR.match, by_name))
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Nordlys AS", email="x@x.example")
    scene.of("b").has(name="Nordlys", email="z@x.example")
    scene.run_flows(mirrored(pair))
    assert scene.linked() == [] and scene.writes() == {}
    assert [(entry.side, entry.key, entry.kind) for entry in scene.entries()] == [
        ("left", "a1", "review"),
        ("right", "b1", "review"),
        ("right", "b2", "review"),
    ]


def test_a_cycle_of_three_systems_does_not_grow_when_every_pair_goes_both_ways(tmp_path: Path) -> None:
    pairs = [customers(left, right) for left, right in ("ab", "bc", "ac")]
    scene = Scene(tmp_path, *pairs)
    for system in "abc":
        scene.of(system).has(name=f"from {system}", email=f"{system}@x.example")
    for _ in range(3):
        scene.run_flows(mirrored(*pairs))
    names = sorted(f"from {system}" for system in "abc")
    assert {system: sorted(scene.of(system).column("name")) for system in "abc"} == dict.fromkeys("abc", names)
    assert len(scene.links()) == 9 and scene.entries() == []
    scene.writes()
    scene.run_flows(mirrored(*pairs))
    assert scene.writes() == {}


def test_without_match_tables_three_empty_systems_fill_from_any_of_them(tmp_path: Path) -> None:
    pairs = [customers(left, right, match=()) for left, right in ("ab", "bc", "ac")]
    scene = Scene(tmp_path, *pairs)
    scene.run_flows(mirrored(*pairs))
    for number, system in enumerate("abcba"):
        scene.of(system).has(name=f"{number} from {system}")
        scene.run_flows(mirrored(*pairs))
        assert {len(scene.of(system).documents) for system in "abc"} == {number + 1}
    assert len(scene.links()) == 15 and scene.entries() == []


# ---- which rule runs ----------------------------------------------------------------------------


def test_a_flow_that_only_mirrors_makes_records_one_way_and_syncs_both(scene: Scene) -> None:
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.of("a").has(name="Twin", email="t@x.example")
    scene.of("b").has(name="Twin", email="t@x.example")

    scene.run_flows(RIGHT_ONLY)

    assert scene.writes() == {"a": 1}, "the left record's rule belongs to a flow that was not run"
    assert scene.linked() == [("a2", "b2"), ("a3", "b1")] and scene.entries() == []
    scene.of("a").edit("a2", name="Twins")
    scene.of("b").edit("b1", limit="3")
    scene.run_flows(RIGHT_ONLY)
    assert (scene.of("b").value("b2", "name"), scene.of("a").value("a3", "limit")) == ("Twins", 3)


def test_flows_run_alone_one_after_the_other_miss_nothing(scene: Scene) -> None:
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(LEFT_ONLY)
    assert scene.writes() == {"b": 1}
    scene.run_flows(RIGHT_ONLY)
    assert scene.writes() == {"a": 1}
    scene.of("a").has(name="Two", email="2@x.example")
    scene.of("b").has(name="Three", email="3@x.example")
    scene.run_flows(RIGHT_ONLY)
    scene.run_flows(LEFT_ONLY)
    assert scene.writes() == {"a": 1, "b": 1}
    assert len(scene.links()) == 4


def test_the_other_directions_flow_does_not_make_a_pair_look_at_everything_again(scene: Scene) -> None:
    scene.run_flows(*BOTH)
    marks = scene.store.marks(PAIR.key)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run_flows(RIGHT_ONLY)
    after = scene.store.marks(PAIR.key)
    assert after["left"] == marks["left"] and after["links"].sequence > marks["links"].sequence


def test_a_mirror_has_a_rule_of_its_own(tmp_path: Path) -> None:
    pair = customers("a", "b")
    never = mirror(pair, CreationRule(kind=Creation.MATCH_ONLY))
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(flow_of((pair,), (never,)))
    assert scene.writes() == {"b": 1}
    [entry] = scene.entries()
    assert (entry.side, entry.key, entry.kind) == ("right", "b1", "held") and "never creates" in entry.reason

    scene.run_flows(flow_of((pair,), (never, mirror(pair))))
    assert scene.writes() == {"a": 1}, "any rule of the group suffices"
    assert scene.entries() == []


def test_an_entry_about_a_right_record_closes_when_it_is_linked(scene: Scene) -> None:
    never = mirror(PAIR, CreationRule(kind=Creation.MATCH_ONLY))
    flow = flow_of((PAIR,), (never,))
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(flow)
    assert [entry.side for entry in scene.entries()] == ["right"]
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.run_flows(LEFT_ONLY)
    assert scene.linked() == [("a1", "b1")] and scene.entries() == []


# ---- what holds a direction back ----------------------------------------------------------------


def test_each_direction_is_allowed_by_itself_to_create_beside_what_is_there(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    for number in range(3):
        scene.of("a").has(name=f"left {number}")
    for number in range(2):
        scene.of("b").has(name=f"right {number}")
    scene.run_flows(mirrored(pair))
    assert scene.writes() == {}
    reasons = {entry.side: entry.reason for entry in scene.entries("held")}
    assert reasons == {
        "left": "would be created beside 2 existing in b: add a match table, or --create-all 'a.customer|b.customer'",
        "right": "would be created beside 3 existing in a: add a match table, or --create-all 'b.customer|a.customer'",
    }

    scene.run_flows(mirrored(pair), create_all=frozenset({"b.customer|a.customer"}))
    assert scene.writes() == {"a": 2}
    assert {entry.side for entry in scene.entries("held")} == {"left"}
    scene.run_flows(mirrored(pair), create_all=frozenset({"a.customer|b.customer"}))
    assert scene.writes() == {"b": 3} and scene.entries() == []


def test_a_direction_counts_what_is_there_when_it_first_runs(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="left")
    scene.run(pair)
    assert scene.writes() == {"b": 1}
    scene.of("b").has(name="right")
    scene.run_flows(mirrored(pair))
    assert scene.writes() == {}
    assert ["beside 1 existing in a" in entry.reason for entry in scene.entries("held")] == [True]


def test_write_protection_and_missing_properties_are_those_of_the_side_written_to(tmp_path: Path) -> None:
    pair = customers("a", "b", missing=("vatZone",))
    scene = Scene(tmp_path, pair)
    scene.of("b").has(name="Fjell", email="y@x.example")
    for flow, options, reason in (
        (flow_of((pair,), (mirror(pair),)), {"read_only": {"a": "how"}}, "a was opened read-only: how"),
        (
            flow_of((pair,), (mirror(pair, CreationRule(missing=("currency",))),)),
            {},
            "no row or default gives the required currency",
        ),
    ):
        scene.run_flows(flow, **options)
        assert scene.writes() == {}
        assert [(entry.side, entry.reason) for entry in scene.entries()] == [("right", reason)]
    scene.run_flows(flow_of((pair,), (mirror(pair),)), read_only={"b": "how"})
    assert scene.writes() == {"a": 1}, "what the right lacks is nothing to the left"


def test_a_side_that_lets_nobody_create_is_left_alone(tmp_path: Path) -> None:
    closed = structs.replace(
        customer_type("a"), operations=Operations(list="", item="", why_not="a makes its own customers")
    )
    pair = customers("a", "b", left_type=closed)
    scene = Scene(tmp_path, pair)
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(mirrored(pair))
    assert [(entry.side, entry.reason) for entry in scene.entries()] == [("right", "a makes its own customers")]


def test_two_sections_give_a_new_left_record_what_it_requires_together(tmp_path: Path) -> None:
    required = Property(attribute="limit", path=("terms", "limit"), kind=Kind.DECIMAL, required=True)
    left = customer_type("a", limit=required)
    one = customers("a", "b", rows=("name",), left_type=left)
    two = structs.replace(customers("a", "b", rows=("email", "limit"), left_type=left), name="second")
    scene = Scene(tmp_path, one, two)
    scene.of("b").has(name="Fjell", email="y@x.example", limit="7")
    scene.run_flows(mirrored(one, two))
    assert [(scene.of("a").value("a1", name)) for name in ("name", "email", "limit")] == ["Fjell", "y@x.example", 7]
    assert scene.writes() == {"a": 1} and scene.entries() == []


# ---- references ---------------------------------------------------------------------------------


def test_an_order_of_the_right_is_made_on_the_left_after_its_customer(tmp_path: Path) -> None:
    pairs = (customers("a", "b"), orders("a", "b"))
    scene = Scene(tmp_path, *pairs)
    customer = scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.of("b", "order").has(title="Order 1", customer=customer)
    scene.run_flows(mirrored(*pairs))
    assert scene.of("a", "order").column("customer") == ["a1"]
    assert scene.writes() == {"a": 2}, "one create each, no patch afterwards"
    scene.run_flows(mirrored(*pairs))
    assert scene.writes() == {}


def test_a_required_reference_of_the_left_waits_or_is_blocked(tmp_path: Path) -> None:
    required = Property(attribute="customer", path=("customer", "id"), targets=("customer",), required=True)
    customer_pair = customers("a", "b")
    order_pair = orders("a", "b", left_type=order_type("a", customer=required))
    scene = Scene(tmp_path, customer_pair, order_pair)
    customer = scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.of("b", "order").has(title="Order 1", customer=customer)
    scene.of("b", "order").has(title="Order 2", customer="nobody")
    never = mirror(customer_pair, CreationRule(kind=Creation.MATCH_ONLY))

    scene.run_flows(flow_of((customer_pair, order_pair), (never, mirror(order_pair))))

    assert scene.writes() == {}
    kinds = {(entry.pair, entry.side, entry.key): entry.kind for entry in scene.entries()}
    assert kinds[order_pair.key, "right", "b1"] == "waiting"
    assert kinds[order_pair.key, "right", "b2"] == "blocked"
    scene.run_flows(mirrored(customer_pair, order_pair))
    assert scene.of("a", "order").column("customer") == ["a1"]


# ---- lost answers, outages ----------------------------------------------------------------------


def test_a_create_on_the_left_whose_answer_was_lost_is_never_sent_twice(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    scene.run_flows(mirrored(pair))
    scene.of("b").has(name="Fjell")
    scene.of("a").loses_answers = True
    assert scene.run_flows(mirrored(pair)).exit_code == 1
    assert scene.writes() == {"a": 1}
    scene.of("a").loses_answers = False
    scene.run_flows(mirrored(pair))
    assert scene.writes() == {} and scene.linked() == [("a1", "b1")], "and what it made is not copied back"


def test_a_lost_create_that_was_edited_blocks_copies_of_it_in_both_directions(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    scene.run_flows(mirrored(pair))
    scene.of("b").has(name="Fjell")
    scene.of("a").loses_answers = True
    scene.run_flows(mirrored(pair))
    scene.of("a").loses_answers = False
    scene.of("a").edit("a1", name="Nordlys")
    scene.writes()
    for _ in range(2):
        scene.run_flows(mirrored(pair))
        assert scene.writes() == {}
    assert [(entry.side, entry.key, entry.kind) for entry in scene.entries()] == [
        ("left", "a1", "review"),
        ("right", "b1", "review"),
    ]


def test_what_a_lost_create_on_the_right_made_is_not_copied_back(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    scene.run_flows(mirrored(pair))
    scene.of("a").has(name="Nordlys")
    scene.of("b").loses_answers = True
    scene.run_flows(mirrored(pair))
    scene.of("b").loses_answers = False
    scene.run_flows(mirrored(pair))
    assert len(scene.of("a").documents) == len(scene.of("b").documents) == 1
    assert scene.linked() == [("a1", "b1")] and scene.entries("review") == []


def test_a_create_on_the_left_whose_answer_was_lost_is_found_by_its_match(scene: Scene) -> None:
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.of("a").loses_answers = True
    scene.run_flows(*BOTH)
    scene.of("a").loses_answers = False
    scene.run_flows(*BOTH)
    assert scene.linked() == [("a1", "b1")] and len(scene.of("a").documents) == 1
    assert scene.entries() == [] and scene.store.unsettled() == []


@pytest.mark.parametrize("before", [0, 1, 2])
def test_what_an_outage_of_the_left_interrupts_is_done_by_the_next_pass(scene: Scene, before: int) -> None:
    for number in range(4):
        scene.of("b").has(name=f"n{number}", email=f"{number}@x.example")
    scene.of("a").down_after = before
    assert scene.run_flows(*BOTH).exit_code == 3
    assert len(scene.of("a").documents) == before
    scene.of("a").down, scene.of("a").down_after = False, None
    scene.run_flows(*BOTH)
    assert sorted(scene.of("a").column("name")) == ["n0", "n1", "n2", "n3"] and scene.entries() == []


def test_a_pass_that_dies_while_making_left_records_makes_none_twice(tmp_path: Path) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    scene.of("b").has(name="Fjell")
    scene.of("b").has(name="Nordlys")

    def die() -> None:
        raise KeyboardInterrupt

    scene.of("a").hook = die
    with pytest.raises(KeyboardInterrupt):
        scene.run_flows(mirrored(pair))
    scene.of("a").hook = lambda: None
    scene.run_flows(mirrored(pair))
    assert [(entry.side, entry.key, entry.kind) for entry in scene.entries()] == [("right", "b1", "review")]
    assert scene.of("a").column("name") == ["Nordlys"]
    rows = [(row.source_key, row.source_side, state) for _, row, state in scene.store.unsettled()]
    assert rows == [("b1", "right", "unknown")]


def test_a_refused_create_on_the_left_is_told_of_the_right_record(scene: Scene) -> None:
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.of("a").refuse = lambda document: "" if document.get("name") != "Fjell" else "no Fjell here"
    report = scene.run_flows(*BOTH)
    assert report.exit_code == 1 and scene.writes() == {"a": 1}
    assert [(e.side, e.key, e.kind, e.reason) for e in scene.entries()] == [("right", "b1", "failed", "no Fjell here")]
    scene.of("b").edit("b1", name="Fjell AS")
    scene.run_flows(*BOTH)
    assert scene.linked() == [("a1", "b1")] and scene.entries() == []


# ---- what is told -------------------------------------------------------------------------------


def test_a_dry_run_tells_both_directions_and_does_nothing(scene: Scene) -> None:
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    never = mirror(PAIR, CreationRule(kind=Creation.MATCH_ONLY))
    dry = scene.run_flows(*BOTH, dry_run=True)
    held = scene.run_flows(flow_of((PAIR,), (never,)), dry_run=True)
    real = scene.run_flows(*BOTH).first
    assert dry.first is not None and real is not None
    assert dry.first.creates == real.creates
    lines = list(plan_lines(dry))
    assert lines[0].startswith("    1  create  a.customer for b.customer b1 ")
    assert lines[1].startswith("    2  create  b.customer for a.customer a1 ")
    assert "held     a.customer|b.customer right b1: nothing matches" in "\n".join(plan_lines(held))


def test_figures_stand_under_one_flow_and_the_mirror_says_which(scene: Scene) -> None:
    scene.of("b").has(name="Fjell", email="y@x.example")
    report = scene.run_flows(*BOTH)
    lines = list(report_lines(report, BOTH, False))
    assert " ".join(lines[1].split()) == "customers 1 linked 1 created 0 updated 0 conflicts 0 failed"
    assert " ".join(lines[3].split()) == "customers, mirrored counted with customers"
    assert report_json(report, BOTH, False)["flows"]["b-a"] == []
    assert report.sent == {"b-a": 1}, "the create was the mirror's"

    alone = list(report_lines(report, (RIGHT_ONLY,), False))
    assert " ".join(alone[1].split()) == "customers, mirrored 1 linked 1 created 0 updated 0 conflicts 0 failed"
    [section] = report_json(report, (RIGHT_ONLY,), False)["flows"]["b-a"]
    assert (section["pair"], section["title"], section["created"]) == (PAIR.key, "customers, mirrored", 1)


def test_a_mirror_brings_its_types_and_systems() -> None:
    assert [kind.system.name for kind in types_of((RIGHT_ONLY,))] == ["a", "b"]
    assert sorted(systems_of((RIGHT_ONLY,))) == ["a", "b"]


def test_status_and_evidence_tell_the_side(scene: Scene) -> None:
    never = flow_of((PAIR,), (mirror(PAIR, CreationRule(kind=Creation.MATCH_ONLY)),), name="f")
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(never)
    assert any("right b1: nothing matches" in line for line in status_lines(scene.store))
    left, right = evidence((never,), scene.store, scene.clock())["f"]
    assert (left.side, left.in_scope, left.linked, left.held, left.holds) == ("left", 1, 1, 0, True)
    assert (right.side, right.in_scope, right.linked, right.held, right.holds) == ("right", 2, 1, 1, True)
    assert right.title == "customers, mirrored"

    scene.of("b").has(name="unseen", email="z@x.example")
    scene.of("a").edit("a1", name="changed")
    scene.run_flows(never, dry_run=True)
    left, right = evidence((never,), scene.store, scene.clock())["f"]
    assert left.unequal == (("a1", "name > name"),) and right.unequal == (), "a link is compared once"
    assert right.unexplained == ("b3",)
    [alone] = evidence((flow_of((), never.mirrors, name="f"),), scene.store, scene.clock())["f"]
    assert alone.unequal == (("a1", "name > name"),)


# ---- a pair that turns round --------------------------------------------------------------------


def test_a_document_that_is_added_turns_the_pair_and_nothing_is_lost(tmp_path: Path) -> None:
    before = customers("b", "a", rows=("name", "email", "alias"))
    after = turned(before)
    assert (before.key, after.key) == ("b.customer|a.customer", "a.customer|b.customer")
    scene = Scene(tmp_path, before)
    scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Held", email="h@x.example")
    scene.of("a").has(name="Other", email="h@x.example")
    scene.of("b").has(name="Twin", email="t@x.example")
    scene.of("b").has(name="Twin", email="t@x.example")
    scene.of("a").has(name="Twin", email="t@x.example")
    scene.run(before)
    links = {(link.id, link.right_key, link.left_key) for link in scene.links()}
    assert scene.of("a").value("a3", "alias") == "Nordlys"
    scene.of("b").edit("b1", name="Nordlys AS")
    scene.of("a").edit("a3", email="new@x.example")
    scene.writes()

    flow = flow_of((after,), (mirror(after),))
    dry = scene.run_flows(flow, dry_run=True).first
    assert dry is not None and dry.creates == [] and dry.adopts == []
    scene.run_flows(flow)

    assert {(link.id, link.left_key, link.right_key) for link in scene.links()} == links
    assert {link.pair for link in scene.links()} == {after.key}
    assert (scene.of("a").value("a3", "name"), scene.of("b").value("b1", "email")) == ("Nordlys AS", "new@x.example")
    assert scene.of("a").value("a3", "alias") == "Nordlys AS", "the copy still follows"
    assert scene.writes() == {"a": 1, "b": 1} and scene.conflicts() == []
    assert {(entry.pair, entry.side, entry.key, entry.row) for entry in scene.entries()} == {
        (after.key, "left", "a1", "name > name"),
        (after.key, "left", "a2", ""),
        (after.key, "right", "b3", ""),
        (after.key, "right", "b4", ""),
    }
    scene.run_flows(flow)
    assert scene.writes() == {}
    scene.run(before)
    assert scene.writes() == {} and {link.pair for link in scene.links()} == {before.key}


def test_two_pairs_that_mirror_each_other_and_are_both_run_stay_as_they_are(tmp_path: Path) -> None:
    there, back = customers("a", "b", match=()), customers("b", "a", match=())
    scene = Scene(tmp_path, there, back)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    before = scene.links()
    counted = {pair.key: scene.store.marks(pair.key)["left"].existing for pair in (there, back)}
    scene.run()
    assert scene.links() == before and {link.pair for link in before} == {there.key, back.key}
    assert {pair.key: scene.store.marks(pair.key)["left"].existing for pair in (there, back)} == counted


def test_an_open_intent_of_a_pair_that_turns_is_still_known(tmp_path: Path) -> None:
    before = customers("b", "a", match=())
    after = turned(before)
    scene = Scene(tmp_path, before)
    scene.of("b").has(name="Nordlys")
    scene.of("a").loses_answers = True
    scene.run(before)
    scene.of("a").loses_answers = False
    scene.writes()
    scene.run_flows(mirrored(after))
    assert scene.writes() == {}
    assert scene.linked() == [("a1", "b1")] and scene.entries() == [], "it is found under the turned pair"


# ---- whichever side is LEFT ---------------------------------------------------------------------


def _history(scene: Scene, run: Callable[[], object], seed: int) -> None:
    """A few rounds of what people do at both systems, with a pass after each."""
    chance = random.Random(seed)
    for step in range(6):
        for _ in range(chance.randint(1, 3)):
            system = scene.of(chance.choice("ab"))
            mail = f"{chance.randint(1, 6)}@x.example"
            if system.documents and chance.random() < 0.5:
                key = chance.choice(sorted(system.documents))
                name = chance.choice(("name", "limit"))
                system.edit(key, **{name: str(chance.randint(1, 9)) if chance.random() < 0.8 else None})
            else:
                system.has(name=f"{system.system} {step}", email=mail)
            scene.clock.later(1)
        run()


@pytest.mark.parametrize("seed", range(25))
def test_it_makes_no_difference_which_document_holds_the_pair(tmp_path: Path, seed: int) -> None:
    pair = customers("a", "b", rows=("name", "email", "limit", "alias"))
    found = []
    for number, one in enumerate((pair, turned(pair))):
        folder = tmp_path / str(number)
        folder.mkdir()
        scene = Scene(folder, one)
        _history(scene, lambda scene=scene, one=one: scene.run_flows(mirrored(one)), seed)  # type: ignore[misc]
        scene.writes()
        scene.run_flows(mirrored(one))
        assert scene.writes() == {}, "quiet at the end"
        found.append({system: scene.of(system).documents for system in "ab"})
    assert found[0] == found[1]
