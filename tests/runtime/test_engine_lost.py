"""Writes whose outcome is not known, runs that are cut off, and plans that are kept in a file (S-15 to S-17)."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.again import retry
from runtime.asking import Names, entry_id
from runtime.errors import Halted, OutcomeUnknown
from runtime.explaining import explained
from runtime.linking import end
from runtime.model import Condition, ObjectPair, ObjectType, Side
from runtime.points import on
from runtime.policies import Choice, Policies
from runtime.reconcile import AMBIGUOUS, Policy
from runtime.saved import SavedPlan, read_plan, write_plan
from runtime.status import status_lines
from runtime.store import DecisionRow, Store
from runtime.sync import ROUNDS, Engine, Options, Report
from runtime.witness import accept, is_behind
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import ROWS, customer_type, customers, orders


class Cut(BaseException):
    """The process dies here."""


def dies_at(name: str, hit: int = 1) -> Any:
    """What dies when it comes by a point for the Nth time."""
    hits = [0]

    def act(reached: str) -> None:
        hits[0] += reached == name
        if reached == name and hits[0] == hit:
            raise Cut

    return on(act)


def knowing(**facts: Any) -> ObjectType:
    """Customers of b, whose system has these facts in its profile."""
    kind = customer_type("b")
    return structs.replace(kind, system=structs.replace(kind.system, **facts))


def lost_create(folder: Path, **facts: Any) -> Scene:
    """A customer of a was sent to b, and no answer came."""
    scene = Scene(folder, customers("a", "b", match=(), right_type=knowing(**facts)))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.writes()
    return scene


# ---- creates ------------------------------------------------------------------------------------


def test_what_a_lost_create_made_is_found_and_edits_on_either_side_since_survive(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.of("a").edit("a1", email="new@x.example")
    scene.of("b").edit("b1", limit="5")
    scene.run()
    assert scene.linked() == [("a1", "b1")] and len(scene.of("b").documents) == 1
    assert scene.of("b").value("b1", "email") == "new@x.example" and scene.of("a").value("a1", "limit") == 5
    assert scene.entries() == [] and scene.conflicts() == []


def test_the_base_of_what_is_found_is_what_was_sent(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    assert scene.of("b").column("name") == ["Nordlys AS"] and scene.conflicts() == []


def test_with_an_idempotency_key_the_same_request_is_sent_again(tmp_path: Path) -> None:
    scene = lost_create(tmp_path, idempotency="Idempotency-Key")
    scene.of("b").knows_keys = True
    scene.of("b").edit("b1", name="Edited there", email="y@x.example")
    scene.run()
    assert scene.linked() == [("a1", "b1")] and len(scene.of("b").documents) == 1
    assert scene.of("a").value("a1", "name") == "Edited there"


def test_a_key_that_the_system_has_forgotten_is_not_used(tmp_path: Path) -> None:
    scene = lost_create(tmp_path, idempotency="Idempotency-Key")
    scene.of("b").edit("b1", name="Edited there", email="y@x.example")
    scene.clock.later(25 * 60)
    scene.run()
    assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["review"]


def lost_before_it_arrived(folder: Path, **facts: Any) -> Scene:
    scene = lost_create(folder, **facts)
    scene.of("b").documents.clear()
    return scene


def test_a_create_that_did_not_arrive_is_never_made_again_on_a_guess(tmp_path: Path) -> None:
    scene = lost_before_it_arrived(tmp_path)
    for _ in range(3):
        scene.clock.later(24 * 60)
        scene.run()
        assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["review"]


def test_after_the_time_in_which_the_system_settles_writes_absence_is_proof(tmp_path: Path) -> None:
    scene = lost_before_it_arrived(tmp_path, settles_within=3600)
    scene.run()
    assert scene.writes() == {}, "it may still arrive"
    scene.clock.later(60)
    scene.run()
    assert scene.writes() == {"b": 1} and scene.entries() == [] and len(scene.linked()) == 1


@pytest.mark.parametrize("facts", [{}, {"settles_within": 3600}], ids=["assumed", "known"])
def test_a_list_that_may_have_lost_the_record_proves_no_absence(tmp_path: Path, facts: dict[str, Any]) -> None:
    """The first list that would show what a lost create made loses it at a page's edge: the next one has to tell."""
    scene = lost_create(tmp_path, **facts)
    scene.clock.later(60)
    scene.of("b").slips = True
    scene.run()
    assert scene.writes() == {}
    scene.of("b").slips = False
    scene.run()
    assert scene.writes() == {} and scene.linked() == [("a1", "b1")] and scene.entries() == []


