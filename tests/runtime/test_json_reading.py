"""Bodies as exact JSON, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from runtime.json_reading import exact_json


def test_numbers_are_exact() -> None:
    assert exact_json(b'\xef\xbb\xbf{"a": 19.90, "b": 9007199254740993, "c": -0.0, "d": "\\u00e5"}') == {
        "a": Decimal("19.90"),
        "b": 9007199254740993,
        "c": Decimal("-0.0"),
        "d": "å",
    }
    assert exact_json(b" \n") is None


def test_depth_is_limited_and_width_is_not() -> None:
    assert exact_json(b"[" * 100 + b"]" * 100) is not None
    assert len(exact_json(b"[" + b"{}," * 100_000 + b"{}]")) == 100_001


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 101 + b"]" * 101,
        b"[" * 1_000_000,
        b'{"a":' * 101 + b"1" + b"}" * 101,
        b"9" * 401,
        b"0." + b"1" * 400,
        b"1e999999999",
        b"1e-999999999",
        b"1e99999999999999999999",
        b"NaN",
        b"-Infinity",
        b'{"a": 1, "a": 1}',
        b'{"a": 1',
        b"\xff",
        b"<html></html>",
        b"1 2",
    ],
    ids=range(15),
)
def test_what_is_no_json_or_costs_too_much_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        exact_json(raw)


def test_half_a_character_is_replaced_and_a_whole_one_is_not() -> None:
    """A server that cuts a text within an emoji sends half of it, which no other system and no store can hold."""
    raw = rb'{"cut": "Havn \ud83d", "names\udc00": ["\ud83d\ude00", "\\ud800", ["\ude00\ud83d"]]}'
    assert exact_json(raw) == {"cut": "Havn \ufffd", "names\ufffd": ["\U0001f600", r"\ud800", ["\ufffd\ufffd"]]}
    with pytest.raises(ValueError, match="a name occurs twice"):
        exact_json(rb'{"a\ud800": 1, "a\udfff": 1}')
