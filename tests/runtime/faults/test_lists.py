"""Lists that do not hold still while they are read (F-19 to F-22)."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable

import pytest
from msgspec import structs

from runtime.endpoint import NothingSeen
from runtime.errors import Unavailable
from runtime.model import Feed, FeedScheme, Paging, PagingScheme
from runtime.policies import Choice, Policies
from tests.runtime.faults.bench import OFFSET, Bench
from tests.runtime.faults.matrix import fault
from tests.runtime.scripted import Asked, Reply

MODIFIED = Feed(scheme=FeedScheme.MODIFIED, parameter="changed")
SEQUENCE = Feed(scheme=FeedScheme.SEQUENCE, list="/things", parameter="above", stamp=("number",))
KEYSET = Paging(scheme=PagingScheme.KEYSET, start="behind", next_path=("id",), rows=2)


def told(bench: Bench, cursor: str = "") -> list[str]:
    """The keys a pull tells, each time it does."""
    pages = bench.connector.pull(cursor, NothingSeen())
    return [snapshot.key for page in pages for snapshot in page.snapshots]


# ---- twice --------------------------------------------------------------------------------------


@fault("F-19")
def test_a_record_that_is_listed_twice_is_one(bench: Bench) -> None:
    """In one page and across pages; by its match, twice would be ambiguous."""
    bench.set_up(paging=structs.replace(OFFSET, rows=3))
    for name in ("Ada", "Bo", "Cy"):
        bench.books.has(name=name, email=f"{name.lower()}@x.no")
        bench.left.has(name=name, email=f"{name.lower()}@x.no")
    bench.books.order = ["1", "1", "2", "2", "3", "3"]
    assert told(bench) == ["1", "1", "2", "2", "2", "3", "3", "3"]
    assert bench.run().exit_code == 0
    assert bench.linked() == [("a1", "1"), ("a2", "2"), ("a3", "3")]
    assert (bench.books.asked("POST", "PATCH"), bench.entries()) == ([], [])
    bench.settles()


@fault("F-19")
@pytest.mark.parametrize("feed", [MODIFIED, SEQUENCE], ids=["modified", "sequence"])
def test_a_change_that_is_told_twice_is_one(bench: Bench, feed: Feed) -> None:
    bench.set_up(feed=feed)
    bench.start("Ada", "Bo", "Cy")
    bench.run()
    bench.books.edit("2", name="Bodil")
    rows = bench.books.documents
    bench.books.before = lambda asked: (
        bench.books.listed([rows["2"], rows["2"]], None if asked.query == [("page", "2")] else bench.books.page(2))
        if asked.method == "GET"
        else None
    )
    report = bench.run()
    assert report.exit_code == 0
    assert [name for _, name, _ in bench.left.writes] == ["a2"]
    bench.left.writes.clear()
    assert bench.run().exit_code == 0
    assert (bench.left.writes, bench.left.column("name")) == ([], ["Ada", "Bodil", "Cy"])


# ---- moved --------------------------------------------------------------------------------------

Move = Callable[[list[str]], list[str]]
MOVES: dict[str, Move] = {
    "a row that was read is deleted": lambda order: order[1:],
    "a row that was read goes to the end": lambda order: [*order[1:], order[0]],
    "a row that was not read comes to the front": lambda order: [order[-1], *order[:-1]],
}


def moving(bench: Bench, move: Move, times: int) -> None:
    """Seven rows, which move so many times when their first page has been read."""
    for number in range(7):
        bench.books.has(name=f"Name {number}", email=f"n{number}@x.no")
    bench.books.order = list(bench.books.documents)
    left = [times]

    def after(asked: Asked, reply: Reply) -> Reply:
        is_first = dict(asked.query).get("skip", "0") == "0" and "behind" not in dict(asked.query)
        if asked.method == "GET" and is_first and left[0]:
            left[0] -= 1
            bench.books.order = move(bench.books.order or [])
        return reply

    bench.books.after = after


@fault("F-20")
@pytest.mark.parametrize("name", MOVES)
def test_rows_that_move_between_pages_by_offset_are_noticed(bench: Bench, name: str) -> None:
    times = 2
    bench.set_up(paging=structs.replace(OFFSET, rows=3))
    moving(bench, MOVES[name], times)
    assert set(told(bench)) >= set(bench.books.order or [])
    firsts = [asked for asked in bench.books.asked() if dict(asked.query)["skip"] == "0"]
    assert len(firsts) == times + 1


@fault("F-20")
@pytest.mark.parametrize("name", ["a row that was read goes to the end", "a row that was not read comes to the front"])
def test_a_list_that_keeps_moving_is_given_up_and_read_by_the_next_pass(bench: Bench, name: str) -> None:
    bench.set_up(paging=structs.replace(OFFSET, rows=3))
    moving(bench, MOVES[name], 3)
    report = bench.run()
    assert (report.exit_code, report.down) == (3, {"b"})
    assert "keeps moving" in report.outages[0].reason
    assert bench.left.documents == {} and bench.linked() == []
    assert bench.run().exit_code == 0


@fault("F-20")
@pytest.mark.parametrize("paging", [KEYSET, None], ids=["keyset", "links"])
def test_rows_that_are_deleted_move_nothing_where_pages_go_on_behind_a_key(bench: Bench, paging: Paging | None) -> None:
    bench.set_up(paging=paging)
    moving(bench, MOVES["a row that was read is deleted"], 1)
    assert told(bench) == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(bench.books.asked()) == 4


COUNTED = Paging(scheme=PagingScheme.PAGE, start="page", size="top", rows=2)


@fault("F-20")
def test_what_numbered_pages_leave_out_is_looked_up(bench: Bench) -> None:
    """What is there is taken as it was found, and what is gone is a deletion; a list alone proves neither."""
    bench.set_up(paging=COUNTED)
    bench.start("Ada", "Bo", "Cy", "Di")
    bench.books.edit("3", name="Cyd")

    def after(asked: Asked, reply: Reply) -> Reply:
        if dict(asked.query).get("page") == "1" and "1" in bench.books.documents:
            del bench.books.documents["1"]
        return reply

    bench.books.after = after
    propagate = Policies(default=Choice(propagate=True))
    bench.run(policies=propagate)
    assert (bench.left.column("name"), bench.entries()) == (["Ada", "Bo", "Cyd", "Di"], [])
    bench.books.before = lambda asked: None if asked.path.endswith("/things") else bench.books.refused(500)
    bench.run(policies=propagate)
    assert bench.left.column("name") == ["Ada", "Bo", "Cyd", "Di"], "a look-up that fails says nothing"
    bench.books.before = lambda asked: None
    bench.run(policies=propagate)
    assert bench.left.column("name") == ["Bo", "Cyd", "Di"]
    bench.settles()


@fault("F-20")
def test_what_numbered_pages_leave_out_twice_is_listed_no_more(bench: Bench) -> None:
    bench.set_up(paging=COUNTED)
    bench.start("Ada", "Bo", "Cy", "Di")
    bench.books.order = ["1", "2", "4"]  # 3 is archived
    bench.run()
    assert bench.entries() == []
    bench.run()
    assert [entry.kind for entry in bench.entries()] == ["out-of-scope"]
    bench.run()
    asked = len(bench.books.asked())
    bench.run()
    assert len(bench.books.asked()) == asked + 2, "and not looked up in every pass"
    bench.books.order = None
    bench.run()
    assert bench.entries() == []


# ---- ended --------------------------------------------------------------------------------------


def refusing(bench: Bench, status: int, times: int, name: str) -> None:
    """Requests with this parameter are refused so many times."""
    left = [times]

    def before(asked: Asked) -> Reply | None:
        if asked.method == "GET" and name in dict(asked.query) and left[0]:
            left[0] -= 1
            return bench.books.refused(status, "the token has expired")
        return None

    bench.books.before = before


@fault("F-21")
@pytest.mark.parametrize("status", [400, 410])
def test_a_page_whose_link_has_ended_starts_the_list_again(bench: Bench, status: int) -> None:
    for number in range(5):
        bench.books.has(name=f"Name {number}", email=f"n{number}@x.no")
    refusing(bench, status, 2, "behind")
    assert told(bench) == ["1", "2", "1", "2", "1", "2", "3", "4", "5"]
    refusing(bench, status, 3, "behind")
    with pytest.raises(Unavailable, match="the token has expired"):
        told(bench)


@fault("F-21")
@pytest.mark.parametrize(("feed", "status"), [(MODIFIED, 400), (MODIFIED, 410), (SEQUENCE, 410)])
def test_a_feed_that_ends_between_pages_starts_again_from_its_cursor(bench: Bench, feed: Feed, status: int) -> None:
    bench.set_up(feed=feed)
    bench.start("Ada", "Bo", "Cy", "Di")
    bench.run()
    before = bench.store.cursor("b", "customer")
    for key in ("1", "3", "4"):
        bench.books.edit(key, name=f"Edited {key}")
    refusing(bench, status, 1, "behind")
    bench.books.vendor.asked.clear()
    assert bench.run().exit_code == 0
    firsts = [dict(asked.query) for asked in bench.books.asked("GET") if "behind" not in dict(asked.query)]
    starts = [query[feed.parameter] for query in firsts]
    assert starts == [before.removeprefix("|")] * 2
    assert bench.left.column("name") == ["Edited 1", "Bo", "Edited 3", "Edited 4"]
    bench.settles()


@fault("F-21")
@pytest.mark.parametrize(("feed", "status"), [(MODIFIED, 400), (MODIFIED, 410), (SEQUENCE, 410)])
def test_a_cursor_that_has_ended_makes_a_whole_read(
    bench: Bench, feed: Feed, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It only compares: what is known already is not written again, and the cursor is a new one."""
    bench.set_up(feed=feed)
    ada, *_ = bench.start("Ada", "Bo", "Cy")
    bench.run()
    ended = bench.store.cursor("b", "customer")
    bench.books.edit("2", name="Bodil")
    bench.left.edit(ada, name="Ada Lovelace")

    def before(asked: Asked) -> Reply | None:
        is_ended = asked.method == "GET" and dict(asked.query).get(feed.parameter) == ended.removeprefix("|")
        return bench.books.refused(status, "the token has expired") if is_ended else None

    bench.books.before = before
    bench.books.writes()
    with caplog.at_level(logging.WARNING):
        assert bench.run().exit_code == 0
    assert any("the token has expired" in record.getMessage() for record in caplog.records)
    assert bench.left.column("name") == ["Ada Lovelace", "Bodil", "Cy"]
    assert len(bench.books.writes()) == len(bench.left.writes) == 1
    assert len(bench.linked()) == 3
    assert bench.store.cursor("b", "customer") != ended
    bench.settles()


