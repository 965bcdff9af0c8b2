"""All sandbox systems together: the six that are described, and plain ones for names that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from runtime.sandbox import businesscentral, exact, plain, powerofficego, tripletex
from runtime.sandbox.database import CustomerpDatabase
from runtime.sandbox.people import plant
from runtime.sandbox.rest import customcrm, customerp
from runtime.sandbox.world import Running, SandboxServer


class SandboxSet:
    """The systems, each running on a port of its own; also a context manager that stops them.

    `others` are names of further systems, served as plain REST and without records; one of the six stays what
    it is. ValueError for a name that `plain.NAME` does not allow. With `database`, a path where no file is yet,
    Customerp is an SQLite database there instead of a REST application.
    """

    def __init__(self, seed: str = "empty", others: Iterable[str] = (), database: Path | None = None) -> None:
        factories: tuple[Callable[[], SandboxServer], ...] = (
            partial(CustomerpDatabase, database) if database else customerp,
            customcrm,
            tripletex.server,
            powerofficego.server,
            exact.server,
            businesscentral.server,
        )
        self.servers: dict[str, SandboxServer] = {}
        self._running: dict[str, Running] = {}
        for factory in factories:
            server = factory()
            plant(seed, server)
            self.servers[server.name] = server
        for name in others:
            if name not in self.servers:
                self.servers[name] = plain.server(name)
        try:
            for name, server in self.servers.items():
                self._running[name] = Running(server)
        except BaseException:
            self.stop()
            raise

    @property
    def systems(self) -> dict[str, dict[str, Any]]:
        """By name: where the API, the tokens and the side door are, the account, and the secrets by name."""
        return {name: _description(running) for name, running in self._running.items()}

    def stop(self) -> None:
        """Stop them all; they leave together and are then waited for."""
        for running in self._running.values():
            running.leave()
        for running in self._running.values():
            running.stop()

    def __enter__(self) -> SandboxSet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _description(running: Running) -> dict[str, Any]:
    server = running.server
    return {
        "address": server.place or running.address + server.base_path,
        "token_address": running.address + server.token_path if server.token_path else "",
        "account": server.account,
        "secrets": dict(server.secrets),
        "side_door": running.address + "/_sandbox",
    }
