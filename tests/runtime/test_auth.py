"""Schemes: the headers they make, when they ask for a token, and that they keep secrets to themselves."""

from __future__ import annotations

import base64
import datetime as dt
import json
import pickle
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import pytest

from runtime.auth import NeedsToken, Scheme, Secret, scheme_of
from runtime.errors import LoginRefused, UsageError
from runtime.model import Auth, AuthScheme, System

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
CLIENT = {"client_id": "id-1", "client_secret": "sentinel-word"}


def scheme(kind: AuthScheme, secrets: dict[str, str], remember: Any = None, **auth: Any) -> Scheme:
    system = System(name="demo", label="Demo", protocol="rest-json", auth=Auth(scheme=kind, **auth))
    return scheme_of(system, secrets, "https://login.example/token", remember)


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


def test_a_new_refresh_token_is_remembered_before_the_access_token_is_used() -> None:
    seen: list[tuple[str, str, bool]] = []

    def remember(name: str, value: str) -> None:
        seen.append((name, value, isinstance(made.headers(NOW), NeedsToken)))

    made = scheme(AuthScheme.REFRESH_TOKEN, {**CLIENT, "refresh_token": "r-1"}, remember, credentials="form")
    assert not made.repeatable
    form = parse_qs(made.token_request(NOW).body.reveal())
    assert form["grant_type"] == ["refresh_token"] and form["refresh_token"] == ["r-1"]
    made.accept({"access_token": "tok", "expires_in": "600", "refresh_token": "r-2"}, NOW)
    assert seen == [("refresh_token", "r-2", True)]
    assert parse_qs(made.token_request(NOW).body.reveal())["refresh_token"] == ["r-2"]


def test_what_cannot_be_remembered_is_not_used() -> None:
    def remember(name: str, value: str) -> None:
        raise OSError("disk full")

    made = scheme(AuthScheme.REFRESH_TOKEN, {**CLIENT, "refresh_token": "r-1"}, remember)
    with pytest.raises(OSError):
        made.accept({"access_token": "tok", "refresh_token": "r-2"}, NOW)
    assert isinstance(made.headers(NOW), NeedsToken)


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
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_an_echoed_secret_is_struck_out() -> None:
    made = scheme(AuthScheme.CLIENT_CREDENTIALS, CLIENT)
    made.accept({"access_token": "fresh-token"}, NOW)
    text = made.redact("bad Bearer fresh-token of id-1 with sentinel-word")
    assert text == "bad Bearer *** of *** with ***"
