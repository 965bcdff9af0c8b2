"""A system's budget: counted at a real server, in virtual time, by several threads, clients and processes."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.budget import Budget, Spent, Turn, turn
from runtime.budget_state import BudgetState
from runtime.errors import Unavailable, UsageError
from runtime.http import Client
from runtime.model import Auth, AuthScheme, Rate, System
from tests.runtime.scripted import Asked, Reply, Vendor, vendor
from tests.runtime.timing import START, VirtualTime

ROOT = Path(__file__).parents[2]
DAY = 86_400
TEN_SECONDS = Rate(requests=100, seconds=10)


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def client(
    server: Vendor, path: Path, time: VirtualTime, rates: tuple[Rate, ...] = (), concurrent: int = 0, **more: Any
) -> Client:
    """A client as another process would have it: with a connection of its own to the file of budgets."""
    system = System(name="demo", label="Demo", protocol="rest-json", **more)
    budget = Budget("demo", server.address, rates, concurrent, BudgetState(path), time.clock, time.sleep)
    secrets = {"client_id": "a-client", "client_secret": "a-word"}
    return Client(
        *(system, server.address, "", secrets, f"{server.address}/token"),
        clock=time.clock,
        sleep=time.sleep,
        chance=lambda: 0.0,
        budget=budget,
    )


class Counter:
    """A vendor's limit in virtual time: 429 for what is too much in any window, by the server's own count."""

    def __init__(self, time: VirtualTime, rates: tuple[Rate, ...]) -> None:
        self.time, self.rates = time, rates
        self.times: list[float] = []
        self.refused = 0
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Reply:
        with self._lock:
            now = self.time.passed
            for rate in self.rates:
                if sum(1 for at in self.times if at > now - rate.seconds) >= rate.requests:
                    self.refused += 1
                    return Reply(429)
            self.times.append(now)
        return Reply(200, {})


# ---- short windows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rate", [TEN_SECONDS, Rate(requests=10, seconds=1), Rate(requests=60, seconds=60), Rate(requests=1, seconds=300)]
)
def test_two_clients_of_one_account_never_meet_the_limit_and_come_near_it(
    server: Vendor, tmp_path: Path, rate: Rate
) -> None:
    time = VirtualTime(threads=2)
    count = server.script = Counter(time, (rate,))
    each = min(rate.requests, 80)

    def work() -> None:
        try:
            with client(server, tmp_path / "budgets.db", time, (rate,)) as http:
                for _ in range(each):
                    http.request("GET", "/a")
        finally:
            time.leave()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (count.refused, len(count.times)) == (0, 2 * each)
    assert time.passed <= rate.seconds / rate.requests * 2 * each * 1.15
    at_once = sum(1 for at in count.times if at == 0.0)
    assert at_once <= max(1, rate.requests // 20)


def test_processes_share_what_is_left(tmp_path: Path) -> None:
    code = (
        "import datetime as dt, sys; from pathlib import Path\n"
        "from runtime.budget import Budget; from runtime.budget_state import BudgetState\n"
        "from runtime.errors import Unavailable; from runtime.model import Rate\n"
        "now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC); got = 0\n"
        "state = BudgetState(Path(sys.argv[1]))\n"
        "budget = Budget('demo', 'k', (Rate(requests=60, seconds=86400),), 0, state, lambda: now, lambda s: None)\n"
        "try:\n"
        "    for _ in range(50):\n"
        "        with budget.turn():\n"
        "            got += 1\n"
        "except Unavailable: pass\n"
        "print(got)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "budgets.db")]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate()[0]) for process in running) == 60


def test_accounts_do_not_share() -> None:
    time, state = VirtualTime(), BudgetState()
    rates = (Rate(requests=1, seconds=100),)
    for key in ("one", "two"):
        with Budget("demo", key, rates, 0, state, time.clock, time.sleep).turn():
            assert time.sleeps == []


def test_a_clock_that_was_set_back_costs_one_window_at_most() -> None:
    spent, rates = Spent(), (TEN_SECONDS,)
    assert turn(spent, rates, 0, 5_000_000.0, "") == Turn()
    assert turn(spent, rates, 0, 1_000_000.0, "").pause <= 11


def test_only_so_many_run_at_a_time(tmp_path: Path) -> None:
    time = VirtualTime()
    budgets = [
        Budget("demo", "k", (), 2, BudgetState(tmp_path / "budgets.db"), time.clock, time.sleep) for _ in range(2)
    ]
    first, second = budgets[0].turn(), budgets[1].turn()
    first.__enter__()
    second.__enter__()
    spent = Spent(running={"a": 10.0, "b": 20.0})
    assert turn(spent, (), 2, 5.0, "c").pause > 0
    assert turn(spent, (), 2, 15.0, "c") == Turn()  # a slot that was never given back ends by itself
    first.__exit__(None, None, None)
    with budgets[1].turn():
        assert time.sleeps == []
    second.__exit__(None, None, None)


def test_logins_count_where_the_vendor_counts_them(server: Vendor, tmp_path: Path) -> None:
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, credentials="form")
    server.script = lambda asked: Reply(200, {"access_token": "a-token"} if asked.path.endswith("token") else {})
    for counted, paused in ((False, 0), (True, 1)):
        time = VirtualTime()
        rates = (Rate(requests=1, seconds=100),)
        with client(server, tmp_path / f"{counted}.db", time, rates, auth=auth, logins_count=counted) as http:
            http.request("GET", "/a")
        assert len(time.sleeps) == paused


class Interrupted(VirtualTime):
    """Nobody waits here: who would sleep is interrupted."""

    def sleep(self, seconds: float) -> None:
        raise InterruptedError


# ---- what the server says ---------------------------------------------------------------------------


def test_one_clients_429_holds_all_back(server: Vendor, tmp_path: Path) -> None:
    server.says(Reply(429, None, {"Retry-After": "20"}), Reply(200, {}))
    one, two = Interrupted(), VirtualTime()
    with client(server, tmp_path / "b.db", two) as other, client(server, tmp_path / "b.db", one) as http:
        with pytest.raises(InterruptedError):
            http.request("GET", "/a")
        other.request("GET", "/a")
    assert two.sleeps == [20.0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "7"}, 7.0),
        ({"X-RateLimit-Minutely-Remaining": "0", "X-RateLimit-Minutely-Reset": "1772366412000"}, 12.0),
        ({"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "7"}, None),
        ({"X-RateLimit-Reset": "7"}, None),  # a header that is missing is not 0
        ({"X-RateLimit-Remaining": "0"}, None),
        ({"X-RateLimit-Limit": "100000", "X-RateLimit-Remaining": "99999"}, None),
    ],
)
def test_a_window_that_is_spent_is_waited_for(
    server: Vendor, tmp_path: Path, headers: dict[str, str], pause: float | None
) -> None:
    server.says(Reply(200, {}, headers), Reply(200, {}))
    time = VirtualTime()
    with client(server, tmp_path / "b.db", time) as http:
        http.request("GET", "/a")
        http.request("GET", "/a")
    assert time.sleeps == ([] if pause is None else [pause])


def test_headers_never_loosen(server: Vendor, tmp_path: Path) -> None:
    server.says(Reply(200, {}, {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999"}))
    time = VirtualTime()
    with client(server, tmp_path / "b.db", time, (Rate(requests=1, seconds=100),)) as http:
        http.request("GET", "/a")
        http.request("GET", "/a")
    assert time.sleeps == [102.0]


@pytest.mark.parametrize("status", [429, 403])
def test_a_refusal_without_a_time_is_waited_out_longer_each_time(server: Vendor, tmp_path: Path, status: int) -> None:
    server.says(Reply(status, None, {"X-RateLimit-Remaining": "0"}))
    time = VirtualTime()
    with client(server, tmp_path / "b.db", time) as http, pytest.raises(Unavailable, match="come back later"):
        http.request("POST", "/a", json={})
    assert time.sleeps == [60.0, 120.0, 240.0, 300.0]


def test_a_403_that_is_spent_waits_for_its_reset(server: Vendor, tmp_path: Path) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9", "X-RateLimit-Minutely-Reset": "2"}
    server.says(Reply(403, None, spent), Reply(200, {}))
    time = VirtualTime()
    with client(server, tmp_path / "b.db", time) as http:
        http.request("GET", "/a")
    assert time.sleeps == [9.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3600", 3600), ("Sun, 01 Mar 2026 14:00:00 GMT", 7200), ("1000000000", DAY), ("9" * 400, DAY)],
)
def test_a_system_that_wants_a_long_rest_is_left_alone_by_later_runs(
    server: Vendor, tmp_path: Path, header: str, seconds: int
) -> None:
    server.says(Reply(429, None, {"Retry-After": header}), Reply(200, {}))
    time = VirtualTime()
    until = (START + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S")
    with client(server, tmp_path / "b.db", time) as http, pytest.raises(Unavailable, match=f"not before {until}"):
        http.request("GET", "/a")
    time.passed = seconds - 400.0
    with client(server, tmp_path / "b.db", time) as http, pytest.raises(Unavailable, match=f"not before {until}"):
        http.request("GET", "/a")
    assert (len(server.asked), time.sleeps) == (1, [])
    time.passed = seconds + 1.0
    with client(server, tmp_path / "b.db", time) as http:
        http.request("GET", "/a")
    assert len(server.asked) == 2


# ---- long windows -----------------------------------------------------------------------------------


def test_a_days_requests_are_counted_and_come_back(server: Vendor, tmp_path: Path) -> None:
    rate = Rate(requests=20, seconds=DAY)
    time = VirtualTime()
    count = server.script = Counter(time, (rate,))
    for day in range(3):
        time.passed = day * DAY * 1.02
        with client(server, tmp_path / "b.db", time, (rate,)) as http:
            for _ in range(20):
                http.request("GET", "/a")
            with pytest.raises(Unavailable, match="the day's 20 requests are used; they come back at 2026-03-0"):
                http.request("GET", "/a")
    assert (count.refused, len(count.times), time.sleeps) == (0, 60, [])


def test_no_day_of_any_beginning_holds_more_than_its_requests() -> None:
    spent, rate = Spent(), Rate(requests=50, seconds=DAY)
    times = [now for now in range(0, 4 * DAY, 311) if not turn(spent, (rate,), 0, float(now), "").pause]
    assert len(times) >= 3 * 50
    assert max(sum(1 for at in times if start <= at < start + DAY) for start in range(0, 3 * DAY, 600)) <= 50
    assert len(spent.counts["50/86400"]) <= 98


# ---- the file ---------------------------------------------------------------------------------------


def test_a_file_that_is_no_budget_says_so(tmp_path: Path) -> None:
    path = tmp_path / "budgets.db"
    path.write_bytes(b"something else" * 100)
    with pytest.raises(UsageError, match="budgets"):
        BudgetState(path)


class Failing:
    """A file that can be used so many times and then no more."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.inner = BudgetState()

    def change(self, key: str, alter: Callable[[Spent], Turn]) -> Turn:
        self.left -= 1
        if self.left < 0:
            raise UsageError("the file of request budgets cannot be used")
        return self.inner.change(key, alter)


def test_a_file_that_fails_loses_no_answer_and_sends_nothing_uncounted(server: Vendor) -> None:
    server.says(Reply(200, {"id": 1}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}))
    time = VirtualTime()
    budget = Budget("demo", "k", (), 1, Failing(1), time.clock, time.sleep)
    with Client(System(name="demo", label="", protocol="rest-json"), server.address, "", {}, budget=budget) as http:
        assert http.request("POST", "/a", json={}).body == {"id": 1}
        with pytest.raises(Unavailable, match="cannot be used"):
            http.request("POST", "/a", json={})
    assert len(server.asked) == 1


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "budgets.db"
    BudgetState(path)
    assert path.stat().st_mode & 0o777 == 0o600
