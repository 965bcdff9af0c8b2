"""Secrets are found in every spelling they travel in."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse

from hypothesis import given
from hypothesis import strategies as st

from runtime.redaction import redacted

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="*"), min_size=8)


@given(SECRETS, st.text(max_size=5), st.text(max_size=5))
def test_no_spelling_is_left(secret: str, before: str, after: str) -> None:
    whole = (before + secret + after).encode()
    for raw in (
        secret,
        json.dumps({"a": secret}),
        json.dumps({"a": secret}, ensure_ascii=False),
        urllib.parse.quote(secret, safe=""),
        urllib.parse.urlencode({"a": secret}),
        html.escape(secret),
        base64.b64encode(whole).decode(),
        base64.urlsafe_b64encode(whole).decode(),
    ):
        text = redacted(f"<{raw}>", [secret])
        assert "***" in text and secret not in text
        assert base64.b64encode(secret.encode()).decode().rstrip("=") not in text


def test_short_ones_are_left_and_long_ones_go_first() -> None:
    assert redacted("a b abcd abcdef", ["a", "abcd", "abcdef"]) == "a b *** ***"
