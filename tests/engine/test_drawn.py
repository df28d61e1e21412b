"""A drawing makes a plan, states a schedule, and tells what is wrong with it."""

import pytest

from tests.engine.compared import check
from tests.engine.drawn import DrawingError, plan_of, read
from tests.engine.grid import MONDAY
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.plan import Constraint, LagKind, LinkType

HOUSE = """
    days     | MTWTFss--- | with slack
    ground   | ==         |
      dig    | ==         |
    house    |   ===--=   |
      pour   |   =        | after dig, driven by dig
      set    |    ==--=   | after pour, critical
      paint  |    =....   | after pour, not critical
      ready  |        >   | after set
"""


def test_a_drawn_plan_is_scheduled_as_drawn():
    check(HOUSE)


def test_indentation_makes_the_outline():
    plan = plan_of(HOUSE)
    assert [(task.name, task.parent) for task in plan.tasks][:4] == [
        ("ground", None),
        ("dig", 1),
        ("house", None),
        ("pour", 3),
    ]


def test_a_mismatch_prints_both_drawings_one_above_the_other():
    with pytest.raises(AssertionError) as caught:
        check(
            """
            days  | MTWTF |
            dig   | ==    |
            pour  |  ==   | after dig
            """
        )
    assert str(caught.value).splitlines() == [
        "the schedule is not what is drawn",
        "",
        "drawn:",
        "days  | MTWTF |",
        "dig   | ==    |",
        "pour  |  ==   | after dig",
        "",
        "scheduled:",
        "days  | MTWTF |",
        "dig   | ==    |",
        "pour  |   ==  | begins We1 8:00, not Tu1 8:00; ends Th1 17:00, not We1 17:00",
    ]


def test_clauses_become_fields():
    plan = plan_of(
        """
        days  | MTWTF |
        dig   | ==    | deadline We, levelled 2eh
        pour  |   ==  | ss dig +50%, snet We 9:30, calendar night
        cure  |       | 3ed, ff pour -2ed
        """,
        calendars={"night": "Mo-Fr 20-24, Tu-Sa 0-6"},
    )
    dig, pour, cure = plan.tasks
    assert (dig.deadline, dig.leveling_delay) == (MONDAY + 2 * DAY + 17 * HOUR, 2 * HOUR)
    assert (pour.constraint, pour.constraint_date) == (
        Constraint.SNET,
        MONDAY + 2 * DAY + 9 * HOUR + 30 * MINUTE,
    )
    assert (cure.duration, cure.elapsed) == (3 * DAY, True)
    assert [(link.type, link.lag, link.kind) for link in plan.links] == [
        (LinkType.SS, 500, LagKind.PERCENT),
        (LinkType.FF, -2 * DAY, LagKind.ELAPSED),
    ]


def test_hours_and_minutes_can_be_drawn():
    check(
        """
        hours Mo 8:00  | 8901-3456--- |
        dig            | ===          |
        pour           |    =-==      | after dig
        """
    )
    check(
        """
        30min Mo 8:00  | 889900 |
        dig            | ===    |
        pour           |    ==  | after dig
        """
    )


def test_the_ruler_draws_days_off_and_days_worked():
    check(
        """
        days | MtWTFSs--- |
        dig  | =-====-==  |
        """
    )


def test_a_gap_on_a_working_day_splits_the_task():
    (task,) = plan_of(
        """
        days | MTWTF |
        dig  | =-==  |
        """
    ).tasks
    assert task.duration == 3 * 8 * HOUR
    assert task.pieces == ((0, 8 * HOUR), (16 * HOUR, 32 * HOUR))


def test_the_bar_of_a_manual_task_is_its_typed_dates():
    (task,) = plan_of(
        """
        days | MTWTFss |
        dig  |     ==  | manual
        """
    ).tasks
    assert (task.start, task.finish) == (MONDAY + 4 * DAY + 8 * HOUR, MONDAY + 5 * DAY + 17 * HOUR)


def test_work_follows_from_duration_and_units_unless_told():
    plan = plan_of(
        """
        days | MTWTF |
        dig  | ==    | by ann 50%
        pour | ==    | by ann work 1d delay 2h
        """
    )
    assert [(one.units, one.work, one.delay) for one in plan.assignments] == [
        (0.5, 8 * HOUR, 0),
        (1.0, 8 * HOUR, 2 * HOUR),
    ]


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("days | MTW |\ndig | == |\ndig | == |", "two tasks have one name"),
        ("days | MTW |\ndig | = = |", "is no bar"),
        ("days | MTW |\ndig | ==== |", "longer than the ruler"),
        ("days | MTW |\ndig | == | after pour", "'pour', which is not drawn"),
        ("days | MTW |\ndig | == | soon", "'soon' is no clause"),
        ("days | MTW |\ndig | == | snet Friday", "'Friday' is no date"),
        ("days | MTW |\ndig | == | slack many", "'many' is no span"),
        ("days | MWW |\ndig | == |", "column 2 is a Tu, not 'W'"),
        ("hours Mo 8:00 | 89012 |\ndig | == |", "column 5 should read '-', not '2'"),
        ("eons | MTW |\ndig | == |", "'eons' is no scale"),
        ("days | MTWTFs |\ndig |     == |", "does not work in column 6"),
        ("days | MTW |\ndig | =  | ends We 12:00", "ends outside of its bar"),
        ("days | MTW |\ndig == |", "a line has two bars"),
        ("", "nothing is drawn"),
    ],
)
def test_what_is_wrong_with_a_drawing_is_told(drawing, said):
    with pytest.raises(DrawingError, match=said):
        read(drawing)


def test_an_error_names_its_line():
    with pytest.raises(DrawingError, match="line 3"):
        read("days | MTW |\ndig | == |\npour | == | soon")
