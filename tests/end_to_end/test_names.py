"""Whatever our own names for them are, a person reads the names that documents and systems have for properties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runtime.asking import Names
from runtime.history import history_of, write_json, write_lines
from runtime.model import Element, Property
from runtime.world import RecordId
from tests.compiler.sample import document, kind, profiles, section, system
from tests.end_to_end.meaning import Meaning

S = '"string"'
ROWS = [
    ("theName", "fullName", S),
    ("theTown", "home.theTown", S),
    ("theLines.theText", "orderLines.lineText", S),
]


def world_of(folder: Path, **changes: dict[str, Any]) -> Meaning:
    """Clients of Alpha and parties of Beta; `changes` are keys of Beta's properties."""
    lines = {"theLines": {"key": "theNo", "properties": {"theNo": {}, "theText": {}}}}
    own = {"orderLines": {"key": "lineNo", "properties": {"lineNo": {"access": "read"}, "lineText": {}}}}
    properties = {"fullName": changes.get("name", {}), "home.theTown": changes.get("town", {})}
    known = profiles(
        alpha=system("Alpha", {"Client": kind({"theName": {}, "theTown": {}}, lists=lines)}),
        beta=system("Beta", {"Party": kind(properties, lists=own)}),
    )
    text = document(section("Client", "Party", ROWS, systems=("Alpha", "Beta")), left="Alpha", right="Beta")
    world = Meaning(folder, {"alpha-beta.rst": text}, known)
    world.of("beta", "Party").normalise = lambda there: there | {
        "orderLines": [{"lineNo": str(number)} | line for number, line in enumerate(there.get("orderLines", ()))]
    }
    return world


def test_history_names_what_was_updated_by_its_path(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    clients, party = world.of("alpha", "Client"), world.of("beta", "Party")
    client = clients.has(theName="A", theTown="B", theLines=[{"theNo": "1", "theText": "one"}])
    world.sync()
    clients.edit(client, theName="C", theTown="D", theLines=[{"theNo": "1", "theText": "two"}])
    world.sync()

    names = Names(world.store, world.flows.values())
    writes = history_of(world.store, RecordId("beta", "Party", next(iter(party.documents))))
    create, update = (write_json(one, names) for one in writes)
    own_names = {"fullName", "home.theTown", "orderLines"}
    assert update["before"].keys() == update["after"].keys() == update["sent"].keys() == own_names
    assert {why["attribute"] for why in update["why"]} == own_names
    assert update["after"]["orderLines"] == [{"lineNo": "0", "lineText": "two"}]
    assert create["sent"]["fullName"] == "A" and create["sent"]["home"] == {"theTown": "B"}
    told = "\n".join(write_lines(names, writes))
    assert 'home.theTown  "B" -> "D"' in told and "_" not in told


def test_what_a_new_record_lacks_or_leaves_out_is_named_by_path_and_row(tmp_path: Path) -> None:
    world = world_of(tmp_path, name={"max_length": 3}, town={"required": True})
    clients = world.of("alpha", "Client")
    clients.has(theName="A", theLines=[])
    clients.has(theName="too long", theTown="B", theLines=[])
    plan = world.run_flows(*world.flows.values(), dry_run=True).first
    said = {(one.kind, one.row): one.reason for one in plan.entries} if plan is not None else {}
    assert said["held", ""] == "home.theTown is required and has no value"
    assert said["rejected", "theName > fullName"] == "left out: is 8 characters long; at most 3 are accepted"


def test_what_cannot_be_read_in_a_list_is_named_by_path(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    world.of("alpha", "Client").has(theName="A", theLines=[{"theNo": "1", "theText": "one"}])
    world.sync()
    party = world.of("beta", "Party")
    party.edit(next(iter(party.documents)), orderLines=[{"lineNo": "0", "lineText": ["no text"]}])
    world.sync()
    [entry] = world.entries()
    assert entry.reason == "the right value cannot be read: orderLines.lineText"


def test_a_property_of_one_element_of_a_list_is_named_as_documents_name_it() -> None:
    mobile = Element(path=("number",), where=("kind",), values=("MOBILE", "CELL"))
    number = Property(attribute="phones_number", path=("phones",), within=mobile)
    assert number.name == "phones[kind=MOBILE|CELL].number"
