"""Links by a person: made, ended, imported and exported as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from .asking import Named, Names, clean, near
from .errors import UsageError
from .first_bases import remember_made, remember_sent
from .history import parsed
from .model import Side
from .overwriting import Kind, replacing
from .store import DecisionRow, EntryRow, LinkRow, Settled, Store
from .world import RecordId, World

__all__ = ["add", "end", "export", "read_csv", "take_in"]

Creates: TypeAlias = "dict[tuple[str, str, str], list[Settled]]"
Lines: TypeAlias = "list[tuple[int, str, str, str]]"
"""(number, pair, left, right) of lines."""
Problems: TypeAlias = "list[tuple[int, str]]"
"""(number of a line, what is wrong with it)."""

_SHOWN = 20
_LINKS = Kind("a list of links that `flowc links export` wrote", b"pair,left,right")
BY_HAND = "linked by a person"
_ENDED = "its link was ended by a person"


def add(store: Store, names: Names, pair: str, left: str, right: str, at: str) -> LinkRow:
    """Link two records that are there. UsageError where one is not, or is linked already. A tombstone of either ends:
    whoever gives the record that is left another counterpart is done with the one that was deleted."""
    problems = list(_problems(store, names, [(1, pair, left, right)]))
    if problems:
        raise UsageError(problems[0][1])
    with store.transaction():
        return _link(store, names, _open_creates(store), pair, left, right, at)


def _open_creates(store: Store) -> Creates:
    """Creates without an answer, by (pair, side, key) of the record each is for."""
    found: Creates = defaultdict(list)
    for one in store.open_intents():
        if one.intent.action == "create":
            found[one.intent.pair, one.intent.source_side, one.intent.source_key].append(one)
    return found


def _link(
    store: Store, names: Names, creates: Creates, pair: str, left: str, right: str, at: str
) -> LinkRow:
    link = store.add_link(pair, left, right, BY_HAND, at)
    link.dirty = True
    for side, key, other in ((Side.LEFT, left, right), (Side.RIGHT, right, left)):
        for one in creates.get((pair, side.value, key), ()):
            _settle(store, names, one, link, other, at)
    store.save_link(link)
    store.replace_entries("", [(pair, Side.LEFT.value, left), (pair, Side.RIGHT.value, right)], [])
    return link


def _settle(store: Store, names: Names, one: Settled, link: LinkRow, other: str, at: str) -> None:
    """A create without an answer is over once its record is linked: no second one is sent.

    If it may have made the record that it is linked with, then what was sent is what both had in common, and what
    differs now was edited since (S-17), but for its system's own forms of it. A record that was there before shows
    values of its own: a first merge.
    """
    intent = one.intent
    if one.state == "planned":
        store.settle(one.id, "rejected", "never sent; a person linked it meanwhile")
    elif store.first_seen(intent.system, intent.type, other) > intent.sequence:
        store.settle(one.id, "applied", "a person linked it", key=other)
        group, side = names.group(link.pair), Side(intent.source_side).other
        remember_sent(link, group, parsed(intent.bases, {}))
        snapshot = store.snapshot(intent.system, intent.type, other)
        if snapshot is not None:
            world = World(names.pairs.values(), dt.datetime.fromisoformat(at), source=store)
            remember_made(store, world, link, group, side, intent, snapshot)
    else:
        store.settle(one.id, "ambiguous", f"a person linked {other}, which was there before; it may have made another")


def end(store: Store, names: Names, pair: str, left: str, right: str, at: str, again: bool = False) -> None:
    """End a link or a tombstone. Both records are left alone from now on, unless `again` lets rules look at them, also
    where their link was ended before."""
    link = names.link_at(pair, Side.LEFT, left)
    if link is None or link.right_key != right:
        alone = {(one.pair, one.side, one.key) for one in store.decisions(pair) if one.choice == "leave"}
        is_alone = link is None and {(pair, "left", left), (pair, "right", right)} <= alone
        if not (is_alone and again):
            why = " any more, and left alone; --again lets the rules look at them" if is_alone else ""
            told = f"{clean(left)} and {clean(right)} are not linked{why or _instead(store, names, pair, left, right)}"
            raise UsageError(f"{pair}: {told}")
    with store.transaction():
        if link is not None:
            link.state, link.dirty = "ended", False
            store.save_link(link)
        for side, key in ((Side.LEFT, left), (Side.RIGHT, right)):
            store.decide(DecisionRow(pair, side.value, key, "" if again else "leave"), at)
        said = [("left", left), ("right", right)]
        entries = [
            EntryRow(pair, side, key, "", "waiting" if again else "own", _ENDED)
            for side, key in said
            if not again or names.rules(pair, Side(side))  # where nothing is made, no pass would look at it
        ]
        store.replace_entries("", [(pair, side, key) for side, key in said], entries)


def _instead(store: Store, names: Names, pair: str, left: str, right: str) -> str:
    """What there is instead of a link of two records, for the end of an error."""
    turned = names.link_at(pair, Side.LEFT, right)
    if turned is not None and turned.right_key == left:
        return f"; the pair begins with the other one: say {clean(right)} {clean(left)}"
    said = []
    for side, key in ((Side.LEFT, left), (Side.RIGHT, right)):
        link, record = names.link_at(pair, side, key), RecordId(*names.ends(pair)[side], key)
        where = f"{record.system}.{record.type} {clean(key)}"
        if link is not None:
            said.append(f"{where} is linked with {clean(_other(link, side))}")
        elif not names.is_known(record):
            said.append(f"{where} was never seen")
    if not said and any(one.reason == _ENDED for one in store.entries(pair, Side.LEFT.value, left)):
        return " any more; the next pass looks at both again"
    return "".join(f"; {text}" for text in said)


def read_csv(path: Path, names: Names, pair: str = "") -> tuple[Lines, Problems]:
    """The lines of a CSV file with the columns left, right, and pair unless it is given; and those that are none.
    UsageError where it is no such file, with a hint where its fields are separated by something else."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            text = file.read()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not CSV in UTF-8: {error}") from None
    hint = _separated([text.partition("\n")[0]])
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        wanted = {"left", "right"} if pair else {"pair", "left", "right"}
        times = Counter(table.fieldnames or ())
        for column in sorted(wanted):
            if times[column] != 1:
                trouble = f"names {times[column]} times" if times[column] else "lacks"
                raise UsageError(f"{path}: the first line {trouble} the column {column!r}{hint}")
        rows = [(table.line_num, row) for row in table]
    except csv.Error as error:
        raise UsageError(f"{path} is not CSV in UTF-8: {error}{hint}") from None
    if hint := _separated([",".join(value for value in row.values() if isinstance(value, str)) for _, row in rows]):
        raise UsageError(f"{path}: no line after the first has a second field{hint}")
    named: dict[str, Named] = {}
    found: Lines = []
    wrong: Problems = []
    for line, row in rows:
        text = pair or row["pair"] or ""
        if None in row:  # the surplus, which would cut a key at its comma
            wrong.append((line, "it has more fields than the first line; a key with a comma stands in quotes"))
            continue
        ends = (row["left"] or "", row["right"] or "")
        try:
            named[text] = named[text] if text in named else names.pair(text)
        except UsageError as error:
            link = names.link_at(text, Side.LEFT, ends[0])
            if link is not None and link.state == "active" and link.right_key == ends[1]:
                found.append((line, text, *ends))  # of a pair that no document has any more: an export tells of it too
            else:
                wrong.append((line, str(error)))
            continue
        found.append((line, named[text].key, *(ends[::-1] if named[text].turned else ends)))
    return found, wrong


