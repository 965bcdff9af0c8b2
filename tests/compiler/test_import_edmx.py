"""What becomes of OData descriptions, and of XML that is none."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostic import Severity
from compiler.draft import Draft, NotADescription
from compiler.import_edmx import draft_of
from compiler.profile import Profile, load
from compiler.write_profile import profile_text

V4 = """<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Vendor.NAV" Alias="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
 <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
 <EntityType Name="customer" BaseType="N.entity">
  <Property Name="displayName" Type="Edm.String" Nullable="false" MaxLength="100"/>
  <Property Name="email" Type="Edm.String" MaxLength="80"/>
  <Property Name="balance" Type="Edm.Decimal"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
  <Property Name="address" Type="N.postalAddress"/>
  <Property Name="kind" Type="N.customerKind"/>
  <Property Name="tags" Type="Collection(Edm.String)"/>
  <Property Name="lastModifiedDateTime" Type="Edm.DateTimeOffset"/>
 </EntityType>
 <EntityType Name="salesOrder" BaseType="N.entity">
  <Property Name="customerId" Type="Edm.Guid"/>
  <Property Name="billToId" Type="Edm.Guid"/>
  <Property Name="orderDate" Type="Edm.Date"/>
  <NavigationProperty Name="billTo" Type="N.customer">
   <ReferentialConstraint Property="billToId" ReferencedProperty="id"/></NavigationProperty>
  <Property Name="rateFrom" Type="Edm.String"/>
  <NavigationProperty Name="rate" Type="N.rate">
   <ReferentialConstraint Property="rateFrom" ReferencedProperty="from"/></NavigationProperty>
  <NavigationProperty Name="salesOrderLines" Type="Collection(N.salesOrderLine)" ContainsTarget="true"/>
 </EntityType>
 <EntityType Name="salesOrderLine" BaseType="N.entity"><Property Name="quantity" Type="Edm.Decimal"/></EntityType>
 <EntityType Name="rate"><Key><PropertyRef Name="from"/><PropertyRef Name="to"/></Key>
  <Property Name="from" Type="Edm.String"/><Property Name="to" Type="Edm.String"/></EntityType>
 <ComplexType Name="postalAddress"><Property Name="city" Type="Edm.String"/>
  <Property Name="again" Type="N.postalAddress"/></ComplexType>
 <EnumType Name="customerKind"><Member Name="Person"/></EnumType>
 <EntityContainer Name="C">
  <EntitySet Name="customers" EntityType="N.customer"/>
  <EntitySet Name="salesOrders" EntityType="N.salesOrder"/>
  <EntitySet Name="rates" EntityType="N.rate"/>
  <EntitySet Name="../evil" EntityType="N.customer"/>
 </EntityContainer>
 <Annotations Target="Vendor.NAV.C/salesOrders">
  <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record>
   <PropertyValue Property="Insertable" Bool="false"/></Record></Annotation></Annotations>
