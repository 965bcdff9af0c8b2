"""Customerp and Customcrm over real sockets, and the side door and fault plan that all systems share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from runtime.sandbox.rest import customcrm, customerp
from runtime.sandbox.world import Running, decode


@pytest.fixture
def erp() -> Iterator[httpx.Client]:
    running = Running(customerp())
    headers = {"X-Api-Key": "sandbox-key-customerp"}
    with httpx.Client(base_url=running.address, headers=headers) as client:
        yield client
    running.stop()


@pytest.fixture
def crm() -> Iterator[httpx.Client]:
    running = Running(customcrm())
    headers = {"X-Api-Key": "sandbox-key-customcrm"}
    with httpx.Client(base_url=running.address, headers=headers) as client:
        yield client
    running.stop()


def create(client: httpx.Client, kind: str, **fields: Any) -> Any:
    answer = client.post(f"/api/{kind}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_wrong_key_is_refused(erp: httpx.Client) -> None:
    answer = erp.get("/api/customers", headers={"X-Api-Key": "sandbox-key-customcrm"})
    assert answer.status_code == 401
    assert "error" in answer.json()


def test_a_created_record_is_answered_whole(erp: httpx.Client) -> None:
    answer = erp.post("/api/customers", json={"name": "Nordlys AS", "address": {"city": "Bodø"}})
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    record = answer.json()
    assert (record["id"], record["revision"], record["active"], record["email"]) == (1001, 1, True, None)
    assert erp.get("/api/customers/1001").json() == record


def test_ids_of_the_crm_are_texts(crm: httpx.Client) -> None:
    customer = create(crm, "customers", company_name="Nordlys AS")
    assert customer["id"] == "C-1001"
    quote = create(crm, "quotes", customer="C-1001", rows=[{"text": "Rope", "qty": 2, "price": 9.5}])
    assert (quote["id"], quote["ref_no"]) == ("Q-1001", "1001")


def test_lists_are_paged(erp: httpx.Client) -> None:
    for number in range(3):
        create(erp, "products", name=f"Product {number}")
    page = erp.get("/api/products", params={"offset": 1, "limit": 1}).json()
    assert page["total"] == 3
    assert [product["name"] for product in page["items"]] == ["Product 1"]


def test_modified_since_is_inclusive_and_ordered_by_change(erp: httpx.Client) -> None:
    first = create(erp, "products", name="First")
    second = create(erp, "products", name="Second")
    erp.patch(f"/api/products/{first['id']}", json={"price": 10})
    page = erp.get("/api/products", params={"modified_since": second["modified"]}).json()
    assert [product["name"] for product in page["items"]] == ["Second", "First"]


def test_numbers_keep_their_digits(erp: httpx.Client) -> None:
    answer = erp.post("/api/products", content=b'{"name": "Rope", "price": 0.1000000000000000001}')
    assert b"0.1000000000000000001" in answer.content
    assert decode(answer.content)["price"] == Decimal("0.1000000000000000001")


def test_a_patch_merges_and_moves_the_revision(erp: httpx.Client) -> None:
    create(erp, "customers", name="Nordlys AS", address={"city": "Bodø", "country": "NO"})
    answer = erp.patch("/api/customers/1001", json={"address": {"city": "Oslo"}}, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.json()["address"] == {"city": "Oslo", "country": "NO"}


def test_a_stale_patch_is_refused(erp: httpx.Client) -> None:
    create(erp, "customers", name="Nordlys AS")
    erp.patch("/api/customers/1001", json={"phone": "1"})
    answer = erp.patch("/api/customers/1001", json={"phone": "2"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 412
    assert erp.get("/api/customers/1001").json()["phone"] == "1"


def test_a_patch_without_change_moves_nothing(erp: httpx.Client) -> None:
    record = create(erp, "customers", name="Nordlys AS")
    assert erp.patch("/api/customers/1001", json={"name": "Nordlys AS"}).json() == record


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        ("customers", {}, ["name"]),
        ("contacts", {"first_name": "Kari"}, ["last_name"]),
        ("customers", {"name": 7}, ["name"]),
        ("customers", {"name": "A", "colour": "red"}, ["colour"]),
        ("products", {"name": "Rope", "price": "cheap"}, ["price"]),
        ("orders", {"customer_id": 9999}, ["customer_id"]),
        ("orders", {"order_date": "tomorrow"}, ["customer_id", "order_date"]),
        ("quotes", {"customer_id": 9999, "lines": [{"price": 1}]}, ["customer_id", "lines.0.price"]),
    ],
)
def test_what_does_not_fit_is_refused(
    erp: httpx.Client, kind: str, body: dict[str, Any], fields: list[str]
) -> None:
    answer = erp.post(f"/api/{kind}", json=body)
    assert answer.status_code == 422
    assert answer.json()["fields"] == fields


def test_unknown_ids_and_bodies_that_are_not_json(erp: httpx.Client) -> None:
    assert erp.get("/api/customers/1").status_code == 404
    assert erp.patch("/api/customers/1", json={}).status_code == 404
    assert erp.get("/api/secrets").status_code == 404
    assert erp.put("/api/customers", json={}).status_code == 405
    assert erp.post("/api/customers", content=b"{").status_code == 400


def test_a_deleted_record_is_gone(erp: httpx.Client) -> None:
    create(erp, "customers", name="Nordlys AS")
    assert erp.delete("/api/customers/1001").status_code == 204
    assert erp.get("/api/customers/1001").status_code == 404


def test_the_side_door_edits_as_a_person_would(erp: httpx.Client) -> None:
    made = erp.post("/_sandbox/records/customers", json={"name": "Nordlys AS", "address": {"city": "Bodø"}})
    key = made.json()["key"]
    edited = erp.patch(f"/_sandbox/records/customers/{key}", json={"address": {"street": "Kaia 1"}}).json()
    assert edited["document"]["address"] == {"city": "Bodø", "street": "Kaia 1"}
    assert edited["document"]["revision"] == 2
    assert edited["document"]["modified"] > made.json()["document"]["modified"]
    assert erp.get("/_sandbox/records/customers").json() == [edited]
    assert erp.delete(f"/_sandbox/records/customers/{key}").status_code == 204
    assert erp.get("/_sandbox/records/customers").json() == []
    assert erp.get("/_sandbox/records/ships").status_code == 404


def test_requests_are_logged_but_not_those_at_the_side_door(erp: httpx.Client) -> None:
    erp.get("/api/customers", params={"limit": 5})
    create(erp, "customers", name="Nordlys AS")
    erp.get("/_sandbox/records/customers")
    assert erp.get("/_sandbox/requests/summary").json() == {"read": 1, "write": 1}
    first, second = erp.get("/_sandbox/requests").json()
    assert (first["path"], first["query"], first["write"]) == ("/api/customers", {"limit": "5"}, False)
    assert (second["method"], second["status"], second["write"]) == ("POST", 201, True)
    erp.delete("/_sandbox/requests")
    assert erp.get("/_sandbox/requests").json() == []


def test_a_setting_makes_a_field_required(erp: httpx.Client) -> None:
    erp.put("/_sandbox/settings", json={"required": {"customers": ["email"]}})
    assert erp.post("/api/customers", json={"name": "Nordlys AS"}).json()["fields"] == ["email"]
    create(erp, "customers", name="Nordlys AS", email="post@nordlys.example")


def test_a_dropped_answer_leaves_the_write_done(erp: httpx.Client) -> None:
    plan = [{"action": "drop-after", "method": "POST", "path_contains": "/customers"}]
    erp.put("/_sandbox/faults", json=plan)
    with pytest.raises(httpx.TransportError):
        erp.post("/api/customers", json={"name": "Nordlys AS"})
    assert erp.get("/api/customers").json()["total"] == 1
    assert erp.get("/_sandbox/requests").json()[0]["status"] == 0


def test_a_dropped_request_leaves_nothing_done(erp: httpx.Client) -> None:
    erp.put("/_sandbox/faults", json=[{"action": "drop-before", "skip": 1, "times": 2}])
    create(erp, "customers", name="Nordlys AS")
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            erp.post("/api/customers", json={"name": "Fjordlys AS"})
    assert erp.get("/api/customers").json()["total"] == 1


def test_faults_with_a_status_and_with_garbage(erp: httpx.Client) -> None:
    status = {"action": "status", "status": 503, "headers": {"Retry-After": "1"}, "body": {"error": "busy"}}
    erp.put("/_sandbox/faults", json=[status, {"action": "garbage"}, {"action": "delay", "seconds": 0}])
    busy = erp.get("/api/customers")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
    assert busy.json() == {"error": "busy"}
    with pytest.raises(ValueError):
        erp.get("/api/customers").json()
    assert erp.get("/api/customers").json() == {"items": [], "total": 0}
    assert erp.put("/_sandbox/faults", json=[{"action": "explode"}]).status_code == 400
