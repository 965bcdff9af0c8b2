"""An OpenAPI description as plain values, and its schemas as flat ones: references followed, `allOf` merged.

Only references within the description are followed; nothing is ever fetched (G-12). Circles are cut, and every
schema that a reference names is worked out once, so that a small description cannot cost much.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from typing import Any, NoReturn

from msgspec import Struct, field

from .draft import MOST_BYTES, NotADescription

__all__ = ["Schemas", "Shape", "members", "parsed", "texts"]

_DEEPEST = 40
_LONGEST_CHAIN = 20
_VARIANTS = ("oneOf", "anyOf")


def parsed(content: bytes) -> dict[str, Any]:
    """The description of these bytes: OpenAPI 3.0 or 3.1 in JSON, or Swagger 2.0 turned into the shape of 3.0.

    NotADescription, saying what to do, where they are anything else. A name that occurs twice is refused (G-11).
    """
    if len(content) > MOST_BYTES:
        raise NotADescription(f"it has {len(content)} bytes, more than the {MOST_BYTES} that are read")
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise NotADescription("it is nested without end") from None
    except UnicodeDecodeError:
        raise NotADescription("it is not UTF-8 text; save it as JSON in UTF-8") from None
    except ValueError as wrong:
        start = content.lstrip()[:200]
        if not start.startswith((b"{", b"[")):
            raise NotADescription("it is not JSON; if it is YAML, convert it to JSON first") from None
        raise NotADescription(f"it is not JSON: {wrong}") from None
    if not isinstance(document, dict):
        raise NotADescription("it is JSON, but no OpenAPI description: that is an object with `openapi` or `swagger`")
    version = document.get("openapi", document.get("swagger"))
    if isinstance(version, str) and version.startswith("3."):
        return document
    if version in ("2.0", 2.0, 2):
        return _lifted(document)
    raise NotADescription("it says neither `openapi: 3.…` nor `swagger: 2.0`; other versions are not read")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:60]!r} occurs twice in one object")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def members(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one: a description is believed about nothing, its shapes included."""
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> list[str]:
    """The texts of a list; none where it is no list."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


class Shape(Struct, kw_only=True):
    """A schema laid flat. `type` is JSON Schema's, "" where it does not say; `name` that of its reference, if any.

    `split`: it is one of several things, and shown is only what all of them have.
    """

    type: str = ""
    format: str = ""
    name: str = ""
    nullable: bool = False
    read_only: bool = False
    write_only: bool = False
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    elements: Any = None
    split: bool = False
    default: Any = None
    bounds: tuple[int | None, int | None] = (None, None)


class Schemas:
    """The schemas of one description, laid flat when first asked for.

    `missing` are the references that lead nowhere.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._shapes: dict[str, Shape] = {}
        self.missing: set[str] = set()

    def at(self, value: Any) -> tuple[Any, str]:
        """What a value is once its local references are followed, and the last of them ("" for none)."""
        reference = ""
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value, reference
            reference = value["$ref"]
            value = self._target(reference)
        self.missing.add(reference)
        return None, ""

    def _target(self, reference: str) -> Any:
        found: Any = self._document
        if not reference.startswith("#"):
            self.missing.add(reference)
            return None
        for segment in reference[1:].split("/")[1:]:
            name = urllib.parse.unquote(segment).replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and name in found:
                found = found[name]
            elif isinstance(found, list) and name.isdecimal() and len(name) < 9 and int(name) < len(found):
                found = found[int(name)]
            else:
                self.missing.add(reference)
                return None
        return found

    def shape(self, schema: Any, depth: int = 0) -> Shape:
        """The schema laid flat. What leads nowhere or too deep, as a circle does, says nothing: an empty Shape."""
        value, reference = self.at(schema)
        if reference and reference in self._shapes:
            return self._shapes[reference]
        if not isinstance(value, dict) or depth > _DEEPEST:
            return Shape()
        shape = self._flat(value, depth)
        if reference:
            shape.name = urllib.parse.unquote(reference.rpartition("/")[2])
            self._shapes[reference] = shape
        return shape

    def _flat(self, value: dict[str, Any], depth: int) -> Shape:
        shape = _own(value)
        for part in value["allOf"] if isinstance(value.get("allOf"), list) else ():
            _merge(shape, self.shape(part, depth + 1))
        for word in _VARIANTS:
            given = value.get(word)
            if not isinstance(given, list):
                continue
            variants = [self.shape(one, depth + 1) for one in given]
            shape.nullable |= any(one.type == "null" or one.nullable for one in variants)
            real = [one for one in variants if one.type != "null"]
            if len(real) == 1:
                _merge(shape, real[0])
            elif real:
                _merge(shape, _shared(real))
                shape.split = True
        if shape.properties and not shape.type:
            shape.type = "object"
        return shape


