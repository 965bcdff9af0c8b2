"""The way back from a browser: what the listener serves, what it refuses, and which answers are a login."""

from __future__ import annotations

import base64
import hashlib
import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from runtime.errors import LoginRefused, UsageError
from runtime.login import Attempt, Listener, begin, code_from_address, code_from_query

PAGE = "https://login.example/auth"
END = "https://app.example/done"


def attempt(redirect: str = END, pkce: bool = False) -> Attempt:
    return begin("demo", PAGE, "id-1", redirect, "", pkce)


def state(login: Attempt) -> str:
    return login.state.reveal()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as running:
        yield running


def visit(listener: Listener, query: str, path: str = "/callback", **headers: str) -> httpx.Response:
    """What a browser does."""
    address = listener.redirect.replace("/callback", path)
    return httpx.get(f"{address}?{query}", headers=headers, trust_env=False)


# ---- the address to open ------------------------------------------------------------------------


def test_the_address_asks_for_a_code_with_a_fresh_state() -> None:
    one, other = attempt(), attempt()
    asked = parse_qs(urlsplit(one.address).query)
    assert one.address.startswith(f"{PAGE}?")
    assert asked == {
        "client_id": ["id-1"],
        "redirect_uri": [END],
        "response_type": ["code"],
        "state": [state(one)],
    }
    assert len(state(one)) >= 32 and state(one) != state(other)


def test_a_challenge_is_that_of_the_verifier() -> None:
    login = begin("demo", PAGE, "id-1", END, "a b", True)
    asked = parse_qs(urlsplit(login.address).query)
    assert login.verifier is not None
    verifier = login.verifier.reveal()
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert asked["code_challenge"] == [digest] and asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["a b"]
    assert verifier not in login.address and 43 <= len(verifier) <= 128
    assert code_from_query(login, f"code=x&state={state(login)}").verifier is login.verifier


@pytest.mark.parametrize(
    ("page", "end", "named"),
    [
        ("", END, "authorize_address"),
        ("ftp://x", END, "authorize_address"),
        ("https://user@x/auth", END, "authorize_address"),
        ("https://x/auth?a=b", END, "authorize_address"),
        (PAGE, "http://app.example/done", "redirect"),
        (PAGE, "done", "redirect"),
        (PAGE, "https://app.example/do ne", "redirect"),
        (PAGE, "https://app.example/done#x", "redirect"),
        (PAGE, "https://[::1/done", "redirect"),
    ],
)
def test_addresses_that_are_none(page: str, end: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        begin("demo", page, "id-1", end, "", False)


# ---- answers ------------------------------------------------------------------------------------


def test_a_code_is_decoded() -> None:
    login = attempt()
    code = code_from_address(login, f"  {END}?code=stamp.x%21y%2Bz&state={quote(state(login))}&more=1 \n")
    assert code.code.reveal() == "stamp.x!y+z"
    assert code.redirect == END


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("code=sentinel", "its state differs"),
        ("code=sentinel&state=sentinel", "its state differs"),
        ("error=access_denied&state=sentinel", "its state differs"),
        ("code=sentinel&state=%ff", "its state differs"),
        ("code=sentinel&state={state}&state={state}", "the same thing twice"),
        ("code=sentinel&code=sentinel&state={state}", "the same thing twice"),
        ("&".join(["x=sentinel"] * 1000), "its state differs"),
        ("error=access_denied&state={state}", "denied in the browser"),
        ("error=access_denied&code=sentinel&state={state}", "denied in the browser"),
        ("error=invalid_scope&error_description=sentinel&state={state}", "scope of the profile is refused"),
        ("error=sentinel%1b[2J&state={state}", "an error it made up"),
        ("state={state}", "holds no code"),
        ("code=&state={state}", "holds no code"),
        ("code=sentinel%0d%0aX&state={state}", "holds no code"),
        ("code=" + "sentinel" * 1000 + "&state={state}", "holds no code"),
        ("code=%C3%B8sentinel&state={state}", "holds no code"),
    ],
)
def test_an_answer_that_is_no_login_is_not_repeated(query: str, reason: str) -> None:
    login = attempt()
    with pytest.raises(LoginRefused, match=reason) as raised:
        code_from_query(login, query.format(state=state(login)))
    assert "sentinel" not in str(raised.value) and state(login) not in str(raised.value)
    assert raised.value.exit_code == 3


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/done?code=sentinel&state={state}",
        "http://app.example/done?code=sentinel&state={state}",
        "https://app.example/other?code=sentinel&state={state}",
        "https://app.example:444/done?code=sentinel&state={state}",
        "code=sentinel&state={state}",
        "sentinel",
        "https://app.example/done?code=sen tinel&state={state}",
    ],
)
def test_another_address_than_the_redirect_is_refused(address: str) -> None:
    login = attempt()
    with pytest.raises(LoginRefused, match="not the address the login ends at") as raised:
        code_from_address(login, address.format(state=state(login)))
    assert "sentinel" not in str(raised.value)


