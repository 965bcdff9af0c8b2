"""Tripletex's habits that a setting turns on or off, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from runtime.sandbox.tripletex import server
from runtime.sandbox.world import Call, Running
from tests.sandbox.tripletex_company import ALWAYS, company, create, door, faulty, order, settle, tokens


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    with company() as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("customer", {"name": "A", "isCustomer": True}, "isCustomer"),
        ("customer", {"name": "A", "postalAddress": {"displayName": "B"}}, "postalAddress.displayName"),
        ("product", {"name": "A", "displayNumber": "1"}, "displayNumber"),
        ("contact", {"firstName": "A", "url": "B"}, "url"),
        ("employee", {"changes": []}, "changes"),
        ("order", {"orderLines": [{"amountExcludingVatCurrency": 5}]}, "orderLines.amountExcludingVatCurrency"),
    ],
)
def test_a_read_only_field_in_a_body_is_refused(api: httpx.Client, kind: str, body: dict[str, Any], field: str) -> None:
    answer = api.post(f"/{kind}", json=body)
    assert answer.status_code == 422
    assert faulty(answer, 16000) == [field]


def test_a_lenient_company_passes_over_read_only_fields(api: httpx.Client) -> None:
    settle(api, strict=False)
    whole = create(api, "product", name="Rope", displayNumber="9")
    assert whole["displayNumber"] == ""
    assert api.put(f"/product/{whole['id']}", json=whole).json()["value"] == whole


def test_display_names_may_be_sent_but_are_computed(api: httpx.Client) -> None:
    contact = create(api, "contact", firstName="Kari", displayName="Ola")
    assert contact["displayName"] == "Kari"


def test_new_lines_and_addresses_must_not_bring_ids(api: httpx.Client) -> None:
    address = api.post("/customer", json={"name": "A", "postalAddress": {"id": 5}})
    assert faulty(address, 18000) == ["postalAddress.id"]
    assert faulty(api.post("/order", json={"orderLines": [{"id": 5}]}), 18000) == ["orderLines.id"]


def test_messages_follow_the_language_and_codes_do_not(api: httpx.Client) -> None:
    def said() -> tuple[str, str]:
        answer = api.post("/customer", json={})
        assert faulty(answer, 18000) == ["name"]
        body = answer.json()
        return body["message"], body["validationMessages"][0]["message"]

    assert said() == ("Validering feilet.", "Må fylles ut.")
    settle(api, language="en")
    assert said() == ("Validation failed.", "Must be filled in.")
    assert api.get("/customer/1").json()["message"] == "Object not found"


def test_a_missing_right_is_403_with_code_9000(api: httpx.Client) -> None:
    settle(api, closed=["* /v2/employee*"])
    answer = api.get("/employee")
    assert answer.status_code == 403
    assert faulty(answer, 9000) == []
    assert api.get("/customer").status_code == 200


def test_another_company_is_refused(api: httpx.Client) -> None:
    token = api.post("/token/session/:create", json=tokens()).json()["value"]["token"]
    answer = api.get("/customer", auth=httpx.BasicAuth("4711", token))
    assert answer.status_code == 403
    assert api.get("/customer", auth=httpx.BasicAuth("", token)).status_code == 200


def test_what_may_not_be_seen_is_absent_not_null(api: httpx.Client) -> None:
    create(api, "customer", name="Nordlys AS", email="post@nordlys.example")
    settle(api, hidden={"customer": ["email"]})
    row = api.get("/customer", params={"fields": "name,email"}).json()["values"][0]
    assert row == {"name": "Nordlys AS"}


def test_a_line_edit_moves_the_digest_of_orders_and_a_customer_edit_does_not(api: httpx.Client) -> None:
    made = order(api, {"description": "Rope"})
    query = ALWAYS | {"fields": "*,customer(*),orderLines(*)"}

    def digest() -> str:
        answer = api.get("/order", params=query, headers={"If-None-Match": "any"})
        text: str = answer.json()["versionDigest"]
        return text

    before = digest()
    assert api.put(f"/customer/{made['customer']['id']}", json={"name": "Sørlys AS"}).status_code == 200
    assert digest() == before
    line = api.get("/order", params=query).json()["values"][0]["orderLines"][0]
    api.put(f"/order/orderline/{line['id']}", json={"count": 2})
    assert digest() != before
    same = api.get("/order", params=query, headers={"If-None-Match": digest()})
    assert (same.status_code, same.content) == (304, b"")


def test_more_than_ten_thousand_matches_are_refused_whatever_the_page() -> None:
    shop = server()
    for number in range(10_001):
        shop.insert("product", {"name": "Rope", "number": str(number)})
    running = Running(shop)
    with httpx.Client(base_url=running.address + "/v2") as client:
        client.auth = ("0", client.post("/token/session/:create", json=tokens()).json()["value"]["token"])
        answer = client.get("/product", params={"count": 1})
        assert answer.status_code == 422
        assert faulty(answer, 23000) == []
        assert client.get("/product", params={"count": 1, "productNumber": "7"}).json()["count"] == 1
    running.stop()


def test_vat_codes_are_those_of_the_company(api: httpx.Client) -> None:
    codes = api.get("/ledger/vatType", params={"typeOfVat": "OUTGOING"}).json()["values"]
    assert {code["number"]: code["id"] for code in codes}["33"] == 32
    settle(api, vat_types=[6])
    made = order(api, {"description": "Rope"})
    line = api.get(f"/order/{made['id']}", params={"fields": "orderLines(vatType)"}).json()["value"]
    assert line["orderLines"][0]["vatType"]["id"] == 6
    bad = {"order": {"id": made["id"]}, "description": "Rope", "vatType": {"id": 3}}
    assert faulty(api.post("/order/orderline", json=bad), 18000) == ["vatType.id"]
    settle(api, product_vat=False)
    body = {"name": "Rope", "vatType": {"id": 6}}
    assert faulty(api.post("/product", json=body), 18000) == ["vatType.id"]


def test_rules_that_only_some_companies_have(api: httpx.Client) -> None:
    create(api, "product", name="Rope")
    create(api, "product", name="Rope")
    settle(api, unique_names=True, departments=True, send_method="EHF")
    assert faulty(api.post("/product", json={"name": "Rope"}), 18000) == ["name"]
    person = {"firstName": "Ola", "lastName": "Berg", "userType": "NO_ACCESS"}
    assert faulty(api.post("/employee", json=person), 18000) == ["department.id"]
    assert faulty(api.post("/customer", json={"name": "Nordlys AS"}), 18000) == ["postalAddress"]
    place = {"postalCode": "8001", "city": "Bodø"}
    assert create(api, "customer", name="Nordlys AS", postalAddress=place)["invoiceSendMethod"] == "EHF"
    create(api, "customer", name="Kari Vik", isPrivateIndividual=True)


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("customer", {"name": "A", "invoicesDueIn": 10_001}, "invoicesDueIn"),
        ("customer", {"name": "A", "customerNumber": -1}, "customerNumber"),
        ("customer", {"name": "A", "postalAddress": {"city": "x" * 101}}, "postalAddress.city"),
        ("customer", {"name": "A", "invoiceSendMethod": "EHF"}, "postalAddress"),
        ("product", {"name": "A", "ean": "x" * 15}, "ean"),
        ("product", {"name": "A", "vatType": {"id": 99}}, "vatType.id"),
    ],
)
def test_values_out_of_bounds(api: httpx.Client, kind: str, body: dict[str, Any], field: str) -> None:
    assert faulty(api.post(f"/{kind}", json=body), 18000) == [field]


def test_an_employee_e_mail_is_taken_only_once(api: httpx.Client) -> None:
    person = {"firstName": "Ola", "lastName": "Berg", "userType": "STANDARD", "email": "ola@nordlys.example"}
    create(api, "employee", **person)
    assert faulty(api.post("/employee", json=person), 18000) == ["email"]


def test_filters_that_cannot_be_read(api: httpx.Client) -> None:
    create(api, "product", name="Rope", number="R-1", priceExcludingVatCurrency=10)
    assert faulty(api.get("/product", params={"number": "R-1"}), 21000) == []
    assert faulty(api.get("/product", params={"priceExcludingVatCurrencyFrom": "NaN"}), 21000) == []
    assert faulty(api.get("/product", params={"sorting": "colour"}), 17000) == []
    assert faulty(api.get("/product/R-1"), 12000) == []
    assert api.get("/product", params={"priceExcludingVatCurrencyFrom": "10.5"}).json()["count"] == 0
    assert faulty(api.post("/product", content=b"{"), 22000) == []


def test_rows_are_sorted_through_references(api: httpx.Client) -> None:
    for name, person in (("Sørlys AS", "Ola"), ("Nordlys AS", "Kari")):
        customer = create(api, "customer", name=name)
        create(api, "contact", firstName=person, customer={"id": customer["id"]})
    create(api, "contact", firstName="Per")

    def names(sorting: str) -> list[str]:
        rows = api.get("/contact", params={"sorting": sorting, "fields": "firstName"}).json()["values"]
        return [row["firstName"] for row in rows]

    assert names("customer.name") == ["Per", "Kari", "Ola"]
    assert names("-displayName") == ["Per", "Ola", "Kari"]
    for path in ("customer", "customer.shoeSize", "firstName.id", "changes"):
        assert faulty(api.get("/contact", params={"sorting": path}), 17000) == []


def test_a_new_order_has_a_preliminary_invoice(api: httpx.Client) -> None:
    assert set(order(api)["preliminaryInvoice"]) == {"id", "url"}


def test_what_is_left_of_the_allowance_is_told_on_every_answer() -> None:
    shop = server()
    shop.settings = {"rate_limit": 2}
    answers = [shop.respond(Call("GET", "/v2/customer")) for _ in range(3)]
    assert [answer.status for answer in answers] == [401, 401, 429]
    assert [answer.headers["X-Rate-Limit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert ["X-Rate-Limit-Reset" in answer.headers for answer in answers] == [True, True, False]


def test_a_second_edit_at_the_screen_of_a_line_moves_its_order(api: httpx.Client) -> None:
    made = order(api, {"description": "Rope", "count": 1})
    record = next(r for r in api.get(door(api, "records/order")).json() if r["key"] == str(made["id"]))
    line = record["document"]["orderLines"][0]
    edited = api.patch(door(api, f"records/order/{made['id']}"), json={"orderLines": [{"id": line["id"], "count": 5}]})
    document = edited.json()["document"]
    assert document["version"] == record["document"]["version"] + 1
    after = document["orderLines"][0]
    assert (after["description"], after["count"], after["version"]) == ("Rope", 5, line["version"] + 1)
