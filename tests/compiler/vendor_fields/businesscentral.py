"""Business Central's properties as its schema and reference pages list them: access and type, then the names.

Access is `key`, `rw` or `ro`. `TYPE.LIST` stands for the elements of a list.
"""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {
    "Contacts": {
        "key Guid": "id",
        "rw Boolean": "privacyBlocked",
        "rw String": (
            "number displayName jobTitle companyNumber companyName addressLine1 addressLine2 city state country "
            "postalCode phoneNumber mobilePhoneNumber email website searchName taxRegistrationNumber"
        ),
        "rw enum": "type",
        "ro Date": "lastInteractionDate",
        "ro DateTimeOffset": "lastModifiedDateTime",
        "ro enum": "contactBusinessRelation",
    },
    "Customers": {
        "key Guid": "id",
        "rw Boolean": "taxLiable",
        "rw Decimal": "creditLimit",
        "rw Guid": "taxAreaId currencyId paymentTermsId shipmentMethodId paymentMethodId",
        "rw String": (
            "number displayName addressLine1 addressLine2 city state country postalCode phoneNumber email website "
            "salespersonCode taxRegistrationNumber currencyCode"
        ),
        "rw enum": "type blocked",
        "ro DateTimeOffset": "lastModifiedDateTime",
        "ro Decimal": "balanceDue",
        "ro String": "taxAreaDisplayName",
    },
    "Salesorders": {
        "key Guid": "id",
        "rw Boolean": "pricesIncludeTax partialShipping fullyShipped",
        "rw Collection": "salesOrderLines",
        "rw Date": "orderDate postingDate requestedDeliveryDate",
        "rw Decimal": "discountAmount",
        "rw Guid": "customerId billToCustomerId currencyId paymentTermsId shipmentMethodId",
        "rw String": (
            "externalDocumentNumber customerNumber billToCustomerNumber shipToName shipToContact "
            "sellToAddressLine1 sellToAddressLine2 sellToCity sellToCountry sellToState sellToPostCode "
            "shipToAddressLine1 shipToAddressLine2 shipToCity shipToCountry shipToState shipToPostCode "
            "shortcutDimension1Code shortcutDimension2Code currencyCode salesperson phoneNumber email"
        ),
        "ro Boolean": "discountAppliedBeforeTax",
        "ro DateTimeOffset": "lastModifiedDateTime",
        "ro Decimal": "totalAmountExcludingTax totalTaxAmount totalAmountIncludingTax",
        "ro String": (
            "number customerName billToName billToAddressLine1 billToAddressLine2 billToCity billToCountry "
            "billToState billToPostCode"
        ),
        "ro enum": "status",
    },
    "Salesorders.salesOrderLines": {
        "key Guid": "id",
        "rw Date": "shipmentDate",
        "rw Decimal": "quantity unitPrice discountAmount discountPercent invoiceQuantity shipQuantity",
        "rw Guid": "documentId itemId accountId unitOfMeasureId itemVariantId locationId",
        "rw Int32": "sequence",
        "rw String": "lineObjectNumber description description2 unitOfMeasureCode taxCode",
        "rw enum": "lineType",
        "ro Boolean": "discountAppliedBeforeTax",
        "ro Decimal": (
            "amountExcludingTax taxPercent totalTaxAmount amountIncludingTax invoiceDiscountAllocation netAmount "
            "netTaxAmount netAmountIncludingTax shippedQuantity invoicedQuantity"
        ),
    },
    "Salesquotes": {
        "key Guid": "id",
        "rw Collection": "salesQuoteLines",
        "rw Date": "documentDate postingDate dueDate validUntilDate",
        "rw Decimal": "discountAmount",
        "rw Guid": "customerId billToCustomerId currencyId paymentTermsId shipmentMethodId",
        "rw String": (
            "externalDocumentNumber customerNumber billToCustomerNumber shipToName shipToContact "
            "sellToAddressLine1 sellToAddressLine2 sellToCity sellToCountry sellToState sellToPostCode "
            "shipToAddressLine1 shipToAddressLine2 shipToCity shipToCountry shipToState shipToPostCode "
            "shortcutDimension1Code shortcutDimension2Code currencyCode salesperson phoneNumber email"
        ),
        "ro Date": "acceptedDate",
        "ro DateTimeOffset": "lastModifiedDateTime sentDate",
        "ro Decimal": "totalAmountExcludingTax totalTaxAmount totalAmountIncludingTax",
        "ro String": (
            "number customerName billToName billToAddressLine1 billToAddressLine2 billToCity billToCountry "
            "billToState billToPostCode"
        ),
        "ro enum": "status",
    },
    "Salesquotes.salesQuoteLines": {
        "key Guid": "id",
        "rw Decimal": "unitPrice quantity discountAmount discountPercent",
        "rw Guid": "documentId itemId accountId unitOfMeasureId itemVariantId",
        "rw Int32": "sequence",
        "rw String": "lineObjectNumber description unitOfMeasureCode taxCode",
        "rw enum": "lineType",
        "ro Boolean": "discountAppliedBeforeTax",
        "ro Decimal": (
            "amountExcludingTax taxPercent totalTaxAmount amountIncludingTax netAmount netTaxAmount "
            "netAmountIncludingTax"
        ),
    },
    "Items": {
        "key Guid": "id",
        "rw Boolean": "blocked priceIncludesTax",
        "rw Decimal": "inventory unitPrice unitCost",
        "rw Guid": (
            "itemCategoryId taxGroupId baseUnitOfMeasureId generalProductPostingGroupId inventoryPostingGroupId"
        ),
        "rw String": (
            "number displayName displayName2 itemCategoryCode gtin taxGroupCode baseUnitOfMeasureCode "
            "generalProductPostingGroupCode inventoryPostingGroupCode"
        ),
        "rw enum": "type",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Employees": {
        "key Guid": "id",
        "rw Date": "employmentDate terminationDate birthDate",
        "rw String": (
            "number givenName middleName surname jobTitle addressLine1 addressLine2 city state country postalCode "
            "phoneNumber mobilePhone email personalEmail statisticsGroupCode bankBranchNumber bankAccountNumber "
            "iban"
        ),
        "rw enum": "status",
        "ro DateTimeOffset": "lastModifiedDateTime",
        "ro String": "displayName",
    },
    "Vendors": {
        "key Guid": "id",
        "rw Boolean": "taxLiable",
        "rw Guid": "currencyId paymentTermsId paymentMethodId",
        "rw String": (
            "number displayName addressLine1 addressLine2 city state country postalCode phoneNumber email website "
            "taxRegistrationNumber currencyCode irs1099Code"
        ),
        "rw enum": "blocked",
        "ro DateTimeOffset": "lastModifiedDateTime",
        "ro Decimal": "balance",
    },
    "Companies": {
        "key Guid": "id",
        "ro DateTimeOffset": "systemCreatedAt systemModifiedAt",
        "ro Guid": "systemCreatedBy systemModifiedBy",
        "ro Int64": "timestamp",
        "ro String": "systemVersion name displayName businessProfileId",
    },
    "Currencies": {
        "key Guid": "id",
        "rw Decimal": "amountRoundingPrecision",
        "rw String": "code displayName symbol amountDecimalPlaces",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Paymentterms": {
        "key Guid": "id",
        "rw Boolean": "calculateDiscountOnCreditMemos",
        "rw Decimal": "discountPercent",
        "rw String": "code displayName dueDateCalculation discountDateCalculation",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Paymentmethods": {
        "key Guid": "id",
        "rw String": "code displayName",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Shipmentmethods": {
        "key Guid": "id",
        "rw String": "code displayName",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Countriesregions": {
        "key Guid": "id",
        "rw String": "code displayName",
        "rw enum": "addressFormat",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Unitsofmeasure": {
        "key Guid": "id",
        "rw String": "code displayName internationalStandardCode symbol",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
    "Itemcategories": {
        "key Guid": "id",
        "rw String": "code displayName",
        "ro DateTimeOffset": "lastModifiedDateTime",
    },
}
