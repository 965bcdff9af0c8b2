"""The simulator finds seeded defects of the engine; without one it finds nothing."""

from __future__ import annotations

import pytest

from tests.simulate.defects import DEFECTS, Defect, seeded
from tests.simulate.mutants import CONTROL, hunt

MOST = 150
FAST: tuple[str, ...] = ()
"""Those that are found within `MOST` histories; `python -m tests.simulate.mutants` hunts for all."""


@pytest.mark.parametrize("name", FAST)
def test_a_defect_is_found(name: str) -> None:
    assert hunt(name, MOST).seed, f"{name} ({DEFECTS[name].sentence}) was not found in {MOST} histories"


def test_the_control_survives() -> None:
    found = hunt(CONTROL, MOST)
    assert not found.seed, found.violation


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_seeded_and_taken_out(name: str) -> None:
    """A place that is no more raises; what was there is back afterwards."""
    with seeded(name):
        pass
    assert DEFECTS[name].sentence.endswith(".")


def test_a_vanished_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Defect("Nothing.", (("runtime.sync:Engine.no_such_name", lambda was: was),))
    monkeypatch.setitem(DEFECTS, "gone", gone)
    with pytest.raises(LookupError, match="no_such_name is no more"), seeded("gone"):
        pass
