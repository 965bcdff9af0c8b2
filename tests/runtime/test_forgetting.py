"""`flowc forget`: a person's values are nowhere in the state afterwards, and passes go on as before."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import structs

from runtime.asking import Names
from runtime.errors import Rejected, Unavailable, UsageError
from runtime.forgetting import ERASED, Forgotten, forget
from runtime.linking import end
from runtime.model import ObjectPair, Side
from runtime.outages import outages_of
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.resolving import choose, conflicts_json
from runtime.store import Store
from runtime.undoing import Undoing
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customer_type, customers
from tests.runtime.stores import cluster, state

__all__ = ["cluster", "state"]

ROWS = ("name", "email", "limit", "alias")
TOKEN = "Xq7Zk"
AMOUNT = "73194"
HOLD = Policies(default=Choice(policy=Policy.HOLD))


def scene_on(place: Path | str, folder: Path, *pairs: ObjectPair) -> Scene:
    scene = Scene(folder, *(pairs or (customers("a", "b", rows=ROWS),)))
    scene.store.close()
    scene.store = Store(place)
    return scene


def person(scene: Scene, number: int = 1) -> dict[str, Any]:
    return {"name": f"{TOKEN} name{number}", "email": f"{TOKEN}{number}@x.example", "limit": AMOUNT}


def names(scene: Scene, *pairs: ObjectPair) -> Names:
    return Names(scene.store, [flow_of(pairs or scene.pairs)])


def erase(scene: Scene, key: str = "a1", system: str = "a", *pairs: ObjectPair) -> Forgotten:
    return forget(scene.store, names(scene, *pairs), RecordId(system, "customer", key), scene.clock())


def kept(scene: Scene) -> list[str]:
    """Where in the state a person's values still are: tables of the dump, and the files as they lie on disk."""
    found = [
        table
        for table, rows in scene.store.dump().items()
        if any(token in json.dumps(rows, default=str) for token in (TOKEN, TOKEN.lower(), AMOUNT))
    ]
    folder = Path(scene.store.place).parent
    for path in folder.glob("state.db*") if folder.is_dir() else ():
        content = path.read_bytes()
        found += [path.name for token in (TOKEN, TOKEN.lower(), AMOUNT) if token.encode() in content]
    return found


def gone(scene: Scene) -> None:
    for system in {name for name, _ in scene.endpoints}:
        for key in [key for key, one in scene.of(system).documents.items() if TOKEN in json.dumps(one, default=str)]:
            scene.of(system).remove(key)
    scene.run(allow_deletes=True)


def lived(scene: Scene) -> None:
    """A person's record beside another: edits, a conflict, a hold, a refusal, a decision."""
    a, b = scene.of("a"), scene.of("b")
    a.has(**person(scene))
    a.has(name="Other", email="other@y.example", limit="5")
    scene.run()
    a.edit("a1", name=f"{TOKEN} edited")
    scene.run()
    a.edit("a1", name=f"{TOKEN} left")
    b.edit("b1", name=f"{TOKEN} right")
    scene.run()
    number = conflicts_json(scene.store)["conflicts"][0]["number"]
    a.edit("a1", email=f"{TOKEN}.l@x.example")
    b.edit("b1", email=f"{TOKEN}.r@x.example", alias=f"{TOKEN} own")
    scene.run(policies=HOLD)
    b.refuse = lambda document: f"{document['name']} is no name" if "refused" in str(document["name"]) else ""
    a.edit("a1", name=f"{TOKEN} refused")
    scene.run(policies=HOLD)
    b.refuse = lambda document: ""
    choose(scene.store, names(scene), str(number), Side.LEFT)
    assert kept(scene)


def test_nothing_of_a_person_who_was_deleted_is_left_anywhere(state: Path | str, tmp_path: Path) -> None:
    scene = scene_on(state, tmp_path)
    lived(scene)
    gone(scene)
    if scene.store.place.endswith("state.db"):
        scene.store.driver.all("PRAGMA secure_delete=OFF", {})  # not every SQLite overwrites what it frees
    found = erase(scene)
    assert kept(scene) == [] and found.there == () and len(found.records) == 2
    erased = [row for row in scene.store.dump()["intent"] if "other@y.example" not in json.dumps(row)]
    assert erased and "origin" not in json.dumps(erased), "a digest of a short value tells the value"
    scene.writes()
    scene.run()
    assert scene.writes() == {} and kept(scene) == []
    scene.of("a").edit("a2", limit="6")
    scene.run()
    assert scene.of("b").value("b2", "limit") == 6 and scene.writes() == {"b": 1}


