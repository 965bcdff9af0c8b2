"""What happens to edits of records that are linked."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from runtime.delivery import RACES
from runtime.model import Property
from runtime.policies import Choice, Policies
from tests.runtime.memory import Scene
from tests.runtime.pairs import ROWS, customer_type, customers, orders


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One customer in a and b, linked and equal."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    scene.writes()
    return scene


def test_disjoint_edits_on_both_sides_survive_on_both(scene: Scene) -> None:
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", limit="20")

    report = scene.run()

    for system in "ab":
        assert scene.of(system).value(f"{system}1", "name") == "Nordlys AS"
        assert scene.of(system).value(f"{system}1", "limit") == 20
    assert scene.writes() == {"a": 1, "b": 1}
    assert scene.conflicts() == [] and report.exit_code == 0
    scene.run()
    assert scene.writes() == {}


@pytest.mark.parametrize("newer", ["a", "b"])
def test_edits_of_the_same_property_are_one_listed_conflict_and_the_newer_wins(
    scene: Scene, newer: str
) -> None:
    older = "b" if newer == "a" else "a"
    scene.of(older).edit(f"{older}1", name=f"from {older}")
    scene.clock.later()
    scene.of(newer).edit(f"{newer}1", name=f"from {newer}")

    report = scene.run()

    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == [f"from {newer}"] * 2
    [conflict] = scene.conflicts()
    assert (conflict.left_value, conflict.right_value) == ('"from a"', '"from b"')
    assert conflict.winner == ("left" if newer == "a" else "right")
    assert report.exit_code == 1
    scene.writes()
    assert scene.run().exit_code == 0
    assert scene.writes() == {} and len(scene.conflicts()) == 1


def test_the_same_edit_on_both_sides_is_nothing_to_send(scene: Scene) -> None:
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", name=" Nordlys AS")
    scene.run()
    assert scene.writes() == {} and scene.conflicts() == []
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys" and scene.conflicts() == []


def test_a_cleared_value_is_cleared_on_the_other_side(scene: Scene) -> None:
    scene.of("b").edit("b1", limit=None)
    scene.run()
    assert scene.of("a").value("a1", "limit") is None
    assert scene.of("a").value("a1", "name") == "Nordlys"


def test_a_value_that_becomes_unknown_clears_nothing(scene: Scene) -> None:
    del scene.of("b").documents["b1"]["terms"]
    scene.run()
    assert scene.of("a").value("a1", "limit") == 10
    assert scene.writes() == {}


def test_a_value_of_another_type_is_reported_and_clears_nothing(scene: Scene) -> None:
    scene.of("b").edit("b1", name=17)
    scene.run()
    assert scene.of("a").value("a1", "name") == "Nordlys"
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "rejected")]


# ---- chains and forks ---------------------------------------------------------------------------


def test_an_edit_reaches_the_far_end_of_a_chain_in_one_pass_with_one_write_each(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("b", "c"), customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    assert scene.of("c").column("name") == ["Nordlys"]
    scene.writes()

    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()

    assert scene.of("c").column("name") == ["Nordlys AS"]
    assert scene.writes() == {"b": 1, "c": 1}
    scene.of("c").edit("c1", email="y@x.example")
    scene.run()
    assert scene.of("a").column("email") == ["y@x.example"]
    assert scene.writes() == {"a": 1, "b": 1}
    scene.run()
    assert scene.writes() == {} and scene.conflicts() == []


@pytest.mark.parametrize("newer", ["b", "c"])
def test_two_right_hand_edits_of_one_left_property_are_a_conflict(tmp_path: Path, newer: str) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    older = "c" if newer == "b" else "b"
    scene.of(older).edit(f"{older}1", name=f"from {older}")
    scene.clock.later()
    scene.of(newer).edit(f"{newer}1", name=f"from {newer}")
    scene.writes()

    scene.run()

    assert [scene.of(system).value(f"{system}1", "name") for system in "abc"] == [f"from {newer}"] * 3
    kept = {value for entry in scene.conflicts() for value in (entry.left_value, entry.right_value)}
    assert kept == {'"from b"', '"from c"'}
    assert scene.writes() == {"a": 1, older: 1}
    scene.run()
    assert scene.writes() == {}


def test_edits_of_different_properties_in_a_fork_are_one_write_per_record(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    scene.of("b").edit("b1", name="Nordlys AS")
    scene.of("c").edit("c1", limit="5")
    scene.run()
    for system in "abc":
        shown = scene.of(system)
        assert (shown.value(f"{system}1", "name"), shown.value(f"{system}1", "limit")) == ("Nordlys AS", 5)
    assert scene.writes() == {"a": 1, "b": 1, "c": 1}
    assert scene.conflicts() == []


# ---- servers with habits ------------------------------------------------------------------------


def _tidy(document: dict[str, Any]) -> dict[str, Any]:
    """A server that trims, writes in capitals and rounds to whole numbers."""
    limit = (document.get("terms") or {}).get("limit")
    rounded = limit if limit is None else Decimal(limit).quantize(Decimal(1), ROUND_HALF_UP)
    name = str(document.get("name") or "").strip().upper()
    return {**document, "name": name, "terms": {"limit": rounded}}


def test_a_server_that_normalises_causes_no_second_write(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    scene.of("b").normalise = _tidy
    scene.of("a").has(name=" Nordlys ", email="x@x.example", limit="10.49")
    scene.run()
    assert scene.writes() == {"b": 1, "c": 1}
    for name, limit in (("Fjell", "3.5"), ("Fjære", "3.4"), ("fjære", "3.3")):
        scene.of("a").edit("a1", name=name, limit=limit)
        scene.run()
        assert scene.of("a").value("a1", "name") == name, "nothing comes back"
        assert scene.of("b").value("b1", "name") == name.upper()
        assert scene.writes().get("b") == 1
        scene.run()
        assert scene.writes() == {}
    assert scene.conflicts() == [] and scene.of("a").value("a1", "limit") == Decimal("3.3")


def test_an_edit_on_the_normalising_side_is_still_an_edit(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("b").normalise = _tidy
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("b").edit("b1", name="NORDLYS II")
    scene.run()
    assert scene.of("a").value("a1", "name") == "NORDLYS II"


# ---- copies -------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Scene:
    """A customer whose left name also goes into the right alias."""
    scene = Scene(tmp_path, customers("a", "b", rows=(*ROWS, "alias")))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    return scene


def test_a_copy_is_made_with_the_record_and_follows_its_source(copied: Scene) -> None:
    assert copied.of("b").value("b1", "alias") == "Nordlys"
    assert copied.writes() == {"b": 1}
    copied.of("a").edit("a1", name="Nordlys AS")
    copied.run()
    shown = copied.of("b")
    assert (shown.value("b1", "name"), shown.value("b1", "alias")) == ("Nordlys AS", "Nordlys AS")
    assert copied.writes() == {"b": 1}
    copied.run()
    assert copied.writes() == {}


def test_a_copy_follows_an_edit_of_its_own_records_partner(copied: Scene) -> None:
    copied.of("b").edit("b1", name="Fjell")
    copied.run()
    assert copied.of("a").value("a1", "name") == "Fjell"
    assert copied.of("b").value("b1", "alias") == "Fjell"
    copied.writes()
    copied.run()
    assert copied.writes() == {}


def test_what_is_no_longer_shown_is_told_and_stays_where_it_was_brought(copied: Scene) -> None:
    """Absent is unknown, and never blank; the entries go as soon as the value is shown again (SEMANTICS section 6)."""
    copied.writes()
    del copied.of("a").documents["a1"]["name"]
    copied.run()
    found = {entry.row: entry.kind for entry in copied.entries() if 'left value, which was "Nordlys"' in entry.reason}
    assert found == {"name > name": "rejected", "name > alias": "rejected"} and copied.writes() == {}
    assert [copied.of("b").value("b1", name) for name in ("name", "alias")] == ["Nordlys", "Nordlys"]
    copied.of("a").edit("a1", name=None)
    copied.run()
    assert copied.entries() == [] and [copied.of("b").value("b1", n) for n in ("name", "alias")] == [None, None]


@pytest.mark.parametrize("alias", ["The Northern Lights", None])
def test_an_edited_or_cleared_copy_keeps_its_own_value(copied: Scene, alias: str | None) -> None:
    copied.of("b").edit("b1", alias=alias)
    copied.run()
    copied.of("a").edit("a1", name="Nordlys AS")
    copied.run()
    assert copied.of("b").value("b1", "alias") == alias
    assert copied.of("b").value("b1", "name") == "Nordlys AS"
    assert copied.of("a").value("a1", "name") == "Nordlys AS"
    assert [(entry.row, entry.kind) for entry in copied.entries()] == [("name > alias", "own")]


@pytest.mark.parametrize("before, after", [(None, "Nordlys"), ("", "Nordlys"), ("Other", "Other")])
def test_a_copy_fills_a_blank_at_link_time_and_nothing_else(
    tmp_path: Path, before: str | None, after: str
) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=(*ROWS, "alias")))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="Nordlys", email="x@x.example", alias=before)
    scene.run()
    assert scene.of("b").value("b1", "alias") == after
    scene.writes()
    scene.run()
    assert scene.writes() == {}


# ---- values and records that are refused --------------------------------------------------------


def test_a_value_that_is_too_long_is_listed_and_the_rest_syncs(tmp_path: Path) -> None:
    right = customer_type("b", name=Property(attribute="name", path=("name",), max_length=10))
    scene = Scene(tmp_path, customers("a", "b", right_type=right))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Nordlys og Fjære AS", limit="5")

    scene.run()

    assert scene.of("b").value("b1", "name") == "Nordlys"
    assert scene.of("b").value("b1", "limit") == 5
    [entry] = scene.entries()
    assert (entry.kind, entry.row) == ("rejected", "name > name")
    assert "at most 10" in entry.reason
    scene.writes()
    scene.run()
    assert scene.writes() == {}

    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys AS" and scene.entries() == []


def test_a_value_that_was_too_long_is_sent_once_the_profile_is_mended(tmp_path: Path) -> None:
    """Nobody has to touch the record for it."""
    right = customer_type("b", name=Property(attribute="name", path=("name",), max_length=10))
    scene = Scene(tmp_path, customers("a", "b", right_type=right))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Nordlys og Fjære AS")
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys"

    scene.run(customers("a", "b"))

    assert scene.of("b").value("b1", "name") == "Nordlys og Fjære AS" and scene.entries() == []
    scene.writes()
    scene.run(customers("a", "b"))
    assert scene.writes() == {}


def test_an_optional_value_that_is_too_long_is_left_out_of_a_new_record(tmp_path: Path) -> None:
    right = customer_type("b", name=Property(attribute="name", path=("name",), max_length=10))
    scene = Scene(tmp_path, customers("a", "b", right_type=right))
    scene.of("a").has(name="Nordlys og Fjære AS", email="x@x.example")
    scene.run()
    assert scene.of("b").column("email") == ["x@x.example"] and scene.of("b").column("name") == [None]
    assert [entry.kind for entry in scene.entries()] == ["rejected"]


def test_clearing_what_the_other_side_requires_is_rejected(tmp_path: Path) -> None:
    right = customer_type("b", name=Property(attribute="name", path=("name",), required=True, default="?"))
    scene = Scene(tmp_path, customers("a", "b", right_type=right))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    scene.of("a").edit("a1", name="")
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys" and scene.writes() == {}
    assert [(entry.kind, entry.row) for entry in scene.entries()] == [("rejected", "name > name")]


def test_a_refused_update_is_failed_with_the_reason_and_tried_again_after_a_change(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.run()
    scene.of("b").refuse = lambda document: "that word is not allowed" if "*" in document["name"] else ""
    scene.of("a").edit("a1", name="N*rdlys")
    scene.of("a").edit("a2", name="Fjell AS")
    scene.writes()

    report = scene.run()

    assert report.exit_code == 1 and scene.of("b").column("name") == ["Nordlys", "Fjell AS"]
    [entry] = scene.entries()
    assert (entry.key, entry.kind) == ("a1", "failed") and "that word is not allowed" in entry.reason
    assert scene.writes() == {"b": 2}, "each is sent once"
    scene.run()
    assert scene.writes() == {} and len(scene.entries("failed")) == 1

    scene.of("a").edit("a1", name="Nordlys AS")
    assert scene.run().exit_code == 0
    assert scene.of("b").column("name") == ["Nordlys AS", "Fjell AS"] and scene.entries() == []


@pytest.mark.parametrize(("refusing", "away"), ["ab", "ba"])
def test_what_one_side_refuses_does_not_drop_what_the_other_could_not_be_sent(
    tmp_path: Path, refusing: str, away: str
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for name in ("Nordlys", "Fjell"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scene.run()
    scene.of(refusing).refuse = lambda document: "that word is not allowed" if "*" in document["name"] else ""
    scene.of(away).edit(f"{away}2", name="Fj*ll")
    for number in "12":
        scene.of(refusing).edit(f"{refusing}{number}", limit=number)
    scene.of(away).down_after = 0
    scene.run()
    scene.of(away).down_after, scene.of(away).down = None, False
    scene.run()
    assert scene.of(away).column("limit") == [1, 2], "both edits arrive"
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a2", "failed")]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["failed"]


def test_a_refused_create_is_failed_with_the_reason_and_tried_again_after_a_change(tmp_path: Path) -> None:
    right = customer_type("b", alias=Property(attribute="alias", path=("alias",), max_length=3))
    scene = Scene(tmp_path, customers("a", "b", rows=(*ROWS, "alias"), right_type=right))
    scene.of("b").refuse = lambda document: "that word is not allowed" if "*" in document["name"] else ""
    scene.of("a").has(name="N*rdlys", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")

    report = scene.run()

    assert report.exit_code == 1 and scene.of("b").column("name") == ["Fjell"]
    assert [(entry.key, entry.reason) for entry in scene.entries("failed")] == [
        ("a1", "that word is not allowed")
    ]
    assert scene.writes() == {"b": 2}
    scene.run()
    assert scene.writes() == {}
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    assert scene.of("b").column("name") == ["Fjell", "Nordlys"] and scene.entries("failed") == []


def test_a_record_that_is_gone_makes_its_link_a_tombstone_and_the_others_go_on(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.run()
    del scene.of("b").documents["b1"]
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("a").edit("a2", name="Fjell AS")
    scene.writes()
    report = scene.run()
    assert scene.of("b").column("name") == ["Fjell AS"]
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "deleted")]
    assert scene.writes() == {"b": 1} and report.exit_code == 0
    assert [link.state for link in scene.links()] == ["tombstone", "active"]
    scene.of("a").edit("a1", name="Nordlys again")
    scene.run()
    assert scene.writes() == {} and len(scene.of("b").documents) == 1, "a tombstone's records are left alone"


# ---- somebody is faster -------------------------------------------------------------------------


def test_a_record_changed_meanwhile_is_read_again_and_merged_in_the_same_pass(scene: Scene) -> None:
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").changed_once = lambda: scene.of("b").edit("b1", limit="99")

    report = scene.run()

    assert report.exit_code == 0
    for system in "ab":
        shown = scene.of(system)
        assert (shown.value(f"{system}1", "name"), shown.value(f"{system}1", "limit")) == ("Nordlys AS", 99)
    assert scene.conflicts() == []
    scene.writes()
    scene.run()
    assert scene.writes() == {}


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_record_that_never_rests_waits_for_the_next_pass(scene: Scene, is_deleted: bool) -> None:
    books, options = scene.of("b"), {"policies": Policies(default=Choice(propagate=True)), "allow_deletes": True}
    books.hook = lambda: books.edit("b1")  # its version moves
    if is_deleted:
        scene.of("a").remove("a1")
    else:
        scene.of("a").edit("a1", name="Nordlys AS")

    report = scene.run(**options)

    assert report.pairs["a.customer|b.customer"].failed == 0
    [entry] = scene.entries()
    assert (entry.kind, entry.key) == ("waiting", "a1") and "changed since it was read" in entry.reason
    assert books.sent == RACES
    books.hook = lambda: None
    assert scene.run(**options).exit_code == 0
    assert books.column("name") == ([] if is_deleted else ["Nordlys AS"])
    assert scene.entries("waiting") == []


def test_a_faster_edit_of_the_same_property_is_a_conflict(scene: Scene) -> None:
    scene.of("a").edit("a1", name="from a")
    scene.of("b").changed_once = lambda: scene.of("b").edit("b1", name="from b")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == ["from b", "from b"]
    assert len(scene.conflicts()) == 1


def test_a_value_that_comes_back_to_ours_is_an_edit_though_no_list_showed_what_it_was_meanwhile(scene: Scene) -> None:
    scene.of("a").edit("a1", name=None)
    scene.run()
    scene.of("b").changed_once = lambda: scene.of("b").edit("b1", name="from b")
    scene.of("a").edit("a1", limit="99")
    scene.run()
    assert scene.of("a").value("a1", "name") == "from b"
    scene.of("b").edit("b1", name=None)
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == [None, None]
    assert scene.conflicts() == []


def test_a_changed_reference_follows_the_link(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1", customer="a1")
    scene.run()
    scene.of("b", "order").edit("b1", customer="b2")
    scene.run()
    assert scene.of("a", "order").value("a1", "customer") == "a2"
    scene.of("a", "order").edit("a1", customer=None)
    scene.run()
    assert scene.of("b", "order").value("b1", "customer") is None
