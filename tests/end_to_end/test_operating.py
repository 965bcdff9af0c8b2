"""What a person does with a running sync: history, undo, why, links, conflicts, retry, forget."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.store import IntentRow, Store
from tests.end_to_end.world import Outcome, World, flowc

FLOW = "customcrm-customerp"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        opened.sync(FLOW)
        yield opened


def told(world: World, *arguments: str) -> Any:
    """What a command tells a program."""
    outcome = world.flowc(*arguments, "--format", "json")
    assert outcome.code == 0, outcome
    return json.loads(outcome.out)


def one_link(world: World) -> tuple[str, str, str]:
    path = world.folder / "out.csv"
    outcome = grouped(world, "links", "export", str(path))
    assert outcome.code == 0, outcome
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    pair, left, right = next(row for row in rows if "ustomer" in row[0].split("|")[0])
    return pair, left, right


def grouped(world: World, group: str, command: str, *arguments: str) -> Outcome:
    return flowc(group, command, "--config", str(world.toml), *arguments)


def last_update(world: World) -> dict[str, Any]:
    runs = told(world, "history")
    writes: list[dict[str, Any]] = told(world, "history", "--run", runs[0]["run"])
    return next(write for write in writes if write["action"] == "update" and write["state"] == "applied")


def edited(world: World) -> tuple[str, str, str]:
    """A link whose left name was changed, and the pass after it."""
    pair, left, right = one_link(world)
    world.edit("customcrm", "customers", left, company_name="Renamed AS")
    world.sync(FLOW)
    return pair, left, right


def test_undo_restores_what_nobody_touched_and_holds_it(world: World) -> None:
    edited(world)
    write = last_update(world)
    run = write["run"]
    before = world.records(write["system"], "customers")[write["key"]]
    assert "Renamed AS" in json.dumps(before)
    world.forget()
    assert world.flowc("undo", run, "--dry-run").code == 0
    assert sum(world.writes().values()) == 0
    undone = told(world, "undo", run)
    assert all(one["done"] for one in undone["writes"])
    restored = json.dumps(world.records(write["system"], "customers")[write["key"]])
    assert "Renamed AS" not in restored
    world.quiet(FLOW)
    again = told(world, "undo", undone["run"])
    assert all(one["done"] for one in again["writes"])
    assert "Renamed AS" in json.dumps(world.records(write["system"], "customers")[write["key"]])
    world.quiet(FLOW)


def test_a_dry_run_of_undo_needs_no_lease(world: World) -> None:
    edited(world)
    run = last_update(world)["run"]
    store = Store(world.state)
    store.acquire("a pass@elsewhere:1", dt.datetime.now(dt.UTC))
    assert world.flowc("undo", run, "--dry-run").code == 0
    assert world.flowc("undo", run).code not in (0, 1)
    store.close()


def test_undo_leaves_what_was_edited_since(world: World) -> None:
    edited(world)
    write = last_update(world)
    attribute = next(iter(write["after"]))
    world.edit(write["system"], "customers", write["key"], **{attribute: "Somebody's"})
    outcome = world.flowc("undo", write["run"])
    assert outcome.code == 1, outcome
    assert f"changed since: {attribute}" in outcome.out


def test_what_undo_leaves_with(world: World) -> None:
    """0 where all was undone, 1 where something stays, 2 where there is no such run, 4 amid a pass."""
    edited(world)
    run = last_update(world)["run"]
    assert world.flowc("undo", "nothing").code == 2
    store = Store(world.state)
    store.acquire("a pass@elsewhere:1", dt.datetime.now(dt.UTC))
    assert world.flowc("undo", run).code == 4
    store.release("a pass@elsewhere:1")
    store.close()
    assert world.flowc("undo", run).code == 0
    again = world.flowc("undo", run)
    assert again.code == 1 and "changed since" in again.out, again


def test_why_and_unlink_and_link(world: World) -> None:
    pair, left, right = one_link(world)
    place = pair.split("|")[0]
    assert "linked with" in world.flowc("why", place, left).out
    assert world.flowc("unlink", pair, left, right).code == 0
    world.quiet(FLOW)
    assert "linked with" not in world.flowc("why", place, left, "--pair", pair).out
    turned = "|".join(reversed(pair.split("|")))
    assert world.flowc("link", turned, right, left).code == 0
    assert "linked by a person" in world.flowc("why", place, left, "--pair", pair).out


def test_import_is_all_or_nothing(world: World) -> None:
    pair, left, right = one_link(world)
    assert world.flowc("unlink", pair, left, right).code == 0
    path = world.folder / "in.csv"
    path.write_text(f"pair,left,right\n{pair},{left},{right}\n{pair},nobody,nothing\n")
    outcome = grouped(world, "links", "import", str(path))
    assert (outcome.code, "line 3" in outcome.err) == (2, True)
    path.write_text(f"left,right\n{left},{right}\n")
    assert grouped(world, "links", "import", str(path), "--pair", pair).code == 0


def test_forget_erases_history(world: World) -> None:
    edited(world)
    write = last_update(world)
    assert world.flowc("forget", f"{write['system']}.{write['type']}", write["key"]).code == 0
    assert "Renamed AS" not in json.dumps(told(world, "history", "--run", write["run"]))


def test_forget_erases_bases_and_reasons_of_writes(tmp_path: Path) -> None:
    """A create keeps its bases and a refusal the server's words: both may hold a person's values."""
    with World.opened(tmp_path, "people") as world:
        world.sync(FLOW)
        pair, left, _ = one_link(world)
        place = pair.split("|")[0]
        system, _, kind = place.partition(".")
        intent = IntentRow(
            run="r", action="update", system=system, type=kind, key=left, body="{}", bases='{"a":"Sentinel"}'
        )
        store = Store(world.state)
        store.settle(store.add_intent(intent, "2026-01-01T00:00:00+00:00"), "rejected", "422: Sentinel is too long")
        store.close()
        assert world.flowc("forget", place, left).code == 0
        store = Store(world.state)
        assert "Sentinel" not in json.dumps(store.dump()["intent"])
        store.close()


def test_every_command_takes_a_place_and_a_format_before_or_after_its_subcommand(world: World) -> None:
    pair, left, right = one_link(world)
    place, config, form = pair.split("|")[0], ("--config", str(world.toml)), ("--format", "json")
    path = str(world.folder / "x.csv")
    world.folder.joinpath("none.csv").write_text("pair,left,right\n")
    commands: list[tuple[str, ...]] = [
        ("conflicts",),
        ("history",),
        ("history", place, left),
        ("why", place, left),
        ("unlink", pair, left, right),
        ("link", pair, left, right),
        ("retry", "--all"),
        ("forget", place, left),
    ]
    commands += [("links", "export", path), ("links", "import", str(world.folder / "none.csv"))]
    for command in commands:
        after = flowc(*command, *config, *form)
        assert after.code == 0, (command, after)
        json.loads(after.out)
        if command[0] in ("conflicts", "links") and "import" not in command:
            before = flowc(command[0], *config, *form, *command[1:])
            assert (before.code, before.out) == (0, after.out), command


def test_every_listed_entry_has_an_id_that_is_taken(world: World) -> None:
    _, left, right = one_link(world)
    world.edit("customcrm", "customers", left, company_name="Left AS")
    world.edit("customerp", "customers", right, name="Right AS")
    world.toml.write_text('policy = "hold"\n' + world.toml.read_text())
    world.flowc("sync", FLOW)
    [entry] = [one for one in told(world, "conflicts")["entries"] if "Left AS" in one["evidence"].values()]
    assert entry["id"] in world.flowc("conflicts").out and entry["id"] in world.flowc("status").out
    shown = flowc("conflicts", "show", entry["id"], "--config", str(world.toml))
    assert shown.code == 0 and "Left AS" in shown.out and "Right AS" in shown.out
    outcome = flowc("conflicts", "resolve", entry["id"], "left", "--config", str(world.toml), "--format", "json")
    assert outcome.code == 0 and "sends the left value" in json.loads(outcome.out)["done"]
    world.sync(FLOW)
    name = world.records("customcrm", "customers")[left]["company_name"]
    assert world.records("customerp", "customers")[right]["name"] == name
    world.quiet(FLOW)


@pytest.mark.parametrize(
    "arguments",
    [
        ("why", "customcrm.Compani", "1"),
        ("why", "customcrm", "no such key"),
        ("history", "--run", "nothing"),
        ("undo", "nothing"),
        ("link", "no|pair", "1", "2"),
        ("unlink", "no|pair", "1", "2"),
        ("retry",),
        ("forget", "nobody", "1"),
    ],
)
def test_what_is_not_there_is_named(world: World, arguments: tuple[str, ...]) -> None:
    outcome = world.flowc(*arguments)
    assert outcome.code == 2, outcome


def test_conflict_numbers(world: World) -> None:
    assert world.flowc("conflicts", "show", "99").code == 2
    assert world.flowc("conflicts").code == 0


def test_the_other_value_of_a_conflict_is_put_back(world: World) -> None:
    _, left, right = one_link(world)
    world.edit("customcrm", "customers", left, company_name="Left AS")
    world.edit("customerp", "customers", right, name="Right AS")
    world.flowc("sync", FLOW)
    [conflict] = told(world, "conflicts")["conflicts"]
    loser = "left" if conflict["winner"] == "right" else "right"
    outcome = flowc("conflicts", "--config", str(world.toml), "resolve", str(conflict["number"]), loser)
    assert outcome.code == 0, outcome
    world.sync(FLOW)
    assert world.records("customerp", "customers")[right]["name"] == conflict[loser]
    world.quiet(FLOW)
