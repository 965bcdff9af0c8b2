"""Whether a section's creation rule lets a record get one on the other side (SEMANTICS section 3). Pure."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from .connected import References, connection_text, is_linked_into
from .model import Connected, Creation, CreationRule, ObjectType, Side
from .planning import Merging
from .world import Group, Known, RecordId, World

__all__ = ["Rules", "Unlinked"]


class Unlinked(Struct, frozen=True):
    """A record without a link in a group, on the side of it that a creation starts from."""

    group: Group
    side: Side
    record: RecordId
    known: Known

    @property
    def kind(self) -> ObjectType:
        """What would be made for it."""
        return self.group.type(self.side.other)

    @property
    def target(self) -> tuple[str, str]:
        """The (system, ObjectType) of what would be made for it."""
        return (self.kind.system.name, self.kind.name)

    @property
    def place(self) -> tuple[str, Side, str]:
        """What entries about it are kept under."""
        return (self.group.key, self.side, self.record.key)


class Rules:
    """The creation rules of a round.

    `awaited` names, for a record and a system, the records that would be created there were they not waiting for it.
    """

    def __init__(self, world: World, merging: Merging) -> None:
        self.references = References(world)
        self.awaited: dict[tuple[RecordId, str], set[RecordId]] = defaultdict(set)
        self._world = world
        self._merging = merging
        self._near: dict[tuple[RecordId, Connected], tuple[frozenset[RecordId], bool]] = {}

    def reason(self, one: Unlinked) -> str:
        """Why no rule of the group lets this record get a counterpart, all reasons; "" if one does."""
        reasons = [self._reason(one, rule) for rule in one.group.rules(one.side)]
        return "; ".join(dict.fromkeys(reasons)) if all(reasons) else ""

    def _reason(self, one: Unlinked, rule: CreationRule) -> str:
        if rule.kind is Creation.EVERY:
            return ""
        if rule.kind is Creation.CONNECTED:
            return self._connected(one, rule.connected)
        if rule.kind is Creation.MATCH_ONLY:
            return "nothing matches, and this section never creates"
        if rule.when is None:
            return "the section's condition is not bound in the source profile, so it creates nothing"
        if rule.when(self._merging.record(one.record, one.known)):
            return ""
        return f'the condition "{rule.prose}" does not hold'

    def _connected(self, one: Unlinked, connected: Connected | None) -> str:
        if connected is None:
            return "the names of what it must be connected to could not be found, so it creates nothing"
        near, is_linked = self._related(one.record, connected)
        if is_linked or not near.isdisjoint(self.awaited.get((one.record, connected.into), ())):
            return ""
        return connection_text(self._world, one.group.type(one.side), connected)

    def _related(self, record: RecordId, connected: Connected) -> tuple[frozenset[RecordId], bool]:
        """What may connect a record, and whether any of it is linked."""
        if (record, connected) not in self._near:
            near = self.references.related(record, connected)
            linked = any(is_linked_into(self._world, other, connected.into) for other in near)
            self._near[record, connected] = (near, linked)
        return self._near[record, connected]