@fault("F-21")
def test_a_list_that_is_refused_with_any_cursor_is_an_outage_of_this_list(bench: Bench) -> None:
    bench.set_up(feed=MODIFIED)
    bench.start("Ada")
    bench.run()
    before = bench.store.cursor("b", "customer")
    bench.books.before = lambda asked: bench.books.refused(400, "no such filter") if asked.method == "GET" else None
    bench.books.vendor.asked.clear()
    report = bench.run()
    assert [(outage.system, outage.type) for outage in report.outages] == [("b", "customer")]
    assert len(bench.books.asked()) == 2
    assert bench.store.cursor("b", "customer") == before
    assert len(bench.linked()) == 1


# ---- endless ------------------------------------------------------------------------------------


@fault("F-22")
@pytest.mark.parametrize("length", [1, 2, 3])
def test_links_that_go_round_are_noticed(bench: Bench, length: int) -> None:
    numbers = itertools.count(1)

    def before(asked: Asked) -> Reply:
        page = int(dict(asked.query).get("page", "0"))
        rows = [{"id": next(numbers), "number": 1, "modified": "2026-03-01T00:00:00Z"}]
        return bench.books.listed(rows, bench.books.page((page + 1) % length))

    bench.books.before = before
    with pytest.raises(Unavailable, match="circles"):
        told(bench)
    assert len(bench.books.asked()) <= length + 1


