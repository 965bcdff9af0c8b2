"""Which canonical form two properties meet in, and by which lenses: the verdict table of a row's third cell.

Types, casts and formats of dates are a lens for each side. Any other expression is computed, and two-way where it has
an inverse. Two kinds that have nothing in common have no conversion and are refused.
"""

from __future__ import annotations

import re

from msgspec import structs

from . import expression
from .expression import HERE, Apply, Expression, Literal, Problem
from .ir import Conversion, LensUse, SeenType
from .profile import Property

__all__ = ["PLAIN_CELLS", "SEEN", "Refused", "convert", "is_plain", "lens_for"]

PLAIN_CELLS = ("string", "integer", "float", "decimal", "boolean")
"""Third cells that are a bare type word; "N/A" is an unknown conversion."""

_CELL_KIND = {"integer": "integer", "float": "decimal", "decimal": "decimal", "boolean": "boolean"}
_FORM_LENS = {"": "text", "organisation-number": "organisation_number"}
SEEN: dict[str, SeenType] = {
    "text": "Text",
    "integer": "Integer",
    "decimal": "Number",
    "boolean": "Flag",
    "date": "Day",
    "datetime": "Moment",
}
"""The canonical type each kind is seen as by itself; it is also the alias of that kind's fields."""
_LENSES: dict[tuple[str, str], str] = {
    ("integer", "Integer"): "whole",
    ("text", "Integer"): "whole_in_text",
    ("decimal", "Number"): "number",
    ("integer", "Number"): "number_in_integer",
    ("text", "Number"): "number_in_text",
    ("boolean", "Flag"): "flag",
    ("text", "Flag"): "flag_in_text",
    ("date", "Day"): "day",
    ("datetime", "Day"): "day_of_moment",
    ("datetime", "Moment"): "moment",
}
_IN_TEXT = {"Day": "day_in_text", "Moment": "moment_in_text"}
_TIMELY = ("text", "date", "datetime")
_STRICTEST = ("integer", "decimal", "float", "boolean", "string")
_CLOCK_TOKENS = ("%H", "%I", "%M", "%S", "%f", "%p", "%z")
_TOKEN = re.compile(r"%[YymdeHIMSfpz%]|[^%]|%", re.DOTALL)
_DIGITS = frozenset(("%Y", "%y", "%m", "%d", "%e", "%H", "%I", "%M", "%S", "%f", *"0123456789"))


class Refused(Exception):
    """The cell has no conversion: the code of the finding and what to say in it."""

    def __init__(self, code: str, **parts: str) -> None:
        super().__init__(code)
        self.code = code
        self.parts = parts


def convert(left: Property, right: Property, cell: str) -> Conversion:
    """The conversion of a row between two Properties with this third cell, or Refused."""
    word = _word(cell)
    if word == "N/A":
        return structs.replace(_between(left, right, "string"), klass="unknown")
    if word in PLAIN_CELLS:
        return _between(left, right, word)
    if word in ("list", "first"):  # of a single value, both are that value
        return _between(left, right, "string")
    parsed = expression.parse(cell)
    if parsed.problem is not None:
        raise _refused(parsed.problem, cell)
    assert parsed.expression is not None
    conversion = _of_expression(left, right, parsed.expression)
    return structs.replace(conversion, restored=parsed.restored or "")


def _refused(problem: Problem, cell: str) -> Refused:
    if problem.trouble == "unknown-function" and problem.name:
        return Refused("F207", name=problem.name, nearest=problem.nearest or "none")
    return Refused("F208" if problem.trouble == "ambiguous" else "F203", cell=cell, why=problem.message)


def _of_expression(left: Property, right: Property, tree: Expression) -> Conversion:
    form = _date_form(tree)
    if form is not None:
        return _formatted(left, right, form, tree)
    casts = _casts(tree)
    if casts is None:
        return _computed(left, right, tree)
    by_lens = _between(left, right, next((word for word in _STRICTEST if word in casts), "string"))
    # the lens of one type is strict; a chain of several is there to make one out of another, as 12 of "12.0"
    return by_lens if len(casts - {"string"}) < 2 else _computed(left, right, tree)


def _computed(
    left: Property, right: Property, tree: Expression, seen: SeenType | None = None, form: str | None = None
) -> Conversion:
    """The right value is what the expression makes. Both sides see it as the right one does by itself, or as `seen`."""
    klass = expression.classify(tree, left.type, right.type)
    seen = seen or SEEN[right.type]
    lens = lens_for(right, seen, right.form if form is None else form)
    back = expression.inverse(tree, left.type, right.type) if klass != "one-way" else None
    return Conversion(seen=seen, left=lens, right=lens, klass=klass, expression=tree, back=back)


