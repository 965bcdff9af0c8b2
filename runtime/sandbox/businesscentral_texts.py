"""What Business Central tells people, in the language that a request asks for.

The English text is the key; a language that has no text for it answers in English. What concerns the protocol alone,
such as an unknown property, is in English always.
"""

from __future__ import annotations

from collections.abc import Mapping

READ_ONLY = "Control '{name}' is read-only."
CHANGED = "Another user has already changed the record."
NO_TOKEN = "Could not validate the client concurrency token required by the service."
NOT_FOUND = "The record in table {kind} was not found: {key}."
KEY_EXISTS = "The record already exists: {name}='{value}'."
TOO_LONG = "The length of the string is {length}, but it must be less than or equal to {limit} characters: {name}."
NAME_NEEDED = 'A "{name}" must be provided.'
CUSTOMER_NEEDED = "A customerNumber or a customerID must be provided."
LINES_OF_WHAT = "You must specify an Id or a Document Id to get the lines."
NO_NUMBERS = "You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos."
OUTSTANDING = "You cannot delete {number} because there is an outstanding Sales Order."
TYPE_IN_USE = "You cannot change the Type field because there are sales lines for this item."
NO_MATCH = "{first} and {second} do not match."
NO_ROW = "{name} '{value}' does not exist."
ONE_OF_TWO = "Only one of itemId and accountId can be given."
MUST_HAVE = "{names} must have a value."

TEXTS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        READ_ONLY: "Kontrollen {name} er skrivebeskyttet.",
        CHANGED: "En annen bruker har allerede endret posten.",
        NO_TOKEN: "Kan ikke validere samtidighetstokenet fra klienten som tjenesten krever.",
        NOT_FOUND: "Posten i tabellen {kind} ble ikke funnet: {key}.",
        KEY_EXISTS: "Posten finnes allerede: {name}='{value}'.",
        TOO_LONG: "Lengden på strengen er {length}, men den må være mindre enn eller lik {limit} tegn: {name}.",
        NAME_NEEDED: 'En "{name}" må oppgis.',
        CUSTOMER_NEEDED: "Et customerNumber eller en customerID må oppgis.",
        LINES_OF_WHAT: "Du må angi en Id eller en Document Id for å hente linjene.",
        NO_NUMBERS: "Du kan ikke angi numre manuelt.",
        OUTSTANDING: "Du kan ikke slette {number} fordi det finnes en utestående salgsordre.",
        TYPE_IN_USE: "Du kan ikke endre feltet Type fordi det finnes salgslinjer for denne varen.",
        NO_MATCH: "{first} og {second} stemmer ikke overens.",
        NO_ROW: "{name} '{value}' finnes ikke.",
        ONE_OF_TWO: "Bare en av itemId og accountId kan oppgis.",
        MUST_HAVE: "{names} må ha en verdi.",
    }
}


def told(text: str, words: Mapping[str, object], language: str) -> str:
    """A text in a language with its words filled in; a text without words is left as it is."""
    template = TEXTS.get(language, {}).get(text, text)
    return template.format(**words) if words else template


def language_of(accepted: str) -> str:
    """The language that an `Accept-Language` header wants most, as a key of `TEXTS`."""
    first = accepted.split(",")[0].partition(";")[0].strip().partition("-")[0].lower()
    return "nb" if first in ("no", "nb", "nn") else first
