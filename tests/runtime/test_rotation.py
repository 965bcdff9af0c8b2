"""Rotating refresh tokens with several clients, threads and processes, against a server that keeps the rules."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.errors import FlowcError, LoginRefused, RemoteError, Unavailable
from runtime.http import Client
from runtime.model import Auth, AuthScheme, System
from runtime.sandbox.exact import ExactOnline
from runtime.sandbox.faults import Fault
from runtime.sandbox.world import Running
from runtime.secret import Code, Secret
from runtime.vault import FileVault
from tests.runtime.scripted import Asked, Reply, vendor

ROOT = Path(__file__).parents[2]
EXACT = System(
    name="exact",
    label="Exact",
    protocol="odata-v2",
    auth=Auth(scheme=AuthScheme.REFRESH_TOKEN, credentials="form"),
)
WORDS = {name: ExactOnline.secrets[name] for name in ("client_id", "client_secret")}

CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, ".")
from runtime.vault import FileVault
from tests.runtime.test_rotation import at
if sys.argv[3:] == ["kill"]:
    FileVault.write = lambda vault, content: os.kill(os.getpid(), signal.SIGKILL)
with at(sys.argv[1], Path(sys.argv[2])) as client:
    print("ready", flush=True)
    client.request("GET", "/current/Me")
    print("done", flush=True)
"""


@pytest.fixture
def server() -> Iterator[Running]:
    running = Running(ExactOnline())
    running.server.settings["strict_refresh"] = True
    yield running
    running.stop()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.touch(mode=0o600)
    path.write_text(ExactOnline.secrets["refresh_token"])
    return path


def at(address: str, kept: Path) -> Client:
    """A client of the server at this address whose tokens are in this file."""
    vault = FileVault(kept, "exact", "refresh_token")
    where = f"{address}{ExactOnline.token_path}"
    return Client(EXACT, f"{address}/api/v1", ExactOnline.account, WORDS, where, vault, sleep=lambda seconds: None)


