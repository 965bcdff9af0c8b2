"""A Draft as the text of a profile: TOML with its questions as numbered comments above the lines they are about.

The standard library reads TOML and does not write it. What a profile needs is few shapes, and every question wants the
number of its line: so this is written here, in the order of the profile's own types, and read back by `profile.load`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from .diagnostic import harmless
from .draft import Draft, Place
from .profile import Property

__all__ = ["Question", "Written", "profile_text", "toml_text"]

_LONGEST_COMMENT = 300


class Question(Struct, frozen=True):
    """A guess to confirm: its number, the line of the profile it is about (counted from 1), and its words."""

    number: int
    line: int
    text: str


class Written(Struct, frozen=True):
    """The text of a profile, and the questions in it by line."""

    text: str
    questions: tuple[Question, ...]


def profile_text(draft: Draft) -> Written:
    """The profile as TOML. Every text of it is a quoted string or part of a comment, whatever it holds."""
    page = _Page(draft)
    page.table((), draft.profile, skip={"name", "types"})
    for name, kind in draft.profile.types.items():
        page.lines += ["", f"# ---- {_comment(name)} {'-' * max(4, 92 - len(name))}"]
        page.table(("types", name), kind)
    return Written("\n".join(page.lines).strip("\n") + "\n", tuple(page.questions))


class _Page:
    """The lines so far, and the questions in them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        first = draft.comments.get((), "")
        self.lines: list[str] = [*(f"# {_comment(line)}" for line in first.splitlines()), ""] if first else []
        self.questions: list[Question] = []

    def table(self, place: Place, value: Struct, skip: set[str] = frozenset()) -> None:  # type: ignore[assignment]  # an empty frozenset is never changed
        """A table with its own lines first, as TOML wants it, then the tables below it."""
        below: list[tuple[Place, Any]] = []
        lines: list[tuple[str, Any]] = []
        for name, usual in _usual(type(value)):
            if name in skip:
                continue
            held = getattr(value, name)
            at = (*place, name)
            if isinstance(held, Struct) or _is_of_structs(held):
                below.append((at, held))
            elif (at in self._draft.questions and held is not None) or held != usual:
                lines.append((name, held))
        if place and lines:
            self._head(place)
        for name, held in lines:
            self._line((*place, name), held)
        for at, held in below:
            if isinstance(held, Struct):
                self.table(at, held)
            elif at[-1] == "properties":
                self._properties(at, held)
            else:
                for name, one in held.items():
                    self.table((*at, name), one)

    def _properties(self, place: Place, properties: Mapping[str, Property]) -> None:
        self._head(place)
        for path, prop in properties.items():
            given = {name: held for name, usual in _usual(Property) if (held := getattr(prop, name)) != usual}
            self._line((*place, path), given)

    def _head(self, place: Place) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.lines.append(f"[{'.'.join(_key(name) for name in place)}]")

    def _line(self, place: Place, value: Any) -> None:
        question = self._draft.questions.get(place)
        if question is not None:
            number = len(self.questions) + 1
            text = _comment(question)
            self.lines.append(f"# QUESTION {number}: {text}")
            self.questions.append(Question(number, len(self.lines) + 1, text))
        comment = self._draft.comments.get(place)
        end = f"  # {_comment(comment)}" if comment else ""
        self.lines.append(f"{_key(place[-1])} = {toml_text(value)}{end}")


def _is_of_structs(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(held, Struct) for held in value.values())


@cache
def _usual(kind: type[Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a table and their defaults; NODEFAULT, which equals nothing else, where there is none."""
    return tuple(
        (one.name, one.default_factory() if one.default_factory is not msgspec.NODEFAULT else one.default)
        for one in fields(kind)
    )


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_text(name)


def toml_text(value: Any) -> str:
    """A value in one line of TOML: texts, numbers, flags, and arrays and tables of them. TypeError for others."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(_escaped(value)) + '"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_text(one) for one in value)}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {toml_text(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _escaped(text: str) -> Iterator[str]:
    """A basic string's characters. What cannot be seen is written as a number, so that no reviewer is fooled (A-13).

    Half of a surrogate pair is no character and cannot be written: it becomes the replacement character.
    """
    for char in text:
        if char in ('"', "\\"):
            yield f"\\{char}"
        elif 0xD800 <= ord(char) <= 0xDFFF:
            yield "\ufffd"
        elif char != " " and (harmless(char) != char):
            yield f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
        else:
            yield char


def _comment(text: str) -> str:
    """Text of a description as part of a comment: one line, nothing invisible, not endless."""
    shown = harmless(" ".join(text.split()))
    return shown if len(shown) <= _LONGEST_COMMENT else f"{shown[: _LONGEST_COMMENT - 1]}…"
