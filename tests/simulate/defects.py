"""Defects of the engine, each a small patch of the real modules: what a mistake in its code would do.

`@_defect(sentence, where)` takes a function that is given what is there and returns what takes its place. `where` is
"module:Class.name" or "module:name"; a name that is no longer there is an error, so that no defect vanishes unseen.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from msgspec import UNSET, Struct, structs

from runtime.errors import Gone
from runtime.model import Side
from runtime.reconcile import Decision, Outcome
from runtime.vanished import Fate, Verdict

__all__ = ["DEFECTS", "Defect", "seeded"]

Change = Callable[[Any], Any]


class Defect(Struct, frozen=True):
    """What is wrong, and the patches that make it so: (where, change). `topology` is a shape where it shows, or ""."""

    sentence: str
    patches: tuple[tuple[str, Change], ...]
    topology: str = ""


DEFECTS: dict[str, Defect] = {}


@contextmanager
def seeded(*names: str) -> Iterator[None]:
    """The engine with these defects, as long as the context lasts."""
    with ExitStack() as stack:
        for name in names:
            for where, change in DEFECTS[name].patches:
                stack.enter_context(_patched(where, change))
        yield


@contextmanager
def _patched(where: str, change: Change) -> Iterator[None]:
    module, _, path = where.partition(":")
    *outer, last = path.split(".")
    owner: Any = importlib.import_module(module)
    for name in outer:
        owner = vars(owner).get(name) if owner is not None else None
    was = vars(owner).get(last) if owner is not None else None
    if was is None:
        raise LookupError(f"{where} is no more: the defect that is seeded there needs another place")
    setattr(owner, last, change(was))
    try:
        yield
    finally:
        setattr(owner, last, was)


def _defect(sentence: str, *places: str, topology: str = "") -> Callable[[Change], Change]:
    def take(change: Change) -> Change:
        patches = tuple((where, change) for where in places)
        DEFECTS[change.__name__.replace("_", " ")] = Defect(sentence, patches, topology)
        return change

    return take


def _nothing(*_given: Any, **_named: Any) -> None:
    return None


# ---- references ---------------------------------------------------------------------------------


@_defect("A reference is never sent.", "runtime.world:World.spelled", topology="refs")
def references_dropped(was: Any) -> Any:
    def spelled(self: Any, pair: Any, side: Any, values: Any) -> Any:
        return was(self, pair, side, {name: value for name, value in values.items() if name != "ref"})

    return spelled


@_defect("A reference goes to the record with the same key, and not to the one that is linked.",
         "runtime.world:World.from_link", topology="refs")
def references_by_key(_was: Any) -> Any:
    return lambda self, _pair, _reference, _side, value: self.link(int(value.removeprefix("link "))).left.key


# ---- copies, rules, limits ----------------------------------------------------------------------


@_defect("A copy is filled once and never follows.", "runtime.planning:follow", topology="chain")
def copies_never_follow(was: Any) -> Any:
    return lambda source, target, state: was(source if state is None else state.source, target, state)


@_defect("No rule is asked before a record is made.", "runtime.rules:Rules.reason", topology="two")
def rules_not_asked(_was: Any) -> Any:
    return lambda self, one: ""


@_defect("What is too long is sent all the same.", "runtime.acceptance:problems")
def length_not_looked_at(_was: Any) -> Any:
    return lambda object_type, patch, creating: {}


# ---- merging ------------------------------------------------------------------------------------


@_defect("A conflict is decided, and the value that loses is written down nowhere.",
         "runtime.linked:LinkedRecords.add_conflict")
def conflicts_not_kept(_was: Any) -> Any:
    return _nothing


@_defect("The left side always wins, and no conflict is seen.", "runtime.planning:merge")
def left_always_wins(was: Any) -> Any:
    def merge(left: Any, left_base: Any, right: Any, right_base: Any, *rest: Any) -> Decision:
        found: Decision = was(left, left_base, right, right_base, *rest)
        return Decision(Outcome.WRITE, Side.RIGHT) if found.conflict else found

    return merge


@_defect("Two edits of one property are taken for settled as they stand.", "runtime.planning:merge")
def differing_edits_adopted(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.ADOPT) if found.conflict else found

    return merge


@_defect("Two edits of one property: nothing is done and nothing said.", "runtime.planning:merge")
def nothing_on_conflict(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.NOTHING) if found.conflict else found

    return merge


@_defect("A held conflict is written to the right.", "runtime.planning:merge")
def hold_ignored(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return Decision(Outcome.WRITE, Side.RIGHT) if found.outcome is Outcome.HOLD else found

    return merge


@_defect("A value is written to the side that it comes from.", "runtime.planning:merge")
def wrong_direction(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        return structs.replace(found, target=found.target.other) if found.target and not found.conflict else found

    return merge


@_defect("A blank never travels: clearing a property is undone by the other side.", "runtime.planning:merge")
def clears_undone(was: Any) -> Any:
    def merge(left: Any, left_base: Any, right: Any, *rest: Any) -> Decision:
        found: Decision = was(left, left_base, right, *rest)
        source = left if found.target is Side.RIGHT else right
        other = right if found.target is Side.RIGHT else left
        if found.target and source is None and other not in (None, UNSET) and not found.conflict:
            return structs.replace(found, target=found.target.other)
        return found

    return merge


@_defect("A first merge takes the left value where both sides have one.", "runtime.planning:merge")
def first_merge_overwrites(was: Any) -> Any:
    def merge(*given: Any) -> Decision:
        found: Decision = was(*given)
        is_first = given[1] is UNSET or given[3] is UNSET
        return Decision(Outcome.WRITE, Side.RIGHT) if is_first and found.outcome is Outcome.HOLD else found

    return merge


@_defect("An edit hidden behind another link's value is not written down.",
         "runtime.planning:Merging._note_hidden", topology="hub")
def hidden_edits_not_noted(_was: Any) -> Any:
    return _nothing


@_defect("A value that another link plans has the origin of the record it goes to.", "runtime.sides:SideNow.origin")
def planned_origin_lost(was: Any) -> Any:
    def origin(self: Any, row: Any) -> Any:
        planned, self.planned = self.planned, {}
        try:
            return was(self, row)
        finally:
            self.planned = planned

    return origin


# ---- linking and making -------------------------------------------------------------------------


@_defect("Nobody looks whether a record is known on the other side by other links.",
         "runtime.counterparts:Counterparts.relatives")
def routes_not_searched(_was: Any) -> Any:
    return lambda self, one: []


@_defect("A deleted counterpart is forgotten: what is left over gets a new one.", "runtime.world:World.tombstones")
def tombstones_ignored(_was: Any) -> Any:
    return lambda self, record: []


@_defect("A match with a record that is linked already is linked too.",
         "runtime.world:World.linked_between", topology="match-two")
def match_takes_linked(_was: Any) -> Any:
    return lambda self, one, other, record: False


@_defect("Records that match are not looked for.",
         "runtime.counterparts:Counterparts.by_match", topology="match")
def match_off(_was: Any) -> Any:
    return lambda self, one: None


@_defect("What will match a record that is being made gets one of its own.",
         "runtime.counterparts:Counterparts.being_made", topology="two-into-one")
def match_with_what_is_made_off(_was: Any) -> Any:
    return _nothing


@_defect("What this round makes already is not seen by other routes.", "runtime.counterparts:Counterparts.__init__")
def planned_creates_unseen(was: Any) -> Any:
    class Forgetful(dict[Any, Any]):
        def __missing__(self, _key: Any) -> list[Any]:
            return []

    def start(self: Any, *given: Any) -> None:
        was(self, *given)
        self.planned = Forgetful()

    return start


@_defect("A create whose answer was lost is sent again at once.", "runtime.lost_creates:LostCreates.settle")
def lost_create_sent_again(_was: Any) -> Any:
    def settle(self: Any, one: Any) -> bool:
        with self._store.transaction("settle"):
            self._store.settle(one.id, "rejected", "made again")
            if self._world.groups.get(one.intent.pair) is not None:
                group = self._world.groups[one.intent.pair]
                lost = _lost(one, group)
                self._say(lost, "waiting", "made again")
        return True

    return settle


def _lost(one: Any, group: Any) -> Any:
    creates = importlib.import_module("runtime.lost_creates")
    return creates._Lost(one, group, Side(one.intent.source_side), {})


@_defect("What a lost create may have made is taken for a record of its own.", "runtime.sync:suspects")
def suspects_ignored(_was: Any) -> Any:
    return lambda store, world: frozenset()


@_defect("A create of another pair whose answer was lost counts for nothing.", "runtime.sync:_lost_targets")
def lost_elsewhere_ignored(_was: Any) -> Any:
    return lambda store: {}


@_defect("A lost create is settled by any new record, whatever it shows.",
         "runtime.lost_creates:LostCreates._candidates")
def any_new_record_adopted(was: Any) -> Any:
    def candidates(self: Any, lost: Any) -> Any:
        found, others = was(self, lost)
        return (found or others)[:1], []

    return candidates


@_defect("A record that was found is linked with what it shows as its bases.", "runtime.lost_creates:LostCreates._link")
def adopted_as_found(was: Any) -> Any:
    def link(self: Any, lost: Any, snapshot: Any, why: str, is_proven: bool = False) -> None:
        shown = {row.identity: [snapshot.document.get(row.right)] * 2
                 for pair in lost.group.pairs for row in pair.rows if row.name in ("p", "q")}
        bases = structs.replace(lost.one.intent, bases=_text(shown))
        was(self, structs.replace(lost, one=structs.replace(lost.one, intent=bases)), snapshot, why, is_proven)

    return link


def _text(value: Any) -> str:
    return json.dumps(value)


@_defect("A create that was answered is written down without its link.", "runtime.delivery:Delivery._link_to")
def created_without_link(_was: Any) -> Any:
    return _nothing


@_defect("A new link has no bases.", "runtime.proof:Proof.first_bases", topology="two")
def created_without_bases(_was: Any) -> Any:
    return _nothing


# ---- writes and their answers -------------------------------------------------------------------


@_defect("A link is not told of a write to it that may have arrived.",
         "runtime.lost_updates:LostUpdates._tell_links", topology="cycle")
def maybe_never_told(_was: Any) -> Any:
    return lambda self, intent, found, is_done=False: True


@_defect("A write whose outcome is unknown is taken for one that never left.",
         "runtime.lost_updates:LostUpdates.settle", topology="two")
def unknown_update_rejected(_was: Any) -> Any:
    def update(self: Any, one: Any) -> bool:
        self._store.settle(one.id, "rejected", "no answer")
        return True

    return update


@_defect("An intent is marked as sent when it is answered, and not before.", "runtime.delivery:Delivery._mark_sent")
def sent_not_marked(_was: Any) -> Any:
    return _nothing


@_defect("A run that begins forgets everything that was in flight.", "runtime.sync:Engine._recover")
def recovery_forgets(_was: Any) -> Any:
    def recover(self: Any) -> None:
        for number, _, _ in self.store.unsettled():
            self.store.settle(number, "rejected", "forgotten")

    return recover


@_defect("A run that begins takes what was only planned for sent.", "runtime.sync:Engine._recover")
def planned_taken_for_sent(_was: Any) -> Any:
    return _nothing


@_defect("A create that was planned and never sent is not planned again.", "runtime.sync:Engine._postpone")
def cut_create_forgotten(_was: Any) -> Any:
    return _nothing


@_defect("A base is what was sent, whatever the server made of it.", "runtime.proof:Proof._answered")
def base_as_sent(_was: Any) -> Any:
    return lambda *_given: UNSET


@_defect("Bases move before the answer comes.", "runtime.delivery:Delivery.settle_free")
def base_moved_early(was: Any) -> Any:
    def settle_free(self: Any) -> None:
        was(self)
        with self.store.transaction():
            for move in [*self.plan.moves]:
                row = self.links[move.link]
                row.left_base[move.row], row.right_base[move.row] = move.left.value, move.right.value
                self.store.save_link(row)

    return settle_free


@_defect("Bases move though the write failed.", "runtime.delivery:Delivery._failed_update")
def base_moved_on_failure(was: Any) -> Any:
    def failed(self: Any, intent: int, update: Any, error: Any) -> None:
        was(self, intent, update, error)
        for move in self.moves_of[update.record]:
            row = self.links[move.link]
            row.left_base[move.row], row.right_base[move.row] = move.left.value, move.right.value
            self.store.save_link(row)

    return failed


@_defect("Of two edits of one property neither is known to be the later.", "runtime.planning:Merging._latest",
         topology="chain")
def order_unknown(_was: Any) -> Any:
    return lambda self, row, sides, left, right: None


@_defect("What was edited over a value that we wrote is taken for ours when it comes back.",
         "runtime.intake:edited_over", topology="diamond")
def edits_over_ours_forgotten(_was: Any) -> Any:
    return lambda stored, shown: None


@_defect("A blank that was a value once is one that never was.",
         "runtime.intake:cleared", "runtime.delivery:cleared", "runtime.first_bases:cleared", topology="cycle")
def clears_forgotten(_was: Any) -> Any:
    return lambda was, shown, names: {}


@_defect("A blank that comes from a record that was cleared is one that never was a value.",
         "runtime.world:World.was_cleared", topology="cycle")
def clears_elsewhere_forgotten(_was: Any) -> Any:
    return lambda self, record, attribute, beside: self.was_edited_since(record, attribute)


@_defect("A write that failed leaves nothing to do.", "runtime.delivery:Delivery._failed_update")
def failed_update_forgotten(was: Any) -> Any:
    def failed(self: Any, intent: int, update: Any, error: Any) -> None:
        was(self, intent, update, error)
        for link in self.world.links_of[update.record]:
            row = self.links[link.id]
            row.dirty = False
            self.store.save_link(row)

    return failed


@_defect("A refusal for a change meanwhile is not followed by another look.", "runtime.delivery:Delivery._look_again")
def changed_not_read_again(_was: Any) -> Any:
    return _nothing


@_defect("A record that changed meanwhile is written all the same.", "tests.simulate.systems:Table._guarded")
def written_by_force(_was: Any) -> Any:
    def guarded(self: Any, current: Any) -> Any:
        return self.rows.get(current.key) or _gone(self)

    return guarded


def _gone(table: Any) -> Any:
    raise Gone(table.system, "there is no such record")


@_defect("A system that keeps its value is not told.", "runtime.held:is_kept")
def kept_values_not_told(_was: Any) -> Any:
    return lambda stored: False


@_defect("Each update is sent twice.", "tests.simulate.systems:Table._update")
def updates_sent_twice(was: Any) -> Any:
    def update(self: Any, current: Any, changes: Any) -> Any:
        return was(self, was(self, current, changes), changes)

    return update


@_defect("A write whose answer tells nothing is done without another look.", "runtime.delivery:Delivery.look_again")
def untold_taken_for_done(was: Any) -> Any:
    def look_again(self: Any, pull: Any) -> None:
        for record, intent in self.untold.items():
            self.store.settle(intent, "applied")
            self._arrived(record, self.world.seen(record).snapshot)
        self.untold = {}
        was(self, pull)

    return look_again


@_defect("What is said of records is not kept.", "runtime.linked:LinkedRecords.replace_entries")
def entries_not_kept(_was: Any) -> Any:
    return _nothing


@_defect("What is said of a record stays when it is true no more.", "runtime.linked:LinkedRecords.replace_entries")
def entries_never_cleared(was: Any) -> Any:
    return lambda self, run, _about, entries: was(self, run, [], entries)


# ---- looking ------------------------------------------------------------------------------------


@_defect("A link with something left to do is looked at only when its records change.",
         "runtime.linked:LinkedRecords.dirty_links")
def dirty_links_forgotten(_was: Any) -> Any:
    return lambda self, pair, after=0, limit=0: []


@_defect("Marks move to the newest number there is, whatever was looked at.", "runtime.sync:Engine._record_and_deliver")
def marks_run_ahead(was: Any) -> Any:
    def deliver(self: Any, plan: Any, world: Any) -> None:
        was(self, plan, world)
        for mark in plan.marks:
            self.store.set_mark(structs.replace(mark, sequence=self.store.sequence()))

    return deliver


@_defect("All pairs share one mark.", "runtime.linked:LinkedRecords.every_mark")
def marks_shared(was: Any) -> Any:
    def every_mark(self: Any) -> Any:
        found = was(self)
        most = {about: max(marks[about].sequence for marks in found.values() if about in marks)
                for about in ("links", "left", "right") if any(about in marks for marks in found.values())}
        return {pair: {about: structs.replace(mark, sequence=most[about]) for about, mark in marks.items()}
                for pair, marks in found.items()}

    return every_mark


@_defect("A mark moves before the round is written down.", "runtime.sync:Engine._plan")
def marks_moved_early(was: Any) -> Any:
    def plan(self: Any, portion: Any, *rest: Any) -> Any:
        for mark in portion.marks:
            self.store.set_mark(mark)
        return was(self, portion, *rest)

    return plan


@_defect("A cursor is stored before the pages it covers.", "runtime.pulling:Pulling._pull")
def cursor_before_pages(was: Any) -> Any:
    def pull(self: Any, system: str, name: str) -> None:
        endpoint, endpoints = self._endpoints[system, name], self._endpoints
        pages = list(endpoint.pull(self._cursor(system, name), None))
        if pages and pages[-1].cursor:
            self._store.set_cursor(system, name, pages[-1].cursor)
        self._endpoints = {(system, name): _Read(pages, endpoint)}
        try:
            was(self, system, name)
        finally:
            self._endpoints = endpoints

    return pull


class _Read:
    """An endpoint whose pages were read before."""

    def __init__(self, pages: list[Any], endpoint: Any) -> None:
        self._pages, self.fetch = pages, endpoint.fetch

    def pull(self, _cursor: str, _seen: Any) -> list[Any]:
        return self._pages


@_defect("A feed goes on one change too late.", "runtime.seen:SeenRecords.set_cursor")
def cursor_off_by_one(was: Any) -> Any:
    def set_cursor(self: Any, system: str, kind: str, value: str) -> None:
        was(self, system, kind, str(int(value) + 1) if value.isdigit() else value)

    return set_cursor


@_defect("A page that comes after a failure is stored with the cursor of the whole.", "runtime.pulling:Pulling._take")
def first_page_only(was: Any) -> Any:
    def take(self: Any, system: str, name: str, page: Any) -> None:
        was(self, system, name, structs.replace(page, snapshots=page.snapshots[:2]))

    return take


# ---- deletions ----------------------------------------------------------------------------------


@_defect("Links are merged whatever became of their records.", "runtime.sync:verdict", "runtime.planning:verdict")
def always_merged(was: Any) -> Any:
    def verdict(world: Any, link: Any, propagates: bool) -> Verdict:
        found: Verdict = was(world, link, propagates)
        return found if found.fate in (Fate.REST, Fate.REVIVE) else Verdict(Fate.MERGE)

    return verdict


@_defect("An edit loses to a deletion of the other side.", "runtime.vanished:_own_rows")
def edit_loses_to_delete(_was: Any) -> Any:
    return lambda world, link, side, known: []


@_defect("Deletions travel, though flowc.toml keeps them.", "runtime.sync:verdict")
def deletions_always_travel(was: Any) -> Any:
    return lambda world, link, propagates: was(world, link, True)


@_defect("Deletions do not travel, though flowc.toml propagates them.",
         "runtime.sync:verdict", topology="two")
def deletions_never_travel(was: Any) -> Any:
    return lambda world, link, propagates: was(world, link, False)


@_defect("What a list leaves out is not looked for.",
         "runtime.pulling:Pulling._find_missing", topology="two")
def deletions_unseen(_was: Any) -> Any:
    return _nothing


@_defect("What a list of counted pages leaves out is not looked for.",
         "runtime.pulling:Pulling._find_missing", topology="hub")
def counted_deletions_unseen(was: Any) -> Any:
    def find(self: Any, system: str, name: str, keys: Any, is_whole: bool) -> None:
        if is_whole:
            was(self, system, name, keys, is_whole)

    return find


@_defect("Another record under a known key is taken for the known one.",
         *(f"runtime.{name}:is_another" for name in ("renewed", "pulling", "lag", "delivery")))
def strangers_taken_in(_was: Any) -> Any:
    return lambda kind, read, held: False


# ---- reads that lag -----------------------------------------------------------------------------


@_defect("What is read takes the place of what is known, also if it is older.", "runtime.lag:Lag.is_doubted")
def older_reads_believed(_was: Any) -> Any:
    return lambda self, system, name, read, held: False


@_defect("A look-up is believed, however soon after an own write.", "runtime.lag:Lag.may_lag", topology="mirror")
def lag_forgotten(_was: Any) -> Any:
    return lambda self, one: False


@_defect("What is doubted is not looked up, and the feed tells it no second time.",
         "runtime.pulling:Pulling._clear_up")
def doubted_forgotten(_was: Any) -> Any:
    return _nothing
