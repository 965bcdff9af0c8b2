"""Between a column's value as a database driver gives it and the JSON value of a document. Pure.

Nothing is coerced: a value of another type than the profile says becomes one that `wire` cannot read either, an
object `{"unreadable": …}` where JSON would make it look right. SQLite has no booleans, decimals or dates of its own:
0 and 1, texts and floats stand for them there, and only there.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
import uuid
from typing import Any

from runtime.model import Json, Kind, Property
from runtime.stamps import spelled

__all__ = ["Misfit", "column_value", "document_value", "earlier", "instant", "key_text", "key_value"]

_DECIMAL = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{1,400})?")
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_LARGEST = 2**63


class Misfit(ValueError):
    """A value that a column cannot take: its wire path, and why."""

    def __init__(self, path: tuple[str, ...], reason: str) -> None:
        super().__init__(f"{'.'.join(path)}: {reason}")
        self.path = path


# ---- reading ------------------------------------------------------------------------------------


def document_value(value: Any, kind: Kind, sqlite: bool) -> Json:
    """What a document holds for a column's value."""
    if value is None:
        return None
    if isinstance(value, uuid.UUID):
        return str(value)  # as PostgreSQL itself writes it
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return bool(value) if sqlite and kind is Kind.BOOLEAN and value in (0, 1) else value
    if isinstance(value, float):
        return decimal.Decimal(repr(value)) if math.isfinite(value) else _unreadable(value)
    if isinstance(value, decimal.Decimal):
        return _number(value, kind)
    if isinstance(value, str):
        return _text(value, kind, sqlite)
    return _moment(value, kind)


def _number(value: decimal.Decimal, kind: Kind) -> Json:
    if not value.is_finite():
        return _unreadable(value)
    is_whole = kind is Kind.INTEGER and value == value.to_integral_value()
    return int(value) if is_whole else value


def _text(value: str, kind: Kind, sqlite: bool) -> Json:
    if kind is Kind.TEXT:
        return value
    if sqlite and kind is Kind.DECIMAL and _DECIMAL.fullmatch(value):
        return decimal.Decimal(value)
    if kind in (Kind.DATE, Kind.DATETIME) and not sqlite:
        return _unreadable(value)
    return value


def _moment(value: Any, kind: Kind) -> Json:
    if isinstance(value, dt.datetime) and kind in (Kind.DATE, Kind.DATETIME):
        moment = value.astimezone(dt.UTC) if value.tzinfo else value
        return moment.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and kind is Kind.DATE:
        return value.isoformat()
    return _unreadable(value)


def _unreadable(value: Any) -> Json:
    """An object, which no kind of property is; with the value, so that a change of it still shows."""
    return {"unreadable": str(value)[:200]}


def key_text(value: Any) -> str:
    """A key as text; "" for what cannot be one."""
    if isinstance(value, decimal.Decimal) and value == value.to_integral_value():
        value = int(value)
    is_key = isinstance(value, str | int | uuid.UUID) and not isinstance(value, bool)
    return str(value) if is_key else ""


def instant(value: Json) -> str:
    """A stamp as a UTC instant; "" where there is none."""
    if not isinstance(value, str):
        return ""
    try:
        moment = dt.datetime.fromisoformat(value)
        return spelled(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
    except (ValueError, OverflowError):
        return value


def earlier(stamp: str, seconds: int) -> str:
    """The stamp moved back; ValueError where it is none."""
    moment = dt.datetime.fromisoformat(stamp)
    try:
        moved = moment - dt.timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError(stamp) from None
    return moved.isoformat().replace("+00:00", "Z")


# ---- writing ------------------------------------------------------------------------------------

_TAKEN: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (int, decimal.Decimal),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (str,),
    Kind.DATETIME: (str,),
}


def column_value(value: Json, prop: Property, sqlite: bool) -> Any:
    """What is bound for a document's value. Misfit where the property's kind is another.

    A spelling of blank is sent as it stands. Decimals go to SQLite as text, whose digits a column may keep.
    """
    if value is None:
        return None
    is_spelling = any(type(value) is type(blank) and value == blank for blank in prop.blanks)
    fits = isinstance(value, _TAKEN[prop.kind]) and (not isinstance(value, bool) or prop.kind is Kind.BOOLEAN)
    if not fits and not is_spelling:
        raise Misfit(prop.path, f"takes a value of type {prop.kind.value}, not {type(value).__name__}")
    if isinstance(value, str):
        return _sent_text(value, prop)
    if isinstance(value, bool):
        return int(value) if sqlite else value
    if isinstance(value, decimal.Decimal):
        if not value.is_finite() or abs(value.adjusted()) > 400:
            raise Misfit(prop.path, "takes no such number")
        return format(value, "f") if sqlite else value
    if isinstance(value, int) and sqlite and not -_LARGEST <= value < _LARGEST:
        if prop.kind is Kind.DECIMAL:
            return str(value)
        raise Misfit(prop.path, "is a whole number of more than 64 bits")
    return value


def _sent_text(value: str, prop: Property) -> str:
    if "\x00" in value:
        raise Misfit(prop.path, "has a character that no text in a database may hold (code 0)")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Misfit(prop.path, "has a character that is half of one (a lone surrogate)") from None
    return value


def key_value(key: str, kind: Kind) -> str | int | None:
    """What a key's text is bound as; None where no record can have it."""
    if kind is not Kind.INTEGER:
        broken = "\x00" in key or any("\ud800" <= char <= "\udfff" for char in key)
        return None if broken or not key else key
    number = int(key) if _WHOLE.fullmatch(key) else _LARGEST
    return number if -_LARGEST <= number < _LARGEST and str(number) == key else None


