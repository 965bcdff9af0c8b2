"""What Exact Online tells people when a business rule is broken: in the language of the user who signed in.

What goes wrong before a row is looked at (a malformed body, an unknown property, a query) is always in English.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "mandatory": {"en": "Mandatory: {names}", "nl": "Verplicht: {names}"},
    "too long": {
        "en": "{name}: at most {limit} characters.",
        "nl": "{name}: maximaal {limit} tekens.",
    },
    "no such row": {
        "en": "{name}: reference to a row of {target} that does not exist.",
        "nl": "{name}: verwijst naar een rij van {target} die niet bestaat.",
    },
    "read only": {
        "en": "Not allowed to change: {name} is read-only.",
        "nl": "Niet toegestaan te wijzigen: {name} is alleen-lezen.",
    },
    "fixed": {"en": "Not allowed to change: {names}", "nl": "Niet toegestaan te wijzigen: {names}"},
    "lines apart": {
        "en": "{name} cannot be part of a change.",
        "nl": "{name} kan geen deel van een wijziging zijn.",
    },
    "completed": {
        "en": "A completed sales order cannot be changed.",
        "nl": "Een afgehandelde verkooporder kan niet worden gewijzigd.",
    },
    "exists": {"en": "{name}: Code {code} already exists", "nl": "{name}: Code {code} bestaat reeds"},
    "in use": {"en": "Cannot delete: in use by {names}", "nl": "Kan niet verwijderen: in gebruik bij {names}"},
    "malformed": {"en": "Error processing request stream. {text}"},
}


class Breach(Exception):
    """A request that breaks a rule: which text tells of it, the words in it, and the status it is answered with.

    Exact answers several business rules with 500.
    """

    def __init__(self, text: str, /, status: int = 400, **words: object) -> None:
        super().__init__(text)
        self.text = text
        self.status = status
        self.words = words

    def told(self, language: str) -> str:
        """The message in a language; English where there is no such language."""
        texts = TEXTS[self.text]
        return texts.get(language, texts["en"]).format(**self.words)
