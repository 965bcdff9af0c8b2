"""Records with several links, while some system refuses, keeps or cuts what it is sent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.errors import Unavailable
from runtime.model import Property
from runtime.policies import Choice, Policies
from runtime.reconcile import AMBIGUOUS, Policy
from tests.runtime.memory import Document, Memory, Scene, flow_of
from tests.runtime.pairs import ROWS, customer_type, customers, mirror, orders

NAME = "name > name"


def linked(folder: Path, *pairs: str, **options: Any) -> Scene:
    """A customer of the first system, "Old", and its counterparts in all others: "ab", "bc" join a and b, b and c."""
    scene = Scene(folder, *(customers(*pair, **options) for pair in pairs))
    scene.of(pairs[0][0]).has(name="Old", email="x@x.example", limit="1")
    for _ in pairs:
        scene.run()
    scene.writes()
    return scene


def names(scene: Scene, systems: str) -> list[Any]:
    return [scene.of(system).value(f"{system}1", "name") for system in systems]


def keeps_its_name(memory: Memory) -> None:
    """A server that answers, and leaves the name as it is."""
    now = memory.column("name")[0]
    memory.normalise = lambda document: document | {"name": now}


def takes_all(memory: Memory) -> None:
    memory.normalise = lambda document: document


def told(scene: Scene) -> list[tuple[str, str]]:
    return sorted((entry.pair.replace(".customer", ""), entry.kind) for entry in scene.entries())


def test_a_value_that_was_kept_is_told_at_each_link_of_its_record(tmp_path: Path) -> None:
    scene = linked(tmp_path, "ab", "bc", "ca")
    keeps_its_name(scene.of("b"))
    scene.of("c").edit("c1", name="New")
    for _ in range(3):
        scene.run()
        assert names(scene, "abc") == ["New", "Old", "New"]
        assert told(scene) == [("a|b", "rejected"), ("b|c", "rejected")]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.conflicts() == []


def test_a_value_that_was_kept_stays_an_edit_of_its_own(tmp_path: Path) -> None:
    """It is not taken for the value that it was to be written over, and goes nowhere in its name."""
    scene = linked(tmp_path, "ab", "bc")
    scene.of("c").edit("c1", name="from c")
    scene.clock.later()
    scene.of("a").edit("a1", name="from a")
    scene.of("b").refuse = lambda document: "not this one"
    keeps_its_name(scene.of("c"))
    scene.run()
    assert names(scene, "abc") == ["from a", "Old", "from c"]
    scene.of("b").refuse = lambda document: ""
    scene.of("b").edit("b1", limit="2")
    scene.run()
    scene.run()
    assert names(scene, "ab") == ["from a", "from a"], "the newest goes everywhere where it is taken"
    assert told(scene) == [("b|c", "rejected")]
    takes_all(scene.of("c"))
    scene.of("a").edit("a1", name="again")
    scene.run()
    assert names(scene, "abc") == ["again"] * 3


def test_who_overwrites_what_was_brought_is_later_than_where_it_came_from(tmp_path: Path) -> None:
    """Though the record that it came from was written since, and the two stamps lie close."""
    scene = linked(tmp_path, "ab", "ac")
    scene.of("b").edit("b1", limit="2")
    scene.of("c").edit("c1", name="from c")
    scene.of("a").hook = _away
    scene.run()
    assert (names(scene, "b"), scene.of("c").value("c1", "limit")) == (["from c"], 2)
    scene.clock.later(-5)  # right after that write
    scene.of("b").edit("b1", name=None)
    scene.clock.later(5)
    scene.of("a").hook = lambda: None
    for _ in range(2):
        scene.run()
    assert names(scene, "abc") == [None] * 3


def test_the_same_value_again_is_another_edit_than_the_one_that_was_written_over(tmp_path: Path) -> None:
    scene = linked(tmp_path, "ab")
    scene.of("a").edit("a1", name=None)
    scene.run()
    scene.of("b").edit("b1", name="over the blank")
    scene.run()
    scene.run()
    scene.of("a").edit("a1", name=None)
    scene.of("b").edit("b1", name="at the same time")
    scene.run(policies=Policies(default=Choice(policy=Policy.LEFT)))
    assert names(scene, "ab") == [None, None]
    assert [(one.rule, one.winner) for one in scene.conflicts()] == [("left", "left")]


def _away() -> None:
    """A system that is there for reads only."""
    raise Unavailable("a", "is being repaired")


@pytest.mark.parametrize("policy", [Policy.NEWEST, Policy.HOLD])
@pytest.mark.parametrize("mended", ["Old", "mended"])
def test_what_is_refused_on_its_way_and_mended_where_it_was_made_is_mended_everywhere(
    tmp_path: Path, mended: str, policy: Policy
) -> None:
    scene = linked(tmp_path, "ab", "bc")
    options = {"policies": Policies(default=Choice(policy=policy))}
    scene.of("b").refuse = lambda document: "not that name" if document.get("name") == "bad" else ""
    scene.of("a").edit("a1", name="bad")
    for _ in range(2):
        scene.run(**options)
    assert names(scene, "ab") == ["bad", "Old"]
    scene.of("a").edit("a1", name=mended)
    for _ in range(2):
        scene.run(**options)
    assert names(scene, "abc") == [mended] * 3
    assert (scene.entries(), scene.conflicts()) == ([], [])
    scene.writes()
    scene.run(**options)
    assert scene.writes() == {}


@pytest.mark.parametrize("chain", [("ab", "bc"), ("cb", "ba")])
@pytest.mark.parametrize("policy", [Policy.NEWEST, Policy.HOLD])
@pytest.mark.parametrize("lost", ["", "first", "last"])
def test_one_persons_edits_are_no_conflict_however_often_a_pass_is_cut_short(
    tmp_path: Path, lost: str, policy: Policy, chain: tuple[str, str]
) -> None:
    """Whatever came through to the end of a chain, and not to its middle, is older than what its source shows."""
    scene = linked(tmp_path, *chain)
    first, middle, last = chain[0][0], scene.of("b"), scene.of(chain[1][1])
    options = {"policies": Policies(default=Choice(policy=policy))}
    scene.of(first).edit(f"{first}1", name="1")
    middle.hook = lambda: None if lost else _away()
    middle.loses_answers, last.loses_answers = lost == "first", lost == "last"
    scene.run(**options)
    middle.loses_answers = last.loses_answers = False
    scene.of(first).edit(f"{first}1", name="2")
    middle.hook = _away
    scene.run(**options)
    middle.hook = lambda: None
    scene.of(first).edit(f"{first}1", name="3")
    scene.run(**options)
    assert (names(scene, "abc"), scene.conflicts()) == (["3"] * 3, [])
    scene.writes()
    scene.run(**options)
    assert (scene.writes(), scene.entries()) == ({}, [])


@pytest.mark.parametrize("policy", Policy)
def test_who_overwrites_a_later_edit_than_the_one_that_is_further_on_is_in_no_conflict_with_it(
    tmp_path: Path, policy: Policy
) -> None:
    """What is at the end of a chain is older than what the middle was brought, and somebody wrote over there."""
    scene = linked(tmp_path, "ab", "bc")
    options = {"policies": Policies(default=Choice(policy=policy))}
    for away, name in (("b", "1"), ("c", "2")):
        scene.of("a").edit("a1", name=name)
        scene.of(away).hook = _away
        scene.run(**options)
        scene.of(away).hook = lambda: None
    assert names(scene, "abc") == ["2", "2", "1"]
    scene.of("b").edit("b1", name="3")
    scene.run(**options)
    assert (names(scene, "abc"), scene.conflicts(), scene.entries()) == (["3"] * 3, [], [])


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize(("first", "second"), [("ca", "bc"), ("bc", "ca")])
def test_two_edits_of_one_record_that_a_flow_does_not_know_are_no_conflict_in_it(
    tmp_path: Path, first: str, second: str, policy: Policy
) -> None:
    """Flows run alone; the system where both were made has no stamps."""
    kinds = {system: customer_type(system) for system in "abc"}
    kinds["c"] = structs.replace(kinds["c"], modified=())
    circle = {way: customers(*way, left_type=kinds[way[0]], right_type=kinds[way[1]]) for way in ("ab", "bc", "ca")}
    scene = Scene(tmp_path, *circle.values())
    scene.of("a").has(name="Old", email="x@x.example", limit="1")
    for _ in range(3):
        scene.run()
    options = {"policies": Policies(default=Choice(policy=policy))}
    for name, flow in (("1", first), ("2", second)):
        scene.of("c").edit("c1", name=name)
        scene.run(circle[flow], **options)
    scene.run(circle["ab"], **options)
    assert (names(scene, "abc"), scene.conflicts(), scene.entries()) == (["2"] * 3, [], [])


@pytest.mark.parametrize("chain", [("ab", "bc"), ("cb", "ba")])
@pytest.mark.parametrize("way", ["created", "written", "written later", "answer lost"])
def test_what_goes_through_a_system_with_a_form_of_its_own_arrives_as_edited(
    tmp_path: Path, way: str, chain: tuple[str, str]
) -> None:
    """SEMANTICS section 6: the far side receives the value as edited, not as normalised on the way."""
    scene = Scene(tmp_path, *(customers(*pair) for pair in chain))
    first, middle, last = scene.of(chain[0][0]), scene.of("b"), scene.of(chain[1][1])
    middle.normalise = lambda document: document | {"name": str(document["name"])[:6].upper()}
    middle.loses_answers = way == "answer lost"
    first.has(name="A long name" if way == "created" else "Old", email="x@x.example", limit="1")
    for _ in range(3):
        scene.run()
        middle.loses_answers = False
    if way.startswith("written"):
        last.hook = _away if way == "written later" else lambda: None
        first.edit(f"{first.system}1", name="A long name")
        scene.run()
        last.hook = lambda: None
        scene.run()
    elif way == "answer lost":
        middle.loses_answers = True
        last.hook = _away
        first.edit(f"{first.system}1", name="A long name")
        scene.run()
        middle.loses_answers, last.hook = False, lambda: None
        scene.run()
    assert names(scene, "abc") == ["A long name", "A LONG", "A long name"]
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.conflicts() == []
    middle.edit("b1", name="SHORT")
    scene.run()
    assert names(scene, "abc") == ["SHORT"] * 3


def test_an_edit_over_what_a_lost_write_brought_by_another_link_is_over_the_edit_it_came_from(tmp_path: Path) -> None:
    """The first write, for the link that the edit is of, is refused; another link asks for the second."""
    scene = linked(tmp_path, "ab", "ac")
    scene.of("c").edit("c1", name="from c")
    answers = iter(["not now", ""])
    scene.of("a").refuse = lambda document: next(answers, "")
    scene.of("a").loses_answers = True
    scene.run()
    scene.of("a").loses_answers = False
    assert names(scene, "abc") == ["from c"] * 3
    scene.of("a").edit("a1", name="from a")
    scene.run(policies=Policies(default=Choice(policy=Policy.RIGHT)))
    assert names(scene, "abc") == ["from a"] * 3
    assert {one.rule for one in scene.conflicts()} == {AMBIGUOUS}, "whether it had arrived was seen by nobody"


def test_a_value_that_begins_like_the_one_before_it_was_cut_by_nobody(tmp_path: Path) -> None:
    """One person's two edits, of which the first went past a system that was away, are no conflict (F-29)."""
    scene = linked(tmp_path, "ab", "ac")
    scene.of("a").edit("a1", name="Nord")
    scene.run()
    scene.of("b").edit("b1", name="Nordlys")
    scene.of("a").hook = _away
    scene.run()
    assert names(scene, "abc") == ["Nord", "Nordlys", "Nordlys"]
    scene.of("b").edit("b1", name="Nordlys AS")
    scene.of("a").hook = lambda: None
    scene.run()
    assert (names(scene, "abc"), scene.conflicts(), scene.entries()) == (["Nordlys AS"] * 3, [], [])


