"""The flow `customerp_tripletex`: for each ObjectPair the View, and the functions from and to it.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime.lens import (
    day,
    each,
    email,
    key_in_integer,
    keyed_back,
    number,
    organisation_number,
    phone,
    postcode,
    text,
)
from runtime.model import (
    UNSET,
    Binding,
    Day,
    Flow,
    Many,
    Match,
    Number,
    ObjectPair,
    Reference,
    Row,
    Text,
    View,
    ViewSide,
)

from ..systems import customerp, tripletex

# ---- contact_contact ----


class ContactContactView(View, frozen=True, kw_only=True):
    customer_id: Text = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET


def contact_contact_from_left(record: customerp.Contact) -> ContactContactView:
    return ContactContactView(
        customer_id=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
    )


def contact_contact_from_right(record: tripletex.Contact) -> ContactContactView:
    return ContactContactView(
        customer_id=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.phone_number_mobile),
        phone=phone.get(record.phone_number_work),
    )


def contact_contact_to_left(
    view: ContactContactView, old: customerp.Contact
) -> customerp.ContactPatch:
    return customerp.ContactPatch(
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
    )


def contact_contact_to_right(
    view: ContactContactView, old: tripletex.Contact
) -> tripletex.ContactPatch:
    return tripletex.ContactPatch(
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        phone_number_mobile=phone.put(view.mobile, old.phone_number_mobile),
        phone_number_work=phone.put(view.phone, old.phone_number_work),
    )


CONTACT_CONTACT = ObjectPair(
    name="contact_contact",
    title="Customerp Contact to Tripletex Contact",
    view=ContactContactView,
    left=ViewSide(
        type=customerp.CONTACT,
        to_view=contact_contact_from_left,
        from_view=contact_contact_to_left,
    ),
    right=ViewSide(
        type=tripletex.CONTACT,
        to_view=contact_contact_from_right,
        from_view=contact_contact_to_right,
    ),
    match=(
        Match(
            label="email = email",
            left=lambda record: email.get(record.email),
            right=lambda record: email.get(record.email),
        ),
    ),
    rows=(
        Row(
            name="customer_id",
            left="customer_id",
            right="customer_id",
            identity="customer_id > customer.id",
            conversion="561d0952",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="first_name",
            left="first_name",
            right="first_name",
            identity="first_name > firstName",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="last_name",
            identity="last_name > lastName",
        ),
        Row(
            name="mobile",
            left="mobile",
            right="phone_number_mobile",
            identity="mobile > phoneNumberMobile",
            conversion="5d0f3620",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone_number_work",
            identity="phone > phoneNumberWork",
            conversion="0509ca14",
        ),
    ),
    references=(
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Customer",),
        ),
    ),
)

# ---- customer_customer ----


class CustomerCustomerView(View, frozen=True, kw_only=True):
    address_city: Text = UNSET
    address_city_to_postal_address_city: Text = UNSET
    address_postal_code: Text = UNSET
    address_postal_code_to_postal_address_postal_cod: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    address_street2_to_postal_address_address_line2: Text = UNSET
    address_street_to_postal_address_address_line1: Text = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    website: Text = UNSET


def customer_customer_from_left(record: customerp.Customer) -> CustomerCustomerView:
    return CustomerCustomerView(
        address_city=text.get(record.address_city),
        address_city_to_postal_address_city=text.get(record.address_city),
        address_postal_code=postcode.get(record.address_postal_code),
        address_postal_code_to_postal_address_postal_cod=postcode.get(record.address_postal_code),
        address_street=text.get(record.address_street),
        address_street2=text.get(record.address_street2),
        address_street2_to_postal_address_address_line2=text.get(record.address_street2),
        address_street_to_postal_address_address_line1=text.get(record.address_street),
        email=email.get(record.email),
        invoice_email=email.get(record.invoice_email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organisation_number),
        phone=phone.get(record.phone),
        website=text.get(record.website),
    )


def customer_customer_from_right(record: tripletex.Customer) -> CustomerCustomerView:
    return CustomerCustomerView(
        address_city=text.get(record.physical_address_city),
        address_city_to_postal_address_city=text.get(record.postal_address_city),
        address_postal_code=postcode.get(record.physical_address_postal_code),
        address_postal_code_to_postal_address_postal_cod=postcode.get(
            record.postal_address_postal_code
        ),
        address_street=text.get(record.physical_address_address_line1),
        address_street2=text.get(record.physical_address_address_line2),
        address_street2_to_postal_address_address_line2=text.get(
            record.postal_address_address_line2
        ),
        address_street_to_postal_address_address_line1=text.get(
            record.postal_address_address_line1
        ),
        email=email.get(record.email),
        invoice_email=email.get(record.invoice_email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organization_number),
        phone=phone.get(record.phone_number),
        website=text.get(record.website),
    )


def customer_customer_to_left(
    view: CustomerCustomerView, old: customerp.Customer
) -> customerp.CustomerPatch:
    return customerp.CustomerPatch(
        address_city=text.put(view.address_city, old.address_city),
        address_postal_code=postcode.put(view.address_postal_code, old.address_postal_code),
        address_street=text.put(view.address_street, old.address_street),
        address_street2=text.put(view.address_street2, old.address_street2),
        email=email.put(view.email, old.email),
        invoice_email=email.put(view.invoice_email, old.invoice_email),
        name=text.put(view.name, old.name),
        organisation_number=organisation_number.put(
            view.organisation_number, old.organisation_number
        ),
        phone=phone.put(view.phone, old.phone),
        website=text.put(view.website, old.website),
    )


def customer_customer_to_right(
    view: CustomerCustomerView, old: tripletex.Customer
) -> tripletex.CustomerPatch:
    return tripletex.CustomerPatch(
        physical_address_city=text.put(view.address_city, old.physical_address_city),
        postal_address_city=text.put(
            view.address_city_to_postal_address_city, old.postal_address_city
        ),
        physical_address_postal_code=postcode.put(
            view.address_postal_code, old.physical_address_postal_code
        ),
        postal_address_postal_code=postcode.put(
            view.address_postal_code_to_postal_address_postal_cod, old.postal_address_postal_code
        ),
        physical_address_address_line1=text.put(
            view.address_street, old.physical_address_address_line1
        ),
        physical_address_address_line2=text.put(
            view.address_street2, old.physical_address_address_line2
        ),
        postal_address_address_line2=text.put(
            view.address_street2_to_postal_address_address_line2, old.postal_address_address_line2
        ),
        postal_address_address_line1=text.put(
            view.address_street_to_postal_address_address_line1, old.postal_address_address_line1
        ),
        email=email.put(view.email, old.email),
        invoice_email=email.put(view.invoice_email, old.invoice_email),
        name=text.put(view.name, old.name),
        organization_number=organisation_number.put(
            view.organisation_number, old.organization_number
        ),
        phone_number=phone.put(view.phone, old.phone_number),
        website=text.put(view.website, old.website),
    )


CUSTOMER_CUSTOMER = ObjectPair(
    name="customer_customer",
    title="Customerp Customer to Tripletex Customer",
    view=CustomerCustomerView,
    left=ViewSide(
        type=customerp.CUSTOMER,
        to_view=customer_customer_from_left,
        from_view=customer_customer_to_left,
    ),
    right=ViewSide(
        type=tripletex.CUSTOMER,
        to_view=customer_customer_from_right,
        from_view=customer_customer_to_right,
    ),
    match=(
        Match(
            label="organisation_number = organizationNumber",
            left=lambda record: organisation_number.get(record.organisation_number),
            right=lambda record: organisation_number.get(record.organization_number),
        ),
    ),
    rows=(
        Row(
            name="address_city",
            left="address_city",
            right="physical_address_city",
            identity="address.city > physicalAddress.city",
        ),
        Row(
            name="address_city_to_postal_address_city",
            left="address_city",
            right="postal_address_city",
            identity="address.city > postalAddress.city",
            binding=Binding.COPY_RIGHT,
        ),
        Row(
            name="address_postal_code",
            left="address_postal_code",
            right="physical_address_postal_code",
            identity="address.postal_code > physicalAddress.postalCode",
            conversion="9068a4e7",
        ),
        Row(
            name="address_postal_code_to_postal_address_postal_cod",
            left="address_postal_code",
            right="postal_address_postal_code",
            identity="address.postal_code > postalAddress.postalCode",
            binding=Binding.COPY_RIGHT,
            conversion="7f69275d",
        ),
        Row(
            name="address_street",
            left="address_street",
            right="physical_address_address_line1",
            identity="address.street > physicalAddress.addressLine1",
        ),
        Row(
            name="address_street2",
            left="address_street2",
            right="physical_address_address_line2",
            identity="address.street2 > physicalAddress.addressLine2",
        ),
        Row(
            name="address_street2_to_postal_address_address_line2",
            left="address_street2",
            right="postal_address_address_line2",
            identity="address.street2 > postalAddress.addressLine2",
            binding=Binding.COPY_RIGHT,
        ),
        Row(
            name="address_street_to_postal_address_address_line1",
            left="address_street",
            right="postal_address_address_line1",
            identity="address.street > postalAddress.addressLine1",
            binding=Binding.COPY_RIGHT,
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="invoice_email",
            left="invoice_email",
            right="invoice_email",
            identity="invoice_email > invoiceEmail",
            conversion="83b6e315",
        ),
        Row(
            name="name",
            left="name",
            right="name",
            identity="name > name",
        ),
        Row(
            name="organisation_number",
            left="organisation_number",
            right="organization_number",
            identity="organisation_number > organizationNumber",
            conversion="a94b1cc3",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone_number",
            identity="phone > phoneNumber",
            conversion="3706253e",
        ),
        Row(
            name="website",
            left="website",
            right="website",
            identity="website > website",
        ),
    ),
)

# ---- order_order ----


class OrderOrderLine(View, frozen=True, kw_only=True):
    description: Text = UNSET
    key: Text = UNSET
    product_id: Text = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


def order_order_lines_from_left(record: customerp.OrderLine) -> OrderOrderLine:
    return OrderOrderLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_order_lines_from_right(record: tripletex.OrderOrderLine) -> OrderOrderLine:
    return OrderOrderLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.count),
        unit_price=number.get(record.unit_price_excluding_vat_currency),
    )


def order_order_lines_to_left(
    view: OrderOrderLine, old: customerp.OrderLine
) -> customerp.OrderLine:
    return customerp.OrderLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


def order_order_lines_to_right(
    view: OrderOrderLine, old: tripletex.OrderOrderLine
) -> tripletex.OrderOrderLine:
    return tripletex.OrderOrderLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        count=number.put(view.quantity, old.count),
        unit_price_excluding_vat_currency=number.put(
            view.unit_price, old.unit_price_excluding_vat_currency
        ),
    )


class OrderOrderView(View, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_email: Text = UNSET
    contact_id: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderOrderLine] = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET


def order_order_from_left(record: customerp.Order) -> OrderOrderView:
    return OrderOrderView(
        comment=text.get(record.comment),
        contact_email=email.get(record.contact_email),
        contact_id=key_in_integer.get(record.contact_id),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, order_order_lines_from_left),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
    )


def order_order_from_right(record: tripletex.Order) -> OrderOrderView:
    return OrderOrderView(
        comment=text.get(record.invoice_comment),
        contact_email=email.get(record.receiver_email),
        contact_id=key_in_integer.get(record.contact_id),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.order_lines, order_order_lines_from_right),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
    )


def order_order_to_left(view: OrderOrderView, old: customerp.Order) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        comment=text.put(view.comment, old.comment),
        contact_email=email.put(view.contact_email, old.contact_email),
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        lines=keyed_back(
            view.lines,
            old.lines,
            order_order_lines_from_left,
            order_order_lines_to_left,
            customerp.OrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
    )


def order_order_to_right(view: OrderOrderView, old: tripletex.Order) -> tripletex.OrderPatch:
    return tripletex.OrderPatch(
        invoice_comment=text.put(view.comment, old.invoice_comment),
        receiver_email=email.put(view.contact_email, old.receiver_email),
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        order_lines=keyed_back(
            view.lines,
            old.order_lines,
            order_order_lines_from_right,
            order_order_lines_to_right,
            tripletex.OrderOrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
    )


ORDER_ORDER = ObjectPair(
    name="order_order",
    title="Customerp Order to Tripletex Order",
    view=OrderOrderView,
    left=ViewSide(
        type=customerp.ORDER,
        to_view=order_order_from_left,
        from_view=order_order_to_left,
    ),
    right=ViewSide(
        type=tripletex.ORDER,
        to_view=order_order_from_right,
        from_view=order_order_to_right,
    ),
    rows=(
        Row(
            name="comment",
            left="comment",
            right="invoice_comment",
            identity="comment > invoiceComment",
        ),
        Row(
            name="contact_email",
            left="contact_email",
            right="receiver_email",
            identity="contact_email > receiverEmail",
            conversion="6c6d587e",
        ),
        Row(
            name="contact_id",
            left="contact_id",
            right="contact_id",
            identity="contact_id > contact.id",
            conversion="6964140e",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="customer_id",
            identity="customer_id > customer.id",
            conversion="561d0952",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="delivery_date",
            identity="delivery_date > deliveryDate",
            conversion="bbd80bcd",
        ),
        Row(
            name="lines",
            left="lines",
            right="order_lines",
            identity="lines > orderLines",
            keyed=True,
            conversion="0daa8f66",
        ),
        Row(
            name="order_date",
            left="order_date",
            right="order_date",
            identity="order_date > orderDate",
            conversion="ea677d92",
        ),
        Row(
            name="reference",
            left="reference",
            right="reference",
            identity="reference > reference",
        ),
    ),
    references=(
        Reference(
            field="contact_id",
            left=("Contact",),
            right=("Contact",),
        ),
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Customer",),
        ),
        Reference(
            field="lines.product_id",
            left=("Product",),
            right=("Product",),
        ),
    ),
)

# ---- product_product ----


class ProductProductView(View, frozen=True, kw_only=True):
    cost: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    name: Text = UNSET
    number: Text = UNSET
    price: Number = UNSET


def product_product_from_left(record: customerp.Product) -> ProductProductView:
    return ProductProductView(
        cost=number.get(record.cost),
        description=text.get(record.description),
        ean=text.get(record.ean),
        name=text.get(record.name),
        number=text.get(record.number),
        price=number.get(record.price),
    )


def product_product_from_right(record: tripletex.Product) -> ProductProductView:
    return ProductProductView(
        cost=number.get(record.cost_excluding_vat_currency),
        description=text.get(record.description),
        ean=text.get(record.ean),
        name=text.get(record.name),
        number=text.get(record.number),
        price=number.get(record.price_excluding_vat_currency),
    )


def product_product_to_left(
    view: ProductProductView, old: customerp.Product
) -> customerp.ProductPatch:
    return customerp.ProductPatch(
        cost=number.put(view.cost, old.cost),
        description=text.put(view.description, old.description),
        ean=text.put(view.ean, old.ean),
        name=text.put(view.name, old.name),
        number=text.put(view.number, old.number),
        price=number.put(view.price, old.price),
    )


def product_product_to_right(
    view: ProductProductView, old: tripletex.Product
) -> tripletex.ProductPatch:
    return tripletex.ProductPatch(
        cost_excluding_vat_currency=number.put(view.cost, old.cost_excluding_vat_currency),
        description=text.put(view.description, old.description),
        ean=text.put(view.ean, old.ean),
        name=text.put(view.name, old.name),
        number=text.put(view.number, old.number),
        price_excluding_vat_currency=number.put(view.price, old.price_excluding_vat_currency),
    )


PRODUCT_PRODUCT = ObjectPair(
    name="product_product",
    title="Customerp Product to Tripletex Product",
    view=ProductProductView,
    left=ViewSide(
        type=customerp.PRODUCT,
        to_view=product_product_from_left,
        from_view=product_product_to_left,
    ),
    right=ViewSide(
        type=tripletex.PRODUCT,
        to_view=product_product_from_right,
        from_view=product_product_to_right,
    ),
    match=(
        Match(
            label="number = number",
            left=lambda record: text.get(record.number),
            right=lambda record: text.get(record.number),
        ),
    ),
    rows=(
        Row(
            name="cost",
            left="cost",
            right="cost_excluding_vat_currency",
            identity="cost > costExcludingVatCurrency",
            conversion="c4ebee94",
        ),
        Row(
            name="description",
            left="description",
            right="description",
            identity="description > description",
        ),
        Row(
            name="ean",
            left="ean",
            right="ean",
            identity="ean > ean",
        ),
        Row(
            name="name",
            left="name",
            right="name",
            identity="name > name",
        ),
        Row(
            name="number",
            left="number",
            right="number",
            identity="number > number",
        ),
        Row(
            name="price",
            left="price",
            right="price_excluding_vat_currency",
            identity="price > priceExcludingVatCurrency",
            conversion="ac0bd8a6",
        ),
    ),
)


FLOW = Flow(
    name="customerp-tripletex",
    title="Customerp to Tripletex",
    left=customerp.SYSTEM,
    right=tripletex.SYSTEM,
    pairs=(
        CONTACT_CONTACT,
        CUSTOMER_CUSTOMER,
        ORDER_ORDER,
        PRODUCT_PRODUCT,
    ),
)

if __name__ == "__main__":
    from runtime.run import main

    raise SystemExit(main(FLOW))
