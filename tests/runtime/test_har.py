"""The archive of exchanges: valid, whole at any moment, and without secrets."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.errors import RemoteError, UsageError
from runtime.har import Archive
from runtime.http import Client
from runtime.model import Auth, AuthScheme, System
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

OAUTH = Auth(
    scheme=AuthScheme.CLIENT_CREDENTIALS, credentials="basic", secret_headers=(("Ocp-Apim-Subscription-Key", "extra"),)
)
WORDS = {"client_id": "sentinel-id", "client_secret": 'sentinel "wörd" /+&', "extra": "sentinel-extra"}
TOKEN = "fresh-word-of-today"


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def client(server: Vendor, archive: Archive, auth: Auth = OAUTH) -> Client:
    system = System(name="demo", label="Demo", protocol="rest-json", auth=auth)
    words = {**WORDS, "key": "sentinel-key", "user": "sentinel-user", "password": "sentinel-password"}
    token = f"{server.address}/token"
    return Client(system, server.address, "", words, token, sleep=lambda _: None, archive=archive)


def entries(path: Path) -> list[dict[str, Any]]:
    archive = json.loads(path.read_bytes())
    assert archive["log"]["version"] == "1.2" and archive["log"]["creator"]["name"] == "flowc"
    found: list[dict[str, Any]] = archive["log"]["entries"]
    for entry in found:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        wanted = {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}
        assert wanted <= entry["request"].keys()
        wanted = {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "bodySize"}
        assert wanted <= entry["response"].keys()
        assert {"size", "mimeType"} <= entry["response"]["content"].keys()
    return found


def forms(secret: str) -> set[bytes]:
    """A secret as it is, in JSON, in base64 after any number of bytes."""
    found = {secret.encode(), json.dumps(secret)[1:-1].encode(), json.dumps(secret, ensure_ascii=False)[1:-1].encode()}
    for before in range(3):
        coded = base64.b64encode(b"x" * before + secret.encode())
        found.add(coded[4:-4] if before else coded[:-4])
    return found


def test_every_exchange_is_there_logins_too(server: Vendor, tmp_path: Path) -> None:
    server.script = lambda asked: Reply(
        200, {"access_token": TOKEN} if asked.path.endswith("token") else {"id": 7}, {"Set-Cookie": "a=sentinel-cookie"}
    )
    path = tmp_path / "run.har"
    with Archive(path) as archive, client(server, archive) as http:
        http.request("POST", "/a%2Fb", (("n", "a b"),), {"name": "Å"}, {"If-Match": '"3"'})
        assert len(entries(path)) == 2  # whole while it grows
    login, write = entries(path)
    assert login["request"]["url"] == f"{server.address}/token"
    assert login["response"]["content"]["text"] == login["request"]["postData"]["text"] == "(left out: a login)"
    assert write["request"]["method"] == "POST"
    assert write["request"]["url"] == f"{server.address}/a%2Fb?n=a%20b"
    assert write["request"]["queryString"] == [{"name": "n", "value": "a b"}]
    assert write["request"]["postData"]["text"] == '{"name":"Å"}'
    assert {"name": "If-Match", "value": '"3"'} in write["request"]["headers"]
    assert {"name": "Authorization", "value": "***"} in write["request"]["headers"]
    assert {"name": "Ocp-Apim-Subscription-Key", "value": "***"} in write["request"]["headers"]
    assert (write["response"]["status"], write["response"]["statusText"]) == (200, "OK")
    assert json.loads(write["response"]["content"]["text"]) == {"id": 7}
    assert {"name": "set-cookie", "value": "***"} in write["response"]["headers"]
    assert b"sentinel" not in path.read_bytes() and TOKEN.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("scheme", [AuthScheme.CLIENT_CREDENTIALS, AuthScheme.API_KEY, AuthScheme.BASIC])
def test_a_server_that_echoes_everything_puts_no_secret_into_it(
    server: Vendor, tmp_path: Path, scheme: AuthScheme
) -> None:
    def echo(asked: Asked) -> Reply:
        if asked.path.endswith("token"):
            return Reply(200, {"access_token": TOKEN})
        seen = [*asked.headers.values(), *WORDS.values(), TOKEN, "sentinel-key", "sentinel-password"]
        coded = [base64.b64encode(f"{lead}{value}".encode()).decode() for value in seen for lead in ("", "x", "id:")]
        plain = {name: value for name, value in zip("abcdefg", seen, strict=False) if value.isascii()}
        return Reply(200, {"seen": seen, "coded": coded}, {"X-Echo": TOKEN, "Location": "/sentinel-key", **plain})

    server.script = echo
    path = tmp_path / "run.har"
    auth = OAUTH if scheme is AuthScheme.CLIENT_CREDENTIALS else Auth(scheme=scheme, header="X-Own")
    with Archive(path) as archive, client(server, archive, auth) as http:
        http.request("POST", f"/{WORDS['extra']}", (("k", WORDS["client_secret"]),), [TOKEN, *WORDS.values()])
    raw = path.read_bytes()
    used = [*WORDS.values(), "sentinel-key", "sentinel-password"]
    used += [TOKEN] if scheme is AuthScheme.CLIENT_CREDENTIALS else []
    assert [form for secret in used for form in forms(secret) if form in raw] == []
    assert len(entries(path)) >= 1


def test_lost_answers_and_refusals_are_shown(server: Vendor, tmp_path: Path) -> None:
    path = tmp_path / "run.har"
    replies = [Reply(hang_up=True), Reply(200, b"<html>"), Reply(422, {"message": "no"}), Reply(200, b"\xff\xfe")]
    with Archive(path) as archive, client(server, archive, Auth()) as http:
        for reply in replies:
            server.says(reply)
            with pytest.raises(RemoteError):
                http.request("POST", "/a", json={})
    found = entries(path)
    assert [entry["response"]["status"] for entry in found] == [0, 200, 422, 200]
    assert found[0]["comment"] == "the connection broke before the answer was complete"
    assert "web page" in found[1]["comment"]
    assert base64.b64decode(found[3]["response"]["content"]["text"]) == b"\xff\xfe"


def test_a_large_body_is_cut(server: Vendor, tmp_path: Path) -> None:
    server.says(Reply(200, ["x" * 200_000]))
    path = tmp_path / "run.har"
    with Archive(path) as archive, client(server, archive, Auth()) as http:
        http.request("GET", "/a")
    content = entries(path)[0]["response"]["content"]
    assert (content["size"], len(content["text"])) == (200_004, 65_536)
    assert content["comment"] == "cut after 65536 of 200004 characters"


def test_threads_share_it(server: Vendor, tmp_path: Path) -> None:
    server.says(Reply(200, {}))
    path = tmp_path / "run.har"
    with Archive(path) as archive, client(server, archive, Auth()) as http:
        threads = [threading.Thread(target=lambda: http.request("GET", "/a")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(entries(path)) == 8


def test_it_replaces_an_archive_that_was_there_and_nothing_else(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "run.har"
    victim.write_text("precious")
    path.symlink_to(victim)
    with pytest.raises(UsageError, match="is there already and is not an archive"):
        Archive(path)
    assert victim.read_text() == "precious" and path.is_symlink()
    with pytest.raises(UsageError, match="cannot be written"):
        Archive(tmp_path / "missing" / "run.har")
    path.unlink()
    with Archive(path):
        before = path.read_bytes()
    path.rename(victim)
    path.symlink_to(victim)
    with Archive(path):
        assert entries(path) == [] and not path.is_symlink()
    assert victim.read_bytes() == before, "a link is replaced, and not what it leads to"
    assert path.stat().st_mode & 0o777 == 0o600
