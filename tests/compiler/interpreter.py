"""A second, slow reading of the IR: Views and patches straight from rows and the vocabulary of lenses.

Shares nothing with pages and templates but the names of attributes, which are found by wire path in the
ObjectTypes that were generated. Its answers are keyed by rows: (left path, right path).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import UNSET, Struct

from compiler.ir import FieldPath, LensUse, LineList, Pair, Row
from runtime import lens
from runtime.model import Kind, ObjectPair, Property

__all__ = ["KEY", "Interpreter"]

Which = Literal["left", "right"]
RowKey = tuple[str, str]
Values = dict[RowKey, Any]

KEY: RowKey = ("", "key")
"""What tells an element of a list from the others, among the values of its rows."""

_WRITES: dict[Which, tuple[str, ...]] = {"left": ("two-way", "left"), "right": ("two-way", "right", "copy-right")}


class Interpreter(Struct):
    """Reads one pair. `generated` is asked for the attributes of wire paths only."""

    pair: Pair
    generated: ObjectPair

    def view(self, which: Which, record: Any) -> Values:
        """What the record shows, by row."""
        shown: Values = {}
        for row in self._rows():
            shown[row.left.path, row.right.path] = _lens(row, which).get(
                getattr(record, self._attribute(which, _field(row, which).path))
            )
        for group in self.pair.lists:
            stored = getattr(record, self._attribute(which, _list(group, which)))
            shown[group.left, group.right] = self._elements(group, which, stored)
        return shown

    def patch(self, which: Which, view: Values, old: Any) -> dict[str, Any]:
        """What would be set on the old record, by attribute. UNSET values are left out."""
        changes: dict[str, Any] = {}
        for row in self._rows():
            if row.binding in _WRITES[which]:
                attribute = self._attribute(which, _field(row, which).path)
                changes[attribute] = _lens(row, which).put(
                    view[row.left.path, row.right.path], getattr(old, attribute)
                )
        for group in self.pair.lists:
            if group.binding in _WRITES[which]:
                attribute = self._attribute(which, _list(group, which))
                changes[attribute] = self._list_back(
                    group, which, view[group.left, group.right], getattr(old, attribute)
                )
        return {name: value for name, value in changes.items() if value is not UNSET}

    # ---- lists: an element is a dict from row to value, stored elements are the records of the list ----

    def _elements(self, group: LineList, which: Which, stored: Any) -> Any:
        if stored is None or stored is UNSET:
            return stored
        seen = [self._element(group, which, element) for element in stored]
        known = all(self._is_known(group, which, one, now) for one, now in zip(stored, seen, strict=True))
        return (seen or None) if known else UNSET

    def _is_known(self, group: LineList, which: Which, stored: Any, seen: Values) -> bool:
        """Whether an element says everything, or has a key and only leaves something out."""
        names = self._children(group, which)
        absent = {
            (row.left.child, row.right.child)
            for row in _live(group)
            if group.keyed and getattr(stored, names[_field(row, which).child]) is UNSET
        }
        return all(value is not UNSET for key, value in seen.items() if key not in absent)

    def _element(self, group: LineList, which: Which, stored: Any) -> Values:
        names = self._children(group, which)
        seen = {
            (row.left.child, row.right.child): _lens(row, which).get(getattr(stored, names[_field(row, which).child]))
            for row in _live(group)
        }
        if group.keyed:
            attribute, own = self._key(group, which)
            seen[KEY] = own.get(getattr(stored, attribute))
        return seen

    def _key(self, group: LineList, which: Which) -> tuple[str, Any]:
        """The attribute that tells an element from the others, and how it is seen."""
        prop = self._property(which, _list(group, which))
        [child] = [child for child in prop.children if child.path == prop.key]
        return child.attribute, lens.key_in_integer if child.kind is Kind.INTEGER else lens.key_in_text

    def _list_back(self, group: LineList, which: Which, seen: Any, old: Any) -> Any:
        if seen is UNSET:
            return UNSET
        if self._elements(group, which, old) == seen:
            return old
        if seen is None:
            return None
        names = self._children(group, which)
        record = self._property(which, _list(group, which)).element
        assert record is not None
        made = []
        before = old if isinstance(old, tuple) else ()
        by_key = {self._element(group, which, element).get(KEY): element for element in before}
        for number, wanted in enumerate(seen):
            if group.keyed:
                was = by_key.get(wanted[KEY], record()) if wanted[KEY] else record()
            else:
                was = before[number] if number < len(before) else record()
            parts = {
                names[_field(row, which).child]: _lens(row, which).put(
                    wanted[row.left.child, row.right.child], getattr(was, names[_field(row, which).child])
                )
                for row in _live(group)
            }
            if group.keyed:
                attribute, own = self._key(group, which)
                parts[attribute] = own.put(wanted[KEY], getattr(was, attribute))
            made.append(record(**parts))
        arrived = [self._element(group, which, element) for element in made] == seen
        return tuple(made) if arrived else UNSET

    # ---- names ----

    def _rows(self) -> list[Row]:
        alone = [row for row in self.pair.rows if not row.left.within and not row.right.within]
        return [row for row in alone if row.binding not in ("inert", "identity")]

    def _property(self, which: Which, path: str) -> Property:
        known = (self.generated.left if which == "left" else self.generated.right).type.properties
        [found] = [prop for prop in known if ".".join(prop.path) == path]
        return found

    def _attribute(self, which: Which, path: str) -> str:
        return self._property(which, path).attribute

    def _children(self, group: LineList, which: Which) -> Mapping[str, str]:
        children = self._property(which, _list(group, which)).children
        return {".".join(child.path): child.attribute for child in children}


def _live(group: LineList) -> list[Row]:
    return [row for row in group.rows if row.binding == "two-way"]


def _field(row: Row, which: Which) -> FieldPath:
    return row.left if which == "left" else row.right


def _list(group: LineList, which: Which) -> str:
    return group.left if which == "left" else group.right


def _lens(row: Row, which: Which) -> Any:
    field = _field(row, which)
    if field.prop.references:
        return lens.key_in_integer if field.prop.type == "integer" else lens.key_in_text
    use: LensUse = row.conversion.left if which == "left" else row.conversion.right
    named = getattr(lens, use.name)
    return named if use.argument is None else named(use.argument)
