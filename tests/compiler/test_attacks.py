"""Every text position of a document and of a profile x every nasty text (A-01..A-15): data stays data.

The outcome of each case is findings with a place, or output that passes the shape proof and does nothing when it
is imported. All output of a position is written below one folder and imported in one child process.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from compiler import build
from compiler.build import Result, compile_documents, render
from compiler.profile import load
from compiler.prove import ShapeError, check_module
from compiler.render import formatted
from compiler.write import OutputError, write
from runtime.building import finish
from tests.compiler.sample import document, kind, profile_text, section, system

ROOT = Path(__file__).parents[2]
CANARY = "CANARY"

PAYLOADS: dict[str, tuple[str, ...]] = {
    "A-01": ('x"; import os; os.system("touch CANARY") #', '"; open("CANARY", "w"); "'),
    "A-02": ("x'); __import__('os').system('touch CANARY') or ('", "x', open('CANARY', 'w')) #"),
    "A-03": ("d\rimport os", "d\nopen('CANARY', 'w')", "d\r\n    open('CANARY', 'w')", "d\u2028open('CANARY', 'w')"),
    "A-04": ('"""\nopen("CANARY", "w")\n"""', "x\\", "\\N{BULLET}", "\\x22", "\\u0022", '\\"', "'''", '\\\\"'),
    "A-05": ('MyType; open("CANARY","w")', 'Text = open("CANARY","w")'),
    "A-06": ('os.getcwd\nprint(*open("CANARY","w"))', "os.path", "..runtime"),
    "A-07": ("v', open('CANARY','w') and 'v",),
    "A-08": ('(open("CANARY","w"), lambda: [])[1]',),
    "A-09": (
        '{{ cycler.__init__.__globals__.os.system("touch CANARY") }}',
        '{% include "/etc/passwd" %}',
        *("{# #}", "${7*7}", "{0.__class__}", "%(x)s", "{{ page }}", "{%"),
    ),
    "A-10": ("/users/{id}'+str(exec(\"open('CANARY','w')\"))+'", "{id!r:{width}}", "{id.__class__}"),
    "A-11": (
        *("class", "\uff43\uff4c\uff41\uff53\uff53", "match", "_", "__init__", "__class__", "self", "print", "None"),
        *("True", "mro", "a" * 300, "1abc", "", " ", "a-b", "a.b", "a\n", "record", "view", "old", "Record", "Text"),
    ),
    "A-12": ("contact", "e\u0301", "\ufb01eld", "\u0430", "a_b", "aB", "Email", "name ", "id", "ID"),
    "A-13": ("\u202ecod", "\u2066x", "a\u200bb", "\ufeff"),
    "A-14": (
        *("../evil", "..\\evil", "/abs", "C:\\x", "\\\\srv\\x", "%2e%2e/", "a/../../b", "NUL.py", "con", "x."),
        *("a\x00b", "n" * 4096),
    ),
    "A-15": ("json", "typing", "httpx", "sqlite3", "conftest", "sitecustomize", "__main__", "setup", "runtime"),
}
TEXTS = [text for texts in PAYLOADS.values() for text in texts]

S = '"string"'


class Case:
    """A document and two profiles, each text of which can be replaced."""

    def __init__(self) -> None:
        self.left: dict[str, Any] = system(
            "Northwind", {"Client": kind({"name": {}, "a": {"type": "date"}})}
        )
        lists = {"rows": {"properties": {"memo": {}, "count": {"type": "decimal"}}}}
        facets = {"firm": {"labels": ["Party firm"], "path": "title", "value": "F"}}
        operations = {"feed": {"scheme": "digest", "parameter": "since", "stamp": "v"}}
        party = kind({"title": {"required": True}, "mail": {}}, lists=lists, facets=facets, operations=operations)
        self.right: dict[str, Any] = system("Ledgr", {"Party": party}, auth={}, paging={}, envelope={}, headers={})
        self.rows: list[tuple[str, str, str]] = [("name", "title", S), ("a", "mail", S), ("l.x", "rows.memo", S)]
        self.match = [("name", "title")]
        self.rule: dict[str, Any] = {"rule": "every"}
        self.labels = ("Client", "Party")
        self.titles = ("Northwind", "Ledgr")
        self.introduction = "Prose."
        self.file = "northwind-ledgr.rst"
        self.system = "ledgr.toml"

    @property
    def party(self) -> Any:
        return self.right["types"]["Party"]

    def compiled(self) -> Result | None:
        """None where a profile was refused, with findings that have a place."""
        known = []
        for tables, file in ((self.left, "northwind.toml"), (self.right, self.system)):
            profile, findings = load(profile_text(tables).encode("utf-8", "replace"), file)
            assert all(found.span.line >= 1 and found.span.file == file for found in findings)
            if profile is None:
                assert findings
                return None
            known.append(profile)
        one = section(*self.labels, self.rows, match=self.match, systems=self.titles, **self.rule)
        text = document(one, left=self.titles[0], right=self.titles[1], introduction=self.introduction)
        result = compile_documents({self.file: text}, known)
        assert all(found.span.line >= 1 and found.span.file == self.file for found in result.findings)
        assert result.program.flows or result.errors
        return result


def _labels(case: Case, text: str) -> None:
    case.titles = (case.titles[0], text)
    case.right["aliases"] = [text]


def _object_label(case: Case, text: str) -> None:
    case.labels = ("Client", text)
    case.party["labels"] = [text]


def _type_name(case: Case, text: str) -> None:
    case.right["types"][text] = case.right["types"].pop("Party")
    case.labels = ("Client", text)


def _wire_name(case: Case, text: str) -> None:
    case.party["properties"][text] = {"access": "both"}
    case.rows.append(("name", text, S))
    case.match.append(("name", text))


def _list_name(case: Case, text: str) -> None:
    case.party["lists"][text] = case.party["lists"]["rows"]
    case.left["types"]["Client"]["lists"] = {"l": {"properties": {"x": {}}}}
    case.rows.append(("l.x", f"{text}.memo", S))


def _child_name(case: Case, text: str) -> None:
    case.party["lists"] = {"rows": {"properties": {text: {}, "memo": {}}}}
    case.left["types"]["Client"]["lists"] = {"l": {"properties": {"x": {}, text: {}}}}
    case.rows += [(f"l.{text}", f"rows.{text}", S), ("l.x", "rows.memo", S)]


def _facet(case: Case, **values: Any) -> None:
    case.party["facets"] = {"firm": {"labels": ["Party firm"], "path": "title", "value": "F"} | values}
    case.labels = ("Client", "Party firm")


def _facet_name(case: Case, text: str) -> None:
    case.party["facets"] = {text: case.party["facets"]["firm"]}
    case.labels = ("Client", "Party firm")


Place = Callable[[Case, str], object]
POSITIONS: dict[str, Place] = {
    "document: title": _labels,
    "document: left title": lambda case, text: setattr(case, "titles", (text, "Ledgr")),
    "document: object label": _object_label,
    "document: unknown label": lambda case, text: setattr(case, "labels", (text, "Party")),
    "document: introduction": lambda case, text: setattr(case, "introduction", text),
    "document: left path": lambda case, text: case.rows.append((text, "mail", S)),
    "document: right path": lambda case, text: case.rows.append(("name", text, S)),
    "document: path in a list": lambda case, text: case.rows.append(("name", f"rows.{text}", S)),
    "document: third cell": lambda case, text: case.rows.append(("name", "mail", text)),
    "document: form of a date": lambda case, text: case.rows.insert(
        0, ("a", "mail", f'["datetime-format", "%Y{text}"]')
    ),
    "document: match left": lambda case, text: case.match.append((text, "mail")),
    "document: match right": lambda case, text: case.match.append(("name", text)),
    "document: prose": lambda case, text: case.rule.update(rule="when", prose=f"When {text}"),
    "document: connected types": lambda case, text: case.rule.update(rule="connected", types=text),
    "document: connected into": lambda case, text: case.rule.update(rule="connected", into=text),
    "document: condition": lambda case, text: case.rows.append(
        ("name", f"mail (Dependant on having {text} in {text})", S)
    ),
    "document: file": lambda case, text: setattr(case, "file", f"{text}.rst"),
    "profile: file": lambda case, text: setattr(case, "system", f"{text}.toml"),
    "profile: label": lambda case, text: case.right.update(label=text, aliases=["Ledgr"]),
    "profile: alias": lambda case, text: case.right.update(aliases=[text]),
    "profile: address": lambda case, text: case.right.update(address=text),
    "profile: header name": lambda case, text: case.right.update(headers={text: "x"}),
    "profile: header value": lambda case, text: case.right.update(headers={"x": text}),
    "profile: blanks": lambda case, text: case.right.update(blanks={"text": [text, "0"]}),
    "profile: auth": lambda case, text: case.right["auth"].update(
        header=text, token_address=text, scope=text, secret_headers={text: text}
    ),
    "profile: paging": lambda case, text: case.right["paging"].update(start=text, size=text, next_path=text),
    "profile: envelope": lambda case, text: case.right["envelope"].update(rows=text, item=text),
    "profile: type name": _type_name,
    "profile: type label": lambda case, text: case.party.update(labels=[text]),
    "profile: key": lambda case, text: case.party.update(key=text, version=text, modified=text),
    "profile: annotation": lambda case, text: case.party.update(version=f"@{text}"),
    "profile: paths": lambda case, text: case.party["operations"].update(
        list=text, item=text, create=text, update=text, why_not=text
    ),
    "profile: why not": lambda case, text: case.party["operations"].update(create="", why_not=text),
    "profile: query": lambda case, text: case.party["operations"].update(
        list_query={text: text}, item_query={text: text}, update_query={text: text}
    ),
    "profile: since": lambda case, text: case.party["operations"].update(
        feed={"scheme": "sequence", "stamp": "v", "parameter": text, "value": text, "first": text}
        | {"list": text, "query": {text: text}, "also": [{"list": text, "value": text, "stamp": text, "key": text}]}
    ),
    "profile: property": _wire_name,
    "profile: list": _list_name,
    "profile: child": _child_name,
    "profile: default": lambda case, text: case.party["properties"]["mail"].update(default=text),
    "profile: own blanks": lambda case, text: case.party["properties"]["mail"].update(blanks=[text]),
    "profile: reference": lambda case, text: case.party["properties"]["mail"].update(references=[text]),
    "profile: facet name": _facet_name,
    "profile: facet label": lambda case, text: _facet(case, labels=[text, "Party firm"]),
    "profile: facet value": lambda case, text: _facet(case, value=text),
    "profile: facet path": lambda case, text: _facet(case, path=text),
    "profile: keys nobody knows": lambda case, text: case.right.update({text: text}),
}


def test_the_matrix_is_large_enough() -> None:
    assert len(POSITIONS) >= 40
    assert set(LITERALS) | set(REPEATED) <= set(POSITIONS)
    assert set(PAYLOADS) == {f"A-{number:02}" for number in range(1, 16)}
    assert len(POSITIONS) * len(TEXTS) > 3_000


def test_the_harmless_case_compiles(tmp_path: Path) -> None:
    result = Case().compiled()
    assert result is not None
    assert result.errors == []
    assert write(tmp_path, render(result.program), True, finish)


@pytest.fixture(scope="module")
def unformatted() -> Iterator[None]:
    """Black last, and only below: it takes ten times as long as everything else and proves nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "formatted", lambda text: text)
        yield


