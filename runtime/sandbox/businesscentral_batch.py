"""Several requests in one: the JSON form of `$batch`.

The parts run in their order and stop behind the first that fails, unless `Prefer: odata.continue-on-error` is sent.
With `Isolation: snapshot` a failure undoes them all; the answers of those before it still say what they had done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from runtime.sandbox.businesscentral_values import Breach
from runtime.sandbox.world import Answer, Call, Document, encode

BATCH = "$batch"
MOST_PARTS = 100
METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT")
_INHERITED = ("authorization", "host", "accept-language")
_CONTINUE = "odata.continue-on-error"


def read_parts(body: Any, outer: Call, base: str) -> list[tuple[str, Call]]:
    """The parts of a batch with their ids, each as a request of its own; raises `Breach`."""
    parts = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Breach("BadRequest", "The batch has no list of requests.")
    if len(parts) > MOST_PARTS:
        raise Breach("BadRequest", f"The batch has {len(parts)} requests, {MOST_PARTS} are allowed.")
    calls = [(part.get("id"), _part(part, outer, base)) for part in parts]
    names = [name for name, _ in calls if isinstance(name, str) and name]
    if len(set(names)) != len(calls):
        raise Breach("BadRequest", "Every request of a batch needs an id of its own.")
    return list(zip(names, (call for _, call in calls), strict=True))


def _part(part: Document, outer: Call, base: str) -> Call:
    method, url, given = part.get("method"), part.get("url"), part.get("headers", {})
    if not isinstance(method, str) or method.upper() not in METHODS:
        raise Breach("BadRequest", f"The method {method!r} of a request in a batch is not known.")
    if not isinstance(url, str) or "://" in url or not url.strip("/") or url.startswith(("//", BATCH)):
        raise Breach("BadRequest_InvalidRequestUrl", "The url of a request in a batch is not relative to the service.")
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Breach("BadRequest", "The headers of a request in a batch are not texts by name.")
    place = urlsplit(url.lstrip("/"))
    inherited = {
        name: outer.headers[name] for name in ("authorization", "host", "accept-language") if name in outer.headers
    }
    headers = inherited | {name.lower(): value for name, value in given.items()}
    body = encode(part["body"]) if part.get("body") is not None else b""
    return Call(method.upper(), f"{base}/{unquote(place.path)}", dict(parse_qsl(place.query)), headers, body)


def run_batch(
    parts: list[tuple[str, Call]],
    headers: Mapping[str, str],
    answer: Callable[[Call], Answer],
    undo: Callable[[], None],
) -> Answer:
    """Answer the parts; `undo` takes back what all of them did."""
    goes_on = _CONTINUE in headers.get("prefer", "") and f"{_CONTINUE}=false" not in headers.get("prefer", "")
    responses, failed = [], False
    for name, call in parts:
        answered = answer(call)
        responses.append(_response(name, answered))
        failed = failed or answered.status >= 400
        if failed and not goes_on:
            break
    if failed and headers.get("isolation", "").lower() == "snapshot":
        undo()
    return Answer(200, {"responses": responses})


def _response(name: str, answer: Answer) -> Document:
    response: Document = {"id": name, "status": answer.status}
    response["headers"] = {header.lower(): value for header, value in answer.headers.items()}
    return response if answer.body is None else response | {"body": answer.body}