def _separated(lines: Iterable[str]) -> str:
    """A hint, where in all these lines something else stands in the place of commas; or ""."""
    given = list(lines)
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if given and all(sign in line and "," not in line for line in given):
            return f"; its fields seem to be separated by {name}: save it with commas"
    return ""


def take_in(
    store: Store, names: Names, rows: Lines, at: str, dry_run: bool = False, wrong: Problems | None = None
) -> int:
    """Link all these, or none: every line is checked first. How many were not linked before, so that a list may be
    taken in twice. UsageError lists what is wrong by line, with what was found `wrong` when they were read."""
    there = _active(store, names, rows)
    new = [row for row in rows if row[1:] not in there]
    _refuse(sorted([*(wrong or ()), *_problems(store, names, new)]))
    if not dry_run:
        with store.transaction():
            creates = _open_creates(store)
            for _, pair, left, right in new:
                _link(store, names, creates, pair, left, right, at)
    return len(new)


def _active(store: Store, names: Names, rows: Lines) -> set[tuple[str, str, str]]:
    """Those of these (pair, left, right) that are linked with each other."""
    found: set[tuple[str, str, str]] = set()
    for pair in dict.fromkeys(row[1] for row in rows):
        keys = [left for _, one, left, _ in rows if one == pair]
        links = store.links_of(*names.ends(pair)[Side.LEFT], keys)
        found |= {(one.pair, one.left_key, one.right_key) for one in links if one.state == "active"}
    return found


def _refuse(problems: Problems) -> None:
    """UsageError that lists what is wrong with which line, if anything is."""
    if problems:
        listed = "\n".join(f"  line {line}: {text}" for line, text in problems[:_SHOWN])
        more = f"\n  and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise UsageError(f"nothing was linked; {count}:\n{listed}{more}")


def _problems(store: Store, names: Names, rows: Lines) -> Iterable[tuple[int, str]]:
    """(line, what is wrong with it). The store is asked once for each side of each pair."""
    for pair in dict.fromkeys(row[1] for row in rows):
        mine = [row for row in rows if row[1] == pair]
        for side, place in names.ends(pair).items():
            given = [(line, left if side is Side.LEFT else right) for line, _, left, right in mine]
            times = Counter(key for _, key in given)
            gone = {row.snapshot.key: row.gone for row in store.snapshot_rows(*place, times)}
            linked = {
                link.left_key if side is Side.LEFT else link.right_key: link
                for link in store.links_of(*place, times)
                if link.pair == pair and link.state == "active"  # a survivor is free for another record
            }
            missing = [key for _, key in given if key not in gone]
            every = store.every_snapshot(*place) if len(missing) == 1 else ()
            known = [row.snapshot.key for row in every if row.gone != "deleted"]
            for line, key in given:
                where = f"{'.'.join(place)} {clean(key)}"
                if key not in gone:
                    yield line, f"{where} was never seen{near(key, known)}"
                elif gone[key] == "deleted":
                    yield line, f"{where} was deleted"
                elif key in linked:
                    yield line, f"{where} is linked already, with {clean(_other(linked[key], side))}"
                elif times[key] > 1:
                    yield line, f"{where} is named {times[key]} times"


def _other(link: LinkRow, side: Side) -> str:
    return link.right_key if side is Side.LEFT else link.left_key


def export(store: Store, path: Path, pair: str = "") -> int:
    """Write the active links as CSV; how many. UsageError where the file is another one, or cannot be written."""
    count = 0
    with replacing(path, _LINKS) as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        table = csv.writer(file)
        table.writerow(("pair", "left", "right"))
        for link in store.every_link(pair):
            if link.state == "active":
                table.writerow((link.pair, link.left_key, link.right_key))
                count += 1
        file.detach()  # which flushes it, and leaves the closing to who opened it
    return count
