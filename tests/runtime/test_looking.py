"""What a dry run tells: every Action by its number, and what would follow, in lines, as JSON and in the saved plan."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runtime.asking import Names
from runtime.errors import Halted, Unavailable
from runtime.linking import end
from runtime.model import ObjectPair, Property
from runtime.passes import Options, Report
from runtime.pilot import Scope
from runtime.policies import Choice, Policies
from runtime.printing import contact_lines, plan_lines, report_json
from runtime.saved import SavedPlan, read_plan, write_plan
from runtime.sync import Engine
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customer_type, customers, mirror, orders

PROPAGATE: dict[str, Any] = {"policies": Policies(default=Choice(propagate=True))}


def look(scene: Scene, path: Path, **options: Any) -> tuple[Report, SavedPlan, list[str], dict[str, Any]]:
    """A dry run in all that it is told by: the report, the saved plan, the lines, the JSON."""
    report = scene.run(dry_run=True, **options)
    actions, following = tuple(report.actions), tuple(report.following)
    write_plan(path, SavedPlan(planned_at=report.at, flows=("flow",), actions=actions, following=following))
    lines = [line for line in plan_lines(report) if line[:5].strip().isdigit() and line[5:7] == "  "]
    return report, read_plan(path), lines, report_json(report, (flow_of(scene.pairs),), True)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Linked customers: since then one was deleted in a, one in both, one came back, one was edited, one is new."""
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(1, 6):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    scene.run()
    kept = dict(scene.of("b").documents["b5"])
    scene.of("b").remove("b5")
    scene.run()
    scene.of("b").documents["b5"] = kept
    scene.of("a").remove("a1")
    scene.of("a").remove("a2")
    scene.of("b").remove("b2")
    scene.of("a").edit("a3", name="Edited")
    scene.of("a").has(name="New", email="new@x.example")
    scene.of("b").has(name="Twin", email="twin@x.example")
    scene.of("a").has(name="Twin", email="twin@x.example")
    scene.writes()
    return scene


def test_every_kind_of_action_is_in_the_lines_the_json_and_the_saved_plan(scene: Scene, tmp_path: Path) -> None:
    report, plan, lines, found = look(scene, tmp_path / "plan.json", **PROPAGATE)
    kinds = sorted(action.action for action in plan.actions)
    assert kinds == ["create", "delete", "detach", "link", "revive", "update"]
    assert [action.number for action in plan.actions] == [1, 2, 3, 4, 5, 6]
    assert found["actions"] == [msgspec.to_builtins(action) for action in plan.actions]
    assert found["plan"] == dict.fromkeys(("link", "create", "update", "delete", "detach", "revive"), 1)
    for action, line in zip(plan.actions, lines, strict=True):
        assert line.startswith(f"{action.number:>5}  {action.action}") and action.record in line
        assert action.sends in line and action.why in line
    assert "delete  b.customer b1 for a.customer a1" in lines[4]
    assert list(plan_lines(report))[-1].endswith(
        "1 to link, 1 to create, 1 to update, 1 to delete, 1 to detach, 1 to revive; nothing was sent"
    )
    assert scene.writes() == {}


def test_applied_a_plan_ends_and_revives_no_other_links(scene: Scene, tmp_path: Path) -> None:
    _, plan, _, _ = look(scene, tmp_path / "plan.json", **PROPAGATE)
    scene.of("a").remove("a4")
    scene.of("b").remove("b4")
    flows = (flow_of(scene.pairs),)
    Engine(flows, scene.endpoints, scene.store, Options(**PROPAGATE), scene.clock, saved=plan).run()
    assert [link.state for link in scene.store.links() if link.left_key == "a4"] == ["active"]
    assert scene.writes() == {"b": 3}
    scene.run(**PROPAGATE)
    assert [link.state for link in scene.store.links() if link.left_key == "a4"] == ["tombstone"]


