"""A sync that is killed: real servers over sockets, the real command in a child process, a real state.

One cycle: people work at both systems, a run is killed at a named place, a second one is killed while it recovers, and
then runs go on until they are quiet. What is looked at are the servers, and what `flowc status` tells a person.
"""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from runtime.sandbox.people import organisation_number
from runtime.store import Store
from tests.end_to_end.world import Outcome, World, child
from tests.kill.older import is_whole, made_older

__all__ = ["FLOW", "Cycle", "Stage"]

FLOW = "customcrm-customerp"
_MOST_PASSES = 6
_FAULTS = (("POST", "customers"), ("PATCH", "customers"), ("POST", "contacts"), ("POST", "orders"), ("", ""))


class Cycle(NamedTuple):
    """What one cycle came to: how many runs were killed, the first of them at its hit or not, and what was violated."""

    kills: int
    was_reached: bool
    seconds: float
    duplicates: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unopenable: tuple[str, ...] = ()

    @property
    def violations(self) -> tuple[str, ...]:
        return self.duplicates + self.lost + self.unopenable


class Stage:
    """Both systems of a flow with a few linked customers, and a state. `state` is an address, or "" for a file."""

    def __init__(self, world: World, state: str = "") -> None:
        self.world = world
        self.state = state
        self._number = 0
        if state:
            text = world.toml.read_text()
            world.toml.write_text(text.replace(f'state = "{world.state.name}"', f"state = {json.dumps(state)}"))
        for _ in range(4):
            self._customer()
        wrong = self.quiet()
        assert not wrong, wrong

    @staticmethod
    @contextmanager
    def opened(folder: Path, state: str = "") -> Iterator[Stage]:
        with World.opened(folder) as world:
            yield Stage(world, state)

    # ---- one cycle ----

    def cycle(self, point: str, hit: int) -> Cycle:
        """People work, runs are killed at the place for the `hit`th time, and then nothing may be missing or double."""
        started = time.monotonic()
        said = self.work()
        method, path = _FAULTS[self._number % len(_FAULTS)]
        if method:
            self.world.fail("customerp", action="drop-after", method=method, path_contains=path)
        migrates = point.startswith("migrate.")
        if migrates:
            made_older(self.world.state)
        if point.startswith("recover."):
            self.run("record.after", 1)
        outcomes = [self.run(point, hit), self.run(point, 1)]
        kills = sum(outcome.code == -signal.SIGKILL for outcome in outcomes)
        ends = (0, 1, 3, -signal.SIGKILL)
        broken = [f"ended with {one.code}: {one.err[-300:]}" for one in outcomes if one.code not in ends]
        if migrates:
            broken += self._migrated(kills)
        broken += self._opened()
        self.world.fail("customerp")
        if not broken:
            broken += self.quiet()
        lost = self.lost(said) if not broken else []
        was_reached = outcomes[0].code == -signal.SIGKILL
        seconds = time.monotonic() - started
        return Cycle(kills, was_reached, seconds, tuple(self.duplicates()), tuple(lost), tuple(broken))

    def run(self, point: str, hit: int) -> Outcome:
        arguments = ("sync", "--config", str(self.world.toml), FLOW)
        return child(*arguments, cwd=self.world.folder, FLOWC_KILL_AT=f"{point}:{hit}")

    def quiet(self) -> list[str]:
        """Run until nothing is written, and two passes more that write nothing; what is wrong, if anything is."""
        quiet = 0
        for _ in range(_MOST_PASSES):
            self.world.forget()
            outcome = self.world.flowc("sync", FLOW)
            if outcome.code not in (0, 1):
                return [f"a pass ended with {outcome.code}: {outcome.err[-300:]}"]
            quiet = 0 if any(self.world.writes().values()) else quiet + 1
            if quiet == 3:
                return []
        return ["not quiet: passes go on writing"]

    # ---- people ----

    def work(self) -> dict[str, tuple[str, str, bool]]:
        """New records with references, edits on both sides, a conflict; by token, where it must be seen.

        (kind, system it was written in, whether it may lose.)
        """
        world = self.world
        customers = world.records("customcrm", "customers")
        keys = sorted(customers, key=lambda key: customers[key]["org_no"])[-4:]
        there = {row["organisation_number"]: key for key, row in world.records("customerp", "customers").items()}
        others = [there[customers[key]["org_no"]] for key in keys]
        number = self._number + 1  # that of the customer who is new
        one, two, left, right, far, note = (f"{word}-{number:04}" for word in ("a", "b", "left", "right", "c", "n"))
        world.edit("customcrm", "customers", keys[0], web=f"https://{one}.example")
        world.edit("customerp", "customers", others[1], website=f"https://{two}.example")
        world.edit("customcrm", "customers", keys[2], street=left)
        world.edit("customerp", "customers", others[2], address={"street": right})
        world.edit("customcrm", "customers", keys[3], city=f"city-{number:04}")
        world.edit("customerp", "customers", others[3], website=f"https://{far}.example")
        customer = self._customer()
        named = {"given_name": "Kari", "family_name": f"vik-{number:04}", "email": f"kari@k{number:04}.example"}
        contact = world.insert("customcrm", "contacts", named | {"customer": customer})
        sale = {"customer": customer, "contact": contact, "customer_reference": f"ref-{number:04}", "note": note}
        world.insert("customcrm", "orders", sale | {"placed_on": "2026-01-12", "rows": []})
        said = dict.fromkeys((one, f"city-{number:04}", f"firm-{number:04}"), ("customers", "customcrm", False))
        said |= dict.fromkeys((two, far), ("customers", "customerp", False))
        said |= {left: ("customers", "customcrm", True), right: ("customers", "customerp", True)}
        said |= {f"vik-{number:04}": ("contacts", "customcrm", False)}
        return said | dict.fromkeys((f"ref-{number:04}", note), ("orders", "customcrm", False))

    def _customer(self) -> str:
        self._number += 1
        number = organisation_number(31_200_000 + 29 * self._number)
        names = {"company_name": f"firm-{self._number:04}", "org_no": number}
        return self.world.insert("customcrm", "customers", names | {"email": f"post@k{self._number:04}.example"})

    # ---- laws ----

    def duplicates(self) -> list[str]:
        """Sources that have more than one record at the other system (S-16)."""
        told = (("customers", "organisation_number"), ("contacts", "email"), ("orders", "reference"))
        found = []
        for kind, name in told:
            counted = Counter(row.get(name) for row in self.world.records("customerp", kind).values())
            found += [f"{count} {kind} {value}" for value, count in sorted(counted.items(), key=str) if count > 1]
        return found

    def lost(self, said: dict[str, tuple[str, str, bool]]) -> list[str]:
        """Tokens that are neither at the other system nor told of as a conflict or a write of unknown outcome."""
        status = self._status()
        told = json.dumps([status["conflicts"], status["unsettled"]], ensure_ascii=False)
        seen = {
            (system, kind): json.dumps(list(self.world.records(system, kind).values()), ensure_ascii=False)
            for system in ("customcrm", "customerp")
            for kind in ("customers", "contacts", "orders")
        }
        found = []
        for token, (kind, system, may_lose) in said.items():
            other = "customerp" if system == "customcrm" else "customcrm"
            here = token in seen[system, kind] and token in seen[other, kind]
            may_be_told = may_lose or kind == "orders"  # an order has nothing that it could be found by again
            if not here and not (may_be_told and token in told):
                found.append(f"{token} ({kind}, written in {system})")
        return found

    def _status(self) -> dict[str, Any]:
        return self.world.status()

    def _opened(self) -> list[str]:
        """Whether the state opens and is sound, after a kill at any place."""
        try:
            store = Store(self.state or self.world.state)
        except Exception as error:  # whatever it is, the store does not open
            return [f"the store does not open: {error!r}"]
        try:
            wrong = [] if self.state else store.driver.all("PRAGMA integrity_check", {})
            return [str(row) for row in wrong if row[0] != "ok"]
        finally:
            store.close()

    def _migrated(self, kills: int) -> list[str]:
        """After a killed migration: a backup of the old tables, and tables of one schema (C-10)."""
        path = self.world.state
        backup = path.with_name(f"{path.name}.schema-2.backup")
        found = [] if is_whole(path) else ["the store's tables are of two schemas"]
        if kills and not (backup.exists() and is_whole(backup)):
            found.append("no whole backup of the older tables")
        return found