</Schema></edmx:DataServices></edmx:Edmx>"""

V2 = """<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
<Schema Namespace="Crm" xmlns="http://schemas.microsoft.com/ado/2008/09/edm"
  xmlns:sap="http://www.sap.com/Protocols/SAPData">
 <EntityType Name="Account"><Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Guid" Nullable="false"/>
  <Property Name="Name" Type="Edm.String" Nullable="false" MaxLength="Max"/>
  <Property Name="Code" Type="Edm.String" sap:updatable="false"/>
  <Property Name="Modified" Type="Edm.DateTime"/></EntityType>
 <EntityType Name="Contact"><Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Int64" Nullable="false"/>
  <Property Name="Account" Type="Edm.Guid"/><Property Name="Modified" Type="Edm.DateTime"/>
  <NavigationProperty Name="Owner" Relationship="Crm.Contact_Account" FromRole="Contact" ToRole="Account"/></EntityType>
 <Association Name="Contact_Account">
  <End Role="Contact" Type="Crm.Contact" Multiplicity="*"/><End Role="Account" Type="Crm.Account" Multiplicity="1"/>
  <ReferentialConstraint><Principal Role="Account"><PropertyRef Name="ID"/></Principal>
   <Dependent Role="Contact"><PropertyRef Name="Account"/></Dependent></ReferentialConstraint></Association>
 <EntityContainer Name="C"><EntitySet Name="Accounts" EntityType="Crm.Account"/>
  <EntitySet Name="Contacts" EntityType="Crm.Contact"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"""


def profile_of(draft: Draft) -> Profile:
    written = profile_text(draft)
    profile, findings = load(written.text.encode(), "system.toml")
    assert profile is not None, findings
    assert [found for found in findings if found.severity is Severity.ERROR] == []
    return profile


def test_version_4() -> None:
    draft = draft_of(V4.encode(), "erp")
    profile = profile_of(draft)
    assert profile.protocol == "odata-v4"
    assert set(profile.types) == {"Customers", "SalesOrders"}
    customer, order = profile.types["Customers"], profile.types["SalesOrders"]
    assert (customer.key, customer.version, customer.modified) == ("id", "@odata.etag", "lastModifiedDateTime")
    assert (customer.operations.list, customer.operations.item) == ("/customers", "/customers({key})")
    assert customer.operations.feed is not None
    assert customer.operations.feed.value == "lastModifiedDateTime ge {since}"
    assert customer.properties["displayName"].max_length == 100 and customer.properties["displayName"].required
    assert customer.properties["balance"].access == "read"
    assert list(customer.properties) == [
        *("id", "lastModifiedDateTime", "displayName", "email", "balance", "address.city", "kind")
    ]
    assert order.operations.create == "" and order.operations.why_not
    assert order.properties["billToId"].references == ["Customers"]
    assert order.properties["customerId"].references == ["Customers"]
    assert ("types", "SalesOrders", "properties", "customerId") in draft.questions
    assert ("types", "SalesOrders", "properties", "billToId") not in draft.questions
    assert order.properties["rateFrom"].references == []  # a kind with two keys is left out
    assert order.lists["salesOrderLines"].key == "id"
    assert order.operations.list_query == {"$expand": "salesOrderLines"}
    said = "\n".join(draft.notices)
    assert "rates" in said and "evil" in said and "tags" in said


def test_version_2() -> None:
    draft = draft_of(V2.encode(), "crm", ["Account", "Contacts"])
    profile = profile_of(draft)
    assert profile.protocol == "odata-v2"
    account, contact = profile.types["Accounts"], profile.types["Contacts"]
    assert account.operations.item == "/Accounts(guid'{key}')"
    assert contact.operations.item == "/Contacts({key}L)"
    assert account.operations.feed is not None
    assert account.operations.feed.value == "Modified ge datetime'{since}'"
    assert (account.version, account.modified) == ("Modified", "Modified")
    assert account.properties["Code"].access == "create"
    assert account.properties["Name"].max_length is None
    assert contact.properties["Account"].references == ["Accounts"]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("", "/customers({key})"),
        ('<Record><PropertyValue Property="Deletable" Bool="false"/></Record>', ""),
        ('<Record><PropertyValue Property="Deletable" Bool="true"/></Record>', "/customers({key})"),
    ],
)
def test_records_are_deleted_unless_the_description_denies_it(said: str, address: str) -> None:
    denied = f'<Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions">{said}</Annotation>'
    text = V4.replace(
        '<EntitySet Name="customers" EntityType="N.customer"/>',
        f'<EntitySet Name="customers" EntityType="N.customer">{denied}</EntitySet>',
    )
    assert text != V4
    kinds = profile_of(draft_of(text.encode(), "system")).types.values()
    (found,) = [kind for kind in kinds if kind.operations.list == "/customers"]
    assert found.operations.delete == address


def test_only_chooses_sets() -> None:
    draft = draft_of(V2.encode(), "crm", ["contact", "Nobody"])
    profile = profile_of(draft)
    assert set(profile.types) == {"Contacts"}
    assert profile.types["Contacts"].properties["Account"].references == []  # nothing is there to point to
    assert any("Nobody" in notice for notice in draft.notices)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not XML"),
        (b"{}", "not XML"),
        (b"<a/>", "no OData description"),
        (b"<edmx:Edmx xmlns:edmx='e'/>", "no OData description"),
        (b"<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>", "DOCTYPE"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "DOCTYPE"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "DOCTYPE"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "not XML"),
        (b"<a>" * 100_000, "without end"),
        (b" " * (64 * 1024 * 1024 + 1), "more than"),
    ],
    ids=range(10),
)
def test_what_is_no_description_is_refused_with_a_reason(text: bytes, said: str) -> None:
    with pytest.raises(NotADescription, match=said):
        draft_of(text, "system")


def test_types_based_on_themselves_end() -> None:
    text = V4.replace('Name="entity" Abstract="true"', 'Name="entity" BaseType="N.customer"')
    profile_of(draft_of(text.encode(), "erp"))


VISIBLE = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=8)
NAMES = sorted(set(re.findall('="([^"]*)"', V4 + V2)))


@given(st.data(), st.sampled_from([V4, V2]))
def test_a_description_with_junk_in_its_attributes_gives_a_profile_or_a_reason(data: st.DataObject, text: str) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(list(re.finditer('="([^"]*)"', text))))
        junk = data.draw(VISIBLE | st.sampled_from(NAMES))
        text = f"{text[: place.start() + 1]}{quoteattr(junk)}{text[place.end() :]}"
    try:
        draft = draft_of(text.encode(), "system")
    except NotADescription:
        return
    profile_of(draft)
