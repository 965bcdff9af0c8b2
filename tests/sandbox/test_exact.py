"""Exact Online in the sandbox, over real sockets: sign-in, OData 2, dates, padded codes, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from runtime.sandbox import exact
from runtime.sandbox.world import Running
from tests.sandbox.exact_api import EVERYTHING, ROOT, an_order, read, refresh, refused, rows, seed, settle, signed_in


@pytest.fixture
def running() -> Iterator[Running]:
    """A fresh server."""
    server = Running(exact.server())
    yield server
    server.stop()


@pytest.fixture
def api(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in and asks for JSON."""
    with signed_in(running) as client:
        yield client


class TestSignIn:
    def test_a_refresh_token_works_once(self, api: httpx.Client) -> None:
        again = refresh(api, "sandbox-refresh-1")
        assert again.status_code == 401
        assert again.json() == {
            "error": "unauthorized_client",
            "error_description": "Old refresh token used.",
        }

    def test_every_answer_brings_the_next_token_and_a_lifetime_in_text(self, running: Running) -> None:
        with httpx.Client(base_url=running.address) as client:
            first = refresh(client, "sandbox-refresh-1").json()
            assert first["expires_in"] == "600"
            assert refresh(client, first["refresh_token"]).status_code == 200
            assert refresh(client, "nonsense").status_code == 400

    def test_a_refresh_too_early_is_refused_when_the_server_is_strict(self, running: Running) -> None:
        with httpx.Client(base_url=running.address) as client:
            settle(client, {"strict_refresh": True})
            token = refresh(client, "sandbox-refresh-1").json()["refresh_token"]
            early = refresh(client, token)
            assert early.status_code == 400 and early.json()["error"] == "access_denied"
            assert early.headers["Reason"] == "TooEarlyToRefreshTokens"

    def test_the_first_refresh_token_may_be_kept(self, api: httpx.Client) -> None:
        settle(api, {"keep_refresh_token": True})
        assert refresh(api, "sandbox-refresh-1").status_code == 200

    def test_wrong_client_wrong_token_wrong_division(self, api: httpx.Client) -> None:
        form = {"client_id": "x", "client_secret": "y", "grant_type": "refresh_token"}
        assert api.post("/api/oauth2/token", data=form).status_code == 401
        other = api.get("/api/v1/999/crm/Accounts?$top=1")
        refused(other, 403)
        api.delete("/_sandbox/sessions")
        refused(api.get(f"{ROOT}/crm/Accounts?$top=1"), 401)

    def test_who_am_i_needs_no_division(self, api: httpx.Client) -> None:
        me = api.get("/api/v1/current/Me?$select=CurrentDivision").json()
        assert me["d"]["results"][0]["CurrentDivision"] == 123456


