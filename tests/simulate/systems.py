"""Systems in memory: tables with versions, stamps, feeds and normalisers, which people edit and which fail on request.

A `Table` is one ObjectType of one system, as the engine's `Endpoint` sees it. What it does wrong is asked of its
`trouble` at every call; what people do meanwhile happens there too.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, structs

from runtime.endpoint import Done, Page, Seen, Untold, Write
from runtime.errors import Changed, Gone, OutcomeUnknown, Rejected, RemoteError, Unavailable
from runtime.model import ObjectType, Snapshot

__all__ = ["NORMALISERS", "Habits", "Row", "Table"]

Values = dict[str, Any]
PAGE = 3


def _keep(value: str) -> str:
    return value


def _dotted(value: str) -> str:
    return value if value.endswith(".") else value + "."


def _undotted(value: str) -> str:
    return value.rstrip(".")


NORMALISERS: dict[str, Callable[[str], str]] = {
    "keep": _keep,
    "trim": str.strip,
    "upper": str.upper,
    "cut": lambda value: value[:9],
    "dotted": _dotted,  # adds what no row's canonical form takes away
    "undotted": _undotted,  # and this one takes it away: the two disagree for ever
}


class Habits(Struct, frozen=True, kw_only=True):
    """What a system is like, for the length of a history."""

    versions: bool = True
    stamps: bool = True
    feed: bool = False
    tells_gone: bool = False
    batch: int = 1
    untold: bool = False
    reads_back: bool = False
    normalise: str = "keep"
    defaults: bool = False
    knows_keys: bool = False
    lag: int = 0
    reuses: bool = False
    counted: bool = False


class Row:
    """A record as its server has it. `number` says when it changed last, for the feed, and `made` when it was made."""

    __slots__ = ("made", "modified", "number", "values", "version")

    def __init__(self, values: Values, number: int, modified: str) -> None:
        self.values, self.number, self.modified = values, number, modified
        self.made = f"row {number}"
        self.version = 1


Trouble = Callable[[str, str, str], str]


class Table:
    """The records of one ObjectType. `now` gives the instant as text, `trouble` (system, ObjectType, operation) what
    goes wrong with a call: "" for nothing."""

    def __init__(self, kind: ObjectType, habits: Habits, now: Callable[[], str], trouble: Trouble) -> None:
        self.kind, self.habits = kind, habits
        self.system, self.name = kind.system.name, kind.name
        self.rows: dict[str, Row] = {}
        self.gone: dict[str, int] = {}
        self.writes: list[tuple[str, str]] = []
        self.made: list[Values] = []
        self.unfit: list[str] = []
        self.kept: list[str] = []
        self._by_engine: set[str] = set()
        self.late: list[Callable[[], object]] = []
        self.lags: Callable[[str, str], bool] = lambda _operation, _key: False
        self.shifts: Callable[[Sequence[str]], object] = lambda _shown: None
        self._replaced: dict[str, tuple[Snapshot | None, str]] = {}
        self._new: dict[str, tuple[Snapshot | None, str]] = {}
        self._unseen: dict[str, Snapshot] = {}
        self.shuffle: random.Random | None = None
        self._now, self._trouble = now, trouble
        self._number, self._ignores = 0, False
        self._keys: dict[str, str] = {}
        self._normalise = NORMALISERS[habits.normalise]
        self.creates_at_once = self.updates_at_once = habits.batch

    # ---- what people do ----

    def add(self, values: Values) -> str:
        """Somebody makes a record; its key."""
        self._number += 1
        taken = self.rows.keys() | self._by_engine  # what nobody may ever have seen under a key cannot be told from it
        free = [key for key in self.gone if key not in taken] if self.habits.reuses else []
        key = free[-1] if free else f"{self.system}{self.name}{self._number}"
        self.rows[key] = Row(self._normalised(values), self._number, self._now())
        if free:
            self.rows[key].version += 1000 * self._number  # two records of one version are not to be told apart
        return key

    def edit(self, key: str, name: str, value: Any) -> None:
        """Somebody sets a property."""
        self._set(self.rows[key], {name: value})

    def remove(self, key: str) -> None:
        """Somebody deletes a record."""
        self._number += 1
        del self.rows[key]
        self.gone[key] = self._number

    def _set(self, row: Row, values: Values) -> None:
        self._number += 1
        row.values.update(self._normalised(values))
        row.version += 1
        row.number, row.modified = self._number, self._now()

    def _normalised(self, values: Values) -> Values:
        found = {
            name: self._normalise(value) if isinstance(value, str) and name in ("p", "q") else value
            for name, value in values.items()
        }
        return found

    def arrive(self, act: Callable[[], object]) -> None:
        """A write that was late is done, and is to be seen at once: what a read may lag is over since it left."""
        lagging = dict(self._new)
        try:
            act()
        finally:
            self._new = lagging

    # ---- what the engine does ----

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        trouble = self._trouble(self.system, self.name, "list")
        if trouble:
            raise Unavailable(self.system, trouble)
        upto, since = self._number, int(cursor or 0) if self.habits.feed else 0
        keys = [key for key, row in self.rows.items() if row.number > since]
        if self.shuffle is not None:
            self.shuffle.shuffle(keys)
        is_whole = not (cursor and self.habits.feed)
        start, size = 0, 1 if self.habits.counted else PAGE
        while start < len(keys):
            trouble = self._trouble(self.system, self.name, "page")
            if trouble == "twice":
                yield self._page(keys[start : start + size])
            elif trouble:
                raise Unavailable(self.system, trouble)
            yield self._page(keys[start : start + size])
            start += size
            if self.habits.counted:  # what goes meanwhile moves all behind it up, one of them to a page that was read
                self.shifts(keys[:start])
                keys = [key for key in keys if key in self.rows]
        gone: tuple[str, ...] = ()
        if self.habits.tells_gone:
            gone = tuple(key for key, number in self.gone.items() if number > since and key not in self.rows)
        end = str(upto) if self.habits.feed else ""
        is_sure = set(self.rows) <= set(keys) and not (self.habits.counted and start)
        yield Page([], cursor=end, whole=is_whole and is_sure, gone=gone, to_end=is_whole)

    def _page(self, keys: Sequence[str]) -> Page:
        there = {key: self._read("page", key) for key in keys if key in self.rows}
        hidden = {key for key, shown in there.items() if shown is None}
        found = [shown for shown in there.values() if shown is not None]
        return Page(found, keys=tuple(key for key in keys if key not in hidden))

    def _read(self, operation: str, key: str) -> Snapshot | None:
        """A record as a read shows it. A list may lag, and show it as it was before the engine's write of the pass
        before. Where a lag is declared look-ups do so too, and what was made then may not be there: not in a feed,
        which would not tell of it a second time."""
        before, at = self._replaced.get(key, (None, ""))
        if not at:
            self._unseen.pop(key, None)
            return self._shown(key)
        since = dt.datetime.fromisoformat(self._now()) - dt.datetime.fromisoformat(at)
        is_declared = since < dt.timedelta(seconds=self.habits.lag)
        is_list = operation == "page"
        may_lag = (is_list and before is not None) or (is_declared and not (before is None and self.habits.feed))
        if may_lag and self.lags(operation, key):
            return before
        self._unseen.pop(key, None)
        return self._shown(key)

    def filled(self, key: str, name: str, in_pass: bool) -> bool:
        """Whether a record was blank there until the engine wrote it, and the engine may not know that it arrived: it
        did so in this pass, or in the one before where only reads show it, or no read has shown the record since."""
        is_told = not (self.habits.untold or self.habits.reads_back)
        passes = (self._new, {} if is_told else self._replaced) if in_pass else ()
        written = [self._unseen.get(key), *(one[key][0] for one in passes if key in one)]
        return any(before is not None and before.document.get(name) is None for before in written)

    def is_unseen(self, key: str) -> bool:
        """Whether nothing has shown yet what the engine wrote to a record."""
        return key in self._unseen

    def next_pass(self) -> None:
        """What the last pass wrote may lag in this one, and no longer."""
        self._replaced, self._new = self._new, {}

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        trouble = self._trouble(self.system, self.name, "fetch")
        if trouble:
            raise Unavailable(self.system, trouble)
        return self._read("fetch", key) if key in self.rows else None

    def create_all(self, documents: Sequence[Values], keys: Sequence[str] = ()) -> list[Snapshot | RemoteError]:
        every = zip(documents, keys or [""] * len(documents), strict=True)
        return [self._outcome("create", partial(self._create, *one)) for one in every]

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        found: list[Snapshot | Untold | RemoteError] = []
        for current, changes in writes:
            answer = self._outcome("update", partial(self._update, current, changes))
            is_untold = self.habits.untold and self.habits.feed and isinstance(answer, Snapshot)
            found.append(Untold() if is_untold else answer)
        return found

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        found: list[Done | RemoteError] = []
        for current in snapshots:
            answer = self._outcome("delete", partial(self._delete, current))
            found.append(answer if isinstance(answer, RemoteError) else Done())
        return found

    def _outcome(self, operation: str, act: Callable[[], Any]) -> Any:
        trouble = self._trouble(self.system, self.name, operation)
        self._ignores = trouble == "ignored"
        try:
            if trouble in ("", "lost after", "ignored"):
                answer = act()
            if trouble in ("", "ignored") and self.habits.reads_back and isinstance(answer, Snapshot):
                self._trouble(self.system, self.name, "look")
                return structs.replace(self._shown(answer.key), read_back=True)
            if trouble in ("", "ignored"):
                return answer
        except RemoteError as refused:
            return refused
        if trouble == "late":
            self.late.append(act)
        if trouble in ("late", "lost before", "lost after"):
            return OutcomeUnknown(self.system, "no answer came")
        if trouble == "refused":
            return Rejected(self.system, "not this one", status=422)
        if trouble == "raced":
            return Changed(self.system, "changed since it was read")
        return Unavailable(self.system, trouble)

    def _create(self, document: Values, idempotency: str) -> Snapshot:
        if self.habits.knows_keys and idempotency in self._keys:
            return self._shown(self._keys[idempotency])
        values = {name: value for name, value in document.items() if name in _FIELDS}
        self.writes.append(("create", ""))
        self._check(values)
        self.made.append(values)
        key = self.add({**dict.fromkeys(_FIELDS), **values})
        self._by_engine.add(key)
        if idempotency:
            self._keys[idempotency] = key
        self._new[key] = None, self._now()
        return self._shown(key)

    def _update(self, current: Snapshot, changes: Any) -> Snapshot:
        row = self._guarded(current)
        self.writes.append(("update", current.key))
        values = {path[-1]: value for path, value in changes}
        self._check(values)
        if self._ignores:  # it answers as if it had done it, and did nothing
            self.kept += [str(row.values.get(name)) for name in values]
            return self._shown(current.key)
        before = self._shown(current.key)
        self._new.setdefault(current.key, (before, self._now()))
        if (self.habits.untold and self.habits.feed) or self.habits.reads_back:
            self._unseen.setdefault(current.key, before)
        self._set(row, values)
        return self._shown(current.key)

    def _check(self, values: Values) -> None:
        """Note what the profile says that we do not take."""
        for prop in self.kind.properties:
            value = values.get(prop.attribute)
            if prop.max_length is not None and isinstance(value, str) and len(value) > prop.max_length:
                self.unfit.append(value)

    def _delete(self, current: Snapshot) -> None:
        if current.key in self.rows:
            self._guarded(current)
            self.writes.append(("delete", current.key))
            self.remove(current.key)

    def _guarded(self, current: Snapshot) -> Row:
        """The row, if it is still as last seen: by its version, or read again and compared."""
        row = self.rows.get(current.key)
        if row is None:
            raise Gone(self.system, "there is no such record")
        shown = self._shown(current.key)
        if shown.version != current.version or (not shown.version and shown.document != current.document):
            raise Changed(self.system, "changed since it was read")
        return row

    def _shown(self, key: str) -> Snapshot:
        if key not in self.rows:
            raise Gone(self.system, "there is no such record")
        row = self.rows[key]
        document = {"id": key, **row.values}
        if self.habits.reuses:
            document["made"] = row.made
        if self.habits.defaults:
            document["extra"] = "made here"
        version = str(row.version) if self.habits.versions else ""
        return Snapshot(
            key=key, document=document, version=version, modified=row.modified if self.habits.stamps else ""
        )


_FIELDS = frozenset({"p", "q", "n", "c", "tag", "ref"})
