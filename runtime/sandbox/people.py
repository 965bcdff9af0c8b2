"""Invented companies, people, products and sales, as the documents of each sandbox system.

Nobody and nothing here is real: organisation numbers come from the range of the Norwegian registers'
synthetic entities, mail goes to reserved domains. The systems overlap on purpose: the same companies by
organisation number, the same people by e-mail, the same products by number, now and then spelt differently.

A text such as `<customers/3>` stands for the id of the fourth seeded record of that kind in the same system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from runtime.sandbox.world import Document, SandboxServer

Seed: TypeAlias = list[tuple[str, Document]]
"""Kind and document, in the order in which they are inserted."""


def organisation_number(stem: int) -> str:
    """Eight digits and their check digit (modulus 11, as the Norwegian registers have it)."""
    digits = [int(digit) for digit in str(stem)]
    rest = sum(d * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    if rest == 1:
        return organisation_number(stem + 1)
    return f"{stem}{(11 - rest) % 11}"


class Company(NamedTuple):
    """A company that several systems know."""

    name: str
    number: str
    domain: str
    phone: str
    street: str
    zip: str
    city: str

    @property
    def mail(self) -> str:
        """The address that everybody uses."""
        return f"post@{self.domain}"


class Person(NamedTuple):
    """Somebody who works at a company, given by its position among the companies."""

    first: str
    last: str
    title: str
    company: int
    phone: str

    @property
    def mail(self) -> str:
        """An address in the domain of the company, without Norwegian letters."""
        local = f"{self.first}.{self.last}".lower().translate(LETTERS)
        return f"{local}@{COMPANIES[self.company].domain}"


class Product(NamedTuple):
    """Something to sell."""

    number: str
    name: str
    text: str
    price: str
    cost: str
    unit: str
    ean: str


LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", " ": "."})

COMPANIES = [
    Company(name, organisation_number(31_002_100 + 37 * i), f"{domain}.example", f"+475900{i:02d}00", *place)
    for i, (name, domain, *place) in enumerate(
        [
            ("Nordlys AS", "nordlys", "Kaigata 4", "8006", "Bodø"),
            ("Fjellvik Maskin AS", "fjellvik", "Industriveien 12", "2635", "Tretten"),
            ("Solhaug Bakeri AS", "solhaug", "Storgata 31", "2317", "Hamar"),
            ("Havbris Sjømat AS", "havbris", "Fiskebrygga 2", "6002", "Ålesund"),
            ("Granli Trelast AS", "granli", "Sagveien 8", "2406", "Elverum"),
            ("Lyngheim Hotell AS", "lyngheim", "Strandpromenaden 1", "9008", "Tromsø"),
            ("Bergtun Elektro AS", "bergtun", "Kanalveien 60", "5068", "Bergen"),
            ("Elvedal Regnskap AS", "elvedal", "Dronningens gate 17", "7011", "Trondheim"),
            ("Skogstad Interiør AS", "skogstad", "Thereses gate 22", "0354", "Oslo"),
            ("Tindeby Sport AS", "tindeby", "Romsdalsgata 5", "6413", "Molde"),
            ("Vårsol Barnehage SA", "varsol", "Blomsterveien 3", "4021", "Stavanger"),
            ("Øyvang Transport AS", "oyvang", "Terminalen 9", "3040", "Drammen"),
            ("Kvernhuset Mølle AS", "kvernhuset", "Møllebakken 2", "1820", "Spydeberg"),
            ("Rimfrost Kjøl AS", "rimfrost", "Isveien 14", "9300", "Finnsnes"),
            ("Steinbru Anlegg AS", "steinbru", "Grusgangen 7", "3616", "Kongsberg"),
            ("Måneskinn Design AS", "maneskinn", "Torggata 11", "0181", "Oslo"),
            ("Fossekall Foto ENK", "fossekall", "Elveløpet 6", "6800", "Førde"),
        ]
    )
]
"""The first twelve are customers in Customcrm; the last five are known to Customerp alone."""

PEOPLE = [
    Person(first, last, title, company, f"+475910{i:02d}00")
    for i, (first, last, title, company) in enumerate(
        [
            ("Kari", "Vik", "Daglig leder", 0),
            ("Ola", "Myrvold", "Innkjøper", 0),
            ("Ingrid", "Fjell", "Økonomisjef", 1),
            ("Lars", "Haugen", "Verksmester", 1),
            ("Marit", "Solhaug", "Daglig leder", 2),
            ("Jonas", "Brekke", "Innkjøper", 3),
            ("Silje", "Havn", "Logistikk", 3),
            ("Per Arne", "Granli", "Daglig leder", 4),
            ("Tone", "Lyng", "Hotellsjef", 5),
            ("Anders", "Nygård", "Vaktmester", 5),
            ("Hanne", "Berg", "Prosjektleder", 6),
            ("Erik", "Tveit", "Montør", 6),
            ("Nina", "Elvedal", "Partner", 7),
            ("Øystein", "Skog", "Butikksjef", 8),
            ("Camilla", "Tind", "Innkjøper", 9),
            ("Sindre", "Moe", "Markedssjef", 9),
            ("Åse", "Vårsol", "Styrer", 10),
            ("Geir", "Øyvang", "Transportleder", 11),
        ]
    )
]

USERS = [
    Person("Astrid", "Lunde", "Selger", 0, "+4759200000"),
    Person("Bjørn", "Aasen", "Selger", 3, "+4759200100"),
    Person("Cecilie", "Dahl", "Rådgiver", 5, "+4759200200"),
    Person("Daniel", "Eide", "Konsulent", 7, "+4759200300"),
]
EMPLOYEES = [
    Person("Frida", "Hagen", "Lagersjef", 0, "+4759300000"),
    Person("Gunnar", "Ibsen", "Sjåfør", 3, "+4759300100"),
    Person("Hilde", "Jacobsen", "Controller", 12, "+4759300200"),
    Person("Ivar", "Knutsen", "Tekniker", 13, "+4759300300"),
]

PRODUCTS = [
    Product("T-100", "Tauverk 12 mm", "Tretvunnet, 200 m", "1490.00", "820.50", "kveil", "2900000000018"),
    Product("T-200", "Tauverk 20 mm", "Åttetvunnet, 200 m", "3290.00", "1875.00", "kveil", "2900000000025"),
    Product("P-010", "Presenning 4x6", "Forsterkede kanter", "389.50", "190.25", "stk", "2900000000032"),
    Product("P-020", "Presenning 8x10", "Forsterkede kanter", "899.00", "455.00", "stk", "2900000000049"),
    Product("L-300", "Arbeidslampe LED", "Batteri og lader", "749.90", "401.35", "stk", "2900000000056"),
    Product("H-400", "Vernehansker", "Par, størrelse 10", "129.00", "48.75", "par", "2900000000063"),
    Product("S-500", "Sjekk av utstyr", "Årlig kontroll, per time", "1150.00", "700.00", "time", ""),
    Product("S-600", "Frakt", "Innenlands", "250.00", "210.00", "stk", ""),
]

SALES: list[tuple[int, int, str, tuple[tuple[int, str], ...]]] = [
    (0, 0, "Ring før levering", ((0, "2"), (7, "1"))),
    (1, 2, "", ((4, "6"),)),
    (3, 5, "Leveres på kaia", ((1, "1"), (2, "10"), (7, "1"))),
    (5, 8, "", ((5, "25"), (4, "3"))),
    (8, 13, "Etter avtale", ((3, "4"),)),
    (11, 17, "", ((0, "1.5"), (6, "2.25"), (7, "1"))),
]
"""Customer, contact, note and rows (product, quantity); quotes and orders have the same pattern."""


def customcrm() -> Seed:
    """Where the demo's sales are made."""
    seed: Seed = [("customers", _crm_customer(company)) for company in COMPANIES[:12]]
    for person in PEOPLE:
        seed.append(("contacts", _crm_person(person) | {"mobile": person.phone, "job_title": person.title}))
    for product in PRODUCTS:
        seed.append(("products", _crm_product(product)))
    for number, user in enumerate(USERS):
        extra = {"login": user.first.lower(), "joined_on": f"2023-0{number + 2}-01"}
        seed.append(("users", _crm_person(user) | extra))
    for number, sale in enumerate(SALES):
        seed.append(("quotes", _crm_sale(number, *sale) | {"expires_on": f"2026-0{number + 2}-28"}))
    seed += [("orders", _crm_sale(number, *sale)) for number, sale in enumerate(reversed(SALES))]
    return seed


