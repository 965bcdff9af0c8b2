"""A first login: a person at a browser (RFC 6749, 4.1), the way back to this program (RFC 8252), and the proof.

What comes back is a stranger's text: it is checked, never printed, and every page we answer is constant.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import socketserver
import threading
import urllib.parse
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from msgspec import Struct

from .database import Database
from .endpoint import NothingSeen
from .errors import LoginRefused, RemoteError, Unavailable, UsageError
from .http import Client
from .model import ObjectType
from .run import endpoint_of
from .secret import Code, Secret

__all__ = ["Attempt", "Listener", "begin", "code_from_address", "code_from_query", "prove"]

_PATH = "/callback"
_LONGEST = 4096
# RFC 6749, 4.1.2.1. Only these words of an answer are ever repeated.
_ERRORS = {
    "access_denied": "the login was denied in the browser",
    "invalid_request": "the login page says that our request is wrong (invalid_request)",
    "unauthorized_client": "this client_id may not log in this way (unauthorized_client)",
    "unsupported_response_type": "the login page gives no codes (unsupported_response_type)",
    "invalid_scope": "the scope of the profile is refused (invalid_scope)",
    "server_error": "the login page has failed (server_error); try again later",
    "temporarily_unavailable": "the login page is not available now (temporarily_unavailable); try again later",
}


class Attempt(Struct, frozen=True):
    """One login under way: the address to open, where it will end, and what only we can know of it."""

    system: str
    address: str
    redirect: str
    state: Secret
    verifier: Secret | None


def begin(system: str, authorize_address: str, client_id: str, redirect: str, scope: str, pkce: bool) -> Attempt:
    """A login with a state of its own (RFC 6749, 10.12) and, with `pkce`, an S256 challenge (RFC 7636).

    UsageError where an address is none, or where `redirect` would carry the code in the open to another machine.
    """
    if not authorize_address:
        where = f"[systems.{system}] in flowc.toml"
        raise UsageError(f"{system}: its profile says no authorize_address; add one to {where}")
    page = _split(authorize_address)
    if page is None or page.query:
        raise UsageError(f"{system}: authorize_address must look like https://host/path, without user or query")
    end = _split(redirect)
    if end is None or (end.scheme == "http" and end.hostname != "127.0.0.1"):
        raise UsageError(f"{system}: the redirect address must look like https://host/path, as it is registered")
    state = secrets.token_urlsafe(32)
    asked = {"client_id": client_id, "redirect_uri": redirect, "response_type": "code", "state": state}
    if scope:
        asked["scope"] = scope
    verifier = secrets.token_urlsafe(64) if pkce else ""
    if verifier:
        digest = hashlib.sha256(verifier.encode()).digest()
        asked["code_challenge"] = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        asked["code_challenge_method"] = "S256"
    address = f"{authorize_address}?{urllib.parse.urlencode(asked, quote_via=urllib.parse.quote)}"
    return Attempt(system, address, redirect, Secret(state), Secret(verifier) if verifier else None)


def code_from_query(attempt: Attempt, query: str) -> Code:
    """The code in the query of the answer, percent-decoded. LoginRefused: another login's state, an error, no code."""
    try:
        given = urllib.parse.parse_qs(query, keep_blank_values=True, max_num_fields=32, errors="strict")
    except (ValueError, UnicodeDecodeError):
        given = {}
    if any(len(given.get(name, ())) > 1 for name in ("state", "code", "error")):
        raise LoginRefused(attempt.system, "the browser's answer says the same thing twice; begin again")
    state, code, error = (given.get(name, [""])[0] for name in ("state", "code", "error"))
    if not secrets.compare_digest(state.encode(), attempt.state.reveal().encode()):
        raise LoginRefused(attempt.system, "the browser's answer is not to this login (its state differs); begin again")
    if error:
        raise LoginRefused(attempt.system, _ERRORS.get(error, "the login page answers with an error it made up"))
    if not code or len(code) > _LONGEST or not code.isascii() or not code.isprintable():
        raise LoginRefused(attempt.system, "the browser's answer holds no code; begin again")
    return Code(Secret(code), attempt.redirect, attempt.verifier)


