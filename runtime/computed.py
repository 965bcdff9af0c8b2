"""From what an expression gives to what a property holds, and the lens of an expression that has an inverse. Pure.

Three nothings stay three. Nothing is computed of a property that the record does not tell. Null that an expression
means is blank. A cast or parse that failed on a value that was there is UNSET, which the engine reports as rejected,
and so is what cannot be cast to the property's kind. A list of one value is that value, an empty one is null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias, TypeVar

from msgspec import UNSET, UnsetType

from . import functions
from .functions import Value
from .lens import Lens

__all__ = ["as_date", "as_datetime", "as_flag", "as_integer", "as_number", "as_text", "through"]

Stored: TypeAlias = str | int | Decimal | bool | dt.date | dt.datetime | None | UnsetType
Compute: TypeAlias = Callable[[Value], Value]

S = TypeVar("S", bound=str | int | Decimal | bool | dt.date | dt.datetime)  # stored on this side
T = TypeVar("T", bound=str | int | Decimal | bool | dt.date | dt.datetime)  # stored on the other one
V = TypeVar("V")  # seen


def as_text(stored: Stored, compute: Compute, *below: Stored) -> str | None | UnsetType:
    """The expression's value as text; several values cannot be held."""
    value = _single(stored, compute, below)
    if value is None or isinstance(value, UnsetType):
        return value
    spelled = functions.string(value)
    return spelled if isinstance(spelled, str) else UNSET


def as_integer(stored: Stored, compute: Compute, *below: Stored) -> int | None | UnsetType:
    """The expression's value as a whole number."""
    value = _single(stored, compute, below)
    if value is None or isinstance(value, UnsetType):
        return value
    whole = functions.integer(value)
    return whole if isinstance(whole, int) and not isinstance(whole, bool) else UNSET


def as_number(stored: Stored, compute: Compute, *below: Stored) -> Decimal | None | UnsetType:
    """The expression's value as a decimal number."""
    value = _single(stored, compute, below)
    if value is None or isinstance(value, UnsetType):
        return value
    exact = functions.decimal(value)
    return exact if isinstance(exact, Decimal) else UNSET


def as_flag(stored: Stored, compute: Compute, *below: Stored) -> bool | None | UnsetType:
    """The expression's value as true or false."""
    value = _single(stored, compute, below)
    if value is None or isinstance(value, UnsetType):
        return value
    flag = functions.boolean(value)
    return flag if isinstance(flag, bool) else UNSET


def as_date(stored: Stored, compute: Compute, *below: Stored) -> dt.date | None | UnsetType:
    """The expression's value as a calendar day: a date, an instant's day in UTC, or ISO 8601 text."""
    value = _instant(_single(stored, compute, below))
    return value.date() if isinstance(value, dt.datetime) else value


def as_datetime(stored: Stored, compute: Compute, *below: Stored) -> dt.datetime | None | UnsetType:
    """The expression's value as an instant: a date is its midnight in UTC."""
    return _instant(_single(stored, compute, below))


def _single(stored: Stored, compute: Compute, below: tuple[Stored, ...]) -> Value:
    """The expression's value, None where it is blank, UNSET where it is rejected or the record tells nothing of it.

    `below` are the values below the stored one that the expression also reads: one that is told is enough.
    """
    if all(isinstance(one, UnsetType) for one in (stored, *below)):
        return UNSET
    value = compute(stored)
    if isinstance(value, list):
        value = functions.first(value) if len(value) < 2 else UNSET
    if _is_blank(value) or (isinstance(value, UnsetType) and _is_blank(stored)):
        return None
    return UNSET if isinstance(value, list) else value


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _instant(value: Value) -> dt.datetime | None | UnsetType:
    if value is None or isinstance(value, UnsetType):
        return value
    text = functions.datetime_format("%Y-%m-%dT%H:%M:%S.%f", value)
    parsed = functions.datetime_parse("%Y-%m-%dT%H:%M:%S.%f", text)
    return parsed if isinstance(parsed, dt.datetime) else UNSET


def through(
    lens: Lens[T, V],
    there: Callable[[Stored, Compute], T | None | UnsetType],
    forward: Compute,
    here: Callable[[Stored, Compute], S | None | UnsetType],
    back: Compute,
) -> Lens[S, V]:
    """The stored value of one side seen as the other side sees what the expression `forward` makes of it.

    `there` and `here` are the `as_` functions of the other and of this property's kind, `lens` is the other side's.
    What `back` makes is stored only if it is seen as what was to be stored (PutGet), else it is UNSET, rejected; a
    value that is already seen so stays as it is spelled (GetPut, byte for byte).
    """

    def see(stored: S) -> V | None | UnsetType:
        return lens.get(there(stored, forward))

    def spell(seen: V, _old: S | None) -> S | UnsetType:
        made = here(lens.put(seen, UNSET), back)
        if made is None or isinstance(made, UnsetType):
            return UNSET
        arrived = see(made)
        return made if type(arrived) is type(seen) and arrived == seen else UNSET

    return Lens(see, spell)
