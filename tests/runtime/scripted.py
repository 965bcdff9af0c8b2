"""A vendor that says what a test tells it to, over real sockets, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from runtime.connector import Connector
from runtime.http import Client
from runtime.model import ObjectType, Operations, Patch, Record, System


@dataclass
class Asked:
    """One request, as it arrived."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """One answer; `bytes` go out as they are, None is no body, `hang_up` answers nothing at all.

    `raw` goes out instead of everything else, head included, piece by piece, and the connection ends.
    """

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    raw: Iterable[bytes] | None = None


Script = Callable[[Asked], Reply]


class Vendor:
    """A running server: its address, its script (exchangeable) and the requests so far."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Asked] = []
        self.script: Script = lambda asked: Reply(404)

    def connector(self, operations: Operations, account: str = "", **parts: Any) -> Connector:
        """A connector to this vendor; `parts` are fields of its ObjectType and its System."""
        names = ("key", "version", "modified", "properties")
        of_type: dict[str, Any] = {name: parts.pop(name) for name in names if name in parts}
        system = System(**{"name": "demo", "label": "Demo", "protocol": "rest-json"} | parts)
        object_type = ObjectType(
            **{"key": ("id",), "properties": ()} | of_type,
            system=system,
            name="Thing",
            record=Record,
            patch=Patch,
            operations=operations,
        )
        return Connector(Client(system, self.address, account, {}, sleep=lambda seconds: None), object_type, account)

    def lines(self) -> list[str]:
        """The requests so far, as method and path below /v1."""
        return [f"{asked.method} {asked.path.removeprefix('/v1')}" for asked in self.asked]

    def says(self, *replies: Reply) -> None:
        """Answer the next requests so, the last one for ever."""
        left = list(replies)
        self.script = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def vendor() -> Iterator[Vendor]:
    """A vendor at a free port below the path /v1."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65536  # an answer leaves in one piece

        def answer(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, url.path, parse_qsl(url.query), headers, body)
            running.asked.append(asked)
            reply = running.script(asked)
            self.close_connection = reply.hang_up or reply.raw is not None
            if reply.raw is not None:
                for piece in reply.raw:
                    self.wfile.write(piece)
                    self.wfile.flush()
                return
            if reply.hang_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            content = reply.body if isinstance(reply.body, bytes) else b""
            if reply.body is not None and not isinstance(reply.body, bytes):
                content = json.dumps(reply.body).encode()
            self.send_response_only(reply.status)  # a Date is the script's to say: its time need not be ours
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that leaves early is part of the game."""

    server = Quiet(("127.0.0.1", 0), Door)
    running = Vendor(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