def test_one_edit_that_came_to_both_ends_of_a_new_link_is_no_difference_whatever_their_forms(tmp_path: Path) -> None:
    """In a diamond, c shows its own form of what d was made with: both have it from a."""
    scene = Scene(tmp_path, *(customers(*pair) for pair in ("ab", "ac", "bd", "cd")))
    scene.of("c").normalise = lambda document: document | {"name": str(document["name"]).upper()}
    scene.of("a").has(name="Old", email="x@x.example")
    for _ in range(3):
        scene.run()
    assert (names(scene, "abcd"), scene.entries()) == (["Old", "Old", "OLD", "Old"], [])
    assert len(scene.linked()) == 4
    scene.of("c").edit("c1", name="NEW")
    scene.run()
    assert names(scene, "abcd") == ["NEW"] * 4


def test_a_clear_of_what_a_lost_write_brought_is_over_it_by_every_link(tmp_path: Path) -> None:
    """In a cycle one link asks for the write; the other end of the next shows the same edit, and asks for nothing."""
    scene = linked(tmp_path, "ab", "bc", "ca")
    scene.of("c").stamps = False
    scene.of("a").edit("a1", name="New")
    scene.of("c").loses_answers = True
    scene.run()
    scene.of("c").loses_answers = False
    assert names(scene, "abc") == ["New"] * 3
    scene.of("c").edit("c1", name=None)
    scene.of("a").edit("a1", limit="2")
    scene.run()
    assert names(scene, "abc") == [None] * 3


