"""Which canonical form two properties meet in, and by which lenses: the verdict table of a row's third cell.

Pure data and one function. A pair of kinds that is not listed has no conversion and is refused.
"""

from __future__ import annotations

import json

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
        plain = _between(left, right, "string")
        return Conversion(seen=plain.seen, left=plain.left, right=plain.right, klass="unknown")
    if word in PLAIN_CELLS:
        return _between(left, right, word)
    expression = _expression(cell)
    if isinstance(expression, list) and len(expression) in (2, 3) and expression[0] == "datetime-format":
        form = expression[1]
        if isinstance(form, str) and (len(expression) == 2 or expression[2] == "_.") and _is_format(form):
            return _formatted(left, right, form)
    raise Refused("F203", cell=cell)


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


def _expression(cell: str) -> object:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


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
    if left.type not in ("text", "date", "datetime") or right.type not in ("text", "date", "datetime"):
        raise Refused("F205", left=left.type, right=right.type)
    has_clock = any(token in form for token in _CLOCK_TOKENS)
    seen: SeenType = "Moment" if has_clock and "date" not in (left.type, right.type) else "Day"
    return Conversion(
        seen=seen,
        left=lens_for(left, seen, ""),
        right=lens_for(right, seen, form),
        klass="canonical",
    )
