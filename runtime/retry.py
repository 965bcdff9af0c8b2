"""When a request is sent again, and after how long. Pure: the caller brings clock, dice and sleep.

Only what is safe to repeat is repeated: a read, an idempotent login, a request that never left, and one that
was refused unseen (429). Everything else is settled by looking (promise 6), never by sending it twice.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from enum import Enum

__all__ = ["ATTEMPTS", "LONGEST", "Failure", "asked_wait", "spent_until", "throttled", "wait"]

ATTEMPTS = 5
LONGEST = 300.0
"""Seconds a run is willing to stand still; a server that asks for more is left alone until the next pass."""

_TROUBLED = frozenset({429, 502, 503, 504})
_FIRST_WAIT = 0.5
_UNKNOWN_WINDOW = 60.0  # one vendor's written rule for a refusal that does not say for how long (F-11)
_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e12


class Failure(Enum):
    """How a request ended without an answer."""

    UNSENT = "unsent"  # no connection: nothing left this machine
    BROKEN = "broken"  # it left, wholly or in part, and no complete answer came


def throttled(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer means "too many requests": 429, or a 403 whose headers say that none remains (F-11)."""
    return status == 429 or (status == 403 and bool(_spent_windows(headers)))


def wait(
    attempt: int,
    trouble: int | Failure,
    headers: Mapping[str, str],
    now: dt.datetime,
    *,
    safe: bool,
    jitter: float = 0.0,
    window: float = _UNKNOWN_WINDOW,
) -> float | None:
    """Seconds to wait before sending again, or None to leave it at this answer.

    `attempt` counts the requests sent so far, `trouble` is the last one's status or failure, `headers` its
    answer's (lower-case names), `safe` whether repeating cannot change anything, `jitter` a number in 0..1,
    `window` the seconds after which a throttled caller may try again if the answer says nothing.
    The server's own wish is obeyed, never undercut: where it exceeds LONGEST the answer is None.
    """
    if isinstance(trouble, int) and trouble not in _TROUBLED:
        return None
    if attempt >= ATTEMPTS or not (safe or trouble in (429, Failure.UNSENT)):
        return None
    first = window if trouble == 429 else _FIRST_WAIT
    backoff: float = min(first * 2 ** (attempt - 1) * (1 + jitter / 4), LONGEST)
    asked = asked_wait(headers, now, throttled=trouble == 429)
    if asked is None:
        return backoff
    return None if asked > LONGEST else max(asked, _FIRST_WAIT)


def asked_wait(headers: Mapping[str, str], now: dt.datetime, *, throttled: bool) -> float | None:
    """The seconds a server asks for, or None where it says nothing that can be understood.

    `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3); else, when throttled, the end of the window
    that is spent, or the earliest end of one, which vendors give as seconds left or as an epoch in seconds or
    milliseconds.
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:18])
    if stated:
        try:
            at = email.utils.parsedate_to_datetime(stated)
            return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - now).total_seconds())
        except (ValueError, OverflowError):
            return None
    if not throttled:
        return None
    resets = {name: left for name in headers if (left := _reset(headers, name, now)) is not None}
    spent = [resets[name] for name in _spent_windows(headers) if name in resets]
    return max(spent) if spent else min(resets.values(), default=None)


def spent_until(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Seconds until every window of which nothing remains has begun anew; None where something remains of all.

    A header that is missing says nothing: one vendor sends only the group that was hit.
    """
    left = [_reset(headers, name, now) for name in _spent_windows(headers)]
    return max((seconds for seconds in left if seconds is not None), default=None)


def _spent_windows(headers: Mapping[str, str]) -> list[str]:
    """The reset headers that belong to rate-limit headers by which nothing remains."""
    return [
        f"{name.removesuffix('remaining')}reset"
        for name, value in headers.items()
        if name.endswith("remaining") and "ratelimit" in name.replace("-", "")
        if re.fullmatch(r"0+(\.0*)?|-\d+", value.strip())
    ]


def _reset(headers: Mapping[str, str], name: str, now: dt.datetime) -> float | None:
    """The seconds to the end of a window by its reset header, or None where it is not one or not understood."""
    value = headers.get(name, "").strip()
    if not (name.endswith("reset") and "ratelimit" in name.replace("-", "")):
        return None
    return _seconds_left(value, now) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _seconds_left(value: str, now: dt.datetime) -> float:
    number = float(value)
    if number >= _EPOCH_MILLISECONDS:
        number /= 1000
    return max(0.0, number - now.timestamp()) if number >= _EPOCH_SECONDS else number
