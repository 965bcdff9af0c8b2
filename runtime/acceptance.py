"""Which values of a Patch a system is known to refuse, so that they are not sent. Pure."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType

from .model import Access, ObjectType, Patch, Property

__all__ = ["problems"]


def problems(object_type: ObjectType, patch: Patch, creating: bool) -> dict[str, str]:
    """Attributes of a Patch that the system is known to refuse, each with the reason.

    Too long (a truncated value would compare equal to another long one: never cut), a required property
    cleared, a value that is fixed after creation; when `creating`, required properties without a value, and the
    values of an object that lacks what it cannot be without.
    """
    found = _incomplete(object_type, patch) if creating else {}
    for prop in object_type.properties:
        value = getattr(patch, prop.attribute, UNSET)
        given = not isinstance(value, UnsetType) and value is not None
        if isinstance(value, tuple) and (long := _too_long(prop, value)):
            found[prop.attribute] = long
        elif given and isinstance(value, str) and prop.max_length and len(value) > prop.max_length:
            found[prop.attribute] = f"is {len(value)} characters long; at most {prop.max_length} are accepted"
        elif prop.required and (not given and prop.default is None if creating else value is None):
            found[prop.attribute] = "is required and has no value"
        elif not creating and prop.access is Access.CREATE and not isinstance(value, UnsetType):
            found[prop.attribute] = "cannot be changed after the record is created"
    return found


def _incomplete(object_type: ObjectType, patch: Patch) -> dict[str, str]:
    """The values given of objects that lack a field they need, each with the reason."""
    found: dict[str, str] = {}
    for needed in object_type.properties:
        is_there = needed.default is not None or getattr(patch, needed.attribute, UNSET) not in (UNSET, None)
        if not needed.required_within or is_there:
            continue
        place = needed.path[:-1]
        for prop in object_type.properties:
            within = prop.path[: len(place)] == place
            if within and getattr(patch, prop.attribute, UNSET) not in (UNSET, None):
                found[prop.attribute] = f"is not taken without {'.'.join(needed.path)}"
    return found


def _too_long(prop: Property, elements: tuple[Any, ...]) -> str:
    """Which field of an element is too long, or ""."""
    for child in prop.children:
        values = (getattr(element, child.attribute, None) for element in elements)
        if child.max_length and any(isinstance(value, str) and len(value) > child.max_length for value in values):
            return f"has an element whose {'.'.join(child.path)} is longer than {child.max_length} characters"
    return ""
