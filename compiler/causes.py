"""Why each finding comes about, in a sentence or two, and what correct text looks like where that helps."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CAUSES", "Cause"]


class Cause(NamedTuple):
    """How a finding comes about; `example` is text of a document or profile as it should be, or empty."""

    text: str
    example: str = ""


_TITLE = """\
======================
Alpha to Beta Dataflow
======================"""

_HEADING = """\
Alpha Customer to Beta Account
------------------------------"""

_TABLE = """\
.. list-table::
   :header-rows: 1

   * - Alpha Customer Property
     - Beta Account Property
     - Beta Data Type
   * - name
     - displayName
     - "string\""""

_MATCH = """\
.. list-table::
   :header-rows: 1

   * - Alpha Customer Property
     - Beta Account Property
   * - email
     - contact.mail"""

CAUSES: dict[str, Cause] = {
    "F100": Cause("A file of this size is not read at all: it is no document, or many of them in one."),
    "F101": Cause("A document with this many rows is not read at all."),
    "F102": Cause("The title was lost, or something else stands before it. Nothing is compiled.", _TITLE),
    "F103": Cause("The title does not have the form of two system labels and `Dataflow` as the last word.", _TITLE),
    "F104": Cause(
        "The title has more than one ` to `, and the sections do not decide which of them divides it.",
        "Alpha to Beta Dataflow",
    ),
    "F105": Cause(
        "The line of `-` or `=` at a heading has fewer characters than the heading. The heading is read all the same.",
        _HEADING,
    ),
    "F106": Cause("The file is most likely something else. What stands after this line is not read."),
    "F107": Cause(
        "A line reads like a section's heading, but the line of `-` below it is missing. The section is left out.",
        _HEADING,
    ),
    "F108": Cause("Reading expressions is bounded, so that no document can keep the compiler busy for long."),
    "F110": Cause(
        "A line is none of the language's sentences, headings or tables: a remark, or a sentence whose first words "
        "were changed. Prose belongs into the introduction. The section around the line is left out."
    ),
    "F111": Cause(
        "The line is part of the language, but none of the seven shapes of a section has it at this place. "
        "It is not read."
    ),
    "F112": Cause(
        "A sentence or table that must stand before this line was lost. The section is left out.",
        "Once a link between a Alpha Customer and a Beta Account is established, it will keep in sync between the "
        "two systems, regardless of where it is edited.",
    ),
    "F113": Cause(
        "The section's last sentences or its property table were lost, often because the file was cut off. "
        "The section is left out."
    ),
    "F114": Cause(
        "One sentence of a section was copied from another section, or a label was renamed in some places only. "
        "The labels of the column headings count."
    ),
    "F115": Cause(
        "The first words of a sentence are known, the rest differs from the wording of the language. If the rule for "
        "new records cannot be read from it, the section is left out.",
        "Every Alpha Customer will be synchronized with a Beta Account.",
    ),
    "F116": Cause(
        "Between two commas of the sentence's list there is nothing. The other names are read.",
        "if it is connected to a Alpha Order, Quote, or Lead that is synchronized into Beta.",
    ),
    "F117": Cause(
        "The heading of a section and the column headings of its property table name other objects. One of them was "
        "renamed without the other."
    ),
    "F118": Cause(
        "A system is spelt differently in the title and in the sections, or the title names another one. The sections "
        "are read all the same.",
        _TITLE,
    ),
    "F119": Cause("The line above the table's option is misspelt. The table is read all the same.", _TABLE),
    "F120": Cause("The table is empty; even a table without rows has its column headings.", _TABLE),
    "F121": Cause(
        "A match table has two columns, a property table three. A row with another number of cells is left out: a "
        "cell is missing, or one has lost its `- `.",
        _TABLE,
    ),
    "F122": Cause("The heading of a column names another object than its section does.", _TABLE),
    "F123": Cause(
        "A row or cell stands at the start of a line, without the spaces before it; in some old documents the third "
        "cell does, without its `- ` too.",
        _TABLE,
    ),
    "F124": Cause("A line inside a table starts no row and no cell. It is not read.", _TABLE),
    "F125": Cause("The option below `.. list-table::` is missing. The first row is taken as the heading.", _TABLE),
    "F126": Cause(
        "What stands in parentheses after a path starts like a condition, but does not end like one. "
        "The row is left out.",
        "number (Dependant on having NO in address.country)",
    ),
    "F127": Cause("The heading of the third column names another system than the right one.", "Beta Data Type"),
    "F128": Cause("The section says that records are matched, and then not by which properties.", _MATCH),
    "F129": Cause(
        "An option of a table stands there twice, has another value, or is one that the language does not have; or "
        "text follows `.. list-table::` on its line.",
        _TABLE,
    ),
    "F200": Cause(
        "A label is neither label, alias nor file name of a profile. Spelling is compared without case, spaces and "
        "punctuation. A profile is inferred: plain REST with JSON, an API key, a collection for each ObjectType, kinds "
        "of properties from the third cells.",
        'label = "Beta"\naliases = ["Beta Cloud"]',
    ),
    "F201": Cause(
        "What follows the system's label is neither name, label nor facet of one of its ObjectTypes. It is taken for a "
        "collection of that name; nothing is created there.",
        '[types.Account]\nlabels = ["Accounts", "Account company"]',
    ),
    "F202": Cause(
        "The path may be misspelt, or the profile is not complete. The row goes both ways as plain text, or as the "
        "type its third cell names."
    ),
    "F203": Cause(
        "The third cell is neither a type word, `N/A` nor an expression whose functions have as many arguments as they "
        "take; or it is an expression in the old print that has no reading.",
        '["datetime-format", "%Y-%m-%d", "_."]',
    ),
    "F204": Cause(
        "The third cell is `N/A`; often an expression stood there once. Where both properties are of the same type "
        "this does no harm."
    ),
    "F205": Cause("The types of the two properties have nothing in common, such as a date and a flag."),
    "F207": Cause(
        "A word stands where a function must stand, and is none. Every expression is a list whose first entry names a "
        "function; a bare word is the function that is applied to the left value.",
        '["integer", ["decimal", "_."]]',
    ),
    "F208": Cause(
        "Older documents print expressions without their opening brackets. More than one sensible expression is "
        "printed like this cell, and nothing tells which was meant."
    ),
    "F209": Cause(
        "Older documents print expressions without their opening brackets. One expression whose functions make sense "
        "of their arguments is printed like this cell, so it is read as that."
    ),
    "F210": Cause(
        "A cell of a match table is empty, or it names a list as a whole where a property of its elements is meant.",
        "lines.quantity",
    ),
    "F211": Cause(
        "Records are matched by single values of kinds that can be compared; a list has many. The row is left out."
    ),
    "F212": Cause("Two files have the same name, or names that give the same module. The second one is not compiled."),
    "F220": Cause("The file breaks the rules of TOML. The whole profile is left out.", 'label = "Beta"'),
    "F221": Cause("A key is unknown, missing, or has a value of another kind. The whole profile is left out."),
    "F222": Cause("The name of the file becomes the name of a module and of identifiers in it.", "beta.toml"),
    "F223": Cause(
        "A profile's `key`, `version`, `modified` and `created` are paths of properties that are listed below.",
        'modified = "changedAt"\n\n[types.Account.properties]\nchangedAt = { type = "datetime", access = "read" }',
    ),
    "F224": Cause("`references` names ObjectTypes of the same profile.", 'accountId = { references = ["Account"] }'),
    "F226": Cause(
        "A WHEN sentence is bound in the source system's profile: under the exact prose stand tests of properties.",
        '[types.Deal.when]\n"When a Deal is won" = { all = [{ path = "stage", equals = "won" }] }',
    ),
    "F227": Cause("A property names the code table that conditions on it are looked up in."),
    "F225": Cause(
        "Some ObjectTypes cannot be created over an API. The profile says so, with the reason that people are told.",
        'why_not = "payroll is entered by hand"',
    ),
    "F228": Cause(
        "What the profile says of an ObjectType does not fit together: over HTTP it needs the addresses of its list "
        "and of one record, in a database its table; the key of a list's elements is one of their properties; and so "
        "on.",
        'table = "customer"',
    ),
    "F229": Cause(
        "`flowc system import` fills in what a description does not say, or says without being believed, and marks "
        "such lines with questions. Whoever knows the system answers: deletes the comment, perhaps edits the line.",
        "# QUESTION 1: is this your system? The description says so; secrets are sent there.\n"
        'address = "https://api.example.com"',
    ),
    "F300": Cause("The table has column headings and nothing else, which is legal."),
    "F301": Cause(
        "The profile says that a record cannot be created without these properties. A new record waits until it has "
        "them; records that are linked are kept in sync.",
        'status = { required = true, default = "open" }',
    ),
    "F302": Cause(
        "No value can travel by this row: the properties can only be read, another row writes them already, the "
        "records they point to are not linked by any pair, or a list's elements have no key to be told apart by."
    ),
    "F304": Cause(
        "Several ObjectTypes of the left system each create a record of the same ObjectType. That is right if they "
        "are different things, and makes duplicates if they are steps of the same one."
    ),
    "F305": Cause("The section's prose says when a record is created, and no profile says what that means."),
    "F306": Cause(
        "A CONNECTED sentence lists ObjectTypes of the left system, or references of the left ObjectType. A name that "
        "is neither connects nothing.",
        '[types.Deal]\nlabels = ["Deals", "Sale"]',
    ),
    "F307": Cause("The section creates records, and the system's profile says that this ObjectType cannot be created."),
    "F308": Cause("A condition without a path, or with one that names a whole list, can look at nothing."),
    "F309": Cause(
        "Conditions that share a list with their cell's path select one element, by one property of the elements."
    ),
    "F310": Cause(
        "A Wikidata item stands for a code that the system uses. The profile's code tables say which.",
        '[codes.country]\n"wd:Q20" = "NO"',
    ),
    "F311": Cause("A CONNECTED sentence ends with the label of a system, as a title or a profile spells it."),
    "F312": Cause(
        "Two pairs lead from an ObjectType into one system, and both lead on to the same ObjectType. What is created "
        "by one route is found again by the other."
    ),
    "F313": Cause(
        "Mirrored documents share one pair, which the module of the first one holds. The other module needs it."
    ),
    "F314": Cause(
        "The types A-B, B-C and C-A are joined by pairs, so an edit reaches a record by two routes. Where a side wins "
        "whatever is newer, each route overwrites what the other one brought, without an end.",
        '[policies."a.customer|b.customer"]\npolicy = "left"',
    ),
    "F315": Cause(
        "Sections with the same two ObjectTypes share one set of links. If two of them keep one property equal with "
        "different ones, these are kept equal with each other as well: an edit of one overwrites the other."
    ),
}
"""By code."""
