"""Forward rules 7 to 9: elapsed durations, levelling delay, calendars and assignments, splits.

The numbers are those of docs/methods/scheduling.md.
"""

from tests.engine.compared import check

NIGHT = {"night": "Mo 23-24, Tu-Fr 0-3 4-8 23-24, Sa 0-3 4-8"}
"""Microsoft Project's own night shift: eight hours from 23:00 to 8:00."""


def test_rule_7_an_elapsed_duration_runs_round_the_clock():
    check(
        """
        days  | MTWTFss--- |
        cure  |     ===    | 2ed, begins Fr 8:00, ends Su 8:00
        build |        =   | after cure
        """,
        start="Fr 8:00",
    )


def test_rule_7_an_elapsed_task_starts_outside_working_time():
    check(
        """
        days  | MTWTFss--- |
        pour  | =====      |
        cure  |     ===    | after pour, 2ed, begins Fr 17:00, ends Su 17:00
        """
    )


def test_rule_7_levelling_delay_is_elapsed_time_after_the_driven_start():
    """The driven start is Monday at 8:00; one day of the clock later it is Tuesday at 8:00."""
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        pour  |         =  | after dig, levelled 1ed, driven by leveling
        """
    )


def test_rule_7_levelling_delay_ends_in_time_off_and_moves_on():
    check(
        """
        days  | MTWTFss--- |
        dig   | ====       |
        pour  |        =   | after dig, levelled 1ed
        """
    )


def test_rule_7_levelling_delay_counts_from_a_constraint_date():
    check(
        """
        days  | MTWTFss |
        pour  |    =    | snet Tu, levelled 2ed
        """
    )


def test_rule_8_a_task_runs_on_its_own_calendar():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        sweep |      ==    | after dig, calendar weekend
        """,
        calendars={"weekend": "Sa-Su 8-12 13-17"},
    )


def test_rule_8_a_night_shift_runs_over_midnight():
    check(
        """
        hours Mo 16:00 | 6--------------- |
        watch          |        ====-==== | calendar night
        """,
        calendars=NIGHT,
        start="Mo 16:00",
    )


def test_rule_8_a_night_shift_after_a_day_shift_waits_for_the_night():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        watch |     ==     | after dig, calendar night, 1d, begins Fr 23:00, ends Sa 8:00
        pour  |        ==  | after watch
        """,
        calendars=NIGHT,
    )


def test_rule_8_a_day_shift_after_a_night_shift_starts_in_the_morning():
    check(
        """
        days  | MTWTFss--- |
        watch | ==         | calendar night, 1d, begins Mo 23:00, ends Tu 8:00
        dig   |  =         | after watch
        """,
        calendars=NIGHT,
    )


def test_rule_8_an_exception_moves_what_would_run_over_it():
    check(
        """
        days  | MTWtFSs--- |
        dig   | ===-=      |
        pour  |      =-=   | after dig
        """
    )


def test_rule_8_a_resource_brings_its_calendar():
    check(
        """
        days  | MTWTFss |
        dig   | =-=     | by ann
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_a_resource_calendar_replaces_the_project_calendar():
    """It is not intersected with it: nobody but the task itself asks for the project calendar."""
    check(
        """
        days  | MTWTFss--- |
        sweep |      ==    | by ann
        """,
        calendars={"weekend": "Sa-Su 8-12 13-17"},
        resources={"ann": "weekend"},
    )


def test_rule_8_a_resource_calendar_is_intersected_with_the_task_calendar():
    check(
        """
        days  | MTWTFss |
        dig   | =-=-=   | by ann, calendar mornings
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17", "mornings": "Mo-Fr 8-12"},
        resources={"ann": "odd"},
    )


def test_rule_8_a_task_may_ignore_the_resource_calendar():
    check(
        """
        days  | MTWTFss |
        dig   | ===     | by ann, calendar mornings, ignoring resource calendars
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17", "mornings": "Mo-Fr 8-12"},
        resources={"ann": "odd"},
    )


def test_rule_8_a_fixed_duration_task_runs_on_the_task_calendar():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | by ann, fixed duration
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_an_elapsed_duration_ignores_resource_calendars():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | by ann, 1ed, begins Mo 8:00, ends Tu 8:00
        """,
        calendars={"odd": "We 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_on_one_calendar_the_duration_holds_whatever_the_units():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | by ann 50%
        pour  | ==      | by ann 150%, by bob
        """
    )


def test_rule_8_on_several_calendars_the_latest_assignment_ends_the_task():
    """Ann does a day's work on the odd days; Bob does two, at half of his time: four days."""
    check(
        """
        days  | MTWTFss |
        dig   | ====    | by ann work 1d, by bob 50% work 2d, 2d
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_more_than_full_units_shorten_an_assignment():
    check(
        """
        days  | MTWTFss |
        dig   | ===     | by ann 50% work 0.5d, by bob 150% work 4.5d, 3d
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_overtime_takes_no_working_time():
    check(
        """
        days  | MTWTFss |
        dig   | =-=     | by ann work 3d overtime 1d, by bob work 1d, 2d
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_an_assignment_delay_moves_the_assignment_and_not_the_start():
    check(
        """
        days  | MTWTFss |
        dig   | ====    | by ann work 1d, by bob work 2d delay 2d, 2d
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"ann": "odd"},
    )


def test_rule_8_the_earliest_assignment_starts_the_task():
    check(
        """
        days  | MTWTFss--- |
        dig   |      =-==  | by ann work 1d, by bob work 2d, 2d
        """,
        start="Fr 18:00",
        calendars={"weekend": "Sa 8-12 13-17"},
        resources={"ann": "weekend"},
    )


def test_rule_9_a_split_task_keeps_its_gaps():
    check(
        """
        days  | MTWTFss |
        dig   | =-==    |
        pour  |     =   | after dig
        """
    )


def test_rule_9_pieces_move_with_the_start_as_working_time():
    check(
        """
        days  | MTWTFss--- |
        wait  | ===        |
        dig   |    =---==  | after wait
        pour  |          = | after dig
        """
    )


def test_rule_9_a_finish_link_counts_back_over_the_gaps():
    check(
        """
        days  | MTWTFss |
        long  | =====   |
        dig   |   =-=   | ff long
        """
    )
