"""Exact Online's fields as its documentation lists them: access and EDM type, then the names.

Access is `key`, `req` (demanded of a new record, writable), `rw` or `ro`. `TYPE.LIST` stands for a list's elements.
"""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {
    "Accounts": {
        "key Guid": "ID",
        "req String": "Name",
        "rw Binary": "Logo",
        "rw Boolean": (
            "Blocked CanDropShip EnableSalesPaymentLink HasWithholdingTaxSales IgnoreDatevWarningMessage "
            "IsExtraDuty IsPilot IsReseller IsSupplier RecepientOfCommissions ShowRemarkForSales"
        ),
        "rw Byte": (
            "AutomaticProcessProposedEntry ConsolidationScenario DeliveryAdvice IsAccountant IsAgency "
            "IsCompetitor IsMailing SeparateInvPerProject SeparateInvPerSubscription"
        ),
        "rw DateTime": "ControlledDate EndDate EstablishedDate StartDate",
        "rw Double": "CreditLinePurchase CreditLineSales DiscountPurchase DiscountSales Latitude Longitude",
        "rw Guid": (
            "Accountant AccountManager ActivitySector ActivitySubSector BusinessType Classification1 "
            "Classification2 Classification3 Classification4 Classification5 Classification6 Classification7 "
            "Classification8 CompanySize GLAccountPurchase GLAccountSales GLAP GLAR InvoiceAccount LeadPurpose "
            "LeadSource MainContact Parent PriceList Reseller SalesTaxSchedule ShippingMethod"
        ),
        "rw Int16": "IncotermVersionPurchase IncotermVersionSales",
        "rw Int32": (
            "InvoiceAttachmentType InvoicingMethod PeppolIdentifierType PurchaseLeadDays SecurityLevel "
            "ShippingLeadDays"
        ),
        "rw String": (
            "AddressLine1 AddressLine2 AddressLine3 BSN ChamberOfCommerce City Code CodeAtSupplier Country "
            "DatevCreditorCode DatevDebtorCode Email EORINumber Fax GlnNumber IncotermAddressPurchase "
            "IncotermAddressSales IncotermCodePurchase IncotermCodeSales IntraStatArea IntraStatDeliveryTerm "
            "IntraStatSystem IntraStatTransactionA IntraStatTransactionB IntraStatTransportMethod Language "
            "LogoFileName OINNumber PayAsYouEarn PaymentConditionPurchase PaymentConditionSales PeppolIdentifier "
            "Phone PhoneExtension Postcode PurchaseCurrency PurchaseVATCode Remarks RSIN SalesCurrency "
            "SalesVATCode SearchCode State Status TradeName UniqueTaxpayerReference VATLiability VATNumber "
            "Website"
        ),
        "ro Boolean": "IsBank IsMember IsPurchase IsSales",
        "ro Byte": "AddressSource CostPaid IsAnonymised Source",
        "ro Collection": "BankAccounts",
        "ro DateTime": "Created CustomerSince Modified StatusSince",
        "ro Guid": "BRIN Creator Document Modifier",
        "ro Int32": "AccountManagerHID Division",
        "ro String": (
            "AccountManagerFullName Classification ClassificationDescription Costcenter CostcenterDescription "
            "CountryName CreatorFullName Currency CustomField DunsNumber InvoiceAccountCode InvoiceAccountName "
            "LanguageDescription LogoThumbnailUrl LogoUrl ModifierFullName PaymentConditionPurchaseDescription "
            "PaymentConditionSalesDescription PurchaseCurrencyDescription PurchaseVATCodeDescription ResellerCode "
            "ResellerName SalesCurrencyDescription SalesTaxScheduleCode SalesTaxScheduleDescription "
            "SalesVATCodeDescription StateName Type"
        ),
    },
    "Contacts": {
        "key Guid": "ID",
        "req Guid": "Account",
        "req String": "FirstName LastName",
        "rw Binary": "Picture",
        "rw Boolean": "IsMailingExcluded",
        "rw DateTime": "BirthDate EndDate IdentificationDate StartDate",
        "rw Guid": "IdentificationDocument IdentificationUser LeadPurpose LeadSource Person",
        "rw Int32": "HID",
        "rw String": (
            "BirthName BirthNamePrefix BirthPlace BusinessEmail BusinessFax BusinessMobile BusinessPhone "
            "BusinessPhoneExtension Email Gender Initials JobTitleDescription Language MarketingNotes MiddleName "
            "Mobile Nationality Notes Phone PictureName SocialSecurityNumber Title"
        ),
        "ro Boolean": "AccountIsCustomer AccountIsSupplier IsMainContact",
        "ro Byte": "IsAnonymised",
        "ro DateTime": "Created Modified",
        "ro Guid": "AccountMainContact Creator Modifier",
        "ro Int32": "AllowMailing Division",
        "ro String": (
            "AccountName AddressLine2 AddressStreet AddressStreetNumber AddressStreetNumberSuffix City Code "
            "Country CreatorFullName CustomField FullName ModifierFullName PartnerName PartnerNamePrefix "
            "PhoneExtension PictureThumbnailUrl PictureUrl Postcode State TitleAbbreviation TitleDescription"
        ),
    },
    "Addresses": {
        "key Guid": "ID",
        "rw Boolean": "Main FreeBoolField_01 FreeBoolField_02 FreeBoolField_03 FreeBoolField_04 FreeBoolField_05",
        "rw DateTime": "FreeDateField_01 FreeDateField_02 FreeDateField_03 FreeDateField_04 FreeDateField_05",
        "rw Double": "FreeNumberField_01 FreeNumberField_02 FreeNumberField_03 FreeNumberField_04 FreeNumberField_05",
        "rw Guid": "Account Contact Warehouse",
        "rw Int16": "Type",
        "rw String": (
            "AddressLine1 AddressLine2 AddressLine3 City Country Fax Mailbox NicNumber Notes Phone PhoneExtension "
            "Postcode State FreeTextField_01 FreeTextField_02 FreeTextField_03 FreeTextField_04 FreeTextField_05"
        ),
        "ro Boolean": "AccountIsSupplier",
        "ro Byte": "Source",
        "ro DateTime": "Created Modified",
        "ro Guid": "Creator Modifier",
        "ro Int32": "Division",
        "ro String": (
            "AccountName ContactName CountryName CustomField StateDescription WarehouseCode WarehouseDescription "
            "CreatorFullName ModifierFullName"
        ),
    },
    "Quotations": {
        "key Guid": "QuotationID",
        "req Collection": "QuotationLines",
        "req Guid": "OrderAccount",
        "rw Collection": "QuotationOrderChargeLines",
        "rw DateTime": "ClosingDate DeliveryDate DueDate QuotationDate",
        "rw Guid": (
            "DeliveryAccount DeliveryAccountContact DeliveryAddress Document InvoiceAccount InvoiceAccountContact "
            "Opportunity OrderAccountContact Project SalesChannel SalesPerson SelectionCode ShippingMethod "
            "WarehouseID"
        ),
        "rw Int16": "IncotermVersion",
        "rw Int32": "QuotationNumber",
        "rw String": "Currency Description IncotermAddress IncotermCode PaymentCondition Remarks YourRef",
        "ro DateTime": "CloseDate Created Modified",
        "ro Double": "AmountDC AmountDiscount AmountDiscountExclVat AmountFC VATAmountFC",
        "ro Guid": "Creator Modifier",
        "ro Int16": "Status",
        "ro Int32": "Division VersionNumber",
        "ro String": (
            "CreatorFullName DeliveryAccountCode DeliveryAccountContactFullName DeliveryAccountName "
            "DocumentSubject InvoiceAccountCode InvoiceAccountContactFullName InvoiceAccountName ModifierFullName "
            "OpportunityName OrderAccountCode OrderAccountContactFullName OrderAccountName "
            "PaymentConditionDescription ProjectCode ProjectDescription SalesChannelCode SalesChannelDescription "
            "SalesPersonFullName SelectionCodeCode SelectionCodeDescription ShippingMethodDescription "
            "StatusDescription WarehouseCode WarehouseDescription"
        ),
    },
    "Quotations.QuotationLines": {
        "key Guid": "ID",
        "req Guid": "Item QuotationID",
        "rw Boolean": "Optional",
        "rw Double": "Discount NetPrice Quantity UnitPrice",
        "rw String": "CostCenter CostUnit Description Notes UnitCode VATCode",
        "ro Double": "AmountDC AmountFC VATAmountFC VATPercentage",
        "ro Int32": "Division LineNumber QuotationNumber VersionNumber",
        "ro String": (
            "CostCenterDescription CostUnitDescription CustomerItemCode CustomField ItemDescription "
            "UnitDescription VATDescription"
        ),
    },
    "Salesorders": {
        "key Guid": "OrderID",
        "req Collection": "SalesOrderLines",
        "req Guid": "OrderedBy",
        "rw Collection": "SalesOrderOrderChargeLines",
        "rw DateTime": "DeliveryDate OrderDate",
        "rw Double": "AmountDiscount AmountDiscountExclVat Discount",
        "rw Guid": (
            "DeliverTo DeliverToContactPerson DeliveryAddress Document InvoiceTo InvoiceToContactPerson "
            "OrderedByContactPerson SalesChannel Salesperson SelectionCode ShippingMethod TaxSchedule WarehouseID"
        ),
        "rw Int16": "ApprovalStatus IncotermVersion",
        "rw Int32": "OrderNumber",
        "rw String": (
            "Currency Description IncotermAddress IncotermCode PaymentCondition PaymentReference Remarks YourRef"
        ),
        "ro DateTime": "Approved Created Modified",
        "ro Double": "AmountDC AmountFC AmountFCExclVat",
        "ro Guid": "Approver Creator Modifier",
        "ro Int16": "DeliveryStatus InvoiceStatus Status",
        "ro Int32": "Division DocumentNumber",
        "ro String": (
            "ApprovalStatusDescription ApproverFullName CreatorFullName CustomField "
            "DeliverToContactPersonFullName DeliverToName DeliveryStatusDescription DocumentSubject "
            "InvoiceStatusDescription InvoiceToContactPersonFullName InvoiceToName ModifierFullName "
            "OrderedByContactPersonFullName OrderedByName PaymentConditionDescription SalesChannelCode "
            "SalesChannelDescription SalespersonFullName SelectionCodeCode SelectionCodeDescription "
            "ShippingMethodDescription StatusDescription TaxScheduleCode TaxScheduleDescription WarehouseCode "
            "WarehouseDescription"
        ),
    },
    "Salesorders.SalesOrderLines": {
        "key Guid": "ID",
        "req Guid": "Item OrderID",
        "rw Byte": "UseDropShipment",
        "rw DateTime": "DeliveryDate",
        "rw Double": "AmountFC Discount Margin NetPrice Quantity UnitPrice VATAmount VATPercentage",
        "rw Guid": "ItemVersion Pricelist Project ShopOrder TaxSchedule",
        "rw Int32": "OrderNumber",
        "rw String": "CostCenter CostUnit Description Notes UnitCode VATCode",
        "ro Double": "AmountDC CostPriceFC QuantityDelivered QuantityInvoiced",
        "ro Guid": "PurchaseOrder PurchaseOrderLine",
        "ro Int16": "DeliveryStatus InvoiceStatus OrderStatus",
        "ro Int32": "Division LineNumber PurchaseOrderLineNumber PurchaseOrderNumber",
        "ro String": (
            "CostCenterDescription CostUnitDescription CustomerItemCode CustomField ItemCode ItemDescription "
            "ItemVersionDescription PricelistDescription ProjectDescription TaxScheduleCode "
            "TaxScheduleDescription UnitDescription VATCodeDescription"
        ),
    },
    "Items": {
        "key Guid": "ID",
        "req String": "Code Description",
        "rw Binary": "Picture",
        "rw Boolean": (
            "FreeBoolField_01 FreeBoolField_02 FreeBoolField_03 FreeBoolField_04 FreeBoolField_05 "
            "IsFractionAllowedItem IsPackageItem IsPurchaseItem IsSalesItem IsSerialItem IsSerialNumberItem "
            "IsStockItem IsSubcontractedItem"
        ),
        "rw Byte": (
            "CopyRemarks IsBatchItem IsBatchNumberItem IsMakeItem IsNewContract IsOnDemandItem "
            "IsRegistrationCodeItem IsTaxableItem IsTime IsWebshopItem"
        ),
        "rw DateTime": (
            "EndDate FreeDateField_01 FreeDateField_02 FreeDateField_03 FreeDateField_04 FreeDateField_05 "
            "StartDate"
        ),
        "rw Double": (
            "AverageCost CostPriceNew CostPriceStandard FreeNumberField_01 FreeNumberField_02 FreeNumberField_03 "
            "FreeNumberField_04 FreeNumberField_05 FreeNumberField_06 FreeNumberField_07 FreeNumberField_08 "
            "GrossWeight NetWeight"
        ),
        "rw Guid": "GLCosts GLCostsWorkInProgress GLRevenue GLRevenueWorkInProgress GLStock ItemGroup",
        "rw Int32": "SecurityLevel",
        "rw String": (
            "Barcode Class_01 Class_02 Class_03 Class_04 Class_05 Class_06 Class_07 Class_08 Class_09 Class_10 "
            "CostPriceCurrency ExtraDescription FreeTextField_01 FreeTextField_02 FreeTextField_03 "
            "FreeTextField_04 FreeTextField_05 FreeTextField_06 FreeTextField_07 FreeTextField_08 "
            "FreeTextField_09 FreeTextField_10 NetWeightUnit Notes PictureName SalesVatCode SearchCode Unit"
        ),
        "ro Byte": "UseExplosion",
        "ro DateTime": "Created Modified",
        "ro Double": "BatchQuantity StandardSalesPrice StatisticalNetWeight StatisticalUnits StatisticalValue Stock",
        "ro Guid": "Creator Modifier",
        "ro Int32": "AssembledLeadDays Division",
        "ro String": (
            "CreatorFullName CustomField GLCostsCode GLCostsDescription GLCostsWorkInProgressCode "
            "GLCostsWorkInProgressDescription GLRevenueCode GLRevenueDescription GLRevenueWorkInProgressCode "
            "GLRevenueWorkInProgressDescription GLStockCode GLStockDescription ItemGroupCode ItemGroupDescription "
            "ModifierFullName PictureThumbnailUrl PictureUrl SalesVatCodeDescription StatisticalCode "
            "UnitDescription UnitType"
        ),
    },
    "Employees": {
        "key Guid": "ID",
        "ro Binary": "Picture",
        "ro Boolean": "IsActive",
        "ro Byte": "ActiveEmployment IsAnonymised",
        "ro DateTime": "BirthDate Created EndDate MaritalDate Modified StartDate",
        "ro Guid": "Creator Customer Manager Modifier Person User",
        "ro Int16": "MaritalStatus NameComposition",
        "ro Int32": "Division EmployeeHID HID",
        "ro String": (
            "AddressLine2 AddressLine3 AddressStreet AddressStreetNumber AddressStreetNumberSuffix BirthName "
            "BirthNamePrefix BirthPlace BusinessEmail BusinessFax BusinessMobile BusinessPhone "
            "BusinessPhoneExtension CASONumber City Code Country CreatorFullName CustomField Email FirstName "
            "FullName Gender Initials Language LastName LocationDescription MiddleName Mobile ModifierFullName "
            "Municipality Nationality NickName Notes PartnerName PartnerNamePrefix Phone PhoneExtension "
            "PictureFileName PictureThumbnailUrl PictureUrl Postcode PrivateEmail SocialSecurityNumber State "
            "Title UserFullName"
        ),
    },
    "Vatcodes": {
        "key Guid": "ID",
        "req String": "Code Description",
        "rw Boolean": "Charged IntraStat IsBlocked",
        "rw Byte": "CalculationBasis ExcludeVATListing VatMargin",
        "rw Collection": "VATPercentages",
        "rw Guid": "Account GLDiscountPurchase GLDiscountSales GLToClaim GLToPay",
        "rw Int16": "TaxReturnType VATPartialRatio",
        "rw String": "EUSalesListing IntrastatType LegalText OssCountry Type VatDocType VATTransactionType",
        "ro DateTime": "Created Modified",
        "ro Double": "Percentage",
        "ro Guid": "Creator Modifier",
        "ro Int32": "Division",
        "ro String": (
            "AccountCode AccountName CustomField GLDiscountPurchaseCode GLDiscountPurchaseDescription "
            "GLDiscountSalesCode GLDiscountSalesDescription GLToClaimCode GLToClaimDescription GLToPayCode "
            "GLToPayDescription CreatorFullName ModifierFullName Country"
        ),
    },
    "Divisions": {
        "key Int32": "Code",
        "ro Boolean": "Current IsDossierDivision IsHRDivision IsMainDivision IsPracticeDivision",
        "ro DateTime": "ArchiveDate StartDate DivisionHRLinkUnlinkDate DivisionMoveDate Created Modified",
        "ro Double": "ShareCapital",
        "ro Guid": "Customer Creator Modifier",
        "ro Int32": "BlockingStatus Status",
        "ro Int64": "Hid",
        "ro String": (
            "AddressLine1 AddressLine2 AddressLine3 BusinessTypeCode BusinessTypeDescription "
            "ChamberOfCommerceEstablishment ChamberOfCommerceNumber City CompanySizeCode CompanySizeDescription "
            "Country Currency CustomerCode CustomerName DatevAccountantNumber DatevClientNumber Description Email "
            "Fax Legislation OBNumber Phone Postcode SbiCode SbiDescription SectorCode SectorDescription "
            "SiretNumber State SubsectorCode SubsectorDescription TaxOfficeNumber TaxReferenceNumber TemplateCode "
            "VATNumber Website CreatorFullName ModifierFullName"
        ),
    },
}

