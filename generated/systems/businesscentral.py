"""The system `businesscentral`: its typed records, and where they live.

Made by `flowc build`. Do not edit: change the profile and build again.
"""

from runtime.model import (
    UNSET,
    Access,
    Auth,
    AuthScheme,
    Batch,
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
    name="businesscentral",
    label="Businesscentral",
    protocol="odata-v4",
    address="https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0",
    auth=Auth(
        scheme=AuthScheme.CLIENT_CREDENTIALS,
        token_address="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        scope="https://api.businesscentral.dynamics.com/.default",
        credentials="form",
    ),
    paging=Paging(
        scheme=PagingScheme.NEXT_LINK,
        rows=2000,
        next_path=("@odata.nextLink",),
    ),
    envelope=Envelope(
        rows=("value",),
    ),
    update=UpdateStyle.PATCH_MERGE,
    precondition=Precondition.ETAG,
    dates="iso",
    batch=Batch(
        address="/$batch",
        rows=100,
    ),
    errors=(
        ErrorRule(
            means=Meaning.CHANGED,
            code="Request_EntityChanged",
        ),
        ErrorRule(
            means=Meaning.CHANGED,
            status=412,
        ),
        ErrorRule(
            means=Meaning.DUPLICATE,
            code="Internal_EntityWithSameKeyExists",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            method="POST",
            code="Internal_RecordNotFound",
        ),
        ErrorRule(
            means=Meaning.GONE,
            code="Internal_RecordNotFound",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            code="BadRequest_ResourceNotFound",
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            code="Internal_CompanyNotFound",
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            code="Internal_TenantUnavailable",
        ),
        ErrorRule(
            means=Meaning.LOGIN,
            code="Authentication_InvalidCredentials",
        ),
        ErrorRule(
            means=Meaning.THROTTLED,
            status=429,
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            method="GET",
            status=408,
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            method="GET",
            status=504,
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            method="GET",
            status=500,
        ),
        ErrorRule(
            means=Meaning.UNKNOWN,
            status=408,
        ),
        ErrorRule(
            means=Meaning.UNKNOWN,
            status=504,
        ),
        ErrorRule(
            means=Meaning.UNKNOWN,
            code="Internal_ServerError",
        ),
        ErrorRule(
            means=Meaning.UNKNOWN,
            code="Unknown",
        ),
    ),
    rates=(
        Rate(
            requests=6000,
            seconds=300,
        ),
    ),
    concurrent=5,
)

# ---- Companies ----


