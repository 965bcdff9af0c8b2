"""`flowc sync`: one pass of the generated flows, a look at what it would send, or a saved plan sent exactly."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from runtime.config import Config
    from runtime.model import Flow
    from runtime.passes import Scope

    Loads = Callable[[Config, Iterable[str]], tuple[Flow, ...]]

__all__ = ["sync_command"]

_FILE = click.Path(path_type=Path, dir_okay=False)


def sync_command(load_flows: Loads) -> click.Command:
    """The command; `load_flows` gives the flows that were built."""

    @click.command()
    @click.argument("flows", nargs=-1)
    @click.option("--dry-run", is_flag=True, help="Print the first round's plan; send nothing.")
    @click.option("--save", type=_FILE, metavar="PLAN", help="With --dry-run: keep the plan in a file.")
    @click.option("--apply", "plan", type=_FILE, metavar="PLAN", help="Send exactly a saved plan, or nothing.")
    @click.option("--follow", is_flag=True, help="With --apply: go on with what follows from it.")
    @click.option("--limit", type=click.IntRange(min=1), help="Send so many writes at most.")
    @click.option("--only", multiple=True, metavar="SYSTEM.TYPE=KEY", help="Of this type only these take part.")
    @click.option("--write", is_flag=True, help="Write to systems that are not on this machine too.")
    @click.option("--har", type=_FILE, metavar="FILE", help="Archive every exchange, without secrets.")
    @click.option("--allow-rewrites", is_flag=True, help="Do not stop at the brake for rewriting.")
    @click.option("--allow-deletes", is_flag=True, help="Do not stop for deletes; believe empty lists.")
    @click.option("--create-all", multiple=True, metavar="PAIR", help="Create beside records that are there already.")
    @click.option("--go-on", is_flag=True, help="Write though the state is an old copy.")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    @click.option("--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True)
    def sync(
        flows: tuple[str, ...],
        dry_run: bool,
        save: Path | None,
        plan: Path | None,
        follow: bool,
        limit: int | None,
        only: tuple[str, ...],
        write: bool,
        har: Path | None,
        allow_rewrites: bool,
        allow_deletes: bool,
        create_all: tuple[str, ...],
        go_on: bool,
        form: str,
        config: Path,
    ) -> None:
        """Run one pass of the generated flows (default: all that flowc.toml names)."""
        from runtime.config import load
        from runtime.run import report_json, report_lines, types_of
        from runtime.run import sync as run
        from runtime.saved import read_plan, write_plan
        from runtime.sync import Options

        if save is not None and not dry_run:
            raise click.UsageError("--save keeps the plan of a look: add --dry-run")
        if plan is not None and dry_run:
            raise click.UsageError("--apply sends a plan and --dry-run sends nothing: choose one")
        if follow and plan is None:
            raise click.UsageError("--follow goes on after a plan: add --apply PLAN")
        if limit is not None and plan is not None:
            raise click.UsageError("--apply sends the whole plan: leave --limit out")
        loaded = load(config)
        saved = read_plan(plan) if plan is not None else None
        chosen = load_flows(loaded, flows or (saved.flows if saved is not None else ()))
        options = Options(
            dry_run=dry_run,
            allow_rewrites=allow_rewrites,
            allow_deletes=allow_deletes,
            create_all=frozenset(create_all),
            limit=limit or 0,
            scope=_scopes(only, {f"{kind.system.name}.{kind.name}" for kind in types_of(chosen)}),
        )
        report = run(chosen, loaded, options, write=write, har=har, saved=saved, follow=follow, go_on=go_on)
        if save is not None:
            names = [flow.name for flow in chosen]
            count = write_plan(save, report.actions, names, report.at)
        if form == "json":
            click.echo(json.dumps(report_json(report, chosen, dry_run), indent=2))
        else:
            for line in report_lines(report, chosen, dry_run):
                click.echo(line)
            if save is not None:
                click.echo(f"{count} actions are kept in {save}; `flowc sync --apply {save}` sends exactly these")
        sys.exit(report.exit_code)

    return sync


def _scopes(only: tuple[str, ...], known: set[str]) -> dict[str, Scope]:
    """What takes part of the ObjectTypes that are named, by "system.type"; of all others everything does."""
    from runtime.passes import Scope

    keys: dict[str, set[str]] = {}
    for text in only:
        place, equals, key = text.partition("=")
        if not equals or "." not in place or not key:
            raise click.BadParameter(f"{text!r} is not SYSTEM.TYPE=KEY", param_hint="--only")
        if place not in known:
            near = difflib.get_close_matches(place, sorted(known), 3, 0.5) or sorted(known)
            raise click.BadParameter(f"no flow has {place}; there are {', '.join(near)}", param_hint="--only")
        keys.setdefault(place, set()).add(key)
    return {place: Scope(keys=frozenset(found)) for place, found in keys.items()}
