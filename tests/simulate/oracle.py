"""What became of everything that people wrote: provenance tokens, and no knowledge of the engine.

Every value that somebody writes is a fresh token. Writing over a value supersedes the token that was seen there, and
deleting a record lets go of those it showed. In the end a token that nobody superseded must be seen somewhere, or be in
the log of conflicts; and one that was superseded must not be seen again, unless that log names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

__all__ = ["Oracle", "number_of", "token_of", "tokens_in", "told_in"]

_TOKEN = re.compile(r"[pq]\d+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.])(\d+)\.25\b")
"""A number that somebody wrote: that of its token, and a quarter."""


def number_of(token: str) -> Decimal:
    """The value that stands for a token of a number."""
    return Decimal(f"{token[1:]}.25")


def tokens_in(text: str) -> set[str]:
    """The tokens that a text names."""
    return {found.lower() for found in _TOKEN.findall(text)} | {f"n{found}" for found in _NUMBER.findall(text)}


def told_in(text: str) -> str:
    """The token in a value as the log of conflicts has it, which is JSON; "" for a blank."""
    return min(tokens_in(text), default="")


def token_of(value: Any) -> str:
    """The token in a value, however a server spells it; "" for a blank."""
    if isinstance(value, Decimal):
        return f"n{int(value)}"
    found = _TOKEN.search(value) if isinstance(value, str) else None
    return found.group().lower() if found else ""


class Oracle:
    """Takes what people do as they do it."""

    def __init__(self) -> None:
        self.written: dict[str, str] = {}
        self.let_go: set[str] = set()
        self.edits = 0
        self.superseded: set[str] = set()
        self.where: dict[str, tuple[str, str]] = {}
        self._before: dict[str, str] = {}
        self._over: list[tuple[str, tuple[str, str], str]] = []

    def fresh(self, name: str) -> str:
        """A new token for a property."""
        token = f"{name}{len(self.written) + 1}"
        self.written[token] = name
        self.edits += 1
        return token

    def made(self, record: tuple[str, str], values: Iterable[Any]) -> None:
        """Somebody adds a record with these values."""
        self.where |= {token: record for token in map(token_of, values) if token}

    def over(self, seen: Any, record: tuple[str, str], value: Any) -> None:
        """Somebody writes a value over the one that a record shows, or clears it."""
        self.made(record, [value])
        if token_of(seen):
            self.superseded.add(token_of(seen))
            self._before.setdefault(token_of(value), token_of(seen))
            self._over.append((token_of(seen), record, token_of(value)))

    def is_older(self, one: str, other: str) -> bool:
        """Whether a token was written over by another one, or by what that was written over."""
        while other:
            other = self._before.get(other, "")
            if other == one:
                return bool(one)
        return False

    def deleted(self, record: tuple[str, str], values: Iterable[Any]) -> None:
        """Somebody deletes a record that shows these values. What was written over others there is undone with it, back
        to what was there at first: nobody else may have seen more of it."""
        gone = {token for token in map(token_of, values) if token}
        self.let_go |= gone
        undone = {""} | gone
        for token, where, value in reversed(self._over):
            if where == record and value in undone:
                undone.add(token)
        self._over = [one for one in self._over if not (one[1] == record and one[2] in undone)]

    def judge(self, shown: Mapping[str, list[str]], settled: Mapping[str, list[str]], logged: str,
              excused: str) -> list[str]:
        """What is wrong in the end. `shown` are the places where each token is seen, `settled` those that are not only
        seen where a person is asked, `logged` is all that the log of conflicts says, and `excused` the part of it that
        may bring back what somebody wrote over."""
        still = {token for token, _, _ in self._over}
        returned, named = tokens_in(excused), tokens_in(logged)
        found = [f"S-06 invented: {token} at {places}" for token, places in shown.items() if token not in self.written]
        for token in self.written:
            is_leaf = token not in self.superseded and token not in self.let_go
            if is_leaf and token not in shown and token not in named:
                found.append(f"S-04 lost: {token}")
            if token in still and token in settled and token not in returned:
                found.append(f"S-05 resurrected: {token} at {settled[token]}")
        return found
