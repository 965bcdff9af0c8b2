"""From the program to pages: finished names and literals. The last place that decides anything.

A page holds only closed types. `Name` is an identifier (or a dotted one) made by `naming` or written here,
`Lit` a literal, `Call` a constructor with named arguments made of these. A template that is handed anything
else refuses to render, so text from a document or a profile can only ever become a literal (G-01, G-02, G-03).
"""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from .analyse import used_profiles
from .ir import Conversion, Endpoint, FieldPath, LensUse, LineList, MatchRow, Pair, Program, Row
from .ir import Flow as FlowIr
from .naming import assign, camel, snake
from .profile import ListProperty, ObjectType, Profile, Property

__all__ = [
    "Argument",
    "Call",
    "ElementPage",
    "Expr",
    "FieldPage",
    "FlowPage",
    "FunctionPage",
    "Lit",
    "Many",
    "MatchPage",
    "Name",
    "PairPage",
    "RecordPage",
    "SystemPage",
    "TypePage",
    "flow_pages",
    "system_pages",
]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")


class Name(Struct, frozen=True):
    """An identifier, dotted or not; ValueError for anything else."""

    text: str

    def __post_init__(self) -> None:
        parts = self.text.split(".")
        if not _NAME.fullmatch(self.text) or any(keyword.iskeyword(part) for part in parts):
            raise ValueError(f"not an identifier: {self.text!r}")

    def __str__(self) -> str:
        return self.text


class Lit(Struct, frozen=True):
    """A literal: text, number, flag, None, or a tuple of these; printed in ASCII only."""

    value: str | int | bool | tuple[object, ...] | None

    def __str__(self) -> str:
        return _literal(self.value)


class Many(Struct, frozen=True):
    """A tuple of expressions."""

    members: tuple[Expr, ...]


class Argument(Struct, frozen=True):
    """A named argument."""

    name: Name
    value: Expr


class Call(Struct, frozen=True):
    """A call with named arguments."""

    name: Name
    arguments: tuple[Argument, ...]


Expr: TypeAlias = Name | Lit | Many | Call


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        inner = ", ".join(_literal(part) for part in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, str):
        # surrogates survive ascii() but not a UTF-8 file; double quotes are what black would print
        plain = ascii(value)[1:-1]
        plain = plain.replace("\\'", "'") if "'" in value else plain
        return '"' + plain.replace('"', '\\"') + '"'
    raise TypeError(f"no literal for {type(value).__name__}")


class FieldPage(Struct, frozen=True):
    """A field of a class: its name, the alias of its type, and that type's element for a list."""

    name: Name
    type: Name
    element: Name | None = None


class RecordPage(Struct, frozen=True):
    """A class of fields."""

    name: Name
    fields: tuple[FieldPage, ...]


class TypePage(Struct, frozen=True):
    """One ObjectType of a system module."""

    elements: tuple[RecordPage, ...]
    record: RecordPage
    patch: RecordPage
    constant: Name
    value: Call


class SystemPage(Struct, frozen=True):
    """`generated/systems/<module>.py`."""

    module: Name
    imports: tuple[Name, ...]
    system: Call
    types: tuple[TypePage, ...]


class FunctionPage(Struct, frozen=True):
    """One line of a function from or to a View: `name=lens(argument).get(...attribute)`."""

    name: Name
    attribute: Name
    lens: Name
    argument: Lit | None = None
    seen_by: Name | None = None
    spelled_by: Name | None = None
    blank: Name | None = None


class ElementPage(Struct, frozen=True):
    """The View of a list's elements, and its four functions."""

    view: RecordPage
    function: Name
    left: Name
    right: Name
    left_lines: tuple[FunctionPage, ...]
    right_lines: tuple[FunctionPage, ...]


class MatchPage(Struct, frozen=True):
    """One alternative of a match table."""

    label: Lit
    left: FunctionPage
    right: FunctionPage


class PairPage(Struct, frozen=True):
    """One ObjectPair of a flow module."""

    name: Name
    name_literal: Lit
    constant: Name
    title: Lit
    view: RecordPage
    elements: tuple[ElementPage, ...]
    left: Name
    right: Name
    left_patch: Name
    right_patch: Name
    left_type: Name
    right_type: Name
    left_facet: Call | None
    right_facet: Call | None
    left_lines: tuple[FunctionPage, ...]
    right_lines: tuple[FunctionPage, ...]
    left_puts: tuple[FunctionPage, ...]
    right_puts: tuple[FunctionPage, ...]
    matches: tuple[MatchPage, ...]
    options: tuple[Argument, ...]


