"""Which systems were out of reach: kept in the state when a pass is over, for whoever asks what it left out.

What a pass could not read it cannot speak of record by record. So it says this much once, and `flowc status` and
`flowc why` say of every pair with such a system that what is to be done there waits.
"""

from __future__ import annotations

import json
from collections.abc import Collection

import msgspec

from .passes import Outage, Report
from .state import json_text
from .store import Store

__all__ = ["erase_outages", "keep_outages", "outages_of"]

_NOTE = "outages"


def outages_of(store: Store) -> list[Outage]:
    """What was out of reach when a pass last asked for it."""
    return msgspec.convert(json.loads(store.note(_NOTE) or "[]"), list[Outage])


def keep_outages(store: Store, report: Report, asked: Collection[tuple[str, str]]) -> None:
    """Keep what a pass that asked for these (system, ObjectType)s found out of reach. What it asked for and could use
    is forgotten; of what it did not ask for, what passes before it found still holds."""
    unasked = [one for one in report.earlier if not any(one.concerns(*place) for place in asked)]
    _keep(store, sorted([*report.outages, *unasked], key=lambda one: one.name))


def erase_outages(store: Store, instead: str) -> None:
    """Erase what systems said of themselves, which may repeat what they were sent: the next pass asks anew."""
    _keep(store, [msgspec.structs.replace(one, reason=instead) for one in outages_of(store)])


def _keep(store: Store, found: list[Outage]) -> None:
    if found != outages_of(store):
        store.set_note(_NOTE, json_text(msgspec.to_builtins(found)))
