"""Deletions, what leaves the scope, and what comes back (SEMANTICS section 7, S-13, S-14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.asking import Names, entry_id
from runtime.endpoint import Page
from runtime.errors import (
    Gone,
    Halted,
    Interrupted,
    LivesOn,
    LoginRefused,
    Rejected,
    RemoteError,
    Unavailable,
)
from runtime.explaining import explained
from runtime.linking import end
from runtime.model import Binding, Creation, CreationRule, Facet, ObjectPair, Property, Side, Snapshot
from runtime.pilot import Criterion, Scope
from runtime.points import on
from runtime.policies import Choice, Policies
from runtime.printing import report_lines
from runtime.resolving import review
from runtime.saved import SavedPlan
from runtime.store import DecisionRow
from runtime.world import RecordId
from tests.runtime.memory import Memory, Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror, order_type, orders, undeletable

PROPAGATE = {"policies": Policies(default=Choice(propagate=True))}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Two customers in a and b, linked and equal; both directions create."""
    return _linked(tmp_path)


def _linked(folder: Path, count: int = 2, pair: ObjectPair | None = None) -> Scene:
    scene = Scene(folder, pair or customers("a", "b"))
    for number in range(1, count + 1):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    _run(scene)
    scene.writes()
    return scene


def _run(scene: Scene, **options: Any) -> Any:
    [pair] = scene.pairs
    return scene.run_flows(flow_of((pair,), (mirror(pair),)), **options)


def _kinds(scene: Scene) -> list[tuple[str, str, str]]:
    return [(entry.side, entry.key, entry.kind) for entry in scene.entries()]


def test_a_delete_is_kept_to_its_side_and_nothing_is_made_again(scene: Scene) -> None:
    scene.of("b").remove("b1")
    for _ in range(3):
        assert _run(scene).exit_code == 0
        assert scene.writes() == {} and set(scene.of("a").documents) == {"a1", "a2"}
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    assert ("left", "a1", "deleted") in _kinds(scene)
    scene.of("a").edit("a1", name="Customer one")
    _run(scene)
    assert scene.writes() == {}, "the survivor is written nowhere and made nowhere"


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_tombstone_whose_survivor_is_deleted_too_says_so(scene: Scene, first: str) -> None:
    scene.of(first).remove(f"{first}1")
    _run(scene)
    scene.of("b" if first == "a" else "a").remove("b1" if first == "a" else "a1")
    for _ in range(2):
        _run(scene)
        [entry] = scene.entries()
        assert (entry.side, entry.key, entry.kind) == ("left", "a1", "deleted")
        assert entry.reason == "both records were deleted"


def test_a_delete_travels_where_the_pair_says_so(scene: Scene) -> None:
    scene.of("a").remove("a1")
    report = _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b2"} and scene.writes() == {"b": 1}
    assert report.pairs[scene.pairs[0].key].deleted == 1
    assert any(line.endswith(" 1 deleted") for line in report_lines(report, (flow_of(scene.pairs),), False))
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    [intent] = [one for one in scene.store.intents_of("b", "customer", "b1") if one.intent.action == "delete"]
    assert intent.state == "applied" and '"Customer 1"' in intent.intent.before
    _run(scene, **PROPAGATE)
    assert scene.writes() == {}


class _Cut(BaseException):
    """The process dies."""


def _limited(scene: Scene) -> None:
    _run(scene, limit=1, **PROPAGATE)
    assert ("left", "a2", "waiting") in _kinds(scene)


def _killed(scene: Scene) -> None:
    def dies(point: str) -> None:
        if point == "record.after":
            raise _Cut

    with on(dies), pytest.raises(_Cut):
        _run(scene, **PROPAGATE)


def _away(scene: Scene) -> None:
    scene.of("b").down_after = 0
    _run(scene, **PROPAGATE)
    scene.of("b").down, scene.of("b").down_after = False, None


def _stopped(scene: Scene) -> None:
    engine = scene.engine(**PROPAGATE)
    engine.stop = lambda: scene.of("b").sent == 1
    with pytest.raises(Interrupted):
        engine.run()


def _applied(scene: Scene) -> None:
    """A plan that was saved before the deletes came."""
    scene.of("a").edit("a3", name="Edited")
    saved = SavedPlan(planned_at="", flows=("flow",), actions=tuple(scene.run(dry_run=True, **PROPAGATE).actions))
    scene.of("a").remove("a1")
    scene.of("a").remove("a2")
    engine = scene.engine(**PROPAGATE)
    engine.saved = saved
    engine.run()


