"""`flowc login`: a person at a browser played by the test, and the connection test of all six systems."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from runtime.http import Client
from tests.end_to_end.world import ROOT, Outcome, World, flowc
from tests.runtime.scripted import Asked, Reply, Vendor, vendor

SECRETS = {"client_id": "app-1", "client_secret": "sentinel-client"}
TOKENS = {"access_token": "sentinel-access", "expires_in": "600", "refresh_token": "sentinel-refresh"}
END = "https://app.example/done"


class Office:
    """A system whose login needs a browser: a folder with its flowc.toml, and a server that says what it is told."""

    def __init__(self, folder: Path, server: Vendor) -> None:
        self.folder = folder
        self.server = server
        self.kept = folder / "secrets" / "exact"
        self.token_reply = Reply(200, TOKENS)
        server.script = self.answer
        for name, value in SECRETS.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(value)
        lines = [
            'log = "flowc.log"',
            f"generated = {json.dumps(str(ROOT / 'generated'))}",
            "[systems.exact]",
            f'address = "{server.address}"',
            f'token_address = "{server.address}/token"',
            f'authorize_address = "{server.address}/auth"',
            'account = "42"',
            "[systems.exact.secrets]",
            *(f'{name} = {{ file = "{name}" }}' for name in SECRETS),
            'refresh_token = { file = "secrets/exact" }',
        ]
        (folder / "flowc.toml").write_text("\n".join(lines))

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/v1/token":
            return self.token_reply
        if asked.headers.get("authorization") != "Bearer sentinel-access":
            return Reply(401, {"error": {"message": {"value": f"no {asked.headers.get('authorization')}"}}})
        return Reply(200, {"d": {"results": []}}) if asked.path.startswith("/v1/42/") else Reply(403)

    def forms(self) -> list[dict[str, str]]:
        """The forms of the token requests so far."""
        found = [parse_qs(asked.body.decode()) for asked in self.server.asked if asked.path == "/v1/token"]
        return [{name: values[0] for name, values in form.items()} for form in found]

    def left(self) -> str:
        """Everything in the folder that is not there to hold secrets."""
        secret = {self.kept, *(self.folder / name for name in SECRETS)}
        written = [path for path in self.folder.rglob("*") if path.is_file() and path not in secret]
        return "".join(path.read_text(errors="replace") for path in written)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with vendor() as server:
        yield Office(tmp_path, server)


class Login:
    """A running `flowc login` that has printed its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.head = process.stdout.readline()
        self.address = process.stdout.readline().strip()
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}

    def back(self, **query: str) -> httpx.Response:
        """The browser comes back; the state is the right one unless another is given."""
        return httpx.get(self.asked["redirect_uri"], params={"state": self.asked["state"]} | query, trust_env=False)

    def end(self, pasted: str = "") -> Outcome:
        out, err = self.process.communicate(pasted, timeout=60)
        return Outcome(self.process.returncode, self.head + self.address + out, err)


@contextmanager
def logging_in(folder: Path, *arguments: str) -> Iterator[Login]:
    command = [sys.executable, "-c", "from compiler.cli import main; main(prog_name='flowc')", "login", "exact"]
    process = subprocess.Popen(
        [*command, "--no-browser", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Login(process)
        finally:
            process.kill()


def is_refusal(outcome: Outcome, *parts: str) -> bool:
    """One line on stderr with these parts, exit code 3, and no secret anywhere in what was said."""
    lines = outcome.err.splitlines()
    said = outcome.out + outcome.err
    return (
        outcome.code == 3
        and len(lines) == 1
        and lines[0].startswith("flowc: ")
        and all(part in lines[0] for part in parts)
        and "sentinel" not in said
        and "Traceback" not in said
    )


# ---- a person at a browser ----------------------------------------------------------------------


def test_a_login_in_the_browser_stores_tokens_that_the_next_command_uses(office: Office) -> None:
    with logging_in(office.folder) as login:
        assert login.address.startswith(f"{office.server.address}/auth?")
        assert login.asked["client_id"] == "app-1" and login.asked["response_type"] == "code"
        assert "code_challenge" not in login.asked
        assert login.back(code="sentinel!code").status_code == 200
        outcome = login.end()
    assert outcome.code == 0, outcome
    assert outcome.out.endswith("exact: logged in; Accounts of account 42 can be read\n")
    form = {"grant_type": "authorization_code", "code": "sentinel!code", "redirect_uri": login.asked["redirect_uri"]}
    assert office.forms() == [form | SECRETS]
    kept = json.loads(office.kept.read_text())
    assert (kept["refresh_token"], kept["access_token"]) == ("sentinel-refresh", "sentinel-access")
    assert (office.kept.stat().st_mode & 0o777, office.kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    again = flowc("login", "exact", "--check", "--config", str(office.folder / "flowc.toml"))
    assert (again.code, again.out) == (0, "exact: logged in; Accounts of account 42 can be read\n")
    assert len(office.forms()) == 1
    assert "exact POST /v1/token -> 200" in (office.folder / "flowc.log").read_text()
    assert "sentinel" not in office.left() + outcome.out + outcome.err


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"error": "access_denied"}, "denied in the browser"),
        ({"error": "sentinel"}, "an error it made up"),
        ({"code": "sentinel", "state": "sentinel"}, "its state differs"),
        ({}, "holds no code"),
    ],
)
def test_an_answer_that_is_no_login_is_one_line(office: Office, query: dict[str, str], reason: str) -> None:
    with logging_in(office.folder) as login:
        page = login.back(**query)
        assert "sentinel" not in page.text
        assert is_refusal(login.end(), "exact: ", reason)
    assert office.server.asked == [] and not office.kept.exists()
    assert "sentinel" not in office.left()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(400, {"error": "invalid_grant", "error_description": "sentinel!code is used"}), "the login was refused"),
        (Reply(401, {"error": "invalid_client", "error_description": "not sentinel-client"}), "the login was refused"),
        (Reply(200, {"access_token": "sentinel-access"}), "holds no refresh token"),
        (Reply(500, b"sentinel-client"), "failed with status 500"),
        (Reply(hang_up=True), "connection broke"),
    ],
)
def test_a_code_that_is_refused_is_one_line_and_keeps_nothing(office: Office, reply: Reply, reason: str) -> None:
    office.token_reply = reply
    with logging_in(office.folder) as login:
        login.back(code="sentinel!code")
        outcome = login.end()
    assert is_refusal(outcome, "exact: ", reason), outcome
    assert "flowc login" not in outcome.err
    assert len(office.forms()) == 1 and not office.kept.exists()
    assert "sentinel" not in office.left()


