"""A database on one side and REST on the other: passes of the command, with people at work on both sides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import ROOT, World, flowc, running
from tests.runtime.databases import DIALECTS, Place, cluster, place

__all__ = ["cluster"]

FLOW = "customcrm-customerp"


class Erp:
    """The six systems, and a database where Customerp is said to be."""

    def __init__(self, world: World, there: Place) -> None:
        self.world = world
        self.there = there
        world.systems["customerp"] |= {"address": there.address, "secrets": there.secrets}
        profiles = shutil.copytree(ROOT / "specs" / "systems", world.folder / "profiles")
        shutil.copy(ROOT / "specs" / "databases" / "customerp.toml", profiles)
        document = str(ROOT / "specs" / f"{FLOW}.rst")
        generated = world.folder / "generated"
        built = flowc("build", document, "--profiles", str(profiles), "--out", str(generated))
        assert built.code == 0, built
        world.write_toml(generated=generated)

    def crm(self, kind: str, name: str, value: str) -> tuple[str, dict[str, object]]:
        """The one record over there whose property has this value."""
        rows = [row for row in self.world.records("customcrm", kind).items() if row[1][name] == value]
        assert len(rows) == 1
        return rows[0]

    def quiet(self) -> None:
        """A pass that changes nothing: told by the server there, and by the database's own change table here."""
        before = self.there.one("SELECT count(*) FROM flowc_change")
        self.world.forget()
        self.world.sync(FLOW)
        assert self.world.writes()["customcrm"] == 0
        assert self.there.one("SELECT count(*) FROM flowc_change") == before


@pytest.fixture(params=DIALECTS)
def erp(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Erp]:
    with place(request.param, tmp_path, request) as there, World.opened(tmp_path, seed="people") as world:
        there.schema()
        yield Erp(world, there)


def test_edits_on_both_sides_arrive_and_then_all_is_quiet(erp: Erp) -> None:
    there, world = erp.there, erp.world
    there.do("INSERT INTO customers (name, organisation_number) VALUES ('Nordlys', ?)", "310021002")
    number = str(erp.crm("customers", "company_name", "Nordlys AS")[1]["org_no"])
    there.do("UPDATE customers SET organisation_number = ?", number)
    world.sync(FLOW)
    assert there.one("SELECT count(*) FROM customers") == 12
    assert there.one("SELECT count(*) FROM customers WHERE organisation_number = ?", number) == 1
    assert there.one("SELECT count(*) FROM order_lines") > 10
    assert there.one("""SELECT "address.city" FROM customers WHERE name = 'Solhaug Bakeri AS'""") == "Hamar"
    erp.quiet()

    key, _ = erp.crm("customers", "company_name", "Solhaug Bakeri AS")
    world.edit("customcrm", "customers", key, company_name="Solhaug Brød AS")
    there.do("UPDATE customers SET website = 'https://brod.example' WHERE name = 'Solhaug Bakeri AS'")
    quote, _ = next(iter(world.records("customcrm", "quotes").items()))
    world.edit("customcrm", "quotes", quote, note="from the left")
    line = there.one("SELECT min(id) FROM quote_lines")
    there.do("UPDATE quote_lines SET quantity = '7.25' WHERE id = ?", line)
    world.sync(FLOW)
    _, customer = erp.crm("customers", "company_name", "Solhaug Brød AS")
    assert customer["web"] == "https://brod.example"
    assert there.do("SELECT website FROM customers WHERE name = 'Solhaug Brød AS'") == [("https://brod.example",)]
    assert there.one("SELECT count(*) FROM quotes WHERE comment = 'from the left'") == 1
    quantities = [row["qty"] for quote in world.records("customcrm", "quotes").values() for row in quote["rows"]]
    assert 7.25 in quantities
    erp.quiet()


def test_what_the_database_refuses_is_listed_with_its_reason(erp: Erp) -> None:
    there, world = erp.there, erp.world
    there.script("CREATE UNIQUE INDEX one_name ON customers (name)")
    for number in ("111", "222"):
        world.insert("customcrm", "customers", {"company_name": "Tvilling AS", "org_no": number})
    outcome = world.flowc("sync", FLOW)
    assert outcome.code == 1, outcome
    failed = [entry for entry in world.status()["entries"] if entry["kind"] == "failed"]
    assert len(failed) == 1 and "name" in failed[0]["reason"]
    assert there.one("SELECT count(*) FROM customers WHERE name = 'Tvilling AS'") == 1


def test_a_database_that_is_only_read_is_never_written(erp: Erp) -> None:
    erp.world.toml.write_text(
        erp.world.toml.read_text().replace("[systems.customerp]", "[systems.customerp]\nwrite = false")
    )
    erp.world.flowc("sync", FLOW)
    assert erp.there.one("SELECT count(*) FROM flowc_change") == 0


def test_a_wrong_address_or_login_ends_in_one_line(erp: Erp) -> None:
    toml = erp.world.toml.read_text()
    if erp.there.is_sqlite:
        erp.world.toml.write_text(toml.replace("place.db", "nowhere.db"))
        outcome = erp.world.flowc("sync", FLOW)
        assert outcome.code == 2
        assert re.fullmatch(r"flowc: \[systems.customerp\] address: there is no file \S+nowhere.db; .*\n", outcome.err)
    else:
        erp.world.secrets["customerp", "password"].write_text("hunter2")
        outcome = erp.world.flowc("sync", FLOW)
        assert outcome.code == 3
        lines = [line for line in outcome.out.splitlines() if "could not be used" in line]
        assert len(lines) == 1 and "login" in lines[0]
        assert "hunter2" not in outcome.out + outcome.err
        assert b"hunter2" not in erp.world.written()


def test_the_demo_shows_the_same_with_a_database(tmp_path: Path) -> None:
    with running("demo", "--erp", "sql", "--examples", "2", cwd=tmp_path) as process:
        out, err = process.communicate(timeout=180)
    assert process.returncode == 0, out + err
    assert not re.search(r"^NO ", out, re.M)
    assert re.search(r"^pass 3: \d+ rounds; the servers counted \d+ reads and 0 writes$", out, re.M)
    assert (tmp_path / "demo" / "customerp.db").stat().st_size > 10_000
