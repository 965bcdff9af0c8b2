"""How a living system differs from what its profile says, told from a few of its answers. Pure (F-37).

A difference is no error yet: a property that never occurs may belong to a module that was not bought, or be hidden from
our user. So each one says what was seen, and what it may mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, UnsetType

from .model import Access, Json, Kind, ObjectType, Property
from .wire import at, is_readable

__all__ = ["Difference", "differences", "records_in"]

_MOST_NAMES = 12
_LONGEST_NAME = 80
_DEEPEST = 8


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that is not as stated: `what` names its sort, `path` the wire path (or "" for the whole type).

    `is_note`: worth knowing, and nothing is wrong: a profile lists what documents need, not all there is.
    """

    type: str
    what: str
    path: str = ""
    text: str
    is_note: bool = False


def differences(
    kind: ObjectType, documents: Sequence[dict[str, Any]], codes: Mapping[str, frozenset[str]] | None = None
) -> list[Difference]:
    """What these records tell that the ObjectType does not, and the other way round; nothing for no records.

    `codes` are the values that are known of some properties, by wire path.
    """
    if not documents:
        return []
    found = list(_of_fields(kind, kind.properties, documents, ""))
    found += _strangers(kind, documents)
    known = {".".join(prop.path) for prop in kind.properties}
    stamps = (("version", kind.version), ("modified", kind.modified), ("created", kind.created))
    for what, path in (("key", kind.key), *stamps):
        absent = sum(isinstance(at(one, path), UnsetType) for one in documents) if path else 0
        if absent and ".".join(path) not in known:
            text = f"the {what} is missing in {absent} of {len(documents)} records"
            found.append(Difference(type=kind.name, what=what, path=".".join(path), text=text))
    for named, values in (codes or {}).items():
        new = {str(v) for one in documents if (v := _plain(at(one, tuple(named.split("."))))) is not None} - values
        if new:
            text = f"has values that no code table knows: {_listed(sorted(new))}"
            found.append(Difference(type=kind.name, what="codes", path=named, text=text))
    return found


def _plain(value: Json | UnsetType) -> str | int | None:
    return value if isinstance(value, str | int) and value != "" else None


def _of_fields(
    kind: ObjectType, properties: Sequence[Property], documents: Sequence[Any], prefix: str
) -> Iterator[Difference]:
    ms = kind.system.dates == "ms"
    named = {kind.created: "created", kind.key: "key", kind.version: "version", kind.modified: "modified"}
    for prop in properties:
        if prop.within is not None:
            continue
        path = f"{prefix}{'.'.join(prop.path)}"
        values = [at(one, prop.path) for one in documents]
        seen = [value for value in values if not isinstance(value, UnsetType)]
        if not seen:
            role = "" if prefix else named.get(prop.path, "")
            what, meaning = (role, f"the {role} is missing") if role else ("absent", "never occurs")
            text = f"{meaning} in {len(values)} records: not there, not shown to us, or of another module"
            yield Difference(type=kind.name, what=what, path=path, text=text)
            continue
        full = [value for value in seen if value is not None and not _is_one_of(value, ("", *prop.blanks))]
        if prop.kind is Kind.LIST:
            rows = [value.get("results") if isinstance(value, dict) else value for value in full]
            single: list[Any] = [value for value in rows if not isinstance(value, list) and value is not None]
            if single:
                yield _typed(kind, path, "a list", single)
            elements = [row for value in rows if isinstance(value, list) for row in value if isinstance(row, dict)]
            if elements:
                yield from _of_fields(kind, prop.children, elements, f"{path}.")
            continue
        odd = [value for value in full if value not in prop.masks and not is_readable(prop.kind, value, ms)]
        if odd:
            yield _typed(kind, path, prop.kind.value, odd)
        if prop.max_length is not None:
            longest = max((len(value) for value in full if isinstance(value, str)), default=0)
            if longest > prop.max_length:
                text = f"holds {longest} characters, more than the {prop.max_length} that are stated"
                yield Difference(type=kind.name, what="length", path=path, text=text)
        empty = len(seen) - len(full)
        if prop.required and empty and prop.access is not Access.READ:
            text = f"is stated to be required, and is empty in {empty} of {len(seen)} records"
            yield Difference(type=kind.name, what="required", path=path, text=text)


def _is_one_of(value: Any, blanks: Sequence[Any]) -> bool:
    """Type and value both: 0 is no spelling of false."""
    return any(type(value) is type(blank) and value == blank for blank in blanks)


def _typed(kind: ObjectType, path: str, stated: str, odd: Sequence[Any]) -> Difference:
    """Says which types were found, and no value: it may be anybody's."""
    found = ", ".join(f"{name} ({times})" for name, times in Counter(map(_type_of, odd)).most_common())
    return Difference(type=kind.name, what="type", path=path, text=f"is stated to be {stated}, and came as {found}")


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "a flag"
    if isinstance(value, int | Decimal | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else "null"


def _strangers(kind: ObjectType, documents: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    """One difference for all that answers hold and the profile does not list."""
    known = {prop.path for prop in kind.properties} | {kind.key, kind.version, kind.modified, kind.created}
    children = {prop.path: {child.path for child in prop.children} for prop in kind.properties if prop.children}
    found: dict[str, None] = {}
    for document in documents:
        for path, value in _leaves(document, known, ()):
            if path not in known and not _is_odatas(path):
                found.setdefault(".".join(path))
            elif path in children and isinstance(value, list):
                inner = (leaf for row in value if isinstance(row, dict) for leaf in _leaves(row, children[path], ()))
                for below, _ in inner:
                    if below not in children[path] and not _is_odatas(below):
                        found.setdefault(".".join((*path, *below)))
    if found:
        text = f"{len(found)} properties of its records are not in the profile: {_listed(list(found))}"
        yield Difference(type=kind.name, what="unknown", text=text, is_note=True)


def _is_odatas(path: tuple[str, ...]) -> bool:
    """What OData adds to records: annotations, `__metadata`, and links to what was not asked for."""
    return "@odata." in path[-1] or path[-1].startswith("@") or path[0] == "__metadata" or "__deferred" in path


def _leaves(value: dict[str, Any], known: set[tuple[str, ...]], prefix: tuple[str, ...]) -> Iterator[Any]:
    """Paths and values that are no objects; an object the profile knows as it stands is one leaf, an empty one none."""
    for name, held in value.items():
        path = (*prefix, name)
        if isinstance(held, dict) and path not in known and len(path) < _DEEPEST:
            yield from _leaves(held, known, path)
        elif held is not None or not any(one[: len(path)] == path for one in known):
            yield path, held


def _listed(names: Sequence[str]) -> str:
    """Names for a person: the first of them, none too long, nothing that a terminal would obey."""
    shown = ["".join(c if c.isprintable() else "\ufffd" for c in name[:_LONGEST_NAME]) for name in names[:_MOST_NAMES]]
    return ", ".join(shown) + (" …" if len(names) > _MOST_NAMES else "")


def records_in(body: Any, depth: int = 3) -> list[tuple[tuple[str, ...], list[Any]]]:
    """Where an answer has lists of objects, as a hint for an envelope that is stated wrongly."""
    if isinstance(body, list):
        return [((), body)] if body and all(isinstance(row, dict) for row in body) else []
    found = []
    for name, held in body.items() if isinstance(body, dict) and depth else ():
        found += [((name, *path), rows) for path, rows in records_in(held, depth - 1)]
    return found
