"""Hypothesis plays histories: none is violated, and a seeded defect is found and shrunk to a few steps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from tests.simulate.defects import seeded
from tests.simulate.history import History
from tests.simulate.machine import WorldMachine
from tests.simulate.topologies import Extras

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
FEW = settings(
    max_examples=40, stateful_step_count=20, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
)
MORE = settings(FEW, max_examples=400)


PLAIN = [seed for seed in range(1, 20) if History(seed, "two", calm=True).extras == Extras()][:5]
"""Worlds with nothing but two texts."""


class TinyMachine(WorldMachine):
    """Two ObjectTypes only: the smaller the world, the shorter the shrinking."""

    @initialize(seed=st.sampled_from(PLAIN))
    def begin(self, seed: int) -> None:
        self.history = History(seed, "two", calm=True)

    @rule(point=st.sampled_from(("record.after", "send.before", "send.after")), hit=st.just(1))
    def crash(self, point: str, hit: int) -> None:
        self.history.run(self.history.flows, dies_at=(point, hit))


def test_no_history_is_violated() -> None:
    run_state_machine_as_test(WorldMachine, settings=FEW)


def test_a_defect_is_found_and_shrunk() -> None:
    with seeded("sent not marked"), pytest.raises(AssertionError, match="S-03 made 2 times") as found:
        run_state_machine_as_test(TinyMachine, settings=MORE)
    steps = [line for line in str(found.value).splitlines() if line.startswith("state.")]
    steps += [line for note in getattr(found.value, "__notes__", ()) for line in note.splitlines() if "state." in line]
    assert 2 < len(steps) <= 8, "\n".join(steps)
