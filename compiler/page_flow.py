"""Pages of the flows: for each ObjectPair its View, its functions and its binding."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import structs

from .expression import (
    HERE,
    Expression,
    Literal,
    Path,
    may_be_blank,
    parameters,
    runtime_name,
    says_now,
)
from .ir import Conversion, Endpoint, FieldPath, LensUse, LineList, MatchRow, Pair, Program, Row
from .ir import Flow as FlowIr
from .naming import assign, camel, snake
from .page import (
    Argument,
    Call,
    ElementPage,
    Expr,
    FieldPage,
    FlowPage,
    FunctionPage,
    Given,
    Lit,
    Many,
    MatchPage,
    Name,
    PairPage,
    RecordPage,
    call,
    called,
    import_order,
    member,
    segments,
)
from .page_system import Names, element_of, names_of

__all__ = ["flow_pages", "module_name", "view_fields"]

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
    computed = [line.computed for line in lines if line.computed is not None]
    used = {"Flow", "ObjectPair", "View", "ViewSide"}
    if any(record.fields for pair in pairs for record in _records(pair)):
        used.add("UNSET")
    used |= {f.type.text for pair in pairs for record in _records(pair) for f in record.fields}
    used |= {name for pair in pairs for option in pair.options for name in called(option.value)}
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
        imports=import_order(used),
        computed=tuple(Name(name) for name in sorted({call.name.text for call in computed})),
        functions=any(name.startswith("functions.") for call in computed for name in called(call)),
        timed=any(pair.timed for pair in pairs),
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
        element_view = f"{klass}{camel(field).removesuffix('s')}"
        if element_view == f"{klass}View":
            element_view = f"{klass}Element"
        element = _element_page(pair, group, f"{name}_{field}", element_view, names)
        elements.append(element)
        view[field] = FieldPage(Name(field), Name("Many"), element.view.name)
        lefts.append(_list_line(field, left_names[group.left], element.function, "left", element.left))
        rights.append(_list_line(field, right_names[group.right], element.function, "right", element.right))
    for row in _live(pair.rows):
        field = fields[row.left.path, row.right.path]
        view[field] = FieldPage(Name(field), Name(row.conversion.seen))
        left = _line(field, left_names[row.left.path], _lens(row, row.left, row.conversion.left))
        lefts.append(structs.replace(left, computed=_computed(row, left_names[row.left.path])))
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
        left=_class(pair.left, "record", names),
        right=_class(pair.right, "record", names),
        left_patch=_class(pair.left, "patch", names),
        right_patch=_class(pair.right, "patch", names),
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
        timed=any(row.conversion.expression and says_now(row.conversion.expression) for row in _live(pair.rows)),
        options=tuple(_options(pair, fields, left_names, right_names, names)),
        laws=tuple(Name(law) for law in _laws(bindings.values())),
    )


LAWS = ("get_put", "put_get", "stability", "convergence", "no_op")
"""The laws of `runtime.laws` that two-way rows obey; copies and one-way rows obey `following`."""


_AS = {
    "Text": "as_text",
    "Integer": "as_integer",
    "Number": "as_number",
    "Flag": "as_flag",
    "Day": "as_date",
    "Moment": "as_datetime",
}


def _computed(row: Row, attribute: str) -> Call | None:
    """What stands for the left attribute where an expression makes the value."""
    tree = row.conversion.expression
    if tree is None:
        return None
    blank = (Argument(Name("may_be_blank"), Lit(True)),) if may_be_blank(tree) else ()
    given = (Name(f"record.{attribute}"), Given(_calculated(tree)))
    return Call(Name(_AS[row.conversion.seen]), blank, given)


def _calculated(tree: Expression) -> Expr:
    """The expression as calls of the runtime's functions; `value` is the left value."""
    if isinstance(tree, Path):
        return Name("value") if tree == HERE else Lit(None)
    if isinstance(tree, Literal):
        if isinstance(tree.value, Decimal):
            return Call(Name("functions.decimal"), given=(Lit(str(tree.value)),))
        return Lit(tree.value)
    if tree.function == "now":
        return Name("now")
    name = Name(f"functions.{runtime_name(tree.function)}")
    names = parameters(tree)
    if not names:
        return Call(name, given=tuple(_calculated(argument) for argument in tree.arguments))
    arguments = []
    for parameter, argument in zip(names, tree.arguments, strict=True):
        body = _calculated(argument)
        arguments.append(Argument(Name(parameter), Given(body) if parameter == "default" else body))
    return Call(name, tuple(arguments))


def _laws(bindings: Iterable[str]) -> Iterable[str]:
    """The laws that speak of a pair's rows; a pair without rows obeys all of them for want of any."""
    kinds = set(bindings)
    if "two-way" in kinds or not kinds:
        yield from LAWS
    if kinds - {"two-way"}:
        yield "following"


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
    return ElementPage(
        view=RecordPage(Name(klass), tuple(sorted(view, key=lambda field: field.name.text))),
        function=Name(function),
        left=_class(pair.left, element_of(group.left), names),
        right=_class(pair.right, element_of(group.right), names),
        left_lines=_by_name(lefts),
        right_lines=_by_name(rights),
    )


def _class(end: Endpoint, part: str, names: Names) -> Name:
    return Name(f"{end.profile.name}.{names.classes[end.profile.name, end.name, part]}")


def _constant(end: Endpoint, names: Names) -> Name:
    return Name(f"{end.profile.name}.{names.constants[end.profile.name, end.name]}")


def _facet_call(end: Endpoint) -> Call | None:
    if end.facet is None:
        return None
    return call("Facet", name=end.facet_name, path=segments(end.facet.path), value=Lit(end.facet.value))


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
        call(
            "Row",
            name=name,
            left=left_names[left],
            right=right_names[right],
            identity=f"{left} > {right}",
            binding=None if binding == "two-way" else member("Binding", binding),
        )
        for name, left, right, binding in sorted(entries)
    )
    references = tuple(_references(pair, fields, names))
    if pair.rule.kind != "every":
        yield Argument(Name("creation"), member("Creation", pair.rule.kind))
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
        yield call("Reference", field=field, left=row.reference.left, right=row.reference.right)
