"""The addresses of an OpenAPI description: which of them list a kind of record, and which belong to one of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from .draft import Draft, fits_a_url
from .naming import fold
from .openapi_schema import Schemas, Shape, members

__all__ = ["Listing", "Operation", "Resource", "operations_of", "resources_of"]

_VERBS = ("get", "post", "put", "patch", "delete")
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_ROWS = ("value", "values", "items", "data", "results", "records", "rows", "entries", "content", "elements", "list")
_WRAPPERS = ("d", "data", "_embedded", "result", "response", "page")
_ONE = ("value", "data", "d", "result", "record")
_ACCOUNT = re.compile(
    r"(account|company|tenant|division|organi[sz]ation|client|administration|business|subscription)(id|no|number|key)?"
)
_MOST_PATHS = 20_000


class Operation(Struct, kw_only=True):
    """One verb at one address: its query parameters and headers by name, the body's and the answer's schemas."""

    path: str
    verb: str
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    body_types: tuple[str, ...] = ()
    answer: Any = None


class Listing(Struct, kw_only=True):
    """An address that answers with records: where in the answer they are, and the schema of one."""

    operation: Operation
    rows: str
    element: Any
    shape: Shape
    answer: Shape


class Resource(Struct, kw_only=True):
    """A kind of record: its list, one record of it, and how it is made, changed and deleted. `one` is where the record
    is in an answer; `parameters` are those of the item's address, the key's last."""

    listing: Listing
    item: Operation
    item_shape: Shape
    one: str
    create: Operation | None
    update: Operation | None
    delete: Operation | None
    parameters: tuple[str, ...]
    accounts: tuple[str, ...] = ()


def operations_of(document: Mapping[str, Any], schemas: Schemas, draft: Draft) -> dict[tuple[str, str], Operation]:
    """Every operation that can be used, by address and verb. What cannot be an address is left out, with a notice."""
    found: dict[tuple[str, str], Operation] = {}
    for number, (path, entry) in enumerate(members(document.get("paths")).items()):
        if number >= _MOST_PATHS:
            draft.note(f"there are more than {_MOST_PATHS} addresses; the rest was not read")
            break
        if not fits_a_url(path):
            draft.note(f"the address {path[:100]!r} was left out: it is no plain path")
            continue
        held, _ = schemas.at(entry)
        shared = members(held).get("parameters")
        for verb in _VERBS:
            operation = members(held).get(verb)
            if isinstance(operation, dict):
                found[path, verb] = _operation(path, verb, operation, shared, schemas)
    return found


def _operation(path: str, verb: str, operation: dict[str, Any], shared: Any, schemas: Schemas) -> Operation:
    made = Operation(path=path, verb=verb)
    for given in (shared, operation.get("parameters")):
        for parameter in given if isinstance(given, list) else ():
            known, _ = schemas.at(parameter)
            name, place = members(known).get("name"), members(known).get("in")
            if isinstance(name, str) and place == "query":
                made.query[name] = members(known).get("schema")
            elif isinstance(name, str) and place == "header":
                made.headers[name] = members(known).get("schema")
    body, _ = schemas.at(operation.get("requestBody"))
    content = members(members(body).get("content"))
    made.body_types = tuple(content)
    made.body = _json_of(content)
    responses = members(operation.get("responses"))
    for status in ("200", "201", "2XX", "202", "default"):
        answer, _ = schemas.at(responses.get(status))
        schema = _json_of(members(members(answer).get("content")))
        if schema is not None:
            made.answer = schema
            break
    return made


def _json_of(content: Mapping[str, Any]) -> Any:
    """The schema of a body in JSON, plain before patched."""
    kinds = sorted((kind for kind in content if "json" in kind or kind == "*/*"), key=lambda kind: "patch" in kind)
    return next((members(content[kind]).get("schema") for kind in kinds), None)


def resources_of(operations: Mapping[tuple[str, str], Operation], schemas: Schemas, draft: Draft) -> list[Resource]:
    """The kinds of record: addresses that list some, and have an address of a single one. Others are noted."""
    below: dict[str, list[str]] = defaultdict(list)
    for path, verb in operations:
        if verb == "get":
            below[_above(path)].append(path)
    listings = [
        listing
        for (path, verb), operation in operations.items()
        if verb == "get" and not path.endswith(("}", ")"))
        if (listing := _listing(operation, schemas)) is not None
    ]
    accounts = _accounts([listing.operation.path for listing in listings], operations)
    found: list[Resource] = []
    lonely: list[str] = []
    for listing in listings:
        path = listing.operation.path
        strange = [name for name in _PARAMETER.findall(path) if name not in accounts]
        if strange:
            lonely.append(path)
            continue
        resource = _resource(listing, operations, below[path], schemas, accounts)
        if resource is None:
            lonely.append(path)
        else:
            found.append(resource)
    if lonely:
        shown = ", ".join(lonely[:10]) + (" …" if len(lonely) > 10 else "")
        draft.note(f"{len(lonely)} lists were left out, which are below a record or have no address of one: {shown}")
    return found


def _above(path: str) -> str:
    """The address without the parameters that end it: `/a/{b}` → `/a`, `/a({b})` → `/a`, `/a/{b}/{c}` → `/a`."""
    cut = path
    while (shorter := re.sub(r"(/|\('?)\{[^{}]+\}('?\))?$", "", cut)) != cut:
        cut = shorter
    return cut


def _listing(operation: Operation, schemas: Schemas) -> Listing | None:
    answer = schemas.shape(operation.answer)
    for rows, element in _arrays(answer, schemas):
        shape = schemas.shape(element)
        if shape.properties:
            return Listing(operation=operation, rows=rows, element=element, shape=shape, answer=answer)
    return None


def _arrays(answer: Shape, schemas: Schemas) -> Iterator[tuple[str, Any]]:
    """Where records may be in an answer: at its root, under a usual name, under the only name, or one level below."""
    if answer.type == "array" or (not answer.properties and answer.elements is not None):
        yield "", answer.elements
        return
    shapes = {name: schemas.shape(held) for name, held in answer.properties.items()}
    if not {"id", "Id", "ID"} & shapes.keys():  # an answer with an id is a record, and has lists of its own
        arrays = [name for name, shape in shapes.items() if shape.elements is not None]
        for name in [*(name for name in _ROWS if name in arrays), *(arrays if len(arrays) == 1 else ())]:
            yield name, shapes[name].elements
        for wrapper in _WRAPPERS:
            if wrapper in shapes and shapes[wrapper].properties:
                for name, element in _arrays(_shallow(shapes[wrapper], schemas), schemas):
                    yield f"{wrapper}.{name}".rstrip("."), element


def _shallow(shape: Shape, schemas: Schemas) -> Shape:
    """The shape with its arrays only, so that looking for records ends."""
    kept = {name: held for name, held in shape.properties.items() if schemas.shape(held).elements is not None}
    return Shape(type="object", properties=kept)


def _accounts(lists: list[str], operations: Mapping[tuple[str, str], Operation]) -> tuple[str, ...]:
    """Parameters that lead many addresses and name no record that is listed: a company, a division, a tenant."""
    leading: Counter[str] = Counter()
    prefixes: dict[str, set[str]] = defaultdict(set)
    for path in lists:
        for found in _PARAMETER.finditer(path):
            leading[found[1]] += 1
            prefixes[found[1]].add(path[: found.end()])
    return tuple(
        name
        for name, times in leading.items()
        if _ACCOUNT.fullmatch(fold(name)) or (times >= 3 and not any((p, "get") in operations for p in prefixes[name]))
    )[:1]


def _resource(
    listing: Listing,
    operations: Mapping[tuple[str, str], Operation],
    below: list[str],
    schemas: Schemas,
    accounts: tuple[str, ...],
) -> Resource | None:
    path = listing.operation.path
    for candidate in sorted(below, key=lambda one: (one.count("{"), one)):
        if candidate == path:
            continue
        item = operations[candidate, "get"]
        shape, one = _record_of(schemas.shape(item.answer), listing.shape, schemas)
        if not shape.properties:
            continue
        parent = candidate[: candidate.rindex("{")].rstrip("/'(")
        create = operations.get((path, "post")) or operations.get((parent, "post"))
        update = operations.get((candidate, "patch")) or operations.get((candidate, "put"))
        delete = operations.get((candidate, "delete"))
        names = tuple(name for name in _PARAMETER.findall(candidate) if name not in accounts)
        used = tuple(name for name in accounts if f"{{{name}}}" in candidate)
        return Resource(
            listing=listing, item=item, item_shape=shape, one=one, create=create, update=update,
            delete=delete, parameters=names, accounts=used,
        )  # fmt: skip
    return None


def _record_of(answer: Shape, row: Shape, schemas: Schemas) -> tuple[Shape, str]:
    """The record in the answer to a request for one, and where it is: the answer itself, or a part of it."""
    if (row.name and answer.name == row.name) or not answer.properties:
        return answer, ""
    if len(answer.properties.keys() & row.properties.keys()) * 2 >= min(len(row.properties), len(answer.properties)):
        return answer, ""
    parts = {name: schemas.shape(held) for name, held in answer.properties.items()}
    named = [name for name, part in parts.items() if row.name and part.name == row.name and part.properties]
    usual = [name for name in _ONE if name in parts and parts[name].properties]
    for name in [*named, *usual]:
        return parts[name], name
    return answer, ""
