"""Two systems nobody described, Alpha and Beta: their document, the profiles that say what is assumed, the world.

What the stories of `test_inferred` and `test_not_as_assumed` stand on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from runtime.sandbox.world import SandboxServer
from tests.end_to_end.world import World, flowc

__all__ = [
    *("CLIENTS", "NORDLYS", "NORDLYS_THERE", "OTHERS", "STED", "STRASSE", "asked", "built", "linked", "opened"),
    *("profiles", "server", "told"),
]

OTHERS = ("alpha", "beta")
FLOW = "alpha-beta"
CLIENTS = "alpha.client|beta.partner"

# ---- documents and profiles ---------------------------------------------------------------------


def table(*rows: tuple[str, ...]) -> list[str]:
    lines = ["", ".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   * - {row[0]}", *(f"     - {cell}" for cell in row[1:])]
    return [*lines, ""]


def section(left: str, right: str, rows: list[tuple[str, str, str]], match: tuple[str, str] | None = None) -> str:
    title = f"{left} to {right}"
    lines = [title, "-" * len(title), "", f"Every {left} will be synchronized with a {right}.", ""]
    if match:
        lines += [
            f"If a matching {right} already exists, the {left} will be merged with the existing one.",
            f"If no matching {right} is found, a new {right} will be created.",
            "",
            f"A {left} will merge with a {right} if one of the following property combinations match:",
            *table((f"{left} Property", f"{right} Property"), match),
        ]
    lines += [
        f"Once a link between a {left} and a {right} is established, it will keep in sync between the two systems,"
        " regardless of where it is edited.",
        "",
        f"The following properties are synchronized between a {left} and a {right}:",
        *table((f"{left} Property", f"{right} Property", f"{right.split()[0]} Data Type"), *rows),
    ]
    return "\n".join(lines)


CLIENT_ROWS = [
    ("name", "title", '"string"'),
    ("email", "contact.mail", '"string"'),
    ("address.city", "town", '"string"'),
    ("zip", "place.postal.code", '"string"'),
    ("address.country.code", "place.country", '"string"'),
    ("credit", "limit", '"decimal"'),
    ("staff", "people", '"integer"'),
    ("active", "open", '"boolean"'),
]
PLACE_ROWS = [("navn", "größe", '"string"')]
HUMAN_ROWS = [("called", "full_name", '"string"')]
TITLE = "Alpha to Beta Dataflow"
DOCUMENT = "\n".join(
    [
        *("=" * len(TITLE), TITLE, "=" * len(TITLE), "", "Introduction", "------------", "", "Invented.", ""),
        section("Alpha Client", "Beta Partner", CLIENT_ROWS, ("email", "contact.mail")),
        section("Alpha Øde Sted", "Beta Straße", PLACE_ROWS, ("navn", "größe")),
        section("Alpha Contact person", "Beta Being person", HUMAN_ROWS, ("called", "full_name")),
    ]
)
STED, STRASSE = "ødested", "strasse"
SYSTEM = """label = "{label}"
protocol = "rest-json"
fills_absent = true
auth = {{ scheme = "api-key", header = "X-Api-Key" }}
paging = {{ scheme = "offset", start = "offset", size = "limit", rows = 200, until_empty = true }}
envelope = {{ rows = "items" }}
"""
TYPE = """
[types.{name}]
labels = [{label}]
modified = "modified"
[types.{name}.operations]
list = "/{path}"
item = "/{path}/{{key}}"
create = "/{path}"
update = "/{path}/{{key}}"
delete = "/{path}/{{key}}"
[types.{name}.properties]
id = {{ access = "read" }}
modified = {{ type = "datetime", access = "read" }}
"""
PERSON = """
[types.{name}.facets.person]
labels = ["{label} person"]
path = "facet"
value = "person"
"""


def kind(name: str, label: str, properties: dict[str, str]) -> str:
    lines = [f'{json.dumps(path, ensure_ascii=False)} = {{ type = "{of}" }}\n' for path, of in properties.items()]
    return TYPE.format(name=json.dumps(name, ensure_ascii=False), label=json.dumps(label), path=quote(name)) + "".join(
        lines
    )


def profiles() -> dict[str, str]:
    """By name, the profiles that say what is assumed of Alpha and Beta anyway."""
    kinds = {"string": "text", "decimal": "decimal", "integer": "integer", "boolean": "boolean"}
    left = {row[0]: kinds[row[2].strip('"')] for row in CLIENT_ROWS}
    right = {row[1]: kinds[row[2].strip('"')] for row in CLIENT_ROWS}
    alpha = kind("client", "Client", left) + kind(STED, "Øde Sted", {"navn": "text"})
    alpha += kind("contact", "Contact", {"called": "text"}) + PERSON.format(name="contact", label="Contact")
    beta = kind("partner", "Partner", right) + kind(STRASSE, "Straße", {"größe": "text"})
    beta += kind("being", "Being", {"full_name": "text"}) + PERSON.format(name="being", label="Being")
    return {"alpha": SYSTEM.format(label="Alpha") + alpha, "beta": SYSTEM.format(label="Beta") + beta}


# ---- the world ----------------------------------------------------------------------------------


def built(folder: Path, texts: Mapping[str, str]) -> Path:
    """A project in this folder: the document, these profiles by name, and what the command built of them."""
    (folder / "specs" / "systems").mkdir(parents=True)
    (folder / "specs" / f"{FLOW}.rst").write_text(DOCUMENT, encoding="utf-8")
    (folder / "flowc.toml").write_text('documents = ["specs/*.rst"]\n')
    for system, text in texts.items():
        (folder / "specs" / "systems" / f"{system}.toml").write_text(text, encoding="utf-8")
    outcome = flowc("build", "--config", str(folder / "flowc.toml"))
    assert outcome.code == 0, outcome.out
    return folder


@contextmanager
def opened(folder: Path, project: Path) -> Iterator[World]:
    """Both systems empty, and a `flowc.toml` for what was built in the project."""
    with World.opened(folder, "empty", OTHERS) as world:
        world.write_toml(specs=project / "specs", generated=project / "generated")
        yield world


NORDLYS = {
    "name": "Nordlys AS",
    "email": "post@nordlys.example",
    "address": {"city": "Bodø", "street": "Kaia 4", "country": {"code": "NO", "name": "Norge"}},
    "zip": "8003",
    "credit": 2500.5,
    "staff": 12,
    "active": True,
}
NORDLYS_THERE = {
    "title": "Nordlys AS",
    "contact": {"mail": "post@nordlys.example"},
    "town": "Bodø",
    "place": {"postal": {"code": "8003"}, "country": "NO"},
    "limit": 2500.5,
    "people": 12,
    "open": True,
}


def linked(world: World) -> tuple[str, str]:
    """One client and its partner after a first pass; Beta counts from another number than Alpha."""
    world.insert("beta", "partner", {"title": "Fossekall ENK", "contact": {"mail": "post@fossekall.example"}})
    left = world.insert("alpha", "client", NORDLYS)
    world.sync()
    right = next(key for key, row in world.records("beta", "partner").items() if row["title"] == "Nordlys AS")
    assert left != right
    world.forget()
    return left, right


def told(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what the server gives itself."""
    return {name: value for name, value in document.items() if name not in ("id", "modified")}


def server(world: World, system: str) -> SandboxServer:
    return world.sandbox.servers[system]


def asked(world: World, system: str, method: str) -> list[str]:
    return [entry["path"] for entry in world.requests(system) if entry["method"] == method]
