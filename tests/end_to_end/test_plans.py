"""Plans that are looked at, saved and applied, limits, and a state that is an old copy: through the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.world import ROOT, Outcome, World, sent_to

FLOW = "customcrm-customerp"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World.opened(tmp_path_factory.mktemp("plans"), "people") as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as opened:
        yield opened


@pytest.fixture
def linked(fresh: World) -> World:
    """A world after two passes, in which people have made and edited records on both sides since."""
    fresh.sync(FLOW)
    fresh.edit("customcrm", "customers", "C-1001", web="https://new.example")
    fresh.edit("customerp", "customers", "1002", email="new@havbris.example")
    fresh.insert("customcrm", "products", {"sku": "N-1", "title": "Anchor", "unit_price": 10})
    return fresh


def writes(world: World) -> int:
    return sum(world.writes().values())


def saved(world: World, *arguments: str) -> tuple[Path, dict[str, Any], Outcome]:
    """A look that is kept: the file, what is in it, and what was printed."""
    path = world.folder / "look.json"
    outcome = world.flowc("sync", FLOW, "--dry-run", "--save", str(path), *arguments)
    assert outcome.code == 0, outcome
    return path, json.loads(path.read_text()), outcome


def as_text(bodies: list[Any]) -> list[str]:
    """Bodies in an order of their own; a bulk body is one for each of its records."""
    flat = [one for body in bodies for one in (body if isinstance(body, list) else [body])]
    return sorted(json.dumps(one, sort_keys=True) for one in flat)


def test_a_saved_plan_is_sent_exactly_and_only_once(world: World) -> None:
    plan = world.folder / "plan.json"
    before = writes(world)
    looked = world.flowc("sync", FLOW, "--dry-run", "--save", str(plan))
    assert looked.code == 0 and writes(world) == before, "a look writes nothing"
    assert "actions are kept in" in looked.out
    actions = json.loads(plan.read_text())["actions"]
    sent = [action for action in actions if action["action"] != "link"]
    assert len(sent) > 5 and plan.stat().st_mode & 0o777 == 0o600

    applied = world.flowc("sync", "--apply", str(plan), "--format", "json")
    assert applied.code in (0, 1), applied
    tallies = [tally for pairs in json.loads(applied.out)["flows"].values() for tally in pairs]
    assert sum(tally["created"] + tally["updated"] for tally in tallies) == len(sent)
    done = writes(world)
    again = world.flowc("sync", "--apply", str(plan))
    assert again.code == 4 and "does not hold any more" in again.err and "Traceback" not in again.err
    assert writes(world) == done > before


@pytest.mark.parametrize(
    "arguments",
    [("--save", "x.json"), ("--apply", "x.json", "--dry-run"), ("--follow",), ("--only", "nonsense"), ("--limit", "0")],
)
def test_options_that_make_no_sense_together_are_refused(world: World, arguments: tuple[str, ...]) -> None:
    outcome = world.flowc("sync", FLOW, *arguments)
    assert outcome.code == 2 and "Traceback" not in outcome.err


def test_what_is_no_plan_is_refused(world: World) -> None:
    path = world.folder / "no-plan.json"
    path.write_text('{"actions": 1}')
    outcome = world.flowc("sync", "--apply", str(path))
    assert outcome.code == 2 and "is no plan" in outcome.err
    outcome = world.flowc("sync", "--apply", str(world.folder / "missing.json"))
    assert outcome.code == 2 and "cannot be read" in outcome.err


def test_an_old_copy_of_the_state_only_compares_until_it_is_accepted(world: World) -> None:
    world.flowc("sync", FLOW)
    copy = world.folder / "old.db"
    shutil.copy(world.state, copy)
    world.flowc("sync", FLOW)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{world.state}{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, world.state)
    before = writes(world)
    outcome = world.flowc("sync", FLOW)
    assert "is an old copy" in outcome.out and "--go-on" in outcome.out and writes(world) == before
    assert outcome.code == 4
    assert "is an old copy" in json.loads(world.flowc("sync", FLOW, "--format", "json").out)["behind"]
    assert "is an old copy" not in world.flowc("sync", FLOW, "--go-on").out


def test_a_folder_that_is_restored_as_a_whole_only_compares_because_of_what_the_systems_show(fresh: World) -> None:
    fresh.sync(FLOW)
    kept = fresh.folder / "backup"
    kept.mkdir()
    for file in fresh.folder.glob("state.db*"):
        shutil.copy(file, kept)
    assert (kept / "state.db.runs").exists()
    fresh.edit("customcrm", "customers", "C-1001", web="https://new.example")
    fresh.edit("customerp", "customers", "1002", email="new@havbris.example")
    fresh.insert("customcrm", "products", {"sku": "N-1", "title": "Anchor", "unit_price": 10})
    fresh.sync(FLOW)
    for file in fresh.folder.glob("state.db*"):
        file.unlink()
    for file in kept.iterdir():
        shutil.copy(file, fresh.folder)
    fresh.edit("customcrm", "customers", "C-1002", web="https://newer.example")
    products = len(fresh.records("customerp", "products"))
    before = writes(fresh)
    for _ in range(2):
        outcome = fresh.flowc("sync", FLOW)
        assert "is an old copy" in outcome.out and "--go-on" in outcome.out and writes(fresh) == before
        assert outcome.code == 4
    assert "is an old copy" not in fresh.flowc("sync", FLOW, "--go-on").out
    assert writes(fresh) == before + 1 and len(fresh.records("customerp", "products")) == products
    fresh.quiet(FLOW)


# ---- a plan is the truth ------------------------------------------------------------------------


def numbered(lines: list[str]) -> dict[int, str]:
    """The lines of Actions by their numbers."""
    return {int(line[:5]): line[7:] for line in lines if line[:5].strip().isdigit() and line[5:7] == "  "}


def test_lines_json_and_the_saved_plan_tell_the_same_actions(linked: World) -> None:
    _, plan, outcome = saved(linked)
    assert {"create", "update"} <= {action["action"] for action in plan["actions"]}
    shown = numbered(outcome.out.splitlines())
    every = plan["actions"] + plan["following"]
    assert list(shown) == [action["number"] for action in every] == list(range(1, len(every) + 1))
    for action in every:
        line = shown[action["number"]]
        for part in (action["action"], action["record"], action.get("source", ""), action.get("sends", "")):
            assert part in line or (action["action"] == "update" and part == action["source"]), (part, line)
    found = json.loads(linked.flowc("sync", FLOW, "--dry-run", "--format", "json").out)
    assert [found["actions"], found["following"]] == [plan["actions"], plan["following"]]
    assert found["plan"] == {kind: sum(one["action"] == kind for one in plan["actions"]) for kind in found["plan"]}


def test_what_follows_names_the_actions_whose_keys_it_needs(fresh: World) -> None:
    _, plan, outcome = saved(fresh)
    number = {tuple(one["about"]): one["number"] for one in plan["actions"]}
    customer = number["create", "customcrm.Customer|customerp.Customer", "left", "customcrm", "Customer", "C-1012"]
    order = next(one for one in plan["following"] if one["about"][-1] == "O-1001")
    assert json.loads(order["sends"])["customer_id"] == f"key of action {customer}" and customer in order["follows"]
    assert f"follows {', '.join(map(str, order['follows']))}: create  customerp.Order" in outcome.out
    line = json.loads(order["sends"])["lines"][0]
    adopted = number["link", "customcrm.Product|customerp.Product", "P-1001", "1001"]
    assert line["product_id"] == 1001 and adopted in order["follows"], "a key that is known is shown as it is"
    updated = next(one for one in plan["following"] if one["about"] == ["update", "customerp", "Customer", "1001"])
    assert updated["follows"] == [
        number["link", "customcrm.Customer|customerp.Customer", "C-1001", "1001"]
    ] and "built_on" not in updated


def fits(foreseen: Any, sent: Any) -> bool:
    """Whether a body is the foreseen one, with keys where that says "key of action N"."""
    if isinstance(foreseen, dict) and isinstance(sent, dict):
        return foreseen.keys() == sent.keys() and all(fits(value, sent[name]) for name, value in foreseen.items())
    if isinstance(foreseen, list) and isinstance(sent, list):
        return len(foreseen) == len(sent) and all(map(fits, foreseen, sent))
    is_key = isinstance(foreseen, str) and foreseen.startswith("key of action ")
    return (is_key and isinstance(sent, int) and sent > 1000) or bool(foreseen == sent)


def test_what_was_foreseen_is_what_a_whole_pass_makes(fresh: World) -> None:
    _, plan, _ = saved(fresh)
    with sent_to(fresh) as sent:
        fresh.flowc("sync", FLOW)
    foreseen = [json.loads(one["sends"]) for one in plan["actions"] + plan["following"] if one["action"] == "create"]
    bodies = [json.loads(text) for text in as_text([body for _, method, _, body in sent if method == "POST"])]
    assert len(bodies) == len(foreseen) > 40
    for body in bodies:
        foreseen.remove(next(one for one in foreseen if fits(one, body)))


def test_the_bodies_that_reach_the_servers_are_those_of_the_saved_plan(linked: World) -> None:
    path, plan, _ = saved(linked)
    with sent_to(linked) as sent:
        assert linked.flowc("sync", "--apply", str(path)).code == 0
    bodies = [json.loads(action["sends"]) for action in plan["actions"] if action["action"] in ("create", "update")]
    assert len(bodies) == 3 and as_text([body for *_, body in sent]) == as_text(bodies)


def test_the_first_round_of_a_plain_pass_is_the_saved_plan(linked: World) -> None:
    _, plan, _ = saved(linked)
    with sent_to(linked) as sent:
        linked.flowc("sync", FLOW)
    bodies = [json.loads(action["sends"]) for action in plan["actions"] if action["action"] in ("create", "update")]
    assert len(bodies) == 3
    assert as_text([body for *_, body in sent[: len(bodies)]]) == as_text(bodies)


@pytest.mark.parametrize(
    ("system", "kind", "key", "changes"),
    [
        ("customcrm", "customers", "C-1001", {"email": "moved@nordlys.example"}),
        ("customerp", "customers", "1001", {"email": "moved@nordlys.example"}),
        ("customcrm", "customers", "C-1001", {"web": "https://www.nordlys.example"}),
    ],
)
def test_an_edit_on_either_side_after_saving_refuses_and_names_what_moved(
    linked: World, system: str, kind: str, key: str, changes: dict[str, str]
) -> None:
    path, _, _ = saved(linked)
    linked.edit(system, kind, key, **changes)
    linked.forget()
    outcome = linked.flowc("sync", "--apply", str(path))
    assert outcome.code == 4 and writes(linked) == 0
    assert "nothing was sent" in outcome.err and outcome.err.count("\n") == 1
    assert f"{system}.Customer {key} has changed since" in outcome.err


def test_keys_of_a_plan_that_does_not_hold_bring_no_control_character(fresh: World) -> None:
    path, plan, _ = saved(fresh)
    plan["actions"][0]["built_on"] = {"customcrm.Customer a\n\x1b[31mb": "1"}
    path.write_text(json.dumps(plan))
    outcome = fresh.flowc("sync", FLOW, "--apply", str(path))
    assert outcome.code == 4
    [line] = outcome.err.splitlines()
    assert line.isprintable() and "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31mb has changed" in line


def test_what_a_record_would_be_made_of_has_moved(linked: World) -> None:
    path, _, _ = saved(linked)
    new = next(key for key, row in linked.records("customcrm", "products").items() if row["sku"] == "N-1")
    linked.edit("customcrm", "products", new, unit_price=12)
    linked.forget()
    outcome = linked.flowc("sync", "--apply", str(path))
    assert outcome.code == 4 and writes(linked) == 0, outcome
    assert f"(create customerp.Product): customcrm.Product {new} has changed since" in outcome.err


def test_applied_a_plan_stops_after_its_round_and_with_follow_it_goes_on(fresh: World) -> None:
    path, plan, _ = saved(fresh)
    first = [json.loads(action["sends"]) for action in plan["actions"] if action["action"] == "create"]
    with sent_to(fresh) as sent:
        fresh.flowc("sync", "--apply", str(path))
    assert as_text([body for *_, body in sent]) == as_text(first)
    path, plan, _ = saved(fresh)
    second = [action for action in plan["actions"] if action["action"] in ("create", "update")]
    with sent_to(fresh) as sent:
        fresh.flowc("sync", "--apply", str(path), "--follow")
    assert len(as_text([body for *_, body in sent])) > len(second) > 0
    fresh.forget()
    fresh.flowc("sync", FLOW)
    assert writes(fresh) == 0


def test_following_a_plan_goes_no_further_than_the_records_it_was_made_for(fresh: World) -> None:
    path, plan, _ = saved(fresh, "--only", "customcrm.Customer=C-1002", "--only", "customcrm.Contact=K-1003")
    assert [len(plan["actions"]), len(plan["following"])] == [1, 1]
    with sent_to(fresh) as sent:
        fresh.flowc("sync", "--apply", str(path), "--follow")
    assert [path for _, _, path, _ in sent] == ["/api/customers", "/api/contacts"]
    assert sum(fresh.status()["links"].values()) == 2


def test_following_a_plan_sends_no_more_than_its_limit(fresh: World) -> None:
    first = len([one for one in saved(fresh)[1]["actions"] if one["action"] == "create"])
    path, _, _ = saved(fresh, "--limit", str(first + 2))
    with sent_to(fresh) as sent:
        fresh.flowc("sync", "--apply", str(path), "--follow")
    assert len(as_text([body for *_, body in sent])) == first + 2


def test_a_limited_plan_is_sent_also_where_something_else_would_now_go_first(linked: World) -> None:
    path, plan, _ = saved(linked, "--limit", "1")
    [action] = [one for one in plan["actions"] if one["action"] == "update"]
    assert action["record"].startswith("customcrm.Customer ") and action["record"] > "customcrm.Customer C-1001"
    linked.edit("customerp", "customers", "1001", email="first@x.example")
    with sent_to(linked) as sent:
        assert linked.flowc("sync", "--apply", str(path), "--follow").code == 0
    assert as_text([body for *_, body in sent]) == as_text([json.loads(action["sends"])])


def test_a_plan_says_for_which_flows_it_is_where_it_is_applied_to_others(linked: World) -> None:
    """What a run does not read would look as if it had changed."""
    path = linked.folder / "both.json"
    assert linked.flowc("sync", FLOW, "customerp-tripletex", "--dry-run", "--save", str(path)).code == 0
    linked.forget()
    for flows in ([FLOW], [FLOW, "customerp-tripletex", "customerp-exact"]):
        outcome = linked.flowc("sync", *flows, "--apply", str(path))
        assert outcome.code == 2 and writes(linked) == 0
        assert f"is for customcrm-customerp, customerp-tripletex, and not for {', '.join(sorted(flows))}" in outcome.err
        assert f"`flowc sync --apply {path}`" in outcome.err and "has changed" not in outcome.err
    assert linked.flowc("sync", "customerp-tripletex", FLOW, "--apply", str(path)).code in (0, 1)


def test_a_plan_of_a_document_that_was_taken_out_is_refused(linked: World) -> None:
    specs = linked.folder / "specs"
    specs.mkdir()
    for name in (f"{FLOW}.rst", "customerp-tripletex.rst"):
        shutil.copy(ROOT / "specs" / name, specs)
    shutil.copytree(ROOT / "specs" / "systems", specs / "systems")
    linked.write_toml(generated=linked.folder / "generated", specs=specs)
    assert linked.flowc("build").code == 0
    path, _, _ = saved(linked)
    (specs / f"{FLOW}.rst").unlink()
    assert linked.flowc("build").code == 0
    linked.forget()
    outcome = linked.flowc("sync", "--apply", str(path))
    assert outcome.code == 2 and writes(linked) == 0
    assert outcome.err == (
        f"flowc: the plan {path} holds no more: no flow '{FLOW}' was built; there are customerp-tripletex. "
        "Nothing was sent; plan again\n"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 1}, "has format 1; this flowc reads format 3: plan again"),
        ({"limit": -1}, "is no plan"),
        ({"limit": 1}, "it has 3 writes and a limit of 1"),
        ({"only": "customcrm.Customer=C-1002"}, "is no plan"),
        ({"only": ["customcrm.Cu\n\x1b[31mst=1"]}, "no flow has customcrm.Cu\N{REPLACEMENT CHARACTER}"),
        ({"flows": []}, "is no plan"),
        ({"flows": ["customcrm-\n\x1b[31m"]}, "was built"),
    ],
)
def test_a_plan_that_was_made_otherwise_is_refused_in_one_line(
    linked: World, changes: dict[str, Any], says: str
) -> None:
    path, plan, _ = saved(linked)
    path.write_text(json.dumps(plan | changes))
    linked.forget()
    outcome = linked.flowc("sync", "--apply", str(path))
    assert outcome.code == 2 and writes(linked) == 0
    [line] = outcome.err.splitlines()
    assert says in line and line.isprintable()


def test_a_plan_for_a_system_that_is_only_read_says_so(linked: World) -> None:
    path, _, _ = saved(linked)
    table = "[systems.customerp]\n"
    linked.toml.write_text(linked.toml.read_text().replace(table, f"{table}write = false\n"))
    linked.forget()
    outcome = linked.flowc("sync", "--apply", str(path))
    assert outcome.code == 2 and writes(linked) == 0
    assert "writes to customerp, which is opened read-only: remove `write = false`" in outcome.err


# ---- how much, and of what ----------------------------------------------------------------------


def test_a_limit_is_the_same_in_a_look_and_in_a_pass(fresh: World) -> None:
    _, plan, _ = saved(fresh, "--limit", "3")
    planned = [action for action in plan["actions"] if action["action"] == "create"]
    assert len(planned) == 3 and plan["following"] == []
    with sent_to(fresh) as sent:
        fresh.flowc("sync", FLOW, "--limit", "3")
    assert as_text([body for *_, body in sent]) == as_text([json.loads(action["sends"]) for action in planned])
    _, plan, _ = saved(fresh, "--limit", "200")
    assert len(plan["following"]) > 0


def test_only_narrows_a_pass_to_a_record_and_what_it_is_linked_with(fresh: World) -> None:
    """The records listed, those they are linked with and those that are made of them are written; nothing else."""
    fresh.sync(FLOW)
    for key in ("C-1001", "C-1004"):
        fresh.edit("customcrm", "customers", key, web=f"https://{key}.example")
    fresh.edit("customerp", "customers", "1003", website="https://other.example")
    fresh.insert("customcrm", "products", {"sku": "N-1", "title": "Anchor", "unit_price": 10})
    with sent_to(fresh) as sent:
        fresh.flowc("sync", FLOW, "--only", "customerp.Customer=1001")
    assert [(system, path) for system, _, path, _ in sent] == [("customerp", "/api/customers/1001")]
    with sent_to(fresh) as sent:
        fresh.flowc("sync", FLOW)
    assert sorted({path.partition("/api/")[2].partition("/")[0] for _, _, path, _ in sent}) == ["customers", "products"]
    assert len(sent) == 3, "what was left out is done by the next whole pass"


def test_only_makes_what_a_listed_record_needs_and_no_more(fresh: World) -> None:
    only = ("--only", "customcrm.Customer=C-1002", "--only", "customcrm.Contact=K-1003")
    with sent_to(fresh) as sent:
        fresh.flowc("sync", FLOW, *only)
    assert [path for _, _, path, _ in sent] == ["/api/customers", "/api/contacts"]
    assert sent[0][3]["email"] == "post@fjellvik.example" and sent[1][3]["email"] == "ingrid.fjell@fjellvik.example"
    links = fresh.status()["links"]
    assert sum(links.values()) == 2


def test_only_tells_of_a_record_that_is_not_there(fresh: World) -> None:
    outcome = fresh.flowc("sync", FLOW, "--only", "customcrm.Customer=C-9999")
    assert "--only: no customcrm.Customer C-9999 was read" in outcome.out and writes(fresh) == 0


def test_only_names_a_type_that_is_there(fresh: World) -> None:
    outcome = fresh.flowc("sync", FLOW, "--only", "customcrm.Custmer=C-1")
    assert outcome.code == 2 and "no flow has customcrm.Custmer; there are customcrm.Customer" in outcome.err


@pytest.mark.parametrize(
    ("pair", "hint"),
    [
        ("customcrm.Custommer|customerp.Customer", "there are customcrm.Customer|customerp.Customer"),
        ("nothing", "customcrm.Product|customerp.Product"),
        ("customcrm.\x1b[31m", "\N{REPLACEMENT CHARACTER}[31m'; there are"),
    ],
)
def test_create_all_names_a_pair_that_is_there(world: World, pair: str, hint: str) -> None:
    world.forget()
    outcome = world.flowc("sync", FLOW, "--create-all", "customcrm.Customer|customerp.Customer", "--create-all", pair)
    assert outcome.code == 2 and "--create-all: no flow creates by " in outcome.err, outcome
    assert hint in outcome.err and outcome.err.count("\n") == 1 and outcome.err.removesuffix("\n").isprintable()
    assert writes(world) == 0
