"""Equal histories leave equal stores: what SQLite and PostgreSQL answer, and what both hold in the end (S-34)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from runtime.errors import Taken
from runtime.model import Snapshot
from runtime.renewed import renew
from runtime.store import ConflictRow, DecisionRow, EntryRow, IntentRow, MarkRow, Store
from runtime.tables import TABLES
from tests.runtime.databases import PASSWORD
from tests.runtime.pairs import customer_type
from tests.runtime.stores import cluster
from tests.simulate.history import History

__all__ = ["cluster"]

PAIRS = ("a.t|b.t", "b.t|a.u", "a.t/x=1|b.t")
KEYS = ("1", "2", "10", "", "A", "a", "Ø", "a\0b", "\x01", "\x010", "'; --", "%s :name {}", "\U0001f600", "\ue000")
SOME = KEYS[::3]
TEXTS = (*KEYS, "null", '{"x": 1}', "\u2028\x7f")

systems, kinds, pairs = st.sampled_from("ab"), st.sampled_from("tu"), st.sampled_from(PAIRS)
keys, texts, sides = st.sampled_from(KEYS), st.sampled_from(TEXTS), st.sampled_from(("left", "right"))
numbers = st.integers(0, 12)
values = st.dictionaries(texts, st.one_of(st.none(), st.booleans(), st.integers(-5, 5), texts), max_size=2)
lists = st.lists(keys, max_size=4)
states = st.sampled_from(("planned", "sent", "applied", "rejected", "unknown", "ambiguous"))
instants = st.sampled_from(("2026-03-01", "2026-03-02", "2026-03-03"))


class Undone(Exception):
    """A transaction is given up."""


# ---- what a store may be asked to do, by name: how its arguments are drawn, and what it does with them ----


def _change_link(store: Store, number: int, state: str, dirty: bool, base: dict[str, Any]) -> object:
    link = store.link(number)
    if link is None:
        return None
    link.state, link.dirty, link.left_base, link.maybe = state, dirty, base, {"left": base}
    store.save_link(link)
    return link


def _add_conflict(store: Store, link: int, row: str, left: str, right: str, winner: str) -> object:
    if store.link(link) is None:
        return None
    conflict = ConflictRow(link=link, row=row, left_value=left, right_value=right, winner=winner)
    store.add_conflict("run", conflict, "2026-03-02")
    return conflict


def _add_intent(store: Store, system: str, key: str, pair: str, side: str, at: str) -> int:
    made = IntentRow(
        run=f"r{at}", action="create", system=system, type="t", key="", pair=pair, source_key=key, source_side=side,
        body=json.dumps(key),
    )
    return store.add_intent(made, at)


def _undo(store: Store, pair: str, key: str) -> object:
    """A pass that dies: what it wrote is gone, and so are the numbers it took."""
    try:
        with store.transaction():
            store.add_link(pair, f"undone {key}", f"undone {key}")
            _add_intent(store, "a", key, pair, "left", "2026-03-02")
            store.set_note("undone", key)
            raise Undone
    except Undone:
        return store.note("undone")


Act = Callable[..., object]
ACTS: dict[str, tuple[Act, tuple[st.SearchStrategy[Any], ...]]] = {
    "note": (Store.set_note, (texts, texts)),
    "no note": (Store.drop_note, (texts,)),
    "cursor": (Store.set_cursor, (systems, kinds, texts)),
    "snapshots": (
        lambda store, system, kind, found, version: [
            (row.snapshot.key, row.sequence, row.wrote)
            for row in store.put_snapshots(
                system,
                kind,
                [Snapshot(key=key, document={"x": value}, version=version) for key, value in found.items()],
            )
        ],
        (systems, kinds, st.dictionaries(keys, values, max_size=3), st.sampled_from(("", "1"))),
    ),
    "wrote": (
        Store.set_wrote,
        (systems, kinds, keys, st.dictionaries(texts, st.lists(texts, max_size=2), max_size=2)),
    ),
    "gone": (
        Store.set_gone,
        (systems, kinds, st.dictionaries(keys, st.sampled_from(("missing", "deleted", "")), max_size=2)),
    ),
    "denied": (
        lambda store, system, kind, key, document: store.set_denied(
            system, kind, key, Snapshot(key=key, document=document) if document else None
        ),
        (systems, kinds, keys, values),
    ),
    "unlisted": (Store.unlisted, (systems, kinds, lists)),
    "forget earlier": (Store.forget_earlier, ()),
    "erase earlier": (Store.erase_earlier, (systems, kinds, keys)),
    "erase snapshot": (
        lambda store, *named: store.erase_snapshot(*named, b'{"erased":true}'),
        (systems, kinds, keys),
    ),
    "match values": (
        Store.set_match_values,
        (pairs, sides, st.dictionaries(keys, st.lists(st.tuples(st.integers(0, 2), texts), max_size=2), max_size=2)),
    ),
    "clear match values": (Store.clear_match_values, (pairs,)),
    "references": (
        Store.set_references,
        (systems, kinds, st.dictionaries(keys, st.lists(st.tuples(kinds, keys), max_size=2), max_size=2)),
    ),
    "mark": (
        lambda store, pair, about, sequence, meaning: store.set_mark(
            MarkRow(pair=pair, about=about, sequence=sequence, meaning=meaning)
        ),
        (pairs, st.sampled_from(("links", "left", "right")), numbers, texts),
    ),
    "link": (Store.add_link, (pairs, keys, keys, texts, texts)),
    "change link": (
        _change_link,
        (numbers, st.sampled_from(("active", "tombstone", "ended")), st.booleans(), values),
    ),
    "conflict": (_add_conflict, (numbers, texts, texts, texts, st.sampled_from(("left", "right", "")))),
    "decide conflict": (Store.decide_conflict, (numbers, texts, sides, texts, texts)),
    "erase conflicts": (Store.erase_conflicts, (numbers, texts)),
    "entries": (
        lambda store, pair, side, forgotten, said, kind: store.replace_entries(
            "run", [(pair, side, key) for key in forgotten], [EntryRow(pair, side, key, key, kind, key) for key in said]
        ),
        (pairs, sides, lists, lists, st.sampled_from(("waiting", "failed", "review"))),
    ),
    "decide": (
        lambda store, pair, side, key, choice: store.decide(DecisionRow(pair, side, key, choice), "2026-03-01"),
        (pairs, sides, keys, st.sampled_from(("create", "leave", ""))),
    ),
    "intent": (_add_intent, (systems, keys, pairs, sides, instants)),
    "settle": (Store.settle, (numbers, states, texts, keys, texts)),
    "settle all": (Store.settle_all, (st.lists(numbers, max_size=3), states, texts)),
    "until": (Store.set_until, (numbers, numbers)),
    "sent again": (Store.sent_again, (numbers, instants)),
    "erase write": (Store.erase_write, (numbers, texts, texts, texts, texts)),
    "erase entries": (
        lambda store, pair, side, key: store.erase_entries(
            store.entries(pair, side, key), [EntryRow(pair, side, key, "", "erased", "")]
        ),
        (pairs, sides, keys),
    ),
    "erase lookups": (Store.erase_lookups, (pairs,)),
    "forget before": (Store.forget_before, (instants,)),
    "forget marks": (Store.forget_marks, (st.lists(pairs, max_size=2), instants, instants)),
    "turn": (Store.turn, (pairs, pairs)),
    "undo": (_undo, (pairs, keys)),
    "renew": (
        lambda store, system, kind, key, made: renew(
            store,
            structs.replace(customer_type(system), name=kind, created=("x",), properties=()),
            Snapshot(key=key, document={"x": made}),
        ),
        (systems, kinds, keys, values),
    ),
}
steps = st.lists(
    st.sampled_from(sorted(ACTS)).flatmap(lambda name: st.tuples(st.just(name), st.tuples(*ACTS[name][1]))),
    min_size=1,
    max_size=25,
)


def done(store: Store, name: str, arguments: tuple[Any, ...]) -> object:
    """What a step answers; a refusal is an answer."""
    if name == "turn" and arguments[0] == arguments[1]:
        return None
    try:
        return ACTS[name][0](store, *arguments)
    except Taken:
        return "taken"


def told(store: Store) -> Iterator[object]:
    """Everything a store can be asked."""
    for system in "ab":
        for kind in "tu":
            yield store.cursor(system, kind)
            yield store.snapshots(system, kind)
            yield store.changed_keys(system, kind, 3, 5)
            yield [store.first_seen(system, kind, key) for key in SOME]
            yield store.new_keys(system, kind, SOME, 2)
            yield store.count(system, kind), store.count(system, kind, 2), store.has_links(system, kind)
            yield store.earlier(system, kind, KEYS, 0)
            yield store.snapshot_rows(system, kind, KEYS)
            yield store.deleted(system, kind, KEYS)
            yield store.links_of(system, kind, KEYS), [store.links_of(system, kind, [key]) for key in SOME]
            yield [store.referring(system, kind, key) for key in SOME]
            yield [store.intents_of(system, kind, key) for key in SOME]
            yield [store.links_ever(system, kind, key) for key in SOME]
            yield [store.entries_at(system, kind, key) for key in SOME]
            yield [store.creates_for(system, kind, key) for key in SOME]
            yield [store.decided_at(system, kind, key) for key in SOME]
    for pair in PAIRS:
        yield store.was_linked(pair)
        yield store.marks(pair), store.links(pair), store.dirty_links(pair), store.decisions(pair), store.entries(pair)
        for side in ("left", "right"):
            yield store.matching(pair, side, KEYS)
            yield [store.match_keys(pair, side, 1, text) for text in SOME]
            yield store.entry_keys(pair, side, ("waiting", "review"), "", 9)
            yield [store.intents_for(pair, side, key) for key in SOME]
            yield [store.entries(pair, side, key) for key in SOME], store.failed_keys(pair, side, KEYS)
    yield store.pairs_looked_up()
    every = [ConflictRow(link=1, row="1", left_value=key, right_value=key, winner="") for key in SOME]
    yield [store.is_listed(one) for one in [*every, *(conflict for conflict, _, _ in store.conflicts())]]
    yield store.newest(), store.sequence(), store.links(), store.link_counts(), store.numbered_conflicts()
    yield store.entries_of_run("run"), store.entries_of_run("")
    yield [(store.newest_conflict(1, key), store.was_written(key, key, key, since)) for key in SOME for since in SOME]
    yield store.entries(), store.decisions(), store.unsettled(), store.open_intents(), store.runs()
    yield [(store.intent(number), store.link(number)) for number in range(12)], store.intents_of_run("r2026-03-01")
    yield [store.note(text) for text in SOME], [store.snapshot("a", "t", key) for key in SOME]


@pytest.fixture
def fresh(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Store]]:
    """Gives an empty store in PostgreSQL: the same one, emptied."""
    place = request.getfixturevalue("cluster").place()
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    place.do("DROP SCHEMA IF EXISTS flowc CASCADE")
    with closing(Store(place.address.replace("://", "://admin@"))) as store:
        rows = [name for name in TABLES if name != "meta"]

        def emptied() -> Store:
            place.do(f"TRUNCATE {', '.join(f'flowc.{name}' for name in rows)}")
            place.do("DELETE FROM flowc.meta WHERE name <> 'schema'")
            return store

        yield emptied


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_both_databases_answer_alike_and_hold_the_same(
    fresh: Callable[[], Store], taken: list[tuple[str, tuple[Any, ...]]]
) -> None:
    with closing(Store.memory()) as lite:
        post = fresh()
        for name, arguments in taken:
            assert done(post, name, arguments) == done(lite, name, arguments), name
        assert list(told(post)) == list(told(lite))
        assert post.dump() == lite.dump()


def test_every_public_method_takes_part() -> None:
    """A method that is not asked here proves nothing: those that are left out are tested by themselves."""
    import inspect

    alone = {"acquire", "renew", "keep", "release", "check_accounts", "close", "dump", "memory", "over"}
    alone |= {"place", "transaction", "conflicts", "every_mark", "every_link", "every_snapshot"}  # by those above
    here = inspect.getsource(inspect.getmodule(done) or pytest)
    public = {name for name in dir(Store) if not name.startswith("_")}
    missing = {name for name in public - alone if f"store.{name}(" not in here and f"Store.{name}," not in here}
    assert not missing


@pytest.mark.parametrize("seed", [1, 5, 12, 33, 101])
def test_a_whole_history_leaves_the_same_store(fresh: Callable[[], Store], seed: int) -> None:
    """The same seed, with its faults and crashes, on both databases: the same writes, and the same dump."""
    lite, post = History(seed), History(seed)
    post.store.close()
    post.store = fresh()
    one, other = lite.play(), post.play()
    assert (other.log, other.digest, other.violations) == (one.log, one.digest, [])
    assert post.store.dump() == lite.store.dump()
    assert one.writes > 0
