"""The rows of Business Central as they are kept: numbers, stamps, etags, and the rows that follow others.

Settings: `relate_contacts` (as if Marketing Setup had a relation code for customers: creating or changing a customer
also creates or changes a contact), `manual_numbers` (false: the number series allow no numbers given by hand; only
requests are held to it, people at the side door are not).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from runtime.sandbox.businesscentral_fields import TYPES
from runtime.sandbox.businesscentral_query import LINES
from runtime.sandbox.businesscentral_rows import etag
from runtime.sandbox.businesscentral_rules import (
    LINKED,
    customer_of,
    from_customer,
    normal,
    settled,
    with_bill_to,
    with_twins,
)
from runtime.sandbox.businesscentral_texts import KEY_EXISTS
from runtime.sandbox.businesscentral_values import NO_GUID, Breach, empty_document
from runtime.sandbox.world import Document, Record, SandboxServer, instant


class BusinessCentralTables(SandboxServer):
    """The tables of one company, without the ways that lead to them."""

    def __init__(self) -> None:
        super().__init__()
        self._links: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Give id, number, defaults and all that follows; raises `Breach`."""
        entity = TYPES[kind]
        document = with_twins(kind, normal(kind, document), self._codes)
        given = {name: value for name, value in document.items() if value != ""}
        key = str(UUID(document.get("id") or str(uuid4())))
        number = given.get("number") or self._free_number(kind)
        taken: Document = {}
        if kind == "salesOrders":
            today = self.clock.now().date().isoformat()
            taken = from_customer(customer_of(given, self._look)) | {LINES: []}
            given = with_bill_to(given, self._look)
            taken |= {"orderDate": today, "postingDate": today, "partialShipping": True}
        own = {"id": key, "number": number}
        complete = empty_document(entity) | dict(entity.defaults) | taken | given | own
        self._check_number(kind, complete)
        if self.tables[kind].get(key):
            raise Breach("Internal_EntityWithSameKeyExists", KEY_EXISTS, name="id", value=key)
        return key, settled(kind, complete, {}, self._look)

    def _free_number(self, kind: str) -> str:
        prefix, first = TYPES[kind].series
        while True:
            number = f"{prefix}{self.next_number(kind, first):05d}"
            if self._look(kind, "number", number) is None:
                return number

    def _check_number(self, kind: str, document: Document) -> None:
        other = self._look(kind, "number", document["number"])
        if other is not None and other["id"] != document["id"]:
            raise Breach("Internal_EntityWithSameKeyExists", KEY_EXISTS, name="No.", value=document["number"])

    def stamp(self, kind: str, record: Record) -> None:
        """The time of the last change, and an etag that changes with it."""
        record.document["lastModifiedDateTime"] = instant(record.modified)
        record.document["@odata.etag"] = etag(f"{record.key};{record.revision}".encode())
        self._keys[kind, record.document["number"]] = record.key

    def insert(self, kind: str, document: Document) -> Record:
        """Store a new record; a customer may bring a contact of type Company along."""
        record = super().insert(kind, document)
        if kind == "customers":
            self._link(record.document)
        return record

    def store(self, kind: str, key: str, document: Document) -> Record:
        """Put a changed document in place, then let linked and renamed rows follow."""
        found = self.tables[kind].get(key)
        old = found.document if found else {}
        record = super().store(kind, key, settled(kind, normal(kind, document), old, self._look))
        if kind == "customers":
            self._link(record.document)
        if old and old["number"] != record.document["number"]:
            self._rename(kind, old["number"], record.document)
        return record

    def _link(self, customer: Document) -> None:
        if not self.settings.get("relate_contacts", False):
            return
        shown = {name: customer[name] for name in LINKED}
        contact = self._look("contacts", "id", self._links.get(customer["id"], NO_GUID))
        if contact is not None:
            self.store("contacts", contact["id"], contact | shown)
            return
        shown |= {"type": "Company", "contactBusinessRelation": "Customer"}
        self._links[customer["id"]] = self.insert("contacts", shown).key

    def _rename(self, kind: str, old: str, document: Document) -> None:
        """A new number is carried into the rows that show it, which moves their etags."""
        number, key = document["number"], document["id"]
        for order in [record.document for record in self.tables["salesOrders"].records()]:
            changed = dict(order)
            if kind == "customers":
                parts = [part for part in ("customer", "billToCustomer") if order[f"{part}Id"] == key]
                changed |= {f"{part}Number": number for part in parts}
            if kind == "items":
                renamed = {"lineObjectNumber": number}
                changed[LINES] = [line | renamed if line["itemId"] == key else line for line in order[LINES]]
            self.store("salesOrders", order["id"], changed)
        for contact in [record.document for record in self.tables["contacts"].records()]:
            if kind == "contacts" and contact["companyNumber"] == old:
                self.store("contacts", contact["id"], contact | {"companyNumber": number})

    def _look(self, kind: str, name: str, value: str) -> Document | None:
        """The row of an id or a number, or the first that has another property so."""
        if kind != LINES and name in ("id", "number"):
            record = self.tables[kind].get(value if name == "id" else self._keys.get((kind, value), ""))
            return record.document if record and record.document[name] == value else None
        return next((row for row in self._documents(kind) if row[name] == value), None)

    def _documents(self, kind: str) -> list[Document]:
        if kind != LINES:
            return [record.document for record in self.tables[kind].records()]
        orders = self.tables["salesOrders"].records()
        return [line for order in orders for line in order.document[LINES]]

    def _undo(self) -> Callable[[], None]:
        """A function that puts everything back to how it is now."""
        tables = {kind: table.kept() for kind, table in self.tables.items()}
        links, codes, keys = dict(self._links), dict(self._codes), dict(self._keys)

        def undo() -> None:
            for kind, records in tables.items():
                self.tables[kind].restore(records)
            self._links, self._codes, self._keys = links, codes, keys

        return undo
