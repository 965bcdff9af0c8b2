"""Business Central's API v2.0 as its vendor documents it: OData 4, etags that guard every change, no nulls.

Settings: `page_size` (rows on a page at most), `link_contacts` (false: customers bring no contact of their
own along).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID, uuid4

from runtime.sandbox.businesscentral_entra import refuse_token
from runtime.sandbox.businesscentral_fields import TYPES
from runtime.sandbox.businesscentral_query import LINES, Query, page_size, read_query
from runtime.sandbox.businesscentral_rows import (
    COMPANY,
    company_row,
    etag,
    etag_of,
    filter_value,
    names_one_order,
    order_key,
    wire_row,
)
from runtime.sandbox.businesscentral_rules import (
    LINKED,
    check_fixed,
    check_required,
    customer_of,
    from_article,
    from_customer,
    normal,
    read_body,
    settled,
    with_discount,
    with_twins,
)
from runtime.sandbox.businesscentral_values import NO_GUID, Breach, empty_document
from runtime.sandbox.odata_filter import holds
from runtime.sandbox.odata_paging import ordered_after, skip_token
from runtime.sandbox.world import Answer, Call, Document, Record, Refusal, SandboxServer, Way, instant

TOKEN_SECONDS = 3599
LARGEST_PAGE = 20_000
CONTENT = {"Content-Type": "application/json; odata.metadata=minimal; odata.streaming=true"}
CODES = {
    400: "BadRequest",
    401: "Authentication_InvalidCredentials",
    404: "BadRequest_ResourceNotFound",
    405: "BadRequest_MethodNotAllowed",
}


class BusinessCentral(SandboxServer):
    """One environment with one company."""

    name = "businesscentral"
    base_path = "/v2.0/sandbox/api/v2.0"
    token_path = "/oauth2/v2.0/token"
    account = COMPANY
    secrets: ClassVar[Mapping[str, str]] = {
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
    }
    kinds: ClassVar[tuple[str, ...]] = tuple(kind for kind in TYPES if kind != LINES)

    def __init__(self) -> None:
        super().__init__()
        self._links: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def routes(self) -> list[Way]:
        """Token, companies, and the same verbs for every entity set; lines lie below orders too."""
        company = f"{self.base_path}/companies({{company}})"
        ways = [
            Way("POST", self.token_path, self._token),
            Way("GET", f"{self.base_path}/companies", self._companies),
            Way("GET", company, self._company),
            Way("GET", f"{company}/customers({{id}})/contactsInformation", self._relations),
            Way("GET", f"{company}/salesOrders({{parent}})/{LINES}", self._for(LINES, self._list)),
            Way("POST", f"{company}/salesOrders({{parent}})/{LINES}", self._for(LINES, self._create)),
        ]
        for kind in TYPES:
            place, row = f"{company}/{kind}", f"{company}/{kind}({{id}})"
            ways += [
                Way("GET", place, self._for(kind, self._list)),
                Way("POST", place, self._for(kind, self._create)),
                Way("GET", row, self._for(kind, self._read)),
                Way("PATCH", row, self._for(kind, self._change)),
                Way("DELETE", row, self._for(kind, self._delete)),
            ]
        return ways

    def _for(self, kind: str, answer: Callable[[str, Call], Answer]) -> Callable[[Call], Answer]:
        def answer_or_refuse(call: Call) -> Answer:
            try:
                return answer(kind, call)
            except Breach as breach:
                raise self._error(breach.status, breach.code, str(breach)) from None

        return answer_or_refuse

    def refusal(self, status: int, text: str) -> Refusal:
        """What goes wrong before an entity is reached."""
        return self._error(status, CODES[status], text)

    def _error(self, status: int, code: str, text: str) -> Refusal:
        message = f"{text}  CorrelationId:  {uuid4()}."
        return Refusal(Answer(status, {"error": {"code": code, "message": message}}))

    def admit(self, call: Call) -> None:
        """Check the bearer token and the company."""
        if call.path == self.token_path:
            return
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.session_is_open(token):
            raise self.refusal(401, "The server has rejected the client credentials.")
        company = re.search(r"/companies\(([^)]*)\)", call.path)
        if company and company[1].lower() != COMPANY:
            raise self._error(404, "Internal_CompanyNotFound", "Cannot find company.")

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Every answer of the API names its OData version."""
        if call.path == self.token_path:
            return answer
        content = {} if answer.body is None else CONTENT
        return Answer(answer.status, answer.body, {"OData-Version": "4.0", **content, **answer.headers})

    def _token(self, call: Call) -> Answer:
        refused = refuse_token(call.body, self.secrets)
        if refused is not None:
            return refused
        token = self.open_session(timedelta(seconds=TOKEN_SECONDS))
        return Answer(200, {"token_type": "Bearer", "expires_in": TOKEN_SECONDS, "access_token": token})

    def _companies(self, call: Call) -> Answer:
        context = f"{self._root(call)}/$metadata#companies"
        return Answer(200, {"@odata.context": context, "value": [company_row()]})

    def _company(self, call: Call) -> Answer:
        context = f"{self._root(call)}/$metadata#companies/$entity"
        return Answer(200, {"@odata.context": context} | company_row())

    def _relations(self, call: Call) -> Answer:
        """The contact that came into being with a customer."""
        customer = self._found("customers", call)
        contact = self._look("contacts", "id", self._links.get(customer["id"], NO_GUID))
        relation = contact and {
            "contactId": contact["id"],
            "contactNumber": contact["number"],
            "contactName": contact["displayName"],
            "contactType": contact["type"],
            "relatedId": customer["id"],
            "relatedType": "Customer",
        }
        return Answer(200, {"value": [relation] if relation else []})

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
            taken |= {"orderDate": today, "postingDate": today, "partialShipping": True}
        own = {"id": key, "number": number}
        complete = empty_document(entity) | dict(entity.defaults) | taken | given | own
        self._check_number(kind, complete)
        if self.tables[kind].get(key):
            raise Breach("Internal_EntityWithSameKeyExists", f"The record already exists: id '{key}'.")
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
            text = f"The record already exists: No.='{document['number']}'."
            raise Breach("Internal_EntityWithSameKeyExists", text)

    def stamp(self, kind: str, record: Record) -> None:
        """The time of the last change, and an etag that changes with it."""
        record.document["lastModifiedDateTime"] = instant(record.modified)
        record.document["@odata.etag"] = etag(f"{record.key};{record.revision}".encode())
        self._keys[kind, record.document["number"]] = record.key

    def insert(self, kind: str, document: Document) -> Record:
        """Store a new record; a customer brings a contact of type Company along."""
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
        if not self.settings.get("link_contacts", True):
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

    def _found(self, kind: str, call: Call, param: str = "id") -> Document:
        key = call.params[param].lower()
        document = self._look(kind, "id", key)
        if document is None:
            text = f"The record in table {kind} was not found: {key}."
            raise self._error(404, "Internal_RecordNotFound", text)
        return document

    def _root(self, call: Call) -> str:
        return f"http://{call.headers.get('host', 'localhost')}{self.base_path}"

    def _context(self, kind: str, call: Call) -> str:
        return f"{self._root(call)}/$metadata#companies({COMPANY})/{kind}"

    def _list(self, kind: str, call: Call) -> Answer:
        query = read_query(kind, call.query)
        tree = query.filter
        if "parent" in call.params:
            rows = self._found("salesOrders", call, "parent")[LINES]
        elif kind != LINES or names_one_order(tree):
            rows = self._documents(kind)
        else:
            text = "You must specify an Id or a Document Id to get the lines."
            raise Breach("Application_DialogException", text)
        if tree is not None:
            rows = [row for row in rows if holds(tree, partial(filter_value, kind, row))]
        key_of = partial(order_key, query)
        ahead = ordered_after(rows, key_of, query.descending, query.after)[query.skip :]
        ahead = ahead if query.top is None else ahead[: query.top]
        largest = self.settings.get("page_size", LARGEST_PAGE)
        page = ahead[: page_size(call.headers.get("prefer", ""), largest)]
        body: Document = {"@odata.context": self._context(kind, call)}
        if query.count:
            body["@odata.count"] = len(rows)
        body["value"] = [wire_row(kind, document, query) for document in page]
        if len(ahead) > len(page):
            options = dict(call.query) | {"$skiptoken": skip_token(key_of(page[-1]))}
            options |= {"$top": str(query.top - len(page))} if query.top is not None else {}
            options.pop("$skip", None)
            here = call.path.removeprefix(self.base_path)
            body["@odata.nextLink"] = f"{self._root(call)}{here}?{urlencode(options)}"
        return Answer(200, body)

    def _read(self, kind: str, call: Call) -> Answer:
        return self._whole(200, kind, self._found(kind, call), call)

    def _whole(self, status: int, kind: str, document: Document, call: Call) -> Answer:
        query = Query() if call.method == "PATCH" else read_query(kind, call.query)
        body = {"@odata.context": f"{self._context(kind, call)}/$entity"} | wire_row(kind, document, query)
        place = f"{self._root(call)}/companies({COMPANY})/{kind}({document['id']})"
        return Answer(status, body, {"Location": place} if status == 201 else {})

    def _create(self, kind: str, call: Call) -> Answer:
        document = read_body(kind, self.read_json(call), creating=True)
        if kind == LINES:
            return self._create_line(document, call)
        if kind == "items" and "inventory" in document:
            text = "The inventory cannot be changed during on insert."
            raise Breach("Application_DialogException", text)
        if kind == "salesOrders":
            document[LINES] = [with_twins(LINES, line, self._codes) for line in document.get(LINES, [])]
        check_required(kind, empty_document(TYPES[kind]) | dict(TYPES[kind].defaults) | document)
        absent = self.missing(kind, document)
        if absent:
            text = f"{', '.join(absent)} must have a value."
            raise Breach("Application_FieldValidationException", text)
        return self._whole(201, kind, self.insert(kind, document).document, call)

    def _create_line(self, line: Document, call: Call) -> Answer:
        parent = call.params.get("parent", line.get("documentId", NO_GUID)).lower()
        order = self._look("salesOrders", "id", parent)
        if order is None or line.get("documentId", parent) != parent:
            raise Breach("Application_DialogException", "You must specify a Document Id of a sales order.")
        line = with_twins(LINES, line, self._codes)
        known = {old["id"] for old in order[LINES]}
        stored = self.store("salesOrders", parent, order | {LINES: [*order[LINES], line]}).document
        created = next(new for new in stored[LINES] if new["id"] not in known)
        return self._whole(201, LINES, created, call)

    def _change(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        self._check_etag(call, old, needed=True)
        changes = read_body(kind, self.read_json(call), creating=False)
        check_fixed(TYPES[kind], changes, old)
        changes = with_twins(kind, changes, self._codes)
        if kind == LINES:
            return self._whole(200, kind, self._change_line(old, changes), call)
        new = old | changes
        if kind == "salesOrders" and changes.keys() & {"customerId", "customerNumber"}:
            customer = customer_of(changes, self._look)
            moved = customer["id"] != old["customerId"]
            new = old | (from_customer(customer) if moved else {}) | changes
            new |= {"customerId": customer["id"], "customerNumber": customer["number"]}
        check_required(kind, new)
        self._check_number(kind, new)
        return self._whole(200, kind, self.store(kind, old["id"], new).document, call)

    def _change_line(self, old: Document, changes: Document) -> Document:
        new = old | changes
        if changes.get("itemId", old["itemId"]) != old["itemId"]:
            new = from_article(new, changes, self._look)
        lines = self._put_line(old, with_discount(new, changes))
        return next(line for line in lines if line["id"] == old["id"])

    def _put_line(self, old: Document, new: Document | None) -> list[Document]:
        """Put a line in its place, or take it out; the order is stored, so its stamp moves."""
        order = self._look("salesOrders", "id", old["documentId"]) or {}
        kept = [new if line["id"] == old["id"] else line for line in order[LINES]]
        lines = [line for line in kept if line is not None]
        stored = self.store("salesOrders", order["id"], order | {LINES: lines})
        return list(stored.document[LINES])

    def _check_etag(self, call: Call, document: Document, needed: bool) -> None:
        given = call.headers.get("if-match")
        if given is None and needed:
            text = "Could not validate the client concurrency token required by the service."
            raise Breach("BadRequest_InvalidToken", text)
        if given not in (None, "*", etag_of(document)):
            text = "Another user has already changed the record."
            raise Breach("Request_EntityChanged", text, 409)

    def _delete(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        self._check_etag(call, old, needed=False)
        uses = {"customers": ("salesOrders", "customerId"), "items": (LINES, "itemId")}
        if kind in uses and self._look(*uses[kind], old["id"]) is not None:
            text = f"You cannot delete {old['number']} because there is an outstanding Sales Order."
            raise Breach("Application_DialogException", text)
        if kind == LINES:
            self._put_line(old, None)
        else:
            self.remove(kind, old["id"])
        return Answer(204)


def server() -> SandboxServer:
    """A fresh Business Central."""
    return BusinessCentral()
