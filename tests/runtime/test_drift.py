"""What a few answers tell about a profile: each sort of difference, and silence where there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from runtime.drift import differences, records_in
from runtime.model import Access, Kind, ObjectType, Operations, Patch, Property, Record, System


def kind(*more: Property, version: tuple[str, ...] = (), modified: tuple[str, ...] = ()) -> ObjectType:
    properties = (Property(attribute="id", path=("id",), kind=Kind.INTEGER, access=Access.READ), *more)
    return ObjectType(
        system=System(name="s", label="S", protocol="rest-json"),
        name="Thing",
        record=Record,
        patch=Patch,
        properties=properties,
        operations=Operations(),
        key=("id",),
        version=version,
        modified=modified,
    )


def prop(path: str, **more: Any) -> Property:
    return Property(attribute=path.replace(".", "_"), path=tuple(path.split(".")), **more)


def told(one: ObjectType, *documents: dict[str, Any], codes: Any = None) -> dict[tuple[str, str], str]:
    return {(found.what, found.path): found.text for found in differences(one, documents, codes)}


LINES = prop("lines", kind=Kind.LIST, children=(prop("id"), prop("qty", kind=Kind.DECIMAL)), element=Record)


def test_what_agrees_is_silent() -> None:
    one = kind(prop("name", max_length=5, required=True), prop("address.city"), prop("born", kind=Kind.DATE), LINES)
    documents = [
        {"id": 1, "name": "Kari", "address": {"city": "Oslo"}, "born": "2001-02-03", "lines": []},
        {"id": 2, "name": "Ola", "address": None, "born": None, "lines": [{"id": "a", "qty": Decimal("1.5")}]},
    ]
    assert told(one, *documents) == {}
    assert told(one) == {}


def test_a_property_that_never_occurs_is_absent_and_a_null_one_is_not() -> None:
    found = told(kind(prop("name"), prop("nick")), {"id": 1, "name": None}, {"id": 2})
    assert list(found) == [("absent", "nick")]


def test_what_no_profile_lists_is_one_note_with_names() -> None:
    document = {
        "id": 1,
        "more": 1,
        "part": {"a": 1, "b": 2},
        "@odata.etag": "x",
        "\x1b[2J": 1,
        "lines": [{"id": "", "z": 1}],
    }
    (found,) = (d for d in differences(kind(LINES), [document]) if d.what == "unknown")
    assert found.is_note
    assert found.text.startswith("5 properties")
    assert "more, part.a, part.b" in found.text and "lines.z" in found.text
    assert found.text.isprintable()


@pytest.mark.parametrize(
    ("stated", "value", "wrong"),
    [
        (Kind.TEXT, 1, True),
        (Kind.TEXT, "1", False),
        (Kind.INTEGER, "1", True),
        (Kind.INTEGER, True, True),
        (Kind.DECIMAL, 1, False),
        (Kind.BOOLEAN, 0, True),
        (Kind.DATE, "2024-13-01", True),
        (Kind.DATETIME, "2024-01-01T00:00:00Z", False),
        (Kind.TEXT, {"a": 1}, True),
        (Kind.LIST, "x", True),
    ],
)
def test_values_of_another_type_are_told_without_the_value(stated: Kind, value: Any, wrong: bool) -> None:
    found = told(kind(prop("value", kind=stated)), {"id": 1, "value": value})
    assert (("type", "value") in found) == wrong
    assert "2024" not in "".join(found.values())


def test_longer_than_stated_and_required_but_empty() -> None:
    one = kind(prop("name", max_length=3, required=True), prop("code", required=True, blanks=("0",)))
    found = told(one, {"id": 1, "name": "long", "code": "0"}, {"id": 2, "name": "", "code": "x"})
    assert set(found) == {("length", "name"), ("required", "name"), ("required", "code")}
    assert "holds 4 characters, more than the 3" in found["length", "name"]


def test_a_missing_key_version_or_stamp_is_named_by_its_part() -> None:
    one = kind(prop("rev"), version=("rev",), modified=("@stamp",))
    assert {what for what, _ in told(one, {"name": 1})} >= {"key", "version", "modified"}


def test_a_hidden_value_says_nothing() -> None:
    assert told(kind(prop("number", kind=Kind.INTEGER, masks=("***",))), {"id": 1, "number": "***"}) == {}


def test_new_values_beside_a_code_table() -> None:
    codes = {"country": frozenset({"NO", "SE"})}
    assert told(kind(prop("country")), {"id": 1, "country": "NO"}, codes=codes) == {}
    found = told(kind(prop("country")), {"id": 1, "country": "FI"}, codes=codes)
    assert "FI" in found["codes", "country"]


def test_records_are_found_elsewhere_as_a_hint() -> None:
    assert [path for path, _ in records_in({"d": {"results": [{"a": 1}]}, "n": [1]})] == [("d", "results")]
    assert [path for path, _ in records_in([{"a": 1}])] == [()]
