"""What a service of Exact Online says of its entity types at `$metadata`: types, and no lengths."""

from __future__ import annotations

from runtime.sandbox.edmx import Entity, Field, Link, edmx2
from runtime.sandbox.exact_fields import TYPES, EntityType
from runtime.sandbox.world import Answer

__all__ = ["SERVICES", "metadata"]

SERVICES = tuple(dict.fromkeys(entity.service for entity in TYPES.values()))
_BEYOND = {
    "Accounts": (Link("BankAccounts", "BankAccount", is_many=True),),
    "Quotations": (Link("QuotationOrderChargeLines", "QuotationOrderChargeLine", is_many=True),),
    "SalesOrders": (Link("SalesOrderOrderChargeLines", "SalesOrderOrderChargeLine", is_many=True),),
}
"""Lists that the vendor documents, and that are not kept here."""


def metadata(service: str) -> Answer:
    """The document of one service."""
    own = {kind: entity for kind, entity in TYPES.items() if entity.service == service}
    others = [link.target for kind in own for link in _BEYOND.get(kind, ())]
    entities = [_entity(kind, entity) for kind, entity in own.items()]
    entities += [Entity(name, "", "ID", (Field("ID", "Guid", is_nullable=False),)) for name in others]
    return edmx2("Exact.Web.Api.Models", entities)


def _entity(kind: str, entity: EntityType) -> Entity:
    empty = entity.zeroes.keys()
    fields = [Field(name, of, 0, name != entity.key and name not in empty) for name, of in entity.types.items()]
    links = [Link(entity.lines, TYPES[entity.lines].name, is_many=True)] if entity.lines else []
    return Entity(entity.name, kind, entity.key, tuple(fields), (*links, *_BEYOND.get(kind, ())))
