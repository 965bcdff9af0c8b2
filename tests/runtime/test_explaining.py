"""`flowc why` names the pair, the row, the rule and the evidence, whatever keeps a record from what it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from runtime.asking import Names
from runtime.errors import Rejected
from runtime.explaining import explained
from runtime.history import history_of, write_json, write_lines
from runtime.linking import end
from runtime.model import Creation, CreationRule, Facet, ObjectPair, Property
from runtime.passes import Scope
from runtime.policies import Choice, Policies
from runtime.printing import plan_lines, report_lines
from runtime.reconcile import Policy
from runtime.status import status_lines
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customer_type, customers, orders, undeletable
from tests.runtime.test_engine_rules import connected, when_vip

PAIR = "a.customer|b.customer"
HOLD = Policies(default=Choice(policy=Policy.HOLD))


def why(scene: Scene, key: str = "a1", system: str = "a", kind: str = "customer") -> dict[str, Any]:
    """What is said of a record in its only pair."""
    names = Names(scene.store, [flow_of(scene.pairs)])
    [found] = explained(scene.store, names, RecordId(system, kind, key))
    return found


def one_of_a(folder: Path, *pairs: ObjectPair, **values: Any) -> Scene:
    scene = Scene(folder, *(pairs or (customers("a", "b"),)))
    scene.of("a").has(**({"name": "N", "email": "x@x.example", "limit": "1"} | values))
    return scene


def rule(kind: Creation, **given: Any) -> CreationRule:
    return CreationRule(kind=kind, **given)


@pytest.mark.parametrize(
    ("made_by", "said", "named"),
    [
        (when_vip(), 'the condition "the customer is a VIP" does not hold', 'when "the customer is a VIP"'),
        (rule(Creation.WHEN, prose="it is blue"), "condition is not bound", 'when "it is blue"'),
        (connected("order"), "connected to no order of a that is linked into b", "connected"),
        (rule(Creation.MATCH_ONLY), "nothing matches, and this section never creates", "matched ones only"),
        (rule(Creation.EVERY, missing=("vatNo",)), "no row or default gives the required vatNo", "every record"),
    ],
    ids=["when", "unbound", "connected", "match-only", "required"],
)
def test_what_a_rule_does_not_make(tmp_path: Path, made_by: CreationRule, said: str, named: str) -> None:
    scene = one_of_a(tmp_path, customers("a", "b", rule=made_by))
    scene.run()
    found = why(scene)
    assert (found["pair"], found["title"], found["side"], found["state"]) == (PAIR, "customers", "left", "held")
    assert said in found["text"] and named in found["rule"] and found["rule"] in found["text"]


def test_without_a_match_table_beside_what_is_there(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path, customers("a", "b", match=()))
    scene.of("b").has(name="M")
    scene.run()
    assert "would be created beside 1 existing in b" in why(scene)["text"]
    assert "--create-all" in why(scene)["text"]


def test_a_record_that_a_person_is_to_delete(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path, customers("a", "b", right_type=undeletable(customer_type("b"))))
    scene.of("a").has(name="M", email="m@x.example")
    scene.run()
    scene.of("a").remove("a1")
    scene.run(policies=Policies(default=Choice(propagate=True)))
    found = why(scene, "b1", "b")
    assert found["text"].endswith("cannot be deleted over the API of b: delete it there by hand."), found["text"]


def test_a_side_of_which_no_section_speaks(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.of("b").has(name="M", email="m@x.example")
    scene.run()
    found = why(scene, "b1", "b")
    assert "no section makes records on the other side from the right" in found["text"] and found["rule"] == ""


def test_waiting_and_blocked_name_the_row_and_what_it_refers_to(tmp_path: Path) -> None:
    needed = Property(attribute="customer", path=("customer", "id"), targets=("customer",), required=True)
    scene = Scene(
        tmp_path,
        customers("a", "b", rule=rule(Creation.MATCH_ONLY)),
        orders("a", "b", right_type=structs.replace(_orders(), properties=(_orders().properties[0], needed))),
    )
    scene.of("a").has(name="N", email="x@x.example")
    for title, customer in (("waits", "a1"), ("blocked", "nobody")):
        scene.of("a", "order").has(title=title, customer=customer)
    scene.run()
    waits, blocked = why(scene, "a1", kind="order"), why(scene, "a2", kind="order")
    assert waits["state"] == "waiting" and "customer a1" in waits["text"] and "customer.id" in waits["text"]
    assert blocked["state"] == "blocked" and "nobody, which does not exist" in blocked["text"]


def test_a_reference_to_nothing_is_blocked_until_there_is_something(tmp_path: Path) -> None:
    """No wait ends what refers to nothing; but a list that could not be read says nothing of what is not there."""
    scene = Scene(tmp_path, customers("a", "b"), orders("a", "b"))
    scene.of("a").no_list = Rejected("a", "not for you", status=403)
    scene.of("a", "order").has(title="t", customer="a7")
    scene.run()
    assert why(scene, kind="order")["entries"][0]["kind"] == "waiting"
    scene.of("a").no_list = None
    scene.run()
    [entry] = why(scene, kind="order")["entries"]
    assert (entry["kind"], entry["reason"]) == ("blocked", "refers to customer a7, which does not exist")
    assert "mend the reference" in why(scene, kind="order")["text"]
    while "a7" not in scene.of("a").documents:
        scene.of("a").has(name="N", email=f"{len(scene.of('a').documents)}@x.example")
    scene.run()
    assert why(scene, kind="order")["entries"] == []
    assert scene.of("b", "order").column("customer")[0] in scene.of("b").documents


def _orders() -> Any:
    return orders("a", "b").right.type


def test_a_held_row_with_both_values(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    scene.of("a").edit("a1", name="left")
    scene.of("b").edit("b1", name="right")
    scene.run(policies=HOLD)
    found = why(scene)
    [entry] = found["entries"]
    assert entry["evidence"] == {"left": "left", "right": "right"} and entry["row"] == "name > name"
    assert all(text in found["text"] for text in ("held [name > name]", '"left"', '"right"', entry["id"]))
    assert why(scene, "b1", "b")["entries"] == found["entries"]


def test_a_value_that_the_other_side_cannot_hold(tmp_path: Path) -> None:
    short = customer_type("b", name=Property(attribute="name", path=("name",), max_length=3))
    scene = one_of_a(tmp_path, customers("a", "b", right_type=short))
    scene.run()
    scene.of("a").edit("a1", name="too long")
    scene.run()
    text = why(scene)["text"]
    assert "rejected [name > name]" in text and "mend the value" in text


def test_a_value_that_is_newly_rejected_is_counted(tmp_path: Path) -> None:
    short = customer_type("b", name=Property(attribute="name", path=("name",), max_length=3))
    scene = one_of_a(tmp_path, customers("a", "b", right_type=short), name="abc")
    flow = flow_of(scene.pairs)

    def told() -> tuple[int, bool]:
        report = scene.run()
        return report.exit_code, any("  1 rejected" in line for line in report_lines(report, (flow,), False))

    assert told() == (0, False)
    scene.of("a").edit("a1", name="too long", limit="8")
    assert told() == (0, True) and scene.of("b").value("b1", "limit") == 8
    scene.of("a").edit("a1", limit="9")
    assert told() == (0, False), "it is said once"
    scene.of("a").edit("a1", name="still too long")
    assert told() == (0, True)
    scene.of("a").edit("a1", name="abd")
    assert told() == (0, False) and scene.entries() == []


def test_what_is_in_quarantine_with_request_and_answer(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.of("b").refuse = lambda document: "422: no such name"
    scene.run()
    found = why(scene)
    assert found["state"] == "failed" and found["write"]["state"] == "rejected"
    assert all(text in found["text"] for text in ("422: no such name", '"name": "N"', "flowc retry e"))
    scene.of("b").refuse = lambda document: ""
    scene.of("a").edit("a1", name="M")
    scene.run()
    scene.of("b").refuse = lambda document: "422: no such limit"
    scene.of("a").edit("a1", limit="9")
    scene.run()
    found = why(scene)
    assert "422: no such limit" in found["text"] and '"terms.limit": 9' in found["text"].replace('"9"', "9")
    assert "nothing is left to do" not in found["text"]


def test_the_rule_and_the_row_of_the_last_write(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    scene.of("a").edit("a1", name="new")
    scene.run()
    text = why(scene, "b1", "b")["text"]
    assert f"{PAIR} [name > name] by edit" in text and "nothing is left to do" in text


def test_the_last_write_of_a_pair_is_no_other_pairs(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path, customers("a", "b"), customers("b", "c"))
    scene.run()
    scene.of("a").edit("a1", limit="7")
    scene.of("c").edit("c1", name="of c")
    by_both = scene.run().run
    names = Names(scene.store, [flow_of(scene.pairs)])
    of_a, of_c = explained(scene.store, names, RecordId("b", "customer", "b1"))
    assert by_both in of_a["text"] and "[limit > limit] by edit" in of_a["text"] and "name" not in of_a["text"]
    assert by_both in of_c["text"] and "[name > name] by edit" in of_c["text"] and "limit" not in of_c["text"]
    scene.of("c").edit("c1", name="again of c")
    last = scene.run().run
    of_a, of_c = explained(scene.store, names, RecordId("b", "customer", "b1"))
    assert (of_a["write"]["run"], of_c["write"]["run"]) == (by_both, last)


@pytest.mark.parametrize("closed", ["b", "b.customer"])
def test_what_is_only_read_is_written_once_it_may_be(tmp_path: Path, closed: str) -> None:
    """Linked or not, what the reason names changes that, and not the record or the document."""
    scene = one_of_a(tmp_path)
    scene.run(read_only={closed: "`--write` allows writing"})
    text = why(scene)["text"]
    assert "`--write` allows writing; `flowc link` links it by hand" in text and "document" not in text
    scene.run()
    scene.of("a").edit("a1", name="new")
    scene.run(read_only={closed: "`--write` allows writing"})
    text = why(scene)["text"]
    assert "something is left to do. held: " in text and text.endswith("`--write` allows writing.")


def test_a_required_value_that_cannot_be_read_is_no_missing_one(tmp_path: Path) -> None:
    needed = customer_type("b", name=Property(attribute="name", path=("name",), required=True))
    scene = one_of_a(tmp_path, customers("a", "b", right_type=needed), name=["x", "\x1b[31m\u202e", "y" * 100])
    scene.of("a").has(email="y@x.example")
    scene.run()
    text = why(scene)["text"]
    assert 'name is required, and the left value cannot be read: ["x",' in text and text.isprintable()
    assert "no value" not in text and len(text) < 300
    assert "name is required and has no value" in why(scene, "a2")["text"]


def test_a_value_that_can_be_read_no_more_is_shown(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    scene.of("a").edit("a1", name={"first": "N"})
    scene.run()
    assert 'rejected [name > name]: the left value cannot be read: {"first":"N"}' in why(scene)["text"]


def test_every_kind_of_entry_stands_in_a_column_of_its_own(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scope = {"a.customer": Scope(keys=frozenset({"other"}))}
    report = scene.run(scope=scope, dry_run=True)
    assert any(line.startswith(f"out-of-scope {PAIR} ") for line in plan_lines(report))
    scene.run(scope=scope)
    [line] = [line for line in status_lines(scene.store) if "out-of-scope" in line]
    assert line.split()[1:3] == ["out-of-scope", PAIR]


def test_a_tombstone_and_what_is_out_of_scope(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    scene.run(scope={"a.customer": Scope(keys=frozenset({"other"}))})
    scene.of("a").edit("a1", name="new")
    scene.run(scope={"a.customer": Scope(keys=frozenset({"other"}))})
    assert "out-of-scope: a customer a1 is outside of what flowc.toml or --only names" in why(scene)["text"]
    scene.of("b").remove("b1")
    scene.run(allow_deletes=True)
    found = why(scene)
    assert found["state"] == "tombstone" and "b customer b1 was deleted" in found["text"]


def test_both_sides_were_deleted(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.of("a").has(name="M", email="m@x.example")
    scene.run()
    scene.of("a").remove("a1")
    scene.of("b").remove("b1")
    scene.run()
    for key, system, other in (("a1", "a", "b.customer b1"), ("b1", "b", "a.customer a1")):
        found = why(scene, key, system)
        assert found["state"] == "tombstone" and f"both it and {other}" in found["text"], found["text"]
        assert "were deleted" in found["text"] and "stays apart" not in found["text"] and "unlink" not in found["text"]


def test_what_is_no_part_of_the_pair(tmp_path: Path) -> None:
    pair = customers("a", "b")
    facet = Facet(name="company", path=("alias",), value="company")
    scene = one_of_a(tmp_path, structs.replace(pair, left=structs.replace(pair.left, facet=facet)))
    scene.run()
    assert "it is no company" in why(scene)["text"]


def test_what_a_person_ended(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    names = Names(scene.store, [flow_of(scene.pairs)])
    end(scene.store, names, PAIR, "a1", "b1", scene.clock().isoformat())
    assert "its link was ended by a person" in why(scene)["text"] and "leave" in why(scene)["text"]


def test_hostile_text_is_harmless_in_every_line(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\u202egnp.exe\r\nflowc: all is well\x9b31m"
    scene = one_of_a(tmp_path, name=evil)
    scene.of("b").refuse = lambda document: f"no: {evil}"
    scene.run()
    text = why(scene)["text"]
    assert text.isprintable() and "no: " in text


def test_what_was_sent_is_named_by_its_path_as_it_is_in_history(tmp_path: Path) -> None:
    scene = one_of_a(tmp_path)
    scene.run()
    scene.of("b").refuse = lambda document: "too much" if document["terms"]["limit"] == 7 else ""
    scene.of("a").edit("a1", limit="7")
    scene.run()

    names = Names(scene.store, [flow_of(scene.pairs)])
    writes = history_of(scene.store, RecordId("b", "customer", "b1"))
    update = write_json(writes[-1], names)
    assert 'too much; sent was update {"terms.limit": "7"}' in why(scene)["text"]
    assert (update["sent"], update["before"], update["why"][0]["attribute"]) == (
        *({"terms.limit": "7"}, {"terms.limit": "1"}),
        "terms.limit",
    )
    assert why(scene, "b1", "b")["write"] == update
    [line] = [line for line in write_lines(names, writes) if "7" in line and "->" in line]
    assert line.startswith('    terms.limit  "1" -> "7"   edit: from a.customer a1')
