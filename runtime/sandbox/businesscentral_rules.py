"""The business rules of Business Central: what a body may hold, and what follows from what it holds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import uuid4

from runtime.sandbox.businesscentral_fields import LOCAL_CURRENCY, TYPES, EntityType
from runtime.sandbox.businesscentral_query import LINES
from runtime.sandbox.businesscentral_values import (
    NO_GUID,
    Breach,
    code_guid,
    empty_document,
    read_value,
)
from runtime.sandbox.world import Document

Look: TypeAlias = Callable[[str, str, str], Document | None]
"""The document of a kind where a property has a value."""

_ADDRESS = {
    "AddressLine1": "addressLine1",
    "AddressLine2": "addressLine2",
    "City": "city",
    "Country": "country",
    "State": "state",
    "PostCode": "postalCode",
}
LINKED = ("displayName", *_ADDRESS.values(), "phoneNumber", "email", "website", "taxRegistrationNumber")
"""What the contact of a customer takes over from it."""
_CENT = Decimal("0.01")


def read_body(kind: str, body: Any, creating: bool) -> Document:
    """The properties of a request, typed; annotations are passed over. Raises `Breach`."""
    entity = TYPES[kind]
    if not isinstance(body, dict):
        raise Breach("BadRequest", "The payload is not an object.")
    document: Document = {}
    for name, value in body.items():
        if "@" in name:
            continue
        if name == LINES and kind == "salesOrders" and creating:
            document[name] = _read_lines(value)
        elif name == "id" and creating and entity.takes_id:
            document[name] = read_value(entity, name, value)
        elif name != "id" and name not in entity.kinds and name != "lastModifiedDateTime":
            text = f"The property '{name}' does not exist on type 'Microsoft.NAV.{entity.name}'."
            raise Breach("BadRequest", text)
        elif name not in entity.writable_names:
            raise Breach("BadRequest_InvalidOperation", f"Control '{name}' is read-only.")
        else:
            document[name] = read_value(entity, name, value)
    return document


def _read_lines(lines: Any) -> list[Document]:
    if not isinstance(lines, list):
        raise Breach("BadRequest", f"{LINES} is not a list.")
    return [read_body(LINES, line, creating=True) for line in lines]


def check_required(kind: str, document: Document) -> None:
    """The name of a customer or contact must be there; only what is kept in stock has a group for it."""
    name = TYPES[kind].required
    if name and not document.get(name, "").strip():
        raise Breach("Application_DialogException", f'A "{name}" must be provided.')
    is_stocked = kind != "items" or document["type"] == "Inventory"
    if not is_stocked and document["inventoryPostingGroupCode"]:
        text = "An inventory posting group is only for the type Inventory."
        raise Breach("Application_DialogException", text)


def check_fixed(entity: EntityType, changes: Document, old: Document) -> None:
    """Some properties cannot change after create."""
    for name in entity.fixed:
        if name in changes and changes[name] != old[name]:
            raise Breach("BadRequest_InvalidOperation", f"Control '{name}' is read-only.")


def with_twins(kind: str, changes: Document, codes: dict[str, str]) -> Document:
    """An id and its code must agree; where one is given, the other follows. `codes` are those in use."""
    completed = dict(changes)
    for id_name, code_name in TYPES[kind].twins.items():
        blank = LOCAL_CURRENCY if code_name == "currencyCode" else ""
        if code_name in changes:
            code = changes[code_name] or blank
            guid = code_guid(id_name, code)
            if changes.get(id_name, guid) not in (guid, NO_GUID):
                raise Breach("Application_DialogException", f"{id_name} and {code_name} do not match.")
            codes[guid] = code
            completed |= {id_name: guid, code_name: code}
        elif id_name in changes:
            guid = changes[id_name]
            if guid != NO_GUID and guid not in codes:
                raise Breach("Internal_InvalidTableRelation", f"{id_name} '{guid}' does not exist.")
            completed[code_name] = blank if guid == NO_GUID else codes[guid]
    return completed


def settled(kind: str, document: Document, old: Document, look: Look) -> Document:
    """A document with all that follows from its own properties. `old` is what it was before."""
    if kind == "contacts":
        return _contact(document, old, look)
    if kind == "employees":
        names = (document[name] for name in ("givenName", "middleName", "surname"))
        return document | {"displayName": " ".join(name for name in names if name)}
    return _order(document, look) if kind == "salesOrders" else document


def _contact(contact: Document, old: Document, look: Look) -> Document:
    """The search name follows the name until someone changes it; a person has the name of the company."""
    contact = dict(contact)
    if contact["searchName"] in ("", old.get("displayName", "").upper()):
        contact["searchName"] = contact["displayName"].upper()
    if contact["companyNumber"] and contact["companyNumber"] != old.get("companyNumber"):
        company = look("contacts", "number", contact["companyNumber"])
        if company is None or company["type"] != "Company":
            text = f"The company contact '{contact['companyNumber']}' does not exist."
            raise Breach("Internal_InvalidTableRelation", text)
        contact["companyName"] = company["displayName"]
    return contact


def customer_of(order: Document, look: Look) -> Document:
    """The customer that the properties of an order name by id, by number, or by both alike."""
    guid, number = order.get("customerId", NO_GUID), order.get("customerNumber", "")
    if guid == NO_GUID and not number:
        raise Breach("Application_DialogException", "A customerNumber or a customerID must be provided.")
    found = look("customers", "id", guid) if guid != NO_GUID else look("customers", "number", number)
    if found is None:
        raise Breach("Internal_InvalidTableRelation", f"The customer '{number or guid}' does not exist.")
    if number not in ("", found["number"]):
        raise Breach("Application_DialogException", "customerId and customerNumber do not match.")
    return found


def from_customer(customer: Document) -> Document:
    """What an order takes over from its customer."""
    taken: Document = {"customerId": customer["id"], "customerNumber": customer["number"]}
    taken |= {"billToCustomerId": customer["id"], "billToCustomerNumber": customer["number"]}
    for part in ("sellTo", "billTo", "shipTo"):
        taken |= {f"{part}{name}": customer[source] for name, source in _ADDRESS.items()}
    taken |= dict.fromkeys(("customerName", "billToName", "shipToName"), customer["displayName"])
    taken |= {name: customer[name] for name in ("phoneNumber", "email", "currencyId", "currencyCode")}
    taken["salesperson"] = customer["salespersonCode"]
    return taken | {name: customer[name] for name in ("paymentTermsId", "shipmentMethodId")}


def _order(order: Document, look: Look) -> Document:
    """Lines are completed and numbered in steps of 10000, then summed up."""
    lines: list[Document] = []
    highest = max((line.get("sequence", 0) for line in order[LINES]), default=0)
    for given in order[LINES]:
        line = dict(given)
        if not line.get("sequence"):
            highest += 10000
            line["sequence"] = highest
        complete = line if "id" in line and "netAmount" in line else new_line(line, look)
        lines.append(priced(complete | {"documentId": order["id"]}))
    total = sum((line["netAmount"] for line in lines), Decimal(0)) - Decimal(order["discountAmount"])
    sums = {"totalAmountExcludingTax": total, "totalAmountIncludingTax": total, "totalTaxAmount": Decimal(0)}
    return order | {LINES: lines} | sums


def new_line(given: Document, look: Look) -> Document:
    """A new line with what its article gives; without article or account it becomes a comment."""
    given = normal(LINES, given)
    line = empty_document(TYPES[LINES]) | dict(TYPES[LINES].defaults) | {"id": str(uuid4())} | given
    if line["itemId"] != NO_GUID and line["accountId"] != NO_GUID:
        raise Breach("Application_DialogException", "Only one of itemId and accountId can be given.")
    if line["itemId"] != NO_GUID or (line["lineType"] == "Item" and line["lineObjectNumber"]):
        line = from_article(line, given, look)
    elif line["accountId"] != NO_GUID:
        line["lineType"] = "Account"
    elif not line["lineObjectNumber"]:
        line["lineType"] = "Comment"
    return with_discount(line, given)


def from_article(line: Document, given: Document, look: Look) -> Document:
    """A line for the article it names: number, description, unit and price unless they are given."""
    by_id = line["itemId"] != NO_GUID
    name, value = ("id", line["itemId"]) if by_id else ("number", line["lineObjectNumber"])
    article = look("items", name, value)
    if article is None:
        raise Breach("Internal_InvalidTableRelation", f"The item '{value}' does not exist.")
    taken = {
        "description": article["displayName"],
        "description2": article["displayName2"],
        "unitPrice": article["unitPrice"],
        "unitOfMeasureId": article["baseUnitOfMeasureId"],
        "unitOfMeasureCode": article["baseUnitOfMeasureCode"],
        "taxCode": article["taxGroupCode"],
    }
    fixed = {"itemId": article["id"], "lineType": "Item", "lineObjectNumber": article["number"]}
    return line | taken | {name: given[name] for name in taken if name in given} | fixed


def with_discount(line: Document, changes: Document) -> Document:
    """The percentage is what counts; an amount that was given is turned into one."""
    gross = Decimal(line["quantity"]) * Decimal(line["unitPrice"])
    if "discountAmount" not in changes or "discountPercent" in changes or not gross:
        return line
    percent = Decimal(changes["discountAmount"]) * 100 / gross
    return line | {"discountPercent": percent.quantize(Decimal("0.00001")).normalize()}


def priced(line: Document) -> Document:
    """A line with its amounts; nothing is taxed here."""
    gross = Decimal(line["quantity"]) * Decimal(line["unitPrice"])
    discount = (gross * Decimal(line["discountPercent"]) / 100).quantize(_CENT)
    net = gross.quantize(_CENT) - discount
    names = ("amountExcludingTax", "amountIncludingTax", "netAmount", "netAmountIncludingTax")
    return line | dict.fromkeys(names, net) | {"discountAmount": discount}


def normal(kind: str, document: Document) -> Document:
    """A document from the side door in stored form: known properties typed, null as empty."""
    entity = TYPES[kind]
    return {
        name: read_value(entity, name, value) if name in entity.kinds else value
        for name, value in document.items()
    }
