"""The fields that two vendors document, by the names of their specifications, and where profiles have them.

Tripletex: OpenAPI file 2.74.00. PowerOffice Go: OpenAPI file of API v2, March 2025. A word is `name:kind`, with `:read`
where nobody may write it and `:create` where only a new record may say it. Kinds: text, int, number, flag, date,
moment, ref (an object with an id), embed (an object with fields of its own), list.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PLACES", "TABLES"]

_TRIPLETEX: Mapping[str, str] = {
    "Contact": """
        id:int version:int changes:list:read url:text:read firstName:text lastName:text displayName:text email:text
        phoneNumberMobileCountry:ref phoneNumberMobile:text phoneNumberWork:text customer:ref department:ref
        isInactive:flag
    """,
    "Customer": """
        id:int version:int changes:list:read url:text:read name:text organizationNumber:text
        globalLocationNumber:int supplierNumber:int customerNumber:int isSupplier:flag isCustomer:flag:read
        isInactive:flag accountManager:ref department:ref email:text invoiceEmail:text overdueNoticeEmail:text
        bankAccounts:list phoneNumber:text phoneNumberMobile:text description:text language:text displayName:text
        isPrivateIndividual:flag singleCustomerInvoice:flag invoiceSendMethod:text emailAttachmentType:text
        postalAddress:embed physicalAddress:embed deliveryAddress:embed category1:ref category2:ref category3:ref
        invoicesDueIn:int invoicesDueInType:text currency:ref bankAccountPresentation:list ledgerAccount:ref
        isFactoring:flag invoiceSendSMSNotification:flag invoiceSMSNotificationNumber:text
        isAutomaticSoftReminderEnabled:flag isAutomaticReminderEnabled:flag
        isAutomaticNoticeOfDebtCollectionEnabled:flag discountPercentage:number website:text
    """,
    "Order": """
        id:int version:int changes:list:read url:text:read customer:ref contact:ref attn:ref displayName:text:read
        receiverEmail:text overdueNoticeEmail:text number:text reference:text ourContact:ref ourContactEmployee:ref
        department:ref orderDate:date project:ref invoiceComment:text currency:ref invoicesDueIn:int status:text
        invoicesDueInType:text isShowOpenPostsOnInvoices:flag isClosed:flag deliveryDate:date deliveryAddress:ref
        deliveryComment:text isPrioritizeAmountsIncludingVat:flag orderLineSorting:text orderGroups:list
        orderLines:list isSubscription:flag subscriptionDuration:int subscriptionDurationType:text
        subscriptionPeriodsOnInvoice:int subscriptionPeriodsOnInvoiceType:text:read
        subscriptionInvoicingTimeInAdvanceOrArrears:text subscriptionInvoicingTime:int
        subscriptionInvoicingTimeType:text isSubscriptionAutoInvoicing:flag preliminaryInvoice:ref
        attachment:list:read sendMethodDescription:text canCreateBackorder:flag:read invoiceOnAccountVatHigh:flag
        totalInvoicedOnAccountAmountAbsoluteCurrency:number:read invoiceSendSMSNotification:flag:read
        invoiceSMSNotificationNumber:text markUpOrderLines:number discountPercentage:number customerName:text:read
        projectManagerNameAndNumber:text:read travelReports:list:read accountingDimensionValues:list:read
    """,
    "OrderLine": """
        id:int version:int changes:list:read url:text:read product:ref inventory:ref inventoryLocation:ref
        description:text displayName:text:read count:number unitCostCurrency:number
        unitPriceExcludingVatCurrency:number currency:ref markup:number discount:number vatType:ref
        amountExcludingVatCurrency:number:read amountIncludingVatCurrency:number:read vendor:ref order:ref
        unitPriceIncludingVatCurrency:number isSubscription:flag subscriptionPeriodStart:date
        subscriptionPeriodEnd:date orderGroup:ref sortIndex:int isPicked:flag pickedDate:date orderedQuantity:number
        isCharged:flag
    """,
    "Product": """
        id:int version:int changes:list:read url:text:read name:text number:text displayNumber:text:read
        description:text orderLineDescription:text ean:text elNumber:text:read nrfNumber:text:read
        costExcludingVatCurrency:number expenses:number expensesInPercent:number:read costPrice:number:read
        profit:number:read profitInPercent:number:read priceExcludingVatCurrency:number
        priceIncludingVatCurrency:number isInactive:flag discountGroup:ref productUnit:ref isStockItem:flag
        stockOfGoods:number:read availableStock:number:read incomingStock:number:read outgoingStock:number:read
        vatType:ref currency:ref department:ref account:ref discountPrice:number:read supplier:ref resaleProduct:ref
        isDeletable:flag hasSupplierProductConnected:flag weight:number weightUnit:text volume:number
        volumeUnit:text hsnCode:text image:ref markupListPercentage:number:read markupNetPercentage:number:read
        displayName:text:read mainSupplierProduct:ref isRoundPriceIncVat:flag:read priceInTargetCurrency:number:read
        purchasePriceCurrency:number:read minStockLevel:number
    """,
    "Employee": """
        id:int version:int changes:list:read url:text:read firstName:text lastName:text displayName:text:read
        employeeNumber:text dateOfBirth:date email:text phoneNumberMobileCountry:ref phoneNumberMobile:text
        phoneNumberHome:text phoneNumberWork:text nationalIdentityNumber:text dnumber:text internationalId:ref
        bankAccountNumber:text iban:text bic:text creditorBankCountryId:int usesAbroadPayment:flag userType:text
        allowInformationRegistration:flag:read isContact:flag isProxy:flag:read comments:text address:embed
        department:ref employments:list holidayAllowanceEarned:ref employeeCategory:ref
        isAuthProjectOverviewURL:flag:read pictureId:int:read companyId:int:read vismaConnect2FAactive:flag:read
    """,
    "DeliveryAddress": """
        id:int version:int changes:list:read url:text:read addressLine1:text addressLine2:text postalCode:text
        city:text country:ref displayName:text:read addressAsString:text:read displayNameInklMatrikkel:text:read
        knr:int gnr:int bnr:int fnr:int snr:int unitNumber:text name:text customerVendor:ref
    """,
    "Address": """
        id:int version:int changes:list:read url:text:read addressLine1:text addressLine2:text postalCode:text
        city:text country:ref displayName:text:read addressAsString:text:read displayNameInklMatrikkel:text:read
        knr:int gnr:int bnr:int fnr:int snr:int unitNumber:text
    """,
}

_POWEROFFICE: Mapping[str, str] = {
    "ContactPerson": """
        ContactId:int:read CreatedDateTimeOffset:moment:read EmailAddress:text ExternalCode:text FirstName:text
        Id:int:read IsActive:flag IsDefault:flag LastChangedDateTimeOffset:moment:read LastName:text
        MailAddress:embed PhoneNumber:text Title:text
    """,
    "Customer": """
        Allowance:number BillableRate:number ContactCreatedDateTimeOffset:moment:read ContactGroupIds:list
        CreatedFromImportJournalId:text:read CurrencyCode:text CustomerCreatedDateTimeOffset:moment:read
        CustomerSince:date DateOfBirth:date DeliveryTerm:text:create DeliveryTermId:int DepartmentCode:text:create
        DepartmentId:int DoNotAddLatePaymentFees:flag DoNotAddLatePaymentInterest:flag
        DoNotAutomatePaymentNotifications:flag EmailAddress:text ExternalImportReference:text ExternalNumber:int
        FirstName:text Id:int:read InvoiceBrandingThemeCode:text:create InvoiceBrandingThemeId:int
        InvoiceDeliveryType:text InvoiceEmailAddress:text InvoiceEmailAddressCC:text IsActive:flag:read
        IsArchived:flag IsPerson:flag IsVatFree:flag LastChangedDateTimeOffset:moment:read LastName:text
        LegalName:text MailAddress:embed Name:text NationalIdNumber:text NoticeOfDebtCollectionDeliveryType:text
        Number:int OrganizationNumber:text PaymentReminderEmailAddress:text PaymentTerm:int:create PaymentTermId:int
        PhoneNumber:text ReminderDeliveryType:text SalesPersonEmployeeId:int SalesPersonEmployeeNumber:int:create
        SendPaymentReminders:flag SubledgerAccountId:int:read TransferToDebtCollectionAgency:flag UseInvoiceFee:flag
        WebsiteUrl:text SubLedgerNumberSeriesId:text:create
    """,
    "SalesOrderComplete": """
        BrandingThemeCode:text:create BrandingThemeId:int ContactDeliveryAddressId:int ContractNo:text
        CreatedDateTimeOffset:moment:read CurrencyCode:text CurrencyExchangeRate:number CustomMatchingReference:text
        CustomerId:int CustomerNo:int:create CustomerReference:text CustomerReferenceContactPersonId:int
        DeliveryDate:date DeliveryTerm:text:create DeliveryTermId:int DepartmentCode:text:create DepartmentId:int
        Dim1Code:text:create Dim1Id:int Dim2Code:text:create Dim2Id:int Dim3Code:text:create Dim3Id:int
        ExternalImportReference:text Id:text:read ImportedOrderNo:int IsCreatedByCurrentIntegration:flag:read
        LastChangedDateTimeOffset:moment:read LineCount:int:read LocationCode:text:create LocationId:int
        NetAmount:number:read PaymentTerm:int:create PaymentTermId:int ProjectCode:text:create ProjectId:int
        PurchaseOrderReference:text RelatedInvoiceNo:int SalesOrderDate:date SalesOrderLines:list:create
        SalesOrderNo:int:read SalesOrderStatus:text SalesPersonEmployeeId:int SalesPersonEmployeeNumber:int:create
        TotalAmount:number:read
    """,
    "SalesOrderLine": """
        Accrual:embed Allowance:number DepartmentCode:text:create DepartmentId:int Description:text
        Dim1Code:text:create Dim1Id:int Dim2Code:text:create Dim2Id:int Dim3Code:text:create Dim3Id:int
        ExternalImportReference:text Id:text:read LineType:text LocationCode:text:create LocationId:int
        NetAmount:number:read ProductCode:text:create ProductId:int ProductUnitCost:number ProductUnitPrice:number
        ProjectCode:text:create ProjectId:int Quantity:number SalesOrderId:text:read SellersReferenceEmployeeId:int
        SellersReferenceEmployeeNo:int:create SortOrder:int TotalAmount:number:read UnitOfMeasureCode:text
        UseStandardSalesAccount:flag VatAmount:number:read VatCode:text:read VatId:int:read VatRate:number:read
        VatReturnSpecification:text
    """,
    "Product": """
        Code:text CreatedDateTimeOffset:moment:read CreatedFromImportJournalId:text:read Description:text Gtin:text
        Id:int:read IsArchived:flag IsStockItem:flag LastChangedDateTimeOffset:moment:read Name:text
        OptionalSalesAccount:int:create OptionalSalesAccountAgricultureDepartment:text OptionalSalesAccountId:int
        ProductGroupCode:text:create ProductGroupId:int ProductType:text StandardSalesAccount:int:create
        StandardSalesAccountAgricultureDepartment:text StandardSalesAccountId:int StockAvailable:number:read
        StockOnHand:number StockOnHandLastChangedDatetimeOffset:moment:read UnitCost:number UnitOfMeasureCode:text
        UnitPrice:number
    """,
    "Employee": """
        ContactCreatedDateTimeOffset:moment:read ContactGroupIds:list CreatedFromImportJournalId:text:read
        DateOfBirth:date DepartmentCode:text:create DepartmentId:int EmailAddress:text
        EmployeeCreatedDateTimeOffset:moment:read EndDate:date ExpenseBankAccountId:int:read
        ExternalImportReference:text ExternalNumber:int FirstName:text Gender:text HiredDate:date Id:int:read
        InternationalIdCountryCode:text InternationalIdNumber:text InternationalIdReportToAltinn:flag
        InternationalIdType:text IsArchived:flag JobTitle:text LastChangedDateTimeOffset:moment:read LastName:text
        LocationCode:text:create LocationId:int MailAddress:embed ManagerEmployeeId:int ManagerEmployeeNo:int:create
        NationalIdNumber:text Number:int PhoneNumber:text SalaryBankAccountId:int:read StartDate:date
        SubledgerAccountId:int:read TravelExpenseBankAccountId:int:read SubLedgerNumberSeriesId:text:create
    """,
    "ContactDeliveryAddress": """
        AddressLine1:text AddressLine2:text City:text ContactId:int:read CountryCode:text
        CreatedDateTimeOffset:moment:read ExternalCode:text Id:int:read IsPrimary:flag:create
        LastChangedDateTimeOffset:moment:read ZipCode:text
    """,
    "Address": """
        AddressLine1:text AddressLine2:text City:text CountryCode:text ZipCode:text
    """,
    "ContactAddress": """
        AddressLine1:text AddressLine2:text City:text CountryCode:text ExternalCode:text Id:int:read
        LastChangedDateTimeOffset:moment:read ZipCode:text
    """,
}

TABLES: Mapping[str, Mapping[str, str]] = {"tripletex": _TRIPLETEX, "powerofficego": _POWEROFFICE}
"""The tables of each system, by the vendor's name of the object."""

