"""The compiler as one pure function: texts of documents and profiles in, files and findings out.

No clock, no network, no environment, no absolute path: the same meaning gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from . import profile as profiles_module
from .analyse import analyse
from .diagnostic import Diagnostic, Severity, Span, finding
from .ir import Flow, Mirror, Pair, Program, Row, Rule
from .page_flow import flow_pages, module_name
from .page_system import system_pages
from .parse import parse
from .print import print_meaning
from .profile import Profile
from .prove import check_module, harmless
from .render import formatted, render_flow, render_qa, render_system
from .resolve import flow_name, resolve
from .syntax import Document
from .write import MANIFEST, OutputError, digest_of

__all__ = ["Limits", "Origin", "Result", "accepted", "compile_documents", "load_profiles", "render"]


class Limits(Struct, frozen=True, kw_only=True):
    """What a document may hold: bytes, rows of tables, and characters of different expressions.

    Reading a cell that has lost its brackets is a search; a whole real document is about as large as the third limit.
    """

    document_bytes: int = 8 * 1024 * 1024
    table_rows: int = 100_000
    expressions: int = 100_000


_STANDARD = Limits()


class Origin(Struct, frozen=True):
    """Where a flow comes from: the digest of its document's text (`runtime/older.py`), and whether parts of it were
    left out for their errors."""

    digest: str = ""
    faulty: bool = False


class Result(Struct):
    """What came of compiling: the program, every finding, the flows that have an error, the documents by file.

    `faulty_profiles`: files of profiles that have an error. Without them the program is a guess about their systems.
    """

    program: Program
    findings: list[Diagnostic]
    failed: set[str]
    documents: dict[str, Document]
    profiles: tuple[Profile, ...]
    faulty_profiles: list[str] = []

    @property
    def errors(self) -> list[Diagnostic]:
        return [found for found in self.findings if found.severity is Severity.ERROR]


def load_profiles(folder: Path) -> tuple[list[Profile], list[Diagnostic]]:
    """The profiles of a folder, and what is wrong with them."""
    return profiles_module.load_folder(folder)


def compile_documents(
    texts: Mapping[str, str], profiles: Iterable[Profile], limits: Limits = _STANDARD
) -> Result:
    """Compile documents given by file name. Nothing is raised for bad input: see `Result.findings`."""
    known = tuple(profiles)
    documents: dict[str, Document] = {}
    read: dict[str, Document] = {}
    modules: set[str] = set()
    findings: list[Diagnostic] = []
    failed: set[str] = set()
    for file in sorted(texts, key=lambda file: (flow_name(file), file)):
        document, found = parse(
            texts[file], file, max_bytes=limits.document_bytes, max_rows=limits.table_rows
        )
        findings += found
        if document is not None and _expressions(document) > limits.expressions:
            findings.append(finding("F108", document.left.span, limit=f"{limits.expressions:,}"))
            document = None
        if document is not None:
            read[file] = document
        name = flow_name(file)
        if module_name(name) in modules:
            findings.append(finding("F212", Span(file, 1, 1, 1), name=name))
        elif document is not None:
            documents[name] = document
            modules.add(module_name(name))
        else:
            failed.add(name)
    program, found = resolve(documents.values(), known)
    findings += found
    program, found = analyse(program)
    findings += found
    failed |= {flow_name(f.span.file) for f in findings if f.severity is Severity.ERROR}
    findings += _dependent(program, failed)
    order = sorted(findings, key=lambda f: (f.span.file, f.span.line, f.span.column, f.code, f.message))
    return Result(program, order, failed, read, known)


def _expressions(document: Document) -> int:
    """How many characters the different expressions in its third cells have together."""
    cells = {row.type.text.value for section in document.sections for row in section.rows}
    return sum(len(cell) for cell in cells if "," in cell)


def _dependent(program: Program, failed: set[str]) -> list[Diagnostic]:
    """Flows that hold nothing of their own for a pair of a flow with errors; they are added to `failed`."""
    found = []
    for flow in program.flows:
        mirror = next((mirror for mirror in flow.mirrors if mirror.flow in failed), None)
        if mirror is not None and flow.name not in failed:
            found.append(finding("F313", mirror.own.span, name=mirror.flow))
            failed.add(flow.name)
    return found


def accepted(result: Result, leave_out: Collection[str], kept: Mapping[str, Any]) -> Program:
    """The program to write: what was compiled without the flows of `leave_out`, and the flows `kept`, entries of a
    manifest, as their documents were when they were written.

    Documents share the modules of their systems: what one with errors asks of them is no part of any, and what it asked
    when it was written stays. OutputError where that is not known, or has errors by now that it had not.
    """
    if not leave_out and not kept:
        return result.program
    documents = [flow.document for flow in result.program.flows if flow.name not in leave_out]
    modules = {module_name(flow_name(document.file)) for document in documents}
    unknown = set()
    for name, entry in kept.items():
        document = _document_of(name, entry)
        if document is None or module_name(name) in modules:
            unknown.add(name)
        else:
            documents.append(document)
    program, found = resolve(documents, result.profiles)
    program, more = analyse(program)
    wrong = {flow_name(f.span.file) for f in (*found, *more) if f.severity is Severity.ERROR}
    excused = result.failed - set(leave_out) | {name for name, entry in kept.items() if entry.get("faulty")}
    if unknown := unknown | (wrong - excused):
        raise OutputError(
            f"nothing was written: what was built of {', '.join(sorted(unknown))} cannot be made again: an older "
            "flowc built it, or a profile or another document changed since; build all documents without errors, or "
            "with --keep-going"
        )
    return program


def _document_of(name: str, entry: Mapping[str, Any]) -> Document | None:
    """The document that an entry of the manifest was made of."""
    lines = entry.get("text")
    return parse("\n".join(map(str, lines)), f"{name}.rst")[0] if isinstance(lines, list) else None


def render(
    program: Program, origins: Mapping[str, Origin] | None = None, files: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The files of a program by path. `files` are those of an earlier build that stay in the manifest, by digest."""
    made: dict[str, str] = {}
    for page in system_pages(program):
        _add(made, f"systems/{page.module}.py", render_system(page), partial(render_system, harmless(page)))
    for flow in flow_pages(program):
        twin = harmless(flow)
        _add(made, f"flows/{flow.module}.py", render_flow(flow), partial(render_flow, twin))
        _add(made, f"qa/test_{flow.module}.py", render_qa(flow), partial(render_qa, twin))
    for package, sentence in _PACKAGES.items():
        made[f"{package}__init__.py"] = f'"""{sentence}"""\n{_FINISHED if not package else ""}'
    known = dict(files or {}) | {path: digest_of(text) for path, text in made.items()}
    made[MANIFEST] = _manifest(program, origins or {}, known)
    return made


