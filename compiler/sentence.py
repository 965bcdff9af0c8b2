"""Compares a sentence with the wording of the language: which label differs, or that other words do."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import NamedTuple

from .naming import fold

__all__ = ["Misfit", "misfit"]

_END = ".: "


class Misfit(NamedTuple):
    """Where a sentence differs. `label` is what should stand there; None if its fixed words are others."""

    offset: int
    length: int
    found: str
    label: str | None


def misfit(text: str, template: str, fields: Mapping[str, str]) -> Misfit | None:
    """How a text differs from a template with these fields; None if it says the same.

    Spacing, `a` and `an`, and the stop at the end do not count, nor does how a label is spelt (LANGUAGE section 1).
    """
    text = text.rstrip()
    sentence = template.format_map(fields)
    if text == sentence:
        return None
    read = _plain(text)
    if read == _plain(sentence):
        return None
    parts = _taken_apart(read, _plain(template))
    if parts is None:
        return Misfit(0, len(text), text, None)
    for place, part, name in parts:
        if fold(part) != fold(fields[name]):
            exact = text.startswith(read)  # else the offset is not known
            return Misfit(place if exact else 0, len(part) if exact else len(text), part, fields[name])
    return None


def _taken_apart(text: str, template: str) -> list[tuple[int, str, str]] | None:
    """The fields of a sentence, each with its offset, text and name; None if the words around them differ."""
    parts: list[tuple[int, str, str]] = []
    place, name = 0, ""
    for literal, following, _, _ in Formatter().parse(template):
        start, end = _found(text, literal, place, following is None)
        if start < 0 or (start and not name):
            return None
        if name:
            parts.append((place, text[place:start], name))
        place, name = end, following or ""
    if name:
        parts.append((place, text[place:], name))
    return parts if name or place == len(text) else None


def _found(text: str, literal: str, place: int, at_end: bool) -> tuple[int, int]:
    """Where fixed words stand, or -1. An article before a label may be `an`."""
    forms = [literal, f"{literal[:-1]}n "] if literal[-3:].casefold() in (" a ", "a ") else [literal]
    found = []
    for form in forms:
        start = len(text) - len(form) if at_end else text.find(form, place)
        if start >= place and text.startswith(form, start):
            found.append((start, start + len(form)))
    return min(found, default=(-1, -1))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(_END)
