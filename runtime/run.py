"""Running generated flows: from `flowc.toml` to a pass, and what a person reads of it.

`python -m generated.flows.<flow>` ends here, and so does `flowc sync`.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import msgspec
from msgspec import Struct

from .asking import clean, near
from .budget import Budget
from .budget_state import BUDGETS, BudgetState
from .building import finish
from .command import Asked, alone, sync_command
from .config import Config, SystemConfig
from .connector import Connector
from .database import Database
from .database_table import Table
from .endpoint import Endpoint
from .errors import Busy, Interrupted, UsageError
from .har import Archive
from .http import Client
from .log_file import logged
from .model import Flow, ObjectType, Rate, System
from .network import Resolve, looked_up
from .origin import is_local
from .pilot import beside, listed, read_only_types, scopes, systems_of, types_of
from .policies import Known, known_of, known_of_manifest, resolved
from .saved import SavedPlan
from .store import Store
from .sync import Engine, Options, Report
from .vault import credentials_of
from .witness import accept, is_behind, note_run

__all__ = [
    "asked_to_stop",
    "begun",
    "closed",
    "endpoint_of",
    "main",
    "names_known",
    "opened",
    "sync",
    "systems_of",
    "types_of",
]

Progress = Callable[[str, int, int], None]
Clock = Callable[[], dt.datetime]
_PLAIN = Asked()
_STEP = 0.25
"""Seconds after which a waiting run looks whether it was asked to stop."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def main(flow: Flow, arguments: list[str] | None = None) -> int:
    """The command of one generated flow module: that of `flowc sync`. Returns the exit code (DESIGN section 8)."""

    def run(flows: tuple[Flow, ...], config: Config, options: Options, asked: Asked) -> Report:
        return sync(flows, config, options, asked=asked)

    def whole(_config: Config, _names: Iterable[str]) -> tuple[Flow, ...]:
        place = getattr(sys.modules["__main__"], "__file__", None)
        root = Path(place).resolve().parent.parent if place else None
        if root and finish(root):
            raise UsageError(f"{root} was built anew meanwhile; run this again")
        return (flow,)

    return alone(sync_command(whole, run, several=False), arguments)


def sync(
    flows: tuple[Flow, ...],
    config: Config,
    options: Options,
    progress: Progress | None = None,
    *,
    asked: Asked = _PLAIN,
    clock: Clock = _now,
    sleep: Callable[[float], None] | None = None,
    resolve: Resolve = looked_up,
) -> Report:
    """One pass of these flows as the configuration says; `clock`, `sleep` and `resolve` are for `begun`. FlowcError for
    everything a person can mend."""
    options, read_only = _configured(flows, config, options, asked)
    _check_saved(asked.saved, read_only)
    systems = systems_of(flows)
    sealed = frozenset(systems) if options.dry_run else frozenset(systems) & options.read_only.keys()
    with begun(config, systems, sealed, asked.har, clock, sleep, resolve) as session:
        store = Store(config.state_place)
        try:
            store.check_accounts(session.accounts)
            begin = clock()
            while True:
                try:
                    report = _one_pass(flows, config, options, asked, store, session, clock, progress)
                    break
                except Busy:
                    if (clock() - begin).total_seconds() >= asked.wait:
                        raise
                    session.sleep(1)
            report.read_only = read_only
            report.notes += _unknown_systems(config, flows)
            if not options.dry_run and (before := _remembered_since(config, clock())):
                store.forget_before(before)
                store.forget_marks(names_known(config, flows).rows, clock().isoformat(), before)
            logging.getLogger("flowc").info("run %s ended with code %d", report.run, report.exit_code)
            return report
        finally:
            store.close()


def _remembered_since(config: Config, now: dt.datetime) -> str:
    """What is older is forgotten; "" where history is kept for ever, also by a number of days that no calendar has."""
    try:
        return (now - dt.timedelta(days=config.history_days)).isoformat() if config.history_days else ""
    except OverflowError:
        return ""


def _configured(
    flows: tuple[Flow, ...], config: Config, options: Options, asked: Asked
) -> tuple[Options, dict[str, str]]:
    """The Options with what flowc.toml adds; and what is not written, with how to change that."""
    known = names_known(config, flows)
    # a dry run shows what would be sent, so it plans for systems that only wait for --write
    read_only = closed(config, flows, known.types, asked.write or options.dry_run)
    options = msgspec.structs.replace(
        options,
        policies=resolved(config, known),
        audit_hours=config.audit_hours,
        read_only={**options.read_only, **read_only},
        scope={**scopes(config, flows, known.types), **options.scope},
        only=options.only | listed(asked.only, flows),
        create_all=beside(options.create_all, flows),
    )
    return options, closed(config, flows, known.types, asked.write)


