"""The rules of Tripletex API v2: what a new object gets, how versions move, what is refused, what lists take.

Required fields, uniqueness and defaults follow the validation errors that others recorded and the vendor's
FAQ; lengths follow the 2.71.19 specification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeAlias

from runtime.sandbox.records import Document
from runtime.sandbox.tripletex_fields import MODELS, Find

Faults: TypeAlias = list[tuple[str, str]]
NewId: TypeAlias = Callable[[str], int]

OSLO = timezone(timedelta(hours=1))
"""The vendor's server time is CET."""

ORDER_DATES = ("orderDateFrom", "orderDateTo")
NORWAY = {"id": 161}
VAT_PERCENT = {3: 25, 31: 15, 32: 12, 5: 0, 6: 0}
"""Outgoing VAT codes by id (usual pairs; id is not the VAT number)."""

COUNTRIES: tuple[Document, ...] = tuple(
    {"id": key, "version": 0, "name": name, "displayName": name, "isoAlpha2Code": two, "isoAlpha3Code": three}
    for key, name, two, three in (
        (161, "Norge", "NO", "NOR"),
        (207, "Sverige", "SE", "SWE"),
        (57, "Danmark", "DK", "DNK"),
        (71, "Finland", "FI", "FIN"),
        (80, "Tyskland", "DE", "DEU"),
    )
)
"""Norway's id is that of every recording; the other ids are the sandbox's own."""

FIRST_VERSION = {"customer": 1, "orderline": 1}
"""A fresh object has version 0, but customers and order lines were recorded with 1."""

DEFAULTS: Mapping[str, Document] = {
    "address": {"country": NORWAY},
    "deliveryAddress": {"country": NORWAY},
    "contact": {"phoneNumberMobileCountry": NORWAY},
    "customer": {
        "isCustomer": True,
        "language": "NO",
        "invoiceSendMethod": "EMAIL",
        "emailAttachmentType": "LINK",
        "invoicesDueIn": 14,
        "invoicesDueInType": "DAYS",
        "currency": {"id": 1},
    },
    "order": {
        "currency": {"id": 1},
        "status": "NOT_CHOSEN",
        "orderLineSorting": "ID",
        "invoicesDueIn": 14,
        "invoicesDueInType": "DAYS",
    },
    "orderline": {"currency": {"id": 1}, "vatType": {"id": 3}},
    "product": {"currency": {"id": 1}, "vatType": {"id": 3}},
    "employee": {"phoneNumberMobileCountry": NORWAY},
}
NUMBERS = {"customer": "customerNumber", "order": "number"}


def complete_new(kind: str, given: Document, new_id: NewId, now: str) -> Document:
    """A whole new object: id, version, change list, defaults, number, and the objects that it holds."""
    fields = {name: field for name, field in MODELS[kind].items() if name != "url"}
    document = {name: field.unset for name, field in fields.items()} | DEFAULTS.get(kind, {})
    document |= {name: value for name, value in given.items() if value is not None}
    number = NUMBERS.get(kind, "")
    if number and not document[number]:
        document[number] = new_id(number) if kind == "customer" else str(new_id(number))
    for name, field in fields.items():
        if field.type == "embed" and (kind == "customer" or given.get(name)):
            document[name] = complete_new(field.argument, given.get(name) or {}, new_id, now)
        elif field.type == "list" and field.argument != "change":
            lines = given.get(name) or []
            document[name] = [complete_new(field.argument, line, new_id, now) for line in lines]
    version = 1 if document.get("orderLines") else FIRST_VERSION.get(kind, 0)
    change = {"employeeId": 1, "timestamp": now, "changeType": "CREATE"}
    return document | {"id": new_id("id"), "version": version, "changes": [change]}


def settle(kind: str, old: Document, new: Document, new_id: NewId, now: str) -> Document:
    """Move versions and change lists of what differs; equal objects keep theirs.

    An address has a version of its own, so an address edit leaves its customer's alone; a line edit moves
    the order's. An address or line without a known id becomes a new object.
    """
    settled = dict(new)
    for name, field in MODELS[kind].items():
        if field.type == "embed":
            settled[name] = _settle_part(field.argument, old[name], new[name], new_id, now)
        elif field.type == "list" and field.argument != "change":
            before = {line["id"]: line for line in old[name]}
            settled[name] = [
                _settle_part(field.argument, before.get(line.get("id")), line, new_id, now)
                for line in new[name]
            ]
    kept = settled | {"version": old["version"], "changes": old["changes"]}
    return kept if _own(kind, kept) == _own(kind, old) else _moved(kept, now)


def _settle_part(kind: str, old: Document | None, new: Document | None, new_id: NewId, now: str) -> Any:
    if new is None:
        return None
    if old is None or new.get("id") != old["id"]:
        return complete_new(kind, new, new_id, now)
    kept = old | new | {"version": old["version"], "changes": old["changes"]}
    return kept if kept == old else _moved(kept, now)


def _moved(document: Document, now: str) -> Document:
    change = {"employeeId": 1, "timestamp": now, "changeType": "UPDATE"}
    return document | {"version": document["version"] + 1, "changes": [*document["changes"], change]}


