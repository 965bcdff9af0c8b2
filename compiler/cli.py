"""The command `flowc`: the one place that sees the compiler, the runtime and what was generated.

Each command imports what it needs when it runs, so that `flowc --help` loads neither black nor SQLAlchemy.
"""

from __future__ import annotations

import os
import signal


def _leave(*_: object) -> None:
    """Ctrl-C ends the command at once, wherever it is: each may be killed anywhere, and `sync` and `undo` ask for less
    while they are at work. An exception instead would come out of modules that are being loaded, or get lost there."""
    os.write(2, b"flowc: interrupted; the next run goes on from here\n")
    os._exit(130)


_before = signal.signal(signal.SIGINT, _leave)  # first of all: loading the rest takes long enough to be interrupted

import importlib.util
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from runtime.errors import FlowcError, UsageError, not_usable

from .cli_login import login_command
from .cli_operate import operating_commands
from .cli_sync import sync_command
from .cli_system import system

if TYPE_CHECKING:
    from runtime.config import Config
    from runtime.model import Flow

    from .build import Result
    from .diagnostic import Diagnostic

__all__ = ["main"]

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
_PROFILES = click.option(
    "--profiles", type=click.Path(path_type=Path), help="The folder of profiles.  [default: specs/systems]"
)
_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True
)


