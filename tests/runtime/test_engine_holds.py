"""What a pass does not do: outages, lost answers, brakes, leases, dry runs and write protection."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.endpoint import Page, Seen
from runtime.errors import Gone, Halted, LoginRefused, Rejected, RemoteError, Unavailable, UsageError
from runtime.model import ObjectPair
from runtime.passes import Outage
from runtime.printing import report_lines
from runtime.store import Store
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers, orders


@pytest.fixture
def pair() -> ObjectPair:
    return customers("a", "b")


@pytest.fixture
def scene(tmp_path: Path, pair: ObjectPair) -> Scene:
    """One customer in a and b, linked and equal."""
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="10")
    scene.run()
    scene.writes()
    return scene


# ---- outages ------------------------------------------------------------------------------------


def test_an_outage_of_one_system_leaves_the_other_pairs_running(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").down = True

    report = scene.run()

    assert report.exit_code == 3
    assert [(outage.system, outage.reason) for outage in report.outages] == [("b", "is being repaired")]
    assert scene.of("c").column("name") == ["Nordlys"] and scene.of("b").documents == {}
    scene.of("b").down = False
    assert scene.run().exit_code == 0
    assert scene.of("b").column("name") == ["Nordlys"]


@pytest.mark.parametrize(
    ("error", "advice"),
    [(Rejected, "the next pass asks again"), (Gone, "check the address in [systems.b] of flowc.toml")],
)
def test_a_list_that_is_refused_leaves_the_other_lists_of_its_system_running(
    tmp_path: Path, error: type[RemoteError], advice: str
) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("a", "order").has(title="Order 1")
    scene.of("b", "order").no_list = error("b", "no licence for orders")

    report = scene.run()

    assert report.exit_code == 3
    assert report.outages == [Outage("b", "no licence for orders", "order", advice, report.at)]
    assert next(report_lines(report, (flow_of(scene.pairs),), False)) == (
        f"b.order could not be used: no licence for orders; its pairs were left out; {advice}"
    )
    assert scene.of("b").column("name") == ["Nordlys"] and scene.of("b", "order").documents == {}
    scene.of("b", "order").no_list = None
    assert scene.run().exit_code == 0
    assert scene.of("b", "order").column("title") == ["Order 1"]


@pytest.mark.parametrize("error", [Unavailable, LoginRefused])
def test_a_system_that_is_away_or_shut_is_out_as_a_whole(tmp_path: Path, error: type[RemoteError]) -> None:
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    scene.of("a", "order").has(title="Order 1")
    scene.of("b").no_list = error("b", "come back later")
    assert [(one.name, one.reason) for one in scene.run().outages] == [("b", "come back later")]
    assert scene.writes() == {}


@pytest.mark.parametrize("before", [0, 1, 2])
def test_what_an_outage_interrupts_is_done_by_the_next_pass(tmp_path: Path, before: int) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(4):
        scene.of("a").has(name=f"n{number}", email=f"{number}@x.example")
    scene.of("b").down_after = before
    assert scene.run().exit_code == 3
    assert len(scene.of("b").documents) == before

    scene.of("b").down, scene.of("b").down_after = False, None
    scene.run()
    assert sorted(scene.of("b").column("name")) == ["n0", "n1", "n2", "n3"]

    for number in range(4):
        scene.of("a").edit(f"a{number + 1}", name=f"m{number}")
    scene.of("b").down_after = before
    report = scene.run()
    assert report.exit_code == 3 and all(pair.failed == 0 for pair in report.pairs.values())
    assert {entry.kind for entry in scene.entries()} == {"waiting"}, "nobody looked at it, so nobody has to mend it"
    scene.of("b").down, scene.of("b").down_after = False, None
    scene.run()
    assert sorted(scene.of("b").column("name")) == ["m0", "m1", "m2", "m3"]
    assert scene.run().exit_code == 0 and scene.entries() == []


def test_a_create_whose_answer_was_lost_is_never_sent_twice(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").loses_answers = True
    report = scene.run()
    assert scene.writes() == {"b": 1} and report.exit_code == 1
    scene.of("b").loses_answers = False
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    assert scene.linked() == [("a1", "b1")] and scene.entries() == [], "the record shows what was sent"
    assert scene.of("b").column("name") == ["Nordlys AS"] and scene.writes() == {"b": 1}


def test_a_lost_create_that_somebody_edited_is_for_a_person_to_find(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.of("b").edit("b1", name="Fjell", email="y@x.example")
    scene.writes()
    for _ in range(3):
        scene.run()
        assert scene.writes() == {} and len(scene.of("b").documents) == 1
        [entry] = scene.entries()
        assert (entry.key, entry.kind) == ("a1", "review") and "b1" in entry.reason


def test_a_create_whose_answer_was_lost_is_found_by_its_match(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").loses_answers = True
    scene.run()
    scene.of("b").loses_answers = False
    scene.run()
    assert scene.linked() == [("a1", "b1")] and len(scene.of("b").documents) == 1
    assert scene.entries() == []


def test_an_update_whose_answer_was_lost_is_settled_by_looking(scene: Scene) -> None:
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").loses_answers = True
    scene.run()
    assert scene.writes() == {"b": 1}
    scene.of("b").loses_answers = False
    report = scene.run()
    assert report.exit_code == 0 and scene.writes() == {}
    assert scene.of("b").value("b1", "name") == "Nordlys AS" and scene.entries() == []


def test_a_write_is_in_the_outbox_before_it_leaves(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("a").has(name="Nordlys", email="x@x.example")
    found: list[tuple[str, str, str]] = []

    def look() -> None:
        connection = sqlite3.connect(scene.path)
        found.extend(connection.execute("select action, state, body from intent where state = 'sent'"))
        connection.close()

    scene.of("b").hook = look
    scene.run()
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.run()
    assert [(action, state) for action, state, _body in found] == [("create", "sent"), ("update", "sent")]
    assert "Nordlys" in found[0][2] and "Nordlys AS" in found[1][2]
    assert scene.store.unsettled() == []


def test_a_pass_that_dies_while_sending_makes_no_second_record(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", match=()))
    scene.of("a").has(name="Nordlys", email="x@x.example")

    def die() -> None:
        raise KeyboardInterrupt

    scene.of("a").has(name="Fjell", email="y@x.example")
    scene.of("b").hook = die
    with pytest.raises(KeyboardInterrupt):
        scene.run()
    scene.of("b").hook = lambda: None
    scene.run()
    assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "review")]
    assert scene.of("b").column("name") == ["Fjell"], "what certainly never left is sent"
    assert [(row.source_key, state) for _, row, state in scene.store.unsettled()] == [("a1", "unknown")]


def test_an_update_that_a_dying_pass_left_behind_is_made_by_the_next(scene: Scene) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").hook = die
    with pytest.raises(KeyboardInterrupt):
        scene.run()
    scene.of("b").hook = lambda: None
    assert scene.run().exit_code == 0
    assert scene.of("b").value("b1", "name") == "Nordlys AS" and scene.store.unsettled() == []


# ---- write protection ---------------------------------------------------------------------------


def test_a_system_with_write_false_gets_nothing(tmp_path: Path, pair: ObjectPair) -> None:
    scene = Scene(tmp_path, pair)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    closed = {"b": "say so to change that"}
    report = scene.run(read_only=closed)
    assert report.first is not None and report.first.writes == 0
    assert scene.writes() == {}
    assert [(entry.kind, entry.reason) for entry in scene.entries()] == [
        ("held", "b was opened read-only: say so to change that")
    ]

    scene.run()
    scene.writes()
    scene.of("a").edit("a1", name="Nordlys AS")
    scene.of("b").edit("b1", limit="5")
    report = scene.run(read_only=closed)
    assert report.first is not None
    assert [update.record.system for update in report.first.updates] == ["a"]
    assert scene.writes() == {"a": 1} and report.exit_code == 0
    scene.run(read_only=closed)
    assert scene.writes() == {} and [entry.kind for entry in scene.entries()] == ["held"]

    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys AS", "the edit was not forgotten"
    assert scene.entries() == []


# ---- the brake ----------------------------------------------------------------------------------


def _many(scene: Scene, count: int, **values: str) -> None:
    for number in range(count):
        scene.of("a").has(name=f"n{number}", email=f"{number}@x.example", **values)
    scene.run()
    scene.writes()


@pytest.mark.parametrize("records, edits", [(20, 11), (300, 16)])
def test_a_pass_stops_before_rewriting_too_much(tmp_path: Path, records: int, edits: int) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    _many(scene, records)
    for number in range(edits):
        scene.of("a").edit(f"a{number + 1}", name="changed")
    with pytest.raises(Halted, match=f"would rewrite {edits} of {records}") as halted:
        scene.run()
    assert halted.value.exit_code == 4 and scene.writes() == {}

    scene.run(allow_rewrites=True)
    assert scene.writes() == {"b": edits}
    for number in range(edits - 1):
        scene.of("a").edit(f"a{number + 1}", name="changed again")
    scene.run()
    assert scene.writes() == {"b": edits - 1}, "one less is allowed"


def test_filling_blanks_is_no_rewrite(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    _many(scene, 20)
    for number in range(20):
        scene.of("a").edit(f"a{number + 1}", limit="5")
    scene.run()
    assert scene.writes() == {"b": 20}


@pytest.mark.parametrize("emptied", ["a", "b"])
def test_a_side_that_has_gone_empty_stops_the_pass(tmp_path: Path, emptied: str) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    _many(scene, 3)
    scene.of(emptied).documents.clear()
    with pytest.raises(Halted, match=f"{emptied} says it has no customer at all"):
        scene.run()
    assert scene.writes() == {}


# ---- leases and accounts ------------------------------------------------------------------------


def test_another_running_sync_is_left_alone(scene: Scene) -> None:
    Store(scene.path).acquire("another run", scene.clock())
    scene.of("a").edit("a1", name="Nordlys AS")
    with pytest.raises(Halted, match="is running on") as halted:
        scene.engine().run()
    assert halted.value.exit_code == 4 and scene.writes() == {}

    scene.clock.now += dt.timedelta(hours=1)
    scene.run()
    assert scene.of("b").value("b1", "name") == "Nordlys AS", "a lease that ran out is taken over"


def test_a_sync_with_a_long_list_keeps_its_lease(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(20):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
    refused = []
    pull = scene.of("a").pull

    def slow(cursor: str, seen: Seen) -> Iterator[Page]:
        for page in pull(cursor, seen):
            scene.clock.later(6)
            try:
                Store(scene.path).acquire("another run", scene.clock())
            except Halted:
                refused.append(page)
            yield page

    scene.of("a").pull = slow  # type: ignore[method-assign]  # a list that takes longer than a lease
    scene.run()
    assert len(refused) == 4
    assert scene.writes() == {"b": 20}


def test_a_sync_that_lost_its_lease_sends_nothing_more(tmp_path: Path, scene: Scene) -> None:
    def lose() -> None:
        Store(scene.path).acquire("another run", scene.clock() + dt.timedelta(hours=1))

    scene.of("b").hook = lose
    scene.of("a").edit("a1", name="Nordlys AS")
    with pytest.raises(Halted, match="taken over"):
        scene.run()
    assert scene.writes() == {"b": 1}


def test_a_store_refuses_another_account(scene: Scene) -> None:
    scene.store.check_accounts({"b": "https://b.example 1"})
    scene.store.check_accounts({"a": "https://a.example", "b": "https://b.example 1"})
    with pytest.raises(UsageError, match=r"was made for b at https://b.example 1, not https://b.example 2"):
        scene.store.check_accounts({"b": "https://b.example 2"})


def test_a_record_that_changes_before_every_write_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").has(name="One", email="1@x.example")
    scene.of("a").has(name="Two", email="2@x.example")
    scene.run()
    b = scene.of("b")
    b.hook = lambda: b.edit("b1", alias=str(b.documents["b1"]["version"]))
    scene.of("a").edit("a1", name="One, edited")
    for limit in ("1", "2"):
        scene.of("a").edit("a2", limit=limit)
        scene.run()
        assert (scene.of("b").value("b2", "limit"), scene.of("c").value("c2", "limit")) == (int(limit), int(limit))
        assert scene.of("c").value("c1", "name") == "One, edited"
        assert [(entry.key, entry.kind) for entry in scene.entries()] == [("a1", "waiting")]
    b.hook = lambda: None
    scene.run()
    assert b.value("b1", "name") == "One, edited"
    assert scene.entries() == []


# ---- dry runs and changed documents -------------------------------------------------------------


def test_a_dry_run_sends_nothing_and_plans_what_the_next_pass_does_first(tmp_path: Path) -> None:
    pairs = (customers("a", "b"), customers("b", "c"))
    scene = Scene(tmp_path, *pairs)
    scene.of("a").has(name="Nordlys", email="x@x.example")
    scene.of("b").has(name="", email="x@x.example", limit="3")
    scene.of("a").has(name="Fjell", email="y@x.example")

    for _ in range(2):
        dry = scene.run(dry_run=True)
        assert scene.writes() == {} and scene.links() == [] and scene.entries() == []
        assert [scene.store.marks(pair.key) for pair in pairs] == [{}, {}]
    real = scene.run()

    assert dry.first is not None and real.first is not None
    assert dry.first.creates and dry.first.adopts
    for name in ("creates", "adopts", "updates", "entries", "conflicts"):
        assert getattr(dry.first, name) == getattr(real.first, name)

    scene.of("a").edit("a1", name="from a")
    scene.of("b").edit("b1", name="from b")
    scene.writes()
    dry = scene.run(dry_run=True)
    assert dry.first is not None and dry.first.updates and dry.first.conflicts
    assert scene.writes() == {} and scene.conflicts() == []
    real = scene.run()
    assert real.first is not None
    assert (dry.first.updates, dry.first.conflicts) == (real.first.updates, real.first.conflicts)


def test_a_changed_set_of_rows_keeps_the_links_and_looks_again(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b", rows=("name",)))
    scene.of("a").has(name="Nordlys", email="x@x.example", limit="5")
    scene.run()
    assert scene.of("b").value("b1", "limit") is None
    before = [(link.id, link.left_key, link.right_key) for link in scene.links()]
    scene.writes()

    wider = customers("a", "b", rows=("name", "limit"))
    scene.run(wider)

    assert scene.of("b").value("b1", "limit") == 5
    assert scene.writes() == {"b": 1}
    assert [(link.id, link.left_key, link.right_key) for link in scene.links()] == before
    scene.run(wider)
    assert scene.writes() == {}


def test_what_is_kept_for_a_pair_that_no_document_makes_any_more_has_an_end(tmp_path: Path) -> None:
    pair, removed = customers("a", "b"), customers("a", "c")
    scene = Scene(tmp_path, pair, removed)
    scene.of("a").has(name="One", email="1@x.example")
    scene.run()

    def kept(built: tuple[ObjectPair, ...], days: int) -> int:
        """How many earlier Snapshots there are after two edits, and a year's history is forgotten `days` from then."""
        for name in ("Edited", "Again"):
            scene.of("a").edit("a1", name=f"{name} {days}")
            scene.run(pair)
        now = scene.clock() + dt.timedelta(days=days)
        before = (now - dt.timedelta(days=365)).isoformat()
        scene.store.forget_marks({one.key for one in built}, now.isoformat(), before)
        scene.run(pair)
        return len(scene.store.earlier("a", "customer", ["a1"], 0).get("a1", []))

    assert kept((pair,), 0) > 0, "it may come back"
    assert kept((pair, removed), 366) > 0, "it came back"
    assert kept((pair,), 367) > 0
    assert kept((pair,), 733) == 0
    scene.of("c").edit("c1", limit="5")
    scene.run()
    scene.run()
    assert (scene.of("c").value("c1", "name"), scene.of("b").value("b1", "limit")) == ("Again 733", 5)
    assert scene.of("a").column("name") == ["Again 733"]
