"""A database as a system: how it is opened, and the transactions on it. `database_table` says what they do.

The only module that executes statements on somebody else's database or knows a driver, and the place where its failures
become ours. No transaction lasts longer than one page or one call, and nothing is ever locked while we think.
"""

from __future__ import annotations

import sqlite3
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from .errors import Rejected, RemoteError, Unavailable, UsageError
from .model import AuthScheme, System
from .protocols.sql_refusals import is_lost, is_passing, refusal
from .secret import Secret

__all__ = ["Database"]

T = TypeVar("T")

_ATTEMPTS = 4
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WRITES = "flowc_writes"
"""The execution option of a connection whose transactions write."""


class Database:
    """One database, opened at an address: `sqlite:///path` or `postgresql://host:port/name`.

    User and password are secrets and never part of the address; a relative path starts at `folder`. `read_only` opens
    it so that the database itself refuses every write. `patience` (seconds) bounds how long a statement may take on
    PostgreSQL, and the wait for another writer on SQLite. UsageError for an address that is none, a file that is not
    there, a driver that is not installed. `reads` and `writes` count transactions that were begun.
    """

    account = ""

    def __init__(
        self,
        system: System,
        address: str,
        secrets: Mapping[str, str | Secret],
        *,
        read_only: bool = False,
        folder: Path = Path(),
        patience: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.system = system
        self.address = address or system.address
        self.read_only = read_only
        self.reads = 0
        self.writes = 0
        self._sleep = sleep
        self.sqlite = self.address.startswith("sqlite:")
        if self.sqlite:
            self._engine = _sqlite(system.name, self.address, read_only, folder, patience)
        else:
            self._engine = _postgresql(system, self.address, secrets, read_only, patience)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the database is of no use afterwards."""
        self._engine.dispose()

    def log_in(self) -> None:
        """Open a connection. Any RemoteError where the server, the login or the database is wrong."""
        self.read(lambda connection: connection.execute(sa.text("SELECT 1")).all(), {})

    def read(self, work: Callable[[Connection], T], columns: Mapping[str, str]) -> T:
        """What `work` makes of one transaction that only reads. Any RemoteError; a conflict is tried again."""
        self.reads += 1
        for attempt in range(_ATTEMPTS):
            try:
                with self._engine.connect() as connection, connection.begin():
                    return work(connection)
            except sa.exc.DBAPIError as error:
                if not self._again(error, attempt):
                    raise refusal(self.system.name, _cause(error), columns) from None
            except sa.exc.SQLAlchemyError as error:
                self._out_of_use(error)
        raise AssertionError("the last attempt ends in an error")

    def write(
        self, jobs: Sequence[Callable[[Connection], T]], columns: Mapping[str, str], creating: bool
    ) -> list[T | RemoteError]:
        """What became of each job: all in one transaction, each in a savepoint of its own.

        Where the whole transaction fails, each job is told why. A constraint that is only looked at in the end refuses
        all of them at once: then each is tried by itself.
        """
        if self.read_only:
            return [Rejected(self.system.name, "the database is opened for reading only") for _ in jobs]
        self.writes += 1
        for attempt in range(_ATTEMPTS):
            committing = False
            try:
                with self._engine.connect().execution_options(**{_WRITES: True}) as connection:
                    transaction = connection.begin()
                    outcomes = [self._apart(connection, job, columns, creating) for job in jobs]
                    committing = True
                    transaction.commit()
                    return outcomes
            except sa.exc.DBAPIError as error:
                if self._again(error, attempt):
                    continue
                if committing and len(jobs) > 1 and isinstance(error, sa.exc.IntegrityError):
                    return [self.write([job], columns, creating)[0] for job in jobs]
                failed = refusal(self.system.name, _cause(error), columns, creating, committing)
                return [failed for _ in jobs]
            except sa.exc.SQLAlchemyError as error:
                self._out_of_use(error)
        raise AssertionError("the last attempt ends in an error")

    def _apart(
        self, connection: Connection, job: Callable[[Connection], T], columns: Mapping[str, str], creating: bool
    ) -> T | RemoteError:
        """One job in a savepoint: what is refused leaves nothing behind. What ends the transaction is raised."""
        savepoint = connection.begin_nested()
        try:
            outcome = job(connection)
            savepoint.commit()
            return outcome
        except RemoteError as failed:
            savepoint.rollback()
            return failed
        except sa.exc.DBAPIError as error:
            cause = _cause(error)
            if is_passing(cause) or is_lost(cause):
                raise
            savepoint.rollback()
            return refusal(self.system.name, cause, columns, creating)

    def _again(self, error: sa.exc.DBAPIError, attempt: int) -> bool:
        """Whether the same transaction is worth another try; waits a little longer each time."""
        if not is_passing(_cause(error)) or attempt == _ATTEMPTS - 1:
            return False
        self._sleep(0.05 * 4**attempt)
        return True

    def _out_of_use(self, error: sa.exc.SQLAlchemyError) -> NoReturn:
        raise Unavailable(self.system.name, f"the database cannot be used: {type(error).__name__}") from None


def _cause(error: sa.exc.DBAPIError) -> BaseException:
    return error.orig or error


# ---- opening ------------------------------------------------------------------------------------


def _sqlite(name: str, address: str, read_only: bool, folder: Path, patience: float) -> Engine:
    """An SQLite file that is there; nothing is ever created (`mode=rw`, or `ro`)."""
    written = address.removeprefix("sqlite:///")
    if not address.startswith("sqlite:///") or not written or "\x00" in written:
        raise UsageError(f"[systems.{name}] address: write sqlite:///path/to/the/file")
    path = (folder / written).absolute()
    if not path.is_file():
        raise UsageError(f"[systems.{name}] address: there is no file {path}; flowc makes no databases")
    target = f"file:{urllib.parse.quote(str(path))}?mode={'ro' if read_only else 'rw'}"

    def opened() -> sqlite3.Connection:
        # isolation_level None: this module begins transactions itself (the driver would begin them too late)
        connection = sqlite3.connect(target, timeout=patience / 12, isolation_level=None, uri=True)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    # named parameters: for positional ones SQLAlchemy searches the statement, and finds a column called "%(a)s" too
    engine = sa.create_engine("sqlite://", creator=opened, poolclass=sa.pool.NullPool, paramstyle="named")
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """A writer is the only one from the start: a read that turns into a write fails when somebody wrote in between."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(
    system: System, address: str, secrets: Mapping[str, str | Secret], read_only: bool, patience: float
) -> Engine:
    """A PostgreSQL server. Beyond the loopback its certificate must be valid for its name."""
    here = f"[systems.{system.name}] address"
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port
    except ValueError:
        raise UsageError(f"{here}: it cannot be read as an address") from None
    database = urllib.parse.unquote(parts.path.removeprefix("/"))
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"{here}: user and password are secrets and must not stand in the address")
    if parts.scheme != "postgresql" or not parts.hostname or not database or parts.query or parts.fragment:
        raise UsageError(f"{here}: write postgresql://host:port/database, or sqlite:///path")
    known = {name: _revealed(secrets.get(name)) for name in ("user", "password")}
    if system.auth.scheme is AuthScheme.BASIC and not all(known.values()):
        raise UsageError(f"[systems.{system.name}.secrets] needs `user` and `password`")
    settings = {
        "statement_timeout": f"{round(patience * 1000)}",
        "TimeZone": "UTC",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    url = sa.URL.create(
        "postgresql+psycopg", known["user"], known["password"], parts.hostname, port or 5432, database
    )
    arguments = {
        "application_name": "flowc",
        "connect_timeout": 10,
        "keepalives_idle": 30,  # or a server that fell silent is waited for until somebody looks
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "sslmode": "prefer" if parts.hostname in _LOOPBACK else "verify-full",
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
    }
    try:
        engine = sa.create_engine(url, connect_args=arguments, pool_size=2, pool_pre_ping=True, hide_parameters=True)
    except ImportError:
        raise UsageError(
            f"{here}: PostgreSQL needs the package psycopg; install flowc with the extra `postgres`"
        ) from None
    sa.event.listen(engine, "connect", _lenient)
    return engine


def _revealed(secret: str | Secret | None) -> str | None:
    return secret.reveal() if isinstance(secret, Secret) else secret


def _lenient(connection: Any, _record: object) -> None:
    """Moments that Python cannot hold (`infinity`, before Christ) come as text: unreadable, where the driver would fail
    the whole page."""
    from psycopg import DataError
    from psycopg.types.datetime import DateLoader, TimestampLoader, TimestamptzLoader

    def tolerant(loader: Any) -> type[Any]:
        def load(self: Any, raw: Any) -> Any:
            try:
                return loader.load(self, raw)
            except DataError:
                return bytes(raw).decode(errors="replace")

        return type(f"Tolerant{loader.__name__}", (loader,), {"load": load})

    for name, loader in (("date", DateLoader), ("timestamp", TimestampLoader), ("timestamptz", TimestamptzLoader)):
        connection.adapters.register_loader(name, tolerant(loader))
