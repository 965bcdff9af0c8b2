"""What Exact Online and Business Central send is understood as a whole, and goes back without losing a field.

Answers are made from the vendors' documentation. They are read with the generated modules, every writable value is
written back, and the result is laid over the answer: it must mean the same (laws GetPut and "unknown fields stay").
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from generated.systems import businesscentral, exact
from runtime.model import UNSET, Access, Json, Kind, ObjectType, Patch, Property
from runtime.wire import decode, encode
from tests.compiler.vendor_fields import businesscentral as bc_fields
from tests.compiler.vendor_fields import exact as exact_fields
from tests.end_to_end.vendor_answers import ZERO, bc_empty, bc_filled, exact_empty, exact_filled

NOTHING = (None, "", ZERO, "0001-01-01", "0001-01-01T00:00:00Z", "_x0020_")

Maker = Callable[[str], dict[str, Any]]


def _types(module: Any) -> dict[str, ObjectType]:
    return {value.name: value for value in vars(module).values() if isinstance(value, ObjectType)}


_FILLED: list[tuple[ObjectType, Maker]] = [
    *((kind, exact_filled) for kind in _types(exact).values()),
    *((kind, bc_filled) for kind in _types(businesscentral).values()),
]
_EMPTY: list[tuple[ObjectType, Maker]] = [
    *((kind, exact_empty) for kind in _types(exact).values()),
    *((kind, bc_empty) for kind in _types(businesscentral).values()),
]


def _name(value: object) -> str:
    return f"{value.system.name}-{value.name}" if isinstance(value, ObjectType) else ""


def _written(kind: ObjectType, document: dict[str, Any]) -> dict[str, Any]:
    """The answer with everything that may be written laid over it, values as they would be sent."""
    record = decode(kind, document).record
    values = {name: getattr(record, name) for name in kind.patch.__struct_fields__}
    patch: Patch = kind.patch(**values)
    result = copy.deepcopy(document)
    for path, value in encode(kind, patch, document):
        _put(result, path, value)
    return result


def _put(document: dict[str, Any], path: tuple[str, ...], value: Json) -> None:
    for segment in path[:-1]:
        document = document[segment]
    document[path[-1]] = value


def _folded(prop: Property, document: dict[str, Any]) -> bool:
    value = document.get(prop.path[-1])
    return prop.kind is Kind.LIST and isinstance(value, dict) and "__deferred" in value


def test_every_kind_of_record_has_an_example() -> None:
    kinds = {place.partition(".")[0] for place in exact_fields.FIELDS}
    assert set(_types(exact)) == kinds
    assert set(_types(businesscentral)) == {place.partition(".")[0] for place in bc_fields.FIELDS}


@pytest.mark.parametrize(("kind", "make"), _FILLED, ids=_name)
def test_every_field_of_an_answer_is_read(kind: ObjectType, make: Maker) -> None:
    document = make(kind.name)
    decoded = decode(kind, document)
    assert decoded.unreadable == ()
    for prop in kind.properties:
        value = getattr(decoded.record, prop.attribute)
        if _folded(prop, document):
            assert value is UNSET
            continue
        assert value is not UNSET, prop.attribute
        assert value is not None, prop.attribute
        for element in value if prop.kind is Kind.LIST else ():
            assert all(getattr(element, child.attribute) is not UNSET for child in prop.children), (
                prop.attribute
            )


@pytest.mark.parametrize(("kind", "make"), [*_FILLED, *_EMPTY], ids=_name)
def test_writing_back_loses_nothing_and_changes_nothing(kind: ObjectType, make: Maker) -> None:
    document = make(kind.name)
    before = decode(kind, document)
    after = _written(kind, document)
    again = decode(kind, after)
    assert again.record == before.record
    assert again.unreadable == before.unreadable == ()
    assert after.keys() == document.keys()
    writable = {prop.path[0] for prop in kind.properties if prop.access is not Access.READ}
    for name, value in document.items():
        if name not in writable:
            assert after[name] == value, name
    for prop in kind.properties:
        if prop.kind is Kind.LIST and prop.attribute in kind.patch.__struct_fields__:
            _lines_keep_everything(document[prop.path[0]], after[prop.path[0]])


def _lines_keep_everything(before: Any, after: Any) -> None:
    if isinstance(before, dict):
        before = before.get("results")
    if before is not None:
        assert [line.keys() for line in after] == [line.keys() for line in before]
        for name in ("NewInNextRelease", "newInNextRelease", "@odata.etag", "__metadata"):
            assert [line.get(name) for line in after] == [line.get(name) for line in before]


@pytest.mark.parametrize(("kind", "make"), _EMPTY, ids=_name)
def test_what_the_vendor_shows_for_nothing_is_read_as_nothing(kind: ObjectType, make: Maker) -> None:
    document = make(kind.name)
    record = decode(kind, document).record
    for prop in kind.properties:
        shown = document[prop.path[0]]
        if prop.kind is not Kind.LIST and prop.attribute != "credit_limit":
            assert (getattr(record, prop.attribute) is None) == (shown in NOTHING), prop.attribute


@pytest.mark.parametrize(("kind", "make"), _EMPTY, ids=_name)
def test_nothing_is_written_as_the_vendor_spells_it(kind: ObjectType, make: Maker) -> None:
    document = make(kind.name)
    record = decode(kind, document).record
    blanks = [prop for prop in kind.properties if getattr(record, prop.attribute) is None]
    assert blanks or kind.name == "Companies"
    after = _written(kind, document)
    for prop in blanks:
        assert after[prop.path[0]] == document[prop.path[0]], prop.attribute


def _read(kind: ObjectType, attribute: str, **fields: Any) -> Any:
    return getattr(decode(kind, {"id": "1", **fields}).record, attribute)


def test_a_blank_of_an_enumeration_has_several_spellings_and_a_coded_name_stays() -> None:
    types = _types(businesscentral)
    for spelling in ("_x0020_", " ", ""):
        assert _read(types["Customers"], "blocked", blocked=spelling) is None
    document = {"id": "1", "type": "Non_x002D_Inventory"}
    assert _written(types["Items"], document) == document


def test_zero_is_a_number_in_business_central_but_for_a_credit_limit() -> None:
    types = _types(businesscentral)
    assert _read(types["Items"], "unit_price", unitPrice=0) == 0
    assert _read(types["Customers"], "credit_limit", creditLimit=0) is None


def test_an_answer_of_exact_may_leave_fields_out_and_show_lists_bare() -> None:
    types = _types(exact)
    assert _read(types["Employees"], "birth_date") is UNSET  # no role for it: unknown, not empty
    lines = _read(types["Salesorders"], "sales_order_lines", SalesOrderLines=[{"ID": "2", "Quantity": -1.5}])
    assert [(line.id, line.quantity) for line in lines] == [("2", Decimal("-1.5"))]
