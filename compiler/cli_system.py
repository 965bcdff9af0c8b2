"""`flowc system`: a profile made from a description of an API or database, and one compared with the living system."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from runtime.database import Database
    from runtime.http import Client
    from runtime.model import ObjectType, System
    from runtime.survey import Survey

    from .compare import Change
    from .draft import Draft
    from .page import Expr
    from .profile import Profile

__all__ = ["system"]

_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=Path("flowc.toml"), show_default=True
)
_PROFILES = click.option(
    "--profiles", type=click.Path(path_type=Path), help="The folder of profiles.  [default: specs/systems]"
)


@click.group()
def system() -> None:
    """Make a system's profile from a description, and compare one with the living system."""


@system.command("import")
@click.argument("name")
@click.option("--openapi", type=click.Path(path_type=Path), help="OpenAPI 3.0 or 3.1, or Swagger 2.0, in JSON.")
@click.option("--edmx", type=click.Path(path_type=Path), help="What an OData service answers at `$metadata`.")
@click.option("--database", metavar="URL", help="sqlite:///FILE or postgresql://HOST/NAME, without a password.")
@click.option("--only", metavar="NAMES", default="", help="These kinds of record only, separated by commas.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write.  [default: NAME.toml among the profiles]")
@click.option("--force", is_flag=True, help="Overwrite a profile that is there.")
@_PROFILES
@_CONFIG
def import_(
    name: str,
    openapi: Path | None,
    edmx: Path | None,
    database: str | None,
    only: str,
    out: Path | None,
    force: bool,
    profiles: Path | None,
    config: Path,
) -> None:
    """Write the profile of the system NAME from a description; every guess in it is a question to answer.

    Nothing is fetched. A database's user and password come from FLOWC_DB_USER and FLOWC_DB_PASSWORD.
    """
    from runtime.errors import UsageError
    from runtime.overwriting import Kind, replacing

    from .diagnostic import Severity, harmless
    from .draft import NotADescription
    from .profile import SHADOWING, load
    from .write_profile import profile_text

    if not re.fullmatch(r"[a-z][a-z0-9]{0,39}", name) or name in SHADOWING or _is_taken(name):
        raise UsageError(f"{harmless(name[:40])!r} cannot name a system: small letters and digits, no word of Python")
    given = [one for one in (openapi, edmx, database) if one is not None]
    if len(given) != 1:
        raise UsageError("say what to import: one of --openapi FILE, --edmx FILE, --database URL")
    path = out or _folder(profiles, config) / f"{name}.toml"
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; --force overwrites it")
    chosen = [one.strip() for one in only.split(",") if one.strip()]
    try:
        draft = _draft(name, openapi, edmx, database, chosen)
    except NotADescription as wrong:
        source = "--database" if database is not None else harmless(str(given[0]))  # an address may hold a password
        raise UsageError(f"{source}: {harmless(str(wrong))}") from None
    if not draft.profile.types:
        raise UsageError(f"nothing can be imported: {harmless('; '.join(draft.notices[:3]))}")
    written = profile_text(draft)
    _, findings = load(written.text.encode(), f"{name}.toml")
    errors = [found for found in findings if found.severity is Severity.ERROR]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path, Kind("a profile")) as file:
            file.write(written.text.encode())
    except OSError as failed:
        raise UsageError(f"{path} cannot be written: {failed.strerror}") from None
    click.echo(f"wrote {path}: {len(draft.profile.types)} kinds of record, {len(written.questions)} questions")
    for notice in draft.notices:
        click.echo(f"note: {harmless(notice)}")
    for found in errors:
        click.echo(f"to mend: {harmless(found.message)} ({found.code})")
    for question in written.questions:
        click.echo(f"{path}:{question.line}: question {question.number}: {question.text}")
    if written.questions:
        click.echo("see to each line, delete its `# QUESTION` comment; `flowc check` counts those that are left")
    sys.exit(1 if errors else 0)


def _is_taken(name: str) -> bool:
    """Whether the name becomes another one as an identifier: a word of Python, a device's name."""
    from .naming import snake

    return snake(name) != name


def _folder(profiles: Path | None, config: Path) -> Path:
    from runtime.config import Config, load

    loaded = load(config) if config.exists() else Config(folder=str(Path.cwd()))
    return profiles or loaded.path(loaded.profiles)