def test_such_a_list_has_lost_none_if_nothing_has_moved_when_the_next_one_is_read(tmp_path: Path) -> None:
    """A record at a page's edge is lost only where one before it went, or was edited and moved to the end."""
    scene = Scene(tmp_path, customers("a", "b", right_type=knowing(settles_within=3600)))
    b = scene.of("b")
    for name in ("going", "edited"):
        b.has(name=name, email=f"{name}@x.example")
    scene.run()
    scene.of("a").has(name="Nordlys", email="x@x.example")
    b.loses_answers = True
    scene.run()
    b.loses_answers, b.slips = False, True
    del b.documents["b3"]  # it never arrived
    scene.writes()
    scene.clock.later(60)
    scene.run()
    b.edit("b2", name="moved")
    scene.run()
    b.remove("b1")
    scene.run()
    assert scene.writes() == {}
    scene.run()
    assert scene.writes() == {"b": 1}


def test_a_late_create_that_arrives_within_that_time_is_found(tmp_path: Path) -> None:
    scene = lost_create(tmp_path, settles_within=3600)
    late = dict(scene.of("b").documents)
    scene.of("b").documents.clear()
    scene.run()
    scene.of("b").documents.update(late)
    scene.clock.later(60)
    scene.run()
    assert scene.writes() == {} and scene.linked() == [("a1", "b1")]


def test_where_a_second_one_would_be_refused_it_is_made_again(tmp_path: Path) -> None:
    kind = structs.replace(customer_type("b"), unique=("email",))
    scene = Scene(tmp_path, customers("a", "b", match=(), right_type=kind))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.of("b").documents.clear()
    scene.run()
    assert len(scene.linked()) == 1 and scene.of("b").column("email") == ["x@x.example"]


def test_two_records_that_may_be_the_one_are_for_a_person(tmp_path: Path) -> None:
    scene = lost_create(tmp_path)
    scene.of("b").has(name="Nordlys", email="x@x.example")
    scene.run()
    [entry] = scene.entries()
    assert (entry.kind, scene.writes()) == ("review", {}) and "b1, b2" in entry.reason


# ---- updates ------------------------------------------------------------------------------------


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One customer in a and b, linked and equal."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    scene.writes()
    return scene


def lose_update(scene: Scene, arrives: bool = True) -> None:
    """The left name was edited; the write to the right was not answered."""
    scene.of("a").edit("a1", name="from a")
    before = dict(scene.of("b").documents["b1"])
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    if not arrives:
        scene.of("b").documents["b1"] = before
    scene.writes()


def test_an_update_that_arrived_is_not_taken_for_an_edit_of_the_other_side(scene: Scene) -> None:
    lose_update(scene)
    scene.of("a").edit("a1", name="again")
    scene.run()
    assert scene.of("b").value("b1", "name") == "again" and scene.conflicts() == []
    assert scene.store.unsettled() == []


def test_an_update_that_did_not_arrive_is_sent_again(scene: Scene) -> None:
    lose_update(scene, arrives=False)
    scene.run()
    assert scene.of("b").value("b1", "name") == "from a" and scene.writes() == {"b": 1}


def test_an_edit_on_top_of_an_update_that_arrived_is_never_overwritten(scene: Scene) -> None:
    lose_update(scene)
    scene.of("b").edit("b1", name="on top")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == ["on top", "on top"]
    assert [conflict.rule for conflict in scene.conflicts()] in ([], ["ambiguous"])


def test_while_it_cannot_be_looked_at_nothing_is_written(scene: Scene) -> None:
    lose_update(scene)
    scene.of("a").edit("a1", name="again")
    scene.of("b").down = True
    scene.run()
    assert scene.writes() == {} and len(scene.store.unsettled()) == 1
    scene.of("b").down = False
    scene.run()
    assert scene.of("b").value("b1", "name") == "again" and scene.store.unsettled() == []


