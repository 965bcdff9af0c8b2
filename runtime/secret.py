"""Secret values, and what a rotating login keeps between processes. Pure; `vault` does the keeping."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import NoReturn, Protocol

import msgspec
from msgspec import Struct

__all__ = ["Code", "Secret", "Tokens", "Vault"]


class Secret:
    """A value that shows itself only to who calls `reveal`; it cannot be printed, formatted or pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the wire and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, _spec: str) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not stored")


class Vault(Protocol):
    """Where the tokens of a rotating login are kept: one text, shared by every process and thread of this login."""

    def alone(self) -> AbstractContextManager[None]:
        """While this is open nobody else refreshes. UsageError where that cannot be had."""

    def read(self) -> str:
        """What is kept. UsageError where there is nothing, or others could read it."""

    def write(self, content: str) -> None:
        """Replace what is kept; returns when it is durable. UsageError where it cannot be."""


class Code(Struct, frozen=True):
    """What a person's browser brought back (RFC 6749, 4.1), with what the exchange must repeat."""

    code: Secret
    redirect: str
    verifier: Secret | None = None


class Tokens(Struct, frozen=True):
    """What a Vault keeps: the refresh token, and the access token with the moment to renew it (None: unknown)."""

    refresh_token: str
    access_token: str = ""
    renew_at: dt.datetime | None = None

    def __repr__(self) -> str:
        return "Tokens(***)"

    @classmethod
    def read(cls, content: str) -> Tokens:
        """What `text` has written, or a refresh token alone as a person put it there. ValueError for anything else."""
        content = content.strip()
        kept = msgspec.json.decode(content, type=cls) if content.startswith("{") else cls(content)
        # a moment without a zone cannot be compared, and nobody but a person writes one
        if not kept.refresh_token or (kept.renew_at is not None and kept.renew_at.tzinfo is None):
            raise ValueError("no refresh token, or a moment without a zone")
        return kept

    def text(self) -> str:
        """The tokens as one line."""
        return msgspec.json.encode(self).decode()
