"""From an API's description to a sync: import, answer what is asked and nothing else, write a document, run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from compiler.profile import load
from tests.compiler.described import CUSTOMERP, POWEROFFICE, TRIPLETEX, answered, content
from tests.end_to_end.undescribed import section
from tests.end_to_end.world import Face, World, flowc

ERP = Face("customerp", "customers", "name", "phone", "website", "organisation_number")


class Case(NamedTuple):
    """A right system with its description, the answers to its import's questions, and the rows of the document."""

    face: Face
    description: dict[str, Any]
    answers: Mapping[str, str]
    email: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """The property table: left, right, type."""
        face = self.face
        pairs = [("name", face.name), ("organisation_number", face.number), ("phone", face.phone)]
        pairs += [("website", face.website), ("email", self.email), *self.more]
        return [(left, right, '"string"') for left, right in pairs]

    @property
    def there(self) -> dict[str, Any]:
        """The customer that the right system has already."""
        face = self.face
        return {face.name: "Fjordbris AS", face.number: "310031007", self.email: "post@fjordbris.example"}


CASES = [
    Case(
        Face("tripletex", "customer", "name", "phoneNumber", "website", "organizationNumber"),
        TRIPLETEX,
        {
            "scheme": 'scheme = "session-token"\ntoken_address = "https://accounting.example.com/v2/token/session"',
            "update": 'update = "put-partial"',
        },
        "email",
    ),
    Case(
        Face("powerofficego", "Customers", "Name", "PhoneNumber", "WebsiteUrl", "OrganizationNumber"),
        POWEROFFICE,
        {"address": 'address = "https://office.example.com/v2"'},
        "EmailAddress",
        (("address.city", "MailAddress.City"), ("address.postal_code", "MailAddress.ZipCode")),
    ),
]
SHARED, OURS = "310031007", "310032003"
CUSTOMERS = [
    {
        "name": name,
        "organisation_number": number,
        "phone": "+4759000000",
        "website": "https://old.example",
        "email": f"post@{name.split()[0].lower()}.example",
        "address": {"street": "Kaigata 4", "postal_code": "8006", "city": "Bod\u00f8"},
    }
    for name, number in (("Fjordbris AS", SHARED), ("Granvik AS", OURS), ("Solhaug AS", "310034006"))
]


def imported(folder: Path, name: str, description: Mapping[str, Any], answers: Mapping[str, str]) -> Path:
    """The profile of a system, made by the command and answered."""
    source = folder / f"{name}.json"
    source.write_bytes(content(dict(description)))
    path = folder / "specs" / "systems" / f"{name}.toml"
    outcome = flowc("system", "import", name, "--openapi", str(source), "--out", str(path))
    assert outcome.code == 0, outcome
    text = path.read_text()
    profile, findings = load(text.encode(), path.name)
    assert profile is not None
    assert [found.code for found in findings] == ["F229"]
    assert len(outcome.out.splitlines()) == 2 + text.count("# QUESTION ")
    for line in outcome.out.splitlines()[1:-1]:
        number = int(line.removeprefix(f"{path}:").partition(":")[0])
        assert text.splitlines()[number - 2].startswith("# QUESTION")
    path.write_text(answered(text, answers))
    assert load(path.read_bytes(), path.name)[1] == []
    return path


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.face.system)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Case]]:
    """The world after a first pass with what was imported."""
    case: Case = request.param
    folder = tmp_path_factory.mktemp("imported")
    imported(folder, "customerp", CUSTOMERP, {})
    path = imported(folder, case.face.system, case.description, case.answers)
    profile, _ = load(path.read_bytes(), path.name)
    assert profile is not None
    (kind,) = profile.types
    left, right = "Customerp Customer", f"{profile.label} {kind}"
    title = f"Customerp to {profile.label} Dataflow"
    rule = "=" * len(title)
    match = ("organisation_number", case.face.number)
    flow = f"customerp-{case.face.system}"
    text = f"{rule}\n{title}\n{rule}\n\n{section(left, right, case.rows, match)}"
    (folder / "specs" / f"{flow}.rst").write_text(text)
    with World.opened(folder) as world:
        for customer in CUSTOMERS:
            world.insert("customerp", "customers", customer)
        world.insert(case.face.system, case.face.kind, case.there)
        world.write_toml(generated=folder / "generated", specs=folder / "specs")
        outcome = world.flowc("build")
        assert outcome.code == 0, outcome
        world.sync(flow)
        yield world, case


def test_customers_are_matched_and_created(played: tuple[World, Case]) -> None:
    world, case = played
    left, right = world.records("customerp", "customers"), world.records(case.face.system, case.face.kind)
    numbers = sorted(str(customer["organisation_number"]) for customer in CUSTOMERS)
    assert sorted(document["organisation_number"] for document in left.values()) == numbers
    assert sorted(document[case.face.number] for document in right.values()) == numbers
    _, made = world.find(case.face, OURS)
    assert (made[case.face.name], made[case.email]) == ("Granvik AS", "post@granvik.example")


def test_edits_go_both_ways_and_then_it_is_quiet(played: tuple[World, Case]) -> None:
    world, case = played
    flow = f"customerp-{case.face.system}"
    world.quiet(flow)
    mine, _ = world.find(ERP, SHARED)
    theirs, _ = world.find(case.face, OURS)
    world.edit("customerp", "customers", mine, phone="+4722112233")
    world.edit(case.face.system, case.face.kind, theirs, **{case.face.website: "https://new.example"})
    world.sync(flow)
    assert world.find(case.face, SHARED)[1][case.face.phone] == "+4722112233"
    assert world.find(ERP, OURS)[1]["website"] == "https://new.example"
    world.quiet(flow)


def test_what_was_imported_agrees_with_the_living_system(played: tuple[World, Case]) -> None:
    world, case = played
    for system in ("customerp", case.face.system):
        world.forget()
        outcome = flowc("system", "check", system, "--config", str(world.toml))
        assert outcome.code == 0, outcome
        assert world.writes() == dict.fromkeys(world.systems, 0)
