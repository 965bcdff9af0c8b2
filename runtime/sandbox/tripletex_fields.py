"""The objects of Tripletex API v2: their fields, how a body is read into one, how one is shown.

Names, types, read-only marks and lengths follow the vendor's OpenAPI files (2.74.00 for the fields, 2.71.19
for the lengths, which later files no longer state). What a plain answer leaves out, and how unset
values look on the wire, follow recorded answers of the vendor's test environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from runtime.sandbox.records import Document
from runtime.sandbox.tripletex_texts import NO_OBJECT, READ_ONLY, UNKNOWN_FIELD, WRONG_TYPE, Faults

HOST = "api-test.tripletex.example"

Selection: TypeAlias = dict[str, Any]
"""The `fields` parameter: name to sub-selection, `None` where nothing is expanded; `*` is all the rest."""


@dataclass(frozen=True)
class Field:
    """One field: its type, the length, range, target or choices that go with the type, and two marks."""

    type: str
    argument: str = ""
    read_only: bool = False
    on_demand: bool = False

    @property
    def unset(self) -> Any:
        """Unset strings are "", numbers 0, flags false, lists []; references and dates null (recorded)."""
        if self.type in ("text", "email"):
            return ""
        if self.type in ("int", "number"):
            return 0
        if self.type == "flag":
            return False
        return [] if self.type in ("list", "texts", "refs") else None


def _model(spec: str) -> dict[str, Field]:
    """Read `name:type[:argument]` words; `-` before a name marks read-only, `?` shown only when asked for."""
    fields = {
        "id": Field("id"),
        "version": Field("id"),
        "url": Field("text", "", True),
        "changes": Field("list", "change", True, True),
    }
    for word in spec.split():
        name, type_, argument = [*word.split(":"), ""][:3]
        bare = name.lstrip("?-")
        marks = name[: len(name) - len(bare)]
        fields[bare] = Field(type_, argument, "-" in marks, "?" in marks)
    return fields


ADDRESS = """addressLine1:text:255 addressLine2:text:255 postalCode:text:100 city:text:100 country:ref:country
        -displayName:text -addressAsString:text -displayNameInklMatrikkel:text knr:int:0.. gnr:int:0.. bnr:int:0..
        fnr:int:0.. snr:int:0.. unitNumber:text:255"""

ORDER_STATUS = (
    "NOT_CHOSEN,NEW,CONFIRMATION_SENT,READY_FOR_PICKING,PICKED,PACKED,"
    "READY_FOR_SHIPPING,READY_FOR_INVOICING,INVOICED,CANCELLED"
)

MODELS: Mapping[str, Mapping[str, Field]] = {
    "address": _model(ADDRESS),
    "deliveryAddress": _model(ADDRESS + " name:text:100 customerVendor:ref:company"),
    "country": _model("-name:text -displayName:text -isoAlpha2Code:text -isoAlpha3Code:text"),
    "contact": _model(
        """firstName:text:100 lastName:text:100 displayName:text email:email:100 phoneNumberMobile:text:100
        phoneNumberMobileCountry:ref:country phoneNumberWork:text:100 customer:ref:customer
        department:ref:department isInactive:flag"""
    ),
    "customer": _model(
        """name:text:255 organizationNumber:text:100 globalLocationNumber:int:0.. supplierNumber:int:0..
        customerNumber:int:0.. isSupplier:flag -isCustomer:flag isInactive:flag accountManager:ref:employee
        department:ref:department email:email:254 invoiceEmail:text:254 overdueNoticeEmail:email:254
        ?bankAccounts:texts phoneNumber:text:100 phoneNumberMobile:text:100 description:text
        language:choice:NO,EN displayName:text isPrivateIndividual:flag singleCustomerInvoice:flag
        invoiceSendMethod:choice:EMAIL,EHF,EFAKTURA,AVTALEGIRO,VIPPS,PAPER,MANUAL
        emailAttachmentType:choice:LINK,ATTACHMENT postalAddress:embed:address physicalAddress:embed:address
        deliveryAddress:embed:deliveryAddress category1:ref:customer/category
        category2:ref:customer/category category3:ref:customer/category invoicesDueIn:int:0..10000
        invoicesDueInType:choice:DAYS,MONTHS,RECURRING_DAY_OF_MONTH currency:ref:currency
        bankAccountPresentation:refs:companyBankAccountPresentation ledgerAccount:ref:ledger/account
        isFactoring:flag invoiceSendSMSNotification:flag
        invoiceSMSNotificationNumber:text:100 isAutomaticSoftReminderEnabled:flag
        isAutomaticReminderEnabled:flag isAutomaticNoticeOfDebtCollectionEnabled:flag
        discountPercentage:number website:text:255"""
    ),
    "order": _model(
        """customer:ref:customer contact:ref:contact attn:ref:contact -displayName:text receiverEmail:text:254
        overdueNoticeEmail:email:254 number:text:100 reference:text:255 ?ourContact:ref:contact
        ?ourContactEmployee:ref:employee department:ref:department orderDate:date project:ref:project
        invoiceComment:text currency:ref:currency invoicesDueIn:int:0..10000
        ?status:choice:"""
        + ORDER_STATUS
        + """
        invoicesDueInType:choice:DAYS,MONTHS,RECURRING_DAY_OF_MONTH isShowOpenPostsOnInvoices:flag
        isClosed:flag deliveryDate:date deliveryAddress:ref:deliveryAddress deliveryComment:text
        isPrioritizeAmountsIncludingVat:flag orderLineSorting:choice:ID,PRODUCT,PRODUCT_DESCENDING,CUSTOM
        orderGroups:refs:order/orderGroup orderLines:list:orderline isSubscription:flag
        subscriptionDuration:int:0.. subscriptionDurationType:choice:MONTHS,YEAR
        subscriptionPeriodsOnInvoice:int:0.. -subscriptionPeriodsOnInvoiceType:choice:MONTHS
        subscriptionInvoicingTimeInAdvanceOrArrears:choice:ADVANCE,ARREARS
        subscriptionInvoicingTime:int:0.. subscriptionInvoicingTimeType:choice:DAYS,MONTHS
        isSubscriptionAutoInvoicing:flag preliminaryInvoice:ref:invoice -attachment:refs:document
        sendMethodDescription:text ?-canCreateBackorder:flag invoiceOnAccountVatHigh:flag
        -totalInvoicedOnAccountAmountAbsoluteCurrency:number -invoiceSendSMSNotification:flag
        invoiceSMSNotificationNumber:text:100 markUpOrderLines:number discountPercentage:number
        -customerName:text -projectManagerNameAndNumber:text -contractReference:text
        -internalComment:text -travelReports:refs:travelExpense
        -accountingDimensionValues:refs:accountingDimensionValue"""
    ),
    "orderline": _model(
        """product:ref:product inventory:ref:inventory inventoryLocation:ref:inventory/location description:text
        -displayName:text count:number
        unitCostCurrency:number unitPriceExcludingVatCurrency:number currency:ref:currency markup:number
        discount:number vatType:ref:ledger/vatType -amountExcludingVatCurrency:number
        -amountIncludingVatCurrency:number vendor:ref:company order:ref:order
        unitPriceIncludingVatCurrency:number isSubscription:flag subscriptionPeriodStart:date
        subscriptionPeriodEnd:date orderGroup:ref:order/orderGroup sortIndex:int:0.. isPicked:flag
        pickedDate:date orderedQuantity:number isCharged:flag -deliveredQuantity:number
        -originalOrderedQuantity:number"""
    ),
    "product": _model(
        """name:text:255 number:text:100 -displayNumber:text description:text orderLineDescription:text:255
        ?ean:text:14 -elNumber:text -nrfNumber:text costExcludingVatCurrency:number ?expenses:number
        ?-expensesInPercent:number -costPrice:number ?-profit:number ?-profitInPercent:number
        priceExcludingVatCurrency:number priceIncludingVatCurrency:number isInactive:flag
        ?discountGroup:ref:discountGroup productUnit:ref:product/unit ?isStockItem:flag
        ?-stockOfGoods:number ?-availableStock:number ?-incomingStock:number ?-outgoingStock:number
        vatType:ref:ledger/vatType currency:ref:currency department:ref:department
        account:ref:ledger/account -discountPrice:number supplier:ref:supplier resaleProduct:ref:product
        isDeletable:flag hasSupplierProductConnected:flag ?weight:number ?weightUnit:choice:kg,g,hg
        ?volume:number ?volumeUnit:choice:cm3,dm3,m3 ?hsnCode:text:20 ?image:ref:document
        -displayName:text minStockLevel:number
        ?-markupListPercentage:number ?-markupNetPercentage:number ?mainSupplierProduct:ref:supplierProduct
        ?-isRoundPriceIncVat:flag ?-priceInTargetCurrency:number ?-purchasePriceCurrency:number
        -disableDiscount:flag"""
    ),
    "employee": _model(
        """firstName:text:100 lastName:text:100 -displayName:text employeeNumber:text:100 dateOfBirth:date
        email:email:100 phoneNumberMobileCountry:ref:country phoneNumberMobile:text:100
        phoneNumberHome:text:100 phoneNumberWork:text:100 nationalIdentityNumber:text:100 dnumber:text:11
        bankAccountNumber:text:100 iban:text bic:text creditorBankCountryId:int usesAbroadPayment:flag
        userType:choice:STANDARD,EXTENDED,NO_ACCESS -allowInformationRegistration:flag isContact:flag
        -isProxy:flag comments:text address:embed:address department:ref:department
        internationalId:ref:internationalId employments:refs:employee/employment
        holidayAllowanceEarned:ref:holidayAllowanceEarned employeeCategory:ref:employee/category
        -isAuthProjectOverviewURL:flag -pictureId:int -companyId:int -vismaConnect2FAactive:flag"""
    ),
    "change": {name: Field("text", "", True) for name in ("employeeId", "timestamp", "changeType")},
}


class Unreadable(Exception):
    """A body whose names or types do not fit the object, as (field, message) pairs."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.faults = faults


