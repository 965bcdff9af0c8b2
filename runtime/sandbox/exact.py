"""Exact Online as its vendor documents it: OData 2 in JSON, guid keys, dates in Dutch local time.

Signing in means refreshing: a refresh token works once and is replaced by every answer. Settings:
`strict_refresh` (refuse a refresh within 570 s of the last), `keep_refresh_token` (go on accepting the first
refresh token), `rate_limit` (calls a minute), `bare_lists` (false: a list cut by `$top` keeps `results`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode
from uuid import UUID, uuid4

from runtime.sandbox.exact_fields import TYPES
from runtime.sandbox.exact_query import PAGE, Query, QueryError, read_query
from runtime.sandbox.exact_rows import atom, derived, wire_row
from runtime.sandbox.exact_rules import Breach, checked, defaults, line_defaults, settled
from runtime.sandbox.exact_values import comparable, local_text
from runtime.sandbox.odata_filter import holds
from runtime.sandbox.odata_paging import OrderKey, ordered_after, skip_token
from runtime.sandbox.world import Allowance, Answer, Call, Document, Record, Refusal, SandboxServer, Way

DIVISION = 123456
FIRST_REFRESH_TOKEN = "sandbox-refresh-1"
TOKEN_SECONDS = 600
REFRESH_FLOOR = 570
UNLIMITED = 100_000


class ExactOnline(SandboxServer):
    """One company (division) of Exact Online, with one signed-in user."""

    name = "exact"
    base_path = "/api/v1"
    token_path = "/api/oauth2/token"
    account = str(DIVISION)
    secrets: ClassVar[Mapping[str, str]] = {
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "refresh_token": FIRST_REFRESH_TOKEN,
    }
    kinds: ClassVar[tuple[str, ...]] = tuple(kind for kind, entity in TYPES.items() if not entity.parent)

    def __init__(self) -> None:
        super().__init__()
        self._refresh_tokens = [FIRST_REFRESH_TOKEN]
        self._last_refresh: float | None = None
        self._minute, self._day = Allowance(60), Allowance(86_400)
        self._limit_headers: dict[str, str] = {}

    def routes(self) -> list[Way]:
        """The token endpoint, who-am-I, and five verbs for each endpoint; employees can only be read."""
        ways = [Way("POST", self.token_path, self._token), Way("GET", "/api/v1/current/Me", self._me)]
        for kind, entity in TYPES.items():
            place = f"/api/v1/{{division}}/{entity.service}/{kind}"
            row = f"{place}(guid'{{id}}')"
            ways.append(Way("GET", place, self._for(kind, self._list)))
            ways.append(Way("GET", row, self._for(kind, self._read)))
            if entity.lines:
                ways.append(Way("GET", f"{row}/{entity.lines}", self._for(kind, self._lines)))
            if entity.writable_names:
                ways.append(Way("POST", place, self._for(kind, self._create)))
                ways.append(Way("PUT", row, self._for(kind, self._change)))
                ways.append(Way("DELETE", row, self._for(kind, self._delete)))
        return ways

    def _for(self, kind: str, answer: Callable[[str, Call], Answer]) -> Callable[[Call], Answer]:
        return lambda call: answer(kind, call)

    def refusal(self, status: int, text: str) -> Refusal:
        """The error of the API: the code is always empty, the text is meant for people."""
        return Refusal(Answer(status, {"error": {"code": "", "message": {"lang": "", "value": text}}}))

    def admit(self, call: Call) -> None:
        """Check the bearer token, the company and, when the setting asks for it, the calls per minute."""
        self._limit_headers = {}
        if call.path == self.token_path:
            return
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.session_is_open(token):
            raise self.refusal(401, "The access token is missing or has expired.")
        parts = call.path.split("/")
        if len(parts) > 3 and parts[3] not in (self.account, "current"):
            refused = self.refusal(403, "Forbidden - no access to this division.").answer
            raise Refusal(Answer(403, refused.body, {"Reason": "NoDivisionAccess"}))
        self._count()

    def _count(self) -> None:
        limit = self.settings.get("rate_limit")
        remaining, seconds = self._minute.take(limit or UNLIMITED)
        remaining_today, seconds_today = self._day.take(UNLIMITED)
        now = time.time()
        minutely = {
            "X-RateLimit-Minutely-Limit": str(limit or UNLIMITED),
            "X-RateLimit-Minutely-Remaining": str(max(remaining, 0)),
            "X-RateLimit-Minutely-Reset": str(int((now + seconds) * 1000)),
        }
        self._limit_headers = minutely
        if remaining < 0:
            raise self.refusal(429, "Too many requests: the minutely limit is reached.")
        self._limit_headers = minutely | {
            "X-RateLimit-Limit": str(UNLIMITED),
            "X-RateLimit-Remaining": str(remaining_today),
            "X-RateLimit-Reset": str(int((now + seconds_today) * 1000)),
        }

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Add the limit headers, and answer in Atom whoever did not ask for JSON."""
        if call.path == self.token_path:
            return answer
        headers = {**self._limit_headers, **answer.headers}
        if answer.status in (200, 201) and "application/json" not in call.headers.get("accept", ""):
            rows = answer.body["d"]
            rows = rows.get("results", [rows]) if isinstance(rows, dict) else rows
            content = {"Content-Type": "application/atom+xml;charset=utf-8"}
            return Answer(answer.status, atom(self._root(call), rows), headers | content)
        return Answer(answer.status, answer.body, headers)

    def _token(self, call: Call) -> Answer:
        form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
        if any(form.get(name) != self.secrets[name] for name in ("client_id", "client_secret")):
            return _no_token(401, "invalid_client", "The client credentials are wrong.")
        if form.get("grant_type") != "refresh_token":
            return _no_token(400, "unsupported_grant_type", "Only refresh_token is offered here.")
        given = form.get("refresh_token")
        kept = given == FIRST_REFRESH_TOKEN and self.settings.get("keep_refresh_token", False)
        if given != self._refresh_tokens[-1] and not kept:
            if given in self._refresh_tokens:
                return _no_token(401, "unauthorized_client", "Old refresh token used.")
            return _no_token(400, "invalid_grant", "The refresh token is not known.")
        now = time.monotonic()
        early = self._last_refresh is not None and now - self._last_refresh < REFRESH_FLOOR
        if early and self.settings.get("strict_refresh", False):
            text = "Rate limit exceeded: access_token not expired"
            return _no_token(400, "access_denied", text, {"Reason": "TooEarlyToRefreshTokens"})
        self._last_refresh = now
        self._refresh_tokens.append(token_hex(20))
        return Answer(
            200,
            {
                "access_token": self.open_session(timedelta(seconds=TOKEN_SECONDS)),
                "token_type": "bearer",
                "expires_in": str(TOKEN_SECONDS),
                "refresh_token": self._refresh_tokens[-1],
            },
        )

    def _me(self, call: Call) -> Answer:
        return Answer(200, {"d": {"results": [{"CurrentDivision": DIVISION}]}})

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Give the key, numbers and defaults that a new row gets from the server."""
        entity = TYPES[kind]
        number = self.next_number(kind, 1)
        key = str(UUID(document.get(entity.key) or str(uuid4())))
        given = {name: value for name, value in document.items() if value is not None}
        complete = entity.zeroes | defaults(kind, number, given) | document
        return key, self._settled(kind, complete | {entity.key: key, "Division": DIVISION})

    def stamp(self, kind: str, record: Record) -> None:
        """Created and Modified, in Dutch local time."""
        record.document["Created"] = local_text(record.created)
        record.document["Modified"] = local_text(record.modified)

    def store(self, kind: str, key: str, document: Document) -> Record:
        """Put a changed document in place; the twins and lines of it follow."""
        return super().store(kind, key, self._settled(kind, document))

    def _settled(self, kind: str, document: Document) -> Document:
        entity = TYPES[kind]
        document = settled(kind, document)
        if entity.lines:
            own = {TYPES[entity.lines].required[0]: document[entity.key], "Division": DIVISION}
            lines = document.get(entity.lines) or []
            highest = max((line.get("LineNumber", 0) for line in lines), default=0)
            document[entity.lines] = []
            for line in lines:
                highest += "LineNumber" not in line
                given = {"ID": str(uuid4()), "LineNumber": highest} | line
                document[entity.lines].append(line_defaults(entity.lines, given | own, self._look))
        return document

    def _look(self, kind: str, key: str | None) -> Document:
        """The document of a key, lines included, or an empty one."""
        if key is None:
            return {}
        if TYPES[kind].parent:
            return next((line for line in self._documents(kind) if line["ID"] == key), {})
        record = self.tables[kind].get(key)
        return record.document if record else {}

    def _documents(self, kind: str) -> list[Document]:
        parent = TYPES[kind].parent
        if not parent:
            return [record.document for record in self.tables[kind].records()]
        return [line for record in self.tables[parent].records() for line in record.document[kind]]

    def _root(self, call: Call) -> str:
        return f"http://{call.headers.get('host', 'localhost')}{self.base_path}/{self.account}"

    def _query(self, kind: str, call: Call, is_list: bool) -> Query:
        try:
            return read_query(TYPES[kind], call.query, is_list)
        except QueryError as error:
            raise self.refusal(400, str(error)) from None

    def _found(self, kind: str, call: Call) -> Document:
        document = self._look(kind, call.params["id"].lower())
        if not document:
            raise self.refusal(404, "Resource not found for the segment '" + kind + "'.")
        return document

    def _list(self, kind: str, call: Call) -> Answer:
        query = self._query(kind, call, True)
        matching = self._matching(kind, query)
        size = PAGE if query.top is None else min(query.top, PAGE)
        page, rest = matching[:size], matching[size:]
        rows = [wire_row(kind, document, self._look, self._root(call), query) for document in page]
        left = None if query.top is None else query.top - len(page)
        if left == 0 and self.settings.get("bare_lists", True):
            return Answer(200, {"d": rows})
        body: Document = {"results": rows}
        if rest and page and left != 0:
            options = dict(call.query) | {"$skiptoken": skip_token(self._order_key(kind, query, page[-1]))}
            options |= {"$top": str(left)} if left else {}
            body["__next"] = f"{self._root(call)}/{TYPES[kind].service}/{kind}?{urlencode(options)}"
        return Answer(200, {"d": body})

    def _value(self, kind: str, document: Document, name: str) -> Any:
        """A field of a row as stored, or as worked out when it is read."""
        stored = document.get(name)
        return derived(kind, document, self._look).get(name) if stored is None else stored

    def _order_key(self, kind: str, query: Query, document: Document) -> OrderKey:
        value = self._value(kind, document, query.order)
        return value is not None, "" if value is None else value, document[TYPES[kind].key]

    def _matching(self, kind: str, query: Query) -> list[Document]:
        """The rows that fit, by key or as `$orderby` says, from behind the row of the skip token."""
        types, tree = TYPES[kind].types, query.filter

        def value(document: Document, name: str) -> Any:
            return comparable(types[name], self._value(kind, document, name))

        rows = self._documents(kind)
        fitting = rows if tree is None else [row for row in rows if holds(tree, partial(value, row))]
        return ordered_after(fitting, partial(self._order_key, kind, query), query.descending, query.after)

    def _read(self, kind: str, call: Call) -> Answer:
        query = self._query(kind, call, False)
        row = wire_row(kind, self._found(kind, call), self._look, self._root(call), query)
        return Answer(200, {"d": row})

    def _lines(self, kind: str, call: Call) -> Answer:
        lines = TYPES[kind].lines
        query = self._query(lines, call, False)
        root, found = self._root(call), self._found(kind, call)[lines]
        rows = [wire_row(lines, line, self._look, root, query) for line in found]
        return Answer(200, {"d": {"results": rows}})

    def _checked(self, kind: str, call: Call, old: Document | None) -> Document:
        try:
            changes = checked(kind, self.read_json(call), old, self._look, self._documents)
        except Breach as breach:
            raise self.refusal(breach.status, str(breach)) from None
        absent = self.missing(kind, changes) if old is None else []
        if absent:
            raise self.refusal(400, f"Mandatory: {', '.join(absent)}")
        return changes

    def _create(self, kind: str, call: Call) -> Answer:
        entity = TYPES[kind]
        document = self._checked(kind, call, None)
        if entity.parent:
            key = document[entity.required[0]]
            parent = self._look(entity.parent, key)
            lines = [*parent[kind], document]
            document = self.store(entity.parent, key, parent | {kind: lines}).document[kind][-1]
        else:
            document = self.insert(kind, document).document
        whole = "return=representation" in call.headers.get("prefer", "")
        few = Query(frozenset({entity.key, *entity.required} - {entity.lines}))
        row = wire_row(kind, document, self._look, self._root(call), Query() if whole else few)
        return Answer(201, {"d": row})

    def _change(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        changes = self._checked(kind, call, old)
        new = old | changes
        if {"UnitPrice", "Discount"} & changes.keys() and "NetPrice" not in changes:
            new.pop("NetPrice", None)
        self._put(kind, old, new)
        return Answer(204)

    def _delete(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        key = old[TYPES[kind].key]
        users = [other for other in TYPES if not TYPES[kind].lines and self._refers(other, kind, key)]
        if users:
            raise self.refusal(500, f"Cannot delete: in use by {', '.join(users)}")
        if TYPES[kind].parent:
            self._put(kind, old, None)
        else:
            self.remove(kind, key)
        return Answer(204)

    def _refers(self, kind: str, target: str, key: str) -> bool:
        names = [name for name, to in TYPES[kind].targets.items() if to == target]
        rows = self._documents(kind) if names else []
        return any(row.get(name) == key for row in rows for name in names)

    def _put(self, kind: str, old: Document, new: Document | None) -> None:
        """Store a changed row; a line is stored (or taken out) within its header."""
        entity = TYPES[kind]
        if not entity.parent:
            self.store(kind, old[entity.key], new or {})
            return
        header = self._look(entity.parent, old[entity.required[0]])
        kept = [new if line["ID"] == old["ID"] else line for line in header[kind]]
        lines = [line for line in kept if line is not None]
        self.store(entity.parent, old[entity.required[0]], header | {kind: lines})


def _no_token(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, {"error": code, "error_description": text}, headers or {})


def server() -> SandboxServer:
    """A fresh Exact Online."""
    return ExactOnline()
