"""What becomes of a database's tables: a file of SQLite, and a server of PostgreSQL where there is one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.diagnostic import Severity
from compiler.draft import Draft, NotADescription
from compiler.import_database import draft_of
from compiler.profile import Profile, load
from compiler.write_profile import profile_text
from tests.runtime.databases import DIALECTS, Place, cluster, place

__all__ = ["cluster"]

TABLES = """
create table customer (
  id integer primary key, name varchar(80) not null, email text, vat_code varchar(20) unique, credit numeric(12, 2),
  active boolean not null default 1, born date, version integer not null default 0, updated_at datetime);
create table sales_order (
  number varchar(20) primary key, customer_id integer not null references customer (id), seller_id integer,
  version integer not null default 0);
create table sales_order_line (
  id integer primary key, order_number varchar(20) not null references sales_order (number), text varchar(100),
  version integer);
create table pair (a integer, b integer, primary key (a, b));
create table "select; drop" (id integer primary key, "a.b" text, "x"" y" text, version integer);
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "erp.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(TABLES)
    connection.close()
    return f"sqlite:///{path}"


def profile_of(draft: Draft) -> Profile:
    written = profile_text(draft)
    profile, findings = load(written.text.encode(), "system.toml")
    assert profile is not None, findings
    assert [found for found in findings if found.severity is Severity.ERROR] == []
    return profile


def test_tables_become_kinds_of_record(address: str) -> None:
    draft = draft_of(address, "erp")
    profile = profile_of(draft)
    assert profile.protocol == "sql"
    assert profile.address == address
    customer, order = profile.types["Customer"], profile.types["SalesOrder"]
    assert customer.operations.table == "customer"
    assert (customer.key, customer.version, customer.modified) == ("id", "version", "updated_at")
    assert customer.properties["id"].access == "read"
    assert customer.properties["name"].required and customer.properties["name"].max_length == 80
    assert not customer.properties["active"].required
    assert [customer.properties[one].type for one in ("credit", "active", "born", "updated_at")] == [
        *("decimal", "boolean", "date", "datetime")
    ]
    assert customer.unique == ["vat_code"]
    assert order.key == "number" and order.properties["number"].access == "create"
    assert order.properties["customer_id"].references == ["Customer"]
    lines = order.lists["sales_order_line"]
    assert (lines.table, lines.parent, lines.key) == ("sales_order_line", "order_number", "id")
    said = "\n".join(draft.notices)
    assert "'pair'" in said and "a.b" in said
    assert ("address",) in draft.questions


def test_only_chooses_tables(address: str) -> None:
    draft = draft_of(address, "erp", ["customers", "nothing"])
    assert set(profile_of(draft).types) == {"Customer"}
    assert any("nothing" in notice for notice in draft.notices)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no address"),
        ("mysql://host/db", "only sqlite"),
        ("sqlite:////nowhere/at/all.db", "no such file"),
        ("sqlite://", "no such file"),
        ("postgresql://127.0.0.1:1/db", "not installed|cannot be read"),
        ("postgresql://me:word@127.0.0.1/db", "FLOWC_DB_PASSWORD"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(url: str, said: str) -> None:
    with pytest.raises(NotADescription, match=said) as refused:
        draft_of(url, "erp")
    assert "word@" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"not a database, but longer than a header is, so that it is looked at" * 20)
    before = path.read_bytes()
    with pytest.raises(NotADescription, match="cannot be read"):
        draft_of(f"sqlite:///{path}", "erp")
    assert path.read_bytes() == before


@pytest.fixture(params=DIALECTS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path, request) as there:
        yield there


def drafted(there: Place) -> Draft:
    user, password = ("", "") if there.is_sqlite else (there.secrets["user"], there.secrets["password"])
    return draft_of(there.address, "erp", (), user, password)


def test_customerps_own_schema_becomes_its_profile(there: Place) -> None:
    there.schema()
    draft = drafted(there)
    ours, _ = load((Path("specs") / "databases" / "customerp.toml").read_bytes(), "customerp.toml")
    profile = profile_of(draft)
    assert ours is not None and set(profile.types) == set(ours.types)
    assert profile.precondition is None
    for name, kind in ours.types.items():
        found = profile.types[name]
        assert (found.key, found.version, found.operations.table) == (kind.key, kind.version, kind.operations.table)
        assert found.operations.feed == kind.operations.feed
        assert {one.table: one.parent for one in found.lists.values()} == {
            one.table: one.parent for one in kind.lists.values()
        }
        assert ("types", name, "operations", "feed", "list") in draft.questions
        assert ("types", name, "version") in draft.questions


def test_a_change_table_is_the_feed_of_those_that_tell_it(there: Place) -> None:
    there.script(
        "CREATE TABLE a (id {key}, changed_at timestamp); CREATE TABLE b (id {key}, name varchar(9));"
        "CREATE TABLE my_changes (id {key}, type varchar(40), key varchar(40));"
        "CREATE TABLE exchange (id {key}, type varchar(40), rate {decimal})"
    )
    profile = profile_of(drafted(there))
    assert set(profile.types) == {"A", "B", "Exchange"}
    feed = profile.types["A"].operations.feed
    assert feed is not None and (feed.scheme, feed.overlap) == ("modified", 60)
    assert profile.types["B"].operations.feed is None


def test_a_stamp_or_a_text_is_no_version(there: Place) -> None:
    there.script("CREATE TABLE a (id {key}, changed_at timestamp, version varchar(9)); CREATE TABLE b (id {key})")
    profile = profile_of(drafted(there))
    a = profile.types["A"]
    assert (a.version, a.modified, a.properties["version"].access) == ("", "changed_at", "both")
    assert profile.precondition is None


def test_what_no_property_can_be_is_left_out(there: Place) -> None:
    if there.is_sqlite:
        there.script("CREATE TABLE a (id {key}, raw blob, free, n integer)")
        kinds = {"id": "integer", "free": "text", "n": "integer"}
    else:
        there.script(
            "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN zip AS varchar(5);"
            "CREATE TABLE a (id {key}, raw bytea, doc jsonb, tags text[], at time, spot point, host inet,"
            " span int4range, mood mood, zip zip, code uuid, big numeric)"
        )
        kinds = {"id": "integer", **dict.fromkeys(("mood", "zip", "code"), "text"), "big": "decimal"}
    draft = drafted(there)
    found = profile_of(draft).types["A"].properties
    assert {path: prop.type for path, prop in found.items()} == kinds
    assert any("'raw' was left out" in notice for notice in draft.notices)
