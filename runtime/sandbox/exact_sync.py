"""The sync views of Exact Online: large pages of rows in the order of their version, to be read on from a version.

A view has most fields of its endpoint and some of its own. Headers come without their lines. Setting `int64_as_text`
writes row versions as text, as some services of OData 2 do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from runtime.sandbox.exact_fields import TYPES
from runtime.sandbox.exact_query import Query, QueryError, read_after, read_top, split_names
from runtime.sandbox.exact_rows import ORDER_STATUSES, Look, derived
from runtime.sandbox.exact_values import comparable, wire_value
from runtime.sandbox.odata_filter import Comparison, Either, Filter, FilterError, comparisons, holds, moment, parse
from runtime.sandbox.odata_paging import OrderKey, ordered_after
from runtime.sandbox.world import Document

SYNC_PAGE = 1000
_KNOWN = frozenset({"$select", "$filter", "$top", "$skiptoken", "$inlinecount", "$format"})
_SINCE = re.compile(r"datetime'([^']+)'")


@dataclass(frozen=True)
class SyncView:
    """One view: where it lies below `sync/`, the endpoint whose rows it shows, fields it lacks and fields it adds.

    `whole` says whether `$select=*` works. `filters` are the fields a filter may name, with their only operator.
    """

    path: str
    kind: str
    absent: str = ""
    extra: Mapping[str, str] | None = None
    whole: bool = True
    filters: tuple[tuple[str, str], ...] = (("Timestamp", "gt"),)

    @cached_property
    def types(self) -> dict[str, str]:
        """Every field of the view with its EDM type."""
        own = {name: edm for edm, names in (self.extra or {}).items() for name in names.split()}
        shared = TYPES[self.kind].types if self.kind else {}
        lacking = self.absent.split()
        return {"Timestamp": "Int64"} | {name: edm for name, edm in shared.items() if name not in lacking} | own


SYNC_VIEWS = (
    SyncView("CRM/Accounts", "Accounts"),
    SyncView("CRM/Contacts", "Contacts", whole=False),
    SyncView(
        "CRM/QuotationHeaders",
        "Quotations",
        "VATAmountFC WarehouseCode WarehouseDescription WarehouseID",
        {"Double": "Discount", "Guid": "ID", "String": "Notes"},
    ),
    SyncView(
        "CRM/QuotationLines",
        "QuotationLines",
        "VersionNumber",
        {
            "Double": "AmountDiscount AmountDiscountExclVat",
            "DateTime": "Created Modified",
            "Guid": "Creator Modifier",
            "String": "CreatorFullName ModifierFullName",
        },
    ),
    SyncView(
        "SalesOrder/SalesOrderHeaders",
        "SalesOrders",
        "TaxSchedule TaxScheduleCode TaxScheduleDescription",
        {
            "Guid": "ID Project",
            "String": "Notes ProjectCode ProjectDescription ShippingMethodCode VATCode VATCodeDescription",
            "Double": "VATAmount",
        },
    ),
    SyncView(
        "SalesOrder/SalesOrderLines",
        "SalesOrderLines",
        "OrderStatus TaxSchedule TaxScheduleCode TaxScheduleDescription",
        {
            "DateTime": "Created Modified",
            "Guid": "Creator Modifier",
            "String": """
                CreatorFullName DeliveryStatusDescription InvoiceStatusDescription ModifierFullName ProjectCode
                StatusDescription
            """,
            "Int32": "ShopOrderNumber",
            "Int16": "Status",
        },
    ),
    SyncView("Logistics/Items", "Items", "IsBatchNumberItem IsSerialNumberItem StandardSalesPrice", whole=False),
    SyncView("Payroll/Employees", "Employees", "ActiveEmployment CASONumber Municipality"),
)
DELETED = SyncView(
    "Deleted",
    "",
    extra={"Guid": "DeletedBy EntityKey ID", "DateTime": "DeletedDate", "Int32": "Division EntityType"},
    filters=(("Timestamp", "gt"), ("EntityType", "eq")),
)
DATED = {
    "QuotationHeaders": "Quotations",
    "QuotationLines": "QuotationLines",
    "SalesOrderHeaders": "SalesOrders",
    "SalesOrderLines": "SalesOrderLines",
}
"""The views for which a date can be turned into a row version."""


def read_sync_query(view: SyncView, options: Mapping[str, str]) -> Query:
    """The options of a sync view; raises `QueryError`. `$select` is compulsory, and only the version is filtered."""
    unknown = [name for name in options if name.startswith("$") and name not in _KNOWN]
    if unknown:
        raise QueryError(f"The query parameter '{unknown[0]}' is not supported.")
    names = split_names(options.get("$select", ""))
    if not names:
        raise QueryError("Please add a $select statement to the query string")
    wrong = [name for name in names if name not in view.types and (name != "*" or not view.whole)]
    if wrong:
        raise QueryError(f"No property '{wrong[0]}' exists in '{view.path}'.")
    return Query(
        select=None if "*" in names else frozenset(names),
        filter=_filter(view, options["$filter"]) if "$filter" in options else None,
        order="Timestamp",
        top=read_top(options),
        after=read_after(options),
        count=options.get("$inlinecount") == "allpages",
    )


def _filter(view: SyncView, text: str) -> Filter:
    try:
        tree = parse(text)
    except FilterError as error:
        raise QueryError(str(error)) from None
    if isinstance(tree, Either) or not all(_is_allowed(view, part) for part in comparisons(tree)):
        raise QueryError(f"'{view.path}' is filtered by 'Timestamp gt {{version}}L' only.")
    return tree


def _is_allowed(view: SyncView, part: Comparison) -> bool:
    suffix = "L" if part.field == "Timestamp" else ""
    is_number = part.literal.kind == "number" and part.literal.suffix == suffix
    return (part.field, part.operator) in view.filters and is_number


def sync_rows(view: SyncView, rows: list[Document], query: Query) -> list[Document]:
    """The rows that fit, by version, from behind the last one of the page before."""
    tree = query.filter

    def value(document: Document, name: str) -> Any:
        return comparable(view.types[name], document[name])

    fitting = rows if tree is None else [row for row in rows if holds(tree, partial(value, row))]
    return ordered_after(fitting, version_key, False, query.after)


def version_key(document: Document) -> OrderKey:
    """What a sync view is ordered by."""
    return (document["Timestamp"],)


def sync_row(view: SyncView, document: Document, look: Look, root: str, query: Query, as_text: bool) -> Document:
    """A row of a view as it is sent; its place is told by its version."""
    values = dict(document)
    if view.kind:
        values = document | derived(view.kind, document, look) | {"ID": document[TYPES[view.kind].key]}
    if view.kind == "SalesOrderLines":
        values |= _statuses(look("SalesOrders", document["OrderID"]))
    name = view.path.rpartition("/")[2]
    uri = f"{root}/sync/{view.path}({document['Timestamp']}L)"
    row: Document = {"__metadata": {"uri": uri, "type": f"Exact.Web.Api.Models.Sync.{name}"}}
    row |= {name: wire_value(edm, values.get(name)) for name, edm in view.types.items() if query.wants(name)}
    if as_text and "Timestamp" in row:
        row["Timestamp"] = str(row["Timestamp"])
    return row


def _statuses(order: Document) -> Document:
    """What only the sync view of order lines shows of the order."""
    return {
        "Status": order.get("Status"),
        "StatusDescription": ORDER_STATUSES.get(order.get("Status", 0)),
        "DeliveryStatusDescription": ORDER_STATUSES.get(order.get("DeliveryStatus", 0)),
        "InvoiceStatusDescription": ORDER_STATUSES.get(order.get("InvoiceStatus", 0)),
    }


def version_at(rows: list[Document], since: str) -> int:
    """The highest version among rows that changed before a moment: reading on from it misses nothing since then."""
    start = datetime.fromisoformat(since)
    before = [row["Timestamp"] for row in rows if datetime.fromisoformat(row["Modified"]) < start]
    return max(before, default=1)


def read_since(options: Mapping[str, str]) -> tuple[str, str]:
    """View and moment of a question for a row version; raises `QueryError`."""
    view = options.get("endPoint", "").strip("'")
    found = _SINCE.fullmatch(options.get("modified", ""))
    if view not in DATED or found is None:
        raise QueryError(f"modified (a datetime) and endPoint (one of {', '.join(DATED)}) are needed.")
    try:
        return view, moment(found[1]).replace(tzinfo=None).isoformat()
    except FilterError as error:
        raise QueryError(str(error)) from None
