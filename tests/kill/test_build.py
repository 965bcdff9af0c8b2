"""A killed build leaves the tree as it was, or as it was to be: whoever loads it ends what was begun (C-11)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.building import BUILDING
from tests.end_to_end.undescribed import built, profiles
from tests.end_to_end.world import ROOT, child, flowc

_KILLED_AT = """
import os, signal, sys
from pathlib import Path
left = [int(sys.argv.pop(1))]
def killing(act):
    def acted(*arguments, **named):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return act(*arguments, **named)
    return acted
for name in ("fsync", "mkdir", "replace", "unlink", "rename", "rmdir"):
    setattr(os, name, killing(getattr(os, name)))
from compiler.cli import main
main(prog_name="flowc")
"""


def _tree(root: Path) -> dict[str, str]:
    """What stands in a generated tree, but for a build that is on its way."""
    hidden = ("__pycache__", BUILDING)
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    seen = (path for path in files if path.parts[0] not in hidden and not path.parts[0].startswith(".flowc-"))
    return {str(path): (root / path).read_text() for path in seen if "__pycache__" not in path.parts}


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


def test_killed_anywhere_a_build_leaves_the_old_tree_or_the_new_one(
    tmp_path: Path, projects: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    origin, old, new = projects
    left: list[bool] = []
    for acts in range(0, 200, 3):
        project = tmp_path / str(acts)
        shutil.copytree(origin, project)
        config = str(project / "flowc.toml")
        if _killed_after(project, acts) == 0:
            break
        before = _tree(project / "generated")
        is_made = (project / "generated" / BUILDING).exists() or before == new
        assert is_made or before == old, f"after {acts} acts"
        if acts % 2:
            outcome = flowc("sync", "--config", config)  # it reaches no system, but it has loaded the flows by then
            assert "no [systems.alpha]" in outcome.err, outcome
            assert _tree(project / "generated") == (new if is_made else old), f"after {acts} acts"
        elif is_made:  # the document is changed again before anybody comes by
            assert before == new or flowc("build", "--check", "--config", config).code == 1, "it is not in place"
            _rename(project, "crew", "hands")
        _built(project)
        assert flowc("build", "--check", "--config", config).code == 0
        assert not list((project / "generated").glob(".*")), "nothing stays behind"
        left.append(is_made)
    assert left == sorted(left) and left.count(False) >= 5 and left.count(True) >= 5, left


def test_a_flow_that_is_run_itself_ends_what_was_begun(
    tmp_path: Path, projects: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    origin, old, new = projects
    found = None
    for acts in range(200):
        project = tmp_path / str(acts)
        shutil.copytree(origin, project)
        assert _killed_after(project, acts) == -signal.SIGKILL
        found = _tree(project / "generated")
        if found not in (old, new):
            break
    assert found not in (old, new), "there is a moment at which files are of two builds"
    done = child("--help", cwd=project, module="generated.flows.alpha_beta", PYTHONPATH=f"{project}:{ROOT}")
    assert done.code == 0, done
    assert _tree(project / "generated") == new