def test_a_deletion_that_is_taken_back_refuses_the_plan(scene: Scene, tmp_path: Path) -> None:
    kept = dict(scene.of("b").documents["b1"])
    _, plan, _, _ = look(scene, tmp_path / "plan.json", **PROPAGATE)
    scene.of("b").edit("b1", name=f"{kept['name']} edited")
    flows = (flow_of(scene.pairs),)
    with pytest.raises(Halted, match=r"\(delete b.customer b1\): b.customer b1 has changed since"):
        Engine(flows, scene.endpoints, scene.store, Options(**PROPAGATE), scene.clock, saved=plan).run()
    assert scene.writes() == {}


def test_what_an_update_sends_is_spelled_as_its_system_has_it(tmp_path: Path) -> None:
    """A value in an object, and a blank by the system's own word for it: what is shown is what is then sent."""
    name = Property(attribute="name", path=("name",), blanks=("-",))
    scene = Scene(tmp_path, customers("a", "b", right_type=customer_type("b", name=name)))
    scene.of("a").has(name="Nordlys", email="1@x.example", limit="1")
    scene.run()
    scene.writes()
    scene.of("a").edit("a1", name=None, limit="12.25")
    _, plan, [line], _ = look(scene, tmp_path / "plan.json")
    assert plan.actions[0].sends == '{"name":"-","terms":{"limit":12.25}}' and plan.actions[0].sends in line
    scene.run()
    assert scene.of("b").writes == [("update", "b1", {"name": "-", "terms": {"limit": Decimal("12.25")}})]


# ---- what follows -------------------------------------------------------------------------------


@pytest.fixture
def deal(tmp_path: Path) -> Scene:
    """An order that refers to a customer who is new, in a chain of three systems."""
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"), customers("b", "c"))
    customer = scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Ropes", customer=customer)
    return scene


def test_what_follows_has_symbolic_references_and_is_marked(deal: Scene, tmp_path: Path) -> None:
    _, plan, lines, found = look(deal, tmp_path / "plan.json")
    assert [(one.number, one.action, one.record) for one in plan.actions] == [(1, "create", "b.customer")]
    told = {one.record: one for one in plan.following}
    assert set(told) == {"b.order", "c.customer"}
    assert json.loads(told["b.order"].sends)["customer"] == {"id": "key of action 1"}
    assert told["b.order"].follows == told["c.customer"].follows == (1,)
    assert told["c.customer"].source == "b.customer key of action 1"
    assert all(line[7:].startswith("follows 1: create ") for line in lines[1:]) and len(lines) == 3
    assert [list(one["follows"]) for one in found["following"]] == [[1], [1]]
    assert "710200000" not in (tmp_path / "plan.json").read_text() + "".join(lines) + json.dumps(found)


@pytest.mark.parametrize("is_applied", [False, True])
def test_what_a_link_that_is_there_again_then_writes_follows(tmp_path: Path, is_applied: bool) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    for number in (1, 2):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
    scene.run()
    kept = dict(scene.of("b").documents["b1"])
    scene.of("b").remove("b1")
    scene.run()
    scene.of("a").edit("a1", name="Edited")
    scene.run()
    scene.of("b").documents["b1"] = kept
    scene.writes()
    report, plan, lines, found = look(scene, tmp_path / "plan.json")
    assert [one.action for one in plan.actions] == ["revive", "revive"]
    numbers = {one.record: one.number for one in plan.actions}
    told = {one.record: one for one in plan.following}
    assert {record: one.sends for record, one in told.items()} == dict.fromkeys(
        ("b.customer b1", "c.customer c1"), '{"name":"Edited"}'
    )
    assert told["b.customer b1"].follows == (1, 2) and numbers["a.customer a1"] in (1, 2)
    assert len(lines) == 4 and "follows 1, 2: update  b.customer b1" in lines[2]
    assert found["entries"] == [] and list(plan_lines(report))[-1].endswith("; nothing was sent; 2 more would follow")
    assert scene.writes() == {} and [link.state for link in scene.links()].count("tombstone") == 2
    flows = (flow_of(scene.pairs),)
    saved = plan if is_applied else None
    Engine(flows, scene.endpoints, scene.store, Options(), scene.clock, saved=saved).run()
    assert scene.writes() == ({} if is_applied else {"b": 1, "c": 1})
    assert {link.state for link in scene.links()} == {"active"} and scene.entries() == []
    scene.run()
    assert scene.writes() == ({"b": 1, "c": 1} if is_applied else {})
    assert scene.of("b").value("b1", "name") == scene.of("c").value("c1", "name") == "Edited"


