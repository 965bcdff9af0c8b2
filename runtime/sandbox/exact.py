"""Exact Online as its vendor documents it: OData 2 in JSON, guid keys, dates in Dutch local time.

Settings beside those of `exact_company`, `exact_login`, `exact_limits`, `exact_changes`, `exact_sync` and
`exact_tables`: `bare_lists` (false: a list cut by `$top` keeps `results`), `page_size` and `sync_page_size`, `strict`
(false: read-only properties in a body are passed over instead of refused), `language` (`nl` or `en`: of the messages
about business rules), `redirect_expired` (an expired token is answered with a redirect).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from runtime.sandbox.exact_actions import ACTIONS, Action, acted, next_version
from runtime.sandbox.exact_company import DIVISIONS, ME, division_row, me, visible
from runtime.sandbox.exact_fields import TYPES, EntityType
from runtime.sandbox.exact_limits import Excess, Limits
from runtime.sandbox.exact_login import AUTH_PATH, FIRST_REFRESH_TOKEN, TOKEN_PATH, TOKEN_SECONDS, Login
from runtime.sandbox.exact_metadata import SERVICES, metadata
from runtime.sandbox.exact_query import PAGE, Query, QueryError, read_bulk_query, read_query
from runtime.sandbox.exact_rows import atom, derived, own_row, wire_row
from runtime.sandbox.exact_rules import check_open, checked
from runtime.sandbox.exact_sync import (
    DATED,
    DELETED,
    SYNC_PAGE,
    SYNC_VIEWS,
    SyncView,
    read_since,
    read_sync_query,
    sync_row,
    sync_rows,
    version_at,
    version_key,
)
from runtime.sandbox.exact_tables import DIVISION, ExactTables
from runtime.sandbox.exact_texts import Breach
from runtime.sandbox.exact_values import comparable, wire_date
from runtime.sandbox.odata_filter import holds
from runtime.sandbox.odata_paging import OrderKey, ordered_after, skip_token
from runtime.sandbox.world import Answer, Call, Document, Refusal, SandboxServer, Way

BULK_SERVICES = {"crm": "CRM", "salesorder": "SalesOrder", "logistics": "Logistics"}
LONGEST_ADDRESS = 6000
LONGEST_BODY = 10 * 1024 * 1024


class ExactOnline(ExactTables):
    """One company (division) of Exact Online, with one signed-in user."""

    name = "exact"
    base_path = "/api/v1"
    token_path = TOKEN_PATH
    account = str(DIVISION)
    secrets: ClassVar[Mapping[str, str]] = {
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "refresh_token": FIRST_REFRESH_TOKEN,
    }
    kinds: ClassVar[tuple[str, ...]] = tuple(kind for kind, entity in TYPES.items() if not entity.parent)

    def __init__(self) -> None:
        super().__init__()
        self.limits = Limits()
        self.login = Login(self.secrets, partial(self.open_session, timedelta(seconds=TOKEN_SECONDS)))

    def routes(self) -> list[Way]:
        """Sign-in, the company, five verbs for each endpoint (employees can only be read), actions, bulk, sync."""
        company = "/api/v1/{division}"
        ways = [
            Way("GET", AUTH_PATH, lambda call: self.login.agree(call, self.settings)),
            Way("POST", TOKEN_PATH, lambda call: self.login.token(call, self.settings)),
            Way("GET", "/api/v1/current/Me", lambda call: self._own(ME, me(DIVISION, self.settings), call)),
            Way("GET", f"{company}/system/Divisions", self._divisions),
            Way("GET", f"{company}/read/sync/Sync/SyncTimestamp", self._version_at),
        ]
        ways += [Way("GET", f"{company}/{one}/$metadata", self._metadata(one)) for one in SERVICES]
        ways += [Way("GET", f"{company}/sync/{view.path}", self._view(view)) for view in (*SYNC_VIEWS, DELETED)]
        ways += [Way("POST", f"{company}/{path}", self._action(action)) for path, action in ACTIONS.items()]
        for kind, entity in TYPES.items():
            place = f"{company}/{entity.service}/{kind}"
            row = f"{place}(guid'{{id}}')"
            ways.append(Way("GET", place, self._for(kind, self._list)))
            ways.append(Way("GET", f"{place}/$count", self._for(kind, self._count)))
            ways.append(Way("GET", row, self._for(kind, self._read)))
            if entity.lines:
                ways.append(Way("GET", f"{row}/{entity.lines}", self._for(kind, self._lines)))
            if entity.writable_names:
                bulk = f"{company}/bulk/{BULK_SERVICES[entity.service]}/{kind}"
                ways.append(Way("GET", bulk, self._for(kind, self._bulk)))
                ways.append(Way("POST", place, self._for(kind, self._create)))
                ways.append(Way("PUT", row, self._for(kind, self._change)))
                ways.append(Way("DELETE", row, self._for(kind, self._delete)))
        return ways

    def _for(self, kind: str, answer: Callable[[str, Call], Answer]) -> Callable[[Call], Answer]:
        def answer_or_refuse(call: Call) -> Answer:
            try:
                return answer(kind, call)
            except QueryError as error:
                raise self.refusal(400, str(error)) from None
            except Breach as breach:
                raise self.refusal(breach.status, breach.told(self.settings.get("language", "en"))) from None

        return answer_or_refuse

    @staticmethod
    def _metadata(service: str) -> Callable[[Call], Answer]:
        return lambda _call: metadata(service)

    def _view(self, view: SyncView) -> Callable[[Call], Answer]:
        return self._for(view.kind, lambda kind, call: self._sync(view, call))

    def _action(self, action: Action) -> Callable[[Call], Answer]:
        return self._for(action.kind, lambda kind, call: self._act(action, call))

    def refusal(self, status: int, text: str) -> Refusal:
        """The error of the API: the code is always empty, the text is meant for people."""
        return Refusal(Answer(status, {"error": {"code": "", "message": {"lang": "", "value": text}}}))

    def respond(self, call: Call) -> Answer:
        """Answer one request; a company that has moved to another database has new row versions by then."""
        with self.lock:
            self._changes.follow(self.settings, self._versioned)
            return super().respond(call)

    def admit(self, call: Call) -> None:
        """Check what was used up, the bearer token, the company and the size of the request."""
        if call.path in (AUTH_PATH, TOKEN_PATH):
            return
        try:
            self.limits.begin(call.path, self.underway, self.settings)
            self._check_session(call)
            self.limits.count(self.settings, is_free=call.path.startswith("/api/v1/current/"))
        except Excess as excess:
            raise self.refusal(429, str(excess)) from None
        if len(call.path) + len(urlencode(call.query)) > LONGEST_ADDRESS:
            raise self.refusal(414, f"The address is longer than {LONGEST_ADDRESS} characters.")
        if len(call.body) > LONGEST_BODY:
            raise self.refusal(413, f"The body is longer than {LONGEST_BODY} bytes.")

    def _check_session(self, call: Call) -> None:
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self.session_is_open(token):
            if self.settings.get("redirect_expired"):
                raise Refusal(Answer(302, b"Object moved", {"Location": AUTH_PATH, "Content-Type": "text/html"}))
            raise self.refusal(401, "The access token is missing or has expired.")
        parts = call.path.split("/")
        if len(parts) > 3 and parts[3] not in (self.account, "current"):
            refused = self.refusal(403, "Forbidden - no access to this division.").answer
            raise Refusal(Answer(403, refused.body, {"Reason": "NoDivisionAccess"}))

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Add the limit headers, count errors, and answer in Atom whoever did not ask for JSON."""
        if call.path in (AUTH_PATH, TOKEN_PATH):
            return answer
        self.limits.note(call.path, answer, self.settings)
        headers = {**self.limits.headers, **answer.headers}
        is_atom = "application/json" not in call.headers.get("accept", "") and isinstance(answer.body, dict)
        if answer.status in (200, 201) and is_atom:
            rows = answer.body["d"]
            rows = rows.get("results", [rows]) if isinstance(rows, dict) else rows
            content = {"Content-Type": "application/atom+xml;charset=utf-8"}
            return Answer(answer.status, atom(self._root(call), rows), headers | content)
        return Answer(answer.status, answer.body, headers)

    def _own(self, entity: EntityType, document: Document, call: Call) -> Answer:
        try:
            query = read_query(entity, call.query, False)
        except QueryError as error:
            raise self.refusal(400, str(error)) from None
        uri = f"{self._root(call)}/{entity.service}/{entity.name}"
        return Answer(200, {"d": {"results": [own_row(entity, document, uri, query)]}})

    def _divisions(self, call: Call) -> Answer:
        return self._own(DIVISIONS, division_row(DIVISION, self.settings), call)

    def _root(self, call: Call) -> str:
        return f"http://{call.headers.get('host', 'localhost')}{self.base_path}/{self.account}"

    def _found(self, kind: str, call: Call) -> Document:
        document = self._look(kind, call.params["id"].lower())
        if not document:
            raise self.refusal(404, "Resource not found for the segment '" + kind + "'.")
        return document

    def _list(self, kind: str, call: Call) -> Answer:
        query = read_query(TYPES[kind], call.query, True)
        return self._rows(kind, call, query, self.settings.get("page_size", PAGE))

    def _bulk(self, kind: str, call: Call) -> Answer:
        query = read_bulk_query(TYPES[kind], call.query)
        return self._rows(kind, call, query, self.settings.get("sync_page_size", SYNC_PAGE))

    def _rows(self, kind: str, call: Call, query: Query, largest: int) -> Answer:
        def row_of(document: Document) -> Document:
            return visible(kind, wire_row(kind, document, self._look, self._root(call), query), self.settings)

        return self._page(
            call, query, self._matching(kind, query), largest, partial(self._order_key, kind, query), row_of
        )

    def _count(self, kind: str, call: Call) -> Answer:
        found = self._matching(kind, read_query(TYPES[kind], call.query, False))
        return Answer(200, str(len(found)).encode(), {"Content-Type": "text/plain"})

    def _sync(self, view: SyncView, call: Call) -> Answer:
        query = read_sync_query(view, call.query)
        deleted = self._changes.deleted(self.clock.now(), self.settings)
        matching = sync_rows(view, self._documents(view.kind) if view.kind else deleted, query)
        as_text, size = self.settings.get("int64_as_text", False), self.settings.get("sync_page_size", SYNC_PAGE)

        def row_of(document: Document) -> Document:
            row = sync_row(view, document, self._look, self._root(call), query, as_text)
            return visible(view.kind, row, self.settings)

        return self._page(call, query, matching, size, version_key, row_of)

    def _page(
        self,
        call: Call,
        query: Query,
        matching: list[Document],
        largest: int,
        key_of: Callable[[Document], OrderKey],
        row_of: Callable[[Document], Document],
    ) -> Answer:
        """One page of rows, at most `largest`, and the link to the next one."""
        size = largest if query.top is None else min(query.top, largest)
        page, rest = matching[:size], matching[size:]
        left = None if query.top is None else query.top - len(page)
        rows = [row_of(document) for document in page]
        if left == 0 and self.settings.get("bare_lists", True):
            return Answer(200, {"d": rows})
        body: Document = {"results": rows}
        if query.count:
            body["__count"] = str(len(matching))
        if rest and page and left != 0:
            options = dict(call.query) | {"$skiptoken": skip_token(key_of(page[-1]))}
            options |= {"$top": str(left)} if left else {}
            place = call.path.removeprefix(f"{self.base_path}/{self.account}")
            body["__next"] = f"{self._root(call)}{place}?{urlencode(options)}"
        return Answer(200, {"d": body})

    def _version_at(self, call: Call) -> Answer:
        try:
            view, since = read_since(call.query)
        except QueryError as error:
            raise self.refusal(400, str(error)) from None
        version = version_at(self._documents(DATED[view]), since)
        return Answer(200, {"d": {"Modified": wire_date(since), "API": view, "TimeStampAsBigInt": version}})

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
        query = read_query(TYPES[kind], call.query, False)
        row = wire_row(kind, self._found(kind, call), self._look, self._root(call), query)
        return Answer(200, {"d": visible(kind, row, self.settings)})

    def _lines(self, kind: str, call: Call) -> Answer:
        lines = TYPES[kind].lines
        query = read_query(TYPES[lines], call.query, False)
        root, found = self._root(call), self._found(kind, call)[lines]
        rows = [wire_row(lines, line, self._look, root, query) for line in found]
        return Answer(200, {"d": {"results": rows}})

    def _checked(self, kind: str, call: Call, old: Document | None) -> Document:
        strict = self.settings.get("strict", True)
        changes = checked(kind, self.read_json(call), old, self._look, self._documents, strict)
        absent = self.missing(kind, changes) if old is None else []
        if absent:
            raise Breach("mandatory", names=", ".join(absent))
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

    def _act(self, action: Action, call: Call) -> Answer:
        body = self.read_json(call)
        if not isinstance(body, dict) or not isinstance(body.get(action.key), str):
            raise Breach("mandatory", names=action.key)
        old = self._look(action.kind, body[action.key].lower())
        if not old:
            raise Breach("no such row", name=action.key, target=action.kind)
        check_open(action.kind, old, self._look)
        self.store(action.kind, old[action.key], acted(action, old, body))
        if action.renews:
            self.insert(action.kind, next_version(old))
        told = {action.key: old[action.key], "Division": DIVISION, "ErrorMessage": None}
        return Answer(201, {"d": told | {"SuccessMessage": "OK"}})

    def _delete(self, kind: str, call: Call) -> Answer:
        old = self._found(kind, call)
        key = old[TYPES[kind].key]
        users = [other for other in TYPES if not TYPES[kind].lines and self._refers(other, kind, key)]
        check_open(kind, old, self._look)
        if users:
            raise Breach("in use", 500, names=", ".join(users))
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


def server() -> SandboxServer:
    """A fresh Exact Online."""
    return ExactOnline()
