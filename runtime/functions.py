"""The vocabulary of expression cells: pure, total functions over values. Imports nothing of ours.

None of them raises or gives more than `MOST` characters or elements: what cannot be done gives null, and null
inside a list is dropped, so **a list may get shorter**. Null is `None` where it is meant and `UNSET` where something
could not be done (a cast or parse that failed, text that is no text): all functions take both for the same null, and
pass the one on that they got. So the null at the end of an expression tells whether it is blank or rejected.

Shared rules, where the language is silent too:

- Casts and text functions map over a list, one level deep. A single value that cannot be handled gives null.
- Casts, dates and `abs_` keep null elements; text functions drop them as they drop all that is not text.
- Truth: false, null and the empty list are false; the empty text, 0 and everything else are true.
- Order: null < boolean < numbers < dates < text < list. Numbers compare by value, a date as its midnight in UTC;
  NaN and infinities are no numbers: they compare as null and no cast takes them.
- Texts of numbers: ASCII digits with an optional minus; blanks around are ignored, leading zeros read; no plus,
  no `_`, at most `DIGITS` characters.
- Missing optional arguments are named ones. A `default` is called with the bad value; a list is no default.
- A datetime without a zone is in UTC. A date is a day: no zone moves it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from msgspec import UNSET, UnsetType

__all__ = [
    "DIGITS", "MOST", "Value", "abs_", "and_", "boolean", "datetime_diff", "datetime_format", "datetime_parse",
    "decimal", "eq", "first", "float_", "gt", "if_", "if_null", "integer", "is_boolean", "is_decimal",
    "is_empty", "is_null", "join", "list_", "matches", "neq", "or_", "replace", "slice_", "split", "string",
]  # fmt: skip

Value: TypeAlias = "None | UnsetType | bool | int | Decimal | float | str | dt.date | dt.datetime | list[Value]"
Default: TypeAlias = Callable[[Value], Value]

MOST = 1_048_576
"""The most characters of a text and elements of a list, all their characters together."""
DIGITS = 1_000
"""The most digits of a number in text, and the largest exponent."""
DEPTH = 32
"""How deep a list may be nested to be written as text."""
PATTERN = 256
"""The longest pattern, and the longest format of a date."""

_INTEGER = re.compile(r"-?[0-9]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_ZONE = "Z|[+-][0-9]{2}(?::?[0-9]{2})?"
_ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    rf"(?:[T ](?P<H>[0-9]{{2}}):(?P<M>[0-9]{{2}})(?::(?P<S>[0-9]{{2}})(?:[.,](?P<f>[0-9]{{1,9}}))?)?(?P<z>{_ZONE})?)?"
)
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_READ = {"%Y": "[0-9]{4}", "%y": "[0-9]{2}", "%f": "[0-9]{1,9}+", "%p": "[AaPp][Mm]", "%z": _ZONE, "%%": "%"}
_READ_ELSE = "[0-9]{1,2}+"  # possessive: what was read is not given back, so reading takes linear time
_EPOCH = dt.datetime(1970, 1, 1)
_MICROSECONDS = {
    "week": 604_800_000_000,
    "day": 86_400_000_000,
    "hour": 3_600_000_000,
    "minute": 60_000_000,
    "second": 1_000_000,
    "millisecond": 1_000,
    "microsecond": 1,
}


class _Dropped(list[Value]):
    """An empty list that all elements were dropped from: its first element is a null that was not meant."""


def _is_none(value: Value) -> bool:
    """Whether the value is a null of either kind."""
    return value is None or isinstance(value, UnsetType)


def _each(value: Value, one: Default, *, keep_null: bool = True) -> Value:
    """`one` on a value or on every element of a list; null stays null (or is dropped), a null of `one` is dropped."""
    if not isinstance(value, list):
        return value if _is_none(value) else one(value)
    made: list[Value] = []
    size = 0
    for element in value:
        changed = element if _is_none(element) else one(element)
        if not _is_none(changed) or (_is_none(element) and keep_null):
            made.append(changed)
            size += 1 + len(changed) if isinstance(changed, str) else 1
        if size > MOST:
            return UNSET
    return made or _emptied(value)


def _emptied(value: list[Value]) -> list[Value]:
    """What is left of a list that nothing is left of."""
    dropped = isinstance(value, _Dropped) or any(element is not None for element in value)
    return _Dropped() if dropped else []


def _listed(value: Value) -> list[Value]:
    """Null as the empty list, a single value as a list of one."""
    if isinstance(value, list):
        return value
    return [] if _is_none(value) else [value]


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and len(value) <= MOST


def _number(value: Value) -> int | Decimal | float | None:
    """The value if it is a finite number of a bearable size. A boolean is no number."""
    if isinstance(value, Decimal):
        bearable = value.is_finite() and abs(value.adjusted()) <= DIGITS and len(value.as_tuple().digits) <= 4 * DIGITS
        return value if bearable else None
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value.bit_length() <= 13 * DIGITS else None
    return None


def _moment(value: Value) -> dt.datetime | None:
    """A date, a datetime, or text in ISO 8601, as a datetime in UTC."""
    day = _iso(value) if isinstance(value, str) else value
    if isinstance(day, dt.datetime):
        return _in_zone(day, dt.UTC)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if isinstance(day, dt.date) else None


def _in_zone(value: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def _truth(value: Value) -> bool:
    return not (_is_none(value) or value is False or (isinstance(value, list) and not value))


def _rank(value: Value) -> tuple[int, bool | int | Decimal | float | str | dt.timedelta]:
    """Where a single value stands in the order of all; two values are equal if they stand at one place."""
    if isinstance(value, bool):
        return 1, value
    if isinstance(value, str):
        return 4, value
    if isinstance(value, list):
        return 5, 0
    if isinstance(value, dt.datetime):
        offset = value.utcoffset() or dt.timedelta(0)
        return 3, value.replace(tzinfo=None) - _EPOCH - offset
    if isinstance(value, dt.date):
        return 3, dt.datetime(value.year, value.month, value.day) - _EPOCH
    if isinstance(value, Decimal) and not value.is_finite():
        return 0, 0
    if value is None or isinstance(value, UnsetType) or (isinstance(value, float) and value - value != 0):
        return 0, 0
    return 2, value


# ---- casts --------------------------------------------------------------------------------------


def string(value: Value) -> Value:
    """To text: `true`, `12`, `1.50` (no exponent), `2026-03-01`, `2026-03-01T12:00:00Z`; a list in a list as JSON."""
    return _each(value, _or_else(_spelled, None))


def integer(value: Value, *, default: Default | None = None) -> Value:
    """To a whole number: fractions are cut off; `0x` is two's complement of the width written.

    Text with a fraction, a boolean or a date does not parse.
    """
    return _each(value, _or_else(_whole, default))


def decimal(value: Value, *, default: Default | None = None) -> Value:
    """To a decimal number; a float by its shortest spelling, `1e3` parses."""
    return _each(value, _or_else(_exact, default))


def float_(value: Value, *, default: Default | None = None) -> Value:
    """To an IEEE double; what is too large for one does not parse."""
    return _each(value, _or_else(_double, default))


def boolean(value: Value, *, default: Default | None = None) -> Value:
    """To true or false: booleans and those two words in any case. 1 and 0 do not parse."""
    return _each(value, _or_else(_flag, default))


def _or_else(one: Default, default: Default | None) -> Default:
    """`one`, whose None says that it failed. A default may be a null that is meant."""

    def cast(value: Value) -> Value:
        made = one(value)
        if made is None:
            made = UNSET if default is None else default(value)
        return UNSET if isinstance(made, list) else made

    return cast


def _spelled(value: Value) -> Value:
    if isinstance(value, str):
        return value if _is_text(value) else None
    if isinstance(value, list):
        return _json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        moment = _moment(value)
        return moment.replace(tzinfo=None).isoformat() + "Z" if moment else None
    if isinstance(value, dt.date):
        return value.isoformat()
    number = _number(value)
    if number is None:
        return None
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _json_text(value: Value) -> str | None:
    pieces: list[str] = []
    size = 0
    for piece in _json_pieces(value, 0):
        size += len(piece or "")
        if piece is None or size > MOST:
            return None
        pieces.append(piece)
    return "".join(pieces)


def _json_pieces(value: Value, depth: int) -> Iterator[str | None]:
    """The text of a list piece by piece; None where it is nested too deep."""
    if isinstance(value, list) and depth < DEPTH:
        for place, element in enumerate(value):
            yield ", " if place else "["
            yield from _json_pieces(element, depth + 1)
        yield "]" if value else "[]"
    elif isinstance(value, list):
        yield None
    else:
        spelled = _spelled(value)
        bare = isinstance(value, bool | int | float | Decimal) and isinstance(spelled, str)
        yield spelled if bare and isinstance(spelled, str) else json.dumps(spelled, ensure_ascii=False)


def _whole(value: Value) -> Value:
    if isinstance(value, str):
        trimmed = value.strip() if len(value) <= DIGITS else ""
        if _HEX.fullmatch(trimmed):
            bits = 4 * (len(trimmed) - 2)
            number = int(trimmed, 16)
            return number - (1 << bits) if number >> (bits - 1) else number
        return int(trimmed) if _INTEGER.fullmatch(trimmed) else None
    found = _number(value)
    return None if found is None else int(found)


def _exact(value: Value) -> Value:
    if isinstance(value, str):
        trimmed = value.strip() if len(value) <= DIGITS else ""
        return _number(Decimal(trimmed)) if _DECIMAL.fullmatch(trimmed) else None
    number = _number(value)
    if isinstance(number, float):
        return Decimal(repr(number))
    return None if number is None else Decimal(number)


def _double(value: Value) -> Value:
    exact = _exact(value)
    try:
        return _number(float(exact)) if isinstance(exact, Decimal) else None
    except OverflowError:
        return None


def _flag(value: Value) -> Value:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower()) if len(value) <= DIGITS else None
    return value if isinstance(value, bool) else None


# ---- tests, comparison, choice ------------------------------------------------------------------


def is_decimal(value: Value) -> bool:
    """Whether a value, or the first of a list, is a decimal number: not a float, whole number or text. Null is none."""
    return isinstance(first(value), Decimal)


def is_boolean(value: Value) -> bool:
    """Whether a value, or the first of a list, is true or false; the text `true` and null are not."""
    return isinstance(first(value), bool)


def is_null(value: Value) -> bool:
    """Whether a value is null, an empty list, or a list whose first element is null."""
    return _is_none(first(value))


def is_empty(value: Value) -> bool:
    """Whether a value is null or an empty list. **The empty text is not empty.**"""
    return _is_none(value) or value == []


def eq(left: Value, right: Value) -> bool:
    """Whether two values are the same lists, a single value being a list of one and null an empty one.

    1, 1.0 and the decimal 1 are equal; true and 1, "1" and 1 are not.
    """
    pairs: list[tuple[Value, Value]] = [(_listed(left), _listed(right))]
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs.extend(zip(one, other, strict=True))
        elif _rank(one) != _rank(other):
            return False
    return True


def neq(left: Value, right: Value) -> bool:
    """Not `eq`."""
    return not eq(left, right)


def gt(left: Value, right: Value) -> bool:
    """Whether the first of the one comes after the first of the other; null comes before everything."""
    (kind, one), (other_kind, other) = _rank(first(left)), _rank(first(right))
    return one > other if kind == other_kind else kind > other_kind  # type: ignore[operator]  # equal kinds compare


def and_(*values: Value) -> bool:
    """Whether all values are true."""
    return all(map(_truth, values))


def or_(*values: Value) -> bool:
    """Whether any value is true."""
    return any(map(_truth, values))


def if_(condition: Value, then: Value, otherwise: Value = None) -> Value:
    """One of two values. Without the second, a false condition gives null."""
    return then if _truth(condition) else otherwise


def if_null(value: Value, fallback: Value) -> Value:
    """The fallback where `is_null`, else the value unchanged, including a list with later nulls."""
    return fallback if is_null(value) else value


# ---- text ---------------------------------------------------------------------------------------


def matches(pattern: Value, value: Value) -> bool:
    """Whether all values are text that the pattern covers whole: `*` is any text, `?` any character.

    Of a list of patterns the first counts. Case matters and nothing escapes a wildcard. Null, an empty list and
    anything that is not text do not match, nor does anything match a pattern of more than `PATTERN` characters.
    """
    form, texts = first(pattern), _listed(value)
    if not isinstance(form, str) or len(form) > PATTERN or not texts:
        return False
    form = re.sub(r"\*+", "*", form)
    return all(isinstance(text, str) and _is_text(text) and _covers(form, text) for text in texts)


def _covers(form: str, text: str) -> bool:
    """Walk all places of the pattern at once, one bit each: a step of fixed cost for every character."""
    stars = sum(1 << place for place, char in enumerate(form) if char == "*")
    anything = sum(1 << place for place, char in enumerate(form) if char == "?")
    steps = {char: sum(1 << at for at, own in enumerate(form) if own == char) | anything for char in set(form) - {"*"}}
    places = 1 | (stars & 1) << 1
    for char in text:
        places = (places & steps.get(char, anything)) << 1 | places & stars
        places |= (places & stars) << 1
        if not places:
            return False
    return bool(places >> len(form) & 1)


def replace(old: Value, new: Value, value: Value) -> Value:
    """All occurrences of `old` as `new`. An empty `old` occurs nowhere.

    Two lists of equal length replace one by one, in a single pass from the left, the longest first.
    """
    olds, news = _listed(old), _listed(new)
    if len(olds) != len(news) or not all(map(_is_text, olds + news)):
        return value if _is_none(value) else UNSET
    pairs = {str(key): str(text) for key, text in zip(olds, news, strict=True) if key}
    form = re.compile("|".join(map(re.escape, sorted(pairs, key=len, reverse=True))) or "(?!)")

    def one(text: Value) -> Value:
        if not isinstance(text, str) or not _is_text(text):
            return UNSET
        ends = [0, *chain.from_iterable(found.span() for found in form.finditer(text)), len(text)]
        parts = [text[start:end] for start, end in pairwise(ends)]
        parts[1::2] = [pairs[part] for part in parts[1::2]]
        return "".join(parts) if sum(map(len, parts)) <= MOST else UNSET

    return _each(value, one, keep_null=False)


def split(value: Value, *, separator: Value = None) -> Value:
    """The parts of a text, or of all texts of a list in one flat list. Null gives null.

    An empty separator splits into characters, none at all at runs of blanks.
    """
    if _is_none(value) or not (_is_none(separator) or isinstance(separator, str)):
        return value if _is_none(value) else UNSET
    between = separator if isinstance(separator, str) else None
    parts: list[Value] = []
    size = 0
    for text in _listed(value):
        if isinstance(text, str) and _is_text(text):
            parts.extend(list(text) if separator == "" else text.split(between))
            size += 1 + len(text)
        if size > MOST:
            return UNSET
    return parts if size else _emptied(_listed(value))


def join(separator: Value, value: Value) -> Value:
    """One text of all texts of a list. **What is not text is dropped, numbers too.** Null gives null."""
    if _is_none(value) or not isinstance(separator, str):
        return value if _is_none(value) else UNSET
    texts = [text for text in _listed(value) if isinstance(text, str) and _is_text(text)]
    size = sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1)
    return separator.join(texts) if size <= MOST else UNSET


# ---- lists --------------------------------------------------------------------------------------


def list_(*values: Value) -> Value:
    """A list of these values, nulls and lists included."""
    return list(values)


def first(value: Value) -> Value:
    """The first element of a list, null of an empty one; anything else as it is."""
    if not isinstance(value, list):
        return value
    if isinstance(value, _Dropped):
        return UNSET
    return value[0] if value else None


def slice_(start: Value, value: Value, *, end: Value = None, stride: Value = 1) -> Value:
    """Elements from `start` up to, not including, `end`; negative places count from the end.

    A single value is a list of one, null gives null, and so does a place that is no whole number or a stride of 0.
    """
    if _is_none(value) or isinstance(value, _Dropped):
        return value
    if not isinstance(start, int) or not isinstance(stride, int) or stride == 0:
        return UNSET
    if not (_is_none(end) or isinstance(end, int)):
        return UNSET
    return _listed(value)[start : end if isinstance(end, int) else None : stride]


# ---- numbers and time ---------------------------------------------------------------------------


def abs_(value: Value) -> Value:
    """A number without its sign, of the same kind; what is no number is dropped."""

    def one(element: Value) -> Value:
        number = _number(element)
        if isinstance(number, Decimal):
            return number.copy_abs()
        return UNSET if number is None else abs(number)

    return _each(value, one)


def datetime_diff(part: Value, moment: Value, since: Value) -> Value:
    """`moment` minus `since` in whole years to nanoseconds, cut toward zero; of lists the first counts.

    Dates, datetimes and text in ISO 8601; null where either is missing or `part` unknown.
    """
    one, other = _moment(first(moment)), _moment(first(since))
    if one is None or other is None or not isinstance(part, str):
        return None if None in (first(moment), first(since)) else UNSET
    if part in ("year", "month"):
        months = _months(one, other) if one >= other else -_months(other, one)
        return months if part == "month" else int(Fraction(months, 12))
    elapsed = (one - other) // dt.timedelta(microseconds=1)
    if part == "nanosecond":
        return elapsed * 1000
    return int(Fraction(elapsed, _MICROSECONDS[part])) if part in _MICROSECONDS else UNSET


def _months(later: dt.datetime, sooner: dt.datetime) -> int:
    whole = 12 * (later.year - sooner.year) + later.month - sooner.month
    return whole - ((later.day, later.timetz()) < (sooner.day, sooner.timetz()))


def datetime_parse(form: Value, value: Value, *, zone: Value = "UTC") -> Value:
    """Text in a form as a datetime in UTC; what is not text or does not fit is dropped.

    `%d %e %m %H %I %M %S` read one or two digits, `%Y` four, `%y` two (69 is 1969), `%f` one to nine, cut to
    microseconds. All else stands for itself. What the form does not say is 1970-01-01T00:00:00.
    """
    tokens, place = _tokens(form), _zone(zone)

    def one(text: Value) -> Value:
        if tokens is None or place is None or not isinstance(text, str) or len(text) > 4 * PATTERN:
            return UNSET
        return _read(tokens, text, place) or UNSET

    return _each(value, one)


def datetime_format(form: Value, value: Value, *, zone: Value = "UTC") -> Value:
    """Dates, datetimes and text in ISO 8601 as text in a form, in that zone; anything else is dropped.

    `%z` is `+0000`. A form with an unknown token, or with `%z` not at its end, gives null.
    """
    tokens, place = _tokens(form), _zone(zone)

    def one(element: Value) -> Value:
        day = _iso(element) if isinstance(element, str) else element
        if tokens is None or place is None or not isinstance(day, dt.date):
            return UNSET
        moment = _in_zone(day, place) if isinstance(day, dt.datetime) else _moment(day)
        return "".join(_shown(token, moment) for token in tokens) if moment else UNSET

    return _each(value, one)


def _iso(text: str) -> dt.date | dt.datetime | None:
    found = _ISO.fullmatch(text.strip()) if len(text) <= PATTERN else None
    if found is None:
        return None
    said = {f"%{letter}": part for letter, part in found.groupdict().items() if part}
    moment = _assembled(said, dt.UTC)
    return moment if moment is None or "%H" in said else moment.date()


def _offset(text: str) -> dt.timezone:
    """ValueError for a day and more."""
    if text == "Z":
        return dt.UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-ahead if text[0] == "-" else ahead)


def _zone(name: Value) -> dt.tzinfo | None:
    if not isinstance(name, str) or len(name) > PATTERN or not _ZONE_NAME.fullmatch(name):
        return None
    try:
        return dt.UTC if name == "UTC" else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _tokens(form: Value) -> list[str] | None:
    """The form cut into `%` tokens and single characters, or None if it is none."""
    if not isinstance(form, str) or len(form) > PATTERN:
        return None
    tokens = re.findall(r"%[YymdeHIMSfpz%]|[^%]|%", form, re.DOTALL)
    return None if "%" in tokens or "%z" in tokens[:-1] else tokens


def _shown(token: str, moment: dt.datetime) -> str:
    if len(token) == 1 or token == "%%":
        return token[0]
    if token in ("%p", "%z"):
        return ("AM" if moment.hour < 12 else "PM") if token == "%p" else moment.strftime("%z")
    number = {
        "%Y": moment.year,
        "%y": moment.year % 100,
        "%m": moment.month,
        "%d": moment.day,
        "%e": moment.day,
        "%H": moment.hour,
        "%I": moment.hour % 12 or 12,
        "%M": moment.minute,
        "%S": moment.second,
        "%f": moment.microsecond,
    }[token]
    return f"{number:0{ {'%Y': 4, '%f': 6, '%e': 1}.get(token, 2) }d}"


def _read(tokens: list[str], text: str, zone: dt.tzinfo) -> dt.datetime | None:
    form = "".join(f"({_READ.get(token, _READ_ELSE)})" if len(token) == 2 else re.escape(token) for token in tokens)
    found = re.fullmatch(form, text)
    spoken = (token for token in tokens if len(token) == 2)
    return _assembled(dict(zip(spoken, found.groups(), strict=True)), zone) if found else None


def _assembled(said: dict[str, str], zone: dt.tzinfo) -> dt.datetime | None:
    """The datetime of what every token read, in UTC; None if there is none such."""
    number = {token: int(part) for token, part in said.items() if part.isdecimal()}
    year = number.get("%y", 70)
    hour = number.get("%H")
    if hour is None and "%I" in said:
        if not 1 <= number["%I"] <= 12:
            return None
        hour = number["%I"] % 12 + (12 if said.get("%p", "").upper() == "PM" else 0)
    try:
        moment = dt.datetime(
            number.get("%Y", year + (2000 if year <= 68 else 1900)),
            number.get("%m", 1),
            number.get("%d", number.get("%e", 1)),
            hour or 0,
            number.get("%M", 0),
            number.get("%S", 0),
            int(said.get("%f", "0").ljust(6, "0")[:6]),
            tzinfo=_offset(said["%z"]) if "%z" in said else zone,
        )
    except ValueError:
        return None
    return _in_zone(moment, dt.UTC)
