"""The stored links that one round touches, each read once: all that change a link change the same value."""

from __future__ import annotations

from .store import LinkRow, Store

__all__ = ["Rows"]


class Rows(dict[int, LinkRow]):
    """Links by number, read when they are first asked for."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> LinkRow:
        row = self._store.link(number)
        assert row is not None, f"there is no link {number}"
        self[number] = row
        return row
