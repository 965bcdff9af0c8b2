"""The entity types of Business Central's API v2.0: their properties, lengths and enums, and rules for them.

Properties are grouped by type. `name:30` is a text of at most 30 characters, `name:contactType` has the
values of that enum. A `Code` is a text that the server keeps in upper case, without blanks around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

BLANK = "_x0020_"
LOCAL_CURRENCY = "EUR"

ENUMS: Mapping[str, tuple[str, ...]] = {
    "contactType": ("Company", "Person"),
    "contactBusinessRelation": (
        BLANK,
        "Customer",
        "Vendor",
        "Bank_x0020_Account",
        "Employee",
        "None",
        "Other",
        "Multiple",
    ),
    "customerBlocked": (BLANK, "Ship", "Invoice", "All"),
    "itemType": ("Inventory", "Service", "Non_x002D_Inventory"),
    "employeeStatus": ("Active", "Inactive", "Terminated"),
    "salesOrderEntityBufferStatus": ("Draft", "In_x0020_Review", "Open"),
    "invoiceLineAggLineType": (
        "Comment",
        "Account",
        "Item",
        "Resource",
        "Fixed_x0020_Asset",
        "Charge",
        "Allocation_x0020_Account",
    ),
}


@dataclass(frozen=True)
class EntityType:
    """One entity set: its properties, the number series, defaults, and ids with their code twins.

    `fixed` properties cannot change after create; `takes_id` says whether a POST may bring its own id,
    `is_stamped` whether there is a `lastModifiedDateTime`.
    """

    name: str
    writable: Mapping[str, str]
    read_only: Mapping[str, str]
    series: tuple[str, int] = ("", 1)
    required: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    takes_id: bool = True
    is_stamped: bool = True

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Every property with its type, without `id` and `lastModifiedDateTime`."""
        groups = [*self.writable.items(), *self.read_only.items()]
        return {word.split(":")[0]: kind for kind, words in groups for word in words.split()}

    @cached_property
    def bounds(self) -> dict[str, str]:
        """What follows the colon: the greatest length of a text, or the name of an enum."""
        words = " ".join([*self.writable.values(), *self.read_only.values()]).split()
        return {name: bound for name, colon, bound in (word.partition(":") for word in words) if colon}

    @cached_property
    def writable_names(self) -> frozenset[str]:
        """The properties that a client may send."""
        return frozenset(word.split(":")[0] for words in self.writable.values() for word in words.split())


CONTACTS = EntityType(
    name="contact",
    writable={
        "Code": "number:20 companyNumber:20 country:10 postalCode:20 searchName:100",
        "Enum": "type:contactType",
        "String": """
            displayName:100 jobTitle:30 companyName:100 addressLine1:100 addressLine2:50 city:30
            state:30 phoneNumber:30 mobilePhoneNumber:30 email:80 website:80 taxRegistrationNumber:20
        """,
        "Boolean": "privacyBlocked",
    },
    read_only={
        "Enum": "contactBusinessRelation:contactBusinessRelation",
        "Date": "lastInteractionDate",
    },
    series=("CT", 1),
    required="displayName",
    defaults={"type": "Company"},
)

CUSTOMERS = EntityType(
    name="customer",
    writable={
        "Code": "number:20 country:10 postalCode:20 salespersonCode:20 currencyCode",
        "String": """
            displayName:100 addressLine1:100 addressLine2:50 city:30 state:30 phoneNumber:30 email:80
            website:80 taxRegistrationNumber:20
        """,
        "Enum": "type:contactType blocked:customerBlocked",
        "Decimal": "creditLimit",
        "Boolean": "taxLiable",
        "Guid": "taxAreaId currencyId paymentTermsId shipmentMethodId paymentMethodId",
    },
    read_only={
        "Decimal": "balanceDue",
        "String": "taxAreaDisplayName",
    },
    series=("C", 10001),
    required="displayName",
    defaults={"type": "Company", "currencyCode": LOCAL_CURRENCY},
    twins={"currencyId": "currencyCode"},
)

