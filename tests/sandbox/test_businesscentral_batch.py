"""Batches of Business Central in the sandbox: order, errors, isolation, and what counts as a request."""

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
    ROOT,
    Row,
    an_order,
    create,
    read,
    refused,
    rows,
    settle,
    signed_in,
)

HERE = f"companies({COMPANY})"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    """A client that is signed in to a fresh server."""
    server = Running(businesscentral.server())
    with signed_in(server) as client:
        yield client
    server.stop()


def part(name: str, method: str, place: str, body: Row | None = None, **headers: str) -> Row:
    """One request of a batch; an underscore in a header's name stands for a hyphen."""
    given = JSON | {header.replace("_", "-"): value for header, value in headers.items()}
    made: Row = {"id": name, "method": method, "url": f"{HERE}/{place}", "headers": given}
    return made if body is None else made | {"body": body}


def batch(api: httpx.Client, *parts: Row, **headers: str) -> list[Row]:
    """Send a batch; what the parts were answered."""
    answer = api.post(f"{API}/$batch", json={"requests": list(parts)}, headers=headers)
    assert answer.status_code == 200, answer.text
    responses: list[Row] = answer.json()["responses"]
    return responses


def statuses(responses: list[Row]) -> list[tuple[str, int]]:
    """Ids and statuses."""
    return [(response["id"], response["status"]) for response in responses]


NEW = part("new", "POST", "items", {"displayName": "Anvil"})
WRONG = part("wrong", "POST", "items", {"type": "Gold"})
LAST = part("last", "POST", "items", {"displayName": "Bolt"})


def test_every_part_is_answered_as_if_it_stood_alone(api: httpx.Client) -> None:
    row = create(api, "items", {"displayName": "Old"})
    place = f"items({row['id']})"
    made, changed, shown, gone = batch(
        api,
        NEW,
        part("change", "PATCH", place, {"displayName": "Newer"}, If_Match=row["@odata.etag"]),
        part("list", "GET", "items?$filter=displayName eq 'Newer'&$select=displayName"),
        part("delete", "DELETE", place),
    )
    assert statuses([made, changed, shown, gone]) == [("new", 201), ("change", 200), ("list", 200), ("delete", 204)]
    assert made["body"]["displayName"] == "Anvil" and made["headers"]["location"].endswith(
        f"items({made['body']['id']})"
    )
    assert changed["body"]["@odata.etag"] != row["@odata.etag"]
    assert [found["displayName"] for found in shown["body"]["value"]] == ["Newer"]
    assert "body" not in gone
    assert [found["displayName"] for found in rows(api, "items")] == ["Anvil"]


def test_a_batch_stops_behind_the_first_error_unless_told_otherwise(api: httpx.Client) -> None:
    assert statuses(batch(api, NEW, WRONG, LAST)) == [("new", 201), ("wrong", 400)]
    assert [row["displayName"] for row in rows(api, "items")] == ["Anvil"]
    answered = batch(api, NEW, WRONG, LAST, Prefer="odata.continue-on-error")
    assert statuses(answered) == [("new", 201), ("wrong", 400), ("last", 201)]
    assert answered[1]["body"]["error"]["code"] == "BadRequest"
    assert len(rows(api, "items")) == 3


@pytest.mark.parametrize("prefer", ["", "odata.continue-on-error"])
def test_isolation_is_all_or_nothing(api: httpx.Client, prefer: str) -> None:
    order = an_order(api)
    line = order["salesOrderLines"][0]
    change = part("line", "PATCH", f"salesOrderLines({line['id']})", {"quantity": 9}, If_Match="*")
    headers = {"Isolation": "snapshot", "Prefer": prefer}
    customer = part("customer", "POST", "customers", {"displayName": "X", "number": "X1", "currencyCode": "USD"})
    assert statuses(batch(api, change, customer, WRONG, **headers))[:3] == [
        ("line", 200),
        ("customer", 201),
        ("wrong", 400),
    ]
    assert read(api, "salesOrders", order["id"], **{"$expand": "salesOrderLines"})["salesOrderLines"][0] == line
    assert read(api, "salesOrders", order["id"])["@odata.etag"] == order["@odata.etag"]
    assert len(rows(api, "customers")) == 1
    assert statuses(batch(api, change, customer, **headers)) == [("line", 200), ("customer", 201)]
    assert read(api, "salesOrders", order["id"])["totalAmountExcludingTax"] == 94.5


