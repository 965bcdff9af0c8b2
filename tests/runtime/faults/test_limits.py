"""Servers that want to be left alone, logins that end, and addresses that lead elsewhere (F-10, F-11, F-38, F-40)."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.endpoint import NothingSeen
from runtime.model import Auth, AuthScheme
from runtime.vault import FileVault
from tests.runtime.faults.bench import Bench
from tests.runtime.faults.matrix import fault
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

# ---- too many requests --------------------------------------------------------------------------


def throttling(bench: Bench, reply: Reply, times: int, method: str = "GET") -> None:
    """Requests of this method are answered so, so many times."""
    left = [times]

    def before(asked: Asked) -> Reply | None:
        if asked.method == method and left[0]:
            left[0] -= 1
            return reply
        return None

    bench.books.before = before


@fault("F-10")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_server_asks_for_is_waited_and_then_done_once(bench: Bench, method: str) -> None:
    in_90_seconds = bench.clock.now + dt.timedelta(minutes=10, seconds=90)  # a pass begins ten minutes later
    stated: dict[str, tuple[float, float]] = {email.utils.format_datetime(in_90_seconds, usegmt=True): (89, 91)}
    stated |= {"7": (7, 8), "-5": (60, 80), "soon": (60, 80), "": (60, 80), "0": (0.5, 1)}
    for number, (text, (least, most)) in enumerate(stated.items()):
        bench.left.has(name=f"Ada {number}", email=f"ada{number}@x.no")
        throttling(bench, Reply(429, None, {"Retry-After": text} if text else {}), 1, method)
        bench.waited.clear()
        bench.books.vendor.asked.clear()
        assert bench.run().exit_code == 0, text
        assert len(bench.waited) in (1, 2) and least <= sum(bench.waited) <= most, text
        assert len(bench.books.documents) == number + 1, text
    bench.settles()


@fault("F-10")
@pytest.mark.parametrize("stated", ["3600", "1000000000", "9" * 30])
def test_a_long_wait_parks_the_system_and_the_others_go_on(bench: Bench, stated: str) -> None:
    """Nobody stands still for it, and nobody asks before it is over; what is absurd counts as a day."""
    bench.start("Ada")
    throttling(bench, Reply(429, None, {"Retry-After": stated}), 1)
    bench.books.vendor.asked.clear()
    report = bench.run()
    assert (report.exit_code, report.down, bench.waited) == (3, {"b"}, [])
    assert "not before 2026-03-0" in report.outages[0].reason
    assert len(bench.books.asked()) == 1
    report = bench.run()
    assert (report.down, len(bench.books.asked())) == ({"b"}, 1)
    bench.clock.later(25 * 60)
    bench.settles()


@fault("F-10")
def test_a_server_that_never_has_time_is_not_asked_for_ever(bench: Bench) -> None:
    bench.books.before = lambda asked: Reply(429, None, {"Retry-After": "1"})
    assert bench.run().down == {"b"}
    assert len(bench.books.asked()) == 5 and sum(bench.waited) >= 4


@fault("F-11")
@pytest.mark.parametrize("status", [429, 403])
@pytest.mark.parametrize("form", ["seconds", "epoch"])
def test_the_end_of_a_spent_window_is_waited_for(bench: Bench, status: int, form: str) -> None:
    bench.left.has(name="Ada", email="ada@x.no")
    at = bench.clock.now + dt.timedelta(minutes=10, seconds=90)
    reset = "90" if form == "seconds" else str(int(at.timestamp()))
    throttling(bench, Reply(status, None, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}), 1)
    assert bench.run().exit_code == 0
    assert 90 <= sum(bench.waited) <= 92
    assert bench.books.column("name") == ["Ada"]
    bench.settles()


@fault("F-11")
@pytest.mark.parametrize(("status", "headers"), [(429, {}), (429, {"Retry-After": "later"})])
def test_who_does_not_say_how_long_is_left_alone_for_longer_and_longer(
    bench: Bench, status: int, headers: dict[str, str]
) -> None:
    bench.books.before = lambda asked: Reply(status, None, headers)
    assert bench.run().down == {"b"}
    assert len(bench.books.asked()) == 5
    waits = [seconds for seconds in bench.waited if seconds >= 1]
    assert waits[0] >= 60 and waits[:4] == sorted(waits[:4]) and waits[3] > waits[0]
    assert bench.books.asked("POST", "PATCH") == []


# ---- logins -------------------------------------------------------------------------------------

OAUTH = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, credentials="form")
WORDS = {"client_id": "app", "client_secret": "sentinel-word"}


class Door:
    """Gives tokens, and lets in whoever has the newest; a part of a batch carries none.

    `ends` are requests, as method, path and place in the list, at which the token has ended. `grant` answers logins.
    """

    def __init__(self, bench: Bench) -> None:
        self.given = 0
        self.logins: list[Asked] = []
        self.ends: set[str] = set()
        self.grant: Reply | None = None
        self._lock = threading.Lock()
        bench.books.before = self.before
        self._bench = bench

    def before(self, asked: Asked) -> Reply | None:
        with self._lock:
            if asked.path == "/v1/token":
                self.logins.append(asked)
                self.given += 1
                return self.grant or Reply(200, {"access_token": f"sentinel-{self.given}", "expires_in": 1200})
            place = f"{asked.method} {asked.path.removeprefix('/v1')}?{dict(asked.query).get('behind', '')}"
            if place in self.ends:
                self.ends.remove(place)
                self.given += 1  # whoever has a token has an old one now
            shown = asked.headers.get("authorization")
            if shown is not None and shown != f"Bearer sentinel-{self.given}":
                return self._bench.books.refused(401, "the token sentinel has expired")
        return None


@fault("F-38")
def test_a_token_that_ends_between_pages_is_renewed_and_the_same_page_asked_again(bench: Bench) -> None:
    bench.set_up(auth=OAUTH, secrets=WORDS)
    for number in range(5):
        bench.books.has(name=f"Name {number}", email=f"n{number}@x.no")
    door = Door(bench)
    door.ends = {"GET /things?2"}
    pages = [[row.key for row in page.snapshots] for page in bench.connector.pull("", NothingSeen()) if page.snapshots]
    assert pages == [["1", "2"], ["3", "4"], ["5"]]
    behind = [dict(asked.query).get("behind", "") for asked in bench.books.asked("GET")]
    assert behind == ["", "2", "2", "4"]
    assert len(door.logins) == 2


@fault("F-38")
@pytest.mark.parametrize("new", [True, False])
def test_a_token_that_ends_before_several_writes_is_renewed_and_each_is_done_once(bench: Bench, new: bool) -> None:
    bench.set_up(auth=OAUTH, secrets=WORDS, many=True)
    door = Door(bench)
    names = ["Ada", "Bo", "Cy"]
    keys = bench.start(*([] if new else names))
    for name in names if new else ():
        bench.left.has(name=name, email=f"{name.lower()}@x.no")
    for key, name in zip(keys, names, strict=False):
        bench.left.edit(key, name=f"{name} Two")
    method = "POST" if new or bench.protocol == "odata-v4" else "PATCH"
    place = "/$batch" if bench.protocol == "odata-v4" else "/bulk"
    door.ends = {f"{method} {place}?"}
    door.logins.clear()
    assert bench.run().exit_code == 0
    assert bench.books.column("name") == (names if new else [f"{name} Two" for name in names])
    assert len(door.logins) == 1
    bench.settles()


@fault("F-38")
@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_login_that_fails_is_an_outage_and_what_was_to_be_sent_waits(bench: Bench, status: int) -> None:
    bench.set_up(auth=OAUTH, secrets=WORDS)
    door = Door(bench)
    bench.start("Ada")
    bench.left.has(name="Eve", email="eve@x.no")
    door.ends = {"POST /things?"}
    door.grant = Reply(status, {"error": "invalid_client", "error_description": "sentinel-word is wrong"})
    report = bench.run()
    assert (report.exit_code, report.down) == (3, {"b"})
    assert "sentinel" not in report.outages[0].reason
    assert bench.books.column("name") == ["Ada"]
    assert bench.store.unsettled() == []
    door.grant = None
    assert bench.run().exit_code == 0
    assert (bench.books.column("name"), len(bench.linked())) == (["Ada", "Eve"], 2)
    bench.settles()


@fault("F-38")
def test_two_who_find_the_same_token_ended_log_in_once(bench: Bench) -> None:
    bench.set_up(auth=OAUTH, secrets=WORDS)
    door = Door(bench)
    bench.books.has(name="Ada", email="ada@x.no")
    bench.connector.fetch("1")
    door.given += 1
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(bench.connector.fetch("1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(found)
    assert len(door.logins) == 2


@fault("F-38")
def test_a_rotated_token_whose_answer_was_lost_asks_for_a_person_and_for_nothing_else(
    bench: Bench, tmp_path: Path
) -> None:
    kept = tmp_path / "token"
    kept.touch(mode=0o600)
    kept.write_text("sentinel-first")
    auth = Auth(scheme=AuthScheme.REFRESH_TOKEN, credentials="form")
    bench.set_up(auth=auth, secrets=WORDS, vault=FileVault(kept, "b", "refresh_token"))
    door = Door(bench)
    door.grant = Reply(hang_up=True)
    bench.left.has(name="Ada", email="ada@x.no")
    assert bench.run().down == {"b"}
    assert len(door.logins) == 1  # it is not sent twice: the token in it may be used up
    door.grant = Reply(400, {"error": "invalid_grant", "error_description": "sentinel-first was used"})
    for number in (2, 3):
        report = bench.run()
        assert "run `flowc login b`" in report.outages[0].reason and "sentinel" not in report.outages[0].reason
        assert len(door.logins) == number  # one try each pass, no loop
    door.grant = Reply(200, {"access_token": "sentinel-99", "refresh_token": "sentinel-next", "expires_in": 600})
    door.given = 98
    assert bench.run().exit_code == 0
    assert bench.books.column("name") == ["Ada"]
    assert json.loads(kept.read_text())["refresh_token"] == "sentinel-next"


# ---- addresses that lead elsewhere --------------------------------------------------------------


@pytest.fixture
def elsewhere() -> Iterator[Vendor]:
    with vendor() as running:
        running.says(Reply(200, {}))
        yield running


KEYED = Auth(scheme=AuthScheme.API_KEY, header="X-Key")


def redirects(bench: Bench, elsewhere: Vendor) -> Iterator[Reply]:
    """To another place of the same server, and to another server."""
    for status in (301, 302, 303, 307, 308):
        for address in (bench.books.vendor.address, elsewhere.address):
            yield Reply(status, None, {"Location": f"{address}/other"})


@fault("F-40")
def test_no_read_is_redirected(bench: Bench, elsewhere: Vendor) -> None:
    bench.set_up(auth=KEYED, secrets={"key": "sentinel"})
    bench.start("Ada")
    for reply in redirects(bench, elsewhere):
        bench.books.answers(reply, "GET")
        bench.books.vendor.asked.clear()
        report = bench.run()
        assert (report.exit_code, report.down) == (3, {"b"})
        assert "another address" in report.outages[0].reason
        assert [asked.path for asked in bench.books.asked()] == ["/v1/things"] and elsewhere.asked == []
    assert len(bench.linked()) == 1
    bench.books.before = lambda asked: None
    bench.settles()


@fault("F-40")
def test_no_write_is_redirected(bench: Bench, elsewhere: Vendor) -> None:
    """Refused; but 303 says that it was done, and what came of it is shown elsewhere: then it is looked for."""
    bench.set_up(auth=KEYED, secrets={"key": "sentinel"})
    (ada,) = bench.start("Ada")
    lost = 0
    for number, reply in enumerate(redirects(bench, elsewhere)):
        bench.left.has(name=f"Eve {number}", email=f"eve{number}@x.no")
        bench.left.edit(ada, name=f"Ada {number}")
        bench.books.answers(reply, "POST", "PATCH")
        bench.books.writes()
        report = bench.run()
        assert (report.exit_code, report.pairs[bench.pair.key].failed) == (1, 2), reply
        assert sorted(asked.method for asked in bench.books.writes()) == ["PATCH", "POST"], reply
        assert elsewhere.asked == [] and bench.books.column("name") == ["Ada"], reply
        lost += reply.status == 303
        creates = [intent for _, intent, _ in bench.store.unsettled() if intent.action == "create"]
        assert len(creates) == len(bench.entries("review")) == lost, reply


@fault("F-40")
def test_a_link_to_another_host_is_no_next_page(bench: Bench, elsewhere: Vendor) -> None:
    bench.set_up(auth=KEYED, secrets={"key": "sentinel"})
    bench.start("Ada")
    bench.books.before = lambda asked: bench.books.listed([bench.books.documents["1"]], f"{elsewhere.address}/things")
    report = bench.run()
    assert report.down == {"b"} and "a link was not followed" in report.outages[0].reason
    assert elsewhere.asked == []
