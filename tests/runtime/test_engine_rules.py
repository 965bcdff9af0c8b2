"""When a section's rule lets a record be made: WHEN, CONNECTED, several sections of one pair, and references."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.connected import References, targets_of
from runtime.model import (
    UNSET,
    Connected,
    Creation,
    CreationRule,
    Integer,
    Kind,
    Many,
    ObjectPair,
    ObjectType,
    Operations,
    Patch,
    Property,
    Record,
    Snapshot,
    Text,
)
from runtime.predicates import equal, filled
from runtime.store import Store
from runtime.world import RecordId, World
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import Customer, customer_type, customers, mirror, order_type, orders

NEVER = CreationRule(kind=Creation.MATCH_ONLY)
REQUIRED = Property(attribute="customer", path=("customer", "id"), targets=("customer",), required=True)


def when(record: Customer) -> bool:
    return equal(record.alias, "VIP")


def when_vip(prose: str = "the customer is a VIP") -> CreationRule:
    return CreationRule(kind=Creation.WHEN, prose=prose, when=when)


def connected(*types: str, attributes: tuple[str, ...] = (), into: str = "b") -> CreationRule:
    names = Connected(types=types, attributes=attributes, into=into)
    return CreationRule(kind=Creation.CONNECTED, prose="connected", connected=names)


def told(scene: Scene) -> list[tuple[str, str, str]]:
    """(key, kind, reason) of every entry."""
    return [(entry.key, entry.kind, entry.reason) for entry in scene.entries()]


# ---- WHEN ---------------------------------------------------------------------------------------


def test_when_creates_what_satisfies_it_and_says_so_of_the_rest(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=when_vip()))
    scene.of("a").has(name="Nordlys", email="x@x.example", alias="VIP ")
    scene.of("a").has(name="Fjell", email="y@x.example", alias="vip")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys"]
    assert told(scene) == [("a2", "held", 'the condition "the customer is a VIP" does not hold')]

    scene.of("a").edit("a2", alias="VIP")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys", "Fjell"] and scene.entries() == []


def test_a_record_that_stops_satisfying_its_condition_stays_linked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=when_vip()))
    scene.of("a").has(name="Nordlys", email="x@x.example", alias="VIP")
    scene.run()
    scene.of("a").edit("a1", alias=None, name="Nordlys AS")
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.entries() == []
    assert scene.of("b").column("name") == ["Nordlys AS"]


def test_what_does_not_satisfy_a_condition_is_still_matched(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=when_vip()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.entries() == []


def test_a_condition_that_is_bound_to_nothing_creates_nothing(tmp_path: Path) -> None:
    pair = customers("a", "b", rule=CreationRule(kind=Creation.WHEN, prose="the moon is full"))
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    reason = "the section's condition is not bound in the source profile, so it creates nothing"
    assert told(scene) == [("a1", "held", reason)] and scene.writes() == {}


def test_a_condition_is_asked_of_the_record_as_it_is_planned(tmp_path: Path) -> None:
    beside = customers("c", "a")
    rule = CreationRule(kind=Creation.WHEN, prose="has a limit", when=lambda record: filled(record.limit))
    scene = Scene(tmp_path, beside, customers("a", "b", rule=rule))
    scene.of("c").has(name="Nordlys", email="x@x.example")
    scene.run()
    assert scene.of("b").documents == {}
    scene.of("c").edit("c1", limit="5")
    plan = scene.run(dry_run=True).first
    assert plan is not None and len(plan.creates) == len(plan.updates) == 1, "both in one round"
    scene.run()
    assert scene.of("b").column("limit") == [5]


def test_a_mirrors_condition_is_asked_of_the_right_record(tmp_path: Path) -> None:
    pair = customers("a", "b")
    flow = flow_of((pair,), (mirror(pair, when_vip()),))
    scene = Scene(tmp_path, pair)
    scene.of("b").has(name="Nordlys", email="x@x.example", alias="VIP")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.run_flows(flow)
    assert scene.of("a").column("name") == ["Nordlys"]
    assert [(entry.side, entry.key) for entry in scene.entries("held")] == [("right", "b2")]


# ---- several sections ---------------------------------------------------------------------------


def test_any_section_of_a_pair_suffices_and_otherwise_all_say_why(tmp_path: Path) -> None:
    one = customers("a", "b", rule=when_vip())
    two = structs.replace(
        customers("a", "b", rule=CreationRule(kind=Creation.WHEN, prose="named", when=lambda r: filled(r.name))),
        name="second",
    )
    three = structs.replace(customers("a", "b", rule=NEVER), name="third")
    scene = Scene(tmp_path, one, two, three)
    scene.of("a").has(name="", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a").has(name="", email="z@x.example", alias="VIP")
    scene.run()
    assert [pair for pair, _ in scene.linked()] == ["a2", "a3"]
    assert told(scene) == [
        (
            "a1",
            "held",
            'the condition "the customer is a VIP" does not hold; the condition "named" does not hold; '
            "nothing matches, and this section never creates",
        )
    ]


# ---- CONNECTED ----------------------------------------------------------------------------------


def test_connected_by_a_record_that_refers_to_it_and_is_linked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), orders("a", "b", rule=NEVER))
    for name in ("with an order", "with an unlinked order", "with none"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.of("a", "order").has(title="Order 2", customer="a2")
    scene.of("b", "order").has(title="Order 1")

    scene.run()

    assert scene.of("b").column("name") == ["with an order"]
    reason = "connected to no order of a that is linked into b"
    assert [entry for entry in told(scene) if entry[0] != "a2"] == [("a3", "held", reason)]
    scene.of("b", "order").has(title="Order 2")
    scene.run()
    assert scene.of("b").column("name") == ["with an order", "with an unlinked order"]
    scene.of("a", "order").edit("a1", customer=None)
    scene.run()
    assert len(scene.links()) == 4, "what is no longer connected stays linked"


@pytest.mark.parametrize("rule", [connected("order"), connected(attributes=("favourite",))])
def test_connected_by_a_record_it_refers_to(tmp_path: Path, rule: CreationRule) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=rule), orders("a", "b", rule=NEVER))
    scene.of("a").has(name="Nordlys", email="x@x.example", favourite="a1")
    scene.of("a").has(name="Fjell", email="y@x.example", favourite="a2")
    for title in ("Order 1", "Order 2"):
        scene.of("a", "order").has(title=title)
    scene.of("b", "order").has(title="Order 1")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys"]


def test_an_attribute_connects_only_by_what_it_names(tmp_path: Path) -> None:
    rule = connected(attributes=("favourite",))
    scene = Scene(tmp_path, customers("a", "b", rule=rule), orders("a", "b", rule=NEVER))
    scene.of("a").has(name="Nordlys", email="x@x.example", favourite="a9")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.of("b", "order").has(title="Order 1")
    scene.run()
    reason = "nothing in its favourite.id is linked into b"
    assert [entry for entry in told(scene) if entry[0] == "a1" and entry[1] == "held"] == [("a1", "held", reason)]


def test_what_was_deleted_connects_nothing_from_the_round_on_in_which_that_is_known(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b", rule=connected(attributes=("customer",))))
    scene.of("b").has(name="Stays", email="z@x.example")
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("b").remove("b2")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    for _ in range(2):
        scene.run()
        assert scene.of("b", "order").column("title") == []


def test_connected_into_another_system_than_the_pairs_own(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order", into="c")), orders("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a2")
    scene.run()
    assert scene.of("b").column("name") == ["Fjell"]
    assert told(scene)[0] == ("a1", "held", "connected to no order of a that is linked into c")


def test_an_order_that_waits_connects_nothing_that_asks_for_another_type(tmp_path: Path) -> None:
    order_pair = orders("a", "b", right_type=order_type("b", customer=REQUIRED))
    scene = Scene(tmp_path, customers("a", "b", rule=connected("invoice")), order_pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.run()
    assert scene.writes() == {} and {entry.kind for entry in scene.entries()} == {"held", "waiting"}


def test_what_is_linked_into_another_system_connects_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), orders("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.run()
    assert scene.of("c", "order").column("title") == ["Order 1"] and scene.of("b").documents == {}


def test_a_type_that_nobody_reads_is_named(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order", "invoice")), orders("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    reason = "connected to no order or invoice of a that is linked into b; no pair reads invoice"
    assert told(scene) == [("a1", "held", reason)]


def test_types_and_attributes_are_both_named(tmp_path: Path) -> None:
    rule = connected("order", attributes=("favourite",))
    scene = Scene(tmp_path, customers("a", "b", rule=rule), orders("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    reason = "connected to no order of a that is linked into b, and nothing in its favourite.id is linked into b"
    assert told(scene) == [("a1", "held", reason)]


def test_names_that_could_not_be_found_create_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=CreationRule(kind=Creation.CONNECTED, prose="connected to x")))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    [(key, kind, reason)] = told(scene)
    assert (key, kind) == ("a1", "held") and "could not be found" in reason and scene.writes() == {}


def test_what_connects_may_be_linked_in_a_later_round_of_the_pass(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), orders("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", favourite="a1")
    scene.of("a", "order").has(title="Order 1")
    plan = scene.run(dry_run=True).first
    assert plan is not None and [create.source.type for create in plan.creates] == ["order"]
    report = scene.run()
    assert report.rounds > 2 and scene.writes() == {"b": 2}
    assert scene.of("b").column("name") == ["Nordlys"] and scene.entries() == []


def test_an_order_and_the_customer_it_requires_do_not_wait_for_each_other(tmp_path: Path) -> None:
    order_pair = orders("a", "b", right_type=order_type("b", customer=REQUIRED))
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), order_pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a2")

    scene.run()

    assert scene.of("b").column("name") == ["Fjell"], "the one that an order waits for, and no other"
    assert scene.of("b", "order").column("customer") == ["b1"]
    assert scene.writes() == {"b": 2}
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "held")]


def test_an_order_that_may_go_without_its_customer_still_waits_and_is_made_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), orders("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.run()
    assert scene.of("b", "order").column("customer") == ["b1"]
    assert scene.writes() == {"b": 2}, "one create each, no patch afterwards"


def test_two_that_are_made_only_when_connected_to_each_other_wait_for_a_link(tmp_path: Path) -> None:
    pairs = (customers("a", "b", rule=connected("order")), orders("a", "b", rule=connected("customer")))
    scene = Scene(tmp_path, *pairs)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.of("a", "order").has(title="Order 2", customer="a1")
    scene.run()
    assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["held"] * 3
    scene.of("b", "order").has(title="Order 2")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys"], "connected to the order that was matched"
    assert scene.of("b", "order").column("customer") == ["b1", "b1"], "and then the other order to the customer"
    assert scene.entries() == []


def test_who_waits_for_whom_is_followed_to_its_end(tmp_path: Path) -> None:
    """A fan's favourite order may be made because the fan would be, and so may the buyer that the order requires."""
    fans = structs.replace(customers("a", "b", rows=("name", "email", "favourite")), rule=when_vip())
    buyers = structs.replace(fans, name="buyers", rule=connected("order"))
    order_pair = orders("a", "b", right_type=order_type("b", customer=REQUIRED), rule=connected("customer"))
    scene = Scene(tmp_path, fans, buyers, order_pair)
    scene.of("a").has(name="Fan", email="y@x.example", favourite="a1", alias="VIP")
    scene.of("a").has(name="Buyer", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a2")
    plan = scene.run().first
    assert plan is not None and [create.source.key for create in plan.creates] == ["a1", "a2"]
    assert scene.of("b").column("name") == ["Fan", "Buyer"] and scene.of("b", "order").column("customer") == ["b2"]
    assert scene.of("b").column("favourite") == ["b1", None]


def _held_orders() -> dict[str, ObjectPair]:
    required = order_type("b", customer=REQUIRED)
    titled = Property(attribute="title", path=("title",), required=True)
    no_create = structs.replace(required, operations=Operations(list="", item="", why_not="made by b itself"))
    return {
        "never created": orders("a", "b", right_type=required, rule=NEVER),
        "lacks a property": orders("a", "b", right_type=order_type("b", customer=REQUIRED, title=titled)),
        "made by b itself": orders("a", "b", right_type=no_create),
        "beside existing": orders("a", "b", right_type=required, match=()),
        "has no row": orders("a", "b", right_type=required, rule=CreationRule(missing=("currency",))),
    }


@pytest.mark.parametrize("why", _held_orders())
def test_an_order_that_would_not_be_made_anyway_connects_nothing(tmp_path: Path, why: str) -> None:
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), _held_orders()[why])
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="", customer="a1")
    scene.of("b", "order").has(title="another")
    scene.run()
    assert scene.writes() == {}
    assert ("a1", "held", "connected to no order of a that is linked into b") in told(scene)


