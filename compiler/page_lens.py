"""The lenses and computed values of rows, as expressions of a flow's module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from .conversion import SEEN
from .expression import HERE, Expression, Literal, Path, parameters, runtime_name
from .expression import below as paths_below
from .ir import FieldPath, LensUse, Row
from .page import Argument, Call, Expr, Given, Lit, Many, Name

__all__ = ["COMPUTED", "GIVEN", "attributes_below", "calculated", "computed", "lens_of", "names_in", "through"]

_AS = {
    "Text": "as_text",
    "Integer": "as_integer",
    "Number": "as_number",
    "Flag": "as_flag",
    "Day": "as_date",
    "Moment": "as_datetime",
}


COMPUTED = frozenset({*_AS.values(), "through"})
GIVEN = frozenset({"functions", "now", "record", "value"})
_NOTHING_BELOW: Mapping[str, str] = MappingProxyType({})


def computed(row: Row, attribute: str, below: Mapping[str, str] = _NOTHING_BELOW) -> Call | None:
    """What stands for the left attribute where an expression makes the value, and no lens does.

    `below` are the attributes of the paths below the left value that the expression reads.
    """
    tree = row.conversion.expression
    if tree is None or row.conversion.back is not None:
        return None
    read = (Name(f"record.{below[path]}") for path in paths_below(tree) if path in below)
    given: tuple[Expr, ...] = (Name(f"record.{attribute}"), Given(calculated(tree, below)), *read)
    return Call(Name(_AS[row.conversion.seen]), given=given)


def through(row: Row) -> Call | None:
    """The lens of a row whose expression has an inverse: the one side seen as the other sees what is made of it."""
    forward, back = row.conversion.expression, row.conversion.back
    if forward is None or back is None:
        return None
    source, target = (row.right, row.left) if row.turned else (row.left, row.right)
    use = lens_of(row, target, row.conversion.left if row.turned else row.conversion.right)
    lens = Name(use.name) if use.argument is None else Call(Name(use.name), given=(Lit(use.argument),))
    there, here = (Name(_AS[SEEN[field.prop.type]]) for field in (target, source))
    return Call(Name("through"), given=(lens, there, Given(calculated(forward)), here, Given(calculated(back))))


def calculated(tree: Expression, below: Mapping[str, str] = _NOTHING_BELOW) -> Expr:
    """The expression as calls of the runtime's functions; `value` is the left value.

    A path below it is the attribute that `below` names, else null: then no record of this ObjectType tells it.
    """
    if isinstance(tree, Path):
        if tree == HERE:
            return Name("value")
        attribute = below.get(tree.text[2:])
        return Name(f"record.{attribute}") if attribute else Lit(None)
    if isinstance(tree, Literal):
        if isinstance(tree.value, Decimal):
            return Call(Name("functions.decimal"), given=(Lit(str(tree.value)),))
        return Lit(tree.value)
    if tree.function == "now":
        return Name("now")
    name = Name(f"functions.{runtime_name(tree.function)}")
    names = parameters(tree)
    if not names:
        return Call(name, given=tuple(calculated(argument, below) for argument in tree.arguments))
    arguments = []
    for parameter, argument in zip(names, tree.arguments, strict=True):
        body = calculated(argument, _NOTHING_BELOW if parameter == "default" else below)
        arguments.append(Argument(Name(parameter), Given(body) if parameter == "default" else body))
    return Call(name, tuple(arguments))


def attributes_below(row: Row, field: FieldPath, attributes: dict[str, str]) -> dict[str, str]:
    """The attributes of the paths below the value that the row's expression reads."""
    tree = row.conversion.expression
    paths = paths_below(tree) if tree is not None else ()
    return {path: attributes[f"{field.path}.{path}"] for path in paths if f"{field.path}.{path}" in attributes}


def lens_of(row: Row, field: FieldPath, lens: LensUse) -> LensUse:
    if row.reference is None and not field.prop.references:
        return lens
    return LensUse("key_in_integer" if field.prop.type == "integer" else "key_in_text")


def names_in(value: Expr) -> Iterable[str]:
    """Every name that an expression uses, the first part of dotted ones."""
    if isinstance(value, Name):
        yield value.text.split(".")[0]
    elif isinstance(value, Call):
        yield value.name.text.split(".")[0]
        for part in (*value.given, *(argument.value for argument in value.arguments)):
            yield from names_in(part)
    elif isinstance(value, Given):
        yield from names_in(value.body)
    elif isinstance(value, Many):
        for member in value.members:
            yield from names_in(member)