class FlowPage(Struct, frozen=True):
    """`generated/flows/<module>.py` and `generated/qa/test_<module>.py`."""

    module: Name
    title: Lit
    flow_name: Lit
    systems: tuple[Name, ...]
    left_system: Name
    right_system: Name
    lenses: tuple[Name, ...]
    imports: tuple[Name, ...]
    pairs: tuple[PairPage, ...]


# ---- systems ------------------------------------------------------------------------------------

_ALIAS = {
    "text": "Text",
    "integer": "Integer",
    "decimal": "Number",
    "boolean": "Flag",
    "date": "Day",
    "datetime": "Moment",
}
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
    """The attribute of each wire path, per (system, type) and per list of it."""

    attributes: dict[tuple[str, str], dict[str, str]]
    children: dict[tuple[str, str, str], dict[str, str]]
    types: dict[str, dict[str, str]]


def names_of(program: Program) -> Names:
    """Names for everything the program's systems hold; they depend on the set of names only."""
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    children: dict[tuple[str, str, str], dict[str, str]] = {}
    for (system, name), properties in used_properties(program).items():
        kind = next(p for p in program.profiles if p.name == system).types[name]
        attributes[system, name] = assign([*properties, *kind.lists])
        for path, line_list in kind.lists.items():
            children[system, name, path] = assign(_child_paths(program, system, name, path, line_list))
    types = {profile.name: assign(profile.types) for profile in program.profiles}
    return Names(attributes, children, types)


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
    used |= {part for call in (system, *(page.value for page in types)) for part in _called(call)}
    return SystemPage(
        module=Name(profile.name), imports=_imports(used), system=system, types=types
    )


def _imports(used: set[str]) -> tuple[Name, ...]:
    """Names in the order import sorters want: constants, classes, functions."""
    return tuple(Name(name) for name in sorted(used, key=lambda name: (not name.isupper(), name)))


def _called(expr: Expr) -> Iterable[str]:
    """The runtime names an expression uses."""
    if isinstance(expr, Call):
        yield expr.name.text
        for argument in expr.arguments:
            yield from _called(argument.value)
    elif isinstance(expr, Many):
        for member in expr.members:
            yield from _called(member)
    elif isinstance(expr, Name) and "." in expr.text:
        yield expr.text.split(".")[0]


def _call(name: str, /, **values: Expr | str | int | bool | tuple[object, ...] | None) -> Call:
    arguments = tuple(
        Argument(Name(key), value if isinstance(value, Name | Lit | Many | Call) else Lit(value))
        for key, value in values.items()
        if value not in (None, "", (), False) or (isinstance(value, int) and not isinstance(value, bool))
    )
    return Call(Name(name), arguments)


def _member(enum: str, value: str) -> Name:
    return Name(f"{enum}.{value.upper().replace('-', '_')}")


