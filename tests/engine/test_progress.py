"""What progress fixes, and what it leaves to the plan.

The rules are those of docs/methods/scheduling.md, under Progress.
"""

from tests.engine.compared import check


def test_a_finished_task_keeps_both_dates():
    check(
        """
        days  | MTWTFss |
        dig   | ====    |
        pour  |  ==     | after dig, finished, driven by actuals
        next  |    =    | after pour
        """
    )


def test_a_finished_task_keeps_dates_outside_working_time():
    check(
        """
        days  | MTWTFss--- |
        dig   |     ==     | finished, begins Fr 20:00, ends Sa 11:00
        next  |        =   | after dig
        """
    )


def test_a_started_task_starts_when_it_did_whatever_its_links_say():
    check(
        """
        days  | MTWTFss |
        dig   | ====    |
        pour  |   ==    | after dig, started, done 50%, driven by actuals
        next  |     =   | after pour
        """
    )


def test_a_task_started_out_of_sequence_ends_by_its_own_duration():
    """Its predecessor is not even done when it ends; Microsoft Project leaves it all the same."""
    check(
        """
        days  | MTWTFss |
        dig   | =====   |
        pour  | ==      | after dig, started, done 10%
        """
    )


def test_a_task_started_before_the_project_start():
    check(
        """
        days  | MTWTFss |
        dig   | ====    | started
        next  |     =   | after dig
        """,
        start="We 8:00",
    )


def test_the_gap_between_stop_and_resume_is_added():
    check(
        """
        days  | MTWTFss |
        dig   | =--=    | started, done 50%, stop Mo, resume Th
        next  |     =   | after dig
        """
    )


def test_the_gap_between_stop_and_resume_is_working_time():
    check(
        """
        days  | MTWTFss--- |
        dig   |    ==--==  | started, done 50%, stop Fr, resume Mo2
        """
    )


def test_a_task_resumed_where_it_stopped_has_no_gap():
    check(
        """
        days  | MTWTFss |
        dig   | ===     | started, done 33%, stop Mo, resume Tu
        """
    )


def test_the_status_date_moves_nothing():
    check(
        """
        days  | MTWTFss |
        dig   | ==      |
        pour  |   =     | after dig
        paint | ===     | started, done 10%
        """,
        status_date="Fr",
    )


def test_percent_complete_alone_fixes_nothing():
    check(
        """
        days  | MTWTFss |
        dig   | ===     |
        pour  |    =    | after dig, done 0%
        """
    )


def test_a_constraint_does_not_bind_a_started_task():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | started, snet Th
        """
    )


def test_levelling_delay_does_not_move_a_started_task():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | started, levelled 2ed
        """
    )


def test_an_alap_task_that_has_started_stays():
    check(
        """
        days  | MTWTFss |
        long  | =====   |
        dig   | ==      | started, alap
        """
    )
