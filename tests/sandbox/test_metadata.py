"""What Business Central and Exact Online say of their own entity types at `$metadata`, to whoever is let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree as ET

import httpx

from runtime.sandbox import businesscentral, exact
from runtime.sandbox.world import Running, SandboxServer
from tests.sandbox import businesscentral_api, exact_api


@contextmanager
def serving(server: SandboxServer) -> Iterator[Running]:
    running = Running(server)
    try:
        yield running
    finally:
        running.stop()


def named(answer: httpx.Response, tag: str) -> dict[str, ET.Element]:
    """The elements of a kind by name; of a document that is XML and says so."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/xml")
    found: Iterator[ET.Element] = (one for one in ET.fromstring(answer.content).iter() if one.tag.endswith(f"}}{tag}"))
    return {one.attrib["Name"]: one for one in found}


def test_business_central_tells_types_and_lengths() -> None:
    place = f"{businesscentral_api.API}/$metadata"
    with serving(businesscentral.server()) as running:
        with businesscentral_api.signed_in(running) as api:
            answer = api.get(place)
        assert httpx.get(f"{running.address}{place}", trust_env=False).status_code == 401
    assert answer.headers["odata-version"] == "4.0"
    assert {"companies", "customers", "salesOrders", "salesOrderLines"} <= named(answer, "EntitySet").keys()
    assert named(answer, "Property")["displayName2"].attrib == {
        "Name": "displayName2", "Type": "Edm.String", "MaxLength": "50",
    }  # fmt: skip
    lines = named(answer, "NavigationProperty")["salesOrderLines"]
    assert lines.attrib["Type"] == "Collection(Microsoft.NAV.salesOrderLine)"
    assert lines.attrib["ContainsTarget"] == "true"
    assert "contactType" in named(answer, "EnumType")


def test_each_service_of_exact_tells_its_own_types_and_no_lengths() -> None:
    with serving(exact.server()) as running:
        with exact_api.signed_in(running) as api:
            crm = api.get(f"{exact_api.ROOT}/crm/$metadata")
            payroll = api.get(f"{exact_api.ROOT}/payroll/$metadata")
            assert api.get(f"{exact_api.ROOT}/vat/$metadata").status_code == 404
        place = f"{running.address}{exact_api.ROOT}/crm/$metadata"
        assert httpx.get(place, trust_env=False).status_code == 401
    assert named(crm, "EntitySet").keys() == {"Accounts", "Contacts", "Quotations", "QuotationLines"}
    assert named(payroll, "EntitySet").keys() == {"Employees"}
    fields = named(crm, "Property")
    assert fields["CreditLineSales"].attrib == {"Name": "CreditLineSales", "Type": "Edm.Double"}
    assert not any("MaxLength" in one.attrib for one in fields.values())
    assert "Quotation_QuotationLines" in named(crm, "Association")
