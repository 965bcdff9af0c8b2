"""Two documents that lead into one system, over real sockets: what matches in both gets one record there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.undescribed import section
from tests.end_to_end.world import World, flowc

FLOWS = ("alpha-gamma", "beta-gamma")


def _built(folder: Path) -> Path:
    (folder / "specs" / "systems").mkdir(parents=True)
    (folder / "flowc.toml").write_text('documents = ["specs/*.rst"]\n')
    for flow, left in zip(FLOWS, ("Alpha", "Beta"), strict=True):
        title = f"{left} to Gamma Dataflow"
        rows = [("name", "name", '"string"'), ("email", "email", '"string"')]
        text = ["=" * len(title), title, "=" * len(title), ""]
        text.append(section(f"{left} Client", "Gamma Client", rows, ("email", "email")))
        (folder / "specs" / f"{flow}.rst").write_text("\n".join(text))
    outcome = flowc("build", "--config", str(folder / "flowc.toml"))
    assert outcome.code == 0, outcome.out
    return folder


@pytest.mark.parametrize("runs", [(FLOWS,), ((FLOWS[1],), (FLOWS[0],))], ids=["in one pass", "flow by flow"])
def test_one_record_is_made_and_both_are_linked_with_it(tmp_path: Path, runs: tuple[tuple[str, ...], ...]) -> None:
    project = _built(tmp_path / "project")
    with World.opened(tmp_path, "empty", ("alpha", "beta", "gamma")) as world:
        world.write_toml(specs=project / "specs", generated=project / "generated")
        for system in ("alpha", "beta"):
            world.insert(system, "client", {"name": "Nordlys AS", "email": "post@nordlys.example"})
        for flows in runs:
            world.sync(*flows)
        assert [row["name"] for row in world.records("gamma", "client").values()] == ["Nordlys AS"]
        world.edit("beta", "client", next(iter(world.records("beta", "client"))), name="Nordlys Fisk AS")
        world.sync(*FLOWS)
        for system in ("alpha", "beta", "gamma"):
            assert [row["name"] for row in world.records(system, "client").values()] == ["Nordlys Fisk AS"]
        world.quiet(*FLOWS)
