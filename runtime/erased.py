"""The part of the Store that erases what was kept of records: values go, structure stays."""

from __future__ import annotations

from .linked import LinkedRecords
from .outbox import Outbox, Settled
from .seen import SeenRecords
from .tables import EntryRow, LinkRow
from .turning import is_at

__all__ = ["REMOVED", "ErasedRecords"]

REMOVED = "history removed before"
"""The note of the instant before which history is kept no more; none where all of it is there."""


class ErasedRecords(SeenRecords, LinkedRecords, Outbox):
    """What of one record is where, in pairs that are built and in those that are not any more; and its erasing."""

    # ---- finding ----

    def links_ever(self, system: str, kind: str, key: str) -> list[LinkRow]:
        """Every link a record ever had: active ones, tombstones and ended ones, at either side."""
        place = f"{system}.{kind}"
        found: set[int] = set()
        for side in ("left", "right"):
            statement = f"SELECT id FROM link WHERE {side}_type = :place AND {side}_key = :key"
            found |= {row[0] for row in self._all(statement, place=place, key=key)}
        links = [self.link(number) for number in sorted(found)]
        return [link for link in links if link is not None]

    def entries_at(self, system: str, kind: str, key: str) -> list[EntryRow]:
        """What is said of a record, in every pair and at either side."""
        named = "pair, side, key, row, kind, reason, evidence"
        rows = self._all(f"SELECT {named} FROM entry WHERE key = :key ORDER BY pair, side, row", key=key)
        return [entry for entry in (EntryRow(*row) for row in rows) if is_at(entry.pair, entry.side, system, kind)]

    def decided_at(self, system: str, kind: str, key: str) -> set[tuple[str, str]]:
        """The (pair, side) in which a person decided something of a record."""
        rows = self._all("SELECT pair, side FROM decision WHERE key = :key", key=key)
        return {(pair, side) for pair, side in rows if is_at(pair, side, system, kind)}

    def creates_for(self, system: str, kind: str, key: str) -> list[Settled]:
        """The creates that were made for a record, in every pair, oldest first."""
        found = self._intents("action IN ('create', 'delete') AND source_key = :key", key=key)
        return [one for one in found if is_at(one.intent.pair, one.intent.source_side, system, kind)]

    # ---- erasing ----

    def forget_before(self, at: str) -> int:
        """Drop settled writes, and conflicts that nobody is to decide any more, older than an instant; how many writes.

        The last conflict of a row that nobody won is open as long as the row is held. Where anything is dropped, a note
        says so.
        """
        with self.transaction():
            for table in ("intent", "conflict"):
                self._numbers_are_used(table)
            old = "at < :at AND state NOT IN ('planned', 'sent', 'unknown')"
            count = int(self._all(f"SELECT count(*) FROM intent WHERE {old}", at=at)[0][0])
            self._write(f"DELETE FROM intent WHERE {old}", at=at)
            conflicts = self._all("SELECT count(*) FROM conflict")
            self._write("DELETE FROM conflict WHERE at < :at AND winner <> ''", at=at)
            open_ones = "SELECT max(id) FROM conflict WHERE winner = '' GROUP BY link, row"
            undecided = self._all(f"SELECT id, link, row, id IN ({open_ones}) FROM conflict WHERE at < :at", at=at)
            over = [{"id": n} for n, link, row, last in undecided if not (last and self._is_held(link, row))]
            self._many("DELETE FROM conflict WHERE id = :id", over)
            if count or conflicts != self._all("SELECT count(*) FROM conflict"):
                self.set_note(REMOVED, at)
        return count

    def _is_held(self, number: int, row: str) -> bool:
        link = self.link(number)
        return link is not None and link.state == "active" and row in link.decided

    def erase_write(self, number: int, body: str, before: str, after: str, why: str) -> None:
        """Replace what a settled write holds. Its bases and the reason, a server's words, go too."""
        self._write(
            "UPDATE intent SET body = :body, before = :before, after = :after, why = :why, bases = '', "
            "reason = CASE WHEN reason = '' THEN '' ELSE 'erased' END WHERE id = :id",
            id=number,
            body=body,
            before=before,
            after=after,
            why=why,
        )

    def erase_conflicts(self, link: int, value: str) -> int:
        """Replace both values of a link's conflicts; how many had others. Those that would be one then become one."""
        found = "SELECT id, run, row, left_value, right_value FROM conflict WHERE link = :link ORDER BY id"
        rows = self._all(found, link=link)
        with self.transaction():
            self._numbers_are_used("conflict")
            kept: set[tuple[str, str]] = set()
            for number, run, row, _, _ in rows:
                if (run, row) in kept:
                    self._write("DELETE FROM conflict WHERE id = :id", id=number)
                    continue
                kept.add((run, row))
                self._write(
                    "UPDATE conflict SET left_value = :value, right_value = :value WHERE id = :id",
                    id=number,
                    value=value,
                )
        return sum((left, right) != (value, value) for *_, left, right in rows)

    def erase_earlier(self, system: str, kind: str, key: str) -> int:
        """Drop the earlier Snapshots of a record; how many."""
        where = "system = :system AND type = :type AND key = :key"
        count = self._all(f"SELECT count(*) FROM earlier WHERE {where}", system=system, type=kind, key=key)[0][0]
        self._write(f"DELETE FROM earlier WHERE {where}", system=system, type=kind, key=key)
        return int(count)

    def erase_snapshot(self, system: str, kind: str, key: str, document: bytes) -> None:
        """Replace what is stored of a record that is gone, without a new number: no pass takes it for an edit."""
        self._write(
            "UPDATE snapshot SET document = :document, wrote = '' "
            "WHERE system = :system AND type = :type AND key = :key",
            system=system,
            type=kind,
            key=key,
            document=document,
        )

    def erase_entries(self, entries: list[EntryRow], instead: list[EntryRow]) -> None:
        """Say something else in place of these entries."""
        with self.transaction():
            self._many(
                "DELETE FROM entry WHERE pair = :pair AND side = :side AND key = :key AND row = :row",
                [{"pair": one.pair, "side": one.side, "key": one.key, "row": one.row} for one in entries],
            )
            self.replace_entries("", [], instead)

    def erase_lookups(self, pair: str) -> None:
        """Drop what the records of a pair that is not built are looked up by; it is made anew once it is built."""
        with self.transaction():
            self.clear_match_values(pair)
            self.set_note(f"matched:{pair}", "")

    def pairs_looked_up(self) -> list[str]:
        """The pairs of which look-ups are kept."""
        return [row[0] for row in self._all("SELECT DISTINCT pair FROM match_value ORDER BY pair")]
