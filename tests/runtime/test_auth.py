"""Schemes: the headers they make, when they ask for a token, and that they keep secrets to themselves."""

from __future__ import annotations

import base64
import datetime as dt
import json
import pickle
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import pytest

from runtime.auth import NeedsToken, Scheme, Secret, scheme_of
from runtime.errors import LoginRefused, UsageError
from runtime.model import Auth, AuthScheme, System
from runtime.secret import Code, Tokens, Vault

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
CLIENT = {"client_id": "id-1", "client_secret": "sentinel-word"}


def scheme(
    kind: AuthScheme, secrets: dict[str, str], vault: Vault | None = None, account: str = "", **auth: Any
) -> Scheme:
    system = System(name="demo", label="Demo", protocol="rest-json", auth=Auth(scheme=kind, **auth))
    return scheme_of(system, secrets, "https://login.example/token", vault, account)


class Drawer:
    """A vault that is a value, and remembers what was put in."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.put: list[str] = []
        self.fails = False

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()

    def read(self) -> str:
        return self.content

    def write(self, content: str) -> None:
        if self.fails:
            raise UsageError("disk full")
        self.content = content
        self.put.append(content)


def plain(headers: dict[str, Secret] | NeedsToken) -> dict[str, str]:
    assert isinstance(headers, dict)
    return {name: value.reveal() for name, value in headers.items()}


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def after(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("kind", "secrets", "auth", "headers"),
    [
        (AuthScheme.NONE, {}, {}, {}),
        (AuthScheme.API_KEY, {"key": "k-1"}, {"header": "X-Api-Key"}, {"X-Api-Key": "k-1"}),
        (AuthScheme.BEARER, {"token": "t-1"}, {}, {"Authorization": "Bearer t-1"}),
        (AuthScheme.BASIC, {"user": "ann", "password": "ø:p"}, {}, {"Authorization": basic("ann:ø:p")}),
    ],
)
def test_fixed_headers(
    kind: AuthScheme, secrets: dict[str, str], auth: dict[str, Any], headers: dict[str, str]
) -> None:
    made = scheme(kind, secrets, **auth)
    assert plain(made.headers(NOW)) == headers
    assert not made.refused()


def test_a_user_name_with_a_colon_is_refused() -> None:
    with pytest.raises(UsageError, match="a user name cannot hold a colon"):
        scheme(AuthScheme.BASIC, {"user": "ann:x", "password": "p"})


@pytest.mark.parametrize("kind", [kind for kind in AuthScheme if kind is not AuthScheme.NONE])
def test_a_missing_secret_is_named(kind: AuthScheme) -> None:
    with pytest.raises(UsageError, match=r"demo: the secret '\w+' is not set"):
        scheme(kind, {})


def test_a_secret_cannot_break_out_of_its_header() -> None:
    with pytest.raises(UsageError) as refused:
        scheme(AuthScheme.BEARER, {"token": "sentinel\r\nX-Evil: 1"})
    assert "sentinel" not in str(refused.value)


def test_client_credentials_by_basic_with_a_secret_header() -> None:
    made = scheme(
        AuthScheme.CLIENT_CREDENTIALS,
        {**CLIENT, "subscription": "sub-1"},
        secret_headers=(("Ocp-Key", "subscription"),),
    )
    assert isinstance(made.headers(NOW), NeedsToken)
    asked = made.token_request(NOW)
    assert asked.address == "https://login.example/token"
    assert parse_qs(asked.body.reveal()) == {"grant_type": ["client_credentials"]}
    assert plain(asked.headers) == {"Ocp-Key": "sub-1", "Authorization": basic("id-1:sentinel-word")}
    made.accept({"access_token": "tok", "expires_in": 1200}, NOW)
    assert plain(made.headers(NOW)) == {"Ocp-Key": "sub-1", "Authorization": "Bearer tok"}


def test_client_credentials_in_the_form_with_a_scope() -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT, credentials="form", scope="https://api/.default")
    asked = made.token_request(NOW)
    assert asked.headers == {}
    assert parse_qs(asked.body.reveal()) == {
        "grant_type": ["client_credentials"],
        "scope": ["https://api/.default"],
        "client_id": ["id-1"],
        "client_secret": ["sentinel-word"],
    }


@pytest.mark.parametrize("lifetime", [600, "600", Decimal("600.0")])
def test_a_token_is_renewed_shortly_before_its_end(lifetime: Any) -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT)
    made.accept({"access_token": "tok", "expires_in": lifetime}, NOW)
    assert isinstance(made.headers(after(570)), dict)  # earlier renewals are refused by some
    assert isinstance(made.headers(after(576)), NeedsToken)


@pytest.mark.parametrize("lifetime", [None, True, "soon", [], {}])
def test_a_token_without_a_readable_lifetime_lives_until_refused(lifetime: Any) -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT)
    made.accept({"access_token": "tok", "expires_in": lifetime}, NOW)
    assert isinstance(made.headers(after(1e7)), dict)
    assert made.refused()
    assert isinstance(made.headers(NOW), NeedsToken)


@pytest.mark.parametrize("body", [None, [], "x", {}, {"access_token": 1}, {"access_token": "a\nb"}])
def test_an_answer_without_a_token_is_a_refusal(body: Any) -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT)
    with pytest.raises(LoginRefused, match="no usable token"):
        made.accept(body, NOW)


# ---- rotating refresh tokens --------------------------------------------------------------------

ANSWER = {"access_token": "tok", "expires_in": "600", "refresh_token": "r-2"}


def test_a_new_refresh_token_is_kept_before_the_access_token_is_used() -> None:
    used: list[bool] = []

    class Watched(Drawer):
        def write(self, content: str) -> None:
            super().write(content)
            used.append(isinstance(made.headers(NOW), dict))

    vault = Watched("r-1\n")
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault, credentials="form")
    assert not made.repeatable
    assert isinstance(made.headers(NOW), NeedsToken) and not made.take_over(NOW)
    form = parse_qs(made.token_request(NOW).body.reveal())
    assert form["grant_type"] == ["refresh_token"] and form["refresh_token"] == ["r-1"]
    made.accept(ANSWER, NOW)
    assert used == [False]
    assert plain(made.headers(NOW)) == {"Authorization": "Bearer tok"}
    kept = {"refresh_token": "r-2", "access_token": "tok", "renew_at": "2026-03-01T12:09:35Z"}
    assert json.loads(vault.content) == kept
    assert parse_qs(made.token_request(NOW).body.reveal())["refresh_token"] == ["r-2"]


def test_what_cannot_be_kept_is_not_used() -> None:
    vault = Drawer("r-1")
    vault.fails = True
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    made.take_over(NOW)
    with pytest.raises(UsageError):
        made.accept(ANSWER, NOW)
    assert isinstance(made.headers(NOW), NeedsToken)


def test_an_answer_without_a_new_refresh_token_keeps_the_old_one() -> None:
    vault = Drawer("r-1")
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    made.take_over(NOW)
    made.accept({"access_token": "tok"}, NOW)
    assert json.loads(vault.content) == {"refresh_token": "r-1", "access_token": "tok", "renew_at": None}


def test_an_answer_with_a_refresh_token_alone_is_kept_and_refused() -> None:
    vault = Drawer("r-1")
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    made.take_over(NOW)
    with pytest.raises(LoginRefused, match="no usable token"):
        made.accept({"refresh_token": "r-2"}, NOW)
    assert json.loads(vault.content)["refresh_token"] == "r-2"
    assert not scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault).take_over(NOW)


def test_another_process_goes_on_with_a_token_that_lives() -> None:
    vault = Drawer("r-1")
    first = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    first.take_over(NOW)
    first.accept(ANSWER, NOW)
    second = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    assert second.take_over(after(570))  # to refresh in these seconds is refused by some
    assert plain(second.headers(after(570))) == {"Authorization": "Bearer tok"}
    assert isinstance(second.headers(after(576)), NeedsToken)
    assert not second.take_over(after(576))


def test_a_refused_token_is_replaced_by_the_one_another_process_has_stored_meanwhile() -> None:
    vault = Drawer("r-1")
    first, second = (scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault) for _ in range(2))
    first.take_over(NOW)
    first.accept(ANSWER, NOW)
    assert second.take_over(NOW) and second.refused()
    assert not second.take_over(NOW), "its own token was the refused one"
    first.accept(ANSWER | {"access_token": "tok-2", "refresh_token": "r-3"}, NOW)
    assert second.take_over(NOW)
    assert plain(second.headers(NOW)) == {"Authorization": "Bearer tok-2"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        '{"refresh_token": 1}',
        '{"refresh_token": ""}',
        '{"refresh_token": "sentinel", "renew_at": "2026-03-01T12:00:00"}',
        '{"refresh_token": "sentinel", "renew_at": "soon"}',
    ],
)
def test_damaged_tokens_are_named_and_not_shown(content: str) -> None:
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, Drawer(content))
    with pytest.raises(UsageError, match=r"is damaged; run `flowc login demo`") as raised:
        made.take_over(NOW)
    assert "sentinel" not in str(raised.value)


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ({"error": "unauthorized_client", "error_description": "Old refresh token used."}, True),
        ({"error": "invalid_grant"}, True),
        (None, True),
        ({"error": "access_denied", "error_description": "access_token not expired"}, False),
        ({"error": "invalid_client"}, False),
    ],
)
def test_a_lost_rotation_says_what_a_person_has_to_do(body: Any, lost: bool) -> None:
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, Drawer("r-1"))
    assert ("run `flowc login demo`" in made.advice(body)) is lost
    assert scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT).advice(body) == ""


def test_a_code_is_exchanged_with_its_redirect_and_verifier() -> None:
    vault = Drawer("")
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault, credentials="form")
    asked = made.code_request(Code(Secret("code!"), "http://127.0.0.1:1/callback", Secret("verifier")))
    assert parse_qs(asked.body.reveal()) == {
        "grant_type": ["authorization_code"],
        "code": ["code!"],
        "redirect_uri": ["http://127.0.0.1:1/callback"],
        "code_verifier": ["verifier"],
        "client_id": ["id-1"],
        "client_secret": ["sentinel-word"],
    }
    assert made.redact("no code%21 and code! with verifier") == "no *** and *** with ***"
    made.accept(ANSWER, NOW)
    assert json.loads(vault.content)["refresh_token"] == "r-2"


def test_a_code_that_brings_no_refresh_token_is_no_login() -> None:
    vault = Drawer("r-1")
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, vault)
    made.take_over(NOW)
    made.code_request(Code(Secret("code"), "http://127.0.0.1:1/callback"))
    with pytest.raises(LoginRefused, match="no refresh token"):
        made.accept({"access_token": "tok"}, NOW)
    assert vault.put == []


# ---- dated sessions -----------------------------------------------------------------------------


@pytest.mark.parametrize(("account", "user"), [("", "0"), ("0", "0"), ("4711", "4711")])
def test_the_user_of_a_session_is_the_client_company(account: str, user: str) -> None:
    made = scheme(AuthScheme.SESSION_TOKEN, {"consumer_token": "c-1", "employee_token": "e-1"}, account=account)
    made.accept({"value": {"token": "sess"}}, NOW)
    assert plain(made.headers(NOW)) == {"Authorization": basic(f"{user}:sess")}


@pytest.mark.parametrize("account", ["1:2", "Acme AS", "-1", "\u0661", "1\n"])
def test_another_account_cannot_be_a_sessions_user(account: str) -> None:
    with pytest.raises(UsageError, match="account must be the number of a client company"):
        scheme(AuthScheme.SESSION_TOKEN, {"consumer_token": "c-1", "employee_token": "e-1"}, account=account)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-01T12:00:00+00:00", "2026-03-02"),
        ("2026-03-01T21:59:00+00:00", "2026-03-02"),  # 22:59 there
        ("2026-03-01T22:30:00+00:00", "2026-03-03"),  # 23:30 there: tomorrow begins too soon
        ("2026-03-01T23:30:00+00:00", "2026-03-03"),  # 00:30 there: the 2nd is already today
    ],
)
def test_a_session_ends_tomorrow_on_the_servers_calendar(now: str, end: str) -> None:
    made = scheme(AuthScheme.SESSION_TOKEN, {"consumer_token": "c-1", "employee_token": "e-1"})
    moment = dt.datetime.fromisoformat(now)
    body = json.loads(made.token_request(moment).body.reveal())
    assert body == {"consumerToken": "c-1", "employeeToken": "e-1", "expirationDate": end}
    made.accept({"value": {"token": "sess"}}, moment)
    assert plain(made.headers(moment)) == {"Authorization": basic("0:sess")}
    begins = dt.datetime.fromisoformat(f"{end}T00:00:00+01:00")
    assert isinstance(made.headers(begins - dt.timedelta(minutes=6)), dict)
    assert isinstance(made.headers(begins - dt.timedelta(minutes=4)), NeedsToken)


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret("sentinel-word")
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", repr([secret])]
    assert not [text for text in shown if "sentinel" in text]
    assert "sentinel" not in repr(scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT).token_request(NOW))
    assert "sentinel" not in repr(Tokens("sentinel", "sentinel")) + repr(Code(Secret("sentinel"), "https://x"))
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_an_echoed_secret_is_struck_out() -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT)
    made.accept({"access_token": "fresh-token"}, NOW)
    text = made.redact("bad Bearer fresh-token of id-1 with sentinel-word")
    assert text == "bad Bearer *** of *** with ***"


def test_an_echoed_secret_is_struck_out_in_any_of_its_forms() -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, {"client_id": "id-1", "client_secret": "a+b/c d"})
    header = made.token_request(NOW).headers["Authorization"].reveal()
    text = made.redact(f"you sent {header}, a+b/c d, a%2Bb%2Fc%20d and a%2Bb%2Fc+d")
    assert text == "you sent Basic ***, ***, *** and ***"


def test_a_secret_that_begins_as_another_is_struck_out_whole() -> None:
    made = scheme(AuthScheme.BASIC, {"user": "word", "password": "word-and-more"})
    assert made.redact("no word-and-more, no word") == "no ***, no ***"


def test_a_spent_token_is_struck_out_still() -> None:
    made = scheme(AuthScheme.REFRESH_TOKEN, CLIENT, Drawer("first-refresh"))
    made.take_over(NOW)
    for number in range(3):
        made.accept({"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"}, NOW)
    assert made.redact("first-refresh, refresh-0, access-1 and refresh-2") == "***, ***, *** and ***"
