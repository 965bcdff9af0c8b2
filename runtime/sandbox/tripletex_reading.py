"""The reading half of the Tripletex sandbox: sessions, limits, error bodies, lists and single objects.

The facts come from the vendor's OpenAPI file (2.74.00), its developer site and change log, and from answers
recorded in its test environment.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from runtime.sandbox import tripletex_texts as texts
from runtime.sandbox.tripletex_checks import active_vat
from runtime.sandbox.tripletex_fields import HOST, Selection, read_selection, show, unknown_names
from runtime.sandbox.tripletex_filters import FILTERS, ORDER_DATES, is_sortable, order_of
from runtime.sandbox.tripletex_rules import COUNTRIES, OSLO, VAT_NUMBERS, VAT_PERCENT, derive
from runtime.sandbox.tripletex_texts import Faults, Text
from runtime.sandbox.world import Allowance, Answer, Call, Document, Record, Refusal, SandboxServer, encode

WINDOW_SECONDS = 10
USUAL_LIMIT = 100
LARGEST_COUNT = 10_000
NO_DIGEST = "'If-None-Match' header not specified"
NO_EMPLOYEE_DIGEST = "Checksum not yet supported for this endpoint"


class TripletexReading(SandboxServer):
    """Sessions, limits, errors and everything that changes nothing."""

    name = "tripletex"
    base_path = "/v2"
    token_path = "/v2/token/session/:create"
    secrets: ClassVar[Mapping[str, str]] = {
        "consumer_token": "sandbox-consumer-token",
        "employee_token": "sandbox-employee-token",
    }
    kinds = ("contact", "customer", "product", "order", "employee", "country")

    def __init__(self) -> None:
        super().__init__()
        self._allowance = Allowance(WINDOW_SECONDS)
        self._left = (USUAL_LIMIT, WINDOW_SECONDS)
        for country in COUNTRIES:
            self.tables["country"].insert(str(country["id"]), dict(country))

    def is_write(self, call: Call) -> bool:
        """Opening and ending sessions changes no business record."""
        return super().is_write(call) and not call.path.startswith("/v2/token/")

    def refusal(self, status: int, text: str) -> Refusal:
        """The vendor's error body for what has no code of its own."""
        codes = {400: 4000, 401: 3000, 403: 9000, 404: 6000, 405: 4000, 409: 8000}
        return self.fault(status, codes.get(status, 1000), Text(text, text))

    def said(self, text: Text) -> str:
        """A message in the language of the setting `language`: `no` (the usual one) or `en`."""
        return text.en if self.settings.get("language") == "en" else text.no

    def messages(self, faults: Faults, place: int | None = None) -> list[Document]:
        """Validation messages; those about an element of a list carry its place in `path`, such as `[3].name`."""
        return [
            {
                "field": field or None,
                "message": self.said(text),
                "path": None if place is None else f"[{place}].{field}".rstrip("."),
                "rootId": None,
            }
            for field, text in faults
        ]

    def fault(self, status: int, code: int, text: Text, messages: list[Document] | None = None) -> Refusal:
        """The vendor's error body; `validationMessages` is null when there is nothing to list."""
        body = {
            "status": status,
            "code": code,
            "message": self.said(text),
            "link": "https://tripletex.example/v2-docs/",
            "developerMessage": "",
            "validationMessages": messages or None,
            "requestId": "",
        }
        return Refusal(Answer(status, body))

    def invalid(self, faults: Faults) -> Refusal:
        """The everyday refusal: 422 with code 18000 and one message per fault."""
        return self.fault(422, 18000, texts.INVALID, self.messages(faults))

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Rate-limit headers on every answer, but no reset on the 429 itself (vendor's issue 103)."""
        limit, (left, reset) = self.settings.get("rate_limit", USUAL_LIMIT), self._left
        headers = dict(answer.headers) | {
            "X-Rate-Limit-Limit": str(limit),
            "X-Rate-Limit-Remaining": str(max(left, 0)),
            "x-tlx-request-id": str(uuid4()),
        }
        if answer.status != 429:
            headers["X-Rate-Limit-Reset"] = str(reset)
        body = answer.body
        if isinstance(body, dict) and "requestId" in body:
            body = body | {"requestId": headers["x-tlx-request-id"]}
        return Answer(answer.status, body, headers)

    def admit(self, call: Call) -> None:
        """Basic authentication: user 0 or blank for the own company, the session token as the password."""
        self._left = self._allowance.take(self.settings.get("rate_limit", USUAL_LIMIT))
        if "rate_limit" in self.settings and self._left[0] < 0:
            raise self.fault(429, 0, texts.TOO_MANY_CALLS)
        if call.path == self.token_path:
            return
        scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
        try:
            user, _, token = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user = token = ""
        if scheme.lower() != "basic" or not self.session_is_open(token):
            raise self.fault(401, 3000, texts.NO_SESSION)
        if user not in ("0", ""):
            raise self.fault(403, 9000, texts.NO_COMPANY)
        if any(fnmatchcase(f"{call.method} {call.path}", closed) for closed in self.settings.get("closed", [])):
            raise self.fault(403, 9000, texts.NO_RIGHT)

    def open_by_body(self, call: Call) -> Answer:
        """The preferred way, with the tokens in a JSON body: 201."""
        body = self.read_json(call)
        return self._open_session(body if isinstance(body, dict) else {}, 201)

    def open_by_query(self, call: Call) -> Answer:
        """The older way, with the tokens in the query: 200."""
        return self._open_session(call.query, 200)

    def _open_session(self, given: Mapping[str, Any], status: int) -> Answer:
        """The token lives until the midnight that begins its expiration date, which must be after today."""
        names = {"consumerToken": "consumer_token", "employeeToken": "employee_token"}
        absent = [(name, texts.REQUIRED) for name in (*names, "expirationDate") if not given.get(name)]
        if absent:
            raise self.invalid(absent)
        if any(given[name] != self.secrets[secret] for name, secret in names.items()):
            raise self.fault(401, 3000, texts.BAD_TOKENS)
        try:
            last = date.fromisoformat(str(given["expirationDate"]))
        except ValueError:
            raise self.invalid([("expirationDate", texts.NOT_A_DATE)]) from None
        if last <= datetime.now(OSLO).date():
            raise self.invalid([("expirationDate", texts.NOT_LATER)])
        token = self.open_session(datetime.combine(last, time(), OSLO) - datetime.now(UTC))
        value = {"id": self.next_number("session", 1), "version": 1, "url": "", "token": token}
        return Answer(status, {"value": value | {"expirationDate": last.isoformat(), "encryptionKey": None}})

    def end_session(self, call: Call) -> Answer:
        """End a session."""
        self.sessions.pop(call.params["token"], None)
        return Answer(204)

    def who_am_i(self, call: Call) -> Answer:
        """Who the token stands for."""
        return Answer(200, {"value": {"employeeId": 1, "actualEmployeeId": 1, "companyId": 1}})

    def find(self, kind: str, key: Any) -> Document | None:
        """A stored object by kind and id."""
        if kind == "deliveryAddress":
            holder = self.holder(str(key))
            address: Document | None = holder.document["deliveryAddress"] if holder else None
            return address
        record = self.tables[kind].get(str(key)) if kind in self.tables else None
        return derive(kind, record.document, self.find) if record else None

    def holder(self, key: str) -> Record | None:
        """The customer whose delivery address has this id."""
        customers = self.tables["customer"].records()
        return next((c for c in customers if str(c.document["deliveryAddress"]["id"]) == key), None)

    def knows(self, kind: str, key: Any) -> bool:
        """Whether a reference leads somewhere; kinds that the sandbox does not keep are taken on trust."""
        return kind not in (*self.tables, "deliveryAddress") or self.find(kind, key) is not None

    def not_found(self) -> Refusal:
        """There is no such object, or not in this company."""
        return self.fault(404, 6000, texts.NOT_FOUND)

    def found(self, kind: str, call: Call) -> Record:
        """The record that the path names; an id that is no number is 400 code 12000."""
        key = call.params["id"]
        if not key.isdigit():
            raise self.fault(400, 12000, texts.BAD_PATH.of("id"))
        record = self.tables[kind].get(key)
        if record is None:
            raise self.not_found()
        return record

    def selection(self, kind: str, call: Call) -> Selection:
        """The `fields` parameter; a name that the object does not have is 400 code 11000 (recorded)."""
        text = call.query.get("fields", "") or "*"
        try:
            selection = read_selection(text)
        except ValueError:
            raise self.fault(400, 11000, texts.BAD_FIELDS.of(text)) from None
        if strange := unknown_names(kind, selection):
            model = kind[0].upper() + kind[1:] + "DTO"
            text = f"Illegal field in fields filter: {strange[0]} does not match a field in the model"
            raise self.fault(400, 11000, Text(f"{text}: {model}", f"{text}: {model}"))
        return selection

    def shown(self, kind: str, document: Document, selection: Selection) -> Document:
        """An object as an answer shows it; what the user has no right to see is not null but absent."""
        shown = show(kind, derive(kind, document, self.find), selection, self.find)
        hidden = self.settings.get("hidden", {}).get(kind, [])
        return {name: value for name, value in shown.items() if name not in hidden}

    def value_answer(self, kind: str, document: Document, call: Call, status: int = 200) -> Answer:
        """One object; the user type of an employee is null here though lists say otherwise (recorded)."""
        value = self.shown(kind, document, self.selection(kind, call))
        return Answer(status, {"value": self._with_user_type(kind, value, None)})

    def _with_user_type(self, kind: str, value: Document, user_type: str | None) -> Document:
        return value | {"userType": user_type} if kind == "employee" and "userType" in value else value

    def read_one(self, kind: str, call: Call) -> Answer:
        """One object by its id."""
        return self.value_answer(kind, self.found(kind, call).document, call)

    def list_rows(self, kind: str, call: Call) -> Answer:
        """One page; `fullResultSize` only tells whether there is more (since March 2026).

        A digest is made when `If-None-Match` is sent, for all but employees; a match is 304.
        """
        selection = self.selection(kind, call)
        start, count = self._paging(call)
        matched = self._matched(kind, call)
        if len(matched) > LARGEST_COUNT:
            raise self.fault(422, 23000, texts.TOO_LARGE)
        page = matched[start : start + count]
        digest = NO_DIGEST
        if "if-none-match" in call.headers:
            stamps = [(row["id"], row.get("version", 0)) for row in page]
            digest = NO_EMPLOYEE_DIGEST if kind == "employee" else hashlib.md5(encode(stamps)).hexdigest()
            if call.headers["if-none-match"].strip('"') == digest and kind != "employee":
                return Answer(304)
        shown = [self.shown(kind, row, selection) for row in page]
        values = [self._with_user_type(kind, value, "EXTENDED") for value in shown]
        more = 1 if len(matched) > start + count else 0
        sizes = {"fullResultSize": start + len(page) + more, "from": start, "count": len(page)}
        return Answer(200, sizes | {"versionDigest": digest, "values": values})

    def rows_answer(self, values: list[Document], status: int = 200) -> Answer:
        """A whole list in one answer, as the bulk endpoints give it."""
        sizes = {"fullResultSize": len(values), "from": 0, "count": len(values)}
        return Answer(status, sizes | {"versionDigest": NO_DIGEST, "values": values})

    def list_vat_types(self, call: Call) -> Answer:
        """The outgoing VAT codes that the company may use; `typeOfVat` of another sort finds none."""
        wanted = active_vat(self.settings) if call.query.get("typeOfVat", "OUTGOING") == "OUTGOING" else ()
        return self.rows_answer(
            [
                {
                    "id": key,
                    "version": 0,
                    "url": f"{HOST}/v2/ledger/vatType/{key}",
                    "name": f"{number}: {VAT_PERCENT[key]} %",
                    "number": number,
                    "percentage": VAT_PERCENT[key],
                }
                for key, number in VAT_NUMBERS.items()
                if key in wanted
            ]
        )

    def _paging(self, call: Call) -> tuple[int, int]:
        try:
            start, count = int(call.query.get("from", "0")), int(call.query.get("count", "1000"))
        except ValueError:
            raise self.fault(422, 21000, texts.BAD_PARAMETER.of("from, count")) from None
        if start < 0 or not 0 <= count <= LARGEST_COUNT:
            raise self.fault(422, 21000, texts.COUNT_TOO_LARGE.of(LARGEST_COUNT))
        return start, count

    def _matched(self, kind: str, call: Call) -> list[Document]:
        """The rows that pass the filters: orders need both dates, inactive customers must be asked for."""
        asked = dict(call.query)
        if kind == "order":
            absent = [(name, texts.NOT_NULL) for name in ORDER_DATES if not asked.get(name)]
            if absent:
                raise self.invalid(absent)
        if kind == "customer":
            asked.setdefault("isInactive", "false")
        rows = [record.document for record in self.tables[kind].records()]
        for name, wanted in asked.items():
            passes = FILTERS.get(kind, {}).get(name)
            try:
                rows = [row for row in rows if passes(row, wanted)] if passes else rows
            except ValueError:
                raise self.fault(422, 21000, texts.BAD_PARAMETER.of(name)) from None
        for name in reversed([name for name in asked.get("sorting", "").split(",") if name]):
            if not is_sortable(kind, name.lstrip("-")):
                raise self.fault(422, 17000, texts.BAD_SORTING.of(name))
            key = partial(order_of, kind, name.lstrip("-"), self.find)
            rows = sorted(rows, key=key, reverse=name.startswith("-"))
        return rows
