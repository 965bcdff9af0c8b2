"""`flowc system`: a profile made from a description of an API or database, and one compared with the living system."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from .draft import Draft
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
        raise UsageError(f"{harmless(str(given[0]))}: {harmless(str(wrong))}") from None
    if not draft.profile.types:
        raise UsageError(f"nothing can be imported: {harmless('; '.join(draft.notices[:3]))}")
    written = profile_text(draft)
    _, findings = load(written.text.encode(), f"{name}.toml")
    errors = [found for found in findings if found.severity is Severity.ERROR]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written.text, encoding="utf-8")
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
