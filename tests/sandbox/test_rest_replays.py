"""Customerp and Customcrm: deletes that are guarded or refused, and creates that are sent twice under one key."""

from __future__ import annotations

from typing import Any

import httpx

from tests.sandbox.test_rest import create, crm, erp

__all__ = ["crm", "erp"]

KEY = "Idempotency-Key"


def post(client: httpx.Client, path: str, body: Any, key: str) -> httpx.Response:
    return client.post(f"/api/{path}", json=body, headers={KEY: key})


def count(client: httpx.Client, kind: str) -> int:
    return len(client.get(f"/_sandbox/records/{kind}").json())


def test_a_delete_may_name_the_revision_that_it_means(erp: httpx.Client) -> None:
    create(erp, "customers", name="Nordlys AS")
    erp.patch("/api/customers/1001", json={"email": "post@nordlys.example"})
    assert erp.delete("/api/customers/1001", headers={"If-Match": '"1"'}).status_code == 412
    assert erp.delete("/api/customers/1001", headers={"If-Match": '"2"'}).status_code == 204
    assert erp.delete("/api/customers/1001").status_code == 404


def test_what_others_refer_to_is_not_deleted(erp: httpx.Client, crm: httpx.Client) -> None:
    create(erp, "customers", name="Nordlys AS")
    create(erp, "products", name="Rope")
    create(erp, "orders", customer_id=1001, lines=[{"product_id": 1001, "quantity": 1}])
    for path in ("customers/1001", "products/1001"):
        refused = erp.delete(f"/api/{path}")
        assert (refused.status_code, refused.json()["error"]) == (422, "The record is in use by orders.")
    assert [erp.delete(f"/api/{path}").status_code for path in ("orders/1001", "products/1001", "customers/1001")] == [
        204
    ] * 3
    customer = create(crm, "customers", company_name="Nordlys AS")["id"]
    create(crm, "contacts", customer=customer, family_name="Dahl")
    assert crm.delete(f"/api/customers/{customer}").status_code == 422
    assert crm.delete(f"/_sandbox/records/customers/{customer}").status_code == 204


def test_a_create_that_is_sent_again_makes_nothing_and_is_answered_as_at_first(erp: httpx.Client) -> None:
    first = post(erp, "customers", {"name": "Nordlys AS"}, "k-1")
    erp.patch("/api/customers/1001", json={"name": "Edited since"})
    again = post(erp, "customers", {"name": "Nordlys AS"}, "k-1")
    assert (again.status_code, again.content, again.headers["ETag"]) == (201, first.content, first.headers["ETag"])
    assert count(erp, "customers") == 1
    assert post(erp, "customers", {"name": "Nordlys AS"}, "k-2").json()["id"] == 1002
    assert post(erp, "customers", {"name": "Nordlys AS"}, "").json()["id"] == 1003


def test_a_key_stands_for_one_body_in_one_collection(erp: httpx.Client) -> None:
    post(erp, "customers", {"name": "Nordlys AS"}, "k-1")
    assert post(erp, "customers", {"name": "Another AS"}, "k-1").status_code == 422
    assert post(erp, "products", {"name": "Nordlys AS"}, "k-1").status_code == 422
    assert (count(erp, "customers"), count(erp, "products")) == (1, 0)


def test_a_refused_create_has_not_used_its_key(erp: httpx.Client) -> None:
    assert post(erp, "customers", {"name": ""}, "k-1").status_code == 422
    assert post(erp, "customers", {"name": "Nordlys AS"}, "k-1").status_code == 201


def test_a_key_ends_with_its_time(erp: httpx.Client) -> None:
    post(erp, "customers", {"name": "Nordlys AS"}, "k-1")
    erp.put("/_sandbox/settings", json={"replay_hours": 0})
    assert post(erp, "customers", {"name": "Nordlys AS"}, "k-1").json()["id"] == 1002


def test_each_record_of_a_bulk_request_has_a_key_of_its_own(erp: httpx.Client) -> None:
    alone = post(erp, "customers", {"name": "a"}, "k-a").json()
    bodies = [{"name": "b"}, {"name": "a"}, {"name": "c"}]
    made = post(erp, "customers/bulk", bodies, "k-b,k-a, k-c").json()["items"]
    assert [row["id"] for row in made] == [1002, alone["id"], 1003]
    assert post(erp, "customers", {"name": "c"}, "k-c").json() == made[2]
    assert count(erp, "customers") == 3


def test_a_bulk_request_takes_a_key_for_each_record_or_none(erp: httpx.Client) -> None:
    bodies = [{"name": "a"}, {"name": "b"}]
    for keys in ("k-a", "k-a,", "k-a,k-a", "k-a,k-b,k-c"):
        assert post(erp, "customers/bulk", bodies, keys).status_code == 422
    assert post(erp, "customers/bulk", [{"name": "a"}, {"name": ""}], "k-a,k-b").status_code == 422
    assert count(erp, "customers") == 0
    assert post(erp, "customers/bulk", bodies, "k-a,k-b").status_code == 201
