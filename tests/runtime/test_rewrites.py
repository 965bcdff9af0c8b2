"""Servers that make something else of what they are sent: quiet if they are steady, frozen if they fight."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runtime.model import Side
from runtime.policies import Choice, Policies
from runtime.reconcile import KEPT, Policy
from runtime.rewrites import FROZEN, TURNS, Written, answered, counted, is_cut, is_form_of, is_frozen, written_of
from tests.runtime.memory import Document, Scene
from tests.runtime.pairs import customers

NAME = "name > name"
NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)
AT = NOW.isoformat()
LONG_AGO = "2026-02-01T08:00:00+00:00"

# ---- what counts as rewriting -------------------------------------------------------------------


def stored(side: str, at: str, stamp: str, rewrites: int) -> list[Any]:
    return answered(Written(side, at, "", rewrites), stamp)


@pytest.mark.parametrize(
    ("before", "stamp", "expected"),
    [
        (None, AT, Written("right", AT)),
        # the left was written last, and its change was seen in the same pass
        (stored("left", AT, "", 0), "", Written("right", AT, "", 1, turns=1)),
        (stored("left", AT, "", 1), "", FROZEN),
        # in a later pass: its stamp tells
        (
            stored("left", LONG_AGO, "2026-02-01T08:00:30+00:00", 0),
            "2026-02-01T08:01:00+00:00",
            Written("right", AT, "", 1, turns=1),
        ),
        (stored("left", LONG_AGO, "2026-02-01T08:00:30+00:00", 0), "2026-02-01T08:03:00+00:00", Written("right", AT)),
        (stored("left", LONG_AGO, "2026-02-01T08:00:30+00:00", 0), "2026-02-01T08:00:00+00:00", Written("right", AT)),
        (stored("left", LONG_AGO, "", 1), "2026-02-01T08:00:30+00:00", Written("right", AT)),
        (stored("left", LONG_AGO, "2026-02-01T08:00:30+00:00", 1), "", Written("right", AT)),
        # the edit is of the side that was not written last
        (stored("right", AT, "", 1), "", Written("right", AT)),
        # frozen before: an edit sets it going again
        (answered(FROZEN, ""), AT, Written("right", AT)),
        # what cannot be read counts as nothing
        (["x", 1], AT, Written("right", AT)),
        ("x", AT, Written("right", AT)),
    ],
)  # fmt: skip
def test_a_change_of_the_side_that_was_written_last_is_the_servers(
    before: Any, stamp: str, expected: Written
) -> None:
    assert counted(before, Side.RIGHT, stamp, NOW, "Fjell", "Fjell AS") == expected


def test_another_value_right_after_our_write_is_a_turn_and_many_of_them_are_a_fight() -> None:
    then = answered(Written("left", LONG_AGO), LONG_AGO)
    first = counted(then, Side.RIGHT, LONG_AGO, NOW, "Fjell", "Skog")
    assert (first.rewrites, first.turns) == (0, 1)
    last = answered(Written("left", LONG_AGO, turns=TURNS - 1), LONG_AGO)
    assert counted(last, Side.RIGHT, LONG_AGO, NOW, "Fjell", "Skog") == FROZEN


def test_it_is_kept_as_plain_json() -> None:
    kept = json.loads(json.dumps(answered(Written("left", AT, "", 1), "then")))
    assert written_of(kept) == Written("left", AT, "then", 1) and not is_frozen(kept)
    assert is_frozen(json.loads(json.dumps(answered(FROZEN, "")))) and not is_frozen(None)


# ---- steady servers: the second pass sends nothing ----------------------------------------------


def of_name(change: Callable[[str], str]) -> Callable[[Document], Document]:
    return lambda document: {**document, "name": change(document.get("name") or "")}


def whole(document: Document) -> Document:
    limit = (document.get("terms") or {}).get("limit")
    rounded = limit if limit is None else Decimal(limit).quantize(Decimal(1), ROUND_HALF_UP)
    return {**document, "terms": {"limit": rounded}}


def with_defaults(document: Document) -> Document:
    terms = document.get("terms") or {"limit": Decimal(0)}
    return {**document, "alias": document.get("alias") or "none", "terms": terms}


HABITS: dict[str, Callable[[Document], Document]] = {
    "trims": of_name(str.strip),
    "capitals": of_name(str.upper),
    "small letters": of_name(str.lower),
    "truncates": of_name(lambda name: name[:5]),
    "one space": of_name(lambda name: " ".join(name.split())),
    "rounds": whole,
    "marks": of_name(lambda name: name if name.endswith("*") else f"{name}*"),
    "defaults": with_defaults,
    "stamps": lambda document: {**document, "alias": "changed by us"},
}
PAIRS_OF_HABITS = [
    *((one, None) for one in HABITS),
    *((None, one) for one in HABITS),
    ("capitals", "small letters"),
    ("truncates", "marks"),
    ("marks", "truncates"),
    ("rounds", "capitals"),
    ("stamps", "stamps"),
    ("stamps", "marks"),
]


def habitual(folder: Path, left: str | None, right: str | None) -> Scene:
    scene = Scene(folder, customers("a", "b"))
    for system, habit in (("a", left), ("b", right)):
        if habit is not None:
            scene.of(system).normalise = HABITS[habit]
    return scene


@pytest.mark.parametrize(("left", "right"), PAIRS_OF_HABITS)
def test_a_steady_server_is_quiet_after_a_create_and_after_updates(
    tmp_path: Path, left: str | None, right: str | None
) -> None:
    scene = habitual(tmp_path, left, right)
    scene.of("a").has(name="  Nordlys  Drift ", email="x@x.example", limit="10.49")
    scene.run()
    is_quiet(scene)
    for number, (system, name) in enumerate(
        [("a", "Fjell og Fjord "), ("b", "Skog og Mark"), ("a", "Elv"), ("b", " elv i Dal")]
    ):
        scene.of(system).edit(f"{system}1", name=name, limit=f"{number}.5")
        scene.writes()
        scene.run()
        assert sum(scene.writes().values()) <= 2, "one to the other record, and what its habit asks of the first"
        is_quiet(scene)
    assert {conflict.rule for conflict in scene.conflicts()} == ({KEPT} if "truncates" in (left, right) else set())
    assert cut(scene) == (left == "truncates")


def cut(scene: Scene) -> bool:
    """Whether it is told that a system cut what it was sent; nothing else is."""
    entries = scene.entries()
    assert [entry.kind for entry in entries] == ["rejected"] * len(entries)
    assert all("a system cut what it was sent" in entry.reason for entry in entries)
    return bool(entries)


FORMS = [
    ("trims", {"name": " Fjell og Fjord "}),
    ("truncates", {"name": "Fjell og Fjord"}),
    ("capitals", {"name": "Fjell og Fjord"}),
    ("one space", {"name": "Fjell  og Fjord"}),
    ("rounds", {"limit": "77.777"}),
]


@pytest.mark.parametrize(("habit", "edit"), FORMS)
def test_a_form_of_what_was_sent_does_not_come_back_over_the_edit(
    tmp_path: Path, habit: str, edit: dict[str, str]
) -> None:
    scene = habitual(tmp_path, None, habit)
    scene.of("b").reads_back = True
    scene.of("a").has(name="Elv", email="x@x.example", limit="1")
    scene.run()
    scene.of("a").edit("a1", **edit)
    scene.writes()
    scene.run()
    assert scene.writes() == {"b": 1}
    [(name, typed)] = edit.items()
    assert str(scene.of("a").value("a1", name)) == typed, "what a person typed is cut or rounded where it was typed"
    is_quiet(scene)
    assert scene.conflicts() == [] and cut(scene) == (habit == "truncates")


@pytest.mark.parametrize(("habit", "edit"), FORMS)
def test_nor_over_what_a_record_was_made_from(tmp_path: Path, habit: str, edit: dict[str, str]) -> None:
    scene = habitual(tmp_path, None, habit)
    scene.of("b").reads_back = True
    scene.of("a").has(**{"name": "Elv", "email": "x@x.example"} | edit)
    scene.run()
    [(name, typed)] = edit.items()
    assert str(scene.of("a").value("a1", name)) == typed
    is_quiet(scene)


@pytest.mark.parametrize("looks", [False, True])
@pytest.mark.parametrize(("habit", "edit"), FORMS)
def test_whatever_else_the_server_changes(tmp_path: Path, habit: str, edit: dict[str, str], looks: bool) -> None:
    scene = habitual(tmp_path, None, habit)
    scene.of("b").has(name="Elv", email="x@x.example", limit="1")
    scene.of("a").has(name="Elv", email="x@x.example", limit="1")
    scene.run()
    counts = itertools.count()
    scene.of("b").normalise = lambda document: {**HABITS[habit](document), "favourite": {"id": f"o{next(counts)}"}}
    scene.of("b").reads_back = looks
    scene.of("a").edit("a1", **edit)
    scene.writes()
    scene.run()
    [(name, typed)] = edit.items()
    assert str(scene.of("a").value("a1", name)) == typed and scene.writes() == {"b": 1}


@pytest.mark.parametrize(("habit", "edit"), FORMS)
def test_a_lost_answer_is_settled_by_a_form_of_what_was_sent(tmp_path: Path, habit: str, edit: dict[str, str]) -> None:
    scene = habitual(tmp_path, None, habit)
    scene.of("a").has(name="Elv", email="x@x.example", limit="1")
    scene.run()
    scene.of("a").edit("a1", **edit)
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.writes()
    scene.run()
    [(name, typed)] = edit.items()
    assert str(scene.of("a").value("a1", name)) == typed and "a" not in scene.writes()
    assert scene.conflicts() == [] and cut(scene) == (habit == "truncates")
    is_quiet(scene)


def test_what_a_person_says_before_the_look_is_an_edit(tmp_path: Path) -> None:
    scene = habitual(tmp_path, None, "truncates")
    scene.of("b").reads_back = True
    scene.of("a").has(name="Elv", email="x@x.example", limit="1")
    scene.run()
    scene.of("b").before_look = lambda: scene.of("b").edit("b1", name="Skog")
    scene.of("a").edit("a1", name="Fjell og Fjord")
    scene.run()
    scene.of("b").before_look = lambda: None
    scene.run()
    assert values(scene) == ["Skog", "Skog"]
    is_quiet(scene)


@pytest.mark.parametrize(
    ("sent", "shown", "expected"),
    [
        ("Fjell og Fjord", "Fjell", True),
        ("Fjell  og", "FJELL OG", True),
        ("Fjell", "Fjell og Fjord", False),
        ("Fjell", "", False),
        ("Fjell", None, False),
        ("Fjell", "Skog", False),
        (Decimal("77.777"), Decimal("77.78"), True),
        (Decimal("77.777"), Decimal("77.77"), True),
        (Decimal("79.5"), Decimal("80"), True),
        (Decimal("77.777"), Decimal("77.8"), True),
        (Decimal("77.777"), Decimal("77.9"), False),
        (Decimal("77"), Decimal("78"), False),
        (Decimal("77.7"), Decimal("77.75"), False),
        (Decimal("80.5"), Decimal("100"), False),
        (Decimal("NaN"), Decimal("1"), False),
        (True, False, False),
        (None, "x", False),
    ],
)
def test_what_is_a_form_of_what_was_sent(sent: Any, shown: Any, expected: bool) -> None:
    assert is_form_of(sent, shown) is expected


def is_quiet(scene: Scene) -> None:
    scene.writes()
    for _ in range(2):
        before = scene.links()
        scene.run()
        assert scene.writes() == {} and scene.links() == before


# ---- servers that fight -------------------------------------------------------------------------

FIGHT = itertools.count()


def never_twice(mark: str) -> Callable[[Document], Document]:
    """What it is sent, with something added, and so much else changed that nothing can be proven."""
    return lambda document: {**document, "name": f"{document.get('name')}{mark}", "alias": f"{next(FIGHT)}"}


@pytest.fixture
def duel(tmp_path: Path) -> Scene:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").normalise, scene.of("b").normalise = never_twice("!"), never_twice("?")
    scene.writes()
    return scene


def values(scene: Scene) -> list[Any]:
    return [scene.of(system).value(f"{system}1", "name") for system in "ab"]


def test_servers_that_fight_are_frozen_after_two_rewrites(duel: Scene) -> None:
    duel.of("a").edit("a1", name="Fjell")
    duel.run()
    assert duel.writes() == {"a": 1, "b": 1}
    [entry] = duel.entries()
    assert (entry.kind, entry.row) == ("frozen", NAME)
    assert json.loads(entry.evidence) == {"left": "Fjell?!", "right": "Fjell?"} and '"Fjell?!"' in entry.reason
    is_quiet(duel)
    assert [one.kind for one in duel.entries()] == ["frozen"] and [one.rule for one in duel.conflicts()] == ["frozen"]


@pytest.mark.parametrize("system", ["a", "b"])
def test_an_edit_sets_a_frozen_property_going_again(duel: Scene, system: str) -> None:
    duel.of("a").edit("a1", name="Fjell")
    duel.run()
    duel.of("a").normalise = duel.of("b").normalise = lambda document: document
    duel.of(system).edit(f"{system}1", name="Skog")
    duel.run()
    assert values(duel) == ["Skog", "Skog"] and duel.entries() == []
    is_quiet(duel)


def test_a_person_sets_a_frozen_property_going_again(duel: Scene) -> None:
    duel.of("a").edit("a1", name="Fjell")
    duel.run()
    duel.of("a").normalise = duel.of("b").normalise = lambda document: document
    [link] = duel.links()
    decided = {NAME: {"value": "Fjell", "side": "left"}}
    duel.store.save_link(msgspec.structs.replace(link, dirty=True, decided=decided))
    duel.run()
    assert values(duel) == ["Fjell", "Fjell"] and duel.entries() == []
    is_quiet(duel)


def test_the_rest_of_a_record_with_a_frozen_property_syncs(duel: Scene) -> None:
    duel.of("a").edit("a1", name="Fjell")
    duel.run()
    duel.of("a").normalise = duel.of("b").normalise = lambda document: document
    duel.of("b").edit("b1", limit="7")
    duel.run()
    assert duel.of("a").value("a1", "limit") == 7 and [one.kind for one in duel.entries()] == ["frozen"]


def test_people_who_edit_in_turn_are_no_fight(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    for number in range(6):
        system = "ab"[number % 2]
        scene.of(system).edit(f"{system}1", name=f"Name {number}")
        scene.run()
        assert values(scene) == [f"Name {number}"] * 2
    assert scene.entries() == []


def test_nor_are_people_who_answer_each_other_at_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    for number, name in enumerate(("Skog", "Fjell", "Hav", "Elv", "Myr", "Vidde")):
        system = "ab"[number % 2]
        scene.of(system).edit(f"{system}1", name=name)
        document = scene.of(system).documents[f"{system}1"]
        document["modified"] = (scene.clock.now - dt.timedelta(minutes=4)).isoformat()  # one after the last write
        scene.run()
        assert values(scene) == [name] * 2
    assert scene.entries() == [] and scene.conflicts() == []


def test_a_value_edited_again_and_again_in_one_pass_is_no_fight_with_a_form_of_its_own(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    for system in "bc":
        scene.of(system).normalise = lambda document: {**document, "name": document["name"].upper()}
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    names = ["Fjell", "Skog", "Hav", "Myr"]

    def somebody_edits() -> None:
        if names:
            scene.of("a").edit("a1", name=names.pop(0))

    scene.of("a").hook = somebody_edits
    scene.of("b").edit("b1", limit="7")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == ["Myr", "MYR", "MYR"]
    assert scene.of("a").value("a1", "limit") == 7
    assert scene.entries() == [] and scene.conflicts() == []
    is_quiet(scene)


def test_a_workflow_that_acts_after_our_write_is_frozen_too(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Fjell")
    written = 0
    for _ in range(8):
        scene.writes()
        scene.run()
        sent = scene.writes()
        written += sum(sent.values())
        for system in sent:
            works_later(scene, system)
    assert written == 2 and [one.kind for one in scene.entries()] == ["frozen"]


def test_who_edits_between_two_rewrites_is_no_part_of_a_fight(tmp_path: Path) -> None:
    """The count of rewrites begins anew with a value that has nothing of what was sent."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Fjell")
    scene.run()
    works_later(scene, "b")
    scene.run()
    works_later(scene, "a", "Skog")
    scene.run()
    works_later(scene, "b")
    scene.run()
    assert values(scene) == ["Skogb", "Skogb"] and scene.entries() == []
    works_later(scene, "a")
    scene.run()
    assert values(scene) == ["Skogba", "Skogb"] and [one.kind for one in scene.entries()] == ["frozen"]


