"""`flowc demo`: the whole job on local systems, with the counts taken at the servers. Part of the command.

Builds the documents, starts the six systems in a process of their own, syncs, edits records on every side as
people would, syncs twice more, proves the laws, and writes a page that says what was shown.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich.console
import rich.progress
import rich.table
from hypothesis.configuration import set_hypothesis_home_dir
from msgspec import Struct

from runtime import laws
from runtime.building import finish
from runtime.config import Config, load
from runtime.evidence import PairEvidence, evidence
from runtime.model import Flow
from runtime.passes import Options, Report
from runtime.run import asked_to_stop, sync
from runtime.store import Store

from .build import compile_documents, load_profiles, render
from .cli import load_flows, systems_built
from .demo_story import Edit, Finding, SideDoor, edit, expectations, links_of, state_of
from .render import render_report
from .write import write

__all__ = ["FlowResult", "run"]

PASSES = 3


class FlowResult(Struct):
    """A row of the table: one flow over all passes."""

    name: str
    title: str
    pairs: int = 0
    linked: int = 0
    created: int = 0
    updated: int = 0
    conflicts: int = 0
    sent: int = 0
    laws: int = 0
    examples: int = 0
    meaningful: int = 0
    evidence: list[PairEvidence] = []


def run(folder: Path, keep: bool, examples: int, erp: str = "rest") -> int:
    """Run the demo in `folder`. 0 if everything was as expected, 1 if not.

    `erp` says what the company's own ERP is: "rest", or "sql" for an SQLite database.
    """
    console = rich.console.Console()
    started = time.monotonic()
    _clear(folder)
    set_hypothesis_home_dir(folder / ".hypothesis")
    built = _build(console, folder, erp)
    database = folder / "customerp.db" if erp == "sql" else None
    with _sandbox(systems_built(folder / "generated"), database) as systems:
        config = _configure(folder, systems)
        flows = load_flows(config)
        results = {flow.name: FlowResult(flow.name, flow.title, pairs=len(flow.pairs)) for flow in flows}
        door = SideDoor(systems)
        requests: list[dict[str, dict[str, int]]] = []
        reports: list[Report] = []
        findings = [
            Finding(
                f"{built['documents']} documents give {built['pairs']} object pairs without an error", True
            )
        ]
        edits: list[Edit] = []
        for number in range(1, PASSES + 1):
            if number == 2:
                edits = edit(console, door, links_of(config))
            door.forget()
            report = _pass(console, flows, config, number)
            requests.append(door.counts())
            reports.append(report)
            _count(results, flows, report)
            _print_pass(console, number, report, requests[-1])
        findings += expectations(edits, door, requests, reports, state_of(config))
        store = Store(config.state_place)
        try:
            for name, pairs in evidence(flows, store, dt.datetime.now(dt.UTC)).items():
                results[name].evidence = pairs
        finally:
            store.close()
        findings += _evidence_findings(results)
        findings.append(_prove(console, flows, results, examples))
        seconds = time.monotonic() - started
        page = folder / "report.html"
        page.write_text(
            render_report(
                {
                    "results": list(results.values()),
                    "findings": findings,
                    "requests": requests,
                    "state": state_of(config),
                    "seconds": round(seconds),
                    "examples": examples,
                }
            ),
            encoding="utf-8",
        )
        _summary(console, results, findings, page, seconds)
        if keep:
            _wait(console, systems, folder)
    return 0 if all(finding.holds for finding in findings) else 1


# ---- setting up ---------------------------------------------------------------------------------


def _clear(folder: Path) -> None:
    """Start from nothing, but never delete a folder that is not ours."""
    from runtime.errors import UsageError

    if folder.exists() and any(folder.iterdir()) and not (folder / ".flowc-demo").exists():
        raise UsageError(f"{folder} holds other files; name another with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".flowc-demo").touch()


def _build(console: rich.console.Console, folder: Path, erp: str) -> dict[str, int]:
    root = Path(__file__).resolve().parent.parent
    described = root / "specs" / "systems"
    if erp == "sql":  # the same documents, with the database's profile in place of the interface's
        described = shutil.copytree(described, folder / "profiles")
        shutil.copy(root / "specs" / "databases" / "customerp.toml", described)
    profiles, problems = load_profiles(described)
    texts = {path.name: path.read_text() for path in sorted((root / "specs").glob("*.rst"))}
    result = compile_documents(texts, profiles)
    if problems or result.errors:
        from runtime.errors import UsageError

        first = [*problems, *result.errors][0]
        raise UsageError(f"specs/ has errors, first {first.span.file}:{first.span.line}: {first.message}")
    write(folder / "generated", render(result.program), True, finish)
    pairs = sum(len(flow.pairs) for flow in result.program.flows)
    console.print(f"built {len(texts)} documents: {pairs} object pairs, 0 errors")
    return {"documents": len(texts), "pairs": pairs}


@contextmanager
def _sandbox(built: list[str], database: Path | None) -> Iterator[dict[str, Any]]:
    """The systems in a process of their own: the six, and plain ones for others that were built.

    With `database` the ERP is one, made at that path.

    It ends when its input does, so nothing is left behind.
    """
    command = [sys.executable, "-m", "runtime.sandbox", *(f"--system={name}" for name in built)]
    command += [f"--database={database.resolve()}"] if database else []
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env=environment
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            from runtime.errors import Unavailable

            raise Unavailable("sandbox", "the local systems did not start")
        yield json.loads(line)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _configure(folder: Path, systems: dict[str, Any]) -> Config:
    """A flowc.toml for the local systems; secrets in files of their own."""
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700)
    lines = ['state = "state.db"', 'generated = "generated"', 'log = "flowc.log"', ""]
    for name, system in sorted(systems.items()):
        lines += [f"[systems.{name}]", f"address = {json.dumps(system['address'])}"]
        if system["token_address"]:
            lines.append(f"token_address = {json.dumps(system['token_address'])}")
        if system["account"]:
            lines.append(f"account = {json.dumps(system['account'])}")
        lines.append(f"[systems.{name}.secrets]")
        for secret, value in sorted(system["secrets"].items()):
            path = secrets / f"{name}-{secret}"
            path.touch(mode=0o600)
            path.write_text(value + "\n")
            lines.append(f"{secret} = {{ file = {json.dumps(f'secrets/{path.name}')} }}")
        lines.append("")
    (folder / "flowc.toml").write_text("\n".join(lines))
    return load(folder / "flowc.toml")


# ---- passes -------------------------------------------------------------------------------------


def _pass(console: rich.console.Console, flows: tuple[Flow, ...], config: Config, number: int) -> Report:
    """One pass, with a bar for each flow on a terminal."""
    columns = (
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
    )
    with rich.progress.Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks = {"pull": progress.add_task(f"pass {number}: reading", total=None)}
        done: dict[str, int] = {}

        def tell(stage: str, sent: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=0)
            if stage == "pull":
                progress.update(tasks[stage], completed=sent, total=total)
                return
            if sent == 0:
                done[stage] = done.get(stage, 0) + total
                progress.update(tasks[stage], total=done[stage])
            else:
                progress.update(tasks[stage], completed=done[stage] - total + sent)

        return sync(flows, config, Options(), tell)


def _count(results: dict[str, FlowResult], flows: tuple[Flow, ...], report: Report) -> None:
    for flow in flows:
        result = results[flow.name]
        for pair in flow.pairs:
            tally = report.pairs[pair.key]
            result.linked += tally.linked
            result.created += tally.created
            result.updated += tally.updated
            result.conflicts += tally.conflicts
        result.sent += report.sent[flow.name]


def _evidence_findings(results: dict[str, FlowResult]) -> list[Finding]:
    pairs = [pair for result in results.values() for pair in result.evidence]
    linked = sum(pair.linked for pair in pairs)
    held = sum(pair.held for pair in pairs)
    unexplained = sum(len(pair.unexplained) for pair in pairs)
    unequal = sum(len(pair.unequal) for pair in pairs)
    return [
        Finding(
            "every in-scope left record has one linked right record, or a listed reason",
            unexplained == 0,
            f"{linked} linked, {held} with a reason, {unexplained} unexplained",
        ),
        Finding(
            "both sides of every link show equal Views, but for rows listed as held",
            unequal == 0,
            f"{unequal} rows differ",
        ),
    ]


def _prove(
    console: rich.console.Console, flows: tuple[Flow, ...], results: dict[str, FlowResult], examples: int
) -> Finding:
    """Every law of every pair, on the same examples."""
    broken = []
    for flow in flows:
        result = results[flow.name]
        for pair in flow.pairs:
            try:
                shares = laws.prove_all(pair, examples)
            except laws.LawBroken as failure:
                broken.append(str(failure))
                continue
            result.laws += len(shares)
            result.examples += sum(share.tried for share in shares.values())
            result.meaningful += sum(share.meaningful for share in shares.values())
        console.print(f"laws of {flow.name}: {result.laws} hold")
    return Finding(f"all laws hold on {examples} examples each", not broken, "; ".join(broken))


# ---- telling ------------------------------------------------------------------------------------


def _print_pass(
    console: rich.console.Console, number: int, report: Report, counts: dict[str, dict[str, int]]
) -> None:
    reads = sum(count["read"] for count in counts.values())
    writes = sum(count["write"] for count in counts.values())
    console.print(
        f"pass {number}: {report.rounds} rounds; the servers counted {reads} reads and {writes} writes"
    )
    for outage in report.outages:
        console.print(f"  {outage.system}: {outage.reason}", markup=False)


def _summary(
    console: rich.console.Console,
    results: dict[str, FlowResult],
    findings: list[Finding],
    page: Path,
    seconds: float,
) -> None:
    table = rich.table.Table(title="What was synced, over three passes", box=None, padding=(0, 1, 0, 0))
    for heading in (
        "flow",
        "pairs",
        "linked",
        "created",
        "updated",
        "con-\nflicts",
        "requests\nsent",
        "laws\nproved",
    ):
        table.add_column(heading, justify="left" if heading == "flow" else "right", no_wrap=True)
    for r in results.values():
        numbers = (r.pairs, r.linked, r.created, r.updated, r.conflicts, r.sent, r.laws)
        table.add_row(r.name, *(str(number) for number in numbers))
    console.print(table)
    for finding in findings:
        mark = "yes" if finding.holds else "NO "
        console.print(
            f"{mark}  {finding.sentence}{f' ({finding.detail})' if finding.detail else ''}", markup=False
        )
    console.print(f"report: {page} ({seconds:.0f} s)", markup=False, soft_wrap=True)


def _wait(console: rich.console.Console, systems: dict[str, Any], folder: Path) -> None:
    for name, system in sorted(systems.items()):
        console.print(
            f"{name}: {system['address']}  (side door {system['side_door']})", markup=False, soft_wrap=True
        )
    console.print(
        f"try: flowc sync --config {folder / 'flowc.toml'}; Ctrl-C ends the local systems", markup=False
    )
    with asked_to_stop() as stop:
        while not stop():
            time.sleep(0.25)
    console.print("stopped")
