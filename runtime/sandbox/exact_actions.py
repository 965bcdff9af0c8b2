"""The statuses of Exact Online that no change can set: they move by actions, each a POST to an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.sandbox.exact_rules import COMPLETE
from runtime.sandbox.exact_values import today
from runtime.sandbox.world import Document

REVIEWED = 6
DRAFT = 20


@dataclass(frozen=True)
class Action:
    """What an action sets in the row that `key` of its body names; `flags` only if the body asks for them.

    One that `closes` also sets the day; one that `renews` leaves the row behind for a new version of it.
    """

    kind: str
    key: str
    sets: Mapping[str, int]
    flags: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    closes: bool = False
    renews: bool = False


ACTIONS: Mapping[str, Action] = {
    "crm/AcceptQuotation": Action("Quotations", "QuotationID", {"Status": 50}, closes=True),
    "crm/RejectQuotation": Action("Quotations", "QuotationID", {"Status": 5}, closes=True),
    "crm/ReopenQuotation": Action("Quotations", "QuotationID", {"Status": 25}),
    "crm/PrintQuotation": Action("Quotations", "QuotationID", {"Status": 40}),
    "crm/EmailWithSignOffQuotation": Action("Quotations", "QuotationID", {"Status": 60}),
    "crm/ReviewQuotation": Action("Quotations", "QuotationID", {"Status": REVIEWED}, renews=True),
    "salesorder/CompleteSalesOrder": Action(
        "SalesOrders",
        "OrderID",
        {"Status": COMPLETE},
        {"CompleteDelivery": ("DeliveryStatus", COMPLETE), "CompleteInvoice": ("InvoiceStatus", COMPLETE)},
    ),
}


def acted(action: Action, document: Document, body: Mapping[str, Any]) -> Document:
    """The row after the action."""
    asked = {name: value for flag, (name, value) in action.flags.items() if body.get(flag) is True}
    closed = {"CloseDate": today()} if action.closes else {}
    return document | dict(action.sets) | asked | closed


def next_version(quotation: Document) -> Document:
    """The new version that a review makes of a quotation: a draft with lines of its own."""
    kept = {name: value for name, value in quotation.items() if name not in ("QuotationID", "CloseDate")}
    lines = [{name: value for name, value in line.items() if name != "ID"} for line in quotation["QuotationLines"]]
    return kept | {"VersionNumber": quotation["VersionNumber"] + 1, "Status": DRAFT, "QuotationLines": lines}
