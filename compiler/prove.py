"""The shape proof: a generated module has exactly the syntax tree that harmless names would have given.

Run on every build (G-06). Each module is parsed, every constant and identifier blanked, and the tree compared
with that of the same page whose literals were replaced by harmless ones. Then a walk over an allow-list: only
these kinds of nodes, these imports, and these statements at module level.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from .page import FlowPage, Lit, Name, SystemPage

__all__ = ["ShapeError", "check_module", "harmless", "shape"]

P = TypeVar("P", SystemPage, FlowPage)


class ShapeError(Exception):
    """Generated text is not what its template promises. Never written; a mistake in flowc or an attack."""


_NODES = (
    ast.Module, ast.Expr, ast.Constant, ast.ImportFrom, ast.alias, ast.Assign, ast.AnnAssign, ast.ClassDef,
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Call, ast.keyword, ast.Name, ast.Attribute,
    ast.Subscript, ast.Tuple, ast.Lambda, ast.If, ast.Compare, ast.Eq, ast.Raise, ast.Load, ast.Store, ast.Pass,
    ast.UnaryOp, ast.USub, ast.BoolOp, ast.And, ast.Or,
)  # fmt: skip
_IMPORTS = frozenset(
    {"datetime", "runtime", "systems", "flows"}
    | {f"runtime.{name}" for name in ("computed", "lens", "model", "predicates", "run")}
)
_STATEMENTS = (ast.Expr, ast.ImportFrom, ast.Assign, ast.ClassDef, ast.FunctionDef, ast.If)


def shape(text: str) -> str:
    """The syntax tree of a module with every constant and identifier blanked."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value, node.kind = type(node.value).__name__, None
        for attribute in ("id", "attr", "arg", "name", "module", "asname"):
            if isinstance(getattr(node, attribute, None), str):
                setattr(node, attribute, "_")
    return ast.dump(tree)


def harmless(page: P) -> P:
    """The same page with every text literal replaced by "x"."""
    replaced: P = _replaced(page)
    return replaced


def _replaced(node: Any) -> Any:
    if isinstance(node, Lit):
        return Lit(_benign(node.value))
    if isinstance(node, Name):
        return node
    if isinstance(node, tuple):
        return tuple(_replaced(part) for part in node)
    if isinstance(node, msgspec.Struct):
        values = {name: _replaced(getattr(node, name)) for name in node.__struct_fields__}
        return type(node)(**values)
    return node


def _benign(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_benign(part) for part in value)
    return "x" if isinstance(value, str) else value


def check_module(path: str, text: str, twin: Callable[[], str]) -> None:
    """Raise ShapeError unless `text` has the shape of its harmless twin and holds only what is allowed."""
    try:
        tree = ast.parse(text)
        compile(tree, path, "exec", dont_inherit=True)  # finds what parsing alone lets pass: an argument given twice
    except (SyntaxError, ValueError) as error:
        raise ShapeError(f"{path}: not a Python module: {error}") from error
    if shape(text) != shape(twin()):
        raise ShapeError(f"{path}: the module's shape depends on a text of the document")
    for statement in tree.body:
        if not isinstance(statement, _STATEMENTS):
            raise ShapeError(f"{path}:{statement.lineno}: {type(statement).__name__} at module level")
    for body in [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]:
        for name, times in Counter(_bound(body)).items():
            if times > 1:
                raise ShapeError(f"{path}: two things are called {name}")
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            raise ShapeError(f"{path}: {type(node).__name__} is not allowed in generated code")
        is_sibling = isinstance(node, ast.ImportFrom) and node.module is None and node.level == 1
        if isinstance(node, ast.ImportFrom) and not is_sibling and (node.module or "") not in _IMPORTS:
            raise ShapeError(f"{path}:{node.lineno}: an import of {node.module}")


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements give to things; one given twice would hide the first in silence."""
    for statement in body:
        if isinstance(statement, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in statement.names)
        elif isinstance(statement, ast.ClassDef | ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.AnnAssign | ast.Assign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