def test_an_order_that_waits_for_more_than_the_customer_connects_it_later(tmp_path: Path) -> None:
    """The order requires its customer and waits for another record: only then is it the customer's turn."""
    seller = Property(attribute="title", path=("title",), targets=("customer",), required=True)
    kinds = {side: order_type(side, customer=REQUIRED, title=seller) for side in "ab"}
    base = orders("a", "b", left_type=kinds["a"], right_type=kinds["b"], match=())
    references = tuple(structs.replace(base.references[0], field=field) for field in ("customer", "title"))
    order_pair = structs.replace(base, references=references)
    any_of = (connected("order"), when_vip())
    first = customers("a", "b", rule=any_of[0])
    second = structs.replace(customers("a", "b", rule=any_of[1]), name="second")
    scene = Scene(tmp_path, first, second, order_pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a").has(name="Seller", email="y@x.example")
    scene.of("a", "order").has(title="a2", customer="a1")

    scene.run()
    assert scene.writes() == {}, "both wait for the order, and the order for both"
    scene.of("a").edit("a2", alias="VIP")
    scene.run()
    assert scene.of("b").column("name") == ["Seller", "Nordlys"]
    assert scene.of("b", "order").column("customer") == ["b2"]


def test_an_order_whose_create_is_lost_connects_nothing(tmp_path: Path) -> None:
    order_pair = orders("a", "b", match=())
    scene = Scene(tmp_path, order_pair, customers("a", "b"))
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.of("b", "order").loses_answers = True
    scene.run(order_pair)
    scene.of("b", "order").edit("b1", title="Order one", customer=None)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.writes()
    scene.run(customers("a", "b", rule=connected("order")), order_pair)
    assert scene.writes() == {}


def test_an_order_that_comes_back_by_another_route_connects_once_it_is_linked(tmp_path: Path) -> None:
    routes = [orders("a", "c", rule=NEVER), orders("c", "b", rule=NEVER)]
    order_pair = orders("a", "b", right_type=order_type("b", customer=REQUIRED))
    scene = Scene(tmp_path, customers("a", "b", rule=connected("order")), order_pair, *routes)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.of("c", "order").has(title="Order 1 in c")
    scene.of("b", "order").has(title="Order 1 in b")
    for pair, keys in zip(routes, (("a1", "c1"), ("c1", "b1")), strict=True):
        scene.store.add_link(pair.key, *keys)
    plan = scene.run(dry_run=True).first
    assert plan is not None and (len(plan.adopts), plan.creates) == (1, [])
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys"] and len(scene.of("b", "order").documents) == 1


def test_a_mirrors_rule_asks_for_connections_on_the_right(tmp_path: Path) -> None:
    pairs = (customers("a", "b"), orders("a", "b", left_type=order_type("a", customer=REQUIRED)))
    scene = Scene(tmp_path, *pairs)
    flow = flow_of(pairs, (mirror(pairs[0], connected("order", into="a")), mirror(pairs[1])))
    scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.of("b", "order").has(title="Order 1", customer="b2")
    scene.run_flows(flow)
    assert scene.of("a").column("name") == ["Fjell"]
    assert scene.of("a", "order").column("customer") == ["a1"]
    assert [(e.side, e.key, e.reason) for e in scene.entries()] == [
        ("right", "b1", "connected to no order of b that is linked into a")
    ]


# ---- references ---------------------------------------------------------------------------------


class Line(Record, frozen=True, kw_only=True):
    product: Integer = UNSET
    text: Text = UNSET


class Basket(Record, frozen=True, kw_only=True):
    owner: Text = UNSET
    lines: Many[Line] = UNSET


class BasketPatch(Patch, frozen=True, kw_only=True):
    owner: Text = UNSET
    lines: Many[Line] = UNSET


def _world() -> World:
    """Baskets of a: 7 belongs to a customer or an order with the key 1, and has lines of products 5, 6 and none."""
    product = Property(attribute="product", path=("product",), kind=Kind.INTEGER, targets=("customer",))
    lines = Property(
        attribute="lines",
        path=("lines",),
        kind=Kind.LIST,
        children=(product, Property(attribute="text", path=("text",))),
        element=Line,
    )
    owner = Property(attribute="owner", path=("owner",), targets=("customer", "order"))
    basket = structs.replace(
        customer_type("a"), name="basket", record=Basket, patch=BasketPatch, properties=(owner, lines)
    )
    rows = [{"product": 5}, {"product": 6, "text": "x"}, {"product": None}, {}]
    return _learned(
        (basket, {"7": {"owner": " 1", "lines": rows}, "8": {"owner": None}}),
        (customer_type("a"), {"1": {}, "5": {}, "9": {}}),
        (order_type("a"), {"1": {}}),
        (customer_type("b"), {"6": {}}),
    )


def _learned(*said: tuple[ObjectType, dict[str, dict[str, Any]]]) -> World:
    """A World in which systems said this."""
    store = Store.memory()
    for kind, documents in said:
        place = (kind.system.name, kind.name)
        store.put_snapshots(*place, [Snapshot(key=key, document=document) for key, document in documents.items()])
        store.set_references(*place, {key: targets_of(kind, document) for key, document in documents.items()})
    types = {(kind.system.name, kind.name): kind for kind, _ in said}
    return World((), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), source=store, types=types)