# ---- the listener -------------------------------------------------------------------------------


def test_the_browser_brings_the_code_once(listener: Listener) -> None:
    login = attempt(listener.redirect)
    first = visit(listener, f"code=a%21b&state={state(login)}")
    second = visit(listener, f"code=other&state={state(login)}")
    assert (first.status_code, second.status_code) == (200, 410)
    assert listener.wait(login, 30).code.reveal() == "a!b"
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-type"].startswith("text/plain")
    assert "server" not in first.headers


def test_other_requests_neither_end_the_login_nor_hear_anything(listener: Listener) -> None:
    login = attempt(listener.redirect)
    good = f"code=sentinel&state={state(login)}"
    port = listener.redirect.split(":")[2].split("/")[0]
    answers = [
        visit(listener, good, path="/"),
        visit(listener, good, path="/callback/"),
        visit(listener, good, path="/favicon.ico"),
        visit(listener, good, Host="evil.example"),
        visit(listener, good, Host=f"localhost:{port}"),
        visit(listener, good, Host="127.0.0.1"),
        httpx.post(f"{listener.redirect}?{good}", trust_env=False),
        httpx.request("sentinel", f"{listener.redirect}?{good}", trust_env=False),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 403, 403, 403, 501, 501]
    assert not [answer for answer in answers if "sentinel" in answer.text + str(answer.headers)]
    with pytest.raises(LoginRefused, match="nobody logged in within 0 seconds"):
        listener.wait(login, 0)
    assert visit(listener, good).status_code == 200
    assert listener.wait(login, 30).code.reveal() == "sentinel"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n",
        b"sentinel\r\n\r\n",
        b"GET /callback?code=sentinel HTTP/9.9\r\n\r\n",
        b"GET /callback?code=sentinel HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET /callback?code=" + b"s" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /callback?code=sentinel HTTP/1.1\r\nHost: {host}\r\nHost: evil\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_with_constant_text(
    listener: Listener, request_bytes: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    host = urlsplit(listener.redirect).netloc
    with socket.create_connection(("127.0.0.1", int(host.split(":")[1]))) as raw:
        raw.sendall(request_bytes.replace(b"{host}", host.encode()))
        raw.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while chunk := raw.recv(65536):
                answer += chunk
        except ConnectionResetError:  # more was sent than was read
            pass
    assert b"sentinel" not in answer and b" 200 " not in answer
    login = attempt(listener.redirect)
    assert visit(listener, f"code=x&state={state(login)}").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_a_connection_that_says_nothing_holds_nobody_up(listener: Listener) -> None:
    login = attempt(listener.redirect)
    port = int(urlsplit(listener.redirect).netloc.split(":")[1])
    with socket.create_connection(("127.0.0.1", port)):
        assert visit(listener, f"code=x&state={state(login)}").status_code == 200
        assert listener.wait(login, 30).code.reveal() == "x"


def test_the_listener_is_on_the_loopback_alone_and_a_taken_port_is_said(listener: Listener) -> None:
    parts = urlsplit(listener.redirect)
    assert parts.hostname == "127.0.0.1" and parts.port
    with pytest.raises(UsageError, match=rf"port {parts.port} of 127\.0\.0\.1 cannot be used"):
        Listener(parts.port)
