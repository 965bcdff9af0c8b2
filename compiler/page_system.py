"""Pages of the systems: records, patches, and where each ObjectType lives."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from .analyse import used_profiles
from .conversion import SEEN
from .ir import Endpoint, FieldPath, Program
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
from .profile import (
    Bulk,
    Envelope,
    Epoch,
    ErrorRule,
    Feed,
    LineOperations,
    ListProperty,
    ObjectType,
    Profile,
    Property,
    Source,
)

__all__ = ["Names", "class_of", "constant_of", "element_of", "names_of", "profile_page", "system_pages"]

_PROTOCOLS: dict[str, dict[str, str]] = {
    "rest-json": {"update": "patch-merge", "precondition": "none", "dates": "iso"},
    "odata-v4": {"update": "patch-merge", "precondition": "etag", "dates": "iso"},
    "odata-v2": {"update": "put-partial", "precondition": "compare", "dates": "ms"},
    "sql": {"update": "patch-merge", "precondition": "version", "dates": "iso"},
}


class Used(Struct, frozen=True):
    """What rows name beyond the profiles' own lists: fields of picked elements by (system, type) and name, and
    fields of a list's elements by (system, type, list) and path."""

    picked: dict[tuple[str, str], dict[str, FieldPath]]
    children: dict[tuple[str, str, str], dict[str, Property]]


def used_by(program: Program) -> Used:
    """One look at every row's fields."""
    used = Used(defaultdict(dict), defaultdict(dict))
    for flow in program.flows:
        for pair in flow.pairs:
            for row in pair.rows:
                _note(used, pair.left, row.left)
                _note(used, pair.right, row.right)
                for condition in row.conditions:
                    if condition.field is not None:
                        _note(used, pair.left if condition.side == "left" else pair.right, condition.field)
    return used


def _note(used: Used, end: Endpoint, field: FieldPath) -> None:
    if not field.within or not field.child:
        return
    if field.pick is not None:
        used.picked[end.profile.name, end.name].setdefault(field.name, field)
    else:
        used.children[end.profile.name, end.name, field.within].setdefault(field.child, field.prop)


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
    used = used_by(program)
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    children: dict[tuple[str, str, str], dict[str, str]] = {}
    classes: dict[tuple[str, str, str], str] = {}
    constants: dict[tuple[str, str], str] = {}
    for profile in program.profiles:
        for name, kind in profile.types.items():
            picked = used.picked.get((profile.name, name), ())
            attributes[profile.name, name] = assign([*kind.properties, *kind.lists, *picked])
            for path, line_list in kind.lists.items():
                known = used.children.get((profile.name, name, path), {})
                children[profile.name, name, path] = assign([*line_list.properties, *known])
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


def class_of(end: Endpoint, part: str, names: Names) -> Name:
    """The class of one side of a pair in its system's module; see `Names.classes` for `part`."""
    return Name(f"{end.profile.name}.{names.classes[end.profile.name, end.name, part]}")


def constant_of(end: Endpoint, names: Names) -> Name:
    """The ObjectType's constant in its system's module."""
    return Name(f"{end.profile.name}.{names.constants[end.profile.name, end.name]}")


def system_pages(program: Program) -> list[SystemPage]:
    """A page for every system the flows use."""
    names = names_of(program)
    used = used_by(program)
    return [_system_page(profile, names, used) for profile in used_profiles(program)]


def profile_page(profile: Profile) -> SystemPage:
    """The page of a system by what its profile alone says, before any document names it."""
    program = Program(flows=(), profiles=(profile,))
    return _system_page(profile, names_of(program), used_by(program))


def _system_page(profile: Profile, names: Names, used: Used) -> SystemPage:
    types = tuple(
        _type_page(profile, name, kind, names, used) for name, kind in sorted(profile.types.items())
    )
    system = _system_call(profile)
    needed = {"System"}
    if types:  # a system of documents without sections has none
        needed |= {"ObjectType", "Operations", "Patch", "Property", "Record", "UNSET"}
    needed |= {field.type.text for page in types for r in (page.record, page.patch) for field in r.fields}
    needed |= {field.type.text for page in types for r in page.elements for field in r.fields}
    needed |= {part for call in (system, *(page.value for page in types)) for part in called(call)}
    return SystemPage(
        module=Name(profile.name), imports=import_order(needed), system=system, types=types
    )


