"""The query options of Exact Online: `$select`, `$filter`, `$expand`, `$orderby`, `$top`, `$skiptoken`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from runtime.sandbox.exact_fields import TYPES, EntityType
from runtime.sandbox.exact_values import literal_fits
from runtime.sandbox.odata_filter import Comparison, Either, Filter, FilterError, comparisons, parse
from runtime.sandbox.odata_paging import OrderKey, read_skip_token

PAGE = 60
_KNOWN = frozenset({"$select", "$filter", "$expand", "$orderby", "$top", "$skiptoken", "$inlinecount", "$format"})
BULK_FILTERS: Mapping[str, frozenset[str]] = {
    "Contact": frozenset({"Account", "ID", "IdentificationDocument", "IdentificationUser", "Person"}),
}
"""What a bulk view may be filtered by, where the vendor says so; elsewhere it is what its endpoint takes."""


class QueryError(Exception):
    """A query option that is answered with 400."""


@dataclass(frozen=True)
class Query:
    """The options of one request, checked against the fields of its entity type."""

    select: frozenset[str] | None = None
    line_select: frozenset[str] | None = None
    expand: frozenset[str] = frozenset()
    filter: Filter | None = None
    order: str = ""
    descending: bool = False
    top: int | None = None
    after: OrderKey | None = None
    count: bool = False

    def wants(self, name: str) -> bool:
        """Whether the row shows this field or collection."""
        return self.select is None or name in self.select


def read_query(entity: EntityType, options: Mapping[str, str], is_list: bool) -> Query:
    """Check and read the options; raises `QueryError`.

    An endpoint with a sync view wants its list (`is_list`) narrowed: a filter, named fields, or one row.
    """
    unknown = [name for name in options if name.startswith("$") and name not in _KNOWN]
    if unknown:
        raise QueryError(f"The query parameter '{unknown[0]}' is not supported.")
    if is_list and not options.keys() & {"$filter", "$select"} and options.get("$top") != "1":
        raise QueryError("Please add a $select or a $top=1 statement to the query string")
    expand = frozenset(split_names(options.get("$expand", "")))
    if expand - {entity.lines}:
        raise QueryError(f"'{', '.join(expand)}' cannot be expanded.")
    select, line_select = _select(entity, split_names(options.get("$select", "")))
    return Query(
        select,
        line_select,
        expand,
        _filter(entity, options["$filter"]) if "$filter" in options else None,
        *_order(entity, options.get("$orderby", entity.key)),
        read_top(options),
        read_after(options),
        options.get("$inlinecount") == "allpages",
    )


def read_bulk_query(entity: EntityType, options: Mapping[str, str]) -> Query:
    """The options of a bulk view, which wants the fields named and knows few filters; raises `QueryError`."""
    if not options.get("$select"):
        raise QueryError("Please add a $select statement to the query string")
    query = read_query(entity, options, False)
    allowed = BULK_FILTERS.get(entity.name, entity.filter_names)
    for comparison in comparisons(query.filter) if query.filter else ():
        if comparison.field not in allowed:
            raise QueryError(f"Filtering on '{comparison.field}' is not allowed.")
    return query


def read_top(options: Mapping[str, str]) -> int | None:
    """How many rows are wanted at most; raises `QueryError`."""
    top = options.get("$top")
    if top is not None and not top.isdecimal():
        raise QueryError(f"Incorrect format for $top argument '{top}'.")
    return None if top is None else int(top)


def split_names(text: str) -> list[str]:
    """The names of a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _select(entity: EntityType, names: list[str]) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The fields of the row and those of its lines; `None` stands for all."""
    own: set[str] = set()
    nested: set[str] = set()
    for name in names:
        first, slash, second = name.partition("/")
        own.add(first)
        if slash:
            nested.add(second)
            known = set(TYPES[first].types) if first == entity.lines else set()
        else:
            known = {*entity.types, "*", entity.lines}
        if (second or first) not in known:
            raise QueryError(f"No property '{name}' exists in type '{entity.name}'.")
    whole = not own or "*" in own
    return None if whole else frozenset(own), frozenset(nested) if nested else None


def _filter(entity: EntityType, text: str) -> Filter:
    try:
        tree = parse(text)
    except FilterError as error:
        raise QueryError(str(error)) from None
    for comparison in comparisons(tree):
        _check(entity, comparison)
    if _has_either(tree):
        raise QueryError("The operator 'or' is not supported.")
    return tree


def _check(entity: EntityType, comparison: Comparison) -> None:
    name = comparison.field
    if name not in entity.types:
        raise QueryError(f"No property '{name}' exists in type '{entity.name}'.")
    if name not in entity.filter_names:
        raise QueryError(f"Filtering on '{name}' is not allowed.")
    if comparison.operator in ("startswith", "endswith", "contains"):
        raise QueryError(f"The function '{comparison.operator}' is not supported.")
    literal = comparison.literal
    if not literal_fits(entity.types[name], literal.kind):
        raise QueryError(f"Operator '{comparison.operator}' incompatible with operand types for '{name}'.")
    if isinstance(literal.value, datetime) and literal.value.tzinfo is not None:
        raise QueryError("A datetime literal has no offset.")


def _has_either(tree: Filter) -> bool:
    if isinstance(tree, Comparison):
        return False
    return isinstance(tree, Either) or any(_has_either(part) for part in tree.parts)


def _order(entity: EntityType, text: str) -> tuple[str, bool]:
    name, _, direction = text.strip().partition(" ")
    if name not in entity.types or direction.strip() not in ("", "asc", "desc"):
        raise QueryError(f"$orderby '{text}' is not valid.")
    return name, direction.strip() == "desc"


def read_after(options: Mapping[str, str]) -> OrderKey | None:
    """The key of the last row of the page before; raises `QueryError`."""
    if "$skiptoken" not in options:
        return None
    try:
        return read_skip_token(options["$skiptoken"])
    except ValueError:
        raise QueryError("The skip token is not valid.") from None