SALES_ORDERS = EntityType(
    name="salesOrder",
    writable={
        "Code": """
            externalDocumentNumber:35 customerNumber:20 billToCustomerNumber:20 sellToCountry:10
            sellToPostCode:20 shipToCountry:10 shipToPostCode:20 shortcutDimension1Code:20
            shortcutDimension2Code:20 currencyCode salesperson:20
        """,
        "Date": "orderDate postingDate requestedDeliveryDate",
        "Guid": "customerId billToCustomerId currencyId paymentTermsId shipmentMethodId",
        "String": """
            shipToName:100 shipToContact:100 sellToAddressLine1:100 sellToAddressLine2:50 sellToCity:30
            sellToState:30 shipToAddressLine1:100 shipToAddressLine2:50 shipToCity:30 shipToState:30
            phoneNumber:30 email:80
        """,
        "Boolean": "pricesIncludeTax partialShipping fullyShipped",
        "Decimal": "discountAmount",
    },
    read_only={
        "Code": "number:20 billToCountry:10 billToPostCode:20",
        "String": """
            customerName:100 billToName:100 billToAddressLine1:100 billToAddressLine2:50 billToCity:30
            billToState:30
        """,
        "Boolean": "discountAppliedBeforeTax",
        "Decimal": "totalAmountExcludingTax totalTaxAmount totalAmountIncludingTax",
        "Enum": "status:salesOrderEntityBufferStatus",
    },
    series=("S-ORD", 101001),
    defaults={"status": "Draft", "currencyCode": LOCAL_CURRENCY},
    twins={"currencyId": "currencyCode"},
    takes_id=False,
)

SALES_ORDER_LINES = EntityType(
    name="salesOrderLine",
    writable={
        "Guid": "documentId itemId accountId unitOfMeasureId itemVariantId locationId",
        "Int32": "sequence",
        "Enum": "lineType:invoiceLineAggLineType",
        "Code": "lineObjectNumber:20 unitOfMeasureCode:10 taxCode:50",
        "String": "description:100 description2:50",
        "Decimal": "quantity unitPrice discountAmount discountPercent invoiceQuantity shipQuantity",
        "Date": "shipmentDate",
    },
    read_only={
        "Boolean": "discountAppliedBeforeTax",
        "Decimal": """
            amountExcludingTax taxPercent totalTaxAmount amountIncludingTax invoiceDiscountAllocation
            netAmount netTaxAmount netAmountIncludingTax shippedQuantity invoicedQuantity
        """,
    },
    defaults={"lineType": "Comment"},
    twins={"unitOfMeasureId": "unitOfMeasureCode"},
    fixed=("documentId", "sequence", "lineObjectNumber"),
    takes_id=False,
    is_stamped=False,
)

ITEMS = EntityType(
    name="item",
    writable={
        "Code": """
            number:20 itemCategoryCode:20 gtin:14 taxGroupCode:20 baseUnitOfMeasureCode:10
            generalProductPostingGroupCode:20 inventoryPostingGroupCode:20
        """,
        "String": "displayName:100 displayName2:50",
        "Enum": "type:itemType",
        "Guid": """
            itemCategoryId taxGroupId baseUnitOfMeasureId generalProductPostingGroupId
            inventoryPostingGroupId
        """,
        "Boolean": "blocked priceIncludesTax",
        "Decimal": "inventory unitPrice unitCost",
    },
    read_only={},
    series=("", 10001),
    defaults={"type": "Inventory"},
    twins={
        "itemCategoryId": "itemCategoryCode",
        "taxGroupId": "taxGroupCode",
        "baseUnitOfMeasureId": "baseUnitOfMeasureCode",
        "generalProductPostingGroupId": "generalProductPostingGroupCode",
        "inventoryPostingGroupId": "inventoryPostingGroupCode",
    },
)

EMPLOYEES = EntityType(
    name="employee",
    writable={
        "Code": "number:20 country:10 postalCode:20 statisticsGroupCode:10 iban:50",
        "String": """
            givenName:30 middleName:30 surname:30 jobTitle:30 addressLine1:100 addressLine2:50 city:30
            state:30 phoneNumber:30 mobilePhone:30 email:80 personalEmail:80 bankBranchNumber:20
            bankAccountNumber:30
        """,
        "Date": "employmentDate terminationDate birthDate",
        "Enum": "status:employeeStatus",
    },
    read_only={
        "String": "displayName",
    },
    series=("E", 101),
    defaults={"status": "Active"},
)


TYPES: Mapping[str, EntityType] = {
    "contacts": CONTACTS,
    "customers": CUSTOMERS,
    "items": ITEMS,
    "employees": EMPLOYEES,
    "salesOrders": SALES_ORDERS,
    "salesOrderLines": SALES_ORDER_LINES,
}
