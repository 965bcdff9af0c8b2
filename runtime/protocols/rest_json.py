"""`rest-json`: JSON over HTTP, in the shapes that a profile tells. Pure: requests out, answers in.

The OData protocols are this one with their own headers, literals and wrappers.
"""

from __future__ import annotations

import datetime as dt
import re
import urllib.parse
from collections.abc import Sequence
from typing import Any, ClassVar

from ..bodies import leaves, nested, pointer, replacements, without
from ..endpoint import Changes, Write
from ..errors import Changed, Rejected, Unavailable, check_address
from ..exchange import Answer, Request
from ..model import Access, Kind, ObjectType, Precondition, Property, Snapshot, UpdateStyle
from ..paging import elements, reach
from ..stamps import spelled
from ..wire import MS_ZONE, wall_clock

__all__ = ["RestJson"]

_ABSENT = object()
_PLACE = re.compile(r"\{([^{}]+)\}")
_METHOD = {
    UpdateStyle.PATCH_MERGE: "PATCH",
    UpdateStyle.JSON_PATCH: "PATCH",
    UpdateStyle.PUT_PARTIAL: "PUT",
    UpdateStyle.PUT_FULL: "PUT",
}


class RestJson:
    """The requests and answers of one ObjectType of one account of a system."""

    accept: ClassVar[str] = "application/json"

    def __init__(self, kind: ObjectType, account: str) -> None:
        self.kind = kind
        self.system = kind.system
        self.operations = kind.operations
        self.account = account
        self.guard = kind.system.precondition
        """What guards writes; a server may turn out not to honour its own versions (F-08)."""

    # ---- headers and literals -------------------------------------------------------------------

    def reading(self, rows: int = 0) -> dict[str, str]:
        """The headers of a read; `rows` is the page size, for protocols that ask for it there."""
        return {"Accept": self.accept}

    def writing(self) -> dict[str, str]:
        """The headers of a write."""
        return {"Accept": self.accept}

    def creating(self, *keys: str) -> dict[str, str]:
        """The headers of a write that makes records, with their idempotency keys where the system takes such."""
        given = ",".join(key for key in keys if key)
        return self.writing() | ({self.system.idempotency: given} if self.system.idempotency and given else {})

    def quoted(self, text: str) -> str:
        """A value inside the quotes of an address, where the protocol has such."""
        return text

    def spelled(self, since: str) -> str:
        """An instant as the system's filters want it: local time of `wire.MS_ZONE` where dates count milliseconds."""
        if self.system.dates != "ms":
            return since
        try:
            moment = dt.datetime.fromisoformat(since)
        except ValueError:
            return since
        local = moment.astimezone(MS_ZONE) if moment.tzinfo else moment
        return local.replace(tzinfo=None).isoformat(timespec="seconds")

    def instant(self, stamp: str) -> str:
        """A server's stamp as a UTC instant; else as it is."""
        zone = MS_ZONE if self.system.dates == "ms" else dt.UTC
        try:
            moment = wall_clock(stamp) or dt.datetime.fromisoformat(stamp)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            return spelled(moment)
        except (ValueError, OverflowError):
            return stamp

    # ---- addresses ------------------------------------------------------------------------------

    def address(self, template: str, key: str = "", document: dict[str, Any] | None = None, line: str = "") -> str:
        """The template with its places filled, percent-encoded. Rejected where a value makes no segment (A-25)."""
        known = {"key": key, "account": self.account, "line": line}

        def filled(place: re.Match[str]) -> str:
            name = place.group(1)
            value = known[name] if name in known else reach(document or {}, tuple(name.split(".")))
            text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
            if text in ("", ".", ".."):
                raise Rejected(self.system.name, f"the record has no usable {name!r} to address it by")
            if place.string[: place.start()].endswith("'"):
                text = self.quoted(text)
            return urllib.parse.quote(text, safe="")

        return _PLACE.sub(filled, template)

    def key_in(self, location: str) -> str:
        """The key in the address of a new record, by the shape of the type's own addresses; "" if not found."""
        pattern = "".join(
            "([^/?#']+?)" if part == "{key}" else "[^/?#]+" if _PLACE.fullmatch(part) else re.escape(part)
            for part in re.split(r"(\{[^{}]+\})", self.operations.item)
        )
        found = re.search(f"{pattern}$", location)
        return urllib.parse.unquote(found.group(1)) if found else ""

    # ---- answers --------------------------------------------------------------------------------

    def rows(self, answer: Answer) -> list[dict[str, Any]]:
        """The records of a list's page; 204 is an empty one. Any other answer without a body tells nothing."""
        if answer.body is None and answer.status == 204:
            return []
        if answer.body is None:
            raise self.unreadable("the list's answer is empty")
        value = self.unwrapped_rows(answer.body)
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            path = ".".join(self.system.envelope.rows)
            raise self.unreadable(f"the list's answer has no records at {path or 'its root'}")
        return value

    def unwrapped_rows(self, body: Any) -> Any:
        """What stands where a list's records should be."""
        return reach(body, self.system.envelope.rows)

    def record(self, answer: Answer) -> dict[str, Any] | None:
        """The one record in an answer, or None."""
        value = reach(answer.body, self.system.envelope.item)
        return value if isinstance(value, dict) and value else None

    def made(self, answer: Answer) -> tuple[dict[str, Any] | None, str]:
        """What the answer to a create tells: the record, where it has one, and the key, "" if it has none."""
        place = self.system.envelope.made
        record = self.record(answer) if place is None else reach(answer.body, place)
        if isinstance(record, dict) and record:
            return record, self.key(record)
        return None, self.text(record)

    def key(self, record: dict[str, Any], path: tuple[str, ...] = ()) -> str:
        """The key of a record, or of what stands at another path, as text; "" if there is none."""
        return self.text(reach(record, path or self.kind.key))

    @staticmethod
    def text(value: Any) -> str:
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def snapshot(self, record: dict[str, Any], answer: Answer | None = None) -> Snapshot:
        """The record as a Snapshot; `answer` is the single record's, whose ETag may be the version."""
        key = self.key(record)
        if not key:
            raise self.unreadable(f"a record has no key at {'.'.join(self.kind.key)}")
        version = reach(record, self.kind.version) if self.kind.version else None
        if not self.kind.version and answer is not None and self.system.precondition is Precondition.ETAG:
            version = answer.headers.get("etag")
        modified = reach(record, self.kind.modified) if self.kind.modified else None
        return Snapshot(
            key=key,
            document=record,
            version="" if version is None else str(version),
            modified="" if modified is None else self.instant(str(modified)),
        )

    def unreadable(self, reason: str) -> Unavailable:
        advice = f"{check_address(self.system.name)}, and its profile"
        return Unavailable(self.system.name, f"{self.kind.name}: {reason}", advice=advice)

    # ---- single records -------------------------------------------------------------------------

    def fetch(self, key: str, document: dict[str, Any]) -> Request:
        """The record as it is now."""
        target = self.address(self.operations.item, key, document)
        return Request(method="GET", target=target, query=self.operations.item_query, headers=self.reading())

    def elsewhere(self, key: str, document: dict[str, Any]) -> Request | None:
        """Where a record that is not where it was may live on as something else; None where there is no such place."""
        if not self.operations.lives_on:
            return None
        target = self.address(self.operations.lives_on, key, document)
        return Request(method="GET", target=target, headers=self.reading())

    def create(self, document: dict[str, Any], key: str = "") -> Request:
        """A new record, with its idempotency key if it has one. Rejected where the API lets nobody create."""
        if not self.operations.create:
            why = self.operations.why_not or "records of this type cannot be created"
            raise Rejected(self.system.name, why)
        target = self.address(self.operations.create, "", document)
        carried = set(_PLACE.findall(self.operations.create))  # what the path says, the body must not repeat
        body = {name: value for name, value in document.items() if name not in carried}
        return Request(method="POST", target=target, body=body, headers=self.creating(key))

    def delete(self, current: Snapshot) -> Request:
        """The record deleted, guarded by its version where a header can carry it. Rejected where the API deletes none.

        A DELETE has no body for a version to travel in: whoever sends it must have compared the record before (S-18).
        """
        self.must_delete()
        target = self.address(self.operations.delete, current.key, current.document)
        headers = self.writing()
        if self.guard is Precondition.ETAG:
            headers |= self._guard(current.version)
        return Request(method="DELETE", target=target, headers=headers)

    def must_delete(self) -> None:
        """Rejected where the API deletes no records of this type."""
        if not self.operations.delete:
            raise Rejected(self.system.name, "records of this type cannot be deleted over this API")

    def update(self, current: Snapshot, changes: Changes) -> Request:
        """These changes of the record, guarded by its version where headers or bodies can carry it."""
        target = self.address(self.operations.update or self.operations.item, current.key, current.document)
        headers = self.writing() | self._guard(current.version)
        if self.system.update is UpdateStyle.JSON_PATCH:
            headers["Content-Type"] = "application/json-patch+json"
        return Request(
            method=_METHOD[self.system.update],
            target=target,
            query=self.operations.update_query,
            body=self._changed(current, changes),
            headers=headers,
        )

    def _guard(self, version: str) -> dict[str, str]:
        """The header that makes a write depend on a version. Changed where the version is not known."""
        guard = self.guard
        if guard in (Precondition.ETAG, Precondition.VERSION) and not version:
            raise Changed(self.system.name, "the record's version is not known; it has to be read again")
        if guard is not Precondition.ETAG:
            return {}
        return {"If-Match": version if version.startswith(('"', 'W/"')) else f'"{version}"'}

    def _changed(self, current: Snapshot, changes: Changes) -> Any:
        """The changes as the system's UpdateStyle wants them, with the version where it travels in the body."""
        version = self.kind.version if self.guard is Precondition.VERSION else ()
        stamp = reach(current.document, version)
        if self.system.update is UpdateStyle.JSON_PATCH:
            test = [{"op": "test", "path": pointer(version), "value": stamp}] if version else []
            return test + replacements(current.document, changes)
        guarded = [*changes, (version, stamp)] if version else changes
        if self.system.update is UpdateStyle.PUT_FULL:
            return self._whole(current, guarded)
        return nested(current.document, guarded, self.system.update is UpdateStyle.PUT_PARTIAL)

    def _whole(self, current: Snapshot, changes: Changes) -> dict[str, Any]:
        """The record with the changes, without what can only be read."""
        read_only = [prop.path for prop in self.kind.properties if prop.access is Access.READ]
        body = without(current.document, read_only)
        for path, value in changes:
            parent = body
            for segment in path[:-1]:
                below = parent.get(segment)
                parent[segment] = parent = below if isinstance(below, dict) else {}
            parent[path[-1]] = value
        return body

    def tells(self, known: Snapshot, sent: Changes) -> bool:
        """Whether an answer says enough: every value that was sent, and what guards the next write if anything does."""
        if not self._guards(known):
            return False
        return all(_told(reach(known.document, path, _ABSENT), value) for path, value in sent)

    def _guards(self, known: Snapshot) -> bool:
        """Whether a record as it was answered can guard the next write: by its version; where records without one are
        compared, by its stamp; and by what it holds where there is none either."""
        if self.system.precondition is Precondition.NONE or known.version:
            return True
        is_compared = self.system.precondition is Precondition.COMPARE and not self.kind.version
        return is_compared and bool(known.modified or not self.kind.modified)

    def differs(self, one: Snapshot, other: Snapshot) -> bool:
        """Whether two readings of a record disagree: by their stamps, or in what both of them tell."""
        if one.modified or other.modified:
            return one.modified != other.modified
        return any(one.document[name] != other.document[name] for name in one.document.keys() & other.document)

    def lines_differ(self, one: Snapshot, other: Snapshot) -> bool:
        """Whether two readings of a record disagree on a list that both of them tell: its stamp need not show that."""
        lists = [prop.path for prop in self.kind.properties if prop.kind is Kind.LIST]
        told = [path for path in lists if all(reach(each.document, path) is not None for each in (one, other))]
        return any(elements(one.document, path) != elements(other.document, path) for path in told)

    def same(self, one: Snapshot, other: Snapshot) -> bool:
        """Whether two readings of a record hold the same in what both of them tell, versions and stamps aside."""
        aside = [path for path in (self.kind.version, self.kind.modified) if path]
        left, right = (without(snapshot.document, aside) for snapshot in (one, other))
        return all(left[name] == right[name] for name in left.keys() & right.keys())

    # ---- many records at once -------------------------------------------------------------------

    @property
    def creates_at_once(self) -> int:
        bulk = self.operations.bulk
        return bulk.rows if bulk.create else 1

    @property
    def updates_at_once(self) -> int:
        """1 where a write must be preceded by a look at its record."""
        bulk, guard = self.operations.bulk, self.guard
        return bulk.rows if bulk.update and guard is not Precondition.COMPARE else 1

    def create_many(self, documents: Sequence[dict[str, Any]], keys: Sequence[str] = ()) -> Request:
        """New records in one request, all or nothing, with an idempotency key for each or for none."""
        target = self.address(self.operations.bulk.create)
        return Request(method="POST", target=target, body=list(documents), headers=self.creating(*keys))

    def takes_together(self, keys: Sequence[str]) -> bool:
        """Whether one request can carry these idempotency keys of several records, or there are none to carry."""
        if not self.system.idempotency or not any(keys):
            return True
        return self.operations.bulk.keyed and all(key and "," not in key for key in keys)

    def update_many(self, writes: Sequence[Write]) -> Request:
        """Changed records in one request, all or nothing; each carries its key, and its version where there is one."""
        keep_ids = self.system.update is UpdateStyle.PUT_PARTIAL
        rows = []
        for current, changes in writes:
            carried = [path for path in (self.kind.key, self.kind.version) if path]
            guarded = [*changes, *((path, reach(current.document, path)) for path in carried)]
            rows.append(nested(current.document, guarded, keep_ids))
        target = self.address(self.operations.bulk.update)
        return Request(method=_METHOD[self.system.update], target=target, body=rows, headers=self.writing())

    # ---- lines ----------------------------------------------------------------------------------

    def lines(self, prop: Property, current: Snapshot, wanted: Any) -> list[Request]:
        """The requests that make the elements of a list of a record what is wanted: removed, changed, then new ones.

        Elements are told apart by their key, and only what differs in an element is sent. `wanted` are elements as on
        the wire, without a key where they are new.
        """
        assert prop.lines is not None
        now = {self.key(row, prop.key): row for row in elements(current.document, prop.path)}
        rows = [row for row in wanted or [] if isinstance(row, dict)]
        kept = {self.key(row, prop.key) for row in rows} - {""}
        found = [self._remove(prop, current, key, row) for key, row in now.items() if key not in kept]
        for row in rows:
            key = self.key(row, prop.key)
            if not key:
                found.append(self._add(prop, current, row))
                continue
            was = now.get(key)
            if was is None:
                raise Changed(self.system.name, f"an element of {'.'.join(prop.path)} is gone since it was read")
            changes = [(path, value) for path, value in leaves(row) if reach(was, path, _ABSENT) != value]
            if changes:
                found.append(self._change(prop, current, key, was, changes))
        return found

    def _line_address(self, template: str, what: str, current: Snapshot, line: str = "") -> str:
        if not template:
            raise Rejected(self.system.name, f"{self.kind.name}: its lines cannot be {what} over this API")
        return self.address(template, current.key, current.document, line)

    def _remove(self, prop: Property, current: Snapshot, key: str, row: dict[str, Any]) -> Request:
        assert prop.lines is not None
        target = self._line_address(prop.lines.delete, "removed", current, key)
        headers = self.writing()
        if self.guard is Precondition.ETAG and prop.version:
            headers |= self._guard(self.text(reach(row, prop.version)))
        return Request(method="DELETE", target=target, headers=headers)

    def _add(self, prop: Property, current: Snapshot, row: dict[str, Any]) -> Request:
        assert prop.lines is not None
        target = self._line_address(prop.lines.create, "added", current)
        parent = reach(current.document, self.kind.key)
        named: Changes = [(prop.lines.parent, parent)] if prop.lines.parent else []
        body = nested({}, [*leaves(row), *named], keep_ids=False)
        return Request(method="POST", target=target, body=body, headers=self.creating())

    def _change(
        self, prop: Property, current: Snapshot, key: str, row: dict[str, Any], changes: Changes
    ) -> Request:
        assert prop.lines is not None
        target = self._line_address(prop.lines.update, "changed", current, key)
        headers, guard = self.writing(), self.guard
        if self.system.update is UpdateStyle.JSON_PATCH:
            headers["Content-Type"] = "application/json-patch+json"
            return Request(method="PATCH", target=target, body=replacements(row, changes), headers=headers)
        if guard is Precondition.ETAG and prop.version:
            headers |= self._guard(self.text(reach(row, prop.version)))
        if guard is Precondition.VERSION and prop.version:
            changes = [*changes, (prop.version, reach(row, prop.version))]
        body = nested(row, changes, keep_ids=False)
        return Request(method=_METHOD[self.system.update], target=target, body=body, headers=headers)


def _told(answered: Any, sent: Any) -> bool:
    """Whether an answer says what became of a sent value; a list must be one, and a cleared value may be left out."""
    if sent is None or sent == []:
        return True
    rows = answered.get("results") if isinstance(answered, dict) else answered
    return answered is not _ABSENT and (not isinstance(sent, list) or isinstance(rows, list))