def test_a_link_that_is_there_again_and_equal_is_followed_by_nothing(scene: Scene, tmp_path: Path) -> None:
    _, plan, _, found = look(scene, tmp_path / "plan.json", **PROPAGATE)
    assert plan.following == () and not any(entry["key"] == "a5" for entry in found["entries"])


def test_what_follows_is_what_the_pass_then_does_and_nothing_is_left_behind_by_looking(
    deal: Scene, tmp_path: Path
) -> None:
    before = deal.store.dump()["link"]
    _, plan, _, _ = look(deal, tmp_path / "plan.json")
    assert deal.store.dump()["link"] == before and deal.writes() == {}
    deal.run()
    assert deal.writes() == {"b": 2, "c": 1}
    assert len(plan.actions) + len(plan.following) == 3
    _, plan, lines, _ = look(deal, tmp_path / "plan.json")
    assert (plan.actions, plan.following, lines) == ((), (), [])


def test_nothing_follows_beyond_the_limit(deal: Scene, tmp_path: Path) -> None:
    assert look(deal, tmp_path / "plan.json", limit=1)[1].following == ()
    assert len(look(deal, tmp_path / "plan.json", limit=10)[1].following) == 2


# ---- the first pass -----------------------------------------------------------------------------


def test_a_first_pass_is_told_before_anything_is_sent_and_may_be_declined(tmp_path: Path) -> None:
    pair = customers("a", "b")
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Same", email="same@x.example")
    scene.of("b").has(name="Same", email="same@x.example")
    scene.of("a").has(name="New", email="new@x.example")
    scene.of("b").has(name="Other", email="other@x.example")
    for name in ("One", "Two"):
        scene.of("a").has(name=name, email="both@x.example")
    scene.of("b").has(name="Both", email="both@x.example")
    told: list[Any] = []
    flows = (flow_of((pair,), (mirror(pair),)),)

    def engine(agrees: bool) -> Engine:
        def confirm(contacts: list[Any]) -> bool:
            assert scene.writes() == {} and scene.links() == []
            told.extend(contacts)
            return agrees

        return Engine(flows, scene.endpoints, scene.store, Options(), scene.clock, confirm=confirm)

    with pytest.raises(Halted, match="nothing was sent"):
        engine(False).run()
    assert scene.writes() == {} and scene.links() == []
    [contact] = told
    assert (contact.link, contact.create, contact.ask) == (1, {"b.customer": 1, "a.customer": 1}, 3)
    assert contact.held == {} and contact.waiting == {}
    engine(True).run()
    assert scene.writes() == {"a": 1, "b": 1}
    engine(False).run()
    assert len(told) == 2, "it is no first pass any more"


@pytest.mark.parametrize("ends", ["deleted", "unlinked"])
def test_a_pair_whose_only_link_has_ended_is_met_for_the_first_time_no_more(tmp_path: Path, ends: str) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="One", email="1@x.example")
    scene.run(limit=1)
    if ends == "deleted":
        scene.of("b").remove("b1")
        scene.run(allow_deletes=True, limit=1)
    else:
        end(scene.store, Names(scene.store, [flow_of(scene.pairs)]), scene.pairs[0].key, "a1", "b1", "")
    assert [link.state for link in scene.links()] != ["active"]
    scene.of("a").has(name="Two", email="2@x.example")
    assert scene.run(dry_run=True).contacts == []


