"""An OData service's `$metadata` (EDMX of OData v2, v3 and v4) as a Draft of a profile. Pure: bytes in, a value out.

Every entity set with a single key becomes an ObjectType, since OData itself says where its records are and how lists
go on. How to get in, and what is really required, it does not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .draft import MOST_PROPERTIES, Draft, NotADescription, fits_a_path, fits_a_url
from .guess import form_of, label_of, modified_of, refer, settle, singular, type_name, version_of
from .naming import fold
from .profile import Feed, ListProperty, ObjectType, Operations, Profile, Property
from .xml_tree import Element, parsed

__all__ = ["draft_of"]

Kind = Literal["text", "integer", "decimal", "boolean", "date", "datetime"]
Access = Literal["both", "read", "create"]
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("Int16", "Int32", "Int64", "Byte", "SByte"), "integer"),
    **dict.fromkeys(("Decimal", "Double", "Single"), "decimal"),
    "Boolean": "boolean",
    "Date": "date",
    "DateTime": "datetime",
    "DateTimeOffset": "datetime",
}
_DEEPEST = 5


class _Model(Struct, kw_only=True):
    """The types of all schemas by qualified name, sets by name with their type, and annotations by target."""

    entities: dict[str, Element]
    complexes: dict[str, Element]
    sets: dict[str, Element]
    associations: dict[str, Element]
    annotations: dict[str, list[Element]]
    aliases: dict[str, str]
    is_v4: bool


def draft_of(content: bytes, name: str, only: Collection[str] = ()) -> Draft:
    """The profile of the system `name` that a `$metadata` document gives. `only` chooses entity sets.

    NotADescription where the content is none.
    """
    model = _model(parsed(content))
    protocol: Literal["odata-v4", "odata-v2"] = "odata-v4" if model.is_v4 else "odata-v2"
    draft = Draft(profile=Profile(label=label_of(name), protocol=protocol))
    draft.comments[()] = (
        "Imported from an OData description. Lines below a QUESTION are guesses: see to each, then delete it."
    )
    draft.ask(
        "address", question="where is the service? This is the address before `/$metadata`; it is not said inside."
    )
    draft.ask("auth", "scheme", question="how do we get in? OData does not say.")
    chosen = _chosen(model, only, draft)
    names: dict[str, str] = {}
    for entity_set in chosen:
        names[entity_set] = type_name(entity_set, names.values())
    reader = _Reader(model, draft, names)
    types = {}
    for entity_set, ours in names.items():
        kind = reader.object_type(ours, entity_set)
        if kind is not None:
            types[ours] = kind
    draft.profile = replace(draft.profile, types=types)
    settle(draft)
    if not model.is_v4 and any(not kind.version for kind in types.values()):
        draft.profile = replace(draft.profile, precondition="none")
        draft.ask(
            "precondition", question="not everything has a stamp of the last change: compare it where there is one?"
        )
    refer(draft, {ours: (singular(entity_set),) for entity_set, ours in names.items() if ours in types})
    return draft


def _model(root: Element) -> _Model:
    services = [root] if root.name == "Schema" else [one for s in root.all("DataServices") for one in [s]]
    schemas = [root] if root.name == "Schema" else [schema for one in services for schema in one.all("Schema")]
    if root.name not in ("Edmx", "Schema") or not schemas:
        raise NotADescription("it is XML, but no OData description: that is an `Edmx` with a `Schema` in it")
    version = root.get("Version")
    is_v4 = version.startswith("4") or "docs.oasis-open.org" in schemas[0].space
    model = _Model(entities={}, complexes={}, sets={}, associations={}, annotations={}, aliases={}, is_v4=is_v4)
    for schema in schemas:
        space = schema.get("Namespace")
        if schema.get("Alias"):
            model.aliases[schema.get("Alias")] = space
        for kind, into in (
            ("EntityType", model.entities), ("ComplexType", model.complexes), ("Association", model.associations),
        ):  # fmt: skip
            for one in schema.all(kind):
                into[f"{space}.{one.get('Name')}"] = one
        for container in schema.all("EntityContainer"):
            model.sets |= {one.get("Name"): one for one in container.all("EntitySet")}
        for group in schema.all("Annotations"):
            model.annotations.setdefault(group.get("Target").rpartition("/")[2] or group.get("Target"), []).extend(
                group.all("Annotation")
            )
    return model


def _chosen(model: _Model, only: Collection[str], draft: Draft) -> list[str]:
    found = []
    wanted = {fold(singular(name)): name for name in only}
    for name in model.sets:
        if not fits_a_url(f"/{name}") or not fits_a_path(name):
            draft.note(f"the entity set {name[:60]!r} was left out: its name makes no address")
        elif not only or fold(singular(name)) in wanted:
            found.append(name)
    known = {fold(singular(name)) for name in found}
    for folded, name in wanted.items():
        if folded not in known:
            draft.note(f"there is no {name[:60]!r}; there are {', '.join(list(model.sets)[:40])}")
    return found


class _Reader:
    """Turns entity sets into ObjectTypes. `names` are the ObjectTypes by entity set."""

    def __init__(self, model: _Model, draft: Draft, names: Mapping[str, str]) -> None:
        self._model = model
        self._draft = draft
        self._of_entity = {self._whole(model.sets[one].get("EntityType")): ours for one, ours in names.items()}

    def _whole(self, name: str) -> str:
        """A qualified name with its schema's namespace instead of an alias, without `Collection(...)`."""
        bare = name.removeprefix("Collection(").removesuffix(")")
        space, _, last = bare.rpartition(".")
        return f"{self._model.aliases.get(space, space)}.{last}"

    def object_type(self, ours: str, entity_set: str) -> ObjectType | None:
        """The ObjectType of a set; None, with a notice, where its key is not a single plain property."""
        element = self._model.sets[entity_set]
        lineage = self._lineage(self._whole(element.get("EntityType")))
        keys = [ref.get("Name") for one in lineage for key in one.all("Key") for ref in key.all("PropertyRef")]
        if len(keys) != 1 or not fits_a_path(keys[0]):
            said = "several keys" if len(keys) > 1 else "no key"
            self._draft.note(f"the entity set {entity_set!r} was left out: it has {said}, and flowc wants one")
            return None
        place = ("types", ours)
        key = keys[0]
        properties, stamps = self._properties(place, "", lineage, frozenset())
        if key not in properties:
            self._draft.note(f"the entity set {entity_set!r} was left out: its key is not among its properties")
            return None
        properties[key] = replace(properties[key], access="read", required=False)
        self._by_constraint(lineage, properties)
        modified = modified_of(properties)
        if modified:
            properties[modified] = replace(properties[modified], access="read", required=False)
            self._draft.ask(*place, "modified", question="does this stamp move with every change of a record?")
        version = "@odata.etag" if self._model.is_v4 else version_of(properties) or modified
        lists = self._lists(place, lineage)
        self._draft.links[ours] = frozenset(self._links(lineage)) - lists.keys()
        front = [key, *([modified] if modified else [])]
        return ObjectType(
            labels=[],
            key=key,
            version=version,
            modified=modified,
            operations=self._operations(
                place, entity_set, element, key, lineage, (modified, stamps.get(modified, "")), lists
            ),
            properties={path: properties[path] for path in dict.fromkeys([*front, *properties])},
            lists=lists,
        )

    def _lineage(self, name: str) -> list[Element]:
        """An entity or complex type after the types it is based on. Circles are cut."""
        found: list[Element] = []
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            one = self._model.entities.get(name) or self._model.complexes.get(name)
            if one is None:
                break
            found.insert(0, one)
            name = self._whole(one.get("BaseType"))
        return found

    # ---- properties -----------------------------------------------------------------------------

    def _properties(
        self, place: tuple[str, ...], prefix: str, lineage: list[Element], within: frozenset[str]
    ) -> tuple[dict[str, Property], dict[str, str]]:
        """Properties by path, and the EDM type of each."""
        found: dict[str, Property] = {}
        types: dict[str, str] = {}
        for element in (one for part in lineage for one in part.all("Property")):
            name, of = element.get("Name"), element.get("Type")
            if len(found) >= MOST_PROPERTIES:
                self._draft.note(f"{place[1]} has more than {MOST_PROPERTIES} properties; the rest was left out")
                break
            if not fits_a_path(name) or of.startswith("Collection("):
                what = "a list of values" if of.startswith("Collection(") else "its name cannot be a path"
                self._draft.note(f"{place[1]}: the property {name[:60]!r} was left out: {what}")
                continue
            whole = self._whole(of)
            if whole in self._model.complexes:
                if whole not in within and prefix.count(".") < _DEEPEST:
                    inner, more = self._properties(place, f"{prefix}{name}.", self._lineage(whole), within | {whole})
                    room = MOST_PROPERTIES - len(found)
                    found |= dict(list(inner.items())[:room])
                    types |= more
                continue
            found[f"{prefix}{name}"] = self._property(place, f"{prefix}{name}", element)
            types[f"{prefix}{name}"] = of
        return found, types

    def _property(self, place: tuple[str, ...], path: str, element: Element) -> Property:
        bare = element.get("Type").removeprefix("Edm.")
        kind = _KINDS.get(bare, "text")
        length = element.get("MaxLength")
        access = self._access(element)
        demanded = element.get("Nullable") == "false" and access != "read" and "." not in path
        is_required = demanded and kind == "text" and not element.get("DefaultValue")
        if is_required:
            question = "is a new record refused without it? The description says only that it is never null."
            self._draft.ask(*place, "properties", path, question=question)
        if not element.get("Type").startswith("Edm."):
            self._draft.comments[(*place, "properties", path)] = f"an enumeration, {element.get('Type')[:80]}"
        return Property(
            type=kind,
            form=form_of(path) if kind == "text" else "",
            access=access,
            required=is_required,
            max_length=(
                int(length) if length.isdecimal() and 0 < len(length) < 9 and kind == "text" and int(length) else None
            ),
        )

    @staticmethod
    def _access(element: Element) -> Access:
        """What annotations say of who may set it: OData's own (v4) and SAP's (v2)."""
        said = {one.get("Term").rpartition(".")[2]: one for one in element.all("Annotation")}
        permissions = said.get("Permissions")
        if "Computed" in said and said["Computed"].get("Bool") != "false":
            return "read"
        if permissions is not None and permissions.get("EnumMember").endswith("/Read"):
            return "read"
        if "Immutable" in said and said["Immutable"].get("Bool") != "false":
            return "create"
        creatable, updatable = element.get("creatable") != "false", element.get("updatable") != "false"
        return "both" if updatable else "create" if creatable else "read"

    def _by_constraint(self, lineage: list[Element], properties: dict[str, Property]) -> None:
        """References that navigation properties declare."""
        for element in (one for part in lineage for one in part.all("NavigationProperty")):
            target = self._of_entity.get(self._whole(element.get("Type")), "")
            pairs = [one.get("Property") for one in element.all("ReferentialConstraint")]
            if not self._model.is_v4:
                association = self._model.associations.get(self._whole(element.get("Relationship")))
                if association is None:
                    continue
                ends = {one.get("Role"): self._whole(one.get("Type")) for one in association.all("End")}
                target = self._of_entity.get(ends.get(element.get("ToRole"), ""), "")
                dependents = [d for c in association.all("ReferentialConstraint") for d in c.all("Dependent")]
                mine = [d for d in dependents if d.get("Role") == element.get("FromRole")]
                pairs = [ref.get("Name") for d in mine for ref in d.all("PropertyRef")]
            if target and len(pairs) == 1 and pairs[0] in properties:
                prop = properties[pairs[0]]
                properties[pairs[0]] = replace(prop, references=[*dict.fromkeys([*prop.references, target])])

    def _lists(self, place: tuple[str, ...], lineage: list[Element]) -> dict[str, ListProperty]:
        """Lists that are part of the record: contained navigation properties (v4)."""
        found: dict[str, ListProperty] = {}
        for element in (one for part in lineage for one in part.all("NavigationProperty")):
            name = element.get("Name")
            is_part = element.get("ContainsTarget") == "true" and element.get("Type").startswith("Collection(")
            if not is_part or not fits_a_path(name):
                continue
            inner = self._lineage(self._whole(element.get("Type")))
            at = (*place, "lists", name)
            children, _ = self._properties(at, "", inner, frozenset())
            keys = [ref.get("Name") for one in inner for key in one.all("Key") for ref in key.all("PropertyRef")]
            key = keys[0] if len(keys) == 1 and keys[0] in children else ""
            if key:
                children[key] = replace(children[key], access="read", required=False)
            if children:
                found[name] = ListProperty(key=key, properties=children)
        return found

    def _links(self, lineage: list[Element]) -> Iterator[str]:
        """Navigation properties that lead to many."""
        for element in (one for part in lineage for one in part.all("NavigationProperty")):
            association = self._model.associations.get(self._whole(element.get("Relationship")))
            ends = association.all("End") if association is not None else []
            is_many = any(e.get("Role") == element.get("ToRole") and e.get("Multiplicity") == "*" for e in ends)
            if is_many or element.get("Type").startswith("Collection("):
                yield element.get("Name")

    # ---- addresses ------------------------------------------------------------------------------

    def _operations(
        self,
        place: tuple[str, ...],
        entity_set: str,
        element: Element,
        key: str,
        lineage: list[Element],
        stamp: tuple[str, str],
        lists: Mapping[str, ListProperty],
    ) -> Operations:
        of = next(p.get("Type") for one in lineage for p in one.all("Property") if p.get("Name") == key)
        one = f"/{entity_set}({self._quoted(of)})"
        insertable = element.get("creatable") != "false" and not self._denies(entity_set, element, "Insert")
        deletable = element.get("deletable") != "false" and not self._denies(entity_set, element, "Delete")
        updatable = element.get("updatable") != "false" and not self._denies(entity_set, element, "Update")
        expand = {"$expand": ",".join(lists)} if lists else {}
        if lists:
            self._draft.ask(*place, "operations", "list_query", question="may these lists be read with their record?")
        return Operations(
            list=f"/{entity_set}",
            item=one,
            create=f"/{entity_set}" if insertable else "",
            why_not="" if insertable else "the description says that nobody can create one",
            update=one if updatable else "",
            delete=one if deletable else "",
            list_query=expand,
            item_query=dict(expand),
            feed=self._feed(place, *stamp),
        )

    def _quoted(self, of: str) -> str:
        if of in ("Edm.String", ""):
            return "'{key}'"
        if self._model.is_v4:
            return "{key}"
        return {"Edm.Guid": "guid'{key}'", "Edm.Int64": "{key}L"}.get(of, "{key}")

    def _denies(self, entity_set: str, element: Element, verb: str) -> bool:
        word = {"Insert": "Insertable", "Update": "Updatable", "Delete": "Deletable"}[verb]
        for annotation in (*element.all("Annotation"), *self._model.annotations.get(entity_set, ())):
            if annotation.get("Term").endswith(f".{verb}Restrictions"):
                values = [value for record in annotation.all("Record") for value in record.all("PropertyValue")]
                return any(value.get("Property") == word and value.get("Bool") == "false" for value in values)
        return False

    def _feed(self, place: tuple[str, ...], modified: str, of: str) -> Feed | None:
        """OData filters by any property, so a stamp makes a feed: if the service lets it be filtered."""
        if not modified or not modified.isascii():
            return None
        literal = "{since}"
        if not self._model.is_v4:
            literal = "datetimeoffset'{since}'" if of == "Edm.DateTimeOffset" else "datetime'{since}'"
        question = "may lists be filtered by this stamp? Seconds in `overlap` go back."
        self._draft.ask(*place, "operations", "feed", "value", question=question)
        return Feed(parameter="$filter", value=f"{modified} ge {literal}", overlap=60)
