"""What Tripletex API v2 refuses: lengths, ranges, references, required and unique fields, the rules of order lines.

They follow the validation errors that others recorded and the vendor's FAQ; lengths are those of the 2.71.19
specification, which later ones no longer state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from runtime.sandbox import tripletex_texts as texts
from runtime.sandbox.records import Document
from runtime.sandbox.tripletex_fields import MODELS, Field
from runtime.sandbox.tripletex_rules import NORWAY, VAT_PERCENT
from runtime.sandbox.tripletex_texts import Faults, Text


def field_faults(kind: str, body: Document, knows: Callable[[str, Any], bool], path: str = "") -> Faults:
    """Texts that are too long, numbers out of range, addresses without an at-sign, references that lead nowhere."""
    faults: Faults = []
    for name, value in body.items():
        field = MODELS[kind].get(name)
        if field is None or not value:
            continue
        if (text := _value_fault(field, value)) is not None:
            faults.append((path + name, text))
        if field.type == "ref" and (value["id"] is None or not knows(field.argument, value["id"])):
            faults.append((f"{path}{name}.id", texts.NO_SUCH_OBJECT))
        parts = value if field.type == "list" else [value] if field.type == "embed" else []
        if field.argument != "change":
            for part in parts:
                faults += field_faults(field.argument, part, knows, f"{path}{name}.")
    return faults


def _value_fault(field: Field, value: Any) -> Text | None:
    if field.type in ("text", "email") and field.argument and len(value) > int(field.argument):
        return texts.TOO_LONG.of(field.argument)
    if field.type == "email" and "@" not in value:
        return texts.NO_MAIL
    if field.type == "int" and field.argument:
        first, _, last = field.argument.partition("..")
        if value < int(first) or (last and value > int(last)):
            return texts.OUT_OF_RANGE.of(field.argument)
    return None


def active_vat(settings: Mapping[str, Any]) -> Collection[int]:
    """The ids of the VAT codes that the company may use: the setting `vat_types`, or all that there are."""
    ids: Collection[int] = settings.get("vat_types", tuple(VAT_PERCENT))
    return ids


def rule_faults(
    kind: str,
    document: Document,
    body: Document,
    others: Iterable[Document],
    settings: Mapping[str, Any],
    is_new: bool,
) -> Faults:
    """What the kind demands of the whole object; `body` is what the request itself brought."""
    others = list(others)
    faults: Faults = [(n, texts.REQUIRED) for n in REQUIRED.get(kind, ()) if not document.get(n)]
    if kind == "contact" and not any(document.get(name) for name in CONTACT_NAMES):
        faults = [(name, texts.NO_NAME) for name in CONTACT_NAMES]
    elif kind == "customer":
        faults += _customer_faults(document, body, settings, is_new)
    elif kind == "product":
        faults += _product_faults(body, settings)
    elif kind == "order":
        by_gross = bool(document.get("isPrioritizeAmountsIncludingVat"))
        for line in body.get("orderLines", []):
            found = line_faults(line, line, by_gross, active_vat(settings), not line.get("id"))
            faults += [(_embedded(field), text) for field, text in found]
    elif kind == "employee":
        faults += _employee_faults(document, body, settings, is_new)
    unique = UNIQUE.get(kind, ())
    if kind == "product" and settings.get("unique_names"):
        unique += ("name",)
    for name in unique:
        if body.get(name) and any(other.get(name) == body[name] for other in others):
            faults.append((name, texts.IN_USE))
    return faults


def _embedded(field: str) -> str:
    """How an embedded line's field is named; a VAT code was recorded with a second name before it."""
    return ("orderGroups.orderLines.vatType.id," if field == "vatType.id" else "") + f"orderLines.{field}"


CONTACT_NAMES = ("firstName", "lastName", "email")
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "customer": ("name",),
    "product": ("name",),
    "order": ("customer", "orderDate", "deliveryDate"),
    "employee": ("firstName", "lastName"),
}
UNIQUE: Mapping[str, tuple[str, ...]] = {
    "product": ("number",),
    "customer": ("customerNumber",),
    "employee": ("email", "employeeNumber"),
}


def _customer_faults(document: Document, body: Document, settings: Mapping[str, Any], is_new: bool) -> Faults:
    """An organisation number is checked against the country of the physical address, Norway by default."""
    faults: Faults = []
    country = ((document.get("physicalAddress") or {}).get("country") or NORWAY)["id"]
    number = str(body.get("organizationNumber") or "").replace(" ", "")
    if number and country == NORWAY["id"] and not (number.isdigit() and len(number) == 9):
        faults.append(("organizationNumber", texts.BAD_ORGANISATION_NUMBER))
    usual = "" if document.get("isPrivateIndividual") else settings.get("send_method", "")
    method = document.get("invoiceSendMethod") or (usual if is_new else "")
    address = document.get("postalAddress") or {}
    is_touched = is_new or "invoiceSendMethod" in body or "postalAddress" in body
    if method == "EHF" and is_touched and not (address.get("postalCode") and address.get("city")):
        faults.append(("postalAddress", texts.NO_ADDRESS_FOR_EHF))
    return faults


def _product_faults(body: Document, settings: Mapping[str, Any]) -> Faults:
    """Some companies refuse any VAT code on a product (setting `product_vat` false)."""
    if not body.get("vatType"):
        return []
    if not settings.get("product_vat", True):
        return [("vatType.id", texts.NO_PRODUCT_VAT)]
    return [] if body["vatType"]["id"] in active_vat(settings) else [("vatType.id", texts.BAD_VAT)]


def _employee_faults(document: Document, body: Document, settings: Mapping[str, Any], is_new: bool) -> Faults:
    """A user type must be chosen, and every user but one without access needs an e-mail (recorded)."""
    faults: Faults = []
    if not document.get("userType") and (is_new or "userType" in body):
        faults.append(("userType", texts.NO_USER_TYPE))
    if document.get("userType") in ("STANDARD", "EXTENDED") and not document.get("email"):
        faults.append(("email", texts.NO_USER_MAIL))
    if settings.get("departments") and is_new and not document.get("department"):
        faults.append(("department.id", texts.REQUIRED))
    return faults


def line_faults(line: Document, body: Document, by_gross: bool, vat: Collection[int], is_new: bool) -> Faults:
    """A line needs a description or a product, one unit price of the right sort, and a valid VAT code."""
    faults: Faults = []
    emptied = "description" in body or "product" in body
    if (is_new or emptied) and not line.get("description") and not line.get("product"):
        faults.append(("description", texts.EMPTY_LINE))
    net, gross = "unitPriceExcludingVatCurrency", "unitPriceIncludingVatCurrency"
    wrong = net if by_gross else gross
    if body.get(net) and body.get(gross):
        faults += [(name, texts.TWO_PRICES) for name in (net, gross)]
    elif body.get(wrong):
        faults.append((wrong, texts.WRONG_PRICE))
    if body.get("vatType") and body["vatType"]["id"] not in vat:
        faults.append(("vatType.id", texts.BAD_VAT))
    return faults
