"""What a database driver's error means: refused, not reachable now, or outcome unknown. Pure; imports no driver.

Decided by the codes of the standard (SQLSTATE) and of SQLite, since servers translate their words. Only where libpq
gives no code, for a connection that was not made, do words tell a refused login from a server that is away. A message
is shown cleaned like any server's text. PostgreSQL's `DETAIL`, which quotes values of rows, is looked at for
names only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runtime.errors import Duplicate, LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable

__all__ = ["is_lost", "is_passing", "refusal"]

_LONGEST = 300
_LOST = ("08", "57P")
_PASSING = ("40001", "40P01", "SQLITE_BUSY", "SQLITE_LOCKED")
_AWAY = (*_LOST, "53", "57014", "55P03", "58", "XX", "3D000", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN")
_AWAY_TOO = (*_PASSING, "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_PROTOCOL", "SQLITE_NOMEM", "SQLITE_INTERRUPT")
_LOGIN = ("28",)
_DUPLICATE = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
_SAID = {
    "23502": "a value is missing",
    "23503": "it refers to a record that is not there, or is referred to",
    "42501": "our login may not do this",
    "42P01": "there is no such table",
    "42703": "there is no such column",
    "25006": "the database is opened for reading only",
    "SQLITE_READONLY": "the database is opened for reading only",
    "57014": "it took longer than we wait",
    "55P03": "a record is locked by somebody else for too long",
    "SQLITE_BUSY": "somebody else is writing for longer than we wait",
    "SQLITE_NOTADB": "the file is no SQLite database",
}


def code_of(error: BaseException | None) -> str:
    """The SQLSTATE, or SQLite's own name of the error; "" where the driver gives none."""
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    return code if isinstance(code, str) else ""


def is_passing(error: BaseException | None) -> bool:
    """Whether the same transaction may well succeed if it is run again."""
    return code_of(error).startswith(_PASSING)


def is_lost(error: BaseException | None) -> bool:
    """Whether the connection is gone: whoever was writing does not know from the error what became of it."""
    code = code_of(error)
    # psycopg gives no state where no server answered; its errors of use and of values are other classes
    return code.startswith(_LOST) or (not code and type(error).__name__ in ("OperationalError", "InterfaceError"))


def refusal(
    system: str, error: BaseException, columns: Mapping[str, str], creating: bool = False, committing: bool = False
) -> RemoteError:
    """The error that a driver's exception means. `columns` are wire paths by column name, `<table>.<column>` too.

    `creating`: a unique constraint says that such a record is there already. `committing`: no answer to COMMIT leaves
    the outcome unknown; at any other time a transaction that did not end has changed nothing.
    """
    code = code_of(error)
    text = _sentence(error, code)
    if is_lost(error) or (committing and code.startswith("SQLITE_IOERR")):
        if committing:
            return OutcomeUnknown(system, f"it broke off while the change was committed: {text}", code=code)
        if code[:2] != "28" and "password" not in text and "authentication" not in text:
            return Unavailable(system, f"the database cannot be reached: {text}", code=code)
        return LoginRefused(system, f"the database does not accept our login: {text}", code=code)
    if code.startswith(_LOGIN):
        return LoginRefused(system, f"the database does not accept our login: {text}", code=code)
    if code.startswith(_AWAY) or code.startswith(_AWAY_TOO):
        return Unavailable(system, text, code=code)
    fields = _fields(error, columns)
    named = f"{', '.join(fields)}: {text}" if fields else text
    refused = Duplicate if creating and code.startswith(_DUPLICATE) else Rejected
    return refused(system, named, code=code, fields=fields)


def _sentence(error: BaseException, code: str) -> str:
    """The driver's message, short and clean, behind our own words where we have some."""
    diagnosis = getattr(error, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    message = primary if isinstance(primary, str) else str(error).strip()
    line = " ".join("".join(char if char.isprintable() else " " for char in message).split())
    ours = next((said for start, said in _SAID.items() if code.startswith(start)), "")
    constraint = getattr(diagnosis, "constraint_name", None)
    if isinstance(constraint, str) and constraint.isprintable() and constraint not in line:
        line = f"{line} ({constraint})"
    whole = f"{ours} ({line})" if ours and line else ours or line or "the database gives no reason"
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"


def _fields(error: BaseException, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Wire paths of the columns that the error names, as far as the profile knows them."""
    diagnosis: Any = getattr(error, "diag", None)
    named = [getattr(diagnosis, "column_name", None)]
    detail = getattr(diagnosis, "message_detail", None)
    if isinstance(detail, str) and detail.startswith("Key ("):
        quoted = detail[5:].partition(")=(")[0]
        named += [name.strip().strip('"') for name in quoted.split(",")]
    if code_of(error).startswith("SQLITE_CONSTRAINT"):
        constraint = re.fullmatch(r"(?:UNIQUE|NOT NULL) constraint failed: (.*)", str(error))
        named += constraint.group(1).split(", ") if constraint else []
    found = [columns[name] for name in named if isinstance(name, str) and name in columns]
    return tuple(dict.fromkeys(found))
