"""The named places where a run may be cut off: before and after every commit that a request, an answer or a cursor
depends on, and around every write to a system. What a person's commands and look-ups commit has no places: nothing
was sent for it, and it is all there or not at all.

A run that dies at any of them must lose nothing and double nothing (crash points C-01 to C-14). A test says what
happens there: `on` puts in a function of its own, and the environment variable FLOWC_KILL_AT ("NAME:N") makes the
process kill itself, by a signal nobody can catch, when it comes by a place for the Nth time.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["POINTS", "on", "point"]

POINTS = (
    "migrate.before",  # a backup of an older store is written, its tables are not changed yet
    "migrate.inside",
    "pull.page",  # a page was read, and nothing of it is stored
    "pull.cursor.before",
    "pull.cursor.after",
    "record.before",  # a round is planned, and nothing of it is written down
    "record.after",
    "send.before",  # the intents are marked as sent, and nothing left
    "send.after",  # the answers came, and nothing of them is stored
    "settle.before",
    "settle.after",
    "recover.before",
    "recover.after",
)
"""Every place there is. A write to a system without its points is a defect, and so is a transaction of the engine
that is not named here or among those that a test lists with the reason why it needs none."""

_reached: list[Callable[[str], None]] = []


def point(name: str) -> None:
    """Come by a place. `name` is one of POINTS."""
    for act in _reached:
        act(name)


@contextmanager
def on(act: Callable[[str], None]) -> Iterator[None]:
    """Call this at every place, as long as the context lasts. What it raises cuts the run off there."""
    _reached.append(act)
    try:
        yield
    finally:
        _reached.remove(act)


def _killer(wanted: str) -> Callable[[str], None]:
    name, _, number = wanted.rpartition(":")
    hits: Counter[str] = Counter()

    def act(reached: str) -> None:
        hits[reached] += 1
        if reached == name and str(hits[reached]) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


if "FLOWC_KILL_AT" in os.environ:
    _reached.append(_killer(os.environ["FLOWC_KILL_AT"]))
