"""The backward pass: late dates, slack, and what is critical.

The rules are those of docs/methods/scheduling.md, under Backward, slack, critical.
"""

from tests.engine.clauses import date_of
from tests.engine.compared import check
from tests.engine.grid import MONDAY
from uptake.engine.instants import HOUR
from uptake.engine.scheduling import Schedule

WORKDAY = 8 * HOUR


def late(found: Schedule, uid: int) -> tuple[int, int]:
    return found.of(uid).late_start, found.of(uid).late_finish


def dates(start: str, finish: str) -> tuple[int, int]:
    return date_of(start, MONDAY, 8 * HOUR), date_of(finish, MONDAY, 17 * HOUR)


def test_late_finish_defaults_to_the_finish_of_the_project():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   | critical
        dig   | ==...   | not critical
        """
    )


def test_finish_to_start_binds_the_late_finish():
    check(
        """
        days  | MTWTFss--- | with slack
        dig   | =..        | not critical
        pour  |  ==..      | after dig
        long  | =====      |
        """
    )


def test_finish_to_start_lag_counts_back_on_the_calendar_of_the_successor():
    check(
        """
        days  | MTWTFss--- | with slack
        dig   | =.         |
        pour  |    =.      | after dig +2d
        long  | =====      |
        """
    )


def test_finish_to_finish_binds_the_late_finish():
    check(
        """
        days  | MTWTFss | with slack
        dig   | =..     |
        pour  |  ==..   | ff dig +2d
        long  | =====   |
        """
    )


def test_start_to_start_binds_the_late_start():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ===.    | free 0d
        pour  |   ==.   | ss dig +2d
        long  | =====   |
        """
    )


def test_start_to_finish_binds_the_late_start():
    check(
        """
        days  | MTWTFss | with slack
        wait  | =.      |
        shift |  =.     | after wait
        guard | ===.    | sf shift +2d
        after |    =.   | after guard
        long  | =====   |
        """
    )


def test_a_lead_leaves_no_late_finish_after_the_end_of_the_project():
    """The task that ends last is critical, though its successor would let it end even later."""
    check(
        """
        days  | MTWTFss--- | with slack
        dig   | =====      | critical
        pour  |    =.      | after dig -2d, not critical
        """
    )


def test_the_smallest_bound_of_several_successors_holds():
    check(
        """
        days  | MTWTFss | with slack
        dig   | =.      |
        pour  |  =...   | after dig
        paint |  ===.   | after dig
        long  | =====   |
        """
    )


def test_a_deadline_caps_the_late_finish():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   |
        dig   | ==.     | deadline We, not critical
        """
    )


def test_a_missed_deadline_gives_negative_slack_back_along_the_path():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ==      | slack -2d, critical
        pour  |   ===   | after dig, deadline We, slack -2d, critical
        paint |   =..   | after dig
        """
    )


def test_a_deadline_moves_no_date():
    check(
        """
        days  | MTWTFss |
        dig   |   ==    | deadline Tu
        """,
        start="We 8:00",
    )


def test_constraints_that_hold_the_end_cap_the_late_finish():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   |
        a     | =..     | fnlt We
        b     | ==..    | snlt We
        c     |  ==     | mso Tu, critical
        d     |   =     | mfo We, critical
        """
    )


def test_the_late_finish_moves_back_to_the_end_of_working_time():
    found = check(
        """
        days  | MTWTFss--- |
        dig   | ==         |
        open  |       <    | snet Su 12:00, after dig, begins Su 12:00, ends Su 12:00
        """
    )
    assert late(found, 1) == dates("Th", "Fr")
    assert found.of(1).total_slack == 3 * WORKDAY


def test_the_late_finish_of_a_milestone_stays_raw():
    found = check(
        """
        days  | MTWTFss--- |
        ready | <          |
        open  |       <    | snet Su 12:00, after ready, begins Su 12:00, ends Su 12:00
        """
    )
    assert found.of(1).late_finish == date_of("Su 12:00", MONDAY, 0)


def test_slack_is_working_time_on_the_calendar_of_the_task():
    found = check(
        """
        days  | MTWTFss--- |
        long  | =====--=== |
        dig   | =          |
        watch | =          | calendar always, 1d, begins Mo 8:00, ends Mo 16:00
        """,
        calendars={"always": "always"},
    )
    assert found.of(2).total_slack == 7 * WORKDAY
    assert found.of(3).total_slack == date_of("We2 17:00", MONDAY, 0) - date_of("Mo 16:00", MONDAY, 0)


def test_slack_of_an_elapsed_task_runs_round_the_clock():
    found = check(
        """
        days  | MTWTFss--- |
        long  | =====--=== |
        cure  | ==         | 1ed, begins Mo 8:00, ends Tu 8:00
        """
    )
    assert found.of(2).total_slack == date_of("We2 17:00", MONDAY, 0) - date_of("Tu 8:00", MONDAY, 0)


def test_slack_that_a_weekend_takes_away():
    """Late dates on another calendar: the smaller of start slack and finish slack is the total."""
    found = check(
        """
        days  | MTWTFss--- |
        dig   | =          |
        sweep |      =     | after dig, calendar weekend
        """,
        calendars={"weekend": "Sa-Su 8-12 13-17"},
    )
    assert late(found, 1) == dates("Fr", "Fr")
    assert found.of(1).total_slack == 4 * WORKDAY


def test_a_started_task_keeps_its_start_and_counts_slack_at_the_finish():
    found = check(
        """
        days  | MTWTFss | with slack
        long  | =====   |
        dig   | ==...   | started, done 50%
        """
    )
    assert found.of(2).late_start == found.of(2).start


def test_a_finished_task_has_no_slack_and_is_not_critical():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   |
        dig   | ==      | finished, slack 0d, not critical
        pour  |   ==.   | after dig
        """
    )


