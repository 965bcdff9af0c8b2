"""One ObjectType as a table: its statements, and documents from its rows. Pure; nothing here executes anything.

Names come from the profile alone and are always quoted; values are always bound (G-24). A property's path is the
column's name as it stands, dots included; in a document the dots make nested objects, as everywhere. In the name of a
table one dot parts the schema from it. Values are bound untyped, so that the database compares them as its columns are.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from msgspec import UNSET, Struct, UnsetType
from sqlalchemy.engine import Connection

from runtime.model import Access, Feed, Json, Kind, ObjectType, Property
from runtime.wire import at

from .sql_values import Misfit, column_value, document_value, key_text

__all__ = [
    "ChangeTable",
    "Condition",
    "Connection",
    "LineChanges",
    "Path",
    "Select",
    "Shape",
    "Values",
    "bound",
    "change_table",
    "changed_keys",
    "changed_since",
    "delete",
    "delete_lines",
    "document_of",
    "highest",
    "insert",
    "line_changes",
    "line_shapes",
    "lines_of",
    "moment",
    "newest",
    "page",
    "present",
    "record_shape",
    "records",
    "shortened",
    "split",
    "update",
]

Path: TypeAlias = tuple[str, ...]
Values: TypeAlias = dict[Path, Any]
"""What a row gets, ready to be bound, by path."""

Condition: TypeAlias = "sa.ColumnElement[bool]"
Select: TypeAlias = "sa.Select[Any]"

_RAW = sa.types.NullType()


class Shape(Struct, frozen=True, kw_only=True):
    """A table with the columns that the profile names.

    `at` is the path of the list whose elements it holds (() for records); `parent` is the column that names the record.
    """

    table: sa.Table
    columns: dict[Path, sa.Column[Any]]
    properties: dict[Path, Property]
    key: Path
    version: Path = ()
    at: Path = ()
    parent: sa.Column[Any] | None = None

    @property
    def counts_versions(self) -> bool:
        """Whether we count the version: a column that may be written. One that is only read, the database keeps."""
        return bool(self.version) and self.properties[self.version].access is Access.BOTH


class ChangeTable(Struct, frozen=True, kw_only=True):
    """The table of a SEQUENCE feed: the columns of the number and of the record's key, and what else must hold."""

    table: sa.Table
    number: sa.Column[Any]
    key: sa.Column[Any]
    only: tuple[sa.ColumnElement[bool], ...] = ()


def record_shape(kind: ObjectType) -> Shape:
    """The table of an ObjectType."""
    singles = [prop for prop in kind.properties if prop.kind is not Kind.LIST and prop.within is None]
    return _shape(kind.operations.table, singles, key=kind.key, version=kind.version)


def line_shapes(kind: ObjectType) -> tuple[Shape, ...]:
    """The tables of an ObjectType's lists."""
    lists = [prop for prop in kind.properties if prop.kind is Kind.LIST and prop.table]
    return tuple(
        _shape(prop.table, prop.children, key=prop.key, version=prop.version, at=prop.path, parent=prop.parent)
        for prop in lists
    )


def _shape(
    name: str, properties: Iterable[Property], *, key: Path, version: Path, at: Path = (), parent: str = ""
) -> Shape:
    by_path = {prop.path: prop for prop in properties}
    names = {path: ".".join(path) for path in by_path}
    table, columns = _table(name, [*names.values(), *([parent] if parent else [])])
    return Shape(
        table=table,
        columns={path: columns[name] for path, name in names.items()},
        properties=by_path,
        key=key,
        version=version,
        at=at,
        parent=columns[parent] if parent else None,
    )


def _table(name: str, columns: Iterable[str]) -> tuple[sa.Table, dict[str, sa.Column[Any]]]:
    """A table and its columns by name. Parameters are named by place, since names of columns may be anything."""
    schema, _, plain = name.rpartition(".")
    named = {
        column: sa.Column(_quoted(column), _RAW, key=f"c{number}")
        for number, column in enumerate(dict.fromkeys(columns))
    }
    table = sa.Table(_quoted(plain), sa.MetaData(), *named.values(), schema=_quoted(schema) if schema else None)
    return table, named


def _quoted(name: str) -> sa.sql.quoted_name:
    return sa.sql.quoted_name(name, quote=True)


def bound(value: Any) -> sa.BindParameter[Any]:
    """A parameter without a type of its own: the database takes the column's."""
    return sa.bindparam(None, value, _RAW, unique=True)


def _one_of(column: sa.Column[Any], values: Sequence[Any]) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam(None, list(values), _RAW, unique=True, expanding=True))


# ---- reading ------------------------------------------------------------------------------------


