"""The system `customerp`: its typed records, and where they live.

Made by `flowc build`. Do not edit: change the profile and build again.
"""

from runtime.model import (
    UNSET,
    Access,
    Auth,
    AuthScheme,
    Bulk,
    Day,
    Envelope,
    Feed,
    FeedScheme,
    Flag,
    Integer,
    Kind,
    Many,
    Moment,
    Number,
    ObjectType,
    Operations,
    Paging,
    PagingScheme,
    Patch,
    Precondition,
    Property,
    Record,
    System,
    Text,
    UpdateStyle,
)

SYSTEM = System(
    name="customerp",
    label="Customerp",
    protocol="rest-json",
    auth=Auth(
        scheme=AuthScheme.API_KEY,
        header="X-Api-Key",
    ),
    paging=Paging(
        scheme=PagingScheme.OFFSET,
        start="offset",
        size="limit",
        rows=200,
    ),
    envelope=Envelope(
        rows=("items",),
    ),
    update=UpdateStyle.PATCH_MERGE,
    precondition=Precondition.ETAG,
    dates="iso",
    idempotency="Idempotency-Key",
)

# ---- Contact ----


class Contact(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET
    title: Text = UNSET


class ContactPatch(Patch, frozen=True, kw_only=True):
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


CONTACT = ObjectType(
    system=SYSTEM,
    name="Contact",
    record=Contact,
    patch=ContactPatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/contacts",
        item="/contacts/{key}",
        create="/contacts",
        update="/contacts/{key}",
        delete="/contacts/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/contacts/bulk",
            update="/contacts/bulk",
            rows=200,
            keyed=True,
        ),
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
            path=("customer_id",),
            kind=Kind.INTEGER,
            targets=("Customer",),
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="first_name",
            path=("first_name",),
        ),
        Property(
            attribute="last_name",
            path=("last_name",),
            required=True,
        ),
        Property(
            attribute="mobile",
            path=("mobile",),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="phone",
            path=("phone",),
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="title",
            path=("title",),
        ),
    ),
)

# ---- Customer ----


