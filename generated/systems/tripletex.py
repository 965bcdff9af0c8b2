"""The system `tripletex`: its typed records, and where they live.

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
    ErrorRule,
    Feed,
    FeedScheme,
    Flag,
    Integer,
    Kind,
    LineOperations,
    Many,
    Meaning,
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
    errors=(
        ErrorRule(
            means=Meaning.CHANGED,
            status=409,
            code="8000",
        ),
        ErrorRule(
            means=Meaning.DUPLICATE,
            status=409,
            code="7000",
        ),
        ErrorRule(
            means=Meaning.DUPLICATE,
            status=409,
            code="14000",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            status=409,
            code="10000",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            status=422,
            code="23000",
        ),
        ErrorRule(
            means=Meaning.LOGIN,
            status=403,
            code="9000",
        ),
    ),
    rates=(
        Rate(
            requests=100,
            seconds=10,
        ),
    ),
)

# ---- Contact ----


class ContactChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class Contact(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    changes: Many[ContactChange] = UNSET
    customer_id: Integer = UNSET
    department_id: Integer = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    is_inactive: Flag = UNSET
    last_name: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_mobile_country_id: Integer = UNSET
    phone_number_work: Text = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class ContactPatch(Patch, frozen=True, kw_only=True):
    customer_id: Integer = UNSET
    department_id: Integer = UNSET
    email: Text = UNSET
    first_name: Text = UNSET
    is_inactive: Flag = UNSET
    last_name: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_mobile_country_id: Integer = UNSET
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
        delete="/contact/list?ids={key}",
        list_query=(("fields", "*"), ("sorting", "id")),
        item_query=(("fields", "*"),),
        feed=Feed(
            scheme=FeedScheme.DIGEST,
            stamp=("versionDigest",),
            full_every=24,
        ),
        bulk=Bulk(
            create="/contact/list",
            rows=100,
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
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=ContactChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="customer_id",
            path=("customer", "id"),
            kind=Kind.INTEGER,
            targets=("Customer",),
        ),
        Property(
            attribute="department_id",
            path=("department", "id"),
            kind=Kind.INTEGER,
            targets=("Department",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
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
            cleared=False,
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
            attribute="phone_number_mobile_country_id",
            path=("phoneNumberMobileCountry", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="phone_number_work",
            path=("phoneNumberWork",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- Country ----


class Country(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    display_name: Text = UNSET
    iso_alpha2_code: Text = UNSET
    iso_alpha3_code: Text = UNSET
    iso_numeric_code: Text = UNSET
    name: Text = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class CountryPatch(Patch, frozen=True, kw_only=True):
    pass


COUNTRY = ObjectType(
    system=SYSTEM,
    name="Country",
    record=Country,
    patch=CountryPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/country",
        item="/country/{key}",
        why_not="Tripletex keeps the list of countries itself",
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
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="iso_alpha2_code",
            path=("isoAlpha2Code",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="iso_alpha3_code",
            path=("isoAlpha3Code",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="iso_numeric_code",
            path=("isoNumericCode",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="name",
            path=("name",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- Currency ----


class Currency(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    code: Text = UNSET
    description: Text = UNSET
    display_name: Text = UNSET
    factor: Integer = UNSET
    is_disabled: Flag = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class CurrencyPatch(Patch, frozen=True, kw_only=True):
    pass


CURRENCY = ObjectType(
    system=SYSTEM,
    name="Currency",
    record=Currency,
    patch=CurrencyPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/currency",
        item="/currency/{key}",
        why_not="Tripletex keeps the list of currencies itself",
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
            attribute="code",
            path=("code",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="description",
            path=("description",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="factor",
            path=("factor",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="is_disabled",
            path=("isDisabled",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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


class CustomerChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class CustomerBankAccount(Record, frozen=True, kw_only=True):
    pass


class CustomerBankAccountPresentation(Record, frozen=True, kw_only=True):
    pass


class Customer(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    account_manager_id: Integer = UNSET
    bank_account_presentation: Many[CustomerBankAccountPresentation] = UNSET
    bank_accounts: Many[CustomerBankAccount] = UNSET
    category1_id: Integer = UNSET
    category2_id: Integer = UNSET
    category3_id: Integer = UNSET
    changes: Many[CustomerChange] = UNSET
    currency_id: Integer = UNSET
    customer_number: Integer = UNSET
    delivery_address_address_as_string: Text = UNSET
    delivery_address_address_line1: Text = UNSET
    delivery_address_address_line2: Text = UNSET
    delivery_address_bnr: Integer = UNSET
    delivery_address_city: Text = UNSET
    delivery_address_country_id: Integer = UNSET
    delivery_address_customer_vendor_id: Integer = UNSET
    delivery_address_display_name: Text = UNSET
    delivery_address_display_name_inkl_matrikkel: Text = UNSET
    delivery_address_fnr: Integer = UNSET
    delivery_address_gnr: Integer = UNSET
    delivery_address_id: Integer = UNSET
    delivery_address_knr: Integer = UNSET
    delivery_address_name: Text = UNSET
    delivery_address_postal_code: Text = UNSET
    delivery_address_snr: Integer = UNSET
    delivery_address_unit_number: Text = UNSET
    delivery_address_url: Text = UNSET
    delivery_address_version: Integer = UNSET
    department_id: Integer = UNSET
    description: Text = UNSET
    discount_percentage: Number = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    email_attachment_type: Text = UNSET
    global_location_number: Integer = UNSET
    invoice_email: Text = UNSET
    invoice_send_method: Text = UNSET
    invoice_send_sms_notification: Flag = UNSET
    invoice_sms_notification_number: Text = UNSET
    invoices_due_in: Integer = UNSET
    invoices_due_in_type: Text = UNSET
    is_automatic_notice_of_debt_collection_enabled: Flag = UNSET
    is_automatic_reminder_enabled: Flag = UNSET
    is_automatic_soft_reminder_enabled: Flag = UNSET
    is_customer: Flag = UNSET
    is_factoring: Flag = UNSET
    is_inactive: Flag = UNSET
    is_private_individual: Flag = UNSET
    is_supplier: Flag = UNSET
    language: Text = UNSET
    ledger_account_id: Integer = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_as_string: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_bnr: Integer = UNSET
    physical_address_city: Text = UNSET
    physical_address_country_id: Integer = UNSET
    physical_address_display_name: Text = UNSET
    physical_address_display_name_inkl_matrikkel: Text = UNSET
    physical_address_fnr: Integer = UNSET
    physical_address_gnr: Integer = UNSET
    physical_address_id: Integer = UNSET
    physical_address_knr: Integer = UNSET
    physical_address_postal_code: Text = UNSET
    physical_address_snr: Integer = UNSET
    physical_address_unit_number: Text = UNSET
    physical_address_url: Text = UNSET
    physical_address_version: Integer = UNSET
    postal_address_address_as_string: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_bnr: Integer = UNSET
    postal_address_city: Text = UNSET
    postal_address_country_id: Integer = UNSET
    postal_address_display_name: Text = UNSET
    postal_address_display_name_inkl_matrikkel: Text = UNSET
    postal_address_fnr: Integer = UNSET
    postal_address_gnr: Integer = UNSET
    postal_address_id: Integer = UNSET
    postal_address_knr: Integer = UNSET
    postal_address_postal_code: Text = UNSET
    postal_address_snr: Integer = UNSET
    postal_address_unit_number: Text = UNSET
    postal_address_url: Text = UNSET
    postal_address_version: Integer = UNSET
    single_customer_invoice: Flag = UNSET
    supplier_number: Integer = UNSET
    url: Text = UNSET
    version: Integer = UNSET
    website: Text = UNSET


class CustomerPatch(Patch, frozen=True, kw_only=True):
    account_manager_id: Integer = UNSET
    category1_id: Integer = UNSET
    category2_id: Integer = UNSET
    category3_id: Integer = UNSET
    currency_id: Integer = UNSET
    customer_number: Integer = UNSET
    delivery_address_address_line1: Text = UNSET
    delivery_address_address_line2: Text = UNSET
    delivery_address_bnr: Integer = UNSET
    delivery_address_city: Text = UNSET
    delivery_address_country_id: Integer = UNSET
    delivery_address_customer_vendor_id: Integer = UNSET
    delivery_address_fnr: Integer = UNSET
    delivery_address_gnr: Integer = UNSET
    delivery_address_knr: Integer = UNSET
    delivery_address_name: Text = UNSET
    delivery_address_postal_code: Text = UNSET
    delivery_address_snr: Integer = UNSET
    delivery_address_unit_number: Text = UNSET
    department_id: Integer = UNSET
    description: Text = UNSET
    discount_percentage: Number = UNSET
    email: Text = UNSET
    email_attachment_type: Text = UNSET
    global_location_number: Integer = UNSET
    invoice_email: Text = UNSET
    invoice_send_method: Text = UNSET
    invoice_send_sms_notification: Flag = UNSET
    invoice_sms_notification_number: Text = UNSET
    invoices_due_in: Integer = UNSET
    invoices_due_in_type: Text = UNSET
    is_automatic_notice_of_debt_collection_enabled: Flag = UNSET
    is_automatic_reminder_enabled: Flag = UNSET
    is_automatic_soft_reminder_enabled: Flag = UNSET
    is_factoring: Flag = UNSET
    is_inactive: Flag = UNSET
    is_private_individual: Flag = UNSET
    is_supplier: Flag = UNSET
    language: Text = UNSET
    ledger_account_id: Integer = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_bnr: Integer = UNSET
    physical_address_city: Text = UNSET
    physical_address_country_id: Integer = UNSET
    physical_address_fnr: Integer = UNSET
    physical_address_gnr: Integer = UNSET
    physical_address_knr: Integer = UNSET
    physical_address_postal_code: Text = UNSET
    physical_address_snr: Integer = UNSET
    physical_address_unit_number: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_bnr: Integer = UNSET
    postal_address_city: Text = UNSET
    postal_address_country_id: Integer = UNSET
    postal_address_fnr: Integer = UNSET
    postal_address_gnr: Integer = UNSET
    postal_address_knr: Integer = UNSET
    postal_address_postal_code: Text = UNSET
    postal_address_snr: Integer = UNSET
    postal_address_unit_number: Text = UNSET
    single_customer_invoice: Flag = UNSET
    supplier_number: Integer = UNSET
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
        delete="/customer/{key}",
        list_query=(
            ("fields", "*,postalAddress(*),physicalAddress(*),deliveryAddress(*)"),
            ("sorting", "id"),
        ),
        item_query=(("fields", "*,postalAddress(*),physicalAddress(*),deliveryAddress(*)"),),
        variants=((("isInactive", "false"),), (("isInactive", "true"),)),
        feed=Feed(
            scheme=FeedScheme.DIGEST,
            stamp=("versionDigest",),
            full_every=1,
        ),
        bulk=Bulk(
            create="/customer/list",
            update="/customer/list",
            rows=100,
            keys="id",
        ),
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
            attribute="account_manager_id",
            path=("accountManager", "id"),
            kind=Kind.INTEGER,
            targets=("Employee",),
        ),
        Property(
            attribute="bank_account_presentation",
            path=("bankAccountPresentation",),
            kind=Kind.LIST,
            access=Access.READ,
            element=CustomerBankAccountPresentation,
            children=(),
        ),
        Property(
            attribute="bank_accounts",
            path=("bankAccounts",),
            kind=Kind.LIST,
            access=Access.READ,
            element=CustomerBankAccount,
            children=(),
        ),
        Property(
            attribute="category1_id",
            path=("category1", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="category2_id",
            path=("category2", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="category3_id",
            path=("category3", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=CustomerChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="currency_id",
            path=("currency", "id"),
            kind=Kind.INTEGER,
            targets=("Currency",),
        ),
        Property(
            attribute="customer_number",
            path=("customerNumber",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_address_as_string",
            path=("deliveryAddress", "addressAsString"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_address_line1",
            path=("deliveryAddress", "addressLine1"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_address_line2",
            path=("deliveryAddress", "addressLine2"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_bnr",
            path=("deliveryAddress", "bnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_city",
            path=("deliveryAddress", "city"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_country_id",
            path=("deliveryAddress", "country", "id"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            targets=("Country",),
        ),
        Property(
            attribute="delivery_address_customer_vendor_id",
            path=("deliveryAddress", "customerVendor", "id"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="delivery_address_display_name",
            path=("deliveryAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_display_name_inkl_matrikkel",
            path=("deliveryAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_fnr",
            path=("deliveryAddress", "fnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_gnr",
            path=("deliveryAddress", "gnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_id",
            path=("deliveryAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="delivery_address_knr",
            path=("deliveryAddress", "knr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_name",
            path=("deliveryAddress", "name"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_postal_code",
            path=("deliveryAddress", "postalCode"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_snr",
            path=("deliveryAddress", "snr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_unit_number",
            path=("deliveryAddress", "unitNumber"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_url",
            path=("deliveryAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_version",
            path=("deliveryAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="department_id",
            path=("department", "id"),
            kind=Kind.INTEGER,
            targets=("Department",),
        ),
        Property(
            attribute="description",
            path=("description",),
            max_length=16777216,
            blanks=("",),
        ),
        Property(
            attribute="discount_percentage",
            path=("discountPercentage",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="email_attachment_type",
            path=("emailAttachmentType",),
            blanks=("",),
        ),
        Property(
            attribute="global_location_number",
            path=("globalLocationNumber",),
            kind=Kind.INTEGER,
            blanks=(0,),
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
            attribute="invoice_send_sms_notification",
            path=("invoiceSendSMSNotification",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="invoice_sms_notification_number",
            path=("invoiceSMSNotificationNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="invoices_due_in",
            path=("invoicesDueIn",),
            kind=Kind.INTEGER,
            cleared=0,
        ),
        Property(
            attribute="invoices_due_in_type",
            path=("invoicesDueInType",),
            blanks=("",),
        ),
        Property(
            attribute="is_automatic_notice_of_debt_collection_enabled",
            path=("isAutomaticNoticeOfDebtCollectionEnabled",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_automatic_reminder_enabled",
            path=("isAutomaticReminderEnabled",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_automatic_soft_reminder_enabled",
            path=("isAutomaticSoftReminderEnabled",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_customer",
            path=("isCustomer",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_factoring",
            path=("isFactoring",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_private_individual",
            path=("isPrivateIndividual",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_supplier",
            path=("isSupplier",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="language",
            path=("language",),
            blanks=("",),
        ),
        Property(
            attribute="ledger_account_id",
            path=("ledgerAccount", "id"),
            kind=Kind.INTEGER,
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
            attribute="physical_address_address_as_string",
            path=("physicalAddress", "addressAsString"),
            access=Access.READ,
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
            attribute="physical_address_bnr",
            path=("physicalAddress", "bnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_city",
            path=("physicalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_country_id",
            path=("physicalAddress", "country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="physical_address_display_name",
            path=("physicalAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_display_name_inkl_matrikkel",
            path=("physicalAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_fnr",
            path=("physicalAddress", "fnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_gnr",
            path=("physicalAddress", "gnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_id",
            path=("physicalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="physical_address_knr",
            path=("physicalAddress", "knr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_postal_code",
            path=("physicalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_snr",
            path=("physicalAddress", "snr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_unit_number",
            path=("physicalAddress", "unitNumber"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_url",
            path=("physicalAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_version",
            path=("physicalAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="postal_address_address_as_string",
            path=("postalAddress", "addressAsString"),
            access=Access.READ,
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
            attribute="postal_address_bnr",
            path=("postalAddress", "bnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_city",
            path=("postalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_country_id",
            path=("postalAddress", "country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="postal_address_display_name",
            path=("postalAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_display_name_inkl_matrikkel",
            path=("postalAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_fnr",
            path=("postalAddress", "fnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_gnr",
            path=("postalAddress", "gnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_id",
            path=("postalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="postal_address_knr",
            path=("postalAddress", "knr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_postal_code",
            path=("postalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_snr",
            path=("postalAddress", "snr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_unit_number",
            path=("postalAddress", "unitNumber"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_url",
            path=("postalAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_version",
            path=("postalAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="single_customer_invoice",
            path=("singleCustomerInvoice",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="supplier_number",
            path=("supplierNumber",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- DeliveryAddress ----


class DeliveryAddressChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class DeliveryAddress(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    address_as_string: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    bnr: Integer = UNSET
    changes: Many[DeliveryAddressChange] = UNSET
    city: Text = UNSET
    country_id: Integer = UNSET
    customer_vendor_id: Integer = UNSET
    display_name: Text = UNSET
    display_name_inkl_matrikkel: Text = UNSET
    fnr: Integer = UNSET
    gnr: Integer = UNSET
    knr: Integer = UNSET
    name: Text = UNSET
    postal_code: Text = UNSET
    snr: Integer = UNSET
    unit_number: Text = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class DeliveryAddressPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    bnr: Integer = UNSET
    city: Text = UNSET
    country_id: Integer = UNSET
    customer_vendor_id: Integer = UNSET
    fnr: Integer = UNSET
    gnr: Integer = UNSET
    knr: Integer = UNSET
    name: Text = UNSET
    postal_code: Text = UNSET
    snr: Integer = UNSET
    unit_number: Text = UNSET


DELIVERY_ADDRESS = ObjectType(
    system=SYSTEM,
    name="DeliveryAddress",
    record=DeliveryAddress,
    patch=DeliveryAddressPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/deliveryAddress",
        item="/deliveryAddress/{key}",
        why_not="Tripletex makes a delivery address with its customer",
        update="/deliveryAddress/{key}",
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
            attribute="address_as_string",
            path=("addressAsString",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_line1",
            path=("addressLine1",),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="address_line2",
            path=("addressLine2",),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="bnr",
            path=("bnr",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=DeliveryAddressChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="city",
            path=("city",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="country_id",
            path=("country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="customer_vendor_id",
            path=("customerVendor", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="display_name_inkl_matrikkel",
            path=("displayNameInklMatrikkel",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="fnr",
            path=("fnr",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="gnr",
            path=("gnr",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="knr",
            path=("knr",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="name",
            path=("name",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_code",
            path=("postalCode",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="snr",
            path=("snr",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="unit_number",
            path=("unitNumber",),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- Department ----


class Department(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    department_manager_id: Integer = UNSET
    department_number: Text = UNSET
    display_name: Text = UNSET
    is_inactive: Flag = UNSET
    name: Text = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class DepartmentPatch(Patch, frozen=True, kw_only=True):
    department_manager_id: Integer = UNSET
    department_number: Text = UNSET
    is_inactive: Flag = UNSET
    name: Text = UNSET


DEPARTMENT = ObjectType(
    system=SYSTEM,
    name="Department",
    record=Department,
    patch=DepartmentPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/department",
        item="/department/{key}",
        create="/department",
        update="/department/{key}",
        list_query=(("fields", "*"), ("sorting", "id")),
        item_query=(("fields", "*"),),
        bulk=Bulk(
            create="/department/list",
            update="/department/list",
            rows=100,
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
            attribute="department_manager_id",
            path=("departmentManager", "id"),
            kind=Kind.INTEGER,
            targets=("Employee",),
        ),
        Property(
            attribute="department_number",
            path=("departmentNumber",),
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- Employee ----


class EmployeeChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class EmployeeEmployment(Record, frozen=True, kw_only=True):
    id: Integer = UNSET


class Employee(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    address_address_as_string: Text = UNSET
    address_address_line1: Text = UNSET
    address_address_line2: Text = UNSET
    address_bnr: Integer = UNSET
    address_city: Text = UNSET
    address_country_id: Integer = UNSET
    address_display_name: Text = UNSET
    address_display_name_inkl_matrikkel: Text = UNSET
    address_fnr: Integer = UNSET
    address_gnr: Integer = UNSET
    address_id: Integer = UNSET
    address_knr: Integer = UNSET
    address_postal_code: Text = UNSET
    address_snr: Integer = UNSET
    address_unit_number: Text = UNSET
    address_url: Text = UNSET
    address_version: Integer = UNSET
    allow_information_registration: Flag = UNSET
    bank_account_number: Text = UNSET
    bic: Text = UNSET
    changes: Many[EmployeeChange] = UNSET
    comments: Text = UNSET
    company_id: Integer = UNSET
    creditor_bank_country_id: Integer = UNSET
    date_of_birth: Day = UNSET
    department_id: Integer = UNSET
    display_name: Text = UNSET
    dnumber: Text = UNSET
    email: Text = UNSET
    employee_category_id: Integer = UNSET
    employee_number: Text = UNSET
    employments: Many[EmployeeEmployment] = UNSET
    first_name: Text = UNSET
    holiday_allowance_earned_id: Integer = UNSET
    iban: Text = UNSET
    international_id_id: Integer = UNSET
    is_auth_project_overview_url: Flag = UNSET
    is_contact: Flag = UNSET
    is_proxy: Flag = UNSET
    last_name: Text = UNSET
    national_identity_number: Text = UNSET
    phone_number_home: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_mobile_country_id: Integer = UNSET
    phone_number_work: Text = UNSET
    picture_id: Integer = UNSET
    url: Text = UNSET
    user_type: Text = UNSET
    uses_abroad_payment: Flag = UNSET
    version: Integer = UNSET
    visma_connect2_f_aactive: Flag = UNSET


class EmployeePatch(Patch, frozen=True, kw_only=True):
    address_address_line1: Text = UNSET
    address_address_line2: Text = UNSET
    address_bnr: Integer = UNSET
    address_city: Text = UNSET
    address_country_id: Integer = UNSET
    address_fnr: Integer = UNSET
    address_gnr: Integer = UNSET
    address_knr: Integer = UNSET
    address_postal_code: Text = UNSET
    address_snr: Integer = UNSET
    address_unit_number: Text = UNSET
    bank_account_number: Text = UNSET
    bic: Text = UNSET
    comments: Text = UNSET
    creditor_bank_country_id: Integer = UNSET
    date_of_birth: Day = UNSET
    department_id: Integer = UNSET
    dnumber: Text = UNSET
    email: Text = UNSET
    employee_category_id: Integer = UNSET
    employee_number: Text = UNSET
    first_name: Text = UNSET
    iban: Text = UNSET
    is_contact: Flag = UNSET
    last_name: Text = UNSET
    national_identity_number: Text = UNSET
    phone_number_home: Text = UNSET
    phone_number_mobile: Text = UNSET
    phone_number_mobile_country_id: Integer = UNSET
    phone_number_work: Text = UNSET
    user_type: Text = UNSET
    uses_abroad_payment: Flag = UNSET


EMPLOYEE = ObjectType(
    system=SYSTEM,
    name="Employee",
    record=Employee,
    patch=EmployeePatch,
    key=("id",),
    version=("version",),
    unique=("email",),
    operations=Operations(
        list="/employee",
        item="/employee/{key}",
        create="/employee",
        update="/employee/{key}",
        list_query=(("fields", "*,address(*)"), ("sorting", "id")),
        item_query=(("fields", "*,address(*)"),),
        bulk=Bulk(
            create="/employee/list",
            rows=100,
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
            attribute="address_address_as_string",
            path=("address", "addressAsString"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_address_line1",
            path=("address", "addressLine1"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="address_address_line2",
            path=("address", "addressLine2"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="address_bnr",
            path=("address", "bnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="address_city",
            path=("address", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="address_country_id",
            path=("address", "country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="address_display_name",
            path=("address", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_display_name_inkl_matrikkel",
            path=("address", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_fnr",
            path=("address", "fnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="address_gnr",
            path=("address", "gnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="address_id",
            path=("address", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="address_knr",
            path=("address", "knr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="address_postal_code",
            path=("address", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="address_snr",
            path=("address", "snr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="address_unit_number",
            path=("address", "unitNumber"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="address_url",
            path=("address", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_version",
            path=("address", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="allow_information_registration",
            path=("allowInformationRegistration",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="bank_account_number",
            path=("bankAccountNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="bic",
            path=("bic",),
            blanks=("",),
        ),
        Property(
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=EmployeeChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="comments",
            path=("comments",),
            max_length=16777216,
            blanks=("",),
        ),
        Property(
            attribute="company_id",
            path=("companyId",),
            kind=Kind.INTEGER,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="creditor_bank_country_id",
            path=("creditorBankCountryId",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="date_of_birth",
            path=("dateOfBirth",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="department_id",
            path=("department", "id"),
            kind=Kind.INTEGER,
            targets=("Department",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="dnumber",
            path=("dnumber",),
            max_length=11,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="employee_category_id",
            path=("employeeCategory", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="employee_number",
            path=("employeeNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="employments",
            path=("employments",),
            kind=Kind.LIST,
            access=Access.READ,
            element=EmployeeEmployment,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="first_name",
            path=("firstName",),
            required=True,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="holiday_allowance_earned_id",
            path=("holidayAllowanceEarned", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="iban",
            path=("iban",),
            blanks=("",),
        ),
        Property(
            attribute="international_id_id",
            path=("internationalId", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="is_auth_project_overview_url",
            path=("isAuthProjectOverviewURL",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_contact",
            path=("isContact",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_proxy",
            path=("isProxy",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="last_name",
            path=("lastName",),
            required=True,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="national_identity_number",
            path=("nationalIdentityNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="phone_number_home",
            path=("phoneNumberHome",),
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
            attribute="phone_number_mobile_country_id",
            path=("phoneNumberMobileCountry", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="phone_number_work",
            path=("phoneNumberWork",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="picture_id",
            path=("pictureId",),
            kind=Kind.INTEGER,
            access=Access.READ,
            blanks=(0,),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="user_type",
            path=("userType",),
            access=Access.CREATE,
            required=True,
            blanks=("",),
            default="NO_ACCESS",
        ),
        Property(
            attribute="uses_abroad_payment",
            path=("usesAbroadPayment",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="visma_connect2_f_aactive",
            path=("vismaConnect2FAactive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
    ),
)

# ---- Order ----


class OrderOrderLine(Record, frozen=True, kw_only=True):
    amount_excluding_vat_currency: Number = UNSET
    amount_including_vat_currency: Number = UNSET
    count: Number = UNSET
    currency_id: Integer = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    display_name: Text = UNSET
    id: Integer = UNSET
    inventory_id: Integer = UNSET
    inventory_location_id: Integer = UNSET
    is_charged: Flag = UNSET
    is_picked: Flag = UNSET
    is_subscription: Flag = UNSET
    markup: Number = UNSET
    order_group_id: Integer = UNSET
    order_id: Integer = UNSET
    ordered_quantity: Number = UNSET
    picked_date: Day = UNSET
    product_id: Integer = UNSET
    sort_index: Integer = UNSET
    subscription_period_end: Day = UNSET
    subscription_period_start: Day = UNSET
    unit_cost_currency: Number = UNSET
    unit_price_excluding_vat_currency: Number = UNSET
    unit_price_including_vat_currency: Number = UNSET
    url: Text = UNSET
    vat_type_id: Integer = UNSET
    vendor_id: Integer = UNSET
    version: Integer = UNSET


class OrderChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class OrderOrderGroup(Record, frozen=True, kw_only=True):
    id: Integer = UNSET


class OrderAttachment(Record, frozen=True, kw_only=True):
    id: Integer = UNSET


class OrderTravelReport(Record, frozen=True, kw_only=True):
    id: Integer = UNSET


class OrderAccountingDimensionValue(Record, frozen=True, kw_only=True):
    id: Integer = UNSET


class Order(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    accounting_dimension_values: Many[OrderAccountingDimensionValue] = UNSET
    attachment: Many[OrderAttachment] = UNSET
    attn_id: Integer = UNSET
    can_create_backorder: Flag = UNSET
    changes: Many[OrderChange] = UNSET
    contact_id: Integer = UNSET
    currency_id: Integer = UNSET
    customer_id: Integer = UNSET
    customer_name: Text = UNSET
    delivery_address_id: Integer = UNSET
    delivery_comment: Text = UNSET
    delivery_date: Day = UNSET
    department_id: Integer = UNSET
    discount_percentage: Number = UNSET
    display_name: Text = UNSET
    invoice_comment: Text = UNSET
    invoice_on_account_vat_high: Flag = UNSET
    invoice_send_sms_notification: Flag = UNSET
    invoice_sms_notification_number: Text = UNSET
    invoices_due_in: Integer = UNSET
    invoices_due_in_type: Text = UNSET
    is_closed: Flag = UNSET
    is_prioritize_amounts_including_vat: Flag = UNSET
    is_show_open_posts_on_invoices: Flag = UNSET
    is_subscription: Flag = UNSET
    is_subscription_auto_invoicing: Flag = UNSET
    mark_up_order_lines: Number = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    order_groups: Many[OrderOrderGroup] = UNSET
    order_line_sorting: Text = UNSET
    order_lines: Many[OrderOrderLine] = UNSET
    our_contact_employee_id: Integer = UNSET
    our_contact_id: Integer = UNSET
    overdue_notice_email: Text = UNSET
    preliminary_invoice_id: Integer = UNSET
    project_id: Integer = UNSET
    project_manager_name_and_number: Text = UNSET
    receiver_email: Text = UNSET
    reference: Text = UNSET
    send_method_description: Text = UNSET
    status: Text = UNSET
    subscription_duration: Integer = UNSET
    subscription_duration_type: Text = UNSET
    subscription_invoicing_time: Integer = UNSET
    subscription_invoicing_time_in_advance_or_arrear: Text = UNSET
    subscription_invoicing_time_type: Text = UNSET
    subscription_periods_on_invoice: Integer = UNSET
    subscription_periods_on_invoice_type: Text = UNSET
    total_invoiced_on_account_amount_absolute_curren: Number = UNSET
    travel_reports: Many[OrderTravelReport] = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class OrderPatch(Patch, frozen=True, kw_only=True):
    attn_id: Integer = UNSET
    contact_id: Integer = UNSET
    currency_id: Integer = UNSET
    customer_id: Integer = UNSET
    delivery_address_id: Integer = UNSET
    delivery_comment: Text = UNSET
    delivery_date: Day = UNSET
    department_id: Integer = UNSET
    discount_percentage: Number = UNSET
    invoice_comment: Text = UNSET
    invoice_on_account_vat_high: Flag = UNSET
    invoice_sms_notification_number: Text = UNSET
    invoices_due_in: Integer = UNSET
    invoices_due_in_type: Text = UNSET
    is_closed: Flag = UNSET
    is_prioritize_amounts_including_vat: Flag = UNSET
    is_show_open_posts_on_invoices: Flag = UNSET
    is_subscription: Flag = UNSET
    is_subscription_auto_invoicing: Flag = UNSET
    mark_up_order_lines: Number = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    order_line_sorting: Text = UNSET
    order_lines: Many[OrderOrderLine] = UNSET
    our_contact_employee_id: Integer = UNSET
    our_contact_id: Integer = UNSET
    overdue_notice_email: Text = UNSET
    project_id: Integer = UNSET
    receiver_email: Text = UNSET
    reference: Text = UNSET
    send_method_description: Text = UNSET
    status: Text = UNSET
    subscription_duration: Integer = UNSET
    subscription_duration_type: Text = UNSET
    subscription_invoicing_time: Integer = UNSET
    subscription_invoicing_time_in_advance_or_arrear: Text = UNSET
    subscription_invoicing_time_type: Text = UNSET
    subscription_periods_on_invoice: Integer = UNSET


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
        delete="/order/{key}",
        list_query=(
            ("fields", "*,status,ourContact,ourContactEmployee,canCreateBackorder,orderLines(*)"),
            ("orderDateFrom", "1970-01-01"),
            ("orderDateTo", "2999-12-31"),
            ("sorting", "id"),
        ),
        item_query=(
            ("fields", "*,status,ourContact,ourContactEmployee,canCreateBackorder,orderLines(*)"),
        ),
        feed=Feed(
            scheme=FeedScheme.DIGEST,
            stamp=("versionDigest",),
            full_every=24,
        ),
        bulk=Bulk(
            create="/order/list",
            rows=100,
            keys="id",
        ),
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
            attribute="accounting_dimension_values",
            path=("accountingDimensionValues",),
            kind=Kind.LIST,
            access=Access.READ,
            element=OrderAccountingDimensionValue,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="attachment",
            path=("attachment",),
            kind=Kind.LIST,
            access=Access.READ,
            element=OrderAttachment,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="attn_id",
            path=("attn", "id"),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="can_create_backorder",
            path=("canCreateBackorder",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=OrderChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="contact_id",
            path=("contact", "id"),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="currency_id",
            path=("currency", "id"),
            kind=Kind.INTEGER,
            targets=("Currency",),
        ),
        Property(
            attribute="customer_id",
            path=("customer", "id"),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customer",),
        ),
        Property(
            attribute="customer_name",
            path=("customerName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_id",
            path=("deliveryAddress", "id"),
            kind=Kind.INTEGER,
            targets=("DeliveryAddress",),
        ),
        Property(
            attribute="delivery_comment",
            path=("deliveryComment",),
            max_length=16777216,
            blanks=("",),
        ),
        Property(
            attribute="delivery_date",
            path=("deliveryDate",),
            kind=Kind.DATE,
            required=True,
        ),
        Property(
            attribute="department_id",
            path=("department", "id"),
            kind=Kind.INTEGER,
            targets=("Department",),
        ),
        Property(
            attribute="discount_percentage",
            path=("discountPercentage",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="invoice_comment",
            path=("invoiceComment",),
            max_length=16777216,
            blanks=("",),
        ),
        Property(
            attribute="invoice_on_account_vat_high",
            path=("invoiceOnAccountVatHigh",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="invoice_send_sms_notification",
            path=("invoiceSendSMSNotification",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="invoice_sms_notification_number",
            path=("invoiceSMSNotificationNumber",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="invoices_due_in",
            path=("invoicesDueIn",),
            kind=Kind.INTEGER,
            cleared=0,
        ),
        Property(
            attribute="invoices_due_in_type",
            path=("invoicesDueInType",),
            blanks=("",),
        ),
        Property(
            attribute="is_closed",
            path=("isClosed",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_prioritize_amounts_including_vat",
            path=("isPrioritizeAmountsIncludingVat",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_show_open_posts_on_invoices",
            path=("isShowOpenPostsOnInvoices",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_subscription",
            path=("isSubscription",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_subscription_auto_invoicing",
            path=("isSubscriptionAutoInvoicing",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="mark_up_order_lines",
            path=("markUpOrderLines",),
            kind=Kind.DECIMAL,
            cleared=0,
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
            attribute="order_groups",
            path=("orderGroups",),
            kind=Kind.LIST,
            access=Access.READ,
            element=OrderOrderGroup,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="order_line_sorting",
            path=("orderLineSorting",),
            blanks=("",),
        ),
        Property(
            attribute="order_lines",
            path=("orderLines",),
            kind=Kind.LIST,
            key=("id",),
            version=("version",),
            lines=LineOperations(
                create="/order/orderline",
                update="/order/orderline/{line}",
                delete="/order/orderline/{line}",
                parent=("order", "id"),
            ),
            element=OrderOrderLine,
            children=(
                Property(
                    attribute="amount_excluding_vat_currency",
                    path=("amountExcludingVatCurrency",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="amount_including_vat_currency",
                    path=("amountIncludingVatCurrency",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="count",
                    path=("count",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="currency_id",
                    path=("currency", "id"),
                    kind=Kind.INTEGER,
                    targets=("Currency",),
                ),
                Property(
                    attribute="description",
                    path=("description",),
                    max_length=16777216,
                    blanks=("",),
                ),
                Property(
                    attribute="discount",
                    path=("discount",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="display_name",
                    path=("displayName",),
                    access=Access.READ,
                    blanks=("",),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="inventory_id",
                    path=("inventory", "id"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="inventory_location_id",
                    path=("inventoryLocation", "id"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="is_charged",
                    path=("isCharged",),
                    kind=Kind.BOOLEAN,
                    cleared=False,
                ),
                Property(
                    attribute="is_picked",
                    path=("isPicked",),
                    kind=Kind.BOOLEAN,
                    cleared=False,
                ),
                Property(
                    attribute="is_subscription",
                    path=("isSubscription",),
                    kind=Kind.BOOLEAN,
                    cleared=False,
                ),
                Property(
                    attribute="markup",
                    path=("markup",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="order_id",
                    path=("order", "id"),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="order_group_id",
                    path=("orderGroup", "id"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="ordered_quantity",
                    path=("orderedQuantity",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="picked_date",
                    path=("pickedDate",),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="product_id",
                    path=("product", "id"),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="sort_index",
                    path=("sortIndex",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="subscription_period_end",
                    path=("subscriptionPeriodEnd",),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="subscription_period_start",
                    path=("subscriptionPeriodStart",),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="unit_cost_currency",
                    path=("unitCostCurrency",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="unit_price_excluding_vat_currency",
                    path=("unitPriceExcludingVatCurrency",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="unit_price_including_vat_currency",
                    path=("unitPriceIncludingVatCurrency",),
                    kind=Kind.DECIMAL,
                    cleared=0,
                ),
                Property(
                    attribute="url",
                    path=("url",),
                    access=Access.READ,
                    blanks=("",),
                ),
                Property(
                    attribute="vat_type_id",
                    path=("vatType", "id"),
                    kind=Kind.INTEGER,
                    targets=("VatType",),
                ),
                Property(
                    attribute="vendor_id",
                    path=("vendor", "id"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="version",
                    path=("version",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="our_contact_employee_id",
            path=("ourContactEmployee", "id"),
            kind=Kind.INTEGER,
            targets=("Employee",),
        ),
        Property(
            attribute="our_contact_id",
            path=("ourContact", "id"),
            kind=Kind.INTEGER,
            targets=("Contact",),
        ),
        Property(
            attribute="overdue_notice_email",
            path=("overdueNoticeEmail",),
            max_length=254,
            blanks=("",),
        ),
        Property(
            attribute="preliminary_invoice_id",
            path=("preliminaryInvoice", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="project_id",
            path=("project", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="project_manager_name_and_number",
            path=("projectManagerNameAndNumber",),
            access=Access.READ,
            blanks=("",),
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
            attribute="send_method_description",
            path=("sendMethodDescription",),
            blanks=("",),
        ),
        Property(
            attribute="status",
            path=("status",),
            blanks=("",),
        ),
        Property(
            attribute="subscription_duration",
            path=("subscriptionDuration",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="subscription_duration_type",
            path=("subscriptionDurationType",),
            blanks=("",),
        ),
        Property(
            attribute="subscription_invoicing_time",
            path=("subscriptionInvoicingTime",),
            kind=Kind.INTEGER,
            cleared=0,
        ),
        Property(
            attribute="subscription_invoicing_time_in_advance_or_arrear",
            path=("subscriptionInvoicingTimeInAdvanceOrArrears",),
            blanks=("",),
        ),
        Property(
            attribute="subscription_invoicing_time_type",
            path=("subscriptionInvoicingTimeType",),
            blanks=("",),
        ),
        Property(
            attribute="subscription_periods_on_invoice",
            path=("subscriptionPeriodsOnInvoice",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="subscription_periods_on_invoice_type",
            path=("subscriptionPeriodsOnInvoiceType",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="total_invoiced_on_account_amount_absolute_curren",
            path=("totalInvoicedOnAccountAmountAbsoluteCurrency",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="travel_reports",
            path=("travelReports",),
            kind=Kind.LIST,
            access=Access.READ,
            element=OrderTravelReport,
            children=(
                Property(
                    attribute="id",
                    path=("id",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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


class ProductChange(Record, frozen=True, kw_only=True):
    change_type: Text = UNSET
    employee_id: Integer = UNSET
    timestamp: Text = UNSET


class Product(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    account_id: Integer = UNSET
    available_stock: Number = UNSET
    changes: Many[ProductChange] = UNSET
    cost_excluding_vat_currency: Number = UNSET
    cost_price: Number = UNSET
    currency_id: Integer = UNSET
    department_id: Integer = UNSET
    description: Text = UNSET
    discount_group_id: Integer = UNSET
    discount_price: Number = UNSET
    display_name: Text = UNSET
    display_number: Text = UNSET
    ean: Text = UNSET
    el_number: Text = UNSET
    expenses: Number = UNSET
    expenses_in_percent: Number = UNSET
    has_supplier_product_connected: Flag = UNSET
    hsn_code: Text = UNSET
    image_id: Integer = UNSET
    incoming_stock: Number = UNSET
    is_deletable: Flag = UNSET
    is_inactive: Flag = UNSET
    is_round_price_inc_vat: Flag = UNSET
    is_stock_item: Flag = UNSET
    main_supplier_product_id: Integer = UNSET
    markup_list_percentage: Number = UNSET
    markup_net_percentage: Number = UNSET
    min_stock_level: Number = UNSET
    name: Text = UNSET
    nrf_number: Text = UNSET
    number: Text = UNSET
    order_line_description: Text = UNSET
    outgoing_stock: Number = UNSET
    price_excluding_vat_currency: Number = UNSET
    price_in_target_currency: Number = UNSET
    price_including_vat_currency: Number = UNSET
    product_unit_id: Integer = UNSET
    profit: Number = UNSET
    profit_in_percent: Number = UNSET
    purchase_price_currency: Number = UNSET
    resale_product_id: Integer = UNSET
    stock_of_goods: Number = UNSET
    supplier_id: Integer = UNSET
    url: Text = UNSET
    vat_type_id: Integer = UNSET
    version: Integer = UNSET
    volume: Number = UNSET
    volume_unit: Text = UNSET
    weight: Number = UNSET
    weight_unit: Text = UNSET


class ProductPatch(Patch, frozen=True, kw_only=True):
    account_id: Integer = UNSET
    cost_excluding_vat_currency: Number = UNSET
    currency_id: Integer = UNSET
    department_id: Integer = UNSET
    description: Text = UNSET
    discount_group_id: Integer = UNSET
    ean: Text = UNSET
    expenses: Number = UNSET
    hsn_code: Text = UNSET
    image_id: Integer = UNSET
    is_inactive: Flag = UNSET
    is_stock_item: Flag = UNSET
    main_supplier_product_id: Integer = UNSET
    min_stock_level: Number = UNSET
    name: Text = UNSET
    number: Text = UNSET
    order_line_description: Text = UNSET
    price_excluding_vat_currency: Number = UNSET
    price_including_vat_currency: Number = UNSET
    product_unit_id: Integer = UNSET
    resale_product_id: Integer = UNSET
    supplier_id: Integer = UNSET
    vat_type_id: Integer = UNSET
    volume: Number = UNSET
    volume_unit: Text = UNSET
    weight: Number = UNSET
    weight_unit: Text = UNSET


PRODUCT = ObjectType(
    system=SYSTEM,
    name="Product",
    record=Product,
    patch=ProductPatch,
    key=("id",),
    version=("version",),
    unique=("number",),
    operations=Operations(
        list="/product",
        item="/product/{key}",
        create="/product",
        update="/product/{key}",
        delete="/product/{key}",
        list_query=(
            (
                "fields",
                "*,ean,hsnCode,isStockItem,stockOfGoods,availableStock,incomingStock,outgoingStock,weight,weightUnit,volume,volumeUnit,expenses,expensesInPercent,profit,profitInPercent,discountGroup",
            ),
            ("sorting", "id"),
        ),
        item_query=(
            (
                "fields",
                "*,ean,hsnCode,isStockItem,stockOfGoods,availableStock,incomingStock,outgoingStock,weight,weightUnit,volume,volumeUnit,expenses,expensesInPercent,profit,profitInPercent,discountGroup",
            ),
        ),
        feed=Feed(
            scheme=FeedScheme.DIGEST,
            stamp=("versionDigest",),
            full_every=6,
        ),
        bulk=Bulk(
            create="/product/list",
            update="/product/list",
            rows=100,
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
            attribute="account_id",
            path=("account", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="available_stock",
            path=("availableStock",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="changes",
            path=("changes",),
            kind=Kind.LIST,
            access=Access.READ,
            element=ProductChange,
            children=(
                Property(
                    attribute="change_type",
                    path=("changeType",),
                    blanks=("",),
                ),
                Property(
                    attribute="employee_id",
                    path=("employeeId",),
                    kind=Kind.INTEGER,
                    cleared=0,
                ),
                Property(
                    attribute="timestamp",
                    path=("timestamp",),
                    blanks=("",),
                ),
            ),
        ),
        Property(
            attribute="cost_excluding_vat_currency",
            path=("costExcludingVatCurrency",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="cost_price",
            path=("costPrice",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="currency_id",
            path=("currency", "id"),
            kind=Kind.INTEGER,
            targets=("Currency",),
        ),
        Property(
            attribute="department_id",
            path=("department", "id"),
            kind=Kind.INTEGER,
            targets=("Department",),
        ),
        Property(
            attribute="description",
            path=("description",),
            max_length=16777216,
            blanks=("",),
        ),
        Property(
            attribute="discount_group_id",
            path=("discountGroup", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="discount_price",
            path=("discountPrice",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="display_number",
            path=("displayNumber",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="ean",
            path=("ean",),
            max_length=14,
            blanks=("",),
        ),
        Property(
            attribute="el_number",
            path=("elNumber",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="expenses",
            path=("expenses",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="expenses_in_percent",
            path=("expensesInPercent",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="has_supplier_product_connected",
            path=("hasSupplierProductConnected",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="hsn_code",
            path=("hsnCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="image_id",
            path=("image", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="incoming_stock",
            path=("incomingStock",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="is_deletable",
            path=("isDeletable",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_round_price_inc_vat",
            path=("isRoundPriceIncVat",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_stock_item",
            path=("isStockItem",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="main_supplier_product_id",
            path=("mainSupplierProduct", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="markup_list_percentage",
            path=("markupListPercentage",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="markup_net_percentage",
            path=("markupNetPercentage",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="min_stock_level",
            path=("minStockLevel",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="nrf_number",
            path=("nrfNumber",),
            access=Access.READ,
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
            attribute="outgoing_stock",
            path=("outgoingStock",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="price_excluding_vat_currency",
            path=("priceExcludingVatCurrency",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="price_in_target_currency",
            path=("priceInTargetCurrency",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="price_including_vat_currency",
            path=("priceIncludingVatCurrency",),
            kind=Kind.DECIMAL,
            cleared=0,
        ),
        Property(
            attribute="product_unit_id",
            path=("productUnit", "id"),
            kind=Kind.INTEGER,
            targets=("ProductUnit",),
        ),
        Property(
            attribute="profit",
            path=("profit",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="profit_in_percent",
            path=("profitInPercent",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="purchase_price_currency",
            path=("purchasePriceCurrency",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="resale_product_id",
            path=("resaleProduct", "id"),
            kind=Kind.INTEGER,
            targets=("Product",),
        ),
        Property(
            attribute="stock_of_goods",
            path=("stockOfGoods",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="supplier_id",
            path=("supplier", "id"),
            kind=Kind.INTEGER,
            targets=("Supplier",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="vat_type_id",
            path=("vatType", "id"),
            kind=Kind.INTEGER,
            targets=("VatType",),
        ),
        Property(
            attribute="version",
            path=("version",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="volume",
            path=("volume",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="volume_unit",
            path=("volumeUnit",),
            blanks=("",),
        ),
        Property(
            attribute="weight",
            path=("weight",),
            kind=Kind.DECIMAL,
            blanks=(0,),
        ),
        Property(
            attribute="weight_unit",
            path=("weightUnit",),
            blanks=("",),
        ),
    ),
)

# ---- ProductUnit ----


class ProductUnit(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    common_code: Text = UNSET
    display_name: Text = UNSET
    display_name_short: Text = UNSET
    is_deletable: Flag = UNSET
    name: Text = UNSET
    name_en: Text = UNSET
    name_short: Text = UNSET
    name_short_en: Text = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class ProductUnitPatch(Patch, frozen=True, kw_only=True):
    common_code: Text = UNSET
    name: Text = UNSET
    name_en: Text = UNSET
    name_short: Text = UNSET
    name_short_en: Text = UNSET


PRODUCT_UNIT = ObjectType(
    system=SYSTEM,
    name="ProductUnit",
    record=ProductUnit,
    patch=ProductUnitPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/product/unit",
        item="/product/unit/{key}",
        create="/product/unit",
        update="/product/unit/{key}",
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
            attribute="common_code",
            path=("commonCode",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="display_name_short",
            path=("displayNameShort",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="is_deletable",
            path=("isDeletable",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="name_en",
            path=("nameEN",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="name_short",
            path=("nameShort",),
            blanks=("",),
        ),
        Property(
            attribute="name_short_en",
            path=("nameShortEN",),
            blanks=("",),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- Supplier ----


class Supplier(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    account_manager_id: Integer = UNSET
    category1_id: Integer = UNSET
    category2_id: Integer = UNSET
    category3_id: Integer = UNSET
    currency_id: Integer = UNSET
    customer_number: Integer = UNSET
    delivery_address_address_as_string: Text = UNSET
    delivery_address_address_line1: Text = UNSET
    delivery_address_address_line2: Text = UNSET
    delivery_address_bnr: Integer = UNSET
    delivery_address_city: Text = UNSET
    delivery_address_country_id: Integer = UNSET
    delivery_address_customer_vendor_id: Integer = UNSET
    delivery_address_display_name: Text = UNSET
    delivery_address_display_name_inkl_matrikkel: Text = UNSET
    delivery_address_fnr: Integer = UNSET
    delivery_address_gnr: Integer = UNSET
    delivery_address_id: Integer = UNSET
    delivery_address_knr: Integer = UNSET
    delivery_address_name: Text = UNSET
    delivery_address_postal_code: Text = UNSET
    delivery_address_snr: Integer = UNSET
    delivery_address_unit_number: Text = UNSET
    delivery_address_url: Text = UNSET
    delivery_address_version: Integer = UNSET
    description: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    is_customer: Flag = UNSET
    is_inactive: Flag = UNSET
    is_private_individual: Flag = UNSET
    is_supplier: Flag = UNSET
    is_wholesaler: Flag = UNSET
    ledger_account_id: Integer = UNSET
    locale: Text = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_as_string: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_bnr: Integer = UNSET
    physical_address_city: Text = UNSET
    physical_address_country_id: Integer = UNSET
    physical_address_display_name: Text = UNSET
    physical_address_display_name_inkl_matrikkel: Text = UNSET
    physical_address_fnr: Integer = UNSET
    physical_address_gnr: Integer = UNSET
    physical_address_id: Integer = UNSET
    physical_address_knr: Integer = UNSET
    physical_address_postal_code: Text = UNSET
    physical_address_snr: Integer = UNSET
    physical_address_unit_number: Text = UNSET
    physical_address_url: Text = UNSET
    physical_address_version: Integer = UNSET
    postal_address_address_as_string: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_bnr: Integer = UNSET
    postal_address_city: Text = UNSET
    postal_address_country_id: Integer = UNSET
    postal_address_display_name: Text = UNSET
    postal_address_display_name_inkl_matrikkel: Text = UNSET
    postal_address_fnr: Integer = UNSET
    postal_address_gnr: Integer = UNSET
    postal_address_id: Integer = UNSET
    postal_address_knr: Integer = UNSET
    postal_address_postal_code: Text = UNSET
    postal_address_snr: Integer = UNSET
    postal_address_unit_number: Text = UNSET
    postal_address_url: Text = UNSET
    postal_address_version: Integer = UNSET
    show_products: Flag = UNSET
    supplier_number: Integer = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class SupplierPatch(Patch, frozen=True, kw_only=True):
    account_manager_id: Integer = UNSET
    category1_id: Integer = UNSET
    category2_id: Integer = UNSET
    category3_id: Integer = UNSET
    currency_id: Integer = UNSET
    customer_number: Integer = UNSET
    delivery_address_address_line1: Text = UNSET
    delivery_address_address_line2: Text = UNSET
    delivery_address_bnr: Integer = UNSET
    delivery_address_city: Text = UNSET
    delivery_address_country_id: Integer = UNSET
    delivery_address_customer_vendor_id: Integer = UNSET
    delivery_address_fnr: Integer = UNSET
    delivery_address_gnr: Integer = UNSET
    delivery_address_knr: Integer = UNSET
    delivery_address_name: Text = UNSET
    delivery_address_postal_code: Text = UNSET
    delivery_address_snr: Integer = UNSET
    delivery_address_unit_number: Text = UNSET
    description: Text = UNSET
    email: Text = UNSET
    invoice_email: Text = UNSET
    is_customer: Flag = UNSET
    is_private_individual: Flag = UNSET
    ledger_account_id: Integer = UNSET
    name: Text = UNSET
    organization_number: Text = UNSET
    overdue_notice_email: Text = UNSET
    phone_number: Text = UNSET
    phone_number_mobile: Text = UNSET
    physical_address_address_line1: Text = UNSET
    physical_address_address_line2: Text = UNSET
    physical_address_bnr: Integer = UNSET
    physical_address_city: Text = UNSET
    physical_address_country_id: Integer = UNSET
    physical_address_fnr: Integer = UNSET
    physical_address_gnr: Integer = UNSET
    physical_address_knr: Integer = UNSET
    physical_address_postal_code: Text = UNSET
    physical_address_snr: Integer = UNSET
    physical_address_unit_number: Text = UNSET
    postal_address_address_line1: Text = UNSET
    postal_address_address_line2: Text = UNSET
    postal_address_bnr: Integer = UNSET
    postal_address_city: Text = UNSET
    postal_address_country_id: Integer = UNSET
    postal_address_fnr: Integer = UNSET
    postal_address_gnr: Integer = UNSET
    postal_address_knr: Integer = UNSET
    postal_address_postal_code: Text = UNSET
    postal_address_snr: Integer = UNSET
    postal_address_unit_number: Text = UNSET
    show_products: Flag = UNSET
    supplier_number: Integer = UNSET


SUPPLIER = ObjectType(
    system=SYSTEM,
    name="Supplier",
    record=Supplier,
    patch=SupplierPatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/supplier",
        item="/supplier/{key}",
        create="/supplier",
        update="/supplier/{key}",
        list_query=(
            ("fields", "*,postalAddress(*),physicalAddress(*),deliveryAddress(*)"),
            ("sorting", "id"),
        ),
        item_query=(("fields", "*,postalAddress(*),physicalAddress(*),deliveryAddress(*)"),),
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
            attribute="account_manager_id",
            path=("accountManager", "id"),
            kind=Kind.INTEGER,
            targets=("Employee",),
        ),
        Property(
            attribute="category1_id",
            path=("category1", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="category2_id",
            path=("category2", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="category3_id",
            path=("category3", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="currency_id",
            path=("currency", "id"),
            kind=Kind.INTEGER,
            targets=("Currency",),
        ),
        Property(
            attribute="customer_number",
            path=("customerNumber",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_address_as_string",
            path=("deliveryAddress", "addressAsString"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_address_line1",
            path=("deliveryAddress", "addressLine1"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_address_line2",
            path=("deliveryAddress", "addressLine2"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_bnr",
            path=("deliveryAddress", "bnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_city",
            path=("deliveryAddress", "city"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_country_id",
            path=("deliveryAddress", "country", "id"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            targets=("Country",),
        ),
        Property(
            attribute="delivery_address_customer_vendor_id",
            path=("deliveryAddress", "customerVendor", "id"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="delivery_address_display_name",
            path=("deliveryAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_display_name_inkl_matrikkel",
            path=("deliveryAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_fnr",
            path=("deliveryAddress", "fnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_gnr",
            path=("deliveryAddress", "gnr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_id",
            path=("deliveryAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="delivery_address_knr",
            path=("deliveryAddress", "knr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_name",
            path=("deliveryAddress", "name"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_postal_code",
            path=("deliveryAddress", "postalCode"),
            access=Access.CREATE,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_snr",
            path=("deliveryAddress", "snr"),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            blanks=(0,),
        ),
        Property(
            attribute="delivery_address_unit_number",
            path=("deliveryAddress", "unitNumber"),
            access=Access.CREATE,
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_url",
            path=("deliveryAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="delivery_address_version",
            path=("deliveryAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("description",),
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            blanks=("",),
        ),
        Property(
            attribute="invoice_email",
            path=("invoiceEmail",),
            blanks=("",),
        ),
        Property(
            attribute="is_customer",
            path=("isCustomer",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_inactive",
            path=("isInactive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_private_individual",
            path=("isPrivateIndividual",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="is_supplier",
            path=("isSupplier",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_wholesaler",
            path=("isWholesaler",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="ledger_account_id",
            path=("ledgerAccount", "id"),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="locale",
            path=("locale",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="name",
            path=("name",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="organization_number",
            path=("organizationNumber",),
            blanks=("",),
        ),
        Property(
            attribute="overdue_notice_email",
            path=("overdueNoticeEmail",),
            blanks=("",),
        ),
        Property(
            attribute="phone_number",
            path=("phoneNumber",),
            blanks=("",),
        ),
        Property(
            attribute="phone_number_mobile",
            path=("phoneNumberMobile",),
            blanks=("",),
        ),
        Property(
            attribute="physical_address_address_as_string",
            path=("physicalAddress", "addressAsString"),
            access=Access.READ,
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
            attribute="physical_address_bnr",
            path=("physicalAddress", "bnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_city",
            path=("physicalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_country_id",
            path=("physicalAddress", "country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="physical_address_display_name",
            path=("physicalAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_display_name_inkl_matrikkel",
            path=("physicalAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_fnr",
            path=("physicalAddress", "fnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_gnr",
            path=("physicalAddress", "gnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_id",
            path=("physicalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="physical_address_knr",
            path=("physicalAddress", "knr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_postal_code",
            path=("physicalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_snr",
            path=("physicalAddress", "snr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="physical_address_unit_number",
            path=("physicalAddress", "unitNumber"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_url",
            path=("physicalAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="physical_address_version",
            path=("physicalAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="postal_address_address_as_string",
            path=("postalAddress", "addressAsString"),
            access=Access.READ,
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
            attribute="postal_address_bnr",
            path=("postalAddress", "bnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_city",
            path=("postalAddress", "city"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_country_id",
            path=("postalAddress", "country", "id"),
            kind=Kind.INTEGER,
            targets=("Country",),
        ),
        Property(
            attribute="postal_address_display_name",
            path=("postalAddress", "displayName"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_display_name_inkl_matrikkel",
            path=("postalAddress", "displayNameInklMatrikkel"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_fnr",
            path=("postalAddress", "fnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_gnr",
            path=("postalAddress", "gnr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_id",
            path=("postalAddress", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="postal_address_knr",
            path=("postalAddress", "knr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_postal_code",
            path=("postalAddress", "postalCode"),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_snr",
            path=("postalAddress", "snr"),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="postal_address_unit_number",
            path=("postalAddress", "unitNumber"),
            max_length=255,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_url",
            path=("postalAddress", "url"),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="postal_address_version",
            path=("postalAddress", "version"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="show_products",
            path=("showProducts",),
            kind=Kind.BOOLEAN,
            cleared=False,
        ),
        Property(
            attribute="supplier_number",
            path=("supplierNumber",),
            kind=Kind.INTEGER,
            blanks=(0,),
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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

# ---- VatType ----


class VatType(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    deduction_percentage: Number = UNSET
    display_name: Text = UNSET
    name: Text = UNSET
    number: Text = UNSET
    parent_type_id: Integer = UNSET
    percentage: Number = UNSET
    url: Text = UNSET
    version: Integer = UNSET


class VatTypePatch(Patch, frozen=True, kw_only=True):
    pass


VAT_TYPE = ObjectType(
    system=SYSTEM,
    name="VatType",
    record=VatType,
    patch=VatTypePatch,
    key=("id",),
    version=("version",),
    operations=Operations(
        list="/ledger/vatType",
        item="/ledger/vatType/{key}",
        why_not="VAT codes are set up in Tripletex",
        list_query=(("fields", "*"), ("sorting", "id"), ("typeOfVat", "OUTGOING")),
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
            attribute="deduction_percentage",
            path=("deductionPercentage",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="name",
            path=("name",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="number",
            path=("number",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="parent_type_id",
            path=("parentType", "id"),
            kind=Kind.INTEGER,
            access=Access.READ,
            targets=("VatType",),
        ),
        Property(
            attribute="percentage",
            path=("percentage",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="url",
            path=("url",),
            access=Access.READ,
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
