"""From a database's tables to a sync: import, answer what is asked and nothing else, write a document, run, check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compiler.profile import Profile, load
from tests.compiler.described import answered
from tests.end_to_end.undescribed import section
from tests.end_to_end.world import ROOT, World, flowc
from tests.runtime.databases import DIALECTS, Place, cluster, place

__all__ = ["cluster"]

FLOW = "customcrm-depot"
ROWS = [
    ("company_name", "name"),
    ("org_no", "org_number"),
    ("phone", "phone"),
    ("web", "website"),
    ("email", "email"),
    ("city", "town"),
]
COLUMNS = """
    name varchar(80) NOT NULL, org_number varchar(20) UNIQUE, phone varchar(40), website varchar(100),
    email varchar(100), town varchar(60), credit {decimal}, active {boolean}
"""
ORDERS = """
CREATE TABLE bookings (id {key}, partner_id {long} NOT NULL REFERENCES partners, booked {date}, remark varchar(200));
CREATE TABLE booking_lines (
    id {key}, booking_id {long} NOT NULL REFERENCES bookings, what varchar(80), amount {decimal}, made {instant});
"""
BARE = f"CREATE TABLE partners (id {{key}}, {COLUMNS}); {ORDERS}"
TOLD = f"CREATE TABLE partners (id {{key}}, version {{long}} NOT NULL DEFAULT 1, {COLUMNS}); {ORDERS}"
TRIGGERS = {
    "sqlite": """
CREATE TABLE flowc_change (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, key TEXT NOT NULL);
CREATE VIEW flowc_changes AS SELECT id, type, key FROM flowc_change;
CREATE TRIGGER made AFTER INSERT ON partners BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('partners', NEW.id); END;
CREATE TRIGGER changed AFTER UPDATE ON partners BEGIN
    UPDATE partners SET version = OLD.version + 1 WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('partners', NEW.id); END;
""",
    "postgresql": """
CREATE TABLE flowc_change (
    id bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint, type text NOT NULL, key text NOT NULL);
CREATE VIEW flowc_changes AS
    SELECT id, type, key FROM flowc_change WHERE id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.version := OLD.version + 1; RETURN NEW; END $$;
CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO flowc_change (type, key) VALUES (TG_TABLE_NAME, NEW.id); RETURN NULL; END $$;
CREATE TRIGGER counted BEFORE UPDATE ON partners FOR EACH ROW EXECUTE FUNCTION counted();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON partners FOR EACH ROW EXECUTE FUNCTION told();
""",
}


class Played:
    """The database, what was imported of it, and the world after a first pass."""

    def __init__(self, world: World, there: Place, has_triggers: bool, patch: pytest.MonkeyPatch) -> None:
        self.world, self.there, self.has_triggers = world, there, has_triggers
        there.script(TOLD + TRIGGERS[there.dialect] if has_triggers else BARE)
        self.specs = world.folder / "specs"
        self.profile = self._imported(patch)
        (self.specs / "systems" / "customcrm.toml").write_text(
            (ROOT / "specs" / "systems" / "customcrm.toml").read_text()
        )
        title = "Customcrm to Depot Dataflow"
        rule = "=" * len(title)
        rows = [(left, right, '"string"') for left, right in ROWS]
        text = section("Customcrm Customer", "Depot Partner", rows, ("org_no", "org_number"))
        (self.specs / f"{FLOW}.rst").write_text(f"{rule}\n{title}\n{rule}\n\n{text}")
        world.write_toml(generated=world.folder / "generated", specs=self.specs)
        with world.toml.open("a") as toml:
            toml.write(f"\n[systems.depot]\naddress = {json.dumps(there.address)}\n")
            if not there.is_sqlite:
                toml.write("[systems.depot.secrets]\n")
                for name, value in there.secrets.items():
                    path = world.folder / name
                    path.touch(mode=0o600)
                    path.write_text(value)
                    world.secrets["depot", name] = path
                    toml.write(f"{name} = {{ file = {json.dumps(name)} }}\n")

    def _imported(self, patch: pytest.MonkeyPatch) -> Profile:
        """The profile that the command writes, each question answered with what stands there already."""
        path = self.specs / "systems" / "depot.toml"
        if not self.there.is_sqlite:
            patch.setenv("FLOWC_DB_USER", self.there.secrets["user"])
            patch.setenv("FLOWC_DB_PASSWORD", self.there.secrets["password"])
        outcome = flowc("system", "import", "depot", "--database", self.there.address, "--out", str(path))
        assert outcome.code == 0, outcome
        assert self.there.secrets["password"] not in outcome.out + path.read_text()
        assert [found.code for found in load(path.read_bytes(), path.name)[1]] == ["F229"]
        path.write_text(answered(path.read_text(), {}))
        profile, findings = load(path.read_bytes(), path.name)
        assert profile is not None and findings == []
        return profile

    def rows(self) -> list[tuple[Any, ...]]:
        """All that a pass could have written."""
        found = self.there.do("SELECT * FROM partners ORDER BY id")
        return [*found, *(self.there.do("SELECT count(*) FROM flowc_change") if self.has_triggers else [])]

    def quiet(self) -> None:
        before = self.rows()
        self.world.quiet(FLOW)
        assert self.rows() == before


@pytest.fixture(params=[(one, told) for one in DIALECTS for told in (True, False)], ids=str)
def played(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    dialect, has_triggers = request.param
    with place(dialect, tmp_path, request) as there, World.opened(tmp_path) as world:
        yield Played(world, there, has_triggers, monkeypatch)


def test_a_database_that_nobody_described_is_synced(played: Played) -> None:
    there, world = played.there, played.world
    outcome = world.flowc("build")
    assert outcome.code == 0, outcome
    there.do("INSERT INTO partners (name, org_number) VALUES ('Fjordbris AS', '310031007')")
    there.do("INSERT INTO partners (name, org_number, town) VALUES ('Granvik AS', '310032003', 'Moss')")
    shared = world.insert("customcrm", "customers", {"company_name": "Fjordbris AS", "org_no": "310031007"})
    world.insert("customcrm", "customers", {"company_name": "Solhaug AS", "org_no": "310034006", "city": "Hamar"})
    world.sync(FLOW)
    names = sorted(row["company_name"] for row in world.records("customcrm", "customers").values())
    assert names == ["Fjordbris AS", "Solhaug AS"]  # the document makes partners of customers, not the other way
    told = there.do("SELECT name, town FROM partners ORDER BY name")
    assert told == [("Fjordbris AS", None), ("Granvik AS", "Moss"), ("Solhaug AS", "Hamar")]
    played.quiet()

    there.do("UPDATE partners SET phone = '+4722112233' WHERE org_number = '310031007'")
    world.edit("customcrm", "customers", shared, web="https://new.example")
    world.sync(FLOW)
    assert world.records("customcrm", "customers")[shared]["phone"] == "+4722112233"
    assert there.one("SELECT website FROM partners WHERE org_number = '310031007'") == "https://new.example"
    played.quiet()

    before = played.rows()
    outcome = flowc("system", "check", "depot", "--config", str(world.toml))
    assert outcome.code == 0, outcome
    assert "depot.Partner: 3 records looked at, 0 differences" in outcome.out
    assert played.rows() == before


def test_what_is_imported(played: Played) -> None:
    profile, there = played.profile, played.there
    assert set(profile.types) == {"Partner", "Booking"}  # neither the lines nor the change table
    partner, booking = profile.types["Partner"], profile.types["Booking"]
    assert profile.precondition is None
    assert profile.auth.scheme == ("none" if there.is_sqlite else "basic")
    assert (partner.key, partner.unique, partner.operations.table) == ("id", ["org_number"], "partners")
    assert partner.properties["id"].access == "read" and partner.properties["name"].required
    assert booking.operations.feed is None and booking.version == ""
    assert booking.properties["partner_id"].references == ["Partner"]
    lines = booking.lists["booking_lines"]
    assert (lines.table, lines.parent, lines.key) == ("booking_lines", "booking_id", "id")
    if not played.has_triggers:
        assert (partner.version, partner.operations.feed) == ("", None)
        return
    feed = partner.operations.feed
    assert partner.version == "version" and feed is not None
    assert (feed.scheme, feed.list, feed.stamp, feed.key) == ("sequence", "flowc_changes", "id", "key")
    assert feed.query == {"type": "partners"}
