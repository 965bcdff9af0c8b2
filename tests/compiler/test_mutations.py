"""A document with one line changed: a mistake of structure is reported on the right line, free text is one field.

`python -m tests.compiler.test_mutations` prints the shares by kind of mutation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from random import Random
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from compiler.parse import parse
from compiler.syntax import Document
from tests.compiler.anatomy import anatomy
from tests.compiler.documents import Layout, documents, laid_out, layouts, without_places
from tests.compiler.mutations import Field, Mutation, edits, mutations

DOCUMENTS = 30


class Sample(NamedTuple):
    """A document, its text with LF, and the line ends it is parsed with."""

    document: Document
    text: str
    line_end: str


@cache
def samples(count: int = DOCUMENTS) -> list[Sample]:
    """Documents with sections; the same at each run."""
    found: list[Sample] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(fewest=1), layouts())
    def collect(document: Document, layout: Layout) -> None:
        plain = msgspec.structs.replace(layout, line_end="\n", byte_order_mark=False)
        found.append(Sample(document, laid_out(document, plain), layout.line_end))

    collect()
    return found


def found_in(text: str) -> Counter[tuple[str, int]]:
    """The codes and lines of a text's findings."""
    return Counter((found.code, found.span.line) for found in parse(text, "a.rst")[1])


# ---- structure ----------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """A mutation, and the codes and lines of what is found because of it."""

    mutation: Mutation
    findings: list[tuple[str, int]]

    @property
    def right(self) -> bool:
        if self.mutation.harmless:
            return not self.findings
        return any(line in self.mutation.lines for _, line in self.findings)

    @property
    def silent(self) -> bool:
        return not self.mutation.harmless and not self.findings


@cache
def outcomes() -> list[Outcome]:
    """All mutations of all samples."""
    results = []
    for seed, sample in enumerate(samples()):
        before = found_in(sample.text)
        for mutation in mutations(sample.document, sample.text, Random(seed)):
            after = found_in(mutation.text.replace("\n", sample.line_end))
            moved = {(code, line + mutation.shift * (line >= mutation.line)): n for (code, line), n in before.items()}
            results.append(Outcome(mutation, sorted((after - Counter(moved)).elements())))
    return results


def test_mutations_are_many_and_of_every_kind() -> None:
    kinds = Counter(one.mutation.kind for one in outcomes())
    assert len(kinds) > 30
    assert sum(kinds.values()) > 2_000
    assert {line.kind for sample in samples() for line in anatomy(sample.document, sample.text)} >= {
        *("EVERY", "FIRST", "CONNECTED", "MATCHED", "UNMATCHED", "MATCH", "WHEN", "LINKED", "PROPERTIES"),
        *("title", "title rule", "stamp", "introduction", "introduction rule", "prose", "heading", "heading rule"),
        *("directive", "option", "row", "cell", "dedented", "blank"),
    }


def test_a_mistake_of_structure_is_reported_on_its_line() -> None:
    mistakes = [one for one in outcomes() if not one.mutation.harmless]
    wrong = [(one.mutation.kind, one.mutation.line, one.findings) for one in mistakes if not one.right]
    assert len(wrong) <= 0.01 * len(mistakes), wrong[:10]


def test_every_kind_of_mistake_is_reported_on_its_line() -> None:
    by_kind = defaultdict(list)
    for one in outcomes():
        by_kind[one.mutation.kind].append(one.right)
    assert {kind: sum(right) / len(right) for kind, right in by_kind.items() if sum(right) < 0.95 * len(right)} == {}


def test_no_mistake_of_structure_is_silent() -> None:
    assert [(one.mutation.kind, one.mutation.line) for one in outcomes() if one.silent] == []


def test_what_is_harmless_has_no_finding() -> None:
    assert [one for one in outcomes() if one.mutation.harmless and one.findings] == []


# ---- free text ----------------------------------------------------------------------------------


def differences(one: object, other: object, field: Field = ()) -> list[Field]:
    """The ways to all fields in which two values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [way for name in one for way in differences(one[name], other[name], (*field, name))]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [way for place, (a, b) in pairs for way in differences(a, b, (*field, place))]
    return [] if one == other else [field]


def value_of(tree: object, field: Field) -> object:
    for name in field:
        tree = tree[name] if isinstance(name, int) and isinstance(tree, tuple) else getattr(tree, str(name))
    return tree


def read(text: str) -> Document:
    document = parse(text, "a.rst")[0]
    assert document is not None
    return document


@pytest.mark.parametrize("number", range(DOCUMENTS))
def test_a_change_of_free_text_changes_its_field_and_no_other(number: int) -> None:
    sample = samples()[number]
    document = read(sample.text)
    before = msgspec.to_builtins(without_places(document))
    changes = list(edits(document, sample.text))
    Random(number).shuffle(changes)
    for field, value, text in changes[:60]:
        after = read(text.replace("\n", sample.line_end))
        assert value_of(after, field) == value
        assert differences(before, msgspec.to_builtins(without_places(after))) in ([field], []), text


@pytest.mark.parametrize("number", range(DOCUMENTS))
def test_time_stamp_and_introduction_mean_nothing(number: int) -> None:
    sample = samples()[number]
    lines = sample.text.split("\n")
    kinds = [line.kind for line in anatomy(sample.document, sample.text)]
    for place, kind in enumerate(kinds):
        if kind in ("prose", "stamp"):
            text = "\n".join([*lines[:place], f"{lines[place]} and more, it seems", *lines[place + 1 :]])
            assert parse(text, "a.rst") == parse(sample.text, "a.rst")


# ---- the table ----------------------------------------------------------------------------------


def table() -> str:
    """A line for each kind of mutation: how many, the share on the right line, the silent ones, findings elsewhere."""
    by_kind = defaultdict(list)
    for one in outcomes():
        by_kind["all harmless ones" if one.mutation.harmless else "all mistakes"].append(one)
        by_kind[one.mutation.kind].append(one)
    lines = [f"{'mutation':<28} {'tried':>6} {'right':>8} {'silent':>6} {'elsewhere':>9}"]
    for kind, group in sorted(by_kind.items()):
        right, silent = sum(one.right for one in group), sum(one.silent for one in group)
        elsewhere = sum(line not in one.mutation.lines for one in group for _, line in one.findings)
        lines.append(
            f"{kind:<28} {len(group):>6,} {right / len(group):>8.2%} {silent:>6} {elsewhere / len(group):>9.2f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