@pytest.mark.parametrize("cut", [_limited, _killed, _away, _stopped, _applied])
def test_a_delete_that_is_planned_and_not_sent_travels_in_a_later_pass(
    tmp_path: Path, cut: Callable[[Scene], None]
) -> None:
    scene = _linked(tmp_path, 4)
    if cut is not _applied:
        scene.of("a").remove("a1")
        scene.of("a").remove("a2")
    cut(scene)
    assert set(scene.of("b").documents) & {"b1", "b2"}, "not all of it was sent"
    _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b3", "b4"}
    assert [link.state for link in scene.links()] == ["tombstone", "tombstone", "active", "active"]
    scene.writes()
    for _ in range(2):
        _run(scene, **PROPAGATE)
        assert scene.writes() == {}


@pytest.fixture
def lasting(tmp_path: Path) -> Scene:
    """Three customers in a and b, linked and equal; the API of b deletes none."""
    return _linked(tmp_path, 3, customers("a", "b", right_type=undeletable(customer_type("b"))))


def test_what_cannot_be_deleted_over_its_api_is_held_for_a_person_to_delete(lasting: Scene) -> None:
    scene = lasting
    scene.of("a").remove("a1")
    report = _run(scene, dry_run=True, **PROPAGATE)
    assert report.actions == [] and any("delete it there by hand" in line for line in report_lines(report, (), True))
    for _ in range(3):
        assert _run(scene, **PROPAGATE).exit_code == 0 and scene.writes() == {}
        [entry] = scene.entries()
        assert (entry.kind, entry.side, entry.key, entry.row) == ("held", "left", "a1", "")
        assert "a customer a1 was deleted" in entry.reason and "b customer b1 cannot be deleted over" in entry.reason
    scene.of("b").remove("b1")
    for _ in range(2):
        assert _run(scene, **PROPAGATE).exit_code == 0 and scene.writes() == {}
        assert [entry.reason for entry in scene.entries()] == ["both records were deleted"]
    assert [link.state for link in scene.links()] == ["tombstone", "active", "active"]


def test_a_record_that_is_held_to_be_deleted_goes_on_where_it_is_edited_or_its_counterpart_comes_back(
    lasting: Scene,
) -> None:
    scene = lasting
    back = dict(scene.of("a").documents["a2"])
    scene.of("a").remove("a1")
    scene.of("a").remove("a2")
    _run(scene, **PROPAGATE)
    scene.of("b").edit("b1", name="Edited")
    scene.of("a").documents["a2"] = back | {"name": "Back", "version": 7}
    for _ in range(2):
        _run(scene, **PROPAGATE)
        [entry] = scene.entries()
        assert entry.key == "a1" and "has values that it did not have (name > name)" in entry.reason
    assert [link.state for link in scene.links()] == ["tombstone", "active", "active"]
    assert scene.writes() == {"b": 1} and scene.of("b").value("b2", "name") == "Back"


def test_a_delete_that_was_held_travels_once_the_profile_deletes_and_is_kept_once_the_policy_keeps(
    lasting: Scene,
) -> None:
    scene = lasting
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    _run(scene)
    assert [entry.kind for entry in scene.entries()] == ["deleted"]
    scene.of("a").remove("a2")
    _run(scene, **PROPAGATE)
    assert [entry.kind for entry in scene.entries()] == ["deleted", "held"]
    pair = customers("a", "b")
    scene.run_flows(flow_of((pair,), (mirror(pair),)), **PROPAGATE)
    assert set(scene.of("b").documents) == {"b1", "b3"} and scene.writes() == {"b": 1}


def test_an_edit_beats_a_delete_and_nothing_is_made_again(scene: Scene) -> None:
    scene.of("b").edit("b1", name="Edited")
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and scene.of("b").value("b1", "name") == "Edited"
    assert any("has values that it did not have (name > name)" in entry.reason for entry in scene.entries("deleted"))


def _one_way(pair: ObjectPair, name: str) -> ObjectPair:
    rows = tuple(structs.replace(row, binding=Binding.RIGHT) if row.name == name else row for row in pair.rows)
    return structs.replace(pair, rows=rows)


def test_an_edit_of_a_row_that_goes_one_way_beats_a_delete(tmp_path: Path) -> None:
    scene = Scene(tmp_path, _one_way(customers("a", "b"), "limit"))
    for number in (1, 2, 3):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example", limit="5")
    scene.run()
    scene.of("a").edit("a1", limit="99")
    scene.of("b").edit("b2", limit="99")
    scene.of("b").remove("b1")
    scene.of("a").remove("a2")
    scene.of("b").remove("b3")
    scene.run(**PROPAGATE)
    assert set(scene.of("a").documents) == {"a1"} and set(scene.of("b").documents) == {"b2"}
    assert len([e for e in scene.entries("deleted") if "did not have (limit > limit)" in e.reason]) == 2


