"""Virtual time: sleeping takes none, and what several threads do happens in the order of their clocks."""

from __future__ import annotations

import datetime as dt
import threading

__all__ = ["START", "VirtualTime"]

START = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


class VirtualTime:
    """A clock that moves only when all `threads` that use it sleep, to the first one's waking."""

    def __init__(self, threads: int = 1) -> None:
        self.passed = 0.0
        self.sleeps: list[float] = []
        self._awake = threads
        self._until: dict[int, float] = {}
        self._changed = threading.Condition()

    def clock(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        me = threading.get_ident()
        with self._changed:
            self.sleeps.append(seconds)
            self._until[me] = self.passed + seconds
            self._awake -= 1
            self._move_on()
            while me in self._until:
                self._changed.wait()

    def leave(self) -> None:
        """The calling thread is done, and nobody waits for it any more."""
        with self._changed:
            self._awake -= 1
            self._move_on()

    def _move_on(self) -> None:
        if self._awake or not self._until:
            return
        self.passed = max(self.passed, min(self._until.values()))
        for thread in [thread for thread, until in self._until.items() if until <= self.passed]:
            del self._until[thread]
            self._awake += 1
        self._changed.notify_all()
