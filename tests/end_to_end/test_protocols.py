"""One story for each protocol and vendor, over real sockets: create, edit on each side, settle, race, stay quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from runtime.sandbox.people import COMPANIES, organisation_number
from tests.end_to_end.world import Face, World, just_before

CUSTOMERP = Face("customerp", "customers", "name", "phone", "website", "organisation_number")
CUSTOMCRM = Face("customcrm", "customers", "company_name", "phone", "web", "org_no")
TRIPLETEX = Face("tripletex", "customer", "name", "phoneNumber", "website", "organizationNumber")
POWEROFFICEGO = Face("powerofficego", "Customers", "Name", "PhoneNumber", "WebsiteUrl", "OrganizationNumber")
EXACT = Face("exact", "Accounts", "Name", "Phone", "Website", "ChamberOfCommerce")
BUSINESSCENTRAL = Face("businesscentral", "customers", "displayName", "phoneNumber", "website", "taxRegistrationNumber")


class Story(NamedTuple):
    """A flow, its two customers, and the writes by which its right server is changed."""

    flow: str
    left: Face
    right: Face
    changes: tuple[str, ...]
    orders: str
    customer_of_order: tuple[str, ...]
    stale: int
    """The status of a write that rests on an old version; 0 where the vendor knows none."""


STORIES = [
    Story("customcrm-customerp", CUSTOMCRM, CUSTOMERP, ("PATCH",), "orders", ("customer_id",), 412),
    Story("customerp-tripletex", CUSTOMERP, TRIPLETEX, ("PUT",), "order", ("customer", "id"), 409),
    Story("customerp-powerofficego", CUSTOMERP, POWEROFFICEGO, ("PATCH",), "SalesOrders", ("CustomerId",), 0),
    Story("customerp-exact", CUSTOMERP, EXACT, ("PUT",), "SalesOrders", ("OrderedBy",), 0),
    Story("customerp-businesscentral", CUSTOMERP, BUSINESSCENTRAL, ("PATCH",), "salesOrders", ("customerId",), 409),
]
NUMBERS = {  # a company each test has to itself, known to both systems of every story after the first pass
    "left": COMPANIES[0].number,
    "right": COMPANIES[5].number,
    "both": COMPANIES[7].number,
    "race": COMPANIES[3].number,
}


class Played(NamedTuple):
    """A story after its first pass, and what that pass reported."""

    world: World
    story: Story
    first: dict[str, Any]
    sent: dict[str, int]


@pytest.fixture(scope="module", params=STORIES, ids=lambda story: story.flow)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    story: Story = request.param
    with World.opened(tmp_path_factory.mktemp("story"), "people") as world:
        if story.left is CUSTOMERP:
            customer, _ = world.find(CUSTOMERP, NUMBERS["left"])
            line = {"product_id": 1001, "description": "Tau", "quantity": 2, "unit_price": 10}
            order = {"customer_id": int(customer), "order_date": "2026-01-05", "delivery_date": "2026-01-09"}
            world.insert("customerp", "orders", order | {"lines": [line]})
        world.forget()
        first = world.report(story.flow)
        yield Played(world, story, first, world.writes())


def digits(value: str) -> str:
    return "".join(char for char in value if char.isdigit())[-8:]


def both(played: Played, company: str) -> tuple[tuple[str, dict[str, Any]], tuple[str, dict[str, Any]]]:
    """Key and document of a customer, left and right."""
    number = NUMBERS[company]
    return played.world.find(played.story.left, number), played.world.find(played.story.right, number)


def test_a_first_pass_creates_what_is_missing_and_doubles_nothing(played: Played) -> None:
    world, story = played.world, played.story
    pairs = played.first["flows"][story.flow]
    assert sum(pair["created"] for pair in pairs) > 0
    assert sum(pair["failed"] for pair in pairs) == 0
    assert played.sent[story.right.system] > 0
    lefts = world.records(story.left.system, story.left.kind).values()
    for left in lefts:
        world.find(story.right, left[story.left.number].replace(" ", ""))


def test_a_new_order_names_its_customer_in_the_other_system(played: Played) -> None:
    world, story = played.world, played.story
    rights = {
        str(right): left[story.left.number].replace(" ", "")
        for left in world.records(story.left.system, story.left.kind).values()
        for right, _ in [world.find(story.right, left[story.left.number].replace(" ", ""))]
    }
    found = []
    for order in world.records(story.right.system, story.orders).values():
        value: Any = order
        for segment in story.customer_of_order:
            value = value[segment]
        found.append(rights[str(value)])
    assert NUMBERS["left"] in found


def test_an_edit_on_the_left_arrives_on_the_right_in_one_write(played: Played) -> None:
    world, story = played.world, played.story
    (left, _), (_, _) = both(played, "left")
    world.edit(story.left.system, story.left.kind, left, **{story.left.name: "Nytt Navn Venstre AS"})
    world.forget()
    world.sync(story.flow)
    assert world.writes() == dict.fromkeys(world.systems, 0) | {story.right.system: 1}
    assert both(played, "left")[1][1][story.right.name] == "Nytt Navn Venstre AS"
    world.quiet(story.flow)


def test_an_edit_on_the_right_arrives_on_the_left_in_one_write(played: Played) -> None:
    world, story = played.world, played.story
    right, _ = both(played, "right")[1]
    world.edit(story.right.system, story.right.kind, right, **{story.right.phone: "+47 40 11 22 33"})
    world.forget()
    world.sync(story.flow)
    assert world.writes() == dict.fromkeys(world.systems, 0) | {story.left.system: 1}
    assert digits(both(played, "right")[0][1][story.left.phone]) == "40112233"
    world.quiet(story.flow)


def test_edits_of_different_properties_on_both_sides_both_survive(played: Played) -> None:
    world, story = played.world, played.story
    (left, _), (right, _) = both(played, "both")
    world.edit(story.left.system, story.left.kind, left, **{story.left.website: "https://left.example"})
    world.edit(story.right.system, story.right.kind, right, **{story.right.phone: "+47 40 44 55 66"})
    world.sync(story.flow)
    (_, at_left), (_, at_right) = both(played, "both")
    assert (at_left[story.left.website], at_right[story.right.website]) == ("https://left.example",) * 2
    assert digits(at_left[story.left.phone]) == digits(at_right[story.right.phone]) == "40445566"
    world.quiet(story.flow)


def test_an_edit_made_between_our_read_and_our_write_survives(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    world, story = played.world, played.story
    (left, _), (right, _) = both(played, "race")
    world.edit(story.left.system, story.left.kind, left, **{story.left.website: "https://ours.example"})

    def person() -> None:
        changes = {story.right.phone: "+47 40 77 88 99"}
        world.sandbox.servers[story.right.system].edit(story.right.kind, right, changes)

    happened = just_before(world, monkeypatch, story.right.system, story.changes, person)
    world.forget()
    world.sync(story.flow)
    assert happened()
    refused = [entry["status"] for entry in world.requests(story.right.system) if entry["status"] >= 400]
    assert refused == ([story.stale] if story.stale else [])
    world.sync(story.flow)
    (_, at_left), (_, at_right) = both(played, "race")
    assert (at_left[story.left.website], at_right[story.right.website]) == ("https://ours.example",) * 2
    assert digits(at_left[story.left.phone]) == digits(at_right[story.right.phone]) == "40778899"
    world.quiet(story.flow)


def test_a_session_that_ends_between_passes_is_opened_again(played: Played) -> None:
    world, story = played.world, played.story
    world.end_sessions(story.right.system)
    world.quiet(story.flow)


# ---- what only one vendor has -------------------------------------------------------------------


def customers(count: int, kind: Face) -> list[dict[str, str]]:
    return [
        {kind.name: f"Selskap {i:03d} AS", kind.number: organisation_number(31_100_000 + 29 * i)} for i in range(count)
    ]


def paged(world: World, system: str, parameter: str) -> list[str]:
    return [entry["path"] for entry in world.requests(system) if parameter in entry["query"]]


def test_exact_rows_beyond_the_first_page_are_matched_and_not_doubled(tmp_path_factory: pytest.TempPathFactory) -> None:
    with World.opened(tmp_path_factory.mktemp("exact")) as world:
        world.settle("exact", sync_page_size=60)
        for ours, theirs in zip(customers(130, CUSTOMERP), customers(130, EXACT), strict=True):
            world.insert("customerp", "customers", ours)
            world.insert("exact", "Accounts", theirs | {"Status": "C"})
        world.sync("customerp-exact")
        assert len(world.records("exact", "Accounts")) == 130
        assert world.status()["links"]["customerp.Customer|exact.Accounts"] == 130
        assert len(paged(world, "exact", "$skiptoken")) == 2
        world.quiet("customerp-exact")


def test_exact_replaces_its_refresh_token_in_the_file_at_every_login(tmp_path_factory: pytest.TempPathFactory) -> None:
    with World.opened(tmp_path_factory.mktemp("exact")) as world:
        path = world.secrets["exact", "refresh_token"]
        seen = [path.read_text().strip()]
        for _ in range(3):
            world.end_sessions("exact")
            world.sync("customerp-exact")
            seen.append(path.read_text().strip())
            assert path.stat().st_mode & 0o777 == 0o600
        assert len(set(seen)) == 4


def test_businesscentral_rows_are_read_page_by_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    with World.opened(tmp_path_factory.mktemp("bc")) as world:
        world.settle("businesscentral", page_size=7)
        for ours, theirs in zip(customers(20, CUSTOMERP), customers(20, BUSINESSCENTRAL), strict=True):
            world.insert("customerp", "customers", ours)
            world.insert("businesscentral", "customers", theirs)
        world.sync("customerp-businesscentral")
        assert len(world.records("businesscentral", "customers")) == 20
        assert world.status()["links"]["customerp.Customer|businesscentral.Customers/company"] == 20
        reads = [e["path"] for e in world.requests("businesscentral") if e["path"].endswith("/customers")]
        assert len(reads) == 3
        world.quiet("customerp-businesscentral")


def test_plain_rest_rows_beyond_the_first_page_are_synced(tmp_path_factory: pytest.TempPathFactory) -> None:
    with World.opened(tmp_path_factory.mktemp("rest")) as world:
        for company in customers(230, CUSTOMCRM):
            world.insert("customcrm", "customers", company)
        world.sync("customcrm-customerp")
        assert len(world.records("customerp", "customers")) == 230
        world.quiet("customcrm-customerp")
