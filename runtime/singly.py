"""An Endpoint as the engine asks for it: one write at a time, and lists that are read whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .endpoint import Changes, Endpoint, NothingSeen, Untold
from .errors import OutcomeUnknown, RemoteError
from .model import Snapshot

__all__ = ["Singly"]


class Singly:
    """Takes the Endpoint. Every RemoteError is raised."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def pull(self, since: str) -> Iterator[list[Snapshot]]:
        """Everything: an instant is no cursor."""
        for page in self._endpoint.pull("", NothingSeen()):
            yield page.snapshots

    def fetch(self, key: str, document: dict[str, Any] | None = None) -> Snapshot | None:
        return self._endpoint.fetch(key, document)

    def create(self, document: dict[str, Any]) -> Snapshot:
        return self._done(self._endpoint.create_all([document])[0])

    def update(self, current: Snapshot, changes: Changes) -> Snapshot:
        return self._done(self._endpoint.update_all([(current, changes)])[0])

    def _done(self, outcome: Snapshot | Untold | RemoteError) -> Snapshot:
        if isinstance(outcome, RemoteError):
            raise outcome
        if isinstance(outcome, Untold):
            raise OutcomeUnknown("", "the answer does not show the record")
        return outcome
