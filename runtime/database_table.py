"""One ObjectType of a database: an Endpoint over a table.

A call's writes are one transaction with a savepoint each, so that one that is refused takes no other with it. A record
is locked, compared with what was last seen of it, and only then written: nobody's newer edit is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from .database import Database
from .endpoint import Changes, Done, Page, Seen, Untold, Write
from .errors import Changed, Gone, Rejected, RemoteError, Unavailable
from .model import Feed, FeedScheme, Json, Kind, ObjectType, Precondition, Snapshot
from .protocols import sql
from .protocols.sql_values import Misfit, document_value, earlier, instant, key_text, key_value
from .stamps import rounded
from .wire import at

__all__ = ["Table"]

_AT_ONCE = 100
_KEYS = 500  # in one statement; older SQLite takes 999 parameters


class Table:
    """The records of one ObjectType in a table, with the elements of their lists in tables of their own.

    An Endpoint. Writes answer with the row as it is in the end, so nothing has to be read again.
    """

    creates_at_once = _AT_ONCE
    updates_at_once = _AT_ONCE

    def __init__(self, database: Database, kind: ObjectType) -> None:
        self.database = database
        self.type = kind
        self._sqlite = database.sqlite
        self._name = kind.system.name
        self._shape = sql.record_shape(kind)
        self._lines = {shape.at: shape for shape in sql.line_shapes(kind)}
        self._rows = kind.system.paging.rows
        self._paths = {
            spelled: ".".join((*shape.at, *path))
            for shape in (*self._lines.values(), self._shape)
            for path in shape.columns
            for spelled in (".".join(path), f"{shape.table.name}.{'.'.join(path)}")
        }

    @property
    def _key(self) -> Kind:
        return self._shape.properties[self._shape.key].kind

    # ---- reading ----

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        """The table page by page, or what changed since the cursor of an earlier pull.

        How far the database was is asked before the first page, and told with the last: what changes meanwhile is read
        again by the next pull. A record that is gone is named by a change table alone; else a whole read misses it.
        """
        feed = self.type.operations.feed
        if feed is None:
            yield from self._pages("")
        elif feed.scheme is FeedScheme.SEQUENCE:
            yield from self._by_number(feed, cursor)
        else:
            yield from self._by_stamp(feed, cursor)

    def _by_number(self, feed: Feed, cursor: str) -> Iterator[Page]:
        changes = sql.change_table(feed)
        high = self._number(self._first(sql.highest(changes)))
        since = int(cursor[2:]) if cursor.startswith("n:") else None
        if since is None or high < since:  # a first read, or numbers that were started anew
            yield from self._pages(f"n:{high}")
            return
        found = self._all(sql.changed_keys(changes, since, high))
        texts = [key_text(row[0]) for row in found]
        keys = [key for key in (key_value(text, self._key) for text in texts) if key is not None]
        rows = min(feed.rows or self._rows, _KEYS)
        for start in range(0, len(keys), rows):
            asked = keys[start : start + rows]
            snapshots = self.database.read(partial(self._snapshots, asked), self._paths)
            there = tuple(snapshot.key for snapshot in snapshots)
            yield Page(snapshots, keys=there, gone=tuple(sorted({key_text(key) for key in asked} - set(there))))
        yield Page([], f"n:{high}")

    def _number(self, value: Any) -> int:
        """A change's number; 0 where there are none yet."""
        text = "0" if value is None else key_text(value)
        if not text.isascii() or not text.isdecimal():
            self._unreadable("the numbers of the change table are no whole numbers")
        return int(text)

    def _by_stamp(self, feed: Feed, cursor: str) -> Iterator[Page]:
        """What is stamped since the cursor. A stamp later than the database's own time moves the cursor nowhere: what
        is changed until that time comes would never be told of (F-25). Everything, where the cursor itself is later.
        """
        now = rounded(instant(document_value(self._first(sql.present(self._sqlite)), Kind.DATETIME, self._sqlite)))
        stamp = self._first(sql.newest(self._shape, self.type.modified, now, self._sqlite))
        told = document_value(stamp, Kind.DATETIME, self._sqlite)
        high = f"m:{told}" if isinstance(told, str) else ""
        try:
            since = earlier(cursor[2:], feed.overlap) if cursor.startswith("m:") else ""
            earlier(high[2:], 0)
        except ValueError:
            since, high = "", ""
        if rounded(instant(since)) > now:
            since = cursor = ""
        changed = sql.changed_since(self._shape, self.type.modified, since, self._sqlite) if since else None
        yield from self._pages(high or cursor, *(() if changed is None else (changed,)))

    def _pages(self, cursor: str, *where: sql.Condition) -> Iterator[Page]:
        rows = self._rows
        after: Any = None
        while True:
            snapshots, after = self.database.read(partial(self._page, after, rows, where), self._paths)
            is_last = after is None
            keys = tuple(snapshot.key for snapshot in snapshots)
            yield Page(snapshots, cursor if is_last else "", keys=keys, whole=is_last and not where)
            if after is None:
                return

    def _page(
        self, after: Any, rows: int, where: tuple[sql.Condition, ...], connection: sql.Connection
    ) -> tuple[list[Snapshot], Any]:
        """A page, and the raw key to go on behind; None at the end."""
        found = [tuple(row) for row in connection.execute(sql.page(self._shape, after, rows, *where))]
        place = list(self._shape.columns).index(self._shape.key)
        keys = [key_text(row[place]) for row in found]
        if len(set(keys)) < len(keys):
            self._unreadable(f"several rows have one key in {'.'.join(self._shape.key)}")
        snapshots = self._told(connection, found[:rows], lock=False)
        return snapshots, found[rows - 1][place] if len(found) > rows else None

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        """The record as it is now; None if there is none."""
        value = key_value(key, self._key)
        found = [] if value is None else self.database.read(partial(self._snapshots, [value]), self._paths)
        return found[0] if found else None

    def _first(self, statement: sql.Select) -> Any:
        rows = self._all(statement)
        return rows[0][0] if rows else None

    def _all(self, statement: sql.Select) -> list[tuple[Any, ...]]:
        return self.database.read(lambda c: [tuple(row) for row in c.execute(statement)], self._paths)

    def _snapshots(self, keys: Sequence[Any], connection: sql.Connection, lock: bool = False) -> list[Snapshot]:
        found = [tuple(row) for row in connection.execute(sql.records(self._shape, keys, lock))]
        return self._told(connection, found, lock)

    def _told(self, connection: sql.Connection, rows: Sequence[tuple[Any, ...]], lock: bool) -> list[Snapshot]:
        """Rows as Snapshots, with their lists. Unavailable for a row without a key: it cannot be told of."""
        documents = [sql.document_of(self._shape, row, self._sqlite) for row in rows]
        place = list(self._shape.columns).index(self._shape.key)
        raw = [row[place] for row in rows]
        for shape in self._lines.values():
            elements = self._elements(connection, shape, raw, lock)
            for key, document in zip(raw, documents, strict=True):
                _put(document, shape.at, [element for _, element in elements.get(key_text(key), ())])
        return [self._snapshot(key_text(key), document) for key, document in zip(raw, documents, strict=True)]

    def _elements(
        self, connection: sql.Connection, shape: sql.Shape, keys: Sequence[Any], lock: bool
    ) -> dict[str, list[tuple[Any, dict[str, Any]]]]:
        """By the record's key, its elements: raw key and document."""
        place = list(shape.columns).index(shape.key) + 1
        found: dict[str, list[tuple[Any, dict[str, Any]]]] = {}
        for start in range(0, len(keys), _KEYS):
            for row in connection.execute(sql.lines_of(shape, keys[start : start + _KEYS], lock)):
                element = sql.document_of(shape, tuple(row)[1:], self._sqlite)
                found.setdefault(key_text(row[0]), []).append((row[place], element))
        return found

    def _snapshot(self, key: str, document: dict[str, Any]) -> Snapshot:
        if not key:
            self._unreadable(f"a record has no key in {'.'.join(self._shape.key)}")
        version = at(document, self.type.version) if self.type.version else None
        modified = at(document, self.type.modified) if self.type.modified else None
        return Snapshot(
            key=key,
            document=document,
            version="" if version is None else str(version),
            modified=instant(modified) if isinstance(modified, str) else "",
        )

    def _unreadable(self, reason: str) -> NoReturn:
        raise Unavailable(self._name, f"{self.type.name}: {reason}")

    # ---- writing ----

    def create_all(
        self, documents: Sequence[dict[str, Any]], keys: Sequence[str] = ()
    ) -> list[Snapshot | RemoteError]:
        """Insert records with their lists, all in one transaction; what became of each. A database knows no `keys`."""
        if self.type.operations.why_not:
            return [Rejected(self._name, self.type.operations.why_not) for _ in documents]
        jobs = [partial(self._create, document) for document in documents]
        return self.database.write(jobs, self._paths, creating=True)

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        """Set values on records that are still as last seen, all in one transaction; what became of each."""
        jobs: list[Callable[[sql.Connection], Snapshot | Untold]] = [
            partial(self._update, current, changes) for current, changes in writes
        ]
        return self.database.write(jobs, self._paths, creating=False)

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        """Delete records that are still as last seen, with the elements of their lists, all in one transaction."""
        jobs = [partial(self._delete, current) for current in snapshots]
        return self.database.write(jobs, self._paths, creating=False)

    def _delete(self, current: Snapshot, connection: sql.Connection) -> Done:
        key = key_value(current.key, self._key)
        found = [] if key is None else self._snapshots([key], connection, lock=True)
        if not found:
            return Done()
        self._is_as_seen(current, found[0], self._lines)
        for shape in self._lines.values():
            connection.execute(sql.delete_lines(shape, key))
        held = self._snapshots([key], connection) if self._lines else found  # a line that goes may move the version
        for row in held:
            version = at(row.document, self._shape.version) if self._shape.version else None
            if not connection.execute(sql.delete(self._shape, key, version)).rowcount:
                raise Rejected(self._name, "the database left the record where it is")
        return Done()

    def _create(self, document: dict[str, Any], connection: sql.Connection) -> Snapshot:
        try:
            changes = [((name,), value) for name, value in document.items()]
            values, lists = sql.split(self._shape, self._lines, changes, self._sqlite)
            inserts = {
                path: sql.line_changes(self._lines[path], {}, rows, self._sqlite) for path, rows in lists.items()
            }
        except Misfit as misfit:
            raise self._misfit(misfit) from None
        except KeyError as unknown:
            raise Rejected(self._name, f"an element of a new record names the key {unknown.args[0]}") from None
        key = connection.execute(sql.insert(self._shape, values)).scalar_one()
        if key is None:
            raise Rejected(self._name, f"the database gives a new record no key in {'.'.join(self._shape.key)}")
        written = {path: self._write_lines(connection, path, key, lines) for path, lines in inserts.items()}
        made = self._again(connection, key)
        self._keeps_digits(values, written, made)
        return made

    def _update(self, current: Snapshot, changes: Changes, connection: sql.Connection) -> Snapshot:
        key = key_value(current.key, self._key)
        found = [] if key is None else self._snapshots([key], connection, lock=True)
        if not found:
            raise Gone(self._name, "there is no such record any more")
        try:
            values, lists = sql.split(self._shape, self._lines, changes, self._sqlite)
            self._guard(current, found[0], lists)
            lines = {path: self._lines_to(connection, path, key, rows) for path, rows in lists.items()}
        except Misfit as misfit:
            raise self._misfit(misfit) from None
        if not values and not any(lines.values()):
            return found[0]
        version = at(found[0].document, self._shape.version) if self._shape.version else None
        written = {path: self._write_lines(connection, path, key, change) for path, change in lines.items()}
        moved = self._again(connection, key) if lines else found[0]
        is_due = values or (self._shape.version and moved.version == found[0].version)
        if is_due and not connection.execute(sql.update(self._shape, key, values)).rowcount:
            raise Rejected(self._name, "the database left the record as it was")
        after = self._again(connection, key)
        self._keeps_digits(values, written, after)
        if isinstance(version, int) and after.version == found[0].version:
            raise Rejected(self._name, _UNMOVED.format(".".join(self._shape.version), self._shape.table.name))
        return after

    def _guard(self, current: Snapshot, found: Snapshot, lists: Mapping[sql.Path, object]) -> None:
        """As `_is_as_seen`, unless the profile wants nothing guarded."""
        if self.type.system.precondition is not Precondition.NONE:
            self._is_as_seen(current, found, lists)

    def _is_as_seen(self, current: Snapshot, found: Snapshot, lists: Mapping[sql.Path, object]) -> None:
        """Changed where the locked row is not as last seen: its version; without one, everything that was told.

        A list that is written is compared as a whole besides, since not every database moves the record's version when
        a line changes.
        """
        by_version = self._shape.version and self.type.system.precondition is Precondition.VERSION
        same = current.version == found.version if by_version else current.document == found.document
        if not same or any(at(current.document, path) != at(found.document, path) for path in lists):
            raise Changed(self._name, "the record was changed since it was read")

    def _lines_to(
        self, connection: sql.Connection, path: sql.Path, key: Any, rows: list[dict[str, Any]]
    ) -> sql.LineChanges:
        shape = self._lines[path]
        there = self._elements(connection, shape, [key], lock=True).get(key_text(key), [])
        before = {key_text(raw): (raw, element) for raw, element in there}
        try:
            return sql.line_changes(shape, before, rows, self._sqlite)
        except KeyError as unknown:
            raise Changed(self._name, f"{'.'.join(path)} has no element {unknown.args[0]} any more") from None

    def _write_lines(
        self, connection: sql.Connection, path: sql.Path, key: Any, change: sql.LineChanges
    ) -> dict[str, sql.Values]:
        """Delete, change and insert elements of a record's list; what was written, by the elements' keys."""
        shape = self._lines[path]
        for line in change.deletes:
            connection.execute(sql.delete(shape, line))
        for line, values in change.updates:
            connection.execute(sql.update(shape, line, values))
        made = [connection.execute(sql.insert(shape, values, key)).scalar_one() for values in change.inserts]
        written = [*change.updates, *zip(made, change.inserts, strict=True)]
        return {key_text(line): values for line, values in written}

    def _again(self, connection: sql.Connection, key: Any) -> Snapshot:
        """The row as the database has it now, triggers done. Rejected where it is not there: something took it away."""
        found = self._snapshots([key], connection)
        if not found:
            raise Rejected(self._name, "the database took the record away when it was written")
        return found[0]

    def _keeps_digits(
        self, values: sql.Values, lines: Mapping[sql.Path, Mapping[str, sql.Values]], after: Snapshot
    ) -> None:
        """Rejected where SQLite turned a decimal into a float and lost digits of it."""
        if not self._sqlite:
            return
        sent = [(self._shape, values, after.document)]
        for path, written in lines.items():
            shape, elements = self._lines[path], at(after.document, path)
            for element in elements if isinstance(elements, list) else ():
                if isinstance(element, dict):
                    sent.append((shape, written.get(key_text(at(element, shape.key)), {}), element))
        for shape, told, document in sent:
            for path in sql.shortened(shape, told, document):
                name = ".".join((*shape.at, *path))
                reason = "the column keeps 15 digits, and the value has more; declare it as TEXT"
                raise Rejected(self._name, f"{name}: {reason}", fields=(name,))

    def _misfit(self, misfit: Misfit) -> Rejected:
        return Rejected(self._name, str(misfit), fields=(".".join(misfit.path),))


_UNMOVED = (
    "the version {0} of {1} did not move, so nobody could tell that the record changed: "
    'have a trigger keep it, or let flowc count it (access = "both")'
)


def _put(document: dict[str, Any], path: sql.Path, value: Json) -> None:
    for segment in path[:-1]:
        document = document.setdefault(segment, {})
    document[path[-1]] = value
