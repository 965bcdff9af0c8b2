"""Profiles of databases: what cannot work is said, and Customerp's documents compile over its tables unchanged."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from compiler.build import compile_documents, load_profiles
from compiler.profile import load

SPECS = Path(__file__).resolve().parents[2] / "specs"

GOOD = """
label = "Depot"
protocol = "sql"
[types.Article]
version = "rev"
modified = "changed"
[types.Article.operations]
table = "articles"
feed = { scheme = "sequence", list = "flowc_changes", stamp = "id", key = "key", query = { type = "articles" } }
[types.Article.properties]
id = { type = "integer", access = "read" }
rev = { type = "integer", access = "read" }
changed = { type = "datetime", access = "read" }
"price.net" = { type = "decimal" }
[types.Article.lists.lines]
table = "lines"
parent = "article_id"
key = "id"
[types.Article.lists.lines.properties]
id = { type = "integer", access = "read" }
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('table = "articles"', "", "`table`"),
        ('parent = "article_id"', "", "`parent`"),
        ('list = "flowc_changes", ', "", "change table"),
        (', key = "key"', "", "change table"),
        ('scheme = "sequence"', 'scheme = "digest"', "digest"),
        ('stamp = "id", key', 'also = [{ list = "x", stamp = "id", key = "key" }], stamp = "id", key', "also"),
        ('rev = { type = "integer", access = "read" }', 'rev = { type = "datetime" }', "counting the version"),
        ('"price.net" =', 'price = {}\n"price.net" =', "column `price`"),
    ],
)
def test_what_a_table_cannot_do_is_said(right: str, wrong: str, said: str) -> None:
    assert load(GOOD.encode(), "depot.toml")[1] == []
    _, findings = load(GOOD.replace(right, wrong).encode(), "depot.toml")
    assert [found.code for found in findings] == ["F228"]
    assert said in findings[0].message


def test_the_documents_compile_over_tables_as_they_do_over_the_interface() -> None:
    profiles, problems = load_profiles(SPECS / "systems")
    database, found = load((SPECS / "databases" / "customerp.toml").read_bytes(), "customerp.toml")
    assert problems == found == [] and database is not None
    texts = {path.name: path.read_text() for path in sorted(SPECS.glob("*.rst"))}
    rest = compile_documents(texts, profiles)
    sql = compile_documents(texts, [database if profile.name == "customerp" else profile for profile in profiles])
    assert [finding.code for finding in sql.findings] == [finding.code for finding in rest.findings]
    assert sql.errors == []
    assert sum(len(flow.pairs) for flow in sql.program.flows) == 27


def test_both_schemas_and_the_profile_name_the_same_columns() -> None:
    database, _ = load((SPECS / "databases" / "customerp.toml").read_bytes(), "customerp.toml")
    assert database is not None
    lite = sqlite3.connect(":memory:")
    lite.executescript((SPECS / "databases" / "customerp-sqlite.sql").read_text())
    post = (SPECS / "databases" / "customerp-postgresql.sql").read_text()
    tables = {kind.operations.table: set(kind.properties) for kind in database.types.values()}
    for kind in database.types.values():
        tables |= {line.table: {*line.properties, line.parent} for line in kind.lists.values()}
    assert len(tables) == 8
    for table, wanted in tables.items():
        assert {row[1] for row in lite.execute(f"PRAGMA table_info({table})")} == wanted
        body = re.search(rf"CREATE TABLE {table} \((.*?)\n\);", post, re.S)
        assert body is not None
        assert set(re.findall(r'^ +"?([\w.]+)', body.group(1), re.M)) == wanted


def test_the_manual_has_a_profile_that_loads() -> None:
    text = (SPECS / "README.md").read_text()
    blocks = [block for block in re.findall(r"```toml\n(.*?)```", text, re.S) if 'protocol = "sql"' in block]
    assert len(blocks) == 1
    profile = blocks[0].replace('references = ["Supplier"]', "references = []")
    assert load(profile.encode(), "depot.toml")[1] == []


def test_the_manuals_change_table_is_sql() -> None:
    text = (SPECS / "README.md").read_text()
    lite, post = re.findall(r"```sql\n(.*?)```", text, re.S)
    with sqlite3.connect(":memory:") as connection:
        connection.executescript("CREATE TABLE articles (id INTEGER PRIMARY KEY, rev INTEGER DEFAULT 1, changed TEXT)")
        connection.executescript("CREATE TABLE article_suppliers (id INTEGER PRIMARY KEY, article_id INTEGER)")
        connection.executescript(lite)
        connection.execute("INSERT INTO articles DEFAULT VALUES")
        connection.execute("INSERT INTO article_suppliers (article_id) VALUES (1)")
        assert connection.execute("SELECT rev FROM articles").fetchone() == (2,)
        assert connection.execute("SELECT type, key FROM flowc_changes").fetchall() == [("articles", "1")] * 2
    assert "pg_snapshot_xmin" in post
