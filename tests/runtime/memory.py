"""Systems that live in memory, and passes over them with a real Store."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import structs

from runtime.endpoint import Changes, Done, Page, Seen, Untold, Write
from runtime.errors import Changed, Gone, OutcomeUnknown, Rejected, RemoteError, Unavailable
from runtime.model import Flow, Mirror, ObjectPair, ObjectType, Snapshot
from runtime.store import ConflictRow, EntryRow, LinkRow, Store
from runtime.sync import Engine, Options, Report

T = TypeVar("T")

Document = dict[str, Any]


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, minutes: int = 10) -> None:
        self.now += dt.timedelta(minutes=minutes)


# ---- a system -----------------------------------------------------------------------------------


class Memory:
    """One ObjectType of one system, with everything a test may want to go wrong.

    `refuse` gives the reason why a document is not taken, `normalise` what the server makes of it, `no_list` is
    what it answers to whoever wants the list.
    `hook` is called when a write has arrived, before anything is done. `reads_back`: answers to writes are empty, and
    what was written is looked at once more; `before_look` is called between the two. `knows_keys`: a create with an
    idempotency key that was there before is answered as at first. `tells_gone`: a pull names the records that were
    deleted, and is not whole. `stamps`: whether it tells when a record was last modified. `shows` gives what an answer
    tells of a document. `slips`: a list in counted pages loses its last record as it is read.
    """

    def __init__(self, kind: ObjectType, clock: Clock) -> None:
        self.system = kind.system.name
        self.kind = kind
        self.clock = clock
        self.documents: dict[str, Document] = {}
        self.writes: list[tuple[str, str, Document]] = []
        self.down = False
        self.no_list: RemoteError | None = None
        self.down_after: int | None = None
        self.changed_once: Callable[[], None] | None = None
        self.loses_answers = False
        self.refuse: Callable[[Document], str] = lambda document: ""
        self.normalise: Callable[[Document], Document] = lambda document: document
        self.hook: Callable[[], None] = lambda: None
        self.reads_back = False
        self.before_look: Callable[[], None] = lambda: None
        self.knows_keys = False
        self.stamps = True
        self.tells_gone = False
        self.slips = False
        self.shows: Callable[[Document], Document] = lambda document: document
        self.deleted: list[str] = []
        self._made = 0
        self._by_key: dict[str, tuple[Snapshot, Document]] = {}

    # ---- what people do ----

    def has(self, **values: Any) -> str:
        """A record somebody made there; its key."""
        return self._store(f"{self.system}{self._next()}", _nested(values))

    def edit(self, key: str, **values: Any) -> None:
        """Somebody changes a record."""
        self._store(key, _merged(self.documents[key], _nested(values)))

    def remove(self, key: str) -> None:
        """Somebody deletes a record."""
        del self.documents[key]
        self.deleted.append(key)

    def value(self, key: str, name: str) -> Any:
        """What a record shows; `limit` and references by their short names."""
        value: Any = self.documents[key]
        for segment in _PATHS.get(name, (name,)):
            value = value.get(segment) if isinstance(value, dict) else None
        return value

    def column(self, name: str) -> list[Any]:
        """One property of every record, in the order they were made."""
        return [self.value(key, name) for key in self.documents]

    @property
    def sent(self) -> int:
        return len(self.writes)

    # ---- what the engine does ----

    creates_at_once = updates_at_once = 1

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        self._must_be_up()
        if self.no_list:
            raise self.no_list
        found = [self._snapshot(key) for key in self.documents][: -1 if self.slips else None]
        for start in range(0, len(found), 7):
            page = found[start : start + 7]
            yield Page(page, keys=tuple(snapshot.key for snapshot in page))
        if self.tells_gone:
            yield Page([], gone=tuple(key for key in self.deleted if key not in self.documents))
        else:
            yield Page([], whole=not self.slips, to_end=True)

    def fetch(self, key: str, document: Document | None = None) -> Snapshot | None:
        self._must_be_up()
        return self._snapshot(key) if key in self.documents else None

    def create_all(self, documents: Sequence[Document], keys: Sequence[str] = ()) -> list[Snapshot | RemoteError]:
        every = zip(documents, keys or [""] * len(documents), strict=True)
        return [_outcome(partial(self._create, *one)) for one in every]

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        return [_outcome(partial(self._delete, snapshot)) for snapshot in snapshots]

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        return [_outcome(partial(self._update, *write)) for write in writes]

    def _create(self, document: Document, idempotency: str = "") -> Snapshot:
        self._arrives(("create", "", document))
        first = self._by_key.get(idempotency) if self.knows_keys and idempotency else None
        if first is not None and first[1] != document:
            raise Rejected(self.system, "the key was used for something else", status=422)
        if first is not None:
            return first[0]
        self._may(document)
        key = self._store(f"{self.system}{self._next()}", self.normalise(copy.deepcopy(document)))
        self._by_key[idempotency] = self._snapshot(key), copy.deepcopy(document)
        return self._written(key)

    def _update(self, current: Snapshot, changes: Changes) -> Snapshot:
        sent: Document = {}
        for path, value in changes:
            parent = sent
            for segment in path[:-1]:
                parent = parent.setdefault(segment, {})
            parent[path[-1]] = value
        self._arrives(("update", current.key, sent))
        if current.key not in self.documents:
            raise Gone(self.system, f"there is no {self.kind.name} {current.key}")
        if self.changed_once:
            somebody, self.changed_once = self.changed_once, None
            somebody()
        if current.version != str(self.documents[current.key]["version"]):
            raise Changed(self.system, "changed since it was read")
        document = _merged(self.documents[current.key], sent)
        self._may(document)
        self._store(current.key, self.normalise(document))
        return self._written(current.key)

    def _written(self, key: str) -> Snapshot:
        if self.loses_answers:
            raise OutcomeUnknown(self.system, "no answer came")
        if not self.reads_back:
            return self._snapshot(key)
        self.before_look()
        return structs.replace(self._snapshot(key), read_back=True)

    def _delete(self, current: Snapshot) -> Done:
        self._arrives(("delete", current.key, {}))
        if current.key not in self.documents:
            return Done()
        if self.changed_once:
            somebody, self.changed_once = self.changed_once, None
            somebody()
        if current.version != str(self.documents[current.key]["version"]):
            raise Changed(self.system, "changed since it was read")
        self._may(self.documents[current.key])
        self.remove(current.key)
        if self.loses_answers:
            raise OutcomeUnknown(self.system, "no answer came")
        return Done()

    def _arrives(self, write: tuple[str, str, Document]) -> None:
        if self.down_after is not None:
            self.down = self.down or self.down_after == 0
            self.down_after -= 1
        self._must_be_up()
        self.hook()
        self.writes.append(copy.deepcopy(write))

    def _must_be_up(self) -> None:
        if self.down:
            raise Unavailable(self.system, "is being repaired")

    def _may(self, document: Document) -> None:
        reason = self.refuse(document)
        if reason:
            raise Rejected(self.system, reason, status=422)

    def _next(self) -> int:
        self._made += 1
        return self._made

    def _store(self, key: str, document: Document) -> str:
        version = self.documents.get(key, {}).get("version", 0) + 1
        stamp = self.clock().isoformat()
        blank = {prop.path[0]: None for prop in self.kind.properties}
        self.documents[key] = {**blank, **document, "id": key, "version": version, "modified": stamp}
        return key

    def _snapshot(self, key: str) -> Snapshot:
        document = self.shows(copy.deepcopy(self.documents[key]))
        return Snapshot(
            key=key,
            document=document,
            version=str(document["version"]),
            modified=document["modified"] if self.stamps else "",
        )


def _outcome(act: Callable[[], T]) -> T | RemoteError:
    try:
        return act()
    except RemoteError as failed:
        return failed


_PATHS = {"limit": ("terms", "limit"), "favourite": ("favourite", "id"), "customer": ("customer", "id")}


def _nested(values: Document) -> Document:
    document: Document = {}
    for name, value in values.items():
        path = _PATHS.get(name, (name,))
        written = Decimal(value) if name == "limit" and value is not None else value
        document = _merged(document, {path[0]: {path[1]: written}} if len(path) > 1 else {name: written})
    return document


def _merged(old: Document, new: Document) -> Document:
    nested = {
        name: _merged(old[name], value)
        for name, value in new.items()
        if isinstance(value, dict) and isinstance(old.get(name), dict)
    }
    return {**old, **new, **nested}


# ---- a world of them ----------------------------------------------------------------------------


class Scene:
    """The systems that some pairs join, one Store, and passes over them."""

    def __init__(self, folder: Path, *pairs: ObjectPair) -> None:
        self.clock = Clock()
        self.pairs = pairs
        self.path = folder / "state.db"
        self.store = Store(self.path)
        kinds = [side.type for pair in pairs for side in (pair.left, pair.right)]
        self.endpoints = {(kind.system.name, kind.name): Memory(kind, self.clock) for kind in kinds}

    def of(self, system: str, kind: str = "customer") -> Memory:
        return self.endpoints[system, kind]

    def run(self, *pairs: ObjectPair, **options: Any) -> Report:
        """One pass, a quarter of an hour after what came before; of all pairs, or of other ones."""
        self.clock.later()
        report = self.engine(*pairs, **options).run()
        self.clock.later(5)
        return report

    def run_flows(self, *flows: Flow, **options: Any) -> Report:
        """One pass of these flows."""
        self.clock.later()
        report = self._engine(flows, **options).run()
        self.clock.later(5)
        return report

    def engine(self, *pairs: ObjectPair, **options: Any) -> Engine:
        return self._engine((flow_of(pairs or self.pairs),), **options)

    def _engine(self, flows: tuple[Flow, ...], **options: Any) -> Engine:
        return Engine(flows, self.endpoints, self.store, Options(**options), self.clock)

    def writes(self) -> dict[str, int]:
        """Writes so far by system, where there were any; and counting starts anew."""
        found: dict[str, int] = {}
        for (system, _kind), endpoint in self.endpoints.items():
            if endpoint.sent:
                found[system] = found.get(system, 0) + endpoint.sent
            endpoint.writes.clear()
        return found

    def links(self) -> list[LinkRow]:
        return self.store.links()

    def linked(self) -> list[tuple[str, str]]:
        return [(link.left_key, link.right_key) for link in self.links()]

    def conflicts(self) -> list[ConflictRow]:
        return [conflict for conflict, _link, _run in self.store.conflicts()]

    def entries(self, kind: str = "") -> list[EntryRow]:
        return [entry for entry in self.store.entries() if kind in ("", entry.kind)]


def flow_of(pairs: tuple[ObjectPair, ...], mirrors: tuple[Mirror, ...] = (), name: str = "flow") -> Flow:
    """A flow of these pairs, and of sections that mirror pairs of others."""
    first = pairs[0] if pairs else mirrors[0].pair
    systems = (first.left.type.system, first.right.type.system)
    return Flow(name=name, title="A flow", left=systems[0], right=systems[1], pairs=pairs, mirrors=mirrors)
