"""Pages of the flows: for each ObjectPair its View, its functions and its binding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import structs

from .expression import (
    says_now,
)
from .ir import (
    Binding,
    Condition,
    Conversion,
    Endpoint,
    LensUse,
    LineList,
    MatchRow,
    Pair,
    Program,
    Row,
)
from .ir import Flow as FlowIr
from .naming import assign, camel, digest
from .page import (
    Argument,
    Call,
    ElementPage,
    FieldPage,
    FlowPage,
    FunctionPage,
    LensPage,
    Lit,
    Many,
    MatchPage,
    MirrorPage,
    Name,
    PairPage,
    PutPage,
    RecordPage,
    call,
    called,
    import_order,
    member,
    segments,
)
from .page_creation import constant_name, mirror_page, module_name, pair_label, rule_call, when_page
from .page_lens import COMPUTED, GIVEN, attributes_below, computed, lens_of, names_in, through
from .page_system import Names, class_of, constant_of, element_of, names_of

__all__ = ["flow_pages", "module_name", "view_fields"]

def flow_pages(program: Program) -> list[FlowPage]:
    """A page for every flow."""
    names = names_of(program)
    labels = {flow.name: assign(map(pair_label, flow.pairs)) for flow in program.flows}
    return [_flow_page(flow, names, labels) for flow in program.flows]


def _flow_page(flow: FlowIr, names: Names, labels: dict[str, dict[str, str]]) -> FlowPage:
    pairs = tuple(_pair_page(pair, labels[flow.name][pair_label(pair)], names) for pair in flow.pairs)
    mirrors = tuple(mirror_page(mirror, number, flow, names, labels) for number, mirror in enumerate(flow.mirrors))
    lines = [line for pair in pairs for line in _all_lines(pair)]
    own = {lens.name.text for pair in pairs for lens in pair.lenses}
    calls = [lens.value for pair in pairs for lens in pair.lenses]
    systems = {end.profile.name for pair in flow.pairs for end in (pair.left, pair.right)}
    systems |= {mirror.own.left.profile.name for mirror in flow.mirrors if mirror.own.rule.when}
    systems |= {flow.left.name, flow.right.name}
    lenses = {line.lens.text for line in lines} - own
    lenses |= {name for value in calls for name in names_in(value)} - COMPUTED - GIVEN
    lenses |= {line.back.text for line in lines if line.back is not None}
    if any(len(put.lines) > 1 for pair in pairs for put in (*pair.left_puts, *pair.right_puts)):
        lenses.add("either")
    calls += [line.computed for line in lines if line.computed is not None]
    used = _model_names(pairs, mirrors)
    whens = [pair.when for pair in pairs if pair.when is not None]
    whens += [mirror.when for mirror in mirrors if mirror.when is not None]
    return FlowPage(
        module=Name(module_name(flow.name)),
        title=Lit(f"{flow.left.label} to {flow.right.label}"),
        flow_name=Lit(flow.name),
        systems=tuple(Name(system) for system in sorted(systems)),
        left_system=Name(flow.left.name),
        right_system=Name(flow.right.name),
        lenses=tuple(Name(lens) for lens in sorted(lenses)),
        imports=import_order(used),
        computed=tuple(Name(n) for n in sorted({n for c in calls for n in names_in(c) if n in COMPUTED})),
        predicates=tuple(Name(n) for n in sorted({test.name.text for when in whens for test in when.tests})),
        flows=tuple(
            Name(module_name(name)) for name in sorted({m.flow for m in flow.mirrors if m.flow != flow.name})
        ),
        functions=any(name == "functions" for c in calls for name in names_in(c)),
        timed=any(pair.left_timed or pair.right_timed for pair in pairs),
        pairs=pairs,
        mirrors=mirrors,
    )


def _model_names(pairs: tuple[PairPage, ...], mirrors: tuple[MirrorPage, ...]) -> set[str]:
    """What a flow's module imports from the model."""
    used = {"Flow"}
    if pairs:
        used |= {"ObjectPair", "View", "ViewSide"}
    if any(record.fields for pair in pairs for record in _records(pair)):
        used.add("UNSET")
    used |= {f.type.text for pair in pairs for record in _records(pair) for f in record.fields}
    used |= {name for pair in pairs for option in pair.options for name in called(option.value)}
    used |= {"Facet"} if any(pair.left_facet or pair.right_facet for pair in pairs) else set()
    used |= {"Match"} if any(pair.matches for pair in pairs) else set()
    used |= {"Mirror"} if mirrors else set()
    used |= {name for mirror in mirrors for name in called(mirror.rule)}
    return used


