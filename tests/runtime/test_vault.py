"""Secrets from the environment, private files and the keyring; tokens that go back; one login at a time."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from runtime.config import Config, SecretSource, SystemConfig
from runtime.errors import UsageError
from runtime.vault import FileVault, KeyringVault, secrets_of, vault_of

ROOT = Path(__file__).parents[2]


def _config(folder: Path, **sources: SecretSource) -> Config:
    return Config(folder=str(folder), systems={"exact": SystemConfig(secrets=sources)})


def _vault(path: Path) -> FileVault:
    return FileVault(path, "exact", "refresh_token", "; run `flowc login exact`")


# ---- secrets ------------------------------------------------------------------------------------


def test_a_secret_comes_from_the_environment_or_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "from the environment")
    path = tmp_path / "token"
    path.write_text("from a file\n")
    path.chmod(0o600)
    config = _config(tmp_path, key=SecretSource(env="A_KEY"), token=SecretSource(file="token"))
    assert secrets_of(config, "exact") == {"key": "from the environment", "token": "from a file"}


@pytest.mark.parametrize("value", [None, "", " ", "\n"])
def test_a_missing_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("A_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("A_KEY", value)
    trouble = "is not set" if value is None else "is set, but blank"
    with pytest.raises(UsageError, match=rf"exact: the environment variable A_KEY \(its key\) {trouble}"):
        secrets_of(_config(tmp_path, key=SecretSource(env="A_KEY")), "exact")


@pytest.mark.parametrize(
    "source", [SecretSource(), SecretSource(env="A", file="b"), SecretSource(file="a", keyring="b")]
)
def test_a_secret_has_one_place(tmp_path: Path, source: SecretSource) -> None:
    with pytest.raises(UsageError, match="either `env` or `file` or `keyring`"):
        secrets_of(_config(tmp_path, key=source), "exact")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_secret_that_others_can_read_is_refused_without_showing_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "token"
    path.write_text("s3cret")
    path.chmod(mode)
    with pytest.raises(UsageError, match="chmod 600") as error:
        secrets_of(_config(tmp_path, token=SecretSource(file="token")), "exact")
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(("content", "reason"), [(None, "cannot be read"), (" \n", "is empty")])
def test_a_missing_or_empty_secret_file_is_named(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "token").write_text(content)
        (tmp_path / "token").chmod(0o600)
    with pytest.raises(UsageError, match=reason):
        secrets_of(_config(tmp_path, token=SecretSource(file="token")), "exact")


# ---- what goes back -----------------------------------------------------------------------------


def test_a_new_text_replaces_the_file_at_once_and_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old")
    path.chmod(0o600)
    vault = vault_of(_config(tmp_path, refresh_token=SecretSource(file="token")), "exact", "refresh_token")
    with path.open() as reader:
        vault.write("new")
        assert reader.read() == "old", "a reader of the old file is not disturbed"
    assert vault.read() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["token"]


def test_the_first_text_makes_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "secrets" / "token")
    with pytest.raises(UsageError, match=r"cannot be read: No such file.*; run `flowc login exact`"):
        vault.read()
    with vault.alone():
        vault.write("new")
    assert vault.read() == "new"
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_link_to_the_file_stays_a_link_and_shares_its_lock(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "token")
    linked, direct = _vault(tmp_path / "link"), _vault(tmp_path / "real" / "token")
    linked.write("new")
    assert (tmp_path / "link").is_symlink()
    assert direct.read() == "new"
    order: list[str] = []

    def second() -> None:
        with direct.alone():
            order.append("second")

    thread = threading.Thread(target=second)
    with linked.alone():
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


@pytest.mark.parametrize("source", [SecretSource(env="A_KEY"), None])
def test_a_rotating_secret_needs_a_place_that_can_keep_it(tmp_path: Path, source: SecretSource | None) -> None:
    config = _config(tmp_path, **({"refresh_token": source} if source else {}))
    with pytest.raises(UsageError, match=r"must come from a `file` or a `keyring`.*refresh_token = \{ file = "):
        vault_of(config, "exact", "refresh_token")


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("a file where a folder should be")
    vault = _vault(tmp_path / "secrets" / "token")
    with pytest.raises(UsageError, match="the lock of its login, cannot be used"), vault.alone():
        raise AssertionError("not reached")
    with pytest.raises(UsageError, match="cannot be written"):
        vault.write("sentinel")


KILLED = """
import os, pathlib, signal, sys
from runtime import vault
moment, path = sys.argv[1], pathlib.Path(sys.argv[2])
def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
if moment == "begun":
    os.fdopen = die
