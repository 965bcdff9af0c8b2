"""The rules of PowerOffice Go API v2: what a new record gets, which stamps move, what is refused.

Rules come from the vendor's v2 OpenAPI file and its pages on requests; that a customer without any e-mail
must have its invoices printed is how a third party's connector calls the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from runtime.sandbox.powerofficego_fields import CREATED, MODELS
from runtime.sandbox.world import Document, SandboxServer

VAT_RATE = Decimal("0.25")
SERIES = {"Customers": range(10_000, 20_000), "Employees": range(1, 10_000)}
FIRST_NUMBERS = {"Customers": 10_000, "Employees": 1}

DEFAULTS: Mapping[str, Document] = {
    "ContactPersons": {"IsActive": True, "IsDefault": False},
    "Customers": {
        "CurrencyCode": "NOK",
        "ContactGroupIds": [],
        "IsActive": True,
        "IsArchived": False,
        "IsPerson": False,
        "IsVatFree": False,
        "InvoiceDeliveryType": "PdfByEmail",
        "ReminderDeliveryType": "PdfByEmail",
        "NoticeOfDebtCollectionDeliveryType": "PdfByEmail",
    },
    "Products": {
        "IsArchived": False,
        "IsStockItem": False,
        "ProductType": "Product",
        "UnitOfMeasureCode": "EA",
    },
    "SalesOrders": {
        "CurrencyCode": "NOK",
        "SalesOrderStatus": "Draft",
        "SalesOrderLines": [],
        "IsCreatedByCurrentIntegration": False,
    },
    "Employees": {"IsArchived": False, "ContactGroupIds": []},
}


class NotThere(Exception):
    """A record that a body refers to does not exist; the text names it."""


def _now(server: SandboxServer) -> str:
    return server.clock.now().isoformat(timespec="milliseconds")


def complete_new(kind: str, given: Document, server: SandboxServer) -> Document:
    """A whole new record; one without any e-mail that a person types in gets its invoices printed."""
    now = _now(server)
    document = dict.fromkeys(MODELS[kind]) | DEFAULTS.get(kind, {})
    document |= {name: value for name, value in given.items() if value is not None}
    document = with_twins(kind, document, server)
    document["Id"] = str(uuid4()) if kind == "SalesOrders" else server.next_number("Id", 5_000_001)
    document |= {CREATED.get(kind, "CreatedDateTimeOffset"): now, "LastChangedDateTimeOffset": now}
    if kind in FIRST_NUMBERS:
        document["ContactCreatedDateTimeOffset"] = now
        document["Number"] = document["Number"] or _free_number(kind, server)
    if kind == "Customers":
        if document["IsPerson"] and not document["Name"]:
            document["Name"] = f"{document['FirstName']} {document['LastName']}"
        if not (document["EmailAddress"] or document["InvoiceEmailAddress"]):
            document["InvoiceDeliveryType"] = "Print"
    if kind == "Products":
        document["StockAvailable"] = document["StockOnHand"]
    if kind == "SalesOrders":
        return _complete_order(document, server)
    return _with_address(kind, document, server, now)


def _free_number(kind: str, server: SandboxServer) -> int:
    taken = {record.document["Number"] for record in server.tables[kind].records()}
    while (number := server.next_number(kind, FIRST_NUMBERS[kind])) in taken:
        continue
    return number


def _with_address(kind: str, document: Document, server: SandboxServer, now: str) -> Document:
    """An address without a country is Norwegian; those of customers and employees have ids and stamps."""
    field = MODELS[kind].get("MailAddress")
    address = document.get("MailAddress")
    if field is None or address is None:
        return document
    whole = dict.fromkeys(MODELS[field.argument]) | address
    whole["CountryCode"] = whole["CountryCode"] or "NO"
    if field.argument == "ContactAddress" and not whole["Id"]:
        whole |= {"Id": server.next_number("Id", 5_000_001), "LastChangedDateTimeOffset": now}
    return document | {"MailAddress": whole}


def _complete_order(document: Document, server: SandboxServer) -> Document:
    """Go counts the orders itself; the date is today's unless given."""
    document["SalesOrderNo"] = server.next_number("SalesOrders", 1)
    document["SalesOrderDate"] = document["SalesOrderDate"] or date.today().isoformat()
    lines = [complete_line(line, document["Id"], server) for line in document["SalesOrderLines"]]
    return totals(document | {"SalesOrderLines": lines})


def complete_line(given: Document, order: str, server: SandboxServer) -> Document:
    """A whole order line; text, price and unit come from the product where the line does not say."""
    line: Document = dict.fromkeys(MODELS["Lines"]) | {"LineType": "Normal", "UseStandardSalesAccount": True}
    line |= {name: value for name, value in given.items() if value is not None}
    line = with_twins("Lines", line, server)
    product = _referred(server, "Products", "Id", line["ProductId"])
    if product is not None:
        line["Description"] = line["Description"] or product["Name"]
        line["UnitOfMeasureCode"] = line["UnitOfMeasureCode"] or product["UnitOfMeasureCode"]
        if line["ProductUnitPrice"] is None:
            line["ProductUnitPrice"] = product["UnitPrice"]
    return line | {"Id": line["Id"] or str(uuid4()), "SalesOrderId": order}