@pytest.mark.parametrize(("back", "sent"), [("10", "20"), (None, "20"), ("10", None)])
@pytest.mark.parametrize("newer", ["a", "b"])
def test_what_somebody_took_back_after_an_update_that_arrived_is_an_edit(
    tmp_path: Path, back: str | None, sent: str | None, newer: str
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    a.has(name="Nordlys", email="x@x.example", limit=back)
    scene.run()
    a.edit("a1", limit=sent)
    lose_update(scene)  # the name arrived with it
    b.edit("b1", limit=back)
    if newer == "a":
        scene.clock.later()
        a.edit("a1", limit="30")
    scene.run()
    wins = "30" if newer == "a" else back
    assert [[one.value("a1" if one is a else "b1", name) for name in ("name", "limit")] for one in (a, b)] == [
        ["from a", None if wins is None else Decimal(wins)]
    ] * 2
    [conflict] = scene.conflicts()
    assert (conflict.row, conflict.rule, conflict.winner) == (
        "limit > limit", AMBIGUOUS, "left" if newer == "a" else "right",
    )
    scene.writes()
    scene.run()
    scene.run()
    assert scene.writes() == {} and scene.entries() == [] and len(scene.conflicts()) == 1


@pytest.mark.parametrize("stamps", [True, False])
@pytest.mark.parametrize("back", ["10", None])
def test_a_record_that_was_written_since_and_is_as_it_was_before_was_put_back(
    tmp_path: Path, back: str | None, stamps: bool
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    b.stamps = stamps
    a.has(name="Nordlys", email="x@x.example", limit=back)
    scene.run()
    a.edit("a1", limit="20")
    b.loses_answers = True
    scene.run()
    b.loses_answers = False
    b.edit("b1", limit=back)
    scene.run()
    assert a.value("a1", "limit") == b.value("b1", "limit") == (None if back is None else Decimal(back))
    assert [(one.rule, one.winner) for one in scene.conflicts()] == [(AMBIGUOUS, "right")]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.entries() == []


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize("policy", [Policy.NEWEST, Policy.HOLD])
def test_a_blank_that_may_have_been_cleared_over_a_lost_update_is_named_in_a_conflict(
    tmp_path: Path, policy: Policy, is_ours: bool, arrives: bool
) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    a.has(name="Nordlys", email="x@x.example", limit="10" if is_ours else None)
    options = {"policies": Policies(default=Choice(policy=policy))}
    scene.run(**options)
    if is_ours:
        a.edit("a1", limit=None)
        scene.run(**options)
        assert b.value("b1", "limit") is None
    a.edit("a1", limit="20")
    b.loses_answers = True
    if arrives:
        scene.run(**options)
        b.edit("b1", limit=None)
    else:
        before = dict(b.documents["b1"])
        scene.run(**options)
        b.documents["b1"] = before
    b.loses_answers = False
    b.edit("b1", name="from b")
    scene.run(**options)
    assert a.value("a1", "name") == "from b"
    [conflict] = scene.conflicts()
    assert (conflict.row, conflict.left_value, conflict.right_value) == ("limit > limit", '"20"', "null")
    if policy is Policy.HOLD:
        assert (conflict.rule, b.value("b1", "limit"), a.value("a1", "limit")) == ("hold", None, 20)
    else:
        assert (conflict.rule, conflict.winner, b.value("b1", "limit")) == (AMBIGUOUS, "left", 20)
    scene.writes()
    scene.run(**options)
    assert scene.writes() == {} and len(scene.conflicts()) == 1


def test_who_edits_on_after_two_lost_writes_is_in_no_conflict_with_himself(scene: Scene) -> None:
    lose_update(scene, arrives=False)
    scene.of("b").edit("b1", name="from b")
    scene.of("a").loses_answers = True
    scene.run()
    scene.of("a").loses_answers = False
    scene.of("b").edit("b1", name="from b again")
    scene.run()
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == ["from b again"] * 2
    assert [(one.left_value, one.right_value) for one in scene.conflicts()] == [('"from a"', '"from b"')]


def test_a_conflict_after_two_lost_writes_is_what_the_policy_says_and_told_as_ambiguous(scene: Scene) -> None:
    lose_update(scene, arrives=False)
    scene.of("b").edit("b1", name="from b")
    scene.of("a").loses_answers = True
    policies = Policies(default=Choice(policy=Policy.RIGHT))
    scene.run(policies=policies)
    scene.of("a").loses_answers = False
    scene.of("a").edit("a1", name="over that")
    scene.run(policies=policies)
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == ["from b", "from b"]
    assert [(one.left_value, one.rule, one.winner) for one in scene.conflicts()] == [
        ('"from a"', AMBIGUOUS, "right"), ('"over that"', AMBIGUOUS, "right"),
    ]


def test_a_version_that_moves_by_itself_says_nothing_of_an_update_that_did_not_arrive(scene: Scene) -> None:
    lose_update(scene, arrives=False)
    scene.of("b").documents["b1"]["version"] += 1
    scene.run()
    assert scene.of("b").value("b1", "name") == "from a" and scene.conflicts() == []


def test_an_edit_of_something_else_says_nothing_of_an_update_that_did_not_arrive(scene: Scene) -> None:
    scene.of("a").edit("a1", limit="20")
    lose_update(scene, arrives=False)
    scene.of("b").edit("b1", email="new@x.example")
    scene.run()
    shown = [scene.of("b").value("b1", name) for name in ("name", "limit", "email")]
    assert shown == ["from a", 20, "new@x.example"] and scene.conflicts() == []


@pytest.mark.parametrize("room", [100, 5])
def test_a_copy_goes_on_following_what_a_write_without_an_answer_brought(tmp_path: Path, room: int) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=(*ROWS, "alias")))
    scene.of("b").normalise = lambda document: document | {"alias": (document.get("alias") or "")[:room]}
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    lose_update(scene)
    scene.of("a").edit("a1", name="again")
    scene.run()
    assert scene.of("b").value("b1", "alias") == "again"[:room] and scene.entries() == []
    lose_update(scene)
    scene.run()
    scene.run()
    assert scene.writes() == {}
    assert ["cut what it was sent" in entry.reason for entry in scene.entries()] == [True] * (room == 5)


