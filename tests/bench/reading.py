"""How fast documents are read, beside docutils; and what hostile ones take of time and memory.

docutils reads the same text as any reStructuredText, which is less than flowc makes of it.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path

import msgspec

from compiler.build import compile_documents, load_profiles
from compiler.parse import parse
from compiler.print import print_document
from compiler.profile import Profile, load
from tests.compiler.hostile import HOSTILE
from tests.compiler.sample import document, kind, profile_text, section, system

__all__ = ["medians", "read_documents", "read_hostile"]

ROUNDS = {10: 15, 100: 9, 1_000: 5, 10_000: 1, 99_999: 1}
"""Rows of a document's table, and how many rounds are measured. With its heading the last one is as long as may be."""
TURN = 0.01
MOST_FOR_DOCUTILS = 10_000
"""Rows of a table beyond which docutils takes a minute, and is not run."""
DOCUTILS = {"report_level": 5, "halt_level": 5, "_disable_config": True, "file_insertion_enabled": False}
SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
STATUS = Path("/proc/self/status")
MOST_BYTES = 8 * 1024 * 1024
WORST = (
    *("lines nearly a sentence", "sections", "prose of blank lines", "`to` in a heading", "`or` in CONNECTED"),
    *("`an` in a sentence", "cells at column 0", "rows", "parentheses"),
)
"""The texts of tests/compiler/hostile.py that take longest, or most memory."""


def medians(candidates: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each candidate; they take turns, so that what slows the machine slows all of them.

    A turn of a quick one is several runs, as the first after a slow one finds its caches cold.
    """
    spent: dict[str, list[float]] = {name: [] for name in candidates}
    runs = {name: max(1, int(TURN / seconds_of(run))) for name, run in candidates.items()}
    for _ in range(rounds):
        for name, run in candidates.items():
            spent[name].append(seconds_of(run, runs[name]))
    return {name: statistics.median(seconds) for name, seconds in spent.items()}


def seconds_of(run: Callable[[], object], times: int = 1) -> float:
    """Seconds of one run, on average."""
    gc.collect()
    started = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - started) / times


# ---- documents ----------------------------------------------------------------------------------


def typical() -> str:
    """A document as most are: five sections, twenty rows, every property listed in a profile."""
    file = SPECS / "customerp-tripletex.rst"
    found, _ = parse(file.read_text(encoding="utf-8"), file.name)
    assert found is not None
    sections = [msgspec.structs.replace(one, rows=one.rows[:5]) for one in found.sections]
    sections.append(msgspec.structs.replace(sections[0], rows=()))
    return print_document(msgspec.structs.replace(found, sections=tuple(sections)))


def table(rows: int) -> str:
    """A document of one section whose table has this many rows, all different."""
    cells = [(f"extra.field_{n}", f"custom.field{n}", '"string"') for n in range(rows)]
    return document(section("Client", "Party", cells))


def listing(rows: int) -> list[Profile]:
    """Profiles that list all properties of such a table."""
    found = []
    for label, name, path in (("Northwind", "Client", "extra.field_{}"), ("Ledgr", "Party", "custom.field{}")):
        text = profile_text(system(label, {name: kind({path.format(n): {} for n in range(rows)})}))
        profile, problems = load(text.encode(), f"{label.lower()}.toml")
        assert profile is not None, problems
        found.append(profile)
    return found


def to_syntax(text: str) -> None:
    found, _ = parse(text, "northwind-ledgr.rst")
    assert found is not None


def to_ir(text: str, profiles: list[Profile], rows: int) -> None:
    result = compile_documents({"northwind-ledgr.rst": text}, profiles)
    assert not result.errors
    assert sum(len(pair.rows) for flow in result.program.flows for pair in flow.pairs) == rows


def to_docutils(text: str) -> None:
    publish_doctree = import_module("docutils.core").publish_doctree  # it has no types
    publish_doctree(text, settings_overrides=DOCUTILS)


def read_documents() -> None:
    """A typical document, and documents of one table: to the syntax tree, to the IR, and to docutils' tree."""
    profiles, problems = load_profiles(SPECS / "systems")
    assert not problems
    to_ir(table(3), listing(3), 3)  # grammars and tables are made at the first call
    to_docutils(table(3))
    text = typical()
    columns = ("rows", "size", "syntax", "listed", "unknown", "docutils", "docutils / each of the three")
    print("{:>20} {:>6} {:>10} {:>10} {:>10} {:>10}  {}".format(*columns))
    listed, unknown = partial(to_ir, text, profiles, 20), partial(to_ir, _elsewhere(text), [], 20)
    _measure("typical", text, 20, {"listed": listed, "unknown": unknown}, 15)
    for rows, rounds in ROUNDS.items():
        text = table(rows)
        listed, unknown = partial(to_ir, text, listing(rows), rows), partial(to_ir, text, [], rows)
        _measure("one table", text, rows, {"listed": listed, "unknown": unknown}, rounds)


def _elsewhere(text: str) -> str:
    """The same document between systems that no profile describes."""
    return text.replace("Customerp", "Northwind").replace("Tripletex", "Ledgrwest")


def _measure(name: str, text: str, rows: int, others: Mapping[str, Callable[[], object]], rounds: int) -> None:
    candidates: dict[str, Callable[[], object]] = {"syntax": partial(to_syntax, text), **others}
    if rows <= MOST_FOR_DOCUTILS:
        candidates["docutils"] = partial(to_docutils, text)
    seconds = medians(candidates, rounds)
    shown = " ".join(f"{seconds[one] / rows * 1e6:>10.1f}" for one in ("syntax", "listed", "unknown"))
    other = seconds.get("docutils")
    ratios = " ".join(f"{other / seconds[one]:>7.1f}" for one in ("syntax", "listed", "unknown")) if other else ""
    last = f"{other / rows * 1e6:>10.1f}  {ratios}" if other else "    not run"
    print(f"{name:<10} {rows:>9,} {len(text) / 1024:>5,.0f}K {shown} {last}")


# ---- hostile ones -------------------------------------------------------------------------------


def read_hostile() -> None:
    """Seconds and peak memory of the worst texts, each in a process of its own."""
    for name in WORST:
        command = [sys.executable, "-m", "tests.bench.reading", name]
        child = subprocess.run(command, capture_output=True, text=True, check=True)
        print(child.stdout, end="")


def read_one(name: str) -> None:
    """Compile one hostile text and print what it took."""
    text = HOSTILE[name](MOST_BYTES)
    started = time.perf_counter()
    findings = compile_documents({"northwind-ledgr.rst": text}, []).findings
    seconds = time.perf_counter() - started
    # not getrusage: what it tells of a child starts with the memory of the process that forked it
    [peak] = [int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    size = len(text) / 2**20
    print(f"{name:<26} {size:>4.1f} MiB {seconds:>6.2f} s {peak:>6.0f} MiB at most {len(findings):>7,} findings")


if __name__ == "__main__":
    read_one(sys.argv[1])
