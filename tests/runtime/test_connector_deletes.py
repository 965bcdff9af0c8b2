"""Records deleted over a socket, per protocol and guard: only as they were seen, and what each answer means (S-18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from runtime.connector import Connector
from runtime.endpoint import Done
from runtime.errors import Changed, Contested, LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable
from runtime.model import Bulk, Envelope, ErrorRule, Kind, Meaning, Operations, Precondition, Property, Snapshot
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

PATHS = Operations(list="/things", item="/things/{key}", create="/things", delete="/things/{key}")
SEEN = Snapshot(key="7", document={"id": 7, "rev": 3, "name": "x"}, version="3")
READING = [Precondition.VERSION, Precondition.COMPARE, Precondition.NONE]


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def guarded(server: Vendor, precondition: Precondition, operations: Operations = PATHS, **parts: Any) -> Connector:
    return server.connector(operations, precondition=precondition, version=("rev",), **parts)


def deleted(connector: Connector, snapshot: Snapshot = SEEN) -> Done | RemoteError:
    (outcome,) = connector.delete_all([snapshot])
    return outcome


# ---- guards --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("protocol", "template", "path"),
    [
        ("rest-json", "/things/{key}", "/things/7"),
        ("odata-v4", "/things({key})", "/things(7)"),
        ("odata-v2", "/{account}/things(guid'{key}')", "/a/things(guid'7')"),
    ],
)
def test_an_etag_guards_a_delete_in_every_protocol(server: Vendor, protocol: str, template: str, path: str) -> None:
    server.says(Reply(204))
    operations = Operations(list="/things", item=template, delete=template)
    connector = server.connector(operations, "a", protocol=protocol, precondition=Precondition.ETAG, version=("rev",))
    assert deleted(connector) == Done()
    assert server.lines() == [f"DELETE {path}"]
    assert (server.asked[0].headers["if-match"], server.asked[0].body) == ('"3"', b"")


@pytest.mark.parametrize("precondition", READING)
@pytest.mark.parametrize("protocol", ["rest-json", "odata-v4", "odata-v2"])
def test_what_no_header_guards_is_read_and_compared_just_before(
    server: Vendor, precondition: Precondition, protocol: str
) -> None:
    """A DELETE has no body for a version to travel in."""
    item = ("d",) if protocol == "odata-v2" else ()
    server.says(Reply(200, {"d": SEEN.document} if item else SEEN.document), Reply(204))
    assert deleted(guarded(server, precondition, protocol=protocol, envelope=Envelope(item=item))) == Done()
    assert server.lines() == ["GET /things/7", "DELETE /things/7"]
    assert "if-match" not in server.asked[1].headers


@pytest.mark.parametrize("precondition", READING)
def test_what_was_changed_meanwhile_is_not_deleted(server: Vendor, precondition: Precondition) -> None:
    server.says(Reply(200, SEEN.document | {"rev": 4}))
    assert isinstance(deleted(guarded(server, precondition)), Changed)
    assert server.lines() == ["GET /things/7"]


def test_an_etag_that_was_never_seen_is_asked_for_and_the_record_compared(server: Vendor) -> None:
    listed = Snapshot(key="7", document={"id": 7, "name": "x"})
    server.says(Reply(200, {"id": 7, "name": "x", "more": 1}, {"ETag": '"9"'}), Reply(204))
    connector = server.connector(PATHS, precondition=Precondition.ETAG)
    assert deleted(connector, listed) == Done()
    assert server.asked[1].headers["if-match"] == '"9"'
    server.says(Reply(200, {"id": 7, "name": "edited"}, {"ETag": '"10"'}))
    assert isinstance(deleted(connector, listed), Changed)
    assert server.lines()[2:] == ["GET /things/7"]


def test_a_line_that_was_changed_keeps_its_record_though_the_stamp_stands_still(server: Vendor) -> None:
    lines = Property(attribute="lines", path=("lines",), kind=Kind.LIST, key=("id",))
    seen = Snapshot(key="7", document=SEEN.document | {"lines": [{"id": 1, "n": 1}]}, version="3")
    server.says(Reply(200, SEEN.document | {"lines": [{"id": 1, "n": 2}]}))
    assert isinstance(deleted(guarded(server, Precondition.COMPARE, properties=(lines,)), seen), Changed)
    assert server.lines() == ["GET /things/7"]


# ---- what answers mean ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_is_done(server: Vendor, status: int) -> None:
    server.says(Reply(status))
    assert deleted(guarded(server, Precondition.ETAG)) == Done()


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("precondition", [Precondition.ETAG, Precondition.COMPARE])
def test_a_record_that_is_no_more_is_done(server: Vendor, status: int, precondition: Precondition) -> None:
    server.says(Reply(status, {"message": "there is none"}))
    assert deleted(guarded(server, precondition)) == Done()


def test_not_found_may_mean_the_address_and_then_nothing_was_deleted(server: Vendor) -> None:
    def script(asked: Asked) -> Reply:
        return Reply(200, SEEN.document) if asked.method == "GET" else Reply(404, {"message": "no such address"})

    server.script = script
    assert isinstance(deleted(guarded(server, Precondition.ETAG)), Rejected)
    assert server.lines() == ["DELETE /things/7", "GET /things/7"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(409, {"message": "another user has changed it"}), Contested),
        (Reply(412), Changed),
        (Reply(400, {"message": "has transactions"}), Rejected),
        (Reply(403, {"message": "not for you"}), Rejected),
        (Reply(422, {"message": "is in use"}), Rejected),
        (Reply(405), Rejected),
        (Reply(401), LoginRefused),
        (Reply(429), Unavailable),
        (Reply(503), Unavailable),
    ],
)
def test_a_refusal_is_told_and_nothing_was_deleted(
    server: Vendor, reply: Reply, outcome: type[RemoteError]
) -> None:
    server.says(reply)
    found = deleted(guarded(server, Precondition.ETAG))
    assert type(found) is outcome
    assert {asked.method for asked in server.asked} == {"DELETE"}


def test_a_profile_may_say_that_a_conflict_is_a_refusal(server: Vendor) -> None:
    """One vendor answers 409 to the delete of what is in use."""
    rule = ErrorRule(means=Meaning.REJECTED, method="DELETE", status=409)
    server.says(Reply(409, {"detail": "is in use and cannot be deleted"}))
    found = deleted(server.connector(PATHS, precondition=Precondition.ETAG, version=("rev",), errors=(rule,)))
    assert isinstance(found, Rejected) and "in use" in found.reason


@pytest.mark.parametrize("lost", [Reply(hang_up=True), Reply(500), Reply(504), Reply(200, b"<html>")])
def test_a_lost_answer_is_settled_by_a_look_if_the_record_is_no_more(server: Vendor, lost: Reply) -> None:
    server.says(lost, Reply(404))
    assert deleted(guarded(server, Precondition.ETAG)) == Done()
    assert server.lines() == ["DELETE /things/7", "GET /things/7"]


@pytest.mark.parametrize("lost", [Reply(hang_up=True), Reply(500, {"message": "in use by SalesOrders"})])
@pytest.mark.parametrize("look", [Reply(200, SEEN.document), Reply(500), Reply(200, {})])
def test_a_lost_answer_stays_unknown_while_the_record_is_there_or_cannot_be_looked_for(
    server: Vendor, lost: Reply, look: Reply
) -> None:
    """The delete may still arrive (F-04)."""
    server.says(lost, look)
    assert isinstance(deleted(guarded(server, Precondition.ETAG)), OutcomeUnknown)
    assert [line for line in server.lines() if line.startswith("DELETE")] == ["DELETE /things/7"]


def test_a_server_that_cannot_be_asked_about_a_record_loses_none(server: Vendor) -> None:
    server.says(Reply(200, {}))
    assert isinstance(deleted(guarded(server, Precondition.COMPARE)), Unavailable)
    assert {asked.method for asked in server.asked} == {"GET"}


# ---- where nothing is deleted --------------------------------------------------------------------


def test_where_the_profile_names_no_address_nothing_is_asked(server: Vendor) -> None:
    operations = Operations(list="/things", item="/things/{key}")
    found = deleted(guarded(server, Precondition.COMPARE, operations))
    assert isinstance(found, Rejected) and found.reason == "records of this type cannot be deleted over this API"
    assert server.asked == []


@pytest.mark.parametrize("precondition", list(Precondition))
def test_a_system_that_is_opened_read_only_deletes_nothing(server: Vendor, precondition: Precondition) -> None:
    server.says(Reply(200, SEEN.document))
    connector = guarded(server, precondition)
    connector.client.read_only = True
    found = deleted(connector)
    assert isinstance(found, Rejected) and "read-only" in found.reason
    assert "DELETE" not in {asked.method for asked in server.asked}


def test_each_of_several_has_an_outcome_of_its_own(server: Vendor) -> None:
    def script(asked: Asked) -> Reply:
        return {"/v1/things/1": Reply(204), "/v1/things/2": Reply(412)}.get(asked.path, Reply(404))

    server.script = script
    every = [Snapshot(key=key, document={"id": key}, version="3") for key in ("1", "2", "3")]
    outcomes = guarded(server, Precondition.ETAG).delete_all(every)
    assert [type(outcome) for outcome in outcomes] == [Done, Changed, Done]


def test_an_address_may_have_a_query_and_other_parts_of_the_record(server: Vendor) -> None:
    server.says(Reply(204))
    operations = Operations(list="/things", item="/things/{key}", delete="/{owner.id}/things/list?ids={key}")
    seen = Snapshot(key="a b/1", document={"id": "a b/1", "owner": {"id": 5}}, version="3")
    assert deleted(guarded(server, Precondition.ETAG, operations), seen) == Done()
    assert (server.asked[0].path, server.asked[0].query) == ("/v1/5/things/list", [("ids", "a b/1")])


# ---- idempotency keys ----------------------------------------------------------------------------


def test_a_create_carries_its_key_where_the_system_knows_such(server: Vendor) -> None:
    server.says(Reply(201, {"id": 7, "name": "x"}))
    server.connector(PATHS, idempotency="Idempotency-Key").create_all([{"name": "x"}], ["k-1"])
    server.connector(PATHS, idempotency="Idempotency-Key").create_all([{"name": "x"}])
    server.connector(PATHS).create_all([{"name": "x"}], ["k-1"])
    assert [asked.headers.get("idempotency-key") for asked in server.asked] == ["k-1", None, None]


@pytest.mark.parametrize(
    ("keyed", "keys", "sent"),
    [
        (True, ["k-1", "k-2"], ["k-1,k-2"]),
        (True, ["k-1", ""], ["k-1", None]),
        (True, ["k,1", "k-2"], ["k,1", "k-2"]),
        (True, [], [None]),
        (False, ["k-1", "k-2"], ["k-1", "k-2"]),
        (False, ["", ""], [None]),
    ],
)
def test_records_are_made_together_only_if_each_keeps_its_key(
    server: Vendor, keyed: bool, keys: list[str], sent: list[str | None]
) -> None:
    bulk = Bulk(create="/things/bulk", rows=10, keyed=keyed)
    server.script = lambda asked: Reply(201, [{"id": 1}, {"id": 2}] if asked.path.endswith("bulk") else {"id": 1})
    connector = server.connector(Operations(list="/t", item="/t/{key}", create="/t", bulk=bulk), idempotency="Key")
    assert len(connector.create_all([{}, {}], keys)) == 2
    assert [asked.headers.get("key") for asked in server.asked] == sent


def test_a_key_that_no_header_can_hold_is_refused_before_anything_is_sent(server: Vendor) -> None:
    connector = server.connector(PATHS, idempotency="Idempotency-Key")
    (found,) = connector.create_all([{"name": "x"}], ["a\r\nX-Evil: 1"])
    assert isinstance(found, Rejected)
    assert server.asked == []


# ---- refused again and again ---------------------------------------------------------------------

IN_USE = Reply(409, {"message": "still in use"})


def test_what_is_refused_again_though_nobody_changed_it_is_in_use(server: Vendor) -> None:
    """A conflict may mean another's edit, or that others refer to the record: only the second time can tell (F-08)."""
    server.says(IN_USE, IN_USE, Reply(200, SEEN.document), IN_USE)
    connector = guarded(server, Precondition.ETAG)
    assert isinstance(deleted(connector), Changed)
    found = deleted(connector)
    assert isinstance(found, Rejected) and "still in use" in found.reason
    assert server.lines() == ["DELETE /things/7", "DELETE /things/7", "GET /things/7", "DELETE /things/7"]