@pytest.mark.parametrize("edited", ["h", "c"])
def test_an_edit_that_another_link_of_the_record_carries_beats_a_delete(tmp_path: Path, edited: str) -> None:
    scene = Scene(tmp_path, customers("h", "a", rows=("email",)), customers("h", "c", rows=("email", "name")))
    for number in (1, 2, 3):
        scene.of("h").has(name=f"{number}", email=f"{number}@x.example")
    scene.run()
    scene.of("a").remove("a1")
    scene.of("a").remove("a2")
    scene.of(edited).edit(f"{edited}1", name="Edited")
    for _ in range(2):
        scene.run(**PROPAGATE)
    assert scene.of("h").column("name") == scene.of("c").column("name") == ["Edited", "3"]
    scene.writes()
    scene.run(**PROPAGATE)
    assert scene.writes() == {}


def test_an_edit_that_came_by_another_link_before_the_delete_does_not_beat_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("h", "a", rows=("email",)), customers("h", "c", rows=("email", "name")))
    for number in (1, 2):
        scene.of("h").has(name=f"{number}", email=f"{number}@x.example")
    scene.run()
    scene.of("c").edit("c1", name="Edited")
    scene.run(**PROPAGATE)
    scene.of("a").remove("a1")
    scene.run(**PROPAGATE)
    assert set(scene.of("h").documents) == {"h2"} and set(scene.of("c").documents) == {"c2"}


def test_a_reference_that_waits_beats_a_delete(tmp_path: Path) -> None:
    rule = CreationRule(kind=Creation.MATCH_ONLY)
    scene = Scene(tmp_path, customers("a", "b", rule=rule), orders("a", "b"))
    for number in (1, 2):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
    scene.of("b").has(name="1", email="1@x.example")
    order = scene.of("a", "order")
    order.has(title="One", customer="a1")
    order.has(title="Two", customer="a1")
    order.has(title="Three")
    scene.run()
    scene.of("b", "order").remove("b1")
    scene.of("b", "order").remove("b2")
    order.edit("a1", customer="a2")
    scene.run(**PROPAGATE)
    assert set(order.documents) == {"a1", "a3"}


def test_the_end_of_what_a_record_refers_to_is_no_edit(tmp_path: Path) -> None:
    """A customer and its order are deleted, and the order's delete leaves later: by then the customer has no link."""
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    for number in (1, 2):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
        scene.of("a", "order").has(title=f"{number}", customer=f"a{number}")
    scene.run()
    scene.of("a").remove("a1")
    scene.of("a", "order").remove("a1")
    scene.run(limit=1, **PROPAGATE)
    assert not {"b1"} & set(scene.of("b").documents) and len(scene.of("b", "order").documents) == 2
    scene.run(**PROPAGATE)
    assert set(scene.of("b", "order").documents) == {"b2"}


@pytest.mark.parametrize("readable", [True, False])
def test_a_write_that_finds_no_record_is_no_proof_of_a_delete(tmp_path: Path, readable: bool) -> None:
    scene = _linked(tmp_path)
    memory, usual = scene.of("b"), scene.of("b").fetch

    def update(current: Snapshot, changes: Any) -> Snapshot:
        memory._arrives(("update", current.key, {}))
        raise Gone("b", "404 not found")

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        if not readable:
            raise Rejected("b", "not for you", status=403)
        return usual(key, document)

    memory._update = update  # type: ignore[method-assign]  # a system that says 404 of what we may not write
    memory.fetch = fetch  # type: ignore[method-assign]
    scene.of("a").edit("a1", name="Edited")
    _run(scene, **PROPAGATE)
    assert set(scene.of("a").documents) == {"a1", "a2"} and ("left", "a1", "failed") in _kinds(scene)
    assert scene.writes() == {"b": 1}
    for _ in range(2):
        _run(scene, **PROPAGATE)
        assert scene.writes() == {} and [link.state for link in scene.links()] == ["active", "active"]


def test_an_edit_that_arrives_while_we_delete_beats_the_delete(scene: Scene) -> None:
    scene.of("b").changed_once = lambda: scene.of("b").edit("b1", name="Edited")
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    _run(scene, **PROPAGATE)
    assert scene.of("b").value("b1", "name") == "Edited"
    assert [link.state for link in scene.links()] == ["tombstone", "active"]


@pytest.mark.parametrize(
    "narrowed",
    [
        {"only": frozenset({RecordId("a", "customer", "a1")})},
        {"scope": {"b.customer": Scope(keys=frozenset({"b1"}))}},
        {"scope": {"a.customer": Scope(keys=frozenset({"a1"}))}},
    ],
    ids=["only", "the survivor is out of scope", "the deleted one was"],
)
def test_a_delete_reaches_nothing_that_takes_no_part(tmp_path: Path, narrowed: dict[str, Any]) -> None:
    scene = _linked(tmp_path, 3)
    scene.of("a").remove("a2")
    _run(scene, **narrowed, **PROPAGATE)
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["active"] * 3
    assert ("left", "a2", "out-of-scope") in _kinds(scene)
    _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b1", "b3"}, "it travels once the two take part again"


