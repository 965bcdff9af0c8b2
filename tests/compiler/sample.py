"""Invented documents and profiles as text, for tests of the compiler."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from compiler.build import Result, compile_documents
from compiler.ir import Pair, Row
from compiler.profile import Profile, load
from compiler.syntax import SENTENCES

__all__ = [
    "KINDS",
    "Rows",
    "codes",
    "compiled",
    "document",
    "kind",
    "pair_of",
    "profile_text",
    "profiles",
    "row_of",
    "section",
    "system",
]

Rows = Sequence[tuple[str, str, str]]
"""Left path, right path and third cell of each row."""

LEFT, RIGHT = "Northwind", "Ledgr"
_FIRST = {"every": ("EVERY",), "when": ("WHEN",), "connected": ("FIRST", "CONNECTED"), "match-only": ("FIRST",)}


# ---- documents ----------------------------------------------------------------------------------


def section(
    left: str,
    right: str,
    rows: Rows = (),
    *,
    match: Sequence[tuple[str, str]] = (),
    rule: str = "every",
    prose: str = "When a Client is sold to",
    types: str = "Northwind Client, or Deal",
    into: str = RIGHT,
    systems: tuple[str, str] = (LEFT, RIGHT),
) -> str:
    """A section between two object labels, in one of the seven shapes of the language."""
    a, b = f"{systems[0]} {left}".strip(), f"{systems[1]} {right}".strip()
    fields = {"left": a, "right": b, "prose": prose, "types": types, "into": into}
    names = [*_FIRST[rule]]
    if match or rule == "match-only":
        names += ["MATCHED", "UNMATCHED"] if rule in ("every", "when") else []
        names += ["MATCH"]
    title = f"{a} to {b}"
    lines = [title, "-" * max(3, len(title)), ""]
    for name in [*names, "LINKED", "PROPERTIES"]:
        lines += [SENTENCES[name].format_map(fields), ""]
        if name == "MATCH":
            lines += _table([(f"{a} Property", f"{b} Property"), *match])
    lines += _table([(f"{a} Property", f"{b} Property", f"{systems[1]} Data Type"), *rows])
    return "\n".join(lines)


def document(
    *sections: str,
    left: str = LEFT,
    right: str = RIGHT,
    stamp: str = "2024-01-02 03:04:05",
    introduction: str = "Invented for tests.",
) -> str:
    """A whole document."""
    title = f"{left} to {right} Dataflow"
    rule = "=" * len(title)
    head = [rule, title, rule, "", f"Generated: {stamp}", "", "Introduction", "------------", "", introduction, "", ""]
    return "\n".join(head) + "\n\n".join(sections) + "\n"


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        lines += [f"   {mark} - {cell}".rstrip(" ") for mark, cell in zip("*" + " " * len(row), row, strict=False)]
    return [*lines, ""]


# ---- profiles -----------------------------------------------------------------------------------


def kind(properties: Mapping[str, Mapping[str, Any]], **keys: Any) -> dict[str, Any]:
    """An ObjectType of a profile. `id` is its key and need not be among `properties`."""
    operations = {"list": "/things", "item": "/things/{key}", "create": "/things", "update": "/things/{key}"}
    known = {"id": {"type": "integer", "access": "read"}, **properties}
    return {"operations": operations | keys.pop("operations", {}), "properties": known, **keys}


def system(label: str, types: Mapping[str, Mapping[str, Any]], **keys: Any) -> dict[str, Any]:
    """A profile as the nested tables of its TOML text."""
    return {"label": label, "protocol": "rest-json", "types": types, **keys}


def profile_text(tables: Mapping[str, Any]) -> str:
    """The TOML text of nested tables."""
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in tables.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else _key(str(value))


def _key(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


KINDS: dict[str, dict[str, dict[str, Any]]] = {
    "northwind": {
        "Client": kind(
            {
                "name": {"required": True},
                "email": {"form": "email"},
                "number": {"type": "integer"},
                "total": {"type": "decimal"},
                "active": {"type": "boolean"},
                "born": {"type": "date"},
                "seen": {"type": "datetime", "access": "read"},
                "code": {"access": "create"},
            }
        ),
        "Deal": kind(
            {"title": {}, "client_id": {"type": "integer", "references": ["Client"]}},
            lists={
                "lines": {
                    "key": "id",
                    "properties": {
                        "id": {"type": "integer", "access": "read"},
                        "text": {},
                        "count": {"type": "decimal"},
                        "sum": {"type": "decimal", "access": "read"},
                        "client": {"type": "integer", "references": ["Client"]},
                    }
                }
            },
        ),
    },
    "ledgr": {
        "Party": kind(
            {
                "title": {"required": True},
                "mail": {"form": "email"},
                "no": {},
                "name": {},
                "sum": {"type": "decimal"},
                "open": {"type": "boolean"},
                "since": {},
                "stamp": {"type": "datetime", "access": "read"},
                "kind": {"access": "create"},
            },
            facets={"firm": {"labels": ["Party firm"], "path": "kind", "value": "F"}},
        ),
        "Invoice": kind(
            {"text": {}, "party": {"references": ["Party"]}},
            lists={
                "rows": {
                    "access": "create",
                    "key": "id",
                    "properties": {
                        "id": {"access": "read"},
                        "memo": {},
                        "quantity": {"type": "decimal"},
                        "party": {"references": ["Party"]},
                    },
                }
            },
        ),
    },
}
"""The ObjectTypes of the two invented systems."""


def profiles(**tables: Mapping[str, Any]) -> list[Profile]:
    """Loaded profiles by system name; without arguments those of Northwind and Ledgr."""
    given = tables or {name: system(name.capitalize(), types) for name, types in KINDS.items()}
    loaded = []
    for name, content in given.items():
        profile, findings = load(profile_text(content).encode(), f"{name}.toml")
        assert profile is not None, findings
        loaded.append(profile)
    return loaded


# ---- compiling ----------------------------------------------------------------------------------


def compiled(*sections: str, known: Iterable[Profile] | None = None) -> Result:
    """The result of one document `northwind-ledgr.rst` made of these sections."""
    texts = {"northwind-ledgr.rst": document(*sections)}
    return compile_documents(texts, profiles() if known is None else known)


def codes(result: Result) -> list[str]:
    """The codes of all findings, in order."""
    return [found.code for found in result.findings]


def pair_of(result: Result, right: str = "Party") -> Pair:
    """The one pair whose right ObjectType has this name."""
    [pair] = [pair for flow in result.program.flows for pair in flow.pairs if pair.right.name == right]
    return pair


def row_of(pair: Pair, left: str, right: str) -> Row:
    """The row between two paths."""
    [row] = [row for row in pair.rows if (row.left.path, row.right.path) == (left, right)]
    return row
