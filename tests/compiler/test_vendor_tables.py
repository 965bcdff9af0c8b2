"""Every field that the two vendors document is in the profile, with the access that they state or a reason not to."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.profile import ListProperty, ObjectType, Profile, Property, load
from tests.compiler.vendor_tables import PLACES, TABLES

SYSTEMS = Path(__file__).parents[2] / "specs" / "systems"
PROFILES: dict[str, Profile] = {
    name: profile
    for name in TABLES
    if (profile := load((SYSTEMS / f"{name}.toml").read_bytes(), f"{name}.toml")[0]) is not None
}
PAIRS = [(system, place) for system, places in PLACES.items() for place in places]
KINDS = {"int": "integer", "number": "decimal", "flag": "boolean", "moment": "datetime", "ref": "integer"}

ELSEWHERE = {
    ("tripletex", "displayName"): "read",  # made from the name
    ("tripletex", "id"): "read",  # a POST with it is refused
    ("tripletex", "version"): "read",  # the connector sends it
    ("tripletex", "preliminaryInvoice"): "read",  # made with the order
    ("tripletex", "isDeletable"): "read",  # always false since it was given up
    ("tripletex", "hasSupplierProductConnected"): "read",  # follows from the supplier's products
    ("tripletex", "userType"): "create",  # reads back as something else
    ("tripletex", "internationalId"): "read",  # its fields are not described
    ("tripletex", "holidayAllowanceEarned"): "read",  # worked out by payroll
    ("tripletex", "order"): "read",  # of a line: an update that says it is refused
    ("tripletex", "bankAccounts"): "read",  # plain texts: nothing of theirs can be written
    ("tripletex", "bankAccountPresentation"): "read",  # its fields are not described
    ("tripletex", "orderGroups"): "read",  # written only where lines left out are deleted
    ("tripletex", "employments"): "read",  # have an address of their own
    ("powerofficego", "ContactGroupIds"): "read",  # plain numbers: nothing of theirs can be written
    ("powerofficego", "ContactId"): "create",  # it stands in the address
}
"""Access that is not what the field's table says, and why."""


def test_both_profiles_load() -> None:
    assert PROFILES.keys() == TABLES.keys()


@pytest.mark.parametrize(("system", "place"), PAIRS)
def test_every_documented_field_is_in_the_profile(system: str, place: str) -> None:
    kind, prefix, properties = _found(PROFILES[system], place)
    for word in TABLES[system][PLACES[system][place]].split():
        name, type_, stated = [*word.split(":"), "both"][:3]
        if type_ == "embed":
            assert any(path.startswith(f"{prefix}{name}.") for path in properties), word
            continue
        if type_ == "list" and prefix:
            continue  # the change lists of parts: nobody asks for them
        if type_ == "list" and "/" in place:
            assert name == "changes", word  # likewise of the elements of a list
            continue
        if type_ == "list":
            assert _access(system, name, stated, prefix) == kind.lists[name].access or name in _WRITTEN, word
            continue
        prop = properties[f"{prefix}{name}.id" if type_ == "ref" else f"{prefix}{name}"]
        assert prop.type == KINDS.get(type_, type_), word
        assert prop.access == _access(system, name, stated, prefix), word


_WRITTEN = ("orderLines", "SalesOrderLines")  # whose elements have addresses of their own


def _access(system: str, name: str, stated: str, prefix: str) -> str:
    expected = ELSEWHERE.get((system, name), stated)
    is_new_only = prefix == "deliveryAddress." and expected == "both"  # a PUT of the customer leaves it alone
    return "create" if is_new_only else expected


def _found(profile: Profile, place: str) -> tuple[ObjectType, str, dict[str, Property]]:
    """The ObjectType, the prefix and the properties of a place."""
    name, _, below = place.partition("/")
    kind = profile.types[name]
    lines: ListProperty | None = kind.lists.get(below)
    if lines is not None:
        return kind, "", lines.properties
    return kind, f"{below}." if below else "", kind.properties
