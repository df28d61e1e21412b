"""Levelling, one rule and one option after another: a plan is drawn as it is, and as it shall be."""

import textwrap
from dataclasses import replace
from typing import Any

import pytest

from tests.engine.drawn import plan_of, read
from tests.engine.grid import MONDAY
from uptake.engine.edits import Set, apply
from uptake.engine.instants import DAY, HOUR
from uptake.engine.levelling import Interim, Levelled, Options, Pool, level, overloads
from uptake.engine.plan import Plan, ResourceType
from uptake.engine.scheduling import schedule


def drawn(before: str, **values: Any) -> Plan:
    """Make the plan of a drawing; `values` are fields of tasks by name."""
    plan = plan_of(before)
    tasks = tuple(replace(one, **values.get(one.name, {})) for one in plan.tasks)
    return plan.with_values(tasks=tasks)


def levelled(*plans: Plan, pool: Pool | None = None, **options: Any) -> Levelled:
    return level(plans, options=Options(seconds=0, **options), pool=pool, clock=lambda: 0.0)


def check(before: str | Plan, after: str, **options: Any) -> Levelled:
    """Level a plan, and hold it against the drawing of what shall come out."""
    plan = drawn(before) if isinstance(before, str) else before
    done = levelled(plan, **options)
    found = schedule(apply(plan, done.edits[0]))
    expected = read(after)
    for task in plan.tasks:
        row, told = found.of(task.uid), expected.expected[task.name]
        if told.start is not None:
            assert (task.name, row.start, row.finish) == (task.name, told.start, told.finish)
    return done


TWO = """
    days  | MTWTFss--- |
    dig   | ==         | by ann
    pour  | ===        | by ann
"""


def test_what_one_person_cannot_do_at_once_comes_one_after_the_other() -> None:
    done = check(
        """
        days  | MTWTFss--- |
        dig   | ==         | by ann
        pour  | ===        | by ann
        house | =          | by bob
        """,
        """
        days  | MTWTFss--- |
        dig   | ==         | by ann
        pour  |   ===      | by ann
        house | =          | by bob
        """,
    )
    assert (done.status, done.gap, done.bound) == ("optimal", 0.0, done.finish)
    assert done.edits == ((Set("task", 2, {"leveling_delay": 2 * DAY}),),)
    assert [one.tasks for one in done.was] == [((0, 1), (0, 2))]
    assert done.left == ()


def test_people_go_as_far_as_their_units() -> None:
    check(
        """
        days  | MTWTFss--- |
        dig   | ==         | by ann 50%
        pour  | ==         | by ann 50%
        set   | ==         | by ann 50%
        """,
        """
        days  | MTWTFss--- |
        dig   | ==         | by ann 50%
        pour  | ==         | by ann 50%
        set   |   ==       | by ann 50%
        """,
    )


def test_high_priority_goes_first() -> None:
    plan = drawn(TWO, pour={"priority": 900})
    check(
        plan,
        """
        days  | MTWTFss--- |
        dig   |    ==      | by ann
        pour  | ===        | by ann
        """,
    )


def test_the_highest_priority_is_never_delayed() -> None:
    plan = drawn(
        """
        days  | MTWTFss--- |
        dig   | =          | by ann
        pour  |  =         | by ann, after dig
        set   |  ===       | by ann, snet Tu
        """,
        set={"priority": 1000},
    )
    check(
        plan,
        """
        days  | MTWTFss--- |
        dig   | =          | by ann
        pour  |     =      | by ann, after dig
        set   |  ===       | by ann, snet Tu
        """,
    )


def test_what_may_not_move_keeps_its_time_free() -> None:
    check(
        """
        days  | MTWTFss--- |
        fixed |  =         | by ann, manual
        date  |    =       | by ann, mso Th
        dig   | =          | by ann
        pour  | =          | by ann
        set   | =          | by ann
        """,
        """
        days  | MTWTFss--- |
        fixed |  =         | by ann, manual
        date  |    =       | by ann, mso Th
        dig   | =          | by ann
        pour  |   =        | by ann
        set   |     =      | by ann
        """,
    )


