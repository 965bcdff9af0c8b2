"""Business Central in the sandbox, over real sockets: sign-in, OData 4, etags, emptiness, linked rows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from runtime.sandbox import businesscentral
from runtime.sandbox.world import Running
from tests.sandbox.businesscentral_api import (
    API,
    COMPANY,
    NO_GUID,
    ROOT,
    SIGN_IN,
    Row,
    an_order,
    create,
    patch,
    read,
    refused,
    rows,
    settle,
    signed_in,
)


@pytest.fixture
def running() -> Iterator[Running]:
    """A fresh server."""
    server = Running(businesscentral.server())
    yield server
    server.stop()


@pytest.fixture
def api(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    with signed_in(running) as client:
        yield client


class TestSignIn:
    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"client_id": "x"}, 700016),
            ({"client_secret": "x"}, 7000215),
            ({"scope": ""}, 70011),
            ({"grant_type": "password"}, 70003),
        ],
    )
    def test_errors_have_the_form_of_entra(self, running: Running, wrong: dict[str, str], code: int) -> None:
        answer = httpx.post(f"{running.address}/oauth2/v2.0/token", data=SIGN_IN | wrong)
        assert answer.status_code in (400, 401)
        assert answer.json()["error_codes"] == [code]
        assert answer.json()["error_description"].startswith(f"AADSTS{code}")

    def test_no_token_no_company_no_such_place(self, api: httpx.Client) -> None:
        refused(api.get(f"{API}/companies({uuid4()})/items"), 404, "Internal_CompanyNotFound")
        refused(api.get(f"{ROOT}/nonsense"), 404, "BadRequest_ResourceNotFound")
        refused(api.put(f"{ROOT}/items", json={}), 405, "BadRequest_MethodNotAllowed")
        assert api.get(f"{API}/companies").json()["value"][0]["id"] == COMPANY
        api.delete("/_sandbox/sessions")
        refused(api.get(f"{ROOT}/items"), 401, "Authentication_InvalidCredentials")


class TestReading:
    def test_nothing_is_ever_null(self, api: httpx.Client) -> None:
        customer = create(api, "customers", {"displayName": "Acme"})
        assert None not in customer.values()
        assert customer["email"] == "" and customer["paymentTermsId"] == NO_GUID
        assert customer["blocked"] == "_x0020_" and customer["currencyCode"] == "EUR"
        full = create(api, "customers", {"displayName": "Acme", "email": "a@b.no"})
        assert patch(api, "customers", full["id"], {"email": None}).json()["email"] == ""
        employee = create(api, "employees", {"givenName": "Ann", "surname": "Lee"})
        assert employee["birthDate"] == "0001-01-01" and employee["displayName"] == "Ann Lee"
        assert employee["status"] == "Active"

    def test_answers_name_their_context_and_version(self, api: httpx.Client) -> None:
        answer = api.get(f"{ROOT}/items")
        assert answer.headers["OData-Version"] == "4.0"
        assert answer.headers["Content-Type"].startswith("application/json; odata.metadata=minimal")
        assert answer.json()["@odata.context"].endswith(f"$metadata#companies({COMPANY})/items")

    def test_pages_are_as_small_as_asked(self, api: httpx.Client) -> None:
        for number in range(7):
            create(api, "items", {"displayName": f"I{number}"})
        place: str | None = f"{ROOT}/items"
        sizes, seen = [], set()
        while place is not None:
            page = api.get(place, headers={"Prefer": "odata.maxpagesize=3"}).json()
            sizes.append(len(page["value"]))
            seen |= {row["id"] for row in page["value"]}
            place = page.get("@odata.nextLink")
        assert sizes == [3, 3, 1] and len(seen) == 7

    def test_the_server_has_a_page_size_of_its_own_and_top_caps_the_whole(self, api: httpx.Client) -> None:
        settle(api, {"page_size": 2})
        for number in range(5):
            create(api, "items", {"displayName": f"I{number}"})
        first = api.get(f"{ROOT}/items?$top=3").json()
        assert len(first["value"]) == 2
        second = api.get(first["@odata.nextLink"]).json()
        assert len(second["value"]) == 1 and "@odata.nextLink" not in second

    def test_a_change_between_two_pages_loses_no_row(self, api: httpx.Client) -> None:
        settle(api, {"page_size": 2})
        made = [create(api, "items", {"displayName": f"I{number}"})["id"] for number in range(4)]
        first = api.get(f"{ROOT}/items?$orderby=lastModifiedDateTime").json()
        patch(api, "items", made[1], {"displayName": "changed"})
        page, seen = first, [row["id"] for row in first["value"]]
        while "@odata.nextLink" in page:
            page = api.get(page["@odata.nextLink"]).json()
            seen += [row["id"] for row in page["value"]]
        assert seen == [*made, made[1]]

    def test_filters_select_and_order(self, api: httpx.Client) -> None:
        first = create(api, "contacts", {"displayName": "O'Neill", "type": "Person", "city": "Oslo"})
        second = create(api, "contacts", {"displayName": "Brown", "type": "Person", "city": "Oslo"})
        create(api, "contacts", {"displayName": "Acme"})
        found = rows(api, "contacts", filter="type eq 'Person' and city eq 'Oslo'", orderby="displayName")
        assert [row["displayName"] for row in found] == ["Brown", "O'Neill"]
        [selected] = rows(api, "contacts", filter="displayName eq 'O''Neill'", select="id")
        assert selected == {"@odata.etag": first["@odata.etag"], "id": first["id"]}
        either = "displayName eq 'Brown' or displayName eq 'Acme'"
        assert len(rows(api, "contacts", filter=either)) == 2
        assert len(rows(api, "contacts", filter="startswith(displayName,'O')")) == 1
        assert len(rows(api, "contacts", filter=f"id eq {second['id']}")) == 1
        counted = api.get(f"{ROOT}/contacts?$count=true&$top=1").json()
        assert counted["@odata.count"] == 3 and len(counted["value"]) == 1

    def test_changes_since_a_moment(self, api: httpx.Client) -> None:
        first, second = (create(api, "items", {"displayName": name}) for name in "ab")
        stamp = second["lastModifiedDateTime"]
        since = rows(api, "items", filter=f"lastModifiedDateTime ge {stamp}")
        assert [row["id"] for row in since] == [second["id"]]
        assert rows(api, "items", filter=f"lastModifiedDateTime gt {stamp}") == []
        patch(api, "items", first["id"], {"displayName": "c"})
        since = rows(api, "items", filter=f"lastModifiedDateTime gt {stamp}")
        assert [row["id"] for row in since] == [first["id"]]

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("$filter=nonsense eq 'x'", "BadRequest"),
            ("$filter=displayName eq", "BadRequest"),
            ("$filter=lastModifiedDateTime ge 'x'", "BadRequest"),
            ("$filter=lastModifiedDateTime ge 2026-01-01T00:00:00", "BadRequest"),
            ("$filter=city eq 'a' or email eq 'b'", "Application_FilterErrorException"),
            ("$select=nonsense", "BadRequest"),
            ("$expand=nonsense", "BadRequest"),
            ("$top=-1", "BadRequest"),
            ("$skiptoken=%21", "BadRequest"),
        ],
    )
    def test_queries_that_are_refused(self, api: httpx.Client, query: str, code: str) -> None:
        refused(api.get(f"{ROOT}/contacts?{query}"), 400, code)


class TestWriting:
    def test_a_change_needs_the_right_etag(self, api: httpx.Client) -> None:
        row = create(api, "items", {"displayName": "Anvil"})
        place = f"{ROOT}/items({row['id']})"
        refused(api.patch(place, json={"unitPrice": 1}), 400, "BadRequest_InvalidToken")
        changed = patch(api, "items", row["id"], {"unitPrice": 1.25}, row["@odata.etag"])
        assert changed.status_code == 200 and changed.json()["unitPrice"] == 1.25
        assert changed.json()["@odata.etag"] != row["@odata.etag"]
        stale = patch(api, "items", row["id"], {"unitPrice": 2}, row["@odata.etag"])
        refused(stale, 409, "Request_EntityChanged")
        fresh = changed.json()["@odata.etag"]
        assert patch(api, "items", row["id"], {"unitPrice": 3}, fresh).status_code == 200
        stocked = patch(api, "items", row["id"], {"inventory": 7}).json()
        assert stocked["inventory"] == 7
        same = patch(api, "items", row["id"], {"displayName": "Anvil"}).json()
        assert same["lastModifiedDateTime"] == stocked["lastModifiedDateTime"]

    def test_codes_are_kept_in_upper_case(self, api: httpx.Client) -> None:
        row = create(api, "items", {"displayName": "x", "number": " ab1 ", "baseUnitOfMeasureCode": "pcs"})
        assert (row["number"], row["baseUnitOfMeasureCode"]) == ("AB1", "PCS")
        assert row["baseUnitOfMeasureId"] != NO_GUID
        contact = create(api, "contacts", {"displayName": "Acme"})
        assert contact["searchName"] == "ACME"

    def test_an_id_and_its_code_must_agree(self, api: httpx.Client) -> None:
        row = create(api, "customers", {"displayName": "Acme", "currencyCode": "usd"})
        assert row["currencyCode"] == "USD"
        other = create(api, "customers", {"displayName": "Brown", "currencyId": row["currencyId"]})
        assert other["currencyCode"] == "USD"
        both = {"currencyId": row["currencyId"], "currencyCode": "NOK"}
        refused(patch(api, "customers", row["id"], both), 400, "Application_DialogException")
        unknown = {"currencyId": str(uuid4())}
        refused(patch(api, "customers", row["id"], unknown), 400, "Internal_InvalidTableRelation")

    def test_a_create_may_bring_its_id_and_number_but_not_twice(self, api: httpx.Client) -> None:
        body = {"id": str(uuid4()), "number": "K1", "displayName": "Acme"}
        answer = api.post(f"{ROOT}/customers", json=body)
        assert answer.headers["Location"].endswith(f"/customers({body['id']})")
        again = api.post(f"{ROOT}/customers", json=body)
        refused(again, 400, "Internal_EntityWithSameKeyExists")
        other = api.post(f"{ROOT}/customers", json={"number": "K1", "displayName": "Other"})
        refused(other, 400, "Internal_EntityWithSameKeyExists")

    @pytest.mark.parametrize(
        ("kind", "body", "code"),
        [
            ("customers", {}, "Application_DialogException"),
            ("contacts", {"displayName": " "}, "Application_DialogException"),
            ("salesOrders", {}, "Application_DialogException"),
            ("salesOrders", {"customerId": str(uuid4())}, "Internal_InvalidTableRelation"),
            ("items", {"inventory": 3}, "Application_DialogException"),
            ("items", {"type": "Gold"}, "BadRequest"),
            ("items", {"unitPrice": "3"}, "BadRequest"),
            ("items", {"nonsense": 1}, "BadRequest"),
            ("items", {"lastModifiedDateTime": "2026-01-01"}, "BadRequest_InvalidOperation"),
            ("employees", {"displayName": "x"}, "BadRequest_InvalidOperation"),
            ("employees", {"givenName": "x" * 31}, "Application_StringExceededLength"),
            ("employees", {"birthDate": "soon"}, "BadRequest"),
            ("items", {"itemCategoryId": "7"}, "Application_InvalidGUID"),
            ("contacts", {"displayName": "x", "companyNumber": "NO"}, "Internal_InvalidTableRelation"),
        ],
    )
    def test_creates_that_are_refused(self, api: httpx.Client, kind: str, body: Row, code: str) -> None:
        refused(api.post(f"{ROOT}/{kind}", json=body), 400, code)

    def test_deleting(self, api: httpx.Client) -> None:
        row = create(api, "items", {"displayName": "Anvil"})
        place = f"{ROOT}/items({row['id']})"
        patch(api, "items", row["id"], {"displayName": "New"})
        stale = api.delete(place, headers={"If-Match": row["@odata.etag"]})
        refused(stale, 409, "Request_EntityChanged")
        assert api.delete(place).status_code == 204
        refused(api.get(place), 404, "Internal_RecordNotFound")


class TestLinkedContacts:
    @pytest.fixture(autouse=True)
    def related(self, api: httpx.Client) -> None:
        """As if there were a relation code for customers."""
        settle(api, {"relate_contacts": True})

    def test_without_a_relation_code_a_customer_stands_alone(self, api: httpx.Client) -> None:
        settle(api, {"relate_contacts": None})
        create(api, "customers", {"displayName": "Acme"})
        assert rows(api, "contacts") == []

    def test_a_customer_brings_a_company_contact_along(self, api: httpx.Client) -> None:
        customer = create(api, "customers", {"displayName": "Acme", "city": "Oslo"})
        [contact] = rows(api, "contacts")
        assert (contact["type"], contact["displayName"], contact["city"]) == ("Company", "Acme", "Oslo")
        assert contact["contactBusinessRelation"] == "Customer"
        place = f"{ROOT}/customers({customer['id']})/contactsInformation"
        [relation] = api.get(place).json()["value"]
        assert relation["contactId"] == contact["id"] and relation["relatedId"] == customer["id"]

    def test_a_change_of_the_customer_moves_its_contact(self, api: httpx.Client) -> None:
        key = create(api, "customers", {"displayName": "Acme"})["id"]
        [before] = rows(api, "contacts")
        patch(api, "customers", key, {"creditLimit": 5})
        assert rows(api, "contacts") == [before]
        patch(api, "customers", key, {"email": "a@b.no"})
        [after] = rows(api, "contacts")
        assert after["email"] == "a@b.no"
        assert after["lastModifiedDateTime"] > before["lastModifiedDateTime"]

    def test_edits_through_the_side_door_count_too(self, api: httpx.Client) -> None:
        key = api.post("/_sandbox/records/customers", json={"displayName": "Acme"}).json()["key"]
        api.patch(f"/_sandbox/records/customers/{key}", json={"displayName": "Acme AS"})
        [contact] = rows(api, "contacts")
        assert contact["displayName"] == "Acme AS" and contact["searchName"] == "ACME AS"

    def test_a_person_belongs_to_a_company_by_number(self, api: httpx.Client) -> None:
        company = create(api, "contacts", {"displayName": "Acme", "type": "Company"})
        body = {"displayName": "Ann", "type": "Person", "companyNumber": company["number"]}
        assert create(api, "contacts", body)["companyName"] == "Acme"
        patch(api, "contacts", company["id"], {"number": "NEW"})
        [person] = rows(api, "contacts", filter="type eq 'Person'")
        assert person["companyNumber"] == "NEW"


class TestOrders:
    def test_an_order_takes_over_from_customer_and_article(self, api: httpx.Client) -> None:
        order = an_order(api)
        assert (order["customerName"], order["sellToCity"], order["status"]) == ("Acme", "Oslo", "Draft")
        first, second = order["salesOrderLines"]
        assert (first["lineType"], first["description"], first["unitPrice"]) == ("Item", "Anvil", 10.5)
        assert (first["sequence"], first["unitOfMeasureCode"]) == (10000, "PCS")
        assert (second["lineType"], second["sequence"]) == ("Comment", 20000)
        assert order["totalAmountExcludingTax"] == 21.0
        assert "salesOrderLines" not in read(api, "salesOrders", order["id"])
        [row] = rows(api, "salesOrders", expand="salesOrderLines($select=quantity)", select="number")
        assert set(row) == {"@odata.etag", "number", "salesOrderLines"}
        assert set(row["salesOrderLines"][0]) == {"@odata.etag", "quantity"}

    def test_lines_are_listed_by_order_only(self, api: httpx.Client) -> None:
        order = an_order(api)
        text = refused(api.get(f"{ROOT}/salesOrderLines"), 400, "Application_DialogException")
        assert "You must specify an Id or a Document Id" in text
        assert len(rows(api, "salesOrderLines", filter=f"documentId eq {order['id']}")) == 2
        assert len(rows(api, f"salesOrders({order['id']})/salesOrderLines")) == 2

    def test_a_line_moves_the_stamp_of_its_order(self, api: httpx.Client) -> None:
        order = an_order(api)
        line = order["salesOrderLines"][0]
        blind = api.patch(f"{ROOT}/salesOrderLines({line['id']})", json={"quantity": 3})
        refused(blind, 400, "BadRequest_InvalidToken")
        changed = patch(api, "salesOrderLines", line["id"], {"quantity": 3}, line["@odata.etag"])
        assert changed.status_code == 200 and changed.json()["netAmount"] == 31.5
        stale = patch(api, "salesOrderLines", line["id"], {"quantity": 4}, line["@odata.etag"])
        refused(stale, 409, "Request_EntityChanged")
        header = read(api, "salesOrders", order["id"])
        assert header["lastModifiedDateTime"] > order["lastModifiedDateTime"]
        assert header["totalAmountExcludingTax"] == 31.5

    def test_lines_can_be_added_and_deleted(self, api: httpx.Client) -> None:
        order = an_order(api)
        article = order["salesOrderLines"][0]["lineObjectNumber"]
        place = f"salesOrders({order['id']})/salesOrderLines"
        body = {"lineType": "Item", "lineObjectNumber": article, "quantity": 4, "discountAmount": 2}
        line = create(api, place, body)
        assert (line["sequence"], line["discountPercent"], line["netAmount"]) == (30000, 4.7619, 40)
        top = create(api, "salesOrderLines", {"documentId": order["id"], "description": "note"})
        assert top["lineType"] == "Comment"
        assert api.delete(f"{ROOT}/salesOrderLines({line['id']})").status_code == 204
        assert len(rows(api, place)) == 3

    def test_what_is_fixed_in_orders_and_lines(self, api: httpx.Client) -> None:
        order = an_order(api)
        line = order["salesOrderLines"][0]
        refused(patch(api, "salesOrders", order["id"], {"number": "X"}), 400, "BadRequest_InvalidOperation")
        for body in ({"sequence": 5}, {"lineObjectNumber": "X"}, {"documentId": str(uuid4())}):
            refused(patch(api, "salesOrderLines", line["id"], body), 400, "BadRequest_InvalidOperation")
        place = f"{ROOT}/salesOrders({order['id']})/salesOrderLines"
        refused(api.post(place, json={"id": str(uuid4())}), 400, "BadRequest_InvalidOperation")
        both = api.post(place, json={"itemId": line["itemId"], "accountId": str(uuid4())})
        refused(both, 400, "Application_DialogException")
        refused(patch(api, "salesOrders", order["id"], {"salesOrderLines": []}), 400, "BadRequest")

    def test_rows_of_open_orders_stay(self, api: httpx.Client) -> None:
        order = an_order(api)
        place = f"{ROOT}/customers({order['customerId']})"
        refused(api.delete(place), 400, "Application_DialogException")
        assert api.delete(f"{ROOT}/salesOrders({order['id']})").status_code == 204
        assert api.delete(place).status_code == 204

    def test_a_new_customer_number_reaches_the_orders(self, api: httpx.Client) -> None:
        order = an_order(api)
        patch(api, "customers", order["customerId"], {"number": "NEW"})
        moved = read(api, "salesOrders", order["id"])
        assert moved["customerNumber"] == "NEW" and moved["@odata.etag"] != order["@odata.etag"]

    def test_orders_through_the_side_door(self, api: httpx.Client) -> None:
        customer = api.post("/_sandbox/records/customers", json={"displayName": "Acme"}).json()["key"]
        article = api.post("/_sandbox/records/items", json={"displayName": "Anvil"}).json()["key"]
        document = {"customerId": customer, "salesOrderLines": [{"itemId": article, "quantity": 1}]}
        key = api.post("/_sandbox/records/salesOrders", json=document).json()["key"]
        [line] = rows(api, f"salesOrders({key})/salesOrderLines")
        assert line["description"] == "Anvil" and line["documentId"] == key
