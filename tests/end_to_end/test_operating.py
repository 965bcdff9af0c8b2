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
    """0 where all is undone, 1 where something stays, 2 where there is no such run, 4 amid a pass."""
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
    assert again.code == 0 and "it shows already what it showed before" in again.out, "asked for twice, it is done once"


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


def test_unlink_says_what_there_is_instead(world: World) -> None:
    pair, left, right = one_link(world)
    lines = (world.folder / "out.csv").read_text().splitlines()
    other = next(end for name, _, end in (line.split(",") for line in lines) if name == pair and end != right)

    def refused(*arguments: str) -> str:
        outcome = world.flowc("unlink", pair, *arguments)
        assert outcome.code == 2, outcome
        return outcome.err

    assert f"say {left} {right}" in refused(right, left)
    assert f"{left} is linked with {right}; " in refused(left, other)
    assert "nobody was never seen; " in refused("nobody", other)
    assert world.flowc("unlink", pair, left, right).code == 0
    assert "left alone; --again" in refused(left, right)
    assert world.flowc("unlink", pair, left, right, "--again").code == 0
    assert "the next pass looks at both again" in refused(left, right, "--again")
    world.sync(FLOW)
    assert f"{left} is linked with {right}" in world.flowc("unlink", pair, left, other).err


def test_what_was_exported_is_there_when_it_is_imported(world: World) -> None:
    """Also a link of a pair that no document has any more."""
    store = Store(world.state)
    with store.transaction():
        store.add_link("old.Customer|gone.Customer", "1", "2", "matched", "2026-01-01T00:00:00+00:00")
    store.close()
    path = str(world.folder / "out.csv")
    count = grouped(world, "links", "export", path).out.split()[0]
    for arguments, made in (((), "made"), (("--dry-run",), "would be made")):
        outcome = grouped(world, "links", "import", path, *arguments)
        assert (outcome.code, outcome.out) == (0, f"0 links {made}; {count} were there before\n"), outcome


def test_import_is_all_or_nothing(world: World) -> None:
    pair, left, right = one_link(world)
    assert world.flowc("unlink", pair, left, right).code == 0
    path = world.folder / "in.csv"
    path.write_text(f"pair,left,right\n{pair},{left},{right}\n{pair},nobody,nothing\n")
    outcome = grouped(world, "links", "import", str(path))
    assert (outcome.code, "line 3" in outcome.err) == (2, True)
    path.write_text(f"left,right\n{left},{right}\n")
    assert grouped(world, "links", "import", str(path), "--pair", pair).code == 0


def test_history_shows_what_was_there_before_after_and_why(world: World) -> None:
    pair, left, right = edited(world)
    other = pair.split("|")[1]
    lines = world.flowc("history", other, right).out
    assert '-> "Renamed AS"' in lines
    assert f"edit: from customcrm.Customer {left}, {pair} [company_name > name]" in lines
    made = world.insert("customcrm", "customers", {"company_name": "Made AS", "org_number": "923609016"})
    world.sync(FLOW)
    run = told(world, "history")[0]["run"]
    [create] = [one for one in told(world, "history", "--run", run) if one["action"] == "create"]
    assert create["sent"]["name"] == "Made AS" and create["why"][0]["from"].endswith(made)
    assert '- -> "Made AS"' in world.flowc("history", "--run", run).out


def test_forget_erases_history(world: World) -> None:
    edited(world)
    write = last_update(world)
    assert world.flowc("forget", f"{write['system']}.{write['type']}", write["key"]).code == 0
    assert "Renamed AS" not in json.dumps(told(world, "history", "--run", write["run"]))


def test_a_second_forget_says_that_nothing_is_left(world: World) -> None:
    pair, left, right = edited(world)
    place = pair.split("|")[0]
    world.flowc("unlink", pair, left, right)
    assert told(world, "forget", place, left)["places"] > 0
    kept = world.flowc("history", place, left).out
    outcome = world.flowc("forget", place, left)
    assert outcome.code == 0 and f"nothing was left to erase: {place} {left}" in outcome.out
    assert told(world, "forget", place, left)["places"] == 0 and world.flowc("history", place, left).out == kept
    world.quiet(FLOW)


