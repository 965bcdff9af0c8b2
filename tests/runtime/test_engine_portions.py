"""Rounds that are larger than a portion: the same outcome, one write for each record, and a guard that looks at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.errors import Halted
from tests.runtime.memory import Scene
from tests.runtime.pairs import customers, orders


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions of three records."""
    monkeypatch.setattr("runtime.due.PORTION", 3)


def _loaded(folder: Path, count: int = 20) -> Scene:
    scene = Scene(folder, customers("a", "b"), orders("a", "b", match=()))
    for number in range(1, count + 1):
        scene.of("a").has(name=f"Customer {number}", email=f"{number}@x.example")
        scene.of("a", "order").has(title=f"Order {number}", customer=f"a{number}")
    scene.run()
    return scene


def test_a_first_load_in_portions_makes_each_record_once_with_its_references(tmp_path: Path) -> None:
    scene = _loaded(tmp_path)
    assert scene.writes() == {"b": 40} and len(scene.links()) == 40
    customers_made = dict(zip(scene.of("b").column("name"), scene.of("b").documents, strict=True))
    ordered = zip(scene.of("b", "order").column("title"), scene.of("b", "order").column("customer"), strict=True)
    assert dict(ordered) == {
        f"Order {number}": customers_made[f"Customer {number}"] for number in range(1, 21)
    }
    assert not any(link.dirty for link in scene.links()) and scene.entries() == []
    scene.run()
    assert scene.writes() == {}


def test_edits_in_several_portions_all_arrive(tmp_path: Path) -> None:
    scene = _loaded(tmp_path, 9)
    scene.writes()
    for number in range(1, 10):
        scene.of("a").edit(f"a{number}", name=f"new {number}")
    scene.run()
    assert sorted(scene.of("b").column("name")) == [f"new {number}" for number in range(1, 10)]
    assert scene.writes() == {"b": 9} and scene.conflicts() == []


def test_the_guard_sees_all_portions_before_the_first_is_sent(tmp_path: Path) -> None:
    scene = _loaded(tmp_path)
    scene.writes()
    for number in range(1, 14):
        scene.of("a").edit(f"a{number}", name=f"new {number}")
    with pytest.raises(Halted, match="would rewrite 13 of 20 customer in b"):
        scene.run()
    assert scene.writes() == {}


def test_a_dry_run_shows_every_portion(tmp_path: Path) -> None:
    scene = _loaded(tmp_path)
    for number in range(1, 11):
        scene.of("a").edit(f"a{number}", name=f"new {number}")
    report = scene.run(dry_run=True)
    assert report.first is not None and len(report.first.updates) == len(report.actions) == 10
