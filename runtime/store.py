"""The state between passes, in SQLite, through SQLAlchemy Core. No other module runs statements on its own account.

Every public method is one transaction (`BEGIN IMMEDIATE`, full sync), or is called inside `transaction()`.
Values from systems are only ever parameters. One store serves one set of accounts, and refuses another.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from .errors import Halted, UsageError
from .migration import turn, upgrade
from .model import Snapshot
from .tables import (
    ConflictRow,
    EntryRow,
    IntentRow,
    LinkRow,
    MarkRow,
    SnapshotRow,
    conflict_table,
    cursor_table,
    entry_table,
    intent_table,
    lease_table,
    link_table,
    mark_table,
    meta_table,
    metadata,
    snapshot_table,
)

__all__ = ["ConflictRow", "EntryRow", "IntentRow", "LinkRow", "MarkRow", "SnapshotRow", "Store"]

SCHEMA = 2
LEASE_SECONDS = 600
_PORTION = 500


class Store:
    """The state of one set of flows. `path` is a file, made with mode 0600 if it is not there."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        self.path = path
        self._engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.pool.StaticPool)
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", _begin)
        self._connection: Connection | None = None
        try:
            with self.transaction():
                self._check_schema()
        except sa.exc.DatabaseError as error:
            raise UsageError(f"{path} is not a store of flowc: {error.orig}") from error

    def _check_schema(self) -> None:
        """Make the tables, or bring those of an older flowc up to date; refuse what a newer one made."""
        meta_table.create(self._now(), checkfirst=True)
        found = self.note("schema")
        if found not in (None, str(SCHEMA)) and not upgrade(self._now(), str(found)):
            raise UsageError(f"{self.path} has schema {found}; this flowc reads schema {SCHEMA}")
        metadata.create_all(self._now())
        self.set_note("schema", str(SCHEMA))

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction; calls inside it join it. All or nothing."""
        if self._connection is not None:
            yield
            return
        with self._engine.begin() as connection:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None

    def _now(self) -> Connection:
        assert self._connection is not None
        return self._connection

    def _execute(self, statement: sa.Executable, values: Any = None) -> list[Any]:
        with self.transaction():
            result = (
                self._now().execute(statement, values)
                if values is not None
                else self._now().execute(statement)
            )
            return list(result.fetchall()) if result.returns_rows else []

    # ---- notes, lease ----

    def note(self, name: str) -> str | None:
        rows = self._execute(sa.select(meta_table.c.value).where(meta_table.c.name == name))
        return rows[0][0] if rows else None

    def set_note(self, name: str, value: str) -> None:
        statement = insert(meta_table).values(name=name, value=value)
        self._execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def check_accounts(self, accounts: Mapping[str, str]) -> None:
        """Refuse to mix accounts: a store made against one company is never used for another."""
        with self.transaction():
            for system, account in sorted(accounts.items()):
                known = self.note(f"account:{system}")
                if known is None:
                    self.set_note(f"account:{system}", account)
                elif known != account:
                    raise UsageError(
                        f"the store {self.path} was made for {system} at {known}, not {account}; "
                        "name another `state` in flowc.toml"
                    )

    def acquire(self, owner: str, now: dt.datetime) -> None:
        """Take or renew the lease of the one writer; Halted if somebody else holds it.

        `owner` ends in `@host:pid`: the lease of a process of this machine that is no more is free at once.
        """
        until = (now + dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
        with self.transaction():
            rows = self._execute(
                sa.select(lease_table.c.owner, lease_table.c.until).where(lease_table.c.name == "sync")
            )
            held = bool(rows) and rows[0][0] != owner and rows[0][1] > now.isoformat()
            if held and not _is_dead(rows[0][0]):
                raise Halted(f"another sync is running on {self.path} (until {rows[0][1]} at the latest)")
            statement = insert(lease_table).values(name="sync", owner=owner, until=until)
            changes = {"owner": owner, "until": until}
            self._execute(statement.on_conflict_do_update(index_elements=["name"], set_=changes))

    def release(self, owner: str) -> None:
        self._execute(
            sa.delete(lease_table).where(lease_table.c.name == "sync", lease_table.c.owner == owner)
        )

    def still_ours(self, owner: str) -> None:
        """Halted if the lease is no longer ours; called inside every transaction that commits a plan."""
        rows = self._execute(sa.select(lease_table.c.owner).where(lease_table.c.name == "sync"))
        if not rows or rows[0][0] != owner:
            raise Halted(f"the lease on {self.path} was taken over; nothing more is sent")

    # ---- snapshots and cursors ----

    def cursor(self, system: str, kind: str) -> str:
        where = (cursor_table.c.system == system) & (cursor_table.c.type == kind)
        rows = self._execute(sa.select(cursor_table.c.value).where(where))
        return str(rows[0][0]) if rows else ""

    def set_cursor(self, system: str, kind: str, value: str) -> None:
        statement = insert(cursor_table).values(system=system, type=kind, value=value)
        self._execute(
            statement.on_conflict_do_update(index_elements=["system", "type"], set_={"value": value})
        )

    def snapshots(self, system: str, kind: str) -> list[SnapshotRow]:
        where = (snapshot_table.c.system == system) & (snapshot_table.c.type == kind)
        rows = self._execute(sa.select(snapshot_table).where(where).order_by(snapshot_table.c.key))
        return [
            SnapshotRow(
                row.system,
                row.type,
                Snapshot(
                    key=row.key,
                    document=_document(row.document),
                    version=row.version,
                    modified=row.modified,
                ),
                row.sequence,
            )
            for row in rows
        ]

    def snapshot(self, system: str, kind: str, key: str) -> Snapshot | None:
        """One record as last seen, if it ever was."""
        table = snapshot_table.c
        where = (table.system == system) & (table.type == kind) & (table.key == key)
        for row in self._execute(sa.select(snapshot_table).where(where)):
            return Snapshot(
                key=row.key, document=_document(row.document), version=row.version, modified=row.modified
            )
        return None

    def put_snapshots(self, system: str, kind: str, snapshots: Iterable[Snapshot]) -> list[SnapshotRow]:
        """Store what a system said. Only what differs gets a new number and is returned."""
        stored: list[SnapshotRow] = []
        given = list(snapshots)
        with self.transaction():
            known = self._documents(system, kind, [snapshot.key for snapshot in given])
            sequence = self.sequence()
            for snapshot in given:
                document = _bytes(snapshot.document)
                if known.get(snapshot.key) == (document, snapshot.version):
                    continue
                sequence += 1
                values = {
                    "document": document,
                    "version": snapshot.version,
                    "modified": snapshot.modified,
                    "sequence": sequence,
                }
                statement = insert(snapshot_table).values(
                    system=system, type=kind, key=snapshot.key, **values
                )
                self._execute(
                    statement.on_conflict_do_update(index_elements=["system", "type", "key"], set_=values)
                )
                stored.append(SnapshotRow(system, kind, snapshot, sequence))
            self.set_note("sequence", str(sequence))
        return stored

    def _documents(self, system: str, kind: str, keys: list[str]) -> dict[str, tuple[bytes, str]]:
        """What is stored of these records, asked for in portions that SQLite takes."""
        found: dict[str, tuple[bytes, str]] = {}
        columns = (snapshot_table.c.key, snapshot_table.c.document, snapshot_table.c.version)
        for start in range(0, len(keys), _PORTION):
            portion = snapshot_table.c.key.in_(keys[start : start + _PORTION])
            where = (snapshot_table.c.system == system) & (snapshot_table.c.type == kind) & portion
            found |= {row.key: (row.document, row.version) for row in self._execute(sa.select(*columns).where(where))}
        return found

    def sequence(self) -> int:
        """The number of the newest Snapshot."""
        return int(self.note("sequence") or 0)

    # ---- marks and links ----

    def marks(self, pair: str) -> dict[str, MarkRow]:
        """How far a pair has looked, by what each mark is about."""
        rows = self._execute(sa.select(mark_table).where(mark_table.c.pair == pair))
        fields = MarkRow.__struct_fields__
        found = [{name: getattr(row, name) for name in fields} for row in rows]
        return {values["about"]: MarkRow(**values | {"released": bool(values["released"])}) for values in found}

    def set_mark(self, mark: MarkRow) -> None:
        values = msgspec.to_builtins(mark) | {"released": int(mark.released)}
        changes = {name: value for name, value in values.items() if name not in ("pair", "about")}
        statement = insert(mark_table).values(**values)
        self._execute(statement.on_conflict_do_update(index_elements=["pair", "about"], set_=changes))

    def turn(self, old: str, new: str) -> None:
        """What is stored of a pair becomes that of the same pair turned round (SEMANTICS section 1)."""
        with self.transaction():
            turn(self._now(), old, new)

    def links(self) -> list[LinkRow]:
        rows = self._execute(
            sa.select(link_table).order_by(link_table.c.pair, link_table.c.left_key, link_table.c.right_key)
        )
        return [
            LinkRow(
                id=row.id,
                pair=row.pair,
                left_key=row.left_key,
                right_key=row.right_key,
                generation=row.generation,
                state=row.state,
                dirty=bool(row.dirty),
                left_base=json.loads(row.left_base),
                right_base=json.loads(row.right_base),
                followers=json.loads(row.followers),
            )
            for row in rows
        ]

    def add_link(self, pair: str, left_key: str, right_key: str) -> LinkRow:
        """A new active Link. The schema refuses to link a record twice in one pair."""
        statement = sa.insert(link_table).values(pair=pair, left_key=left_key, right_key=right_key)
        rows = self._execute(statement.returning(link_table.c.id))
        return LinkRow(id=rows[0][0], pair=pair, left_key=left_key, right_key=right_key)

    def save_link(self, link: LinkRow) -> None:
        values = {
            "dirty": int(link.dirty),
            "state": link.state,
            "left_base": _plain(link.left_base),
            "right_base": _plain(link.right_base),
            "followers": _plain(link.followers),
        }
        self._execute(sa.update(link_table).where(link_table.c.id == link.id).values(**values))

    # ---- intents, conflicts, entries ----

    def add_intent(self, intent: IntentRow, at: str) -> int:
        values = msgspec.to_builtins(intent)
        statement = sa.insert(intent_table).values(**values, state="planned", reason="", at=at)
        return int(self._execute(statement.returning(intent_table.c.id))[0][0])

    def settle(self, intent: int, state: str, reason: str = "") -> None:
        self._execute(
            sa.update(intent_table).where(intent_table.c.id == intent).values(state=state, reason=reason)
        )

    def unsettled(self) -> list[tuple[int, IntentRow, str]]:
        """Intents that were written down and never answered: (id, intent, state)."""
        states = ("planned", "sent", "unknown")
        rows = self._execute(
            sa.select(intent_table).where(intent_table.c.state.in_(states)).order_by(intent_table.c.id)
        )
        fields = IntentRow.__struct_fields__
        return [(r.id, IntentRow(**{name: getattr(r, name) for name in fields}), r.state) for r in rows]

    def add_conflict(self, run: str, conflict: ConflictRow, at: str) -> None:
        values = msgspec.to_builtins(conflict)
        self._execute(insert(conflict_table).values(**values, run=run, at=at).on_conflict_do_nothing())

    def conflicts(self) -> list[tuple[ConflictRow, LinkRow, str]]:
        """Every conflict with its link and its run, oldest first."""
        links = {link.id: link for link in self.links()}
        rows = self._execute(sa.select(conflict_table).order_by(conflict_table.c.id))
        fields = ConflictRow.__struct_fields__
        return [
            (ConflictRow(**{name: getattr(row, name) for name in fields}), links[row.link], row.run)
            for row in rows
        ]

    def entries(self) -> list[EntryRow]:
        rows = self._execute(sa.select(entry_table).order_by(*entry_table.primary_key.columns))
        fields = EntryRow.__struct_fields__
        return [EntryRow(**{name: getattr(row, name) for name in fields}) for row in rows]

    def replace_entries(
        self, run: str, about: Iterable[tuple[str, str, str]], entries: Iterable[EntryRow]
    ) -> None:
        """Forget what was said of these (pair, side, key), and say this instead."""
        with self.transaction():
            for pair, side, key in about:
                where = (
                    (entry_table.c.pair == pair) & (entry_table.c.side == side) & (entry_table.c.key == key)
                )
                self._execute(sa.delete(entry_table).where(where))
            for entry in entries:
                values = {**msgspec.to_builtins(entry), "run": run}
                statement = insert(entry_table).values(**values)
                changes = {"kind": entry.kind, "reason": entry.reason, "run": run}
                self._execute(
                    statement.on_conflict_do_update(
                        index_elements=["pair", "side", "key", "row"], set_=changes
                    )
                )


def _is_dead(owner: str) -> bool:
    """Whether the lease's owner was a process of this machine that has ended."""
    host, _, pid = owner.rpartition("@")[2].rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)


def _configure(connection: Any, _record: Any) -> None:
    """Autocommit off the driver, so that BEGIN IMMEDIATE is ours; full sync, or an intent can vanish."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def _bytes(document: dict[str, Any]) -> bytes:
    return _ENCODER.encode(document)


def _document(content: bytes) -> dict[str, Any]:
    decoded = _DECODER.decode(content)
    return decoded if isinstance(decoded, dict) else {}


def _plain(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)
