"""Where secrets come from, and where rotated ones go back to: the environment, private files, the machine's keyring.

No error says more of a secret than its name and its place.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import filelock
import platformdirs

from .config import Config, SecretSource, filled
from .errors import Unavailable, UsageError
from .model import AuthScheme, System
from .secret import Vault

__all__ = ["ROTATING", "FileVault", "KeyringVault", "credentials_of", "secrets_of", "vault_of"]

ROTATING = "refresh_token"
"""The secret that a login replaces."""

_PATIENCE = 600.0
"""Seconds to wait for another process's login: longer than one takes whose answer comes at all (`http.Limits`)."""


def credentials_of(
    config: Config, system: System, first_login: bool = False
) -> tuple[dict[str, str], str, Vault | None]:
    """What a Client needs to log in: the secrets by name, the token address, and the vault of a rotating login.

    UsageError where something is missing; at a first login the secret that it will bring is not looked for.
    """
    entry = config.systems[system.name]
    address = filled(config, system.name, entry.token_address or system.auth.token_address, "token_address")
    if system.auth.scheme is not AuthScheme.REFRESH_TOKEN:
        return secrets_of(config, system.name), address, None
    vault = vault_of(config, system.name, ROTATING)
    if not first_login:
        vault.read()  # what is missing is said before anything is begun
    return secrets_of(config, system.name, without=(ROTATING,)), address, vault


def secrets_of(config: Config, system: str, without: Collection[str] = ()) -> dict[str, str]:
    """The secrets of a system by name, but for those a vault keeps. UsageError names what is missing, never a value."""
    found: dict[str, str] = {}
    for name, source in sorted(config.systems[system].secrets.items()):
        if name in without:
            continue
        if _place(system, name, source) == "env":
            found[name] = os.environ.get(source.env, "")
            if not found[name].strip():
                trouble = "is set, but blank" if source.env in os.environ else "is not set"
                raise UsageError(f"{system}: the environment variable {source.env} (its {name}) {trouble}")
        else:
            found[name] = _vault(config, system, name, source).read()
    return found


def vault_of(config: Config, system: str, name: str) -> FileVault | KeyringVault:
    """Where the secret that is replaced at every login is kept.

    UsageError where flowc.toml does not name it, or names a place that cannot keep a new one: a process cannot change
    the environment of the next.
    """
    source = config.systems[system].secrets.get(name)
    if source is None or _place(system, name, source) == "env":
        raise UsageError(
            f"{system} replaces its {name} at every login, so it must come from a `file` or a `keyring`, not the"
            f' environment: {name} = {{ file = "secrets/{system}-{name}" }}'
        )
    return _vault(config, system, name, source, rotating=True)


def _place(system: str, name: str, source: SecretSource) -> str:
    given = [place for place in source.__struct_fields__ if getattr(source, place)]
    if len(given) != 1:
        raise UsageError(f"[systems.{system}.secrets] {name}: give either `env` or `file` or `keyring`")
    return given[0]


def _vault(
    config: Config, system: str, name: str, source: SecretSource, rotating: bool = False
) -> FileVault | KeyringVault:
    advice = f"; run `flowc login {system}`" if rotating else ""
    if source.file:
        return FileVault(config.path(source.file), system, name, advice)
    return KeyringVault(source.keyring, system, name, advice)


class FileVault:
    """One secret in a file with mode 0600; the lock of its login lies beside it.

    A new text is written to a second file, brought to disk and moved over the first: a reader, and whoever is killed
    at any moment, leaves the old text or the new one (C-12). `write` is called by whoever is `alone`. `advice` is
    added to the error where there is nothing yet.
    """

    def __init__(self, path: Path, system: str, name: str, advice: str = "") -> None:
        self.path = path
        self.place = str(path)
        self._system = system
        self._name = name
        self._advice = advice

    def alone(self) -> AbstractContextManager[None]:
        """One login at a time: the others, threads and processes, wait."""
        path = self.path.resolve()
        return _locked(path.with_name(f".{path.name}.lock"), self._system)

    def read(self) -> str:
        """The file's text without white space around it. UsageError: missing, empty, or open to others."""
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            value = self.path.read_text().strip()
        except FileNotFoundError as error:
            self._fail(f"cannot be read: {error.strerror}{self._advice}")
        except OSError as error:
            self._fail(f"cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            self._fail("cannot be read: it is not text")
        if mode & 0o077:
            raise UsageError(f"{self._system}: {self.path} can be read by others; run chmod 600 {self.path}")
        if not value:
            self._fail(f"is empty{self._advice}")
        return value

    def write(self, content: str) -> None:
        """Replace the file atomically, on disk before this returns. A link to it stays a link."""
        path = self.path.resolve()
        fresh = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)  # of one who was killed
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(content + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
            _settle(path.parent)
        except OSError as error:
            self._fail(f"cannot be written: {error.strerror}")

    def _fail(self, trouble: str) -> NoReturn:
        raise UsageError(f"{self._system}: {self.path} (its {self._name}) {trouble}") from None


class KeyringVault:
    """One secret as the password of a service in the machine's keyring, under the secret's name as user."""

    def __init__(self, service: str, system: str, name: str, advice: str = "") -> None:
        self.service = service
        self.place = f"the keyring, service {service!r}"
        self._system = system
        self._name = name
        self._advice = advice

    def alone(self) -> AbstractContextManager[None]:
        """One login at a time for this user of the machine: a keyring has no lock of its own."""
        digest = hashlib.sha256(f"{self.service}\0{self._name}".encode()).hexdigest()[:16]
        return _locked(platformdirs.user_state_path("flowc") / f"login-{digest}.lock", self._system)

    def read(self) -> str:
        """The password. UsageError where there is none, or no keyring to ask."""
        with self._reached():
            import keyring

            value = (keyring.get_password(self.service, self._name) or "").strip()
        if not value:
            where = f"`keyring set {self.service} {self._name}` puts it there" if not self._advice else ""
            raise UsageError(f"{self._system}: its {self._name} is not in {self.place}{self._advice or f'; {where}'}")
        return value

    def write(self, content: str) -> None:
        """Replace the password."""
        with self._reached():
            import keyring

            keyring.set_password(self.service, self._name, content)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            import keyring.errors
        except ImportError:
            text = "needs the package keyring: pip install keyring"
            raise UsageError(f"{self._system}: its {self._name} is in {self.place}, which {text}") from None
        try:
            yield
        except keyring.errors.NoKeyringError:
            text = "there is no usable keyring on this machine; name a `file` in flowc.toml instead"
            raise UsageError(f"{self._system}: its {self._name} is in {self.place}, but {text}") from None
        except Exception as error:  # a backend may raise anything; its words may quote what it was given
            text = f"the keyring fails with {type(error).__name__}; is it unlocked?"
            raise UsageError(f"{self._system}: its {self._name} is in {self.place}, but {text}") from None


@contextmanager
def _locked(path: Path, system: str) -> Iterator[None]:
    """Hold the lock file: across processes and threads, and let go of by the kernel where its holder is killed."""
    lock = filelock.FileLock(path, mode=0o600)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE)
    except filelock.Timeout:
        raise Unavailable(system, f"another process is still logging in; it holds {path}") from None
    except (OSError, NotImplementedError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its file system has no locks"
        raise UsageError(f"{system}: {path}, the lock of its login, cannot be used: {reason}") from None
    try:
        yield
    finally:
        lock.release()


def _settle(folder: Path) -> None:
    """Bring a folder's names to disk, so that a file that was moved stays moved. Only POSIX has this."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
