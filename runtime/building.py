"""A build on its way into place. It goes there whole, whenever its process is killed (C-11).

`flowc build` writes all that changes into a folder beside the files, and names that folder `BUILDING` in one step.
Until then the files of the last build stand untouched; from then on the new ones are made, and whoever comes by moves
them into place: the build itself, `flowc sync`, or an import of the generated package. Two at once do no harm.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from pathlib import Path

import msgspec
from msgspec import Struct

from .errors import UsageError

__all__ = ["BUILDING", "MANIFEST", "finish"]

BUILDING = ".building"
"""The folder in a generated tree that holds a build that is made and not yet in place."""
PLACES = "places.json"
"""The file in that folder that says where the others go."""
MANIFEST = "manifest.json"
TEMPORARY = ".flowc-"
"""What the names of folders begin with that no build needs any more, or that one is still writing."""


class _Places(Struct, frozen=True):
    """What a build changes: by path, the digest of what stands there; empty where nothing does."""

    files: dict[str, str]
    removed: dict[str, str] = {}


def _digest_of(text: str) -> str:
    """What is remembered of a file. Another checkout's line ends are nobody's edit."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def finish(root: Path) -> bool:
    """Move a build that is made into place; whether there was one.

    UsageError where a file was edited since, which is kept, or where the folder cannot be written.
    """
    folder = root / BUILDING
    if not folder.exists():
        return False
    try:
        places = msgspec.json.decode((folder / PLACES).read_bytes(), type=_Places)
        for name in sorted(places.files, key=lambda name: (name == MANIFEST, name)):
            _move(folder / name, root / name, places.files[name])
        for name, digest in places.removed.items():
            _must_be(root / name, digest)
            (root / name).unlink(missing_ok=True)
        done = root / f"{TEMPORARY}{secrets.token_hex(8)}"
        folder.replace(done)  # in one step, since others may be looking at it
        shutil.rmtree(done, ignore_errors=True)
    except (FileNotFoundError, msgspec.MsgspecError):
        if folder.exists():
            raise UsageError(f"{folder} is damaged: delete it, and run `flowc build`") from None
    except OSError as error:
        raise UsageError(f"the build in {folder} cannot be moved into place: {error}") from None
    return True


def _move(staged: Path, path: Path, replaced: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _must_be(path, replaced, _digest_of(staged.read_text(encoding="utf-8")))
        staged.replace(path)
    except FileNotFoundError:
        pass  # it is in its place already


def _must_be(path: Path, *digests: str) -> None:
    if path.is_file() and _digest_of(path.read_bytes().decode("utf-8", "backslashreplace")) not in digests:
        raise UsageError(f"{path} was edited by hand while a build was on its way: move it away, and run this again")
