"""When a request is sent again, and after how long. Pure: the caller brings clock, dice and sleep.

Only what is safe to repeat is repeated: a read, an idempotent login, a request that never left, and one that
was refused unseen (429). Everything else is settled by looking (promise 6), never by sending it twice.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping
from enum import Enum

__all__ = ["ATTEMPTS", "LONGEST", "Failure", "asked_wait", "wait"]

ATTEMPTS = 5
LONGEST = 300.0
"""Seconds a run is willing to stand still; a server that asks for more is left alone until the next pass."""

_TROUBLED = frozenset({429, 502, 503, 504})
# 5, 10, 20 and 40 s outlast the request windows of a minute that APIs publish without a Retry-After.
_FIRST_WAIT = 0.5
_FIRST_WAIT_THROTTLED = 5.0
_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e12


class Failure(Enum):
    """How a request ended without an answer."""

    UNSENT = "unsent"  # no connection: nothing left this machine
    BROKEN = "broken"  # it left, wholly or in part, and no complete answer came


def wait(
    attempt: int,
    trouble: int | Failure,
    headers: Mapping[str, str],
    now: dt.datetime,
    *,
    safe: bool,
    jitter: float = 0.0,
) -> float | None:
    """Seconds to wait before sending again, or None to leave it at this answer.

    `attempt` counts the requests sent so far, `trouble` is the last one's status or failure, `headers` its
    answer's (lower-case names), `safe` whether repeating cannot change anything, `jitter` a number in 0..1.
    The server's own wish is obeyed, never undercut: where it exceeds LONGEST the answer is None.
    """
    if isinstance(trouble, int) and trouble not in _TROUBLED:
        return None
    if attempt >= ATTEMPTS or not (safe or trouble in (429, Failure.UNSENT)):
        return None
    first = _FIRST_WAIT_THROTTLED if trouble == 429 else _FIRST_WAIT
    backoff: float = first * 2 ** (attempt - 1) * (1 + jitter / 4)
    asked = asked_wait(headers, now, throttled=trouble == 429)
    if asked is None:
        return backoff
    return None if asked > LONGEST else max(asked, _FIRST_WAIT)


def asked_wait(headers: Mapping[str, str], now: dt.datetime, *, throttled: bool) -> float | None:
    """The seconds a server asks for, or None where it says nothing that can be understood.

    `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3); else, when throttled, the earliest end of
    a rate-limit window, which vendors give as seconds left or as an epoch in seconds or milliseconds.
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:18])
    if stated:
        try:
            at = email.utils.parsedate_to_datetime(stated)
        except ValueError:
            return None
        return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - now).total_seconds())
    if not throttled:
        return None
    resets = [
        _seconds_left(value, now)
        for name, value in headers.items()
        if name.endswith("reset") and "ratelimit" in name.replace("-", "")
        if value.isascii() and value.isdigit() and len(value) < 16
    ]
    return min(resets, default=None)


def _seconds_left(value: str, now: dt.datetime) -> float:
    number = float(value)
    if number >= _EPOCH_MILLISECONDS:
        number /= 1000
    return max(0.0, number - now.timestamp()) if number >= _EPOCH_SECONDS else number