def test_a_record_that_left_its_facet_is_not_deleted(tmp_path: Path) -> None:
    usual = customers("a", "b")
    facet = Facet(name="person", path=("alias",), value="yes")
    scene = _linked(tmp_path, 3, structs.replace(usual, right=structs.replace(usual.right, facet=facet)))
    scene.of("b").edit("b2", alias="no")
    scene.of("a").remove("a2")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and ("left", "a2", "out-of-scope") in _kinds(scene)


def test_a_delete_waits_for_a_survivor_that_cannot_be_seen(scene: Scene) -> None:
    memory, usual = scene.of("b"), scene.of("b").fetch
    hidden = memory.documents.pop("b1")

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        raise Unavailable("b", "records cannot be read today")

    memory.fetch = fetch  # type: ignore[method-assign]  # the list leaves one out, and nobody can look it up
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and ("left", "a1", "waiting") in _kinds(scene)
    memory.documents["b1"] = hidden
    memory.fetch = usual  # type: ignore[method-assign]  # and all is well again
    _run(scene, **PROPAGATE)
    assert set(memory.documents) == {"b2"}


def test_both_deleted_is_the_end_of_a_link(scene: Scene) -> None:
    scene.of("a").remove("a1")
    scene.of("b").remove("b1")
    _run(scene, **PROPAGATE)
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["tombstone", "active"]


def test_a_restored_key_revives_the_link_with_its_bases(scene: Scene) -> None:
    kept = dict(scene.of("b").documents["b1"])
    scene.of("b").remove("b1")
    _run(scene)
    scene.of("b").documents["b1"] = kept
    scene.of("a").edit("a1", name="Edited meanwhile")
    _run(scene)
    assert [link.state for link in scene.links()] == ["active", "active"]
    assert scene.of("b").value("b1", "name") == "Edited meanwhile" and scene.conflicts() == []


class _Hidden:
    """Records that a system lists and knows nothing of at their own addresses; `asked` are the look-ups of them."""

    def __init__(self, memory: Memory, *keys: str) -> None:
        self.keys, self.asked = set(keys), 0
        self._fetch, self._update = memory.fetch, memory._update
        memory.fetch = self.fetch  # type: ignore[method-assign]
        memory._update = self.update  # type: ignore[method-assign]
        self._memory = memory

    def fetch(self, key: str, document: Any = None) -> Snapshot | None:
        self.asked += key in self.keys
        return None if key in self.keys else self._fetch(key, document)

    def update(self, current: Snapshot, changes: Any) -> Snapshot:
        if current.key not in self.keys:
            return self._update(current, changes)
        self._memory._arrives(("update", current.key, {}))
        raise Gone("b", "404 not found")


@pytest.mark.parametrize("options", [{}, PROPAGATE], ids=["keep", "propagate"])
def test_a_deleted_record_that_is_listed_all_the_same_is_written_no_more(scene: Scene, options: dict[str, Any]) -> None:
    hidden = _Hidden(scene.of("b"), "b1")
    scene.of("a").edit("a1", name="Edited")
    _run(scene, **options)
    assert scene.writes() == {"b": 1} and [link.state for link in scene.links()] == ["tombstone", "active"]
    _run(scene, **options)
    [entry] = scene.entries()
    told = "; the list of b shows b customer b1, its own address does not: it is taken for deleted"
    assert entry.kind == "deleted" and entry.reason.endswith(told)
    hidden.asked = 0
    for _ in range(3):
        assert _run(scene, **options).exit_code == 0 and scene.writes() == {}
    assert hidden.asked == 0 and [one.reason for one in scene.entries()] == [entry.reason]
    [said] = explained(scene.store, Names(scene.store, [flow_of(scene.pairs)]), RecordId("a", "customer", "a1"))
    assert told in said["text"]
    scene.of("b").edit("b1", alias="Moved")
    _run(scene, **options)
    assert hidden.asked == 1 and scene.writes() == {}, "the list has news, and its own address has none"
    scene.of("b").remove("b1")
    for _ in range(2):
        _run(scene, **options)
    [entry] = scene.entries()
    assert told not in entry.reason and scene.writes() == {} and set(scene.of("a").documents) == {"a1", "a2"}


@pytest.mark.parametrize("how", ["news", "in time", "listed anew"])
def test_a_deleted_record_that_is_listed_is_back_once_its_own_address_shows_it(scene: Scene, how: str) -> None:
    hidden = _Hidden(scene.of("b"), "b1")
    scene.of("a").edit("a1", name="Edited")
    for _ in range(2):
        _run(scene)
    kept = dict(scene.of("b").documents["b1"])
    if how == "listed anew":
        scene.of("b").remove("b1")
        _run(scene)
        scene.of("b").documents["b1"] = kept
    hidden.keys.clear()
    if how == "news":
        scene.of("b").edit("b1", email="new@x.example")
    if how == "in time":
        scene.clock.later(24 * 60)
    scene.writes()
    _run(scene)
    assert [link.state for link in scene.links()] == ["active", "active"] and scene.entries() == []
    assert scene.of("b").value("b1", "name") == "Edited" and scene.conflicts() == []
    assert scene.of("a").value("a1", "email") == scene.of("b").value("b1", "email")


