"""A profile's ObjectType compared with the tables that the database's catalogue knows. Pure.

What the catalogue cannot tell is no mismatch: a view has no key and no column that must be filled. A column that the
profile does not list is one only where no row can be made without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from .catalogue import Column, Kind, Table
from .profile import Feed, ListProperty, ObjectType, Property

__all__ = ["Mismatch", "mismatches", "names_of"]

_MOST_NAMES = 12
_LONGEST_NAME = 80
_SQLITE: dict[str, tuple[Kind, ...]] = {
    "text": ("text",),
    "integer": ("integer", "decimal", "boolean"),
    "decimal": ("decimal", "text", "integer"),
    "boolean": ("boolean", "integer", "decimal"),
    "date": ("date", "text"),
    "datetime": ("datetime", "text"),
}
"""What a column of SQLite may be declared as, to hold a property of a type: it has few types of its own."""


class Mismatch(Struct, frozen=True, kw_only=True):
    """One thing that the catalogue says otherwise: its sort, the wire path ("" for the whole), words for a person."""

    what: str
    path: str = ""
    text: str
    is_note: bool = False


def names_of(kind: ObjectType) -> set[str]:
    """The tables and views that the ObjectType names."""
    names = {kind.operations.table, *(one.table for one in kind.lists.values())}
    return (names | ({feed.list} if (feed := _numbered(kind)) else set())) - {""}


def _numbered(kind: ObjectType) -> Feed | None:
    feed = kind.operations.feed
    return feed if feed is not None and feed.scheme == "sequence" else None


def mismatches(kind: ObjectType, tables: Mapping[str, Table | None]) -> list[Mismatch]:
    """What the catalogue says otherwise of an ObjectType. `tables` are those of `names_of`, None where not there."""
    table = tables[kind.operations.table]
    if table is None:
        return [Mismatch(what="list", text=f"there is no table {kind.operations.table!r}, or not for our login")]
    roles = {kind.key: "key", **({kind.version: "version"} if kind.version else {})}
    roles |= {kind.modified: "modified"} if kind.modified and kind.modified not in roles else {}
    roles |= {kind.created: "created"} if kind.created and kind.created not in roles else {}
    found = list(_of_columns(table, kind.properties, "", roles))
    found += _of_key(table, kind.key, "")
    if kind.operations.creatable:
        found += _unfilled(table, kind.properties, "", set())
    for path, line_list in kind.lists.items():
        found += _of_lines(path, line_list, tables[line_list.table], kind.operations.creatable)
    feed = _numbered(kind)
    if feed is not None:
        found += _of_feed(feed, tables[feed.list])
    found += _strangers(table, kind.properties, {})
    return found


def _of_lines(path: str, line_list: ListProperty, table: Table | None, creatable: bool) -> Iterator[Mismatch]:
    if table is None:
        yield Mismatch(what="lines", path=path, text=f"there is no table {line_list.table!r}, or not for our login")
        return
    prefix = f"{path}."
    roles = {line_list.key: "key", **({line_list.version: "version"} if line_list.version else {})}
    if table.column(line_list.parent) is None:
        text = f"{table.name} has no column {line_list.parent!r} that would name the record of a line"
        yield Mismatch(what="lines", path=path, text=text)
    yield from _of_columns(table, line_list.properties, prefix, roles)
    yield from _of_key(table, line_list.key, prefix)
    if line_list.access != "read" and (creatable or line_list.access == "both"):
        yield from _unfilled(table, line_list.properties, prefix, {line_list.parent})
    yield from _strangers(table, line_list.properties, {line_list.parent}, path)


def _of_columns(
    table: Table, properties: Mapping[str, Property], prefix: str, roles: Mapping[str, str]
) -> Iterator[Mismatch]:
    for path, prop in properties.items():
        at, column = f"{prefix}{path}", table.column(path)
        if column is None:
            yield Mismatch(what=roles.get(path, "absent"), path=at, text=f"{table.name} has no such column")
            continue
        if not _fits(prop, column, table.is_sqlite):
            text = f"is stated to be {prop.type}, and the column is {column.type}"
            yield Mismatch(what="type", path=at, text=text)
        if prop.access == "read":
            continue
        if column.max_length is not None and (prop.max_length or column.max_length + 1) > column.max_length:
            here = f"{prop.max_length} characters are" if prop.max_length else "no longest length is"
            text = f"{here} stated, and the column takes {column.max_length}"
            yield Mismatch(what="length", path=at, text=text)
        if prop.required and column.is_nullable and not table.is_view:
            yield Mismatch(what="required", path=at, text="is required here, and the column may be null", is_note=True)


def _fits(prop: Property, column: Column, is_sqlite: bool) -> bool:
    """Whether values of the property can stand in the column and come back as such (`runtime.protocols.sql_values`)."""
    if is_sqlite:
        return column.kind == "any" or column.kind in _SQLITE[prop.type]
    return column.kind == prop.type or (prop.type == "integer" and column.kind == "decimal")


def _of_key(table: Table, key: str, prefix: str) -> Iterator[Mismatch]:
    """A key is one column whose values stand in one row only. Views do not tell, and their rows will."""
    column = table.column(key)
    if column is None or table.is_view or table.key == (column.name,) or column.name in table.unique:
        return
    text = f"several rows of {table.name} may have the same: it is neither the primary key nor unique by itself"
    yield Mismatch(what="key", path=f"{prefix}{key}", text=text)


def _unfilled(
    table: Table, properties: Mapping[str, Property], prefix: str, filled: Collection[str]
) -> Iterator[Mismatch]:
    """Columns that a new row needs, and that the profile would leave empty."""
    ours = {column.name: (path, prop) for path, prop in properties.items() if (column := table.column(path))}
    for column in table.columns.values():
        if column.is_nullable or column.is_given or column.name in filled:
            continue
        path, prop = ours.get(column.name, (column.name, None))
        if prop is None:
            text = "may not be null and is not in the profile: a new row is refused, unless a trigger fills it"
        elif prop.access == "read":
            text = "may not be null, has no default, and is only read here: a trigger has to fill it"
        elif prop.required or prop.default is not None:
            continue
        else:
            text = "may not be null in the database, and is not required here"
        is_note = prop is not None and prop.access == "read"
        yield Mismatch(what="required", path=f"{prefix}{path}", text=text, is_note=is_note)


def _of_feed(feed: Feed, table: Table | None) -> Iterator[Mismatch]:
    if table is None:
        yield Mismatch(what="feed", text=f"there is no table or view {feed.list!r} that tells changes")
        return
    for name in (feed.stamp, feed.key, *feed.query):
        if table.column(name) is None:
            yield Mismatch(what="feed", text=f"{table.name}, which tells changes, has no column {name!r}")
    stamp = table.column(feed.stamp)
    if stamp is not None and stamp.kind not in ("integer", "decimal", "any"):
        text = f"{table.name}.{stamp.name} should be a number that grows, and is {stamp.type}"
        yield Mismatch(what="feed", text=text)


def _strangers(
    table: Table, properties: Mapping[str, Property], filled: Collection[str], path: str = ""
) -> Iterator[Mismatch]:
    """One note for all columns that the profile does not list."""
    known = {column.name for one in (*properties, *filled) if (column := table.column(one))}
    names = [name[:_LONGEST_NAME] for name in table.columns if name not in known]
    if names:
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        text = f"{len(names)} columns of {table.name} are not in the profile: {shown}"
        yield Mismatch(what="unknown", path=path, text=text, is_note=True)
