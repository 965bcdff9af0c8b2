"""The third cell as an expression: read, restored from older documents' print, printed, judged and inverted.

A well-formed expression is a JSON prefix list. Older documents print it without any `[` and without any
`, "_."]`; such a cell is restored where exactly one expression of this language prints like that. (A literal
that held a `[` has lost it there, and nothing tells.) Never raises; bounded in length, nesting, nodes and search.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from .profile import Kind

__all__ = [
    "FUNCTIONS", "HERE", "LENGTH", "NESTING", "NODES", "Apply", "Class", "Expression", "Literal", "Parsed", "Path",
    "Problem", "Signature", "classify", "inverse", "may_be_blank", "parameters", "parse", "runtime_name", "says_now",
    "to_text",
]  # fmt: skip

LENGTH, NESTING, NODES = 10_000, 32, 500
STEPS = 20_000
"""How many states the search for a reading may visit."""

Class = OneOf["exact", "canonical", "one-way", "unknown"]
Trouble = OneOf["beyond-repair", "ambiguous", "unknown-function", "arguments", "limit"]


class Literal(Struct, frozen=True):
    """A constant. Text is neither a path nor the name of a function of one argument."""

    value: None | bool | int | Decimal | str


class Path(Struct, frozen=True):
    """The left value, or what is below it, as written: `_.`, `_.x.y`, `_.prefix:name`."""

    text: str


class Apply(Struct, frozen=True):
    """A function of FUNCTIONS and its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Literal | Path | Apply
HERE = Path("_.")


class Problem(Struct, frozen=True):
    """Why a cell is no expression. `name` is an unknown function, `nearest` the known one most like it."""

    trouble: Trouble
    message: str
    name: str = ""
    nearest: str = ""


class Parsed(Struct, frozen=True):
    """An expression or a problem; neither for `N/A`. `restored` is the canonical text of a cell in the old print."""

    expression: Expression | None = None
    restored: str | None = None
    problem: Problem | None = None


class Signature(NamedTuple):
    """The names of a function's parameters for every number of arguments it takes, and the kind of its result.

    With `rest`, the last parameter takes any number of arguments. The result `same` is the kind that the last
    two parameters have in common.
    """

    result: str
    forms: tuple[tuple[str, ...], ...]
    rest: bool = False


def _signature(result: str, *forms: str, rest: bool = False) -> Signature:
    return Signature(result, tuple(tuple(form.split()) for form in forms), rest)


FUNCTIONS: dict[str, Signature] = {
    "string": _signature("text", "value"),
    "integer": _signature("integer", "value", "default value"),
    "decimal": _signature("decimal", "value", "default value"),
    "float": _signature("float", "value", "default value"),
    "boolean": _signature("boolean", "value", "default value"),
    "list": _signature("list", "", "values", rest=True),
    "first": _signature("any", "value"),
    "if": _signature("same", "condition then", "condition then otherwise"),
    "if-null": _signature("same", "value fallback"),
    "eq": _signature("truth", "left right"),
    "neq": _signature("truth", "left right"),
    "gt": _signature("truth", "left right"),
    "and": _signature("truth", "conditions", rest=True),
    "or": _signature("truth", "conditions", rest=True),
    "is-null": _signature("truth", "value"),
    "is-empty": _signature("truth", "value"),
    "is-decimal": _signature("truth", "value"),
    "is-boolean": _signature("truth", "value"),
    "matches": _signature("truth", "pattern value"),
    "replace": _signature("text", "old new value"),
    "split": _signature("list", "value", "separator value"),
    "join": _signature("text", "separator value"),
    "slice": _signature("list", "start value", "start end value", "start end stride value"),
    "datetime-parse": _signature("datetime", "form value", "zone form value"),
    "datetime-format": _signature("text", "form value", "zone form value"),
    "datetime-diff": _signature("integer", "part moment since"),
    "now": _signature("datetime", ""),
    "abs": _signature("any", "value"),
}
"""By name. The runtime's functions have the same parameters, by name; `now` is an argument of what is generated."""