def _records(pair: PairPage) -> list[RecordPage]:
    return [pair.view, *(element.view for element in pair.elements)]


def _all_lines(pair: PairPage) -> Iterable[FunctionPage]:
    for lines in (pair.left_lines, pair.right_lines):
        yield from lines
    for element in pair.elements:
        yield from element.left_lines
        yield from element.right_lines
    for match in pair.matches:
        yield from (match.left, match.right)


def _pair_page(pair: Pair, name: str, names: Names) -> PairPage:
    klass = camel(name)
    left_names = names.attributes[pair.left.profile.name, pair.left.name]
    right_names = names.attributes[pair.right.profile.name, pair.right.name]
    fields = view_fields(pair, left_names, right_names)
    elements, lefts, rights = [], [], []
    lenses: list[LensPage] = []
    view: dict[str, FieldPage] = {}
    for group in pair.lists:
        field = fields[group.identity]
        element_view = f"{klass}{camel(field).removesuffix('s')}"
        if element_view == f"{klass}View":
            element_view = f"{klass}Element"
        element = _element_page(pair, group, f"{name}_{field}", element_view, names, lenses)
        elements.append(element)
        view[field] = FieldPage(Name(field), Name("Many"), element.view.name)
        back = Name("keyed_back" if group.keyed else "each_back")
        lefts.append(_list_line(field, left_names[group.left], element.function, "left", element.left, back))
        rights.append(_list_line(field, right_names[group.right], element.function, "right", element.right, back))
    for row in _live(pair.rows):
        field = fields[row.identity]
        view[field] = FieldPage(Name(field), Name(row.conversion.seen))
        left = _line(field, left_names[row.left.name], lens_of(row, row.left, row.conversion.left))
        right = _line(field, right_names[row.right.name], lens_of(row, row.right, row.conversion.right))
        source = _seen_through(right if row.turned else left, row, name, lenses)
        if row.conversion.back is None:
            own = (row.right, right_names) if row.turned else (row.left, left_names)
            below = attributes_below(row, *own)
            source = structs.replace(source, computed=computed(row, source.attribute.text, below))
        lefts.append(left if row.turned else source)
        rights.append(source if row.turned else right)
    bindings = {fields[row.identity]: row.binding for row in _live(pair.rows)}
    bindings |= {fields[group.identity]: group.binding for group in pair.lists}
    return PairPage(
        name=Name(name),
        name_literal=Lit(name),
        constant=Name(constant_name(name)),
        title=Lit(f"{pair.left_label} to {pair.right_label}"),
        view=RecordPage(Name(f"{klass}View"), tuple(view[field] for field in sorted(view))),
        elements=tuple(elements),
        left=class_of(pair.left, "record", names),
        right=class_of(pair.right, "record", names),
        left_patch=class_of(pair.left, "patch", names),
        right_patch=class_of(pair.right, "patch", names),
        left_type=constant_of(pair.left, names),
        right_type=constant_of(pair.right, names),
        left_facet=_facet_call(pair.left),
        right_facet=_facet_call(pair.right),
        left_lines=_by_name(lefts),
        right_lines=_by_name(rights),
        left_puts=_puts(line for line in lefts if bindings[line.name.text] in _WRITE_LEFT),
        right_puts=_puts(line for line in rights if bindings[line.name.text] in _WRITE_RIGHT),
        matches=tuple(_match_page(match, left_names, right_names) for match in pair.match),
        lenses=tuple(sorted(lenses, key=lambda lens: lens.name.text)),
        when=when_page(pair, f"{name}_is_due", names),
        left_timed=any(_says_now(row) for row in _live(pair.rows) if not row.turned),
        right_timed=any(_says_now(row) for row in _live(pair.rows) if row.turned),
        options=tuple(_options(pair, name, fields, left_names, right_names, names)),
        laws=tuple(Name(law) for law in _laws(bindings.values(), pair)),
    )


_WRITE_LEFT = ("two-way", "left", "copy-left")
_WRITE_RIGHT = ("two-way", "right", "copy-right")


def _says_now(row: Row) -> bool:
    return row.conversion.expression is not None and says_now(row.conversion.expression)


def _puts(lines: Iterable[FunctionPage]) -> tuple[PutPage, ...]:
    """What each attribute is written from. Rows that share one hold under conditions that exclude each other."""
    by_attribute: dict[str, list[FunctionPage]] = {}
    for line in _by_name(lines):
        by_attribute.setdefault(line.attribute.text, []).append(line)
    ordered = sorted(by_attribute.values(), key=lambda found: found[0].name.text)
    return tuple(PutPage(found[0].attribute, tuple(found)) for found in ordered)


