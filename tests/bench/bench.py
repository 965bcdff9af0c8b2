"""`python -m tests.bench.bench`: how fast documents are read and records are mapped, beside what one would use else.

Each pair of candidates is measured in turns in one run; what is printed is the median. Documents and records are
invented.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable

from msgspec import UnsetType

from generated.flows.customerp_tripletex import customer_customer_from_left, customer_customer_to_right
from generated.systems import customerp, tripletex
from tests.bench.reading import medians, read_documents, read_hostile

RECORDS = 5_000
RECORD_ROUNDS = 9

# ---- records ------------------------------------------------------------------------------------


def generated(left: customerp.Customer, old: tripletex.Customer) -> tripletex.CustomerPatch:
    """The mapping as flowc generates it."""
    return customer_customer_to_right(customer_customer_from_left(left), old)


Stored = str | None | UnsetType
NORWEGIAN = re.compile(r"(?:NO)?([0-9]{9})(?:MVA)?")


def trimmed(stored: Stored) -> Stored:
    return unicodedata.normalize("NFC", stored).strip() or None if isinstance(stored, str) else stored


def folded(stored: Stored) -> Stored:
    value = trimmed(stored)
    return unicodedata.normalize("NFC", value.casefold()).strip() or None if isinstance(value, str) else value


def squeezed(stored: Stored) -> Stored:
    return "".join(unicodedata.normalize("NFKC", stored).split()).upper() or None if isinstance(stored, str) else stored


def number_of(stored: Stored) -> Stored:
    value = squeezed(stored)
    match = NORWEGIAN.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else value


def dialled(stored: Stored) -> Stored:
    value = squeezed(stored)
    if not isinstance(value, str):
        return value
    plus = value.startswith(("+", "00"))
    digits = "".join(char for char in value if char in "0123456789")
    digits = digits.removeprefix("00") if value.startswith("00") else digits
    return (f"+{digits}" if plus else digits) if digits else trimmed(stored)


def kept(form: Callable[[Stored], Stored], new: Stored, old: Stored) -> Stored:
    """The new value in its form, or the old one as it is spelt where they are the same."""
    value = form(new)
    return old if not isinstance(value, UnsetType) and form(old) == value else value


def by_hand(left: customerp.Customer, old: tripletex.Customer) -> tripletex.CustomerPatch:
    """The same mapping as one would write it without a compiler, for one direction and no View."""
    street, street2 = left.address_street, left.address_street2
    place, city = left.address_postal_code, left.address_city
    return tripletex.CustomerPatch(
        name=kept(trimmed, left.name, old.name),
        organization_number=kept(number_of, left.organisation_number, old.organization_number),
        email=kept(folded, left.email, old.email),
        invoice_email=kept(folded, left.invoice_email, old.invoice_email),
        phone_number=kept(dialled, left.phone, old.phone_number),
        website=kept(trimmed, left.website, old.website),
        physical_address_address_line1=kept(trimmed, street, old.physical_address_address_line1),
        physical_address_address_line2=kept(trimmed, street2, old.physical_address_address_line2),
        physical_address_postal_code=kept(squeezed, place, old.physical_address_postal_code),
        physical_address_city=kept(trimmed, city, old.physical_address_city),
        postal_address_address_line1=kept(trimmed, street, old.postal_address_address_line1),
        postal_address_address_line2=kept(trimmed, street2, old.postal_address_address_line2),
        postal_address_postal_code=kept(squeezed, place, old.postal_address_postal_code),
        postal_address_city=kept(trimmed, city, old.postal_address_city),
    )


def customers() -> list[tuple[customerp.Customer, tripletex.Customer]]:
    """Records of both sides: one in three is equal but for spelling, one differs, one is new on the right."""
    found = []
    for n in range(RECORDS):
        left = customerp.Customer(
            id=n,
            name=f" Selskap {n} AS",
            organisation_number=f"3{n:08d}",
            email=f"Post@s{n}.example",
            phone=f"+47 59 {n % 100:02d} 00 00",
            website=f"https://s{n}.example",
            invoice_email=f"faktura@s{n}.example",
            address_street=f"Storgata {n}",
            address_street2=None,
            address_postal_code=f"{n % 10_000:04d}",
            address_city="Bodø",
        )
        same = tripletex.Customer(
            name=f"Selskap {n} AS",
            organization_number=f"3{n:08d}",
            email=f"post@s{n}.example",
            phone_number=f"+4759{n % 100:02d}0000",
            physical_address_address_line1=f"Storgata {n}",
            physical_address_city="Bodø",
            postal_address_city="Oslo",
        )
        other = tripletex.Customer(name=f"Firma {n} AS", email="a@b.example", postal_address_address_line1="Kaia 1")
        found.append((left, (same, other, tripletex.Customer())[n % 3]))
    return found


def map_records() -> None:
    """A customer of Customerp to the patch for Tripletex: generated, and by hand."""
    pairs = customers()
    for left, old in pairs:
        assert generated(left, old) == by_hand(left, old)
    seconds = medians(
        {
            "generated": lambda: [generated(left, old) for left, old in pairs],
            "by hand": lambda: [by_hand(left, old) for left, old in pairs],
        },
        RECORD_ROUNDS,
    )
    for name, spent in seconds.items():
        print(f"{name:>10}: {RECORDS / spent:>9,.0f} records/s, {spent / RECORDS * 1e6:.1f} us each")
    print(f"generated / by hand: {seconds['generated'] / seconds['by hand']:.2f}")


def main() -> None:
    """Measure and print."""
    started = time.perf_counter()
    print("documents, microseconds each row: to syntax; to the IR, with all properties listed and without profiles")
    read_documents()
    print("\nhostile texts of 8 MiB")
    read_hostile()
    print("\none customer to the View and on to a patch")
    map_records()
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
