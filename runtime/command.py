"""The command of a pass, with its options: `flowc sync`, and each generated flow module when it is run itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from .errors import FlowcError, UsageError, not_usable

if TYPE_CHECKING:
    from .config import Config
    from .contact import Contact
    from .model import Flow
    from .passes import Options, Report
    from .saved import SavedPlan

    Loads = Callable[[Config, Iterable[str]], tuple[Flow, ...]]

__all__ = ["Asked", "alone", "sync_command"]

_FILE = click.Path(path_type=Path, dir_okay=False)


class Asked(Struct, frozen=True, kw_only=True):
    """What whoever starts a pass asks for, beyond its Options.

    `write` allows writing to systems that are not on this machine; `har` is where an archive of every exchange goes.
    `saved` is the plan to send exactly, `follow` goes on after it. A state that is an old copy only compares, until
    `go_on` accepts it. `wait` is for how many seconds to wait for another writer. `only` names records as
    `pilot.listed` reads them. `confirm` is told what the first pass of pairs, or their first one with new rows, would
    do: False ends it before anything is sent.
    """

    write: bool = False
    har: Path | None = None
    saved: SavedPlan | None = None
    follow: bool = False
    go_on: bool = False
    wait: float = 0
    only: tuple[str, ...] = ()
    confirm: Callable[[list[Contact]], bool] | None = None


def sync_command(
    load_flows: Loads, run: Callable[[tuple[Flow, ...], Config, Options, Asked], Report], several: bool = True
) -> click.Command:
    """The command. `load_flows` gives the flows that were built, `run` is one pass of them; without `several` the
    command takes no names of flows."""

    @click.command()
    @click.option("--dry-run", is_flag=True, help="Print the first round's plan and what follows; send nothing.")
    @click.option("--save", type=_FILE, metavar="PLAN", help="With --dry-run: keep the plan in a file.")
    @click.option("--apply", "plan", type=_FILE, metavar="PLAN", help="Send exactly a saved plan, or nothing.")
    @click.option("--follow", is_flag=True, help="With --apply: go on with what follows from it.")
    @click.option("--limit", type=click.IntRange(min=1), help="Send so many writes at most.")
    @click.option("--only", multiple=True, metavar="SYSTEM.TYPE=KEY", help="Only this record and its counterparts.")
    @click.option("--yes", is_flag=True, help="Do not ask before a first pass, also with new rows.")
    @click.option("--wait", type=click.FloatRange(min=0), default=0, help="Seconds to wait for another writer.")
    @click.option("--write", is_flag=True, help="Write to systems that are not on this machine too.")
    @click.option("--har", type=_FILE, metavar="FILE", help="Archive every exchange, without secrets.")
    @click.option("--allow-rewrites", is_flag=True, help="Do not stop at the brake for rewriting.")
    @click.option("--allow-deletes", is_flag=True, help="Do not stop for deletes; believe empty lists.")
    @click.option("--create-all", multiple=True, metavar="PAIR", help="Create beside records that are there already.")
    @click.option("--go-on", is_flag=True, help="Write though the state is an old copy.")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    @click.option("--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True)
    def sync(
        dry_run: bool,
        save: Path | None,
        plan: Path | None,
        follow: bool,
        limit: int | None,
        only: tuple[str, ...],
        yes: bool,
        wait: float,
        write: bool,
        har: Path | None,
        allow_rewrites: bool,
        allow_deletes: bool,
        create_all: tuple[str, ...],
        go_on: bool,
        form: str,
        config: Path,
        flows: tuple[str, ...] = (),
    ) -> None:
        """Run one pass of the generated flows (default: all that flowc.toml names)."""
        from .config import load
        from .older import older
        from .overwriting import check
        from .passes import Options
        from .saved import PLAN, check_flows, read_plan

        _check(dry_run, save, plan, follow, limit, only)
        if save is not None:
            check(save, PLAN)  # before a look that may take long
        loaded = load(config)
        saved = read_plan(plan) if plan is not None else None
        try:
            chosen = load_flows(loaded, flows or (saved.flows if saved is not None else ()))
        except UsageError as error:
            if flows or saved is None:
                raise
            raise UsageError(f"the plan {plan} holds no more: {error}. Nothing was sent; plan again") from None
        if plan is not None and saved is not None:
            check_flows(saved, (flow.name for flow in chosen), plan)
            only, limit = saved.only, saved.limit
        options = Options(
            dry_run=dry_run,
            allow_rewrites=allow_rewrites,
            allow_deletes=allow_deletes,
            create_all=frozenset(create_all),
            limit=limit or 0,
        )
        asked = Asked(
            write=write,
            har=har,
            saved=saved,
            follow=follow,
            go_on=go_on,
            wait=wait,
            only=only,
            confirm=lambda contacts: _agreed(contacts, yes, form),
        )
        for line in older(loaded, {flow.name for flow in chosen}):
            click.echo(f"flowc: {line}", err=True)
        report = run(chosen, loaded, options, asked)
        if save is not None:
            _keep(save, report, chosen, only, limit or 0)
        _tell(report, chosen, dry_run, save, form)
        click.get_current_context().exit(report.exit_code)

    if several:
        sync.params.insert(0, click.Argument(["flows"], nargs=-1))
    return sync


def alone(command: click.Command, arguments: list[str] | None) -> int:
    """Run a command that is a program of its own; its exit code. What a person can mend is one line."""
    try:
        code = command.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FlowcError as error:
        click.echo(f"flowc: {error}", err=True)
        return error.exit_code
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"flowc: {not_usable(error)}", err=True)
        return UsageError.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("flowc: interrupted; the next run goes on from here", err=True)
        return 130
    return int(code or 0)


def _check(
    dry_run: bool, save: Path | None, plan: Path | None, follow: bool, limit: int | None, only: tuple[str, ...]
) -> None:
    """Refuse options that make no sense together."""
    if save is not None and not dry_run:
        raise click.UsageError("--save keeps the plan of a look: add --dry-run")
    if plan is not None and dry_run:
        raise click.UsageError("--apply sends a plan and --dry-run sends nothing: choose one")
    if follow and plan is None:
        raise click.UsageError("--follow goes on after a plan: add --apply PLAN")
    if limit is not None and plan is not None:
        raise click.UsageError("--apply sends the whole plan: give --limit when it is made, with --dry-run --save")
    if only and plan is not None:
        raise click.UsageError("--apply sends the whole plan: give --only when it is made, with --dry-run --save")


def _agreed(contacts: list[Contact], yes: bool, form: str) -> bool:
    """Tell what a first pass, or one with new rows, would do, and ask at a terminal. Elsewhere it is told and done."""
    from .printing import contact_lines

    is_asked = not yes and sys.stdin.isatty() and sys.stderr.isatty()
    if form == "text" or is_asked:
        for line in contact_lines(contacts):
            click.echo(line, err=form == "json")
    return not is_asked or click.confirm("Go on?", default=False, err=True)


def _keep(path: Path, report: Report, flows: tuple[Flow, ...], only: tuple[str, ...], limit: int) -> None:
    """Save the plan of a look."""
    from .saved import SavedPlan, write_plan

    plan = SavedPlan(
        planned_at=report.at,
        flows=tuple(sorted(flow.name for flow in flows)),
        only=only,
        limit=limit,
        actions=tuple(report.actions),
        following=tuple(report.following),
    )
    write_plan(path, plan)


def _tell(report: Report, flows: tuple[Flow, ...], dry_run: bool, save: Path | None, form: str) -> None:
    """Print what came of it, and where the plan was kept."""
    from .printing import report_json, report_lines

    if form == "json":
        click.echo(json.dumps(report_json(report, flows, dry_run), indent=2))
        return
    for line in report_lines(report, flows, dry_run):
        click.echo(line)
    if save is not None:
        click.echo(f"{len(report.actions)} actions are kept in {save}; `flowc sync --apply {save}` sends exactly these")
