"""Texts that are meant to take long, or much memory, come to an end with findings that have a place.

How long they take, and how much memory, is printed by `python -m tests.bench.bench`.
"""

from __future__ import annotations

import pytest

from compiler.diagnostic import source_lines
from compiler.parse import parse
from tests.compiler.documents import EXAMPLE
from tests.compiler.hostile import HOSTILE

SIZE = 300_000


def test_limits() -> None:
    assert parse(EXAMPLE, "a", max_bytes=100)[1][0].code == "F100"
    assert parse(EXAMPLE, "a", max_rows=3)[1][0].code == "F101"
    assert parse(EXAMPLE, "a", max_rows=8)[1] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_comes_to_an_end(name: str) -> None:
    text = HOSTILE[name](SIZE)
    document, findings = parse(text, "a")
    assert document is not None or findings
    lines = source_lines(text)
    assert len(findings) <= 10_001
    for finding in findings:
        assert finding.span.column - 1 + finding.span.length <= len(lines[finding.span.line - 1])


@pytest.mark.parametrize("name", ["headings", "`Every`", "lines of no cell", "rows with a wrong condition"])
def test_what_is_no_document_is_given_up(name: str) -> None:
    document, findings = parse(HOSTILE[name](3 * SIZE), "a")
    assert document is None
    assert findings[-1].code == "F106"
    assert len(findings) > 1_000


def test_rows_at_the_limit_are_read() -> None:
    document, findings = parse(HOSTILE["rows"](5_000_000), "a")
    assert findings == []
    assert document is not None and len(document.sections[-1].rows) == 99_000
