"""One ObjectType of one system: its records as Snapshots, read by page or by key, created and updated.

Everything that differs between systems comes from System and Operations; what differs between the standards
(`rest-json`, `odata-v4`, `odata-v2`) is the headers below and OData v2's habit of wrapping rows in `results`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any, NoReturn

from .errors import Changed, Gone, OutcomeUnknown, Rejected, RemoteError, Unavailable
from .http import Answer, Client
from .model import Json, ObjectType, PagingScheme, Precondition, Snapshot, UpdateStyle
from .paging import Query, first, following, reach
from .wire import MS_ZONE, wall_clock

__all__ = ["Changes", "Connector"]

Changes = list[tuple[tuple[str, ...], Json]]
"""What an update sets: wire paths and their new JSON values."""

_ABSENT = object()
_PLACE = re.compile(r"\{([^{}]+)\}")
_MOST_PAGES = 100_000
_ACCEPT = {"odata-v4": "application/json;odata.metadata=minimal"}


class Connector:
    """Reads and writes the records of one ObjectType. Errors are RemoteErrors; nothing is half true.

    Takes the system's client, the ObjectType and the account part of addresses.
    """

    def __init__(self, client: Client, object_type: ObjectType, account: str) -> None:
        self.client = client
        self.type = object_type
        self.account = account
        self._system = object_type.system
        self._operations = object_type.operations
        self._headers = {"Accept": _ACCEPT.get(self._system.protocol, "application/json")}

    # ---- reading --------------------------------------------------------------------------------

    def pull(self, since: str) -> Iterator[list[Snapshot]]:
        """The list, page by page: what changed since the instant (ISO 8601), or everything for "".

        Unavailable where a page cannot be understood or pages go round in circles, Rejected where there is no
        such list: a partial list is never passed off as a whole one.
        """
        headers = dict(self._headers)
        if self._system.protocol == "odata-v4":
            headers["Prefer"] = f"odata.maxpagesize={self._system.paging.rows}"
        target: str = self._address(self._operations.list, "", {})
        query: Query = first(self._system.paging, self._operations.list_query + self._narrowed(since))
        addresses: set[str] = set()
        known: set[str] = set()
        for _ in range(_MOST_PAGES):
            answer = self._page(target, query, headers)
            page = [self._snapshot(row) for row in self._rows(answer)]
            yield page
            try:
                step = following(self._system.paging, query, answer.body, len(page))
            except ValueError as broken:
                self._unreadable(str(broken))
            if step is None:
                return
            keys = {snapshot.key for snapshot in page}
            if self._numbered and keys <= known:
                if self._system.paging.until_empty and len(page) < self._system.paging.rows:
                    return  # a short list, and a server that does not know about pages
                self._unreadable("the pages of the list go round in circles: one holds nothing new")
            known |= keys
            addresses.add(answer.address)
            if isinstance(step, str):
                target, query = _joined(answer.address, step), ()
                if target in addresses:
                    self._unreadable("the pages of the list go round in circles")
            else:
                query = step
        self._unreadable("the list has no end")

    def _page(self, target: str, query: Query, headers: dict[str, str]) -> Answer:
        """One page of the list. Rejected, naming the list, where there is none or it is not given to us."""
        try:
            return self.client.request("GET", target, query, headers=headers)
        except (Gone, Rejected) as refused:
            what = "there is no such list" if isinstance(refused, Gone) else "the list is refused"
            asked = f"; is the account {self.account!r} right?" if "{account}" in self._operations.list else ""
            text = f"{what} at {self._operations.list}: {refused.reason}{asked}"
            raise Rejected(refused.system, text, status=refused.status, code=refused.code) from None

    @property
    def _numbered(self) -> bool:
        """Whether a full page of known records shows that the server ignores where we asked it to start."""
        return self._system.paging.scheme in (PagingScheme.OFFSET, PagingScheme.PAGE)

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        """The record as it is now; None if there is none (404, 410). `document` fills other places in the path.

        Unavailable where an answer has no record in it: that is no proof that there is none.
        """
        target = self._address(self._operations.item, key, document or {})
        try:
            answer = self.client.request("GET", target, self._operations.item_query, headers=self._headers)
        except Gone:
            return None
        record = self._record(answer)
        if record is None:
            self._unreadable("the answer does not hold the record")
        return self._snapshot(record, answer)

    def _narrowed(self, since: str) -> Query:
        operations = self._operations
        wanted = self._spelled(since) if since else operations.since_first
        if not operations.since_query or not wanted:
            return ()
        return ((operations.since_query, operations.since_value.replace("{since}", wanted)),)

    def _spelled(self, since: str) -> str:
        """The instant as the system's filters want it: Dutch local time where dates count it, else as it is."""
        if self._system.dates != "ms":
            return since
        try:
            instant = dt.datetime.fromisoformat(since)
        except ValueError:
            return since
        local = instant.astimezone(MS_ZONE) if instant.tzinfo else instant
        return local.replace(tzinfo=None).isoformat(timespec="seconds")

    # ---- writing --------------------------------------------------------------------------------

    def create(self, document: dict[str, Any]) -> Snapshot:
        """Make a record from this body and give what the system made of it.

        Rejected where the API lets nobody create. OutcomeUnknown where the answer does not say which record
        was made. What the answer leaves out is read back; if that fails, what it did say is given.
        """
        if not self._operations.create:
            why = self._operations.why_not or "records of this type cannot be created"
            raise Rejected(self._system.name, why)
        target = self._address(self._operations.create, "", document)
        carried = set(_PLACE.findall(self._operations.create))  # what the path says, the body must not repeat
        body = {name: value for name, value in document.items() if name not in carried}
        answer = self.client.request("POST", target, json=body, headers=self._writing())
        record = self._record(answer)
        known = self._snapshot(record, answer) if record and self._key(record) else None
        if known and not self._operations.read_back and self._complete(known, list(_leaves(document))):
            return known
        key = known.key if known else self._key_in(answer.headers.get("location", ""))
        # The record was made: what is known of it is worth more than a failure to read it again.
        with contextlib.suppress(RemoteError):
            known = (self.fetch(key, {**document, **(record or {})}) if key else None) or known
        if known is None:
            raise OutcomeUnknown(self._system.name, "a record was created, but it cannot be told which")
        return known

    def update(self, current: Snapshot, changes: Changes) -> Snapshot:
        """Set these values on the record last seen as `current`, if it is still that.

        Changed where it is not, Gone where it is no more, OutcomeUnknown where the write was accepted but what
        came of it could not be read.
        """
        current, headers = self._guarded(current)
        body = self._body(current, changes)
        target = self._address(self._operations.update or self._operations.item, current.key, current.document)
        method = "PUT" if self._system.update is UpdateStyle.PUT_PARTIAL else "PATCH"
        try:
            answer = self.client.request(method, target, self._operations.update_query, body, headers)
        except Gone as gone:
            # A 404 may also mean something the body refers to (seen at one vendor): only a look can tell.
            if self.fetch(current.key, current.document) is None:
                raise
            raise Rejected(gone.system, gone.reason, status=gone.status, code=gone.code) from None
        record = self._record(answer)
        if record and self._key(record) == current.key:
            known = self._snapshot(record, answer)
            if not self._operations.read_back and self._complete(known, changes):
                return known
        try:
            again = self.fetch(current.key, current.document)
        except RemoteError as failed:
            text = f"the change was accepted but could not be read back: {failed.reason}"
            raise OutcomeUnknown(self._system.name, text) from None
        if again is None:
            raise Gone(self._system.name, "the record is gone since it was changed")
        return again

    def _writing(self) -> dict[str, str]:
        """OData v2 answers a POST with a few properties unless asked for all."""
        prefer = {"Prefer": "return=representation"} if self._system.protocol == "odata-v2" else {}
        return self._headers | prefer

    def _guarded(self, current: Snapshot) -> tuple[Snapshot, dict[str, str]]:
        """The record to build the write on, and the write's headers. Changed where somebody was faster."""
        guard, headers = self._system.precondition, self._writing()
        if self._system.update is UpdateStyle.JSON_PATCH:
            headers["Content-Type"] = "application/json-patch+json"
        unseen = guard is Precondition.ETAG and not current.version
        if guard is Precondition.COMPARE or unseen:
            latest = self.fetch(current.key, current.document)
            if latest is None:
                raise Gone(self._system.name, "there is no such record any more")
            if _differs(current, latest) if unseen else latest.version != current.version:
                raise Changed(self._system.name, "the record was changed since it was read")
            current = latest
        if guard in (Precondition.ETAG, Precondition.VERSION) and not current.version:
            raise Changed(self._system.name, "the record's version is not known; it has to be read again")
        if guard is Precondition.ETAG:
            quoted = current.version.startswith(('"', 'W/"'))
            headers["If-Match"] = current.version if quoted else f'"{current.version}"'
        return current, headers

    def _body(self, current: Snapshot, changes: Changes) -> Any:
        """The changes as the system's UpdateStyle wants them, with the version where it travels in the body."""
        version = self.type.version if self._system.precondition is Precondition.VERSION else ()
        stamp = reach(current.document, version)
        if self._system.update is UpdateStyle.JSON_PATCH:
            test = [{"op": "test", "path": _pointer(version), "value": stamp}] if version else []
            return test + _replacements(current.document, changes)
        keep_ids = self._system.update is UpdateStyle.PUT_PARTIAL
        return _nested(current.document, [*changes, (version, stamp)] if version else changes, keep_ids)

    def _complete(self, known: Snapshot, sent: Changes) -> bool:
        """Whether an answer says enough: the version, if one is needed, and every value that was sent."""
        if self._system.precondition is not Precondition.NONE and not known.version:
            return False
        return all(_told(reach(known.document, path, _ABSENT), value) for path, value in sent)

    # ---- addresses ------------------------------------------------------------------------------

    def _address(self, template: str, key: str, document: dict[str, Any]) -> str:
        """The template with its places filled, percent-encoded. Rejected where a value makes no segment (A-25)."""
        known = {"key": key, "account": self.account}

        def filled(place: re.Match[str]) -> str:
            name = place.group(1)
            value = known[name] if name in known else reach(document, tuple(name.split(".")))
            text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
            if text in ("", ".", ".."):
                raise Rejected(self._system.name, f"the record has no usable {name!r} to address it by")
            if self._system.protocol.startswith("odata") and place.string[: place.start()].endswith("'"):
                text = text.replace("'", "''")
            return urllib.parse.quote(text, safe="")

        return _PLACE.sub(filled, template)

    def _key_in(self, location: str) -> str:
        """The key in the address of a new record, by the shape of the type's own addresses; "" if not found."""
        pattern = "".join(
            "([^/?#']+?)" if part == "{key}" else "[^/?#]+" if _PLACE.fullmatch(part) else re.escape(part)
            for part in re.split(r"(\{[^{}]+\})", self._operations.item)
        )
        found = re.search(f"{pattern}$", location)
        return urllib.parse.unquote(found.group(1)) if found else ""

    # ---- answers --------------------------------------------------------------------------------

    def _rows(self, answer: Answer) -> list[dict[str, Any]]:
        """The records of a list's page; 204 is an empty one. Any other answer without a body tells nothing."""
        if answer.body is None and answer.status == 204:
            return []
        if answer.body is None:
            self._unreadable("the list's answer is empty")
        value, path = answer.body, self._system.envelope.rows
        for segment in path:
            if self._system.protocol == "odata-v2" and isinstance(value, list):  # {"d": [...]}, no "results"
                break
            value = reach(value, (segment,))
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self._unreadable(f"the list's answer has no records at {'.'.join(path) or 'its root'}")
        return value

    def _record(self, answer: Answer) -> dict[str, Any] | None:
        """The one record in an answer, or None."""
        value = reach(answer.body, self._system.envelope.item)
        rows = value.get("results") if isinstance(value, dict) else None
        if self._system.protocol == "odata-v2" and isinstance(rows, list) and len(rows) == 1:
            value = rows[0]
        return value if isinstance(value, dict) and value else None

    def _key(self, record: dict[str, Any]) -> str:
        key = reach(record, self.type.key)
        return str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""

    def _snapshot(self, record: dict[str, Any], answer: Answer | None = None) -> Snapshot:
        """The record as a Snapshot; `answer` is the single record's, whose ETag may be the version."""
        key = self._key(record)
        if not key:
            self._unreadable(f"a record has no key at {'.'.join(self.type.key)}")
        version = reach(record, self.type.version) if self.type.version else None
        if not self.type.version and answer is not None and self._system.precondition is Precondition.ETAG:
            version = answer.headers.get("etag")
        modified = reach(record, self.type.modified) if self.type.modified else None
        return Snapshot(
            key=key,
            document=record,
            version="" if version is None else str(version),
            modified="" if modified is None else _instant(str(modified), self._system.dates == "ms"),
        )

    def _unreadable(self, reason: str) -> NoReturn:
        raise Unavailable(self._system.name, f"{self.type.name}: {reason}")