elif moment == "written":
    os.fsync = die
elif moment == "on disk":
    pathlib.Path.replace = die
elif moment == "moved":
    vault._settle = die
kept = vault.FileVault(path, "exact", "refresh_token")
with kept.alone():
    kept.write("new" * 1000)
"""


@pytest.mark.parametrize(
    ("moment", "left"), [("begun", "old"), ("written", "old"), ("on disk", "old"), ("moved", "new" * 1000)]
)
def test_killed_while_keeping_leaves_the_old_text_or_the_new_one(tmp_path: Path, moment: str, left: str) -> None:
    path = tmp_path / "token"
    path.write_text("old")
    path.chmod(0o600)
    run = subprocess.run([sys.executable, "-c", KILLED, moment, str(path)], cwd=ROOT)
    assert run.returncode == -signal.SIGKILL
    vault = _vault(path)
    assert vault.read() == left
    with vault.alone():  # the dead hold no lock
        vault.write("next")
    assert vault.read() == "next"
    assert not [entry.name for entry in tmp_path.iterdir() if entry.name.endswith(".new")]


# ---- the keyring --------------------------------------------------------------------------------


class Locker(keyring.backend.KeyringBackend):
    """A keyring that keeps everything in one file, or fails the way it is told to."""

    priority = 1.0

    def __init__(self, path: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring does not annotate it
        self.path = path
        self.fails: Exception | None = None

    def _all(self) -> dict[str, str]:
        if self.fails is not None:
            raise self.fails
        found: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(json.dumps(self._all() | {f"{service}/{username}": password}))


@pytest.fixture
def locker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Locker]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = keyring.get_keyring()
    backend = Locker(tmp_path / "keyring.json")
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_a_secret_comes_from_the_keyring_and_a_new_one_goes_back(tmp_path: Path, locker: Locker) -> None:
    source = SecretSource(keyring="flowc-exact")
    config = _config(tmp_path, key=source, refresh_token=source)
    keyring.set_password("flowc-exact", "key", "k-1")
    assert secrets_of(config, "exact", without=("refresh_token",)) == {"key": "k-1"}
    vault = vault_of(config, "exact", "refresh_token")
    assert isinstance(vault, KeyringVault)
    with pytest.raises(UsageError, match=r"is not in the keyring, service 'flowc-exact'; run `flowc login exact`"):
        vault.read()
    with vault.alone():
        vault.write("r-1")
    assert keyring.get_password("flowc-exact", "refresh_token") == vault.read() == "r-1"
    assert (tmp_path / "state" / "flowc").is_dir()


def test_a_secret_that_is_not_in_the_keyring_says_how_to_put_it_there(tmp_path: Path, locker: Locker) -> None:
    with pytest.raises(UsageError, match="`keyring set flowc-exact key`"):
        secrets_of(_config(tmp_path, key=SecretSource(keyring="flowc-exact")), "exact")


@pytest.mark.parametrize("error", [keyring.errors.KeyringLocked("sentinel"), RuntimeError("sentinel"), OSError("x")])
def test_a_keyring_that_fails_is_one_line_without_its_words(tmp_path: Path, locker: Locker, error: Exception) -> None:
    locker.fails = error
    with pytest.raises(UsageError, match=f"fails with {type(error).__name__}") as raised:
        secrets_of(_config(tmp_path, key=SecretSource(keyring="flowc-exact")), "exact")
    assert "sentinel" not in str(raised.value)


def test_a_machine_without_a_keyring_is_told_to_name_a_file(tmp_path: Path, locker: Locker) -> None:
    nothing = keyring.backends.fail.Keyring()  # type: ignore[no-untyped-call]  # keyring does not annotate it
    keyring.set_keyring(nothing)
    with pytest.raises(UsageError, match="no usable keyring on this machine; name a `file`"):
        secrets_of(_config(tmp_path, key=SecretSource(keyring="flowc-exact")), "exact")


def test_without_the_package_the_install_command_is_named(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['keyring'] = None\n"
        "from runtime.vault import KeyringVault\nfrom runtime.errors import UsageError\n"
        "try:\n    KeyringVault('s', 'exact', 'key').read()\nexcept UsageError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install keyring" in run.stdout
