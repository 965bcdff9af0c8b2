"""The command as a person uses it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.cli import load_flows
from runtime.config import load
from tests.end_to_end.world import FLOWS, ROOT, Outcome, World, child, flowc, running, until

PROFILES = str(ROOT / "specs" / "systems")
GOOD, BAD = "customerp-tripletex.rst", "customerp-exact.rst"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World.opened(tmp_path, "people") as world:
        yield world


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents, one of them with an error, that is where we are."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    for name in (GOOD, BAD):
        (tmp_path / "specs" / name).write_text((ROOT / "specs" / name).read_text())
    (tmp_path / "flowc.toml").write_text(f"profiles = {json.dumps(PROFILES)}\n")
    return tmp_path


def spoil(project: Path) -> int:
    """Put a line into the second document that is no sentence of the language; its line number."""
    path = project / "specs" / BAD
    lines = path.read_text().split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("Once a link"))
    lines.insert(place, "Now and then something else happens.")
    path.write_text("\n".join(lines))
    return place + 1


def is_one_line(outcome: Outcome, *parts: str) -> bool:
    """Nothing but one line on stderr that holds these parts, and no traceback."""
    lines = outcome.err.splitlines()
    return len(lines) == 1 and lines[0].startswith("flowc: ") and all(part in lines[0] for part in parts)


# ---- help, init ---------------------------------------------------------------------------------


def test_help_names_every_command(tmp_path: Path) -> None:
    outcome = child("--help", cwd=tmp_path)
    assert outcome.code == 0
    commands = ("init", "build", "check", "show", "explain", "login", "sync", "status", "system", "sandbox", "demo")
    for command in commands:
        assert re.search(rf"^  {command} ", outcome.out, re.M)


def test_help_loads_neither_black_nor_sqlalchemy(tmp_path: Path) -> None:
    outcome = child("--help", cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[1].strip() for line in outcome.err.splitlines() if "|" in line}
    assert "click" in loaded
    assert not loaded & {"black", "sqlalchemy", "lark", "jinja2", "httpx"}


def test_init_writes_a_file_that_loads_and_refuses_to_overwrite_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert flowc("init").code == 0
    (tmp_path / "flowc.toml").write_text((tmp_path / "flowc.toml").read_text() + "# mine\n")
    again = flowc("init")
    assert again.code == 2
    assert is_one_line(again, "flowc.toml", "--force")
    assert "# mine" in (tmp_path / "flowc.toml").read_text()
    assert flowc("init", "--force").code == 0
    assert "# mine" not in (tmp_path / "flowc.toml").read_text()
    assert is_one_line(flowc("sync"), "no generated flows", "flowc build")


# ---- build, check, explain ----------------------------------------------------------------------


def test_build_check_is_content_with_fresh_output_and_writes_nothing(project: Path) -> None:
    assert flowc("build").code == 0
    before = {path: path.stat().st_mtime_ns for path in (project / "generated").rglob("*.py")}
    assert flowc("build", "--check").code == 0
    assert flowc("build").code == 0
    assert {path: path.stat().st_mtime_ns for path in (project / "generated").rglob("*.py")} == before


def test_build_check_names_the_stale_file_and_leaves_it(project: Path) -> None:
    assert flowc("build").code == 0
    path = project / "specs" / GOOD
    path.write_text(path.read_text().replace("     - phoneNumberWork\n", "     - fax\n"))
    module = project / "generated" / "flows" / "customerp_tripletex.py"
    before = module.read_text()
    outcome = flowc("build", "--check")
    assert outcome.code == 1
    assert "flows/customerp_tripletex.py" in outcome.out
    assert "flows/customerp_exact.py" not in outcome.out
    assert module.read_text() == before


def test_build_check_names_everything_that_was_never_built(project: Path) -> None:
    outcome = flowc("build", "--check")
    assert outcome.code == 1
    assert "flows/customerp_exact.py" in outcome.out
    assert not (project / "generated").exists()


def test_a_document_with_an_error_is_not_written_and_the_others_are(project: Path) -> None:
    line = spoil(project)
    outcome = flowc("build")
    assert outcome.code == 1
    assert f"{BAD}:{line}:" in outcome.out + outcome.err
    flows = {path.stem for path in (project / "generated" / "flows").glob("*.py")} - {"__init__"}
    assert flows == {"customerp_tripletex"}


def test_nothing_is_written_while_a_profile_has_an_error(project: Path) -> None:
    """A system whose profile cannot be read would be taken for plain REST, in place of what is known of it."""
    folder = project / "profiles"
    shutil.copytree(PROFILES, folder)
    (project / "flowc.toml").write_text('profiles = "profiles"\n')
    assert flowc("build").code == 0
    before = {path: path.read_bytes() for path in (project / "generated").rglob("*.*") if path.suffix != ".pyc"}
    tripletex = folder / "tripletex.toml"
    tripletex.write_text("colour = 1\n" + tripletex.read_text())

    outcome = flowc("build")

    assert outcome.code == 1 and "nothing is written while a profile has an error: tripletex.toml" in outcome.out
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in (project / "generated").rglob("*.*") if path.suffix != ".pyc"} == set(before)


def test_what_was_built_of_a_document_stays_while_it_has_an_error(project: Path) -> None:
    assert flowc("build").code == 0
    module = project / "generated" / "flows" / "customerp_exact.py"
    before = module.read_text()
    spoil(project)
    assert flowc("build").code == 1
    assert module.read_text() == before
    assert "customerp-exact" in json.loads((project / "generated" / "manifest.json").read_text())["flows"]
    loaded = load_flows(load(project / "flowc.toml"))
    assert [flow.name for flow in loaded] == ["customerp-exact", "customerp-tripletex"]


@pytest.mark.parametrize("other_has_error", [False, True])
def test_a_document_that_is_taken_out_is_no_flow_any_more(project: Path, other_has_error: bool) -> None:
    """Neither at once nor while another document has an error, whose modules stay; then its own go too."""
    assert flowc("build").code == 0
    (project / "specs" / GOOD).unlink()
    if other_has_error:
        spoil(project)
    assert flowc("build").code == int(other_has_error)
    built = json.loads((project / "generated" / "manifest.json").read_text())["flows"]
    assert list(built) == ["customerp-exact"]
    assert [flow.name for flow in load_flows(load(project / "flowc.toml"))] == ["customerp-exact"]
    module = project / "generated" / "flows" / "customerp_tripletex.py"
    assert module.exists() == other_has_error
    (project / "specs" / BAD).write_text((ROOT / "specs" / BAD).read_text())
    assert flowc("build").code == 0
    assert not module.exists()
    assert not (project / "generated" / "systems" / "tripletex.py").exists()


@pytest.mark.parametrize("text", ["[]", '{"flows": 1}', "{"])
def test_a_build_over_a_damaged_manifest_makes_a_whole_one(project: Path, text: str) -> None:
    assert flowc("build").code == 0
    manifest = project / "generated" / "manifest.json"
    before = manifest.read_text()
    manifest.write_text(text)
    assert flowc("build").code == 0
    assert manifest.read_text() == before


def test_a_generated_module_that_is_gone_is_one_line_that_says_what_to_do(project: Path) -> None:
    assert flowc("build").code == 0
    (project / "generated" / "flows" / "customerp_exact.py").unlink()
    outcome = flowc("sync")
    assert outcome.code == 2
    assert is_one_line(outcome, "customerp-exact", "flowc build")


@pytest.mark.parametrize("text", ["{", "[]", "{}", ""])
def test_a_damaged_manifest_is_one_line_that_says_what_to_do(project: Path, text: str) -> None:
    (project / "generated").mkdir()
    (project / "generated" / "manifest.json").write_text(text)
    outcome = flowc("sync")
    assert outcome.code == 2
    assert is_one_line(outcome, "manifest.json", "flowc build")


def test_keep_going_writes_a_document_without_its_faulty_part_and_still_exits_1(project: Path) -> None:
    spoil(project)
    outcome = flowc("build", "--keep-going")
    assert outcome.code == 1
    flows = {path.stem for path in (project / "generated" / "flows").glob("*.py")} - {"__init__"}
    assert flows == {"customerp_exact", "customerp_tripletex"}


def test_check_tells_a_program_code_place_and_message(project: Path) -> None:
    line = spoil(project)
    outcome = flowc("check", "--format", "json")
    assert outcome.code == 1
    errors = [found for found in json.loads(outcome.out) if found["severity"] == "error"]
    assert [(found["file"].endswith(BAD), found["line"]) for found in errors] == [(True, line)]
    assert errors[0]["code"].startswith("F1") and errors[0]["message"] and errors[0]["hint"]
    assert not (project / "generated").exists()
    assert errors[0]["code"] in flowc("explain", errors[0]["code"]).out


def test_explain_says_what_a_code_means_and_lists_the_codes_when_there_is_none_such() -> None:
    outcome = flowc("explain", "f121")
    assert (outcome.code, outcome.out.splitlines()[0].startswith("F121 (error)")) == (0, True)
    unknown = flowc("explain", "F999")
    assert unknown.code == 2
    assert "F999" in unknown.err and "F121" in unknown.err


# ---- sync: configuration ------------------------------------------------------------------------


def test_sync_without_a_configuration_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    outcome = child("sync", cwd=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert is_one_line(outcome, "flowc.toml", "flowc init")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("state = [", "flowc.toml"),
        ("stale = 'x'", "stale"),
        ("state = 3", "state"),
        ("[systems.exact]\nwrite = 'no'", "write"),
        ("flows = ['alpha-beta']", "alpha-beta"),
    ],
)
def test_a_mistake_in_the_configuration_is_one_line_that_names_it(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "flowc.toml"
    path.write_text(f"generated = {json.dumps(str(ROOT / 'generated'))}\n{text}\n")
    outcome = flowc("sync", "--config", str(path))
    assert outcome.code == 2
    assert is_one_line(outcome, part)


def test_an_unknown_flow_is_refused_with_the_names_there_are(world: World) -> None:
    world.forget()
    outcome = world.flowc("sync", "customerp-nowhere")
    assert outcome.code == 2
    assert is_one_line(outcome, "customerp-nowhere", *FLOWS)
    assert world.requests("customerp") == []


@pytest.mark.parametrize(("value", "trouble"), [(None, "is not set"), ("  ", "is set, but blank")])
def test_a_missing_secret_is_named_by_its_variable_before_anything_is_sent(
    world: World, monkeypatch: pytest.MonkeyPatch, value: str | None, trouble: str
) -> None:
    if value is not None:
        monkeypatch.setenv("FLOWC_TEST_ABSENT", value)
    text = world.toml.read_text().replace('{ file = "customerp-key" }', '{ env = "FLOWC_TEST_ABSENT" }')
    world.toml.write_text(text)
    outcome = world.flowc("sync")
    assert outcome.code == 2
    assert is_one_line(outcome, "FLOWC_TEST_ABSENT", "customerp", trouble)
    assert all(world.requests(system) == [] for system in world.systems)


def test_a_secret_file_that_others_can_read_is_refused(world: World) -> None:
    world.secrets["customerp", "key"].chmod(0o644)
    outcome = world.flowc("sync")
    assert outcome.code == 2
    assert is_one_line(outcome, "customerp-key", "chmod 600")


def test_a_secret_from_the_environment_serves_as_well(world: World) -> None:
    text = world.toml.read_text().replace('{ file = "customerp-key" }', '{ env = "FLOWC_TEST_KEY" }')
    world.toml.write_text(text)
    key = world.systems["customerp"]["secrets"]["key"]
    outcome = child("sync", "customcrm-customerp", cwd=world.folder, FLOWC_TEST_KEY=key)
    assert outcome.code == 0, outcome
    assert key not in outcome.out + outcome.err


# ---- sync: what it does -------------------------------------------------------------------------


def test_a_dry_run_sends_nothing_and_prints_what_the_real_pass_then_does_first(world: World) -> None:
    world.forget()
    dry = world.sync("--dry-run")
    assert world.writes() == dict.fromkeys(world.systems, 0)
    counted = re.search(r"^(\d+) to link, (\d+) to create, (\d+) to update; nothing was sent", dry.out, re.M)
    assert counted
    found = (re.match(r" *\d+  (\w+)", line) for line in dry.out.splitlines())
    printed = [line[1] for line in found if line]
    assert [printed.count(word) for word in ("link", "create", "update")] == [int(n) for n in counted.groups()]
    assert world.sync("--dry-run").out == dry.out
    plan = json.loads(world.sync("--format", "json").out)["plan"]
    assert [plan["link"], plan["create"], plan["update"]] == [int(n) for n in counted.groups()]


def test_the_bodies_a_dry_run_prints_are_those_the_server_then_stores(world: World) -> None:
    dry = world.sync("--dry-run", "customerp-tripletex")
    bodies = [
        json.loads(line[line.index("{") :])
        for line in dry.out.splitlines()
        if re.match(r" *\d+  create  tripletex.Customer ", line)
    ]
    known = set(world.records("tripletex", "customer"))
    world.sync("customerp-tripletex")
    made = [d for key, d in world.records("tripletex", "customer").items() if key not in known]
    assert sorted(body["name"] for body in bodies) == sorted(document["name"] for document in made)


def test_status_before_any_sync_says_so(world: World) -> None:
    outcome = world.flowc("status")
    assert outcome.code == 2
    assert is_one_line(outcome, "nothing was synced yet")


def test_status_counts_links_and_lists_what_is_held_with_a_reason(world: World) -> None:
    world.sync("customcrm-customerp")
    text, state = world.flowc("status").out, world.status()
    assert text.splitlines()[0] == f"{sum(state['links'].values())} links"
    held = [entry for entry in state["entries"] if entry["kind"] == "held"]
    assert held
    assert all(entry["reason"] in text and entry["key"] in text for entry in held)
    assert "no conflicts" in text or "0 conflicts" in text


# ---- a generated module by itself ---------------------------------------------------------------


def alone(world: World, *arguments: str) -> Outcome:
    module = "generated.flows.customerp_tripletex"
    return child("--config", str(world.toml), *arguments, cwd=world.folder, module=module)


def test_a_generated_flow_runs_by_itself_with_the_same_exit_codes(world: World) -> None:
    world.forget()
    dry = alone(world, "--dry-run")
    assert (dry.code, "nothing was sent" in dry.out) == (0, True), dry
    assert world.writes()["tripletex"] == 0
    done = alone(world, "--format", "json")
    assert done.code == 0, done
    assert list(json.loads(done.out)["flows"]) == ["customerp-tripletex"]
    assert len(world.records("tripletex", "customer")) > 3
    world.quiet("customerp-tripletex")
    world.secrets["tripletex", "employee_token"].write_text("wrong")
    world.end_sessions("tripletex")
    assert alone(world).code == 3
    world.toml.unlink()
    missing = alone(world)
    assert missing.code == 2
    assert is_one_line(missing, "flowc.toml")


def test_a_generated_flow_has_the_options_of_the_command(world: World) -> None:
    plan = world.folder / "plan.json"
    looked = alone(world, "--dry-run", "--save", str(plan), "--limit", "2")
    assert looked.code == 0 and json.loads(plan.read_text())["flows"] == ["customerp-tripletex"], looked
    world.forget()
    assert alone(world, "--apply", str(plan)).code == 0
    actions = [action["action"] for action in json.loads(plan.read_text())["actions"]]
    assert actions.count("create") == 2 and sum(world.writes().values()) in (1, 2)  # two may go in one request
    refused = alone(world, "--apply", str(plan), "--limit", "1")
    assert refused.code == 2 and "give --limit when it is made" in refused.err and "Traceback" not in refused.err
    helps = (alone(world, "--help").out, flowc("sync", "--help").out)
    own, command = (set(re.findall(r"--[a-z-]+", text)) for text in helps)
    assert own == command >= {"--save", "--apply", "--limit", "--only", "--wait", "--yes"}


# ---- stopping, and two at once ------------------------------------------------------------------


def test_ctrl_c_during_a_pass_exits_130_and_the_next_pass_goes_on(world: World) -> None:
    world.fail("powerofficego", action="delay", method="POST", path_contains="/Customers", skip=3, seconds=15)
    with running("sync", "customerp-powerofficego", cwd=world.folder) as process:
        until(lambda: world.struck("powerofficego"))
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)  # asked twice, it does not wait for the answer
        out, err = process.communicate(timeout=10)
    assert process.returncode == 130, (out, err)
    assert is_one_line(Outcome(130, out, err), "interrupted")
    world.fail("powerofficego")
    world.flowc("sync", "customerp-powerofficego")
    world.flowc("sync", "customerp-powerofficego")
    names = [document["Name"] for document in world.records("powerofficego", "Customers").values()]
    assert len(names) == len(set(names))
    assert len(names) >= 9
    world.quiet("customerp-powerofficego")


@pytest.mark.parametrize("command", [("status",), ("undo", "nothing"), ("sync",), ("check",)])
@pytest.mark.parametrize("module", ["click", "msgspec"])  # what is loaded at first, and for a command
def test_ctrl_c_while_modules_load_is_one_line(tmp_path: Path, module: str, command: tuple[str, ...]) -> None:
    """Python may lose an exception there, or make another one of it."""
    strikes = "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / f"{module}.py").write_text(f"{strikes}except BaseException:\n    raise SyntaxError from None\n")
    outcome = child(*command, cwd=tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert outcome.code == 130 and is_one_line(outcome, "interrupted"), outcome


def test_a_second_process_is_refused_while_one_is_at_work(world: World) -> None:
    world.fail("customerp", action="delay", method="GET", path_contains="/customers", seconds=15)
    with running("sync", "customcrm-customerp", cwd=world.folder) as first:
        until(lambda: world.struck("customerp"))
        second = child("sync", "customcrm-customerp", cwd=world.folder)
        assert second.code == 4, second
        who = rf"run \w+ on \S+, process {first.pid}\) is running on \S+ since 20"
        assert re.search(who, second.err), second.err
        assert is_one_line(second)
        first.send_signal(signal.SIGINT)
        first.send_signal(signal.SIGTERM)  # asked twice, it does not wait for the answer
        first.communicate(timeout=10)
    assert first.returncode == 130
    world.sync("customcrm-customerp")


def test_a_closed_pipe_is_no_traceback(world: World) -> None:
    with running("sync", "--dry-run", cwd=world.folder) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=30)
    assert "Traceback" not in err
