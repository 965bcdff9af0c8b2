"""A client of Exact Online in the sandbox, for tests: signed in, over a real socket, with the side door at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from runtime.sandbox.world import Running

ROOT = "/api/v1/123456"
CREDENTIALS = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
EVERYTHING = {"Prefer": "return=representation"}


@contextmanager
def signed_in(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in and asks for JSON."""
    with httpx.Client(base_url=running.address, headers={"Accept": "application/json"}) as client:
        token = refresh(client, "sandbox-refresh-1").json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def refresh(client: httpx.Client, token: str) -> httpx.Response:
    """Exchange a refresh token."""
    form = CREDENTIALS | {"grant_type": "refresh_token", "refresh_token": token}
    return client.post("/api/oauth2/token", data=form)


def seed(api: httpx.Client, kind: str, document: dict[str, Any]) -> str:
    """Insert through the side door; the key."""
    return str(api.post(f"/_sandbox/records/{kind}", json=document).json()["key"])


def settle(api: httpx.Client, settings: dict[str, Any]) -> None:
    """Change the settings."""
    api.put("/_sandbox/settings", json=settings).raise_for_status()


def read(api: httpx.Client, place: str, key: str, **options: str) -> dict[str, Any]:
    """One row."""
    answer = api.get(f"{ROOT}/{place}(guid'{key}')", params=options)
    assert answer.status_code == 200, answer.text
    row: dict[str, Any] = answer.json()["d"]
    return row


def rows(api: httpx.Client, place: str, **options: str) -> list[dict[str, Any]]:
    """The first page of a list; options without their dollar sign."""
    answer = api.get(f"{ROOT}/{place}", params={f"${name}": value for name, value in options.items()})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["d"]["results"]
    return found


def refused(answer: httpx.Response, status: int) -> str:
    """The text of an error in the vendor's form."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == "" and error["message"]["lang"] == ""
    return str(error["message"]["value"])


def an_order(api: httpx.Client) -> dict[str, Any]:
    """A sales order, created through the API, as it is read back with its lines."""
    account = seed(api, "Accounts", {"Name": "Acme", "Status": "C"})
    article = seed(api, "Items", {"Code": "A1", "Description": "Anvil", "Unit": "pc"})
    lines = [{"Item": article, "Quantity": 2, "UnitPrice": 10.5}, {"Item": article, "Quantity": 1}]
    body = {"OrderedBy": account, "Description": "First", "SalesOrderLines": lines}
    created = api.post(f"{ROOT}/salesorder/SalesOrders", json=body)
    assert created.status_code == 201, created.text
    key = created.json()["d"]["OrderID"]
    return read(api, "salesorder/SalesOrders", key, **{"$expand": "SalesOrderLines"})