def test_each_part_has_its_own_etag(api: httpx.Client) -> None:
    row = create(api, "items", {"displayName": "Old"})
    place = f"items({row['id']})"
    blind, stale = part("blind", "PATCH", place, {"unitPrice": 1}), 'W/"stale"'
    guarded = part("stale", "PATCH", place, {"unitPrice": 1}, If_Match=stale)
    answered = batch(api, blind, guarded, Prefer="odata.continue-on-error")
    codes = [response["body"]["error"]["code"] for response in answered]
    assert codes == ["BadRequest_InvalidToken", "Request_EntityChanged"]
    assert [response["status"] for response in answered] == [400, 409]


def test_a_batch_counts_as_one_request(api: httpx.Client) -> None:
    look = part("look", "GET", "items")
    api.delete("/_sandbox/requests")
    batch(api, NEW, look, LAST)
    batch(api, look, look | {"id": "again", "method": "get"})
    assert api.get("/_sandbox/requests/summary").json() == {"read": 1, "write": 1}
    assert [entry["path"] for entry in api.get("/_sandbox/requests").json()] == [f"{API}/$batch"] * 2
    settle(api, {"rate_limit": 4})
    assert len(batch(api, *({**look, "id": str(number)} for number in range(20)))) == 20


def test_at_most_a_hundred_parts(api: httpx.Client) -> None:
    parts = [part(str(number), "GET", "items") for number in range(101)]
    assert len(batch(api, *parts[:100])) == 100
    refused(api.post(f"{API}/$batch", json={"requests": parts}), 400, "BadRequest")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "BadRequest"),
        ({"requests": [1]}, "BadRequest"),
        ({"requests": [NEW, NEW]}, "BadRequest"),
        ({"requests": [{"method": "GET", "url": "items"}]}, "BadRequest"),
        ({"requests": [NEW | {"method": "MERGE"}]}, "BadRequest"),
        ({"requests": [NEW | {"headers": {"If-Match": 1}}]}, "BadRequest"),
        ({"requests": [NEW | {"url": f"https://elsewhere.example/{HERE}/items"}]}, "BadRequest_InvalidRequestUrl"),
        ({"requests": [NEW | {"url": "//elsewhere.example/items"}]}, "BadRequest_InvalidRequestUrl"),
        ({"requests": [NEW | {"url": "$batch"}]}, "BadRequest_InvalidRequestUrl"),
        ({"requests": [NEW | {"url": ""}]}, "BadRequest_InvalidRequestUrl"),
    ],
)
def test_batches_that_are_refused_whole(api: httpx.Client, body: object, code: str) -> None:
    refused(api.post(f"{API}/$batch", json=body), 400, code)
    assert rows(api, "items") == []


def test_parts_need_a_session_and_a_company_that_is_there(api: httpx.Client) -> None:
    other = NEW | {"url": f"/companies({uuid4()})/items"}
    assert batch(api, other)[0]["body"]["error"]["code"] == "Internal_CompanyNotFound"
    assert statuses(batch(api, NEW | {"url": f"/{HERE}/items"})) == [("new", 201)]
    assert statuses(batch(api, NEW | {"url": f"{HERE}/nonsense"})) == [("new", 404)]
    api.delete("/_sandbox/sessions")
    answer = api.post(f"{API}/$batch", json={"requests": [NEW]})
    refused(answer, 401, "Authentication_InvalidCredentials")
    refused(api.get(f"{ROOT}/items"), 401, "Authentication_InvalidCredentials")
