"""What Business Central says of its entity types at `$metadata`: types and lengths, and not what may be written."""

from __future__ import annotations

from runtime.sandbox.businesscentral_fields import ENUMS, TYPES, EntityType
from runtime.sandbox.businesscentral_query import LINES, NAVIGATION
from runtime.sandbox.edmx import Entity, Field, Link, edmx4
from runtime.sandbox.world import Answer

__all__ = ["metadata"]

SPACE = "Microsoft.NAV"
_COMPANY = Entity(
    "company",
    "companies",
    "id",
    (
        Field("id", "Guid", is_nullable=False),
        Field("systemVersion", "String"),
        Field("timestamp", "Int64"),
        *(Field(name, "String", length) for name, length in (("name", 30), ("displayName", 250))),
        Field("businessProfileId", "String", 250),
        *(Field(f"system{what}At", "DateTimeOffset") for what in ("Created", "Modified")),
        *(Field(f"system{what}By", "Guid") for what in ("Created", "Modified")),
    ),
)


def metadata() -> Answer:
    """The document."""
    return edmx4(SPACE, [_COMPANY, *(_entity(kind, entity) for kind, entity in TYPES.items())], ENUMS.items())


def _entity(kind: str, entity: EntityType) -> Entity:
    fields = [Field("id", "Guid", is_nullable=False), *(_field(entity, name) for name in entity.kinds)]
    if entity.is_stamped:
        fields.append(Field("lastModifiedDateTime", "DateTimeOffset"))
    links = [
        Link(name, TYPES[target].name, is_many=name == LINES, owns=name == LINES)
        for name, (target, _) in NAVIGATION.get(kind, {}).items()
    ]
    return Entity(entity.name, kind, "id", tuple(fields), tuple(links))


def _field(entity: EntityType, name: str) -> Field:
    of, bound = entity.kinds[name], entity.bounds.get(name, "")
    if of == "Enum":
        return Field(name, f"{SPACE}.{bound}")
    return Field(name, "String" if of == "Code" else of, int(bound) if bound else 0, name != entity.required)