def test_what_we_deleted_and_is_listed_all_the_same_is_not_there_again(scene: Scene) -> None:
    scene.of("a").remove("a1")
    _run(scene, **PROPAGATE)
    scene.of("b").documents["b1"] = dict(scene.of("b").documents["b2"], id="b1")
    _Hidden(scene.of("b"), "b1")
    for _ in range(4):
        _run(scene, **PROPAGATE)
        assert not any("there again" in one.reason for one in scene.entries()) and scene.writes().keys() <= {"b"}


def test_where_nobody_can_look_up_a_deleted_record_its_list_is_the_only_word(scene: Scene) -> None:
    kept, usual = dict(scene.of("b").documents["b1"]), scene.of("b").fetch
    scene.of("b").remove("b1")
    _run(scene)

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        if key == "b1":
            raise refused
        return usual(key, document)

    scene.of("b").fetch = fetch  # type: ignore[method-assign]
    scene.of("b").documents["b1"] = kept
    refused: RemoteError = Unavailable("b", "records cannot be read today")
    _run(scene)
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    refused = Rejected("b", "there is no such address", status=405)
    _run(scene)
    assert [link.state for link in scene.links()] == ["active", "active"]


@pytest.mark.parametrize("has_mirror", [True, False])
def test_a_record_that_is_there_again_after_its_delete_travelled_is_told_so(tmp_path: Path, has_mirror: bool) -> None:
    scene = _linked(tmp_path)
    flow = flow_of(scene.pairs, (mirror(scene.pairs[0]),) if has_mirror else ())
    names = Names(scene.store, [flow])

    def one_pass() -> None:
        scene.run_flows(flow, **PROPAGATE)

    kept = dict(scene.of("b").documents["b1"])
    scene.of("b").remove("b1")
    one_pass()
    assert set(scene.of("a").documents) == {"a2"} and scene.writes() == {"a": 1}
    for _ in range(2):
        scene.of("b").documents["b1"] = kept
        one_pass()
        one_pass()
        assert scene.writes() == {} and set(scene.of("a").documents) == {"a2"}, "nothing is made by itself"
        assert scene.entries() and not any("both" in entry.reason for entry in scene.entries())
        again = [entry.reason for entry in scene.entries() if entry.side == "left"]
        assert ["b customer b1 is there again" in reason for reason in again] == [True]
        assert "a customer a1 was deleted" in again[0] and "`flowc unlink --again`" in again[0]
        text = explained(scene.store, names, RecordId("b", "customer", "b1"))[0]["text"]
        assert "b customer b1 is there again" in text and "its counterpart was deleted" in text
        assert "its record was deleted" not in text and "both" not in text
        scene.of("b").remove("b1")
        one_pass()
        assert [entry.reason for entry in scene.entries()] == ["both records were deleted"]
    scene.of("b").documents["b1"] = kept
    one_pass()
    end(scene.store, names, scene.pairs[0].key, "a1", "b1", "2026-03-01T08:00:00+00:00", again=True)
    one_pass()
    assert scene.writes() == ({"a": 1} if has_mirror else {}) and scene.entries() == []


def test_a_survivor_that_is_deleted_too_is_told_so(scene: Scene) -> None:
    for system in ("a", "b"):
        scene.of(system).remove(f"{system}1")
        _run(scene)
    assert [entry.reason for entry in scene.entries()] == ["both records were deleted"] and scene.writes() == {}


def test_a_new_record_that_matches_a_survivor_is_for_a_person_to_decide(scene: Scene) -> None:
    scene.of("b").remove("b1")
    _run(scene)
    twin = scene.of("b").has(name="Again", email="1@x.example")
    for _ in range(2):
        _run(scene)
        assert scene.writes() == {}
    [entry] = [entry for entry in scene.entries("review") if entry.key == twin]
    assert "whose counterpart was deleted" in entry.reason and "a1" in entry.evidence
    scene.store.decide(DecisionRow(scene.pairs[0].key, "right", twin, "create"), "now")
    _run(scene)
    assert scene.writes() == {"a": 1} and len(scene.of("a").documents) == 3


