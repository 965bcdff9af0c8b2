"""Nothing is made twice: records that a list leaves out, that a person leaves alone, that a create finds there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.asking import Names, entry_id
from runtime.endpoint import Page, Seen
from runtime.errors import OutcomeUnknown, Rejected
from runtime.linking import end
from runtime.model import Snapshot
from runtime.resolving import entries_of, review
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.pairs import customers, mirror


def _hide(monkeypatch: pytest.MonkeyPatch, memory: Memory, hidden: str, can_look: bool = True) -> None:
    """The list leaves a record out; by its key it is there, or cannot be looked up at all."""

    def pull(cursor: str, seen: Seen) -> Iterator[Page]:
        found = [memory._snapshot(key) for key in memory.documents if key != hidden]
        yield Page(found, keys=tuple(snapshot.key for snapshot in found))
        yield Page([], whole=True)

    def refused(key: str, document: Document | None = None) -> Snapshot | None:
        raise Rejected(memory.system, "there is no look-up by key", status=400)

    monkeypatch.setattr(memory, "pull", pull)
    if not can_look:
        monkeypatch.setattr(memory, "fetch", refused)


@pytest.mark.parametrize(("can_look", "kind"), [(True, "review"), (False, "waiting")])
def test_nothing_is_made_beside_a_match_that_a_list_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_look: bool, kind: str
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("b").has(name="Ann", email="ann@x")
    scene.of("b").has(name="Bo", email="bo@x")
    scene.run()
    scene.of("a").has(name="Ann", email="ann@x")
    with monkeypatch.context() as left_out:
        _hide(left_out, scene.of("b"), "b1", can_look)
        scene.run()
        assert scene.linked() == []
        assert [entry.key for entry in scene.entries(kind)] == ["a1"]
    scene.run()
    assert scene.linked() == [("a1", "b1")]
    assert scene.writes() == {}
    assert scene.entries() == []


def test_nothing_is_made_beside_what_comes_back_by_a_route_and_is_listed_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ab, bc, ac = (customers(*ends, match=()) for ends in (("a", "b"), ("b", "c"), ("a", "c")))
    scene = Scene(tmp_path, ab, bc)
    scene.of("a").has(name="One", email="1@x")
    scene.run()
    scene.of("c").has(name="Other", email="2@x")
    with monkeypatch.context() as archived:
        _hide(archived, scene.of("c"), "c1")
        scene.run()
        scene.run(ab, bc, ac, create_all=frozenset({ac.key}))
        assert [(entry.pair, entry.key) for entry in scene.entries("review")] == [(ac.key, "a1")]
    scene.run(ab, bc, ac)
    assert scene.of("c").column("name") == ["One", "Other"]
    assert [(link.left_key, link.right_key) for link in scene.links() if link.pair == ac.key] == [("a1", "c1")]


def test_what_a_person_leaves_alone_is_linked_by_no_match(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="One", email="1@x")
    scene.run()
    names = Names(scene.store, [flow_of(scene.pairs)])
    end(scene.store, names, scene.pairs[0].key, "a1", "b1", scene.clock().isoformat())
    scene.of("a").edit("a1", email="other@x")
    scene.run()
    scene.writes()
    scene.of("a").has(name="Two", email="1@x", limit="7")
    for _ in range(2):
        scene.run()
        assert scene.writes() == {}
    assert [entry.key for entry in scene.entries("review")] == ["a2"]
    assert "left alone" in scene.entries("review")[0].reason


def _upserts(monkeypatch: pytest.MonkeyPatch, memory: Memory) -> None:
    """A create of an e-mail that is there already writes over that record, and is answered with it."""
    create = memory._create

    def upsert(document: Document, idempotency: str = "") -> Snapshot:
        for key, present in memory.documents.items():
            if present["email"] == document["email"]:
                memory._arrives(("create", "", document))
                memory.edit(key, name=document["name"])
                return memory._snapshot(key)
        return create(document, idempotency)

    monkeypatch.setattr(memory, "_create", upsert)


@pytest.mark.parametrize("apart", [False, True])
def test_a_create_that_is_answered_with_a_linked_record_stops_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()), customers("a", "c", match=()))
    _upserts(monkeypatch, scene.of("b"))
    scene.of("a").has(name="One", email="same@x")
    if apart:
        scene.run()
    scene.of("a").has(name="Two", email="same@x")
    scene.of("a").has(name="Three", email="3@x")
    scene.run()
    assert scene.of("a").column("name") == ["One", "Two", "Three"], "nobody edited the first one"
    assert scene.of("b").column("email") == ["same@x", "3@x"]
    assert scene.of("c").column("name") == ["One", "Two", "Three"]
    assert [entry.key for entry in scene.entries("failed")] == ["a2"]
    assert [(entry.key, entry.row) for entry in scene.entries("held")] == [("a1", "name > name")]
    scene.writes()
    for _ in range(2):
        scene.run()
        assert scene.writes() == {}
    assert scene.of("a").column("name") == ["One", "Two", "Three"]


def test_what_a_lost_create_that_is_left_alone_makes_late_is_copied_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = customers("a", "b", match=())
    scene = Scene(tmp_path, pair)
    flows = flow_of((pair,), (mirror(pair),))
    b, late = scene.of("b"), []

    def lost(document: Document, idempotency: str = "") -> Snapshot:
        late.append(document)
        raise OutcomeUnknown("b", "no answer came")

    scene.of("a").has(name="One", email="1@x")
    with monkeypatch.context() as broken:
        broken.setattr(b, "_create", lost)
        scene.run_flows(flows)
        scene.run_flows(flows)
    [entry] = entries_of(scene.store)
    review(scene.store, Names(scene.store, [flows]), entry_id(entry), "leave", scene.clock().isoformat())
    scene.run_flows(flows)
    b._create(late[0])
    scene.writes()
    beside = frozenset({"b.customer|a.customer"})
    for _ in range(3):
        scene.clock.later(60)
        scene.run_flows(flows, create_all=beside)
        assert scene.writes() == {} and scene.linked() == []
    assert [(entry.side, entry.key) for entry in scene.entries("review")] == [("right", "b1")]
    b.remove("b1")
    for _ in range(2):
        scene.run_flows(flows, create_all=beside, allow_deletes=True)
    assert scene.store.unsettled() == [], "nothing that it may have made is left"
    b.has(name="Other", email="2@x")
    scene.run_flows(flows, create_all=beside)
    assert scene.of("a").column("name") == ["One", "Other"]


def test_a_lost_create_that_was_left_alone_can_be_made_after_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    names = Names(scene.store, [flow_of(scene.pairs)])

    def lost(document: Document, idempotency: str = "") -> Snapshot:
        raise OutcomeUnknown("b", "no answer came")

    scene.of("a").has(name="One", email="1@x")
    with monkeypatch.context() as broken:
        broken.setattr(scene.of("b"), "_create", lost)
        scene.run()
        scene.run()
    for choice in ("leave", "create"):
        assert scene.linked() == []
        [entry] = entries_of(scene.store)
        review(scene.store, names, entry_id(entry), choice, scene.clock().isoformat())
        scene.run()
    assert scene.linked() == [("a1", "b1")]
    assert scene.store.unsettled() == []
