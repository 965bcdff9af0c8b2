"""The same world as a state machine: hypothesis draws what people do, and shrinks what goes wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.simulate.history import CRASHES, History
from tests.simulate.topologies import TOPOLOGIES

__all__ = ["WorldMachine"]

MOST_WORLDS = 200
PLACES = st.integers(min_value=0, max_value=5)
NUMBERS = st.integers(min_value=0, max_value=1)


class WorldMachine(RuleBasedStateMachine):
    """A History whose steps are rules. Places, records and flows are drawn as numbers, taken modulo what there is."""

    history: History

    @initialize(
        topology=st.sampled_from(sorted(TOPOLOGIES)), seed=st.integers(min_value=1, max_value=MOST_WORLDS)
    )
    def begin(self, topology: str, seed: int) -> None:
        """What the systems are like comes of the seed; what happens comes of the rules."""
        self.history = History(seed, topology, calm=True)

    def _place(self, place: int) -> str:
        return self.history.topology.places[place % len(self.history.topology.places)]

    def _key(self, place: str, number: int) -> str:
        keys = sorted(self.history.tables[place].rows)
        return keys[number % len(keys)] if keys else ""

    @rule(place=PLACES)
    def add(self, place: int) -> None:
        self.history.add(self._place(place))

    @rule(place=PLACES, record=NUMBERS, name=st.sampled_from("pq"))
    def edit(self, place: int, record: int, name: str) -> None:
        where = self._place(place)
        if key := self._key(where, record):
            self.history.edit(where, key, name, self.history.oracle.fresh(name))

    @rule(place=PLACES, record=NUMBERS, name=st.sampled_from("pq"))
    def clear(self, place: int, record: int, name: str) -> None:
        where = self._place(place)
        if key := self._key(where, record):
            self.history.edit(where, key, name, None)

    @rule(place=PLACES, record=NUMBERS)
    def delete(self, place: int, record: int) -> None:
        where = self._place(place)
        if len(self.history.tables[where].rows) > 1:
            self.history.delete(where, self._key(where, record))

    @rule()
    def run(self) -> None:
        self.history.run(self.history.flows)

    @precondition(lambda self: len(self.history.flows) > 1)
    @rule(flow=NUMBERS)
    def run_one(self, flow: int) -> None:
        self.history.run([self.history.flows[flow % len(self.history.flows)]])

    @rule(point=st.sampled_from(CRASHES), hit=st.integers(min_value=1, max_value=3))
    def crash(self, point: str, hit: int) -> None:
        self.history.run(self.history.flows, dies_at=(point, hit))

    @rule(minutes=st.sampled_from((1, 30, 300)))
    def wait(self, minutes: int) -> None:
        self.history.wait(minutes)

    def teardown(self) -> None:
        if not hasattr(self, "history"):
            return
        self.history.finish()
        wrong: list[Any] = self.history.violations
        assert not wrong, "; ".join(wrong)