class Companies(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    business_profile_id: Text = UNSET
    display_name: Text = UNSET
    name: Text = UNSET
    system_created_at: Moment = UNSET
    system_created_by: Text = UNSET
    system_modified_at: Moment = UNSET
    system_modified_by: Text = UNSET
    system_version: Text = UNSET
    timestamp: Integer = UNSET


class CompaniesPatch(Patch, frozen=True, kw_only=True):
    pass


COMPANIES = ObjectType(
    system=SYSTEM,
    name="Companies",
    record=Companies,
    patch=CompaniesPatch,
    key=("id",),
    modified=("systemModifiedAt",),
    created=("systemCreatedAt",),
    operations=Operations(
        list="/companies",
        item="/companies({key})",
        why_not="Companies are set up in Business Central itself",
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="business_profile_id",
            path=("businessProfileId",),
            access=Access.READ,
            max_length=250,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            max_length=250,
            blanks=("",),
        ),
        Property(
            attribute="name",
            path=("name",),
            access=Access.READ,
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="system_created_at",
            path=("systemCreatedAt",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="system_created_by",
            path=("systemCreatedBy",),
            access=Access.READ,
            blanks=("00000000-0000-0000-0000-000000000000",),
        ),
        Property(
            attribute="system_modified_at",
            path=("systemModifiedAt",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="system_modified_by",
            path=("systemModifiedBy",),
            access=Access.READ,
            blanks=("00000000-0000-0000-0000-000000000000",),
        ),
        Property(
            attribute="system_version",
            path=("systemVersion",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="timestamp",
            path=("timestamp",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)

# ---- Contacts ----


class Contacts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    city: Text = UNSET
    company_name: Text = UNSET
    company_number: Text = UNSET
    contact_business_relation: Text = UNSET
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
    search_name: Text = UNSET
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
    search_name: Text = UNSET
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
    unique=("number",),
    operations=Operations(
        list="/companies({account})/contacts",
        item="/companies({account})/contacts({key})",
        create="/companies({account})/contacts",
        update="/companies({account})/contacts({key})",
        delete="/companies({account})/contacts({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
            rows=20000,
        ),
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
            attribute="contact_business_relation",
            path=("contactBusinessRelation",),
            access=Access.READ,
            blanks=("_x0020_", " ", ""),
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
            attribute="search_name",
            path=("searchName",),
            max_length=100,
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

# ---- Countriesregions ----


class Countriesregions(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_format: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    last_modified_date_time: Moment = UNSET


class CountriesregionsPatch(Patch, frozen=True, kw_only=True):
    address_format: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET


COUNTRIESREGIONS = ObjectType(
    system=SYSTEM,
    name="Countriesregions",
    record=Countriesregions,
    patch=CountriesregionsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/countriesRegions",
        item="/companies({account})/countriesRegions({key})",
        create="/companies({account})/countriesRegions",
        update="/companies({account})/countriesRegions({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="address_format",
            path=("addressFormat",),
            blanks=("",),
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
    ),
)

# ---- Currencies ----


class Currencies(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    amount_decimal_places: Text = UNSET
    amount_rounding_precision: Number = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    last_modified_date_time: Moment = UNSET
    symbol: Text = UNSET


class CurrenciesPatch(Patch, frozen=True, kw_only=True):
    amount_decimal_places: Text = UNSET
    amount_rounding_precision: Number = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    symbol: Text = UNSET


CURRENCIES = ObjectType(
    system=SYSTEM,
    name="Currencies",
    record=Currencies,
    patch=CurrenciesPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/currencies",
        item="/companies({account})/currencies({key})",
        create="/companies({account})/currencies",
        update="/companies({account})/currencies({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="amount_decimal_places",
            path=("amountDecimalPlaces",),
            blanks=("",),
        ),
        Property(
            attribute="amount_rounding_precision",
            path=("amountRoundingPrecision",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="symbol",
            path=("symbol",),
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
    currency_id: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    payment_method_id: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    salesperson_code: Text = UNSET
    shipment_method_id: Text = UNSET
    state: Text = UNSET
    tax_area_display_name: Text = UNSET
    tax_area_id: Text = UNSET
    tax_liable: Flag = UNSET
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
    currency_id: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    number: Text = UNSET
    payment_method_id: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    salesperson_code: Text = UNSET
    shipment_method_id: Text = UNSET
    state: Text = UNSET
    tax_area_id: Text = UNSET
    tax_liable: Flag = UNSET
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
    unique=("number",),
    operations=Operations(
        list="/companies({account})/customers",
        item="/companies({account})/customers({key})",
        create="/companies({account})/customers",
        update="/companies({account})/customers({key})",
        delete="/companies({account})/customers({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
            rows=20000,
        ),
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
            attribute="currency_id",
            path=("currencyId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Currencies",),
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
            attribute="payment_method_id",
            path=("paymentMethodId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentmethods",),
        ),
        Property(
            attribute="payment_terms_id",
            path=("paymentTermsId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentterms",),
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
            attribute="shipment_method_id",
            path=("shipmentMethodId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Shipmentmethods",),
        ),
        Property(
            attribute="state",
            path=("state",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="tax_area_display_name",
            path=("taxAreaDisplayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="tax_area_id",
            path=("taxAreaId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
        ),
        Property(
            attribute="tax_liable",
            path=("taxLiable",),
            kind=Kind.BOOLEAN,
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

# ---- Employees ----


class Employees(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    bank_account_number: Text = UNSET
    bank_branch_number: Text = UNSET
    birth_date: Day = UNSET
    city: Text = UNSET
    country: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    employment_date: Day = UNSET
    given_name: Text = UNSET
    iban: Text = UNSET
    job_title: Text = UNSET
    last_modified_date_time: Moment = UNSET
    middle_name: Text = UNSET
    mobile_phone: Text = UNSET
    number: Text = UNSET
    personal_email: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    state: Text = UNSET
    statistics_group_code: Text = UNSET
    status: Text = UNSET
    surname: Text = UNSET
    termination_date: Day = UNSET


class EmployeesPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    bank_account_number: Text = UNSET
    bank_branch_number: Text = UNSET
    birth_date: Day = UNSET
    city: Text = UNSET
    country: Text = UNSET
    email: Text = UNSET
    employment_date: Day = UNSET
    given_name: Text = UNSET
    iban: Text = UNSET
    job_title: Text = UNSET
    middle_name: Text = UNSET
    mobile_phone: Text = UNSET
    number: Text = UNSET
    personal_email: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    state: Text = UNSET
    statistics_group_code: Text = UNSET
    status: Text = UNSET
    surname: Text = UNSET
    termination_date: Day = UNSET


EMPLOYEES = ObjectType(
    system=SYSTEM,
    name="Employees",
    record=Employees,
    patch=EmployeesPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("number",),
    operations=Operations(
        list="/companies({account})/employees",
        item="/companies({account})/employees({key})",
        create="/companies({account})/employees",
        update="/companies({account})/employees({key})",
        delete="/companies({account})/employees({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
            rows=20000,
        ),
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
            attribute="bank_account_number",
            path=("bankAccountNumber",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="bank_branch_number",
            path=("bankBranchNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="birth_date",
            path=("birthDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
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
            attribute="display_name",
            path=("displayName",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="email",
            path=("email",),
            max_length=80,
            blanks=("",),
        ),
        Property(
            attribute="employment_date",
            path=("employmentDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="given_name",
            path=("givenName",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="iban",
            path=("iban",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="job_title",
            path=("jobTitle",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="middle_name",
            path=("middleName",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="mobile_phone",
            path=("mobilePhone",),
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
            attribute="personal_email",
            path=("personalEmail",),
            max_length=80,
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
            attribute="state",
            path=("state",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="statistics_group_code",
            path=("statisticsGroupCode",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="status",
            path=("status",),
            blanks=("",),
        ),
        Property(
            attribute="surname",
            path=("surname",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="termination_date",
            path=("terminationDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
    ),
)

# ---- Itemcategories ----


class Itemcategories(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    last_modified_date_time: Moment = UNSET


class ItemcategoriesPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    display_name: Text = UNSET


ITEMCATEGORIES = ObjectType(
    system=SYSTEM,
    name="Itemcategories",
    record=Itemcategories,
    patch=ItemcategoriesPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/itemCategories",
        item="/companies({account})/itemCategories({key})",
        create="/companies({account})/itemCategories",
        update="/companies({account})/itemCategories({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
    ),
)

# ---- Items ----


class Items(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    base_unit_of_measure_code: Text = UNSET
    base_unit_of_measure_id: Text = UNSET
    blocked: Flag = UNSET
    display_name: Text = UNSET
    display_name2: Text = UNSET
    general_product_posting_group_code: Text = UNSET
    general_product_posting_group_id: Text = UNSET
    gtin: Text = UNSET
    inventory: Number = UNSET
    inventory_posting_group_code: Text = UNSET
    inventory_posting_group_id: Text = UNSET
    item_category_code: Text = UNSET
    item_category_id: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    price_includes_tax: Flag = UNSET
    tax_group_code: Text = UNSET
    tax_group_id: Text = UNSET
    type: Text = UNSET
    unit_cost: Number = UNSET
    unit_price: Number = UNSET


class ItemsPatch(Patch, frozen=True, kw_only=True):
    base_unit_of_measure_code: Text = UNSET
    base_unit_of_measure_id: Text = UNSET
    blocked: Flag = UNSET
    display_name: Text = UNSET
    display_name2: Text = UNSET
    general_product_posting_group_code: Text = UNSET
    general_product_posting_group_id: Text = UNSET
    gtin: Text = UNSET
    inventory_posting_group_code: Text = UNSET
    inventory_posting_group_id: Text = UNSET
    item_category_code: Text = UNSET
    item_category_id: Text = UNSET
    number: Text = UNSET
    price_includes_tax: Flag = UNSET
    tax_group_code: Text = UNSET
    tax_group_id: Text = UNSET
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
    unique=("number",),
    operations=Operations(
        list="/companies({account})/items",
        item="/companies({account})/items({key})",
        create="/companies({account})/items",
        update="/companies({account})/items({key})",
        delete="/companies({account})/items({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
            rows=20000,
        ),
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
            attribute="base_unit_of_measure_id",
            path=("baseUnitOfMeasureId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Unitsofmeasure",),
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
            attribute="general_product_posting_group_code",
            path=("generalProductPostingGroupCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="general_product_posting_group_id",
            path=("generalProductPostingGroupId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
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
        ),
        Property(
            attribute="inventory_posting_group_code",
            path=("inventoryPostingGroupCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="inventory_posting_group_id",
            path=("inventoryPostingGroupId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
        ),
        Property(
            attribute="item_category_code",
            path=("itemCategoryCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="item_category_id",
            path=("itemCategoryId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Itemcategories",),
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
            attribute="tax_group_code",
            path=("taxGroupCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="tax_group_id",
            path=("taxGroupId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
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
        ),
        Property(
            attribute="unit_price",
            path=("unitPrice",),
            kind=Kind.DECIMAL,
        ),
    ),
)

# ---- Paymentmethods ----


class Paymentmethods(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    last_modified_date_time: Moment = UNSET


class PaymentmethodsPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    display_name: Text = UNSET


PAYMENTMETHODS = ObjectType(
    system=SYSTEM,
    name="Paymentmethods",
    record=Paymentmethods,
    patch=PaymentmethodsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/paymentMethods",
        item="/companies({account})/paymentMethods({key})",
        create="/companies({account})/paymentMethods",
        update="/companies({account})/paymentMethods({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
    ),
)

# ---- Paymentterms ----


class Paymentterms(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    calculate_discount_on_credit_memos: Flag = UNSET
    code: Text = UNSET
    discount_date_calculation: Text = UNSET
    discount_percent: Number = UNSET
    display_name: Text = UNSET
    due_date_calculation: Text = UNSET
    last_modified_date_time: Moment = UNSET


class PaymenttermsPatch(Patch, frozen=True, kw_only=True):
    calculate_discount_on_credit_memos: Flag = UNSET
    code: Text = UNSET
    discount_date_calculation: Text = UNSET
    discount_percent: Number = UNSET
    display_name: Text = UNSET
    due_date_calculation: Text = UNSET


PAYMENTTERMS = ObjectType(
    system=SYSTEM,
    name="Paymentterms",
    record=Paymentterms,
    patch=PaymenttermsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/paymentTerms",
        item="/companies({account})/paymentTerms({key})",
        create="/companies({account})/paymentTerms",
        update="/companies({account})/paymentTerms({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="calculate_discount_on_credit_memos",
            path=("calculateDiscountOnCreditMemos",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="discount_date_calculation",
            path=("discountDateCalculation",),
            blanks=("",),
        ),
        Property(
            attribute="discount_percent",
            path=("discountPercent",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="due_date_calculation",
            path=("dueDateCalculation",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
    ),
)

# ---- Salesorders ----


class SalesordersSalesOrderLine(Record, frozen=True, kw_only=True):
    account_id: Text = UNSET
    amount_excluding_tax: Number = UNSET
    amount_including_tax: Number = UNSET
    description: Text = UNSET
    description2: Text = UNSET
    discount_amount: Number = UNSET
    discount_applied_before_tax: Flag = UNSET
    discount_percent: Number = UNSET
    document_id: Text = UNSET
    id: Text = UNSET
    invoice_discount_allocation: Number = UNSET
    invoice_quantity: Number = UNSET
    invoiced_quantity: Number = UNSET
    item_id: Text = UNSET
    item_variant_id: Text = UNSET
    line_object_number: Text = UNSET
    line_type: Text = UNSET
    location_id: Text = UNSET
    net_amount: Number = UNSET
    net_amount_including_tax: Number = UNSET
    net_tax_amount: Number = UNSET
    quantity: Number = UNSET
    sequence: Integer = UNSET
    ship_quantity: Number = UNSET
    shipment_date: Day = UNSET
    shipped_quantity: Number = UNSET
    tax_code: Text = UNSET
    tax_percent: Number = UNSET
    total_tax_amount: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_of_measure_id: Text = UNSET
    unit_price: Number = UNSET


class Salesorders(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    bill_to_address_line1: Text = UNSET
    bill_to_address_line2: Text = UNSET
    bill_to_city: Text = UNSET
    bill_to_country: Text = UNSET
    bill_to_customer_id: Text = UNSET
    bill_to_customer_number: Text = UNSET
    bill_to_name: Text = UNSET
    bill_to_post_code: Text = UNSET
    bill_to_state: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    customer_id: Text = UNSET
    customer_name: Text = UNSET
    customer_number: Text = UNSET
    discount_amount: Number = UNSET
    discount_applied_before_tax: Flag = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    fully_shipped: Flag = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    order_date: Day = UNSET
    partial_shipping: Flag = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    prices_include_tax: Flag = UNSET
    requested_delivery_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    salesperson: Text = UNSET
    sell_to_address_line1: Text = UNSET
    sell_to_address_line2: Text = UNSET
    sell_to_city: Text = UNSET
    sell_to_country: Text = UNSET
    sell_to_post_code: Text = UNSET
    sell_to_state: Text = UNSET
    ship_to_address_line1: Text = UNSET
    ship_to_address_line2: Text = UNSET
    ship_to_city: Text = UNSET
    ship_to_contact: Text = UNSET
    ship_to_country: Text = UNSET
    ship_to_name: Text = UNSET
    ship_to_post_code: Text = UNSET
    ship_to_state: Text = UNSET
    shipment_method_id: Text = UNSET
    shortcut_dimension1_code: Text = UNSET
    shortcut_dimension2_code: Text = UNSET
    status: Text = UNSET
    total_amount_excluding_tax: Number = UNSET
    total_amount_including_tax: Number = UNSET
    total_tax_amount: Number = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    bill_to_customer_id: Text = UNSET
    bill_to_customer_number: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    customer_id: Text = UNSET
    customer_number: Text = UNSET
    discount_amount: Number = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    fully_shipped: Flag = UNSET
    order_date: Day = UNSET
    partial_shipping: Flag = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    prices_include_tax: Flag = UNSET
    requested_delivery_date: Day = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    salesperson: Text = UNSET
    sell_to_address_line1: Text = UNSET
    sell_to_address_line2: Text = UNSET
    sell_to_city: Text = UNSET
    sell_to_country: Text = UNSET
    sell_to_post_code: Text = UNSET
    sell_to_state: Text = UNSET
    ship_to_address_line1: Text = UNSET
    ship_to_address_line2: Text = UNSET
    ship_to_city: Text = UNSET
    ship_to_contact: Text = UNSET
    ship_to_country: Text = UNSET
    ship_to_name: Text = UNSET
    ship_to_post_code: Text = UNSET
    ship_to_state: Text = UNSET
    shipment_method_id: Text = UNSET
    shortcut_dimension1_code: Text = UNSET
    shortcut_dimension2_code: Text = UNSET


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
        delete="/companies({account})/salesOrders({key})",
        list_query=(("$expand", "salesOrderLines"),),
        item_query=(("$expand", "salesOrderLines"),),
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
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
            attribute="bill_to_address_line1",
            path=("billToAddressLine1",),
            access=Access.READ,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_address_line2",
            path=("billToAddressLine2",),
            access=Access.READ,
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_city",
            path=("billToCity",),
            access=Access.READ,
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_country",
            path=("billToCountry",),
            access=Access.READ,
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_customer_id",
            path=("billToCustomerId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Customers",),
        ),
        Property(
            attribute="bill_to_customer_number",
            path=("billToCustomerNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_name",
            path=("billToName",),
            access=Access.READ,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_post_code",
            path=("billToPostCode",),
            access=Access.READ,
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_state",
            path=("billToState",),
            access=Access.READ,
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="currency_code",
            path=("currencyCode",),
            blanks=("",),
        ),
        Property(
            attribute="currency_id",
            path=("currencyId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Currencies",),
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
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="customer_number",
            path=("customerNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="discount_amount",
            path=("discountAmount",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="discount_applied_before_tax",
            path=("discountAppliedBeforeTax",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
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
            attribute="partial_shipping",
            path=("partialShipping",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="payment_terms_id",
            path=("paymentTermsId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentterms",),
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
            key=("id",),
            version=("@odata.etag",),
            lines=LineOperations(
                create="/companies({account})/salesOrders({key})/salesOrderLines",
                update="/companies({account})/salesOrderLines({line})",
                delete="/companies({account})/salesOrderLines({line})",
            ),
            element=SalesordersSalesOrderLine,
            children=(
                Property(
                    attribute="account_id",
                    path=("accountId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="amount_excluding_tax",
                    path=("amountExcludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="amount_including_tax",
                    path=("amountIncludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="description",
                    path=("description",),
                    max_length=100,
                    blanks=("",),
                ),
                Property(
                    attribute="description2",
                    path=("description2",),
                    max_length=50,
                    blanks=("",),
                ),
                Property(
                    attribute="discount_amount",
                    path=("discountAmount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="discount_applied_before_tax",
                    path=("discountAppliedBeforeTax",),
                    kind=Kind.BOOLEAN,
                    access=Access.READ,
                ),
                Property(
                    attribute="discount_percent",
                    path=("discountPercent",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="document_id",
                    path=("documentId",),
                    access=Access.CREATE,
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="id",
                    path=("id",),
                    access=Access.READ,
                    blanks=("",),
                ),
                Property(
                    attribute="invoice_discount_allocation",
                    path=("invoiceDiscountAllocation",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="invoice_quantity",
                    path=("invoiceQuantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="invoiced_quantity",
                    path=("invoicedQuantity",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="item_id",
                    path=("itemId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                    targets=("Items",),
                ),
                Property(
                    attribute="item_variant_id",
                    path=("itemVariantId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="line_object_number",
                    path=("lineObjectNumber",),
                    access=Access.CREATE,
                    max_length=20,
                    blanks=("",),
                ),
                Property(
                    attribute="line_type",
                    path=("lineType",),
                    blanks=("",),
                ),
                Property(
                    attribute="location_id",
                    path=("locationId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="net_amount",
                    path=("netAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="net_amount_including_tax",
                    path=("netAmountIncludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="net_tax_amount",
                    path=("netTaxAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="quantity",
                    path=("quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="sequence",
                    path=("sequence",),
                    kind=Kind.INTEGER,
                    access=Access.CREATE,
                ),
                Property(
                    attribute="ship_quantity",
                    path=("shipQuantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="shipment_date",
                    path=("shipmentDate",),
                    kind=Kind.DATE,
                    blanks=("0001-01-01",),
                ),
                Property(
                    attribute="shipped_quantity",
                    path=("shippedQuantity",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="tax_code",
                    path=("taxCode",),
                    max_length=50,
                    blanks=("",),
                ),
                Property(
                    attribute="tax_percent",
                    path=("taxPercent",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="total_tax_amount",
                    path=("totalTaxAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_of_measure_code",
                    path=("unitOfMeasureCode",),
                    max_length=10,
                    blanks=("",),
                ),
                Property(
                    attribute="unit_of_measure_id",
                    path=("unitOfMeasureId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                    targets=("Unitsofmeasure",),
                ),
                Property(
                    attribute="unit_price",
                    path=("unitPrice",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="salesperson",
            path=("salesperson",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_address_line1",
            path=("sellToAddressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_address_line2",
            path=("sellToAddressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_city",
            path=("sellToCity",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_country",
            path=("sellToCountry",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_post_code",
            path=("sellToPostCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_state",
            path=("sellToState",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_address_line1",
            path=("shipToAddressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_address_line2",
            path=("shipToAddressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_city",
            path=("shipToCity",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_contact",
            path=("shipToContact",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_country",
            path=("shipToCountry",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_name",
            path=("shipToName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_post_code",
            path=("shipToPostCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_state",
            path=("shipToState",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="shipment_method_id",
            path=("shipmentMethodId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Shipmentmethods",),
        ),
        Property(
            attribute="shortcut_dimension1_code",
            path=("shortcutDimension1Code",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="shortcut_dimension2_code",
            path=("shortcutDimension2Code",),
            max_length=20,
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
        ),
        Property(
            attribute="total_amount_including_tax",
            path=("totalAmountIncludingTax",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="total_tax_amount",
            path=("totalTaxAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
    ),
)

# ---- Salesquotes ----


class SalesquotesSalesQuoteLine(Record, frozen=True, kw_only=True):
    account_id: Text = UNSET
    amount_excluding_tax: Number = UNSET
    amount_including_tax: Number = UNSET
    description: Text = UNSET
    discount_amount: Number = UNSET
    discount_applied_before_tax: Flag = UNSET
    discount_percent: Number = UNSET
    document_id: Text = UNSET
    id: Text = UNSET
    item_id: Text = UNSET
    item_variant_id: Text = UNSET
    line_object_number: Text = UNSET
    line_type: Text = UNSET
    net_amount: Number = UNSET
    net_amount_including_tax: Number = UNSET
    net_tax_amount: Number = UNSET
    quantity: Number = UNSET
    sequence: Integer = UNSET
    tax_code: Text = UNSET
    tax_percent: Number = UNSET
    total_tax_amount: Number = UNSET
    unit_of_measure_code: Text = UNSET
    unit_of_measure_id: Text = UNSET
    unit_price: Number = UNSET


class Salesquotes(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    accepted_date: Day = UNSET
    bill_to_address_line1: Text = UNSET
    bill_to_address_line2: Text = UNSET
    bill_to_city: Text = UNSET
    bill_to_country: Text = UNSET
    bill_to_customer_id: Text = UNSET
    bill_to_customer_number: Text = UNSET
    bill_to_name: Text = UNSET
    bill_to_post_code: Text = UNSET
    bill_to_state: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    customer_id: Text = UNSET
    customer_name: Text = UNSET
    customer_number: Text = UNSET
    discount_amount: Number = UNSET
    document_date: Day = UNSET
    due_date: Day = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    sales_quote_lines: Many[SalesquotesSalesQuoteLine] = UNSET
    salesperson: Text = UNSET
    sell_to_address_line1: Text = UNSET
    sell_to_address_line2: Text = UNSET
    sell_to_city: Text = UNSET
    sell_to_country: Text = UNSET
    sell_to_post_code: Text = UNSET
    sell_to_state: Text = UNSET
    sent_date: Moment = UNSET
    ship_to_address_line1: Text = UNSET
    ship_to_address_line2: Text = UNSET
    ship_to_city: Text = UNSET
    ship_to_contact: Text = UNSET
    ship_to_country: Text = UNSET
    ship_to_name: Text = UNSET
    ship_to_post_code: Text = UNSET
    ship_to_state: Text = UNSET
    shipment_method_id: Text = UNSET
    shortcut_dimension1_code: Text = UNSET
    shortcut_dimension2_code: Text = UNSET
    status: Text = UNSET
    total_amount_excluding_tax: Number = UNSET
    total_amount_including_tax: Number = UNSET
    total_tax_amount: Number = UNSET
    valid_until_date: Day = UNSET


class SalesquotesPatch(Patch, frozen=True, kw_only=True):
    bill_to_customer_id: Text = UNSET
    bill_to_customer_number: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    customer_id: Text = UNSET
    customer_number: Text = UNSET
    discount_amount: Number = UNSET
    document_date: Day = UNSET
    due_date: Day = UNSET
    email: Text = UNSET
    external_document_number: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    posting_date: Day = UNSET
    sales_quote_lines: Many[SalesquotesSalesQuoteLine] = UNSET
    salesperson: Text = UNSET
    sell_to_address_line1: Text = UNSET
    sell_to_address_line2: Text = UNSET
    sell_to_city: Text = UNSET
    sell_to_country: Text = UNSET
    sell_to_post_code: Text = UNSET
    sell_to_state: Text = UNSET
    ship_to_address_line1: Text = UNSET
    ship_to_address_line2: Text = UNSET
    ship_to_city: Text = UNSET
    ship_to_contact: Text = UNSET
    ship_to_country: Text = UNSET
    ship_to_name: Text = UNSET
    ship_to_post_code: Text = UNSET
    ship_to_state: Text = UNSET
    shipment_method_id: Text = UNSET
    shortcut_dimension1_code: Text = UNSET
    shortcut_dimension2_code: Text = UNSET
    valid_until_date: Day = UNSET


SALESQUOTES = ObjectType(
    system=SYSTEM,
    name="Salesquotes",
    record=Salesquotes,
    patch=SalesquotesPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    operations=Operations(
        list="/companies({account})/salesQuotes",
        item="/companies({account})/salesQuotes({key})",
        create="/companies({account})/salesQuotes",
        update="/companies({account})/salesQuotes({key})",
        delete="/companies({account})/salesQuotes({key})",
        list_query=(("$expand", "salesQuoteLines"),),
        item_query=(("$expand", "salesQuoteLines"),),
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
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
            attribute="accepted_date",
            path=("acceptedDate",),
            kind=Kind.DATE,
            access=Access.READ,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="bill_to_address_line1",
            path=("billToAddressLine1",),
            access=Access.READ,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_address_line2",
            path=("billToAddressLine2",),
            access=Access.READ,
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_city",
            path=("billToCity",),
            access=Access.READ,
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_country",
            path=("billToCountry",),
            access=Access.READ,
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_customer_id",
            path=("billToCustomerId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Customers",),
        ),
        Property(
            attribute="bill_to_customer_number",
            path=("billToCustomerNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_name",
            path=("billToName",),
            access=Access.READ,
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_post_code",
            path=("billToPostCode",),
            access=Access.READ,
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="bill_to_state",
            path=("billToState",),
            access=Access.READ,
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="currency_code",
            path=("currencyCode",),
            blanks=("",),
        ),
        Property(
            attribute="currency_id",
            path=("currencyId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Currencies",),
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
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="customer_number",
            path=("customerNumber",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="discount_amount",
            path=("discountAmount",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="document_date",
            path=("documentDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
        Property(
            attribute="due_date",
            path=("dueDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
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
            attribute="payment_terms_id",
            path=("paymentTermsId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentterms",),
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
            attribute="sales_quote_lines",
            path=("salesQuoteLines",),
            kind=Kind.LIST,
            key=("id",),
            version=("@odata.etag",),
            lines=LineOperations(
                create="/companies({account})/salesQuotes({key})/salesQuoteLines",
                update="/companies({account})/salesQuoteLines({line})",
                delete="/companies({account})/salesQuoteLines({line})",
            ),
            element=SalesquotesSalesQuoteLine,
            children=(
                Property(
                    attribute="account_id",
                    path=("accountId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="amount_excluding_tax",
                    path=("amountExcludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="amount_including_tax",
                    path=("amountIncludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="description",
                    path=("description",),
                    max_length=100,
                    blanks=("",),
                ),
                Property(
                    attribute="discount_amount",
                    path=("discountAmount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="discount_applied_before_tax",
                    path=("discountAppliedBeforeTax",),
                    kind=Kind.BOOLEAN,
                    access=Access.READ,
                ),
                Property(
                    attribute="discount_percent",
                    path=("discountPercent",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="document_id",
                    path=("documentId",),
                    access=Access.CREATE,
                    blanks=("00000000-0000-0000-0000-000000000000",),
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
                    attribute="item_variant_id",
                    path=("itemVariantId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                ),
                Property(
                    attribute="line_object_number",
                    path=("lineObjectNumber",),
                    access=Access.CREATE,
                    max_length=20,
                    blanks=("",),
                ),
                Property(
                    attribute="line_type",
                    path=("lineType",),
                    blanks=("",),
                ),
                Property(
                    attribute="net_amount",
                    path=("netAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="net_amount_including_tax",
                    path=("netAmountIncludingTax",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="net_tax_amount",
                    path=("netTaxAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="quantity",
                    path=("quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="sequence",
                    path=("sequence",),
                    kind=Kind.INTEGER,
                    access=Access.CREATE,
                ),
                Property(
                    attribute="tax_code",
                    path=("taxCode",),
                    max_length=50,
                    blanks=("",),
                ),
                Property(
                    attribute="tax_percent",
                    path=("taxPercent",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="total_tax_amount",
                    path=("totalTaxAmount",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_of_measure_code",
                    path=("unitOfMeasureCode",),
                    max_length=10,
                    blanks=("",),
                ),
                Property(
                    attribute="unit_of_measure_id",
                    path=("unitOfMeasureId",),
                    blanks=("00000000-0000-0000-0000-000000000000",),
                    targets=("Unitsofmeasure",),
                ),
                Property(
                    attribute="unit_price",
                    path=("unitPrice",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="salesperson",
            path=("salesperson",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_address_line1",
            path=("sellToAddressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_address_line2",
            path=("sellToAddressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_city",
            path=("sellToCity",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_country",
            path=("sellToCountry",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_post_code",
            path=("sellToPostCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="sell_to_state",
            path=("sellToState",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="sent_date",
            path=("sentDate",),
            kind=Kind.DATETIME,
            access=Access.READ,
            blanks=("0001-01-01T00:00:00Z",),
        ),
        Property(
            attribute="ship_to_address_line1",
            path=("shipToAddressLine1",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_address_line2",
            path=("shipToAddressLine2",),
            max_length=50,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_city",
            path=("shipToCity",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_contact",
            path=("shipToContact",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_country",
            path=("shipToCountry",),
            max_length=10,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_name",
            path=("shipToName",),
            max_length=100,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_post_code",
            path=("shipToPostCode",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="ship_to_state",
            path=("shipToState",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="shipment_method_id",
            path=("shipmentMethodId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Shipmentmethods",),
        ),
        Property(
            attribute="shortcut_dimension1_code",
            path=("shortcutDimension1Code",),
            max_length=20,
            blanks=("",),
        ),
        Property(
            attribute="shortcut_dimension2_code",
            path=("shortcutDimension2Code",),
            max_length=20,
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
        ),
        Property(
            attribute="total_amount_including_tax",
            path=("totalAmountIncludingTax",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="total_tax_amount",
            path=("totalTaxAmount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="valid_until_date",
            path=("validUntilDate",),
            kind=Kind.DATE,
            blanks=("0001-01-01",),
        ),
    ),
)

# ---- Shipmentmethods ----


class Shipmentmethods(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    last_modified_date_time: Moment = UNSET


class ShipmentmethodsPatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    display_name: Text = UNSET


SHIPMENTMETHODS = ObjectType(
    system=SYSTEM,
    name="Shipmentmethods",
    record=Shipmentmethods,
    patch=ShipmentmethodsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/shipmentMethods",
        item="/companies({account})/shipmentMethods({key})",
        create="/companies({account})/shipmentMethods",
        update="/companies({account})/shipmentMethods({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
    ),
)

# ---- Unitsofmeasure ----


class Unitsofmeasure(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    code: Text = UNSET
    display_name: Text = UNSET
    international_standard_code: Text = UNSET
    last_modified_date_time: Moment = UNSET
    symbol: Text = UNSET


class UnitsofmeasurePatch(Patch, frozen=True, kw_only=True):
    code: Text = UNSET
    display_name: Text = UNSET
    international_standard_code: Text = UNSET
    symbol: Text = UNSET


UNITSOFMEASURE = ObjectType(
    system=SYSTEM,
    name="Unitsofmeasure",
    record=Unitsofmeasure,
    patch=UnitsofmeasurePatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("code",),
    operations=Operations(
        list="/companies({account})/unitsOfMeasure",
        item="/companies({account})/unitsOfMeasure({key})",
        create="/companies({account})/unitsOfMeasure",
        update="/companies({account})/unitsOfMeasure({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("id",),
            access=Access.READ,
            blanks=("",),
        ),
        Property(
            attribute="code",
            path=("code",),
            required=True,
            blanks=("",),
        ),
        Property(
            attribute="display_name",
            path=("displayName",),
            blanks=("",),
        ),
        Property(
            attribute="international_standard_code",
            path=("internationalStandardCode",),
            blanks=("",),
        ),
        Property(
            attribute="last_modified_date_time",
            path=("lastModifiedDateTime",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="symbol",
            path=("symbol",),
            blanks=("",),
        ),
    ),
)

# ---- Vendors ----


class Vendors(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    balance: Number = UNSET
    blocked: Text = UNSET
    city: Text = UNSET
    country: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    irs1099_code: Text = UNSET
    last_modified_date_time: Moment = UNSET
    number: Text = UNSET
    payment_method_id: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    state: Text = UNSET
    tax_liable: Flag = UNSET
    tax_registration_number: Text = UNSET
    website: Text = UNSET


class VendorsPatch(Patch, frozen=True, kw_only=True):
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    blocked: Text = UNSET
    city: Text = UNSET
    country: Text = UNSET
    currency_code: Text = UNSET
    currency_id: Text = UNSET
    display_name: Text = UNSET
    email: Text = UNSET
    irs1099_code: Text = UNSET
    number: Text = UNSET
    payment_method_id: Text = UNSET
    payment_terms_id: Text = UNSET
    phone_number: Text = UNSET
    postal_code: Text = UNSET
    state: Text = UNSET
    tax_liable: Flag = UNSET
    tax_registration_number: Text = UNSET
    website: Text = UNSET


VENDORS = ObjectType(
    system=SYSTEM,
    name="Vendors",
    record=Vendors,
    patch=VendorsPatch,
    key=("id",),
    version=("@odata.etag",),
    modified=("lastModifiedDateTime",),
    unique=("number",),
    operations=Operations(
        list="/companies({account})/vendors",
        item="/companies({account})/vendors({key})",
        create="/companies({account})/vendors",
        update="/companies({account})/vendors({key})",
        feed=Feed(
            scheme=FeedScheme.MODIFIED,
            parameter="$filter",
            value="lastModifiedDateTime ge {since}",
            overlap=60,
            rows=20000,
        ),
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
            attribute="balance",
            path=("balance",),
            kind=Kind.DECIMAL,
            access=Access.READ,
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
            attribute="currency_code",
            path=("currencyCode",),
            blanks=("",),
        ),
        Property(
            attribute="currency_id",
            path=("currencyId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Currencies",),
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
            attribute="irs1099_code",
            path=("irs1099Code",),
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
            attribute="payment_method_id",
            path=("paymentMethodId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentmethods",),
        ),
        Property(
            attribute="payment_terms_id",
            path=("paymentTermsId",),
            blanks=("00000000-0000-0000-0000-000000000000",),
            targets=("Paymentterms",),
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
            attribute="state",
            path=("state",),
            max_length=30,
            blanks=("",),
        ),
        Property(
            attribute="tax_liable",
            path=("taxLiable",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="tax_registration_number",
            path=("taxRegistrationNumber",),
            max_length=20,
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
