"""A database's tables as a Draft of a profile, through SQLAlchemy's inspector. Reads the catalogue, and no row.

A table with a key of one column becomes an ObjectType; a table of lines, named after the table it refers to, becomes a
list of that one's; a table or view of changes becomes their feed. What the columns' names suggest is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.engine import URL, Connection

from .catalogue import Column, Table, has_triggers, table_of
from .draft import MOST_PROPERTIES, Draft, NotADescription, Place, fits_a_path
from .guess import form_of, label_of, modified_of, refer, settle, singular, type_name, version_of
from .naming import fold
from .profile import Auth, Feed, ListProperty, ObjectType, Operations, Profile, Property

__all__ = ["draft_of"]

Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
_LINES = re.compile(r"[_ ]?(lines?|rows?|items?|positions?|details?)$", re.I)
_MOST_TABLES = 2_000
_OVERLAP = 60
"""Seconds that a stamp is asked for again: it is given before its transaction ends."""
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}


def draft_of(address: str, name: str, only: Collection[str] = (), user: str = "", password: str = "") -> Draft:
    """The profile of the database at `sqlite:///FILE` or `postgresql://HOST/NAME`, of its default schema.

    `only` chooses tables. NotADescription where it cannot be reached or read; secrets never stand in what it says.
    """
    url = _checked(address, user, password)
    auth = Auth(scheme="basic" if url.username else "none")
    draft = Draft(profile=Profile(label=label_of(name), protocol="sql", address=_shown(url), auth=auth))
    draft.comments[()] = "Imported from a database. Lines below a QUESTION are guesses: see to each, then delete it."
    draft.ask("address", question="is this the database to sync with? The user and password are named in flowc.toml.")
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as missing:
        raise NotADescription(f"the driver {missing.name!r} is not installed; pip install 'psycopg[binary]'") from None
    try:
        with engine.connect() as connection:
            _Reader(connection, draft).read(only)
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


class _Reader:
    """The tables of the default schema, and the ObjectTypes made of them."""

    def __init__(self, connection: Connection, draft: Draft) -> None:
        self._inspector = sa.inspect(connection)
        self._draft = draft
        named = [one for one in sorted(self._inspector.get_table_names()) if fits_a_path(one)][:_MOST_TABLES]
        found = {one: table_of(self._inspector, one) for one in named}
        tables = {one: table for one, table in found.items() if table is not None}
        self._changes = self._change_table(tables)
        self._told = has_triggers(connection) if self._changes else frozenset()
        self.tables = {one: table for one, table in tables.items() if not _is_of_changes(table)}
        self._parents = {one: self._parent(table) for one, table in self.tables.items()}
        self._names: dict[str, str] = {}

    def read(self, only: Collection[str]) -> None:
        """Put the ObjectTypes into the draft; those of `only`, if any are named."""
        draft = self._draft
        wanted = {fold(singular(one)): one for one in only}
        alone = [one for one in self.tables if self._parents[one] is None]
        chosen = [one for one in alone if not only or fold(singular(one)) in wanted]
        for folded, one in wanted.items():
            if folded not in {fold(singular(table)) for table in chosen}:
                draft.note(f"there is no table {one[:60]!r}; there are {', '.join(list(self.tables)[:40])}")
        for table in chosen:
            if _key(self.tables[table]):
                self._names[table] = type_name(singular(table), self._names.values())
            else:
                draft.note(f"the table {table!r} was left out: its key is not one column")
        types = {ours: self._object_type(self.tables[table], ours) for table, ours in self._names.items()}
        draft.profile = replace(draft.profile, types=types)
        settle(draft)
        refer(draft, {ours: (singular(table),) for table, ours in self._names.items()})

    def _change_table(self, tables: Mapping[str, Table]) -> str:
        """The view, else the table, that tells changes: a growing number, the table's name and the record's key."""
        views = [one for one in sorted(self._inspector.get_view_names()) if fits_a_path(one)][:_MOST_TABLES]
        found = [one for one in views if (view := table_of(self._inspector, one)) and _is_of_changes(view)]
        return next(iter([*found, *(one for one, table in tables.items() if _is_of_changes(table))]), "")

    def _parent(self, table: Table) -> tuple[str, str] | None:
        """The table that this one holds lines of, and the column that names it; None where it stands for itself."""
        stem = _LINES.sub("", table.name)
        if stem == table.name or not _key(table):
            return None
        for constraint in self._inspector.get_foreign_keys(table.name):
            target, columns = constraint["referred_table"], constraint["constrained_columns"]
            if target in self.tables and len(columns) == 1 and fold(singular(target)) == fold(singular(stem)):
                return target, columns[0]
        return None

    def _object_type(self, table: Table, ours: str) -> ObjectType:
        place = ("types", ours)
        key = _key(table)
        properties = self._properties(table, place)
        modified, version = self._stamps(properties, place)
        lists: dict[str, ListProperty] = {}
        for name, parent in self._parents.items():
            if parent is not None and parent[0] == table.name:
                lists[name] = self._lines(self.tables[name], parent[1], ours)
        return ObjectType(
            labels=[table.name] if fold(table.name) != fold(ours) else [],
            key=key,
            version=version,
            modified=modified,
            unique=[one for one in table.unique if one in properties and one != key],
            operations=Operations(table=table.name, feed=self._feed(table, modified, place)),
            properties={path: properties[path] for path in dict.fromkeys([key, *properties])},
            lists=lists,
        )

    def _stamps(self, properties: dict[str, Property], place: Place) -> tuple[str, str]:
        """The columns of the last change and of the version, "" where there are none; both are only read.

        A stamp is no version: two changes may have the same. Without a version everything is compared before a write.
        """
        modified, version = modified_of(properties), version_of(properties)
        if version and properties[version].type != "integer":
            version = ""
        for path in (version, modified):
            if path:
                properties[path] = replace(properties[path], access="read", required=False)
        if modified:
            self._draft.ask(*place, "modified", question="does every change of a row move this, also one made by hand?")
        if version:
            question = "does a trigger move this at every change? If not, delete the line: values are compared then."
            self._draft.ask(*place, "version", question=question)
        return modified, version

    def _feed(self, table: Table, modified: str, place: Place) -> Feed | None:
        """A change table where triggers of this one may fill it, else the stamp, else nothing."""
        if self._changes and table.name in self._told:
            at = (*place, "operations", "feed")
            question = f"do triggers tell {self._changes} of every change, of lines too, with type = {table.name!r}?"
            self._draft.ask(*at, "list", question=question)
            query = {"type": table.name}
            return Feed(scheme="sequence", list=self._changes, stamp="id", key="key", query=query)
        return Feed(overlap=_OVERLAP) if modified else None

    def _lines(self, table: Table, parent: str, ours: str) -> ListProperty:
        at = ("types", ours, "lists", table.name)
        inner = self._properties(table, at)
        inner.pop(parent, None)
        version = version_of(inner)
        if version and inner[version].type != "integer":
            version = ""
        self._draft.ask(*at, "table", question=f"are these the lines of a {ours}, or records of their own?")
        return ListProperty(
            key=_key(table), version=version, table=table.name, parent=parent, properties=inner
        )

    def _properties(self, table: Table, place: Place) -> dict[str, Property]:
        targets: dict[str, list[str]] = {}
        for constraint in self._inspector.get_foreign_keys(table.name):
            columns, target = constraint["constrained_columns"], constraint["referred_table"]
            if len(columns) == 1 and target in self._names:
                targets.setdefault(columns[0], []).append(self._names[target])
        found: dict[str, Property] = {}
        for name, column in list(table.columns.items())[:MOST_PROPERTIES]:
            if not fits_a_path(name):
                self._draft.note(f"{table.name}: the column {name[:60]!r} was left out: its name cannot be a path")
            elif column.kind == "other":
                self._draft.note(f"{table.name}: the column {name!r} was left out: no property can be {column.type}")
            else:
                found[name] = self._property(table, column, targets.get(name, []), place)
        return found

    def _property(self, table: Table, column: Column, targets: list[str], place: Place) -> Property:
        name, is_key = column.name, column.name in table.key
        kind: Kind = "text" if column.kind == "any" or column.kind == "other" else column.kind
        is_read = column.is_computed or (is_key and column.is_given)
        if is_key and not is_read:
            question = "who gives the key: we, with the new row, or the database?"
            self._draft.ask(*place, "properties", name, question=question)
        return Property(
            type=kind,
            form=form_of(name) if kind == "text" else "",
            access="read" if is_read else "create" if is_key else "both",
            required=not is_read and not column.is_nullable and not column.is_given,
            max_length=column.max_length,
            references=targets,
        )


def _key(table: Table) -> str:
    """The key's only column, "" where it is another or several."""
    return table.key[0] if len(table.key) == 1 and table.key[0] in table.columns and fits_a_path(table.key[0]) else ""


def _is_of_changes(table: Table) -> bool:
    """Whether it has the shape of the change tables that `specs/README.md` shows, and is called so."""
    kinds = {name: column.kind for name, column in table.columns.items()}
    return "change" in table.name.casefold() and kinds == {"id": "integer", "type": "text", "key": "text"}