def read_body(kind: str, body: Any, strict: bool, path: str = "") -> Document:
    """Keep what a client may set, null as unset; raises `Unreadable`.

    A read-only field is refused when `strict`, and otherwise passed over without complaint.
    """
    if not isinstance(body, dict):
        raise Unreadable([(path.rstrip("."), NO_OBJECT)])
    model, taken = MODELS[kind], {}
    faults: Faults = []
    for name, value in body.items():
        field = model.get(name)
        if field is None:
            faults.append((path + name, UNKNOWN_FIELD.of(path + name)))
        elif field.read_only:
            faults += [(path + name, READ_ONLY.of(path + name))] if strict else []
        else:
            try:
                taken[name] = _read_value(field, value, strict, path + name)
            except Unreadable as wrong:
                faults += wrong.faults
    if faults:
        raise Unreadable(faults)
    return taken


def _read_value(field: Field, value: Any, strict: bool, path: str) -> Any:
    if value is None:
        return field.unset
    if field.type == "embed":
        return read_body(field.argument, value, strict, path + ".")
    if field.type == "list" and isinstance(value, list):
        return [read_body(field.argument, row, strict, path + ".") for row in value]
    if field.type == "ref" and _is_reference(value):
        return {"id": value.get("id")}
    if field.type == "refs" and isinstance(value, list) and all(_is_reference(row) for row in value):
        return [{"id": row.get("id")} for row in value]
    if not _SCALARS.get(field.type, _never)(field, value):
        raise Unreadable([(path, WRONG_TYPE.of(path))])
    return value


