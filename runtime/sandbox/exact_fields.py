"""The entity types of Exact Online: every documented field with its type, and what each demands.

Names are grouped by EDM type. Fields that may never be null show zero or false while nobody set them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class EntityType:
    """One endpoint: where it lies, its key, its fields by EDM type, and the rules about them.

    `filterable` names the fields a filter may use, all of them when it is empty; `lines` is the collection
    that a header owns, `parent` the headers that a line belongs to; `fixed` cannot change after create.
    """

    service: str
    name: str
    key: str
    writable: Mapping[str, str]
    read_only: Mapping[str, str]
    required: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    never_null: str = ""
    filterable: str = ""
    lines: str = ""
    parent: str = ""

    @cached_property
    def types(self) -> dict[str, str]:
        """Every field with its EDM type, the key first."""
        groups = [*self.writable.items(), *self.read_only.items()]
        return {self.key: "Guid"} | {name: edm for edm, names in groups for name in names.split()}

    @cached_property
    def writable_names(self) -> frozenset[str]:
        """The fields that a client may send."""
        return frozenset(" ".join(self.writable.values()).split())

    @cached_property
    def filter_names(self) -> frozenset[str]:
        """The fields that `$filter` may name."""
        return frozenset(self.filterable.split() or self.types)

    @cached_property
    def targets(self) -> dict[str, str]:
        """The referring fields, each with the endpoint that it refers to."""
        return {name: target for target, names in self.references.items() for name in names.split()}

    @cached_property
    def zeroes(self) -> dict[str, int | bool]:
        """What the fields that are never null hold at first."""
        return {name: False if self.types[name] == "Boolean" else 0 for name in self.never_null.split()}


ACCOUNTS = EntityType(
    service="crm",
    name="Account",
    key="ID",
    writable={
        "Guid": """
            Accountant AccountManager ActivitySector ActivitySubSector BusinessType Classification1
            Classification2 Classification3 Classification4 Classification5 Classification6
            Classification7 Classification8 CompanySize GLAccountPurchase GLAccountSales GLAP GLAR
            InvoiceAccount LeadPurpose LeadSource MainContact Parent PriceList Reseller SalesTaxSchedule
            ShippingMethod
        """,
        "String": """
            AddressLine1 AddressLine2 AddressLine3 BSN ChamberOfCommerce City Code CodeAtSupplier
            Country DatevCreditorCode DatevDebtorCode Email EORINumber Fax GlnNumber
            IncotermAddressPurchase IncotermAddressSales IncotermCodePurchase IncotermCodeSales
            IntraStatArea IntraStatDeliveryTerm IntraStatSystem IntraStatTransactionA
            IntraStatTransactionB IntraStatTransportMethod Language LogoFileName Name OINNumber
            PayAsYouEarn PaymentConditionPurchase PaymentConditionSales PeppolIdentifier Phone
            PhoneExtension Postcode PurchaseCurrency PurchaseVATCode Remarks RSIN SalesCurrency
            SalesVATCode SearchCode State Status TradeName UniqueTaxpayerReference VATLiability
            VATNumber Website
        """,
        "Byte": """
            AutomaticProcessProposedEntry ConsolidationScenario DeliveryAdvice IsAccountant IsAgency
            IsCompetitor IsMailing SeparateInvPerProject SeparateInvPerSubscription
        """,
        "Boolean": """
            Blocked CanDropShip EnableSalesPaymentLink HasWithholdingTaxSales IgnoreDatevWarningMessage
            IsExtraDuty IsPilot IsReseller IsSupplier RecepientOfCommissions ShowRemarkForSales
        """,
        "DateTime": "ControlledDate EndDate EstablishedDate StartDate",
        "Double": "CreditLinePurchase CreditLineSales DiscountPurchase DiscountSales Latitude Longitude",
        "Int16": "IncotermVersionPurchase IncotermVersionSales",
        "Int32": """
            InvoiceAttachmentType InvoicingMethod PeppolIdentifierType PurchaseLeadDays SecurityLevel
            ShippingLeadDays
        """,
        "Binary": "Logo",
    },
    read_only={
        "String": """
            AccountManagerFullName Classification ClassificationDescription Costcenter
            CostcenterDescription CountryName CreatorFullName Currency CustomField DunsNumber
            InvoiceAccountCode InvoiceAccountName LanguageDescription LogoThumbnailUrl LogoUrl
            ModifierFullName PaymentConditionPurchaseDescription PaymentConditionSalesDescription
            PurchaseCurrencyDescription PurchaseVATCodeDescription ResellerCode ResellerName
            SalesCurrencyDescription SalesTaxScheduleCode SalesTaxScheduleDescription
            SalesVATCodeDescription StateName Type
        """,
        "Int32": "AccountManagerHID Division",
        "Byte": "AddressSource CostPaid IsAnonymised Source",
        "Guid": "BRIN Creator Document Modifier",
        "DateTime": "Created CustomerSince Modified StatusSince",
        "Boolean": "IsBank IsMember IsPurchase IsSales",
    },
    required=("Name",),
    lengths={"Code": 18},
    references={"Accounts": "Accountant InvoiceAccount Parent Reseller", "Contacts": "MainContact"},
    never_null="""
        CostPaid IgnoreDatevWarningMessage IsAccountant IsAgency IsAnonymised IsCompetitor IsMailing
        SeparateInvPerProject SeparateInvPerSubscription
    """,
    filterable="""
        ID Accountant AccountManager AddressLine1 AddressLine2 AddressLine3 Blocked BRIN BSN
        ChamberOfCommerce City Classification Classification1 Classification2 Classification3
        Classification4 Classification5 Classification6 Classification7 Classification8 Code CodeAtSupplier
        Country Created Email EndDate EORINumber Fax InvoiceAccount IsAccountant IsReseller IsSales
        IsSupplier MainContact Modified Name Parent Phone Postcode PriceList Reseller RSIN SearchCode
        StartDate Status Type VATNumber
    """,
)

CONTACTS = EntityType(
    service="crm",
    name="Contact",
    key="ID",
    writable={
        "Guid": "Account IdentificationDocument IdentificationUser LeadPurpose LeadSource Person",
        "DateTime": "BirthDate EndDate IdentificationDate StartDate",
        "String": """
            BirthName BirthNamePrefix BirthPlace BusinessEmail BusinessFax BusinessMobile BusinessPhone
            BusinessPhoneExtension Email FirstName Gender Initials JobTitleDescription Language LastName
            MarketingNotes MiddleName Mobile Nationality Notes Phone PictureName SocialSecurityNumber
            Title
        """,
        "Int32": "HID",
        "Boolean": "IsMailingExcluded",
        "Binary": "Picture",
    },
    read_only={
        "Boolean": "AccountIsCustomer AccountIsSupplier IsMainContact",
        "Guid": "AccountMainContact Creator Modifier",
        "String": """
            AccountName AddressLine2 AddressStreet AddressStreetNumber AddressStreetNumberSuffix City
            Code Country CreatorFullName CustomField FullName ModifierFullName PartnerName
            PartnerNamePrefix PhoneExtension PictureThumbnailUrl PictureUrl Postcode State
            TitleAbbreviation TitleDescription
        """,
        "Int32": "AllowMailing Division",
        "DateTime": "Created Modified",
        "Byte": "IsAnonymised",
    },
    required=("Account",),
    references={"Accounts": "Account"},
    never_null="AccountIsCustomer IsAnonymised",
)

QUOTATIONS = EntityType(
    service="crm",
    name="Quotation",
    key="QuotationID",
    writable={
        "DateTime": "ClosingDate DeliveryDate DueDate QuotationDate",
        "String": "Currency Description IncotermAddress IncotermCode PaymentCondition Remarks YourRef",
        "Guid": """
            DeliveryAccount DeliveryAccountContact DeliveryAddress Document InvoiceAccount
            InvoiceAccountContact Opportunity OrderAccount OrderAccountContact Project SalesChannel
            SalesPerson SelectionCode ShippingMethod WarehouseID
        """,
        "Int16": "IncotermVersion",
        "Int32": "QuotationNumber",
    },
    read_only={
        "Double": "AmountDC AmountDiscount AmountDiscountExclVat AmountFC VATAmountFC",
        "DateTime": "CloseDate Created Modified",
        "Guid": "Creator Modifier",
        "String": """
            CreatorFullName DeliveryAccountCode DeliveryAccountContactFullName DeliveryAccountName
            DocumentSubject InvoiceAccountCode InvoiceAccountContactFullName InvoiceAccountName
            ModifierFullName OpportunityName OrderAccountCode OrderAccountContactFullName
            OrderAccountName PaymentConditionDescription ProjectCode ProjectDescription SalesChannelCode
            SalesChannelDescription SalesPersonFullName SelectionCodeCode SelectionCodeDescription
            ShippingMethodDescription StatusDescription WarehouseCode WarehouseDescription
        """,
        "Int32": "Division VersionNumber",
        "Int16": "Status",
    },
    required=("OrderAccount", "QuotationLines"),
    references={
        "Accounts": "OrderAccount DeliveryAccount InvoiceAccount",
        "Contacts": "OrderAccountContact DeliveryAccountContact InvoiceAccountContact",
    },
    lines="QuotationLines",
)

QUOTATION_LINES = EntityType(
    service="crm",
    name="QuotationLine",
    key="ID",
    writable={
        "String": "CostCenter CostUnit Description Notes UnitCode VATCode",
        "Double": "Discount NetPrice Quantity UnitPrice",
        "Guid": "Item QuotationID",
        "Boolean": "Optional",
    },
    read_only={
        "Double": "AmountDC AmountFC VATAmountFC VATPercentage",
        "String": """
            CostCenterDescription CostUnitDescription CustomerItemCode CustomField ItemDescription
            UnitDescription VATDescription
        """,
        "Int32": "Division LineNumber QuotationNumber VersionNumber",
    },
    required=("QuotationID", "Item"),
    references={"Quotations": "QuotationID", "Items": "Item"},
    parent="Quotations",
)

SALES_ORDERS = EntityType(
    service="salesorder",
    name="SalesOrder",
    key="OrderID",
    writable={
        "Double": "AmountDiscount AmountDiscountExclVat Discount",
        "Int16": "ApprovalStatus IncotermVersion",
        "String": """
            Currency Description IncotermAddress IncotermCode PaymentCondition PaymentReference Remarks
            YourRef
        """,
        "Guid": """
            DeliverTo DeliverToContactPerson DeliveryAddress Document InvoiceTo InvoiceToContactPerson
            OrderedBy OrderedByContactPerson SalesChannel Salesperson SelectionCode ShippingMethod
            TaxSchedule WarehouseID
        """,
        "DateTime": "DeliveryDate OrderDate",
        "Int32": "OrderNumber",
    },
    read_only={
        "Double": "AmountDC AmountFC AmountFCExclVat",
        "String": """
            ApprovalStatusDescription ApproverFullName CreatorFullName CustomField
            DeliverToContactPersonFullName DeliverToName DeliveryStatusDescription DocumentSubject
            InvoiceStatusDescription InvoiceToContactPersonFullName InvoiceToName ModifierFullName
            OrderedByContactPersonFullName OrderedByName PaymentConditionDescription SalesChannelCode
            SalesChannelDescription SalespersonFullName SelectionCodeCode SelectionCodeDescription
            ShippingMethodDescription StatusDescription TaxScheduleCode TaxScheduleDescription
            WarehouseCode WarehouseDescription
        """,
        "DateTime": "Approved Created Modified",
        "Guid": "Approver Creator Modifier",
        "Int16": "DeliveryStatus InvoiceStatus Status",
        "Int32": "Division DocumentNumber",
    },
    required=("OrderedBy", "SalesOrderLines"),
    references={
        "Accounts": "OrderedBy DeliverTo InvoiceTo",
        "Contacts": "OrderedByContactPerson DeliverToContactPerson InvoiceToContactPerson",
    },
    fixed=("OrderedBy", "DeliverTo", "InvoiceTo"),
    lines="SalesOrderLines",
)

SALES_ORDER_LINES = EntityType(
    service="salesorder",
    name="SalesOrderLine",
    key="ID",
    writable={
        "Double": "AmountFC Discount Margin NetPrice Quantity UnitPrice VATAmount VATPercentage",
        "String": "CostCenter CostUnit Description Notes UnitCode VATCode",
        "DateTime": "DeliveryDate",
        "Guid": "Item ItemVersion OrderID Pricelist Project ShopOrder TaxSchedule",
        "Int32": "OrderNumber",
        "Byte": "UseDropShipment",
    },
    read_only={
        "Double": "AmountDC CostPriceFC QuantityDelivered QuantityInvoiced",
        "String": """
            CostCenterDescription CostUnitDescription CustomerItemCode CustomField ItemCode
            ItemDescription ItemVersionDescription PricelistDescription ProjectDescription
            TaxScheduleCode TaxScheduleDescription UnitDescription VATCodeDescription
        """,
        "Int16": "DeliveryStatus InvoiceStatus OrderStatus",
        "Int32": "Division LineNumber PurchaseOrderLineNumber PurchaseOrderNumber",
        "Guid": "PurchaseOrder PurchaseOrderLine",
    },
    required=("OrderID", "Item"),
    references={"SalesOrders": "OrderID", "Items": "Item"},
    never_null="UseDropShipment",
    parent="SalesOrders",
)

ITEMS = EntityType(
    service="logistics",
    name="Item",
    key="ID",
    writable={
        "Double": """
            AverageCost CostPriceNew CostPriceStandard FreeNumberField_01 FreeNumberField_02
            FreeNumberField_03 FreeNumberField_04 FreeNumberField_05 FreeNumberField_06
            FreeNumberField_07 FreeNumberField_08 GrossWeight NetWeight
        """,
        "String": """
            Barcode Class_01 Class_02 Class_03 Class_04 Class_05 Class_06 Class_07 Class_08 Class_09
            Class_10 Code CostPriceCurrency Description ExtraDescription FreeTextField_01
            FreeTextField_02 FreeTextField_03 FreeTextField_04 FreeTextField_05 FreeTextField_06
            FreeTextField_07 FreeTextField_08 FreeTextField_09 FreeTextField_10 NetWeightUnit Notes
            PictureName SalesVatCode SearchCode Unit
        """,
        "Byte": """
            CopyRemarks IsBatchItem IsBatchNumberItem IsMakeItem IsNewContract IsOnDemandItem
            IsRegistrationCodeItem IsTaxableItem IsTime IsWebshopItem
        """,
        "DateTime": """
            EndDate FreeDateField_01 FreeDateField_02 FreeDateField_03 FreeDateField_04 FreeDateField_05
            StartDate
        """,
        "Boolean": """
            FreeBoolField_01 FreeBoolField_02 FreeBoolField_03 FreeBoolField_04 FreeBoolField_05
            IsFractionAllowedItem IsPackageItem IsPurchaseItem IsSalesItem IsSerialItem
            IsSerialNumberItem IsStockItem IsSubcontractedItem
        """,
        "Guid": "GLCosts GLCostsWorkInProgress GLRevenue GLRevenueWorkInProgress GLStock ItemGroup",
        "Binary": "Picture",
        "Int32": "SecurityLevel",
    },
    read_only={
        "Int32": "AssembledLeadDays Division",
        "Double": """
            BatchQuantity StandardSalesPrice StatisticalNetWeight StatisticalUnits StatisticalValue
            Stock
        """,
        "DateTime": "Created Modified",
        "Guid": "Creator Modifier",
        "String": """
            CreatorFullName CustomField GLCostsCode GLCostsDescription GLCostsWorkInProgressCode
            GLCostsWorkInProgressDescription GLRevenueCode GLRevenueDescription
            GLRevenueWorkInProgressCode GLRevenueWorkInProgressDescription GLStockCode
            GLStockDescription ItemGroupCode ItemGroupDescription ModifierFullName PictureThumbnailUrl
            PictureUrl SalesVatCodeDescription StatisticalCode UnitDescription UnitType
        """,
        "Byte": "UseExplosion",
    },
    required=("Code", "Description"),
    lengths={"Description": 60, "ExtraDescription": 255},
    never_null="""
        CopyRemarks IsBatchItem IsBatchNumberItem IsMakeItem IsNewContract IsOnDemandItem
        IsRegistrationCodeItem IsTime IsWebshopItem
    """,
)

EMPLOYEES = EntityType(
    service="payroll",
    name="Employee",
    key="ID",
    writable={},
    read_only={
        "Byte": "ActiveEmployment IsAnonymised",
        "String": """
            AddressLine2 AddressLine3 AddressStreet AddressStreetNumber AddressStreetNumberSuffix
            BirthName BirthNamePrefix BirthPlace BusinessEmail BusinessFax BusinessMobile BusinessPhone
            BusinessPhoneExtension CASONumber City Code Country CreatorFullName CustomField Email
            FirstName FullName Gender Initials Language LastName LocationDescription MiddleName Mobile
            ModifierFullName Municipality Nationality NickName Notes PartnerName PartnerNamePrefix Phone
            PhoneExtension PictureFileName PictureThumbnailUrl PictureUrl Postcode PrivateEmail
            SocialSecurityNumber State Title UserFullName
        """,
        "DateTime": "BirthDate Created EndDate MaritalDate Modified StartDate",
        "Guid": "Creator Customer Manager Modifier Person User",
        "Int32": "Division EmployeeHID HID",
        "Boolean": "IsActive",
        "Int16": "MaritalStatus NameComposition",
        "Binary": "Picture",
    },
    never_null="IsActive IsAnonymised",
)


TYPES: Mapping[str, EntityType] = {
    "Accounts": ACCOUNTS,
    "Contacts": CONTACTS,
    "Quotations": QUOTATIONS,
    "QuotationLines": QUOTATION_LINES,
    "SalesOrders": SALES_ORDERS,
    "SalesOrderLines": SALES_ORDER_LINES,
    "Items": ITEMS,
    "Employees": EMPLOYEES,
}
