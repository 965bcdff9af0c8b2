"""A killed build leaves a tree that is old, new, or refused by whoever loads it; the next build ends it (C-11)."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.write import BUILDING
from runtime.run import BUILDING as BUILDING_SEEN
from tests.end_to_end.undescribed import built, profiles
from tests.end_to_end.world import ROOT, child, flowc

_KILLED_AT = """
import os, signal, sys
from pathlib import Path
left = [int(sys.argv.pop(1))]
def killing(act):
    def acted(self, *arguments, **named):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return act(self, *arguments, **named)
    return acted
Path.replace = killing(Path.replace)
Path.unlink = killing(Path.unlink)
from compiler.cli import main
main(prog_name="flowc")
"""


def _tree(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(root)): path.read_text() for path in files}


def _rename(project: Path, old: str, new: str) -> None:
    """Call a property otherwise, in a document and in the profiles."""
    document = project / "specs" / "alpha-beta.rst"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace(f"   * - {old}\n", f"   * - {new}\n"), encoding="utf-8")
    for path in project.glob("specs/systems/*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")


def _built(project: Path) -> dict[str, str]:
    outcome = flowc("build", "--config", str(project / "flowc.toml"))
    assert outcome.code == 0, outcome
    return _tree(project / "generated")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A project whose document was changed since it was built; its files of before and after the next build."""
    folder = tmp_path_factory.mktemp("projects")
    project = built(folder / "project", profiles())
    old = _tree(project / "generated")
    _rename(project, "staff", "crew")
    shutil.copytree(project, folder / "whole")
    return project, old, _built(folder / "whole")


def _killed_after(project: Path, acts: int) -> int:
    command = [sys.executable, "-c", _KILLED_AT, str(acts), "build", "--config", str(project / "flowc.toml")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode


def test_killed_anywhere_a_build_leaves_a_tree_that_is_whole_or_refused_and_the_next_one_ends_it(
    tmp_path: Path, projects: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    origin, old, new = projects
    refused = 0
    for acts in range(50):
        project = tmp_path / str(acts)
        shutil.copytree(origin, project)
        config = str(project / "flowc.toml")
        if _killed_after(project, acts) == 0:
            break
        found = {name: text for name, text in _tree(project / "generated").items() if ".flowc-" not in name}
        outcome = flowc("sync", "--config", config)  # it reaches no system, but it has loaded the flows by then
        is_refused = "a `flowc build` was cut off, or is running; run it again" in outcome.err
        assert is_refused or found in (old, new), f"after {acts} acts"
        refused += is_refused
        assert flowc("build", "--check", "--config", config).code == 1, "it is not up to date"
        if acts % 2:
            assert _built(project) == new
        else:  # the document is changed again before anybody builds
            _rename(project, "crew", "hands")
            after = _built(project)
            assert BUILDING not in after and not [name for name in after if ".flowc-" in name]
            assert flowc("build", "--check", "--config", config).code == 0
    assert acts - refused <= 3 and refused >= 5, (acts, refused)


def test_a_mixed_tree_is_refused_by_whoever_imports_it(
    tmp_path: Path, projects: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(projects[0], project)
    assert _killed_after(project, 3) == -signal.SIGKILL
    done = child(cwd=project, module="generated.flows.alpha_beta", PYTHONPATH=f"{project}:{ROOT}")
    assert done.code != 0 and "these files are of two builds: run `flowc build`" in done.err


def test_a_flow_that_is_run_itself_sees_a_build_that_was_cut_off_at_its_very_end(
    tmp_path: Path, projects: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(projects[0], project)
    _built(project)
    (project / "generated" / BUILDING).write_text(json.dumps({"files": {}}))
    done = child(cwd=project, module="generated.flows.alpha_beta", PYTHONPATH=f"{project}:{ROOT}")
    assert done.code == 2 and done.err.count("\n") == 1 and "was cut off" in done.err, done
    assert flowc("build", "--check", "--config", str(project / "flowc.toml")).code == 1
    _built(project)
    done = child("--help", cwd=project, module="generated.flows.alpha_beta", PYTHONPATH=f"{project}:{ROOT}")
    assert done.code == 0


def test_compiler_and_runtime_mean_the_same_file() -> None:
    assert BUILDING == BUILDING_SEEN
