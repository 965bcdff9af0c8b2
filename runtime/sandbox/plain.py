"""A system that nobody described: plain REST with JSON, any collection, any field.

Nothing here follows a vendor. These are the rules that flowc assumes of a system without a profile: a list is paged
with `offset` and `limit` and answers `{"items": [...]}`, a POST answers the whole record, a PATCH merges (nested
objects member by member, null empties a field). The server gives the `id`, a text, and moves `modified`. It shows
what was stored and no more: a field that nobody ever set is absent. A collection is there from its first use on.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from runtime.sandbox.world import (
    Answer,
    Call,
    Document,
    Record,
    Refusal,
    SandboxServer,
    Table,
    Way,
    deep_merge,
    instant,
)

__all__ = ["NAME", "PlainSystem", "server"]

NAME = re.compile(r"[a-z][a-z0-9_]*")
"""What a system may be called here: the resolved names of the compiler."""

SERVER_FIELDS = ("id", "modified")
DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
DEEPEST = 50
MOST_COLLECTIONS = 1_000
LONGEST_NAME = 200


class PlainSystem(SandboxServer):
    """Collections that come into being when they are named. The setting `stamps` (true) gives records a `modified`."""

    base_path = "/api"

    def routes(self) -> list[Way]:
        """List, read, create, change and delete, the same for every collection."""
        return [
            Way("GET", "/api/{kind}", self._list),
            Way("POST", "/api/{kind}", self._create),
            Way("GET", "/api/{kind}/{id}", self._read),
            Way("PATCH", "/api/{kind}/{id}", self._patch),
            Way("DELETE", "/api/{kind}/{id}", self._delete),
        ]

    def admit(self, call: Call) -> None:
        """The API key comes in the header `X-Api-Key`."""
        if call.headers.get("x-api-key") != self.secrets["key"]:
            raise self.refusal(401, "The API key is missing or wrong.")

    def table(self, kind: str) -> Table | None:
        """The collection of this name, made now if need be; None where the name is none, or there are too many."""
        if kind not in self.tables and _is_name(kind) and len(self.tables) < MOST_COLLECTIONS:
            self.tables[kind] = Table(self.clock)
        return self.tables.get(kind)

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Assign the id, a text of digits; each collection counts its own."""
        key = str(self.next_number(kind, 1001))
        return key, {"id": key} | {name: value for name, value in document.items() if name != "id"}

    def stamp(self, kind: str, record: Record) -> None:
        """Write the moment of the last change, unless the settings say that this system has no stamps."""
        record.document.pop("modified", None)
        if self.settings.get("stamps", True):
            record.document["modified"] = instant(record.modified)

    def _records(self, call: Call) -> Table:
        table = self.table(call.params["kind"])
        if table is None:
            raise self.refusal(404, "A collection's name is made of letters and digits.")
        return table

    def _record(self, call: Call) -> Record:
        record = self._records(call).get(call.params["id"])
        if record is None:
            raise self.refusal(404, "There is no such record.")
        return record

    def _list(self, call: Call) -> Answer:
        try:
            offset = max(int(call.query.get("offset", "0")), 0)
            limit = int(call.query.get("limit", str(DEFAULT_LIMIT)))
        except ValueError:
            raise self.refusal(400, "offset and limit are integers.") from None
        page = self._records(call).records()[offset : offset + min(max(limit, 1), LARGEST_LIMIT)]
        return Answer(200, {"items": [record.document for record in page]})

    def _read(self, call: Call) -> Answer:
        return Answer(200, self._record(call).document)

    def _create(self, call: Call) -> Answer:
        self._records(call)
        document = self._body(call)
        absent = self.missing(call.params["kind"], document)
        self._check([*absent, *(name for name in SERVER_FIELDS if name in document)])
        return Answer(201, self.insert(call.params["kind"], document).document)

    def _patch(self, call: Call) -> Answer:
        record = self._record(call)
        changed = deep_merge(record.document, self._body(call))
        self._check([name for name in SERVER_FIELDS if changed.get(name) != record.document.get(name)])
        return Answer(200, self.store(call.params["kind"], record.key, changed).document)

    def _delete(self, call: Call) -> Answer:
        self.remove(call.params["kind"], self._record(call).key)
        return Answer(204)

    def _body(self, call: Call) -> Document:
        document = self.read_json(call)
        if not isinstance(document, dict):
            raise self.refusal(400, "The body is not a JSON object.")
        if _is_deeper(document, DEEPEST):
            raise self.refusal(400, f"The body is nested more than {DEEPEST} deep.")
        return document

    def _check(self, faulty: list[str]) -> None:
        """Refuse with 422 what the server gives itself, and what the settings demand and is absent."""
        if faulty:
            body = {"error": "Some fields are missing or not valid.", "fields": sorted(faulty)}
            raise Refusal(Answer(422, body))


def _is_name(name: str) -> bool:
    """Letters, digits and the marks that belong to letters, of any language; `-` and `_` do no harm."""
    kinds = {unicodedata.category(char)[0] for char in name if char not in "-_"}
    return 0 < len(name) <= LONGEST_NAME and kinds <= {"L", "M", "N"}


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether a value is nested deeper than this; level by level, so that depth costs no stack."""
    level = [value]
    for _ in range(levels + 1):
        members = [member.values() if isinstance(member, dict) else member for member in level]
        level = [inner for member in members for inner in member if isinstance(inner, (dict, list))]
        if not level:
            return False
    return True


def server(name: str) -> SandboxServer:
    """A fresh system of this name with no records. ValueError where `NAME` does not allow it."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a system's name")
    named: type[PlainSystem] = type(
        "PlainSystem", (PlainSystem,), {"name": name, "secrets": {"key": f"sandbox-key-{name}"}}
    )
    return named()
