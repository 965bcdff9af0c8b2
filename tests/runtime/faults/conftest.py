"""The bench that every test of a fault over HTTP works at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.faults.bench import Bench
from tests.runtime.scripted import vendor


@pytest.fixture
def bench(protocol: str, tmp_path: Path) -> Iterator[Bench]:
    """`protocol` is what `fault` parametrises a test with."""
    with vendor() as running:
        made = Bench(protocol, tmp_path, running)
        yield made
        made.client.close()
        made.store.close()