def _own(kind: str, document: Document) -> Document:
    embedded = {name for name, field in MODELS[kind].items() if field.type == "embed"}
    return {
        name: (value or {}).get("id") if name in embedded else value
        for name, value in document.items()
        if name not in ("version", "changes")
    }


def derive(kind: str, document: Document, find: Find) -> Document:
    """The object with its computed fields, and those of the lines and addresses in it."""
    derived = dict(document)
    for name, field in MODELS[kind].items():
        if field.type == "embed" and derived.get(name):
            derived[name] = derive(field.argument, derived[name], find)
        elif field.type == "list" and field.argument == "orderline":
            own = {"order": {"id": document["id"]}}
            derived[name] = [derive("orderline", line | own, find) for line in derived[name]]
    if kind in ("address", "deliveryAddress"):
        place = f"{document['postalCode']} {document['city']}".strip()
        text = ", ".join(part for part in (document["addressLine1"], place) if part)
        derived |= {"displayName": text, "addressAsString": text}
    elif kind in ("contact", "employee"):
        derived["displayName"] = f"{document['firstName']} {document['lastName']}".strip()
    elif kind == "customer":
        derived["displayName"] = f"{document['name']} ({document['customerNumber']})"
    elif kind == "product":
        derived |= _product_fields(document)
    elif kind == "orderline":
        derived |= _line_fields(document)
    elif kind == "order":
        customer = find("customer", document["customer"]["id"]) if document.get("customer") else None
        name = customer["name"] if customer else ""
        derived |= {"customerName": name, "displayName": f"{document['number']} {name}".strip()}
    return derived


def _product_fields(document: Document) -> Document:
    number, name = document["number"], document["name"]
    net = document["priceExcludingVatCurrency"]
    including = document["priceIncludingVatCurrency"] or net * _vat_factor(document)
    return {
        "displayName": f"[{number}] {name}" if number else name,
        "displayNumber": number,
        "priceIncludingVatCurrency": including,
        "isDeletable": False,
    }


def _line_fields(line: Document) -> Document:
    """The unit price that was not given is computed from the other one (change log 2.71.15)."""
    factor = _vat_factor(line)
    net, gross = line["unitPriceExcludingVatCurrency"], line["unitPriceIncludingVatCurrency"]
    if net or not gross:
        gross = net * factor
    else:
        net = (gross / factor).quantize(Decimal("0.01"))
    share = line["count"] * (1 - Decimal(line["discount"]) / 100)
    return {
        "unitPriceExcludingVatCurrency": net,
        "unitPriceIncludingVatCurrency": gross,
        "amountExcludingVatCurrency": net * share,
        "amountIncludingVatCurrency": gross * share,
        "displayName": line["description"],
    }


def _vat_factor(document: Document) -> Decimal:
    vat_type = document["vatType"] or {"id": 3}
    return 1 + Decimal(VAT_PERCENT.get(vat_type["id"], 25)) / 100


def field_faults(kind: str, body: Document, knows: Callable[[str, Any], bool], path: str = "") -> Faults:
    """Texts that are too long, addresses without an at-sign, references that lead nowhere."""
    faults: Faults = []
    for name, value in body.items():
        field = MODELS[kind].get(name)
        if field is None or not value:
            continue
        if field.type in ("text", "email") and field.argument and len(value) > int(field.argument):
            faults.append((path + name, f"Kan ikke være lengre enn {field.argument} tegn."))
        if field.type == "email" and "@" not in value:
            faults.append((path + name, "Må være en gyldig e-postadresse."))
        if field.type == "ref" and (value["id"] is None or not knows(field.argument, value["id"])):
            faults.append((f"{path}{name}.id", "Objektet finnes ikke."))
        parts = value if field.type == "list" else [value] if field.type == "embed" else []
        if field.argument != "change":
            for part in parts:
                faults += field_faults(field.argument, part, knows, f"{path}{name}.")
    return faults


def rule_faults(
    kind: str, document: Document, body: Document, others: Iterable[Document], is_new: bool
) -> Faults:
    """What the kind demands of the whole object; `body` is what the request itself brought."""
    required = REQUIRED.get(kind, ())
    faults = [(name, "Må fylles ut.") for name in required if not document.get(name)]
    if kind == "contact" and not any(document.get(name) for name in ("firstName", "lastName", "email")):
        faults = [(name, "Fornavn, etternavn eller e-post må angis.") for name in CONTACT_NAMES]
    elif kind == "customer":
        faults += _customer_faults(document, body)
    elif kind == "order":
        by_gross = bool(document.get("isPrioritizeAmountsIncludingVat"))
        for line in body.get("orderLines", []):
            faults += line_faults(line, line, by_gross, "orderLines.", not line.get("id"))
    elif kind == "employee":
        faults += _employee_faults(document, body, is_new)
    for name in UNIQUE.get(kind, ()):
        if body.get(name) and any(other.get(name) == body[name] for other in others):
            faults.append((name, "Er allerede i bruk."))
    return faults


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


