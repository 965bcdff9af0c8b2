"""What an answer outside 2xx means: refused, changed, gone, not reachable now, or outcome unknown. Pure.

Decided by status first, and by the words of the body only where a status has two meanings in the field.
Server text is shown to people, so it is shortened and stripped of markup and control characters (G-26).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec

from .errors import (
    Changed,
    Contested,
    Duplicate,
    Gone,
    LoginRefused,
    OutcomeUnknown,
    Rejected,
    RemoteError,
    Unavailable,
    check_address,
)
from .model import Envelope, ErrorRule, Meaning
from .paging import reach

__all__ = ["refusal", "said"]

_LONGEST = 300
_USUAL = Envelope()
_SPOKEN = ("error_description", "title", "Title", "detail", "Detail")
_DUPLICATE = re.compile(r"already.?exists|duplicate|same.?key", re.I)

_ERRORS: dict[Meaning, type[RemoteError]] = {
    Meaning.REJECTED: Rejected,
    Meaning.CHANGED: Changed,
    Meaning.DUPLICATE: Duplicate,
    Meaning.GONE: Gone,
    Meaning.THROTTLED: Unavailable,
    Meaning.LOGIN: LoginRefused,
    Meaning.UNAVAILABLE: Unavailable,
    Meaning.UNKNOWN: OutcomeUnknown,
}


def refusal(
    system: str,
    method: str,
    status: int,
    body: Any,
    redact: Callable[[str], str],
    rules: tuple[ErrorRule, ...] = (),
    told: Envelope = _USUAL,
) -> RemoteError:
    """The error that an answer with this status and body means for this method.

    `redact` strikes secrets out of the server's text; the profile's `rules` come first, and `told` says where a message
    and a code are in no shape in use. A 409 in answer to a POST is a
    duplicate; a 404 there is something the body refers to. Any failure of a server after a write leaves its outcome
    unknown, whatever it says: where a vendor refuses with 500, its profile says so (S-16). A GET changes nothing, so no
    answer to it says that a write was overtaken or may have been done, whatever status or rule it fits: that system is
    out of reach for now.
    """
    reading = method == "GET"
    message, code, fields = said(body, redact, told)
    text = message or f"status {status}" + _as_given(body, redact)
    for rule in rules:
        if _fits(rule, method, status, code, message):
            kind = _ERRORS[rule.means]
            if reading and kind in (Changed, OutcomeUnknown):
                kind = Unavailable
            if issubclass(kind, Rejected):
                return kind(system, text, status=status, code=code, fields=fields)
            return kind(system, text, status=status, code=code)
    if 300 <= status < 400:
        text = f"status {status}: it sends us to another address, which is not followed"
        if status == 303 and not reading:  # RFC 9110: "the other address shows what came of it"
            return OutcomeUnknown(system, text, status=status)
        if not reading:
            return Rejected(system, text, status=status, code=code)
        return Unavailable(system, text, status=status, code=code, advice=check_address(system))
    if status == 401:
        return LoginRefused(system, f"our credentials are not accepted: {text}", status=status, code=code)
    if status == 403 and reading:
        needed = "its login needs the right to read this"
        return LoginRefused(
            system, f"we are not allowed to read this: {text}", status=status, code=code, advice=needed
        )
    if status in (404, 410) and method != "POST":
        if reading and not message:
            text += ": there is nothing at this address: is the path right?"
        return Gone(system, text, status=status, code=code)
    if status in (409, 412) and method != "POST" and not _DUPLICATE.search(f"{code} {message}"):
        changed = Contested if status == 409 else Changed
        return (Unavailable if reading else changed)(system, text, status=status, code=code)
    if status in (429, 503):
        return Unavailable(system, f"it asks us to come back later: {text}", status=status, code=code)
    if reading and (status >= 500 or status == 408):
        return Unavailable(system, text, status=status, code=code)
    if status == 408 or (status >= 500 and status != 501):
        return OutcomeUnknown(system, text, status=status, code=code)
    kind = Duplicate if method == "POST" and (status == 409 or _DUPLICATE.search(code)) else Rejected
    return kind(system, text, status=status, code=code, fields=fields)


def _fits(rule: ErrorRule, method: str, status: int, code: str, message: str) -> bool:
    return (
        rule.method in ("", method)
        and rule.status in (0, status)
        and rule.code in ("", code)
        and rule.text.casefold() in message.casefold()
    )


def said(
    body: Any, redact: Callable[[str], str], told: Envelope = _USUAL
) -> tuple[str, str, tuple[str, ...]]:
    """A refusal's message, code and named fields, out of the places that are `told`, or the shapes in use.

    OData's `error.message` (text, or an object with `value`), OAuth's `error` and `error_description`,
    problem details (RFC 9457, in either case), a `message` with `validationMessages`, `fields` beside either.
    """
    if not isinstance(body, dict):
        return "", "", ()
    inner = body.get("error")
    error = inner if isinstance(inner, dict) else body
    message = error.get("message")
    if isinstance(message, dict):
        message = message.get("value")
    if told.message:
        message = reach(body, told.message)
    parts = [message, inner, *(body.get(name) for name in _SPOKEN)]
    fields: list[str] = [name for name in _rows(body.get("fields")) if isinstance(name, str)]
    for row in _rows(body.get("validationMessages")):
        if isinstance(row, dict):
            named, text = row.get("field"), row.get("message")
            names = [name.strip() for name in named.split(",")] if isinstance(named, str) else []
            fields += names
            parts.append(f"{', '.join(names)}: {text}" if names else text)
    spoken = dict.fromkeys(part for part in parts if isinstance(part, str) and part)
    code = reach(body, told.code) if told.code else error.get("code")
    code_text = str(code) if isinstance(code, str | int) else ""
    return (
        _sanitised(redact("; ".join(spoken))),
        _sanitised(redact(code_text)),
        tuple(dict.fromkeys(_sanitised(redact(name)) for name in fields if name)),
    )


def _as_given(body: Any, redact: Callable[[str], str]) -> str:
    """An answer in a shape that is not known, for a person to read; "" where it says nothing."""
    given = body if isinstance(body, str) else msgspec.json.encode(body).decode() if body else ""
    shown = _sanitised(redact(given))
    return f": {shown}" if shown else ""


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _sanitised(text: str) -> str:
    """One short line without markup, control or direction-changing characters (G-26)."""
    without_tags = re.sub(r"<[^<>]{0,100}>", " ", text[: 10 * _LONGEST])
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in without_tags)
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
