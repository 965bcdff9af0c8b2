"""What a pull says beside the records: which keys it told of, whether that was everything, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from runtime.endpoint import NothingSeen, Page, Seen
from runtime.model import Envelope, Feed, FeedScheme, Operations, Paging, PagingScheme, Snapshot, Source
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

PATHS = Operations(list="/things", item="/things/{key}")
OFFSET = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2)
LINKS = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("next",))
STAMPED: dict[str, Any] = {"modified": ("m",)}


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


class Known(NothingSeen):
    """Records as they were last seen."""

    def __init__(self, *documents: dict[str, Any]) -> None:
        self.records = {
            str(one["id"]): Snapshot(key=str(one["id"]), document=one, modified=str(one.get("m", "")))
            for one in documents
        }

    def get(self, key: str) -> Snapshot | None:
        return self.records.get(key)


def pull(
    server: Vendor, operations: Operations, cursor: str = "", seen: Seen | None = None, **parts: Any
) -> list[Page]:
    return list(server.connector(operations, **parts).pull(cursor, seen))


def told(pages: list[Page]) -> tuple[list[str], bool, list[str]]:
    """The keys told of, whether that is everything, and what is gone."""
    assert not any(page.whole for page in pages[:-1])
    return (
        [key for page in pages for key in page.keys],
        pages[-1].whole,
        [key for page in pages for key in page.gone],
    )


def rows(*keys: int) -> Reply:
    return Reply(200, [{"id": key, "m": f"2026-01-0{key}T00:00:00Z"} for key in keys])


# ---- whole lists ---------------------------------------------------------------------------------


def test_a_list_in_one_answer_is_everything(server: Vendor) -> None:
    server.says(rows(1, 2))
    assert told(pull(server, PATHS)) == (["1", "2"], True, [])
    server.says(Reply(204))
    assert told(pull(server, PATHS)) == ([], True, [])


def test_pages_that_repeat_a_row_are_everything(server: Vendor) -> None:
    server.says(rows(1, 2), rows(2, 3), rows(3))
    keys, whole, _ = told(pull(server, PATHS, paging=OFFSET))
    assert (set(keys), whole) == ({"1", "2", "3"}, True)


def test_a_list_that_moved_tells_of_more_than_there_is_never_of_less(server: Vendor) -> None:
    """While it was read 1 was deleted, so that 3 moved up over the page's edge."""
    server.says(rows(1, 2), rows(4), rows(2, 3), rows(3, 4), rows(4))
    keys, whole, _ = told(pull(server, PATHS, paging=OFFSET))
    assert (set(keys), whole) == ({"1", "2", "3", "4"}, True)


def test_a_page_that_lost_even_the_row_it_should_repeat_has_moved_too(server: Vendor) -> None:
    server.says(rows(1, 2), Reply(200, []), rows(3))
    keys, whole, _ = told(pull(server, PATHS, paging=OFFSET))
    assert (set(keys), whole) == ({"1", "2", "3"}, True)


@pytest.mark.parametrize(
    "paging",
    [
        Paging(scheme=PagingScheme.PAGE, start="page", size="count", rows=2),
        Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2, until_empty=True),
    ],
)
def test_pages_that_repeat_nothing_prove_nothing(server: Vendor, paging: Paging) -> None:
    """1 is deleted after the first page: 3 is never shown, and nothing shows that."""
    server.says(rows(1, 2), rows(4), Reply(200, []))
    assert told(pull(server, PATHS, paging=paging)) == (["1", "2", "4"], False, [])
    server.says(rows(1), Reply(200, []))
    assert told(pull(server, PATHS, paging=paging))[1] is True


def test_links_and_keys_lead_on_from_a_record(server: Vendor) -> None:
    server.says(Reply(200, {"rows": [{"id": 1}], "next": "?page=b"}), Reply(200, {"rows": [{"id": 2}]}))
    assert told(pull(server, PATHS, paging=LINKS, envelope=Envelope(rows=("rows",)))) == (["1", "2"], True, [])
    server.says(rows(1, 2), rows(3))
    keyset = Paging(scheme=PagingScheme.KEYSET, start="after", next_path=("id",), rows=2)
    assert told(pull(server, PATHS, paging=keyset)) == (["1", "2", "3"], True, [])


