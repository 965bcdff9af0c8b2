"""A document with errors: what was built of it stays, with all that it needs, and `sync` says that it is older."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.cli import load_flows
from runtime.config import load
from tests.compiler.sample import document, kind, profile_text, section, system
from tests.end_to_end.world import World, child, flowc

S = '"string"'
NAME = ("name", "name", S)
NOTE = ("note", "remark", S)
WRONG = ("other", "thing", '"nonsense')
BROKEN, OTHER = "alpha-beta", "alpha-gamma"


def flow(right: str, *rows: tuple[str, str, str]) -> str:
    """A document between the plain system alpha and another one."""
    return document(section("client", "client", rows, systems=("Alpha", right)), left="Alpha", right=right)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents that share a system, both of them built, that is where we are."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs" / "systems").mkdir(parents=True)
    (tmp_path / "flowc.toml").write_text("")
    write(tmp_path, BROKEN, flow("Beta", NAME, NOTE))
    write(tmp_path, OTHER, flow("Gamma", NAME))
    assert flowc("build").code == 0
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / "specs" / f"{name}.rst").write_text(text)


def modules(folder: Path) -> dict[str, str]:
    root = folder / "generated"
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.py"))}


def entry(folder: Path, name: str = BROKEN) -> object:
    return json.loads((folder / "generated" / "manifest.json").read_text())["flows"].get(name)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_document_with_errors_is_in_no_module_of_its_systems(project: Path) -> None:
    before, kept = modules(project), entry(project)
    write(project, BROKEN, flow("Beta", NAME, ("fresh", "recent", S), WRONG))
    assert flowc("build").code == 1
    assert modules(project) == before
    assert entry(project) == kept


def test_what_another_document_says_of_a_shared_system_is_written_meanwhile(project: Path) -> None:
    """Neither what the other one adds to the system is missing, nor what is kept needs and nobody else names."""
    before, kept = modules(project), entry(project)
    write(project, BROKEN, flow("Beta", NAME, ("fresh", "recent", S), WRONG))
    write(project, OTHER, flow("Gamma", NAME, ("town", "city", S)))

    assert flowc("build").code == 1

    after = modules(project)
    assert changed(before, after) == {"systems/alpha.py", "systems/gamma.py", "flows/alpha_gamma.py"}
    assert "town" in after["systems/alpha.py"] and "note" in after["systems/alpha.py"]
    assert "fresh" not in after["systems/alpha.py"]
    assert entry(project) == kept
    assert [flow.name for flow in load_flows(load(project / "flowc.toml"))] == [BROKEN, OTHER]
    assert flowc("build", "--check").code == 1  # for the error alone
    assert "0 files would change" in flowc("build", "--check").out

    assert flowc("build", "--keep-going").code == 1
    going = modules(project)
    assert "fresh" in going["flows/alpha_beta.py"] and "fresh" in going["systems/alpha.py"]
    assert "note" not in going["systems/alpha.py"]

    assert flowc("build").code == 1  # what was asked for with --keep-going is what stays
    assert modules(project) == going

    write(project, BROKEN, flow("Beta", NAME, NOTE))
    assert flowc("build").code == 0
    assert "note" in modules(project)["flows/alpha_beta.py"] and "fresh" not in modules(project)["systems/alpha.py"]
    assert flowc("build", "--check").code == 0


def test_the_mirror_of_a_document_with_errors_stays_with_it(project: Path) -> None:
    mirror = section("client", "client", [("remark", "note", S), ("age", "years", S)], systems=("Beta", "Alpha"))
    write(project, "beta-alpha", document(mirror, left="Beta", right="Alpha"))
    assert flowc("build").code == 0
    before = modules(project)
    assert "age" in before["flows/alpha_beta.py"] and "alpha_beta" in before["flows/beta_alpha.py"]
    write(project, BROKEN, flow("Beta", NAME, WRONG))
    write(project, OTHER, flow("Gamma", NAME, ("town", "city", S)))
    assert flowc("build").code == 1
    assert changed(before, modules(project)) == {"systems/alpha.py", "systems/gamma.py", "flows/alpha_gamma.py"}


@pytest.mark.parametrize("text", ["no document at all", ""])
def test_a_document_that_cannot_be_read_leaves_what_was_built_of_it_also_with_keep_going(
    project: Path, text: str
) -> None:
    before = modules(project)
    write(project, BROKEN, text)
    assert flowc("build").code == 1
    assert flowc("build", "--keep-going").code == 1
    assert modules(project) == before


def test_a_document_whose_module_is_another_ones_changes_nothing(project: Path) -> None:
    before = modules(project)
    write(project, "alpha_beta", flow("Beta", ("fresh", "recent", S)))
    outcome = flowc("build")
    assert (outcome.code, outcome.err, "F212" in outcome.out) == (1, "", True)
    assert modules(project) == before


def test_a_new_document_with_errors_is_in_no_module(project: Path) -> None:
    before = modules(project)
    write(project, "alpha-delta", flow("Delta", ("fresh", "recent", S), WRONG))
    assert flowc("build").code == 1
    assert modules(project) == before


def test_a_document_built_by_itself_takes_nothing_from_the_others(project: Path) -> None:
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "alpha-delta.rst").write_text(flow("Delta", NAME))
    before = modules(project)
    assert flowc("build", "elsewhere/alpha-delta.rst", "--out", "generated").code == 0
    assert {name: modules(project)[name] for name in before} == before


@pytest.mark.parametrize(
    "damage", ["{}", '{"flows": {"alpha-beta": 1}}', '{"flows": {"alpha-beta": {"left": "alpha", "pairs": []}}}']
)
def test_nothing_is_written_where_what_was_built_is_not_known(project: Path, damage: str) -> None:
    """The manifest is lost, or of an older flowc that did not remember documents."""
    manifest = project / "generated" / "manifest.json"
    manifest.write_text(damage)
    before = modules(project)
    write(project, BROKEN, flow("Beta", WRONG))
    write(project, OTHER, flow("Gamma", NAME, ("town", "city", S)))
    outcome = flowc("build")
    assert outcome.code == 1
    assert outcome.err.startswith("flowc: nothing was written: ") and BROKEN in outcome.err
    assert "alpha-beta.rst" in outcome.out
    assert (modules(project), manifest.read_text()) == (before, damage)


def test_nothing_is_written_where_a_profile_makes_an_error_of_what_was_built(project: Path) -> None:
    for label, path, kept in (("Alpha", "note", "date"), ("Beta", "remark", "boolean")):
        client = kind({"name": {}, path: {"type": kept}})
        profile = project / "specs" / "systems" / f"{label.lower()}.toml"
        profile.write_text(profile_text(system(label, {"client": client})))
    before = modules(project)
    write(project, BROKEN, flow("Beta", NAME, WRONG))
    write(project, OTHER, flow("Gamma", NAME, ("town", "city", S)))
    outcome = flowc("build")
    assert outcome.code == 1
    assert outcome.err.startswith("flowc: nothing was written: ") and BROKEN in outcome.err
    assert modules(project) == before


# ---- what sync says -----------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, others=("alpha", "beta", "gamma")) as world:
        (tmp_path / "specs" / "systems").mkdir(parents=True)
        world.write_toml(generated=tmp_path / "generated", specs=tmp_path / "specs")
        write(tmp_path, BROKEN, flow("Beta", NAME, NOTE))
        write(tmp_path, OTHER, flow("Gamma", NAME))
        assert world.flowc("build").code == 0
        assert world.sync("--yes").err == ""
        yield world


def is_warned(world: World, *arguments: str) -> bool:
    """Whether a pass ends as ever and says in one line that the document was not built."""
    outcome = world.sync(*arguments)
    lines = outcome.err.splitlines()
    assert len(lines) <= 1
    assert all("alpha-beta.rst: " in line and "flowc build" in line for line in lines)
    return bool(lines)


def test_sync_says_which_documents_are_older_until_they_are_built(world: World) -> None:
    write(world.folder, BROKEN, flow("Beta", NAME, WRONG))
    assert is_warned(world)  # not built yet
    assert world.flowc("build").code == 1
    assert is_warned(world) and is_warned(world, "--dry-run") and is_warned(world, "--format", "json", BROKEN)
    assert not is_warned(world, OTHER)
    alone = child("--config", str(world.toml), cwd=world.folder, module="generated.flows.alpha_beta")
    assert (alone.code, "alpha-beta.rst: " in alone.err) == (0, True)
    write(world.folder, BROKEN, flow("Beta", NAME))
    assert world.flowc("build").code == 0
    assert not is_warned(world)


def test_what_is_no_meaning_makes_nothing_older(world: World) -> None:
    path = world.folder / "specs" / f"{BROKEN}.rst"
    text = path.read_text().replace("2024-01-02 03:04:05", "2031-12-24 00:00:00").replace("Invented", "Written")
    path.write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert not is_warned(world)
    write(world.folder, BROKEN, flow("Beta", NOTE, NAME))
    assert not is_warned(world)
    write(world.folder, BROKEN, flow("Beta", ("remark", "note", S), NAME))
    assert is_warned(world)


def test_flows_run_without_a_word_where_their_documents_do_not_lie(world: World) -> None:
    (world.folder / "specs" / f"{BROKEN}.rst").unlink()
    assert not is_warned(world)