def test_a_copy_that_was_edited_after_a_write_without_an_answer_is_its_own(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=(*ROWS, "alias")))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    lose_update(scene)
    scene.of("b").edit("b1", alias="The Northern Lights")
    scene.of("a").edit("a1", name="again")
    scene.run()
    assert [scene.of("b").value("b1", name) for name in ("name", "alias")] == ["again", "The Northern Lights"]
    assert [entry.kind for entry in scene.entries()] == ["own"]


@pytest.mark.parametrize(("row", "late"), [("name", "twenty"), ("limit", "20")])
def test_without_versions_a_write_that_may_still_come_is_waited_for(scene: Scene, row: str, late: str) -> None:
    b = scene.of("b")
    told, written = b._snapshot, b._update
    sent: list[tuple[Any, Any]] = []

    def without_answer(current: Any, changes: Any) -> Any:
        sent.append((current, changes))
        raise OutcomeUnknown("b", "no answer came")

    b._snapshot = lambda key: structs.replace(told(key), version="")  # type: ignore[method-assign]
    b._update = without_answer  # type: ignore[method-assign]
    scene.run()
    scene.of("a").edit("a1", **{row: late})
    scene.run()
    scene.run()
    assert len(sent) == 1, "what shows what it was is not written again so soon"
    [(current, changes)] = sent
    b._update = written  # type: ignore[method-assign]
    b.edit("b1", **{row: "30"})
    scene.run()
    written(structs.replace(current, version=str(b.documents["b1"]["version"])), changes)
    for _ in range(3):
        scene.run()
    lost = {value for one in scene.conflicts() for value in (one.left_value, one.right_value)}
    assert '"30"' in lost, "what the late write came over is kept"