@fault("F-22")
@pytest.mark.parametrize("rows", [[], [{"id": 1, "number": 1, "modified": "x"}]], ids=["empty", "the same"])
def test_new_links_to_nothing_new_are_noticed(bench: Bench, rows: list[dict[str, object]]) -> None:
    numbers = itertools.count(1)
    bench.books.before = lambda asked: bench.books.listed(rows, bench.books.page(next(numbers)))
    with pytest.raises(Unavailable, match="circles"):
        told(bench)
    assert len(bench.books.asked()) <= 60


@fault("F-22")
@pytest.mark.parametrize("paging", [OFFSET, KEYSET], ids=["offset", "keyset"])
def test_a_server_that_does_not_know_about_pages_is_noticed(bench: Bench, paging: Paging) -> None:
    bench.set_up(paging=paging)
    rows = [{"id": 1, "number": 1, "modified": "x"}, {"id": 2, "number": 2, "modified": "x"}]
    bench.books.before = lambda asked: bench.books.listed(rows)
    with pytest.raises(Unavailable):
        told(bench)
    assert len(bench.books.asked()) <= 6


@fault("F-22")
def test_an_endless_list_is_an_outage_and_nothing_is_done(bench: Bench) -> None:
    bench.start("Ada")
    numbers = itertools.count(1)
    bench.books.before = lambda asked: bench.books.listed([], bench.books.page(next(numbers) % 5))
    report = bench.run()
    assert report.down == {"b"} and bench.left.writes == []
    bench.books.before = lambda asked: None
    bench.settles()