def test_a_first_pass_that_linked_nothing_is_told_once_and_again_only_where_it_was_declined(tmp_path: Path) -> None:
    """Else what waits for a person's decision would be asked about in every pass."""
    scene = Scene(tmp_path, customers("a", "b"))
    for name in ("One", "Two"):
        scene.of("a").has(name=name, email="both@x.example")
    scene.of("b").has(name="Both", email="both@x.example")
    told: list[Any] = []

    def run(agrees: bool) -> None:
        def confirm(contacts: list[Any]) -> bool:
            told.extend(contacts)
            return agrees

        engine = scene.engine()
        engine.confirm = confirm
        engine.run()

    for _ in range(2):
        with pytest.raises(Halted, match="was not agreed to"):
            run(False)
    run(True)
    assert len(told) == 3 and scene.links() == []
    run(False)
    assert len(told) == 3 and scene.run(dry_run=True).contacts == []


def test_a_new_row_is_told_with_a_count_before_it_writes_and_may_be_declined(tmp_path: Path) -> None:
    """S-32: what a new document writes appears first, also where it only fills blanks and no brake would stop."""
    scene = Scene(tmp_path, customers("a", "b", rows=("name",)))
    for number in range(12):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example", limit="5")
    scene.run()
    scene.run()
    scene.writes()
    wider = customers("a", "b", rows=("name", "limit"))
    told: list[Any] = []

    def engine(agrees: bool, **options: Any) -> Engine:
        def confirm(contacts: list[Any]) -> bool:
            assert scene.writes() == {}
            told.extend(contacts)
            return agrees

        return Engine(
            (flow_of((wider,)),), scene.endpoints, scene.store, Options(**options), scene.clock, confirm=confirm
        )

    with pytest.raises(Halted, match="nothing was sent"):
        engine(False).run()
    assert scene.writes() == {}
    [contact] = told
    assert (contact.is_changed, contact.update, contact.link, contact.create) == (True, 12, 0, {})
    assert "first pass with new rows of" in "".join(contact_lines(told)) and "would update 12" in "".join(
        contact_lines(told)
    )
    assert scene.run(wider, dry_run=True).contacts == told, "a look tells it too"

    engine(True, limit=2).run()
    assert scene.writes() == {"b": 2} and len(told) == 2
    engine(True).run()
    assert scene.writes() == {"b": 10} and told[2].update == 10, "a part of it is not all that was told"
    scene.of("a").edit("a1", name="Edited")
    engine(False).run()
    assert scene.writes() == {"b": 1} and len(told) == 3, "its rows are not new any more"


