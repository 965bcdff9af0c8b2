"""Names of the outside world become identifiers: safe, injective, independent of order (G-02, A-11, A-12)."""

from __future__ import annotations

import keyword
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compiler.naming import assign, camel, digest, fold, snake

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
CLASS = re.compile(r"[A-Z][A-Za-z0-9_]*")

# names that are words of Python, or no names at all
HOSTILE = (
    *("class", "\uff43\uff4c\uff41\uff53\uff53", "match", "_", "__init__", "__class__", "self", "print", "None"),
    *("True", "mro", "a" * 300, "1abc", "", " ", "a-b", "a.b", "a\n", "lambda", "import", "case", "async"),
    *("客户", "Fødselsdato", "ps:P297", "$original_id", "Name\t", "\u202eevil", "a\x00b", "\ud800", "../x", "con"),
    *("x'); import os", "{{ 7*7 }}", "ＵＮＳＥＴ", "Ⅷ", "ﬁeld", "İ", "ǅ"),
)
# names that look alike, or become alike
ALIKE = (
    ("Contact", "contact"),
    ("e\u0301", "\u00e9"),
    ("\ufb01eld", "field"),
    ("a", "\u0430"),
    ("a_b", "a-b", "aB", "a.b", "A B", "a_b "),
    ("a" * 48, "a" * 49, "a" * 300),
    ("", " ", "_", "-", "客"),
    ("class", "class_", "Class", "\uff43lass"),
)

names = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from([name for group in ALIKE for name in group]),
    st.text(max_size=20),
    st.text(alphabet="aAbB1_-. ", max_size=6),
)


def is_safe(identifier: str) -> bool:
    return IDENTIFIER.fullmatch(identifier) is not None and not keyword.iskeyword(identifier)


@given(names)
def test_a_name_becomes_a_safe_identifier(name: str) -> None:
    assert is_safe(snake(name))
    assert snake(name) == snake(snake(name))
    assert len(snake(name)) <= 64


@given(names)
def test_a_name_becomes_a_safe_class_name(name: str) -> None:
    assert CLASS.fullmatch(camel(name))
    assert not keyword.iskeyword(camel(name))
    assert camel(name) not in vars(__import__("builtins"))


@given(st.sets(names, max_size=12))
@example({"a", "A", f"a_{digest('a')}"})
@example({"a", "A", f"a_{digest('A')}", f"A_{digest('a')}", f"a_{digest('a')}"})
@example(set(HOSTILE))
@example({name for group in ALIKE for name in group})
def test_assigned_identifiers_are_safe_and_differ(wanted: set[str]) -> None:
    given_names = assign(wanted)
    assert given_names.keys() == wanted
    assert all(is_safe(identifier) for identifier in given_names.values())
    assert len(set(given_names.values())) == len(wanted)


@given(st.sets(names, max_size=12))
@example({f"{'word ' * 12}{end}" for end in ("one", "two")})
@example({"address1", "address_1", "Address 1"})
def test_classes_made_of_assigned_identifiers_differ(wanted: set[str]) -> None:
    classes = [camel(identifier) for identifier in assign(wanted).values()]
    assert len(set(classes)) == len(wanted)


@given(st.lists(names, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_matter(wanted: list[str], random: object) -> None:
    shuffled = sorted(wanted, key=lambda name: digest(name + repr(len(wanted))))
    assert assign(wanted) == assign(shuffled) == assign(reversed(wanted))


@given(st.sets(names, max_size=6))
def test_a_name_that_stands_alone_is_never_suffixed(wanted: set[str]) -> None:
    alone = {name for name in wanted if [snake(other) for other in wanted].count(snake(name)) == 1}
    made = {f"{snake(name)}_{digest(name)}" for name in wanted}
    for name in alone - {name for name in wanted if snake(name) in made}:
        assert assign(wanted)[name] == snake(name)


@pytest.mark.parametrize("group", ALIKE)
def test_names_that_look_alike_stay_apart(group: tuple[str, ...]) -> None:
    assert len(set(assign(group).values())) == len(group)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("postalAddress.postalCode", "postal_address_postal_code"),
        ("AddressLine1", "address_line1"),
        ("VATNumber", "vat_number"),
        ("Fødselsdato", "fodselsdato"),
        ("\uff43\uff4c\uff41\uff53\uff53", "class_"),
        ("\ufb01eld", "field"),
        ("1abc", "x_1abc"),
        ("__init__", "init"),
        ("a" * 300, "a" * 48),
    ],
)
def test_identifiers_are_readable(name: str, identifier: str) -> None:
    assert snake(name) == identifier


def test_a_name_without_letters_gets_one_from_its_spelling() -> None:
    assert snake("") == f"x_{digest('')}"
    assert snake("客户") != snake("客")


@given(st.text(max_size=30))
def test_labels_are_compared_by_letters_and_digits_only(label: str) -> None:
    assert fold(label) == fold(f" {label}-") == fold(fold(label))


def test_labels_differ_only_where_letters_do() -> None:
    assert fold("PowerBooks GO") == fold("Powerbooksgo")
    assert fold("Ledgr 2") != fold("Ledgr 3")
