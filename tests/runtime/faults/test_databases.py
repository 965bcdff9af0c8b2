"""The faults that a database can have, through whole passes; what the other tests of databases show is not repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET, structs

from runtime.database import Database
from runtime.database_table import Table
from runtime.model import Access, Integer, Kind, Operations, Paging, Precondition, Property, System
from runtime.store import Store
from runtime.sync import Engine, Options, Report
from tests.runtime.databases import DIALECTS, Place, cluster, place
from tests.runtime.faults.matrix import fault
from tests.runtime.memory import Clock, Memory, flow_of
from tests.runtime.pairs import Customer, CustomerPatch, customer_type, customers

__all__ = ["cluster"]

ITEM = "id {key}, version {long} NOT NULL DEFAULT 1, name TEXT, email TEXT"


class Thing(Customer, frozen=True, kw_only=True):
    id: Integer = UNSET
    version: Integer = UNSET


class ThingPatch(CustomerPatch, frozen=True, kw_only=True):
    id: Integer = UNSET
    version: Integer = UNSET


class Stage:
    """Customers in memory on the left, a table on the right, and passes over both."""

    def __init__(self, where: Place, folder: Path, constraint: str = "", unique: tuple[str, ...] = ()) -> None:
        self.where = where
        where.script(f"CREATE TABLE item ({ITEM}{constraint})")
        self.clock = Clock()
        self.left = Memory(customer_type("a"), self.clock)
        system = System(
            name="b", label="B", protocol="sql", paging=Paging(rows=2), precondition=Precondition.VERSION
        )
        access = {"id": Access.READ, "version": Access.BOTH}  # flowc counts the version
        numbers = [
            Property(attribute=name, path=(name,), kind=Kind.INTEGER, access=access[name]) for name in access
        ]
        texts = [prop for prop in customer_type("b").properties if prop.attribute in ("name", "email")]
        kind = structs.replace(
            customer_type("b"),
            system=system,
            record=Thing,
            patch=ThingPatch,
            properties=(*numbers, *texts),
            operations=Operations(table="item"),
            modified=(),
            unique=unique,
        )
        self.pair = customers("a", "b", rows=("name", "email"), right_type=kind)
        self.database = Database(system, where.address, where.secrets, sleep=lambda seconds: None)
        self.table = Table(self.database, kind)
        self.store = Store(folder / "state.db")

    def run(self) -> Report:
        self.clock.later()
        endpoints: Any = {("a", "customer"): self.left, ("b", "customer"): self.table}
        report = Engine((flow_of((self.pair,)),), endpoints, self.store, Options(), self.clock).run()
        self.clock.later(5)
        return report

    def column(self, name: str) -> list[Any]:
        return [row[0] for row in self.where.do(f"SELECT {name} FROM item ORDER BY id")]

    def start(self, *names: str) -> list[str]:
        keys = [self.left.has(name=name, email=f"{name.lower()}@x.no") for name in names]
        assert self.run().exit_code == 0
        self.left.writes.clear()
        return keys


@pytest.fixture(params=DIALECTS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path, request) as found:
        yield found


@contextmanager
def staged(where: Place, folder: Path, constraint: str = "", unique: tuple[str, ...] = ()) -> Iterator[Stage]:
    stage = Stage(where, folder, constraint, unique)
    try:
        yield stage
    finally:
        stage.database.close()
        stage.store.close()


@contextmanager
def just_before(stage: Stage, write: str, *statement: Any) -> Iterator[None]:
    """Somebody's statement arrives between our read and our write."""
    usual = getattr(stage.table, write)

    def writing(works: Any, *more: Any) -> Any:
        setattr(stage.table, write, usual)
        stage.where.do(*statement)
        return usual(works, *more)

    setattr(stage.table, write, writing)
    yield