@pytest.mark.parametrize("how", ["record", "other end", "entry", "all"])
def test_what_a_write_without_an_answer_waits_for_is_said_and_a_person_may_end_it(scene: Scene, how: str) -> None:
    b = scene.of("b")
    told = b._snapshot
    b._snapshot = lambda key: structs.replace(told(key), version="")  # type: ignore[method-assign]
    scene.run()
    written = b._update

    def without_answer(current: Any, changes: Any) -> Any:
        raise OutcomeUnknown("b", "no answer came")

    b._update = without_answer  # type: ignore[method-assign]
    scene.of("a").edit("a1", name="edited")
    assert scene.run().notes == ["no answer came to the last write to b.customer b1: the next pass looks at it"]
    b._update = lambda current, changes: written(  # type: ignore[method-assign]
        structs.replace(current, version=str(b.documents["b1"]["version"])), changes
    )
    until = (scene.clock() - dt.timedelta(minutes=5) + dt.timedelta(hours=1)).isoformat(timespec="seconds")
    waits = f"until {until} it may still arrive; `flowc retry b.customer b1` settles it by what the record shows"
    assert scene.run().notes == [f"no answer came to the last write to b.customer b1: {waits}"]
    [entry] = scene.entries()
    reason = f"b customer b1: it is not known yet whether the last write to it arrived: {waits}"
    assert (entry.kind, entry.reason) == ("waiting", reason)
    names = Names(scene.store, [flow_of(scene.pairs)])
    for record in (RecordId("a", "customer", "a1"), RecordId("b", "customer", "b1")):
        [about] = explained(scene.store, names, record)
        assert waits in about["text"]
    assert any(waits in line for line in status_lines(scene.store))
    named = {"record": RecordId("b", "customer", "b1"), "other end": RecordId("a", "customer", "a1")}.get(how)
    about_entry = entry_id(entry) if how == "entry" else ""
    assert retry(scene.store, names, named, scene.clock().isoformat(), about=about_entry) == 1
    assert scene.run().notes == []
    assert b.value("b1", "name") == "edited" and scene.entries() == [] and scene.store.unsettled() == []


# ---- runs that are cut off ----------------------------------------------------------------------

POINTS = ("record.before", "record.after", "send.before", "send.after", "settle.before", "settle.after")


@pytest.mark.parametrize("hit", [1, 2])
@pytest.mark.parametrize("name", ["pull.page", "pull.cursor.before", "pull.cursor.after", *POINTS])
def test_a_run_that_is_cut_off_anywhere_doubles_and_loses_nothing(tmp_path: Path, name: str, hit: int) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=(), right_type=knowing(settles_within=60)))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", email="new@x.example")
    with dies_at(name, hit), pytest.raises(Cut):
        scene.run()
    with dies_at("recover.before"):
        try:
            scene.run()
        except Cut:
            scene.clock.later()
    for _ in range(3):
        scene.run()
    assert scene.of("b").column("name") == ["Nordlys AS", "Fjell"]
    assert scene.of("a").column("email") == ["new@x.example", "y@x.example"]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.entries() == [] and scene.store.unsettled() == []


def cut_off_after_record(scene: Scene, *pairs: ObjectPair, **options: Any) -> None:
    with dies_at("record.after"), pytest.raises(Cut):
        scene.run(*pairs, **options)


def test_a_hold_is_remembered_by_a_run_that_is_cut_off(scene: Scene) -> None:
    hold = {"policies": Policies(default=Choice(policy=Policy.HOLD))}
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    cut_off_after_record(scene, **hold)
    scene.run(**hold)
    scene.of("b").edit("b1", name="Nordlys")
    scene.run(**hold)
    assert [scene.of(system).value(f"{system}1", "name") for system in "ab"] == ["left", "Nordlys"]
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]


def test_a_conflict_of_a_run_that_is_cut_off_before_it_sends_is_listed_once(scene: Scene) -> None:
    """The same two values in another conflict, after the first was sent, are listed again."""
    scene.of("a").edit("a1", name="Skog")
    scene.of("b").edit("b1", name="Fjell")
    with dies_at("send.before"), pytest.raises(Cut):
        scene.run()
    assert [one.row for one in scene.conflicts()] == ["name > name"]
    scene.run()
    assert [one.row for one in scene.conflicts()] == ["name > name"]
    scene.of("a").edit("a1", name="Nordlys")
    scene.run()
    scene.of("a").edit("a1", name="Skog")
    scene.of("b").edit("b1", name="Fjell")
    scene.run()
    assert len(scene.conflicts()) == 2


def test_a_copy_that_a_run_that_is_cut_off_found_equal_follows(scene: Scene) -> None:
    pair = customers("a", "b", rows=(*ROWS, "alias"))
    scene.of("b").edit("b1", alias="Nordlys")
    scene.run()
    cut_off_after_record(scene, pair)
    scene.run(pair)
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run(pair)
    assert scene.of("b").value("b1", "alias") == "Nordlys AS" and scene.entries() == []