def _joined(address: str, link: str) -> str:
    """A link as an absolute one. Unreadable ones are left as they are, for the client to refuse."""
    try:
        return urllib.parse.urljoin(address, link)
    except ValueError:
        return link if "://" in link else f"invalid:{link}"


def _instant(stamp: str, ms: bool) -> str:
    """A server's stamp as a UTC instant of fixed width, so that text order is time order; else as it is."""
    counted = wall_clock(stamp) if ms else None
    try:
        if counted is not None:
            instant = counted.replace(tzinfo=MS_ZONE)
        else:
            instant = dt.datetime.fromisoformat(stamp)
            instant = instant if instant.tzinfo else instant.replace(tzinfo=MS_ZONE if ms else dt.UTC)
        return f"{instant.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
    except (ValueError, OverflowError):
        return stamp


def _differs(one: Snapshot, other: Snapshot) -> bool:
    """Whether two readings of a record disagree: by their stamps, or in what both of them tell."""
    if one.modified or other.modified:
        return one.modified != other.modified
    return any(one.document[name] != other.document[name] for name in one.document.keys() & other.document)


def _told(answered: Any, sent: Json) -> bool:
    """Whether an answer says what became of a sent value; a list must be one, and a cleared value may be left out."""
    if sent is None or sent == []:
        return True
    rows = answered.get("results") if isinstance(answered, dict) else answered
    return answered is not _ABSENT and (not isinstance(sent, list) or isinstance(rows, list))


