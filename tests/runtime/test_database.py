"""A table as a system: what is read, what is written, and what is never lost. The same for SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json, structs

from runtime import wire
from runtime.endpoint import NothingSeen
from runtime.errors import Changed, Duplicate, Gone, Rejected, Unavailable
from runtime.model import Feed, FeedScheme, ObjectType, Precondition, Snapshot
from tests.runtime.databases import DIALECTS, Place, cluster, keys, kind, opened, place, pulled, system

__all__ = ["cluster"]

CUSTOMER = {
    "id": "integer read",
    "revision": "integer read",
    "modified": "datetime read",
    "name": "text",
    "email": "text",
    "address.city": "text",
    "credit_limit": "decimal",
    "active": "boolean",
}
LINE = {"id": "integer read", "product_id": "integer", "description": "text", "quantity": "decimal"}
ORDER = {
    "id": "integer read",
    "revision": "integer read",
    "number": "text create",
    "customer_id": "integer",
    "order_date": "date",
    "comment": "text",
}


def customers(**more: Any) -> ObjectType:
    return kind("customers", CUSTOMER, version="revision", modified="modified", feed="customers", **more)


def orders(**more: Any) -> ObjectType:
    return kind("orders", ORDER, version="revision", lines=("order_lines", "order_id", LINE), feed="orders", **more)


@pytest.fixture(params=DIALECTS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path, request) as found:
        yield found


@pytest.fixture
def erp(there: Place) -> Place:
    there.schema()
    return there


def _made(outcomes: list[Any]) -> list[Snapshot]:
    assert all(isinstance(outcome, Snapshot) for outcome in outcomes), outcomes
    return outcomes


# ---- reading ------------------------------------------------------------------------------------


def test_paging_skips_and_repeats_no_row_that_stays(erp: Place) -> None:
    for number in range(10):
        erp.do("INSERT INTO customers (id, name) VALUES (?, ?)", 10 * number, f"c{number}")
    with opened(erp, customers()) as table:
        pages = table.pull("", NothingSeen())
        found = keys(next(pages).snapshots)
        erp.do("DELETE FROM customers WHERE id IN (0, 30)")
        erp.do("INSERT INTO customers (id, name) VALUES (5, 'behind us'), (55, 'before us')")
        found += [key for page in pages for key in keys(page.snapshots)]
    assert found == ["0", "10", "20", "40", "50", "55", "60", "70", "80", "90"]


def test_a_change_made_during_a_pull_is_in_the_next_one(erp: Place) -> None:
    for number in range(7):
        erp.do("INSERT INTO customers (name) VALUES (?)", f"c{number}")
    with opened(erp, customers()) as table:
        pages = table.pull("", NothingSeen())
        next(pages)
        erp.do("UPDATE customers SET name = 'late' WHERE id = 1001")
        cursor = [page.cursor for page in pages][-1]
        found, _ = pulled(table, cursor)
    assert [s.document["name"] for s in found if s.key == "1001"] == ["late"]


def test_the_change_table_tells_of_edits_and_of_lines_and_then_of_nothing(erp: Place) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a'), ('b'), ('c'), ('d')")
    erp.do("INSERT INTO orders (customer_id) VALUES (1001), (1002)")
    erp.do("INSERT INTO order_lines (order_id, quantity) VALUES (1001, '1.5')")
    with opened(erp, customers()) as table, opened(erp, orders()) as sales:
        _, cursor = pulled(table)
        before, sold = pulled(sales)
        assert [len(s.document["lines"]) for s in before] == [1, 0]
        assert pulled(table, cursor) == ([], cursor)
        erp.do("UPDATE customers SET email = 'b@b.example' WHERE id = 1002")
        erp.do("INSERT INTO customers (name) VALUES ('e')")
        erp.do("DELETE FROM customers WHERE id = 1004")
        found, cursor = pulled(table, cursor)
        assert keys(found) == ["1002", "1005"]
        assert pulled(table, cursor) == ([], cursor)
        line = erp.one("SELECT id FROM order_lines")
        for statement in ("UPDATE order_lines SET quantity = '2' WHERE id = ?", "DELETE FROM order_lines WHERE id = ?"):
            erp.do(statement, line)
            found, sold = pulled(sales, sold)
            assert keys(found) == ["1001"]
        assert found[0].document["lines"] == []


def test_numbers_that_start_anew_make_a_whole_read(erp: Place) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a')")
    with opened(erp, customers()) as table:
        assert keys(pulled(table, "n:9000000000")[0]) == ["1001"]


@pytest.mark.parametrize("there", ["postgresql"], indirect=True)
def test_transactions_that_end_in_another_order_than_they_began_are_all_told_of(erp: Place) -> None:
    """A number that is taken early and committed late would lie behind the cursor (the view prevents it)."""
    erp.do("INSERT INTO customers (name) VALUES ('a'), ('b')")
    with opened(erp, customers()) as table, erp.connection() as slow:
        _, cursor = pulled(table)
        with slow.transaction():
            slow.execute("UPDATE customers SET name = 'slow' WHERE id = 1001")
            erp.do("UPDATE customers SET name = 'quick' WHERE id = 1002")
            early, cursor = pulled(table, cursor)
        late, cursor = pulled(table, cursor)
    assert "1001" not in keys(early)
    assert keys(early + late).count("1001") == 1 and "1002" in keys(early + late)


STAMPED = {"id": "integer read", "changed": "datetime read", "name": "text"}


@pytest.mark.parametrize("stamp", ["instant", "datetime"])
def test_a_modified_column_is_read_from_the_newest_stamp_less_the_overlap(there: Place, stamp: str) -> None:
    there.script(f"CREATE TABLE item (id {{key}}, changed {{{stamp}}}, name TEXT)")
    zone = "+00:00" if stamp == "instant" else ""
    times = ["2006-03-01 10:00:00", "2006-03-01T10:00:50.250", "2006-03-01 10:01:00.500020", "2006-03-01T09:00:00"]
    for time in times:
        there.do("INSERT INTO item (changed, name) VALUES (?, 'x')", f"{time}{zone}")
    there.do("INSERT INTO item (changed, name) VALUES (NULL, 'never stamped')")
    feed = Feed(scheme=FeedScheme.MODIFIED, overlap=10)
    with opened(there, kind("item", STAMPED, modified="changed", feed=feed)) as table:
        found, cursor = pulled(table)
        assert keys(found) == ["1", "2", "3", "4", "5"]
        assert [one.modified for one in found[1:3]] == ["2006-03-01T10:00:50.250Z", "2006-03-01T10:01:00.500020Z"]
        assert keys(pulled(table, cursor)[0]) == ["3", "5"]
        there.do("UPDATE item SET changed = ? WHERE id = 1", f"2006-03-01 10:00:50.500020{zone}")
        assert keys(pulled(table, cursor)[0]) == ["1", "3", "5"]


@pytest.mark.parametrize("stamp", ["instant", "datetime"])
def test_a_stamp_later_than_the_database_s_own_time_moves_no_cursor(there: Place, stamp: str) -> None:
    """Else what is changed until that time comes would never be told of. A cursor that is later has ended."""
    there.script(f"CREATE TABLE item (id {{key}}, changed {{{stamp}}}, name TEXT)")
    zone = "+00:00" if stamp == "instant" else ""
    for time in ("2006-03-01 10:00:00", "9000-01-01 00:00:00"):
        there.do("INSERT INTO item (changed, name) VALUES (?, 'x')", f"{time}{zone}")
    with opened(there, kind("item", STAMPED, modified="changed", feed=Feed(scheme=FeedScheme.MODIFIED))) as table:
        _, cursor = pulled(table)
        there.do("INSERT INTO item (changed, name) VALUES (?, 'y')", f"2006-03-01 10:00:01{zone}")
        assert keys(pulled(table, cursor)[0]) == ["1", "2", "3"]
        assert keys(pulled(table, "m:9000-01-01T00:00:00Z")[0]) == ["1", "2", "3"]
        _, cursor = pulled(table, "m:9000-01-01T00:00:00Z")
        assert keys(pulled(table, cursor)[0]) == ["2", "3"]


def test_what_is_not_of_the_stated_type_is_unreadable_and_harms_nothing_else(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, n INTEGER)")
    there.do("INSERT INTO item VALUES (1, '12x', 'yes', 'soon', '1.5.2', 'text', 7)")
    columns = {"id": "integer", "a": "integer", "b": "boolean", "c": "date", "d": "decimal", "e": "text", "n": "text"}
    object_type = kind("item", columns)
    with opened(there, object_type) as table:
        decoded = wire.decode(object_type, pulled(table)[0][0].document)
    assert set(decoded.unreadable) == {"a", "b", "c", "d", "n"}
    assert decoded.record.e == "text"  # type: ignore[attr-defined]  # made at run time


@pytest.mark.parametrize("there", ["postgresql"], indirect=True)
def test_values_that_python_cannot_hold_are_unreadable_and_the_page_is_read(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, d date, t timestamptz, n numeric, b boolean, u uuid, j jsonb)")
    there.do("INSERT INTO item VALUES (1, 'infinity', '-infinity', 'NaN', true, gen_random_uuid(), '{}')")
    there.do("INSERT INTO item VALUES (2, '2026-01-02', '2026-01-02 03:04:05+01', 1.50, false, NULL, NULL)")
    columns = {"id": "integer", "d": "date", "t": "datetime", "n": "decimal", "b": "text", "u": "text", "j": "text"}
    object_type = kind("item", columns)
    with opened(there, object_type) as table:
        one, two = (wire.decode(object_type, snapshot.document) for snapshot in pulled(table)[0])
    assert set(one.unreadable) == {"d", "t", "n", "b", "j"}
    assert len(one.record.u) == 36  # type: ignore[attr-defined]  # made at run time
    assert two.record.t == dt.datetime(2026, 1, 2, 2, 4, 5, tzinfo=dt.UTC)  # type: ignore[attr-defined]


def test_null_is_not_the_empty_text(erp: Place) -> None:
    erp.do("INSERT INTO customers (name, email) VALUES ('a', ''), ('b', NULL)")
    with opened(erp, customers()) as table:
        found, _ = pulled(table)
        assert [snapshot.document["email"] for snapshot in found] == ["", None]
        _made(table.update_all([(found[0], [(("email",), None)]), (found[1], [(("email",), "")])]))
    assert erp.do("SELECT email FROM customers ORDER BY id") == [(None,), ("",)]


def test_a_table_without_unique_keys_is_no_list(there: Place) -> None:
    there.script("CREATE TABLE item (id INTEGER, name TEXT)")
    for rows in ("(1, 'a'), (1, 'b')", "(2, 'c'), (NULL, 'd')"):
        there.do("DELETE FROM item")
        there.do(f"INSERT INTO item VALUES {rows}")
        with opened(there, kind("item", {"id": "integer", "name": "text"})) as table, pytest.raises(Unavailable):
            pulled(table)


# ---- writing ------------------------------------------------------------------------------------


def test_a_new_record_is_answered_as_the_database_has_it(erp: Place) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a')")
    with opened(erp, orders()) as table:
        lines = [{"description": "x", "quantity": Decimal("2.50")}, {"quantity": 1}]
        (made,) = _made(table.create_all([{"customer_id": 1001, "order_date": "2026-02-28", "lines": lines}]))
        assert made.key == made.document["number"] == "1001"
        assert [line["quantity"] for line in made.document["lines"]] == [Decimal("2.50"), 1]
        assert made == table.fetch("1001")
        assert table.fetch("1002") is table.fetch("x") is table.fetch("9" * 40) is None


def test_values_come_back_as_they_were_sent(erp: Place) -> None:
    sent = {
        "name": "Ærlig talt AS; DROP TABLE customers; -- ' \" ? %s :x 日本 \u202e",
        "email": "\n\t ",
        "address": {"city": "Bodø"},
        "credit_limit": Decimal("12345678901234567890.123456789"),
        "active": False,
    }
    with opened(erp, customers()) as table:
        (made,) = _made(table.create_all([sent]))
        assert {name: made.document[name] for name in sent} == sent
        changes: Any = [(("credit_limit",), Decimal("-0.10")), (("address", "city"), "%(c0)s"), (("active",), True)]
        (after,) = _made(table.update_all([(made, changes)]))
    assert str(after.document["credit_limit"]) == "-0.10"
    assert (after.document["address"]["city"], after.document["active"]) == ("%(c0)s", True)
    assert erp.one("SELECT count(*) FROM customers") == 1


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
_VALUES = st.fixed_dictionaries(
    {
        "name": st.none() | _TEXTS,
        "price": st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25),
        "day": st.none() | st.dates().map(dt.date.isoformat),
        "at": st.none() | st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
        "flag": st.none() | st.booleans(),
        "count": st.none() | st.integers(-(2**63), 2**63 - 1),
    }
)


@given(values=_VALUES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_is_read_as_it_was_written_and_unchanged_is_not_changed(there: Place, values: dict[str, Any]) -> None:
    """Also after the store kept the record as JSON: comparing everything that was told then finds no difference."""
    there.script(
        """DROP TABLE IF EXISTS item;
        CREATE TABLE item (id {key}, name TEXT, price {decimal}, day {date}, at {instant}, flag {boolean},
            count {long})"""
    )
    columns = {"name": "text", "price": "decimal", "day": "date", "at": "datetime", "flag": "boolean"}
    object_type = kind("item", {"id": "integer read", "count": "integer"} | columns)
    with opened(there, object_type) as table:
        (made,) = _made(table.create_all([values]))
        assert {name: made.document[name] for name in values} == values
        assert wire.decode(object_type, made.document).unreadable == ()
        kept = json.Encoder(decimal_format="number").encode(made.document)
        again = structs.replace(made, document=json.Decoder(float_hook=Decimal).decode(kept))
        _made(table.update_all([(again, [(("name",), "changed")])]))


@pytest.mark.parametrize("there", ["sqlite"], indirect=True)
def test_digits_that_a_float_column_would_lose_are_refused(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, price NUMERIC, weight REAL)")
    with opened(there, kind("item", {"id": "integer read", "price": "decimal", "weight": "decimal"})) as table:
        long = Decimal("1234567890123456.78")
        good, bad = table.create_all([{"price": Decimal("0.1"), "weight": 3}, {"price": long}])
    assert isinstance(good, Snapshot) and good.document["price"] == Decimal("0.1")
    assert isinstance(bad, Rejected) and bad.fields == ("price",)
    assert there.one("SELECT count(*) FROM item") == 1
    there.script("CREATE TABLE part (id {key}, item_id INTEGER, price NUMERIC)")
    parts = ("part", "item_id", {"id": "integer read", "price": "decimal"})
    with opened(there, kind("item", {"id": "integer read"}, lines=parts)) as table:
        (bad,) = table.create_all([{"lines": [{"price": Decimal("1.5")}, {"price": long}]}])
    assert isinstance(bad, Rejected) and bad.fields == ("lines.price",)
    assert there.one("SELECT count(*) FROM part") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", 5),
        ("name", {"a": 1}),
        ("name", "nul \x00"),
        ("name", "\ud800"),
        ("credit_limit", "12"),
        ("credit_limit", Decimal("NaN")),
        ("credit_limit", True),
        ("active", 1),
        ("nothing", "x"),
        ("lines", []),
    ],
)
def test_a_value_that_does_not_fit_is_refused_before_it_is_sent(erp: Place, name: str, value: Any) -> None:
    with opened(erp, customers()) as table:
        bad, good = table.create_all([{"name": "a", name: value}, {"name": "b"}])
    assert isinstance(bad, Rejected) and bad.fields == (name,)
    assert isinstance(good, Snapshot)


def test_an_edit_of_a_record_that_somebody_changed_is_refused(erp: Place) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a'), ('b')")
    with opened(erp, customers()) as table:
        found, _ = pulled(table)
        erp.do("UPDATE customers SET email = 'theirs' WHERE id = 1001")
        first, second = table.update_all([(each, [(("name",), "ours")]) for each in found])
        assert isinstance(first, Changed) and isinstance(second, Snapshot)
        erp.do("DELETE FROM customers WHERE id = 1002")
        assert isinstance(table.update_all([(second, [(("name",), "x")])])[0], Gone)
    assert erp.do("SELECT name, email FROM customers") == [("a", "theirs")]


def test_of_two_writers_at_once_one_is_told_that_the_other_was_faster(erp: Place) -> None:
    erp.do("INSERT INTO customers (name, credit_limit) VALUES ('a', '0')")
    turns = 12
    start = threading.Barrier(2)
    won: list[int] = []

    def count() -> None:
        with opened(erp, customers(), patience=120.0) as table:
            start.wait()
            done = 0
            while done < turns:
                seen = table.fetch("1001")
                assert seen is not None
                outcome = table.update_all([(seen, [(("credit_limit",), seen.document["credit_limit"] + 1)])])[0]
                assert isinstance(outcome, Snapshot | Changed), outcome
                done += isinstance(outcome, Snapshot)
            won.append(done)

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [turns, turns]
    assert Decimal(erp.one("SELECT credit_limit FROM customers")) == 2 * turns
    assert erp.one("SELECT revision FROM customers") == 2 * turns + 1


def test_without_a_version_everything_that_was_told_is_compared(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT, price {decimal}, day {date}, at {instant}, flag {boolean})")
    there.do("INSERT INTO item (name, price) VALUES (NULL, '1.50'), ('b', NULL)")
    columns = {"name": "text", "price": "decimal", "day": "date", "at": "datetime", "flag": "boolean"}
    with opened(there, kind("item", {"id": "integer read"} | columns)) as table:
        (one, two), _ = pulled(table)
        (after,) = _made(table.update_all([(one, [(("day",), "2026-02-28"), (("at",), "2026-02-28T10:00:00Z")])]))
        (after,) = _made(table.update_all([(after, [(("flag",), True)])]))
        assert (after.document["day"], after.document["at"]) == ("2026-02-28", "2026-02-28T10:00:00Z")
        there.do("UPDATE item SET price = '1' WHERE id = 2")
        assert isinstance(table.update_all([(two, [(("name",), "ours")])])[0], Changed)
        assert isinstance(table.update_all([(one, [(("name",), "ours")])])[0], Changed)


def test_a_stamp_is_a_version_where_the_profile_compares(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, changed {instant}, name TEXT)")
    there.do("INSERT INTO item (changed, name) VALUES ('2026-03-01T10:00:00Z', 'a')")
    compared = system(Precondition.COMPARE)
    with opened(there, kind("item", STAMPED, version="changed", modified="changed", of=compared)) as table:
        (seen,), _ = pulled(table)
        there.do("UPDATE item SET changed = '2026-03-01T10:00:01Z'")
        assert isinstance(table.update_all([(seen, [(("name",), "ours")])])[0], Changed)
        again = table.fetch("1")
        assert again is not None
        _made(table.update_all([(again, [(("name",), "ours")])]))


def test_a_version_that_may_be_written_is_counted_by_us(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, version INTEGER, name TEXT)")
    counted = kind("item", {"id": "integer read", "version": "integer", "name": "text"}, version="version")
    with opened(there, counted) as table:
        (made,) = _made(table.create_all([{"name": "a"}]))
        (after,) = _made(table.update_all([(made, [(("name",), "b")])]))
        assert (made.version, after.version) == ("1", "2")
        assert isinstance(table.update_all([(made, [(("name",), "c")])])[0], Changed)


def test_a_version_that_nobody_moves_is_a_mistake_in_the_profile(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, version INTEGER, name TEXT)")
    there.do("INSERT INTO item (version, name) VALUES (1, 'a')")
    kept = kind("item", {"id": "integer read", "version": "integer read", "name": "text"}, version="version")
    with opened(there, kept) as table:
        outcome = table.update_all([(pulled(table)[0][0], [(("name",), "b")])])[0]
    assert isinstance(outcome, Rejected) and "version" in str(outcome)
    assert there.one("SELECT name FROM item") == "a"


# ---- lines --------------------------------------------------------------------------------------


def _order(erp: Place, *quantities: str) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a')")
    erp.do("INSERT INTO orders (customer_id) VALUES (1001)")
    for quantity in quantities:
        erp.do("INSERT INTO order_lines (order_id, description, quantity) VALUES (1001, 'kept', ?)", quantity)


def test_lines_are_changed_one_by_one_and_keep_their_keys(erp: Place) -> None:
    _order(erp, "1", "2", "3")
    with opened(erp, orders()) as table:
        (seen,), _ = pulled(table)
        one, two, _three = seen.document["lines"]
        wanted = [{"id": two["id"], "quantity": Decimal("2.5")}, {"description": "new", "quantity": 4}, one]
        (after,) = _made(table.update_all([(seen, [(("lines",), wanted)])]))
        lines = [(line["id"], line["description"], line["quantity"]) for line in after.document["lines"]]
        assert lines == [(1, "kept", 1), (2, "kept", Decimal("2.5")), (4, "new", 4)]
        assert after.version != seen.version
        (same,) = _made(table.update_all([(after, [(("lines",), after.document["lines"])])]))
        assert same == after


def test_a_line_that_somebody_else_edited_meanwhile_is_noticed(erp: Place) -> None:
    _order(erp, "1", "2")
    for statement in (
        "UPDATE order_lines SET quantity = '9' WHERE id = 1",
        "DELETE FROM order_lines WHERE id = 2",
        "INSERT INTO order_lines (order_id) VALUES (1001)",
    ):
        with opened(erp, orders()) as table:
            (seen,), _ = pulled(table)
            erp.do(statement)
            before = erp.do("SELECT id, quantity FROM order_lines ORDER BY id")
            changes: Any = [(("comment",), "ours"), (("lines",), [{**seen.document["lines"][0], "quantity": 5}])]
            assert isinstance(table.update_all([(seen, changes)])[0], Changed)
        assert erp.do("SELECT id, quantity FROM order_lines ORDER BY id") == before


def test_lines_are_compared_where_no_trigger_moves_the_version(there: Place) -> None:
    there.script(
        """CREATE TABLE orders (id {key}, revision INTEGER NOT NULL, comment TEXT);
        CREATE TABLE order_lines (id {key}, order_id INTEGER NOT NULL, quantity {decimal})"""
    )
    there.do("INSERT INTO orders (revision) VALUES (1)")
    there.do("INSERT INTO order_lines (order_id, quantity) VALUES (1, '1')")
    columns = {"id": "integer read", "revision": "integer", "comment": "text"}
    lines = ("order_lines", "order_id", {"id": "integer read", "quantity": "decimal"})
    with opened(there, kind("orders", columns, version="revision", lines=lines)) as table:
        (seen,), _ = pulled(table)
        there.do("UPDATE order_lines SET quantity = '7'")
        ours: Any = [(("lines",), [{"id": 1, "quantity": 2}])]
        assert isinstance(table.update_all([(seen, ours)])[0], Changed)
        again = table.fetch("1")
        assert again is not None
        (after,) = _made(table.update_all([(again, ours)]))
        assert (after.version, after.document["lines"]) == ("2", [{"id": 1, "quantity": 2}])


def test_a_line_that_is_not_there_any_more_is_not_made_again(erp: Place) -> None:
    _order(erp, "1")
    with opened(erp, orders()) as table:
        (seen,), _ = pulled(table)
        (gone,) = table.update_all([(seen, [(("lines",), [{"id": 77, "quantity": 1}])])])
        (twice,) = table.update_all([(seen, [(("lines",), [{"id": 1}, {"id": 1}])])])
    assert isinstance(gone, Changed) and isinstance(twice, Rejected)


# ---- what the database refuses ------------------------------------------------------------------


def test_a_refused_record_takes_no_other_with_it_and_says_which_column(there: Place) -> None:
    there.script(
        """CREATE TABLE party (id {key});
        CREATE TABLE item (id {key}, "a.name" TEXT NOT NULL UNIQUE, size INTEGER CHECK (size > 0),
            party_id INTEGER REFERENCES party)"""
    )
    columns = {"id": "integer read", "a.name": "text", "size": "integer", "party_id": "integer"}
    with opened(there, kind("item", columns)) as table:
        good, double, missing, small, alone, last = table.create_all(
            [
                {"a": {"name": "x"}},
                {"a": {"name": "x"}, "size": 4711},
                {"size": 1},
                {"a": {"name": "y"}, "size": 0},
                {"a": {"name": "z"}, "party_id": 99},
                {"a": {"name": "last"}},
            ]
        )
        assert isinstance(good, Snapshot) and isinstance(last, Snapshot)
        assert isinstance(double, Duplicate) and double.fields == ("a.name",) and "4711" not in str(double)
        assert type(missing) is Rejected and missing.fields == ("a.name",)
        assert type(small) is Rejected and type(alone) is Rejected
        (refused,) = table.update_all([(last, [(("a", "name"), "x")])])
        assert type(refused) is Rejected and refused.fields == ("a.name",)
    assert there.one("SELECT count(*) FROM item") == 2


def test_a_constraint_that_is_looked_at_in_the_end_refuses_only_the_record_it_means(there: Place) -> None:
    there.script(
        """CREATE TABLE party (id {key});
        CREATE TABLE item (id {key}, party_id INTEGER REFERENCES party DEFERRABLE INITIALLY DEFERRED)"""
    )
    with opened(there, kind("item", {"id": "integer read", "party_id": "integer"})) as table:
        bad, good = table.create_all([{"party_id": 99}, {"party_id": None}])
    assert isinstance(bad, Rejected) and isinstance(good, Snapshot)
    assert there.one("SELECT count(*) FROM item") == 1


def test_what_is_too_long_or_too_large_is_refused(erp: Place) -> None:
    with opened(erp, kind("orders", ORDER)) as table, opened(erp, customers()) as parties:
        (long, fits) = parties.create_all([{"name": "x" * 201}, {"name": "x" * 200}])
        (large,) = table.create_all([{"customer_id": 2**70}])
    assert isinstance(long, Rejected) and isinstance(fits, Snapshot) and isinstance(large, Rejected)


def test_a_message_of_a_trigger_is_shown_on_one_clean_line(there: Place) -> None:
    there.script("CREATE TABLE item (id {key}, name TEXT)")
    if there.is_sqlite:
        raised = "SELECT RAISE(ABORT, 'no \x1b[31m\nway')"
        there.script(f"CREATE TRIGGER t BEFORE INSERT ON item BEGIN {raised}; END")
    else:
        there.script(
            """CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE EXCEPTION E'no \\x1b[31m\\nway' USING DETAIL = 'of others'; END$$;
            CREATE TRIGGER t BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION no()"""
        )
    with opened(there, kind("item", {"id": "integer read", "name": "text"})) as table:
        (refused,) = table.create_all([{"name": "a"}])
    assert isinstance(refused, Rejected)
    assert "way" in str(refused) and str(refused).isprintable() and "others" not in str(refused)


def test_records_that_nobody_may_create_are_not_sent(erp: Place) -> None:
    with opened(erp, customers(why_not="the accountant makes them")) as table:
        (refused,) = table.create_all([{"name": "a"}])
    assert isinstance(refused, Rejected) and "accountant" in str(refused)


# ---- names and values that mean harm (A-24) -----------------------------------------------------

HOSTILE = ['"', 'a"; DROP TABLE victim; --', "select", "%s", "%(c0)s", ":x", "?", "a b", "ÆØÅ", "'", "[x]", "c0", "A_B"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_names_whatever_is_in_them(there: Place, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    with there.connection() as connection:
        connection.execute("CREATE TABLE victim (id INTEGER)")
        connection.execute(f"CREATE TABLE {quoted} (id TEXT PRIMARY KEY, {quoted} TEXT, {quoted[:-1]}.x\" TEXT)")
    object_type = kind(name, {"id": "text", name: "text"})
    extra = structs.replace(object_type.properties[1], attribute="x", path=(f"{name}.x",))
    object_type = structs.replace(object_type, properties=(*object_type.properties, extra))
    hostile = "'; DROP TABLE victim; --"
    with opened(there, object_type) as table:
        made, double = table.create_all([{"id": hostile, name: hostile, f"{name}.x": "y"}, {"id": hostile}])
        assert isinstance(made, Snapshot) and isinstance(double, Duplicate)
        assert table.fetch(hostile) == made and pulled(table)[0] == [made]
        (after,) = _made(table.update_all([(made, [((name,), "' OR 1=1 --")])]))
        assert after.document[name] == "' OR 1=1 --"
    assert there.one("SELECT count(*) FROM victim") == 0


def test_a_table_may_lie_in_a_schema(there: Place) -> None:
    schema = "main" if there.is_sqlite else "sales"
    first = "" if there.is_sqlite else "CREATE SCHEMA sales; "
    there.script(f"{first}CREATE TABLE {schema}.item (id {{key}})")
    with opened(there, kind(f"{schema}.item", {"id": "integer"})) as table:
        (made,) = _made(table.create_all([{}]))
    assert made.key == "1"


def test_the_profile_says_what_is_read_and_nothing_else_is(erp: Place) -> None:
    erp.do("INSERT INTO customers (name) VALUES ('a')")
    with opened(erp, kind("customers", {"id": "integer", "name": "text"})) as table:
        (seen,), _ = pulled(table)
    assert seen.document == {"id": 1001, "name": "a"}
