"""How much Exact Online lets a client ask: calls a minute and a day, errors an hour, and one call at a time.

Settings, all of them generous or off unless they are set: `rate_limit` (calls a minute; the vendor's is 60),
`daily_limit` (5000), `error_budget` (answers of 400, 401, 403 and 404 per endpoint in an hour, 10; the one after them
blocks the endpoint for an hour, and the next time for longer), `parallel_calls` (calls under way at once, 1).
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable

from runtime.sandbox.world import Allowance, Answer, Document

UNLIMITED = 100_000
HOUR = 3600
ERRORS = frozenset({400, 401, 403, 404})
_KEY = re.compile(r"\([^)]*\)")


class Excess(Exception):
    """More was asked than is allowed; answered with 429."""


class Limits:
    """What was used of every limit. `headers` are what the next answer tells about it."""

    def __init__(self) -> None:
        self.now: Callable[[], float] = time.monotonic
        self.headers: dict[str, str] = {}
        self._minute, self._day = Allowance(60), Allowance(86_400)
        self._errors: dict[str, list[float]] = defaultdict(list)
        self._blocked_until: dict[str, float] = {}
        self._blocks: dict[str, int] = defaultdict(int)

    def begin(self, path: str, underway: int, settings: Document) -> None:
        """Forget the last headers; raises `Excess` for a blocked endpoint and for calls side by side."""
        self.headers = {}
        if underway > settings.get("parallel_calls", UNLIMITED):
            raise Excess("Too many requests: calls must follow each other.")
        if self.now() < self._blocked_until.get(_endpoint(path), 0):
            raise Excess("Too many errors: this endpoint is blocked for the time being.")

    def count(self, settings: Document, is_free: bool) -> None:
        """Count a call, for the day unless it is free; raises `Excess`, then with the headers of that limit alone."""
        limit, daily = settings.get("rate_limit") or UNLIMITED, settings.get("daily_limit") or UNLIMITED
        remaining, seconds = self._minute.take(limit)
        minutely = _headers("Minutely-", limit, remaining, seconds)
        if remaining < 0:
            self.headers = minutely
            raise Excess("Too many requests: the minutely limit is reached.")
        if is_free:
            self.headers = minutely
            return
        remaining, seconds = self._day.take(daily)
        today = _headers("", daily, remaining, seconds)
        self.headers = today if remaining < 0 else minutely | today
        if remaining < 0:
            raise Excess("Too many requests: the daily limit is reached.")

    def note(self, path: str, answer: Answer, settings: Document) -> None:
        """Remember an answer that counts as an error; one too many blocks the endpoint."""
        if answer.status not in ERRORS or "error_budget" not in settings:
            return
        endpoint, now = _endpoint(path), self.now()
        recent = [moment for moment in self._errors[endpoint] if now - moment < HOUR] + [now]
        self._errors[endpoint] = recent
        if len(recent) > settings["error_budget"]:
            self._blocks[endpoint] += 1
            self._blocked_until[endpoint] = now + HOUR * self._blocks[endpoint]
            self._errors[endpoint] = []


def _endpoint(path: str) -> str:
    return _KEY.sub("", path)


def _headers(group: str, limit: int, remaining: int, seconds: int) -> dict[str, str]:
    """The three headers of a limit; the reset is in milliseconds since 1970."""
    return {
        f"X-RateLimit-{group}Limit": str(limit),
        f"X-RateLimit-{group}Remaining": str(max(remaining, 0)),
        f"X-RateLimit-{group}Reset": str(int((time.time() + seconds) * 1000)),
    }
