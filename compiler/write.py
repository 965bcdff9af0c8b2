"""Output to disk: compare, write atomically, remove what no document makes any more.

Only files named in the previous manifest are ever removed, and only inside the output folder. A file there
that somebody edited by hand is reported and kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

__all__ = ["Difference", "OutputError", "compare", "digest_of", "write"]

MANIFEST = "manifest.json"


class OutputError(Exception):
    """The output folder cannot be used: says which path and why."""


class Difference(Struct, frozen=True):
    """What writing would change, as paths relative to the output folder."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.edited)


def digest_of(text: str) -> str:
    """What the manifest remembers of a file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compare(root: Path, files: dict[str, str], complete: bool) -> Difference:
    """How the folder differs from `files`. `complete`: these are all the files there should be."""
    recorded = _recorded(root)
    changed, edited = [], []
    for name, text in sorted(files.items()):
        current = _current(_inside(root, name))
        if current != text:
            changed.append(name)
            if name in recorded and _is_edited(current, recorded[name]):
                edited.append(name)
    gone = sorted(set(recorded) - set(files)) if complete else []
    removed = [name for name in gone if _inside(root, name).is_file()]
    edited += [name for name in removed if _is_edited(_current(_inside(root, name)), recorded[name])]
    return Difference(tuple(changed), tuple(removed), tuple(edited))


def write(root: Path, files: dict[str, str], complete: bool) -> Difference:
    """Make the folder hold `files`; the manifest goes last. Returns what was changed."""
    difference = compare(root, files, complete)
    if difference.edited:
        names = ", ".join(difference.edited)
        raise OutputError(
            f"edited by hand, so left as they are: {names} (change the document, or delete the file)"
        )
    order = sorted(difference.changed, key=lambda name: (name == MANIFEST, name))
    for name in order:
        _replace(_inside(root, name), files[name])
    for name in difference.removed:
        _inside(root, name).unlink()
    return difference


def _current(path: Path) -> str | None:
    """What a file holds, its line ends as they are; bytes that are no text show as such."""
    return path.read_bytes().decode("utf-8", "backslashreplace") if path.is_file() else None


def _is_edited(current: str | None, recorded: str) -> bool:
    """Another checkout's line ends are nobody's edit."""
    return current is not None and digest_of(current.replace("\r\n", "\n")) != recorded


def _recorded(root: Path) -> dict[str, str]:
    path = root / MANIFEST
    if not path.is_file():
        return {}
    try:
        manifest = msgspec.json.decode(path.read_bytes())
        return {str(name): str(value) for name, value in manifest["files"].items()}
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return {}


def _inside(root: Path, name: str) -> Path:
    """The path of a file below root; OutputError for anything that would leave it or follow a link."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\x00" in name:
        raise OutputError(f"{name!r} is not a path inside the output folder")
    path = root
    for part in pure.parts:
        path = path / part
        if path.is_symlink():
            raise OutputError(f"{path} is a symbolic link; the output folder must hold plain files")
    return path


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".flowc-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
