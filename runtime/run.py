"""Running generated flows: from `flowc.toml` to a pass, and what a person reads of it.

`python -m generated.flows.<flow>` ends here, and so does `flowc sync`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import logging.handlers
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
from msgspec import Struct

from .budget import Budget
from .budget_state import BudgetState
from .config import Config, SystemConfig, load
from .connector import Connector
from .database import Database
from .database_table import Table
from .endpoint import Endpoint
from .errors import FlowcError, UsageError
from .har import Archive
from .http import Client
from .model import Flow, ObjectType, Rate, Side, System
from .network import Resolve, looked_up
from .origin import is_local
from .policies import Known, known_of, known_of_manifest, resolved
from .saved import SavedPlan
from .store import Store
from .sync import Engine, Options, Plan, Report
from .vault import credentials_of
from .witness import accept, is_behind, note_run

__all__ = [
    "endpoint_of",
    "logged",
    "main",
    "opened",
    "plan_lines",
    "report_json",
    "report_lines",
    "sync",
    "systems_of",
    "types_of",
]

Progress = Callable[[str, int, int], None]
Clock = Callable[[], dt.datetime]
BUDGETS = "budgets.db"
"""The file beside the store that says how much of each account's budget was spent."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)




def main(flow: Flow, arguments: list[str] | None = None) -> int:
    """The command of one generated flow module. Returns the exit code (DESIGN section 8)."""
    parser = argparse.ArgumentParser(description=f"Sync the flow {flow.name}.")
    parser.add_argument("--config", type=Path, default=Path("flowc.toml"), help="the configuration")
    parser.add_argument(
        "--dry-run", action="store_true", help="print the plan of the first round, send nothing"
    )
    parser.add_argument(
        "--write", action="store_true", help="write to systems that are not on this machine too"
    )
    parser.add_argument("--har", type=Path, metavar="FILE", help="archive every exchange, without secrets")
    parser.add_argument("--allow-rewrites", action="store_true", help="do not stop at the brake")
    parser.add_argument("--create-all", action="append", default=[], metavar="PAIR")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    given = parser.parse_args(arguments)
    options = Options(
        dry_run=given.dry_run,
        allow_rewrites=given.allow_rewrites,
        create_all=frozenset(given.create_all),
    )
    try:
        report = sync((flow,), load(given.config), options, write=given.write, har=given.har)
    except FlowcError as error:
        print(f"flowc: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("flowc: interrupted; the next run goes on from here", file=sys.stderr)
        return 130
    if given.format == "json":
        print(json.dumps(report_json(report, (flow,), given.dry_run), indent=2))
    else:
        for line in report_lines(report, (flow,), given.dry_run):
            print(line)
    return report.exit_code


def sync(
    flows: tuple[Flow, ...],
    config: Config,
    options: Options,
    progress: Progress | None = None,
    *,
    write: bool = False,
    har: Path | None = None,
    clock: Clock = _now,
    sleep: Callable[[float], None] = time.sleep,
    resolve: Resolve = looked_up,
    saved: SavedPlan | None = None,
    follow: bool = False,
    go_on: bool = False,
) -> Report:
    """One pass of these flows as the configuration says. FlowcError for everything a person can mend.

    `write` allows writing to systems that are not on this machine; `har` is where an archive of every exchange goes.
    `saved` is the plan to send exactly, `follow` goes on after it. A state that is an old copy only compares, until
    `go_on` accepts it.
    """
    systems = systems_of(flows)
    unknown = sorted(name for name in systems if name not in config.systems)
    if unknown:
        raise UsageError(f"flowc.toml has no [systems.{unknown[0]}]; add its address and secrets")
    policies = resolved(config, names_known(config, flows))
    closed = {name: why for name, system in systems.items() if (why := why_read_only(config, system, write))}
    never = {name for name in systems if config.systems[name].write is False}
    options = msgspec.structs.replace(
        options,
        policies=policies,
        audit_hours=config.audit_hours,
        # a dry run shows what would be sent, so it plans for systems that only wait for --write
        read_only=options.read_only | frozenset(never if options.dry_run else closed),
    )
    world = World(clock, sleep, resolve)
    sealed = frozenset(systems) if options.dry_run else options.read_only
    with asked_to_stop() as stop, opened(config, systems, sealed, har, world) as clients, logged(config):
        store = Store(config.state_place)
        try:
            store.check_accounts({name: f"{c.address} {c.account}".strip() for name, c in clients.items()})
            if go_on and not options.dry_run:
                accept(store, config.state_folder)
            behind = "" if go_on else is_behind(store, config.state_folder)
            options = msgspec.structs.replace(options, compare_only=bool(behind))
            endpoints: dict[tuple[str, str], Endpoint] = {
                (kind.system.name, kind.name): endpoint_of(clients[kind.system.name], kind)
                for kind in types_of(flows)
            }
            told = progress or (lambda _s, _d, _o: None)
            engine = Engine(flows, endpoints, store, options, clock, told, stop=stop, saved=saved, follow=follow)
            report = engine.run()
            report.read_only, report.behind = closed, behind
            if not behind and not options.dry_run:
                note_run(store, config.state_folder)
            if config.history_days and not options.dry_run:
                store.forget_before((clock() - dt.timedelta(days=config.history_days)).isoformat())
            logging.getLogger("flowc").info("run %s ended with code %d", report.run, report.exit_code)
            return report
        finally:
            store.close()


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether SIGINT or SIGTERM came meanwhile. A second one ends the run at once, as KeyboardInterrupt (C-13).

    Signals reach only a process's main thread; elsewhere nobody can ask.
    """
    came: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    chosen = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, ask) for number in chosen}
    try:
        yield lambda: bool(came)
    finally:
        for number, act in before.items():
            signal.signal(number, act)


def names_known(config: Config, flows: Iterable[Flow]) -> Known:
    """The names that policies may use: those of these flows, and of all others that were built beside them."""
    known = known_of(flows)
    try:
        built = known_of_manifest(json.loads(config.path(config.generated).joinpath("manifest.json").read_text()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return known
    return Known(built.flows | known.flows, built.rows | known.rows)


def why_read_only(config: Config, system: System, write: bool) -> str:
    """Why nothing may be written to a system and how to change that, or "" where it may (`write`: by --write)."""
    entry = config.systems[system.name]
    if entry.write is False:
        return f"remove `write = false` from [systems.{system.name}] to change that"
    if write or entry.write or is_local(entry.address or system.address):
        return ""
    return f"it is not on this machine; `--write`, or `write = true` in [systems.{system.name}], allows writing"


class World(Struct, frozen=True):
    """The world outside of a run: what time it is, how to wait, where hosts are."""

    clock: Clock = _now
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = looked_up


_WORLD = World()


@contextmanager
def opened(
    config: Config,
    systems: dict[str, System],
    read_only: Iterable[str] = (),
    har: Path | None = None,
    world: World = _WORLD,
    first_logins: Collection[str] = (),
) -> Iterator[dict[str, Client | Database]]:
    """A client or a database for each system, closed at the end; those of `read_only` are only read and logged in to.

    What a first login will bring is not looked for.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(har)) if har is not None else None
        state = BudgetState(config.state_folder / BUDGETS)
        stack.callback(state.close)
        clients: dict[str, Client | Database] = {}
        for name, system in sorted(systems.items()):
            entry = config.systems[name]
            if system.protocol == "sql":
                secrets, _, _ = credentials_of(config, system)
                database = Database(
                    system,
                    entry.address,
                    secrets,
                    read_only=name in read_only,
                    folder=Path(config.folder),
                    sleep=world.sleep,
                )
                clients[name] = stack.enter_context(database)
                continue
            clients[name] = stack.enter_context(
                Client(
                    system,
                    entry.address,
                    entry.account,
                    *credentials_of(config, system, name in first_logins),
                    clock=world.clock,
                    sleep=world.sleep,
                    resolve=world.resolve,
                    budget=_budget(entry, system, state, world),
                    archive=archive,
                    read_only=name in read_only,
                    insecure=entry.insecure,
                )
            )
        yield clients


