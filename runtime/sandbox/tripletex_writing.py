"""The writing half of the Tripletex sandbox: bodies read and checked, objects made and changed, one or many.

Where the vendor is silent the stricter reading was chosen: an address edit leaves its customer's version and changes
alone (a third party's connector reads the addresses' own change lists for that reason), a `version` is checked whenever
it is sent, a read-only field in a body is refused, and a list does all of its elements or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from runtime.sandbox import tripletex_texts as texts
from runtime.sandbox.tripletex_checks import active_vat, field_faults, rule_faults
from runtime.sandbox.tripletex_fields import MODELS, Unreadable, read_body
from runtime.sandbox.tripletex_reading import TripletexReading
from runtime.sandbox.tripletex_rules import OSLO, Birth, complete_new, settle
from runtime.sandbox.tripletex_texts import Faults
from runtime.sandbox.world import Answer, Call, Document, Record, Refusal, deep_merge

SERIES = {"id": 69_700_001, "customerNumber": 10_001, "number": 1001}


class TripletexWriting(TripletexReading):
    """What every kind has in common when it is written."""

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Assign ids, versions, numbers, defaults and the empty address objects."""
        completed = complete_new(kind, document, self._birth())
        return str(completed["id"]), completed

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """An edit at the screen; versions move as they do for an edit through the API."""
        record = self.tables[kind].get(key)
        if record is None:
            raise KeyError(key)
        return self.keep(kind, record, deep_merge(record.document, changes))

    def keep(self, kind: str, record: Record, changed: Document) -> Record:
        """Store a changed object with its versions moved."""
        return self.store(kind, record.key, settle(kind, record.document, changed, self._birth()))

    def _birth(self) -> Birth:
        now = self.clock.now().astimezone(OSLO).strftime("%Y-%m-%dT%H:%M:%S%z")
        usual = next(iter(active_vat(self.settings)), 6)
        return Birth(self._new_id, now, usual, self.settings.get("send_method", "EMAIL"))

    def _new_id(self, series: str) -> int:
        number = self.next_number(series, SERIES[series])
        rows = self.tables["customer"].records() if series == "customerNumber" else []
        is_taken = any(row.document["customerNumber"] == number for row in rows)
        return self._new_id(series) if is_taken else number

    def given(self, call: Call) -> Any:
        """The JSON of a request; 422 code 22000 where it is none."""
        try:
            return self.read_json(call)
        except Refusal:
            raise self.fault(422, 22000, texts.BAD_JSON) from None

    def given_rows(self, call: Call, most: int | None = None) -> list[Any]:
        """The rows of a bulk request, which has at most so many."""
        rows = self.given(call)
        if not isinstance(rows, list):
            raise self.fault(422, 16000, texts.MAPPING, self.messages([("", texts.NO_LIST)]))
        if most is not None and len(rows) > most:
            raise self.invalid([("", texts.TOO_MANY_ROWS.of(most))])
        return rows

    def read(self, kind: str, given: Any, place: int | None = None) -> Document:
        """The body as an object of this kind; unknown, read-only and wrongly typed fields are 422 code 16000."""
        try:
            return read_body(kind, given, self.settings.get("strict", True))
        except Unreadable as wrong:
            messages = self.messages(wrong.faults, place)
            raise self.fault(422, 16000, texts.MAPPING, messages) from None

    def read_new(self, kind: str, given: Any, place: int | None = None) -> Document:
        """The body of a new object, which brings no ids, and neither do its lines or addresses.

        A delivery address may be one that there is (change log 2.71.6).
        """
        body = self.read(kind, given, place)
        faults: Faults = [(n, texts.ID_ON_CREATE) for n in ("id", "version") if body.pop(n, None) is not None]
        for name, value in body.items():
            field = MODELS[kind][name]
            parts = value if field.type == "list" else [value] if field.type == "embed" else []
            for part in parts:
                if part and part.get("id") is not None and name != "deliveryAddress":
                    faults.append((f"{name}.id", texts.ID_ON_CREATE))
        if faults:
            raise self.fault(422, 18000, texts.INVALID, self.messages(faults, place))
        return body

    def _faults(
        self, kind: str, document: Document, body: Document, others: Iterable[Document], is_new: bool
    ) -> Faults:
        faults = field_faults(kind, body, self.knows)
        faults += rule_faults(kind, document, body, others, self.settings, is_new)
        if is_new:
            faults += [(name, texts.REQUIRED) for name in self.missing(kind, document)]
        return faults

    def create(self, kind: str, call: Call) -> Answer:
        """A new object."""
        self.selection(kind, call)
        body = self.read_new(kind, self.given(call))
        others = [record.document for record in self.tables[kind].records()]
        if faults := self._faults(kind, body, body, others, True):
            raise self.invalid(faults)
        return self.value_answer(kind, _as_answered(kind, self.insert(kind, body).document), call, 201)

    def create_many(self, kind: str, most: int | None, call: Call) -> Answer:
        """New objects; the fault of one refuses all, and is told with the place of its element."""
        selection = self.selection(kind, call)
        rows = self.given_rows(call, most)
        bodies = [self.read_new(kind, row, place) for place, row in enumerate(rows)]
        stored = [record.document for record in self.tables[kind].records()]
        messages = []
        for place, body in enumerate(bodies):
            faults = self._faults(kind, body, body, [*stored, *bodies[:place]], True)
            messages += self.messages(faults, place)
        if messages:
            raise self.fault(422, 18000, texts.INVALID, messages)
        made = [_as_answered(kind, self.insert(kind, body).document) for body in bodies]
        return self.rows_answer([self.shown(kind, document, selection) for document in made], 201)

    def change(self, kind: str, call: Call) -> Answer:
        """Change what the body names; of an order the lines only with `updateLinesAndGroups=true`.

        A customer's delivery address has an endpoint of its own and is left alone here.
        """
        record = self.found(kind, call)
        self.selection(kind, call)
        body = self.read(kind, self.given(call))
        if kind == "customer":
            body.pop("deliveryAddress", None)
        if kind == "order" and call.query.get("updateLinesAndGroups", "false").lower() != "true":
            body.pop("orderLines", None)
        self.check_identity(record.document, body)
        changed = self._applied(kind, record.document, body)
        others = [other.document for other in self.tables[kind].records() if other is not record]
        if faults := self._faults(kind, changed, body, others, False):
            raise self.invalid(faults)
        self.keep(kind, record, changed)
        return self.value_answer(kind, record.document, call)

    def change_many(self, kind: str, call: Call) -> Answer:
        """Each row needs its id and version; here a customer's delivery address is changed too."""
        selection = self.selection(kind, call)
        bodies = [self.read(kind, row, place) for place, row in enumerate(self.given_rows(call))]
        messages = []
        for place, body in enumerate(bodies):
            absent: Faults = [(n, texts.REQUIRED) for n in ("id", "version") if body.get(n) is None]
            messages += self.messages(absent, place)
        if messages:
            raise self.fault(422, 18000, texts.INVALID, messages)
        planned: dict[str, tuple[Record, Document, Document]] = {}
        for body in bodies:
            record = self.tables[kind].get(str(body["id"]))
            if record is None:
                raise self.not_found()
            if record.key in planned:  # the first change would have moved the version that the second one has
                raise self.fault(409, 8000, texts.STALE)
            self.check_identity(record.document, body)
            planned[record.key] = (record, self._applied(kind, record.document, body), body)
        after = {record.key: record.document for record in self.tables[kind].records()}
        after |= {key: changed for key, (_, changed, _) in planned.items()}
        for place, (key, (_, changed, body)) in enumerate(planned.items()):
            others = [document for other, document in after.items() if other != key]
            messages += self.messages(self._faults(kind, changed, body, others, False), place)
        if messages:
            raise self.fault(422, 18000, texts.INVALID, messages)
        for record, changed, _ in planned.values():
            self.keep(kind, record, changed)
        return self.rows_answer([self.shown(kind, r.document, selection) for r, _, _ in planned.values()])

    def check_identity(self, document: Document, body: Document) -> None:
        """A stale version is 409 code 8000; without a version the write is unconditional."""
        if body.pop("id", None) not in (None, document["id"]):
            raise self.invalid([("id", texts.OTHER_ID)])
        if body.pop("version", None) not in (None, document["version"]):
            raise self.fault(409, 8000, texts.STALE)

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

    def _part(self, path: str, old: Document | None, given: Mapping[str, Any]) -> Document:
        if given.get("id") is None:
            return {name: value for name, value in given.items() if name not in ("id", "version")}
        if old is None or given["id"] != old["id"]:
            raise self.invalid([(f"{path}.id", texts.NO_SUCH_OBJECT)])
        if given.get("version") not in (None, old["version"]):
            raise self.fault(409, 8000, texts.STALE)
        return old | {name: value for name, value in given.items() if name != "version"}

    def delete(self, kind: str, call: Call) -> Answer:
        """A customer with orders stays (the recorded message carries an HTML list)."""
        record = self.found(kind, call)
        orders = [order.document for order in self.tables["order"].records()]
        if kind == "customer" and any(order["customer"]["id"] == record.document["id"] for order in orders):
            raise self.invalid([("", texts.CUSTOMER_IN_USE)])
        self.remove(kind, record.key)
        return Answer(204)


def _as_answered(kind: str, document: Document) -> Document:
    """A new order is answered with version 0 and without its lines, though they are stored (recorded)."""
    return document | {"version": 0, "orderLines": []} if kind == "order" else document
