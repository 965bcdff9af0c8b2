"""The fault plan: how a sandbox system misbehaves on request."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

GARBAGE = b'{"value": <html><body>Bad gateway'


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """One rule of the fault plan: which requests it strikes, how, and how many times.

    Actions: `status` (answer so, do nothing), `drop-before` (hang up, do nothing), `drop-after` (do it,
    then hang up), `delay` (wait `seconds`, then do it), `garbage` (do it, then answer something unreadable).
    The first `skip` matching requests are let through.
    """

    action: Literal["status", "drop-before", "drop-after", "delay", "garbage"]
    method: str = "*"
    path_contains: str = ""
    status: int = 503
    body: Any = None
    headers: dict[str, str] = {}
    times: int = 1
    skip: int = 0
    seconds: float = 0.5

    def strikes(self, method: str, path: str) -> bool:
        """Whether this rule is due for the request; counts down as it decides."""
        if self.method not in ("*", method) or self.path_contains not in path or self.times < 1:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True
