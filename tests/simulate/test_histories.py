"""A thousand histories, each replayed by its seed alone: nothing is violated, and everything that can go wrong did."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.simulate.history import CRASHES, FAULTS, History, Outcome, play
from tests.simulate.topologies import TOPOLOGIES

LAST, PORTION = 1000, 25
FIRST = range(1, LAST + 1, PORTION)


@cache
def _played(first: int) -> list[Outcome]:
    """A portion, played once a process, and without the logs of what went well."""
    outcomes = [play(seed) for seed in range(first, first + PORTION)]
    for outcome in outcomes:
        outcome.log = []
    return outcomes


def _replay(outcome: Outcome) -> str:
    said = "; ".join(outcome.violations)
    return f"seed {outcome.seed} ({outcome.topology}): {said}\n" + (
        f"replay: python -m tests.simulate --seeds {outcome.seed} --print"
    )


@pytest.mark.parametrize("first", FIRST)
def test_nothing_is_violated(first: int) -> None:
    wrong = [_replay(outcome) for outcome in _played(first) if outcome.violations]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("first", FIRST)
def test_something_happens(first: int) -> None:
    """The canary: histories in which nobody does anything would be quiet, too."""
    outcomes = _played(first)
    assert sum(outcome.edits for outcome in outcomes) > 4 * PORTION
    assert sum(outcome.writes for outcome in outcomes) > 3 * PORTION
    assert sum(outcome.passes for outcome in outcomes) > 5 * PORTION


def test_every_fault_crash_and_shape_is_hit() -> None:
    """What is never drawn proves nothing: a hole in the coverage is a failure."""
    hits: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for first in FIRST:
        for outcome in _played(first):
            hits += outcome.hits
            crashes += outcome.crashes
            shapes[outcome.topology] += 1
    every = {"update ignored", *(f"{operation} {fault}" for operation, faults in FAULTS.items() for fault in faults)}
    assert not every - hits.keys()
    assert not set(CRASHES) - crashes.keys()
    assert not TOPOLOGIES.keys() - shapes.keys()


@pytest.mark.parametrize("seed", [8388, 20780])
def test_a_history_that_found_a_mistake_once(seed: int) -> None:
    """A link whose value gave way to one that the record showed already; a write that could not be looked at."""
    outcome = play(seed)
    assert not outcome.violations, _replay(outcome)


def test_a_delete_that_a_crash_kept_from_leaving_travels() -> None:
    """A crash in the one pass that saw a deletion is rare among drawn histories, so it is played by hand."""
    histories = (History(seed, "two", calm=True) for seed in range(1, 41))
    played = [history for history in histories if history.propagates]
    for history in played:
        keys = [history.add("a.t") for _ in range(3)]
        history.run(history.flows)
        history.run(history.flows)
        history.delete("a.t", keys[0])
        history.run(history.flows, dies_at=("record.after", 1))
        history.finish()
        assert not history.violations, f"seed {history.seed}: {'; '.join(history.violations)}"
    assert sum(history.crashes["record.after"] for history in played) > 5


@pytest.mark.parametrize("seed", range(1, 21))
def test_a_seed_says_everything(seed: int) -> None:
    """Played again, a history ends in the same records and the same store, to the byte (S-27)."""
    one, other = play(seed), play(seed)
    assert one.digest == other.digest
    assert (one.edits, one.writes, one.passes, one.hits, one.crashes) == (
        other.edits, other.writes, other.passes, other.hits, other.crashes
    )
