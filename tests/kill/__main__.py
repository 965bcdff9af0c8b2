"""`python -m tests.kill --kills N`: kill runs at every named place, and say what was violated.

Prints, for each place, hits, kills, seconds and violations. The exit code is 1 where anything was violated, or where
nothing was killed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.points import POINTS
from tests.kill.stage import Cycle, Stage
from tests.runtime.databases import PASSWORD, started

__all__ = ["HITS", "cycles", "state_at"]

HITS = 5
_ANEW = 12
"""After so many cycles the systems and the state begin empty again."""


@contextmanager
def state_at(kind: str) -> Iterator[str]:
    """Where the state is: "" for a file of the stage's, or the address of a throw-away PostgreSQL server."""
    if kind == "sqlite":
        yield ""
        return
    before = os.environ.get("PGPASSWORD")
    with started() as cluster:
        os.environ["PGPASSWORD"] = PASSWORD  # as a person gives it: flowc.toml holds no password
        try:
            yield f"postgresql://admin@127.0.0.1:{cluster.port}/postgres?sslmode=disable"
        finally:
            os.environ.pop("PGPASSWORD")
            if before is not None:
                os.environ["PGPASSWORD"] = before


def emptied(state: str) -> None:
    """Drop what an earlier stage left in a PostgreSQL state."""
    if state:
        import psycopg

        with psycopg.connect(state, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS flowc CASCADE")


def cycles(point: str, kills: int, state: str = "") -> Iterator[tuple[int, Cycle]]:
    """Cycles with (hit, what came of it) until so many runs were killed: hit 1 to 5, as far as a run gets there."""
    done, hit, most = 0, 1, HITS
    while done < kills:
        emptied(state)
        with tempfile.TemporaryDirectory(prefix="flowc-kill-") as folder, Stage.opened(Path(folder), state) as stage:
            for _ in range(_ANEW):
                cycle = stage.cycle(point, hit)
                yield hit, cycle
                done += cycle.kills
                if not cycle.was_reached:
                    most = hit - 1  # no run comes by so often
                if not most:
                    return
                hit = hit % most + 1
                if done >= kills or cycle.violations:
                    break


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=5, help="how many runs to kill at each place")
    parser.add_argument("--state", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--point", choices=POINTS, action="append", help="only these places")
    given = parser.parse_args(arguments)
    print(f"{'point':<20}{'hits':>6}{'kills':>7}{'seconds':>9}{'duplicates':>12}{'lost':>6}{'unopenable':>12}")
    is_bad = False
    with state_at(given.state) as state:
        for point in given.point or POINTS:
            if state and point.startswith("migrate."):
                print(f"{point:<20} no older flowc kept its state in PostgreSQL")
                continue
            done = list(cycles(point, given.kills, state))
            kills, seconds = sum(one.kills for _, one in done), sum(one.seconds for _, one in done)
            hits = f"1-{max((hit for hit, one in done if one.was_reached), default=0)}" if kills else "none"
            counts = [sum(len(getattr(one, what)) for _, one in done) for what in ("duplicates", "lost", "unopenable")]
            told = f"{counts[0]:>12}{counts[1]:>6}{counts[2]:>12}"
            print(f"{point:<20}{hits:>6}{kills:>7}{seconds:>9.1f}{told}", flush=True)
            for hit, one in done:
                for violation in one.violations:
                    print(f"    FLOWC_KILL_AT={point}:{hit}: {violation}")
            is_bad = is_bad or not kills or any(counts)
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
