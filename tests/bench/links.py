"""What a pass costs with many links in the store: 100 changes among 10,000 links and among a million.

    python -m tests.bench.links [LINKS ...]

Prints time and memory of a quiet pass and of a pass with 100 changes, for each size in a process of its own, as ratios
to the smallest. The systems are in memory and tell only what changed; the engine and its store (SQLite, full sync) are
the real ones. Memory is what the process needs beyond what it needed before the pass.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from runtime.endpoint import Done, Page, Seen, Untold, Write
from runtime.errors import RemoteError
from runtime.model import Feed, FeedScheme, ObjectType, Operations, Snapshot
from runtime.passes import Options, Report
from runtime.store import Store
from runtime.sync import Engine
from tests.runtime.memory import flow_of
from tests.runtime.pairs import customer_type, customers

CHANGES = 100
SIZES = (10_000, 1_000_000)
NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


class Told:
    """A system that tells what changed since it was asked last, and keeps nothing else."""

    creates_at_once = updates_at_once = 1000

    def __init__(self, kind: ObjectType) -> None:
        self.name = kind.system.name
        self.changed: list[Snapshot] = []
        self.made = 0
        self.written = 0

    def has(self, first: int, count: int, version: int) -> Iterator[Snapshot]:
        for number in range(first, first + count):
            yield _snapshot(f"{self.name}{number}", f"Customer {number} v{version}", str(version))

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        for start in range(0, len(self.changed), 1000):
            yield Page(self.changed[start : start + 1000])
        self.changed = []
        yield Page([], cursor="later")

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        return None

    def create_all(self, documents: Sequence[dict[str, Any]], keys: Sequence[str] = ()) -> list[Snapshot | RemoteError]:
        found: list[Snapshot | RemoteError] = []
        for document in documents:
            self.made += 1
            found.append(_snapshot(f"{self.name}{self.made}", document["name"], "1"))
        return found

    def update_all(self, writes: Sequence[Write]) -> list[Snapshot | Untold | RemoteError]:
        self.written += len(writes)
        return [_snapshot(known.key, dict(_flat(changes))["name"], known.version + "x") for known, changes in writes]

    def delete_all(self, snapshots: Sequence[Snapshot]) -> list[Done | RemoteError]:
        return [Done() for _ in snapshots]


def _flat(changes: Any) -> Iterator[tuple[str, Any]]:
    for path, value in changes:
        yield path[-1], value


def _snapshot(key: str, name: str, version: str) -> Snapshot:
    document = {"id": key, "name": name, "email": f"{key}@x.example", "version": version, "modified": ""}
    return Snapshot(key=key, document=document, version=version, modified=NOW.isoformat())


class Bench:
    """Two systems, one pair, one store."""

    def __init__(self, folder: Path) -> None:
        feed = Feed(scheme=FeedScheme.MODIFIED)
        fed = [
            msgspec.structs.replace(customer_type(name), operations=Operations(create="yes", feed=feed))
            for name in ("a", "b")
        ]
        self.pair = customers("a", "b", rows=("name",), match=(), left_type=fed[0], right_type=fed[1])
        self.systems = {(kind.system.name, kind.name): Told(kind) for kind in fed}
        self.store = Store(folder / "state.db")
        self.now = NOW

    @property
    def left(self) -> Told:
        return self.systems["a", "customer"]

    def run(self) -> Report:
        self.now += dt.timedelta(minutes=15)
        options = Options(audit_hours=0)
        engine = Engine((flow_of((self.pair,)),), self.systems, self.store, options, lambda: self.now)
        return engine.run()


def measure(links: int) -> dict[str, float]:
    """Seconds and megabytes of a first load of so many records, of a quiet pass, and of one with 100 changes."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        found: dict[str, float] = {}
        before = _peak()
        bench.left.changed = list(bench.left.has(1, links, 1))
        given = _peak()
        began = time.perf_counter()
        bench.run()
        found["load_seconds"] = time.perf_counter() - began
        found["load_megabytes"] = _peak() - given
        found["given_megabytes"] = given - before
        bench.run()
        for name, changes in (("quiet", 0), ("changes", CHANGES)):
            times = []
            for repeat in range(5):
                bench.left.changed = list(bench.left.has(1 + links // 2, changes, 2 + repeat))
                began = time.perf_counter()
                bench.run()
                times.append(time.perf_counter() - began)
            found[f"{name}_seconds"] = min(times)
        assert bench.systems["b", "customer"].made == links and bench.systems["b", "customer"].written == 5 * CHANGES
        bench.store.close()
        return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]))))
        return 0
    sizes = [int(size) for size in arguments] or list(SIZES)
    results = {}
    for size in sizes:
        command = [sys.executable, "-m", "tests.bench.links", "--one", str(size)]
        results[size] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    first = results[sizes[0]]
    for size, found in results.items():
        for name, value in found.items():
            print(f"{size:>9}  {name:<18} {value:10.3f}   {value / (first[name] or 1):6.2f} times that of {sizes[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