def test_what_is_held_at_first_contact_is_counted_with_its_reason(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    for number in range(3):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example")
    scene.of("b").has(name="There", email="there@x.example")
    [contact] = scene.run(dry_run=True).contacts
    [(reason, count)] = contact.held.items()
    assert count == 3 and "would be created beside 1 existing in b" in reason and contact.create == {}


def test_an_update_that_takes_the_place_of_another_edit_says_so(tmp_path: Path) -> None:
    """A person who looks before sending sees whose edit would lose, and by which rule."""
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.run()
    scene.of("a").edit("a1", name="Of a")
    scene.clock.later()
    scene.of("b").edit("b1", name="Of b", email="y@x.example")

    _, plan, lines, _ = look(scene, tmp_path / "plan.json")

    [action] = plan.actions
    assert (action.record, action.why) == ("a.customer a1", "overwrites another edit: name > name by 'newest'")
    assert "(overwrites another edit: name > name by 'newest')" in lines[0]


# ---- a changed conversion -----------------------------------------------------------------------


def doubled(pair: ObjectPair) -> ObjectPair:
    """The same pair, whose left limit is seen as twice what it is."""

    def times(view: Any, factor: float) -> Any:
        limit = view.limit
        return msgspec.structs.replace(view, limit=limit if limit in (None, msgspec.UNSET) else limit * Decimal(factor))

    left = msgspec.structs.replace(
        pair.left,
        to_view=lambda record: times(pair.left.to_view(record), 2),
        from_view=lambda view, old: pair.left.from_view(times(view, 0.5), old),
    )
    rows = tuple(
        msgspec.structs.replace(row, conversion="twice") if row.name == "limit" else row for row in pair.rows
    )
    return msgspec.structs.replace(pair, left=left, rows=rows)


def test_a_changed_conversion_goes_on_from_what_is_shown_and_writes_nothing(tmp_path: Path) -> None:
    """S-32: only what is edited afterwards goes over by the new conversion."""
    scene = Scene(tmp_path, customers("a", "b", rows=("email", "limit")))
    for number in range(3):
        scene.of("a").has(name="Same", email=f"{number}@x.example", limit="10")
    scene.run()
    scene.run()
    for number in range(3):
        scene.of("b").edit(f"b{number + 1}", name="Same")
    scene.run()
    scene.run()
    scene.writes()
    new = doubled(customers("a", "b"))  # with a new row too: that the pair looks at everything again is no edit
    assert any("3 links go on" in note for note in scene.run(new).notes)
    assert not scene.run(new).notes
    scene.of("a").edit("a1", name="Edited")
    scene.run(new)
    assert scene.writes() == {"b": 1} and scene.of("b").column("limit") == [10, 10, 10]
    scene.of("a").edit("a2", limit="15")
    scene.run(new)
    assert scene.writes() == {"b": 1} and scene.of("b").column("limit") == [10, 30, 10]
    scene.run(new)
    assert scene.writes() == {}


def test_what_was_edited_while_its_conversion_changed_is_held(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(2):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example", limit="10")
    scene.run()
    scene.run()
    scene.writes()
    scene.of("a").edit("a1", limit="7")
    new = doubled(customers("a", "b"))
    for _ in range(3):
        scene.run(new)
        assert scene.writes() == {}
    [entry] = scene.entries("held")
    assert (entry.key, entry.row) == ("a1", "limit > limit") and "its conversion changed" in entry.reason
    scene.of("b").edit("b1", limit="14")
    scene.run(new)
    assert scene.writes() == {} and scene.entries() == [], "both show the same now"


@pytest.mark.parametrize("why", ["refused", "away", "only", "scope"])
def test_an_edit_that_waits_while_its_conversion_changes_is_held(tmp_path: Path, why: str) -> None:
    """It never reached the other side: what the two show now is nothing that they agreed on."""
    old, new = customers("a", "b"), doubled(customers("a", "b"))
    scene = Scene(tmp_path, old)
    for number in range(2):
        scene.of("a").has(name=f"{number}", email=f"{number}@x.example", limit="10")
    scene.run()
    scene.run()
    scene.of("a").edit("a1", limit="7")
    scene.of("b").refuse = lambda document: "not that one" if why == "refused" else ""
    scene.of("b").hook = _away if why == "away" else lambda: None
    options: dict[str, Any] = {}
    if why == "only":
        options = {"only": frozenset({RecordId("a", "customer", "a2")})}
    elif why == "scope":
        options = {"scope": {"a.customer": Scope(keys=frozenset({"a2"}))}}
    scene.run(**options)
    scene.of("b").refuse, scene.of("b").hook = lambda document: "", lambda: None
    scene.writes()
    for _ in range(3):
        scene.run(new)
        assert scene.writes() == {} and scene.of("b").column("limit") == [10, 10]
    [entry] = scene.entries("held")
    assert (entry.key, entry.row) == ("a1", "limit > limit") and scene.entries() == [entry]
    scene.of("b").edit("b1", limit="14")
    scene.run(new)
    assert scene.writes() == {} and scene.entries() == []


def _away() -> None:
    raise Unavailable("b", "is being repaired")
