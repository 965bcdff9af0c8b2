"""What every end-to-end test stands on: six sandbox systems, a `flowc.toml` for them, the command, the side door.

Everything goes through public doors: the command `flowc` (in this process or as a child), HTTP, and the side door
by which people at the systems act and by which servers are counted and made to fail.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from click.testing import CliRunner

from compiler.cli import main
from runtime.sandbox.servers import SandboxSet
from runtime.sandbox.world import Answer, Call

__all__ = ["FLOWS", "ROOT", "Face", "Outcome", "World", "child", "flowc", "just_before", "running", "sent_to", "until"]

ROOT = Path(__file__).resolve().parent.parent.parent
FLOWS = (
    "customcrm-customerp",
    "customerp-businesscentral",
    "customerp-exact",
    "customerp-powerofficego",
    "customerp-tripletex",
)
_COMMAND = (sys.executable, "-c", "from compiler.cli import main; main(prog_name='flowc')")
_PATIENCE = 20.0
_PLACE = ("address", "token_address", "account")


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class Face(NamedTuple):
    """What one system calls a customer and four of its properties."""

    system: str
    kind: str
    name: str
    phone: str
    website: str
    number: str


def flowc(*arguments: str) -> Outcome:
    """Run the command in this process. An exception that is not its own way to end is raised: it is a defect."""
    result = CliRunner().invoke(main, list(arguments), prog_name="flowc", catch_exceptions=False)
    return Outcome(result.exit_code, result.stdout, result.stderr)


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200", **changes}


@contextmanager
def running(*arguments: str, cwd: Path, module: str = "", **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The command (or a generated module) as a child process in a folder of its own; killed if it is still there."""
    command = (sys.executable, "-m", module) if module else _COMMAND
    process = subprocess.Popen(
        [*command, *arguments],
        cwd=cwd,
        env=_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def child(*arguments: str, cwd: Path, module: str = "", **environment: str) -> Outcome:
    """Run the command in a child process to its end."""
    with running(*arguments, cwd=cwd, module=module, **environment) as process:
        out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again, at the pace of the answers."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"


class World:
    """Six systems with a seed and plain `others`, and a folder with the `flowc.toml` and the secret files for them."""

    def __init__(self, folder: Path, seed: str = "empty", others: Iterable[str] = ()) -> None:
        self.folder = folder
        self.toml = folder / "flowc.toml"
        self.state = folder / "state.db"
        self.log = folder / "flowc.log"
        self.sandbox = SandboxSet(seed, others)
        self.systems = self.sandbox.systems
        self.secrets: dict[tuple[str, str], Path] = {}
        self._http = httpx.Client(trust_env=False, timeout=_PATIENCE)
        self.write_toml()

    def close(self) -> None:
        self._http.close()
        self.sandbox.stop()

    @staticmethod
    @contextmanager
    def opened(folder: Path, seed: str = "empty", others: Iterable[str] = ()) -> Iterator[World]:
        world = World(folder, seed, others)
        try:
            yield world
        finally:
            world.close()

    # ---- configuration ----

    def write_toml(
        self,
        hosts: Mapping[str, str] | None = None,
        generated: Path = ROOT / "generated",
        specs: Path = ROOT / "specs",
    ) -> None:
        """`flowc.toml` for these systems; `hosts` (such as `http://127.0.0.1:1`) replace where some of them are."""
        lines = [
            f"state = {json.dumps(self.state.name)}",
            f"log = {json.dumps(self.log.name)}",
            f"generated = {json.dumps(str(generated))}",
            f"documents = [{json.dumps(str(specs / '*.rst'))}]",
            f"profiles = {json.dumps(str(specs / 'systems'))}",
        ]
        for name, system in sorted(self.systems.items()):
            here = system["side_door"].removesuffix("/_sandbox")
            place = {key: system[key].replace(here, (hosts or {}).get(name, here)) for key in _PLACE}
            lines += ["", f"[systems.{name}]", *(f"{key} = {json.dumps(place[key])}" for key in _PLACE if place[key])]
            lines.append(f"[systems.{name}.secrets]")
            for secret, value in sorted(system["secrets"].items()):
                path = self.folder / f"{name}-{secret}"
                if not path.exists():
                    path.touch(mode=0o600)
                    path.write_text(value)
                self.secrets[name, secret] = path
                lines.append(f"{secret} = {{ file = {json.dumps(path.name)} }}")
        self.toml.write_text("\n".join(lines) + "\n")

    def written(self) -> bytes:
        """Everything the command has left in the folder, but for the files that are there to hold secrets."""
        kept = {*self.secrets.values(), self.toml}
        found = [path for path in sorted(self.folder.rglob("*")) if path.is_file() and path not in kept]
        return b"".join(path.read_bytes() for path in found)

    # ---- the command ----

    def flowc(self, command: str, *arguments: str) -> Outcome:
        """Any command with this world's configuration, in this process."""
        return flowc(command, "--config", str(self.toml), *arguments)

    def sync(self, *arguments: str) -> Outcome:
        """One pass that is expected to end well."""
        outcome = self.flowc("sync", *arguments)
        assert outcome.code == 0, outcome
        return outcome

    def report(self, *flows: str) -> dict[str, Any]:
        """One pass that is expected to end well, as a program reads it."""
        found: dict[str, Any] = json.loads(self.sync("--format", "json", *flows).out)
        return found

    def status(self) -> dict[str, Any]:
        """What `flowc status` tells a program."""
        outcome = self.flowc("status", "--format", "json")
        assert outcome.code == 0, outcome
        found: dict[str, Any] = json.loads(outcome.out)
        return found

    def entries(self, pair: str, row: str | None = None) -> dict[str, tuple[str, str]]:
        """Kind and reason by left key, of a pair's records (`row` is "") or rows."""
        chosen = [e for e in self.status()["entries"] if e["pair"] == pair and row in (None, e["row"])]
        return {entry["key"]: (entry["kind"], entry["reason"]) for entry in chosen}

    def quiet(self, *flows: str) -> None:
        """A pass after which no server has counted a write."""
        self.forget()
        self.sync(*flows)
        assert self.writes() == dict.fromkeys(self.systems, 0)

    # ---- the side door ----

    def records(self, system: str, kind: str) -> dict[str, dict[str, Any]]:
        """Documents by key, as stored."""
        return {str(row["key"]): row["document"] for row in self._door("GET", system, f"records/{kind}")}

    def find(self, face: Face, number: str) -> tuple[str, dict[str, Any]]:
        """Key and document of the one customer with an organisation number."""
        rows = self.records(face.system, face.kind).items()
        found = [row for row in rows if (row[1].get(face.number) or "").replace(" ", "") == number]
        assert len(found) == 1, f"{len(found)} customers {number} in {face.system}"
        return found[0]

    def insert(self, system: str, kind: str, document: Mapping[str, Any]) -> str:
        """A new record, as a person types it in; its key."""
        return str(self._door("POST", system, f"records/{kind}", document)["key"])

    def edit(self, system: str, kind: str, key: str, **changes: Any) -> None:
        self._door("PATCH", system, f"records/{kind}/{key}", changes)

    def delete(self, system: str, kind: str, key: str) -> None:
        self._door("DELETE", system, f"records/{kind}/{key}")

    def settle(self, system: str, **settings: Any) -> None:
        self._door("PUT", system, "settings", settings)

    def fail(self, system: str, **fault: Any) -> None:
        """Plan one fault (see `runtime.sandbox.faults.Fault`) in place of what was planned before."""
        self._door("PUT", system, "faults", [fault] if fault else [])

    def struck(self, system: str) -> bool:
        """Whether the planned faults have all happened."""
        return all(fault["times"] == 0 for fault in self._door("GET", system, "faults"))

    def end_sessions(self, system: str) -> None:
        self._door("DELETE", system, "sessions")

    def forget(self) -> None:
        """Empty the request logs of all servers."""
        for system in self.systems:
            self._door("DELETE", system, "requests")

    def requests(self, system: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._door("GET", system, "requests")
        return found

    def writes(self) -> dict[str, int]:
        """Writes each server has counted since `forget`."""
        return {system: self._door("GET", system, "requests/summary")["write"] for system in self.systems}

    def _door(self, method: str, system: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, f"{self.systems[system]['side_door']}/{path}", json=body)
        assert answer.status_code < 300, answer.text
        return json.loads(answer.content) if answer.content else None


def just_before(
    world: World, patch: pytest.MonkeyPatch, system: str, writes: tuple[str, ...], act: Callable[[], None]
) -> Callable[[], bool]:
    """Have a person act at a server once, after all our reads and right before our first such write is looked at.

    Gives a function that tells whether it happened.
    """
    server = world.sandbox.servers[system]
    respond = server.respond
    happened: list[str] = []

    def raced(call: Call) -> Answer:
        if call.method in writes and server.is_write(call) and not happened:
            happened.append(call.path)
            act()
        return respond(call)

    patch.setattr(server, "respond", raced)
    return lambda: bool(happened)


@contextmanager
def sent_to(world: World) -> Iterator[list[tuple[str, str, str, Any]]]:
    """Every write that reaches a server meanwhile: (system, method, path, JSON body)."""
    found: list[tuple[str, str, str, Any]] = []
    before = {name: server.respond for name, server in world.sandbox.servers.items()}

    def listening(name: str) -> Callable[[Call], Answer]:
        server, respond = world.sandbox.servers[name], before[name]

        def heard(call: Call) -> Answer:
            if server.is_write(call):
                found.append((name, call.method, call.path, json.loads(call.body) if call.body else None))
            return respond(call)

        return heard

    with pytest.MonkeyPatch.context() as patch:
        for name, server in world.sandbox.servers.items():
            patch.setattr(server, "respond", listening(name))
        yield found
