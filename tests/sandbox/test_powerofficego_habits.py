"""PowerOffice Go's habits that a setting turns on or off, and what it refuses."""

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
    patch_by,
    settle,
)


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    with client_of_go() as client:
        yield client


def problem(answer: httpx.Response) -> str:
    """The detail of a 400, once its form is checked."""
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    detail: str = body["detail"]
    return detail


def test_a_token_runs_out(api: httpx.Client) -> None:
    settle(api, token_seconds=0)
    token = api.post("/OAuth/Token", data=GRANT, auth=CREDENTIALS).json()["access_token"]
    answer = api.get("/v2/Products", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["status"]) == (401, 401)
    assert api.get("/v2/Products").status_code == 204


def test_privileges_are_to_read_or_to_write(api: httpx.Client) -> None:
    settle(api, privileges=["Customer", "Product_Full"])
    assert api.get("/v2/Customers").status_code == 204
    refused = api.post("/v2/Customers", json=NORDLYS)
    assert (refused.status_code, refused.json()["status"]) == (403, 403)
    assert api.get("/v2/Employees").status_code == 403
    create(api, "Products", Name="Rope")
    about = api.get("/v2/ClientIntegrationInformation").json()
    assert about["ValidPrivileges"] == ["Customer", "Product_Full"]
    assert "Employee_Full" in about["InvalidPrivileges"]


def test_the_keys_of_errors_may_be_those_of_the_schema(api: httpx.Client) -> None:
    settle(api, error_keys="pascal")
    assert "Name is required." in api.post("/v2/Products", json={}).json()["Detail"]


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("Customers", NORDLYS | {"Id": 5}, "Id is read-only."),
        ("Customers", NORDLYS | {"IsActive": True}, "IsActive is read-only."),
        ("Customers", NORDLYS | {"Colour": "red"}, "Colour is not a known property."),
        ("Customers", NORDLYS | {"EmailAddress": "post@nordlys"}, "EmailAddress is not valid."),
        ("Customers", NORDLYS | {"InvoiceEmailAddressCC": "a@b.no;c"}, "InvoiceEmailAddressCC is not valid."),
        ("Customers", NORDLYS | {"InvoiceDeliveryType": "Pigeon"}, "InvoiceDeliveryType is not valid."),
        ("Customers", NORDLYS | {"InvoiceDeliveryType": None}, "InvoiceDeliveryType cannot be null."),
        ("Customers", NORDLYS | {"Allowance": 101}, "Allowance is outside -1000..100."),
        ("Customers", NORDLYS | {"Number": 5}, "Number is outside the number series"),
        ("Customers", NORDLYS | {"ExternalImportReference": "x" * 51}, "longer than 50"),
        ("Customers", NORDLYS | {"MailAddress": {"City": "Bodø"}}, "MailAddress.ZipCode is required."),
        ("Customers", NORDLYS | {"MailAddress": ADDRESS | {"CountryCode": "Norge"}}, "CountryCode is not valid."),
        ("Customers", NORDLYS | {"NationalIdNumber": "hidden"}, "NationalIdNumber reads as hidden"),
        ("Customers", {"Name": "Nordlys AS"}, "InvoiceDeliveryType must be Print"),
        ("Customers", {"IsPerson": True, "FirstName": "Kari", "EmailAddress": "k@v.no"}, "LastName is required"),
        ("Products", {"Name": "x" * 401}, "Name is longer than 400."),
        ("Products", {"Name": "Rope", "UnitOfMeasureCode": "piece"}, "UnitOfMeasureCode is not valid."),
        ("Employees", {"FirstName": "Ola", "LastName": "B", "Gender": "Hidden"}, "Gender reads as hidden"),
        ("Employees", {"FirstName": "Ola", "LastName": "B", "Number": 10_000}, "Number is outside"),
    ],
)
def test_refused_bodies(api: httpx.Client, path: str, body: dict[str, Any], reason: str) -> None:
    assert reason in problem(api.post(f"/v2/{path}", json=body))
    assert api.get(f"/v2/{path}").status_code == 204


