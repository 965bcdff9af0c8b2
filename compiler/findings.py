"""Findings for other programs, and the page that explains every code.

Formats: JSON, annotations of GitHub's workflow commands, JUnit XML. Text of a document never ends a line, an
attribute or an element in any of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from .causes import CAUSES
from .diagnostic import CODES, Diagnostic, Severity, harmless

__all__ = ["as_json", "findings_page", "section_of", "to_github", "to_json", "to_junit"]

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PART = re.compile(r"\{(\w+)\}")
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


# ---- formats ------------------------------------------------------------------------------------


def as_json(found: Diagnostic) -> dict[str, Any]:
    """A finding as keys and values."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "file": found.span.file,
        "line": found.span.line,
        "column": found.span.column,
        "length": found.span.length,
        "message": found.message,
        "hint": found.hint,
    }


def to_json(findings: Iterable[Diagnostic]) -> str:
    """All findings as one list."""
    return json.dumps([as_json(found) for found in findings], indent=2)


def to_github(found: Diagnostic) -> str:
    """A finding as one line that GitHub shows beside the line it is about. Its end column is the first one after."""
    span = found.span
    properties = {
        "file": span.file,
        "line": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.column + max(span.length, 1)),
        "title": found.code,
    }
    shown = ",".join(f"{name}={_github_property(value)}" for name, value in properties.items())
    text = f"{found.message}\nhelp: {found.hint}" if found.hint else found.message
    return f"::{_ANNOTATIONS[found.severity]} {shown}::{_github_text(text)}"


def _github_text(text: str) -> str:
    return harmless(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _github_property(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")


def to_junit(findings: Iterable[Diagnostic], documents: Sequence[str]) -> str:
    """JUnit XML: a testcase for each document, and for each other file with findings. Errors are its failures."""
    by_file: dict[str, list[Diagnostic]] = {file: [] for file in documents}
    for found in findings:
        by_file.setdefault(found.span.file, []).append(found)
    errors = sum(found.severity is Severity.ERROR for group in by_file.values() for found in group)
    counts = {"tests": str(len(by_file)), "failures": str(errors), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "flowc check", **counts})
    for file, group in by_file.items():
        case = ElementTree.SubElement(suite, "testcase", {"classname": "flowc", "name": _xml(file)})
        others = []
        for found in group:
            if found.severity is Severity.ERROR:
                attributes = {"type": found.code, "message": _xml(found.message)}
                ElementTree.SubElement(case, "failure", attributes).text = _xml(_line(found))
            else:
                others.append(_line(found))
        if others:
            ElementTree.SubElement(case, "system-out").text = _xml("\n".join(others))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False)


def _line(found: Diagnostic) -> str:
    span = found.span
    head = f"{span.file}:{span.line}:{span.column}: {found.severity.value} {found.code}: {found.message}"
    return f"{head} ({found.hint})" if found.hint else head


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold, and without other control characters."""
    return _NOT_IN_XML.sub("", text)


# ---- the page -----------------------------------------------------------------------------------

_HEAD = """\
# Findings

What `flowc check` and `flowc build` report, by code. An error keeps its document from being written, unless
`flowc build --keep-going` writes the rest of it; a warning or a note does not. `flowc explain CODE` prints one of
these sections. Words in capitals stand for what the finding is about.

This page is made from the compiler's own list: see `findings_page` in `compiler/findings.py`.
"""
_PARTS = {
    "1": "The text of a document",
    "2": "Names, cells and profiles",
    "3": "What it all means",
}


def findings_page() -> str:
    """`docs/findings.md`: a section for every code."""
    parts = [_HEAD]
    for digit, title in _PARTS.items():
        parts.append(f"## {title}\n")
        parts += [section_of(code) for code in sorted(CODES) if code[1] == digit]
    return "\n".join(parts)


def section_of(code: str) -> str:
    """The section of one code, in Markdown. KeyError for an unknown code."""
    severity, message, hint = CODES[code]
    cause = CAUSES.get(code)
    parts = [f"### {code} ({severity.value})", _sentence(message)]
    if cause:
        parts.append(f"**Cause.** {cause.text}")
    parts.append(f"**What to do.** {_sentence(hint)}")
    if cause and cause.example:
        parts.append(f"```\n{cause.example}\n```")
    return "\n\n".join(parts) + "\n"


def _sentence(text: str) -> str:
    """A message or hint as a sentence, its parts in capitals."""
    named = _PART.sub(lambda part: part.group(1).upper(), text)
    return f"{named[:1].upper()}{named[1:]}".rstrip(".:") + "."