def _crm_customer(company: Company) -> Document:
    return {
        "company_name": company.name,
        "org_no": company.number,
        "email": company.mail,
        "phone": company.phone,
        "web": f"https://www.{company.domain}",
        "billing_email": f"faktura@{company.domain}",
        "street": company.street,
        "zip": company.zip,
        "city": company.city,
        "country_code": "NO",
        "credit": 50_000,
    }


def _crm_person(person: Person) -> Document:
    return {
        "given_name": person.first,
        "family_name": person.last,
        "email": person.mail,
        "phone": person.phone,
        "customer": f"<customers/{person.company}>",
    }


def _crm_product(product: Product) -> Document:
    return {
        "sku": product.number,
        "title": product.name,
        "body": product.text,
        "list_price": Decimal(product.price),
        "cost_price": Decimal(product.cost),
        "unit": product.unit,
        "barcode": product.ean or None,
        "in_stock": 40 if product.ean else 0,
    }


def _crm_sale(
    number: int, customer: int, contact: int, note: str, rows: tuple[tuple[int, str], ...]
) -> Document:
    sold = [(position, PRODUCTS[position], Decimal(quantity)) for position, quantity in rows]
    return {
        "customer": f"<customers/{customer}>",
        "contact": f"<contacts/{contact}>",
        "placed_on": f"2026-0{number + 1}-12",
        "deliver_on": f"2026-0{number + 1}-26",
        "customer_reference": f"{PEOPLE[contact].first} {PEOPLE[contact].last}",
        "note": note or None,
        "amount": sum((quantity * Decimal(product.price) for _, product, quantity in sold), Decimal(0)),
        "rows": [
            {"product": f"<products/{at}>", "text": what.name, "qty": quantity, "price": Decimal(what.price)}
            for at, what, quantity in sold
        ],
    }