def test_every_variant_counts(server: Vendor) -> None:
    operations = Operations(
        list="/things", item="/things/{key}", variants=((("inactive", "false"),), (("inactive", "true"),))
    )
    server.script = lambda asked: rows(1) if ("inactive", "false") in asked.query else rows(2)
    assert told(pull(server, operations)) == (["1", "2"], True, [])


def test_an_endless_failure_is_never_the_end_of_a_whole_list(server: Vendor) -> None:
    server.says(rows(1, 2), Reply(500))
    pages: list[Page] = []
    with pytest.raises(Exception, match="500"):
        pages += server.connector(PATHS, paging=OFFSET).pull("")
    assert not any(page.whole for page in pages)


def test_a_record_of_a_partial_list_that_is_not_found_is_gone_and_an_unchanged_one_is_told_of(server: Vendor) -> None:
    operations = Operations(list="/things", item="/things/{key}", partial=True)
    answers = {"/v1/things": rows(1, 2, 3), "/v1/things/2": Reply(200, {"id": 2}), "/v1/things/3": Reply(410)}
    server.script = lambda asked: answers[asked.path]
    known = Known({"id": 1, "m": "2026-01-01T00:00:00.000Z"})
    pages = pull(server, operations, seen=known, **STAMPED)
    assert told(pages) == (["1", "2", "3"], True, ["3"])
    assert [snapshot.key for page in pages for snapshot in page.snapshots] == ["2"]


# ---- feeds of stamps -----------------------------------------------------------------------------

SINCE = Feed(scheme=FeedScheme.MODIFIED, parameter="since")


def test_the_first_read_of_a_feed_of_stamps_is_everything_and_the_next_is_not(server: Vendor) -> None:
    operations = Operations(list="/things", item="/things/{key}", feed=SINCE)
    server.says(rows(1, 2))
    pages = pull(server, operations, **STAMPED)
    assert told(pages) == (["1", "2"], True, [])
    server.says(rows(2))
    assert told(pull(server, operations, pages[-1].cursor, **STAMPED)) == (["2"], False, [])


@pytest.mark.parametrize(
    "feed",
    [
        Feed(scheme=FeedScheme.MODIFIED, parameter="since", first="1970-01-01"),
        Feed(scheme=FeedScheme.MODIFIED, parameter="since", list="/changes"),
    ],
)
def test_a_first_read_through_a_filter_or_of_another_list_is_not(server: Vendor, feed: Feed) -> None:
    """A record without a stamp passes no filter."""
    server.says(rows(1, 2))
    operations = Operations(list="/things", item="/things/{key}", feed=feed)
    assert told(pull(server, operations, **STAMPED)) == (["1", "2"], False, [])


def test_a_partial_feed_of_stamps_notices_what_is_gone(server: Vendor) -> None:
    feed = Feed(scheme=FeedScheme.MODIFIED, parameter="since", partial=True)
    server.script = lambda asked: rows(1) if asked.path == "/v1/things" else Reply(404)
    operations = Operations(list="/things", item="/things/{key}", feed=feed)
    assert told(pull(server, operations, "2026-01-01T00:00:00.000Z", **STAMPED)) == (["1"], False, ["1"])


# ---- feeds of numbers ----------------------------------------------------------------------------


def changes(partial: bool) -> Operations:
    deleted = Source(list="/deleted", stamp=("n",), key=("of",))
    feed = Feed(
        scheme=FeedScheme.SEQUENCE, list="/changes", parameter="above", stamp=("n",), partial=partial, also=(deleted,)
    )
    return Operations(list="/things", item="/things/{key}", feed=feed)


