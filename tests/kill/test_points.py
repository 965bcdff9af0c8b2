"""No commit and no write without its places: a new one that nobody kills at would be a hole in what is proven."""

from __future__ import annotations

import ast
import re

from runtime.points import POINTS
from tests.end_to_end.world import ROOT

_RUNTIME = {path.name: path.read_text() for path in sorted((ROOT / "runtime").glob("*.py"))}
_WRITE = re.compile(r"\bendpoint(s\[.*\])?\.(create|update|delete)_all\(")


_STORE = {"erased.py", "lease.py", "linked.py", "outbox.py", "seen.py", "state.py", "store.py"}
_JOINS = "it joins the transaction that settles the answer"
_BY_HAND = "a person's command: nothing was sent for it, and it is done whole or not at all"
_AGAIN = "it follows from what is stored, and is made again"
BARE = {
    ("again.py", "retry"): _BY_HAND,
    ("delivery.py", "settle_free"): "nothing was sent for it: the next pass agrees on the same",
    ("delivery.py", "look_again"): "what was not told stays unfinished, and the next pass looks",
    ("delivery.py", "_failed_update"): _JOINS,
    ("delivery.py", "_failed_create"): _JOINS,
    ("forgetting.py", "forget"): _BY_HAND,
    ("linking.py", "add"): _BY_HAND,
    ("linking.py", "end"): _BY_HAND,
    ("linking.py", "take_in"): _BY_HAND,
    ("lookups.py", "refresh"): _AGAIN,
    ("lookups.py", "_changed"): _AGAIN,
    ("pulling.py", "_store_read"): "a page or a look-up; the cursor has not moved, and it is read again",
    ("pulling.py", "_pull"): "what a feed says is gone; the cursor has not moved, and it is read again",
    ("pulling.py", "_clear_up"): _AGAIN,
    ("pulling.py", "_find_missing"): _AGAIN,
    ("rebasing.py", "rebase"): _AGAIN,
    ("renewed.py", "renew"): "it joins what stores the record, or is made again from the same list",
    ("sync.py", "_turn"): _AGAIN,
    ("undoing.py", "_allow_again"): _BY_HAND,
    ("undoing.py", "_update"): _BY_HAND,
    ("witness.py", "note_run"): "the pass is over; a lower count accuses nobody",
}
"""Transactions outside of the store's own modules that have no places, each with the reason why it needs none."""


def _bare(text: str) -> set[str]:
    """The functions in which a transaction without a name begins."""
    return {
        function.name
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr == "transaction" and not call.args
    }


def test_a_transaction_without_places_has_a_reason() -> None:
    found = {(name, place) for name, text in _RUNTIME.items() if name not in _STORE for place in _bare(text)}
    assert found == set(BARE)


def test_every_named_transaction_has_its_two_places_and_every_place_has_its_code() -> None:
    everything = "\n".join(_RUNTIME.values())
    named = set(re.findall(r'transaction\("([a-z.]+)"\)', everything))
    alone = set(re.findall(r'(?<!def )\bpoint\("([a-z.]+)"\)', everything))
    assert set(POINTS) == alone | {f"{name}.{when}" for name in named for when in ("before", "after")}


def test_every_write_stands_between_its_two_places() -> None:
    calls = 0
    for name, text in _RUNTIME.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if _WRITE.search(line):
                calls += 1
                before, after = "\n".join(lines[number - 3 : number]), "\n".join(lines[number + 1 : number + 6])
                assert 'point("send.before")' in before, f"{name}:{number + 1}"
                assert 'point("send.after")' in after, f"{name}:{number + 1}"
    assert calls == len(re.findall(r"(?<!def )\b(?:create|update|delete)_all\(", _RUNTIME["delivery.py"])) >= 3
