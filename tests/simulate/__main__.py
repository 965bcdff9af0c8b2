"""`python -m tests.simulate --seeds A-B`: play histories, and say what was violated.

Prints histories, faults and crashes that were hit, and every violation with its seed. `--print` shows a history step by
step, `--shrink SEED` the shortest history that violates what that of the seed does. The exit code is 1 where anything
was violated.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.simulate.history import Outcome, play
from tests.simulate.shrink import shrunk
from tests.simulate.topologies import TOPOLOGIES

PORTION = 50


def _played(seeds: range, topology: str) -> list[Outcome]:
    found = []
    for seed in seeds:
        outcome = play(seed, topology)
        if not outcome.violations:
            outcome.log = []
        found.append(outcome)
    return found


def outcomes(first: int, last: int, jobs: int, topology: str = "") -> Iterator[Outcome]:
    """The outcomes of the seeds, in their order."""
    portions = [range(start, min(start + PORTION, last + 1)) for start in range(first, last + 1, PORTION)]
    if jobs == 1:
        for portion in portions:
            yield from _played(portion, topology)
        return
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(_played, portions, [topology] * len(portions)):
            yield from found


def _show_shrunk(seed: int, topology: str) -> int:
    first, best = shrunk(seed, topology)
    if not first.violations:
        print(f"seed {seed} ({first.topology}) violates nothing")
        return 0
    print("\n".join(best.log))
    print(f"seed {seed} ({first.topology}): {'; '.join(best.violations)}")
    print(f"{len(best.log)} lines of {len(first.log)}, {best.edits} edits of {first.edits}, "
          f"{best.passes} passes of {first.passes}")
    return 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulate", description=__doc__)
    parser.add_argument("--seeds", default="1-1000", help="from-to, or one")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--topology", choices=sorted(TOPOLOGIES), default="")
    parser.add_argument("--print", action="store_true", help="show each history step by step")
    parser.add_argument("--shrink", type=int, metavar="SEED", help="make the history of a seed short, and show it")
    given = parser.parse_args()
    if given.shrink is not None:
        return _show_shrunk(given.shrink, given.topology)
    first, _, last = given.seeds.partition("-")
    began = time.perf_counter()
    count, edits, writes, passes = 0, 0, 0, 0
    shapes: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    violated: list[Outcome] = []
    for outcome in outcomes(int(first), int(last or first), given.jobs, given.topology):
        count += 1
        edits, writes, passes = edits + outcome.edits, writes + outcome.writes, passes + outcome.passes
        shapes[outcome.topology] += 1
        hits += outcome.hits
        crashes += outcome.crashes
        if outcome.violations:
            violated.append(outcome)
            print(f"seed {outcome.seed} ({outcome.topology}): {'; '.join(outcome.violations)}", flush=True)
        if given.print:
            print("\n".join(outcome.log))
    seconds = time.perf_counter() - began
    print(f"{count} histories in {seconds:.0f} s ({count / seconds:.1f} a second): {edits} edits, {passes} passes, "
          f"{writes} writes")
    print("shapes:  " + ", ".join(f"{name} {number}" for name, number in sorted(shapes.items())))
    print("faults:  " + ", ".join(f"{name} {number}" for name, number in sorted(hits.items())))
    print("crashes: " + ", ".join(f"{name} {number}" for name, number in sorted(crashes.items())))
    kinds = Counter(text.partition(" ")[0] for outcome in violated for text in outcome.violations)
    print(f"violations: {len(violated)} histories" + "".join(f", {name} {number}" for name, number in kinds.items()))
    return 1 if violated else 0


if __name__ == "__main__":
    sys.exit(main())
