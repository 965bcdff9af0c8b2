"""Who refers to whom, as profiles declare it, and what a CONNECTED rule asks of that (SEMANTICS section 3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UnsetType

from . import wire
from .model import Connected, ObjectType, Property
from .world import RecordId, World

__all__ = [
    "References",
    "connection_text",
    "is_linked_into",
    "refers",
    "targets_of",
    "types_referred_to",
]


class References:
    """The references between known records, both ways."""

    def __init__(self, world: World) -> None:
        self._world = world

    def of(self, record: RecordId, attributes: tuple[str, ...] | None = None) -> set[RecordId]:
        """The records that a record refers to, in these attributes or in any."""
        known = self._world.known(record)
        kind = self._world.types.get((record.system, record.type))
        if known is None or kind is None:
            return set()
        properties = [p for p in kind.properties if attributes is None or p.attribute in attributes]
        return {
            found
            for name, key in _named(tuple(properties), known.record)
            if self._world.known(found := RecordId(record.system, name, key)) is not None
        }

    def to(self, record: RecordId) -> set[RecordId]:
        """The records that refer to a record."""
        source = self._world.source
        found = source.referring(record.system, record.type, record.key) if source is not None else []
        return {one for name, key in found if self._world.known(one := RecordId(record.system, name, key)) is not None}

    def related(self, record: RecordId, connected: Connected) -> frozenset[RecordId]:
        """The records by which a rule may connect this one: of a listed type and referring to it or referred to by
        it, or named in one of the listed attributes. A record does not connect itself.
        """
        near = {one for one in self.to(record) | self.of(record) if one.type in connected.types}
        return frozenset((near | self.of(record, connected.attributes)) - {record})


def is_linked_into(world: World, record: RecordId, system: str) -> bool:
    """Whether any link of any pair joins a record with one of this system, and goes on."""
    links = (link for link in world.links_of[record] if link.id not in world.ended)
    return any((link.right if link.left == record else link.left).system == system for link in links)


def connection_text(world: World, kind: ObjectType, connected: Connected) -> str:
    """Why a record of this type is not created: what it would have to be connected to."""
    into = f"linked into {connected.into}"
    types = [f"connected to no {' or '.join(connected.types)} of {kind.system.name} that is {into}"]
    paths = {prop.attribute: ".".join(prop.path) for prop in kind.properties}
    named = [f"nothing in its {paths.get(name, name)} is {into}" for name in connected.attributes]
    unread = [name for name in connected.types if (kind.system.name, name) not in world.types]
    reason = ", and ".join([*(types if connected.types else ()), *named])
    return f"{reason}; no pair reads {' or '.join(unread)}" if unread else reason


def refers(kind: ObjectType) -> bool:
    """Whether records of an ObjectType refer to any others."""
    return bool(types_referred_to(kind))


def types_referred_to(kind: ObjectType) -> set[str]:
    """The names of the ObjectTypes that records of an ObjectType refer to, in its own system."""
    return {name for prop in kind.properties for holder in (prop, *prop.children) for name in holder.targets}


def targets_of(kind: ObjectType, document: dict[str, Any]) -> set[tuple[str, str]]:
    """(ObjectType, key) of everything a record refers to, whether it is there or not."""
    return set(_named(kind.properties, wire.decode(kind, document).record))


def _named(properties: tuple[Property, ...], holder: Any) -> Iterator[tuple[str, str]]:
    """(ObjectType, key) of everything these properties of a record, or of a list's element, may point to."""
    for prop in properties:
        value = getattr(holder, prop.attribute)
        if value is None or isinstance(value, UnsetType):
            continue
        if prop.children and isinstance(value, tuple):
            for element in value:
                yield from _named(prop.children, element)
        elif prop.targets and not isinstance(value, tuple):
            for name in prop.targets:
                yield name, str(value).strip()
