"""Third cells as expressions: read, restored, printed, judged, inverted; and that no text breaks the reader."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from compiler.expression import (
    FUNCTIONS,
    HERE,
    LENGTH,
    NESTING,
    Apply,
    Class,
    Expression,
    Literal,
    Parsed,
    Path,
    _built,
    _loaded,
    below,
    classify,
    inverse,
    parameters,
    parse,
    runtime_name,
    to_text,
)
from compiler.profile import Kind
from runtime import functions
from runtime.functions import Value
from tests.compiler.expression_interpreter import evaluate
from tests.compiler.expressions import CHAINS, KINDS, NOW, VALUES

LANGUAGE = [
    '["datetime-format", "%Y-%m-%d", "_."]',
    '["datetime-format", "%Y-%m-%dT%H:%M:%S", "_."]',
    '["datetime-format", "%Y-%m-%dT%H:%M:%SZ", "_."]',
    '["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]',
    '["integer", ["decimal", "_."]]',
    '["string", ["integer", ["decimal", "_."]]]',
    '["decimal", "_."]',
    '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]',
    '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]',
    '["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]',
    '["if", ["or", ["is-empty", "_."], ["eq", "", "_."]], "-", "_."]',
    '["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]',
    '["replace", " ", "", ["string", "_."]]',
    '["if", ["is-empty", "_."], true, ["boolean", "_."]]',
    '["if", ["gt", ["abs", ["datetime-diff", "year", "_.", ["now"]]], 100], "1935-01-01", '
    '["datetime-format", "%Y-%m-%d", "_."]]',
    '["if", ["is-null", "_.DefaultValue"], "integer"]',
    '["if", ["is-null", "_.global-property:DefaultValue"], "integer"]',
]
"""The expressions of LANGUAGE section 3, as they stand there."""

OLD = {
    '"if", "neq", "_.", "X"], "integer", "string"]': '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]',
    '"replace"," ","", "string"]': '["replace", " ", "", ["string", "_."]]',
    '"replace"," ","", "string","_."]]': '["replace", " ", "", ["string", "_."]]',
    '"datetime-diff", "year", "_.", "now"]]': '["datetime-diff", "year", "_.", ["now"]]',
    '"replace", {"a": "b", "c": ""}': '["replace", {"a": "b", "c": ""}, "_."]',
    '"string", "replace", {"a": "b"}]': '["string", ["replace", {"a": "b"}, "_."]]',
    '"join", "-", "integer"]': '["join", "-", ["integer", "_."]]',
    '"if", "yes", 1, 2]': '["if", "yes", 1, 2]',
}
"""Older documents' prints, and what they are restored to; the first two as in LANGUAGE section 3."""

PREFERRED = {
    '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]': (
        '["if", ["neq", "_.", "X"], ["integer", ["string", "_."]], "_."]'
    ),
    '["if", ["is-decimal", "_."], ["decimal", "_."], ["integer", "_."]]': (
        '["if", ["is-decimal", "_."], ["decimal", ["integer", "_."]], "_."]'
    ),
    '["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]': (
        '["if", ["matches", "+* *", "_."], ["join", " ", "_."], ["slice", 1, ["split", " ", "_."]]]'
    ),
}
"""Expressions that older documents print as they print another one, which is less likely (`_restored`)."""

AMBIGUOUS = {
    '["if", ["eq", "", "_."], ["replace", " ", "", ["string", "_."]], "_."]': (
        '["if", ["eq", "", "_."], ["replace", " ", "", "_."], ["string", "_."]]'
    ),
    '["if-null", ["integer", ["datetime-format", "%Y", "_."]], "_."]': (
        '["if-null", ["integer", "_."], ["datetime-format", "%Y", "_."]]'
    ),
}
"""Expressions that older documents print alike, and nothing tells which is meant."""


def printed(expression: Expression) -> str:
    """What older documents print."""
    return to_text(expression).replace("[", "").replace(', "_."]', "")


def read(cell: str) -> Expression:
    found = parse(cell)
    assert found.expression is not None, found.problem
    return found.expression


LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.just(HERE),
    st.sampled_from(["_.x", "_.x.y", "_.prefix:name", "_. z"]).map(Path),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 300),
        st.sampled_from([Decimal("1.5"), Decimal("-0.0"), Decimal("1E+3"), Decimal("5.0"), Decimal("1E-7")]),
        st.sampled_from(["", " ", "-", "X", "now", "if", "]", ", ", '"', "\\", "_", "%Y-%m-%d", "year", "ø\t"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="["), max_size=5),
    ).map(Literal),
)


def _applied(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    @st.composite
    def one(draw: st.DrawFn) -> Expression:
        name = draw(st.sampled_from(sorted(FUNCTIONS)))
        signature = FUNCTIONS[name]
        form = draw(st.sampled_from(signature.forms))
        count = draw(st.integers(1, 3)) if signature.rest and form else len(form)
        return Apply(name, tuple(draw(below) for _ in range(count)))

    return one()


def _is_readable(expression: Expression) -> bool:
    return isinstance(expression, Apply) and parse(to_text(expression)).expression is not None


EXPRESSIONS = st.recursive(LEAVES | st.just(HERE), _applied, max_leaves=8).filter(_is_readable).map(to_text).map(read)


# ---- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [*LANGUAGE, *PREFERRED.values(), *AMBIGUOUS, *AMBIGUOUS.values()])
def test_the_cells_of_the_language_are_read_and_printed_alike(cell: str) -> None:
    assert parse(cell).restored is None
    assert to_text(read(cell)) == cell.replace(' "integer"]', ' ["integer", "_."]]')


ODD = [
    '["integer", "-", "_."]',
    '["integer", ["now"], "_."]',
    '["if", "yes", 1, 2]',
    '["if", true, ["list"], 2]',
    '["and", null, "", 0]',
    '["slice", "1", "_."]',
    '["is-empty", ["eq", "", "_."]]',
    '["join", "-", ["integer", "_."]]',
    '["join", 5, 6]',
    '["abs", "x"]',
    '["datetime-format", 7, true]',
    '["datetime-diff", null, 1, 2]',
    '["replace", 1, ["now"], ["list"]]',
    '["boolean", 1]',
    '["matches", 5, ["eq", 1, 1]]',
]


@pytest.mark.parametrize("cell", ODD)
def test_in_brackets_arguments_of_any_kind_are_read(cell: str) -> None:
    assert to_text(read(cell)) == cell


def test_a_bare_function_name_is_that_function_applied_to_the_value() -> None:
    assert read('["if", ["is-null", "_."], "integer"]') == read('["if", ["is-null", "_."], ["integer", "_."]]')
    assert read("string") == read('"string"') == read(' "string" ') == Apply("string", (HERE,))
    assert read('["eq", "_.", "if"]') == Apply("eq", (HERE, Literal("if")))
    assert read('"_.x.y"') == Path("_.x.y")


def test_an_unknown_conversion_is_neither_expression_nor_problem() -> None:
    assert parse("N/A") == Parsed()


def test_pairs_of_replace_are_two_lists_of_constants() -> None:
    cell = '["replace", {"string": "_.x", "c": "", "d": 1}, "_."]'
    olds = Apply("list", (Literal("string"), Literal("c"), Literal("d")))
    news = Apply("list", (Literal("_.x"), Literal(""), Literal(1)))
    assert read(cell) == Apply("replace", (olds, news, HERE))
    assert to_text(read(cell)) == cell
    assert read('["replace", ["list", "a"], ["list", "b"], "_."]') == read('["replace", {"a": "b"}, "_."]')


def test_numbers_with_a_point_are_decimals() -> None:
    assert to_text(read('["list", 5.0, 5e0, 1E3, 0.10, -0]')) == '["list", 5.0, 5.0, 1E+3, 0.10, 0]'


PROBLEMS = {
    '""if", "eq"]]"': "beyond-repair",
    "": "beyond-repair",
    "hello": "beyond-repair",
    "[": "beyond-repair",
    "[]": "beyond-repair",
    "[1]": "beyond-repair",
    '["if"': "beyond-repair",
    '["eq", {"a": "b"}, "_."]': "beyond-repair",
    '["eq", "\\ud800", "_."]': "beyond-repair",
    '["eq", NaN, "_."]': "beyond-repair",
    '["eq", 007, "_."]': "beyond-repair",
    '"eq"]': "beyond-repair",
    '"eq", "_.", "a"]]': "beyond-repair",
    '"eq", ["string", "_."], "a"]': "beyond-repair",
    '["strin", "_."]': "unknown-function",
    '"strin"': "unknown-function",
    '"is-nul", "_.x", 1]': "unknown-function",
    '["eq", "_."]': "arguments",
    '["and"]': "arguments",
    '["now", "_."]': "arguments",
    '["if", "_."]': "arguments",
    '["slice", 1, 2, 3, 4, "_."]': "arguments",
    '["replace", {"a": "b"}]': "arguments",
    '["eq", "_S.name", "_."]': "arguments",
    '["eq", "_T.name", "_."]': "arguments",
    '["list-less", 1]': "unknown-function",
    '["_S.name"]': "unknown-function",
    '["replace", {"a": ["b"]}, "_."]': "beyond-repair",
    '["replace", {"a": {"b": "c"}}, "_."]': "beyond-repair",
    '["replace", {"a": "\\ud800"}, "_."]': "beyond-repair",
    '["string", {"a": "b"}]': "beyond-repair",
    '{"a": "b"}': "beyond-repair",
    '"replace", {"a": "b", "_."]': "beyond-repair",
    '"replace", {"a", "b"}, "_."]': "beyond-repair",
    '"replace", {"a": {}}, "_."]': "beyond-repair",
    '"eq", {"a": "b"}, "_."]': "beyond-repair",
    '["string", ' * (NESTING + 1) + '"_."' + "]" * (NESTING + 1): "limit",
    '["list", ' + "1, " * 500 + "1]": "limit",
    '["eq", "_.", "' + "a" * LENGTH + '"]': "limit",
}


@pytest.mark.parametrize(("cell", "trouble"), PROBLEMS.items(), ids=range(len(PROBLEMS)))
def test_what_is_wrong_has_a_name(cell: str, trouble: str) -> None:
    found = parse(cell)
    assert (found.expression, found.restored) == (None, None)
    assert found.problem is not None
    assert found.problem.trouble == trouble


@pytest.mark.parametrize(
    ("name", "nearest"), [("strin", "string"), ("isnull", "is-null"), ("date-format", "datetime-format"), ("é", None)]
)
def test_an_unknown_function_is_told_the_nearest(name: str, nearest: str | None) -> None:
    problem = parse(f'["{name}", "_."]').problem
    assert problem is not None
    assert problem.name == name
    assert problem.nearest == nearest or (nearest is None and problem.nearest in FUNCTIONS)


def test_the_deepest_nesting_is_read() -> None:
    cell = '["string", ' * NESTING + '"_."' + "]" * NESTING
    assert to_text(read(cell)) == cell
    assert read(printed(read(cell))) == read(cell)


PIECES = st.sampled_from(
    ["[", "]", ",", '"', '"_."', '"if"', '"or"', '"integer"', "1", " ", "{", ":", "\\", "N/A", "é"]
)


@given(st.text(max_size=30) | st.lists(PIECES, max_size=40).map("".join))
@example('"or", ' * 400 + '"or"')
@example("[" * LENGTH)
@example("]" * LENGTH)
@example('{"a":' * 1000)
@example("-" * LENGTH)
@example("1" * LENGTH)
@example("[" + "1" * (LENGTH - 2) + "]")
@example('"' + "\\" * 9_000)
@example('"if", ' * 1500)
@example('"slice", 1, ' * 800 + "1")
@example('"list", ' * 20 + '"_."' + "]" * 20)
@settings(deadline=None)
def test_any_text_is_read_or_refused(cell: str) -> None:
    found = parse(cell)
    assert found.problem is None or found.expression is None
    if found.expression is not None:
        assert to_text(read(to_text(found.expression))) == to_text(found.expression)


# ---- restoring ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", LANGUAGE)
def test_the_cells_of_the_language_are_restored_from_the_older_print(cell: str) -> None:
    stripped = cell.replace("[", "").replace(', "_."]', "")
    assert parse(stripped).expression == read(cell)


@pytest.mark.parametrize(("old", "cell"), OLD.items())
def test_the_older_print_is_restored(old: str, cell: str) -> None:
    assert parse(old) == Parsed(read(cell), cell)


@pytest.mark.parametrize(("cell", "other"), PREFERRED.items())
def test_what_makes_sense_and_lacks_brackets_only_comes_first(cell: str, other: str) -> None:
    assert printed(read(cell)) == printed(read(other))
    assert parse(printed(read(cell))) == Parsed(read(cell), cell)


@pytest.mark.parametrize(("cell", "other"), AMBIGUOUS.items())
def test_two_expressions_printed_alike_are_ambiguous(cell: str, other: str) -> None:
    assert printed(read(cell)) == printed(read(other))
    problem = parse(printed(read(cell))).problem
    assert problem is not None
    assert problem.trouble == "ambiguous"
    assert cell in problem.message
    assert other in problem.message


@given(EXPRESSIONS)
def test_canonical_text_is_read_back(expression: Expression) -> None:
    assert to_text(read(to_text(expression))) == to_text(expression)


def fits(expression: Expression) -> bool:
    """Whether no argument is of a kind that makes no sense where it stands."""
    return _built(_loaded(to_text(expression))).fits


def _lacks_brackets_only(expression: Expression) -> bool:
    """Whether older documents took nothing from it but opening brackets, bare function names being as they should."""
    if not isinstance(expression, Apply):
        return True
    cut = len(expression.arguments) > 1 and expression.arguments[-1] == HERE
    return not cut and all(map(_lacks_brackets_only, expression.arguments))


@given(EXPRESSIONS)
@settings(max_examples=400, deadline=None)
def test_the_older_print_becomes_another_expression_only_by_the_two_rules(expression: Expression) -> None:
    found = parse(printed(expression))
    if found.problem is not None:
        event(found.problem.trouble)
        assert found.problem.trouble == "ambiguous"
        return
    assert found.expression is not None
    if to_text(found.expression) == to_text(expression):
        event("restored")
        return
    event("another")
    assert fits(found.expression)
    if fits(expression):
        assert printed(found.expression) == printed(expression)
        assert _lacks_brackets_only(found.expression)
        assert not _lacks_brackets_only(expression)


# ---- judging ------------------------------------------------------------------------------------

VERDICTS: list[tuple[str, Kind, Kind, Class, str | None]] = [
    ("N/A", "text", "text", "unknown", None),
    ('"_."', "text", "text", "exact", '"_."'),
    ('"_."', "text", "integer", "canonical", '"_."'),
    ('"_."', "boolean", "date", "one-way", '"_."'),
    ('"_.x"', "text", "text", "one-way", None),
    ("string", "text", "text", "exact", '"_."'),
    ("list", "text", "text", "exact", '["first", "_."]'),
    ("first", "text", "text", "exact", '"_."'),
    ("integer", "text", "integer", "canonical", '["string", "_."]'),
    ("string", "integer", "text", "canonical", '["integer", "_."]'),
    ("integer", "integer", "integer", "exact", '"_."'),
    ("integer", "boolean", "integer", "one-way", None),
    ("boolean", "text", "boolean", "canonical", '["string", "_."]'),
    ("string", "date", "text", "canonical", '["datetime-parse", "%Y-%m-%d", "_."]'),
    ("string", "datetime", "text", "one-way", None),
    ('["integer", ["decimal", "_."]]', "text", "integer", "canonical", '["string", ["decimal", "_."]]'),
    (
        '["string", ["integer", ["decimal", "_."]]]',
        *("text", "text", "canonical"),
        '["string", ["decimal", ["integer", "_."]]]',
    ),
    (
        '["datetime-format", "%d.%m.%Y", "_."]',
        *("date", "text", "canonical"),
        '["datetime-parse", "%d.%m.%Y", "_."]',
    ),
    (
        '["datetime-format", "%Y-%m-%d", "_."]',
        *("text", "text", "canonical"),
        '["string", ["datetime-parse", "%Y-%m-%d", "_."]]',
    ),
    (
        '["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]',
        *("text", "datetime", "canonical"),
        '["datetime-format", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]',
    ),
    (
        '["datetime-format", "%Y-%m-%d", ["datetime-parse", "%d.%m.%Y", "_."]]',
        *("text", "text", "canonical"),
        '["datetime-format", "%d.%m.%Y", ["datetime-parse", "%Y-%m-%d", "_."]]',
    ),
    ('["decimal", ["string", "_."]]', "integer", "decimal", "canonical", '["integer", "_."]'),
    ('["integer", ["datetime-format", "%Y%m%d", "_."]]', "date", "integer", "one-way", None),
    ('["datetime-format", "%Y-%m", "_."]', "date", "text", "one-way", None),
    ('["datetime-format", "%d.%m.%y", "_."]', "date", "text", "one-way", None),
    ('["datetime-format", "%Y%m%e%H", "_."]', "datetime", "text", "one-way", None),
    ('["datetime-format", "%Y-%m-%d %p", "_."]', "datetime", "text", "one-way", None),
    ('["datetime-format", "Europe/Oslo", "%Y-%m-%d", "_."]', "date", "text", "one-way", None),
    ('["datetime-format", "%Y-%m-%d", "_."]', "integer", "text", "one-way", None),
    (
        '["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]',
        *("text", "text", "canonical"),
        '["if", ["eq", "_.", "X"], "X", ["string", "_."]]',
    ),
    (
        '["if", ["eq", "yes", "_."], "ja", ["boolean", "_."]]',
        *("text", "text", "canonical"),
        '["if", ["eq", "_.", "ja"], "yes", ["string", "_."]]',
    ),
    ('["if", ["eq", "_.", "X"], "7", ["integer", "_."]]', "text", "text", "one-way", None),
    ('["if", ["eq", "_.", "X"], "Y", ["string", "_."]]', "text", "text", "one-way", None),
    ('["if", ["eq", "_.", ""], "none", ["integer", "_."]]', "text", "text", "one-way", None),
    ('["if", ["eq", "_.", "X"], "", ["integer", "_."]]', "text", "text", "one-way", None),
    ('["if", ["eq", "_.", "X"], "X"]', "text", "text", "one-way", None),
    ('["string", ["if", ["eq", "_.", "X"], "X", ["integer", "_."]]]', "text", "text", "one-way", None),
    ('"_."', "date", "datetime", "exact", '"_."'),
    (
        '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]',
        *("text", "decimal", "canonical"),
        '["string", "_."]',
    ),
    ('["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]', "decimal", "decimal", "exact", '"_."'),
    ('["if", ["is-decimal", "_."], ["decimal", "_."], "-"]', "decimal", "decimal", "one-way", None),
    ('["if", ["is-empty", "_."], true, ["boolean", "_."]]', "text", "boolean", "one-way", None),
    ('["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]', "text", "decimal", "one-way", None),
    ('["replace", " ", "", "_."]', "text", "text", "one-way", None),
    ('["join", " ", ["slice", 1, ["split", " ", "_."]]]', "text", "text", "one-way", None),
    ('["abs", "_."]', "integer", "integer", "one-way", None),
    ('["now"]', "text", "datetime", "one-way", None),
    ('["list", "_.", "_."]', "text", "text", "one-way", None),
    ('["integer", 0, "_."]', "text", "integer", "one-way", None),
]


@pytest.mark.parametrize(("cell", "left", "right", "klass", "back"), VERDICTS)
def test_verdicts(cell: str, left: Kind, right: Kind, klass: Class, back: str | None) -> None:
    expression = parse(cell).expression
    assert classify(expression, left, right) == klass
    found = inverse(expression, left) if expression else None
    assert (to_text(found) if found else None) == back


@given(CHAINS, st.sampled_from(KINDS), st.data())
@settings(max_examples=600)
def test_what_has_an_inverse_settles(expression: Expression, kind: Kind, data: st.DataObject) -> None:
    """`f(g(f(x))) = f(x)` wherever f(x) is a value; an exact one gives x back."""
    back = inverse(expression, kind)
    if back is None:
        assert {classify(expression, kind, right) for right in KINDS} == {"one-way"}
        return
    value = data.draw(VALUES[kind])
    there = evaluate(expression, value, NOW)
    if there in (None, UNSET):
        return
    event("settled")
    returned = evaluate(back, there, NOW)
    if kind == "date" and isinstance(returned, dt.datetime):
        returned = returned.date()
    assert functions.eq(evaluate(expression, returned, NOW), there)
    if "exact" in {classify(expression, kind, right) for right in KINDS}:
        assert functions.eq(returned, value)


# ---- meaning ------------------------------------------------------------------------------------

MEANINGS: list[tuple[str, Value, Value]] = [
    ('["integer", ["decimal", "_."]]', "12.7", 12),
    ('["string", ["integer", ["decimal", "_."]]]', "12.0", "12"),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "X", "X"),
    ('["if", ["neq", "_.", "X"], ["integer", "_."], ["string", "_."]]', "5", 5),
    ('["if-null", ["integer", ["string", "_."]], ["decimal", "_."]]', "5.5", Decimal("5.5")),
    ('["if", ["or", ["is-empty", "_."], ["eq", "", "_."]], "-", "_."]', None, "-"),
    ('["if", ["matches", "+* *", "_."], ["join", " ", ["slice", 1, ["split", " ", "_."]]], "_."]', "+47 9 0", "9 0"),
    ('["replace", {"ab": "1", "a": "2"}, "_."]', "aab", "21"),
    ('["if", ["is-empty", "_."], true, ["boolean", "_."]]', None, True),
    ('["datetime-format", "%Y-%m-%d", "_."]', "2026-03-01T10:00:00Z", "2026-03-01"),
    ('["integer", ["integer", ["decimal", "_."]], "_."]', "12.7", 12),
    ('["datetime-diff", "day", ["now"], "_."]', "2026-02-27", 2),
    ('["list"]', "x", []),
]