@fault("F-06", "sql")
def test_a_row_that_is_there_already_is_found_by_what_is_unique_and_linked(
    empty: Place, tmp_path: Path, protocol: str
) -> None:
    with staged(empty, tmp_path, ", UNIQUE (email)", ("email",)) as stage:
        key = stage.left.has(name="Ada", email="ada@x.no")
        made = ("INSERT INTO item (name, email) VALUES (?, ?)", "Lovelace", "ada@x.no")
        with just_before(stage, "create_all", *made):
            assert stage.run().exit_code == 0
        (link,) = stage.store.links()
        assert (link.left_key, link.right_key) == (key, str(stage.column("id")[0]))
        assert stage.left.column("name") == stage.column("name") == ["Lovelace"]


@fault("F-07", "sql")
def test_a_row_that_changed_is_read_again_and_merged(empty: Place, tmp_path: Path, protocol: str) -> None:
    with staged(empty, tmp_path) as stage:
        (ada,) = stage.start("Ada")
        stage.left.edit(ada, name="Ada Lovelace")
        change = ("UPDATE item SET email = ?, version = version + 1", "lovelace@x.no")
        with just_before(stage, "update_all", *change):
            assert stage.run().exit_code == 0
        assert stage.column("name") == stage.left.column("name") == ["Ada Lovelace"]
        assert stage.column("email") == stage.left.column("email") == ["lovelace@x.no"]


@fault("F-09", "sql")
def test_a_version_that_moves_by_itself_is_no_change(empty: Place, tmp_path: Path, protocol: str) -> None:
    with staged(empty, tmp_path) as stage:
        (ada,) = stage.start("Ada")
        stage.where.do("UPDATE item SET version = version + 1")
        stage.run()
        assert (stage.database.writes, stage.left.writes) == (1, [])
        stage.left.edit(ada, name="Ada Lovelace")
        with just_before(stage, "update_all", "UPDATE item SET version = version + 1"):
            report = stage.run()
        assert (report.exit_code, report.pairs[stage.pair.key].conflicts) == (0, 0)
        assert stage.column("name") == ["Ada Lovelace"]


@fault("F-15", "sql")
def test_one_bad_row_is_one_failed_entry_and_the_others_go_on(empty: Place, tmp_path: Path, protocol: str) -> None:
    with staged(empty, tmp_path, ", CONSTRAINT no_bad CHECK (name <> 'Bad')") as stage:
        keys = [stage.left.has(name=name, email=f"{name.lower()}@x.no") for name in ("Ada", "Bad", "Eve")]
        report = stage.run()
        assert (report.exit_code, report.pairs[stage.pair.key].failed) == (1, 1)
        (entry,) = [entry for entry in stage.store.entries() if entry.kind == "failed"]
        assert entry.key == keys[1] and "no_bad" in entry.reason and entry.reason.isprintable()
        assert stage.column("name") == ["Ada", "Eve"]


@fault("F-37", "sql")
@pytest.mark.parametrize("how", ["retyped", "renamed"])
def test_a_column_that_became_another_is_never_read_as_cleared(
    empty: Place, tmp_path: Path, protocol: str, how: str
) -> None:
    """A retyped column is held; one that is not there is named, and its table paused: no statement leaves it out."""
    with staged(empty, tmp_path) as stage:
        stage.start("Ada", "Eve")
        if how == "renamed":
            empty.script("ALTER TABLE item RENAME COLUMN name TO title")
        elif empty.is_sqlite:
            empty.do("UPDATE item SET name = x'00ff', version = version + 1")
        else:
            empty.script("ALTER TABLE item ALTER COLUMN name TYPE bigint USING 7")
        stage.where.do("UPDATE item SET email = 'new' || email, version = version + 1")
        report = stage.run()
        assert stage.left.column("name") == ["Ada", "Eve"] and len(stage.store.links()) == 2
        if how == "renamed":
            assert [outage.type for outage in report.outages] == ["customer"]
            assert "name" in report.outages[0].reason
        else:
            assert stage.left.column("email") == ["newada@x.no", "neweve@x.no"]
            assert [entry.row for entry in stage.store.entries()] == ["name > name"] * 2
