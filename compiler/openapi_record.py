"""The properties of a kind of record, gathered from its schemas: those of answers, and those of what is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from msgspec.structs import replace

from .draft import MOST_PROPERTIES, Draft, fits_a_path
from .guess import form_of, key_of, singular, version_of
from .naming import fold
from .openapi_schema import Schemas, Shape
from .profile import Form, ListProperty, Property

__all__ = ["Bodies", "Gathering", "ordered"]

T = TypeVar("T")
Access = Literal["both", "read", "create"]
Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime"]

_DEEPEST = 5
_KINDS: dict[str, Kind] = {"integer": "integer", "number": "decimal", "boolean": "boolean"}
_FORMATS: dict[str, Kind] = {"date": "date", "date-time": "datetime"}


class Bodies(NamedTuple):
    """What a new record's body may hold, and a change's (None where the description does not say). `is_fixed`: there is
    no way to change one."""

    create: Shape | None
    update: Shape | None
    is_fixed: bool

    def access(self, name: str, inner: Shape) -> Access:
        """Who may set it: in no body, or read-only, `read`; in the body of a new record only, `create`."""
        if inner.read_only:
            return "read"
        new = self.create or self.update
        change = None if self.is_fixed else self.update or self.create
        if not self.is_fixed and (change is None or name in change.properties):
            return "both"
        return "create" if new is None or name in new.properties else "read"

    def below(self, name: str, schemas: Schemas) -> Bodies:
        """The bodies of an object within the record."""
        return Bodies(_within(self.create, name, schemas), _within(self.update, name, schemas), self.is_fixed)

    def elements(self, name: str, schemas: Schemas) -> Bodies:
        """The bodies of a list's elements."""
        create, update = (_within(body, name, schemas, True) for body in (self.create, self.update))
        return Bodies(create, update, self.is_fixed)


def _within(body: Shape | None, name: str, schemas: Schemas, is_list: bool = False) -> Shape | None:
    if body is None or name not in body.properties:
        return None
    inner = schemas.shape(body.properties[name])
    if is_list:
        inner = schemas.shape(inner.elements)
    return inner if inner.properties else None


class Gathering:
    """The properties and lists of one ObjectType, or of the elements of one list, at a place of the profile.

    `kinds` are the ObjectTypes by the name of their schema: an object of such a schema is a record of its own, and only
    its key is kept.
    """

    def __init__(self, schemas: Schemas, draft: Draft, kinds: Mapping[str, str], place: tuple[str, ...]) -> None:
        self._schemas = schemas
        self._draft = draft
        self._kinds = kinds
        self._place = place
        self._left = MOST_PROPERTIES
        self.properties: dict[str, Property] = {}
        self.lists: dict[str, ListProperty] = {}

    def gather(self, shape: Shape, bodies: Bodies, prefix: str = "", within: tuple[str, ...] = ()) -> None:
        """The leaves of a record, objects within it as dotted paths. Circles are cut at the name of a schema."""
        within = (*within, shape.name) if shape.name else within
        for name, schema in shape.properties.items():
            self._left -= 1
            if self._left < 0:
                self._note(f"has more than {MOST_PROPERTIES} properties; the rest was left out")
                return
            if not fits_a_path(name):
                self._note(f"the property {name[:60]!r} was left out: its name cannot be a path")
                continue
            inner = self._schemas.shape(schema)
            if inner.write_only:
                continue
            path, access = f"{prefix}{name}", bodies.access(name, inner)
            target = self._kinds.get(inner.name, "")
            if inner.elements is not None or inner.type == "array":
                self._list(path, name, inner, bodies, prefix, within)
            elif not inner.properties:
                self.properties[path] = self._property(path, name, inner, access, bodies.create if not prefix else None)
            elif (target and target != self._place[1]) or inner.name in within:
                self._reference(path, inner, access, target)
            elif path.count(".") + 1 < _DEEPEST:
                nothing = Shape(type="object")
                inside = Bodies(nothing, nothing, False) if access == "read" else bodies.below(name, self._schemas)
                self.gather(inner, inside, f"{path}.", within)

    def _note(self, text: str) -> None:
        self._draft.note(f"{self._place[1]}: {text}")

    def _reference(self, path: str, inner: Shape, access: Access, target: str) -> None:
        """An object that is a record of its own: only its key stays."""
        names = [name for name in inner.properties if fold(name) in ("id", "key", "guid", "uuid")]
        if names and fits_a_path(names[0]):
            key = self._schemas.shape(inner.properties[names[0]])
            references = [target] if target else []
            self.properties[f"{path}.{names[0]}"] = Property(type=_kind(key), access=access, references=references)

    def _property(self, path: str, name: str, inner: Shape, access: Access, create: Shape | None) -> Property:
        kind = _kind(inner)
        demanded = create is not None and name in create.required and access != "read"
        form: Form = "email" if inner.format == "email" else form_of(name) if kind == "text" else ""
        where = (*self._place, "properties", path)
        said = []
        if inner.choices:
            said.append(f"one of {', '.join(inner.choices[:20])}{' …' if len(inner.choices) > 20 else ''}")
        if demanded and inner.nullable:
            said.append("said to be required, and may be null")
        if said:
            self._draft.comments[where] = "; ".join(said)
        if form == "organisation-number":
            question = "is this the number of a register? Then spaces and letters before it are nothing."
            self._draft.ask(*where, question=question)
        if inner.split:
            self._draft.ask(*where, question="of which type is it? The description allows several.")
        return Property(
            type=kind,
            form=form,
            access=access,
            required=demanded and not inner.nullable,
            max_length=inner.max_length if kind == "text" else None,
        )

    def _list(self, path: str, name: str, inner: Shape, bodies: Bodies, prefix: str, within: tuple[str, ...]) -> None:
        """A list of nested elements. Lists of plain values, of records of their own, and in lists are left out."""
        element = self._schemas.shape(inner.elements)
        is_inside = bool(prefix) or len(self._place) > 2
        if is_inside or not element.properties or element.name in self._kinds or element.name in within:
            why = "it is inside another part" if is_inside else "its elements are plain values"
            if element.properties and not is_inside:
                why = "its elements are records of their own"
            self._note(f"the list {path[:80]!r} was left out: {why}")
            return
        at = (*self._place, "lists", path)
        inside = Gathering(self._schemas, self._draft, self._kinds, at)
        inside.gather(element, bodies.elements(name, self._schemas), "", within)
        children = inside.properties
        if not children:
            return
        key, version = key_of(children, singular(name)), version_of(children)
        own = {child: replace(p, access="read") if child in (key, version) else p for child, p in children.items()}
        self.lists[path] = ListProperty(
            access=bodies.access(name, inner),
            required=bodies.create is not None and name in bodies.create.required,
            key=key,
            version=version,
            properties=ordered(own, (key, version)),
        )


def _kind(shape: Shape) -> Kind:
    if shape.type in ("string", ""):
        return _FORMATS.get(shape.format, "text")
    return _KINDS.get(shape.type, "text")


def ordered(properties: Mapping[str, T], first: Sequence[str]) -> dict[str, T]:
    """The properties, with these in front."""
    front = [path for path in first if path in properties]
    return {path: properties[path] for path in dict.fromkeys([*front, *properties])}
