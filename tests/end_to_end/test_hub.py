"""All five flows around Customerp: edits travel, the pass after is quiet, and trouble stays where it is."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compiler.cli import load_flows
from runtime import retry
from runtime.config import load
from runtime.evidence import PairEvidence, evidence
from runtime.sandbox.people import COMPANIES, organisation_number
from runtime.store import Store
from tests.end_to_end.world import FLOWS, ROOT, Outcome, World, child

SEEDS = ROOT.parent / "shared" / "seeds"
VENDOR_NAMES = {  # kind and name of a customer
    "businesscentral": ("customers", "displayName", "taxRegistrationNumber"),
    "exact": ("Accounts", "Name", "ChamberOfCommerce"),
    "powerofficego": ("Customers", "Name", "OrganizationNumber"),
    "tripletex": ("customer", "name", "organizationNumber"),
}
PAIRS = {
    "businesscentral": "customerp.Customer|businesscentral.Customers/company",
    "exact": "customerp.Customer|exact.Accounts",
    "powerofficego": "customerp.Customer|powerofficego.Customers",
    "tripletex": "customerp.Customer|tripletex.Customer",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The people of the demo, after a first pass of all flows."""
    with World.opened(tmp_path_factory.mktemp("hub"), "people") as world:
        world.sync()
        yield world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Empty systems, but for six customers in Customerp."""
    with World.opened(tmp_path) as world:
        for number in range(6):
            world.insert("customerp", "customers", customer(number))
        yield world


def customer(number: int) -> dict[str, Any]:
    names = {"name": f"Selskap {number} AS", "organisation_number": organisation_number(31_200_000 + 29 * number)}
    return names | {"email": f"post@s{number}.example", "website": f"https://s{number}.example"}


def lines_about(system: str, outcome: Outcome) -> list[str]:
    return [line for line in (outcome.out + outcome.err).splitlines() if "could not be used" in line and system in line]


def vendor_names(world: World, system: str) -> list[str]:
    kind, name, _ = VENDOR_NAMES[system]
    return sorted(document[name] for document in world.records(system, kind).values())


# ---- edits --------------------------------------------------------------------------------------


def test_one_edit_in_customcrm_reaches_all_four_vendors_in_one_pass_with_one_write_each(hub: World) -> None:
    number = COMPANIES[1].number
    crm = hub.records("customcrm", "customers")
    key = next(key for key, document in crm.items() if document["org_no"] == number)
    hub.edit("customcrm", "customers", key, company_name="Rundt Om AS")
    hub.forget()
    hub.sync()
    assert hub.writes() == dict.fromkeys(hub.systems, 1) | {"customcrm": 0}
    for system in VENDOR_NAMES:
        assert vendor_names(hub, system).count("Rundt Om AS") == 1
    hub.quiet()


def test_an_edit_at_one_vendor_reaches_customcrm_and_the_other_vendors_in_one_pass(hub: World) -> None:
    kind, name, number = VENDOR_NAMES["exact"]
    key = next(k for k, d in hub.records("exact", kind).items() if d[number] == COMPANIES[2].number)
    hub.edit("exact", kind, key, **{name: "Fra Exact AS"})
    hub.forget()
    hub.sync()
    assert hub.writes() == dict.fromkeys(hub.systems, 1) | {"exact": 0}
    assert [d["company_name"] for d in hub.records("customcrm", "customers").values()].count("Fra Exact AS") == 1
    for system in VENDOR_NAMES:
        assert vendor_names(hub, system).count("Fra Exact AS") == 1
    hub.quiet()


def test_two_vendors_edit_one_property_and_the_newer_wins_everywhere_and_both_values_are_kept(hub: World) -> None:
    values = {"businesscentral": "Eldre AS", "exact": "Nyere AS"}
    for system, value in values.items():
        kind, name, number = VENDOR_NAMES[system]
        key = next(k for k, d in hub.records(system, kind).items() if d[number] == COMPANIES[8].number)
        hub.edit(system, kind, key, **{name: value})
    outcome = hub.flowc("sync")
    assert outcome.code == 1, outcome
    for system in VENDOR_NAMES:
        names = vendor_names(hub, system)
        assert (names.count("Nyere AS"), names.count("Eldre AS")) == (1, 0), system
    kept = [{conflict["left"], conflict["right"]} for conflict in hub.status()["conflicts"]]
    assert {"Eldre AS", "Nyere AS"} in kept
    hub.quiet()


def test_a_pass_over_one_flow_leaves_the_others_their_work(hub: World) -> None:
    crm = hub.records("customcrm", "customers")
    key = next(key for key, document in crm.items() if document["org_no"] == COMPANIES[4].number)
    hub.edit("customcrm", "customers", key, company_name="Etappevis AS")
    hub.sync("customcrm-customerp")
    assert "Etappevis AS" not in vendor_names(hub, "tripletex")
    for flow in FLOWS[1:]:
        hub.sync(flow)
    for system in VENDOR_NAMES:
        assert vendor_names(hub, system).count("Etappevis AS") == 1
    hub.quiet()


# ---- trouble with a record ----------------------------------------------------------------------


def test_a_record_one_server_refuses_is_listed_with_its_reason_and_all_others_are_synced(world: World) -> None:
    poisoned = world.insert("customerp", "customers", customer(7) | {"website": None})
    world.settle("tripletex", required={"customer": ["website"]})
    outcome = world.flowc("sync")
    assert outcome.code == 1, outcome
    kind, reason = world.entries(PAIRS["tripletex"])[poisoned]
    assert kind == "failed"
    assert "website" in reason and "Må fylles ut." in reason
    assert [system for system in VENDOR_NAMES if len(vendor_names(world, system)) != 7] == ["tripletex"]
    assert len(vendor_names(world, "tripletex")) == 6
    world.quiet()
    world.edit("customerp", "customers", poisoned, website="https://seven.example")
    world.sync()
    assert len(vendor_names(world, "tripletex")) == 7
    assert poisoned not in world.entries(PAIRS["tripletex"])


def test_a_record_without_what_the_other_side_requires_is_held_with_the_name_of_the_property(world: World) -> None:
    (key, *_) = world.records("customerp", "customers")
    order = world.insert("customerp", "orders", {"customer_id": int(key), "order_date": "2026-01-05"})
    world.sync()
    kind, reason = world.entries("customerp.Order|tripletex.Order")[order]
    assert (kind, "deliveryDate" in reason) == ("held", True)
    assert len(world.records("powerofficego", "SalesOrders")) == 1
    assert world.records("tripletex", "order") == {}


@pytest.mark.parametrize("action", ["drop-after", "garbage"])
@pytest.mark.parametrize("system", sorted(VENDOR_NAMES))
def test_a_create_whose_answer_is_lost_never_makes_two_records(world: World, system: str, action: str) -> None:
    kind, _, _ = VENDOR_NAMES[system]
    # where records are made together, one lost answer is that of all six
    together = {"businesscentral": ("$batch", 1), "tripletex": ("/customer/list", 1)}
    path, times = together.get(system, (f"/{kind}", 2))
    world.fail(system, action=action, method="POST", path_contains=path, times=times)
    world.flowc("sync", f"customerp-{system}")
    assert world.struck(system)
    for _ in range(2):
        world.flowc("sync", f"customerp-{system}")
    assert vendor_names(world, system) == [f"Selskap {number} AS" for number in range(6)]
    assert world.status()["links"][PAIRS[system]] == 6
    assert world.status()["unsettled"] == []
    world.quiet(f"customerp-{system}")


def test_a_lost_create_of_a_pair_without_a_match_table_is_never_sent_twice(world: World) -> None:
    (key, *_) = world.records("customerp", "customers")
    sale = {"customer_id": int(key), "order_date": "2026-01-05", "delivery_date": "2026-01-09", "reference": "X1"}
    order = world.insert("customerp", "orders", sale)
    world.fail("tripletex", action="drop-after", method="POST", path_contains="/order")
    for _ in range(3):
        world.flowc("sync", "customerp-tripletex")
    assert len(world.records("tripletex", "order")) == 1
    linked = world.status()["links"].get("customerp.Order|tripletex.Order", 0) == 1
    assert linked or order in world.entries("customerp.Order|tripletex.Order")


def test_an_update_whose_answer_is_lost_is_settled_by_looking_and_not_sent_again(world: World) -> None:
    world.sync("customerp-tripletex")
    (key, *_) = world.records("customerp", "customers")
    world.edit("customerp", "customers", key, name="Endret AS")
    world.fail("tripletex", action="drop-after", method="PUT", path_contains="/customer")
    world.forget()
    assert world.flowc("sync", "customerp-tripletex").code == 1
    assert world.writes()["tripletex"] == 1
    world.quiet("customerp-tripletex")
    assert vendor_names(world, "tripletex").count("Endret AS") == 1
    assert world.status()["unsettled"] == []
    assert world.entries(PAIRS["tripletex"]) == {}


# ---- trouble with a system ----------------------------------------------------------------------


def test_a_dead_system_is_one_line_and_exit_code_3_and_the_others_are_synced(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 1)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        world.write_toml({"exact": f"http://127.0.0.1:{nobody.getsockname()[1]}"})
        outcome = world.flowc("sync")
    assert outcome.code == 3, outcome
    assert len(lines_about("exact", outcome)) == 1
    for system in {*VENDOR_NAMES} - {"exact"}:
        assert len(vendor_names(world, system)) == 6
    assert vendor_names(world, "exact") == []


def test_a_system_that_comes_back_gets_what_happened_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 1)
    world.sync()
    (key, *_) = world.records("customerp", "customers")
    world.edit("customerp", "customers", key, name="Imens AS")
    world.fail("powerofficego", action="drop-before", times=1000)
    outcome = world.flowc("sync")
    assert outcome.code == 3, outcome
    assert len(lines_about("powerofficego", outcome)) == 1
    assert "Imens AS" in vendor_names(world, "tripletex")
    assert "Imens AS" not in vendor_names(world, "powerofficego")
    world.fail("powerofficego")
    world.sync()
    assert vendor_names(world, "powerofficego").count("Imens AS") == 1
    world.quiet()


@pytest.mark.parametrize(
    ("system", "secret"),
    [
        ("businesscentral", "client_secret"),
        ("customcrm", "key"),
        ("customerp", "key"),
        ("exact", "refresh_token"),
        ("powerofficego", "client_secret"),
        ("powerofficego", "subscription_key"),
        ("tripletex", "employee_token"),
    ],
)
def test_a_wrong_secret_is_one_line_without_it_and_exit_code_3(world: World, system: str, secret: str) -> None:
    path = world.secrets[system, secret]
    path.write_text("wrong-SENTINEL-9f31")
    outcome = world.flowc("sync")
    assert outcome.code == 3, outcome
    assert len(lines_about(system, outcome)) == 1
    assert "Traceback" not in outcome.out + outcome.err
    assert b"SENTINEL" not in (outcome.out + outcome.err).encode() + world.written()


# ---- secrets ------------------------------------------------------------------------------------


def test_no_secret_and_no_token_is_in_any_output_log_or_state(hub: World) -> None:
    said = hub.sync().out + hub.sync("--format", "json").out + hub.sync("--dry-run").out
    said += hub.flowc("status").out + hub.flowc("status", "--format", "json").out
    assert hub.log.stat().st_size > 0
    everything = said.encode() + hub.written()
    secrets = {value for system in hub.systems.values() for value in system["secrets"].values()}
    kept = {path.read_text().strip() for path in hub.secrets.values()}
    tokens = [json.loads(text) for text in kept if text.startswith("{")]
    assert len(tokens) == 1
    secrets |= kept | {tokens[0]["refresh_token"], tokens[0]["access_token"]}
    secrets |= {token for server in hub.sandbox.servers.values() for token in server.sessions}
    public = {  # names by which applications present themselves; not proof of anything
        hub.systems[system]["secrets"]["client_id"] for system in ("businesscentral", "exact", "powerofficego")
    }
    assert len(secrets) > 12
    assert [secret for secret in secrets - public if secret.encode() in everything] == []


def test_a_server_that_quotes_our_secret_in_its_refusal_does_not_get_it_into_the_report(world: World) -> None:
    secret = world.systems["exact"]["secrets"]["client_secret"]
    body = {"error": {"code": "", "message": {"lang": "", "value": f"no, {secret} may not do this"}}}
    world.fail("exact", action="status", status=400, body=body, method="POST", path_contains="/Accounts")
    outcome = world.flowc("sync")
    assert outcome.code == 1, outcome
    assert any("may not do this" in reason for _, reason in world.entries(PAIRS["exact"]).values())
    said = outcome.out + outcome.err + world.flowc("status").out
    assert secret.encode() not in said.encode() + world.written()


# ---- real documents -----------------------------------------------------------------------------


def reasons(world: World) -> dict[str, PairEvidence]:
    """By pair, whether every record in scope is linked or has a reason."""
    config = load(world.toml)
    store = Store(config.state_place)
    try:
        found = evidence(load_flows(config), store, dt.datetime.now(dt.UTC))
        return {pair.pair: pair for pairs in found.values() for pair in pairs}
    finally:
        store.close()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The confidential documents, built outside of the project."""
    if not SEEDS.is_dir():
        pytest.skip("the confidential documents are not on this machine")
    folder = tmp_path_factory.mktemp("seeds")
    profiles = str(ROOT / "specs" / "systems")
    outcome = child("build", str(SEEDS), "--profiles", profiles, "--out", "generated", cwd=folder)
    assert outcome.code == 0, outcome.err
    return folder / "generated"


def test_documents_with_empty_tables_create_nothing_and_explain_every_record(seeds: Path, tmp_path: Path) -> None:
    with World.opened(tmp_path, "people") as world:
        world.write_toml(generated=seeds)
        world.forget()
        report = world.report()
        assert world.writes() == dict.fromkeys(world.systems, 0)
        pairs = [pair for flow in report["flows"].values() for pair in flow]
        assert len(pairs) == 27
        assert sum(pair["created"] + pair["linked"] + pair["failed"] for pair in pairs) == 0
        found = reasons(world)
        assert len(found) == 27
        assert [pair.pair for pair in found.values() if pair.unexplained or pair.held != pair.in_scope] == []
        assert found["customcrm.Customer|customerp.Customer"].held == 12
        world.quiet()


def test_documents_with_empty_tables_keep_links_that_are_there(seeds: Path, tmp_path: Path) -> None:
    with World.opened(tmp_path, "people") as world:
        world.sync()
        links = world.status()["links"]
        world.write_toml(generated=seeds)
        world.insert("customerp", "customers", customer(9))
        world.quiet()
        assert world.status()["links"] == links
        assert [pair.pair for pair in reasons(world).values() if pair.unexplained] == []
