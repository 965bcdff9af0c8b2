"""A client of Business Central in the sandbox, for tests: signed in, over a real socket, with the side door at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from runtime.sandbox.world import Running

COMPANY = "6f1a1c5e-5d3b-4f0e-9b61-0e7f2c6a9d10"
API = "/v2.0/sandbox/api/v2.0"
ROOT = f"{API}/companies({COMPANY})"
NO_GUID = "00000000-0000-0000-0000-000000000000"
CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
SCOPE = "https://api.businesscentral.dynamics.com/.default"
SIGN_IN = CLIENT | {"grant_type": "client_credentials", "scope": SCOPE}
Row = dict[str, Any]


@contextmanager
def signed_in(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    with httpx.Client(base_url=running.address) as client:
        token = client.post("/oauth2/v2.0/token", data=SIGN_IN).json()
        assert token["expires_in"] == 3599
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        yield client


def create(api: httpx.Client, kind: str, body: Row, **options: str) -> Row:
    """Create a row; what the server answers."""
    answer = api.post(f"{ROOT}/{kind}", json=body, params=options)
    assert answer.status_code == 201, answer.text
    row: Row = answer.json()
    return row


def read(api: httpx.Client, kind: str, key: str, **options: str) -> Row:
    """One row."""
    answer = api.get(f"{ROOT}/{kind}({key})", params=options)
    assert answer.status_code == 200, answer.text
    row: Row = answer.json()
    return row


def rows(api: httpx.Client, kind: str, **options: str) -> list[Row]:
    """The first page of a list; options without their dollar sign."""
    answer = api.get(f"{ROOT}/{kind}", params={f"${name}": value for name, value in options.items()})
    assert answer.status_code == 200, answer.text
    found: list[Row] = answer.json()["value"]
    return found


def patch(api: httpx.Client, kind: str, key: str, body: Row, etag: str = "*") -> httpx.Response:
    """Change a row."""
    return api.patch(f"{ROOT}/{kind}({key})", json=body, headers={"If-Match": etag})


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The text of an error in the vendor's form."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code and "CorrelationId:" in error["message"]
    return str(error["message"])


def settle(api: httpx.Client, settings: Row) -> None:
    """Change the settings."""
    api.put("/_sandbox/settings", json=settings).raise_for_status()


def an_order(api: httpx.Client) -> Row:
    """A sales order with two lines, created in one request."""
    customer = create(api, "customers", {"displayName": "Acme", "city": "Oslo"})
    anvil = {"displayName": "Anvil", "unitPrice": 10.5, "baseUnitOfMeasureCode": "pcs"}
    article = create(api, "items", anvil)
    lines = [{"itemId": article["id"], "quantity": 2}, {"description": "with care"}]
    body = {"customerId": customer["id"], "salesOrderLines": lines}
    return create(api, "salesOrders", body, **{"$expand": "salesOrderLines"})
