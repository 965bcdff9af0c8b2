"""Bodies of writes, out of wire paths and their new values. Pure."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from .endpoint import Changes
from .model import Json
from .paging import reach

__all__ = ["leaves", "nested", "replacements", "without"]


def nested(current: dict[str, Any], changes: Changes, keep_ids: bool) -> dict[str, Any]:
    """The changes as one document. `keep_ids` names the nested records that exist already by their `id`.

    Without it a partial PUT makes a new address instead of changing the one there is (vendor's examples).
    """
    root: dict[str, Any] = {}
    there: Any
    for path, value in changes:
        parent, there = root, current
        for segment in path[:-1]:
            there = there.get(segment) if isinstance(there, dict) else None
            known = {"id": there["id"]} if keep_ids and isinstance(there, dict) and "id" in there else {}
            parent = parent.setdefault(segment, known)
        parent[path[-1]] = value
    return root


def replacements(current: dict[str, Any], changes: Changes) -> list[dict[str, Any]]:
    """The changes as RFC 6902 operations; below a parent that is not there, one operation sets the parent."""
    whole: dict[tuple[str, ...], Changes] = {}
    for path, value in changes:
        lengths = range(1, len(path))
        cut = next((n for n in lengths if not isinstance(reach(current, path[:n]), dict)), len(path))
        whole.setdefault(path[:cut], []).append((path[cut:], value))
    return [{"op": "replace", "path": pointer(path), "value": _value(below)} for path, below in whole.items()]


def _value(below: Changes) -> Any:
    return below[-1][1] if below[-1][0] == () else nested({}, below, keep_ids=False)


def pointer(path: tuple[str, ...]) -> str:
    """An RFC 6901 pointer."""
    return "".join(f"/{segment.replace('~', '~0').replace('/', '~1')}" for segment in path)


def without(document: dict[str, Any], paths: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    """A copy of the document without what stands at these paths."""
    left = copy.deepcopy(document)
    for path in paths:
        parent = reach(left, path[:-1])
        if isinstance(parent, dict):
            parent.pop(path[-1], None)
    return left


def leaves(document: dict[str, Any], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Every value of a document that is no object, with its path."""
    for name, value in document.items():
        if isinstance(value, dict):
            yield from leaves(value, (*prefix, name))
        else:
            yield (*prefix, name), value