def test_a_condition_that_a_run_that_is_cut_off_found_false_is_a_first_merge_when_it_is_true_again(
    tmp_path: Path,
) -> None:
    pair = customers("a", "b")
    when = (Condition(side=Side.LEFT, attribute="alias", value="on"),)
    rows = tuple(structs.replace(row, conditions=when) if row.name == "name" else row for row in pair.rows)
    scene = Scene(tmp_path, structs.replace(pair, rows=rows))
    scene.of("a").has(name="Nordlys", email="x@x.example", alias="on")
    scene.run()
    scene.of("a").edit("a1", alias="off")
    cut_off_after_record(scene)
    scene.run()
    scene.of("a").edit("a1", name="Fjell", alias="on")
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys"
    assert [(entry.row, entry.kind) for entry in scene.entries()] == [("name > name", "held")]


# ---- plans in a file ----------------------------------------------------------------------------


def dry(scene: Scene, path: Path) -> SavedPlan:
    report = scene.run(dry_run=True)
    write_plan(path, SavedPlan(planned_at="now", flows=("flow",), actions=tuple(report.actions)))
    return read_plan(path)


def apply(scene: Scene, plan: SavedPlan, follow: bool = False) -> Report:
    flows = (flow_of(scene.pairs),)
    return Engine(flows, scene.endpoints, scene.store, Options(), scene.clock, saved=plan, follow=follow).run()


@pytest.fixture
def planned(scene: Scene) -> Scene:
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("b").has(name="Skog", email="z@x.example")
    scene.of("a").has(name="Skog", email="z@x.example")
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", limit="20")
    return scene


def test_a_saved_plan_sends_exactly_what_it_says(tmp_path: Path, planned: Scene) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    assert planned.writes() == {}
    assert sorted(action.action for action in plan.actions) == ["create", "link", "update", "update"]
    assert [action.number for action in plan.actions] == [1, 2, 3, 4]
    apply(planned, plan)
    assert planned.writes() == {"a": 1, "b": 2}
    planned.run()
    assert planned.writes() == {}


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("is_deleted", [True, False])
def test_what_of_a_plan_was_not_done_is_told(tmp_path: Path, planned: Scene, is_deleted: bool, follow: bool) -> None:
    """No further round says what became of it."""
    b = planned.of("b")
    planned.run()
    planned.of("a").edit("a1", name="Nord")
    plan = dry(planned, tmp_path / "plan.json")
    meanwhile = partial(b.remove, "b1") if is_deleted else partial(b.edit, "b1", alias="meanwhile")

    def once() -> None:
        b.hook = lambda: None
        meanwhile()

    b.hook = once
    notes = apply(planned, plan, follow).notes
    reason = "there is no customer b1" if is_deleted else "changed since it was read"
    assert notes == ([] if follow else [f"not done: update b.customer b1: {reason}"])


def test_what_came_later_is_left_for_the_next_pass(tmp_path: Path, planned: Scene) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    planned.of("a").has(name="Later", email="later@x.example")
    apply(planned, plan)
    assert planned.of("b").column("name") == ["Nordlys AS", "Skog", "Fjell"]
    planned.run()
    assert "Later" in planned.of("b").column("name")


@pytest.mark.parametrize("side", ["a", "b"])
def test_a_plan_is_refused_if_either_side_moved(tmp_path: Path, planned: Scene, side: str) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    planned.of(side).edit(f"{side}1", email="moved@x.example")
    with pytest.raises(Halted, match="changed since") as halted:
        apply(planned, plan)
    assert halted.value.exit_code == 4 and planned.writes() == {}


def test_a_plan_is_refused_once_it_is_done(tmp_path: Path, planned: Scene) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    apply(planned, plan)
    planned.writes()
    with pytest.raises(Halted, match="not needed or not possible any more"):
        apply(planned, plan)
    assert planned.writes() == {}


def test_a_plan_whose_system_is_out_of_reach_says_so_and_can_be_applied_later(tmp_path: Path, planned: Scene) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    planned.of("b").down = True
    with pytest.raises(Halted, match="b is out of reach: ") as halted:
        apply(planned, plan)
    assert "not needed" not in str(halted.value) and planned.writes() == {}
    planned.of("b").down = False
    apply(planned, plan)
    assert planned.writes() == {"a": 1, "b": 2}


def test_the_first_round_of_a_plain_pass_is_the_plan(tmp_path: Path, planned: Scene) -> None:
    plan = dry(planned, tmp_path / "plan.json")
    report = planned.run()
    assert report.first is not None
    done = {action.about for action in plan.actions}
    assert {one.about for one in (*report.first.works, *report.first.adopts)} == done