@pytest.mark.parametrize(
    "operations",
    [
        [{"op": "replace", "path": "/Id", "value": 5}],
        [{"op": "replace", "path": "/LastChangedDateTimeOffset", "value": "2026-01-01T00:00:00Z"}],
        [{"op": "replace", "path": "/SalesPersonEmployeeNumber", "value": 1}],
        [{"op": "replace", "path": "/Colour", "value": "red"}],
        [{"op": "replace", "path": "/MailAddress/Id", "value": 5}],
        [{"op": "replace", "path": "/MailAddress/Street", "value": "A"}],
        [{"op": "replace", "path": "/MailAddress/City", "value": ""}],
        [{"op": "replace", "path": "/MailAddress", "value": None}],
        [{"op": "replace", "path": "Name", "value": "A"}],
        [{"op": "replace", "path": "/Name"}],
        [{"op": "replace", "path": "/Name", "value": ""}],
        [{"op": "remove", "path": "/Name"}],
        [{"op": "replace", "path": "/PhoneNumber", "value": "1"}, {"op": "replace", "path": "/Id", "value": 5}],
        {"Name": "A"},
    ],
)
def test_refused_patches_change_nothing(api: httpx.Client, operations: Any) -> None:
    made = create(api, "Customers", **NORDLYS, MailAddress=ADDRESS)
    assert problem(patch_by(api, f"Customers/{made['Id']}", operations))
    assert api.get(f"/v2/Customers/{made['Id']}").json() == made


def test_an_e_mail_cannot_be_taken_from_a_customer_that_gets_mail(api: httpx.Client) -> None:
    path = f"Customers/{create(api, 'Customers', **NORDLYS)['Id']}"
    assert "Print" in problem(patch(api, path, EmailAddress=None))
    assert patch(api, path, EmailAddress=None, InvoiceDeliveryType="Print").status_code == 200


def test_a_duplicate_tells_who_has_the_reference(api: httpx.Client) -> None:
    first = create(api, "Customers", **NORDLYS, ExternalNumber=7)
    text = problem(api.post("/v2/Customers", json=NORDLYS | {"ExternalNumber": 7}))
    assert text == f"ExternalNumber is already in use. '7' is used on (contact) Id = {first['Id']}."
    other = create(api, "Customers", **NORDLYS)
    assert "already in use" in problem(patch(api, f"Customers/{other['Id']}", ExternalNumber=7))
    assert patch(api, f"Customers/{first['Id']}", ExternalNumber=7).status_code == 200


def test_secrets_are_hidden_and_never_taken_back(api: httpx.Client) -> None:
    person = {"FirstName": "Ola", "LastName": "Berg", "NationalIdNumber": "01010012345", "Gender": "Male"}
    employee = create(api, "Employees", **person)
    path = f"Employees/{employee['Id']}"
    assert "hidden" in problem(patch(api, path, NationalIdNumber=employee["NationalIdNumber"]))
    settle(api, private=True)
    shown = api.get(f"/v2/{path}").json()
    assert (shown["NationalIdNumber"], shown["Gender"]) == ("01010012345", "Male")


def test_lists_can_be_asked_only_for_what_there_is(api: httpx.Client) -> None:
    create(api, "Products", Name="Rope")
    assert "colour" in problem(api.get("/v2/Products", params={"Fields": "Name,colour"}))
    for query in ({"OrderBy": "Colour"}, {"OrderBy": "Name sideways"}, {"PageSize": 20_001}, {"PageNumber": 0}):
        assert problem(api.get("/v2/Products", params=query))
    assert len(api.get("/v2/Products", params={"PageSize": 20_000, "orderBy": "name"}).json()) == 1
    assert problem(api.get("/v2/Products", params={"lastChangedDateTimeOffsetGreaterThan": "yesterday"}))


