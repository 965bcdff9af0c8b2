"""What keeps real systems safe, through the command and the engine: read-only, budgets, the archive."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compiler.cli import load_flows
from runtime.command import Asked
from runtime.config import load
from runtime.errors import Busy
from runtime.passes import Options, Report
from runtime.printing import report_lines
from runtime.run import sync
from runtime.store import Store
from tests.end_to_end.world import World, child

FLOW = "customerp-tripletex"
START = dt.datetime.now(dt.UTC)  # the servers check the end of a session against their own day


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        yield opened


def remote(world: World, system: str = "tripletex", **keys: Any) -> None:
    """Give a system an address that is not this machine's by its name, and these keys in flowc.toml."""
    host = world.systems[system]["side_door"].removesuffix("/_sandbox")
    world.write_toml({system: host.replace("127.0.0.1", "erp.localtest.invalid")})
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {"insecure": True, **keys}.items())
    world.toml.write_text(world.toml.read_text().replace(f"[systems.{system}]\n", f"[systems.{system}]\n{lines}"))


def limited(world: World, system: str, requests: int) -> None:
    line = f"[systems.{system}]\nrate = [{{ requests = {requests}, seconds = 86400 }}]\n"
    world.write_toml()
    world.toml.write_text(world.toml.read_text().replace(f"[systems.{system}]\n", line))


def run(world: World, *, dry_run: bool = False, hours: float = 0.0, **more: Any) -> tuple[Report, list[str]]:
    config = load(world.toml)
    flows = load_flows(config, [FLOW])
    world.forget()
    report = sync(
        *(flows, config, Options(dry_run=dry_run)),
        clock=lambda: START + dt.timedelta(hours=hours),
        sleep=lambda seconds: None,
        resolve=lambda host, port: ["127.0.0.1"],
        asked=Asked(**more),
    )
    return report, list(report_lines(report, flows, dry_run))


# ---- read-only ------------------------------------------------------------------------------------


def test_a_system_elsewhere_is_opened_read_only_and_says_how_to_change_it(world: World) -> None:
    remote(world)
    report, lines = run(world)
    assert world.writes()["tripletex"] == 0
    assert [line for line in lines if "opened read-only" in line] == [
        "tripletex was opened read-only: it is not on this machine; `--write`, or `write = true` in "
        "[systems.tripletex], allows writing"
    ]
    reasons = {entry["reason"] for entry in world.status()["entries"]}
    assert lines[0] in reasons
    assert report.exit_code == 0
    report, lines = run(world, write=True)
    assert world.writes()["tripletex"] > 0
    assert (report.read_only, report.exit_code) == ({}, 0)
    left = [e for e in world.status()["entries"] if e["reason"].startswith("tripletex was opened read-only")]
    assert left == []


@pytest.mark.parametrize(("keys", "write", "writes"), [({"write": True}, False, True), ({"write": False}, True, False)])
def test_the_configuration_says_so_for_good(world: World, keys: dict[str, bool], write: bool, writes: bool) -> None:
    remote(world, "tripletex", **keys)
    _, lines = run(world, write=write)
    assert (world.writes()["tripletex"] > 0) is writes
    assert ("remove `write = false`" in " ".join(lines)) is not writes


def test_a_dry_run_shows_what_would_be_written_elsewhere(world: World) -> None:
    remote(world)
    report, lines = run(world, dry_run=True)
    assert report.first is not None and report.first.creates
    assert [line for line in lines if " create  tripletex." in line]
    assert sum(world.writes().values()) == 0


def test_this_machine_is_written_without_being_asked(world: World) -> None:
    report, _ = run(world)
    assert world.writes()["tripletex"] > 0 and report.read_only == {}


def test_plain_http_elsewhere_is_refused_with_a_reason(world: World) -> None:
    remote(world)
    world.toml.write_text(world.toml.read_text().replace("insecure = true\n", ""))
    outcome = world.flowc("sync", FLOW)
    assert outcome.code == 2 and "insecure = true" in outcome.err


# ---- budget ----------------------------------------------------------------------------------------