# ---- a store that is older than the systems -----------------------------------------------------


def test_a_pass_that_only_compares_links_what_is_equal_and_writes_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.store.driver.back_up("old")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    scene.store.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{scene.path}{suffix}").unlink(missing_ok=True)
    Path(f"{scene.path}.old").rename(scene.path)
    scene.store = Store(scene.path)
    scene.of("a").has(name="Skog", email="z@x.example")
    scene.writes()

    scene.run(compare_only=True)
    assert scene.writes() == {}
    assert scene.linked() == [("a1", "b1"), ("a2", "b2")]
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a3", "held")]
    scene.run(compare_only=True)
    assert scene.writes() == {}
    scene.run()
    assert scene.writes() == {"b": 1} and scene.of("b").column("name") == ["Nordlys AS", "Fjell", "Skog"]


def test_actions_name_what_they_were_planned_from(scene: Scene) -> None:
    scene.of("a").edit("a1", name="Nordlys AS")
    report = scene.run(dry_run=True)
    [action] = report.actions
    assert action.about == ("update", "b", "customer", "b1")
    assert action.built_on == {"a.customer a1": "2", "b.customer b1": "1"} and action.sends == '{"name":"Nordlys AS"}'


def test_a_pass_that_only_compares_sends_no_lost_create_again(tmp_path: Path) -> None:
    scene = lost_before_it_arrived(tmp_path, idempotency="Idempotency-Key")
    scene.run(compare_only=True)
    assert scene.writes() == {}


def restored(scene: Scene) -> None:
    """Put the backup "old" in the place of the store, as on a machine where nothing lies beside it."""
    scene.store.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{scene.path}{suffix}").unlink(missing_ok=True)
    Path(f"{scene.path}.old").rename(scene.path)
    scene.store = Store(scene.path)
    scene.writes()


def test_what_the_systems_show_makes_a_restored_store_compare_only_until_a_person_accepts_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.store.driver.back_up("old")
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    restored(scene)
    scene.of("b").edit("b1", name="Nordlys ASA")
    scene.of("b").edit("b1", name="Nordlys AS")
    scene.of("a").has(name="Skog", email="z@x.example")
    report = scene.run()
    assert "is an old copy" in report.behind and scene.writes() == {}
    assert "(a.customer a2, a.customer a1)" in report.behind and report.exit_code == 4
    assert scene.linked() == [("a1", "b1"), ("a2", "b2")] and [e.kind for e in scene.entries()] == ["held"]
    assert "is an old copy" in is_behind(scene.store, tmp_path), "it is remembered, though nothing shows it any more"
    accept(scene.store, tmp_path)
    assert is_behind(scene.store, tmp_path) == ""
    scene.run()
    assert scene.writes() == {"b": 1} and scene.of("b").column("name") == ["Nordlys AS", "Fjell", "Skog"]


def test_one_new_record_on_both_sides_that_shows_the_same_is_a_question_and_no_reason_for_a_second(
    tmp_path: Path,
) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("b").has(name="Fjell", email="y@x.example")
    scene.of("a").has(name="Skog", email="z@x.example")
    for _ in range(3):
        assert scene.run().behind == ""
    assert scene.writes() == {"b": 1}
    [entry] = scene.entries()
    assert (entry.key, entry.kind) == ("a2", "review") and "b2 shows the same" in entry.reason
    scene.store.decide(DecisionRow(entry.pair, "left", "a2", "create"), scene.clock().isoformat())
    scene.run()
    assert scene.writes() == {"b": 1} and scene.entries() == []