def works_later(scene: Scene, system: str, name: str = "") -> None:
    """Half a minute after the write a workflow of the system changes the name, or somebody does."""
    key = f"{system}1"
    document = scene.of(system).documents[key]
    then = dt.datetime.fromisoformat(document["modified"]) + dt.timedelta(seconds=30)
    scene.of(system).edit(key, name=name or f"{document['name']}{system}")
    scene.of(system).documents[key]["modified"] = then.isoformat()


def test_a_value_that_begins_like_the_one_before_it_was_not_cut(tmp_path: Path) -> None:
    """It came past the hub, which refused it, in the far system's own form."""
    scene = Scene(tmp_path, customers("h", "b"), customers("h", "c"))
    scene.of("b").normalise = lambda document: {**document, "name": document["name"].upper()}
    scene.of("h").has(name="Nord", email="x@x.example")
    options = {"policies": Policies(default=Choice(policy=Policy.HOLD))}
    scene.run(**options)
    scene.of("h").refuse = lambda document: "not now"
    scene.of("c").edit("c1", name="Nordlys")
    scene.run(**options)
    assert (scene.of("h").value("h1", "name"), scene.of("b").value("b1", "name")) == ("Nord", "NORDLYS")
    scene.of("h").refuse = lambda document: ""
    scene.of("c").edit("c1", name="Nordlys AS")
    scene.run(**options)
    assert scene.conflicts() == [] and scene.of("b").value("b1", "name") == "NORDLYS AS"