class Numbered:
    """A system that numbers its changes, and keeps a log of what was deleted."""

    def __init__(self, server: Vendor) -> None:
        self.there = {1: 1, 2: 2, 3: 3}
        self.deleted = {0: 9}
        server.script = self.answer

    def answer(self, asked: Asked) -> Reply:
        above = int(dict(asked.query).get("above", 0))
        if asked.path == "/v1/changes":
            return Reply(200, [{"id": key, "n": n} for key, n in self.there.items() if n > above])
        if asked.path == "/v1/deleted":
            return Reply(200, [{"of": key, "n": n} for n, key in self.deleted.items() if n > above])
        if asked.path == "/v1/things":
            return Reply(200, [{"id": key} for key in self.there])
        key = int(asked.path.rpartition("/")[2])
        return Reply(200, {"id": key}) if key in self.there else Reply(404)


@pytest.mark.parametrize("partial", [False, True])
def test_a_feed_of_numbers_tells_of_everything_first_and_then_of_what_is_gone(server: Vendor, partial: bool) -> None:
    system = Numbered(server)
    system.deleted = {4: 9}
    pages = pull(server, changes(partial))
    assert told(pages) == (["1", "2", "3"], True, [])
    assert "GET /things/9" not in server.lines()  # what was gone before the first read is nobody's
    del system.there[2]
    system.deleted[5] = 2
    system.there[3] = 6
    keys, whole, gone = told(pull(server, changes(partial), pages[-1].cursor))
    assert (keys, whole, gone) == (["3"], False, ["2"])


def test_a_key_that_the_log_of_deletes_names_but_that_is_there_is_not_gone(server: Vendor) -> None:
    system = Numbered(server)
    cursor = pull(server, changes(False))[-1].cursor
    system.deleted[7] = 1
    pages = pull(server, changes(False), cursor)
    assert told(pages) == (["1"], False, [])


# ---- digests -------------------------------------------------------------------------------------


class Digested:
    """A list whose pages say by a digest whether they changed; pages repeat one row."""

    def __init__(self, server: Vendor) -> None:
        self.there = [1, 2, 3]
        self.before: Callable[[int], None] = lambda start: None
        server.script = self.answer

    def answer(self, asked: Asked) -> Reply:
        start = int(dict(asked.query)["from"])
        self.before(start)
        page = self.there[start : start + 2]
        digest = "-".join(map(str, page)) or "none-at-all"
        if asked.headers.get("if-none-match") == digest:
            return Reply(304)
        return Reply(200, {"rows": [{"id": key} for key in page], "digest": digest})


def digested(server: Vendor, cursor: str = "") -> list[Page]:
    feed = Feed(scheme=FeedScheme.DIGEST, stamp=("digest",))
    operations = Operations(list="/things", item="/things/{key}", feed=feed)
    return pull(server, operations, cursor, paging=OFFSET, envelope=Envelope(rows=("rows",)))


def test_a_page_that_was_left_out_as_unchanged_makes_a_read_less_than_whole(server: Vendor) -> None:
    system = Digested(server)
    first = digested(server)
    keys, whole, _ = told(first)
    assert (set(keys), whole) == ({"1", "2", "3"}, True)
    assert told(digested(server, first[-1].cursor)) == ([], False, [])
    system.there = [1, 2, 4]
    keys, whole, _ = told(digested(server, first[-1].cursor))
    assert (set(keys), whole) == ({"2", "4"}, False)
    system.there = [5, 6, 7]
    keys, whole, _ = told(digested(server, first[-1].cursor))
    assert (set(keys), whole) == ({"5", "6", "7"}, True)


def test_pages_with_digests_that_moved_while_they_were_read_are_not_everything(server: Vendor) -> None:
    system = Digested(server)
    system.there = [1, 2, 3, 4]

    def somebody(start: int) -> None:
        if start == 1 and 1 in system.there:
            system.there = [3, 4]

    system.before = somebody
    keys, whole, _ = told(digested(server))
    assert "3" not in keys and whole is False
