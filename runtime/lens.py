"""The vocabulary of lenses: how one stored value is seen in its canonical form, and written back.

Both sides of a row must see the same canonical type, so two systems that spell a value differently cannot
fight over it. Pure; imports nothing of ours.

Three nothings stay three: `UNSET` (the side does not say), `None` (blank) and a value. A value that cannot be
seen, or cannot be spelled on this side, gives `UNSET`: the engine compares with the record and reports it as
rejected. Laws, for every lens, stored `s`, canonical `v` (reference: Foster et al., quotient lenses):

    GetPut   put(get(s), s) == s                 a spelling nobody changed stays as it is
    PutGet   get(put(v, s)) == v                 whatever can be written arrives
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Generic, Protocol, TypeVar

from msgspec import UNSET, Struct, UnsetType, structs

__all__ = [
    "Lens",
    "code",
    "day",
    "day_in_text",
    "day_of_moment",
    "each",
    "each_back",
    "either",
    "email",
    "flag",
    "flag_in_text",
    "key_in_integer",
    "key_in_text",
    "keyed_back",
    "moment",
    "moment_in_text",
    "number",
    "number_in_integer",
    "number_in_text",
    "organisation_number",
    "phone",
    "postcode",
    "text",
    "whole",
    "whole_in_text",
]

S = TypeVar("S")  # stored
V = TypeVar("V")  # seen


class Lens(Generic[S, V]):
    """A stored type S seen as a canonical type V.

    `see` gives the canonical value, None if the stored one means blank, UNSET if it cannot be read.
    `spell` gives the stored value for a canonical one and the old stored value (None if there is none that
    can be read), or UNSET if this side cannot hold it.
    """

    def __init__(
        self, see: Callable[[S], V | None | UnsetType], spell: Callable[[V, S | None], S | UnsetType]
    ) -> None:
        self._see = see
        self._spell = spell

    def get(self, stored: S | None | UnsetType) -> V | None | UnsetType:
        """The canonical value. UNSET for UNSET and for what cannot be read; None for blank."""
        if stored is None or isinstance(stored, UnsetType):
            return stored
        return self._see(stored)

    def put(self, seen: V | None | UnsetType, old: S | None | UnsetType) -> S | None | UnsetType:
        """What to store so that `get` sees `seen`; `old` itself where it already does (M-05)."""
        if isinstance(seen, UnsetType):
            return UNSET
        was = self.get(old)
        if not isinstance(was, UnsetType) and type(was) is type(seen) and was == seen:
            return old
        if seen is None:
            return None
        return self._spell(seen, None if isinstance(old, UnsetType) else old)


# ---- text ---------------------------------------------------------------------------------------


def _trimmed(stored: str) -> str | None:
    return unicodedata.normalize("NFC", stored).strip() or None


def _plain(form: Callable[[str], str | None]) -> Lens[str, str]:
    """A lens on text whose canonical values are their own spelling: `form` must be idempotent (M-08)."""

    def spell(seen: str, _old: str | None) -> str | UnsetType:
        return seen if form(seen) == seen else UNSET

    return Lens(form, spell)


def _squeezed(stored: str) -> str | None:
    return "".join(unicodedata.normalize("NFKC", stored).split()) or None


def _email(stored: str) -> str | None:
    trimmed = _trimmed(stored)
    return _stable(str.casefold, trimmed) if trimmed else None


def _code(stored: str) -> str | None:
    trimmed = _trimmed(stored)
    return _stable(str.upper, trimmed) if trimmed else None


def _stable(change: Callable[[str], str], value: str) -> str | None:
    """Apply `change` and normalise until nothing moves: some letters need a second turn (M-08)."""
    for _ in range(4):
        following = unicodedata.normalize("NFC", change(value)).strip()
        if following == value:
            break
        value = following
    return value or None


def _postcode(stored: str) -> str | None:
    squeezed = _squeezed(stored)
    return _stable(str.upper, squeezed) if squeezed else None


def _phone(stored: str) -> str | None:
    squeezed = _squeezed(stored) or ""
    digits = "".join(char for char in squeezed if char in "0123456789")
    plus = squeezed.startswith("+") or digits.startswith("00")
    if not squeezed.startswith("+"):
        digits = digits.removeprefix("00")
    if not digits:
        return _trimmed(stored)
    return f"+{digits}" if plus else digits


def _organisation_number(stored: str) -> str | None:
    squeezed = _squeezed(stored)
    upper = _stable(str.upper, squeezed) if squeezed else None
    if upper is None:
        return None
    # Norwegian registers print "NO 999 999 999 MVA"; the nine digits are the number.
    match = re.fullmatch(r"(?:NO)?([0-9]{9})(?:MVA)?", upper)
    return match.group(1) if match else upper


text = _plain(_trimmed)
"""Text, trimmed and in Unicode's composed form."""

email = _plain(_email)
"""An e-mail address, case-folded."""

phone = _plain(_phone)
"""A telephone number: its digits, with a plus if it was international (`+` or `00`)."""

organisation_number = _plain(_organisation_number)
"""A company's register number without blanks, country prefix and VAT suffix."""

