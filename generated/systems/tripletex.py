"""The system `tripletex`: its typed records, and where they live.

Made by `flowc build`. Do not edit: change the profile and build again.
"""

from runtime.model import (
    UNSET,
    Access,
    Auth,
    AuthScheme,
    Day,
    Envelope,
    Flag,
    Integer,
    Kind,
    Many,
    Number,
    ObjectType,
    Operations,
    Paging,
    PagingScheme,
    Patch,
    Precondition,
    Property,
    Rate,
    Record,
    System,
    Text,
    UpdateStyle,
)

SYSTEM = System(
    name="tripletex",
    label="Tripletex",
    protocol="rest-json",
    address="https://tripletex.no/v2",
    auth=Auth(
        scheme=AuthScheme.SESSION_TOKEN,
        token_address="https://tripletex.no/v2/token/session/:create",
    ),
    paging=Paging(
        scheme=PagingScheme.OFFSET,
        start="from",
        size="count",
        rows=1000,
    ),
    envelope=Envelope(
        rows=("values",),
        item=("value",),
    ),
    update=UpdateStyle.PUT_PARTIAL,
    precondition=Precondition.VERSION,
    dates="iso",
    rates=(
        Rate(
            requests=100,
            seconds=10,
        ),
    ),
)

# ---- Contact ----