def _leaves(document: dict[str, Any], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*prefix, name))
        else:
            yield (*prefix, name), value


# ---- bodies -------------------------------------------------------------------------------------


def _nested(current: dict[str, Any], changes: Changes, keep_ids: bool) -> dict[str, Any]:
    """The changes as one document. `keep_ids` names the nested records that exist already by their `id`.

    Without it a partial PUT makes a new address instead of changing the one there is (vendor's examples).
    """
    root: dict[str, Any] = {}
    there: Any
    for path, value in changes:
        parent, there = root, current
        for segment in path[:-1]:
            there = there.get(segment) if isinstance(there, dict) else None
            known = {"id": there["id"]} if keep_ids and isinstance(there, dict) and "id" in there else {}
            parent = parent.setdefault(segment, known)
        parent[path[-1]] = value
    return root


def _replacements(current: dict[str, Any], changes: Changes) -> list[dict[str, Any]]:
    """The changes as RFC 6902 operations; below a parent that is not there, one operation sets the parent."""
    whole: dict[tuple[str, ...], Changes] = {}
    for path, value in changes:
        lengths = range(1, len(path))
        cut = next((n for n in lengths if not isinstance(reach(current, path[:n]), dict)), len(path))
        whole.setdefault(path[:cut], []).append((path[cut:], value))
    return [{"op": "replace", "path": _pointer(path), "value": _value(below)} for path, below in whole.items()]


def _value(below: Changes) -> Any:
    return below[-1][1] if below[-1][0] == () else _nested({}, below, keep_ids=False)


def _pointer(path: tuple[str, ...]) -> str:
    """An RFC 6901 pointer."""
    return "".join(f"/{segment.replace('~', '~0').replace('/', '~1')}" for segment in path)