def _lost_one(folder: Path, side: Side, when: str) -> tuple[Scene, Callable[[], Any], str, str]:
    """Records are made from one side only. One of the other side was deleted, and a new one there matches the survivor:
    after that, in the same pass, or since it was edited. With how a pass is made, the survivor's key and the new one's.
    """
    pair = customers("a", "b")
    scene = Scene(folder, pair)
    here, there = ("a", "b") if side is Side.LEFT else ("b", "a")
    scene.of(here).has(name="Customer", email="1@x.example")

    def one_pass() -> Any:
        return scene.run() if side is Side.LEFT else scene.run_flows(flow_of((), (mirror(pair),)))

    one_pass()
    scene.of(there).remove(f"{there}1")
    scene.of(there).has(name="Stays", email="z@x.example")  # a side that is empty would stop the pass
    if when != "at once":
        one_pass()
    key = scene.of(there).has(name="Again", email="0@x.example" if when == "edited" else "1@x.example")
    one_pass()
    if when == "edited":
        scene.of(there).edit(key, email="1@x.example")
        one_pass()
    scene.writes()
    return scene, one_pass, f"{here}1", key


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("when", ["after", "at once", "edited"])
def test_a_survivor_asks_of_what_matches_it_where_nothing_is_made_of_that(
    tmp_path: Path, side: Side, when: str
) -> None:
    scene, one_pass, survivor, twin = _lost_one(tmp_path, side, when)
    for _ in range(2):
        [entry] = scene.entries("review")
        assert (entry.side, entry.key) == (side.value, survivor)
        assert "was deleted, and" in entry.reason and f"customer {twin} there" in entry.reason
        assert f'"candidates": ["{twin}"]' in entry.evidence
        one_pass()
        assert scene.writes() == {}
    names = Names(scene.store, [flow_of(scene.pairs)])
    system = "b" if side is Side.LEFT else "a"
    [told] = explained(scene.store, names, RecordId(system, "customer", twin))
    assert f"customer {survivor}" in told["text"] and entry_id(entry) in told["text"]
    review(scene.store, names, entry_id(entry), "link", "2026-03-01T08:00:00+00:00", twin)
    one_pass()
    assert [(link.left_key, link.right_key) for link in scene.links() if link.state == "active"] == [
        (survivor, twin) if side is Side.LEFT else (twin, survivor)
    ]
    assert scene.entries("review") == []


@pytest.mark.parametrize("end", ["edited", "deleted", "left"])
def test_a_survivor_asks_no_longer_than_something_matches_it(tmp_path: Path, end: str) -> None:
    scene, one_pass, _, twin = _lost_one(tmp_path, Side.LEFT, "after")
    if end == "edited":
        scene.of("b").edit(twin, email="other@x.example")
    elif end == "deleted":
        scene.of("b").remove(twin)
    else:
        scene.store.decide(DecisionRow(scene.pairs[0].key, "right", twin, "leave"), "now")
    one_pass()
    assert [entry.kind for entry in scene.entries() if entry.side == "left"] == ["deleted"] and scene.writes() == {}


