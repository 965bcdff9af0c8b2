"""Edits in chains, cycles and diamonds of pairs, and records that come back by another route."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from msgspec import structs

from runtime import planning
from runtime.lens import text
from runtime.model import ObjectPair, ObjectType, Row
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import Customer, CustomerPatch, CustomerView, customer_type, customers

CYCLE = (("a", "b"), ("b", "c"), ("c", "a"))
DIAMOND = (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))


def filled(folder: Path, *pairs: tuple[str, str]) -> Scene:
    """One customer in every system, all linked."""
    scene = Scene(folder, *(customers(*pair) for pair in pairs))
    for system in sorted({system for pair in pairs for system in pair}):
        scene.of(system).has(name="Nordlys", email="x@x.example", limit="1")
    scene.run()
    assert len(scene.links()) == len(pairs)
    scene.writes()
    return scene


def names(scene: Scene) -> dict[str, str]:
    return {system: scene.of(system).value(f"{system}1", "name") for system, _ in scene.endpoints}


def is_quiet(scene: Scene, **options: object) -> bool:
    scene.writes()
    scene.run(**options)
    return scene.writes() == {}


# ---- every one edited ---------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations("abc")), ids="".join)
def test_in_a_cycle_with_all_three_edited_the_newest_is_everywhere_and_nothing_is_lost(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    scene = filled(tmp_path, *CYCLE)
    for system in order:
        scene.of(system).edit(f"{system}1", name=f"from {system}")
        scene.clock.later()
    scene.run()
    winner = f"from {order[-1]}"
    assert names(scene) == dict.fromkeys("abc", winner)
    kept = {value for one in scene.conflicts() for value in (one.left_value, one.right_value)}
    assert kept == {f'"from {system}"' for system in "abc"}
    writes = scene.writes()
    assert all(count == 1 for count in writes.values()) and order[-1] not in writes
    assert is_quiet(scene)


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")), ids="".join)
def test_in_a_diamond_with_all_four_edited_the_newest_is_everywhere(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    scene = filled(tmp_path, *DIAMOND)
    for system in order:
        scene.of(system).edit(f"{system}1", name=f"from {system}")
        scene.clock.later()
    scene.run()
    assert names(scene) == dict.fromkeys("abcd", f"from {order[-1]}")
    assert is_quiet(scene)


@pytest.mark.parametrize("edited", ["a", "b", "c", "d"])
@pytest.mark.parametrize("pairs", [CYCLE, DIAMOND], ids=["cycle", "diamond"])
def test_one_edit_by_two_routes_is_no_conflict(
    tmp_path: Path, pairs: tuple[tuple[str, str], ...], edited: str
) -> None:
    scene = filled(tmp_path, *pairs)
    edited = edited if (edited, "customer") in scene.endpoints else "a"
    scene.of(edited).edit(f"{edited}1", name="Fjell")
    scene.run()
    assert set(names(scene).values()) == {"Fjell"} and scene.conflicts() == []
    assert scene.writes() == {system: 1 for system, _ in scene.endpoints if system != edited}
    assert is_quiet(scene)


def test_a_value_planned_by_another_link_is_an_edit_though_it_equals_the_base(tmp_path: Path) -> None:
    """The value that b brings to the hub is what the hub and c last agreed on: c's older edit loses, and is listed."""
    scene = filled(tmp_path, ("a", "b"), ("a", "c"))
    only_c = flow_of(scene.pairs[1:], name="a-c")
    scene.of("a").edit("a1", name="Fjell")
    scene.run_flows(only_c)
    scene.of("a").edit("a1", name="Skog")
    scene.clock.later()
    scene.of("c").edit("c1", name="from c")
    scene.clock.later()
    scene.of("b").edit("b1", name="Fjell")
    scene.run()
    assert names(scene) == dict.fromkeys("abc", "Fjell")
    kept = {value for one in scene.conflicts() for value in (one.left_value, one.right_value)}
    assert {'"from c"', '"Skog"', '"Fjell"'} <= kept
    assert is_quiet(scene)


