"""`flowc demo` in a child process: it says everything held, leaves a page, and nothing else anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.end_to_end.world import ROOT, child, running

VOID = {"meta", "br", "hr", "img", "input", "link", "col"}
WATCHED = ("generated", "specs")


class Page(HTMLParser):
    """Reads a page strictly: what opens closes, in order. `rows` are the cells of each table's body, by heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.addresses: list[str] = []
        self._text: list[str] = []
        self._heading = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.setdefault(self._heading, []).append([])
        if tag in ("h2", "td", "th"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        text = "".join(self._text).strip()
        if tag == "h2":
            self._heading = text
        if tag == "td":
            self.rows[self._heading][-1].append(text)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def body(self, heading: str) -> list[list[str]]:
        return [row for row in self.rows[heading] if row]


class Demo(NamedTuple):
    """A demo that has ended."""

    code: int
    out: str
    err: str
    home: Path
    ports: set[str]
    before: set[str]
    files: dict[Path, int]


def processes_below(home: Path) -> set[str]:
    """Processes whose environment names this run; they are the demo's, whoever their parent is by now."""
    mark = f"FLOWC_DEMO_TEST={home}".encode()
    return {path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in content(path)}


def content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def listening() -> set[str]:
    """Local addresses that accept connections."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return {line.split()[1] for line in lines if line.split()[3] == "0A"}


def tree() -> dict[Path, int]:
    """The files of the project that a build could touch, and when each was changed."""
    paths = [path for name in WATCHED for path in (ROOT / name).rglob("*") if "__pycache__" not in path.parts]
    return {path: path.stat().st_mtime_ns for path in paths if path.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("demo")
    before, files, ports = {path.name for path in home.iterdir()}, tree(), set[str]()
    with running("demo", "--examples", "5", cwd=home, FLOWC_DEMO_TEST=str(home), TMPDIR=str(home)) as process:
        out, err = process.communicate(timeout=120)
    toml = home / "demo" / "flowc.toml"
    if toml.exists():
        ports = set(re.findall(r"127\.0\.0\.1:(\d+)", toml.read_text()))
    yield Demo(process.returncode, out, err, home, ports, before, files)


def test_everything_the_demo_sets_out_to_show_holds(demo: Demo) -> None:
    assert demo.code == 0, demo.out + demo.err
    assert demo.err == ""
    assert not re.search(r"^NO ", demo.out, re.M)
    assert len(re.findall(r"^yes ", demo.out, re.M)) >= 10
    assert re.search(r"^pass 3: \d+ rounds; the servers counted \d+ reads and 0 writes$", demo.out, re.M)


def test_plain_output_has_no_control_characters(demo: Demo) -> None:
    assert "\x1b" not in demo.out and "\r" not in demo.out


def test_the_report_is_a_page_that_stands_alone_with_a_row_for_every_pair(demo: Demo) -> None:
    text = (demo.home / "demo" / "report.html").read_text(encoding="utf-8")
    assert text.lstrip().startswith("<!doctype html>")
    page = Page(text)
    assert page.addresses == []
    pairs = page.body("Object pairs")
    assert len(pairs) == 27
    assert len({row[0] for row in pairs}) == 27
    assert all(int(scope) == int(linked) + int(held) for _, _, scope, linked, held, _ in pairs)
    assert [row for row in page.body("Findings") if row[0] != "yes"] == []
    assert len(page.body("Flows")) == 5


def test_no_process_and_no_port_of_the_demo_is_left(demo: Demo) -> None:
    assert len(demo.ports) == 6
    assert processes_below(demo.home) == set()
    open_ports = {int(address.split(":")[1], 16) for address in listening() if address.startswith("0100007F")}
    assert {int(port) for port in demo.ports} & open_ports == set()


def test_only_the_folder_was_written(demo: Demo) -> None:
    assert {path.name for path in demo.home.iterdir()} - demo.before == {"demo"}
    assert tree() == demo.files


def test_its_secrets_are_readable_by_the_owner_only_and_not_in_the_report(demo: Demo) -> None:
    secrets = list((demo.home / "demo" / "secrets").iterdir())
    assert len(secrets) > 10
    assert all(path.stat().st_mode & 0o077 == 0 for path in secrets)
    report = (demo.home / "demo" / "report.html").read_text() + demo.out
    kept = {path.read_text().strip() for path in secrets if "client_id" not in path.name and path.suffix != ".lock"}
    tokens = [json.loads(text) for text in kept if text.startswith("{")]
    assert len(tokens) == 1
    values = kept | {tokens[0]["refresh_token"], tokens[0]["access_token"]}
    assert [value for value in values if value in report] == []


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    outcome = child("demo", "--folder", str(tmp_path), cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.err.startswith("flowc: ") and len(outcome.err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
