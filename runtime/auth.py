"""How requests are authorised: one small class per AuthScheme, holding its tokens in memory. No I/O of its own.

A scheme says which headers a request carries, or that it needs a token first, and then which request fetches
one and what its answer means. Sending is `http`'s business, keeping tokens between processes that of a `Vault`.
Secrets are `Secret` from the moment they arrive,
so that no log line, error or traceback can show one by accident (G-23).
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.parse
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from .errors import LoginRefused, UsageError
from .model import AuthScheme, System
from .redaction import redacted
from .secret import Code, Secret, Tokens, Vault

__all__ = ["Code", "NeedsToken", "Scheme", "Secret", "TokenRequest", "Vault", "scheme_of"]

FORM = "application/x-www-form-urlencoded"
# A token is renewed this long before its end, or at 19/20 of a short life: at least one vendor refuses to
# renew in the first 570 of 600 seconds.
_MARGIN = 25.0
# Sessions end at a midnight of the server's clock, which is Central European (vendor's developer pages).
_SESSION_ZONE = ZoneInfo("Europe/Oslo")
_SESSION_MARGIN = dt.timedelta(minutes=5)
_SPELLED = ("Basic ", "Bearer ")
_MOST_SPENT = 50  # tokens of the past that an error's text is still searched for
# Errors of a token endpoint (RFC 6749, 5.2) that do not say that the refresh token is lost: the client's own secret is
# wrong, or it is too early (one vendor says access_denied to a refresh before the access token has nearly ended).
_NOT_LOST = frozenset({"invalid_client", "access_denied", "temporarily_unavailable", "server_error"})


class NeedsToken(Struct, frozen=True):
    """The scheme has no valid token: `take_over`, or send `token_request` and hand its answer to `accept`."""


class TokenRequest(Struct, frozen=True):
    """A POST that asks for a token; everything that is secret in it is wrapped."""

    address: str
    content_type: str
    body: Secret
    headers: dict[str, Secret]


class Scheme:
    """No authorisation at all, and what all schemes share.

    Takes the system (for its Auth and for naming it in errors), the secrets by name, the resolved token
    address, the vault of a rotating login and the account of flowc.toml. UsageError where a secret is missing
    or cannot travel in a header.
    """

    repeatable: ClassVar[bool] = True
    """Whether asking for a token twice does no harm, so that a lost answer may be asked for again."""

    def __init__(
        self,
        system: System,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        vault: Vault | None = None,
        account: str = "",
    ) -> None:
        self.system = system
        self.auth = system.auth
        self.token_address = token_address or system.auth.token_address
        self.vault = vault
        self.account = account
        self._secrets = {name: value if isinstance(value, Secret) else Secret(value) for name, value in secrets.items()}
        self._spent: deque[Secret] = deque(maxlen=_MOST_SPENT)
        self._extra = {name: self._for_header(self.secret(key)) for name, key in self.auth.secret_headers}
        self._fixed = self.fixed_headers()
        """The headers that authorise; a login fills and empties them."""

    def secret(self, name: str) -> str:
        """The secret's value. UsageError, naming it, where it is missing or empty."""
        value = self._secrets.get(name)
        if value is None or not value.reveal():
            raise UsageError(f"{self.system.name}: the secret {name!r} is not set")
        return value.reveal()

    def _know(self, name: str, secret: Secret) -> None:
        """Hold a secret under its name; those before stay known, since a server may quote them."""
        if name in self._secrets:
            self._spent.append(self._secrets[name])
        self._secrets[name] = secret

    def _for_header(self, value: str) -> Secret:
        """The value for a header. UsageError for characters that would break out of it (A-23)."""
        if not value.isascii() or not value.isprintable():
            raise UsageError(f"{self.system.name}: a secret has characters that a header cannot hold")
        return Secret(value)

    def redact(self, text: str) -> str:
        """The text with every secret this scheme knows struck out, in any spelling, as a server may echo one."""
        known = [secret.reveal() for secret in (*self._secrets.values(), *self._fixed.values(), *self._spent)]
        return redacted(text, [value.partition(" ")[2] if value.startswith(_SPELLED) else value for value in known])

    def fixed_headers(self) -> dict[str, Secret]:
        """The headers that need no token."""
        return {}

    def headers(self, now: dt.datetime) -> dict[str, Secret] | NeedsToken:
        """The headers of every request at this time, or NeedsToken."""
        return self._extra | self._fixed

    def refused(self) -> bool:
        """Told that the last headers were refused (401): whether a fresh login could help."""
        return False

    def alone(self) -> AbstractContextManager[None]:
        """Open while a token is fetched: where tokens are shared, nobody else fetches one meanwhile."""
        return nullcontext()

    def take_over(self, now: dt.datetime) -> bool:
        """Whether a valid token was found that another process has fetched; it is used from now on."""
        return False

    def token_request(self, now: dt.datetime) -> TokenRequest:
        """The request for a token. Only schemes that answer NeedsToken have one."""
        raise UsageError(f"{self.system.name}: {self.auth.scheme.value} has no login")

    def code_request(self, code: Code) -> TokenRequest:
        """The request for the first tokens, where a person's browser brought a code."""
        raise UsageError(f"{self.system.name}: {self.auth.scheme.value} has no login in a browser")

    def advice(self, body: Any) -> str:
        """What to add to a refused login's error for whoever has to mend it, from the refusal's body."""
        return ""

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
        if ":" in self.secret("user"):  # the server would take what follows for the password
            raise UsageError(f"{self.system.name}: a user name cannot hold a colon")
        return {self.auth.header: _basic(self.secret("user"), self.secret("password"))}


