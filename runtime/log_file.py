"""The log that flowc.toml names: JSON lines that a person can read after a run, and the file they are kept in.

What is there already and is no log of ours is left as it is. A log that cannot be begun is a mistake to mend; one that
cannot be gone on with is told, and stops no run.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.handlers
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .budget_state import BUDGETS
from .config import Config
from .errors import UsageError

__all__ = ["logged"]

_OURS = re.compile(rb'\{"at": "[^"\\]{1,40}", "level": "[A-Z]{1,10}", "log": "')
_HEAD = 100
_OTHERWISE = "name another `log` in flowc.toml"


@contextmanager
def logged(config: Config) -> Iterator[None]:
    """A rotating log, if flowc.toml names one. UsageError where that is another file, or cannot be written."""
    if not config.log:
        yield
        return
    path = config.path(config.log)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check(path, config)
        sink = _Sink(path, maxBytes=10_000_000, backupCount=5)
    except OSError as error:
        hint = f"let this user write it and its folder, or {_OTHERWISE}"
        raise UsageError(f"the log {path} cannot be written: {error.strerror}; {hint}") from None
    sink.setFormatter(_JsonLines())
    log = logging.getLogger("flowc")
    log.addHandler(sink)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(sink)
        sink.close()


def _check(path: Path, config: Config) -> None:
    """UsageError where lines of a log would be added to another file, or to one that the state is about to be."""
    state = config.state_place
    ours = [config.state_folder / BUDGETS]
    if isinstance(state, Path):
        ours += [state.with_name(state.name + end) for end in ("", ".runs", "-wal", "-shm", "-journal")]
    if os.path.realpath(path) in map(os.path.realpath, ours):
        raise UsageError(f"the log {path} is a file of the state: {_OTHERWISE}")
    if not path.is_file():  # a terminal or a pipe is nobody's file
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head and not _OURS.match(head):
        raise UsageError(
            f"the log {path} is there already and is not a log that flowc wrote, so it was left as it is: "
            f"{_OTHERWISE}, or move it away"
        )


class _Sink(logging.handlers.RotatingFileHandler):
    """A file whose disk may become full amid a run: that is one line, once, and no traceback for each line."""

    _is_told = False

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._is_told:
            self._is_told = True
            why = f"{error.strerror}; the run goes on, and what it does is in `flowc history`"
            print(f"flowc: the log {self.baseFilename} cannot be written: {why}", file=sys.stderr)

    def close(self) -> None:
        with suppress(OSError):  # what is left is not written either, and that was told
            super().close()


class _JsonLines(logging.Formatter):
    """One JSON value a line: remote text cannot break out of it."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat()
        return json.dumps(
            {"at": at, "level": record.levelname, "log": record.name, "text": record.getMessage()}
        )