postcode = _plain(_postcode)
"""A postal code without blanks, in capitals."""

code = _plain(_code)
"""A code such as a country or a currency: trimmed, in capitals."""


# ---- numbers and flags --------------------------------------------------------------------------

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_EXACT = Context(prec=100, traps=[InvalidOperation, Inexact])
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def _number(stored: Decimal) -> Decimal | UnsetType:
    return _canonical(stored) if stored.is_finite() else UNSET


def _canonical(value: Decimal) -> Decimal | UnsetType:
    """The same number without trailing zeros, exponent or negative zero, so that equal means identical.

    UNSET beyond a hundred digits: a number is never rounded in silence, nor written out without end.
    """
    if value == 0:
        return Decimal(0)
    try:
        whole = value.to_integral_value()
        return whole.quantize(Decimal(1), context=_EXACT) if value == whole else value.normalize(_EXACT)
    except ArithmeticError:
        return UNSET


def _whole_from_text(stored: str) -> int | None | UnsetType:
    trimmed = stored.strip()
    if not trimmed:
        return None
    return int(trimmed) if _INTEGER.fullmatch(trimmed) and trimmed != "-0" else UNSET


def _number_from_text(stored: str) -> Decimal | None | UnsetType:
    trimmed = stored.strip()
    if not trimmed:
        return None
    return _canonical(Decimal(trimmed)) if _DECIMAL.fullmatch(trimmed) else UNSET


def _number_to_text(seen: Decimal, _old: str | None) -> str | UnsetType:
    spelled = f"{seen:f}"
    return spelled if _DECIMAL.fullmatch(spelled) else UNSET


def _whole_to_text(seen: int, _old: str | None) -> str | UnsetType:
    return str(seen) if _INTEGER.fullmatch(str(seen)) else UNSET


def _number_to_integer(seen: Decimal, _old: int | None) -> int | UnsetType:
    return int(seen) if seen == seen.to_integral_value() else UNSET


def _flag_from_text(stored: str) -> bool | None | UnsetType:
    trimmed = stored.strip().casefold()
    return {"true": True, "false": False, "": None}.get(trimmed, UNSET)


whole: Lens[int, int] = Lens(lambda stored: stored, lambda seen, _old: seen)
"""A whole number."""

whole_in_text: Lens[str, int] = Lens(_whole_from_text, _whole_to_text)
"""A whole number stored as text: no leading zeros, no plus sign, at most 18 digits."""

number: Lens[Decimal, Decimal] = Lens(_number, lambda seen, _old: seen)
"""A decimal number, compared by value."""

number_in_integer: Lens[int, Decimal] = Lens(lambda stored: _canonical(Decimal(stored)), _number_to_integer)
"""A decimal number on a side that only holds whole ones; a fraction cannot be spelled there."""

number_in_text: Lens[str, Decimal] = Lens(_number_from_text, _number_to_text)
"""A decimal number stored as text with a point."""

flag: Lens[bool, bool] = Lens(lambda stored: stored, lambda seen, _old: seen)
"""True or false."""

flag_in_text: Lens[str, bool] = Lens(_flag_from_text, lambda seen, _old: "true" if seen else "false")
"""True or false stored as those words."""


# ---- time ---------------------------------------------------------------------------------------


def _moment(stored: dt.datetime) -> dt.datetime | UnsetType:
    try:
        return stored.astimezone(dt.UTC) if stored.tzinfo else stored.replace(tzinfo=dt.UTC)
    except OverflowError:
        return UNSET


def _day_of(stored: dt.datetime) -> dt.date | UnsetType:
    instant = _moment(stored)
    return instant if isinstance(instant, UnsetType) else instant.date()


def _day_into(seen: dt.date, old: dt.datetime | None) -> dt.datetime:
    instant = _moment(old) if old else UNSET
    clock = None if isinstance(instant, UnsetType) else instant.timetz()
    return dt.datetime.combine(seen, clock or dt.time(tzinfo=dt.UTC))


day: Lens[dt.date, dt.date] = Lens(lambda stored: stored, lambda seen, _old: seen)
"""A calendar day."""

moment: Lens[dt.datetime, dt.datetime] = Lens(_moment, lambda seen, _old: seen)
"""An instant, in UTC."""

day_of_moment: Lens[dt.datetime, dt.date] = Lens(_day_of, _day_into)
"""The day of an instant, in UTC; writing another day keeps the time of day."""


def _parsed(stored: str, form: str) -> dt.datetime | None | UnsetType:
    trimmed = stored.strip()
    if not trimmed:
        return None
    try:
        parsed = dt.datetime.strptime(trimmed, form) if form else dt.datetime.fromisoformat(trimmed)
    except (ValueError, OverflowError):
        return UNSET
    return _moment(parsed)


def _formatted(seen: dt.datetime, form: str) -> str | UnsetType:
    """`strftime` prints years below 1000 short on some platforms, so %Y is filled in by hand."""
    spelled = seen.strftime(form.replace("%Y", f"{seen.year:04d}")) if form else seen.isoformat()
    return spelled if _parsed(spelled, form) == seen else UNSET


