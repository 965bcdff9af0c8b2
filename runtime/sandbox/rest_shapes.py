"""What the records of Customerp and Customcrm are made of: the fields of their collections, by type.

A type name that starts with `>` is a reference to the named collection; an object or a list of one is nested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["CUSTOMCRM", "CUSTOMERP", "Shape", "references"]


@dataclass(frozen=True)
class Shape:
    """The fields of a collection by type name, which of them a new record needs, and where ids start.

    A type name that starts with `>` is a reference to the named collection.
    """

    fields: Mapping[str, Any]
    required: tuple[str, ...] = ()
    prefix: str = ""
    number: str = ""


def _texts(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split(), "text")


def references(fields: Mapping[str, Any], kind: str) -> list[tuple[str, str]]:
    """What refers to records of a kind, as the list that it stands in ("" for none) and the field's name."""
    own = [("", name) for name, field in fields.items() if field == f">{kind}"]
    lists = [(place, rows[0]) for place, rows in fields.items() if isinstance(rows, list)]
    return own + [(place, name) for place, row in lists for name, field in row.items() if field == f">{kind}"]


ADDRESS = _texts("street street2 postal_code city country")
PERSON = _texts("first_name last_name email phone mobile title")
SALE = _texts("number reference comment contact_name contact_email currency") | {
    "customer_id": ">customers",
    "contact_id": ">contacts",
    "order_date": "date",
    "delivery_date": "date",
    "total": "number",
    "lines": [
        {
            "id": "integer",
            "product_id": ">products",
            "description": "text",
            "quantity": "number",
            "unit_price": "number",
        },
    ],
}

CRM_PERSON = _texts("given_name family_name email phone") | {"customer": ">customers"}
CRM_SALE = _texts("ref_no customer_reference note") | {
    "customer": ">customers",
    "contact": ">contacts",
    "placed_on": "date",
    "deliver_on": "date",
    "amount": "number",
    "rows": [{"id": "text", "product": ">products", "text": "text", "qty": "number", "price": "number"}],
}

CUSTOMERP: Mapping[str, Shape] = {
    "customers": Shape(
        _texts("name organisation_number email phone website invoice_email")
        | {"address": ADDRESS, "credit_limit": "number", "active": "flag"},
        ("name",),
    ),
    "contacts": Shape(PERSON | {"customer_id": ">customers"}, ("last_name",)),
    "employees": Shape(PERSON | {"customer_id": ">customers", "hired": "date", "birth_date": "date"}),
    "orders": Shape(SALE, ("customer_id",), number="number"),
    "products": Shape(
        _texts("number name description unit ean")
        | {"price": "number", "cost": "number", "stock": "number", "active": "flag"},
        ("name",),
    ),
    "quotes": Shape(SALE | {"valid_until": "date"}, ("customer_id",), number="number"),
}

CUSTOMCRM: Mapping[str, Shape] = {
    "customers": Shape(
        _texts("company_name org_no email phone web billing_email street street2 zip city country_code")
        | {"credit": "number"},
        ("company_name",),
        prefix="C",
    ),
    "contacts": Shape(CRM_PERSON | _texts("mobile job_title"), ("family_name",), prefix="K"),
    "orders": Shape(CRM_SALE, ("customer",), prefix="O", number="ref_no"),
    "products": Shape(
        _texts("sku title body unit barcode")
        | {"list_price": "number", "cost_price": "number", "in_stock": "number", "enabled": "flag"},
        ("title",),
        prefix="P",
    ),
    "quotes": Shape(CRM_SALE | {"expires_on": "date"}, ("customer",), prefix="Q", number="ref_no"),
    "users": Shape(CRM_PERSON | _texts("login") | {"joined_on": "date"}, prefix="U"),
}
