"""The system `exact`: its typed records, and where they live.

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
    name="exact",
    label="Exact",
    protocol="odata-v2",
    address="https://start.exactonline.nl/api/v1",
    auth=Auth(
        scheme=AuthScheme.REFRESH_TOKEN,
        token_address="https://start.exactonline.nl/api/oauth2/token",
        credentials="form",
    ),
    paging=Paging(
        scheme=PagingScheme.NEXT_LINK,
        rows=100,
        next_path=("d", "__next"),
    ),
    envelope=Envelope(
        rows=("d", "results"),
        item=("d",),
    ),
    update=UpdateStyle.PUT_PARTIAL,
    precondition=Precondition.COMPARE,
    headers=(("Accept", "application/json"), ("Prefer", "return=representation")),
    dates="ms",
    rates=(
        Rate(
            requests=60,
            seconds=60,
        ),
        Rate(
            requests=5000,
            seconds=86400,
        ),
    ),
)

# ---- Accounts ----


class Accounts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    chamber_of_commerce: Text = UNSET
    city: Text = UNSET
    code: Text = UNSET
    country: Text = UNSET
    credit_line_sales: Number = UNSET
    discount_sales: Number = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    language: Text = UNSET
    main_contact: Text = UNSET
    modified: Moment = UNSET
    name: Text = UNSET
    phone: Text = UNSET
    postcode: Text = UNSET
    remarks: Text = UNSET
    sales_currency: Text = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    status: Text = UNSET
    vat_number: Text = UNSET
    website: Text = UNSET


class AccountsPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    chamber_of_commerce: Text = UNSET
    city: Text = UNSET
    code: Text = UNSET
    country: Text = UNSET
    credit_line_sales: Number = UNSET
    discount_sales: Number = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    language: Text = UNSET
    main_contact: Text = UNSET
    name: Text = UNSET
    phone: Text = UNSET
    postcode: Text = UNSET
    remarks: Text = UNSET
    sales_currency: Text = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    status: Text = UNSET
    vat_number: Text = UNSET
    website: Text = UNSET


ACCOUNTS = ObjectType(
    system=SYSTEM,
    name="Accounts",
    record=Accounts,
    patch=AccountsPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/crm/Accounts",
        item="/{account}/crm/Accounts(guid'{key}')",
        create="/{account}/crm/Accounts",
        update="/{account}/crm/Accounts(guid'{key}')",
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="address_line1",
            path=("AddressLine1",),
        ),
        Property(
            attribute="address_line2",
            path=("AddressLine2",),
        ),
        Property(
            attribute="address_line3",
            path=("AddressLine3",),
        ),
        Property(
            attribute="chamber_of_commerce",
            path=("ChamberOfCommerce",),
        ),
        Property(
            attribute="city",
            path=("City",),
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.CREATE,
            max_length=18,
        ),
        Property(
            attribute="country",
            path=("Country",),
        ),
        Property(
            attribute="credit_line_sales",
            path=("CreditLineSales",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="discount_sales",
            path=("DiscountSales",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="email",
            path=("Email",),
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="language",
            path=("Language",),
        ),
        Property(
            attribute="main_contact",
            path=("MainContact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("Name",),
            required=True,
        ),
        Property(
            attribute="phone",
            path=("Phone",),
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="sales_currency",
            path=("SalesCurrency",),
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="state",
            path=("State",),
        ),
        Property(
            attribute="status",
            path=("Status",),
            default="C",
        ),
        Property(
            attribute="vat_number",
            path=("VATNumber",),
        ),
        Property(
            attribute="website",
            path=("Website",),
        ),
    ),
)

# ---- Contacts ----


class Contacts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    account: Text = UNSET
    birth_date: Day = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    full_name: Text = UNSET
    initials: Text = UNSET
    is_main_contact: Flag = UNSET
    job_title_description: Text = UNSET
    language: Text = UNSET
    last_name: Text = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    notes: Text = UNSET
    phone: Text = UNSET
    start_date: Day = UNSET


class ContactsPatch(Patch, frozen=True, kw_only=True):
    account: Text = UNSET
    birth_date: Day = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    initials: Text = UNSET
    job_title_description: Text = UNSET
    language: Text = UNSET
    last_name: Text = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    notes: Text = UNSET
    phone: Text = UNSET
    start_date: Day = UNSET


CONTACTS = ObjectType(
    system=SYSTEM,
    name="Contacts",
    record=Contacts,
    patch=ContactsPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/crm/Contacts",
        item="/{account}/crm/Contacts(guid'{key}')",
        create="/{account}/crm/Contacts",
        update="/{account}/crm/Contacts(guid'{key}')",
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="account",
            path=("Account",),
            required=True,
            targets=("Accounts",),
        ),
        Property(
            attribute="birth_date",
            path=("BirthDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="email",
            path=("Email",),
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="first_name",
            path=("FirstName",),
        ),
        Property(
            attribute="full_name",
            path=("FullName",),
            access=Access.READ,
        ),
        Property(
            attribute="initials",
            path=("Initials",),
        ),
        Property(
            attribute="is_main_contact",
            path=("IsMainContact",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="job_title_description",
            path=("JobTitleDescription",),
        ),
        Property(
            attribute="language",
            path=("Language",),
        ),
        Property(
            attribute="last_name",
            path=("LastName",),
            required=True,
        ),
        Property(
            attribute="middle_name",
            path=("MiddleName",),
        ),
        Property(
            attribute="mobile",
            path=("Mobile",),
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="notes",
            path=("Notes",),
        ),
        Property(
            attribute="phone",
            path=("Phone",),
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
        ),
    ),
)

# ---- Employees ----


class Employees(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    birth_date: Day = UNSET
    business_email: Text = UNSET
    business_mobile: Text = UNSET
    business_phone: Text = UNSET
    code: Text = UNSET
    customer: Text = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    full_name: Text = UNSET
    is_active: Flag = UNSET
    last_name: Text = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    start_date: Day = UNSET
    title: Text = UNSET


class EmployeesPatch(Patch, frozen=True, kw_only=True):
    pass


EMPLOYEES = ObjectType(
    system=SYSTEM,
    name="Employees",
    record=Employees,
    patch=EmployeesPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/payroll/Employees",
        item="/{account}/payroll/Employees(guid'{key}')",
        why_not="Exact Online's API has no way to create or change employees",
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_date",
            path=("BirthDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="business_email",
            path=("BusinessEmail",),
            access=Access.READ,
        ),
        Property(
            attribute="business_mobile",
            path=("BusinessMobile",),
            access=Access.READ,
        ),
        Property(
            attribute="business_phone",
            path=("BusinessPhone",),
            access=Access.READ,
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.READ,
        ),
        Property(
            attribute="customer",
            path=("Customer",),
            access=Access.READ,
            targets=("Accounts",),
        ),
        Property(
            attribute="email",
            path=("Email",),
            access=Access.READ,
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="first_name",
            path=("FirstName",),
            access=Access.READ,
        ),
        Property(
            attribute="full_name",
            path=("FullName",),
            access=Access.READ,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="last_name",
            path=("LastName",),
            access=Access.READ,
        ),
        Property(
            attribute="middle_name",
            path=("MiddleName",),
            access=Access.READ,
        ),
        Property(
            attribute="mobile",
            path=("Mobile",),
            access=Access.READ,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="title",
            path=("Title",),
            access=Access.READ,
        ),
    ),
)

# ---- Items ----


class Items(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    barcode: Text = UNSET
    code: Text = UNSET
    cost_price_standard: Number = UNSET
    description: Text = UNSET
    end_date: Day = UNSET
    extra_description: Text = UNSET
    is_purchase_item: Flag = UNSET
    is_sales_item: Flag = UNSET
    is_stock_item: Flag = UNSET
    modified: Moment = UNSET
    net_weight: Number = UNSET
    notes: Text = UNSET
    standard_sales_price: Number = UNSET
    start_date: Day = UNSET
    stock: Number = UNSET
    unit: Text = UNSET


class ItemsPatch(Patch, frozen=True, kw_only=True):
    barcode: Text = UNSET
    code: Text = UNSET
    cost_price_standard: Number = UNSET
    description: Text = UNSET
    end_date: Day = UNSET
    extra_description: Text = UNSET
    is_purchase_item: Flag = UNSET
    is_sales_item: Flag = UNSET
    is_stock_item: Flag = UNSET
    net_weight: Number = UNSET
    notes: Text = UNSET
    start_date: Day = UNSET
    unit: Text = UNSET


ITEMS = ObjectType(
    system=SYSTEM,
    name="Items",
    record=Items,
    patch=ItemsPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/logistics/Items",
        item="/{account}/logistics/Items(guid'{key}')",
        create="/{account}/logistics/Items",
        update="/{account}/logistics/Items(guid'{key}')",
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="barcode",
            path=("Barcode",),
        ),
        Property(
            attribute="code",
            path=("Code",),
            required=True,
        ),
        Property(
            attribute="cost_price_standard",
            path=("CostPriceStandard",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="description",
            path=("Description",),
            required=True,
            max_length=60,
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="extra_description",
            path=("ExtraDescription",),
            max_length=255,
        ),
        Property(
            attribute="is_purchase_item",
            path=("IsPurchaseItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_sales_item",
            path=("IsSalesItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_stock_item",
            path=("IsStockItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="net_weight",
            path=("NetWeight",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="notes",
            path=("Notes",),
        ),
        Property(
            attribute="standard_sales_price",
            path=("StandardSalesPrice",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="stock",
            path=("Stock",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="unit",
            path=("Unit",),
        ),
    ),
)

# ---- Quotations ----


class QuotationsQuotationLine(Record, frozen=True, kw_only=True):
    description: Text = UNSET
    discount: Number = UNSET
    id: Text = UNSET
    item: Text = UNSET
    line_number: Integer = UNSET
    notes: Text = UNSET
    quantity: Number = UNSET
    unit_code: Text = UNSET
    unit_price: Number = UNSET


class Quotations(Record, frozen=True, kw_only=True):
    quotation_id: Text = UNSET
    amount_dc: Number = UNSET
    amount_fc: Number = UNSET
    closing_date: Day = UNSET
    currency: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    due_date: Day = UNSET
    modified: Moment = UNSET
    order_account: Text = UNSET
    order_account_contact: Text = UNSET
    quotation_date: Day = UNSET
    quotation_lines: Many[QuotationsQuotationLine] = UNSET
    quotation_number: Integer = UNSET
    remarks: Text = UNSET
    status: Integer = UNSET
    version_number: Integer = UNSET
    your_ref: Text = UNSET


class QuotationsPatch(Patch, frozen=True, kw_only=True):
    closing_date: Day = UNSET
    currency: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    due_date: Day = UNSET
    order_account: Text = UNSET
    order_account_contact: Text = UNSET
    quotation_date: Day = UNSET
    quotation_lines: Many[QuotationsQuotationLine] = UNSET
    quotation_number: Integer = UNSET
    remarks: Text = UNSET
    your_ref: Text = UNSET


QUOTATIONS = ObjectType(
    system=SYSTEM,
    name="Quotations",
    record=Quotations,
    patch=QuotationsPatch,
    key=("QuotationID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/crm/Quotations",
        item="/{account}/crm/Quotations(guid'{key}')",
        create="/{account}/crm/Quotations",
        update="/{account}/crm/Quotations(guid'{key}')",
        list_query=(("$expand", "QuotationLines"),),
        item_query=(("$expand", "QuotationLines"),),
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
        read_back=True,
    ),
    properties=(
        Property(
            attribute="quotation_id",
            path=("QuotationID",),
            access=Access.READ,
        ),
        Property(
            attribute="amount_dc",
            path=("AmountDC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="amount_fc",
            path=("AmountFC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="closing_date",
            path=("ClosingDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
        ),
        Property(
            attribute="delivery_date",
            path=("DeliveryDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="description",
            path=("Description",),
        ),
        Property(
            attribute="due_date",
            path=("DueDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="order_account",
            path=("OrderAccount",),
            required=True,
            targets=("Accounts",),
        ),
        Property(
            attribute="order_account_contact",
            path=("OrderAccountContact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="quotation_date",
            path=("QuotationDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="quotation_lines",
            path=("QuotationLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            required=True,
            element=QuotationsQuotationLine,
            children=(
                Property(
                    attribute="description",
                    path=("Description",),
                ),
                Property(
                    attribute="discount",
                    path=("Discount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="id",
                    path=("ID",),
                    access=Access.READ,
                ),
                Property(
                    attribute="item",
                    path=("Item",),
                    required=True,
                    targets=("Items",),
                ),
                Property(
                    attribute="line_number",
                    path=("LineNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="notes",
                    path=("Notes",),
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="unit_code",
                    path=("UnitCode",),
                ),
                Property(
                    attribute="unit_price",
                    path=("UnitPrice",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="quotation_number",
            path=("QuotationNumber",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="status",
            path=("Status",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="version_number",
            path=("VersionNumber",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="your_ref",
            path=("YourRef",),
        ),
    ),
)

# ---- Salesorders ----


class SalesordersSalesOrderLine(Record, frozen=True, kw_only=True):
    delivery_date: Day = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    id: Text = UNSET
    item: Text = UNSET
    line_number: Integer = UNSET
    notes: Text = UNSET
    quantity: Number = UNSET
    unit_code: Text = UNSET
    unit_price: Number = UNSET


class Salesorders(Record, frozen=True, kw_only=True):
    order_id: Text = UNSET
    amount_dc: Number = UNSET
    amount_fc: Number = UNSET
    currency: Text = UNSET
    deliver_to: Text = UNSET
    deliver_to_contact_person: Text = UNSET
    delivery_date: Day = UNSET
    delivery_status: Integer = UNSET
    description: Text = UNSET
    invoice_status: Integer = UNSET
    invoice_to: Text = UNSET
    invoice_to_contact_person: Text = UNSET
    modified: Moment = UNSET
    order_date: Day = UNSET
    order_number: Integer = UNSET
    ordered_by: Text = UNSET
    ordered_by_contact_person: Text = UNSET
    remarks: Text = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    status: Integer = UNSET
    your_ref: Text = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    currency: Text = UNSET
    deliver_to: Text = UNSET
    deliver_to_contact_person: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    invoice_to: Text = UNSET
    invoice_to_contact_person: Text = UNSET
    order_date: Day = UNSET
    order_number: Integer = UNSET
    ordered_by: Text = UNSET
    ordered_by_contact_person: Text = UNSET
    remarks: Text = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    your_ref: Text = UNSET


SALESORDERS = ObjectType(
    system=SYSTEM,
    name="Salesorders",
    record=Salesorders,
    patch=SalesordersPatch,
    key=("OrderID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/salesorder/SalesOrders",
        item="/{account}/salesorder/SalesOrders(guid'{key}')",
        create="/{account}/salesorder/SalesOrders",
        update="/{account}/salesorder/SalesOrders(guid'{key}')",
        list_query=(("$expand", "SalesOrderLines"),),
        item_query=(("$expand", "SalesOrderLines"),),
        since_query="$filter",
        since_value="Modified ge datetime'{since}'",
        since_first="1970-01-01T00:00:00",
        overlap=10800,
        read_back=True,
    ),
    properties=(
        Property(
            attribute="order_id",
            path=("OrderID",),
            access=Access.READ,
        ),
        Property(
            attribute="amount_dc",
            path=("AmountDC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="amount_fc",
            path=("AmountFC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
        ),
        Property(
            attribute="deliver_to",
            path=("DeliverTo",),
            access=Access.CREATE,
            targets=("Accounts",),
        ),
        Property(
            attribute="deliver_to_contact_person",
            path=("DeliverToContactPerson",),
            targets=("Contacts",),
        ),
        Property(
            attribute="delivery_date",
            path=("DeliveryDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="delivery_status",
            path=("DeliveryStatus",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
        ),
        Property(
            attribute="invoice_status",
            path=("InvoiceStatus",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="invoice_to",
            path=("InvoiceTo",),
            access=Access.CREATE,
            targets=("Accounts",),
        ),
        Property(
            attribute="invoice_to_contact_person",
            path=("InvoiceToContactPerson",),
            targets=("Contacts",),
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="order_date",
            path=("OrderDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="order_number",
            path=("OrderNumber",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="ordered_by",
            path=("OrderedBy",),
            access=Access.CREATE,
            required=True,
            targets=("Accounts",),
        ),
        Property(
            attribute="ordered_by_contact_person",
            path=("OrderedByContactPerson",),
            targets=("Contacts",),
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="sales_order_lines",
            path=("SalesOrderLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            required=True,
            element=SalesordersSalesOrderLine,
            children=(
                Property(
                    attribute="delivery_date",
                    path=("DeliveryDate",),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="description",
                    path=("Description",),
                ),
                Property(
                    attribute="discount",
                    path=("Discount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="id",
                    path=("ID",),
                    access=Access.READ,
                ),
                Property(
                    attribute="item",
                    path=("Item",),
                    required=True,
                    targets=("Items",),
                ),
                Property(
                    attribute="line_number",
                    path=("LineNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="notes",
                    path=("Notes",),
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="unit_code",
                    path=("UnitCode",),
                ),
                Property(
                    attribute="unit_price",
                    path=("UnitPrice",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="status",
            path=("Status",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="your_ref",
            path=("YourRef",),
        ),
    ),
)