_NUMBERS = ("integer", "decimal", "float")
_LISTED = ("text", "list")
_OPTIONS = {
    "form": ("text",), "zone": ("text",), "part": ("text",), "separator": ("text",),
    "pattern": _LISTED, "old": _LISTED, "new": _LISTED,
    "start": ("integer",), "end": ("integer",), "stride": ("integer",),
}  # fmt: skip
"""By parameter: the kinds that can make anything of it."""
_KINDS = ("text", "list", "boolean", "datetime", *_NUMBERS)
_VALUES = {
    "integer": (*_LISTED, *_NUMBERS), "decimal": (*_LISTED, *_NUMBERS), "float": (*_LISTED, *_NUMBERS),
    "boolean": (*_LISTED, "boolean", "truth"), "abs": ("list", *_NUMBERS),
    "matches": _LISTED, "replace": _LISTED, "split": _LISTED, "join": _LISTED, "datetime-parse": _LISTED,
    "datetime-format": (*_LISTED, "datetime"), "datetime-diff": (*_LISTED, "datetime"),
    "is-null": _KINDS, "is-empty": _KINDS, "is-decimal": _KINDS, "is-boolean": _KINDS,
}  # fmt: skip
"""By function: the kinds of values it does not always drop, or always answer alike. `truth` is never null."""
_UNDERSCORED = frozenset({"float", "list", "if", "and", "or", "slice", "abs"})
_BARE = frozenset(name for name, signature in FUNCTIONS.items() if any(len(form) == 1 for form in signature.forms))
_TOKEN = re.compile(
    r"""\s*([][{},:]|"(?:[^"\\]|\\.)*"|-?[0-9]{1,1000}(?:\.[0-9]{1,1000})?(?:[eE][+-]?[0-9]{1,3})?"""
    r"|true|false|null)\s*",
    re.DOTALL,
)


def parameters(expression: Apply) -> tuple[str, ...]:
    """The names of the parameters its arguments are for; of a function of any number, empty."""
    signature = FUNCTIONS[expression.function]
    forms = {len(form): form for form in signature.forms}
    return () if signature.rest else forms[len(expression.arguments)]


def runtime_name(function: str) -> str:
    """What the function is called in `runtime.functions`."""
    return function.replace("-", "_") + "_" * (function in _UNDERSCORED)


# ---- reading ------------------------------------------------------------------------------------


class _Fault(Exception):
    """Carries the Problem of a cell out of its depth."""

    def __init__(self, trouble: Trouble, message: str, name: str = "") -> None:
        super().__init__(message)
        shown = name[:80]
        nearest = difflib.get_close_matches(shown, FUNCTIONS, 1, 0)[0] if name else ""
        self.problem = Problem(trouble, message, shown, nearest)


class _Node(NamedTuple):
    """An expression with what is asked of it often."""

    tree: Expression
    kind: str
    depth: int = 0
    size: int = 1


class _Reading(NamedTuple):
    """What the tokens up to `end` may mean."""

    end: int
    node: _Node


_HERE = _Node(HERE, "any")


def parse(cell: str) -> Parsed:
    """The expression of a third cell, well-formed or in the older print; a bare type word is that cast."""
    text = cell.strip()
    if text == "N/A":
        return Parsed()
    try:
        if len(cell) > LENGTH:
            raise _Fault("limit", f"the cell has more than {LENGTH} characters")
        if text in _BARE:
            return Parsed(_node(text, (_HERE,)).tree)
        tokens = _tokens(text)
        if text.startswith("["):
            return Parsed(_built(_loaded(text)).tree)
        if len(tokens) > 1:
            tree = _restored(tokens)
            return Parsed(tree, to_text(tree))
        tree = _leaf(tokens[0]).tree
        if isinstance(tree, Literal):
            raise _Fault("unknown-function", "the cell is no type and no expression", str(tree.value))
        return Parsed(tree)
    except _Fault as fault:
        return Parsed(problem=fault.problem)


def _loaded(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, strict=False)
    except ValueError:
        raise _Fault("beyond-repair", "the brackets and commas do not make a list") from None


class _Mark(str):
    """A bracket or comma, not text."""


def _tokens(text: str) -> list[object]:
    """The text in pieces: constants as they are, brackets and commas as marks."""
    tokens: list[object] = []
    at = depth = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _Fault("beyond-repair", f"the cell cannot be read from character {at + 1}")
        at, piece = found.end(), found.group(1)
        if piece in "[]{},:":
            depth += (piece in "[{") - (piece in "]}" and text[0] == "[")
            tokens.append(_Mark(piece))
        else:
            tokens.append(_loaded(piece))
        if depth > NESTING:
            raise _Fault("limit", f"the expression is nested more than {NESTING} deep")
    if not tokens:
        raise _Fault("beyond-repair", "the cell is empty")
    return tokens