def test_of_a_task_in_progress_only_the_rest_takes_time() -> None:
    done = check(
        """
        days  | MTWTFss--- |
        run   | ====       | by ann, started, done 50%, stop Tu 17:00, resume We 8:00
        ended | =          | by ann, finished
        dig   | ==         | by ann
        """,
        """
        days  | MTWTFss--- |
        run   | ====       | by ann, started
        ended | =          | by ann, finished
        dig   | ==         | by ann
        """,
    )
    assert done.edits == ((),)


def test_hours_are_those_of_each_person() -> None:
    plan = plan_of(
        """
        days  | MTWTFss--- |
        dig   | ===        | by ann
        watch | =          | by ann, calendar evenings
        """,
        calendars={"evenings": "Mo-Fr 13-17"},
    )
    done = levelled(plan)
    assert done.left == ()
    assert schedule(apply(plan, done.edits[0])).finish == MONDAY + 3 * DAY + 17 * HOUR


def test_elapsed_time_takes_nights_too() -> None:
    plan = drawn(
        """
        days  | MTWTFss--- |
        cure  | ==         | 1ed, by ann work 3d, begins Mo 8:00, ends Tu 8:00
        dig   | =          | by ann
        """,
        cure={"priority": 900},
    )
    check(
        plan,
        """
        days  | MTWTFss--- |
        cure  | ==         | 1ed, by ann work 3d, begins Mo 8:00, ends Tu 8:00
        dig   |  =         | by ann
        """,
    )


def test_links_of_summaries_bind_what_stands_under_them() -> None:
    check(
        """
        days    | MTWTFss--- |
        first   | =          |
          dig   | =          | by ann
          drain | =          | by ann
        then    |  =         | after first
          pour  |  =         | by bob
        """,
        """
        days    | MTWTFss--- |
        first   | ==         |
          dig   | =          | by ann
          drain |  =         | by ann
        then    |   =        | after first
          pour  |   =        | by bob
        """,
    )


def test_old_levelling_delays_go() -> None:
    check(
        """
        days  | MTWTFss--- |
        dig   |    =       | by ann, levelled 3ed
        pour  | =          | by bob
        """,
        """
        days  | MTWTFss--- |
        dig   | =          | by ann
        pour  | =          | by bob
        """,
    )


def test_a_plan_without_overload_stays_as_it_is() -> None:
    done = levelled(
        drawn(
            """
            days  | MTWTFss--- |
            dig   | =          | by ann
            pour  |  =         | by ann, after dig
            late  |    =       | alap
            """
        )
    )
    assert done.edits == ((),)
    assert (done.status, done.before) == ("optimal", done.finish)


def test_material_and_cost_have_no_hours() -> None:
    plan = drawn(TWO)
    material = replace(plan.resources[0], type=ResourceType.MATERIAL)
    done = levelled(plan.with_values(resources=(material,)))
    assert (done.was, done.edits) == ((), ((),))


def test_more_units_than_anybody_can_enter_are_levelled_too() -> None:
    plan = drawn(TWO)
    work = tuple(replace(one, units=1e9, work=one.work * 10**9) for one in plan.assignments)
    plan = plan.with_values(assignments=work)
    done = level([plan], options=Options(effort=100), clock=lambda: 0.0)
    assert {one.code for one in done.remarks} == {"too_big"}
    assert len(done.edits[0]) == 1


def test_a_task_that_is_too_big_runs_alone_and_is_named() -> None:
    plan = drawn(
        """
        days  | MTWTFss--- |
        dig   | ==         | by ann 200%
        pour  | =          | by ann
        """
    )
    done = levelled(plan)
    assert [(one.code, one.task) for one in done.remarks] == [("too_big", 1)]
    assert [one.tasks for one in done.left] == [((0, 1),)]
    assert done.status == "overloaded"
    found = schedule(apply(plan, done.edits[0]))
    assert found.of(1).finish <= found.of(2).start or found.of(2).finish <= found.of(1).start


