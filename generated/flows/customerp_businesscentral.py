"""The flow `customerp_businesscentral`: for each ObjectPair the View, and the functions from and to it.

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
    Day,
    Facet,
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

from ..systems import businesscentral, customerp

# ---- contact_contacts_person ----


class ContactContactsPersonView(View, frozen=True, kw_only=True):
    email: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


def contact_contacts_person_from_left(record: customerp.Contact) -> ContactContactsPersonView:
    return ContactContactsPersonView(
        email=email.get(record.email),
        last_name=text.get(record.last_name),
        mobile=phone.get(record.mobile),
        phone=phone.get(record.phone),
        title=text.get(record.title),
    )


def contact_contacts_person_from_right(
    record: businesscentral.Contacts,
) -> ContactContactsPersonView:
    return ContactContactsPersonView(
        email=email.get(record.email),
        last_name=text.get(record.display_name),
        mobile=phone.get(record.mobile_phone_number),
        phone=phone.get(record.phone_number),
        title=text.get(record.job_title),
    )


def contact_contacts_person_to_left(
    view: ContactContactsPersonView, old: customerp.Contact
) -> customerp.ContactPatch:
    return customerp.ContactPatch(
        email=email.put(view.email, old.email),
        last_name=text.put(view.last_name, old.last_name),
        mobile=phone.put(view.mobile, old.mobile),
        phone=phone.put(view.phone, old.phone),
        title=text.put(view.title, old.title),
    )


def contact_contacts_person_to_right(
    view: ContactContactsPersonView, old: businesscentral.Contacts
) -> businesscentral.ContactsPatch:
    return businesscentral.ContactsPatch(
        email=email.put(view.email, old.email),
        display_name=text.put(view.last_name, old.display_name),
        mobile_phone_number=phone.put(view.mobile, old.mobile_phone_number),
        phone_number=phone.put(view.phone, old.phone_number),
        job_title=text.put(view.title, old.job_title),
    )


CONTACT_CONTACTS_PERSON = ObjectPair(
    name="contact_contacts_person",
    title="Customerp Contact to Businesscentral Contacts person",
    view=ContactContactsPersonView,
    left=ViewSide(
        type=customerp.CONTACT,
        to_view=contact_contacts_person_from_left,
        from_view=contact_contacts_person_to_left,
    ),
    right=ViewSide(
        type=businesscentral.CONTACTS,
        facet=Facet(
            name="person",
            path=("type",),
            value="Person",
        ),
        to_view=contact_contacts_person_from_right,
        from_view=contact_contacts_person_to_right,
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
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="last_name",
            left="last_name",
            right="display_name",
            identity="last_name > displayName",
        ),
        Row(
            name="mobile",
            left="mobile",
            right="mobile_phone_number",
            identity="mobile > mobilePhoneNumber",
            conversion="1ca30604",
        ),
        Row(
            name="phone",
            left="phone",
            right="phone_number",
            identity="phone > phoneNumber",
            conversion="3706253e",
        ),
        Row(
            name="title",
            left="title",
            right="job_title",
            identity="title > jobTitle",
        ),
    ),
)

# ---- customer_customers_company ----


class CustomerCustomersCompanyView(View, frozen=True, kw_only=True):
    address_city: Text = UNSET
    address_country: Text = UNSET
    address_postal_code: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    credit_limit: Number = UNSET
    email: Text = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    website: Text = UNSET


def customer_customers_company_from_left(
    record: customerp.Customer,
) -> CustomerCustomersCompanyView:
    return CustomerCustomersCompanyView(
        address_city=text.get(record.address_city),
        address_country=code.get(record.address_country),
        address_postal_code=postcode.get(record.address_postal_code),
        address_street=text.get(record.address_street),
        address_street2=text.get(record.address_street2),
        credit_limit=number.get(record.credit_limit),
        email=email.get(record.email),
        name=text.get(record.name),
        organisation_number=organisation_number.get(record.organisation_number),
        phone=phone.get(record.phone),
        website=text.get(record.website),
    )


def customer_customers_company_from_right(
    record: businesscentral.Customers,
) -> CustomerCustomersCompanyView:
    return CustomerCustomersCompanyView(
        address_city=text.get(record.city),
        address_country=code.get(record.country),
        address_postal_code=postcode.get(record.postal_code),
        address_street=text.get(record.address_line1),
        address_street2=text.get(record.address_line2),
        credit_limit=number.get(record.credit_limit),
        email=email.get(record.email),
        name=text.get(record.display_name),
        organisation_number=organisation_number.get(record.tax_registration_number),
        phone=phone.get(record.phone_number),
        website=text.get(record.website),
    )


def customer_customers_company_to_left(
    view: CustomerCustomersCompanyView, old: customerp.Customer
) -> customerp.CustomerPatch:
    return customerp.CustomerPatch(
        address_city=text.put(view.address_city, old.address_city),
        address_country=code.put(view.address_country, old.address_country),
        address_postal_code=postcode.put(view.address_postal_code, old.address_postal_code),
        address_street=text.put(view.address_street, old.address_street),
        address_street2=text.put(view.address_street2, old.address_street2),
        credit_limit=number.put(view.credit_limit, old.credit_limit),
        email=email.put(view.email, old.email),
        name=text.put(view.name, old.name),
        organisation_number=organisation_number.put(
            view.organisation_number, old.organisation_number
        ),
        phone=phone.put(view.phone, old.phone),
        website=text.put(view.website, old.website),
    )


def customer_customers_company_to_right(
    view: CustomerCustomersCompanyView, old: businesscentral.Customers
) -> businesscentral.CustomersPatch:
    return businesscentral.CustomersPatch(
        city=text.put(view.address_city, old.city),
        country=code.put(view.address_country, old.country),
        postal_code=postcode.put(view.address_postal_code, old.postal_code),
        address_line1=text.put(view.address_street, old.address_line1),
        address_line2=text.put(view.address_street2, old.address_line2),
        credit_limit=number.put(view.credit_limit, old.credit_limit),
        email=email.put(view.email, old.email),
        display_name=text.put(view.name, old.display_name),
        tax_registration_number=organisation_number.put(
            view.organisation_number, old.tax_registration_number
        ),
        phone_number=phone.put(view.phone, old.phone_number),
        website=text.put(view.website, old.website),
    )


CUSTOMER_CUSTOMERS_COMPANY = ObjectPair(
    name="customer_customers_company",
    title="Customerp Customer to Businesscentral Customers company",
    view=CustomerCustomersCompanyView,
    left=ViewSide(
        type=customerp.CUSTOMER,
        to_view=customer_customers_company_from_left,
        from_view=customer_customers_company_to_left,
    ),
    right=ViewSide(
        type=businesscentral.CUSTOMERS,
        facet=Facet(
            name="company",
            path=("type",),
            value="Company",
        ),
        to_view=customer_customers_company_from_right,
        from_view=customer_customers_company_to_right,
    ),
    match=(
        Match(
            label="organisation_number = taxRegistrationNumber",
            left=lambda record: organisation_number.get(record.organisation_number),
            right=lambda record: organisation_number.get(record.tax_registration_number),
        ),
    ),
    rows=(
        Row(
            name="address_city",
            left="address_city",
            right="city",
            identity="address.city > city",
        ),
        Row(
            name="address_country",
            left="address_country",
            right="country",
            identity="address.country > country",
            conversion="e91b6f6d",
        ),
        Row(
            name="address_postal_code",
            left="address_postal_code",
            right="postal_code",
            identity="address.postal_code > postalCode",
            conversion="cb82da99",
        ),
        Row(
            name="address_street",
            left="address_street",
            right="address_line1",
            identity="address.street > addressLine1",
        ),
        Row(
            name="address_street2",
            left="address_street2",
            right="address_line2",
            identity="address.street2 > addressLine2",
        ),
        Row(
            name="credit_limit",
            left="credit_limit",
            right="credit_limit",
            identity="credit_limit > creditLimit",
            conversion="ee311cff",
        ),
        Row(
            name="email",
            left="email",
            right="email",
            identity="email > email",
            conversion="d0a58159",
        ),
        Row(
            name="name",
            left="name",
            right="display_name",
            identity="name > displayName",
        ),
        Row(
            name="organisation_number",
            left="organisation_number",
            right="tax_registration_number",
            identity="organisation_number > taxRegistrationNumber",
            conversion="d72dff1d",
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
    record: businesscentral.SalesordersSalesOrderLine,
) -> OrderSalesordersLine:
    return OrderSalesordersLine(
        description=text.get(record.description),
        key=key_in_text.get(record.id),
        product_id=key_in_text.get(record.item_id),
        quantity=number.get(record.quantity),
        unit_price=number.get(record.unit_price),
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
    view: OrderSalesordersLine, old: businesscentral.SalesordersSalesOrderLine
) -> businesscentral.SalesordersSalesOrderLine:
    return businesscentral.SalesordersSalesOrderLine(
        description=text.put(view.description, old.description),
        id=key_in_text.put(view.key, old.id),
        item_id=key_in_text.put(view.product_id, old.item_id),
        quantity=number.put(view.quantity, old.quantity),
        unit_price=number.put(view.unit_price, old.unit_price),
    )


class OrderSalesordersView(View, frozen=True, kw_only=True):
    contact_email: Text = UNSET
    contact_name: Text = UNSET
    customer_id: Text = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderSalesordersLine] = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET


def order_salesorders_from_left(record: customerp.Order) -> OrderSalesordersView:
    return OrderSalesordersView(
        contact_email=email.get(record.contact_email),
        contact_name=text.get(record.contact_name),
        customer_id=key_in_integer.get(record.customer_id),
        delivery_date=day.get(record.delivery_date),
        lines=each(record.lines, order_salesorders_lines_from_left),
        order_date=day.get(record.order_date),
        reference=code.get(record.reference),
    )


def order_salesorders_from_right(record: businesscentral.Salesorders) -> OrderSalesordersView:
    return OrderSalesordersView(
        contact_email=email.get(record.email),
        contact_name=text.get(record.ship_to_contact),
        customer_id=key_in_text.get(record.customer_id),
        delivery_date=day.get(record.requested_delivery_date),
        lines=each(record.sales_order_lines, order_salesorders_lines_from_right),
        order_date=day.get(record.order_date),
        reference=code.get(record.external_document_number),
    )


def order_salesorders_to_left(
    view: OrderSalesordersView, old: customerp.Order
) -> customerp.OrderPatch:
    return customerp.OrderPatch(
        contact_email=email.put(view.contact_email, old.contact_email),
        contact_name=text.put(view.contact_name, old.contact_name),
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
        reference=code.put(view.reference, old.reference),
    )


def order_salesorders_to_right(
    view: OrderSalesordersView, old: businesscentral.Salesorders
) -> businesscentral.SalesordersPatch:
    return businesscentral.SalesordersPatch(
        email=email.put(view.contact_email, old.email),
        ship_to_contact=text.put(view.contact_name, old.ship_to_contact),
        customer_id=key_in_text.put(view.customer_id, old.customer_id),
        requested_delivery_date=day.put(view.delivery_date, old.requested_delivery_date),
        sales_order_lines=keyed_back(
            view.lines,
            old.sales_order_lines,
            order_salesorders_lines_from_right,
            order_salesorders_lines_to_right,
            businesscentral.SalesordersSalesOrderLine(),
        ),
        order_date=day.put(view.order_date, old.order_date),
        external_document_number=code.put(view.reference, old.external_document_number),
    )


ORDER_SALESORDERS = ObjectPair(
    name="order_salesorders",
    title="Customerp Order to Businesscentral Salesorders",
    view=OrderSalesordersView,
    left=ViewSide(
        type=customerp.ORDER,
        to_view=order_salesorders_from_left,
        from_view=order_salesorders_to_left,
    ),
    right=ViewSide(
        type=businesscentral.SALESORDERS,
        to_view=order_salesorders_from_right,
        from_view=order_salesorders_to_right,
    ),
    rows=(
        Row(
            name="contact_email",
            left="contact_email",
            right="email",
            identity="contact_email > email",
            conversion="39ceea6e",
        ),
        Row(
            name="contact_name",
            left="contact_name",
            right="ship_to_contact",
            identity="contact_name > shipToContact",
        ),
        Row(
            name="customer_id",
            left="customer_id",
            right="customer_id",
            identity="customer_id > customerId",
            conversion="094bf869",
        ),
        Row(
            name="delivery_date",
            left="delivery_date",
            right="requested_delivery_date",
            identity="delivery_date > requestedDeliveryDate",
            conversion="9e69bb17",
        ),
        Row(
            name="lines",
            left="lines",
            right="sales_order_lines",
            identity="lines > salesOrderLines",
            keyed=True,
            conversion="1c7cf5f8",
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
            right="external_document_number",
            identity="reference > externalDocumentNumber",
            conversion="8c46b75e",
        ),
    ),
    references=(
        Reference(
            field="customer_id",
            left=("Customer",),
            right=("Customers",),
        ),
        Reference(
            field="lines.product_id",
            left=("Product",),
            right=("Items",),
        ),
    ),
)

# ---- product_items ----


class ProductItemsView(View, frozen=True, kw_only=True):
    cost: Number = UNSET
    ean: Text = UNSET
    name: Text = UNSET
    number: Text = UNSET
    price: Number = UNSET


def product_items_from_left(record: customerp.Product) -> ProductItemsView:
    return ProductItemsView(
        cost=number.get(record.cost),
        ean=text.get(record.ean),
        name=text.get(record.name),
        number=text.get(record.number),
        price=number.get(record.price),
    )


def product_items_from_right(record: businesscentral.Items) -> ProductItemsView:
    return ProductItemsView(
        cost=number.get(record.unit_cost),
        ean=text.get(record.gtin),
        name=text.get(record.display_name),
        number=text.get(record.number),
        price=number.get(record.unit_price),
    )


def product_items_to_left(view: ProductItemsView, old: customerp.Product) -> customerp.ProductPatch:
    return customerp.ProductPatch(
        cost=number.put(view.cost, old.cost),
        ean=text.put(view.ean, old.ean),
        name=text.put(view.name, old.name),
        number=text.put(view.number, old.number),
        price=number.put(view.price, old.price),
    )


def product_items_to_right(
    view: ProductItemsView, old: businesscentral.Items
) -> businesscentral.ItemsPatch:
    return businesscentral.ItemsPatch(
        unit_cost=number.put(view.cost, old.unit_cost),
        gtin=text.put(view.ean, old.gtin),
        display_name=text.put(view.name, old.display_name),
        number=text.put(view.number, old.number),
        unit_price=number.put(view.price, old.unit_price),
    )


PRODUCT_ITEMS = ObjectPair(
    name="product_items",
    title="Customerp Product to Businesscentral Items",
    view=ProductItemsView,
    left=ViewSide(
        type=customerp.PRODUCT,
        to_view=product_items_from_left,
        from_view=product_items_to_left,
    ),
    right=ViewSide(
        type=businesscentral.ITEMS,
        to_view=product_items_from_right,
        from_view=product_items_to_right,
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
            right="unit_cost",
            identity="cost > unitCost",
            conversion="29f9cedc",
        ),
        Row(
            name="ean",
            left="ean",
            right="gtin",
            identity="ean > gtin",
        ),
        Row(
            name="name",
            left="name",
            right="display_name",
            identity="name > displayName",
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
            right="unit_price",
            identity="price > unitPrice",
            conversion="350cb982",
        ),
    ),
)


FLOW = Flow(
    name="customerp-businesscentral",
    title="Customerp to Businesscentral",
    left=customerp.SYSTEM,
    right=businesscentral.SYSTEM,
    pairs=(
        CONTACT_CONTACTS_PERSON,
        CUSTOMER_CUSTOMERS_COMPANY,
        ORDER_SALESORDERS,
        PRODUCT_ITEMS,
    ),
)

if __name__ == "__main__":
    from runtime.run import main

    raise SystemExit(main(FLOW))
