"""A company that moves to another database: its numbers start again, and no change is missed (Exact's sync views)."""

from __future__ import annotations

from pathlib import Path

from runtime.sandbox.people import organisation_number
from tests.end_to_end.world import World


def test_numbers_that_start_again_lose_no_change(tmp_path: Path) -> None:
    with World.opened(tmp_path) as world:
        number = organisation_number(31_200_000)
        world.insert("customerp", "customers", {"name": "Havn AS", "organisation_number": number})
        world.sync("customerp-exact")
        world.sync("customerp-exact")
        world.settle("exact", division_move_date="2026-05-01")
        [(key, _)] = world.records("exact", "Accounts").items()
        world.edit("exact", "Accounts", key, Phone="+31 20 123 4567")
        world.sync("customerp-exact")
        [customer] = world.records("customerp", "customers").values()
        assert customer["phone"] == "+31201234567"
        world.quiet("customerp-exact")
