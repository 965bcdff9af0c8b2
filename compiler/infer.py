"""What no profile describes: systems, ObjectTypes and Properties that only the documents name.

A system without a profile is taken for plain REST with JSON: an API key, one collection for each ObjectType, the
key in `id`. Kinds of Properties come from the third cells. Everything is made from the set of names, so the order
of documents, sections and rows never matters; what is inferred is reported by `resolve`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, get_args
from urllib.parse import quote

from msgspec import Struct, structs

from . import expression, syntax
from .naming import assign, fold
from .profile import (
    SHADOWING,
    Access,
    Auth,
    Envelope,
    Facet,
    Kind,
    ListProperty,
    ObjectType,
    Operations,
    Paging,
    Profile,
    Property,
)

__all__ = ["Place", "Survey", "survey", "type_labels"]

_FACETS = {
    "company": ("company",),
    "person": ("person",),
    "organisation-data": ("(organisation", "data)"),
    "human-data": ("(human", "data)"),
}
"""Qualifiers of an object label that name a part of the same resource (LANGUAGE section 1)."""

_KIND_OF_CELL: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "decimal": "decimal",
    "float": "decimal",
    "boolean": "boolean",
}
_KIND_OF_RESULT: dict[str, Kind] = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "float": "decimal",
    "boolean": "boolean",
    "truth": "boolean",
    "datetime": "datetime",
}
_UNNAMED = "unnamed"
_MOST_WORDS = 20  # of a system's label
_DEEPEST = 32  # segments of a path; a longer one names no property


class Place(NamedTuple):
    """The ObjectType a label names, by resolved names. `rest` is what follows the system's label."""

    system: str
    type: str
    facet: str
    rest: str


class Survey(Struct, frozen=True):
    """Every label of the documents resolved, and profiles that describe everything they name.

    `systems` are resolved names by folded label; `unlisted` the paths of a type that its own profile does not list;
    `inferred` the systems, and `new_types` the types of described systems, that no profile has.
    """

    profiles: dict[str, Profile]
    systems: dict[str, str]
    inferred: frozenset[str]
    new_types: frozenset[tuple[str, str]]
    unlisted: dict[tuple[str, str], frozenset[str]]
    places: dict[tuple[str, str], Place]

    def system(self, label: str) -> Profile:
        """The system of a document's title."""
        return self.profiles[self.systems[fold(label)]]

    def place(self, label: str, title: str) -> Place:
        """The ObjectType of a section's label, under a title that names this system on that side."""
        return self.places[label, title]


def survey(documents: Iterable[syntax.Document], profiles: Iterable[Profile]) -> Survey:
    """Look at every name in the documents, and infer what the profiles do not say."""
    chosen = tuple(documents)
    known = {profile.name: profile for profile in profiles}
    labels = _Labels(known, chosen)
    named = _named(chosen, labels)
    complete = dict(known)
    for name, spelling in labels.inferred.items():
        complete[name] = _plain_rest(name, spelling)
    new_types = labels.types.keys() - {(name, kind) for name in known for kind in known[name].types}
    unlisted: dict[tuple[str, str], frozenset[str]] = {}
    types: dict[str, dict[str, ObjectType]] = defaultdict(dict)
    for (system, name), kind in sorted(labels.types.items()):
        paths = named.get((system, name), _Paths())
        added = _properties(kind, paths)
        if (system, name) not in new_types:
            unlisted[system, name] = frozenset(added)
        types[system][name] = structs.replace(kind, properties=kind.properties | added) if added else kind
    for system, members in types.items():
        complete[system] = structs.replace(complete[system], types=complete[system].types | members)
    return Survey(
        complete,
        labels.systems,
        frozenset(labels.inferred),
        frozenset((system, name) for system, name in new_types if system in known),
        unlisted,
        labels.places,
    )


# ---- labels -------------------------------------------------------------------------------------


