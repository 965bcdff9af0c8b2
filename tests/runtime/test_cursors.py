"""Cursors that are stamps: whatever a server's stamps do, no edit is missed (F-23, F-24, F-25), over real sockets.

Random schedules of edits and reads against a server whose time the schedule keeps. Stamps are coarse; edits show late
and the clock steps back, both within the declared overlap; one record has a stamp of a time to come; records
are edited while a list is read. `python -m tests.runtime.test_cursors 10000` runs so many schedules.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from runtime import reading
from runtime.connector import Connector
from runtime.endpoint import NothingSeen
from runtime.model import Envelope, Feed, FeedScheme, Operations, Paging, PagingScheme
from runtime.stamps import earlier
from tests.runtime.faults.bench import Bench
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

SCHEDULES = 200
_SECOND = 1000
_START = int(dt.datetime(2026, 3, 1, tzinfo=dt.UTC).timestamp()) * _SECOND
_AHEAD = (300, 3 * 3600, 2 * 86400, 5 * 365 * 86400)
"""Seconds: a clock that is wrong, a zone, a day of delivery typed in as a stamp, a year."""
_LINKS = Paging(scheme=PagingScheme.NEXT_LINK, rows=2, next_path=("next",))


def spelled(moment: int) -> str:
    stamp = dt.datetime.fromtimestamp(moment / _SECOND, dt.UTC).replace(tzinfo=None)
    return f"{stamp.isoformat(timespec='milliseconds')}Z"


@dataclass
class Edit:
    """What somebody did to a record: when, when it shows, and with what stamp; milliseconds."""

    key: int
    number: int
    made: int
    shows: int
    stamp: int
    is_back: bool


@dataclass
class Server:
    """Records with stamps by a clock of its own. Time passes as it is asked, and what is `due` happens meanwhile."""

    chance: random.Random
    coarse: int
    lag: int
    dated: int | None
    """How far the clock of its Date header is ahead of the one of its stamps; None: it says no Date."""
    pace: int
    """How long an answer takes."""
    is_exclusive: bool = False
    now: int = _START
    ahead: int = 0
    edits: list[Edit] = field(default_factory=list)
    due: list[tuple[int, int, int]] = field(default_factory=list)
    """When, which record (0: the clock steps back), and how far its stamp is ahead or the clock steps back."""

    def edit(self, key: int, ahead: int = 0) -> None:
        stamp = self.now + self.ahead
        stamp -= stamp % self.coarse
        lag = self.chance.choice((0, self.lag, self.lag, self.chance.randint(0, self.lag)))
        self.edits.append(Edit(key, len(self.edits), self.now, self.now + lag, stamp + ahead, self.ahead < 0))

    def passes(self, until: int) -> None:
        while self.due and self.due[0][0] <= until:
            self.now, key, ahead = self.due.pop(0)
            if key:
                self.edit(key, ahead)
            else:
                self.ahead -= ahead
        self.now = max(until, self.now)

    def shown(self) -> dict[int, Edit]:
        return {edit.key: edit for edit in self.edits if edit.shows <= self.now}

    def answer(self, asked: Asked) -> Reply:
        self.passes(self.now + self.pace)
        query = dict(asked.query)
        since, behind = query.get("since", ""), int(query.get("behind", "0"))
        rows = [
            {"id": edit.key, "number": edit.number, "modified": spelled(edit.stamp)}
            for _, edit in sorted(self.shown().items())
            if edit.key > behind
            and (spelled(edit.stamp) > since or (spelled(edit.stamp) == since and not self.is_exclusive))
        ]
        page = rows[: _LINKS.rows]
        link = f"/v1/things?behind={page[-1]['id']}&since={since}" if len(rows) > _LINKS.rows else None
        headers = {}
        if self.dated is not None:
            headers["Date"] = email.utils.formatdate((self.now + self.ahead + self.dated) // _SECOND, usegmt=True)
        return Reply(200, {"values": page, "next": link}, headers)


def connected(place: Vendor, overlap: int = 0) -> Connector:
    feed = Feed(scheme=FeedScheme.MODIFIED, parameter="since", overlap=overlap)
    operations = Operations(list="/things", feed=feed)
    return place.connector(operations, modified=("modified",), paging=_LINKS, envelope=Envelope(rows=("values",)))


def pulled(connector: Connector, cursor: str) -> tuple[dict[str, Any], str]:
    """What a read tells of each record, and the cursor after it."""
    told: dict[str, Any] = {}
    for page in connector.pull(cursor, NothingSeen()):
        told |= {snapshot.key: snapshot.document for snapshot in page.snapshots}
        cursor = page.cursor or cursor
    return told, cursor


def missed(place: Vendor, seed: int, happened: Counter[str], *, declared: bool = True, exclusive: bool = False) -> bool:
    """Run a schedule: whether an edit was missed at its end. `happened`: in how many schedules an oddity did that would
    have cost an edit. Not `declared`: no overlap."""
    chance = random.Random(seed)
    coarse = chance.choice((1, _SECOND, _SECOND, 10 * _SECOND))
    is_punctual, has_date = chance.random() < 0.3, chance.random() < 0.8
    lag, back, dated = (0 if is_punctual else chance.choice((0, 1, 5, 30)) * _SECOND for _ in range(3))
    # the overlap is for what is late and for clocks that differ; a Date has no more than seconds
    overlap = lag + back + (dated if has_date else 0)
    overlap = -(-overlap // coarse) * coarse + (coarse if coarse > _SECOND else 0)
    pace = chance.choice((1, 100, 4 * _SECOND, 9 * _SECOND))
    server = Server(chance, coarse, lag, chance.choice((dated, -dated)) if has_date else None, pace, exclusive)
    place.script = server.answer
    connector = connected(place, overlap // _SECOND if declared else 0)
    count = chance.randint(1, 9)
    for key in range(1, count + 1):
        server.edit(key)
        server.passes(server.now + chance.choice((0, 400, 20 * _SECOND)))
    has_future, was_back, odd = has_date and chance.random() < 0.5, False, set[str]()
    cursor, seen = "", dict[str, Any]()
    began = ended = newest = future = 0
    for _ in range(chance.randint(3, 7)):
        at = server.now
        for _ in range(chance.randint(0, 4)):
            at += chance.choice((0, 200, chance.randint(0, 5 * _SECOND), chance.randint(0, 40 * _SECOND)))
            is_future = has_future and chance.random() < 0.3
            ahead = chance.choice(_AHEAD) * _SECOND if is_future else 0
            has_future = has_future and not is_future
            if back and not was_back and chance.random() < 0.7:
                was_back = True
                server.due.append((at, 0, back))
            server.due.append((at, chance.randint(1, count), ahead))
        if not cursor and has_date and chance.random() < 0.7:  # a list is long when it is read for the first time
            at = server.now
            last = at + -(-count // _LINKS.rows) * pace - 1
            server.due += [(chance.randint(at + pace + 1, max(at + pace + 1, last)), 1, 0), (last, count, 0)]
        server.due.sort()
        # without a Date nothing tells how old the rest of a list is: edits while it is read are for the overlap
        busy = at if not cursor else chance.choice([at, *(when for when, _, _ in server.due)])
        server.passes(chance.choice((busy, busy + 10 * _SECOND)) if has_date else at + 60 * _SECOND)
        for edit in server.shown().values():
            if cursor and edit.number != seen.get(str(edit.key), {}).get("number"):
                odd |= {"on the cursor"} if spelled(edit.stamp) == earlier(cursor, overlap // _SECOND) else set()
                odd |= {"late"} if spelled(edit.stamp) < cursor and edit.made < began < edit.shows else set()
                odd |= {"back"} if spelled(edit.stamp) < cursor and edit.made > ended and edit.is_back else set()
                is_between = began <= edit.shows <= ended and edit.stamp < newest - overlap
                odd |= {"while it was read"} if is_between else set()
                odd |= {"future"} if edit.stamp < future - overlap else set()
        began = server.now
        told, cursor = pulled(connector, cursor)
        ended, seen = server.now, seen | told
        clock, stamps = server.now + server.ahead, [edit.stamp for edit in server.shown().values()]
        newest = max([newest, *(stamp for stamp in stamps if stamp <= clock)])
        future = max([future, *(stamp for stamp in stamps if stamp > clock)])
    server.passes(max([at, *(edit.shows for edit in server.edits)]) + 60 * _SECOND)
    server.passes(max(edit.shows for edit in server.edits) + 60 * _SECOND)
    told, _ = pulled(connector, cursor)
    connector.client.close()
    happened.update(odd)
    return {int(key): row["number"] for key, row in (seen | told).items()} != {
        key: edit.number for key, edit in server.shown().items()
    }


ODDITIES = ("on the cursor", "late", "back", "while it was read", "future")


def test_no_edit_is_missed_whatever_stamps_do() -> None:
    happened = Counter[str]()
    with vendor() as place:
        assert [seed for seed in range(SCHEDULES) if missed(place, seed, happened)] == []
    assert all(happened[oddity] >= SCHEDULES // 50 for oddity in ODDITIES), happened


@pytest.mark.parametrize("defect", ["no overlap", "what is on the cursor is left out", "a future stamp is believed"])
def test_the_schedules_find(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if defect == "a future stamp is believed":
        monkeypatch.setattr(reading, "is_later", lambda stamp, began: False)
    options = {"declared": defect != "no overlap", "exclusive": defect == "what is on the cursor is left out"}
    with vendor() as place:
        assert any(missed(place, seed, Counter(), **options) for seed in range(SCHEDULES))


FEED = Feed(scheme=FeedScheme.MODIFIED, parameter="changed")
_FAR = "2031-01-01T00:00:00+00:00"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Two customers in step, whose server says what time it is."""
    with vendor() as place:
        made = Bench("rest-json", tmp_path, place)

        def after(asked: Asked, reply: Reply) -> Reply:
            reply.headers["Date"] = email.utils.format_datetime(made.clock.now, usegmt=True)
            return reply

        made.books.after = after
        made.set_up(feed=FEED)
        made.start("Ada", "Bo")
        yield made
        made.client.close()
        made.store.close()