def _is_reference(value: Any) -> bool:
    """An object with an id, or with none; whatever else it holds (such as its url) is passed over."""
    return isinstance(value, dict) and type(value.get("id")) in (int, type(None))


def _never(field: Field, value: Any) -> bool:
    return False


def _is_date(field: Field, value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_SCALARS: Mapping[str, Callable[[Field, Any], bool]] = {
    "text": lambda field, value: isinstance(value, str),
    "email": lambda field, value: isinstance(value, str),
    "id": lambda field, value: type(value) is int,
    "int": lambda field, value: type(value) is int,
    "number": lambda field, value: type(value) in (int, Decimal),
    "flag": lambda field, value: isinstance(value, bool),
    "date": _is_date,
    "choice": lambda field, value: isinstance(value, str) and value in field.argument.split(","),
    "texts": lambda field, value: isinstance(value, list) and all(isinstance(text, str) for text in value),
}


def read_selection(text: str) -> Selection:
    """Parse `fields`, for example `*,orderLines(*,product(id)),changes`; raises `ValueError`."""
    selection, rest = _read_names(text.replace(" ", ""))
    if rest:
        raise ValueError(text)
    return selection


def _read_names(text: str) -> tuple[Selection, str]:
    selection: Selection = {}
    while text and not text.startswith(")"):
        end = next((i for i, char in enumerate(text) if char in ",()"), len(text))
        name, text = text[:end], text[end:]
        selection[name] = None
        if text.startswith("("):
            selection[name], text = _read_names(text[1:])
            if not text.startswith(")"):
                raise ValueError(text)
            text = text[1:]
        text = text.removeprefix(",")
    return selection, text


def unknown_names(kind: str, selection: Selection) -> list[str]:
    """The names of a selection that the object does not have; unknown targets of references are let be."""
    model = MODELS.get(kind)
    if model is None:
        return []
    strange = [name for name in selection if name != "*" and name not in model]
    for name, inner in selection.items():
        if inner and name in model:
            strange += unknown_names(model[name].argument, inner)
    return strange


def reference(kind: str, key: Any) -> Document:
    """How an object is shown where it is not expanded."""
    return {"id": key, "url": f"{HOST}/v2/{kind}/{key}"}


Find: TypeAlias = Callable[[str, Any], Document | None]


def show(kind: str, document: Document, selection: Selection, find: Find) -> Document:
    """An object as an answer has it: `*` covers one level, what it holds or refers to must be expanded."""
    shown: Document = {}
    for name, field in MODELS[kind].items():
        wanted = name in selection or ("*" in selection and not field.on_demand)
        if wanted and name == "url":
            shown[name] = reference(kind, document["id"])["url"]
        elif wanted:
            value = document.get(name, field.unset)
            shown[name] = _show_value(field, value, selection.get(name), find)
    return shown


def _show_value(field: Field, value: Any, selection: Selection | None, find: Find) -> Any:
    if field.type == "list" and field.argument == "change":
        return value
    if field.type in ("list", "refs"):
        return [_show_object(field.argument, row, selection, find) for row in value]
    if field.type in ("ref", "embed") and value is not None:
        whole = value if field.type == "embed" else find(field.argument, value["id"])
        return _show_object(field.argument, whole or value, selection if whole else None, find)
    return value


def _show_object(kind: str, document: Document, selection: Selection | None, find: Find) -> Document:
    return show(kind, document, selection, find) if selection else reference(kind, document["id"])
