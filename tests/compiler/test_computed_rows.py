"""Rows whose third cell is an expression: the generated function equals the expression, step by step."""

from __future__ import annotations

import datetime as dt
import importlib.util
import itertools
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from compiler import page_lens
from compiler.build import render
from compiler.expression import parse
from compiler.page import Argument, Call, Expr, Given, Lit, Name, call
from runtime import computed
from runtime.functions import Value
from runtime.model import Binding
from tests.compiler.expression_interpreter import evaluate
from tests.compiler.expressions import made, same
from tests.compiler.sample import codes, compiled, pair_of, section

NOW = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
_COUNT = itertools.count()

CELLS = {
    '["replace", " ", "", ["string", "_."]]': "name",
    '["if", ["neq", "_.", "X"], ["string", "_."], "other"]': "no",
    '["if", ["is-null", "_.DefaultValue"], ["decimal", "_."]]': "sum",
    '["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]': "title",
    '["if", ["is-empty", "_."], true, ["boolean", "_."]]': "open",
    '["abs", ["decimal", "_."]]': "sum",
    '["if", ["gt", ["datetime-diff", "year", ["now"], "_."], 100], "1935-01-01", "_."]': "since",
    '["if", ["eq", "_.", "there"], "found"]': "mail",
}
"""An expression, and the right property it makes."""

_PLAIN: list[str | None] = ["X", "there", "true", "+47 900 00 000", "a b c", "1850-01-01", "2020-02-02", "-12.50"]
_FITTING: dict[str, list[str | None]] = {
    "sum": ["-12.50", "7", "0", "1e3"],
    "open": ["true", "False", None],
    "mail": ["there"],
}


def _values(right: str) -> st.SearchStrategy[str | None]:
    """Values most of which the expression makes something of, blanks and any text among them."""
    fitting: st.SearchStrategy[str | None] = st.sampled_from(_FITTING.get(right, _PLAIN))
    return st.one_of(fitting, fitting, fitting, st.none(), st.text(max_size=8))


def _flow(tmp_path: Path, cell: str, right: str) -> ModuleType:
    """The generated flow module of one row between a text and `right`."""
    result = compiled(section("Client", "Party", [("name", right, cell)]))
    assert not result.errors, codes(result)
    name = f"computed_{next(_COUNT)}"
    root = tmp_path / name
    for path, content in render(result.program).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    spec = importlib.util.spec_from_file_location(name, root / "__init__.py", submodule_search_locations=[str(root)])
    assert spec is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{name}.flows.northwind_ledgr")


def _view(module: ModuleType, value: Any) -> Any:
    side = module.FLOW.pairs[0].left
    view = side.view(side.type.record(name=value), NOW)
    return getattr(view, module.FLOW.pairs[0].rows[0].name)


@pytest.mark.parametrize("cell", CELLS)
def test_the_generated_function_is_the_expression(tmp_path: Path, cell: str) -> None:
    module = _flow(tmp_path, cell, CELLS[cell])
    pair = module.FLOW.pairs[0]
    assert [row.binding for row in pair.rows] == [Binding.RIGHT]
    assert pair.left.timed is ("now" in cell)
    tree = parse(cell).expression
    assert tree is not None
    cast = {"sum": computed.as_number, "open": computed.as_flag}.get(CELLS[cell], computed.as_text)
    met = []

    @given(_values(CELLS[cell]))
    def agree(value: str | None) -> None:
        def compute(stored: Value) -> Value:
            return evaluate(tree, stored, NOW)

        stored = cast(value, compute)
        right = pair.right.type.record(**{pair.rows[0].right: stored})
        wanted = getattr(pair.right.view(right, NOW), pair.rows[0].name)
        assert _view(module, value) == wanted
        met.append(wanted not in (None, UNSET))

    agree()
    assert any(met), "no example gave a value"


def test_a_property_that_is_not_told_is_not_computed(tmp_path: Path) -> None:
    module = _flow(tmp_path, '["if", ["is-empty", "_."], "-", "_."]', "no")
    assert _view(module, UNSET) is UNSET
    assert _view(module, None) == "-"


def test_a_cast_that_fails_is_rejected_and_never_blank(tmp_path: Path) -> None:
    module = _flow(tmp_path, '["abs", ["decimal", "_."]]', "sum")
    assert _view(module, "no number") is UNSET
    assert _view(module, None) is None
    assert _view(module, "-12.50") == Decimal("12.5")


def test_an_if_without_else_is_blank(tmp_path: Path) -> None:
    module = _flow(tmp_path, '["if", ["eq", "_.", "there"], "found"]', "no")
    assert _view(module, "elsewhere") is None


