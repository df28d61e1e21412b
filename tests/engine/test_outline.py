"""Summaries, and tasks that do not follow: manual, inactive and external ones.

The rules are those of docs/methods/scheduling.md, under Manual, inactive, external, summary.
"""

from tests.engine.compared import check


def test_a_summary_spans_its_children():
    check(
        """
        days   | MTWTFss--- |
        house  | =====--=   | driven by children
          base | =====--=   |
            a  | ==         |
            b  |     =--=   | after a, snet Fr
          c    |  =         | snet Tu
        """
    )


def test_a_link_into_a_summary_bounds_every_descendant():
    check(
        """
        days   | MTWTFss |
        dig    | ==      |
        house  |   ===   | after dig
          base |   ==    |
            a  |   ==    | driven by base
            b  |   =     |
          c    |   ===   |
        """
    )


def test_a_start_to_start_link_into_a_summary_bounds_every_descendant():
    check(
        """
        days   | MTWTFss |
        wait   | =       |
        dig    |  ===    | after wait
        house  |   ==    | ss dig +1d
          a    |   ==    |
          b    |   =     |
        """
    )


def test_a_link_into_a_summary_does_not_move_a_child_that_starts_later():
    check(
        """
        days   | MTWTFss |
        dig    | =       |
        house  |  ===    | after dig
          a    |  ==     |
          b    |    =    | after a, driven by a
        """
    )


def test_a_link_out_of_a_summary_uses_its_rolled_up_finish():
    check(
        """
        days   | MTWTFss |
        house  | ===     |
          a    | ===     |
          b    | =       |
        move   |    =    | after house, driven by house
        """
    )


def test_a_start_to_start_link_out_of_a_summary_uses_its_rolled_up_start():
    check(
        """
        days   | MTWTFss |
        house  |  ===    |
          a    |   ==    | snet We
          b    |  =      | snet Tu
        move   |  =      | ss house
        """
    )


def test_a_link_between_summaries():
    check(
        """
        days   | MTWTFss |
        ground | ==      |
          dig  | ==      |
        house  |   ===   | after ground
          a    |   =     |
          b    |    ==   | after a
        """
    )


def test_start_no_earlier_than_on_a_summary_bounds_its_children():
    check(
        """
        days   | MTWTFss |
        house  |   ==    | snet We
          a    |   ==    |
          b    |   =     |
        """
    )


def test_a_manual_task_stays_as_typed_whatever_its_links_say():
    check(
        """
        days   | MTWTFss |
        dig    | ===     |
        visit  |  =      | after dig, manual, driven by typed
        """
    )


def test_a_manual_task_stays_on_a_weekend_and_drives_its_successors():
    check(
        """
        days   | MTWTFss--- |
        visit  |      ==    | manual, begins Sa 9:00, ends Su 16:30
        report |        =   | after visit, driven by visit
        """
    )


def test_a_manual_task_drives_through_a_lag_too():
    check(
        """
        days   | MTWTFss |
        visit  |  ==     | manual
        report |     =   | after visit +1d
        tidy   |  =      | ss visit
        """
    )


def test_a_manual_summary_keeps_its_own_dates():
    check(
        """
        days   | MTWTFss |
        house  | ====    | manual
          a    | ==      |
        """
    )


def test_a_manual_summary_floors_its_children():
    check(
        """
        days   | MTWTFss |
        house  |   ===   | manual
          a    |   =     | driven by house
          b    |    =    | after a
        """
    )


def test_a_manual_summary_does_not_floor_children_with_an_earlier_date_of_their_own():
    check(
        """
        days   | MTWTFss |
        house  |   ===   | manual
          a    |  =      | snet Tu
          b    | ==      | fnet Tu
          c    |   =     |
        """
    )


def test_a_link_into_a_manual_summary_does_not_push_its_children():
    check(
        """
        days   | MTWTFss |
        dig    | ====    |
        house  |  ==     | after dig, manual
          a    |  =      |
        """
    )


def test_a_link_out_of_a_manual_summary_uses_its_own_finish():
    check(
        """
        days   | MTWTFss |
        house  | ===     | manual
          a    | =       |
        move   |    =    | after house
        """
    )


def test_a_manual_child_is_rolled_up():
    check(
        """
        days   | MTWTFss |
        house  | ====    |
          a    | =       |
          b    |   ==    | manual
        """
    )


def test_an_inactive_task_is_out_of_the_network():
    check(
        """
        days   | MTWTFss |
        dig    | ===     |
        test   |         | after dig, inactive, 1d
        pour   | =       | after test
        """
    )


def test_an_inactive_task_is_out_of_the_roll_up():
    check(
        """
        days   | MTWTFss |
        house  | ==      |
          a    | ==      |
          b    |         | inactive, 4d
        move   |   =     | after house
        """
    )


def test_an_inactive_task_does_not_make_its_predecessor_critical():
    check(
        """
        days   | MTWTFss | with slack
        dig    | =....   | not critical
        test   |         | after dig, inactive, 4d
        pour   | =====   | critical
        """
    )


def test_an_external_task_keeps_its_dates_and_drives():
    check(
        """
        days   | MTWTFss |
        dig    | =====   |
        crane  |  =      | external, after dig
        lift   |   =     | after crane, driven by crane
        """
    )


def test_an_external_task_is_not_rolled_up():
    check(
        """
        days   | MTWTFss |
        house  | ==      |
          a    | ==      |
          b    |    =    | external
        """
    )


def test_a_link_and_a_summary_that_ask_for_the_same_start_name_the_link():
    check(
        """
        days   | MTWTFss |
        dig    | ==      |
        house  |   =     | after dig
          a    |   =     | after dig, driven by dig
        """
    )


def test_work_on_a_summary_itself_may_outlast_its_children():
    check(
        """
        days   | MTWTFss |
        house  | ====    | by ann work 4d
          a    | ==      |
        move   |     =   | after house
        """
    )
