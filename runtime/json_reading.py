"""Bodies of answers as exact JSON, within limits: what a hostile server sends costs a bounded effort (F-41)."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

__all__ = ["exact_json"]

_EXPONENT = 400  # beyond any double; a larger one explodes when turned into an integer
_DIGITS = 400
_DEPTH = 100
_MAY_BE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def exact_json(raw: bytes) -> Any:
    """The JSON value in these bytes (UTF-8, with or without a byte order mark); None where there is only space.

    Numbers with a fraction become `Decimal`. ValueError for what is no JSON, names that occur twice, NaN and
    infinities, numbers of more than 400 digits or with such an exponent, and values nested more than 100 deep.
    Half a character (a lone surrogate, RFC 8259 section 8.2), which no store can hold, becomes U+FFFD.
    """
    if not raw.strip():
        return None
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=_refuse,
            object_pairs_hook=_without_duplicates,
        )
    except (ArithmeticError, RecursionError) as broken:
        raise ValueError(str(broken)) from None
    _check_depth(value)
    return _mended(value) if _MAY_BE_HALF.search(raw) else value


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("a number of absurd length")
    return int(digits)


def _exact(digits: str) -> Decimal:
    number = Decimal(digits)
    if len(digits) > _DIGITS or abs(number.adjusted()) > _EXPONENT:
        raise ValueError("a number of absurd size")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _mended(value: Any) -> Any:
    """The value with U+FFFD for every half of a character, in names too."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return _without_duplicates([(_mended(name), _mended(one)) for name, one in value.items()])
    return value


def _check_depth(value: Any) -> None:
    """Level by level: what comes after this may be recursive, and must not end in a RecursionError."""
    level = [value]
    for _ in range(_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ())
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise ValueError("values are nested too deeply")
