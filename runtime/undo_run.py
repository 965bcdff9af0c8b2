"""`flowc undo`: from flowc.toml to a run undone, and what a person reads of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from .asking import clean, leased, run_of
from .config import Config
from .errors import UsageError
from .model import Flow
from .run import endpoint_of, opened, systems_of, types_of, why_read_only
from .store import Store
from .undoing import Undoing, Undone

__all__ = ["undo_json", "undo_lines", "undo_run"]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def undo_run(
    store: Store, config: Config, flows: tuple[Flow, ...], run: str, *, dry_run: bool = False, write: bool = False
) -> tuple[str, list[Undone]]:
    """Undo a run; the undo's own run, and what became of each write. Halted while a pass runs."""
    used = {one.intent.system for one in run_of(store, run)}
    systems = {name: system for name, system in systems_of(flows).items() if name in used}
    unknown = sorted(set(systems) - set(config.systems))
    if unknown:
        raise UsageError(f"flowc.toml has no [systems.{unknown[0]}]; add its address and secrets")
    closed = {name: why for name, system in systems.items() if (why := why_read_only(config, system, write))}
    never = {name: why for name, why in closed.items() if config.systems[name].write is False}
    new = uuid.uuid4().hex[:12]
    sealed = systems if dry_run else closed
    lease = nullcontext() if dry_run else leased(store, _now(), new)  # a look needs no lease, and may come amid a pass
    with opened(config, systems, sealed) as clients, lease:
        store.check_accounts({name: f"{c.address} {c.account}".strip() for name, c in clients.items()})
        types = {(kind.system.name, kind.name): kind for kind in types_of(flows) if kind.system.name in systems}
        endpoints = {place: endpoint_of(clients[place[0]], kind) for place, kind in types.items()}
        pairs = [pair for flow in flows for pair in (*flow.pairs, *(mirror.pair for mirror in flow.mirrors))]
        undoing = Undoing(store, endpoints, types, never if dry_run else closed, _now, new, pairs)
        return new, undoing.run(run, dry_run)


def undo_json(run: str, found: list[Undone], dry_run: bool) -> dict[str, Any]:
    """What became of each write, for programs."""
    writes = [
        {
            "number": one.write.id,
            "action": one.write.intent.action,
            "system": one.write.intent.system,
            "type": one.write.intent.type,
            "key": one.write.intent.key,
            "done": one.done,
            "reason": one.reason,
        }
        for one in found
    ]
    return {"run": run, "dry_run": dry_run, "writes": writes}


def undo_lines(run: str, found: list[Undone], dry_run: bool) -> Iterator[str]:
    """The same for people."""
    for one in found:
        intent = one.write.intent
        word = "stays" if not one.done else "would undo" if dry_run else "undone"
        reason = f": {one.reason}" if one.reason else ""
        yield clean(f"{word:<10}  {intent.action} {intent.system}.{intent.type} {intent.key or '-'}{reason}")
    done = sum(one.done for one in found)
    if dry_run:
        yield f"{done} of {len(found)} writes would be undone; nothing was sent"
    else:
        yield f"{done} of {len(found)} writes undone in run {run}"
