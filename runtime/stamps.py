"""Stamps of records, and a server's own time, as UTC instants. Pure.

A record keeps its stamp as exact as it is; what is asked of servers and compared as text is rounded to milliseconds, in
fixed width, so that text order is time order.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping

__all__ = ["answered", "earlier", "is_later", "rounded", "spelled"]


def spelled(moment: dt.datetime) -> str:
    """A record's stamp: to the microsecond, or to the millisecond where that says it all."""
    there = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{there.isoformat(timespec='microseconds' if there.microsecond % 1000 else 'milliseconds')}Z"


def rounded(stamp: str) -> str:
    """A stamp rounded down to the millisecond; text that is no instant stays as it is."""
    return earlier(stamp, 0)


def earlier(stamp: str, seconds: int) -> str:
    """A stamp less an overlap, rounded down to the millisecond; text that is no instant stays as it is."""
    try:
        moment = dt.datetime.fromisoformat(stamp) - dt.timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return stamp
    return _rounded(moment) if moment.tzinfo is not None else stamp


def answered(headers: Mapping[str, str]) -> str:
    """When the server says it answered (its Date header, RFC 9110, 6.6.1), to the second; "" where it does not say."""
    try:
        moment = email.utils.parsedate_to_datetime(headers.get("date", ""))
        return _rounded(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
    except (ValueError, OverflowError):
        return ""


def is_later(stamp: str, began: str) -> bool:
    """Whether a rounded stamp is an instant later than `began`; never, if that is not known."""
    if not began or stamp <= began:
        return False
    try:
        return dt.datetime.fromisoformat(stamp).tzinfo is not None
    except ValueError:
        return False


def _rounded(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
