"""HTTP to one system: requests, logins, repeats, and the place where failures become ours.

A request either gives a 2xx answer or raises one of our errors; after a write that left and was not answered
that is OutcomeUnknown. Every link from an answer passes `same_origin` before a secret goes near it (G-20), and every
request waits for its turn in the system's budget.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import msgspec
from msgspec import UNSET, Struct, UnsetType

from .auth import Code, NeedsToken, Secret, Vault, scheme_of
from .budget import Budget
from .budget_state import BudgetState
from .errors import LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable, check_address
from .exchange import Answer
from .har import Archive, Exchange
from .json_reading import exact_json
from .model import Json, System
from .network import Deadline, Forbidden, Reach, Resolve, connect_trouble, looked_up, transport
from .origin import checked_address as _checked
from .origin import is_local, protected_address, same_origin
from .refusals import refusal, said
from .retry import LONGEST, Failure, throttled, wait

__all__ = ["Answer", "Client", "Limits"]

_log = logging.getLogger("flowc.http")
for _noisy in ("httpx", "httpcore"):  # they log whole addresses, and headers at DEBUG
    logging.getLogger(_noisy).setLevel(logging.WARNING)

_encoder = msgspec.json.Encoder(decimal_format="number")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# Idle connections are dropped before a server does: a write into a closed one has no known outcome.
_KEEPALIVE = 4.0


class Limits(Struct, frozen=True):
    """Seconds to connect, to wait for more bytes and for a whole answer; bytes of a decompressed answer."""

    connect: float = 10.0
    read: float = 60.0
    total: float = 300.0
    size: int = 64 * 1024 * 1024


_USUAL = Limits()


class _Lost(Exception):
    """No answer that can be used: how far the request got, and why. `is_other`: something else than the system is
    meant to say was answered."""

    def __init__(self, failure: Failure, reason: str, is_other: bool = False) -> None:
        super().__init__(reason)
        self.failure = failure
        self.reason = reason
        self.is_other = is_other


class Client:
    """One system over one pooled connection set; safe to use from several threads.

    Takes the system, its address and account from `flowc.toml`, the secrets by name, the token address ("" for
    the vendor's own) and the vault that keeps the tokens of a rotating login. `clock`, `sleep`, `chance` and `resolve`
    are the world outside. `budget` is what clients of one account share (without it the system's rates hold for this
    client alone), `archive` gets every exchange. A `read_only` client sends nothing but GET and logins. `insecure`
    allows plain http over a network. UsageError where something is missing. `reads` and `writes` count the requests
    sent, repeats included, logins not.
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
        resolve: Resolve = looked_up,
        limits: Limits = _USUAL,
        budget: Budget | None = None,
        archive: Archive | None = None,
        read_only: bool = False,
        insecure: bool = False,
    ) -> None:
        self.system = system
        self.account = account
        self.address = _checked(system.name, address or system.address)
        self.read_only = read_only
        self.reads = 0
        self._told_once: dict[str, Answer] = {}
        self.writes = 0
        self._scheme = scheme_of(system, secrets, token_address, vault, account)
        for asked in (self.address, self._scheme.token_address):
            if asked:
                protected_address(system.name, _checked(system.name, asked), insecure)
        self._clock, self._chance, self._limits = clock, chance, limits
        self._budget = budget or Budget(
            system.name, self.address, system.rates, system.concurrent, BudgetState(), clock, sleep
        )
        self._archive = archive
        self._login = threading.Lock()
        self._count = threading.Lock()
        self._deadline = Deadline()
        self._http = httpx.Client(
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            transport=transport(_reach_of(address, token_address), resolve, self._deadline, _KEEPALIVE),
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
        raw: bool = False,
    ) -> Answer:
        """Send one request and give its 2xx answer; every other outcome is a RemoteError.

        `target` is a path below the address, starting with "/", whose record values are already encoded, or
        an absolute link from an answer. A 401 is answered with one fresh login. `unchanged`: a 304 is an answer too.
        `raw`: the body of a 2xx answer is its bytes, of whatever they are, instead of JSON.
        """
        if self.read_only and method != "GET":
            raise Rejected(self.system.name, "it was opened read-only, so nothing was sent")
        url = self._url(target, query)
        sent = {**dict(self.system.headers), **(headers or {})}
        if not all(_HEADER_NAME.fullmatch(name) and _printable(text) for name, text in sent.items()):
            raise Rejected(self.system.name, "a header would hold characters that cannot be sent")
        content = b""
        if not isinstance(json, UnsetType):
            content = _encoder.encode(json)
            sent = {"Content-Type": "application/json"} | sent
        authorised = self._authorised()
        answer = self._exchange(method, url, content, sent, authorised, raw=raw)
        if answer.status == 401:
            renewed = self._authorised(refused=authorised)
            if renewed != authorised:
                answer = self._exchange(method, url, content, sent, renewed, raw=raw)
        if 200 <= answer.status < 300 or (unchanged and answer.status == 304):
            return answer
        raise self.refused(method, answer)

    def once(self, target: str, query: tuple[tuple[str, str], ...], headers: Mapping[str, str]) -> Answer:
        """The answer to a GET that is asked but once in this client's life: for what holds for a whole run."""
        key = f"{target} {query}"
        if key not in self._told_once:
            self._told_once[key] = self.request("GET", target, query, headers=headers)
        return self._told_once[key]

    def refused(self, method: str, answer: Answer) -> RemoteError:
        """What an answer outside 2xx means, its own or that of a part of a batch."""
        system, redact = self.system, self._scheme.redact
        return refusal(system.name, method, answer.status, answer.body, redact, system.errors, system.envelope)

    def _url(self, target: str, query: tuple[tuple[str, str], ...]) -> str:
        encoded = urllib.parse.urlencode(query, quote_via=urllib.parse.quote, safe="$,:()*'")
        question = f"?{encoded}" if encoded else ""
        if target.startswith("/") and not target.startswith("//"):
            if {".", ".."} & set(target.split("/")) or not target.isprintable():
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
            raise LoginRefused(self.system.name, text, status=answer.status, code=named, advice="" if advice else None)
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
        raw: bool = False,
    ) -> Answer:
        """Send until there is an answer worth keeping. Unavailable or OutcomeUnknown where none came."""
        safe = method == "GET" if safe is None else safe
        counted = not login or self.system.logins_count
        attempt = 0
        while True:
            attempt += 1
            with self._budget.turn(counted):
                if not login:
                    self._tally(method)
                try:
                    answer, lost = self._send(method, url, content, headers, authorised, login, raw), None
                except _Lost as caught:
                    answer, lost = Answer(0, {}, None, url), caught
            if counted:
                self._budget.heed(answer.headers)
            if throttled(answer.status, answer.headers):  # a 403 with nothing left is one too
                answer = msgspec.structs.replace(answer, status=429)
            trouble = lost.failure if lost else answer.status
            pause = wait(
                *(attempt, trouble, answer.headers, self._clock()),
                safe=safe,
                jitter=self._chance(),
                window=self._budget.window,
            )
            asked = self._budget.asked(answer.headers, answer.status == 429) if answer.status in (429, 503) else None
            if asked is not None and asked > LONGEST:
                raise Unavailable(self.system.name, self._budget.park(asked), status=answer.status)
            if pause is not None and (asked is not None or answer.status == 429):
                self._budget.park(pause)  # for all who share the budget; the next turn waits
            elif pause is not None:
                self._budget.rest(pause)
            elif lost is None:
                return answer
            elif login or method == "GET" or lost.failure is Failure.UNSENT:
                advice = check_address(self.system.name) if lost.is_other else None
                raise Unavailable(self.system.name, lost.reason, advice=advice)
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
        login: bool,
        raw: bool,
    ) -> Answer:
        """One request, one answer, logged and archived. _Lost where there is no answer to be used."""
        secret = {name: value.reveal() for name, value in authorised.items()}
        exchange = Exchange(method, url, dict(headers), secret, content, login, self._clock())
        started = time.monotonic()
        try:
            self._answered(exchange, started)
            taken = raw and 200 <= exchange.status < 300
            body = bytes(exchange.answer) if taken else _decoded(exchange)
            return Answer(exchange.status, exchange.answer_headers, body, url)
        except _Lost as lost:
            exchange.comment = lost.reason
            raise
        finally:
            exchange.milliseconds = (time.monotonic() - started) * 1000
            path = self._scheme.redact(urllib.parse.urlsplit(url).path)
            spent = exchange.milliseconds
            _log.debug("%s %s %s -> %d in %.0f ms", self.system.name, method, path, exchange.status, spent)
            if self._archive is not None:
                self._archive.add(exchange, self._scheme.redact)

    def _answered(self, exchange: Exchange, started: float) -> None:
        """Send, and read the answer into the exchange up to the limits. _Lost, or Unavailable before connecting."""
        host = httpx.URL(exchange.url).host
        self._deadline.at = started + self._limits.total
        try:
            headers = {**exchange.headers, **exchange.secret_headers}
            request = self._http.build_request(exchange.method, exchange.url, content=exchange.content, headers=headers)
            answer = self._http.send(request, stream=True)
            try:
                exchange.status = answer.status_code
                exchange.answer_headers = {name.lower(): value for name, value in answer.headers.items()}
                for chunk in answer.iter_bytes():
                    exchange.answer += chunk
                    if len(exchange.answer) > self._limits.size:
                        raise _Lost(Failure.BROKEN, "the answer is too large")
            finally:
                answer.close()
        except Forbidden as forbidden:
            exchange.comment = str(forbidden)
            raise Unavailable(self.system.name, str(forbidden), advice=check_address(self.system.name)) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as broken:
            raise _Lost(Failure.UNSENT, connect_trouble(host, broken)) from None
        except httpx.TimeoutException:
            late = time.monotonic() - started >= self._limits.total
            raise _Lost(Failure.BROKEN, "the answer took too long" if late else "no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise _Lost(Failure.BROKEN, "the connection broke before the answer was complete") from None
        finally:
            self._deadline.at = None


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _decoded(exchange: Exchange) -> Any:
    """The body as exact JSON. What cannot be read is _Lost in a success and nothing in a refusal (F-17)."""
    try:
        return exact_json(bytes(exchange.answer))
    except ValueError:
        if not 200 <= exchange.status < 300:
            return None
    if b"<html" in exchange.answer[:1000].lower() or b"<!doctype html" in exchange.answer[:1000].lower():
        raise _Lost(Failure.BROKEN, "the address answers with a web page: is the path right?", is_other=True)
    raise _Lost(Failure.BROKEN, "the answer is not readable JSON", is_other=True)


def _reach_of(address: str, token_address: str) -> dict[str, Reach]:
    """How far the hosts that the user wrote may be; those of the profile, which are not in it, are public."""
    chosen = [written for written in (address, token_address) if written]
    return {
        httpx.URL(written).raw_host.decode().lower(): Reach.LOOPBACK if is_local(written) else Reach.CHOSEN
        for written in chosen
    }