def test_a_finished_successor_does_not_bind():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ===..   |
        pour  | =       | after dig, finished
        long  | =====   |
        """
    )


def test_a_successor_in_progress_binds_with_its_resume_date():
    check(
        """
        days  | MTWTFss | with slack
        dig   | =..     |
        pour  | =--=    | after dig, started, done 50%, stop Mo, resume Th, slack 1d
        long  | =====   |
        """
    )


def test_start_links_do_not_bind_a_started_predecessor():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ==...   | started, done 10%
        pour  | ====.   | ss dig
        long  | =====   |
        """
    )


def test_links_from_a_summary_bind_all_its_children():
    check(
        """
        days   | MTWTFss | with slack
        house  | ==..    |
          a    | ==..    |
          b    | =...    |
        move   |   =..   | after house
        long   | =====   |
        """
    )


def test_links_into_a_summary_bind_by_the_earliest_late_start_inside():
    check(
        """
        days   | MTWTFss | with slack
        dig    | =.      |
        house  |  ===.   | after dig
          a    |  ===.   |
          b    |  =...   |
        long   | =====   |
        """
    )


def test_an_alap_task_has_no_slack():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   |
        order |    ==   | alap, slack 0d, critical
        """
    )


def test_free_slack_is_the_smallest_gap_of_its_links():
    check(
        """
        days  | MTWTFss |
        dig   | =       | free 2d, slack 2d
        pour  |    =    | after dig, after other
        paint |     =   | after dig, after pour
        other | ===     | free 0d
        """
    )


def test_free_slack_of_a_link_with_lag():
    check(
        """
        days  | MTWTFss |
        dig   | =       | free 1d
        pour  |    ==   | after dig +1d, after other
        other | ===     |
        """
    )


def test_free_slack_without_successors_is_the_way_to_the_end():
    check(
        """
        days  | MTWTFss |
        long  | =====   | free 0d
        dig   | ==      | free 3d, slack 3d
        """
    )


def test_critical_up_to_a_limit():
    drawing = """
        days  | MTWTFss |
        long  | =====   | critical
        near  | ====    | critical
        far   | ===     | not critical
        """
    check(drawing, critical_limit=WORKDAY)


def test_several_critical_paths_end_each_on_its_own():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   | critical
        dig   | =       | critical
        pour  |  =      | after dig, critical
        paint |  =      | after dig, critical
        """,
        multiple_critical_paths=True,
    )


def test_one_critical_path_ends_with_the_project():
    check(
        """
        days  | MTWTFss | with slack
        long  | =====   | critical
        dig   | =...    | not critical
        pour  |  =...   | after dig, not critical
        """
    )


def test_a_manual_task_that_ends_last_moves_the_late_dates_of_all():
    check(
        """
        days  | MTWTFss |
        visit |     =   | manual
        dig   | ==      | slack 3d
        """
    )


def test_a_plan_without_work_ends_where_it_starts():
    found = check(
        """
        days  | MTWTFss |
        go    | <       | slack 0d, critical
        """
    )
    assert found.finish == found.start == found.plan.project.start


def test_slack_on_a_resource_calendar_is_measured_on_the_calendar_of_the_task():
    """It works at night; from its early to its late start, no hour of the task's own calendar passes."""
    found = check(
        """
        days  | MTWTFss |
        long  | ==      | ends Tu 8:30, 8.5h
        watch | =       | by ann, 0.5h, begins Mo 22:00, ends Mo 22:30, slack 0d
        """,
        calendars={"night": "Mo 22-24, Tu-Fr 4-9 22-24"},
        resources={"ann": "night"},
    )
    watch = found.of(2)
    assert (watch.start_slack, watch.finish_slack, watch.free_slack) == (0, HOUR // 2, 0)


def test_late_finish_of_several_calendars_is_where_someone_still_works():
    found = check(
        """
        days  | MTWTFss--- |
        long  | =====--=   |
        dig   | =-=        | by ann work 1d, by bob work 1.5d, 1d, ends We 12:00
        """,
        calendars={"odd": "Mo 8-12 13-17, We 8-12 13-17, Fr 8-12 13-17"},
        resources={"bob": "odd"},
    )
    assert late(found, 2) == dates("Fr 13:00", "Mo2 17:00")


def test_a_deadline_of_a_summary_caps_what_stands_under_it():
    check(
        """
        days   | MTWTFss | with slack
        long   | =====   |
        house  | ==.     | deadline We
          a    | ==.     |
          b    | =..     |
        """
    )


def test_a_start_date_of_a_summary_caps_nothing():
    check(
        """
        days   | MTWTFss | with slack
        long   | =====   |
        house  | ==...   | snlt We
          a    | ==...   |
        """
    )


def test_a_finished_task_has_no_free_slack():
    check(
        """
        days  | MTWTFss |
        dig   | =       | finished, free 0d
        pour  |    ==   | after dig, snet Th
        """
    )
