"""Systems nobody described that are not quite as assumed: a clear reason, no traceback, nothing done twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime import retry
from runtime.sandbox.world import Answer, Call, SandboxServer
from tests.end_to_end.undescribed import CLIENTS, NORDLYS, OTHERS, STED, STRASSE, asked, built, linked, opened, server
from tests.end_to_end.world import World


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("inferred"), {})


@pytest.fixture
def world(project: Path, tmp_path: Path) -> Iterator[World]:
    """Both systems empty, and what was built for them from the documents alone."""
    with opened(tmp_path, project) as world:
        yield world


def numbered(server: SandboxServer, patch: pytest.MonkeyPatch) -> None:
    """Make a server give ids that are numbers."""
    complete = server.complete

    def with_number(kind: str, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        key, made = complete(kind, document)
        return key, made | {"id": int(key)}

    patch.setattr(server, "complete", with_number)


def test_ids_that_are_numbers_do_as_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for system in OTHERS:
        numbered(server(world, system), monkeypatch)
    left, right = linked(world)
    assert world.records("beta", "partner")[right]["id"] == int(right)
    world.edit("alpha", "client", left, name="Sørlys AS")
    world.edit("beta", "partner", right, town="Molde")
    world.sync()
    assert world.records("beta", "partner")[right]["title"] == "Sørlys AS"
    assert world.records("alpha", "client")[left]["address"]["city"] == "Molde"
    world.quiet()


def answering(server: SandboxServer, patch: pytest.MonkeyPatch, method: str, status: int, body: Any) -> None:
    """Make a server do what it is asked by this method, and answer something else."""
    respond = server.respond

    def changed(call: Call) -> Answer:
        answer = respond(call)
        return Answer(status, body) if call.method == method and answer.status < 300 else answer

    patch.setattr(server, "respond", changed)


@pytest.mark.parametrize("body", [None, {}, {"ok": True}, [], "done"])
def test_an_edit_that_is_answered_with_nothing_is_read_back(
    world: World, monkeypatch: pytest.MonkeyPatch, body: Any
) -> None:
    left, right = linked(world)
    answering(server(world, "beta"), monkeypatch, "PATCH", 200 if body is not None else 204, body)
    world.edit("alpha", "client", left, name="Sørlys AS")
    world.sync()
    assert world.records("beta", "partner")[right]["title"] == "Sørlys AS"
    world.quiet()


@pytest.mark.parametrize("body", [None, {}, {"title": "Nordlys AS"}, {"id": None}, [], "done"])
def test_a_create_that_does_not_say_what_it_made_is_for_a_person_to_look_at(
    world: World, monkeypatch: pytest.MonkeyPatch, body: Any
) -> None:
    answering(server(world, "beta"), monkeypatch, "POST", 201, body)
    left = world.insert("alpha", "client", NORDLYS)
    assert world.flowc("sync").code == 1
    assert world.entries(CLIENTS)[left][0] == "review"
    world.flowc("sync")
    assert len(world.records("beta", "partner")) == 1


@pytest.mark.parametrize("stamp", [17, "yesterday", {"at": 1}, "", None, True, "9999-12-31T23:59:59.999Z"])
def test_a_stamp_that_is_none_does_no_harm(world: World, monkeypatch: pytest.MonkeyPatch, stamp: Any) -> None:
    def stamped(kind: str, record: Any) -> None:
        record.document["modified"] = stamp

    monkeypatch.setattr(server(world, "beta"), "stamp", stamped)
    left, right = linked(world)
    world.edit("alpha", "client", left, name="Sørlys AS")
    world.edit("beta", "partner", right, title="Vestlys AS")
    outcome = world.flowc("sync")
    assert outcome.code == 1, outcome
    assert len(world.status()["conflicts"]) == 1
    world.quiet()


FULL = {"items": [{"id": str(number), "title": f"Partner {number}"} for number in range(200)]}
BROKEN = [
    ({"rows": []}, "partner: the list's answer has no records at items"),
    ([], "partner: the list's answer has no records at items"),
    ({"items": None}, "partner: the list's answer has no records at items"),
    ({"items": [1]}, "partner: the list's answer has no records at items"),
    (None, "partner: the list's answer is empty"),
    ({"items": [{"title": "x"}]}, "partner: a record has no key at id"),
    ({"items": [{"id": {"a": 1}}]}, "partner: a record has no key at id"),
    ({"items": [{"id": 1.5}]}, "partner: a record has no key at id"),
    (FULL, "partner: the pages of the list go round in circles"),
]


@pytest.mark.parametrize(("body", "reason"), BROKEN, ids=[f"{n}" for n in range(len(BROKEN))])
def test_a_list_that_cannot_be_understood_is_a_reason_and_nothing_is_written(
    world: World, body: Any, reason: str
) -> None:
    world.insert("alpha", "client", NORDLYS)
    world.fail("beta", action="status", status=200, body=body, method="GET", path_contains="/partner", times=99)
    world.forget()
    outcome = world.flowc("sync")
    assert (outcome.code, outcome.err) == (3, "")
    assert outcome.out.splitlines()[0].startswith(f"beta could not be used: {reason}")
    assert world.writes() == dict.fromkeys(world.systems, 0)
    assert len(asked(world, "beta", "GET")) <= 4
    world.fail("beta")
    world.sync()
    assert len(world.records("beta", "partner")) == 1


@pytest.mark.parametrize("status", [404, 405, 410])
def test_a_list_that_is_not_there_is_named_in_plain_text(world: World, status: int) -> None:
    world.insert("alpha", "client", NORDLYS)
    world.insert("alpha", STED, {"navn": "Ytterøya"})
    text = "no \x1b[31m<b>such\u202e</b> ../../etc"
    world.fail(
        "beta", action="status", status=status, body={"error": text}, method="GET", path_contains="/partner", times=9
    )
    outcome = world.flowc("sync")
    assert (outcome.code, outcome.err) == (3, "")
    reason = "the list is refused" if status == 405 else "there is no such list"
    assert f"beta.partner could not be used: {reason} at /partner: no " in outcome.out
    advice = "the next pass asks again" if status == 405 else "check the address in [systems.beta] of flowc.toml"
    assert f"; its pairs were left out; {advice}\n" in outcome.out
    assert len(world.records("beta", STRASSE)) == 1
    assert all(char.isprintable() or char == "\n" for char in outcome.out)
    assert world.flowc("status").code == 0


def test_a_server_that_gives_no_json_or_nothing_is_a_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 1)
    world.insert("alpha", "client", NORDLYS)
    for advice, fault in (
        ("check the address in [systems.beta] of flowc.toml", {"action": "garbage"}),
        (
            "check the secrets in [systems.beta] of flowc.toml; `flowc login beta` tries them",
            {"action": "status", "status": 401, "body": {"error": "no"}},
        ),
        ("the next pass asks again", {"action": "status", "status": 503, "body": {"error": "no"}}),
    ):
        world.fail("beta", method="GET", path_contains="/partner", times=99, **fault)
        outcome = world.flowc("sync")
        assert (outcome.code, outcome.err) == (3, "")
        said = outcome.out.splitlines()[0]
        assert re.match(rf"beta could not be used: .+; its pairs were left out; {re.escape(advice)}$", said)
    assert world.writes()["beta"] == 0
