"""The system `customcrm`: its typed records, and where they live.

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
    name="customcrm",
    label="Customcrm",
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
    id: Text = UNSET
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    given_name: Text = UNSET
    job_title: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET


class ContactPatch(Patch, frozen=True, kw_only=True):
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    given_name: Text = UNSET
    job_title: Text = UNSET
    mobile: Text = UNSET
    phone: Text = UNSET


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
            access=Access.READ,
        ),
        Property(
            attribute="customer",
            path=("customer",),
            targets=("Customer",),
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="family_name",
            path=("family_name",),
            required=True,
        ),
        Property(
            attribute="given_name",
            path=("given_name",),
        ),
        Property(
            attribute="job_title",
            path=("job_title",),
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
    ),
)

# ---- Customer ----


class Customer(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    billing_email: Text = UNSET
    city: Text = UNSET
    company_name: Text = UNSET
    country_code: Text = UNSET
    credit: Number = UNSET
    email: Text = UNSET
    modified: Moment = UNSET
    org_no: Text = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET
    street: Text = UNSET
    street2: Text = UNSET
    web: Text = UNSET
    zip: Text = UNSET


class CustomerPatch(Patch, frozen=True, kw_only=True):
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
            access=Access.READ,
        ),
        Property(
            attribute="billing_email",
            path=("billing_email",),
        ),
        Property(
            attribute="city",
            path=("city",),
        ),
        Property(
            attribute="company_name",
            path=("company_name",),
            required=True,
        ),
        Property(
            attribute="country_code",
            path=("country_code",),
        ),
        Property(
            attribute="credit",
            path=("credit",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="org_no",
            path=("org_no",),
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
            attribute="street",
            path=("street",),
        ),
        Property(
            attribute="street2",
            path=("street2",),
        ),
        Property(
            attribute="web",
            path=("web",),
        ),
        Property(
            attribute="zip",
            path=("zip",),
        ),
    ),
)

# ---- Order ----


class OrderRow(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    price: Number = UNSET
    product: Text = UNSET
    qty: Number = UNSET
    text: Text = UNSET


class Order(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    modified: Moment = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    ref_no: Text = UNSET
    revision: Integer = UNSET
    rows: Many[OrderRow] = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    ref_no: Text = UNSET
    rows: Many[OrderRow] = UNSET


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
            access=Access.READ,
        ),
        Property(
            attribute="amount",
            path=("amount",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="contact",
            path=("contact",),
            targets=("Contact",),
        ),
        Property(
            attribute="customer",
            path=("customer",),
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="customer_reference",
            path=("customer_reference",),
        ),
        Property(
            attribute="deliver_on",
            path=("deliver_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="note",
            path=("note",),
        ),
        Property(
            attribute="placed_on",
            path=("placed_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="ref_no",
            path=("ref_no",),
            access=Access.CREATE,
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="rows",
            path=("rows",),
            kind=Kind.LIST,
            key=("id",),
            element=OrderRow,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    access=Access.READ,
                ),
                Property(
                    attribute="price",
                    path=("price",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="product",
                    path=("product",),
                    targets=("Product",),
                ),
                Property(
                    attribute="qty",
                    path=("qty",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="text",
                    path=("text",),
                ),
            ),
        ),
    ),
)

# ---- Product ----


class Product(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    barcode: Text = UNSET
    body: Text = UNSET
    cost_price: Number = UNSET
    enabled: Flag = UNSET
    in_stock: Number = UNSET
    list_price: Number = UNSET
    modified: Moment = UNSET
    revision: Integer = UNSET
    sku: Text = UNSET
    title: Text = UNSET
    unit: Text = UNSET


class ProductPatch(Patch, frozen=True, kw_only=True):
    barcode: Text = UNSET
    body: Text = UNSET
    cost_price: Number = UNSET
    enabled: Flag = UNSET
    in_stock: Number = UNSET
    list_price: Number = UNSET
    sku: Text = UNSET
    title: Text = UNSET
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
            access=Access.READ,
        ),
        Property(
            attribute="barcode",
            path=("barcode",),
        ),
        Property(
            attribute="body",
            path=("body",),
        ),
        Property(
            attribute="cost_price",
            path=("cost_price",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="enabled",
            path=("enabled",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="in_stock",
            path=("in_stock",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="list_price",
            path=("list_price",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="sku",
            path=("sku",),
        ),
        Property(
            attribute="title",
            path=("title",),
            required=True,
        ),
        Property(
            attribute="unit",
            path=("unit",),
        ),
    ),
)

# ---- Quote ----


class QuoteRow(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    price: Number = UNSET
    product: Text = UNSET
    qty: Number = UNSET
    text: Text = UNSET


class Quote(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    expires_on: Day = UNSET
    modified: Moment = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    ref_no: Text = UNSET
    revision: Integer = UNSET
    rows: Many[QuoteRow] = UNSET


class QuotePatch(Patch, frozen=True, kw_only=True):
    amount: Number = UNSET
    contact: Text = UNSET
    customer: Text = UNSET
    customer_reference: Text = UNSET
    deliver_on: Day = UNSET
    expires_on: Day = UNSET
    note: Text = UNSET
    placed_on: Day = UNSET
    ref_no: Text = UNSET
    rows: Many[QuoteRow] = UNSET


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
            access=Access.READ,
        ),
        Property(
            attribute="amount",
            path=("amount",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="contact",
            path=("contact",),
            targets=("Contact",),
        ),
        Property(
            attribute="customer",
            path=("customer",),
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="customer_reference",
            path=("customer_reference",),
        ),
        Property(
            attribute="deliver_on",
            path=("deliver_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="expires_on",
            path=("expires_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="modified",
            path=("modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="note",
            path=("note",),
        ),
        Property(
            attribute="placed_on",
            path=("placed_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="ref_no",
            path=("ref_no",),
            access=Access.CREATE,
        ),
        Property(
            attribute="revision",
            path=("revision",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="rows",
            path=("rows",),
            kind=Kind.LIST,
            key=("id",),
            element=QuoteRow,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    access=Access.READ,
                ),
                Property(
                    attribute="price",
                    path=("price",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="product",
                    path=("product",),
                    targets=("Product",),
                ),
                Property(
                    attribute="qty",
                    path=("qty",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="text",
                    path=("text",),
                ),
            ),
        ),
    ),
)

# ---- User ----


class User(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    given_name: Text = UNSET
    joined_on: Day = UNSET
    login: Text = UNSET
    modified: Moment = UNSET
    phone: Text = UNSET
    revision: Integer = UNSET


class UserPatch(Patch, frozen=True, kw_only=True):
    customer: Text = UNSET
    email: Text = UNSET
    family_name: Text = UNSET
    given_name: Text = UNSET
    joined_on: Day = UNSET
    login: Text = UNSET
    phone: Text = UNSET


USER = ObjectType(
    system=SYSTEM,
    name="User",
    record=User,
    patch=UserPatch,
    key=("id",),
    version=("revision",),
    modified=("modified",),
    operations=Operations(
        list="/users",
        item="/users/{key}",
        create="/users",
        update="/users/{key}",
        delete="/users/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="modified_since",
        ),
        bulk=Bulk(
            create="/users/bulk",
            update="/users/bulk",
            rows=200,
            keyed=True,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
        ),
        Property(
            attribute="customer",
            path=("customer",),
            targets=("Customer",),
        ),
        Property(
            attribute="email",
            path=("email",),
        ),
        Property(
            attribute="family_name",
            path=("family_name",),
        ),
        Property(
            attribute="given_name",
            path=("given_name",),
        ),
        Property(
            attribute="joined_on",
            path=("joined_on",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="login",
            path=("login",),
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
    ),
)
