"""The system `powerofficego`: its typed records, and where they live.

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
    name="powerofficego",
    label="Powerofficego",
    protocol="rest-json",
    address="https://goapi.poweroffice.net/v2",
    auth=Auth(
        scheme=AuthScheme.CLIENT_CREDENTIALS,
        token_address="https://goapi.poweroffice.net/OAuth/Token",
        secret_headers=(("Ocp-Apim-Subscription-Key", "subscription_key"),),
    ),
    paging=Paging(
        scheme=PagingScheme.PAGE,
        start="PageNumber",
        size="PageSize",
        rows=5000,
    ),
    envelope=Envelope(),
    update=UpdateStyle.JSON_PATCH,
    precondition=Precondition.COMPARE,
    dates="iso",
    rates=(
        Rate(
            requests=10,
            seconds=1,
        ),
    ),
)

# ---- Contactperson ----


class Contactperson(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    contact_id: Integer = UNSET
    email_address: Text = UNSET
    external_code: Text = UNSET
    first_name: Text = UNSET
    is_active: Flag = UNSET
    is_default: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    last_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    phone_number: Text = UNSET
    title: Text = UNSET


class ContactpersonPatch(Patch, frozen=True, kw_only=True):
    contact_id: Integer = UNSET
    email_address: Text = UNSET
    external_code: Text = UNSET
    first_name: Text = UNSET
    is_active: Flag = UNSET
    is_default: Flag = UNSET
    last_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    phone_number: Text = UNSET
    title: Text = UNSET


CONTACTPERSON = ObjectType(
    system=SYSTEM,
    name="Contactperson",
    record=Contactperson,
    patch=ContactpersonPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/ContactPersons",
        item="/ContactPersons/{ContactId}/{key}",
        create="/ContactPersons/{ContactId}",
        update="/ContactPersons/{ContactId}/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="contact_id",
            path=("ContactId",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            required=True,
            targets=("Customers",),
        ),
        Property(
            attribute="email_address",
            path=("EmailAddress",),
        ),
        Property(
            attribute="external_code",
            path=("ExternalCode",),
            max_length=50,
        ),
        Property(
            attribute="first_name",
            path=("FirstName",),
            required=True,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_default",
            path=("IsDefault",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="last_name",
            path=("LastName",),
            required=True,
        ),
        Property(
            attribute="mail_address_address_line1",
            path=("MailAddress", "AddressLine1"),
            max_length=200,
        ),
        Property(
            attribute="mail_address_address_line2",
            path=("MailAddress", "AddressLine2"),
            max_length=200,
        ),
        Property(
            attribute="mail_address_city",
            path=("MailAddress", "City"),
            max_length=100,
        ),
        Property(
            attribute="mail_address_country_code",
            path=("MailAddress", "CountryCode"),
        ),
        Property(
            attribute="mail_address_zip_code",
            path=("MailAddress", "ZipCode"),
            max_length=50,
        ),
        Property(
            attribute="phone_number",
            path=("PhoneNumber",),
        ),
        Property(
            attribute="title",
            path=("Title",),
        ),
    ),
)

# ---- Customers ----


class Customers(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    allowance: Number = UNSET
    currency_code: Text = UNSET
    customer_since: Day = UNSET
    email_address: Text = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    invoice_delivery_type: Text = UNSET
    invoice_email_address: Text = UNSET
    is_active: Flag = UNSET
    is_archived: Flag = UNSET
    is_person: Flag = UNSET
    is_vat_free: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    legal_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    name: Text = UNSET
    number: Integer = UNSET
    organization_number: Text = UNSET
    phone_number: Text = UNSET
    website_url: Text = UNSET


class CustomersPatch(Patch, frozen=True, kw_only=True):
    allowance: Number = UNSET
    currency_code: Text = UNSET
    customer_since: Day = UNSET
    email_address: Text = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    invoice_delivery_type: Text = UNSET
    invoice_email_address: Text = UNSET
    is_archived: Flag = UNSET
    is_person: Flag = UNSET
    is_vat_free: Flag = UNSET
    legal_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    name: Text = UNSET
    number: Integer = UNSET
    organization_number: Text = UNSET
    phone_number: Text = UNSET
    website_url: Text = UNSET


CUSTOMERS = ObjectType(
    system=SYSTEM,
    name="Customers",
    record=Customers,
    patch=CustomersPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/Customers",
        item="/Customers/{key}",
        create="/Customers",
        update="/Customers/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="allowance",
            path=("Allowance",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="currency_code",
            path=("CurrencyCode",),
        ),
        Property(
            attribute="customer_since",
            path=("CustomerSince",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="email_address",
            path=("EmailAddress",),
        ),
        Property(
            attribute="external_import_reference",
            path=("ExternalImportReference",),
            max_length=50,
        ),
        Property(
            attribute="external_number",
            path=("ExternalNumber",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="invoice_delivery_type",
            path=("InvoiceDeliveryType",),
            default="Print",
        ),
        Property(
            attribute="invoice_email_address",
            path=("InvoiceEmailAddress",),
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_archived",
            path=("IsArchived",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_person",
            path=("IsPerson",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_vat_free",
            path=("IsVatFree",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="legal_name",
            path=("LegalName",),
        ),
        Property(
            attribute="mail_address_address_line1",
            path=("MailAddress", "AddressLine1"),
            max_length=200,
        ),
        Property(
            attribute="mail_address_address_line2",
            path=("MailAddress", "AddressLine2"),
            max_length=200,
        ),
        Property(
            attribute="mail_address_city",
            path=("MailAddress", "City"),
            max_length=100,
        ),
        Property(
            attribute="mail_address_country_code",
            path=("MailAddress", "CountryCode"),
        ),
        Property(
            attribute="mail_address_zip_code",
            path=("MailAddress", "ZipCode"),
            max_length=50,
        ),
        Property(
            attribute="name",
            path=("Name",),
            required=True,
        ),
        Property(
            attribute="number",
            path=("Number",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="organization_number",
            path=("OrganizationNumber",),
        ),
        Property(
            attribute="phone_number",
            path=("PhoneNumber",),
        ),
        Property(
            attribute="website_url",
            path=("WebsiteUrl",),
        ),
    ),
)

# ---- Product ----


class Product(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    code: Text = UNSET
    description: Text = UNSET
    gtin: Text = UNSET
    is_archived: Flag = UNSET
    is_stock_item: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    name: Text = UNSET
    product_type: Text = UNSET
    stock_available: Number = UNSET
    stock_on_hand: Number = UNSET
    unit_cost: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_price: Number = UNSET


class ProductPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    description: Text = UNSET
    gtin: Text = UNSET
    is_archived: Flag = UNSET
    is_stock_item: Flag = UNSET
    name: Text = UNSET
    product_type: Text = UNSET
    stock_on_hand: Number = UNSET
    unit_cost: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_price: Number = UNSET


PRODUCT = ObjectType(
    system=SYSTEM,
    name="Product",
    record=Product,
    patch=ProductPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/Products",
        item="/Products/{key}",
        create="/Products",
        update="/Products/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="code",
            path=("Code",),
            max_length=100,
        ),
        Property(
            attribute="description",
            path=("Description",),
        ),
        Property(
            attribute="gtin",
            path=("Gtin",),
        ),
        Property(
            attribute="is_archived",
            path=("IsArchived",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_stock_item",
            path=("IsStockItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("Name",),
            required=True,
            max_length=400,
        ),
        Property(
            attribute="product_type",
            path=("ProductType",),
        ),
        Property(
            attribute="stock_available",
            path=("StockAvailable",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="stock_on_hand",
            path=("StockOnHand",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="unit_cost",
            path=("UnitCost",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="unit_of_measure_code",
            path=("UnitOfMeasureCode",),
        ),
        Property(
            attribute="unit_price",
            path=("UnitPrice",),
            kind=Kind.DECIMAL,
        ),
    ),
)

# ---- Salesorders ----


class SalesordersSalesOrderLine(Record, frozen=True, kw_only=True):
    allowance: Number = UNSET
    description: Text = UNSET
    id: Text = UNSET
    product_id: Integer = UNSET
    product_unit_price: Number = UNSET
    quantity: Number = UNSET
    sort_order: Integer = UNSET


class Salesorders(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    contract_no: Text = UNSET
    currency_code: Text = UNSET
    customer_id: Integer = UNSET
    customer_reference: Text = UNSET
    customer_reference_contact_person_id: Integer = UNSET
    delivery_date: Day = UNSET
    external_import_reference: Text = UNSET
    last_changed_date_time_offset: Moment = UNSET
    net_amount: Number = UNSET
    purchase_order_reference: Text = UNSET
    sales_order_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_no: Integer = UNSET
    sales_order_status: Text = UNSET
    total_amount: Number = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    contract_no: Text = UNSET
    currency_code: Text = UNSET
    customer_id: Integer = UNSET
    customer_reference: Text = UNSET
    customer_reference_contact_person_id: Integer = UNSET
    delivery_date: Day = UNSET
    external_import_reference: Text = UNSET
    purchase_order_reference: Text = UNSET
    sales_order_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_status: Text = UNSET


SALESORDERS = ObjectType(
    system=SYSTEM,
    name="Salesorders",
    record=Salesorders,
    patch=SalesordersPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/SalesOrders",
        item="/SalesOrders/{key}/Complete",
        create="/SalesOrders/Complete",
        update="/SalesOrders/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            access=Access.READ,
        ),
        Property(
            attribute="contract_no",
            path=("ContractNo",),
        ),
        Property(
            attribute="currency_code",
            path=("CurrencyCode",),
        ),
        Property(
            attribute="customer_id",
            path=("CustomerId",),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customers",),
        ),
        Property(
            attribute="customer_reference",
            path=("CustomerReference",),
        ),
        Property(
            attribute="customer_reference_contact_person_id",
            path=("CustomerReferenceContactPersonId",),
            kind=Kind.INTEGER,
            targets=("Contactperson",),
        ),
        Property(
            attribute="delivery_date",
            path=("DeliveryDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="external_import_reference",
            path=("ExternalImportReference",),
            max_length=50,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="net_amount",
            path=("NetAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="purchase_order_reference",
            path=("PurchaseOrderReference",),
        ),
        Property(
            attribute="sales_order_date",
            path=("SalesOrderDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="sales_order_lines",
            path=("SalesOrderLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            element=SalesordersSalesOrderLine,
            children=(
                Property(
                    attribute="allowance",
                    path=("Allowance",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="description",
                    path=("Description",),
                ),
                Property(
                    attribute="id",
                    path=("Id",),
                    access=Access.READ,
                ),
                Property(
                    attribute="product_id",
                    path=("ProductId",),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="product_unit_price",
                    path=("ProductUnitPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="sort_order",
                    path=("SortOrder",),
                    kind=Kind.INTEGER,
                ),
            ),
        ),
        Property(
            attribute="sales_order_no",
            path=("SalesOrderNo",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="sales_order_status",
            path=("SalesOrderStatus",),
        ),
        Property(
            attribute="total_amount",
            path=("TotalAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
    ),
)