def test_nothing_of_a_forgotten_person_is_in_any_file_that_is_kept(world: World) -> None:
    token = "Zq9tok"
    told_of = {"company_name": f"{token} AS", "email": f"{token}@x.example", "website": f"{token}.no"}
    left = world.insert("customcrm", "customers", {**told_of, "phone": "+4790909191", "org_number": "923609016"})
    world.sync(FLOW)
    pair = one_link(world)[0]
    path = world.folder / "links.csv"
    assert grouped(world, "links", "export", str(path), "--pair", pair).code == 0
    [right] = [line.split(",")[2] for line in path.read_text().splitlines() if f",{left}," in line]
    world.edit("customcrm", "customers", left, company_name=f"{token} left")
    world.edit("customerp", "customers", right, name=f"{token} right")
    world.flowc("sync", FLOW)
    said = {"message": f"{token} is no name"}
    world.fail("customerp", action="status", method="PATCH", status=422, body=said)
    world.edit("customcrm", "customers", left, company_name=f"{token} refused")
    world.flowc("sync", FLOW)
    outcome = world.flowc("forget", pair.split("|")[0], left)
    assert outcome.code == 0 and "is still there" in outcome.out, outcome
    for system, key in (("customcrm", left), ("customerp", right)):
        world.delete(system, "customers", key)
    store = Store(world.state)
    for place in pair.split("|"):
        store.set_note(f"whole:{place}", "2001-01-01T00:00:00+00:00")  # a day is over: all is read once more
    store.close()
    world.sync(FLOW, "--allow-deletes")
    assert token.encode() in world.written()
    erased = told(world, "forget", pair.split("|")[0], left)
    assert erased["there"] == [] and len(erased["records"]) == 2
    assert token.lower().encode() not in world.written().lower() and b"90909191" not in world.written()
    world.quiet(FLOW)


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


def test_a_long_value_floods_no_list_and_is_shown_whole_by_itself(world: World) -> None:
    pair, left, right = one_link(world)
    place = pair.split("|")[1]
    texts = {side: f"{side} \x1b[2J\x1b]0;x\x07" + "long " * 1000 for side in ("left", "right")}
    world.toml.write_text(f'{world.toml.read_text()}\n[policies."{pair}"]\npolicy = "hold"\n')
    world.edit("customcrm", "customers", left, company_name=texts["left"])
    world.edit("customerp", "customers", right, name=texts["right"])
    looked = world.flowc("sync", FLOW, "--dry-run")
    world.flowc("sync", FLOW)
    entry = next(one for one in told(world, "conflicts")["entries"] if f" {left} " in one["entry"])
    assert all(value.count("long") == 1000 for value in entry["evidence"].values())
    for outcome in (looked, *(world.flowc(*one) for one in (("conflicts",), ("status",), ("why", place, right)))):
        assert all(char.isprintable() or char == "\n" for char in outcome.out), outcome
        assert "both sides" in outcome.out and max(map(len, outcome.out.splitlines())) < 1500, outcome
    assert " long… (5" in world.flowc("conflicts").out
    whole = grouped(world, "conflicts", "show", entry["id"])
    assert "long " * 999 in whole.out and "\x1b" not in whole.out
    decided = grouped(world, "conflicts", "resolve", entry["id"], "left")
    assert decided.code == 0 and len(decided.out) < 600


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
    again = grouped(world, "conflicts", "resolve", str(conflict["number"]), loser)
    assert again.code == 2 and f"is closed: both sides have the {loser} value" in again.err, again
    assert f"`{conflict['winner']}` puts the other value back" in again.err
    world.quiet(FLOW)


