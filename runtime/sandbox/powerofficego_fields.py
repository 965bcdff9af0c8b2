"""The objects of PowerOffice Go API v2: their fields, how a body is checked, how one is shown.

Names, types, nullability, lengths and read-only marks follow the vendor's v2 OpenAPI file (2025-03-10).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from runtime.sandbox.records import Document


@dataclass(frozen=True)
class Field:
    """One property: its type, the length, range, choices or object that go with it, and who may set it when."""

    type: str
    argument: str = ""
    on_create: bool = True
    on_patch: bool = True


def _model(spec: str) -> dict[str, Field]:
    """Read `Name:type[:argument]` words; `-` marks read-only, `+` settable on create and read-only after."""
    fields = {}
    for word in spec.split():
        name, type_, argument = [*word.split(":"), ""][:3]
        fields[name.lstrip("+-")] = Field(type_, argument, name[0] != "-", name[0] not in "+-")
    return fields


_ADDRESS = "AddressLine1:text:200 AddressLine2:text:200 City:text:100 CountryCode:country ZipCode:text:50 "
_TWINS = "+DepartmentCode:text DepartmentId:int +LocationCode:text LocationId:int "
_DIMENSIONS = "+Dim1Code:text Dim1Id:int +Dim2Code:text Dim2Id:int +Dim3Code:text Dim3Id:int "
_TAGS = _TWINS + _DIMENSIONS + "+ProjectCode:text ProjectId:int "

_AGRICULTURE = "None,Finance,Farming,Forestry,FurAnimals,OtherIndustries,Private"
_ID_TYPES = "PassportNumber,NationalIdentityNumber,TaxIdentificationNumber,ValueAddedTaxIdentificationNumber"
_VAT_RETURN = (
    "None,Adjustment,LossesOnClaims,ReversalOfInputValueAddedTax,Withdrawals,"
    "AdjustmentVatCompensationRealProperty,PurchasesEligibleForCompensation"
)

_ORDER = (
    """+BrandingThemeCode:text BrandingThemeId:int ContactDeliveryAddressId:int ContractNo:text
        -CreatedDateTimeOffset:moment CurrencyCode:currency CurrencyExchangeRate:number
        CustomMatchingReference:text CustomerId:int +CustomerNo:int CustomerReference:text
        CustomerReferenceContactPersonId:int DeliveryDate:date +DeliveryTerm:text DeliveryTermId:int
        ExternalImportReference:text:50 -Id:text ImportedOrderNo:int -IsCreatedByCurrentIntegration:flag
        -LastChangedDateTimeOffset:moment -LineCount:int -NetAmount:number +PaymentTerm:int
        PaymentTermId:int PurchaseOrderReference:text RelatedInvoiceNo:int SalesOrderDate:date
        +SalesOrderLines:lines -SalesOrderNo:int SalesOrderStatus:choice:Draft,Confirmed
        SalesPersonEmployeeId:int +SalesPersonEmployeeNumber:int -TotalAmount:number """
    + _TAGS
)

MODELS: Mapping[str, Mapping[str, Field]] = {
    "Address": _model(_ADDRESS),
    "ContactAddress": _model(_ADDRESS + "ExternalCode:text:50 -Id:int -LastChangedDateTimeOffset:moment"),
    "ContactPersons": _model(
        """-ContactId:int -CreatedDateTimeOffset:moment EmailAddress:email ExternalCode:text:50
        FirstName:text -Id:int IsActive:flag IsDefault:flag -LastChangedDateTimeOffset:moment
        LastName:text MailAddress:object:Address PhoneNumber:text Title:text"""
    ),
    "Customers": _model(
        """Allowance:number:-1000..100 BillableRate:number -ContactCreatedDateTimeOffset:moment ContactGroupIds:ints
        -CreatedFromImportJournalId:text CurrencyCode:currency -CustomerCreatedDateTimeOffset:moment
        CustomerSince:date DateOfBirth:date +DeliveryTerm:text DeliveryTermId:int +DepartmentCode:text
        DepartmentId:int DoNotAddLatePaymentFees:flag DoNotAddLatePaymentInterest:flag
        DoNotAutomatePaymentNotifications:flag EmailAddress:email ExternalImportReference:text:50
        ExternalNumber:int FirstName:text -Id:int +InvoiceBrandingThemeCode:text
        InvoiceBrandingThemeId:int
        InvoiceDeliveryType:choice:PdfByEmail,Print,EHF,AvtaleGiro,External,Efaktura,Factoring
        InvoiceEmailAddress:email InvoiceEmailAddressCC:emails:2000 -IsActive:flag IsArchived:flag
        IsPerson:flag IsVatFree:flag -LastChangedDateTimeOffset:moment LastName:text LegalName:text
        MailAddress:object:ContactAddress Name:text NationalIdNumber:text
        NoticeOfDebtCollectionDeliveryType:choice:PdfByEmail,Print Number:int OrganizationNumber:text
        PaymentReminderEmailAddress:email +PaymentTerm:int PaymentTermId:int PhoneNumber:text
        ReminderDeliveryType:choice:PdfByEmail,Print SalesPersonEmployeeId:int
        +SalesPersonEmployeeNumber:int SendPaymentReminders:flag -SubledgerAccountId:int
        TransferToDebtCollectionAgency:flag UseInvoiceFee:flag WebsiteUrl:text
        +SubLedgerNumberSeriesId:text"""
    ),
    "SalesOrders": _model(_ORDER),
    "OutgoingInvoices": _model(_ORDER),
    "Lines": _model(
        """Accrual:map Allowance:number:-1000..100 Description:text ExternalImportReference:text -Id:text
        LineType:choice:Normal,Text,Summary,InvoiceFee,TotalHours -NetAmount:number +ProductCode:text
        ProductId:int ProductUnitCost:number ProductUnitPrice:number Quantity:number -SalesOrderId:text
        SellersReferenceEmployeeId:int +SellersReferenceEmployeeNo:int SortOrder:int -TotalAmount:number
        UnitOfMeasureCode:unit UseStandardSalesAccount:flag -VatAmount:number -VatCode:text -VatId:int
        -VatRate:number VatReturnSpecification:choice:"""
        + _VAT_RETURN
        + " "
        + _TAGS
    ),
    "Products": _model(
        """Code:text:100 -CreatedDateTimeOffset:moment -CreatedFromImportJournalId:text Description:text
        Gtin:text -Id:int IsArchived:flag IsStockItem:flag -LastChangedDateTimeOffset:moment Name:text:400
        +OptionalSalesAccount:int OptionalSalesAccountId:int
        OptionalSalesAccountAgricultureDepartment:choice:"""
        + _AGRICULTURE
        + """ StandardSalesAccountAgricultureDepartment:choice:"""
        + _AGRICULTURE
        + """ +ProductGroupCode:text ProductGroupId:int
        ProductType:choice:Product,Service +StandardSalesAccount:int StandardSalesAccountId:int
        -StockAvailable:number StockOnHand:number -StockOnHandLastChangedDatetimeOffset:moment
        UnitCost:number UnitOfMeasureCode:unit UnitPrice:number"""
    ),
    "Employees": _model(
        """-ContactCreatedDateTimeOffset:moment ContactGroupIds:ints -CreatedFromImportJournalId:text
        DateOfBirth:date +DepartmentCode:text DepartmentId:int EmailAddress:email
        -EmployeeCreatedDateTimeOffset:moment EndDate:date -ExpenseBankAccountId:int
        ExternalImportReference:text:50 ExternalNumber:int FirstName:text Gender:choice:Male,Female,Hidden
        HiredDate:date -Id:int InternationalIdCountryCode:text InternationalIdNumber:text
        InternationalIdReportToAltinn:flag InternationalIdType:choice:"""
        + _ID_TYPES
        + """ IsArchived:flag JobTitle:text
        -LastChangedDateTimeOffset:moment LastName:text +LocationCode:text LocationId:int
        MailAddress:object:ContactAddress ManagerEmployeeId:int +ManagerEmployeeNo:int
        NationalIdNumber:text Number:int PhoneNumber:text -SalaryBankAccountId:int StartDate:date
        -SubledgerAccountId:int -TravelExpenseBankAccountId:int +SubLedgerNumberSeriesId:text"""
    ),
}

CREATED = {"Customers": "CustomerCreatedDateTimeOffset", "Employees": "EmployeeCreatedDateTimeOffset"}
"""The property that tells when a record was made; elsewhere it is `CreatedDateTimeOffset`."""

SECRET = ("NationalIdNumber", "InternationalIdNumber", "Gender")
"""What reads as the word `hidden` without a special privilege, and must never be written back so."""
NEVER_NULL = ("choice", "unit", "object", "map")
"""What the specification does not mark as nullable."""
WRITE_ONLY = "SubLedgerNumberSeriesId"


class Invalid(Exception):
    """A body that is refused, with the sentences that say why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


