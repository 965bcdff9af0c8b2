"""`flowc demo`: the whole job on local systems, with the counts taken at the servers. Part of the command.

Builds the documents, starts the six systems in a process of their own, syncs, edits records on every side as
people would, syncs twice more, proves the laws, and writes a page that says what was shown.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich.console
import rich.progress
import rich.table
from msgspec import Struct

from runtime import laws
from runtime.config import Config, load
from runtime.evidence import PairEvidence, evidence
from runtime.model import Flow
from runtime.run import sync
from runtime.status import status_json
from runtime.store import Store
from runtime.sync import Options, Report

from .build import compile_documents, load_profiles, render
from .cli import load_flows
from .render import render_report
from .write import write

__all__ = ["Finding", "FlowResult", "run"]

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


class Finding(Struct, frozen=True):
    """One thing the demo set out to show, and whether it did."""

    sentence: str
    holds: bool
    detail: str = ""


def run(folder: Path, keep: bool, examples: int) -> int:
    """Run the demo in `folder`. 0 if everything was as expected, 1 if not."""
    console = rich.console.Console()
    started = time.monotonic()
    _clear(folder)
    built = _build(console, folder)
    with _sandbox(keep) as systems:
        config = _configure(folder, systems)
        flows = load_flows(config)
        results = {flow.name: FlowResult(flow.name, flow.title, pairs=len(flow.pairs)) for flow in flows}
        door = _SideDoor(systems)
        requests: list[dict[str, dict[str, int]]] = []
        reports: list[Report] = []
        findings = [Finding(f"{built['documents']} documents give {built['pairs']} object pairs without an error", True)]
        edits: list[_Edit] = []
        for number in range(1, PASSES + 1):
            if number == 2:
                edits = _edit(console, door, _links(config))
            door.forget()
            report = _pass(console, flows, config, number)
            requests.append(door.counts())
            reports.append(report)
            _count(results, flows, report)
            _print_pass(console, number, report, requests[-1])
        findings += _expectations(edits, door, requests, reports, _state(config))
        store = Store(config.path(config.state))
        try:
            for name, pairs in evidence(flows, store).items():
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
                    "state": _state(config),
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


def _build(console: rich.console.Console, folder: Path) -> dict[str, int]:
    root = Path(__file__).resolve().parent.parent
    profiles, problems = load_profiles(root / "specs" / "systems")
    texts = {path.name: path.read_text() for path in sorted((root / "specs").glob("*.rst"))}
    result = compile_documents(texts, profiles)
    if problems or result.errors:
        from runtime.errors import UsageError

        first = [*problems, *result.errors][0]
        raise UsageError(f"specs/ has errors, first {first.span.file}:{first.span.line}: {first.message}")
    write(folder / "generated", render(result.program, set(), {}), complete=True)
    pairs = sum(len(flow.pairs) for flow in result.program.flows)
    console.print(f"built {len(texts)} documents: {pairs} object pairs, 0 errors")
    return {"documents": len(texts), "pairs": pairs}


@contextmanager
def _sandbox(keep: bool) -> Iterator[dict[str, Any]]:
    """The six systems in a process of their own. It ends when its input does, so nothing is left behind."""
    command = [sys.executable, "-m", "runtime.sandbox"]
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


# ---- the side door ------------------------------------------------------------------------------


class _SideDoor:
    """What people at the systems do, and what their servers count."""

    def __init__(self, systems: dict[str, Any]) -> None:
        self._doors = {name: system["side_door"] for name, system in sorted(systems.items())}

    def counts(self) -> dict[str, dict[str, int]]:
        """Requests each server answered since `forget`, reads and writes apart."""
        return {name: self._call("GET", name, "requests/summary") for name in self._doors}

    def forget(self) -> None:
        for name in self._doors:
            self._call("DELETE", name, "requests")

    def read(self, system: str, kind: str, key: str) -> dict[str, Any]:
        rows = self._call("GET", system, f"records/{kind}")
        return next(row["document"] for row in rows if str(row["key"]) == key)

    def edit(self, system: str, kind: str, key: str, changes: dict[str, Any]) -> None:
        self._call("PATCH", system, f"records/{kind}/{key}", changes)

    def _call(self, method: str, system: str, path: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._doors[system]}/{path}", content, method=method)
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None


class _Edit(Struct, frozen=True):
    """A change made by a person, and where its value must arrive: (system, kind, key, path)."""

    who: str
    value: str
    arrives: tuple[tuple[str, str, str, tuple[str, ...]], ...]


_VENDOR_NAMES = {
    "businesscentral": ("customerp.Customer|businesscentral.Customers/company", "customers", ("displayName",)),
    "exact": ("customerp.Customer|exact.Accounts", "Accounts", ("Name",)),
    "powerofficego": ("customerp.Customer|powerofficego.Customers", "Customers", ("Name",)),
    "tripletex": ("customerp.Customer|tripletex.Customer", "customer", ("name",)),
}
_VENDOR_PHONES = {
    "businesscentral": "phoneNumber",
    "exact": "Phone",
    "powerofficego": "PhoneNumber",
    "tripletex": "phoneNumber",
}


def _links(config: Config) -> dict[str, dict[str, str]]:
    """Right keys by left key, for each pair."""
    store = Store(config.path(config.state))
    try:
        found: dict[str, dict[str, str]] = {}
        for link in store.links():
            found.setdefault(link.pair, {})[link.left_key] = link.right_key
        return found
    finally:
        store.close()


def _edit(console: rich.console.Console, door: _SideDoor, links: dict[str, dict[str, str]]) -> list[_Edit]:
    """People edit records on every side: far apart, in one record, in one field."""
    crm = sorted(links["customcrm.Customer|customerp.Customer"].items())
    edits: list[_Edit] = []

    far, far_erp = crm[6]
    door.edit("customcrm", "customers", far, {"company_name": "Renamed In Crm AS"})
    everywhere = [("customerp", "customers", far_erp, ("name",))]
    for system, (pair, kind, path) in _VENDOR_NAMES.items():
        everywhere.append((system, kind, links[pair][far_erp], path))
    edits.append(_Edit("a new name in Customcrm reaches all four vendors", "Renamed In Crm AS", tuple(everywhere)))

    one, one_erp = crm[7]
    door.edit("customcrm", "customers", one, {"email": "sales@disjoint.example"})
    door.edit("customerp", "customers", one_erp, {"website": "https://disjoint.example"})
    edits.append(
        _Edit(
            "an e-mail edited on the left of one record survives",
            "sales@disjoint.example",
            (("customcrm", "customers", one, ("email",)), ("customerp", "customers", one_erp, ("email",))),
        )
    )
    edits.append(
        _Edit(
            "the website edited on the right of the same record survives",
            "https://disjoint.example",
            (("customcrm", "customers", one, ("web",)), ("customerp", "customers", one_erp, ("website",))),
        )
    )

    both, both_erp = crm[8]
    door.edit("customcrm", "customers", both, {"email": "older@conflict.example"})
    door.edit("customerp", "customers", both_erp, {"email": "newer@conflict.example"})
    edits.append(
        _Edit(
            "of two edits of one field the newer wins on both sides",
            "newer@conflict.example",
            (("customcrm", "customers", both, ("email",)), ("customerp", "customers", both_erp, ("email",))),
        )
    )

    for number, (system, attribute) in enumerate(sorted(_VENDOR_PHONES.items())):
        pair, kind, _path = _VENDOR_NAMES[system]
        left, erp = crm[number]
        phone = f"+47 40 00 00 0{number}"
        door.edit(system, kind, links[pair][erp], {attribute: phone})
        edits.append(
            _Edit(
                f"a telephone number edited in {system} reaches Customcrm",
                phone,
                (("customerp", "customers", erp, ("phone",)), ("customcrm", "customers", left, ("phone",))),
            )
        )
    console.print(f"edited {len(edits) + 1} properties as people would, on all six systems")
    return edits


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


def _state(config: Config) -> dict[str, Any]:
    store = Store(config.path(config.state))
    try:
        return status_json(store)
    finally:
        store.close()


def _expectations(
    edits: list[_Edit],
    door: _SideDoor,
    requests: list[dict[str, dict[str, int]]],
    reports: list[Report],
    state: dict[str, Any],
) -> list[Finding]:
    findings = []
    for edit in edits:
        wrong = []
        for system, kind, key, path in edit.arrives:
            value: Any = door.read(system, kind, key)
            for segment in path:
                value = value[segment]
            if _plain(str(value)) != _plain(edit.value):
                wrong.append(f"{system} shows {value!r}")
        findings.append(Finding(edit.who, not wrong, "; ".join(wrong)))
    conflicts = state["conflicts"]
    findings.append(Finding("the two edits of one field are one listed conflict with both values", len(conflicts) == 1))
    writes = sum(count["write"] for count in requests[2].values())
    findings.append(Finding("the third pass writes nothing, counted at the servers", writes == 0, f"{writes} writes"))
    outages = [outage for report in reports for outage in report.outages]
    failed = sum(tally.failed for report in reports for tally in report.pairs.values())
    findings.append(Finding("no system failed and no record was refused", not outages and not failed))
    return findings


def _plain(value: str) -> str:
    return "".join(value.split()).casefold()


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
    console.print(f"pass {number}: {report.rounds} rounds; the servers counted {reads} reads and {writes} writes")
    for outage in report.outages:
        console.print(f"  {outage.system}: {outage.reason}", markup=False)


def _summary(
    console: rich.console.Console,
    results: dict[str, FlowResult],
    findings: list[Finding],
    page: Path,
    seconds: float,
) -> None:
    table = rich.table.Table(title="What was synced, over three passes")
    for heading in ("flow", "pairs", "linked", "created", "updated", "conflicts", "requests sent", "laws proved"):
        table.add_column(heading, justify="left" if heading == "flow" else "right")
    for r in results.values():
        numbers = (r.pairs, r.linked, r.created, r.updated, r.conflicts, r.sent, r.laws)
        table.add_row(r.name, *(str(number) for number in numbers))
    console.print(table)
    for finding in findings:
        mark = "yes" if finding.holds else "NO "
        console.print(f"{mark}  {finding.sentence}{f' ({finding.detail})' if finding.detail else ''}", markup=False)
    console.print(f"report: {page} ({seconds:.0f} s)", markup=False, soft_wrap=True)


def _wait(console: rich.console.Console, systems: dict[str, Any], folder: Path) -> None:
    for name, system in sorted(systems.items()):
        console.print(f"{name}: {system['address']}  (side door {system['side_door']})", markup=False, soft_wrap=True)
    console.print(f"try: flowc sync --config {folder / 'flowc.toml'}; Ctrl-C ends the local systems", markup=False)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        console.print("stopped")
