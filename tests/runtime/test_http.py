"""One client against a scripted vendor over real sockets: outcomes, repeats, logins, links, secrets."""

from __future__ import annotations

import datetime as dt
import gzip
import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from runtime.errors import (
    LoginRefused,
    OutcomeUnknown,
    Rejected,
    RemoteError,
    Unavailable,
    UsageError,
)
from runtime.http import Client, Limits
from runtime.model import Auth, AuthScheme, System
from runtime.origin import same_origin
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

PLAIN = System(name="demo", label="Demo", protocol="rest-json", headers=(("X-Fixed", "1"),))
OAUTH = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, credentials="form")
WORDS = {"client_id": "sentinel-id", "client_secret": "sentinel-word"}
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def client(server: Vendor, auth: Auth = PLAIN.auth, **more: Any) -> Client:
    system = System(name="demo", label="Demo", protocol="rest-json", headers=PLAIN.headers, auth=auth)
    usual: dict[str, Any] = {"secrets": WORDS, "token_address": f"{server.address}/token", "sleep": lambda _: None}
    return Client(system, server.address, "", clock=lambda: NOW, chance=lambda: 0.0, **(usual | more))


# ---- the wire ------------------------------------------------------------------------------------


def test_a_request_and_its_answer(server: Vendor) -> None:
    server.says(Reply(201, b'{"id": 7, "price": 19.90, "rate": 1e-7}', {"ETag": '"3"'}))
    with client(server) as http:
        query = (("$filter", "Modified ge datetime'2026-01-01T00:00:00' and x eq 'a+b'"), ("n", "1"))
        answer = http.request("POST", "/a%2Fb/c('x')", query, {"total": Decimal("10.10"), "n": 1})
    assert (answer.status, answer.headers["etag"]) == (201, '"3"')
    assert answer.body == {"id": 7, "price": Decimal("19.90"), "rate": Decimal("1e-7")}
    assert str(answer.body["price"]) == "19.90"
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.query) == ("POST", "/v1/a%2Fb/c('x')", list(query))
    assert asked.body == b'{"total":10.10,"n":1}'
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-fixed"] == "1"
    assert (http.reads, http.writes) == (0, 1)


def test_an_empty_answer_has_no_body(server: Vendor) -> None:
    server.says(Reply(204), Reply(200, b"\xef\xbb\xbf[]"))
    with client(server) as http:
        assert http.request("GET", "/a").body is None
        assert http.request("GET", "/a").body == []
        assert "content-type" not in server.asked[0].headers


def test_bytes_as_they_are_where_they_are_asked_for(server: Vendor) -> None:
    page = b"<!DOCTYPE html><html>\xff no JSON</html>"
    server.says(Reply(200, page))
    with client(server, limits=Limits(size=500)) as http:
        assert http.request("GET", "/$metadata", raw=True).body == page
        with pytest.raises(Unavailable, match="web page"):
            http.request("GET", "/a")
    server.says(Reply(404, {"message": "nothing here"}), Reply(200, b"x" * 600))
    with client(server, limits=Limits(size=500)) as http:
        with pytest.raises(RemoteError, match="nothing here"):
            http.request("GET", "/$metadata", raw=True)
        with pytest.raises(Unavailable, match="too large"):
            http.request("GET", "/$metadata", raw=True)


