"""A system nobody described: any collection, any field, the rules flowc assumes; and who is served beside the six."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from runtime.sandbox import plain, world
from runtime.sandbox.servers import SandboxSet
from runtime.sandbox.world import Running, SandboxServer, decode
from tests.end_to_end.world import flowc, running

SIX = {"customerp", "customcrm", "tripletex", "powerofficego", "exact", "businesscentral"}


@pytest.fixture
def server() -> SandboxServer:
    return plain.server("alpha")


@pytest.fixture
def alpha(server: SandboxServer) -> Iterator[httpx.Client]:
    served = Running(server)
    headers = {"X-Api-Key": "sandbox-key-alpha"}
    with httpx.Client(base_url=served.address, headers=headers, trust_env=False) as client:
        yield client
    served.stop()


def create(client: httpx.Client, kind: str, **fields: Any) -> Any:
    answer = client.post(f"/api/{quote(kind)}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


# ---- records ------------------------------------------------------------------------------------


def test_a_wrong_key_is_refused(alpha: httpx.Client) -> None:
    for key in ("", "sandbox-key-beta"):
        assert alpha.get("/api/ships", headers={"X-Api-Key": key}).status_code == 401


def test_a_collection_is_there_from_its_first_use_on(alpha: httpx.Client) -> None:
    assert alpha.get("/api/ships").json() == {"items": []}
    made = create(alpha, "ships", name="Havbris", hold={"length": 12, "doors": [{"side": "port"}]})
    assert made == {
        "id": "1001",
        "name": "Havbris",
        "hold": {"length": 12, "doors": [{"side": "port"}]},
        "modified": made["modified"],
    }
    assert datetime.fromisoformat(made["modified"]).tzinfo is not None
    assert alpha.get("/api/ships/1001").json() == made
    assert alpha.get("/api/ships").json() == {"items": [made]}
    assert create(alpha, "crews", name="Kari")["id"] == "1001"
    assert create(alpha, "ships")["id"] == "1002"


@pytest.mark.parametrize("name", ["café", "kundenadressen2", "日本語", "हिन्दी", "order_lines", "x" * 200])
def test_collections_have_names_in_any_language(alpha: httpx.Client, name: str) -> None:
    made = create(alpha, name, title=name)
    assert alpha.get(f"/api/{quote(name)}/{made['id']}").json()["title"] == name
    assert alpha.get(f"/_sandbox/records/{quote(name)}").json()[0]["document"] == made


@pytest.mark.parametrize("name", ["a b", "a.b", "..", "<b>", "\n", "a\x00", "x" * 201, "\ufffd", "$metadata"])
def test_what_is_no_name_is_no_collection(alpha: httpx.Client, server: SandboxServer, name: str) -> None:
    path = "/api/" + "".join(f"%{byte:02X}" for byte in name.encode())
    answers = [alpha.get(path), alpha.post(path, json={}), alpha.get(f"{path}/1")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert server.tables == {}
    assert all(name not in answer.text for answer in answers)


def test_there_are_only_so_many_collections(
    alpha: httpx.Client, server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "MOST_COLLECTIONS", 3)
    assert [alpha.get(f"/api/k{number}").status_code for number in range(5)] == [200, 200, 200, 404, 404]
    assert alpha.get("/api/k1").status_code == 200
    assert len(server.tables) == 3


def test_lists_are_paged_and_a_page_has_at_most_200(alpha: httpx.Client, server: SandboxServer) -> None:
    for number in range(230):
        server.insert("ships", {"number": number})

    def page(**query: int) -> list[int]:
        return [row["number"] for row in alpha.get("/api/ships", params=query).json()["items"]]

    assert page(offset=0, limit=200) == list(range(200))
    assert page(offset=200, limit=200) == list(range(200, 230))
    assert page(offset=230, limit=200) == page(offset=10**30, limit=200) == []
    assert len(page(offset=0, limit=1000)) == 200
    assert page(offset=-5, limit=-5) == [0]
    assert len(page()) == 50
    assert alpha.get("/api/ships?offset=two").status_code == 400


def test_a_patch_merges_member_by_member_and_null_empties(alpha: httpx.Client) -> None:
    create(alpha, "ships", name="Havbris", home={"city": "Bodø", "quay": "4"}, crew=["Kari", "Ola"])
    changes = {"home": {"city": "Oslo", "quay": None}, "crew": ["Tone"], "name": None, "flag": "NO"}
    answer = alpha.patch("/api/ships/1001", json=changes)
    assert answer.status_code == 200
    kept = {name: value for name, value in answer.json().items() if name != "modified"}
    home = {"city": "Oslo", "quay": None}
    assert kept == {"id": "1001", "name": None, "home": home, "crew": ["Tone"], "flag": "NO"}
    assert alpha.patch("/api/ships/1001", json={"home": None}).json()["home"] is None
    assert alpha.patch("/api/ships/1001", json={"home": {"city": "Bergen"}}).json()["home"] == {"city": "Bergen"}


def test_the_stamp_moves_with_a_change_and_only_then(alpha: httpx.Client) -> None:
    made = create(alpha, "ships", name="Havbris")
    assert alpha.patch("/api/ships/1001", json={"name": "Havbris"}).json() == made
    assert alpha.patch("/api/ships/1001", json={"name": "Fjordbris"}).json()["modified"] > made["modified"]


def test_a_system_may_have_no_stamps(alpha: httpx.Client) -> None:
    create(alpha, "ships", name="Havbris")
    alpha.put("/_sandbox/settings", json={"stamps": False})
    assert alpha.patch("/api/ships/1001", json={"name": "A"}).json() == {"id": "1001", "name": "A"}
    assert create(alpha, "ships") == {"id": "1002"}


def test_numbers_keep_their_digits(alpha: httpx.Client) -> None:
    answer = alpha.post("/api/ships", content=b'{"length": 0.1000000000000000001, "tons": 7}')
    assert b"0.1000000000000000001" in answer.content
    assert decode(answer.content)["length"] == Decimal("0.1000000000000000001")
    assert b'"tons":7' in answer.content


@pytest.mark.parametrize("name", ["id", "modified"])
def test_what_the_server_gives_itself_is_refused_from_others(alpha: httpx.Client, name: str) -> None:
    create(alpha, "ships", name="Havbris")
    for answer in (alpha.post("/api/ships", json={name: "7"}), alpha.patch("/api/ships/1001", json={name: "7"})):
        assert (answer.status_code, answer.json()["fields"]) == (422, [name])
    assert len(alpha.get("/api/ships").json()["items"]) == 1


def test_what_is_not_there_is_404_and_what_is_not_offered_405(alpha: httpx.Client) -> None:
    asked = [("GET", "/api/ships/1"), ("PATCH", "/api/ships/1"), ("DELETE", "/api/ships/1"), ("GET", "/ships")]
    asked += [("GET", "/api"), ("GET", "/api/ships/1/crew")]
    assert [alpha.request(method, path, json={}).status_code for method, path in asked] == [404] * 6
    assert alpha.put("/api/ships", json={}).status_code == 405
    assert alpha.post("/api/ships/1", json={}).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b'{"a": "\xff"}', b'{"a": NaN}', b"[1]", b'"x"', b"null", b"[" * 99_999),
        b'{"a":' * 60 + b"1" + b"}" * 60,
    ],
)
def test_a_body_that_is_no_json_object_is_400_and_says_so(
    alpha: httpx.Client, server: SandboxServer, body: bytes
) -> None:
    server.insert("ships", {})
    for answer in (alpha.post("/api/ships", content=body), alpha.patch("/api/ships/1001", content=body)):
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("The body is ")
    assert len(server.tables["ships"].records()) == 1


def test_a_body_may_be_nested_but_not_without_end(alpha: httpx.Client) -> None:
    assert alpha.post("/api/ships", content=b'{"a":' * 50 + b"1" + b"}" * 50).status_code == 201
    assert alpha.patch("/api/ships/1001", content=b'{"b":' * 50 + b"1" + b"}" * 50).status_code == 200


def test_a_body_that_is_too_long_is_refused_and_kept_out(
    alpha: httpx.Client, server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "MOST_BYTES", 1_000)
    assert alpha.post("/api/ships", json={"name": "x" * 900}).status_code == 201
    answer = alpha.post("/api/ships", json={"name": "x" * 300_000})
    assert answer.status_code == 413
    assert "1000 bytes" in answer.json()["error"]
    assert len(server.tables["ships"].records()) == 1
    assert [entry["status"] for entry in server.log.entries] == [201, 413]


def test_a_deleted_record_is_gone_and_its_id_is_not_given_again(alpha: httpx.Client) -> None:
    create(alpha, "ships")
    assert alpha.delete("/api/ships/1001").status_code == 204
    assert alpha.get("/api/ships/1001").status_code == 404
    assert create(alpha, "ships")["id"] == "1002"


def test_the_side_door_faults_settings_and_counts_work_as_everywhere(alpha: httpx.Client) -> None:
    door = "/_sandbox/records/ships"
    assert alpha.get(door).json() == []
    key = alpha.post(door, json={"id": "mine", "home": {"city": "Bodø"}}).json()["key"]
    edited = alpha.patch(f"{door}/{key}", json={"home": {"quay": "4"}}).json()
    assert (key, edited["document"]["id"]) == ("1001", "1001")
    assert edited["document"]["home"] == {"city": "Bodø", "quay": "4"}
    assert alpha.get("/_sandbox/records/a%20b").status_code == 404
    alpha.put("/_sandbox/settings", json={"required": {"ships": ["name"]}})
    assert alpha.post("/api/ships", json={}).json()["fields"] == ["name"]
    alpha.put("/_sandbox/faults", json=[{"action": "status", "status": 503, "path_contains": "/ships"}])
    assert alpha.get("/api/ships").status_code == 503
    assert alpha.get("/api/ships").status_code == 200
    assert alpha.get("/_sandbox/requests/summary").json() == {"read": 2, "write": 1}
    assert alpha.delete(f"{door}/{key}").status_code == 204
    assert alpha.patch("/_sandbox/records/crews/1", json={}).status_code == 404


# ---- who is served ------------------------------------------------------------------------------


def test_others_are_served_beside_the_six_each_on_a_port_and_with_a_key_of_its_own() -> None:
    with SandboxSet("people", ["beta", "alpha", "beta", "exact", "power_tool"]) as sandbox:
        systems = sandbox.systems
        assert systems.keys() == SIX | {"alpha", "beta", "power_tool"}
        assert len({system["address"] for system in systems.values()}) == 9
        here = systems["alpha"]["side_door"].removesuffix("/_sandbox")
        assert systems["alpha"] == {
            "address": f"{here}/api",
            "token_address": "",
            "account": "",
            "secrets": {"key": "sandbox-key-alpha"},
            "side_door": f"{here}/_sandbox",
        }
        assert systems["exact"]["token_address"] != ""


@pytest.mark.parametrize("name", ["", "Alpha", "1a", "a b", "../x", "a\n", "größe", "--seed"])
def test_a_name_that_no_system_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a system's name"):
        plain.server(name)
    outcome = flowc("sandbox", f"--system={name}")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no system's name" in outcome.err and "Traceback" not in outcome.err


def served_by(cwd: Path, *arguments: str) -> dict[str, Any]:
    """What `flowc sandbox` says in a folder; it ends with its input, which is empty."""
    with running("sandbox", *arguments, cwd=cwd) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert len(out.splitlines()) == 1
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_command_serves_what_was_built_and_what_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "built" / "systems"
    folder.mkdir(parents=True)
    for name in ("__init__", "alpha", "customerp", "class_", "My notes"):
        (folder / f"{name}.py").write_text("raise SystemExit('this is not run')\n")
    (tmp_path / "flowc.toml").write_text('generated = "built"\n')
    systems = served_by(tmp_path, "--system", "beta", "--system", "alpha")
    assert systems.keys() == SIX | {"alpha", "beta", "class_"}
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/api", systems["beta"]["address"])
    assert systems["beta"]["secrets"] == {"key": "sandbox-key-beta"}


def test_the_command_needs_neither_a_configuration_nor_anything_built(tmp_path: Path) -> None:
    assert served_by(tmp_path).keys() == SIX


def test_a_configuration_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text("generated = 3\n")
    outcome = flowc("sandbox", "--config", str(tmp_path / "flowc.toml"))
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
