"""What a person decides: which value of a conflict, what becomes of a record that is in review.

Decisions are only remembered; the next pass acts on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .asking import Names, clean, near, shown
from .errors import UsageError
from .history import parsed
from .linking import add
from .model import Side
from .store import ConflictRow, DecisionRow, EntryRow, LinkRow, Store

__all__ = ["choose", "conflict_lines", "conflicts_json", "entries_of", "entry_name", "review"]

_OPEN = ("held", "review", "frozen")


def entry_name(entry: EntryRow) -> str:
    """How a person names an entry: pair, side and key; and the row of a held one."""
    row = f" {entry.row}" if entry.row else ""
    return f"{entry.pair} {entry.side} {entry.key}{row}"


def entries_of(store: Store) -> list[EntryRow]:
    """What waits for a person: rows held or frozen, records in review."""
    return [entry for entry in store.entries() if entry.kind in _OPEN]


def conflicts_json(store: Store, number: int = 0) -> dict[str, Any]:
    """Conflicts, or one, and what waits for a person, for programs. UsageError where no conflict has the number."""
    found = store.numbered_conflicts(number)
    if number and not found:
        known = [str(one[0]) for one in store.numbered_conflicts()]
        raise UsageError(f"there is no conflict {number}{near(str(number), known)}; see `flowc conflicts`")
    entries = [] if number else entries_of(store)
    return {
        "conflicts": [_conflict(*one) for one in found],
        "entries": [
            {"entry": entry_name(e), "kind": e.kind, "reason": e.reason, "evidence": parsed(e.evidence, {})}
            for e in entries
        ],
    }


def _conflict(number: int, conflict: ConflictRow, link: LinkRow, run: str, at: str) -> dict[str, Any]:
    said = link.decided.get(conflict.row)
    return {
        "number": number,
        "pair": link.pair,
        "left_key": link.left_key,
        "right_key": link.right_key,
        "row": conflict.row,
        "left": parsed(conflict.left_value, None),
        "right": parsed(conflict.right_value, None),
        "winner": conflict.winner,
        "rule": conflict.rule,
        "close": conflict.close,
        "run": run,
        "at": at,
        "decided": said.get("side", "") if isinstance(said, dict) else "",
    }


def conflict_lines(found: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    for one in found["conflicts"]:
        yield clean(f"{one['number']:>4}  {one['pair']}  {one['left_key']} = {one['right_key']}  [{one['row']}]")
        won = f"{one['winner']} won by {one['rule']!r}" if one["winner"] else f"open ({one['rule']})"
        chosen = f"; the next pass sends {one['decided']}" if one["decided"] else ""
        for side in ("left", "right"):
            yield f"      {side:<5} {shown(one[side])}"
        close = ", the edits were close together" if one["close"] else ""
        yield clean(f"      {won}{close}; run {one['run']}, {one['at'][:19]}{chosen}")
    for one in found["entries"]:
        yield clean(f"{one['kind']:<7}{one['entry']}: {one['reason']}")
        for name, value in one["evidence"].items() if isinstance(one["evidence"], dict) else ():
            yield f"       {clean(name)} {shown(value)}"
    if not found["conflicts"] and not found["entries"]:
        yield "no conflicts, and nothing waits for a decision"


def choose(store: Store, names: Names, about: str, side: Side) -> str:
    """Put the left or the right value of a conflict (by number) or of a held row (by entry) in place; a sentence."""
    if about.isdigit():
        number, conflict, link, _, _ = _numbered(store, int(about))
        row, text = conflict.row, conflict.left_value if side is Side.LEFT else conflict.right_value
        value, what = parsed(text, None), f"conflict {number}"
    else:
        entry = _entry(store, about)
        evidence = parsed(entry.evidence, {})
        at = names.link_at(entry.pair, Side(entry.side), entry.key) if entry.pair in names.pairs else None
        if at is None or not entry.row or side.value not in evidence:
            raise UsageError(f"{clean(about)} is no row with two values; a review takes --link, --create or --leave")
        link, row, value, what = at, entry.row, evidence[side.value], clean(about)
    if link.state != "active":
        raise UsageError(f"{what}: its link has {'ended' if link.state == 'ended' else 'become a tombstone'}")
    link.decided[row] = {"value": value, "side": side.value}
    link.dirty = True
    store.save_link(link)
    return f"{what}: the next pass sends the {side.value} value, {shown(value)}"


def _numbered(store: Store, number: int) -> tuple[int, ConflictRow, LinkRow, str, str]:
    conflicts_json(store, number or -1)
    return store.numbered_conflicts(number)[0]


def _entry(store: Store, about: str) -> EntryRow:
    known = {entry_name(entry): entry for entry in entries_of(store)}
    if about not in known:
        raise UsageError(f"there is no open entry {clean(about)!r}{near(about, known)}; see `flowc conflicts`")
    return known[about]


def review(store: Store, names: Names, about: str, choice: str, at: str, other: str = "") -> str:
    """Decide a record that is in review: "link" with a key of the other side, "create", or "leave"; a sentence."""
    entry = _entry(store, about)
    if entry.row:
        raise UsageError(f"{clean(about)} is a held row: say left or right")
    side = Side(entry.side)
    lost = parsed(entry.evidence, {}).get("intent")
    if choice == "link":
        left, right = (entry.key, other) if side is Side.LEFT else (other, entry.key)
        add(store, names, entry.pair, left, right, at)
    else:
        store.decide(DecisionRow(entry.pair, entry.side, entry.key, choice), at)
    if isinstance(lost, int) and choice != "link":  # a link settles it by itself
        store.settle(lost, "rejected", f"a person decided: {choice}")
    reason = {"create": "a person decided: make one", "leave": "a person decided: leave it"}.get(choice, "")
    kind = "waiting" if choice == "create" else "own"
    said = [EntryRow(entry.pair, entry.side, entry.key, "", kind, reason)] if reason else []
    store.replace_entries("", [(entry.pair, entry.side, entry.key)], said)
    done = {"link": f"linked with {clean(other)}", "create": "the next pass makes one", "leave": "it is left alone"}
    return f"{clean(about)}: {done[choice]}"


