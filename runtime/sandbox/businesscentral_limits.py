"""How much Business Central lets a client ask: requests in a sliding window, and some at once.

Settings: `rate_limit` and `rate_seconds` (6000 in 300 seconds unless they are set), `at_once` (requests under way
together; any number unless it is set). What is too much is answered with 429 and nothing else.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from runtime.sandbox.world import Document

REQUESTS = 6000
SECONDS = 300


class Window:
    """The moments of the requests in the window that ends now."""

    def __init__(self) -> None:
        self.now: Callable[[], float] = time.monotonic
        self._moments: deque[float] = deque()

    def admits(self, underway: int, settings: Document) -> bool:
        """Count a request, and say whether it is within what is allowed."""
        now, seconds = self.now(), settings.get("rate_seconds", SECONDS)
        while self._moments and now - self._moments[0] >= seconds:
            self._moments.popleft()
        if len(self._moments) >= settings.get("rate_limit", REQUESTS) or underway > settings.get("at_once", underway):
            return False
        self._moments.append(now)
        return True
