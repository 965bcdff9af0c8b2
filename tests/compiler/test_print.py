"""The laws of print and parse, for all documents of the language and all ways to write them down."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.parse import parse
from compiler.print import print_document
from compiler.syntax import Document, Section
from tests.compiler.documents import Layout, documents, laid_out, layouts, without_places

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(documents())
def test_parse_reads_what_print_writes(document: Document) -> None:
    text = print_document(document)
    again, findings = parse(text, document.file)
    assert [f for f in findings if f.code != "F128"] == []
    assert again is not None
    assert without_places(again) == without_places(document)


@SLOW
@given(documents(), layouts())
def test_no_layout_changes_what_is_read(document: Document, layout: Layout) -> None:
    again, findings = parse(laid_out(document, layout), document.file)
    assert {f.code for f in findings} <= {"F105", "F123", "F128"}
    assert again is not None
    assert without_places(again) == without_places(document)


@SLOW
@given(documents(), layouts())
def test_line_ends_and_bom_change_nothing(document: Document, layout: Layout) -> None:
    plain = laid_out(document, msgspec.structs.replace(layout, line_end="\n", byte_order_mark=False))
    for text in (plain.replace("\n", "\r\n"), plain.replace("\n", "\r"), "\ufeff" + plain):
        assert parse(text, "a") == parse(plain, "a")


@SLOW
@given(documents(), st.randoms(use_true_random=False))
def test_order_is_kept_and_nothing_else_depends_on_it(document: Document, random: Random) -> None:
    mixed = [_shuffled(section, random) for section in document.sections]
    random.shuffle(mixed)
    text = print_document(Document(document.file, document.left, document.right, tuple(mixed)))
    again = parse(text, document.file)[0]
    assert again is not None
    assert [without_places(s) for s in again.sections] == mixed


def _shuffled(section: Section, random: Random) -> Section:
    """The section with its rows and match rows in another order."""
    rows, match = list(section.rows), list(section.match)
    random.shuffle(rows)
    random.shuffle(match)
    return msgspec.structs.replace(section, rows=tuple(rows), match=tuple(match))


@SLOW
@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse(text, "a")


@SLOW
@given(documents(), layouts(), st.data())
def test_no_mutation_raises_and_what_is_read_prints(document: Document, layout: Layout, data: st.DataObject) -> None:
    text = laid_out(document, layout)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = (
            text[:start] + data.draw(st.sampled_from(["", "\n", "-", "x", " ", "* -", "\t", "\r", "\x00"])) + text[end:]
        )
    read, findings = parse(text, "a")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= finding.span.line <= lines for finding in findings)
    if read is not None:
        again = parse(print_document(read), "a")[0]
        assert again is not None
        assert without_places(again) == without_places(read)
