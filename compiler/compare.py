"""A profile compared with what a newer description of its system says. Pure.

Only what both state can differ, and OData 2 has no type for a date alone. What a description leaves open (a question of
its Draft) is no difference, and neither is what the profile does not list.
"""

from __future__ import annotations

import re

from msgspec import Struct

from .draft import Draft
from .naming import fold
from .profile import ObjectType

__all__ = ["Change", "changes"]


class Change(Struct, frozen=True, kw_only=True):
    """One thing that the description says otherwise: of an ObjectType, at a path of its records ("" for the whole)."""

    type: str
    path: str = ""
    text: str


def changes(types: dict[str, ObjectType], draft: Draft) -> list[Change]:
    """What the description says of these ObjectTypes that they do not. They meet by the address of their list, else by
    name; one that the description does not have is a change too."""
    described = draft.profile.types
    by_list = {_address(kind): name for name, kind in described.items()}
    by_name = {fold(label): name for name, kind in described.items() for label in (name, *kind.labels)}
    found: list[Change] = []
    for name, kind in types.items():
        other = by_list.get(_address(kind)) or by_name.get(fold(name))
        if other is None:
            found.append(Change(type=name, text="the description has no list of it"))
        else:
            found += _changes(name, kind, other, draft)
    return found


def _address(kind: ObjectType) -> str:
    """The list's address without the account, as descriptions spell it either way."""
    return re.sub(r"^/(\{account\}|[A-Za-z]+\(\{account\}\))", "", kind.operations.list.partition("?")[0])


def _changes(name: str, kind: ObjectType, other: str, draft: Draft) -> list[Change]:
    described = draft.profile.types[other]
    found: list[Change] = []
    for path, prop in kind.properties.items():
        said = described.properties.get(path)
        if path.startswith("@"):
            continue
        if said is None:
            if not any(fold(path).startswith(fold(one)) for one in described.lists):
                found.append(Change(type=name, path=path, text="the description does not have it"))
            continue
        is_midnight = draft.profile.protocol == "odata-v2" and (prop.type, said.type) == ("date", "datetime")
        if said.type != prop.type and not is_midnight and ("types", other, "properties", path) not in draft.questions:
            found.append(Change(type=name, path=path, text=f"is {prop.type} here and {said.type} in the description"))
        if said.max_length is not None and (prop.max_length or said.max_length + 1) > said.max_length:
            here = prop.max_length or "no number"
            text = f"may have {here} characters here and {said.max_length} in the description"
            found.append(Change(type=name, path=path, text=text))
        if said.access == "read" and prop.access != "read":
            found.append(Change(type=name, path=path, text="is written here, and only read in the description"))
    for path in kind.lists:
        if path not in described.lists and path not in draft.links.get(other, ()):
            found.append(Change(type=name, path=path, text="the description does not have this list of elements"))
    return found
