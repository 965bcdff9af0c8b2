"""WHEN and CONNECTED, from a document and a profile to what is created (SEMANTICS section 3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.profile import Profile
from tests.compiler.sample import document, kind, profiles, section, system
from tests.end_to_end.meaning import Meaning

FILE = "northwind-ledgr.rst"
ROWS = [("name", "title", '"string"')]
PROSE = "When a Northwind Client is old, or big; see the handbook"


def systems(**when: object) -> list[Profile]:
    client: dict[str, dict[str, str]] = {"name": {}, "size": {"type": "integer"}, "since": {"type": "date"}}
    client |= {"state": {}, "open": {"type": "boolean"}}
    deal = {"title": {}, "client": {"references": ["Client"]}, "made_by": {"references": ["Client"]}}
    return profiles(
        northwind=system(
            "Northwind",
            {
                "Client": kind(client, **({"when": {PROSE: when}} if when else {})),
                "Deal": kind(deal, labels=["deals"]),
            },
        ),
        ledgr=system(
            "Ledgr",
            {
                "Party": kind({"title": {}}),
                "Invoice": kind({"text": {}, "party": {"references": ["Party"], "required": True}}),
            },
        ),
    )


WHENS = [
    ({"all": [{"path": "size", "at_least": 10}]}, ["big"]),
    ({"all": [{"path": "size", "above": 9}, {"path": "open", "equals": True}]}, ["big"]),
    ({"any": [{"path": "size", "at_least": 10}, {"path": "since", "below": "2001-01-01"}]}, ["old", "big"]),
    ({"all": [{"path": "state", "one_of": ["won", "sold"]}]}, ["old"]),
    ({"all": [{"path": "state", "blank": True}]}, ["big", "new"]),
    ({"all": [{"path": "state", "blank": False}]}, ["old"]),
]


@pytest.mark.parametrize(("when", "made"), WHENS, ids=lambda value: str(value)[:40])
def test_prose_is_bound_in_the_profile(tmp_path: Path, when: dict[str, object], made: list[str]) -> None:
    text = document(section("Client", "Party", ROWS, rule="when", prose=PROSE))
    world = Meaning(tmp_path, {FILE: text}, systems(**when))
    assert "F305" not in [found.code for found in world.findings]
    clients = world.of("northwind", "Client")
    clients.has(name="old", size=1, since="1999-05-01", state="won", open=False)
    clients.has(name="big", size=10, since="2020-05-01", open=True)
    clients.has(name="new", size=3, since="2020-05-01")
    world.sync()
    assert world.of("ledgr", "Party").column("title") == made
    assert len(world.entries("held")) == 3 - len(made)
    assert all("does not hold" in entry.reason for entry in world.entries("held"))


def test_unbound_prose_creates_nothing_and_says_so(tmp_path: Path) -> None:
    text = document(section("Client", "Party", ROWS, rule="when", prose="When it rains"))
    world = Meaning(tmp_path, {FILE: text}, systems())
    assert "F305" in [found.code for found in world.findings]
    world.of("northwind", "Client").has(name="a")
    world.sync()
    assert world.of("ledgr", "Party").column("title") == []
    [entry] = world.entries("held")
    assert "not bound" in entry.reason


def test_a_record_that_no_longer_satisfies_it_stays_linked(tmp_path: Path) -> None:
    text = document(section("Client", "Party", ROWS, rule="when", prose=PROSE))
    world = Meaning(tmp_path, {FILE: text}, systems(all=[{"path": "size", "at_least": 10}]))
    client = world.of("northwind", "Client").has(name="a", size=10)
    world.sync()
    world.of("northwind", "Client").edit(client, name="b", size=1)
    world.sync()
    assert world.of("ledgr", "Party").column("title") == ["b"]


# ---- connected ----------------------------------------------------------------------------------

ORDERS = section("Deal", "Invoice", [("title", "text", '"string"'), ("client", "party", '"string"')])


def connected(types: str, into: str = "Ledgr") -> str:
    return section("Client", "Party", ROWS, rule="connected", types=types, into=into)


LISTED = ["Northwind Deal", "Northwind-deals, or Client", "Northwind Pigeon, Deals, or Client"]


@pytest.mark.parametrize("types", LISTED)
def test_a_record_is_made_when_a_listed_one_refers_to_it(tmp_path: Path, types: str) -> None:
    """The deal waits for its client, and the client for a deal that is synchronized: neither waits for ever."""
    world = Meaning(tmp_path, {FILE: document(ORDERS, connected(types))}, systems())
    client = world.of("northwind", "Client").has(name="a")
    world.of("northwind", "Client").has(name="b")
    world.of("northwind", "Deal").has(title="d", client=client)
    world.sync()
    assert world.of("ledgr", "Party").column("title") == ["a"]
    assert world.of("ledgr", "Invoice").column("text") == ["d"]
    [entry] = world.entries("held")
    assert "Deal" in entry.reason


def test_names_that_are_nothing_are_reported(tmp_path: Path) -> None:
    world = Meaning(tmp_path, {FILE: document(connected("Northwind Pigeon", into="Nowhere"))}, systems())
    assert {"F306", "F311"} <= {found.code for found in world.findings}
    world.of("northwind", "Client").has(name="a")
    world.sync()
    assert world.of("ledgr", "Party").column("title") == []


def test_a_listed_name_may_be_a_reference_property(tmp_path: Path) -> None:
    deals = section("Deal", "Invoice", [("title", "text", '"string"')], rule="connected", types="Northwind Made by")
    text = document(section("Client", "Party", ROWS), deals)
    invoice = kind({"text": {}})
    known = [one for one in systems() if one.name == "northwind"]
    known += profiles(ledgr=system("Ledgr", {"Party": kind({"title": {}}), "Invoice": invoice}))
    world = Meaning(tmp_path, {FILE: text}, known)
    client = world.of("northwind", "Client").has(name="a")
    world.of("northwind", "Deal").has(title="with", made_by=client)
    world.of("northwind", "Deal").has(title="without", client=client)
    world.sync()
    assert world.of("ledgr", "Invoice").column("text") == ["with"]