class TestReading:
    def test_a_list_must_be_narrowed(self, api: httpx.Client) -> None:
        for query in ("", "?$top=2", "?$expand="):
            text = refused(api.get(f"{ROOT}/crm/Accounts{query}"), 400)
            assert text == "Please add a $select or a $top=1 statement to the query string"
        for query in ("?$top=1", "?$select=ID", "?$filter=Name eq 'x'"):
            assert api.get(f"{ROOT}/crm/Accounts{query}").status_code == 200

    def test_sixty_rows_a_page_and_a_link_to_follow(self, api: httpx.Client) -> None:
        for number in range(130):
            seed(api, "Items", {"Code": f"I{number}", "Description": "x"})
        place: str | None = f"{ROOT}/logistics/Items?$select=ID,Code"
        seen, sizes = set(), []
        while place is not None:
            page = api.get(place).json()["d"]
            seen |= {row["Code"] for row in page["results"]}
            sizes.append(len(page["results"]))
            place = page.get("__next")
        assert sizes == [60, 60, 10] and len(seen) == 130

    def test_a_token_of_another_order_leads_nowhere(self, api: httpx.Client) -> None:
        settle(api, {"page_size": 1})
        for code in "ab":
            seed(api, "Items", {"Code": code, "Description": "x", "GrossWeight": 3})
        link = api.get(f"{ROOT}/logistics/Items?$select=ID&$orderby=Code").json()["d"]["__next"]
        token = dict(httpx.URL(link).params)["$skiptoken"]
        assert rows(api, "logistics/Items", select="ID", orderby="GrossWeight", skiptoken=token) == []

    def test_top_gives_a_bare_list(self, api: httpx.Client) -> None:
        for code in "abc":
            seed(api, "Items", {"Code": code, "Description": "x"})
        place = f"{ROOT}/logistics/Items?$top=2&$select=ID"
        assert len(api.get(place).json()["d"]) == 2
        settle(api, {"bare_lists": False})
        assert len(api.get(place).json()["d"]["results"]) == 2

    def test_rows_are_counted_apart_or_along(self, api: httpx.Client) -> None:
        for code in "abc":
            seed(api, "Items", {"Code": code, "Description": "x"})
        assert api.get(f"{ROOT}/logistics/Items/$count").text == "3"
        assert api.get(f"{ROOT}/logistics/Items/$count?$filter=Code eq 'a'").text == "1"
        page = api.get(f"{ROOT}/logistics/Items?$select=ID&$inlinecount=allpages").json()
        assert page["d"]["__count"] == "3"

    def test_rows_carry_metadata_and_null_for_what_is_unset(self, api: httpx.Client) -> None:
        key = seed(api, "Accounts", {"Name": "Acme"})
        row = read(api, "crm/Accounts", key)
        assert row["__metadata"]["uri"].endswith(f"/api/v1/123456/crm/Accounts(guid'{key}')")
        assert row["Email"] is None and row["IsAccountant"] == 0 and row["IsSales"] is False
        assert set(read(api, "crm/Accounts", key, **{"$select": "Name"})) == {"__metadata", "Name"}

    def test_whoever_does_not_ask_for_json_gets_atom(self, api: httpx.Client) -> None:
        seed(api, "Accounts", {"Name": "Acme"})
        answer = api.get(f"{ROOT}/crm/Accounts?$top=1", headers={"Accept": "*/*"})
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        assert answer.text.startswith("<?xml") and "<entry>" in answer.text

    def test_dates_leave_as_dutch_local_time(self, api: httpx.Client) -> None:
        key = seed(api, "Accounts", {"Name": "Acme", "StartDate": "2026-01-29T00:00:00"})
        row = read(api, "crm/Accounts", key)
        assert row["StartDate"] == "/Date(1769644800000)/"
        found = re.fullmatch(r"/Date\((\d+)\)/", row["Modified"])
        assert found is not None
        clock = datetime.fromtimestamp(int(found[1]) / 1000, UTC).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
        assert abs((datetime.now(UTC) - clock).total_seconds()) < 60

    def test_filters(self, api: httpx.Client) -> None:
        first = seed(api, "Accounts", {"Name": "O'Neill", "City": "Delft"})
        second = seed(api, "Accounts", {"Name": "Brown", "City": "Delft"})
        name = rows(api, "crm/Accounts", filter="Name eq 'O''Neill' and City eq 'Delft'", select="ID")
        assert [row["ID"] for row in name] == [first]
        assert [row["ID"] for row in rows(api, "crm/Accounts", filter=f"ID eq guid'{second}'")] == [second]
        stored = api.get("/_sandbox/records/Accounts").json()[1]["document"]["Modified"]
        since = f"Modified ge datetime'{stored}'"
        assert [row["ID"] for row in rows(api, "crm/Accounts", filter=since)] == [second]
        assert rows(api, "crm/Accounts", filter=since.replace("ge", "gt")) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Nonsense eq 'x'",
            "Remarks eq 'x'",
            "Name eq 'a' or Name eq 'b'",
            "ID eq 'text'",
            "Modified ge '2026-01-01'",
            "Modified ge datetime'2026-01-01'",
            "Name eq",
        ],
    )
    def test_filters_that_are_refused(self, api: httpx.Client, text: str) -> None:
        refused(api.get(f"{ROOT}/crm/Accounts", params={"$filter": text}), 400)

    def test_lines_are_deferred_until_they_are_expanded(self, api: httpx.Client) -> None:
        order = an_order(api)
        assert [line["LineNumber"] for line in order["SalesOrderLines"]["results"]] == [1, 2]
        plain = read(api, "salesorder/SalesOrders", order["OrderID"])
        assert "__deferred" in plain["SalesOrderLines"]
        options = {"expand": "SalesOrderLines", "select": "OrderID,SalesOrderLines/Quantity"}
        [row] = rows(api, "salesorder/SalesOrders", **options)
        assert set(row) == {"__metadata", "OrderID", "SalesOrderLines"}
        assert set(row["SalesOrderLines"]["results"][0]) == {"__metadata", "Quantity"}

    def test_unknown_keys_places_and_verbs(self, api: httpx.Client) -> None:
        refused(api.get(f"{ROOT}/crm/Accounts(guid'{uuid4()}')"), 404)
        refused(api.get(f"{ROOT}/hrm/Employees?$top=1"), 404)
        refused(api.post(f"{ROOT}/payroll/Employees", json={"FirstName": "A"}), 405)
        seed(api, "Employees", {"FirstName": "Ann", "LastName": "Lee"})
        assert rows(api, "payroll/Employees", select="FullName")[0]["FullName"] == "Ann Lee"