_TRIPLETEX_PLACES: Mapping[str, str] = {
    "Contact": "Contact",
    "Customer": "Customer",
    "Order": "Order",
    "Order/orderLines": "OrderLine",
    "Product": "Product",
    "Employee": "Employee",
    "DeliveryAddress": "DeliveryAddress",
    "Customer/postalAddress": "Address",
    "Customer/physicalAddress": "Address",
    "Customer/deliveryAddress": "DeliveryAddress",
    "Employee/address": "Address",
}

_POWEROFFICE_PLACES: Mapping[str, str] = {
    "Contactperson": "ContactPerson",
    "Customers": "Customer",
    "Salesorders": "SalesOrderComplete",
    "Salesorders/SalesOrderLines": "SalesOrderLine",
    "Product": "Product",
    "Employees": "Employee",
    "Contactdeliveryaddresses": "ContactDeliveryAddress",
    "Contactperson/MailAddress": "Address",
    "Customers/MailAddress": "ContactAddress",
    "Employees/MailAddress": "ContactAddress",
}

PLACES: Mapping[str, Mapping[str, str]] = {"tripletex": _TRIPLETEX_PLACES, "powerofficego": _POWEROFFICE_PLACES}
"""The table of each ObjectType; with "/", of what stands at a path in it: the elements of a list, or an object."""
