"""Business Central's API v2.0 as its vendor documents it: OData 4, etags that guard every change, no nulls.

Settings beside those of `businesscentral_limits` and `businesscentral_tables`: `page_size` (rows on a page at most).
Messages are in the language of `Accept-Language`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode
from uuid import uuid4

from runtime.sandbox.businesscentral_batch import BATCH, read_parts, run_batch
from runtime.sandbox.businesscentral_entra import refuse_token
from runtime.sandbox.businesscentral_fields import TYPES
from runtime.sandbox.businesscentral_limits import Window
from runtime.sandbox.businesscentral_metadata import metadata
from runtime.sandbox.businesscentral_query import LINES, Query, page_size, read_query
from runtime.sandbox.businesscentral_rows import (
    COMPANY,
    company_row,
    etag_of,
    matching,
    names_one_order,
    order_key,
    wire_row,
)
from runtime.sandbox.businesscentral_rules import (
    changed_line,
    check_fixed,
    check_required,
    customer_of,
    from_customer,
    read_body,
    with_bill_to,
    with_twins,
)
from runtime.sandbox.businesscentral_tables import BusinessCentralTables
from runtime.sandbox.businesscentral_texts import (
    CHANGED,
    LINES_OF_WHAT,
    MUST_HAVE,
    NO_NUMBERS,
    NO_TOKEN,
    NOT_FOUND,
    OUTSTANDING,
    TYPE_IN_USE,
    language_of,
    told,
)
from runtime.sandbox.businesscentral_values import NO_GUID, Breach, empty_document
from runtime.sandbox.odata_paging import skip_token
from runtime.sandbox.world import Answer, Call, Document, Refusal, SandboxServer, Way, decode

TOKEN_SECONDS = 3599
LARGEST_PAGE = 20_000
CONTENT = {"Content-Type": "application/json; odata.metadata=minimal; odata.streaming=true"}
CODES = {
    400: "BadRequest",
    401: "Authentication_InvalidCredentials",
    404: "BadRequest_ResourceNotFound",
    405: "BadRequest_MethodNotAllowed",
}


class BusinessCentral(BusinessCentralTables):
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
        self.window = Window()
        self._is_in_batch = False

    def routes(self) -> list[Way]:
        """Token, batch, companies, and the same verbs for every entity set; lines lie below orders too."""
        company = f"{self.base_path}/companies({{company}})"
        below = f"{company}/salesOrders({{parent}})/{LINES}"
        ways = [
            Way("POST", f"{self.base_path}/{BATCH}", self._for("", self._batch)),
            Way("POST", self.token_path, self._token),
            Way("GET", f"{self.base_path}/$metadata", lambda _call: metadata()),
            Way("GET", f"{self.base_path}/companies", self._companies),
            Way("GET", company, self._company),
            Way("GET", f"{company}/customers({{id}})/contactsInformation", self._for("customers", self._relations)),
        ]
        for kind, place in [*((kind, f"{company}/{kind}") for kind in TYPES), (LINES, below)]:
            row = f"{place}({{id}})"
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
                text = told(breach.text, breach.words, language_of(call.headers.get("accept-language", "")))
                raise self._error(breach.status, breach.code, text) from None

        return answer_or_refuse

    def refusal(self, status: int, text: str) -> Refusal:
        """What goes wrong before an entity is reached."""
        return self._error(status, CODES[status], text)

    def _error(self, status: int, code: str, text: str) -> Refusal:
        correlation = str(uuid4())
        message = f"{text}  CorrelationId:  {correlation}."
        body = {"error": {"code": code, "message": message}}
        return Refusal(Answer(status, body, {"ms-correlation-x": correlation}))

    def is_write(self, call: Call) -> bool:
        """A batch means to write when one of its parts does; its parts are not requests of their own."""
        if call.path != f"{self.base_path}/{BATCH}":
            return super().is_write(call)
        try:
            return any(str(part["method"]).upper() != "GET" for part in decode(call.body)["requests"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return False

    def respond(self, call: Call) -> Answer:
        """Answer one request; a company that is named in the query counts as one in the path."""
        company = call.query.get("company")
        if company is not None:
            rest = call.path.removeprefix(self.base_path)
            options = {name: value for name, value in call.query.items() if name != "company"}
            call = replace(call, path=f"{self.base_path}/companies({company}){rest}", query=options)
        return super().respond(call)

    def admit(self, call: Call) -> None:
        """Check the number of requests, the bearer token and the company."""
        if call.path == self.token_path:
            return
        if not self._is_in_batch and not self.window.admits(self.underway, self.settings):
            raise Refusal(Answer(429))
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.session_is_open(token):
            raise self.refusal(401, "The server has rejected the client credentials.")
        company = re.search(r"/companies\(([^)]*)\)", call.path)
        if company and company[1].lower() != COMPANY:
            raise self._error(404, "Internal_CompanyNotFound", "Cannot find company.")

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Every answer of the API names its OData version."""
        if call.path == self.token_path or answer.status == 429:
            return answer
        content = {} if answer.body is None else CONTENT
        own = {"OData-Version": "4.0", "request-id": str(uuid4()), **content}
        return Answer(answer.status, answer.body, {**own, **answer.headers})

    def _batch(self, kind: str, call: Call) -> Answer:
        parts = read_parts(self.read_json(call), call, self.base_path)
        undo = self._undo() if "isolation" in call.headers else lambda: None
        self._is_in_batch = True
        try:
            return run_batch(parts, call.headers, self.respond, undo)
        finally:
            self._is_in_batch = False

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

    def _relations(self, kind: str, call: Call) -> Answer:
        """The contact that came into being with a customer."""
        customer = self._found(kind, call)
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

    def _found(self, kind: str, call: Call, param: str = "id") -> Document:
        key = call.params[param].lower()
        document = self._look(kind, "id", key)
        order = call.params.get("parent", "").lower()
        if document is None or (param == "id" and order and document["documentId"] != order):
            raise Breach("Internal_RecordNotFound", NOT_FOUND, 404, kind=kind, key=key)
        return document

    def _root(self, call: Call) -> str:
        return f"http://{call.headers.get('host', 'localhost')}{self.base_path}"

    def _context(self, kind: str, call: Call) -> str:
        return f"{self._root(call)}/$metadata#companies({COMPANY})/{kind}"

    def _list(self, kind: str, call: Call) -> Answer:
        query = read_query(kind, call.query)
        if "parent" in call.params:
            rows = self._found("salesOrders", call, "parent")[LINES]
        elif kind != LINES or names_one_order(query.filter):
            rows = self._documents(kind)
        else:
            raise Breach("Application_DialogException", LINES_OF_WHAT)
        key_of = partial(order_key, query)
        ahead = matching(kind, rows, query)[query.skip :]
        ahead = ahead if query.top is None else ahead[: query.top]
        largest = self.settings.get("page_size", LARGEST_PAGE)
        page = ahead[: page_size(call.headers.get("prefer", ""), largest)]
        body: Document = {"@odata.context": self._context(kind, call)}
        if query.count:
            body["@odata.count"] = len(matching(kind, rows, replace(query, after=None)))
        body["value"] = [wire_row(kind, document, query, self._look) for document in page]
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
        row = wire_row(kind, document, query, self._look)
        place = f"{self._root(call)}/companies({COMPANY})/{kind}({document['id']})"
        headers = {"Location": place} if status == 201 else {}
        if status == 201 and "return-no-content" in call.headers.get("prefer", ""):
            return Answer(204, None, headers)
        return Answer(status, {"@odata.context": f"{self._context(kind, call)}/$entity"} | row, headers)

    def _create(self, kind: str, call: Call) -> Answer:
        document = read_body(kind, self.read_json(call), creating=True)
        if kind == LINES:
            return self._create_line(document, call)
        if kind == "items" and "inventory" in document:
            text = "The inventory cannot be changed during on insert."
            raise Breach("Application_DialogException", text)
        if document.get("number") and not self.settings.get("manual_numbers", True):
            raise Breach("Application_DialogException", NO_NUMBERS)
        if kind == "salesOrders":
            document[LINES] = [with_twins(LINES, line, self._codes) for line in document.get(LINES, [])]
        check_required(kind, empty_document(TYPES[kind]) | dict(TYPES[kind].defaults) | document)
        absent = self.missing(kind, document)
        if absent:
            raise Breach("Application_FieldValidationException", MUST_HAVE, names=", ".join(absent))
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
        if kind == "salesOrders":
            changes = with_bill_to(changes, self._look)
        new = old | changes
        if kind == "salesOrders" and changes.keys() & {"customerId", "customerNumber"}:
            customer = customer_of(changes, self._look)
            moved = customer["id"] != old["customerId"]
            new = old | (from_customer(customer) if moved else {}) | changes
            new |= {"customerId": customer["id"], "customerNumber": customer["number"]}
        if kind == "items" and new["type"] != old["type"] and self._look(LINES, "itemId", old["id"]):
            raise Breach("Application_DialogException", TYPE_IN_USE)
        check_required(kind, new)
        self._check_number(kind, new)
        return self._whole(200, kind, self.store(kind, old["id"], new).document, call)

    def _change_line(self, old: Document, changes: Document) -> Document:
        lines = self._put_line(old, changed_line(old, changes, self._look))
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
            raise Breach("BadRequest_InvalidToken", NO_TOKEN)
        if given not in (None, "*", etag_of(document)):
            raise Breach("Request_EntityChanged", CHANGED, 409)

    def _delete(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        self._check_etag(call, old, needed=False)
        uses = {"customers": ("salesOrders", "customerId"), "items": (LINES, "itemId")}
        if kind in uses and self._look(*uses[kind], old["id"]) is not None:
            raise Breach("Application_DialogException", OUTSTANDING, number=old["number"])
        if kind == LINES:
            self._put_line(old, None)
        else:
            self.remove(kind, old["id"])
        return Answer(204)


def server() -> SandboxServer:
    """A fresh Business Central."""
    return BusinessCentral()
