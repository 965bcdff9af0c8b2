"""From what the author wrote to what it means: labels become ObjectTypes, cells Properties and Conversions.

What no profile describes was inferred before (`infer`), and is reported here. A name that cannot be resolved costs its
row, never the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import PurePath
from typing import Literal, TypeAlias

from msgspec import Struct, structs

from . import syntax
from .conversion import PLAIN_CELLS, Refused
from .diagnostic import Diagnostic, Span, finding
from .fields import Fields, Names
from .infer import Survey, survey
from .ir import (
    Cell,
    Condition,
    Connected,
    Conversion,
    Endpoint,
    FieldPath,
    Flow,
    MatchRow,
    Pair,
    Pick,
    Program,
    Row,
    Rule,
)
from .naming import fold
from .profile import Profile

__all__ = ["flow_name", "resolve"]

_SideName: TypeAlias = Literal["left", "right"]


def resolve(
    documents: Iterable[syntax.Document], profiles: Iterable[Profile]
) -> tuple[Program, list[Diagnostic]]:
    """All documents against all profiles. Rows are not bound yet (`analyse` does that)."""
    ordered = sorted(documents, key=lambda document: (flow_name(document.file), document.file))
    found = survey(ordered, profiles)
    names = Names(found)
    findings: list[Diagnostic] = []
    flows = tuple(_Resolver(found, names, document, findings).flow() for document in ordered)
    known = tuple(profile for _, profile in sorted(found.profiles.items()))
    return Program(flows=flows, profiles=known), findings


class _Resolver(Struct):
    """One document's work, and the findings it adds to."""

    survey: Survey
    names: Names
    document: syntax.Document
    findings: list[Diagnostic]
    reported: set[str] = set()

    def flow(self) -> Flow:
        document = self.document
        sections = sorted(document.sections, key=lambda section: (section.title.value, section.span.line))
        for title in (document.left, document.right):
            self._system(self.survey.systems[fold(title.value)], title)
        return Flow(
            name=flow_name(document.file),
            file=document.file,
            document=document,
            left=self.survey.system(document.left.value),
            right=self.survey.system(document.right.value),
            pairs=tuple(map(self._pair, sections)),
        )

    # ---- labels ----

    def _system(self, name: str, label: syntax.Text) -> None:
        """Reports, once in a document, a system that no profile describes."""
        if name not in self.survey.inferred or name in self.reported:
            return
        self.reported.add(name)
        spelled = self.survey.profiles[name].label
        self._add("F200", label.span, spelled, self.names.systems, name=spelled)

    def _place(self, label: syntax.Text, title: syntax.Text) -> Fields:
        place = self.survey.place(label.value, title.value)
        self._system(place.system, label)
        found = self.names.place(place)
        if place[:2] in self.survey.new_types:
            known = self.names.described(place.system)
            self._add("F201", label.span, place.rest, known, name=place.rest, system=found.end.profile.label)
        return found

    # ---- sections and rows ----

    def _pair(self, section: syntax.Section) -> Pair:
        left = self._place(section.left, self.document.left)
        right = self._place(section.right, self.document.right)
        rows = [self._row(row, left, right) for row in section.rows]
        matches = [self._match(row, left, right) for row in section.match]
        return Pair(
            left=left.end,
            right=right.end,
            left_label=section.left.value,
            right_label=section.right.value,
            rule=self._rule(section, left.end),
            match=tuple(sorted((m for m in matches if m), key=lambda m: (m.left.path, m.right.path))),
            rows=tuple(sorted((r for r in rows if r), key=lambda r: r.order)),
            span=section.title.span,
        )

    def _row(self, row: syntax.PropertyRow, left: Fields, right: Fields) -> Row | None:
        cell = row.type.text
        left_field, left_kind = self.names.field(row.left.path.value, left)
        right_field, right_kind = self.names.field(row.right.path.value, right)
        self._report(row.left.path, left_field, left)
        self._report(row.right.path, right_field, right)
        conditions: tuple[Condition, ...] = ()
        if row.left.conditions or row.right.conditions:
            left_field, some = self._conditions("left", row.left, left_field, left)
            right_field, others = self._conditions("right", row.right, right_field, right)
            conditions = (*some, *others)
        why = _names_nothing(left_field, "left") or _names_nothing(right_field, "right")
        try:
            conversion = self.names.conversion(left_field, left_kind, right_field, right_kind, cell.value)
        except Refused as refusal:
            guessed = left_field.path in left.guessed or right_field.path in right.guessed
            if refusal.code != "F205" or not (why or guessed):
                self._add(refusal.code, cell.span, cell.value, [*PLAIN_CELLS, "N/A"], **refusal.parts)
                return None
            conversion = Conversion(klass="error")
            why = why or f"there is no conversion between {refusal.parts['left']} and {refusal.parts['right']}"
        if conversion.klass == "unknown":
            self._add("F204", cell.span)
        if conversion.restored:
            self._add("F209", cell.span, restored=conversion.restored)
        return Row(
            left=left_field,
            right=right_field,
            cell=Cell(text=cell.value, span=cell.span),
            conversion=conversion,
            binding="inert" if why else "two-way",
            conditions=conditions,
            why=why,
            span=row.span,
        )

    def _conditions(
        self, side: _SideName, cell: syntax.PathCell, field: FieldPath, place: Fields
    ) -> tuple[FieldPath, list[Condition]]:
        """A cell's conditions. Those that share the list of its path select the element whose field it is."""
        kept: list[Condition] = []
        picked: dict[str, list[str]] = {}
        for written in cell.conditions:
            other, _ = self.names.field(written.path.value, place)
            if other.is_nothing:
                self._add("F308", written.path.span, value=written.value.value, path=written.path.value)
            self._report(written.path, other, place)
            value = self._decoded(written.value, other, place.end.profile)
            if other.within and other.within == field.within and not other.is_nothing:
                picked.setdefault(other.child, []).append(value)
            else:
                known = None if other.is_nothing else other
                kept.append(Condition(side=side, path=written.path.value.strip(), value=value, field=known))
        if len(picked) == 1:
            [(where, values)] = picked.items()
            field = structs.replace(field, pick=Pick(where=where, values=tuple(sorted(set(values)))))
        elif picked:
            self._add("F309", cell.span, paths=", ".join(sorted(picked)))
        return field, sorted(kept, key=lambda one: (one.path, one.value))

    def _decoded(self, value: syntax.Text, field: FieldPath, profile: Profile) -> str:
        """What a condition compares with: the code that stands for a Wikidata item, else what is written."""
        if not value.value.startswith("wd:"):
            return value.value
        tables = profile.codes
        named = [tables[field.prop.codes]] if field.prop.codes in tables else list(tables.values())
        found = {table[value.value] for table in named if value.value in table}
        if len(found) != 1:
            self._add("F310", value.span, value=value.value, system=profile.label)
            return value.value
        [code] = found
        return str(code).lower() if isinstance(code, bool) else str(code)

    def _match(self, row: syntax.MatchRow, left: Fields, right: Fields) -> MatchRow | None:
        left_field, left_kind = self.names.field(row.left.value, left)
        right_field, right_kind = self.names.field(row.right.value, right)
        for text, field, place in ((row.left, left_field, left), (row.right, right_field, right)):
            if field.is_nothing:
                self._add("F210", text.span)
            self._report(text, field, place)
        if left_field.is_nothing or right_field.is_nothing:
            return None
        if left_field.within or right_field.within:
            self._add("F211", row.span, left=row.left.value, right=row.right.value, why="one is part of a list")
            return None
        try:
            conversion = self.names.conversion(left_field, left_kind, right_field, right_kind, "string")
        except Refused as refusal:
            if left_field.path in left.guessed or right_field.path in right.guessed:
                why = f"there is no conversion between {refusal.parts['left']} and {refusal.parts['right']}"
                self._add("F211", row.span, left=row.left.value, right=row.right.value, why=why)
            else:
                self._add(refusal.code, row.span, **refusal.parts)
            return None
        return MatchRow(left=left_field, right=right_field, conversion=conversion)

    def _report(self, text: syntax.Text, field: FieldPath, place: Fields) -> None:
        """Reports a Property that a described ObjectType does not list."""
        if field.is_nothing:
            return
        listed = field.line_list
        if listed is not None:
            if field.child in listed.properties:
                return
            known: Collection[str] = listed.properties
        elif field.path in place.unlisted:
            known = place.listed
        else:
            return
        end = place.end
        self._add("F202", text.span, text.value, known, path=text.value, type=end.name, system=end.profile.label)

    # ---- creation ----

    def _rule(self, section: syntax.Section, left: Endpoint) -> Rule:
        rule = section.rule
        prose = " ".join(rule.prose.split())
        bound = next((when for text, when in left.type.when.items() if " ".join(text.split()) == prose), None)
        return Rule(
            kind=rule.kind,
            prose=rule.prose,
            types=tuple(text.value for text in rule.types),
            into=rule.into,
            when=bound if rule.kind == "when" else None,
            connected=self._connected(rule, left) if rule.kind == "connected" else None,
        )

    def _connected(self, rule: syntax.Rule, left: Endpoint) -> Connected | None:
        """The sentence's names: ObjectTypes of the left system, or reference properties of the left ObjectType."""
        into = self._into(rule.into)
        types, paths = set(), set()
        for text in rule.types:
            name = _without_system(text.value, left.profile)
            kind = self.names.types(left.profile).get(name)
            references = [path for path, p in left.type.properties.items() if p.references and _is_called(path, name)]
            if kind is not None:
                types.add(kind)
            elif references:
                paths |= set(references)
            else:
                known = self.names.described(left.profile.name)
                self._add("F306", text.span, name, known, name=text.value, system=left.profile.label)
        if into is None:
            self._add("F311", rule.span, name=rule.into)
        if into is None or not (types or paths):
            return None
        return Connected(types=tuple(sorted(types)), paths=tuple(sorted(paths)), into=into)

    def _into(self, label: str) -> str | None:
        if fold(label) in self.survey.systems:
            return self.survey.systems[fold(label)]
        return None

    def _add(self, code: str, span: Span, wanted: str = "", known: Collection[str] = (), **parts: str) -> None:
        near = self.names.near(wanted, known) if known else ""
        self.findings.append(finding(code, span, f"did you mean `{near}`?" if near else "", **parts))


@lru_cache(maxsize=65536)
def flow_name(file: str) -> str:
    """A flow is named by its document's file stem."""
    return PurePath(file).stem


def _names_nothing(field: FieldPath, side: str) -> str:
    """Why a row can do nothing for want of a property, or ""."""
    if not field.is_nothing:
        return ""
    return f"the {side} cell names a whole list" if field.within else f"the {side} cell names no property"


def _without_system(name: str, profile: Profile) -> str:
    """A listed name without the system's label before it: `Wix Order`, `Wix-orders`."""
    folded = fold(name)
    labels = sorted((fold(label) for label in (profile.label, profile.name, *profile.aliases)), key=len, reverse=True)
    for label in labels:
        if label and folded.startswith(label) and folded != label:
            return folded.removeprefix(label)
    return folded


def _is_called(path: str, folded: str) -> bool:
    """Whether a reference's path is what a sentence calls it: `createdBy`, `created_by.id` for `Created by`."""
    return folded in (fold(path), fold(path.removesuffix(".id").removesuffix("_id").removesuffix("Id")))