def code_from_address(attempt: Attempt, address: str) -> Code:
    """The code in the address at which a browser ended. LoginRefused where it is not the redirect address."""
    ended, wanted = _split(address.strip()), _split(attempt.redirect)
    if ended is None or wanted is None or _place(ended) != _place(wanted):
        raise LoginRefused(attempt.system, f"that is not the address the login ends at: {attempt.redirect}?...")
    return code_from_query(attempt, ended.query)


def _place(url: urllib.parse.SplitResult) -> tuple[str, str, str]:
    return url.scheme, url.netloc.lower(), url.path.rstrip("/")


def _split(address: str) -> urllib.parse.SplitResult | None:
    """The parts of a plain http or https address; None for anything else."""
    if any(not "!" <= char <= "~" for char in address):
        return None
    try:
        url = urllib.parse.urlsplit(address)
        if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc or url.fragment:
            return None
        return url if url.port is None or url.port else None
    except ValueError:
        return None


def prove(client: Client | Database, kinds: Iterable[ObjectType]) -> str:
    """Log in, unless that was done, and read the first page of one list. What was read, in words.

    RemoteError or UsageError in one line where the address, the connection, the credentials or the account is wrong.
    """
    client.log_in()
    kind = min(kinds, key=lambda kind: kind.name)
    account = f"account {client.account}" if client.account else "the login's own account"
    try:
        next(endpoint_of(client, kind).pull("", NothingSeen()))
    except RemoteError as refused:
        # a profile may say of an account that is not there that nothing else can be had either (Unavailable, 404)
        passing = isinstance(refused, Unavailable) and refused.status not in (400, 403, 404, 410)
        if passing or refused.status == 401:
            raise
        text = f"the login works, but {kind.name} of {account} cannot be read: {refused.reason}"
        raise LoginRefused(client.system.name, text, status=refused.status, code=refused.code) from None
    return f"{kind.name} of {account} can be read"


# ---- the way back -------------------------------------------------------------------------------


class Listener:
    """Waits on 127.0.0.1 for the one request by which a browser comes back; a context manager.

    `port` 0 is any free one. UsageError where it cannot be had. `redirect` is the address to end at.
    """

    def __init__(self, port: int = 0) -> None:
        try:
            self._server = _Server(("127.0.0.1", port), _Door)
        except OSError as error:
            raise UsageError(f"port {port} of 127.0.0.1 cannot be used: {error.strerror}") from None
        self.redirect = f"http://{self._server.host}{_PATH}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, attempt: Attempt, seconds: float) -> Code:
        """The code that the browser brings. LoginRefused where none comes in time, or not a good one."""
        if not self._server.arrived.wait(seconds):
            raise LoginRefused(attempt.system, f"nobody logged in within {seconds:g} seconds")
        return code_from_query(attempt, self._server.query)


class _Server(ThreadingHTTPServer):
    """Takes one query; a connection that says nothing holds nobody up."""

    daemon_threads = True

    def __init__(self, place: tuple[str, int], door: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(place, door)
        self.host = f"127.0.0.1:{self.server_port}"
        self.query = ""
        self.arrived = threading.Event()
        self._first = threading.Lock()

    def take(self, query: str) -> bool:
        """Keep the first query; whether this was it."""
        if not self._first.acquire(blocking=False):  # never released: a login has one answer
            return False
        self.query = query
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves early is no error of ours, and its words are not for the terminal."""


class _Door(BaseHTTPRequestHandler):
    """One request: GET of the one path, sent to us by our own name (a page elsewhere cannot forge Host)."""

    server: _Server
    timeout = 10.0
    server_version = "flowc"
    sys_version = ""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if self.headers.get_all("Host") != [self.server.host]:
            self._say(403, "This is not the address of flowc.")
        elif path != _PATH:
            self._say(404, "There is nothing here.")
        elif not self.server.take(query):
            self._say(410, "flowc has had its answer already.")
        else:
            try:
                self._say(200, "flowc has the answer. You can close this page and go back to the terminal.")
            finally:
                self.server.arrived.set()  # after the page has left: the program may end at once

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Anything that is no GET or no HTTP; the library would quote it."""
        self._say(code, "This is not a request flowc answers.")

    def _say(self, status: int, text: str) -> None:
        body = f"{text}\n".encode()
        self.send_response_only(status)
        for name, value in (
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *_arguments: object) -> None:
        """Say nothing: what the library writes of a late or broken request would quote it on the terminal."""