LITERALS = tuple(
    f"profile: {name}"
    for name in (
        *("address", "header name", "header value", "blanks", "auth", "paging", "envelope", "paths", "why not"),
        *("query", "since", "default", "own blanks", "facet value"),
    )
)
"""Positions of a profile that hold any text: all of them get each payload at once."""
REPEATED = (
    *("document: left path", "document: right path", "document: path in a list", "document: third cell"),
    *("document: form of a date", "document: match left", "document: match right", "document: condition"),
    "profile: property",
)
"""Positions that there may be many of: the payloads of one line stand beside each other, as names that meet."""
SINGLE = tuple(name for name in POSITIONS if name not in LITERALS + REPEATED)


def cases(positions: tuple[str, ...], canary: str) -> Iterator[Case]:
    texts = [text.replace(CANARY, canary) for text in TEXTS]
    if positions == LITERALS:
        for text in texts:
            yield many_of(LITERALS, [text])
        return
    if positions[0] in REPEATED:
        several = [text for text in texts if len(text.splitlines()) == 1]
        yield many_of(positions, several)
        texts = [text for text in texts if text not in several]
    for text in texts:
        yield many_of(positions, [text])


def many_of(positions: tuple[str, ...], texts: list[str]) -> Case:
    case = Case()
    for position in positions:
        for text in texts:
            POSITIONS[position](case, text)
    return case


