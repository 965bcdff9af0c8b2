"""Files that a person names to be written. What is there is replaced only by its like, whole and in one step."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from .errors import UsageError

__all__ = ["Kind", "check", "replacing"]


class Kind(Struct, frozen=True):
    """What a command writes: its name for people, what each such file begins with (empty where a person allows to
    overwrite any), and whether it is its owner's alone."""

    name: str
    begins: bytes = b""
    private: bool = False


def check(path: Path, kind: Kind) -> None:
    """UsageError where a file of this kind may not or cannot be written there. An empty one may be overwritten."""
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file in it")
        if path.exists():
            if not path.is_file():  # a device, or another program's pipe
                raise UsageError(f"{path} is no file that can be replaced: name another one")
            with path.open("rb") as file:
                found = file.read(len(kind.begins))
            if found not in (b"", kind.begins):
                raise UsageError(
                    f"{path} is there already and is not {kind.name}, so it was left as it is: name another file, or "
                    "move it away"
                )
        elif not path.parent.is_dir():
            raise UsageError(f"{path} cannot be written: there is no folder {path.parent}")
        if not os.access(path.parent, os.W_OK):
            raise UsageError(f"{path} cannot be written: the folder {path.parent} may only be read")
    except OSError as error:
        raise UsageError(f"{path} cannot be written over: {error.strerror}") from None


@contextmanager
def replacing(path: Path, kind: Kind) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when it is whole. UsageError as `check`, or where it cannot be
    written; then what was there is there still. A link is replaced, and what it leads to is not."""
    check(path, kind)
    part = path.with_name(f".flowc-{secrets.token_hex(8)}")
    try:
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if kind.private else 0o666)
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(number)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
