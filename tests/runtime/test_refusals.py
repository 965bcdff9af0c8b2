"""What answers outside 2xx mean, and what they say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from runtime.errors import (
    Changed,
    Contested,
    Duplicate,
    Gone,
    LoginRefused,
    OutcomeUnknown,
    Rejected,
    RemoteError,
    Unavailable,
)
from runtime.model import Envelope, ErrorRule, Meaning
from runtime.refusals import refusal, said


def plain(text: str) -> str:
    return text


OUTCOMES: list[tuple[str, int, Any, type[RemoteError]]] = [
    ("GET", 400, None, Rejected),
    ("GET", 403, None, LoginRefused),
    ("GET", 404, None, Gone),
    ("GET", 410, None, Gone),
    ("GET", 408, None, Unavailable),
    ("GET", 429, None, Unavailable),
    ("GET", 500, {"error": {"message": "no such filter"}}, Unavailable),
    ("GET", 502, None, Unavailable),
    ("GET", 503, None, Unavailable),
    ("GET", 302, None, Unavailable),
    ("GET", 409, None, Unavailable),
    ("GET", 412, None, Unavailable),
    ("POST", 302, None, Rejected),
    ("POST", 303, None, OutcomeUnknown),
    ("POST", 400, {"title": "bad"}, Rejected),
    ("POST", 403, None, Rejected),
    ("POST", 404, {"title": "no such department"}, Rejected),
    ("POST", 405, None, Rejected),
    ("POST", 408, None, OutcomeUnknown),
    ("POST", 409, None, Duplicate),
    ("POST", 422, None, Rejected),
    ("POST", 429, None, Unavailable),
    ("POST", 500, None, OutcomeUnknown),
    ("POST", 500, {"error": {"code": "", "message": {"lang": "nl", "value": "Bestaat al"}}}, OutcomeUnknown),
    ("POST", 500, {"title": "Internal Server Error"}, OutcomeUnknown),
    ("POST", 500, {"error": {"code": "Internal_ServerError", "message": "Oh"}}, OutcomeUnknown),
    ("POST", 501, None, Rejected),
    ("POST", 502, {"message": "bad gateway"}, OutcomeUnknown),
    ("POST", 503, None, Unavailable),
    ("POST", 504, None, OutcomeUnknown),
    ("PATCH", 404, None, Gone),
    ("PATCH", 409, {"error": {"code": "Request_EntityChanged", "message": "x"}}, Contested),
    ("PATCH", 409, {"error": {"code": "Internal_EntityWithSameKeyExists", "message": "x"}}, Rejected),
    ("PUT", 412, None, Changed),
]


@pytest.mark.parametrize(("method", "status", "body", "outcome"), OUTCOMES)
def test_what_an_answer_means(method: str, status: int, body: Any, outcome: type[RemoteError]) -> None:
    meant = refusal("demo", method, status, body, plain)
    assert type(meant) is outcome
    assert (meant.status, meant.system) == (status, "demo")


@pytest.mark.parametrize("means", [Meaning.CHANGED, Meaning.UNKNOWN])
def test_a_rule_for_writes_makes_an_outage_of_a_read(means: Meaning) -> None:
    """A list that answers so leaves its system out; it does not end the pass for the others."""
    rules = (ErrorRule(means=means, status=504),)
    assert type(refusal("demo", "GET", 504, None, plain, rules)) is Unavailable


SAID: list[tuple[Any, str, str, tuple[str, ...]]] = [
    ({"error": {"code": "C", "message": "text"}}, "text", "C", ()),
    ({"error": {"code": "", "message": {"lang": "nl", "value": "tekst"}}}, "tekst", "", ()),
    ({"error": "Some are missing.", "fields": ["name", "email"]}, "Some are missing.", "", ("name", "email")),
    ({"Title": "Feil", "Detail": "Number in use"}, "Feil; Number in use", "", ()),
    ({"title": "Feil", "detail": "Number in use"}, "Feil; Number in use", "", ()),
    (
        {
            "code": 18000,
            "message": "Validation failed.",
            "validationMessages": [{"field": "a.b, c", "message": "blank"}, {"field": None, "message": "<b>Oh</b>"}],
        },
        "Validation failed.; a.b, c: blank; Oh",
        "18000",
        ("a.b", "c"),
    ),
    ({"message": "a\x1b[31m\u202eb\r\nc"}, "a [31m b c", "", ()),
    ({"message": 5, "fields": 7, "validationMessages": {"x": 1}}, "", "", ()),
    (["x"], "", "", ()),
    (None, "", "", ()),
]


@pytest.mark.parametrize(("body", "text", "code", "fields"), SAID)
def test_what_a_refusal_says(body: Any, text: str, code: str, fields: tuple[str, ...]) -> None:
    assert said(body, plain) == (text, code, fields)
    meant = refusal("demo", "POST", 422, body, plain)
    assert isinstance(meant, Rejected)
    assert (meant.code, meant.fields) == (code, fields)
    assert meant.reason == text if text else meant.reason.startswith("status 422")


def test_an_answer_in_a_shape_of_its_own_is_shown_as_it_is() -> None:
    body = {"error": {"code": "E7", "text": "<b>credit</b> limit\x1b[31m is secret", "limit": Decimal("1.50")}}
    meant = refusal("demo", "POST", 422, body, lambda text: text.replace("secret", "***"))
    assert meant.reason == 'status 422: {"error":{"code":"E7","text":" credit limit\\u001b[31m is ***","limit":"1.50"}}'


def test_a_long_message_is_cut() -> None:
    assert len(said({"message": "long " * 1000}, plain)[0]) == 300


def test_secrets_are_struck_out_of_every_part() -> None:
    body = {"code": "pw", "message": "pw", "fields": ["pw"]}
    assert said(body, lambda text: text.replace("pw", "***")) == ("***", "***", ("***",))


def test_a_profile_says_where_a_message_and_a_code_are() -> None:
    body = {"feil": {"melding": "Kunden <b>finnes</b>", "nr": 17}, "message": "look elsewhere"}
    told = Envelope(message=("feil", "melding"), code=("feil", "nr"))
    rules = (ErrorRule(means=Meaning.DUPLICATE, code="17"),)
    found = refusal("demo", "POST", 400, body, plain, rules, told)
    assert isinstance(found, Duplicate)
    assert (found.reason, found.code) == ("Kunden finnes", "17")
    assert said({"feil": "no object"}, plain, told) == ("", "", ())
