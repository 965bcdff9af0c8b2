"""The part of the Store that keeps what systems said: Snapshots, cursors, and what records are looked up by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .model import Snapshot
from .state import State, document_bytes, document_of
from .tables import SnapshotRow
from .turning import is_at

__all__ = ["SeenRecords"]

_PORTION = 1000
_COLUMNS = "system, type, key, document, version, modified, sequence, gone, wrote"
_ENDS = ("left", "right")
_DENIED = "denied"
"""How a deleted record is kept that a list shows all the same: see `SnapshotRow.denied`."""
_IS_DELETED = f"gone IN ('deleted', '{_DENIED}')"
_UNFINISHED = "link.{0}_type = :place AND link.{0}_key = earlier.key AND link.dirty <> 0"

_Stored = tuple[bytes, str, int, str, dict[str, list[Any]], str]


def _held(key: str, known: _Stored) -> Snapshot:
    return Snapshot(key=key, document=document_of(known[0]), version=known[1], modified=known[5])


def _row(row: tuple[Any, ...]) -> SnapshotRow:
    system, kind, key, document, version, modified, sequence, gone, wrote = row
    snapshot = Snapshot(key=key, document=document_of(document), version=version, modified=modified)
    is_denied = gone == _DENIED
    return SnapshotRow(
        system, kind, snapshot, sequence, "deleted" if is_denied else gone, _wrote_of(wrote), is_denied
    )


def _wrote_of(text: str) -> dict[str, list[Any]]:
    """What our own writes showed, numbers exact: it is compared with what documents show, which are read so too."""
    return document_of(text.encode()) if text else {}


class SeenRecords(State):
    """Snapshots by (system, ObjectType, key). Each stored Snapshot has a number; numbers only grow."""

    # ---- cursors ----

    def cursor(self, system: str, kind: str) -> str:
        where = "system = :system AND type = :type"
        rows = self._all(f"SELECT value FROM cursor WHERE {where}", system=system, type=kind)
        return str(rows[0][0]) if rows else ""

    def set_cursor(self, system: str, kind: str, value: str) -> None:
        self._write(
            "INSERT INTO cursor (system, type, value) VALUES (:system, :type, :value) "
            "ON CONFLICT (system, type) DO UPDATE SET value = excluded.value",
            system=system,
            type=kind,
            value=value,
        )

    # ---- reading ----

    def snapshot(self, system: str, kind: str, key: str) -> Snapshot | None:
        """One record as last seen, if it ever was."""
        rows = self.snapshot_rows(system, kind, [key])
        return rows[0].snapshot if rows else None

    def snapshot_rows(self, system: str, kind: str, keys: Iterable[str]) -> list[SnapshotRow]:
        """These records as last seen, in the order of their keys; those never seen are left out."""
        wanted = list(keys)
        among = self.driver.among("key", "keys")
        if len(wanted) == 1:
            among, listed = "key = :keys", wanted[0]
        else:
            listed = self.driver.list_of(wanted)
        where = f"system = :system AND type = :type AND {among}"
        statement = f"SELECT {_COLUMNS} FROM snapshot WHERE {where} ORDER BY key"
        return [_row(row) for row in self._all(statement, system=system, type=kind, keys=listed)]

    def deleted(self, system: str, kind: str, keys: Iterable[str]) -> list[SnapshotRow]:
        """Those of these records of which it was verified that they are no more, in the order of their keys."""
        statement = (
            f"SELECT {_COLUMNS} FROM snapshot WHERE system = :system AND type = :type AND {_IS_DELETED} "
            f"AND {self.driver.among('key', 'keys')} ORDER BY key"
        )
        return [_row(row) for row in self._all(statement, system=system, type=kind, keys=self.driver.list_of(keys))]

    def every_snapshot(self, system: str, kind: str) -> Iterator[SnapshotRow]:
        """All records of an ObjectType in the order of their keys, read in portions."""
        last: str | None = None
        while True:
            after = "" if last is None else "AND key > :last"
            statement = (
                f"SELECT {_COLUMNS} FROM snapshot WHERE system = :system AND type = :type {after} "
                f"ORDER BY key LIMIT {_PORTION}"
            )
            rows = self._all(statement, system=system, type=kind, last=last or "")
            yield from map(_row, rows)
            if len(rows) < _PORTION:
                return
            last = rows[-1][2]

    def snapshots(self, system: str, kind: str) -> list[SnapshotRow]:
        return list(self.every_snapshot(system, kind))

    def changed_keys(self, system: str, kind: str, after: int, limit: int) -> list[tuple[str, int]]:
        """Keys of the records stored after a number, with their numbers, in the order of these; at most `limit`."""
        statement = (
            "SELECT key, sequence FROM snapshot WHERE system = :system AND type = :type AND sequence > :after "
            "ORDER BY sequence LIMIT :limit"
        )
        found = self._all(statement, system=system, type=kind, after=after, limit=limit)
        return [(key, sequence) for key, sequence in found]

    def first_seen(self, system: str, kind: str, key: str) -> int:
        """The number under which a record was stored first; 0 if it never was."""
        where = "system = :system AND type = :type AND key = :key"
        rows = self._all(f"SELECT first FROM snapshot WHERE {where}", system=system, type=kind, key=key)
        return int(rows[0][0]) if rows else 0

    def new_keys(self, system: str, kind: str, keys: Iterable[str], after: int) -> list[str]:
        """Those of these records that were stored first after a number and are not gone."""
        statement = (
            "SELECT key FROM snapshot WHERE system = :system AND type = :type AND first > :after AND gone = '' "
            f"AND {self.driver.among('key', 'keys')} ORDER BY key"
        )
        found = self._all(statement, system=system, type=kind, after=after, keys=self.driver.list_of(keys))
        return [key for (key,) in found]

    def newest(self) -> dict[tuple[str, str], int]:
        """The number of the newest Snapshot of each (system, ObjectType)."""
        statement = "SELECT name, value FROM meta WHERE name LIKE 'newest:%'"
        found: dict[tuple[str, str], int] = {}
        for name, value in self._all(statement):
            system, _, kind = name.removeprefix("newest:").partition(" ")
            found[system, kind] = int(value)
        return found

    def count(self, system: str, kind: str, at_most: int = 2**62) -> int:
        """How many records of an ObjectType there are, as far as is known; counted to `at_most` and no further."""
        inner = f"SELECT 1 FROM snapshot WHERE system = :system AND type = :type AND NOT {_IS_DELETED} LIMIT :most"
        statement = f"SELECT count(*) FROM ({inner}) AS counted"
        return int(self._all(statement, system=system, type=kind, most=at_most)[0][0])

    def sequence(self) -> int:
        """The number of the newest Snapshot."""
        return int(self.note("sequence") or 0)

    def earlier(self, system: str, kind: str, keys: Iterable[str], after: int) -> dict[str, list[Snapshot]]:
        """Snapshots that were stored after a number and replaced since, oldest first, by key."""
        among = self.driver.among("key", "keys")
        statement = (
            "SELECT key, document, version, modified FROM earlier WHERE system = :system AND type = :type "
            f"AND sequence > :after AND {among} ORDER BY key, sequence"
        )
        listed = self.driver.list_of(keys)
        found: dict[str, list[Snapshot]] = {}
        for key, document, version, modified in self._all(
            statement, system=system, type=kind, after=after, keys=listed
        ):
            snapshot = Snapshot(key=key, document=document_of(document), version=version, modified=modified)
            found.setdefault(key, []).append(snapshot)
        return found

    # ---- writing ----

    def put_snapshots(
        self,
        system: str,
        kind: str,
        snapshots: Iterable[Snapshot],
        is_doubted: Callable[[Snapshot, Snapshot], bool] = lambda _read, _held: False,
    ) -> list[SnapshotRow]:
        """Store what a system said. Only what differs gets a new number and is returned, with what it `wrote` before.

        What differs, if only in its stamp, and `is_doubted` (given it and what is held in its place) is not stored
        (S-10). Of what differs in nothing else the new stamp is kept: a read of before it is known to be old.

        What is replaced before every pair has looked at it, or while something is left to do with it, is kept as
        earlier: a value that goes there and back is an edit, and a blank that had a value is a clear (SEMANTICS
        section 6).
        """
        given = {snapshot.key: snapshot for snapshot in snapshots}
        if not given:
            return []
        with self.transaction():
            known = self._stored(system, kind, given)
            encoded = {key: document_bytes(snapshot.document) for key, snapshot in given.items()}
            changed = [
                snapshot
                for key, snapshot in given.items()
                if known.get(key, (b"", "", 0, "", {}, ""))[:2] != (encoded[key], snapshot.version) or known[key][3]
            ]
            others = given.keys() & known.keys() - {one.key for one in changed}
            stamps = {key: known[key][5] for key in others}
            restamped = [given[key] for key in sorted(others) if given[key].modified not in ("", stamps[key])]
            differs = [one for one in (*changed, *restamped) if one.key in known]
            held = {one.key: _held(one.key, known[one.key]) for one in differs}
            doubted = {one.key for one in differs if is_doubted(one, held[one.key])}
            changed = [one for one in changed if one.key not in doubted]
            self._restamp(system, kind, [one for one in restamped if one.key not in doubted])
            if not changed:
                return []
            looked = self._looked_at(system, kind)
            kept = [one.key for one in changed if one.key in known and known[one.key][2] > looked]
            kept += self._unfinished(system, kind, [o.key for o in changed if o.key in known and o.key not in kept])
            if kept:
                self._keep_earlier(system, kind, kept)
            sequence = self.sequence()
            stored = [
                SnapshotRow(system, kind, snapshot, number, "", known[snapshot.key][4] if snapshot.key in known else {})
                for number, snapshot in enumerate(changed, sequence + 1)
            ]
            self.driver.many(
                "INSERT INTO snapshot (system, type, key, document, version, modified, sequence, first) "
                "VALUES (:system, :type, :key, :document, :version, :modified, :sequence, :sequence) "
                "ON CONFLICT (system, type, key) DO UPDATE SET document = excluded.document, "
                "version = excluded.version, modified = excluded.modified, sequence = excluded.sequence, gone = ''",
                [
                    {
                        "system": system,
                        "type": kind,
                        "key": row.snapshot.key,
                        "document": encoded[row.snapshot.key],
                        "version": row.snapshot.version,
                        "modified": row.snapshot.modified,
                        "sequence": row.sequence,
                    }
                    for row in stored
                ],
            )
            self._moved(system, kind, stored[-1].sequence)
        return stored

    def _restamp(self, system: str, kind: str, snapshots: Sequence[Snapshot]) -> None:
        self._many(
            "UPDATE snapshot SET modified = :modified WHERE system = :system AND type = :type AND key = :key",
            [{"system": system, "type": kind, "key": one.key, "modified": one.modified} for one in snapshots],
        )

    def set_wrote(self, system: str, kind: str, key: str, wrote: Mapping[str, list[Any]]) -> None:
        """Remember what the answer to our own write showed of these attributes, and where each came from.

        An empty list forgets what was remembered of an attribute.
        """
        rows = self.snapshot_rows(system, kind, [key]) if wrote else []
        if rows:
            kept = {name: value for name, value in (rows[0].wrote | dict(wrote)).items() if value}
            self._write(
                "UPDATE snapshot SET wrote = :wrote WHERE system = :system AND type = :type AND key = :key",
                system=system,
                type=kind,
                key=key,
                wrote=document_bytes(kept).decode() if kept else "",
            )

    def set_denied(self, system: str, kind: str, key: str, shown: Snapshot | None = None) -> None:
        """Say of a deleted record that a list shows it, and its own address does not; as what it is `shown`, if that is
        news."""
        with self.transaction():
            if shown is not None:
                self.put_snapshots(system, kind, [shown])
            self.set_gone(system, kind, {key: _DENIED})

    def set_gone(self, system: str, kind: str, states: Mapping[str, str]) -> None:
        """Say of records whether they are gone ("missing", "deleted"), which pairs will look at."""
        with self.transaction():
            sequence = self.sequence()
            for number, (key, gone) in enumerate(sorted(states.items()), sequence + 1):
                self._write(
                    "UPDATE snapshot SET gone = :gone, sequence = :sequence "
                    "WHERE system = :system AND type = :type AND key = :key",
                    system=system,
                    type=kind,
                    key=key,
                    gone=gone,
                    sequence=number,
                )
            if states:
                self._moved(system, kind, sequence + len(states))

    def unlisted(self, system: str, kind: str, listed: Iterable[str]) -> list[SnapshotRow]:
        """The records that are not among the keys of a complete list, and those of the deleted ones that were `denied`.
        The keys go to the database, in portions."""
        with self.transaction():
            self._all("CREATE TEMPORARY TABLE IF NOT EXISTS listed (key TEXT PRIMARY KEY)")
            self._all("DELETE FROM listed")
            self.driver.many(
                "INSERT INTO listed (key) VALUES (:key) ON CONFLICT DO NOTHING", ({"key": key} for key in listed)
            )
            statement = (
                f"SELECT {_COLUMNS} FROM snapshot WHERE system = :system AND type = :type AND gone <> 'deleted' "
                "AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.key = snapshot.key) ORDER BY key"
            )
            return [_row(row) for row in self._all(statement, system=system, type=kind)]

    def forget_earlier(self) -> None:
        """Drop the earlier Snapshots that every pair has looked at, of records with which nothing is left to do."""
        if not self._all("SELECT 1 FROM earlier LIMIT 1"):
            return
        with self.transaction():
            for system, kind in self._all("SELECT DISTINCT system, type FROM earlier"):
                making = self._making(system, kind)
                kept = f"AND NOT {self.driver.among('key', 'making')} " if making else ""
                self._write(
                    f"DELETE FROM earlier WHERE system = :system AND type = :type AND sequence <= :looked {kept}"
                    + " ".join(f"AND NOT EXISTS (SELECT 1 FROM link WHERE {_UNFINISHED.format(end)})" for end in _ENDS),
                    system=system,
                    type=kind,
                    looked=self._looked_at(system, kind),
                    place=f"{system}.{kind}",
                    **({"making": self.driver.list_of(making)} if making else {}),
                )

    def _stored(self, system: str, kind: str, keys: Iterable[str]) -> dict[str, _Stored]:
        among = self.driver.among("key", "keys")
        statement = (
            "SELECT key, document, version, sequence, gone, wrote, modified FROM snapshot "
            f"WHERE system = :system AND type = :type AND {among}"
        )
        rows = self._all(statement, system=system, type=kind, keys=self.driver.list_of(keys))
        return {
            key: (bytes(document), version, sequence, gone, _wrote_of(wrote), modified)
            for key, document, version, sequence, gone, wrote, modified in rows
        }

    def _looked_at(self, system: str, kind: str) -> int:
        """The number up to which every pair of an ObjectType has looked at its links."""
        place = f"{system}.{kind}"
        statement = "SELECT pair, sequence FROM mark WHERE about = 'links'"
        marks = [
            sequence
            for pair, sequence in self._all(statement)
            if any(end.partition("/")[0] == place for end in pair.split("|"))
        ]
        return min(marks) if marks else self.sequence()

    def _unfinished(self, system: str, kind: str, keys: list[str]) -> list[str]:
        """Those of these records of which a link has something left to do, or for which a create is not settled."""
        if not keys:
            return []
        found = self._making(system, kind) & set(keys)
        for side in _ENDS:
            among = self.driver.among(f"{side}_key", "keys")
            statement = f"SELECT {side}_key FROM link WHERE {side}_type = :place AND {among} AND dirty <> 0"
            rows = self._all(statement, place=f"{system}.{kind}", keys=self.driver.list_of(keys))
            found.update(key for (key,) in rows)
        return sorted(found)

    def _making(self, system: str, kind: str) -> set[str]:
        """The records of which it is not known yet what came of a create for them."""
        rows = self._all(
            "SELECT pair, source_side, source_key FROM intent "
            "WHERE action = 'create' AND state IN ('planned', 'sent', 'unknown')"
        )
        return {key for pair, side, key in rows if is_at(pair, side, system, kind)}

    def _keep_earlier(self, system: str, kind: str, keys: list[str]) -> None:
        among = self.driver.among("key", "keys")
        self._all(
            "INSERT INTO earlier (system, type, key, sequence, document, version, modified) "
            "SELECT system, type, key, sequence, document, version, modified FROM snapshot "
            f"WHERE system = :system AND type = :type AND {among} ON CONFLICT DO NOTHING",
            system=system,
            type=kind,
            keys=self.driver.list_of(keys),
        )

    def _moved(self, system: str, kind: str, sequence: int) -> None:
        self.set_note("sequence", str(sequence))
        self.set_note(f"newest:{system} {kind}", str(sequence))

    # ---- what records are looked up by ----

    def match_keys(self, pair: str, side: str, alternative: int, value: str) -> list[str]:
        """Keys of the records of one side that show this value for an alternative of the match tables."""
        statement = (
            "SELECT key FROM match_value WHERE pair = :pair AND side = :side AND alternative = :alternative "
            "AND value = :value ORDER BY key"
        )
        found = self._all(statement, pair=pair, side=side, alternative=alternative, value=value)
        return [row[0] for row in found]

    def matching(self, pair: str, side: str, keys: Iterable[str]) -> list[str]:
        """Keys of the records of one side that show a value which one of these records of the other side shows."""
        statement = (
            "SELECT DISTINCT mine.key FROM match_value AS theirs JOIN match_value AS mine "
            "ON mine.pair = theirs.pair AND mine.side = :side AND mine.alternative = theirs.alternative "
            "AND mine.value = theirs.value WHERE theirs.pair = :pair AND theirs.side <> :side "
            f"AND {self.driver.among('theirs.key', 'keys')} ORDER BY mine.key"
        )
        return [row[0] for row in self._all(statement, pair=pair, side=side, keys=self.driver.list_of(keys))]

    def set_match_values(self, pair: str, side: str, values: Mapping[str, Iterable[tuple[int, str]]]) -> None:
        """What these records show now, as (alternative, value); what they showed before is forgotten."""
        with self.transaction():
            self._all(
                f"DELETE FROM match_value WHERE pair = :pair AND side = :side AND {self.driver.among('key', 'keys')}",
                pair=pair,
                side=side,
                keys=self.driver.list_of(values),
            )
            self.driver.many(
                "INSERT INTO match_value (pair, side, alternative, value, key) "
                "VALUES (:pair, :side, :alternative, :value, :key) ON CONFLICT DO NOTHING",
                [
                    {"pair": pair, "side": side, "alternative": alternative, "value": value, "key": key}
                    for key, shown in values.items()
                    for alternative, value in shown
                ],
            )

    def clear_match_values(self, pair: str) -> None:
        self._write("DELETE FROM match_value WHERE pair = :pair", pair=pair)

    def referring(self, system: str, kind: str, key: str) -> list[tuple[str, str]]:
        """(ObjectType, key) of the records of a system that refer to one of its records."""
        statement = (
            "SELECT type, key FROM reference WHERE system = :system AND target_type = :type AND target_key = :key "
            "ORDER BY type, key"
        )
        return [(row[0], row[1]) for row in self._all(statement, system=system, type=kind, key=key)]

    def set_references(self, system: str, kind: str, values: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """What these records refer to now, as (ObjectType, key)."""
        with self.transaction():
            among = self.driver.among("key", "keys")
            self._all(
                f"DELETE FROM reference WHERE system = :system AND type = :type AND {among}",
                system=system,
                type=kind,
                keys=self.driver.list_of(values),
            )
            self.driver.many(
                "INSERT INTO reference (system, type, key, target_type, target_key) "
                "VALUES (:system, :type, :key, :target_type, :target_key) ON CONFLICT DO NOTHING",
                [
                    {"system": system, "type": kind, "key": key, "target_type": name, "target_key": target}
                    for key, targets in values.items()
                    for name, target in targets
                ],
            )