def test_a_last_date_holds_and_who_finds_no_room_is_named() -> None:
    plan = drawn(
        """
        days  | MTWTFss--- |
        fixed | ===        | by ann, manual
        dig   | =          | by ann, snlt Tu
        """
    )
    done = levelled(plan)
    assert [(one.code, one.task) for one in done.remarks] == [("no_room", 2)]
    assert (done.edits, done.status) == (((),), "overloaded")


def test_what_may_not_move_at_all_is_said_to_be_stuck() -> None:
    done = levelled(
        drawn(
            """
            days  | MTWTFss--- |
            fixed | ===        | by ann, manual
            date  | =          | by ann, mso Mo
            """
        )
    )
    assert [(one.code, one.data["tasks"]) for one in done.remarks] == [("stuck", ((0, 1), (0, 2)))]


def test_a_task_as_late_as_possible_keeps_its_place_by_a_delay() -> None:
    done = check(
        """
        days  | MTWTFss--- |
        dig   | ====       | by ann
        pour  | =          | by ann
        late  |    =       | by bob, alap
        """,
        """
        days  | MTWTFss--- |
        dig   | ====       | by ann
        pour  |     =      | by ann
        late  |    =       | by bob
        """,
    )
    assert ("late_kept", 3) in [(one.code, one.task) for one in done.remarks]


def test_a_plan_that_counts_back_from_its_finish_is_left_alone() -> None:
    plan = plan_of(
        """
        days  | MTWTFss--- |
        dig   |    ==      | by ann
        pour  |   ===      | by ann
        """,
        finish="Fr",
        from_finish=True,
    )
    done = levelled(plan)
    assert (done.edits, [one.code for one in done.remarks]) == (((),), ["from_finish", "stuck"])


def test_the_bound_counts_the_work_of_everybody_from_when_it_can_begin() -> None:
    plan = plan_of(
        """
        days  | MTWTFss--- |
        dig   |  =         | by ann, snet Tu
        pour  |  =         | by ann, snet Tu, calendar late-week
        set   |  =         | by ann, snet Tu
        """,
        calendars={"late-week": "Tu-Fr 8-12, Tu-Fr 13-17"},
    )
    done = levelled(plan)
    assert schedule(plan).finish < done.bound == done.finish
    assert done.status == "optimal"


# ---- options


def test_within_slack_the_finish_stays() -> None:
    before = """
        days  | MTWTFss--- |
        long  | ===        | by bob
        dig   | ==         | by ann
        pour  | ==         | by ann
        set   | =          | by ann
    """
    free, held = levelled(drawn(before)), levelled(drawn(before), within_slack=True)
    assert (free.left, free.finish > free.before) == ((), True)
    assert held.finish == held.before
    assert [one.code for one in held.remarks] == ["no_room"]


def test_only_what_starts_after_a_date_moves() -> None:
    before = """
        days  | MTWTFss--- |
        early | ==         | by ann
        first | =          | by ann
        dig   |   ==       | by ann, snet We
        pour  |   =        | by ann, snet We
    """
    moved = {edit.uid for edit in levelled(drawn(before)).edits[0]}
    assert moved & {1, 2}
    later = levelled(drawn(before), after=MONDAY + 2 * DAY)
    assert {edit.uid for edit in later.edits[0]} <= {3, 4}
    assert len(later.left) == 1


def test_nothing_moves_to_a_time_before_the_date() -> None:
    before = """
        days  | MTWTFss--- |
        dig   |    =       | by ann, levelled 3ed
        pour  |    =       | by ann, levelled 3ed
    """
    plan = drawn(before)
    found = schedule(apply(plan, levelled(plan, after=MONDAY + DAY).edits[0]))
    assert {found.of(1).start, found.of(2).start} == {MONDAY + DAY + 8 * HOUR, MONDAY + 2 * DAY + 8 * HOUR}


SPLIT = """
    days  | MTWTFss--- |
    fixed |   =        | by ann, manual
    dig   | ====       | by ann
"""