def customerp() -> Seed:
    """Knows four of the same customers, spelt in its own way, five more, and no sales at all."""
    seed: Seed = [("customers", _erp_customer(COMPANIES[position])) for position in ERP_COMPANIES]
    seed[0][1].update({"name": "  Nordlys AS", "phone": "+47 59 00 00 00"})
    seed[1][1].update({"name": "HAVBRIS SJØMAT AS", "email": "Post@Havbris.example"})
    seed[2][1]["organisation_number"] = _spaced(COMPANIES[5].number)
    for person in (PEOPLE[0], PEOPLE[5], PEOPLE[8]):
        seed.append(("contacts", _erp_person(person)))
    for number, employee in enumerate(EMPLOYEES):
        seed.append(("employees", _erp_person(employee) | {"hired": f"2021-0{number + 3}-01"}))
    for product in PRODUCTS[:3]:
        seed.append(("products", _erp_product(product)))
    seed.append(("products", {"number": "X-900", "name": "Utgått vare", "price": 10, "active": False}))
    return seed


ERP_COMPANIES = [0, 3, 5, 7, 12, 13, 14, 15, 16]


def _erp_customer(company: Company) -> Document:
    place = {"street": company.street, "postal_code": company.zip, "city": company.city}
    return {
        "name": company.name,
        "organisation_number": company.number,
        "email": company.mail,
        "phone": company.phone,
        "address": place | {"country": "NO"},
        "credit_limit": 25_000,
    }


def _erp_person(person: Person) -> Document:
    return {
        "first_name": person.first,
        "last_name": person.last,
        "email": person.mail,
        "mobile": person.phone,
        "title": person.title,
        "customer_id": f"<customers/{ERP_COMPANIES.index(person.company)}>",
    }


def _erp_product(product: Product) -> Document:
    return {
        "number": product.number,
        "name": product.name,
        "price": Decimal(product.price),
        "cost": Decimal(product.cost),
        "unit": product.unit,
        "ean": product.ean,
        "stock": 12,
    }


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def tripletex() -> Seed:
    """Knows two customers of Customerp and one of its own, two products and two contacts."""
    seed: Seed = []
    for company in (COMPANIES[0], COMPANIES[12], COMPANIES[9]):
        address = {"addressLine1": company.street, "postalCode": company.zip, "city": company.city}
        names = {"name": company.name, "organizationNumber": company.number, "email": company.mail}
        seed.append(("customer", names | {"phoneNumber": company.phone, "postalAddress": address}))
    for position, person in ((0, PEOPLE[0]), (2, PEOPLE[14])):
        names = {"firstName": person.first, "lastName": person.last, "email": person.mail}
        seed.append(("contact", names | {"customer": {"id": f"<customer/{position}>"}}))
    for product in PRODUCTS[:2]:
        price = {"priceExcludingVatCurrency": Decimal(product.price)}
        seed.append(("product", {"number": product.number, "name": product.name} | price))
    return seed