NOT_IN_VIEW: dict[str, str] = {
    "Quotations": "VATAmountFC WarehouseCode WarehouseDescription WarehouseID",
    "Quotations.QuotationLines": "VersionNumber",
    "Salesorders": "TaxSchedule TaxScheduleCode TaxScheduleDescription",
    "Salesorders.SalesOrderLines": "OrderStatus TaxSchedule TaxScheduleCode TaxScheduleDescription",
    "Items": "IsBatchNumberItem IsSerialNumberItem StandardSalesPrice",
    "Employees": "ActiveEmployment CASONumber Municipality",
}
"""Fields that a plain answer has and the sync view lacks."""

OBSOLETE: dict[str, str] = {
    "Accounts": (
        "BRIN Classification ClassificationDescription Costcenter CostcenterDescription CostPaid Currency "
        "CustomerSince Document DunsNumber IsBank IsMember IsPurchase SalesTaxSchedule SalesTaxScheduleCode "
        "SalesTaxScheduleDescription StatusSince"
    ),
    "Contacts": "AllowMailing BirthName BirthNamePrefix",
    "Salesorders": "TaxSchedule TaxScheduleCode TaxScheduleDescription",
    "Salesorders.SalesOrderLines": "TaxSchedule TaxScheduleCode TaxScheduleDescription",
    "Items": "IsBatchNumberItem IsSerialNumberItem",
    "Employees": "ActiveEmployment CASONumber Municipality",
    "Vatcodes": "Country",
}
"""Fields that the vendor calls obsolete."""
