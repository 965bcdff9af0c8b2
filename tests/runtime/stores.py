"""States to test on: an SQLite file each, and a schema of the throw-away PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.databases import DIALECTS, PASSWORD, cluster

__all__ = ["cluster", "state"]


@pytest.fixture(params=DIALECTS)
def state(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path | str:
    """What flowc.toml's `state` says, of an empty one."""
    if request.param == "sqlite":
        return tmp_path / "state.db"
    there = request.getfixturevalue("cluster").place()
    there.do("DROP SCHEMA IF EXISTS flowc CASCADE")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    address: str = there.address
    return address.replace("://", "://admin@")
