"""The pages for people name the commands that there are, and no others."""

from __future__ import annotations

import re

import click
import pytest

from compiler.cli import main
from tests.end_to_end.world import ROOT, flowc

PAGES = ("README.md", "runtime/README.md", "specs/README.md", "ARCHITECTURE.md")
_NAMED = re.compile(r"`flowc ([a-z]+)(?: ([a-z]+)\b(?![.=]))?")


def test_the_table_of_the_first_page_names_every_command_of_help() -> None:
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `flowc ")]
    named = {name for row in rows for name in re.findall(r"`flowc ([a-z-]+)", row)}
    assert named == set(main.commands)
    told = flowc("--help").out
    assert all(re.search(rf"^  {name}\b", told, re.M) for name in main.commands)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_command_that_is_not_there(page: str) -> None:
    for name, below in _NAMED.findall((ROOT / page).read_text()):
        command = main.commands.get(name)
        assert command is not None, f"{page}: flowc {name}"
        if below and isinstance(command, click.Group):
            assert below in command.commands, f"{page}: flowc {name} {below}"


def test_every_command_says_what_it_is_for() -> None:
    for name, command in main.commands.items():
        groups = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        assert all(one.help for one in groups), name
