"""What records are looked up by, kept up to date in the store: match values, and who refers to whom.

Both follow from Snapshots, and are made anew where what they follow from has changed. They are there so that a pass
costs what changed: a new record is matched, and a connected one found, without reading all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from . import wire
from .connected import refers, targets_of, types_referred_to
from .matching import shown
from .model import ObjectType, Side
from .store import SnapshotRow, Store
from .world import Group

__all__ = ["Lookups"]

_PORTION = 1000


class Lookups:
    """The look-ups that these groups need, over ObjectTypes by (system, name)."""

    def __init__(
        self,
        store: Store,
        groups: Mapping[str, Group],
        types: Mapping[tuple[str, str], ObjectType],
    ) -> None:
        self._store = store
        self._groups = [group for group in groups.values() if any(pair.match for pair in group.pairs)]
        rules = [rule for group in groups.values() for side in Side for rule in group.rules(side)]
        is_asked = any(rule.connected is not None for rule in rules)
        renewable = {
            place for place, kind in types.items() if kind.created
        }  # their keys may be another record's one day
        self._referring = {
            place: kind
            for place, kind in types.items()
            if (is_asked and refers(kind)) or any((place[0], name) in renewable for name in types_referred_to(kind))
        }

    def refresh(self) -> None:
        """Take in what was stored since the last time."""
        newest = self._store.newest()
        for group in self._groups:
            labels = [match.label for pair in group.pairs for match in pair.match]
            meaning = msgspec.json.encode(labels).decode()
            if self._store.note(f"matched:{group.key}") != meaning:
                with self._store.transaction():
                    self._store.clear_match_values(group.key)
                    for side in Side:
                        self._store.set_note(f"matched:{group.key} {side.value}", "0")
                    self._store.set_note(f"matched:{group.key}", meaning)
            for side in Side:
                kind = group.type(side)
                note = f"matched:{group.key} {side.value}"
                for rows in self._changed(kind, note, newest):
                    values = {
                        row.snapshot.key: (
                            list(
                                shown(
                                    group,
                                    side,
                                    wire.decode(kind, row.snapshot.document).record,
                                )
                            )
                            if row.gone != "deleted" and group.in_scope(side, row.snapshot.document)
                            else []
                        )
                        for row in rows
                    }
                    self._store.set_match_values(group.key, side.value, values)
        for (system, name), kind in self._referring.items():
            for rows in self._changed(kind, f"referred:{system}.{name}", newest):
                targets = {
                    row.snapshot.key: (set() if row.gone else targets_of(kind, row.snapshot.document)) for row in rows
                }
                self._store.set_references(system, name, targets)

    def _changed(
        self, kind: ObjectType, note: str, newest: Mapping[tuple[str, str], int]
    ) -> Iterator[list[SnapshotRow]]:
        """What was stored of an ObjectType since the number in a note, in portions; each moves the note with it."""
        place = (kind.system.name, kind.name)
        seen = int(self._store.note(note) or 0)
        while seen < newest.get(place, 0):
            changed = self._store.changed_keys(*place, seen, _PORTION)
            if not changed:
                return
            seen = changed[-1][1]
            with self._store.transaction():
                yield self._store.snapshot_rows(*place, [key for key, _ in changed])
                self._store.set_note(note, str(seen))
