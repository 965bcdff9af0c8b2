"""Customers and orders of any system, and pairs between them."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from runtime.lens import email, key_in_text, number, text
from runtime.model import (
    UNSET,
    Binding,
    CreationRule,
    Kind,
    Match,
    Mirror,
    Number,
    ObjectPair,
    ObjectType,
    Operations,
    Patch,
    Property,
    Record,
    Reference,
    Row,
    System,
    Text,
    View,
    ViewSide,
)

# ---- types --------------------------------------------------------------------------------------


class Customer(Record, frozen=True, kw_only=True):
    name: Text = UNSET
    email: Text = UNSET
    limit: Number = UNSET
    alias: Text = UNSET
    favourite: Text = UNSET


class CustomerPatch(Patch, frozen=True, kw_only=True):
    name: Text = UNSET
    email: Text = UNSET
    limit: Number = UNSET
    alias: Text = UNSET
    favourite: Text = UNSET


class Order(Record, frozen=True, kw_only=True):
    title: Text = UNSET
    customer: Text = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    title: Text = UNSET
    customer: Text = UNSET


def customer_type(system: str, **changes: Property) -> ObjectType:
    """The customers of a system; `changes` replace properties by attribute."""
    properties = {
        "name": Property(attribute="name", path=("name",)),
        "email": Property(attribute="email", path=("email",)),
        "limit": Property(attribute="limit", path=("terms", "limit"), kind=Kind.DECIMAL),
        "alias": Property(attribute="alias", path=("alias",)),
        "favourite": Property(attribute="favourite", path=("favourite", "id"), targets=("order",)),
    } | changes
    return _type(system, "customer", Customer, CustomerPatch, tuple(properties.values()))


def order_type(system: str, **changes: Property) -> ObjectType:
    """The orders of a system; `changes` replace properties by attribute."""
    properties = {
        "title": Property(attribute="title", path=("title",)),
        "customer": Property(attribute="customer", path=("customer", "id"), targets=("customer",)),
    } | changes
    return _type(system, "order", Order, OrderPatch, tuple(properties.values()))


def undeletable(kind: ObjectType) -> ObjectType:
    """The same type in a system whose API deletes none of its records."""
    return structs.replace(kind, operations=structs.replace(kind.operations, delete=""))


def _type(
    system: str, name: str, record: type[Record], patch: type[Patch], properties: tuple[Property, ...]
) -> ObjectType:
    return ObjectType(
        system=System(name=system, label=system.upper(), protocol="memory"),
        name=name,
        record=record,
        patch=patch,
        properties=properties,
        operations=Operations(list="", item="", create="yes", delete="yes"),
        key=("id",),
        version=("version",),
        modified=("modified",),
    )


# ---- pairs --------------------------------------------------------------------------------------


class CustomerView(View, frozen=True, kw_only=True):
    name: Text = UNSET
    email: Text = UNSET
    limit: Number = UNSET
    alias: Text = UNSET
    favourite: Text = UNSET


class OrderView(View, frozen=True, kw_only=True):
    title: Text = UNSET
    customer: Text = UNSET


def _see_customer(record: Customer, alias: Text) -> CustomerView:
    return CustomerView(
        name=text.get(record.name),
        email=email.get(record.email),
        limit=number.get(record.limit),
        alias=text.get(alias),
        favourite=key_in_text.get(record.favourite),
    )


def _only(rows: tuple[str, ...], view: CustomerView) -> CustomerView:
    hidden: dict[str, Any] = {name: UNSET for name in view.__struct_fields__ if name not in rows}
    return structs.replace(view, **hidden)


def _spell_customer(view: CustomerView, old: Customer) -> CustomerPatch:
    return CustomerPatch(
        name=text.put(view.name, old.name),
        email=email.put(view.email, old.email),
        limit=number.put(view.limit, old.limit),
        favourite=key_in_text.put(view.favourite, old.favourite),
    )


def _spell_customer_right(view: CustomerView, old: Customer) -> CustomerPatch:
    return structs.replace(_spell_customer(view, old), alias=text.put(view.alias, old.alias))


def _see_order(record: Order) -> OrderView:
    return OrderView(title=text.get(record.title), customer=key_in_text.get(record.customer))


def _spell_order(view: OrderView, old: Order) -> OrderPatch:
    return OrderPatch(
        title=text.put(view.title, old.title), customer=key_in_text.put(view.customer, old.customer)
    )


BY_EMAIL = Match(
    label="email = email",
    left=lambda record: email.get(record.email),
    right=lambda record: email.get(record.email),
)
BY_TITLE = Match(
    label="title = title",
    left=lambda record: text.get(record.title),
    right=lambda record: text.get(record.title),
)

ROWS = ("name", "email", "limit")


def customers(
    left: str,
    right: str,
    *,
    rows: tuple[str, ...] = ROWS,
    match: tuple[Match, ...] = (BY_EMAIL,),
    left_type: ObjectType | None = None,
    right_type: ObjectType | None = None,
    missing: tuple[str, ...] = (),
    rule: CreationRule | None = None,
) -> ObjectPair:
    """Customers of two systems. The row `alias` is a copy of the left name into the right alias."""
    references = (Reference(field="favourite", left=("order",), right=("order",)),)
    return ObjectPair(
        name=f"{left}_{right}_customer",
        title="customers",
        view=CustomerView,
        left=ViewSide(
            type=left_type or customer_type(left),
            to_view=lambda record: _only(rows, _see_customer(record, record.name)),
            from_view=_spell_customer,
        ),
        right=ViewSide(
            type=right_type or customer_type(right),
            to_view=lambda record: _only(rows, _see_customer(record, record.alias)),
            from_view=_spell_customer_right,
        ),
        rows=tuple(_customer_row(name) for name in rows),
        match=match,
        references=references if "favourite" in rows else (),
        rule=rule or CreationRule(missing=missing),
    )


def _customer_row(name: str) -> Row:
    if name == "alias":
        return Row(name=name, left="name", right="alias", identity="name > alias", binding=Binding.COPY_RIGHT)
    return Row(name=name, left=name, right=name, identity=f"{name} > {name}")


def orders(
    left: str,
    right: str,
    *,
    match: tuple[Match, ...] = (BY_TITLE,),
    left_type: ObjectType | None = None,
    right_type: ObjectType | None = None,
    rule: CreationRule | None = None,
) -> ObjectPair:
    """Orders of two systems, with a reference to their customer."""
    return ObjectPair(
        name=f"{left}_{right}_order",
        title="orders",
        view=OrderView,
        left=ViewSide(type=left_type or order_type(left), to_view=_see_order, from_view=_spell_order),
        right=ViewSide(type=right_type or order_type(right), to_view=_see_order, from_view=_spell_order),
        rows=(
            Row(name="title", left="title", right="title", identity="title > title"),
            Row(name="customer", left="customer", right="customer", identity="customer.id > customer.id"),
        ),
        match=match,
        references=(Reference(field="customer", left=("customer",), right=("customer",)),),
        rule=rule or CreationRule(),
    )


# ---- seen from the other side -------------------------------------------------------------------

_TURNED = {
    Binding.TWO_WAY: Binding.TWO_WAY,
    Binding.RIGHT: Binding.LEFT,
    Binding.LEFT: Binding.RIGHT,
    Binding.COPY_RIGHT: Binding.COPY_LEFT,
    Binding.COPY_LEFT: Binding.COPY_RIGHT,
}


def mirror(pair: ObjectPair, rule: CreationRule | None = None) -> Mirror:
    """A section that says of this pair, from its right, when a record is made on the left."""
    return Mirror(pair=pair, title=f"{pair.title}, mirrored", rule=rule or CreationRule())


def turned(pair: ObjectPair, rule: CreationRule | None = None) -> ObjectPair:
    """The same pair with its sides swapped, and the rule of its new left."""
    return structs.replace(
        pair,
        name=f"{pair.name}_turned",
        left=pair.right,
        right=pair.left,
        rows=tuple(_turned_row(row) for row in pair.rows),
        match=tuple(Match(label=match.label, left=match.right, right=match.left) for match in pair.match),
        references=tuple(Reference(field=r.field, left=r.right, right=r.left) for r in pair.references),
        rule=rule or CreationRule(),
    )


def _turned_row(row: Row) -> Row:
    left, right = row.identity.split(" > ")
    return Row(
        name=row.name,
        left=row.right,
        right=row.left,
        identity=f"{right} > {left}",
        binding=_TURNED[row.binding],
    )