# ---- servers that answer, and keep or cut the value ----------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Fjell og Fjord", "Fjell", True),
        ("Fjell og Fjord", "fjell.", True),
        ("Fjell", "Fjell", False),
        ("Fjell", "FJELL*", False),
        ("22 33 44 55", "+47 22334455", False),
        ("Fjell", "Skog", False),
        ("Fjell", "", False),
        (Decimal("1.2"), Decimal("1"), False),
        (None, "Fjell", False),
    ],
)
def test_a_text_that_was_cut(one: Any, other: Any, expected: bool) -> None:
    assert is_cut(one, other) == expected
    assert not is_cut(other, one)


@pytest.mark.parametrize("looks", [False, True])
def test_a_server_that_spells_in_its_own_way_keeps_nothing(tmp_path: Path, looks: bool) -> None:
    """Another spelling is its answer to our write: no entry, no conflict, and its deletes travel."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("b").normalise = of_name(lambda name: name.replace("ü", "ue").removeprefix("+31"))
    scene.of("a").has(name="Elv", email="x@x.example")
    scene.of("a").has(name="Another", email="y@x.example")
    scene.run()
    scene.of("b").reads_back = looks
    for name in ("Müller", "+31612345678", "Krüger"):
        scene.of("a").edit("a1", name=name)
        scene.run(policies=Policies(default=Choice(policy=Policy.HOLD, propagate=True)))
    if looks:  # a look proves nothing of who spelled it so
        return
    assert scene.entries() == [] and scene.conflicts() == []
    scene.of("a").remove("a1")
    scene.run(policies=Policies(default=Choice(policy=Policy.HOLD, propagate=True)))
    assert set(scene.of("b").documents) == {"b2"}


def kept(folder: Path, looks: bool) -> Scene:
    """A customer of a and b; b answers 200 to a new name and keeps the old one."""
    scene = Scene(folder, customers("a", "b"))
    scene.of("a").has(name="Old", email="x@x.example", limit="1")
    scene.run()
    scene.of("b").reads_back = looks
    scene.of("b").normalise = lambda document: document | {"name": "Old"}
    scene.of("a").edit("a1", name="New")
    scene.writes()
    scene.run()
    return scene


@pytest.mark.parametrize("looks", [False, True])
def test_a_server_that_keeps_its_value_is_told_and_not_asked_again(tmp_path: Path, looks: bool) -> None:
    scene = kept(tmp_path, looks)
    assert scene.writes() == {"b": 1}
    assert scene.of("a").column("name") + scene.of("b").column("name") == ["New", "Old"]
    for _ in range(2):
        [entry] = scene.entries()
        assert (entry.kind, entry.row) == ("rejected", NAME) and "kept another value than it was sent" in entry.reason
        scene.run()
    assert scene.writes() == {} and scene.conflicts() == []
    scene.of("b").normalise = lambda document: document
    scene.of("a").edit("a1", name="Newer")
    scene.run()
    assert scene.of("b").column("name") == ["Newer"] and scene.entries() == []


@pytest.mark.parametrize("looks", [False, True])
def test_who_edits_a_value_that_was_kept_overwrites_what_nobody_there_saw(tmp_path: Path, looks: bool) -> None:
    scene = kept(tmp_path, looks)
    scene.of("b").normalise = lambda document: document
    scene.of("b").edit("b1", name="Theirs")
    scene.run()
    assert scene.of("a").column("name") == ["Theirs"]
    [conflict] = scene.conflicts()
    assert (conflict.left_value, conflict.right_value, conflict.rule) == ('"New"', '"Theirs"', KEPT)


def test_who_edits_the_beginning_that_a_system_took_overwrites_the_rest_that_nobody_there_saw(tmp_path: Path) -> None:
    """And who edits the whole overwrites nothing that was not seen."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("b").normalise = of_name(lambda name: name[:8])
    scene.of("a").has(name="Fjell og Fjord", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Bjerk og Foss")
    scene.run()
    assert scene.of("b").column("name") == ["Bjerk og"] and scene.conflicts() == []
    scene.of("b").edit("b1", name="Skog")
    scene.run()
    assert scene.of("a").column("name") == ["Skog"]
    [conflict] = scene.conflicts()
    assert (conflict.left_value, conflict.right_value, conflict.rule) == ('"Bjerk og Foss"', '"Skog"', KEPT)


def test_with_the_policy_hold_it_is_held(tmp_path: Path) -> None:
    scene = kept(tmp_path, False)
    scene.of("b").edit("b1", limit="2")
    scene.of("b").normalise = lambda document: document
    scene.of("b").edit("b1", name="Theirs")
    scene.run(policies=Policies(default=Choice(policy=Policy.HOLD)))
    assert scene.of("a").column("name") == ["New"] and [entry.kind for entry in scene.entries()] == ["held"]


def test_a_value_that_the_other_side_never_took_outlives_its_delete(tmp_path: Path) -> None:
    scene = kept(tmp_path, False)
    scene.of("b").has(name="Another", email="y@x.example")
    scene.run()
    scene.of("b").remove("b1")
    scene.run(policies=Policies(default=Choice(propagate=True)))
    assert "a1" in scene.of("a").documents


def test_a_copy_that_is_not_taken_is_told(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=("name", "email", "alias")))
    scene.of("a").has(name="Old", email="x@x.example")
    scene.run()
    scene.of("b").normalise = lambda document: document | {"alias": "Old"}
    scene.of("a").edit("a1", name="New")
    scene.run()
    scene.run()
    [entry] = scene.entries()
    assert entry.row == "name > alias" and "kept another value" in entry.reason
    is_quiet(scene)
