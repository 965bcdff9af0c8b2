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
    ErrorRule,
    Feed,
    FeedScheme,
    Flag,
    Integer,
    Kind,
    LineOperations,
    Many,
    Meaning,
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
    errors=(
        ErrorRule(
            means=Meaning.DUPLICATE,
            status=400,
            text="already in use",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            method="DELETE",
            status=409,
        ),
    ),
    rates=(
        Rate(
            requests=10,
            seconds=1,
        ),
    ),
)

# ---- Contactdeliveryaddresses ----


class Contactdeliveryaddresses(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    city: Text = UNSET
    contact_id: Integer = UNSET
    country_code: Text = UNSET
    created_date_time_offset: Moment = UNSET
    external_code: Text = UNSET
    is_primary: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    zip_code: Text = UNSET


class ContactdeliveryaddressesPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    city: Text = UNSET
    contact_id: Integer = UNSET
    country_code: Text = UNSET
    external_code: Text = UNSET
    is_primary: Flag = UNSET
    zip_code: Text = UNSET


CONTACTDELIVERYADDRESSES = ObjectType(
    system=SYSTEM,
    name="Contactdeliveryaddresses",
    record=Contactdeliveryaddresses,
    patch=ContactdeliveryaddressesPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    created=("CreatedDateTimeOffset",),
    operations=Operations(
        list="/ContactDeliveryAddresses",
        item="/ContactDeliveryAddresses/{ContactId}/{key}",
        create="/ContactDeliveryAddresses/{ContactId}",
        update="/ContactDeliveryAddresses/{ContactId}/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="address_line1",
            path=("AddressLine1",),
            max_length=200,
        ),
        Property(
            attribute="address_line2",
            path=("AddressLine2",),
            max_length=200,
        ),
        Property(
            attribute="city",
            path=("City",),
            required=True,
            max_length=100,
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
            attribute="country_code",
            path=("CountryCode",),
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="external_code",
            path=("ExternalCode",),
            max_length=50,
        ),
        Property(
            attribute="is_primary",
            path=("IsPrimary",),
            kind=Kind.BOOLEAN,
            access=Access.CREATE,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="zip_code",
            path=("ZipCode",),
            required=True,
            max_length=50,
        ),
    ),
)

# ---- Contactperson ----


