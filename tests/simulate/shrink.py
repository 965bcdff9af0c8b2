"""A failing history made short: everything that chance decided is a tape, and what is not needed is cut out of it.

All that happens in a history, faults, crashes and edits inside passes too, comes of one source of chance. Its numbers
are written down as fractions; pieces are taken out, and the rest made smaller, for as long as the same law is violated.
Where a tape ends nothing happens any more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.simulate.history import History, Outcome

__all__ = ["Tape", "recorded", "shrunk"]

_NEVER, _FIRST = 0.999, 0.0
"""What is drawn where the tape has ended: no fault, no edit, and of several the first."""
MOST = 1500
"""How many histories are played to make one short."""


class Tape(random.Random):
    """Chance that is read from a tape, or, without one, drawn from a seed and written down."""

    def __init__(self, seed: int, given: Sequence[float] | None = None) -> None:
        super().__init__(seed)
        self.written: list[float] = []
        self._given = given

    def random(self) -> float:
        return self._next(super().random, _NEVER)

    def getrandbits(self, k: int, /) -> int:
        bits = super().getrandbits
        return int(self._next(lambda: bits(k) / (1 << k), _FIRST) * (1 << k))

    def _next(self, draw: Callable[[], float], end: float) -> float:
        if self._given is None:
            found = draw()
        else:
            found = self._given[len(self.written)] if len(self.written) < len(self._given) else end
        self.written.append(found)
        return found


def recorded(seed: int, topology: str = "", given: Sequence[float] | None = None) -> tuple[Outcome, list[float]]:
    """A history, and its tape."""
    tape = Tape(seed, given)
    outcome = History(seed, topology, chance=tape).play()
    return outcome, tape.written


def shrunk(seed: int, topology: str = "", most: int = MOST) -> tuple[Outcome, Outcome]:
    """The history of a seed, and the shortest one found in so many that violates the same law."""
    first, tape = recorded(seed, topology)
    best = first
    if not first.violations:
        return first, first
    law, left = _law(first), most
    size = len(tape) // 2
    while size and left:
        start, before = 0, len(tape)
        while start + size <= len(tape) and left:
            left -= 1
            outcome, written = recorded(seed, topology, tape[:start] + tape[start + size :])
            if outcome.violations and _law(outcome) == law and len(outcome.log) <= len(best.log):
                best, tape = outcome, written[: len(tape) - size]
            else:
                start += size
        size = size if len(tape) < before * 3 // 4 else size // 2
    return first, best


def _law(outcome: Outcome) -> str:
    return outcome.violations[0].partition(" ")[0]
