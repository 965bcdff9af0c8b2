"""Tripletex API v2 as its documentation and recorded answers describe it: the routes and all writing.

Where the vendor is silent the stricter reading was chosen: an address edit leaves its customer's version and
changes alone (a third party's connector reads the addresses' own change lists for that reason), and a
`version` is checked whenever it is sent. Read-only fields in a body are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from runtime.sandbox.tripletex_fields import MODELS, Unreadable, read_body
from runtime.sandbox.tripletex_reading import NO_DIGEST, TripletexReading
from runtime.sandbox.tripletex_rules import (
    OSLO,
    Faults,
    complete_new,
    derive,
    field_faults,
    line_faults,
    rule_faults,
    settle,
)
from runtime.sandbox.world import Answer, Call, Document, Record, Refusal, SandboxServer, Way, deep_merge

NO_ID = "An ID cannot be set when creating a new object"
SERIES = {"id": 69_700_001, "customerNumber": 10_001, "number": 1001}


class Tripletex(TripletexReading):
    """One company with its contacts, customers, products, orders and employees."""

    def routes(self) -> list[Way]:
        """The endpoints for the five kinds, with only the verbs that the vendor's spec has for each."""
        ways = [
            Way("POST", self.token_path, self.open_by_body),
            Way("PUT", self.token_path, self.open_by_query),
            Way("GET", "/v2/token/session/>whoAmI", self.who_am_i),
            Way("DELETE", "/v2/token/session/{token}", self.end_session),
            Way("DELETE", "/v2/contact/list", self._delete_contacts),
            Way("PUT", "/v2/customer/list", self._change_many_customers),
            Way("POST", "/v2/order/orderline", self._create_line),
            Way("GET", "/v2/order/orderline/{id}", self._read_line),
            Way("PUT", "/v2/order/orderline/{id}", self._change_line),
            Way("DELETE", "/v2/order/orderline/{id}", self._delete_line),
            Way("GET", "/v2/deliveryAddress/{id}", self._read_delivery_address),
            Way("PUT", "/v2/deliveryAddress/{id}", self._change_delivery_address),
            Way("GET", "/v2/country", partial(self.list_rows, "country")),
            Way("GET", "/v2/country/{id}", partial(self.read_one, "country")),
        ]
        for kind in ("contact", "customer", "product", "order", "employee"):
            ways += [
                Way("GET", f"/v2/{kind}", partial(self.list_rows, kind)),
                Way("POST", f"/v2/{kind}", partial(self._create, kind)),
                Way("GET", f"/v2/{kind}/{{id}}", partial(self.read_one, kind)),
                Way("PUT", f"/v2/{kind}/{{id}}", partial(self._change, kind)),
            ]
        for kind in ("customer", "product", "order"):
            ways.append(Way("DELETE", f"/v2/{kind}/{{id}}", partial(self._delete, kind)))
        return ways

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Assign ids, versions, numbers, defaults and the empty address objects."""
        completed = complete_new(kind, document, self._new_id, self._now())
        return str(completed["id"]), completed

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """An edit at the screen; versions move as they do for an edit through the API."""
        record = self.tables[kind].get(key)
        if record is None:
            raise KeyError(key)
        return self._keep(kind, record, deep_merge(record.document, changes))

    def _keep(self, kind: str, record: Record, changed: Document) -> Record:
        settled = settle(kind, record.document, changed, self._new_id, self._now())
        return self.store(kind, record.key, settled)

    def _new_id(self, series: str) -> int:
        number = self.next_number(series, SERIES[series])
        rows = self.tables["customer"].records() if series == "customerNumber" else []
        is_taken = any(row.document["customerNumber"] == number for row in rows)
        return self._new_id(series) if is_taken else number

    def _now(self) -> str:
        return self.clock.now().astimezone(OSLO).strftime("%Y-%m-%dT%H:%M:%S%z")

    def _json(self, call: Call) -> Any:
        try:
            return self.read_json(call)
        except Refusal:
            raise self.fault(422, 22000, "Ugyldig JSON.") from None

    def _body(self, kind: str, given: Any) -> Document:
        """The body as an object of this kind; unknown fields and wrong types are 422 code 16000."""
        try:
            return read_body(kind, given)
        except Unreadable as wrong:
            raise self.fault(422, 16000, "Request mapping failed", wrong.faults) from None

    def _new_body(self, kind: str, given: Any) -> Document:
        body = self._body(kind, given)
        faults = [(name, NO_ID) for name in ("id", "version") if body.pop(name, None) is not None]
        if faults:
            raise self.invalid(faults)
        return body

    def _check(self, kind: str, document: Document, body: Document, is_new: bool) -> None:
        others = [r.document for r in self.tables[kind].records() if r.document["id"] != document.get("id")]
        faults = field_faults(kind, body, self.knows) + rule_faults(kind, document, body, others, is_new)
        if is_new:
            faults += [(name, "Må fylles ut.") for name in self.missing(kind, document)]
        if faults:
            raise self.invalid(faults)

    def _create(self, kind: str, call: Call) -> Answer:
        """A new order is answered with version 0 and without its lines, though they are stored (recorded)."""
        self.selection(kind, call)
        body = self._new_body(kind, self._json(call))
        self._check(kind, body, body, True)
        document = self.insert(kind, body).document
        if kind == "order":
            document = document | {"version": 0, "orderLines": []}
        return self.value_answer(kind, document, call, 201)

    def _change(self, kind: str, call: Call) -> Answer:
        """Change what the body names; of an order the lines only with `updateLinesAndGroups=true`.

        A customer's delivery address has an endpoint of its own and is left alone here.
        """
        record = self.found(kind, call)
        self.selection(kind, call)
        body = self._body(kind, self._json(call))
        if kind == "customer":
            body.pop("deliveryAddress", None)
        if kind == "order" and call.query.get("updateLinesAndGroups", "false").lower() != "true":
            body.pop("orderLines", None)
        self._put(kind, record, body)
        return self.value_answer(kind, record.document, call)

    def _put(self, kind: str, record: Record, body: Document) -> None:
        self._check_identity(record.document, body)
        changed = self._applied(kind, record.document, body)
        self._check(kind, changed, body, False)
        self._keep(kind, record, changed)

    def _check_identity(self, document: Document, body: Document) -> None:
        """A stale version is 409 code 8000; without a version the write is unconditional."""
        if body.pop("id", None) not in (None, document["id"]):
            raise self.invalid([("id", "Stemmer ikke med stien.")])
        if body.pop("version", None) not in (None, document["version"]):
            raise self.fault(409, 8000, "Revision Exception")

    def _applied(self, kind: str, document: Document, body: Document) -> Document:
        """The object as the body would have it: parts with their id are merged, parts without are new."""
        changed = deepcopy(document)
        for name, value in body.items():
            field = MODELS[kind][name]
            if field.type == "list":
                before = {line["id"]: line for line in document[name]}
                changed[name] = [self._part(name, before.get(line.get("id")), line) for line in value]
            elif field.type != "embed":
                changed[name] = value
            elif value is not None:
                changed[name] = self._part(name, document[name], value)
        return changed

    def _part(self, path: str, old: Document | None, given: Document) -> Document:
        if given.get("id") is None:
            return {name: value for name, value in given.items() if name not in ("id", "version")}
        if old is None or given["id"] != old["id"]:
            raise self.invalid([(f"{path}.id", "Objektet finnes ikke.")])
        if given.get("version") not in (None, old["version"]):
            raise self.fault(409, 8000, "Revision Exception")
        return old | {name: value for name, value in given.items() if name != "version"}

    def _change_many_customers(self, call: Call) -> Answer:
        """Each row needs its id and version; here the delivery address is updated too."""
        rows = self._json(call)
        if not isinstance(rows, list):
            raise self.fault(422, 16000, "Request mapping failed", [("", "Forventet en liste.")])
        bodies = [self._body("customer", row) for row in rows]
        values = []
        for body in bodies:
            faults = [(name, "Må fylles ut.") for name in ("id", "version") if body.get(name) is None]
            if faults:
                raise self.invalid(faults)
            record = self.tables["customer"].get(str(body["id"]))
            if record is None:
                raise self.refusal(404, "Objektet ble ikke funnet.")
            self._put("customer", record, body)
            values.append(self.shown("customer", record.document, self.selection("customer", call)))
        sizes = {"fullResultSize": len(values), "from": 0, "count": len(values)}
        return Answer(200, sizes | {"versionDigest": NO_DIGEST, "values": values})

    def _delete(self, kind: str, call: Call) -> Answer:
        """A customer with orders stays (the recorded message carries an HTML list)."""
        record = self.found(kind, call)
        orders = [order.document for order in self.tables["order"].records()]
        if kind == "customer" and any(order["customer"]["id"] == record.document["id"] for order in orders):
            raise self.invalid([("", "Kunden kan ikke slettes:<ul><li>Det finnes ordrer</li></ul>")])
        self.remove(kind, record.key)
        return Answer(204)

    def _delete_contacts(self, call: Call) -> Answer:
        keys = [key for key in call.query.get("ids", "").split(",") if key]
        if any(self.tables["contact"].get(key) is None for key in keys) or not keys:
            raise self.refusal(404, "Objektet ble ikke funnet.")
        for key in keys:
            self.remove("contact", key)
        return Answer(204)

    def _line(self, call: Call) -> tuple[Record, Document]:
        for record in self.tables["order"].records():
            for line in record.document["orderLines"]:
                if str(line["id"]) == call.params["id"]:
                    return record, line
        raise self.refusal(404, "Objektet ble ikke funnet.")

    def _line_answer(self, record: Record, key: int, call: Call, status: int = 200) -> Answer:
        order = derive("order", record.document, self.find)
        line = next(line for line in order["orderLines"] if line["id"] == key)
        return self.value_answer("orderline", line, call, status)

    def _read_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        return self._line_answer(record, line["id"], call)

    def _check_line(self, record: Record, line: Document, body: Document, is_new: bool) -> None:
        by_gross = record.document["isPrioritizeAmountsIncludingVat"]
        faults: Faults = field_faults("orderline", body, self.knows)
        faults += line_faults(line, body, by_gross, "", is_new)
        if faults:
            raise self.invalid(faults)

    def _create_line(self, call: Call) -> Answer:
        body = self._new_body("orderline", self._json(call))
        reference: Mapping[str, Any] = body.pop("order", None) or {}
        record = self.tables["order"].get(str(reference.get("id")))
        if record is None:
            raise self.invalid([("order.id", "Må fylles ut.")])
        self._check_line(record, body, body, True)
        lines = [*record.document["orderLines"], body]
        self._keep("order", record, record.document | {"orderLines": lines})
        return self._line_answer(record, record.document["orderLines"][-1]["id"], call, 201)

    def _change_line(self, call: Call) -> Answer:
        """The order of a line cannot be named in its update (a third party's ticket says it is refused)."""
        record, line = self._line(call)
        body = self._body("orderline", self._json(call))
        if body.get("order") is not None:
            raise self.invalid([("order", "Kan ikke endres.")])
        self._check_identity(line, body)
        changed = line | body
        self._check_line(record, changed, body, False)
        lines = [changed if old["id"] == line["id"] else old for old in record.document["orderLines"]]
        self._keep("order", record, record.document | {"orderLines": lines})
        return self._line_answer(record, line["id"], call)

    def _delete_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        lines = [old for old in record.document["orderLines"] if old["id"] != line["id"]]
        self._keep("order", record, record.document | {"orderLines": lines})
        return Answer(204)

    def _delivery_address(self, call: Call) -> Record:
        record = self.holder(call.params["id"])
        if record is None:
            raise self.refusal(404, "Objektet ble ikke funnet.")
        return record

    def _read_delivery_address(self, call: Call) -> Answer:
        address = self._delivery_address(call).document["deliveryAddress"]
        return self.value_answer("deliveryAddress", address, call)

    def _change_delivery_address(self, call: Call) -> Answer:
        record = self._delivery_address(call)
        body = self._body("deliveryAddress", self._json(call))
        address = record.document["deliveryAddress"]
        self._check_identity(address, body)
        if faults := field_faults("deliveryAddress", body, self.knows):
            raise self.invalid(faults)
        self._keep("customer", record, record.document | {"deliveryAddress": address | body})
        return self.value_answer("deliveryAddress", record.document["deliveryAddress"], call)


def server() -> SandboxServer:
    """A fresh Tripletex company."""
    return Tripletex()