def test_the_environment_is_not_trusted(server: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.says(Reply(200, {}))
    with client(server) as http:
        assert http.request("GET", "/a").status == 200


@pytest.mark.parametrize("address", ["", "ftp://host/x", "http://", "https://user:word@host/", "https://h/?a=b"])
def test_an_address_that_is_none_is_a_mistake_in_the_set_up(address: str) -> None:
    with pytest.raises(UsageError):
        Client(PLAIN, address, "", {})


def test_a_header_cannot_be_broken_out_of(server: Vendor) -> None:
    with client(server) as http, pytest.raises(Rejected):
        http.request("PATCH", "/a", json={}, headers={"If-Match": 'x"\r\nX-Evil: 1'})
    assert server.asked == []


def test_other_answers_are_errors_of_ours(server: Vendor) -> None:
    body = {"message": "Validation failed.", "fields": ["name"]}
    server.says(Reply(422, body), Reply(302, None, {"Location": f"{server.address}/b"}), Reply(500, b"<html>"))
    with client(server) as http:
        with pytest.raises(Rejected, match=r"demo: Validation failed\.") as raised:
            http.request("POST", "/a", json={})
        with pytest.raises(Unavailable, match="another address"):
            http.request("GET", "/a")
        with pytest.raises(OutcomeUnknown):
            http.request("PATCH", "/a", json={})
    assert raised.value.fields == ("name",)
    assert len(server.asked) == 3


# ---- lost answers and repeats ---------------------------------------------------------------------

UNREADABLE = [
    b'{"value": <html>',
    b"<html>ok</html>",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b'{"a": 1e999999999}',
    b"[" * 100_000,
    b'{"a": ' + b"9" * 10_000 + b"}",
    b'"\xff"',
]


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_answer_that_cannot_be_read(server: Vendor, body: bytes) -> None:
    server.says(Reply(200, body))
    with client(server) as http:
        with pytest.raises(Unavailable):
            http.request("GET", "/a")
        with pytest.raises(OutcomeUnknown):
            http.request("POST", "/a", json={})
        assert (http.reads, http.writes) == (5, 1)


def test_a_broken_connection_is_repeated_for_a_read_only(server: Vendor) -> None:
    server.says(Reply(hang_up=True))
    with client(server) as http:
        with pytest.raises(OutcomeUnknown):
            http.request("POST", "/a", json={})
        assert len(server.asked) == 1
        server.says(Reply(hang_up=True), Reply(200, {}))
        assert http.request("GET", "/a").body == {}


def test_nothing_is_lost_where_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    pauses: list[float] = []
    with Client(PLAIN, address, "", {}, sleep=pauses.append) as http, pytest.raises(Unavailable):
        http.request("POST", "/a", json={})
    assert len(pauses) == 4


def test_a_silent_server_leaves_a_write_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        limits = Limits(read=0.05)
        with Client(PLAIN, address, "", {}, sleep=lambda seconds: None, limits=limits) as http:
            with pytest.raises(OutcomeUnknown):
                http.request("PUT", "/a", json={})
            with pytest.raises(Unavailable):
                http.request("GET", "/a")


def test_the_server_says_when(server: Vendor) -> None:
    pauses: list[float] = []
    server.says(Reply(429, None, {"Retry-After": "11"}), Reply(503), Reply(200, []))
    with client(server, sleep=pauses.append) as http:
        assert http.request("GET", "/a").body == []
    assert pauses == [11.0, 1.0]


def test_an_absurd_wait_is_not_waited_for(server: Vendor) -> None:
    pauses: list[float] = []
    server.says(Reply(429, None, {"Retry-After": "1000000000"}))
    with client(server, sleep=pauses.append) as http, pytest.raises(Unavailable, match="come back later"):
        http.request("GET", "/a")
    assert pauses == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_huge_answer_is_given_up(server: Vendor, packed: bool) -> None:
    raw = b'"' + b"x" * 200_000 + b'"'
    bomb = Reply(200, gzip.compress(raw), {"Content-Encoding": "gzip"}) if packed else Reply(200, raw)
    server.says(bomb)
    with client(server, limits=Limits(size=100_000)) as http, pytest.raises(Unavailable, match="too large"):
        http.request("GET", "/a")


# ---- login ---------------------------------------------------------------------------------------


def tokens(server: Vendor, *, valid: int) -> None:
    """Answer every login with the next token; only token number `valid` opens the door."""
    lock = threading.Lock()
    given = [0]

    def script(asked: Asked) -> Reply:
        if asked.path == "/v1/token":
            with lock:
                given[0] += 1
                return Reply(200, {"access_token": f"sentinel-{given[0]}", "expires_in": 1200})
        open_ = asked.headers.get("authorization") == f"Bearer sentinel-{valid}"
        return Reply(200, {"ok": True}) if open_ else Reply(401, {"message": asked.headers.get("authorization")})

    server.script = script


def test_one_login_serves_many_requests(server: Vendor) -> None:
    tokens(server, valid=1)
    with client(server, OAUTH) as http:
        for _ in range(3):
            assert http.request("GET", "/a").body == {"ok": True}
    assert [asked.path for asked in server.asked] == ["/v1/token", "/v1/a", "/v1/a", "/v1/a"]
    assert (http.reads, http.writes) == (3, 0)


def test_a_refused_token_is_replaced_once(server: Vendor) -> None:
    tokens(server, valid=2)
    with client(server, OAUTH) as http:
        assert http.request("POST", "/a", json={}).body == {"ok": True}
    assert [asked.path for asked in server.asked] == ["/v1/token", "/v1/a", "/v1/token", "/v1/a"]


def test_credentials_that_stay_refused(server: Vendor) -> None:
    tokens(server, valid=0)
    with client(server, OAUTH) as http, pytest.raises(LoginRefused) as raised:
        http.request("GET", "/a")
    assert len(server.asked) == 4
    assert "sentinel" not in str(raised.value)


def test_a_fixed_key_is_not_tried_twice(server: Vendor) -> None:
    server.says(Reply(401))
    auth = Auth(scheme=AuthScheme.API_KEY, header="X-Api-Key")
    with client(server, auth, secrets={"key": "k"}) as http, pytest.raises(LoginRefused):
        http.request("GET", "/a")
    assert len(server.asked) == 1


def test_many_threads_share_one_login(server: Vendor) -> None:
    tokens(server, valid=2)
    got: list[Any] = []
    with client(server, OAUTH) as http:
        threads = [threading.Thread(target=lambda: got.append(http.request("GET", "/a").body)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [{"ok": True}] * 8
    assert [asked.path for asked in server.asked].count("/v1/token") == 2
    assert http.reads == len(server.asked) - 2


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(400, {"error": "invalid_grant", "error_description": "expired"}), LoginRefused),
        (Reply(401, {"error": "invalid_client"}), LoginRefused),
        (Reply(302), LoginRefused),
        (Reply(200, {}), LoginRefused),
        (Reply(200, {"access_token": "t", "expires_in": 0}), LoginRefused),
        (Reply(500), Unavailable),
        (Reply(503), Unavailable),
        (Reply(hang_up=True), Unavailable),
    ],
)
def test_a_login_that_fails(server: Vendor, reply: Reply, outcome: type[RemoteError]) -> None:
    server.says(reply)
    with client(server, OAUTH) as http, pytest.raises(RemoteError) as raised:
        http.request("POST", "/a", json={})
    assert type(raised.value) is outcome
    assert {asked.path for asked in server.asked} == {"/v1/token"}


