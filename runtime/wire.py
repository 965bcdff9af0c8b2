"""Between a document as it travels (plain JSON) and a typed Record. Pure.

Reading never coerces: a value of another type than the profile says is unreadable (UNSET, and named), not
turned into something that looks right. Writing produces only the paths a Patch sets.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType, structs

from .conditions import text_of
from .model import Element, Facet, Json, Kind, ObjectType, Patch, Property, Record

__all__ = [
    "MS_ZONE",
    "Decoded",
    "at",
    "decode",
    "document",
    "encode",
    "in_facet",
    "is_readable",
    "nested",
    "patched",
    "wall_clock",
]

# Exact Online's OData v2 dates count milliseconds of Dutch local time, not of UTC
# (vendor documentation; airbytehq/airbyte PR 23831).
MS_ZONE = ZoneInfo("Europe/Amsterdam")
_MS_DATE = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")
_EPOCH = dt.datetime(1970, 1, 1)


class Decoded(Struct, frozen=True):
    """A Record, and the attributes whose values on the wire were not of the type the profile states."""

    record: Record
    unreadable: tuple[str, ...] = ()


def at(document: Any, path: tuple[str, ...]) -> Json | UnsetType:
    """The value at a path. UNSET where a segment is absent; None where a parent is null."""
    value = document
    for segment in path:
        if value is None:
            return None
        if not isinstance(value, dict) or segment not in value:
            return UNSET
        value = value[segment]
    found: Json = value
    return found


def decode(object_type: ObjectType, document: dict[str, Any]) -> Decoded:
    """The document as the ObjectType's Record; fields the profile does not list stay in the document."""
    ms = object_type.system.dates == "ms"
    unreadable: list[str] = []
    record = object_type.record(**dict(_fields(object_type.properties, document, ms, unreadable, "")))
    return Decoded(record, tuple(unreadable))


def _fields(
    properties: tuple[Property, ...], document: Any, ms: bool, unreadable: list[str], prefix: str
) -> Iterator[tuple[str, Any]]:
    for prop in properties:
        value = at(document, prop.path) if prop.within is None else _picked(prop, document)
        if isinstance(value, UnsetType):
            continue
        if isinstance(value, str) and value in prop.masks:
            continue
        if value is None or _is_blank(value, prop):
            yield prop.attribute, None
        elif prop.kind is Kind.LIST:
            rows = value.get("results") if isinstance(value, dict) else value
            if isinstance(rows, list) and prop.element is not None:
                name = f"{prefix}{prop.attribute}."
                element = prop.element
                yield (
                    prop.attribute,
                    tuple(element(**dict(_fields(prop.children, row, ms, unreadable, name))) for row in rows),
                )
            elif not isinstance(value, dict):  # an object may stand for a list that was not expanded
                unreadable.append(f"{prefix}{prop.attribute}")
        else:
            read = _READ[prop.kind](value, ms)
            if isinstance(read, UnsetType):
                unreadable.append(f"{prefix}{prop.attribute}")
            else:
                yield prop.attribute, read


def _picked(prop: Property, document: Any) -> Json | UnsetType:
    """The field of the list's element that the Property speaks of; None where no element is like that."""
    rows = _rows_of(at(document, prop.path))
    if isinstance(rows, UnsetType) or prop.within is None:
        return UNSET
    element = next((row for row in rows if _is_picked(prop.within, row)), None)
    value = at(element, prop.within.path)
    return None if isinstance(value, UnsetType) and element is None else value


def _rows_of(value: Json | UnsetType) -> list[Any] | UnsetType:
    """The elements of a list, as OData v2 wraps it or bare; none for null. UNSET for what is no list."""
    if value is None:
        return []
    rows = value.get("results", UNSET) if isinstance(value, dict) else value
    return rows if isinstance(rows, list) else UNSET


def _is_picked(element: Element, row: Any) -> bool:
    """Equal as text, or blank where a blank is wanted: an element without the field is like that too."""
    return isinstance(row, dict) and text_of(at(row, element.where)) in map(text_of, element.values)


def _is_blank(value: Json, prop: Property) -> bool:
    """Type and value both: 0 is no spelling of false, and 1 none of true (M-12). 0.00 is a spelling of 0."""
    if isinstance(value, int | decimal.Decimal) and not isinstance(value, bool):
        return any(type(blank) is int and value == blank for blank in prop.blanks)
    return any(type(value) is type(blank) and value == blank for blank in prop.blanks)


def _text(value: Json, _ms: bool) -> str | UnsetType:
    return value if isinstance(value, str) else UNSET