def test_a_restored_store_sends_no_lost_create_again_before_it_is_known_for_an_old_copy(tmp_path: Path) -> None:
    scene = lost_before_it_arrived(tmp_path, idempotency="Idempotency-Key", idempotency_hours=24)
    scene.of("a").has(name="Havn", email="h@x.example")
    scene.run()  # made since, so that the pair finished a round
    scene.of("a").has(name="Vik", email="v@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.store.driver.back_up("old")
    for name in ("Fjell", "Skog"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scene.run()
    restored(scene)
    report = scene.run()
    assert "is an old copy" in report.behind and scene.writes() == {}


def test_orders_of_customers_that_are_not_linked_yet_are_like_no_other(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b", match=()))
    scene.of("a", "order").has(title="First", customer=scene.of("a").has(name="Old", email="o@x.example"))
    scene.run()
    scene.writes()
    for system, title in (("a", "Repair 1"), ("b", "Repair 1"), ("a", "Repair 2"), ("b", "Repair 2")):
        key = scene.of(system).has(name=f"{system} {title}", email=f"{system}{title[-1]}@x.example")
        scene.of(system, "order").has(title=title, customer=key)
    for _ in range(3):
        assert scene.run().behind == ""
    assert len(scene.of("b").documents) == len(scene.of("b", "order").documents) == 5 and scene.entries() == []
    links = [link for link in scene.links() if link.pair == scene.pairs[1].key]
    assert len(links) == 3 and all(link.right_key not in ("b2", "b3") for link in links)


def test_an_order_is_a_twin_as_soon_as_its_customer_is_linked(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b", match=()))
    scene.of("a", "order").has(title="First", customer=scene.of("a").has(name="Old", email="o@x.example"))
    scene.run()
    scene.writes()
    for system in ("a", "b"):
        key = scene.of(system).has(name="Fjell", email="y@x.example")
        scene.of(system, "order").has(title="Repair", customer=key)
    assert scene.run().behind == "" and scene.writes() == {}
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a2", "review")]


def test_people_who_type_one_correction_on_both_sides_are_no_old_copy(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", name="Nordlys AS")
    assert scene.run().behind == "" and scene.writes() == {}


def test_a_full_disk_ends_the_pass_before_anything_is_sent(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    scene.of("a").edit("a1", name="Nordlys AS")
    for number in range(400):
        scene.of("a").has(name=f"Fjell {number}" * 20, email=f"{number}@x.example")
    [(pages,)] = scene.store.driver.all("PRAGMA page_count", {})
    for more in (0, 60):  # no room for what is read; for what is to be sent
        scene.store.driver.all(f"PRAGMA max_page_count = {pages + more}", {})
        with pytest.raises(Halted, match=r"state.db cannot be written: .*full.* See to its disk") as stopped:
            scene.run()
        assert (stopped.value.exit_code, scene.writes()) == (4, {})
    scene.store.driver.all("PRAGMA max_page_count = 1073741823", {})
    scene.run()
    assert scene.writes() == {"b": 401} and len(scene.links()) == 401


def test_a_pass_that_never_becomes_quiet_stops_at_the_hard_bound(tmp_path: Path) -> None:
    """Somebody edits the record again before every answer to our write of it is looked at (S-20)."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.writes()
    edits = itertools.count(1)
    b = scene.of("b")

    def made_in_a() -> None:
        key = scene.of("a").has(name=f"Fjell {next(edits)}", email=f"{next(edits)}@x.example")
        scene.store.put_snapshots("a", "customer", [scene.of("a")._snapshot(key)])

    b.hook = made_in_a
    made_in_a()
    with pytest.raises(Halted, match=f"not quiet after {ROUNDS} rounds") as stopped:
        scene.run()
    assert stopped.value.exit_code == 4 and scene.writes() == {"b": ROUNDS}
    b.hook = lambda: None
    scene.run()
    scene.writes()
    scene.run()
    assert scene.writes() == {} and len(scene.links()) == ROUNDS + 2


@pytest.mark.parametrize("how", ["deleted", "unlinked"])
def test_a_create_that_is_made_again_has_another_idempotency_key(tmp_path: Path, how: str) -> None:
    """With the old key the system would answer with the record that it made at first (S-31)."""
    scene = Scene(tmp_path, customers("a", "b", right_type=knowing(idempotency="Idempotency-Key"), match=()))
    scene.of("b").knows_keys = True
    for name in ("Nordlys", "Fjell"):
        scene.of("a").has(name=name, email=f"{name}@x.example")
    scene.run()
    key = scene.links()[0].pair
    scene.writes()
    if how == "deleted":
        scene.of("b").remove("b1")
        for _ in range(2):
            scene.run()
        assert scene.writes() == {} and [link.state for link in scene.links()] == ["tombstone", "active"]
        scene.store.decide(DecisionRow(key, "left", "a1", "create"), scene.clock().isoformat())
    else:
        end(scene.store, Names(scene.store, [flow_of(scene.pairs)]), key, "a1", "b1", "2026-03-01", again=True)
    scene.run()
    assert scene.writes() == {"b": 1} and ("a1", "b3") in scene.linked()
