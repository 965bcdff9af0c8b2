"""Every fault has a test in every protocol, or a reason why it cannot occur there.

The faults are those of an answer, a list, a write, a login and a wait; the tests are marked with `fault`. What the
tests of databases show already is named here, and looked up.
"""

from __future__ import annotations

import importlib
from typing import NamedTuple

import pytest

from tests.runtime.faults.bench import HTTP
from tests.runtime.faults.matrix import TESTS

MODULES = ("answers", "databases", "drift", "limits", "lists", "writes")


class Fault(NamedTuple):
    """What goes wrong and what is expected then; for databases: tests elsewhere, or why it cannot occur."""

    what: str
    expected: str
    sql_tests: tuple[str, ...] = ()
    sql_impossible: str = ""


_ROWS = "a driver gives typed rows over a connection that checks its own lengths; there is no text to be read"
FAULTS = {
    "F-05": Fault(
        *("any success of a create", "accepted; the key from the body, the Location or a look"),
        ("test_database.test_a_new_record_is_answered_as_the_database_has_it",),
    ),
    "F-06": Fault("a create finds the record there", "looked up by what is unique or matches, linked"),
    "F-07": Fault("the record changed since it was read", "read again, merged again, never forced"),
    "F-08": Fault(
        *("versions never match", "noticed after two refusals; compared by content, and said"),
        sql_impossible="the version is a column, read and compared in the transaction that writes",
    ),
    "F-09": Fault("a version moves alone, or is missing", "no write, no conflict, no endless round"),
    "F-10": Fault(
        *("429 with a wait", "obeyed; a long one parks the system"),
        sql_impossible="databases do not ask for a wait; a writer in the way is waited for, with an end",
    ),
    "F-11": Fault(
        *("429 or 403 without a wait", "the window's end, or longer and longer, then stop"),
        sql_impossible="as for F-10",
    ),
    "F-15": Fault("one bad record", "one failed entry with the clean text; the others go on"),
    "F-16": Fault(
        *("several at once, in part", "each its own outcome; what is not told is unknown and never repeated"),
        (
            "test_database_failures.test_whether_a_write_that_was_cut_off_arrived_is_known_only_before_the_commit",
            "test_database.test_a_refused_record_takes_no_other_with_it_and_says_which_column",
        ),
    ),
    "F-17": Fault(
        *("a garbled answer", "a page is read again by the next pass; a write is settled by looking"),
        sql_impossible=_ROWS,
    ),
    "F-18": Fault(
        *("JSON of another shape", "the type pauses; links stay, nothing is made up"),
        (
            "test_database.test_what_is_not_of_the_stated_type_is_unreadable_and_harms_nothing_else",
            "test_database_failures.test_a_table_or_column_that_is_not_there_is_refused_by_name",
        ),
    ),
    "F-19": Fault(
        *("rows told twice", "one record"),
        ("test_database.test_a_table_without_unique_keys_is_no_list",),
    ),
    "F-20": Fault(
        *("rows move between pages", "noticed by offset; no matter behind a key"),
        (
            "test_database.test_paging_skips_and_repeats_no_row_that_stays",
            "test_database.test_a_change_made_during_a_pull_is_in_the_next_one",
        ),
    ),
    "F-21": Fault(
        *("a cursor ends", "from the stored one again, or whole; nothing is written twice"),
        ("test_database.test_numbers_that_start_anew_make_a_whole_read",),
    ),
    "F-22": Fault(
        *("pages without end", "noticed"),
        sql_impossible="each page asks for keys above the last one's, which a finite table runs out of",
    ),
    "F-37": Fault("a property became another", "held; the rest goes on; never read as cleared"),
    "F-38": Fault(
        *("a login ends", "renewed once, the same request again; where that fails, an outage that says who must act"),
        ("test_database_failures.test_a_login_that_is_not_accepted",),
    ),
    "F-40": Fault(
        *("redirects", "none is followed; no secret goes elsewhere"),
        sql_impossible="neither protocol has redirects",
    ),
    "F-41": Fault(
        *("bodies that would do harm", "limits of size, depth and digits; then as F-17"),
        (
            "test_database.test_values_that_python_cannot_hold_are_unreadable_and_the_page_is_read",
            "test_database.test_what_is_too_long_or_too_large_is_refused",
        ),
    ),
    "F-42": Fault(
        *("a body that drips", "a deadline for the whole; then as F-17"),
        (
            "test_database_failures.test_a_record_that_is_locked_for_too_long_is_left_for_later",
            "test_database_failures.test_a_writer_who_is_in_the_way_for_a_moment_is_waited_for",
        ),
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _marked() -> None:
    for name in MODULES:
        importlib.import_module(f"tests.runtime.faults.test_{name}")


@pytest.mark.parametrize("number", FAULTS)
def test_every_fault_has_a_test_in_every_protocol(number: str) -> None:
    fault = FAULTS[number]
    assert [protocol for protocol in HTTP if not TESTS[number, protocol]] == []
    here = bool(TESTS[number, "sql"])
    assert here + bool(fault.sql_tests) + bool(fault.sql_impossible) == 1, "tests here, tests elsewhere, or a reason"
    for place in fault.sql_tests:
        module, _, name = place.partition(".")
        assert callable(getattr(importlib.import_module(f"tests.runtime.{module}"), name)), place


def test_no_test_is_of_a_fault_that_is_not_listed() -> None:
    assert {number for number, protocol in TESTS if TESTS[number, protocol]} == set(FAULTS)
