"""What the store says to a person: links, entries and conflicts. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from .asking import brief, entry_id
from .outages import outages_of
from .resolving import open_conflicts
from .store import Store

__all__ = ["status_json", "status_lines"]


def status_json(store: Store) -> dict[str, Any]:
    """The state as plain values: links per pair, what was out of reach, entries, conflicts with both values."""
    opened = open_conflicts(store)
    return {
        "links": store.link_counts(),
        "outages": msgspec.to_builtins(outages_of(store)),
        "entries": [{"id": entry_id(entry), **msgspec.to_builtins(entry)} for entry in store.entries()],
        "conflicts": [
            {
                "pair": link.pair,
                "left_key": link.left_key,
                "right_key": link.right_key,
                "row": conflict.row,
                "left": msgspec.json.decode(conflict.left_value),
                "right": msgspec.json.decode(conflict.right_value),
                "winner": conflict.winner,
                "open": number in opened,
                "run": run,
            }
            for number, conflict, link, run, _ in store.numbered_conflicts()
        ],
        "unsettled": [
            {"state": state, **msgspec.to_builtins(intent)} for _, intent, state in store.unsettled()
        ],
    }


def status_lines(store: Store) -> Iterator[str]:
    """The same in plain lines; remote text loses its control characters."""
    state = status_json(store)
    yield f"{sum(state['links'].values())} links"
    for pair, count in state["links"].items():
        yield f"  {count:>5}  {_clean(pair)}"
    if outages := outages_of(store):
        yield f"{len(outages)} out of reach when last asked"
        for outage in outages:
            yield _clean(f"  {outage.name}  since {outage.since[:19]}: {outage.told('its pairs wait')}")
    yield f"{len(state['entries'])} records or rows to know of"
    for entry in state["entries"]:
        row = f" [{entry['row']}]" if entry["row"] else ""
        key = entry["key"] if entry["side"] == "left" else f"right {entry['key']}"
        yield _clean(f"  {entry['id']}  {entry['kind']:<12}  {entry['pair']}  {key}{row}: {entry['reason']}")
    yield f"{len(state['conflicts'])} conflicts"
    for conflict in state["conflicts"]:
        keys = f"{conflict['left_key']} = {conflict['right_key']}"
        held = "nobody won" if conflict["open"] else "closed since"
        won = f"{conflict['winner']} won" if conflict["winner"] else held
        values = f"left {brief(conflict['left'])}, right {brief(conflict['right'])}, {won}"
        yield _clean(f"  {conflict['pair']}  {keys} [{conflict['row']}]: {values}")
    if state["unsettled"]:
        yield f"{len(state['unsettled'])} writes whose outcome is not known"
        for intent in state["unsettled"]:
            key = intent["key"] or f"for {intent['source_key']} on the {intent['source_side']} of {intent['pair']}"
            yield _clean(f"  {intent['action']} {intent['system']}.{intent['type']} {key}")


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
