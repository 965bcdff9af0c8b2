"""A pass costs the store what changed, not what there is: counted in steps of SQLite's machine, not by a clock."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from runtime.driver import SqliteDriver, Values
from runtime.store import Store
from tests.bench.links import Bench, fill
from tests.runtime.memory import Scene
from tests.runtime.pairs import customers

_EDITS, _NEW = 60, 100
_EVERY = 10  # steps between two counts
_SMALL = {"meta", "mark", "lease", "cursor", "decision", "earlier", "listed", "json_each", "sqlite_master"}
"""What may be read as a whole: it grows with pairs, persons' decisions, or what no pair has looked at yet."""
_PARTS = {"CONSTANT", "counted"}
"""What is no table: a row without one, and a part of one."""


class Counted(SqliteDriver):
    """Counts the machine's steps, and keeps each statement with the values it was run with last."""

    def __init__(self, path: Path) -> None:
        self.steps = 0
        self.seen: dict[str, Values] = {}
        super().__init__(path)
        self.seen.clear()  # opening looks whose file it is
        self._connection.set_progress_handler(self._step, _EVERY)

    def _step(self) -> int:
        self.steps += _EVERY
        return 0

    def all(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        self.seen[statement] = values
        return super().all(statement, values)

    def many(self, statement: str, values: Iterable[Values]) -> None:
        rows = list(values)
        if rows:
            self.seen[statement] = rows[0]
        super().many(statement, rows)

    def scans(self) -> list[str]:
        """Statements that read a table from end to end, with the line of the plan that says so."""
        found = []
        for statement, values in list(self.seen.items()):
            if re.match("SELECT|INSERT|UPDATE|DELETE", statement):
                for *_, line in super().all(f"EXPLAIN QUERY PLAN {statement}", values):
                    scanned = re.match(r"SCAN (\S+)", line)
                    if scanned and scanned[1] not in _SMALL | _PARTS and not scanned[1].startswith("("):
                        found.append(f"{line}: {statement}")
        return found


def _counted(folder: Path, links: int) -> tuple[int, int, Counted]:
    """Steps of a quiet pass and of one with 60 edits and 100 new records, among so many links."""
    folder.mkdir()
    fill(folder, links)
    bench, driver = Bench(folder), Counted(folder / "state.db")
    bench.store.close()
    bench.store = Store.over(driver)
    bench.run()
    driver.steps = 0
    bench.run()
    quiet, driver.steps = driver.steps, 0
    bench.left.changed = itertools.chain(bench.left.has(1, _EDITS, 2), bench.left.has(links + 1, _NEW, 1))
    bench.systems["b", "customer"].made = links
    bench.run()
    changes = driver.steps
    assert bench.store.link_counts() == {bench.pair.key: links + _NEW}
    driver.seen.popitem()  # that was asked here, and no pass asks it
    return quiet, changes, driver


def test_a_pass_takes_as_many_steps_among_many_links_as_among_few(tmp_path: Path) -> None:
    few, many = _counted(tmp_path / "few", 1500), _counted(tmp_path / "many", 6000)
    for name, one, other in zip(("quiet", "changes"), few[:2], many[:2], strict=True):
        assert other <= 1.1 * one, f"{name}: {one} steps among 1500 links, {other} among 6000"
    assert not many[2].scans()
    for driver in (few[2], many[2]):
        driver.close()


def test_no_table_is_read_from_end_to_end(tmp_path: Path) -> None:
    """With matches, edits on both sides, a conflict, deletes and a restored record."""
    scene = Scene(tmp_path, customers("a", "b"))
    for number in range(20):
        scene.of("a").has(name=f"Customer {number}", email=f"c{number}@x.example")
        scene.of("b").has(name=f"Customer {number}", email=f"c{number}@x.example")
    scene.run()
    assert len(scene.linked()) == 20
    scene.store.close()
    with closing(Counted(tmp_path / "state.db")) as driver:
        scene.store = Store.over(driver)
        scene.run()
        scene.of("a").edit("a1", name="Left")
        scene.of("b").edit("b1", name="Right")
        scene.of("b").edit("b2", name="Only right")
        scene.of("a").remove("a3")
        scene.of("a").has(name="New", email="new@x.example")
        scene.run()
        scene.run()
        assert not driver.scans()