def _leaf(value: object) -> _Node:
    """A constant, a path or a bare function name."""
    if isinstance(value, str):
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise _Fault("beyond-repair", "the text has half a character")
        if value.startswith(("_S.", "_T.")):
            raise _Fault("arguments", f"`{value[:80]}`: only the left value, `_.`, is known here")
        if value in _BARE:
            return _node(value, (_HERE,))
        return _Node(Path(value), "any") if value.startswith("_.") else _Node(Literal(value), "text")
    if isinstance(value, Decimal):
        return _Node(Literal(value), "decimal")
    if value is None or isinstance(value, bool):
        return _Node(Literal(value), "any" if value is None else "boolean")
    if isinstance(value, int):
        return _Node(Literal(value), "integer")
    raise _Fault("beyond-repair", "braces stand only for the pairs of `replace`")


def _built(raw: object) -> _Node:
    """The expression of a JSON value, which is nested no deeper than NESTING."""
    if not isinstance(raw, list):
        return _leaf(raw)
    if not raw or not isinstance(raw[0], str):
        raise _Fault("beyond-repair", "a list does not start with the name of a function")
    name, *rest = raw
    if name == "replace" and len(rest) == 2 and isinstance(rest[0], dict):
        rest[:1] = [["list", *rest[0]], ["list", *rest[0].values()]]
    return _node(name, tuple(map(_built, rest)))


def _node(function: str, arguments: tuple[_Node, ...]) -> _Node:
    """The function applied to these arguments, if it takes them."""
    signature = FUNCTIONS.get(function)
    if signature is None:
        raise _Fault("unknown-function", f"there is no function `{function[:80]}`", function)
    forms = {len(form): form for form in signature.forms}
    form = forms.get(len(arguments))
    if form is None and signature.rest and arguments:
        form = signature.forms[-1] * len(arguments)
    if form is None:
        counts = " or ".join(map(str, forms))
        raise _Fault("arguments", f"`{function}` takes {counts} arguments, not {len(arguments)}")
    for name, argument in zip(form, arguments, strict=True):
        if not _fits(function, name, argument):
            raise _Fault("arguments", f"the {name} of `{function}` cannot be {to_text(argument.tree)[:80]}")
    depth = 1 + max((argument.depth for argument in arguments), default=0)
    size = 1 + sum(argument.size for argument in arguments)
    if depth > NESTING or size > NODES:
        raise _Fault("limit", f"the expression is nested more than {NESTING} deep or has more than {NODES} parts")
    kinds = {argument.kind for argument in arguments[-2:]} if "fallback" in form else {a.kind for a in arguments[1:]}
    common = kinds.pop() if len(kinds) == 1 else "any"
    kind = common if signature.result == "same" else signature.result
    return _Node(Apply(function, tuple(argument.tree for argument in arguments)), kind, depth, size)


def _fits(function: str, name: str, argument: _Node) -> bool:
    """Whether an argument is not provably of a kind that makes no sense there. A constant is no condition."""
    if name in ("condition", "conditions"):
        return not isinstance(argument.tree, Literal)
    result = FUNCTIONS[function].result
    wanted = (result,) if name == "default" else _OPTIONS.get(name) or _VALUES.get(function)
    return wanted is None or argument.kind == "any" or argument.kind in wanted


# ---- restoring ----------------------------------------------------------------------------------