def test_nobody_comes(office: Office) -> None:
    outcome = flowc(
        *("login", "exact", "--no-browser", "--timeout", "0", "--config", str(office.folder / "flowc.toml"))
    )
    assert is_refusal(outcome, "exact: nobody logged in within 0 seconds")


def test_the_address_of_a_vendor_that_refuses_the_loopback_is_pasted(office: Office) -> None:
    with logging_in(office.folder, "--redirect", END) as login:
        assert login.asked["redirect_uri"] == END
        outcome = login.end(f"{END}?code=sentinel%21code&state={login.asked['state']}\n")
    assert outcome.code == 0, outcome
    assert [(form["code"], form["redirect_uri"]) for form in office.forms()] == [("sentinel!code", END)]
    assert json.loads(office.kept.read_text())["refresh_token"] == "sentinel-refresh"
    assert "sentinel" not in office.left() + outcome.out + outcome.err


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "no address was pasted"),
        ("sentinel\n", "not the address the login ends at"),
        (f"{END}?code=sentinel&state=sentinel\n", "its state differs"),
        (f"{END}?error=access_denied&state=sentinel\n", "its state differs"),
    ],
)
def test_what_is_pasted_wrongly_is_one_line(office: Office, pasted: str, reason: str) -> None:
    with logging_in(office.folder, "--redirect", END) as login:
        assert is_refusal(login.end(pasted), reason)
    assert office.server.asked == []


def test_tokens_of_the_login_survive_an_account_that_cannot_be_read(office: Office) -> None:
    text = (office.folder / "flowc.toml").read_text()
    (office.folder / "flowc.toml").write_text(text.replace('account = "42"', 'account = "43"'))
    with logging_in(office.folder) as login:
        login.back(code="sentinel!code")
        assert is_refusal(login.end(), "the login works, but Accounts of account 43 cannot be read")
    assert json.loads(office.kept.read_text())["refresh_token"] == "sentinel-refresh"


def test_before_the_first_login_a_pass_says_what_to_do(office: Office) -> None:
    outcome = flowc("login", "exact", "--check", "--config", str(office.folder / "flowc.toml"))
    assert outcome.code == 2
    assert outcome.err.endswith("cannot be read: No such file or directory; run `flowc login exact`\n")


# ---- the local stand-in of a vendor whose login needs a browser -----------------------------------


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[World]:
    """A world in which the tokens of one system are lost, and whose login page is known."""
    with World.opened(tmp_path) as world:
        world.secrets["exact", "refresh_token"].unlink()
        page = world.systems["exact"]["token_address"].replace("/token", "/auth")
        text = world.toml.read_text().replace("[systems.exact]\n", f'[systems.exact]\nauthorize_address = "{page}"\n')
        world.toml.write_text(text)
        yield world


def test_a_login_at_the_vendors_page_and_then_a_pass(lost: World) -> None:
    with logging_in(lost.folder) as login:
        assert httpx.get(login.address, follow_redirects=True, trust_env=False).status_code == 200
        outcome = login.end()
    assert outcome.code == 0, outcome
    lost.settle("exact", strict_refresh=True)
    lost.sync("customerp-exact")
    tokens = [entry for entry in lost.requests("exact") if entry["path"].endswith("/token")]
    assert len(tokens) == 1, "the access token of the login is used on"