_PACKAGES = {
    "": "What flowc made of the documents. Never edited by hand.",
    "systems/": "Typed records of each system, and where they live.",
    "flows/": "The ObjectPairs of each document, ready to run.",
    "qa/": "The laws of each flow, ready for pytest.",
}

_FINISHED = """
from pathlib import Path

from runtime.building import finish

finish(Path(__file__).parent)  # a build that was cut off on its way here
"""


def _add(files: dict[str, str], path: str, text: str, twin: Any) -> None:
    check_module(path, text, twin)
    files[path] = formatted(text)


def _manifest(program: Program, origins: Mapping[str, Origin], files: dict[str, str]) -> str:
    flows = {flow.name: _flow_entry(flow, origins.get(flow.name, Origin())) for flow in program.flows}
    manifest = {"files": dict(sorted(files.items())), "flows": dict(sorted(flows.items()))}
    return json.dumps(manifest, indent=2) + "\n"  # in ASCII: no character of a document can end a line


def _flow_entry(flow: Flow, origin: Origin) -> dict[str, Any]:
    return {
        "digest": origin.digest,
        **({"faulty": True} if origin.faulty else {}),
        "left": flow.left.name,
        "right": flow.right.name,
        "pairs": [_pair_entry(pair) for pair in flow.pairs],
        **({"mirrors": [_mirror_entry(mirror) for mirror in flow.mirrors]} if flow.mirrors else {}),
        "text": print_meaning(flow.document).split("\n"),
    }


def _mirror_entry(mirror: Mirror) -> dict[str, Any]:
    return {
        "flow": mirror.flow,
        "identity": mirror.identity + (f"#{mirror.discriminator}" if mirror.discriminator else ""),
        "left": mirror.own.left_label,
        "right": mirror.own.right_label,
        "creation": _creation_entry(mirror.own.rule),
        "missing": list(mirror.missing),
    }


def _creation_entry(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.kind, "prose": rule.prose, "types": list(rule.types)}


def _pair_entry(pair: Pair) -> dict[str, Any]:
    return {
        "identity": pair.identity + (f"#{pair.discriminator}" if pair.discriminator else ""),
        "left": pair.left_label,
        "right": pair.right_label,
        "creation": _creation_entry(pair.rule),
        "match": [[match.left.path, match.right.path] for match in pair.match],
        "missing": list(pair.missing),
        "rows": [_row_entry(row) for row in pair.rows],
    }


def _row_entry(row: Row) -> dict[str, Any]:
    return {
        "identity": row.identity,
        "type": row.cell.text,
        "conversion": row.conversion.klass,
        "binding": row.binding,
        "reference": row.reference is not None,
    }
