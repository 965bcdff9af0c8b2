"""A Tripletex company over real sockets, and the steps that its tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import httpx

from runtime.sandbox.tripletex import server
from runtime.sandbox.world import Running

ALWAYS = {"orderDateFrom": "2000-01-01", "orderDateTo": "2100-01-01"}


def tokens(**changes: str) -> dict[str, str]:
    """The parameters that open a session."""
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    given = {"consumerToken": "sandbox-consumer-token", "employeeToken": "sandbox-employee-token"}
    return given | {"expirationDate": tomorrow} | changes


@contextmanager
def company() -> Iterator[httpx.Client]:
    """A client with an open session at a fresh company."""
    running = Running(server())
    try:
        with httpx.Client(base_url=running.address + "/v2") as client:
            token = client.post("/token/session/:create", json=tokens()).json()["value"]["token"]
            client.auth = httpx.BasicAuth("0", token)
            yield client
    finally:
        running.stop()


def door(api: httpx.Client, path: str) -> str:
    """The address of something at the side door."""
    return str(api.base_url).removesuffix("v2/") + "_sandbox/" + path


def create(api: httpx.Client, kind: str, **fields: Any) -> Any:
    """A new object as it is answered."""
    answer = api.post(f"/{kind}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["value"]


def order(api: httpx.Client, *lines: dict[str, Any]) -> Any:
    """A new order of a new customer."""
    customer = create(api, "customer", name="Nordlys AS")
    dates = {"orderDate": "2026-03-01", "deliveryDate": "2026-03-08"}
    return create(api, "order", customer={"id": customer["id"]}, orderLines=list(lines), **dates)


def faulty(answer: httpx.Response, code: int) -> list[str]:
    """The fields that a refusal names, once its form and code are checked."""
    body = answer.json()
    assert (body["status"], body["code"]) == (answer.status_code, code), answer.text
    assert body["requestId"] == answer.headers["x-tlx-request-id"]
    return [message["field"] for message in body["validationMessages"] or []]


def settle(api: httpx.Client, **settings: Any) -> None:
    """Change settings of the company."""
    assert api.put(door(api, "settings"), json=settings).status_code == 200