def _system_call(profile: Profile) -> Call:
    standard = _PROTOCOLS[profile.protocol]
    auth, paging, envelope = profile.auth, profile.paging, profile.envelope or Envelope()
    rows, item, following = {
        "odata-v4": ("value", "", "@odata.nextLink"),
        "odata-v2": ("d.results", "d", "d.__next"),
    }.get(profile.protocol, ("", "", ""))
    rows = rows if envelope.rows is None else envelope.rows
    item = item if envelope.item is None else envelope.item
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
            authorize_address=auth.authorize_address,
            pkce=auth.pkce,
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
            value=paging.value if paging and paging.scheme == "keyset" else "",
            until_empty=paging is not None and paging.until_empty,
        ),
        envelope=call(
            "Envelope",
            rows=segments(rows),
            item=segments(item),
            made=None if envelope.made is None else Lit(segments(envelope.made)),
            message=segments(envelope.message),
            code=segments(envelope.code),
        ),
        update=member("UpdateStyle", profile.update or standard["update"]),
        precondition=member("Precondition", profile.precondition or standard["precondition"]),
        headers=tuple(sorted(profile.headers.items())),
        fills_absent=profile.fills_absent,
        dates=profile.dates or standard["dates"],
        batch=call("Batch", address=profile.batch.address, rows=profile.batch.rows) if profile.batch else None,
        epoch=_epoch_call(profile.epoch) if profile.epoch else None,
        errors=Many(tuple(_error_call(rule) for rule in profile.errors)) if profile.errors else None,
        rates=Many(tuple(call("Rate", requests=rate.requests, seconds=rate.seconds) for rate in profile.rate))
        if profile.rate
        else (),
        concurrent=profile.concurrent or None,
        logins_count=profile.logins_count,
        idempotency=profile.idempotency,
        idempotency_hours=profile.idempotency_hours if profile.idempotency_hours != 24 else None,
        settles_within=profile.settles_within or None,
        lag=profile.lag or None,
    )


def _epoch_call(epoch: Epoch) -> Call:
    paths = tuple(segments(path) for path in epoch.paths)
    return call("Epoch", list=epoch.list, query=_query(epoch.query), paths=paths)


def _error_call(rule: ErrorRule) -> Call:
    return call(
        "ErrorRule",
        means=member("Meaning", rule.means),
        method=rule.method,
        status=rule.status or None,
        code=rule.code,
        text=rule.text,
    )


def _type_page(profile: Profile, name: str, kind: ObjectType, names: Names, used: Used) -> TypePage:
    attributes = names.attributes[profile.name, name]
    klass = names.classes[profile.name, name, "record"]
    patch = names.classes[profile.name, name, "patch"]
    picked = used.picked.get((profile.name, name), {})
    singles = kind.properties | {path: field.prop for path, field in picked.items()}
    fields = {path: FieldPage(Name(attributes[path]), Name(SEEN[p.type])) for path, p in singles.items()}
    access: dict[str, str] = {path: prop.access for path, prop in kind.properties.items()}
    access |= {path: line_list.access for path, line_list in kind.lists.items()}
    access |= {path: field.access for path, field in picked.items()}
    values: dict[str, Call] = {
        path: _property_call(attributes[path], path, prop, profile) for path, prop in kind.properties.items()
    }
    values |= {path: _picked_call(attributes[path], field, profile) for path, field in picked.items()}
    elements = []
    for path, line_list in kind.lists.items():
        children = line_list.properties | {
            child: prop
            for child, prop in used.children.get((profile.name, name, path), {}).items()
            if child not in line_list.properties
        }
        assigned = names.children[profile.name, name, path]
        element = names.classes[profile.name, name, element_of(path)]
        elements.append(_element_record(element, children, assigned))
        fields[path] = FieldPage(Name(attributes[path]), Name("Many"), Name(element))
        values[path] = _list_call(attributes[path], path, line_list, element, children, assigned, profile)
    order = sorted(fields, key=lambda path: (path != kind.key, attributes[path]))
    return TypePage(
        elements=tuple(elements),
        record=RecordPage(Name(klass), tuple(fields[path] for path in order)),
        patch=RecordPage(Name(patch), tuple(fields[path] for path in order if access[path] != "read")),
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
            created=segments(kind.created),
            unique=tuple(sorted(attributes[path] for path in kind.unique)),
            operations=_operations_call(kind),
            properties=Many(tuple(values[path] for path in order)),
        ),
    )


