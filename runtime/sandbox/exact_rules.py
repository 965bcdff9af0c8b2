"""The business rules of Exact Online: what a request may send, what the server fills in by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runtime.sandbox.exact_fields import TYPES, EntityType
from runtime.sandbox.exact_rows import Look
from runtime.sandbox.exact_texts import Breach
from runtime.sandbox.exact_values import read_date, read_value, today
from runtime.sandbox.world import Document

CODE_WIDTH = 18
COMPLETE = 21
ACTIVE_CURRENCIES = frozenset({"CHF", "DKK", "EUR", "GBP", "NOK", "SEK", "USD"})
TWINS = {"Email": "BusinessEmail", "Phone": "BusinessPhone", "Mobile": "BusinessMobile"}


def defaults(kind: str, number: int, document: Document) -> Document:
    """What the server puts into a new row where the client says nothing."""
    if kind == "Accounts":
        return {"Code": str(number), "Status": "A", "Type": "A"}
    if kind == "Contacts":
        return {"HID": number}
    if kind == "Quotations":
        ordered_by = document.get("OrderAccount")
        return {
            "QuotationNumber": number,
            "VersionNumber": 1,
            "Status": 20,
            "Currency": "EUR",
            "QuotationDate": today(),
            "DeliveryAccount": ordered_by,
            "InvoiceAccount": ordered_by,
        }
    if kind == "SalesOrders":
        ordered_by = document.get("OrderedBy")
        statuses = {"Status": 12, "DeliveryStatus": 12, "InvoiceStatus": 12, "ApprovalStatus": 1}
        numbers = {"OrderNumber": number, "OrderDate": today(), "Currency": "EUR"}
        return statuses | numbers | {"DeliverTo": ordered_by, "InvoiceTo": ordered_by}
    return {"HID": number, "EmployeeHID": number, "Code": str(number)} if kind == "Employees" else {}


def line_defaults(kind: str, line: Document, look: Look) -> Document:
    """Description, unit, tax code and price of a line come from its article unless they are given."""
    article = look("Items", line.get("Item"))
    filled = TYPES[kind].zeroes | {
        "Description": article.get("Description"),
        "UnitCode": article.get("Unit"),
        "VATCode": article.get("SalesVatCode"),
        "UnitPrice": article.get("StandardSalesPrice"),
        "Quantity": 1,
    }
    return filled | _with_dates(kind, line)


def settled(kind: str, document: Document) -> Document:
    """A document as it is stored: dates in one form, padded codes, and the twins that follow their field."""
    document = _with_dates(kind, document)
    if kind == "Accounts":
        if document.get("Code"):
            document["Code"] = document["Code"].strip().rjust(CODE_WIDTH)
        for name in ("PurchaseCurrency", "SalesCurrency"):
            if document.get(name) not in ACTIVE_CURRENCIES:
                document.pop(name, None)
    if kind == "Contacts":
        document |= {twin: document[name] for name, twin in TWINS.items() if document.get(name)}
    return document


def _with_dates(kind: str, document: Document) -> Document:
    dates = [name for name, edm in TYPES[kind].types.items() if edm == "DateTime" and document.get(name)]
    return document | {name: read_date(document[name]) for name in dates}


def checked(
    kind: str, body: Any, old: Document | None, look: Look, rows: Callable[[str], list[Document]], strict: bool
) -> Document:
    """The body of a POST (`old` is none) or PUT as it will be stored; raises `Breach`.

    Unless it is `strict`, properties that only the server writes are passed over.
    """
    entity = TYPES[kind]
    document = _typed(entity, body, look, strict)
    check_open(kind, document if old is None else old, look)
    _check_required(kind, document, old)
    if old is not None:
        _check_change(entity, document, old)
    if "Code" in document and kind in ("Accounts", "Items"):
        _check_code(kind, document["Code"], old, rows(kind))
    return document


def check_open(kind: str, document: Document, look: Look) -> None:
    """Neither a completed order nor its lines can be changed; raises `Breach`."""
    order = document if kind == "SalesOrders" else {}
    if kind == "SalesOrderLines":
        order = look("SalesOrders", document.get("OrderID"))
    if order.get("Status") == COMPLETE:
        raise Breach("completed", 500)


def _typed(entity: EntityType, body: Any, look: Look, strict: bool) -> Document:
    if not isinstance(body, dict):
        raise Breach("malformed", text="An object was expected.")
    document: Document = {}
    for name, value in body.items():
        if name == entity.lines and name:
            document[name] = _typed_lines(name, value, look, strict)
            continue
        if name not in entity.types:
            text = f"The property name '{name}' specified for type '{entity.name}' is not valid."
            raise Breach("malformed", text=text)
        if name not in entity.writable_names:
            if strict:
                raise Breach("read only", name=name)
            continue
        document[name] = _typed_value(entity, name, value)
    for name, target in entity.targets.items():
        if document.get(name) is not None and not look(target, document[name]):
            raise Breach("no such row", name=name, target=target)
    return document


def _typed_value(entity: EntityType, name: str, value: Any) -> Any:
    try:
        read = read_value(entity.types[name], value)
    except ValueError as error:
        raise Breach("malformed", text=f"{name}: {error}") from None
    limit = entity.lengths.get(name)
    if limit is not None and read is not None and len(read.strip() if name == "Code" else read) > limit:
        raise Breach("too long", name=name, limit=limit)
    return read


def _typed_lines(kind: str, lines: Any, look: Look, strict: bool) -> list[Document]:
    if not isinstance(lines, list):
        raise Breach("malformed", text=f"{kind}: a list was expected.")
    typed = [_typed(TYPES[kind], line, look, strict) for line in lines]
    if any(line.get("Item") is None for line in typed):
        raise Breach("mandatory", names="Item")
    return typed


def _check_required(kind: str, document: Document, old: Document | None) -> None:
    whole = document if old is None else old | document
    absent = [name for name in TYPES[kind].required if whole.get(name) in (None, "", [])]
    if old is not None:
        absent = [name for name in absent if name in document]
    if kind == "Contacts" and not (whole.get("FirstName") or whole.get("LastName")):
        absent.append("FirstName or LastName")
    if absent:
        raise Breach("mandatory", names=", ".join(absent))


def _check_change(entity: EntityType, changes: Document, old: Document) -> None:
    if entity.lines and entity.lines in changes:
        raise Breach("lines apart", name=entity.lines)
    fixed = [*entity.fixed, *(entity.required[:1] if entity.parent else ())]
    moved = [name for name in fixed if name in changes and changes[name] != old.get(name)]
    if moved:
        raise Breach("fixed", names=", ".join(moved))


def _check_code(kind: str, code: str | None, old: Document | None, rows: list[Document]) -> None:
    """Codes are unique. An account is told so even when it is sent its own code again."""
    own = old["ID"] if old is not None and kind == "Items" else None
    taken = {row["Code"].strip() for row in rows if row.get("Code") and row["ID"] != own}
    if code is not None and code.strip() in taken:
        raise Breach("exists", 500, name=TYPES[kind].name, code=code.strip())
