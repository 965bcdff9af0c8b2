"""Names of the outside world become Python identifiers: safe, readable, and independent of order.

The result always matches `[a-z][a-z0-9_]*` (or its capitalised form for classes) and is never a keyword, a
dunder or a builtin. Two names that would collide both get a suffix made from their exact spelling.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["assign", "camel", "fold", "snake"]

_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})
_LONGEST = 48
# names of devices, which Windows refuses as names of files whatever their ending (G-07)
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_VOCABULARY = frozenset(
    {
        *("Access", "Auth", "AuthScheme", "Day", "Envelope", "Facet", "Flag", "Integer", "Kind", "Many", "Moment"),
        *("Number", "ObjectType", "Operations", "Paging", "PagingScheme", "Patch", "Precondition", "Property"),
        *("Rate", "Record", "System", "Text", "UpdateStyle", "View"),
    }
)
"""Classes that generated modules import beside those that are named here."""
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@lru_cache(maxsize=65536)
def fold(label: str) -> str:
    """A label as it is compared: case-folded, only letters and digits (LANGUAGE section 1)."""
    return "".join(char for char in label.casefold() if char.isalnum())


def snake(name: str) -> str:
    """`postalAddress.postalCode` → `postal_address_postal_code`. Never empty, at most 48 characters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(_LETTERS))
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", plain)
    plain = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", plain)
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:_LONGEST].strip("_")
    if not words:
        return f"x_{digest(name)}"
    if not words[0].isalpha():
        words = f"x_{words}"
    if words in _DEVICES or keyword.iskeyword(words) or (keyword.issoftkeyword(words) and words != "type"):
        words = f"{words}_"
    return words


def camel(name: str) -> str:
    """`sales_orders` → `SalesOrders`, from the snake-case form. Never the name of a builtin or of the runtime.

    Different identifiers give different classes: an identifier is never cut again, and `line_1` is not `line1`.
    """
    identifier = name if _IDENTIFIER.fullmatch(name) else snake(name)
    words = re.sub(r"(?:^|_)([a-z]?)", lambda found: found[1].upper() or found[0], identifier).rstrip("_")
    # in capitals it would be a constant's name
    taken = words == words.upper() or words in _VOCABULARY or hasattr(builtins, words) or keyword.iskeyword(words)
    return f"{words}_" if taken else words


def digest(name: str, length: int = 8) -> str:
    """Eight characters that stand for the exact spelling of a name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def assign(names: Iterable[str]) -> dict[str, str]:
    """An identifier for each name, injective. The order of `names` does not matter.

    A name may look like another one's suffixed identifier; then it gets a suffix too, longer if need be.
    """
    lengths = dict.fromkeys(sorted(set(names)), 0)
    while True:
        assigned = {name: _suffixed(name, length) for name, length in lengths.items()}
        taken = Counter(assigned.values())
        if max(taken.values(), default=1) == 1:
            return assigned
        lengths = {name: length + 8 * (taken[assigned[name]] > 1) for name, length in lengths.items()}


def _suffixed(name: str, length: int) -> str:
    return f"{snake(name).rstrip('_')}_{digest(name, length)}" if length else snake(name)
