"""A pass makes no more requests than the APIs, as their profiles tell them, make necessary; counted at the servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.calls import counted
from tests.end_to_end.world import FLOWS

RECORDS, CHANGED = 230, 110


@pytest.mark.parametrize("flow", FLOWS)
def test_requests_are_at_most_a_twentieth_more_than_necessary(tmp_path: Path, flow: str) -> None:
    counts = list(counted(tmp_path, flow, RECORDS, CHANGED))
    assert [count.what for count in counts if count.requests > 1.05 * count.least] == []
    assert [count.what for count in counts if count.requests < count.least] == []  # else the yardstick is wrong


def test_with_a_feed_and_batches_on_both_sides_a_pass_costs_what_changed(tmp_path: Path) -> None:
    counts = {count.what: count.requests for count in counted(tmp_path, "customcrm-customerp", RECORDS, CHANGED)}
    types = 11  # one read for each ObjectType and side
    assert counts["no change"] == types
    assert counts[f"{CHANGED} changed on the left"] <= types + 2
    assert counts[f"{CHANGED} changed on the right"] <= types + 2
