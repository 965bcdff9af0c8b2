"""`flowc system check` of databases: each sort of drift is told, over SQLite and PostgreSQL, and nothing is written."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.sandbox.servers import SandboxSet
from tests.end_to_end.world import ROOT, Outcome, flowc
from tests.runtime.databases import DIALECTS, Place, cluster, place

__all__ = ["cluster"]

PROFILE = ROOT / "specs" / "databases" / "customerp.toml"


class Project:
    """A database, the profile of it (to spoil), and the `flowc.toml` that says where it is."""

    def __init__(self, folder: Path, there: Place) -> None:
        self.there = there
        self.folder = folder
        self.profile = folder / "profiles" / "customerp.toml"
        self.profile.parent.mkdir()
        self.profile.write_text(PROFILE.read_text())
        self.toml = folder / "flowc.toml"
        self.configure(there.address)

    def configure(self, address: str, password: str = "") -> None:
        for name, value in {**self.there.secrets, **({"password": password} if password else {})}.items():
            path = self.folder / name
            path.touch(mode=0o600)
            path.write_text(value)
        self.toml.write_text(
            f'profiles = "profiles"\n[systems.customerp]\naddress = {json.dumps(address)}\n'
            '[systems.customerp.secrets]\nuser = { file = "user" }\npassword = { file = "password" }\n'
        )

    def spoil(self, was: str, now: str) -> None:
        text = self.profile.read_text()
        assert was in text
        self.profile.write_text(text.replace(was, now, 1))

    def check(self, *more: str) -> Outcome:
        return flowc("system", "check", "customerp", "--config", str(self.toml), *more)

    def told(self, only: str) -> dict[tuple[str, str], str]:
        """The differences of one kind of record by sort and path; notes are left out."""
        outcome = self.check("--format", "json")
        assert outcome.code in (0, 1), outcome
        found = json.loads(outcome.out)
        assert (outcome.code == 1) == (found["differences"] > 0)
        (one,) = [one for one in found["types"] if one["type"] == only]
        return {(d["what"], d["path"]): d["text"] for d in one["differences"] if not d["is_note"]}


@pytest.fixture(params=DIALECTS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    """Customerp with a customer and an order in it."""
    with place(request.param, tmp_path, request) as there:
        there.schema()
        there.do("INSERT INTO customers (name, organisation_number, phone) VALUES ('Fjordbris', '310', '22 33')")
        there.do("INSERT INTO customers (name) VALUES ('Granvik')")
        there.do("INSERT INTO orders (customer_id, order_date) SELECT min(id), '2024-05-01' FROM customers")
        there.do("INSERT INTO order_lines (order_id, quantity) SELECT id, '2.5' FROM orders")
        yield Project(tmp_path, there)


def test_the_profile_fits_and_nothing_is_written(project: Project) -> None:
    there = project.there
    file = Path(there.address.removeprefix("sqlite:///"))

    def state() -> object:
        numbers = there.do("SELECT id, type, key FROM flowc_change ORDER BY id, key")
        return numbers, hashlib.sha256(file.read_bytes()).hexdigest() if there.is_sqlite else ""

    before = state()
    outcome = project.check()
    assert outcome.code == 0, outcome
    assert "customerp.Customer: 2 records looked at, 0 differences" in outcome.out
    assert "customerp.Order: 1 records looked at, 0 differences" in outcome.out
    assert "nothing could be compared where there are no records: Contact" in outcome.out
    assert state() == before
    assert sorted(one.name for one in project.folder.iterdir() if "place" in one.name) == (
        ["place.db"] if there.is_sqlite else []
    )


def test_the_sandboxs_database_fits(tmp_path: Path) -> None:
    with SandboxSet("people", database=tmp_path / "erp.db") as sandbox:
        address = sandbox.systems["customerp"]["address"]
        found = Project(tmp_path, Place("sqlite", address, None))
        before = (tmp_path / "erp.db").read_bytes()
        outcome = found.check()
        assert outcome.code == 0, outcome
        assert "customerp.Customer: 9 records looked at, 0 differences" in outcome.out
        assert (tmp_path / "erp.db").read_bytes() == before


PROFILE_DRIFT = [
    ("Customer", 'table = "customers"', 'table = "clients"', ("list", "")),
    ("Customer", "phone = {", "telephone = {", ("absent", "telephone")),
    ("Customer", 'limit = { type = "decimal" }', 'limit = { type = "boolean" }', ("type", "credit_limit")),
    ("Customer", 'active = { type = "boolean" }', "active = {}", ("type", "active")),
    ("Customer", "website = { max_length = 200 }", 'website = { type = "integer" }', ("type", "website")),
    ("Customer", '[types.Customer]\nversion = "revision"', '[types.Customer]\nversion = "rev"', ("version", "rev")),
    ("Customer", "modified = { type", "changed = { type", ("modified", "changed")),
    ("Customer", "[types.Customer]\n", '[types.Customer]\nkey = "number"\n', ("key", "number")),
    ("Customer", "[types.Customer]\n", '[types.Customer]\nkey = "phone"\n', ("key", "phone")),
    ("Customer", 'list = "flowc_changes"', 'list = "flowc_news"', ("feed", "")),
    ("Customer", 'stamp = "id"', 'stamp = "number"', ("feed", "")),
    ("Customer", 'stamp = "id"', 'stamp = "type"', ("feed", "")),
    ("Customer", 'query = { type = "customers" }', 'query = { kind = "customers" }', ("feed", "")),
    ("Customer", "name = { required = true, max_length = 200 }", "", ("required", "name")),
    ("Customer", "name = { required = true,", "name = {", ("required", "name")),
    ("Order", 'table = "order_lines"', 'table = "order_rows"', ("lines", "lines")),
    ("Order", 'parent = "order_id"', 'parent = "of_order"', ("lines", "lines")),
]


@pytest.mark.parametrize(("kind", "was", "now", "told"), PROFILE_DRIFT)
def test_a_profile_that_does_not_fit_is_told(
    project: Project, kind: str, was: str, now: str, told: tuple[str, str]
) -> None:
    project.spoil(was, now)
    if told[1] == "rev":
        project.spoil("[types.Customer.properties]\n", "[types.Customer.properties]\nrev = { access = \"read\" }\n")
    if told[1] == "changed":
        project.spoil('modified = "modified"', 'modified = "changed"')
    if told[1] == "number":
        project.spoil("[types.Customer.properties]\n", "[types.Customer.properties]\nnumber = {}\n")
    found = project.told(kind)
    assert told in found, found
    assert len(found) <= 2, found  # one cause, and what it takes with it


DATABASE_DRIFT = [
    ("ALTER TABLE customers RENAME COLUMN phone TO telephone", ("absent", "phone")),
    ("ALTER TABLE customers ADD COLUMN route varchar(20) NOT NULL {default}", ("required", "route")),
    ("ALTER TABLE order_lines RENAME COLUMN unit_price TO price", ("absent", "lines.unit_price")),
    ("ALTER TABLE order_lines RENAME COLUMN order_id TO of_order", ("lines", "lines")),
    ("DROP VIEW flowc_changes", ("feed", "")),
]


@pytest.mark.parametrize(("statement", "told"), DATABASE_DRIFT)
def test_a_database_that_has_moved_on_is_told(project: Project, statement: str, told: tuple[str, str]) -> None:
    kind = "Order" if "order" in statement else "Customer"
    if told[0] == "required":
        if project.there.is_sqlite:
            pytest.skip("SQLite adds no column that may not be null without a default")
        project.there.script("DELETE FROM order_lines; DELETE FROM orders; DELETE FROM customers")
    project.there.script(statement.replace("{default}", ""))
    found = project.told(kind)
    assert told in found, found


def test_a_declared_length_is_compared(project: Project) -> None:
    project.there.script("CREATE TABLE parts (id {key}, code varchar(8) NOT NULL, name varchar(40), note varchar(9))")
    project.profile.write_text(
        'label = "Erp"\nprotocol = "sql"\n[types.Part.operations]\ntable = "parts"\n[types.Part.properties]\n'
        'id = { type = "integer", access = "read" }\ncode = { required = true, max_length = 9 }\nname = {}\n'
        "note = { max_length = 5 }\n"
    )
    assert project.told("Part").keys() == {("length", "code"), ("length", "name")}


def test_rows_are_looked_at_too(project: Project) -> None:
    there = project.there
    there.script("CREATE TABLE parts (id {key}, code text, made text, weight text)")
    there.do("INSERT INTO parts (code, made, weight) VALUES (?, ?, ?)", "a long one", "yesterday", "heavy-secret")
    there.do("INSERT INTO parts (code, made) VALUES (?, ?)", "", "2024-02-30")
    project.profile.write_text(
        'label = "Erp"\nprotocol = "sql"\n[types.Part.operations]\ntable = "parts"\n[types.Part.properties]\n'
        'id = { type = "integer", access = "read" }\ncode = { required = true, max_length = 5 }\n'
        'made = { type = "date" }\nweight = { type = "decimal" }\n'
    )
    found = project.told("Part")
    assert found.keys() == {("length", "code"), ("required", "code"), ("type", "made"), ("type", "weight")}
    assert "secret" not in project.check().out


def test_columns_that_no_profile_lists_are_a_note(project: Project) -> None:
    project.there.script("ALTER TABLE customers ADD COLUMN mood text")
    outcome = project.check("--only", "Customer")
    assert outcome.code == 0, outcome
    assert re.search(r"note +1 columns of customers are not in the profile: mood", outcome.out)


def test_a_view_will_do(project: Project) -> None:
    project.there.script("CREATE VIEW people AS SELECT * FROM customers")
    project.spoil('table = "customers"', 'table = "people"')
    outcome = project.check("--only", "Customer")
    assert outcome.code == 0, outcome
    twice = "SELECT * FROM customers UNION ALL SELECT * FROM customers"
    project.there.script(f"DROP VIEW people; CREATE VIEW people AS {twice}")
    assert ("list", "") in project.told("Customer")  # two rows have one key


# ---- not there, not let in ----------------------------------------------------------------------


def one_line(outcome: Outcome, code: int, *parts: str) -> None:
    assert outcome.code == code, outcome
    (line,) = outcome.err.splitlines()
    assert line.startswith("flowc: ") and all(part in line for part in parts), line


def test_what_is_wrong_with_the_way_in_is_one_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    there = project.there
    if there.is_sqlite:
        project.configure(there.address.replace("place.db", "nowhere.db"))
        one_line(project.check(), 2, "there is no file", "nowhere.db")
        (project.folder / "notes.db").write_text("no database at all, and long enough to be looked at" * 20)
        project.configure(there.address.replace("place.db", "notes.db"))
        one_line(project.check(), 3, "no SQLite database")
    else:
        project.configure(there.address, password="wrong-word-of-somebody")
        outcome = project.check()
        one_line(outcome, 3, "does not accept our login")
        assert "wrong-word" not in outcome.err + outcome.out
        project.configure(there.address.replace("/postgres", "/elsewhere"), password=there.secrets["password"])
        one_line(project.check(), 3, "elsewhere")
        project.configure("postgresql://127.0.0.1:1/postgres")
        one_line(project.check(), 3, "cannot be reached")
        monkeypatch.setitem(sys.modules, "psycopg", None)
        project.configure(there.address)
        one_line(project.check(), 2, "psycopg")


def test_a_database_without_any_of_the_tables_is_the_wrong_one(project: Project) -> None:
    text = project.profile.read_text()
    project.profile.write_text(re.sub(r'^table = "', 'table = "old_', text, flags=re.M))
    one_line(project.check(), 3, "see to the address", "there is no table 'old_")


def test_a_table_that_we_may_not_read_is_told(project: Project) -> None:
    if project.there.is_sqlite:
        pytest.skip("SQLite has no permissions")
    project.there.script(
        "DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 'a word'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        "GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;"
        "REVOKE SELECT ON customers FROM reader"
    )
    project.there.secrets |= {"user": "reader", "password": "a word"}
    project.configure(project.there.address)
    assert project.told("Customer").keys() == {("access", "")}
    assert project.told("Order") == {}


# ---- names ----------------------------------------------------------------------------------------


def test_a_schema_is_part_of_a_tables_name(project: Project) -> None:
    if project.there.is_sqlite:
        pytest.skip("SQLite has no schemas beside main")
    project.there.script("CREATE SCHEMA sales; CREATE TABLE sales.customers (LIKE customers INCLUDING ALL)")
    project.spoil('table = "customers"', 'table = "sales.customers"')
    assert project.told("Customer") == {}
    project.there.script("ALTER TABLE sales.customers DROP COLUMN email")
    assert project.told("Customer").keys() == {("absent", "email")}


def test_names_of_a_database_reach_no_terminal(project: Project) -> None:
    project.there.script('ALTER TABLE customers ADD COLUMN "a\x1b[2Jb" text')
    outcome = project.check("--only", "Customer")
    assert outcome.code == 0, outcome
    assert "are not in the profile" in outcome.out and "\x1b" not in outcome.out + outcome.err
