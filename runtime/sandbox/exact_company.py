"""Who is signed in to Exact Online, what they may see, and which companies (divisions) there are.

Setting `payroll_roles` (false: the user lacks the payroll roles, so that private fields of employees stay empty).
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from runtime.sandbox.exact_fields import EntityType
from runtime.sandbox.exact_values import DUTCH_TIME, local_text, read_date
from runtime.sandbox.world import Document

USER = str(uuid5(NAMESPACE_URL, "exact/user"))

ME = EntityType(
    service="current",
    name="Me",
    key="UserID",
    writable={},
    read_only={
        "Int32": "CurrentDivision",
        "String": "FirstName FullName LanguageCode LastName UserName",
        "DateTime": "ServerTime",
        "Double": "ServerUtcOffset",
    },
)
DIVISIONS = EntityType(
    service="system",
    name="Division",
    key="Code",
    writable={},
    read_only={
        "Int32": "Code HID",
        "Boolean": "Current",
        "String": "Country CustomerName Currency Description",
        "DateTime": "DivisionHRLinkUnlinkDate DivisionMoveDate",
    },
)

PRIVATE = """
    AddressLine2 AddressLine3 AddressStreet AddressStreetNumber AddressStreetNumberSuffix BirthDate BirthPlace City
    Country Email MaritalDate MaritalStatus Mobile Nationality PartnerName PartnerNamePrefix Phone PhoneExtension
    Postcode PrivateEmail SocialSecurityNumber State
"""
"""The fields of an employee that only certain payroll roles show."""


def visible(kind: str, row: Document, settings: Document) -> Document:
    """A row as it is sent to this user."""
    if kind != "Employees" or settings.get("payroll_roles", True):
        return row
    return row | dict.fromkeys(row.keys() & set(PRIVATE.split()))


def me(division: int, settings: Document) -> Document:
    """The user, the company last opened on the web, and the clock of the server in Dutch local time."""
    now = datetime.now(UTC).astimezone(DUTCH_TIME)
    offset = now.utcoffset()
    return {
        "UserID": USER,
        "CurrentDivision": division,
        "FirstName": "Sandbox",
        "LastName": "User",
        "FullName": "Sandbox User",
        "UserName": "sandbox",
        "LanguageCode": "nl-NL" if settings.get("language") == "nl" else "en-US",
        "ServerTime": local_text(now),
        "ServerUtcOffset": offset.total_seconds() / 3600 if offset else 0,
    }


def division_row(division: int, settings: Document) -> Document:
    """The only company. The two dates say when row versions began anew, of all rows and of the payroll."""
    moves = {"DivisionMoveDate": "division_move_date", "DivisionHRLinkUnlinkDate": "hr_link_date"}
    dates = {name: read_date(settings[setting]) if settings.get(setting) else None for name, setting in moves.items()}
    names = {"CustomerName": "Sandbox", "Description": "Sandbox", "Country": "NL", "Currency": "EUR"}
    return {"Code": division, "HID": 1, "Current": True} | names | dates
