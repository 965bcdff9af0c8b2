"""The system `businesscentral`: its typed records, and where they live.

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
    Moment,
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
    name="businesscentral",
    label="Businesscentral",
    protocol="odata-v4",
    address="https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0",
    auth=Auth(
        scheme=AuthScheme.CLIENT_CREDENTIALS,
        token_address="https://login.microsoftonline.com/common/oauth2/v2.0/token",
        scope="https://api.businesscentral.dynamics.com/.default",
        credentials="form",
    ),
    paging=Paging(
        scheme=PagingScheme.NEXT_LINK,
        rows=100,
        next_path=("@odata.nextLink",),
    ),
    envelope=Envelope(
        rows=("value",),
    ),
    update=UpdateStyle.PATCH_MERGE,
    precondition=Precondition.ETAG,
    dates="iso",
    rates=(
        Rate(
            requests=6000,
            seconds=300,
        ),
    ),
    concurrent=5,
)

# ---- Contacts ----


class Contacts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    city: Text = UNSET
    company_name: Text = UNSET
    company_number: Text = UNSET
    country: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    job_title: Text = UNSET
    last_interaction_date: Day = UNSET
    last_modified_date_time: Moment = UNSET
    mobile_phone_number: Text = UNSET
    number: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    privacy_blocked: Flag = UNSET
    state: Text = UNSET
    tax_registration_number: Text = UNSET
    type: Text = UNSET
    website: Text = UNSET


class ContactsPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    city: Text = UNSET
    company_name: Text = UNSET
    company_number: Text = UNSET
    country: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    job_title: Text = UNSET
    mobile_phone_number: Text = UNSET
    number: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    privacy_blocked: Flag = UNSET
    state: Text = UNSET
    tax_registration_number: Text = UNSET
    type: Text = UNSET
    website: Text = UNSET


CONTACTS = ObjectType(
    system=SYSTEM,
    name="Contacts",
    record=Contacts,
    patch=ContactsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    operations=Operations(
        list="/companies({account})/contacts",
        item="/companies({account})/contacts({key})",
        create="/companies({account})/contacts",
        update="/companies({account})/contacts({key})",
        since_query="$filter",
        since_value="lastModifiedDateTime ge {since}",
        overlap=60,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_line1",
            path=("addressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="address_line2",
            path=("addressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="city",
            path=("city",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="company_name",
            path=("companyName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="company_number",
            path=("companyNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="country",
            path=("country",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            required=True,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=80,
            blanks=("",),
        ),
        Property(
            attribute="job_title",
            path=("jobTitle",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="last_interaction_date",
            path=("lastInteractionDate",),
            kind=Kind.DATE,
            access=Access.READ,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="mobile_phone_number",
            path=("mobilePhoneNumber",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="number",
            path=("number",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="phone_number",
            path=("phoneNumber",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="postal_code",
            path=("postalCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="privacy_blocked",
            path=("privacyBlocked",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="state",
            path=("state",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="tax_registration_number",
            path=("taxRegistrationNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="type",
            path=("type",),
            blanks=("",),
        ),
        Property(
            attribute="website",
            path=("website",),
            max_length=80,
            blanks=("",),
        ),
    ),
)

# ---- Customers ----


class Customers(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    balance_due: Number = UNSET
    blocked: Text = UNSET
    city: Text = UNSET
    country: Text = UNSET
    credit_limit: Number = UNSET
    currency_code: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    salesperson_code: Text = UNSET
    state: Text = UNSET
    tax_registration_number: Text = UNSET
    type: Text = UNSET
    website: Text = UNSET


class CustomersPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    blocked: Text = UNSET
    city: Text = UNSET
    country: Text = UNSET
    credit_limit: Number = UNSET
    currency_code: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    number: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    salesperson_code: Text = UNSET
    state: Text = UNSET
    tax_registration_number: Text = UNSET
    type: Text = UNSET
    website: Text = UNSET


CUSTOMERS = ObjectType(
    system=SYSTEM,
    name="Customers",
    record=Customers,
    patch=CustomersPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    operations=Operations(
        list="/companies({account})/customers",
        item="/companies({account})/customers({key})",
        create="/companies({account})/customers",
        update="/companies({account})/customers({key})",
        since_query="$filter",
        since_value="lastModifiedDateTime ge {since}",
        overlap=60,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_line1",
            path=("addressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="address_line2",
            path=("addressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="balance_due",
            path=("balanceDue",),
            kind=Kind.DECIMAL,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="blocked",
            path=("blocked",),
            blanks=("_x0020_", " ", ""),
        ),
        Property(
            attribute="city",
            path=("city",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="country",
            path=("country",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="credit_limit",
            path=("creditLimit",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="currency_code",
            path=("currencyCode",),
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            required=True,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=80,
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="number",
            path=("number",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="phone_number",
            path=("phoneNumber",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="postal_code",
            path=("postalCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="salesperson_code",
            path=("salespersonCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="state",
            path=("state",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="tax_registration_number",
            path=("taxRegistrationNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="type",
            path=("type",),
            blanks=("",),
        ),
        Property(
            attribute="website",
            path=("website",),
            max_length=80,
            blanks=("",),
        ),
    ),
)

# ---- Items ----


class Items(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    base_unit_of_measure_code: Text = UNSET
    blocked: Flag = UNSET
    display_name: Text = UNSET
    display_name2: Text = UNSET
    gtin: Text = UNSET
    inventory: Number = UNSET
    item_category_code: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    price_includes_tax: Flag = UNSET
    type: Text = UNSET
    unit_cost: Number = UNSET
    unit_price: Number = UNSET


class ItemsPatch(Patch, frozen=True, kw_only=True):
    base_unit_of_measure_code: Text = UNSET
    blocked: Flag = UNSET
    display_name: Text = UNSET
    display_name2: Text = UNSET
    gtin: Text = UNSET
    item_category_code: Text = UNSET
    number: Text = UNSET
    price_includes_tax: Flag = UNSET
    type: Text = UNSET
    unit_cost: Number = UNSET
    unit_price: Number = UNSET


ITEMS = ObjectType(
    system=SYSTEM,
    name="Items",
    record=Items,
    patch=ItemsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    operations=Operations(
        list="/companies({account})/items",
        item="/companies({account})/items({key})",
        create="/companies({account})/items",
        update="/companies({account})/items({key})",
        since_query="$filter",
        since_value="lastModifiedDateTime ge {since}",
        overlap=60,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="base_unit_of_measure_code",
            path=("baseUnitOfMeasureCode",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="blocked",
            path=("blocked",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="display_name2",
            path=("displayName2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="gtin",
            path=("gtin",),
            max_length=14,
            blanks=("",),
        ),
        Property(
            attribute="inventory",
            path=("inventory",),
            kind=Kind.DECIMAL,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="item_category_code",
            path=("itemCategoryCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="number",
            path=("number",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="price_includes_tax",
            path=("priceIncludesTax",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="type",
            path=("type",),
            blanks=("",),
        ),
        Property(
            attribute="unit_cost",
            path=("unitCost",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="unit_price",
            path=("unitPrice",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
    ),
)

# ---- Salesorders ----


class SalesordersSalesOrderLine(Record, frozen=True, kw_only=True):
    description: Text = UNSET
    discount_percent: Number = UNSET
    id: Text = UNSET
    item_id: Text = UNSET
    line_type: Text = UNSET
    quantity: Number = UNSET
    sequence: Integer = UNSET
    shipment_date: Day = UNSET
    unit_of_measure_code: Text = UNSET
    unit_price: Number = UNSET


class Salesorders(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    currency_code: Text = UNSET
    customer_id: Text = UNSET
    customer_name: Text = UNSET
    discount_amount: Number = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    fully_shipped: Flag = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    prices_include_tax: Flag = UNSET
    requested_delivery_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    ship_to_contact: Text = UNSET
    ship_to_name: Text = UNSET
    status: Text = UNSET
    total_amount_excluding_tax: Number = UNSET
    total_amount_including_tax: Number = UNSET
    total_tax_amount: Number = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    currency_code: Text = UNSET
    customer_id: Text = UNSET
    discount_amount: Number = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    fully_shipped: Flag = UNSET
    order_date: Day = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    prices_include_tax: Flag = UNSET
    requested_delivery_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    ship_to_contact: Text = UNSET
    ship_to_name: Text = UNSET


SALESORDERS = ObjectType(
    system=SYSTEM,
    name="Salesorders",
    record=Salesorders,
    patch=SalesordersPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    operations=Operations(
        list="/companies({account})/salesOrders",
        item="/companies({account})/salesOrders({key})",
        create="/companies({account})/salesOrders",
        update="/companies({account})/salesOrders({key})",
        list_query=(("$expand", "salesOrderLines"),),
        item_query=(("$expand", "salesOrderLines"),),
        since_query="$filter",
        since_value="lastModifiedDateTime ge {since}",
        overlap=60,
        read_back=True,
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="currency_code",
            path=("currencyCode",),
            blanks=("",),
        ),
        Property(
            attribute="customer_id",
            path=("customerId",),
            required=True,
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Customers",),
        ),
        Property(
            attribute="customer_name",
            path=("customerName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="discount_amount",
            path=("discountAmount",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=80,
            blanks=("",),
        ),
        Property(
            attribute="external_document_number",
            path=("externalDocumentNumber",),
            max_length=35,
            blanks=("",),
        ),
        Property(
            attribute="fully_shipped",
            path=("fullyShipped",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="number",
            path=("number",),
            access=Access.READ,
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="order_date",
            path=("orderDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="phone_number",
            path=("phoneNumber",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="posting_date",
            path=("postingDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="prices_include_tax",
            path=("pricesIncludeTax",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="requested_delivery_date",
            path=("requestedDeliveryDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="sales_order_lines",
            path=("salesOrderLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            element=SalesordersSalesOrderLine,
            children=(
                Property(
                    attribute="description",
                    path=("description",),
                    max_length=100,
                    blanks=("",),
                ),
                Property(
                    attribute="discount_percent",
                    path=("discountPercent",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    access=Access.READ,
                    blanks=("",),
                ),
                Property(
                    attribute="item_id",
                    path=("itemId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                    targets=("Items",),
                ),
                Property(
                    attribute="line_type",
                    path=("lineType",),
                    blanks=("",),
                ),
                Property(
                    attribute="quantity",
                    path=("quantity",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
                Property(
                    attribute="sequence",
                    path=("sequence",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="shipment_date",
                    path=("shipmentDate",),
                    kind=Kind.DATE,
                    blanks=("0001-01-01",),
                ),
                Property(
                    attribute="unit_of_measure_code",
                    path=("unitOfMeasureCode",),
                    max_length=10,
                    blanks=("",),
                ),
                Property(
                    attribute="unit_price",
                    path=("unitPrice",),
                    kind=Kind.DECIMAL,
                    blanks=(0,),
                ),
            ),
        ),
        Property(
            attribute="ship_to_contact",
            path=("shipToContact",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_name",
            path=("shipToName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="status",
            path=("status",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="total_amount_excluding_tax",
            path=("totalAmountExcludingTax",),
            kind=Kind.DECIMAL,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="total_amount_including_tax",
            path=("totalAmountIncludingTax",),
            kind=Kind.DECIMAL,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="total_tax_amount",
            path=("totalTaxAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
            blanks=(0,),
        ),
    ),
)
