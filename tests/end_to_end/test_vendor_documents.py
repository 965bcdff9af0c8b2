"""Records in the shapes that two vendors document: all of them is read, and laid back it says the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET

from generated.systems import powerofficego, tripletex
from runtime.model import Json, Kind, ObjectType, Property
from runtime.wire import at, decode, encode
from tests.compiler.vendor_tables import TABLES

FOLDER = Path(__file__).parent / "vendors"
TYPES = {
    (system, kind.name): kind
    for system, module in (("tripletex", tripletex), ("powerofficego", powerofficego))
    for kind in vars(module).values()
    if isinstance(kind, ObjectType)
}
DOCUMENTS: dict[tuple[str, str], dict[str, Any]] = {
    (system, name): document
    for system in TABLES
    for name, document in json.loads((FOLDER / f"{system}.json").read_text(), parse_float=Decimal).items()
}
UNKNOWN = {  # on the wire, but in no specification yet
    ("tripletex", "Order"): {
        ("contractReference",),
        ("internalComment",),
        ("attachmentRelation",),
        ("backorderParentId",),
    },
    ("tripletex", "Product"): {("disableDiscount",)},
}
UNKNOWN_IN_LINES = {("deliveredQuantity",), ("originalOrderedQuantity",), ("sourceOrderLineId",)}
NEVER_SHOWN = {("SubLedgerNumberSeriesId",)}
EMPTY: dict[str, Json] = {"text": "", "int": 0, "number": 0, "flag": False, "list": []}
"""How Tripletex shows what is unset; null otherwise."""

by_kind = pytest.mark.parametrize("key", sorted(DOCUMENTS), ids="-".join)


@by_kind
def test_a_documented_record_is_read_whole(key: tuple[str, str]) -> None:
    kind, document = TYPES[key], DOCUMENTS[key]
    decoded = decode(kind, document)
    assert decoded.unreadable == ()
    unread = {
        prop.path
        for prop in kind.properties
        if getattr(decoded.record, prop.attribute) is UNSET and prop.path not in NEVER_SHOWN
        if at(document, prop.path) not in prop.masks
    }
    assert unread <= {("changes",)}  # asked for by nobody, and not in every example
    known = {prop.path for prop in kind.properties}
    strange = {path for path in _leaves(document) if path not in known and not _is_reference(path, known)}
    assert strange == UNKNOWN.get(key, set())
    for prop in kind.properties:
        if prop.kind is Kind.LIST and prop.key:
            known = {child.path for child in prop.children}
            for row in document[prop.path[0]]:
                strange = {path for path in _leaves(row) if path not in known and not _is_reference(path, known)}
                assert strange <= UNKNOWN_IN_LINES


@by_kind
def test_a_record_laid_back_changes_nothing(key: tuple[str, str]) -> None:
    kind, document = TYPES[key], DOCUMENTS[key]
    assert _laid_back(kind, document) == document


@by_kind
def test_an_object_that_is_null_stays_null(key: tuple[str, str]) -> None:
    """Addresses, references and the like that nobody has filled in, at the top and within lines."""
    kind, document = TYPES[key], copy.deepcopy(DOCUMENTS[key])
    lists = [prop.path[0] for prop in kind.properties if prop.kind is Kind.LIST]
    for place in (document, *(row for name in lists for row in document.get(name) or () if isinstance(row, dict))):
        place |= {name: None for name, value in place.items() if isinstance(value, dict)}
    assert decode(kind, document).unreadable == ()
    assert _laid_back(kind, document) == document


@pytest.mark.parametrize("name", sorted(name for system, name in DOCUMENTS if system == "tripletex"))
def test_what_is_unset_is_blank_and_stays_so(name: str) -> None:
    """Texts "", numbers 0, references and dates null. Where 0 can be a value it is one."""
    words = [word.split(":")[:2] for word in TABLES["tripletex"][name].split()]
    document = {field: EMPTY.get(type_) for field, type_ in words} | {"id": 7, "version": 0}
    kind = TYPES["tripletex", name]
    decoded = decode(kind, document)
    assert decoded.unreadable == ()
    values = {prop.path: getattr(decoded.record, prop.attribute) for prop in kind.properties}
    for field, type_ in words:
        if type_ in ("text", "date"):
            assert values[field,] is None, field
        if type_ == "ref":
            assert values[field, "id"] is None, field
    assert _meaning(kind, _laid_back(kind, document)) == _meaning(kind, document)


def test_where_0_is_nothing_and_where_it_is_a_value() -> None:
    customer = decode(tripletex.CUSTOMER, {"globalLocationNumber": 0, "invoicesDueIn": 0}).record
    assert isinstance(customer, tripletex.Customer)
    assert (customer.global_location_number, customer.invoices_due_in) == (None, 0)
    free = decode(tripletex.PRODUCT, {"priceExcludingVatCurrency": Decimal("0.00"), "weight": 0}).record
    assert isinstance(free, tripletex.Product)
    assert (free.price_excluding_vat_currency, free.weight) == (Decimal(0), None)


def test_hidden_values_are_masked() -> None:
    """PowerOffice Go shows the word `hidden` instead of a number of identity: it must never be written back."""
    masks = {
        (name, *prop.path): prop.masks
        for (system, name), kind in TYPES.items()
        for prop in kind.properties
        if system == "powerofficego" and prop.masks
    }
    assert masks == {
        ("Customers", "NationalIdNumber"): ("hidden",),
        ("Employees", "NationalIdNumber"): ("hidden",),
        ("Employees", "InternationalIdNumber"): ("hidden",),
        ("Employees", "Gender"): ("Hidden",),
    }


def _leaves(document: dict[str, Any], prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*prefix, name))
        else:
            yield (*prefix, name)


def _is_reference(path: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """The address of an object that is known by its id, or a reference that is null."""
    return (path[-1] == "url" and (*path[:-1], "id") in known) or (*path, "id") in known or _is_part(path, known)


def _is_part(path: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """An object that is null."""
    return any(other[: len(path)] == path and len(other) > len(path) for other in known)


def _laid_back(kind: ObjectType, document: dict[str, Any]) -> dict[str, Any]:
    """The document with everything that its record says written over it."""
    record = decode(kind, document).record
    fields = kind.patch.__struct_fields__
    patch = kind.patch(**{name: getattr(record, name) for name in fields})
    whole: dict[str, Any] = copy.deepcopy(document)
    for path, value in encode(kind, patch, document):
        place = whole
        for segment in path[:-1]:
            if not isinstance(place.get(segment), dict):
                place[segment] = {}
            place = place[segment]
        place[path[-1]] = value
    return whole


def _meaning(kind: ObjectType, document: dict[str, Any]) -> dict[str, Any]:
    """What the document says of every property, however blanks are spelled."""
    return {".".join(prop.path): _value(prop, document) for prop in kind.properties}


def _value(prop: Property, document: dict[str, Any]) -> Any:
    value = at(document, prop.path)
    if value is UNSET or value == [] or any(type(value) is type(blank) and value == blank for blank in prop.blanks):
        return None
    return value
