"""HTTP to one system: the only module that knows httpx, and the place where its failures become ours.

A request either gives a 2xx answer or raises one of our errors; after a write that left and was not answered
that is OutcomeUnknown. Every link from an answer passes `same_origin` before a secret goes near it (G-20).
"""

from __future__ import annotations

import datetime as dt
import json as standard_json
import logging
import random
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

import httpx
import msgspec
from msgspec import UNSET, Struct, UnsetType

from .auth import Code, NeedsToken, Secret, Vault, scheme_of
from .errors import LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable, UsageError
from .exchange import Answer
from .model import Json, System
from .refusals import refusal, said
from .retry import Failure, wait

__all__ = ["Answer", "Client", "Limits", "same_origin"]

_log = logging.getLogger("flowc.http")
for _noisy in ("httpx", "httpcore"):  # they log whole addresses, and headers at DEBUG
    logging.getLogger(_noisy).setLevel(logging.WARNING)

_encoder = msgspec.json.Encoder(decimal_format="number")
_PORTS = {"https": 443, "http": 80}
_EXPONENT = 400  # beyond any double; a larger one explodes when turned into an integer (F-41)


class Limits(Struct, frozen=True):
    """Seconds to connect, to wait for more bytes and for a whole answer; bytes of a decompressed answer."""

    connect: float = 10.0
    read: float = 60.0
    total: float = 300.0
    size: int = 64 * 1024 * 1024


_USUAL = Limits()


class _Lost(Exception):
    """No answer that can be used: how far the request got, and why."""

    def __init__(self, failure: Failure, reason: str) -> None:
        super().__init__(reason)
        self.failure = failure
        self.reason = reason


def same_origin(address: str, link: str) -> str:
    """The absolute link, if it lies below the address: same scheme, host and port, path under the address's.

    ValueError otherwise, and for anything a parser could read in two ways: other than printable ASCII,
    backslashes, a user part, a trailing dot, encoded dots and slashes, `.` and `..` segments (A-20).
    """
    if any(not "!" <= char <= "~" or char == "\\" for char in link):
        raise ValueError("it has characters that do not belong in an address")
    path = link.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2]
    if re.search(r"%(2e|2f|5c)", path, re.I) or {".", ".."} & set(path.split("/")):
        raise ValueError("its path climbs or hides separators")
    try:
        base, url = httpx.URL(address), httpx.URL(link)
    except httpx.InvalidURL:
        raise ValueError("it is no address") from None
    if url.userinfo or _origin(url) != _origin(base):
        raise ValueError("it leads to another server")
    prefix = base.path.rstrip("/")
    if url.path != prefix and not url.path.startswith(f"{prefix}/"):
        raise ValueError("it leads out of the system's address")
    return str(url)


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port or _PORTS.get(url.scheme)


