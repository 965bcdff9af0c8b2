"""Names of a module's classes and constants: whatever a profile calls its types, nothing hides anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from compiler.build import compile_documents, render
from compiler.profile import Profile, load
from tests.compiler.sample import Rows, document, section

AWKWARD = ("Order", "OrderLine", "OrderPatch", "System", "Unset", "Flow", "Record", "View")
ROOT = Path(__file__).resolve().parents[2]

_TYPE = """
[types.{name}]
[types.{name}.operations]
list = "/x"
item = "/x/{{key}}"
create = "/x"
[types.{name}.properties]
id = {{ type = "integer", access = "read" }}
name = {{}}
"""
_LISTS = """
[types.Order.lists.lines.properties]
a = {}
[types.Order.lists.views.properties]
a = {}
"""


def _profile(label: str) -> Profile:
    text = f'label = "{label}"\nprotocol = "rest-json"\n' + "".join(_TYPE.format(name=name) for name in AWKWARD)
    profile, findings = load((text + _LISTS).encode(), f"{label.lower()}.toml")
    assert profile is not None, findings
    return profile


def _rows(name: str) -> Rows:
    paths = ["name", "lines.a", "views.a"] if name == "Order" else ["name"]
    return [(path, path, '"string"') for path in paths]


def test_types_may_be_called_like_anything_the_module_holds(tmp_path: Path) -> None:
    systems = ("Acme", "Zed")
    sections = [section(name, name, _rows(name), systems=systems) for name in AWKWARD]
    text = document(*sections, left="Acme", right="Zed")
    result = compile_documents({"acme-zed.rst": text}, [_profile(label) for label in systems])
    assert not result.errors
    for name, content in render(result.program).items():
        path = tmp_path / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    program = "import made.flows.acme_zed as flow; print(len(flow.FLOW.pairs))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (str(len(AWKWARD)), "")
