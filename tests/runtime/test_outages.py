"""What a pass left out because a system was out of reach is seen afterwards, until the system answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from runtime.asking import Names
from runtime.errors import LoginRefused, Rejected
from runtime.explaining import explained
from runtime.printing import report_lines
from runtime.status import status_json, status_lines
from runtime.store import Store
from runtime.world import RecordId
from tests.runtime.memory import Scene, flow_of
from tests.runtime.pairs import customers, orders
from tests.runtime.stores import cluster, state

__all__ = ["cluster", "state"]

PAIRS = (customers("a", "b"), customers("a", "c"), orders("a", "b"))


@pytest.fixture
def scene(state: Path | str, tmp_path: Path) -> Iterator[Scene]:
    """A customer of a in b and in c, on either kind of store."""
    made = Scene(tmp_path, *PAIRS)
    made.store.close()
    with closing(Store(state)) as store:
        made.store = store
        made.of("a").has(name="N", email="x@x.example")
        made.run()
        yield made


def why(scene: Scene, key: str, right: str = "b") -> dict[str, Any]:
    names = Names(scene.store, [flow_of(scene.pairs)])
    [found] = explained(scene.store, names, RecordId("a", "customer", key), f"a.customer|{right}.customer")
    return found


def status(scene: Scene) -> str:
    return "\n".join(status_lines(scene.store))


def test_what_waits_for_a_system_is_not_called_done(scene: Scene) -> None:
    scene.of("b").down = True
    scene.of("a").edit("a1", name="waits")
    scene.of("a").has(name="new", email="y@x.example")
    since = scene.clock.now.isoformat()[:13]
    assert scene.run().exit_code == 3
    for key in ("a1", "a2"):
        text = why(scene, key)["text"]
        assert f"b is out of reach since {since}" in text and "is being repaired" in text and "asks again" in text
        assert "nothing is left to do" not in text and "flowc.toml" not in text
        assert [one["system"] for one in why(scene, key)["outages"]] == ["b"]
    assert "b  since " in status(scene) and "is being repaired" in status(scene)
    assert [(one["system"], one["type"]) for one in status_json(scene.store)["outages"]] == [("b", "")]
    assert "nothing is left to do" in why(scene, "a1", "c")["text"] and why(scene, "a1", "c")["outages"] == []


def test_it_is_so_since_it_began_and_until_the_system_answers(scene: Scene) -> None:
    scene.of("b").down = True
    scene.run()
    [first] = status_json(scene.store)["outages"]
    scene.run(dry_run=True)
    scene.run(customers("a", "c"))
    assert scene.run().outages[0].since == first["since"], "a pass that does not ask says nothing of it"
    assert status_json(scene.store)["outages"] == [first]
    scene.of("b").down = False
    scene.run(dry_run=True)
    assert status_json(scene.store)["outages"] == [first], "a look changes nothing"
    scene.run()
    assert status_json(scene.store)["outages"] == [] and "out of reach" not in status(scene)
    assert "nothing is left to do" in why(scene, "a1")["text"]


def test_one_list_that_is_out_of_reach_leaves_the_others_out_of_it(scene: Scene) -> None:
    scene.of("b", "order").no_list = Rejected("b", "no licence for orders")
    scene.run()
    assert [(one["system"], one["type"]) for one in status_json(scene.store)["outages"]] == [("b", "order")]
    assert "b.order  since " in status(scene) and why(scene, "a1")["outages"] == []


def test_a_system_that_goes_down_under_the_writes_is_kept_too(scene: Scene) -> None:
    scene.of("a").edit("a1", name="waits")
    scene.of("b").down_after = 0
    scene.run()
    assert "is out of reach" in why(scene, "a1")["text"] and "b  since " in status(scene)


def test_what_a_server_says_is_harmless_in_every_line(scene: Scene) -> None:
    scene.of("b").no_list = LoginRefused("b", "no\x1b]0;owned\x07\u202egnp.exe\r\nall is well\x9b31m")
    report = scene.run()
    text = why(scene, "a1")["text"]
    for lines in ([text], [*status_lines(scene.store)], [*report_lines(report, (flow_of(scene.pairs),), False)]):
        assert all(line.isprintable() for line in lines)
        [said] = [line for line in lines if "all is well" in line]
        assert "[systems.b] of flowc.toml" in said and "`flowc login b`" in said