def _integer(value: Json, _ms: bool) -> int | UnsetType:
    if isinstance(value, bool):
        return UNSET
    if isinstance(value, decimal.Decimal) and value == value.to_integral_value():
        return int(value)
    return value if isinstance(value, int) else UNSET


def _decimal(value: Json, _ms: bool) -> decimal.Decimal | UnsetType:
    if isinstance(value, bool) or not isinstance(value, int | float | decimal.Decimal):
        return UNSET
    exact = decimal.Decimal(str(value))
    return exact if exact.is_finite() else UNSET


def _boolean(value: Json, _ms: bool) -> bool | UnsetType:
    return value if isinstance(value, bool) else UNSET


def wall_clock(value: str) -> dt.datetime | None:
    """The local time in `/Date(milliseconds)/`, without a zone; None for anything else."""
    match = _MS_DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return _EPOCH + dt.timedelta(milliseconds=int(match.group(1)))
    except OverflowError:
        return None


def _date(value: Json, ms: bool) -> dt.date | UnsetType:
    if not isinstance(value, str):
        return UNSET
    wall = wall_clock(value) if ms else None
    if wall is not None:
        return wall.date()
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:\.0+)?Z?)?", value)
    try:
        return dt.date.fromisoformat(match.group(1)) if match else UNSET
    except ValueError:
        return UNSET


def _datetime(value: Json, ms: bool) -> dt.datetime | UnsetType:
    if not isinstance(value, str):
        return UNSET
    wall = wall_clock(value) if ms else None
    try:
        if wall is not None:
            return wall.replace(tzinfo=MS_ZONE).astimezone(dt.UTC)
        stamp = dt.datetime.fromisoformat(value)
        return stamp.astimezone(dt.UTC) if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return UNSET