def test_a_failed_cast_in_a_choice_is_rejected_too(tmp_path: Path) -> None:
    module = _flow(tmp_path, '["if", ["neq", "_.", "X"], ["decimal", "_."]]', "sum")
    assert _view(module, "no number") is UNSET
    assert _view(module, "X") is None


TWO_WAY = {
    '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]': "no",
    '["string", ["integer", ["decimal", "_."]]]': "no",
    '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]': "sum",
    '["datetime-format", "%Y-%m-%dT%H:%M:%SZ", "_."]': "title",
    '["datetime-format", "%e.%m.%Y", "_."]': "no",
}


@pytest.mark.parametrize("cell", TWO_WAY)
def test_the_generated_lens_is_the_expression_and_its_inverse(tmp_path: Path, cell: str) -> None:
    module = _flow(tmp_path, cell, TWO_WAY[cell])
    pair = module.FLOW.pairs[0]
    [row] = pair.rows
    assert row.binding is Binding.TWO_WAY
    conversion = pair_of(compiled(section("Client", "Party", [("name", TWO_WAY[cell], cell)]))).rows[0].conversion
    own = made(conversion, "text", "decimal" if TWO_WAY[cell] == "sum" else "text")
    usual = st.sampled_from(["X", "5", "5.0", "7.25", "2026-03-01T12:00:00.5Z", "2026-03-01"])
    met = []

    @given(usual | _values(TWO_WAY[cell]), usual | st.none())
    def agree(other: str | None, stored: str | None) -> None:
        seen = own.get(other)
        assert same(_view(module, other), seen)
        patch = pair.left.from_view(pair.view(**{row.name: seen}), pair.left.type.record(name=stored))
        assert same(patch.name, own.put(seen, stored))
        met.append(patch.name not in (None, UNSET, stored))

    agree()
    assert any(met), "nothing was written"


def test_a_path_below_the_value_is_a_property_of_its_own() -> None:
    tree = parse('["if", ["is-null", "_.b"], ["integer", "_.b", "_."], "_.c"]').expression
    assert tree is not None
    cast = call("functions.integer", default=Given(Lit(None)), value=Name("value"))  # a default has nothing below it
    cases: list[tuple[dict[str, str], Expr]] = [({"b": "name_b"}, Name("record.name_b")), ({}, Lit(None))]
    for known, read in cases:
        asked = Call(Name("functions.is_null"), (Argument(Name("value"), read),))
        arguments = (
            Argument(Name("condition"), asked),
            Argument(Name("then"), cast),
            Argument(Name("otherwise"), Lit(None)),
        )
        assert page_lens.calculated(tree, known) == Call(Name("functions.if_"), arguments)


def test_what_is_below_is_read_besides_the_value() -> None:
    cell = '["if", ["is-null", "_.b"], "integer", "_.c"]'
    row = pair_of(compiled(section("Client", "Party", [("name", "no", cell)]))).rows[0]
    found = page_lens.computed(row, "name", {"b": "name_b", "d": "name_d"})
    assert found is not None
    assert found.name == Name("as_text")
    assert (found.given[0], *found.given[2:]) == (Name("record.name"), Name("record.name_b"))


def test_nothing_is_written_back_through_an_expression(tmp_path: Path) -> None:
    module = _flow(tmp_path, '["replace", " ", "", "_."]', "no")
    pair = module.FLOW.pairs[0]
    patch = pair.left.from_view(pair.view(), pair.left.type.record())
    assert all(getattr(patch, field) is UNSET for field in patch.__struct_fields__)


def test_chains_of_casts_and_dates_go_both_ways() -> None:
    date = '["datetime-format", "%d.%m.%Y", "_."]'
    for cell in ('["decimal", "_."]', '["string", ["integer", ["decimal", "_."]]]', date):
        row = pair_of(compiled(section("Client", "Party", [("name", "no", cell)]))).rows[0]
        assert (row.binding, row.conversion.klass) == ("two-way", "canonical")


def test_a_cell_without_its_brackets_is_restored_with_a_note() -> None:
    result = compiled(section("Client", "Party", [("name", "no", '"replace"," ","", "string"]')]))
    assert pair_of(result).rows[0].conversion.restored == '["replace", " ", "", ["string", "_."]]'
    assert "F209" in codes(result)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('["frobnicate", "_."]', "F207"),
        ('""if", "eq"]]"', "F203"),
        ('"if-null", "integer", "datetime-format", "%Y"]', "F208"),
    ],
)
def test_a_cell_beyond_repair_costs_its_row_only(cell: str, code: str) -> None:
    result = compiled(section("Client", "Party", [("name", "no", cell), ("email", "mail", '"string"')]))
    assert code in codes(result)
    assert [row.left.path for row in pair_of(result).rows] == ["email"]
