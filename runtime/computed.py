"""From what an expression gives to what a property holds. Pure; used by the generated half of one-way rows.

Three nothings stay three: a property the record does not tell is not computed, an expression's null is blank, and
a value that cannot be cast to the property's kind is UNSET, which the engine reports as rejected. An expression's
null for a value that was there is rejected too, unless the expression can give null on purpose (`may_be_blank`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from msgspec import UNSET, UnsetType

from . import functions
from .functions import Value

__all__ = ["as_date", "as_datetime", "as_flag", "as_integer", "as_number", "as_text"]

Stored: TypeAlias = str | int | Decimal | bool | dt.date | dt.datetime | None | UnsetType
Compute: TypeAlias = Callable[[Value], Value]


def _computed(stored: Stored, compute: Compute, may_be_blank: bool) -> Value | UnsetType:
    if isinstance(stored, UnsetType):
        return UNSET
    value = compute(stored)
    if value is None and stored is not None and not may_be_blank:
        return UNSET
    return value


def as_text(stored: Stored, compute: Compute, may_be_blank: bool = False) -> str | None | UnsetType:
    """The expression's value as text; a list cannot be held."""
    value = _computed(stored, compute, may_be_blank)
    if value is None or isinstance(value, UnsetType):
        return value
    spelled = functions.string(value) if not isinstance(value, list) else None
    return spelled if isinstance(spelled, str) else UNSET


def as_integer(stored: Stored, compute: Compute, may_be_blank: bool = False) -> int | None | UnsetType:
    """The expression's value as a whole number."""
    value = _computed(stored, compute, may_be_blank)
    if value is None or isinstance(value, UnsetType):
        return value
    whole = functions.integer(value)
    return whole if isinstance(whole, int) and not isinstance(whole, bool) else UNSET


def as_number(stored: Stored, compute: Compute, may_be_blank: bool = False) -> Decimal | None | UnsetType:
    """The expression's value as a decimal number."""
    value = _computed(stored, compute, may_be_blank)
    if value is None or isinstance(value, UnsetType):
        return value
    exact = functions.decimal(value)
    return exact if isinstance(exact, Decimal) else UNSET


def as_flag(stored: Stored, compute: Compute, may_be_blank: bool = False) -> bool | None | UnsetType:
    """The expression's value as true or false."""
    value = _computed(stored, compute, may_be_blank)
    if value is None or isinstance(value, UnsetType):
        return value
    flag = functions.boolean(value)
    return flag if isinstance(flag, bool) else UNSET


def as_date(stored: Stored, compute: Compute, may_be_blank: bool = False) -> dt.date | None | UnsetType:
    """The expression's value as a calendar day: a date, an instant's day in UTC, or ISO 8601 text."""
    value = _instant(_computed(stored, compute, may_be_blank))
    return value.date() if isinstance(value, dt.datetime) else value


def as_datetime(stored: Stored, compute: Compute, may_be_blank: bool = False) -> dt.datetime | None | UnsetType:
    """The expression's value as an instant: a date is its midnight in UTC."""
    return _instant(_computed(stored, compute, may_be_blank))


def _instant(value: Value | UnsetType) -> dt.datetime | None | UnsetType:
    if value is None or isinstance(value, UnsetType):
        return value
    text = functions.datetime_format("%Y-%m-%dT%H:%M:%S.%f", value)
    parsed = functions.datetime_parse("%Y-%m-%dT%H:%M:%S.%f", text)
    return parsed if isinstance(parsed, dt.datetime) else UNSET
