"""The side door of a sandbox system: records, requests, faults, settings and sessions without credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runtime.sandbox.faults import Fault
from runtime.sandbox.records import Record, decode, deep_merge, encode

if TYPE_CHECKING:
    from runtime.sandbox.world import SandboxServer


def side_door(server: SandboxServer) -> list[Route]:
    """All routes below `/_sandbox/` for one server."""
    door = _SideDoor(server)
    return [
        Route("/_sandbox/records/{kind}", door.list_records, methods=["GET"]),
        Route("/_sandbox/records/{kind}", door.insert, methods=["POST"]),
        Route("/_sandbox/records/{kind}/{key}", door.edit, methods=["PATCH"]),
        Route("/_sandbox/records/{kind}/{key}", door.remove, methods=["DELETE"]),
        Route("/_sandbox/requests", door.requests, methods=["GET"]),
        Route("/_sandbox/requests", door.forget_requests, methods=["DELETE"]),
        Route("/_sandbox/requests/summary", door.summary, methods=["GET"]),
        Route("/_sandbox/faults", door.faults, methods=["GET"]),
        Route("/_sandbox/faults", door.plan_faults, methods=["PUT"]),
        Route("/_sandbox/settings", door.settle, methods=["PUT"]),
        Route("/_sandbox/sessions", door.end_sessions, methods=["DELETE"]),
    ]


def _json(value: Any, status: int = 200) -> Response:
    return Response(encode(value), status, media_type="application/json")


def _shown(record: Record) -> dict[str, Any]:
    return {"key": record.key, "document": record.document}


class _SideDoor:
    """The endpoints, each under the lock of the server."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server

    async def list_records(self, request: Request) -> Response:
        """Every stored document of a kind, as stored."""
        with self._server.lock:
            table = self._server.table(request.path_params["kind"])
            if table is None:
                return _json({"error": "no such kind", "kinds": list(self._server.tables)}, 404)
            return _json([_shown(record) for record in table.records()])

    async def insert(self, request: Request) -> Response:
        """Insert a document as if a person had typed it in."""
        kind = request.path_params["kind"]
        if self._server.table(kind) is None:
            return _json({"error": "no such kind", "kinds": list(self._server.tables)}, 404)
        return _json(_shown(self._server.insert(kind, decode(await request.body()))), 201)

    async def edit(self, request: Request) -> Response:
        """Merge changes into a document as if a person had edited it."""
        kind, key = request.path_params["kind"], request.path_params["key"]
        changes = decode(await request.body())
        try:
            return _json(_shown(self._server.edit(kind, key, changes)))
        except KeyError:
            return _json({"error": "no such record"}, 404)

    async def remove(self, request: Request) -> Response:
        """Delete a document as if a person had done it."""
        kind, key = request.path_params["kind"], request.path_params["key"]
        if kind not in self._server.tables or not self._server.remove(kind, key):
            return _json({"error": "no such record"}, 404)
        return Response(status_code=204)

    async def requests(self, request: Request) -> Response:
        """The request log, oldest first."""
        return _json(self._server.log.entries)

    async def forget_requests(self, request: Request) -> Response:
        """Empty the request log."""
        self._server.log.entries.clear()
        return Response(status_code=204)

    async def summary(self, request: Request) -> Response:
        """How many requests read and how many wrote."""
        return _json(self._server.log.summary())

    async def faults(self, request: Request) -> Response:
        """What is left of the fault plan."""
        return _json(self._server.faults)

    async def plan_faults(self, request: Request) -> Response:
        """Replace the fault plan."""
        try:
            self._server.faults = msgspec.json.decode(await request.body(), type=list[Fault])
        except msgspec.DecodeError as error:
            return _json({"error": str(error)}, 400)
        return _json(self._server.faults)

    async def settle(self, request: Request) -> Response:
        """Merge settings into those in force; a null value takes a setting away."""
        merged = deep_merge(self._server.settings, decode(await request.body()))
        self._server.settings = {name: value for name, value in merged.items() if value is not None}
        return _json(self._server.settings)

    async def end_sessions(self, request: Request) -> Response:
        """Make every access token run out at once."""
        self._server.sessions.clear()
        return Response(status_code=204)
