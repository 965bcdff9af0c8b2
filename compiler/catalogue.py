"""What a database says of its tables, as plain values. Reads its catalogue through SQLAlchemy's inspector, and no row.

`import_database` makes a profile from it, `compare_tables` compares one with it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.engine import Connection, Inspector

__all__ = ["Column", "Kind", "Table", "has_triggers", "table_of", "tables_of"]

Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime", "any", "other"]
"""A profile's types; `any` is a column of SQLite without a type, `other` what no property can be, such as bytes."""
_OTHERS = (sa.LargeBinary, sa.JSON, sa.ARRAY, sa.Interval)


class Column(Struct, frozen=True, kw_only=True):
    """One column: `type` is what the database calls it. `is_given`: a row that does not name it gets a value."""

    name: str
    kind: Kind
    type: str
    max_length: int | None = None
    is_nullable: bool = True
    has_default: bool = False
    is_computed: bool = False

    @property
    def is_given(self) -> bool:
        """Whether the database has a value for a row that comes without one, beside null."""
        return self.has_default or self.is_computed


class Table(Struct, frozen=True, kw_only=True):
    """A table or view of the catalogue: its primary key, and the columns whose values stand in one row only."""

    name: str
    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    is_view: bool = False
    is_sqlite: bool = False

    def column(self, name: str) -> Column | None:
        """The column of this name; SQLite does not tell capitals from small letters."""
        found = self.columns.get(name)
        if found is None and self.is_sqlite:
            found = next((one for one in self.columns.values() if one.name.casefold() == name.casefold()), None)
        return found


def tables_of(connection: Connection, names: Iterable[str]) -> dict[str, Table | None]:
    """The tables of these names, as a profile writes them: a dot parts the schema from the table. None: not there."""
    inspector = sa.inspect(connection)
    return {name: table_of(inspector, name) for name in names}


def table_of(inspector: Inspector, name: str) -> Table | None:
    """One table or view, None where there is none that our login knows of."""
    schema, _, plain = name.rpartition(".")
    at = schema or None
    if not inspector.has_table(plain, schema=at):
        return None
    is_sqlite = inspector.dialect.name == "sqlite"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sa.exc.SAWarning)  # of types it does not know, which are `other` here
        keys = tuple(inspector.get_pk_constraint(plain, schema=at)["constrained_columns"])
        is_view = plain in inspector.get_view_names(schema=at)
        columns = [_column(one, keys, is_sqlite) for one in inspector.get_columns(plain, schema=at)]
    return Table(
        name=name,
        columns={one.name: one for one in columns},
        key=keys,
        unique=() if is_view else _unique(inspector, plain, at, is_sqlite),
        is_view=is_view,
        is_sqlite=is_sqlite,
    )


def _column(said: Any, keys: tuple[str, ...], is_sqlite: bool) -> Column:
    """A column as the inspector tells it. SQLite's `INTEGER PRIMARY KEY` is the row's number, which it gives itself."""
    of = getattr(said["type"], "data_type", said["type"])  # a domain of PostgreSQL
    is_number = is_sqlite and keys == (said["name"],) and isinstance(of, sa.Integer)
    kind = _kind(of, is_sqlite)
    length = getattr(of, "length", None)
    return Column(
        name=said["name"],
        kind=kind,
        type=_named(of),
        max_length=length if isinstance(length, int) and length > 0 and kind == "text" else None,
        is_nullable=bool(said["nullable"]),
        has_default=said.get("default") is not None,
        is_computed=is_number or said.get("computed") is not None or said.get("identity") is not None,
    )


def _named(of: Any) -> str:
    """The type's name, for a person; not every type that can be read can be written again."""
    if isinstance(of, sa.types.NullType):
        return "of a type of its own"
    try:
        return str(of).lower()[:60]
    except sa.exc.CompileError:
        return type(of).__name__.lower()


def _kind(of: Any, is_sqlite: bool) -> Kind:
    if isinstance(of, sa.types.NullType):
        return "any" if is_sqlite else "other"
    if isinstance(of, _OTHERS):
        return "other"
    if isinstance(of, sa.Boolean):
        return "boolean"
    if isinstance(of, sa.Integer):
        return "integer"
    if isinstance(of, sa.Numeric | sa.Float):
        return "decimal"
    if isinstance(of, sa.DateTime):
        return "datetime"
    if isinstance(of, sa.Date):
        return "date"
    # of SQLite everything else is kept as it is given; PostgreSQL's driver makes values of its own of what is no text
    return "text" if is_sqlite or isinstance(of, sa.String | sa.Uuid) else "other"


def _unique(inspector: Inspector, table: str, schema: str | None, is_sqlite: bool) -> tuple[str, ...]:
    """Columns whose values stand in one row only, by a constraint or an index of their own."""
    found = [one["column_names"] for one in inspector.get_unique_constraints(table, schema=schema)]
    more = {"include_auto_indexes": True} if is_sqlite else {}  # a column's own `unique` is an index made for it
    indexes = inspector.get_indexes(table, schema=schema, **more)
    whole = [one for one in indexes if one["unique"] and not _is_partial(one)]
    columns = [*found, *([name for name in one["column_names"] if name is not None] for one in whole)]
    return tuple(dict.fromkeys(names[0] for names in columns if len(names) == 1))


def _is_partial(index: Any) -> bool:
    """Whether an index is about some rows only."""
    return any(name.endswith("_where") and held is not None for name, held in index.get("dialect_options", {}).items())


_TRIGGERS = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT DISTINCT c.relname FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND pg_catalog.pg_table_is_visible(c.oid)
    """,
}


def has_triggers(connection: Connection) -> frozenset[str]:
    """The tables of the default schema that have triggers of their own, which the inspector does not tell."""
    return frozenset(row[0] for row in connection.execute(sa.text(_TRIGGERS[connection.dialect.name])))
