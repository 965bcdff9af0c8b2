"""What the lists of Tripletex API v2 can be asked for: filters by name, and the order of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from runtime.sandbox.records import Document
from runtime.sandbox.tripletex_fields import MODELS, Find
from runtime.sandbox.tripletex_rules import OSLO, derive

ORDER_DATES = ("orderDateFrom", "orderDateTo")

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


def _whole_number(name: str) -> Passes:
    """The deprecated filter takes integers only; ValueError otherwise."""
    return lambda row, wanted: str(row[name]) == str(int(wanted))


def _bound(name: str, is_upper: bool) -> Passes:
    """A price range, both ends included; ValueError for what is no number."""

    def passes(row: Document, wanted: str) -> bool:
        try:
            bound = Decimal(wanted)
        except InvalidOperation:
            raise ValueError(wanted) from None
        if not bound.is_finite():
            raise ValueError(wanted)
        return bool(row[name] <= bound if is_upper else row[name] >= bound)

    return passes


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
        "departmentId": _refers("department"),
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
        "accountManagerId": _refers("accountManager"),
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
        "number": _whole_number("number"),
        "productNumber": _among("number"),
        "name": _contains("name"),
        "ean": _equals("ean"),
        "isInactive": _flag("isInactive"),
        "isStockItem": _flag("isStockItem"),
        "supplierId": _refers("supplier"),
        "vatTypeId": _refers("vatType"),
        "departmentId": _refers("department"),
        "accountId": _refers("account"),
        "costExcludingVatCurrencyFrom": _bound("costExcludingVatCurrency", False),
        "costExcludingVatCurrencyTo": _bound("costExcludingVatCurrency", True),
        "priceExcludingVatCurrencyFrom": _bound("priceExcludingVatCurrency", False),
        "priceExcludingVatCurrencyTo": _bound("priceExcludingVatCurrency", True),
    },
    "employee": {
        "id": _among("id"),
        "firstName": _contains("firstName"),
        "lastName": _contains("lastName"),
        "employeeNumber": _equals("employeeNumber"),
        "email": _contains("email"),
        "departmentId": _refers("department"),
    },
    "country": {"id": _among("id"), "code": _equals("isoAlpha2Code")},
}


def is_sortable(kind: str, path: str) -> bool:
    """Whether rows can be put in order by a name, which may lead through references and parts with dots."""
    *steps, last = path.split(".")
    for name in steps:
        field = MODELS.get(kind, {}).get(name)
        if field is None or field.type not in ("ref", "embed"):
            return False
        kind = field.argument
    end = MODELS.get(kind, {}).get(last)
    return end is not None and end.type not in ("ref", "embed", "list", "refs", "texts")


def order_of(kind: str, path: str, find: Find, row: Document) -> tuple[bool, Any]:
    """The sort key of a row under a name that is sortable; what is unset comes first."""
    value: Any = derive(kind, row, find)
    for name in path.split("."):
        field = MODELS[kind][name]
        value = value.get(name, field.unset) if value else None
        if field.type in ("ref", "embed"):
            kind = field.argument
            value = find(kind, value["id"]) if value and field.type == "ref" else value
    return (value is not None, value if value is not None else 0)
