"""Lines of orders across all six systems: added, changed and removed anywhere, each by one minimal change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from runtime.sandbox.people import organisation_number
from tests.end_to_end.world import World


class Lines(NamedTuple):
    """Where a system keeps orders, and what it calls four properties of their lines."""

    kind: str
    rows: str
    key: str
    text: str
    quantity: str
    price: str


PLACES = {
    "businesscentral": Lines("salesOrders", "salesOrderLines", "id", "description", "quantity", "unitPrice"),
    "customcrm": Lines("orders", "rows", "id", "text", "qty", "price"),
    "customerp": Lines("orders", "lines", "id", "description", "quantity", "unit_price"),
    "exact": Lines("SalesOrders", "SalesOrderLines", "ID", "Description", "Quantity", "UnitPrice"),
    "powerofficego": Lines("SalesOrders", "SalesOrderLines", "Id", "Description", "Quantity", "ProductUnitPrice"),
    "tripletex": Lines("order", "orderLines", "id", "description", "count", "unitPriceExcludingVatCurrency"),
}

TEXTS = ("Rope", "Anchor", "Chain")


def order(world: World, system: str) -> tuple[str, list[dict[str, Any]]]:
    """Key and lines of the one order in a system."""
    place = PLACES[system]
    [(key, document)] = world.records(system, place.kind).items()
    rows: list[dict[str, Any]] = document[place.rows]
    return key, rows


def shown(world: World, system: str) -> list[tuple[str, Decimal, Decimal]]:
    """The lines as (text, count, price), whatever their order."""
    place = PLACES[system]
    _, rows = order(world, system)
    return sorted((row[place.text], Decimal(str(row[place.quantity])), Decimal(str(row[place.price]))) for row in rows)


def edit(world: World, system: str, text: str, **values: Any) -> None:
    """A person changes the line with this text; without values removes it."""
    place = PLACES[system]
    key, rows = order(world, system)
    changes = {getattr(place, name): value for name, value in values.items()}
    kept = [row | changes if row[place.text] == text else row for row in rows if values or row[place.text] != text]
    world.edit(system, place.kind, key, **{place.rows: kept})


def add(world: World, system: str, text: str, count: int, price: int) -> None:
    """A person adds a line for the product that the first line has."""
    place = PLACES[system]
    key, rows = order(world, system)
    products = ("product_id", "product", "Item", "itemId", "lineType", "ProductId")
    made = {name: rows[0][name] for name in products if name in rows[0]}
    made |= {place.text: text, place.quantity: count, place.price: price}
    world.edit(system, place.kind, key, **{place.rows: [*rows, made]})


def everywhere(world: World, *lines: tuple[str, int, int]) -> None:
    wanted = sorted((text, Decimal(count), Decimal(price)) for text, count, price in lines)
    assert {system: shown(world, system) for system in PLACES} == dict.fromkeys(PLACES, wanted)


def once_elsewhere(system: str) -> dict[str, int]:
    """One write for each order but the edited one; at Exact an order is a quotation too."""
    counts = dict.fromkeys(PLACES, 1) | {"exact": 2}
    return counts | {system: counts[system] - 1}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One order with three lines, in all six systems."""
    with World.opened(tmp_path) as world:
        # nothing says whether a line moves its order's stamp there; where it does not, the next whole read shows it
        world.settle("powerofficego", lines_move_orders=True)
        number = organisation_number(31_200_000)
        customer = world.insert("customcrm", "customers", {"company_name": "Havn AS", "org_no": number})
        product = world.insert("customcrm", "products", {"title": "Gear", "sku": "G-1", "list_price": 10})
        rows = [
            {"product": product, "text": text, "qty": count, "price": 100} for count, text in enumerate(TEXTS, start=1)
        ]
        sale = {"customer": customer, "placed_on": "2026-03-01", "deliver_on": "2026-03-02", "rows": rows}
        world.insert("customcrm", "orders", sale)
        world.sync()
        yield world


def test_an_order_arrives_with_its_lines(world: World) -> None:
    everywhere(world, ("Rope", 1, 100), ("Anchor", 2, 100), ("Chain", 3, 100))
    world.quiet()


@pytest.mark.parametrize("system", PLACES)
def test_a_changed_line_is_one_change_elsewhere(world: World, system: str) -> None:
    edit(world, system, "Anchor", quantity=5)
    world.forget()
    world.sync()
    everywhere(world, ("Rope", 1, 100), ("Anchor", 5, 100), ("Chain", 3, 100))
    assert world.writes() == once_elsewhere(system)
    world.quiet()


@pytest.mark.parametrize("system", PLACES)
def test_an_added_line_is_added_once_elsewhere(world: World, system: str) -> None:
    add(world, system, "Buoy", 4, 25)
    world.forget()
    world.sync()
    everywhere(world, ("Rope", 1, 100), ("Anchor", 2, 100), ("Chain", 3, 100), ("Buoy", 4, 25))
    assert world.writes() == once_elsewhere(system)
    world.quiet()


@pytest.mark.parametrize("system", PLACES)
def test_a_removed_line_is_removed_elsewhere(world: World, system: str) -> None:
    edit(world, system, "Anchor")
    world.forget()
    world.sync()
    everywhere(world, ("Rope", 1, 100), ("Chain", 3, 100))
    assert world.writes() == once_elsewhere(system)
    world.quiet()


