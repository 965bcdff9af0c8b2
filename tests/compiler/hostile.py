"""Texts that are meant to take the parser long, or much memory, in a size of choice."""

from __future__ import annotations

from collections.abc import Callable

from tests.compiler.documents import EXAMPLE

__all__ = ["HOSTILE"]

_TITLE = EXAMPLE[: EXAMPLE.index("Introduction")]
_HEAD = EXAMPLE[: EXAMPLE.index("Northwind Client to")]
_SECTION = EXAMPLE[EXAMPLE.index("Northwind Client to") : EXAMPLE.index("Northwind Deal to")]
_UP_TO_TABLE, _, _AFTER_ROW = EXAMPLE.rpartition("   * - total\n     - sum\n")
_ROWS = 99_000


def _lines(line: str, head: str = _TITLE) -> Callable[[int], str]:
    """One line over and over."""
    return lambda size: head + line * ((size - len(head)) // len(line.encode()))


def _within(old: str, part: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """The example, one of its words replaced by a part over and over."""

    def text(size: int) -> str:
        count = (size - len(EXAMPLE) - len(before) - len(after)) // len(part.encode())
        return EXAMPLE.replace(old, before + part * count + after, 1)

    return text


def _table(lines: str, most: int = 10**9) -> Callable[[int], str]:
    """The example, the rows of its last table replaced by these lines over and over."""
    return lambda size: _UP_TO_TABLE + lines * min((size - len(EXAMPLE)) // len(lines.encode()), most)


HOSTILE: dict[str, Callable[[int], str]] = {
    # lines
    "headings": _lines("A to B\n---\n"),
    "one line": _lines("x"),
    "one line of `to`": _lines("to "),
    "lines of one letter": _lines("x\n"),
    "lines nearly a sentence": _lines("Evry Northwind Client wil be synchronised with an Ledgr Party.\n"),
    "`Every`": _lines("Every \n"),
    "`Every` in one line": _lines("Every "),
    "`Before any`": _lines("Before any \n"),
    "`A new`": _lines("A new \n"),
    "`If no matching`": _lines("If no matching X is found, a new X will be created. "),
    "`Once a link`": _lines("Once a link \n"),
    "spaces": _lines(" "),
    "blank lines": _lines("\n"),
    "CR": _lines("\r"),
    "NUL": _lines("\x00"),
    "lines of NUL": _lines("\x00\n"),
    "no-break spaces": _lines("\xa0"),
    "line separators": _lines("\u2028"),
    "rules": _lines("---\n"),
    "rules of titles": _lines("===\n", ""),
    "one rule": _lines("=", ""),
    "titles": _lines("===\nA to B Dataflow\n===\n", ""),
    "time stamps": _lines("Generated:\n"),
    "introductions": _lines("Introduction\n------------\n"),
    "sections": _lines(_SECTION),
    "sections in one table's place": _lines(_SECTION[: _SECTION.index(".. list-table")]),
    # prose of the introduction
    "prose": _lines("From A to B and so on\n", _HEAD),
    "prose like headings": _lines("Northwind X to Ledgr Y\n\n", _HEAD),
    "prose like sentences": _lines("Every a, it will be synchronized wit\n", _HEAD),
    "prose of lines": _lines("x\n", _HEAD),
    "prose of blank lines": _lines("\n", _HEAD),
    "prose of CR": _lines("\r", _HEAD),
    "prose of rules": _lines("------------\n", f"{_TITLE}Introduction\n"),
    "prose of commas": _lines(", it", f"{_HEAD}x"),
    "prose of spaces": _lines(", it" + " " * 1000, f"{_HEAD}x"),
    # words of the title and of sentences
    "`to` in the title": _within("Northwind to Ledgr", "a to "),
    "`to` in a heading": _within("Northwind Client to", "a to "),
    "`to` in labels": _within("Northwind Client Property", "a to "),
    "labels of many words": lambda size: EXAMPLE.replace("Client", "x " * (size // 40)),
    "commas in CONNECTED": _within("Client, Lead", ","),
    "`, or` in CONNECTED": _within("Client, Lead", ", or"),
    "`or` in CONNECTED": _within("Client, Lead, or Owner", "a or "),
    "names in CONNECTED": _within("Client, Lead", "a,", "", "b"),
    "`into` in CONNECTED": _within("Lead, ", "Lead, that is synchronized into "),
    "`connected` in CONNECTED": _within("if it is connected to a", "if it is connected to a "),
    "WHEN in WHEN": _within("Every Northwind", ", it will be synchronized with a ", "", "Every Northwind"),
    "commas before WHEN": _within("Every Northwind", ", it ", "", "Every Northwind"),
    "`will merge`": _within("A Northwind Client will", "A will merge ", "", "will"),
    "spaces in a sentence": _within("Every Northwind", " ", "Every", "Northwind"),
    "`an` in a sentence": _within("Every Northwind Client", "an ", "Every ", " Northwind Client"),
    "misspelt sentence": _within("Every Northwind", "Evry will be ", "Evry"),
    # tables
    "directives": _lines(".. list-table::\n"),
    "unfinished tables": _lines(".. list-table::\n   :header-rows: 1\n\n"),
    "headings and tables": _lines("A to B\n---\n.. list-table::\n"),
    "lines above options": _lines("x\n   :header-rows: 1\n"),
    "options": _within("   :header-rows: 1\n", "   :header-rows: 1\n"),
    "lines of no cell": _table("   x\n"),
    "rows of one cell": _table("   * - x\n", _ROWS),
    "rows of four cells": _table("   * - x\n     - x\n     - x\n     - x\n", _ROWS),
    "rows with a wrong condition": _table("   * - x (Dependant on having)\n     -\n     -\n", _ROWS),
    "rows": _table('   * - x\n     - x\n     - "string"\n', _ROWS),
    "dedented cells": _table('   * - x\n     - x\n"string"\n', _ROWS),
    "cells without a row": _table("     - x\n"),
    "cells at column 0": _table("- x\n"),
    "blank lines in a table": _table("\n   \n"),
    "rows outside of a table": _lines("* - x\nx\nx\n"),
    # cells
    "one cell": _within("* - total", "x", "* - "),
    "glued conditions": _within("* - total", "Dependant on having x in y", "* - total (", ")"),
    "conditions without an end": _within("* - total", "(Dependant on having x ", "* - total "),
    "parentheses": _within("* - total", ")(", "* - total (Dependant on having x in y", ")"),
    "`in` in a condition": _within("* - total", " in ", "* - total (Dependant on having x", ")"),
    "brackets": _within('"decimal"', "["),
    "nested expressions": _within('"decimal"', '["if", '),
    "spaces in a cell": _within("* - total", "( ", "* - "),
}
