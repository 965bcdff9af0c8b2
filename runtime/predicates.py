"""What the sentence of a WHEN section is made of once a profile binds it. Pure and total; imports nothing of ours.

Each takes the value of one field of a Record: UNSET (the answer does not tell), None (blank), a value, or a tuple of
values. UNSET satisfies none of them, `blank` included: what is unknown must never cause a create (SEMANTICS
sections 3 and 5). A record that is told whole later is looked at again.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import UnsetType

__all__ = ["above", "at_least", "at_most", "below", "blank", "equal", "filled", "one_of"]


def equal(value: object, wanted: object) -> bool:
    """Whether a value is the wanted one, or a list contains it.

    Types must agree: True is not 1, and 1 is not "1". Whole and decimal numbers compare by value, text trimmed and
    in NFC, with its capitals. A day or an instant may be wanted as ISO text, since a profile has no other spelling.
    """
    if isinstance(value, tuple):
        return any(equal(one, wanted) for one in value)
    if isinstance(value, str) and isinstance(wanted, str):
        return _trimmed(value) == _trimmed(wanted)
    if isinstance(value, dt.date) or (_is_number(value) and _is_number(wanted)):
        return _compares(value, wanted, lambda one, other: bool(one == other))
    return type(value) is type(wanted) and isinstance(value, bool) and value == wanted


def one_of(value: object, *wanted: object) -> bool:
    """Whether `equal` holds for any of the wanted values."""
    return any(equal(value, one) for one in wanted)


def at_least(value: object, bound: object) -> bool:
    """Whether a number is no smaller, or a day or instant no earlier, than the bound."""
    return _compares(value, bound, lambda one, other: bool(one >= other))


def at_most(value: object, bound: object) -> bool:
    """Whether a number is no greater, or a day or instant no later, than the bound."""
    return _compares(value, bound, lambda one, other: bool(one <= other))


def above(value: object, bound: object) -> bool:
    """Whether a number is greater, or a day or instant later, than the bound."""
    return _compares(value, bound, lambda one, other: bool(one > other))


def below(value: object, bound: object) -> bool:
    """Whether a number is smaller, or a day or instant earlier, than the bound."""
    return _compares(value, bound, lambda one, other: bool(one < other))


def blank(value: object) -> bool:
    """Whether a value is told and is nothing: None, text of white space, a list without elements."""
    if isinstance(value, str):
        return not _trimmed(value)
    return value is None or value == ()


def filled(value: object) -> bool:
    """Whether a value is told and is something. Zero and false are values. Not the opposite of `blank`: UNSET is
    neither."""
    return not isinstance(value, UnsetType) and not blank(value)


# ---- comparing ----------------------------------------------------------------------------------


def _compares(value: object, bound: object, holds: Callable[[Any, Any], bool]) -> bool:
    """Whether a relation holds between a value and a bound of its kind; False for anything that has no order."""
    ordered = _ordered(value)
    if ordered is None:
        return False
    other = _read(bound, value) if isinstance(bound, str) else _ordered(bound)
    return type(other) is type(ordered) and holds(ordered, other)


def _ordered(value: object) -> Decimal | dt.datetime | dt.date | None:
    """A number, instant or day in the one form in which its kind compares; None for the rest."""
    if _is_number(value):
        exact = Decimal(value)  # type: ignore[arg-type]  # an int or a Decimal
        return exact if exact.is_finite() else None
    if isinstance(value, dt.datetime):
        # an instant without a zone is taken as UTC everywhere, see `world.instant`
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value
    return value if isinstance(value, dt.date) else None


def _read(bound: str, value: object) -> Decimal | dt.datetime | dt.date | None:
    """A bound that is text, read as what the value is; None if it is no such thing."""
    try:
        if isinstance(value, dt.datetime):
            return _ordered(dt.datetime.fromisoformat(bound))
        if isinstance(value, dt.date):
            return dt.date.fromisoformat(bound)
        return _ordered(Decimal(bound))
    except (ValueError, InvalidOperation, OverflowError):
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _trimmed(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()