KEY = "key"
"""The field of an element's View that names the element; `runtime.lines` knows it."""

LAWS = ("get_put", "put_get", "stability", "convergence", "no_op")
"""The laws of `runtime.laws` that two-way rows obey; copies and one-way rows obey `following`."""


def _laws(bindings: Iterable[str], pair: Pair) -> Iterable[str]:
    """The laws that speak of a pair's rows; a pair without rows obeys all of them for want of any."""
    kinds = set(bindings)
    if "two-way" in kinds or not kinds:
        yield from LAWS
    if kinds - {"two-way"}:
        yield "following"
    if any(row.conditions and row.binding == "two-way" for row in _live(pair.rows)):
        yield "conditions"


def _by_name(lines: Iterable[FunctionPage]) -> tuple[FunctionPage, ...]:
    return tuple(sorted(lines, key=lambda line: line.name.text))


def _live(rows: tuple[Row, ...]) -> list[Row]:
    """Rows that are a field of the View by themselves."""
    return [row for row in rows if row.binding not in ("inert", "identity") and not row.left.is_listed]


def view_fields(pair: Pair, left_names: dict[str, str], right_names: dict[str, str]) -> dict[str, str]:
    """The View's field for each row or list by identity: the left attribute's name, plus the right one where several
    rows share the left one, plus a digest where they share both."""
    parts = [(row.identity, row.left.name, row.right.name, row.binding) for row in _live(pair.rows)]
    parts += [(group.identity, group.left, group.right, "two-way") for group in pair.lists]
    lefts = Counter(left for _, left, _, _ in parts)
    leading = Counter(left for _, left, _, binding in parts if binding == "two-way")
    both = Counter((left, right) for _, left, right, _ in parts)
    labels: dict[str, str] = {}
    for identity, left, right, binding in parts:
        alone = lefts[left] == 1 or (binding == "two-way" and leading[left] == 1)
        label = left_names[left] if alone else f"{left_names[left]}_to_{right_names[right]}"
        labels[identity] = label if both[left, right] == 1 else f"{label}_{digest(identity)}"
    taken = assign(labels.values())
    return {identity: taken[label] for identity, label in labels.items()}


def _line(field: str, attribute: str, lens: LensUse) -> FunctionPage:
    argument = None if lens.argument is None else Lit(lens.argument)
    return FunctionPage(Name(field), Name(attribute), Name(lens.name), argument)


def _list_line(field: str, attribute: str, function: Name, side: str, element: Name, back: Name) -> FunctionPage:
    return FunctionPage(
        Name(field),
        Name(attribute),
        Name("each"),
        seen_by=Name(f"{function.text}_from_{side}"),
        spelled_by=Name(f"{function.text}_to_{side}"),
        blank=element,
        back=back,
    )


def _seen_through(line: FunctionPage, row: Row, name: str, lenses: list[LensPage]) -> FunctionPage:
    """The line of the side whose value an expression with an inverse sees; its lens is added to the pair's own."""
    value = through(row)
    if value is None:
        return line
    lenses.append(LensPage(Name(f"{name}_{line.name}".upper()), value))
    return structs.replace(line, lens=lenses[-1].name, argument=None)


def _element_page(
    pair: Pair, group: LineList, function: str, klass: str, names: Names, lenses: list[LensPage]
) -> ElementPage:
    left_names = names.children[pair.left.profile.name, pair.left.name, group.left]
    right_names = names.children[pair.right.profile.name, pair.right.name, group.right]
    rows = [row for row in group.rows if row.binding == "two-way"]
    fields = assign([left_names[row.left.child] for row in rows])
    lefts, rights, view = [], [], []
    if group.keyed:
        fields = {name: f"{field}_{digest(field)}" if field == KEY else field for name, field in fields.items()}
        view.append(FieldPage(Name(KEY), Name("Text")))
        lefts.append(_key_line(pair.left, group.left, left_names))
        rights.append(_key_line(pair.right, group.right, right_names))
    for row in rows:
        field = fields[left_names[row.left.child]]
        view.append(FieldPage(Name(field), Name(row.conversion.seen)))
        left = _line(field, left_names[row.left.child], lens_of(row, row.left, row.conversion.left))
        right = _line(field, right_names[row.right.child], lens_of(row, row.right, row.conversion.right))
        lefts.append(left if row.turned else _seen_through(left, row, function, lenses))
        rights.append(_seen_through(right, row, function, lenses) if row.turned else right)
    return ElementPage(
        view=RecordPage(Name(klass), tuple(sorted(view, key=lambda field: field.name.text))),
        function=Name(function),
        left=class_of(pair.left, element_of(group.left), names),
        right=class_of(pair.right, element_of(group.right), names),
        left_lines=_by_name(lefts),
        right_lines=_by_name(rights),
        left_puts=_puts(lefts),
        right_puts=_puts(rights),
    )