_READ: dict[Kind, Callable[[Json, bool], Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
}


def is_readable(kind: Kind, value: Json, ms: bool) -> bool:
    """Whether a value on the wire is of the kind that a profile states; `ms` as the system's dates are."""
    return not isinstance(_READ[kind](value, ms), UnsetType)


# ---- writing ------------------------------------------------------------------------------------


def encode(
    object_type: ObjectType, patch: Patch, current: dict[str, Any] | None = None
) -> list[tuple[tuple[str, ...], Json]]:
    """What a Patch sets, as pairs of wire path and JSON value, in the profile's order.

    A list is sent whole; `current`, the document it replaces, lends each element, by key or else by place, the fields
    that no row maps. Where it says nothing already, in whatever spelling, nothing is cleared.
    """
    ms = object_type.system.dates == "ms"
    plain = tuple(
        prop
        for prop in object_type.properties
        if prop.within is None and not (_is_none(patch, prop.attribute) and _says_nothing(prop, current))
    )
    keys = {prop.path: prop.key for prop in plain if prop.key}
    changes = _changes(plain, patch, ms)
    encoded = [(path, _overlaid(value, at(current or {}, path), keys.get(path, ()))) for path, value in changes]
    picked = [prop for prop in object_type.properties if prop.within is not None]
    return encoded + _with_elements(picked, patch, current or {}, ms) if picked else encoded


def patched(object_type: ObjectType, patch: Patch, current: dict[str, Any]) -> dict[str, Any]:
    """A document as it is once a Patch is written to it, if its server takes every value as it is."""
    return _merged(current, nested(encode(object_type, patch, current)))


def _says_nothing(prop: Property, current: dict[str, Any] | None) -> bool:
    value = UNSET if current is None else at(current, prop.path)
    return not isinstance(value, UnsetType) and (value is None or _is_blank(value, prop))


def _with_elements(
    properties: list[Property], patch: Patch, current: dict[str, Any], ms: bool
) -> list[tuple[tuple[str, ...], Json]]:
    """Lists as they are now, with the fields of picked elements set; an element that is missing is made."""
    lists: dict[tuple[str, ...], list[Json]] = {}
    for prop in properties:
        value = getattr(patch, prop.attribute, UNSET)
        if isinstance(value, UnsetType) or prop.within is None:
            continue
        if prop.path not in lists:
            rows = _rows_of(at(current, prop.path))
            lists[prop.path] = list(rows) if isinstance(rows, list) else []
        rows = lists[prop.path]
        place = next((place for place, row in enumerate(rows) if _is_picked(prop.within, row)), None)
        change = nested([(prop.within.path, _written(value, prop, ms))])
        if place is not None:
            was = rows[place]
            rows[place] = _merged(was, change) if isinstance(was, dict) else change
        elif value is not None:
            first = nested([(prop.within.where, prop.within.values[0])])
            rows.append(_merged(first, change))
    return [(path, rows) for path, rows in lists.items() if rows or at(current, path)]


def _overlaid(value: Json, current: Json | UnsetType, key: tuple[str, ...]) -> Json:
    if isinstance(current, dict):  # OData v2 wraps the elements of a list
        current = current.get("results")
    if not isinstance(value, list) or not isinstance(current, list):
        return value
    if key:
        by_key = {text_of(at(row, key)): row for row in current if isinstance(row, dict)}
        rows = [(by_key.get(text_of(at(row, key)), {}), row) for row in value if isinstance(row, dict)]
        return [_merged(was, row) for was, row in rows]
    before = [element if isinstance(element, dict) else {} for element in current[: len(value)]]
    before += [{}] * (len(value) - len(before))
    return [
        _merged(was, new) if isinstance(new, dict) else new for was, new in zip(before, value, strict=True)
    ]


def _merged(was: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new values over the old ones; an object that is null stays so where nothing is put into it."""
    new = {name: value for name, value in new.items() if was.get(name, UNSET) is not None or not _is_hollow(value)}
    nested = {
        name: _merged(was[name], value)
        for name, value in new.items()
        if isinstance(value, dict) and isinstance(was.get(name), dict)
    }
    return {**was, **new, **nested}


def _is_hollow(value: Json) -> bool:
    return value is None or (isinstance(value, dict) and all(map(_is_hollow, value.values())))


def _changes(
    properties: tuple[Property, ...], values: Struct, ms: bool
) -> list[tuple[tuple[str, ...], Json]]:
    changes: list[tuple[tuple[str, ...], Json]] = []
    for prop in properties:
        value = getattr(values, prop.attribute, UNSET)
        if isinstance(value, UnsetType):
            continue
        if value is None and len(prop.path) > 1 and not prop.blanks and (prop.targets or prop.path[-1] == "id"):
            # what an object names by its id is cleared as a whole: {"customer": null}
            changes.append((prop.path[:-1], None))
        else:
            changes.append((prop.path, _written(value, prop, ms)))
    return changes


def _written(value: Any, prop: Property, ms: bool) -> Json:
    if value is None:
        if prop.kind is Kind.LIST:
            return []
        return prop.blanks[0] if prop.blanks else prop.cleared
    if isinstance(value, tuple):
        return [nested(_element(prop, element, ms)) for element in value]
    if isinstance(value, dt.datetime):
        return _instant(value, ms)
    if isinstance(value, dt.date):
        return f"{value.isoformat()}T00:00:00" if ms else value.isoformat()
    written: Json = value
    return written


def _element(prop: Property, element: Struct, ms: bool) -> list[tuple[tuple[str, ...], Json]]:
    """What an element sets; a new one of a keyed list has neither key nor blanks."""
    key = next((child for child in prop.children if child.path == prop.key), None)
    if key is not None and getattr(element, key.attribute) in (None, UNSET):
        blank = {child.attribute: UNSET for child in prop.children if getattr(element, child.attribute) is None}
        element = structs.replace(element, **blank)
    return _changes(prop.children, element, ms)


def _instant(value: dt.datetime, ms: bool) -> str:
    if ms:
        return value.astimezone(MS_ZONE).replace(tzinfo=None).isoformat(timespec="seconds")
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def nested(changes: list[tuple[tuple[str, ...], Json]]) -> dict[str, Any]:
    """Pairs of wire path and JSON value as one document."""
    root: dict[str, Any] = {}
    for path, value in changes:
        parent = root
        for segment in path[:-1]:
            parent = parent.setdefault(segment, {})
        parent[path[-1]] = value
    return root


def document(object_type: ObjectType, patch: Patch, facet: Facet | None) -> dict[str, Any]:
    """The body that creates a record: the Patch without blanks, the facet's value, the profile's defaults."""
    blank = {prop.attribute: UNSET for prop in object_type.properties if _is_none(patch, prop.attribute)}
    changes = encode(object_type, structs.replace(patch, **blank))
    sent = {path for path, value in changes if value is not None}
    if facet is not None:
        changes.append((facet.path, facet.value))
        sent.add(facet.path)
    changes += [
        (prop.path, prop.default)
        for prop in object_type.properties
        if prop.default is not None and prop.path not in sent
    ]
    return nested([(path, value) for path, value in changes if value is not None and value != []])


def _is_none(patch: Patch, attribute: str) -> bool:
    return getattr(patch, attribute, UNSET) is None


def in_facet(facet: Facet | None, document: dict[str, Any]) -> bool:
    """Whether the record belongs to the facet; every record belongs to no facet."""
    if facet is None:
        return True
    value = at(document, facet.path)
    return type(value) is type(facet.value) and value == facet.value
