"""Records as Exact Online and Business Central send them, made from what they document and from nothing of ours.

`filled` has a value in every field, `empty` what the vendor shows where nobody entered anything.
"""

from __future__ import annotations

from typing import Any

from tests.compiler.vendor_fields import businesscentral, exact

ZERO = "00000000-0000-0000-0000-000000000000"
# /Date() counts milliseconds of Dutch local time.
_DAY, _MOMENT = "/Date(1456185600000)/", "/Date(1767361445123)/"
_BLANK_ENUMS = {"blocked", "contactBusinessRelation"}
_ENUMS = {
    "type": "Company",
    "status": "In_x0020_Review",
    "lineType": "Fixed_x0020_Asset",
    "blocked": "Invoice",
    "contactBusinessRelation": "Bank_x0020_Account",
}


def _guid(number: int) -> str:
    return f"8f14e45f-ceea-467f-9575-{number:012x}"


def _exact_value(name: str, edm: str, number: int) -> Any:
    if name == "Code" and edm == "String":
        return f"{number:>18}"  # padded on the left with blanks
    values = {
        "Guid": _guid(number),
        "Boolean": True,
        "Byte": 1,
        "Int16": 20 + number % 50,
        "Int32": 1000 + number,
        "Int64": "912345678901",
        "Double": 0.055,
        "DateTime": _MOMENT if name in ("Created", "Modified", "Approved") else _DAY,
        "Binary": "iVBORw0KGgo=",
        "Collection": {"__deferred": {"uri": f"https://start.exactonline.nl/api/v1/123456/{name}"}},
    }
    return values.get(edm, f"{name} ø & <{number}>")


def exact_filled(place: str, number: int = 1) -> dict[str, Any]:
    """A record of Exact Online with every field set, its lines unfolded."""
    document: dict[str, Any] = {
        "__metadata": {
            "uri": f"https://start.exactonline.nl/api/v1/123456/{place}",
            "type": "Exact.Web.Api.Models.X",
        }
    }
    for heading, names in exact.FIELDS[place].items():
        for field in names.split():
            number += 1
            document[field] = _exact_value(field, heading.split()[1], number)
            if f"{place}.{field}" in exact.FIELDS:
                document[field] = {"results": [exact_filled(f"{place}.{field}", n) for n in (400, 800)]}
    return document | {"NewInNextRelease": {"nested": [1, "two", None]}}


def exact_empty(place: str) -> dict[str, Any]:
    """The same where nobody entered anything: null, whatever the type."""
    return {
        name: value if name in ("__metadata", "NewInNextRelease") or isinstance(value, dict) else None
        for name, value in exact_filled(place).items()
    }


def _bc_value(name: str, kind: str, number: int) -> Any:
    values = {
        "Guid": _guid(number),
        "Boolean": True,
        "Decimal": 12.5,
        "Date": "2026-01-29",
        "DateTimeOffset": "2025-03-31T23:26:44.003Z",
        "Int32": 10000 * number,
        "Int64": 912345678901,
    }
    return _ENUMS.get(name, "Active") if kind == "enum" else values.get(kind, f"{name} ø {number}"[:10])


def _bc_nothing(name: str, kind: str) -> Any:
    values = {"Guid": ZERO, "Boolean": False, "Decimal": 0, "Date": "0001-01-01", "Int32": 0, "Int64": 0}
    if kind == "enum":
        return "_x0020_" if name in _BLANK_ENUMS else "Draft"
    return "0001-01-01T00:00:00Z" if kind == "DateTimeOffset" else values.get(kind, "")


def bc_filled(place: str, number: int = 1) -> dict[str, Any]:
    """A record of Business Central with every property set, its lines unfolded."""
    document: dict[str, Any] = {} if place == "Companies" else {"@odata.etag": f'W/"JzE5O0{number}="'}
    for heading, names in businesscentral.FIELDS[place].items():
        for field in names.split():
            number += 1
            document[field] = _bc_value(field, heading.split()[1], number)
    for child in businesscentral.FIELDS:
        if child.startswith(f"{place}."):
            document[child.partition(".")[2]] = [bc_filled(child, n) for n in (40, 80)]
    return document | {"newInNextRelease": {"nested": [1, "two", None]}}


def bc_empty(place: str) -> dict[str, Any]:
    """The same where nobody entered anything: each type's own spelling of nothing. Key and stamps are there."""
    document = bc_filled(place)
    for heading, names in businesscentral.FIELDS[place].items():
        for field in names.split() if not heading.startswith("key") else ():
            is_there = field.endswith(("ModifiedDateTime", "ModifiedAt", "CreatedAt"))
            if not is_there and heading != "rw Collection":
                document[field] = _bc_nothing(field, heading.split()[1])
    return document
