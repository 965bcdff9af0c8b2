"""`flowc sync`: one pass of the generated flows, a look at what it would send, or a saved plan sent exactly.

The command is the runtime's, since generated modules have it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from runtime import command

if TYPE_CHECKING:
    from runtime.command import Asked
    from runtime.config import Config
    from runtime.model import Flow
    from runtime.passes import Options, Report

    Loads = Callable[[Config, Iterable[str]], tuple[Flow, ...]]

__all__ = ["sync_command"]


def sync_command(load_flows: Loads) -> click.Command:
    """The command; `load_flows` gives the flows that were built."""
    return command.sync_command(load_flows, _run)


def _run(flows: tuple[Flow, ...], config: Config, options: Options, asked: Asked) -> Report:
    from runtime.run import sync

    return sync(flows, config, options, asked=asked)