class _Labels:
    """Systems and ObjectTypes by label: those of profiles, and those that only documents name."""

    def __init__(self, known: dict[str, Profile], documents: tuple[syntax.Document, ...]) -> None:
        self.known = known
        self.systems: dict[str, str] = {}
        for name, profile in sorted(known.items()):
            for label in (profile.label, name, *profile.aliases):
                self.systems.setdefault(fold(label), name)
        wanted = set(_all_labels(documents))
        self.inferred = self._unknown_systems(documents, wanted)
        self.types: dict[tuple[str, str], ObjectType] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self._of_label: dict[str, dict[str, tuple[str, str]]] = {}
        spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
        facets: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for label, title in sorted(wanted):
            place = self._place(label, title)
            self.places[label, title] = place
            spelled = spellings[place.system, place.type]  # made even where only facets are named
            (facets[place.system, place.type][place.facet] if place.facet else spelled).add(place.rest)
        for key, rests in spellings.items():
            self.types[key] = self._type(*key, rests, facets[key])

    def _unknown_systems(
        self, documents: tuple[syntax.Document, ...], wanted: set[tuple[str, str]]
    ) -> dict[str, str]:
        """Systems without a profile by resolved name, with a label. Titles name them, or the first word of a label."""
        spelled: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            for text in (document.left, document.right):
                if fold(text.value) not in self.systems:
                    spelled[fold(text.value)].add(text.value)
        titles = self.systems.keys() | spelled.keys()
        for label, title in wanted:
            words = label.split()
            if words and title and _known_words(words, titles) is None:
                spelled[fold(words[0])].add(words[0])
        names = _system_names(spelled, frozenset(self.known))
        self.systems |= names
        return {name: min(spelled[key]) for key, name in names.items()}

    def _place(self, label: str, title: str) -> Place:
        """The longest known system label that starts the label; else the title's; else the first word (LANGUAGE 1)."""
        words = label.split()
        known = _known_words(words, self.systems)
        count = known if known is not None else 0 if not title or not words else 1
        system = self.systems[fold(" ".join(words[:count]) if count else title)]
        rest = " ".join(words[count:])
        if system in self.known:
            if system not in self._of_label:
                self._of_label[system] = type_labels(self.known[system])
            found = self._of_label[system].get(fold(rest))
            if found is not None:
                return Place(system, *found, rest)
            return Place(system, fold(rest) or _UNNAMED, "", rest)
        return Place(system, *_facet_of(rest.split()), rest)

    def _type(self, system: str, name: str, rests: set[str], facets: dict[str, set[str]]) -> ObjectType:
        if system in self.known and name in self.known[system].types:
            return self.known[system].types[name]
        path = f"/{quote(name)}"
        described = system in self.known  # the system is, this type of it is not
        return ObjectType(
            labels=sorted(rests),
            modified="" if described else "modified",
            operations=Operations(
                list=path,
                item=f"{path}/{{key}}",
                create="" if described else path,
                why_not=f"no profile describes the ObjectType {name}" if described else "",
                update=f"{path}/{{key}}",
                delete="" if described else f"{path}/{{key}}",
            ),
            properties={"id": Property(access="read")}
            | ({} if described else {"modified": Property(type="datetime", access="read")}),
            facets={
                facet: Facet(labels=sorted(spelled), path="facet", value=facet)
                for facet, spelled in sorted(facets.items())
            },
        )


def _all_labels(documents: Iterable[syntax.Document]) -> Iterator[tuple[str, str]]:
    """Every section's labels, each with the title's label of its side."""
    for document in documents:
        left, right = document.left.value, document.right.value
        for section in document.sections:
            yield section.left.value, left
            yield section.right.value, right


def _known_words(words: list[str], systems: Container[str]) -> int | None:
    """How many of the first words are a known system's label; the most. None if there is none."""
    known, start = None, ""
    for count, word in enumerate(words[:_MOST_WORDS], start=1):
        start += fold(word)
        if start in systems:
            known = count
    return known


def _facet_of(words: list[str]) -> tuple[str, str]:
    """The resolved name of an ObjectType nobody described, and its facet."""
    lowered = [word.casefold() for word in words]
    for facet, ending in _FACETS.items():
        if len(words) > len(ending) and tuple(lowered[-len(ending) :]) == ending:
            return fold(" ".join(words[: -len(ending)])) or _UNNAMED, facet
    return fold(" ".join(words)) or _UNNAMED, ""


def type_labels(profile: Profile) -> dict[str, tuple[str, str]]:
    """Folded labels of a profile's ObjectTypes and facets; the first of two equal ones counts, facets before types."""
    found: dict[str, tuple[str, str]] = {}
    for name, kind in sorted(profile.types.items()):
        for facet_name, facet in sorted(kind.facets.items()):
            for label in facet.labels:
                found.setdefault(fold(label), (name, facet_name))
        for label in (name, *kind.labels):
            found.setdefault(fold(label), (name, ""))
    return found


