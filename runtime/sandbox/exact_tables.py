"""The rows of Exact Online as they are kept: what the server gives them, their stamps, and what becomes of lines.

A header is kept with its lines, but each line has stamps and a row version of its own. Setting `lines_move_headers`:
a changed line also moves Modified and row version of its header. The vendor says neither; without the setting lines
are on their own, so that whoever watches headers alone is caught.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from runtime.sandbox.exact_changes import PAYROLL, Changes
from runtime.sandbox.exact_fields import TYPES
from runtime.sandbox.exact_rules import defaults, line_defaults, settled
from runtime.sandbox.exact_values import local_text
from runtime.sandbox.world import Document, Record, SandboxServer

DIVISION = 123456
STAMPS = ("Created", "Modified", "Timestamp")


class ExactTables(SandboxServer):
    """The tables of one company, without the ways that lead to them."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = Changes()

    def complete(self, kind: str, document: Document) -> tuple[str, Document]:
        """Give the key, numbers and defaults that a new row gets from the server."""
        entity = TYPES[kind]
        number = self.next_number(kind, 1)
        key = str(UUID(document.get(entity.key) or str(uuid4())))
        given = {name: value for name, value in document.items() if value is not None}
        complete = entity.zeroes | defaults(kind, number, given) | document
        return key, self._settled(kind, complete | {entity.key: key, "Division": DIVISION}, {})

    def stamp(self, kind: str, record: Record) -> None:
        """Created and Modified in Dutch local time, and the next row version."""
        lines = TYPES[kind].lines
        if lines and record.revision == 1:
            self._stamp_lines(lines, [], record.document[lines])
        stamps = (local_text(record.created), local_text(record.modified), self._changes.version(kind))
        record.document |= dict(zip(STAMPS, stamps, strict=True))

    def _stamp_lines(self, kind: str, before: Sequence[Document], after: Sequence[Document]) -> None:
        """Stamp the lines that are new or not as they were, and log those that are gone."""
        old = {line["ID"]: line for line in before}
        moved = [line for line in after if line != old.get(line["ID"])]
        for line in moved:
            now = local_text(self.clock.now())
            stamps = (line.get("Created", now), now, self._changes.version(kind))
            line |= dict(zip(STAMPS, stamps, strict=True))
        gone = old.keys() - {line["ID"] for line in after}
        for key in sorted(gone):
            self._changes.bury(kind, key, self.clock.now(), DIVISION)

    def store(self, kind: str, key: str, document: Document) -> Record:
        """Put a changed document in place; the twins follow. A header that only lines changed of stays unmoved."""
        with self.lock:
            record = self.tables[kind].get(key)
            if record is None:
                raise KeyError(key)
            old, new, lines = record.document, self._settled(kind, document, record.document), TYPES[kind].lines
            apart = {lines: None}
            if lines:
                self._stamp_lines(lines, old[lines], new[lines])
            if old | apart == new | apart and not self.settings.get("lines_move_headers", False):
                record.document = new
                return record
            return super().store(kind, key, new)

    def remove(self, kind: str, key: str) -> bool:
        """Delete a record, and log that it and its lines are gone."""
        with self.lock:
            record, lines = self.tables[kind].get(key), TYPES[kind].lines
            if record is not None:
                self._stamp_lines(lines, record.document.get(lines, []), [])
                self._changes.bury(kind, key, self.clock.now(), DIVISION)
            return super().remove(kind, key)

    def _versioned(self, is_payroll: bool) -> list[Document]:
        kinds = [kind for kind in TYPES if (kind == PAYROLL) == is_payroll]
        return [document for kind in kinds for document in self._documents(kind)]

    def _settled(self, kind: str, document: Document, old: Document) -> Document:
        """A document as it is stored. A line that carries its id keeps what is not said about it; stamps are ours."""
        entity = TYPES[kind]
        document = settled(kind, _restamped(document, old))
        if entity.lines:
            own = {TYPES[entity.lines].required[0]: document[entity.key], "Division": DIVISION}
            before = {line["ID"]: line for line in old.get(entity.lines, [])}
            given = [before.get(line.get("ID"), {}) | line for line in document.get(entity.lines) or []]
            highest = max((line.get("LineNumber", 0) for line in given), default=0)
            document[entity.lines] = []
            for line in given:
                highest += "LineNumber" not in line
                line = {"ID": str(uuid4()), "LineNumber": highest} | _restamped(line, before.get(line.get("ID"), {}))
                document[entity.lines].append(line_defaults(entity.lines, line | own, self._look))
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


def _restamped(document: Document, old: Document) -> Document:
    """A document with the stamps that it had before, and none that someone else gave it."""
    own = {name: value for name, value in document.items() if name not in STAMPS}
    return own | {name: old[name] for name in STAMPS if name in old}
