"""From what the author wrote to what it means: labels become ObjectTypes, cells Properties and Conversions.

A name that cannot be resolved costs its row or its section, never the rest; each gives a finding.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath
from typing import Literal, TypeAlias

from msgspec import Struct

from . import syntax
from .conversion import PLAIN_CELLS, Refused, convert
from .diagnostic import Diagnostic, Span, finding
from .ir import (
    Cell,
    Condition,
    Conversion,
    Endpoint,
    FieldPath,
    Flow,
    MatchRow,
    Pair,
    Program,
    Row,
    Rule,
)
from .naming import fold
from .profile import Kind, Profile, Property

__all__ = ["resolve"]

_Named: TypeAlias = dict[tuple[str, str, str], set[Kind]]
_KIND_OF_CELL: dict[str, Kind] = {
    "integer": "integer",
    "float": "decimal",
    "decimal": "decimal",
    "boolean": "boolean",
}


def resolve(
    documents: Iterable[syntax.Document], profiles: Iterable[Profile]
) -> tuple[Program, list[Diagnostic]]:
    """All documents against all profiles. Rows are not bound yet (`analyse` does that)."""
    known = tuple(sorted(profiles, key=lambda profile: profile.name))
    ordered = sorted(documents, key=lambda document: PurePath(document.file).stem)
    named: _Named = defaultdict(set)
    flows, findings = _flows(known, ordered, named, {})
    if named:  # a second look, now that all cells that name an unlisted property are known
        flows, findings = _flows(known, ordered, defaultdict(set), named)
    return Program(flows=flows, profiles=known), findings


def _flows(
    profiles: tuple[Profile, ...], documents: Iterable[syntax.Document], named: _Named, settled: _Named
) -> tuple[tuple[Flow, ...], list[Diagnostic]]:
    findings: list[Diagnostic] = []
    flows = [_Resolver(profiles, document, findings, named, settled).flow() for document in documents]
    return tuple(flow for flow in flows if flow is not None), findings


class _Resolver(Struct):
    """One document's work: the profiles it may name, and the findings it adds to.

    `named` collects the kinds that rows give to properties no profile lists, `settled` is what that came to.
    """

    profiles: tuple[Profile, ...]
    document: syntax.Document
    findings: list[Diagnostic]
    named: _Named
    settled: _Named

    def flow(self) -> Flow | None:
        left = self._system(self.document.left)
        right = self._system(self.document.right)
        if left is None or right is None:
            return None
        sections = sorted(
            self.document.sections, key=lambda section: (section.title.value, section.span.line)
        )
        pairs = [self._pair(section, left, right) for section in sections]
        return Flow(
            name=flow_name(self.document.file),
            file=self.document.file,
            left=left,
            right=right,
            pairs=tuple(pair for pair in pairs if pair is not None),
        )

    # ---- labels ----

    def _system(self, label: syntax.Text) -> Profile | None:
        wanted = fold(label.value)
        for profile in self.profiles:
            if wanted in _system_labels(profile):
                return profile
        known = [name for profile in self.profiles for name in (profile.label, *profile.aliases)]
        self._add("F200", label.span, name=label.value, known=known)
        return None

    def _endpoint(self, label: syntax.Text, fallback: Profile) -> Endpoint | None:
        words = label.value.split()
        profile, rest = fallback, " ".join(words[1:])
        for length in range(len(words), 0, -1):
            prefix = fold(" ".join(words[:length]))
            named = next((p for p in self.profiles if prefix in _system_labels(p)), None)
            if named is not None:
                profile, rest = named, " ".join(words[length:])
                break
        wanted = fold(rest)
        for name, kind in sorted(profile.types.items()):
            for facet_name, facet in sorted(kind.facets.items()):
                if wanted in {fold(text) for text in facet.labels}:
                    return Endpoint(profile=profile, name=name, type=kind, facet_name=facet_name, facet=facet)
            if wanted in {fold(text) for text in (name, *kind.labels)}:
                return Endpoint(profile=profile, name=name, type=kind)
        known = [text for name, kind in profile.types.items() for text in (name, *kind.labels)]
        self._add("F201", label.span, name=rest, system=profile.label, known=known)
        return None

    # ---- sections and rows ----

    def _pair(self, section: syntax.Section, left: Profile, right: Profile) -> Pair | None:
        left_end = self._endpoint(section.left, left)
        right_end = self._endpoint(section.right, right)
        if left_end is None or right_end is None:
            return None
        rows = [self._row(row, left_end, right_end) for row in section.rows]
        matches = [self._match(row, left_end, right_end) for row in section.match]
        return Pair(
            left=left_end,
            right=right_end,
            left_label=" ".join(section.left.value.split()),
            right_label=" ".join(section.right.value.split()),
            rule=Rule(
                kind=section.rule.kind,
                prose=section.rule.prose,
                types=tuple(text.value for text in section.rule.types),
                into=section.rule.into,
            ),
            match=tuple(sorted((m for m in matches if m), key=lambda m: (m.left.path, m.right.path))),
            rows=tuple(sorted((r for r in rows if r), key=lambda r: r.order)),
            span=section.title.span,
        )

    def _row(self, row: syntax.PropertyRow, left: Endpoint, right: Endpoint) -> Row | None:
        if row.left.conditions or row.right.conditions:
            self._add("F206", row.span, path=row.left.path.value)
            return None
        cell = row.type.text
        left_field = self._field(row.left.path, left, cell.value)
        right_field = self._field(row.right.path, right, cell.value)
        if left_field is None or right_field is None:
            return None
        try:
            conversion = self._conversion(left_field, right_field, cell)
        except Refused as refusal:
            self._add(refusal.code, cell.span, known=[*PLAIN_CELLS, "N/A"], **refusal.parts)
            return None
        return Row(
            left=left_field,
            right=right_field,
            cell=Cell(text=cell.value, span=cell.span),
            conversion=conversion,
            binding="two-way",
            conditions=tuple(_conditions(row)),
            span=row.span,
        )

    def _match(self, row: syntax.MatchRow, left: Endpoint, right: Endpoint) -> MatchRow | None:
        left_field = self._field(row.left, left, "")
        right_field = self._field(row.right, right, "")
        if left_field is None or right_field is None:
            return None
        if left_field.within or right_field.within:
            self._add("F211", row.span, left=row.left.value, right=row.right.value)
            return None
        try:
            conversion = convert(left_field.prop, right_field.prop, "string")
        except Refused as refusal:
            self._add(refusal.code, row.span, known=(), **refusal.parts)
            return None
        return MatchRow(left=left_field, right=right_field, conversion=conversion)

    def _conversion(self, left: FieldPath, right: FieldPath, cell: syntax.Text) -> Conversion:
        conversion = convert(_as_key(left.prop), _as_key(right.prop), cell.value)
        if conversion.klass == "unknown":
            self._add("F204", cell.span)
        if conversion.restored:
            self._add("F209", cell.span, restored=conversion.restored)
        return conversion

    def _field(self, path: syntax.Text, end: Endpoint, cell: str) -> FieldPath | None:
        """The Property a path names; one that the profile does not list is taken as plain and reported."""
        name = path.value.strip()
        if not name or name.removesuffix(".") in end.type.lists:
            self._add("F210", path.span)
            return None
        for list_path, line_list in sorted(end.type.lists.items()):
            if name.startswith(f"{list_path}."):
                child = name.removeprefix(f"{list_path}.")
                prop = line_list.properties.get(child)
                if prop is None:
                    prop = self._inferred(path, end, cell, list(line_list.properties))
                return FieldPath(path=name, prop=prop, within=list_path, child=child, line_list=line_list)
        prop = end.type.properties.get(name)
        if prop is None:
            prop = self._inferred(path, end, cell, list(end.type.properties))
        return FieldPath(path=name, prop=prop, is_key=name == end.type.key)

    def _inferred(self, path: syntax.Text, end: Endpoint, cell: str, known: list[str]) -> Property:
        self._add("F202", path.span, path=path.value, type=end.name, system=end.profile.label, known=known)
        place = (end.profile.name, end.name, path.value.strip())
        if cell:
            self.named[place].add(_KIND_OF_CELL.get(cell.strip('" '), "text"))
        kinds = self.settled.get(place) or self.named.get(place, set())
        return Property(type=next(iter(kinds)) if len(kinds) == 1 else "text")

    def _add(self, code: str, span: Span, known: Iterable[str] = (), **parts: str) -> None:
        wanted = parts.get("name") or parts.get("path") or parts.get("cell") or ""
        near = difflib.get_close_matches(wanted, list(known), n=1, cutoff=0.6)
        hint = f"did you mean `{near[0]}`?" if near and near[0] != wanted else ""
        self.findings.append(finding(code, span, did_you_mean=hint, **parts))


def flow_name(file: str) -> str:
    """A flow is named by its document's file stem."""
    return PurePath(file).stem


def _system_labels(profile: Profile) -> set[str]:
    return {fold(text) for text in (profile.label, profile.name, *profile.aliases)}


def _as_key(prop: Property) -> Property:
    """A reference is seen as the key it holds, whatever that is stored as."""
    return prop if not prop.references else Property(type="text")


def _conditions(row: syntax.PropertyRow) -> Iterable[Condition]:
    sides: tuple[tuple[Literal["left", "right"], syntax.PathCell], ...] = (
        ("left", row.left),
        ("right", row.right),
    )
    for side, cell in sides:
        for condition in cell.conditions:
            yield Condition(side=side, path=condition.path.value, value=condition.value.value)
