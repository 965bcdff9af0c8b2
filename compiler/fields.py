"""What all documents share while they are resolved: endpoints, fields and conversions, each made once."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import TypeAlias

from msgspec import Struct

from .conversion import Refused, convert
from .infer import Place, Survey, type_labels
from .ir import Conversion, Endpoint, FieldPath
from .naming import fold
from .profile import ObjectType, Profile, Property

__all__ = ["Fields", "Names"]

_Kind: TypeAlias = tuple[str, str]
_NOTHING = Property(access="read")
_MOST_SEARCHES = 200


class Fields(Struct):
    """An ObjectType's fields by path as written, with the kind that conversions see; filled as rows name them.

    `listed` are the paths of its profile, `unlisted` those that are not there and reported, `guessed` those whose kind
    no profile states.
    """

    end: Endpoint
    listed: frozenset[str]
    unlisted: frozenset[str]
    guessed: frozenset[str]
    fields: dict[str, tuple[FieldPath, _Kind]]


class Names:
    """What all documents share: endpoints, fields and conversions, each made once, and near names."""

    def __init__(self, found: Survey) -> None:
        self._survey = found
        self._places: dict[tuple[str, str, str], Fields] = {}
        self._fields: dict[tuple[str, str], dict[str, tuple[FieldPath, _Kind]]] = {}
        self._conversions: dict[tuple[_Kind, _Kind, str], Conversion | Refused] = {}
        self._near: dict[tuple[str, frozenset[str]], str] = {}
        self._described: dict[str, frozenset[str]] = {}
        self._types: dict[str, dict[str, str]] = {}
        described = [profile for name, profile in found.profiles.items() if name not in found.inferred]
        self.systems = frozenset(label for one in described for label in (one.label, *one.aliases))

    def types(self, profile: Profile) -> dict[str, str]:
        """The system's ObjectTypes by folded label."""
        if profile.name not in self._types:
            self._types[profile.name] = {label: name for label, (name, _) in type_labels(profile).items()}
        return self._types[profile.name]

    def described(self, system: str) -> frozenset[str]:
        """The labels of the ObjectTypes that the system's own profile has."""
        if system not in self._described:
            types = self._survey.profiles[system].types.items()
            new = self._survey.new_types
            labels = {label for name, kind in types if (system, name) not in new for label in (name, *kind.labels)}
            self._described[system] = frozenset(labels)
        return self._described[system]

    def place(self, place: Place) -> Fields:
        """The endpoint of a label, and its fields."""
        key = place[:3]
        if key not in self._places:
            profile = self._survey.profiles[place.system]
            kind = profile.types[place.type]
            facet = kind.facets[place.facet] if place.facet else None
            end = Endpoint(profile=profile, name=place.type, type=kind, facet_name=place.facet, facet=facet)
            unlisted = self._survey.unlisted.get(key[:2], frozenset())
            fields = self._fields.setdefault(key[:2], {})
            new = place.system in self._survey.inferred or key[:2] in self._survey.new_types
            guessed = frozenset(kind.properties) if new else unlisted
            self._places[key] = Fields(end, frozenset(kind.properties) - unlisted, unlisted, guessed, fields)
        return self._places[key]

    def field(self, text: str, place: Fields) -> tuple[FieldPath, _Kind]:
        """The Property a path names, or nothing."""
        found = place.fields.get(text)
        if found is None:
            field = _field(text.strip(), place.end.type)
            found = place.fields[text] = (field, _seen_as(field.prop))
        return found

    def conversion(
        self, left: FieldPath, left_kind: _Kind, right: FieldPath, right_kind: _Kind, cell: str
    ) -> Conversion:
        """The conversion of a row, or Refused."""
        key = (left_kind, right_kind, cell)
        found = self._conversions.get(key)
        if found is None:
            try:
                found = convert(_as_key(left.prop), _as_key(right.prop), cell)
            except Refused as refusal:
                found = refusal
            self._conversions[key] = found
        if isinstance(found, Refused):
            raise found
        return found

    def near(self, name: str, known: Collection[str]) -> str:
        """The known name that is most like this one, "" if none is. After many searches only spelling is looked at."""
        key = (name, frozenset(known))
        if key not in self._near:
            alike = [one for one in sorted(known) if fold(one) == fold(name) and one != name]
            if not alike and len(self._near) < _MOST_SEARCHES:
                alike = difflib.get_close_matches(name[:80], sorted(known), n=1, cutoff=0.6)
            self._near[key] = alike[0] if alike and alike[0] != name else ""
        return self._near[key]


def _field(name: str, kind: ObjectType) -> FieldPath:
    for list_path, line_list in sorted(kind.lists.items()) if kind.lists else ():
        if name.startswith(f"{list_path}.") and len(name) > len(list_path) + 1:
            child = name.removeprefix(f"{list_path}.")
            prop = line_list.properties.get(child) or Property()
            return FieldPath(path=name, prop=prop, within=list_path, child=child, line_list=line_list)
        if name.removesuffix(".") == list_path:
            return FieldPath(path=name, prop=_NOTHING, within=list_path, is_nothing=True)
    listed = kind.properties.get(name)
    if listed is None:
        return FieldPath(path=name, prop=_NOTHING, is_nothing=True)
    return FieldPath(path=name, prop=listed, is_key=name == kind.key)


def _seen_as(prop: Property) -> _Kind:
    return ("text", "") if prop.references else (prop.type, prop.form)


def _as_key(prop: Property) -> Property:
    """A reference is seen as the key it holds, whatever that is stored as."""
    return prop if not prop.references else Property(type="text")
