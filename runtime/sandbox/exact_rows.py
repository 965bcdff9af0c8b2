"""What Exact Online shows beyond what is stored: names of what a row refers to, statuses, amounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from runtime.sandbox.exact_fields import TYPES, EntityType
from runtime.sandbox.exact_query import Query
from runtime.sandbox.exact_values import wire_value
from runtime.sandbox.world import Document

Look: TypeAlias = Callable[[str, str | None], Document]
"""The stored document of a kind and key, or an empty one."""

ORDER_STATUSES = {12: "Open", 20: "Partial", 21: "Complete", 45: "Canceled"}
QUOTATION_STATUSES = {
    5: "Rejected",
    6: "Reviewed and closed",
    10: "Recovery",
    20: "Draft",
    25: "Open",
    35: "Processing...",
    40: "Printed",
    50: "Accepted",
    60: "Awaiting online acceptance",
    70: "Accepted with error",
}


def full_name(contact: Document) -> str | None:
    """First, middle and last name with single blanks between them."""
    names = (contact.get(name) for name in ("FirstName", "MiddleName", "LastName"))
    return " ".join(name for name in names if name) or None


def net_price(line: Document) -> Decimal:
    """The price after discount, unless it was given; `Discount` is a fraction of the unit price."""
    given = line.get("NetPrice")
    if given is not None:
        return Decimal(given)
    return Decimal(line.get("UnitPrice") or 0) * (1 - Decimal(line.get("Discount") or 0))


def amount(line: Document) -> Decimal:
    """What a line comes to."""
    return (net_price(line) * Decimal(line.get("Quantity") or 0)).quantize(Decimal("0.01"))


def derived(kind: str, document: Document, look: Look) -> Document:
    """The fields of a row that are worked out when it is read."""
    return _DERIVED[kind](document, look) if kind in _DERIVED else {}


def _account(account: Document, look: Look) -> Document:
    invoice = look("Accounts", account.get("InvoiceAccount"))
    reseller = look("Accounts", account.get("Reseller"))
    return {
        "IsSales": account.get("Status") == "C",
        "InvoiceAccountCode": invoice.get("Code"),
        "InvoiceAccountName": invoice.get("Name"),
        "ResellerCode": reseller.get("Code"),
        "ResellerName": reseller.get("Name"),
    }


def _contact(contact: Document, look: Look) -> Document:
    """A contact has the address and even the code of its account."""
    account = look("Accounts", contact.get("Account"))
    return {
        "FullName": full_name(contact),
        "AccountName": account.get("Name"),
        "AccountIsCustomer": account.get("Status") == "C",
        "AccountIsSupplier": account.get("IsSupplier"),
        "AccountMainContact": account.get("MainContact"),
        "IsMainContact": account.get("MainContact") == contact["ID"],
        "Code": account.get("Code"),
        "AddressStreet": account.get("AddressLine1"),
        "AddressLine2": account.get("AddressLine2"),
        **{name: account.get(name) for name in ("City", "Country", "Postcode", "State")},
    }


def _parties(document: Document, look: Look, parts: tuple[str, ...], person: str) -> Document:
    shown: Document = {}
    for part in parts:
        account = look("Accounts", document.get(part))
        contact = look("Contacts", document.get(part + person))
        shown |= {f"{part}Name": account.get("Name"), f"{part}Code": account.get("Code")}
        shown[f"{part}{person}FullName"] = full_name(contact)
    return shown


def _quotation(quotation: Document, look: Look) -> Document:
    total = sum((amount(line) for line in quotation["QuotationLines"]), Decimal(0))
    return {
        **_parties(quotation, look, ("OrderAccount", "DeliveryAccount", "InvoiceAccount"), "Contact"),
        "StatusDescription": QUOTATION_STATUSES.get(quotation["Status"]),
        "AmountDC": total,
        "AmountFC": total,
    }


def _quotation_line(line: Document, look: Look) -> Document:
    quotation = look("Quotations", line["QuotationID"])
    return {
        "AmountDC": amount(line),
        "AmountFC": amount(line),
        "NetPrice": net_price(line),
        "ItemDescription": look("Items", line.get("Item")).get("Description"),
        "QuotationNumber": quotation.get("QuotationNumber"),
        "VersionNumber": quotation.get("VersionNumber"),
    }


def _order(order: Document, look: Look) -> Document:
    total = sum((amount(line) for line in order["SalesOrderLines"]), Decimal(0))
    return {
        **_parties(order, look, ("OrderedBy", "DeliverTo", "InvoiceTo"), "ContactPerson"),
        "StatusDescription": ORDER_STATUSES.get(order["Status"]),
        "DeliveryStatusDescription": ORDER_STATUSES.get(order["DeliveryStatus"]),
        "InvoiceStatusDescription": ORDER_STATUSES.get(order["InvoiceStatus"]),
        "AmountDC": total,
        "AmountFC": total,
        "AmountFCExclVat": total,
    }


def _order_line(line: Document, look: Look) -> Document:
    article = look("Items", line.get("Item"))
    order = look("SalesOrders", line["OrderID"])
    return {
        "AmountDC": amount(line),
        "AmountFC": amount(line),
        "NetPrice": net_price(line),
        "ItemCode": article.get("Code"),
        "ItemDescription": article.get("Description"),
        "OrderNumber": order.get("OrderNumber"),
        "OrderStatus": order.get("Status"),
        "DeliveryStatus": order.get("DeliveryStatus"),
        "InvoiceStatus": order.get("InvoiceStatus"),
    }


def _employee(employee: Document, look: Look) -> Document:
    return {"FullName": employee.get("FullName") or full_name(employee)}


_DERIVED: dict[str, Callable[[Document, Look], Document]] = {
    "Accounts": _account,
    "Contacts": _contact,
    "Quotations": _quotation,
    "QuotationLines": _quotation_line,
    "SalesOrders": _order,
    "SalesOrderLines": _order_line,
    "Employees": _employee,
}


def wire_row(kind: str, document: Document, look: Look, root: str, query: Query) -> Document:
    """A row as it is sent: metadata, every wanted field (null when unset), lines expanded or deferred."""
    entity = TYPES[kind]
    uri = f"{root}/{entity.service}/{kind}(guid'{document[entity.key]}')"
    values = document | derived(kind, document, look)
    row: Document = {"__metadata": {"uri": uri, "type": f"Exact.Web.Api.Models.{entity.name}"}}
    for name, edm in entity.types.items():
        if query.wants(name):
            row[name] = wire_value(edm, values.get(name))
    if entity.lines and query.wants(entity.lines):
        lines: list[Any] = document[entity.lines]
        shown = Query(select=query.line_select)
        row[entity.lines] = (
            {"results": [wire_row(entity.lines, line, look, root, shown) for line in lines]}
            if entity.lines in query.expand
            else {"__deferred": {"uri": f"{uri}/{entity.lines}"}}
        )
    return row


def own_row(entity: EntityType, document: Document, uri: str, query: Query) -> Document:
    """A row of an endpoint that stands for itself, such as the company, as it is sent."""
    row: Document = {"__metadata": {"uri": uri, "type": f"Exact.Web.Api.Models.{entity.name}"}}
    return row | {name: wire_value(edm, document.get(name)) for name, edm in entity.types.items() if query.wants(name)}


def atom(root: str, rows: list[Document]) -> bytes:
    """The default answer of a service that was not asked for JSON: an Atom feed."""
    places = [row["__metadata"]["uri"] for row in rows if "__metadata" in row]
    entries = "".join(f"<entry><id>{place}</id></entry>" for place in places)
    feed = f'<feed xml:base="{root}" xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    return f'<?xml version="1.0" encoding="utf-8"?>{feed}'.encode()