class Contact(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    is_inactive: Flag = UNSET
    last_name: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_work: Text = UNSET
    version: Integer = UNSET


class ContactPatch(Patch, frozen=True, kw_only=True):
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    is_inactive: Flag = UNSET
    last_name: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_work: Text = UNSET


CONTACT = ObjectType(
    system=SYSTEM,
    name="Contact",
    record=Contact,
    patch=ContactPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/contact",
        item="/contact/{key}",
        create="/contact",
        update="/contact/{key}",
        list_query=(("fields", "*"), ("sorting", "id")),
        item_query=(("fields", "*"),),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="customer_id",
            path=("customer", "id"),
            kind=Kind.INTEGER,
            targets=("Customer",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="first_name",
            path=("firstName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="last_name",
            path=("lastName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="phone_number_mobile",
            path=("phoneNumberMobile",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="phone_number_work",
            path=("phoneNumberWork",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)

# ---- Customer ----


class Customer(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    customer_number: Integer = UNSET
    description: Text = UNSET
    discount_percentage: Number = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    invoice_send_method: Text = UNSET
    invoices_due_in: Integer = UNSET
    is_inactive: Flag = UNSET
    is_private_individual: Flag = UNSET
    language: Text = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_city: Text = UNSET
    physical_address_id: Integer = UNSET
    physical_address_postal_code: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_city: Text = UNSET
    postal_address_id: Integer = UNSET
    postal_address_postal_code: Text = UNSET
    version: Integer = UNSET
    website: Text = UNSET


class CustomerPatch(Patch, frozen=True, kw_only=True):
    customer_number: Integer = UNSET
    description: Text = UNSET
    discount_percentage: Number = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    invoice_send_method: Text = UNSET
    invoices_due_in: Integer = UNSET
    is_inactive: Flag = UNSET
    is_private_individual: Flag = UNSET
    language: Text = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_city: Text = UNSET
    physical_address_postal_code: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_city: Text = UNSET
    postal_address_postal_code: Text = UNSET
    website: Text = UNSET


CUSTOMER = ObjectType(
    system=SYSTEM,
    name="Customer",
    record=Customer,
    patch=CustomerPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/customer",
        item="/customer/{key}",
        create="/customer",
        update="/customer/{key}",
        list_query=(("fields", "*,postalAddress(*),physicalAddress(*)"), ("sorting", "id")),
        item_query=(("fields", "*,postalAddress(*),physicalAddress(*)"),),
        read_back=True,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="customer_number",
            path=("customerNumber",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="description",
            path=("description",),
            blanks=("",),
        ),
        Property(
            attribute="discount_percentage",
            path=("discountPercentage",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="invoice_email",
            path=("invoiceEmail",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="invoice_send_method",
            path=("invoiceSendMethod",),
            blanks=("",),
        ),
        Property(
            attribute="invoices_due_in",
            path=("invoicesDueIn",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_private_individual",
            path=("isPrivateIndividual",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="language",
            path=("language",),
            blanks=("",),
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="organization_number",
            path=("organizationNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="overdue_notice_email",
            path=("overdueNoticeEmail",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="phone_number",
            path=("phoneNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="phone_number_mobile",
            path=("phoneNumberMobile",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_address_line1",
            path=("physicalAddress", "addressLine1"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_address_line2",
            path=("physicalAddress", "addressLine2"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_city",
            path=("physicalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_id",
            path=("physicalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="physical_address_postal_code",
            path=("physicalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_address_line1",
            path=("postalAddress", "addressLine1"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_address_line2",
            path=("postalAddress", "addressLine2"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_city",
            path=("postalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_id",
            path=("postalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="postal_address_postal_code",
            path=("postalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="website",
            path=("website",),
            max_length=255,
            blanks=("",),
        ),
    ),
)

# ---- Order ----


class OrderOrderLine(Record, frozen=True, kw_only=True):
    count: Number = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    id: Integer = UNSET
    product_id: Integer = UNSET
    unit_price_excluding_vat_currency: Number = UNSET


class Order(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    contact_id: Integer = UNSET
    customer_id: Integer = UNSET
    delivery_comment: Text = UNSET
    delivery_date: Day = UNSET
    discount_percentage: Number = UNSET
    invoice_comment: Text = UNSET
    invoices_due_in: Integer = UNSET
    is_closed: Flag = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    order_lines: Many[OrderOrderLine] = UNSET
    receiver_email: Text = UNSET
    reference: Text = UNSET
    version: Integer = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    contact_id: Integer = UNSET
    customer_id: Integer = UNSET
    delivery_comment: Text = UNSET
    delivery_date: Day = UNSET
    discount_percentage: Number = UNSET
    invoice_comment: Text = UNSET
    invoices_due_in: Integer = UNSET
    is_closed: Flag = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    order_lines: Many[OrderOrderLine] = UNSET
    receiver_email: Text = UNSET
    reference: Text = UNSET


ORDER = ObjectType(
    system=SYSTEM,
    name="Order",
    record=Order,
    patch=OrderPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/order",
        item="/order/{key}",
        create="/order",
        update="/order/{key}",
        list_query=(
            ("fields", "*,orderLines(*)"),
            ("orderDateFrom", "1970-01-01"),
            ("orderDateTo", "2999-12-31"),
            ("sorting", "id"),
        ),
        item_query=(("fields", "*,orderLines(*)"),),
        read_back=True,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="contact_id",
            path=("contact", "id"),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="customer_id",
            path=("customer", "id"),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="delivery_comment",
            path=("deliveryComment",),
            blanks=("",),
        ),
        Property(
            attribute="delivery_date",
            path=("deliveryDate",),
            kind=Kind.DATE,
            required=True,
        ),
        Property(
            attribute="discount_percentage",
            path=("discountPercentage",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="invoice_comment",
            path=("invoiceComment",),
            blanks=("",),
        ),
        Property(
            attribute="invoices_due_in",
            path=("invoicesDueIn",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_closed",
            path=("isClosed",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="number",
            path=("number",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="order_date",
            path=("orderDate",),
            kind=Kind.DATE,
            required=True,
        ),
        Property(
            attribute="order_lines",
            path=("orderLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            element=OrderOrderLine,
            children=(
                Property(
                    attribute="count",
                    path=("count",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
                Property(
                    attribute="description",
                    path=("description",),
                    blanks=("",),
                ),
                Property(
                    attribute="discount",
                    path=("discount",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="product_id",
                    path=("product", "id"),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="unit_price_excluding_vat_currency",
                    path=("unitPriceExcludingVatCurrency",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
            ),
        ),
        Property(
            attribute="receiver_email",
            path=("receiverEmail",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="reference",
            path=("reference",),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)

# ---- Product ----


class Product(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    cost_excluding_vat_currency: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    is_inactive: Flag = UNSET
    name: Text = UNSET
    number: Text = UNSET
    order_line_description: Text = UNSET
    price_excluding_vat_currency: Number = UNSET
    version: Integer = UNSET


class ProductPatch(Patch, frozen=True, kw_only=True):
    cost_excluding_vat_currency: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    is_inactive: Flag = UNSET
    name: Text = UNSET
    number: Text = UNSET
    order_line_description: Text = UNSET
    price_excluding_vat_currency: Number = UNSET


PRODUCT = ObjectType(
    system=SYSTEM,
    name="Product",
    record=Product,
    patch=ProductPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/product",
        item="/product/{key}",
        create="/product",
        update="/product/{key}",
        list_query=(("fields", "*,ean"), ("sorting", "id")),
        item_query=(("fields", "*,ean"),),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="cost_excluding_vat_currency",
            path=("costExcludingVatCurrency",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="description",
            path=("description",),
            blanks=("",),
        ),
        Property(
            attribute="ean",
            path=("ean",),
            max_length=14,
            blanks=("",),
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="number",
            path=("number",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="order_line_description",
            path=("orderLineDescription",),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="price_excluding_vat_currency",
            path=("priceExcludingVatCurrency",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)
