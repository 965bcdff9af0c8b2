"""Profiles: what a system's API is like, read from `specs/systems/*.toml` and checked against these types.

The types are the schema; `schema()` prints it as JSON Schema. `specs/README.md` documents every key.
Loading never raises for bad input: what is wrong comes back as Diagnostics.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from .diagnostic import Diagnostic, Span, finding
from .naming import snake

__all__ = [
    "SHADOWING",
    "Facet",
    "Feed",
    "Form",
    "ObjectType",
    "Operations",
    "Profile",
    "Property",
    "Test",
    "When",
    "load",
    "load_folder",
    "schema",
]

Scalar = str | int | bool
Bound = str | int
Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
Form = Literal["", "email", "phone", "organisation-number", "postcode", "code"]
Access = Literal["both", "read", "create"]
Text = Annotated[str, Meta(min_length=1)]
WirePath = str  # "" where there is none
NamedPath = Text

SHADOWING = frozenset(
    {
        *("code", "day", "each", "either", "email", "flag", "moment", "number", "phone", "postcode", "text", "whole"),
        *("above", "below", "blank", "datetime", "equal", "filled", "functions", "through"),
    }
)
"""What a flow imports beside its systems, so that a system of that name would hide it."""

_QUESTION = re.compile(r"\s*# QUESTION\b")


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a profile: a key that is not listed here is an error, not a silent nothing."""


