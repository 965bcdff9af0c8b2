"""What names in a description most likely mean. Pure, and the same for every kind of description.

Nothing here is certain: who uses a guess that a person should see marks it with a question (`Draft.ask`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

from .draft import Draft
from .naming import fold, snake
from .profile import Form, ListProperty, ObjectType, Property

__all__ = [
    *("MODIFIED", "SINCE", "form_of", "key_of", "label_of", "modified_of", "refer", "referred", "secret_name"),
    *("settle", "singular", "type_name", "version_of"),
]

MODIFIED = re.compile(
    r"(last_?|date_?)?(modif|chang|updat|edited)[a-z]*(_?(at|on|date|time|stamp|timestamp|date_?time|utc|offset))*",
    re.I,
)
"""The name of a stamp of the last change, when the whole name is like this."""
SINCE = re.compile(
    r".*((modif|chang|updat)[a-z_]*(since|after|from|greater|gt|gte)|(since|after)_?(modif|chang|updat)).*|since", re.I
)
"""The name of a query parameter that narrows a list to recent changes."""
_VERSIONS = ("version", "revision", "rev", "rowversion", "lockversion", "etag", "objectversion")
_SUFFIX = re.compile(r"(?<=[A-Za-z])(DTO|Dto|Model|Response|Resource|Entity|Schema|Read|Out|View)+$")
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[a-z_]*e_?mail(_?address)?", re.I)),
    ("phone", re.compile(r"[a-z_]*(tele)?phone(_?(number|no))?|[a-z_]*mobile(_?(number|no|phone))?", re.I)),
    ("postcode", re.compile(r"(post(al)?|zip)_?code|zip", re.I)),
    ("organisation-number", re.compile(r"org(ani[sz]ation(al)?)?_?(number|no|nr)", re.I)),
)
_ID = re.compile(r"(?<=[a-z0-9])_?(id|ID|Id|key|Key|no|guid|Guid|uuid|Uuid)$|^(id|ID|Id)_")


def singular(word: str) -> str:
    """`companies` → `company`, `addresses` → `address`, `orders` → `order`; what is no plural stays."""
    if re.search(r"[^aeiou]ies$", word, re.I):
        return f"{word[:-3]}y"
    if re.search(r"(ss|x|ch|sh)es$", word, re.I):
        return word[:-2]
    return word[:-1] if re.search(r"[^su]s$", word, re.I) else word


def type_name(text: str, taken: Collection[str] = ()) -> str:
    """The name of an ObjectType, as a document would say it: letters and digits; unlike all that are taken."""
    last = re.split(r"[^0-9A-Za-zÀ-￿ _-]", text)[-1]
    words = "".join(char if char.isalnum() else " " for char in _SUFFIX.sub("", last)).split()
    name = "".join(word[0].upper() + word[1:] for word in words)[:60] or "Record"
    known = {fold(one) for one in taken}
    number, wanted = 1, name
    while fold(name) in known:
        number += 1
        name = f"{wanted}{number}"
    return name


def label_of(name: str) -> str:
    """A system's label, made from its resolved name."""
    return name[:1].upper() + name[1:]


def key_of(paths: Iterable[str], name: str, parameter: str = "") -> str:
    """The property that tells records apart: `id`, the one the address names, or `<type>id`; "" if none is so."""
    by_name = {fold(path): path for path in reversed(list(paths)) if "." not in path}
    for wanted in ("id", parameter, f"{name}id", f"{singular(name)}id", "guid", "uuid", "key"):
        if wanted and fold(wanted) in by_name:
            return by_name[fold(wanted)]
    return ""


def form_of(path: str) -> Form:
    """How texts of this name are compared, where the name leaves little doubt; "" elsewhere."""
    last = path.rpartition(".")[2]
    return next((form for form, pattern in _FORMS if pattern.fullmatch(last)), "")


def version_of(properties: Mapping[str, Property]) -> str:
    """The property that counts a record's changes, "" where none is called so."""
    return next((path for path in properties if fold(path) in _VERSIONS), "")


def modified_of(properties: Mapping[str, Property]) -> str:
    """The property with the moment of the last change, "" where none is called so."""
    stamps = [path for path, prop in properties.items() if prop.type == "datetime" and MODIFIED.fullmatch(path)]
    return stamps[0] if stamps else ""


def referred(path: str, types: Mapping[str, Collection[str]]) -> str:
    """The ObjectType whose key a property of this name most likely holds: `customerId`, `customer_id`, `customer.id`.

    `types` are the other names of each ObjectType. "" where none is called so, or more than one.
    """
    stem, _, last = path.rpartition(".")
    if stem and fold(last) in ("id", "key", "guid"):
        wanted = fold(singular(stem.rpartition(".")[2]))
    else:
        found = _ID.search(last)
        if not found:
            return ""
        wanted = fold(singular(_ID.sub("", last)))
    fits = [
        name for name, others in types.items() if wanted and wanted in {fold(singular(one)) for one in (name, *others)}
    ]
    return fits[0] if len(fits) == 1 else ""


def refer(draft: Draft, others: Mapping[str, Collection[str]]) -> None:
    """Give properties without references those that their names suggest, each with a question."""
    types: dict[str, ObjectType] = {}
    for name, kind in draft.profile.types.items():
        place = ("types", name)
        properties = _referring(draft, place, kind.properties, others, kind.key, name)
        lists: dict[str, ListProperty] = {}
        for path, line_list in kind.lists.items():
            inner = _referring(draft, (*place, "lists", path), line_list.properties, others, line_list.key, "")
            lists[path] = msgspec.structs.replace(line_list, properties=inner)
        types[name] = msgspec.structs.replace(kind, properties=properties, lists=lists)
    draft.profile = msgspec.structs.replace(draft.profile, types=types)


def settle(draft: Draft) -> None:
    """Take out what would contradict itself: references to ObjectTypes that were left out, labels that two have."""
    known = Counter(fold(label) for name, kind in draft.profile.types.items() for label in {name, *kind.labels})
    types: dict[str, ObjectType] = {}
    for name, kind in draft.profile.types.items():
        lists = {
            path: msgspec.structs.replace(one, properties=_pointing(one.properties, draft))
            for path, one in kind.lists.items()
        }
        types[name] = msgspec.structs.replace(
            kind,
            labels=[label for label in kind.labels if known[fold(label)] == 1],
            properties=_pointing(kind.properties, draft),
            lists=lists,
        )
    draft.profile = msgspec.structs.replace(draft.profile, types=types)


def _pointing(properties: Mapping[str, Property], draft: Draft) -> dict[str, Property]:
    return {
        path: (
            msgspec.structs.replace(prop, references=[one for one in prop.references if one in draft.profile.types])
            if prop.references
            else prop
        )
        for path, prop in properties.items()
    }


def _referring(
    draft: Draft,
    place: tuple[str, ...],
    properties: Mapping[str, Property],
    others: Mapping[str, Collection[str]],
    key: str,
    own: str,
) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for path, prop in properties.items():
        target = (
            ""
            if prop.references or path == key or prop.type in ("boolean", "datetime", "date", "decimal")
            else (referred(path, others))
        )
        if target and not (target == own and fold(path) in ("id", f"{fold(own)}id")):
            question = f"does this hold the key of a {target}? If not, delete `references`."
            draft.ask(*place, "properties", path, question=question)
            prop = msgspec.structs.replace(prop, references=[target])
        found[path] = prop
    return found


def secret_name(text: str) -> str:
    """What a secret is called in `flowc.toml`, from its name in a description."""
    return snake(text)
