"""The change tracking of Exact Online in the sandbox: sync views, row versions, deleted rows, moved companies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from runtime.sandbox import exact
from runtime.sandbox.world import Running
from tests.sandbox.exact_api import ROOT, an_order, read, refused, rows, seed, settle, signed_in

HEADERS = "sync/SalesOrder/SalesOrderHeaders"
LINES = "sync/SalesOrder/SalesOrderLines"


@pytest.fixture
def running() -> Iterator[Running]:
    """A fresh server."""
    server = Running(exact.server())
    yield server
    server.stop()


@pytest.fixture
def api(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    with signed_in(running) as client:
        yield client


def versions(api: httpx.Client, view: str, after: int = 1) -> dict[str, int]:
    """Row versions above `after` by id."""
    found = rows(api, view, select="ID,Timestamp", filter=f"Timestamp gt {after}L")
    return {row["ID"]: row["Timestamp"] for row in found}


def deleted(api: httpx.Client, number: int, after: int = 1) -> list[str]:
    """The keys that the log of deleted rows has for an entity type."""
    filtered = f"Timestamp gt {after}L and EntityType eq {number}"
    return [row["EntityKey"] for row in rows(api, "sync/Deleted", select="EntityKey,EntityType", filter=filtered)]


def put(api: httpx.Client, place: str, key: str, body: dict[str, Any]) -> None:
    """Change a row."""
    answer = api.put(f"{ROOT}/{place}(guid'{key}')", json=body)
    assert answer.status_code == 204, answer.text


class TestViews:
    def test_every_view_is_there_and_can_only_be_read(self, api: httpx.Client) -> None:
        an_order(api)
        seed(api, "Employees", {"FirstName": "Ann", "LastName": "Lee"})
        expected = {
            "CRM/Accounts": 1,
            "CRM/Contacts": 0,
            "CRM/QuotationHeaders": 0,
            "CRM/QuotationLines": 0,
            "SalesOrder/SalesOrderHeaders": 1,
            "SalesOrder/SalesOrderLines": 2,
            "Logistics/Items": 1,
            "Payroll/Employees": 1,
        }
        assert {view: len(versions(api, f"sync/{view}")) for view in expected} == expected
        for view in expected:
            refused(api.post(f"{ROOT}/sync/{view}", json={}), 405)

    def test_rows_come_by_version_and_a_change_moves_a_row_to_the_end(self, api: httpx.Client) -> None:
        keys = [seed(api, "Accounts", {"Name": name}) for name in "abc"]
        before = versions(api, "sync/CRM/Accounts")
        assert list(before) == keys and sorted(before.values()) == list(before.values())
        assert min(before.values()) > 2**32
        put(api, "crm/Accounts", keys[0], {"City": "Delft"})
        after = versions(api, "sync/CRM/Accounts", max(before.values()))
        assert list(after) == [keys[0]]
        put(api, "crm/Accounts", keys[0], {"City": "Delft"})
        assert versions(api, "sync/CRM/Accounts", max(after.values())) == {}

    def test_a_thousand_rows_a_page(self, running: Running, api: httpx.Client) -> None:
        settle(api, {"sync_page_size": 2})
        keys = [seed(api, "Items", {"Code": code, "Description": "x"}) for code in "abcde"]
        place: str | None = f"{ROOT}/sync/Logistics/Items?$select=ID&$filter=Timestamp gt 1L"
        seen, sizes = [], []
        while place is not None:
            page = api.get(place).json()["d"]
            seen += [row["ID"] for row in page["results"]]
            sizes.append(len(page["results"]))
            place = page.get("__next")
            if len(sizes) == 1:
                put(api, "logistics/Items", keys[0], {"Notes": "changed between two pages"})
        assert sizes == [2, 2, 2] and seen == [*keys, keys[0]]
        settle(api, {"sync_page_size": None})
        for number in range(1000):
            running.server.insert("Items", {"Code": str(number), "Description": "x"})
        first = api.get(f"{ROOT}/sync/Logistics/Items?$select=ID").json()["d"]
        assert len(first["results"]) == 1000 and "__next" in first

    def test_fields_are_those_of_the_view(self, api: httpx.Client) -> None:
        order = an_order(api)
        [header] = rows(api, HEADERS, select="*")
        assert header["ID"] == header["OrderID"] == order["OrderID"]
        assert {"Timestamp", "VATAmount", "ShippingMethodCode", "Modified"} <= header.keys()
        assert not {"SalesOrderLines", "TaxSchedule"} & header.keys()
        line = rows(api, LINES, select="*")[0]
        assert {"Created", "Modified", "Status", "StatusDescription"} <= line.keys()
        assert (line["Status"], line["StatusDescription"], line["ItemCode"]) == (12, "Open", "A1")
        assert "OrderStatus" not in line
        plain = read(api, "salesorder/SalesOrderLines", line["ID"])
        assert not {"Created", "Modified", "Timestamp"} & plain.keys()
        assert "Timestamp" not in read(api, "salesorder/SalesOrders", order["OrderID"])

    @pytest.mark.parametrize(
        ("view", "query"),
        [
            ("CRM/Accounts", ""),
            ("CRM/Accounts", "$filter=Timestamp gt 1L"),
            ("CRM/Accounts", "$select=ID,Nonsense"),
            ("CRM/Contacts", "$select=*"),
            ("Logistics/Items", "$select=*"),
            ("Logistics/Items", "$select=StandardSalesPrice"),
            ("CRM/QuotationHeaders", "$select=QuotationLines"),
            ("CRM/Accounts", "$select=ID&$filter=Name eq 'x'"),
            ("CRM/Accounts", "$select=ID&$filter=Modified ge datetime'2026-01-01T00:00:00'"),
            ("CRM/Accounts", "$select=ID&$filter=Timestamp ge 1L"),
            ("CRM/Accounts", "$select=ID&$filter=Timestamp gt 1"),
            ("CRM/Accounts", "$select=ID&$filter=Timestamp gt 1L and Name eq 'x'"),
            ("CRM/Accounts", "$select=ID&$filter=Timestamp gt 1L or Timestamp gt 2L"),
            ("CRM/Accounts", "$select=ID&$filter=Timestamp gt"),
            ("CRM/Accounts", "$select=ID&$orderby=Name"),
            ("CRM/Accounts", "$select=ID&$skip=1"),
            ("CRM/Accounts", "$select=ID&$skiptoken=%21"),
            ("Deleted", "$select=ID&$filter=EntityKey eq 'x'"),
        ],
    )
    def test_queries_that_are_refused(self, api: httpx.Client, view: str, query: str) -> None:
        refused(api.get(f"{ROOT}/sync/{view}?{query}"), 400)

    def test_versions_may_be_written_as_text(self, api: httpx.Client) -> None:
        seed(api, "Accounts", {"Name": "a"})
        settle(api, {"int64_as_text": True})
        [row] = rows(api, "sync/CRM/Accounts", select="Timestamp")
        assert isinstance(row["Timestamp"], str) and int(row["Timestamp"]) > 2**32


class TestBulk:
    def test_large_pages_of_named_fields(self, running: Running, api: httpx.Client) -> None:
        for number in range(61):
            running.server.insert("Items", {"Code": str(number), "Description": "x"})
        assert len(rows(api, "bulk/Logistics/Items", select="ID,Code")) == 61
        refused(api.get(f"{ROOT}/bulk/Logistics/Items?$filter=Code eq '1'"), 400)
        account = seed(api, "Accounts", {"Name": "a"})
        contact = seed(api, "Contacts", {"Account": account, "LastName": "Lee"})
        found = rows(api, "bulk/CRM/Contacts", select="ID", filter=f"Account eq guid'{account}'")
        assert [row["ID"] for row in found] == [contact]
        refused(api.get(f"{ROOT}/bulk/CRM/Contacts?$select=ID&$filter=LastName eq 'Lee'"), 400)
        refused(api.post(f"{ROOT}/bulk/CRM/Contacts", json={}), 405)

    def test_private_fields_of_employees_need_a_payroll_role(self, api: httpx.Client) -> None:
        key = seed(api, "Employees", {"LastName": "Lee", "Email": "lee@home.nl", "BusinessEmail": "lee@work.nl"})
        assert read(api, "payroll/Employees", key)["Email"] == "lee@home.nl"
        settle(api, {"payroll_roles": False})
        [listed] = rows(api, "payroll/Employees", select="Email,BusinessEmail")
        [synced] = rows(api, "sync/Payroll/Employees", select="Email,BusinessEmail")
        for row in (read(api, "payroll/Employees", key), listed, synced):
            assert (row["Email"], row["BusinessEmail"]) == (None, "lee@work.nl")


class TestLines:
    def test_a_line_moves_its_own_version_and_not_its_header(self, api: httpx.Client) -> None:
        order = an_order(api)
        headers, lines = versions(api, HEADERS), versions(api, LINES)
        first, second = lines
        put(api, "salesorder/SalesOrderLines", first, {"Quantity": 7})
        assert list(versions(api, LINES, max(lines.values()))) == [first]
        assert versions(api, LINES)[second] == lines[second]
        assert versions(api, HEADERS) == headers
        assert read(api, "salesorder/SalesOrders", order["OrderID"])["Modified"] == order["Modified"]

    def test_a_header_moves_without_its_lines(self, api: httpx.Client) -> None:
        order = an_order(api)
        headers, lines = versions(api, HEADERS), versions(api, LINES)
        put(api, "salesorder/SalesOrders", order["OrderID"], {"Description": "new"})
        assert versions(api, LINES) == lines
        assert versions(api, HEADERS)[order["OrderID"]] > headers[order["OrderID"]]

    def test_a_line_may_be_told_to_move_its_header(self, api: httpx.Client) -> None:
        order = an_order(api)
        settle(api, {"lines_move_headers": True})
        headers = versions(api, HEADERS)
        put(api, "salesorder/SalesOrderLines", next(iter(versions(api, LINES))), {"Quantity": 7})
        assert versions(api, HEADERS)[order["OrderID"]] > headers[order["OrderID"]]
        assert read(api, "salesorder/SalesOrders", order["OrderID"])["Modified"] != order["Modified"]

    def test_a_person_edits_the_lines_of_an_order(self, api: httpx.Client) -> None:
        order = an_order(api)
        first, second = order["SalesOrderLines"]["results"]
        before = versions(api, LINES)
        edited = [{"ID": second["ID"]}, {"ID": first["ID"], "Quantity": 9}, {"Item": first["Item"], "Quantity": 4}]
        api.patch(f"/_sandbox/records/SalesOrders/{order['OrderID']}", json={"SalesOrderLines": edited})
        found = rows(api, "salesorder/SalesOrderLines", select="ID,LineNumber,Quantity,UnitPrice,Description")
        by_id = {row["ID"]: row for row in found}
        assert (by_id[first["ID"]]["Quantity"], by_id[first["ID"]]["UnitPrice"]) == (9, 10.5)
        assert (by_id[second["ID"]]["LineNumber"], by_id[second["ID"]]["Quantity"]) == (2, 1)
        [added] = by_id.keys() - {first["ID"], second["ID"]}
        assert by_id[added]["LineNumber"] == 3
        after = versions(api, LINES)
        assert after[second["ID"]] == before[second["ID"]] and after[first["ID"]] > before[first["ID"]]
        api.patch(f"/_sandbox/records/SalesOrders/{order['OrderID']}", json={"SalesOrderLines": edited[:1]})
        assert list(versions(api, LINES)) == [second["ID"]]
        assert sorted(deleted(api, 33)) == sorted([first["ID"], added])

    def test_stamps_are_the_servers_own(self, api: httpx.Client) -> None:
        key = seed(api, "Accounts", {"Name": "a", "Timestamp": 5})
        [(_, version)] = versions(api, "sync/CRM/Accounts").items()
        api.patch(f"/_sandbox/records/Accounts/{key}", json={"Timestamp": 7, "Modified": "2020-01-01T00:00:00"})
        assert versions(api, "sync/CRM/Accounts") == {key: version}


class TestDeleted:
    def test_deleted_rows_are_logged_by_type(self, api: httpx.Client) -> None:
        order = an_order(api)
        lines = [line["ID"] for line in order["SalesOrderLines"]["results"]]
        assert api.delete(f"{ROOT}/salesorder/SalesOrderLines(guid'{lines[0]}')").status_code == 204
        assert (deleted(api, 33), deleted(api, 32)) == ([lines[0]], [])
        assert api.delete(f"{ROOT}/salesorder/SalesOrders(guid'{order['OrderID']}')").status_code == 204
        assert (deleted(api, 33), deleted(api, 32)) == (lines, [order["OrderID"]])
        contact = seed(api, "Contacts", {"Account": order["OrderedBy"], "LastName": "Lee"})
        for kind, number, key in (("Contacts", 5, contact), ("Accounts", 2, order["OrderedBy"])):
            api.delete(f"/_sandbox/records/{kind}/{key}")
            assert deleted(api, number) == [key]
        entry = rows(api, "sync/Deleted", select="*")[0]
        assert entry["DeletedDate"].startswith("/Date(") and entry["Division"] == 123456
        assert deleted(api, 33, entry["Timestamp"]) == lines[1:]

    def test_the_log_is_kept_for_two_months(self, api: httpx.Client) -> None:
        key = seed(api, "Accounts", {"Name": "a"})
        api.delete(f"{ROOT}/crm/Accounts(guid'{key}')")
        assert deleted(api, 2) == [key]
        settle(api, {"deleted_days": 0})
        assert deleted(api, 2) == []

    def test_an_unknown_record_leaves_no_trace(self, api: httpx.Client) -> None:
        refused(api.delete(f"{ROOT}/crm/Accounts(guid'{uuid4()}')"), 404)
        assert api.delete(f"/_sandbox/records/Accounts/{uuid4()}").status_code == 404
        assert deleted(api, 2) == []


class TestCompany:
    def test_a_moved_company_starts_its_versions_again(self, api: httpx.Client) -> None:
        order = an_order(api)
        seed(api, "Employees", {"LastName": "Lee"})
        before, payroll = versions(api, HEADERS), versions(api, "sync/Payroll/Employees")
        place = f"{ROOT}/system/Divisions?$select=Code,Current,DivisionMoveDate,DivisionHRLinkUnlinkDate"
        [row] = api.get(place).json()["d"]["results"]
        assert (row["Code"], row["Current"], row["DivisionMoveDate"]) == (123456, True, None)
        settle(api, {"division_move_date": "2026-03-01"})
        [row] = api.get(place).json()["d"]["results"]
        assert row["DivisionMoveDate"] == "/Date(1772323200000)/" and row["DivisionHRLinkUnlinkDate"] is None
        after = versions(api, HEADERS)
        assert 1 < after[order["OrderID"]] < before[order["OrderID"]]
        assert versions(api, "sync/Payroll/Employees") == payroll
        put(api, "salesorder/SalesOrders", order["OrderID"], {"Description": "new"})
        assert after[order["OrderID"]] < versions(api, HEADERS)[order["OrderID"]] < before[order["OrderID"]]

    def test_a_moved_payroll_starts_only_the_versions_of_employees_again(self, api: httpx.Client) -> None:
        seed(api, "Employees", {"LastName": "Lee"})
        seed(api, "Accounts", {"Name": "a"})
        before, accounts = versions(api, "sync/Payroll/Employees"), versions(api, "sync/CRM/Accounts")
        settle(api, {"hr_link_date": "2026-03-01"})
        after = versions(api, "sync/Payroll/Employees")
        assert after.keys() == before.keys() and max(after.values()) < min(before.values())
        assert versions(api, "sync/CRM/Accounts") == accounts

    def test_a_date_becomes_a_version_where_the_vendor_offers_it(self, api: httpx.Client) -> None:
        order = an_order(api)
        place = f"{ROOT}/read/sync/Sync/SyncTimestamp"
        wanted = {"modified": "2022-01-01T00:00:00", "endPoint": "'SalesOrderLines'"}
        refused(api.get(place, params=wanted), 400)
        wanted["modified"] = "datetime'2022-01-01T00:00:00'"
        found = api.get(place, params=wanted).json()["d"]
        assert found["API"] == "SalesOrderLines" and found["Modified"] == "/Date(1640995200000)/"
        assert len(versions(api, LINES, found["TimeStampAsBigInt"])) == 2
        wanted["modified"] = "datetime'2100-01-01T00:00:00'"
        assert versions(api, LINES, api.get(place, params=wanted).json()["d"]["TimeStampAsBigInt"]) == {}
        refused(api.get(place, params=wanted | {"endPoint": "'Accounts'"}), 400)
        assert order["OrderID"] in versions(api, HEADERS)
