"""Records as Snapshots: read by page and key, created and updated, per protocol and update style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from runtime.connector import Connector
from runtime.errors import Rejected, Unavailable
from runtime.model import (
    Envelope,
    Feed,
    FeedScheme,
    Operations,
    Paging,
    PagingScheme,
    Snapshot,
)
from tests.runtime.scripted import Reply, Vendor, vendor

PATHS = Operations(list="/things", item="/things/{key}", create="/things", update="/things/{key}")
OFFSET = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2)


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def keys(connector: Connector, since: str = "") -> list[list[str]]:
    pages = [page for page in connector.pull(since) if page.snapshots or not (page.cursor or page.whole)]
    return [[snapshot.key for snapshot in page.snapshots] for page in pages]


# ---- lists ---------------------------------------------------------------------------------------


def test_a_list_is_read_page_by_page(server: Vendor) -> None:
    operations = Operations(list="/{account}/things", item="", list_query=(("fields", "*"),))
    server.says(Reply(200, {"values": [{"id": 1}, {"id": 2}]}), Reply(200, {"values": [{"id": 2}]}))
    connector = server.connector(operations, "a b/1", paging=OFFSET, envelope=Envelope(rows=("values",)))
    assert keys(connector) == [["1", "2"], ["2"]]
    assert server.asked[0].path == "/v1/a%20b%2F1/things"
    assert [asked.query for asked in server.asked] == [
        [("fields", "*"), ("count", "2"), ("from", "0")],
        [("fields", "*"), ("count", "2"), ("from", "1")],
    ]


def test_pages_that_turn_round_are_noticed_even_if_no_two_neighbours_are_equal(server: Vendor) -> None:
    pages = [[{"id": 1, "n": n}, {"id": 2}] if n % 2 else [{"id": 2}, {"id": 1, "n": n}] for n in range(4)]
    server.says(*(Reply(200, page) for page in pages))
    with pytest.raises(Unavailable, match="circles"):
        keys(server.connector(PATHS, paging=OFFSET))
    assert len(server.asked) == 2


def test_a_record_that_moved_to_a_later_page_is_no_circle(server: Vendor) -> None:
    """The list is read from its start again."""
    pages = [[1, 2], [1, 3], [1, 3], [3, 2], [2]]
    server.says(*(Reply(200, [{"id": key} for key in page]) for page in pages))
    assert keys(server.connector(PATHS, paging=OFFSET)) == [["1", "2"], ["1", "3"], ["3", "2"], ["2"]]


@pytest.mark.parametrize("reply", [Reply(200), Reply(200, b"null"), Reply(200, b" "), Reply(202)])
def test_an_answer_without_a_body_is_no_empty_list_unless_it_says_so(server: Vendor, reply: Reply) -> None:
    server.says(reply)
    with pytest.raises(Unavailable, match="empty"):
        keys(server.connector(PATHS))


@pytest.mark.parametrize(
    ("status", "text"), [(404, "no such list"), (410, "no such list"), (405, "refused"), (400, "refused")]
)
def test_a_list_that_is_not_given_is_named(server: Vendor, status: int, text: str) -> None:
    server.says(Reply(status, {"message": "not\x1b[31m here"}))
    with pytest.raises(Rejected, match=f"{text} at /things: not.* here") as caught:
        keys(server.connector(PATHS))
    assert caught.value.status == status
    assert str(caught.value).isprintable()


def test_no_content_is_an_empty_list(server: Vendor) -> None:
    server.says(Reply(204))
    paging = Paging(scheme=PagingScheme.PAGE, start="PageNumber", size="PageSize", rows=5000)
    assert keys(server.connector(PATHS, paging=paging)) == [[]]
    assert server.asked[0].query == [("PageSize", "5000"), ("PageNumber", "1")]


SINCE = Operations(
    list="/things",
    item="",
    feed=Feed(
        scheme=FeedScheme.MODIFIED,
        parameter="$filter",
        value="Modified ge datetime'{since}'",
        first="1970-01-01",
    ),
)
PLAIN = Operations(list="/things", item="", feed=Feed(scheme=FeedScheme.MODIFIED, parameter="since"))


@pytest.mark.parametrize(
    ("operations", "parts", "since", "query"),
    [
        (PATHS, {}, "2026-01-01T10:00:00Z", []),
        (PLAIN, {}, "", []),
        (
            PLAIN,
            {},
            "2026-01-01T10:00:00+00:00",
            [("since", "2026-01-01T10:00:00.000Z")],
        ),
        (PLAIN, {}, "2026-01-01T10:00:00.123999Z", [("since", "2026-01-01T10:00:00.123Z")]),
        (SINCE, {}, "", [("$filter", "Modified ge datetime'1970-01-01'")]),
        (SINCE, {"dates": "ms"}, "", [("$filter", "Modified ge datetime'1970-01-01'")]),
        (
            SINCE,
            {"dates": "ms"},
            "2026-07-01T10:00:00.500Z",
            [("$filter", "Modified ge datetime'2026-07-01T12:00:00'")],
        ),
        (SINCE, {"dates": "ms"}, "2026-01-01T10:00:00Z", [("$filter", "Modified ge datetime'2026-01-01T11:00:00'")]),
    ],
)
def test_what_changed_since(
    server: Vendor, operations: Operations, parts: dict[str, Any], since: str, query: list[Any]
) -> None:
    server.says(Reply(200, []))
    keys(server.connector(operations, **parts), since)
    assert server.asked[0].query == query


@pytest.mark.parametrize(
    "bodies",
    [
        [{"d": {"results": [{"id": "a"}], "__next": "LINK"}}, {"d": {"results": [{"id": "b"}]}}],
        [{"d": {"results": [{"id": "a"}], "__next": "?$skiptoken=2"}}, {"d": [{"id": "b"}]}],
        [{"d": {"results": [{"id": "a"}], "__next": "/v1/things?$skiptoken=2"}}, {"d": [{"id": "b"}]}],
    ],
)
def test_odata_v2_lists(server: Vendor, bodies: list[Any]) -> None:
    link = f"{server.address}/things?$skiptoken=2"
    bodies = [{"d": {**body["d"], "__next": link}} if "LINK" in str(body) else body for body in bodies]
    server.says(*(Reply(200, body) for body in bodies))
    paging = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("d", "__next"))
    connector = server.connector(
        PATHS, protocol="odata-v2", paging=paging, envelope=Envelope(rows=("d", "results"), item=("d",))
    )
    assert keys(connector) == [["a"], ["b"]]
    assert server.asked[1].query == [("$skiptoken", "2")]
    assert {asked.headers["accept"] for asked in server.asked} == {"application/json"}


def test_odata_v4_lists(server: Vendor) -> None:
    row = {"id": "a", "@odata.etag": 'W/"1"', "lastModifiedDateTime": "2026-03-31T23:26:44.0039Z"}
    server.says(
        Reply(200, {"value": [row], "@odata.nextLink": f"{server.address}/things?x=1"}), Reply(200, {"value": []})
    )
    paging = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("@odata.nextLink",), rows=500)
    connector = server.connector(
        PATHS,
        protocol="odata-v4",
        paging=paging,
        envelope=Envelope(rows=("value",)),
        version=("@odata.etag",),
        modified=("lastModifiedDateTime",),
    )
    snapshots = [snapshot for page in connector.pull("") for snapshot in page.snapshots]
    assert snapshots == [Snapshot(key="a", document=row, version='W/"1"', modified="2026-03-31T23:26:44.003900Z")]
    for asked in server.asked:
        assert asked.headers["prefer"] == "odata.maxpagesize=500"
        assert asked.headers["accept"] == "application/json;odata.metadata=minimal"


@pytest.mark.parametrize(
    ("stamp", "dates", "instant"),
    [
        ("/Date(1456185600000)/", "ms", "2016-02-22T23:00:00.000Z"),  # Dutch winter: an hour ahead of UTC
        ("/Date(1467331200123)/", "ms", "2016-06-30T22:00:00.123Z"),  # and two in summer
        ("2026-01-01T00:00:00+01:00", "iso", "2025-12-31T23:00:00.000Z"),
        ("2026-01-01T00:00:00", "iso", "2026-01-01T00:00:00.000Z"),
        ("2026-01-01T00:00:00.123000Z", "iso", "2026-01-01T00:00:00.123Z"),
        ("2026-01-01T00:00:00.123456Z", "iso", "2026-01-01T00:00:00.123456Z"),
        (81234567, "iso", "81234567"),
        (None, "iso", ""),
    ],
)
def test_stamps_become_instants(server: Vendor, stamp: Any, dates: str, instant: str) -> None:
    server.says(Reply(200, [{"id": 1, "m": stamp}]))
    page = next(server.connector(PATHS, dates=dates, modified=("m",)).pull("")).snapshots
    assert page[0].modified == instant


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"values": None},
        {"values": {}},
        {"values": [1]},
        [],
        {"values": [{"name": "x"}]},
        {"values": [{"id": None}]},
    ],
)
def test_an_answer_without_records_is_no_empty_list(server: Vendor, body: Any) -> None:
    server.says(Reply(200, body))
    with pytest.raises(Unavailable):
        keys(server.connector(PATHS, envelope=Envelope(rows=("values",))))


def test_pages_that_never_end_are_noticed(server: Vendor) -> None:
    server.says(Reply(200, [{"id": 1}, {"id": 2}]))
    with pytest.raises(Unavailable, match="circles"):
        keys(server.connector(PATHS, paging=OFFSET))
    server.says(Reply(200, {"value": [{"id": 1}], "next": f"{server.address}/things?x=1"}))
    paging = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("next",))
    with pytest.raises(Unavailable, match="circles"):
        keys(server.connector(PATHS, paging=paging, envelope=Envelope(rows=("value",))))


@pytest.mark.parametrize("link", ["https://evil/", "//evil/v1/things", "../admin", "http://[::1", 7])
def test_a_next_page_elsewhere_is_not_read(server: Vendor, link: Any) -> None:
    server.says(Reply(200, {"value": [{"id": 1}], "next": link}))
    paging = Paging(scheme=PagingScheme.NEXT_LINK, next_path=("next",))
    with pytest.raises(Unavailable):
        keys(server.connector(PATHS, paging=paging, envelope=Envelope(rows=("value",))))
    assert len(server.asked) == 1


def test_a_list_that_is_not_there_is_not_empty(server: Vendor) -> None:
    with pytest.raises(Rejected):
        keys(server.connector(PATHS))


# ---- one record ----------------------------------------------------------------------------------


def test_a_record_is_fetched_by_key(server: Vendor) -> None:
    operations = Operations(list="", item="/{Parent.Id}/things/{key}", item_query=(("fields", "*"),))
    server.says(Reply(200, b'{"value": {"id": 7, "price": 1.10}}'))
    snapshot = server.connector(operations, envelope=Envelope(item=("value",))).fetch("7", {"Parent": {"Id": 5}})
    assert snapshot == Snapshot(key="7", document={"id": 7, "price": Decimal("1.10")})
    assert server.lines() == ["GET /5/things/7"]
    assert server.asked[0].query == [("fields", "*")]


@pytest.mark.parametrize("status", [404, 410])
def test_a_record_that_is_gone(server: Vendor, status: int) -> None:
    server.says(Reply(status))
    assert server.connector(PATHS).fetch("7") is None


@pytest.mark.parametrize("reply", [Reply(204), Reply(200, {}), Reply(200, []), Reply(200, {"x": 1}), Reply(500)])
def test_no_record_in_an_answer_is_no_proof_of_absence(server: Vendor, reply: Reply) -> None:
    server.says(reply)
    with pytest.raises(Unavailable):
        server.connector(PATHS).fetch("7")


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("a/b", "a%2Fb"),
        ("?x=1#y", "%3Fx%3D1%23y"),
        ("%2F", "%252F"),
        ("../1", "..%2F1"),
        (" ", "%20"),
        ("ø'1", "%C3%B8%271"),
    ],
)
def test_keys_are_encoded(server: Vendor, key: str, path: str) -> None:
    server.says(Reply(200, {"id": key}))
    assert server.connector(PATHS).fetch(key) == Snapshot(key=key, document={"id": key})
    assert server.asked[0].path == f"/v1/things/{path}"


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_keys_that_make_no_address_are_refused(server: Vendor, key: str) -> None:
    with pytest.raises(Rejected):
        server.connector(PATHS).fetch(key)
    assert server.asked == []


@pytest.mark.parametrize("parent", [{}, {"Parent": None}, {"Parent": True}, {"Parent": [1]}, {"Parent": ".."}])
def test_a_parent_that_is_not_known_is_refused(server: Vendor, parent: dict[str, Any]) -> None:
    with pytest.raises(Rejected, match="Parent"):
        server.connector(Operations(list="", item="/{Parent}/{key}")).fetch("7", parent)
    assert server.asked == []


@pytest.mark.parametrize("shape", [lambda one: one, lambda one: [one], lambda one: {"results": [one]}])
def test_one_record_of_odata_v2_comes_in_three_shapes(server: Vendor, shape: Callable[[Any], Any]) -> None:
    server.says(Reply(200, {"d": shape({"id": "g-1", "name": "x"})}))
    envelope = Envelope(rows=("d", "results"), item=("d",))
    found = server.connector(PATHS, protocol="odata-v2", envelope=envelope).fetch("g-1")
    assert found is not None
    assert found.document["name"] == "x"


def test_a_quote_in_an_odata_key_is_doubled(server: Vendor) -> None:
    server.says(Reply(200, {"d": {"results": [{"id": "O'Hara"}]}}))
    operations = Operations(list="", item="/things('{key}')")
    connector = server.connector(operations, protocol="odata-v2", envelope=Envelope(item=("d",)))
    assert connector.fetch("O'Hara") is not None
    assert server.asked[0].path == "/v1/things('O%27%27Hara')"