def is_plain(cell: str) -> bool:
    """Whether a third cell is a type, and makes no other value of the left one."""
    word = _word(cell)
    if word in ("N/A", "list", "first", *PLAIN_CELLS):
        return True
    tree = expression.parse(cell).expression
    return tree is not None and _casts(tree) is not None


def _date_form(tree: Expression) -> str | None:
    """The format of `["datetime-format", form, "_."]`; None for any other expression."""
    if isinstance(tree, Apply) and tree.function == "datetime-format" and len(tree.arguments) == 2:
        form, value = tree.arguments
        if isinstance(form, Literal) and isinstance(form.value, str) and value == HERE:
            return form.value
    return None


def _casts(tree: Expression) -> set[str] | None:
    """The casts of a chain of nothing but casts around the left value, if there are any; None for all else.

    Of a single value, the list and the first are that value.
    """
    found: set[str] = set()
    while isinstance(tree, Apply) and tree.function in (*PLAIN_CELLS, "list", "first") and len(tree.arguments) == 1:
        found.add(tree.function)
        tree = tree.arguments[0]
    return found & set(PLAIN_CELLS) if tree == HERE else None


def lens_for(prop: Property, seen: SeenType, form: str) -> LensUse:
    """The lens that sees a stored property as `seen`. KeyError if there is none."""
    if seen == "Text":
        if prop.type != "text":
            raise KeyError(prop.type)
        return LensUse(_FORM_LENS.get(form, form))
    if prop.type == "text" and seen in _IN_TEXT:
        return LensUse(_IN_TEXT[seen], form)
    return LensUse(_LENSES[prop.type, seen])


def _word(cell: str) -> str:
    stripped = cell.strip()
    if len(stripped) >= 2 and stripped[0] == stripped[-1] == '"':
        stripped = stripped[1:-1]
    return stripped


def _meeting_kind(left: str, right: str, word: str) -> str | None:
    """The kind both sides are seen as: text gives way to the other side, whole numbers to decimals."""
    if left == right:
        return _CELL_KIND.get(word, "text") if left == "text" else left
    kinds = {left, right}
    if "text" in kinds:
        return (kinds - {"text"}).pop()
    if kinds == {"integer", "decimal"}:
        return "decimal"
    if kinds == {"date", "datetime"}:
        return "date"
    return None


def _meeting_form(left: str, right: str) -> str:
    """Both sides' form if they agree or only one has one; plain text if they differ."""
    if left and right and left != right:
        return ""
    return left or right


def _between(left: Property, right: Property, word: str) -> Conversion:
    kind = _meeting_kind(left.type, right.type, word)
    if kind is None:
        raise Refused("F205", left=left.type, right=right.type)
    seen = SEEN[kind]
    form = _meeting_form(left.form, right.form) if seen == "Text" else ""
    # the day of an instant is a lens that keeps the time of day
    exact = left.type == right.type != "text" or {left.type, right.type} == {"date", "datetime"}
    return Conversion(
        seen=seen,
        left=lens_for(left, seen, form),
        right=lens_for(right, seen, form),
        klass="exact" if exact else "canonical",
    )


def _formatted(left: Property, right: Property, form: str, tree: Expression) -> Conversion:
    """`datetime-format`: the left value as text in `form`. Text on the left is read as ISO 8601.

    Both sides are seen as a day, or as an instant at the precision of the form. A form that does not say the whole
    date goes one way.
    """
    tokens = _TOKEN.findall(form)
    if left.type not in _TIMELY or (right.type not in _TIMELY and not (tokens and _DIGITS.issuperset(tokens))):
        raise Refused("F205", left=left.type, right=right.type)
    if right.type not in _TIMELY or "%" in tokens or not any(len(token) == 2 for token in tokens):
        return _computed(left, right, tree)
    has_clock = any(token in _CLOCK_TOKENS for token in tokens)
    seen: SeenType = "Moment" if has_clock and "date" not in (left.type, right.type) else "Day"
    if right.type == "text":
        if not expression.says_date(form) or "%e" in tokens:  # the lenses of text do not know %e
            return _computed(left, right, tree)
        if seen == "Moment" and "%f" not in tokens:
            return _computed(left, right, tree, seen, form)
    return Conversion(
        seen=seen,
        left=lens_for(left, seen, ""),
        right=lens_for(right, seen, form),
        klass="canonical",
    )