def test_what_a_system_said_when_it_went_down_is_erased(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    lived(scene)
    gone(scene)
    scene.of("b").no_list = Unavailable("b", f"cannot save {TOKEN}")
    scene.run()
    erase(scene)
    assert kept(scene) == [] and [one.reason for one in outages_of(scene.store)] == [ERASED]


def test_of_a_person_who_is_there_only_what_systems_show_is_left(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    lived(scene)
    for system, key in (("a", "a1"), ("b", "b1")):
        scene.of(system).edit(key, name=f"{system} new", email=f"{system}@new.example", limit="1", alias="new")
    scene.run(dry_run=True)
    found = erase(scene)
    assert kept(scene) == [] and [one.system for one in found.there] == ["a", "b"]
    scene.writes()
    scene.run()
    shown = {name: (scene.of("a").value("a1", name), scene.of("b").value("b1", name)) for name in ("name", "email")}
    assert shown == {"name": ("a new", "b new"), "email": ("a@new.example", "b@new.example")}, "nobody's edit is lost"
    held = [entry for entry in scene.entries("held") if entry.row]
    assert {entry.row for entry in held} == {"name > name", "email > email"}
    choose(scene.store, names(scene), f"{held[0].pair} left a1 name > name", Side.RIGHT)
    scene.run()
    assert scene.of("a").value("a1", "name") == "b new"


def test_what_a_system_cut_is_left_as_it_shows_it(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path, customers("a", "b"))
    scene.of("b").normalise = lambda document: document | {"name": str(document["name"])[:3]}
    scene.of("a").has(name=f"abc {TOKEN}", email="x@x.example", limit="1")
    scene.of("a").has(name="Other", email="other@y.example", limit="5")
    scene.run()
    scene.of("a").remove("a1")
    scene.run()
    assert scene.of("b").value("b1", "name") == "abc" and kept(scene)
    erase(scene)
    assert kept(scene) == []


def test_an_edit_that_waits_goes_on_after_forgetting(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    scene.of("a").edit("a1", name="Renamed")
    erase(scene)
    scene.writes()
    scene.run()
    assert scene.of("b").value("b1", "name") == "Renamed" and scene.writes() == {"b": 1}
    assert scene.conflicts() == [] and scene.entries() == []


def test_a_clear_that_was_seen_stays_a_clear(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    scene.of("a").edit("a1", name=None)
    scene.of("b").edit("b1", name="b new")
    scene.run(dry_run=True)
    erase(scene)
    scene.run()
    assert (scene.of("a").value("a1", "name"), scene.of("b").value("b1", "name")) == (None, "b new")
    assert [entry.kind for entry in scene.entries()] == ["held"]


def test_everything_along_a_chain_is_one_person(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("a").has(**person(scene))
    scene.run()
    gone(scene)
    found = erase(scene, "c1", "c")
    assert [one.system for one in found.records] == ["a", "b", "c"] and kept(scene) == []


def test_pairs_that_are_not_built_any_more_keep_nothing(tmp_path: Path) -> None:
    old, new = customers("b", "c"), customers("a", "b")
    scene = scene_on(tmp_path / "state.db", tmp_path, new, old)
    scene.of("a").has(**person(scene))
    scene.of("c").refuse = lambda document: f"{document['name']} is no name"
    scene.run()
    scene.of("c").refuse = lambda document: ""
    scene.of("b").edit("b1", name=f"{TOKEN} other")
    scene.run()
    for system in ("a", "b", "c"):
        scene.of(system).remove(f"{system}1")
    scene.run(new, allow_deletes=True)
    found = erase(scene, "a1", "a", new)
    assert [one.system for one in found.there] == ["c"]  # nobody has looked: c is not read any more
    assert {"intent", "link", "entry", "conflict", "match_value"}.isdisjoint(kept(scene))


def test_what_a_pair_that_is_built_again_matches_by_is_made_anew(tmp_path: Path) -> None:
    old, new = customers("b", "c"), customers("a", "b")
    scene = scene_on(tmp_path / "state.db", tmp_path, new, old)
    scene.of("a").has(**person(scene))
    scene.of("c").has(name="Y", email="y@y.example")
    scene.run()
    erase(scene, "a1", "a", new)
    scene.of("b").has(name="Y", email="y@y.example")
    scene.run()
    assert ("b2", "c1") in scene.linked() and len(scene.of("c").documents) == 2


def test_a_link_that_was_ended_keeps_no_value_and_leads_nowhere(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    lived(scene)
    scene.run()
    end(scene.store, names(scene), scene.links()[0].pair, "a1", "b1", scene.clock().isoformat())
    scene.of("b").edit("b1", name="Somebody", email="s@s.example", limit="1", alias=None)
    gone(scene)
    found = erase(scene)
    assert found.apart == (RecordId("b", "customer", "b1"),) and kept(scene) == []
    scene.writes()
    scene.run()
    assert scene.writes() == {}


def test_what_an_undo_deleted_is_forgotten_with_what_it_was_made_for(tmp_path: Path) -> None:
    kind = customer_type("b")
    kind = structs.replace(kind, operations=structs.replace(kind.operations, delete="yes"))
    scene = scene_on(tmp_path / "state.db", tmp_path, customers("a", "b", rows=ROWS, right_type=kind))
    scene.of("a").has(**person(scene))
    run = scene.run().run
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    [undone] = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock).run(run)
    assert undone.done and scene.of("b").documents == {}
    gone(scene)
    erase(scene)
    assert kept(scene) == []


def test_a_write_that_is_not_settled_is_settled_first(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.of("b").loses_answers = True
    scene.run()
    with pytest.raises(UsageError, match="not settled"):
        erase(scene)


def test_what_came_back_after_forgetting_makes_nothing_twice(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    before = {system: dict(scene.of(system).documents) for system in ("a", "b")}
    gone(scene)
    erase(scene)
    for system, documents in before.items():
        scene.of(system).documents.update(documents)
    scene.writes()
    scene.run()
    assert scene.writes() == {} and [link.state for link in scene.links()] == ["active"]


def test_copies_of_an_older_state_go_too(state: Path | str, tmp_path: Path) -> None:
    scene = scene_on(state, tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    copy = scene.store.driver.back_up("schema-1.backup")
    assert copy
    gone(scene)
    assert erase(scene).copies == (copy,) and kept(scene) == [] and erase(scene).copies == ()


def test_undo_says_that_what_a_run_wrote_was_erased(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    scene.of("a").edit("a1", name="New")
    run = scene.run().run
    erase(scene)
    kinds = {place: endpoint.kind for place, endpoint in scene.endpoints.items()}
    [undone] = Undoing(scene.store, scene.endpoints, kinds, {}, scene.clock).run(run)
    assert not undone.done and "erased" in undone.reason


def test_what_a_lost_answer_may_have_brought_goes_too(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene) | {"name": "plain"})
    scene.run()
    b = scene.of("b")
    b.loses_answers = True
    scene.of("a").edit("a1", name=f"{TOKEN} lost")
    scene.run()
    b.loses_answers = False
    new = {"email": "e@new.example", "limit": "1", "alias": "new"}
    b.edit("b1", name="b new", **new)
    scene.of("a").edit("a1", name="plain", email="e@new.example", limit="1")
    scene.run(policies=HOLD)
    assert "link" in kept(scene) and scene.links()[0].maybe
    erase(scene)
    assert kept(scene) == []
    scene.run(policies=HOLD)
    assert b.value("b1", "name") == "b new" and scene.of("a").value("a1", "name") == "plain"


def test_a_clear_before_the_first_merge_stays_a_clear(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    closed = dict.fromkeys(("a", "b"), "how")
    scene.of("a").has(name=f"{TOKEN} left", email="m@x.example")
    scene.of("b").has(name=None, email="m@x.example")
    scene.run(read_only=closed)
    scene.of("a").edit("a1", name=None)
    scene.of("b").edit("b1", name="b new")
    scene.run(dry_run=True)
    erase(scene)
    assert kept(scene) == []
    scene.run()
    assert (scene.of("a").value("a1", "name"), scene.of("b").value("b1", "name")) == (None, "b new")


def test_what_a_cut_off_pass_read_is_looked_up_no_more(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(**person(scene))
    scene.run()
    gone(scene)
    scene.store.set_match_values(scene.links()[0].pair, "left", {"a1": [(0, f"text {TOKEN}")]})
    scene.store.set_gone("a", "customer", {"a1": "deleted"})
    erase(scene)
    assert kept(scene) == []


def test_what_was_told_and_not_believed_goes_too(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    a.has(name="One", email="one@x.example")
    a.has(name="Other", email="other@y.example")
    scene.run()
    scene.run()

    def fetch(key: str, document: Any = None) -> Any:
        raise Rejected("b", "no look-ups", status=405)

    b.fetch = fetch  # type: ignore[method-assign]  # an API without reading by key
    for key in ("b1", "b2"):
        b.edit(key, name=f"{TOKEN} {key}")
        b.documents[key]["modified"] = "2001-02-03T00:00:00+00:00"
    scene.run()
    assert kept(scene)
    erase(scene, "a1")
    assert f"{TOKEN} b1" not in json.dumps(scene.store.dump(), default=str)
    erase(scene, "a2")
    assert kept(scene) == [] and scene.store.note("doubted:b.customer") == "{}"


def test_what_a_write_showed_before_its_server_changed_it_goes_too(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    scene.of("a").has(name="N", email="n@x.example", limit=AMOUNT)
    scene.run()
    scene.of("b").normalise = lambda document: {**document, "terms": {"limit": Decimal(1)}}
    scene.of("a").edit("a1", name="N2")
    scene.run()
    assert scene.of("a").value("a1", "limit") == 1 and "intent" in kept(scene)
    assert "snapshot" not in kept(scene), "what is no longer shown is not remembered beside the record either"
    erase(scene)
    assert kept(scene) == []


# ---- an age limit -------------------------------------------------------------------------------


def test_history_has_an_age_limit_and_what_is_open_has_none(tmp_path: Path) -> None:
    scene = scene_on(tmp_path / "state.db", tmp_path)
    a, b = scene.of("a"), scene.of("b")
    a.has(**person(scene))
    scene.run()
    for name in ("closed", "open"):
        a.edit("a1", name=f"a {name}")
        b.edit("b1", name=f"b {name}")
        scene.run(policies=HOLD)
        if name == "closed":
            for system in "ab":
                scene.of(system).edit(f"{system}1", name="equal again")
            scene.run(policies=HOLD)
    b.loses_answers = True
    a.edit("a1", limit="2")
    scene.run(policies=HOLD)
    assert len(scene.conflicts()) == 2
    written = len(scene.store.intents_of("b", "customer", "b1"))
    limit = scene.clock.now
    scene.clock.later()
    assert scene.store.forget_before(limit.isoformat()) == written - 1
    assert [one.state for one in scene.store.intents_of("b", "customer", "b1")] == ["unknown"]
    assert [conflict.left_value for conflict in scene.conflicts()] == ['"a open"']
    b.loses_answers = False
    scene.writes()
    scene.run(policies=HOLD)
    assert scene.writes() == {} and b.value("b1", "limit") == 2


def test_what_is_open_has_no_age_limit_where_a_later_edit_of_it_was_lost(tmp_path: Path) -> None:
    """The value of a held row was written over from a third system: that is a conflict, and the row is held on."""
    scene = Scene(tmp_path, customers("a", "h"), customers("h", "c"))
    scene.of("a").has(**person(scene))
    scene.run()
    for system in "ah":
        scene.of(system).edit(f"{system}1", name=f"from {system}")
    scene.run(policies=HOLD)
    scene.clock.later()
    scene.of("c").edit("c1", name="from c")
    limit = scene.clock.now
    scene.run(policies=HOLD)
    assert [one.winner for one in scene.conflicts()] == ["", "left"]
    scene.store.forget_before(limit.isoformat())
    assert [one.winner for one in scene.conflicts()] == ["", "left"]


# ---- random histories ---------------------------------------------------------------------------


def _act(scene: Scene, random: Random, number: int, options: dict[str, Any]) -> None:
    """One thing that happens: an edit somewhere, a pass, a look, a pass whose answers are lost."""
    what = random.choice(["edit", "edit", "edit", "pass", "look", "lost"])
    if what == "edit":
        system, value = random.choice("abc"), random.choice([None, f"{TOKEN}{number:03}"])
        scene.of(system).edit(f"{system}1", name=value)
        scene.clock.later(random.randint(1, 9))
        return
    scene.of("b").loses_answers = what == "lost"
    scene.run(dry_run=what == "look", **options)
    scene.of("b").loses_answers = False


@pytest.mark.parametrize("seed", range(40))
def test_after_any_history_only_what_is_shown_is_left_and_passes_come_to_rest(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    scene = scene_on(tmp_path / "state.db", tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("a").has(name=f"{TOKEN}000", email="x@x.example")
    scene.run()
    options: dict[str, Any] = {"policies": HOLD} if random.random() < 0.5 else {}
    for number in range(1, random.randint(2, 9)):
        _act(scene, random, number, options)
    scene.run(dry_run=True)
    if scene.store.open_intents():
        scene.run(**options)
    erase(scene)
    rest = scene.store.dump()
    shown = set(re.findall(rf"{TOKEN}\d\d\d", json.dumps(rest.pop("snapshot"), default=str)))
    assert set(re.findall(rf"{TOKEN}\d\d\d", json.dumps(rest, default=str))) <= shown
    scene.run(**options)
    scene.run(**options)
    scene.writes()
    scene.run(**options)
    assert scene.writes() == {} and [len(scene.of(system).documents) for system in "abc"] == [1, 1, 1]