@pytest.mark.parametrize("hours", [0, 24, 10**12])
def test_one_stamp_of_the_far_future_hides_no_edit_of_other_records(bench: Bench, hours: int) -> None:
    bench.books.edit("1", name="Ada F", modified=_FAR)
    bench.run(audit_hours=hours)
    assert bench.store.cursor("b", "customer") < "2027"
    bench.books.edit("2", name="Bodil")
    bench.run(audit_hours=hours)
    assert bench.left.column("name") == ["Ada F", "Bodil"]
    assert [dict(asked.query).get("changed", "")[:4] for asked in bench.books.asked("GET")][-1] == "2026"
    bench.settles()


def test_a_cursor_that_is_later_than_the_server_s_own_time_has_ended(bench: Bench) -> None:
    """One that was kept when such a stamp was believed, or when the server's clock was wrong."""
    with bench.store.transaction():
        bench.store.set_cursor("b", "customer", "2031-01-01T00:00:00.000Z")
    bench.books.edit("2", name="Bodil")
    bench.run(audit_hours=0)
    assert bench.left.column("name") == ["Ada", "Bodil"]
    assert bench.store.cursor("b", "customer") < "2027"
    bench.settles()


def test_a_list_whose_every_stamp_is_later_is_read_from_the_server_s_time_on() -> None:
    """Stamps without a zone may be hours ahead; the list is not read whole again for that."""
    rows = [{"id": 1, "modified": "2026-03-01T11:00:00"}]
    with vendor() as place:
        place.says(Reply(200, {"values": rows}, {"Date": "Sun, 01 Mar 2026 10:00:00 GMT"}))
        connector = connected(place)
        assert pulled(connector, "")[1] == "2026-03-01T10:00:00.000Z"
        connector.client.close()


