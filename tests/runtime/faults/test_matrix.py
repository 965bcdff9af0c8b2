"""Every fault has a test, or a reason why there is none: F-01 to F-45, without a gap.

The faults of an answer, a list, a write, a login and a wait have one in every protocol (`FAULTS`); those tests are
marked with `fault`, and what the tests of databases show already is named here, and looked up. What is the engine's or
the state's to survive, whatever the protocol, is in `ELSEWHERE`.
"""

from __future__ import annotations

import importlib
from typing import NamedTuple

import pytest

from tests.end_to_end.world import ROOT
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
        *("rows move between pages", "noticed by offset; no matter behind a key; looked up by page number"),
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


class Elsewhere(NamedTuple):
    """What goes wrong, and the tests ("file::test", below tests/) that show what happens then, or why there is none."""

    what: str
    tests: tuple[str, ...] = ()
    reason: str = ""


_LOST = "runtime/test_engine_lost.py"
_CURSORS = "runtime/test_cursors.py::test_no_edit_is_missed_whatever_stamps_do"
_HTTP = "runtime/test_http.py"
_REWRITES = "runtime/test_rewrites.py"
_DELETES = "runtime/test_engine_deletes.py"
_STATE = "end_to_end/test_state_lost.py"
ELSEWHERE = {
    "F-01": Elsewhere("no connection", (f"{_HTTP}::test_nothing_is_lost_where_nothing_was_sent",)),
    "F-02": Elsewhere(
        *("no answer, and nothing arrived", (f"{_LOST}::test_an_update_that_did_not_arrive_is_sent_again",)),
    ),
    "F-03": Elsewhere(
        "no answer, and it arrived",
        (
            f"{_HTTP}::test_a_silent_server_leaves_a_write_unknown",
            f"{_LOST}::test_what_a_lost_create_made_is_found_and_edits_on_either_side_since_survive",
            f"{_LOST}::test_an_update_that_arrived_is_not_taken_for_an_edit_of_the_other_side",
        ),
    ),
    "F-04": Elsewhere(
        *("it arrives late", (f"{_LOST}::test_a_late_create_that_arrives_within_that_time_is_found",)),
    ),
    "F-12": Elsewhere(
        "5xx for a while",
        (
            "runtime/test_retry.py::test_a_read_is_repeated_a_few_times_with_growing_pauses",
            "runtime/test_retry.py::test_a_write_that_may_have_happened_is_never_repeated",
        ),
    ),
    "F-13": Elsewhere(
        "a 500 that is replayed for a key",
        reason="the key is used while it lives, and what is seen decides; no stand-in replays a failure",
    ),
    "F-14": Elsewhere("a key has expired", (f"{_LOST}::test_a_key_that_the_system_has_forgotten_is_not_used",)),
    "F-23": Elsewhere(
        "rows of one stamp",
        (
            _CURSORS,
            "runtime/test_database.py::test_a_modified_column_is_read_from_the_newest_stamp_less_the_overlap",
        ),
    ),
    "F-24": Elsewhere(
        "rows that show late",
        (
            _CURSORS,
            "runtime/test_database.py::test_a_modified_column_is_read_from_the_newest_stamp_less_the_overlap",
            "runtime/test_database.py::test_transactions_that_end_in_another_order_than_they_began_are_all_told_of",
        ),
    ),
    "F-25": Elsewhere(
        "a clock is wrong",
        (
            _CURSORS,
            "runtime/test_cursors.py::test_one_stamp_of_the_far_future_hides_no_edit_of_other_records",
            "runtime/test_cursors.py::test_a_cursor_that_is_later_than_the_server_s_own_time_has_ended",
            "runtime/test_database.py::test_a_stamp_later_than_the_database_s_own_time_moves_no_cursor",
            "runtime/test_budget.py::test_a_clock_that_was_set_back_costs_one_window_at_most",
            "runtime/test_database.py::test_a_modified_column_is_read_from_the_newest_stamp_less_the_overlap",
        ),
    ),
    "F-26": Elsewhere(
        "a change that moves no stamp",
        reason="no test of its own: the whole read of `audit_hours` is the one that every first read is",
    ),
    "F-27": Elsewhere(
        "an old state is shown after a write",
        (
            f"{_LOST}::test_a_create_that_did_not_arrive_is_never_made_again_on_a_guess",
            f"{_LOST}::test_after_the_time_in_which_the_system_settles_writes_absence_is_proof",
        ),
    ),
    "F-28": Elsewhere(
        "the server makes something else of a value",
        (
            "runtime/test_engine_edits.py::test_a_server_that_normalises_causes_no_second_write",
            f"{_REWRITES}::test_servers_that_fight_are_frozen_after_two_rewrites",
        ),
    ),
    "F-29": Elsewhere(
        "the server cuts a value",
        (f"{_REWRITES}::test_a_form_of_what_was_sent_does_not_come_back_over_the_edit",),
    ),
    "F-30": Elsewhere(
        "the server ignores a value",
        reason="no test of its own: what an answer shows is what the server made of what was sent, as F-28",
    ),
    "F-31": Elsewhere(
        *("a workflow acts", (f"{_REWRITES}::test_a_workflow_that_acts_after_our_write_is_frozen_too",)),
    ),
    "F-32": Elsewhere(
        "an edit between read and write",
        (
            "runtime/test_connector_writes.py::test_a_whole_record_is_not_sent_over_somebody_elses_change",
            "runtime/test_database.py::test_an_edit_of_a_record_that_somebody_changed_is_refused",
        ),
    ),
    "F-33": Elsewhere(
        "archived, restored, merged by the vendor",
        (
            f"{_DELETES}::test_a_restored_key_revives_the_link_with_its_bases",
            f"{_DELETES}::test_leaving_the_facet_pauses_the_link",
        ),
    ),
    "F-34": Elsewhere(
        *("deleted without a trace", (f"{_DELETES}::test_without_a_look_up_two_complete_lists_are_the_proof",)),
    ),
    "F-35": Elsewhere(
        "a key is given to another record",
        reason="a key that is there again is the same record (SEMANTICS section 7); no known vendor gives one twice",
    ),
    "F-36": Elsewhere(
        "records vanish with a permission",
        (
            f"{_DELETES}::test_a_side_that_is_empty_all_at_once_stops_the_pass",
            f"{_DELETES}::test_more_deletes_than_the_brake_allows_stop_before_anything_is_sent",
        ),
    ),
    "F-39": Elsewhere("webhooks", reason="flowc takes none: a pass reads what changed"),
    "F-43": Elsewhere(
        "the state's disk is full, locked, read only or damaged",
        (
            f"{_LOST}::test_a_full_disk_ends_the_pass_before_anything_is_sent",
            f"{_STATE}::test_a_state_that_may_not_be_written_stops_the_run",
            f"{_STATE}::test_what_is_damaged_is_told_and_nothing_is_written",
            "runtime/test_store.py::test_after_an_unclean_stop_the_file_is_checked_before_anything_is_done",
        ),
    ),
    "F-44": Elsewhere(
        *("a run is stopped for long", ("kill/test_signals.py::test_a_stopped_run_keeps_its_lease_and_goes_on",)),
    ),
    "F-45": Elsewhere(
        "two runs at once, a restored state",
        (
            "end_to_end/test_rim.py::test_a_second_process_leaves_at_once_and_says_who_is_at_work_since_when",
            "end_to_end/test_plans.py::test_an_old_copy_of_the_state_only_compares_until_it_is_accepted",
            f"{_LOST}::"
            "test_what_the_systems_show_makes_a_restored_store_compare_only_until_a_person_accepts_it",
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


def test_every_fault_is_listed_once() -> None:
    assert sorted([*FAULTS, *ELSEWHERE]) == [f"F-{number:02}" for number in range(1, 46)]


@pytest.mark.parametrize("number", ELSEWHERE)
def test_what_is_shown_elsewhere_is_there(number: str) -> None:
    fault = ELSEWHERE[number]
    assert bool(fault.tests) != bool(fault.reason)
    for place in fault.tests:
        file, _, name = place.partition("::")
        assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text(), place
