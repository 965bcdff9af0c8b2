"""Tripletex over real sockets, with the habits that break naive connectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.tripletex_company import ALWAYS, company, create, door, faulty, order, tokens


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    with company() as client:
        yield client


def test_a_session_opens_in_the_old_way_too(api: httpx.Client) -> None:
    answer = api.put("/token/session/:create", params=tokens())
    assert answer.status_code == 200
    assert api.get("/token/session/>whoAmI").json()["value"]["companyId"] == 1


def test_wrong_tokens_and_dates_are_refused(api: httpx.Client) -> None:
    wrong = api.post("/token/session/:create", json=tokens(consumerToken="another"))
    assert wrong.status_code == 401
    past = api.post("/token/session/:create", json=tokens(expirationDate="2020-01-01"))
    assert past.status_code == 422
    assert faulty(past, 18000) == ["expirationDate"]


def test_an_ended_session_is_401_with_code_3000(api: httpx.Client) -> None:
    api.delete(door(api, "sessions"))
    answer = api.get("/customer")
    assert answer.status_code == 401
    assert faulty(answer, 3000) == []


def test_token_calls_are_not_writes(api: httpx.Client) -> None:
    create(api, "customer", name="Nordlys AS")
    assert api.get(door(api, "requests/summary")).json() == {"read": 1, "write": 1}


def test_a_new_customer_gets_a_number_and_empty_addresses(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS")
    assert (customer["version"], customer["customerNumber"], customer["email"]) == (1, 10001, "")
    assert set(customer["postalAddress"]) == {"id", "url"}
    assert customer["accountManager"] is None
    assert "changes" not in customer and "bankAccounts" not in customer
    fields = {"fields": "name,postalAddress(*),changes"}
    whole = api.get(f"/customer/{customer['id']}", params=fields).json()["value"]
    assert whole["postalAddress"]["country"] == {"id": 161, "url": whole["postalAddress"]["country"]["url"]}
    assert whole["changes"][0]["changeType"] == "CREATE"


def test_an_illegal_field_is_400_with_code_11000(api: httpx.Client) -> None:
    answer = api.get("/customer", params={"fields": "*,shoeSize"})
    assert answer.status_code == 400
    faulty(answer, 11000)


def test_full_result_size_only_tells_whether_there_is_more(api: httpx.Client) -> None:
    for number in range(5):
        create(api, "product", name=f"Product {number}")
    pages = [api.get("/product", params={"from": start, "count": 2}).json() for start in (0, 2, 4, 6)]
    assert [page["fullResultSize"] for page in pages] == [3, 5, 5, 6]
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert api.get("/product", params={"count": 10001}).status_code == 422


def test_inactive_customers_must_be_asked_for(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS", isInactive=True)
    assert api.get("/customer").json()["values"] == []
    inactive = api.get("/customer", params={"isInactive": "true"}).json()["values"]
    assert [row["id"] for row in inactive] == [customer["id"]]


def test_orders_need_both_dates(api: httpx.Client) -> None:
    order(api)
    answer = api.get("/order")
    assert answer.status_code == 422
    assert faulty(answer, 18000) == ["orderDateFrom", "orderDateTo"]
    dates = {"orderDateFrom": "2026-02-01", "orderDateTo": "2026-03-01"}
    assert api.get("/order", params=dates).json()["values"] == []
    assert len(api.get("/order", params=ALWAYS).json()["values"]) == 1


def test_changed_since_is_for_customers_and_blind_to_addresses(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS", postalAddress={"city": "Bodø"})
    assert api.get("/customer", params={"changedSince": "2100-01-01"}).json()["values"] == []
    assert len(api.get("/customer", params={"changedSince": "2020-01-01T00:00:00Z"}).json()["values"]) == 1
    address = {"id": customer["postalAddress"]["id"], "city": "Oslo"}
    updated = api.put(f"/customer/{customer['id']}", json={"postalAddress": address}).json()["value"]
    assert updated["version"] == customer["version"]
    fields = {"fields": "changes,postalAddress(city,version,changes)"}
    read = api.get(f"/customer/{customer['id']}", params=fields).json()["value"]
    assert (read["postalAddress"]["city"], read["postalAddress"]["version"]) == ("Oslo", 1)
    assert len(read["changes"]) == 1 and len(read["postalAddress"]["changes"]) == 2


def test_an_address_without_its_id_becomes_a_new_one(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS", postalAddress={"addressLine1": "Kaia 1"})
    path = f"/customer/{customer['id']}"
    updated = api.put(path, json={"postalAddress": {"city": "Oslo"}}).json()["value"]
    assert updated["postalAddress"]["id"] != customer["postalAddress"]["id"]
    address = api.get(path, params={"fields": "postalAddress(*)"}).json()["value"]["postalAddress"]
    assert (address["addressLine1"], address["city"]) == ("", "Oslo")


def test_the_delivery_address_has_its_own_endpoint(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS", deliveryAddress={"city": "Bodø"})
    key = customer["deliveryAddress"]["id"]
    api.put(f"/customer/{customer['id']}", json={"deliveryAddress": {"id": key, "city": "Oslo"}})
    assert api.get(f"/deliveryAddress/{key}").json()["value"]["city"] == "Bodø"
    changed = api.put(f"/deliveryAddress/{key}", json={"version": 0, "city": "Oslo"})
    assert changed.json()["value"]["city"] == "Oslo"
    row = {"id": customer["id"], "version": 1, "deliveryAddress": {"id": key, "city": "Moss"}}
    assert api.put("/customer/list", json=[row]).json()["count"] == 1
    assert api.get(f"/deliveryAddress/{key}").json()["value"]["city"] == "Moss"


def test_a_put_is_partial_and_versions_move_only_with_a_change(api: httpx.Client) -> None:
    product = create(api, "product", name="Rope", number="R-1")
    path = f"/product/{product['id']}"
    assert product["version"] == 0
    changed = api.put(path, json={"description": "Long"}).json()["value"]
    assert (changed["version"], changed["name"]) == (1, "Rope")
    assert api.put(path, json={"description": "Long"}).json()["value"]["version"] == 1
    stale = api.put(path, json={"version": 0, "description": "Short"})
    assert stale.status_code == 409
    faulty(stale, 8000)


def test_a_new_object_must_not_bring_an_id(api: httpx.Client) -> None:
    answer = api.post("/contact", json={"firstName": "Kari", "id": 5, "version": 0})
    assert faulty(answer, 18000) == ["id", "version"]


def test_a_new_order_hides_its_lines_in_the_answer(api: httpx.Client) -> None:
    made = order(api, {"description": "Rope", "count": 2, "unitPriceExcludingVatCurrency": 10})
    assert (made["version"], made["orderLines"]) == (0, [])
    path = f"/order/{made['id']}"
    plain = api.get(path).json()["value"]
    assert plain["version"] == 1
    assert set(plain["orderLines"][0]) == {"id", "url"}
    line = api.get(path, params={"fields": "*,orderLines(*)"}).json()["value"]["orderLines"][0]
    assert (line["count"], line["unitPriceIncludingVatCurrency"], line["amountExcludingVatCurrency"]) == (
        2,
        12.5,
        20,
    )
    assert api.put(path, json={"version": 0, "reference": "A"}).status_code == 409


def test_lines_are_touched_only_on_demand_and_then_omitted_ones_go(api: httpx.Client) -> None:
    made = order(api, {"description": "Rope"}, {"description": "Sail"})
    path, expand = f"/order/{made['id']}", {"fields": "version,orderLines(id,version,description)"}
    rope = api.get(path, params=expand).json()["value"]["orderLines"][0]
    body = {"orderLines": [{"id": rope["id"], "description": "Thick rope"}, {"description": "Anchor"}]}
    api.put(path, json=body)
    assert len(api.get(path, params=expand).json()["value"]["orderLines"]) == 2
    api.put(path, json=body, params={"updateLinesAndGroups": "true"})
    after = api.get(path, params=expand).json()["value"]
    assert after["version"] == 2
    assert [line["description"] for line in after["orderLines"]] == ["Thick rope", "Anchor"]
    assert after["orderLines"][0]["version"] == rope["version"] + 1


def test_order_lines_have_endpoints_of_their_own(api: httpx.Client) -> None:
    made = order(api)
    line = create(api, "order/orderline", order={"id": made["id"]}, description="Rope")
    assert (line["version"], line["count"], line["order"]["id"]) == (1, 0, made["id"])
    path = f"/order/orderline/{line['id']}"
    assert api.put(path, json={"count": 3}).json()["value"]["count"] == 3
    assert faulty(api.put(path, json={"order": {"id": made["id"]}}), 18000) == ["order"]
    assert api.get(f"/order/{made['id']}").json()["value"]["version"] == 2
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    ("kind", "body", "code", "fields"),
    [
        ("customer", {}, 18000, ["name"]),
        ("customer", {"name": "x" * 256}, 18000, ["name"]),
        ("customer", {"name": "A", "organizationNumber": "SE556"}, 18000, ["organizationNumber"]),
        ("contact", {"phoneNumberWork": "1"}, 18000, ["firstName", "lastName", "email"]),
        ("contact", {"firstName": "A", "customer": {"id": 1}}, 18000, ["customer.id"]),
        ("product", {"number": "1"}, 18000, ["name"]),
        ("employee", {"firstName": "A", "lastName": "B"}, 18000, ["userType"]),
        ("employee", {"firstName": "A", "lastName": "B", "userType": "STANDARD"}, 18000, ["email"]),
        ("order", {}, 18000, ["customer", "orderDate", "deliveryDate"]),
        ("product", {"name": "A", "colour": "red"}, 16000, ["colour"]),
        ("product", {"name": 5}, 16000, ["name"]),
        ("order", {"orderDate": "soon"}, 16000, ["orderDate"]),
    ],
)
def test_refused_bodies(api: httpx.Client, kind: str, body: dict[str, Any], code: int, fields: list[str]) -> None:
    answer = api.post(f"/{kind}", json=body)
    assert answer.status_code == 422
    assert faulty(answer, code) == fields


def test_a_product_number_is_taken_only_once(api: httpx.Client) -> None:
    create(api, "product", name="Rope", number="R-1")
    assert faulty(api.post("/product", json={"name": "Sail", "number": "R-1"}), 18000) == ["number"]


def test_line_rules(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS")
    body = {"customer": {"id": customer["id"]}, "orderDate": "2026-03-01", "deliveryDate": "2026-03-01"}
    both = {
        "description": "Rope",
        "unitPriceExcludingVatCurrency": 1,
        "unitPriceIncludingVatCurrency": 2,
        "vatType": {"id": 99},
    }
    answer = api.post("/order", json=body | {"orderLines": [{"count": 1}, both]})
    assert faulty(answer, 18000) == [
        "orderLines.description",
        "orderLines.unitPriceExcludingVatCurrency",
        "orderLines.unitPriceIncludingVatCurrency",
        "orderGroups.orderLines.vatType.id,orderLines.vatType.id",
    ]


def test_references_are_shown_short_unless_expanded(api: httpx.Client) -> None:
    customer = create(api, "customer", name="Nordlys AS")
    contact = create(api, "contact", firstName="Kari", customer={"id": customer["id"]})
    assert set(contact["customer"]) == {"id", "url"}
    rows = api.get("/contact", params={"fields": "displayName,customer(id,name)"}).json()["values"]
    assert rows == [{"displayName": "Kari", "customer": {"id": customer["id"], "name": "Nordlys AS"}}]


def test_the_user_type_of_an_employee_reads_back_unreliably(api: httpx.Client) -> None:
    person = {"firstName": "Ola", "lastName": "Berg", "userType": "NO_ACCESS"}
    employee = create(api, "employee", **person)
    assert api.get(f"/employee/{employee['id']}").json()["value"]["userType"] is None
    assert api.get("/employee").json()["values"][0]["userType"] == "EXTENDED"


def test_digests(api: httpx.Client) -> None:
    create(api, "product", name="Rope")
    assert "not specified" in api.get("/product").json()["versionDigest"]
    digest = api.get("/product", headers={"If-None-Match": "any"}).json()["versionDigest"]
    assert api.get("/product", headers={"If-None-Match": digest}).status_code == 304
    create(api, "product", name="Sail")
    assert api.get("/product", headers={"If-None-Match": digest}).status_code == 200
    employees = api.get("/employee", headers={"If-None-Match": "any"}).json()
    assert employees["versionDigest"] == "Checksum not yet supported for this endpoint"


def test_deletes(api: httpx.Client) -> None:
    made = order(api)
    customer = api.get("/customer").json()["values"][0]
    assert api.delete(f"/customer/{customer['id']}").status_code == 422
    assert api.delete(f"/order/{made['id']}").status_code == 204
    assert api.delete(f"/customer/{customer['id']}").status_code == 204
    contact = create(api, "contact", firstName="Kari")
    assert api.delete(f"/contact/{contact['id']}").status_code == 405
    assert api.delete("/contact/list", params={"ids": contact["id"]}).status_code == 204
    assert api.get("/contact").json()["values"] == []


def test_the_429_has_no_reset_header(api: httpx.Client) -> None:
    assert api.get("/product").headers["X-Rate-Limit-Limit"] == "100"
    api.put(door(api, "settings"), json={"rate_limit": 1})
    answers = [api.get("/product") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "X-Rate-Limit-Reset" not in answers[-1].headers


def test_an_edit_at_the_side_door_reaches_nested_objects(api: httpx.Client) -> None:
    made = api.post(door(api, "records/customer"), json={"name": "Nordlys AS"}).json()
    edit = {"phoneNumber": "75 00 00 00", "postalAddress": {"city": "Bodø"}}
    after = api.patch(door(api, f"records/customer/{made['key']}"), json=edit).json()["document"]
    assert (after["version"], after["postalAddress"]["version"]) == (2, 1)
    assert after["postalAddress"]["id"] == made["document"]["postalAddress"]["id"]
