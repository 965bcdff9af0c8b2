"""How often a system may be asked: one budget for all threads and processes that use one account.

Short windows are spread evenly (GCRA) with a small burst. Long ones, such as a day's, are counted: when one is used up
the run ends for that system, since no run should stand still for hours. What the server says may only tighten both.
The decisions are pure functions on `Spent`; `budget_state` keeps it where all processes of a machine see it.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import pyrate_limiter
from msgspec import Struct

from .errors import Halted, Interrupted, Unavailable, Uncounted, UsageError
from .model import Rate
from .retry import LONGEST, asked_wait, spent_until

__all__ = ["Budget", "Spent", "State", "Turn", "turn"]

_log = logging.getLogger("flowc.http")
# A twentieth of a window may leave at once, and windows count as a fiftieth longer: answers bunch what was spread.
_BURST_SHARE = 20
_MARGIN = 1.02
_SLICES = 96  # a long window is counted in parts, a day in quarters of an hour
_SLOT_SECONDS = 600.0  # a slot that was not given back belongs to a process that is no more
_SLOT_PAUSE = 0.05
_DAY = 86_400
_BELIEVABLE = 31 * _DAY
_GCRA = pyrate_limiter.GCRA()


class Spent(Struct):
    """What was used of an account's budget. Times are seconds since 1970.

    `arrivals` holds GCRA's theoretical arrival time (microseconds) of each short window, `counts` the requests in each
    slice of each long one, both by "requests/seconds"; `running` until when each slot in use is taken at most.
    `not_before` is when the server may be asked again, and `why`.
    """

    arrivals: dict[str, int] = {}
    counts: dict[str, dict[int, int]] = {}
    running: dict[str, float] = {}
    not_before: float = 0.0
    why: str = ""


class Turn(Struct, frozen=True):
    """Whether to ask now: `pause` is 0, or seconds until it is worth another look; `why` where no run should wait."""

    pause: float = 0.0
    why: str = ""


class State(Protocol):
    """Where `Spent` is kept: `change` reads it, lets the function alter it, and writes it, with nobody in between."""

    def change(self, key: str, alter: Callable[[Spent], Turn]) -> Turn: ...


def turn(
    spent: Spent, rates: tuple[Rate, ...], concurrent: int, now: float, slot: str, counted: bool = True
) -> Turn:
    """Take one request and a slot out of the budget if they are there now; else say how long to wait, and take nothing.

    One that is not `counted` takes nothing, but waits while the server or a long window lets nobody ask.
    """
    if spent.not_before > now:
        return Turn(spent.not_before - now, spent.why)
    if spent.why:
        spent.not_before, spent.why = 0.0, ""
    for rate in rates:
        if rate.seconds > LONGEST:
            pause = _used_up(spent, rate, now)
            if pause > 0:
                return Turn(pause, f"{_words(rate)} are used; they come back at {_clock_time(now + pause)}")
    if not counted:
        return Turn()
    spent.running = {name: until for name, until in spent.running.items() if until > now}
    if concurrent and len(spent.running) >= concurrent:
        return Turn(_SLOT_PAUSE)
    short = [rate for rate in rates if rate.seconds <= LONGEST]
    limits = [_spread(rate) for rate in short]
    # a clock that was set back must not leave arrivals in a far future
    held = tuple(
        min(spent.arrivals.get(_name(rate), 0), int((now + rate.seconds * _MARGIN) * 1_000_000)) for rate in short
    )
    arrivals, decision = _GCRA.step(limits, held, int(now * 1000), 1)
    if not decision.allowed:
        return Turn(max(decision.retry_after_ms or 1, 1) / 1000)
    spent.arrivals = {_name(rate): int(arrival) for rate, arrival in zip(short, arrivals, strict=True)}
    for rate in rates:
        if rate.seconds > LONGEST:
            counts = spent.counts.setdefault(_name(rate), {})
            number = _slice(rate, now)
            counts[number] = counts.get(number, 0) + 1
    if concurrent:
        spent.running[slot] = now + _SLOT_SECONDS
    return Turn()


def _spread(rate: Rate) -> pyrate_limiter.Rate:
    """The limit as GCRA wants it: a burst and what follows it together stay within any window of the vendor's."""
    burst = max(1, rate.requests // _BURST_SHARE)
    return pyrate_limiter.Rate(rate.requests - burst + 1, int(rate.seconds * 1000 * _MARGIN), burst)


def _used_up(spent: Spent, rate: Rate, now: float) -> float:
    """Seconds until a long window has room, 0 where it has; forgets slices that have left it."""
    current = _slice(rate, now)
    counts = spent.counts.get(_name(rate), {})
    for number in [number for number in counts if not current - _SLICES <= number <= current]:
        del counts[number]
    if sum(counts.values()) < rate.requests:
        return 0.0
    return (min(counts) + _SLICES + 1) * (rate.seconds / _SLICES) - now


def _slice(rate: Rate, now: float) -> int:
    return int(now // (rate.seconds / _SLICES))


def _name(rate: Rate) -> str:
    return f"{rate.requests}/{rate.seconds}"


def _words(rate: Rate) -> str:
    if rate.seconds == _DAY:
        return f"the day's {rate.requests} requests"
    return f"the {rate.requests} requests of {rate.seconds / 3600:g} hours"


def _clock_time(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


class Budget:
    """One system's budget: `turn` waits until a request may leave, `heed` and `park` take in what the server says.

    `key` names the account whose limit it is. `clock` and `sleep` are the world outside.
    """

    def __init__(
        self,
        system: str,
        key: str,
        rates: tuple[Rate, ...],
        concurrent: int,
        state: State,
        clock: Callable[[], dt.datetime],
        sleep: Callable[[float], None],
    ) -> None:
        self.system = system
        self.rates = rates
        self.concurrent = concurrent
        self._key, self._state, self._clock, self._sleep = key, state, clock, sleep
        self._slept_until = 0.0

    @property
    def window(self) -> float:
        """Seconds of the shortest declared window: after that long a server that is overrun can answer again."""
        return min((float(rate.seconds) for rate in self.rates), default=60.0)

    @contextmanager
    def turn(self, counted: bool = True) -> Iterator[None]:
        """Wait until one request may leave, and hold its slot. Unavailable where that is too long to wait for.

        One that is not `counted` takes nothing out of it: a login, where the vendor does not count those.
        """
        slot = uuid.uuid4().hex
        while True:
            try:
                found = self._state.change(
                    self._key,
                    lambda spent: turn(spent, self.rates, self.concurrent, self._now(), slot, counted),
                )
            except (Halted, UsageError) as broken:  # nothing was sent, and the engine must know that
                raise Uncounted(self.system, str(broken)) from None
            if not found.pause:
                break
            if found.why and found.pause > LONGEST:
                raise Unavailable(self.system, found.why)
            self.rest(found.pause)
        try:
            yield
        finally:
            if counted and self.concurrent:
                self._note(lambda spent: _give_back(spent, slot))

    def rest(self, seconds: float) -> None:
        """Sleep. Afterwards the time has passed, whatever a clock that was set back says.

        Unavailable where somebody asks the run to stop meanwhile: what is waited for has not left, or was refused
        unseen, so nothing was changed.
        """
        until = self._now() + seconds
        try:
            self._sleep(seconds)
        except Interrupted as asked:
            raise Unavailable(self.system, str(asked)) from None
        self._slept_until = max(self._slept_until, until)

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take in an answer's headers: a window that is spent is waited for, by all who share the budget."""
        now = self._now()
        seconds = spent_until(headers, self._instant(now))
        if seconds:
            self._hold(now, seconds, "its requests are used")

    def park(self, seconds: float) -> str:
        """The server wants to be left alone for so long: nobody asks it before. Gives the words for it.

        More than a month is not believed, and counts as a day.
        """
        return self._hold(self._now(), seconds, "it asks us to come back later")

    def _hold(self, now: float, seconds: float, why: str) -> str:
        until = now + (seconds if seconds <= _BELIEVABLE else _DAY)
        words = f"{why}: not before {_clock_time(until)}"

        def alter(spent: Spent) -> Turn:
            if until > spent.not_before:
                spent.not_before, spent.why = until, words
            return Turn()

        self._note(alter)
        return words

    def _note(self, alter: Callable[[Spent], Turn]) -> None:
        """Keep something after an answer came. The answer counts more than a file that cannot be written."""
        try:
            self._state.change(self._key, alter)
        except (Halted, UsageError) as broken:
            _log.warning("%s", broken)

    def asked(self, headers: Mapping[str, str], throttled: bool) -> float | None:
        """The seconds that an answer asks us to wait, or None."""
        return asked_wait(headers, self._instant(self._now()), throttled=throttled)

    def _now(self) -> float:
        return max(self._clock().timestamp(), self._slept_until)

    @staticmethod
    def _instant(now: float) -> dt.datetime:
        return dt.datetime.fromtimestamp(now, dt.UTC)


def _give_back(spent: Spent, slot: str) -> Turn:
    spent.running.pop(slot, None)
    return Turn()
