"""Writes whose outcome is not known, settled by evidence before a pass plans anything (S-16, S-17)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Container, Mapping

from .arrivals import ASSUMED_SECONDS, Arrivals
from .endpoint import Endpoint
from .lost_creates import LostCreates
from .lost_updates import LostUpdates
from .passes import Report
from .state import values_in
from .store import IntentRow, Settled, Store
from .turning import turned_pair
from .world import Group, RecordId, World

__all__ = ["Settlement"]


class Settlement:
    """Settles what a run before left open, or this one. `world` makes a World of what is stored now."""

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        report: Report,
        now: dt.datetime,
        world: Callable[[], World],
        groups: Mapping[str, Group],
        keep: Callable[[], None] = lambda: None,
        slippery: Container[tuple[str, str]] = (),
    ) -> None:
        """`groups` are those of every flow that is run, also where a system is out of reach and the World leaves them
        out. `keep` is called between any two requests. `slippery` are (system, ObjectType) whose list may have lost a
        record while it was read."""
        self._store, self._endpoints, self._report, self._groups = store, endpoints, report, groups
        self._world_of, self._keep = world, keep
        self._types = world().types
        self._arrivals = Arrivals(store, self._types, now, report.run, slippery)
        self._waiting: list[Settled] = []

    def run(self) -> dict[RecordId, str]:
        """Settle what can be settled without sending; `finish` settles the rest.

        Returns the records of which a write is still open, which are left alone, each with what it waits for.
        """
        open_records: dict[RecordId, str] = {}
        self._arrivals.forget_settled()
        left = {(one.pair, one.side, one.key) for one in self._store.decisions() if one.choice == "leave"}
        for one in self._store.open_intents():
            self._keep()
            intent = one.intent
            place = (intent.system, intent.type)
            if one.state == "planned" or place not in self._types:
                continue
            if intent.action == "create":
                if not self._report.is_out(*place):
                    self._create(one, (intent.pair, intent.source_side, intent.source_key) in left)
            elif waits := self._change(one):
                open_records[RecordId(*place, intent.key)] = waits
        return open_records

    def finish(self, sends: bool) -> None:
        """Settle the creates that may be sent once more. `sends`: whether they are; not where a pass only compares."""
        for one in self._waiting:
            self._keep()
            self._creates().settle(one, sends)

    def _create(self, one: Settled, is_left: bool) -> None:
        """Settle a create; one that may be sent once more waits. `is_left`: a person said to leave its record alone."""
        creates = self._creates()
        if not one.intent.until and self._arrivals.would_be_listed(one, ASSUMED_SECONDS):
            self._store.set_until(one.id, self._store.sequence())
        if is_left:
            creates.leave(one)
        elif not creates.settle(one):
            self._waiting.append(one)

    def _change(self, one: Settled) -> str:
        """Settle an update or a delete: "", or what it waits for."""
        intent = one.intent
        if not self._is_ours(intent):
            # its own links tell which elements of a list it made, and they are not here
            lists = values_in(intent.bases).get("lists", ())
            return f"a pass over {lists[0]['pair']} looks at it" if lists else ""
        if self._report.is_out(intent.system, intent.type):
            return f"a pass that reaches {intent.system} looks at it"
        updates = LostUpdates(self._store, self._endpoints, self._groups, self._world_of(), self._arrivals)
        return updates.settle(one)

    def _creates(self) -> LostCreates:
        return LostCreates(self._store, self._endpoints, self._report, self._world_of(), self._arrivals)

    def _is_ours(self, intent: IntentRow) -> bool:
        """Whether a flow that is run asked for the write; its own links are to be told, and others are not here."""
        pairs = {end for why in json.loads(intent.why or "[]") for end in (why["pair"], turned_pair(why["pair"]))}
        return not pairs or bool(pairs & self._groups.keys())
