"""Whether a row's conditions hold, and what a new record needs so that they do. Pure (SEMANTICS section 5).

"Is" means equal text, "contains" member of a list, never substring. While a row's conditions are false it is neither
written nor cleared; turning true is a first merge.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .model import Access, Condition, Kind, ObjectPair, ObjectType, Record, Row, Side

__all__ = ["for_creation", "holds", "literal", "text_of"]


def holds(row: Row, left: Record, right: Record) -> bool:
    """Whether the row is to be kept: on each side that has conditions, one of them holds."""
    return _holds_on(row, Side.LEFT, left) and _holds_on(row, Side.RIGHT, right)


def _holds_on(row: Row, side: Side, record: Record) -> bool:
    mine = [condition for condition in row.conditions if condition.side is side]
    return not mine or any(_is_met(condition, record) for condition in mine)


def _is_met(condition: Condition, record: Record) -> bool:
    value = getattr(record, condition.attribute) if condition.attribute else None
    if isinstance(value, tuple):
        return any(_is(getattr(element, condition.child, None), condition.value) for element in value)
    return _is(value, condition.value)


def _is(value: object, wanted: str) -> bool:
    """Equal as text. What a record does not tell is blank here: the property is empty or absent."""
    return text_of(value) == unicodedata.normalize("NFC", wanted).strip()


def text_of(value: object) -> str:
    """A value as conditions compare it; "" for blank and for what is not told."""
    if value is None or isinstance(value, UnsetType):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        spelled = f"{value:f}" if value.is_finite() else ""
        return spelled.rstrip("0").rstrip(".") if "." in spelled else spelled
    if isinstance(value, dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip()


def for_creation(
    pair: ObjectPair, source: Side, record: Record, values: dict[str, Any], made: Record
) -> tuple[set[str], dict[str, Any]]:
    """For a record about to be made: the rows whose conditions are false, and what is set so that others hold.

    `record` is the source, `values` its canonical values, `made` what rows without conditions give the new record.
    The first row in order with a value decides, where its condition speaks of a property that has no value yet and can
    be written; the attributes and values that this needs are the second result.
    """
    given: dict[str, Any] = {}
    kind = pair.side(source.other).type
    able = [row for row in pair.rows if row.conditions and _holds_on(row, source, record)]
    kept: list[Row] = []
    for row in able:
        has_value = values[row.name] is not None and not isinstance(values[row.name], UnsetType)
        if not _holds_on(row, source.other, made) and has_value:
            found = _settable(row, source.other, kind, made)
            changed = msgspec.structs.replace(made, **found)
            if all(_holds_on(other, source.other, changed) for other in kept):
                made, given = changed, given | found
        if _holds_on(row, source.other, made):
            kept.append(row)
    keeping = {row.name for row in able if _holds_on(row, source.other, made)}
    return {row.name for row in pair.rows if row.conditions and row.name not in keeping}, given


def _settable(row: Row, side: Side, kind: ObjectType, made: Record) -> dict[str, Any]:
    """The attribute and value that make the row's first condition hold; nothing if it cannot be written."""
    for condition in row.conditions:
        if condition.side is not side or not condition.attribute or condition.child:
            continue
        prop = kind.property_named(condition.attribute)
        taken = getattr(made, condition.attribute)
        free = taken is None or isinstance(taken, UnsetType)
        value = literal(condition.value, prop.kind)
        if free and prop.access is not Access.READ and not isinstance(value, UnsetType):
            return {condition.attribute: value}
    return {}


def literal(text: str, kind: Kind) -> Any:
    """A literal as a value of a kind; UNSET if it is none."""
    try:
        if kind is Kind.TEXT:
            return text or UNSET
        if kind is Kind.INTEGER:
            return int(text)
        if kind is Kind.DECIMAL:
            return Decimal(text)
        if kind is Kind.DATE:
            return dt.date.fromisoformat(text)
        if kind is Kind.DATETIME:
            return dt.datetime.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return UNSET
    return {"true": True, "false": False}.get(text.strip().casefold(), UNSET) if kind is Kind.BOOLEAN else UNSET
