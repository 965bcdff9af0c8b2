"""What becomes of OpenAPI descriptions: tidy ones, old ones, hostile ones, large ones."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostic import Severity
from compiler.draft import Draft, NotADescription
from compiler.import_openapi import draft_of
from compiler.profile import ObjectType, Profile, Property, load
from compiler.write_profile import profile_text
from tests.compiler.described import CUSTOMERP, POWEROFFICE, TRIPLETEX, body, content, query, ref

STAMP = {"type": "string", "format": "date-time"}


def profile_of(draft: Draft) -> Profile:
    """The profile as it is read back from its text, which has no error and as many questions as were asked."""
    written = profile_text(draft)
    profile, findings = load(written.text.encode(), "system.toml")
    assert profile is not None, (findings, written.text)
    assert [found for found in findings if found.severity is Severity.ERROR] == []
    assert ("F229" in {found.code for found in findings}) == bool(written.questions)
    lines = written.text.splitlines()
    for question in written.questions:
        assert lines[question.line - 2] == f"# QUESTION {question.number}: {question.text}"
        assert " = " in lines[question.line - 1]
    return profile


def described(
    schemas: Mapping[str, Any], parameters: list[dict[str, Any]] | None = None, name: str = "Thing"
) -> dict[str, Any]:
    """A description with one collection of the schema `name`."""
    answer = body({"type": "array", "items": ref(name)})
    return {
        "openapi": "3.0.0",
        "paths": {
            "/things": {
                "get": {"parameters": parameters or [], "responses": {"200": answer}},
                "post": {"requestBody": body(ref(name)), "responses": {}},
            },
            "/things/{id}": {
                "get": {"responses": {"200": body(ref(name))}},
                "patch": {"requestBody": body(ref(name)), "responses": {}},
            },
        },
        "components": {"schemas": dict(schemas)},
    }


def thing(schemas: Mapping[str, Any], **more: Any) -> tuple[ObjectType, Draft]:
    draft = draft_of(content(described(schemas, **more)), "system")
    profile = profile_of(draft)
    (kind,) = profile.types.values()
    return kind, draft


def test_a_tidy_description_gives_the_profile_with_few_questions() -> None:
    draft = draft_of(content(CUSTOMERP), "customerp")
    profile = profile_of(draft)
    kind = profile.types["Customer"]
    assert (profile.address, profile.update, profile.precondition) == (
        "https://erp.example.com/api",
        "patch-merge",
        "etag",
    )
    assert (profile.auth.scheme, profile.auth.header) == ("api-key", "X-Api-Key")
    assert profile.paging is not None and profile.envelope is not None
    assert (profile.paging.scheme, profile.paging.start, profile.paging.size) == ("offset", "offset", "limit")
    assert (profile.paging.rows, profile.envelope.rows, profile.envelope.item) == (200, "items", None)
    assert (kind.key, kind.version, kind.modified) == ("id", "revision", "modified")
    assert kind.operations.feed is not None and kind.operations.feed.parameter == "modified_since"
    assert kind.properties["id"].access == "read"
    assert kind.properties["name"].required
    assert kind.properties["address.city"].type == "text"
    assert kind.properties["email"].form == "email"
    assert ("address",) in draft.questions  # a description's host is never trusted as it is
    assert len(draft.questions) == 4


def test_swagger_2_with_wrapped_answers_and_a_put() -> None:
    draft = draft_of(content(TRIPLETEX), "accounting")
    profile = profile_of(draft)
    kind = profile.types["Customer"]
    assert profile.address == "https://accounting.example.com/v2"
    assert profile.paging is not None and profile.envelope is not None
    assert (profile.paging.scheme, profile.paging.start, profile.paging.size) == ("offset", "from", "count")
    assert (profile.envelope.rows, profile.envelope.item) == ("values", "value")
    assert (profile.update, profile.precondition, kind.version) == ("put-full", "version", "version")
    assert kind.properties["name"].max_length == 255
    assert "category1.id" in kind.properties  # a record of its own kind within it is cut, its key kept
    assert not any(path.startswith("category1.parent.parent") for path in kind.properties)
    assert {("update",), ("precondition",), ("auth", "scheme"), ("paging", "rows")} <= draft.questions.keys()
    assert draft.comments["types", "Customer", "properties", "language"] == "one of NO, EN"


def test_a_delete_of_one_record_is_taken_and_any_other_is_not() -> None:
    document = described({"Thing": {"type": "object", "properties": {"id": {"type": "integer"}}}})
    document["paths"]["/things"]["delete"] = {"responses": {}}  # all of them at once
    (kind,) = profile_of(draft_of(content(document), "system")).types.values()
    assert kind.operations.delete == ""
    document["paths"]["/things/{id}"]["delete"] = {"responses": {}}
    (kind,) = profile_of(draft_of(content(document), "system")).types.values()
    assert kind.operations.delete == "/things/{key}"


def test_separate_schemas_say_who_may_write_what() -> None:
    draft = draft_of(content(POWEROFFICE), "office")
    profile = profile_of(draft)
    kind = profile.types["Customer"]
    assert profile.address == "" and ("address",) in draft.questions
    assert (profile.update, profile.envelope) == ("json-patch", None)
    assert profile.paging is not None and profile.paging.scheme == "page"
    assert profile.auth.scheme == "client-credentials"
    assert profile.auth.secret_headers == {"Ocp-Apim-Subscription-Key": "subscription_key"}
    assert kind.operations.feed is not None
    assert (profile.precondition, kind.version) == ("compare", "LastChangedDateTimeOffset")
    assert kind.properties["Number"].access == "read"
    assert kind.properties["Name"] == Property(required=True)
    assert kind.properties["MailAddress.City"].access == "both"


def test_only_chooses_kinds_of_record_and_says_what_is_not_there() -> None:
    with_two = deepcopy(CUSTOMERP)
    for path in ("/customers", "/customers/{id}"):
        with_two["paths"][path.replace("customers", "clients")] = deepcopy(with_two["paths"][path])
    both = profile_of(draft_of(content(with_two), "system"))
    assert set(both.types) == {"Customer", "Client"}
    draft = draft_of(content(with_two), "system", ["client", "Invoice"])
    assert set(draft.profile.types) == {"Client"}
    assert any("Invoice" in notice for notice in draft.notices)


def test_references_by_schema_are_certain_and_by_name_are_asked() -> None:
    description = deepcopy(CUSTOMERP)
    description["components"]["schemas"]["Order"] = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "customer_id": {"type": "integer"}, "payer": ref("Customer")},
    }
    for path in ("/customers", "/customers/{id}"):
        text = json.dumps(description["paths"][path]).replace("schemas/Customer", "schemas/Order")
        text = text.replace("#/components/responses/Customers", "#/components/responses/Orders")
        description["paths"][path.replace("customers", "orders")] = json.loads(text)
    responses = description["components"]["responses"]
    responses["Orders"] = json.loads(json.dumps(responses["Customers"]).replace("schemas/Customer", "schemas/Order"))
    draft = draft_of(content(description), "system")
    order = profile_of(draft).types["Order"]
    assert order.properties["payer.id"].references == ["Customer"]
    assert order.properties["customer_id"].references == ["Customer"]
    assert ("types", "Order", "properties", "customer_id") in draft.questions
    assert ("types", "Order", "properties", "payer.id") not in draft.questions


def test_a_leading_account_and_a_parent_in_the_address() -> None:
    description = described({"Thing": {"properties": {"id": {"type": "integer"}, "ContactId": {"type": "integer"}}}})
    paths = description["paths"]
    moved = {
        "/companies/{companyId}/things": {"get": paths["/things"]["get"]},
        "/companies/{companyId}/things/{ContactId}": {"post": paths["/things"]["post"]},
        "/companies/{companyId}/things/{ContactId}/{id}": paths["/things/{id}"],
    }
    draft = draft_of(content({**description, "paths": moved}), "system")
    (kind,) = profile_of(draft).types.values()
    assert kind.operations.list == "/companies/{account}/things"
    assert kind.operations.item == "/companies/{account}/things/{ContactId}/{key}"
    assert kind.operations.create == "/companies/{account}/things/{ContactId}"
    assert any(place[-1] == "list" for place in draft.questions)


@pytest.mark.parametrize(
    ("names", "scheme", "start", "asked"),
    [
        (("limit", "offset"), "offset", "offset", False),
        (("$top", "$skip"), "offset", "$skip", False),
        (("pageSize", "page"), "page", "page", False),
        (("size", "pageIndex"), "page", "pageIndex", True),
        (("top", "start"), "offset", "start", True),
        ((), "none", "", True),
    ],
)
def test_paging_is_guessed_from_names(names: tuple[str, ...], scheme: str, start: str, asked: bool) -> None:
    given_names = query(**{name: {"type": "integer"} for name in names})
    draft = draft_of(content(described({"Thing": {"properties": {"id": {}}}}, given_names)), "system")
    paging = profile_of(draft).paging
    assert (paging.scheme if paging else "none", paging.start if paging else "") == (scheme, start)
    assert (("paging", "scheme") in draft.questions) == asked


def test_a_day_called_from_is_no_offset() -> None:
    parameters = query(**{"from": {"type": "string", "format": "date"}, "limit": {"type": "integer"}, "page": {}})
    draft = draft_of(content(described({"Thing": {"properties": {"id": {}}}}, parameters)), "system")
    paging = profile_of(draft).paging
    assert paging is not None and (paging.scheme, paging.start) == ("page", "page")


def test_variants_show_what_they_share_and_ask() -> None:
    one = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    other = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "more": {}}}
    value = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    maybe = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    schemas = {
        "One": one,
        "Other": other,
        "Thing": {"allOf": [{"oneOf": [ref("One"), ref("Other")]}, {"properties": {"value": value, "maybe": maybe}}]},
    }
    kind, draft = thing(schemas)
    assert set(kind.properties) == {"id", "name", "value", "maybe"}
    assert kind.properties["maybe"].type == "integer"
    assert ("types", "Thing", "properties", "value") in draft.questions


def test_lists_of_objects_have_keys_and_lists_of_values_are_noted() -> None:
    line = {"type": "object", "properties": {"id": {"type": "integer"}, "qty": {"type": "number"}}}
    schemas = {
        "Thing": {
            "properties": {
                "id": {"type": "integer"},
                "lines": {"type": "array", "items": line},
                "tags": {"type": "array", "items": {"type": "string"}},
            }
        }
    }
    kind, draft = thing(schemas)
    assert kind.lists["lines"].key == "id"
    assert kind.lists["lines"].properties["qty"].type == "decimal"
    assert any("'tags'" in notice for notice in draft.notices)


# ---- what is no description ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not JSON"),
        (b"openapi: 3.0.0\npaths: {}\n", "convert it to JSON"),
        (b"[1]", "no OpenAPI description"),
        (b"{}", "neither"),
        (b'{"openapi": "4.0.0"}', "neither"),
        (b'{"openapi": "3.0.0", "openapi": "3.0.1"}', "twice"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 200_000, "without end"),
        (b'{"openapi": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b'{"openapi": NaN}', "NaN"),
        (b" " * (64 * 1024 * 1024 + 1), "more than"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_is_no_description_is_refused_with_a_reason(text: bytes, said: str) -> None:
    with pytest.raises(NotADescription, match=said):
        draft_of(text, "system")


# ---- hostile ones -------------------------------------------------------------------------------

WORDS = "class match _ __init__ __class__ self print None True mro 1abc a-b a_b aB \\ ] [types] con json NUL.py a.b"
NASTY = [
    *WORDS.split(),
    *("", " ", "a" * 300, "a\n", "d\rimport os", 'x"; import os #', "'''", "{{ 7*7 }}", "{0.__class__}", "# QUESTION"),
    *("\u202e", "\u2066x", "\u200b", "\ufb01eld", "field", "e\u0301", "\u00e9", "\u0430", "a\x00b", "\ud800", "\x7f"),
    *("../evil", "..\\evil", "/abs", "C:\\x", "\U0001f600", "= 1"),
]


def test_hostile_names_become_texts_of_the_profile_or_are_left_out() -> None:
    """A-11 to A-15: names of schemas, properties, choices, tags and titles."""
    properties = {name: {"type": "string", "enum": [name, "ok"]} for name in NASTY} | {"id": {"type": "integer"}}
    description = described({"Thing": {"type": "object", "properties": properties, "required": NASTY}})
    description["info"] = {"title": "".join(NASTY)}
    draft = draft_of(json.dumps(description).encode(), "system")
    (kind,) = profile_of(draft).types.values()
    assert {"class", "__init__", "{{ 7*7 }}", "/abs", "\ufb01eld", "\u00e9"} <= kind.properties.keys()
    assert not {"", " ", "a.b", "a\n", "a\x00b", "\u202e", "\ud800", "a" * 300} & kind.properties.keys()
    text = profile_text(draft).text
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "\u202e" not in text


@pytest.mark.parametrize("name", NASTY)
def test_a_hostile_schema_or_address_never_names_anything_else(name: str) -> None:
    description = described({name: {"properties": {"id": {"type": "integer"}, "name": {}}}}, name=name)
    for path in ("/things", "/things/{id}"):
        description["paths"][path.replace("things", name)] = description["paths"][path]
    description["servers"] = [{"url": f"https://{name}/"}]
    draft = draft_of(json.dumps(description).encode(), "system")
    profile = profile_of(draft)
    for kind_name, kind in profile.types.items():
        assert kind_name.replace(" ", "").isalnum() and len(kind_name) <= 62
        for template in (kind.operations.list, kind.operations.item, kind.operations.create):
            assert template.startswith("/") and ".." not in template.split("/") and template.isascii()
            assert template.isprintable() and not set(template) & set('\\?#" \n') and "//" not in template


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "javascript:alert(1)",
            "//evil.example",
            "https://user:pw@evil.example/",
            "ftp://a.example",
        ),
        *(
            "https://{tenant}.example/api",
            "https://a.example/../x",
            "https://a.example/\\x",
            "http://[::1",
            "https://:80/",
        ),
        *("https://a.example/?x=1", "https://a.example:99999/", "/v2", "", "https://\u0430.example/"),
    ],
)
def test_addresses_that_could_mislead_are_not_written(url: str) -> None:
    description = described({"Thing": {"properties": {"id": {}}}}) | {"servers": [{"url": url}]}
    draft = draft_of(content(description), "system")
    assert profile_of(draft).address == ""
    assert ("address",) in draft.questions


def test_nothing_is_fetched_and_lost_references_are_said() -> None:
    schemas = {
        "Thing": {
            "properties": {
                "id": {"type": "integer"},
                "far": {"$ref": "http://127.0.0.1:9/evil.json"},
                "file": {"$ref": "file:///etc/passwd"},
                "lost": {"$ref": "#/components/schemas/Nobody"},
                "odd": {"$ref": 7},
            }
        }
    }
    kind, draft = thing(schemas)
    assert {"far", "file", "lost"} <= kind.properties.keys()
    said = "\n".join(draft.notices)
    assert "127.0.0.1" in said and "/etc/passwd" in said and "Nobody" in said


def test_circles_and_bombs_end() -> None:
    wide = {f"p{n}": ref("Loop") for n in range(20)}
    bomb = {f"B{n}": {"allOf": [ref(f"B{n + 1}"), ref(f"B{n + 1}")]} for n in range(60)}
    fan = {f"F{n}": {"properties": {f"x{m}": ref(f"F{n + 1}") for m in range(30)}} for n in range(8)}
    schemas = {
        **bomb,
        **fan,
        "B60": {"properties": {"deep": {"type": "integer"}}},
        "F8": {"type": "string"},
        "Self": ref("Self"),
        "Hydra": {"allOf": [ref("Hydra")] * 3, "properties": {"head": {}}},
        "Ping": {"allOf": [ref("Pong")]},
        "Pong": {"allOf": [ref("Ping")], "properties": {"pong": {}}},
        "Loop": {"properties": wide},
        "Thing": {
            "allOf": [ref("B0"), ref("Ping"), ref("Hydra")],
            "properties": {"id": {"type": "integer"}, "loop": ref("Loop"), "self": ref("Self"), "fan": ref("F0")},
        },
    }
    kind, draft = thing(schemas)
    assert {"pong", "head"} <= kind.properties.keys()
    assert len(kind.properties) <= 1_000
    assert any("more than" in notice for notice in draft.notices)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just({"$ref": "#/paths"}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a JSON value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, inner in steps for place in [(*path, step), *places(inner, (*path, step))]]


@given(st.data(), st.sampled_from([CUSTOMERP, TRIPLETEX, POWEROFFICE]))
def test_a_description_with_junk_anywhere_gives_a_profile_or_a_reason(data: st.DataObject, original: Any) -> None:
    description = json.loads(content(original))  # nothing in it is shared, as it is in the original
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(description)))
        holder = description
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = deepcopy(data.draw(JUNK))
    try:
        draft = draft_of(json.dumps(description).encode(), "system")
    except NotADescription:
        return
    profile_of(draft)


# ---- large ones ---------------------------------------------------------------------------------


def test_five_hundred_paths_cost_little_memory() -> None:
    """The work is counted, not timed: what is held at once stays in proportion to the description."""
    description: dict[str, Any] = {"openapi": "3.0.0", "paths": {}, "components": {"schemas": {}}}
    for number in range(250):
        name = f"Kind{number}"
        properties = {f"field{n}": {"type": "string", "maxLength": 50} for n in range(60)}
        others = {f"other{n}": ref(f"Kind{(number + n) % 250}") for n in range(10)}
        schema = {"type": "object", "properties": {"id": {"type": "integer"}, **properties, **others}}
        one = described({name: schema}, name=name)
        description["components"]["schemas"][name] = schema
        for path, entry in one["paths"].items():
            description["paths"][path.replace("things", f"kinds{number}")] = entry
    text = content(description)
    assert len(description["paths"]) == 500
    tracemalloc.start()
    draft = draft_of(text, "system")
    written = profile_text(draft)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(draft.profile.types) == 250
    assert draft.profile.types["Kind7"].properties["other3.id"].references == ["Kind10"]
    assert most < 40 * len(text)
    assert len(written.text) < 4 * len(text)
