"""Deletes at every vendor of the sandbox, by the committed profiles: guards, refusals, lost answers, later pulls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generated.systems import businesscentral, customcrm, customerp, exact, powerofficego, tripletex
from runtime.connector import Connector
from runtime.endpoint import Done, NothingSeen, Page
from runtime.errors import Changed, OutcomeUnknown, Rejected
from runtime.http import Client
from runtime.model import ObjectType, Snapshot
from runtime.sandbox.faults import Fault
from runtime.sandbox.servers import SandboxSet
from runtime.sandbox.world import SandboxServer
from runtime.vault import FileVault

Use = Callable[[SandboxServer, Any], Any]


class Case(NamedTuple):
    """A kind of record: its type, its name in the sandbox, a document and the property that people edit."""

    type: ObjectType
    kind: str
    document: dict[str, Any]
    edited: str
    use: Use | None = None
    """What makes the record one that is in use."""
    id: str = "id"


CASES = [
    Case(
        customerp.CUSTOMER, "customers", {"name": "Nordlys AS"}, "name",
        lambda server, key: server.insert("orders", {"customer_id": key}),
    ),
    Case(
        customcrm.CUSTOMER, "customers", {"company_name": "Nordlys AS"}, "company_name",
        lambda server, key: server.insert("orders", {"customer": key}),
    ),
    Case(
        tripletex.CUSTOMER, "customer", {"name": "Nordlys AS"}, "name",
        lambda server, key: server.insert(
            "order", {"customer": {"id": key}, "orderDate": "2026-03-01", "deliveryDate": "2026-03-08"}
        ),
    ),
    Case(tripletex.CONTACT, "contact", {"firstName": "Kari", "lastName": "Dahl"}, "firstName"),
    Case(tripletex.PRODUCT, "product", {"name": "Rope"}, "name"),
    Case(
        powerofficego.CUSTOMERS, "Customers", {"Name": "Nordlys AS"}, "Name",
        lambda server, key: server.insert("SalesOrders", {"CustomerId": key, "SalesOrderLines": []}), "Id",
    ),
    Case(powerofficego.PRODUCT, "Products", {"Name": "Rope"}, "Name", None, "Id"),
    Case(
        exact.ACCOUNTS, "Accounts", {"Name": "Nordlys", "Status": "C"}, "Name",
        lambda server, key: server.insert("SalesOrders", {"OrderedBy": key, "SalesOrderLines": []}), "ID",
    ),
    Case(exact.ITEMS, "Items", {"Code": "A1", "Description": "Rope"}, "Description", None, "ID"),
    Case(
        businesscentral.CUSTOMERS, "customers", {"displayName": "Nordlys AS"}, "displayName",
        lambda server, key: server.insert("salesOrders", {"customerId": key}),
    ),
    Case(businesscentral.ITEMS, "items", {"displayName": "Rope"}, "displayName"),
]  # fmt: skip


class Stage(NamedTuple):
    """A sandbox server and a connector to one of its kinds of record."""

    server: SandboxServer
    connector: Connector
    case: Case

    def has(self) -> Any:
        """A record that somebody made; its id."""
        return self.server.insert(self.case.kind, dict(self.case.document)).document[self.case.id]

    def seen(self, key: Any) -> Snapshot:
        found = self.connector.fetch(str(key))
        assert found is not None
        return found

    def pages(self, cursor: str = "") -> list[Page]:
        return list(self.connector.pull(cursor, NothingSeen()))

    def held(self) -> list[str]:
        return [record.key for record in self.server.tables[self.case.kind].records()]

    def writes(self) -> list[str]:
        return [entry["method"] for entry in self.server.log.entries if entry["write"]]


def _name(case: Case) -> str:
    return f"{case.type.system.name}-{case.kind}"


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    case: Case = request.param
    with SandboxSet("empty") as running:
        name = case.type.system.name
        told, server = running.systems[name], running.servers[name]
        kept = tmp_path / "vault"
        kept.write_text(told["secrets"].get("refresh_token", ""))
        kept.chmod(0o600)
        vault = FileVault(kept, name, "refresh_token")
        with Client(
            case.type.system, told["address"], told["account"], told["secrets"], told["token_address"], vault,
            sleep=lambda _seconds: None,
        ) as client:  # fmt: skip
            yield Stage(server, Connector(client, case.type, told["account"]), case)


every = pytest.mark.parametrize("stage", CASES, ids=_name, indirect=True)


@every
def test_a_record_is_deleted_as_it_was_seen_and_the_next_pull_says_so(stage: Stage) -> None:
    key, kept = str(stage.has()), str(stage.has() if stage.case.kind != "Items" else "")
    first = stage.pages()
    assert key in {one for page in first for one in page.keys} and first[-1].whole
    assert stage.connector.delete_all([stage.seen(key)]) == [Done()]
    assert key not in stage.held()
    assert stage.connector.fetch(key) is None
    if stage.case.type.system.name == "exact":
        assert [one for page in stage.pages(first[-1].cursor) for one in page.gone] == [key]
    again = stage.pages()
    told = {one for page in again for one in page.keys}
    assert again[-1].whole and key not in told and (kept in told or not kept)


@every
def test_somebodys_edit_keeps_the_record(stage: Stage) -> None:
    key = stage.has()
    seen = stage.seen(key)
    stage.server.edit(stage.case.kind, str(key), {stage.case.edited: "Edited meanwhile"})
    assert isinstance(stage.connector.delete_all([seen])[0], Changed)
    assert str(key) in stage.held()
    assert stage.connector.delete_all([stage.seen(key)]) == [Done()]


@every
def test_a_record_that_somebody_deleted_is_done(stage: Stage) -> None:
    key = stage.has()
    seen = stage.seen(key)
    stage.server.remove(stage.case.kind, str(key))
    assert stage.connector.delete_all([seen]) == [Done()]


@pytest.mark.parametrize("stage", [case for case in CASES if case.use], ids=_name, indirect=True)
def test_a_record_that_is_in_use_is_refused(stage: Stage) -> None:
    key = stage.has()
    assert stage.case.use is not None
    stage.case.use(stage.server, key)
    (outcome,) = stage.connector.delete_all([stage.seen(key)])
    assert type(outcome) is Rejected and outcome.reason
    assert str(key) in stage.held()


@every
@pytest.mark.parametrize(("action", "left"), [("drop-after", False), ("drop-before", True), ("garbage", False)])
def test_a_lost_answer_is_settled_by_looking(stage: Stage, action: Any, left: bool) -> None:
    key = stage.has()
    seen = stage.seen(key)
    stage.server.faults = [Fault(action=action, method="DELETE")]
    (outcome,) = stage.connector.delete_all([seen])
    assert isinstance(outcome, OutcomeUnknown) if left else outcome == Done()
    assert (str(key) in stage.held()) is left
    assert stage.writes() == ["DELETE"]


@pytest.mark.parametrize(
    "kind", [tripletex.EMPLOYEE, exact.EMPLOYEES, businesscentral.COMPANIES], ids=lambda kind: kind.system.name
)
def test_what_a_vendor_never_deletes_no_profile_deletes(kind: ObjectType) -> None:
    assert not kind.operations.deletable


# ---- creates that are sent twice -----------------------------------------------------------------

KEYED = [case for case in CASES if case.type.system.idempotency]


@pytest.mark.parametrize("stage", KEYED, ids=_name, indirect=True)
def test_a_create_whose_answer_was_lost_is_sent_again_under_its_key_and_makes_one_record(stage: Stage) -> None:
    stage.server.faults = [Fault(action="drop-after", method="POST")]
    (lost,) = stage.connector.create_all([stage.case.document], ["k-1"])
    assert isinstance(lost, OutcomeUnknown)
    (made,) = stage.connector.create_all([stage.case.document], ["k-1"])
    assert isinstance(made, Snapshot) and stage.held() == [made.key]
    (other,) = stage.connector.create_all([stage.case.document | {stage.case.edited: "Another AS"}], ["k-1"])
    assert isinstance(other, Rejected)
    stage.server.settings = {"replay_hours": 0}
    (late,) = stage.connector.create_all([stage.case.document], ["k-1"])
    assert isinstance(late, Snapshot) and late.key != made.key


@pytest.mark.parametrize("stage", KEYED, ids=_name, indirect=True)
def test_records_that_were_made_together_may_be_sent_again_alone_or_in_other_company(stage: Stage) -> None:
    bodies = [{stage.case.edited: f"{name} AS"} for name in "abc"]
    made = stage.connector.create_all(bodies[:2], ["k-a", "k-b"])
    assert stage.writes() == ["POST"]
    assert stage.connector.create_all(bodies[1:2], ["k-b"]) == made[1:]
    again = stage.connector.create_all(bodies, ["k-a", "k-b", "k-c"])
    assert again[:2] == made and len(stage.held()) == 3
