"""The life of an object in Tripletex API v2: what a new one gets, how versions move, what is computed.

Defaults follow answers that others recorded and the vendor's FAQ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple

from runtime.sandbox.records import Document
from runtime.sandbox.tripletex_fields import MODELS, Find


class Birth(NamedTuple):
    """What a new object gets from its company: ids by series, the moment, the usual VAT code, how invoices go."""

    new_id: Callable[[str], int]
    now: str
    vat: int = 3
    send_method: str = "EMAIL"


OSLO = timezone(timedelta(hours=1))
"""The vendor's server time is CET."""

NORWAY = {"id": 161}
VAT_NUMBERS = {3: "3", 31: "31", 32: "33", 5: "5", 6: "6"}
"""The numbers of the outgoing VAT codes by id (usual pairs; an id is not a number)."""
VAT_PERCENT = {3: 25, 31: 15, 32: 12, 5: 0, 6: 0}

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
    "orderline": {"currency": {"id": 1}},
    "product": {"currency": {"id": 1}},
    "employee": {"phoneNumberMobileCountry": NORWAY},
}
NUMBERS = {"customer": "customerNumber", "order": "number"}


def complete_new(kind: str, given: Document, birth: Birth) -> Document:
    """A whole new object: id, version, change list, defaults, number, and the objects that it holds."""
    fields = {name: field for name, field in MODELS[kind].items() if name != "url"}
    document = {name: field.unset for name, field in fields.items()} | DEFAULTS.get(kind, {})
    if "vatType" in document:
        document["vatType"] = {"id": birth.vat}
    if kind == "customer" and not given.get("isPrivateIndividual"):
        document["invoiceSendMethod"] = birth.send_method
    document |= {name: value for name, value in given.items() if value is not None}
    number = NUMBERS.get(kind, "")
    if number and not document[number]:
        document[number] = birth.new_id(number) if kind == "customer" else str(birth.new_id(number))
    if kind == "order" and not document["preliminaryInvoice"]:
        document["preliminaryInvoice"] = {"id": birth.new_id("id")}
    for name, field in fields.items():
        if field.type == "embed" and (kind == "customer" or given.get(name)):
            document[name] = complete_new(field.argument, given.get(name) or {}, birth)
        elif field.type == "list" and field.argument != "change":
            lines = given.get(name) or []
            document[name] = [complete_new(field.argument, line, birth) for line in lines]
    version = 1 if document.get("orderLines") else FIRST_VERSION.get(kind, 0)
    change = {"employeeId": 1, "timestamp": birth.now, "changeType": "CREATE"}
    return document | {"id": birth.new_id("id"), "version": version, "changes": [change]}


def settle(kind: str, old: Document, new: Document, birth: Birth) -> Document:
    """Move versions and change lists of what differs; equal objects keep theirs.

    An address has a version of its own, so an address edit leaves its customer's alone; a line edit moves
    the order's. An address or line without a known id becomes a new object.
    """
    settled = dict(new)
    for name, field in MODELS[kind].items():
        if field.type == "embed":
            settled[name] = _settle_part(field.argument, old[name], new[name], birth)
        elif field.type == "list" and field.argument != "change":
            before = {line["id"]: line for line in old[name]}
            lines = [(before.get(line.get("id")), line) for line in new[name]]
            settled[name] = [_settle_part(field.argument, held, line, birth) for held, line in lines]
    kept = settled | {"version": old["version"], "changes": old["changes"]}
    return kept if _own(kind, kept) == _own(kind, old) else _moved(kept, birth.now)


def _settle_part(kind: str, old: Document | None, new: Document | None, birth: Birth) -> Any:
    if new is None:
        return None
    if old is None or new.get("id") != old["id"]:
        return complete_new(kind, new, birth)
    kept = old | new | {"version": old["version"], "changes": old["changes"]}
    return kept if kept == old else _moved(kept, birth.now)


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
