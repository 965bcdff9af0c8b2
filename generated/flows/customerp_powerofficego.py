"""The flow `customerp_powerofficego`: for each ObjectPair the View, and the functions from and to it.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime.lens import (
    code,
    day,
    each,
    email,
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

from ..systems import customerp, powerofficego

# ---- contact_contactperson ----


class ContactContactpersonView(View, frozen=True, kw_only=True):
    customer_id: Text = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


def contact_contactperson_from_left(record: customerp.Contact) -> ContactContactpersonView:
    return ContactContactpersonView(
        customer_id=key_in_integer.get(record.customer_id),
        email=email.get(record.email),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        phone=phone.get(record.phone),
        title=text.get(record.title),
    )


def contact_contactperson_from_right(
    record: powerofficego.Contactperson,
) -> ContactContactpersonView:
    return ContactContactpersonView(
        customer_id=key_in_integer.get(record.contact_id),
        email=email.get(record.email_address),
        first_name=text.get(record.first_name),
        last_name=text.get(record.last_name),
        phone=phone.get(record.phone_number),
        title=text.get(record.title),
    )


def contact_contactperson_to_left(
    view: ContactContactpersonView, old: customerp.Contact
) -> customerp.ContactPatch:
    return customerp.ContactPatch(
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        email=email.put(view.email, old.email),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        phone=phone.put(view.phone, old.phone),
        title=text.put(view.title, old.title),
    )


def contact_contactperson_to_right(
    view: ContactContactpersonView, old: powerofficego.Contactperson
) -> powerofficego.ContactpersonPatch:
    return powerofficego.ContactpersonPatch(
        contact_id=key_in_integer.put(view.customer_id, old.contact_id),
        email_address=email.put(view.email, old.email_address),
        first_name=text.put(view.first_name, old.first_name),
        last_name=text.put(view.last_name, old.last_name),
        phone_number=phone.put(view.phone, old.phone_number),
        title=text.put(view.title, old.title),
    )


CONTACT_CONTACTPERSON = ObjectPair(
    name="contact_contactperson",
    title="Customerp Contact to Powerofficego Contactperson",
    view=ContactContactpersonView,
    left=ViewSide(
        type=customerp.CONTACT,
        to_view=contact_contactperson_from_left,
        from_view=contact_contactperson_to_left,
    ),
    right=ViewSide(
        type=powerofficego.CONTACTPERSON,
        to_view=contact_contactperson_from_right,
        from_view=contact_contactperson_to_right,
    ),
    match=(
        Match(
            label="email = EmailAddress",
            left=lambda record: email.get(record.email),
            right=lambda record: email.get(record.email_address),
        ),
    ),
    rows=(
        Row(
            name="customer_id",
            left="customer_id",
            right="contact_id",
            identity="customer_id > ContactId",
            conversion="9d34117d",
        ),
        Row(
            name="email",
            left="email",
            right="email_address",
            identity="email > EmailAddress",
            conversion="dbc98aa4",
        ),
        Row(
            name="first_name",
            left="first_name",
            right="first_name",
            identity="first_name > FirstName",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="last_name",
            identity="last_name > LastName",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone_number",
            identity="phone > PhoneNumber",
            conversion="2ed6bbfc",
        ),
        Row(
            name="title",
            left="title",
            right="title",
            identity="title > Title",
        ),
    ),
    references=(
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Customers",),
        ),
    ),
)

# ---- customer_customers ----


class CustomerCustomersView(View, frozen=True, kw_only=True):
    address_city: Text = UNSET
    address_country: Text = UNSET
    address_postal_code: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    website: Text = UNSET


def customer_customers_from_left(record: customerp.Customer) -> CustomerCustomersView:
    return CustomerCustomersView(
        address_city=text.get(record.address_city),
        address_country=code.get(record.address_country),
        address_postal_code=postcode.get(record.address_postal_code),
        address_street=text.get(record.address_street),
        address_street2=text.get(record.address_street2),
        email=email.get(record.email),
        invoice_email=email.get(record.invoice_email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organisation_number),
        phone=phone.get(record.phone),
        website=text.get(record.website),
    )


def customer_customers_from_right(record: powerofficego.Customers) -> CustomerCustomersView:
    return CustomerCustomersView(
        address_city=text.get(record.mail_address_city),
        address_country=code.get(record.mail_address_country_code),
        address_postal_code=postcode.get(record.mail_address_zip_code),
        address_street=text.get(record.mail_address_address_line1),
        address_street2=text.get(record.mail_address_address_line2),
        email=email.get(record.email_address),
        invoice_email=email.get(record.invoice_email_address),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organization_number),
        phone=phone.get(record.phone_number),
        website=text.get(record.website_url),
    )


def customer_customers_to_left(
    view: CustomerCustomersView, old: customerp.Customer
) -> customerp.CustomerPatch:
    return customerp.CustomerPatch(
        address_city=text.put(view.address_city, old.address_city),
        address_country=code.put(view.address_country, old.address_country),
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


def customer_customers_to_right(
    view: CustomerCustomersView, old: powerofficego.Customers
) -> powerofficego.CustomersPatch:
    return powerofficego.CustomersPatch(
        mail_address_city=text.put(view.address_city, old.mail_address_city),
        mail_address_country_code=code.put(view.address_country, old.mail_address_country_code),
        mail_address_zip_code=postcode.put(view.address_postal_code, old.mail_address_zip_code),
        mail_address_address_line1=text.put(view.address_street, old.mail_address_address_line1),
        mail_address_address_line2=text.put(view.address_street2, old.mail_address_address_line2),
        email_address=email.put(view.email, old.email_address),
        invoice_email_address=email.put(view.invoice_email, old.invoice_email_address),
        name=text.put(view.name, old.name),
        organization_number=organisation_number.put(
            view.organisation_number, old.organization_number
        ),
        phone_number=phone.put(view.phone, old.phone_number),
        website_url=text.put(view.website, old.website_url),
    )


CUSTOMER_CUSTOMERS = ObjectPair(
    name="customer_customers",
    title="Customerp Customer to Powerofficego Customers",
    view=CustomerCustomersView,
    left=ViewSide(
        type=customerp.CUSTOMER,
        to_view=customer_customers_from_left,
        from_view=customer_customers_to_left,
    ),
    right=ViewSide(
        type=powerofficego.CUSTOMERS,
        to_view=customer_customers_from_right,
        from_view=customer_customers_to_right,
    ),
    match=(
        Match(
            label="organisation_number = OrganizationNumber",
            left=lambda record: organisation_number.get(record.organisation_number),
            right=lambda record: organisation_number.get(record.organization_number),
        ),
    ),
    rows=(
        Row(
            name="address_city",
            left="address_city",
            right="mail_address_city",
            identity="address.city > MailAddress.City",
        ),
        Row(
            name="address_country",
            left="address_country",
            right="mail_address_country_code",
            identity="address.country > MailAddress.CountryCode",
            conversion="90c60c64",
        ),
        Row(
            name="address_postal_code",
            left="address_postal_code",
            right="mail_address_zip_code",
            identity="address.postal_code > MailAddress.ZipCode",
            conversion="4181045f",
        ),
        Row(
            name="address_street",
            left="address_street",
            right="mail_address_address_line1",
            identity="address.street > MailAddress.AddressLine1",
        ),
        Row(
            name="address_street2",
            left="address_street2",
            right="mail_address_address_line2",
            identity="address.street2 > MailAddress.AddressLine2",
        ),
        Row(
            name="email",
            left="email",
            right="email_address",
            identity="email > EmailAddress",
            conversion="dbc98aa4",
        ),
        Row(
            name="invoice_email",
            left="invoice_email",
            right="invoice_email_address",
            identity="invoice_email > InvoiceEmailAddress",
            conversion="b6f52450",
        ),
        Row(
            name="name",
            left="name",
            right="name",
            identity="name > Name",
        ),
        Row(
            name="organisation_number",
            left="organisation_number",
            right="organization_number",
            identity="organisation_number > OrganizationNumber",
            conversion="e6ac0b05",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone_number",
            identity="phone > PhoneNumber",
            conversion="2ed6bbfc",
        ),
        Row(
            name="website",
            left="website",
            right="website_url",
            identity="website > WebsiteUrl",
        ),
    ),
)

# ---- order_salesorders ----


class OrderSalesordersLine(View, frozen=True, kw_only=True):
    description: Text = UNSET
    key: Text = UNSET
    product_id: Text = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


def order_salesorders_lines_from_left(record: customerp.OrderLine) -> OrderSalesordersLine:
    return OrderSalesordersLine(
        description=text.get(record.description),
        key=key_in_integer.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
    )


def order_salesorders_lines_from_right(
    record: powerofficego.SalesordersSalesOrderLine,
) -> OrderSalesordersLine:
    return OrderSalesordersLine(
        description=text.get(record.description),
        key=key_in_text.get(record.id),
        product_id=key_in_integer.get(record.product_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.product_unit_price),
    )


def order_salesorders_lines_to_left(
    view: OrderSalesordersLine, old: customerp.OrderLine
) -> customerp.OrderLine:
    return customerp.OrderLine(
        description=text.put(view.description, old.description),
        id=key_in_integer.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


def order_salesorders_lines_to_right(
    view: OrderSalesordersLine, old: powerofficego.SalesordersSalesOrderLine
) -> powerofficego.SalesordersSalesOrderLine:
    return powerofficego.SalesordersSalesOrderLine(
        description=text.put(view.description, old.description),
        id=key_in_text.put(view.key, old.id),
        product_id=key_in_integer.put(view.product_id, old.product_id),
        quantity=number.put(view.quantity, old.quantity),
        product_unit_price=number.put(view.unit_price, old.product_unit_price),
    )


class OrderSalesordersView(View, frozen=True, kw_only=True):
    contact_id: Text = UNSET
    contact_name: Text = UNSET
    currency: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderSalesordersLine] = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET


def order_salesorders_from_left(record: customerp.Order) -> OrderSalesordersView:
    return OrderSalesordersView(
        contact_id=key_in_integer.get(record.contact_id),
        contact_name=text.get(record.contact_name),
        currency=code.get(record.currency),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, order_salesorders_lines_from_left),
        number=text.get(record.number),
        order_date=day.get(record.order_date),
        reference=text.get(record.reference),
    )


def order_salesorders_from_right(record: powerofficego.Salesorders) -> OrderSalesordersView:
    return OrderSalesordersView(
        contact_id=key_in_integer.get(record.customer_reference_contact_person_id),
        contact_name=text.get(record.customer_reference),
        currency=code.get(record.currency_code),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.sales_order_lines, order_salesorders_lines_from_right),
        number=text.get(record.external_import_reference),
        order_date=day.get(record.sales_order_date),
        reference=text.get(record.purchase_order_reference),
    )


def order_salesorders_to_left(
    view: OrderSalesordersView, old: customerp.Order
) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        contact_id=key_in_integer.put(view.contact_id, old.contact_id),
        contact_name=text.put(view.contact_name, old.contact_name),
        currency=code.put(view.currency, old.currency),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        lines=keyed_back(
            view.lines,
            old.lines,
            order_salesorders_lines_from_left,
            order_salesorders_lines_to_left,
            customerp.OrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        reference=text.put(view.reference, old.reference),
    )


def order_salesorders_to_right(
    view: OrderSalesordersView, old: powerofficego.Salesorders
) -> powerofficego.SalesordersPatch:
    return powerofficego.SalesordersPatch(
        customer_reference_contact_person_id=key_in_integer.put(
            view.contact_id, old.customer_reference_contact_person_id
        ),
        customer_reference=text.put(view.contact_name, old.customer_reference),
        currency_code=code.put(view.currency, old.currency_code),
        customer_id=key_in_integer.put(view.customer_id, old.customer_id),
        delivery_date=day.put(view.delivery_date, old.delivery_date),
        sales_order_lines=keyed_back(
            view.lines,
            old.sales_order_lines,
            order_salesorders_lines_from_right,
            order_salesorders_lines_to_right,
            powerofficego.SalesordersSalesOrderLine(),
        ),
        external_import_reference=text.put(view.number, old.external_import_reference),
        sales_order_date=day.put(view.order_date, old.sales_order_date),
        purchase_order_reference=text.put(view.reference, old.purchase_order_reference),
    )


ORDER_SALESORDERS = ObjectPair(
    name="order_salesorders",
    title="Customerp Order to Powerofficego Salesorders",
    view=OrderSalesordersView,
    left=ViewSide(
        type=customerp.ORDER,
        to_view=order_salesorders_from_left,
        from_view=order_salesorders_to_left,
    ),
    right=ViewSide(
        type=powerofficego.SALESORDERS,
        to_view=order_salesorders_from_right,
        from_view=order_salesorders_to_right,
    ),
    rows=(
        Row(
            name="contact_id",
            left="contact_id",
            right="customer_reference_contact_person_id",
            identity="contact_id > CustomerReferenceContactPersonId",
            conversion="f794cfe1",
        ),
        Row(
            name="contact_name",
            left="contact_name",
            right="customer_reference",
            identity="contact_name > CustomerReference",
        ),
        Row(
            name="currency",
            left="currency",
            right="currency_code",
            identity="currency > CurrencyCode",
            conversion="d76c2187",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="customer_id",
            identity="customer_id > CustomerId",
            conversion="91ac5709",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="delivery_date",
            identity="delivery_date > DeliveryDate",
            conversion="3e8212a4",
        ),
        Row(
            name="lines",
            left="lines",
            right="sales_order_lines",
            identity="lines > SalesOrderLines",
            keyed=True,
            conversion="9168123b",
        ),
        Row(
            name="number",
            left="number",
            right="external_import_reference",
            identity="number > ExternalImportReference",
            binding=Binding.RIGHT,
        ),
        Row(
            name="order_date",
            left="order_date",
            right="sales_order_date",
            identity="order_date > SalesOrderDate",
            conversion="921211c0",
        ),
        Row(
            name="reference",
            left="reference",
            right="purchase_order_reference",
            identity="reference > PurchaseOrderReference",
        ),
    ),
    references=(
        Reference(
            field="contact_id",
            left=("Contact",),
            right=("Contactperson",),
        ),
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Customers",),
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
    stock: Number = UNSET


def product_product_from_left(record: customerp.Product) -> ProductProductView:
    return ProductProductView(
        cost=number.get(record.cost),
        description=text.get(record.description),
        ean=text.get(record.ean),
        name=text.get(record.name),
        number=text.get(record.number),
        price=number.get(record.price),
        stock=number.get(record.stock),
    )


def product_product_from_right(record: powerofficego.Product) -> ProductProductView:
    return ProductProductView(
        cost=number.get(record.unit_cost),
        description=text.get(record.description),
        ean=text.get(record.gtin),
        name=text.get(record.name),
        number=text.get(record.code),
        price=number.get(record.unit_price),
        stock=number.get(record.stock_on_hand),
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
        stock=number.put(view.stock, old.stock),
    )


def product_product_to_right(
    view: ProductProductView, old: powerofficego.Product
) -> powerofficego.ProductPatch:
    return powerofficego.ProductPatch(
        unit_cost=number.put(view.cost, old.unit_cost),
        description=text.put(view.description, old.description),
        gtin=text.put(view.ean, old.gtin),
        name=text.put(view.name, old.name),
        code=text.put(view.number, old.code),
        unit_price=number.put(view.price, old.unit_price),
        stock_on_hand=number.put(view.stock, old.stock_on_hand),
    )


PRODUCT_PRODUCT = ObjectPair(
    name="product_product",
    title="Customerp Product to Powerofficego Product",
    view=ProductProductView,
    left=ViewSide(
        type=customerp.PRODUCT,
        to_view=product_product_from_left,
        from_view=product_product_to_left,
    ),
    right=ViewSide(
        type=powerofficego.PRODUCT,
        to_view=product_product_from_right,
        from_view=product_product_to_right,
    ),
    match=(
        Match(
            label="number = Code",
            left=lambda record: text.get(record.number),
            right=lambda record: text.get(record.code),
        ),
    ),
    rows=(
        Row(
            name="cost",
            left="cost",
            right="unit_cost",
            identity="cost > UnitCost",
            conversion="840c78b4",
        ),
        Row(
            name="description",
            left="description",
            right="description",
            identity="description > Description",
        ),
        Row(
            name="ean",
            left="ean",
            right="gtin",
            identity="ean > Gtin",
        ),
        Row(
            name="name",
            left="name",
            right="name",
            identity="name > Name",
        ),
        Row(
            name="number",
            left="number",
            right="code",
            identity="number > Code",
        ),
        Row(
            name="price",
            left="price",
            right="unit_price",
            identity="price > UnitPrice",
            conversion="b3d578a7",
        ),
        Row(
            name="stock",
            left="stock",
            right="stock_on_hand",
            identity="stock > StockOnHand",
            conversion="f409721b",
        ),
    ),
)


FLOW = Flow(
    name="customerp-powerofficego",
    title="Customerp to Powerofficego",
    left=customerp.SYSTEM,
    right=powerofficego.SYSTEM,
    pairs=(
        CONTACT_CONTACTPERSON,
        CUSTOMER_CUSTOMERS,
        ORDER_SALESORDERS,
        PRODUCT_PRODUCT,
    ),
)

if __name__ == "__main__":
    from runtime.run import main

    raise SystemExit(main(FLOW))
