"""What every sandbox system stands on: a request log, a fault plan, the server itself.

A system is a `SandboxServer` with vendor routes. Below `/_sandbox/` each one also has a *side door* that
asks for no credentials: tests and the demo use it to act as a person at the keyboard and to cause trouble.
"""

from __future__ import annotations

import abc
import asyncio
import math
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from re import Pattern
from typing import Any, ClassVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, compile_path
from uvicorn.protocols.http.h11_impl import H11Protocol

from runtime.sandbox.faults import GARBAGE, Fault
from runtime.sandbox.records import Clock, Document, Record, Table, decode, deep_merge, encode, instant
from runtime.sandbox.side_door import side_door

__all__ = [
    "Allowance",
    "Answer",
    "Call",
    "Clock",
    "Document",
    "Fault",
    "Record",
    "Refusal",
    "RequestLog",
    "Running",
    "SandboxServer",
    "Table",
    "Way",
    "decode",
    "deep_merge",
    "encode",
    "instant",
]

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MOST_BYTES = 16 * 1024 * 1024


class RequestLog:
    """What clients asked of the vendor side; the side door is not logged."""

    def __init__(self) -> None:
        self.entries: list[Document] = []

    def add(self, call: Call, status: int, write: bool, alarm: str = "") -> None:
        """Note one request; status 0 means that no answer was given. An `alarm` says why it must never be made."""
        entry = {
            "method": call.method,
            "path": call.path,
            "query": dict(call.query),
            "status": status,
            "write": write,
            "at": instant(datetime.now(UTC)),
        }
        self.entries.append(entry | {"alarm": alarm} if alarm else entry)

    def summary(self) -> dict[str, int]:
        """How many requests meant to read, and how many meant to change business records."""
        writes = sum(1 for entry in self.entries if entry["write"])
        return {"read": len(self.entries) - writes, "write": writes}


@dataclass(frozen=True)
class Call:
    """A request as the vendor routes see it: decoded path, query, lower-case headers, body."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A response: status, JSON body (none if `None`; `bytes` go out as they are) and headers."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer in Starlette's terms."""
        if self.body is None:
            return Response(status_code=self.status, headers=dict(self.headers))
        content = self.body if isinstance(self.body, bytes) else encode(self.body)
        media = None if "content-type" in {name.lower() for name in self.headers} else "application/json"
        return Response(content, self.status, dict(self.headers), media)


class Refusal(Exception):
    """Raised anywhere below a route to end the request with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Allowance:
    """A request allowance per time window, for the rate-limit headers and the 429 of a vendor."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start = time.monotonic()
        self._used = 0

    def take(self, limit: int) -> tuple[int, int]:
        """Use one request: what remains (negative when over the limit), whole seconds to the next window."""
        now = time.monotonic()
        if now - self._start >= self._seconds:
            self._start, self._used = now, 0
        self._used += 1
        return limit - self._used, math.floor(self._start + self._seconds - now)


class Way:
    """One vendor route: method, path pattern such as `/customers({id})`, and the function that answers."""

    def __init__(self, method: str, path: str, answer: Callable[[Call], Answer]) -> None:
        self.method = method
        self.answer = answer
        self._pattern: Pattern[str] = compile_path(path)[0]

    def match(self, path: str) -> dict[str, str] | None:
        """The path parameters if the path fits."""
        found = self._pattern.match(path)
        return found.groupdict() if found else None


