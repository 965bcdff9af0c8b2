"""Two company applications of our own invention, Customerp and Customcrm: plain REST with JSON.

Nothing here follows a vendor; the rules are those of the sandbox itself. Lists are paged with `offset` and
`limit`, `modified_since` is inclusive, a PATCH merges (nested objects member by member, null empties a field)
and may carry the revision it is based on in `If-Match`. A record always shows every field, null when unset.

Orders and quotes have lines, each with an `id` from the server. A PATCH replaces the list as a whole: an element
with a known id is that line with the element merged into it, one without an id is a new line, a line whose id is
missing goes. `POST` and `PATCH /api/{kind}/bulk` take many documents at once and do all of them or none.

A DELETE may carry the revision in `If-Match` too, and is refused with 422 while other records refer to this one. A POST
may carry an `Idempotency-Key`, in bulk as many as there are documents with commas between them: see `rest_replays`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from runtime.sandbox.rest_replays import HOURS, Misused, Replays, keys_of
from runtime.sandbox.rest_shapes import CUSTOMCRM, CUSTOMERP, Shape, references
from runtime.sandbox.world import (
    Answer,
    Call,
    Document,
    Record,
    Refusal,
    SandboxServer,
    Way,
    deep_merge,
    instant,
)

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
LARGEST_BULK = 200
SERVER_FIELDS = frozenset({"id", "revision", "modified"})


class PlainRest(SandboxServer):
    """A plain REST application over a set of collections."""

    base_path = "/api"
    shapes: ClassVar[Mapping[str, Shape]]

    def __init__(self) -> None:
        super().__init__()
        self._replays = Replays(self.clock)

    def routes(self) -> list[Way]:
        """List, read, create, change and delete, the same for every collection."""
        ways = []
        for kind in self.shapes:
            ways += [
                Way("GET", f"/api/{kind}", partial(self._list, kind)),
                Way("POST", f"/api/{kind}", partial(self._create, kind)),
                Way("POST", f"/api/{kind}/bulk", partial(self._create_many, kind)),
                Way("PATCH", f"/api/{kind}/bulk", partial(self._patch_many, kind)),
                Way("GET", f"/api/{kind}/{{id}}", partial(self._read, kind)),
                Way("PATCH", f"/api/{kind}/{{id}}", partial(self._patch, kind)),
                Way("DELETE", f"/api/{kind}/{{id}}", partial(self._delete, kind)),
            ]
        return ways

    def admit(self, call: Call) -> None:
        """The API key comes in the header `X-Api-Key`."""
        if call.headers.get("x-api-key") != self.secrets["key"]:
            raise self.refusal(401, "The API key is missing or wrong.")

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Assign the id, and the order number where the application counts them itself."""
        shape = self.shapes[kind]
        number = self.next_number(kind, 1001)
        identity = f"{shape.prefix}-{number}" if shape.prefix else number
        if shape.number and not document.get(shape.number):
            document[shape.number] = str(number)
        defaults = {name: _default(field) for name, field in shape.fields.items()}
        return str(identity), self._with_line_ids(kind, {"id": identity} | defaults | document, {})

    def edit(self, kind: str, key: str, changes: Document) -> Record:
        """An edit at the screen; KeyError too for a line id that the record does not have."""
        record = self.tables[kind].get(key)
        if record is None or self._strange_lines(kind, changes, record.document):
            raise KeyError(key)
        return self.store(kind, key, self._merged(kind, record.document, changes))

    def _merged(self, kind: str, old: Document, changes: Document) -> Document:
        return self._with_line_ids(kind, deep_merge(old, changes), old)

    def _line_lists(self, kind: str, document: Document) -> Iterator[tuple[str, list[Any]]]:
        for name, field in self.shapes[kind].fields.items():
            if isinstance(field, list) and isinstance(document.get(name), list):
                yield name, document[name]

    def _with_line_ids(self, kind: str, document: Document, old: Document) -> Document:
        """The document with every line complete: its id, and what a known line held before."""
        named = dict(document)
        for name, lines in self._line_lists(kind, document):
            known = _by_id(old.get(name))
            named[name] = [self._line(kind, line, known) for line in lines]
        return named

    def _line(self, kind: str, line: Document, known: Mapping[Any, Document]) -> Document:
        old = known.get(line.get("id"))
        if old is not None:
            return deep_merge(old, line)
        number = self.next_number("lines", 1001)
        identity = f"L-{number}" if self.shapes[kind].prefix else number
        return {"id": identity} | {name: value for name, value in line.items() if name != "id"}

    def _strange_lines(self, kind: str, document: Document, old: Document) -> list[str]:
        """The paths of line ids that the record does not have, or that come twice."""
        strange = []
        for name, lines in self._line_lists(kind, document):
            left = _by_id(old.get(name))
            for place, line in enumerate(lines):
                identity = line.get("id") if isinstance(line, dict) else None
                if identity is not None and (not _is_id(identity) or left.pop(identity, None) is None):
                    strange.append(f"{name}.{place}.id")
        return strange

    def stamp(self, kind: str, record: Record) -> None:
        """Every document carries its revision and the moment of its last change."""
        record.document["revision"] = record.revision
        record.document["modified"] = instant(record.modified)

    def _record(self, kind: str, key: str) -> Record:
        record = self.tables[kind].get(key)
        if record is None:
            raise self.refusal(404, f"There is no {kind}/{key}.")
        return record

    def _list(self, kind: str, call: Call) -> Answer:
        try:
            offset = max(int(call.query.get("offset", "0")), 0)
            limit = int(call.query.get("limit", str(DEFAULT_LIMIT)))
            since = _moment(call.query["modified_since"]) if "modified_since" in call.query else None
        except ValueError:
            text = "offset and limit are integers, modified_since is an ISO instant."
            raise self.refusal(400, text) from None
        records = self.tables[kind].records()
        if since is not None:
            records = sorted((r for r in records if r.modified >= since), key=lambda r: r.modified)
        page = records[offset : offset + min(max(limit, 1), LARGEST_LIMIT)]
        return Answer(200, {"items": [record.document for record in page], "total": len(records)})

    def _read(self, kind: str, call: Call) -> Answer:
        return _whole(200, self._record(kind, call.params["id"]))

    def _create(self, kind: str, call: Call) -> Answer:
        document = self._body(call)
        [record] = self._made(kind, [document], [call.headers.get("idempotency-key", "")], lambda faults: faults[0])
        return _whole(201, record)

    def _create_many(self, kind: str, call: Call) -> Answer:
        documents = self._bodies(call)
        try:
            keys = keys_of(call.headers.get("idempotency-key", ""), len(documents))
        except Misused as misused:
            raise self.refusal(422, str(misused)) from None
        records = self._made(kind, documents, keys, _placed)
        return Answer(201, {"items": [record.document for record in records]})

    def _made(
        self,
        kind: str,
        documents: list[Document],
        keys: list[str],
        told: Callable[[list[list[str]]], list[str]],
    ) -> list[Record]:
        """A record for each document: a new one, or as it was made for the same key before. All of them or none."""
        hours = self.settings.get("replay_hours", HOURS)
        works = list(zip(keys, documents, strict=True))
        try:
            before = [self._replays.first(key, kind, document, hours) for key, document in works]
        except Misused as misused:
            raise self.refusal(422, str(misused)) from None
        fresh = zip(documents, before, strict=True)
        self._refuse(told([self._new_faults(kind, document) if old is None else [] for document, old in fresh]))
        return [
            old or self._replays.keep(key, kind, document, self.insert(kind, document))
            for (key, document), old in zip(works, before, strict=True)
        ]

    def _new_faults(self, kind: str, document: Document) -> list[str]:
        required = [*self.shapes[kind].required, *self.missing(kind, document)]
        absent = [name for name in required if document.get(name) in (None, "")]
        given = SERVER_FIELDS & document.keys()
        return [*absent, *given, *self._faults(kind, document), *self._strange_lines(kind, document, {})]

    def _patch(self, kind: str, call: Call) -> Answer:
        record = self._record(kind, call.params["id"])
        self._check_revision(record, call)
        changes = self._body(call)
        self._refuse(self._change_faults(kind, record.document, changes))
        return _whole(200, self.store(kind, record.key, self._merged(kind, record.document, changes)))

    def _patch_many(self, kind: str, call: Call) -> Answer:
        """Every document says which record it changes and the revision it is based on; a record comes once."""
        changes = self._bodies(call)
        seen: set[str] = set()
        faulty = []
        for place, change in enumerate(changes):
            faulty += [f"{place}.{name}" for name in ("id", "revision") if change.get(name) is None]
            faulty += [f"{place}.id"] if str(change.get("id")) in seen else []
            seen.add(str(change.get("id")))
        self._refuse(faulty)
        records = [self._record(kind, str(change["id"])) for change in changes]
        for record, change in zip(records, changes, strict=True):
            if change["revision"] != record.revision:
                raise self.refusal(412, f"{kind}/{record.key} is at revision {record.revision}.")
        pairs = list(zip(records, changes, strict=True))
        self._refuse(_placed(self._change_faults(kind, record.document, change) for record, change in pairs))
        for record, change in pairs:
            self.store(kind, record.key, self._merged(kind, record.document, change))
        return Answer(200, {"items": [record.document for record in records]})

    def _change_faults(self, kind: str, old: Document, changes: Document) -> list[str]:
        moved = [name for name in SERVER_FIELDS if changes.get(name, old[name]) != old[name]]
        emptied = [n for n in self.shapes[kind].required if n in changes and changes[n] in (None, "")]
        return [*moved, *emptied, *self._faults(kind, changes), *self._strange_lines(kind, changes, old)]

    def _check_revision(self, record: Record, call: Call) -> None:
        if call.headers.get("if-match") not in (None, "*", f'"{record.revision}"'):
            raise self.refusal(412, f"The record is at revision {record.revision}.")

    def _delete(self, kind: str, call: Call) -> Answer:
        record = self._record(kind, call.params["id"])
        self._check_revision(record, call)
        users = [other for other in self.shapes if self._refers(other, kind, record.document["id"])]
        if users:
            raise self.refusal(422, f"The record is in use by {', '.join(users)}.")
        self.remove(kind, record.key)
        return Answer(204)

    def _refers(self, other: str, kind: str, identity: Any) -> bool:
        """Whether a record of another collection, or a line of one, names the record."""
        named = references(self.shapes[other].fields, kind)
        return any(
            part.get(name) == identity
            for record in self.tables[other].records()
            for place, name in named
            for part in ([record.document] if not place else record.document.get(place) or [])
        )

    def _body(self, call: Call) -> Document:
        document = self.read_json(call)
        if not isinstance(document, dict):
            raise self.refusal(400, "The body is not a JSON object.")
        return document

    def _bodies(self, call: Call) -> list[Document]:
        """The documents of a bulk request: an array, at most 200 long, of objects."""
        documents = self.read_json(call)
        if not isinstance(documents, list):
            raise self.refusal(400, "The body is not a JSON array.")
        if len(documents) > LARGEST_BULK:
            raise self.refusal(413, f"A bulk request takes at most {LARGEST_BULK} documents.")
        self._refuse([str(place) for place, each in enumerate(documents) if not isinstance(each, dict)])
        return documents

    def _refuse(self, faulty: list[str]) -> None:
        if faulty:
            body = {"error": "Some fields are missing or not valid.", "fields": sorted(set(faulty))}
            raise Refusal(Answer(422, body))

    def _faults(self, kind: str, document: Document) -> list[str]:
        """The paths of what is of a wrong type, unknown, or refers to nothing."""
        fields = self.shapes[kind].fields
        given = [(name, value) for name, value in document.items() if name not in SERVER_FIELDS]
        return [bad for name, value in given for bad in self._misfits(name, value, fields.get(name))]

    def _misfits(self, path: str, value: Any, shape: Any) -> list[str]:
        """The paths below `path` whose values do not fit the shape; null always fits a known field."""
        if shape is None:
            return [path]
        if value is None:
            return []
        if isinstance(shape, list):
            if not isinstance(value, list):
                return [path]
            empty = [f"{path}.{i}" for i, row in enumerate(value) if row is None]
            rows = enumerate(value)
            return empty + [bad for i, row in rows for bad in self._misfits(f"{path}.{i}", row, shape[0])]
        if isinstance(shape, dict):
            if not isinstance(value, dict):
                return [path]
            return [bad for n, v in value.items() for bad in self._misfits(f"{path}.{n}", v, shape.get(n))]
        return [] if self._fits(value, shape) else [path]

    def _fits(self, value: Any, shape: str) -> bool:
        if shape.startswith(">"):
            kind = shape[1:]
            typed = type(value) is (str if self.shapes[kind].prefix else int)
            return typed and self.tables[kind].get(str(value)) is not None
        if shape == "integer":
            return type(value) is int
        if shape == "number":
            return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        if shape == "date":
            return isinstance(value, str) and _is_date(value)
        return isinstance(value, bool if shape == "flag" else str)