class _Login(Scheme):
    """A scheme whose token is fetched, held in memory and renewed before its end."""

    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        system: System,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        vault: Vault | None = None,
        account: str = "",
    ) -> None:
        super().__init__(system, secrets, token_address, vault, account)
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
        self._know("session", Secret(value))
        self._fixed = {self.auth.header: Secret(spell(value))}
        self._until = until


class SessionToken(_Login):
    """Two permanent tokens make a dated session, used as the password of Basic. They travel in a body.

    The user is 0, the token owner's own company, or the account: the number of a client company that the owner, an
    accountant, works for. UsageError for any other account. The session ends at the server's midnight that begins its
    expiration date, which must lie after today.
    """

    needed = ("consumer_token", "employee_token")

    def __init__(
        self,
        system: System,
        secrets: Mapping[str, str | Secret],
        token_address: str = "",
        vault: Vault | None = None,
        account: str = "",
    ) -> None:
        super().__init__(system, secrets, token_address, vault, account)
        if account and not (account.isascii() and account.isdigit()):
            raise UsageError(
                f"{system.name}: account must be the number of a client company, or left out for the token owner's own"
            )

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
            lambda token: _basic(self.account or "0", token).reveal(),
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
        return self._asking(self.grant())

    def _asking(self, form: dict[str, str]) -> TokenRequest:
        identity, word = self.secret("client_id"), self.secret("client_secret")
        form, headers = dict(form), dict(self._extra)
        if self.auth.credentials == "form":
            form |= {"client_id": identity, "client_secret": word}
        else:
            headers["Authorization"] = self._secrets["credentials"] = _basic(identity, word)
        return TokenRequest(self.token_address, FORM, Secret(urllib.parse.urlencode(form)), headers)

    def accept(self, body: Any, now: dt.datetime) -> None:
        answer = body if isinstance(body, dict) else {}
        self._bear(answer.get("access_token"), _renewal(answer.get("expires_in"), now))

    def _bear(self, value: Any, until: dt.datetime | None) -> None:
        self._hold(value, until, lambda token: f"Bearer {token}")


class RefreshToken(ClientCredentials):
    """OAuth 2.0 with a refresh token that is replaced at every use (RFC 6749, 4.1 and 6).

    The vault is the truth: it is read before every refresh, and the new refresh token is in it before the access token
    is used, since whoever loses it needs a person at a browser. For the same reason a token request whose answer was
    lost is not sent again. The access token is kept as well: some vendors refuse a new one while it lives, so a
    new process goes on with it. Without a vault, tokens live and end with this value.
    """

    repeatable = False

    def grant(self) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": self.secret("refresh_token")}

    def alone(self) -> AbstractContextManager[None]:
        return self.vault.alone() if self.vault is not None else nullcontext()

    def refused(self) -> bool:
        if "session" in self._secrets:
            self._secrets["refused"] = self._secrets["session"]
        return super().refused()

    def take_over(self, now: dt.datetime) -> bool:
        if self.vault is None:
            return False
        try:
            kept = Tokens.read(self.vault.read())
        except ValueError:  # nothing of the text is shown
            name = self.system.name
            text = f"{name}: what is kept as its refresh_token is damaged; run `flowc login {name}`"
            raise UsageError(text) from None
        self._know("refresh_token", Secret(kept.refresh_token))
        refused = self._secrets.get("refused")
        ended = kept.renew_at is not None and now >= kept.renew_at
        if not kept.access_token or ended or (refused is not None and kept.access_token == refused.reveal()):
            return False
        self._bear(kept.access_token, kept.renew_at)
        return True

    def code_request(self, code: Code) -> TokenRequest:
        self._secrets.pop("refresh_token", None)  # the answer must bring one; an old one is of another login
        self._know("code", code.code)
        form = {"grant_type": "authorization_code", "code": code.code.reveal(), "redirect_uri": code.redirect}
        if code.verifier is not None:
            self._know("verifier", code.verifier)
            form["code_verifier"] = code.verifier.reveal()
        return self._asking(form)

    def accept(self, body: Any, now: dt.datetime) -> None:
        answer = body if isinstance(body, dict) else {}
        replacement = answer.get("refresh_token")
        if isinstance(replacement, str) and replacement:
            self._know("refresh_token", Secret(replacement))
        elif "refresh_token" not in self._secrets:
            raise LoginRefused(self.system.name, "the login's answer holds no refresh token")
        token = answer.get("access_token")
        access = token if isinstance(token, str) else ""
        kept = Tokens(self.secret("refresh_token"), access, _renewal(answer.get("expires_in"), now))
        if self.vault is not None:
            self.vault.write(kept.text())
        super().accept(body, now)

    def advice(self, body: Any) -> str:
        error = body.get("error") if isinstance(body, dict) else None
        return "" if error in _NOT_LOST else f"; a person must log in again: run `flowc login {self.system.name}`"


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
    vault: Vault | None = None,
    account: str = "",
) -> Scheme:
    """The system's scheme, ready to use. UsageError where a secret or the token address is missing."""
    return _SCHEMES[system.auth.scheme](system, secrets, token_address, vault, account)


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
