"""The rules of PowerOffice Go API v2: what a new record gets, which stamps move, what is refused, filters.

Rules come from the vendor's v2 OpenAPI file and its pages on requests; that a customer without any e-mail
must have its invoices printed is how a third party's connector calls the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from runtime.sandbox.powerofficego_fields import CREATED, MODELS
from runtime.sandbox.world import Document, SandboxServer

VAT_RATE = Decimal("0.25")
CUSTOMER_SERIES = range(10_000, 20_000)
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
    """Go counts the orders itself; the date is today's unless given; number twins are turned into ids."""
    customer = _twin(server, "Customers", "Number", document["CustomerNo"], document["CustomerId"])
    document |= {"CustomerId": customer["Id"], "CustomerNo": customer["Number"]} if customer else {}
    document["SalesOrderNo"] = server.next_number("SalesOrders", 1)
    document["SalesOrderDate"] = document["SalesOrderDate"] or date.today().isoformat()
    lines = [complete_line(line, document["Id"], server) for line in document["SalesOrderLines"]]
    return totals(document | {"SalesOrderLines": lines})


def complete_line(given: Document, order: str, server: SandboxServer) -> Document:
    """A whole order line; text, price and unit come from the product where the line does not say."""
    line: Document = dict.fromkeys(MODELS["Lines"]) | {"LineType": "Normal", "UseStandardSalesAccount": True}
    line |= {name: value for name, value in given.items() if value is not None}
    product = _twin(server, "Products", "Code", line["ProductCode"], line["ProductId"])
    if product is not None:
        line |= {"ProductId": product["Id"], "ProductCode": product["Code"]}
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


def _twin(server: SandboxServer, kind: str, twin: str, value: Any, key: Any) -> Document | None:
    """The record that an id or its number twin refers to, if either is given; raises `NotThere`."""
    if key is None and value is None:
        return None
    for record in server.tables[kind].records():
        document = record.document
        if document["Id"] == key or (key is None and document[twin] == value):
            return document
    raise NotThere(f"{kind} with {'Id' if key is not None else twin} = {value if key is None else key}")


OWN_STAMP_ADDRESS = ("Customers", "Employees")
APART: Mapping[str, tuple[str, ...]] = {
    "Customers": ("MailAddress",),
    "Employees": ("MailAddress",),
    "Products": ("StockOnHand", "StockAvailable", "StockOnHandLastChangedDatetimeOffset"),
}
"""What changes without moving `LastChangedDateTimeOffset`: sub-entities, and the stock, have other stamps."""


def settle(kind: str, old: Document, changed: Document, server: SandboxServer) -> Document:
    """Move the stamps of what differs; an address has its own and leaves that of its owner alone."""
    now = _now(server)
    changed = _with_address(kind, changed, server, now)
    if kind == "SalesOrders":
        changed = _settled_order(changed, server)
    if kind == "Products" and old["StockOnHand"] != changed["StockOnHand"]:
        stock = {"StockAvailable": changed["StockOnHand"], "StockOnHandLastChangedDatetimeOffset": now}
        changed = changed | stock
    before, after = old.get("MailAddress"), changed.get("MailAddress")
    if kind in OWN_STAMP_ADDRESS and before and after and before != after:
        changed = changed | {"MailAddress": after | {"LastChangedDateTimeOffset": now}}
    apart = APART.get(kind, ())
    if all(changed.get(name) == old.get(name) for name in changed if name not in apart):
        return changed
    return changed | {"LastChangedDateTimeOffset": now}


def _settled_order(order: Document, server: SandboxServer) -> Document:
    lines = [
        line if line.get("Id") else complete_line(line, order["Id"], server)
        for line in order["SalesOrderLines"]
    ]
    customer = _twin(server, "Customers", "Number", None, order["CustomerId"])
    return totals(order | {"SalesOrderLines": lines, "CustomerNo": customer and customer["Number"]})


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
        reasons += [f"{name} is already in use. '{value}' is used on Id = {user}." for user in users]
    if kind == "Customers":
        reasons += _customer_violations(document)
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
    if document.get("Number") is not None and document["Number"] not in CUSTOMER_SERIES:
        reasons.append("Number is outside the number series for customers.")
    return reasons


def _order_violations(document: Document, server: SandboxServer) -> list[str]:
    customer = _twin(server, "Customers", "Number", document.get("CustomerNo"), document.get("CustomerId"))
    _twin(server, "ContactPersons", "Id", None, document.get("CustomerReferenceContactPersonId"))
    reasons = [] if customer else ["CustomerId or CustomerNo is required."]
    for line in document.get("SalesOrderLines") or []:
        product = _twin(server, "Products", "Code", line.get("ProductCode"), line.get("ProductId"))
        if product is not None and line.get("Quantity") is None:
            reasons.append("Quantity is required on a line with a product.")
    return reasons


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_ranges(value: Any, text: str) -> bool:
    """Numbers and ranges such as `10000-11000, 12000, 13000-`."""
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        end = int(last) if last else None if dash else int(first)
        if value is not None and value >= int(first) and (end is None or value <= end):
            return True
    return False


RANGES = {"customernos": "Number", "employeenos": "Number", "externalnos": "ExternalNumber"}
WORDS = {
    "contactids": "ContactId",
    "externalcodes": "ExternalCode",
    "externalimportreference": "ExternalImportReference",
    "codes": "Code",
    "names": "Name",
    "type": "ProductType",
    "isarchived": "IsArchived",
    "orderstatus": "SalesOrderStatus",
}


def matches(kind: str, row: Document, asked: Mapping[str, str]) -> bool:
    """Whether a row passes the filters; the time bounds are exclusive. Raises `ValueError`."""
    for name, wanted in asked.items():
        if name in RANGES and not _in_ranges(row.get("CustomerNo", row.get(RANGES[name])), wanted):
            return False
        if name in WORDS and WORDS[name] in MODELS[kind]:
            values = [word.strip().lower() for word in wanted.split(",")]
            if str(row[WORDS[name]]).lower() not in values:
                return False
        if name.endswith("greaterthan"):
            stamp = next((n for n in MODELS[kind] if n.lower() == name.removesuffix("greaterthan")), None)
            if stamp and (row[stamp] is None or _moment(row[stamp]) <= _moment(wanted)):
                return False
    own_only = asked.get("onlycreatedbycurrentintegration", "false").lower() == "true"
    return not own_only or bool(row.get("IsCreatedByCurrentIntegration", True))


def ordered(rows: list[Document], order_by: str) -> list[Document]:
    """The rows by one property, `desc` after it for the other way round."""
    name, _, direction = order_by.partition(" ")
    if not name:
        return rows
    backwards = direction.lower() == "desc"
    return sorted(rows, key=lambda row: (row.get(name) is not None, row.get(name) or ""), reverse=backwards)
