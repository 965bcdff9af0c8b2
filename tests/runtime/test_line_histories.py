"""Histories of orders with lines in several systems: what people add, change and remove while systems are away, answers
are lost, passes die and flows run alone. Every count that somebody writes is a number of its own, so that it is known
what became of it.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec import structs

from runtime.points import on
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from tests.runtime.memory import Memory, Scene
from tests.runtime.test_engine_lines import SHEETS, Lines, Numbering, have, sheet_side, shown

SHAPES = {
    "two": ("ab",),
    "chain": ("ab", "bc"),
    "chain, the other way": ("bc", "ab"),
    "hub": ("ab", "ac"),
    "fan-in": ("ba", "ca", "da"),
    "cycle": ("ab", "bc", "ca"),
    "diamond": ("ab", "ac", "bd", "cd"),
}


class Cut(BaseException):
    """A pass dies here."""


class History:
    """One order in all systems of a shape, and what people and passes make of it."""

    def __init__(self, folder: Path, shape: str, lines: int, policy: Policy = Policy.NEWEST) -> None:
        self.ways = SHAPES[shape]
        self.scene = Scene(
            folder,
            *(
                structs.replace(SHEETS, name=f"sheets_{way}", left=sheet_side(way[0]), right=sheet_side(way[1]))
                for way in self.ways
            ),
        )
        self.systems = sorted(set("".join(self.ways)))
        self.policies = Policies(default=Choice(policy=policy))
        self.numbers = 0
        self.written: set[int] = set()
        self.superseded: set[int] = set()
        self.lost = self.cuts = 0
        first = [self._line() for _ in range(lines)]
        for system in self.systems:
            self.memory(system).normalise = Numbering(system)
            have(self.memory(system), *first)
        for _ in self.systems:
            self.run()
        assert self.scene.entries() == []
        self.scene.writes()

    def memory(self, system: str) -> Memory:
        return self.scene.of(system, "order")

    def _line(self) -> tuple[str, int]:
        self.numbers += 1
        return f"line {self.numbers}", self._count()

    def _count(self) -> int:
        self.numbers += 1
        self.written.add(self.numbers)
        return self.numbers

    # ---- what happens ----

    def add(self, system: str) -> None:
        have(self.memory(system), *shown(self.memory(system)), self._line())

    def change(self, system: str, at: int) -> None:
        lines = shown(self.memory(system))
        what, count = lines[at]
        self.superseded.add(count)
        lines[at] = (what, self._count())
        have(self.memory(system), *lines)

    def remove(self, system: str, at: int) -> None:
        lines = shown(self.memory(system))
        self.superseded.add(lines.pop(at)[1])
        have(self.memory(system), *lines)

    def run(self, *ways: str) -> None:
        pairs = [pair for pair, way in zip(self.scene.pairs, self.ways, strict=True) if way in ways]
        self.scene.run(*pairs, policies=self.policies)

    def cut_off(self, number: int, *ways: str) -> None:
        """A pass that dies when it comes to a place for the `number`th time, if it does."""
        places = itertools.count(1)

        def die(_reached: str) -> None:
            if next(places) == number:
                self.cuts += 1
                raise Cut

        with suppress(Cut), on(die):
            self.run(*ways)

    def faults(self, down: str = "", loses: str = "") -> None:
        for system in self.systems:
            self.memory(system).down, self.memory(system).loses_answers = system in down, system in loses
        self.lost += len(loses)

    # ---- what has to be true in the end ----

    def judge(self) -> list[str]:
        """What is wrong once all systems are there and people have stopped."""
        self.faults()
        for _ in range(3):
            self.run()
            self.scene.clock.later(60)
        self.scene.writes()
        self.run()
        entries = [entry for entry in self.scene.entries() if entry.kind in ("held", "waiting", "review", "rejected")]
        told = " ".join(
            [f"{one.left_value} {one.right_value}" for one in self.scene.conflicts()]
            + [one.evidence for one in entries]
        )
        named = {int(number) for number in re.findall(r'"count":\s*"?(\d+)', told.replace("\\", ""))}
        lists = {system: shown(self.memory(system)) for system in self.systems}
        found = {count for lines in lists.values() for _, count in lines}
        problems = [f"{system} was written again" for system in self.scene.writes()]
        is_told = not (self.lost or self.cuts)
        if entries and is_told and self.policies.default.policy is not Policy.HOLD:
            problems += [f"held: {one.reason}" for one in entries]
        if not entries and len({tuple(sorted(lines)) for lines in lists.values()}) > 1:
            problems.append(f"different lines: {lists}")
        problems += [f"a line twice: {lines}" for lines in lists.values() if _is_double(lines) and not entries]
        problems += [f"lost: {count}" for count in self.written - self.superseded - found - named]
        if is_told and not entries:  # what was removed before a lost answer was looked for may never have been there
            problems += [f"resurrected: {count}" for count in (self.superseded & found) - named]
        return problems


def _is_double(lines: Lines) -> bool:
    return len({what for what, _ in lines}) < len(lines)


def play(history: History, choices: random.Random, faults: bool, dies: bool = False) -> None:
    """A few passes, each after a few edits; with `dies` some are cut off."""
    for _ in range(choices.randint(1, 4)):
        for _ in range(choices.randint(1, 3)):
            system = choices.choice(history.systems)
            lines = len(shown(history.memory(system)))
            history.scene.clock.later(choices.choice((1, 5, 30)))
            act = choices.random()
            if lines and act < 0.45:
                history.change(system, choices.randrange(lines))
            elif lines and act < 0.65:
                history.remove(system, choices.randrange(lines))
            else:
                history.add(system)
        ways = list(history.ways)
        if faults:
            some = [system for system in history.systems if choices.random() < 0.12]
            others = [system for system in history.systems if choices.random() < 0.1]
            history.faults("".join(some), "".join(others))
            if choices.random() < 0.3:
                ways = choices.sample(ways, choices.randint(1, len(ways)))
        if dies and choices.random() < 0.5:
            history.cut_off(choices.randint(1, 60), *ways)
        else:
            history.run(*ways)


# ---- what a circle of links makes of edits that meet on its way ----------------------------------


@pytest.fixture
def circle(tmp_path: Path) -> History:
    """An order of three systems with one line, which came to a and b by way of a."""
    history = History(tmp_path, "cycle", 0)
    history.add("c")
    history.run("ca", "ab")
    return history


def test_an_edit_beats_a_removal_that_another_link_knew_of_first(circle: History) -> None:
    circle.remove("b", 0)
    circle.change("c", 0)
    circle.faults(loses="a")
    circle.run(*circle.ways)
    assert circle.judge() == []
    assert [len(shown(circle.memory(system))) for system in "abc"] == [1, 1, 1]


def test_a_removal_that_may_meet_an_edit_in_a_system_that_is_away_gives_way_and_is_told(circle: History) -> None:
    circle.remove("b", 0)
    circle.faults(down="a")
    circle.run(*circle.ways)
    assert [(one.winner, one.rule) for one in circle.scene.conflicts()] == [("right", "edit")]
    assert circle.judge() == []
    assert [len(shown(circle.memory(system))) for system in "abc"] == [1, 1, 1]


def test_an_edit_that_another_link_brought_is_one_against_the_edit_of_the_other_side(tmp_path: Path) -> None:
    history = History(tmp_path, "cycle", 0)
    history.add("c")
    history.faults(down="b")
    history.run(*history.ways)
    history.faults()
    history.change("a", 0)
    history.add("b")
    history.change("c", 0)
    history.run("bc")
    history.add("a")
    history.run(*history.ways)
    assert len(history.scene.conflicts()) == 1 and history.judge() == []


def test_a_list_waits_for_the_flow_whose_write_to_it_had_no_answer(tmp_path: Path) -> None:
    history = History(tmp_path, "cycle", 0)
    history.add("c")
    history.faults(loses="a")
    history.run(*history.ways)
    history.faults()
    history.change("b", 0)
    history.run("bc", "ab")
    assert [len(shown(history.memory(system))) for system in "abc"] == [1, 1, 1]
    assert [(one.pair, one.kind) for one in history.scene.entries("waiting")] == [("a.order|b.order", "waiting")]
    assert history.judge() == [] and history.scene.entries() == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 3), st.randoms(use_true_random=False), st.booleans())
def test_no_line_is_lost_or_doubled_in_any_shape(shape: str, lines: int, choices: random.Random, faults: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder), shape, lines)
        play(history, choices, faults)
        event("several edits" if len(history.written) + len(history.superseded) > lines + 1 else "one edit")
        assert history.judge() == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 3), st.randoms(use_true_random=False), st.booleans())
def test_no_line_is_lost_or_doubled_where_passes_die(
    shape: str, lines: int, choices: random.Random, faults: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder), shape, lines)
        play(history, choices, faults, dies=True)
        event(f"passes that died: {min(history.cuts, 2)}")
        assert history.judge() == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 3), st.randoms(use_true_random=False))
def test_under_the_policy_hold_no_line_is_lost_or_doubled(shape: str, lines: int, choices: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder), shape, lines, Policy.HOLD)
        play(history, choices, faults=False)
        event("held" if history.scene.entries() else "merged")
        assert history.judge() == []


@pytest.fixture
def cycle(tmp_path: Path) -> History:
    return History(tmp_path, "cycle", 3)


def test_edits_of_different_lines_at_all_systems_of_a_cycle_all_survive(cycle: History) -> None:
    for at, system in enumerate("abc"):
        cycle.change(system, at)
    cycle.run(*cycle.ways)
    assert sorted(count for _, count in shown(cycle.memory("a"))) == [7, 8, 9]
    assert (cycle.judge(), cycle.scene.conflicts()) == ([], [])


def test_an_edit_that_beats_a_removal_makes_one_line_in_a_cycle(cycle: History) -> None:
    cycle.remove("a", 0)
    cycle.change("b", 0)
    cycle.run(*cycle.ways)
    assert [len(shown(cycle.memory(system))) for system in "abc"] == [3, 3, 3]
    assert (cycle.judge(), [one.rule for one in cycle.scene.conflicts()]) == ([], ["edit"])


def test_every_edit_of_one_line_that_loses_is_listed(cycle: History) -> None:
    for system in "abc":
        cycle.scene.clock.later(60)
        cycle.change(system, 0)
    cycle.run(*cycle.ways)
    assert [shown(cycle.memory(system))[0][1] for system in "abc"] == [9, 9, 9]
    assert (cycle.judge(), len(cycle.scene.conflicts())) == ([], 2)


def test_one_new_line_at_two_systems_is_one_line(cycle: History) -> None:
    for system in "ab":
        have(cycle.memory(system), *shown(cycle.memory(system)), ("the same", 5))
    cycle.run(*cycle.ways)
    assert [len(shown(cycle.memory(system))) for system in "abc"] == [4, 4, 4]
    assert (cycle.judge(), cycle.scene.conflicts()) == ([], [])


def test_a_line_that_was_made_while_the_other_side_was_away_and_edited_then_is_one_line(tmp_path: Path) -> None:
    history = History(tmp_path, "two", 1)
    history.add("a")
    history.add("b")
    history.memory("b").down_after = 0  # it is read, and away when it is to be written
    history.run(*history.ways)
    history.memory("b").down_after = None
    assert (len(shown(history.memory("a"))), len(shown(history.memory("b")))) == (3, 2)
    history.faults()
    history.change("b", 1)
    assert history.judge() == [] and len(shown(history.memory("a"))) == 3


def test_who_saves_all_lines_anew_changes_nothing(tmp_path: Path) -> None:
    """Some systems give new keys to the lines of an order whenever it is saved."""
    history = History(tmp_path, "hub", 2)
    lines = shown(history.memory("b"))
    have(history.memory("b"))
    have(history.memory("b"), *lines)
    history.run(*history.ways)
    assert history.scene.writes() == {} and history.judge() == []