class _Flowc(click.Group):
    """Ends every command with the exit codes of DESIGN section 8, and never with a traceback."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **given: Any) -> Any:
        if args is None:  # this process is the command, and no program that calls it
            signal.signal(signal.SIGINT, _leave)
        return super().main(args, *rest, **given)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FlowcError as error:
            click.echo(f"flowc: {error}", err=True)
            ctx.exit(error.exit_code)
        except _refused() as error:
            click.echo(f"flowc: nothing was written: {error}", err=True)
            ctx.exit(1)
        except OSError as error:
            if error.filename is None:
                raise  # no file or folder that a person named; or whoever reads what we print is gone
            click.echo(f"flowc: {not_usable(error)}", err=True)
            ctx.exit(UsageError.exit_code)
        except (KeyboardInterrupt, click.Abort):  # asked twice while at work, or at a question
            click.echo("flowc: interrupted; the next run goes on from here", err=True)
            ctx.exit(130)


def _refused() -> tuple[type[Exception], ...]:
    """What the proof raises, if the compiler was loaded at all: `flowc --help` must not load it."""
    prove = sys.modules.get("compiler.prove")
    return (prove.ShapeError,) if prove else ()


@click.group(cls=_Flowc)
@click.version_option(package_name="flowc")
def main() -> None:
    """Compile dataflow documents to typed Python, and keep the systems they name in sync."""


@main.command()
@click.option("--force", is_flag=True, help="Overwrite a flowc.toml that is there.")
def init(force: bool) -> None:
    """Write a commented flowc.toml to start from."""
    from runtime.config import EXAMPLE
    from runtime.overwriting import Kind, replacing

    path = Path("flowc.toml")
    if path.exists() and not force:
        raise UsageError("flowc.toml is there already; --force overwrites it")
    with replacing(path, Kind("a flowc.toml")) as file:
        file.write(EXAMPLE.encode())
    click.echo(
        "wrote flowc.toml; fill in addresses, set the secrets it names, then run `flowc sync --dry-run`"
    )


# ---- compiling ----------------------------------------------------------------------------------


@main.command()
@click.argument("docs", nargs=-1, type=click.Path(path_type=Path))
@_PROFILES
@click.option("--out", type=click.Path(path_type=Path), help="Where to write.  [default: generated]")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output is not up to date.")
@click.option(
    "--keep-going", is_flag=True, help="Write documents that have errors, without their faulty parts."
)
@_FORMAT
@_CONFIG
def build(
    docs: tuple[Path, ...],
    profiles: Path | None,
    out: Path | None,
    check: bool,
    keep_going: bool,
    form: str,
    config: Path,
) -> None:
    """Compile documents (default: those flowc.toml names) into typed modules."""
    from runtime.building import finish

    from .cli_build import rendered
    from .findings import as_json
    from .write import Difference, OutputError, compare, write

    paths, profile_folder, root, complete = _what_to_build(docs, profiles, out, config)
    if not check:
        finish(root)  # what is kept of other documents is kept as the last build left it
    result, texts = _compiled(paths, profile_folder, config)
    readable = {flow.name for flow in result.program.flows}
    left_out = result.failed - readable if keep_going else result.failed
    every, complete = complete, complete and not left_out  # what was built of a document stays while it has an error
    kept = result.faulty_profiles if not keep_going else []
    try:
        if kept:  # what was built for a system is better than a guess, and other flows may share it
            difference = Difference()
        else:
            files = rendered(result, texts, root, left_out, every)
            difference = compare(root, files, complete) if check else write(root, files, complete, finish)
    except OutputError as error:
        if form == "text":
            _print_findings(result.findings, texts)
        click.echo(f"flowc: {error}", err=True)
        sys.exit(1)
    pairs = sum(len(flow.pairs) for flow in result.program.flows)
    counts = _counts(result.findings)
    summary = {
        "documents": len(texts),
        "pairs": pairs,
        "errors": counts["error"],
        "warnings": counts["warning"],
    }
    summary |= {"notes": counts["note"]}
    if form == "json":
        summary_json: dict[str, Any] = {
            **summary,
            "changed": list(difference.changed),
            "removed": list(difference.removed),
            "diagnostics": [as_json(found) for found in result.findings],
        }
        click.echo(json.dumps(summary_json, indent=2))
    else:
        _print_findings(result.findings, texts)
        click.echo(", ".join(f"{name} {count}" for name, count in summary.items()))
        word = "would change" if check else "changed"
        click.echo(f"{len(difference.changed)} files {word}, {len(difference.removed)} removed below {root}")
        if kept:
            click.echo(f"nothing is written while a profile has an error: {', '.join(kept)}")
    stale = check and bool(difference)
    if stale and form == "text":
        for name in (*difference.changed, *difference.removed):
            click.echo(f"  {name}")
        cut_off = "a build was cut off, and " if difference.unfinished else ""
        click.echo(f"{cut_off}the output is not up to date; run `flowc build`")
    sys.exit(1 if counts["error"] or stale else 0)


@main.command()
@click.argument("docs", nargs=-1, type=click.Path(path_type=Path))
@_PROFILES
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "junit"]),
    default="text",
    show_default=True,
)
@_CONFIG
def check(docs: tuple[Path, ...], profiles: Path | None, form: str, config: Path) -> None:
    """Report every finding in documents; write nothing."""
    from .findings import to_github, to_json, to_junit

    paths, profile_folder, _, _ = _what_to_build(docs, profiles, None, config)
    result, texts = _compiled(paths, profile_folder, config)
    if form == "json":
        click.echo(to_json(result.findings))
    elif form == "github":
        for found in result.findings:
            click.echo(to_github(found))
    elif form == "junit":
        click.echo(to_junit(result.findings, list(texts)))
    else:
        _print_findings(result.findings, texts)
        click.echo(", ".join(f"{count} {name}s" for name, count in _counts(result.findings).items()))
    sys.exit(1 if result.errors else 0)


@main.command()
@click.argument("docs", nargs=-1, type=click.Path(path_type=Path))
@_PROFILES
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True
)
@_CONFIG
def show(docs: tuple[Path, ...], profiles: Path | None, form: str, config: Path) -> None:
    """Show every section and row of documents as compiled; with jsonl, a line of JSON for each document.

    Exits with 0 whatever is found in them.
    """
    from .show import show as shown
    from .show import to_json, to_lines

    paths, profile_folder, _, _ = _what_to_build(docs, profiles, None, config)
    asked = {path.resolve() for path in _named(docs)}
    known = {str(path) for path in paths}
    lines: dict[str, list[str]] = {}
    for number, members in enumerate(_sets(paths)):
        result, _ = _compiled(members, profile_folder, config)
        if not number:
            _print_findings((found for found in result.findings if found.span.file not in known), {}, err=True)
        for document in shown(result, [str(path) for path in members if not docs or path.resolve() in asked]):
            lines[document.path] = [to_json(document)] if form == "jsonl" else list(to_lines(document))
    for path in paths:
        for line in lines.pop(str(path), ()):
            click.echo(line)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a finding's code means; without a code, print docs/findings.md, which explains all."""
    from .diagnostic import CODES
    from .findings import findings_page, section_of

    if code is None:
        click.echo(findings_page(), nl=False)
        return
    if code.upper() not in CODES:
        raise click.UsageError(f"there is no code {code}; codes are {', '.join(sorted(CODES))}")
    click.echo(section_of(code.upper()).lstrip("# "), nl=False)