def day_in_text(form: str = "") -> Lens[str, dt.date]:
    """A calendar day stored as text in `form` (strptime's tokens), or as ISO 8601 if that is empty."""

    def see(stored: str) -> dt.date | None | UnsetType:
        parsed = _parsed(stored, form)
        return parsed.date() if isinstance(parsed, dt.datetime) else parsed

    def spell(seen: dt.date, _old: str | None) -> str | UnsetType:
        if not form:
            return seen.isoformat()
        return _formatted(dt.datetime.combine(seen, dt.time(tzinfo=dt.UTC)), form)

    return Lens(see, spell)


def moment_in_text(form: str = "") -> Lens[str, dt.datetime]:
    """An instant stored as text in `form` (strptime's tokens, UTC), or as ISO 8601 if that is empty."""

    def spell(seen: dt.datetime, _old: str | None) -> str | UnsetType:
        return _formatted(seen, form)

    return Lens(lambda stored: _parsed(stored, form), spell)


# ---- several rows, one property ------------------------------------------------------------------


def either(*candidates: S | None | UnsetType) -> S | None | UnsetType:
    """The first that says something. Rows that write one property hold under conditions that exclude each other."""
    return next((found for found in candidates if not isinstance(found, UnsetType)), UNSET)


# ---- references and lists -----------------------------------------------------------------------


def _key_to_integer(seen: str, _old: int | None) -> int | UnsetType:
    return int(seen) if _INTEGER.fullmatch(seen) and seen != "-0" else UNSET


key_in_text = _plain(_trimmed)
"""Another record's key, stored as text."""

key_in_integer: Lens[int, str] = Lens(str, _key_to_integer)
"""Another record's key, stored as a whole number; seen as text, as links hold it."""


def each(stored: tuple[S, ...] | None | UnsetType, see: Callable[[S], V]) -> tuple[V, ...] | None | UnsetType:
    """A list seen element by element; an empty list is blank.

    Of an element with a key, what its side leaves out is unknown, and the rest counts. An element without a key that
    does not say everything, or one with a value that cannot be seen, makes the whole list unknown: that must never look
    like a cleared line.
    """
    if stored is None or isinstance(stored, UnsetType):
        return stored
    seen = tuple(see(element) for element in stored)
    partial = [element for element, now in zip(stored, seen, strict=True) if _is_partial(now)]
    return UNSET if any(not _only_leaves_out(element, see) for element in partial) else seen or None


def _is_partial(element: object) -> bool:
    return isinstance(element, Struct) and any(value is UNSET for value in structs.astuple(element))


def _only_leaves_out(stored: S, see: Callable[[S], V]) -> bool:
    """Whether an element has a key, and can be seen but for what its side leaves out."""
    if not isinstance(stored, Struct) or isinstance(getattr(see(stored), "key", UNSET), UnsetType):
        return False
    absent = {name: None for name in stored.__struct_fields__ if getattr(stored, name) is UNSET}
    whole: S = structs.replace(stored, **absent)
    return not _is_partial(see(whole))


def each_back(
    seen: tuple[V, ...] | None | UnsetType,
    old: tuple[S, ...] | None | UnsetType,
    see: Callable[[S], V],
    spell: Callable[[V, S], S],
    blank: S,
) -> tuple[S, ...] | None | UnsetType:
    """A list written back; `old` itself where it already looks like `seen`. Elements align by place.

    `spell` makes a stored element from a canonical one and the old one, `blank` being the old one where the
    list grows. A list is written whole or not at all: UNSET if this side cannot hold one of its elements.
    """
    before = old if isinstance(old, tuple) else ()
    return _list_back(seen, old, see, spell, lambda place, _: before[place] if place < len(before) else blank)


def _list_back(
    seen: tuple[V, ...] | None | UnsetType,
    old: tuple[S, ...] | None | UnsetType,
    see: Callable[[S], V],
    spell: Callable[[V, S], S],
    was: Callable[[int, V], S],
) -> tuple[S, ...] | None | UnsetType:
    """A list written back; `was` gives the old element that the one at a place is written over."""
    if isinstance(seen, UnsetType):
        return UNSET
    if each(old, see) == seen:
        return old
    if seen is None:
        return None
    spelled = tuple(spell(element, was(place, element)) for place, element in enumerate(seen))
    arrived = all(see(element) == wanted for element, wanted in zip(spelled, seen, strict=True))
    return spelled if arrived else UNSET


class Keyed(Protocol):
    """An element of a list that is told apart from others by a key."""

    @property
    def key(self) -> str | None | UnsetType: ...


K = TypeVar("K", bound=Keyed)


def keyed_back(
    seen: tuple[K, ...] | None | UnsetType,
    old: tuple[S, ...] | None | UnsetType,
    see: Callable[[S], K],
    spell: Callable[[K, S], S],
    blank: S,
) -> tuple[S, ...] | None | UnsetType:
    """`each_back` for elements with keys: each is written over the old one of its key, one without is new (M-18)."""
    before = {see(element).key: element for element in (old if isinstance(old, tuple) else ())}
    return _list_back(
        seen, old, see, spell, lambda _, element: before.get(element.key, blank) if element.key else blank
    )