def test_references_are_found_both_ways_in_fields_and_in_lists() -> None:
    references = References(_world())
    basket = RecordId("a", "basket", "7")
    ends = {RecordId("a", "customer", "1"), RecordId("a", "order", "1"), RecordId("a", "customer", "5")}
    assert references.of(basket) == ends, "what does not exist, or is another system's, is not referred to"
    assert references.of(basket, ("owner",)) == {end for end in ends if end.key == "1"}
    assert references.of(basket, ()) == set() == references.of(RecordId("a", "basket", "8"))
    assert references.of(RecordId("a", "nothing", "1")) == set()
    for end in ends:
        assert references.to(end) == {basket}
    assert references.to(RecordId("a", "customer", "9")) == set() == references.to(basket)


def test_what_is_related_is_of_a_listed_type_or_named_in_a_listed_attribute() -> None:
    references = References(_world())
    basket, customer = RecordId("a", "basket", "7"), RecordId("a", "customer", "1")
    assert references.related(customer, Connected(types=("basket",), into="b")) == {basket}
    assert references.related(customer, Connected(types=("order",), into="b")) == frozenset()
    assert references.related(basket, Connected(types=("order",), into="b")) == {RecordId("a", "order", "1")}
    assert references.related(basket, Connected(attributes=("lines",), into="b")) == {RecordId("a", "customer", "5")}


def test_a_record_does_not_connect_itself() -> None:
    parent = customer_type("a", favourite=Property(attribute="favourite", path=("favourite",), targets=("customer",)))
    world = _learned((parent, {"1": {"favourite": "1"}}))
    record = RecordId("a", "customer", "1")
    assert References(world).related(record, Connected(types=("customer",), into="b")) == frozenset()
