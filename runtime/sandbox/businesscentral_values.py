"""Values of Business Central: what "empty" looks like, and what a property takes.

No column is null: an empty text is `""`, an empty date `0001-01-01`, an empty guid all zeroes, and the blank
member of an enum `_x0020_`. A null that is sent means empty.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from runtime.sandbox.businesscentral_fields import BLANK, ENUMS, LOCAL_CURRENCY, EntityType
from runtime.sandbox.businesscentral_texts import TOO_LONG
from runtime.sandbox.odata_filter import moment
from runtime.sandbox.world import Document

NO_GUID = "00000000-0000-0000-0000-000000000000"
NO_DATE = "0001-01-01"
_EMPTY: dict[str, Any] = {"Date": NO_DATE, "Guid": NO_GUID, "Decimal": 0, "Int32": 0, "Boolean": False}
_LITERALS = {"Date": "date", "Guid": "guid", "Decimal": "number", "Int32": "number", "Boolean": "boolean"}


class Breach(Exception):
    """A request that the server refuses with an error code; `words` go into the text, in any language."""

    def __init__(self, code: str, text: str, /, status: int = 400, **words: object) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status
        self.words = words


def kind_of(entity: EntityType, name: str) -> str | None:
    """The type of a property, the two that every entity has included."""
    if name == "lastModifiedDateTime":
        return "DateTimeOffset" if entity.is_stamped else None
    return "Guid" if name == "id" else entity.kinds.get(name)


def empty(entity: EntityType, name: str) -> Any:
    """The empty value of a property."""
    kind = entity.kinds[name]
    return ENUMS[entity.bounds[name]][0] if kind == "Enum" else _EMPTY.get(kind, "")


def empty_document(entity: EntityType) -> Document:
    """All properties of an entity, empty."""
    return {name: empty(entity, name) for name in entity.kinds}


def read_value(entity: EntityType, name: str, value: Any) -> Any:
    """A value from a request as it will be stored; raises `Breach`."""
    kind = kind_of(entity, name)
    if value is None:
        return empty(entity, name)
    if kind in ("String", "Code"):
        return _text(entity, name, kind, value)
    if kind == "Enum":
        return _member(entity, name, value)
    if kind == "Guid":
        return _guid(name, value)
    if kind == "Date":
        return _date(name, value)
    wanted = {"Boolean": (bool,), "Int32": (int,), "Decimal": (int, Decimal)}[str(kind)]
    if type(value) not in wanted:
        raise Breach("BadRequest", f"Cannot convert a value to target type 'Edm.{kind}': {name}.")
    return value


def _text(entity: EntityType, name: str, kind: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Breach("BadRequest", f"Cannot convert a value to target type 'Edm.String': {name}.")
    text = value.strip().upper() if kind == "Code" else value
    if name in entity.bounds and len(text) > int(entity.bounds[name]):
        limit = entity.bounds[name]
        raise Breach("Application_StringExceededLength", TOO_LONG, length=len(text), limit=limit, name=name)
    return text


def _member(entity: EntityType, name: str, value: Any) -> str:
    members = ENUMS[entity.bounds[name]]
    given = BLANK if value == " " else value
    if given not in members:
        raise Breach("BadRequest", f"'{value}' is not one of {', '.join(members)}: {name}.")
    return str(given)


def _guid(name: str, value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise Breach("Application_InvalidGUID", f"'{value}' is not a guid: {name}.") from None


def _date(name: str, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (ValueError, TypeError):
        raise Breach("BadRequest", f"Cannot convert a value to target type 'Edm.Date': {name}.") from None


def literal_fits(kind: str, literal: str) -> bool:
    """Whether a constant of a filter may be compared with a property of this type."""
    return literal == ("moment" if kind == "DateTimeOffset" else _LITERALS.get(kind, "text"))


def comparable(kind: str | None, value: Any) -> Any:
    """A stored value as a filter sees it."""
    return moment(value) if kind == "DateTimeOffset" else value


def code_guid(name: str, code: str) -> str:
    """The id of a row in a code table, such as a currency or a unit; the local currency has none."""
    if not code or (name == "currencyId" and code == LOCAL_CURRENCY):
        return NO_GUID
    return str(uuid5(NAMESPACE_OID, f"{name.lower().removeprefix('base')}/{code}"))
