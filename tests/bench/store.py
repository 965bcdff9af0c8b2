"""What a small statement costs: through the Store, and the same composed by SQLAlchemy Core, as a ratio.

    python -m tests.bench.store
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import sqlalchemy as sa

from runtime.store import Store

TURNS, REPEATS = 3000, 5


def _microseconds(act: Callable[[], object]) -> float:
    """The best of several repeats."""
    best = float("inf")
    for _ in range(REPEATS):
        began = time.perf_counter()
        for _ in range(TURNS):
            act()
        best = min(best, (time.perf_counter() - began) / TURNS * 1e6)
    return best


def main() -> int:
    """Both look up one of a hundred rows by its key, in an SQLite database in memory."""
    store = Store.memory()
    for number in range(100):
        store.set_note(f"n{number}", "x")
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    metadata = sa.MetaData()
    meta = sa.Table("meta", metadata, sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.String))
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.execute(sa.insert(meta), [{"name": f"n{number}", "value": "x"} for number in range(100)])
        plain = _microseconds(lambda: store.note("n5"))
        composed = _microseconds(
            lambda: connection.execute(sa.select(meta.c.value).where(meta.c.name == "n5")).fetchall()
        )
    print(f"through the Store {plain:.1f} us, composed {composed:.1f} us: {composed / plain:.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