def _own(value: dict[str, Any]) -> Shape:
    """What a schema says itself, without its parts."""
    kinds = [value["type"]] if isinstance(value.get("type"), str) else texts(value.get("type"))
    real = [kind for kind in kinds if kind != "null"]
    enum = value.get("enum")
    choices = enum if isinstance(enum, list) else []
    if not real and kinds:
        real = ["null"]
    length = _whole(value.get("maxLength"))
    return Shape(
        type=real[0] if len(real) == 1 else "",
        format=value["format"] if isinstance(value.get("format"), str) else "",
        nullable=value.get("nullable") is True or value.get("x-nullable") is True or (len(real) < len(kinds)),
        read_only=value.get("readOnly") is True,
        write_only=value.get("writeOnly") is True,
        max_length=length if length is not None and length > 0 else None,
        choices=tuple(str(one) for one in choices if isinstance(one, str | int))[:50],
        properties=dict(members(value.get("properties"))),
        required=frozenset(texts(value.get("required"))),
        elements=value.get("items"),
        split=len(real) > 1,
        default=value.get("default"),
        bounds=(_whole(value.get("minimum")), _whole(value.get("maximum"))),
    )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1_000_000_000 else None


def _merge(shape: Shape, part: Shape) -> None:
    """Both hold: properties of both, and the part's word on what the shape does not say itself."""
    shape.properties = {**part.properties, **shape.properties}
    shape.required |= part.required
    shape.type = shape.type or part.type
    shape.format = shape.format or part.format
    shape.name = shape.name or part.name
    shape.nullable |= part.nullable
    shape.read_only |= part.read_only
    shape.write_only |= part.write_only
    shape.max_length = shape.max_length if shape.max_length is not None else part.max_length
    shape.choices = shape.choices or part.choices
    shape.elements = shape.elements if shape.elements is not None else part.elements
    shape.split |= part.split


def _shared(variants: list[Shape]) -> Shape:
    """What all of several shapes have."""
    first, *others = variants
    kept = {name: held for name, held in first.properties.items() if all(name in other.properties for other in others)}
    kinds, formats = {one.type for one in variants}, {one.format for one in variants}
    return Shape(
        type=first.type if len(kinds) == 1 else "",
        format=first.format if len(formats) == 1 else "",
        properties=kept,
        required=frozenset.intersection(*(one.required for one in variants)),
        elements=first.elements if all(one.elements == first.elements for one in others) else None,
    )


# ---- Swagger 2.0 --------------------------------------------------------------------------------


def _lifted(document: dict[str, Any]) -> dict[str, Any]:
    """A Swagger 2.0 description in the shape of OpenAPI 3.0. Schemas stay where they are; their references do too."""
    host, base = document.get("host"), document.get("basePath", "")
    schemes = texts(document.get("schemes")) or ["https"]
    server = f"{'https' if 'https' in schemes else schemes[0]}://{host}{base}" if isinstance(host, str) else str(base)
    paths = {}
    for path, entry in members(document.get("paths")).items():
        paths[path] = {name: _operation(document, held) for name, held in members(entry).items()}
    security = {name: _security(members(held)) for name, held in members(document.get("securityDefinitions")).items()}
    return {
        **document,
        "openapi": "3.0.3",
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"securitySchemes": security},
    }


def _operation(document: dict[str, Any], operation: Any) -> Any:
    if isinstance(operation, list):  # the parameters of a whole path
        return [_parameter(document, one) for one in operation]
    if not isinstance(operation, dict):
        return operation
    consumes = texts(operation.get("consumes", document.get("consumes"))) or ["application/json"]
    produces = texts(operation.get("produces", document.get("produces"))) or ["application/json"]
    given = operation.get("parameters")
    parameters = [_parameter(document, one) for one in (given if isinstance(given, list) else ())]
    body = next((one for one in parameters if one.get("in") == "body"), None)
    responses = {}
    for status, answer in members(operation.get("responses")).items():
        said, _ = Schemas(document).at(answer)
        schema = members(said).get("schema")
        responses[status] = {"content": {kind: {"schema": schema} for kind in produces}} if schema is not None else {}
    lifted = {**operation, "parameters": [one for one in parameters if one is not body], "responses": responses}
    if body is not None:
        lifted["requestBody"] = {"content": {kind: {"schema": body.get("schema")} for kind in consumes}}
    return lifted


def _parameter(document: dict[str, Any], parameter: Any) -> dict[str, Any]:
    value, _ = Schemas(document).at(parameter)
    found = members(value)
    return found if "schema" in found else {**found, "schema": found}


def _security(scheme: dict[str, Any]) -> dict[str, Any]:
    if scheme.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if scheme.get("type") == "oauth2":
        names = {"application": "clientCredentials", "accessCode": "authorizationCode"}
        flow = names.get(str(scheme.get("flow")), str(scheme.get("flow")))
        return {"type": "oauth2", "flows": {flow: scheme}}
    return scheme