def test_what_was_made_with_an_edit_that_was_refused_elsewhere_follows_when_it_is_taken_back(tmp_path: Path) -> None:
    """What is made of the middle record in the round has what the middle refuses: no base says that they agree."""
    scene = Scene(tmp_path, customers("a", "b"), customers("b", "c"))
    a, b, c = map(scene.of, "abc")
    b.normalise = lambda document: document | {"name": str(document["name"]).upper()}
    a.has(name="Old", email="x@x.example")
    c.hook = _away
    scene.run()
    b.refuse, c.hook = lambda document: "not this one", lambda: None
    a.edit("a1", name="New")
    scene.run()
    assert names(scene, "abc") == ["New", "OLD", "New"]
    a.edit("a1", name="Old")
    scene.run()
    assert names(scene, "abc") == ["Old", "OLD", "Old"] and scene.entries() == []


def test_what_cannot_be_written_wins_no_conflict(tmp_path: Path) -> None:
    short = customer_type("b", name=Property(attribute="name", path=("name",), max_length=5))
    scene = linked(tmp_path, "ab", right_type=short)
    scene.of("b").edit("b1", name="Short")
    scene.clock.later()
    scene.of("a").edit("a1", name="Much longer")
    for _ in range(2):
        scene.run()
        assert names(scene, "ab") == ["Much longer", "Short"]
        assert told(scene) == [("a|b", "rejected")] and scene.conflicts() == []


