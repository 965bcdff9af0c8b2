"""Links by a person, also of a record whose create was never answered: nothing is made twice or written over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from runtime.asking import Names
from runtime.errors import UsageError
from runtime.linking import add, end, export, read_csv, take_in
from runtime.model import Snapshot
from runtime.points import on
from runtime.store import Settled, Store
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers

PAIR = "a.customer|b.customer"


def lost_create(folder: Path) -> Scene:
    """A customer of a was sent to b, no answer came, and it was changed there before anybody looked."""
    scene = Scene(folder, customers("a", "b", match=()))
    scene.of("b").has(name="there before", email="t@x.example", limit="1")
    scene.run(create_all=frozenset({PAIR}))
    scene.of("a").has(name="Nordlys", email="n@x.example", limit="2")
    scene.of("b").loses_answers = True
    scene.run(create_all=frozenset({PAIR}))
    scene.of("b").loses_answers = False
    scene.of("b").edit("b2", name="Nordlys AS", limit="3")
    scene.writes()
    return scene


def linked(scene: Scene, right: str, by_import: bool = False) -> None:
    names = Names(scene.store, [flow_of(scene.pairs)])
    if by_import:
        take_in(scene.store, names, [(2, PAIR, "a1", right)], scene.clock().isoformat())
    else:
        add(scene.store, names, PAIR, "a1", right, scene.clock().isoformat())


def create_of(scene: Scene) -> Settled:
    return scene.store.intents_for(PAIR, "left", "a1")[-1]


@pytest.mark.parametrize("by_import", [False, True], ids=["link", "import"])
def test_linking_what_a_lost_create_made_settles_it(tmp_path: Path, by_import: bool) -> None:
    scene = lost_create(tmp_path)
    scene.run()  # edited twice, it is not recognised: a review
    assert [entry.kind for entry in scene.entries()] == ["review"]
    scene.of("a").edit("a1", email="new@x.example")
    linked(scene, "b2", by_import)
    assert (create_of(scene).state, create_of(scene).intent.key) == ("applied", "b2")
    scene.run()
    assert len(scene.of("b").documents) == 2 and scene.entries() == [] and scene.conflicts() == []
    shown = {system: [scene.of(system).value(key, name) for name in ("name", "email", "limit")]
             for system, key in (("a", "a1"), ("b", "b2"))}
    assert shown["a"] == shown["b"] == ["Nordlys AS", "new@x.example", 3]
    scene.writes()
    scene.run()
    assert scene.writes() == {}


def test_what_a_system_made_of_a_lost_create_is_no_edit_once_it_is_linked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.run()
    scene.of("a").has(name="Nordlys", email="n@x.example")
    scene.of("b").normalise = lambda document: document | {"name": document["name"].upper()}
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.run()
    linked(scene, "b1")
    scene.writes()
    scene.run()
    assert scene.writes() == {}
    assert (scene.of("a").column("name"), scene.of("b").column("name")) == (["Nordlys"], ["NORDLYS"])
    scene.of("b").edit("b1", name="NORDLYS AS")
    scene.run()
    assert scene.of("a").column("name") == ["NORDLYS AS"]


def test_linking_what_was_there_before_writes_over_nothing(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.run()
    linked(scene, "b1")
    assert create_of(scene).state == "ambiguous"
    scene.run()
    assert scene.writes() == {} and len(scene.of("b").documents) == 2
    assert {entry.kind for entry in scene.entries()} == {"held"}


def test_linking_before_any_pass_settled_sends_no_second_create(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.run(dry_run=True)
    linked(scene, "b2")
    scene.run()
    assert len(scene.of("b").documents) == 2 and scene.of("a").value("a1", "name") == "Nordlys AS"


class Cut(BaseException):
    """The process dies here."""


def test_linking_what_a_cut_off_pass_only_planned_forgets_the_create(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.run()
    scene.of("a").has(name="Nordlys", email="n@x.example", limit="2")

    def cut(name: str) -> None:
        if name == "record.after":
            raise Cut

    with on(cut), pytest.raises(Cut):
        scene.run()
    scene.of("b").has(name="Nordlys", email="n@x.example", limit="2")
    scene.run(dry_run=True)
    linked(scene, "b1")
    assert create_of(scene).state == "rejected"
    scene.run()
    assert scene.writes() == {} and scene.entries() == []


# ---- in bulk ------------------------------------------------------------------------------------


def stored(folder: Path, count: int) -> tuple[Store, Names]:
    """A store that has seen so many customers of a and of b."""
    store = Store(folder / f"{count}.db")
    for system in "ab":
        keys = [f"{system}{number}" for number in range(count)]
        store.put_snapshots(system, "customer", (Snapshot(key=key, document={"id": key}, version="1") for key in keys))
    return store, Names(store, [flow_of((customers("a", "b"),))])


def taken_in(store: Store, names: Names, path: Path) -> int:
    """A file is imported; how many links were made."""
    rows, wrong = read_csv(path, names)
    return take_in(store, names, rows, "2026-03-01T09:00:00+00:00", wrong=wrong)


def steps_a_line(folder: Path, count: int) -> float:
    """How many steps SQLite takes for each line of an import, which no other process makes slower."""
    store, names = stored(folder, count)
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    store.driver._connection.set_progress_handler(step, 100)  # type: ignore[attr-defined]  # it counts, and no more
    made = take_in(store, names, [(n, PAIR, f"a{n}", f"b{n}") for n in range(count)], "2026-03-01T08:00:00+00:00")
    assert made == count == len(store.links())
    return steps[0] / count


def test_a_line_of_a_large_import_costs_what_one_of_a_small_one_does(tmp_path: Path) -> None:
    assert steps_a_line(tmp_path, 3000) < 2 * steps_a_line(tmp_path, 100)


def test_every_bad_line_is_named_and_nothing_is_linked(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 5)
    add(store, names, PAIR, "a4", "b4", "2026-03-01T08:00:00+00:00")
    lines = [f"{PAIR},a0,b0", f"{PAIR},a1", f"{PAIR},a9,b1", f"{PAIR},a2,b2", f"{PAIR},a3,b2", f"{PAIR},a4,b3"]
    lines += ["a.customer|b.custom,a1,b1", f"{PAIR},a1,b1,b2", f"{PAIR},a1,b1"]
    path = tmp_path / "in.csv"
    path.write_text("\n".join(["pair,left,right", *lines]) + "\n")
    with pytest.raises(UsageError) as refused:
        taken_in(store, names, path)
    said = str(refused.value)
    numbers = [int(number) for number in re.findall(r"line (\d+):", said)]
    assert numbers == sorted(numbers) and set(numbers) == {3, 4, 5, 6, 7, 8, 9, 10}
    assert re.search(r"line 8: there is no pair.*did you mean a\.customer\|b\.customer", said)
    assert "line 9: it has more fields than the first line; a key with a comma stands in quotes" in said
    assert len(store.links()) == 1
    lines += [f"nosuch,{number},{number}" for number in range(20)]
    path.write_text("\n".join(["pair,left,right", *lines]) + "\n")
    with pytest.raises(UsageError, match=r"\n  and \d+ more$") as refused:
        taken_in(store, names, path)
    assert str(refused.value).count("\n  line ") == 20


@pytest.mark.parametrize(
    ("header", "trouble"),
    [("left,right,left", "names 2 times the column 'left'"), ("left,rihgt", "lacks the column 'right'")],
)
def test_a_first_line_that_says_a_thing_twice_or_not_is_refused(tmp_path: Path, header: str, trouble: str) -> None:
    _, names = stored(tmp_path, 2)
    path = tmp_path / "in.csv"
    path.write_text(f"{header}\na0,b0,a1\n")
    with pytest.raises(UsageError, match=trouble):
        read_csv(path, names, PAIR)


def test_a_record_that_was_deleted_is_not_called_unknown(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 2)
    store.set_gone("a", "customer", {"a0": "deleted"})
    with pytest.raises(UsageError, match=r"^a\.customer a0 was deleted$"):
        add(store, names, PAIR, "a0", "b0", "2026-03-01T08:00:00+00:00")
    with pytest.raises(UsageError, match=r"a\.customer a9 was never seen; did you mean a1\?$"):
        add(store, names, PAIR, "a9", "b0", "2026-03-01T08:00:00+00:00")


def test_a_list_of_links_may_be_taken_in_twice(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 3)
    add(store, names, PAIR, "a0", "b0", "2026-03-01T08:00:00+00:00")
    export(store, tmp_path / "out.csv")
    before = store.links()
    assert taken_in(store, names, tmp_path / "out.csv") == 0
    rows = [(2, PAIR, "a0", "b0"), (3, PAIR, "a1", "b1")]
    assert take_in(store, names, rows, "2026-03-01T09:00:00+00:00") == 1
    assert store.links()[:1] == before and len(store.links()) == 2
    with pytest.raises(UsageError, match=r"line 2: .* is linked already, with b1"):
        take_in(store, names, [(2, PAIR, "a1", "b2")], "2026-03-01T09:00:00+00:00")


def test_who_was_left_alone_may_be_looked_at_again_later(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 3)
    at = "2026-03-01T08:00:00+00:00"
    add(store, names, PAIR, "a0", "b0", at)
    end(store, names, PAIR, "a0", "b0", at)
    with pytest.raises(UsageError, match=r"not linked any more, and left alone; --again"):
        end(store, names, PAIR, "a0", "b0", at)
    with pytest.raises(UsageError, match=r"are not linked$"):
        end(store, names, PAIR, "a1", "b1", at, again=True)
    assert len(store.decisions()) == 2
    end(store, names, PAIR, "a0", "b0", at, again=True)
    assert store.decisions() == []


def test_what_was_linked_and_ended_before_is_of_the_next_generation(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 2)
    for generation in (1, 2, 3):
        link = add(store, names, PAIR, "a0", "b0", "2026-03-01T08:00:00+00:00")
        assert link.generation == generation
        link.state = "ended" if generation < 3 else "tombstone"
        store.save_link(link)
    assert add(store, names, PAIR, "a1", "b1", "2026-03-01T08:00:00+00:00").generation == 1
    assert store.add_link(PAIR, "a0", "b1x", "", "").generation == 4
    assert [link.state for link in store.links() if link.generation == 3] == ["ended"]


def test_a_key_with_a_comma_that_was_not_quoted_is_no_other_key(tmp_path: Path) -> None:
    store, names = stored(tmp_path, 5)
    path = tmp_path / "in.csv"
    path.write_text(f"pair,left,right\n{PAIR},a0,b0\n{PAIR},a1,b1,b2\n")
    with pytest.raises(UsageError, match=r"line 3: it has more fields than the first line.*quotes"):
        taken_in(store, names, path)
    assert store.links() == []


def test_a_survivor_that_makes_nothing_anew_waits_for_nothing(tmp_path: Path) -> None:
    """Of records of b nothing is made: no pass would ever take back that one waits."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="n@x.example", limit="2")
    scene.of("a").has(name="Another", email="o@x.example", limit="2")
    scene.run()
    scene.of("a").remove("a1")
    scene.run()
    scene.run()
    assert [entry.kind for entry in scene.store.entries()] == ["deleted"]
    [link] = scene.store.links_of("a", "customer", ["a1"])
    names = Names(scene.store, [flow_of(scene.pairs)])
    end(scene.store, names, PAIR, "a1", link.right_key, scene.clock().isoformat(), again=True)
    scene.run()
    assert scene.store.entries() == []
