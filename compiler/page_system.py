"""Pages of the systems: records, patches, and where each ObjectType lives."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from .analyse import used_profiles
from .conversion import SEEN
from .ir import Program
from .naming import assign, camel, digest
from .page import (
    Call,
    FieldPage,
    Lit,
    Many,
    Name,
    RecordPage,
    SystemPage,
    TypePage,
    call,
    called,
    import_order,
    member,
    segments,
)
from .profile import ListProperty, ObjectType, Profile, Property

__all__ = ["Names", "element_of", "names_of", "system_pages"]

_PROTOCOLS: dict[str, dict[str, str]] = {
    "rest-json": {"update": "patch-merge", "precondition": "none", "dates": "iso"},
    "odata-v4": {"update": "patch-merge", "precondition": "etag", "dates": "iso"},
    "odata-v2": {"update": "put-partial", "precondition": "compare", "dates": "ms"},
}


def used_properties(program: Program) -> dict[tuple[str, str], dict[str, Property]]:
    """Properties by (system, type) and wire path: the profile's, and those that only rows name."""
    found: dict[tuple[str, str], dict[str, Property]] = defaultdict(dict)
    for profile in program.profiles:
        for name, kind in profile.types.items():
            found[profile.name, name].update(kind.properties)
    for flow in program.flows:
        for pair in flow.pairs:
            fields = [
                (e, f) for row in pair.rows for e, f in ((pair.left, row.left), (pair.right, row.right))
            ]
            fields += [(e, f) for m in pair.match for e, f in ((pair.left, m.left), (pair.right, m.right))]
            for end, field in fields:
                if not field.within:
                    found[end.profile.name, end.name].setdefault(field.path, field.prop)
    return found


class Names(Struct, frozen=True):
    """The attribute of each wire path, per (system, type) and per list of it, and the names of a module's classes.

    `classes` is keyed by (system, type, part): part is "record", "patch", or what `element_of` gives for a list.
    """

    attributes: dict[tuple[str, str], dict[str, str]]
    children: dict[tuple[str, str, str], dict[str, str]]
    classes: dict[tuple[str, str, str], str]
    constants: dict[tuple[str, str], str]


def names_of(program: Program) -> Names:
    """Names for everything the program's systems hold; they depend on the set of names only."""
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    children: dict[tuple[str, str, str], dict[str, str]] = {}
    for (system, name), properties in used_properties(program).items():
        kind = next(p for p in program.profiles if p.name == system).types[name]
        attributes[system, name] = assign([*properties, *kind.lists])
        for path, line_list in kind.lists.items():
            children[system, name, path] = assign(_child_paths(program, system, name, path, line_list))
    classes: dict[tuple[str, str, str], str] = {}
    constants: dict[tuple[str, str], str] = {}
    for profile in program.profiles:
        types = assign(profile.types)
        classes |= _classes(profile, types)
        for name, identifier in types.items():
            constant = identifier.upper().rstrip("_")
            constants[profile.name, name] = f"{constant}_TYPE" if constant in ("SYSTEM", "UNSET") else constant
    return Names(attributes, children, classes, constants)


def element_of(path: str) -> str:
    """The part that stands for the elements of a list; brackets keep a list called "patch" apart."""
    return f"[{path}]"


def _classes(profile: Profile, types: dict[str, str]) -> dict[tuple[str, str, str], str]:
    """The classes of a system's module. Records keep their names; what would collide with another gets a suffix."""
    records = {(profile.name, name, "record"): camel(identifier) for name, identifier in types.items()}
    parts: dict[tuple[str, str, str], str] = {}
    for name, kind in profile.types.items():
        klass = records[profile.name, name, "record"]
        parts[profile.name, name, "patch"] = f"{klass}Patch"
        for path in kind.lists:
            parts[profile.name, name, element_of(path)] = f"{klass}{camel(path).removesuffix('s')}"
    taken = Counter([*records.values(), *parts.values()])
    for key, wanted in parts.items():
        parts[key] = f"{wanted}_{digest(repr(key))}" if taken[wanted] > 1 else wanted
    return records | parts


def _child_paths(program: Program, system: str, name: str, path: str, line_list: ListProperty) -> set[str]:
    named = {
        field.child
        for flow in program.flows
        for pair in flow.pairs
        for row in pair.rows
        for end, field in ((pair.left, row.left), (pair.right, row.right))
        if (end.profile.name, end.name, field.within) == (system, name, path)
    }
    return named | set(line_list.properties)


def system_pages(program: Program) -> list[SystemPage]:
    """A page for every system the flows use."""
    names = names_of(program)
    properties = used_properties(program)
    return [_system_page(profile, program, names, properties) for profile in used_profiles(program)]


def _system_page(
    profile: Profile,
    program: Program,
    names: Names,
    properties: dict[tuple[str, str], dict[str, Property]],
) -> SystemPage:
    types = tuple(
        _type_page(profile, name, kind, properties[profile.name, name], names, program)
        for name, kind in sorted(profile.types.items())
    )
    system = _system_call(profile)
    used = {"ObjectType", "Operations", "Patch", "Property", "Record", "System", "UNSET"}
    used |= {field.type.text for page in types for r in (page.record, page.patch) for field in r.fields}
    used |= {field.type.text for page in types for r in page.elements for field in r.fields}
    used |= {part for call in (system, *(page.value for page in types)) for part in called(call)}
    return SystemPage(
        module=Name(profile.name), imports=import_order(used), system=system, types=types
    )


