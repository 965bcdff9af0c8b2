"""Every exchange with the systems as an HTTP archive (HAR 1.2), without secrets, for looking and for reporting bugs.

The file is whole JSON after each exchange: every write puts an entry and the closing brackets in one piece, and the
next one overwrites the brackets. So a run that was killed leaves a readable file.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import http
import json
import logging
import re
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from .errors import UsageError
from .overwriting import Kind, replacing
from .redaction import MARK, redacted

__all__ = ["Archive", "Exchange"]

_log = logging.getLogger("flowc.http")
_LARGEST = 64 * 1024  # characters of a body
_HEAD = b'{"log":{"version":"1.2","creator":{"name":"flowc","version":"1"},"entries":[\n'
_TAIL = b"\n]}}\n"
_KIND = Kind("an archive that `flowc sync --har` wrote", _HEAD[:-1], private=True)
_SECRET_HEADER = re.compile(
    r"authorization|cookie|token|secret|password|session|api-?key|subscription-key|signature", re.I
)
_LEFT_OUT = "(left out: a login)"


class Exchange(Struct):
    """One request and what came of it. `secret_headers` are the ones that authorise; status 0: no answer came."""

    method: str
    url: str
    headers: dict[str, str]
    secret_headers: dict[str, str]
    content: bytes
    login: bool
    started: dt.datetime
    milliseconds: float = 0.0
    status: int = 0
    answer_headers: Mapping[str, str] = {}
    answer: bytearray = bytearray()
    comment: str = ""


class Archive:
    """An archive at `path`, made anew with mode 0600; safe to share by threads. UsageError if it cannot be written, or
    if another file is there.

    Struck out are the values of headers that carry secrets, bodies of logins, and every secret wherever it is echoed,
    in base64 and escaped forms too. Bodies are cut after 64 Ki characters.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._secrets: set[str] = set()
        self._end = len(_HEAD)
        with replacing(path, _KIND) as file:
            file.write(_HEAD + _TAIL)
        try:
            self._file = path.open("r+b")
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from None
        self._first = True
        self._full = False

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_exception: object) -> None:
        with contextlib.suppress(OSError):
            self._file.close()

    def add(self, exchange: Exchange, redact: Callable[[str], str]) -> None:
        """Write one exchange. `redact` strikes out what the system's login knows now.

        A file that cannot be written any more ends the archive and not the run: an answer may not be lost for it.
        """
        with self._lock:
            if self._full:
                return
            for value in exchange.secret_headers.values():
                self._secrets |= {value, value.rpartition(" ")[2]}
            entry = _entry(exchange, lambda text: redact(redacted(text, self._secrets)))
            raw = (b"" if self._first else b",\n") + json.dumps(entry).encode()
            self._first = False
            try:
                self._write(raw)
            except OSError as error:
                self._full = True
                _log.warning("the archive %s ends here: %s", self.path, error.strerror)

    def _write(self, raw: bytes) -> None:
        """Put this where the closing brackets are, and new ones behind it, in one piece."""
        self._file.seek(self._end)
        self._file.write(raw + _TAIL)
        self._file.flush()
        self._end += len(raw)


def _entry(exchange: Exchange, clean: Callable[[str], str]) -> dict[str, Any]:
    milliseconds = round(exchange.milliseconds, 3)
    entry = {
        "startedDateTime": exchange.started.isoformat(),
        "time": milliseconds,
        "request": _request(exchange, clean),
        "response": _response(exchange, clean),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }
    if exchange.comment:
        entry["comment"] = clean(exchange.comment)
    return entry


def _request(exchange: Exchange, clean: Callable[[str], str]) -> dict[str, Any]:
    query = urllib.parse.parse_qsl(urllib.parse.urlsplit(exchange.url).query, keep_blank_values=True)
    request: dict[str, Any] = {
        "method": exchange.method,
        "url": clean(exchange.url),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers({**exchange.headers, **dict.fromkeys(exchange.secret_headers, MARK)}, clean),
        "queryString": [{"name": clean(name), "value": clean(value)} for name, value in query],
        "headersSize": -1,
        "bodySize": len(exchange.content),
    }
    if exchange.content:
        kind = exchange.headers.get("Content-Type", "")
        request["postData"] = {"mimeType": kind, "params": [], **_body(exchange.content, exchange.login, clean)}
        request["postData"].pop("encoding", None)  # HAR knows it for answers only
    return request


def _response(exchange: Exchange, clean: Callable[[str], str]) -> dict[str, Any]:
    phrase = http.HTTPStatus(exchange.status).phrase if exchange.status in set(http.HTTPStatus) else ""
    content = _body(bytes(exchange.answer), exchange.login, clean) if exchange.answer else {}
    return {
        "status": exchange.status,
        "statusText": phrase,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(exchange.answer_headers, clean),
        "content": {
            "size": len(exchange.answer),
            "mimeType": clean(exchange.answer_headers.get("content-type", "")),
            **content,
        },
        "redirectURL": clean(exchange.answer_headers.get("location", "")),
        "headersSize": -1,
        "bodySize": -1,
    }


def _headers(headers: Mapping[str, str], clean: Callable[[str], str]) -> list[dict[str, str]]:
    return [
        {"name": clean(name), "value": MARK if _SECRET_HEADER.search(name) else clean(value)}
        for name, value in headers.items()
    ]


def _body(raw: bytes, login: bool, clean: Callable[[str], str]) -> dict[str, str]:
    """A body's text without secrets, cut; bytes that are no UTF-8 are kept in base64 if they hold no secret."""
    if login:
        return {"text": _LEFT_OUT}
    try:
        text = clean(raw.decode())
    except UnicodeDecodeError:
        loose = raw.decode("latin-1")
        if clean(loose) != loose:
            return {"text": "(left out: it holds a secret)"}
        return {"text": base64.b64encode(raw[:_LARGEST]).decode(), "encoding": "base64"}
    if len(text) <= _LARGEST:
        return {"text": text}
    return {"text": text[:_LARGEST], "comment": f"cut after {_LARGEST} of {len(text)} characters"}
