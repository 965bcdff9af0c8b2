"""A pair seen from its other side: names, and everything a store keeps of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.store import ConflictRow, EntryRow, IntentRow, MarkRow, Store
from runtime.turning import turned_pair, turned_row

# ---- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identity", "turned"),
    [
        ("name > name", "name > name"),
        ("vat > orgNo", "orgNo > vat"),
        ("vat > orgNo [left country = NO]", "orgNo > vat [right country = NO]"),
        ("a > b [left x = 1; right y = 2]", "b > a [left y = 2; right x = 1]"),
        ("a > b [left left = right; left x = left]", "b > a [right left = right; right x = left]"),
        ("a > b [left x = one; two]", "b > a [right x = one; two]"),
        ("a > b [left x = two; one]", "b > a [right x = two; one]"),
        ("a > b [left x = ]", "b > a [right x = ]"),
        ("a > b [left x = [1]]", "b > a [right x = [1]]"),
        ("phones[type=Work > home [x]].number > phone", "phone > phones[type=Work > home [x]].number"),
        ("lines.text > rows.description", "rows.description > lines.text"),
    ],
)
def test_a_rows_identity_is_turned(identity: str, turned: str) -> None:
    assert turned_row(identity) == turned
    assert turned_row(turned) == identity


@pytest.mark.parametrize("text", ["", "name", "left", "a >b", "[a > b]"])
def test_what_is_no_identity_stays(text: str) -> None:
    assert turned_row(text) == text


PATHS = st.from_regex(r"[a-z]{1,4}(\.[a-z]{1,4})?", fullmatch=True)
CONDITIONS = st.builds("{} {} = {}".format, st.sampled_from(["left", "right"]), PATHS, PATHS)


@given(PATHS, PATHS, st.lists(CONDITIONS, max_size=3))
def test_turning_twice_changes_nothing(left: str, right: str, conditions: list[str]) -> None:
    suffix = f" [{'; '.join(sorted(conditions))}]" if conditions else ""
    identity = f"{left} > {right}{suffix}"
    once = turned_row(identity)
    assert turned_row(once) == identity
    assert once.startswith(f"{right} > {left}")
    swapped = sorted(f"{_OTHER[side]}{rest}" for side, rest in map(_parted, conditions))
    assert once.partition(" [")[2].removesuffix("]") == "; ".join(swapped)


_OTHER = {"left": "right", "right": "left"}


def _parted(condition: str) -> tuple[str, str]:
    side = condition.split()[0]
    return side, condition.removeprefix(side)


def test_a_pairs_key_is_turned() -> None:
    assert turned_pair("a.customer|b.contact/company") == "b.contact/company|a.customer"
    assert turned_pair(turned_pair("a.x|b.y")) == "a.x|b.y"


# ---- what is stored -----------------------------------------------------------------------------

OLD, NEW = "b.contact|a.customer", "a.customer|b.contact"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "state.db")


def test_a_link_keeps_everything_it_knows(store: Store) -> None:
    link = store.add_link(OLD, "b1", "a1")
    link.left_base, link.right_base = {"vat > orgNo [left country = NO]": "1"}, {"vat > orgNo [left country = NO]": "2"}
    link.followers = {"name > alias": {"own": False, "source": "N", "target": "n"}}
    link.dirty = True
    store.save_link(link)
    other = store.add_link("c.x|d.x", "b1", "a1")

    store.turn(OLD, NEW)

    [found, untouched] = store.links()
    assert untouched == other
    assert (found.id, found.pair, found.left_key, found.right_key) == (link.id, NEW, "a1", "b1")
    assert found.left_base == {"orgNo > vat [right country = NO]": "2"}
    assert found.right_base == {"orgNo > vat [right country = NO]": "1"}
    assert found.followers == {"alias > name": {"own": False, "source": "N", "target": "n"}}
    assert found.dirty and found.state == "active"


def test_conflicts_are_told_from_the_other_side(store: Store) -> None:
    link = store.add_link(OLD, "b1", "a1")
    for left, right, winner in (("1", "2", "left"), ("2", "1", "right")):
        row = ConflictRow(link=link.id, row="vat > orgNo", left_value=left, right_value=right, winner=winner)
        store.add_conflict("run", row, "now")

    store.turn(OLD, NEW)

    found = [(c.row, c.left_value, c.right_value, c.winner, link.pair) for c, link, _run in store.conflicts()]
    assert found == [("orgNo > vat", "2", "1", "right", NEW), ("orgNo > vat", "1", "2", "left", NEW)]


def test_entries_marks_and_intents_go_with_their_side(store: Store) -> None:
    store.add_link(OLD, "b1", "a1")
    said = [
        EntryRow(OLD, "left", "b1", "vat > orgNo", "held", "of the link"),
        EntryRow(OLD, "left", "b2", "", "held", "of a left record"),
        EntryRow(OLD, "right", "a2", "", "review", "of a right record"),
        EntryRow("c.x|d.x", "left", "b2", "", "held", "of another pair"),
    ]
    store.replace_entries("run", [], said)
    for about, sequence in (("links", 1), ("left", 2), ("right", 3)):
        store.set_mark(MarkRow(pair=OLD, about=about, sequence=sequence, existing=sequence, released=about == "left"))
    for key, side in (("b3", "left"), ("a3", "right")):
        values: dict[str, Any] = {"pair": OLD, "source_key": key, "source_side": side}
        store.add_intent(IntentRow(run="r", action="create", system="s", type="x", key="", body="{}", **values), "now")

    store.turn(OLD, NEW)

    assert {(e.pair, e.side, e.key, e.row, e.reason) for e in store.entries()} == {
        (NEW, "left", "a1", "orgNo > vat", "of the link"),
        (NEW, "right", "b2", "", "of a left record"),
        (NEW, "left", "a2", "", "of a right record"),
        ("c.x|d.x", "left", "b2", "", "of another pair"),
    }
    marks = {about: (mark.sequence, mark.existing, mark.released) for about, mark in store.marks(NEW).items()}
    assert marks == {"links": (1, 1, False), "right": (2, 2, True), "left": (3, 3, False)}
    assert store.marks(OLD) == {}
    assert [(i.pair, i.source_key, i.source_side) for _, i, _ in store.unsettled()] == [
        (NEW, "b3", "right"),
        (NEW, "a3", "left"),
    ]


def test_a_record_that_has_a_link_already_gets_no_second_one(store: Store) -> None:
    kept = store.add_link(NEW, "a1", "b1")
    for left, right in (("b1", "a1"), ("b1x", "a1x"), ("b2", "a2")):
        store.add_link(OLD, left, right)
    store.add_link(NEW, "a3", "b1x")
    store.replace_entries("run", [], [EntryRow(OLD, "left", "b1", "", "held", "of a link that stays")])

    store.turn(OLD, NEW)
    store.turn(OLD, NEW)

    links = {(link.pair, link.left_key, link.right_key) for link in store.links()}
    assert links == {
        (NEW, "a1", "b1"),
        (NEW, "a3", "b1x"),
        (NEW, "a2", "b2"),
        (OLD, "b1", "a1"),
        (OLD, "b1x", "a1x"),
    }
    assert kept.id in {link.id for link in store.links()}
    assert [entry.pair for entry in store.entries()] == [OLD]


# ---- tables of an older flowc -------------------------------------------------------------------


def test_a_store_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    old = sqlite3.connect(path)
    old.executescript(
        """
        create table meta (name varchar primary key, value varchar);
        insert into meta values ('schema', '1'), ('sequence', '9');
        create table mark (pair varchar primary key, sequence integer not null, meaning varchar not null,
            first_right integer not null, released integer not null);
        insert into mark values ('p', 7, 'm', 3, 1);
        create table intent (id integer primary key autoincrement, run varchar not null, action varchar not null,
            system varchar not null, type varchar not null, key varchar not null, pair varchar not null,
            source_key varchar not null, body text not null, precondition varchar not null, state varchar not null,
            reason text not null, at varchar not null);
        insert into intent values (1, 'r', 'create', 'b', 'x', '', 'p', 'a1', '{}', '', 'unknown', '', 'now'),
            (2, 'r', 'update', 'b', 'x', 'b1', '', '', '{}', '', 'unknown', '', 'now');
        """
    )
    old.commit()
    old.close()

    Store(path).close()
    store = Store(path)

    assert store.marks("p") == {
        "left": MarkRow(pair="p", about="left", sequence=7, meaning="m", existing=3, released=True)
    }
    store.set_mark(MarkRow(pair="p", about="right"))
    sides = [(intent.source_key, intent.source_side) for _, intent, _ in store.unsettled()]
    assert sides == [("a1", "left"), ("", "")]
    assert (store.sequence(), store.note("schema")) == (9, "3")
    store.add_link("p", "a1", "b1")