def test_what_a_person_said_once_is_used_once(tmp_path: Path) -> None:
    """Two records match, and a person says: make a third. When that is deleted, none is made in its place."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="One", email="1@x.example")
    for name in ("One", "Two"):
        scene.of("b").has(name=name, email="1@x.example")
    scene.run()
    scene.store.decide(DecisionRow(scene.pairs[0].key, "left", "a1", "create"), "now")
    scene.run()
    assert scene.linked() == [("a1", "b3")] and scene.store.decisions() == []
    scene.writes()
    scene.of("b").remove("b3")
    for _ in range(2):
        scene.run()
        assert scene.writes() == {} and [link.state for link in scene.links()] == ["tombstone"]


def test_a_list_that_fails_or_is_cut_short_deletes_nothing(scene: Scene) -> None:
    """A page is lost, the list ends early, the system is down, the list is refused: nothing is concluded."""
    memory = scene.of("b")
    usual = memory.pull

    def cut(cursor: str, seen: Any) -> Any:
        yield from list(usual(cursor, seen))[:1][:0]
        raise Unavailable("b", "the page could not be read")

    memory.pull = cut  # type: ignore[method-assign]  # the server breaks off in the middle of its list
    _run(scene, **PROPAGATE)
    memory.pull = usual  # type: ignore[method-assign]  # and is well again
    memory.no_list = Rejected("b", "not for you", status=403)
    _run(scene, **PROPAGATE)
    memory.no_list = None
    assert _run(scene, **PROPAGATE).exit_code == 0
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["active", "active"]


def test_a_record_that_is_listed_no_more_but_is_there_is_out_of_scope(scene: Scene) -> None:
    memory = scene.of("b")
    hidden = memory.documents["b1"]
    usual = memory.fetch

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        if key != "b1" or "b1" in memory.documents:
            return usual(key, document)
        return Snapshot(key="b1", document=hidden, version="1", modified="")

    memory.fetch = fetch  # type: ignore[method-assign]  # an archived record: no list tells of it
    del memory.documents["b1"]
    scene.of("a").edit("a1", name="Edited")
    for _ in range(2):
        _run(scene, **PROPAGATE)
        assert scene.writes() == {} and ("left", "a1", "out-of-scope") in _kinds(scene)
    assert [link.state for link in scene.links()] == ["active", "active"]
    memory.documents["b1"] = hidden
    _run(scene)
    assert memory.value("b1", "name") == "Edited", "back in scope, the edit arrives"


def test_without_a_look_up_two_complete_lists_are_the_proof(scene: Scene) -> None:
    memory = scene.of("b")

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        raise Rejected("b", "records cannot be read one by one", status=405)

    memory.fetch = fetch  # type: ignore[method-assign]  # an API without single records
    memory.remove("b1")
    _run(scene, **PROPAGATE)
    assert ("left", "a1", "waiting") in _kinds(scene) and scene.writes() == {}
    _run(scene, **PROPAGATE)
    assert scene.writes() == {"a": 1} and set(scene.of("a").documents) == {"a2"}


def _hide(memory: Memory, *hidden: str) -> None:
    """The list tells no more of these records."""

    def pull(cursor: str, seen: Any) -> Iterator[Page]:
        found = [memory._snapshot(key) for key in memory.documents if key not in hidden]
        yield Page(found, keys=tuple(snapshot.key for snapshot in found), whole=True)

    memory.pull = pull  # type: ignore[method-assign]  # archived, or not ours to see


def test_what_was_archived_and_then_deleted_is_noticed_in_time(scene: Scene) -> None:
    memory = scene.of("b")
    _hide(memory, "b1")
    _run(scene, **PROPAGATE)
    assert ("left", "a1", "out-of-scope") in _kinds(scene)
    looked: list[str] = []
    usual = memory.fetch

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        looked.append(key)
        return usual(key, document)

    memory.fetch = fetch  # type: ignore[method-assign]  # the same, counted
    for _ in range(3):
        _run(scene, **PROPAGATE)
    assert len(looked) <= 1, "not in every pass"
    memory.remove("b1")
    scene.clock.later(60 * 24)
    _run(scene, audit_hours=0, **PROPAGATE)
    assert set(scene.of("a").documents) == {"a1", "a2"}
    _run(scene, **PROPAGATE)
    assert set(scene.of("a").documents) == {"a2"}


def test_of_more_archived_records_than_one_pass_looks_up_each_has_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.pulling.MOST_LOOKED_UP", 2)
    scene = _linked(tmp_path, 6)
    memory = scene.of("b")
    hidden = ["b1", "b2", "b3", "b4", "b5"]
    _hide(memory, *hidden)
    for _ in range(4):
        _run(scene, **PROPAGATE)
    memory.remove("b5")
    scene.clock.later(60 * 25)
    for _ in range(4):
        _run(scene, **PROPAGATE)
    assert set(scene.of("a").documents) == {"a1", "a2", "a3", "a4", "a6"}


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (Rejected("b", "not for you", status=403), "waiting"),
        (LoginRefused("b", "not for you", status=403), "waiting"),
        (LivesOn("b", "it is an invoice now"), "out-of-scope"),
    ],
)
def test_a_look_up_that_is_refused_is_no_proof_of_a_delete(scene: Scene, refused: RemoteError, kind: str) -> None:
    memory = scene.of("b")

    def fetch(key: str, document: Any = None) -> Snapshot | None:
        raise refused

    memory.fetch = fetch  # type: ignore[method-assign]
    _hide(memory, "b1")
    for _ in range(4):
        scene.clock.later(60 * 24)
        _run(scene, **PROPAGATE)
        assert scene.writes() == {} and ("left", "a1", kind) in _kinds(scene)


def test_more_deletes_than_the_brake_allows_stop_before_anything_is_sent(tmp_path: Path) -> None:
    scene = _linked(tmp_path, 30)
    for number in range(1, 13):
        scene.of("a").remove(f"a{number}")
    with pytest.raises(Halted, match="would delete 12 of 30 customer in b") as halted:
        _run(scene, **PROPAGATE)
    assert halted.value.exit_code == 4 and scene.writes() == {}
    _run(scene, allow_deletes=True, **PROPAGATE)
    assert scene.writes() == {"b": 12} and len(scene.of("b").documents) == 18


def test_a_limit_takes_nothing_past_the_brake(tmp_path: Path) -> None:
    scene = _linked(tmp_path, 30)
    for number in range(1, 13):
        scene.of("a").edit(f"a{number}", name="Everybody")
    for _ in range(2):
        with pytest.raises(Halted, match="would rewrite 12 of 30 customer in b"):
            _run(scene, limit=5)
        assert scene.writes() == {}
    _run(scene, limit=5, allow_rewrites=True)
    assert scene.writes() == {"b": 5}
    _run(scene, limit=5)
    assert scene.writes() == {"b": 5}, "what is left is less than the brake allows"


def test_a_side_that_is_empty_all_at_once_stops_the_pass(scene: Scene) -> None:
    scene.of("a").documents.clear()
    with pytest.raises(Halted, match="says it has no customer at all"):
        _run(scene, **PROPAGATE)
    assert scene.writes() == {}


def test_a_side_that_its_feed_empties_stops_every_pass_until_a_person_says_so(scene: Scene) -> None:
    scene.of("a").tells_gone = True
    for key in ("a1", "a2"):
        scene.of("a").remove(key)
    for _ in range(2):
        with pytest.raises(Halted, match="says it has no customer at all"):
            _run(scene, **PROPAGATE)
        assert scene.writes() == {}
    _run(scene, allow_deletes=True, **PROPAGATE)
    assert scene.writes() == {"b": 2}


def test_a_feed_that_names_what_is_gone_needs_no_look_up(scene: Scene) -> None:
    scene.of("a").tells_gone = scene.of("b").tells_gone = True
    scene.of("a").remove("a2")
    _run(scene, **PROPAGATE)
    assert set(scene.of("b").documents) == {"b1"}


def test_leaving_the_facet_pauses_the_link(tmp_path: Path) -> None:
    usual = customers("a", "b")
    facet = Facet(name="person", path=("name",), value="Person")
    scene = Scene(tmp_path, structs.replace(usual, left=structs.replace(usual.left, facet=facet)))
    scene.of("a").has(name="Person", email="1@x.example")
    scene.run()
    assert scene.linked() == [("a1", "b1")]
    scene.of("a").edit("a1", name="Company", limit="7")
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.of("b").value("b1", "limit") is None
    [entry] = scene.entries("out-of-scope")
    assert "is no person any more" in entry.reason
    scene.of("a").edit("a1", name="Person")
    scene.run()
    assert scene.of("b").value("b1", "limit") == 7


# ---- pilot scope --------------------------------------------------------------------------------


def test_only_what_is_in_the_pilot_scope_takes_part(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for name in ("one", "two", "three"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scope = {"a.customer": Scope(keys=frozenset({"a2"}))}
    scene.run(scope=scope)
    assert scene.of("b").column("name") == ["two"]
    named = {"a.customer": Scope(all=(Criterion("name", "equal", ("one",)),))}
    scene.run(scope=named)
    assert scene.of("b").column("name") == ["two", "one"], "another scope is looked at from the start"
    scene.of("a").edit("a2", name="two changed")
    scene.run(scope=named)
    assert scene.of("b").column("name") == ["two", "one"]
    assert {entry.key for entry in scene.entries("out-of-scope")} == {"a2", "a3"}, "one is linked, the other never was"
    scene.run()
    assert scene.of("b").column("name") == ["two changed", "one", "three"] and scene.entries() == []


def test_a_limit_sends_so_many_writes_and_leaves_the_rest_for_later(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(5):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
    scene.run(limit=2)
    assert scene.writes() == {"b": 2} and len(scene.entries("waiting")) == 3
    scene.run(limit=2)
    assert scene.writes() == {"b": 2}
    scene.of("a").edit("a1", name="new")
    scene.of("a").edit("a2", name="newer")
    scene.run(limit=2)
    assert scene.writes() == {"b": 2}
    scene.run()
    assert scene.writes() == {"b": 1} and scene.entries() == []
    assert sorted(scene.of("b").column("name")) == ["2", "3", "4", "new", "newer"]


@pytest.mark.parametrize("is_at_once", [False, True])
@pytest.mark.parametrize("is_required", [False, True])
def test_a_reference_to_a_survivor_is_blocked_and_says_why(tmp_path: Path, is_required: bool, is_at_once: bool) -> None:
    customer = Property(attribute="customer", path=("customer", "id"), targets=("customer",), required=is_required)
    pairs = customers("a", "b"), orders("a", "b", right_type=order_type("b", customer=customer))
    scene = Scene(tmp_path, *pairs)
    for number in (1, 2):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    order = scene.of("a", "order")
    order.has(title="Old", customer="a2")
    scene.run()
    scene.of("b").remove("b1")
    if not is_at_once:
        scene.run()
    scene.writes()
    order.edit("a1", customer="a1", title="Edited")
    order.has(title="New", customer="a1")
    for _ in range(2):
        scene.run()
    new = [("a2", "")] if is_required else [("a2", "customer.id > customer.id")]
    blocked = [entry for entry in scene.entries("blocked") if entry.pair == pairs[1].key]
    assert [(entry.key, entry.row) for entry in blocked] == [("a1", "customer.id > customer.id"), *new]
    assert all("customer b1 in b was deleted" in entry.reason for entry in blocked)
    assert scene.of("b", "order").column("title") == (["Edited"] if is_required else ["Edited", "New"])
    assert scene.of("b", "order").column("customer") == (["b2"] if is_required else ["b2", None])
    assert not scene.entries("waiting")
