"""Forward rules 5 and 6: constraint dates, and tasks that run as late as possible.

The numbers are those of docs/methods/scheduling.md. Microsoft Project asks for a date with the constraints
MSO, MFO, SNET, SNLT, FNET and FNLT; the corpus holds none with MSO, so these rest on its documentation: an
inflexible constraint wins over links as long as "tasks will always honor their constraint dates" is on.
"""

import pytest

from tests.engine.compared import check
from uptake.engine.drivers import By


def test_rule_5_start_no_earlier_than_holds_a_task_back():
    check(
        """
        days  | MTWTFss |
        dig   | ==      |
        pour  |    =    | after dig, snet Th, driven by constraint
        """
    )


def test_rule_5_start_no_earlier_than_gives_way_to_a_later_link():
    check(
        """
        days  | MTWTFss |
        dig   | ===     |
        pour  |    =    | after dig, snet Tu, driven by dig
        """
    )


def test_rule_5_start_no_earlier_than_on_a_day_off():
    check(
        """
        days  | MTWTFss--- |
        pour  |        =   | snet Sa
        """
    )


def test_rule_5_finish_no_earlier_than_sets_the_start_back_by_the_duration():
    check(
        """
        days  | MTWTFss |
        pour  |   ==    | fnet Th
        """
    )


def test_rule_5_finish_no_earlier_than_keeps_the_raw_date_when_it_drives():
    check(
        """
        days  | MTWTFss--- |
        pour  |    ==      | fnet Sa, ends Sa 17:00
        next  |        =   | after pour
        """
    )


def test_rule_5_finish_no_earlier_than_gives_way_to_a_later_link():
    check(
        """
        days  | MTWTFss |
        dig   | ===     |
        pour  |    ==   | after dig, fnet We, driven by dig
        """
    )


def test_rule_5_start_no_later_than_pulls_the_start_before_its_links():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ====    | slack -2d
        pour  |   =     | after dig, snlt We, driven by constraint, slack 0d
        """
    )


def test_rule_5_start_no_later_than_leaves_an_earlier_start():
    check(
        """
        days  | MTWTFss |
        dig   | =       |
        pour  |  =      | after dig, snlt We, driven by dig
        """
    )


def test_rule_5_finish_no_later_than_pulls_the_start_before_its_links():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ====    | slack -3d
        pour  |  ==     | after dig, fnlt We, slack 0d
        """
    )


def test_rule_5_finish_no_later_than_leaves_an_earlier_finish():
    check(
        """
        days  | MTWTFss |
        dig   | =       |
        pour  |  ==     | after dig, fnlt Th
        """
    )


def test_rule_5_must_start_on_holds_a_task_back():
    check(
        """
        days  | MTWTFss |
        dig   | =       |
        pour  |   =     | after dig, mso We, driven by constraint
        next  |    =    | after pour
        """
    )


def test_rule_5_must_start_on_pulls_a_task_before_its_links():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ====    | slack -2d
        pour  |   ===   | after dig, mso We, slack 0d
        """
    )


def test_rule_5_must_start_on_a_day_off_moves_to_working_time():
    check(
        """
        days  | MTWTFss--- |
        pour  |        =   | mso Sa
        """
    )


def test_rule_5_must_finish_on_sets_the_start_back_by_the_duration():
    check(
        """
        days  | MTWTFss |
        dig   | =       |
        pour  |   ==    | after dig, mfo Th
        """
    )


def test_rule_5_must_finish_on_pulls_a_task_before_its_links():
    check(
        """
        days  | MTWTFss | with slack
        dig   | ====    | slack -3d
        pour  |  ==     | after dig, mfo We, slack 0d
        """
    )


@pytest.mark.parametrize("constraint", ["snlt We", "fnlt We", "mso We", "mfo We"])
def test_rule_5_links_win_when_constraints_are_not_honoured(constraint):
    """The switch "tasks will always honor their constraint dates" is off: the slack goes negative."""
    found = check(
        f"""
        days  | MTWTFss |
        dig   | ====    |
        pour  |     =   | after dig, {constraint}, driven by dig
        """,
        honor_constraints=False,
    )
    assert found.of(2).total_slack < 0


@pytest.mark.parametrize("constraint", ["mso We", "mfo We"])
def test_rule_5_an_inflexible_date_after_the_links_holds_even_when_not_honoured(constraint):
    check(
        f"""
        days  | MTWTFss |
        dig   | =       |
        pour  |   =     | after dig, {constraint}
        """,
        honor_constraints=False,
    )


def test_rule_5_a_milestone_with_a_finish_constraint_stands_at_the_date():
    check(
        """
        days  | MTWTFss |
        dig   | =       |
        gate  |   >     | after dig, fnet We
        must  |    >    | after dig, mfo Th
        """
    )


def test_rule_6_as_late_as_possible_runs_just_before_its_successor():
    check(
        """
        days  | MTWTFss |
        build | =====   |
        order |   =     | alap, driven by late
        place |    ==   | after order
        """
    )


def test_rule_6_as_late_as_possible_without_successor_ends_with_the_project():
    check(
        """
        days  | MTWTFss |
        build | =====   |
        order |     =   | alap
        """
    )


def test_rule_6_an_alap_task_pushes_its_asap_successors():
    """The successor alone could be done on Tuesday; Microsoft Project lets it wait all the same."""
    check(
        """
        days  | MTWTFss |
        dig   | =====   |
        order |    =    | alap
        place |     =   | after order, driven by order
        """
    )


def test_rule_6_late_dates_count_from_the_end_that_an_alap_task_pushes_out():
    """The levelling delay of its successor is in no late date, so the project ends later."""
    check(
        """
        days  | MTWTFss--- | with slack
        dig   | =====--=.  |
        order |     =      | alap, slack 0d
        place |         =  | after order, levelled 1ed
        """
    )


def test_rule_6_an_alap_task_has_no_slack_and_is_critical():
    check(
        """
        days  | MTWTFss |
        dig   | =====   |
        order |     =   | alap, slack 0d, critical
        """
    )


def test_rule_6_a_deadline_holds_an_alap_task_back_from_the_end():
    check(
        """
        days  | MTWTFss |
        dig   | =====   |
        order |   =     | alap, deadline We
        """
    )


def test_rule_6_a_plan_scheduled_from_its_finish_runs_as_late_as_it_can():
    found = check(
        """
        days  | MTWTFss--- |
        dig   |   ==       | alap
        pour  |     =--=   | after dig, alap
        paint |         =  | after pour, alap
        sweep |         =  | alap
        """,
        start="Mo 8:00",
        finish="Tu2",
        from_finish=True,
    )
    assert found.of(1).driver.by is By.LATE


def test_rule_6_a_plan_scheduled_from_its_finish_may_begin_before_its_start():
    check(
        """
        days  | MTWTFss |
        dig   | ==      | alap
        pour  |   ===   | after dig, alap
        """,
        start="We 8:00",
        finish="Fr",
        from_finish=True,
    )


def test_rule_6_a_date_after_the_late_start_holds_in_a_plan_scheduled_from_its_finish():
    check(
        """
        days  | MTWTFss |
        dig   |   =     | snet We, driven by constraint, slack -1d
        pour  |  =      | snet Mo, driven by late
        """,
        finish="Tu",
        from_finish=True,
    )
