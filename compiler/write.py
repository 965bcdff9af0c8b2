"""Output to disk: compare, write atomically, remove what no document makes any more.

A build is written beside the files it replaces and goes into place whole (`runtime/building.py`): killed before, it
leaves the files of the last one; killed later, whoever comes by ends it (C-11).

Only files named in the previous manifest are ever removed, and only inside the output folder. A file there
that somebody edited by hand is reported and kept.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

__all__ = ["MANIFEST", "Difference", "OutputError", "compare", "digest_of", "write"]

MANIFEST = "manifest.json"
BUILDING = ".building"
PLACES = "places.json"
TEMPORARY = ".flowc-"
"""These names, and the digests, are those of `runtime/building.py`, which says what they are."""


class OutputError(Exception):
    """The output folder cannot be used: says which path and why."""


class Difference(Struct, frozen=True):
    """What writing would change, as paths relative to the output folder."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    unfinished: bool = False
    """An earlier build is made and not in place yet."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.edited or self.unfinished)


def digest_of(text: str) -> str:
    """What the manifest remembers of a file. Another checkout's line ends are nobody's edit."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def compare(root: Path, files: dict[str, str], complete: bool) -> Difference:
    """How the folder differs from `files`. `complete`: these are all the files there should be."""
    ours = _recorded(root)
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
    return Difference(tuple(changed), tuple(removed), tuple(edited), (root / BUILDING).exists())


def _is_edited(current: str | None, ours: str) -> bool:
    return current is not None and digest_of(current) != ours


def write(root: Path, files: dict[str, str], complete: bool, finish: Callable[[Path], object]) -> Difference:
    """Make the folder hold `files`. Returns what was changed. `finish` puts a build that is made into place."""
    root.mkdir(parents=True, exist_ok=True)
    finish(root)
    for left in root.glob(f"{TEMPORARY}*"):  # what a killed build was still writing
        shutil.rmtree(left, ignore_errors=True)
    difference = compare(root, files, complete)
    if difference.edited:
        names = ", ".join(difference.edited)
        raise OutputError(
            f"edited by hand, so left as they are: {names} (change the document, or delete the file)"
        )
    if not difference:
        return difference
    before = _current(root / MANIFEST)
    folder = root / f"{TEMPORARY}{secrets.token_hex(8)}"
    try:
        _stage(folder, root, files, difference)
        if _current(root / MANIFEST) != before:
            raise OutputError(f"another `flowc build` wrote to {root} meanwhile; run this again")
        folder.replace(root / BUILDING)
        _synced(root)
    except OSError as error:
        raise OutputError(f"{root} cannot be written, or another `flowc build` is writing to it: {error}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish(root)
    return difference


def _stage(folder: Path, root: Path, files: dict[str, str], difference: Difference) -> None:
    """Write what a build changes into a folder of its own, down to the disk."""
    texts = {name: files[name] for name in difference.changed}
    places = {
        "files": {name: _digest(root, name) for name in difference.changed},
        "removed": {name: _digest(root, name) for name in difference.removed},
    }
    texts[PLACES] = msgspec.json.encode(places).decode()
    for name, text in texts.items():
        path = _inside(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    for inner in {folder, *(_inside(folder, name).parent for name in texts)}:
        _synced(inner)


def _synced(folder: Path) -> None:
    """Have a folder's names on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _digest(root: Path, name: str) -> str:
    current = _current(_inside(root, name))
    return "" if current is None else digest_of(current)


def _current(path: Path) -> str | None:
    """What a file holds, its line ends as they are; bytes that are no text show as such. OutputError for a folder."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder, and a file has to be there: move it away")
    return path.read_bytes().decode("utf-8", "backslashreplace") if path.is_file() else None


def _recorded(root: Path) -> dict[str, str]:
    """The files that the last build wrote, with their digests. Of itself the manifest says nothing."""
    path = root / MANIFEST
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
