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


SHIFTS = {"weekend": "Th-Su 8-12 13-17", "mornings": "Mo-Fr 8-12"}


def test_people_at_different_hours_go_on_where_each_was_when_work_resumes():
    """After the first day Ann has two of her days to do, and Max, who works half days, three of his."""
    check(
        """
        days  | MTWTFss--- |
        dig   | =---=--==  | 3d, by ann, by max work 2d, started, done 33%, stop Mo, resume Fr, ends Tu2 12:00
        next  |         =  | after dig, 4h, begins Tu2 13:00, ends Tu2 17:00
        """,
        calendars=SHIFTS,
        resources={"max": "mornings"},
    )


def test_each_goes_on_at_the_first_of_his_own_hours():
    check(
        """
        days  | MTWTFss--- |
        dig   | =----==    | 3d, by ann work 1d, by sue work 2d, started, done 33%, stop Mo, resume Sa
        """,
        calendars=SHIFTS,
        resources={"sue": "weekend"},
    )


def test_who_waits_to_begin_waits_on_when_work_resumes():
    """Max begins two of his mornings after the task does: Monday's, and that of Thursday."""
    check(
        """
        days  | MTWTFss--- |
        dig   | =--==      | 1d, by ann work 2d, by max work 4h delay 8h, started, stop Mo, resume Th, ends Fr 12:00
        """,
        calendars=SHIFTS,
        resources={"max": "mornings"},
    )


def test_the_late_finish_of_a_task_that_resumes_is_that_of_the_last():
    check(
        """
        days  | MTWTFss--- | with slack
        dig   | =--==...   | 3d, by ann, by max work 4h, started, done 33%, stop Mo, resume Th, slack 1d
        other | =====--=   | 6d
        """,
        calendars=SHIFTS,
        resources={"max": "mornings"},
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
