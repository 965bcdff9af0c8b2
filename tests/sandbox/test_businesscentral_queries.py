"""What may be asked of Business Central in the sandbox, and how much: filters, expansion, languages, limits, lines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from runtime.sandbox.businesscentral import BusinessCentral
from runtime.sandbox.world import Running
from tests.sandbox.businesscentral_api import (
    API,
    COMPANY,
    ROOT,
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
def central() -> BusinessCentral:
    """A server that is not yet running."""
    return BusinessCentral()


@pytest.fixture
def api(central: BusinessCentral) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    server = Running(central)
    with signed_in(server) as client:
        yield client
    server.stop()


class TestFilters:
    @pytest.fixture(autouse=True)
    def articles(self, api: httpx.Client) -> None:
        """Three articles."""
        for name in ("Anvil", "Bolt", "Chain"):
            create(api, "items", {"displayName": name})

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("tolower(displayName) eq 'bolt'", ["Bolt"]),
            ("toupper(displayName) eq 'BOLT'", ["Bolt"]),
            ("substring(displayName,1) eq 'nvil'", ["Anvil"]),
            ("substring(displayName,0,1) eq 'C'", ["Chain"]),
            ("contains(displayName,'n') and displayName ne 'Anvil'", ["Chain"]),
            ("(displayName eq 'Anvil' or displayName eq 'Bolt')", ["Anvil", "Bolt"]),
        ],
    )
    def test_what_a_filter_may_say(self, api: httpx.Client, text: str, names: list[str]) -> None:
        assert [row["displayName"] for row in rows(api, "items", filter=text)] == names

    def test_lambdas_are_ignored_without_a_word(self, api: httpx.Client) -> None:
        assert len(rows(api, "items", filter="variants/any(v:v/code eq 'x' and (v/size gt 1))")) == 3
        found = rows(api, "items", filter="displayName eq 'Bolt' and variants/all(v:v/code eq 'x')")
        assert [row["displayName"] for row in found] == ["Bolt"]

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("displayName in ('Bolt','Chain')", ["Bolt", "Chain"]),
            ("contains(tolower(displayName),'CH')", []),
            ("contains(toupper(displayName),'CH')", ["Chain"]),
            ("tolower(substring(displayName,0,1)) eq 'c'", ["Chain"]),
        ],
    )
    def test_what_only_the_newer_schema_takes(self, api: httpx.Client, text: str, names: list[str]) -> None:
        refused(api.get(f"{ROOT}/items", params={"$filter": text}), 400, "BadRequest")
        found = rows(api, "items", filter=text, schemaversion="2.1")
        assert [row["displayName"] for row in found] == names

    def test_a_company_may_be_named_in_the_query(self, api: httpx.Client) -> None:
        settle(api, {"page_size": 2})
        first = api.get(f"{API}/items", params={"company": COMPANY}).json()
        second = api.get(first["@odata.nextLink"]).json()
        assert [len(page["value"]) for page in (first, second)] == [2, 1]
        refused(api.get(f"{API}/items", params={"company": str(uuid4())}), 404, "Internal_CompanyNotFound")


class TestExpansion:
    def test_several_levels_each_with_its_options(self, api: httpx.Client) -> None:
        order = an_order(api)
        nested = "salesOrderLines($filter=quantity gt 1;$select=quantity;$expand=item($select=displayName))"
        [row] = rows(api, "salesOrders", expand=f"{nested},customer($select=displayName)", select="number")
        assert row["customer"].keys() == {"@odata.etag", "displayName"} and row["customer"]["displayName"] == "Acme"
        [line] = row["salesOrderLines"]
        assert (line["quantity"], line["item"]["displayName"]) == (2, "Anvil")
        assert line.keys() == {"@odata.etag", "quantity", "item"}
        place = f"salesOrders({order['id']})/salesOrderLines"
        lines = rows(api, place, expand="item,salesOrder($select=number)")
        assert [line["item"] is None for line in lines] == [False, True]
        assert {line["salesOrder"]["number"] for line in lines} == {order["number"]}

    def test_a_change_is_answered_without_expansion(self, api: httpx.Client) -> None:
        order = an_order(api)
        place, body = f"{ROOT}/salesOrders({order['id']})", {"externalDocumentNumber": "7"}
        answer = api.patch(place, json=body, params={"$expand": "salesOrderLines"}, headers={"If-Match": "*"})
        assert answer.status_code == 200 and "salesOrderLines" not in answer.json()

    @pytest.mark.parametrize(
        "text",
        ["nonsense", "salesOrderLines($nonsense=1)", "salesOrderLines($select=nonsense)", "salesOrderLines($skip=1)"],
    )
    def test_expansions_that_are_refused(self, api: httpx.Client, text: str) -> None:
        refused(api.get(f"{ROOT}/salesOrders", params={"$expand": text}), 400, "BadRequest")


class TestLines:
    def test_a_line_lies_below_its_order_too(self, api: httpx.Client) -> None:
        order, other = an_order(api), an_order(api)
        line = order["salesOrderLines"][0]
        place = f"salesOrders({order['id']})/salesOrderLines"
        assert read(api, place, line["id"])["@odata.etag"] == line["@odata.etag"]
        assert patch(api, place, line["id"], {"quantity": 5}).json()["netAmount"] == 52.5
        elsewhere = f"{ROOT}/salesOrders({other['id']})/salesOrderLines({line['id']})"
        refused(api.get(elsewhere), 404, "Internal_RecordNotFound")
        refused(api.delete(elsewhere), 404, "Internal_RecordNotFound")
        before = read(api, "salesOrders", order["id"])
        assert api.delete(f"{ROOT}/{place}({line['id']})").status_code == 204
        after = read(api, "salesOrders", order["id"])
        assert after["@odata.etag"] != before["@odata.etag"]
        assert after["lastModifiedDateTime"] > before["lastModifiedDateTime"]

    def test_article_and_account_exclude_each_other_in_a_change_too(self, api: httpx.Client) -> None:
        line = an_order(api)["salesOrderLines"][0]
        both = patch(api, "salesOrderLines", line["id"], {"accountId": str(uuid4())})
        refused(both, 400, "Application_DialogException")

    def test_a_person_edits_the_lines_of_an_order(self, api: httpx.Client) -> None:
        order = an_order(api)
        first, second = order["salesOrderLines"]
        edited = [{"id": second["id"]}, {"id": first["id"], "quantity": 9}, {"itemId": first["itemId"], "quantity": 1}]
        door = f"/_sandbox/records/salesOrders/{order['id']}"
        api.patch(door, json={"salesOrderLines": edited}).raise_for_status()
        lines = {line["id"]: line for line in rows(api, f"salesOrders({order['id']})/salesOrderLines")}
        assert lines[second["id"]] == second
        kept = ("sequence", "itemId", "description", "unitPrice", "lineType")
        assert all(lines[first["id"]][name] == first[name] for name in kept)
        assert (lines[first["id"]]["quantity"], lines[first["id"]]["netAmount"]) == (9, 94.5)
        [added] = lines.keys() - {first["id"], second["id"]}
        assert (lines[added]["sequence"], lines[added]["description"]) == (30000, "Anvil")
        after = read(api, "salesOrders", order["id"])
        assert after["@odata.etag"] != order["@odata.etag"] and after["totalAmountExcludingTax"] == 105
        api.patch(door, json={"salesOrderLines": edited[:1]}).raise_for_status()
        assert [line["id"] for line in rows(api, f"salesOrders({order['id']})/salesOrderLines")] == [second["id"]]


class TestOrders:
    def test_who_pays_is_named_by_id_or_number(self, api: httpx.Client) -> None:
        order = an_order(api)
        payer = create(api, "customers", {"displayName": "Payer", "city": "Bergen"})
        changed = patch(api, "salesOrders", order["id"], {"billToCustomerNumber": payer["number"]}).json()
        shown = ("billToCustomerId", "billToName", "billToCity", "customerId", "customerName")
        assert [changed[name] for name in shown] == [payer["id"], "Payer", "Bergen", order["customerId"], "Acme"]
        body = {"customerId": order["customerId"], "billToCustomerId": payer["id"]}
        made = create(api, "salesOrders", body)
        assert (made["billToCustomerNumber"], made["customerName"]) == (payer["number"], "Acme")
        unknown = patch(api, "salesOrders", order["id"], {"billToCustomerNumber": "NO"})
        refused(unknown, 400, "Internal_InvalidTableRelation")

    def test_the_type_of_an_article_is_fixed_once_it_is_sold(self, api: httpx.Client) -> None:
        article = an_order(api)["salesOrderLines"][0]["itemId"]
        sold = patch(api, "items", article, {"type": "Service"})
        refused(sold, 400, "Application_DialogException")
        assert patch(api, "items", article, {"type": "Inventory", "displayName": "x"}).status_code == 200
        free = create(api, "items", {"displayName": "Bolt"})
        assert patch(api, "items", free["id"], {"type": "Service"}).json()["type"] == "Service"


class TestMessages:
    def test_messages_are_in_the_language_that_is_asked_for(self, api: httpx.Client) -> None:
        norwegian, row = {"Accept-Language": "nb-NO,nb;q=0.9"}, create(api, "items", {"displayName": "Anvil"})
        place = f"{ROOT}/items({row['id']})"
        stale = {"If-Match": 'W/"old"'}
        english = refused(api.patch(place, json={}, headers=stale), 409, "Request_EntityChanged")
        assert english.startswith("Another user has already changed the record.")
        told = refused(api.patch(place, json={}, headers=stale | norwegian), 409, "Request_EntityChanged")
        assert told.startswith("En annen bruker")
        long = api.post(f"{ROOT}/items", json={"displayName": "x" * 101}, headers=norwegian)
        assert "101" in refused(long, 400, "Application_StringExceededLength")
        french = api.post(f"{ROOT}/contacts", json={}, headers={"Accept-Language": "fr"})
        assert 'A "displayName" must be provided.' in refused(french, 400, "Application_DialogException")

    def test_every_answer_can_be_asked_about(self, api: httpx.Client) -> None:
        assert api.get(f"{ROOT}/items").headers["request-id"]
        answer = api.get(f"{ROOT}/items({uuid4()})")
        assert answer.headers["ms-correlation-x"] in refused(answer, 404, "Internal_RecordNotFound")

    def test_numbers_by_hand_may_be_forbidden(self, api: httpx.Client) -> None:
        settle(api, {"manual_numbers": False})
        by_hand = api.post(f"{ROOT}/items", json={"displayName": "x", "number": "A1"})
        assert "numbers manually" in refused(by_hand, 400, "Application_DialogException")
        assert create(api, "items", {"displayName": "x"})["number"]

    def test_a_create_may_be_answered_without_content(self, api: httpx.Client) -> None:
        prefer = {"Prefer": "return-no-content"}
        answer = api.post(f"{ROOT}/items", json={"displayName": "x"}, headers=prefer)
        assert answer.status_code == 204 and answer.content == b""
        assert api.get(answer.headers["Location"]).json()["displayName"] == "x"

    def test_the_company_is_described_without_an_etag(self, api: httpx.Client) -> None:
        [company] = api.get(f"{API}/companies").json()["value"]
        assert {"id", "name", "displayName", "systemModifiedAt"} <= company.keys()
        assert "@odata.etag" not in company


class TestLimits:
    def test_the_window_slides(self, central: BusinessCentral, api: httpx.Client) -> None:
        clock = [1000.0]
        central.window.now = lambda: clock[0]
        settle(api, {"rate_limit": 2})
        statuses = []
        for seconds in (0, 200, 50, 51, 1):
            clock[0] += seconds
            statuses.append(api.get(f"{ROOT}/items").status_code)
        assert statuses == [200, 200, 429, 200, 429]
        answer = api.get(f"{ROOT}/items")
        assert answer.content == b"" and "Retry-After" not in answer.headers

    @pytest.mark.parametrize(("setting", "expected"), [(None, [200, 200]), (1, [200, 429])])
    def test_only_so_many_at_once(
        self, central: BusinessCentral, api: httpx.Client, setting: int | None, expected: list[int]
    ) -> None:
        settle(api, {"at_once": setting})
        delay = {"action": "delay", "seconds": 0.1, "times": 2}
        api.put("/_sandbox/faults", json=[delay]).raise_for_status()

        async def both() -> list[int]:
            transport = httpx.ASGITransport(central.application())
            async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=api.headers) as client:
                answers = await asyncio.gather(*(client.get(f"{ROOT}/items") for _ in range(2)))
            return sorted(answer.status_code for answer in answers)

        assert asyncio.run(both()) == expected

    def test_an_outage_says_when_to_come_back(self, api: httpx.Client) -> None:
        fault = {"action": "status", "status": 503, "headers": {"Retry-After": "3"}}
        api.put("/_sandbox/faults", json=[fault]).raise_for_status()
        answer = api.get(f"{ROOT}/items")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
