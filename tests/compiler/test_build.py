"""Compiling as a whole: every document gives its modules, the same meaning gives the same bytes."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.build import Origin, Result, accepted, compile_documents, load_profiles, render
from compiler.cli import main
from compiler.profile import Profile
from compiler.render import formatted
from compiler.write import MANIFEST, write
from runtime.building import finish
from runtime.older import digest_of as digest_of_document
from tests.compiler.sample import KINDS, codes, document, profile_text, profiles, section, system

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
SPECS, SEEDS, GENERATED = ROOT / "specs", ROOT.parent / "shared" / "seeds", ROOT / "generated"
PAIRS = {
    "customcrm-customerp": 7,
    "customerp-businesscentral": 4,
    "customerp-exact": 8,
    "customerp-powerofficego": 4,
    "customerp-tripletex": 4,
}
ALLOWED_IMPORTS = {"runtime", "msgspec", *sys.stdlib_module_names}


def texts_of(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: the seed documents are confidential and stand outside the project")
    return {path.name: path.read_text() for path in sorted(folder.glob("*-*.rst"))}


def rendered(result: Result, texts: dict[str, str]) -> dict[str, str]:
    """The files as `flowc build` writes them."""
    return render(
        result.program, {flow.name: Origin(digest_of_document(texts[flow.file])) for flow in result.program.flows}
    )


@pytest.fixture(scope="module")
def known() -> list[Profile]:
    loaded, findings = load_profiles(SPECS / "systems")
    assert findings == []
    return loaded


@pytest.fixture(scope="module")
def specs(known: list[Profile]) -> Result:
    return compile_documents(texts_of(SPECS), known)


@pytest.fixture(scope="module")
def seeds(known: list[Profile]) -> Result:
    return compile_documents(texts_of(SEEDS), known)


@pytest.fixture(scope="module")
def specs_files(specs: Result) -> dict[str, str]:
    return rendered(specs, texts_of(SPECS))


@pytest.fixture(scope="module")
def seeds_files(seeds: Result) -> dict[str, str]:
    return rendered(seeds, texts_of(SEEDS))


# ---- the documents that are there ---------------------------------------------------------------


def test_the_seeds_compile(seeds: Result, seeds_files: dict[str, str]) -> None:
    assert {flow.name: len(flow.pairs) for flow in seeds.program.flows} == PAIRS
    assert seeds.errors == []
    assert codes(seeds).count("F300") == sum(PAIRS.values()) == 27
    assert all(flow.replace("-", "_") in "".join(seeds_files) for flow in PAIRS)


def test_the_specs_compile(specs: Result) -> None:
    assert {flow.name: len(flow.pairs) for flow in specs.program.flows} == PAIRS
    assert specs.errors == []
    assert "F300" not in codes(specs)


def test_the_committed_output_is_up_to_date(specs_files: dict[str, str]) -> None:
    stale = [
        name
        for name, text in specs_files.items()
        if not (GENERATED / name).is_file() or (GENERATED / name).read_bytes() != text.encode()
    ]
    there = {path.relative_to(GENERATED).as_posix() for path in GENERATED.rglob("*.py")}
    assert stale == [], "run `flowc build`"
    assert sorted(there - specs_files.keys()) == [], "no document makes these any more"


def test_black_has_nothing_to_change(specs_files: dict[str, str]) -> None:
    largest = sorted((name for name in specs_files if name.endswith(".py")), key=lambda name: len(specs_files[name]))
    assert [name for name in largest if formatted(specs_files[name]) != specs_files[name]] == []


def test_modules_import_nothing_but_runtime_and_the_standard_library(
    specs_files: dict[str, str], seeds_files: dict[str, str]
) -> None:
    found: set[str] = set()
    for text in [*specs_files.values(), *seeds_files.values()]:
        if not text.startswith('"""'):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
    assert found <= ALLOWED_IMPORTS
    assert "runtime" in found


@pytest.mark.parametrize("banned", ["Any", "# type:", "# noqa", "2025-03-03", "Generated:", "2026", "TODO"])
def test_modules_hold_no(banned: str, specs_files: dict[str, str], seeds_files: dict[str, str]) -> None:
    for files in (specs_files, seeds_files):
        assert [name for name, text in files.items() if banned in text] == []


