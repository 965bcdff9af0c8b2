"""Mirrored documents are one pair, which both create for (SEMANTICS section 1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compiler.build import compile_documents
from compiler.profile import Profile
from compiler.show import show
from tests.compiler.sample import Rows, document, kind, profiles, section, system
from tests.end_to_end.meaning import Meaning

NAMES = [("name", "title", '"string"')]
TURNED = [("title", "name", '"string"')]
ALPHA_BETA, BETA_ALPHA = "alpha-beta.rst", "beta-alpha.rst"
PLACES = (("alpha", "Client"), ("alpha", "Order"), ("beta", "Party"), ("beta", "Bill"))


def systems() -> list[Profile]:
    """Clients of Alpha and parties of Beta."""
    client: dict[str, dict[str, str]] = {"name": {}, "email": {}, "born": {}, "size": {}}
    return profiles(
        alpha=system("Alpha", {"Client": kind(client)}),
        beta=system("Beta", {"Party": kind({"title": {}, "mail": {}, "since": {}, "count": {"type": "integer"}})}),
    )


def texts(there: Rows = NAMES, back: Rows = TURNED, rule: str = "every") -> dict[str, str]:
    """Both documents; `rule` is the first one's creation rule."""
    forward = section("Client", "Party", there, rule=rule, systems=("Alpha", "Beta"))
    backward = section("Party", "Client", back, systems=("Beta", "Alpha"))
    return {
        ALPHA_BETA: document(forward, left="Alpha", right="Beta"),
        BETA_ALPHA: document(backward, left="Beta", right="Alpha"),
    }


def test_both_sections_share_one_pair_in_the_first_documents_module(tmp_path: Path) -> None:
    world = Meaning(tmp_path, texts(), systems())
    assert [pair.key for pair in world.flows["alpha-beta"].pairs] == ["alpha.Client|beta.Party"]
    assert world.flows["beta-alpha"].pairs == ()
    [mirror] = world.flows["beta-alpha"].mirrors
    assert mirror.pair is world.flows["alpha-beta"].pairs[0]


def test_records_are_made_in_both_directions_and_nothing_comes_back(tmp_path: Path) -> None:
    world = Meaning(tmp_path, texts(), systems())
    world.sync()
    world.of("alpha", "Client").has(name="a")
    world.of("beta", "Party").has(title="b")
    world.sync()
    assert world.of("alpha", "Client").column("name") == ["a", "b"]
    assert world.of("beta", "Party").column("title") == ["b", "a"]
    world.writes()
    world.sync()
    assert world.writes() == {}


def test_each_document_alone_creates_by_its_own_rule(tmp_path: Path) -> None:
    world = Meaning(tmp_path, texts(), systems())
    world.of("alpha", "Client").has(name="a")
    world.sync("beta-alpha")
    assert world.of("beta", "Party").column("title") == []
    world.sync("alpha-beta")
    assert world.of("beta", "Party").column("title") == ["a"]
    world.of("alpha", "Client").edit(world.linked()[0][0], name="aa")
    world.sync("beta-alpha")
    assert world.of("beta", "Party").column("title") == ["aa"]


def test_rows_of_both_are_kept(tmp_path: Path) -> None:
    more = [("name", "title", '"string"'), ("email", "mail", '"string"')]
    world = Meaning(tmp_path, texts(more, [*TURNED, ("since", "born", '"string"')]), systems())
    world.of("alpha", "Client").has(name="a", email="e", born="b")
    world.sync()
    [(client, party)] = world.linked()
    beta = world.of("beta", "Party")
    assert [beta.value(party, name) for name in ("title", "mail", "since")] == ["a", "e", "b"]
    beta.edit(party, since="c", mail="d")
    world.sync()
    alpha = world.of("alpha", "Client")
    assert [alpha.value(client, name) for name in ("born", "email")] == ["c", "d"]


SPACELESS = '["replace", " ", "", ["string", "_."]]'


@pytest.mark.parametrize(
    ("there", "back", "bindings"),
    [
        ('"string"', '"string"', ("two-way", "two-way")),
        ('"string"', '"integer"', ("two-way", "two-way")),
        (SPACELESS, '"string"', ("right", "right")),
        (SPACELESS, SPACELESS, ("right", "right")),
    ],
)
def test_a_row_and_its_mirror_are_one_or_two(there: str, back: str, bindings: tuple[str, str]) -> None:
    documents = texts([("email", "mail", there)], [("mail", "email", back)])
    result = compile_documents(documents, systems())
    shown = [shown.pairs[0].rows[0].binding for shown in show(result, [ALPHA_BETA, BETA_ALPHA])]
    assert tuple(shown) == bindings


def test_two_one_way_rows_each_write_their_own_side(tmp_path: Path) -> None:
    rows = [*NAMES, ("email", "mail", SPACELESS)]
    world = Meaning(tmp_path, texts(rows, [*TURNED, ("mail", "email", SPACELESS)]), systems())
    world.of("alpha", "Client").has(name="a", email="x y")
    world.sync()
    [(client, party)] = world.linked()
    assert world.of("beta", "Party").value(party, "mail") == "xy"
    assert world.of("alpha", "Client").value(client, "email") == "x y"
    assert [entry.kind for entry in world.entries()] == ["own"]