class Contactperson(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    contact_id: Integer = UNSET
    created_date_time_offset: Moment = UNSET
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
    created=("CreatedDateTimeOffset",),
    unique=("external_code",),
    operations=Operations(
        list="/ContactPersons",
        item="/ContactPersons/{ContactId}/{key}",
        create="/ContactPersons/{ContactId}",
        update="/ContactPersons/{ContactId}/{key}",
        delete="/ContactPersons/{ContactId}/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="lastChangedDateTimeOffsetGreaterThan",
            overlap=60,
            full_every=24,
        ),
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
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
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
            required_within=True,
            max_length=100,
        ),
        Property(
            attribute="mail_address_country_code",
            path=("MailAddress", "CountryCode"),
        ),
        Property(
            attribute="mail_address_zip_code",
            path=("MailAddress", "ZipCode"),
            required_within=True,
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

# ---- Currency ----


class Currency(Record, frozen=True, kw_only=True):
    code: Text = UNSET
    is_active: Flag = UNSET
    notation: Text = UNSET


class CurrencyPatch(Patch, frozen=True, kw_only=True):
    pass


CURRENCY = ObjectType(
    system=SYSTEM,
    name="Currency",
    record=Currency,
    patch=CurrencyPatch,
    key=("Code",),
    operations=Operations(
        list="/Currencies",
        item="/Currencies",
        why_not="PowerOffice Go keeps the list of currencies itself",
    ),
    properties=(
        Property(
            attribute="code",
            path=("Code",),
            access=Access.READ,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="notation",
            path=("Notation",),
            access=Access.READ,
        ),
    ),
)

# ---- Customers ----


class CustomersContactGroupId(Record, frozen=True, kw_only=True):
    pass


class Customers(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    allowance: Number = UNSET
    billable_rate: Number = UNSET
    contact_created_date_time_offset: Moment = UNSET
    contact_group_ids: Many[CustomersContactGroupId] = UNSET
    created_from_import_journal_id: Text = UNSET
    currency_code: Text = UNSET
    customer_created_date_time_offset: Moment = UNSET
    customer_since: Day = UNSET
    date_of_birth: Day = UNSET
    delivery_term: Text = UNSET
    delivery_term_id: Integer = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    do_not_add_late_payment_fees: Flag = UNSET
    do_not_add_late_payment_interest: Flag = UNSET
    do_not_automate_payment_notifications: Flag = UNSET
    email_address: Text = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    first_name: Text = UNSET
    invoice_branding_theme_code: Text = UNSET
    invoice_branding_theme_id: Integer = UNSET
    invoice_delivery_type: Text = UNSET
    invoice_email_address: Text = UNSET
    invoice_email_address_cc: Text = UNSET
    is_active: Flag = UNSET
    is_archived: Flag = UNSET
    is_person: Flag = UNSET
    is_vat_free: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    last_name: Text = UNSET
    legal_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_external_code: Text = UNSET
    mail_address_id: Integer = UNSET
    mail_address_last_changed_date_time_offset: Moment = UNSET
    mail_address_zip_code: Text = UNSET
    name: Text = UNSET
    national_id_number: Text = UNSET
    notice_of_debt_collection_delivery_type: Text = UNSET
    number: Integer = UNSET
    organization_number: Text = UNSET
    payment_reminder_email_address: Text = UNSET
    payment_term: Integer = UNSET
    payment_term_id: Integer = UNSET
    phone_number: Text = UNSET
    reminder_delivery_type: Text = UNSET
    sales_person_employee_id: Integer = UNSET
    sales_person_employee_number: Integer = UNSET
    send_payment_reminders: Flag = UNSET
    sub_ledger_number_series_id: Text = UNSET
    subledger_account_id: Integer = UNSET
    transfer_to_debt_collection_agency: Flag = UNSET
    use_invoice_fee: Flag = UNSET
    website_url: Text = UNSET


class CustomersPatch(Patch, frozen=True, kw_only=True):
    allowance: Number = UNSET
    billable_rate: Number = UNSET
    currency_code: Text = UNSET
    customer_since: Day = UNSET
    date_of_birth: Day = UNSET
    delivery_term: Text = UNSET
    delivery_term_id: Integer = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    do_not_add_late_payment_fees: Flag = UNSET
    do_not_add_late_payment_interest: Flag = UNSET
    do_not_automate_payment_notifications: Flag = UNSET
    email_address: Text = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    first_name: Text = UNSET
    invoice_branding_theme_code: Text = UNSET
    invoice_branding_theme_id: Integer = UNSET
    invoice_delivery_type: Text = UNSET
    invoice_email_address: Text = UNSET
    invoice_email_address_cc: Text = UNSET
    is_archived: Flag = UNSET
    is_person: Flag = UNSET
    is_vat_free: Flag = UNSET
    last_name: Text = UNSET
    legal_name: Text = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_external_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    name: Text = UNSET
    national_id_number: Text = UNSET
    notice_of_debt_collection_delivery_type: Text = UNSET
    number: Integer = UNSET
    organization_number: Text = UNSET
    payment_reminder_email_address: Text = UNSET
    payment_term: Integer = UNSET
    payment_term_id: Integer = UNSET
    phone_number: Text = UNSET
    reminder_delivery_type: Text = UNSET
    sales_person_employee_id: Integer = UNSET
    sales_person_employee_number: Integer = UNSET
    send_payment_reminders: Flag = UNSET
    sub_ledger_number_series_id: Text = UNSET
    transfer_to_debt_collection_agency: Flag = UNSET
    use_invoice_fee: Flag = UNSET
    website_url: Text = UNSET


CUSTOMERS = ObjectType(
    system=SYSTEM,
    name="Customers",
    record=Customers,
    patch=CustomersPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    created=("CustomerCreatedDateTimeOffset",),
    unique=("external_import_reference", "external_number"),
    operations=Operations(
        list="/Customers",
        item="/Customers/{key}",
        create="/Customers",
        update="/Customers/{key}",
        delete="/Customers/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="lastChangedDateTimeOffsetGreaterThan",
            overlap=60,
            full_every=1,
        ),
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
            attribute="billable_rate",
            path=("BillableRate",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="contact_created_date_time_offset",
            path=("ContactCreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="contact_group_ids",
            path=("ContactGroupIds",),
            kind=Kind.LIST,
            access=Access.READ,
            element=CustomersContactGroupId,
            children=(),
        ),
        Property(
            attribute="created_from_import_journal_id",
            path=("CreatedFromImportJournalId",),
            access=Access.READ,
        ),
        Property(
            attribute="currency_code",
            path=("CurrencyCode",),
        ),
        Property(
            attribute="customer_created_date_time_offset",
            path=("CustomerCreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="customer_since",
            path=("CustomerSince",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="date_of_birth",
            path=("DateOfBirth",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="delivery_term",
            path=("DeliveryTerm",),
            access=Access.CREATE,
        ),
        Property(
            attribute="delivery_term_id",
            path=("DeliveryTermId",),
            kind=Kind.INTEGER,
            targets=("Deliveryterms",),
        ),
        Property(
            attribute="department_code",
            path=("DepartmentCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="department_id",
            path=("DepartmentId",),
            kind=Kind.INTEGER,
            targets=("Departments",),
        ),
        Property(
            attribute="do_not_add_late_payment_fees",
            path=("DoNotAddLatePaymentFees",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="do_not_add_late_payment_interest",
            path=("DoNotAddLatePaymentInterest",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="do_not_automate_payment_notifications",
            path=("DoNotAutomatePaymentNotifications",),
            kind=Kind.BOOLEAN,
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
            attribute="first_name",
            path=("FirstName",),
        ),
        Property(
            attribute="invoice_branding_theme_code",
            path=("InvoiceBrandingThemeCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="invoice_branding_theme_id",
            path=("InvoiceBrandingThemeId",),
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
            attribute="invoice_email_address_cc",
            path=("InvoiceEmailAddressCC",),
            max_length=2000,
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
            attribute="last_name",
            path=("LastName",),
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
            required_within=True,
            max_length=100,
        ),
        Property(
            attribute="mail_address_country_code",
            path=("MailAddress", "CountryCode"),
        ),
        Property(
            attribute="mail_address_external_code",
            path=("MailAddress", "ExternalCode"),
            max_length=50,
        ),
        Property(
            attribute="mail_address_id",
            path=("MailAddress", "Id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="mail_address_last_changed_date_time_offset",
            path=("MailAddress", "LastChangedDateTimeOffset"),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="mail_address_zip_code",
            path=("MailAddress", "ZipCode"),
            required_within=True,
            max_length=50,
        ),
        Property(
            attribute="name",
            path=("Name",),
        ),
        Property(
            attribute="national_id_number",
            path=("NationalIdNumber",),
            masks=("hidden",),
        ),
        Property(
            attribute="notice_of_debt_collection_delivery_type",
            path=("NoticeOfDebtCollectionDeliveryType",),
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
            attribute="payment_reminder_email_address",
            path=("PaymentReminderEmailAddress",),
        ),
        Property(
            attribute="payment_term",
            path=("PaymentTerm",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="payment_term_id",
            path=("PaymentTermId",),
            kind=Kind.INTEGER,
            targets=("Paymentterms",),
        ),
        Property(
            attribute="phone_number",
            path=("PhoneNumber",),
        ),
        Property(
            attribute="reminder_delivery_type",
            path=("ReminderDeliveryType",),
        ),
        Property(
            attribute="sales_person_employee_id",
            path=("SalesPersonEmployeeId",),
            kind=Kind.INTEGER,
            targets=("Employees",),
        ),
        Property(
            attribute="sales_person_employee_number",
            path=("SalesPersonEmployeeNumber",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="send_payment_reminders",
            path=("SendPaymentReminders",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="sub_ledger_number_series_id",
            path=("SubLedgerNumberSeriesId",),
            access=Access.CREATE,
        ),
        Property(
            attribute="subledger_account_id",
            path=("SubledgerAccountId",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="transfer_to_debt_collection_agency",
            path=("TransferToDebtCollectionAgency",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="use_invoice_fee",
            path=("UseInvoiceFee",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="website_url",
            path=("WebsiteUrl",),
        ),
    ),
)

# ---- Deliveryterms ----


class Deliveryterms(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    created_date_time_offset: Moment = UNSET
    is_default: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    name: Text = UNSET


class DeliverytermsPatch(Patch, frozen=True, kw_only=True):
    pass


DELIVERYTERMS = ObjectType(
    system=SYSTEM,
    name="Deliveryterms",
    record=Deliveryterms,
    patch=DeliverytermsPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/DeliveryTerms",
        item="/DeliveryTerms/{key}",
        why_not="delivery terms are set up in PowerOffice Go",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="is_default",
            path=("IsDefault",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
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
            access=Access.READ,
        ),
    ),
)

# ---- Departments ----


class Departments(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    code: Text = UNSET
    created_date_time_offset: Moment = UNSET
    created_from_import_journal_id: Text = UNSET
    is_active: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    manager_employee_id: Integer = UNSET
    manager_employee_no: Integer = UNSET
    name: Text = UNSET


class DepartmentsPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    is_active: Flag = UNSET
    manager_employee_id: Integer = UNSET
    manager_employee_no: Integer = UNSET
    name: Text = UNSET


DEPARTMENTS = ObjectType(
    system=SYSTEM,
    name="Departments",
    record=Departments,
    patch=DepartmentsPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/Departments",
        item="/Departments/{key}",
        create="/Departments",
        update="/Departments/{key}",
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
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="created_from_import_journal_id",
            path=("CreatedFromImportJournalId",),
            access=Access.READ,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            default=True,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="manager_employee_id",
            path=("ManagerEmployeeId",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
            targets=("Employees",),
        ),
        Property(
            attribute="manager_employee_no",
            path=("ManagerEmployeeNo",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="name",
            path=("Name",),
            required=True,
        ),
    ),
)

# ---- Employees ----


class EmployeesContactGroupId(Record, frozen=True, kw_only=True):
    pass


class Employees(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    contact_created_date_time_offset: Moment = UNSET
    contact_group_ids: Many[EmployeesContactGroupId] = UNSET
    created_from_import_journal_id: Text = UNSET
    date_of_birth: Day = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    email_address: Text = UNSET
    employee_created_date_time_offset: Moment = UNSET
    end_date: Day = UNSET
    expense_bank_account_id: Integer = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    first_name: Text = UNSET
    gender: Text = UNSET
    hired_date: Day = UNSET
    international_id_country_code: Text = UNSET
    international_id_number: Text = UNSET
    international_id_report_to_altinn: Flag = UNSET
    international_id_type: Text = UNSET
    is_archived: Flag = UNSET
    job_title: Text = UNSET
    last_changed_date_time_offset: Moment = UNSET
    last_name: Text = UNSET
    location_code: Text = UNSET
    location_id: Integer = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_external_code: Text = UNSET
    mail_address_id: Integer = UNSET
    mail_address_last_changed_date_time_offset: Moment = UNSET
    mail_address_zip_code: Text = UNSET
    manager_employee_id: Integer = UNSET
    manager_employee_no: Integer = UNSET
    national_id_number: Text = UNSET
    number: Integer = UNSET
    phone_number: Text = UNSET
    salary_bank_account_id: Integer = UNSET
    start_date: Day = UNSET
    sub_ledger_number_series_id: Text = UNSET
    subledger_account_id: Integer = UNSET
    travel_expense_bank_account_id: Integer = UNSET


class EmployeesPatch(Patch, frozen=True, kw_only=True):
    date_of_birth: Day = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    email_address: Text = UNSET
    end_date: Day = UNSET
    external_import_reference: Text = UNSET
    external_number: Integer = UNSET
    first_name: Text = UNSET
    gender: Text = UNSET
    hired_date: Day = UNSET
    international_id_country_code: Text = UNSET
    international_id_number: Text = UNSET
    international_id_report_to_altinn: Flag = UNSET
    international_id_type: Text = UNSET
    is_archived: Flag = UNSET
    job_title: Text = UNSET
    last_name: Text = UNSET
    location_code: Text = UNSET
    location_id: Integer = UNSET
    mail_address_address_line1: Text = UNSET
    mail_address_address_line2: Text = UNSET
    mail_address_city: Text = UNSET
    mail_address_country_code: Text = UNSET
    mail_address_external_code: Text = UNSET
    mail_address_zip_code: Text = UNSET
    manager_employee_id: Integer = UNSET
    manager_employee_no: Integer = UNSET
    national_id_number: Text = UNSET
    number: Integer = UNSET
    phone_number: Text = UNSET
    start_date: Day = UNSET
    sub_ledger_number_series_id: Text = UNSET


EMPLOYEES = ObjectType(
    system=SYSTEM,
    name="Employees",
    record=Employees,
    patch=EmployeesPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    created=("EmployeeCreatedDateTimeOffset",),
    unique=("external_import_reference", "external_number"),
    operations=Operations(
        list="/Employees",
        item="/Employees/{key}",
        create="/Employees",
        update="/Employees/{key}",
        delete="/Employees/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="lastChangedDateTimeOffsetGreaterThan",
            overlap=60,
            full_every=1,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="contact_created_date_time_offset",
            path=("ContactCreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="contact_group_ids",
            path=("ContactGroupIds",),
            kind=Kind.LIST,
            access=Access.READ,
            element=EmployeesContactGroupId,
            children=(),
        ),
        Property(
            attribute="created_from_import_journal_id",
            path=("CreatedFromImportJournalId",),
            access=Access.READ,
        ),
        Property(
            attribute="date_of_birth",
            path=("DateOfBirth",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="department_code",
            path=("DepartmentCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="department_id",
            path=("DepartmentId",),
            kind=Kind.INTEGER,
            targets=("Departments",),
        ),
        Property(
            attribute="email_address",
            path=("EmailAddress",),
        ),
        Property(
            attribute="employee_created_date_time_offset",
            path=("EmployeeCreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="expense_bank_account_id",
            path=("ExpenseBankAccountId",),
            kind=Kind.INTEGER,
            access=Access.READ,
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
            attribute="first_name",
            path=("FirstName",),
            required=True,
        ),
        Property(
            attribute="gender",
            path=("Gender",),
            masks=("Hidden",),
        ),
        Property(
            attribute="hired_date",
            path=("HiredDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="international_id_country_code",
            path=("InternationalIdCountryCode",),
        ),
        Property(
            attribute="international_id_number",
            path=("InternationalIdNumber",),
            masks=("hidden",),
        ),
        Property(
            attribute="international_id_report_to_altinn",
            path=("InternationalIdReportToAltinn",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="international_id_type",
            path=("InternationalIdType",),
        ),
        Property(
            attribute="is_archived",
            path=("IsArchived",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="job_title",
            path=("JobTitle",),
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
            attribute="location_code",
            path=("LocationCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="location_id",
            path=("LocationId",),
            kind=Kind.INTEGER,
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
            required_within=True,
            max_length=100,
        ),
        Property(
            attribute="mail_address_country_code",
            path=("MailAddress", "CountryCode"),
        ),
        Property(
            attribute="mail_address_external_code",
            path=("MailAddress", "ExternalCode"),
            max_length=50,
        ),
        Property(
            attribute="mail_address_id",
            path=("MailAddress", "Id"),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="mail_address_last_changed_date_time_offset",
            path=("MailAddress", "LastChangedDateTimeOffset"),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="mail_address_zip_code",
            path=("MailAddress", "ZipCode"),
            required_within=True,
            max_length=50,
        ),
        Property(
            attribute="manager_employee_id",
            path=("ManagerEmployeeId",),
            kind=Kind.INTEGER,
            targets=("Employees",),
        ),
        Property(
            attribute="manager_employee_no",
            path=("ManagerEmployeeNo",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="national_id_number",
            path=("NationalIdNumber",),
            masks=("hidden",),
        ),
        Property(
            attribute="number",
            path=("Number",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="phone_number",
            path=("PhoneNumber",),
        ),
        Property(
            attribute="salary_bank_account_id",
            path=("SalaryBankAccountId",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="sub_ledger_number_series_id",
            path=("SubLedgerNumberSeriesId",),
            access=Access.CREATE,
        ),
        Property(
            attribute="subledger_account_id",
            path=("SubledgerAccountId",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="travel_expense_bank_account_id",
            path=("TravelExpenseBankAccountId",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)

# ---- Paymentterms ----


class Paymentterms(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    created_date_time_offset: Moment = UNSET
    credit_days: Integer = UNSET
    is_active: Flag = UNSET
    is_default: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    name: Text = UNSET


class PaymenttermsPatch(Patch, frozen=True, kw_only=True):
    credit_days: Integer = UNSET
    is_active: Flag = UNSET
    is_default: Flag = UNSET
    name: Text = UNSET


PAYMENTTERMS = ObjectType(
    system=SYSTEM,
    name="Paymentterms",
    record=Paymentterms,
    patch=PaymenttermsPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/PaymentTerms",
        item="/PaymentTerms/{key}",
        create="/PaymentTerms",
        update="/PaymentTerms/{key}",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="credit_days",
            path=("CreditDays",),
            kind=Kind.INTEGER,
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
            attribute="name",
            path=("Name",),
            max_length=128,
        ),
    ),
)

# ---- Product ----


class Product(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    code: Text = UNSET
    created_date_time_offset: Moment = UNSET
    created_from_import_journal_id: Text = UNSET
    description: Text = UNSET
    gtin: Text = UNSET
    is_archived: Flag = UNSET
    is_stock_item: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    name: Text = UNSET
    optional_sales_account: Integer = UNSET
    optional_sales_account_agriculture_department: Text = UNSET
    optional_sales_account_id: Integer = UNSET
    product_group_code: Text = UNSET
    product_group_id: Integer = UNSET
    product_type: Text = UNSET
    standard_sales_account: Integer = UNSET
    standard_sales_account_agriculture_department: Text = UNSET
    standard_sales_account_id: Integer = UNSET
    stock_available: Number = UNSET
    stock_on_hand: Number = UNSET
    stock_on_hand_last_changed_datetime_offset: Moment = UNSET
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
    optional_sales_account: Integer = UNSET
    optional_sales_account_agriculture_department: Text = UNSET
    optional_sales_account_id: Integer = UNSET
    product_group_code: Text = UNSET
    product_group_id: Integer = UNSET
    product_type: Text = UNSET
    standard_sales_account: Integer = UNSET
    standard_sales_account_agriculture_department: Text = UNSET
    standard_sales_account_id: Integer = UNSET
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
    created=("CreatedDateTimeOffset",),
    unique=("code",),
    operations=Operations(
        list="/Products",
        item="/Products/{key}",
        create="/Products",
        update="/Products/{key}",
        delete="/Products/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="lastChangedDateTimeOffsetGreaterThan",
            overlap=60,
            full_every=1,
        ),
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
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="created_from_import_journal_id",
            path=("CreatedFromImportJournalId",),
            access=Access.READ,
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
            attribute="optional_sales_account",
            path=("OptionalSalesAccount",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="optional_sales_account_agriculture_department",
            path=("OptionalSalesAccountAgricultureDepartment",),
        ),
        Property(
            attribute="optional_sales_account_id",
            path=("OptionalSalesAccountId",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="product_group_code",
            path=("ProductGroupCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="product_group_id",
            path=("ProductGroupId",),
            kind=Kind.INTEGER,
            targets=("Productgroup",),
        ),
        Property(
            attribute="product_type",
            path=("ProductType",),
        ),
        Property(
            attribute="standard_sales_account",
            path=("StandardSalesAccount",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="standard_sales_account_agriculture_department",
            path=("StandardSalesAccountAgricultureDepartment",),
        ),
        Property(
            attribute="standard_sales_account_id",
            path=("StandardSalesAccountId",),
            kind=Kind.INTEGER,
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
            attribute="stock_on_hand_last_changed_datetime_offset",
            path=("StockOnHandLastChangedDatetimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
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

# ---- Productgroup ----


class Productgroup(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    code: Text = UNSET
    created_date_time_offset: Moment = UNSET
    created_from_import_journal_id: Text = UNSET
    description: Text = UNSET
    is_archived: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    name: Text = UNSET
    optional_sales_account: Integer = UNSET
    optional_sales_account_agriculture_department: Text = UNSET
    optional_sales_account_id: Integer = UNSET
    product_type: Text = UNSET
    standard_sales_account: Integer = UNSET
    standard_sales_account_agriculture_department: Text = UNSET
    standard_sales_account_id: Integer = UNSET
    unit_cost: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_price: Number = UNSET


class ProductgroupPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    description: Text = UNSET
    is_archived: Flag = UNSET
    name: Text = UNSET
    optional_sales_account: Integer = UNSET
    optional_sales_account_agriculture_department: Text = UNSET
    optional_sales_account_id: Integer = UNSET
    product_type: Text = UNSET
    standard_sales_account: Integer = UNSET
    standard_sales_account_agriculture_department: Text = UNSET
    standard_sales_account_id: Integer = UNSET
    unit_cost: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_price: Number = UNSET


PRODUCTGROUP = ObjectType(
    system=SYSTEM,
    name="Productgroup",
    record=Productgroup,
    patch=ProductgroupPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    operations=Operations(
        list="/ProductGroups",
        item="/ProductGroups/{key}",
        create="/ProductGroups",
        update="/ProductGroups/{key}",
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
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="created_from_import_journal_id",
            path=("CreatedFromImportJournalId",),
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
        ),
        Property(
            attribute="is_archived",
            path=("IsArchived",),
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
        ),
        Property(
            attribute="optional_sales_account",
            path=("OptionalSalesAccount",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="optional_sales_account_agriculture_department",
            path=("OptionalSalesAccountAgricultureDepartment",),
        ),
        Property(
            attribute="optional_sales_account_id",
            path=("OptionalSalesAccountId",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="product_type",
            path=("ProductType",),
        ),
        Property(
            attribute="standard_sales_account",
            path=("StandardSalesAccount",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="standard_sales_account_agriculture_department",
            path=("StandardSalesAccountAgricultureDepartment",),
        ),
        Property(
            attribute="standard_sales_account_id",
            path=("StandardSalesAccountId",),
            kind=Kind.INTEGER,
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
    accrual_balance_account_agriculture_department: Text = UNSET
    accrual_balance_account_id: Integer = UNSET
    accrual_balance_account_no: Integer = UNSET
    accrual_from_date: Day = UNSET
    accrual_is_active: Flag = UNSET
    accrual_result_account_agriculture_department: Text = UNSET
    accrual_result_account_id: Integer = UNSET
    accrual_result_account_no: Integer = UNSET
    accrual_to_date: Day = UNSET
    allowance: Number = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    description: Text = UNSET
    dim1_code: Text = UNSET
    dim1_id: Integer = UNSET
    dim2_code: Text = UNSET
    dim2_id: Integer = UNSET
    dim3_code: Text = UNSET
    dim3_id: Integer = UNSET
    external_import_reference: Text = UNSET
    id: Text = UNSET
    line_type: Text = UNSET
    location_code: Text = UNSET
    location_id: Integer = UNSET
    net_amount: Number = UNSET
    product_code: Text = UNSET
    product_id: Integer = UNSET
    product_unit_cost: Number = UNSET
    product_unit_price: Number = UNSET
    project_code: Text = UNSET
    project_id: Integer = UNSET
    quantity: Number = UNSET
    sales_order_id: Text = UNSET
    sellers_reference_employee_id: Integer = UNSET
    sellers_reference_employee_no: Integer = UNSET
    sort_order: Integer = UNSET
    total_amount: Number = UNSET
    unit_of_measure_code: Text = UNSET
    use_standard_sales_account: Flag = UNSET
    vat_amount: Number = UNSET
    vat_code: Text = UNSET
    vat_id: Integer = UNSET
    vat_rate: Number = UNSET
    vat_return_specification: Text = UNSET


class Salesorders(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    branding_theme_code: Text = UNSET
    branding_theme_id: Integer = UNSET
    contact_delivery_address_id: Integer = UNSET
    contract_no: Text = UNSET
    created_date_time_offset: Moment = UNSET
    currency_code: Text = UNSET
    currency_exchange_rate: Number = UNSET
    custom_matching_reference: Text = UNSET
    customer_id: Integer = UNSET
    customer_no: Integer = UNSET
    customer_reference: Text = UNSET
    customer_reference_contact_person_id: Integer = UNSET
    delivery_date: Day = UNSET
    delivery_term: Text = UNSET
    delivery_term_id: Integer = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    dim1_code: Text = UNSET
    dim1_id: Integer = UNSET
    dim2_code: Text = UNSET
    dim2_id: Integer = UNSET
    dim3_code: Text = UNSET
    dim3_id: Integer = UNSET
    external_import_reference: Text = UNSET
    imported_order_no: Integer = UNSET
    is_created_by_current_integration: Flag = UNSET
    last_changed_date_time_offset: Moment = UNSET
    line_count: Integer = UNSET
    location_code: Text = UNSET
    location_id: Integer = UNSET
    net_amount: Number = UNSET
    payment_term: Integer = UNSET
    payment_term_id: Integer = UNSET
    project_code: Text = UNSET
    project_id: Integer = UNSET
    purchase_order_reference: Text = UNSET
    related_invoice_no: Integer = UNSET
    sales_order_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_no: Integer = UNSET
    sales_order_status: Text = UNSET
    sales_person_employee_id: Integer = UNSET
    sales_person_employee_number: Integer = UNSET
    total_amount: Number = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    branding_theme_code: Text = UNSET
    branding_theme_id: Integer = UNSET
    contact_delivery_address_id: Integer = UNSET
    contract_no: Text = UNSET
    currency_code: Text = UNSET
    currency_exchange_rate: Number = UNSET
    custom_matching_reference: Text = UNSET
    customer_id: Integer = UNSET
    customer_no: Integer = UNSET
    customer_reference: Text = UNSET
    customer_reference_contact_person_id: Integer = UNSET
    delivery_date: Day = UNSET
    delivery_term: Text = UNSET
    delivery_term_id: Integer = UNSET
    department_code: Text = UNSET
    department_id: Integer = UNSET
    dim1_code: Text = UNSET
    dim1_id: Integer = UNSET
    dim2_code: Text = UNSET
    dim2_id: Integer = UNSET
    dim3_code: Text = UNSET
    dim3_id: Integer = UNSET
    external_import_reference: Text = UNSET
    imported_order_no: Integer = UNSET
    location_code: Text = UNSET
    location_id: Integer = UNSET
    payment_term: Integer = UNSET
    payment_term_id: Integer = UNSET
    project_code: Text = UNSET
    project_id: Integer = UNSET
    purchase_order_reference: Text = UNSET
    related_invoice_no: Integer = UNSET
    sales_order_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_status: Text = UNSET
    sales_person_employee_id: Integer = UNSET
    sales_person_employee_number: Integer = UNSET


SALESORDERS = ObjectType(
    system=SYSTEM,
    name="Salesorders",
    record=Salesorders,
    patch=SalesordersPatch,
    key=("Id",),
    version=("LastChangedDateTimeOffset",),
    modified=("LastChangedDateTimeOffset",),
    created=("CreatedDateTimeOffset",),
    unique=("external_import_reference",),
    operations=Operations(
        list="/SalesOrders",
        item="/SalesOrders/{key}/Complete",
        create="/SalesOrders/Complete",
        update="/SalesOrders/{key}",
        delete="/SalesOrders/{key}",
        lives_on="/OutgoingInvoices/{key}",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="lastChangedDateTimeOffsetGreaterThan",
            overlap=60,
            partial=True,
            full_every=6,
        ),
        partial=True,
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            access=Access.READ,
        ),
        Property(
            attribute="branding_theme_code",
            path=("BrandingThemeCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="branding_theme_id",
            path=("BrandingThemeId",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="contact_delivery_address_id",
            path=("ContactDeliveryAddressId",),
            kind=Kind.INTEGER,
            targets=("Contactdeliveryaddresses",),
        ),
        Property(
            attribute="contract_no",
            path=("ContractNo",),
        ),
        Property(
            attribute="created_date_time_offset",
            path=("CreatedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="currency_code",
            path=("CurrencyCode",),
        ),
        Property(
            attribute="currency_exchange_rate",
            path=("CurrencyExchangeRate",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="custom_matching_reference",
            path=("CustomMatchingReference",),
        ),
        Property(
            attribute="customer_id",
            path=("CustomerId",),
            kind=Kind.INTEGER,
            required=True,
            targets=("Customers",),
        ),
        Property(
            attribute="customer_no",
            path=("CustomerNo",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
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
            attribute="delivery_term",
            path=("DeliveryTerm",),
            access=Access.CREATE,
        ),
        Property(
            attribute="delivery_term_id",
            path=("DeliveryTermId",),
            kind=Kind.INTEGER,
            targets=("Deliveryterms",),
        ),
        Property(
            attribute="department_code",
            path=("DepartmentCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="department_id",
            path=("DepartmentId",),
            kind=Kind.INTEGER,
            targets=("Departments",),
        ),
        Property(
            attribute="dim1_code",
            path=("Dim1Code",),
            access=Access.CREATE,
        ),
        Property(
            attribute="dim1_id",
            path=("Dim1Id",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="dim2_code",
            path=("Dim2Code",),
            access=Access.CREATE,
        ),
        Property(
            attribute="dim2_id",
            path=("Dim2Id",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="dim3_code",
            path=("Dim3Code",),
            access=Access.CREATE,
        ),
        Property(
            attribute="dim3_id",
            path=("Dim3Id",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="external_import_reference",
            path=("ExternalImportReference",),
            max_length=50,
        ),
        Property(
            attribute="imported_order_no",
            path=("ImportedOrderNo",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_created_by_current_integration",
            path=("IsCreatedByCurrentIntegration",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="last_changed_date_time_offset",
            path=("LastChangedDateTimeOffset",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="line_count",
            path=("LineCount",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="location_code",
            path=("LocationCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="location_id",
            path=("LocationId",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="net_amount",
            path=("NetAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="payment_term",
            path=("PaymentTerm",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="payment_term_id",
            path=("PaymentTermId",),
            kind=Kind.INTEGER,
            targets=("Paymentterms",),
        ),
        Property(
            attribute="project_code",
            path=("ProjectCode",),
            access=Access.CREATE,
        ),
        Property(
            attribute="project_id",
            path=("ProjectId",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="purchase_order_reference",
            path=("PurchaseOrderReference",),
        ),
        Property(
            attribute="related_invoice_no",
            path=("RelatedInvoiceNo",),
            kind=Kind.INTEGER,
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
            key=("Id",),
            lines=LineOperations(
                create="/SalesOrders/{key}/Lines",
                update="/SalesOrders/{key}/Lines/{line}",
                delete="/SalesOrders/{key}/Lines/{line}",
            ),
            element=SalesordersSalesOrderLine,
            children=(
                Property(
                    attribute="accrual_balance_account_agriculture_department",
                    path=("Accrual", "BalanceAccountAgricultureDepartment"),
                ),
                Property(
                    attribute="accrual_balance_account_id",
                    path=("Accrual", "BalanceAccountId"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="accrual_balance_account_no",
                    path=("Accrual", "BalanceAccountNo"),
                    kind=Kind.INTEGER,
                    access=Access.CREATE,
                ),
                Property(
                    attribute="accrual_from_date",
                    path=("Accrual", "FromDate"),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="accrual_is_active",
                    path=("Accrual", "IsActive"),
                    kind=Kind.BOOLEAN,
                ),
                Property(
                    attribute="accrual_result_account_agriculture_department",
                    path=("Accrual", "ResultAccountAgricultureDepartment"),
                ),
                Property(
                    attribute="accrual_result_account_id",
                    path=("Accrual", "ResultAccountId"),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="accrual_result_account_no",
                    path=("Accrual", "ResultAccountNo"),
                    kind=Kind.INTEGER,
                    access=Access.CREATE,
                ),
                Property(
                    attribute="accrual_to_date",
                    path=("Accrual", "ToDate"),
                    kind=Kind.DATE,
                ),
                Property(
                    attribute="allowance",
                    path=("Allowance",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="department_code",
                    path=("DepartmentCode",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="department_id",
                    path=("DepartmentId",),
                    kind=Kind.INTEGER,
                    targets=("Departments",),
                ),
                Property(
                    attribute="description",
                    path=("Description",),
                ),
                Property(
                    attribute="dim1_code",
                    path=("Dim1Code",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="dim1_id",
                    path=("Dim1Id",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="dim2_code",
                    path=("Dim2Code",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="dim2_id",
                    path=("Dim2Id",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="dim3_code",
                    path=("Dim3Code",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="dim3_id",
                    path=("Dim3Id",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="external_import_reference",
                    path=("ExternalImportReference",),
                    max_length=50,
                ),
                Property(
                    attribute="id",
                    path=("Id",),
                    access=Access.READ,
                ),
                Property(
                    attribute="line_type",
                    path=("LineType",),
                ),
                Property(
                    attribute="location_code",
                    path=("LocationCode",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="location_id",
                    path=("LocationId",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="net_amount",
                    path=("NetAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="product_code",
                    path=("ProductCode",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="product_id",
                    path=("ProductId",),
                    kind=Kind.INTEGER,
                    targets=("Product",),
                ),
                Property(
                    attribute="product_unit_cost",
                    path=("ProductUnitCost",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="product_unit_price",
                    path=("ProductUnitPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="project_code",
                    path=("ProjectCode",),
                    access=Access.CREATE,
                ),
                Property(
                    attribute="project_id",
                    path=("ProjectId",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="sales_order_id",
                    path=("SalesOrderId",),
                    access=Access.READ,
                    targets=("Salesorders",),
                ),
                Property(
                    attribute="sellers_reference_employee_id",
                    path=("SellersReferenceEmployeeId",),
                    kind=Kind.INTEGER,
                    targets=("Employees",),
                ),
                Property(
                    attribute="sellers_reference_employee_no",
                    path=("SellersReferenceEmployeeNo",),
                    kind=Kind.INTEGER,
                    access=Access.CREATE,
                ),
                Property(
                    attribute="sort_order",
                    path=("SortOrder",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="total_amount",
                    path=("TotalAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_of_measure_code",
                    path=("UnitOfMeasureCode",),
                ),
                Property(
                    attribute="use_standard_sales_account",
                    path=("UseStandardSalesAccount",),
                    kind=Kind.BOOLEAN,
                ),
                Property(
                    attribute="vat_amount",
                    path=("VatAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_code",
                    path=("VatCode",),
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_id",
                    path=("VatId",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                    targets=("Vatcodes",),
                ),
                Property(
                    attribute="vat_rate",
                    path=("VatRate",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_return_specification",
                    path=("VatReturnSpecification",),
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
            attribute="sales_person_employee_id",
            path=("SalesPersonEmployeeId",),
            kind=Kind.INTEGER,
            targets=("Employees",),
        ),
        Property(
            attribute="sales_person_employee_number",
            path=("SalesPersonEmployeeNumber",),
            kind=Kind.INTEGER,
            access=Access.CREATE,
        ),
        Property(
            attribute="total_amount",
            path=("TotalAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
    ),
)

# ---- Vatcodes ----


class VatcodesVatBasisRatio(Record, frozen=True, kw_only=True):
    pass


class Vatcodes(Record, frozen=True, kw_only=True):
    id: Integer = UNSET
    base_vat_code_id: Integer = UNSET
    code: Text = UNSET
    description: Text = UNSET
    is_active: Flag = UNSET
    is_custom: Flag = UNSET
    name: Text = UNSET
    rate: Number = UNSET
    valid_from: Day = UNSET
    valid_to: Day = UNSET
    vat_basis_ratio: Number = UNSET
    vat_basis_ratio_valid_from: Moment = UNSET
    vat_basis_ratios: Many[VatcodesVatBasisRatio] = UNSET


class VatcodesPatch(Patch, frozen=True, kw_only=True):
    pass


VATCODES = ObjectType(
    system=SYSTEM,
    name="Vatcodes",
    record=Vatcodes,
    patch=VatcodesPatch,
    key=("Id",),
    operations=Operations(
        list="/VatCodes",
        item="/VatCodes",
        why_not="VAT codes are set up in PowerOffice Go",
    ),
    properties=(
        Property(
            attribute="id",
            path=("Id",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="base_vat_code_id",
            path=("BaseVatCodeId",),
            kind=Kind.INTEGER,
            access=Access.READ,
            targets=("Vatcodes",),
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
            access=Access.READ,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_custom",
            path=("IsCustom",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("Name",),
            access=Access.READ,
        ),
        Property(
            attribute="rate",
            path=("Rate",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="valid_from",
            path=("ValidFrom",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="valid_to",
            path=("ValidTo",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="vat_basis_ratio",
            path=("VatBasisRatio",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="vat_basis_ratio_valid_from",
            path=("VatBasisRatioValidFrom",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="vat_basis_ratios",
            path=("VatBasisRatios",),
            kind=Kind.LIST,
            access=Access.READ,
            element=VatcodesVatBasisRatio,
            children=(),
        ),
    ),
)
