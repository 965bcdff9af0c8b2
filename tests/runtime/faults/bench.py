"""A system that keeps records, in each HTTP protocol over real sockets, and misbehaves on request; passes over it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec import structs

from runtime.auth import Vault
from runtime.connector import Connector
from runtime.endpoint import Endpoint
from runtime.http import Client, Limits
from runtime.model import (
    Auth,
    Batch,
    Bulk,
    Envelope,
    Feed,
    Match,
    ObjectPair,
    ObjectType,
    Operations,
    Paging,
    PagingScheme,
    Precondition,
    System,
)
from runtime.store import EntryRow, Store
from runtime.sync import Engine, Options, Report
from tests.runtime.memory import Clock, Memory, flow_of
from tests.runtime.pairs import BY_EMAIL, customer_type, customers
from tests.runtime.scripted import Asked, Reply, Vendor

__all__ = ["HTTP", "OFFSET", "Bench", "Books"]

HTTP = ("rest-json", "odata-v4", "odata-v2")
OFFSET = Paging(scheme=PagingScheme.OFFSET, start="skip", size="top", rows=2)

_ROWS = {"rest-json": ("values",), "odata-v4": ("value",), "odata-v2": ("d", "results")}
_RECORD = {"rest-json": ("value",), "odata-v4": (), "odata-v2": ("d",)}
_LINK = {"rest-json": ("next",), "odata-v4": ("@odata.nextLink",), "odata-v2": ("d", "__next")}
_VERSION = {"rest-json": ("etag",), "odata-v4": ("@odata.etag",), "odata-v2": ("__metadata", "etag")}
_ITEM = {"rest-json": "/things/{key}", "odata-v4": "/things({key})", "odata-v2": "/things('{key}')"}


class Books:
    """The records of one server, the requests it was asked, and what goes wrong.

    `before` may answer in place of the server, `after` may change an answer when everything is done. Lists come in key
    order, or in that of `order`.
    """

    def __init__(self, protocol: str, vendor: Vendor) -> None:
        self.protocol = protocol
        self.vendor = vendor
        self.paging = Paging()
        self.documents: dict[str, dict[str, Any]] = {}
        self.order: list[str] | None = None
        self.checks_versions = True
        self.before: Callable[[Asked], Reply | None] = lambda asked: None
        self.after: Callable[[Asked, Reply], Reply] = lambda asked, reply: reply
        self._made = self._number = 0
        vendor.script = self._script

    # ---- what people do, and what is asked ----

    def has(self, **values: Any) -> str:
        """A record somebody made there; its key."""
        self._made += 1
        key = str(self._made)
        self.documents[key] = {"id": self._made}
        self.edit(key, **values)
        return key

    def edit(self, key: str, **values: Any) -> None:
        """Somebody changes a record."""
        self.touch(key)
        moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self._number)
        self.documents[key] |= {"number": self._number, "modified": moment.isoformat()} | values

    def touch(self, key: str) -> None:
        """Its version moves, and nothing else."""
        self._number += 1
        self._put(self.documents[key], _VERSION[self.protocol], f'W/"{self._number}"')

    def answers(self, reply: Reply, *methods: str) -> None:
        """Whatever is asked with these methods is answered so from now on."""
        self.before = lambda asked: reply if asked.method in methods else None

    def column(self, name: str) -> list[Any]:
        return [document.get(name) for document in self.documents.values()]

    def asked(self, *methods: str) -> list[Asked]:
        """The requests so far, of these methods."""
        return [asked for asked in self.vendor.asked if not methods or asked.method in methods]

    def writes(self) -> list[Asked]:
        """The writes so far; and counting starts anew."""
        found = self.asked("POST", "PATCH", "PUT")
        self.vendor.asked.clear()
        return found

    # ---- the shapes of answers ----

    @staticmethod
    def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
        for segment in path[:-1]:
            document = document.setdefault(segment, {})
        document[path[-1]] = value
        return document

    def listed(self, rows: Iterable[Any], link: Any = None) -> Reply:
        """A page of a list."""
        body: dict[str, Any] = {}
        self._put(body, _ROWS[self.protocol], list(rows))
        if link is not None:
            self._put(body, _LINK[self.protocol], link)
        return Reply(200, body)

    def single(self, document: Any, status: int = 200) -> Reply:
        """An answer with one record."""
        path = _RECORD[self.protocol]
        body: dict[str, Any] = {}
        if path:
            self._put(body, path, document)
        return Reply(status, body if path else document)

    def refused(self, status: int, text: str = "no", code: str = "") -> Reply:
        """A refusal, as each protocol words one."""
        if self.protocol == "rest-json":
            return Reply(status, {"message": text, "code": code})
        said: Any = {"lang": "", "value": text} if self.protocol == "odata-v2" else text
        return Reply(status, {"error": {"code": code, "message": said}})

    def page(self, number: int) -> str:
        """The link to a further page."""
        return f"{self.vendor.address}/things?page={number}"

    # ---- what the server does ----

    def _script(self, asked: Asked) -> Reply:
        return self.before(asked) or self.after(asked, self._answer(asked))

    def _answer(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/v1")
        if path == "/$batch":
            return Reply(200, {"responses": [self._part(part) for part in asked.json["requests"]]})
        if path == "/bulk":
            return self._bulk(asked)
        if path == "/things":
            return self._list(dict(asked.query)) if asked.method == "GET" else self._create(asked.json)
        found = re.fullmatch(r"/things[/(]'?(\w+)'?\)?", path)
        key = found.group(1) if found else ""
        if key not in self.documents:
            return self.refused(404, "there is none")
        if asked.method == "GET":
            return self._shown(key)
        if self.checks_versions and asked.headers.get("if-match", self.etag(key)) != self.etag(key):
            return self.refused(412, "changed")
        if asked.method == "DELETE":
            del self.documents[key]
            return Reply(204)
        self.edit(key, **asked.json)
        return self._shown(key)

    def etag(self, key: str) -> Any:
        value: Any = self.documents[key]
        for segment in _VERSION[self.protocol]:
            value = value[segment]
        return value

    def _shown(self, key: str, status: int = 200) -> Reply:
        reply = self.single(copy.deepcopy(self.documents[key]), status)
        reply.headers["ETag"] = self.etag(key)
        return reply

    def _create(self, body: dict[str, Any]) -> Reply:
        return self._shown(self.has(**body), 201)

    def _bulk(self, asked: Asked) -> Reply:
        """All or nothing."""
        rows = []
        for row in asked.json:
            key = self.has(**row) if asked.method == "POST" else str(row["id"])
            if asked.method != "POST":
                self.edit(key, **row)
            rows.append(self.documents[key])
        return self.listed(rows)

    def _part(self, part: dict[str, Any]) -> dict[str, Any]:
        """One request of a batch, as if it had come alone."""
        headers = {name.lower(): value for name, value in part["headers"].items()}
        asked = Asked(part["method"], f"/v1/{part['url']}", [], headers, json.dumps(part["body"]).encode())
        reply = self._script(asked)
        return {"id": part["id"], "status": reply.status, "headers": reply.headers, "body": reply.body}

    def _list(self, query: dict[str, str]) -> Reply:
        rows = [self.documents[key] for key in self.order or self.documents]
        rows = [row for row in rows if row["modified"] >= query.get("changed", "")]
        rows = [row for row in rows if row["number"] > int(query.get("above", "0"))]
        scheme, size = self.paging.scheme, self.paging.rows
        if scheme is PagingScheme.NONE:
            return self.listed(rows)
        if scheme is PagingScheme.OFFSET:
            start = int(query["skip"])
            return self.listed(rows[start : start + size])
        if scheme is PagingScheme.PAGE:
            start = (int(query["page"]) - 1) * size
            return self.listed(rows[start : start + size])
        rows = [row for row in rows if row["id"] > int(query.get("behind", "0"))]
        link = f"{self.vendor.address}/things?behind={rows[size - 1]['id']}" if len(rows) > size else None
        return self.listed(rows[:size], link if scheme is PagingScheme.NEXT_LINK else None)


class Bench:
    """Customers in memory on the left, the server on the right; a Store between them, and passes over both.

    Waiting moves the clock. `set_up` makes the connector anew for another profile.
    """

    def __init__(self, protocol: str, folder: Path, vendor: Vendor) -> None:
        self.protocol = protocol
        self.books = Books(protocol, vendor)
        self.clock = Clock()
        self.waited: list[float] = []
        self.store = Store(folder / "state.db")
        self.left = Memory(customer_type("a"), self.clock)
        self.set_up()

    def set_up(
        self,
        *,
        paging: Paging | None = None,
        feed: Feed | None = None,
        many: bool = False,
        precondition: Precondition = Precondition.ETAG,
        in_body: bool = True,
        auth: Auth | None = None,
        secrets: dict[str, str] | None = None,
        vault: Vault | None = None,
        limits: Limits | None = None,
        match: tuple[Match, ...] = (BY_EMAIL,),
        unique: tuple[str, ...] = (),
        deletes: bool = False,
    ) -> None:
        """`in_body`: records carry their version; otherwise only the ETag of a single record does. `many`: as many at
        once as the protocol can, in a `$batch` or in bulk."""
        protocol = self.protocol
        next_links = Paging(scheme=PagingScheme.NEXT_LINK, rows=2, next_path=_LINK[protocol])
        self.books.paging = paging or next_links
        is_batch = many and protocol == "odata-v4"
        system = System(
            name="b",
            label="B",
            protocol=protocol,
            paging=self.books.paging,
            envelope=Envelope(rows=_ROWS[protocol], item=_RECORD[protocol]),
            precondition=precondition,
            batch=Batch(address="/$batch") if is_batch else Batch(),
            auth=auth or Auth(),
        )
        operations = Operations(
            list="/things",
            item=_ITEM[protocol],
            create="/things",
            feed=feed,
            delete=_ITEM[protocol] if deletes else "",
            bulk=Bulk(create="/bulk", update="/bulk") if many and not is_batch else Bulk(),
        )
        self.kind: ObjectType = structs.replace(
            customer_type("b"),
            system=system,
            operations=operations,
            version=_VERSION[protocol] if in_body else (),
            modified=("modified",) if feed else (),
            unique=unique,
        )
        self.pair: ObjectPair = customers("a", "b", rows=("name", "email"), right_type=self.kind, match=match)
        self.client = Client(
            *(system, self.books.vendor.address, "", secrets or {}, f"{self.books.vendor.address}/token", vault),
            clock=self.clock,
            sleep=self._sleep,
            chance=lambda: 0.0,
            limits=limits or Limits(),
        )
        self.connector = Connector(self.client, self.kind, "")

    def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock.now += dt.timedelta(seconds=seconds)

    def run(self, **options: Any) -> Report:
        """One pass, a quarter of an hour after what came before."""
        self.clock.later()
        endpoints: dict[tuple[str, str], Endpoint] = {("a", "customer"): self.left, ("b", "customer"): self.connector}
        report = Engine((flow_of((self.pair,)),), endpoints, self.store, Options(**options), self.clock).run()
        self.clock.later(5)
        return report

    def linked(self) -> list[tuple[str, str]]:
        return [(link.left_key, link.right_key) for link in self.store.links()]

    def entries(self, kind: str = "") -> list[EntryRow]:
        return [entry for entry in self.store.entries() if kind in ("", entry.kind)]

    def settles(self) -> None:
        """Nothing is left to do: the next pass writes nothing, and both sides show the same."""
        self.books.writes()
        self.left.writes.clear()
        report = self.run()
        assert (report.exit_code, self.books.writes(), self.left.writes) == (0, [], [])
        assert sorted(map(str, self.left.column("name"))) == sorted(map(str, self.books.column("name")))

    def start(self, *names: str) -> list[str]:
        """Records of these names on the left, made on the right by a first pass; their keys on the left."""
        keys = [self.left.has(name=name, email=f"{name.lower()}@x.no") for name in names]
        assert self.run().exit_code == 0
        assert len(self.linked()) == len(keys)
        self.books.writes()
        self.left.writes.clear()
        return keys
