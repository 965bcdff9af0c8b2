"""What must hold in the end of a history, law by law, by what the systems and the store show then."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from runtime.model import Side
from runtime.reconcile import AMBIGUOUS, FIRST, KEPT, Policy
from runtime.store import ConflictRow, EntryRow, LinkRow
from tests.simulate.oracle import token_of, told_in

if TYPE_CHECKING:
    from tests.simulate.history import History

__all__ = ["UNTOLD", "Laws"]

KEEPS = "a system answered and kept another value"
UNTOLD = tuple(f"{kind} {fault}" for kind in ("create", "update") for fault in ("lost after", "lost before", "late"))


class Laws:
    """The laws over one history; `judge` gives every violation as a sentence."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.store, self.tables, self.hits = history.store, history.tables, history.hits
        self.topology, self.extras = history.topology, history.extras

    def judge(self) -> Iterator[str]:
        shown: dict[str, list[str]] = {}
        for place, table in self.tables.items():
            for key, row in table.rows.items():
                for name in self.history.names:
                    token = token_of(row.values.get(name))
                    if token:
                        shown.setdefault(token, []).append(f"{place} {key}")
        entries = self.store.entries()
        logged = " ".join(
            [f"{conflict.left_value} {conflict.right_value}" for conflict, _, _ in self.store.conflicts()]
            + [f"{entry.reason} {entry.evidence}" for entry in entries]
        )
        open_places = self._open_places(entries)
        settled = {
            token: where
            for token, where in shown.items()
            if not all((place, token[0]) in open_places for place in where)
        }
        excused = " ".join(
            self.history.unprovable
            + [value for table in self.tables.values() for value in table.kept]  # it may go out again by another route
            + [f"{conflict.left_value} {conflict.right_value}" for conflict in self._unwon()]
            + [f"{entry.reason} {entry.evidence}" for entry in entries]
        )
        yield from self.history.oracle.judge(shown, settled, logged, excused)
        yield from self._disobeyed()
        yield from self._out_of_date()
        yield from self._false_conflicts()
        yield from self._of_one_hand()
        yield from self._echoed()
        yield from self._left_over(entries)
        yield from self._diverged()
        yield from self._misdirected()
        yield from self._not_followed()
        yield from self._against_rules()
        yield from self._doubled()
        yield from self._taken_twice()
        yield from self._deletes()
        yield from self._mistaken()
        yield from self._unexplained()
        yield from self._amplified()

    def _is_unproven(self) -> bool:
        """Whether some server rewrites values and proves nothing of it, or could not as its answer was lost: what it
        made of them counts as an edit."""
        untold = any(fault in self.hits for fault in UNTOLD) or bool(self.history.crashes)
        return any(
            (untold or table.habits.untold or table.habits.reads_back)
            and table.habits.normalise not in ("keep", "trim")
            for table in self.tables.values()
        )

    def _unwon(self) -> Iterator[ConflictRow]:
        """Conflicts where a person wrote on both sides: a value that is written over elsewhere may be seen again."""
        for conflict, _, _ in self.store.conflicts():
            is_both = told_in(conflict.left_value) and told_in(conflict.right_value)
            if self._is_unproven() or not conflict.winner or is_both:
                yield conflict

    def _out_of_date(self) -> Iterator[str]:
        """S-16: what somebody wrote over does not win against what was written there, where stamps can tell, a read has
        shown what it was written over, and the way to where it stands is not barred to what is too long for it."""
        if self._is_unproven() or self.extras.short:
            return
        for conflict, link, _ in self.store.conflicts():
            values = {"left": told_in(conflict.left_value), "right": told_in(conflict.right_value)}
            winner = values.get(conflict.winner, "")
            loser = values["right" if conflict.winner == "left" else "left"]
            is_known = not conflict.close and conflict.rule not in (AMBIGUOUS, FIRST, KEPT)
            is_known = is_known and loser not in self.history.blind
            if is_known and winner and loser and self.history.oracle.is_older(winner, loser):
                yield f"S-16 {winner} wins, though {loser} was written over it: {link.pair} {link.left_key}"

    def _false_conflicts(self) -> Iterator[str]:
        """Between two ObjectTypes: a value and what it was written over are no conflict, whatever answer was lost; and
        a record that was made for another is not merged as if both had been there, unless its create was lost."""
        if len(self.topology.edges) > 1 or self._is_unproven():
            return
        unclear = {(c.link, c.row) for c, _, _ in self.store.conflicts() if c.rule in (AMBIGUOUS, Policy.HOLD.value)}
        for conflict, link, _ in self.store.conflicts():
            if (conflict.link, conflict.row) in unclear:
                continue
            one, other = told_in(conflict.left_value), told_in(conflict.right_value)
            is_false = self.history.oracle.is_older(one, other) or self.history.oracle.is_older(other, one)
            if one and other and is_false and conflict.rule not in (FIRST, KEPT, "frozen"):
                yield f"S-16 a conflict of {one} and {other}, one written over the other: {link.pair} {link.left_key}"
        # what is too long for a side is left out of what is made for it
        is_sure = not (self.history.crashes or self.extras.short or any(hit.startswith("create") for hit in self.hits))
        if self.history.topology_name in ("two", "mirror") and is_sure:
            merged = [(link, conflict.row) for conflict, link, _ in self.store.conflicts() if conflict.rule == FIRST]
            links = {(link.pair, link.left_key): link for link in self.store.links()}
            held = [entry for entry in self.store.entries() if entry.reason.startswith("both sides have a value")]
            merged += [(links[entry.pair, entry.key], entry.row) for entry in held if (entry.pair, entry.key) in links]
            for link, row in merged:
                if self._was_sent(link, row):
                    yield f"S-17 a first merge of a record that was made: {link.pair} {link.left_key} [{row}]"

    def _disobeyed(self) -> Iterator[str]:
        """Of two ObjectTypes the policy says who wins a conflict; with more, an edit may come from a third."""
        policy = self.history.policies.default.policy
        if len(self.topology.edges) > 1:
            return
        for conflict, link, _ in self.store.conflicts():
            if conflict.rule in (AMBIGUOUS, KEPT, "frozen"):
                continue
            winner = policy.value if policy in (Policy.LEFT, Policy.RIGHT) else conflict.winner
            if conflict.rule not in (policy.value, FIRST) or (conflict.rule != FIRST and conflict.winner != winner):
                yield f"policy {policy.value} disobeyed: {link.pair} {link.left_key} [{conflict.row}] {conflict.rule}"

    def _was_sent(self, link: LinkRow, row: str) -> bool:
        """Whether a record of the link was made with a value of the row: where both sides were there, and of what a
        record was made without, its first merge is one."""
        made = self.store.intents_for(link.pair, "left", link.left_key)
        made += self.store.intents_for(link.pair, "right", link.right_key)
        return any(row.partition(" > ")[0] in json.loads(one.intent.body or "{}") for one in made)

    def _was_unclear(self, link: LinkRow, row: str) -> bool:
        """Whether a write of the row was lost on a record that changed meanwhile, if to the same values: it may have
        arrived and been taken back."""
        runs = (f"r{self.history.seed}-{number}" for number in range(1, self.history.passes + 1))
        lost = [one.intent for run in runs for one in self.store.intents_of_run(run) if one.state == "ambiguous"]
        ends = set(zip(link.pair.split("|"), (link.left_key, link.right_key), strict=True))
        name = row.partition(" > ")[0]
        return any((f"{one.system}.{one.type}", one.key) in ends and name in json.loads(one.body) for one in lost)

    def _of_one_hand(self) -> Iterator[str]:
        """Two values that were written on one record, one over the other, are no conflict, whatever way they took.

        A person may set the same reference that a lost write was to set: then the rest of it was rather taken back.
        What won where a lost write left a doubt travels on like an edit, and may meet a later one of that hand.
        """
        if self._is_unproven() or "update ignored" in self.hits or self.topology.refers:
            return
        where = self.history.oracle.where
        every = self.store.conflicts()
        doubted = {
            told_in(one.left_value if one.winner == Side.LEFT.value else one.right_value)
            for one, _, _ in every
            if one.rule == AMBIGUOUS
        }
        for conflict, link, _ in every:
            one, other = told_in(conflict.left_value), told_in(conflict.right_value)
            is_one = one != other and one in where and where[one] == where.get(other) and not {one, other} & doubted
            if is_one and conflict.rule not in (FIRST, KEPT) and not self._was_unclear(link, conflict.row):
                yield f"a conflict of {one} and {other}, both written at {where[one]}: {link.pair} {link.left_key}"

    def _echoed(self) -> Iterator[str]:
        """What somebody wrote stands there as the system spelled it, and not as another system did (S-09)."""
        if not self.history.is_calm or any(t.habits.untold or t.habits.reads_back for t in self.tables.values()):
            return
        for (place, key, name), spelled in self.history.spelled.items():
            row = self.tables[place].rows.get(key)
            shown = row.values.get(name) if row is not None else None
            if token_of(shown) and token_of(shown) == token_of(spelled) and shown != spelled:
                yield f"S-09 echoed: {place} {key} {name}: {shown!r} over {spelled!r}"

    def _left_over(self, entries: list[EntryRow]) -> Iterator[str]:
        """Nothing is said any more that held only while something was out of reach, or two values differed."""
        links = {(link.pair, link.left_key): link for link in self.store.links() if link.state == "active"}
        linked = {(pair, "left", key) for pair, key in links}
        linked |= {(link.pair, "right", link.right_key) for link in links.values()}
        for entry in entries:
            place = entry.pair.split("|")[entry.side != "left"]
            if entry.reason.endswith("unavailable") and entry.key in self.tables[place].rows:
                yield f"S-21 still said: {entry.pair} {entry.key} [{entry.row}] {entry.reason}"
            if entry.kind == "review" and (entry.pair, entry.side, entry.key) in linked:
                yield f"S-21 still said: {entry.pair} {entry.key} {entry.reason}"
            link = links.get((entry.pair, entry.key))
            if link is None or not entry.row or not entry.reason.startswith("both sides"):
                continue
            name = entry.row.partition(" ")[0]
            left, right = entry.pair.split("|")
            ends = (self.tables[left].rows.get(link.left_key), self.tables[right].rows.get(link.right_key))
            values = (str(end.values.get(name)).strip() for end in ends if end is not None)
            shown = {value.lower() if name == "q" else value for value in values}  # as the row compares them
            if len(shown) == 1 and None not in ends:
                yield f"S-21 still said: {entry.pair} {entry.key} [{entry.row}] {entry.reason}"

    def _open_places(self, entries: list[EntryRow]) -> set[tuple[str, str]]:
        """Properties of records that are kept equal with nothing, and said to be: a person is asked, or a counterpart
        was deleted. As ("place key", property)."""
        rows = {name: ("", f"{name} > {name}") for name in self.history.names}
        ends = {(e.pair, e.side, e.key, name) for e in entries for name in self.history.names if e.row in rows[name]}
        for link in self.store.links():
            for name in self.history.names:
                if link.state == "tombstone" or (link.pair, "left", link.left_key, name) in ends:
                    ends |= {(link.pair, "left", link.left_key, name), (link.pair, "right", link.right_key, name)}
        found = {(f"{pair.split('|')[side != 'left']} {key}", name) for pair, side, key, name in ends}
        for entry in entries:
            candidates = json.loads(entry.evidence).get("candidates", []) if entry.evidence else []
            place = entry.pair.split("|")[entry.side == "left"]
            found |= {(f"{place} {key}", name) for key in candidates for name in self.history.names}
        links = [link for link in self.store.links() if link.state == "active"]
        grown = True
        while grown:  # what is linked with such a record shows what that one shows
            size = len(found)
            for link in links:
                left, right = link.pair.split("|")
                for name in self.history.names:
                    both = {(f"{left} {link.left_key}", name), (f"{right} {link.right_key}", name)}
                    found |= both if both & found else set()
            grown = len(found) > size
        return found

    def _said(self) -> set[tuple[str, str, str]]:
        """Where an entry says why two sides differ. That a system keeps its value excuses nothing where none did, and
        nobody cleared what it was sent before its answer was read."""
        links = {(link.pair, link.left_key): link for link in self.store.links()}
        found = set()
        for entry in self.store.entries():
            (left, right), name = entry.pair.split("|"), entry.row.partition(" ")[0]
            link = links.get((entry.pair, entry.key))
            ends = {(left, link.left_key, name), (right, link.right_key, name)} if link is not None else set()
            is_so = not entry.reason.startswith(KEEPS) or self.hits["update ignored"] or ends & self.history.cleared
            found |= {(entry.pair, entry.key, entry.row)} if is_so else set()
        return found

    def _diverged(self) -> Iterator[str]:
        """S-01: linked records show the same, or an open entry names what differs."""
        said = self._said()
        for link in self.store.links():
            left, right = link.pair.split("|")
            ends = (self.tables[left].rows.get(link.left_key), self.tables[right].rows.get(link.right_key))
            if link.state != "active" or None in ends:
                continue
            for name in self.history.names:
                one, other = (token_of(end.values.get(name)) for end in ends if end is not None)
                row = f"{name} > {name}"
                excused = {(link.pair, link.left_key, row), (link.pair, link.left_key, "")} & said
                if one != other and not excused:
                    yield f"S-01 diverged: {link.pair} {link.left_key}={link.right_key} {name}: {one!r} {other!r}"

    def _misdirected(self) -> Iterator[str]:
        """S-01 of references: linked records refer to linked records, or an open entry says why not."""
        unfit = {(e.pair, e.key, e.row) for e in self.store.entries() if "cannot hold" in e.reason}
        said = self._said() - unfit
        links = [link for link in self.store.links() if link.state == "active"]
        twins = {(*link.pair.split("|"), link.left_key): link.right_key for link in links}
        for link in links if self.topology.refers else ():
            places = link.pair.split("|")
            systems, names = zip(*(place.split(".") for place in places), strict=True)
            ends = (self.tables[places[0]].rows.get(link.left_key), self.tables[places[1]].rows.get(link.right_key))
            targets = [f"{one}.{self.topology.refers.get(name, '')}" for one, name in zip(systems, names, strict=True)]
            if None in ends or not all(target in self.tables for target in targets):
                continue
            left, right = (end.values["ref"] for end in ends if end is not None)
            is_known = left in self.tables[targets[0]].rows and right not in self.tables[targets[1]].gone
            meant = twins.get((*targets, left))
            is_nowhere = right is not None and right not in self.tables[targets[1]].rows
            excused = {(link.pair, link.left_key, "ref > ref"), (link.pair, link.left_key, "")} & said
            if is_known and meant is not None and right != meant and (is_nowhere or not excused):
                yield f"S-01 refers to another: {link.pair} {link.left_key}={link.right_key}: {left!r} {right!r}"

    def _not_followed(self) -> Iterator[str]:
        """A copy shows what its source shows; nobody gave it a value of its own."""
        said = self._said()
        for link in self.store.links() if self.extras.copies else ():
            left, right = link.pair.split("|")
            source, target = self.tables[left].rows.get(link.left_key), self.tables[right].rows.get(link.right_key)
            excused = {(link.pair, link.left_key, "p > c"), (link.pair, link.left_key, "")} & said
            if link.state != "active" or source is None or target is None or excused:
                continue
            one, other = token_of(source.values["p"]), token_of(target.values["c"])
            if one != other:
                yield f"a copy does not follow: {link.pair} {link.left_key}={link.right_key}: {one!r} {other!r}"

    def _against_rules(self) -> Iterator[str]:
        """Nothing is made that no rule lets be made, and nothing is sent that the profile says is refused."""
        for place, table in self.tables.items():
            if table.unfit:
                yield f"sent to {place}, which does not take it: {table.unfit}"
            if not self.extras.rules:
                continue
            needed = "ref" if self.topology.refers.get(table.name) else "" if self.topology.refers else "q"
            for values in table.made if needed else ():
                if not values.get(needed):
                    yield f"made at {place} against its rule: {values}"

    def _doubled(self) -> Iterator[str]:
        """S-03: nothing was made twice."""
        has_twins = any(edge.matches for edge in self.topology.edges)  # people make some of them themselves
        for place, table in self.tables.items():
            made = Counter(str(values.get("tag")).strip().lower() for values in table.made)
            for tag, count in made.items():
                # where deletes travel, what was made for a record goes with it, and is made again for its next namesake
                places = self.tables if self.history.propagates else (place,)
                if count > self.topology.most + sum(self.history.deleted[one, tag] for one in places):
                    yield f"S-03 made {count} times: {tag} at {place}"
            there = Counter(str(row.values.get("tag")).strip().lower() for row in table.rows.values())
            for tag, count in there.items():
                if count > self.topology.most and made[tag] and not has_twins:
                    yield f"S-03 {count} records: {tag} at {place}"

    def _taken_twice(self) -> Iterator[str]:
        """A record that matches one which is linked between the same two systems is asked about, and not linked."""
        matching = {f"{edge.left}|{edge.right}" for edge in self.topology.edges if edge.matches}
        taken: set[tuple[frozenset[str], str, str]] = set()
        for link in sorted(self.store.links(), key=lambda link: link.id):
            if link.pair in matching and link.state == "active":
                left, right = link.pair.split("|")
                systems = frozenset(place.partition(".")[0] for place in (left, right))
                ends = {(systems, left, link.left_key), (systems, right, link.right_key)}
                if "tag" in link.why and ends & taken:
                    yield f"S-03 linked twice: {link.pair} {link.left_key}={link.right_key}"
                taken |= ends

    def _deletes(self) -> Iterator[str]:
        """Deletes travel where flowc.toml says so, and nowhere else; a record that a person edited is kept."""
        for place, table in self.tables.items():
            if not self.history.propagates and any(action == "delete" for action, _ in table.writes):
                yield f"deleted at {place}, though deletes are kept"
        # that a record was deleted is no reason for a link that goes on: the delete was to travel, or the link to end
        said = {(entry.pair, entry.key) for entry in self.store.entries() if not entry.row and entry.kind != "deleted"}
        for link in self.store.links() if self.history.audits else ():
            if (link.pair, link.left_key) in said:
                continue
            keyed = zip(link.pair.split("|"), (link.left_key, link.right_key), strict=True)
            if link.state == "active" and sum(key in self.tables[place].rows for place, key in keyed) == 1:
                yield f"S-11 a deletion was not noticed: {link.pair} {link.left_key}={link.right_key}"
        is_one_pair = len(self.topology.edges) == 1 and not self.topology.edges[0].matches
        if not (self.history.propagates and self.history.is_calm and is_one_pair) or self.extras.short:
            return  # two that met by their values need not have agreed on all of them, nor where some are too long
        edited = {(place, key) for place, key, _ in self.history.spelled}
        for link in self.store.links():
            ends = list(zip(link.pair.split("|"), (link.left_key, link.right_key), strict=True))
            there = [(place, key) for place, key in ends if key in self.tables[place].rows]
            is_given_again = any("(made" in key for _, key in ends)
            if link.state == "tombstone" and len(there) == 1 and not edited & set(ends) and not is_given_again:
                yield f"kept {there[0]}, though its counterpart was deleted: {link.why}"

    def _mistaken(self) -> Iterator[str]:
        """S-30: what is linked is one thing; nothing else took the place of either record under its key."""
        for link in self.store.links():
            keyed = zip(link.pair.split("|"), (link.left_key, link.right_key), strict=True)
            rows = [self.tables[place].rows[key] for place, key in keyed if key in self.tables[place].rows]
            tags = {str(row.values.get("tag")).strip().lower() for row in rows}
            if link.state == "active" and len(tags) > 1:
                yield f"S-30 linked with a stranger: {link.pair} {link.left_key}={link.right_key} {sorted(tags)}"

    def _unexplained(self) -> Iterator[str]:
        """Every record of a side that makes records is linked, or an entry says why not."""
        linked = {(link.pair, side, link.left_key if side is Side.LEFT else link.right_key)
                  for link in self.store.links() if link.state != "ended" for side in Side}
        said = {(entry.pair, Side(entry.side), entry.key) for entry in self.store.entries()}
        for edge in self.topology.edges:
            pair = f"{edge.left}|{edge.right}"
            sides = [(Side.LEFT, edge.left)] + ([(Side.RIGHT, edge.right)] if edge.mirrored else [])
            for side, place in sides:
                for key in self.tables[place].rows:
                    if (pair, side, key) not in linked | said:
                        yield f"S-02 neither linked nor explained: {pair} {side.value} {key}"

    def _amplified(self) -> Iterator[str]:
        """S-07: without faults a record is written at most once for each thing that people did to others it is linked
        with, over whatever route; where records refer in a circle, once more. What has copies is written for its own
        edits too, and for each edit twice where the flow of the copy runs apart from that of the property.

        Where an API proves nothing of what it made of a write, a rewriting server's value counts as an edit; what
        one made of a value is copied in its turn, and two that fight are stopped a little later (S-29).
        """
        ways = {table.habits.normalise for table in self.tables.values()} - {"keep", "trim"}
        fights = {"dotted", "undotted"} <= ways or (self.extras.copies and ways)
        if not self.history.is_calm or self._is_unproven() or fights:
            return
        times = 2 if self.extras.copies and self.history.is_apart else 1
        for group in self._components():
            done = sum(self.history.touched[end] for end in group)
            for place, key in group:
                sent = self.tables[place].writes.count(("update", key))
                own = 0 if self.extras.copies else self.history.touched[place, key]
                if sent > times * done - own + bool(self.topology.refers):
                    yield f"S-07 {sent} updates of {place} {key} for {done} edits of the records it is linked with"

    def _components(self) -> list[set[tuple[str, str]]]:
        """Records that links join, over whatever route. One that had the key of another before counts with it, since
        what was done to either is counted by key."""
        found: list[set[tuple[str, str]]] = []
        for link in self.store.links():
            keys = (key.partition(" (made ")[0] for key in (link.left_key, link.right_key))
            ends = set(zip(link.pair.split("|"), keys, strict=True))
            joined = [group for group in found if group & ends]
            found = [group for group in found if not group & ends] + [ends.union(*joined)]
        return found
