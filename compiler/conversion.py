"""Which canonical form two properties meet in, and by which lenses: the verdict table of a row's third cell.

Pure data and one function. A pair of kinds that is not listed has no conversion and is refused.
"""

from __future__ import annotations

from msgspec import structs

from . import expression
from .expression import HERE, Apply, Expression, Literal, Problem
from .ir import Conversion, LensUse, SeenType
from .profile import Property

__all__ = ["PLAIN_CELLS", "SEEN", "Refused", "convert", "lens_for"]

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
_DATE_TOKENS = frozenset("YmdyeHIMSfpz%")


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
    """A date's format and chains of casts are lenses, which go both ways; everything else is one-way."""
    form = _date_form(tree)
    if form is not None:
        if not _is_format(form):
            raise Refused("F203", cell=expression.to_text(tree), why=f"`{form}` is no format of a date")
        return _formatted(left, right, form)
    casts = _casts(tree)
    if casts:
        return _between(left, right, next(word for word in _STRICTEST if word in casts))
    seen = SEEN[right.type]
    lens = lens_for(right, seen, right.form if seen == "Text" else "")
    return Conversion(seen=seen, left=lens, right=lens, klass="one-way", expression=tree)


def _date_form(tree: Expression) -> str | None:
    """The format of `["datetime-format", form, "_."]`; None for any other expression."""
    if isinstance(tree, Apply) and tree.function == "datetime-format" and len(tree.arguments) == 2:
        form, value = tree.arguments
        if isinstance(form, Literal) and isinstance(form.value, str) and value == HERE:
            return form.value
    return None


def _casts(tree: Expression) -> set[str]:
    """The casts of a chain of nothing but casts around the left value; empty for all else."""
    found: set[str] = set()
    while isinstance(tree, Apply) and tree.function in PLAIN_CELLS and len(tree.arguments) == 1:
        found.add(tree.function)
        tree = tree.arguments[0]
    return found if tree == HERE else set()


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


def _is_format(form: str) -> bool:
    tokens = form.split("%%")
    return all(part[:1] in _DATE_TOKENS for token in tokens for part in token.split("%")[1:]) and "%" in form


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
    same = left.type == right.type != "text"
    return Conversion(
        seen=seen,
        left=lens_for(left, seen, form),
        right=lens_for(right, seen, form),
        klass="exact" if same else "canonical",
    )


def _formatted(left: Property, right: Property, form: str) -> Conversion:
    """`datetime-format`: the left value as text in `form`. Text on the left is read as ISO 8601."""
    if left.type not in _TIMELY or right.type not in _TIMELY:
        raise Refused("F205", left=left.type, right=right.type)
    has_clock = any(token in form for token in _CLOCK_TOKENS)
    seen: SeenType = "Moment" if has_clock and "date" not in (left.type, right.type) else "Day"
    return Conversion(
        seen=seen,
        left=lens_for(left, seen, ""),
        right=lens_for(right, seen, form),
        klass="canonical",
    )
