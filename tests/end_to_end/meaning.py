"""Documents compiled, imported and run over systems in memory, for tests of what a document means."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from compiler.build import accepted, compile_documents, render
from compiler.diagnostic import Diagnostic
from compiler.profile import Profile
from runtime.model import Flow
from tests.runtime.memory import Memory, Scene

__all__ = ["Meaning", "built"]

_COUNT = itertools.count()


def built(
    folder: Path, texts: Mapping[str, str], profiles: Iterable[Profile]
) -> tuple[dict[str, Flow], list[Diagnostic]]:
    """The flows of these documents by name, imported from a folder of their own, and the findings."""
    result = compile_documents(texts, profiles)
    name = f"meaning_{next(_COUNT)}"
    root = folder / name
    for path, content in render(accepted(result, result.failed, {})).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    spec = importlib.util.spec_from_file_location(name, root / "__init__.py", submodule_search_locations=[str(root)])
    assert spec is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    modules = [path.stem for path in sorted((root / "flows").glob("*.py")) if path.stem != "__init__"]
    flows = [importlib.import_module(f"{name}.flows.{module}").FLOW for module in modules]
    return {flow.name: flow for flow in flows}, result.findings


class Meaning(Scene):
    """Systems in memory, and passes of compiled documents over them; documents may change between passes."""

    def __init__(self, folder: Path, texts: Mapping[str, str], profiles: Iterable[Profile]) -> None:
        super().__init__(folder)
        self.folder = folder
        self.profiles = list(profiles)
        self.flows: dict[str, Flow] = {}
        self.findings: list[Diagnostic] = []
        self.change(texts)

    def change(self, texts: Mapping[str, str]) -> None:
        """From now on these documents count."""
        self.flows, self.findings = built(self.folder, texts, self.profiles)
        pairs = [pair for flow in self.flows.values() for pair in flow.pairs]
        for kind in (side.type for pair in pairs for side in (pair.left, pair.right)):
            self.endpoints.setdefault((kind.system.name, kind.name), Memory(kind, self.clock))

    def sync(self, *names: str) -> None:
        """One pass of these flows, or of all."""
        self.run_flows(*(flow for name, flow in self.flows.items() if not names or name in names))