class Customer(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    active: Flag = UNSET
    address_city: Text = UNSET
    address_country: Text = UNSET
    address_postal_code: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    credit_limit: Number = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    modified: Moment = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET
    website: Text = UNSET


class CustomerPatch(Patch, frozen=True, kw_only=True):
    active: Flag = UNSET
    address_city: Text = UNSET
    address_country: Text = UNSET
    address_postal_code: Text = UNSET
    address_street: Text = UNSET
    address_street2: Text = UNSET
    credit_limit: Number = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    name: Text = UNSET
    organisation_number: Text = UNSET
    phone: Text = UNSET
    website: Text = UNSET


CUSTOMER = ObjectType(
    system=SYSTEM,
    name="Customer",
    record=Customer,
    patch=CustomerPatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/customers",
        item="/customers/{key}",
        create="/customers",
        update="/customers/{key}",
        delete="/customers/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/customers/bulk",
            update="/customers/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="active",
            path=("active",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="address_city",
            path=("address", "city"),
        ),
        Property(
            attribute="address_country",
            path=("address", "country"),
        ),
        Property(
            attribute="address_postal_code",
            path=("address", "postal_code"),
        ),
        Property(
            attribute="address_street",
            path=("address", "street"),
        ),
        Property(
            attribute="address_street2",
            path=("address", "street2"),
        ),
        Property(
            attribute="credit_limit",
            path=("credit_limit",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="invoice_email",
            path=("invoice_email",),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
        ),
        Property(
            attribute="organisation_number",
            path=("organisation_number",),
        ),
        Property(
            attribute="phone",
            path=("phone",),
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="website",
            path=("website",),
        ),
    ),
)

# ---- Employee ----


class Employee(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    birth_date: Day = UNSET
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    hired: Day = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET
    title: Text = UNSET


class EmployeePatch(Patch, frozen=True, kw_only=True):
    birth_date: Day = UNSET
    customer_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    hired: Day = UNSET
    last_name: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET
    title: Text = UNSET


EMPLOYEE = ObjectType(
    system=SYSTEM,
    name="Employee",
    record=Employee,
    patch=EmployeePatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/employees",
        item="/employees/{key}",
        create="/employees",
        update="/employees/{key}",
        delete="/employees/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/employees/bulk",
            update="/employees/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="birth_date",
            path=("birth_date",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="customer_id",
            path=("customer_id",),
            kind=Kind.INTEGER,
            targets=("Customer",),
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="first_name",
            path=("first_name",),
        ),
        Property(
            attribute="hired",
            path=("hired",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="last_name",
            path=("last_name",),
        ),
        Property(
            attribute="mobile",
            path=("mobile",),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="phone",
            path=("phone",),
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="title",
            path=("title",),
        ),
    ),
)

# ---- Order ----


class OrderLine(Record, frozen=True, kw_only=True):
    description: Text = UNSET
    id: Integer = UNSET
    product_id: Integer = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


class Order(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    comment: Text = UNSET
    contact_email: Text = UNSET
    contact_id: Integer = UNSET
    contact_name: Text = UNSET
    currency: Text = UNSET
    customer_id: Integer = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderLine] = UNSET
    modified: Moment = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET
    revision: Integer = UNSET
    total: Number = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_email: Text = UNSET
    contact_id: Integer = UNSET
    contact_name: Text = UNSET
    currency: Text = UNSET
    customer_id: Integer = UNSET
    delivery_date: Day = UNSET
    lines: Many[OrderLine] = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET
    total: Number = UNSET


ORDER = ObjectType(
    system=SYSTEM,
    name="Order",
    record=Order,
    patch=OrderPatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/orders",
        item="/orders/{key}",
        create="/orders",
        update="/orders/{key}",
        delete="/orders/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/orders/bulk",
            update="/orders/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="comment",
            path=("comment",),
        ),
        Property(
            attribute="contact_email",
            path=("contact_email",),
        ),
        Property(
            attribute="contact_id",
            path=("contact_id",),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="contact_name",
            path=("contact_name",),
        ),
        Property(
            attribute="currency",
            path=("currency",),
        ),
        Property(
            attribute="customer_id",
            path=("customer_id",),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="delivery_date",
            path=("delivery_date",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="lines",
            path=("lines",),
            kind=Kind.LIST,
            key=("id",),
            element=OrderLine,
            children=(
                Property(
                    attribute="description",
                    path=("description",),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="product_id",
                    path=("product_id",),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="quantity",
                    path=("quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="unit_price",
                    path=("unit_price",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="number",
            path=("number",),
            access=Access.CREATE,
        ),
        Property(
            attribute="order_date",
            path=("order_date",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="reference",
            path=("reference",),
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="total",
            path=("total",),
            kind=Kind.DECIMAL,
        ),
    ),
)

# ---- Product ----


class Product(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    active: Flag = UNSET
    cost: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    modified: Moment = UNSET
    name: Text = UNSET
    number: Text = UNSET
    price: Number = UNSET
    revision: Integer = UNSET
    stock: Number = UNSET
    unit: Text = UNSET


class ProductPatch(Patch, frozen=True, kw_only=True):
    active: Flag = UNSET
    cost: Number = UNSET
    description: Text = UNSET
    ean: Text = UNSET
    name: Text = UNSET
    number: Text = UNSET
    price: Number = UNSET
    stock: Number = UNSET
    unit: Text = UNSET


PRODUCT = ObjectType(
    system=SYSTEM,
    name="Product",
    record=Product,
    patch=ProductPatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/products",
        item="/products/{key}",
        create="/products",
        update="/products/{key}",
        delete="/products/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/products/bulk",
            update="/products/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="active",
            path=("active",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="cost",
            path=("cost",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="description",
            path=("description",),
        ),
        Property(
            attribute="ean",
            path=("ean",),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
        ),
        Property(
            attribute="number",
            path=("number",),
        ),
        Property(
            attribute="price",
            path=("price",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="stock",
            path=("stock",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="unit",
            path=("unit",),
        ),
    ),
)

# ---- Quote ----


class QuoteLine(Record, frozen=True, kw_only=True):
    description: Text = UNSET
    id: Integer = UNSET
    product_id: Integer = UNSET
    quantity: Number = UNSET
    unit_price: Number = UNSET


class Quote(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    comment: Text = UNSET
    contact_email: Text = UNSET
    contact_id: Integer = UNSET
    contact_name: Text = UNSET
    currency: Text = UNSET
    customer_id: Integer = UNSET
    delivery_date: Day = UNSET
    lines: Many[QuoteLine] = UNSET
    modified: Moment = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET
    revision: Integer = UNSET
    total: Number = UNSET
    valid_until: Day = UNSET


class QuotePatch(Patch, frozen=True, kw_only=True):
    comment: Text = UNSET
    contact_email: Text = UNSET
    contact_id: Integer = UNSET
    contact_name: Text = UNSET
    currency: Text = UNSET
    customer_id: Integer = UNSET
    delivery_date: Day = UNSET
    lines: Many[QuoteLine] = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    reference: Text = UNSET
    total: Number = UNSET
    valid_until: Day = UNSET


QUOTE = ObjectType(
    system=SYSTEM,
    name="Quote",
    record=Quote,
    patch=QuotePatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/quotes",
        item="/quotes/{key}",
        create="/quotes",
        update="/quotes/{key}",
        delete="/quotes/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/quotes/bulk",
            update="/quotes/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="comment",
            path=("comment",),
        ),
        Property(
            attribute="contact_email",
            path=("contact_email",),
        ),
        Property(
            attribute="contact_id",
            path=("contact_id",),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="contact_name",
            path=("contact_name",),
        ),
        Property(
            attribute="currency",
            path=("currency",),
        ),
        Property(
            attribute="customer_id",
            path=("customer_id",),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="delivery_date",
            path=("delivery_date",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="lines",
            path=("lines",),
            kind=Kind.LIST,
            key=("id",),
            element=QuoteLine,
            children=(
                Property(
                    attribute="description",
                    path=("description",),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="product_id",
                    path=("product_id",),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="quantity",
                    path=("quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="unit_price",
                    path=("unit_price",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="number",
            path=("number",),
            access=Access.CREATE,
        ),
        Property(
            attribute="order_date",
            path=("order_date",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="reference",
            path=("reference",),
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="total",
            path=("total",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="valid_until",
            path=("valid_until",),
            kind=Kind.DATE,
        ),
    ),
)