def test_a_task_is_split_where_that_ends_it_earlier() -> None:
    whole = check(
        SPLIT,
        """
        days  | MTWTFss--- |
        fixed |   =        | by ann, manual
        dig   |    ==--==  | by ann
        """,
    )
    parts = check(
        SPLIT,
        """
        days  | MTWTFss--- |
        fixed |   =        | by ann, manual
        dig   | ==-==      | by ann
        """,
        split=True,
    )
    assert parts.finish < whole.finish
    assert parts.left == whole.left == ()


def test_no_piece_is_shorter_than_the_shortest() -> None:
    whole = levelled(drawn(SPLIT), split=True, shortest_piece=3 * 8 * HOUR)
    assert all("pieces" not in edit.values for edit in whole.edits[0])


def test_plans_that_share_people_are_levelled_together() -> None:
    one, other = drawn(TWO), drawn(TWO)
    pool = {(0, 1): "ann", (1, 1): "ann"}
    done = levelled(one, other, pool=pool)
    assert done.left == ()
    after = [schedule(apply(one, done.edits[0])), schedule(apply(other, done.edits[1]))]
    assert overloads(after, pool) == ()
    assert overloads([schedule(one), schedule(other)], pool)[0].units == 4.0
    assert max(row.finish for row in after) == MONDAY + 11 * DAY + 17 * HOUR


def test_who_is_not_in_the_pool_is_somebody_else() -> None:
    alone = levelled(drawn(TWO), drawn(TWO))
    assert alone.finish == MONDAY + 4 * DAY + 17 * HOUR


def test_a_plan_that_is_kept_does_not_move_but_takes_time() -> None:
    one = drawn("""
        days  | MTWTFss--- |
        dig   | ==         | by ann
    """)
    other = drawn("""
        days  | MTWTFss--- |
        pour  | =          | by ann
    """)
    pool = {(0, 1): "ann", (1, 1): "ann"}
    done = levelled(one, other, pool=pool, keep=frozenset({0}))
    assert done.edits[0] == ()
    assert schedule(apply(other, done.edits[1])).start == MONDAY + 2 * DAY + 8 * HOUR
    turned = levelled(one, other, pool=pool, keep=frozenset({1}))
    assert turned.edits[1] == ()
    assert schedule(apply(one, turned.edits[0])).start == MONDAY + DAY + 8 * HOUR


def test_roles_still_to_be_filled_count_unless_they_shall_not() -> None:
    plan = drawn(TWO)
    plan = plan.with_values(resources=(replace(plan.resources[0], generic=True),))
    assert levelled(plan).edits[0] != ()
    assert levelled(plan, generic=False).edits == ((),)


# ---- on the way


def test_each_better_plan_is_reported() -> None:
    told: list[Interim] = []
    plan = drawn(TWO)
    done = level(
        [plan],
        options=Options(seconds=0),
        clock=lambda: 0.0,
        report=lambda one: told.append(one) is None,
    )
    assert told[-1].finish == done.finish
    assert told[-1].starts[0] == tuple(
        row.start for row in map(schedule(apply(plan, done.edits[0])).row, range(len(plan.tasks)))
    )


@pytest.mark.parametrize("patience", [1, 2])
def test_whoever_has_seen_enough_gets_the_best_so_far(patience: int) -> None:
    left = [patience]

    def enough(_: Interim) -> bool:
        left[0] -= 1
        return left[0] > 0

    plan = drawn(TWO, pour={"priority": 900})
    done = level([plan], options=Options(seconds=0), clock=lambda: 0.0, report=enough)
    assert done.schedules <= 4
    assert done.left == ()


# ---- overloads


def test_an_overload_goes_on_over_time_off_as_long_as_the_same_tasks_are_at_work() -> None:
    plan = plan_of(
        textwrap.dedent("""
        days  | MTWTFss--- |
        dig   | =====--==  | by ann
        pour  |    ==--=   | by ann, snet Th
        """)
    )
    (one,) = overloads([schedule(plan)])
    assert (one.start, one.finish) == (MONDAY + 3 * DAY + 8 * HOUR, MONDAY + 7 * DAY + 17 * HOUR)
    assert (one.units, one.capacity) == (2.0, 1.0)
