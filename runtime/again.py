"""Looking again at what failed or was never answered."""

from __future__ import annotations

from .asking import Names
from .history import parsed
from .model import Side
from .store import DecisionRow, EntryRow, Store
from .world import RecordId

__all__ = ["retry"]


def retry(store: Store, names: Names, record: RecordId | None, at: str, create: bool = False) -> int:
    """Have the next pass look again at what failed or was never answered, of a record or of all; how many.

    `create` says that nothing of an unanswered create is there: it is made again, on a person's word.
    """
    count = 0
    wanted = None if record is None else {(key, side.value) for key, side in names.sides(record)}
    with store.transaction():
        for entry in store.entries():
            lost = parsed(entry.evidence, {}).get("intent")
            is_lost = entry.kind == "review" and isinstance(lost, int)
            mine = wanted is None or ((entry.pair, entry.side) in wanted and record is not None)
            link = names.link_at(entry.pair, Side(entry.side), entry.key) if entry.pair in names.pairs else None
            keys = {entry.key} | ({link.left_key, link.right_key} if link else set())
            if link is not None and record is not None:
                mine = record in [(*end, k) for end, k in _ends(names, entry.pair, link.left_key, link.right_key)]
            if not mine or (record is not None and record.key not in keys):
                continue
            if entry.kind != "failed" and not is_lost:
                continue
            count += 1
            if is_lost and isinstance(lost, int):
                if not create:
                    store.settle(lost, "unknown", "a person asked to look again")
                    continue
                store.settle(lost, "rejected", "a person decided: nothing of it is there")
                store.decide(DecisionRow(entry.pair, entry.side, entry.key, "create"), at)
            if link is not None:
                link.dirty = True
                store.save_link(link)
            reason = f"to be tried again: {entry.reason}"
            again = EntryRow(entry.pair, entry.side, entry.key, entry.row, "waiting", reason)
            store.replace_entries("", [], [again])
    return count


def _ends(names: Names, pair: str, left: str, right: str) -> list[tuple[tuple[str, str], str]]:
    ends = names.ends(pair)
    return [(ends[Side.LEFT], left), (ends[Side.RIGHT], right)]
