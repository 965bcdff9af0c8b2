"""Every write there ever was, of a record or of a run: what the outbox keeps, for people and programs. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .asking import Names, clean, removed, shown
from .model import Property
from .store import Settled, Store
from .world import RecordId

__all__ = ["history_lines", "history_of", "parsed", "runs_json", "runs_lines", "write_json", "write_lines"]


def parsed(text: str, default: Any) -> Any:
    """JSON of the store; the default where it is not filled."""
    try:
        return json.loads(text) if text else default
    except ValueError:
        return default


def history_of(store: Store, record: RecordId) -> list[Settled]:
    """Every write to a record, also the create that made it, and creates for it that have no key yet."""
    return store.intents_of(*record)


def write_json(one: Settled, names: Names) -> dict[str, Any]:
    """A write for programs: a create's document as it was sent, an update's values by path."""
    intent = one.intent
    sent, before, after = (parsed(text, {}) for text in (intent.body, intent.before, intent.after))
    why = parsed(intent.why, [])
    kind = names.type(intent.system, intent.type)
    if kind is not None and intent.action == "update":
        sent, before, after = (_by_path(values, kind.properties) for values in (sent, before, after))
    if kind is not None:
        why = [one | {"attribute": kind.path_of(one["attribute"])} if _names_one(one) else one for one in why]
    return {
        "number": one.id,
        "run": intent.run,
        "at": one.at,
        "action": intent.action,
        "system": intent.system,
        "type": intent.type,
        "key": intent.key,
        "state": one.state,
        "reason": one.reason,
        "sent": sent,
        "before": before,
        "after": after,
        "why": why,
    }


def _by_path(value: Any, properties: tuple[Property, ...]) -> Any:
    """Values that are kept by our own names, by the paths that people know; so are those of the elements of lists."""
    if isinstance(value, list):
        return [_by_path(one, properties) for one in value]
    if not isinstance(value, dict):
        return value
    known = {prop.attribute: prop for prop in properties}
    return {
        (known[name].name if name in known else name): (
            _by_path(one, known[name].children) if name in known and known[name].children else one
        )
        for name, one in value.items()
    }


def _names_one(why: Any) -> bool:
    return isinstance(why, dict) and isinstance(why.get("attribute"), str)


def history_lines(store: Store, names: Names, writes: list[Settled]) -> Iterator[str]:
    """The writes to a record for people, and whether older ones are kept no more."""
    told = removed(store)
    yield from write_lines(names, writes)
    if not writes:
        yield "no write of it is known" if told else "it was never written"
    if told:
        yield told


def write_lines(names: Names, writes: Iterable[Settled]) -> Iterator[str]:
    """Writes for people: one line each, then a line for each value with the reason for it."""
    for one in writes:
        write = write_json(one, names)
        reason = f" ({one.reason})" if one.reason else ""
        head = f"{write['at'][:19]}  run {write['run']}  {write['action']} {write['system']}.{write['type']}"
        yield clean(f"{head} {write['key'] or '-'}  {write['state']}{reason}")
        why = {entry.get("attribute", ""): entry for entry in write["why"] if isinstance(entry, dict)}
        if write["action"] != "update":
            for entry in why.values():
                yield f"    {_because(entry)}"
        before, after = _ends(write)
        width = max(map(len, before | after), default=0)
        for name in sorted(before | after):
            because = f"   {_because(why[name])}" if name in why else ""
            yield f"    {clean(name):<{width}}  {_value(before, name)} -> {_value(after, name)}{because}"


def _ends(write: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a write was to change, by name: what was there, and what came of it, or was sent where that is not known."""
    if write["action"] == "create":
        return {}, write["sent"]
    if write["action"] == "delete":
        return write["before"], {}
    return write["before"], write["after"] or dict.fromkeys(write["before"], "?") | write["sent"]


def _value(values: dict[str, Any], name: str) -> str:
    return shown(values[name]) if name in values else "-"


def _because(entry: dict[str, Any]) -> str:
    row = f" [{entry['row']}]" if entry.get("row") else ""
    return clean(f"{entry.get('rule', '')}: from {entry.get('from', '?')}, {entry.get('pair', '')}{row}")


def runs_json(store: Store, limit: int) -> list[dict[str, Any]]:
    """The last runs that wrote anything, newest first."""
    return [{"run": run, "at": at, "writes": count} for run, at, count in store.runs(limit)]


def runs_lines(store: Store, limit: int) -> Iterator[str]:
    """The same for people."""
    runs = store.runs(limit)
    for run, at, count in runs:
        yield clean(f"{at[:19]}  {run}  {count:>5} {'write' if count == 1 else 'writes'}")
    told = removed(store)
    if not runs:
        yield "no run that is known has written anything" if told else "no run has written anything yet"
    if told and len(runs) < limit:
        yield told
