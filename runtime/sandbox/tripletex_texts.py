"""What the Tripletex sandbox says in refusals, in the two languages of its users.

The vendor's messages follow the language of the token's owner, mostly Norwegian in recorded answers; their wording here
is invented. A client must go by status, code and field.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """One message in Norwegian and in English; `{}` stands for the value that `of` puts in."""

    no: str
    en: str

    def of(self, value: object) -> Text:
        """The message about this value."""
        return Text(self.no.replace("{}", str(value)), self.en.replace("{}", str(value)))


Faults: TypeAlias = list[tuple[str, Text]]
"""What is wrong with a body: the field and why; an empty field where it is none in particular."""

BAD_JSON = Text("Ugyldig JSON.", "Invalid JSON.")
MAPPING = Text("Request mapping failed", "Request mapping failed")
INVALID = Text("Validering feilet.", "Validation failed.")
NOT_FOUND = Text("Objektet ble ikke funnet.", "Object not found")
STALE = Text("Revision Exception", "Revision Exception")
NO_RIGHT = Text("Du har ikke tilgang til denne funksjonen.", "You do not have permission to access this feature.")
NO_COMPANY = Text("Ingen tilgang til dette selskapet.", "No access to this company.")
TOO_MANY_CALLS = Text("For mange kall.", "Too many requests.")
NO_SESSION = Text("Ugyldig eller utløpt sesjon.", "Invalid or expired session.")
BAD_TOKENS = Text("Ugyldig consumerToken eller employeeToken.", "Invalid consumerToken or employeeToken.")
BAD_PATH = Text("Ugyldig sti-parameter: {}", "Invalid path parameter: {}")
BAD_PARAMETER = Text("Ugyldig parameter: {}", "Invalid parameter: {}")
BAD_SORTING = Text("Ugyldig sortering: {}", "Invalid sorting: {}")
COUNT_TOO_LARGE = Text("count kan ikke være større enn {}.", "count cannot be larger than {}.")
TOO_LARGE = Text("For mange treff. Avgrens søket.", "Result set too large.")
BAD_FIELDS = Text("Illegal fields filter: {}", "Illegal fields filter: {}")

NO_LIST = Text("Forventet en liste.", "Expected a list.")
NO_OBJECT = Text("Forventet et objekt.", "Expected an object.")
TOO_MANY_ROWS = Text("Listen kan ha høyst {} elementer.", "The list can have at most {} elements.")
UNKNOWN_FIELD = Text("Feltet finnes ikke i objektet: {}", "The field does not exist in the object: {}")
WRONG_TYPE = Text("Verdien er ikke av riktig type: {}", "The value is not of the correct type: {}")
READ_ONLY = Text("Feltet kan ikke endres: {}", "The field is read-only: {}")

REQUIRED = Text("Må fylles ut.", "Must be filled in.")
NOT_NULL = Text("Kan ikke være null.", "Cannot be null.")
NOT_A_DATE = Text("Må være en dato.", "Must be a date.")
NOT_LATER = Text("Må være etter dagens dato.", "Must be later than today.")
OTHER_ID = Text("Stemmer ikke med stien.", "Does not agree with the path.")
ID_ON_CREATE = Text("Kan ikke sette ID når et nytt objekt opprettes.", "An ID cannot be set when creating a new object")
NO_SUCH_OBJECT = Text("Objektet finnes ikke.", "The object does not exist.")
FIXED = Text("Kan ikke endres.", "Cannot be changed.")
TOO_LONG = Text("Kan ikke være lengre enn {} tegn.", "Cannot be longer than {} characters.")
OUT_OF_RANGE = Text("Må være innenfor {}.", "Must be within {}.")
NO_MAIL = Text("Må være en gyldig e-postadresse.", "Must be a valid e-mail address.")
IN_USE = Text("Er allerede i bruk.", "Is already in use.")
NO_NAME = Text("Fornavn, etternavn eller e-post må angis.", "First name, last name or e-mail must be given.")
BAD_ORGANISATION_NUMBER = Text(
    "Ugyldig organisasjonsnummer for landet i fysisk adresse.",
    "Invalid organisation number for the country of the physical address.",
)
NO_ADDRESS_FOR_EHF = Text("EHF krever en gyldig postadresse.", "EHF requires a valid postal address.")
NO_USER_TYPE = Text("Kan ikke være 0 eller tom.", "Cannot be 0 or empty.")
NO_USER_MAIL = Text("Må angis for brukere.", "Must be given for users.")
EMPTY_LINE = Text("Ordrelinjen må ha beskrivelse eller produkt.", "The order line needs a description or a product.")
TWO_PRICES = Text("Bare én av enhetsprisene kan angis.", "Only one of the unit prices can be given.")
WRONG_PRICE = Text("Feil enhetspris for ordrens prisvalg.", "The wrong unit price for the order's choice.")
BAD_VAT = Text("Ugyldig mva-kode.", "Invalid VAT code.")
NO_PRODUCT_VAT = Text("Mva-kode kan ikke settes på produktet.", "The VAT code of a product cannot be set.")
CUSTOMER_IN_USE = Text(
    "Kunden kan ikke slettes:<ul><li>Det finnes ordrer</li></ul>",
    "The customer cannot be deleted:<ul><li>There are orders</li></ul>",
)
