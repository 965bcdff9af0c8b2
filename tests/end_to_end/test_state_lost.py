"""A state that is damaged, foreign, emptied or out of reach: each a clear line, and nothing is written or lost."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.world import ROOT, Outcome, World, child, just_before
from tests.kill.stage import FLOW, Stage
from tests.runtime.databases import PASSWORD, Place
from tests.runtime.stores import cluster

__all__ = ["cluster"]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Linked customers, a state in SQLite that is quiet, and a copy of it."""
    with Stage.opened(tmp_path_factory.mktemp("lost")) as opened:
        shutil.copy(opened.world.state, opened.world.folder / "good.db")
        yield opened


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    """That world; afterwards the state is as good as before, and a pass has nothing to write."""
    yield stage.world
    _remove(stage.world.state)
    shutil.copy(stage.world.folder / "good.db", stage.world.state)
    (stage.world.folder / "state.db.runs").unlink(missing_ok=True)  # the copy is older, and that is no matter here
    stage.world.quiet(FLOW)
    assert not stage.duplicates()


def _remove(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if file.is_dir():
            file.rmdir()
        file.unlink(missing_ok=True)


def _tables(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute(statement)


def _letter(path: Path) -> None:
    path.write_text("Dear customer, " * 1000)


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwritten(path: Path) -> None:
    """All pages but the first, which alone says what kind of file this is."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def _folder(path: Path) -> None:
    _remove(path)
    path.mkdir()


def _foreign(path: Path) -> None:
    _remove(path)
    _tables(path, "CREATE TABLE link (href TEXT)")


def _foreign_notes(path: Path) -> None:
    _remove(path)
    _tables(path, "CREATE TABLE meta (title TEXT)")
    _tables(path, "CREATE TABLE snapshot (taken TEXT)")


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a text": (_letter, "is not a store of flowc: file is not a database; restore a backup"),
    "half of it": (_truncated, "is damaged: database disk image is malformed; restore a backup"),
    "pages overwritten": (_overwritten, "is damaged: "),
    "a folder": (_folder, "cannot be opened: it is no file"),
    "another program's": (_foreign, "it has tables of another program"),
    "another program's notes": (_foreign_notes, "it has tables of another program"),
    "a newer flowc's": (
        lambda path: _tables(path, "UPDATE meta SET value = '99' WHERE name = 'schema'"),
        "has schema 99; this flowc reads schema 3; a newer flowc made it",
    ),
    "a table that is missing": (lambda path: _tables(path, "DROP TABLE link"), "is damaged: no such table: link"),
    "a wrong byte in a document": (
        lambda path: _tables(path, "UPDATE snapshot SET document = x'7bff', sequence = sequence + 1000"),
        "the state is damaged, a value in it is no JSON",
    ),
    "a wrong byte in a base": (
        lambda path: _tables(path, "UPDATE link SET left_base = '{', dirty = 1"),
        "the state is damaged, a value in it is no JSON",
    ),
}


def _said(outcome: Outcome, code: int, line: str) -> None:
    assert outcome.code == code, outcome
    assert outcome.err.startswith("flowc: ") and outcome.err.count("\n") == 1, outcome.err
    assert line in outcome.err, outcome.err


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_told_and_nothing_is_written(world: World, damage: str) -> None:
    spoil, line = DAMAGES[damage]
    spoil(world.state)
    before = world.state.read_bytes() if world.state.is_file() else b""
    world.forget()
    outcome = world.flowc("sync", FLOW)
    _said(outcome, 2, line)
    assert "state.db" in outcome.err or "the state is damaged" in outcome.err
    assert not any(world.writes().values())
    if "wrong byte" not in damage:
        _said(world.flowc("status"), 2, line)
    if "byte" not in damage and "missing" not in damage:  # those are noticed where they are read
        assert (world.state.read_bytes() if world.state.is_file() else b"")[4096:] == before[4096:]


@pytest.mark.parametrize("log", ["delete", "wal"])
def test_a_file_of_another_program_is_left_as_it_is(world: World, log: str) -> None:
    """Its tables have no name of ours; the kind of its log is in its first page."""
    _remove(world.state)
    _tables(world.state, f"PRAGMA journal_mode = {log}")
    _tables(world.state, "CREATE TABLE invoices (number TEXT)")
    os.utime(world.state, ns=(1, 1))
    before = world.state.read_bytes()
    world.forget()
    for command in (("sync", FLOW), ("sync", FLOW, "--dry-run"), ("status",), ("conflicts",), ("retry", "--all")):
        _said(world.flowc(*command), 2, "it has tables of another program, and was left as it is; name another `state`")
    assert world.state.read_bytes() == before and world.state.stat().st_mtime_ns == 1
    assert not any(world.writes().values())


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("mysql://root:pass-word@db/erp", "'mysql://'"),
        ("redis://127.0.0.1", "'redis://'"),
        ("postgres//typo", "'postgres//'"),
        ("postgresql:db/erp", "'postgresql:'"),
        ("sqlite:///state.db", "'sqlite:///'"),
    ],
)
def test_an_address_of_an_unknown_kind_is_no_file(world: World, state: str, shown: str) -> None:
    text = world.toml.read_text()
    world.toml.write_text(text.replace('"state.db"', f'"{state}"'))
    there = sorted(world.folder.iterdir())
    try:
        for command in (("sync", FLOW), ("status",)):
            outcome = world.flowc(*command)
            _said(outcome, 2, f"flowc.toml: `state` begins with {shown}, which is no address that is known")
            assert "pass-word" not in outcome.err and "postgresql://user@host" in outcome.err
        assert sorted(world.folder.iterdir()) == there
    finally:
        world.toml.write_text(text)


@pytest.mark.parametrize("how", ["emptied", "removed"])
def test_a_state_that_is_lost_only_compares(world: World, how: str) -> None:
    _remove(world.state)
    if how == "emptied":
        world.state.touch()
    else:
        _said(world.flowc("status"), 2, "does not exist")
    world.forget()
    outcome = world.flowc("sync", FLOW)
    assert "knows of no pass, and" in outcome.out and "Nothing was written" in outcome.out, outcome
    assert not any(world.writes().values())
    assert "knows of no pass" in world.flowc("sync", FLOW).out, "until a person accepts it"
    world.flowc("sync", FLOW, "--go-on")
    assert not any(world.writes().values()), "what is equal was linked"


@pytest.mark.parametrize("locked", ["state.db", "."])
def test_a_state_that_may_not_be_written_stops_the_run(world: World, locked: str) -> None:
    """A file, or the folder it lies in, that may only be read."""
    place = world.folder / locked
    mode = place.stat().st_mode
    place.chmod(mode & ~0o222)
    world.forget()
    try:
        outcome = _as_anybody("sync", FLOW, cwd=world.folder)
    finally:
        place.chmod(mode)
    _said(outcome, 4, "state.db cannot be written: " if locked == "state.db" else "cannot be written: ")
    assert "Allow this user to write" in outcome.err and not any(world.writes().values())


def test_budgets_that_may_not_be_written_stop_the_run(world: World) -> None:
    """The file beside the state; then the folder, where the file has to be made."""
    path = world.folder / "budgets.db"
    line = f"the file of request budgets {path.resolve()} cannot be written: "
    _empty_budgets(path)
    mode = world.folder.stat().st_mode
    world.forget()
    try:
        path.chmod(0o400)
        _said(_as_anybody("sync", FLOW, cwd=world.folder), 4, line)
        path.unlink()
        world.folder.chmod(mode & ~0o222)
        _said(_as_anybody("sync", FLOW, cwd=world.folder), 4, line)
    finally:
        world.folder.chmod(mode)
    assert all(world.requests(system) == [] for system in world.systems), "nothing is asked that is not counted"


def test_a_disk_that_is_full_for_budgets_stops_the_run(world: World) -> None:
    """No byte may be written so far into a file; the table of budgets lies there, and the state before that."""
    path, limit = world.folder / "budgets.db", 8 << 20
    _empty_budgets(path, limit + (1 << 20))
    assert world.state.stat().st_size < limit
    text = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from compiler.cli import main; main(prog_name='flowc')"
    )
    world.forget()
    done = subprocess.run(
        [sys.executable, "-c", text, "sync", FLOW, "--config", str(world.toml)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    path.unlink()
    assert (done.returncode, done.stderr) == (4, ""), done
    assert f"could not be used: the file of request budgets {path.resolve()} cannot be written: " in done.stdout
    assert all(world.requests(system) == [] for system in world.systems)


def _empty_budgets(path: Path, size: int = 0) -> None:
    """A file of budgets whose table is empty, and lies behind so many bytes."""
    path.unlink(missing_ok=True)
    _tables(path, "CREATE TABLE filler (bytes BLOB)")
    _tables(path, f"INSERT INTO filler VALUES (zeroblob({size}))")
    _tables(path, "CREATE TABLE budget (key TEXT NOT NULL PRIMARY KEY, spent BLOB NOT NULL)")


def _as_anybody(*arguments: str, cwd: Path) -> Outcome:
    """The command as a child to which permissions apply, as they do not to root."""
    command = [sys.executable, "-c", "from compiler.cli import main; main(prog_name='flowc')", *arguments]
    if os.getuid() == 0:
        dropping = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        if shutil.which("setpriv") is None or subprocess.run([*dropping, "true"], capture_output=True).returncode:
            pytest.skip("root may write everything, and cannot give that up here (setpriv)")
        command = [*dropping, *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)
    return Outcome(done.returncode, done.stdout, done.stderr)


# ---- PostgreSQL ---------------------------------------------------------------------------------


@pytest.fixture
def place(cluster: object, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    made: Place = request.getfixturevalue("cluster").place()
    made.do("DROP SCHEMA IF EXISTS flowc CASCADE")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return made


@pytest.fixture
def far(place: Place, tmp_path: Path) -> Iterator[Stage]:
    """The same with its state in PostgreSQL."""
    with Stage.opened(tmp_path, place.address.replace("://", "://admin@")) as opened:
        yield opened


def test_a_database_that_goes_away_in_a_pass_loses_and_doubles_nothing(
    far: Stage, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends the connection while a create is on its way: its answer cannot be stored."""
    said = far.work()
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'admin'"

    def goes_away() -> None:
        place.do(ended)

    happened = just_before(far.world, monkeypatch, "customerp", ("POST",), goes_away)
    outcome = child("sync", FLOW, "--config", str(far.world.toml), cwd=far.world.folder, PGPASSWORD=PASSWORD)
    assert happened()
    _said(outcome, 3, "was lost: ")
    assert "what was committed is kept. Run again when the database answers" in outcome.err
    assert not far.quiet()
    assert not far.duplicates() and not far.lost(said)


def test_a_database_that_cannot_be_reached_is_told(far: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    text = far.world.toml.read_text()
    far.world.forget()
    try:
        for wrong, line in (
            (f"postgresql://admin@127.0.0.1:{free}/postgres", "cannot be reached: "),
            (far.state.replace("/postgres", "/nobodys"), "cannot be reached: "),
            (far.state.replace("admin@", "stranger@"), "cannot be reached: "),
        ):
            far.world.toml.write_text(text.replace(far.state, wrong))
            for command in (("sync", FLOW), ("status",)):
                outcome = far.world.flowc(*command)
                _said(outcome, 3, line)
                assert wrong in outcome.err and "see that the database runs" in outcome.err
    finally:
        far.world.toml.write_text(text)
    monkeypatch.setenv("PGPASSWORD", "wrong")
    outcome = far.world.flowc("sync", FLOW)
    _said(outcome, 3, "cannot be reached: ")
    assert "wrong" not in outcome.err and PASSWORD not in outcome.err
    assert not any(far.world.writes().values())


def test_another_programs_tables_share_the_database_but_not_the_schema(far: Stage, place: Place) -> None:
    place.do("DROP SCHEMA flowc CASCADE")
    place.do("CREATE TABLE invoices (number text)")
    place.do("CREATE SCHEMA flowc")
    place.do("CREATE TABLE flowc.meta (title text)")
    far.world.forget()
    _said(far.world.flowc("sync", FLOW), 2, "it has tables of another program, and was left as it is; name another")
    assert place.do("SELECT tablename FROM pg_tables WHERE schemaname = 'flowc'") == [("meta",)]
    place.do("DROP SCHEMA flowc CASCADE")
    assert far.world.flowc("status").code == 0 and place.one("SELECT count(*) FROM invoices") == 0
    assert not any(far.world.writes().values())


def test_a_database_that_is_read_only_stops_the_run(far: Stage, place: Place) -> None:
    place.do("ALTER DATABASE postgres SET default_transaction_read_only = on")
    try:
        far.world.forget()
        outcome = far.world.flowc("sync", FLOW)
        _said(outcome, 4, "cannot be written: ")
        assert not any(far.world.writes().values())
    finally:
        with place.connection() as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER DATABASE postgres RESET default_transaction_read_only")
    assert not far.quiet()