IMPORTING = """\
import importlib, os, sys
def audit(event, arguments):
    if event in ("os.system", "subprocess.Popen", "socket.connect"):
        os._exit(3)
sys.addaudithook(audit)
for name in sys.stdin.read().split():
    importlib.import_module(name)
"""


@pytest.mark.usefixtures("unformatted")
@pytest.mark.parametrize("positions", [LITERALS, *((name,) for name in REPEATED + SINGLE)], ids=lambda names: names[0])
def test_a_text_stays_data(positions: tuple[str, ...], tmp_path: Path) -> None:
    canary, root = tmp_path / "canary", tmp_path / "out"
    root.mkdir()
    trees: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for case in cases(positions, str(canary)):
        result = case.compiled()
        files = {} if result is None else render(result.program)
        texts = tuple(text for name, text in sorted(files.items()) if name.endswith(".py"))
        if texts and texts not in seen:
            seen.add(texts)
            trees.append(f"case{len(trees)}")
            write(root / trees[-1], files, True, finish)
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}
    modules = [f"{path.relative_to(root).with_suffix('')}".replace("/", ".") for path in root.rglob("*.py")]
    assert {name.split(".")[0] for name in modules} == set(trees)
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.run(
        [sys.executable, "-c", IMPORTING],
        input=" ".join(name.removesuffix(".__init__") for name in sorted(modules)),
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-2000:]
    assert not canary.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert {path.name for path in root.iterdir()} == set(trees)