def page(shape: Shape, after: Any, rows: int, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The next rows by key, one more than asked for, which tells whether there are more. `after` is None at first.

    Keyset paging: whatever is inserted or deleted meanwhile, no row that stays is skipped or told twice.
    """
    key = shape.columns[shape.key]
    behind = [] if after is None else [key > bound(after)]
    most: sa.ColumnElement[int] = sa.literal_column(str(rows + 1))
    return sa.select(*shape.columns.values()).where(*behind, *where).order_by(key).limit(most)


def records(shape: Shape, keys: Sequence[Any], lock: bool = False) -> sa.Select[Any]:
    """These rows; `lock` keeps others from changing them until the transaction ends."""
    key = shape.columns[shape.key]
    found = sa.select(*shape.columns.values()).where(_one_of(key, keys)).order_by(key)
    return found.with_for_update() if lock else found


def lines_of(shape: Shape, keys: Sequence[Any], lock: bool = False) -> sa.Select[Any]:
    """The elements of these records: the record's key first, then the columns; in the order of the elements' keys."""
    assert shape.parent is not None
    found = (
        sa.select(shape.parent, *shape.columns.values())
        .where(_one_of(shape.parent, keys))
        .order_by(shape.parent, shape.columns[shape.key])
    )
    return found.with_for_update() if lock else found


def document_of(shape: Shape, row: Sequence[Any], sqlite: bool) -> dict[str, Any]:
    """A row's values, in the order of the columns, as a document."""
    root: dict[str, Any] = {}
    for (path, prop), value in zip(shape.properties.items(), row, strict=True):
        parent = root
        for segment in path[:-1]:
            parent = parent.setdefault(segment, {})
        parent[path[-1]] = document_value(value, prop.kind, sqlite)
    return root


def moment(value: sa.ColumnElement[Any], sqlite: bool) -> sa.ColumnElement[Any]:
    """What moments are compared by: SQLite keeps them as text of several forms."""
    return sa.func.julianday(value) if sqlite else value


def present(sqlite: bool) -> sa.Select[Any]:
    """The database's own time; SQLite's is that of this machine, in UTC."""
    return sa.select(sa.func.strftime("%Y-%m-%dT%H:%M:%fZ", "now", type_=_RAW) if sqlite else sa.func.now(type_=_RAW))


def newest(shape: Shape, modified: Path, until: str, sqlite: bool) -> sa.Select[Any]:
    """The newest stamp there is, of those not later than `until`."""
    column = shape.columns[modified]
    return (
        sa.select(column)
        .where(moment(column, sqlite) <= moment(bound(until), sqlite))
        .order_by(moment(column, sqlite).desc())
        .limit(sa.literal_column("1"))
    )


def changed_since(shape: Shape, modified: Path, stamp: str, sqlite: bool) -> sa.ColumnElement[bool]:
    """Not older than the stamp, or of unknown age."""
    when = moment(shape.columns[modified], sqlite)
    return sa.or_(when >= moment(bound(stamp), sqlite), when.is_(None))


def change_table(feed: Feed) -> ChangeTable:
    """The change table of a SEQUENCE feed."""
    number, key = ".".join(feed.stamp), ".".join(feed.key)
    table, columns = _table(feed.list, [number, key, *(name for name, _ in feed.query)])
    only = tuple(columns[name] == bound(value) for name, value in feed.query)
    return ChangeTable(table=table, number=columns[number], key=columns[key], only=only)


def highest(changes: ChangeTable) -> sa.Select[Any]:
    """The highest number there is, of whatever type."""
    return sa.select(sa.func.max(changes.number))


def changed_keys(changes: ChangeTable, above: int, up_to: int) -> sa.Select[Any]:
    """Keys of the records that changed between two numbers."""
    number = changes.number
    return (
        sa.select(changes.key)
        .where(number > bound(above), number <= bound(up_to), *changes.only)
        .distinct()
        .order_by(changes.key)
    )


# ---- writing ------------------------------------------------------------------------------------


def insert(shape: Shape, values: Values, parent: Any = None) -> sa.Insert:
    """A new row, which gives its key."""
    row = {shape.columns[path]: bound(value) for path, value in values.items()}
    if shape.parent is not None:
        row[shape.parent] = bound(parent)
    if shape.counts_versions:
        row.setdefault(shape.columns[shape.version], bound(1))
    return sa.insert(shape.table).values(row).returning(shape.columns[shape.key])


def update(shape: Shape, key: Any, values: Values) -> sa.Update:
    """Set values on a row, and move its version if that is for us to do.

    Without values the row is touched all the same, so that a trigger moves its version: a line of it has changed.
    """
    row: dict[sa.Column[Any], Any] = {shape.columns[path]: bound(value) for path, value in values.items()}
    touched = shape.columns[shape.version or shape.key]
    if shape.counts_versions:
        row[touched] = sa.func.coalesce(touched, sa.literal_column("0")) + sa.literal_column("1")
    return sa.update(shape.table).values(row or {touched: touched}).where(shape.columns[shape.key] == bound(key))


def delete(shape: Shape, key: Any, version: Any = None) -> sa.Delete:
    """Delete a row: an element of a list, or a record, if it still has this version where that is a whole number."""
    gone = sa.delete(shape.table).where(shape.columns[shape.key] == bound(key))
    if isinstance(version, int) and not isinstance(version, bool):
        gone = gone.where(shape.columns[shape.version] == bound(version))
    return gone


def delete_lines(shape: Shape, key: Any) -> sa.Delete:
    """Delete all elements of a record's list."""
    assert shape.parent is not None
    return sa.delete(shape.table).where(shape.parent == bound(key))


def split(
    shape: Shape, lines: Mapping[Path, Shape], changes: Iterable[tuple[Path, Json]], sqlite: bool
) -> tuple[Values, dict[Path, list[dict[str, Any]]]]:
    """Changes as values of the record's columns, and its lists as they are to be. Misfit for what has no column."""
    values: Values = {}
    lists: dict[Path, list[dict[str, Any]]] = {}
    for path, value in changes:
        if path in lines:
            rows = [] if value is None else value
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise Misfit(path, "takes a list of elements")
            lists[path] = [row for row in rows if isinstance(row, dict)]
        else:
            values |= _columns(shape, path, value, lines, lists, sqlite)
    return values, lists


def _columns(
    shape: Shape,
    path: Path,
    value: Json,
    lines: Mapping[Path, Shape],
    lists: dict[Path, list[dict[str, Any]]],
    sqlite: bool,
) -> Values:
    prop = shape.properties.get(path)
    if prop is not None:
        return {path: column_value(value, prop, sqlite)}
    if isinstance(value, dict):
        inner, below = split(shape, lines, (((*path, name), part) for name, part in value.items()), sqlite)
        lists |= below
        return inner
    if value is None:  # a reference that is held in an object is cleared as a whole
        cleared = [p for p, known in shape.properties.items() if p[: len(path)] == path and known.targets]
        if cleared:
            return dict.fromkeys(cleared)
    raise Misfit(path, "has no column in the profile")


class LineChanges(Struct):
    """What makes a list what it is to be: elements to delete, to change and to insert."""

    deletes: list[Any] = []
    updates: list[tuple[Any, Values]] = []
    inserts: list[Values] = []

    def __bool__(self) -> bool:
        return bool(self.deletes or self.updates or self.inserts)


def line_changes(
    shape: Shape, before: Mapping[str, tuple[Any, dict[str, Any]]], wanted: Iterable[dict[str, Any]], sqlite: bool
) -> LineChanges:
    """From the elements there are (raw key and document, by the key's text) to those there are to be.

    An element that names a key is that one, whatever its place; one without is new. Fields that it leaves out stay.
    Misfit for a key that is named twice, KeyError for one that is not there and that the database gives.
    """
    found = LineChanges()
    named: set[str] = set()
    for element in wanted:
        told = at(element, shape.key)
        key = "" if isinstance(told, UnsetType) else key_text(told)
        if key in named:
            raise Misfit((*shape.at, *shape.key), f"names the element {key} twice")
        there = before.get(key)
        if key and there is None and shape.properties[shape.key].access is Access.READ:
            raise KeyError(key)
        values = _element(shape, element, there[1] if there else {}, sqlite)
        if there is None:
            found.inserts.append(values)
        else:
            named.add(key)
            if values:
                found.updates.append((there[0], values))
    found.deletes = [raw for key, (raw, _) in before.items() if key not in named]
    return found


def _element(shape: Shape, element: dict[str, Any], before: dict[str, Any], sqlite: bool) -> Values:
    """What an element's columns get: whatever is told, may be written and is not there already."""
    values: Values = {}
    for path, prop in shape.properties.items():
        value = at(element, path)
        was = at(before, path)
        if isinstance(value, UnsetType) or (value is None and was in (None, UNSET)):
            continue
        if prop.access is Access.READ or path == shape.version or (before and path == shape.key):
            continue
        if not before or value != was:
            values[path] = column_value(value, prop, sqlite)
    return values


def shortened(shape: Shape, sent: Mapping[Path, Any], document: dict[str, Any]) -> list[Path]:
    """Decimals of more than 15 digits that came back as another number: SQLite keeps them as floats in columns of
    numeric affinity, and says nothing."""
    found = []
    for path, value in sent.items():
        if shape.properties[path].kind is Kind.DECIMAL and isinstance(value, str):
            number = decimal.Decimal(value)
            if len(number.normalize().as_tuple().digits) > 15 and number != at(document, path):
                found.append(path)
    return found
