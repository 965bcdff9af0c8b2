"""Conditions on rows, from a document to what two systems hold (SEMANTICS section 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from compiler.profile import Profile
from runtime.evidence import evidence
from tests.compiler.sample import Rows, document, kind, profiles, section, system
from tests.end_to_end.meaning import Meaning

LIST: dict[str, Any] = {"lists": {"mails": {"properties": {"address": {}, "use": {}, "note": {}}}}}


def systems(**right: Any) -> list[Profile]:
    """Clients with a list of mail addresses, and parties."""
    left = {"name": {}, "country": {}, "number": {}, "vat": {}, "size": {"type": "integer"}}
    texts: dict[str, dict[str, Any]] = {"title": {}, "land": {}, "no": {}, "tax": {}, "mail": {}, "kind": {}}
    return profiles(
        northwind=system("Northwind", {"Client": kind(left, **LIST)}, codes={"country": {"wd:Q20": "NO"}}),
        ledgr=system("Ledgr", {"Party": kind(texts | right)}),
    )


def scene(tmp_path: Path, rows: Rows, **right: Any) -> Meaning:
    text = document(section("Client", "Party", [("name", "title", '"string"'), *rows]))
    return Meaning(tmp_path, {"northwind-ledgr.rst": text}, systems(**right))


NORWEGIAN = ("number (Dependant on having NO in country)", "no", '"string"')
SWEDISH = ("vat (Dependant on having SE in country)", "no", '"string"')
COUNTRY = ("country", "land", '"string"')


def test_a_row_is_kept_only_where_its_condition_holds(tmp_path: Path) -> None:
    world = scene(tmp_path, [NORWEGIAN])
    norwegian = world.of("northwind", "Client").has(name="a", country="NO", number="1")
    danish = world.of("northwind", "Client").has(name="b", country="DK", number="2")
    world.sync()
    assert world.of("ledgr", "Party").column("no") == ["1", None]
    keys = dict(world.linked())
    world.of("northwind", "Client").edit(danish, number="3")
    world.of("ledgr", "Party").edit(keys[danish], no="9")
    world.of("northwind", "Client").edit(norwegian, number="4")
    world.sync()
    assert world.of("ledgr", "Party").value(keys[danish], "no") == "9"
    assert world.of("northwind", "Client").value(danish, "number") == "3"
    assert world.of("ledgr", "Party").value(keys[norwegian], "no") == "4"
    world.writes()
    world.sync()
    assert world.writes() == {}


def test_while_false_nothing_is_cleared_and_turning_true_is_a_first_merge(tmp_path: Path) -> None:
    world = scene(tmp_path, [NORWEGIAN, COUNTRY])
    client = world.of("northwind", "Client").has(name="a", country="NO", number="1")
    world.sync()
    [(_, party)] = world.linked()
    world.of("northwind", "Client").edit(client, country="DK", number="2")
    world.sync()
    assert world.of("ledgr", "Party").value(party, "no") == "1"
    world.of("northwind", "Client").edit(client, country="NO")
    world.sync()
    assert world.of("ledgr", "Party").value(party, "no") == "1"
    assert [entry.row for entry in world.entries("held")] == ["number > no [left country = NO]"]
    world.of("ledgr", "Party").edit(party, no="2")
    world.sync()
    assert world.entries("held") == []


def test_a_condition_is_evaluated_on_the_merged_record(tmp_path: Path) -> None:
    row = ("number", "no (Dependant on having NO in land)", '"string"')
    world = scene(tmp_path, [row, COUNTRY])
    client = world.of("northwind", "Client").has(name="a", country="DK", number="1")
    world.sync()
    [(_, party)] = world.linked()
    assert world.of("ledgr", "Party").value(party, "no") is None
    world.of("northwind", "Client").edit(client, country="NO")
    world.writes()
    world.sync()
    assert world.of("ledgr", "Party").value(party, "no") == "1"
    assert world.writes() == {"ledgr": 1}


def test_a_writable_condition_on_the_right_is_set_at_creation(tmp_path: Path) -> None:
    world = scene(tmp_path, [("number", "no (Dependant on having customer in kind)", '"string"')])
    world.of("northwind", "Client").has(name="a", number="1")
    world.of("northwind", "Client").has(name="b")
    world.sync()
    party = world.of("ledgr", "Party")
    assert party.column("kind") == ["customer", None]
    assert party.column("no") == ["1", None]


def test_a_condition_that_cannot_be_written_keeps_the_row_out_of_a_new_record(tmp_path: Path) -> None:
    row = ("number", "no (Dependant on having customer in kind)", '"string"')
    world = scene(tmp_path, [row], kind={"access": "read"})
    world.of("northwind", "Client").has(name="a", number="1")
    world.sync()
    assert world.of("ledgr", "Party").column("no") == [None]


def test_rows_with_different_literals_share_a_property(tmp_path: Path) -> None:
    world = scene(tmp_path, [NORWEGIAN, SWEDISH])
    left, right = world.of("northwind", "Client"), world.of("ledgr", "Party")
    norwegian = left.has(name="a", country="NO", number="1", vat="x")
    swedish = left.has(name="b", country="SE", number="2", vat="SE2")
    world.sync()
    assert right.column("no") == ["1", "SE2"]
    keys = dict(world.linked())
    right.edit(keys[norwegian], no="11")
    right.edit(keys[swedish], no="SE22")
    world.sync()
    assert (left.value(norwegian, "number"), left.value(norwegian, "vat")) == ("11", "x")
    assert (left.value(swedish, "number"), left.value(swedish, "vat")) == ("2", "SE22")


def test_rows_whose_literals_meet_do_not_share_a_property(tmp_path: Path) -> None:
    both = ("vat (Dependant on having SE in countryDependant on having NO in country)", "no", '"string"')
    world = scene(tmp_path, [NORWEGIAN, both])
    assert "F302" in [found.code for found in world.findings]


def test_any_of_glued_conditions_suffices_and_equal_means_equal(tmp_path: Path) -> None:
    row = ("number (Dependant on having NO in countryDependant on having 7 in size)", "no", '"string"')
    world = scene(tmp_path, [row])
    client = world.of("northwind", "Client")
    client.has(name="a", country="NO", number="1")
    client.has(name="b", country="DK", number="2", size=7)
    client.has(name="c", country="NOR", number="3", size=77)
    world.sync()
    assert world.of("ledgr", "Party").column("no") == ["1", "2", None]


def test_an_empty_value_means_empty_or_absent(tmp_path: Path) -> None:
    world = scene(tmp_path, [("number (Dependant on having  in country)", "no", '"string"')])
    client = world.of("northwind", "Client")
    client.has(name="a", number="1")
    client.has(name="b", number="2", country="")
    client.has(name="c", number="3", country="NO")
    world.sync()
    assert world.of("ledgr", "Party").column("no") == ["1", "2", None]


def test_a_wikidata_item_is_looked_up_in_the_code_tables(tmp_path: Path) -> None:
    world = scene(tmp_path, [("number (Dependant on having wd:Q20 in country)", "no", '"string"')])
    assert "F310" not in [found.code for found in world.findings]
    world.of("northwind", "Client").has(name="a", country="NO", number="1")
    world.sync()
    assert world.of("ledgr", "Party").column("no") == ["1"]


def test_a_list_contains_a_value_as_a_member(tmp_path: Path) -> None:
    world = scene(tmp_path, [("number (Dependant on having work in mails.use)", "no", '"string"')])
    client = world.of("northwind", "Client")
    client.has(name="a", number="1", mails=[{"use": "home"}, {"use": "work"}])
    client.has(name="b", number="2", mails=[{"use": "workshop"}])
    world.sync()
    assert world.of("ledgr", "Party").column("no") == ["1", None]


WORK = ("mails.address (Dependant on having work in mails.use)", "mail", '"string"')


def test_a_condition_within_the_list_selects_the_element(tmp_path: Path) -> None:
    world = scene(tmp_path, [WORK])
    left, right = world.of("northwind", "Client"), world.of("ledgr", "Party")
    mails = [{"use": "home", "address": "h@x", "note": "n"}, {"use": "work", "address": "w@x", "note": "keep"}]
    client = left.has(name="a", mails=mails)
    world.sync()
    assert right.column("mail") == ["w@x"]
    [(_, party)] = world.linked()
    right.edit(party, mail="new@x")
    world.sync()
    assert left.value(client, "mails") == [mails[0], {"use": "work", "address": "new@x", "note": "keep"}]
    world.writes()
    world.sync()
    assert world.writes() == {}


def test_a_missing_element_is_made_with_the_conditions_value(tmp_path: Path) -> None:
    world = scene(tmp_path, [WORK])
    left, right = world.of("northwind", "Client"), world.of("ledgr", "Party")
    client = left.has(name="a", mails=[{"use": "home", "address": "h@x"}])
    world.sync()
    [(_, party)] = world.linked()
    right.edit(party, mail="w@x")
    world.sync()
    assert left.value(client, "mails") == [{"use": "home", "address": "h@x"}, {"use": "work", "address": "w@x"}]


def test_a_row_that_does_not_hold_is_no_difference(tmp_path: Path) -> None:
    world = scene(tmp_path, [NORWEGIAN])
    client = world.of("northwind", "Client").has(name="a", country="DK", number="1")
    world.sync()
    [found] = evidence(world.flows.values(), world.store, world.clock())["northwind-ledgr"]
    assert (found.linked, found.unequal) == (1, ())
    world.of("northwind", "Client").edit(client, country="NO")
    [party] = [right for _, right in world.linked()]
    world.of("ledgr", "Party").edit(party, no="2")
    world.sync()
    [held] = evidence(world.flows.values(), world.store, world.clock())["northwind-ledgr"]
    assert held.unequal == ()
    assert [entry.kind for entry in world.entries()] == ["held"]


def test_elements_are_selected_as_conditions_compare(tmp_path: Path) -> None:
    """In one composed form, without blanks around."""
    row = ("mails.address (Dependant on having cafe\u0301 in mails.use)", "mail", '"string"')
    world = scene(tmp_path, [row])
    world.of("northwind", "Client").has(name="a", mails=[{"use": " caf\u00e9 ", "address": "c@x"}])
    world.sync()
    assert world.of("ledgr", "Party").column("mail") == ["c@x"]
