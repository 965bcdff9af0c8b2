"""Signing in to Exact Online in the sandbox by code, and what a client may ask for in a minute, a day, an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from runtime.sandbox.exact import ExactOnline
from runtime.sandbox.world import Running
from tests.sandbox.exact_api import CREDENTIALS, ROOT, refresh, refused, rows, seed, settle, signed_in

BACK = "http://127.0.0.1:5000/back"
AGREE = {"client_id": "sandbox-client", "redirect_uri": BACK, "response_type": "code", "state": "x&y"}
LIST = f"{ROOT}/crm/Accounts?$top=1"
MINUTELY, DAILY = "X-RateLimit-Minutely-", "X-RateLimit-"


class Time:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def exact() -> ExactOnline:
    """A server that is not yet running."""
    return ExactOnline()


@pytest.fixture
def running(exact: ExactOnline) -> Iterator[Running]:
    """The server, running."""
    server = Running(exact)
    yield server
    server.stop()


@pytest.fixture
def api(running: Running) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    with signed_in(running) as client:
        yield client


@pytest.fixture
def visitor(running: Running) -> Iterator[httpx.Client]:
    """A client that is not signed in."""
    with httpx.Client(base_url=running.address, headers={"Accept": "application/json"}) as client:
        yield client


def agreed(client: httpx.Client, **changes: str) -> dict[str, str]:
    """What the page where a person agrees sends back."""
    answer = client.get("/api/oauth2/auth", params=AGREE | changes)
    assert answer.status_code == 302, answer.text
    place = answer.headers["Location"]
    assert place.startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}


def exchange(client: httpx.Client, code: str, place: str = BACK) -> httpx.Response:
    """Exchange a code."""
    form = CREDENTIALS | {"grant_type": "authorization_code", "code": code, "redirect_uri": place}
    return client.post("/api/oauth2/token", data=form)


class TestCode:
    def test_a_code_comes_back_with_the_state_and_opens_a_session(self, visitor: httpx.Client) -> None:
        answer = visitor.get("/api/oauth2/auth", params=AGREE | {"force_login": "1"})
        assert "%21" in answer.headers["Location"]
        back = agreed(visitor)
        assert "!" in back["code"] and back["state"] == "x&y"
        tokens = exchange(visitor, back["code"]).json()
        assert tokens["expires_in"] == "600"
        visitor.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        assert rows(visitor, "crm/Accounts", select="ID") == []
        assert refresh(visitor, tokens["refresh_token"]).status_code == 200
        assert refresh(visitor, "sandbox-refresh-1").json()["error_description"] == "Old refresh token used."

    def test_a_code_works_once_and_for_its_own_address(self, visitor: httpx.Client) -> None:
        code = agreed(visitor)["code"]
        assert exchange(visitor, code, "http://127.0.0.1:5000/other").json()["error"] == "invalid_grant"
        assert exchange(visitor, code).status_code == 400
        code = agreed(visitor)["code"]
        assert [exchange(visitor, code).status_code for _ in range(2)] == [200, 400]
        assert exchange(visitor, "nonsense").status_code == 400

    def test_a_code_lives_three_minutes(self, exact: ExactOnline, visitor: httpx.Client) -> None:
        exact.login.now = time = Time()
        first, second = agreed(visitor)["code"], agreed(visitor)["code"]
        time.seconds += 179
        assert exchange(visitor, first).status_code == 200
        time.seconds += 2
        assert exchange(visitor, second).json()["error"] == "invalid_grant"

    @pytest.mark.parametrize(
        "wrong",
        [{"client_id": "x"}, {"response_type": "token"}, {"redirect_uri": "back"}, {"redirect_uri": "http://[x"}],
    )
    def test_pages_that_are_refused(self, visitor: httpx.Client, wrong: dict[str, str]) -> None:
        assert visitor.get("/api/oauth2/auth", params=AGREE | wrong).status_code == 400

    def test_a_person_may_say_no(self, visitor: httpx.Client) -> None:
        settle(visitor, {"declined": True})
        assert agreed(visitor) == {"error": "access_denied", "state": "x&y"}

    def test_the_vendor_sends_nobody_back_to_this_machine(self, visitor: httpx.Client) -> None:
        settle(visitor, {"public_redirects": True})
        assert visitor.get("/api/oauth2/auth", params=AGREE).status_code == 400
        public = AGREE | {"redirect_uri": "https://flow.example/back"}
        assert visitor.get("/api/oauth2/auth", params=public).status_code == 302


class TestRefresh:
    def test_a_token_is_renewed_after_nine_and_a_half_minutes(self, exact: ExactOnline, visitor: httpx.Client) -> None:
        exact.login.now = time = Time()
        settle(visitor, {"strict_refresh": True})
        token = refresh(visitor, "sandbox-refresh-1").json()["refresh_token"]
        time.seconds += 569
        early = refresh(visitor, token)
        assert early.status_code == 400 and early.headers["Reason"] == "TooEarlyToRefreshTokens"
        time.seconds += 1
        assert refresh(visitor, token).status_code == 200

    def test_a_refresh_token_runs_out_and_token_calls_are_counted(self, visitor: httpx.Client) -> None:
        settle(visitor, {"refresh_expired": True})
        assert refresh(visitor, "sandbox-refresh-1").json()["error_description"].startswith("The refresh token expired")
        settle(visitor, {"refresh_expired": None, "token_limit": 2})
        assert refresh(visitor, "sandbox-refresh-1").status_code == 200
        assert refresh(visitor, "sandbox-refresh-1").status_code == 429

    def test_an_expired_session_may_be_redirected(self, api: httpx.Client) -> None:
        settle(api, {"redirect_expired": True})
        api.delete("/_sandbox/sessions")
        answer = api.get(LIST)
        assert answer.status_code == 302 and answer.text == "Object moved"

    def test_who_am_i_tells_the_clock_of_the_server(self, api: httpx.Client) -> None:
        [me] = api.get("/api/v1/current/Me").json()["d"]["results"]
        assert me["ServerTime"].startswith("/Date(") and me["ServerUtcOffset"] in (1, 2)
        refused(api.get("/api/v1/current/Me?$select=Nonsense"), 400)


class TestLimits:
    def test_both_limits_are_announced_in_milliseconds(self, api: httpx.Client) -> None:
        headers = api.get(LIST).headers
        for group in (MINUTELY, DAILY):
            assert int(headers[f"{group}Limit"]) > int(headers[f"{group}Remaining"]) > 1000
            assert int(headers[f"{group}Reset"]) > 1_700_000_000_000

    @pytest.mark.parametrize(
        ("setting", "hit", "other"), [("rate_limit", MINUTELY, DAILY), ("daily_limit", DAILY, MINUTELY)]
    )
    def test_only_the_limit_that_was_hit_is_told(self, api: httpx.Client, setting: str, hit: str, other: str) -> None:
        settle(api, {setting: 2})
        answers = [api.get(LIST) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        refused(answers[-1], 429)
        assert answers[-1].headers[f"{hit}Remaining"] == "0"
        assert f"{other}Remaining" not in answers[-1].headers

    def test_who_am_i_is_not_counted_for_the_day(self, api: httpx.Client) -> None:
        settle(api, {"daily_limit": 1})
        assert [api.get("/api/v1/current/Me").status_code for _ in range(3)] == [200, 200, 200]
        assert [api.get(LIST).status_code for _ in range(2)] == [200, 429]

    def test_too_many_errors_block_the_endpoint(self, exact: ExactOnline, api: httpx.Client) -> None:
        exact.limits.now = time = Time()
        settle(api, {"error_budget": 2})
        seed(api, "Accounts", {"Name": "a"})
        wrong = f"{ROOT}/crm/Accounts?$select=Nonsense"
        for _ in range(3):
            refused(api.get(wrong), 400)
        refused(api.get(LIST), 429)
        assert api.get(f"{ROOT}/logistics/Items?$top=1").status_code == 200
        time.seconds += 3601
        assert api.get(LIST).status_code == 200
        for _ in range(2):
            refused(api.get(wrong), 400)
        refused(api.get(f"{ROOT}/crm/Accounts(guid'00000000-0000-0000-0000-000000000000')"), 404)
        time.seconds += 3601
        refused(api.get(LIST), 429)
        time.seconds += 3600
        assert api.get(LIST).status_code == 200

    def test_errors_far_apart_do_not_add_up(self, exact: ExactOnline, api: httpx.Client) -> None:
        exact.limits.now = time = Time()
        settle(api, {"error_budget": 1})
        for _ in range(4):
            refused(api.get(f"{ROOT}/crm/Accounts?$select=Nonsense"), 400)
            time.seconds += 3600
        assert api.get(LIST).status_code == 200

    @pytest.mark.parametrize(("setting", "expected"), [(None, [200, 200]), (1, [200, 429])])
    def test_calls_side_by_side_are_refused_when_the_server_is_strict(
        self, exact: ExactOnline, api: httpx.Client, setting: int | None, expected: list[int]
    ) -> None:
        settle(api, {"parallel_calls": setting})
        delay = {"action": "delay", "seconds": 0.1, "times": 2}
        api.put("/_sandbox/faults", json=[delay]).raise_for_status()

        async def both() -> list[int]:
            transport = httpx.ASGITransport(exact.application())
            async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=api.headers) as client:
                answers = await asyncio.gather(client.get(LIST), client.get(LIST))
            return sorted(answer.status_code for answer in answers)

        assert asyncio.run(both()) == expected
        assert [api.get(LIST).status_code for _ in range(3)] == [200, 200, 200]

    def test_addresses_and_bodies_have_a_greatest_length(self, api: httpx.Client) -> None:
        refused(api.get(f"{ROOT}/crm/Accounts", params={"$filter": f"Name eq '{'x' * 6000}'"}), 414)
        refused(api.post(f"{ROOT}/crm/Accounts", json={"Name": "x" * 10_500_000}), 413)
