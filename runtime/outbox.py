"""The part of the Store that keeps writes: written down before they leave, settled by answers, kept as history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from .state import State, next_number
from .tables import IntentRow

__all__ = ["ASKED", "UNSEEN", "Outbox"]

_FIELDS = IntentRow.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
_VALUES = ", ".join(f":{name}" for name in _FIELDS)
_OPEN = "('planned', 'sent', 'unknown')"

ASKED = "a person asked to settle it by what its record shows"
"""Why nobody waits any more for a write without an answer: `flowc retry` of its record."""

UNSEEN = "its system says that it is done, and it is not to be seen yet"
"""Why the outcome of an answered write is unknown: nothing has shown yet what the system made of it."""


class Settled(msgspec.Struct, frozen=True):
    """An intent as it stands: its number, its state, the reason for it, and the instant it was written down."""

    id: int
    intent: IntentRow
    state: str
    reason: str
    at: str


def _settled(row: tuple[Any, ...]) -> Settled:
    number, state, reason, at, *values = row
    return Settled(number, IntentRow(**dict(zip(_FIELDS, values, strict=True))), state, reason, at)


class Outbox(State):
    """Intents. States: planned, sent, applied, rejected, unknown, ambiguous."""

    def add_intent(self, intent: IntentRow, at: str) -> int:
        """Write down a write; its number."""
        values = msgspec.structs.asdict(intent)
        statement = (
            f"INSERT INTO intent (id, {_COLUMNS}, state, at) "
            f"VALUES ({next_number('intent')}, {_VALUES}, 'planned', :at) RETURNING id"
        )
        return int(self._write(statement, **values, at=at)[0][0])

    def settle(self, intent: int, state: str, reason: str = "", key: str = "", after: str = "") -> None:
        """What became of a write. `key` is that of the record a create made, `after` what the answer showed."""
        self._write(
            "UPDATE intent SET state = :state, reason = :reason, "
            "key = CASE WHEN :key = '' THEN key ELSE :key END, "
            "after = CASE WHEN :after = '' THEN after ELSE :after END WHERE id = :id",
            id=intent,
            state=state,
            reason=reason,
            key=key,
            after=after,
        )

    def set_until(self, intent: int, until: int) -> None:
        """Say that nothing that is seen first after this number can be what a create made."""
        self._write("UPDATE intent SET until = :until WHERE id = :id", id=intent, until=until)

    def sent_again(self, intent: int, at: str) -> None:
        """A create is sent once more, under its idempotency key: it may arrive from now on."""
        self._write("UPDATE intent SET again = :at, until = 0 WHERE id = :id", id=intent, at=at)

    def settle_all(self, intents: Iterable[int], state: str, reason: str = "") -> None:
        self._many(
            "UPDATE intent SET state = :state, reason = :reason WHERE id = :id",
            [{"id": intent, "state": state, "reason": reason} for intent in intents],
        )

    def unsettled(self) -> list[tuple[int, IntentRow, str]]:
        """Intents that were written down and never answered: (number, intent, state)."""
        return [(one.id, one.intent, one.state) for one in self._intents(f"state IN {_OPEN}")]

    def open_intents(self) -> list[Settled]:
        """The same, with the instant they were written down."""
        return self._intents(f"state IN {_OPEN}")

    def intent(self, number: int) -> Settled | None:
        found = self._intents("id = :id", id=number)
        return found[0] if found else None

    def intents_of(self, system: str, kind: str, key: str) -> list[Settled]:
        """Every write to a record, oldest first."""
        return self._intents("system = :system AND type = :type AND key = :key", system=system, type=kind, key=key)

    def intents_for(self, pair: str, side: str, key: str) -> list[Settled]:
        """The creates that were made for a record, oldest first."""
        where = "pair = :pair AND source_side = :side AND source_key = :key AND action = 'create'"
        return self._intents(where, pair=pair, side=side, key=key)

    def was_written(self, system: str, kind: str, key: str, since: str) -> bool:
        """Whether a write to a record arrived that was written down at this instant or later."""
        where = "system = :system AND type = :type AND key = :key AND state = 'applied' AND at >= :since"
        return bool(
            self._all(f"SELECT 1 FROM intent WHERE {where} LIMIT 1", system=system, type=kind, key=key, since=since)
        )

    def intents_of_run(self, run: str) -> list[Settled]:
        """Every write of a run, in the order they were written down."""
        return self._intents("run = :run", run=run)

    def runs(self, limit: int = 50) -> list[tuple[str, str, int]]:
        """The last runs that wrote anything: (run, instant of the first write, number of writes), newest first."""
        statement = (
            "SELECT run, min(at), count(*), max(id) FROM intent WHERE state = 'applied' GROUP BY run "
            "ORDER BY max(id) DESC LIMIT :limit"
        )
        return [(run, at, count) for run, at, count, _ in self._all(statement, limit=limit)]

    def _intents(self, where: str, **values: Any) -> list[Settled]:
        statement = f"SELECT id, state, reason, at, {_COLUMNS} FROM intent WHERE {where} ORDER BY id"
        return [_settled(row) for row in self._all(statement, **values)]
