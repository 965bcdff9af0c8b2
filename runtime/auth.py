"""How requests are authorised: one small class per AuthScheme, holding its tokens in memory. No I/O.

A scheme says which headers a request carries, or that it needs a token first, and then which request fetches
one and what its answer means. Sending is `http`'s business. Secrets are `Secret` from the moment they arrive,
so that no log line, error or traceback can show one by accident (G-23).
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.parse
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, NoReturn
from zoneinfo import ZoneInfo

from msgspec import Struct

from .errors import LoginRefused, UsageError
from .model import AuthScheme, System
from .redaction import redacted

__all__ = ["NeedsToken", "Remember", "Scheme", "Secret", "TokenRequest", "scheme_of"]

Remember = Callable[[str, str], None]
"""Stores a new value of a named secret durably; returns only when it is safe."""

FORM = "application/x-www-form-urlencoded"
# A token is renewed this long before its end, or at 19/20 of a short life: at least one vendor refuses to
# renew in the first 570 of 600 seconds.
_MARGIN = 25.0
# Sessions end at a midnight of the server's clock, which is Central European (vendor's developer pages).
_SESSION_ZONE = ZoneInfo("Europe/Oslo")
_SESSION_MARGIN = dt.timedelta(minutes=5)


class Secret:
    """A value that shows itself only to who calls `reveal`; it cannot be printed, formatted or pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the wire and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, _spec: str) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not stored")


class NeedsToken(Struct, frozen=True):
    """The scheme has no valid token: send `token_request`, hand its answer to `accept`."""


class TokenRequest(Struct, frozen=True):
    """A POST that asks for a token; everything that is secret in it is wrapped."""

    address: str
    content_type: str
    body: Secret
    headers: dict[str, Secret]


class Scheme:
    """No authorisation at all, and what all schemes share.

    Takes the system (for its Auth and for naming it in errors), the secrets by name, the resolved token
    address and `remember`. UsageError where a secret is missing or cannot travel in a header.
    """

    repeatable: ClassVar[bool] = True
    """Whether asking for a token twice does no harm, so that a lost answer may be asked for again."""

    def __init__(
        self,
        system: System,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        remember: Remember | None = None,
    ) -> None:
        self.system = system
        self.auth = system.auth
        self.token_address = token_address or system.auth.token_address
        self.remember = remember
        self._secrets = {name: value if isinstance(value, Secret) else Secret(value) for name, value in secrets.items()}
        self._extra = {name: self._for_header(self.secret(key)) for name, key in self.auth.secret_headers}
        self._fixed = self.fixed_headers()
        """The headers that authorise; a login fills and empties them."""

    def secret(self, name: str) -> str:
        """The secret's value. UsageError, naming it, where it is missing or empty."""
        value = self._secrets.get(name)
        if value is None or not value.reveal():
            raise UsageError(f"{self.system.name}: the secret {name!r} is not set")
        return value.reveal()

    def _for_header(self, value: str) -> Secret:
        """The value for a header. UsageError for characters that would break out of it (A-23)."""
        if not value.isascii() or not value.isprintable():
            raise UsageError(f"{self.system.name}: a secret has characters that a header cannot hold")
        return Secret(value)

    def redact(self, text: str) -> str:
        """The text with every secret this scheme knows struck out, in any spelling, as a server may echo one."""
        whole = [secret.reveal() for secret in self._secrets.values()]
        return redacted(text, [*whole, *(header.reveal().rpartition(" ")[2] for header in self._fixed.values())])

    def fixed_headers(self) -> dict[str, Secret]:
        """The headers that need no token."""
        return {}

    def headers(self, now: dt.datetime) -> dict[str, Secret] | NeedsToken:
        """The headers of every request at this time, or NeedsToken."""
        return self._extra | self._fixed

    def refused(self) -> bool:
        """Told that the last headers were refused (401): whether a fresh login could help."""
        return False

    def token_request(self, now: dt.datetime) -> TokenRequest:
        """The request for a token. Only schemes that answer NeedsToken have one."""
        raise UsageError(f"{self.system.name}: {self.auth.scheme.value} has no login")

    def accept(self, body: Any, now: dt.datetime) -> None:
        """Take the token out of the answer. LoginRefused where there is none."""
        raise UsageError(f"{self.system.name}: {self.auth.scheme.value} has no login")


class ApiKey(Scheme):
    """A fixed key in a header of the vendor's choice."""

    def fixed_headers(self) -> dict[str, Secret]:
        return {self.auth.header: self._for_header(self.secret("key"))}


class Bearer(Scheme):
    """A fixed token made by a person (RFC 6750)."""

    def fixed_headers(self) -> dict[str, Secret]:
        return {self.auth.header: self._for_header(f"Bearer {self.secret('token')}")}


class Basic(Scheme):
    """User and password (RFC 7617)."""

    def fixed_headers(self) -> dict[str, Secret]:
        return {self.auth.header: _basic(self.secret("user"), self.secret("password"))}