def endpoint_of(client: Client | Database, kind: ObjectType) -> Endpoint:
    """What reads and writes an ObjectType, by its system's protocol."""
    return Table(client, kind) if isinstance(client, Database) else Connector(client, kind, client.account)


def _budget(entry: SystemConfig, system: System, state: BudgetState, world: World) -> Budget:
    """What an account allows: flowc.toml's limits, else the profile's, which a local stand-in does not have."""
    address = entry.address or system.address
    local = is_local(address)
    rates = () if local else system.rates
    if entry.rate is not None:
        rates = tuple(Rate(requests=rate.requests, seconds=rate.seconds) for rate in entry.rate)
    concurrent = entry.concurrent if entry.concurrent is not None else 0 if local else system.concurrent
    key = f"{address.rstrip('/')} {entry.account}".strip()
    return Budget(system.name, key, rates, concurrent, state, world.clock, world.sleep)


@contextmanager
def logged(config: Config) -> Iterator[None]:
    """A rotating log in JSON lines, if flowc.toml names one."""
    if not config.log:
        yield
        return
    path = config.path(config.log)
    path.parent.mkdir(parents=True, exist_ok=True)
    sink = logging.handlers.RotatingFileHandler(path, maxBytes=10_000_000, backupCount=5)
    sink.setFormatter(_JsonLines())
    log = logging.getLogger("flowc")
    log.addHandler(sink)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(sink)
        sink.close()