class TestWriting:
    def test_a_create_answers_with_few_properties_unless_all_are_wanted(self, api: httpx.Client) -> None:
        few = api.post(f"{ROOT}/crm/Accounts", json={"Name": "Acme"})
        assert few.status_code == 201 and set(few.json()["d"]) == {"__metadata", "ID", "Name"}
        whole = api.post(f"{ROOT}/crm/Accounts", json={"Name": "Brown"}, headers=EVERYTHING)
        assert whole.json()["d"]["Code"] == "2".rjust(18)

    def test_a_change_sends_only_what_changes(self, api: httpx.Client) -> None:
        key = seed(api, "Accounts", {"Name": "Acme", "City": "Delft"})
        answer = api.put(f"{ROOT}/crm/Accounts(guid'{key}')", json={"Email": "a@b.nl", "City": None})
        assert answer.status_code == 204 and answer.content == b""
        row = read(api, "crm/Accounts", key)
        assert (row["Name"], row["Email"], row["City"]) == ("Acme", "a@b.nl", None)

    def test_account_codes_are_padded_and_never_sent_again(self, api: httpx.Client) -> None:
        made = api.post(f"{ROOT}/crm/Accounts", json={"Name": "Acme", "Code": "77"}).json()["d"]
        padded = "77".rjust(18)
        assert read(api, "crm/Accounts", made["ID"])["Code"] == padded
        assert len(rows(api, "crm/Accounts", filter=f"Code eq '{padded}'")) == 1
        assert rows(api, "crm/Accounts", filter="Code eq '77'") == []
        again = api.put(f"{ROOT}/crm/Accounts(guid'{made['ID']}')", json={"Name": "New", "Code": padded})
        assert "already exists" in refused(again, 500)
        assert read(api, "crm/Accounts", made["ID"])["Name"] == "Acme"

    def test_an_inactive_currency_silently_becomes_empty(self, api: httpx.Client) -> None:
        body = {"Name": "Acme", "SalesCurrency": "XXX", "PurchaseCurrency": "EUR"}
        row = api.post(f"{ROOT}/crm/Accounts", json=body, headers=EVERYTHING).json()["d"]
        assert row["SalesCurrency"] is None and row["PurchaseCurrency"] == "EUR"

    def test_a_contact_shows_its_account_and_its_twins(self, api: httpx.Client) -> None:
        account = seed(api, "Accounts", {"Name": "Acme", "City": "Delft", "Code": "5"})
        body = {"Account": account, "FirstName": "Ann", "LastName": "Lee", "Email": "ann@acme.nl"}
        row = api.post(f"{ROOT}/crm/Contacts", json=body, headers=EVERYTHING).json()["d"]
        assert (row["FullName"], row["AccountName"], row["City"]) == ("Ann Lee", "Acme", "Delft")
        assert row["Code"] == "5".rjust(18) and row["BusinessEmail"] == "ann@acme.nl"

    @pytest.mark.parametrize(
        ("place", "body"),
        [
            ("crm/Accounts", {}),
            ("crm/Accounts", {"Name": "A", "Nonsense": 1}),
            ("crm/Accounts", {"Name": "A", "IsSales": True}),
            ("crm/Accounts", {"Name": "A", "Blocked": "yes"}),
            ("crm/Accounts", {"Name": "A", "Parent": str(uuid4())}),
            ("crm/Accounts", {"Name": "A", "Code": "1" * 19}),
            ("crm/Contacts", {"FirstName": "A"}),
            ("crm/Quotations", {"Description": "none"}),
            ("salesorder/SalesOrders", {"Description": "none"}),
            ("logistics/Items", {"Code": "A"}),
            ("logistics/Items", {"Code": "A", "Description": "x" * 61}),
            ("logistics/Items", {"Code": "A", "Description": "x", "StandardSalesPrice": 3}),
        ],
    )
    def test_creates_that_are_refused(self, api: httpx.Client, place: str, body: dict[str, Any]) -> None:
        refused(api.post(f"{ROOT}/{place}", json=body), 400)

    def test_contacts_need_a_name_and_orders_need_lines(self, api: httpx.Client) -> None:
        account = seed(api, "Accounts", {"Name": "Acme"})
        refused(api.post(f"{ROOT}/crm/Contacts", json={"Account": account}), 400)
        empty: dict[str, Any] = {"OrderedBy": account, "SalesOrderLines": []}
        refused(api.post(f"{ROOT}/salesorder/SalesOrders", json=empty), 400)
        for line in ({"Quantity": 1}, {"Item": str(uuid4())}, {"ItemCode": "A1"}):
            body = {"OrderAccount": account, "QuotationLines": [line]}
            refused(api.post(f"{ROOT}/crm/Quotations", json=body), 400)

    def test_item_codes_are_unique(self, api: httpx.Client) -> None:
        body = {"Code": "A1", "Description": "Anvil"}
        assert api.post(f"{ROOT}/logistics/Items", json=body).status_code == 201
        assert "already exists" in refused(api.post(f"{ROOT}/logistics/Items", json=body), 500)

    def test_what_only_the_server_writes_may_be_passed_over(self, api: httpx.Client) -> None:
        body = {"Name": "Acme", "IsSales": True, "Modified": "2020-01-01T00:00:00"}
        assert "IsSales is read-only" in refused(api.post(f"{ROOT}/crm/Accounts", json=body), 400)
        settle(api, {"strict": False})
        row = api.post(f"{ROOT}/crm/Accounts", json=body, headers=EVERYTHING).json()["d"]
        assert row["IsSales"] is False and row["Modified"] != "/Date(1577836800000)/"

    def test_business_rules_speak_the_language_of_the_user(self, api: httpx.Client) -> None:
        order = an_order(api)
        code = {"Name": "x", "Code": "1"}
        assert refused(api.post(f"{ROOT}/crm/Accounts", json={}), 400) == "Mandatory: Name"
        settle(api, {"language": "nl"})
        assert refused(api.post(f"{ROOT}/crm/Accounts", json={}), 400) == "Verplicht: Name"
        assert "bestaat reeds" in refused(api.post(f"{ROOT}/crm/Accounts", json=code), 500)
        account = f"{ROOT}/crm/Accounts(guid'{order['OrderedBy']}')"
        assert "in gebruik bij" in refused(api.delete(account), 500)
        assert refused(api.get(f"{ROOT}/crm/Accounts"), 400).startswith("Please add")

    def test_the_settings_may_demand_more(self, api: httpx.Client) -> None:
        settle(api, {"required": {"Accounts": ["Email"]}})
        refused(api.post(f"{ROOT}/crm/Accounts", json={"Name": "Acme"}), 400)


