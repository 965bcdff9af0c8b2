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

__all__ = ["assign", "camel", "fold", "snake"]

_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})
_LONGEST = 48


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
    if keyword.iskeyword(words) or (keyword.issoftkeyword(words) and words != "type"):
        words = f"{words}_"
    return words


def camel(name: str) -> str:
    """`sales_orders` → `SalesOrders`, from the snake-case form. Never a builtin's name."""
    words = "".join(word[:1].upper() + word[1:] for word in snake(name).split("_"))
    return f"{words}_" if hasattr(builtins, words) or keyword.iskeyword(words) else words


def digest(name: str) -> str:
    """Eight characters that stand for the exact spelling of a name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def assign(names: Iterable[str]) -> dict[str, str]:
    """An identifier for each name, injective. The order of `names` does not matter."""
    distinct = sorted(set(names))
    taken = Counter(snake(name) for name in distinct)
    return {
        name: snake(name) if taken[snake(name)] == 1 else f"{snake(name)}_{digest(name)}" for name in distinct
    }
