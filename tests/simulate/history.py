"""One history: people edit systems, passes run, things go wrong; in the end everything must be settled and quiet."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec import Struct, structs

from runtime.errors import FlowcError
from runtime.model import Flow
from runtime.passes import Options
from runtime.points import POINTS, on
from runtime.policies import Choice, Policies
from runtime.reconcile import Policy
from runtime.store import Store
from runtime.sync import Engine
from tests.simulate.laws import UNTOLD, Laws
from tests.simulate.oracle import Oracle, number_of, token_of
from tests.simulate.systems import Habits, Table
from tests.simulate.topologies import TOPOLOGIES, Extras, Topology, flows_of, kind_of

__all__ = ["CRASHES", "FAULTS", "Cut", "History", "Outcome", "play"]

START = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)
MOST_STEPS = 30
MOST_QUIET = 8
LAG = 3600
FAULTS = {
    "list": ("unavailable",),
    "page": ("unavailable", "twice"),
    "fetch": ("unavailable",),
    "create": ("lost after", "lost before", "late", "refused", "unavailable"),
    "update": ("lost after", "lost before", "late", "refused", "unavailable", "raced"),
    "delete": ("refused", "lost after", "lost before", "late", "unavailable"),
}
CRASHES = tuple(name for name in POINTS if not name.startswith("migrate"))


class Cut(BaseException):
    """The process dies at a point."""


class Outcome(Struct, kw_only=True):
    """What became of a history. `hits` counts faults by (fault, operation, phase) and crashes by point."""

    seed: int
    topology: str
    violations: list[str]
    digest: str
    edits: int = 0
    writes: int = 0
    passes: int = 0
    hits: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    log: list[str] = []


class History:
    """A world drawn from a seed. `shuffled` lists records in another order; `calm` leaves out faults, crashes and
    edits inside passes; `chance` is what everything is drawn from, where that is not the seed's own."""

    def __init__(
        self,
        seed: int,
        topology: str = "",
        shuffled: bool = False,
        calm: bool = False,
        chance: random.Random | None = None,
    ) -> None:
        self.seed = seed
        self.random = chance or random.Random(seed)
        self.more = random.Random(f"more {seed}")  # what is drawn from it changes nothing that is drawn from the other
        names = sorted(TOPOLOGIES)
        drawn = self.random.choice(names)
        self.topology_name = topology or drawn
        self.topology: Topology = TOPOLOGIES[self.topology_name]
        self.now = START
        self.oracle = Oracle()
        self.log: list[str] = []
        self.hits: Counter[str] = Counter()
        self.crashes: Counter[str] = Counter()
        self.passes = self.added = 0
        self.deleted: Counter[tuple[str, str]] = Counter()
        self.touched: Counter[tuple[str, str]] = Counter()
        self.is_over = False
        self.in_pass = False
        self.is_apart = False
        self.barred = ""
        self.last: tuple[str, str, str] | None = None
        self.violations: list[str] = []
        self.unprovable: list[str] = []
        self.edits: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
        self.cleared: set[tuple[str, str, str]] = set()
        self.blind: set[str] = set()
        self._draw_world(shuffled, calm)

    def _draw_world(self, shuffled: bool, calm: bool) -> None:
        draw = self.random
        is_calm = draw.random() < 0.25 or calm
        self.is_calm = is_calm
        every = [f"{operation} {fault}" for operation, faults in FAULTS.items() for fault in faults]
        self.faults = set() if is_calm else {fault for fault in every if draw.random() < 0.3}
        self.rate = draw.choice((0.05, 0.15, 0.3))
        self.injects = 0.0 if is_calm else draw.choice((0.0, 0.02, 0.1))
        self.crash_rate = 0.0 if is_calm else draw.choice((0.0, 0.1, 0.3))
        self.propagates = draw.random() < 0.4
        self.settles = draw.choice((0, 60))
        policies = [Policy.NEWEST] * 3 + [Policy.HOLD]
        if self.topology_name in ("two", "mirror", "hub", "chain", "erp", "match", "fan-out"):
            policies += [Policy.LEFT, Policy.RIGHT]
        self.policies = Policies(default=Choice(policy=draw.choice(policies), propagate=self.propagates))
        self.split = draw.random() < 0.4
        self.audits = draw.choice((1, 1, 0))
        self.spelled: dict[tuple[str, str, str], Any] = {}
        systems = sorted({place.partition(".")[0] for place in self.topology.places})
        habits = {system: self._habits() for system in systems}
        self.ignores = not is_calm and self.more.random() < 0.2  # an update is answered as done, and was not
        self.extras = self._draw_extras()
        self.names = "pqn" if self.extras.numbers else "pq"
        lags = random.Random(-1 - self.seed)  # by itself, so that histories stay as they were but for it
        lag_rate = 0.0 if is_calm else lags.choice((0.0, 0.0, 0.5))
        self.bars = random.Random(-2 - self.seed)
        self.bar_rate = 0.0 if is_calm else self.bars.choice((0.0, 0.0, 0.0, 0.5))
        habits = {name: structs.replace(habit, lag=lags.choice((0, 0, LAG))) for name, habit in habits.items()}
        habits = {name: structs.replace(habit, reuses=lags.random() < 0.3) for name, habit in habits.items()}
        pages = random.Random(-3 - self.seed)
        habits = {
            # what a feed leaves out is told again by no list of the next pass
            name: structs.replace(habit, counted=pages.random() < 0.4 and not habit.feed)
            for name, habit in habits.items()
        }
        shift_rate = 0.0 if is_calm else pages.choice((0.0, 0.5))
        self.kinds = {
            place: kind_of(place, habits[place.partition(".")[0]], self.topology, self.settles, self.extras)
            for place in self.topology.places
        }
        self.tables = {
            place: Table(kind, habits[kind.system.name], lambda: self.now.isoformat(), self._trouble)
            for place, kind in self.kinds.items()
        }
        for table in self.tables.values():
            table.lags = partial(self._lags, lags, lag_rate, table)
            table.shifts = partial(self._shifts, pages, shift_rate, table)
        if shuffled:
            order = random.Random(self.seed + 1)
            for table in self.tables.values():
                table.shuffle = order
        self.flows = flows_of(self.topology, self.kinds, self.split, self.extras)
        self.store = Store.memory()

    def _draw_extras(self) -> Extras:
        draw = self.more
        if draw.random() < 0.4:
            return Extras()
        return Extras(
            numbers=draw.random() < 0.6,
            copies=draw.random() < 0.5 and self.topology_name in ("two", "mirror", "chain", "hub"),
            short=draw.choice(self.topology.places) if draw.random() < 0.2 else "",
            rules=draw.random() < 0.5 and self.topology_name in ("two", "refs"),
        )

    def _habits(self) -> Habits:
        draw = self.random
        feed = draw.random() < 0.5
        return Habits(
            versions=draw.random() < 0.8,
            stamps=draw.random() < 0.8,
            feed=feed,
            tells_gone=draw.random() < 0.3,
            batch=draw.choice((1, 1, 3)),
            untold=draw.random() < 0.2,
            reads_back=draw.random() < 0.2,
            normalise=draw.choice(("keep", "keep", "keep", "trim", "upper", "cut", "dotted", "undotted")),
            defaults=draw.random() < 0.3,
            knows_keys=draw.random() < 0.3,
        )

    # ---- steps ----

    def play(self) -> Outcome:
        """All of it, and the verdict."""
        for place in self.topology.places:
            if self.random.random() < 0.7:
                self.add(place)
        for _ in range(MOST_STEPS):
            self.step()
            if self.random.random() < 0.08:
                break
        self.finish()
        return Outcome(
            seed=self.seed,
            topology=self.topology_name,
            violations=self.violations,
            digest=self.digest(),
            edits=self.oracle.edits,
            writes=self.sent(),
            passes=self.passes,
            hits=self.hits,
            crashes=self.crashes,
            log=self.log,
        )

    def step(self) -> None:
        """Somebody does something, or a pass runs, or time goes by."""
        what = self.random.random()
        if what < 0.55:
            self.act()
        elif what < 0.9:
            chosen = self.flows if self.random.random() < 0.7 else [self.random.choice(self.flows)]
            self.run(chosen)
        else:
            self.wait(self.random.choice((1, 30, 300)))

    def act(self) -> None:
        """Somebody edits, clears, makes or deletes a record somewhere."""
        places = [place for place in self.topology.places if self.tables[place].rows]
        what = self.random.random()
        if what < 0.15 or not places:
            self.add(self.random.choice(self.topology.places))
            return
        if self.last is not None and self.bars.random() < self.bar_rate:
            self._edit_on(*self.last)  # who waits for what he wrote to arrive elsewhere writes on
            return
        place = self.random.choice(places)
        table = self.tables[place]
        key = self._choose(table)
        if what < 0.22:
            if len(table.rows) > 1:
                self.delete(place, key)
                if table.habits.reuses:
                    self.add(place)  # under the same key
            return
        name = self.random.choice("pq")
        if self.extras.numbers and self.more.random() < 0.3:
            name = "n"
        if what < 0.3:
            self.edit(place, key, name, None)
        elif what < 0.5 and self.topology.refers.get(table.name):
            self._refer(place, key)
        else:
            self.edit(place, key, name, self._spelled(self.oracle.fresh(name), name))

    def _edit_on(self, place: str, key: str, name: str) -> None:
        """Somebody sets once more what was set last, if it is there still."""
        self.last = None
        if key in self.tables[place].rows:
            self.edit(place, key, name, self._spelled(self.oracle.fresh(name), name))

    def _choose(self, table: Table) -> str:
        """A record by its tag, so that the choice is the same whatever keys the servers gave."""
        keys = sorted(table.rows, key=lambda key: (str(table.rows[key].values.get("tag")), key))
        return self.random.choice(keys)

    def _spelled(self, token: str, name: str) -> str | Decimal:
        noise = self.random.random()
        if name == "n":
            return number_of(token)
        if noise < 0.15:
            return f" {token}"
        if noise < 0.3 and name == "q":
            return token.upper()
        return token

    def delete(self, place: str, key: str) -> None:
        """Somebody deletes a record."""
        values = self.tables[place].rows[key].values
        self._say(f"delete {place} {key}")
        self.oracle.deleted((place, key), values.values())
        self.deleted[place, str(values["tag"]).strip().lower()] += 1
        self.tables[place].remove(key)

    def edit(self, place: str, key: str, name: str, value: str | Decimal | None) -> None:
        """Somebody sets or clears a property."""
        table = self.tables[place]
        self._say(f"edit {place} {key} {name} = {value!r} over {table.rows[key].values.get(name)!r}")
        self._note_cleared(place, key, name, str(table.rows[key].values.get(name)), value is None)
        if value == table.rows[key].values.get(name) and self._is_untold():
            # a record that was saved as it was: what was to be written there may have come, and been put back
            self.unprovable += map(str, table.rows[key].values.values())
        if value is None and table.filled(key, name, self.in_pass):
            # it was blank before we wrote it: its server could as well have kept its blank
            self.cleared.add((place, key, name))
            self.unprovable.append(str(table.rows[key].values.get(name)))
        if table.is_unseen(key):
            self.blind.add(token_of(value))
        self.oracle.over(table.rows[key].values.get(name), (place, key), value)
        self.touched[place, key] += 1
        self.last = (place, key, name)
        table.edit(key, name, value)
        self.spelled[place, key, name] = table.rows[key].values[name]

    def _note_cleared(self, place: str, key: str, name: str, was: str, is_clear: bool) -> None:
        """What answers that were lost leave open: where nothing counts writes, or somebody edited something else of the
        record too, a value that came and was cleared again, if over yet another one, is one that never came."""
        edits = self.edits.setdefault((place, key), [])
        edits.append((name, was, is_clear))
        if self._is_untold() and (len(edits) > 1 or not self.tables[place].habits.versions):
            cleared = {one for one, _, is_cleared in edits if is_cleared}
            self.unprovable += [value for one, value, _ in edits if one in cleared]

    def _is_untold(self) -> bool:
        """Whether an answer was lost, or not read."""
        return bool(self.crashes) or any(fault in self.hits for fault in UNTOLD)

    def _refer(self, place: str, key: str) -> None:
        table = self.tables[place]
        system, _, name = place.partition(".")
        others = self.tables[f"{system}.{self.topology.refers[name]}"]
        if others.rows:
            target = self._choose(others)
            self._say(f"refer {place} {key} to {target}")
            self.touched[place, key] += 1
            table.edit(key, "ref", target)

    def add(self, place: str) -> str:
        """Somebody makes a record, maybe one that another system has as well; its key."""
        table = self.tables[place]
        tags = [row.values["tag"] for other in self.tables.values() for row in other.rows.values()]
        mine = {row.values["tag"] for row in table.rows.values()}
        twin = [tag for tag in sorted(tags) if tag not in mine]
        has_matches = any(edge.matches for edge in self.topology.edges)
        self.added += 1
        tag = f"n{self.added}-{place}"
        if has_matches and twin and self.random.random() < 0.4:
            tag = self.random.choice(twin)
        values: dict[str, Any] = {"tag": tag, "ref": None, "c": None, "n": None}
        for name in "pq":
            values[name] = self._spelled(self.oracle.fresh(name), name) if self.random.random() < 0.8 else None
        if self.extras.numbers and self.more.random() < 0.8:
            values["n"] = number_of(self.oracle.fresh("n"))
        key = table.add(values)
        self.oracle.made((place, key), values.values())
        self.touched[place, key] += 1
        self._say(f"add {place} {key} {values}")
        return key

    def wait(self, minutes: int) -> None:
        """Time goes by, and what is late arrives."""
        self.now += dt.timedelta(minutes=minutes)
        self._deliver_late()

    def _deliver_late(self) -> None:
        for place in sorted(self.tables):
            late, self.tables[place].late = self.tables[place].late, []
            for act in late:
                try:
                    self.tables[place].arrive(act)
                    self._say(f"late write at {place} arrives")
                except FlowcError as refused:
                    self._say(f"late write at {place} is refused: {refused}")

    # ---- passes ----

    def run(self, flows: list[Flow], dies_at: tuple[str, int] = ("", 0)) -> int:
        """One pass, that dies when it comes by a point for the nth time; the number of writes that arrived in it."""
        self.now += dt.timedelta(minutes=15)
        self._deliver_late()
        for table in self.tables.values():
            table.next_pass()
        self.passes += 1
        self.is_apart = self.is_apart or len(flows) < len(self.flows)
        before, held, said = self.sent(), self._held(), len(self.log)
        earlier, unread = self.edits, self._unread()
        self.edits = {}
        linked = {(link.pair, link.left_key): link.id for link in self.store.links()}
        pairs = [f"{one}|{other}" for e in self.topology.edges for one, other in ((e.left, e.right), (e.right, e.left))]
        options = Options(
            policies=self.policies,
            audit_hours=self.audits,
            allow_deletes=True,
            allow_rewrites=True,
            create_all=frozenset(pairs),
        )
        endpoints = {(table.system, table.name): table for table in self.tables.values()}
        run_id = f"r{self.seed}-{self.passes}"
        engine = Engine(tuple(flows), endpoints, self.store, options, lambda: self.now, run_id=run_id)
        self._say(f"pass {self.passes} over {[flow.name for flow in flows]} at {self.now:%H:%M}")
        self.barred = self._bar()
        self.in_pass = True
        try:
            with on(self._dies(*dies_at)):
                engine.run()
        except Cut as cut:
            self._say(f"dies at {cut}")
        except FlowcError as halted:
            self._say(f"halted: {halted}")
            self.violations.append(f"halted: {halted}")
        finally:
            self.in_pass = False
        if self._unread() > unread:
            now = self.edits
            self.edits = {record: earlier.get(record, []) + now.get(record, []) for record in earlier | now}
        if not any("meanwhile" in line for line in self.log[said:]):
            for pair, key, row in held.keys() - self._held().keys():
                waits = any(not entry.row for entry in self.store.entries(pair, "left", key))
                is_there = self._is_linked(linked[pair, key])
                if not held[pair, key, row] and is_there and not waits:
                    self.violations.append(f"a hold was closed by nobody: {pair} {key} [{row}]")
        return self.sent() - before

    def _unread(self) -> int:
        """How often something could not be read, or a pass ended early."""
        kinds = ("list", "page", "fetch")
        return sum(self.hits[f"{kind} unavailable"] for kind in kinds) + sum(self.crashes.values())

    def _held(self) -> dict[tuple[str, str, str], bool]:
        """The holds that are open where there is but one pair, and whether both sides are equal now."""
        if len(self.topology.edges) > 1:
            return {}
        links = {link.left_key: link for link in self.store.links() if link.state == "active"}
        found = {}
        for entry in self.store.entries():
            link = links.get(entry.key)
            if link is None or not entry.reason.startswith("both sides"):
                continue
            left, right = entry.pair.split("|")
            name = entry.row.partition(" ")[0]
            ends = self.tables[left].rows.get(link.left_key), self.tables[right].rows.get(link.right_key)
            values = [token_of(end.values.get(name)) if end is not None else "" for end in ends]
            found[entry.pair, entry.key, entry.row] = values[0] == values[1]
        return found

    def _is_linked(self, number: int) -> bool:
        """Whether a link is there still, and both its ends are."""
        for link in self.store.links():
            if link.id == number and link.state == "active":
                left, right = link.pair.split("|")
                return link.left_key in self.tables[left].rows and link.right_key in self.tables[right].rows
        return False

    def _dies(self, wanted: str, hit: int) -> Any:
        """What dies at a point: the wanted one, or one that is drawn before the pass."""
        if not wanted and not self.is_over and self.random.random() < self.crash_rate:
            wanted, hit = self.random.choice(CRASHES), self.random.choice((1, 1, 2, 3))
        hits = [0]

        def act(name: str) -> None:
            if name == wanted:
                hits[0] += 1
                if hits[0] == hit:
                    self.crashes[name] += 1
                    raise Cut(f"{name}:{hit}")

        return act

    def _trouble(self, system: str, name: str, operation: str) -> str:
        """What goes wrong with a call, and what people do meanwhile."""
        if self.is_over or not self.in_pass:
            return ""
        if self.injects and self.random.random() < self.injects:
            self._say(f"meanwhile, at {operation} {system}.{name}:")
            self.act()
        if system == self.barred and operation in ("create", "update", "delete"):
            self.hits[f"barred {operation}"] += 1
            self._say(f"barred: {operation} {system}.{name}")
            return "unavailable"
        rate = max(self.rate, 0.6) if operation == "delete" else self.rate  # few deletes are ever sent
        if operation == "update" and self.ignores and self.more.random() < self.rate:
            self.hits["update ignored"] += 1
            self._say(f"ignored: {operation} {system}.{name}")
            return "ignored"
        for fault in FAULTS.get(operation, ()):
            if f"{operation} {fault}" in self.faults and self.random.random() < rate:
                self.hits[f"{operation} {fault}"] += 1
                self._say(f"{fault}: {operation} {system}.{name}")
                return fault
        return ""

    def _bar(self) -> str:
        """A system that takes no writes for a pass, so that what goes through it stops half-way; or ""."""
        if self.is_over or self.bars.random() >= self.bar_rate:
            return ""
        if self.barred and self.bars.random() < 0.7:  # an outage may last
            return self.barred
        return self.bars.choice(sorted({table.system for table in self.tables.values()}))

    def _lags(self, draw: random.Random, rate: float, table: Table, operation: str, key: str) -> bool:
        """Whether a read shows a record as it was before the last write."""
        if self.is_over or not self.in_pass or draw.random() >= rate:
            return False
        self.hits[f"{operation} stale"] += 1
        self._say(f"stale: {operation} {table.system}.{table.name} {key}")
        return True

    def _shifts(self, draw: random.Random, rate: float, table: Table, shown: Sequence[str]) -> None:
        """Somebody deletes a record that a list showed, while its further pages are read."""
        there = [key for key in shown if key in table.rows]
        if self.in_pass and not self.is_over and there and draw.random() < rate:
            self._say(f"meanwhile, between two pages of {table.system}.{table.name}:")
            self.delete(f"{table.system}.{table.name}", draw.choice(there))

    def sent(self) -> int:
        return sum(len(table.writes) for table in self.tables.values())

    # ---- the end ----

    def finish(self) -> None:
        """Faults stop, what is late arrives, passes run until nothing is sent; then everything is judged."""
        self.is_over = True
        for _ in range(MOST_QUIET):
            self.now += dt.timedelta(hours=2)
            if self.run(self.flows) == 0 and not self._is_moving():
                break
        else:
            self.violations.append("S-20 never quiet")
        before, links, said = self.sent(), self.store.links(), len(self.store.conflicts())
        self.run(self.flows)  # and the one before was quiet too
        if self.sent() != before:
            self.violations.append(f"S-07 {self.sent() - before} writes after everything was quiet")
        elif self.store.links() != links:
            self.violations.append("S-08 links or bases moved after everything was quiet")
        elif len(self.store.conflicts()) != said:
            self.violations.append("S-08 a conflict is told again after everything was quiet")
        self.violations += Laws(self).judge()
        self._tell_end()

    def _tell_end(self) -> None:
        """The end of a history, for who reads its log."""
        if not self.violations:
            return
        self._say(f"policy {self.policies.default}, systems {[(t.system, t.habits) for t in self.tables.values()]}")
        for place, table in self.tables.items():
            for key, row in table.rows.items():
                self._say(f"shows {place} {key} {row.values}")
        for link in self.store.links():
            ends = f"{link.left_key}={link.right_key} {link.state}"
            self._say(f"link {link.pair} {ends} {link.left_base} {link.right_base}")
        for entry in self.store.entries():
            self._say(f"entry {entry.pair} {entry.side} {entry.key} [{entry.row}] {entry.kind}: {entry.reason}")
        for conflict, link, run in self.store.conflicts():
            values = f"{conflict.left_value} {conflict.right_value}"
            said = f"{conflict.winner} {conflict.rule} {run}"
            self._say(f"conflict {link.pair} {link.left_key} [{conflict.row}] {values} {said}")

    def _is_moving(self) -> bool:
        """Whether one more pass sends something, moves a link, or has come nearer to knowing what became of a create:
        where counted pages may have lost a record, that takes whole lists between which nothing moves."""
        before, sent, looked = self.store.links(), self.sent(), self.store.note("over")
        self.run(self.flows)
        return self.store.links() != before or self.sent() != sent or self.store.note("over") != looked

    def digest(self) -> str:
        """What the systems and the store hold in the end, as one number."""
        held = repr(sorted((place, key, sorted(row.values.items(), key=str)) for place, table in self.tables.items()
                           for key, row in table.rows.items()))
        return hashlib.sha256((held + repr(self.store.dump())).encode()).hexdigest()[:16]

    def state(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """What the systems show in the end by place and tag, whatever keys they gave."""
        found: dict[tuple[str, str], list[dict[str, str]]] = {}
        for place, table in self.tables.items():
            for row in table.rows.values():
                shown = {name: token_of(row.values.get(name)) for name in self.names}
                found.setdefault((place, str(row.values.get("tag")).strip().lower()), []).append(shown)
        return {place: sorted(shown, key=repr) for place, shown in found.items()}

    def _say(self, text: str) -> None:
        self.log.append(text)


def play(seed: int, topology: str = "") -> Outcome:
    """Play a history. A calm one is played again in another listing order: it must end in the same state (S-27)."""
    history = History(seed, topology)
    outcome = history.play()
    if history.is_calm and not outcome.violations:
        other = History(seed, topology, shuffled=True)
        other.play()
        if other.state() != history.state():
            outcome.violations.append("S-27 another listing order ends in another state")
            outcome.log += ["", "in another order:", *other.log]
    return outcome