class Client:
    """One system over one pooled connection set; safe to use from several threads.

    Takes the system, its address and account from `flowc.toml`, the secrets by name, the token address ("" for
    the vendor's own) and the vault that keeps the tokens of a rotating login. `clock`, `sleep` and `chance` are
    the world outside. UsageError where one is missing.
    `reads` and `writes` count the requests sent, repeats included, logins not.
    """

    def __init__(
        self,
        system: System,
        address: str,
        account: str,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        vault: Vault | None = None,
        *,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        limits: Limits = _USUAL,
    ) -> None:
        self.system = system
        self.account = account
        self.address = _checked(system.name, address or system.address)
        self.reads = 0
        self.writes = 0
        self._scheme = scheme_of(system, secrets, token_address, vault, account)
        self._clock, self._sleep, self._chance, self._limits = clock, sleep, chance, limits
        self._login = threading.Lock()
        self._count = threading.Lock()
        # Idle connections are dropped before a server does: a write into a closed one has no known outcome.
        self._http = httpx.Client(
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            limits=httpx.Limits(keepalive_expiry=4.0),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "flowc", "Accept": "application/json"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the client is of no use afterwards."""
        self._http.close()

    def request(
        self,
        method: str,
        target: str,
        query: tuple[tuple[str, str], ...] = (),
        json: Json | UnsetType = UNSET,
        headers: Mapping[str, str] | None = None,
        unchanged: bool = False,
    ) -> Answer:
        """Send one request and give its 2xx answer; every other outcome is a RemoteError.

        `target` is a path below the address, starting with "/", whose record values are already encoded, or
        an absolute link from an answer. A 401 is answered with one fresh login. `unchanged`: a 304 is an answer too.
        """
        url = self._url(target, query)
        sent = {**dict(self.system.headers), **(headers or {})}
        if not all(value.isascii() and value.isprintable() for value in sent.values()):
            raise Rejected(self.system.name, "a header would hold characters that cannot be sent")
        content = b""
        if not isinstance(json, UnsetType):
            content = _encoder.encode(json)
            sent = {"Content-Type": "application/json"} | sent
        authorised = self._authorised()
        answer = self._exchange(method, url, content, sent, authorised)
        if answer.status == 401:
            renewed = self._authorised(refused=authorised)
            if renewed != authorised:
                answer = self._exchange(method, url, content, sent, renewed)
        if 200 <= answer.status < 300 or (unchanged and answer.status == 304):
            return answer
        raise self.refused(method, answer)

    def refused(self, method: str, answer: Answer) -> RemoteError:
        """What an answer outside 2xx means, its own or that of a part of a batch."""
        redact = self._scheme.redact
        return refusal(self.system.name, method, answer.status, answer.body, redact, self.system.errors)

    def _url(self, target: str, query: tuple[tuple[str, str], ...]) -> str:
        encoded = urllib.parse.urlencode(query, quote_via=urllib.parse.quote, safe="$,:()*'")
        question = f"?{encoded}" if encoded else ""
        if target.startswith("/") and not target.startswith("//"):
            if {".", ".."} & set(target.split("/")):
                raise Rejected(self.system.name, "the record's key makes no address")
            return f"{self.address}{target}{question}"
        try:
            return same_origin(self.address, target) + question
        except ValueError as refused:
            raise Unavailable(self.system.name, f"a link was not followed: {refused}") from None

    # ---- login ------------------------------------------------------------------------------------

    def _authorised(self, refused: dict[str, Secret] | None = None) -> dict[str, Secret]:
        """The headers that authorise a request, after a login where one is needed.

        `refused` are headers a 401 answered: they are given back where no login can replace them; where
        another thread has logged in meanwhile, its token is used.
        """
        with self._login:
            now = self._clock()
            held = self._scheme.headers(now)
            if held == refused:
                if not self._scheme.refused():
                    return held if isinstance(held, dict) else {}
                held = self._scheme.headers(now)
            if isinstance(held, NeedsToken):
                with self._scheme.alone():
                    now = self._clock()  # it may have been waited for
                    if not self._scheme.take_over(now):
                        self._log_in(now)
                held = self._scheme.headers(now)
            if isinstance(held, NeedsToken):
                raise LoginRefused(self.system.name, "the login gave a token that has already ended")
            return held

    def log_in(self, code: Code | None = None) -> None:
        """Log in, where that is needed, or with the code a browser brought. RemoteError or UsageError if it fails."""
        if code is None:
            self._authorised()
            return
        with self._login, self._scheme.alone():
            self._log_in(self._clock(), code)

    def _log_in(self, now: dt.datetime, code: Code | None = None) -> None:
        asked = self._scheme.token_request(now) if code is None else self._scheme.code_request(code)
        address = _checked(self.system.name, asked.address)
        headers = {"Content-Type": asked.content_type}
        content = asked.body.reveal().encode()
        repeatable = self._scheme.repeatable
        answer = self._exchange("POST", address, content, headers, asked.headers, login=True, safe=repeatable)
        reason, named, _fields = said(answer.body, self._scheme.redact)
        if answer.status == 429 or answer.status >= 500:
            text = f"the login failed with status {answer.status}"
            raise Unavailable(self.system.name, text, status=answer.status)
        if not 200 <= answer.status < 300:
            advice = self._scheme.advice(answer.body) if code is None else ""
            text = f"the login was refused: {reason or named or f'status {answer.status}'}{advice}"
            raise LoginRefused(self.system.name, text, status=answer.status, code=named)
        self._scheme.accept(answer.body, now)

    # ---- sending ----------------------------------------------------------------------------------

    def _exchange(
        self,
        method: str,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        authorised: Mapping[str, Secret],
        *,
        login: bool = False,
        safe: bool | None = None,
    ) -> Answer:
        """Send until there is an answer worth keeping. Unavailable or OutcomeUnknown where none came."""
        safe = method == "GET" if safe is None else safe
        attempt = 0
        while True:
            attempt += 1
            if not login:
                self._tally(method)
            try:
                answer = self._send(method, url, content, headers, authorised)
                trouble: int | Failure = answer.status
                lost = None
            except _Lost as caught:
                answer, trouble, lost = Answer(0, {}, None, url), caught.failure, caught
            pause = wait(attempt, trouble, answer.headers, self._clock(), safe=safe, jitter=self._chance())
            if pause is not None:
                self._sleep(pause)
            elif lost is None:
                return answer
            elif login or method == "GET" or lost.failure is Failure.UNSENT:
                raise Unavailable(self.system.name, lost.reason)
            else:
                raise OutcomeUnknown(self.system.name, lost.reason)

    def _tally(self, method: str) -> None:
        with self._count:
            if method == "GET":
                self.reads += 1
            else:
                self.writes += 1

    def _send(
        self,
        method: str,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        authorised: Mapping[str, Secret],
    ) -> Answer:
        """One request, one answer, its body read up to the limits. _Lost where there is none to be used."""
        secret = {name: value.reveal() for name, value in authorised.items()}
        started = time.monotonic()
        status = 0
        try:
            request = self._http.build_request(method, url, content=content, headers={**headers, **secret})
            answer = self._http.send(request, stream=True)
            try:
                status = answer.status_code
                raw = self._read(answer, started)
            finally:
                answer.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as broken:
            raise _Lost(Failure.UNSENT, f"no connection to {httpx.URL(url).host}: {broken}") from None
        except httpx.TimeoutException:
            raise _Lost(Failure.BROKEN, "no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise _Lost(Failure.BROKEN, "the connection broke before the answer was complete") from None
        finally:
            path = urllib.parse.urlsplit(url).path
            spent = (time.monotonic() - started) * 1000
            _log.debug("%s %s %s -> %d in %.0f ms", self.system.name, method, path, status, spent)
        return Answer(status, _lowered(answer.headers), _decoded(raw, status), url)

    def _read(self, answer: httpx.Response, started: float) -> bytes:
        """The decompressed body. _Lost where it is too large or too slow (F-41, F-42)."""
        raw = bytearray()
        for chunk in answer.iter_bytes():
            raw += chunk
            if len(raw) > self._limits.size:
                raise _Lost(Failure.BROKEN, "the answer is too large")
            if time.monotonic() - started > self._limits.total:
                raise _Lost(Failure.BROKEN, "the answer took too long")
        return bytes(raw)


def _checked(system: str, address: str) -> str:
    """The address without a slash at its end. UsageError unless it is plain http or https with a host."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in _PORTS or not url.host or url.userinfo or url.query or url.fragment:
        raise UsageError(f"{system}: an address must look like https://host/path, without user or query")
    return address.rstrip("/")


def _lowered(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


# ---- reading ------------------------------------------------------------------------------------


def _decoded(raw: bytes, status: int) -> Any:
    """The body as exact JSON. What cannot be read is _Lost in a success and nothing in a refusal (F-17)."""
    if not raw.strip():
        return None
    try:
        return standard_json.loads(
            raw.decode("utf-8-sig"),
            parse_float=_exact,
            parse_constant=_refuse,
            object_pairs_hook=_without_duplicates,
        )
    except (ValueError, ArithmeticError, RecursionError):
        if 200 <= status < 300:
            raise _Lost(Failure.BROKEN, "the answer is not readable JSON") from None
        return None


def _exact(digits: str) -> Decimal:
    number = Decimal(digits)
    if abs(number.adjusted()) > _EXPONENT:
        raise ValueError("a number of absurd size")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found
