"""How many requests a pass makes, counted at the servers, beside the fewest that the profiles' facts make necessary.

    python -m tests.bench.calls [--records 10000] [--changed 100] [FLOW...]

For each flow: a first load of customers from its left system, the pass after it (which reads what the first one wrote),
a pass in which nothing changed, and one with changes on the left, and on the right. Logins are not counted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from compiler.cli import load_flows
from runtime.config import load
from runtime.model import ObjectType, Side
from runtime.run import types_of
from runtime.sandbox.people import organisation_number
from tests.bench import least
from tests.end_to_end.world import World

__all__ = ["Count", "counted"]

CUSTOMERS: dict[str, tuple[str, str, str]] = {  # ObjectType, the server's kind, a text to change
    "businesscentral": ("Customers", "customers", "phoneNumber"),
    "customcrm": ("Customer", "customers", "phone"),
    "customerp": ("Customer", "customers", "phone"),
    "exact": ("Accounts", "Accounts", "Phone"),
    "powerofficego": ("Customers", "Customers", "PhoneNumber"),
    "tripletex": ("Customer", "customer", "phoneNumber"),
}


class Count(NamedTuple):
    """One pass of one flow: requests at the servers, and the fewest that could have been."""

    flow: str
    what: str
    requests: int
    least: int
    seconds: float

    @property
    def ratio(self) -> float:
        return self.requests / self.least


def counted(folder: Path, flow_name: str, records: int, changed: int) -> Iterator[Count]:
    """The passes of one flow, over systems of its own."""
    with World.opened(folder) as world:
        flow = load_flows(load(world.toml), [flow_name])[0]
        left, right = flow.left.name, flow.right.name
        _seed(world, left, records)
        types = types_of([flow])
        there = {left: records, right: records}

        def passed(what: str, fewest: int) -> Count:
            world.forget()
            started = time.monotonic()
            outcome = world.flowc("sync", flow_name, "--allow-rewrites")
            assert outcome.code == 0, outcome
            requests = sum(_asked(world, system) for system in (left, right))
            return Count(flow_name, what, requests, fewest, time.monotonic() - started)

        ends = {kind.system.name: kind for kind in types if kind.name == CUSTOMERS[kind.system.name][0]}
        standing = least.standing(types)
        idle = standing + sum(least.reading_changes(kind, _rows(kind, there), 0) for kind in types)
        first = standing + sum(least.reading_all(kind, records if kind is ends[left] else 0) for kind in types)
        yield passed("first load", first + least.creating(ends[right], records))
        echo = _more(ends[right], records, records)
        yield passed("the pass after", idle + echo)
        yield passed("no change", idle)
        for side in Side:
            source, target = (left, right) if side is Side.LEFT else (right, left)
            _edit(world, source, changed, side.value)
            fewest = idle + _more(ends[source], records, changed) + least.changing(ends[target], changed)
            yield passed(f"{changed} changed on the {side.value}", fewest)
            yield passed("the pass after", idle + _echo(ends[target], records, changed))


def _rows(kind: ObjectType, there: dict[str, int]) -> int:
    return there[kind.system.name] if kind.name == CUSTOMERS[kind.system.name][0] else 0


def _more(kind: ObjectType, rows: int, changed: int) -> int:
    """What reading costs more than in a pass without changes."""
    return least.reading_changes(kind, rows, changed) - least.reading_changes(kind, rows, 0)


def _echo(kind: ObjectType, rows: int, changed: int) -> int:
    """What a pass reads again of what the one before wrote; nothing where that was read back as changes."""
    return 0 if kind.system.protocol == "odata-v2" else _more(kind, rows, changed)


def _asked(world: World, system: str) -> int:
    """Requests to a server, logins aside."""
    token = world.systems[system]["token_address"]
    login = token.rpartition("/")[2] if token else "\0"
    return sum(1 for entry in world.requests(system) if login not in entry["path"])


def _seed(world: World, system: str, records: int) -> None:
    server = world.sandbox.servers[system]
    stem, made = 31_000_000, set[str]()
    while len(made) < records:
        stem += 1
        number = organisation_number(stem)
        if number in made:
            continue
        made.add(number)
        named = {"customerp": ("name", "organisation_number"), "customcrm": ("company_name", "org_no")}[system]
        mail = {"email": f"post@f{number}.example"}
        server.insert("customers", mail | {named[0]: f"Firma {number} AS", named[1]: number})


def _edit(world: World, system: str, changed: int, side: str) -> None:
    """People give so many customers another telephone number."""
    _, kind, phone = CUSTOMERS[system]
    server = world.sandbox.servers[system]
    with server.lock:
        for place, record in enumerate(server.tables[kind].records()[:changed]):
            server.edit(kind, record.key, {phone: f"+47 2{int(side == 'left')} {place:06d}"})


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Requests of passes, beside the fewest that are necessary.")
    parser.add_argument("flows", nargs="*", metavar="FLOW")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=100)
    given = parser.parse_args(arguments)
    flows = given.flows or [
        *("customcrm-customerp", "customerp-businesscentral", "customerp-exact"),
        *("customerp-powerofficego", "customerp-tripletex"),
    ]
    print(f"{'flow':<26}{'pass':<26}{'requests':>9}{'fewest':>8}{'ratio':>7}{'seconds':>9}")
    for flow in flows:
        with tempfile.TemporaryDirectory() as folder:
            for count in counted(Path(folder), flow, given.records, given.changed):
                print(
                    f"{count.flow:<26}{count.what:<26}{count.requests:>9}{count.least:>8}{count.ratio:>7.3f}"
                    f"{count.seconds:>9.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
