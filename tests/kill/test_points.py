"""No commit and no write without its places: a new one that nobody kills at would be a hole in what is proven."""

from __future__ import annotations

import re

from runtime.points import POINTS
from tests.end_to_end.world import ROOT

_RUNTIME = {path.name: path.read_text() for path in sorted((ROOT / "runtime").glob("*.py"))}
_WRITE = re.compile(r"\bendpoint(s\[.*\])?\.(create|update|delete)_all\(")


def test_every_named_transaction_has_its_two_places_and_every_place_has_its_code() -> None:
    everything = "\n".join(_RUNTIME.values())
    named = set(re.findall(r'transaction\("([a-z.]+)"\)', everything))
    alone = set(re.findall(r'(?<!def )\bpoint\("([a-z.]+)"\)', everything))
    assert set(POINTS) == alone | {f"{name}.{when}" for name in named for when in ("before", "after")}


def test_every_write_stands_between_its_two_places() -> None:
    calls = 0
    for name, text in _RUNTIME.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if _WRITE.search(line):
                calls += 1
                before, after = "\n".join(lines[number - 3 : number]), "\n".join(lines[number + 1 : number + 6])
                assert 'point("send.before")' in before, f"{name}:{number + 1}"
                assert 'point("send.after")' in after, f"{name}:{number + 1}"
    assert calls == len(re.findall(r"(?<!def )\b(?:create|update|delete)_all\(", _RUNTIME["delivery.py"])) >= 3
