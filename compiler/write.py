"""Output to disk: compare, write atomically, remove what no document makes any more.

A file is replaced as a whole; a tree of files cannot be. So while a build replaces files, the package refuses to be
imported, and `BUILDING` lists what the build was to write: whoever loads flows sees it, and the next build ends what
a killed one began (C-11).

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

__all__ = ["BUILDING", "Difference", "OutputError", "compare", "digest_of", "write"]

MANIFEST = "manifest.json"
BUILDING = ".building.json"
"""There while a build replaces files: by name, the digests of what it writes."""
_PACKAGE = "__init__.py"
_GUARD = '''"""`flowc build` is replacing these files, or was cut off while it did."""

raise ImportError("these files are of two builds: run `flowc build`, or wait for the one that is running")
'''
_TEMPORARY = ".flowc-"


class OutputError(Exception):
    """The output folder cannot be used: says which path and why."""


class Difference(Struct, frozen=True):
    """What writing would change, as paths relative to the output folder."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    unfinished: bool = False
    """An earlier build was cut off."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.edited or self.unfinished)


def digest_of(text: str) -> str:
    """What the manifest remembers of a file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compare(root: Path, files: dict[str, str], complete: bool) -> Difference:
    """How the folder differs from `files`. `complete`: these are all the files there should be."""
    unfinished = (root / BUILDING).exists()
    ours = _ours(root)
    changed, edited = [], []
    for name, text in sorted(files.items()):
        current = _current(_inside(root, name))
        if current != text:
            changed.append(name)
            if name in ours and _is_edited(current, ours[name]):
                edited.append(name)
    gone = sorted(set(ours) - set(files)) if complete else []
    removed = [name for name in gone if _inside(root, name).is_file()]
    edited += [name for name in removed if _is_edited(_current(_inside(root, name)), ours[name])]
    return Difference(tuple(changed), tuple(removed), tuple(edited), unfinished)


def write(root: Path, files: dict[str, str], complete: bool) -> Difference:
    """Make the folder hold `files`; the manifest goes last but for the package itself. Returns what was changed."""
    difference = compare(root, files, complete)
    if difference.edited:
        names = ", ".join(difference.edited)
        raise OutputError(
            f"edited by hand, so left as they are: {names} (change the document, or delete the file)"
        )
    if not difference:
        return difference
    _sweep(root, files)
    planned = _recorded(root, BUILDING) | {name: digest_of(files[name]) for name in difference.changed}
    _replace(_inside(root, BUILDING), msgspec.json.encode({"files": planned}, order="sorted").decode() + "\n")
    if _PACKAGE in files:
        _replace(_inside(root, _PACKAGE), _GUARD)
    order = sorted({*difference.changed} - {_PACKAGE}, key=lambda name: (name == MANIFEST, name))
    for name in order:
        _replace(_inside(root, name), files[name])
    for name in difference.removed:
        _inside(root, name).unlink()
    if _PACKAGE in files:
        _replace(_inside(root, _PACKAGE), files[_PACKAGE])
    (root / BUILDING).unlink()
    return difference


def _sweep(root: Path, files: dict[str, str]) -> None:
    """Remove what a killed build was still writing."""
    for folder in {_inside(root, name).parent for name in files}:
        for left in folder.glob(f"{_TEMPORARY}*") if folder.is_dir() else ():
            if left.is_file() and not left.is_symlink():
                left.unlink(missing_ok=True)


def _current(path: Path) -> str | None:
    """What a file holds, its line ends as they are; bytes that are no text show as such."""
    return path.read_bytes().decode("utf-8", "backslashreplace") if path.is_file() else None


def _is_edited(current: str | None, ours: set[str]) -> bool:
    """Another checkout's line ends are nobody's edit."""
    return current is not None and digest_of(current.replace("\r\n", "\n")) not in ours


def _ours(root: Path) -> dict[str, set[str]]:
    """The digests that a file has if only builds wrote it, by its name: the last one, and one that was cut off."""
    found: dict[str, set[str]] = {}
    for recorded in (_recorded(root, MANIFEST), _recorded(root, BUILDING)):
        for name, digest in recorded.items():
            found.setdefault(name, set()).add(digest)
    found.pop(MANIFEST, None)  # it says of itself nothing, and is made anew
    if _PACKAGE in found:
        found[_PACKAGE].add(digest_of(_GUARD))
    return found


def _recorded(root: Path, name: str) -> dict[str, str]:
    path = root / name
    if not path.is_file():
        return {}
    try:
        listed = msgspec.json.decode(path.read_bytes())["files"]
        return {str(file): str(digest) for file, digest in listed.items()}
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
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_TEMPORARY)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