def test_a_hold_in_a_cycle_holds_and_ends(tmp_path: Path) -> None:
    scene = filled(tmp_path, *CYCLE)
    hold = {"policies": Policies(default=Choice(policy=Policy.HOLD))}
    for system in "ab":
        scene.of(system).edit(f"{system}1", name=f"from {system}")
        scene.clock.later()
    scene.run(**hold)
    shown = names(scene)
    assert (shown["a"], shown["b"]) == ("from a", "from b"), "nobody's edit is overwritten"
    assert scene.entries("held")
    assert is_quiet(scene, **hold)


# ---- the bound of repeats -----------------------------------------------------------------------


def test_what_still_moves_at_the_bound_is_held_by_property_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = filled(tmp_path, *CYCLE)
    for system in "bca":
        scene.of(system).edit(f"{system}1", name=f"from {system}")
        scene.clock.later()
    with monkeypatch.context() as bound:
        bound.setattr(planning, "REPEATS", 1)  # so that three edits in a cycle reach it
        report = scene.run(dry_run=True)
    assert report.first is not None
    held = [entry for entry in report.first.entries if "still moving" in entry.reason]
    assert held and {(entry.kind, entry.row) for entry in held} == {("held", "name > name")}
    scene.run()
    assert names(scene) == dict.fromkeys("abc", "from a") and is_quiet(scene)


# ---- runs alone ---------------------------------------------------------------------------------


def test_a_flow_run_alone_and_then_another_miss_nothing(tmp_path: Path) -> None:
    scene = filled(tmp_path, ("a", "b"), ("b", "c"))
    first, second = (flow_of((pair,), name=pair.name) for pair in scene.pairs)
    scene.of("a").edit("a1", name="from a")
    scene.run_flows(first)
    assert names(scene) == {"a": "from a", "b": "from a", "c": "Nordlys"}
    scene.run_flows(second)
    assert set(names(scene).values()) == {"from a"}
    scene.of("c").edit("c1", limit="5")
    scene.run_flows(second)
    scene.run_flows(first)
    assert [scene.of(system).value(f"{system}1", "limit") for system in "abc"] == [5] * 3
    assert scene.conflicts() == [] and is_quiet(scene)


def test_flows_run_alone_keep_every_edit_of_both(tmp_path: Path) -> None:
    scene = filled(tmp_path, ("a", "b"), ("b", "c"))
    first, second = (flow_of((pair,), name=pair.name) for pair in scene.pairs)
    scene.of("a").edit("a1", name="from a")
    scene.clock.later()
    scene.of("c").edit("c1", name="from c")
    for flow in (first, second, first, second):
        scene.run_flows(flow)
    assert set(names(scene).values()) == {"from c"}, "the newest by when it was edited, not by when it was passed on"
    kept = {value for one in scene.conflicts() for value in (one.left_value, one.right_value)}
    assert kept == {'"from a"', '"from c"'}
    assert is_quiet(scene)


# ---- what comes back as its own copy, and what does not -----------------------------------------


def _named(system: str, name: str) -> ObjectType:
    return structs.replace(customer_type(system), name=name)


def _pair(left: ObjectType, right: ObjectType) -> ObjectPair:
    pair = customers(left.system.name, right.system.name, left_type=left, right_type=right, match=())
    return structs.replace(pair, name=f"{left.system.name}_{left.name}_{right.system.name}_{right.name}")


