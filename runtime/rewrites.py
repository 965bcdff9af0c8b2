"""The brake for servers that fight: a value that comes back changed after each of our writes. Pure.

A change of a side that this link wrote last is the server's rewriting, and no user's edit, if it was seen in the pass
that wrote, or if its stamp is within `CLOSE` of the answer to the write and it has something of what was written.
After two of them in a row the property is frozen: both sides keep what they show, until somebody edits it or a person
decides (S-29). People who answer each other at once write something else, with which the count of rewrites begins anew:
that is a fight only when it does not end.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from .model import Side
from .reconcile import are_close, same

__all__ = [
    "CHASES",
    "FROZEN",
    "REWRITES",
    "TURNS",
    "Written",
    "answered",
    "counted",
    "is_cut",
    "is_form_of",
    "is_frozen",
    "is_kept",
    "is_like",
    "is_taken",
    "written_of",
]

REWRITES = 2
"""How often a server may rewrite one property of a link before it is frozen."""

CHASES = 5
"""How often a list may be written in one pass, before edits of one line that follow each other around a circle of links
are a Conflict wherever two of them meet."""

TURNS = 8
"""How often in a row the side that was written last may change at once, to whatever it is, before it is frozen."""


class Written(Struct, frozen=True, array_like=True):
    """What a link last wrote of a row: to which side, in the pass that began `at`, answered with `stamp`.

    `rewrites` counts the server's changes in a row that led to it, `turns` all changes that came at once; `kept` says
    that the record showed afterwards what it had shown before. Kept as a JSON list in the link.
    """

    side: str = ""
    at: str = ""
    stamp: str = ""
    rewrites: int = 0
    kept: bool = False
    turns: int = 0


FROZEN = Written(rewrites=REWRITES)


def written_of(stored: Any) -> Written:
    """What the link remembers; nothing, if that cannot be read."""
    try:
        return msgspec.convert(stored or [], Written)
    except msgspec.ValidationError:
        return Written()


def is_frozen(stored: Any) -> bool:
    return written_of(stored).rewrites >= REWRITES


def is_kept(stored: Any) -> bool:
    """Whether the record that a link last wrote of a row showed its old value afterwards (F-30)."""
    return written_of(stored).kept


def counted(stored: Any, target: Side, stamp: str, now: dt.datetime, written: Any, shown: Any) -> Written:
    """What to remember when the edit of the other side, stamped `stamp`, goes to `target`; `FROZEN` if it must not.

    `now` is when the pass began, `written` what the other side had when it was written last, and `shown` what it has
    now.
    """
    last, at = written_of(stored), now.isoformat()
    is_same_pass = last.at == at
    at_once = is_same_pass or (_is_after(stamp, last.stamp) and are_close(stamp, last.stamp))
    if last.side != target.other.value or not at_once:
        return Written(target.value, at)
    rewrites = last.rewrites + 1 if is_same_pass or is_like(written, shown) else 0
    turns = last.turns + 1
    is_fight = rewrites >= REWRITES or turns >= TURNS
    return FROZEN if is_fight else Written(target.value, at, "", rewrites, turns=turns)


def answered(planned: Written, stamp: str, kept: bool = False) -> list[Any]:
    """What the link keeps once the write is answered: with the server's stamp of the record."""
    found: list[Any] = msgspec.to_builtins(msgspec.structs.replace(planned, stamp=stamp, kept=kept))
    return found


def _is_after(stamp: str, last: str) -> bool:
    return bool(stamp and last) and stamp >= last


def is_form_of(sent: Any, shown: Any) -> bool:
    """Whether a value that was read back is a server's own form of what was sent: trimmed, cut, re-cased, rounded.

    It needs no proof of its own that nobody came between: an edit that says less of the same is not to be told from
    it. Anything else may be somebody's edit, a blank too.
    """
    if isinstance(sent, str) and isinstance(shown, str):
        return bool(_folded(shown)) and _folded(sent).startswith(_folded(shown))
    if not (isinstance(sent, Decimal) and isinstance(shown, Decimal) and sent.is_finite() and shown.is_finite()):
        return False
    places = _places(shown)
    return places < _places(sent) and abs(sent - shown) < Decimal(1).scaleb(-places)


def is_taken(sent: Any, shown: Any, before: Any) -> bool:
    """Whether a record that showed `before` shows what was sent to it, or the server's form of that.

    The beginning of what was sent, where that is what it showed before, proves nothing: it was rather kept.
    """
    return same(sent, shown) or (is_form_of(sent, shown) and not (same(shown, before) and is_cut(sent, shown)))


def is_like(sent: Any, shown: Any) -> bool:
    """Whether what is shown has what was sent in it, or a part of that: it may well be the server's form of it."""
    if isinstance(sent, Decimal) and isinstance(shown, Decimal) and sent.is_finite() and shown.is_finite():
        return abs(sent - shown) < 1
    if not (isinstance(sent, str) and isinstance(shown, str)):
        return False
    one, other = _signs(sent), _signs(shown)
    return bool(one and other) and (one in other or other in one)


def is_cut(whole: Any, part: Any) -> bool:
    """Whether a text is the beginning of another: a system took no more of it."""
    if not (isinstance(whole, str) and isinstance(part, str)):
        return False
    long, short = _signs(whole), _signs(part)
    return bool(short) and short != long and long.startswith(short)


def _signs(text: str) -> str:
    """Letters and digits: what a system that formats a value leaves in it."""
    return "".join(char for char in unicodedata.normalize("NFC", text).casefold() if char.isalnum())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _places(number: Decimal) -> int:
    """Decimal places without trailing zeros."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