def test_a_cursor_is_rounded_down_to_the_millisecond() -> None:
    """Records keep more of their stamps; no server is asked with more."""
    rows = [{"id": at, "modified": f"2026-03-01T09:00:00{part}Z"} for at, part in enumerate((".123456", "", ".123999"))]
    with vendor() as place:
        place.says(Reply(200, {"values": rows}, {"Date": "Sun, 01 Mar 2026 10:00:00 GMT"}))
        connector = connected(place)
        assert pulled(connector, "")[1] == "2026-03-01T09:00:00.123Z"
        connector.client.close()


@pytest.mark.parametrize("date", ["", "soon", "Sun, 99 Mar 2026 10:00:00 GMT", "Sun, 01 Mar 2026 12:00:00 -0000"])
def test_a_server_that_does_not_say_what_time_it_is_is_believed(date: str) -> None:
    """As is a stamp that is not later. A Date without a zone is in UTC (RFC 5322, 3.3)."""
    rows = [{"id": 1, "modified": "2026-03-01T11:00:00Z"}]
    with vendor() as place:
        place.says(Reply(200, {"values": rows}, {"Date": date}))
        connector = connected(place)
        assert pulled(connector, "")[1] == "2026-03-01T11:00:00.000Z"
        connector.client.close()


def main(schedules: int) -> None:
    happened, found = Counter[str](), list[int]()
    logging.disable(logging.WARNING)
    with vendor() as place:
        for seed in range(schedules):
            found += [seed] if missed(place, seed, happened) else []
            place.asked.clear()
    shares = ", ".join(f"{oddity} {happened[oddity] / schedules:.1%}" for oddity in ODDITIES)
    print(f"{schedules} schedules; in {shares}; an edit was missed in {len(found)}: {found[:20]}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
