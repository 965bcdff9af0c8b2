"""How Exact Online writes and reads values: guids, whole and broken numbers, and its peculiar dates.

A date leaves as `/Date(ms)/`, where the milliseconds count as if Dutch local time were UTC. It enters as
ISO text without an offset, again in Dutch local time, and that is also how a document is stored here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
_EPOCH = datetime(1970, 1, 1)
_WIRE_DATE = re.compile(r"/Date\((-?\d+)\)/")
_LARGEST = {"Byte": 255, "Int16": 2**15 - 1, "Int32": 2**31 - 1}
_LITERALS = {"Guid": "guid", "String": "text", "DateTime": "moment", "Boolean": "boolean"}


def local_text(moment: datetime) -> str:
    """A moment as stored: Dutch local time without an offset."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(DUTCH_TIME).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def wire_date(text: str) -> str:
    """A stored date as it is sent: local time encoded as if it were UTC."""
    return f"/Date({(datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)})/"


def read_date(text: str) -> str:
    """A date as a client or the side door writes it, brought to the stored form; raises `ValueError`."""
    found = _WIRE_DATE.fullmatch(text)
    if found:
        return local_text(_EPOCH + timedelta(milliseconds=int(found[1])))
    return local_text(datetime.fromisoformat(text))


def read_value(edm: str, value: Any) -> Any:
    """A value from a request in its stored form; raises `ValueError` when it is of another type."""
    if value is None:
        return None
    if edm in ("Guid", "DateTime", "String", "Binary"):
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not a text")
        return str(UUID(value)) if edm == "Guid" else read_date(value) if edm == "DateTime" else value
    if edm == "Boolean":
        fits = isinstance(value, bool)
    elif edm == "Double":
        fits = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    else:
        fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST[edm]
    if not fits:
        raise ValueError(f"{value!r} is not of type Edm.{edm}")
    return value


def wire_value(edm: str, value: Any) -> Any:
    """A stored value as it is sent; pictures can be written but are not read back."""
    if value is None or edm == "Binary":
        return None
    return wire_date(value) if edm == "DateTime" else value


def comparable(edm: str, value: Any) -> Any:
    """A stored value as a filter or an order sees it."""
    return datetime.fromisoformat(value) if edm == "DateTime" and value is not None else value


def literal_fits(edm: str, kind: str) -> bool:
    """Whether a constant of this kind may be compared with a field of this type."""
    return kind in ("null", _LITERALS.get(edm, "number"))


def today() -> str:
    """Midnight of the present day in the Netherlands."""
    return datetime.now(UTC).astimezone(DUTCH_TIME).strftime("%Y-%m-%dT00:00:00")