def totals(order: Document) -> Document:
    """The order with its line amounts, VAT at 25 %, and sums."""
    lines = []
    for line in order["SalesOrderLines"]:
        discount = 1 - Decimal(line["Allowance"] or 0) / 100
        net = Decimal(line["Quantity"] or 0) * Decimal(line["ProductUnitPrice"] or 0) * discount
        vat = net * VAT_RATE
        rates = {"VatAmount": vat, "VatCode": "3", "VatRate": VAT_RATE}
        lines.append(line | rates | {"NetAmount": net, "TotalAmount": net + vat})
    sums = {name: sum((line[name] for line in lines), Decimal(0)) for name in ("NetAmount", "TotalAmount")}
    return order | sums | {"SalesOrderLines": lines, "LineCount": len(lines)}


TWINS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "Customers": (("SalesPersonEmployeeId", "SalesPersonEmployeeNumber", "Employees", "Number"),),
    "Employees": (("ManagerEmployeeId", "ManagerEmployeeNo", "Employees", "Number"),),
    "SalesOrders": (
        ("CustomerId", "CustomerNo", "Customers", "Number"),
        ("SalesPersonEmployeeId", "SalesPersonEmployeeNumber", "Employees", "Number"),
    ),
    "Lines": (
        ("ProductId", "ProductCode", "Products", "Code"),
        ("SellersReferenceEmployeeId", "SellersReferenceEmployeeNo", "Employees", "Number"),
    ),
}
"""References by id, and the number or code that may be given in place of the id when a record is made."""


def _referred(server: SandboxServer, kind: str, name: str, value: Any) -> Document | None:
    """The record that has this value, if one is given; raises `NotThere`."""
    if value is None:
        return None
    table = server.tables[kind]
    known = [table.get(str(value))] if name == "Id" else table.records()
    for record in known:
        if record is not None and record.document[name] == value:
            return record.document
    raise NotThere(f"{kind} with {name} = {value}")


def with_twins(kind: str, document: Document, server: SandboxServer) -> Document:
    """The record with both the id and the twin of what it refers to; the id counts where both are there."""
    whole = dict(document)
    for key, twin, target, name in TWINS.get(kind, ()):
        found = _referred(server, target, "Id", document.get(key))
        if found is None:
            found = _referred(server, target, name, document.get(twin))
        whole |= {key: found and found["Id"], twin: found and found[name]}
    return whole


def _settled_twins(kind: str, old: Document, changed: Document, server: SandboxServer) -> Document:
    """The changed record with the twins of those ids that are other ones now."""
    settled = dict(changed)
    for key, twin, target, name in TWINS.get(kind, ()):
        if old.get(key) != changed.get(key):
            found = _referred(server, target, "Id", changed.get(key))
            settled[twin] = found and found[name]
    return settled


OWN_STAMP_ADDRESS = ("Customers", "Employees")
APART: Mapping[str, tuple[str, ...]] = {
    "Customers": ("MailAddress",),
    "Employees": ("MailAddress",),
    "Products": ("StockOnHand", "StockAvailable", "StockOnHandLastChangedDatetimeOffset"),
    "SalesOrders": ("SalesOrderLines", "LineCount", "NetAmount", "TotalAmount"),
}
"""What changes without moving `LastChangedDateTimeOffset`: sub-entities, and the stock, have other stamps.

The vendor says so of customers and employees. Of an order's lines it says nothing; that they are sub-entities too
is the stricter reading, for a client that trusts the stamp misses their edits. The setting `lines_move_orders` turns
it round.
"""


def settle(kind: str, old: Document, changed: Document, server: SandboxServer) -> Document:
    """Move the stamps of what differs; an address has its own and leaves that of its owner alone."""
    now = _now(server)
    changed = _with_address(kind, changed, server, now)
    changed = _settled_twins(kind, old, changed, server)
    if kind == "SalesOrders":
        changed = _settled_order(old, changed, server)
    if kind == "Customers":
        changed = changed | {"IsActive": not changed["IsArchived"]}
    if kind == "Products" and old["StockOnHand"] != changed["StockOnHand"]:
        stock = {"StockAvailable": changed["StockOnHand"], "StockOnHandLastChangedDatetimeOffset": now}
        changed = changed | stock
    before, after = old.get("MailAddress"), changed.get("MailAddress")
    if kind in OWN_STAMP_ADDRESS and before and after and before != after:
        changed = changed | {"MailAddress": after | {"LastChangedDateTimeOffset": now}}
    apart = APART.get(kind, ())
    if kind == "SalesOrders" and server.settings.get("lines_move_orders"):
        apart = ()
    if all(changed.get(name) == old.get(name) for name in changed if name not in apart):
        return changed
    return changed | {"LastChangedDateTimeOffset": now}