def test_a_rotating_login_is_not_repeated_blindly(server: Vendor) -> None:
    server.says(Reply(hang_up=True))
    auth = Auth(scheme=AuthScheme.REFRESH_TOKEN, credentials="form")
    with client(server, auth, secrets={**WORDS, "refresh_token": "r"}) as http, pytest.raises(Unavailable):
        http.request("GET", "/a")
    assert len(server.asked) == 1


# ---- links and secrets ----------------------------------------------------------------------------

ASKED = (("word", "sentinel-query"),)
BASE = "https://api.example/v1"
HOSTILE = [
    "https://evil/",
    "//evil/",
    "https://api.example@evil/v1/a",
    "https://user@api.example/v1/a",
    "https://api.example.evil/v1/a",
    "https://api.example:444/v1/a",
    "http://api.example/v1/a",
    "https://API.EXAMPLE./v1/a",
    "https://api.example\\@evil/v1/a",
    "https://\u0430\u0440i.example/v1/a",
    "file:///etc/passwd",
    "https://api.example/../admin",
    "https://api.example/v1/../admin",
    "https://api.example/v1/%2e%2e/admin",
    "https://api.example/v1/a/..%2f..%2fadmin",
    "https://api.example/v1/a%5c..%5cadmin",
    "https://api.example/v10/a",
    "https://api.example/admin",
    "https://169.254.169.254/v1/a",
    "https://[::1]/v1/a",
    "https://2130706433/v1/a",
    "https://0x7f.1/v1/a",
    "https://[::1/v1",
    "javascript:alert(1)",
    "https:/api.example/v1/a",
    "https://api.example/v1/a\n",
    "",
    "a",
]


@pytest.mark.parametrize("link", HOSTILE)
def test_a_link_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(ValueError):
        same_origin(BASE, link)


@pytest.mark.parametrize(
    "link",
    [
        "https://api.example/v1",
        "https://api.example/v1/a?page=2",
        "https://API.example:443/v1/a?$skiptoken=guid'x'&x=../..%2f",
        "https://api.example/v1/companies(1)/contacts?a=%2e",
    ],
)
def test_a_link_below_the_address_is_followed(link: str) -> None:
    assert same_origin(BASE, link).startswith("https://api.example/v1")


@pytest.mark.parametrize("link", HOSTILE)
def test_no_secret_follows_a_hostile_link(server: Vendor, link: str) -> None:
    auth = Auth(scheme=AuthScheme.API_KEY)
    with client(server, auth, secrets={"key": "sentinel-key"}) as http, pytest.raises(RemoteError):
        http.request("GET", link)
    assert server.asked == []


def test_an_own_path_cannot_climb(server: Vendor) -> None:
    with client(server) as http, pytest.raises(Rejected):
        http.request("GET", "/a/../../admin")
    assert server.asked == []


def test_no_secret_is_logged_or_raised(server: Vendor, caplog: pytest.LogCaptureFixture) -> None:
    tokens(server, valid=1)
    shown: list[str] = []

    def fails(reply: Reply | None, method: str = "POST") -> None:
        if reply is not None:
            server.says(reply)
        try:
            http.request(method, "/a", ASKED, {})
        except RemoteError as error:
            shown.append("".join(traceback.format_exception(error)) + repr(error))

    with caplog.at_level(logging.DEBUG), client(server, OAUTH) as http:
        http.request("GET", "/a", ASKED)
        echo = {"error": {"code": "sentinel-word", "message": "you sent sentinel-1 and sentinel-word"}}
        for reply in (Reply(422, echo), Reply(500, echo), Reply(hang_up=True), Reply(200, b"x"), Reply(401, echo)):
            fails(reply)
        fails(Reply(503), "GET")
    lines = [record.getMessage() for record in caplog.records]
    assert len(shown) == 6
    assert not [text for text in [*shown, *lines] if "sentinel" in text]
    assert any(line.startswith("demo GET /v1/a -> 200 in ") for line in lines)
    assert {record.name for record in caplog.records} == {"flowc.http"}
