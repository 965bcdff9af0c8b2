"""Which generated flows are older than their documents: a build leaves what it made before where a document has errors.

The manifest has a digest of the text that each flow was made of. Documents that do not lie where `flowc.toml` says are
not missed: flows may run where nobody builds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from .building import MANIFEST
from .config import Config

__all__ = ["digest_of", "older"]

_SECTION = re.compile(r"\n(?=[^\n]+\n-{3,}(?:\n|\Z))")
_PART = re.compile(r"\n\n+|\n(?=\* -)")
"""What parts a section: its paragraphs, and the rows of its tables."""
_SILENT = re.compile(r"Introduction\.?\n-")
_STAMP = "Generated:"


def digest_of(text: str) -> str:
    """What is remembered of a document: the same whatever its time stamp, introduction, order, and blanks."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    sections = _SECTION.split("\n".join(line for line in lines if not line.startswith(_STAMP)))
    telling = [section.strip("\n") for section in sections if not _SILENT.match(section)]
    parts = sorted(sorted(filter(None, _PART.split(section))) for section in telling)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def older(config: Config, flows: Collection[str]) -> list[str]:
    """A line for each of these flows whose document says something else by now."""
    try:
        built = json.loads(config.path(config.generated).joinpath(MANIFEST).read_text())["flows"]
        digests = {str(name): str(entry.get("digest", "")) for name, entry in built.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [
        f"{path}: what runs of it is older: its document changed since the last build that wrote it; "
        "run `flowc build`, mend what it reports"
        for name, path in _documents(config)
        if name in flows and digests.get(name) and digests[name] != _digest(path)
    ]


def _documents(config: Config) -> Iterator[tuple[str, Path]]:
    """The documents that are there, by the names of their flows."""
    found: dict[str, Path] = {}
    for pattern in map(config.path, config.documents):
        with suppress(ValueError, OSError):  # what is no pattern is `flowc build`'s to report
            for path in sorted(pattern.parent.glob(pattern.name)):
                found.setdefault(path.stem, path)
    return iter(found.items())


def _digest(path: Path) -> str:
    try:
        return digest_of(path.read_bytes().decode("utf-8-sig", "replace"))
    except OSError:
        return ""
