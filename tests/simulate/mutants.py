"""`python -m tests.simulate.mutants`: seeded defects of the engine, and how many histories it takes to find each.

A simulator that finds nothing proves nothing until it is seen to find something. Each defect of `DEFECTS` is patched
into the real engine, and histories are played from seed 1 on until one is violated. The control has no defect: it must
survive. The exit code is 1 where a defect is not found, or the control is.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
import time
from collections.abc import Iterator

from msgspec import Struct

from tests.simulate.defects import DEFECTS, seeded
from tests.simulate.history import play

__all__ = ["CONTROL", "Found", "hunt"]

CONTROL = "control"
MOST = 3000


class Found(Struct, frozen=True):
    """The first seed that a defect violates, 0 for none; the law, the whole violation, and how long it took."""

    name: str
    seed: int
    law: str
    violation: str
    seconds: float


def hunt(name: str, most: int = MOST) -> Found:
    """Play histories with a defect until it is found. `CONTROL` names none."""
    began = time.perf_counter()
    seed, violation = 0, ""
    topology = DEFECTS[name].topology if name != CONTROL else ""
    with seeded(name) if name != CONTROL else seeded():
        for seed in range(1, most + 1):
            violation = violated(seed, topology)
            if violation:
                break
        else:
            seed = 0
    return Found(name, seed, violation.partition(" ")[0], violation, time.perf_counter() - began)


def violated(seed: int, topology: str = "") -> str:
    """The first thing that is wrong in a history; "" for nothing. An engine that falls over is wrong, too, but not one
    whose functions are called in another way than they are written: then the defect itself is out of date."""
    try:
        outcome = play(seed, topology)
    except (TypeError, AttributeError, NameError):
        raise
    except Exception as fell:  # a defect may break the engine in any way
        return f"raised {type(fell).__name__}: {fell}"
    return outcome.violations[0] if outcome.violations else ""


def _hunted(names: list[str], most: int, jobs: int) -> Iterator[Found]:
    if jobs == 1:
        yield from (hunt(name, most) for name in names)
        return
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(hunt, names, [most] * len(names))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulate.mutants", description=__doc__)
    parser.add_argument("--max", type=int, default=MOST, help="histories until a defect counts as not found")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", action="append", choices=[CONTROL, *DEFECTS], default=[])
    given = parser.parse_args()
    names = given.only or [*DEFECTS, CONTROL]
    is_wrong = False
    for found in _hunted(names, given.max, given.jobs):
        is_wrong = is_wrong or (found.seed != 0) == (found.name == CONTROL)
        said = f"{found.seed:5} {found.violation[:100]}" if found.seed else f"not found in {given.max}"
        print(f"{found.name:32} {said}  ({found.seconds:.0f} s)", flush=True)
    return 1 if is_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