def _key_line(end: Endpoint, path: str, names: dict[str, str]) -> FunctionPage:
    """What tells an element of a list from the others, as text."""
    line_list = end.type.lists[path]
    is_number = line_list.properties[line_list.key].type == "integer"
    return _line(KEY, names[line_list.key], LensUse("key_in_integer" if is_number else "key_in_text"))


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
    name: str,
    fields: dict[str, str],
    left_names: dict[str, str],
    right_names: dict[str, str],
    names: Names,
) -> Iterable[Argument]:
    """The named arguments of an ObjectPair that most pairs leave at their defaults."""
    entries: list[tuple[str, str, str, str, Binding, tuple[Condition, ...], bool]] = [
        (*_ends(fields, r.identity, left_names[r.left.name], right_names[r.right.name]), r.binding, r.conditions, False)
        for r in _live(pair.rows)
    ]
    entries += [
        (*_ends(fields, g.identity, left_names[g.left], right_names[g.right]), g.binding, g.conditions, g.keyed)
        for g in pair.lists
    ]
    conversions = {row.identity: _conversion((row,)) for row in _live(pair.rows)}
    conversions |= {group.identity: _conversion(group.rows) for group in pair.lists}
    rows = tuple(
        call(
            "Row",
            name=field,
            left=left,
            right=right,
            identity=identity,
            binding=None if binding == "two-way" else member("Binding", binding),
            conditions=Many(tuple(_condition_call(one, pair, names) for one in conditions)) if conditions else None,
            keyed=keyed,
            conversion=conversions[identity],
        )
        for field, left, right, identity, binding, conditions, keyed in sorted(entries, key=lambda entry: entry[:4])
    )
    references = tuple(_references(pair, fields, names))
    rule = rule_call(pair, pair.missing, f"{name}_is_due", left_names)
    if rule.arguments:
        yield Argument(Name("rule"), rule)
    if rows:
        yield Argument(Name("rows"), Many(rows))
    if references:
        yield Argument(Name("references"), Many(references))


def _conversion(rows: Iterable[Row]) -> str:
    """What stands for how rows are seen and written, as `runtime.model.Row` keeps it; "" for text as it is."""
    parts = []
    for row in sorted(rows, key=lambda row: row.order):
        found = row.conversion
        lenses = [lens_of(row, row.left, found.left), lens_of(row, row.right, found.right)]
        made = [] if found.expression is None else [row.cell.text, found.restored]
        parts.append((row.identity, [(lens.name, lens.argument or "") for lens in lenses], made, row.turned))
    is_plain = len(parts) == 1 and parts[0][1] == [("text", ""), ("text", "")] and not parts[0][2]
    return "" if is_plain else digest(repr(parts))


def _ends(fields: dict[str, str], identity: str, left: str, right: str) -> tuple[str, str, str, str]:
    return fields[identity], left, right, identity


def _condition_call(condition: Condition, pair: Pair, names: Names) -> Call:
    end = pair.left if condition.side == "left" else pair.right
    field = condition.field
    attribute = child = ""
    if field is not None:
        attribute = names.attributes[end.profile.name, end.name][field.within or field.path]
        if field.within:
            child = names.children[end.profile.name, end.name, field.within][field.child]
    return call(
        "Condition", side=member("Side", condition.side), attribute=attribute, value=condition.value, child=child
    )


def _references(pair: Pair, fields: dict[str, str], names: Names) -> Iterable[Call]:
    for row in sorted(pair.rows, key=lambda row: row.order):
        if row.reference is None or row.binding in ("inert", "identity"):
            continue
        if row.left.is_listed:
            children = names.children[pair.left.profile.name, pair.left.name, row.left.within]
            group = next(group for group in pair.lists if row in group.rows)
            field = f"{fields[group.identity]}.{children[row.left.child]}"
        else:
            field = fields[row.identity]
        yield call("Reference", field=field, left=row.reference.left, right=row.reference.right)
