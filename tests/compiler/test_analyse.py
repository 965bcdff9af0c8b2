"""Bindings: what a row may do once its whole table is known, whatever the order of its rows (SEMANTICS section 5)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.ir import Binding
from compiler.profile import Profile
from tests.compiler.sample import (
    KINDS,
    Rows,
    codes,
    compiled,
    kind,
    pair_of,
    profiles,
    row_of,
    section,
    system,
)

S, D = '"string"', '"decimal"'


def bindings(rows: Rows, known: list[Profile] | None = None) -> dict[tuple[str, str], tuple[Binding, str]]:
    """The Binding and reason of every row of a Client and a Party."""
    pair = pair_of(compiled(section("Client", "Party", rows), known=known))
    return {(row.left.path, row.right.path): (row.binding, row.why) for row in pair.rows}


ONE_ROW: list[tuple[str, str, str, Binding, str]] = [
    ("name", "title", S, "two-way", ""),
    ("total", "sum", D, "two-way", ""),
    ("seen", "title", S, "right", ""),
    ("code", "title", S, "right", ""),
    ("born", "stamp", S, "left", ""),
    ("seen", "stamp", S, "inert", "neither side can be written"),
    ("code", "kind", S, "right", ""),
    ("name", "kind", S, "two-way", ""),
    ("id", "id", S, "identity", ""),
    ("id", "title", S, "right", ""),
    ("name", "title", "N/A", "two-way", ""),
    ("born", "since", '["datetime-format", "%Y-%m-%d", "_."]', "two-way", ""),
]


@pytest.mark.parametrize(("left", "right", "cell", "binding", "why"), ONE_ROW)
def test_one_row_is_bound_by_what_both_sides_allow(left: str, right: str, cell: str, binding: str, why: str) -> None:
    assert bindings([(left, right, cell)]) == {(left, right): (binding, why)}


def test_a_second_right_property_is_a_copy() -> None:
    bound = bindings([("name", "title", S), ("name", "no", S)])
    assert bound == {("name", "no"): ("two-way", ""), ("name", "title"): ("copy-right", "")}


def test_paths_that_end_alike_are_partners_first() -> None:
    bound = bindings([("name", "kind", S), ("name", "no", S), ("name", "name", S), ("name", "title", S)])
    assert {right: binding for (_, right), (binding, _) in bound.items()} == {
        "kind": "copy-right",
        "name": "two-way",
        "no": "copy-right",
        "title": "copy-right",
    }


def test_a_second_left_property_of_one_right_one_is_inert() -> None:
    bound = bindings([("email", "mail", S), ("name", "mail", S)])
    assert bound["email", "mail"] == ("two-way", "")
    why = "the right property already has a partner, and copies into the left are off"
    assert bound["name", "mail"] == ("inert", why)


def test_rows_able_to_go_both_ways_choose_first() -> None:
    bound = bindings([("code", "title", S), ("name", "title", S)])
    assert bound["name", "title"][0] == "two-way"
    assert bound["code", "title"] == ("inert", "another row already writes this property")


def test_inert_rows_are_reported_with_their_reason() -> None:
    result = compiled(section("Client", "Party", [("seen", "stamp", S), ("name", "title", S)]))
    [found] = result.findings
    assert (found.code, found.span.line) == ("F302", result.program.flows[0].pairs[0].rows[1].span.line)
    assert "neither side can be written" in found.message


ROWS: list[tuple[str, str, str]] = [
    *(("name", "title", S), ("name", "no", S), ("email", "mail", S), ("code", "title", S), ("seen", "stamp", S)),
    *(("total", "sum", D), ("active", "open", S), ("id", "id", S), ("email", "no", S), ("name", "name", S)),
    *(("born", "since", S), ("code", "kind", S), ("name", "kind", S), ("number", "no", S)),
]


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, str, str]]) -> None:
    assert bindings(rows) == bindings(ROWS)


@given(st.sets(st.sampled_from(ROWS), min_size=1).flatmap(lambda rows: st.permutations(sorted(rows))))
def test_every_property_has_one_writer(rows: list[tuple[str, str, str]]) -> None:
    bound = bindings(rows)
    rights = [right for (_, right), (how, _) in bound.items() if how in ("two-way", "right", "copy-right")]
    lefts = [left for (left, _), (how, _) in bound.items() if how in ("two-way", "left")]
    assert len(set(rights)) == len(rights)
    assert len(set(lefts)) == len(lefts)
    assert all(bool(why) == (how == "inert") for how, why in bound.values())
    assert len(bound) == len(rows)


# ---- lists --------------------------------------------------------------------------------------

LINES: Rows = [("lines.text", "rows.memo", S), ("lines.count", "rows.quantity", D), ("title", "text", S)]


@pytest.mark.parametrize("rows", list(permutations(LINES)))
def test_rows_between_two_lists_are_one_list(rows: Rows) -> None:
    pair = pair_of(compiled(section("Deal", "Invoice", rows)), "Invoice")
    [lines] = pair.lists
    assert (lines.left, lines.right, lines.binding) == ("lines", "rows", "two-way")
    assert [row.left.child for row in lines.rows] == ["count", "text"]
    assert all(row.binding == "two-way" for row in lines.rows)
    assert row_of(pair, "title", "text").binding == "two-way"


def test_a_part_of_a_line_that_cannot_be_written_is_inert() -> None:
    pair = pair_of(compiled(section("Deal", "Invoice", [*LINES, ("lines.sum", "rows.quantity", D)])), "Invoice")
    [lines] = pair.lists
    bound = {row.left.child: row.binding for row in lines.rows}
    assert bound == {"count": "two-way", "text": "two-way", "sum": "inert"}
    assert row_of(pair, "lines.sum", "rows.quantity").why


def keyed(properties: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A list whose elements are told apart by an id."""
    return {"key": "id", "properties": {"id": {"access": "read"}, **properties}, **parts}


