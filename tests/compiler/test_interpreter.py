"""Generated functions against a second reading of the IR, in all four directions, for each pair of specs/."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import UNSET, structs

from compiler.build import compile_documents, load_profiles
from compiler.ir import Pair, Program
from runtime.laws import Case, cases
from runtime.model import Flow, ObjectPair, Record, View, ViewSide
from tests.compiler.interpreter import KEY, Interpreter, RowKey, Values, Which

SPECS = Path(__file__).parents[2] / "specs"
FLOWS = (
    *("customcrm-customerp", "customerp-businesscentral", "customerp-exact", "customerp-powerofficego"),
    "customerp-tripletex",
)
PAIRS = 27
MEANINGFUL = 0.6
EXAMPLES = 40
SIDES: tuple[Which, ...] = ("left", "right")


@cache
def program() -> Program:
    profiles, _ = load_profiles(SPECS / "systems")
    texts = {path.name: path.read_text() for path in sorted(SPECS.glob("*-*.rst"))}
    return compile_documents(texts, profiles).program


def found_pairs() -> list[tuple[Pair, ObjectPair]]:
    """Each pair of the IR with what was generated for it: found by identity, as links find it."""
    both = []
    for flow in program().flows:
        generated: Flow = importlib.import_module(f"generated.flows.{flow.name.replace('-', '_')}").FLOW
        by_key = {pair.key: pair for pair in generated.pairs}
        assert len(by_key) == len(flow.pairs) == len(generated.pairs)
        both += [(pair, by_key[pair.identity]) for pair in flow.pairs]
    return both


BOTH = found_pairs()


def keys_of(generated: ObjectPair) -> dict[str, RowKey]:
    """The View's fields by name, as the rows that they stand for."""
    split = {row.name: row.identity.split(" > ") for row in generated.rows}
    return {name: (left, right) for name, (left, right) in split.items()}


def by_row(generated: ObjectPair, pair: Pair, view: View, which: Which) -> Values:
    """A View's values by row; elements of lists as the interpreter has them."""
    shown: Values = {}
    for name, key in keys_of(generated).items():
        value = getattr(view, name)
        group = next((group for group in pair.lists if (group.left, group.right) == key), None)
        if group is not None and isinstance(value, tuple):
            children = _element_keys(pair, generated, key)
            value = [dict(zip(children, structs.astuple(element), strict=True)) for element in value]
        shown[key] = value
    assert len(shown) == len(view.__struct_fields__), which
    return shown


def _element_keys(pair: Pair, generated: ObjectPair, key: RowKey) -> list[RowKey]:
    """The rows of a list in the order of its element's fields, which are named by the left attribute."""
    [group] = [group for group in pair.lists if (group.left, group.right) == key]
    [prop] = [prop for prop in generated.left.type.properties if ".".join(prop.path) == key[0]]
    attributes = {".".join(child.path): child.attribute for child in prop.children}
    live = [row for row in group.rows if row.binding == "two-way"]
    fields = {attributes[row.left.child]: (row.left.child, row.right.child) for row in live}
    fields |= {"key": KEY} if group.keyed else {}
    return [fields[name] for name in sorted(fields)]


def given_by(patch: Any) -> dict[str, Any]:
    return {name: getattr(patch, name) for name in patch.__struct_fields__ if getattr(patch, name) is not UNSET}


def test_every_pair_is_here() -> None:
    assert len(BOTH) == PAIRS
    assert tuple(flow.name for flow in program().flows) == FLOWS
    assert any(pair.lists for pair, _ in BOTH)
    assert any(row.binding == "copy-right" for pair, _ in BOTH for row in pair.rows)


@pytest.mark.parametrize(("pair", "generated"), BOTH, ids=[pair.identity for pair, _ in BOTH])
def test_generated_functions_do_what_the_rows_say(pair: Pair, generated: ObjectPair) -> None:
    reading = Interpreter(pair, generated)
    ends: dict[Which, ViewSide] = {"left": generated.left, "right": generated.right}
    tried: list[bool] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(cases(generated))
    def run(case: Case) -> None:
        records: dict[Which, tuple[Record, Record]] = {
            "left": (case.left, case.other_left),
            "right": (case.right, case.other_right),
        }
        meaningful = False
        for source in SIDES:
            view = ends[source].to_view(records[source][0])
            read = reading.view(source, records[source][0])
            assert by_row(generated, pair, view, source) == read
            meaningful |= any(value is not None and value is not UNSET for value in read.values())
            for target in SIDES:
                old = records[target][1]
                wanted = reading.patch(target, read, old)
                got = given_by(ends[target].from_view(view, old))
                assert {name: (repr(value), value) for name, value in got.items()} == {
                    name: (repr(value), value) for name, value in wanted.items()
                }
        tried.append(meaningful)

    run()
    if generated.rows:
        assert sum(tried) / len(tried) >= MEANINGFUL