def test_a_quote_in_the_erp_gets_a_copy_of_its_own_beside_its_orders(tmp_path: Path) -> None:
    """Q is linked to the order O and to K, the same quote in the ERP, and O to X: K gets an X of its own."""
    quote, order, same_quote = _named("crm", "quote"), _named("erp", "order"), _named("erp", "quote")
    copy = _named("x", "deal")
    scene = Scene(
        tmp_path,
        _pair(quote, order),
        _pair(quote, same_quote),
        _pair(order, copy),
        _pair(same_quote, copy),
    )
    scene.of("crm", "quote").has(name="Nordlys", email="x@x.example")
    scene.run()
    assert len(scene.of("erp", "order").documents) == len(scene.of("erp", "quote").documents) == 1
    assert len(scene.of("x", "deal").documents) == 2
    ends = {(link.pair, link.right_key) for link in scene.links() if "|x.deal" in link.pair}
    assert len({key for _, key in ends}) == 2, "each has its own"
    assert is_quiet(scene) and len(scene.of("x", "deal").documents) == 2


# ---- sections that share their links ------------------------------------------------------------


def _see_alias(record: Customer) -> CustomerView:
    return CustomerView(name=text.get(record.alias))


def _see_name(record: Customer) -> CustomerView:
    return CustomerView(name=text.get(record.name))


def _spell_alias(view: CustomerView, old: Customer) -> CustomerPatch:
    return CustomerPatch(alias=text.put(view.name, old.alias))


def _spell_name(view: CustomerView, old: Customer) -> CustomerPatch:
    return CustomerPatch(name=text.put(view.name, old.name))


def _two_sections() -> tuple[ObjectPair, ObjectPair]:
    """The second section has the name on the right, too: there it is the left's alias."""
    first = customers("a", "b", rows=("name", "email"))
    second = structs.replace(
        first,
        name="a_b_customer_2",
        left=structs.replace(first.left, to_view=_see_alias, from_view=_spell_alias),
        right=structs.replace(first.right, to_view=_see_name, from_view=_spell_name),
        rows=(Row(name="name", left="alias", right="name", identity="alias > name"),),
        match=(),
    )
    return first, second


@pytest.mark.parametrize("later", ["name", "alias"])
def test_two_edits_that_two_sections_send_to_one_property_are_a_conflict(tmp_path: Path, later: str) -> None:
    scene = Scene(tmp_path, *_two_sections())
    scene.of("a").has(name="One", email="1@x.example", alias="One")
    scene.run()
    scene.writes()
    edits = {"name": "By name", "alias": "By alias"}
    for name in sorted(edits, key=lambda name: name == later):
        scene.of("a").edit("a1", **{name: edits[name]})
    scene.run()
    [ends] = [(conflict.left_value, conflict.right_value) for conflict in scene.conflicts()]
    assert set(ends) == {'"By name"', '"By alias"'}
    [shown] = {*scene.of("a").column("name"), *scene.of("a").column("alias"), *scene.of("b").column("name")}
    assert shown in edits.values()
    scene.writes()
    for _ in range(2):
        scene.run()
        assert scene.writes() == {}


def test_an_edit_that_one_of_two_sections_sends_reaches_both_properties_of_the_other_side(tmp_path: Path) -> None:
    scene = Scene(tmp_path, *_two_sections())
    scene.of("a").has(name="One", email="1@x.example", alias="One")
    scene.run()
    scene.of("b").edit("b1", name="From b")
    scene.run()
    assert (scene.of("a").column("name"), scene.of("a").column("alias")) == (["From b"], ["From b"])
    scene.of("a").edit("a1", alias="From a")
    scene.run()
    assert (scene.of("a").column("name"), scene.of("b").column("name")) == (["From a"], ["From a"])
    assert scene.conflicts() == []


def test_a_value_that_another_section_had_the_place_of_at_creation_is_held(tmp_path: Path) -> None:
    scene = Scene(tmp_path, *_two_sections())
    scene.of("a").has(name="One", email="1@x.example", alias="Uno")
    scene.run()
    assert scene.of("b").column("name") == ["One"]
    assert [(entry.key, entry.row) for entry in scene.entries("held")] == [("a1", "alias > name")]
    assert scene.of("a").column("alias") == ["Uno"]
