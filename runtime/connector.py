"""One ObjectType of one system over HTTP: its records as Snapshots, read, created, updated and deleted.

Everything that differs between systems comes from System and Operations; what differs between the standards is in
`protocols`. Here requests meet answers: what was sent, what came of it, and what has to be looked at again.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec

from .bodies import leaves
from .endpoint import Changes, Done, NothingSeen, Page, Seen, Untold, Write
from .errors import Changed, Contested, Gone, LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable, Unmoved
from .exchange import Answer, Request
from .http import Client
from .model import FeedScheme, ObjectType, Precondition, Property, Snapshot, UpdateStyle
from .paging import elements
from .protocols.odata_v2 import ODataV2
from .protocols.odata_v4 import ODataV4
from .protocols.rest_json import RestJson
from .reading import Reader
from .renewed import is_another

__all__ = ["Connector"]

T = TypeVar("T")

_log = logging.getLogger("flowc.connector")

_PROTOCOLS: dict[str, type[RestJson]] = {"rest-json": RestJson, "odata-v4": ODataV4, "odata-v2": ODataV2}
_NO_BULK = frozenset({403, 404, 405, 501})


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
        self._protocol = _PROTOCOLS[self._system.protocol](object_type, account)
        self._reader = Reader(client, self._protocol)
        self._at_once = True
        """Whether the system takes several records at once, as far as we know."""
        self._by_content = False
        """Whether records are compared by what they hold, since their versions proved to be of no use (F-08)."""
        self._refused: dict[str, Snapshot] = {}
        """Records whose last write was refused because they had changed, as they were known then."""

    # ---- reading --------------------------------------------------------------------------------

    def pull(self, cursor: str, seen: Seen | None = None) -> Iterator[Page]:
        """What changed since the cursor of an earlier pull, or everything for "": see `Endpoint.pull`."""
        return self._reader.pull(cursor, seen or NothingSeen())

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        """The record as it is now; None if there is none (404, 410). `document` fills other places in the path."""
        return self._reader.fetch(key, document)

    def _send(self, request: Request) -> Answer:
        return self.client.request(
            request.method, request.target, request.query, request.body, request.headers
        )

    # ---- one record -----------------------------------------------------------------------------

    def create(self, document: dict[str, Any], key: str = "") -> Snapshot:
        """Make a record from this body and give what the system made of it. `key` is its idempotency key.

        Rejected where the API lets nobody create, Duplicate where such a record is there. OutcomeUnknown where the
        answer does not say which record was made. What the answer leaves out is read back; if that fails, what it did
        say is given.
        """
        return self._made(document, self._send(self._protocol.create(document, key)))

    def _made(self, document: dict[str, Any], answer: Answer) -> Snapshot:
        record, made = self._protocol.made(answer)
        known = self._protocol.snapshot(record, answer) if record and made else None
        if known and not self._operations.read_back and self._protocol.tells(known, list(leaves(document))):
            return known
        key = made or self._protocol.key_in(answer.headers.get("location", ""))
        # The record was made: what is known of it is worth more than a failure to read it again.
        with contextlib.suppress(RemoteError):
            again = self.fetch(key, {**document, **(record or {})}) if key else None
            known = msgspec.structs.replace(again, read_back=True) if again is not None else known
        if known is None:
            raise OutcomeUnknown(self._system.name, "a record was created, but it cannot be told which")
        return known

    def update(self, current: Snapshot, changes: Changes) -> Snapshot | Untold:
        """Set these values on the record last seen as `current`, if it is still that.

        Changed where it is not, Gone where it is no more, OutcomeUnknown where the write was accepted but what
        came of it could not be read, Untold where the next pull will show it.
        """
        known, current = current, self._guarded(current)
        lists = {prop.path: prop for prop in self.type.properties if prop.lines is not None}
        listed = [path for path, _ in changes if path in lists]
        if any(elements(known.document, path) != elements(current.document, path) for path in listed):
            # a record's stamp need not move with its lines (not stated at one vendor), so the guard may not see it
            raise Changed(self._system.name, "a line was changed since it was read")
        own = [(path, value) for path, value in changes if path not in lists]
        answer = self._sent(current, self._protocol.update(current, own)) if own else None
        lines = [(lists[path], value) for path, value in changes if path in lists]
        if lines:
            self._write_lines(current, lines)
            return self._shown(current)
        if answer is None:
            return current
        return self._updated(current, changes, answer)

    def _updated(self, current: Snapshot, changes: Changes, answer: Answer) -> Snapshot | Untold:
        """What the answer to an update shows; what it leaves out is looked at."""
        record = self._protocol.record(answer)
        if record and self._protocol.key(record) == current.key:
            known = self._protocol.snapshot(record, answer)
            if not self._operations.read_back and self._protocol.tells(known, changes):
                return known
        return self._shown(current, is_told=record is not None)

    def _sent(self, current: Snapshot, request: Request) -> Answer:
        try:
            return self._send(request)
        except Gone as gone:
            # A 404 may also mean something the body refers to (seen at one vendor): only a look can tell.
            if self.fetch(current.key, current.document) is None:
                raise
            raise Rejected(gone.system, gone.reason, status=gone.status, code=gone.code) from None

    def _write_lines(self, current: Snapshot, lines: list[tuple[Property, Any]]) -> None:
        """Elements that are records of their own. What was done before one failed stays, and the next pull shows it."""
        requests = [request for prop, wanted in lines for request in self._protocol.lines(prop, current, wanted)]
        for request in requests:
            try:
                self._send(request)
            except Gone as gone:
                if request.method != "DELETE":
                    raise Changed(gone.system, f"an element is gone: {gone.reason}") from None

    def _shown(self, current: Snapshot, is_told: bool = False) -> Snapshot | Untold:
        """The record after a write: read again, unless the next pull tells it for less."""
        feed = self._operations.feed
        if feed is not None and feed.scheme is not FeedScheme.DIGEST and not is_told and not self._operations.read_back:
            return Untold()
        try:
            again = self.fetch(current.key, current.document)
        except RemoteError as failed:
            text = f"the change was accepted but could not be read back: {failed.reason}"
            raise OutcomeUnknown(self._system.name, text) from None
        if again is None:
            raise Gone(self._system.name, "the record is gone since it was changed")
        return msgspec.structs.replace(again, read_back=True)

    # ---- deleting -------------------------------------------------------------------------------

    def delete(self, current: Snapshot) -> Done:
        """Delete the record last seen as `current`, if it is still that; see `Endpoint.delete_all`.

        Guarded by If-Match where the API has it. Everywhere else it is read again and compared just before: what
        changes between that look and the delete is lost (S-18).
        """
        self._protocol.must_delete()
        try:
            self._send(self._protocol.delete(self._to_delete(current)))
        except Gone as gone:
            # a 404 may be the address's, not the record's: only a look can tell
            if gone.status and self.fetch(current.key, current.document) is not None:
                raise Rejected(gone.system, gone.reason, status=gone.status, code=gone.code) from None
        except OutcomeUnknown:
            if not self._is_gone(current):
                raise
        return Done()

    def _to_delete(self, current: Snapshot) -> Snapshot:
        """The record as it may be deleted. Changed where it is not as last seen, Gone where it is no more."""
        if self._protocol.guard is Precondition.ETAG and current.version:
            return current
        latest = self._latest(current)
        if self._protocol.lines_differ(current, latest):
            raise Changed(self._system.name, "a line was changed since it was read")
        return latest

    def _is_gone(self, current: Snapshot) -> bool:
        """Whether a look shows that the record is no more; a look that fails shows nothing."""
        try:
            return self.fetch(current.key, current.document) is None
        except RemoteError:
            return False

    # ---- guards ---------------------------------------------------------------------------------

    def _guarded(self, current: Snapshot) -> Snapshot:
        """The record to build an update on, read again where nothing in the write can guard it. Changed where somebody
        was faster."""
        guard = self._protocol.guard
        unseen = guard is Precondition.ETAG and not current.version
        whole = self._system.update is UpdateStyle.PUT_FULL
        if guard is not Precondition.COMPARE and not unseen and not whole:
            return current
        return self._latest(current)

    def _latest(self, current: Snapshot) -> Snapshot:
        """The record read again. Changed where it is not as last seen, Gone where it is no more."""
        latest = self.fetch(current.key, current.document)
        if latest is None:
            raise Gone(self._system.name, "there is no such record any more")
        if self._by_content:
            differs = not self._protocol.same(current, latest)
        elif not current.version:
            differs = self._protocol.differs(current, latest)
        else:
            differs = latest.version != current.version
        if differs or is_another(self.type, latest, current):  # versions of two records may be the same by chance
            raise Changed(self._system.name, "the record was changed since it was read")
        return latest

    # ---- many records ---------------------------------------------------------------------------

    @property
    def creates_at_once(self) -> int:
        return self._protocol.creates_at_once if self._at_once and self._operations.create else 1

    @property
    def updates_at_once(self) -> int:
        return self._protocol.updates_at_once if self._at_once else 1

    def create_all(
        self, documents: Sequence[dict[str, Any]], keys: Sequence[str] = ()
    ) -> list[Snapshot | RemoteError]:
        """Make records, at once where the system can; what became of each: see `Endpoint.create_all`."""
        keyed = list(zip(documents, keys or [""] * len(documents), strict=True))
        if len(documents) > 1 and self._at_once and self._operations.create:
            if isinstance(self._protocol, ODataV4) and self._system.batch.address:
                made = self._batch(
                    [_attempt(partial(self._protocol.create, *one)) for one in keyed],
                    [partial(self._made, document) for document in documents],
                )
                if made is not None:
                    return made
            elif self._operations.bulk.create and self._protocol.takes_together(keys):
                found = self._bulk(self._protocol.create_many(documents, keys), len(documents))
                if found is not None:
                    return self._read_again(found)
        return [_attempt(partial(self.create, *one)) for one in keyed]

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        """Delete records, one by one; what became of each, in their order: see `Endpoint.delete_all`."""
        return [self._judged(one, partial(self.delete, one), _attempt(partial(self.delete, one))) for one in snapshots]

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        """Change records, at once where the system can; what became of each, in their order."""
        guard = self._protocol.guard
        outcomes = zip(writes, self._written(writes), strict=True)
        return [self._judged(write[0], partial(self.update, *write), outcome, guard) for write, outcome in outcomes]

    def _judged(
        self, current: Snapshot, act: Callable[[], T], outcome: T | RemoteError, guard: Precondition | None = None
    ) -> T | RemoteError:
        """The outcome of an act, an update or a delete, under a guard (the one in force where none is given); a second
        refusal in a row of a record that did not change is looked into (F-08)."""
        before = self._refused.pop(current.key, None)
        if not isinstance(outcome, Changed):
            return outcome
        if before is not None and self._protocol.same(before, current):
            return _attempt(partial(self._without_version, act, outcome, guard or self._protocol.guard))
        self._refused[current.key] = current
        return outcome

    def _without_version(self, act: Callable[[], T], refused: Changed, guard: Precondition) -> T:
        """The act once more, guarded by a comparison of what the record holds instead of by `guard`.

        Changed where somebody was faster after all. Where the system still refuses it, or has refused it without an
        ETag of ours, it is Unmoved; or Rejected where that may mean something else, such as that it is in use.
        """
        if refused.status and guard is not Precondition.ETAG:
            raise _unexplained(refused)
        before = self._protocol.guard, self._by_content
        self._protocol.guard, self._by_content = Precondition.COMPARE, True
        try:
            outcome = act()
        except RemoteError as again:
            self._protocol.guard, self._by_content = before
            if isinstance(again, Changed) and again.status:
                raise _unexplained(again) from None
            raise
        if not before[1]:
            text = "refuses the versions that it gives itself; its records are read again and compared before a write"
            _log.warning("%s %s: %s", self._system.name, self.type.name, text)
        return outcome

    def _written(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        lists = {prop.path for prop in self.type.properties if prop.lines is not None}
        alone = [any(path in lists for path, _ in changes) for _, changes in writes]
        together = [write for write, is_alone in zip(writes, alone, strict=True) if not is_alone]
        if len(together) < 2 or self.updates_at_once == 1:
            return [_attempt(partial(self.update, *write)) for write in writes]
        done = iter(self._update_together(together))
        return [
            _attempt(partial(self.update, *write)) if is_alone else next(done)
            for write, is_alone in zip(writes, alone, strict=True)
        ]

    def _update_together(self, writes: list[Write]) -> list[Snapshot | Untold | RemoteError]:
        if isinstance(self._protocol, ODataV4) and self._system.batch.address:
            shown = self._batch(
                [_attempt(partial(self._protocol.update, *write)) for write in writes],
                [partial(self._updated, *write) for write in writes],
            )
            return shown if shown is not None else [_attempt(partial(self.update, *write)) for write in writes]
        found = self._bulk(self._protocol.update_many(writes), len(writes))
        if found is None:
            return [_attempt(partial(self.update, *write)) for write in writes]
        keys = [current.key for current, _ in writes]
        by_key = {snapshot.key: snapshot for snapshot in found if isinstance(snapshot, Snapshot)}
        untold = OutcomeUnknown(self._system.name, "the answer does not say what became of this record")
        return [*self._read_again([by_key.get(key, untold) for key in keys])]

    def _batch(
        self, requests: Sequence[Request | RemoteError], readers: Sequence[Callable[[Answer], T]]
    ) -> list[T | RemoteError] | None:
        """Several requests in one `$batch`; each part's outcome is its own (F-16). None where it is refused whole."""
        assert isinstance(self._protocol, ODataV4)
        sent = [request for request in requests if isinstance(request, Request)]
        try:
            answer = self._send(self._protocol.batch(sent))
        except (Rejected, Changed, Gone, LoginRefused) as refused:
            self._note_refusal(refused)
            return None
        except RemoteError as failed:
            return [request if isinstance(request, RemoteError) else failed for request in requests]
        parts = iter(zip(sent, self._protocol.parts(answer, len(sent)), strict=True))
        found: list[T | RemoteError] = []
        for request, reader in zip(requests, readers, strict=True):
            if isinstance(request, RemoteError):
                found.append(request)
                continue
            asked, part = next(parts)
            found.append(self._part(asked, part, reader))
        return found

    def _part(self, asked: Request, part: Answer | None, reader: Callable[[Answer], T]) -> T | RemoteError:
        if part is None:
            return OutcomeUnknown(self._system.name, "the batch's answer does not say what became of this record")
        if not 200 <= part.status < 300:
            return self.client.refused(asked.method, part)
        return _attempt(partial(reader, part))

    def _bulk(self, request: Request, count: int) -> list[Snapshot | RemoteError] | None:
        """Several records in one request. None where it was refused, so that each has to be sent by itself: one bad
        record must not take the others with it (S-21)."""
        try:
            answer = self._send(request)
        except (Rejected, Changed, Gone, LoginRefused) as refused:
            self._note_refusal(refused)
            return None
        except (Unavailable, OutcomeUnknown) as failed:
            return [failed] * count
        try:
            rows = self._protocol.rows(answer)
        except Unavailable as broken:
            return [OutcomeUnknown(broken.system, broken.reason)] * count
        if len(rows) != count:
            text = f"{count} records were sent and {len(rows)} came back"
            return [OutcomeUnknown(self._system.name, text)] * count
        return [_attempt(partial(self._protocol.snapshot, row)) for row in rows]

    def _note_refusal(self, refused: RemoteError) -> None:
        """Some companies have no right to write many records at once, some versions do not know how."""
        if isinstance(refused, LoginRefused | Gone) or refused.status in _NO_BULK:
            self._at_once = False

    def _read_again(self, found: Sequence[Snapshot | RemoteError]) -> list[Snapshot | RemoteError]:
        """Records just written, read back at once where their answers are incomplete and the list takes keys."""
        known = {one.key: one for one in found if isinstance(one, Snapshot)}
        if not self._operations.read_back or not known:
            return list(found)
        again: dict[str, Snapshot] = {}
        with contextlib.suppress(RemoteError):
            if self._operations.bulk.keys:
                again = self._reader.fetch_listed(self._operations.bulk.keys, list(known))
            else:
                fetched = (self.fetch(key, one.document) for key, one in known.items())
                again = {one.key: one for one in fetched if one is not None}
        return [again.get(one.key, one) if isinstance(one, Snapshot) else one for one in found]


def _attempt(act: Callable[[], T]) -> T | RemoteError:
    """What an act gives, or the RemoteError it ends in."""
    try:
        return act()
    except RemoteError as failed:
        return failed


def _unexplained(refused: Changed) -> RemoteError:
    """What a refusal means that no change of the record explains."""
    kind = Rejected if isinstance(refused, Contested) else Unmoved
    return kind(refused.system, refused.reason, status=refused.status, code=refused.code)
