"""Updates and deletes that have no answer, settled by looking at their record (S-16).

What it shows is what was sent, or what it showed before, or neither. The link is told, and planning decides with all
three as possible bases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from . import wire
from .arrivals import ASSUMED_SECONDS, Arrivals
from .bodies import leaves
from .endpoint import Endpoint
from .errors import Rejected, RemoteError
from .intake import take_in
from .lag import Lag
from .line_paths import with_past
from .lost_lines import LINES_LOST, traced
from .model import Binding, ObjectPair, Record, Row, Side, Snapshot
from .origins import as_written, cleared, edited
from .outbox import ASKED, UNSEEN
from .planned import following_json, json_of
from .pulling import doubt
from .reconcile import Following, same
from .renewed import is_another
from .rewrites import Written, is_taken
from .rewrites import answered as written_down
from .stamps import rounded
from .state import exact_text, values_in
from .store import IntentRow, LinkRow, Settled, Store
from .world import Group, RecordId, World, bases_of

__all__ = ["LostUpdates"]

_LAGS = "reads of its system may lag behind, and the next pass looks at it again"
_UNCLEAR = "the record shows neither what was sent nor what it showed before"


class LostUpdates:
    """Settles updates and deletes by what a World knows, and by one more look at each record."""

    def __init__(
        self,
        store: Store,
        endpoints: Mapping[tuple[str, str], Endpoint],
        groups: Mapping[str, Group],
        world: World,
        arrivals: Arrivals,
    ) -> None:
        """`groups` are those of every flow that is run, also where a system is out of reach."""
        self._store, self._endpoints, self._groups, self._world = store, endpoints, groups, world
        self._arrivals = arrivals
        self._lag = Lag(store, world.types, world.now)

    def settle(self, one: Settled) -> str:
        """Look at the record, and settle the write: "". Where it cannot be looked at, or may still change by what was
        sent: what that waits for."""
        intent = one.intent
        kind = self._world.types[intent.system, intent.type]
        known = self._store.snapshot(intent.system, intent.type, intent.key)
        try:
            found = self._endpoints[intent.system, intent.type].fetch(intent.key, known.document if known else None)
        except Rejected:
            found = known  # it cannot be looked at alone: what the pull just showed has to do
        except RemoteError as error:
            return f"the next pass looks at it again: {error.reason}"
        if self._lag.is_stale(intent.system, intent.type, intent.key, found):
            if found is not None and known is not None and is_another(kind, found, known):
                doubt(self._store, intent.system, intent.type, [intent.key])  # a feed may have told of it, and lagged
            return _LAGS
        if found is None:
            with self._store.transaction("settle"):
                self._store.set_gone(intent.system, intent.type, {intent.key: "deleted"})
                done = intent.action == "delete"
                self._store.settle(one.id, "applied" if done else "rejected", "the record is gone")
            return ""
        untouched = self._is_as_before(intent, found)
        if untouched and self._lag.may_lag(one):
            return _LAGS
        is_done = one.reason == UNSEEN
        # a guarded write is harmless when it comes late: it is refused, or ours is and merges with it
        is_late = not intent.precondition and one.reason != ASKED and not self._arrivals.is_over(one, ASSUMED_SECONDS)
        if untouched and is_late:
            ends = self._arrivals.ends(one, ASSUMED_SECONDS).isoformat(timespec="seconds")
            until = f"until {ends} it may still arrive"
            name = f"{intent.system}.{intent.type} {intent.key}"
            return until if is_done else f"{until}; `flowc retry {name}` settles it by what the record shows"
        with self._store.transaction("settle"):
            if not untouched and not is_done and intent.action != "delete":
                self._remember_undone(intent, found)
            take_in(self._store, kind, [found], sent={intent.key: values_in(intent.body)})
            if is_done and intent.action == "update":
                self._tell_links(intent, found, is_done)
                self._store.settle(one.id, "applied")
            elif untouched or intent.action == "delete":
                self._store.settle(one.id, "rejected", "the record is as it was before")
                self._look_again(intent)
            else:
                arrived = self._tell_links(intent, found)
                self._store.settle(one.id, "applied" if arrived else "ambiguous", "" if arrived else _UNCLEAR)
        return ""

    def _remember_undone(self, intent: IntentRow, found: Snapshot) -> None:
        """Keep what the record showed right after our write, where that is proven and somebody took a part of it back.

        A request arrives as a whole: if one attribute shows what was sent, and did not before, then the others that
        show what they were before went there and back, which is an edit (SEMANTICS section 6). So they did where all
        shows what it was before under another version.
        """
        kind = self._world.types[intent.system, intent.type]
        present, sent = wire.decode(kind, found.document).record, self._sent(intent)
        before = values_in(intent.before)
        now = {n: value for n in sent if not isinstance(value := getattr(present, n), UnsetType)}
        as_before = {n for n, value in now.items() if exact_text(json_of(value)) == exact_text(before.get(n))}
        was = self._typed(intent, intent.before)
        shown = {n for n, value in now.items() if is_taken(sent[n], value, was.get(n, UNSET))}
        undone = {n: sent[n] for n in sorted(as_before - shown) if not kind.property_named(n).key}
        if undone and (shown - as_before or self._is_back(intent, found)):
            document = wire.patched(kind, kind.patch(**undone), found.document)
            self._store.put_snapshots(intent.system, intent.type, [msgspec.structs.replace(found, document=document)])
            self._store.set_wrote(intent.system, intent.type, intent.key, {name: [] for name in undone})

    def _is_back(self, intent: IntentRow, found: Snapshot) -> bool:
        """Whether a record was written since our write was planned, and shows all that it showed then.

        Its stamp has to say so too, if it has one: there are servers whose versions move by themselves.
        """
        kind = self._world.types[intent.system, intent.type]
        known = self._store.snapshot(intent.system, intent.type, intent.key)
        seen = self._store.earlier(intent.system, intent.type, [intent.key], 0).get(intent.key, [])
        before = next((one for one in (*seen, known) if one and one.version == intent.precondition != ""), None)
        counts = (kind.version, kind.modified)
        if before is None or rounded(before.modified) == rounded(found.modified) != "":
            return False
        then, now = (
            {path: value for path, value in leaves(one.document) if value is not None and path not in counts}
            for one in (before, found)
        )
        return then == now

    def _sent(self, intent: IntentRow) -> dict[str, Any]:
        """The values that an update sent, by attribute."""
        return self._typed(intent, intent.body)

    def _typed(self, intent: IntentRow, body: str) -> dict[str, Any]:
        values = values_in(body)
        patch = msgspec.convert(values, self._world.types[intent.system, intent.type].patch, strict=False)
        return {name: getattr(patch, name) for name in values}

    def _tell_links(self, intent: IntentRow, found: Snapshot, is_done: bool = False) -> bool:
        """Let the links that asked for the write know what it may have brought. Whether all of it is there.

        What other links of the record see is an edit like any other: they did not plan it. `is_done`: it arrived; what
        shows what it was before was kept by its system; of anything else nobody can tell what it was written over.
        """
        reasons = json.loads(intent.why)
        asked = {(why["pair"], why["row"]) for why in reasons}
        kind = self._world.types[intent.system, intent.type]
        present, sent = wire.decode(kind, found.document).record, self._sent(intent)
        patched = msgspec.structs.replace(present, **sent)
        was = self._typed(intent, intent.before)
        before = msgspec.structs.replace(present, **was)
        taken = {name for name in sent if is_taken(sent[name], getattr(present, name), was.get(name, UNSET))}
        since = self._store.earlier(intent.system, intent.type, [intent.key], intent.sequence).get(intent.key, [])
        seen = [wire.decode(kind, one.document).record for one in since]
        # what is there is no edit made there: it was made where it came from
        origins = {why["attribute"]: why["origin"] for why in reasons if why.get("origin")}
        there = {name: origin for name, origin in origins.items() if name in taken}
        wrote = {
            name: as_written(getattr(present, name), origin, intent.sequence, sent[name])
            for name, origin in there.items()
        }
        # of what is not there: a blank after a value was cleared, and what moved after it arrived is an edit over that
        absent = [name for name in sent if name not in taken and not kind.property_named(name).key]
        for record in seen:
            wrote |= cleared(record, present, absent)
        if is_done:
            moved = [name for name in absent if name in origins and _is_moved(name, was, seen, present)]
            wrote |= {name: edited(as_written(sent[name], origins[name], intent.sequence, None)) for name in moved}
        self._store.set_wrote(intent.system, intent.type, intent.key, wrote)
        arrived = True
        for row in self._store.links_of(intent.system, intent.type, [intent.key]):
            group = self._groups.get(row.pair)
            if row.state != "active" or group is None:
                continue
            for side in Side:
                if group.end(row, side) != RecordId(intent.system, intent.type, intent.key):
                    continue
                for pair, line in _rows(group, side, sent):
                    attribute, other = (line.right, line.left) if side is Side.RIGHT else (line.left, line.right)
                    is_asked = (row.pair, line.identity) in asked
                    # where it is as it was sent, what we wrote tells every link; where not, also those need to know it
                    # whose other end shows the edit that was sent
                    origin = None if attribute in taken else origins.get(attribute)
                    if not is_asked and not self._is_from(group.end(row, side.other), other, origin):
                        continue
                    now, then = (self._world.shown(pair, side, record)[line.name] for record in (present, patched))
                    is_form = attribute in taken
                    is_there = is_form or same(now, then)
                    arrived = arrived and is_there
                    if line.binding is not Binding.TWO_WAY:
                        if is_there and not isinstance(now, UnsetType):  # else it is as it was, or its own
                            row.followers[line.identity] = following_json(Following(then, now))
                        continue
                    # it was not kept, but edited, where it showed another value meanwhile
                    kept = [self._world.shown(pair, side, one)[line.name] for one in (before, *seen)]
                    is_kept = UNSET not in (now, then, kept[0]) and all(one is UNSET or same(now, one) for one in kept)
                    if is_done and (is_kept or is_there) and self._shows(pair, side.other, group, row, line, then):
                        bases = {Side.LEFT: row.left_base, Side.RIGHT: row.right_base}
                        bases[side][line.identity] = json_of(now)
                        bases[side.other][line.identity] = json_of(then)
                        row.looked = row.looked | {line.identity: intent.sequence}
                        if is_kept and not is_there:
                            row.rewrites[line.identity] = written_down(Written(side.value), "", kept=True)
                        continue
                    told = row.maybe.setdefault(side.value, {}).setdefault(line.identity, [])
                    for value in (then, now) if is_form else (then,):
                        if not isinstance(value, UnsetType) and json_of(value) not in told:
                            told.append(json_of(value))
                    if is_there:
                        row.looked = row.looked | {line.identity: intent.sequence}
                for one in values_in(intent.bases).get("lists", ()):
                    if (one["link"], one["pair"]) == (row.id, row.pair):
                        arrived = self._tell_list(row, group, side, one, present) and arrived
            row.dirty = True
            self._store.save_link(row)
        return arrived

    def _shows(self, pair: ObjectPair, side: Side, group: Group, link: LinkRow, row: Row, value: Any) -> bool:
        """Whether this end of a link shows a canonical value, or its system's own form of it. One that is gone, or that
        refused what was on its way to it as well, does not: the two have not agreed on it."""
        record = group.end(link, side)
        known = self._world.known(record)
        shown = (known.record, self._world.as_edited(record, known)) if known is not None else ()
        return any(same(value, self._world.shown(pair, side, one)[row.name]) for one in shown)

    def _is_from(self, record: RecordId, attribute: str, origin: Sequence[str] | None) -> bool:
        """Whether a value was edited on this record, or what it shows was edited where that one was."""
        if origin is None:
            return False
        if tuple(origin[1:4]) == (f"{record.system}.{record.type}", record.key, attribute):
            return True
        known = self._world.known(record)
        return known is not None and self._world.origin(record, known, attribute)[1:] == tuple(origin[1:])

    def _tell_list(self, link: LinkRow, group: Group, side: Side, one: dict[str, Any], present: Record) -> bool:
        """Let a link know which elements of a keyed list a write has made. Whether all of it is there.

        Where that cannot be told the list is held: making them again would double them.
        """
        for pair in group.pairs:
            for row in pair.rows:
                if row.identity != one["row"]:
                    continue
                stored = (link.left_base, link.right_base)
                bases = [bases_of(pair, base).get(row.name, UNSET) for base in stored]
                lines = [bases_of(pair, {row.identity: ends}).get(row.name, UNSET) for ends in one["lines"]]
                shown = self._world.shown(pair, side, present)[row.name]
                if not all(isinstance(ends, tuple) for ends in (*lines, shown)):
                    return False
                found = traced((lines[0], lines[1]), shown, (bases[0], bases[1]), side, bool(one["alone"]))
                if found.bases:
                    before = stored[0].get(row.identity), stored[1].get(row.identity)
                    now = tuple(json_of([ends[place] for ends in found.bases]) for place in (0, 1))
                    stored[0][row.identity], stored[1][row.identity] = with_past(before, (now[0], now[1]))
                if found.is_unclear:
                    link.decided.setdefault(row.identity, {"hold": LINES_LOST})
                return found.is_whole
        return True

    def _look_again(self, intent: IntentRow) -> None:
        for row in self._store.links_of(intent.system, intent.type, [intent.key]):
            row.dirty = True
            self._store.save_link(row)

    def _is_as_before(self, intent: IntentRow, found: Snapshot) -> bool:
        """Whether nothing was written to the record: its version says so, or all that was sent shows what it was."""
        if intent.precondition:
            return found.version == intent.precondition
        before = values_in(intent.before)
        if intent.action == "delete":
            return found.document == before
        record = wire.decode(self._world.types[intent.system, intent.type], found.document).record
        return bool(before) and exact_text({name: json_of(getattr(record, name)) for name in before}) == intent.before


def _rows(group: Group, side: Side, sent: Mapping[str, Any]) -> Iterator[tuple[ObjectPair, Row]]:
    """The rows that write what was sent, lists of lines aside."""
    for pair in group.pairs:
        for row in pair.rows:
            attribute = row.left if side is Side.LEFT else row.right
            if attribute in sent and row.binding.target in (None, side) and not row.keyed:
                yield pair, row


def _is_moved(name: str, was: Mapping[str, Any], seen: Sequence[Record], present: Record) -> bool:
    """Whether an attribute showed another value than it had before a write. What a read left out is no other value."""
    shown = [value for record in (*seen, present) if not isinstance(value := getattr(record, name), UnsetType)]
    is_read = not isinstance(getattr(present, name), UnsetType)
    return is_read and name in was and any(not same(one, was[name]) for one in shown)