def _unknown_systems(config: Config, flows: Iterable[Flow]) -> list[str]:
    """What to say of tables of systems that no flow and no profile has: such a table is mistyped, or left over."""
    places = config.path(config.profiles).glob("*.toml")
    built = {place.partition(".")[0] for place in names_known(config, flows).types}
    known = {*systems_of(flows), *built, *(path.stem for path in places)}
    return [
        f"flowc.toml: no flow and no profile has the system of [systems.{clean(name)}], so the table changes nothing: "
        f"correct its name, or remove it{near(name, sorted(known))}"
        for name in sorted(config.systems.keys() - known)
    ]


def _check_saved(saved: SavedPlan | None, read_only: Mapping[str, str]) -> None:
    """UsageError where a saved plan writes to what is only read: better than to call its Actions impossible."""
    for action in saved.actions if saved is not None else ():
        if not action.is_write:
            continue
        kind = action.record.partition(" ")[0]
        for name in (kind.partition(".")[0], kind):
            if name in read_only:
                raise UsageError(
                    f"action {action.number} of the plan writes to {name}, which is opened read-only: "
                    f"{read_only[name]}. Nothing was sent"
                )


def _one_pass(
    flows: tuple[Flow, ...],
    config: Config,
    options: Options,
    asked: Asked,
    store: Store,
    session: Session,
    clock: Clock,
    progress: Progress | None,
) -> Report:
    """One pass over systems that are opened. Busy if somebody else writes."""
    if asked.go_on and not options.dry_run:
        accept(store, config.state_folder)
    behind = "" if asked.go_on else is_behind(store, config.state_folder)
    options = msgspec.structs.replace(options, compare_only=bool(behind), accepted=asked.go_on)
    engine = Engine(
        *(flows, session.endpoints(flows), store, options, clock),
        progress or (lambda _stage, _done, _of: None),
        stop=session.stop,
        saved=asked.saved,
        follow=asked.follow,
        confirm=asked.confirm,
    )
    report = engine.run()
    report.behind = report.behind or behind
    if not report.behind and not options.dry_run:
        note_run(store, config.state_folder)
    return report


def _rest(seconds: float, stop: Callable[[], bool]) -> None:
    """Sleep; Interrupted as soon as somebody asks the run to stop. A wait may be minutes long (F-11)."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stop():
            raise Interrupted("interrupted while it waited; nothing was in flight, and the next run goes on from here")
        time.sleep(min(left, _STEP))


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


def closed(config: Config, flows: Iterable[Flow], built: Collection[str], write: bool) -> dict[str, str]:
    """What may not be written, by system or "system.type", and how to change that. `write`: --write allows what waits
    for it; `built` as `pilot.scopes` takes it."""
    chosen = tuple(flows)
    systems = {name: _why_read_only(config, system, write) for name, system in systems_of(chosen).items()}
    return {name: why for name, why in systems.items() if why} | read_only_types(config, chosen, built)


def _why_read_only(config: Config, system: System, write: bool) -> str:
    """Why nothing may be written to a system and how to change that, or "" where it may."""
    entry = config.systems.get(system.name, SystemConfig())
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


class Session(Struct, frozen=True):
    """What a run works with: what reaches its systems, how it waits, and whether somebody asked it to stop."""

    clients: dict[str, Client | Database]
    sleep: Callable[[float], None]
    stop: Callable[[], bool]

    @property
    def accounts(self) -> dict[str, str]:
        """Address and account of each system, as a store remembers for whom it was made."""
        return {name: f"{client.address} {client.account}".strip() for name, client in self.clients.items()}

    def endpoints(self, flows: Iterable[Flow]) -> dict[tuple[str, str], Endpoint]:
        """What reads and writes each ObjectType of these flows whose system is open."""
        return {
            (kind.system.name, kind.name): endpoint_of(self.clients[kind.system.name], kind)
            for kind in types_of(flows)
            if kind.system.name in self.clients
        }


@contextmanager
def begun(
    config: Config,
    systems: dict[str, System],
    read_only: Iterable[str],
    har: Path | None = None,
    clock: Clock = _now,
    sleep: Callable[[float], None] | None = None,
    resolve: Resolve = looked_up,
) -> Iterator[Session]:
    """A run over these systems, logged, that signals ask to stop; UsageError where flowc.toml lacks one of them.
    Without `sleep` time really passes, and whoever asks the run to stop ends the waiting."""
    unknown = sorted(name for name in systems if name not in config.systems)
    if unknown:
        raise UsageError(f"flowc.toml has no [systems.{unknown[0]}]; add its address and secrets")
    with asked_to_stop() as stop:
        world = World(clock, sleep or partial(_rest, stop=stop), resolve)
        with opened(config, systems, read_only, har, world) as clients, logged(config):
            yield Session(clients, world.sleep, stop)


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
