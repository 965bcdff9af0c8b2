"""PowerOffice Go over real sockets, with the habits that break naive connectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.powerofficego_client import (
    ADDRESS,
    CREDENTIALS,
    GRANT,
    NORDLYS,
    client_of_go,
    create,
    order,
    patch,
)


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    with client_of_go() as client:
        yield client


def test_the_subscription_key_is_needed_everywhere(api: httpx.Client) -> None:
    bare = {"Ocp-Apim-Subscription-Key": ""}
    assert api.post("/OAuth/Token", data=GRANT, auth=CREDENTIALS, headers=bare).status_code == 401
    assert api.get("/v2/Customers", headers=bare).status_code == 401
    assert api.get("/v2/ClientIntegrationInformation").json()["InvalidPrivileges"] == []


def test_wrong_credentials_and_ended_tokens(api: httpx.Client) -> None:
    wrong = httpx.BasicAuth("sandbox-application-key", "another")
    assert api.post("/OAuth/Token", data=GRANT, auth=wrong).json() == {"error": "invalid_client"}
    assert api.post("/OAuth/Token", data={}, auth=CREDENTIALS).status_code == 400
    api.delete("/_sandbox/sessions")
    assert api.get("/v2/Customers").status_code == 401


def test_token_calls_are_not_writes(api: httpx.Client) -> None:
    create(api, "Customers", **NORDLYS)
    assert api.get("/_sandbox/requests/summary").json() == {"read": 1, "write": 1}


def test_an_empty_list_is_204_and_a_full_one_a_bare_array(api: httpx.Client) -> None:
    empty = api.get("/v2/Products")
    assert (empty.status_code, empty.content) == (204, b"")
    for name in ("Anchor", "Rope", "Sail"):
        create(api, "Products", Name=name)
    names: dict[str, str | int] = {"fields": "Name", "pageSize": 2}
    assert api.get("/v2/Products", params=names).json() == [{"Name": "Anchor"}, {"Name": "Rope"}]
    assert api.get("/v2/Products", params=names | {"PageNumber": 2}).json() == [{"Name": "Sail"}]
    assert api.get("/v2/Products", params=names | {"PageNumber": 3}).status_code == 204
    backwards = api.get("/v2/Products", params={"OrderBy": "Name desc"}).json()
    assert [product["Name"] for product in backwards] == ["Sail", "Rope", "Anchor"]


def test_the_bound_of_changes_is_exclusive(api: httpx.Client) -> None:
    first = create(api, "Customers", **NORDLYS)
    create(api, "Customers", Name="Fjordlys AS", InvoiceDeliveryType="Print")
    since = {"lastChangedDateTimeOffsetGreaterThan": first["LastChangedDateTimeOffset"]}
    assert [row["Name"] for row in api.get("/v2/Customers", params=since).json()] == ["Fjordlys AS"]
    assert api.get("/v2/Customers", params={"customerNos": "10001-"}).json()[0]["Name"] == "Fjordlys AS"


def test_an_address_change_does_not_move_the_stamp_of_its_customer(api: httpx.Client) -> None:
    customer = create(api, "Customers", **NORDLYS, MailAddress=ADDRESS)
    assert customer["MailAddress"]["CountryCode"] == "NO"
    changed = patch(api, f"Customers/{customer['Id']}", MailAddress__City="Oslo").json()
    assert changed["MailAddress"]["City"] == "Oslo"
    assert changed["LastChangedDateTimeOffset"] == customer["LastChangedDateTimeOffset"]
    stamps = [row["MailAddress"]["LastChangedDateTimeOffset"] for row in (customer, changed)]
    assert stamps[0] < stamps[1]
    renamed = patch(api, f"Customers/{customer['Id']}", Name="Nordlys Bodø AS").json()
    assert renamed["LastChangedDateTimeOffset"] > customer["LastChangedDateTimeOffset"]


def test_a_patch_must_be_a_json_patch(api: httpx.Client) -> None:
    path = f"Customers/{create(api, 'Customers', **NORDLYS)['Id']}"
    assert api.patch(f"/v2/{path}", json=[]).status_code == 415
    assert patch(api, path, MailAddress__City="Oslo").status_code == 400
    assert patch(api, path, MailAddress={"City": "Oslo"}).status_code == 400
    assert patch(api, path, Id=7).status_code == 400
    assert patch(api, path, DepartmentCode="1").status_code == 400
    assert patch(api, path, Colour="red").status_code == 400
    changed = patch(api, path, MailAddress=ADDRESS, PhoneNumber="75 00 00 00")
    assert (changed.status_code, changed.json()["MailAddress"]["City"]) == (200, "Bodø")
    assert patch(api, path, MailAddress__ZipCode=None).status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("Customers", {"EmailAddress": "a@b.example"}, "Name is required."),
        ("Customers", {"IsPerson": True, "FirstName": "Kari", "InvoiceDeliveryType": "Print"}, "LastName"),
        ("Customers", {"Name": "Nordlys AS"}, "InvoiceDeliveryType must be Print"),
        ("Customers", NORDLYS | {"Id": 1}, "Id is read-only."),
        ("Customers", NORDLYS | {"MailAddress": {"City": "Oslo"}}, "MailAddress.ZipCode is required."),
        ("Customers", NORDLYS | {"Number": 1}, "number series"),
        ("Customers", NORDLYS | {"EmailAddress": "nordlys"}, "EmailAddress is not valid."),
        ("Products", {"Code": "1"}, "Name is required."),
        ("Products", {"Name": "Rope", "UnitPrice": "1"}, "UnitPrice is not valid."),
        ("Products", {"Name": "Rope", "Code": "x" * 101}, "Code is longer than 100."),
        ("Employees", {"FirstName": "Ola"}, "LastName is required."),
        ("SalesOrders/Complete", {}, "CustomerId or CustomerNo is required."),
    ],
)
def test_refused_bodies(api: httpx.Client, path: str, body: dict[str, Any], reason: str) -> None:
    answer = api.post(f"/v2/{path}", json=body)
    assert answer.status_code == 400
    assert reason in answer.json()["detail"]
    assert "validation error" in answer.json()["title"]


def test_duplicates_are_400(api: httpx.Client) -> None:
    create(api, "Products", Name="Rope", Code="R-1")
    assert "already in use" in api.post("/v2/Products", json={"Name": "Sail", "Code": "R-1"}).json()["detail"]
    customer = create(api, "Customers", **NORDLYS, ExternalImportReference="A")
    again = api.post("/v2/Customers", json=NORDLYS | {"ExternalImportReference": "A"})
    assert f"Id = {customer['Id']}" in again.json()["detail"]


def test_contact_persons_live_below_their_customer(api: httpx.Client) -> None:
    customer = create(api, "Customers", **NORDLYS)
    parent = f"ContactPersons/{customer['Id']}"
    assert api.post("/v2/ContactPersons", json={}).status_code == 405
    assert api.post("/v2/ContactPersons/1", json={"FirstName": "A", "LastName": "B"}).status_code == 404
    assert api.post(f"/v2/{parent}", json={"FirstName": "Kari"}).status_code == 400
    person = create(api, parent, FirstName="Kari", LastName="Vik")
    assert person["ContactId"] == customer["Id"]
    assert patch(api, f"{parent}/{person['Id']}", Title="Sjef").json()["Title"] == "Sjef"
    assert api.get(f"/v2/ContactPersons/1/{person['Id']}").status_code == 404
    assert api.get("/v2/ContactPersons").json()[0]["Title"] == "Sjef"
    assert api.delete(f"/v2/{parent}/{person['Id']}").status_code == 200


def test_orders_are_made_complete_and_listed_without_lines(api: httpx.Client) -> None:
    product = create(api, "Products", Name="Rope", Code="R-1", UnitPrice=10)
    made = order(api, {"ProductCode": "R-1", "Quantity": 2}, {"Description": "Freight", "LineType": "Text"})
    assert len(made["Id"]) == 36
    assert (made["LineCount"], made["NetAmount"], made["TotalAmount"]) == (2, 20, 25)
    assert made["SalesOrderLines"][0]["ProductId"] == product["Id"]
    assert api.post("/v2/SalesOrders", json={}).status_code == 405
    for path in ("/v2/SalesOrders", f"/v2/SalesOrders/{made['Id']}"):
        header = api.get(path).json()
        assert "SalesOrderLines" not in (header[0] if isinstance(header, list) else header)
    whole = api.get(f"/v2/SalesOrders/{made['Id']}/Complete").json()
    assert [line["Description"] for line in whole["SalesOrderLines"]] == ["Rope", "Freight"]


def test_orders_refer_to_records_that_exist(api: httpx.Client) -> None:
    assert api.post("/v2/SalesOrders/Complete", json={"CustomerId": 1}).status_code == 404
    customer = create(api, "Customers", **NORDLYS)
    create(api, "Products", Name="Rope", Code="R-1")
    body = {"CustomerNo": customer["Number"], "SalesOrderLines": [{"ProductCode": "R-1"}]}
    assert "Quantity" in api.post("/v2/SalesOrders/Complete", json=body).json()["detail"]


def test_lines_have_endpoints_of_their_own(api: httpx.Client) -> None:
    lines = f"SalesOrders/{order(api)['Id']}/Lines"
    assert api.get(f"/v2/{lines}").status_code == 204
    line = create(api, lines, Description="Rope", Quantity=2, ProductUnitPrice=5)
    assert patch(api, f"{lines}/{line['Id']}", Quantity=3).json()["NetAmount"] == 15
    assert api.get("/v2/SalesOrders").json()[0]["NetAmount"] == 15
    assert api.delete(f"/v2/{lines}/{line['Id']}").status_code == 200
    assert api.get(f"/v2/{lines}/{line['Id']}").status_code == 404


def test_a_confirmed_order_is_locked(api: httpx.Client) -> None:
    path = f"SalesOrders/{order(api)['Id']}"
    patch(api, path, SalesOrderStatus="Confirmed")
    assert patch(api, path, CustomerReference="A").status_code == 400
    assert patch(api, path, SalesOrderStatus="Draft").status_code == 200
    assert patch(api, path, CustomerReference="A").status_code == 200


def test_an_invoiced_order_moves_to_the_invoices(api: httpx.Client) -> None:
    made = order(api, {"Description": "Rope", "Quantity": 1})
    assert api.post(f"/v2/SalesOrders/{made['Id']}/createAndSendInvoice").status_code == 202
    assert api.get(f"/v2/SalesOrders/{made['Id']}").status_code == 404
    assert api.get(f"/v2/OutgoingInvoices/{made['Id']}").json()["Id"] == made["Id"]


def test_what_is_in_use_cannot_be_deleted(api: httpx.Client) -> None:
    made = order(api)
    assert api.delete(f"/v2/Customers/{made['CustomerId']}").status_code == 409
    assert api.delete(f"/v2/SalesOrders/{made['Id']}").status_code == 200
    assert api.delete(f"/v2/Customers/{made['CustomerId']}").status_code == 200


def test_identity_numbers_are_hidden(api: httpx.Client) -> None:
    employee = create(api, "Employees", FirstName="Ola", LastName="Berg", NationalIdNumber="01010012345")
    assert (employee["NationalIdNumber"], employee["Gender"]) == ("hidden", "Hidden")


def test_the_side_door_gives_numbers_and_moves_stamps(api: httpx.Client) -> None:
    made = api.post("/_sandbox/records/Customers", json={"Name": "Nordlys AS"}).json()
    assert (made["document"]["Number"], made["document"]["InvoiceDeliveryType"]) == (10_000, "Print")
    edit = {"MailAddress": {"City": "Oslo", "ZipCode": "0001"}, "PhoneNumber": "1"}
    after = api.patch(f"/_sandbox/records/Customers/{made['key']}", json=edit).json()["document"]
    assert after["MailAddress"]["CountryCode"] == "NO"
    assert after["LastChangedDateTimeOffset"] > made["document"]["LastChangedDateTimeOffset"]


def test_the_rate_limit_is_enforced_on_request(api: httpx.Client) -> None:
    api.put("/_sandbox/settings", json={"rate_limit": 1})
    assert 429 in [api.get("/v2/Products").status_code for _ in range(4)]