def test_a_days_requests_end_a_run_and_the_next_days_go_on(tmp_path: Path) -> None:
    for name in ("free", "capped"):
        (tmp_path / name).mkdir()
    with World.opened(tmp_path / "free", "people") as free:
        run(free)
        requests = [asked for asked in free.requests("tripletex") if not asked["path"].endswith("/session/:create")]
        reads = sum(1 for asked in requests if asked["method"] == "GET")
        needed = len(requests) - reads
        wanted = {kind: len(free.records("tripletex", kind)) for kind in free.sandbox.servers["tripletex"].kinds}
        assert needed > 4
    with World.opened(tmp_path / "capped", "people") as world:
        cap = reads + needed // 2
        limited(world, "tripletex", cap)
        report, lines = run(world)
        assert report.exit_code == 3
        assert any(f"the day's {cap} requests are used; they come back at 2" in line for line in lines)
        assert 0 < world.writes()["tripletex"] < needed
        report, lines = run(world, hours=1)
        assert world.requests("tripletex") == []  # nobody asks before that
        days = 1
        while report.exit_code:
            assert days < 6
            report, lines = run(world, hours=26.0 * days)
            days += 1
        made = {kind: len(world.records("tripletex", kind)) for kind in wanted}
        assert (made, days > 1) == (wanted, True)
        limited(world, "tripletex", 100_000)
        run(world, hours=500)
        assert sum(world.writes().values()) == 0


def test_the_limits_of_a_vendor_do_not_slow_a_system_on_this_machine(world: World) -> None:
    waits: list[float] = []
    config = load(world.toml)
    sync(load_flows(config, ["customerp-exact"]), config, Options(), sleep=waits.append)
    assert waits == []


# ---- archive ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["", "generated.flows.customerp_tripletex"])
def test_the_archive_holds_every_request_and_no_secret(world: World, module: str) -> None:
    path = world.folder / "run.har"
    chosen = ["--config", str(world.toml), "--har", str(path)]
    where = world.folder
    outcome = child(*chosen, cwd=where, module=module) if module else child("sync", *chosen, FLOW, cwd=where)
    assert outcome.code == 0, outcome
    raw = path.read_text()
    entries = json.loads(raw)["log"]["entries"]
    asked = sum(len(world.requests(system)) for system in ("customerp", "tripletex"))
    assert len(entries) == asked > 4
    secrets = [value for system in world.systems.values() for value in system["secrets"].values()]
    sessions = world.sandbox.servers["tripletex"].sessions
    assert sessions
    assert [secret for secret in (*secrets, *sessions) if secret in raw] == []


# ---- one writer -----------------------------------------------------------------------------------


def lease_of_another(world: World) -> Store:
    """A store whose lease a process of another machine has just taken."""
    run(world)
    store = Store(world.state)
    store.acquire("abc@elsewhere:77", START)
    return store


def test_a_second_process_leaves_at_once_and_says_who_is_at_work_since_when(world: World) -> None:
    store = lease_of_another(world)
    since = re.escape(START.isoformat(timespec="seconds"))
    who = rf"run abc on elsewhere, process 77\) is running on .* since {since}, until"
    with pytest.raises(Busy, match=who) as busy:
        run(world)
    assert busy.value.exit_code == 4 and sum(world.writes().values()) == 0
    store.close()


def test_a_second_process_waits_for_the_lease_as_long_as_it_is_told_to(world: World) -> None:
    store = lease_of_another(world)
    config, flows = load(world.toml), load_flows(load(world.toml), [FLOW])
    waited: list[float] = []

    def ends_soon(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            store.release("abc@elsewhere:77")

    def clock() -> dt.datetime:
        return START + dt.timedelta(seconds=sum(waited))

    report = sync(flows, config, Options(), asked=Asked(wait=5), clock=clock, sleep=ends_soon)
    assert report.exit_code == 0 and len(waited) == 3
    store.acquire("abc@elsewhere:77", clock())
    waited[:] = [0.0] * 4
    with pytest.raises(Busy):
        sync(flows, config, Options(), asked=Asked(wait=5), clock=clock, sleep=waited.append)
    assert sum(waited) == 5
    store.close()