def _segments(path: str) -> tuple[str, ...]:
    """A wire path's segments; a name that starts with "@" is one segment (OData annotations hold dots)."""
    if not path:
        return ()
    return (path,) if path.startswith("@") else tuple(path.split("."))


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
    return _call(
        "System",
        name=profile.name,
        label=profile.label,
        protocol=profile.protocol,
        address=profile.address,
        auth=_call(
            "Auth",
            scheme=_member("AuthScheme", auth.scheme),
            header=auth.header if auth.header != "Authorization" else "",
            token_address=auth.token_address,
            scope=auth.scope,
            credentials=auth.credentials if auth.credentials != "basic" else "",
            secret_headers=tuple(sorted(auth.secret_headers.items())),
        ),
        paging=_call(
            "Paging",
            scheme=_member("PagingScheme", scheme),
            start=paging.start if paging else "",
            size=paging.size if paging else "",
            rows=paging.rows if paging else 100,
            next_path=_segments((paging.next_path if paging else "") or following),
        ),
        envelope=_call("Envelope", rows=_segments(rows), item=_segments(item)),
        update=_member("UpdateStyle", profile.update or standard["update"]),
        precondition=_member("Precondition", profile.precondition or standard["precondition"]),
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
    type_name = names.types[profile.name][name]
    klass = camel(type_name)
    fields = {path: FieldPage(Name(attributes[path]), Name(_ALIAS[p.type])) for path, p in properties.items()}
    elements = []
    values: dict[str, Call] = {
        path: _property_call(attributes[path], path, prop, profile) for path, prop in properties.items()
    }
    for path, line_list in kind.lists.items():
        element = element_class(klass, path)
        children = _child_properties(program, profile.name, name, path, line_list)
        assigned = names.children[profile.name, name, path]
        elements.append(
            RecordPage(
                Name(element),
                tuple(
                    FieldPage(Name(assigned[child]), Name(_ALIAS[prop.type]))
                    for child, prop in sorted(children.items(), key=lambda item: assigned[item[0]])
                ),
            )
        )
        fields[path] = FieldPage(Name(attributes[path]), Name("Many"), Name(element))
        values[path] = _call(
            "Property",
            attribute=attributes[path],
            path=_segments(path),
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
        patch=RecordPage(Name(f"{klass}Patch"), tuple(fields[path] for path in writable)),
        constant=Name(type_name.upper().rstrip("_")),
        value=_call(
            "ObjectType",
            system=Name("SYSTEM"),
            name=name,
            record=Name(klass),
            patch=Name(f"{klass}Patch"),
            key=_segments(kind.key),
            version=_segments(kind.version),
            modified=_segments(kind.modified),
            operations=_operations_call(kind),
            properties=Many(tuple(values[path] for path in order)),
        ),
    )


def _access_of(path: str, properties: dict[str, Property], kind: ObjectType) -> str:
    return properties[path].access if path in properties else kind.lists[path].access


def element_class(klass: str, path: str) -> str:
    """The class of one element of a list: the type's name and the list's, singular."""
    return f"{klass}{camel(path).removesuffix('s')}"


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
    return None if access == "both" else _member("Access", access)


def _property_call(attribute: str, path: str, prop: Property, profile: Profile) -> Call:
    blanks = prop.blanks if prop.blanks is not None else profile.blanks.get(prop.type, [])
    return _call(
        "Property",
        attribute=attribute,
        path=_segments(path),
        kind=None if prop.type == "text" else _member("Kind", prop.type),
        access=_access(prop.access),
        required=prop.required,
        max_length=prop.max_length,
        blanks=tuple(blanks),
        default=None if prop.default is None else Lit(prop.default),
        targets=tuple(prop.references),
    )


def _operations_call(kind: ObjectType) -> Call:
    operations = kind.operations
    return _call(
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


# ---- flows --------------------------------------------------------------------------------------


def flow_pages(program: Program) -> list[FlowPage]:
    """A page for every flow."""
    names = names_of(program)
    return [_flow_page(flow, names) for flow in program.flows]


def module_name(flow_name: str) -> str:
    """`customerp-tripletex` → `customerp_tripletex`."""
    return snake(flow_name)


def _flow_page(flow: FlowIr, names: Names) -> FlowPage:
    pair_names = assign([_pair_label(pair) for pair in flow.pairs])
    pairs = tuple(_pair_page(pair, pair_names[_pair_label(pair)], names) for pair in flow.pairs)
    lines = [line for pair in pairs for line in _all_lines(pair)]
    systems = {end.profile.name for pair in flow.pairs for end in (pair.left, pair.right)}
    systems |= {flow.left.name, flow.right.name}
    lenses = {line.lens.text for line in lines}
    if "each" in lenses:
        lenses.add("each_back")
    used = {"Flow", "ObjectPair", "View", "ViewSide"}
    if any(record.fields for pair in pairs for record in _records(pair)):
        used.add("UNSET")
    used |= {f.type.text for pair in pairs for record in _records(pair) for f in record.fields}
    used |= {name for pair in pairs for option in pair.options for name in _called(option.value)}
    used |= {"Facet"} if any(pair.left_facet or pair.right_facet for pair in pairs) else set()
    used |= {"Match"} if any(pair.matches for pair in pairs) else set()
    return FlowPage(
        module=Name(module_name(flow.name)),
        title=Lit(f"{flow.left.label} to {flow.right.label}"),
        flow_name=Lit(flow.name),
        systems=tuple(Name(system) for system in sorted(systems)),
        left_system=Name(flow.left.name),
        right_system=Name(flow.right.name),
        lenses=tuple(Name(lens) for lens in sorted(lenses)),
        imports=_imports(used),
        pairs=pairs,
    )


def _records(pair: PairPage) -> list[RecordPage]:
    return [pair.view, *(element.view for element in pair.elements)]


def _all_lines(pair: PairPage) -> Iterable[FunctionPage]:
    for lines in (pair.left_lines, pair.right_lines, pair.left_puts, pair.right_puts):
        yield from lines
    for element in pair.elements:
        yield from element.left_lines
        yield from element.right_lines
    for match in pair.matches:
        yield from (match.left, match.right)


def _pair_label(pair: Pair) -> str:
    parts = [pair.left.name, pair.left.facet_name, pair.right.name, pair.right.facet_name, pair.discriminator]
    return " ".join(part for part in parts if part)


def _pair_page(pair: Pair, name: str, names: Names) -> PairPage:
    klass = camel(name)
    left_names = names.attributes[pair.left.profile.name, pair.left.name]
    right_names = names.attributes[pair.right.profile.name, pair.right.name]
    fields = view_fields(pair, left_names, right_names)
    elements, lefts, rights = [], [], []
    view: dict[str, FieldPage] = {}
    for group in pair.lists:
        field = fields[group.left, group.right]
        element = _element_page(
            pair, group, f"{name}_{field}", f"{klass}{camel(field).removesuffix('s')}", names
        )
        elements.append(element)
        view[field] = FieldPage(Name(field), Name("Many"), element.view.name)
        lefts.append(_list_line(field, left_names[group.left], element.function, "left", element.left))
        rights.append(_list_line(field, right_names[group.right], element.function, "right", element.right))
    for row in _live(pair.rows):
        field = fields[row.left.path, row.right.path]
        view[field] = FieldPage(Name(field), Name(row.conversion.seen))
        lefts.append(_line(field, left_names[row.left.path], _lens(row, row.left, row.conversion.left)))
        rights.append(_line(field, right_names[row.right.path], _lens(row, row.right, row.conversion.right)))
    bindings = {fields[row.left.path, row.right.path]: row.binding for row in _live(pair.rows)}
    bindings |= {fields[group.left, group.right]: group.binding for group in pair.lists}
    return PairPage(
        name=Name(name),
        name_literal=Lit(name),
        constant=Name(name.upper().rstrip("_")),
        title=Lit(f"{pair.left_label} to {pair.right_label}"),
        view=RecordPage(Name(f"{klass}View"), tuple(view[field] for field in sorted(view))),
        elements=tuple(elements),
        left=_type_name(pair.left, names),
        right=_type_name(pair.right, names),
        left_patch=Name(f"{_type_name(pair.left, names).text}Patch"),
        right_patch=Name(f"{_type_name(pair.right, names).text}Patch"),
        left_type=_constant(pair.left, names),
        right_type=_constant(pair.right, names),
        left_facet=_facet_call(pair.left),
        right_facet=_facet_call(pair.right),
        left_lines=_by_name(lefts),
        right_lines=_by_name(rights),
        left_puts=_by_name(line for line in lefts if bindings[line.name.text] in ("two-way", "left")),
        right_puts=_by_name(
            line for line in rights if bindings[line.name.text] in ("two-way", "right", "copy-right")
        ),
        matches=tuple(_match_page(match, left_names, right_names) for match in pair.match),
        options=tuple(_options(pair, fields, left_names, right_names, names)),
    )


def _by_name(lines: Iterable[FunctionPage]) -> tuple[FunctionPage, ...]:
    return tuple(sorted(lines, key=lambda line: line.name.text))


def _live(rows: tuple[Row, ...]) -> list[Row]:
    """Rows that are a field of the View by themselves."""
    return [row for row in rows if row.binding not in ("inert", "identity") and not row.left.within]


def view_fields(
    pair: Pair, left_names: dict[str, str], right_names: dict[str, str]
) -> dict[tuple[str, str], str]:
    """The View's field for each pair of paths: the left attribute's name, plus the right one for followers."""
    rows = _live(pair.rows)
    paths = [(row.left.path, row.right.path, row.binding) for row in rows]
    paths += [(group.left, group.right, "two-way") for group in pair.lists]
    labels: dict[tuple[str, str], str] = {}
    for left, right, binding in paths:
        alone = sum(1 for other, _, _ in paths if other == left) == 1
        follows = binding != "two-way" and not alone
        labels[left, right] = f"{left_names[left]}_to_{right_names[right]}" if follows else left_names[left]
    taken = assign(labels.values())
    return {key: taken[label] for key, label in labels.items()}


def _lens(row: Row, field: FieldPath, lens: LensUse) -> LensUse:
    if row.reference is None and not field.prop.references:
        return lens
    return LensUse("key_in_integer" if field.prop.type == "integer" else "key_in_text")


def _line(field: str, attribute: str, lens: LensUse) -> FunctionPage:
    argument = None if lens.argument is None else Lit(lens.argument)
    return FunctionPage(Name(field), Name(attribute), Name(lens.name), argument)


def _list_line(field: str, attribute: str, function: Name, side: str, element: Name) -> FunctionPage:
    return FunctionPage(
        Name(field),
        Name(attribute),
        Name("each"),
        seen_by=Name(f"{function.text}_from_{side}"),
        spelled_by=Name(f"{function.text}_to_{side}"),
        blank=element,
    )


def _element_page(pair: Pair, group: LineList, function: str, klass: str, names: Names) -> ElementPage:
    left_names = names.children[pair.left.profile.name, pair.left.name, group.left]
    right_names = names.children[pair.right.profile.name, pair.right.name, group.right]
    rows = [row for row in group.rows if row.binding == "two-way"]
    fields = assign([left_names[row.left.child] for row in rows])
    lefts, rights, view = [], [], []
    for row in rows:
        field = fields[left_names[row.left.child]]
        view.append(FieldPage(Name(field), Name(row.conversion.seen)))
        lefts.append(_line(field, left_names[row.left.child], _lens(row, row.left, row.conversion.left)))
        rights.append(_line(field, right_names[row.right.child], _lens(row, row.right, row.conversion.right)))
    left, right = _type_name(pair.left, names).text, _type_name(pair.right, names).text
    return ElementPage(
        view=RecordPage(Name(klass), tuple(sorted(view, key=lambda field: field.name.text))),
        function=Name(function),
        left=Name(element_class(left, group.left)),
        right=Name(element_class(right, group.right)),
        left_lines=_by_name(lefts),
        right_lines=_by_name(rights),
    )


def _type_name(end: Endpoint, names: Names) -> Name:
    return Name(f"{end.profile.name}.{camel(names.types[end.profile.name][end.name])}")


def _constant(end: Endpoint, names: Names) -> Name:
    return Name(f"{end.profile.name}.{names.types[end.profile.name][end.name].upper().rstrip('_')}")


def _facet_call(end: Endpoint) -> Call | None:
    if end.facet is None:
        return None
    return _call("Facet", name=end.facet_name, path=_segments(end.facet.path), value=Lit(end.facet.value))


def _match_page(match: MatchRow, left_names: dict[str, str], right_names: dict[str, str]) -> MatchPage:
    conversion: Conversion = match.conversion
    return MatchPage(
        label=Lit(f"{match.left.path} = {match.right.path}"),
        left=_line("left", left_names[match.left.path], conversion.left),
        right=_line("right", right_names[match.right.path], conversion.right),
    )


def _options(
    pair: Pair,
    fields: dict[tuple[str, str], str],
    left_names: dict[str, str],
    right_names: dict[str, str],
    names: Names,
) -> Iterable[Argument]:
    """The named arguments of an ObjectPair that most pairs leave at their defaults."""
    entries = [
        (fields[r.left.path, r.right.path], r.left.path, r.right.path, r.binding) for r in _live(pair.rows)
    ]
    entries += [
        (fields[group.left, group.right], group.left, group.right, group.binding) for group in pair.lists
    ]
    rows = tuple(
        _call(
            "Row",
            name=name,
            left=left_names[left],
            right=right_names[right],
            identity=f"{left} > {right}",
            binding=None if binding == "two-way" else _member("Binding", binding),
        )
        for name, left, right, binding in sorted(entries)
    )
    references = tuple(_references(pair, fields, names))
    if pair.rule.kind != "every":
        yield Argument(Name("creation"), _member("Creation", pair.rule.kind))
    if pair.rule.prose:
        yield Argument(Name("prose"), Lit(pair.rule.prose))
    if rows:
        yield Argument(Name("rows"), Many(rows))
    if references:
        yield Argument(Name("references"), Many(references))
    if pair.missing:
        yield Argument(Name("missing"), Lit(pair.missing))


def _references(pair: Pair, fields: dict[tuple[str, str], str], names: Names) -> Iterable[Call]:
    for row in sorted(pair.rows, key=lambda row: row.order):
        if row.reference is None or row.binding in ("inert", "identity"):
            continue
        if row.left.within:
            children = names.children[pair.left.profile.name, pair.left.name, row.left.within]
            field = f"{fields[row.left.within, row.right.within]}.{children[row.left.child]}"
        else:
            field = fields[row.left.path, row.right.path]
        yield _call("Reference", field=field, left=row.reference.left, right=row.reference.right)
