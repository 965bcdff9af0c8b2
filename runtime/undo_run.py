"""`flowc undo`: from flowc.toml to a run undone, and what a person reads of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from msgspec import Struct

from .asking import clean, entry_id, leased, run_of
from .config import Config
from .errors import Halted, Interrupted
from .model import Flow
from .pilot import scopes
from .resolving import entries_of, entry_json, entry_name
from .run import begun, closed, names_known, systems_of, types_of
from .store import EntryRow, Store
from .undoing import Undoing, Undone
from .witness import is_behind, note_run

__all__ = ["Undo", "undo_json", "undo_lines", "undo_run"]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Undo(Struct, frozen=True):
    """What an undo did: its own `run`, what became of each write, and whether somebody asked it to stop.

    `run` is "" where nothing was sent: there is no such run in the history, and nothing of it to undo.
    `held` waits for a person since the run that was undone: no undo touches that.
    """

    run: str
    dry_run: bool
    writes: list[Undone]
    interrupted: bool = False
    held: list[EntryRow] = []

    @property
    def exit_code(self) -> int:
        return Interrupted.exit_code if self.interrupted else max(one.exit_code for one in self.writes)


def undo_run(
    store: Store, config: Config, flows: tuple[Flow, ...], run: str, *, dry_run: bool = False, write: bool = False
) -> Undo:
    """Undo a run. Halted while a pass runs, and where the state is an old copy: what it knows may be long over."""
    used = {one.intent.system for one in run_of(store, run)}
    systems = {name: system for name, system in systems_of(flows).items() if name in used}
    built = names_known(config, flows).types
    read_only = closed(config, flows, built, write or dry_run)  # a look is at what --write would do
    new = uuid.uuid4().hex[:12]
    lease = nullcontext() if dry_run else leased(store, _now(), new)  # a look needs no lease, and may come amid a pass
    with begun(config, systems, systems if dry_run else read_only) as session, lease:
        if behind := is_behind(store, config.state_folder):
            raise Halted(f"{behind}. Nothing was written; `flowc sync --go-on` accepts the state as it is")
        store.check_accounts(session.accounts)
        types = {(kind.system.name, kind.name): kind for kind in types_of(flows)}
        pairs = [pair for flow in flows for pair in (*flow.pairs, *(mirror.pair for mirror in flow.mirrors))]
        endpoints, scope = session.endpoints(flows), scopes(config, flows, built)
        undoing = Undoing(store, endpoints, types, read_only, _now, new, pairs, scope, session.stop)
        writes = undoing.run(run, dry_run)
        if not dry_run and any(one.done or one.restored for one in writes):
            note_run(store, config.state_folder)  # a copy from before it would take what it restored for edits
        own = new if store.intents_of_run(new) else ""
        return Undo(own, dry_run, writes, session.stop(), entries_of(store, run))


def undo_json(undo: Undo) -> dict[str, Any]:
    """What became of each write, for programs: whether it is undone as a whole, or which of its values are."""
    writes = [
        {
            "number": one.write.id,
            "action": one.write.intent.action,
            "system": one.write.intent.system,
            "type": one.write.intent.type,
            "key": one.write.intent.key,
            "done": one.done,
            "restored": list(one.restored),
            "reason": one.reason,
        }
        for one in undo.writes
    ]
    held = [entry_json(one) for one in undo.held]
    return {"run": undo.run, "dry_run": undo.dry_run, "interrupted": undo.interrupted, "writes": writes, "held": held}


def undo_lines(undo: Undo) -> Iterator[str]:
    """The same for people."""
    whole = "would undo" if undo.dry_run else "undone"
    for one in undo.writes:
        intent = one.write.intent
        word = "in part" if one.is_partial else whole if one.done else "stays"
        restored = f"only {', '.join(one.restored)}; " if one.is_partial else ""
        reason = f": {restored}{one.reason}" if one.reason else ""
        yield clean(f"{word:<10}  {intent.action} {intent.system}.{intent.type} {intent.key or '-'}{reason}")
    for entry in undo.held:
        yield clean(f"{'untouched':<10}  {entry.kind} {entry_id(entry)} {entry_name(entry)}: {entry.reason}")
    done, partly = sum(one.done for one in undo.writes), sum(one.is_partial for one in undo.writes)
    told = f"{done} of {len(undo.writes)} writes{f', and {partly} in part,' if partly else ''}"
    told += f" {'would be ' if undo.dry_run else ''}undone"
    told += f" in run {undo.run}" if undo.run else "; nothing was sent"
    yield f"{told}; it was interrupted" if undo.interrupted else told
