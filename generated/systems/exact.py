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
    Epoch,
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
    Source,
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
        authorize_address="https://start.exactonline.nl/api/oauth2/auth",
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
    dates="ms",
    epoch=Epoch(
        list="/{account}/system/Divisions",
        query=(
            ("$filter", "Code eq {account}"),
            ("$select", "Code,DivisionMoveDate,DivisionHRLinkUnlinkDate"),
        ),
        paths=(("DivisionMoveDate",), ("DivisionHRLinkUnlinkDate",)),
    ),
    errors=(
        ErrorRule(
            means=Meaning.THROTTLED,
            status=429,
        ),
        ErrorRule(
            means=Meaning.THROTTLED,
            text="access_token not expired",
        ),
        ErrorRule(
            means=Meaning.LOGIN,
            status=403,
            text="Application Scope Violated",
        ),
        ErrorRule(
            means=Meaning.UNAVAILABLE,
            method="GET",
            status=500,
        ),
        ErrorRule(
            means=Meaning.DUPLICATE,
            method="POST",
            status=500,
            text="already exists",
        ),
        ErrorRule(
            means=Meaning.UNKNOWN,
            status=500,
            text="error occurred while processing",
        ),
        ErrorRule(
            means=Meaning.REJECTED,
            status=500,
        ),
    ),
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


class AccountsBankAccount(Record, frozen=True, kw_only=True):
    pass


class Accounts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    account_manager: Text = UNSET
    account_manager_full_name: Text = UNSET
    account_manager_hid: Integer = UNSET
    accountant: Text = UNSET
    activity_sector: Text = UNSET
    activity_sub_sector: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    address_source: Integer = UNSET
    automatic_process_proposed_entry: Integer = UNSET
    bank_accounts: Many[AccountsBankAccount] = UNSET
    blocked: Flag = UNSET
    brin: Text = UNSET
    bsn: Text = UNSET
    business_type: Text = UNSET
    can_drop_ship: Flag = UNSET
    chamber_of_commerce: Text = UNSET
    city: Text = UNSET
    classification: Text = UNSET
    classification1: Text = UNSET
    classification2: Text = UNSET
    classification3: Text = UNSET
    classification4: Text = UNSET
    classification5: Text = UNSET
    classification6: Text = UNSET
    classification7: Text = UNSET
    classification8: Text = UNSET
    classification_description: Text = UNSET
    code: Text = UNSET
    code_at_supplier: Text = UNSET
    company_size: Text = UNSET
    consolidation_scenario: Integer = UNSET
    controlled_date: Day = UNSET
    cost_paid: Integer = UNSET
    costcenter: Text = UNSET
    costcenter_description: Text = UNSET
    country: Text = UNSET
    country_name: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    credit_line_purchase: Number = UNSET
    credit_line_sales: Number = UNSET
    currency: Text = UNSET
    custom_field: Text = UNSET
    customer_since: Day = UNSET
    datev_creditor_code: Text = UNSET
    datev_debtor_code: Text = UNSET
    delivery_advice: Integer = UNSET
    discount_purchase: Number = UNSET
    discount_sales: Number = UNSET
    division: Integer = UNSET
    document: Text = UNSET
    duns_number: Text = UNSET
    email: Text = UNSET
    enable_sales_payment_link: Flag = UNSET
    end_date: Day = UNSET
    eori_number: Text = UNSET
    established_date: Day = UNSET
    fax: Text = UNSET
    gl_account_purchase: Text = UNSET
    gl_account_sales: Text = UNSET
    glap: Text = UNSET
    glar: Text = UNSET
    gln_number: Text = UNSET
    has_withholding_tax_sales: Flag = UNSET
    ignore_datev_warning_message: Flag = UNSET
    incoterm_address_purchase: Text = UNSET
    incoterm_address_sales: Text = UNSET
    incoterm_code_purchase: Text = UNSET
    incoterm_code_sales: Text = UNSET
    incoterm_version_purchase: Integer = UNSET
    incoterm_version_sales: Integer = UNSET
    intra_stat_area: Text = UNSET
    intra_stat_delivery_term: Text = UNSET
    intra_stat_system: Text = UNSET
    intra_stat_transaction_a: Text = UNSET
    intra_stat_transaction_b: Text = UNSET
    intra_stat_transport_method: Text = UNSET
    invoice_account: Text = UNSET
    invoice_account_code: Text = UNSET
    invoice_account_name: Text = UNSET
    invoice_attachment_type: Integer = UNSET
    invoicing_method: Integer = UNSET
    is_accountant: Integer = UNSET
    is_agency: Integer = UNSET
    is_anonymised: Integer = UNSET
    is_bank: Flag = UNSET
    is_competitor: Integer = UNSET
    is_extra_duty: Flag = UNSET
    is_mailing: Integer = UNSET
    is_member: Flag = UNSET
    is_pilot: Flag = UNSET
    is_purchase: Flag = UNSET
    is_reseller: Flag = UNSET
    is_sales: Flag = UNSET
    is_supplier: Flag = UNSET
    language: Text = UNSET
    language_description: Text = UNSET
    latitude: Number = UNSET
    lead_purpose: Text = UNSET
    lead_source: Text = UNSET
    logo: Text = UNSET
    logo_file_name: Text = UNSET
    logo_thumbnail_url: Text = UNSET
    logo_url: Text = UNSET
    longitude: Number = UNSET
    main_contact: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    name: Text = UNSET
    oin_number: Text = UNSET
    parent: Text = UNSET
    pay_as_you_earn: Text = UNSET
    payment_condition_purchase: Text = UNSET
    payment_condition_purchase_description: Text = UNSET
    payment_condition_sales: Text = UNSET
    payment_condition_sales_description: Text = UNSET
    peppol_identifier: Text = UNSET
    peppol_identifier_type: Integer = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    postcode: Text = UNSET
    price_list: Text = UNSET
    purchase_currency: Text = UNSET
    purchase_currency_description: Text = UNSET
    purchase_lead_days: Integer = UNSET
    purchase_vat_code: Text = UNSET
    purchase_vat_code_description: Text = UNSET
    recepient_of_commissions: Flag = UNSET
    remarks: Text = UNSET
    reseller: Text = UNSET
    reseller_code: Text = UNSET
    reseller_name: Text = UNSET
    rsin: Text = UNSET
    sales_currency: Text = UNSET
    sales_currency_description: Text = UNSET
    sales_tax_schedule: Text = UNSET
    sales_tax_schedule_code: Text = UNSET
    sales_tax_schedule_description: Text = UNSET
    sales_vat_code: Text = UNSET
    sales_vat_code_description: Text = UNSET
    search_code: Text = UNSET
    security_level: Integer = UNSET
    separate_inv_per_project: Integer = UNSET
    separate_inv_per_subscription: Integer = UNSET
    shipping_lead_days: Integer = UNSET
    shipping_method: Text = UNSET
    show_remark_for_sales: Flag = UNSET
    source: Integer = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    state_name: Text = UNSET
    status: Text = UNSET
    status_since: Day = UNSET
    trade_name: Text = UNSET
    type: Text = UNSET
    unique_taxpayer_reference: Text = UNSET
    vat_liability: Text = UNSET
    vat_number: Text = UNSET
    website: Text = UNSET


