"""Random plans are scheduled as the definition says; and the checker does see what is wrong."""

import pytest
from hypothesis import given

from tests.engine.checker import violations
from tests.engine.drawn import plan_of
from tests.engine.random_plans import MANY, random_plans
from uptake.engine.instants import HOUR
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule, schedule

HOUSE = """
    days  | MTWTFss--- |
    dig   | ==         |
    pour  |            | after dig, 2d
    paint |            | after dig, 1d
    clear |            | ff pour +1d, 1d
    house |            |
      set |            | after pour, 1d
      fit |            | after pour, 2d, snet Fr
"""
COLUMNS = ["start", "finish", "late_start", "late_finish", "start_slack", "finish_slack", "total_slack"]


@MANY
@given(random_plans())
def test_every_schedule_keeps_the_definition_and_is_tight(plan: Plan) -> None:
    assert violations(plan, schedule(plan)) == []


def house() -> Schedule:
    return schedule(plan_of(HOUSE))


def test_the_checker_agrees_with_a_right_schedule() -> None:
    found = house()
    assert violations(found.plan, found) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("by", [-8 * HOUR, -1, 1, 8 * HOUR])
@pytest.mark.parametrize("name", ["dig", "pour", "paint", "clear", "set", "fit"])
def test_the_checker_sees_a_date_that_is_off(column: str, by: int, name: str) -> None:
    found = house()
    i = [task.name for task in found.plan.tasks].index(name)
    getattr(found.dates, column)[i] += by
    assert any(told.startswith(f"task {i + 1}:") for told in violations(found.plan, found))


@pytest.mark.parametrize("column", ["start", "finish"])
@pytest.mark.parametrize("by", [-1, 1])
def test_the_checker_sees_a_wrong_roll_up(column: str, by: int) -> None:
    found = house()
    getattr(found.dates, column)[4] += by
    assert any(told.startswith("task 5:") for told in violations(found.plan, found))


def test_the_checker_sees_wrong_free_slack() -> None:
    found = house()
    found.dates.free_slack[2] -= 1
    (told,) = violations(found.plan, found)
    assert told.startswith("task 3: free slack")
