"""The third cell as an expression: read, restored from older documents' print, printed, judged and inverted.

A well-formed expression is a JSON prefix list; it is read if its functions are known and have arguments of a number
they take, of whatever kinds. Older documents print it without any `[` and without any `, "_."]`; such a cell is
restored where one reading is left (`_restored`). (A literal that held a `[` has lost it there, and nothing tells.)
Never raises; bounded in length, nesting, nodes and search.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from .profile import Kind

__all__ = [
    "FUNCTIONS", "HERE", "LENGTH", "NESTING", "NODES", "Apply", "Class", "Expression", "Literal", "Parsed", "Path",
    "Problem", "Signature", "below", "classify", "inverse", "parameters", "parse", "runtime_name", "says_date",
    "says_now", "to_text",
]  # fmt: skip

LENGTH, NESTING, NODES = 10_000, 32, 500
STEPS = 20_000
"""How many states the search for a reading may visit."""

Class = OneOf["exact", "canonical", "one-way", "unknown"]
Trouble = OneOf["beyond-repair", "ambiguous", "unknown-function", "arguments", "limit"]


class Literal(Struct, frozen=True):
    """A constant. But for the pairs of `replace`, text is neither a path nor the name of a function of one argument."""

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
    """An expression with what is asked of it often.

    `fits`: no argument in it is of a kind that makes no sense there. `tail`: it has a `, "_."]`, which the old print
    has not.
    """

    tree: Expression
    kind: str
    depth: int = 0
    size: int = 1
    fits: bool = True
    tail: bool = False


class _Reading(NamedTuple):
    """What the tokens up to `end` may mean."""

    end: int
    node: _Node


_HERE = _Node(HERE, "any")


def parse(cell: str) -> Parsed:
    """The expression of a third cell, well-formed or in the older print; a bare type word is that cast."""
    if len(cell) > LENGTH:
        return Parsed(problem=Problem("limit", f"the cell has more than {LENGTH} characters"))
    return _parsed(cell.strip())


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Parsed:
    if text == "N/A":
        return Parsed()
    try:
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
    """A constant, a path, a bare function name, or the pairs of `replace`."""
    if isinstance(value, str):
        if value.startswith(("_S.", "_T.")):
            raise _Fault("arguments", f"`{value[:80]}` is of a whole record; a cell sees the left value only, as `_.`")
        if value in _BARE:
            return _node(value, (_HERE,))
        text = _checked(value)
        return _Node(Path(text), "any") if text.startswith("_.") else _Node(Literal(text), "text")
    if isinstance(value, Decimal):
        return _Node(Literal(value), "decimal")
    if value is None or isinstance(value, bool):
        return _Node(Literal(value), "any" if value is None else "boolean")
    if isinstance(value, int):
        return _Node(Literal(value), "integer")
    if isinstance(value, dict):
        return _pairs(value)
    raise _Fault("beyond-repair", "a list stands among the pairs of `replace`")


def _checked(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _Fault("beyond-repair", "the text has half a character")
    return text


def _pairs(raw: dict[str, object]) -> _Node:
    """What stands in braces, as a list of two lists of constants: texts there are never anything else."""
    texts = tuple(Literal(_checked(key)) for key in raw)
    others = tuple(Literal(_checked(part)) if isinstance(part, str) else _leaf(part).tree for part in raw.values())
    if any(not isinstance(part, Literal) for part in others):
        raise _Fault("beyond-repair", "the pairs of `replace` are nested")
    both = Apply("list", texts), Apply("list", others)
    return _Node(Apply("list", both), "pairs", 2, 2 + 2 * len(raw))


def _built(raw: object) -> _Node:
    """The expression of a JSON value, which is nested no deeper than NESTING."""
    if not isinstance(raw, list):
        return _leaf(raw)
    if not raw or not isinstance(raw[0], str):
        raise _Fault("beyond-repair", "a list does not start with the name of a function")
    name, *rest = raw
    return _node(name, tuple(map(_built, rest)))


def _node(function: str, arguments: tuple[_Node, ...], tail: bool = False) -> _Node:
    """The function applied to these arguments, if it takes so many."""
    signature = FUNCTIONS.get(function)
    if signature is None:
        raise _Fault("unknown-function", f"there is no function `{function[:80]}`", function)
    if function == "replace" and len(arguments) == 2 and arguments[0].kind == "pairs":
        pairs, value = arguments
        assert isinstance(pairs.tree, Apply)
        old, new = (_Node(part, "list", 1, pairs.size // 2) for part in pairs.tree.arguments)
        arguments = (old, new, value)
    forms = {len(form): form for form in signature.forms}
    form = forms.get(len(arguments))
    if form is None and signature.rest and arguments:
        form = signature.forms[-1] * len(arguments)
    if form is None:
        counts = " or ".join(map(str, forms))
        raise _Fault("arguments", f"`{function}` takes {counts} arguments, not {len(arguments)}")
    if any(argument.kind == "pairs" for argument in arguments):
        raise _Fault("beyond-repair", "braces stand only for the pairs of `replace`")
    depth = 1 + max((argument.depth for argument in arguments), default=0)
    size = 1 + sum(argument.size for argument in arguments)
    if depth > NESTING or size > NODES:
        raise _Fault("limit", f"the expression is nested more than {NESTING} deep or has more than {NODES} parts")
    kind = signature.result
    fits = all(argument.fits for argument in arguments)
    fits = fits and all(_fits(function, name, given) for name, given in zip(form, arguments, strict=True))
    if kind == "same":
        kinds = {argument.kind for argument in arguments[1 if function == "if" else 0 :]}
        kind = next(iter(kinds)) if len(kinds) == 1 else "any"
        fits = fits and ("list" not in kinds or kinds <= {"list", "any"})
    tail = tail or any(argument.tail for argument in arguments)
    return _Node(Apply(function, tuple(argument.tree for argument in arguments)), kind, depth, size, fits, tail)


def _fits(function: str, name: str, argument: _Node) -> bool:
    """Whether an argument is not provably of a kind that makes no sense there. A constant is no condition.

    Only the choice between readings asks this: what stands in brackets is meant as it stands.
    """
    if name in ("condition", "conditions"):
        return not isinstance(argument.tree, Literal)
    result = FUNCTIONS[function].result
    wanted = (result,) if name == "default" else _OPTIONS.get(name) or _VALUES.get(function)
    return wanted is None or argument.kind == "any" or argument.kind in wanted


# ---- restoring ----------------------------------------------------------------------------------


def _restored(tokens: list[object]) -> Expression:
    """The expression that older documents print as these tokens. Of several, the one that is left by two rules:

    1. Where arguments can be of kinds that make sense, they are; and an `if` chooses between single values or between
       lists, not between a value and a list.
    2. A bare function name is that function applied to `_.`, as it is in brackets. So a cell that lacks nothing but
       opening brackets is read as that, before any reading that also lacks a `, "_."]`.
    """
    if not isinstance(tokens[0], str) or isinstance(tokens[0], _Mark) or tokens[0] not in FUNCTIONS:
        if isinstance(tokens[0], str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", tokens[0]):
            raise _Fault("unknown-function", f"there is no function `{tokens[0][:80]}`", tokens[0])
        raise _Fault("beyond-repair", "the cell does not start with the name of a function")
    tokens = list(_folded(tokens))
    whole = _wholes(tokens, True) or _wholes(tokens, False)
    if not whole:
        raise _Fault("beyond-repair", "no expression is printed like this")
    found = [node for node in whole if node.fits and not node.tail]
    if len(found) != 1:
        found = whole
    if len(found) > 1:
        one, other = sorted(to_text(node.tree)[:200] for node in found)[:2]
        raise _Fault("ambiguous", f"the cell may mean {one} or {other}")
    return found[0].tree


def _folded(tokens: list[object]) -> Iterator[object]:
    """The tokens with braces and what is in them as one token."""
    inside: list[object] | None = None
    for token in tokens:
        mark = str(token) if isinstance(token, _Mark) else ""
        if mark == "{" and inside is None:
            inside = []
        elif mark == "}" and inside is not None:
            yield _loaded(f"{{{' '.join(map(_spelled, inside))}}}")
            inside = None
        elif inside is not None:
            inside.append(token)
        elif mark and mark not in "],":
            raise _Fault("beyond-repair", "some of the brackets are missing and some are not")
        else:
            yield token
    if inside is not None:
        raise _Fault("beyond-repair", "a brace is not closed")


def _spelled(token: object) -> str:
    return str(token) if isinstance(token, _Mark | Decimal) else json.dumps(token)


def _wholes(tokens: list[object], fitting: bool) -> list[_Node]:
    """The expressions that all tokens are printed from; only `fitting` ones, or any."""
    steps = iter(range(STEPS))
    readings: dict[int, list[_Reading]] = {}
    for at in reversed(range(len(tokens))):
        if not isinstance(tokens[at], _Mark):
            found = _readings(tokens, at, readings, steps)
            readings[at] = [reading for reading in found if reading.node.fits or not fitting]
    return [node for end, node in readings[0] if end == len(tokens) and isinstance(node.tree, Apply)]


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
        with suppress(_Fault):
            yield _Reading(end, _node(function, (*arguments, _HERE), tail=bool(arguments)))
        if mark == "]":
            # the old print has no `, "_."]`, so it stands there only where another one next to it was removed
            with suppress(_Fault):
                yield _Reading(end + 1, _node(function, arguments, tail=arguments[-1:] == (_HERE,)))
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


def below(expression: Expression) -> tuple[str, ...]:
    """The paths below the left value that it reads, as written after `_.`, sorted.

    The `_.` of a default is the value that could not be cast, and that has nothing below it.
    """
    if isinstance(expression, Path):
        return (expression.text[2:],) if expression != HERE else ()
    if not isinstance(expression, Apply):
        return ()
    names = parameters(expression) or ("",) * len(expression.arguments)
    parts = zip(names, expression.arguments, strict=True)
    return tuple(sorted({path for name, part in parts if name != "default" for path in below(part)}))


def to_text(expression: Expression) -> str:
    """The expression as canonical JSON; `parse` reads it back as the same."""
    if isinstance(expression, Apply):
        given = list(map(to_text, expression.arguments))
        if expression.function == "replace":
            given[:2] = _in_braces(*expression.arguments[:2]) or given[:2]
        return f"[{', '.join([json.dumps(expression.function), *given])}]"
    value = expression.text if isinstance(expression, Path) else expression.value
    if isinstance(value, Decimal):
        shown = str(value)
        return shown if "." in shown or "E" in shown else f"{shown}.0"
    return json.dumps(value, ensure_ascii=False)


def _in_braces(old: Expression, new: Expression) -> list[str]:
    """The pairs of a `replace`, one printed argument; empty where the two are no lists of constants."""
    if not all(isinstance(part, Apply) and part.function == "list" for part in (old, new)):
        return []
    assert isinstance(old, Apply) and isinstance(new, Apply)
    keys = [part.value for part in old.arguments if isinstance(part, Literal) and isinstance(part.value, str)]
    values = [part for part in new.arguments if isinstance(part, Literal)]
    if not len(set(keys)) == len(values) == len(old.arguments) == len(new.arguments):
        return []
    pairs = zip(old.arguments, values, strict=True)
    return [f"{{{', '.join(f'{to_text(key)}: {to_text(value)}' for key, value in pairs)}}}"]


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
    if kinds == {"date", "datetime"}:  # the day of an instant is a lens that keeps its time of day
        return undo.klass
    return "canonical" if "text" in kinds or kinds == {"integer", "decimal"} else "one-way"


def inverse(expression: Expression, left_kind: Kind = "text", right_kind: Kind = "text") -> Expression | None:
    """The expression that makes the left value from what the right one of this kind holds, or None where nothing can.

    Of the datetime it may give for a date, the day counts.
    """
    undo = _undo(expression, left_kind)
    if undo is None:
        return None
    typed = undo.kind == "text" and right_kind != "text"
    return _substituted(undo.back, Apply("string", (HERE,))) if typed else undo.back


def _undo(expression: Expression, kind: Kind) -> _Undo | None:
    if expression == HERE:
        return _Undo("exact", kind, HERE)
    if not isinstance(expression, Apply) or not expression.arguments:
        return None
    function, arguments = expression.function, expression.arguments
    if function == "if":
        return _undo_choice(arguments, kind)
    inner = _undo(arguments[-1], kind)
    if inner is None or _chooses(inner.back):
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
    if isinstance(condition, Apply) and condition.function in ("eq", "neq"):
        return _undo_exception(condition, arguments, kind)
    if condition not in (Apply("is-decimal", (HERE,)), Apply("is-boolean", (HERE,))):
        return None
    tested = "decimal" if condition == Apply("is-decimal", (HERE,)) else "boolean"
    other = _undo(arguments[2], kind) if len(arguments) > 2 else None
    if tested != kind:
        return other
    return _undo(arguments[1], kind) if len(arguments) == 2 or other else None


def _undo_exception(condition: Apply, arguments: tuple[Expression, ...], kind: Kind) -> _Undo | None:
    """An `if` that sets one text apart, `["if", ["neq", "_.", "X"], ["integer", "_."], "X"]`.

    It is undone where the branches cannot give the same: the exception is a word, all else a number or a flag.
    """
    apart = next((part for part in condition.arguments if isinstance(part, Literal)), None)
    if len(arguments) != 3 or apart is None or HERE not in condition.arguments or kind != "text":
        return None
    then, otherwise = arguments[1:] if condition.function == "eq" else reversed(arguments[1:])
    shown = apart if then in (HERE, Apply("string", (HERE,))) else then
    other = _undo(otherwise, kind)
    if other is None or other.kind not in ("integer", "decimal", "boolean") or _chooses(other.back):
        return None
    if not _is_word(apart) or not isinstance(shown, Literal) or not _is_word(shown):
        return None
    back = Apply("if", (Apply("eq", (HERE, shown)), apart, other.back))
    return _Undo("canonical", other.kind, back)


def _is_word(constant: Literal) -> bool:
    """Whether it is text that is neither blank nor can be read as a number or a flag, however it is normalised."""
    text = constant.value
    if not isinstance(text, str) or not text.strip() or text.strip().casefold() in ("true", "false"):
        return False
    return not any(char.isnumeric() for char in text)


def _chooses(back: Expression) -> bool:
    """Whether it undoes an exception: over the value of anything else the exception would not be found again."""
    return isinstance(back, Apply) and back.function == "if"


def _undo_time(expression: Apply, inner: _Undo) -> _Undo | None:
    """A datetime as text or text as a datetime, in a form that says the whole date and reads as it is written."""
    form, zoned = expression.arguments[-2], len(expression.arguments) == 3
    if not isinstance(form, Literal) or not isinstance(form.value, str) or not says_date(form.value):
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


def says_date(form: str) -> bool:
    """Whether what is printed in this form says the whole date, and can be read in it again."""
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