def _default(field: Any) -> Any:
    if isinstance(field, list):
        return []
    return True if field == "flag" else None


def _is_id(value: Any) -> bool:
    return type(value) in (int, str)


def _by_id(lines: Any) -> dict[Any, Document]:
    """The stored lines of a record by their ids."""
    return {line["id"]: line for line in lines or []}


def _placed(faults: Iterable[list[str]]) -> list[str]:
    """The paths of many documents, each behind the place of its document."""
    return [f"{place}.{path}" for place, paths in enumerate(faults) for path in paths]


def _whole(status: int, record: Record) -> Answer:
    return Answer(status, record.document, {"ETag": f'"{record.revision}"'})


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class Customerp(PlainRest):
    """The home-made ERP: integer ids, addresses as nested objects."""

    name = "customerp"
    secrets: ClassVar[Mapping[str, str]] = {"key": "sandbox-key-customerp"}
    kinds = ("customers", "contacts", "employees", "orders", "products", "quotes")
    shapes: ClassVar[Mapping[str, Shape]] = CUSTOMERP


class Customcrm(PlainRest):
    """The home-made CRM: ids such as `C-1001`, flat addresses, other words for the same things."""

    name = "customcrm"
    secrets: ClassVar[Mapping[str, str]] = {"key": "sandbox-key-customcrm"}
    kinds = ("customers", "contacts", "orders", "products", "quotes", "users")
    shapes: ClassVar[Mapping[str, Shape]] = CUSTOMCRM


def customerp() -> SandboxServer:
    """A fresh Customerp."""
    return Customerp()


def customcrm() -> SandboxServer:
    """A fresh Customcrm."""
    return Customcrm()
