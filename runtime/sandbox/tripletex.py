"""Tripletex API v2 as its documentation and recorded answers describe it: the routes, order lines, addresses.

The server's settings, all of them optional:

- `rate_limit`: calls in 10 seconds before a 429 (the vendor's test environment has 100); without it none is refused.
- `language`: `no` or `en`, of the messages.
- `strict` (true): a read-only field in a body is refused; false passes over it.
- `beta` (true): false makes the endpoints that the vendor marks BETA answer 403, as in some companies.
- `closed`: patterns such as `GET /v2/employee*`; what fits is 403, for a right or a module that is missing.
- `hidden`: by kind, the fields that answers leave out because the user may not see them.
- `vat_types`: the ids of the VAT codes that are active, the usual one first (`[6]`: not registered for VAT).
- `product_vat` (true): false refuses any VAT code on a product.
- `unique_names`: true refuses a second product of one name, as a third party says the vendor does.
- `departments`: true demands a department of a new employee.
- `send_method`: how a new company is sent its invoices (`EMAIL`; with `EHF` a postal address is demanded).
- `required`: by kind, further fields that a new object needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from runtime.sandbox import tripletex_texts as texts
from runtime.sandbox.tripletex_checks import active_vat, field_faults, line_faults
from runtime.sandbox.tripletex_rules import derive
from runtime.sandbox.tripletex_texts import Faults
from runtime.sandbox.tripletex_writing import TripletexWriting
from runtime.sandbox.world import Answer, Call, Document, Record, SandboxServer, Way

MOST_ORDERS = 100


class Tripletex(TripletexWriting):
    """One company with its contacts, customers, products, orders and employees."""

    def routes(self) -> list[Way]:
        """The endpoints for the five kinds, with only the verbs that the vendor's spec has for each."""
        many_customers = partial(self.create_many, "customer", None)
        ways = [
            Way("POST", self.token_path, self.open_by_body),
            Way("PUT", self.token_path, self.open_by_query),
            Way("GET", "/v2/token/session/>whoAmI", self.who_am_i),
            Way("DELETE", "/v2/token/session/{token}", self.end_session),
            Way("DELETE", "/v2/contact/list", self._beta(self._delete_contacts)),
            Way("POST", "/v2/customer/list", self._beta(many_customers)),
            Way("PUT", "/v2/customer/list", self._beta(partial(self.change_many, "customer"))),
            Way("PUT", "/v2/product/list", partial(self.change_many, "product")),
            Way("POST", "/v2/order/list", self._beta(partial(self.create_many, "order", MOST_ORDERS))),
            Way("POST", "/v2/order/orderline", self._create_line),
            Way("POST", "/v2/order/orderline/list", self._create_lines),
            Way("GET", "/v2/order/orderline/{id}", self._read_line),
            Way("PUT", "/v2/order/orderline/{id}", self._beta(self._change_line)),
            Way("DELETE", "/v2/order/orderline/{id}", self._beta(self._delete_line)),
            Way("GET", "/v2/deliveryAddress/{id}", self._read_delivery_address),
            Way("PUT", "/v2/deliveryAddress/{id}", self._change_delivery_address),
            Way("GET", "/v2/ledger/vatType", self.list_vat_types),
            Way("GET", "/v2/country", partial(self.list_rows, "country")),
            Way("GET", "/v2/country/{id}", partial(self.read_one, "country")),
        ]
        for kind in ("contact", "product", "employee"):
            ways.append(Way("POST", f"/v2/{kind}/list", partial(self.create_many, kind, None)))
        for kind in ("contact", "customer", "product", "order", "employee"):
            ways += [
                Way("GET", f"/v2/{kind}", partial(self.list_rows, kind)),
                Way("POST", f"/v2/{kind}", partial(self.create, kind)),
                Way("GET", f"/v2/{kind}/{{id}}", partial(self.read_one, kind)),
                Way("PUT", f"/v2/{kind}/{{id}}", partial(self.change, kind)),
            ]
        ways.append(Way("DELETE", "/v2/customer/{id}", self._beta(partial(self.delete, "customer"))))
        for kind in ("product", "order"):
            ways.append(Way("DELETE", f"/v2/{kind}/{{id}}", partial(self.delete, kind)))
        return ways

    def _beta(self, answer: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        """An endpoint that the vendor marks BETA: some companies get a 403 from it."""

        def guarded(call: Call) -> Answer:
            if not self.settings.get("beta", True):
                raise self.fault(403, 9000, texts.NO_RIGHT)
            return answer(call)

        return guarded

    def _delete_contacts(self, call: Call) -> Answer:
        keys = [key for key in call.query.get("ids", "").split(",") if key]
        if any(self.tables["contact"].get(key) is None for key in keys) or not keys:
            raise self.not_found()
        for key in keys:
            self.remove("contact", key)
        return Answer(204)

    def _line(self, call: Call) -> tuple[Record, Document]:
        for record in self.tables["order"].records():
            for line in record.document["orderLines"]:
                if str(line["id"]) == call.params["id"]:
                    return record, line
        raise self.not_found()

    def _derived_line(self, record: Record, key: int) -> Document:
        order = derive("order", record.document, self.find)
        line: Document = next(line for line in order["orderLines"] if line["id"] == key)
        return line

    def _read_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        return self.value_answer("orderline", self._derived_line(record, line["id"]), call)

    def _line_faults(self, record: Record, line: Document, body: Document, is_new: bool) -> Faults:
        by_gross = record.document["isPrioritizeAmountsIncludingVat"]
        faults = field_faults("orderline", body, self.knows)
        return faults + line_faults(line, body, by_gross, active_vat(self.settings), is_new)

    def _new_line(self, given: Any, place: int | None = None) -> tuple[Record | None, Document, Faults]:
        """The order that a new line names, the line, and what is wrong with it."""
        body = self.read_new("orderline", given, place)
        reference: Mapping[str, Any] = body.pop("order", None) or {}
        record = self.tables["order"].get(str(reference.get("id")))
        if record is None:
            return None, body, [("order.id", texts.REQUIRED)]
        return record, body, self._line_faults(record, body, body, True)

    def _create_line(self, call: Call) -> Answer:
        self.selection("orderline", call)
        record, body, faults = self._new_line(self.given(call))
        if faults or record is None:
            raise self.invalid(faults)
        self.keep("order", record, record.document | {"orderLines": [*record.document["orderLines"], body]})
        key = record.document["orderLines"][-1]["id"]
        return self.value_answer("orderline", self._derived_line(record, key), call, 201)

    def _create_lines(self, call: Call) -> Answer:
        """All the lines or none; each order's version moves once, however many lines it gets."""
        selection = self.selection("orderline", call)
        messages = []
        grown: dict[str, tuple[Record, dict[int, Document]]] = {}
        for place, given in enumerate(self.given_rows(call)):
            record, body, faults = self._new_line(given, place)
            messages += self.messages(faults, place)
            if record is not None:
                grown.setdefault(record.key, (record, {}))[1][place] = body
        if messages:
            raise self.fault(422, 18000, texts.INVALID, messages)
        made: dict[int, Document] = {}
        for order, lines in grown.values():
            held = order.document["orderLines"]
            self.keep("order", order, order.document | {"orderLines": [*held, *lines.values()]})
            for place, line in zip(lines, order.document["orderLines"][len(held) :], strict=True):
                made[place] = self._derived_line(order, line["id"])
        return self.rows_answer([self.shown("orderline", made[place], selection) for place in sorted(made)], 201)

    def _change_line(self, call: Call) -> Answer:
        """The order of a line cannot be named in its update (a third party's ticket says it is refused)."""
        record, line = self._line(call)
        body = self.read("orderline", self.given(call))
        if body.get("order") is not None:
            raise self.invalid([("order", texts.FIXED)])
        self.check_identity(line, body)
        changed = line | body
        if faults := self._line_faults(record, changed, body, False):
            raise self.invalid(faults)
        lines = [changed if old["id"] == line["id"] else old for old in record.document["orderLines"]]
        self.keep("order", record, record.document | {"orderLines": lines})
        return self.value_answer("orderline", self._derived_line(record, line["id"]), call)

    def _delete_line(self, call: Call) -> Answer:
        record, line = self._line(call)
        lines = [old for old in record.document["orderLines"] if old["id"] != line["id"]]
        self.keep("order", record, record.document | {"orderLines": lines})
        return Answer(204)

    def _delivery_address(self, call: Call) -> Record:
        record = self.holder(call.params["id"])
        if record is None:
            raise self.not_found()
        return record

    def _read_delivery_address(self, call: Call) -> Answer:
        address = self._delivery_address(call).document["deliveryAddress"]
        return self.value_answer("deliveryAddress", address, call)

    def _change_delivery_address(self, call: Call) -> Answer:
        record = self._delivery_address(call)
        body = self.read("deliveryAddress", self.given(call))
        address = record.document["deliveryAddress"]
        self.check_identity(address, body)
        if faults := field_faults("deliveryAddress", body, self.knows):
            raise self.invalid(faults)
        self.keep("customer", record, record.document | {"deliveryAddress": address | body})
        return self.value_answer("deliveryAddress", record.document["deliveryAddress"], call)


def server() -> SandboxServer:
    """A fresh Tripletex company."""
    return Tripletex()