def _customer_faults(document: Document, body: Document) -> Faults:
    """An organisation number is checked against the country of the physical address, Norway by default."""
    country = ((document.get("physicalAddress") or {}).get("country") or NORWAY)["id"]
    number = str(body.get("organizationNumber") or "").replace(" ", "")
    if number and country == NORWAY["id"] and not (number.isdigit() and len(number) == 9):
        return [("organizationNumber", "Ugyldig organisasjonsnummer for landet i fysisk adresse.")]
    return []


def _employee_faults(document: Document, body: Document, is_new: bool) -> Faults:
    """A user type must be chosen, and every user but one without access needs an e-mail (recorded)."""
    faults: Faults = []
    if not document.get("userType") and (is_new or "userType" in body):
        faults.append(("userType", "Kan ikke være 0 eller tom."))
    if document.get("userType") in ("STANDARD", "EXTENDED") and not document.get("email"):
        faults.append(("email", "Må angis for brukere."))
    return faults


def line_faults(line: Document, body: Document, by_gross: bool, path: str, is_new: bool) -> Faults:
    """A line needs a description or a product, one unit price of the right sort, and a valid VAT code."""
    faults: Faults = []
    emptied = "description" in body or "product" in body
    if (is_new or emptied) and not line.get("description") and not line.get("product"):
        faults.append((path + "description", "Ordrelinjen må ha beskrivelse eller produkt."))
    net, gross = "unitPriceExcludingVatCurrency", "unitPriceIncludingVatCurrency"
    wrong = net if by_gross else gross
    if body.get(net) and body.get(gross):
        faults += [(path + name, "Bare én av enhetsprisene kan angis.") for name in (net, gross)]
    elif body.get(wrong):
        faults.append((path + wrong, "Feil enhetspris for ordrens prisvalg."))
    if body.get("vatType") and body["vatType"]["id"] not in VAT_PERCENT:
        faults.append((path + "vatType.id", "Ugyldig mva-kode."))
    return faults


Passes: TypeAlias = Callable[[Document, str], bool]


def _contains(name: str) -> Passes:
    return lambda row, wanted: wanted.lower() in row[name].lower()


def _equals(name: str) -> Passes:
    return lambda row, wanted: bool(str(row[name]) == wanted)


def _among(name: str) -> Passes:
    return lambda row, wanted: str(row[name]) in wanted.split(",")


def _flag(name: str) -> Passes:
    return lambda row, wanted: bool(row[name]) == (wanted.lower() == "true")


def _refers(name: str) -> Passes:
    return lambda row, wanted: row[name] is not None and str(row[name]["id"]) in wanted.split(",")


def _changed_since(row: Document, wanted: str) -> bool:
    """Inclusive here; the vendor states neither that nor the format. Address edits do not count."""
    since = datetime.fromisoformat(wanted.replace(" ", "+"))
    since = since if since.tzinfo else since.replace(tzinfo=OSLO)
    changed = datetime.strptime(row["changes"][-1]["timestamp"], "%Y-%m-%dT%H:%M:%S%z")
    return changed >= since.astimezone(UTC).replace(microsecond=0)


FILTERS: Mapping[str, Mapping[str, Passes]] = {
    "contact": {
        "id": _among("id"),
        "firstName": _contains("firstName"),
        "lastName": _contains("lastName"),
        "email": _contains("email"),
        "customerId": _refers("customer"),
    },
    "customer": {
        "id": _among("id"),
        "customerAccountNumber": _equals("customerNumber"),
        "organizationNumber": _equals("organizationNumber"),
        "email": _contains("email"),
        "invoiceEmail": _contains("invoiceEmail"),
        "customerName": _contains("name"),
        "phoneNumberMobile": _contains("phoneNumberMobile"),
        "isInactive": _flag("isInactive"),
        "changedSince": _changed_since,
    },
    "order": {
        "id": _among("id"),
        "number": _equals("number"),
        "customerId": _refers("customer"),
        "orderDateFrom": lambda row, wanted: bool(row["orderDate"] >= wanted),
        "orderDateTo": lambda row, wanted: bool(row["orderDate"] < wanted),
        "deliveryComment": _contains("deliveryComment"),
        "isClosed": _flag("isClosed"),
        "isSubscription": _flag("isSubscription"),
    },
    "product": {
        "ids": _among("id"),
        "number": _equals("number"),
        "productNumber": _among("number"),
        "name": _contains("name"),
        "ean": _equals("ean"),
        "isInactive": _flag("isInactive"),
        "isStockItem": _flag("isStockItem"),
    },
    "employee": {
        "id": _among("id"),
        "firstName": _contains("firstName"),
        "lastName": _contains("lastName"),
        "employeeNumber": _equals("employeeNumber"),
        "email": _contains("email"),
    },
    "country": {"id": _among("id"), "code": _equals("isoAlpha2Code")},
}


def order_of(path: str, row: Document) -> tuple[bool, Any]:
    """The sort key of a row under a name, sub-fields with a dot; what is unset comes first."""
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return (value is not None, value if value is not None else "")