def test_formatted_output_is_harmless_too() -> None:
    case = Case()
    for position in ("profile: why not", "profile: query", "profile: facet value", "document: prose", "profile: child"):
        POSITIONS[position](case, TEXTS[0])
    result = case.compiled()
    assert result is not None
    for name, text in render(result.program).items():
        if name.endswith(".py"):
            assert ast.dump(ast.parse(formatted(text))) == ast.dump(ast.parse(text))
            assert text.isascii()


# ---- the proof itself ---------------------------------------------------------------------------

TWIN = 'X = call("x")\n'


@pytest.mark.parametrize(
    "text",
    [
        'X = call("x"); import os',
        'X = call("x")\nimport os\n',
        'X = call("x" + str(1))\n',
        'X = call("x", "y")\n',
        'X = call(f"{1}")\n',
        'X = call("x")()\n',
        'X = open("x")\nY = 1\n',
        "X = call(1)\n",
        'X = call("x"',
        'X = call("\x00")\n',
    ],
)
def test_a_module_of_another_shape_is_refused(text: str) -> None:
    check_module("flows/x.py", TWIN, lambda: TWIN)
    with pytest.raises(ShapeError, match=r"flows/x\.py"):
        check_module("flows/x.py", text, lambda: TWIN)


@pytest.mark.parametrize(
    "text",
    [
        "import os\n",
        "from os import system\n",
        "for x in y: pass\n",
        "X = [f(y) for y in z]\n",
        "with x: pass\n",
        "X = y if z else w\n",
        "X = 1\nX = 2\n",
        "class X: pass\nclass X: pass\n",
        "from runtime.model import Record\nclass Record: pass\n",
        "class X:\n    a: int = 1\n    a: int = 2\n",
    ],
)
def test_what_no_template_writes_is_refused_even_in_the_right_shape(text: str) -> None:
    with pytest.raises(ShapeError):
        check_module("flows/x.py", text, lambda: text)


@pytest.mark.parametrize("name", [text for text in PAYLOADS["A-14"] if "/.." in text or text.startswith(("..", "/"))])
def test_no_path_leaves_the_output(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write(tmp_path / "out", {f"{name}.py": "x = 1\n"}, True, finish)
    assert list(tmp_path.rglob("*.py")) == []
