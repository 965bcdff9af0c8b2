"""The demo's story: what people at the six systems do between two passes, and what must have come of it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import rich.console
from msgspec import Struct

from runtime.config import Config
from runtime.passes import Report
from runtime.status import status_json
from runtime.store import Store

__all__ = ["Edit", "Finding", "SideDoor", "edit", "expectations", "links_of", "state_of"]


class Finding(Struct, frozen=True):
    """One thing the demo set out to show, and whether it did."""

    sentence: str
    holds: bool
    detail: str = ""


# ---- the side door ------------------------------------------------------------------------------


class SideDoor:
    """What people at the systems do, and what their servers count."""

    def __init__(self, systems: dict[str, Any]) -> None:
        self._doors = {name: system["side_door"] for name, system in sorted(systems.items())}

    def counts(self) -> dict[str, dict[str, int]]:
        """Requests each server answered since `forget`, reads and writes apart."""
        return {name: self._call("GET", name, "requests/summary") for name in self._doors}

    def forget(self) -> None:
        for name in self._doors:
            self._call("DELETE", name, "requests")

    def read(self, system: str, kind: str, key: str) -> dict[str, Any]:
        rows = self._call("GET", system, f"records/{kind}")
        return next(row["document"] for row in rows if str(row["key"]) == key)

    def edit(self, system: str, kind: str, key: str, changes: dict[str, Any]) -> None:
        self._call("PATCH", system, f"records/{kind}/{key}", changes)

    def _call(self, method: str, system: str, path: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._doors[system]}/{path}", content, method=method)
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None


class Edit(Struct, frozen=True):
    """A change made by a person, and where its value must arrive: (system, kind, key, path)."""

    who: str
    value: str
    arrives: tuple[tuple[str, str, str, tuple[str, ...]], ...]


_VENDOR_NAMES = {
    "businesscentral": (
        "customerp.Customer|businesscentral.Customers/company",
        "customers",
        ("displayName",),
    ),
    "exact": ("customerp.Customer|exact.Accounts", "Accounts", ("Name",)),
    "powerofficego": ("customerp.Customer|powerofficego.Customers", "Customers", ("Name",)),
    "tripletex": ("customerp.Customer|tripletex.Customer", "customer", ("name",)),
}
_VENDOR_PHONES = {
    "businesscentral": "phoneNumber",
    "exact": "Phone",
    "powerofficego": "PhoneNumber",
    "tripletex": "phoneNumber",
}


def links_of(config: Config) -> dict[str, dict[str, str]]:
    """Right keys by left key, for each pair."""
    store = Store(config.state_place)
    try:
        found: dict[str, dict[str, str]] = {}
        for link in store.links():
            found.setdefault(link.pair, {})[link.left_key] = link.right_key
        return found
    finally:
        store.close()


def edit(console: rich.console.Console, door: SideDoor, links: dict[str, dict[str, str]]) -> list[Edit]:
    """People edit records on every side: far apart, in one record, in one field."""
    crm = sorted(links["customcrm.Customer|customerp.Customer"].items())
    edits: list[Edit] = []

    far, far_erp = crm[6]
    door.edit("customcrm", "customers", far, {"company_name": "Renamed In Crm AS"})
    everywhere = [("customerp", "customers", far_erp, ("name",))]
    for system, (pair, kind, path) in _VENDOR_NAMES.items():
        everywhere.append((system, kind, links[pair][far_erp], path))
    edits.append(
        Edit("a new name in Customcrm reaches all four vendors", "Renamed In Crm AS", tuple(everywhere))
    )

    one, one_erp = crm[7]
    door.edit("customcrm", "customers", one, {"email": "sales@disjoint.example"})
    door.edit("customerp", "customers", one_erp, {"website": "https://disjoint.example"})
    edits.append(
        Edit(
            "an e-mail edited on the left of one record survives",
            "sales@disjoint.example",
            (("customcrm", "customers", one, ("email",)), ("customerp", "customers", one_erp, ("email",))),
        )
    )
    edits.append(
        Edit(
            "the website edited on the right of the same record survives",
            "https://disjoint.example",
            (("customcrm", "customers", one, ("web",)), ("customerp", "customers", one_erp, ("website",))),
        )
    )

    both, both_erp = crm[8]
    door.edit("customcrm", "customers", both, {"email": "older@conflict.example"})
    door.edit("customerp", "customers", both_erp, {"email": "newer@conflict.example"})
    edits.append(
        Edit(
            "of two edits of one field the newer wins on both sides",
            "newer@conflict.example",
            (("customcrm", "customers", both, ("email",)), ("customerp", "customers", both_erp, ("email",))),
        )
    )

    for number, (system, attribute) in enumerate(sorted(_VENDOR_PHONES.items())):
        pair, kind, _path = _VENDOR_NAMES[system]
        left, erp = crm[number]
        phone = f"+47 40 00 00 0{number}"
        door.edit(system, kind, links[pair][erp], {attribute: phone})
        edits.append(
            Edit(
                f"a telephone number edited in {system} reaches Customcrm",
                phone,
                (("customerp", "customers", erp, ("phone",)), ("customcrm", "customers", left, ("phone",))),
            )
        )
    console.print(f"edited {len(edits) + 1} properties as people would, on all six systems")
    return edits


# ---- what must have come of it ------------------------------------------------------------------


def state_of(config: Config) -> dict[str, Any]:
    store = Store(config.state_place)
    try:
        return status_json(store)
    finally:
        store.close()


def expectations(
    edits: list[Edit],
    door: SideDoor,
    requests: list[dict[str, dict[str, int]]],
    reports: list[Report],
    state: dict[str, Any],
) -> list[Finding]:
    findings = []
    for edit in edits:
        wrong = []
        for system, kind, key, path in edit.arrives:
            value: Any = door.read(system, kind, key)
            for segment in path:
                value = value[segment]
            if _plain(str(value)) != _plain(edit.value):
                wrong.append(f"{system} shows {value!r}")
        findings.append(Finding(edit.who, not wrong, "; ".join(wrong)))
    conflicts = state["conflicts"]
    findings.append(
        Finding("the two edits of one field are one listed conflict with both values", len(conflicts) == 1)
    )
    writes = sum(count["write"] for count in requests[2].values())
    findings.append(
        Finding("the third pass writes nothing, counted at the servers", writes == 0, f"{writes} writes")
    )
    outages = [outage for report in reports for outage in report.outages]
    failed = sum(tally.failed for report in reports for tally in report.pairs.values())
    findings.append(Finding("no system failed and no record was refused", not outages and not failed))
    return findings


def _plain(value: str) -> str:
    return "".join(value.split()).casefold()