@pytest.mark.parametrize("precondition", READING)
def test_what_was_compared_and_is_refused_again_is_in_use(server: Vendor, precondition: Precondition) -> None:
    server.says(*(Reply(200, SEEN.document), IN_USE) * 2)
    connector = guarded(server, precondition)
    assert isinstance(deleted(connector), Changed)
    assert isinstance(deleted(connector), Rejected)
    assert server.lines() == ["GET /things/7", "DELETE /things/7"] * 2


def test_a_system_that_refuses_its_own_versions_deletes_what_holds_the_same(server: Vendor) -> None:
    server.says(Reply(412), Reply(412), Reply(200, SEEN.document | {"rev": 4}), Reply(204))
    connector = guarded(server, Precondition.ETAG)
    assert isinstance(deleted(connector), Changed)
    assert deleted(connector) == Done()
    assert "if-match" not in server.asked[-1].headers


def test_what_was_edited_before_a_second_refusal_is_not_deleted(server: Vendor) -> None:
    server.says(IN_USE, IN_USE, Reply(200, SEEN.document | {"name": "y"}))
    connector = guarded(server, Precondition.ETAG)
    assert isinstance(deleted(connector), Changed)
    assert isinstance(deleted(connector), Changed)
    assert server.lines()[-1] == "GET /things/7"
