"""A PowerOffice Go client over real sockets, and the steps that its tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from runtime.sandbox.powerofficego import server
from runtime.sandbox.world import Running

KEY = {"Ocp-Apim-Subscription-Key": "sandbox-subscription-key"}
CREDENTIALS = httpx.BasicAuth("sandbox-application-key", "sandbox-client-key")
GRANT = {"grant_type": "client_credentials"}
NORDLYS = {"Name": "Nordlys AS", "EmailAddress": "post@nordlys.example"}
ADDRESS = {"AddressLine1": "Kaia 1", "City": "Bodø", "ZipCode": "8001"}


@contextmanager
def client_of_go() -> Iterator[httpx.Client]:
    """A client with a token at a fresh PowerOffice Go client (company)."""
    running = Running(server())
    try:
        with httpx.Client(base_url=running.address, headers=KEY) as client:
            answer = client.post("/OAuth/Token", data=GRANT, auth=CREDENTIALS).json()
            assert (answer["token_type"], answer["expires_in"]) == ("bearer", 1200)
            client.headers["Authorization"] = f"Bearer {answer['access_token']}"
            yield client
    finally:
        running.stop()


def create(api: httpx.Client, path: str, **fields: Any) -> Any:
    """A new record as it is answered."""
    answer = api.post(f"/v2/{path}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def patch(api: httpx.Client, path: str, **changes: Any) -> httpx.Response:
    """A JSON Patch; a double underscore in a name stands for a step into an object."""
    operations = [
        {"op": "replace", "path": "/" + name.replace("__", "/"), "value": value} for name, value in changes.items()
    ]
    return patch_by(api, path, operations)


def patch_by(api: httpx.Client, path: str, operations: Any) -> httpx.Response:
    """A JSON Patch as it is given."""
    headers = {"Content-Type": "application/json-patch+json"}
    return api.patch(f"/v2/{path}", content=json.dumps(operations), headers=headers)


def order(api: httpx.Client, *lines: dict[str, Any]) -> Any:
    """A new order of a new customer."""
    customer = create(api, "Customers", **NORDLYS)
    return create(api, "SalesOrders/Complete", CustomerId=customer["Id"], SalesOrderLines=list(lines))


def settle(api: httpx.Client, **settings: Any) -> None:
    """Change settings of the server."""
    assert api.put("/_sandbox/settings", json=settings).status_code == 200
