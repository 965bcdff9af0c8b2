"""A build that is killed between two files leaves only whole files, and the next build makes the rest (C-11)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.undescribed import built, profiles
from tests.end_to_end.world import ROOT, flowc

_KILLED_AT = """
import os, signal, sys
from pathlib import Path
left = [int(sys.argv.pop(1))]
replace = Path.replace
def replaced(self, target):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return replace(self, target)
Path.replace = replaced
from compiler.cli import main
main(prog_name="flowc")
"""


def _tree(root: Path) -> dict[str, str]:
    """Every file that is not one that a killed build was still writing."""
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix in (".py", ".json"))
    return {str(path.relative_to(root)): path.read_text() for path in files if "__pycache__" not in path.parts}


@pytest.mark.parametrize("replaced", [0, 1, 2])
def test_a_killed_build_leaves_old_and_new_files_whole_and_the_next_build_ends_it(
    tmp_path: Path, replaced: int
) -> None:
    project = built(tmp_path / "project", profiles())
    old = _tree(project / "generated")
    document = project / "specs" / "alpha-beta.rst"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("   * - staff\n", "   * - crew\n"), encoding="utf-8")
    other = tmp_path / "whole"
    shutil.copytree(project, other)
    for path in other.glob("specs/systems/*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace('"staff"', '"crew"'), encoding="utf-8")
        (project / "specs" / "systems" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert flowc("build", "--config", str(other / "flowc.toml")).code == 0
    new = _tree(other / "generated")
    assert sum(old.get(name) != text for name, text in new.items()) > replaced

    command = [sys.executable, "-c", _KILLED_AT, str(replaced), "build", "--config", str(project / "flowc.toml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done

    found = _tree(project / "generated")
    assert {name for name, text in found.items() if text not in (old.get(name), new.get(name))} == set()
    assert found["manifest.json"] == old["manifest.json"], "the manifest goes last"
    assert flowc("build", "--config", str(project / "flowc.toml")).code == 0
    assert _tree(project / "generated") == new