def test_both_sections_are_shown_with_the_same_links() -> None:
    result = compile_documents(texts(rule="when"), systems())
    first, second = show(result, [ALPHA_BETA, BETA_ALPHA])
    assert first.pairs[0].identity == second.pairs[0].identity == "alpha.Client|beta.Party"
    assert (first.pairs[0].creation.rule, second.pairs[0].creation.rule) == ("when", "every")
    assert (second.pairs[0].rows[0].left, second.pairs[0].rows[0].right) == ("title", "name")


def test_sections_of_one_document_may_mirror_each_other(tmp_path: Path) -> None:
    both = document(
        section("Client", "Party", NAMES, systems=("Alpha", "Beta")),
        section("Party", "Client", TURNED, systems=("Beta", "Alpha")),
        left="Alpha",
        right="Beta",
    )
    world = Meaning(tmp_path, {ALPHA_BETA: both}, systems())
    [mirror] = world.flows["alpha-beta"].mirrors
    assert mirror.pair is world.flows["alpha-beta"].pairs[0]
    world.of("beta", "Party").has(title="b")
    world.sync()
    assert world.of("alpha", "Client").column("name") == ["b"]


def test_a_mirror_that_sorts_first_keeps_the_links(tmp_path: Path) -> None:
    """A document that comes later and sorts first turns the pair round; its links are turned with it."""
    forward, backward = texts().values()
    world = Meaning(tmp_path, {"m.rst": forward}, systems())
    world.of("alpha", "Client").has(name="a")
    world.sync()
    before = world.linked()
    world.change({"m.rst": forward, "a.rst": backward})
    world.writes()
    world.sync()
    assert world.linked() == [(right, left) for left, right in before]
    assert world.writes() == {}
    world.of("alpha", "Client").edit(before[0][0], name="aa")
    world.sync()
    assert world.of("beta", "Party").column("title") == ["aa"]


def with_orders() -> list[Profile]:
    """The same, and orders and bills that refer to them, in a property and in each of their lines."""

    def lines(name: str, target: str) -> dict[str, Any]:
        return {"key": "no", "properties": {"no": {"access": "read"}, name: {"references": [target]}}}

    order = kind({"text": {}, "client": {"references": ["Client"]}}, lists={"lines": lines("client", "Client")})
    bill = kind({"note": {}, "party": {"references": ["Party"]}}, lists={"rows": lines("party", "Party")})
    return profiles(
        alpha=system("Alpha", {"Client": kind({"name": {}}), "Order": order}),
        beta=system("Beta", {"Party": kind({"title": {}}), "Bill": bill}),
    )


def numbered(document: dict[str, Any]) -> dict[str, Any]:
    """A bill as its system keeps it: with a number in each row."""
    rows = enumerate(document.get("rows", ()), start=1)
    return document | {"rows": [{"no": str(number)} | row for number, row in rows]}


@pytest.mark.parametrize("is_added", [False, True], ids=["from the beginning", "later"])
def test_a_reference_is_carried_over_a_pair_that_is_held_the_other_way_round(tmp_path: Path, is_added: bool) -> None:
    rows = [("text", "note", '"string"'), ("client", "party", '"string"'), ("lines.client", "rows.party", '"string"')]
    clients = section("Client", "Party", NAMES, systems=("Alpha", "Beta"))
    orders = section("Order", "Bill", rows, systems=("Alpha", "Beta"))
    forward = {"m.rst": document(clients, orders, left="Alpha", right="Beta")}
    both = forward | {"a.rst": texts()[BETA_ALPHA]}
    world = Meaning(tmp_path, forward if is_added else both, with_orders())
    client, order, party, bill = (world.of(*one) for one in PLACES)
    bill.normalise = numbered
    one, two = client.has(name="one"), client.has(name="two")
    placed = order.has(text="t", client=one, lines=[{"no": "1", "client": two}])
    world.sync()
    world.change(both)
    world.sync()
    assert world.findings == [] and world.entries() == []
    first, second = party.documents
    [billed] = bill.documents
    assert (party.value(first, "title"), bill.value(billed, "party")) == ("one", first)
    assert [row["party"] for row in bill.value(billed, "rows")] == [second]

    order.edit(placed, client=two, lines=[{"no": "1", "client": one}])
    world.sync()
    assert bill.value(billed, "party") == second
    assert [row["party"] for row in bill.value(billed, "rows")] == [first]

    bill.edit(billed, party=first, rows=[{"no": "1", "party": second}])
    world.sync()
    assert order.value(placed, "client") == one
    assert [line["client"] for line in order.value(placed, "lines")] == [two]
    world.writes()
    world.sync()
    assert world.writes() == {}