def _what_to_build(
    docs: tuple[Path, ...], profiles: Path | None, out: Path | None, config_path: Path
) -> tuple[list[Path], Path, Path, bool]:
    """The documents, the profiles, the output folder, and whether these are all documents there are.

    A document of the configured set is always compiled with the whole set, since pairs of different
    documents meet (SEMANTICS section 1).
    """
    from runtime.config import Config, load

    config = load(config_path) if config_path.exists() else Config(folder=str(Path.cwd()))
    patterns = [config.path(pattern) for pattern in config.documents]
    configured = [found for pattern in patterns for found in _matching(pattern)]
    chosen = _named(docs)
    missing = [path for path in docs if not path.exists()]
    if missing:
        raise UsageError(f"{missing[0]} does not exist")
    if docs and not chosen:
        raise UsageError(f"{docs[0]} holds no documents")
    whole = {path.resolve() for path in configured}
    complete = not docs or whole <= {path.resolve() for path in chosen}
    if out is None and chosen and all(path.resolve() in whole for path in chosen):
        chosen, complete = [], True
    paths = [*chosen] if chosen else [_shown(path) for path in configured]
    if not paths:
        raise UsageError("no documents: name some, or list them under `documents` in flowc.toml")
    folder = profiles or config.path(config.profiles)
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of profiles; name it with --profiles")
    next(folder.iterdir(), None)  # one that may not be listed is not the same as one without profiles
    return paths, folder, out or config.path(config.generated), complete


def _matching(pattern: Path) -> list[Path]:
    """The files that a pattern of flowc.toml's `documents` names."""
    try:
        return sorted(pattern.parent.glob(pattern.name))
    except ValueError:  # such as "**.rst"
        raise UsageError(f"{pattern} (`documents` in flowc.toml) is no pattern of files, as specs/*.rst is") from None


def _sets(paths: Iterable[Path]) -> list[list[Path]]:
    """The documents in sets of different names: several of one name are versions, and not compiled together."""
    sets: list[list[Path]] = []
    times: dict[str, int] = {}
    for path in dict.fromkeys(paths):
        number = times[path.stem] = times.get(path.stem, 0) + 1
        if number > len(sets):
            sets.append([])
        sets[number - 1].append(path)
    return sets


def _named(docs: Iterable[Path]) -> list[Path]:
    """The documents that these files and folders are."""
    return [path for given in docs for path in ([given] if given.is_file() else sorted(given.rglob("*.rst")))]


