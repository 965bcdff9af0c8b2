"""Looking again at what failed, and forgetting what a record held."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from .asking import Names
from .errors import UsageError
from .history import parsed
from .model import Side
from .state import document_bytes
from .store import DecisionRow, EntryRow, Store
from .world import RecordId

__all__ = ["ERASED", "forget", "retry"]

ERASED = "erased"


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


def forget(store: Store, names: Names, record: RecordId, snapshot: bool = False) -> int:
    """Erase what history, conflicts and earlier Snapshots hold of a record; with `snapshot` also the present one.

    Values become "erased", structure stays. How many rows. UsageError while a write to it is not settled.
    """
    writes = store.intents_of(*record)
    for key, side in names.sides(record):
        writes += store.intents_for(key, side.value, record.key)
    if any(one.state in ("planned", "sent", "unknown") for one in writes):
        raise UsageError("a write of this record is not settled yet; run `flowc sync` first")
    rows = store.snapshot_rows(*record[:2], [record.key])
    if snapshot and any(row.gone != "deleted" for row in rows):
        raise UsageError("every pass reads what a record shows that is still there; delete it in its system first")
    count = len(writes)
    with store.transaction():
        for one in writes:
            texts = [_erased_text(text) for text in (one.intent.body, one.intent.before, one.intent.after)]
            store.rewrite_intent(one.id, *texts)
        for link in store.links_of(*record[:2], [record.key]):
            count += store.erase_conflicts(link.id, json.dumps(ERASED))
        count += store.erase_earlier(*record)
        if snapshot:
            for row in rows:
                store.rewrite_snapshot(*record, document_bytes(_erased(row.snapshot.document)))
                count += 1
    return count


def _erased_text(text: str) -> str:
    return msgspec.json.encode(_erased(parsed(text, None))).decode() if text else ""


def _erased(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _erased(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_erased(one) for one in value]
    return value if value is None else ERASED
