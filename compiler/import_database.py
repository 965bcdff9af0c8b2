"""A database's tables as a Draft of a profile, through SQLAlchemy's inspector. Reads the catalogue, and no row.

A table with a key of one column becomes an ObjectType; a table of lines, named after the table it refers to, becomes a
list of that one's. What the columns' names suggest is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.engine import URL, Inspector

from .draft import MOST_PROPERTIES, Draft, NotADescription, fits_a_path
from .guess import form_of, label_of, modified_of, refer, settle, singular, type_name, version_of
from .naming import fold
from .profile import Feed, ListProperty, ObjectType, Operations, Profile, Property

__all__ = ["draft_of"]

Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
_LINES = re.compile(r"[_ ]?(lines?|rows?|items?|positions?|details?)$", re.I)
_MOST_TABLES = 2_000
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}


def draft_of(address: str, name: str, only: Collection[str] = (), user: str = "", password: str = "") -> Draft:
    """The profile of the database at `sqlite:///FILE` or `postgresql://HOST/NAME`, of its default schema.

    `only` chooses tables. NotADescription where it cannot be reached or read; secrets never stand in what it says.
    """
    url = _checked(address, user, password)
    draft = Draft(profile=Profile(label=label_of(name), protocol="sql", address=_shown(url)))
    draft.comments[()] = "Imported from a database. Lines below a QUESTION are guesses: see to each, then delete it."
    draft.ask("address", question="is this the database to sync with? The user and password are named in flowc.toml.")
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as missing:
        raise NotADescription(f"the driver {missing.name!r} is not installed; pip install 'psycopg[binary]'") from None
    try:
        _read(sa.inspect(engine), draft, only)
    except sa.exc.SQLAlchemyError as failed:
        reason = str(getattr(failed, "orig", None) or failed).splitlines()[0]
        told = reason.replace(password, "***") if password else reason
        raise NotADescription(f"the database cannot be read: {told}") from None
    finally:
        engine.dispose()
    return draft


def _checked(address: str, user: str, password: str) -> URL:
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise NotADescription("it is no address; write sqlite:///FILE or postgresql://HOST/DATABASE") from None
    if url.drivername not in _DRIVERS:
        raise NotADescription("only sqlite:///FILE and postgresql://HOST/DATABASE are read")
    if url.password:
        raise NotADescription("the address holds a password; give it in FLOWC_DB_PASSWORD instead")
    if url.drivername == "sqlite":
        if not url.database or not Path(url.database).is_file():
            raise NotADescription("there is no such file; SQLite would make an empty one")
        return URL.create("sqlite", database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    return url.set(drivername=_DRIVERS[url.drivername], username=user or url.username, password=password or None)


def _shown(url: URL) -> str:
    """The address without the user and the password."""
    if url.drivername == "sqlite":
        return f"sqlite:///{str(url.database).removeprefix('file:')}"
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def _read(inspector: Inspector, draft: Draft, only: Collection[str]) -> None:
    tables = [one for one in sorted(inspector.get_table_names()) if fits_a_path(one)][:_MOST_TABLES]
    parents = {table: _parent(inspector, table, tables) for table in tables}
    wanted = {fold(singular(one)): one for one in only}
    chosen = [one for one in tables if parents[one] is None and (not only or fold(singular(one)) in wanted)]
    for folded, one in wanted.items():
        if folded not in {fold(singular(table)) for table in chosen}:
            draft.note(f"there is no table {one[:60]!r}; there are {', '.join(tables[:40])}")
    names: dict[str, str] = {}
    for table in chosen:
        if len(_key(inspector, table)) == 1:
            names[table] = type_name(singular(table), names.values())
        else:
            draft.note(f"the table {table!r} was left out: its key is not one column")
    types = {ours: _object_type(inspector, table, ours, names, parents, draft) for table, ours in names.items()}
    draft.profile = replace(draft.profile, types=types)
    settle(draft)
    if types and all(kind.version and kind.version != kind.modified for kind in types.values()):
        draft.profile = replace(draft.profile, precondition="version")
    elif types:
        draft.profile = replace(
            draft.profile, precondition="compare" if all(k.version for k in types.values()) else "none"
        )
        draft.ask(
            "precondition",
            question="what tells that a row was changed since it was read? Not every table has a version.",
        )
    refer(draft, {ours: (singular(table),) for table, ours in names.items()})


def _key(inspector: Inspector, table: str) -> list[str]:
    return [name for name in inspector.get_pk_constraint(table)["constrained_columns"] if fits_a_path(name)]


def _parent(inspector: Inspector, table: str, tables: list[str]) -> tuple[str, str] | None:
    """The table that this one holds lines of, and the column that names it; None where it stands for itself."""
    stem = _LINES.sub("", table)
    if stem == table or len(_key(inspector, table)) != 1:
        return None
    for constraint in inspector.get_foreign_keys(table):
        target, columns = constraint["referred_table"], constraint["constrained_columns"]
        if target in tables and len(columns) == 1 and fold(singular(target)) == fold(singular(stem)):
            return target, columns[0]
    return None


def _object_type(
    inspector: Inspector,
    table: str,
    ours: str,
    names: Mapping[str, str],
    parents: Mapping[str, tuple[str, str] | None],
    draft: Draft,
) -> ObjectType:
    place = ("types", ours)
    key = _key(inspector, table)[0]
    properties = _properties(inspector, table, names, draft, place)
    modified, version = modified_of(properties), version_of(properties)
    for path in (version, modified):
        if path:
            properties[path] = replace(properties[path], access="read", required=False)
    if modified:
        draft.ask(*place, "modified", question="does every change of a row move this, also one made by hand?")
    lists: dict[str, ListProperty] = {}
    for line_table, parent in parents.items():
        if parent is None or parent[0] != table:
            continue
        at = (*place, "lists", line_table)
        inner = _properties(inspector, line_table, names, draft, at)
        inner.pop(parent[1], None)
        version_in = version_of(inner)
        line_key = _key(inspector, line_table)[0]
        lists[line_table] = ListProperty(
            key=line_key, version=version_in, table=line_table, parent=parent[1], properties=inner
        )
        draft.ask(*at, "table", question=f"are these the lines of a {ours}, or records of their own?")
    return ObjectType(
        labels=[table] if fold(table) != fold(ours) else [],
        key=key,
        version=version or modified,
        modified=modified,
        unique=[one for one in _unique(inspector, table) if one in properties and one != key],
        operations=Operations(table=table, feed=Feed() if modified else None),
        properties={path: properties[path] for path in dict.fromkeys([key, *properties])},
        lists=lists,
    )


def _unique(inspector: Inspector, table: str) -> list[str]:
    """Columns whose values stand in one row only, by a constraint or an index of their own."""
    found: list[Sequence[str | None]] = [one["column_names"] for one in inspector.get_unique_constraints(table)]
    is_sqlite = inspector.dialect.name == "sqlite"  # where a column's own `unique` is an index that is made for it
    indexes = inspector.get_indexes(table, include_auto_indexes=True) if is_sqlite else inspector.get_indexes(table)
    found += [one["column_names"] for one in indexes if one["unique"]]
    return [*dict.fromkeys(columns[0] for columns in found if len(columns) == 1 and columns[0] is not None)]


def _properties(
    inspector: Inspector, table: str, names: Mapping[str, str], draft: Draft, place: tuple[str, ...]
) -> dict[str, Property]:
    targets: dict[str, list[str]] = {}
    for constraint in inspector.get_foreign_keys(table):
        if len(constraint["constrained_columns"]) == 1 and constraint["referred_table"] in names:
            targets.setdefault(constraint["constrained_columns"][0], []).append(names[constraint["referred_table"]])
    keys = _key(inspector, table)
    found: dict[str, Property] = {}
    for column in inspector.get_columns(table)[:MOST_PROPERTIES]:
        name = column["name"]
        if not fits_a_path(name):
            draft.note(f"{table}: the column {name[:60]!r} was left out: its name cannot be a path")
            continue
        kind = _kind(column["type"])
        is_given = name in keys and (kind == "integer" or column.get("default") is not None)
        is_computed = is_given or column.get("computed") is not None or column.get("identity") is not None
        if name in keys and not is_computed:
            draft.ask(*place, "properties", name, question="who gives the key: we, with the new row, or the database?")
        length = getattr(column["type"], "length", None)
        found[name] = Property(
            type=kind,
            form=form_of(name) if kind == "text" else "",
            access="read" if is_computed else "create" if name in keys else "both",
            required=not is_computed and not column["nullable"] and column.get("default") is None,
            max_length=length if isinstance(length, int) and length > 0 and kind == "text" else None,
            references=targets.get(name, []),
        )
    return found


def _kind(of: Any) -> Kind:
    if isinstance(of, sa.Boolean):
        return "boolean"
    if isinstance(of, sa.Integer):
        return "integer"
    if isinstance(of, sa.Numeric | sa.Float):
        return "decimal"
    if isinstance(of, sa.DateTime):
        return "datetime"
    return "date" if isinstance(of, sa.Date) else "text"