def _system_call(profile: Profile) -> Call:
    standard = _PROTOCOLS[profile.protocol]
    auth, paging, envelope = profile.auth, profile.paging, profile.envelope
    rows, item, following = {
        "odata-v4": ("value", "", "@odata.nextLink"),
        "odata-v2": ("d.results", "d", "d.__next"),
    }.get(profile.protocol, ("", "", ""))
    if envelope is not None:
        rows, item = envelope.rows, envelope.item
    scheme = paging.scheme if paging else ("next-link" if following else "none")
    return call(
        "System",
        name=profile.name,
        label=profile.label,
        protocol=profile.protocol,
        address=profile.address,
        auth=call(
            "Auth",
            scheme=member("AuthScheme", auth.scheme),
            header=auth.header if auth.header != "Authorization" else "",
            token_address=auth.token_address,
            scope=auth.scope,
            credentials=auth.credentials if auth.credentials != "basic" else "",
            secret_headers=tuple(sorted(auth.secret_headers.items())),
        ),
        paging=call(
            "Paging",
            scheme=member("PagingScheme", scheme),
            start=paging.start if paging else "",
            size=paging.size if paging else "",
            rows=paging.rows if paging else 100,
            next_path=segments((paging.next_path if paging else "") or following),
        ),
        envelope=call("Envelope", rows=segments(rows), item=segments(item)),
        update=member("UpdateStyle", profile.update or standard["update"]),
        precondition=member("Precondition", profile.precondition or standard["precondition"]),
        headers=tuple(sorted(profile.headers.items())),
        dates=profile.dates or standard["dates"],
    )


def _type_page(
    profile: Profile,
    name: str,
    kind: ObjectType,
    properties: dict[str, Property],
    names: Names,
    program: Program,
) -> TypePage:
    attributes = names.attributes[profile.name, name]
    klass = names.classes[profile.name, name, "record"]
    patch = names.classes[profile.name, name, "patch"]
    fields = {path: FieldPage(Name(attributes[path]), Name(SEEN[p.type])) for path, p in properties.items()}
    elements = []
    values: dict[str, Call] = {
        path: _property_call(attributes[path], path, prop, profile) for path, prop in properties.items()
    }
    for path, line_list in kind.lists.items():
        element = names.classes[profile.name, name, element_of(path)]
        children = _child_properties(program, profile.name, name, path, line_list)
        assigned = names.children[profile.name, name, path]
        elements.append(
            RecordPage(
                Name(element),
                tuple(
                    FieldPage(Name(assigned[child]), Name(SEEN[prop.type]))
                    for child, prop in sorted(children.items(), key=lambda item: assigned[item[0]])
                ),
            )
        )
        fields[path] = FieldPage(Name(attributes[path]), Name("Many"), Name(element))
        values[path] = call(
            "Property",
            attribute=attributes[path],
            path=segments(path),
            kind=Name("Kind.LIST"),
            access=_access(line_list.access),
            required=line_list.required,
            element=Name(element),
            children=Many(
                tuple(_property_call(assigned[c], c, p, profile) for c, p in sorted(children.items()))
            ),
        )
    order = sorted(fields, key=lambda path: (path != kind.key, attributes[path]))
    writable = [p for p in order if _access_of(p, properties, kind) != "read"]
    return TypePage(
        elements=tuple(elements),
        record=RecordPage(Name(klass), tuple(fields[path] for path in order)),
        patch=RecordPage(Name(patch), tuple(fields[path] for path in writable)),
        constant=Name(names.constants[profile.name, name]),
        value=call(
            "ObjectType",
            system=Name("SYSTEM"),
            name=name,
            record=Name(klass),
            patch=Name(patch),
            key=segments(kind.key),
            version=segments(kind.version),
            modified=segments(kind.modified),
            operations=_operations_call(kind),
            properties=Many(tuple(values[path] for path in order)),
        ),
    )


def _access_of(path: str, properties: dict[str, Property], kind: ObjectType) -> str:
    return properties[path].access if path in properties else kind.lists[path].access


def _child_properties(
    program: Program, system: str, name: str, path: str, line_list: ListProperty
) -> dict[str, Property]:
    found = dict(line_list.properties)
    for flow in program.flows:
        for pair in flow.pairs:
            for row in pair.rows:
                for end, field in ((pair.left, row.left), (pair.right, row.right)):
                    if (end.profile.name, end.name, field.within) == (system, name, path):
                        found.setdefault(field.child, field.prop)
    return found


def _access(access: str) -> Name | None:
    return None if access == "both" else member("Access", access)


def _property_call(attribute: str, path: str, prop: Property, profile: Profile) -> Call:
    blanks = prop.blanks if prop.blanks is not None else profile.blanks.get(prop.type, [])
    return call(
        "Property",
        attribute=attribute,
        path=segments(path),
        kind=None if prop.type == "text" else member("Kind", prop.type),
        access=_access(prop.access),
        required=prop.required,
        max_length=prop.max_length,
        blanks=tuple(blanks),
        default=None if prop.default is None else Lit(prop.default),
        targets=tuple(prop.references),
    )


def _operations_call(kind: ObjectType) -> Call:
    operations = kind.operations
    return call(
        "Operations",
        list=operations.list,
        item=operations.item,
        create=operations.create,
        why_not=operations.why_not,
        update=operations.update,
        list_query=tuple(sorted(operations.list_query.items())),
        item_query=tuple(sorted(operations.item_query.items())),
        update_query=tuple(sorted(operations.update_query.items())),
        since_query=operations.since_query,
        since_value=operations.since_value if operations.since_query else "",
        since_first=operations.since_first,
        overlap=operations.overlap or None,
        read_back=operations.read_back,
    )
