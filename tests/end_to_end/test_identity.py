"""Links know resolved types only: every kind of edit of a document keeps them (SEMANTICS section 1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.build import compile_documents
from compiler.profile import Profile
from compiler.show import show
from tests.compiler.sample import document, kind, profiles, section, system
from tests.end_to_end.meaning import Meaning

FILE = "northwind-ledgr.rst"
ROWS = [("name", "title", '"string"'), ("email", "mail", '"string"')]
MATCH = [("email", "mail")]


def systems() -> list[Profile]:
    client = kind({"name": {}, "email": {}, "number": {}}, labels=["Customer"])
    return profiles(
        northwind=system("Northwind", {"Client": client, "Deal": kind({"title": {}})}, aliases=["North Wind Cloud"]),
        ledgr=system("Ledgr", {"Party": kind({"title": {}, "mail": {}, "no": {}}), "Invoice": kind({"text": {}})}),
    )


CLIENTS = section("Client", "Party", ROWS, match=MATCH)
DEALS = section("Deal", "Invoice", [("title", "text", '"string"')])

EDITS: dict[str, Callable[[], str]] = {
    "time stamp": lambda: document(CLIENTS, DEALS, stamp="2031-01-01 00:00:00"),
    "introduction": lambda: document(CLIENTS, DEALS, introduction="Something else."),
    "line ends": lambda: document(CLIENTS, DEALS).replace("\n", "\r\n"),
    "order of sections": lambda: document(DEALS, CLIENTS),
    "another section": lambda: document(section("Deal", "Party", [("title", "title", '"string"')]), CLIENTS, DEALS),
    "a section less": lambda: document(CLIENTS),
    "rule": lambda: document(section("Client", "Party", ROWS, match=MATCH, rule="match-only"), DEALS),
    "match table": lambda: document(section("Client", "Party", ROWS, match=[("name", "title")]), DEALS),
    "no match table": lambda: document(section("Client", "Party", ROWS), DEALS),
    "another row": lambda: document(
        section("Client", "Party", [*ROWS, ("number", "no", '"string"')], match=MATCH), DEALS
    ),
    "a row less": lambda: document(section("Client", "Party", ROWS[:1], match=MATCH), DEALS),
    "order of rows": lambda: document(section("Client", "Party", ROWS[::-1], match=MATCH), DEALS),
    "conversion": lambda: document(section("Client", "Party", [ROWS[0], ("email", "mail", "N/A")], match=MATCH), DEALS),
    "condition": lambda: document(
        section("Client", "Party", [ROWS[0], ("email (Dependant on having 1 in number)", "mail", '"string"')]), DEALS
    ),
    "alias of the system": lambda: document(CLIENTS, DEALS, left="North Wind Cloud"),
    "spelling of the system": lambda: document(CLIENTS, DEALS, left="NORTH wind"),
    "label of the type": lambda: document(section("Customer", "Party", ROWS, match=MATCH), DEALS),
    "repeated title": lambda: document(
        CLIENTS, section("Client", "Party", [("number", "no", '"string"')], rule="match-only", match=MATCH), DEALS
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_links_survive(tmp_path: Path, edit: str) -> None:
    world = Meaning(tmp_path, {FILE: document(CLIENTS, DEALS)}, systems())
    world.of("northwind", "Client").has(name="a", email="a@x")
    world.of("ledgr", "Party").has(title="b", mail="b@x")
    world.of("northwind", "Client").has(name="b", email="b@x")
    world.sync()
    before = world.linked()
    assert len(before) == 2
    world.change({FILE: EDITS[edit]()})
    world.sync()
    assert [link for link in world.linked() if link in before] == before
    assert world.of("ledgr", "Party").column("title") == ["b", "a"]
    assert world.of("northwind", "Client").column("name") == ["a", "b"]


def test_the_name_of_the_file_is_nothing_to_links(tmp_path: Path) -> None:
    world = Meaning(tmp_path, {FILE: document(CLIENTS)}, systems())
    world.of("northwind", "Client").has(name="a", email="a@x")
    world.sync()
    before = world.linked()
    world.change({"renamed.rst": document(CLIENTS)})
    world.writes()
    world.sync()
    assert (world.linked(), world.writes()) == (before, {})


# ---- repeated titles ----------------------------------------------------------------------------

FIRST = section("Client", "Party", [("name", "title", '"string"')])
SECOND = section("Client", "Party", [("email", "mail", '"string"')], rule="match-only", match=MATCH)
THIRD = section("Client", "Party", [("number", "no", '"string"')], rule="when", prose="When it rains")


def identities(*sections: str) -> dict[str, str]:
    """Of each section: what tells it from others of its title, by its first row."""
    result = compile_documents({FILE: document(*sections)}, systems())
    [shown] = show(result, [FILE])
    return {pair.rows[0].left: pair.identity or "" for pair in shown.pairs}


def test_sections_of_one_title_are_told_apart_by_content() -> None:
    whole = identities(FIRST, SECOND, THIRD)
    assert len(set(whole.values())) == 3
    assert identities(THIRD, FIRST, SECOND) == whole
    assert identities(DEALS, SECOND, THIRD, FIRST).items() >= whole.items()
    assert identities(SECOND, THIRD).items() <= whole.items()


def test_sections_that_say_the_same_are_one_pair() -> None:
    result = compile_documents({FILE: document(FIRST, FIRST, SECOND)}, systems())
    [flow] = result.program.flows
    assert len(flow.pairs) == 2
    [shown] = show(result, [FILE])
    assert [pair.rows[0].binding for pair in shown.pairs] == ["two-way"] * 3
    assert shown.pairs[0].identity == shown.pairs[1].identity


def test_sections_of_one_title_share_their_links(tmp_path: Path) -> None:
    world = Meaning(tmp_path, {FILE: document(FIRST, SECOND)}, systems())
    client = world.of("northwind", "Client").has(name="a", email="a@x")
    world.sync()
    assert len(world.linked()) == 1
    party = world.of("ledgr", "Party")
    assert (party.column("title"), party.column("mail")) == (["a"], ["a@x"])
    world.change({FILE: document(FIRST)})
    world.of("northwind", "Client").edit(client, name="b")
    world.sync()
    assert (party.column("title"), len(world.linked())) == (["b"], 1)
