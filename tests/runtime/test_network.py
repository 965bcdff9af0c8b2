"""Connections over real sockets: where they may lead, how long they may take, and what a person is told."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from runtime.errors import LoginRefused, OutcomeUnknown, Rejected, RemoteError, Unavailable, UsageError
from runtime.http import Client, Limits
from runtime.model import Auth, AuthScheme, System
from tests.runtime.raw import raw_server
from tests.runtime.scripted import Reply, Vendor, vendor

PORT = 8443
KEY = Auth(scheme=AuthScheme.API_KEY, header="X-Api-Key")


@pytest.fixture
def server() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


class Names:
    """A resolver of a test's own, which counts how often it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if not self.answers:
            raise socket.gaierror(-2, "Name or service not known")
        return [self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]]


def client(address: str = "", own: str = "", **more: Any) -> Client:
    """A client of an address in flowc.toml, or of the profile's `own`."""
    system = System(name="demo", label="Demo", protocol="rest-json", address=own, auth=KEY)
    usual: dict[str, Any] = {"sleep": lambda _: None, "chance": lambda: 0.0}
    return Client(system, address, "", {"key": "sentinel-key"}, **(usual | more))


def trouble(http: Client, method: str = "GET") -> RemoteError:
    with http, pytest.raises(RemoteError) as raised:
        http.request(method, "/a")
    return raised.value


# ---- where connections lead (G-21) ------------------------------------------------------------------

PRIVATE = ["10.0.0.1", "192.168.1.1", "172.16.0.1", "127.0.0.1", "::1", "100.64.0.1", "fc00::1", "::ffff:10.0.0.1"]
PRIVATE += ["2002:0a00:0001::", "64:ff9b::10.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"]
NEVER = ["169.254.169.254", "169.254.0.1", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200"]
NEVER += ["168.63.129.16", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::"]


@pytest.mark.parametrize("ip", [*PRIVATE, *NEVER])
def test_a_profiles_address_must_be_public(ip: str) -> None:
    error = trouble(client(own="https://api.example/v1", resolve=Names(ip)))
    assert type(error) is Unavailable and ip in error.reason


@pytest.mark.parametrize("ip", [*NEVER, "0.0.0.0", "224.0.0.1"])
def test_an_own_address_is_never_where_clouds_hand_out_credentials(ip: str) -> None:
    error = trouble(client("https://erp.example/v1", resolve=Names(ip)))
    assert type(error) is Unavailable and ip in error.reason


def test_metadata_names_are_refused_whatever_they_are_at() -> None:
    error = trouble(client("https://metadata.google.internal/", resolve=Names("1.1.1.1")))
    assert "credentials" in error.reason


def test_localhost_must_be_this_machine() -> None:
    error = trouble(client("http://localhost/", resolve=Names("10.0.0.1")))
    assert "should be this machine" in error.reason


def test_an_own_address_may_be_private_and_is_connected_to_as_it_was_checked(server: Vendor) -> None:
    server.says(Reply(200, {}))
    port = server.address.rpartition(":")[2]
    names = Names("127.0.0.1", "169.254.169.254")  # the second look would be rebound
    with client(f"http://erp.example:{port}", resolve=names, insecure=True) as http:
        assert http.request("GET", "/a").status == 200
    assert names.asked == ["erp.example"]
    assert server.asked[0].headers["host"] == f"erp.example:{port.partition('/')[0]}"


def test_a_token_address_of_the_profile_must_be_public_too(server: Vendor) -> None:
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_address="https://login.example/token")
    system = System(name="demo", label="Demo", protocol="rest-json", auth=auth)
    secrets = {"client_id": "sentinel-id", "client_secret": "sentinel-word"}
    http = Client(system, server.address, "", secrets, resolve=Names("127.0.0.1"), sleep=lambda _: None)
    assert "private network" in trouble(http).reason
    assert server.asked == []


@pytest.mark.parametrize(("address", "token"), [("http://erp.example", ""), ("https://a.example", "http://b.example")])
def test_plain_http_over_a_network_is_a_mistake_in_the_set_up(address: str, token: str) -> None:
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_address="https://login.example/token")
    system = System(name="demo", label="Demo", protocol="rest-json", auth=auth)
    secrets = {"client_id": "sentinel-id", "client_secret": "sentinel-word"}
    with pytest.raises(UsageError, match="insecure = true"):
        Client(system, address, "", secrets, token)