def _settled_order(old: Document, order: Document, server: SandboxServer) -> Document:
    """The order with its lines whole; at the screen a line may come without an id, and is then a new one."""
    before = {line["Id"]: line for line in old["SalesOrderLines"]}
    lines = []
    for line in order["SalesOrderLines"]:
        held = before.get(line.get("Id"))
        if held is None:
            lines.append(complete_line(line | {"Id": None}, order["Id"], server))
        else:
            lines.append(_settled_twins("Lines", held, held | line, server))
    return totals(order | {"SalesOrderLines": lines})


REQUIRED: Mapping[str, tuple[str, ...]] = {
    "ContactPersons": ("FirstName", "LastName"),
    "Products": ("Name",),
    "Employees": ("FirstName", "LastName"),
}
UNIQUE: Mapping[str, tuple[str, ...]] = {
    "ContactPersons": ("ExternalCode",),
    "Customers": ("ExternalImportReference", "ExternalNumber", "Number"),
    "Products": ("Code",),
    "SalesOrders": ("ExternalImportReference",),
    "Employees": ("ExternalImportReference", "ExternalNumber", "Number"),
}


def violations(kind: str, document: Document, server: SandboxServer) -> list[str]:
    """The rules that a record breaks; raises `NotThere` for a reference that leads nowhere."""
    reasons = [f"{name} is required." for name in REQUIRED.get(kind, ()) if not document.get(name)]
    others = [record.document for record in server.tables[kind].records()]
    for name in UNIQUE.get(kind, ()):
        value = document.get(name)
        users = [o["Id"] for o in others if value and o[name] == value and o["Id"] != document.get("Id")]
        role = "(contact) " if kind in FIRST_NUMBERS else ""
        reasons += [f"{name} is already in use. '{value}' is used on {role}Id = {user}." for user in users]
    with_twins(kind, document, server)
    if kind in FIRST_NUMBERS and document.get("Number") is not None and document["Number"] not in SERIES[kind]:
        reasons.append(f"Number is outside the number series of {kind}.")
    if kind == "Customers":
        reasons += _customer_violations(document)
    elif kind == "Products" and not server.settings.get("standard_sales_account", True):
        accounts = ("StandardSalesAccount", "StandardSalesAccountId", "ProductGroupCode", "ProductGroupId")
        if not any(document.get(name) for name in accounts):
            reasons.append("The client has no standard sales account, and the product names none.")
    elif kind == "SalesOrders":
        reasons += _order_violations(document, server)
    return reasons


def _customer_violations(document: Document) -> list[str]:
    reasons = []
    if document.get("IsPerson"):
        names = [name for name in ("FirstName", "LastName") if not document.get(name)]
        reasons += [f"{name} is required for a person." for name in names]
    elif not document.get("Name"):
        reasons.append("Name is required.")
    mail = document.get("EmailAddress") or document.get("InvoiceEmailAddress")
    if not mail and document.get("InvoiceDeliveryType") != "Print":
        reasons.append("InvoiceDeliveryType must be Print for a customer without an e-mail address.")
    return reasons


def _order_violations(document: Document, server: SandboxServer) -> list[str]:
    _referred(server, "ContactPersons", "Id", document.get("CustomerReferenceContactPersonId"))
    has_customer = document.get("CustomerId") is not None or document.get("CustomerNo") is not None
    reasons = [] if has_customer else ["CustomerId or CustomerNo is required."]
    for line in document.get("SalesOrderLines") or []:
        with_twins("Lines", line, server)
        is_sold = line.get("ProductId") is not None or line.get("ProductCode") is not None
        if is_sold and line.get("Quantity") is None:
            reasons.append("Quantity is required on a line with a product.")
    return reasons


def is_in_use(kind: str, document: Document, server: SandboxServer) -> bool:
    """Whether orders, invoices, customers or employees refer to the record."""
    key = document["Id"]
    rows = {name: [r.document for r in server.tables[name].records()] for name in server.tables}
    orders = [*rows["SalesOrders"], *rows["OutgoingInvoices"]]
    lines = [line for order in orders for line in order["SalesOrderLines"]]
    users = {"SalesOrders": orders, "Lines": lines, "Customers": rows["Customers"], "Employees": rows["Employees"]}
    names = [(user, name) for user, twins in TWINS.items() for name, _, target, _ in twins if target == kind]
    if kind == "ContactPersons":
        names.append(("SalesOrders", "CustomerReferenceContactPersonId"))
    return any(row.get(name) == key for user, name in names for row in users[user] if row is not document)
