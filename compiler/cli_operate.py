"""What a person does with a running sync: conflicts, history, undo, why, link, unlink, links, retry, forget."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from runtime.asking import Names
    from runtime.config import Config
    from runtime.model import Flow
    from runtime.store import Store

__all__ = ["operating_commands"]

Loads = Callable[["Config"], tuple["Flow", ...]]
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True
)


_FORMAT_HERE = click.option("--format", "form", type=click.Choice(["text", "json"]), help="Also before the subcommand.")
_CONFIG_HERE = click.option("--config", type=click.Path(path_type=Path), help="Also before the subcommand.")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _say(form: str, value: Any, lines: Iterable[str]) -> None:
    if form == "json":
        click.echo(json.dumps(value, indent=2))
        return
    for line in lines:
        click.echo(line)


@contextmanager
def _opened(config: Path, load_flows: Loads, writes: bool = False) -> Iterator[tuple[Config, Store, Names]]:
    """The store and its names; with the lease where something is written."""
    from runtime.asking import Names, leased
    from runtime.config import load
    from runtime.driver import check_there
    from runtime.store import Store

    loaded = load(config)
    place = loaded.state_place
    check_there(place)
    flows = load_flows(loaded)
    store = Store(place)
    try:
        names = Names(store, flows)
        if not writes:
            yield loaded, store, names
            return
        with leased(store, _now()):
            yield loaded, store, names
    finally:
        store.close()


def operating_commands(load_flows: Loads) -> list[click.Command]:
    """The commands; `load_flows` gives the flows that were built."""
    return [
        _conflicts(load_flows),
        _history(load_flows),
        _undo(load_flows),
        _why(load_flows),
        _link(load_flows),
        _unlink(load_flows),
        _links(load_flows),
        _retry(load_flows),
        _forget(load_flows),
    ]


def _group(name: str, text: str, alone: Callable[[Path, str], None] | None = None) -> click.Group:
    """A command with subcommands; `--config` and `--format` may stand before or after theirs. `alone`: without one."""

    @click.group(name, invoke_without_command=alone is not None, help=text)
    @_FORMAT
    @_CONFIG
    @click.pass_context
    def group(context: click.Context, form: str, config: Path) -> None:
        context.obj = (config, form)
        if context.invoked_subcommand is None and alone is not None:
            alone(config, form)

    return group


def _placed(act: Callable[..., None]) -> Callable[..., None]:
    """Give a subcommand `config` and `form` as they were said after it, or else before it."""

    @_FORMAT_HERE
    @_CONFIG_HERE
    @click.pass_context
    @wraps(act)
    def placed(context: click.Context, /, config: Path | None, form: str | None, **given: Any) -> None:
        act(config=config or context.obj[0], form=form or context.obj[1], **given)

    return placed


def _conflicts(load_flows: Loads) -> click.Group:
    def listed(config: Path, form: str, about: str = "") -> None:
        from runtime.resolving import conflict_lines, conflicts_json

        with _opened(config, load_flows) as (_, store, _names):
            found = conflicts_json(store, about)
            _say(form, found, conflict_lines(found, is_whole=bool(about)))

    conflicts = _group("conflicts", "Show conflicts, held rows and reviews; `resolve` decides them.", listed)

    @conflicts.command()
    @click.argument("about", metavar="NUMBER|ENTRY")
    @_placed
    def show(about: str, config: Path, form: str) -> None:
        """Show one conflict or entry."""
        listed(config, form, about)

    @conflicts.command()
    @click.argument("about", metavar="NUMBER|ENTRY")
    @click.argument("side", type=click.Choice(["left", "right"]), required=False)
    @click.option("--link", "other", metavar="KEY", help="A review: it is this record of the other side.")
    @click.option("--create", "choice", flag_value="create", help="A review: make one.")
    @click.option("--leave", "choice", flag_value="leave", help="A review: leave it alone.")
    @_placed
    def resolve(
        about: str, side: str | None, other: str | None, choice: str | None, config: Path, form: str
    ) -> None:
        """Decide a conflict or held row (left, right), or a review; the next pass acts on it."""
        from runtime.model import Side
        from runtime.resolving import choose, review

        if sum(given is not None for given in (side, other, choice)) != 1:
            raise click.UsageError("say one of: left, right, --link KEY, --create, --leave")
        with _opened(config, load_flows, writes=True) as (_, store, names), store.transaction():
            if side:
                done = choose(store, names, about, Side(side))
            else:
                done = review(store, names, about, choice or "link", _now().isoformat(), other or "")
        _say(form, {"about": about, "done": done}, [done])

    return conflicts


def _history(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("place", metavar="[SYSTEM.TYPE", required=False)
    @click.argument("key", metavar="KEY]", required=False)
    @click.option("--run", help="Every write of this run.")
    @click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many runs.")
    @_FORMAT
    @_CONFIG
    def history(place: str | None, key: str | None, run: str | None, limit: int, form: str, config: Path) -> None:
        """Show every write to a record or of a run; without either, the last runs."""
        from runtime.asking import run_of
        from runtime.history import history_lines, history_of, runs_json, runs_lines, write_json, write_lines

        if (place is None) != (key is None) or (run is not None and place is not None):
            raise click.UsageError("name a record by SYSTEM.TYPE and KEY, or a run by --run, or neither")
        with _opened(config, load_flows) as (_, store, names):
            if place is None and run is None:
                _say(form, runs_json(store, limit), runs_lines(store, limit))
                return
            found = run_of(store, run) if run is not None else history_of(store, names.record(place or "", key or ""))
            lines = write_lines(names, found) if run is not None else history_lines(store, names, found)
            _say(form, [write_json(one, names) for one in found], lines)

    return history


def _undo(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("run")
    @click.option("--dry-run", is_flag=True, help="Look what could be undone; send nothing.")
    @click.option("--write", is_flag=True, help="Write to systems that are not on this machine too.")
    @_FORMAT
    @_CONFIG
    def undo(run: str, dry_run: bool, write: bool, form: str, config: Path) -> None:
        """Take back what a run wrote, where nobody touched it since; list what stays, and why."""
        from runtime.undo_run import undo_json, undo_lines, undo_run

        with _opened(config, load_flows) as (loaded, store, names):
            found = undo_run(store, loaded, names.flows, run, dry_run=dry_run, write=write)
        _say(form, undo_json(found), undo_lines(found))
        sys.exit(found.exit_code)

    return undo


def _why(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("place", metavar="SYSTEM.TYPE")
    @click.argument("key")
    @click.option("--pair", default="", help="Only in this pair.")
    @_FORMAT
    @_CONFIG
    def why(place: str, key: str, pair: str, form: str, config: Path) -> None:
        """Say why a record is as it is, for each of its pairs, and what would change that."""
        from runtime.explaining import explained

        with _opened(config, load_flows) as (_, store, names):
            record = names.record(place, key)
            found = explained(store, names, record, names.pair(pair).key if pair else "")
        _say(form, found, [f"{one['pair']}: {one['text']}" for one in found] or ["it is in no such pair"])

    return why


def _link(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("pair")
    @click.argument("left_key")
    @click.argument("right_key")
    @_FORMAT
    @_CONFIG
    def link(pair: str, left_key: str, right_key: str, form: str, config: Path) -> None:
        """Link two records by hand; the next pass merges them."""
        from runtime.linking import add

        with _opened(config, load_flows, writes=True) as (_, store, names):
            named = names.pair(pair)
            ends = (right_key, left_key) if named.turned else (left_key, right_key)
            add(store, names, named.key, *ends, _now().isoformat())
        _say(form, {"pair": named.key, "left": ends[0], "right": ends[1]}, ["linked; the next pass merges them"])

    return link


def _unlink(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("pair")
    @click.argument("left_key")
    @click.argument("right_key")
    @click.option("--again", is_flag=True, help="Let the rules look at both records again.")
    @_FORMAT
    @_CONFIG
    def unlink(pair: str, left_key: str, right_key: str, again: bool, form: str, config: Path) -> None:
        """End a link; both records are left alone unless --again."""
        from runtime.linking import end

        with _opened(config, load_flows, writes=True) as (_, store, names):
            named = names.pair(pair)
            ends = (right_key, left_key) if named.turned else (left_key, right_key)
            end(store, names, named.key, *ends, _now().isoformat(), again)
        then = "the next pass looks again" if again else "both are left alone"
        told = {"pair": named.key, "left": ends[0], "right": ends[1], "again": again}
        _say(form, told, [f"not linked any more; {then}"])

    return unlink


def _links(load_flows: Loads) -> click.Group:
    links = _group("links", "Links in bulk, as CSV with the columns pair, left, right.")

    @links.command("import")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--pair", default="", help="The pair of all lines.")
    @click.option("--dry-run", is_flag=True, help="Check every line; link nothing.")
    @_placed
    def take_in(file: Path, pair: str, dry_run: bool, config: Path, form: str) -> None:
        """Link what a CSV file lists: all lines, or none."""
        from runtime.linking import read_csv
        from runtime.linking import take_in as take

        with _opened(config, load_flows, writes=not dry_run) as (_, store, names):
            rows, wrong = read_csv(file, names, pair)
            count = take(store, names, rows, _now().isoformat(), dry_run, wrong)
        there = len(rows) - count
        before = f"; {there} were there before" if there else ""
        told = f"{count} links {'would be made' if dry_run else 'made'}{before}"
        _say(form, {"links": count, "there": there, "dry_run": dry_run}, [told])

    @links.command("export")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--pair", default="", help="Only this pair.")
    @_placed
    def put_out(file: Path, pair: str, config: Path, form: str) -> None:
        """Write the active links to a CSV file."""
        from runtime.linking import export

        with _opened(config, load_flows) as (_, store, names):
            count = export(store, file, names.pair(pair).key if pair else "")
        _say(form, {"links": count, "file": str(file)}, [f"{count} links written to {file}"])

    return links


def _retry(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("place", metavar="[SYSTEM.TYPE|ENTRY", required=False)
    @click.argument("key", metavar="KEY]", required=False)
    @click.option("--all", "every", is_flag=True, help="Everything that failed.")
    @click.option("--create", is_flag=True, help="Nothing of an unanswered create is there: make it again.")
    @_FORMAT
    @_CONFIG
    def retry(place: str | None, key: str | None, every: bool, create: bool, form: str, config: Path) -> None:
        """Have the next pass look again at what failed, and settle what was never answered by what the record shows."""
        from runtime.again import retry as again

        if every == (place is not None):
            raise click.UsageError("name a record by SYSTEM.TYPE and KEY, or an entry, or say --all")
        with _opened(config, load_flows, writes=True) as (_, store, names):
            record = names.record(place or "", key) if key is not None else None
            about = place or "" if key is None else ""
            count = again(store, names, record, _now().isoformat(), create, about)
        _say(form, {"again": count}, [f"{count} to be looked at by the next pass"])

    return retry


def _forget(load_flows: Loads) -> click.Command:
    @click.command()
    @click.argument("place", metavar="SYSTEM.TYPE")
    @click.argument("key")
    @_FORMAT
    @_CONFIG
    def forget(place: str, key: str, form: str, config: Path) -> None:
        """Erase what the state holds of a record, in all systems, but for what they still show."""
        from runtime.forgetting import forget as erase
        from runtime.forgetting import forgotten_json, forgotten_lines

        with _opened(config, load_flows, writes=True) as (_, store, names):
            found = erase(store, names, names.record(place, key), _now())
        _say(form, forgotten_json(found), forgotten_lines(found))

    return forget