def powerofficego() -> Seed:
    """Knows two customers of Customerp and one of its own, two products and one contact person."""
    seed: Seed = []
    for company in (COMPANIES[3], COMPANIES[13], COMPANIES[10]):
        address = {"AddressLine1": company.street, "ZipCode": company.zip, "City": company.city}
        names = {"Name": company.name, "OrganizationNumber": company.number, "EmailAddress": company.mail}
        seed.append(("Customers", names | {"PhoneNumber": company.phone, "MailAddress": address}))
    person = PEOPLE[5]
    names = {"FirstName": person.first, "LastName": person.last, "EmailAddress": person.mail}
    seed.append(("ContactPersons", names | {"ContactId": "<Customers/0>"}))
    for product in PRODUCTS[1:3]:
        names = {"Code": product.number, "Name": product.name}
        seed.append(("Products", names | {"UnitPrice": Decimal(product.price)}))
    return seed


def exact() -> Seed:
    """Knows two customers of Customerp, two products, one contact, and two employees on its payroll."""
    seed: Seed = []
    for company in (COMPANIES[5], COMPANIES[14]):
        place = {"AddressLine1": company.street, "Postcode": company.zip, "City": company.city}
        names = {"Name": company.name, "ChamberOfCommerce": company.number, "Email": company.mail}
        seed.append(("Accounts", names | place | {"Country": "NO", "Phone": company.phone, "Status": "C"}))
    person = PEOPLE[8]
    names = {"FirstName": person.first, "LastName": person.last, "Email": person.mail}
    seed.append(("Contacts", names | {"Account": "<Accounts/0>"}))
    for product in (PRODUCTS[0], PRODUCTS[2]):
        seed.append(("Items", {"Code": product.number, "Description": product.name, "IsSalesItem": True}))
    for person in EMPLOYEES[:2]:
        names = {"FirstName": person.first, "LastName": person.last, "Email": person.mail}
        seed.append(("Employees", names | {"BusinessEmail": person.mail, "IsActive": True}))
    return seed


def businesscentral() -> Seed:
    """Knows two customers of Customerp, two products and one contact."""
    seed: Seed = []
    for company in (COMPANIES[7], COMPANIES[15]):
        place = {"addressLine1": company.street, "postalCode": company.zip, "city": company.city}
        names = {"displayName": company.name, "taxRegistrationNumber": company.number, "email": company.mail}
        seed.append(("customers", names | place | {"country": "NO", "phoneNumber": company.phone}))
    person = PEOPLE[12]
    names = {"displayName": f"{person.first} {person.last}", "email": person.mail, "type": "Person"}
    seed.append(("contacts", names | {"companyName": COMPANIES[person.company].name}))
    for product in PRODUCTS[:2]:
        price = {"unitPrice": Decimal(product.price), "unitCost": Decimal(product.cost)}
        seed.append(("items", {"number": product.number, "displayName": product.name} | price))
    return seed


PLACES: Mapping[str, Callable[[], Seed]] = {
    "customerp": customerp,
    "customcrm": customcrm,
    "tripletex": tripletex,
    "powerofficego": powerofficego,
    "exact": exact,
    "businesscentral": businesscentral,
}
SEEDS: Mapping[str, Mapping[str, Callable[[], Seed]]] = {"people": PLACES, "empty": {}}

GUID_NAMES = {"exact": "ID", "businesscentral": "id"}
"""Where ids are GUIDs the seed brings its own, so that they are the same every time."""


def plant(name: str, server: SandboxServer) -> None:
    """Insert what the named seed has for a system, as a person would type it in."""
    made: dict[str, list[Document]] = {}
    for kind, document in SEEDS[name].get(server.name, list)():
        if server.name in GUID_NAMES:
            place = f"{server.name}/{kind}/{len(made.get(kind, []))}"
            document = document | {GUID_NAMES[server.name]: str(uuid5(NAMESPACE_URL, place))}
        record = server.insert(kind, _resolved(document, made))
        made.setdefault(kind, []).append(record.document)


def _resolved(value: Any, made: Mapping[str, list[Document]]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(inner, made) for name, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, made) for inner in value]
    place = re.fullmatch(r"<(\w+)/(\d+)>", value) if isinstance(value, str) else None
    if place is None:
        return value
    document = made[place[1]][int(place[2])]
    return next(document[name] for name in ("id", "Id", "ID") if name in document)
