"""Striking secrets out of text, in every spelling they travel in: as they are, escaped, in base64. Pure (G-23)."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["MARK", "redacted"]

MARK = "***"
_SHORTEST = 4
_SHORTEST_CODED = 6


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets. A secret of fewer than four characters is left, or little text would be."""
    spellings = {spelling for secret in secrets if len(secret) >= _SHORTEST for spelling in _spellings(secret)}
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, MARK)
    return text


@lru_cache(maxsize=256)
def _spellings(secret: str) -> frozenset[str]:
    """The secret itself, escaped for an address, a form, JSON and HTML, and in base64 wherever it may begin there."""
    plain = {
        secret,
        urllib.parse.quote(secret),
        urllib.parse.quote(secret, safe=""),
        urllib.parse.quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        html.escape(secret),
    }
    coded = {part for raw in plain for part in _in_base64(raw.encode()) if len(part) >= _SHORTEST_CODED}
    return frozenset({*plain, *coded, *(part.replace("+", "-").replace("/", "_") for part in coded)})


def _in_base64(raw: bytes) -> list[str]:
    """What base64 shows of these bytes after 0, 1 or 2 others: the characters that depend on nothing else."""
    found = []
    for before in range(3):
        coded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        first = -(-before * 8 // 6)
        last = (before + len(raw)) * 8 // 6
        found.append(coded[first:last])
    return found