@pytest.mark.parametrize("moves", [False, True])
def test_an_edit_of_lines_moves_the_stamp_of_its_order_if_so_set(api: httpx.Client, moves: bool) -> None:
    settle(api, lines_move_orders=moves)
    made = order(api, {"Description": "Rope", "Quantity": 1, "ProductUnitPrice": 5})
    path = f"SalesOrders/{made['Id']}"

    def stamp() -> str:
        text: str = api.get(f"/v2/{path}").json()["LastChangedDateTimeOffset"]
        return text

    stamps = [stamp()]
    patch(api, f"{path}/Lines/{made['SalesOrderLines'][0]['Id']}", Quantity=3)
    stamps.append(stamp())
    line = create(api, f"{path}/Lines", Description="Sail")
    stamps.append(stamp())
    api.delete(f"/v2/{path}/Lines/{line['Id']}")
    stamps.append(stamp())
    assert len(set(stamps)) == (4 if moves else 1)
    assert api.get(f"/v2/{path}").json()["NetAmount"] == 15
    patch(api, path, CustomerReference="A")
    assert stamp() > stamps[-1]


def test_numbers_and_codes_stand_for_ids_on_create_only(api: httpx.Client) -> None:
    first, second = (create(api, "Employees", FirstName=name, LastName="B") for name in ("Ola", "Kari"))
    made = create(api, "Customers", **NORDLYS, SalesPersonEmployeeNumber=first["Number"])
    assert made["SalesPersonEmployeeId"] == first["Id"]
    changed = patch(api, f"Customers/{made['Id']}", SalesPersonEmployeeId=second["Id"]).json()
    assert changed["SalesPersonEmployeeNumber"] == second["Number"]
    emptied = patch(api, f"Customers/{made['Id']}", SalesPersonEmployeeId=None).json()
    assert emptied["SalesPersonEmployeeNumber"] is None
    assert api.post("/v2/Customers", json=NORDLYS | {"SalesPersonEmployeeNumber": 99}).status_code == 404


def test_the_code_of_a_line_follows_its_product(api: httpx.Client) -> None:
    create(api, "Products", Name="Rope", Code="R-1")
    sail = create(api, "Products", Name="Sail", Code="S-1")
    made = order(api, {"ProductCode": "R-1", "Quantity": 2})
    path = f"SalesOrders/{made['Id']}/Lines/{made['SalesOrderLines'][0]['Id']}"
    assert patch(api, path, ProductId=sail["Id"]).json()["ProductCode"] == "S-1"
    assert "read-only" in problem(patch(api, path, ProductCode="R-1"))
    assert "Quantity" in problem(patch(api, path, Quantity=None))
    assert patch(api, path, ProductId=1).status_code == 404


def test_a_confirmed_order_is_locked_with_its_lines(api: httpx.Client) -> None:
    made = order(api, {"Description": "Rope", "Quantity": 1})
    path = f"SalesOrders/{made['Id']}"
    line = f"{path}/Lines/{made['SalesOrderLines'][0]['Id']}"
    patch(api, path, SalesOrderStatus="Confirmed")
    assert "Draft" in problem(patch(api, line, Quantity=2))
    assert problem(api.post(f"/v2/{path}/Lines", json={"Description": "Sail"}))
    assert problem(api.delete(f"/v2/{line}"))
    assert problem(api.delete(f"/v2/{path}"))
    assert patch(api, path, SalesOrderStatus="Draft", CustomerReference="A").status_code == 200
    assert api.delete(f"/v2/{path}").status_code == 200


def test_an_order_that_a_person_invoices_vanishes_into_the_invoices(api: httpx.Client) -> None:
    made = order(api, {"Description": "Rope", "Quantity": 1})
    done = api.patch(f"/_sandbox/records/SalesOrders/{made['Id']}", json={"Invoiced": True})
    assert done.json()["key"] == made["Id"]
    assert api.get("/v2/SalesOrders").status_code == 204
    assert api.get(f"/v2/SalesOrders/{made['Id']}/Complete").status_code == 404
    assert api.get("/v2/OutgoingInvoices").json()[0]["Id"] == made["Id"]
    lines = api.get(f"/v2/OutgoingInvoices/{made['Id']}/Lines").json()
    assert lines[0]["Description"] == "Rope"
    assert lines[0]["Id"] != made["SalesOrderLines"][0]["Id"]
    assert api.delete(f"/v2/Customers/{made['CustomerId']}").status_code == 409


