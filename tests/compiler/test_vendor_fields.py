"""The profiles of Exact Online and Business Central name what the vendors document: every field, with its access.

A profile may say less than the vendor, never more: where it does, the reason stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from compiler.profile import Feed, ListProperty, ObjectType, Profile, Property, load
from tests.compiler.vendor_fields import businesscentral, exact

SYSTEMS = Path(__file__).resolve().parents[2] / "specs" / "systems"
DOCUMENTED = {"exact": exact.FIELDS, "businesscentral": businesscentral.FIELDS}
LONGEST_ADDRESS = 6000  # characters; Exact Online refuses longer ones
EVERYTHING = "Modified ge datetime'1970-01-01T00:00:00'"
ACCESS = {"key": "read", "req": "both", "rw": "both", "ro": "read"}

_AFTER = "fixed once the record exists"
_TWIN = "overwritten by its twin"
_UNSEEN = "what is written is never read back, so it would look cleared"
_FOLDED = "nothing is documented of its elements; taken with a new record at most"
NARROWED: dict[tuple[str, str], tuple[str, str]] = {
    ("exact", "Accounts.Code"): ("create", "sent again in a change it is a duplicate of itself"),
    ("exact", "Contacts.BusinessEmail"): ("read", _TWIN),
    ("exact", "Contacts.BusinessMobile"): ("read", _TWIN),
    ("exact", "Contacts.BusinessPhone"): ("read", _TWIN),
    ("exact", "Contacts.BirthName"): ("read", "may overwrite LastName"),
    ("exact", "Contacts.BirthNamePrefix"): ("read", "may overwrite MiddleName"),
    ("exact", "Contacts.Picture"): ("read", _UNSEEN),
    ("exact", "Items.Picture"): ("read", _UNSEEN),
    ("exact", "Salesorders.OrderedBy"): ("create", _AFTER),
    ("exact", "Salesorders.DeliverTo"): ("create", _AFTER),
    ("exact", "Salesorders.InvoiceTo"): ("create", _AFTER),
    ("exact", "Quotations.QuotationOrderChargeLines"): ("create", _FOLDED),
    ("exact", "Salesorders.SalesOrderOrderChargeLines"): ("create", _FOLDED),
    ("exact", "Vatcodes.VATPercentages"): ("read", _FOLDED),
    ("businesscentral", "Items.inventory"): ("read", "refused at creation; a change posts a journal line"),
    **{
        ("businesscentral", f"{path}.{name}"): ("create", _AFTER)
        for path in ("Salesorders.salesOrderLines", "Salesquotes.salesQuoteLines")
        for name in ("documentId", "sequence", "lineObjectNumber")
    },
}
NOT_DEMANDED: dict[tuple[str, str], str] = {
    ("exact", "Contacts.FirstName"): "this or LastName",
    ("exact", "Quotations.QuotationLines.QuotationID"): "said by the quotation that a line is sent with",
    ("exact", "Salesorders.SalesOrderLines.OrderID"): "said by the order that a line is sent with",
}
KINDS = {
    "Boolean": "boolean",
    "Byte": "integer",
    "Int16": "integer",
    "Int32": "integer",
    "Double": "decimal",
    "Decimal": "decimal",
    "Date": "date",
    "DateTimeOffset": "datetime",
}


def _profile(name: str) -> Profile:
    profile, findings = load((SYSTEMS / f"{name}.toml").read_bytes(), f"{name}.toml")
    assert profile is not None, findings
    assert findings == []
    return profile


PROFILES = {name: _profile(name) for name in DOCUMENTED}


def _listed(kind: ObjectType | ListProperty) -> dict[str, Property | ListProperty]:
    return {**kind.properties, **(kind.lists if isinstance(kind, ObjectType) else {})}


def _places(name: str) -> list[tuple[str, Mapping[str, str], dict[str, Property | ListProperty]]]:
    """Each kind of record and of line: its name, what is documented, what the profile lists."""
    types = PROFILES[name].types
    found: list[tuple[str, Mapping[str, str], dict[str, Property | ListProperty]]] = []
    for place, documented in DOCUMENTED[name].items():
        kind, _, path = place.partition(".")
        assert kind in types, kind
        found.append((place, documented, _listed(types[kind].lists[path] if path else types[kind])))
    return found


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_field_is_in_the_profile_and_no_other(name: str) -> None:
    for place, documented, listed in _places(name):
        names = " ".join(documented.values()).split()
        assert sorted(listed) == sorted(names), place
    assert set(PROFILES[name].types) == {place.partition(".")[0] for place in DOCUMENTED[name]}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_access_is_the_documented_one_or_narrower_for_a_reason(name: str) -> None:
    narrowed = set()
    for place, documented, listed in _places(name):
        for heading, names in documented.items():
            access, _, edm = heading.partition(" ")
            for field in names.split():
                prop, key = listed[field], (name, f"{place}.{field}")
                if key in NARROWED:
                    narrowed.add(key)
                    assert prop.access == NARROWED[key][0] != ACCESS[access], key
                else:
                    assert prop.access == ACCESS[access], key
                if isinstance(prop, Property) and edm in KINDS:
                    assert prop.type == KINDS[edm], key
    assert narrowed == {key for key in NARROWED if key[0] == name}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_what_is_demanded_of_new_records_is_required(name: str) -> None:
    for place, documented, listed in _places(name):
        for heading, names in documented.items():
            for field in names.split() if heading.startswith("req ") else ():
                assert listed[field].required != ((name, f"{place}.{field}") in NOT_DEMANDED), (place, field)


def test_business_central_spells_blanks_of_ids_as_zeroes() -> None:
    zero = "00000000-0000-0000-0000-000000000000"
    for place, documented, listed in _places("businesscentral"):
        for heading, names in documented.items():
            for field in names.split() if heading in ("rw Guid", "ro Guid") else ():
                prop = listed[field]
                assert isinstance(prop, Property)
                assert prop.blanks == [zero], (place, field)


def test_no_number_of_business_central_stands_for_nothing_but_the_credit_limit() -> None:
    profile = PROFILES["businesscentral"]
    assert "decimal" not in profile.blanks
    blank = {
        f"{place}.{field}"
        for place, _, listed in _places("businesscentral")
        for field, prop in listed.items()
        if isinstance(prop, Property) and prop.type in ("decimal", "integer") and prop.blanks
    }
    assert blank == {"Customers.creditLimit"}


# ---- what is asked of Exact Online's sync views ---------------------------------------------------

DELETED = frozenset({"Timestamp", "DeletedBy", "DeletedDate", "Division", "EntityKey", "EntityType", "ID"})
HEADERS_AND_LINES = frozenset({"Quotations", "Salesorders"})


def _feed(name: str) -> Feed:
    feed = PROFILES["exact"].types[name].operations.feed
    assert feed is not None
    return feed


def _columns(place: str) -> set[str]:
    """What the view of a kind of record has, beside its number."""
    documented = {field: heading for heading, names in exact.FIELDS[place].items() for field in names.split()}
    absent = {field for field, heading in documented.items() if heading.endswith(" Collection")}
    return documented.keys() - absent - set(exact.NOT_IN_VIEW.get(place, "").split())


FED = sorted(name for name, kind in PROFILES["exact"].types.items() if kind.operations.feed is not None)


@pytest.mark.parametrize("name", FED)
def test_a_view_is_asked_for_what_it_has(name: str) -> None:
    feed = _feed(name)
    asked = feed.query["$select"].split(",")
    assert len(asked) == len(set(asked))
    assert (feed.scheme, feed.stamp, feed.value, feed.first) == (
        "sequence",
        "Timestamp",
        "Timestamp gt {since}L",
        "1",
    )
    assert set(asked) - {"Timestamp"} <= _columns(name)
    if feed.partial:
        assert name in HEADERS_AND_LINES
        assert {"Timestamp", feed.key} <= set(asked)
    else:
        binary = set(exact.FIELDS[name].get("rw Binary", "").split())
        binary |= set(exact.FIELDS[name].get("ro Binary", "").split())
        left_out = binary | {"CustomField"} | set(exact.OBSOLETE.get(name, "").split())
        assert set(asked) == {"Timestamp"} | _columns(name) - left_out


def test_lines_that_change_or_go_and_records_that_go_are_read_of_further_views() -> None:
    for name, lines, numbered, record in (
        ("Quotations", "QuotationLines", 35, 34),
        ("Salesorders", "SalesOrderLines", 33, 32),
    ):
        changed, gone, deleted = _feed(name).also
        assert changed.list.endswith(f"/{lines}")
        assert changed.key == PROFILES["exact"].types[name].key
        assert set(changed.query["$select"].split(",")) - {"Timestamp"} <= _columns(f"{name}.{lines}")
        assert (gone.list, gone.key, gone.within) == ("/{account}/sync/Deleted", "EntityKey", lines)
        assert gone.value == f"Timestamp gt {{since}}L and EntityType eq {numbered}"
        assert set(gone.query["$select"].split(",")) <= DELETED
        assert (deleted.list, deleted.key, deleted.within) == (gone.list, "EntityKey", "")
        assert deleted.value == f"Timestamp gt {{since}}L and EntityType eq {record}"


def test_no_address_is_longer_than_exact_takes() -> None:
    profile = PROFILES["exact"]
    for name in FED:
        feed = _feed(name)
        lists = [(feed.list, feed.query, feed.value)]
        lists += [(source.list, source.query, source.value) for source in feed.also]
        for path, query, value in lists:
            sent = urlencode({**query, feed.parameter: value.replace("{since}", "9" * 19)})
            whole = f"{profile.address}{path.replace('{account}', '9' * 9)}?{sent}"
            assert len(whole) < LONGEST_ADDRESS, (name, path)


def test_every_plain_list_that_has_a_view_is_narrowed_as_exact_demands() -> None:
    for name in FED:
        assert PROFILES["exact"].types[name].operations.list_query["$filter"] == EVERYTHING


def test_business_central_takes_a_hundred_operations_at_once() -> None:
    batch = PROFILES["businesscentral"].batch
    assert batch is not None
    assert (batch.address, batch.rows) == ("/$batch", 100)
    assert PROFILES["exact"].batch is None
