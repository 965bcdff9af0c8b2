"""A system whose properties are not what they were (F-37): the property is held, and everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import UNSET, structs

from runtime.model import Record
from tests.runtime.faults.bench import Bench
from tests.runtime.faults.matrix import fault
from tests.runtime.pairs import Customer, CustomerView
from tests.runtime.scripted import Reply

Document = dict[str, Any]
DRIFTS: dict[str, Callable[[Document], Document]] = {
    "a number": lambda row: row | {"name": 7},
    "a flag": lambda row: row | {"name": False},
    "a list": lambda row: row | {"name": [row["name"]]},
    "an empty list": lambda row: row | {"name": []},
    "an object": lambda row: row | {"name": {"text": row["name"]}},
}


def drifting(bench: Bench, drift: Callable[[Document], Document]) -> None:
    """Every record is shown so."""

    def walked(value: Any) -> Any:
        if isinstance(value, list):
            return [walked(row) for row in value]
        if isinstance(value, dict):
            shown = {name: walked(inner) for name, inner in value.items()}
            return drift(shown) if "number" in shown else shown
        return value

    bench.books.after = lambda asked, reply: Reply(reply.status, walked(reply.body), reply.headers)


@fault("F-37")
@pytest.mark.parametrize("name", DRIFTS)
def test_a_property_that_became_another_is_held_and_never_read_as_cleared(bench: Bench, name: str) -> None:
    ada, eve = bench.start("Ada", "Eve")
    drifting(bench, DRIFTS[name])
    bench.run()
    assert (bench.left.writes, bench.books.writes()) == ([], [])
    bench.books.edit("1", email="lovelace@x.no")
    bench.left.edit(eve, email="evelyn@x.no")
    bench.run()
    assert bench.left.column("name") == bench.books.column("name") == ["Ada", "Eve"]
    assert bench.left.column("email") == bench.books.column("email") == ["lovelace@x.no", "evelyn@x.no"]
    held = [entry for entry in bench.entries() if entry.row == "name > name"]
    assert [entry.key for entry in held] == [ada, eve]
    assert all("cannot be read" in entry.reason for entry in held)
    bench.left.edit(ada, name="Ada Lovelace")
    bench.books.writes()
    bench.run()
    assert bench.books.writes() == []  # nobody knows what it would overwrite
    assert [entry.key for entry in bench.entries() if entry.row == "name > name"] == [ada, eve]
    bench.books.after = lambda asked, reply: reply
    bench.books.touch("1")
    bench.run()
    assert bench.left.column("name") == bench.books.column("name") == ["Ada Lovelace", "Eve"]
    bench.settles()
    assert bench.entries() == []


@fault("F-37")
def test_one_record_that_is_not_as_the_others_holds_only_itself(bench: Bench) -> None:
    ada, _ = bench.start("Ada", "Eve")
    drifting(bench, lambda row: row | {"name": ["Ada"]} if row["id"] == 1 else row)
    bench.books.edit("1", email="lovelace@x.no")
    bench.books.edit("2", name="Evelyn")
    bench.run()
    assert [(entry.key, entry.row) for entry in bench.entries()] == [(ada, "name > name")]
    assert bench.left.column("name") == ["Ada", "Evelyn"]
    assert bench.left.column("email") == ["lovelace@x.no", "eve@x.no"]


@fault("F-37")
def test_a_code_that_nobody_knows_yet_is_held(bench: Bench) -> None:
    """The right shows codes for e-mails, and one day a new one."""
    codes = {"ada@x.no": "ada@x.no", "eve@x.no": "eve@x.no"}

    def seen(record: Record) -> CustomerView:
        assert isinstance(record, Customer)
        shown: Any = codes.get(record.email, UNSET) if isinstance(record.email, str) else record.email
        return CustomerView(name=record.name, email=shown)

    bench.pair = structs.replace(bench.pair, right=structs.replace(bench.pair.right, to_view=seen))
    ada, _ = bench.start("Ada", "Eve")
    bench.books.edit("1", email="grown@x.no", name="Ada Lovelace")
    bench.run()
    assert bench.left.column("email") == ["ada@x.no", "eve@x.no"]
    assert bench.left.column("name") == ["Ada Lovelace", "Eve"]
    assert [(entry.key, entry.row) for entry in bench.entries()] == [(ada, "email > email")]
    assert bench.books.writes() == []


@fault("F-37")
def test_a_property_that_was_renamed_is_unknown_and_its_edits_are_refused_alone(bench: Bench) -> None:
    """What is left out says nothing: it is not cleared, and an edit of it is told to the system, which knows best."""
    ada, eve = bench.start("Ada", "Eve")
    drifting(bench, lambda row: {"title" if name == "name" else name: value for name, value in row.items()})
    bench.books.before = lambda asked: (
        bench.books.refused(400, "there is no property name") if b'"name"' in asked.body else None
    )
    bench.books.edit("1", email="lovelace@x.no")
    bench.left.edit(eve, email="evelyn@x.no")
    assert bench.run().exit_code == 0
    bench.left.edit(ada, name="Ada Lovelace")
    assert bench.run().exit_code == 1
    assert bench.left.column("name") == ["Ada Lovelace", "Eve"] and bench.books.column("name") == ["Ada", "Eve"]
    assert bench.left.column("email") == bench.books.column("email") == ["lovelace@x.no", "evelyn@x.no"]
    assert [entry.key for entry in bench.entries("failed")] == [ada]
    bench.books.after = lambda asked, reply: reply
    bench.books.before = lambda asked: None
    bench.books.touch("1")
    assert bench.run().exit_code == 0
    bench.settles()
