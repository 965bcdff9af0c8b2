"""Why a record is as it is: a paragraph for each pair it belongs to, from links, entries, decisions and writes."""

from __future__ import annotations

from typing import Any

from .asking import Names, clean
from .model import Side
from .store import LinkRow, Store
from .world import RecordId

__all__ = ["explained"]

_HOW = {
    "waiting": "`flowc sync` looks again in its next pass",
    "held": "`flowc conflicts` shows both values, `flowc conflicts resolve` decides",
    "blocked": "it is looked at again once what it refers to has a link: ask `flowc why` of that record",
    "failed": "mend it in its system, or `flowc retry`",
    "rejected": "mend the value in its system",
    "review": "`flowc conflicts resolve` with --link, --create or --leave",
    "own": "`flowc link` or `flowc conflicts resolve --create` changes that",
    "frozen": "`flowc conflicts` shows both values, `flowc conflicts resolve` decides",
    "out-of-scope": "the filter of its system in flowc.toml leaves it out",
    "deleted": "`flowc unlink --again` lets it be made or matched anew",
}


def explained(store: Store, names: Names, record: RecordId, pair: str = "") -> list[dict[str, Any]]:
    """{pair, state, text} for each pair of a record, or for this one."""
    return [
        _about(store, names, record, key, side) for key, side in names.sides(record) if pair in ("", key)
    ]


def _about(store: Store, names: Names, record: RecordId, pair: str, side: Side) -> dict[str, Any]:
    link = names.link_at(pair, side, record.key)
    left_key = link.left_key if link else record.key
    at = Side.LEFT if link else side
    said = [
        f"{entry.kind}{f' [{entry.row}]' if entry.row else ''}: {entry.reason}; {_HOW.get(entry.kind, '')}".rstrip("; ")
        for entry in store.entries(pair, at.value, left_key)
    ]
    kinds = [entry.kind for entry in store.entries(pair, at.value, left_key)]
    if link is not None:
        return {"pair": pair, "state": link.state, "text": _text([_linked(store, names, link, side, record), *said])}
    choices = [d.choice for d in store.decisions(pair) if (d.side, d.key) == (side.value, record.key)]
    found = [f"a person decided: {choices[0]}; `flowc link`, or a decision on it, changes that"] if choices else []
    row = next(iter(store.snapshot_rows(*record[:2], [record.key])), None)
    if row is None or row.gone == "deleted":
        found.append("the system has no such record any more")
    lost = [one for one in store.intents_for(pair, side.value, record.key) if one.state in ("sent", "unknown")]
    unsure = "a create of run {} was never answered; `flowc retry` looks again"
    found += [unsure.format(one.intent.run) for one in lost]
    if not said and not found:
        found.append("no link, and no pass has said why: out of the pair's part or scope, or not looked at yet")
    return {"pair": pair, "state": kinds[0] if kinds else "unlinked", "text": _text([*said, *found])}


def _linked(store: Store, names: Names, link: LinkRow, side: Side, record: RecordId) -> str:
    other = link.right_key if side is Side.LEFT else link.left_key
    place = ".".join(names.ends(link.pair)[side.other])
    since = f" since {link.at[:19]}" if link.at else ""
    what = "linked with" if link.state == "active" else "its record was deleted; it stays apart from"
    text = f"{what} {place} {other} ({link.why or 'no evidence was kept'}){since}"
    holds = [f"[{row}]" for row, said in sorted(link.decided.items()) if isinstance(said, dict) and "hold" in said]
    if holds:
        text += f"; held: {', '.join(holds)}"
    writes = store.intents_of(*record)
    if writes:
        text += f"; last write: run {writes[-1].intent.run}, {writes[-1].at[:19]}, {writes[-1].state}"
    return text + ("; something is left to do, `flowc sync` does it" if link.dirty else "; nothing is left to do")


def _text(parts: list[str]) -> str:
    return clean(". ".join(parts) + ".")