def check_body(kind: str, body: Any, creating: bool, path: str = "") -> None:
    """Raise `Invalid` for unknown or read-only properties, wrong types, and texts that are too long."""
    if not isinstance(body, dict):
        raise Invalid([f"{path or 'The body'} must be an object."])
    reasons: list[str] = []
    for name, value in body.items():
        field = MODELS[kind].get(name)
        if field is None:
            reasons.append(f"{path}{name} is not a known property.")
        elif not (field.on_create if creating else field.on_patch):
            reasons.append(f"{path}{name} is read-only.")
        else:
            reasons += value_reasons(field, value, path + name, creating)
    if reasons:
        raise Invalid(reasons)


def value_reasons(field: Field, value: Any, path: str, creating: bool) -> list[str]:
    """What is wrong with one value; null empties a property, unless it is an enumeration or an object."""
    if value is None:
        return [f"{path} cannot be null."] if field.type in NEVER_NULL else []
    if path in SECRET and isinstance(value, str) and value.lower() == "hidden":
        return [f"{path} reads as hidden and cannot be set to that."]
    if field.type in ("object", "lines"):
        rows = value if field.type == "lines" else [value]
        if not isinstance(rows, list):
            return [f"{path} must be a list."]
        try:
            for row in rows:
                check_body(field.argument or "Lines", row, creating, path + ".")
        except Invalid as invalid:
            return invalid.reasons
        return _address_reasons(value, path) if field.type == "object" else []
    if not _FITS[field.type](field, value):
        return [f"{path} is not valid."]
    if field.type in ("text", "emails") and field.argument and len(value) > int(field.argument):
        return [f"{path} is longer than {field.argument}."]
    if field.type == "number" and field.argument:
        first, _, last = field.argument.partition("..")
        return [] if int(first) <= value <= int(last) else [f"{path} is outside {field.argument}."]
    return []


