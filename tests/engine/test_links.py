"""Forward rules 1 to 4: where a task without predecessors begins, what stays raw, links and their lags.

The numbers are those of docs/methods/scheduling.md.
"""

from tests.engine.compared import check

ALWAYS = {"always": "always"}


def test_rule_1_a_task_without_predecessors_starts_at_the_project_start():
    check(
        """
        days  | MTWTFss |
        dig   |   ==    | driven by project
        """,
        start="We 8:00",
    )


def test_rule_1_the_project_start_moves_to_working_time():
    check(
        """
        days  | MTWTFss--- |
        dig   |        ==  |
        """,
        start="Sa 10:00",
    )


def test_rule_1_the_project_start_is_an_anchor_and_no_floor():
    check(
        """
        days  | MTWTFss |
        early | =       | snet Mo, driven by constraint
        next  |  =      | after early
        end   |  ==     | fnet We
        other |    =    |
        """,
        start="Th 8:00",
    )


def test_rule_1_a_lead_may_reach_before_the_project_start():
    check(
        """
        days  | MTWTFss |
        dig   |   ==    |
        clear | ==      | after dig -4d
        """,
        start="We 8:00",
    )


def test_rule_2_a_milestone_stays_at_the_finish_of_its_predecessor():
    check(
        """
        days  | MTWTFss--- |
        dig   |    ==      |
        dug   |     >      | after dig
        pour  |        =   | after dug
        """,
        start="Th 8:00",
    )


def test_rule_2_a_milestone_stays_on_a_sunday():
    check(
        """
        days  | MTWTFss--- |
        open  |       <    | begins Su 10:00, ends Su 10:00
        pour  |        =   | after open
        """,
        start="Su 10:00",
    )


def test_rule_2_a_milestone_stays_at_the_raw_end_of_an_elapsed_lag():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        cured |      <     | after dig +1ed, begins Sa 17:00, ends Sa 17:00
        build |        =   | after cured
        """
    )


def test_rule_2_a_milestone_stays_at_its_constraint_date():
    check(
        """
        days  | MTWTFss |
        gate  |      <  | snet Sa 11:00, begins Sa 11:00, ends Sa 11:00
        """
    )


def test_rule_2_a_task_marked_as_milestone_still_lasts():
    check(
        """
        days  | MTWTFss--- |
        gate  |        ==  | milestone, snet Sa
        """
    )


def test_rule_3_finish_to_start():
    check(
        """
        days  | MTWTFss--- |
        dig   | ===        |
        pour  |    ==--=   | after dig, driven by dig
        """
    )


def test_rule_3_start_to_start():
    check(
        """
        days  | MTWTFss |
        wait  | =       |
        dig   |  ===    | after wait
        pour  |  ==     | ss dig
        """
    )


def test_rule_3_finish_to_finish():
    check(
        """
        days  | MTWTFss |
        dig   | ====    |
        pour  |   ==    | ff dig
        """
    )


def test_rule_3_a_finish_to_finish_link_of_a_longer_successor_reaches_before_the_project_start():
    check(
        """
        days  | MTWTFss |
        dig   |   =     |
        pour  | ===     | ff dig
        """,
        start="We 8:00",
    )


def test_rule_3_start_to_finish_keeps_the_raw_instant():
    """The successor ends on Monday at 8:00, where its predecessor starts, and not on Friday at 17:00."""
    check(
        """
        days  | MTWTFss--- |
        shift |        ==  | snet Mo2
        guard |    ==      | sf shift, ends Mo2 8:00
        """
    )


def test_rule_3_start_to_finish_with_lag():
    check(
        """
        days  | MTWTFss |
        wait  | =       |
        shift |  ===    | after wait
        guard |  ==     | sf shift +2d
        """
    )


def test_rule_3_the_latest_link_wins_before_it_moves_to_working_time():
    check(
        """
        days   | MTWTFss--- |
        dig    | ====       |
        survey | ==         |
        pour   |     =--=   | after survey, after dig, driven by dig
        """
    )


def test_rule_3_of_two_links_that_ask_for_the_same_start_the_later_finish_holds():
    """In whichever order they stand: the start-to-finish link would end it on Monday at 8:00."""
    for links in ("sf shift, ff dig", "ff dig, sf shift"):
        check(
            f"""
            days  | MTWTFss--- |
            dig   | =====      |
            shift |        ==  | snet Mo2
            guard |    ==      | {links}, ends Mo2 8:00
            """
        )


def test_rule_3_two_links_between_the_same_tasks():
    check(
        """
        days  | MTWTFss |
        dig   | ====    |
        pour  |    ==   | ss dig +1d, ff dig +1d
        """
    )


def test_rule_4_positive_lag_is_working_time():
    check(
        """
        days  | MTWTFss--- |
        dig   | ====       |
        pour  |        =   | after dig +1d
        """
    )


def test_rule_4_negative_lag_is_a_lead():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====--=   |
        pour  |     =--=   | after dig -2d
        """
    )


def test_rule_4_lag_runs_on_the_calendar_of_the_successor():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        night |      ==    | after dig +16h, calendar always, begins Sa 9:00, ends Su 9:00, 24h
        """,
        calendars=ALWAYS,
    )
    check(
        """
        days  | MTWTFss--- |
        night | =====      | calendar always, begins Mo 8:00, ends Fr 17:00
        dig   |        ==  | after night
        later |         =  | after night +1d
        """,
        calendars=ALWAYS,
    )


def test_rule_4_a_lead_runs_on_the_calendar_of_the_successor():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====--=   |
        night |       =    | after dig -32h, calendar always, begins Su 9:00, ends Su 17:00
        """,
        calendars=ALWAYS,
    )


def test_rule_4_percent_lag_is_a_share_of_the_predecessor():
    check(
        """
        days  | MTWTFss |
        dig   | ==      |
        pour  |    =    | after dig +50%
        """
    )


def test_rule_4_negative_percent_lag():
    check(
        """
        days  | MTWTFss |
        dig   | ====    |
        pour  |    ==   | after dig -25%
        paint |  =      | ss dig +25%
        """
    )


def test_rule_4_a_share_of_nothing_is_no_lag():
    """Half of a milestone's duration moves its successor nowhere, not even to working time."""
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        dug   |     >      | after dig
        seen  |     >      | after dug +50%
        """
    )


def test_rule_4_an_elapsed_share_of_the_predecessor_runs_round_the_clock():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====      |
        cured |      <     | after dig +50e%, begins Sa 13:00, ends Sa 13:00
        """
    )


def test_rule_4_elapsed_lag_runs_round_the_clock():
    check(
        """
        days  | MTWTFss--- |
        dig   | ====       |
        pour  |     =      | after dig +12eh
        cure  |        =   | after dig +3ed
        cured |        >   | after dig +4ed
        """
    )


def test_rule_4_negative_elapsed_lag():
    check(
        """
        days  | MTWTFss--- |
        dig   | =====--=   |
        point |     >      | after dig -3ed
        pour  |        =   | after dig -3ed
        """
    )


def test_rule_4_lag_on_start_and_finish_links():
    check(
        """
        days  | MTWTFss--- |
        dig   | ===        |
        pour  |   ==       | ss dig +2d
        paint |     =      | ff dig +2d
        trim  |  ==        | ff dig -0.5d, ends We 12:00
        """
    )
