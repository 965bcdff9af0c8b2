"""The `$filter` language of OData, as far as business systems offer it, in versions 2 and 4.

A filter is read into `Comparison`s joined by `Both` and `Either`. Version 2 marks guids and moments with a
prefix (`guid'…'`, `datetime'…'`), version 4 writes them bare; both forms are read here. What else version 4 offers
depends on the `Dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<prefix>guid|datetimeoffset|datetime)'(?P<quoted>[^']*)'
    | '(?P<text>(?:[^']|'')*)'
    | (?P<guid>{_GUID})
    | (?P<moment>\d{{4}}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?)
    | (?P<date>\d{{4}}-\d\d-\d\d)
    | (?P<number>-?\d+(?:\.\d+)?)(?P<suffix>[LMDF])?\b
    | (?P<word>[A-Za-z_][\w/]*)
    | (?P<mark>[(),:])
    )\s*""",
    re.VERBOSE,
)
_WORDS = {"true": ("boolean", True), "false": ("boolean", False), "null": ("null", None)}
_FUNCTIONS = ("startswith", "endswith", "contains")
_THROUGH: dict[str, Callable[..., str]] = {
    "tolower": str.lower,
    "toupper": str.upper,
    "substring": lambda text, start, length=None: text[start : None if length is None else start + length],
}

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "gt": lambda left, right: bool(left > right),
    "ge": lambda left, right: bool(left >= right),
    "lt": lambda left, right: bool(left < right),
    "le": lambda left, right: bool(left <= right),
    "startswith": lambda left, right: str(left).startswith(right),
    "endswith": lambda left, right: str(left).endswith(right),
    "contains": lambda left, right: right in str(left),
}


class FilterError(Exception):
    """The filter cannot be read; the text says where."""


@dataclass(frozen=True)
class Dialect:
    """What a system offers beyond comparisons and the three text functions.

    `functions`: `tolower(field) eq …` and its like; `nested`: functions within functions, and `in`;
    `ignores_lambdas`: `lines/any(…)` is read and means nothing, as if it held for every row.
    """

    functions: bool = False
    nested: bool = False
    ignores_lambdas: bool = False


@dataclass(frozen=True)
class Literal:
    """A constant: `kind` is text, guid, moment, date, number, boolean or null; `suffix` the letter behind a number."""

    kind: str
    value: Any
    suffix: str = ""


@dataclass(frozen=True)
class Comparison:
    """`field operator literal`, or one of the text functions on a field.

    `through` are functions that the value goes through first, each with its numbers, the innermost first.
    """

    field: str
    operator: str
    literal: Literal
    through: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Both:
    """Parts joined by `and`."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True)
class Either:
    """Parts joined by `or`."""

    parts: tuple[Filter, ...]


_PLAIN = Dialect()
Filter: TypeAlias = Comparison | Both | Either


def comparisons(tree: Filter) -> Iterator[Comparison]:
    """Every comparison of a filter, from left to right."""
    if isinstance(tree, Comparison):
        yield tree
        return
    for part in tree.parts:
        yield from comparisons(part)


def holds(tree: Filter, value_of: Callable[[str], Any]) -> bool:
    """Whether a row fits. Nothing but null equals null, and nothing orders before or after it."""
    if isinstance(tree, Both):
        return all(holds(part, value_of) for part in tree.parts)
    if isinstance(tree, Either):
        return any(holds(part, value_of) for part in tree.parts)
    value, wanted = value_of(tree.field), tree.literal.value
    if tree.operator not in ("eq", "ne") and (value is None or wanted is None):
        return False
    for name, numbers in tree.through:
        value = None if value is None else _THROUGH[name](str(value), *numbers)
    return _COMPARE[tree.operator](value, wanted)


def moment(text: str) -> datetime:
    """Read a moment; one with an offset becomes UTC, one without stays as it is."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise FilterError(f"'{text}' is not a date and time") from None
    return read.astimezone(UTC) if read.tzinfo else read


def parse(text: str, dialect: Dialect = _PLAIN) -> Filter:
    """Read a filter; raises `FilterError`."""
    return _Parser(text, dialect).whole()


