"""Customerp as a database: people work through the side door, others in the file, and only the others are counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.sandbox.servers import SandboxSet


class Erp:
    """The side door, and the file."""

    def __init__(self, described: dict[str, Any]) -> None:
        self.path = Path(described["address"].removeprefix("sqlite:///"))
        self._http = httpx.Client(base_url=described["side_door"], trust_env=False)

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self._http.request(method, f"/{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Somebody else works in the file."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()

    def writes(self) -> int:
        return int(self.ask("GET", "requests/summary")["write"])


@pytest.fixture
def erp(tmp_path: Path) -> Iterator[Erp]:
    with SandboxSet("people", database=tmp_path / "erp.db") as sandbox:
        described = sandbox.systems["customerp"]
        assert described["secrets"] == {} and described["address"] == f"sqlite:///{tmp_path / 'erp.db'}"
        yield Erp(described)


def test_the_same_people_as_in_the_rest_application(erp: Erp, tmp_path: Path) -> None:
    with SandboxSet("people") as sandbox:
        rest = sandbox.servers["customerp"]
        for kind in rest.kinds:
            table = rest.table(kind)
            assert table is not None
            told = {row["key"]: row["document"] for row in erp.ask("GET", f"records/{kind}")}
            known = {record.key: record.document for record in table.records()}
            assert told.keys() == known.keys()
            for key, document in known.items():
                mine = {n: v for n, v in told[key].items() if n not in ("modified", "revision")}
                theirs = {n: v for n, v in document.items() if n not in ("modified", "revision")}
                for part in ("address",):  # what was never given is null in both
                    if theirs.get(part):
                        theirs[part] = dict.fromkeys(mine[part]) | theirs[part]
                assert {n: float(v) if _is_number(v) else v for n, v in mine.items()} == {
                    n: float(v) if _is_number(v) else v for n, v in theirs.items()
                }
    assert (tmp_path / "erp.db").stat().st_mode & 0o077 == 0


def _is_number(value: Any) -> bool:
    return value is not None and not isinstance(value, str | bool | dict | list)


def test_only_what_others_changed_is_counted(erp: Erp) -> None:
    assert erp.writes() == 0
    key = erp.ask("POST", "records/customers", {"name": "New AS", "address": {"city": "Bodø"}}, 201)["key"]
    shown = erp.ask("PATCH", f"records/customers/{key}", {"address": {"street": "Kaia 1"}})["document"]
    assert (shown["address"]["city"], shown["address"]["street"], shown["active"]) == ("Bodø", "Kaia 1", True)
    assert erp.writes() == 0
    erp.sql("UPDATE customers SET name = 'Newer AS' WHERE id = ?", key)
    order = {"customer_id": int(key), "lines": [{"quantity": 2}, {"quantity": 3}]}
    made = erp.ask("POST", "records/orders", order, 201)["document"]
    assert made["number"] == str(made["id"])
    assert erp.writes() == 1
    assert [entry["path"] for entry in erp.ask("GET", "requests")] == [f"/customers/{key}"]
    erp.ask("DELETE", "requests", status=204)
    erp.sql("DELETE FROM order_lines WHERE id = ?", made["lines"][0]["id"])
    assert erp.writes() == 1
    erp.ask("DELETE", "requests", status=204)
    assert erp.writes() == 0


def test_lines_stay_themselves_and_records_go(erp: Erp) -> None:
    customer = erp.ask("GET", "records/customers")[0]["document"]["id"]
    order = {"customer_id": customer, "lines": [{"quantity": 2}, {"quantity": 3}]}
    made = erp.ask("POST", "records/orders", order, 201)
    one, _two = made["document"]["lines"]
    changes = {"lines": [{"description": "new"}, one | {"quantity": 9}]}
    lines = erp.ask("PATCH", f"records/orders/{made['key']}", changes)["document"]["lines"]
    assert [(line["id"] == one["id"], line["quantity"]) for line in lines] == [(True, 9), (False, None)]
    erp.ask("DELETE", f"records/orders/{made['key']}", status=204)
    erp.ask("DELETE", f"records/orders/{made['key']}", status=404)
    erp.ask("PATCH", f"records/orders/{made['key']}", {"comment": "x"}, 404)
    erp.ask("GET", "records/nothing", status=404)
    assert erp.sql("SELECT count(*) FROM order_lines") == [(0,)]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "erp.db"
    path.write_text("years of work")
    with pytest.raises(FileExistsError):
        SandboxSet(database=path)
    assert path.read_text() == "years of work"
