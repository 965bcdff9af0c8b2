"""PowerOffice Go API v2 as its OpenAPI file and developer pages describe it.

No recorded answers of this API are public. Where its papers are silent the sandbox is strict: a body with an
unknown or read-only property is refused, and error bodies use the lower-case keys of the specification's
examples. There is no version, no etag and no webhook; deletes are never reported.

The server's settings, all of them optional:

- `rate_limit`: calls in one second before a 429 (the vendor has 10); without it none is refused.
- `token_seconds` (1200): how long a token is good.
- `privileges`: such as `Customer` (read) and `Customer_Full` (write); all `_Full` unless told. Others are 403.
- `private` (false): true shows national ids and gender, which otherwise read as `hidden`.
- `error_keys`: `pascal` writes the keys of an error as the schema has them, and not as the examples do.
- `lines_move_orders` (false): true moves an order's `LastChangedDateTimeOffset` with an edit of its lines.
- `new_invoice_id` (false): true gives an invoice another id than its order had.
- `standard_sales_account` (true): false refuses a product that names neither account nor group.
- `required`: by kind, further properties that a new record needs.

`{"Invoiced": true}` for an order at the side door invoices it as a person would: it moves to the invoices.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from functools import partial
from typing import ClassVar
from urllib.parse import parse_qs
from uuid import uuid4

from runtime.sandbox.powerofficego_fields import Invalid, check_body, patched, show, shown_names
from runtime.sandbox.powerofficego_filters import matches, ordered
from runtime.sandbox.powerofficego_rules import (
    NotThere,
    complete_new,
    is_in_use,
    settle,
    violations,
)
from runtime.sandbox.world import (
    Allowance,
    Answer,
    Call,
    Document,
    Record,
    Refusal,
    SandboxServer,
    Way,
    deep_merge,
)

TOKEN_SECONDS = 1200
RATE_WINDOW_SECONDS = 1
USUAL_PAGE_SIZE = 5000
LARGEST_PAGE_SIZE = 20_000
PATCH_TYPE = "application/json-patch+json"
SENDS_AN_INVOICE = "/createAndSendInvoice"
PRIVILEGES = {
    "Customers": "Customer",
    "ContactPersons": "ContactPerson",
    "Products": "Product",
    "SalesOrders": "SalesOrders",
    "Employees": "Employee",
}
"""The privilege to read each kind; with `_Full` after it, to write it too."""


class PowerOfficeGo(SandboxServer):
    """One client (company) of PowerOffice Go."""

    name = "powerofficego"
    base_path = "/v2"
    token_path = "/OAuth/Token"
    secrets: ClassVar[Mapping[str, str]] = {
        "client_id": "sandbox-application-key",
        "client_secret": "sandbox-client-key",
        "subscription_key": "sandbox-subscription-key",
    }
    kinds = ("ContactPersons", "Customers", "Products", "SalesOrders", "Employees", "OutgoingInvoices")

    def __init__(self) -> None:
        super().__init__()
        self._allowance = Allowance(RATE_WINDOW_SECONDS)

    def routes(self) -> list[Way]:
        """Orders are made only through `/SalesOrders/Complete`, contact persons below their customer."""
        person, order, line = (
            "/v2/ContactPersons/{contact}",
            "/v2/SalesOrders/{id}",
            "/v2/SalesOrders/{id}/Lines",
        )
        ways = [
            Way("POST", self.token_path, self._token),
            Way("GET", "/v2/ClientIntegrationInformation", self._integration),
            Way("POST", person, partial(self._create, "ContactPersons")),
            Way("GET", person + "/{id}", partial(self._read, "ContactPersons")),
            Way("PATCH", person + "/{id}", partial(self._patch, "ContactPersons")),
            Way("DELETE", person + "/{id}", partial(self._delete, "ContactPersons")),
            Way("POST", "/v2/SalesOrders/Complete", partial(self._create, "SalesOrders")),
            Way("GET", order + "/Complete", self._read_complete),
            Way("POST", order + SENDS_AN_INVOICE, self._send_invoice),
            Way("GET", "/v2/OutgoingInvoices/{id}/Lines", partial(self._list_lines, "OutgoingInvoices")),
            Way("GET", line, partial(self._list_lines, "SalesOrders")),
            Way("POST", line, self._create_line),
            Way("GET", line + "/{line}", self._read_line),
            Way("PATCH", line + "/{line}", self._patch_line),
            Way("DELETE", line + "/{line}", self._delete_line),
        ]
        for kind in self.kinds:
            ways.append(Way("GET", f"/v2/{kind}", partial(self._list, kind)))
        for kind in ("Customers", "Products", "SalesOrders", "Employees"):
            ways += [
                Way("GET", f"/v2/{kind}/{{id}}", partial(self._read, kind)),
                Way("PATCH", f"/v2/{kind}/{{id}}", partial(self._patch, kind)),
                Way("DELETE", f"/v2/{kind}/{{id}}", partial(self._delete, kind)),
            ]
        for kind in ("Customers", "Products", "Employees"):
            ways.append(Way("POST", f"/v2/{kind}", partial(self._create, kind)))
        return [*ways, Way("GET", "/v2/OutgoingInvoices/{id}", partial(self._read, "OutgoingInvoices"))]

    def refusal(self, status: int, text: str, title: str = "") -> Refusal:
        """ProblemDetails, with the lower-case keys of the specification's examples."""
        titled = title or f"Error {status}"
        body = {"type": "", "title": titled, "status": status, "detail": text, "instance": ""}
        if self.settings.get("error_keys") == "pascal":
            body = {name.capitalize(): value for name, value in body.items()}
        return Refusal(Answer(status, body, {"Content-Type": "application/problem+json"}))

    def admit(self, call: Call) -> None:
        """Every call needs the subscription key, and every call but the token call a bearer token."""
        left, _ = self._allowance.take(self.settings.get("rate_limit", 10))
        if "rate_limit" in self.settings and left < 0:
            raise self.refusal(429, "Rate limit is exceeded.")
        if call.headers.get("ocp-apim-subscription-key") != self.secrets["subscription_key"]:
            raise Refusal(Answer(401, {"statusCode": 401, "message": "Subscription key missing or invalid."}))
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        is_open = scheme.lower() == "bearer" and self.session_is_open(token)
        if call.path != self.token_path and not is_open:
            raise self.refusal(401, "The access token is missing or has expired.")
        self._refuse_unprivileged(call)

    def _privileges(self) -> list[str]:
        granted: list[str] = self.settings.get("privileges", [f"{stem}_Full" for stem in PRIVILEGES.values()])
        return granted

    def _refuse_unprivileged(self, call: Call) -> None:
        """403 for a kind that the client key may not read, or not write."""
        stem = PRIVILEGES.get(call.path.removeprefix("/v2/").partition("/")[0])
        enough = {f"{stem}_Full"} | ({stem} if call.method == "GET" else set())
        if stem is not None and not enough & set(self._privileges()):
            raise self.refusal(403, f"The privilege {stem} is missing, or the module that it needs.")

    def alarm(self, call: Call) -> str:
        """No sync has any business sending invoices to customers."""
        is_sent = call.method == "POST" and call.path.endswith(SENDS_AN_INVOICE)
        return "SENDS AN INVOICE TO A CUSTOMER: a sync must never call this" if is_sent else ""

    def _token(self, call: Call) -> Answer:
        """Client credentials, good for 20 minutes; there is no refresh token."""
        pair = f"{self.secrets['client_id']}:{self.secrets['client_secret']}"
        basic = "Basic " + base64.b64encode(pair.encode()).decode()
        if call.headers.get("authorization") != basic:
            raise Refusal(Answer(401, {"error": "invalid_client"}))
        if parse_qs(call.body.decode("utf-8", "replace")).get("grant_type") != ["client_credentials"]:
            raise Refusal(Answer(400, {"error": "unsupported_grant_type"}))
        seconds = self.settings.get("token_seconds", TOKEN_SECONDS)
        token = self.open_session(timedelta(seconds=seconds))
        return Answer(200, {"access_token": token, "token_type": "bearer", "expires_in": seconds})

    def _integration(self, call: Call) -> Answer:
        valid = self._privileges()
        missing = [f"{stem}_Full" for stem in PRIVILEGES.values() if f"{stem}_Full" not in valid]
        body = {"ClientId": "sandbox", "ClientName": "Sandbox AS", "ValidPrivileges": valid}
        return Answer(200, body | {"InvalidPrivileges": missing, "ActiveClientSubscriptions": ["Standard"]})

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Assign the id (a UUID for orders), the number, defaults and stamps."""
        completed = complete_new(kind, document, self)
        return str(completed["Id"]), completed

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """An edit at the screen; stamps move as they do for an edit through the API."""
        record = self.tables[kind].get(key)
        if record is None:
            raise KeyError(key)
        if kind == "SalesOrders" and changes == {"Invoiced": True}:
            return self._invoiced(record)
        return self._keep(kind, record, deep_merge(record.document, changes))

    def _keep(self, kind: str, record: Record, changed: Document) -> Record:
        return self.store(kind, record.key, settle(kind, record.document, changed, self))

    def _record(self, kind: str, call: Call) -> Record:
        record = self.tables[kind].get(call.params["id"])
        contact = call.params.get("contact")
        if record is None or (contact and str(record.document["ContactId"]) != contact):
            raise self.refusal(404, f"{kind} with Id = {call.params['id']} was not found.")
        return record

    def _list(self, kind: str, call: Call) -> Answer:
        """A bare array; an empty list is 204 without a body. Parameter names ignore case."""
        asked = {name.lower(): value for name, value in call.query.items()}
        try:
            number, size = int(asked.get("pagenumber", 1)), int(asked.get("pagesize", USUAL_PAGE_SIZE))
            rows = [r.document for r in self.tables[kind].records() if matches(kind, r.document, asked)]
            rows = ordered(kind, rows, asked.get("orderby", ""))
        except ValueError:
            raise self.refusal(400, "A query parameter is not valid.") from None
        if number < 1 or not 1 <= size <= LARGEST_PAGE_SIZE:
            raise self.refusal(400, f"PageNumber starts at 1, PageSize is at most {LARGEST_PAGE_SIZE}.")
        names = {name.strip().lower() for name in asked.get("fields", "").split(",") if name.strip()}
        if strange := sorted(names - shown_names(kind)):
            raise self.refusal(400, f"Fields names what {kind} do not have: {', '.join(strange)}.")
        page = rows[(number - 1) * size : number * size]
        return Answer(200, [self._shown(kind, row, names or None) for row in page]) if page else Answer(204)

    def _shown(self, kind: str, document: Document, names: set[str] | None = None) -> Document:
        return show(kind, document, names, bool(self.settings.get("private")))

    def _read(self, kind: str, call: Call) -> Answer:
        return Answer(200, self._shown(kind, self._record(kind, call).document))

    def _body(self, kind: str, call: Call) -> Document:
        body = self.read_json(call)
        try:
            check_body(kind, body, True)
        except Invalid as invalid:
            raise self._invalid(kind, invalid.reasons) from None
        checked: Document = body
        return checked

    def _invalid(self, kind: str, reasons: list[str]) -> Refusal:
        return self.refusal(400, " ".join(reasons), f"{kind} validation error(s)")

    def _create(self, kind: str, call: Call) -> Answer:
        document = self._body(kind, call)
        if kind == "ContactPersons":
            document["ContactId"] = self._contact(call.params["contact"])
        if kind == "SalesOrders":
            document["IsCreatedByCurrentIntegration"] = True
        reasons = [f"{name} is required." for name in self.missing(kind, document)]
        self._refuse_violations(kind, document, reasons)
        document = self.insert(kind, document).document
        return Answer(201, _whole(document) if kind == "SalesOrders" else self._shown(kind, document))

    def _contact(self, key: str) -> int:
        for kind in ("Customers", "Employees"):
            if self.tables[kind].get(key) is not None:
                return int(key)
        raise self.refusal(404, f"Contact with Id = {key} was not found.")

    def _refuse_violations(self, kind: str, document: Document, reasons: list[str]) -> None:
        """Broken rules and duplicates are 400; a reference that leads nowhere is 404."""
        try:
            reasons = reasons + violations(kind, document, self)
        except NotThere as lost:
            raise self.refusal(404, f"{lost} was not found.") from None
        if reasons:
            raise self._invalid(kind, reasons)

    def _patch(self, kind: str, call: Call) -> Answer:
        record = self._record(kind, call)
        changed = self._patched(kind, record.document, call)
        if kind == "SalesOrders":
            self._refuse_locked(record, changed)
        self._refuse_violations(kind, changed, [])
        self._keep(kind, record, changed)
        return Answer(200, self._shown(kind, record.document))

    def _patched(self, kind: str, document: Document, call: Call) -> Document:
        """The document under a JSON Patch; any other content type is refused."""
        if call.headers.get("content-type", "").partition(";")[0].strip().lower() != PATCH_TYPE:
            raise self.refusal(415, f"The content type must be {PATCH_TYPE}.")
        try:
            return patched(kind, deepcopy(document), self.read_json(call))
        except Invalid as invalid:
            raise self._invalid(kind, invalid.reasons) from None

    def _refuse_locked(self, record: Record, changed: Document | None = None) -> None:
        """A confirmed order is locked until it is set back to draft."""
        locked = record.document["SalesOrderStatus"] == "Confirmed"
        if locked and (changed is None or changed["SalesOrderStatus"] == "Confirmed"):
            raise self.refusal(400, "The sales order is confirmed; set it back to Draft to edit it.")

    def _delete(self, kind: str, call: Call) -> Answer:
        """409 while something refers to the record; contact persons go with the customer that they belong to."""
        record = self._record(kind, call)
        if kind == "SalesOrders":
            self._refuse_locked(record)
        if is_in_use(kind, record.document, self):
            raise self.refusal(409, f"{kind} with Id = {record.key} is in use and cannot be deleted.")
        self.remove(kind, record.key)
        if kind in ("Customers", "Employees"):
            for person in self.tables["ContactPersons"].records():
                if person.document["ContactId"] == record.document["Id"]:
                    self.remove("ContactPersons", person.key)
        return Answer(200)

    def _read_complete(self, call: Call) -> Answer:
        return Answer(200, _whole(self._record("SalesOrders", call).document))

    def _send_invoice(self, call: Call) -> Answer:
        self._invoiced(self._record("SalesOrders", call))
        return Answer(202)

    def _invoiced(self, record: Record) -> Record:
        """The order leaves the orders and lives on as an invoice with its id; the line ids change."""
        key = str(uuid4()) if self.settings.get("new_invoice_id") else record.key
        lines = [line | {"Id": str(uuid4()), "SalesOrderId": key} for line in record.document["SalesOrderLines"]]
        self.remove("SalesOrders", record.key)
        return self.tables["OutgoingInvoices"].insert(key, record.document | {"Id": key, "SalesOrderLines": lines})

    def _line(self, call: Call) -> tuple[Record, Document]:
        record = self._record("SalesOrders", call)
        for line in record.document["SalesOrderLines"]:
            if line["Id"] == call.params["line"]:
                return record, line
        raise self.refusal(404, f"Line with Id = {call.params['line']} was not found.")

    def _list_lines(self, kind: str, call: Call) -> Answer:
        lines = self._record(kind, call).document["SalesOrderLines"]
        return Answer(200, [show("Lines", line) for line in lines]) if lines else Answer(204)

    def _read_line(self, call: Call) -> Answer:
        return Answer(200, show("Lines", self._line(call)[1]))

    def _keep_lines(self, record: Record, lines: list[Document]) -> None:
        changed = record.document | {"SalesOrderLines": lines}
        self._refuse_violations("SalesOrders", changed, [])
        self._keep("SalesOrders", record, changed)

    def _create_line(self, call: Call) -> Answer:
        record = self._record("SalesOrders", call)
        self._refuse_locked(record)
        given = self._body("Lines", call)
        self._refuse_violations("SalesOrders", record.document | {"SalesOrderLines": [given]}, [])
        self._keep_lines(record, [*record.document["SalesOrderLines"], given])
        return Answer(201, show("Lines", record.document["SalesOrderLines"][-1]))

    def _patch_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        self._refuse_locked(record)
        changed = self._patched("Lines", line, call)
        lines = [changed if old["Id"] == line["Id"] else old for old in record.document["SalesOrderLines"]]
        self._keep_lines(record, lines)
        return Answer(200, show("Lines", self._line(call)[1]))

    def _delete_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        self._refuse_locked(record)
        self._keep_lines(record, [old for old in record.document["SalesOrderLines"] if old["Id"] != line["Id"]])
        return Answer(200)


def _whole(order: Document) -> Document:
    """An order with its lines."""
    lines = [show("Lines", line) for line in order["SalesOrderLines"]]
    return show("SalesOrders", order) | {"SalesOrderLines": lines}


def server() -> SandboxServer:
    """A fresh PowerOffice Go client."""
    return PowerOfficeGo()
