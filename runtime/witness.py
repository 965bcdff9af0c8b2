"""A witness beside the state: how many passes it has finished. A restored old copy of the state is behind it.

An old copy would take what the systems show for edits of people, and what was created since for records without a
link. A copy that comes with its witness, or without one as on a new machine, is noticed by what the systems show
(`twins.py`), and noted in the store until a person accepts it.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from .driver import is_address
from .errors import UsageError
from .store import Store
from .twins import BEHIND

__all__ = ["accept", "is_behind", "note_run"]

_IDENTITY, _RUNS = "identity", "runs"


class _Seen(Struct, frozen=True):
    identity: str
    runs: int


def is_behind(store: Store, folder: Path) -> str:
    """A sentence if the store is older than its witness, or was found to be older than the systems, else "".

    `folder` is flowc.toml's: the witness of a PostgreSQL database lies there. A witness of another store says nothing;
    an empty store beside a witness is the oldest copy there is.
    UsageError if the witness cannot be read.
    """
    path = _path(store, folder)
    seen = _read(path) if path is not None else None
    if store.note(BEHIND):
        return store.note(BEHIND) or ""
    identity = store.note(_IDENTITY)
    if seen is None or identity not in (None, seen.identity):
        return ""
    if identity is None:  # emptied, lost or removed: the systems still hold what the state before it made
        return (
            f"{store.place} knows of no pass, and {seen.runs} were finished with the state before it: restore that, "
            f"or remove {path} to start anew"
        )
    runs = int(store.note(_RUNS) or 0)
    if runs >= seen.runs:
        return ""
    return f"{store.place} is an old copy: it knows of {runs} passes, and {seen.runs} were finished"


def note_run(store: Store, folder: Path) -> None:
    """Count a finished pass, in the store first: a crash in between leaves a witness that accuses nobody."""
    with store.transaction():
        if store.note(_IDENTITY) is None:
            store.set_note(_IDENTITY, secrets.token_hex(16))
        store.set_note(_RUNS, str(int(store.note(_RUNS) or 0) + 1))
    accept(store, folder)


def accept(store: Store, folder: Path) -> None:
    """Set the witness to what the store says, which is no old copy to anybody from now on.

    UsageError if it cannot be written.
    """
    if store.note(BEHIND):
        store.set_note(BEHIND, "")
    path, identity = _path(store, folder), store.note(_IDENTITY)
    if path is None or identity is None:
        return
    content = msgspec.json.encode(_Seen(identity, int(store.note(_RUNS) or 0)))
    try:
        number, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # with mode 0600
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(number)
            Path(made).replace(path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _path(store: Store, folder: Path) -> Path | None:
    if is_address(store.place):
        return folder / "postgresql.runs"
    return None if store.place == "memory" else Path(f"{store.place}.runs")


def _read(path: Path) -> _Seen | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Seen)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}; remove it to go on without it") from error