@pytest.mark.parametrize("without", ["northwind", "ledgr"])
def test_a_list_whose_elements_cannot_be_told_apart_is_only_read_and_says_so(without: str) -> None:
    lists: dict[str, tuple[str, str, dict[str, Any]]] = {
        "northwind": ("Deal", "lines", {"text": {}}),
        "ledgr": ("Invoice", "rows", {"memo": {}}),
    }
    name, path, properties = lists[without]
    types = {**KINDS[without], name: kind({}, lists={path: {"properties": properties}})}
    other = "ledgr" if without == "northwind" else "northwind"
    tables = {without: system(without.capitalize(), types), other: system(other.capitalize(), KINDS[other])}
    result = compiled(section("Deal", "Invoice", [LINES[0]]), known=profiles(**tables))
    pair = pair_of(result, "Invoice")
    assert pair.lists == ()
    assert [row.binding for row in pair.rows] == ["inert"]
    assert codes(result) == ["F302"]
    assert "`key`" in result.findings[0].message


@pytest.mark.parametrize("turned", [False, True])
def test_a_list_has_one_partner(turned: bool) -> None:
    types = {"Invoice": kind({}, lists={name: keyed({"memo": {}}) for name in ("all", "lines")})}
    known = profiles(northwind=system("Northwind", KINDS["northwind"]), ledgr=system("Ledgr", types))
    rows = [("lines.text", "all.memo", S), ("lines.text", "lines.memo", S)]
    pair = pair_of(compiled(section("Deal", "Invoice", rows[:: -1 if turned else 1]), known=known), "Invoice")
    assert [(group.left, group.right) for group in pair.lists] == [("lines", "lines")]
    inert = row_of(pair, "lines.text", "all.memo")
    assert (inert.binding, inert.why) == ("inert", "the list already has a partner")


def test_a_list_and_a_single_property_do_not_meet() -> None:
    rows = [("lines.text", "text", S), ("title", "rows.memo", S)]
    pair = pair_of(compiled(section("Deal", "Invoice", rows)), "Invoice")
    assert [(row.binding, row.why) for row in pair.rows] == [("inert", "only one side is a list")] * 2
    assert pair.lists == ()


def test_a_list_that_the_left_side_cannot_change_goes_right_only() -> None:
    types = {**KINDS["northwind"], "Deal": {**KINDS["northwind"]["Deal"]}}
    types["Deal"]["lists"] = {"lines": keyed({"text": {}}, access="create")}
    known = profiles(northwind=system("Northwind", types), ledgr=system("Ledgr", KINDS["ledgr"]))
    [lines] = pair_of(compiled(section("Deal", "Invoice", [LINES[0]]), known=known), "Invoice").lists
    assert lines.binding == "right"


def test_a_cell_that_names_a_whole_list_is_no_property() -> None:
    result = compiled(section("Deal", "Invoice", [("lines", "text", S), ("title", "text", S)]))
    assert codes(result) == ["F302"]
    assert [row.left.path for row in pair_of(result, "Invoice").rows if row.binding != "inert"] == ["title"]


# ---- references ---------------------------------------------------------------------------------

LINKED = section("Client", "Party", [("name", "title", S)])


def test_a_row_between_two_references_carries_the_link() -> None:
    pair = pair_of(compiled(LINKED, section("Deal", "Invoice", [("client_id", "party", S)])), "Invoice")
    row = row_of(pair, "client_id", "party")
    assert row.binding == "two-way"
    assert row.reference is not None
    assert (row.reference.left, row.reference.right) == (("Client",), ("Party",))


def test_a_link_of_a_facet_counts() -> None:
    facet = section("Client", "Party firm", [("name", "title", S)])
    pair = pair_of(compiled(facet, section("Deal", "Invoice", [("client_id", "party", S)])), "Invoice")
    assert row_of(pair, "client_id", "party").reference is not None


def test_references_that_no_pair_links_are_inert() -> None:
    result = compiled(section("Deal", "Invoice", [("client_id", "party", S)]))
    row = row_of(pair_of(result, "Invoice"), "client_id", "party")
    assert (row.binding, row.why) == ("inert", "no pair links the records these references point to")
    assert codes(result) == ["F302"]


