"""Lines with ids of their own, and bulk requests, of Customerp and Customcrm over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from runtime.sandbox.people import plant
from runtime.sandbox.rest import customcrm, customerp
from runtime.sandbox.world import Running


@pytest.fixture
def erp() -> Iterator[httpx.Client]:
    running = Running(customerp())
    headers = {"X-Api-Key": "sandbox-key-customerp"}
    with httpx.Client(base_url=running.address, headers=headers) as client:
        yield client
    running.stop()


@pytest.fixture
def crm() -> Iterator[httpx.Client]:
    server = customcrm()
    plant("people", server)
    running = Running(server)
    headers = {"X-Api-Key": "sandbox-key-customcrm"}
    with httpx.Client(base_url=running.address, headers=headers) as client:
        yield client
    running.stop()


def create(client: httpx.Client, kind: str, **fields: Any) -> Any:
    answer = client.post(f"/api/{kind}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def order(erp: httpx.Client) -> Any:
    customer = create(erp, "customers", name="Nordlys AS")
    lines = [{"description": "Rope", "quantity": 2, "unit_price": 10}, {"description": "Sail"}]
    return create(erp, "orders", customer_id=customer["id"], lines=lines)


def refused(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    fields: list[str] = answer.json()["fields"]
    return fields


def test_every_line_gets_an_id_of_the_server(erp: httpx.Client) -> None:
    made = order(erp)
    assert [line["id"] for line in made["lines"]] == [1001, 1002]
    assert [line["id"] for line in order(erp)["lines"]] == [1003, 1004]


def test_ids_of_lines_in_the_crm_are_texts(crm: httpx.Client) -> None:
    quotes = crm.get("/api/quotes").json()["items"]
    ids = [row["id"] for quote in quotes for row in quote["rows"]]
    assert ids[0] == "L-1001"
    assert len(set(ids)) == len(ids)


def test_a_line_sent_back_with_its_id_is_that_line(erp: httpx.Client) -> None:
    made = order(erp)
    rope, sail = made["lines"]
    assert erp.patch(f"/api/orders/{made['id']}", json={"lines": made["lines"]}).json() == made
    lines = [{"description": "Anchor"}, {"id": rope["id"], "quantity": 3}]
    changed = erp.patch(f"/api/orders/{made['id']}", json={"lines": lines}).json()
    assert changed["revision"] == made["revision"] + 1
    assert changed["lines"] == [
        {"id": 1003, "description": "Anchor"},
        {"id": rope["id"], "description": "Rope", "quantity": 3, "unit_price": 10},
    ]
    lines = [{"id": sail["id"], "description": "Sail"}]
    assert refused(erp.patch(f"/api/orders/{made['id']}", json={"lines": lines})) == ["lines.0.id"]


def test_a_line_without_its_id_is_another_line(erp: httpx.Client) -> None:
    made = order(erp)
    bare = [{"description": "Rope", "quantity": 2, "unit_price": 10}, {"description": "Sail"}]
    changed = erp.patch(f"/api/orders/{made['id']}", json={"lines": bare}).json()
    assert [line["id"] for line in changed["lines"]] == [1003, 1004]


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ([{"id": 7}], ["lines.0.id"]),
        ([{"description": "A"}, {"id": "1001"}], ["lines.1.id"]),
        ([{"id": 1001}, {"id": 1001}], ["lines.1.id"]),
        ([{"id": [1001]}], ["lines.0.id"]),
        ([None, 5], ["lines.0", "lines.1"]),
    ],
)
def test_line_ids_that_the_record_does_not_have(
    erp: httpx.Client, lines: list[Any], fields: list[str]
) -> None:
    made = order(erp)
    assert refused(erp.patch(f"/api/orders/{made['id']}", json={"lines": lines})) == fields
    assert erp.get(f"/api/orders/{made['id']}").json() == made


def test_a_new_record_cannot_bring_line_ids(erp: httpx.Client) -> None:
    made = order(erp)
    body = {"customer_id": made["customer_id"], "lines": made["lines"]}
    assert refused(erp.post("/api/orders", json=body)) == ["lines.0.id", "lines.1.id"]


def test_an_edit_at_the_side_door_keeps_line_ids(erp: httpx.Client) -> None:
    made = order(erp)
    path = f"/_sandbox/records/orders/{made['id']}"
    rope, sail = made["lines"]
    edited = erp.patch(path, json={"lines": [sail | {"quantity": 1}, {"description": "Anchor"}]}).json()
    assert [line["id"] for line in edited["document"]["lines"]] == [sail["id"], 1003]
    assert erp.patch(path, json={"lines": [rope]}).status_code == 404


def test_a_bulk_create_answers_in_the_same_order_and_is_one_request(erp: httpx.Client) -> None:
    answer = erp.post("/api/products/bulk", json=[{"name": "Rope"}, {"name": "Sail"}])
    assert answer.status_code == 201
    assert [(row["id"], row["name"]) for row in answer.json()["items"]] == [(1001, "Rope"), (1002, "Sail")]
    assert erp.get("/_sandbox/requests/summary").json() == {"read": 0, "write": 1}


def test_a_bulk_create_does_all_or_nothing(erp: httpx.Client) -> None:
    rows: list[Any] = [{"name": "Rope"}, {"price": "dear"}, {"name": "Sail", "id": 4}]
    assert refused(erp.post("/api/products/bulk", json=rows)) == ["1.name", "1.price", "2.id"]
    assert refused(erp.post("/api/products/bulk", json=[*rows, "rope"])) == ["3"]
    assert erp.get("/api/products").json()["total"] == 0
    assert erp.post("/api/products/bulk", json={"name": "Rope"}).status_code == 400


def test_a_bulk_patch_changes_every_record(erp: httpx.Client) -> None:
    made = order(erp)
    other = create(erp, "orders", customer_id=made["customer_id"])
    sail = made["lines"][1]
    rows = [
        {"id": other["id"], "revision": 1, "comment": "B"},
        {"id": made["id"], "revision": 1, "lines": [{"id": sail["id"], "quantity": 4}]},
    ]
    answer = erp.patch("/api/orders/bulk", json=rows)
    assert answer.status_code == 200
    assert [row["revision"] for row in answer.json()["items"]] == [2, 2]
    assert answer.json()["items"][1]["lines"] == [sail | {"quantity": 4}]
    assert erp.get(f"/api/orders/{other['id']}").json()["comment"] == "B"


def test_a_bulk_patch_does_all_or_nothing(erp: httpx.Client) -> None:
    for name in ("Rope", "Sail"):
        create(erp, "products", name=name)
    good = {"id": 1001, "revision": 1, "price": 5}

    def patch(row: dict[str, Any]) -> httpx.Response:
        return erp.patch("/api/products/bulk", json=[good, row])

    assert patch({"id": 1002, "revision": 9}).status_code == 412
    assert patch({"id": 1009, "revision": 1}).status_code == 404
    assert refused(patch({"id": 1002, "revision": 1, "price": "dear", "name": ""})) == ["1.name", "1.price"]
    assert refused(patch({"price": 1})) == ["1.id", "1.revision"]
    assert refused(patch(good)) == ["1.id"]
    assert [row["revision"] for row in erp.get("/api/products").json()["items"]] == [1, 1]


def test_a_bulk_request_takes_at_most_200(erp: httpx.Client) -> None:
    rows = [{"name": f"Product {number}"} for number in range(201)]
    assert erp.post("/api/products/bulk", json=rows).status_code == 413
    assert erp.post("/api/products/bulk", json=rows[:200]).status_code == 201
    assert len(erp.get("/api/products", params={"limit": 500}).json()["items"]) == 200
