"""The files of `flowc build`: those of the documents that are compiled, beside what an earlier build made of others."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from runtime.older import digest_of

from .build import Origin, Result, accepted, render
from .page_flow import module_name
from .write import MANIFEST, OutputError

__all__ = ["rendered"]


def rendered(result: Result, texts: dict[str, str], root: Path, left_out: set[str], every: bool) -> dict[str, str]:
    """The files. `every`: these are all documents there are, so that no flow of another one stays."""
    before: dict[str, dict[str, Any]] = {}
    manifest = root / MANIFEST
    if manifest.is_file():
        with suppress(msgspec.MsgspecError):
            before = msgspec.json.decode(manifest.read_bytes(), type=dict[str, dict[str, Any]])
    flows = {name: entry for name, entry in before.get("flows", {}).items() if isinstance(entry, dict)}
    made = {flow.name for flow in result.program.flows} - left_out
    told = set(map(module_name, {*made, *flows}))
    for name in sorted(left_out):
        module = root / "flows" / f"{module_name(name)}.py"
        if module_name(name) not in told and module.is_file():
            raise OutputError(
                f"nothing was written: {manifest} does not say what {module} was built of; mend the document {name}"
            )
    kept = {name: entry for name, entry in flows.items() if (name in left_out if every else name not in made)}
    program = accepted(result, left_out, kept)
    origins = {name: Origin(entry.get("digest", ""), entry.get("faulty", False)) for name, entry in kept.items()}
    for flow in result.program.flows:
        if flow.name in made:
            origins[flow.name] = Origin(digest_of(texts[flow.file]), flow.name in result.failed)
    return render(program, origins, before.get("files", {}) if left_out or not every else {})