def test_a_tree_imports_and_type_checks_under_any_name(
    specs_files: dict[str, str], seeds_files: dict[str, str], original: dict[str, str], tmp_path: Path
) -> None:
    trees = {"from_specs": specs_files, "from_seeds": seeds_files, "from_samples": original}
    for name, files in trees.items():
        write(tmp_path / name, files, True, finish)
    modules = sorted(
        ".".join(path.relative_to(tmp_path).with_suffix("").parts).removesuffix(".__init__")
        for path in tmp_path.rglob("*.py")
    )
    assert len(modules) == sum(map(len, trees.values())) - len(trees)
    code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "MYPYPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    mypy += [part for name in trees for part in ("-p", name)]
    checked = subprocess.run(mypy, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


# ---- the same meaning, the same bytes -----------------------------------------------------------

S = '"string"'
SECTIONS = [
    ("Client", "Party", [("name", "title", S), ("email", "mail", S), ("name", "no", S), ("total", "sum", S)]),
    ("Client", "Party", [("email", "mail", S)]),
    ("Deal", "Invoice", [("lines.text", "rows.memo", S), ("lines.count", "rows.quantity", S), ("title", "text", S)]),
    ("Deal", "Party", [("title", "new.path", '"integer"'), ("title", "title", S)]),
    ("Client", "Party firm", [("name", "name", S), ("other", "new.path", S)]),
]
MATCHES = [("email", "mail"), ("name", "title"), ("number", "no")]


def made(text: str, file: str = "northwind-ledgr.rst") -> dict[str, str]:
    result = compile_documents({file: text}, profiles())
    assert result.errors == []
    return rendered(result, {file: text})


def arranged(random: Random | None = None) -> str:
    """The same document, its sections, rows and match rows in an order of their own."""

    def mixed(found: list[T]) -> list[T]:
        return found if random is None else random.sample(found, len(found))

    parts = []
    for number, (left, right, rows) in enumerate(SECTIONS):
        match = mixed([*MATCHES]) if number == 0 else []
        parts.append(section(left, right, mixed([*rows]), match=match))
    return document(*mixed(parts))


ALTERED: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "time stamp": lambda text: text.replace("2024-01-02 03:04:05", "2031-12-24 00:00:00"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text,
    "introduction": lambda text: text.replace("Invented for tests.", "Other words."),
    "blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "trailing spaces": lambda text: text.replace(".\n", ".  \n"),
}


@pytest.fixture(scope="module")
def original() -> dict[str, str]:
    return made(arranged())


@pytest.mark.parametrize("name", ALTERED)
def test_what_is_no_meaning_changes_no_byte(name: str, original: dict[str, str]) -> None:
    assert made(ALTERED[name](arranged())) == original


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_sections_and_rows_changes_no_byte(seed: int, original: dict[str, str]) -> None:
    assert made(arranged(Random(seed))) == original


def test_the_order_of_profiles_documents_and_folders_changes_no_byte(
    known: list[Profile], specs_files: dict[str, str]
) -> None:
    texts = {f"elsewhere/{name}": text for name, text in reversed(texts_of(SPECS).items())}
    assert rendered(compile_documents(texts, reversed(known)), texts) == specs_files


def test_the_seeds_with_crlf_and_another_stamp_give_the_same_bytes(
    known: list[Profile], seeds_files: dict[str, str]
) -> None:
    name = "customerp-tripletex.rst"
    texts = texts_of(SEEDS)
    head, _, rest = texts[name].partition("Generated: ")
    texts[name] = "\ufeff" + f"{head}Generated: 1999-01-01 00:00:00\n{rest.partition(chr(10))[2]}".replace("\n", "\r\n")
    assert rendered(compile_documents(texts, known), texts) == seeds_files


def test_every_row_changes_the_output(original: dict[str, str]) -> None:
    assert made(arranged().replace("     - mail\n", "     - name\n")) != original


# ---- errors -------------------------------------------------------------------------------------

GOOD = document(section("Client", "Party", [("name", "title", S)]))
BAD = document(section("Client", "Party", [("name", "title", '""if", "eq"]]"'), ("email", "mail", S)]))


def test_one_documents_error_leaves_the_others_output() -> None:
    both = compile_documents({"good.rst": GOOD, "bad.rst": BAD}, profiles())
    assert both.failed == {"bad"}
    assert [found.span.file for found in both.errors] == ["bad.rst"]
    files = render(accepted(both, both.failed, {}))
    assert "flows/good.py" in files
    assert "flows/bad.py" not in files
    alone = made(GOOD, "good.rst")
    assert files["flows/good.py"] == alone["flows/good.py"]


def test_a_faulty_row_takes_only_itself() -> None:
    result = compile_documents({"bad.rst": BAD}, profiles())
    [pair] = result.program.flows[0].pairs
    assert [row.left.path for row in pair.rows] == ["email"]
    assert "flows/bad.py" in render(result.program)


@pytest.mark.parametrize("other", ["north_wind.rst", "North-Wind.rst", "north wind.rst", "b/north-wind.rst"])
def test_two_documents_of_one_module_are_an_error_not_an_overwrite(other: str) -> None:
    result = compile_documents({"north-wind.rst": GOOD, other: GOOD.replace("title", "no")}, profiles())
    assert "F212" in codes(result)
    assert len(result.program.flows) == 1


def test_a_document_without_sections_is_an_empty_flow() -> None:
    files = made(document())
    assert "pairs=()" in files["flows/northwind_ledgr.py"]


def test_the_previous_output_of_a_failed_document_stays(tmp_path: Path) -> None:
    folder, out = tmp_path / "systems", tmp_path / "out"
    folder.mkdir()
    for name, types in KINDS.items():
        (folder / f"{name}.toml").write_text(profile_text(system(name.capitalize(), types)))
    path = tmp_path / "northwind-ledgr.rst"
    arguments = ["build", str(path), "--profiles", str(folder), "--out", str(out)]
    path.write_text(GOOD)
    assert CliRunner().invoke(main, arguments).exit_code == 0
    before = (out / "flows" / "northwind_ledgr.py").read_text()
    path.write_text(BAD)
    assert CliRunner().invoke(main, arguments).exit_code == 1
    assert (out / "flows" / "northwind_ledgr.py").read_text() == before
    assert "northwind-ledgr" in (out / MANIFEST).read_text()
    assert CliRunner().invoke(main, [*arguments, "--keep-going"]).exit_code == 1
    assert (out / "flows" / "northwind_ledgr.py").read_text() != before
    path.write_text(GOOD)
    assert CliRunner().invoke(main, [*arguments, "--check"]).exit_code == 1
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert CliRunner().invoke(main, [*arguments, "--check"]).exit_code == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.integers(0, 2000).map(lambda cut: arranged()[cut:]))
def test_compiling_never_raises(text: str) -> None:
    result = compile_documents({"northwind-ledgr.rst": text}, profiles())
    assert result.program.flows or result.errors