def _restored(tokens: list[object]) -> Expression:
    """The only expression that older documents print as these tokens."""
    if tokens[0] not in FUNCTIONS or isinstance(tokens[0], _Mark):
        if isinstance(tokens[0], str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", tokens[0]):
            raise _Fault("unknown-function", f"there is no function `{tokens[0][:80]}`", tokens[0])
        raise _Fault("beyond-repair", "the cell does not start with the name of a function")
    if any(isinstance(token, _Mark) and token not in "]," for token in tokens):
        raise _Fault("beyond-repair", "some of the brackets are missing and some are not")
    steps = iter(range(STEPS))
    readings: dict[int, list[_Reading]] = {}
    for at in reversed(range(len(tokens))):
        if not isinstance(tokens[at], _Mark):
            readings[at] = list(_readings(tokens, at, readings, steps))
    whole = [node.tree for end, node in readings[0] if end == len(tokens) and isinstance(node.tree, Apply)]
    if not whole:
        raise _Fault("beyond-repair", "no expression is printed like this")
    if len(whole) > 1:
        one, other = sorted(to_text(tree)[:200] for tree in whole)[:2]
        raise _Fault("ambiguous", f"the cell may mean {one} or {other}")
    return whole[0]


def _readings(
    tokens: list[object], at: int, known: dict[int, list[_Reading]], steps: Iterator[int]
) -> Iterator[_Reading]:
    """What may start at a token, given what may start at the later ones."""
    token = tokens[at]
    function = token if isinstance(token, str) and token in FUNCTIONS else None
    if function is None or function not in _BARE:
        yield _Reading(at + 1, _leaf(token))
    if function is None:
        return
    states: list[tuple[int, tuple[_Node, ...]]] = [(at + 1, ())]
    while states:
        if next(steps, None) is None:
            raise _Fault("ambiguous", "the cell may mean too many things")
        end, arguments = states.pop()
        mark = next((token for token in tokens[end : end + 1] if isinstance(token, _Mark)), "")
        closed = [(end, (*arguments, _HERE)), *([(end + 1, arguments)] if mark == "]" else [])]
        for after, complete in closed:
            with suppress(_Fault):
                yield _Reading(after, _node(function, complete))
        if mark == "," and _may_take_more(function, len(arguments)):
            states += [(next_end, (*arguments, node)) for next_end, node in known.get(end + 1, ())]


def _may_take_more(function: str, count: int) -> bool:
    signature = FUNCTIONS[function]
    return signature.rest or count < max(map(len, signature.forms))


def says_now(expression: Expression) -> bool:
    """Whether the expression depends on the present."""
    if not isinstance(expression, Apply):
        return False
    return expression.function == "now" or any(says_now(argument) for argument in expression.arguments)


def may_be_blank(expression: Expression) -> bool:
    """Whether null can be meant: an `if` without an else, a literal null, or a path below the value."""
    if isinstance(expression, Literal):
        return expression.value is None
    if isinstance(expression, Path):
        return expression != HERE
    bare = expression.function == "if" and len(expression.arguments) == 2
    return bare or any(may_be_blank(argument) for argument in expression.arguments)


def to_text(expression: Expression) -> str:
    """The expression as canonical JSON; `parse` reads it back as the same."""
    if isinstance(expression, Apply):
        parts = [json.dumps(expression.function), *map(to_text, expression.arguments)]
        return f"[{', '.join(parts)}]"
    value = expression.text if isinstance(expression, Path) else expression.value
    if isinstance(value, Decimal):
        shown = str(value)
        return shown if "." in shown or "E" in shown else f"{shown}.0"
    return json.dumps(value, ensure_ascii=False)


# ---- judging ------------------------------------------------------------------------------------

_CASTS: dict[tuple[str, str], tuple[Kind, str]] = {
    ("text", "integer"): ("integer", "string"),
    ("text", "decimal"): ("decimal", "string"),
    ("text", "float"): ("decimal", "string"),
    ("text", "boolean"): ("boolean", "string"),
    ("integer", "string"): ("text", "integer"),
    ("integer", "decimal"): ("decimal", "integer"),
    ("integer", "float"): ("decimal", "integer"),
    ("decimal", "string"): ("text", "decimal"),
    ("decimal", "integer"): ("integer", "decimal"),
    ("decimal", "float"): ("decimal", "decimal"),
    ("boolean", "string"): ("text", "boolean"),
}
"""By kind and cast: the kind it gives, and the cast back. Truncating is canonical on the domain of whole numbers."""
_SAME = {"string": "text", "integer": "integer", "decimal": "decimal", "boolean": "boolean"}
_FORM = re.compile(r"(?:%[YymdeHIMSfp%]|[^%])*(?:%z)?", re.DOTALL)


class _Undo(NamedTuple):
    """How an expression is undone: its class, the kind of its values, and the expression back over `_.`."""

    klass: Class
    kind: Kind
    back: Expression


def classify(expression: Expression | None, left_kind: Kind, right_kind: Kind) -> Class:
    """How a row with this expression goes both ways; None is the unknown conversion `N/A`."""
    if expression is None:
        return "unknown"
    undo = _undo(expression, left_kind)
    if undo is None:
        return "one-way"
    kinds = {undo.kind, right_kind}
    if len(kinds) == 1:
        return undo.klass
    return "canonical" if "text" in kinds or kinds in ({"integer", "decimal"}, {"date", "datetime"}) else "one-way"


def inverse(expression: Expression, left_kind: Kind = "text") -> Expression | None:
    """The expression that makes the left value from the right one, or None where nothing can.

    Of the datetime it may give for a date, the day counts.
    """
    undo = _undo(expression, left_kind)
    return undo.back if undo else None


def _undo(expression: Expression, kind: Kind) -> _Undo | None:
    if expression == HERE:
        return _Undo("exact", kind, HERE)
    if not isinstance(expression, Apply) or not expression.arguments:
        return None
    function, arguments = expression.function, expression.arguments
    if function == "if":
        return _undo_choice(arguments, kind)
    inner = _undo(arguments[-1], kind)
    if inner is None:
        return None
    if function in ("datetime-format", "datetime-parse"):
        return _undo_time(expression, inner)
    if len(arguments) > 1:
        return None
    if function == "first" or _SAME.get(function) == inner.kind:
        return inner
    if function == "list":
        return inner._replace(back=_substituted(inner.back, Apply("first", (HERE,))))
    if (inner.kind, function) == ("date", "string"):
        parsed = Apply("datetime-parse", (Literal("%Y-%m-%d"), HERE))
        return _Undo("canonical", "text", _substituted(inner.back, parsed))
    if (inner.kind, function) not in _CASTS or _has_time(arguments[0]):
        return None
    given, cast = _CASTS[inner.kind, function]
    return _Undo("canonical", given, _substituted(inner.back, Apply(cast, (HERE,))))


def _undo_choice(arguments: tuple[Expression, ...], kind: Kind) -> _Undo | None:
    """An `if` whose condition the kind decides. Null takes the other branch, so that one must keep null."""
    condition = arguments[0]
    if condition not in (Apply("is-decimal", (HERE,)), Apply("is-boolean", (HERE,))):
        return None
    tested = "decimal" if condition == Apply("is-decimal", (HERE,)) else "boolean"
    other = _undo(arguments[2], kind) if len(arguments) > 2 else None
    if tested != kind:
        return other
    return _undo(arguments[1], kind) if len(arguments) == 2 or other else None


def _undo_time(expression: Apply, inner: _Undo) -> _Undo | None:
    """A datetime as text or text as a datetime, in a form that says the whole date and reads as it is written."""
    form, zoned = expression.arguments[-2], len(expression.arguments) == 3
    if not isinstance(form, Literal) or not isinstance(form.value, str) or not _is_date_form(form.value):
        return None
    if zoned and (not isinstance(expression.arguments[0], Literal) or inner.kind == "date"):
        return None
    made = expression.arguments[-1]
    if inner.back != HERE and not (isinstance(made, Apply) and made.function.startswith("datetime")):
        return None
    before = expression.arguments[:-1]
    if expression.function == "datetime-parse":
        back = Apply("datetime-format", (*before, HERE))
        return _Undo("canonical", "datetime", _substituted(inner.back, back)) if inner.kind == "text" else None
    if inner.kind not in ("text", "date", "datetime") or (inner.kind == "text" and inner.back != HERE):
        return None
    back = Apply("datetime-parse", (*before, HERE))
    typed = Apply("string", (back,)) if inner.kind == "text" else back
    return _Undo("canonical", "text", _substituted(inner.back, typed))


def _is_date_form(form: str) -> bool:
    tokens = set(re.findall("%.", form, re.DOTALL))
    whole = {"%Y", "%m"} <= tokens and bool(tokens & {"%d", "%e"})
    halves = "%p" not in tokens or bool(tokens & {"%H", "%I"})
    return bool(whole and halves and _FORM.fullmatch(form) and not re.search(r"%[ef][%0-9]", form)) and len(form) <= 256


def _has_time(expression: Expression) -> bool:
    """Whether it reads or writes datetimes. As a number, a date in text would lose its leading zeros."""
    if not isinstance(expression, Apply):
        return False
    return expression.function.startswith("datetime") or any(map(_has_time, expression.arguments))


def _substituted(expression: Expression, value: Expression) -> Expression:
    """The inverse with `value` for `_.`. A number or flag is cast back directly, not by way of its text."""
    if not isinstance(expression, Apply):
        return value if expression == HERE else expression
    arguments = tuple(_substituted(part, value) for part in expression.arguments)
    below = arguments[0] if expression.function in ("integer", "decimal", "boolean") else None
    if isinstance(below, Apply) and below.function == "string":
        arguments = below.arguments
    return Apply(expression.function, arguments)
