"""A profile in the making: what a description says, what was guessed, and what a person still has to confirm.

Every reader of a description (`import_openapi`, `import_edmx`, `import_database`) gives a Draft, and `write_profile`
writes one. What a description says is never trusted to be harmless: names become texts of the profile or are left out.
"""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from typing import TypeAlias

from msgspec import Struct, field

from .profile import Profile

__all__ = [
    "MOST_BYTES",
    "MOST_PROPERTIES",
    "Draft",
    "NotADescription",
    "Place",
    "address_of",
    "fits_a_path",
    "fits_a_url",
]

MOST_BYTES = 64 * 1024 * 1024
"""The largest description that is read."""
MOST_PROPERTIES = 1_000
"""The most properties of one ObjectType: what has more is nested without end, or no record."""
_LONGEST_NAME = 120
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
_MOST_NOTICES = 200

Place: TypeAlias = tuple[str, ...]
"""Where a line of the profile is: the keys from its root, such as ("types", "Customer", "operations", "list")."""


class NotADescription(Exception):
    """The input is no description of this kind, or one that is too large or too deep. Says what to do."""


class Draft(Struct, kw_only=True):
    """A profile with the questions and comments of its lines, and notices about what was left out.

    `links` are, by ObjectType, the ways to lists of others that may be part of the record or not.
    """

    profile: Profile
    questions: dict[Place, str] = field(default_factory=dict)
    comments: dict[Place, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    links: dict[str, frozenset[str]] = field(default_factory=dict)

    def ask(self, *place: str, question: str) -> None:
        """Mark a line as one that a person has to confirm. The first question of a line stays."""
        self.questions.setdefault(place, question)

    def note(self, text: str) -> None:
        """Say what was left out, once; a description with thousands of faults is told of the first of them."""
        if len(self.notices) < _MOST_NOTICES and text not in self.notices:
            self.notices.append(text)


def fits_a_path(name: str) -> bool:
    """Whether a name from a description can be a segment of a wire path: short, visible, without a dot."""
    visible = not any(unicodedata.category(char) in _HIDDEN for char in name)
    return 0 < len(name) <= _LONGEST_NAME and visible and "." not in name and name == name.strip()


def fits_a_url(template: str) -> bool:
    """Whether a path template of a description may be written: printable ASCII below the system's address (A-14)."""
    plain = re.sub(r"\{[A-Za-z0-9_.$-]{1,80}\}", "x", template)
    if not re.fullmatch(r"/[A-Za-z0-9_~!$&'()*+,;=:@./-]*", plain) or len(template) > 500 or "//" in plain:
        return False
    return not {".", ".."} & set(plain.split("/"))


def address_of(url: str) -> str:
    """The base address that a description names, "" where it is none that could be used: only http(s), a plain host,
    no user, query or place to fill in."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9.-]{1,253}", parts.hostname or ""):
        return ""
    path = parts.path.rstrip("/")
    if parts.username is not None or parts.query or parts.fragment or (path and not fits_a_url(path)) or "{" in path:
        return ""
    return f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}{path}"