class _JsonLines(logging.Formatter):
    """One JSON value a line: remote text cannot break out of it."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat()
        return json.dumps(
            {"at": at, "level": record.levelname, "log": record.name, "text": record.getMessage()}
        )


def systems_of(flows: Iterable[Flow]) -> dict[str, System]:
    """Every system these flows touch, by resolved name."""
    return {kind.system.name: kind.system for kind in types_of(flows)} | {
        system.name: system for flow in flows for system in (flow.left, flow.right)
    }


def types_of(flows: Iterable[Flow]) -> list[ObjectType]:
    """Every ObjectType these flows read, once."""
    found: dict[tuple[str, str], ObjectType] = {}
    for flow in flows:
        for pair in (*flow.pairs, *(mirror.pair for mirror in flow.mirrors)):
            for side in Side:
                kind = pair.side(side).type
                found[kind.system.name, kind.name] = kind
    return [found[name] for name in sorted(found)]


# ---- what a person reads ------------------------------------------------------------------------


def report_lines(report: Report, flows: tuple[Flow, ...], dry_run: bool) -> Iterator[str]:
    """A pass in plain lines: outages, the plan of a dry run, or a line for each pair."""
    for outage in report.outages:
        name = f"{outage.system}.{outage.type}" if outage.type else outage.system
        yield _clean(f"{name} could not be used: {outage.reason}; its pairs were left out")
    if report.behind:
        yield f"{_clean(report.behind)}. Nothing was written; what is equal was taken over"
        yield "`flowc sync --go-on` accepts the state as it is"
    for name, how in report.read_only.items():
        yield f"{name} was opened read-only: {how}"
    if dry_run and report.first is not None:
        yield from plan_lines(report.first)
        return
    sections = _sections(flows)
    for flow in flows:
        yield flow.name
        for key, title in sections[flow.name]:
            tally = report.pairs[key]
            yield (
                f"  {_clean(title):<58} {tally.linked:>4} linked {tally.created:>4} created"
                f" {tally.updated:>4} updated {tally.conflicts:>3} conflicts {tally.failed:>3} failed"
            )
        for mirror in flow.mirrors:
            if (mirror.pair.key, mirror.title) not in sections[flow.name]:
                yield f"  {_clean(mirror.title):<58} counted with {_clean(mirror.pair.title)}"


def _sections(flows: Iterable[Flow]) -> dict[str, list[tuple[str, str]]]:
    """(pair's key, title) of what is counted under each flow: its pairs, and mirrors of pairs of no flow that was run.

    So that each pair's figures stand under one flow, and sums are right.
    """
    chosen = tuple(flows)
    counted = {pair.key for flow in chosen for pair in flow.pairs}
    found: dict[str, list[tuple[str, str]]] = {}
    for flow in chosen:
        found[flow.name] = [(pair.key, pair.title) for pair in flow.pairs]
        for mirror in flow.mirrors:
            if mirror.pair.key not in counted:
                counted.add(mirror.pair.key)
                found[flow.name].append((mirror.pair.key, mirror.title))
    return found


def plan_lines(plan: Plan) -> Iterator[str]:
    """The first round of a pass: exactly what would be sent, and what would wait and why."""
    for adopt in plan.adopts:
        yield f"link    {_name(adopt.left)} = {_name(adopt.right)}   ({_clean(adopt.why)})"
    for create in plan.creates:
        yield f"create  {'.'.join(create.target)} for {_name(create.source)}   {_body(create.document)}"
    for update in plan.updates:
        yield f"update  {_name(update.record)}   {_body(update.values)}"
    for entry in plan.entries:
        row = f" [{_clean(entry.row)}]" if entry.row else ""
        side = "" if entry.side is Side.LEFT else "right "
        yield f"{entry.kind:<8}{_clean(entry.pair)} {side}{_clean(entry.key)}{row}: {_clean(entry.reason)}"
    yield (
        f"{len(plan.adopts)} to link, {len(plan.creates)} to create, {len(plan.updates)} to update; nothing was sent. "
        "References to new records follow in later rounds."
    )


def report_json(report: Report, flows: tuple[Flow, ...], dry_run: bool) -> dict[str, Any]:
    """A pass for programs."""
    first = report.first
    return {
        "run": report.run,
        "rounds": report.rounds,
        "dry_run": dry_run,
        "outages": [msgspec.to_builtins(outage) for outage in report.outages],
        "read_only": report.read_only,
        "behind": report.behind,
        "plan": {
            "link": len(first.adopts) if first else 0,
            "create": len(first.creates) if first else 0,
            "update": len(first.updates) if first else 0,
        },
        "flows": {
            name: [
                {
                    "pair": key,
                    "title": title,
                    **{name: getattr(report.pairs[key], name) for name in report.pairs[key].__struct_fields__},
                }
                for key, title in sections
            ]
            for name, sections in _sections(flows).items()
        },
    }


def _name(record: Any) -> str:
    return _clean(f"{record.system}.{record.type} {record.key}")


def _body(values: dict[str, Any]) -> str:
    return _clean(_ENCODER.encode(values).decode())


def _clean(text: str) -> str:
    """Remote text for a terminal: no control characters, no direction marks (G-26)."""
    return "".join(char if char.isprintable() else "�" for char in text)