def _draft(
    name: str, openapi: Path | None, edmx: Path | None, database: str | None, only: Sequence[str]
) -> Draft:
    """What the one description that is given makes of it. Each reader is loaded when it is needed."""
    if openapi is not None:
        from . import import_openapi

        return import_openapi.draft_of(_content(openapi), name, only)
    if edmx is not None:
        from . import import_edmx

        return import_edmx.draft_of(_content(edmx), name, only)
    from . import import_database

    address = database or ""
    user, password = os.environ.get("FLOWC_DB_USER", ""), os.environ.get("FLOWC_DB_PASSWORD", "")
    if user and not password and sys.stdin.isatty():
        password = click.prompt(f"password of {user}", hide_input=True, default="", show_default=False)
    return import_database.draft_of(address, name, only, user, password)


def _content(path: Path) -> bytes:
    """A description's bytes, and no more of them than are read."""
    from runtime.errors import UsageError

    from .draft import MOST_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as failed:
        raise UsageError(f"{path} cannot be read: {failed.strerror}") from None


# ---- check --------------------------------------------------------------------------------------


@system.command()
@click.argument("name")
@click.option("--only", metavar="NAMES", default="", help="These kinds of record only, separated by commas.")
@click.option("--openapi", type=click.Path(path_type=Path), help="Compare with this description as well.")
@click.option("--edmx", type=click.Path(path_type=Path), help="Compare with this description as well.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_PROFILES
@_CONFIG
def check(
    name: str,
    only: str,
    openapi: Path | None,
    edmx: Path | None,
    form: str,
    profiles: Path | None,
    config: Path,
) -> None:
    """Compare the profile of the system NAME with the living system; reads a little, writes nothing.

    Exits with 1 where something differs, with 3 where the system is not reached or does not let us in.
    """
    from runtime.config import load
    from runtime.database import Database
    from runtime.errors import UsageError
    from runtime.run import opened
    from runtime.survey import surveyed

    from .cli_survey import described, surveyed_tables
    from .diagnostic import harmless

    loaded = load(config)
    profile = _profile(name, profiles or loaded.path(loaded.profiles))
    if name not in loaded.systems:
        raise UsageError(f"{config} has no [systems.{name}]; add its address and secrets")
    remote, kinds = living(profile)
    wanted = {one.strip() for one in only.split(",") if one.strip()}
    unknown = sorted(wanted - {kind.name for kind in kinds})
    if unknown:
        raise UsageError(f"the profile of {name} has no {unknown[0]!r}; it has {', '.join(profile.types)}")
    told = _told(profile, openapi, edmx, wanted)
    kinds = [kind for kind in kinds if not wanted or kind.name in wanted]
    codes = {kind.name: _codes(profile, kind.name) for kind in kinds}
    with opened(loaded, {name: remote}, read_only={name}) as clients:
        client = clients[name]
        if isinstance(client, Database):
            surveys = surveyed_tables(client, profile, kinds, codes)
        else:
            surveys = [surveyed(client, kind, client.account, codes[kind.name]) for kind in kinds]
        _refuse_nothing(surveys, client)
        if not isinstance(client, Database) and profile.protocol.startswith("odata"):
            read = {one.type for one in surveys if not any(d.what in ("list", "access") for d in one.differences)}
            more, notes = described(client, profile, read)
            told += more
            for note in notes:
                click.echo(f"note: {harmless(note)}", err=True)
    _report(name, surveys, told, form)
    sys.exit(1 if _count(surveys) or told else 0)


def _refuse_nothing(surveys: Sequence[Survey], client: Client | Database) -> None:
    """Where no list at all was found or allowed, it is not the profile that is wrong. Unavailable says it in a line."""
    from runtime.errors import Unavailable

    refused = [one for one in surveys if not one.records and any(d.what in ("list", "access") for d in one.differences)]
    if not surveys or len(refused) < len(surveys):
        return
    account = f" and the account {client.account!r}" if client.account else ""
    said = next(difference.text for difference in refused[0].differences)
    raise Unavailable(
        client.system.name, f"none of its lists can be read: see to the address {client.address}{account}; {said}"
    )


def _count(surveys: Sequence[Survey]) -> int:
    """The differences, notes aside."""
    return sum(not difference.is_note for one in surveys for difference in one.differences)


def _told(profile: Profile, openapi: Path | None, edmx: Path | None, wanted: set[str]) -> list[Change]:
    """What a description says otherwise, where one is given."""
    from runtime.errors import UsageError

    from .compare import changes
    from .diagnostic import harmless
    from .draft import NotADescription

    if openapi is None and edmx is None:
        return []
    try:
        draft = _draft(profile.name, openapi, edmx, None, ())
    except NotADescription as wrong:
        raise UsageError(f"{openapi or edmx}: {harmless(str(wrong))}") from None
    return changes({name: kind for name, kind in profile.types.items() if not wanted or name in wanted}, draft)


def _report(name: str, surveys: Sequence[Survey], told: Sequence[Change], form: str) -> None:
    import msgspec

    from .diagnostic import harmless

    if form == "json":
        body = {
            "system": name,
            "differences": _count(surveys) + len(told),
            "types": [msgspec.to_builtins(one) for one in surveys],
            "description": [msgspec.to_builtins(one) for one in told],
        }
        click.echo(json.dumps(body, indent=2))
        return
    for one in surveys:
        click.echo(f"{name}.{one.type}: {one.records} records looked at, {_count([one])} differences")
        for difference in one.differences:
            place = f"{difference.path}: " if difference.path else ""
            word = "note" if difference.is_note else difference.what
            click.echo(harmless(f"  {word:<9} {place}{difference.text}"))
    for change in told:
        place = f"{change.type}.{change.path}" if change.path else change.type
        click.echo(harmless(f"description: {place}: {change.text}"))
    empty = [one.type for one in surveys if not one.records and not one.differences]
    if empty:
        click.echo(f"nothing could be compared where there are no records: {', '.join(empty)}")


def _profile(name: str, folder: Path) -> Profile:
    """The profile of a system. UsageError where there is none, or it has errors; what is wrong is printed."""
    from runtime.errors import UsageError

    from .diagnostic import Severity, harmless, to_text
    from .profile import load

    path = folder / f"{name}.toml"
    if not re.fullmatch(r"[a-z][a-z0-9]*", name) or not path.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.toml"))) or "none"
        raise UsageError(f"{folder} has no profile of {harmless(name[:40])!r}; there are: {known}")
    profile, findings = load(path.read_bytes(), path.name)
    for found in findings:
        click.echo(to_text(found, []), err=True)
    if profile is None or any(found.severity is Severity.ERROR for found in findings):
        raise UsageError(f"{path} has errors; correct them first")
    return profile


def _codes(profile: Profile, kind: str) -> Mapping[str, frozenset[str]]:
    """The values that code tables know, of the properties that name one."""
    properties = profile.types[kind].properties
    return {
        path: frozenset(str(code) for code in profile.codes[prop.codes].values())
        for path, prop in properties.items()
        if prop.codes in profile.codes
    }


def living(profile: Profile) -> tuple[System, list[ObjectType]]:
    """The profile as the runtime's own values: what its generated module would hold, without making that module.

    The pages of the compiler are the one place that knows the protocols' defaults; a page is a tree of calls with
    names and literals, so it is worked out here instead of being printed.
    """
    from runtime import model

    from .page_system import profile_page

    page = profile_page(profile)
    remote: System = _value(page.system, {})
    classes: dict[str, Any] = {"SYSTEM": remote}
    for one in page.types:
        classes |= {record.name.text: model.Record for record in (one.record, *one.elements)}
        classes[one.patch.name.text] = model.Patch
    return remote, [_value(one.value, classes) for one in page.types]


def _value(expr: Expr, names: Mapping[str, Any]) -> Any:
    """A page's expression as a value of `runtime.model`; `names` are the module's own. Only classes of the model, its
    enumerations and literals can occur: anything else is a KeyError or an AttributeError."""
    from runtime import model

    from .page import Call, Lit, Many, Name

    if isinstance(expr, Lit):
        return expr.value
    if isinstance(expr, Many):
        return tuple(_value(one, names) for one in expr.members)
    if isinstance(expr, Name):
        if expr.text in names:
            return names[expr.text]
        owner, _, member = expr.text.partition(".")
        return getattr(model, owner)[member]
    assert isinstance(expr, Call)
    return getattr(model, expr.name.text)(**{one.name.text: _value(one.value, names) for one in expr.arguments})