def test_the_paths_below_the_value_are_known() -> None:
    assert below(read('["if", ["is-null", "_.b.c"], ["join", "_.a", "_."], "_.global-property:b"]')) == (
        *("a", "b.c", "global-property:b"),
    )
    assert below(read('["integer", "_.bad", ["or", "_.x", ["list", "_.x"]]]')) == ("x",)
    assert below(HERE) == below(Literal("_.x")) == below(read('["now"]')) == ()


def test_a_value_below_is_its_own() -> None:
    tree = read('["if", ["is-null", "_.b"], "_.", ["integer", "_.bad", "_.b"]]')
    assert evaluate(tree, "here", NOW) == "here"
    assert evaluate(tree, "here", NOW, {"b": "7"}) == 7
    assert evaluate(tree, "here", NOW, {"b": "x", "bad": 1}) is None


@pytest.mark.parametrize(("cell", "value", "wanted"), MEANINGS)
def test_meanings(cell: str, value: Value, wanted: Value) -> None:
    assert evaluate(read(cell), value, NOW) == wanted


@given(EXPRESSIONS, st.sampled_from([None, "", "5", "2026-03-01", 7, Decimal("1.5"), True, [], ["a", 1, None]]))
def test_every_expression_has_a_value(expression: Expression, value: Value) -> None:
    assert repr(evaluate(expression, value, NOW)) == repr(evaluate(expression, value, NOW))


def test_every_function_is_in_the_runtime_with_its_parameters() -> None:
    for name, signature in FUNCTIONS.items():
        if name == "now":
            continue
        code = getattr(functions, runtime_name(name)).__code__
        known = set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
        for form in signature.forms:
            applied = Apply(name, (HERE,) * len(form))
            assert set(parameters(applied)) <= known
