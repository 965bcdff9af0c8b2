"""What a person decides: which value of a conflict, what becomes of a record that is in review.

Decisions are only remembered; the next pass acts on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from .asking import Names, brief, clean, entry_id, near, removed, shown
from .errors import UsageError
from .forgetting import is_erased
from .history import parsed
from .linking import add
from .model import Side
from .store import ConflictRow, DecisionRow, EntryRow, LinkRow, Store

__all__ = [
    *("choose", "conflict_lines", "conflicts_json", "entries_of", "entry_json", "entry_name", "open_conflicts"),
    "review",
]

_OPEN = ("held", "review", "frozen")
_LONGEST_NUMBER = 18


def entry_name(entry: EntryRow) -> str:
    """How a person names an entry: pair, side and key; and the row of a held one."""
    row = f" {entry.row}" if entry.row else ""
    return f"{entry.pair} {entry.side} {entry.key}{row}"


def entries_of(store: Store, run: str = "") -> list[EntryRow]:
    """What waits for a person, or does so since this run: rows held or frozen, records in review."""
    return [entry for entry in (store.entries_of_run(run) if run else store.entries()) if entry.kind in _OPEN]


def open_conflicts(store: Store) -> set[int]:
    """The numbers of the conflicts that wait for a person: of each row that does, the last that nobody won."""
    waiting = {(one.pair, one.key, one.row) for one in entries_of(store)}
    unwon = [(number, link, one.row) for number, one, link, _, _ in store.numbered_conflicts() if not one.winner]
    last = {(link.pair, link.left_key, row): number for number, link, row in unwon}
    return {number for place, number in last.items() if place in waiting}


def conflicts_json(store: Store, about: str = "") -> dict[str, Any]:
    """All conflicts and all that waits for a person, for programs; or the one with this number, id or name.

    UsageError where there is no such one.
    """
    numbered = not about or _is_number(about)
    entries = entries_of(store) if not about else [] if numbered else [_entry(store, about)]
    opened = open_conflicts(store) if numbered else set()
    return {
        "conflicts": [_conflict(opened, *one) for one in _numbered(store, about)] if numbered else [],
        "entries": [entry_json(one) for one in entries],
    }


def entry_json(one: EntryRow) -> dict[str, Any]:
    """What waits for a person, for programs."""
    return {
        "id": entry_id(one),
        "entry": entry_name(one),
        "kind": one.kind,
        "reason": one.reason,
        "evidence": parsed(one.evidence, {}),
    }


def _is_number(about: str) -> bool:
    return about.isascii() and about.isdigit() and len(about) < _LONGEST_NUMBER


def _numbered(store: Store, about: str) -> list[tuple[int, ConflictRow, LinkRow, str, str]]:
    """The conflict with this number, or all of them."""
    found = store.numbered_conflicts(int(about or 0))
    if about and not (found and int(about)):
        known = [str(one[0]) for one in store.numbered_conflicts()]
        hint = f"; {removed(store)}" if removed(store) else near(about, known)
        raise UsageError(f"there is no conflict {about}{hint}; see `flowc conflicts`")
    return found


def _conflict(
    opened: Set[int], number: int, conflict: ConflictRow, link: LinkRow, run: str, at: str
) -> dict[str, Any]:
    """One conflict for programs; `decided` is the side whose value a person chose for the next pass."""
    said = link.decided.get(conflict.row, {})
    side = said.get("side", "")
    values = {"left": parsed(conflict.left_value, None), "right": parsed(conflict.right_value, None)}
    return {
        "number": number,
        "pair": link.pair,
        "left_key": link.left_key,
        "right_key": link.right_key,
        "row": conflict.row,
        **values,
        "winner": conflict.winner,
        "open": number in opened,
        "rule": conflict.rule,
        "close": conflict.close,
        "run": run,
        "at": at,
        "decided": side if side and said["value"] == values[side] else "",
    }


def conflict_lines(found: dict[str, Any], is_whole: bool = False) -> Iterator[str]:
    """The same for people; long values as they begin, or as they are (`is_whole`)."""
    told = shown if is_whole else brief
    for one in found["conflicts"]:
        yield clean(f"{one['number']:>4}  {one['pair']}  {one['left_key']} = {one['right_key']}  [{one['row']}]")
        held = f"{'open' if one['open'] else 'closed since'} ({one['rule']})"
        won = f"{one['winner']} won by {one['rule']!r}" if one["winner"] else held
        chosen = f"; the next pass sends {one['decided']}" if one["decided"] else ""
        for side in ("left", "right"):
            yield f"      {side:<5} {told(one[side])}"
        close = ", the edits were close together" if one["close"] else ""
        yield clean(f"      {won}{close}; run {one['run']}, {one['at'][:19]}{chosen}")
    for one in found["entries"]:
        yield clean(f"{one['id']}  {one['kind']:<7}{one['entry']}: {one['reason']}")
        for name, value in one["evidence"].items() if isinstance(one["evidence"], dict) else ():
            yield f"           {clean(name)} {told(value)}"
    if not found["conflicts"] and not found["entries"]:
        yield "no conflicts, and nothing waits for a decision"


def choose(store: Store, names: Names, about: str, side: Side) -> str:
    """Put the left or the right value of a conflict (by number) or of a held row (by entry) in place; a sentence."""
    closed = ""
    if _is_number(about):
        [(number, conflict, link, _, _)] = _numbered(store, about)
        row, what = conflict.row, f"conflict {number}"
        entry = _waiting(store, link, row)
        closed = "" if number in open_conflicts(store) else f"{what} is closed"
        ends = {Side.LEFT: parsed(conflict.left_value, None), Side.RIGHT: parsed(conflict.right_value, None)}
    else:
        entry = _entry(store, about)
        evidence = parsed(entry.evidence, {})
        at = names.link_at(entry.pair, Side(entry.side), entry.key) if entry.pair in names.pairs else None
        if at is None or not entry.row or side.value not in evidence:
            raise UsageError(f"{clean(about)} is no row with two values; a review takes --link, --create or --leave")
        link, row, what = at, entry.row, clean(about)
        ends = {end: evidence.get(end.value) for end in Side}
    seen = _both(entry)
    is_line = isinstance(ends[side], dict)
    if _is_number(about) and not is_line and _is_keyed(names, link, row):
        # what is put in place is the list that a side has now
        if closed or entry is None:
            lines = "each line that gave way is a conflict by itself"
            hint = f"decide {entry_id(entry)}" if entry is not None else lines
            raise UsageError(f"{what} is closed: a whole list is decided only while it is held; {hint}")
        ends = dict(zip(Side, seen, strict=True))
    if link.state != "active":
        raise UsageError(f"{what}: its link has {'ended' if link.state == 'ended' else 'become a tombstone'}")
    if all(map(is_erased, ends.values())):
        raise UsageError(f"{what}: its values were erased (`flowc forget`); edit the record itself")
    if is_line and entry is not None:
        raise UsageError(f"{what}: the whole list waits for a decision; decide {entry_id(entry)}")
    agreed = [base[row] for base in (link.left_base, link.right_base) if row in base]
    if entry is None and row not in link.decided and not link.dirty and agreed == [ends[side], ends[side]]:
        put = f"`{side.other.value}` puts the other value back, {shown(ends[side.other])}"
        raise UsageError(f"{what} is closed: both sides have the {side.value} value, {shown(ends[side])}; {put}")
    # what was seen is no new edit: the value that gives way, and where nothing waits what both agreed on
    said = link.decided.get(row, {})
    is_open = bool(said.get("open", "hold" in said))
    said = {"value": ends[side], "side": side.value, "other": ends[side.other], "open": is_open}
    link.decided[row] = said | ({"seen": seen} if seen else {})
    link.dirty = True
    store.save_link(link)
    # the bases of an open hold are what both had before, and not what is there
    agreed = [] if is_open or is_line else agreed
    stays = {shown(ends[side])} if seen else {shown(value) for value in ends.values()}
    later = sorted({(shown(value), brief(value)) for value in seen or agreed if shown(value) not in stays})
    gives_way = f"; what is there now gives way: {', '.join(short for _, short in later)}" if later else ""
    also = f"; {closed}, and {entry_id(entry)} is decided by it" if closed and entry is not None else ""
    return f"{what}: the next pass sends the {side.value} value, {brief(ends[side])}{gives_way}{also}"


def _is_keyed(names: Names, link: LinkRow, row: str) -> bool:
    return any(one.keyed and one.identity == row for pair in names.group(link.pair).pairs for one in pair.rows)


def _waiting(store: Store, link: LinkRow, row: str) -> EntryRow | None:
    """What waits for a person in a row of a link, with the values that the last pass saw."""
    every = store.entries(link.pair, Side.LEFT.value, link.left_key)
    return next((one for one in every if one.row == row and one.kind in _OPEN and _both(one)), None)


def _both(entry: EntryRow | None) -> list[Any]:
    """The left and the right value that an entry shows; none where it shows no two."""
    evidence = parsed(entry.evidence, {}) if entry is not None else {}
    return [evidence[side.value] for side in Side] if {side.value for side in Side} <= evidence.keys() else []


def _entry(store: Store, about: str) -> EntryRow:
    known = {name: entry for entry in entries_of(store) for name in (entry_name(entry), entry_id(entry))}
    if about not in known:
        raise UsageError(f"there is no open entry {clean(about)!r}{near(about, known)}; see `flowc conflicts`")
    return known[about]


def review(store: Store, names: Names, about: str, choice: str, at: str, other: str = "") -> str:
    """Decide a record that is in review: "link" with a key of the other side, "create", or "leave"; a sentence."""
    entry = _entry(store, about)
    if entry.row:
        raise UsageError(f"{clean(about)} is a held row: say left or right")
    side = Side(entry.side)
    if choice == "link":
        left, right = (entry.key, other) if side is Side.LEFT else (other, entry.key)
        add(store, names, entry.pair, left, right, at)
    else:
        store.decide(DecisionRow(entry.pair, entry.side, entry.key, choice), at)
    place = (entry.pair, entry.side, entry.key)
    for one in store.open_intents() if choice == "create" else ():  # what is left alone may still arrive
        if one.intent.action == "create" and (one.intent.pair, one.intent.source_side, one.intent.source_key) == place:
            store.settle(one.id, "rejected", f"a person decided: {choice}")
    reason = {"create": "a person decided: make one", "leave": "a person decided: leave it"}.get(choice, "")
    kind = "waiting" if choice == "create" else "own"
    said = [EntryRow(entry.pair, entry.side, entry.key, "", kind, reason)] if reason else []
    store.replace_entries("", [(entry.pair, entry.side, entry.key)], said)
    done = {"link": f"linked with {clean(other)}", "create": "the next pass makes one", "leave": "it is left alone"}
    return f"{clean(about)}: {done[choice]}"