def _system_names(spelled: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """A resolved name for each folded label: an identifier that hides nothing a generated module imports."""
    names = assign(label or _UNNAMED for label in spelled)
    found = {}
    for label in sorted(spelled):
        name = names[label or _UNNAMED]
        found[label] = f"{name}_system" if name in taken or name in SHADOWING else name
    return found


def _plain_rest(name: str, label: str) -> Profile:
    return Profile(
        name=name,
        label=label or "(no name)",
        protocol="rest-json",
        auth=Auth(scheme="api-key", header="X-Api-Key"),
        paging=Paging(scheme="offset", start="offset", size="limit", rows=200, until_empty=True),
        envelope=Envelope(rows="items"),
        fills_absent=True,
    )


# ---- properties ---------------------------------------------------------------------------------


_PLAIN: dict[tuple[Kind, Access], Property] = {
    (kind, access): Property(type=kind, access=access)
    for kind in get_args(Kind)
    for access in get_args(Access)
}
"""Every Property that can be inferred."""


class _Paths(Struct):
    """The paths that rows give to one ObjectType, with the kinds third cells state (of their right side) or suggest."""

    stated: dict[str, set[Kind]] = {}
    suggested: dict[str, set[Kind]] = {}


def _named(documents: Iterable[syntax.Document], labels: _Labels) -> dict[tuple[str, str], _Paths]:
    """Every path that a row, a condition or a match row names, by ObjectType."""
    found: dict[tuple[str, str], _Paths] = defaultdict(lambda: _Paths({}, {}))
    for document in documents:
        for section in document.sections:
            left = labels.places[section.left.value, document.left.value]
            right = labels.places[section.right.value, document.right.value]
            lefts, rights = found[left.system, left.type], found[right.system, right.type]
            for row in section.rows:
                stated, suggested, below = _told(row.type.text.value)
                _note(rights.stated, row.right.path.value, stated)
                _note(lefts.suggested, row.left.path.value, suggested)
                for path in below:
                    _note(lefts.suggested, f"{row.left.path.value.strip()}.{path}", None)
                for condition in row.left.conditions:
                    _note(lefts.suggested, condition.path.value, None)
                for condition in row.right.conditions:
                    _note(rights.suggested, condition.path.value, None)
            for match in section.match:
                _note(lefts.suggested, match.left.value, None)
                _note(rights.suggested, match.right.value, None)
    return found


def _note(paths: dict[str, set[Kind]], path: str, kind: Kind | None) -> None:
    name = path.strip()
    kinds = paths.get(name)
    if kinds is None:
        kinds = paths[name] = set()
    if kind is not None:
        kinds.add(kind)


@lru_cache(maxsize=4096)
def _told(cell: str) -> tuple[Kind | None, Kind | None, tuple[str, ...]]:
    """What a third cell tells: the kind of the right property, that of the left one, and paths below the left one."""
    word = cell.strip().strip('"')
    if word in ("N/A", "list", "first"):
        return None, None, ()
    if word in _KIND_OF_CELL:
        return _KIND_OF_CELL[word], _KIND_OF_CELL[word], ()
    tree = expression.parse(cell).expression
    if not isinstance(tree, expression.Apply):
        return None, None, ()
    return _KIND_OF_RESULT.get(expression.FUNCTIONS[tree.function].result), None, expression.below(tree)


def _properties(kind: ObjectType, paths: _Paths) -> dict[str, Property]:
    """Properties for the paths that the ObjectType does not list. One that holds another one is only read."""
    wanted = paths.stated.keys() | paths.suggested.keys()
    names = {path for path in wanted if path and path not in kind.properties and path.count(".") < _DEEPEST}
    if kind.lists:
        names = {path for path in names if not _is_listed(path, kind.lists)}
    if not names:
        return {}
    dotted = [path for path in (*names, *kind.properties) if "." in path]
    holding = {path[:at] for path in dotted for at in _dots(path)}
    held = {path for path in dotted for at in _dots(path) if path in names and path[:at] in kind.properties}
    added = {}
    for path in sorted(names):
        kinds = paths.stated.get(path) or paths.suggested.get(path) or set()
        access: Access = "read" if path in holding or path in held else "both"
        added[path] = _PLAIN[_agreed(kinds), access]
    return added


def _dots(path: str) -> Iterator[int]:
    """Where the segments of a path end, but for the last."""
    return (at for at, char in enumerate(path) if char == "." and at)


def _is_listed(path: str, lists: dict[str, ListProperty]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in lists)


def _agreed(kinds: set[Kind]) -> Kind:
    """The kind that all third cells agree on; text where they do not."""
    if len(kinds) == 1:
        return next(iter(kinds))
    return "decimal" if kinds == {"integer", "decimal"} else "text"
