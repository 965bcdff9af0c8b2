"""Two systems nobody described, Alpha and Beta, over real sockets: what the documents alone say of them, syncs.

The same stories run on profiles written by hand, which say what is inferred, and on the documents alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.undescribed import (
    CLIENTS,
    NORDLYS,
    NORDLYS_THERE,
    OTHERS,
    STED,
    STRASSE,
    asked,
    built,
    linked,
    opened,
    profiles,
    told,
)
from tests.end_to_end.world import World, child, flowc


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two projects with the document: with profiles for both systems, and with none at all."""
    return {
        "described": built(tmp_path_factory.mktemp("described"), profiles()),
        "inferred": built(tmp_path_factory.mktemp("inferred"), {}),
    }


@pytest.fixture(params=["described", "inferred"])
def world(request: pytest.FixtureRequest, projects: dict[str, Path], tmp_path: Path) -> Iterator[World]:
    """Both systems empty, and what was built for them from profiles, and from the documents alone."""
    with opened(tmp_path, projects[request.param]) as world:
        yield world


@pytest.fixture
def alone(projects: dict[str, Path], tmp_path: Path) -> Iterator[World]:
    """Both systems empty, and what was built for them from the documents alone."""
    with opened(tmp_path, projects["inferred"]) as world:
        yield world


# ---- building ----------------------------------------------------------------------------------


def test_the_document_alone_gives_what_the_profiles_give(projects: dict[str, Path]) -> None:
    trees = [
        {path.relative_to(root): path.read_text() for path in sorted((root / "generated").rglob("*.py"))}
        for root in projects.values()
    ]
    assert trees[0] == trees[1]
    assert len(trees[0]) > 5


def test_the_command_says_that_it_assumes_and_the_sandbox_serves_it(
    projects: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(projects["inferred"])
    checked = flowc("check")
    assert checked.code == 0
    assert len(re.findall(r"^specs/.*warning.*`(?:Alpha|Beta)`", checked.out, re.M)) == 2
    served = json.loads(child("sandbox", cwd=projects["inferred"]).out)
    assert served["beta"]["secrets"] == {"key": "sandbox-key-beta"}


# ---- syncing ------------------------------------------------------------------------------------


def test_a_record_is_made_with_every_property_in_its_place_and_then_all_is_quiet(world: World) -> None:
    _, right = linked(world)
    assert told(world.records("beta", "partner")[right]) == NORDLYS_THERE
    assert world.status()["links"][CLIENTS] == 1
    world.quiet()
    assert world.status()["entries"] == []


def test_a_record_that_matches_is_linked_and_not_doubled(world: World) -> None:
    key = world.insert("beta", "partner", {"title": "Nordlys", "contact": {"mail": "post@nordlys.example", "fax": "1"}})
    world.insert("alpha", "client", NORDLYS)
    world.sync()
    found = world.records("beta", "partner")
    assert list(found) == [key]
    assert found[key]["contact"] == {"mail": "post@nordlys.example", "fax": "1"}
    world.quiet()


def test_edits_travel_both_ways_in_one_write_each_and_leave_the_rest_alone(world: World) -> None:
    left, right = linked(world)
    world.edit("alpha", "client", left, address={"city": "Molde"}, staff=13)
    world.edit("beta", "partner", right, limit=7, place={"postal": {"code": "6400"}})
    world.sync()
    assert {name: count for name, count in world.writes().items() if count} == {"alpha": 1, "beta": 1}
    at_left, at_right = world.records("alpha", "client")[left], world.records("beta", "partner")[right]
    assert at_left["address"] == NORDLYS["address"] | {"city": "Molde"}  # type: ignore[operator]
    assert (at_left["credit"], at_left["zip"], at_left["staff"]) == (7, "6400", 13)
    assert (at_right["town"], at_right["people"]) == ("Molde", 13)
    assert at_right["place"] == {"postal": {"code": "6400"}, "country": "NO"}
    world.quiet()


def test_what_is_emptied_is_emptied_on_the_other_side(world: World) -> None:
    left, right = linked(world)
    world.edit("alpha", "client", left, name=None, address={"country": {"code": None}}, active=None)
    world.edit("beta", "partner", right, limit=None)
    world.sync()
    at_left, at_right = world.records("alpha", "client")[left], world.records("beta", "partner")[right]
    assert (at_right["title"], at_right["place"]["country"], at_right["open"]) == (None, None, None)
    assert at_left["credit"] is None
    world.quiet()


@pytest.mark.parametrize("stamps", [True, False])
def test_a_property_edited_on_both_sides_is_one_conflict(world: World, stamps: bool) -> None:
    for system in OTHERS:
        world.settle(system, stamps=stamps)
    left, right = linked(world)
    world.edit("alpha", "client", left, name="Sørlys AS")
    world.edit("beta", "partner", right, title="Vestlys AS")
    outcome = world.flowc("sync")
    assert outcome.code == 1
    assert len(world.status()["conflicts"]) == 1
    names = {world.records("alpha", "client")[left]["name"], world.records("beta", "partner")[right]["title"]}
    assert len(names) == 1
    if stamps:
        assert names == {"Vestlys AS"}
    world.quiet()


def test_a_property_that_is_first_set_on_the_right_arrives_on_the_left(alone: World) -> None:
    left = alone.insert("alpha", "client", {"name": "Nordlys AS", "email": "post@nordlys.example"})
    alone.sync()
    alone.edit("beta", "partner", next(iter(alone.records("beta", "partner"))), town="Oslo")
    alone.sync()
    assert alone.records("alpha", "client")[left].get("address") == {"city": "Oslo"}


def test_records_beyond_the_first_page_are_read_and_not_doubled(world: World) -> None:
    for number in range(230):
        world.insert("alpha", "client", {"name": f"Selskap {number}", "email": f"post@s{number}.example"})
    for number in reversed(range(210)):
        partner = {"title": f"Selskap {number}", "contact": {"mail": f"post@s{number}.example"}}
        world.insert("beta", "partner", partner)
    world.sync()
    assert len(world.records("beta", "partner")) == 230
    assert world.status()["links"][CLIENTS] == 230
    world.forget()
    world.sync()
    offsets = [e["query"]["offset"] for e in world.requests("beta") if e["path"] == "/api/partner"]
    assert offsets == ["0", "200", "230"]
    assert world.writes()["beta"] == 0


def test_names_of_any_language_are_collections_and_properties(world: World) -> None:
    world.insert("alpha", STED, {"navn": "Ytterøya"})
    world.sync()
    assert [told(row) for row in world.records("beta", STRASSE).values()] == [{"größe": "Ytterøya"}]
    assert {f"/api/{STED}", "/api/client", "/api/contact"} == set(asked(world, "alpha", "GET"))
    world.quiet()


def test_a_facet_is_part_of_a_collection(world: World) -> None:
    world.insert("alpha", "contact", {"facet": "person", "called": "Kari Vik"})
    world.insert("alpha", "contact", {"facet": "company", "called": "Nordlys AS"})
    world.sync()
    made = [told(row) for row in world.records("beta", "being").values()]
    assert made == [{"facet": "person", "full_name": "Kari Vik"}]
    world.quiet()


def test_a_create_whose_answer_is_lost_is_not_repeated(world: World) -> None:
    world.insert("alpha", "client", NORDLYS)
    world.fail("beta", action="drop-after", method="POST")
    world.flowc("sync")
    world.flowc("sync")
    assert len(world.records("beta", "partner")) == 1
