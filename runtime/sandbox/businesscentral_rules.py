"""The business rules of Business Central: what a body may hold, and what follows from what it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from runtime.sandbox.businesscentral_fields import LOCAL_CURRENCY, TYPES, EntityType
from runtime.sandbox.businesscentral_query import LINES
from runtime.sandbox.businesscentral_rows import Look
from runtime.sandbox.businesscentral_texts import (
    CUSTOMER_NEEDED,
    NAME_NEEDED,
    NO_MATCH,
    NO_ROW,
    ONE_OF_TWO,
    READ_ONLY,
)
from runtime.sandbox.businesscentral_values import (
    NO_GUID,
    Breach,
    code_guid,
    empty_document,
    read_value,
)
from runtime.sandbox.world import Document

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
            raise Breach("BadRequest_InvalidOperation", READ_ONLY, name=name)
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
        raise Breach("Application_DialogException", NAME_NEEDED, name=name)
    is_stocked = kind != "items" or document["type"] == "Inventory"
    if not is_stocked and document["inventoryPostingGroupCode"]:
        text = "An inventory posting group is only for the type Inventory."
        raise Breach("Application_DialogException", text)


def check_fixed(entity: EntityType, changes: Document, old: Document) -> None:
    """Some properties cannot change after create."""
    for name in entity.fixed:
        if name in changes and changes[name] != old[name]:
            raise Breach("BadRequest_InvalidOperation", READ_ONLY, name=name)


def with_twins(kind: str, changes: Document, codes: dict[str, str]) -> Document:
    """An id and its code must agree; where one is given, the other follows. `codes` are those in use."""
    completed = dict(changes)
    for id_name, code_name in TYPES[kind].twins.items():
        blank = LOCAL_CURRENCY if code_name == "currencyCode" else ""
        if code_name in changes:
            code = changes[code_name] or blank
            guid = code_guid(id_name, code)
            if changes.get(id_name, guid) not in (guid, NO_GUID):
                raise Breach("Application_DialogException", NO_MATCH, first=id_name, second=code_name)
            codes[guid] = code
            completed |= {id_name: guid, code_name: code}
        elif id_name in changes:
            guid = changes[id_name]
            if guid != NO_GUID and guid not in codes:
                raise Breach("Internal_InvalidTableRelation", NO_ROW, name=id_name, value=guid)
            completed[code_name] = blank if guid == NO_GUID else codes[guid]
    return completed


def settled(kind: str, document: Document, old: Document, look: Look) -> Document:
    """A document with all that follows from its own properties. `old` is what it was before."""
    if kind == "contacts":
        return _contact(document, old, look)
    if kind == "employees":
        names = (document[name] for name in ("givenName", "middleName", "surname"))
        return document | {"displayName": " ".join(name for name in names if name)}
    return _order(document, old, look) if kind == "salesOrders" else document


def _contact(contact: Document, old: Document, look: Look) -> Document:
    """The search name follows the name until someone changes it; a person has the name of the company."""
    contact = dict(contact)
    if contact["searchName"] in ("", old.get("displayName", "").upper()):
        contact["searchName"] = contact["displayName"].upper()
    if contact["companyNumber"] and contact["companyNumber"] != old.get("companyNumber"):
        company = look("contacts", "number", contact["companyNumber"])
        if company is None or company["type"] != "Company":
            raise Breach("Internal_InvalidTableRelation", NO_ROW, name="companyNumber", value=contact["companyNumber"])
        contact["companyName"] = company["displayName"]
    return contact


def customer_of(order: Document, look: Look) -> Document:
    """The customer that the properties of an order name by id, by number, or by both alike."""
    guid, number = order.get("customerId", NO_GUID), order.get("customerNumber", "")
    if guid == NO_GUID and not number:
        raise Breach("Application_DialogException", CUSTOMER_NEEDED)
    found = look("customers", "id", guid) if guid != NO_GUID else look("customers", "number", number)
    if found is None:
        raise Breach("Internal_InvalidTableRelation", NO_ROW, name="customer", value=number or guid)
    if number not in ("", found["number"]):
        raise Breach("Application_DialogException", NO_MATCH, first="customerId", second="customerNumber")
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


def with_bill_to(changes: Document, look: Look) -> Document:
    """Changes of an order, with all of the customer who is to pay if they name one; raises `Breach`."""
    ways = {"customerId": "billToCustomerId", "customerNumber": "billToCustomerNumber"}
    named = {name: changes[own] for name, own in ways.items() if own in changes}
    if not named or set(named.values()) <= {"", NO_GUID}:
        return changes
    payer = from_customer(customer_of(named, look))
    return changes | {name: value for name, value in payer.items() if name.startswith("billTo")}


def _order(order: Document, old: Document, look: Look) -> Document:
    """Lines are completed and numbered in steps of 10000, then summed up.

    A line that carries the id of one that was there keeps what is not said about it.
    """
    lines: list[Document] = []
    before = {line["id"]: line for line in old.get(LINES, [])}
    given = [before.get(line.get("id", ""), {}) | line for line in order[LINES]]
    highest = max((line.get("sequence", 0) for line in given), default=0)
    for line in given:
        if not line.get("sequence"):
            highest += 10000
            line["sequence"] = highest
        known = before.get(line.get("id", ""))
        if known is None:
            complete = new_line(line, look)
        else:
            changes = {name: value for name, value in normal(LINES, line).items() if value != known.get(name)}
            complete = changed_line(known, changes, look)
        lines.append(priced(complete | {"documentId": order["id"]}))
    total = sum((line["netAmount"] for line in lines), Decimal(0)) - Decimal(order["discountAmount"])
    sums = {"totalAmountExcludingTax": total, "totalAmountIncludingTax": total, "totalTaxAmount": Decimal(0)}
    return order | {LINES: lines} | sums


def new_line(given: Document, look: Look) -> Document:
    """A new line with what its article gives; without article or account it becomes a comment."""
    given = normal(LINES, given)
    line = empty_document(TYPES[LINES]) | dict(TYPES[LINES].defaults) | {"id": str(uuid4())} | given
    check_one_target(line)
    if line["itemId"] != NO_GUID or (line["lineType"] == "Item" and line["lineObjectNumber"]):
        line = from_article(line, given, look)
    elif line["accountId"] != NO_GUID:
        line["lineType"] = "Account"
    elif not line["lineObjectNumber"]:
        line["lineType"] = "Comment"
    return with_discount(line, given)


def check_one_target(line: Document) -> None:
    """A line is for an article or for an account, not for both."""
    if line["itemId"] != NO_GUID and line["accountId"] != NO_GUID:
        raise Breach("Application_DialogException", ONE_OF_TWO)


def changed_line(line: Document, changes: Document, look: Look) -> Document:
    """A line with changes, and what follows from them; without a target it is a comment."""
    new = line | changes
    check_one_target(new)
    if new["itemId"] != line["itemId"] and new["itemId"] != NO_GUID:
        new = from_article(new, changes, look)
    elif new["accountId"] != line["accountId"] and new["accountId"] != NO_GUID:
        new["lineType"] = "Account"
    return with_discount(new, changes)


def from_article(line: Document, given: Document, look: Look) -> Document:
    """A line for the article it names: number, description, unit and price unless they are given."""
    by_id = line["itemId"] != NO_GUID
    name, value = ("id", line["itemId"]) if by_id else ("number", line["lineObjectNumber"])
    article = look("items", name, value)
    if article is None:
        raise Breach("Internal_InvalidTableRelation", NO_ROW, name="item", value=value)
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
        name: read_value(entity, name, value) if name in entity.kinds else value for name, value in document.items()
    }
