"""How one signs in to Exact Online: a person agrees in the browser, and from then on tokens follow each other.

Settings: `strict_refresh` (refuse a refresh within 570 s of the last token), `keep_refresh_token` (go on accepting
the first refresh token), `refresh_expired` (the 30 days of a refresh token are over), `code_seconds` (how long a code
lives), `declined` (the person says no), `public_redirects` (refuse a redirect address that is not public HTTPS, as
the vendor does; off so that a login can be tried on one machine), `token_limit` (token calls a day).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from secrets import token_hex
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from runtime.sandbox.world import Allowance, Answer, Call, Document

AUTH_PATH = "/api/oauth2/auth"
TOKEN_PATH = "/api/oauth2/token"
FIRST_REFRESH_TOKEN = "sandbox-refresh-1"
TOKEN_SECONDS = 600
REFRESH_FLOOR = 570
CODE_SECONDS = 180


class Login:
    """The codes and refresh tokens that were given out; a refresh token works once, a code once within 3 minutes."""

    def __init__(self, secrets: Mapping[str, str], open_session: Callable[[], str]) -> None:
        self.now: Callable[[], float] = time.monotonic
        self._secrets = secrets
        self._open_session = open_session
        self._refresh_tokens = [FIRST_REFRESH_TOKEN]
        self._codes: dict[str, tuple[str, float]] = {}
        self._last_token: float | None = None
        self._day = Allowance(86_400)

    def agree(self, call: Call, settings: Document) -> Answer:
        """The page where a person agrees; here everyone does so at once and is sent back with a code."""
        wanted, place = call.query, call.query.get("redirect_uri", "")
        parts = _split(place)
        is_public = parts.scheme == "https" and parts.hostname not in ("localhost", "127.0.0.1", None)
        if wanted.get("client_id") != self._secrets["client_id"] or wanted.get("response_type") != "code":
            return _refused(400, "invalid_request", "The client_id or response_type is not valid.")
        if not (parts.scheme and parts.netloc) or (settings.get("public_redirects") and not is_public):
            return _refused(400, "invalid_request", "The redirect_uri is not registered.")
        given = {"error": "access_denied"}
        if not settings.get("declined"):
            code = f"stampNL001.{token_hex(12)}!{token_hex(4)}"
            self._codes[code] = (place, self.now())
            given = {"code": code}
        if "state" in wanted:
            given["state"] = wanted["state"]
        return Answer(302, None, {"Location": place + ("&" if parts.query else "?") + urlencode(given)})

    def token(self, call: Call, settings: Document) -> Answer:
        """Exchange a code or a refresh token for an access token and the next refresh token."""
        form = {name: values[0] for name, values in parse_qs(call.body.decode(errors="replace")).items()}
        if self._day.take(settings.get("token_limit", 1_000_000))[0] < 0:
            return _refused(429, "access_denied", "Too many token requests today.")
        if any(form.get(name) != self._secrets[name] for name in ("client_id", "client_secret")):
            return _refused(401, "invalid_client", "The client credentials are wrong.")
        grants = {"refresh_token": self._check_refresh, "authorization_code": self._check_code}
        check = grants.get(form.get("grant_type", ""))
        if check is None:
            return _refused(400, "unsupported_grant_type", "Only codes and refresh tokens are exchanged here.")
        refused = check(form, settings)
        if refused is not None:
            return refused
        self._last_token = self.now()
        self._refresh_tokens.append(token_hex(20))
        return Answer(
            200,
            {
                "access_token": self._open_session(),
                "token_type": "bearer",
                "expires_in": str(TOKEN_SECONDS),
                "refresh_token": self._refresh_tokens[-1],
            },
        )

    def _check_refresh(self, form: Mapping[str, str], settings: Document) -> Answer | None:
        given = form.get("refresh_token")
        kept = given == FIRST_REFRESH_TOKEN and settings.get("keep_refresh_token", False)
        if given != self._refresh_tokens[-1] and not kept:
            if given in self._refresh_tokens:
                return _refused(401, "unauthorized_client", "Old refresh token used.")
            return _refused(400, "invalid_grant", "The refresh token is not known.")
        if settings.get("refresh_expired"):
            return _refused(400, "invalid_grant", "The refresh token expired at 01/01/2026 00:00:00.")
        early = self._last_token is not None and self.now() - self._last_token < REFRESH_FLOOR
        if early and settings.get("strict_refresh"):
            text = "Rate limit exceeded: access_token not expired"
            return _refused(400, "access_denied", text, {"Reason": "TooEarlyToRefreshTokens"})
        return None

    def _check_code(self, form: Mapping[str, str], settings: Document) -> Answer | None:
        place, since = self._codes.pop(form.get("code", ""), ("", 0.0))
        if not place or self.now() - since > settings.get("code_seconds", CODE_SECONDS):
            return _refused(400, "invalid_grant", "The code is not known, was used, or has expired.")
        if form.get("redirect_uri") != place:
            return _refused(400, "invalid_grant", "The redirect_uri is not the one that the code was made for.")
        return None


def _split(address: str) -> SplitResult:
    """The parts of an address; one that cannot be read has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _refused(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, {"error": code, "error_description": text}, headers or {})