@pytest.mark.parametrize(("setting", "reason"), [("declined", "denied in the browser"), ("code_seconds", "refused")])
def test_a_login_that_the_vendor_does_not_accept(lost: World, setting: str, reason: str) -> None:
    lost.settle("exact", **{setting: True if setting == "declined" else -1})
    with logging_in(lost.folder) as login:
        httpx.get(login.address, follow_redirects=True, trust_env=False)
        assert is_refusal(login.end(), "exact: ", reason)


# ---- the connection test ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World.opened(tmp_path_factory.mktemp("world")) as world:
        yield world


SYSTEMS = ("businesscentral", "customcrm", "customerp", "exact", "powerofficego", "tripletex")


def check(world: World, system: str) -> Outcome:
    """`flowc login SYSTEM --check`, in this world."""
    return flowc("login", system, "--check", "--config", str(world.toml))


def replaced(world: World, system: str, key: str, value: str) -> None:
    """Change one key in the system's table of flowc.toml."""
    lines = world.toml.read_text().split("\n")
    start = lines.index(f"[systems.{system}]")
    place = next(number for number in range(start, len(lines)) if lines[number].startswith(f"{key} = "))
    lines[place] = f"{key} = {json.dumps(value)}"
    world.toml.write_text("\n".join(lines))


@pytest.fixture
def spoilt(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world, whose flowc.toml and secrets are put right again afterwards. Nobody waits between attempts."""
    monkeypatch.setitem(Client.__init__.__kwdefaults__ or {}, "sleep", lambda seconds: None)
    world.settle("exact", keep_refresh_token=True)
    before = {path: path.read_text() for path in (world.toml, *world.secrets.values())}
    before[world.secrets["exact", "refresh_token"]] = world.systems["exact"]["secrets"]["refresh_token"]
    yield world
    for path, content in before.items():
        path.write_text(content)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_login_says_for_which_account_it_works(world: World, system: str) -> None:
    outcome = check(world, system)
    account = world.systems[system]["account"]
    assert outcome.code == 0, outcome
    assert outcome.out.startswith(f"{system}: logged in; ")
    assert outcome.out.count("\n") == 1
    assert (f"account {account}" if account else "the login's own account") in outcome.out


@pytest.mark.parametrize(
    ("system", "secret"),
    [
        ("businesscentral", "client_secret"),
        ("customcrm", "key"),
        ("exact", "client_secret"),
        ("exact", "refresh_token"),
        ("powerofficego", "client_secret"),
        ("powerofficego", "subscription_key"),
        ("tripletex", "employee_token"),
    ],
)
def test_a_wrong_credential_is_one_line(spoilt: World, system: str, secret: str) -> None:
    spoilt.secrets[system, secret].write_text("wrong-sentinel-9f31")
    if secret == "client_secret" and system == "exact":  # else it is not asked for while the access token lives
        spoilt.secrets["exact", "refresh_token"].write_text("sandbox-refresh-1")
    assert is_refusal(check(spoilt, system), f"{system}: "), check(spoilt, system)
    assert b"sentinel" not in spoilt.written()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_server_that_is_not_there_is_one_line(spoilt: World, system: str) -> None:
    replaced(spoilt, system, "address", "http://127.0.0.1:1/x")
    assert is_refusal(check(spoilt, system), f"{system}: 127.0.0.1 refuses the connection")


def test_a_server_without_tls_is_one_line(spoilt: World) -> None:
    address = spoilt.systems["tripletex"]["token_address"].replace("http:", "https:")
    replaced(spoilt, "tripletex", "token_address", address)
    assert is_refusal(check(spoilt, "tripletex"), "tripletex: 127.0.0.1 does not speak TLS")


@pytest.mark.parametrize(
    ("system", "account"),
    [
        ("businesscentral", "00000000-0000-4000-8000-000000000009"),
        ("exact", "999999"),
    ],
)
def test_an_account_that_is_not_there_is_named(spoilt: World, system: str, account: str) -> None:
    replaced(spoilt, system, "account", account)
    assert is_refusal(check(spoilt, system), f"{system}: the login works, but ", f"account {account} cannot be read")


def test_a_client_company_the_accountant_may_not_see_is_named(spoilt: World) -> None:
    text = spoilt.toml.read_text().replace("[systems.tripletex]\n", '[systems.tripletex]\naccount = "4711"\n')
    spoilt.toml.write_text(text)
    assert is_refusal(check(spoilt, "tripletex"), "the login works, but ", "account 4711 cannot be read")


def test_a_missing_tenant_says_what_to_write(spoilt: World) -> None:
    replaced(spoilt, "businesscentral", "token_address", "")
    outcome = check(spoilt, "businesscentral")
    assert outcome.code == 2
    assert 'add tenant = "..." to [systems.businesscentral]' in outcome.err


def test_a_system_that_is_not_known_is_named_with_those_that_are(world: World) -> None:
    outcome = check(world, "nowhere")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1 and "'nowhere'" in outcome.err and "tripletex" in outcome.err
