"""The query options of Business Central, and the page size that a client may prefer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from runtime.sandbox.businesscentral_fields import TYPES, EntityType
from runtime.sandbox.businesscentral_values import Breach, kind_of, literal_fits
from runtime.sandbox.odata_filter import Comparison, Dialect, Either, Filter, FilterError, comparisons, parse
from runtime.sandbox.odata_paging import OrderKey, read_skip_token

LINES = "salesOrderLines"
_KNOWN = frozenset(
    {"$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$schemaversion"}
)
_NESTED = frozenset({"$filter", "$select", "$expand", "$orderby", "$top"})
NAVIGATION: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "salesOrders": {LINES: (LINES, ""), "customer": ("customers", "customerId")},
    LINES: {"item": ("items", "itemId"), "salesOrder": ("salesOrders", "documentId")},
}
"""What can be expanded: the entity set that a name leads to, and by which id; none where the rows lie within."""
_EXPAND = re.compile(r"(\w+)(?:\((.*)\))?", re.DOTALL)
_PAGE = re.compile(r"(?:odata\.)?maxpagesize=(\d+)")


@dataclass(frozen=True)
class Query:
    """The options of one request, checked against its entity."""

    filter: Filter | None = None
    select: frozenset[str] | None = None
    expand: Mapping[str, Query] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    descending: bool = False
    top: int | None = None
    skip: int = 0
    count: bool = False
    after: OrderKey | None = None


def read_query(kind: str, options: Mapping[str, str], known: frozenset[str] = _KNOWN) -> Query:
    """Check and read the options; raises `Breach`."""
    entity, version = TYPES[kind], options.get("$schemaversion", "2.0")
    unknown = [name for name in options if name.startswith("$") and name not in known]
    if unknown:
        raise Breach("BadRequest", f"The query parameter '{unknown[0]}' is not supported.")
    if version not in ("2.0", "2.1"):
        raise Breach("BadRequest", f"The schema version '{version}' is not supported.")
    order, descending = _order(entity, options.get("$orderby", ""))
    return Query(
        _filter(entity, options["$filter"], version) if "$filter" in options else None,
        _names(entity, options["$select"]) if "$select" in options else None,
        _expand(kind, options.get("$expand", ""), version),
        order,
        descending,
        _whole("$top", options["$top"]) if "$top" in options else None,
        _whole("$skip", options.get("$skip", "0")),
        options.get("$count") == "true",
        _after(options["$skiptoken"]) if "$skiptoken" in options else None,
    )


def page_size(prefer: str, largest: int) -> int:
    """How many rows go on a page: what the `Prefer` header asks for, at most what the server allows."""
    found = _PAGE.search(prefer)
    return min(max(int(found[1]), 1), largest) if found else largest


def _property(entity: EntityType, name: str) -> str:
    kind = kind_of(entity, name)
    if kind is None:
        text = f"Could not find a property named '{name}' on type 'Microsoft.NAV.{entity.name}'."
        raise Breach("BadRequest", text)
    return kind


def _names(entity: EntityType, text: str) -> frozenset[str] | None:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name != "*":
            _property(entity, name)
    return None if "*" in names else frozenset(names)


def _order(entity: EntityType, text: str) -> tuple[tuple[str, ...], bool]:
    parts = [part.split() for part in text.split(",") if part.strip()]
    for part in parts:
        _property(entity, part[0])
    directions = {part[1] if len(part) > 1 else "asc" for part in parts} or {"asc"}
    if len(directions) > 1 or not directions <= {"asc", "desc"}:
        raise Breach("BadRequest", f"The order '{text}' is not supported.")
    return tuple(part[0] for part in parts), directions == {"desc"}


def _whole(name: str, text: str) -> int:
    if not text.isdecimal():
        raise Breach("BadRequest", f"Invalid value '{text}' for {name}.")
    return int(text)


def _after(token: str) -> OrderKey:
    try:
        return read_skip_token(token)
    except ValueError:
        raise Breach("BadRequest", "The skip token is not valid.") from None


def _split(text: str, mark: str) -> Iterator[str]:
    """The parts of a text between marks that stand neither in brackets nor in quotes."""
    depth, quoted, start = 0, False, 0
    for at, char in enumerate(text):
        quoted ^= char == "'"
        depth += 0 if quoted else (char == "(") - (char == ")")
        if char == mark and depth == 0 and not quoted:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _expand(kind: str, text: str, version: str) -> dict[str, Query]:
    """What to expand, each with options of its own, to any depth: `lines($select=id;$expand=item),customer`."""
    expanded: dict[str, Query] = {}
    for part in (part.strip() for part in _split(text, ",") if part.strip()):
        found = _EXPAND.fullmatch(part)
        ways = NAVIGATION.get(kind, {})
        if found is None or found[1] not in ways:
            raise Breach("BadRequest", f"Could not find a property named '{part}' to expand.")
        nested = dict(option.strip().partition("=")[::2] for option in _split(found[2] or "", ";") if option.strip())
        own = nested | {"$schemaversion": version}
        expanded[found[1]] = read_query(ways[found[1]][0], own, _NESTED | {"$schemaversion"})
    return expanded


def _filter(entity: EntityType, text: str, version: str) -> Filter:
    dialect = Dialect(functions=True, nested=version == "2.1", ignores_lambdas=True)
    try:
        tree = parse(text, dialect)
    except FilterError as error:
        raise Breach("BadRequest", str(error)) from None
    for comparison in comparisons(tree):
        kind = _property(entity, comparison.field)
        if not literal_fits(kind, comparison.literal.kind):
            raise Breach("BadRequest", f"A value of another type is compared with '{comparison.field}'.")
        if kind == "DateTimeOffset" and comparison.literal.value.tzinfo is None:
            raise Breach("BadRequest", f"The moment compared with '{comparison.field}' has no offset.")
    _check_either(tree)
    return tree


def _check_either(tree: Filter) -> None:
    """`or` joins comparisons of one and the same property only."""
    if isinstance(tree, Comparison):
        return
    if isinstance(tree, Either) and len({comparison.field for comparison in comparisons(tree)}) > 1:
        text = "The 'OR' operator is not supported on distinct fields on an OData filter."
        raise Breach("Application_FilterErrorException", text)
    for part in tree.parts:
        _check_either(part)