def _address_reasons(address: Document, path: str) -> list[str]:
    return [f"{path}.{name} is required." for name in ("City", "ZipCode") if not address.get(name)]


_MAIL = re.compile(r"[^@\s;]+@[^@\s;]+\.[^@\s;.]+")


def _is_mail(value: Any) -> bool:
    return isinstance(value, str) and (not value or _MAIL.fullmatch(value) is not None)


def _are_mails(value: Any) -> bool:
    """Up to ten addresses with `;` between them."""
    mails = value.split(";") if isinstance(value, str) else [None]
    return len(mails) <= 10 and all(_is_mail(mail.strip() if mail else mail) for mail in mails)


def _is_code(pattern: str) -> Callable[[Field, Any], bool]:
    return lambda field, value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_date(field: Field, value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value[:10]).isoformat() == value[:10]
    except ValueError:
        return False


_FITS: Mapping[str, Callable[[Field, Any], bool]] = {
    "text": lambda field, value: isinstance(value, str),
    "moment": lambda field, value: isinstance(value, str),
    "map": lambda field, value: isinstance(value, dict),
    "email": lambda field, value: _is_mail(value),
    "emails": lambda field, value: _are_mails(value),
    "country": _is_code("[A-Z]{2}"),
    "currency": _is_code("[A-Z]{3}"),
    "unit": _is_code("[A-Z0-9]{2,3}"),
    "int": lambda field, value: type(value) is int,
    "number": lambda field, value: type(value) in (int, Decimal),
    "flag": lambda field, value: isinstance(value, bool),
    "date": _is_date,
    "choice": lambda field, value: isinstance(value, str) and value in field.argument.split(","),
    "ints": lambda field, value: isinstance(value, list) and all(type(number) is int for number in value),
}


def patched(kind: str, document: Document, operations: Any) -> Document:
    """Apply a JSON Patch (RFC 6902) with `replace` and `add`; raises `Invalid` for anything else.

    A path may reach into an object that is there (`/MailAddress/City`); the vendor has no recorded example.
    """
    if not isinstance(operations, list):
        raise Invalid(["The body must be a list of operations."])
    changed = dict(document)
    for operation in operations:
        if not isinstance(operation, dict) or operation.get("op") not in ("replace", "add"):
            raise Invalid([f"Not an operation that is supported: {operation}"])
        path = str(operation.get("path", ""))
        if not path.startswith("/") or "value" not in operation:
            raise Invalid([f"An operation needs a path that starts with / and a value: {operation}"])
        names, value = path[1:].split("/"), operation["value"]
        if len(names) == 1:
            check_body(kind, {names[0]: value}, False)
            changed[names[0]] = _with_identity(changed.get(names[0]), value)
        else:
            changed[names[0]] = _patched_inside(kind, changed, names, value)
    return changed


def _patched_inside(kind: str, document: Document, names: list[str], value: Any) -> Document:
    field = MODELS[kind].get(names[0])
    inner = document.get(names[0])
    if field is None or field.type != "object" or inner is None or len(names) != 2:
        raise Invalid([f"The path /{'/'.join(names)} leads nowhere."])
    name = names[1]
    target = MODELS[field.argument].get(name)
    if target is None or not target.on_patch:
        raise Invalid([f"/{names[0]}/{name} cannot be set."])
    changed: Document = inner | {name: value}
    reasons = value_reasons(target, value, name, False) + _address_reasons(changed, names[0])
    if reasons:
        raise Invalid(reasons)
    return changed


def _with_identity(before: Any, value: Any) -> Any:
    """A replaced address stays the same address."""
    kept = ("Id", "LastChangedDateTimeOffset")
    if isinstance(value, dict):
        return value | {name: before[name] for name in kept if isinstance(before, dict) and name in before}
    return value


def show(kind: str, document: Document, names: set[str] | None = None, is_privileged: bool = False) -> Document:
    """An object as an answer has it: no order lines, and `hidden` for what needs a privilege to see."""
    shown = {}
    for name, field in MODELS[kind].items():
        if field.type != "lines" and name != WRITE_ONLY and (names is None or name.lower() in names):
            value = document.get(name)
            shown[name] = "hidden" if name in SECRET and value and not is_privileged else value
    if "Gender" in shown and not is_privileged:
        shown["Gender"] = "Hidden"
    return shown


def shown_names(kind: str) -> set[str]:
    """The properties that a list can be asked for and ordered by, in lower case."""
    fields = MODELS[kind].items()
    return {name.lower() for name, field in fields if field.type != "lines" and name != WRITE_ONLY}
