"""The flow `customcrm_customerp`: for each ObjectPair the View, and the functions from and to it.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime.lens import (
    code,
    day,
    each,
    email,
    flag,
    key_in_integer,
    key_in_text,
    keyed_back,
    number,
    organisation_number,
    phone,
    postcode,
    text,
)
from runtime.model import (
    UNSET,
    Day,
    Flag,
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

from ..systems import customcrm, customerp

# ---- contact_contact ----


class ContactContactView(View, frozen=True, kw_only=True):
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    given_name: Text = UNSET
    job_title: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET


def contact_contact_from_left(record: customcrm.Contact) -> ContactContactView:
    return ContactContactView(
        customer=key_in_text.get(record.customer),
        email=email.get(record.email),
        family_name=text.get(record.family_name),
        given_name=text.get(record.given_name),
        job_title=text.get(record.job_title),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
    )


def contact_contact_from_right(record: customerp.Contact) -> ContactContactView:
    return ContactContactView(
        customer=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        family_name=text.get(record.last_name),
        given_name=text.get(record.first_name),
        job_title=text.get(record.title),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
    )


def contact_contact_to_left(
    view: ContactContactView, old: customcrm.Contact
) -> customcrm.ContactPatch:
    return customcrm.ContactPatch(
        customer=key_in_text.put(view.customer, old.customer),
        email=email.put(view.email, old.email),
        family_name=text.put(view.family_name, old.family_name),
        given_name=text.put(view.given_name, old.given_name),
        job_title=text.put(view.job_title, old.job_title),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
    )


def contact_contact_to_right(
    view: ContactContactView, old: customerp.Contact
) -> customerp.ContactPatch:
    return customerp.ContactPatch(
        customer_id=key_in_integer.put(view.customer, old.customer_id),
        email=email.put(view.email, old.email),
        last_name=text.put(view.family_name, old.last_name),
        first_name=text.put(view.given_name, old.first_name),
        title=text.put(view.job_title, old.title),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
    )


CONTACT_CONTACT = ObjectPair(
    name="contact_contact",
    title="Customcrm Contact to Customerp Contact",
    view=ContactContactView,
    left=ViewSide(
        type=customcrm.CONTACT,
        to_view=contact_contact_from_left,
        from_view=contact_contact_to_left,
    ),
    right=ViewSide(
        type=customerp.CONTACT,
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
            name="customer",
            left="customer",
            right="customer_id",
            identity="customer > customer_id",
            conversion="3c732a92",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="family_name",
            left="family_name",
            right="last_name",
            identity="family_name > last_name",
        ),
        Row(
            name="given_name",
            left="given_name",
            right="first_name",
            identity="given_name > first_name",
        ),
        Row(
            name="job_title",
            left="job_title",
            right="title",
            identity="job_title > title",
        ),
        Row(
            name="mobile",
            left="mobile",
            right="mobile",
            identity="mobile > mobile",
            conversion="fe6e1277",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone",
            identity="phone > phone",
            conversion="26d178a0",
        ),
    ),
    references=(
        Reference(
            field="customer",
            left=("Customer",),
            right=("Customer",),
        ),
    ),
)

# ---- customer_customer ----


class CustomerCustomerView(View, frozen=True, kw_only=True):
    billing_email: Text = UNSET
    city: Text = UNSET
    company_name: Text = UNSET
    country_code: Text = UNSET
    credit: Number = UNSET
    email: Text = UNSET
    org_no: Text = UNSET
    phone: Text = UNSET
    street: Text = UNSET
    street2: Text = UNSET
    web: Text = UNSET
    zip: Text = UNSET


def customer_customer_from_left(record: customcrm.Customer) -> CustomerCustomerView:
    return CustomerCustomerView(
        billing_email=email.get(record.billing_email),
        city=text.get(record.city),
        company_name=text.get(record.company_name),
        country_code=code.get(record.country_code),
        credit=number.get(record.credit),
        email=email.get(record.email),
        org_no=organisation_number.get(record.org_no),
        phone=phone.get(record.phone),
        street=text.get(record.street),
        street2=text.get(record.street2),
        web=text.get(record.web),
        zip=postcode.get(record.zip),
    )


def customer_customer_from_right(record: customerp.Customer) -> CustomerCustomerView:
    return CustomerCustomerView(
        billing_email=email.get(record.invoice_email),
        city=text.get(record.address_city),
        company_name=text.get(record.name),
        country_code=code.get(record.address_country),
        credit=number.get(record.credit_limit),
        email=email.get(record.email),
        org_no=organisation_number.get(record.organisation_number),
        phone=phone.get(record.phone),
        street=text.get(record.address_street),
        street2=text.get(record.address_street2),
        web=text.get(record.website),
        zip=postcode.get(record.address_postal_code),
    )


def customer_customer_to_left(
    view: CustomerCustomerView, old: customcrm.Customer
) -> customcrm.CustomerPatch:
    return customcrm.CustomerPatch(
        billing_email=email.put(view.billing_email, old.billing_email),
        city=text.put(view.city, old.city),
        company_name=text.put(view.company_name, old.company_name),
        country_code=code.put(view.country_code, old.country_code),
        credit=number.put(view.credit, old.credit),
        email=email.put(view.email, old.email),
        org_no=organisation_number.put(view.org_no, old.org_no),
        phone=phone.put(view.phone, old.phone),
        street=text.put(view.street, old.street),
        street2=text.put(view.street2, old.street2),
        web=text.put(view.web, old.web),
        zip=postcode.put(view.zip, old.zip),
    )


def customer_customer_to_right(
    view: CustomerCustomerView, old: customerp.Customer
) -> customerp.CustomerPatch:
    return customerp.CustomerPatch(
        invoice_email=email.put(view.billing_email, old.invoice_email),
        address_city=text.put(view.city, old.address_city),
        name=text.put(view.company_name, old.name),
        address_country=code.put(view.country_code, old.address_country),
        credit_limit=number.put(view.credit, old.credit_limit),
        email=email.put(view.email, old.email),
        organisation_number=organisation_number.put(view.org_no, old.organisation_number),
        phone=phone.put(view.phone, old.phone),
        address_street=text.put(view.street, old.address_street),
        address_street2=text.put(view.street2, old.address_street2),
        website=text.put(view.web, old.website),
        address_postal_code=postcode.put(view.zip, old.address_postal_code),
    )


CUSTOMER_CUSTOMER = ObjectPair(
    name="customer_customer",
    title="Customcrm Customer to Customerp Customer",
    view=CustomerCustomerView,
    left=ViewSide(
        type=customcrm.CUSTOMER,
        to_view=customer_customer_from_left,
        from_view=customer_customer_to_left,
    ),
    right=ViewSide(
        type=customerp.CUSTOMER,
        to_view=customer_customer_from_right,
        from_view=customer_customer_to_right,
    ),
    match=(
        Match(
            label="org_no = organisation_number",
            left=lambda record: organisation_number.get(record.org_no),
            right=lambda record: organisation_number.get(record.organisation_number),
        ),
    ),
    rows=(
        Row(
            name="billing_email",
            left="billing_email",
            right="invoice_email",
            identity="billing_email > invoice_email",
            conversion="5f2410e7",
        ),
        Row(
            name="city",
            left="city",
            right="address_city",
            identity="city > address.city",
        ),
        Row(
            name="company_name",
            left="company_name",
            right="name",
            identity="company_name > name",
        ),
        Row(
            name="country_code",
            left="country_code",
            right="address_country",
            identity="country_code > address.country",
            conversion="746c628a",
        ),
        Row(
            name="credit",
            left="credit",
            right="credit_limit",
            identity="credit > credit_limit",
            conversion="cda88d87",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="org_no",
            left="org_no",
            right="organisation_number",
            identity="org_no > organisation_number",
            conversion="2ed3a936",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone",
            identity="phone > phone",
            conversion="26d178a0",
        ),
        Row(
            name="street",
            left="street",
            right="address_street",
            identity="street > address.street",
        ),
        Row(
            name="street2",
            left="street2",
            right="address_street2",
            identity="street2 > address.street2",
        ),
        Row(
            name="web",
            left="web",
            right="website",
            identity="web > website",
        ),
        Row(
            name="zip",
            left="zip",
            right="address_postal_code",
            identity="zip > address.postal_code",
            conversion="2cf39e66",
        ),
    ),
)

# ---- order_order ----


class OrderOrderRow(View, frozen=True, kw_only=True):
    key: Text = UNSET
    price: Number = UNSET
    product: Text = UNSET
    qty: Number = UNSET
    text: Text = UNSET


def order_order_rows_from_left(record: customcrm.OrderRow) -> OrderOrderRow:
    return OrderOrderRow(
        key=key_in_text.get(record.id),
        price=number.get(record.price),
        product=key_in_text.get(record.product),
        qty=number.get(record.qty),
        text=text.get(record.text),
    )


def order_order_rows_from_right(record: customerp.OrderLine) -> OrderOrderRow:
    return OrderOrderRow(
        key=key_in_integer.get(record.id),
        price=number.get(record.unit_price),
        product=key_in_integer.get(record.product_id),
        qty=number.get(record.quantity),
        text=text.get(record.description),
    )


def order_order_rows_to_left(view: OrderOrderRow, old: customcrm.OrderRow) -> customcrm.OrderRow:
    return customcrm.OrderRow(
        id=key_in_text.put(view.key, old.id),
        price=number.put(view.price, old.price),
        product=key_in_text.put(view.product, old.product),
        qty=number.put(view.qty, old.qty),
        text=text.put(view.text, old.text),
    )


def order_order_rows_to_right(view: OrderOrderRow, old: customerp.OrderLine) -> customerp.OrderLine:
    return customerp.OrderLine(
        id=key_in_integer.put(view.key, old.id),
        unit_price=number.put(view.price, old.unit_price),
        product_id=key_in_integer.put(view.product, old.product_id),
        quantity=number.put(view.qty, old.quantity),
        description=text.put(view.text, old.description),
    )


class OrderOrderView(View, frozen=True, kw_only=True):
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    rows: Many[OrderOrderRow] = UNSET


def order_order_from_left(record: customcrm.Order) -> OrderOrderView:
    return OrderOrderView(
        amount=number.get(record.amount),
        contact=key_in_text.get(record.contact),
        customer=key_in_text.get(record.customer),
        customer_reference=text.get(record.customer_reference),
        deliver_on=day.get(record.deliver_on),
        note=text.get(record.note),
        placed_on=day.get(record.placed_on),
        rows=each(record.rows, order_order_rows_from_left),
    )


def order_order_from_right(record: customerp.Order) -> OrderOrderView:
    return OrderOrderView(
        amount=number.get(record.total),
        contact=key_in_integer.get(record.contact_id),
        customer=key_in_integer.get(record.customer_id),
        customer_reference=text.get(record.reference),
        deliver_on=day.get(record.delivery_date),
        note=text.get(record.comment),
        placed_on=day.get(record.order_date),
        rows=each(record.lines, order_order_rows_from_right),
    )


def order_order_to_left(view: OrderOrderView, old: customcrm.Order) -> customcrm.OrderPatch:
    return customcrm.OrderPatch(
        amount=number.put(view.amount, old.amount),
        contact=key_in_text.put(view.contact, old.contact),
        customer=key_in_text.put(view.customer, old.customer),
        customer_reference=text.put(view.customer_reference, old.customer_reference),
        deliver_on=day.put(view.deliver_on, old.deliver_on),
        note=text.put(view.note, old.note),
        placed_on=day.put(view.placed_on, old.placed_on),
        rows=keyed_back(
            view.rows,
            old.rows,
            order_order_rows_from_left,
            order_order_rows_to_left,
            customcrm.OrderRow(),
        ),
    )


def order_order_to_right(view: OrderOrderView, old: customerp.Order) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        total=number.put(view.amount, old.total),
        contact_id=key_in_integer.put(view.contact, old.contact_id),
        customer_id=key_in_integer.put(view.customer, old.customer_id),
        reference=text.put(view.customer_reference, old.reference),
        delivery_date=day.put(view.deliver_on, old.delivery_date),
        comment=text.put(view.note, old.comment),
        order_date=day.put(view.placed_on, old.order_date),
        lines=keyed_back(
            view.rows,
            old.lines,
            order_order_rows_from_right,
            order_order_rows_to_right,
            customerp.OrderLine(),
        ),
    )


ORDER_ORDER = ObjectPair(
    name="order_order",
    title="Customcrm Order to Customerp Order",
    view=OrderOrderView,
    left=ViewSide(
        type=customcrm.ORDER,
        to_view=order_order_from_left,
        from_view=order_order_to_left,
    ),
    right=ViewSide(
        type=customerp.ORDER,
        to_view=order_order_from_right,
        from_view=order_order_to_right,
    ),
    rows=(
        Row(
            name="amount",
            left="amount",
            right="total",
            identity="amount > total",
            conversion="cebca19d",
        ),
        Row(
            name="contact",
            left="contact",
            right="contact_id",
            identity="contact > contact_id",
            conversion="3bfb612a",
        ),
        Row(
            name="customer",
            left="customer",
            right="customer_id",
            identity="customer > customer_id",
            conversion="3c732a92",
        ),
        Row(
            name="customer_reference",
            left="customer_reference",
            right="reference",
            identity="customer_reference > reference",
        ),
        Row(
            name="deliver_on",
            left="deliver_on",
            right="delivery_date",
            identity="deliver_on > delivery_date",
            conversion="2f0eb854",
        ),
        Row(
            name="note",
            left="note",
            right="comment",
            identity="note > comment",
        ),
        Row(
            name="placed_on",
            left="placed_on",
            right="order_date",
            identity="placed_on > order_date",
            conversion="87783f7c",
        ),
        Row(
            name="rows",
            left="rows",
            right="lines",
            identity="rows > lines",
            keyed=True,
            conversion="1ecd5280",
        ),
    ),
    references=(
        Reference(
            field="contact",
            left=("Contact",),
            right=("Contact",),
        ),
        Reference(
            field="customer",
            left=("Customer",),
            right=("Customer",),
        ),
        Reference(
            field="rows.product",
            left=("Product",),
            right=("Product",),
        ),
    ),
)

# ---- product_product ----


class ProductProductView(View, frozen=True, kw_only=True):
    barcode: Text = UNSET
    body: Text = UNSET
    cost_price: Number = UNSET
    enabled: Flag = UNSET
    in_stock: Number = UNSET
    list_price: Number = UNSET
    sku: Text = UNSET
    title: Text = UNSET
    unit: Text = UNSET


def product_product_from_left(record: customcrm.Product) -> ProductProductView:
    return ProductProductView(
        barcode=text.get(record.barcode),
        body=text.get(record.body),
        cost_price=number.get(record.cost_price),
        enabled=flag.get(record.enabled),
        in_stock=number.get(record.in_stock),
        list_price=number.get(record.list_price),
        sku=text.get(record.sku),
        title=text.get(record.title),
        unit=text.get(record.unit),
    )


def product_product_from_right(record: customerp.Product) -> ProductProductView:
    return ProductProductView(
        barcode=text.get(record.ean),
        body=text.get(record.description),
        cost_price=number.get(record.cost),
        enabled=flag.get(record.active),
        in_stock=number.get(record.stock),
        list_price=number.get(record.price),
        sku=text.get(record.number),
        title=text.get(record.name),
        unit=text.get(record.unit),
    )


def product_product_to_left(
    view: ProductProductView, old: customcrm.Product
) -> customcrm.ProductPatch:
    return customcrm.ProductPatch(
        barcode=text.put(view.barcode, old.barcode),
        body=text.put(view.body, old.body),
        cost_price=number.put(view.cost_price, old.cost_price),
        enabled=flag.put(view.enabled, old.enabled),
        in_stock=number.put(view.in_stock, old.in_stock),
        list_price=number.put(view.list_price, old.list_price),
        sku=text.put(view.sku, old.sku),
        title=text.put(view.title, old.title),
        unit=text.put(view.unit, old.unit),
    )


def product_product_to_right(
    view: ProductProductView, old: customerp.Product
) -> customerp.ProductPatch:
    return customerp.ProductPatch(
        ean=text.put(view.barcode, old.ean),
        description=text.put(view.body, old.description),
        cost=number.put(view.cost_price, old.cost),
        active=flag.put(view.enabled, old.active),
        stock=number.put(view.in_stock, old.stock),
        price=number.put(view.list_price, old.price),
        number=text.put(view.sku, old.number),
        name=text.put(view.title, old.name),
        unit=text.put(view.unit, old.unit),
    )


PRODUCT_PRODUCT = ObjectPair(
    name="product_product",
    title="Customcrm Product to Customerp Product",
    view=ProductProductView,
    left=ViewSide(
        type=customcrm.PRODUCT,
        to_view=product_product_from_left,
        from_view=product_product_to_left,
    ),
    right=ViewSide(
        type=customerp.PRODUCT,
        to_view=product_product_from_right,
        from_view=product_product_to_right,
    ),
    match=(
        Match(
            label="sku = number",
            left=lambda record: text.get(record.sku),
            right=lambda record: text.get(record.number),
        ),
    ),
    rows=(
        Row(
            name="barcode",
            left="barcode",
            right="ean",
            identity="barcode > ean",
        ),
        Row(
            name="body",
            left="body",
            right="description",
            identity="body > description",
        ),
        Row(
            name="cost_price",
            left="cost_price",
            right="cost",
            identity="cost_price > cost",
            conversion="3d074539",
        ),
        Row(
            name="enabled",
            left="enabled",
            right="active",
            identity="enabled > active",
            conversion="eb246b42",
        ),
        Row(
            name="in_stock",
            left="in_stock",
            right="stock",
            identity="in_stock > stock",
            conversion="13bf44ec",
        ),
        Row(
            name="list_price",
            left="list_price",
            right="price",
            identity="list_price > price",
            conversion="154e19bf",
        ),
        Row(
            name="sku",
            left="sku",
            right="number",
            identity="sku > number",
        ),
        Row(
            name="title",
            left="title",
            right="name",
            identity="title > name",
        ),
        Row(
            name="unit",
            left="unit",
            right="unit",
            identity="unit > unit",
        ),
    ),
)

# ---- quote_order ----


class QuoteOrderRow(View, frozen=True, kw_only=True):
    key: Text = UNSET
    price: Number = UNSET
    product: Text = UNSET
    qty: Number = UNSET
    text: Text = UNSET


def quote_order_rows_from_left(record: customcrm.QuoteRow) -> QuoteOrderRow:
    return QuoteOrderRow(
        key=key_in_text.get(record.id),
        price=number.get(record.price),
        product=key_in_text.get(record.product),
        qty=number.get(record.qty),
        text=text.get(record.text),
    )


def quote_order_rows_from_right(record: customerp.OrderLine) -> QuoteOrderRow:
    return QuoteOrderRow(
        key=key_in_integer.get(record.id),
        price=number.get(record.unit_price),
        product=key_in_integer.get(record.product_id),
        qty=number.get(record.quantity),
        text=text.get(record.description),
    )


def quote_order_rows_to_left(view: QuoteOrderRow, old: customcrm.QuoteRow) -> customcrm.QuoteRow:
    return customcrm.QuoteRow(
        id=key_in_text.put(view.key, old.id),
        price=number.put(view.price, old.price),
        product=key_in_text.put(view.product, old.product),
        qty=number.put(view.qty, old.qty),
        text=text.put(view.text, old.text),
    )


def quote_order_rows_to_right(view: QuoteOrderRow, old: customerp.OrderLine) -> customerp.OrderLine:
    return customerp.OrderLine(
        id=key_in_integer.put(view.key, old.id),
        unit_price=number.put(view.price, old.unit_price),
        product_id=key_in_integer.put(view.product, old.product_id),
        quantity=number.put(view.qty, old.quantity),
        description=text.put(view.text, old.description),
    )


class QuoteOrderView(View, frozen=True, kw_only=True):
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    rows: Many[QuoteOrderRow] = UNSET


def quote_order_from_left(record: customcrm.Quote) -> QuoteOrderView:
    return QuoteOrderView(
        amount=number.get(record.amount),
        contact=key_in_text.get(record.contact),
        customer=key_in_text.get(record.customer),
        customer_reference=text.get(record.customer_reference),
        deliver_on=day.get(record.deliver_on),
        note=text.get(record.note),
        placed_on=day.get(record.placed_on),
        rows=each(record.rows, quote_order_rows_from_left),
    )


def quote_order_from_right(record: customerp.Order) -> QuoteOrderView:
    return QuoteOrderView(
        amount=number.get(record.total),
        contact=key_in_integer.get(record.contact_id),
        customer=key_in_integer.get(record.customer_id),
        customer_reference=text.get(record.reference),
        deliver_on=day.get(record.delivery_date),
        note=text.get(record.comment),
        placed_on=day.get(record.order_date),
        rows=each(record.lines, quote_order_rows_from_right),
    )


def quote_order_to_left(view: QuoteOrderView, old: customcrm.Quote) -> customcrm.QuotePatch:
    return customcrm.QuotePatch(
        amount=number.put(view.amount, old.amount),
        contact=key_in_text.put(view.contact, old.contact),
        customer=key_in_text.put(view.customer, old.customer),
        customer_reference=text.put(view.customer_reference, old.customer_reference),
        deliver_on=day.put(view.deliver_on, old.deliver_on),
        note=text.put(view.note, old.note),
        placed_on=day.put(view.placed_on, old.placed_on),
        rows=keyed_back(
            view.rows,
            old.rows,
            quote_order_rows_from_left,
            quote_order_rows_to_left,
            customcrm.QuoteRow(),
        ),
    )


def quote_order_to_right(view: QuoteOrderView, old: customerp.Order) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        total=number.put(view.amount, old.total),
        contact_id=key_in_integer.put(view.contact, old.contact_id),
        customer_id=key_in_integer.put(view.customer, old.customer_id),
        reference=text.put(view.customer_reference, old.reference),
        delivery_date=day.put(view.deliver_on, old.delivery_date),
        comment=text.put(view.note, old.comment),
        order_date=day.put(view.placed_on, old.order_date),
        lines=keyed_back(
            view.rows,
            old.lines,
            quote_order_rows_from_right,
            quote_order_rows_to_right,
            customerp.OrderLine(),
        ),
    )


QUOTE_ORDER = ObjectPair(
    name="quote_order",
    title="Customcrm Quote to Customerp Order",
    view=QuoteOrderView,
    left=ViewSide(
        type=customcrm.QUOTE,
        to_view=quote_order_from_left,
        from_view=quote_order_to_left,
    ),
    right=ViewSide(
        type=customerp.ORDER,
        to_view=quote_order_from_right,
        from_view=quote_order_to_right,
    ),
    rows=(
        Row(
            name="amount",
            left="amount",
            right="total",
            identity="amount > total",
            conversion="cebca19d",
        ),
        Row(
            name="contact",
            left="contact",
            right="contact_id",
            identity="contact > contact_id",
            conversion="3bfb612a",
        ),
        Row(
            name="customer",
            left="customer",
            right="customer_id",
            identity="customer > customer_id",
            conversion="3c732a92",
        ),
        Row(
            name="customer_reference",
            left="customer_reference",
            right="reference",
            identity="customer_reference > reference",
        ),
        Row(
            name="deliver_on",
            left="deliver_on",
            right="delivery_date",
            identity="deliver_on > delivery_date",
            conversion="2f0eb854",
        ),
        Row(
            name="note",
            left="note",
            right="comment",
            identity="note > comment",
        ),
        Row(
            name="placed_on",
            left="placed_on",
            right="order_date",
            identity="placed_on > order_date",
            conversion="87783f7c",
        ),
        Row(
            name="rows",
            left="rows",
            right="lines",
            identity="rows > lines",
            keyed=True,
            conversion="1ecd5280",
        ),
    ),
    references=(
        Reference(
            field="contact",
            left=("Contact",),
            right=("Contact",),
        ),
        Reference(
            field="customer",
            left=("Customer",),
            right=("Customer",),
        ),
        Reference(
            field="rows.product",
            left=("Product",),
            right=("Product",),
        ),
    ),
)

# ---- quote_quote ----


class QuoteQuoteRow(View, frozen=True, kw_only=True):
    key: Text = UNSET
    price: Number = UNSET
    product: Text = UNSET
    qty: Number = UNSET
    text: Text = UNSET


def quote_quote_rows_from_left(record: customcrm.QuoteRow) -> QuoteQuoteRow:
    return QuoteQuoteRow(
        key=key_in_text.get(record.id),
        price=number.get(record.price),
        product=key_in_text.get(record.product),
        qty=number.get(record.qty),
        text=text.get(record.text),
    )


def quote_quote_rows_from_right(record: customerp.QuoteLine) -> QuoteQuoteRow:
    return QuoteQuoteRow(
        key=key_in_integer.get(record.id),
        price=number.get(record.unit_price),
        product=key_in_integer.get(record.product_id),
        qty=number.get(record.quantity),
        text=text.get(record.description),
    )


def quote_quote_rows_to_left(view: QuoteQuoteRow, old: customcrm.QuoteRow) -> customcrm.QuoteRow:
    return customcrm.QuoteRow(
        id=key_in_text.put(view.key, old.id),
        price=number.put(view.price, old.price),
        product=key_in_text.put(view.product, old.product),
        qty=number.put(view.qty, old.qty),
        text=text.put(view.text, old.text),
    )


def quote_quote_rows_to_right(view: QuoteQuoteRow, old: customerp.QuoteLine) -> customerp.QuoteLine:
    return customerp.QuoteLine(
        id=key_in_integer.put(view.key, old.id),
        unit_price=number.put(view.price, old.unit_price),
        product_id=key_in_integer.put(view.product, old.product_id),
        quantity=number.put(view.qty, old.quantity),
        description=text.put(view.text, old.description),
    )


class QuoteQuoteView(View, frozen=True, kw_only=True):
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    expires_on: Day = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    rows: Many[QuoteQuoteRow] = UNSET


def quote_quote_from_left(record: customcrm.Quote) -> QuoteQuoteView:
    return QuoteQuoteView(
        amount=number.get(record.amount),
        contact=key_in_text.get(record.contact),
        customer=key_in_text.get(record.customer),
        customer_reference=text.get(record.customer_reference),
        deliver_on=day.get(record.deliver_on),
        expires_on=day.get(record.expires_on),
        note=text.get(record.note),
        placed_on=day.get(record.placed_on),
        rows=each(record.rows, quote_quote_rows_from_left),
    )


def quote_quote_from_right(record: customerp.Quote) -> QuoteQuoteView:
    return QuoteQuoteView(
        amount=number.get(record.total),
        contact=key_in_integer.get(record.contact_id),
        customer=key_in_integer.get(record.customer_id),
        customer_reference=text.get(record.reference),
        deliver_on=day.get(record.delivery_date),
        expires_on=day.get(record.valid_until),
        note=text.get(record.comment),
        placed_on=day.get(record.order_date),
        rows=each(record.lines, quote_quote_rows_from_right),
    )


def quote_quote_to_left(view: QuoteQuoteView, old: customcrm.Quote) -> customcrm.QuotePatch:
    return customcrm.QuotePatch(
        amount=number.put(view.amount, old.amount),
        contact=key_in_text.put(view.contact, old.contact),
        customer=key_in_text.put(view.customer, old.customer),
        customer_reference=text.put(view.customer_reference, old.customer_reference),
        deliver_on=day.put(view.deliver_on, old.deliver_on),
        expires_on=day.put(view.expires_on, old.expires_on),
        note=text.put(view.note, old.note),
        placed_on=day.put(view.placed_on, old.placed_on),
        rows=keyed_back(
            view.rows,
            old.rows,
            quote_quote_rows_from_left,
            quote_quote_rows_to_left,
            customcrm.QuoteRow(),
        ),
    )


def quote_quote_to_right(view: QuoteQuoteView, old: customerp.Quote) -> customerp.QuotePatch:
    return customerp.QuotePatch(
        total=number.put(view.amount, old.total),
        contact_id=key_in_integer.put(view.contact, old.contact_id),
        customer_id=key_in_integer.put(view.customer, old.customer_id),
        reference=text.put(view.customer_reference, old.reference),
        delivery_date=day.put(view.deliver_on, old.delivery_date),
        valid_until=day.put(view.expires_on, old.valid_until),
        comment=text.put(view.note, old.comment),
        order_date=day.put(view.placed_on, old.order_date),
        lines=keyed_back(
            view.rows,
            old.lines,
            quote_quote_rows_from_right,
            quote_quote_rows_to_right,
            customerp.QuoteLine(),
        ),
    )


QUOTE_QUOTE = ObjectPair(
    name="quote_quote",
    title="Customcrm Quote to Customerp Quote",
    view=QuoteQuoteView,
    left=ViewSide(
        type=customcrm.QUOTE,
        to_view=quote_quote_from_left,
        from_view=quote_quote_to_left,
    ),
    right=ViewSide(
        type=customerp.QUOTE,
        to_view=quote_quote_from_right,
        from_view=quote_quote_to_right,
    ),
    rows=(
        Row(
            name="amount",
            left="amount",
            right="total",
            identity="amount > total",
            conversion="cebca19d",
        ),
        Row(
            name="contact",
            left="contact",
            right="contact_id",
            identity="contact > contact_id",
            conversion="3bfb612a",
        ),
        Row(
            name="customer",
            left="customer",
            right="customer_id",
            identity="customer > customer_id",
            conversion="3c732a92",
        ),
        Row(
            name="customer_reference",
            left="customer_reference",
            right="reference",
            identity="customer_reference > reference",
        ),
        Row(
            name="deliver_on",
            left="deliver_on",
            right="delivery_date",
            identity="deliver_on > delivery_date",
            conversion="2f0eb854",
        ),
        Row(
            name="expires_on",
            left="expires_on",
            right="valid_until",
            identity="expires_on > valid_until",
            conversion="d5701114",
        ),
        Row(
            name="note",
            left="note",
            right="comment",
            identity="note > comment",
        ),
        Row(
            name="placed_on",
            left="placed_on",
            right="order_date",
            identity="placed_on > order_date",
            conversion="87783f7c",
        ),
        Row(
            name="rows",
            left="rows",
            right="lines",
            identity="rows > lines",
            keyed=True,
            conversion="1ecd5280",
        ),
    ),
    references=(
        Reference(
            field="contact",
            left=("Contact",),
            right=("Contact",),
        ),
        Reference(
            field="customer",
            left=("Customer",),
            right=("Customer",),
        ),
        Reference(
            field="rows.product",
            left=("Product",),
            right=("Product",),
        ),
    ),
)

# ---- user_order ----


class UserOrderView(View, frozen=True, kw_only=True):
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    login: Text = UNSET


def user_order_from_left(record: customcrm.User) -> UserOrderView:
    return UserOrderView(
        customer=key_in_text.get(record.customer),
        email=email.get(record.email),
        family_name=text.get(record.family_name),
        login=text.get(record.login),
    )


def user_order_from_right(record: customerp.Order) -> UserOrderView:
    return UserOrderView(
        customer=key_in_integer.get(record.customer_id),
        email=email.get(record.contact_email),
        family_name=text.get(record.contact_name),
        login=text.get(record.reference),
    )


def user_order_to_left(view: UserOrderView, old: customcrm.User) -> customcrm.UserPatch:
    return customcrm.UserPatch(
        customer=key_in_text.put(view.customer, old.customer),
        email=email.put(view.email, old.email),
        family_name=text.put(view.family_name, old.family_name),
        login=text.put(view.login, old.login),
    )


def user_order_to_right(view: UserOrderView, old: customerp.Order) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        customer_id=key_in_integer.put(view.customer, old.customer_id),
        contact_email=email.put(view.email, old.contact_email),
        contact_name=text.put(view.family_name, old.contact_name),
        reference=text.put(view.login, old.reference),
    )


USER_ORDER = ObjectPair(
    name="user_order",
    title="Customcrm User to Customerp Order",
    view=UserOrderView,
    left=ViewSide(
        type=customcrm.USER,
        to_view=user_order_from_left,
        from_view=user_order_to_left,
    ),
    right=ViewSide(
        type=customerp.ORDER,
        to_view=user_order_from_right,
        from_view=user_order_to_right,
    ),
    rows=(
        Row(
            name="customer",
            left="customer",
            right="customer_id",
            identity="customer > customer_id",
            conversion="3c732a92",
        ),
        Row(
            name="email",
            left="email",
            right="contact_email",
            identity="email > contact_email",
            conversion="c3a08699",
        ),
        Row(
            name="family_name",
            left="family_name",
            right="contact_name",
            identity="family_name > contact_name",
        ),
        Row(
            name="login",
            left="login",
            right="reference",
            identity="login > reference",
        ),
    ),
    references=(
        Reference(
            field="customer",
            left=("Customer",),
            right=("Customer",),
        ),
    ),
)


FLOW = Flow(
    name="customcrm-customerp",
    title="Customcrm to Customerp",
    left=customcrm.SYSTEM,
    right=customerp.SYSTEM,
    pairs=(
        CONTACT_CONTACT,
        CUSTOMER_CUSTOMER,
        ORDER_ORDER,
        PRODUCT_PRODUCT,
        QUOTE_ORDER,
        QUOTE_QUOTE,
        USER_ORDER,
    ),
)

if __name__ == "__main__":
    from runtime.run import main

    raise SystemExit(main(FLOW))