def test_an_invoice_may_have_another_id_than_its_order(api: httpx.Client) -> None:
    settle(api, new_invoice_id=True)
    made = order(api)
    done = api.patch(f"/_sandbox/records/SalesOrders/{made['Id']}", json={"Invoiced": True}).json()
    assert done["key"] != made["Id"]
    assert api.get(f"/v2/OutgoingInvoices/{made['Id']}").status_code == 404
    assert api.get(f"/v2/OutgoingInvoices/{done['key']}").status_code == 200


def test_a_sent_invoice_is_an_alarm_in_the_log(api: httpx.Client) -> None:
    made = order(api)
    api.post(f"/v2/SalesOrders/{made['Id']}/createAndSendInvoice")
    alarms = [entry.get("alarm", "") for entry in api.get("/_sandbox/requests").json()]
    assert [bool(alarm) for alarm in alarms] == [False] * (len(alarms) - 1) + [True]
    assert "INVOICE" in alarms[-1]


def test_what_is_in_use_stays_and_contact_persons_go_with_their_customer(api: httpx.Client) -> None:
    employee = create(api, "Employees", FirstName="Ola", LastName="Berg")
    product = create(api, "Products", Name="Rope")
    customer = create(api, "Customers", **NORDLYS, SalesPersonEmployeeId=employee["Id"])
    person = create(api, f"ContactPersons/{customer['Id']}", FirstName="Kari", LastName="Vik")
    made = create(
        api,
        "SalesOrders/Complete",
        CustomerId=customer["Id"],
        CustomerReferenceContactPersonId=person["Id"],
        SalesOrderLines=[{"ProductId": product["Id"], "Quantity": 1}],
    )
    paths = [
        f"/v2/Employees/{employee['Id']}",
        f"/v2/Products/{product['Id']}",
        f"/v2/ContactPersons/{customer['Id']}/{person['Id']}",
        f"/v2/Customers/{customer['Id']}",
    ]
    for path in paths:
        answer = api.delete(path)
        assert answer.status_code == 409, path
        assert "is in use and cannot be deleted" in answer.json()["detail"]
    assert api.delete(f"/v2/SalesOrders/{made['Id']}").status_code == 200
    assert api.delete(paths[-1]).status_code == 200
    assert api.get("/v2/ContactPersons").status_code == 204
    assert api.delete(paths[0]).status_code == 200


def test_some_clients_need_a_sales_account_for_products(api: httpx.Client) -> None:
    settle(api, standard_sales_account=False)
    assert "standard sales account" in problem(api.post("/v2/Products", json={"Name": "Rope"}))
    create(api, "Products", Name="Rope", StandardSalesAccount=3000)


def test_an_archived_customer_is_not_active_but_listed(api: httpx.Client) -> None:
    path = f"Customers/{create(api, 'Customers', **NORDLYS)['Id']}"
    assert patch(api, path, IsArchived=True).json()["IsActive"] is False
    assert api.get("/v2/Customers").json()[0]["IsArchived"] is True


def test_lines_at_the_side_door_keep_their_ids(api: httpx.Client) -> None:
    made = order(api, {"Description": "Rope", "Quantity": 1}, {"Description": "Sail", "Quantity": 1})
    sail = made["SalesOrderLines"][1]
    lines = [{"Id": sail["Id"], "Quantity": 4}, {"Description": "Anchor"}]
    after = api.patch(f"/_sandbox/records/SalesOrders/{made['Id']}", json={"SalesOrderLines": lines})
    first, second = after.json()["document"]["SalesOrderLines"]
    assert (first["Id"], first["Description"], first["Quantity"]) == (sail["Id"], "Sail", 4)
    assert second["Id"] not in (None, sail["Id"], made["SalesOrderLines"][0]["Id"])