def test_edits_of_different_lines_in_two_systems_both_survive(world: World) -> None:
    edit(world, "tripletex", "Anchor", quantity=7)
    edit(world, "exact", "Chain", price=90)
    edit(world, "customcrm", "Anchor", price=80)
    add(world, "powerofficego", "Buoy", 4, 25)
    report = world.report()
    everywhere(world, ("Rope", 1, 100), ("Anchor", 7, 80), ("Chain", 3, 90), ("Buoy", 4, 25))
    pairs = [pair for flow in report["flows"].values() for pair in flow]
    assert sum(pair["conflicts"] for pair in pairs) == 0
    world.quiet()


def test_lines_added_in_two_systems_are_two_lines_everywhere(world: World) -> None:
    add(world, "customerp", "Buoy", 4, 25)
    add(world, "businesscentral", "Flag", 1, 30)
    world.sync()
    everywhere(world, ("Rope", 1, 100), ("Anchor", 2, 100), ("Chain", 3, 100), ("Buoy", 4, 25), ("Flag", 1, 30))
    world.quiet()


def test_a_line_edited_in_one_system_and_removed_in_another_is_kept_and_listed(world: World) -> None:
    edit(world, "tripletex", "Anchor", quantity=9)
    edit(world, "customerp", "Anchor")
    outcome = world.flowc("sync", "--format", "json")
    assert outcome.code == 1
    everywhere(world, ("Rope", 1, 100), ("Anchor", 9, 100), ("Chain", 3, 100))
    assert len(world.status()["conflicts"]) == 1
    world.quiet()


def test_one_field_of_a_line_edited_in_two_systems_is_one_conflict_and_the_newer_wins(world: World) -> None:
    edit(world, "customcrm", "Rope", quantity=2)
    edit(world, "customerp", "Rope", quantity=3)
    outcome = world.flowc("sync")
    assert outcome.code == 1
    everywhere(world, ("Rope", 3, 100), ("Anchor", 2, 100), ("Chain", 3, 100))
    [conflict] = world.status()["conflicts"]
    assert "2" in str(conflict) and "3" in str(conflict)
    world.quiet()


def test_a_line_whose_answer_was_lost_is_not_made_twice(world: World) -> None:
    add(world, "customerp", "Buoy", 4, 25)
    world.fail("tripletex", action="drop-after", method="POST", path_contains="orderline")
    world.flowc("sync")
    assert world.struck("tripletex")
    world.sync()
    everywhere(world, ("Rope", 1, 100), ("Anchor", 2, 100), ("Chain", 3, 100), ("Buoy", 4, 25))
    world.quiet()


def test_a_line_that_lost_is_put_back_by_a_person_and_one_that_was_edited_since_is_asked_again(world: World) -> None:
    edit(world, "customcrm", "Rope", quantity=2)
    edit(world, "customerp", "Rope", quantity=3)
    world.flowc("sync")
    found = json.loads(world.flowc("conflicts", "--format", "json").out)
    [conflict] = found["conflicts"]
    loser = "left" if conflict["winner"] == "right" else "right"
    assert world.flowc("conflicts", "resolve", str(conflict["number"]), loser).code == 0
    add(world, "tripletex", "Buoy", 4, 25)
    world.sync()
    everywhere(world, ("Rope", 2, 100), ("Anchor", 2, 100), ("Chain", 3, 100), ("Buoy", 4, 25))
    world.quiet()
    assert world.flowc("conflicts", "resolve", str(conflict["number"]), conflict["winner"]).code == 0
    edit(world, "customerp", "Rope", quantity=8)
    world.flowc("sync")
    assert ("Rope", Decimal(8), Decimal(100)) in shown(world, "customerp")
    [entry] = json.loads(world.flowc("conflicts", "--format", "json").out)["entries"]
    assert "decide again" in entry["reason"] and entry["evidence"]["left"] != entry["evidence"]["right"]


def test_lines_whose_answers_leave_out_what_was_never_set_are_kept_in_sync(tmp_path: Path) -> None:
    """Neither a price nor a product: what was never told stays as it is, and is named; all else goes on."""
    flow = "customcrm-customerp"
    with World.opened(tmp_path) as world:
        number = organisation_number(31_200_000)
        customer = world.insert("customcrm", "customers", {"company_name": "Havn AS", "org_no": number})
        sale: dict[str, Any] = {"customer": customer, "placed_on": "2026-03-01", "deliver_on": "2026-03-02"}
        sale["rows"] = [{"text": text, "qty": count} for count, text in enumerate(TEXTS, start=1)]
        world.insert("customcrm", "orders", sale)
        world.sync(flow)
        key, rows = order(world, "customerp")
        assert [(row["description"], row.keys() & {"unit_price", "product_id"}) for row in rows] == [
            (text, set()) for text in TEXTS
        ]
        world.quiet(flow)
        kept = [rows[0] | {"quantity": 7}, rows[1] | {"unit_price": 25}, {"description": "Buoy", "quantity": 4}]
        world.edit("customerp", "orders", key, lines=kept)
        sold, lines = order(world, "customcrm")
        world.edit("customcrm", "orders", sold, rows=[lines[0] | {"text": "Hawser"}, *lines[1:]])
        outcome = world.flowc("sync", flow)
        assert outcome.code == 0 and "1 rejected" in outcome.out, "what could not be written is told"
        _, rows = order(world, "customcrm")
        assert [(row["text"], row["qty"], row.keys() & {"price", "product"}) for row in rows] == [
            ("Hawser", 7, set()),
            ("Anchor", 2, set()),
            ("Buoy", 4, set()),
        ]
        _, rows = order(world, "customerp")
        assert [row["description"] for row in rows] == ["Hawser", "Anchor", "Buoy"]
        assert not any("product_id" in row for row in rows)
        [entry] = world.status()["entries"]
        assert "price of line L-" in str(entry) and "fills_absent = true" in str(entry)
        world.quiet(flow)
