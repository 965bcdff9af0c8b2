"""Reads that lag behind what is known: lists and look-ups that show a record as it was, or not at all (S-10, S-11)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.endpoint import Page, Seen
from runtime.errors import Rejected
from runtime.model import Snapshot
from runtime.policies import Choice, Policies
from tests.runtime.memory import Document, Memory, Scene
from tests.runtime.pairs import customer_type, customers

PROPAGATES = Policies(default=Choice(propagate=True))


def scene(folder: Path, *names: str, **facts: Any) -> Scene:
    """These customers of a, made in b, whose system has these facts in its profile."""
    kind = customer_type("b")
    kind = structs.replace(kind, system=structs.replace(kind.system, **facts))
    found = Scene(folder, customers("a", "b", right_type=kind))
    for name in names:
        found.of("a").has(name=name, email=f"{name}@x.example")
    found.run()
    found.run()
    found.writes()
    return found


Shown = dict[str, Snapshot | None]


class Behind:
    """Reads of an ObjectType lag: its list, and look-ups (`by_key`), show other Snapshots of these records than it has,
    or (None) leave them out."""

    def __init__(self, memory: Memory, listed: Shown, by_key: Shown | None = None) -> None:
        self.memory, self.listed, self.by_key = memory, listed, by_key or {}

    def __enter__(self) -> None:
        self.usual = self.memory.pull, self.memory.fetch
        self.memory.pull = self._pull  # type: ignore[method-assign]  # it is this server that lags, not another one
        self.memory.fetch = self._fetch  # type: ignore[method-assign]  # as above

    def __exit__(self, *_raised: object) -> None:
        self.memory.pull, self.memory.fetch = self.usual  # type: ignore[method-assign]  # as above

    def _pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        for page in self.usual[0](cursor, seen):
            found = [self.listed.get(one.key, one) for one in page.snapshots]
            there = [one for one in found if one is not None]
            yield structs.replace(page, snapshots=there, keys=tuple(one.key for one in there))

    def _fetch(self, key: str, document: Document | None = None) -> Snapshot | None:
        return self.by_key[key] if key in self.by_key else self.usual[1](key, document)


def without(snapshot: Snapshot, *names: str) -> Snapshot:
    """A Snapshot of a system that has no versions, or no stamps."""
    return structs.replace(snapshot, **dict.fromkeys(names, ""))


def test_a_list_that_shows_a_record_as_it_was_before_our_write_is_not_believed(tmp_path: Path) -> None:
    world = scene(tmp_path, "old")
    was = world.of("b").fetch("b1")
    world.of("a").edit("a1", name="new")
    world.run()
    with Behind(world.of("b"), {"b1": was}):
        world.of("a").edit("a1", limit="5")
        world.run()
    assert (world.of("a").column("name"), world.of("b").column("name")) == (["new"], ["new"])
    world.run()
    assert world.writes() == {"b": 2} and world.conflicts() == []


@pytest.mark.parametrize("unknown", [("version",), ("modified",)])
def test_a_stamp_or_a_number_alone_tells_which_is_older(tmp_path: Path, unknown: tuple[str, ...]) -> None:
    world = scene(tmp_path, "old")
    was = world.of("b").fetch("b1")
    assert was is not None
    world.of("a").edit("a1", name="new")
    world.run()
    with Behind(world.of("b"), {"b1": without(was, *unknown)}):
        world.run()
    world.run()
    assert world.writes() == {"b": 1} and world.of("a").column("name") == ["new"]


def test_what_was_hidden_behind_a_list_that_lags_is_read_by_itself(tmp_path: Path) -> None:
    world = scene(tmp_path, "old")
    was = world.of("b").fetch("b1")
    world.of("a").edit("a1", name="new")
    world.run()
    world.of("b").edit("b1", name="newest")
    with Behind(world.of("b"), {"b1": was}):
        world.run()
    assert world.of("a").column("name") == ["newest"]


def test_an_older_state_is_believed_where_a_look_up_shows_it_too(tmp_path: Path) -> None:
    """A backup was restored, or the record was made again under its key: stamps and versions went back."""
    world = scene(tmp_path, "old")
    old = world.of("b").documents["b1"]
    world.of("b").edit("b1", name="new")
    world.run()
    assert world.of("a").column("name") == ["new"]
    world.of("b").documents["b1"] = old
    world.run()
    assert world.of("a").column("name") == ["old"]


def test_within_the_lag_a_look_up_is_not_believed_either_and_asked_again(tmp_path: Path) -> None:
    """Without stamps and versions: what shows what was there before our write is no edit, until the lag is over."""
    world = scene(tmp_path, "old", lag=3600)
    was = world.of("b").fetch("b1")
    assert was is not None
    world.of("a").edit("a1", name="new")
    world.run()
    shown: Shown = {"b1": without(was, "version", "modified")}
    with Behind(world.of("b"), shown, shown):
        world.run()
        assert world.of("a").column("name") == ["new"]
        world.clock.later(60)
        world.run()
    assert world.of("a").column("name") == ["old"], "then it is what somebody wrote"


def test_an_edit_that_only_a_look_up_tells_of_is_not_missed(tmp_path: Path) -> None:
    """The feed told of the record once, and showed it as it was; then it says nothing any more."""
    world = scene(tmp_path, "old", "other", lag=3600)
    world.of("b").tells_gone = True
    was = world.of("b").fetch("b1")
    world.of("a").edit("a1", name="new")
    world.run()
    world.of("b").edit("b1", name="newest")
    with Behind(world.of("b"), {"b1": was}, {"b1": was}):
        world.run()
    assert world.of("a").value("a1", "name") == "new"
    with Behind(world.of("b"), {"b1": None}):
        world.run()
    assert world.of("a").value("a1", "name") == "newest"


def test_a_record_that_cannot_be_read_right_after_we_made_it_is_not_deleted(tmp_path: Path) -> None:
    world = scene(tmp_path, "one", "two", lag=3600)
    world.of("a").has(name="made", email="made@x.example")
    world.run(policies=PROPAGATES)
    with Behind(world.of("b"), {"b3": None}, {"b3": None}):
        world.run(policies=PROPAGATES)
    assert len(world.of("a").documents) == 3 and [entry.kind for entry in world.entries()] == ["waiting"]
    world.run(policies=PROPAGATES)
    assert world.entries() == [] and world.writes() == {"b": 1}
    with Behind(world.of("b"), {"b3": None}, {"b3": None}):
        world.clock.later(60)
        world.run(policies=PROPAGATES)
    assert world.of("a").column("name") == ["one", "two"], "after that time it is deleted"


def test_a_feed_that_says_a_record_is_gone_right_after_we_made_it_is_asked_again(tmp_path: Path) -> None:
    world = scene(tmp_path, "one", lag=3600)
    world.of("a").has(name="made", email="made@x.example")
    world.run(policies=PROPAGATES)
    world.of("b").tells_gone = True
    world.of("b").remove("b2")
    world.run(policies=PROPAGATES)
    assert len(world.of("a").documents) == 2
    world.of("b").deleted.clear()
    world.clock.later(60)
    world.run(policies=PROPAGATES)
    assert world.of("a").column("name") == ["one"]


@pytest.mark.parametrize("by_key", [False, True])
def test_what_our_write_replaced_is_looked_up_where_nothing_tells_its_age(tmp_path: Path, by_key: bool) -> None:
    """No stamp, no number, no lag declared: what the list shows again is an edit only if a look-up shows it too."""
    world = scene(tmp_path, "old")
    was = world.of("b").fetch("b1")
    assert was is not None
    world.of("a").edit("a1", name="new")
    world.run()
    shown: Shown = {"b1": without(was, "version", "modified")}
    with Behind(world.of("b"), shown, shown if by_key else {}):
        world.run()
    assert world.of("a").column("name") == ["old" if by_key else "new"]


def test_a_look_up_that_does_not_find_what_is_listed_deletes_nothing(tmp_path: Path) -> None:
    world = scene(tmp_path, "old", "other")
    old = world.of("b").documents["b1"]
    world.of("b").edit("b1", name="new")
    world.run(policies=PROPAGATES)
    world.of("b").documents["b1"] = old
    with Behind(world.of("b"), {}, {"b1": None}):
        world.run(policies=PROPAGATES)
    assert len(world.of("a").documents) == 2
    world.run(policies=PROPAGATES)
    assert world.of("a").value("a1", "name") == "old"


def test_a_create_whose_answer_was_lost_is_not_made_again_while_its_record_may_not_be_seen_yet(tmp_path: Path) -> None:
    world = scene(tmp_path, "one", lag=3600, settles_within=60)
    world.of("a").has(name="made", email="made@x.example")
    world.of("b").loses_answers = True
    world.run()
    world.of("b").loses_answers = False
    with Behind(world.of("b"), {"b2": None}, {"b2": None}):
        world.run()
    world.run()
    assert world.writes() == {"b": 1} and world.linked() == [("a1", "b1"), ("a2", "b2")]


def refusing(memory: Memory) -> list[str]:
    """Records of this ObjectType cannot be looked up; gives the keys that were asked for."""
    asked: list[str] = []

    def fetch(key: str, document: Document | None = None) -> Snapshot | None:
        asked.append(key)
        raise Rejected("b", "no look-ups", status=405)

    memory.fetch = fetch  # type: ignore[method-assign]  # an API without reading by key
    return asked


def telling_once(memory: Memory) -> None:
    """A feed: every pull tells what is changed since the one before, and nothing else."""
    told = {key: document["version"] for key, document in memory.documents.items()}

    def pull(cursor: str, seen: Seen) -> Iterator[Page]:
        now = {key: document["version"] for key, document in memory.documents.items()}
        new = [memory._snapshot(key) for key in now if told.get(key) != now[key]]
        told.update(now)
        yield Page(new, keys=tuple(snapshot.key for snapshot in new), cursor="on")

    memory.pull = pull  # type: ignore[method-assign]  # as it is said above


def set_back(memory: Memory, key: str, **values: Any) -> None:
    """An edit with a stamp that is earlier than what is known."""
    memory.edit(key, **values)
    memory.documents[key]["modified"] = "2001-02-03T00:00:00+00:00"


def test_an_edit_that_a_feed_tells_once_is_not_lost_where_it_cannot_be_looked_up(tmp_path: Path) -> None:
    world = scene(tmp_path, "old")
    telling_once(world.of("b"))
    asked = refusing(world.of("b"))
    set_back(world.of("b"), "b1", name="new")
    world.run(allow_deletes=True)
    assert world.of("a").column("name") == ["old"], "once is no proof"
    world.run(allow_deletes=True)
    world.run(allow_deletes=True)
    assert world.of("a").column("name") == ["new"]
    asked.clear()
    world.run(allow_deletes=True)
    assert not asked, "nothing is doubtful any more"


def test_what_was_told_before_our_own_write_does_not_undo_it(tmp_path: Path) -> None:
    world = scene(tmp_path, "old")
    was = world.of("b").fetch("b1")
    assert was is not None
    world.of("a").edit("a1", name="new")
    world.run()
    refusing(world.of("b"))
    tells = [[was]]

    def pull(cursor: str, seen: Seen) -> Iterator[Page]:
        found = tells.pop() if tells else []
        yield Page(found, keys=tuple(snapshot.key for snapshot in found), cursor="on")

    world.of("b").pull = pull  # type: ignore[method-assign]  # a feed that lags, once
    world.of("a").edit("a1", name="newer")
    for _ in range(4):
        world.run(allow_deletes=True)
    assert world.of("a").column("name") == ["newer"] == world.of("b").column("name")


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_doubt_about_what_cannot_be_looked_up_ends(tmp_path: Path, is_removed: bool) -> None:
    world = scene(tmp_path, "one", "two")
    asked = refusing(world.of("b"))
    set_back(world.of("b"), "b1", name="other")
    world.run()
    if is_removed:
        world.of("b").remove("b1")
    for _ in range(3):
        world.run()
    asked.clear()
    world.run()
    assert not asked
    assert is_removed or sorted(world.of("a").column("name")) == ["other", "two"]