def _element_record(element: str, children: dict[str, Property], assigned: dict[str, str]) -> RecordPage:
    ordered = sorted(children.items(), key=lambda entry: assigned[entry[0]])
    return RecordPage(
        Name(element), tuple(FieldPage(Name(assigned[child]), Name(SEEN[prop.type])) for child, prop in ordered)
    )


def _list_call(
    attribute: str,
    path: str,
    line_list: ListProperty,
    element: str,
    children: dict[str, Property],
    assigned: dict[str, str],
    profile: Profile,
) -> Call:
    return call(
        "Property",
        attribute=attribute,
        path=segments(path),
        kind=Name("Kind.LIST"),
        access=_access(line_list.access),
        required=line_list.required,
        key=segments(line_list.key),
        version=segments(line_list.version),
        lines=_lines_call(line_list.operations) if line_list.operations else None,
        table=line_list.table,
        parent=line_list.parent,
        element=Name(element),
        children=Many(tuple(_property_call(assigned[c], c, p, profile) for c, p in sorted(children.items()))),
    )


def _picked_call(attribute: str, field: FieldPath, profile: Profile) -> Call:
    """A field of the element that a condition selects."""
    assert field.pick is not None
    plain = _property_call(attribute, field.within, field.prop, profile)
    values = {argument.name.text: argument.value for argument in plain.arguments}
    element = call(
        "Element", path=segments(field.child), where=segments(field.pick.where), values=tuple(field.pick.values)
    )
    values |= {"within": element}
    access = _access(field.access)
    if access is not None:
        values["access"] = access
    values.pop("required", None)
    return call("Property", **values)


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
        required_within=prop.required_within,
        max_length=prop.max_length,
        blanks=tuple(blanks),
        cleared=_cleared(path, prop, blanks, profile),
        masks=tuple(prop.masks),
        default=None if prop.default is None else Lit(prop.default),
        targets=tuple(prop.references),
    )


def _cleared(path: str, prop: Property, blanks: list[str | int | bool], profile: Profile) -> Lit | None:
    """What clears a field that may be cleared by a value of its own; an object named by its id is cleared whole."""
    is_value = prop.access == "both" and not blanks and not path.endswith(".id")
    return Lit(profile.cleared[prop.type]) if is_value and prop.type in profile.cleared else None


def _lines_call(lines: LineOperations) -> Call:
    return call(
        "LineOperations",
        create=lines.create,
        update=lines.update,
        delete=lines.delete,
        parent=segments(lines.parent),
    )


def _operations_call(kind: ObjectType) -> Call:
    operations = kind.operations
    bulk = operations.bulk
    return call(
        "Operations",
        list=operations.list,
        item=operations.item,
        create=operations.create,
        why_not=operations.why_not,
        update=operations.update,
        delete=operations.delete,
        lives_on=operations.lives_on,
        list_query=_query(operations.list_query),
        item_query=_query(operations.item_query),
        update_query=_query(operations.update_query),
        variants=tuple(_query(variant) for variant in operations.variants),
        feed=_feed_call(operations.feed) if operations.feed else None,
        bulk=_bulk_call(bulk) if bulk else None,
        partial=operations.partial,
        read_back=operations.read_back,
        table=operations.table,
    )


def _bulk_call(bulk: Bulk) -> Call:
    return call(
        "Bulk", create=bulk.create, update=bulk.update, rows=bulk.rows, keys=bulk.keys, keyed=bulk.keyed
    )


def _feed_call(feed: Feed) -> Call:
    return call(
        "Feed",
        scheme=member("FeedScheme", feed.scheme),
        list=feed.list,
        query=_query(feed.query),
        parameter=feed.parameter,
        value=feed.value if feed.value != "{since}" else "",
        first=feed.first,
        overlap=feed.overlap or None,
        rows=feed.rows or None,
        stamp=segments(feed.stamp),
        key=segments(feed.key),
        partial=feed.partial,
        full_every=feed.full_every or None,
        also=Many(tuple(_source_call(source) for source in feed.also)) if feed.also else None,
    )


def _source_call(source: Source) -> Call:
    return call(
        "Source",
        list=source.list,
        query=_query(source.query),
        value=source.value if source.value != "{since}" else "",
        stamp=segments(source.stamp),
        key=segments(source.key),
        within=segments(source.within),
    )


def _query(query: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(query.items()))
