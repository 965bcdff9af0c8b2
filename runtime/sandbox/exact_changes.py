"""What Exact Online remembers of changes: a row version that only rises, and the log of deleted rows.

Settings: `division_move_date` and `hr_link_date` (ISO date; a new value moves the company, or its payroll, to another
database, so that row versions start again), `deleted_days` (how long the log of deleted rows is kept).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from runtime.sandbox.exact_values import local_text
from runtime.sandbox.world import Document

FIRST_VERSION = 8_589_934_592
"""Row versions are int64; the first is already too large for 32 bits."""
MOVED_VERSION = 1_000
LOG_DAYS = 61
PAYROLL = "Employees"
ENTITY_NUMBERS: Mapping[str, int] = {
    "Accounts": 2,
    "Contacts": 5,
    "Items": 9,
    "SalesOrders": 32,
    "SalesOrderLines": 33,
    "Quotations": 34,
    "QuotationLines": 35,
    PAYROLL: 42,
}
MOVES = {"division_move_date": False, "hr_link_date": True}
"""The settings that move rows to another database, and whether that is only the payroll."""


class Changes:
    """The counters of row versions, one for the payroll and one for the rest, and the log of deleted rows."""

    def __init__(self) -> None:
        self._last = {False: FIRST_VERSION, True: FIRST_VERSION}
        self._moved: Document = {}
        self._buried: list[tuple[datetime, Document]] = []

    def version(self, kind: str) -> int:
        """The version of a row of this kind that is written now: higher than all before."""
        self._last[kind == PAYROLL] += 1
        return self._last[kind == PAYROLL]

    def bury(self, kind: str, key: str, when: datetime, division: int) -> None:
        """Log a deleted row."""
        entry = {
            "Timestamp": self.version(""),
            "DeletedBy": str(uuid4()),
            "DeletedDate": local_text(when),
            "Division": division,
            "EntityKey": key,
            "EntityType": ENTITY_NUMBERS[kind],
            "ID": str(uuid4()),
        }
        self._buried.append((when, entry))

    def deleted(self, now: datetime, settings: Document) -> list[Document]:
        """The log of deleted rows, as far back as it is kept."""
        kept = timedelta(days=settings.get("deleted_days", LOG_DAYS))
        return [entry for when, entry in self._buried if now - when < kept]

    def follow(self, settings: Document, rows: Callable[[bool], list[Document]]) -> None:
        """Give new, small versions to all rows (`rows` gives those of the payroll, or the rest) after a move."""
        for name, is_payroll in MOVES.items():
            if settings.get(name) == self._moved.get(name):
                continue
            self._moved[name] = settings.get(name)
            self._last[is_payroll] = MOVED_VERSION
            for document in sorted(rows(is_payroll), key=lambda row: int(row["Timestamp"])):
                self._last[is_payroll] += 1
                document["Timestamp"] = self._last[is_payroll]
            for _, entry in [] if is_payroll else self._buried:
                entry["Timestamp"] = self.version("")
