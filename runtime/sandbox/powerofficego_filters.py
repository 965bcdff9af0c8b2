"""What the lists of PowerOffice Go API v2 can be asked for: filters by name, and the order of rows.

Parameter names ignore case here, as others call the API; time bounds are exclusive, as the vendor says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from runtime.sandbox.powerofficego_fields import MODELS, shown_names
from runtime.sandbox.records import Document


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_ranges(value: Any, text: str) -> bool:
    """Numbers and ranges such as `10000-11000, 12000, 13000-`."""
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        end = int(last) if last else None if dash else int(first)
        if value is not None and value >= int(first) and (end is None or value <= end):
            return True
    return False


RANGES = {"customernos": "Number", "employeenos": "Number", "externalnos": "ExternalNumber"}
WORDS = {
    "contactids": "ContactId",
    "externalcodes": "ExternalCode",
    "externalimportreference": "ExternalImportReference",
    "codes": "Code",
    "productgroupcodes": "ProductGroupCode",
    "departmentcodes": "DepartmentCode",
    "projectcodes": "ProjectCode",
    "names": "Name",
    "type": "ProductType",
    "isarchived": "IsArchived",
    "orderstatus": "SalesOrderStatus",
}


def matches(kind: str, row: Document, asked: Mapping[str, str]) -> bool:
    """Whether a row passes the filters; the time bounds are exclusive. Raises `ValueError`."""
    for name, wanted in asked.items():
        if name in RANGES and not _in_ranges(row.get("CustomerNo", row.get(RANGES[name])), wanted):
            return False
        if name in WORDS and WORDS[name] in MODELS[kind]:
            values = [word.strip().lower() for word in wanted.split(",")]
            if str(row[WORDS[name]]).lower() not in values:
                return False
        if name.endswith("greaterthan"):
            stamp = next((n for n in MODELS[kind] if n.lower() == name.removesuffix("greaterthan")), None)
            if stamp and (row[stamp] is None or _moment(row[stamp]) <= _moment(wanted)):
                return False
    own_only = asked.get("onlycreatedbycurrentintegration", "false").lower() == "true"
    return not own_only or bool(row.get("IsCreatedByCurrentIntegration", True))


def ordered(kind: str, rows: list[Document], order_by: str) -> list[Document]:
    """The rows by one property, `desc` after it for the other way round; ValueError for an unknown one."""
    asked, _, direction = order_by.strip().partition(" ")
    if not asked:
        return rows
    name = next((name for name in MODELS[kind] if name.lower() == asked.lower()), None)
    if name is None or name.lower() not in shown_names(kind) or direction.lower() not in ("", "asc", "desc"):
        raise ValueError(order_by)
    if any(isinstance(row.get(name), (dict, list)) for row in rows):
        raise ValueError(order_by)
    backwards = direction.lower() == "desc"
    empty_first = [(row.get(name) is not None, row[name] if row.get(name) is not None else 0) for row in rows]
    places = sorted(range(len(rows)), key=empty_first.__getitem__, reverse=backwards)
    return [rows[place] for place in places]
