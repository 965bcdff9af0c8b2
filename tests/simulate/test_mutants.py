"""The simulator finds seeded defects of the engine; without one it finds nothing."""

from __future__ import annotations

import pytest

from tests.simulate.defects import DEFECTS, Defect, seeded
from tests.simulate.mutants import CONTROL, hunt

MOST = 200
FAST = (
    "clears undone",
    "base as sent",
    "conflicts not kept",
    "differing edits adopted",
    "nothing on conflict",
    "left always wins",
    "wrong direction",
    "hold ignored",
    "first merge overwrites",
    "planned creates unseen",
    "planned origin lost",
    "lost create sent again",
    "any new record adopted",
    "recovery forgets",
    "planned taken for sent",
    "cut create forgotten",
    "base moved early",
    "base moved on failure",
    "entries not kept",
    "dirty links forgotten",
    "first page only",
    "marks shared",
    "failed update forgotten",
    "edit loses to delete",
    "changed not read again",
    "written by force",
    "created without link",
    "deletions always travel",
    "deletions never travel",
    "deletions unseen",
    "counted deletions unseen",
    "entries never cleared",
    "cursor off by one",
    "always merged",
    "suspects ignored",
    "lost elsewhere ignored",
    "sent not marked",
    "routes not searched",
    "tombstones ignored",
    "match takes linked",
    "match off",
    "match with what is made off",
    "created without bases",
    "maybe never told",
    "references dropped",
    "references by key",
    "copies never follow",
    "rules not asked",
    "length not looked at",
    "updates sent twice",
    "kept values not told",
    "older reads believed",
)
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
