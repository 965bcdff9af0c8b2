"""An OpenAPI description (3.0, 3.1, Swagger 2.0; JSON) as a Draft of a profile. Pure: bytes in, a value out.

What makes an ObjectType is an address that lists records and one of a single record. What such descriptions seldom say,
or wrongly (who may write what, how lists are paged, what a PUT leaves alone), is filled in and asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from .draft import Draft
from .guess import SINCE, key_of, label_of, modified_of, refer, settle, singular, type_name, version_of
from .naming import fold
from .openapi_paths import Operation, Resource, operations_of, resources_of
from .openapi_record import Bodies, Gathering, ordered
from .openapi_schema import Schemas, Shape, members, parsed
from .openapi_system import address, auth, paging
from .profile import Envelope, Feed, ObjectType, Operations, Profile, Property

__all__ = ["draft_of"]

_UPDATES: dict[str, Literal["patch-merge", "json-patch", "put-full"]] = {
    "patch": "patch-merge",
    "json-patch": "json-patch",
    "put": "put-full",
}
Precondition = Literal["etag", "version", "compare", "none"]


def draft_of(content: bytes, name: str, only: Collection[str] = ()) -> Draft:
    """The profile of the system `name` that a description gives. `only` chooses ObjectTypes by name or last segment.

    NotADescription where the content is none, or where nothing in it can be listed.
    """
    document = parsed(content)
    schemas = Schemas(document)
    title = members(document.get("info")).get("title")
    draft = Draft(profile=Profile(label=label_of(name), protocol="rest-json"))
    about = f", {title.strip()[:80]!r}" if isinstance(title, str) and title.strip() else ""
    draft.comments[()] = (
        f"Imported from an OpenAPI description{about}. Lines below a QUESTION are guesses: see to each, then delete it."
    )
    operations = operations_of(document, schemas, draft)
    resources = _named(resources_of(operations, schemas, draft), only, draft)
    if not resources:
        draft.note("nothing was found that can be listed and read one by one")
    rows = Counter(one.listing.rows for one in resources.values()).most_common(1)
    items = Counter(one.one for one in resources.values()).most_common(1)
    envelope = Envelope(rows=(rows[0][0] if rows else "") or None, item=(items[0][0] if items else "") or None)
    chosen = list(resources.values())
    draft.profile = replace(
        draft.profile,
        address=address(document, draft),
        auth=auth(document, schemas, draft),
        paging=paging(chosen, schemas, draft),
        envelope=envelope if envelope != Envelope() else None,
        update=_update(chosen, draft),
    )
    reader = _Reader(schemas, draft, {_name_of(one): name for name, one in resources.items() if _name_of(one)})
    types = {name: reader.object_type(name, one, envelope) for name, one in resources.items()}
    draft.profile = replace(draft.profile, types={name: kind for name, kind in types.items() if kind is not None})
    settle(draft)
    draft.profile = replace(draft.profile, precondition=_precondition(draft, chosen))
    refer(draft, {name: (_segment(one),) for name, one in resources.items()})
    for reference in sorted(schemas.missing)[:20]:
        draft.note(
            f"the reference {reference[:100]!r} leads nowhere in this description; what it stands for was left out"
        )
    return draft


def _segment(resource: Resource) -> str:
    return resource.listing.operation.path.rpartition("/")[2]


def _name_of(resource: Resource) -> str:
    return resource.item_shape.name or resource.listing.shape.name


def _named(resources: Sequence[Resource], only: Collection[str], draft: Draft) -> dict[str, Resource]:
    """The resources by the name of their ObjectType: their schema's, or the last segment of their list's address."""
    named: dict[str, Resource] = {}
    schemas = Counter(_name_of(one) for one in resources)
    for one in resources:
        own = _name_of(one)
        text = own if own and schemas[own] == 1 and len(type_name(own)) <= 40 else singular(_segment(one))
        named[type_name(text, named)] = one
    if not only:
        return named
    wanted = {fold(singular(name)): name for name in only}
    found = {
        name: one
        for name, one in named.items()
        if {fold(singular(name)), fold(singular(_segment(one)))} & wanted.keys()
    }
    known = {fold(singular(name)) for name in found} | {fold(singular(_segment(one))) for one in found.values()}
    for folded, name in wanted.items():
        if folded not in known:
            draft.note(f"there is no {name[:60]!r}; there are {', '.join(list(named)[:40])}")
    return found


def _update(resources: Sequence[Resource], draft: Draft) -> Literal["patch-merge", "put-full", "json-patch"] | None:
    """How most kinds of record are changed."""
    styles = {one.listing.operation.path: _style(one.update) for one in resources if one.update is not None}
    if not styles:
        return None
    chosen, _ = Counter(styles.values()).most_common(1)[0]
    different = [path for path, style in styles.items() if style != chosen]
    if different:
        draft.note(
            f"{len(different)} kinds of record are changed in another way than the rest: {', '.join(different[:10])}"
        )
    if chosen == "put":
        question = "does a PUT leave alone what its body does not name (put-partial), or clear it (put-full)?"
        draft.ask("update", question=question)
    return _UPDATES[chosen]


def _style(update: Operation) -> str:
    if update.verb == "put":
        return "put"
    return "json-patch" if any("json-patch" in kind for kind in update.body_types) else "patch"


def _precondition(draft: Draft, resources: Sequence[Resource]) -> Precondition | None:
    """What guards a write: an If-Match header, a version in the body, or the stamp of the last change."""
    types = draft.profile.types.values()
    updates = [one.update for one in resources if one.update is not None]
    if not updates or not types:
        return None
    if any(fold(name) == "ifmatch" for update in updates for name in update.headers):
        return "etag"
    if all(kind.version and kind.version != kind.modified for kind in types):
        draft.ask("precondition", question="does the version travel in the body (version), or in If-Match (etag)?")
        return "version"
    if all(kind.version for kind in types):
        draft.ask(
            "precondition", question="nothing but a stamp tells that a record was changed: compare it before a write?"
        )
        return "compare"
    draft.ask(
        "precondition", question="nothing keeps us from overwriting somebody's newer edit: is there really nothing?"
    )
    return "none"


class _Reader:
    """Turns resources into ObjectTypes. `kinds` are the ObjectTypes by the name of their schema."""

    def __init__(self, schemas: Schemas, draft: Draft, kinds: Mapping[str, str]) -> None:
        self._schemas = schemas
        self._draft = draft
        self._kinds = kinds

    def object_type(self, name: str, resource: Resource, envelope: Envelope) -> ObjectType | None:
        """The ObjectType; None, with a notice, where its record has no properties."""
        place = ("types", name)
        row, item = resource.listing.shape, resource.item_shape
        merged = Shape(type="object", name=_name_of(resource), properties={**row.properties, **item.properties})
        update = self._body(resource.update)
        if resource.update is not None and _style(resource.update) == "json-patch":
            update = None  # the body lists operations, and says nothing of properties
        bodies = Bodies(self._body(resource.create), update, resource.update is None)
        gathering = Gathering(self._schemas, self._draft, self._kinds, place)
        gathering.gather(merged, bodies)
        properties = gathering.properties
        if not properties:
            self._draft.note(f"{name} was left out: its records have no properties that can be told")
            return None
        key = key_of(properties, name, resource.parameters[-1] if resource.parameters else "")
        if not key:
            key = next(iter(properties))
            self._draft.ask(*place, "key", question="which property tells records apart? None is called like a key.")
        modified, version = modified_of(properties), version_of(properties)
        for path in (key, modified, version):
            if path:
                properties[path] = replace(properties[path], access="read", required=False)
        if modified:
            self._draft.ask(*place, "modified", question="does this stamp move with every change of a record?")
        self._ask_about_answers(place, resource, envelope)
        return ObjectType(
            labels=_labels(name, resource),
            key=key,
            version=version or modified,
            modified=modified,
            operations=self._operations(place, resource, properties, modified),
            properties=ordered(properties, (key, version, modified)),
            lists=gathering.lists,
        )

    def _body(self, operation: Operation | None) -> Shape | None:
        if operation is None or operation.body is None:
            return None
        shape = self._schemas.shape(operation.body)
        return shape if shape.properties else None

    def _ask_about_answers(self, place: tuple[str, ...], resource: Resource, envelope: Envelope) -> None:
        rows, one = resource.listing.rows, resource.one
        if (rows, one) != (envelope.rows or "", envelope.item or ""):
            self._draft.ask(
                *(*place, "operations", "list"),
                question=f"its answers hold records at {rows or 'the root'!r} and {one or 'the root'!r}, unlike the "
                "others': a profile has one way for all.",
            )

    # ---- addresses ------------------------------------------------------------------------------

    def _operations(
        self, place: tuple[str, ...], resource: Resource, properties: Mapping[str, Property], modified: str
    ) -> Operations:
        at = (*place, "operations")
        listing = resource.listing.operation
        fill = self._fill(at, resource, properties)
        item_only = resource.item_shape.properties.keys() - resource.listing.shape.properties.keys()
        if item_only:
            question = f"a list leaves out {len(item_only)} properties, so each record is read by itself: is that so?"
            self._draft.ask(*at, "partial", question=question)
        if "{account}" in fill(listing.path):
            self._draft.ask(*at, "list", question="is the first part the account, which flowc.toml gives?")
        create, update, delete = resource.create, resource.update, resource.delete
        return Operations(
            list=fill(listing.path),
            item=fill(resource.item.path),
            create=fill(create.path) if create else "",
            why_not="" if create else "the description has no way to create one",
            update=fill(update.path) if update else "",
            delete=fill(delete.path) if delete else "",
            partial=bool(item_only),
            feed=self._feed(at, listing, modified),
        )

    def _fill(self, at: tuple[str, ...], resource: Resource, properties: Mapping[str, Property]) -> _Filling:
        names = dict.fromkeys(resource.accounts, "account")
        *parents, last = resource.parameters or ("",)
        for name in parents:
            fits = [path for path in properties if fold(path) == fold(name)]
            names[name] = fits[0] if fits else name
            if not fits:
                self._draft.ask(*at, "item", question=f"which property fills {{{name}}}? None is called so.")
        return _Filling({**names, last: "key"})

    def _feed(self, at: tuple[str, ...], listing: Operation, modified: str) -> Feed | None:
        names = [name for name in listing.query if SINCE.fullmatch(name) and name.isascii() and len(name) <= 80]
        if not modified:
            if names:
                self._draft.note(
                    f"{listing.path} can be asked for changes by {names[0]!r}, but no property is the stamp of one"
                )
            return None
        if not names:
            return None
        question = "does this ask for what changed since a moment, that moment included? Seconds in `overlap` go back."
        self._draft.ask(*at, "feed", "parameter", question=question)
        return Feed(parameter=names[0], overlap=60)


class _Filling:
    """Spells an address with flowc's places instead of the description's parameters."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, path: str) -> str:
        return re.sub(r"\{([^{}]+)\}", lambda place: f"{{{self._names.get(place[1], place[1])}}}", path)


def _labels(name: str, resource: Resource) -> list[str]:
    """The address's last segment is what people may call the kind too, if it says anything else."""
    segment = "".join(char if char.isalnum() else " " for char in _segment(resource)).strip()
    return [segment] if segment and len(segment) <= 60 and fold(segment) != fold(name) else []
