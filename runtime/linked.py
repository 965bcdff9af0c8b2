"""The part of the Store that keeps what pairs remember: links, marks, conflicts, entries, decisions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from .state import State, json_text, next_number, plain_of
from .tables import ConflictRow, DecisionRow, EntryRow, LinkRow, MarkRow
from .turning import ends_of

__all__ = ["LinkedRecords"]

_LINK = (
    "id, pair, left_key, right_key, generation, state, dirty, left_base, right_base, followers, decided, maybe, "
    "rewrites, looked, why, at"
)
_ENTRY = "pair, side, key, row, kind, reason, evidence"
_CONFLICT = "link, row, left_value, right_value, winner, rule, close"
_PORTION = 1000


def _conflict(row: Sequence[Any]) -> ConflictRow:
    link, name, left, right, winner, rule, close = row
    return ConflictRow(
        link=link, row=name, left_value=left, right_value=right, winner=winner, rule=rule, close=bool(close)
    )


def _link(row: tuple[Any, ...]) -> LinkRow:
    number, pair, left, right, generation, state, dirty, *memories, why, at = row
    left_base, right_base, followers, decided, maybe, rewrites, looked = map(plain_of, memories)
    return LinkRow(
        id=number,
        pair=pair,
        left_key=left,
        right_key=right,
        generation=generation,
        state=state,
        dirty=bool(dirty),
        left_base=left_base,
        right_base=right_base,
        followers=followers,
        decided=decided,
        maybe=maybe,
        rewrites=rewrites,
        looked=looked,
        why=why,
        at=at,
    )


class LinkedRecords(State):
    """Links and what is said of them. The schema refuses to link a record twice in one pair."""

    # ---- marks ----

    def marks(self, pair: str) -> dict[str, MarkRow]:
        """How far a pair has looked, by what each mark is about."""
        return self.every_mark().get(pair, {})

    def every_mark(self) -> dict[str, dict[str, MarkRow]]:
        """The marks of all pairs."""
        found: dict[str, dict[str, MarkRow]] = {}
        statement = "SELECT pair, about, sequence, meaning, existing, released FROM mark"
        for pair, about, sequence, meaning, existing, released in self._all(statement):
            mark = MarkRow(
                pair=pair,
                about=about,
                sequence=sequence,
                meaning=meaning,
                existing=existing,
                released=bool(released),
            )
            found.setdefault(pair, {})[about] = mark
        return found

    def set_mark(self, mark: MarkRow) -> None:
        self._write(
            "INSERT INTO mark (pair, about, sequence, meaning, existing, released) "
            "VALUES (:pair, :about, :sequence, :meaning, :existing, :released) "
            "ON CONFLICT (pair, about) DO UPDATE SET sequence = excluded.sequence, meaning = excluded.meaning, "
            "existing = excluded.existing, released = excluded.released",
            pair=mark.pair,
            about=mark.about,
            sequence=mark.sequence,
            meaning=mark.meaning,
            existing=mark.existing,
            released=int(mark.released),
        )

    def forget_marks(self, built: Container[str], at: str, before: str) -> None:
        """Forget how far pairs have looked at their links that no document makes any more, if that was so at `before`.

        Until then what changes is kept for them, should they come back; then they look at all their links anew.
        """
        with self.transaction():
            for pair, marks in self.every_mark().items():
                note = f"unbuilt:{pair}"
                since = self.note(note) or ""
                if pair in built and since:
                    self.set_note(note, "")
                elif pair not in built and not since:
                    self.set_note(note, at)
                elif pair not in built and since < before and "links" in marks:
                    self._write("DELETE FROM mark WHERE pair = :pair AND about = 'links'", pair=pair)

    # ---- links ----

    def links(self, pair: str = "") -> list[LinkRow]:
        """All links, or those of a pair, in a stable order. For people and tests: a pass asks for what it needs."""
        return list(self.every_link(pair))

    def every_link(self, pair: str = "") -> Iterator[LinkRow]:
        """The same, read in portions."""
        last = ("", "", -1)
        while True:
            where = "(pair, left_key, id) > (:pair, :key, :id)" + (" AND pair = :only" if pair else "")
            statement = f"SELECT {_LINK} FROM link WHERE {where} ORDER BY pair, left_key, id LIMIT {_PORTION}"
            rows = self._all(statement, pair=last[0], key=last[1], id=last[2], only=pair)
            yield from map(_link, rows)
            if len(rows) < _PORTION:
                return
            last = (rows[-1][1], rows[-1][2], rows[-1][0])

    def link(self, number: int) -> LinkRow | None:
        """One link by its number."""
        rows = self._all(f"SELECT {_LINK} FROM link WHERE id = :id", id=number)
        return _link(rows[0]) if rows else None

    def links_of(self, system: str, kind: str, keys: Iterable[str]) -> list[LinkRow]:
        """Every link and tombstone of these records, of any pair and at either side."""
        place = f"{system}.{kind}"
        listed = list(keys)
        found: dict[int, LinkRow] = {}
        for side in ("left", "right"):
            among, given = self.driver.among(f"{side}_key", "keys"), self.driver.list_of(listed)
            if len(listed) == 1:
                among, given = f"{side}_key = :keys", listed[0]
            where = f"{side}_type = :place AND {among} AND state <> 'ended'"
            for row in self._all(f"SELECT {_LINK} FROM link WHERE {where}", place=place, keys=given):
                found[row[0]] = _link(row)
        return [found[number] for number in sorted(found)]

    def dirty_links(self, pair: str, after: int = 0, limit: int = _PORTION) -> list[LinkRow]:
        """Links of a pair that have something left to do, with numbers above `after`, in the order of their numbers."""
        where = "pair = :pair AND dirty <> 0 AND id > :after"
        statement = f"SELECT {_LINK} FROM link WHERE {where} ORDER BY id LIMIT :limit"
        return [_link(row) for row in self._all(statement, pair=pair, after=after, limit=limit)]

    def link_counts(self) -> dict[str, int]:
        """How many active links each pair has."""
        statement = "SELECT pair, count(*) FROM link WHERE state = 'active' GROUP BY pair ORDER BY pair"
        return dict(self._all(statement))

    def was_linked(self, pair: str) -> bool:
        """Whether a pair has or ever had a link."""
        return bool(self._all("SELECT 1 FROM link WHERE pair = :pair LIMIT 1", pair=pair))

    def has_links(self, system: str, kind: str) -> int:
        """How many active links the records of an ObjectType have, counted to a thousand at most."""
        place = f"{system}.{kind}"
        counted = 0
        for side in ("left", "right"):
            inner = f"SELECT 1 FROM link WHERE {side}_type = :place AND state = 'active' LIMIT 1000"
            counted += self._all(f"SELECT count(*) FROM ({inner}) AS few", place=place)[0][0]
        return counted

    def add_link(self, pair: str, left_key: str, right_key: str, why: str = "", at: str = "") -> LinkRow:
        """A new active Link, of the next generation where the two were linked before.

        What a person said of either record while it had no link is used up: it does not decide what follows an end.
        """
        left, right = ends_of(pair)
        with self.transaction():
            # two look-ups, since an index serves one side; OR would read every link of the pair
            by = (
                "SELECT id, state, generation, left_key FROM link "
                "WHERE {0}_type = :{0}_type AND {0}_key = :{0} AND pair = :pair"
            )
            before = self._all(
                f"{by.format('left')} UNION {by.format('right')}",
                pair=pair,
                left_type=left,
                left=left_key,
                right_type=right,
                right=right_key,
            )
            for number, state, _, key in before:
                if state == "tombstone":  # whoever links a record whose counterpart was deleted is done with that
                    self._all("UPDATE link SET state = 'ended' WHERE id = :id", id=number)
                    self.replace_entries("", [(pair, "left", key)], [])  # where it was said
            generation = 1 + max((one for _, state, one, _ in before if state != "active"), default=0)
            rows = self._write(
                "INSERT INTO link (id, pair, left_type, left_key, right_type, right_key, generation, why, at) "
                f"VALUES ({next_number('link')}, :pair, :left_type, :left_key, :right_type, :right_key, :generation, "
                ":why, :at) RETURNING id",
                pair=pair,
                left_type=left,
                left_key=left_key,
                right_type=right,
                right_key=right_key,
                generation=generation,
                why=why,
                at=at,
            )
            for side, key in (("left", left_key), ("right", right_key)):
                self.decide(DecisionRow(pair, side, key, ""), at)
        return LinkRow(
            id=rows[0][0], pair=pair, left_key=left_key, right_key=right_key, generation=generation, why=why, at=at
        )

    def save_link(self, link: LinkRow) -> None:
        self._write(
            "UPDATE link SET state = :state, dirty = :dirty, left_base = :left_base, right_base = :right_base, "
            "followers = :followers, decided = :decided, maybe = :maybe, rewrites = :rewrites, looked = :looked, "
            "why = :why WHERE id = :id",
            id=link.id,
            state=link.state,
            dirty=int(link.dirty),
            left_base=json_text(link.left_base),
            right_base=json_text(link.right_base),
            followers=json_text(link.followers),
            decided=json_text(link.decided),
            maybe=json_text(link.maybe),
            rewrites=json_text(link.rewrites),
            looked=json_text(link.looked if link.dirty else {}),
            why=link.why,
        )

    # ---- conflicts ----

    def add_conflict(self, run: str, conflict: ConflictRow, at: str) -> None:
        self._write(
            f"INSERT INTO conflict (id, run, at, {_CONFLICT}) VALUES ({next_number('conflict')}, "
            ":run, :at, :link, :row, :left_value, :right_value, :winner, :rule, :close) ON CONFLICT DO NOTHING",
            run=run,
            at=at,
            link=conflict.link,
            row=conflict.row,
            left_value=conflict.left_value,
            right_value=conflict.right_value,
            winner=conflict.winner,
            rule=conflict.rule,
            close=int(conflict.close),
        )

    def decide_conflict(self, link: int, row: str, side: str, value: str, other: str) -> None:
        """A person's word was done: this side won the conflict of these two values that nobody had won, or else the
        last such one of the row, if the value that was put in place is its."""
        column, rest = ("left_value", "right_value") if side == "left" else ("right_value", "left_value")
        unwon = "FROM conflict WHERE link = :link AND row = :row AND winner = ''"
        about = f"{column} = :value AND ({rest} = :other OR id = (SELECT max(id) {unwon}))"
        self._write(
            f"UPDATE conflict SET winner = :side, rule = :rule WHERE id = (SELECT max(id) {unwon} AND {about})",
            link=link,
            row=row,
            side=side,
            value=value,
            other=other,
            rule="decided",
        )

    def is_listed(self, conflict: ConflictRow) -> bool:
        """Whether a conflict of this row has these two values, whoever won it."""
        where = "link = :link AND row = :row AND left_value = :left AND right_value = :right"
        values = {"link": conflict.link, "row": conflict.row}
        values |= {"left": conflict.left_value, "right": conflict.right_value}
        return bool(self._all(f"SELECT 1 FROM conflict WHERE {where} LIMIT 1", **values))

    def newest_conflict(self, link: int, row: str) -> tuple[ConflictRow, str] | None:
        """The last conflict of a row of a link, and the instant of its pass; None where it never had one."""
        statement = f"SELECT {_CONFLICT}, at FROM conflict WHERE link = :link AND row = :row ORDER BY id DESC LIMIT 1"
        rows = self._all(statement, link=link, row=row)
        return (_conflict(rows[0][:-1]), rows[0][-1]) if rows else None

    def conflicts(self) -> list[tuple[ConflictRow, LinkRow, str]]:
        """Every conflict with its link and its run, oldest first."""
        return [(conflict, link, run) for _, conflict, link, run, _ in self.numbered_conflicts()]

    def numbered_conflicts(self, number: int = 0) -> list[tuple[int, ConflictRow, LinkRow, str, str]]:
        """Conflicts, or the one with this number: (number, conflict, its link, run, instant), oldest first."""
        where = "WHERE id = :id" if number else ""
        rows = self._all(f"SELECT id, run, at, {_CONFLICT} FROM conflict {where} ORDER BY id", id=number)
        found = []
        links: dict[int, LinkRow | None] = {}
        for ident, run, at, *values in rows:
            conflict = _conflict(values)
            if conflict.link not in links:
                links[conflict.link] = self.link(conflict.link)
            of = links[conflict.link]
            if of is not None:
                found.append((ident, conflict, of, run, at))
        return found

    # ---- entries and decisions ----

    def entries(self, pair: str = "", side: str = "", key: str = "") -> list[EntryRow]:
        """What is said of all records, of those of a pair, or of one."""
        asked = {"pair": pair, "side": side, "key": key}
        where = " AND ".join(f"{name} = :{name}" for name, value in asked.items() if value) or "1 = 1"
        statement = f"SELECT {_ENTRY} FROM entry WHERE {where} ORDER BY pair, side, key, row"
        return [EntryRow(*row) for row in self._all(statement, **asked)]

    def entries_of_run(self, run: str) -> list[EntryRow]:
        """What a run said that stands since."""
        rows = self._all(f"SELECT {_ENTRY} FROM entry WHERE run = :run ORDER BY pair, side, key, row", run=run)
        return [EntryRow(*row) for row in rows]

    def replace_entries(
        self, run: str, about: Iterable[tuple[str, str, str]], entries: Iterable[EntryRow]
    ) -> None:
        """Forget what was said of these (pair, side, key), and say this instead."""
        with self.transaction():
            said = [{"pair": pair, "side": side, "key": key} for pair, side, key in about]
            if said:
                self.driver.many("DELETE FROM entry WHERE pair = :pair AND side = :side AND key = :key", said)
            rows = [{**msgspec.structs.asdict(entry), "run": run} for entry in entries]
            if rows:
                self.driver.many(
                    f"INSERT INTO entry ({_ENTRY}, run) VALUES "
                    "(:pair, :side, :key, :row, :kind, :reason, :evidence, :run) "
                    "ON CONFLICT (pair, side, key, row) DO UPDATE SET kind = excluded.kind, "
                    "reason = excluded.reason, evidence = excluded.evidence, run = excluded.run",
                    rows,
                )

    def entry_keys(self, pair: str, side: str, kinds: Sequence[str], after: str, limit: int) -> list[str]:
        """Keys above `after` of records of which an entry of one of these kinds is open, or a person decided something;
        not those that failed: they are tried again when they change."""
        listed = ", ".join(f":kind_{chr(97 + number)}" for number in range(len(kinds)))
        statement = (
            "SELECT DISTINCT entry.key FROM entry WHERE pair = :pair AND side = :side AND key > :after "
            f"AND (kind IN ({listed}) OR EXISTS (SELECT 1 FROM decision WHERE decision.pair = entry.pair "
            "AND decision.side = entry.side AND decision.key = entry.key)) "
            "AND NOT EXISTS (SELECT 1 FROM entry AS failed WHERE failed.pair = entry.pair "
            "AND failed.side = entry.side AND failed.key = entry.key AND failed.kind = 'failed') "
            "ORDER BY entry.key LIMIT :limit"
        )
        values = {f"kind_{chr(97 + number)}": kind for number, kind in enumerate(kinds)}
        rows = self._all(statement, pair=pair, side=side, after=after, limit=limit, **values)
        return [row[0] for row in rows]

    def failed_keys(self, pair: str, side: str, keys: Sequence[str]) -> set[str]:
        """Those of these keys of which it is said that a write failed."""
        if not keys:
            return set()
        among, listed = self.driver.among("key", "keys"), self.driver.list_of(keys)
        where = f"pair = :pair AND side = :side AND kind = 'failed' AND {among}"
        return {row[0] for row in self._all(f"SELECT key FROM entry WHERE {where}", pair=pair, side=side, keys=listed)}

    def decisions(self, pair: str = "") -> list[DecisionRow]:
        """What persons said of records without a link."""
        where = "WHERE pair = :pair" if pair else ""
        statement = f"SELECT pair, side, key, choice FROM decision {where} ORDER BY pair, side, key"
        return [DecisionRow(*row) for row in self._all(statement, pair=pair)]

    def decide(self, decision: DecisionRow, at: str) -> None:
        """Remember what a person said; "" forgets it."""
        values = msgspec.structs.asdict(decision)
        with self.transaction():
            self._all("DELETE FROM decision WHERE pair = :pair AND side = :side AND key = :key", **values)
            if decision.choice:
                self._all(
                    "INSERT INTO decision (pair, side, key, choice, at) VALUES (:pair, :side, :key, :choice, :at)",
                    **values,
                    at=at,
                )