def _literal(found: re.Match[str]) -> Literal | None:
    groups = {name: value for name, value in found.groupdict().items() if value is not None}
    if "prefix" in groups:
        is_guid, quoted = groups["prefix"] == "guid", groups["quoted"]
        if is_guid and not re.fullmatch(_GUID, quoted):
            raise FilterError(f"'{quoted}' is not a guid")
        if not is_guid and "T" not in quoted:
            raise FilterError(f"'{quoted}' has no time part")
        return Literal("guid", quoted.lower()) if is_guid else Literal("moment", moment(quoted))
    for kind, value in groups.items():
        match kind:
            case "text":
                return Literal("text", value.replace("''", "'"))
            case "guid":
                return Literal("guid", value.lower())
            case "moment":
                return Literal("moment", moment(value))
            case "date":
                return Literal("date", value)
            case "number":
                return Literal("number", Decimal(value), groups.get("suffix", ""))
            case "word" if value in _WORDS:
                return Literal(*_WORDS[value])
    return None


class _Parser:
    """Recursive descent over the tokens: `or` binds weakest, then `and`, then brackets and comparisons."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._tokens = list(self._split(text))
        self._dialect = dialect
        self._at = 0

    @staticmethod
    def _split(text: str) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise FilterError(f"Syntax error at position {at} in '{text}'")
            yield found
            at = found.end()

    def whole(self) -> Filter:
        tree = self._either()
        if self._at < len(self._tokens):
            raise FilterError(f"Unexpected '{self._tokens[self._at].group().strip()}'")
        return tree

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._taken("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Filter:
        parts = [self._one()]
        while self._taken("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self) -> Filter:
        if self._taken("("):
            tree = self._either()
            self._need(")")
            return tree
        word = self._word()
        if word.endswith(("/any", "/all")):
            return self._lambda(word)
        if word in _FUNCTIONS:
            return self._function(word)
        field, through = self._operand(word)
        operator = self._next().group("word")
        if operator == "in" and self._dialect.nested:
            constants = self._constants()
            return Either(tuple(Comparison(field, "eq", constant, through) for constant in constants))
        if operator not in ("eq", "ne", "gt", "ge", "lt", "le"):
            raise FilterError(f"'{operator}' is not a comparison")
        return Comparison(field, operator, self._constant(), through)

    def _word(self) -> str:
        word = self._next().group("word")
        if word is None:
            raise FilterError("A comparison starts with a field")
        return word

    def _lambda(self, word: str) -> Filter:
        if not self._dialect.ignores_lambdas:
            raise FilterError(f"'{word}' is not supported")
        self._need("(")
        depth = 1
        while depth:
            mark = self._next().group("mark")
            depth += (mark == "(") - (mark == ")")
        return Both(())

    def _operand(self, word: str) -> tuple[str, tuple[tuple[str, tuple[int, ...]], ...]]:
        """A field, or functions around one."""
        if word not in _THROUGH or not self._dialect.functions:
            return word, ()
        self._need("(")
        field, through = self._operand(self._word())
        if through and not self._dialect.nested:
            raise FilterError("Functions cannot be nested")
        numbers: list[int] = []
        while word == "substring" and len(numbers) < 2 and self._taken(","):
            constant = self._constant()
            if constant.kind != "number":
                raise FilterError("'substring' takes numbers")
            numbers.append(int(constant.value))
        self._need(")")
        if word == "substring" and not numbers:
            raise FilterError("'substring' takes one number or two")
        return field, (*through, (word, tuple(numbers)))

    def _function(self, name: str) -> Filter:
        self._need("(")
        field, through = self._operand(self._word())
        if through and not self._dialect.nested:
            raise FilterError("Functions cannot be nested")
        self._need(",")
        literal = self._constant()
        self._need(")")
        return Comparison(field, name, literal, through)

    def _constants(self) -> list[Literal]:
        self._need("(")
        constants = [self._constant()]
        while self._taken(","):
            constants.append(self._constant())
        self._need(")")
        return constants

    def _constant(self) -> Literal:
        literal = _literal(self._next())
        if literal is None:
            raise FilterError("A constant is missing")
        return literal

    def _next(self) -> re.Match[str]:
        if self._at >= len(self._tokens):
            raise FilterError("The filter ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _taken(self, sign: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].group().strip() == sign:
            self._at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._taken(sign):
            raise FilterError(f"'{sign}' is missing")
