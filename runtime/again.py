"""Looking again at what failed or was never answered."""

from __future__ import annotations

from .asking import Names, clean, entry_id, near
from .errors import UsageError
from .history import parsed
from .model import Side
from .outbox import ASKED, UNSEEN
from .resolving import entry_name
from .store import DecisionRow, EntryRow, LinkRow, Store
from .world import RecordId

__all__ = ["retry"]


def retry(
    store: Store, names: Names, record: RecordId | None, at: str, create: bool = False, about: str = ""
) -> int:
    """Have the next pass look again at what failed or was never answered; how many entries.

    Of a record, of the entry `about` (by id or name, UsageError where there is none), or of all. `create` says that
    nothing of an unanswered create is there: it is made again, on a person's word. Any other write without an answer is
    settled by what its record shows then, without a wait.
    """
    open_writes = _open_writes(store)
    chosen = [entry for entry in store.entries() if entry.kind in ("failed", "waiting") or _lost(entry) is not None]
    ends = {entry: _records(names, entry, _link(names, entry)) for entry in chosen}
    chosen = [entry for entry in chosen if entry.kind != "waiting" or open_writes.keys() & set(ends[entry])]
    if about:
        known = {name: entry for entry in chosen for name in (entry_id(entry), entry_name(entry))}
        if about not in known:
            raise UsageError(f"nothing failed that is called {clean(about)!r}{near(about, known)}; see `flowc status`")
        chosen = [known[about]]
    count = 0
    with store.transaction():
        for entry in chosen:
            if record is None or record in ends[entry]:
                _again(store, entry, _link(names, entry), at, create)
                for end in ends[entry]:
                    if end in open_writes:
                        store.settle(open_writes[end], "unknown", ASKED)
                count += 1
    return count


def _open_writes(store: Store) -> dict[RecordId, int]:
    """The updates and deletes that were never answered, by their records."""
    return {
        RecordId(one.intent.system, one.intent.type, one.intent.key): one.id
        for one in store.open_intents()
        if one.intent.action != "create" and one.state != "planned" and one.reason != UNSEEN
    }


def _link(names: Names, entry: EntryRow) -> LinkRow | None:
    return names.link_at(entry.pair, Side(entry.side), entry.key) if entry.pair in names.pairs else None


def _lost(entry: EntryRow) -> int | None:
    """The number of the unanswered create that an entry asks about."""
    lost = parsed(entry.evidence, {}).get("intent")
    return lost if entry.kind == "review" and isinstance(lost, int) else None


def _again(store: Store, entry: EntryRow, link: LinkRow | None, at: str, create: bool) -> None:
    lost = _lost(entry)
    if lost is not None:
        if not create:
            store.settle(lost, "unknown", "a person asked to look again")
            return
        store.settle(lost, "rejected", "a person decided: nothing of it is there")
        store.decide(DecisionRow(entry.pair, entry.side, entry.key, "create"), at)
    if link is not None:
        link.dirty = True
        store.save_link(link)
    # what an unanswered write was waiting for holds no more
    reason = f"to be tried again: {entry.reason}" if entry.kind != "waiting" else f"to be looked at again: {ASKED}"
    waiting = EntryRow(entry.pair, entry.side, entry.key, entry.row, "waiting", reason)
    store.replace_entries("", [], [waiting])


def _records(names: Names, entry: EntryRow, link: LinkRow | None) -> list[RecordId]:
    """The record that an entry is about, or both where they are linked."""
    if entry.pair not in names.pairs:
        return []
    keys = {Side.LEFT: link.left_key, Side.RIGHT: link.right_key} if link else {Side(entry.side): entry.key}
    return [RecordId(*names.ends(entry.pair)[side], key) for side, key in keys.items()]