class Property(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of an ObjectType. Its key in the profile is its path on the wire, segments joined by dots."""

    type: Kind = "text"
    form: Form = ""
    access: Access = "both"
    required: bool = False
    required_within: bool = False
    max_length: int | None = None
    blanks: list[Scalar] | None = None
    masks: list[str] = []
    default: Scalar | None = None
    references: list[str] = []
    codes: str = ""


class LineOperations(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the elements of a list are written; see `runtime.model.LineOperations`."""

    create: str = ""
    update: str = ""
    delete: str = ""
    parent: WirePath = ""


class ListProperty(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list of nested elements, such as an order's lines. Its key in the profile is the list's path on the wire.

    `key` names the property that tells its elements apart, `version` their version.
    """

    access: Access = "both"
    required: bool = False
    key: WirePath = ""
    version: WirePath = ""
    operations: LineOperations | None = None
    table: str = ""
    parent: str = ""
    properties: dict[NamedPath, Property] = {}


class Facet(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an ObjectType that documents may name: the records whose `path` holds `value`."""

    labels: list[str]
    path: NamedPath
    value: Scalar


class Source(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A further list of a feed; see `runtime.model.Source`."""

    list: Text
    query: dict[str, str] = {}
    value: str = "{since}"
    stamp: NamedPath
    key: NamedPath
    within: WirePath = ""


class Feed(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where changes are read; see `runtime.model.Feed` for each key."""

    scheme: Literal["modified", "sequence", "digest"] = "modified"
    list: str = ""
    query: dict[str, str] = {}
    parameter: str = ""
    value: str = "{since}"
    first: str = ""
    overlap: int = 0
    rows: int = 0
    stamp: WirePath = ""
    key: WirePath = ""
    partial: bool = False
    full_every: int = 0
    also: tuple[Source, ...] = ()


class Bulk(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Addresses that take a list of records at once; see `runtime.model.Bulk`."""

    create: str = ""
    update: str = ""
    rows: Annotated[int, Meta(gt=0)] = 100
    keys: str = ""
    keyed: bool = False


class Operations(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the ObjectType lives; see `runtime.model.Operations` for each key."""

    list: str = ""
    item: str = ""
    create: str = ""
    why_not: str = ""
    update: str = ""
    delete: str = ""
    lives_on: str = ""
    list_query: dict[str, str] = {}
    item_query: dict[str, str] = {}
    update_query: dict[str, str] = {}
    variants: tuple[dict[str, str], ...] = ()
    feed: Feed | None = None
    bulk: Bulk | None = None
    partial: bool = False
    read_back: bool = False
    table: str = ""

    @property
    def creatable(self) -> bool:
        """Whether records can be made there; `why_not` says why not."""
        return bool(self.create or (self.table and not self.why_not))


class Test(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one Property must be: exactly one of the others is given beside `path`."""

    path: NamedPath
    equals: Scalar | None = None
    one_of: list[Scalar] | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    above: Bound | None = None
    below: Bound | None = None
    blank: bool | None = None


class When(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a WHEN sentence's prose means: all of these tests hold, or any of them."""

    all: list[Test] = []
    any: list[Test] = []


class ObjectType(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of record. Its key in the profile is its resolved name and its first label."""

    labels: list[str] = []
    key: NamedPath = "id"
    version: WirePath = ""
    modified: WirePath = ""
    created: WirePath = ""
    unique: list[NamedPath] = []
    operations: Operations
    properties: dict[NamedPath, Property]
    lists: dict[NamedPath, ListProperty] = {}
    facets: dict[Text, Facet] = {}
    when: dict[Text, When] = {}


class Auth(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How requests are authorised; the secrets themselves are named in `flowc.toml`."""

    scheme: Literal[
        "none", "api-key", "bearer", "basic", "client-credentials", "refresh-token", "session-token"
    ] = "none"
    header: str = "Authorization"
    token_address: str = ""
    authorize_address: str = ""
    pkce: bool = False
    scope: str = ""
    credentials: Literal["basic", "form"] = "basic"
    secret_headers: dict[str, str] = {}


class Paging(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How lists are paged."""

    scheme: Literal["none", "offset", "page", "next-link", "skip-token", "keyset"] = "none"
    start: str = ""
    size: str = ""
    rows: int = 100
    next_path: WirePath = ""
    value: str = "{last}"
    until_empty: bool = False


class Envelope(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where things are in an answer; "" is the body itself. See `runtime.model.Envelope`.

    What is not given is as the protocol has it.
    """

    rows: WirePath | None = None
    item: WirePath | None = None
    made: WirePath | None = None
    message: WirePath = ""
    code: WirePath = ""


class Batch(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """OData's `$batch`."""

    address: Text = "/$batch"
    rows: Annotated[int, Meta(gt=0)] = 100


class Epoch(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What says that numbers have started again; see `runtime.model.Epoch`."""

    list: Text
    query: dict[str, str] = {}
    paths: Annotated[tuple[NamedPath, ...], Meta(min_length=1)]


class ErrorRule(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of answer means; see `runtime.model.ErrorRule`."""

    means: Literal["rejected", "changed", "duplicate", "gone", "throttled", "login", "unavailable", "unknown"]
    method: Literal["", "GET", "POST", "PUT", "PATCH", "DELETE"] = ""
    status: int = 0
    code: str = ""
    text: str = ""


class Rate(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At most so many requests in any time of so many seconds."""

    requests: Annotated[int, Meta(gt=0)]
    seconds: Annotated[int, Meta(gt=0)]


class Profile(Strict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One system. `name` is made from the file's name."""

    name: str = ""
    label: Text
    aliases: list[str] = []
    protocol: Literal["rest-json", "odata-v4", "odata-v2", "sql"]
    address: str = ""
    dates: Literal["iso", "ms"] | None = None
    update: Literal["patch-merge", "put-partial", "put-full", "json-patch"] | None = None
    precondition: Literal["etag", "version", "compare", "none"] | None = None
    fills_absent: bool = False
    blanks: dict[Kind, list[Scalar]] = {}
    cleared: dict[Kind, Scalar] = {}
    codes: dict[Text, dict[Text, Scalar]] = {}
    headers: dict[str, str] = {}
    rate: list[Rate] = []
    concurrent: Annotated[int, Meta(ge=0)] = 0
    logins_count: bool = False
    idempotency: str = ""
    idempotency_hours: Annotated[int, Meta(gt=0)] = 24
    settles_within: Annotated[int, Meta(ge=0)] = 0
    lag: Annotated[int, Meta(ge=0)] = 0
    auth: Auth = Auth()
    paging: Paging | None = None
    envelope: Envelope | None = None
    batch: Batch | None = None
    epoch: Epoch | None = None
    errors: list[ErrorRule] = []
    types: dict[Text, ObjectType] = field(default_factory=dict)


def schema() -> bytes:
    """The format as JSON Schema, indented."""
    document = msgspec.json.schema(Profile)
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2) + b"\n"


def load_folder(folder: Path) -> tuple[list[Profile], list[Diagnostic]]:
    """All profiles `*.toml` of a folder, by file name. Unreadable ones are left out and reported."""
    profiles: list[Profile] = []
    findings: list[Diagnostic] = []
    for path in sorted(folder.glob("*.toml")):
        profile, problems = load(path.read_bytes(), path.name)
        findings += problems
        if profile is not None:
            profiles.append(profile)
    return profiles, findings


def load(content: bytes, file: str) -> tuple[Profile | None, list[Diagnostic]]:
    """A profile from the bytes of a file named `file`. None and error-level findings if it is not one."""
    try:
        document = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, a number or a nesting without end
        line = re.search(r"line (\d+)", str(error))
        return None, [finding("F220", Span(file, int(line.group(1)) if line else 1, 1, 1), what=str(error))]
    try:
        profile = msgspec.convert(document, Profile)
    except msgspec.ValidationError as error:
        return None, [finding("F221", Span(file, _line_of(content, str(error)), 1, 1), what=str(error))]
    stem = Path(file).stem
    if not re.fullmatch(r"[a-z][a-z0-9]*", stem) or stem != snake(stem) or stem in SHADOWING:
        return None, [finding("F222", Span(file, 1, 1, 1), name=stem)]
    profile = msgspec.structs.replace(profile, name=stem)
    return profile, [*_inconsistencies(profile, file), *_open_questions(content, file)]


def _open_questions(content: bytes, file: str) -> list[Diagnostic]:
    """One finding for all questions that an import left, at the first of them."""
    lines = [n for n, line in enumerate(content.decode().splitlines(), start=1) if _QUESTION.match(line)]
    if not lines:
        return []
    return [finding("F229", Span(file, lines[0], 1, 1), count=str(len(lines)), lines=", ".join(map(str, lines)))]


def _line_of(content: bytes, message: str) -> int:
    """The line that names the last key of msgspec's path (`$.types.X.key`), or 1."""
    keys = re.findall(r"`?\$[^`]*?([A-Za-z_]+)`?$", message) or re.findall(r"unknown field `(\w+)`", message)
    for number, line in enumerate(content.decode().splitlines(), start=1):
        if keys and re.match(rf'\s*\[?.*\b{re.escape(keys[-1])}\b"?\s*[=\]]', line):
            return number
    return 1


def _inconsistencies(profile: Profile, file: str) -> list[Diagnostic]:
    found = []
    for name, kind in profile.types.items():
        paths: dict[str, Any] = {**kind.properties, **kind.lists}
        stamps = (("version", kind.version), ("modified", kind.modified), ("created", kind.created))
        for what, path in (("key", kind.key), *stamps):
            if path and path not in paths and not path.startswith("@"):
                found.append(finding("F223", Span(file, 1, 1, 1), type=name, what=what, path=path))
        targets = [t for p in kind.properties.values() for t in p.references]
        targets += [t for li in kind.lists.values() for p in li.properties.values() for t in p.references]
        for target in targets:
            if target not in profile.types:
                found.append(finding("F224", Span(file, 1, 1, 1), type=name, target=target))
        for prose, when in kind.when.items():
            for test in (*when.all, *when.any):
                what = _fault(test, kind)
                if what:
                    found.append(finding("F226", Span(file, 1, 1, 1), type=name, prose=prose, what=what))
            if bool(when.all) == bool(when.any):
                found.append(
                    finding("F226", Span(file, 1, 1, 1), type=name, prose=prose, what="is missing: give `all` or `any`")
                )
        for path, prop in kind.properties.items():
            if prop.codes and prop.codes not in profile.codes:
                found.append(finding("F227", Span(file, 1, 1, 1), type=name, path=path, codes=prop.codes))
        is_table = profile.protocol == "sql"
        if not kind.operations.create and not kind.operations.why_not and not is_table:
            found.append(finding("F225", Span(file, 1, 1, 1), type=name))
        found += [finding("F228", Span(file, 1, 1, 1), type=name, what=what) for what in _misfits(kind, is_table)]
    return found


def _misfits(kind: ObjectType, is_table: bool) -> Iterator[str]:
    """What does not fit together in an ObjectType's addresses, keys and feed."""
    operations, feed = kind.operations, kind.operations.feed
    if is_table and not operations.table:
        yield "has no `table`"
    if not is_table and not (operations.list and operations.item):
        yield "has no `list` or no `item` address"
    for what, address in (("delete", operations.delete), ("lives_on", operations.lives_on)):
        if address and "{key}" not in address:
            yield f"has a `{what}` address without a `{{key}}`, so that it means no single record"
    if feed is not None and feed.scheme == "modified" and not kind.modified:
        yield "has a feed of changes, but no `modified` property that says when a record was changed"
    if feed is not None and feed.scheme != "modified" and not feed.stamp:
        yield f"has a {feed.scheme} feed without a `stamp`"
    for path in kind.unique:
        if path not in kind.properties:
            yield f"names `{path}` as unique, which is not among the properties"
    for path, line_list in kind.lists.items():
        for what, child in (("key", line_list.key), ("version", line_list.version)):
            if child and child not in line_list.properties and not child.startswith("@"):
                yield f"names `{child}` as the {what} of `{path}`, which is not among its properties"
        if line_list.operations is not None and not line_list.key:
            yield f"says where elements of `{path}` are written, but not what their `key` is"
        if is_table and not (line_list.table and line_list.parent and line_list.key):
            yield f"needs `table`, `parent` and `key` for the list `{path}`"
    if is_table:
        yield from _misfits_of_table(kind)


def _misfits_of_table(kind: ObjectType) -> Iterator[str]:
    """What an ObjectType says that a table cannot do."""
    feed = kind.operations.feed
    if feed is not None and (feed.scheme == "digest" or feed.also):
        yield "has a feed that a database does not have: `digest`, or `also`"
    if feed is not None and feed.scheme == "sequence" and not (feed.list and feed.key):
        yield "has a sequence feed without the `list` (a change table) or the `key` (its column with the record's key)"
    counted = [(kind.version, kind.properties), *((li.version, li.properties) for li in kind.lists.values())]
    for version, properties in counted:
        prop = properties.get(version)
        if prop is not None and prop.access != "read" and prop.type != "integer":
            yield f"leaves counting the version `{version}` to flowc, but it is no integer; say `access = \"read\"`"
    paths = {*kind.properties, *kind.lists}
    for path in sorted(paths):
        if any(other.startswith(f"{path}.") for other in paths):
            yield f"has both a column `{path}` and columns below `{path}.`, which cannot stand in one document"


def _fault(test: Test, kind: ObjectType) -> str:
    """What is wrong with a test of a bound condition, or ""."""
    if test.path not in kind.properties:
        return f"names `{test.path}`, which is not among the properties"
    given = [name for name in test.__struct_fields__ if name != "path" and getattr(test, name) is not None]
    if len(given) != 1:
        return f"of `{test.path}` says {', '.join(given) or 'nothing'}, not one thing"
    return ""
