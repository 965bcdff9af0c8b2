"""The first bases of a link whose record was made: of what was sent, as far as nothing says otherwise (S-17)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from . import wire
from .held import BLANK_OR_CLEARED
from .model import Binding, Side, Snapshot
from .origins import as_written, cleared
from .planned import json_of
from .rewrites import is_taken
from .state import values_in
from .store import IntentRow, LinkRow, Store
from .world import Group, World

__all__ = ["remember_made", "remember_sent", "shown_by"]


def shown_by(world: World, group: Group, side: Side, snapshot: Snapshot) -> dict[str, Any]:
    """What a record shows by row identity, canonical, as plain JSON."""
    found: dict[str, Any] = {}
    for pair in group.pairs:
        values = world.shown(pair, side, wire.decode(pair.side(side).type, snapshot.document).record)
        found |= {row.identity: json_of(values[row.name]) for row in pair.rows}
    return found


def remember_sent(
    link: LinkRow, group: Group, values: Mapping[str, Any], shown: Mapping[str, Any] | None = None
) -> None:
    """Give a new link the bases of what was sent: by row identity, what the source showed and what was sent (S-17).

    `shown` is what the record shows, where nothing proves that our create made it: a person may have made it too. Then
    a blank in it waits for a person, and unless it shows more than half of what was sent it has bases only where it
    does.
    """
    equal = {name for name, (_, sent) in values.items() if shown is None or shown.get(name) == sent}
    is_ours = 2 * len(equal) > len(values)
    for pair in group.pairs:
        for row in pair.rows:
            if row.identity not in values or row.keyed:
                continue
            own, sent = values[row.identity]
            if row.identity not in equal and shown is not None and row.binding is Binding.TWO_WAY:
                if shown.get(row.identity) is None:
                    link.decided[row.identity] = {"hold": BLANK_OR_CLEARED}
                    continue
                if not is_ours:
                    continue
            if row.binding is Binding.TWO_WAY:
                # where the value is on its way to the source too, only the new record has it
                link.left_base[row.identity] = link.right_base[row.identity] = own
            else:
                link.followers[row.identity] = {"own": False, "source": sent, "target": sent}


def remember_made(
    store: Store, world: World, link: LinkRow, group: Group, side: Side, intent: IntentRow, snapshot: Snapshot
) -> None:
    """Remember of a record that a create made, or may have made, where the values were edited that it shows of what was
    sent, and in which form; a value that it does not show waits for a person. A create that is answered a second time
    may show what was edited since."""
    kind, reasons = group.type(side), json.loads(intent.why or "[]")
    origins: dict[str, list[str]] = reasons[0].get("origins", {}) if reasons else {}
    record, sent = wire.decode(kind, snapshot.document).record, wire.decode(kind, values_in(intent.body)).record
    taken = {
        name for name in origins if is_taken(getattr(sent, name, UNSET), getattr(record, name, UNSET), UNSET)
    }
    wrote = {
        name: as_written(getattr(record, name), origins[name], intent.sequence, getattr(sent, name))
        for name in sorted(taken)
    }
    blank = cleared(sent, record, [prop.attribute for prop in kind.properties])  # or it was never taken
    store.set_wrote(intent.system, intent.type, snapshot.key, blank | wrote)
    told, base = shown_by(world, group, side, snapshot), link.right_base if side is Side.RIGHT else link.left_base
    values = values_in(intent.bases)
    for pair in group.pairs:
        for row in pair.rows:
            own, value = values.get(row.identity, (None, None))
            if value is not None and told[row.identity] is None and row.identity in base and not row.keyed:
                link.left_base.pop(row.identity)
                link.right_base.pop(row.identity)
                link.decided[row.identity] = {"hold": BLANK_OR_CLEARED}
            is_there = (row.right if side is Side.RIGHT else row.left) in taken and own == value
            if is_there and row.identity in base and not row.keyed:
                base[row.identity] = told[row.identity]
