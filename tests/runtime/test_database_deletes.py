"""Records of a table deleted as they were last seen, and what a pull says is there. On SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.endpoint import Done, NothingSeen, Page
from runtime.errors import Changed, Rejected
from runtime.model import Feed, FeedScheme, Precondition
from tests.runtime.databases import DIALECTS, Place, cluster, kind, opened, place, pulled, system
from tests.runtime.test_database import customers, orders

__all__ = ["cluster"]


@pytest.fixture(params=DIALECTS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path, request) as found:
        yield found


@pytest.fixture
def erp(there: Place) -> Place:
    there.schema()
    there.do("INSERT INTO customers (name) VALUES ('a'), ('b'), ('c'), ('d')")
    there.do("INSERT INTO orders (customer_id) VALUES (1001), (1002)")
    there.do("INSERT INTO order_lines (order_id, quantity) VALUES (1001, '1.5'), (1001, '2'), (1002, '3')")
    return there


def told(pages: list[Page]) -> tuple[list[str], bool, list[str]]:
    assert not any(page.whole for page in pages[:-1])
    return (
        [key for page in pages for key in page.keys],
        pages[-1].whole,
        [key for page in pages for key in page.gone],
    )


# ---- deleting ------------------------------------------------------------------------------------


def test_a_record_goes_with_its_lines_and_no_others(erp: Place) -> None:
    """Each line that goes moves the record's version, which must not stand in the record's own way."""
    with opened(erp, orders()) as table:
        (first, _), _ = pulled(table)
        assert table.delete_all([first]) == [Done()]
    assert erp.do("SELECT id FROM orders") == [(1002,)]
    assert erp.do("SELECT order_id FROM order_lines") == [(1002,)]


def test_lines_that_no_constraint_takes_along_go_first(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    there.script("CREATE TABLE part (id {key}, item_id INTEGER NOT NULL REFERENCES item (id), n INTEGER)")
    there.do("INSERT INTO item (name) VALUES ('a'), ('b')")
    there.do("INSERT INTO part (item_id, n) VALUES (1, 1), (1, 2), (2, 3)")
    parts = ("part", "item_id", {"id": "integer read", "n": "integer"})
    with opened(there, kind("item", {"id": "integer read", "name": "text"}, lines=parts)) as table:
        assert table.delete_all([pulled(table)[0][0]]) == [Done()]
    assert there.do("SELECT id FROM part") == [(3,)]


@pytest.mark.parametrize("precondition", list(Precondition))
def test_what_was_edited_since_it_was_seen_stays(there: Place, precondition: Precondition) -> None:
    there.script("CREATE TABLE item (id {key}, rev INTEGER NOT NULL DEFAULT 1, name TEXT)")
    there.do("INSERT INTO item (name) VALUES ('a'), ('b')")
    columns = {"id": "integer read", "rev": "integer", "name": "text"}
    with opened(there, kind("item", columns, version="rev", of=system(precondition))) as table:
        seen, _ = pulled(table)
        there.do("UPDATE item SET rev = 2, name = 'edited' WHERE id = 1")
        edited, as_seen = table.delete_all(seen)
    assert isinstance(edited, Changed)
    assert as_seen == Done()
    assert there.do("SELECT name FROM item") == [("edited",)]


def test_without_a_version_everything_that_was_seen_is_compared(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    there.do("INSERT INTO item (name) VALUES ('a'), ('b')")
    with opened(there, kind("item", {"id": "integer read", "name": "text"})) as table:
        seen, _ = pulled(table)
        there.do("UPDATE item SET name = 'edited' WHERE id = 1")
        assert [type(outcome) for outcome in table.delete_all(seen)] == [Changed, Done]


def test_a_line_that_was_edited_keeps_its_record_though_the_version_stands_still(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, rev INTEGER NOT NULL DEFAULT 1)")
    there.script("CREATE TABLE part (id {key}, item_id INTEGER NOT NULL, n INTEGER)")
    there.do("INSERT INTO item (rev) VALUES (1)")
    there.do("INSERT INTO part (item_id, n) VALUES (1, 1)")
    parts = ("part", "item_id", {"id": "integer read", "n": "integer"})
    columns = {"id": "integer read", "rev": "integer read"}
    with opened(there, kind("item", columns, lines=parts, version="rev")) as table:
        seen, _ = pulled(table)
        there.do("UPDATE part SET n = 2")
        assert isinstance(table.delete_all(seen)[0], Changed)
    assert there.one("SELECT count(*) FROM part") == there.one("SELECT count(*) FROM item") == 1


def test_a_record_that_is_no_more_is_done(erp: Place) -> None:
    with opened(erp, customers()) as table:
        seen, _ = pulled(table)
        erp.do("DELETE FROM customers WHERE id = 1004")
        assert table.delete_all([seen[3]]) == [Done()]


def test_what_others_refer_to_is_refused_and_takes_nothing_else_with_it(erp: Place) -> None:
    with opened(erp, customers()) as table:
        seen, _ = pulled(table)
        outcomes = table.delete_all(seen)
    assert [type(outcome) for outcome in outcomes] == [Rejected, Rejected, Done, Done]
    assert erp.do("SELECT id FROM customers ORDER BY id") == [(1001,), (1002,)]


@pytest.mark.parametrize("there", ["postgresql"], indirect=True)
def test_what_is_refused_only_at_the_end_is_tried_one_by_one(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    there.script("CREATE TABLE part (id {key}, item_id INTEGER REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)")
    there.do("INSERT INTO item (name) VALUES ('used'), ('free')")
    there.do("INSERT INTO part (item_id) VALUES (1)")
    with opened(there, kind("item", {"id": "integer read", "name": "text"})) as table:
        assert [type(outcome) for outcome in table.delete_all(pulled(table)[0])] == [Rejected, Done]
    assert there.do("SELECT name FROM item") == [("used",)]


def test_a_database_that_keeps_the_row_and_says_nothing_is_noticed(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    there.do("INSERT INTO item (name) VALUES ('a')")
    if there.is_sqlite:
        there.do("CREATE TRIGGER kept BEFORE DELETE ON item BEGIN SELECT RAISE(IGNORE); END")
    else:
        there.do("CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        there.do("CREATE TRIGGER kept BEFORE DELETE ON item FOR EACH ROW EXECUTE FUNCTION kept()")
    with opened(there, kind("item", {"id": "integer read", "name": "text"})) as table:
        (outcome,) = table.delete_all(pulled(table)[0])
    assert isinstance(outcome, Rejected) and "where it is" in outcome.reason


def test_a_database_that_is_opened_read_only_loses_nothing(erp: Place) -> None:
    with opened(erp, customers(), read_only=True) as table:
        outcomes = table.delete_all(pulled(table)[0])
    assert {type(outcome) for outcome in outcomes} == {Rejected}
    assert erp.one("SELECT count(*) FROM customers") == 4


# ---- what a pull says is there -------------------------------------------------------------------


def test_a_table_that_is_read_whole_tells_of_everything(erp: Place) -> None:
    everything = ["1001", "1002", "1003", "1004"]
    with opened(erp, kind("customers", {"id": "integer read", "name": "text"})) as table:
        assert told(list(table.pull("", NothingSeen()))) == (everything, True, [])
    erp.do("DELETE FROM order_lines")
    erp.do("DELETE FROM orders")
    with opened(erp, orders()) as table:
        assert told(list(table.pull("", NothingSeen()))) == ([], True, [])


def test_the_change_table_names_what_is_gone(erp: Place) -> None:
    with opened(erp, customers()) as table:
        pages = list(table.pull("", NothingSeen()))
        assert told(pages)[1] is True
        erp.do("DELETE FROM customers WHERE id = 1004")
        erp.do("UPDATE customers SET email = 'b@b.example' WHERE id = 1002")
        keys, whole, gone = told(list(table.pull(pages[-1].cursor, NothingSeen())))
    assert (keys, whole, gone) == (["1002"], False, ["1004"])


def test_rows_since_a_stamp_are_not_everything(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, changed {instant}, name TEXT)")
    there.do("INSERT INTO item (changed, name) VALUES ('2006-03-01 10:00:00+00:00', 'a')")
    feed = Feed(scheme=FeedScheme.MODIFIED)
    columns = {"id": "integer read", "changed": "datetime read", "name": "text"}
    with opened(there, kind("item", columns, modified="changed", feed=feed)) as table:
        pages = list(table.pull("", NothingSeen()))
        assert told(pages) == (["1"], True, [])
        assert told(list(table.pull(pages[-1].cursor, NothingSeen()))) == (["1"], False, [])
