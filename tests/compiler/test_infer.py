"""What no profile describes is inferred from the documents, the same whatever their order (LANGUAGE section 1)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.build import Result, compile_documents, render
from compiler.diagnostic import Severity
from compiler.ir import Pair
from tests.compiler.sample import Rows, codes, compiled, document, profiles, section

S = '"string"'


def between(left: str, right: str, *sections: str) -> Result:
    """One document of two systems, none of which is described, but for Northwind and Ledgr."""
    return compile_documents({"a-b.rst": document(*sections, left=left, right=right)}, profiles())


def ends(result: Result) -> list[str]:
    [flow] = result.program.flows
    return [pair.identity for pair in flow.pairs]


def pair(result: Result) -> Pair:
    [flow] = result.program.flows
    [only] = flow.pairs
    return only


LABELS = [
    (("Custom Shop", "Ledgr"), ("Customshop", "Quote"), ("Ledgr", "Party"), "customshop.quote|ledgr.Party"),
    (("Shop", "Ledgr"), ("SHOP", "Order Line"), ("Ledgr", "Party"), "shop.orderline|ledgr.Party"),
    (("Shop", ""), ("Shop", "Country"), ("", "Countries"), "shop.country|unnamed.countries"),
    (("Shop", "Shop"), ("Shop", "A"), ("Shop", "B"), "shop.a|shop.b"),
    (("Shop", "Shop"), ("Depot", "A"), ("Shop", "B"), "depot.a|shop.b"),
    (("Shop", "Shop"), ("Northwind", "Client"), ("Shop", "B"), "northwind.Client|shop.b"),
    (("Shop", "Shop Net"), ("Shop Net", "A"), ("Shop", "B"), "shopnet.a|shop.b"),
    (("Shop", "Ledgr"), ("Shop", "Contacts person"), ("Ledgr", "Party firm"), "shop.contacts/person|ledgr.Party/firm"),
    (("Shop", "Ledgr"), ("Shop", "Contacts (human data)"), ("Ledgr", "Party"), "shop.contacts/human-data|ledgr.Party"),
    (("Shop", "Ledgr"), ("Shop", "Wix-orders"), ("Ledgr", "Gadget"), "shop.wixorders|ledgr.gadget"),
    (("Text", "Класс"), ("Text", "A"), ("Класс", "Б"), "text_system.a|x_51cdccb8.б"),
]


@pytest.mark.parametrize(("title", "left", "right", "identity"), LABELS, ids=lambda value: str(value)[:30])
def test_labels_name_systems_and_types(
    title: tuple[str, str], left: tuple[str, str], right: tuple[str, str], identity: str
) -> None:
    result = between(*title, section(left[1], right[1], systems=(left[0], right[0])))
    assert ends(result) == [identity]


def test_what_is_inferred_is_reported_and_is_no_error() -> None:
    result = between("Shop", "Ledgr", section("Quote", "Gadget", [("a", "b", S)], systems=("Shop", "Ledgr")))
    assert {"F200", "F201"} <= set(codes(result))
    assert not result.errors
    assert all(found.severity is not Severity.ERROR for found in result.findings)


def kinds(rows: Rows, back: Rows = ()) -> dict[str, str]:
    """The types that the properties of Shop's Quote and Depot's Gadget get, by path."""
    texts = {
        "shop-depot.rst": document(
            section("Quote", "Gadget", rows, systems=("Shop", "Depot")), left="Shop", right="Depot"
        ),
        "depot-shop.rst": document(
            section("Gadget", "Quote", back, systems=("Depot", "Shop")), left="Depot", right="Shop"
        ),
    }
    program = compile_documents(texts, ()).program
    found: dict[str, str] = {}
    for profile in program.profiles:
        for kind in profile.types.values():
            found |= {f"{profile.name}.{path}": f"{p.type} {p.access}" for path, p in kind.properties.items()}
    return found


def test_kinds_come_from_the_third_cell() -> None:
    found = kinds([("n", "m", '"integer"'), ("x", "y", '["decimal", "_."]'), ("t", "u", "N/A"), ("f", "g", '"float"')])
    assert found["depot.m"] == found["shop.n"] == "integer both"
    assert (found["shop.x"], found["depot.y"]) == ("text both", "decimal both")
    assert (found["depot.u"], found["depot.g"]) == ("text both", "decimal both")
    assert (found["depot.id"], found["depot.modified"]) == ("text read", "datetime read")


def test_the_mirrored_document_knows_its_own_right() -> None:
    found = kinds([("n", "m", S)], [("m", "n", '"boolean"')])
    assert (found["shop.n"], found["depot.m"]) == ("boolean both", "text both")


def test_third_cells_that_disagree_make_text() -> None:
    assert kinds([("a", "m", '"integer"'), ("b", "m", '"boolean"')])["depot.m"] == "text both"
    assert kinds([("a", "m", '"integer"'), ("b", "m", '"float"')])["depot.m"] == "decimal both"


def test_a_property_that_holds_another_is_only_read() -> None:
    found = kinds([("customer", "a", S), ("customer.id", "b", S)])
    assert (found["shop.customer"], found["shop.customer.id"]) == ("text read", "text both")


def test_paths_below_the_value_are_properties_too() -> None:
    cell = '["if", ["is-null", "_.prefix:Default"], "-", "_.prefix:Default"]'
    assert "shop.meta.prefix:Default" in kinds([("meta", "m", cell)])


NAMES = ["Quote", "Order", "Contacts person", "Контакт"]
PATHS = ["name", "a.b", "a", "class", "Name\t", "id", "n"]
CELLS = [S, '"integer"', "N/A", '["integer", ["decimal", "_."]]']


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_order_of_everything_is_nothing(data: st.DataObject) -> None:
    rows = st.lists(st.tuples(*map(st.sampled_from, (PATHS, PATHS, CELLS))), max_size=5)
    one = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), rows)
    chosen = data.draw(st.lists(one, min_size=1, max_size=4))
    shuffled = data.draw(st.permutations([(a, b, data.draw(st.permutations(found))) for a, b, found in chosen]))
    made = []
    for order in (chosen, shuffled):
        sections = [section(a, b, found, systems=("Shop", "Depot")) for a, b, found in order]
        texts = {"shop-depot.rst": document(*sections, left="Shop", right="Depot")}
        made.append(render(compile_documents(texts, ()).program))
    assert made[0] == made[1]


def test_a_described_type_keeps_what_its_profile_says() -> None:
    result = compiled(section("Client", "Party", [("nickname", "title", S)]))
    [profile] = [one for one in result.program.profiles if one.name == "northwind"]
    assert profile.types["Client"].properties["name"].required
    assert "nickname" in profile.types["Client"].properties
    assert "F202" in codes(result)


def test_a_type_that_a_described_system_does_not_have_is_not_written_to() -> None:
    result = compiled(section("Client", "Gadget", [("name", "title", S)]))
    assert pair(result).right.type.operations.create == ""
    assert {"F201", "F307"} <= set(codes(result))


def test_modules_without_anything_in_them_import_nothing_for_it() -> None:
    texts = {
        "depot-shop.rst": document(section("A", "B", systems=("Depot", "Shop")), left="Depot", right="Shop"),
        "shop-depot.rst": document(section("B", "A", systems=("Shop", "Depot")), left="Shop", right="Depot"),
        "shop-zen.rst": document(left="Shop", right="Zen"),
    }
    files = render(compile_documents(texts, ()).program)
    assert "import" not in files["qa/test_shop_depot.py"]
    assert "from ." not in files["flows/shop_zen.py"].replace("from ..systems", "")
    assert "Record" not in files["systems/zen.py"].replace("typed records", "")
