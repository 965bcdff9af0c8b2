"""What a pass costs with many links in the store, and what a first load costs with many records.

    python -m tests.bench.links [--load] [COUNT ...]

Without `--load`: time and memory of a quiet pass and of a pass with 100 changes among 10,000 links and among a million,
and their ratios. A first load of a million takes most of an hour, so the store is filled directly: the engine loads
1,000 records, and the rest is stored as copies of the first, with records, bases and history, through the Store's own
methods. With `--load`: time and memory of a first load by the engine, of 10,000 and of 100,000 records.

The systems are in memory and keep nothing; the engine and its store (SQLite, full sync) are the real ones. Each figure
is from a process of its own; memory is what it needs beyond what it needed before the pass.
"""

from __future__ import annotations

import datetime as dt
import itertools
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
LINKS = (10_000, 1_000_000)
RECORDS = (10_000, 100_000)
_BY_ENGINE = 1000
_PORTION = 1000
_REPEATS = 5
NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


class Told:
    """A system that tells what changed since it was asked last, and keeps nothing else."""

    creates_at_once = updates_at_once = 1000

    def __init__(self, kind: ObjectType) -> None:
        self.name = kind.system.name
        self.changed: Iterator[Snapshot] = iter(())
        self.made = 0
        self.written = 0

    def has(self, first: int, count: int, version: int) -> Iterator[Snapshot]:
        for number in range(first, first + count):
            yield _snapshot(f"{self.name}{number}", f"Customer {number} v{version}", str(version))

    def pull(self, cursor: str, seen: Seen) -> Iterator[Page]:
        while page := list(itertools.islice(self.changed, _PORTION)):
            yield Page(page)
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


def load(records: int) -> dict[str, float]:
    """A first load of so many records by the engine."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.left.changed = bench.left.has(1, records, 1)
        before, began = _peak(), time.perf_counter()
        bench.run()
        found = {"load_seconds": time.perf_counter() - began, "load_megabytes": _peak() - before}
        assert bench.systems["b", "customer"].made == records == bench.store.link_counts()[bench.pair.key]
        bench.store.close()
        return found


def fill(folder: Path, links: int) -> None:
    """A store with so many links: some by the engine, the rest as copies of one of them."""
    bench = Bench(folder)
    bench.left.changed = bench.left.has(1, _BY_ENGINE, 1)
    bench.run()
    bench.run()
    store, pair = bench.store, bench.pair.key
    [model] = [link for link in store.links(pair) if link.left_key == "a1"]
    [write] = [one for one in store.intents_for(pair, "left", "a1") if one.state == "applied"]
    bases_of_first = json.dumps([model.left_base, model.right_base])
    for start in range(_BY_ENGINE + 1, links + 1, _PORTION):
        numbers = range(start, min(start + _PORTION, links + 1))
        with store.transaction():
            for system in bench.systems.values():
                store.put_snapshots(system.name, "customer", system.has(start, len(numbers), 1))
            for number in numbers:
                link = store.add_link(pair, f"a{number}", f"b{number}", model.why, model.at)
                bases = bases_of_first.replace("Customer 1 ", f"Customer {number} ")
                link.left_base, link.right_base = json.loads(bases)
                store.save_link(link)
                intent = msgspec.structs.replace(write.intent, key="", source_key=f"a{number}")
                store.settle(store.add_intent(intent, write.at), "applied", key=f"b{number}")
    for mark in store.marks(pair).values():
        store.set_mark(msgspec.structs.replace(mark, sequence=store.sequence()))
    store.close()


def passes(folder: Path, links: int) -> dict[str, float]:
    """A quiet pass, and one with 100 changes, over a store that is filled."""
    bench = Bench(folder)
    assert bench.store.link_counts()[bench.pair.key] == links
    found: dict[str, float] = {}
    for name, changes in (("quiet", 0), ("changes", CHANGES)):
        before, times = _peak(), []
        for repeat in range(_REPEATS):
            bench.left.changed = bench.left.has(1 + links // 2, changes, 2 + repeat)
            began = time.perf_counter()
            bench.run()
            times.append(time.perf_counter() - began)
        found[f"{name}_seconds"], found[f"{name}_megabytes"] = min(times), _peak() - before
    assert bench.systems["b", "customer"].written == _REPEATS * CHANGES and bench.left.written == 0
    bench.store.close()
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _alone(*arguments: str) -> dict[str, float]:
    """What one step measures, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.links", "--step", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--step", "load", count]:
            print(json.dumps(load(int(count))))
            return 0
        case ["--step", "fill", folder, count]:
            began = time.perf_counter()
            fill(Path(folder), int(count))
            print(json.dumps({"fill_seconds": time.perf_counter() - began}))
            return 0
        case ["--step", "passes", folder, count]:
            print(json.dumps(passes(Path(folder), int(count))))
            return 0
    loads = arguments[:1] == ["--load"]
    sizes = [int(size) for size in arguments[loads:]] or list(RECORDS if loads else LINKS)
    results: dict[int, dict[str, float]] = {}
    for size in sizes:
        if loads:
            results[size] = _alone("load", str(size))
        else:
            with tempfile.TemporaryDirectory() as folder:
                filled = _alone("fill", folder, str(size))
                results[size] = _alone("passes", folder, str(size)) | filled
    first = results[sizes[0]]
    for size, found in results.items():
        for name, value in found.items():
            print(f"{size:>9}  {name:<18} {value:10.3f}   {value / (first[name] or 1):6.2f} times that of {sizes[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
