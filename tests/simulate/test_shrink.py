"""A history that fails by faults, crashes or edits inside passes is played from a tape, and made short."""

from __future__ import annotations

from tests.simulate.defects import seeded
from tests.simulate.history import play
from tests.simulate.mutants import hunt
from tests.simulate.shrink import recorded, shrunk


def test_a_tape_plays_the_same_history() -> None:
    for seed in (3, 5, 8):
        outcome, tape = recorded(seed)
        again, _ = recorded(seed, given=tape)
        assert (outcome.digest, outcome.log) == (again.digest, again.log)
        assert outcome.digest == play(seed).digest


def test_a_failing_seed_is_made_short() -> None:
    seed = hunt("lost create sent again", 150).seed
    with seeded("lost create sent again"):
        first, best = shrunk(seed, most=50)
    assert first.hits and best.violations[0].split()[0] == first.violations[0].split()[0]
    assert len(best.log) <= len(first.log) * 3 // 4, (len(best.log), len(first.log))
    assert best.hits, "it takes a fault to fail"


def test_what_fails_nowhere_stays_as_it_is() -> None:
    first, best = shrunk(1)
    assert first is best and not first.violations