def test_a_spelling_that_a_lost_answer_left_is_sent_once(tmp_path: Path) -> None:
    scene = linked(tmp_path, "ab")
    scene.of("b").normalise = _capitals
    scene.of("b").loses_answers = True
    scene.of("a").edit("a1", name="New")
    scene.run()
    scene.of("b").loses_answers = False
    scene.writes()
    for _ in range(2):
        scene.run()
        assert scene.writes() == {} and names(scene, "ab") == ["New", "NEW"]
    assert scene.conflicts() == []


def _capitals(document: Document) -> Document:
    return document | {"name": str(document["name"]).upper()}


def test_a_value_cleared_while_a_create_is_not_settled_does_not_come_back(tmp_path: Path) -> None:
    scene = Scene(tmp_path, customers("a", "b"))
    scene.of("b").normalise = lambda document: document | {"name": "its own", "terms": {"limit": Decimal(7)}}
    scene.of("b").loses_answers = True
    scene.of("a").has(name="New", email="x@x.example", limit="1")
    scene.run()
    scene.of("b").loses_answers = False
    scene.of("a").edit("a1", name=None)
    scene.run()
    assert names(scene, "ab") == [None, "its own"]
    assert ("a|b", "held") in told(scene), "nobody can tell whose the other is"


def test_who_refers_to_a_key_that_is_another_records_now_is_looked_at(tmp_path: Path) -> None:
    kind = structs.replace(customer_type("a"), created=("made",))
    scene = Scene(tmp_path, customers("a", "b", left_type=kind), orders("a", "b"))
    a, b = scene.of("a"), scene.of("b")
    a.has(name="Old", email="x@x.example", made="2026-01-01T08:00:00Z")
    scene.of("a", "order").has(title="First", customer="a1")
    scene.run()
    assert scene.of("b", "order").column("customer") == ["b1"] and scene.entries() == []
    a.remove("a1")
    a._store("a1", {"made": "2026-02-01T08:00:00Z", "name": "Stranger", "email": "s@x.example"})
    scene.run()
    assert b.column("name") == ["Old", "Stranger"]
    assert ("a.order|b.order", "blocked") in told(scene), "its order is not of the customer that it says"


def test_what_was_lost_on_its_way_through_a_record_is_no_edit_there(tmp_path: Path) -> None:
    """In a chain: c has it, though its answer was lost, and b, through which it came, kept its own."""
    scene = linked(tmp_path, "ab", "bc")
    scene.of("a").edit("a1", name="New")
    keeps_its_name(scene.of("b"))
    scene.of("c").loses_answers = True
    scene.run()
    scene.of("c").loses_answers = False
    for _ in range(2):
        scene.run()
    assert names(scene, "abc") == ["New", "Old", "New"] and scene.conflicts() == []