def test_the_environment_changes_nothing(server: Vendor, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.says(Reply(200, {}))
    with client(server.address) as http:
        http.request("GET", "/a")
    assert "authorization" not in server.asked[0].headers
    assert not (tmp_path / "keys").exists()


# ---- redirects (F-40, A-21) ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "http://169.254.169.254/", "/v1/b", ""])
def test_no_redirect_is_followed(server: Vendor, status: int, place: str) -> None:
    server.says(Reply(status, None, {"Location": place}))
    names = Names("127.0.0.1")
    with client(server.address, resolve=names) as http:
        with pytest.raises(Unavailable, match="another address, which is not followed"):
            http.request("GET", "/a")
        with pytest.raises(OutcomeUnknown if status == 303 else Rejected):
            http.request("POST", "/a", json={})
    assert len(server.asked) == 2
    assert set(names.asked) == {"127.0.0.1"}


# ---- what goes out (A-23) -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["X:Y", "X Y", "X\r\nY", "", "Ä"])
def test_a_headers_name_cannot_break_out(server: Vendor, name: str) -> None:
    with client(server.address) as http, pytest.raises(Rejected):
        http.request("POST", "/a", json={}, headers={name: "1"})
    assert server.asked == []


@pytest.mark.parametrize("target", ["/a\nb", "/a\r\nX: 1", "/a\x00", "/\x1b[31m"])
def test_a_path_holds_no_control_characters(server: Vendor, target: str) -> None:
    with client(server.address) as http, pytest.raises(Rejected):
        http.request("POST", target, json={})
    assert server.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "get"])
def test_a_read_only_client_sends_reads_alone(server: Vendor, method: str) -> None:
    server.says(Reply(200, {}))
    with client(server.address, read_only=True) as http:
        with pytest.raises(Rejected, match="read-only"):
            http.request(method, "/a", json={})
        assert server.asked == []
        assert http.request("GET", "/a").status == 200


def test_a_read_only_client_still_logs_in(server: Vendor) -> None:
    server.script = lambda asked: Reply(200, {"access_token": "a-token"})
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_address=f"{server.address}/token")
    system = System(name="demo", label="Demo", protocol="rest-json", auth=auth)
    secrets = {"client_id": "sentinel-id", "client_secret": "sentinel-word"}
    with Client(system, server.address, "", secrets, f"{server.address}/token", read_only=True) as http:
        http.request("GET", "/a")
    assert [asked.method for asked in server.asked] == ["POST", "GET"]


# ---- answers that no server should give (F-17, F-41, F-42) ----------------------------------------------


def drip(part: bytes, head: bytes = b"") -> Callable[[socket.socket], None]:
    """The head at once, then one byte after the other for as long as somebody reads."""
    never = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while not never.wait(0.01):
            connection.sendall(part)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"x", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
        drip(b"X-A: b\r\n", b"HTTP/1.1 200 OK\r\n"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "headers", "interim"],
)
def test_a_slow_answer_ends_with_the_whole_deadline(answer: Callable[[socket.socket], None]) -> None:
    with raw_server(answer) as raw:
        error = trouble(client(raw.address, limits=Limits(total=0.1)), "POST")
    assert type(error) is OutcomeUnknown
    assert error.reason == "the answer took too long"


BROKEN = {
    "cut": b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a": 1',
    "no http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "bad gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_no_answer(name: str) -> None:
    with raw_server(lambda connection: connection.sendall(BROKEN[name])) as raw:
        assert type(trouble(client(raw.address), "POST")) is OutcomeUnknown
        assert type(trouble(client(raw.address), "GET")) is Unavailable


# ---- why there is no connection, in one line ------------------------------------------------------------


def test_an_unknown_host() -> None:
    reason = trouble(client("https://erp.example", resolve=Names())).reason
    assert reason == "the host erp.example is not known: is the address right?"


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        reason = trouble(client(f"http://127.0.0.1:{closed.getsockname()[1]}")).reason
    assert reason == "127.0.0.1 refuses the connection: does it run, and is the port right?"


def test_a_port_that_speaks_no_tls() -> None:
    with raw_server(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as raw:
        reason = trouble(client(f"https://127.0.0.1:{raw.port}")).reason
    assert reason == "127.0.0.1 does not speak TLS as expected: is it https, and is the port right?"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which makes the certificate, is not there")
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=erp.example -keyout key.pem -out cert.pem"
    subprocess.run(["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    named: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection = listening.accept()[0]
                    with suppress(OSError), connection:
                        context.wrap_socket(connection, server_side=True).close()

        threading.Thread(target=serve, daemon=True).start()
        address = f"https://erp.example:{listening.getsockname()[1]}"
        reason = trouble(client(address, resolve=Names("127.0.0.1"))).reason
    assert reason.startswith("the certificate of erp.example is not trusted: self")
    assert set(named) == {"erp.example"}  # the address is pinned, the name is what TLS checks


@pytest.mark.parametrize(
    ("reply", "kind", "text"),
    [
        (Reply(200, b"<!DOCTYPE html><html>Log in</html>"), Unavailable, "answers with a web page: is the path right?"),
        (Reply(200, b"hello"), Unavailable, "not readable JSON"),
        (Reply(404, b"<html>"), RemoteError, "there is nothing at this address: is the path right?"),
        (Reply(401), LoginRefused, "our credentials are not accepted"),
        (Reply(403), LoginRefused, "we are not allowed to read this"),
    ],
)
def test_an_answer_that_is_not_what_was_expected(server: Vendor, reply: Reply, kind: type, text: str) -> None:
    server.says(reply)
    error = trouble(client(server.address))
    assert isinstance(error, kind) and text in error.reason
    assert "\n" not in str(error) and "sentinel" not in str(error)