def _shown(path: Path) -> Path:
    """A path as people write it: relative to where they are, if it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _compiled(paths: list[Path], profiles: Path, config: Path) -> tuple[Result, dict[str, str]]:
    from runtime.config import Config, load

    from .build import Limits, compile_documents, load_profiles
    from .cli_policies import judge

    loaded = load(config) if config.exists() else Config()
    chosen = loaded.limits
    limits = Limits(
        document_bytes=chosen.document_bytes, table_rows=chosen.table_rows, expressions=chosen.expressions
    )

    texts: dict[str, str] = {}
    for path in paths:
        try:
            texts[str(path)] = path.read_bytes().decode("utf-8-sig", errors="replace")
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    known, problems = load_profiles(profiles)
    result = compile_documents(texts, known, limits)
    judge(result, loaded)
    result.findings[:0] = problems
    result.faulty_profiles = sorted({found.span.file for found in problems if found.severity.value == "error"})
    texts |= {path.name: path.read_text(errors="replace") for path in sorted(profiles.glob("*.toml"))}
    for path in paths:
        texts.setdefault(str(path), "")
    return result, {name: text for name, text in texts.items() if name in {str(path) for path in paths}}


def _counts(findings: Iterable[Diagnostic]) -> dict[str, int]:
    severities = [found.severity.value for found in findings]
    return {name: severities.count(name) for name in ("error", "warning", "note")}


def _print_findings(findings: Iterable[Diagnostic], texts: dict[str, str], err: bool = False) -> None:
    from .diagnostic import source_lines, to_text

    lines = {name: source_lines(text) for name, text in texts.items()}
    for found in findings:
        click.echo(to_text(found, lines.get(found.span.file, [])), err=err)


# ---- running ------------------------------------------------------------------------------------


@main.command()
@_FORMAT
@_CONFIG
def status(form: str, config: Path) -> None:
    """Show links, and every record that is waiting, held, blocked or failed, and every conflict."""
    from runtime.config import load
    from runtime.driver import check_there
    from runtime.status import status_json, status_lines
    from runtime.store import Store

    loaded = load(config)
    place = loaded.state_place
    check_there(place)
    store = Store(place)
    try:
        if form == "json":
            click.echo(json.dumps(status_json(store), indent=2))
        else:
            for line in status_lines(store):
                click.echo(line)
    finally:
        store.close()


def load_flows(config: Config, names: Iterable[str] = ()) -> tuple[Flow, ...]:
    """The generated flows of the configuration: those named, or all. UsageError if one was not built."""
    from runtime.building import MANIFEST, finish

    root = config.path(config.generated)
    finish(root)
    manifest = root / MANIFEST
    if not manifest.is_file():
        raise UsageError(f"{root} holds no generated flows; run `flowc build`")
    try:
        before = manifest.read_bytes()
        built = sorted(json.loads(before)["flows"])
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{manifest} is damaged; run `flowc build`") from None
    wanted = list(names) or config.flows or built
    unknown = [name for name in wanted if name not in built]
    if unknown:
        raise UsageError(f"no flow {unknown[0]!r} was built; there are {', '.join(built)}")
    package = _import_package(root)
    flows = tuple(_flow_of(package, name) for name in wanted)
    if finish(root) or manifest.read_bytes() != before:  # what was loaded may be of two builds (C-11)
        raise UsageError(f"{root} was built anew meanwhile; run this again")
    return flows


def systems_built(root: Path) -> list[str]:
    """The systems a generated tree has modules for, by resolved name; none where nothing was built."""
    return sorted(path.stem for path in (root / "systems").glob("*.py") if path.stem != "__init__")


def _import_package(root: Path) -> str:
    """Import a generated tree wherever it lies, under a name of its own."""

    name = f"flowc_generated_{abs(hash(str(root.resolve())))}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, root / "__init__.py", submodule_search_locations=[str(root)]
        )
        if spec is None or spec.loader is None or not (root / "__init__.py").is_file():
            raise UsageError(f"{root} is not a generated package; run `flowc build`")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except ImportError as error:
            del sys.modules[name]
            raise UsageError(f"{root} cannot be loaded: {error}") from None
    return name


def _flow_of(package: str, name: str) -> Flow:

    from .page_flow import module_name

    try:
        module: ModuleType = importlib.import_module(f"{package}.flows.{module_name(name)}")
    except ImportError as error:
        raise UsageError(f"the generated flow {name!r} cannot be loaded ({error}); run `flowc build`") from None
    flow: Flow = module.FLOW
    return flow


main.add_command(system)


# ---- trying it ----------------------------------------------------------------------------------


@main.command()
@click.option("--system", "names", multiple=True, metavar="NAME", help="Serve this one too, as plain REST.")
@_CONFIG
def sandbox(names: tuple[str, ...], config: Path) -> None:
    """Start the local systems and print where they are; ends with Ctrl-C, or when its input ends.

    Besides the six that are described there is a plain one for every other system that was built.
    """
    from runtime.config import Config, load
    from runtime.sandbox.__main__ import main as run
    from runtime.sandbox.plain import NAME

    wrong = [name for name in names if not NAME.fullmatch(name)]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is no system's name", param_hint="--system")
    loaded = load(config) if config.exists() else Config(folder=str(Path.cwd()))
    wanted = [*systems_built(loaded.path(loaded.generated)), *names]
    run([f"--system={name}" for name in wanted if NAME.fullmatch(name)])


@main.command()
@click.option("--keep", is_flag=True, help="Leave the local systems running afterwards, to play with.")
@click.option("--examples", default=20, show_default=True, help="How many examples each law is tried on.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("demo"), show_default=True)
@click.option(
    "--erp", type=click.Choice(["rest", "sql"]), default="rest", show_default=True, help="REST, or an SQLite database."
)
def demo(keep: bool, examples: int, folder: Path, erp: str) -> None:
    """Run the whole job on local systems: build, three passes with edits between, laws, a report."""
    from .demo import run

    sys.exit(run(folder, keep, examples, erp))


main.add_command(login_command(load_flows))
main.add_command(sync_command(load_flows))
for _command in operating_commands(load_flows):
    main.add_command(_command)

signal.signal(signal.SIGINT, _before)  # a program that imports this is interrupted in its own way

if __name__ == "__main__":
    main(prog_name="flowc")