def test_what_a_system_made_of_a_value_on_its_way_through_it_is_no_edit_there(tmp_path: Path) -> None:
    """A record is made for one whose own update of the same round was answered with another spelling."""
    scene = Scene(tmp_path, customers("a", "b"), customers("a", "c"))
    scene.of("a").normalise = _capitals
    scene.of("a").has(name="Old", email="x@x.example")
    scene.run(customers("a", "b"))
    scene.of("b").edit("b1", name="New")
    scene.writes()
    scene.run()
    assert names(scene, "abc") == ["NEW", "New", "New"] and scene.writes() == {"a": 1, "c": 1}
    scene.run()
    assert scene.writes() == {} and scene.entries() == []


def test_what_is_there_instead_of_what_was_sent_may_be_written_over_what_was_before(tmp_path: Path) -> None:
    """The write was ignored, and somebody edited the old value before it was looked at: ours is kept in the log."""
    scene = linked(tmp_path, "ab")
    b = scene.of("b")
    b.reads_back = True
    keeps_its_name(b)

    def somebody() -> None:
        b.normalise = lambda document: document
        b.edit("b1", name="Theirs")
        b.before_look = lambda: None

    b.before_look = somebody
    scene.of("a").edit("a1", name="Ours")
    scene.run()
    assert names(scene, "ab") == ["Theirs"] * 2
    [conflict] = scene.conflicts()
    assert (conflict.left_value, conflict.right_value, conflict.rule) == ('"Ours"', '"Theirs"', AMBIGUOUS)
    scene.writes()
    scene.run()
    assert scene.writes() == {} and scene.entries() == []


def test_an_edit_over_one_that_was_made_over_another_is_over_both(tmp_path: Path) -> None:
    """Where no stamp says so: each was made where the one before it was to be seen (SEMANTICS section 6)."""
    scene = linked(tmp_path, "ha", "hb", "hc")
    for system in "habc":
        scene.of(system).stamps = False
    scene.of("h").refuse = lambda document: "in use" if document["name"] == "Third's" else ""
    scene.of("c").edit("c1", name="Third's")
    scene.run()
    assert names(scene, "habc") == ["Old", "Third's", "Third's", "Third's"]
    scene.of("c").down = True
    scene.of("b").edit("b1", name="Second's")
    scene.run()
    assert names(scene, "ha") == ["Second's", "Second's"]
    scene.of("c").down = False
    scene.of("b").refuse = lambda document: "closed"
    scene.of("a").edit("a1", name="First's")
    scene.run()
    assert names(scene, "hac") == ["First's"] * 3
    assert [(one.winner, one.rule) for one in scene.conflicts()] == [("left", "edit")], "what is written over is told"
    scene.of("b").refuse = lambda document: ""
    scene.of("b").edit("b1", limit="2")
    scene.run()
    assert names(scene, "habc") == ["First's"] * 4 and len(scene.conflicts()) == 1


def test_an_edit_over_one_that_arrived_unanswered_and_was_brought_on_meanwhile_is_no_conflict(tmp_path: Path) -> None:
    """Its flow was not run: it was not known that the edit came from where it is edited again."""
    pairs = customers("a", "b"), customers("b", "c"), customers("c", "a")
    scene = Scene(tmp_path, *pairs)
    scene.of("c").has(name="Old", email="x@x.example")
    scene.run()
    scene.run()
    scene.of("c").edit("c1", name="New")
    scene.of("a").loses_answers = True
    scene.run(pairs[2])
    scene.of("a").loses_answers = False
    scene.run(pairs[0])
    assert scene.of("b").column("name") == ["New"]
    scene.of("c").edit("c1", name="Newer")
    scene.run()
    assert [scene.of(system).column("name") for system in "abc"] == [["Newer"]] * 3
    assert scene.conflicts() == []


def test_what_is_made_with_a_value_on_its_way_knows_where_that_was_edited(tmp_path: Path) -> None:
    """Also where the property has a copy in the record that the value goes through."""
    near, far = customers("a", "b", rows=(*ROWS, "alias")), customers("b", "c")
    scene = Scene(tmp_path, near, far)
    flow = flow_of((near, far), (mirror(near), mirror(far)))
    scene.of("c").has(name="One", email="x@x.example")
    scene.of("a").hook = _away
    scene.run_flows(flow)
    scene.of("a").hook = lambda: None
    scene.of("c").edit("c1", name="Two")
    scene.of("b").hook = _away
    scene.run_flows(flow)
    assert names(scene, "abc") == ["Two", "One", "Two"]
    scene.of("b").hook = lambda: None
    scene.of("c").edit("c1", name="Three")
    scene.run_flows(flow)
    assert names(scene, "abc") == ["Three"] * 3 and scene.conflicts() == []