class AccountsPatch(Patch, frozen=True, kw_only=True):
    account_manager: Text = UNSET
    accountant: Text = UNSET
    activity_sector: Text = UNSET
    activity_sub_sector: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    automatic_process_proposed_entry: Integer = UNSET
    blocked: Flag = UNSET
    bsn: Text = UNSET
    business_type: Text = UNSET
    can_drop_ship: Flag = UNSET
    chamber_of_commerce: Text = UNSET
    city: Text = UNSET
    classification1: Text = UNSET
    classification2: Text = UNSET
    classification3: Text = UNSET
    classification4: Text = UNSET
    classification5: Text = UNSET
    classification6: Text = UNSET
    classification7: Text = UNSET
    classification8: Text = UNSET
    code: Text = UNSET
    code_at_supplier: Text = UNSET
    company_size: Text = UNSET
    consolidation_scenario: Integer = UNSET
    controlled_date: Day = UNSET
    country: Text = UNSET
    credit_line_purchase: Number = UNSET
    credit_line_sales: Number = UNSET
    datev_creditor_code: Text = UNSET
    datev_debtor_code: Text = UNSET
    delivery_advice: Integer = UNSET
    discount_purchase: Number = UNSET
    discount_sales: Number = UNSET
    email: Text = UNSET
    enable_sales_payment_link: Flag = UNSET
    end_date: Day = UNSET
    eori_number: Text = UNSET
    established_date: Day = UNSET
    fax: Text = UNSET
    gl_account_purchase: Text = UNSET
    gl_account_sales: Text = UNSET
    glap: Text = UNSET
    glar: Text = UNSET
    gln_number: Text = UNSET
    has_withholding_tax_sales: Flag = UNSET
    ignore_datev_warning_message: Flag = UNSET
    incoterm_address_purchase: Text = UNSET
    incoterm_address_sales: Text = UNSET
    incoterm_code_purchase: Text = UNSET
    incoterm_code_sales: Text = UNSET
    incoterm_version_purchase: Integer = UNSET
    incoterm_version_sales: Integer = UNSET
    intra_stat_area: Text = UNSET
    intra_stat_delivery_term: Text = UNSET
    intra_stat_system: Text = UNSET
    intra_stat_transaction_a: Text = UNSET
    intra_stat_transaction_b: Text = UNSET
    intra_stat_transport_method: Text = UNSET
    invoice_account: Text = UNSET
    invoice_attachment_type: Integer = UNSET
    invoicing_method: Integer = UNSET
    is_accountant: Integer = UNSET
    is_agency: Integer = UNSET
    is_competitor: Integer = UNSET
    is_extra_duty: Flag = UNSET
    is_mailing: Integer = UNSET
    is_pilot: Flag = UNSET
    is_reseller: Flag = UNSET
    is_supplier: Flag = UNSET
    language: Text = UNSET
    latitude: Number = UNSET
    lead_purpose: Text = UNSET
    lead_source: Text = UNSET
    logo: Text = UNSET
    logo_file_name: Text = UNSET
    longitude: Number = UNSET
    main_contact: Text = UNSET
    name: Text = UNSET
    oin_number: Text = UNSET
    parent: Text = UNSET
    pay_as_you_earn: Text = UNSET
    payment_condition_purchase: Text = UNSET
    payment_condition_sales: Text = UNSET
    peppol_identifier: Text = UNSET
    peppol_identifier_type: Integer = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    postcode: Text = UNSET
    price_list: Text = UNSET
    purchase_currency: Text = UNSET
    purchase_lead_days: Integer = UNSET
    purchase_vat_code: Text = UNSET
    recepient_of_commissions: Flag = UNSET
    remarks: Text = UNSET
    reseller: Text = UNSET
    rsin: Text = UNSET
    sales_currency: Text = UNSET
    sales_tax_schedule: Text = UNSET
    sales_vat_code: Text = UNSET
    search_code: Text = UNSET
    security_level: Integer = UNSET
    separate_inv_per_project: Integer = UNSET
    separate_inv_per_subscription: Integer = UNSET
    shipping_lead_days: Integer = UNSET
    shipping_method: Text = UNSET
    show_remark_for_sales: Flag = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    status: Text = UNSET
    trade_name: Text = UNSET
    unique_taxpayer_reference: Text = UNSET
    vat_liability: Text = UNSET
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
    created=("Created",),
    unique=("code",),
    operations=Operations(
        list="/{account}/crm/Accounts",
        item="/{account}/crm/Accounts(guid'{key}')",
        create="/{account}/crm/Accounts",
        update="/{account}/crm/Accounts(guid'{key}')",
        delete="/{account}/crm/Accounts(guid'{key}')",
        list_query=(("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/CRM/Accounts",
            query=(
                (
                    "$select",
                    "Timestamp,ID,Accountant,AccountManager,AccountManagerFullName,AccountManagerHID,ActivitySector,ActivitySubSector,AddressLine1,AddressLine2,AddressLine3,AddressSource,AutomaticProcessProposedEntry,Blocked,BSN,BusinessType,CanDropShip,ChamberOfCommerce,City,Classification1,Classification2,Classification3,Classification4,Classification5,Classification6,Classification7,Classification8,Code,CodeAtSupplier,CompanySize,ConsolidationScenario,ControlledDate,Country,CountryName,Created,Creator,CreatorFullName,CreditLinePurchase,CreditLineSales,DatevCreditorCode,DatevDebtorCode,DeliveryAdvice,DiscountPurchase,DiscountSales,Division,Email,EnableSalesPaymentLink,EndDate,EORINumber,EstablishedDate,Fax,GLAccountPurchase,GLAccountSales,GLAP,GLAR,GlnNumber,HasWithholdingTaxSales,IgnoreDatevWarningMessage,IncotermAddressPurchase,IncotermAddressSales,IncotermCodePurchase,IncotermCodeSales,IncotermVersionPurchase,IncotermVersionSales,IntraStatArea,IntraStatDeliveryTerm,IntraStatSystem,IntraStatTransactionA,IntraStatTransactionB,IntraStatTransportMethod,InvoiceAccount,InvoiceAccountCode,InvoiceAccountName,InvoiceAttachmentType,InvoicingMethod,IsAccountant,IsAgency,IsAnonymised,IsCompetitor,IsExtraDuty,IsMailing,IsPilot,IsReseller,IsSales,IsSupplier,Language,LanguageDescription,Latitude,LeadPurpose,LeadSource,LogoFileName,LogoThumbnailUrl,LogoUrl,Longitude,MainContact,Modified,Modifier,ModifierFullName,Name,OINNumber,Parent,PayAsYouEarn,PaymentConditionPurchase,PaymentConditionPurchaseDescription,PaymentConditionSales,PaymentConditionSalesDescription,PeppolIdentifier,PeppolIdentifierType,Phone,PhoneExtension,Postcode,PriceList,PurchaseCurrency,PurchaseCurrencyDescription,PurchaseLeadDays,PurchaseVATCode,PurchaseVATCodeDescription,RecepientOfCommissions,Remarks,Reseller,ResellerCode,ResellerName,RSIN,SalesCurrency,SalesCurrencyDescription,SalesVATCode,SalesVATCodeDescription,SearchCode,SecurityLevel,SeparateInvPerProject,SeparateInvPerSubscription,ShippingLeadDays,ShippingMethod,ShowRemarkForSales,Source,StartDate,State,StateName,Status,TradeName,Type,UniqueTaxpayerReference,VATLiability,VATNumber,Website",
                ),
            ),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            also=(
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 2",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="account_manager",
            path=("AccountManager",),
        ),
        Property(
            attribute="account_manager_full_name",
            path=("AccountManagerFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="account_manager_hid",
            path=("AccountManagerHID",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="accountant",
            path=("Accountant",),
            targets=("Accounts",),
        ),
        Property(
            attribute="activity_sector",
            path=("ActivitySector",),
        ),
        Property(
            attribute="activity_sub_sector",
            path=("ActivitySubSector",),
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
            attribute="address_source",
            path=("AddressSource",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="automatic_process_proposed_entry",
            path=("AutomaticProcessProposedEntry",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="bank_accounts",
            path=("BankAccounts",),
            kind=Kind.LIST,
            access=Access.READ,
            element=AccountsBankAccount,
            children=(),
        ),
        Property(
            attribute="blocked",
            path=("Blocked",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="brin",
            path=("BRIN",),
            access=Access.READ,
        ),
        Property(
            attribute="bsn",
            path=("BSN",),
        ),
        Property(
            attribute="business_type",
            path=("BusinessType",),
        ),
        Property(
            attribute="can_drop_ship",
            path=("CanDropShip",),
            kind=Kind.BOOLEAN,
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
            attribute="classification",
            path=("Classification",),
            access=Access.READ,
        ),
        Property(
            attribute="classification1",
            path=("Classification1",),
        ),
        Property(
            attribute="classification2",
            path=("Classification2",),
        ),
        Property(
            attribute="classification3",
            path=("Classification3",),
        ),
        Property(
            attribute="classification4",
            path=("Classification4",),
        ),
        Property(
            attribute="classification5",
            path=("Classification5",),
        ),
        Property(
            attribute="classification6",
            path=("Classification6",),
        ),
        Property(
            attribute="classification7",
            path=("Classification7",),
        ),
        Property(
            attribute="classification8",
            path=("Classification8",),
        ),
        Property(
            attribute="classification_description",
            path=("ClassificationDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.CREATE,
            max_length=18,
        ),
        Property(
            attribute="code_at_supplier",
            path=("CodeAtSupplier",),
        ),
        Property(
            attribute="company_size",
            path=("CompanySize",),
        ),
        Property(
            attribute="consolidation_scenario",
            path=("ConsolidationScenario",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="controlled_date",
            path=("ControlledDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="cost_paid",
            path=("CostPaid",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="costcenter",
            path=("Costcenter",),
            access=Access.READ,
        ),
        Property(
            attribute="costcenter_description",
            path=("CostcenterDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="country",
            path=("Country",),
        ),
        Property(
            attribute="country_name",
            path=("CountryName",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="credit_line_purchase",
            path=("CreditLinePurchase",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="credit_line_sales",
            path=("CreditLineSales",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="customer_since",
            path=("CustomerSince",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="datev_creditor_code",
            path=("DatevCreditorCode",),
        ),
        Property(
            attribute="datev_debtor_code",
            path=("DatevDebtorCode",),
        ),
        Property(
            attribute="delivery_advice",
            path=("DeliveryAdvice",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="discount_purchase",
            path=("DiscountPurchase",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="discount_sales",
            path=("DiscountSales",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="document",
            path=("Document",),
            access=Access.READ,
        ),
        Property(
            attribute="duns_number",
            path=("DunsNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="email",
            path=("Email",),
        ),
        Property(
            attribute="enable_sales_payment_link",
            path=("EnableSalesPaymentLink",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="end_date",
            path=("EndDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="eori_number",
            path=("EORINumber",),
        ),
        Property(
            attribute="established_date",
            path=("EstablishedDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="fax",
            path=("Fax",),
        ),
        Property(
            attribute="gl_account_purchase",
            path=("GLAccountPurchase",),
        ),
        Property(
            attribute="gl_account_sales",
            path=("GLAccountSales",),
        ),
        Property(
            attribute="glap",
            path=("GLAP",),
        ),
        Property(
            attribute="glar",
            path=("GLAR",),
        ),
        Property(
            attribute="gln_number",
            path=("GlnNumber",),
        ),
        Property(
            attribute="has_withholding_tax_sales",
            path=("HasWithholdingTaxSales",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="ignore_datev_warning_message",
            path=("IgnoreDatevWarningMessage",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="incoterm_address_purchase",
            path=("IncotermAddressPurchase",),
        ),
        Property(
            attribute="incoterm_address_sales",
            path=("IncotermAddressSales",),
        ),
        Property(
            attribute="incoterm_code_purchase",
            path=("IncotermCodePurchase",),
        ),
        Property(
            attribute="incoterm_code_sales",
            path=("IncotermCodeSales",),
        ),
        Property(
            attribute="incoterm_version_purchase",
            path=("IncotermVersionPurchase",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="incoterm_version_sales",
            path=("IncotermVersionSales",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="intra_stat_area",
            path=("IntraStatArea",),
        ),
        Property(
            attribute="intra_stat_delivery_term",
            path=("IntraStatDeliveryTerm",),
        ),
        Property(
            attribute="intra_stat_system",
            path=("IntraStatSystem",),
        ),
        Property(
            attribute="intra_stat_transaction_a",
            path=("IntraStatTransactionA",),
        ),
        Property(
            attribute="intra_stat_transaction_b",
            path=("IntraStatTransactionB",),
        ),
        Property(
            attribute="intra_stat_transport_method",
            path=("IntraStatTransportMethod",),
        ),
        Property(
            attribute="invoice_account",
            path=("InvoiceAccount",),
            targets=("Accounts",),
        ),
        Property(
            attribute="invoice_account_code",
            path=("InvoiceAccountCode",),
            access=Access.READ,
        ),
        Property(
            attribute="invoice_account_name",
            path=("InvoiceAccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="invoice_attachment_type",
            path=("InvoiceAttachmentType",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="invoicing_method",
            path=("InvoicingMethod",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_accountant",
            path=("IsAccountant",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_agency",
            path=("IsAgency",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_anonymised",
            path=("IsAnonymised",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="is_bank",
            path=("IsBank",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_competitor",
            path=("IsCompetitor",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_extra_duty",
            path=("IsExtraDuty",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_mailing",
            path=("IsMailing",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_member",
            path=("IsMember",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_pilot",
            path=("IsPilot",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_purchase",
            path=("IsPurchase",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_reseller",
            path=("IsReseller",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_sales",
            path=("IsSales",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_supplier",
            path=("IsSupplier",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="language",
            path=("Language",),
        ),
        Property(
            attribute="language_description",
            path=("LanguageDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="latitude",
            path=("Latitude",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="lead_purpose",
            path=("LeadPurpose",),
        ),
        Property(
            attribute="lead_source",
            path=("LeadSource",),
        ),
        Property(
            attribute="logo",
            path=("Logo",),
        ),
        Property(
            attribute="logo_file_name",
            path=("LogoFileName",),
        ),
        Property(
            attribute="logo_thumbnail_url",
            path=("LogoThumbnailUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="logo_url",
            path=("LogoUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="longitude",
            path=("Longitude",),
            kind=Kind.DECIMAL,
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
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="name",
            path=("Name",),
            required=True,
        ),
        Property(
            attribute="oin_number",
            path=("OINNumber",),
        ),
        Property(
            attribute="parent",
            path=("Parent",),
            targets=("Accounts",),
        ),
        Property(
            attribute="pay_as_you_earn",
            path=("PayAsYouEarn",),
        ),
        Property(
            attribute="payment_condition_purchase",
            path=("PaymentConditionPurchase",),
        ),
        Property(
            attribute="payment_condition_purchase_description",
            path=("PaymentConditionPurchaseDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="payment_condition_sales",
            path=("PaymentConditionSales",),
        ),
        Property(
            attribute="payment_condition_sales_description",
            path=("PaymentConditionSalesDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="peppol_identifier",
            path=("PeppolIdentifier",),
        ),
        Property(
            attribute="peppol_identifier_type",
            path=("PeppolIdentifierType",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="phone",
            path=("Phone",),
        ),
        Property(
            attribute="phone_extension",
            path=("PhoneExtension",),
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
        ),
        Property(
            attribute="price_list",
            path=("PriceList",),
        ),
        Property(
            attribute="purchase_currency",
            path=("PurchaseCurrency",),
        ),
        Property(
            attribute="purchase_currency_description",
            path=("PurchaseCurrencyDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="purchase_lead_days",
            path=("PurchaseLeadDays",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="purchase_vat_code",
            path=("PurchaseVATCode",),
        ),
        Property(
            attribute="purchase_vat_code_description",
            path=("PurchaseVATCodeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="recepient_of_commissions",
            path=("RecepientOfCommissions",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="reseller",
            path=("Reseller",),
            targets=("Accounts",),
        ),
        Property(
            attribute="reseller_code",
            path=("ResellerCode",),
            access=Access.READ,
        ),
        Property(
            attribute="reseller_name",
            path=("ResellerName",),
            access=Access.READ,
        ),
        Property(
            attribute="rsin",
            path=("RSIN",),
        ),
        Property(
            attribute="sales_currency",
            path=("SalesCurrency",),
        ),
        Property(
            attribute="sales_currency_description",
            path=("SalesCurrencyDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_tax_schedule",
            path=("SalesTaxSchedule",),
        ),
        Property(
            attribute="sales_tax_schedule_code",
            path=("SalesTaxScheduleCode",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_tax_schedule_description",
            path=("SalesTaxScheduleDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_vat_code",
            path=("SalesVATCode",),
        ),
        Property(
            attribute="sales_vat_code_description",
            path=("SalesVATCodeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="search_code",
            path=("SearchCode",),
        ),
        Property(
            attribute="security_level",
            path=("SecurityLevel",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="separate_inv_per_project",
            path=("SeparateInvPerProject",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="separate_inv_per_subscription",
            path=("SeparateInvPerSubscription",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="shipping_lead_days",
            path=("ShippingLeadDays",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="shipping_method",
            path=("ShippingMethod",),
        ),
        Property(
            attribute="show_remark_for_sales",
            path=("ShowRemarkForSales",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="source",
            path=("Source",),
            kind=Kind.INTEGER,
            access=Access.READ,
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
            attribute="state_name",
            path=("StateName",),
            access=Access.READ,
        ),
        Property(
            attribute="status",
            path=("Status",),
            default="C",
        ),
        Property(
            attribute="status_since",
            path=("StatusSince",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="trade_name",
            path=("TradeName",),
        ),
        Property(
            attribute="type",
            path=("Type",),
            access=Access.READ,
        ),
        Property(
            attribute="unique_taxpayer_reference",
            path=("UniqueTaxpayerReference",),
        ),
        Property(
            attribute="vat_liability",
            path=("VATLiability",),
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

# ---- Addresses ----


class Addresses(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    account: Text = UNSET
    account_is_supplier: Flag = UNSET
    account_name: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    city: Text = UNSET
    contact: Text = UNSET
    contact_name: Text = UNSET
    country: Text = UNSET
    country_name: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    custom_field: Text = UNSET
    division: Integer = UNSET
    fax: Text = UNSET
    free_bool_field_01: Flag = UNSET
    free_bool_field_02: Flag = UNSET
    free_bool_field_03: Flag = UNSET
    free_bool_field_04: Flag = UNSET
    free_bool_field_05: Flag = UNSET
    free_date_field_01: Day = UNSET
    free_date_field_02: Day = UNSET
    free_date_field_03: Day = UNSET
    free_date_field_04: Day = UNSET
    free_date_field_05: Day = UNSET
    free_number_field_01: Number = UNSET
    free_number_field_02: Number = UNSET
    free_number_field_03: Number = UNSET
    free_number_field_04: Number = UNSET
    free_number_field_05: Number = UNSET
    free_text_field_01: Text = UNSET
    free_text_field_02: Text = UNSET
    free_text_field_03: Text = UNSET
    free_text_field_04: Text = UNSET
    free_text_field_05: Text = UNSET
    mailbox: Text = UNSET
    main: Flag = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    nic_number: Text = UNSET
    notes: Text = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    postcode: Text = UNSET
    source: Integer = UNSET
    state: Text = UNSET
    state_description: Text = UNSET
    type: Integer = UNSET
    warehouse: Text = UNSET
    warehouse_code: Text = UNSET
    warehouse_description: Text = UNSET


class AddressesPatch(Patch, frozen=True, kw_only=True):
    account: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    city: Text = UNSET
    contact: Text = UNSET
    country: Text = UNSET
    fax: Text = UNSET
    free_bool_field_01: Flag = UNSET
    free_bool_field_02: Flag = UNSET
    free_bool_field_03: Flag = UNSET
    free_bool_field_04: Flag = UNSET
    free_bool_field_05: Flag = UNSET
    free_date_field_01: Day = UNSET
    free_date_field_02: Day = UNSET
    free_date_field_03: Day = UNSET
    free_date_field_04: Day = UNSET
    free_date_field_05: Day = UNSET
    free_number_field_01: Number = UNSET
    free_number_field_02: Number = UNSET
    free_number_field_03: Number = UNSET
    free_number_field_04: Number = UNSET
    free_number_field_05: Number = UNSET
    free_text_field_01: Text = UNSET
    free_text_field_02: Text = UNSET
    free_text_field_03: Text = UNSET
    free_text_field_04: Text = UNSET
    free_text_field_05: Text = UNSET
    mailbox: Text = UNSET
    main: Flag = UNSET
    nic_number: Text = UNSET
    notes: Text = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    postcode: Text = UNSET
    state: Text = UNSET
    type: Integer = UNSET
    warehouse: Text = UNSET


ADDRESSES = ObjectType(
    system=SYSTEM,
    name="Addresses",
    record=Addresses,
    patch=AddressesPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/crm/Addresses",
        item="/{account}/crm/Addresses(guid'{key}')",
        create="/{account}/crm/Addresses",
        update="/{account}/crm/Addresses(guid'{key}')",
        list_query=(("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/CRM/Addresses",
            query=(
                (
                    "$select",
                    "Timestamp,ID,Account,Contact,Warehouse,AddressLine1,AddressLine2,AddressLine3,City,Country,Fax,Mailbox,NicNumber,Notes,Phone,PhoneExtension,Postcode,State,Main,Type,AccountIsSupplier,AccountName,ContactName,CountryName,StateDescription,WarehouseCode,WarehouseDescription,Division,Source,Created,Modified,Creator,Modifier,CreatorFullName,ModifierFullName,FreeBoolField_01,FreeBoolField_02,FreeBoolField_03,FreeBoolField_04,FreeBoolField_05,FreeDateField_01,FreeDateField_02,FreeDateField_03,FreeDateField_04,FreeDateField_05,FreeNumberField_01,FreeNumberField_02,FreeNumberField_03,FreeNumberField_04,FreeNumberField_05,FreeTextField_01,FreeTextField_02,FreeTextField_03,FreeTextField_04,FreeTextField_05",
                ),
            ),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            also=(
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 3",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
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
            targets=("Accounts",),
        ),
        Property(
            attribute="account_is_supplier",
            path=("AccountIsSupplier",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="account_name",
            path=("AccountName",),
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
            attribute="city",
            path=("City",),
        ),
        Property(
            attribute="contact",
            path=("Contact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="contact_name",
            path=("ContactName",),
            access=Access.READ,
        ),
        Property(
            attribute="country",
            path=("Country",),
        ),
        Property(
            attribute="country_name",
            path=("CountryName",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="fax",
            path=("Fax",),
        ),
        Property(
            attribute="free_bool_field_01",
            path=("FreeBoolField_01",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_02",
            path=("FreeBoolField_02",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_03",
            path=("FreeBoolField_03",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_04",
            path=("FreeBoolField_04",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_05",
            path=("FreeBoolField_05",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_date_field_01",
            path=("FreeDateField_01",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_02",
            path=("FreeDateField_02",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_03",
            path=("FreeDateField_03",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_04",
            path=("FreeDateField_04",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_05",
            path=("FreeDateField_05",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_number_field_01",
            path=("FreeNumberField_01",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_02",
            path=("FreeNumberField_02",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_03",
            path=("FreeNumberField_03",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_04",
            path=("FreeNumberField_04",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_05",
            path=("FreeNumberField_05",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_text_field_01",
            path=("FreeTextField_01",),
        ),
        Property(
            attribute="free_text_field_02",
            path=("FreeTextField_02",),
        ),
        Property(
            attribute="free_text_field_03",
            path=("FreeTextField_03",),
        ),
        Property(
            attribute="free_text_field_04",
            path=("FreeTextField_04",),
        ),
        Property(
            attribute="free_text_field_05",
            path=("FreeTextField_05",),
        ),
        Property(
            attribute="mailbox",
            path=("Mailbox",),
        ),
        Property(
            attribute="main",
            path=("Main",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="nic_number",
            path=("NicNumber",),
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
            attribute="phone_extension",
            path=("PhoneExtension",),
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
        ),
        Property(
            attribute="source",
            path=("Source",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="state",
            path=("State",),
        ),
        Property(
            attribute="state_description",
            path=("StateDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="type",
            path=("Type",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="warehouse",
            path=("Warehouse",),
        ),
        Property(
            attribute="warehouse_code",
            path=("WarehouseCode",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_description",
            path=("WarehouseDescription",),
            access=Access.READ,
        ),
    ),
)

# ---- Contacts ----


class Contacts(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    account: Text = UNSET
    account_is_customer: Flag = UNSET
    account_is_supplier: Flag = UNSET
    account_main_contact: Text = UNSET
    account_name: Text = UNSET
    address_line2: Text = UNSET
    address_street: Text = UNSET
    address_street_number: Text = UNSET
    address_street_number_suffix: Text = UNSET
    allow_mailing: Integer = UNSET
    birth_date: Day = UNSET
    birth_name: Text = UNSET
    birth_name_prefix: Text = UNSET
    birth_place: Text = UNSET
    business_email: Text = UNSET
    business_fax: Text = UNSET
    business_mobile: Text = UNSET
    business_phone: Text = UNSET
    business_phone_extension: Text = UNSET
    city: Text = UNSET
    code: Text = UNSET
    country: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    custom_field: Text = UNSET
    division: Integer = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    full_name: Text = UNSET
    gender: Text = UNSET
    hid: Integer = UNSET
    identification_date: Day = UNSET
    identification_document: Text = UNSET
    identification_user: Text = UNSET
    initials: Text = UNSET
    is_anonymised: Integer = UNSET
    is_mailing_excluded: Flag = UNSET
    is_main_contact: Flag = UNSET
    job_title_description: Text = UNSET
    language: Text = UNSET
    last_name: Text = UNSET
    lead_purpose: Text = UNSET
    lead_source: Text = UNSET
    marketing_notes: Text = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    nationality: Text = UNSET
    notes: Text = UNSET
    partner_name: Text = UNSET
    partner_name_prefix: Text = UNSET
    person: Text = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    picture: Text = UNSET
    picture_name: Text = UNSET
    picture_thumbnail_url: Text = UNSET
    picture_url: Text = UNSET
    postcode: Text = UNSET
    social_security_number: Text = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    title: Text = UNSET
    title_abbreviation: Text = UNSET
    title_description: Text = UNSET


class ContactsPatch(Patch, frozen=True, kw_only=True):
    account: Text = UNSET
    birth_date: Day = UNSET
    birth_place: Text = UNSET
    business_fax: Text = UNSET
    business_phone_extension: Text = UNSET
    email: Text = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    gender: Text = UNSET
    hid: Integer = UNSET
    identification_date: Day = UNSET
    identification_document: Text = UNSET
    identification_user: Text = UNSET
    initials: Text = UNSET
    is_mailing_excluded: Flag = UNSET
    job_title_description: Text = UNSET
    language: Text = UNSET
    last_name: Text = UNSET
    lead_purpose: Text = UNSET
    lead_source: Text = UNSET
    marketing_notes: Text = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    nationality: Text = UNSET
    notes: Text = UNSET
    person: Text = UNSET
    phone: Text = UNSET
    picture_name: Text = UNSET
    social_security_number: Text = UNSET
    start_date: Day = UNSET
    title: Text = UNSET


CONTACTS = ObjectType(
    system=SYSTEM,
    name="Contacts",
    record=Contacts,
    patch=ContactsPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    created=("Created",),
    operations=Operations(
        list="/{account}/crm/Contacts",
        item="/{account}/crm/Contacts(guid'{key}')",
        create="/{account}/crm/Contacts",
        update="/{account}/crm/Contacts(guid'{key}')",
        delete="/{account}/crm/Contacts(guid'{key}')",
        list_query=(("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/CRM/Contacts",
            query=(
                (
                    "$select",
                    "Timestamp,ID,Account,AccountIsCustomer,AccountIsSupplier,AccountMainContact,AccountName,AddressLine2,AddressStreet,AddressStreetNumber,AddressStreetNumberSuffix,BirthDate,BirthPlace,BusinessEmail,BusinessFax,BusinessMobile,BusinessPhone,BusinessPhoneExtension,City,Code,Country,Created,Creator,CreatorFullName,Division,Email,EndDate,FirstName,FullName,Gender,HID,IdentificationDate,IdentificationDocument,IdentificationUser,Initials,IsAnonymised,IsMailingExcluded,IsMainContact,JobTitleDescription,Language,LastName,LeadPurpose,LeadSource,MarketingNotes,MiddleName,Mobile,Modified,Modifier,ModifierFullName,Nationality,Notes,PartnerName,PartnerNamePrefix,Person,Phone,PhoneExtension,PictureName,PictureThumbnailUrl,PictureUrl,Postcode,SocialSecurityNumber,StartDate,State,Title,TitleAbbreviation,TitleDescription",
                ),
            ),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            also=(
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 5",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
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
            attribute="account_is_customer",
            path=("AccountIsCustomer",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="account_is_supplier",
            path=("AccountIsSupplier",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="account_main_contact",
            path=("AccountMainContact",),
            access=Access.READ,
            targets=("Contacts",),
        ),
        Property(
            attribute="account_name",
            path=("AccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="address_line2",
            path=("AddressLine2",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street",
            path=("AddressStreet",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street_number",
            path=("AddressStreetNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street_number_suffix",
            path=("AddressStreetNumberSuffix",),
            access=Access.READ,
        ),
        Property(
            attribute="allow_mailing",
            path=("AllowMailing",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="birth_date",
            path=("BirthDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="birth_name",
            path=("BirthName",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_name_prefix",
            path=("BirthNamePrefix",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_place",
            path=("BirthPlace",),
        ),
        Property(
            attribute="business_email",
            path=("BusinessEmail",),
            access=Access.READ,
        ),
        Property(
            attribute="business_fax",
            path=("BusinessFax",),
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
            attribute="business_phone_extension",
            path=("BusinessPhoneExtension",),
        ),
        Property(
            attribute="city",
            path=("City",),
            access=Access.READ,
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.READ,
        ),
        Property(
            attribute="country",
            path=("Country",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
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
            attribute="gender",
            path=("Gender",),
        ),
        Property(
            attribute="hid",
            path=("HID",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="identification_date",
            path=("IdentificationDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="identification_document",
            path=("IdentificationDocument",),
        ),
        Property(
            attribute="identification_user",
            path=("IdentificationUser",),
        ),
        Property(
            attribute="initials",
            path=("Initials",),
        ),
        Property(
            attribute="is_anonymised",
            path=("IsAnonymised",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="is_mailing_excluded",
            path=("IsMailingExcluded",),
            kind=Kind.BOOLEAN,
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
            attribute="lead_purpose",
            path=("LeadPurpose",),
        ),
        Property(
            attribute="lead_source",
            path=("LeadSource",),
        ),
        Property(
            attribute="marketing_notes",
            path=("MarketingNotes",),
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
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="nationality",
            path=("Nationality",),
        ),
        Property(
            attribute="notes",
            path=("Notes",),
        ),
        Property(
            attribute="partner_name",
            path=("PartnerName",),
            access=Access.READ,
        ),
        Property(
            attribute="partner_name_prefix",
            path=("PartnerNamePrefix",),
            access=Access.READ,
        ),
        Property(
            attribute="person",
            path=("Person",),
        ),
        Property(
            attribute="phone",
            path=("Phone",),
        ),
        Property(
            attribute="phone_extension",
            path=("PhoneExtension",),
            access=Access.READ,
        ),
        Property(
            attribute="picture",
            path=("Picture",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_name",
            path=("PictureName",),
        ),
        Property(
            attribute="picture_thumbnail_url",
            path=("PictureThumbnailUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_url",
            path=("PictureUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
            access=Access.READ,
        ),
        Property(
            attribute="social_security_number",
            path=("SocialSecurityNumber",),
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="state",
            path=("State",),
            access=Access.READ,
        ),
        Property(
            attribute="title",
            path=("Title",),
        ),
        Property(
            attribute="title_abbreviation",
            path=("TitleAbbreviation",),
            access=Access.READ,
        ),
        Property(
            attribute="title_description",
            path=("TitleDescription",),
            access=Access.READ,
        ),
    ),
)

# ---- Divisions ----


class Divisions(Record, frozen=True, kw_only=True):
    code: Integer = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    archive_date: Day = UNSET
    blocking_status: Integer = UNSET
    business_type_code: Text = UNSET
    business_type_description: Text = UNSET
    chamber_of_commerce_establishment: Text = UNSET
    chamber_of_commerce_number: Text = UNSET
    city: Text = UNSET
    company_size_code: Text = UNSET
    company_size_description: Text = UNSET
    country: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    currency: Text = UNSET
    current: Flag = UNSET
    customer: Text = UNSET
    customer_code: Text = UNSET
    customer_name: Text = UNSET
    datev_accountant_number: Text = UNSET
    datev_client_number: Text = UNSET
    description: Text = UNSET
    division_hr_link_unlink_date: Moment = UNSET
    division_move_date: Moment = UNSET
    email: Text = UNSET
    fax: Text = UNSET
    hid: Text = UNSET
    is_dossier_division: Flag = UNSET
    is_hr_division: Flag = UNSET
    is_main_division: Flag = UNSET
    is_practice_division: Flag = UNSET
    legislation: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    ob_number: Text = UNSET
    phone: Text = UNSET
    postcode: Text = UNSET
    sbi_code: Text = UNSET
    sbi_description: Text = UNSET
    sector_code: Text = UNSET
    sector_description: Text = UNSET
    share_capital: Number = UNSET
    siret_number: Text = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    status: Integer = UNSET
    subsector_code: Text = UNSET
    subsector_description: Text = UNSET
    tax_office_number: Text = UNSET
    tax_reference_number: Text = UNSET
    template_code: Text = UNSET
    vat_number: Text = UNSET
    website: Text = UNSET


class DivisionsPatch(Patch, frozen=True, kw_only=True):
    pass


DIVISIONS = ObjectType(
    system=SYSTEM,
    name="Divisions",
    record=Divisions,
    patch=DivisionsPatch,
    key=("Code",),
    version=("Modified",),
    modified=("Modified",),
    operations=Operations(
        list="/{account}/system/Divisions",
        item="/{account}/system/Divisions({key})",
        why_not="Companies are set up in Exact Online itself",
    ),
    properties=(
        Property(
            attribute="code",
            path=("Code",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="address_line1",
            path=("AddressLine1",),
            access=Access.READ,
        ),
        Property(
            attribute="address_line2",
            path=("AddressLine2",),
            access=Access.READ,
        ),
        Property(
            attribute="address_line3",
            path=("AddressLine3",),
            access=Access.READ,
        ),
        Property(
            attribute="archive_date",
            path=("ArchiveDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="blocking_status",
            path=("BlockingStatus",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="business_type_code",
            path=("BusinessTypeCode",),
            access=Access.READ,
        ),
        Property(
            attribute="business_type_description",
            path=("BusinessTypeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="chamber_of_commerce_establishment",
            path=("ChamberOfCommerceEstablishment",),
            access=Access.READ,
        ),
        Property(
            attribute="chamber_of_commerce_number",
            path=("ChamberOfCommerceNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="city",
            path=("City",),
            access=Access.READ,
        ),
        Property(
            attribute="company_size_code",
            path=("CompanySizeCode",),
            access=Access.READ,
        ),
        Property(
            attribute="company_size_description",
            path=("CompanySizeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="country",
            path=("Country",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
            access=Access.READ,
        ),
        Property(
            attribute="current",
            path=("Current",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="customer",
            path=("Customer",),
            access=Access.READ,
        ),
        Property(
            attribute="customer_code",
            path=("CustomerCode",),
            access=Access.READ,
        ),
        Property(
            attribute="customer_name",
            path=("CustomerName",),
            access=Access.READ,
        ),
        Property(
            attribute="datev_accountant_number",
            path=("DatevAccountantNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="datev_client_number",
            path=("DatevClientNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
            access=Access.READ,
        ),
        Property(
            attribute="division_hr_link_unlink_date",
            path=("DivisionHRLinkUnlinkDate",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="division_move_date",
            path=("DivisionMoveDate",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="email",
            path=("Email",),
            access=Access.READ,
        ),
        Property(
            attribute="fax",
            path=("Fax",),
            access=Access.READ,
        ),
        Property(
            attribute="hid",
            path=("Hid",),
            access=Access.READ,
        ),
        Property(
            attribute="is_dossier_division",
            path=("IsDossierDivision",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_hr_division",
            path=("IsHRDivision",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_main_division",
            path=("IsMainDivision",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_practice_division",
            path=("IsPracticeDivision",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="legislation",
            path=("Legislation",),
            access=Access.READ,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="ob_number",
            path=("OBNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="phone",
            path=("Phone",),
            access=Access.READ,
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
            access=Access.READ,
        ),
        Property(
            attribute="sbi_code",
            path=("SbiCode",),
            access=Access.READ,
        ),
        Property(
            attribute="sbi_description",
            path=("SbiDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="sector_code",
            path=("SectorCode",),
            access=Access.READ,
        ),
        Property(
            attribute="sector_description",
            path=("SectorDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="share_capital",
            path=("ShareCapital",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="siret_number",
            path=("SiretNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="state",
            path=("State",),
            access=Access.READ,
        ),
        Property(
            attribute="status",
            path=("Status",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="subsector_code",
            path=("SubsectorCode",),
            access=Access.READ,
        ),
        Property(
            attribute="subsector_description",
            path=("SubsectorDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="tax_office_number",
            path=("TaxOfficeNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="tax_reference_number",
            path=("TaxReferenceNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="template_code",
            path=("TemplateCode",),
            access=Access.READ,
        ),
        Property(
            attribute="vat_number",
            path=("VATNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="website",
            path=("Website",),
            access=Access.READ,
        ),
    ),
)

# ---- Employees ----


class Employees(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    active_employment: Integer = UNSET
    address_line2: Text = UNSET
    address_line3: Text = UNSET
    address_street: Text = UNSET
    address_street_number: Text = UNSET
    address_street_number_suffix: Text = UNSET
    birth_date: Day = UNSET
    birth_name: Text = UNSET
    birth_name_prefix: Text = UNSET
    birth_place: Text = UNSET
    business_email: Text = UNSET
    business_fax: Text = UNSET
    business_mobile: Text = UNSET
    business_phone: Text = UNSET
    business_phone_extension: Text = UNSET
    caso_number: Text = UNSET
    city: Text = UNSET
    code: Text = UNSET
    country: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    custom_field: Text = UNSET
    customer: Text = UNSET
    division: Integer = UNSET
    email: Text = UNSET
    employee_hid: Integer = UNSET
    end_date: Day = UNSET
    first_name: Text = UNSET
    full_name: Text = UNSET
    gender: Text = UNSET
    hid: Integer = UNSET
    initials: Text = UNSET
    is_active: Flag = UNSET
    is_anonymised: Integer = UNSET
    language: Text = UNSET
    last_name: Text = UNSET
    location_description: Text = UNSET
    manager: Text = UNSET
    marital_date: Day = UNSET
    marital_status: Integer = UNSET
    middle_name: Text = UNSET
    mobile: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    municipality: Text = UNSET
    name_composition: Integer = UNSET
    nationality: Text = UNSET
    nick_name: Text = UNSET
    notes: Text = UNSET
    partner_name: Text = UNSET
    partner_name_prefix: Text = UNSET
    person: Text = UNSET
    phone: Text = UNSET
    phone_extension: Text = UNSET
    picture: Text = UNSET
    picture_file_name: Text = UNSET
    picture_thumbnail_url: Text = UNSET
    picture_url: Text = UNSET
    postcode: Text = UNSET
    private_email: Text = UNSET
    social_security_number: Text = UNSET
    start_date: Day = UNSET
    state: Text = UNSET
    title: Text = UNSET
    user: Text = UNSET
    user_full_name: Text = UNSET


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
    created=("Created",),
    operations=Operations(
        list="/{account}/payroll/Employees",
        item="/{account}/payroll/Employees(guid'{key}')",
        why_not="Exact Online's API has no way to create or change employees",
        list_query=(("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/Payroll/Employees",
            query=(
                (
                    "$select",
                    "Timestamp,ID,AddressLine2,AddressLine3,AddressStreet,AddressStreetNumber,AddressStreetNumberSuffix,BirthDate,BirthName,BirthNamePrefix,BirthPlace,BusinessEmail,BusinessFax,BusinessMobile,BusinessPhone,BusinessPhoneExtension,City,Code,Country,Created,Creator,CreatorFullName,Customer,Division,Email,EmployeeHID,EndDate,FirstName,FullName,Gender,HID,Initials,IsActive,IsAnonymised,Language,LastName,LocationDescription,Manager,MaritalDate,MaritalStatus,MiddleName,Mobile,Modified,Modifier,ModifierFullName,NameComposition,Nationality,NickName,Notes,PartnerName,PartnerNamePrefix,Person,Phone,PhoneExtension,PictureFileName,PictureThumbnailUrl,PictureUrl,Postcode,PrivateEmail,SocialSecurityNumber,StartDate,State,Title,User,UserFullName",
                ),
            ),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            also=(
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 42",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="active_employment",
            path=("ActiveEmployment",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="address_line2",
            path=("AddressLine2",),
            access=Access.READ,
        ),
        Property(
            attribute="address_line3",
            path=("AddressLine3",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street",
            path=("AddressStreet",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street_number",
            path=("AddressStreetNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="address_street_number_suffix",
            path=("AddressStreetNumberSuffix",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_date",
            path=("BirthDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="birth_name",
            path=("BirthName",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_name_prefix",
            path=("BirthNamePrefix",),
            access=Access.READ,
        ),
        Property(
            attribute="birth_place",
            path=("BirthPlace",),
            access=Access.READ,
        ),
        Property(
            attribute="business_email",
            path=("BusinessEmail",),
            access=Access.READ,
        ),
        Property(
            attribute="business_fax",
            path=("BusinessFax",),
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
            attribute="business_phone_extension",
            path=("BusinessPhoneExtension",),
            access=Access.READ,
        ),
        Property(
            attribute="caso_number",
            path=("CASONumber",),
            access=Access.READ,
        ),
        Property(
            attribute="city",
            path=("City",),
            access=Access.READ,
        ),
        Property(
            attribute="code",
            path=("Code",),
            access=Access.READ,
        ),
        Property(
            attribute="country",
            path=("Country",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="customer",
            path=("Customer",),
            access=Access.READ,
            targets=("Accounts",),
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="email",
            path=("Email",),
            access=Access.READ,
        ),
        Property(
            attribute="employee_hid",
            path=("EmployeeHID",),
            kind=Kind.INTEGER,
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
            attribute="gender",
            path=("Gender",),
            access=Access.READ,
        ),
        Property(
            attribute="hid",
            path=("HID",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="initials",
            path=("Initials",),
            access=Access.READ,
        ),
        Property(
            attribute="is_active",
            path=("IsActive",),
            kind=Kind.BOOLEAN,
            access=Access.READ,
        ),
        Property(
            attribute="is_anonymised",
            path=("IsAnonymised",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="language",
            path=("Language",),
            access=Access.READ,
        ),
        Property(
            attribute="last_name",
            path=("LastName",),
            access=Access.READ,
        ),
        Property(
            attribute="location_description",
            path=("LocationDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="manager",
            path=("Manager",),
            access=Access.READ,
            targets=("Employees",),
        ),
        Property(
            attribute="marital_date",
            path=("MaritalDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="marital_status",
            path=("MaritalStatus",),
            kind=Kind.INTEGER,
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
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="municipality",
            path=("Municipality",),
            access=Access.READ,
        ),
        Property(
            attribute="name_composition",
            path=("NameComposition",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="nationality",
            path=("Nationality",),
            access=Access.READ,
        ),
        Property(
            attribute="nick_name",
            path=("NickName",),
            access=Access.READ,
        ),
        Property(
            attribute="notes",
            path=("Notes",),
            access=Access.READ,
        ),
        Property(
            attribute="partner_name",
            path=("PartnerName",),
            access=Access.READ,
        ),
        Property(
            attribute="partner_name_prefix",
            path=("PartnerNamePrefix",),
            access=Access.READ,
        ),
        Property(
            attribute="person",
            path=("Person",),
            access=Access.READ,
        ),
        Property(
            attribute="phone",
            path=("Phone",),
            access=Access.READ,
        ),
        Property(
            attribute="phone_extension",
            path=("PhoneExtension",),
            access=Access.READ,
        ),
        Property(
            attribute="picture",
            path=("Picture",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_file_name",
            path=("PictureFileName",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_thumbnail_url",
            path=("PictureThumbnailUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_url",
            path=("PictureUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="postcode",
            path=("Postcode",),
            access=Access.READ,
        ),
        Property(
            attribute="private_email",
            path=("PrivateEmail",),
            access=Access.READ,
        ),
        Property(
            attribute="social_security_number",
            path=("SocialSecurityNumber",),
            access=Access.READ,
        ),
        Property(
            attribute="start_date",
            path=("StartDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="state",
            path=("State",),
            access=Access.READ,
        ),
        Property(
            attribute="title",
            path=("Title",),
            access=Access.READ,
        ),
        Property(
            attribute="user",
            path=("User",),
            access=Access.READ,
        ),
        Property(
            attribute="user_full_name",
            path=("UserFullName",),
            access=Access.READ,
        ),
    ),
)

# ---- Items ----


class Items(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    assembled_lead_days: Integer = UNSET
    average_cost: Number = UNSET
    barcode: Text = UNSET
    batch_quantity: Number = UNSET
    class_01: Text = UNSET
    class_02: Text = UNSET
    class_03: Text = UNSET
    class_04: Text = UNSET
    class_05: Text = UNSET
    class_06: Text = UNSET
    class_07: Text = UNSET
    class_08: Text = UNSET
    class_09: Text = UNSET
    class_10: Text = UNSET
    code: Text = UNSET
    copy_remarks: Integer = UNSET
    cost_price_currency: Text = UNSET
    cost_price_new: Number = UNSET
    cost_price_standard: Number = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    custom_field: Text = UNSET
    description: Text = UNSET
    division: Integer = UNSET
    end_date: Day = UNSET
    extra_description: Text = UNSET
    free_bool_field_01: Flag = UNSET
    free_bool_field_02: Flag = UNSET
    free_bool_field_03: Flag = UNSET
    free_bool_field_04: Flag = UNSET
    free_bool_field_05: Flag = UNSET
    free_date_field_01: Day = UNSET
    free_date_field_02: Day = UNSET
    free_date_field_03: Day = UNSET
    free_date_field_04: Day = UNSET
    free_date_field_05: Day = UNSET
    free_number_field_01: Number = UNSET
    free_number_field_02: Number = UNSET
    free_number_field_03: Number = UNSET
    free_number_field_04: Number = UNSET
    free_number_field_05: Number = UNSET
    free_number_field_06: Number = UNSET
    free_number_field_07: Number = UNSET
    free_number_field_08: Number = UNSET
    free_text_field_01: Text = UNSET
    free_text_field_02: Text = UNSET
    free_text_field_03: Text = UNSET
    free_text_field_04: Text = UNSET
    free_text_field_05: Text = UNSET
    free_text_field_06: Text = UNSET
    free_text_field_07: Text = UNSET
    free_text_field_08: Text = UNSET
    free_text_field_09: Text = UNSET
    free_text_field_10: Text = UNSET
    gl_costs: Text = UNSET
    gl_costs_code: Text = UNSET
    gl_costs_description: Text = UNSET
    gl_costs_work_in_progress: Text = UNSET
    gl_costs_work_in_progress_code: Text = UNSET
    gl_costs_work_in_progress_description: Text = UNSET
    gl_revenue: Text = UNSET
    gl_revenue_code: Text = UNSET
    gl_revenue_description: Text = UNSET
    gl_revenue_work_in_progress: Text = UNSET
    gl_revenue_work_in_progress_code: Text = UNSET
    gl_revenue_work_in_progress_description: Text = UNSET
    gl_stock: Text = UNSET
    gl_stock_code: Text = UNSET
    gl_stock_description: Text = UNSET
    gross_weight: Number = UNSET
    is_batch_item: Integer = UNSET
    is_batch_number_item: Integer = UNSET
    is_fraction_allowed_item: Flag = UNSET
    is_make_item: Integer = UNSET
    is_new_contract: Integer = UNSET
    is_on_demand_item: Integer = UNSET
    is_package_item: Flag = UNSET
    is_purchase_item: Flag = UNSET
    is_registration_code_item: Integer = UNSET
    is_sales_item: Flag = UNSET
    is_serial_item: Flag = UNSET
    is_serial_number_item: Flag = UNSET
    is_stock_item: Flag = UNSET
    is_subcontracted_item: Flag = UNSET
    is_taxable_item: Integer = UNSET
    is_time: Integer = UNSET
    is_webshop_item: Integer = UNSET
    item_group: Text = UNSET
    item_group_code: Text = UNSET
    item_group_description: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    net_weight: Number = UNSET
    net_weight_unit: Text = UNSET
    notes: Text = UNSET
    picture: Text = UNSET
    picture_name: Text = UNSET
    picture_thumbnail_url: Text = UNSET
    picture_url: Text = UNSET
    sales_vat_code: Text = UNSET
    sales_vat_code_description: Text = UNSET
    search_code: Text = UNSET
    security_level: Integer = UNSET
    standard_sales_price: Number = UNSET
    start_date: Day = UNSET
    statistical_code: Text = UNSET
    statistical_net_weight: Number = UNSET
    statistical_units: Number = UNSET
    statistical_value: Number = UNSET
    stock: Number = UNSET
    unit: Text = UNSET
    unit_description: Text = UNSET
    unit_type: Text = UNSET
    use_explosion: Integer = UNSET


class ItemsPatch(Patch, frozen=True, kw_only=True):
    average_cost: Number = UNSET
    barcode: Text = UNSET
    class_01: Text = UNSET
    class_02: Text = UNSET
    class_03: Text = UNSET
    class_04: Text = UNSET
    class_05: Text = UNSET
    class_06: Text = UNSET
    class_07: Text = UNSET
    class_08: Text = UNSET
    class_09: Text = UNSET
    class_10: Text = UNSET
    code: Text = UNSET
    copy_remarks: Integer = UNSET
    cost_price_currency: Text = UNSET
    cost_price_new: Number = UNSET
    cost_price_standard: Number = UNSET
    description: Text = UNSET
    end_date: Day = UNSET
    extra_description: Text = UNSET
    free_bool_field_01: Flag = UNSET
    free_bool_field_02: Flag = UNSET
    free_bool_field_03: Flag = UNSET
    free_bool_field_04: Flag = UNSET
    free_bool_field_05: Flag = UNSET
    free_date_field_01: Day = UNSET
    free_date_field_02: Day = UNSET
    free_date_field_03: Day = UNSET
    free_date_field_04: Day = UNSET
    free_date_field_05: Day = UNSET
    free_number_field_01: Number = UNSET
    free_number_field_02: Number = UNSET
    free_number_field_03: Number = UNSET
    free_number_field_04: Number = UNSET
    free_number_field_05: Number = UNSET
    free_number_field_06: Number = UNSET
    free_number_field_07: Number = UNSET
    free_number_field_08: Number = UNSET
    free_text_field_01: Text = UNSET
    free_text_field_02: Text = UNSET
    free_text_field_03: Text = UNSET
    free_text_field_04: Text = UNSET
    free_text_field_05: Text = UNSET
    free_text_field_06: Text = UNSET
    free_text_field_07: Text = UNSET
    free_text_field_08: Text = UNSET
    free_text_field_09: Text = UNSET
    free_text_field_10: Text = UNSET
    gl_costs: Text = UNSET
    gl_costs_work_in_progress: Text = UNSET
    gl_revenue: Text = UNSET
    gl_revenue_work_in_progress: Text = UNSET
    gl_stock: Text = UNSET
    gross_weight: Number = UNSET
    is_batch_item: Integer = UNSET
    is_batch_number_item: Integer = UNSET
    is_fraction_allowed_item: Flag = UNSET
    is_make_item: Integer = UNSET
    is_new_contract: Integer = UNSET
    is_on_demand_item: Integer = UNSET
    is_package_item: Flag = UNSET
    is_purchase_item: Flag = UNSET
    is_registration_code_item: Integer = UNSET
    is_sales_item: Flag = UNSET
    is_serial_item: Flag = UNSET
    is_serial_number_item: Flag = UNSET
    is_stock_item: Flag = UNSET
    is_subcontracted_item: Flag = UNSET
    is_taxable_item: Integer = UNSET
    is_time: Integer = UNSET
    is_webshop_item: Integer = UNSET
    item_group: Text = UNSET
    net_weight: Number = UNSET
    net_weight_unit: Text = UNSET
    notes: Text = UNSET
    picture_name: Text = UNSET
    sales_vat_code: Text = UNSET
    search_code: Text = UNSET
    security_level: Integer = UNSET
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
    created=("Created",),
    unique=("code",),
    operations=Operations(
        list="/{account}/logistics/Items",
        item="/{account}/logistics/Items(guid'{key}')",
        create="/{account}/logistics/Items",
        update="/{account}/logistics/Items(guid'{key}')",
        delete="/{account}/logistics/Items(guid'{key}')",
        list_query=(("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/Logistics/Items",
            query=(
                (
                    "$select",
                    "Timestamp,ID,AssembledLeadDays,AverageCost,Barcode,BatchQuantity,Class_01,Class_02,Class_03,Class_04,Class_05,Class_06,Class_07,Class_08,Class_09,Class_10,Code,CopyRemarks,CostPriceCurrency,CostPriceNew,CostPriceStandard,Created,Creator,CreatorFullName,Description,Division,EndDate,ExtraDescription,FreeBoolField_01,FreeBoolField_02,FreeBoolField_03,FreeBoolField_04,FreeBoolField_05,FreeDateField_01,FreeDateField_02,FreeDateField_03,FreeDateField_04,FreeDateField_05,FreeNumberField_01,FreeNumberField_02,FreeNumberField_03,FreeNumberField_04,FreeNumberField_05,FreeNumberField_06,FreeNumberField_07,FreeNumberField_08,FreeTextField_01,FreeTextField_02,FreeTextField_03,FreeTextField_04,FreeTextField_05,FreeTextField_06,FreeTextField_07,FreeTextField_08,FreeTextField_09,FreeTextField_10,GLCosts,GLCostsCode,GLCostsDescription,GLCostsWorkInProgress,GLCostsWorkInProgressCode,GLCostsWorkInProgressDescription,GLRevenue,GLRevenueCode,GLRevenueDescription,GLRevenueWorkInProgress,GLRevenueWorkInProgressCode,GLRevenueWorkInProgressDescription,GLStock,GLStockCode,GLStockDescription,GrossWeight,IsBatchItem,IsFractionAllowedItem,IsMakeItem,IsNewContract,IsOnDemandItem,IsPackageItem,IsPurchaseItem,IsRegistrationCodeItem,IsSalesItem,IsSerialItem,IsStockItem,IsSubcontractedItem,IsTaxableItem,IsTime,IsWebshopItem,ItemGroup,ItemGroupCode,ItemGroupDescription,Modified,Modifier,ModifierFullName,NetWeight,NetWeightUnit,Notes,PictureName,PictureThumbnailUrl,PictureUrl,SalesVatCode,SalesVatCodeDescription,SearchCode,SecurityLevel,StartDate,StatisticalCode,StatisticalNetWeight,StatisticalUnits,StatisticalValue,Stock,Unit,UnitDescription,UnitType,UseExplosion",
                ),
            ),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            also=(
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 9",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
    ),
    properties=(
        Property(
            attribute="id",
            path=("ID",),
            access=Access.READ,
        ),
        Property(
            attribute="assembled_lead_days",
            path=("AssembledLeadDays",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="average_cost",
            path=("AverageCost",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="barcode",
            path=("Barcode",),
        ),
        Property(
            attribute="batch_quantity",
            path=("BatchQuantity",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="class_01",
            path=("Class_01",),
        ),
        Property(
            attribute="class_02",
            path=("Class_02",),
        ),
        Property(
            attribute="class_03",
            path=("Class_03",),
        ),
        Property(
            attribute="class_04",
            path=("Class_04",),
        ),
        Property(
            attribute="class_05",
            path=("Class_05",),
        ),
        Property(
            attribute="class_06",
            path=("Class_06",),
        ),
        Property(
            attribute="class_07",
            path=("Class_07",),
        ),
        Property(
            attribute="class_08",
            path=("Class_08",),
        ),
        Property(
            attribute="class_09",
            path=("Class_09",),
        ),
        Property(
            attribute="class_10",
            path=("Class_10",),
        ),
        Property(
            attribute="code",
            path=("Code",),
            required=True,
        ),
        Property(
            attribute="copy_remarks",
            path=("CopyRemarks",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="cost_price_currency",
            path=("CostPriceCurrency",),
        ),
        Property(
            attribute="cost_price_new",
            path=("CostPriceNew",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="cost_price_standard",
            path=("CostPriceStandard",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
            required=True,
            max_length=60,
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
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
            attribute="free_bool_field_01",
            path=("FreeBoolField_01",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_02",
            path=("FreeBoolField_02",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_03",
            path=("FreeBoolField_03",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_04",
            path=("FreeBoolField_04",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_bool_field_05",
            path=("FreeBoolField_05",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="free_date_field_01",
            path=("FreeDateField_01",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_02",
            path=("FreeDateField_02",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_03",
            path=("FreeDateField_03",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_04",
            path=("FreeDateField_04",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_date_field_05",
            path=("FreeDateField_05",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="free_number_field_01",
            path=("FreeNumberField_01",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_02",
            path=("FreeNumberField_02",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_03",
            path=("FreeNumberField_03",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_04",
            path=("FreeNumberField_04",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_05",
            path=("FreeNumberField_05",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_06",
            path=("FreeNumberField_06",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_07",
            path=("FreeNumberField_07",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_number_field_08",
            path=("FreeNumberField_08",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="free_text_field_01",
            path=("FreeTextField_01",),
        ),
        Property(
            attribute="free_text_field_02",
            path=("FreeTextField_02",),
        ),
        Property(
            attribute="free_text_field_03",
            path=("FreeTextField_03",),
        ),
        Property(
            attribute="free_text_field_04",
            path=("FreeTextField_04",),
        ),
        Property(
            attribute="free_text_field_05",
            path=("FreeTextField_05",),
        ),
        Property(
            attribute="free_text_field_06",
            path=("FreeTextField_06",),
        ),
        Property(
            attribute="free_text_field_07",
            path=("FreeTextField_07",),
        ),
        Property(
            attribute="free_text_field_08",
            path=("FreeTextField_08",),
        ),
        Property(
            attribute="free_text_field_09",
            path=("FreeTextField_09",),
        ),
        Property(
            attribute="free_text_field_10",
            path=("FreeTextField_10",),
        ),
        Property(
            attribute="gl_costs",
            path=("GLCosts",),
        ),
        Property(
            attribute="gl_costs_code",
            path=("GLCostsCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_costs_description",
            path=("GLCostsDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_costs_work_in_progress",
            path=("GLCostsWorkInProgress",),
        ),
        Property(
            attribute="gl_costs_work_in_progress_code",
            path=("GLCostsWorkInProgressCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_costs_work_in_progress_description",
            path=("GLCostsWorkInProgressDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_revenue",
            path=("GLRevenue",),
        ),
        Property(
            attribute="gl_revenue_code",
            path=("GLRevenueCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_revenue_description",
            path=("GLRevenueDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_revenue_work_in_progress",
            path=("GLRevenueWorkInProgress",),
        ),
        Property(
            attribute="gl_revenue_work_in_progress_code",
            path=("GLRevenueWorkInProgressCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_revenue_work_in_progress_description",
            path=("GLRevenueWorkInProgressDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_stock",
            path=("GLStock",),
        ),
        Property(
            attribute="gl_stock_code",
            path=("GLStockCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_stock_description",
            path=("GLStockDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gross_weight",
            path=("GrossWeight",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="is_batch_item",
            path=("IsBatchItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_batch_number_item",
            path=("IsBatchNumberItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_fraction_allowed_item",
            path=("IsFractionAllowedItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_make_item",
            path=("IsMakeItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_new_contract",
            path=("IsNewContract",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_on_demand_item",
            path=("IsOnDemandItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_package_item",
            path=("IsPackageItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_purchase_item",
            path=("IsPurchaseItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_registration_code_item",
            path=("IsRegistrationCodeItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_sales_item",
            path=("IsSalesItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_serial_item",
            path=("IsSerialItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_serial_number_item",
            path=("IsSerialNumberItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_stock_item",
            path=("IsStockItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_subcontracted_item",
            path=("IsSubcontractedItem",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="is_taxable_item",
            path=("IsTaxableItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_time",
            path=("IsTime",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="is_webshop_item",
            path=("IsWebshopItem",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="item_group",
            path=("ItemGroup",),
        ),
        Property(
            attribute="item_group_code",
            path=("ItemGroupCode",),
            access=Access.READ,
        ),
        Property(
            attribute="item_group_description",
            path=("ItemGroupDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="net_weight",
            path=("NetWeight",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="net_weight_unit",
            path=("NetWeightUnit",),
        ),
        Property(
            attribute="notes",
            path=("Notes",),
        ),
        Property(
            attribute="picture",
            path=("Picture",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_name",
            path=("PictureName",),
        ),
        Property(
            attribute="picture_thumbnail_url",
            path=("PictureThumbnailUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="picture_url",
            path=("PictureUrl",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_vat_code",
            path=("SalesVatCode",),
        ),
        Property(
            attribute="sales_vat_code_description",
            path=("SalesVatCodeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="search_code",
            path=("SearchCode",),
        ),
        Property(
            attribute="security_level",
            path=("SecurityLevel",),
            kind=Kind.INTEGER,
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
            attribute="statistical_code",
            path=("StatisticalCode",),
            access=Access.READ,
        ),
        Property(
            attribute="statistical_net_weight",
            path=("StatisticalNetWeight",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="statistical_units",
            path=("StatisticalUnits",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="statistical_value",
            path=("StatisticalValue",),
            kind=Kind.DECIMAL,
            access=Access.READ,
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
        Property(
            attribute="unit_description",
            path=("UnitDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="unit_type",
            path=("UnitType",),
            access=Access.READ,
        ),
        Property(
            attribute="use_explosion",
            path=("UseExplosion",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
    ),
)

# ---- Quotations ----


class QuotationsQuotationLine(Record, frozen=True, kw_only=True):
    amount_dc: Number = UNSET
    amount_fc: Number = UNSET
    cost_center: Text = UNSET
    cost_center_description: Text = UNSET
    cost_unit: Text = UNSET
    cost_unit_description: Text = UNSET
    custom_field: Text = UNSET
    customer_item_code: Text = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    division: Integer = UNSET
    id: Text = UNSET
    item: Text = UNSET
    item_description: Text = UNSET
    line_number: Integer = UNSET
    net_price: Number = UNSET
    notes: Text = UNSET
    optional: Flag = UNSET
    quantity: Number = UNSET
    quotation_id: Text = UNSET
    quotation_number: Integer = UNSET
    unit_code: Text = UNSET
    unit_description: Text = UNSET
    unit_price: Number = UNSET
    vat_amount_fc: Number = UNSET
    vat_code: Text = UNSET
    vat_description: Text = UNSET
    vat_percentage: Number = UNSET
    version_number: Integer = UNSET


class QuotationsQuotationOrderChargeLine(Record, frozen=True, kw_only=True):
    pass


class Quotations(Record, frozen=True, kw_only=True):
    quotation_id: Text = UNSET
    amount_dc: Number = UNSET
    amount_discount: Number = UNSET
    amount_discount_excl_vat: Number = UNSET
    amount_fc: Number = UNSET
    close_date: Day = UNSET
    closing_date: Day = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    currency: Text = UNSET
    delivery_account: Text = UNSET
    delivery_account_code: Text = UNSET
    delivery_account_contact: Text = UNSET
    delivery_account_contact_full_name: Text = UNSET
    delivery_account_name: Text = UNSET
    delivery_address: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    division: Integer = UNSET
    document: Text = UNSET
    document_subject: Text = UNSET
    due_date: Day = UNSET
    incoterm_address: Text = UNSET
    incoterm_code: Text = UNSET
    incoterm_version: Integer = UNSET
    invoice_account: Text = UNSET
    invoice_account_code: Text = UNSET
    invoice_account_contact: Text = UNSET
    invoice_account_contact_full_name: Text = UNSET
    invoice_account_name: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    opportunity: Text = UNSET
    opportunity_name: Text = UNSET
    order_account: Text = UNSET
    order_account_code: Text = UNSET
    order_account_contact: Text = UNSET
    order_account_contact_full_name: Text = UNSET
    order_account_name: Text = UNSET
    payment_condition: Text = UNSET
    payment_condition_description: Text = UNSET
    project: Text = UNSET
    project_code: Text = UNSET
    project_description: Text = UNSET
    quotation_date: Day = UNSET
    quotation_lines: Many[QuotationsQuotationLine] = UNSET
    quotation_number: Integer = UNSET
    quotation_order_charge_lines: Many[QuotationsQuotationOrderChargeLine] = UNSET
    remarks: Text = UNSET
    sales_channel: Text = UNSET
    sales_channel_code: Text = UNSET
    sales_channel_description: Text = UNSET
    sales_person: Text = UNSET
    sales_person_full_name: Text = UNSET
    selection_code: Text = UNSET
    selection_code_code: Text = UNSET
    selection_code_description: Text = UNSET
    shipping_method: Text = UNSET
    shipping_method_description: Text = UNSET
    status: Integer = UNSET
    status_description: Text = UNSET
    vat_amount_fc: Number = UNSET
    version_number: Integer = UNSET
    warehouse_code: Text = UNSET
    warehouse_description: Text = UNSET
    warehouse_id: Text = UNSET
    your_ref: Text = UNSET


class QuotationsPatch(Patch, frozen=True, kw_only=True):
    closing_date: Day = UNSET
    currency: Text = UNSET
    delivery_account: Text = UNSET
    delivery_account_contact: Text = UNSET
    delivery_address: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    document: Text = UNSET
    due_date: Day = UNSET
    incoterm_address: Text = UNSET
    incoterm_code: Text = UNSET
    incoterm_version: Integer = UNSET
    invoice_account: Text = UNSET
    invoice_account_contact: Text = UNSET
    opportunity: Text = UNSET
    order_account: Text = UNSET
    order_account_contact: Text = UNSET
    payment_condition: Text = UNSET
    project: Text = UNSET
    quotation_date: Day = UNSET
    quotation_lines: Many[QuotationsQuotationLine] = UNSET
    quotation_number: Integer = UNSET
    quotation_order_charge_lines: Many[QuotationsQuotationOrderChargeLine] = UNSET
    remarks: Text = UNSET
    sales_channel: Text = UNSET
    sales_person: Text = UNSET
    selection_code: Text = UNSET
    shipping_method: Text = UNSET
    warehouse_id: Text = UNSET
    your_ref: Text = UNSET


QUOTATIONS = ObjectType(
    system=SYSTEM,
    name="Quotations",
    record=Quotations,
    patch=QuotationsPatch,
    key=("QuotationID",),
    version=("Modified",),
    modified=("Modified",),
    created=("Created",),
    operations=Operations(
        list="/{account}/crm/Quotations",
        item="/{account}/crm/Quotations(guid'{key}')",
        create="/{account}/crm/Quotations",
        update="/{account}/crm/Quotations(guid'{key}')",
        delete="/{account}/crm/Quotations(guid'{key}')",
        list_query=(
            ("$expand", "QuotationLines"),
            ("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),
        ),
        item_query=(("$expand", "QuotationLines"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/CRM/QuotationHeaders",
            query=(("$select", "QuotationID,Timestamp"),),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            key=("QuotationID",),
            partial=True,
            also=(
                Source(
                    list="/{account}/sync/CRM/QuotationLines",
                    query=(("$select", "QuotationID,Timestamp"),),
                    value="Timestamp gt {since}L",
                    stamp=("Timestamp",),
                    key=("QuotationID",),
                ),
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 35",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                    within=("QuotationLines",),
                ),
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 34",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
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
            attribute="amount_discount",
            path=("AmountDiscount",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="amount_discount_excl_vat",
            path=("AmountDiscountExclVat",),
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
            attribute="close_date",
            path=("CloseDate",),
            kind=Kind.DATE,
            access=Access.READ,
        ),
        Property(
            attribute="closing_date",
            path=("ClosingDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
        ),
        Property(
            attribute="delivery_account",
            path=("DeliveryAccount",),
            targets=("Accounts",),
        ),
        Property(
            attribute="delivery_account_code",
            path=("DeliveryAccountCode",),
            access=Access.READ,
        ),
        Property(
            attribute="delivery_account_contact",
            path=("DeliveryAccountContact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="delivery_account_contact_full_name",
            path=("DeliveryAccountContactFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="delivery_account_name",
            path=("DeliveryAccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="delivery_address",
            path=("DeliveryAddress",),
            targets=("Addresses",),
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
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="document",
            path=("Document",),
        ),
        Property(
            attribute="document_subject",
            path=("DocumentSubject",),
            access=Access.READ,
        ),
        Property(
            attribute="due_date",
            path=("DueDate",),
            kind=Kind.DATE,
        ),
        Property(
            attribute="incoterm_address",
            path=("IncotermAddress",),
        ),
        Property(
            attribute="incoterm_code",
            path=("IncotermCode",),
        ),
        Property(
            attribute="incoterm_version",
            path=("IncotermVersion",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="invoice_account",
            path=("InvoiceAccount",),
            targets=("Accounts",),
        ),
        Property(
            attribute="invoice_account_code",
            path=("InvoiceAccountCode",),
            access=Access.READ,
        ),
        Property(
            attribute="invoice_account_contact",
            path=("InvoiceAccountContact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="invoice_account_contact_full_name",
            path=("InvoiceAccountContactFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="invoice_account_name",
            path=("InvoiceAccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="opportunity",
            path=("Opportunity",),
        ),
        Property(
            attribute="opportunity_name",
            path=("OpportunityName",),
            access=Access.READ,
        ),
        Property(
            attribute="order_account",
            path=("OrderAccount",),
            required=True,
            targets=("Accounts",),
        ),
        Property(
            attribute="order_account_code",
            path=("OrderAccountCode",),
            access=Access.READ,
        ),
        Property(
            attribute="order_account_contact",
            path=("OrderAccountContact",),
            targets=("Contacts",),
        ),
        Property(
            attribute="order_account_contact_full_name",
            path=("OrderAccountContactFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="order_account_name",
            path=("OrderAccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="payment_condition",
            path=("PaymentCondition",),
        ),
        Property(
            attribute="payment_condition_description",
            path=("PaymentConditionDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="project",
            path=("Project",),
        ),
        Property(
            attribute="project_code",
            path=("ProjectCode",),
            access=Access.READ,
        ),
        Property(
            attribute="project_description",
            path=("ProjectDescription",),
            access=Access.READ,
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
            required=True,
            key=("ID",),
            lines=LineOperations(
                create="/{account}/crm/QuotationLines",
                update="/{account}/crm/QuotationLines(guid'{line}')",
                delete="/{account}/crm/QuotationLines(guid'{line}')",
                parent=("QuotationID",),
            ),
            element=QuotationsQuotationLine,
            children=(
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
                    attribute="cost_center",
                    path=("CostCenter",),
                ),
                Property(
                    attribute="cost_center_description",
                    path=("CostCenterDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="cost_unit",
                    path=("CostUnit",),
                ),
                Property(
                    attribute="cost_unit_description",
                    path=("CostUnitDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="custom_field",
                    path=("CustomField",),
                    access=Access.READ,
                ),
                Property(
                    attribute="customer_item_code",
                    path=("CustomerItemCode",),
                    access=Access.READ,
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
                    attribute="division",
                    path=("Division",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
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
                    attribute="item_description",
                    path=("ItemDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="line_number",
                    path=("LineNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="net_price",
                    path=("NetPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="notes",
                    path=("Notes",),
                ),
                Property(
                    attribute="optional",
                    path=("Optional",),
                    kind=Kind.BOOLEAN,
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="quotation_id",
                    path=("QuotationID",),
                ),
                Property(
                    attribute="quotation_number",
                    path=("QuotationNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_code",
                    path=("UnitCode",),
                ),
                Property(
                    attribute="unit_description",
                    path=("UnitDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_price",
                    path=("UnitPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="vat_amount_fc",
                    path=("VATAmountFC",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_code",
                    path=("VATCode",),
                ),
                Property(
                    attribute="vat_description",
                    path=("VATDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_percentage",
                    path=("VATPercentage",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="version_number",
                    path=("VersionNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
            ),
        ),
        Property(
            attribute="quotation_number",
            path=("QuotationNumber",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="quotation_order_charge_lines",
            path=("QuotationOrderChargeLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            element=QuotationsQuotationOrderChargeLine,
            children=(),
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="sales_channel",
            path=("SalesChannel",),
        ),
        Property(
            attribute="sales_channel_code",
            path=("SalesChannelCode",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_channel_description",
            path=("SalesChannelDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_person",
            path=("SalesPerson",),
        ),
        Property(
            attribute="sales_person_full_name",
            path=("SalesPersonFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="selection_code",
            path=("SelectionCode",),
        ),
        Property(
            attribute="selection_code_code",
            path=("SelectionCodeCode",),
            access=Access.READ,
        ),
        Property(
            attribute="selection_code_description",
            path=("SelectionCodeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="shipping_method",
            path=("ShippingMethod",),
        ),
        Property(
            attribute="shipping_method_description",
            path=("ShippingMethodDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="status",
            path=("Status",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="status_description",
            path=("StatusDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="vat_amount_fc",
            path=("VATAmountFC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="version_number",
            path=("VersionNumber",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_code",
            path=("WarehouseCode",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_description",
            path=("WarehouseDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_id",
            path=("WarehouseID",),
        ),
        Property(
            attribute="your_ref",
            path=("YourRef",),
        ),
    ),
)

# ---- Salesorders ----


class SalesordersSalesOrderLine(Record, frozen=True, kw_only=True):
    amount_dc: Number = UNSET
    amount_fc: Number = UNSET
    cost_center: Text = UNSET
    cost_center_description: Text = UNSET
    cost_price_fc: Number = UNSET
    cost_unit: Text = UNSET
    cost_unit_description: Text = UNSET
    custom_field: Text = UNSET
    customer_item_code: Text = UNSET
    delivery_date: Day = UNSET
    delivery_status: Integer = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    division: Integer = UNSET
    id: Text = UNSET
    invoice_status: Integer = UNSET
    item: Text = UNSET
    item_code: Text = UNSET
    item_description: Text = UNSET
    item_version: Text = UNSET
    item_version_description: Text = UNSET
    line_number: Integer = UNSET
    margin: Number = UNSET
    net_price: Number = UNSET
    notes: Text = UNSET
    order_id: Text = UNSET
    order_number: Integer = UNSET
    order_status: Integer = UNSET
    pricelist: Text = UNSET
    pricelist_description: Text = UNSET
    project: Text = UNSET
    project_description: Text = UNSET
    purchase_order: Text = UNSET
    purchase_order_line: Text = UNSET
    purchase_order_line_number: Integer = UNSET
    purchase_order_number: Integer = UNSET
    quantity: Number = UNSET
    quantity_delivered: Number = UNSET
    quantity_invoiced: Number = UNSET
    shop_order: Text = UNSET
    tax_schedule: Text = UNSET
    tax_schedule_code: Text = UNSET
    tax_schedule_description: Text = UNSET
    unit_code: Text = UNSET
    unit_description: Text = UNSET
    unit_price: Number = UNSET
    use_drop_shipment: Integer = UNSET
    vat_amount: Number = UNSET
    vat_code: Text = UNSET
    vat_code_description: Text = UNSET
    vat_percentage: Number = UNSET


class SalesordersSalesOrderOrderChargeLine(Record, frozen=True, kw_only=True):
    pass


class Salesorders(Record, frozen=True, kw_only=True):
    order_id: Text = UNSET
    amount_dc: Number = UNSET
    amount_discount: Number = UNSET
    amount_discount_excl_vat: Number = UNSET
    amount_fc: Number = UNSET
    amount_fc_excl_vat: Number = UNSET
    approval_status: Integer = UNSET
    approval_status_description: Text = UNSET
    approved: Moment = UNSET
    approver: Text = UNSET
    approver_full_name: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    currency: Text = UNSET
    custom_field: Text = UNSET
    deliver_to: Text = UNSET
    deliver_to_contact_person: Text = UNSET
    deliver_to_contact_person_full_name: Text = UNSET
    deliver_to_name: Text = UNSET
    delivery_address: Text = UNSET
    delivery_date: Day = UNSET
    delivery_status: Integer = UNSET
    delivery_status_description: Text = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    division: Integer = UNSET
    document: Text = UNSET
    document_number: Integer = UNSET
    document_subject: Text = UNSET
    incoterm_address: Text = UNSET
    incoterm_code: Text = UNSET
    incoterm_version: Integer = UNSET
    invoice_status: Integer = UNSET
    invoice_status_description: Text = UNSET
    invoice_to: Text = UNSET
    invoice_to_contact_person: Text = UNSET
    invoice_to_contact_person_full_name: Text = UNSET
    invoice_to_name: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    order_date: Day = UNSET
    order_number: Integer = UNSET
    ordered_by: Text = UNSET
    ordered_by_contact_person: Text = UNSET
    ordered_by_contact_person_full_name: Text = UNSET
    ordered_by_name: Text = UNSET
    payment_condition: Text = UNSET
    payment_condition_description: Text = UNSET
    payment_reference: Text = UNSET
    remarks: Text = UNSET
    sales_channel: Text = UNSET
    sales_channel_code: Text = UNSET
    sales_channel_description: Text = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_order_charge_lines: Many[SalesordersSalesOrderOrderChargeLine] = UNSET
    salesperson: Text = UNSET
    salesperson_full_name: Text = UNSET
    selection_code: Text = UNSET
    selection_code_code: Text = UNSET
    selection_code_description: Text = UNSET
    shipping_method: Text = UNSET
    shipping_method_description: Text = UNSET
    status: Integer = UNSET
    status_description: Text = UNSET
    tax_schedule: Text = UNSET
    tax_schedule_code: Text = UNSET
    tax_schedule_description: Text = UNSET
    warehouse_code: Text = UNSET
    warehouse_description: Text = UNSET
    warehouse_id: Text = UNSET
    your_ref: Text = UNSET


class SalesordersPatch(Patch, frozen=True, kw_only=True):
    amount_discount: Number = UNSET
    amount_discount_excl_vat: Number = UNSET
    approval_status: Integer = UNSET
    currency: Text = UNSET
    deliver_to: Text = UNSET
    deliver_to_contact_person: Text = UNSET
    delivery_address: Text = UNSET
    delivery_date: Day = UNSET
    description: Text = UNSET
    discount: Number = UNSET
    document: Text = UNSET
    incoterm_address: Text = UNSET
    incoterm_code: Text = UNSET
    incoterm_version: Integer = UNSET
    invoice_to: Text = UNSET
    invoice_to_contact_person: Text = UNSET
    order_date: Day = UNSET
    order_number: Integer = UNSET
    ordered_by: Text = UNSET
    ordered_by_contact_person: Text = UNSET
    payment_condition: Text = UNSET
    payment_reference: Text = UNSET
    remarks: Text = UNSET
    sales_channel: Text = UNSET
    sales_order_lines: Many[SalesordersSalesOrderLine] = UNSET
    sales_order_order_charge_lines: Many[SalesordersSalesOrderOrderChargeLine] = UNSET
    salesperson: Text = UNSET
    selection_code: Text = UNSET
    shipping_method: Text = UNSET
    tax_schedule: Text = UNSET
    warehouse_id: Text = UNSET
    your_ref: Text = UNSET


SALESORDERS = ObjectType(
    system=SYSTEM,
    name="Salesorders",
    record=Salesorders,
    patch=SalesordersPatch,
    key=("OrderID",),
    version=("Modified",),
    modified=("Modified",),
    created=("Created",),
    operations=Operations(
        list="/{account}/salesorder/SalesOrders",
        item="/{account}/salesorder/SalesOrders(guid'{key}')",
        create="/{account}/salesorder/SalesOrders",
        update="/{account}/salesorder/SalesOrders(guid'{key}')",
        delete="/{account}/salesorder/SalesOrders(guid'{key}')",
        list_query=(
            ("$expand", "SalesOrderLines"),
            ("$filter", "Modified ge datetime'1970-01-01T00:00:00'"),
        ),
        item_query=(("$expand", "SalesOrderLines"),),
        feed=Feed(
            scheme=FeedScheme.SEQUENCE,
            list="/{account}/sync/SalesOrder/SalesOrderHeaders",
            query=(("$select", "OrderID,Timestamp"),),
            parameter="$filter",
            value="Timestamp gt {since}L",
            first="1",
            rows=1000,
            stamp=("Timestamp",),
            key=("OrderID",),
            partial=True,
            also=(
                Source(
                    list="/{account}/sync/SalesOrder/SalesOrderLines",
                    query=(("$select", "OrderID,Timestamp"),),
                    value="Timestamp gt {since}L",
                    stamp=("Timestamp",),
                    key=("OrderID",),
                ),
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 33",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                    within=("SalesOrderLines",),
                ),
                Source(
                    list="/{account}/sync/Deleted",
                    query=(("$select", "EntityKey,Timestamp"),),
                    value="Timestamp gt {since}L and EntityType eq 32",
                    stamp=("Timestamp",),
                    key=("EntityKey",),
                ),
            ),
        ),
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
            attribute="amount_discount",
            path=("AmountDiscount",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="amount_discount_excl_vat",
            path=("AmountDiscountExclVat",),
            kind=Kind.DECIMAL,
        ),
        Property(
            attribute="amount_fc",
            path=("AmountFC",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="amount_fc_excl_vat",
            path=("AmountFCExclVat",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="approval_status",
            path=("ApprovalStatus",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="approval_status_description",
            path=("ApprovalStatusDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="approved",
            path=("Approved",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="approver",
            path=("Approver",),
            access=Access.READ,
        ),
        Property(
            attribute="approver_full_name",
            path=("ApproverFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="currency",
            path=("Currency",),
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
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
            attribute="deliver_to_contact_person_full_name",
            path=("DeliverToContactPersonFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="deliver_to_name",
            path=("DeliverToName",),
            access=Access.READ,
        ),
        Property(
            attribute="delivery_address",
            path=("DeliveryAddress",),
            targets=("Addresses",),
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
            attribute="delivery_status_description",
            path=("DeliveryStatusDescription",),
            access=Access.READ,
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
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="document",
            path=("Document",),
        ),
        Property(
            attribute="document_number",
            path=("DocumentNumber",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="document_subject",
            path=("DocumentSubject",),
            access=Access.READ,
        ),
        Property(
            attribute="incoterm_address",
            path=("IncotermAddress",),
        ),
        Property(
            attribute="incoterm_code",
            path=("IncotermCode",),
        ),
        Property(
            attribute="incoterm_version",
            path=("IncotermVersion",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="invoice_status",
            path=("InvoiceStatus",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="invoice_status_description",
            path=("InvoiceStatusDescription",),
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
            attribute="invoice_to_contact_person_full_name",
            path=("InvoiceToContactPersonFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="invoice_to_name",
            path=("InvoiceToName",),
            access=Access.READ,
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
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
            attribute="ordered_by_contact_person_full_name",
            path=("OrderedByContactPersonFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="ordered_by_name",
            path=("OrderedByName",),
            access=Access.READ,
        ),
        Property(
            attribute="payment_condition",
            path=("PaymentCondition",),
        ),
        Property(
            attribute="payment_condition_description",
            path=("PaymentConditionDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="payment_reference",
            path=("PaymentReference",),
        ),
        Property(
            attribute="remarks",
            path=("Remarks",),
        ),
        Property(
            attribute="sales_channel",
            path=("SalesChannel",),
        ),
        Property(
            attribute="sales_channel_code",
            path=("SalesChannelCode",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_channel_description",
            path=("SalesChannelDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="sales_order_lines",
            path=("SalesOrderLines",),
            kind=Kind.LIST,
            required=True,
            key=("ID",),
            lines=LineOperations(
                create="/{account}/salesorder/SalesOrderLines",
                update="/{account}/salesorder/SalesOrderLines(guid'{line}')",
                delete="/{account}/salesorder/SalesOrderLines(guid'{line}')",
                parent=("OrderID",),
            ),
            element=SalesordersSalesOrderLine,
            children=(
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
                ),
                Property(
                    attribute="cost_center",
                    path=("CostCenter",),
                ),
                Property(
                    attribute="cost_center_description",
                    path=("CostCenterDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="cost_price_fc",
                    path=("CostPriceFC",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="cost_unit",
                    path=("CostUnit",),
                ),
                Property(
                    attribute="cost_unit_description",
                    path=("CostUnitDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="custom_field",
                    path=("CustomField",),
                    access=Access.READ,
                ),
                Property(
                    attribute="customer_item_code",
                    path=("CustomerItemCode",),
                    access=Access.READ,
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
                    attribute="discount",
                    path=("Discount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="division",
                    path=("Division",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="id",
                    path=("ID",),
                    access=Access.READ,
                ),
                Property(
                    attribute="invoice_status",
                    path=("InvoiceStatus",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="item",
                    path=("Item",),
                    required=True,
                    targets=("Items",),
                ),
                Property(
                    attribute="item_code",
                    path=("ItemCode",),
                    access=Access.READ,
                ),
                Property(
                    attribute="item_description",
                    path=("ItemDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="item_version",
                    path=("ItemVersion",),
                ),
                Property(
                    attribute="item_version_description",
                    path=("ItemVersionDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="line_number",
                    path=("LineNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="margin",
                    path=("Margin",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="net_price",
                    path=("NetPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="notes",
                    path=("Notes",),
                ),
                Property(
                    attribute="order_id",
                    path=("OrderID",),
                ),
                Property(
                    attribute="order_number",
                    path=("OrderNumber",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="order_status",
                    path=("OrderStatus",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="pricelist",
                    path=("Pricelist",),
                ),
                Property(
                    attribute="pricelist_description",
                    path=("PricelistDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="project",
                    path=("Project",),
                ),
                Property(
                    attribute="project_description",
                    path=("ProjectDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="purchase_order",
                    path=("PurchaseOrder",),
                    access=Access.READ,
                ),
                Property(
                    attribute="purchase_order_line",
                    path=("PurchaseOrderLine",),
                    access=Access.READ,
                ),
                Property(
                    attribute="purchase_order_line_number",
                    path=("PurchaseOrderLineNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="purchase_order_number",
                    path=("PurchaseOrderNumber",),
                    kind=Kind.INTEGER,
                    access=Access.READ,
                ),
                Property(
                    attribute="quantity",
                    path=("Quantity",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="quantity_delivered",
                    path=("QuantityDelivered",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="quantity_invoiced",
                    path=("QuantityInvoiced",),
                    kind=Kind.DECIMAL,
                    access=Access.READ,
                ),
                Property(
                    attribute="shop_order",
                    path=("ShopOrder",),
                ),
                Property(
                    attribute="tax_schedule",
                    path=("TaxSchedule",),
                ),
                Property(
                    attribute="tax_schedule_code",
                    path=("TaxScheduleCode",),
                    access=Access.READ,
                ),
                Property(
                    attribute="tax_schedule_description",
                    path=("TaxScheduleDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_code",
                    path=("UnitCode",),
                ),
                Property(
                    attribute="unit_description",
                    path=("UnitDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="unit_price",
                    path=("UnitPrice",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="use_drop_shipment",
                    path=("UseDropShipment",),
                    kind=Kind.INTEGER,
                ),
                Property(
                    attribute="vat_amount",
                    path=("VATAmount",),
                    kind=Kind.DECIMAL,
                ),
                Property(
                    attribute="vat_code",
                    path=("VATCode",),
                ),
                Property(
                    attribute="vat_code_description",
                    path=("VATCodeDescription",),
                    access=Access.READ,
                ),
                Property(
                    attribute="vat_percentage",
                    path=("VATPercentage",),
                    kind=Kind.DECIMAL,
                ),
            ),
        ),
        Property(
            attribute="sales_order_order_charge_lines",
            path=("SalesOrderOrderChargeLines",),
            kind=Kind.LIST,
            access=Access.CREATE,
            element=SalesordersSalesOrderOrderChargeLine,
            children=(),
        ),
        Property(
            attribute="salesperson",
            path=("Salesperson",),
        ),
        Property(
            attribute="salesperson_full_name",
            path=("SalespersonFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="selection_code",
            path=("SelectionCode",),
        ),
        Property(
            attribute="selection_code_code",
            path=("SelectionCodeCode",),
            access=Access.READ,
        ),
        Property(
            attribute="selection_code_description",
            path=("SelectionCodeDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="shipping_method",
            path=("ShippingMethod",),
        ),
        Property(
            attribute="shipping_method_description",
            path=("ShippingMethodDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="status",
            path=("Status",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="status_description",
            path=("StatusDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="tax_schedule",
            path=("TaxSchedule",),
        ),
        Property(
            attribute="tax_schedule_code",
            path=("TaxScheduleCode",),
            access=Access.READ,
        ),
        Property(
            attribute="tax_schedule_description",
            path=("TaxScheduleDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_code",
            path=("WarehouseCode",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_description",
            path=("WarehouseDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="warehouse_id",
            path=("WarehouseID",),
        ),
        Property(
            attribute="your_ref",
            path=("YourRef",),
        ),
    ),
)

# ---- Vatcodes ----


class VatcodesVatPercentage(Record, frozen=True, kw_only=True):
    pass


class Vatcodes(Record, frozen=True, kw_only=True):
    id: Text = UNSET
    account: Text = UNSET
    account_code: Text = UNSET
    account_name: Text = UNSET
    calculation_basis: Integer = UNSET
    charged: Flag = UNSET
    code: Text = UNSET
    country: Text = UNSET
    created: Moment = UNSET
    creator: Text = UNSET
    creator_full_name: Text = UNSET
    custom_field: Text = UNSET
    description: Text = UNSET
    division: Integer = UNSET
    eu_sales_listing: Text = UNSET
    exclude_vat_listing: Integer = UNSET
    gl_discount_purchase: Text = UNSET
    gl_discount_purchase_code: Text = UNSET
    gl_discount_purchase_description: Text = UNSET
    gl_discount_sales: Text = UNSET
    gl_discount_sales_code: Text = UNSET
    gl_discount_sales_description: Text = UNSET
    gl_to_claim: Text = UNSET
    gl_to_claim_code: Text = UNSET
    gl_to_claim_description: Text = UNSET
    gl_to_pay: Text = UNSET
    gl_to_pay_code: Text = UNSET
    gl_to_pay_description: Text = UNSET
    intra_stat: Flag = UNSET
    intrastat_type: Text = UNSET
    is_blocked: Flag = UNSET
    legal_text: Text = UNSET
    modified: Moment = UNSET
    modifier: Text = UNSET
    modifier_full_name: Text = UNSET
    oss_country: Text = UNSET
    percentage: Number = UNSET
    tax_return_type: Integer = UNSET
    type: Text = UNSET
    vat_doc_type: Text = UNSET
    vat_margin: Integer = UNSET
    vat_partial_ratio: Integer = UNSET
    vat_percentages: Many[VatcodesVatPercentage] = UNSET
    vat_transaction_type: Text = UNSET


class VatcodesPatch(Patch, frozen=True, kw_only=True):
    account: Text = UNSET
    calculation_basis: Integer = UNSET
    charged: Flag = UNSET
    code: Text = UNSET
    description: Text = UNSET
    eu_sales_listing: Text = UNSET
    exclude_vat_listing: Integer = UNSET
    gl_discount_purchase: Text = UNSET
    gl_discount_sales: Text = UNSET
    gl_to_claim: Text = UNSET
    gl_to_pay: Text = UNSET
    intra_stat: Flag = UNSET
    intrastat_type: Text = UNSET
    is_blocked: Flag = UNSET
    legal_text: Text = UNSET
    oss_country: Text = UNSET
    tax_return_type: Integer = UNSET
    type: Text = UNSET
    vat_doc_type: Text = UNSET
    vat_margin: Integer = UNSET
    vat_partial_ratio: Integer = UNSET
    vat_transaction_type: Text = UNSET


VATCODES = ObjectType(
    system=SYSTEM,
    name="Vatcodes",
    record=Vatcodes,
    patch=VatcodesPatch,
    key=("ID",),
    version=("Modified",),
    modified=("Modified",),
    unique=("code",),
    operations=Operations(
        list="/{account}/vat/VATCodes",
        item="/{account}/vat/VATCodes(guid'{key}')",
        create="/{account}/vat/VATCodes",
        update="/{account}/vat/VATCodes(guid'{key}')",
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
            targets=("Accounts",),
        ),
        Property(
            attribute="account_code",
            path=("AccountCode",),
            access=Access.READ,
        ),
        Property(
            attribute="account_name",
            path=("AccountName",),
            access=Access.READ,
        ),
        Property(
            attribute="calculation_basis",
            path=("CalculationBasis",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="charged",
            path=("Charged",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="code",
            path=("Code",),
            required=True,
        ),
        Property(
            attribute="country",
            path=("Country",),
            access=Access.READ,
        ),
        Property(
            attribute="created",
            path=("Created",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="creator",
            path=("Creator",),
            access=Access.READ,
        ),
        Property(
            attribute="creator_full_name",
            path=("CreatorFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="custom_field",
            path=("CustomField",),
            access=Access.READ,
        ),
        Property(
            attribute="description",
            path=("Description",),
            required=True,
        ),
        Property(
            attribute="division",
            path=("Division",),
            kind=Kind.INTEGER,
            access=Access.READ,
        ),
        Property(
            attribute="eu_sales_listing",
            path=("EUSalesListing",),
        ),
        Property(
            attribute="exclude_vat_listing",
            path=("ExcludeVATListing",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="gl_discount_purchase",
            path=("GLDiscountPurchase",),
        ),
        Property(
            attribute="gl_discount_purchase_code",
            path=("GLDiscountPurchaseCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_discount_purchase_description",
            path=("GLDiscountPurchaseDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_discount_sales",
            path=("GLDiscountSales",),
        ),
        Property(
            attribute="gl_discount_sales_code",
            path=("GLDiscountSalesCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_discount_sales_description",
            path=("GLDiscountSalesDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_to_claim",
            path=("GLToClaim",),
        ),
        Property(
            attribute="gl_to_claim_code",
            path=("GLToClaimCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_to_claim_description",
            path=("GLToClaimDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_to_pay",
            path=("GLToPay",),
        ),
        Property(
            attribute="gl_to_pay_code",
            path=("GLToPayCode",),
            access=Access.READ,
        ),
        Property(
            attribute="gl_to_pay_description",
            path=("GLToPayDescription",),
            access=Access.READ,
        ),
        Property(
            attribute="intra_stat",
            path=("IntraStat",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="intrastat_type",
            path=("IntrastatType",),
        ),
        Property(
            attribute="is_blocked",
            path=("IsBlocked",),
            kind=Kind.BOOLEAN,
        ),
        Property(
            attribute="legal_text",
            path=("LegalText",),
        ),
        Property(
            attribute="modified",
            path=("Modified",),
            kind=Kind.DATETIME,
            access=Access.READ,
        ),
        Property(
            attribute="modifier",
            path=("Modifier",),
            access=Access.READ,
        ),
        Property(
            attribute="modifier_full_name",
            path=("ModifierFullName",),
            access=Access.READ,
        ),
        Property(
            attribute="oss_country",
            path=("OssCountry",),
        ),
        Property(
            attribute="percentage",
            path=("Percentage",),
            kind=Kind.DECIMAL,
            access=Access.READ,
        ),
        Property(
            attribute="tax_return_type",
            path=("TaxReturnType",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="type",
            path=("Type",),
        ),
        Property(
            attribute="vat_doc_type",
            path=("VatDocType",),
        ),
        Property(
            attribute="vat_margin",
            path=("VatMargin",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="vat_partial_ratio",
            path=("VATPartialRatio",),
            kind=Kind.INTEGER,
        ),
        Property(
            attribute="vat_percentages",
            path=("VATPercentages",),
            kind=Kind.LIST,
            access=Access.READ,
            element=VatcodesVatPercentage,
            children=(),
        ),
        Property(
            attribute="vat_transaction_type",
            path=("VATTransactionType",),
        ),
    ),
)
