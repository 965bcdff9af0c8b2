"""Who may import whom (DESIGN section 6), as data; and the words that name nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("compiler", "runtime", "generated")


def modules(package: str) -> dict[str, Path]:
    """All modules of a package by dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((ROOT / package).rglob("*.py"))
    }


MODULES = {name: path for package in OURS for name, path in modules(package).items()}
TREES = {name: ast.parse(path.read_text()) for name, path in MODULES.items()}


def _guarded(tree: ast.Module) -> set[ast.AST]:
    """What stands below `if __name__ == "__main__"`."""
    guards = [n for n in tree.body if isinstance(n, ast.If) and "__name__" in ast.dump(n.test)]
    return {inner for guard in guards for inner in ast.walk(guard)}


def imports(name: str, main_too: bool = False) -> set[str]:
    """The modules a module imports, anywhere in it; relative ones by their full name."""
    tree = TREES[name]
    package = name.split(".") if MODULES[name].name == "__init__.py" else name.split(".")[:-1]
    skipped = set() if main_too else _guarded(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            named = {f"{base}.{alias.name}" for alias in node.names}
            found |= {n for n in named if n in MODULES} | ({base} if any(n not in MODULES for n in named) else set())
    return found


def ours(found: set[str]) -> set[str]:
    return {name for name in found if name.split(".")[0] in OURS}


# Exactly what these may import of ours. Names of packages stand for everything below them.
ALLOWED = {
    "runtime.model": (),
    "runtime.lens": (),
    "runtime.predicates": (),
    "runtime.redaction": (),
    "runtime.json_reading": (),
    "runtime.network": (),
    "runtime.retry": (),
    "runtime.origin": ("runtime.errors",),
    "runtime.turning": (),
    "runtime.reconcile": ("runtime.model",),
    "runtime.rewrites": ("runtime.model", "runtime.reconcile"),
    "runtime.origins": ("runtime.model", "runtime.reconcile"),
    "runtime.arrivals": ("runtime.model", "runtime.pulling", "runtime.store"),
    "runtime.policies": (
        *("runtime.config", "runtime.errors", "runtime.model", "runtime.reconcile", "runtime.turning"),
    ),
    "runtime.connected": ("runtime.model", "runtime.wire", "runtime.world"),
    "runtime.matching": ("runtime.model", "runtime.wire", "runtime.world"),
    "runtime.counterparts": (
        *("runtime.matching", "runtime.model", "runtime.planned", "runtime.rules", "runtime.world"),
    ),
    "runtime.rules": ("runtime.connected", "runtime.model", "runtime.planning", "runtime.world"),
    "runtime.migration": (
        *("runtime.errors", "runtime.linked", "runtime.points", "runtime.state", "runtime.tables", "runtime.turning"),
    ),
    "runtime.points": (),
    "runtime.protocols.sql": ("runtime.model", "runtime.protocols.sql_values", "runtime.wire"),
    "runtime.protocols.sql_refusals": ("runtime.errors",),
    "runtime.protocols.sql_values": ("runtime.model", "runtime.stamps"),
    "generated.systems": ("runtime.model",),
    "generated.flows": (
        *("generated.flows", "generated.systems"),
        *("runtime.lens", "runtime.model", "runtime.predicates"),
    ),
    "generated.qa": ("generated.flows", "runtime.laws"),
}
# The only modules that may import these.
ONLY_IN = {
    "httpx": {"runtime.http", "runtime.network", "runtime.origin"},
    "httpcore": {"runtime.network"},
    "certifi": {"runtime.network"},
    "pyrate_limiter": {"runtime.budget"},
    "sqlalchemy": {
        "runtime.budget_state",  # our own
        *("runtime.database", "runtime.protocols.sql"),  # somebody else's database
        *("compiler.catalogue", "compiler.import_database"),  # and what it says of its tables
    },
    "psycopg": {"runtime.database", "runtime.driver"},
    "lark": {"compiler.parse", "compiler.section"},
    "jinja2": {"compiler.render"},
    "black": {"compiler.render"},
    "click": {name for name in MODULES if name == "compiler.cli" or name.startswith("compiler.cli_")}
    | {"runtime.command"},  # a flow that is run itself has the options of `flowc sync`
    "filelock": {"runtime.vault"},
    "keyring": {"runtime.vault"},
    "platformdirs": {"runtime.vault"},
    "compiler": {name for name in MODULES if name.startswith("compiler")},
}
SANDBOX = "runtime.sandbox"
# The demo shows these systems and the whole command.
DEMO = {name for name in MODULES if name.startswith("compiler.demo")}


def inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_the_modules_are_found() -> None:
    assert {"compiler.cli", "runtime.model", "generated.flows.customerp_exact", "runtime.sync"} <= MODULES.keys()
    assert imports("compiler.build") >= {"compiler.parse", "compiler.profile", "msgspec"}
    assert imports("generated.flows.customerp_exact") == {
        *("runtime.lens", "runtime.model", "generated.systems.customerp", "generated.systems.exact")
    }


@pytest.mark.parametrize(("package", "allowed"), ALLOWED.items())
def test_imports_only_what_it_may(package: str, allowed: tuple[str, ...]) -> None:
    names = [name for name in MODULES if inside(name, (package,))]
    assert names
    wrong = {name: {n for n in ours(imports(name)) if not inside(n, allowed)} for name in names}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_qa_module_imports_its_own_flow() -> None:
    for name in MODULES:
        if inside(name, ("generated.qa",)) and name != "generated.qa":
            flow = name.replace(".qa.test_", ".flows.")
            assert ours(imports(name)) == {flow, "runtime.laws"}


def test_a_flow_that_is_run_imports_the_runner_and_no_more() -> None:
    for name in MODULES:
        if inside(name, ("generated.flows",)) and name != "generated.flows":
            assert imports(name, main_too=True) - imports(name) == {"runtime.run"}


@pytest.mark.parametrize(("library", "places"), ONLY_IN.items())
def test_a_library_is_known_in_one_place(library: str, places: set[str]) -> None:
    found = {name for name in MODULES if inside(library, ()) or any(inside(n, (library,)) for n in imports(name))}
    assert {name for name in found if not inside(name, (SANDBOX,))} <= places
    assert library not in ("httpx", "sqlalchemy", "jinja2", "black", "click") or found


@pytest.mark.parametrize("library", ["httpx", "httpcore", "sqlalchemy"])
def test_the_sandbox_is_no_exception_to_libraries(library: str) -> None:
    names = [name for name in MODULES if inside(name, (SANDBOX,))]
    assert names
    assert [name for name in names if library in {n.split(".")[0] for n in imports(name)}] == []


def test_the_runtime_knows_neither_the_compiler_nor_what_it_made() -> None:
    for name in MODULES:
        if name.startswith("runtime"):
            assert not [n for n in imports(name) if inside(n, ("compiler", "generated"))], name


def test_only_the_command_sees_the_runtime() -> None:
    seeing = {name for name in modules("compiler") if any(inside(n, ("runtime",)) for n in imports(name))}
    assert "compiler.cli" in seeing
    assert seeing <= {"compiler.cli", *(n for n in seeing if n.startswith("compiler.cli_")), *DEMO}
    assert not [name for name in modules("compiler") if any(inside(n, ("generated",)) for n in imports(name))]


def test_the_sandbox_is_written_from_documentation_alone() -> None:
    for name in MODULES:
        if inside(name, (SANDBOX,)):
            assert ours(imports(name)) <= {n for n in MODULES if inside(n, (SANDBOX,))}, name


def test_no_module_is_part_of_a_circle() -> None:
    edges = {name: {n for n in ours(imports(name)) if n in MODULES and n != name} for name in MODULES}
    edges = {name: {n for n in to if not inside(n, (SANDBOX,))} for name, to in edges.items()}
    edges["compiler.cli"] -= DEMO  # inside a function; the demo shows what the command does
    done: set[str] = set()
    while ready := {name for name, to in edges.items() if name not in done and to <= done}:
        done |= ready
    assert {name: to - done for name, to in edges.items() if name not in done} == {}


# ---- names --------------------------------------------------------------------------------------

SYSTEMS = sorted(path.stem for path in (ROOT / "specs" / "systems").glob("*.toml"))
COMMON_WORDS = {"exact"}  # also an English word, and the class of a conversion



def texts(tree: ast.Module) -> Iterator[str]:
    """Identifiers and literals; docstrings and comments are prose."""
    prose = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node.value
        for attribute in ("id", "attr", "arg", "name", "module"):
            if isinstance(value := getattr(node, attribute, None), str):
                yield value


def test_nothing_knows_a_systems_name() -> None:
    names = [name for name in MODULES if not inside(name, (SANDBOX, "generated")) and name not in DEMO]
    sure = re.compile("|".join(set(SYSTEMS) - COMMON_WORDS) + "|exact ?online|business ?central|power ?office", re.I)
    assert len(SYSTEMS) == 6
    found = set()
    for name in names:
        tree = TREES[name]
        if name == "runtime.config":  # the commented example of flowc.toml
            kept = [n for n in tree.body if not (isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "EXAMPLE")]
            tree = ast.Module(kept, [])
        found |= {(name, text) for text in texts(tree) if sure.search(text)}
    assert found == set()
    templates = (ROOT / "compiler" / "templates").glob("*")
    assert [path.name for path in templates if sure.search(path.read_text())] == []


BANNED = {"manager", "handler", "processor", "helper", "helpers", "util", "utils", "common", "misc"}
BANNED_ALONE = {"data", "info", "item", "object"}


def words(name: str) -> set[str]:
    return set(re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().strip("_").split("_"))


def test_names_say_what_things_are() -> None:
    found = []
    for module, tree in TREES.items():
        if inside(module, ("generated",)):
            continue
        names = {module.split(".")[-1]}
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        names |= {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
        found += [(module, n) for n in names if words(n) & BANNED or n.lower().strip("_") in BANNED_ALONE]
    assert found == []


def test_help_is_quick() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from compiler.cli import main\n"
        "result = CliRunner().invoke(main, ['--help']); assert result.exit_code == 0, result.output\n"
        "print(*sorted(name for name in sys.modules if '.' not in name))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "httpx", "black", "lark", "hypothesis", "jinja2", "starlette", "uvicorn"}
    assert heavy & set(run.stdout.split()) == set()
    assert "click" in run.stdout.split()