class _Login(Scheme):
    """A scheme whose token is fetched, held in memory and renewed before its end."""

    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        system: System,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        remember: Remember | None = None,
    ) -> None:
        super().__init__(system, secrets, token_address, remember)
        for name in self.needed:
            self.secret(name)
        if not self.token_address:
            raise UsageError(f"{system.name}: no token address is set")
        self._until: dt.datetime | None = None

    def headers(self, now: dt.datetime) -> dict[str, Secret] | NeedsToken:
        if not self._fixed or (self._until is not None and now >= self._until):
            return NeedsToken()
        return super().headers(now)

    def refused(self) -> bool:
        self._fixed = {}
        return True

    def _hold(self, value: Any, until: dt.datetime | None, spell: Callable[[str], str]) -> None:
        """Keep a token as its header value. LoginRefused where the answer holds none that can be sent."""
        if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable():
            raise LoginRefused(self.system.name, "the login's answer holds no usable token")
        self._secrets["session"] = Secret(value)
        self._fixed = {self.auth.header: Secret(spell(value))}
        self._until = until


class SessionToken(_Login):
    """Two permanent tokens make a dated session, used as Basic with user 0: the token owner's own company.

    The session ends at the server's midnight that begins its expiration date, which must lie after today.
    """

    needed = ("consumer_token", "employee_token")

    def token_request(self, now: dt.datetime) -> TokenRequest:
        body = {
            "consumerToken": self.secret("consumer_token"),
            "employeeToken": self.secret("employee_token"),
            "expirationDate": self._end(now).isoformat(),
        }
        return TokenRequest(self.token_address, "application/json", Secret(json.dumps(body)), self._extra)

    def accept(self, body: Any, now: dt.datetime) -> None:
        value = body.get("value") if isinstance(body, dict) else None
        midnight = dt.datetime.combine(self._end(now), dt.time(), _SESSION_ZONE)
        self._hold(
            value.get("token") if isinstance(value, dict) else None,
            midnight - _SESSION_MARGIN,
            lambda token: _basic("0", token).reveal(),
        )

    @staticmethod
    def _end(now: dt.datetime) -> dt.date:
        """Tomorrow on the server's calendar; in the last hour of a day the day after, to outlive midnight."""
        soon = now.astimezone(_SESSION_ZONE) + dt.timedelta(hours=1)
        return soon.date() + dt.timedelta(days=1)


class ClientCredentials(_Login):
    """OAuth 2.0 for a program of its own right (RFC 6749, 4.4)."""

    needed: ClassVar[tuple[str, ...]] = ("client_id", "client_secret")

    def grant(self) -> dict[str, str]:
        """The grant's own fields of the form."""
        scope = {"scope": self.auth.scope} if self.auth.scope else {}
        return {"grant_type": "client_credentials"} | scope

    def token_request(self, now: dt.datetime) -> TokenRequest:
        identity, word = self.secret("client_id"), self.secret("client_secret")
        form, headers = self.grant(), dict(self._extra)
        if self.auth.credentials == "form":
            form |= {"client_id": identity, "client_secret": word}
        else:
            headers["Authorization"] = _basic(identity, word)
        return TokenRequest(self.token_address, FORM, Secret(urllib.parse.urlencode(form)), headers)

    def accept(self, body: Any, now: dt.datetime) -> None:
        answer = body if isinstance(body, dict) else {}
        until = _renewal(answer.get("expires_in"), now)
        self._hold(answer.get("access_token"), until, lambda token: f"Bearer {token}")


class RefreshToken(ClientCredentials):
    """OAuth 2.0 with a refresh token that is replaced at every use (RFC 6749, 6).

    The new refresh token is remembered before the access token is used: whoever loses it needs a person at a
    browser. For the same reason a token request whose answer was lost is not sent again.
    """

    repeatable = False
    needed = ("client_id", "client_secret", "refresh_token")

    def grant(self) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": self.secret("refresh_token")}

    def accept(self, body: Any, now: dt.datetime) -> None:
        replacement = body.get("refresh_token") if isinstance(body, dict) else None
        if isinstance(replacement, str) and replacement and replacement != self.secret("refresh_token"):
            self._secrets["refresh_token"] = Secret(replacement)
            if self.remember is not None:
                self.remember("refresh_token", replacement)
        super().accept(body, now)


_SCHEMES: dict[AuthScheme, type[Scheme]] = {
    AuthScheme.NONE: Scheme,
    AuthScheme.API_KEY: ApiKey,
    AuthScheme.BEARER: Bearer,
    AuthScheme.BASIC: Basic,
    AuthScheme.CLIENT_CREDENTIALS: ClientCredentials,
    AuthScheme.REFRESH_TOKEN: RefreshToken,
    AuthScheme.SESSION_TOKEN: SessionToken,
}


def scheme_of(
    system: System,
    secrets: Mapping[str, str | Secret],
    token_address: str = "",
    remember: Remember | None = None,
) -> Scheme:
    """The system's scheme, ready to use. UsageError where a secret or the token address is missing."""
    return _SCHEMES[system.auth.scheme](system, secrets, token_address, remember)


def _basic(user: str, word: str) -> Secret:
    return Secret("Basic " + base64.b64encode(f"{user}:{word}".encode()).decode())


def _renewal(lifetime: Any, now: dt.datetime) -> dt.datetime | None:
    """When to renew a token that lives this many seconds, a number or a text; None if that is not stated."""
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | Decimal | str):
        return None
    try:
        seconds = min(float(lifetime), 1e9)
    except ValueError:
        return None
    return now + dt.timedelta(seconds=seconds - min(_MARGIN, seconds / 20)) if seconds > 0 else now