class SandboxServer(abc.ABC):
    """A system: subclasses give the routes, what a new record gets, the stamps and the form of errors."""

    name: ClassVar[str]
    base_path: ClassVar[str] = ""
    token_path: ClassVar[str] = ""
    account: ClassVar[str] = ""
    secrets: ClassVar[Mapping[str, str]] = {}
    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.clock = Clock()
        self.lock = threading.RLock()
        self.tables = {kind: Table(self.clock) for kind in self.kinds}
        self.log = RequestLog()
        self.faults: list[Fault] = []
        self.settings: Document = {}
        self.sessions: dict[str, datetime] = {}
        self.place = ""  # where it is, if that is not the address it listens on
        self.underway = 0  # vendor requests that are being answered right now
        self.disconnect: Callable[[object], None] = lambda client: None
        self._counters: dict[str, int] = {}
        self._ways = self.routes()

    @abc.abstractmethod
    def routes(self) -> list[Way]:
        """The vendor routes, full paths from the root of the server."""

    @abc.abstractmethod
    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Give a new document what the server assigns (id, number, defaults) and say its key."""

    def stamp(self, kind: str, record: Record) -> None:
        """Write the stamps of a record (revision, etag, modified) into its document as the vendor does."""
        return

    def refusal(self, status: int, text: str) -> Refusal:
        """An error in the vendor's form for what goes wrong before a route can tell more (404, 405, JSON)."""
        return Refusal(Answer(status, {"error": text}))

    def admit(self, call: Call) -> None:
        """Check the credentials of a request; raises `Refusal`."""
        return

    def finish(self, call: Call, answer: Answer) -> Answer:
        """The last look at every vendor answer, for headers that are always there."""
        return answer

    def is_write(self, call: Call) -> bool:
        """Whether the request means to change business records; asking for a token does not."""
        is_token = bool(self.token_path) and call.path.startswith(self.token_path)
        return call.method in WRITING and not is_token

    def alarm(self, call: Call) -> str:
        """Why a sync must never make this request; empty for all others."""
        return ""

    def table(self, kind: str) -> Table | None:
        """The records of a kind; None where the system has no such kind."""
        return self.tables.get(kind)

    def insert(self, kind: str, document: Document) -> Record:
        """Store a new record; the server assigns what is its to assign. KeyError for an unknown kind."""
        with self.lock:
            table = self.table(kind)
            if table is None:
                raise KeyError(kind)
            key, completed = self.complete(kind, deepcopy(document))
            record = table.insert(key, completed)
            self.stamp(kind, record)
            return record

    def store(self, kind: str, key: str, document: Document) -> Record:
        """Put a changed document in place; an equal one changes neither revision nor stamps."""
        with self.lock:
            record = self.tables[kind].get(key)
            if record is None:
                raise KeyError(key)
            if record.document != document:
                record = self.tables[kind].update(key, document)
                self.stamp(kind, record)
            return record

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """Merge changes into a record as a person at the keyboard would make them."""
        record = self.tables[kind].get(key)
        if record is None:
            raise KeyError(key)
        return self.store(kind, key, deep_merge(record.document, changes))

    def remove(self, kind: str, key: str) -> bool:
        """Delete a record; tells whether there was one."""
        with self.lock:
            return self.tables[kind].delete(key)

    def next_number(self, series: str, first: int) -> int:
        """The next number of a series that starts with `first`."""
        self._counters[series] = self._counters.get(series, first - 1) + 1
        return self._counters[series]

    def missing(self, kind: str, document: Document) -> list[str]:
        """Fields that the settings demand on create (`required`) and that are absent or empty here."""
        demanded: list[str] = self.settings.get("required", {}).get(kind, [])
        return [name for name in demanded if document.get(name) in (None, "", [], {})]

    def open_session(self, lifetime: timedelta) -> str:
        """Issue an access token."""
        token = secrets.token_hex(20)
        self.sessions[token] = datetime.now(UTC) + lifetime
        return token

    def session_is_open(self, token: str) -> bool:
        """Whether the token was issued here and has not run out."""
        ends = self.sessions.get(token)
        return ends is not None and datetime.now(UTC) < ends

    def read_json(self, call: Call) -> Any:
        """The JSON body of a request; raises `Refusal` (400) when it is not JSON."""
        try:
            return decode(call.body)
        except (ValueError, RecursionError):  # not JSON, not UTF-8, or nested without end
            raise self.refusal(400, "The body is not valid JSON.") from None

    def respond(self, call: Call) -> Answer:
        """Answer one vendor request; also of use for the parts of a batch."""
        with self.lock:
            try:
                return self.finish(call, self._route(call))
            except Refusal as refusal:
                return self.finish(call, refusal.answer)

    def _route(self, call: Call) -> Answer:
        fits = [(way, params) for way in self._ways if (params := way.match(call.path)) is not None]
        self.admit(call)
        for way, params in fits:
            if way.method == call.method:
                return way.answer(replace(call, params=params))
        raise self.refusal(405 if fits else 404, f"{call.method} {call.path} is not offered.")

    async def serve(self, request: Request) -> Response:
        """Answer over HTTP: take a fault if one is due, log what was asked."""
        path = request.scope["path"]
        body = await _received(request)
        call = Call(request.method, path, request.query_params, request.headers, body or b"")
        fault = next((rule for rule in self.faults if rule.strikes(call.method, path)), None)
        self.underway += 1
        try:
            if body is None:
                answer: Answer | None = Answer(413, {"error": f"The body is longer than {MOST_BYTES} bytes."})
            else:
                answer = await self._suffer(fault, call) if fault else self.respond(call)
        finally:
            self.underway -= 1
        self.log.add(call, answer.status if answer else 0, self.is_write(call), self.alarm(call))
        if answer is None:
            self.disconnect(request.client)
            while (await request.receive())["type"] != "http.disconnect":
                continue
            return Response(status_code=500)
        return answer.response()

    async def _suffer(self, fault: Fault, call: Call) -> Answer | None:
        """The answer under a fault; `None` stands for hanging up."""
        if fault.action == "status":
            return Answer(fault.status, fault.body, fault.headers)
        if fault.action == "drop-before":
            return None
        if fault.action == "delay":
            await asyncio.sleep(fault.seconds)
            return self.respond(call)
        answer = self.respond(call)
        return None if fault.action == "drop-after" else Answer(answer.status, GARBAGE, fault.headers)

    def application(self) -> Starlette:
        """The ASGI application: the side door first, everything else is the vendor's."""
        return Starlette(routes=[*side_door(self), Route("/{path:path}", self.serve, methods=METHODS)])


async def _received(request: Request) -> bytes | None:
    """The body; None if it is too long. It is read to its end all the same, so that the answer arrives."""
    received, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= MOST_BYTES:
            received += chunk
    return bytes(received) if length <= MOST_BYTES else None


class _Uvicorn(uvicorn.Server):
    """A uvicorn server that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then let the waiting thread go on."""
        await super().startup(sockets)
        self.accepting.set()


class Running:
    """A sandbox server that accepts connections on a free port of 127.0.0.1, in a thread of its own."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # accepted sockets inherit it; without it every answer waits 40 ms for a delayed acknowledgement
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            server.application(),
            http="h11",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            date_header=False,  # it tells seconds: what a reader makes of it would hang on how fast a test is
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = _Uvicorn(config)
        server.disconnect = self._disconnect
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), daemon=True)
        self._thread.start()
        if not self._uvicorn.accepting.wait(timeout=10):
            raise RuntimeError(f"the sandbox server {server.name} did not start")

    def leave(self) -> None:
        """Begin to stop, without waiting."""
        self._uvicorn.should_exit = True

    def stop(self) -> None:
        """Stop accepting, close the connections and the socket, wait for the thread to end."""
        self.leave()
        self._thread.join(timeout=10)
        self._socket.close()

    def _disconnect(self, client: object) -> None:
        for connection in list(self._uvicorn.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.close()