def test_a_decision_tells_of_the_later_value_that_gives_way(world: World) -> None:
    """The list shows what a conflict was about, which may be long ago."""
    _, left, right = one_link(world)
    world.edit("customcrm", "customers", left, company_name="Left AS")
    world.edit("customerp", "customers", right, name="Right AS")
    world.flowc("sync", FLOW)
    outcome = grouped(world, "conflicts", "resolve", "1", "left")
    assert outcome.code == 0 and "gives way" not in outcome.out
    world.sync(FLOW)
    world.edit("customerp", "customers", right, name="Much later AS")
    world.sync(FLOW)
    outcome = grouped(world, "conflicts", "resolve", "1", "right")
    assert '"Right AS"; what is there now gives way: "Much later AS"' in outcome.out


def test_a_hold_is_open_until_it_is_decided(world: World) -> None:
    pair, left, right = one_link(world)
    world.toml.write_text(f'{world.toml.read_text()}\n[policies."{pair}"]\npolicy = "hold"\n')
    world.edit("customcrm", "customers", left, company_name="Left AS")
    world.edit("customerp", "customers", right, name="Right AS")
    assert world.flowc("sync", FLOW).code == 1
    found = told(world, "conflicts")
    assert [(one["winner"], one["open"]) for one in found["conflicts"]] == [("", True)]
    assert "open (hold)" in world.flowc("conflicts").out and "nobody won" in world.flowc("status").out
    [entry] = [one["id"] for one in found["entries"] if "Left AS" in one["reason"]]
    assert grouped(world, "conflicts", "resolve", entry, "left").code == 0
    world.sync(FLOW)
    assert world.records("customerp", "customers")[right]["name"] == "Left AS"
    [decided] = told(world, "conflicts")["conflicts"]
    assert (decided["open"], decided["winner"], decided["rule"]) == (False, "left", "decided")
    assert "left won by 'decided'" in world.flowc("conflicts").out
    assert "nobody won" not in world.flowc("status").out and "left won" in world.flowc("status").out


def test_a_hold_that_both_sides_closed_was_won_by_nobody_and_is_not_open(world: World) -> None:
    pair, left, right = one_link(world)
    world.toml.write_text(f'{world.toml.read_text()}\n[policies."{pair}"]\npolicy = "hold"\n')
    world.edit("customcrm", "customers", left, company_name="Left AS")
    world.edit("customerp", "customers", right, name="Right AS")
    assert world.flowc("sync", FLOW).code == 1
    world.edit("customcrm", "customers", left, company_name="Right AS")
    world.sync(FLOW)
    assert "closed since" in world.flowc("status").out and "closed since (hold)" in world.flowc("conflicts").out


def test_history_shows_what_a_refused_write_was_to_change(world: World) -> None:
    _, left, right = one_link(world)
    world.fail("customerp", action="status", method="PATCH", status=422, body={"message": "not so"})
    world.edit("customcrm", "customers", left, company_name="Refused AS")
    assert world.flowc("sync", FLOW).code == 1
    lines = world.flowc("history", "customerp.Customer", right).out.splitlines()
    [number] = [number for number, line in enumerate(lines) if "rejected (not so)" in line]
    assert '-> "Refused AS"' in lines[number + 1]


