"""Tripletex's list endpoints: many objects in one request, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.tripletex_company import ALWAYS, company, create, door, faulty, order, settle


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    with company() as client:
        yield client


def paths(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [message["path"] for message in answer.json()["validationMessages"]]


def made(answer: httpx.Response) -> Any:
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["count"] == len(body["values"])
    return body["values"]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("contact", [{"firstName": "Kari"}, {"email": "ola@nordlys.example"}]),
        ("customer", [{"name": "Nordlys AS"}, {"name": "Fjordlys AS"}]),
        ("product", [{"name": "Rope", "number": "R-1"}, {"name": "Sail", "number": "S-1"}]),
        ("employee", [{"firstName": name, "lastName": "B", "userType": "NO_ACCESS"} for name in "AB"]),
    ],
)
def test_new_objects_come_back_in_the_order_they_were_sent(
    api: httpx.Client, kind: str, rows: list[dict[str, Any]]
) -> None:
    before = len(api.get(door(api, "requests")).json())
    values = made(api.post(f"/{kind}/list", json=rows))
    for row, value in zip(rows, values, strict=True):
        assert row.items() <= value.items() or kind == "employee"
    assert values[0]["id"] < values[1]["id"]
    assert len(api.get(door(api, "requests")).json()) == before + 1
    assert len(api.get(f"/{kind}").json()["values"]) == 2


def test_one_bad_element_refuses_all_and_is_named(api: httpx.Client) -> None:
    rows = [{"name": "Rope", "number": "R-1"}, {"number": "S-1"}, {"name": "Sail", "number": "R-1"}]
    answer = api.post("/product/list", json=rows)
    assert faulty(answer, 18000) == ["name", "number"]
    assert paths(answer) == ["[1].name", "[2].number"]
    assert paths(api.post("/product/list", json=[{"name": "Rope"}, {"colour": "red"}])) == ["[1].colour"]
    assert paths(api.post("/product/list", json=[{"name": "Rope"}, {"name": "Sail", "id": 4}])) == ["[1].id"]
    assert faulty(api.post("/product/list", json={"name": "Rope"}), 16000) == [None]
    assert api.get("/product").json()["values"] == []


def test_many_orders_hide_their_lines_too_and_are_at_most_100(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS")
    body = {"customer": {"id": customer["id"]}, "orderDate": "2026-03-01", "deliveryDate": "2026-03-01"}
    with_lines = body | {"orderLines": [{"description": "Rope", "count": 1}]}
    values = made(api.post("/order/list", json=[with_lines, body]))
    assert [(value["version"], value["orderLines"]) for value in values] == [(0, []), (0, [])]
    read = api.get("/order", params=ALWAYS | {"fields": "version,orderLines(description)"}).json()["values"]
    assert [row["version"] for row in read] == [1, 0]
    assert read[0]["orderLines"] == [{"description": "Rope"}]
    assert faulty(api.post("/order/list", json=[body] * 101), 18000) == [None]
    assert len(made(api.post("/order/list", json=[body] * 100))) == 100


def test_many_changes_need_id_and_version_and_are_all_or_nothing(api: httpx.Client) -> None:
    rope, sail = (create(api, "product", name=name, number=name) for name in ("Rope", "Sail"))
    good = {"id": rope["id"], "version": 0, "description": "Long"}

    def put(row: dict[str, Any]) -> httpx.Response:
        return api.put("/product/list", json=[good, row])

    assert paths(put({"name": "Sail"})) == ["[1].id", "[1].version"]
    assert faulty(put({"id": sail["id"], "version": 7}), 8000) == []
    assert put({"id": sail["id"], "version": 7}).status_code == 409
    assert put({"id": 1, "version": 0}).status_code == 404
    assert put(good).status_code == 409
    assert paths(put({"id": sail["id"], "version": 0, "number": "Rope"})) == ["[1].number"]
    assert [row["version"] for row in api.get("/product").json()["values"]] == [0, 0]
    answer = put({"id": sail["id"], "version": 0, "description": "White"})
    assert answer.status_code == 200
    assert [row["description"] for row in answer.json()["values"]] == ["Long", "White"]
    assert [row["version"] for row in api.get("/product").json()["values"]] == [1, 1]


def test_numbers_may_be_exchanged_within_one_request(api: httpx.Client) -> None:
    rope, sail = (create(api, "product", name=name, number=name) for name in ("Rope", "Sail"))
    rows = [
        {"id": rope["id"], "version": 0, "number": "Sail"},
        {"id": sail["id"], "version": 0, "number": "Rope"},
    ]
    assert api.put("/product/list", json=rows).status_code == 200


def test_many_lines_move_each_order_once(api: httpx.Client) -> None:
    first, second = order(api), order(api, {"description": "Old"})
    lines = [
        {"order": {"id": second["id"]}, "description": "Rope"},
        {"order": {"id": first["id"]}, "description": "Sail"},
        {"order": {"id": second["id"]}, "description": "Anchor"},
    ]
    values = made(api.post("/order/orderline/list", json=lines))
    assert [value["description"] for value in values] == ["Rope", "Sail", "Anchor"]
    assert [value["order"]["id"] for value in values] == [second["id"], first["id"], second["id"]]
    assert api.get(f"/order/{second['id']}").json()["value"]["version"] == 2


def test_many_lines_are_all_or_nothing(api: httpx.Client) -> None:
    made_order = order(api)
    own = {"order": {"id": made_order["id"]}}
    lines = [own | {"description": "Rope"}, own | {"count": 1}, {"description": "Sail"}]
    answer = api.post("/order/orderline/list", json=lines)
    assert paths(answer) == ["[1].description", "[2].order.id"]
    assert api.get(f"/order/{made_order['id']}").json()["value"]["orderLines"] == []


def test_some_companies_have_no_beta_endpoints(api: httpx.Client) -> None:
    made_order = order(api)
    line = create(api, "order/orderline", order={"id": made_order["id"]}, description="Rope")
    settle(api, beta=False)
    for method, path in [
        ("POST", "/customer/list"),
        ("PUT", "/customer/list"),
        ("POST", "/order/list"),
        ("PUT", f"/order/orderline/{line['id']}"),
        ("DELETE", f"/order/orderline/{line['id']}"),
        ("DELETE", f"/customer/{made_order['customer']['id']}"),
        ("DELETE", "/contact/list"),
    ]:
        answer = api.request(method, path, json=[])
        assert answer.status_code == 403, path
        assert faulty(answer, 9000) == []
    assert api.post("/product/list", json=[{"name": "Rope"}]).status_code == 201
