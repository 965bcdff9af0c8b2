"""Records as Snapshots: created and updated, per protocol and update style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from runtime.endpoint import Changes, Untold
from runtime.errors import Changed, Gone, OutcomeUnknown, Rejected, RemoteError
from runtime.model import (
    Envelope,
    Json,
    Kind,
    LineOperations,
    Operations,
    Paging,
    PagingScheme,
    Precondition,
    Property,
    Snapshot,
    UpdateStyle,
)
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

PATHS = Operations(list="/things", item="/things/{key}", create="/things", update="/things/{key}")
OFFSET = Paging(scheme=PagingScheme.OFFSET, start="from", size="count", rows=2)


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


# ---- create --------------------------------------------------------------------------------------


def test_a_whole_answer_is_the_new_record(server: Vendor) -> None:
    server.says(Reply(201, {"id": 7, "name": "x", "a": {"b": 1}, "rev": 0}))
    snapshot = server.connector(PATHS, version=("rev",), precondition=Precondition.VERSION).create(
        {"name": "x", "a": {"b": 1}}
    )
    assert (snapshot.key, snapshot.version) == ("7", "0")
    assert server.lines() == ["POST /things"]
    assert server.asked[0].json == {"name": "x", "a": {"b": 1}}
    assert "prefer" not in server.asked[0].headers


PARTIAL: list[Reply] = [
    Reply(201, {"id": 7, "rev": 1}),  # a sent value is missing
    Reply(201, {"id": 7, "rev": 1, "name": "x", "a": {"url": "/a/1"}, "rows": []}),  # a nested one
    Reply(201, {"id": 7, "rev": 1, "name": "x", "a": {"b": 1}, "rows": {"__deferred": {}}}),  # a list
    Reply(201, {"id": 7, "name": "x", "a": {"b": 1}, "rows": []}),  # the version
    Reply(201, None, {"Location": "http://127.0.0.1:9/v1/things/7"}),
    Reply(204, None, {"Location": "/v1/things/7"}),
]


@pytest.mark.parametrize("reply", PARTIAL, ids=range(len(PARTIAL)))
def test_what_an_answer_leaves_out_is_read_back(server: Vendor, reply: Reply) -> None:
    whole = {"id": 7, "rev": 2, "name": "x", "a": {"b": 1}, "rows": [1]}
    server.says(reply, Reply(200, whole))
    connector = server.connector(PATHS, version=("rev",), precondition=Precondition.VERSION)
    snapshot = connector.create({"name": "x", "a": {"b": 1}, "rows": [1], "nothing": None})
    assert snapshot == Snapshot(key="7", document=whole, version="2", read_back=True)
    assert server.lines() == ["POST /things", "GET /things/7"]


def test_a_type_may_want_to_be_read_back_always(server: Vendor) -> None:
    operations = Operations(list="", item="/{p}/things/{key}", create="/{p}/things", read_back=True)
    server.says(Reply(201, {"id": 7}), Reply(200, {"id": 7, "lines": [1]}))
    assert server.connector(operations).create({"p": 3}).document == {"id": 7, "lines": [1]}
    assert server.lines() == ["POST /3/things", "GET /3/things/7"]
    assert server.asked[0].json == {}  # what the path says is not said again


def test_such_a_type_is_read_back_after_an_update_too(server: Vendor) -> None:
    server.says(Reply(200, {"id": 7, "name": "y"}), Reply(200, ANSWER))
    operations = Operations(list="", item="/things/{key}", read_back=True)
    assert shown(server.connector(operations).update(CURRENT, [(("name",), "y")])).document == ANSWER
    assert server.lines() == ["PATCH /things/7", "GET /things/7"]


@pytest.mark.parametrize("reply", [Reply(404), Reply(500), Reply(hang_up=True)])
def test_a_record_that_was_made_stays_made(server: Vendor, reply: Reply) -> None:
    server.says(Reply(201, {"id": 7}), reply)
    assert server.connector(PATHS).create({"name": "x"}) == Snapshot(key="7", document={"id": 7})


def test_a_record_nobody_can_find_again_is_unknown(server: Vendor) -> None:
    server.says(Reply(204))
    with pytest.raises(OutcomeUnknown):
        server.connector(PATHS).create({"name": "x"})


@pytest.mark.parametrize(
    ("made", "body"),
    [
        (("ny", "nummer"), {"ny": {"nummer": 7}}),
        (("ny", "nummer"), {"ny": {"nummer": "7"}, "id": 9}),
        (("ny",), {"ny": {"id": 7}}),
        ((), {"id": 7}),
        ((), "7"),
    ],
)
def test_a_create_may_answer_in_another_place_than_a_read(server: Vendor, made: tuple[str, ...], body: Any) -> None:
    server.says(Reply(201, body), Reply(200, {"data": {"id": 7, "name": "x"}}))
    snapshot = server.connector(PATHS, envelope=Envelope(item=("data",), made=made)).create({"name": "x"})
    assert snapshot == Snapshot(key="7", document={"id": 7, "name": "x"}, read_back=True)
    assert server.lines() == ["POST /things", "GET /things/7"]


def test_odata_v2_is_asked_for_the_whole_record(server: Vendor) -> None:
    server.says(Reply(201, {"d": {"id": "g-1", "name": "x"}}))
    connector = server.connector(PATHS, protocol="odata-v2", envelope=Envelope(rows=("d", "results"), item=("d",)))
    assert connector.create({"name": "x"}).key == "g-1"
    assert server.asked[0].headers["prefer"] == "return=representation"


def test_odata_v2_asks_for_nothing_of_the_kind_where_nothing_is_made(server: Vendor) -> None:
    server.says(Reply(200, {"d": ANSWER}), Reply(204), Reply(200, {"d": ANSWER}))
    connector = server.connector(PATHS, protocol="odata-v2", envelope=Envelope(rows=("d", "results"), item=("d",)))
    connector.fetch("7")
    connector.update(CURRENT, [(("name",), "y")])
    assert [asked.headers.get("prefer") for asked in server.asked] == [None] * 3


def test_what_cannot_be_created_is_not_tried(server: Vendor) -> None:
    with pytest.raises(Rejected, match="read only"):
        server.connector(Operations(list="", item="", why_not="read only")).create({})
    assert server.asked == []


def shown(outcome: Snapshot | Untold) -> Snapshot:
    assert isinstance(outcome, Snapshot)
    return outcome


# ---- update --------------------------------------------------------------------------------------

CURRENT = Snapshot(
    key="7",
    document={"id": 7, "rev": 3, "name": "x", "post": {"id": 70, "city": "Oslo"}, "visit": None},
    version="3",
)
CHANGES: Changes = [
    (("name",), "y"),
    (("post", "city"), "Bodø"),
    (("visit", "city"), "Bergen"),
    (("visit", "zip"), None),
]
BODIES: dict[UpdateStyle, Any] = {
    UpdateStyle.PATCH_MERGE: {"name": "y", "post": {"city": "Bodø"}, "visit": {"city": "Bergen", "zip": None}},
    UpdateStyle.PUT_PARTIAL: {
        "name": "y",
        "post": {"id": 70, "city": "Bodø"},
        "visit": {"city": "Bergen", "zip": None},
    },
    UpdateStyle.JSON_PATCH: [
        {"op": "replace", "path": "/name", "value": "y"},
        {"op": "replace", "path": "/post/city", "value": "Bodø"},
        {"op": "replace", "path": "/visit", "value": {"city": "Bergen", "zip": None}},
    ],
}
ANSWER = {"id": 7, "rev": 4, "name": "y", "post": {"id": 70, "city": "Bodø"}, "visit": {"city": "Bergen", "zip": None}}


def test_a_whole_record_is_read_anew_changed_and_sent(server: Vendor) -> None:
    server.says(Reply(200, CURRENT.document), Reply(200, ANSWER))
    server.connector(PATHS, update=UpdateStyle.PUT_FULL, version=("rev",)).update(CURRENT, CHANGES)
    assert server.lines() == ["GET /things/7", "PUT /things/7"]
    assert server.asked[1].json == ANSWER | {"rev": 3}


def test_a_whole_record_is_not_sent_over_somebody_elses_change(server: Vendor) -> None:
    server.says(Reply(200, {**CURRENT.document, "rev": 4}))
    with pytest.raises(Changed):
        server.connector(PATHS, update=UpdateStyle.PUT_FULL, version=("rev",)).update(CURRENT, CHANGES)
    assert server.lines() == ["GET /things/7"]


@pytest.mark.parametrize("style", BODIES)
def test_each_style_sends_only_what_changed(server: Vendor, style: UpdateStyle) -> None:
    server.says(Reply(200, ANSWER))
    snapshot = server.connector(PATHS, update=style, version=("rev",)).update(CURRENT, CHANGES)
    assert snapshot == Snapshot(key="7", document=ANSWER, version="4")
    asked = server.asked[0]
    assert asked.method == ("PUT" if style is UpdateStyle.PUT_PARTIAL else "PATCH")
    assert asked.json == BODIES[style]
    kind = "application/json-patch+json" if style is UpdateStyle.JSON_PATCH else "application/json"
    assert asked.headers["content-type"] == kind


def test_a_change_of_a_nested_id_wins_over_the_old_one(server: Vendor) -> None:
    server.says(Reply(200, ANSWER))
    server.connector(PATHS, update=UpdateStyle.PUT_PARTIAL).update(CURRENT, [(("post", "id"), 71)])
    assert server.asked[0].json == {"post": {"id": 71}}


def test_pointers_are_escaped(server: Vendor) -> None:
    server.says(Reply(200, {"id": 7, "a/b~c": 1}))
    server.connector(PATHS, update=UpdateStyle.JSON_PATCH).update(CURRENT, [(("a/b~c",), 1)])
    assert server.asked[0].json == [{"op": "replace", "path": "/a~1b~0c", "value": 1}]


@pytest.mark.parametrize(("version", "sent"), [('W/"a"', 'W/"a"'), ('"3"', '"3"'), ("3", '"3"')])
def test_an_etag_travels_quoted(server: Vendor, version: str, sent: str) -> None:
    server.says(Reply(200, ANSWER))
    current = Snapshot(key="7", document={"id": 7}, version=version)
    server.connector(PATHS, precondition=Precondition.ETAG, version=("rev",)).update(current, [(("name",), "y")])
    assert server.asked[0].headers["if-match"] == sent
    assert server.asked[0].json == {"name": "y"}


def test_an_etag_only_in_headers_is_fetched_first(server: Vendor) -> None:
    listed = Snapshot(key="7", document={"id": 7, "name": "x"})
    server.says(
        Reply(200, {"id": 7, "name": "x"}, {"ETag": '"1"'}), Reply(200, {"id": 7, "name": "y"}, {"ETag": '"2"'})
    )
    after = shown(server.connector(PATHS, precondition=Precondition.ETAG).update(listed, [(("name",), "y")]))
    assert after.version == '"2"'
    assert server.lines() == ["GET /things/7", "PATCH /things/7"]
    assert server.asked[1].headers["if-match"] == '"1"'
    with pytest.raises(Changed):
        server.connector(PATHS, precondition=Precondition.ETAG).update(listed, [(("name",), "z")])


def test_a_version_travels_in_the_body_as_it_was_typed(server: Vendor) -> None:
    server.says(Reply(200, ANSWER))
    server.connector(PATHS, precondition=Precondition.VERSION, version=("rev",)).update(CURRENT, [(("name",), "y")])
    assert server.asked[0].json == {"name": "y", "rev": 3}


def test_without_its_version_a_record_is_not_written(server: Vendor) -> None:
    bare = Snapshot(key="7", document={"id": 7})
    with pytest.raises(Changed):
        server.connector(PATHS, precondition=Precondition.VERSION, version=("rev",)).update(bare, [(("name",), "y")])
    assert server.asked == []


def test_without_a_version_the_stamps_are_compared(server: Vendor) -> None:
    server.says(Reply(200, CURRENT.document), Reply(200, ANSWER))
    connector = server.connector(PATHS, precondition=Precondition.COMPARE, version=("rev",))
    connector.update(CURRENT, [(("name",), "y")])
    assert server.lines() == ["GET /things/7", "PATCH /things/7"]
    server.asked.clear()
    server.says(Reply(200, {**CURRENT.document, "rev": 9}))
    with pytest.raises(Changed):
        connector.update(CURRENT, [(("name",), "y")])
    server.says(Reply(404))
    with pytest.raises(Gone):
        connector.update(CURRENT, [(("name",), "y")])
    assert server.lines() == ["GET /things/7", "GET /things/7"]


@pytest.mark.parametrize(
    ("paths", "left_out", "is_enough"),
    [
        ({"version": ("rev",)}, "at", True),
        ({"version": ("rev",)}, "rev", False),
        ({"modified": ("at",)}, "rev", True),
        ({"modified": ("at",)}, "at", False),
        ({}, "at", True),
        ({}, "name", False),
    ],
)
def test_an_answer_to_a_compared_write_is_enough_if_the_next_one_can_be_compared_with_it(
    server: Vendor, paths: dict[str, Any], left_out: str, is_enough: bool
) -> None:
    before = {"id": 7, "rev": 3, "at": "2026-03-01T08:00:00Z", "name": "x"}
    after = {"id": 7, "rev": 4, "at": "2026-03-01T09:00:00Z", "name": "Y"}
    answer = {name: value for name, value in after.items() if name != left_out}
    connector = server.connector(PATHS, precondition=Precondition.COMPARE, **paths)
    server.says(Reply(200, before))
    [current] = [one for one in [connector.fetch("7")] if one is not None]
    server.asked.clear()
    server.says(Reply(200, before), Reply(200, answer), Reply(200, after))
    found = shown(connector.update(current, [(("name",), "y")]))
    assert found.read_back is not is_enough and found.document == (answer if is_enough else after)
    assert server.lines() == ["GET /things/7", "PATCH /things/7", *(["GET /things/7"] if not is_enough else [])]


@pytest.mark.parametrize("reply", [Reply(204), Reply(200), Reply(200, {"id": 7}), Reply(200, {"ok": True})])
def test_an_update_without_the_record_is_read_back(server: Vendor, reply: Reply) -> None:
    server.says(reply, Reply(200, ANSWER))
    operations = Operations(list="", item="/{post.id}/things/{key}", update_query=(("deep", "1"),))
    assert shown(server.connector(operations).update(CURRENT, [(("name",), "y")])).document == ANSWER
    assert server.lines() == ["PATCH /70/things/7", "GET /70/things/7"]
    assert server.asked[0].query == [("deep", "1")]


@pytest.mark.parametrize(("reply", "outcome"), [(Reply(500), OutcomeUnknown), (Reply(404), Gone)])
def test_an_update_that_cannot_be_read_back(server: Vendor, reply: Reply, outcome: type[RemoteError]) -> None:
    server.says(Reply(204), reply)
    with pytest.raises(outcome):
        server.connector(PATHS).update(CURRENT, [(("name",), "y")])


def test_not_found_may_mean_something_else_than_the_record(server: Vendor) -> None:
    def script(asked: Asked) -> Reply:
        found = Reply(200, CURRENT.document)
        return found if asked.method == "GET" else Reply(404, {"title": "Department 9 not found"})

    server.script = script
    with pytest.raises(Rejected, match="Department 9"):
        server.connector(PATHS).update(CURRENT, [(("department",), 9)])
    server.says(Reply(404))
    with pytest.raises(Gone):
        server.connector(PATHS).update(CURRENT, [(("department",), 9)])


# ---- lines ---------------------------------------------------------------------------------------

ROWS = Property(
    attribute="rows",
    path=("rows",),
    kind=Kind.LIST,
    key=("no",),
    lines=LineOperations(create="/things/{key}/rows", update="/rows/{line}", delete="/rows/{line}", parent=("of",)),
)


def with_rows(*rows: dict[str, Any]) -> Snapshot:
    return Snapshot(key="7", document={"id": 7, "at": "t1", "rows": list(rows)}, version="t1")


ROPE: dict[str, Json] = {"no": 1, "q": 1, "p": 10}
CHAIN: dict[str, Json] = {"no": 2, "q": 5, "p": 20}


def test_only_what_differs_in_lines_is_sent_and_nothing_of_the_others(server: Vendor) -> None:
    server.says(Reply(204), Reply(200, {"no": 1}), Reply(201, {"no": 3}), Reply(200, with_rows(ROPE).document))
    connector = server.connector(PATHS, properties=(ROWS,), update=UpdateStyle.PUT_PARTIAL)
    wanted: Json = [ROPE | {"q": 2}, {"q": 9, "p": 1}]
    connector.update(with_rows(ROPE, CHAIN), [(("rows",), wanted)])
    assert server.lines() == ["DELETE /rows/2", "PUT /rows/1", "POST /things/7/rows", "GET /things/7"]
    assert [asked.json for asked in server.asked[1:3]] == [{"q": 2}, {"q": 9, "p": 1, "of": 7}]


def test_a_line_that_somebody_edited_meanwhile_is_not_overwritten_though_no_stamp_tells(server: Vendor) -> None:
    server.says(Reply(200, with_rows(ROPE | {"p": 11}).document))
    connector = server.connector(PATHS, properties=(ROWS,), precondition=Precondition.COMPARE, version=("at",))
    with pytest.raises(Changed, match="line"):
        connector.update(with_rows(ROPE), [(("rows",), [ROPE | {"q": 2}])])
    assert server.lines() == ["GET /things/7"]
