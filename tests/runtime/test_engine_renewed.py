"""A key that is given again: another record stands where a linked one stood (S-30, F-35)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.endpoint import Page, Seen
from runtime.errors import Halted, Rejected, Unavailable
from runtime.model import Snapshot
from runtime.policies import Choice, Policies
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror

PROPAGATE = {"policies": Policies(default=Choice(propagate=True))}
FIRST, SECOND = "2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z"


def _scene(folder: Path, names: tuple[str, ...] = ("Old",), **options: Any) -> Scene:
    """These customers of a, whose profile names when a record was made, and their counterparts in b."""
    kind = structs.replace(customer_type("a"), created=("made",))
    scene = Scene(folder, customers("a", "b", left_type=kind, **options))
    for name in names:
        scene.of("a").has(name=name, email=f"{name}@x.example", limit="5", made=FIRST)
    _run(scene)
    _run(scene)
    scene.writes()
    return scene


def _lagging(folder: Path) -> Scene:
    """The same two systems; reads of a may lag by two hours."""
    kind = structs.replace(customer_type("a"), created=("made",))
    kind = structs.replace(kind, system=structs.replace(kind.system, lag=7200))
    return Scene(folder, customers("a", "b", left_type=kind))


def _run(scene: Scene, **options: Any) -> Any:
    [pair] = scene.pairs
    return scene.run_flows(flow_of((pair,), (mirror(pair),)), **options)


def _made_anew(a: Memory, key: str, **values: Any) -> None:
    """Somebody deletes a record, and the system gives its key to another one, whose version may even be the same."""
    a.remove(key)
    a._store(key, {"made": SECOND} | values)


def _states(scene: Scene) -> list[tuple[str, str, str]]:
    return [(link.left_key.split(" ")[0], link.right_key, link.state) for link in scene.links()]


def test_a_key_given_again_is_a_deletion_and_a_new_record(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    _made_anew(scene.of("a"), "a1", name="Stranger", email="s@x.example")
    _run(scene)
    b = scene.of("b")
    assert (b.column("name"), b.column("limit")[0]) == (["Old", "Stranger"], 5), "nothing is written over"
    assert scene.of("a").column("name") == ["Stranger"]
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]
    scene.writes()
    _run(scene)
    _run(scene)
    assert scene.writes() == {}
    scene.of("a").edit("a1", name="Stranger & Son")
    b.edit("b1", name="Older")
    _run(scene)
    assert b.column("name") == ["Older", "Stranger & Son"], "each edit goes to its own counterpart"
    assert scene.of("a").column("name") == ["Stranger & Son"]


def test_a_delete_told_by_a_key_given_again_does_not_travel(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    _made_anew(scene.of("a"), "a1", name="Stranger", email="s@x.example")
    _run(scene, **PROPAGATE)
    _run(scene, **PROPAGATE)
    assert scene.of("b").column("name") == ["Old", "Stranger"]
    assert any("its key is another record's now" in link.why for link in scene.links())


def test_another_record_that_matches_the_survivor_is_for_a_person(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    _made_anew(scene.of("a"), "a1", name="Stranger", email="Old@x.example")
    _run(scene)
    _run(scene)
    assert (scene.writes(), scene.of("b").column("name")) == ({}, ["Old"])
    assert [(entry.key, entry.kind) for entry in scene.entries("review")] == [("a1", "review")]


def test_a_key_that_was_deleted_and_is_given_again_revives_nothing(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a = scene.of("a")
    a.remove("a1")
    _run(scene, allow_deletes=True)
    a._store("a1", {"name": "Stranger", "email": "s@x.example", "made": SECOND})
    _run(scene)
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]
    assert scene.of("b").column("name") == ["Old", "Stranger"]


def test_the_old_record_back_under_its_key_finds_its_link(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a = scene.of("a")
    old = dict(a.documents["a1"])
    _made_anew(a, "a1", name="Stranger", email="s@x.example")
    _run(scene)
    a.remove("a1")
    a._store("a1", old | {"name": "Old, restored"})
    _run(scene)
    _run(scene)
    assert sorted(_states(scene)) == [("a1", "b1", "active"), ("a1", "b2", "tombstone")]
    assert scene.of("b").column("name") == ["Old, restored", "Stranger"]
    scene.writes()
    _run(scene)
    assert scene.writes() == {}


def test_a_list_alone_proves_nothing(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a = scene.of("a")
    old, usual = a._snapshot("a1"), a.fetch
    _made_anew(a, "a1", name="Stranger", email="s@x.example")
    a.fetch = lambda key, document=None: old  # type: ignore[method-assign]  # look-ups and lists differ here
    _run(scene)
    assert (scene.writes(), _states(scene)) == ({}, [("a1", "b1", "active")])

    def refuses(key: str, document: Document | None = None) -> Snapshot | None:
        raise Rejected("a", "no look-ups", status=405)

    a.fetch = refuses  # type: ignore[method-assign]  # this server has lists only
    _run(scene)
    assert (scene.writes(), _states(scene)) == ({}, [("a1", "b1", "active")])
    _run(scene)
    assert scene.of("b").column("name") == ["Old", "Stranger"], "a second list is proof where nothing is looked up"
    a.fetch = usual  # type: ignore[method-assign]  # as it was


def test_a_look_up_that_lags_behind_the_feed_is_asked_again(tmp_path: Path) -> None:
    scene = _lagging(tmp_path)
    a = scene.of("a")
    a.has(name="Old", email="o@x.example", made=FIRST)
    _run(scene)
    old, usual = a._snapshot("a1"), a.fetch
    scene.clock.later(180)
    _made_anew(a, "a1", name="Stranger", email="s@x.example")
    a.fetch = lambda key, document=None: old  # type: ignore[method-assign]  # a replica that is behind
    scene.of("b").edit("b1", name="From b")
    scene.writes()
    _run(scene)
    assert (scene.writes(), [entry.kind for entry in scene.entries()]) == ({}, ["waiting"])
    a.fetch = usual  # type: ignore[method-assign]  # it has caught up
    _run(scene)
    assert (a.column("name"), scene.of("b").column("name")) == (["Stranger"], ["From b", "Stranger"])


def test_one_that_says_nothing_of_when_it_was_made_is_the_same(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    scene.of("a").documents["a1"].pop("made")
    scene.of("a").edit("a1", name="New")
    _run(scene)
    assert (scene.of("b").column("name"), _states(scene)) == (["New"], [("a1", "b1", "active")])


def test_fractions_of_a_second_are_no_other_moment(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    scene.of("a").edit("a1", name="New", made="2026-01-01T09:00:00.4+01:00")
    _run(scene)
    assert (scene.of("b").column("name"), _states(scene)) == (["New"], [("a1", "b1", "active")])


def test_many_at_once_stop_the_pass(tmp_path: Path) -> None:
    names = tuple(f"c{number}" for number in range(11))
    scene = _scene(tmp_path, names)
    for key in list(scene.of("a").documents):
        scene.of("a").edit(key, made=SECOND, name=f"{key} again")
    for _ in range(2):
        with pytest.raises(Halted, match="were made at another time"):
            _run(scene)
        assert {state for *_, state in _states(scene)} == {"active"}
    assert scene.writes() == {}


def test_one_that_comes_between_a_look_and_a_write_is_not_merged(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a = scene.of("a")
    scene.of("b").edit("b1", name="From b")

    def somebody() -> None:
        _made_anew(a, "a1", name="Stranger", email="s@x.example")
        a.edit("a1", alias="x")

    a.changed_once = somebody
    _run(scene)
    assert (a.column("name"), scene.of("b").column("name")) == (["Stranger"], ["From b"])
    _run(scene)
    assert (a.column("name"), scene.of("b").column("name")) == (["Stranger"], ["From b", "Stranger"])
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]


def test_what_is_doubted_is_not_written_though_its_version_is_the_same(tmp_path: Path) -> None:
    scene = _lagging(tmp_path)
    a = scene.of("a")
    a.has(name="Old", email="o@x.example", made=FIRST)
    a.has(name="Other", email="p@x.example", made=FIRST)
    _run(scene)
    scene.of("b").edit("b1", name="From b")
    _run(scene)
    _made_anew(a, "a1", name="Stranger", email="s@x.example")
    a.edit("a1", alias="x")
    scene.of("b").edit("b1", name="Again")
    scene.writes()
    _run(scene)
    assert a.documents["a1"]["version"] == 2, "the version of the record that was there"
    assert (scene.writes(), a.value("a1", "name")) == ({}, "Stranger")
    assert [entry.kind for entry in scene.entries()] == ["waiting"]
    scene.clock.later(180)
    _run(scene)
    assert scene.of("b").column("name") == ["Again", "Other", "Stranger"]


def test_our_own_create_may_be_given_a_key_that_was_known(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a = scene.of("a")
    a.remove("a1")
    a._next = lambda: 1  # type: ignore[method-assign]  # this system gives its first key again
    a.normalise = lambda document: {**document, "made": SECOND}
    scene.of("b").has(name="From b", email="f@x.example")
    _run(scene, allow_deletes=True)
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]
    scene.writes()
    _run(scene)
    assert (scene.writes(), scene.of("b").column("name"), a.column("name")) == ({}, ["Old", "From b"], ["From b"])


def test_what_is_made_for_a_record_whose_key_was_given_again_in_the_round_is_not_the_new_ones(tmp_path: Path) -> None:
    """It is deleted while the round is sent, and the system gives its key to what the same round makes."""
    scene = _scene(tmp_path)
    a, b = scene.of("a"), scene.of("b")
    a.has(name="Going", email="g@x.example", made=FIRST)
    b.has(name="From b", email="f@x.example")

    def goes() -> None:
        a.documents.pop("a2", None)
        a._next = lambda: 2  # type: ignore[method-assign]  # this system gives its last key again

    a.hook, a.normalise = goes, lambda document: {**document, "made": SECOND}
    _run(scene)
    _run(scene)
    assert a.column("name") == ["Old", "From b"] and sorted(b.column("name")) == ["From b", "Going", "Old"]
    names = {key: document["name"] for key, document in b.documents.items()}
    active = [(link.left_key, names[link.right_key]) for link in scene.links() if link.state == "active"]
    assert sorted(active) == [("a1", "Old"), ("a2", "From b")]
    assert [names[link.right_key] for link in scene.links() if link.state == "tombstone"] == ["Going"]
    scene.writes()
    _run(scene)
    assert scene.writes() == {}


def test_what_a_lost_create_made_under_a_key_that_was_known_is_found_once_the_key_is_looked_up(tmp_path: Path) -> None:
    scene = _scene(tmp_path, match=())
    options = {"allow_deletes": True, "create_all": frozenset({"a.customer|b.customer", "b.customer|a.customer"})}
    a, b = scene.of("a"), scene.of("b")
    a.remove("a1")
    a._next = lambda: 1  # type: ignore[method-assign]  # this system gives its first key again
    a.normalise = lambda document: {**document, "made": SECOND}
    b.has(name="From b", email="f@x.example")
    a.loses_answers = True
    _run(scene, **options)
    a.loses_answers = False
    scene.clock.later(60)
    looked_up = a.fetch

    def away(key: str, document: Document | None = None) -> Snapshot | None:
        raise Unavailable("a", "is being repaired")

    a.fetch = away  # type: ignore[method-assign]
    _run(scene, **options)
    a.fetch = looked_up  # type: ignore[method-assign]
    _run(scene, **options)
    assert (a.column("name"), b.column("name")) == (["From b"], ["Old", "From b"])
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]


def test_a_key_given_again_while_a_write_to_it_has_no_answer_is_noticed_though_its_feed_lagged(tmp_path: Path) -> None:
    scene = _scene(tmp_path)
    a, b = scene.of("a"), scene.of("b")
    old = a._snapshot("a1")
    b.edit("b1", name="From b")
    a.loses_answers = True
    _run(scene)
    a.loses_answers = False
    _made_anew(a, "a1", name="Stranger", email="s@x.example")

    def feed(cursor: str, seen: Seen) -> Iterator[Page]:
        """It tells of a record once, and then showed it as it was before our write."""
        yield Page([old] if not cursor else [], cursor="told")

    a.pull = feed  # type: ignore[method-assign]  # this system has a feed
    _run(scene)
    for _ in range(3):
        scene.clock.later(60)
        _run(scene)
    assert (a.column("name"), b.column("name")) == (["Stranger"], ["From b", "Stranger"])
    assert sorted(_states(scene)) == [("a1", "b1", "tombstone"), ("a1", "b2", "active")]
    assert [entry.kind for entry in scene.entries()] == ["deleted"]