def test_history_that_was_removed_by_age_is_told_and_is_not_nothing(world: World) -> None:
    pair, left, right = edited(world)
    run, place = last_update(world)["run"], pair.split("|")[1]
    assert "history_days" not in world.flowc("history", place, right).out + world.flowc("history").out
    store = Store(world.state)
    store.forget_before((dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat())
    store.close()
    told_of = world.flowc("history", place, right).out
    assert "no write of it is known\nwhat was before 20" in told_of and "by its age (history_days" in told_of
    assert "no run that is known has written anything\nwhat was before 20" in world.flowc("history").out
    assert "no write of it is known, and what was before 20" in world.flowc("why", place, right).out
    for command in (("history", "--run", run), ("undo", run)):
        outcome = world.flowc(*command)
        assert outcome.code == 2 and "history_days" in outcome.err
    outcome = grouped(world, "conflicts", "show", "1")
    assert outcome.code == 2 and "history_days" in outcome.err
    world.edit("customcrm", "customers", left, company_name="Renamed again AS")
    world.sync(FLOW)
    lines = world.flowc("history", place, right).out.splitlines()
    assert len(lines) == 3 and lines[-1].startswith("what was before 20")


@pytest.mark.parametrize("days", [3_000_000, 10**12, 10**25])
def test_more_days_than_a_calendar_has_are_for_ever(world: World, days: int) -> None:
    edited(world)
    world.toml.write_text(f"history_days = {days}\n" + world.toml.read_text())
    before = world.flowc("history")
    world.sync(FLOW)
    assert world.flowc("history") == before and before.code == 0


def test_a_number_that_no_command_can_use_is_one_line(world: World) -> None:
    edited(world)
    world.sync(FLOW, "--wait", "inf")
    outcome = world.flowc("history", "--limit", str(10**25))
    assert outcome.code == 2 and "Invalid value for '--limit'" in outcome.err


def test_no_run_is_no_run(world: World) -> None:
    outcome = world.flowc("history", "--run", "")
    assert outcome.code == 2 and "there is no run" in outcome.err


def test_what_is_not_there_is_told_with_what_is(world: World) -> None:
    outcome = world.flowc("why", "zzzz", "1")
    assert outcome.code == 2 and "customcrm.Customer" in outcome.err
    outcome = world.flowc("link", "zzzz", "1", "2")
    assert outcome.code == 2 and "customcrm.Customer|customerp.Customer" in outcome.err


def test_words_of_a_server_bring_no_secret_and_no_control_character_into_any_command(world: World) -> None:
    pair, left, right = one_link(world)
    place, other = pair.split("|")
    secrets = list(world.systems["customerp"]["secrets"].values())
    evil = "\x1b[31m\u202e<script>alert(1)</script>\r\n\x9b"
    said = f"Authorization: Bearer {' '.join(secrets)} password={secrets[0]} {evil} no such name"
    world.edit("customcrm", "customers", left, company_name=f"Renamed {evil} AS")
    world.fail("customerp", action="status", method="PATCH", status=422, body={"message": said, "code": said})
    assert world.flowc("sync", FLOW).code == 1
    assert world.struck("customerp")
    run = told(world, "history", other, right)[-1]["run"]
    commands = [
        ("why", place, left),
        ("why", other, right),
        ("history", other, right),
        ("history", "--run", run),
        ("conflicts",),
        ("status",),
        ("undo", run, "--dry-run"),
    ]
    for command in commands:
        for form in ("text", "json"):
            outcome = world.flowc(*command, "--format", form)
            text = outcome.out + outcome.err
            assert not [secret for secret in secrets if secret in text], command
            assert all(char.isprintable() or char == "\n" for char in text), command
            assert "<script>" not in text or "Renamed" in text, command
    assert "no such name" in world.flowc("why", place, left).out
    assert not [secret for secret in secrets if secret.encode() in world.written()]
    assert world.flowc("retry", place, left).code == 0
    world.sync(FLOW)
    world.quiet(FLOW)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pair;left;right\r\n{pair};{left};{right}\r\n", "semicolons"),
        ("pair\tleft\tright\n{pair}\t{left}\t{right}\n", "tabs"),
        ('"pair"\t"left"\t"right"\n"{pair}"\t"{left}"\t"{right}"\n', "tabs"),
        ("sep=;\npair;left;right\n", "semicolons"),
        ("pair,left,right\n{pair};{left};{right}\n{pair};C-1;2\n{pair};C-2;3\n", "semicolons"),
    ],
)
def test_links_that_something_else_than_commas_separates_are_told_once(world: World, text: str, name: str) -> None:
    pair, left, right = one_link(world)
    path = world.folder / "in.csv"
    path.write_bytes(text.format(pair=pair, left=left, right=right).encode())
    outcome = grouped(world, "links", "import", str(path))
    assert outcome.code == 2 and outcome.err.count("\n") == 1, outcome
    assert outcome.err.endswith(f"; its fields seem to be separated by {name}: save it with commas\n")