class TestOrders:
    def test_the_parties_of_an_order_are_fixed(self, api: httpx.Client) -> None:
        order = an_order(api)
        place = f"{ROOT}/salesorder/SalesOrders(guid'{order['OrderID']}')"
        assert order["DeliverTo"] == order["InvoiceTo"] == order["OrderedBy"]
        assert order["OrderedByName"] == "Acme" and order["StatusDescription"] == "Open"
        other = seed(api, "Accounts", {"Name": "Other"})
        for name in ("OrderedBy", "DeliverTo", "InvoiceTo"):
            refused(api.put(place, json={name: other}), 400)
        assert api.put(place, json={"OrderedBy": order["OrderedBy"], "YourRef": "7"}).status_code == 204

    def test_a_completed_order_cannot_be_changed(self, api: httpx.Client) -> None:
        order = an_order(api)
        api.patch(f"/_sandbox/records/SalesOrders/{order['OrderID']}", json={"Status": 21})
        place = f"{ROOT}/salesorder/SalesOrders(guid'{order['OrderID']}')"
        line = order["SalesOrderLines"]["results"][0]
        line_place = f"{ROOT}/salesorder/SalesOrderLines(guid'{line['ID']}')"
        new_line = {"OrderID": order["OrderID"], "Item": line["Item"]}
        refused(api.put(place, json={"Description": "late"}), 500)
        refused(api.put(line_place, json={"Quantity": 9}), 500)
        refused(api.post(f"{ROOT}/salesorder/SalesOrderLines", json=new_line), 500)
        for it in (line_place, place):
            refused(api.delete(it), 500)
        assert len(rows(api, "salesorder/SalesOrderLines", select="ID")) == 2

    def test_lines_take_their_defaults_from_the_article(self, api: httpx.Client) -> None:
        line = an_order(api)["SalesOrderLines"]["results"][0]
        assert (line["Description"], line["UnitCode"], line["ItemCode"]) == ("Anvil", "pc", "A1")
        assert line["AmountFC"] == 21.0

    def test_lines_have_an_endpoint_of_their_own(self, api: httpx.Client) -> None:
        order = an_order(api)
        place = f"{ROOT}/salesorder/SalesOrderLines"
        article = order["SalesOrderLines"]["results"][0]["Item"]
        made = api.post(place, json={"OrderID": order["OrderID"], "Item": article, "Quantity": 4})
        assert made.status_code == 201
        key = made.json()["d"]["ID"]
        assert api.put(f"{place}(guid'{key}')", json={"UnitPrice": 3, "Discount": 0.5}).status_code == 204
        line = read(api, "salesorder/SalesOrderLines", key)
        assert (line["LineNumber"], line["NetPrice"], line["AmountDC"]) == (3, 1.5, 6.0)
        assert api.delete(f"{place}(guid'{key}')").status_code == 204
        left = rows(api, "salesorder/SalesOrderLines", filter=f"OrderID eq guid'{order['OrderID']}'")
        assert len(left) == 2
        assert sorted(line["LineNumber"] for line in left) == [1, 2]

    def test_quotations_have_lines_and_a_status_that_cannot_be_put(self, api: httpx.Client) -> None:
        account = seed(api, "Accounts", {"Name": "Acme"})
        article = seed(api, "Items", {"Code": "A1", "Description": "Anvil"})
        body = {"OrderAccount": account, "QuotationLines": [{"Item": article, "UnitPrice": 2, "Quantity": 3}]}
        row = api.post(f"{ROOT}/crm/Quotations", json=body, headers=EVERYTHING).json()["d"]
        assert (row["Status"], row["QuotationNumber"], row["AmountDC"]) == (20, 1, 6.0)
        refused(api.put(f"{ROOT}/crm/Quotations(guid'{row['QuotationID']}')", json={"Status": 50}), 400)
        [line] = rows(api, "crm/QuotationLines", select="QuotationID,ItemDescription")
        assert line["QuotationID"] == row["QuotationID"] and line["ItemDescription"] == "Anvil"

    def test_statuses_move_by_actions(self, api: httpx.Client) -> None:
        account = seed(api, "Accounts", {"Name": "Acme"})
        article = seed(api, "Items", {"Code": "A1", "Description": "Anvil"})
        key = seed(api, "Quotations", {"OrderAccount": account, "QuotationLines": [{"Item": article, "Quantity": 3}]})
        body = {"QuotationID": key}
        for action, status in (("Print", 40), ("EmailWithSignOff", 60), ("Reject", 5), ("Reopen", 25), ("Accept", 50)):
            assert api.post(f"{ROOT}/crm/{action}Quotation", json=body).status_code == 201
            row = read(api, "crm/Quotations", key)
            assert row["Status"] == status
            assert action not in ("Accept", "Reject") or row["CloseDate"].startswith("/Date(")
        assert api.post(f"{ROOT}/crm/ReviewQuotation", json=body).status_code == 201
        found = rows(api, "crm/Quotations", select="QuotationNumber,VersionNumber,Status")
        versions = {(row["QuotationNumber"], row["VersionNumber"], row["Status"]) for row in found}
        assert versions == {(1, 1, 6), (1, 2, 20)}
        assert len(rows(api, "crm/QuotationLines", filter="Quantity eq 3")) == 2
        refused(api.post(f"{ROOT}/crm/AcceptQuotation", json={}), 400)
        refused(api.post(f"{ROOT}/crm/AcceptQuotation", json={"QuotationID": str(uuid4())}), 400)

    def test_a_completed_order_is_told_what_is_complete(self, api: httpx.Client) -> None:
        key = an_order(api)["OrderID"]
        place, body = f"{ROOT}/salesorder/CompleteSalesOrder", {"OrderID": key, "CompleteDelivery": True}
        assert api.post(place, json=body).status_code == 201
        order = read(api, "salesorder/SalesOrders", key)
        assert (order["Status"], order["DeliveryStatus"], order["InvoiceStatus"]) == (21, 21, 12)
        refused(api.post(place, json=body), 500)

    def test_what_is_in_use_cannot_be_deleted(self, api: httpx.Client) -> None:
        order = an_order(api)
        refused(api.delete(f"{ROOT}/crm/Accounts(guid'{order['OrderedBy']}')"), 500)
        assert api.delete(f"{ROOT}/salesorder/SalesOrders(guid'{order['OrderID']}')").status_code == 204
        assert api.delete(f"{ROOT}/crm/Accounts(guid'{order['OrderedBy']}')").status_code == 204


def test_two_changes_in_the_same_instant_still_differ(api: httpx.Client) -> None:
    key = seed(api, "Accounts", {"Name": "Acme"})
    stamps = set()
    for number in range(5):
        api.put(f"{ROOT}/crm/Accounts(guid'{key}')", json={"City": str(number)})
        stamps.add(read(api, "crm/Accounts", key)["Modified"])
    assert len(stamps) == 5
