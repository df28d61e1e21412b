"""The words for why a task is where it is, where they say more than the driver's name."""

from dataclasses import replace

import pytest

from uptake.cli.reasons import reason_sentences
from uptake.cli.remarks import remark_sentence
from uptake.cli.words import Language, speak
from uptake.engine.calendars import Calendar
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import Assignment, Constraint, Link, Plan, Project, Resource, Task
from uptake.engine.scheduling import schedule

OFFICE = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
NIGHT = ((0, 8 * HOUR),)
MONDAY = 1 * DAY + 8 * HOUR
PROJECT = Project(start=MONDAY, calendar=1)


def week(hours):
    return ((), hours, hours, hours, hours, hours, ())


CALENDARS = (
    Calendar(uid=1, name="Office", week=week(OFFICE)),
    Calendar(uid=2, name="Night", week=week(NIGHT)),
    Calendar(uid=3, name="Always", week=(((0, DAY),),) * 7),
)


def why(task, project=PROJECT, staff=()):
    speak(Language.en)
    people = [Resource(uid=k, name=name, calendar=2) for k, name in enumerate(staff, 1)]
    work = [Assignment(uid=k, task=1, resource=k, work=480 * 10) for k in range(1, len(staff) + 1)]
    plan = Plan.build(project, [task], calendars=CALENDARS, resources=people, assignments=work)
    computed = schedule(plan)
    return reason_sentences(computed.why(1), computed)[0]


TASK = Task(uid=1, id=1, name="Pour ", duration=8 * HOUR)


def test_the_start_of_the_project():
    assert why(TASK) == (
        "1 ‘Pour’ starts Mon 2 Jan 1984 08:00 because nothing else holds it and the project starts then; "
        "calendar: Office."
    )
    sunday = replace(PROJECT, start=8 * HOUR)
    assert "nothing holds it but the start of the project, Sun 1 Jan 1984 08:00;" in why(TASK, sunday)


@pytest.mark.parametrize(
    ("staff", "own", "said"),
    [
        ((), None, "calendar: Office."),
        (("Ann",), None, "calendar: that of Ann."),
        (("Ann", "Li Lei"), None, "calendar: those of Ann, Li Lei."),
        (("Ann",), 3, "calendar: Always and that of Ann."),
        ((), 3, "calendar: Always."),
    ],
)
def test_the_calendar_that_counts(staff, own, said):
    assert why(replace(TASK, calendar=own), staff=staff).endswith(said)


def test_a_task_of_another_project():
    task = replace(TASK, external=True, start=MONDAY, finish=MONDAY + 9 * HOUR)
    assert why(task).endswith("because it belongs to another project, which gives its dates.")


def test_a_plan_counted_back_from_its_finish():
    project = replace(PROJECT, from_finish=True, finish=5 * DAY + 17 * HOUR)
    assert "because the plan is counted back from its finish, Fri 6 Jan 1984 17:00;" in why(TASK, project)


def test_a_levelled_task_says_what_came_before_the_delay():
    first = Task(uid=1, id=1, name="Dig", duration=DAY // 3)
    second = replace(TASK, uid=2, id=2, leveling_delay=2 * DAY)
    plan = Plan.build(PROJECT, [first, second], [Link(uid=1, pred=1, succ=2)], calendars=CALENDARS)
    done = schedule(plan)
    own, before = reason_sentences(done.why(2), done)
    assert "because 1 ‘Dig’ finishes Mon 2 Jan 1984 17:00 (FS), and levelling delays it by 2ed;" in own
    assert before.startswith("1 ‘Dig’ starts")


def test_as_late_as_possible_before_its_successor():
    late = replace(TASK, constraint=Constraint.ALAP)
    rows = [late, Task(uid=2, id=2, name="Set"), Task(uid=3, id=3, duration=3 * 8 * HOUR)]
    links = [Link(uid=1, pred=1, succ=2)]
    speak(Language.en)
    done = schedule(Plan.build(PROJECT, rows, links, calendars=CALENDARS))
    assert (
        "it is to run as late as possible, and 2 ‘Set’ starts Wed 4 Jan 1984 08:00 (FS);"
        in (reason_sentences(done.why(1), done)[0])
    )


def test_a_manual_task_that_overlaps_its_predecessor():
    typed = Task(uid=2, id=2, name="Set", manual=True, start=MONDAY, finish=MONDAY + 9 * HOUR)
    plan = Plan.build(PROJECT, [TASK, typed], [Link(uid=1, pred=1, succ=2)], calendars=CALENDARS)
    done = schedule(plan)
    said = "because its dates were typed by hand, although 1 ‘Pour’ finishes Mon 2 Jan 1984 17:00 (FS)."
    speak(Language.en)
    assert reason_sentences(done.why(2), done)[0].endswith(said)
    told = [remark_sentence(one, plan) for one in done.remarks if one.code == "manual_overlap"]
    assert told == [
        "2 ‘Set’ stands at dates typed by hand, 1d before its predecessor 1 ‘Pour’ lets it start."
    ]
    speak(Language.zh)
    assert reason_sentences(done.why(2), done)[0].endswith(
        "，尽管1“Pour”于 1984年1月2日 周一 17:00 完成（FS）。"
    )