def child(server: Running, kept: Path, *more: str) -> subprocess.Popen[str]:
    """Another process that makes one request."""
    command = [sys.executable, "-c", CHILD, server.address, str(kept), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def logins(server: Running) -> list[int]:
    """The answers to token requests so far, by status."""
    path = ExactOnline.token_path
    return [entry["status"] for entry in server.server.log.entries if entry["path"] == path]


def test_two_processes_that_need_a_token_refresh_once(server: Running, kept: Path) -> None:
    with FileVault(kept, "exact", "refresh_token").alone():
        children = [child(server, kept) for _ in range(2)]
        for process in children:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        assert logins(server) == []
    outcomes = [process.communicate(timeout=60) for process in children]
    assert [out for out, _err in outcomes] == ["done\n"] * 2, outcomes
    assert logins(server) == [200]


def test_the_next_process_goes_on_with_the_living_token(server: Running, kept: Path) -> None:
    for _ in range(2):
        process = child(server, kept)
        assert process.communicate(timeout=60)[0] == "ready\ndone\n"
    assert logins(server) == [200]
    assert json.loads(kept.read_text())["access_token"] in server.server.sessions
    assert kept.stat().st_mode & 0o777 == 0o600


def test_the_token_that_another_has_stored_meanwhile_is_taken(server: Running, kept: Path) -> None:
    server.server.settings["strict_refresh"] = False
    with at(server.address, kept) as one, at(server.address, kept) as other:
        one.request("GET", "/current/Me")
        other.request("GET", "/current/Me")
        assert logins(server) == [200]
        server.server.sessions.clear()
        one.request("GET", "/current/Me")
        other.request("GET", "/current/Me")
    assert logins(server) == [200, 200]
    refused = [entry for entry in server.server.log.entries if entry["status"] == 401]
    assert len(refused) == 2


def test_many_threads_of_two_clients_refresh_once(server: Running, kept: Path) -> None:
    server.server.settings["strict_refresh"] = False
    done: list[int] = []
    with at(server.address, kept) as one, at(server.address, kept) as other:
        one.request("GET", "/current/Me")
        other.request("GET", "/current/Me")
        server.server.sessions.clear()
        threads = [
            threading.Thread(target=lambda client=client: done.append(client.request("GET", "/current/Me").status))
            for client in (one, other) * 6
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert done == [200] * 12
    assert logins(server) == [200, 200]


def refusal(server: Running, kept: Path) -> RemoteError:
    """The error of one request."""
    with at(server.address, kept) as client, pytest.raises(RemoteError) as raised:
        client.request("GET", "/current/Me")
    return raised.value


def test_a_lost_answer_ends_in_one_line_that_says_who_must_act(server: Running, kept: Path) -> None:
    server.server.faults = [Fault(action="drop-after", method="POST", path_contains="/oauth2/token")]
    assert type(refusal(server, kept)) is Unavailable
    assert logins(server) == [0], "a rotating login is not sent twice"
    for count in (2, 3):
        error = refusal(server, kept)
        assert type(error) is LoginRefused
        assert "Old refresh token used." in str(error)
        assert "run `flowc login exact`" in str(error)
        assert len(logins(server)) == count, "one try each time, not a loop"


def test_killed_between_the_answer_and_the_store(server: Running, kept: Path) -> None:
    process = child(server, kept, "kill")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert logins(server) == [200]
    assert kept.read_text() == ExactOnline.secrets["refresh_token"]
    assert "run `flowc login exact`" in str(refusal(server, kept))


def test_a_refresh_that_comes_too_early_is_no_lost_login(server: Running, kept: Path) -> None:
    with at(server.address, kept) as client:
        client.request("GET", "/current/Me")
    server.server.sessions.clear()
    error = refusal(server, kept)
    assert "access_token not expired" in str(error)
    assert "flowc login" not in str(error)
    server.server.settings["strict_refresh"] = False
    with at(server.address, kept) as client:
        assert client.request("GET", "/current/Me").status == 200


# ---- secrets ------------------------------------------------------------------------------------

QUOTED = "sentinel-client, QUOTED"
SENT = {True: "sentinel-code and sentinel-verifier", False: "sentinel-refresh"}
GRANTED = {"access_token": "sentinel-access", "refresh_token": "sentinel-next", "expires_in": 600}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, {"error": "invalid_grant", "error_description": QUOTED}),
        Reply(401, {"error": QUOTED, "message": QUOTED}),
        Reply(302, None, {"Location": "https://evil.example/?sentinel"}),
        Reply(500, {"error": {"code": "sentinel-client", "message": QUOTED}}),
        Reply(200, b"sentinel-access"),
        Reply(200, {"access_token": "sentinel\naccess", "refresh_token": "sentinel-next"}),
        Reply(200, {"access_token": {"sentinel": 1}}),
        Reply(200, GRANTED),
        Reply(hang_up=True),
    ],
)
@pytest.mark.parametrize("by_code", [False, True])
@pytest.mark.parametrize("place", ["good", "unwritable"])
def test_no_secret_of_a_login_is_logged_or_raised(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, reply: Reply, by_code: bool, place: str
) -> None:
    path = tmp_path / "token"
    path.touch(mode=0o600)
    path.write_text("sentinel-refresh")
    if place == "unwritable":
        (tmp_path / ".token.new").mkdir()
    words = {"client_id": "app", "client_secret": "sentinel-client"}
    code = Code(Secret("sentinel-code"), "http://127.0.0.1:1/callback", Secret("sentinel-verifier"))
    shown: list[str] = []

    def script(asked: Asked) -> Reply:
        """What is said quotes all that this login has sent."""
        if asked.path != "/v1/token":
            return Reply(401, {"message": f"{SENT[by_code]}, {asked.headers}"})
        if not isinstance(reply.body, dict):
            return reply
        said = json.dumps(reply.body).replace("QUOTED", f"{SENT[by_code]}, {asked.body.decode()}")
        return Reply(reply.status, json.loads(said))

    with vendor() as running, caplog.at_level(logging.DEBUG):
        running.script = script
        where = f"{running.address}/token"
        client = Client(EXACT, running.address, "", words, where, FileVault(path, "exact", "refresh_token"))
        with client:
            try:
                client.log_in(code if by_code else None)
                client.request("GET", "/a")
            except FlowcError as error:
                shown.append("".join(traceback.format_exception(error)) + repr(error))
        assert not [asked for asked in running.asked if asked.query]
    assert len(shown) == 1
    lines = [record.getMessage() for record in caplog.records]
    assert not [text for text in [*shown, *lines] if "sentinel" in text]
    assert any(line.startswith("exact POST /v1/token -> ") for line in lines)
