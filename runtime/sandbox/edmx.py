"""What OData services say of themselves at `$metadata`, as XML: EDMX of OData 4, and Microsoft's own of OData 2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from runtime.sandbox.world import Answer

__all__ = ["Entity", "Field", "Link", "edmx2", "edmx4"]

_V4 = ("http://docs.oasis-open.org/odata/ns/edmx", "http://docs.oasis-open.org/odata/ns/edm")
_V2 = ("http://schemas.microsoft.com/ado/2007/06/edmx", "http://schemas.microsoft.com/ado/2008/09/edm")
_SERVICES = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"


@dataclass(frozen=True)
class Field:
    """A property; `edm` is its type without `Edm.`, or the qualified name of another; `length` 0 where none is said."""

    name: str
    edm: str
    length: int = 0
    is_nullable: bool = True


@dataclass(frozen=True)
class Link:
    """A way from one entity to others of the type `target`; `owns`: they exist within it alone."""

    name: str
    target: str
    is_many: bool = False
    owns: bool = False


@dataclass(frozen=True)
class Entity:
    """An entity type and its set, "" where its records are found within others only."""

    name: str
    set_name: str
    key: str
    fields: tuple[Field, ...]
    links: tuple[Link, ...] = ()


def edmx4(namespace: str, entities: Iterable[Entity], enums: Iterable[tuple[str, tuple[str, ...]]]) -> Answer:
    """The document of an OData 4 service, with its enumerations."""
    root, schema = _begun("4.0", *_V4, namespace)
    container = ET.Element("EntityContainer", Name="Service")
    for name, members in enums:
        enum = ET.SubElement(schema, "EnumType", Name=name)
        for value, member in enumerate(members):
            ET.SubElement(enum, "Member", Name=member, Value=str(value))
    for entity in entities:
        element = _entity(schema, entity)
        for link in entity.links:
            of = f"{namespace}.{link.target}"
            said = {"Name": link.name, "Type": f"Collection({of})" if link.is_many else of}
            said |= {"ContainsTarget": "true"} if link.owns else {}
            ET.SubElement(element, "NavigationProperty", said)
        if entity.set_name:
            ET.SubElement(container, "EntitySet", Name=entity.set_name, EntityType=f"{namespace}.{entity.name}")
    schema.append(container)
    return _answer(root)


def edmx2(namespace: str, entities: Iterable[Entity]) -> Answer:
    """The document of an OData 2 service; each link is an association of its own."""
    root, schema = _begun("1.0", *_V2, namespace)
    container = ET.Element("EntityContainer", Name="Service")
    associations = []
    for entity in entities:
        element = _entity(schema, entity)
        for link in entity.links:
            name = f"{entity.name}_{link.name}"
            roles = {"FromRole": entity.name, "ToRole": link.name}
            said = {"Name": link.name, "Relationship": f"{namespace}.{name}", **roles}
            ET.SubElement(element, "NavigationProperty", said)
            association = ET.Element("Association", Name=name)
            ends = ((entity.name, entity.name, "1"), (link.name, link.target, "*" if link.is_many else "0..1"))
            for role, of, many in ends:
                ET.SubElement(association, "End", Role=role, Type=f"{namespace}.{of}", Multiplicity=many)
            associations.append(association)
        if entity.set_name:
            ET.SubElement(container, "EntitySet", Name=entity.set_name, EntityType=f"{namespace}.{entity.name}")
    schema.extend([*associations, container])
    return _answer(root)


def _begun(version: str, edmx: str, edm: str, namespace: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("edmx:Edmx", {"Version": version, "xmlns:edmx": edmx})
    services = ET.SubElement(root, "edmx:DataServices")
    if edm == _V2[1]:
        services.attrib |= {"xmlns:m": _SERVICES, "m:DataServiceVersion": "1.0"}
    return root, ET.SubElement(services, "Schema", {"Namespace": namespace, "xmlns": edm})


def _entity(schema: ET.Element, entity: Entity) -> ET.Element:
    element = ET.SubElement(schema, "EntityType", Name=entity.name)
    ET.SubElement(ET.SubElement(element, "Key"), "PropertyRef", Name=entity.key)
    for field in entity.fields:
        said = {"Name": field.name, "Type": field.edm if "." in field.edm else f"Edm.{field.edm}"}
        said |= {} if field.is_nullable else {"Nullable": "false"}
        said |= {"MaxLength": str(field.length)} if field.length else {}
        ET.SubElement(element, "Property", said)
    return element


def _answer(root: ET.Element) -> Answer:
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Answer(200, content, {"Content-Type": "application/xml;charset=utf-8"})