def test_a_reference_inside_lines_carries_the_link_too() -> None:
    rows = [*LINES, ("lines.client", "rows.party", S)]
    row = row_of(pair_of(compiled(LINKED, section("Deal", "Invoice", rows)), "Invoice"), "lines.client", "rows.party")
    assert (row.binding, row.reference is not None) == ("two-way", True)


@pytest.mark.parametrize("ends", [("client_id", "text"), ("title", "party")])
def test_a_reference_and_a_plain_property_do_not_meet(ends: tuple[str, str]) -> None:
    pair = pair_of(compiled(LINKED, section("Deal", "Invoice", [(*ends, S)])), "Invoice")
    assert (pair.rows[0].binding, pair.rows[0].why) == ("inert", "only one side is a reference")


# ---- pairs --------------------------------------------------------------------------------------


def test_a_required_property_without_row_or_default_is_missing() -> None:
    result = compiled(section("Client", "Party", [("email", "mail", S)]))
    assert pair_of(result).missing == ("title",)
    assert codes(result) == ["F301"]
    assert "title" in result.findings[0].message


@pytest.mark.parametrize("rule", ["match-only"])
def test_nothing_is_missing_where_nothing_is_created(rule: str) -> None:
    result = compiled(section("Client", "Party", [("email", "mail", S)], rule=rule, match=[("email", "mail")]))
    assert codes(result) == []


def test_a_default_or_a_facet_gives_what_is_required() -> None:
    types = {"Party": kind({"title": {"required": True, "default": "-"}, "mail": {}, "kind": {"required": True}})}
    types["Party"]["facets"] = {"firm": {"labels": ["Party firm"], "path": "kind", "value": "F"}}
    known = profiles(northwind=system("Northwind", KINDS["northwind"]), ledgr=system("Ledgr", types))
    assert pair_of(compiled(section("Client", "Party firm", [("email", "mail", S)]), known=known)).missing == ()
    assert pair_of(compiled(section("Client", "Party", [("email", "mail", S)]), known=known)).missing == ("kind",)


def test_required_parts_of_lines_are_missing_too() -> None:
    rows = keyed({"memo": {"required": True}, "no": {}}, required=True)
    types = {"Invoice": kind({}, lists={"rows": rows})}
    known = profiles(northwind=system("Northwind", KINDS["northwind"]), ledgr=system("Ledgr", types))
    without = compiled(section("Deal", "Invoice", []), known=known)
    assert pair_of(without, "Invoice").missing == ("rows",)
    other = compiled(section("Deal", "Invoice", [("lines.text", "rows.no", S)]), known=known)
    assert pair_of(other, "Invoice").missing == ("rows.memo",)
    given_row = compiled(section("Deal", "Invoice", [("lines.text", "rows.memo", S)]), known=known)
    assert pair_of(given_row, "Invoice").missing == ()


def test_an_empty_table_is_a_note() -> None:
    result = compiled(section("Deal", "Invoice"))
    [found] = result.findings
    assert (found.code, found.severity.value) == ("F300", "note")
    assert result.failed == set()


def test_several_left_types_that_create_one_right_type_are_a_warning() -> None:
    rows = [("name", "title", S)]
    both = compiled(section("Client", "Party", rows), section("Deal", "Party", [("title", "title", S)]))
    assert codes(both) == ["F304"]
    assert "Northwind Client, Northwind Deal" in both.findings[0].message
    one = section("Deal", "Party", [("title", "title", S)], rule="match-only", match=[("title", "title")])
    assert codes(compiled(section("Client", "Party", rows), one)) == []


@pytest.mark.parametrize(("rule", "code"), [("when", "F305"), ("connected", None), ("every", None)])
def test_prose_that_is_not_bound_is_a_warning(rule: str, code: str | None) -> None:
    assert codes(compiled(section("Client", "Party", [("name", "title", S)], rule=rule))) == [code] * (code is not None)


def test_what_nobody_can_create_is_said() -> None:
    types = {"Party": kind({"title": {}}, operations={"create": "", "why_not": "Entered by hand"})}
    known = profiles(northwind=system("Northwind", KINDS["northwind"]), ledgr=system("Ledgr", types))
    result = compiled(section("Client", "Party", [("name", "title", S)]), known=known)
    assert codes(result) == ["F307"]
    assert "Entered by hand" in result.findings[0].message


def test_two_sections_of_the_same_types_are_told_apart_by_their_content() -> None:
    one, other = section("Client", "Party", [("name", "title", S)]), section("Client", "Party", [("email", "mail", S)])
    pairs = compiled(one, other).program.flows[0].pairs
    assert len({pair.discriminator for pair in pairs}) == 2
    assert len({pair.identity for pair in pairs}) == 1
    again = compiled(other, one, section("Deal", "Invoice")).program.flows[0].pairs
    assert {pair.discriminator for pair in pairs} < {pair.discriminator for pair in again}
